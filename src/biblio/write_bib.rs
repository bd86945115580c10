//! A source → an entry of [BibLaTeX](https://ctan.org/pkg/biblatex), which `read_bib` reads back.

use hayagriva::types::EntryType;

use super::Entry;
use super::fields::{Addresses, Chunk, Fields, Name};
use crate::model::{Source, UrlStatus};

/// Fields with their values, in the order written.
type Written = Vec<(&'static str, String)>;

/// A source as an entry of BibLaTeX. What its model lacks stands in fields of our own, which other programs pass over.
pub fn bibtex(source: &Source, entry: &Entry, addresses: Addresses) -> String {
    let fields = Fields::of(source, entry);
    let mut all: Written = Vec::new();
    let kind = kind_of(&fields);
    let mut add = |name: &'static str, value: Option<String>| {
        all.extend(value.filter(|value| !value.is_empty()).map(|value| (name, value)));
    };

    add("author", Some(names(&fields.authors)));
    add("title", Some(title(&fields.title)));
    add("title-translated", source.title_translated.as_deref().map(tex));
    add("title-supplied", source.title_supplied.then(|| "true".to_owned()));
    let carrier = fields.carrier.as_ref().map(|carrier| title(&carrier.title));
    // Where it stands for who publishes it, it is an item of a list.
    let body = || {
        let text = fields.carrier.as_ref().map(|one| one.title.iter().map(|(text, _)| *text));
        text.map(|text| one(&text.collect::<String>()))
    };
    let publisher = fields.publisher.as_deref().map(one);
    let organization = fields.organization.as_deref().map(one);
    match kind {
        "article" => {
            add("journaltitle", carrier);
            let is_newspaper =
                fields.carrier.as_ref().is_some_and(|one| one.kind == EntryType::Newspaper);
            add("entrysubtype", is_newspaper.then(|| "newspaper".to_owned()));
            add("publisher", publisher);
            add("organization", organization);
        }
        "online" => add("organization", body().or(publisher).or(organization)),
        "report" | "thesis" => add("institution", publisher.or(organization).or_else(body)),
        "incollection" | "inbook" | "inreference" | "inproceedings" => {
            add("booktitle", carrier);
            add("publisher", publisher);
            add("organization", organization);
        }
        _ => {
            add("publisher", publisher.or_else(body));
            add("organization", organization);
        }
    }
    add("editor", Some(names(&fields.editors)));
    add("location", fields.location.as_deref().map(one));
    add("type", fields.genre.as_deref().map(tex));
    add("volume", fields.volume.as_deref().map(tex));
    let serial = fields.serial("serial");
    add("number", fields.issue.as_deref().or(serial).map(tex));
    add("edition", fields.edition.as_deref().map(tex));
    add("chapter", fields.chapter.as_deref().map(tex));
    add("pages", fields.pages.as_deref().map(|pages| tex(pages).replace('-', "--")));
    add("pagetotal", fields.page_total.as_deref().map(tex));
    for name in ["doi", "isbn", "issn"] {
        add(name, fields.serial(name).map(tex));
    }
    let date = source.date.as_ref().filter(|date| !date.is_unknown());
    add("date", date.map(|date| date.edtf().to_owned()));
    add("langid", source.language.clone());
    add("note", fields.note.as_deref().map(tex));
    add("url", addresses.url.map(verbatim));
    let accessed = source.url.as_ref().and_then(|url| url.accessed.as_ref());
    let accessed = accessed.filter(|_| addresses.url.is_some());
    add("urldate", accessed.map(|date| date.edtf().to_owned()));
    let status = Some(source.url_status).filter(|status| *status != UrlStatus::Live);
    add("url-status", status.map(|status| status.as_str().to_owned()));
    add("archived-url", addresses.archived.map(verbatim));
    let archived = source.archived.as_ref().and_then(|copy| copy.date.as_ref());
    let archived = archived.filter(|_| addresses.archived.is_some());
    add("archived-date", archived.map(|date| date.edtf().to_owned()));
    let origins: Vec<&str> = source.origins.iter().map(|(origin, _)| origin.as_str()).collect();
    add("origin", (origins != ["own"]).then(|| tex(&origins.join(", "))));
    add("wire", source.wire.as_deref().map(tex));
    written(kind, source.key.as_str(), &all)
}

