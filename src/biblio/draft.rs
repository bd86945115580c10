//! Sources on their way into the record: entries of other formats as our YAML.

use std::collections::BTreeMap;

use hayagriva::types::Person;
use serde_json::{Map, Value, json};

use super::entry::{self, Part};
use super::read_bib::read_foreign;
use super::{Entry, bib_left_out, read_yaml};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Source, SourceKey, slug_of, slug_of_title};
use crate::text::{FileId, SourceText, Span, Texts};
use crate::yaml;

/// An entry as it is to be written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is called where it comes from.
    pub called: String,
    /// The key that it is to have: what it is called, if a citation can name that.
    pub key: SourceKey,
    /// Its keys and values, in the order in which they are to be written.
    pub entry: Map<String, Value>,
    /// Where it stands in the file that it comes from.
    pub place: Span,
    /// Where each of its keys comes from, if not from the place of the whole.
    pub places: BTreeMap<String, Span>,
}

/// The order of the keys of an entry: what an editor looks for first comes first.
const ORDER: &[&str] = &[
    "type",
    "title",
    "author",
    "date",
    "editor",
    "affiliated",
    "publisher",
    "organization",
    "location",
    "genre",
    "url",
    "language",
    "parent",
    "volume",
    "issue",
    "chapter",
    "edition",
    "page-range",
    "page-total",
    "volume-total",
    "runtime",
    "serial-number",
    "archive",
    "archive-location",
    "call-number",
    "note",
    "abstract",
];

impl Draft {
    /// Makes a draft; a key that no citation can name is replaced.
    pub(super) fn new(called: &str, entry: Map<String, Value>, place: Span) -> Self {
        let key = SourceKey::parse(called).ok().or_else(|| {
            let is_address = called.contains("://") || called.is_empty();
            let near = if is_address { String::new() } else { slug_of(called) };
            SourceKey::parse(if near.is_empty() { "" } else { &near }).ok()
        });
        let key = key.unwrap_or_else(|| key_for(&entry));
        Self { called: called.to_owned(), key, entry, place, places: BTreeMap::new() }
    }

    /// The entry as YAML.
    pub fn yaml(&self) -> String {
        yaml::written(self.key.as_str(), &self.entry)
    }

    /// Its title, as a source that was read has it.
    pub fn title(&self) -> Option<String> {
        Some(entry::chunks(written_title(&self.entry)?).to_str().into_owned())
    }

    /// Its address.
    pub fn address(&self) -> Option<&str> {
        match self.entry.get("url")? {
            Value::Object(url) => url.get("value")?.as_str(),
            url => url.as_str(),
        }
    }

    /// Its DOI.
    pub fn doi(&self) -> Option<String> {
        self.entry.get("serial-number")?.get("doi")?.as_str().map(bare_doi)
    }

    /// The year that its date begins with.
    pub fn year(&self) -> Option<String> {
        year_of(&self.entry)
    }

    /// Where a key comes from.
    pub fn place_of(&self, key: &str) -> Span {
        self.places.get(key).copied().unwrap_or(self.place)
    }

    /// Takes out what the reader of sources refuses, and reports it. `None` if nothing is left to cite.
    fn settled(mut self, file: FileId, found: &mut Vec<Diagnostic>) -> Option<Self> {
        self.order();
        // Each round takes a key out, so it ends.
        loop {
            let text = self.yaml();
            let mut texts = Texts::default();
            let whole = Span::new(0, text.len());
            let id = texts.add(SourceText { text, yaml: whole, ..SourceText::default() });
            let source = texts.get(id);
            let (_, problems) = read_yaml(id, source);
            let Some(problem) = problems.into_iter().find(|one| one.severity == Severity::Error)
            else {
                return Some(self);
            };
            let Diagnostic { code, span, message, help, .. } = problem;
            let key = self.key_at(&source.text, span.start as usize);
            let is_needed = key.as_deref().is_none_or(|key| ["type", "title"].contains(&key));
            let place = key.as_deref().map_or(self.place, |key| self.place_of(key));
            let message = if is_needed {
                format!("`{}` cannot be taken over: {message}", self.called)
            } else {
                format!("left out of `{}`: {message}", self.called)
            };
            let mut finding = Diagnostic::new(code, file, place, message);
            finding.help = help;
            if !is_needed {
                finding.severity = Severity::Warning;
            }
            found.push(finding);
            match key {
                Some(key) if !is_needed => self.entry.shift_remove(&key),
                _ => return None,
            };
        }
    }

