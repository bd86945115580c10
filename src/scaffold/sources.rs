//! Sources from elsewhere, put into the record's files.

use std::collections::{BTreeMap, BTreeSet};

use crate::biblio::{Draft, bare_doi, read_yaml};
use crate::config::address;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Date, SourceKey, slug_of, slug_of_title};
use crate::read::Content;
use crate::text::{BOM, FileId, SourceText, Span, Texts};
use crate::yaml::scalar;

/// Text to put at the end of a file of sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// The file's path from the site's root.
    pub path: String,
    /// Its text as it is, `None` if it is not there.
    pub before: Option<String>,
    /// Its text as it is to be.
    pub after: String,
}

/// Sources in their files.
#[derive(Debug, Default)]
pub struct Placed {
    /// What is to be written, a file each.
    pub additions: Vec<Addition>,
    /// The keys of what is new, in the order in which it came.
    pub keys: Vec<SourceKey>,
    /// What is there already, and which keys had to change.
    pub found: Vec<Diagnostic>,
}

/// What is known of a source that is there already.
struct Known {
    key: String,
    place: Option<(FileId, Span)>,
}

/// Puts drafts, which were read from `file`, at the end of the files that `path_of` names.
///
/// What the record has already, by its address or its DOI, is left out; a key that is taken gets a number.
///
/// # Errors
/// Says which file is not written in such a way that something can be put at its end.
pub fn place(
    drafts: Vec<Draft>,
    file: FileId,
    content: &Content,
    path_of: impl Fn(&Draft) -> String,
) -> Result<Placed, String> {
    let mut placed = Placed::default();
    let mut by_address: BTreeMap<String, Known> = BTreeMap::new();
    let mut by_key: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut slugs = BTreeSet::new();
    for (source, entry) in &content.sources {
        let place = source.place.span(content.texts.get(source.file));
        let url = source.url.as_ref().map(|url| url.address.as_str());
        for address in addresses(url, entry.doi()) {
            let known = Known { key: source.key.to_string(), place: Some((source.file, place)) };
            by_address.entry(address).or_insert(known);
        }
        by_key.insert(source.key.to_string(), Some(source.title.clone()));
        slugs.insert(slug_of(source.key.as_str()));
    }

    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    for mut draft in drafts {
        let at = draft.place_of("url");
        let all = addresses(draft.address(), draft.doi());
        if let Some(known) = all.iter().find_map(|address| by_address.get(address)) {
            placed.found.push(there_already(&draft, file, at, known));
            continue;
        }
        // What has no address is known by its key and title; the key may have got a number when it was taken over.
        let title = draft.title();
        let wanted = draft.key.to_string();
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let mut keys = std::iter::once(wanted.clone()).chain(numbered);
        let known = keys.by_ref().map_while(|key| by_key.get(&key)).any(|known| *known == title);
        if title.is_some() && known {
            let message =
                format!("`{}` is in the record already, and is not taken over", draft.called);
            placed.found.push(warning(Code::DuplicateId, file, draft.place, message));
            continue;
        }
        let is_taken = |key: &str| by_key.contains_key(key) || slugs.contains(&slug_of(key));
        if is_taken(&wanted) {
            let free = (2..).map(|number| format!("{wanted}-{number}")).find(|key| !is_taken(key));
            if let Some(key) = free.and_then(|key| SourceKey::parse(&key).ok()) {
                draft.key = key;
            }
        }
        if draft.key.as_str() != draft.called {
            let key = &draft.key;
            let (code, message) = match draft.called.as_str() {
                "" => (Code::InvalidKey, format!("it has no name, so its key is `{key}` now")),
                called if called == wanted => (
                    Code::DuplicateId,
                    format!("the key `{called}` is taken, so it is `{key}` now"),
                ),
                called => (
                    Code::InvalidKey,
                    format!("no citation can name `{called}`, so its key is `{key}` now"),
                ),
            };
            placed.found.push(warning(code, file, draft.place, message));
        }
        for address in all {
            let known = Known { key: draft.key.to_string(), place: Some((file, at)) };
            by_address.entry(address).or_insert(known);
        }
        by_key.insert(draft.key.to_string(), title);
        slugs.insert(slug_of(draft.key.as_str()));
        placed.keys.push(draft.key.clone());
        let path = path_of(&draft);
        let yaml = draft.yaml();
        match texts.iter_mut().find(|(known, _)| *known == path) {
            Some((_, entries)) => entries.push(yaml),
            None => texts.push((path, vec![yaml])),
        }
    }
    for (path, entries) in texts {
        placed.additions.push(addition(path, &entries, content)?);
    }
    Ok(placed)
}

fn warning(code: Code, file: FileId, span: Span, message: String) -> Diagnostic {
    let mut finding = Diagnostic::new(code, file, span, message);
    finding.severity = Severity::Warning;
    finding
}