/// An entry with its fields.
pub fn written(kind: &str, key: &str, fields: &[(&str, String)]) -> String {
    let fields: String =
        fields.iter().map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
    format!("@{kind}{{{key},\n{fields}}}")
}

/// The name that BibLaTeX has for a kind of thing.
fn kind_of(fields: &Fields) -> &'static str {
    let carrier = fields.carrier.as_ref().map(|carrier| carrier.kind);
    match fields.kind {
        EntryType::Article => match carrier {
            Some(EntryType::Newspaper | EntryType::Periodical) => "article",
            Some(EntryType::Proceedings | EntryType::Conference) => "inproceedings",
            _ => "online",
        },
        EntryType::Web | EntryType::Blog | EntryType::Post | EntryType::Thread => "online",
        EntryType::Chapter => "inbook",
        EntryType::Anthos => "incollection",
        EntryType::Entry => "inreference",
        EntryType::Report => "report",
        EntryType::Thesis => "thesis",
        EntryType::Patent => "patent",
        EntryType::Book => "book",
        EntryType::Anthology => "collection",
        EntryType::Reference => "reference",
        EntryType::Proceedings => "proceedings",
        EntryType::Newspaper | EntryType::Periodical => "periodical",
        EntryType::Manuscript => "unpublished",
        EntryType::Repository => "dataset",
        _ => "misc",
    }
}

fn title(chunks: &[Chunk]) -> String {
    let mut out = String::new();
    for (text, keeps_case) in chunks {
        if *keeps_case {
            out += &format!("{{{}}}", tex(text));
        } else {
            out += &tex(text);
        }
    }
    out
}

/// The only item of a list, such as that of publishers. What lists are cut at must not stand in it.
fn one(text: &str) -> String {
    if has_and(text) { format!("{{{}}}", tex(text)) } else { tex(text) }
}

fn has_and(text: &str) -> bool {
    text.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"))
}

fn names(names: &[Name]) -> String {
    let written: Vec<_> = names.iter().map(name).collect();
    written.join(" and ")
}

fn name(name: &Name) -> String {
    // What a name is cut at must not stand in one of its parts.
    let part = |text: &str| {
        let is_cut = text.contains(',') || has_and(text);
        if is_cut { format!("{{{}}}", tex(text)) } else { tex(text) }
    };
    let Some(given) = name.given else {
        return format!("{{{}}}", tex(&name.whole()));
    };
    let prefix = name.prefix.map_or_else(String::new, |prefix| part(prefix) + " ");
    let suffix = name.suffix.map_or_else(String::new, |suffix| format!(", {}", part(suffix)));
    format!("{prefix}{}{suffix}, {}", part(name.family), part(given))
}