    /// The key in whose lines a byte of the written entry is.
    fn key_at(&self, text: &str, at: usize) -> Option<String> {
        let before = &text[..text[at..].find('\n').map_or(text.len(), |end| at + end)];
        let line =
            before.lines().rev().find(|line| line.starts_with("  ") && !line.starts_with("   "))?;
        self.entry.keys().find(|key| line.trim_start().starts_with(&format!("{key}:"))).cloned()
    }

    fn order(&mut self) {
        let place = |key: &str| ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len());
        let mut pairs: Vec<_> = std::mem::take(&mut self.entry).into_iter().collect();
        pairs.sort_by_key(|(key, _)| place(key));
        self.entry = pairs.into_iter().collect();
    }
}

/// Settles every draft, and tells of keys that had to change.
pub(super) fn settle(drafts: Vec<Draft>, file: FileId, found: &mut Vec<Diagnostic>) -> Vec<Draft> {
    drafts.into_iter().filter_map(|draft| draft.settled(file, found)).collect()
}

/// The title of an entry as it is written.
fn written_title(entry: &Map<String, Value>) -> Option<&str> {
    let title = entry.get("title")?;
    title.as_str().or_else(|| title.get("value")?.as_str())
}

/// The year that the date of an entry begins with.
fn year_of(entry: &Map<String, Value>) -> Option<String> {
    let date = entry.get("date")?;
    let text = date.as_str().map_or_else(|| date.to_string(), str::to_owned);
    let year: String = text.chars().take_while(char::is_ascii_digit).collect();
    (year.len() == 4).then_some(year)
}

