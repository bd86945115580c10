//! A file of Hayagriva YAML → sources.

use super::Entry;
use super::entry;
use super::record::{Kind, Record};
use crate::diag::{Code, Diagnostic};
use crate::model::{Source, SourceKey};
use crate::text::{FileId, SourceText};
use crate::yaml::{self, Field, FromNode, Located, MapOf, Shape};

/// Reads a Hayagriva YAML file with our keys.
///
/// Returns the entries in the order written, and all that is wrong in the file. An entry with something
/// wrong in it is there with what could be read of it, so that those who cite it are not told that it is missing; only one
/// that is no map or whose key no citation can name is left out.
pub fn read_yaml(file: FileId, source: &SourceText) -> (Vec<(Source, Entry)>, Vec<Diagnostic>) {
    let (records, mut found) = yaml::read::<MapOf<Record, SourceKey>>(file, source);
    let mut entries = Vec::new();
    for (key, record) in records.unwrap_or_default().0 {
        let mut report = |code, message: String, help: &str| {
            let span = record.key_place().span(source);
            found.push(Diagnostic::new(code, file, span, message).help(help));
        };
        let checked = match SourceKey::parse(&key) {
            Ok(checked) => Some(checked),
            Err(invalid) => {
                let (message, help) = invalid_key(&key, invalid.character);
                report(Code::InvalidKey, message, &help);
                None
            }
        };
        for missing in &record.value.missing {
            let help = match *missing {
                "type" => "add `type: …`, such as `article`, `report`, `video` or `web`",
                _ => "add `title: …`; with `title-supplied: true` if it is your own",
            };
            report(Code::MissingKey, format!("source `{key}` has no `{missing}`"), help);
        }
        entries.extend(checked.map(|key| lower(key, file, record)));
    }
    (entries, found)
}

/// What is said of a key that no citation can name, and what to do.
pub(super) fn invalid_key(key: &str, character: Option<char>) -> (String, String) {
    let Some(character) = character else {
        return ("a source's key is empty".to_owned(), "give it a name to cite it by".to_owned());
    };
    let message = if key.starts_with(character) && "_:.+-".contains(character) {
        format!("the key `{key}` starts with `{character}`")
    } else if character == ' ' {
        format!("the key `{key}` has a space in it, so no citation can name it")
    } else {
        format!("the key `{key}` has `{character}` in it, so no citation can name it")
    };
    let nearest = crate::model::slug_of(key);
    let help = if nearest.is_empty() {
        "use letters, digits and `_:.+-`, a letter or digit first".to_owned()
    } else {
        format!("did you mean `{nearest}`?")
    };
    (message, help)
}

/// What is asked of a file of sources.
pub fn shape() -> Shape {
    MapOf::<Record, SourceKey>::shape()
}

fn lower(key: SourceKey, file: FileId, record: Located<Record>) -> (Source, Entry) {
    let place = record.key_place();
    let Record {
        entry,
        sort,
        missing: _,
        title_translated,
        title_supplied,
        date,
        url,
        language,
        mut origins,
        wire,
        archived,
        url_status,
        quotes,
    } = record.value;
    if origins.is_empty() {
        origins.push(("own".to_owned(), place.clone()));
    }
    let sort = match sort {
        Field::Good(Located { value: Kind(kind), path: _ }) => kind,
        Field::Missing | Field::Bad => entry.kind(),
    };
    let source = Source {
        title: entry.title().unwrap_or_else(|| key.to_string()),
        key,
        file,
        place,
        sort: entry::kind_name(sort).to_owned(),
        title_supplied,
        title_translated,
        language,
        authors: entry.authors(),
        publisher: entry.publisher(),
        date,
        url,
        origins,
        wire,
        archived,
        url_status,
        quotes,
    };
    (source, entry)
}

#[cfg(test)]
mod tests {
    use crate::biblio::trial::{findings, yaml};
    use crate::model::Date;