/// Text in which the characters that TeX reads as commands stand for themselves.
pub fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// An address, which BibLaTeX takes as it is; what would end the field is written in hexadecimal.
pub fn verbatim(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for character in address.chars() {
        match character {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biblio::trial;

    #[test]
    fn what_tex_reads_as_a_command_stands_for_itself() {
        assert_eq!(
            tex("R&D: 50 % of {x}_1~\\"),
            "R\\&D: 50 \\% of \\{x\\}\\_1\\textasciitilde{}\\textbackslash{}"
        );
    }

    const SOURCES: &str = r##"
paper-2018:
  type: article
  title: "{NATO} & R_D: 50 % of $5 #1, {a b}"
  title-translated: "A translation, 100 %"
  title-supplied: true
  author: ["Roe, Jane", "van der Berg, Jan", "Simon and Sons", "Doe, Jr., John"]
  date: 2018-04-25~/2018-04-26
  url: {value: "https://a.example/x_y?a=1&b=%20#c~d", date: 2024-06-20}
  language: fr
  origin: [afp, own]
  wire: w1
  archived: {url: "https://archive.example/2024/https://a.example/", date: 2024-06-21}
  url-status: dead
  page-range: 12-15
  parent: {type: newspaper, title: "The Paper & Co", issue: 3, volume: 7}
web-2018: {type: web, title: "Un titre: été", date: 2018-XX, genre: press release, note: A remark, url: "https://b.example/", parent: {type: web, title: Site and Site}}
post-2018: {type: article, title: On a blog, date: 201X, parent: {type: blog, title: The Blog}}
report-2019: {type: report, title: A report, date: 2019, publisher: {name: A ministry, location: Paris}, serial-number: {doi: 10.1000/182, isbn: 978-0-13-110362-7}}
chapter-2020: {type: chapter, title: One, author: "Roe, Jane", parent: {type: book, title: A book, publisher: House, editor: "Poe, Ann"}}
usurped-2020: {type: web, title: Gone, url: "https://c.example/", url-status: usurped, archived: {url: "https://archive.example/c"}}
"##;

    fn bib(of: &str) -> String {
        let (sources, found) = trial::yaml(of);
        assert!(found.is_empty(), "{found:?}");
        let one = |(source, entry): &(Source, Entry)| {
            bibtex(source, entry, Addresses::of(source, |_| true)) + "\n"
        };
        sources.iter().map(one).collect()
    }

    #[test]
    fn what_is_written_is_read_back_the_same() {
        let text = bib(SOURCES);
        let (read, found) = trial::bib(&text);
        assert!(found.is_empty(), "{}\n{text}", trial::findings(&text, &found));
        let (written, _) = trial::yaml(SOURCES);
        assert_eq!(read.len(), written.len());
        for ((read, _), (written, _)) in read.iter().zip(&written) {
            let seen = |source: &Source| {
                let url = source.url.as_ref().map(|url| (url.address.clone(), url.accessed));
                let archived = source.archived.as_ref();
                let archived = archived.map(|copy| (copy.address.clone(), copy.date));
                let origins: Vec<_> =
                    source.origins.iter().map(|(origin, _)| origin.clone()).collect();
                (
                    (source.key.clone(), source.title.clone(), source.authors.clone()),
                    (source.title_translated.clone(), source.title_supplied),
                    (source.publisher.clone(), source.date, source.language.clone()),
                    (url, archived, source.url_status),
                    (origins, source.wire.clone()),
                )
            };
            let mut expected = seen(written);
            if written.url_status == UrlStatus::Usurped {
                expected.3.0 = None;
            }
            assert_eq!(seen(read), expected, "{text}");
        }
    }

    #[test]
    fn biblatex_reads_every_entry_and_every_field() {
        let text = bib(SOURCES);
        let read = biblatex::Bibliography::parse(&text).unwrap();
        assert_eq!(read.len(), 6);
        let paper = read.get("paper-2018").unwrap();
        let authors = paper.author().unwrap();
        let family: Vec<_> = authors.iter().map(|author| author.name.as_str()).collect();
        assert_eq!(family, ["Roe", "Berg", "Simon and Sons", "Doe"], "{text}");
        assert_eq!((authors[1].prefix.as_str(), authors[3].suffix.as_str()), ("van der", "Jr."));
        assert_eq!(paper.url().unwrap(), "https://a.example/x_y?a=1&b=%20#c~d");
        assert_eq!(paper.get("entrysubtype").unwrap()[0].v.get(), "newspaper");
        let kinds: Vec<_> = read.iter().map(|entry| entry.entry_type.to_string()).collect();
        assert_eq!(kinds, ["article", "online", "online", "report", "inbook", "online"]);
        for entry in read.iter() {
            assert!(hayagriva::Entry::try_from(entry).is_ok(), "{}", entry.key);
        }
    }
}