/// A key made of what an entry says: who or what it is from, and when.
fn key_for(entry: &Map<String, Value>) -> SourceKey {
    let author = entry.get("author").map(|author| match author {
        Value::Array(authors) => authors.first().unwrap_or(author),
        one => one,
    });
    let name = author.and_then(|author| match author {
        Value::Object(person) => person.get("name")?.as_str(),
        name => name.as_str()?.split(',').next(),
    });
    let start = |of: &Map<String, Value>| -> Option<String> {
        let title = written_title(of)?;
        Some(title.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
    };
    let of_parent = || entry.get("parent")?.as_object().and_then(start);
    let word = name
        .map(str::to_owned)
        .or_else(of_parent)
        .or_else(|| start(entry))
        .map(|words| slug_of_title(&words))
        .filter(|word| !word.is_empty())
        .unwrap_or_else(|| "source".to_owned());
    let text = match year_of(entry) {
        Some(year) => format!("{word}-{year}"),
        None => word,
    };
    SourceKey::parse(&text).unwrap_or_else(|_| SourceKey::fallback())
}

/// A DOI as it is compared: without the address that resolves it, in small letters.
pub fn bare_doi(doi: &str) -> String {
    let small = doi.trim().to_lowercase();
    let bare = small.rsplit_once("doi.org/").map_or(small.as_str(), |(_, bare)| bare);
    bare.strip_prefix("doi:").unwrap_or(bare).trim().to_owned()
}

/// Reads a BibTeX or BibLaTeX file as drafts, with all that is wrong in it or has no place here.
pub fn drafts_of_bib(file: FileId, text: &SourceText) -> (Vec<Draft>, Vec<Diagnostic>) {
    let (sources, mut found) = read_foreign(file, text);
    let mut drafts = Vec::new();
    for (source, entry) in &sources {
        // It has its finding.
        if entry.title().is_none() {
            continue;
        }
        let place = source.place.span(text);
        let called = text.text.get(place.range()).unwrap_or(source.key.as_str());
        let mut draft = Draft::new(called, value_of(source, entry), place);
        if let Some(url) = &source.url {
            draft.places.insert("url".to_owned(), url.place.span(text));
        }
        drafts.push(draft);
    }
    for (name, span, count) in bib_left_out(text) {
        found.push(left_out(&format!("the field `{name}`"), file, span, count));
    }
    (settle(drafts, file, &mut found), found)
}

/// Says that nothing here holds something.
pub(super) fn left_out(what: &str, file: FileId, span: Span, count: usize) -> Diagnostic {
    let message = match count {
        1 => format!("{what} has no place in a source, and is left out"),
        _ => format!("{what} has no place in a source, and is left out {count} times"),
    };
    let mut finding = Diagnostic::new(Code::UnknownKey, file, span, message);
    finding.severity = Severity::Warning;
    finding
}

/// A source as the map that is written.
fn value_of(source: &Source, entry: &Entry) -> Map<String, Value> {
    let mut map = plain(&entry.plain(source.key.as_str()));
    map.values_mut().for_each(with_plain_dollars);
    if let Some(date) = &source.date {
        map.insert("date".to_owned(), date_value(date.edtf()));
    }
    if let Some(language) = &source.language {
        map.insert("language".to_owned(), json!(language));
    }
    if let Some(url) = &source.url {
        let value = match &url.accessed {
            Some(accessed) => json!({"value": url.address, "date": date_value(accessed.edtf())}),
            None => json!(url.address),
        };
        map.insert("url".to_owned(), value);
    }
    let origins: Vec<_> = source.origins.iter().map(|(origin, _)| origin.as_str()).collect();
    match origins.as_slice() {
        [] | ["own"] => {}
        [one] => drop(map.insert("origin".to_owned(), json!(one))),
        _ => drop(map.insert("origin".to_owned(), json!(origins))),
    }
    if let Some(archived) = &source.archived {
        let mut copy = Map::from_iter([("url".to_owned(), json!(archived.address))]);
        if let Some(date) = &archived.date {
            copy.insert("date".to_owned(), date_value(date.edtf()));
        }
        map.insert("archived".to_owned(), Value::Object(copy));
    }
    if source.url_status != crate::model::UrlStatus::Live {
        map.insert("url-status".to_owned(), json!(source.url_status.as_str()));
    }
    if source.title_supplied {
        map.insert("title-supplied".to_owned(), json!(true));
    }
    for (key, value) in [("title-translated", &source.title_translated), ("wire", &source.wire)] {
        if let Some(value) = value {
            map.insert(key.to_owned(), json!(value));
        }
    }
    map
}

/// Takes out the backslashes before dollar signs, which mean nothing special here.
fn with_plain_dollars(value: &mut Value) {
    match value {
        Value::String(text) if !text.contains("\\\\") => *text = text.replace("\\$", "$"),
        Value::Array(items) => items.iter_mut().for_each(with_plain_dollars),
        Value::Object(map) => map.values_mut().for_each(with_plain_dollars),
        _ => {}
    }
}

/// An entry of Hayagriva's as the map that is written.
fn plain(entry: &hayagriva::Entry) -> Map<String, Value> {
    let Ok(Value::Object(mut map)) = serde_json::to_value(entry) else { return Map::new() };
    map.insert("type".to_owned(), json!(entry::kind_name(*entry.entry_type())));
    for (key, persons) in [("author", entry.authors()), ("editor", entry.editors())] {
        if let Some(persons) = persons {
            map.insert(key.to_owned(), persons_value(persons));
        }
    }
    if let (Some(groups), Some(Value::Array(written))) =
        (entry.affiliated(), map.get_mut("affiliated"))
    {
        for (group, written) in groups.iter().zip(written) {
            written["names"] = persons_value(&group.names);
        }
    }
    let parents: Vec<_> =
        entry.parents().iter().map(|parent| Value::Object(plain(parent))).collect();
    match <[Value; 1]>::try_from(parents) {
        Ok([one]) => drop(map.insert("parent".to_owned(), one)),
        Err(several) if several.is_empty() => drop(map.shift_remove("parent")),
        Err(several) => drop(map.insert("parent".to_owned(), Value::Array(several))),
    }
    map
}

fn persons_value(persons: &[Person]) -> Value {
    match persons {
        [one] => person_value(one),
        _ => persons.iter().map(person_value).collect(),
    }
}

/// A person as an editor writes one: `Family, Given`, or in parts where that could be read as another.
pub(super) fn person_value(person: &Person) -> Value {
    let Person { name, given_name, prefix, suffix, comma_suffix, alias } = person;
    let is_simple = prefix.is_none() && suffix.is_none() && alias.is_none();
    let has_comma =
        name.contains(',') || given_name.as_ref().is_some_and(|given| given.contains(','));
    if is_simple && !has_comma {
        return json!(match given_name {
            Some(given) => format!("{name}, {given}"),
            None => name.clone(),
        });
    }
    let mut map = Map::from_iter([("name".to_owned(), json!(name))]);
    for (key, value) in
        [("given-name", given_name), ("prefix", prefix), ("suffix", suffix), ("alias", alias)]
    {
        if let Some(value) = value {
            map.insert(key.to_owned(), json!(value));
        }
    }
    if *comma_suffix {
        map.insert("comma-suffix".to_owned(), json!(true));
    }
    Value::Object(map)
}

/// A date as it is written: a year is a number.
pub(super) fn date_value(edtf: &str) -> Value {
    let is_year = edtf.len() == 4 && !edtf.starts_with('0');
    match edtf.parse::<u32>() {
        Ok(year) if is_year => json!(year),
        _ => json!(edtf),
    }
}

impl Entry {
    /// The DOI, as it is compared.
    pub fn doi(&self) -> Option<String> {
        self.parts().iter().find_map(|part| match part {
            Part::SerialNumber(numbers) => numbers.0.get("doi").map(|doi| bare_doi(doi)),
            _ => None,
        })
    }
}