    #[test]
    fn an_entry_is_read_with_our_keys() {
        let text = r#"
france24-2018:
  type: article
  title: "Police seize {IS} servers for $5"
  author: ["Nasr, Wassim", {name: Berg, prefix: van der, given-name: Jan}, Europol]
  date: 2018-04-27
  url: {value: "https://www.france24.com/x", date: 2024-06-20}
  language: fr
  parent: {type: newspaper, title: France 24}
  title-translated: In English
  title-supplied: true
  origin: [ap, own]
  wire: ap-2018-04-27
  archived: {url: "https://archive.example/x", date: 2024-06-21}
  url-status: usurped
  quotes: [{text: "…", locator: para. 4}]
"#;
        let (sources, found) = yaml(text);
        assert_eq!(findings(text, &found), "");
        let (source, _) = &sources[0];
        assert_eq!(source.key.as_str(), "france24-2018");
        assert_eq!(source.sort, "article");
        assert_eq!(source.title, "Police seize IS servers for $5");
        assert_eq!(source.authors, ["Wassim Nasr", "Jan van der Berg", "Europol"]);
        assert_eq!(source.publisher.as_deref(), Some("France 24"));
        assert_eq!(source.date.as_ref().map(Date::edtf), Some("2018-04-27"));
        assert_eq!(source.language.as_deref(), Some("fr"));
        assert_eq!(source.title_translated.as_deref(), Some("In English"));
        assert!(source.title_supplied);
        assert_eq!(source.wire.as_deref(), Some("ap-2018-04-27"));
        assert_eq!(source.url_status.as_str(), "usurped");
        let url = source.url.as_ref().expect("an address");
        assert_eq!(url.address, "https://www.france24.com/x");
        assert_eq!(url.accessed.as_ref().map(Date::edtf), Some("2024-06-20"));
        let archived = source.archived.as_ref().expect("a copy");
        assert_eq!(archived.address, "https://archive.example/x");
        assert_eq!(archived.date.as_ref().map(Date::edtf), Some("2024-06-21"));
        assert_eq!(source.quotes[0].locator.as_deref(), Some("para. 4"));
        let file = crate::text::SourceText {
            path: String::new(),
            text: text.to_owned(),
            yaml: crate::text::Span::new(0, text.len()),
            ..crate::text::SourceText::default()
        };
        let origins: Vec<_> = source
            .origins
            .iter()
            .map(|(origin, place)| (origin.as_str(), &text[place.span(&file).range()]))
            .collect();
        assert_eq!(origins, [("ap", "ap"), ("own", "own")]);
        assert!(text[source.place.span(&file).range()].starts_with("france24-2018"));
        assert_eq!(&text[url.place.span(&file).range()], "\"https://www.france24.com/x\"");
    }