fn there_already(draft: &Draft, file: FileId, at: Span, known: &Known) -> Diagnostic {
    let Known { key, place } = known;
    let is = if *key == draft.called {
        "is in the record already".to_owned()
    } else {
        format!("is what `{key}` is")
    };
    let message = format!("`{}` {is}, and is not taken over", draft.called);
    let mut finding = warning(Code::DuplicateUrl, file, at, message)
        .label("the same address or DOI")
        .help(format!("cite it with `[@{key}]`"));
    if let Some((file, span)) = place {
        finding = finding.also(*file, *span, "here");
    }
    finding
}

/// What tells whether two sources are one: the address, and the DOI, which can stand in the address too.
fn addresses(url: Option<&str>, doi: Option<String>) -> Vec<String> {
    let of_url = url.filter(|url| url.contains("doi.org/")).map(bare_doi);
    let dois = doi.into_iter().chain(of_url).filter(|doi| !doi.is_empty());
    let dois = dois.map(|doi| format!("doi:{doi}"));
    url.and_then(address::compared).into_iter().chain(dois).collect()
}

/// Puts entries at the end of a file.
fn addition(path: String, entries: &[String], content: &Content) -> Result<Addition, String> {
    let before = content.texts.iter().find(|(_, file)| file.path == path);
    let before = before.map(|(_, file)| file.text.clone());
    let mut after = before.clone().unwrap_or_default();
    let line_end = if after.contains("\r\n") { "\r\n" } else { "\n" };
    if !after.is_empty() && !after.ends_with('\n') {
        after += line_end;
    }
    for entry in entries {
        if !after.trim_start_matches(BOM).trim().is_empty() {
            after += line_end;
        }
        after += &entry.replace('\n', line_end);
    }
    // Not every file that is well written can be written on: `{a: …}` cannot.
    let count = |text: &str| {
        let mut texts = Texts::default();
        let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let yaml = Span::new(start, text.len());
        let id = texts.add(SourceText { text: text.to_owned(), yaml, ..SourceText::default() });
        read_yaml(id, texts.get(id)).0.len()
    };
    if count(&after) != before.as_deref().map_or(0, count) + entries.len() {
        return Err(format!(
            "nothing can be put at the end of `{path}`, which is not written as a key and its indented keys a line each"
        ));
    }
    Ok(Addition { path, before, after })
}

/// A new source with comments that teach, and the file that it goes to.
///
/// # Errors
/// Says why there can be no such source.
pub fn new_source(
    title: &str,
    date: Option<&Date>,
    id: Option<&SourceKey>,
    content: &Content,
) -> Result<(SourceKey, Addition), String> {
    let title = title.trim();
    let year = date.and_then(Date::years).map(|(first, _)| format!("{first:04}"));
    let key = match id {
        Some(key) => key.clone(),
        None => {
            let words = slug_of_title(title);
            let words: Vec<_> = words.split('-').take(4).collect();
            let words = words.into_iter().map(str::to_owned).chain(year.clone());
            let text = words.collect::<Vec<_>>().join("-");
            SourceKey::parse(&text)
                .map_err(|_| "no key can be made of this title: give one with `--id`".to_owned())?
        }
    };
    let taken = content.sources.iter().find(|(source, _)| {
        source.key == key || slug_of(source.key.as_str()) == slug_of(key.as_str())
    });
    if let Some((source, _)) = taken {
        let file = content.texts.get(source.file);
        let line = file.line_col(source.place.span(file).start as usize).line;
        return Err(format!(
            "the key `{}` is taken, at {}:{line}; give another with `--id`",
            source.key, file.path
        ));
    }
    let (heading, title) = (scalar(key.as_str()), scalar(title));
    let date = match date {
        Some(date) => format!("date: {}", date.edtf()),
        None => "# date: 2026-03-02  # when it was published".to_owned(),
    };
    let text = format!(
        "{heading}:
  type: article  # or report, web, video, book, legislation, …
  title: {title}
  {date}
  # author: [\"Family, Given\"]
  # url: {{value: \"https://…\", date: 2026-03-05}}  # with the day on which you looked at it
  # language: en
  # parent: {{type: newspaper, title: …}}  # what it appeared in
  # origin: own  # whose reporting it is: the publisher's own, a wire of site.yaml, an agency, another source
  # archived: {{url: \"https://web.archive.org/…\", date: 2026-03-05}}
"
    );
    let path = path_by_year(year.as_deref());
    Ok((key, addition(path, &[text], content)?))
}

/// The file that a source of a year goes to.
pub fn path_by_year(year: Option<&str>) -> String {
    format!("content/sources/{}.yaml", year.unwrap_or("undated"))
}