    #[test]
    fn every_fault_of_every_entry_is_found_in_one_run() {
        let text = r#"
a b:
  type: artcle
  titel: x
  title: x
b:
  type: web
  title: ok
  author: a, b, c, d
  date: []
  url: javascript:alert(1)
  language: English
  archived: {url: example.org/x, data: 2018}
  url-status: gone
  title-supplied: "yes"
c:
  title: 1984
d:
  type: article
  url: "https://example.org/a b"
  parent: {typ: newspaper, title: P, origin: ap}
e: text
f:
  type: report
  title: ""
  page-total: many
  affiliated: {names: A, role: actor}
  publisher: {nam: x}
  quotes: [{txt: x}]
  origin: ["", ap]
g:
_h: {type: web, title: x, archived: "https://example.org/"}
"#;
        let (sources, found) = yaml(text);
        let keys: Vec<_> = sources.iter().map(|(source, _)| source.key.as_str()).collect();
        assert_eq!(keys, ["b", "c", "d", "f", "g"]);
        assert_eq!(
            findings(text, &found),
            "\
invalid-key at 2:1 `a b`: the key `a b` has a space in it, so no citation can name it
invalid-value at 3:9 `artcle`: `artcle` is not a type of source
unknown-key at 4:3 `titel`: unknown key `titel` in a source
invalid-value at 9:11 `a, b, c, d`: `a, b, c, d` has too many commas for a name
wrong-type at 10:9 `[]`: expected text or a number, found a list
unsafe-scheme at 11:8 `javascript:alert(1)`: `javascript:` is not a scheme that a source may have
invalid-value at 12:13 `English`: `English` is not a language tag
invalid-url at 13:19 `example.org/x`: `example.org/x` is not a usable address: it has no scheme
unknown-key at 13:34 `data`: unknown key `data` in an archived copy
invalid-value at 14:15 `gone`: `gone` is none of `live`, `dead`, `usurped`
wrong-type at 15:19 `\"yes\"`: expected true or false, found text
missing-key at 16:1 `c`: source `c` has no `type`
wrong-type at 17:10 `1984`: expected text, found a number
missing-key at 18:1 `d`: source `d` has no `title`
invalid-url at 20:8 `\"https://example.org/a b\"`: `https://example.org/a b` is not a usable address: it has a space
unknown-key at 21:12 `typ`: unknown key `typ` in a source
unknown-key at 21:38 `origin`: unknown key `origin` in a parent
wrong-type at 22:4 `text`: expected a map (a source), found text
invalid-value at 25:10 `\"\"`: the title is empty
invalid-value at 26:15 `many`: `many` is not a number
invalid-value at 27:32 `actor`: `actor` is not a role of a person
unknown-key at 28:15 `nam`: unknown key `nam` in a publisher
unknown-key at 29:13 `txt`: unknown key `txt` in a quote
invalid-value at 30:12 `\"\"`: the value is empty
missing-key at 31:1 `g`: source `g` has no `type`
missing-key at 31:1 `g`: source `g` has no `title`
invalid-key at 32:1 `_h`: the key `_h` starts with `_`
wrong-type at 32:37 `\"https://example.org/\"`: expected a map, found text
"
        );
        let help = |message: &str| {
            let finding = found.iter().find(|finding| finding.message.contains(message));
            finding.map(|finding| finding.help.join("; ")).unwrap_or_default()
        };
        assert_eq!(help("`artcle`"), "did you mean `article`?");
        assert_eq!(help("`a b`"), "did you mean `a-b`?");
        assert_eq!(help("`English`"), "write `en`");
        assert_eq!(help("`typ`"), "write `type`");
    }

    #[test]
    fn every_key_of_hayagriva_is_known() {
        let text = r#"
a:
  type: Article
  title: {value: Long title, short: Short}
  author: A
  date: ~2018
  editor: [B]
  affiliated: [{names: [C], role: translator}]
  publisher: {name: P, location: L}
  location: here
  organization: O
  issue: 3
  chapter: 4
  volume: IV
  volume-total: 7
  edition: 2nd
  page-range: 12-15
  page-total: 300
  time-range: 00:57-06:21
  runtime: 01:42:21,802
  url: https://example.org/
  serial-number: {doi: 10.1/x, isbn: 1}
  language: en
  archive: X
  archive-location: Y
  call-number: Z
  note: n
  abstract: a
  genre: g
  parent: [{title: J, issue: 1}, {type: conference, title: K, parent: {title: deep}}]
b: {type: web, title: t, serial: "12"}
"#;
        let (sources, found) = yaml(text);
        assert_eq!(findings(text, &found), "");
        assert_eq!(sources.len(), 2);
    }

    #[test]
    fn the_publisher_is_what_carries_the_piece_or_else_who_published_it() {
        let text = r#"
a: {type: article, title: t, publisher: P, parent: {title: Journal, publisher: Q}}
b: {type: web, title: t, publisher: P, organization: O}
c: {type: report, title: t, organization: O}
d: {type: chapter, title: t, parent: {title: Book, publisher: Q}}
e: {type: web, title: t}
"#;
        let (sources, _) = yaml(text);
        let publishers: Vec<_> =
            sources.iter().map(|(source, _)| source.publisher.as_deref()).collect();
        assert_eq!(publishers, [Some("Journal"), Some("P"), Some("O"), Some("Q"), None]);
    }

    #[test]
    fn a_source_whose_origin_is_not_said_is_its_publishers_own() {
        let (sources, _) = yaml("a: {type: web, title: t}\n");
        assert_eq!(sources[0].0.origins[0].0, "own");
    }
}
