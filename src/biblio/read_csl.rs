//! CSL-JSON → drafts of sources, by the table of [`super::csl`].

use std::collections::BTreeMap;

use hayagriva::types::Person;
use serde_json::{Map, Value as Tree, json};

use super::csl::{self, Group, Holder, Type, Variable};
use super::draft::{self, Draft};
use super::entry::clean;
use super::json::{self, Json, Value};
use super::record::read_date;
use crate::diag::{Code, Diagnostic, Severity, did_you_mean};
use crate::text::{BOM, FileId, SourceText, Span};

/// Reads CSL-JSON: a list of items, an item alone, or an object that holds the list under `items`.
///
/// Returns what can be taken over, in the order written, and all that cannot.
pub fn drafts_of_csl(file: FileId, text: &SourceText) -> (Vec<Draft>, Vec<Diagnostic>) {
    let start = if text.text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let json = match json::parse(&text.text, start) {
        Ok(json) => json,
        Err(json::NoJson { at, reason }) => {
            let message = format!("this is not CSL-JSON ({reason})");
            let finding = Diagnostic::new(Code::BibSyntax, file, Span::new(at, at), message);
            return (Vec::new(), vec![finding]);
        }
    };
    let mut reader = Reader { file, found: Vec::new(), left_out: BTreeMap::new() };
    let list = json.get("items").unwrap_or(&json);
    let drafts = match &list.value {
        Value::List(items) => items.iter().filter_map(|item| reader.item(item)).collect(),
        _ => reader.item(list).into_iter().collect(),
    };
    let Reader { mut found, left_out, .. } = reader;
    for (name, (span, count)) in left_out {
        found.push(draft::left_out(&format!("`{name}`"), file, span, count));
    }
    (draft::settle(drafts, file, &mut found), found)
}

/// Variables that say nothing of the source: what reference managers keep for themselves, and what other variables say too.
const SILENT: &[&str] = &[
    "categories",
    "citation-key",
    "citation-label",
    "citation-number",
    "container-title-short",
    "first-reference-note-number",
    "id",
    "journalAbbreviation",
    "page-first",
    "type",
    "year-suffix",
];

struct Reader {
    file: FileId,
    found: Vec<Diagnostic>,
    /// What has no place here: where it stood first, and how often.
    left_out: BTreeMap<String, (Span, usize)>,
}

/// An entry, what it appeared in, its series, and the event.
#[derive(Default)]
struct Holders {
    own: Map<String, Tree>,
    parent: Map<String, Tree>,
    series: Map<String, Tree>,
    event: Map<String, Tree>,
    has_parent: bool,
    /// Where each key of the entry comes from.
    places: BTreeMap<String, Span>,
}

impl Holders {
    fn of(&mut self, holder: Holder) -> (&mut Map<String, Tree>, Option<&'static str>) {
        match holder {
            Holder::Own => (&mut self.own, None),
            Holder::Parent => (&mut self.parent, Some("parent")),
            Holder::Nearest if self.has_parent => (&mut self.parent, Some("parent")),
            Holder::Nearest => (&mut self.own, None),
            Holder::Series => (&mut self.series, Some("parent")),
            Holder::Event => (&mut self.event, Some("parent")),
        }
    }

    fn put(
        &mut self,
        holder: Holder,
        key: (&'static str, Option<&'static str>),
        value: Tree,
        place: Span,
    ) {
        let (map, above) = self.of(holder);
        match key {
            (key, None) => drop(map.insert(key.to_owned(), value)),
            (key, Some(inner)) => {
                let held = map.entry(key).or_insert_with(|| json!({}));
                // A title that stands alone gets its short form beside it.
                if !held.is_object() {
                    *held = json!({"value": held.take()});
                }
                held[inner] = value;
            }
        }
        self.places.entry(above.unwrap_or(key.0).to_owned()).or_insert(place);
    }
}

impl Reader {
    fn report(
        &mut self,
        code: Code,
        severity: Severity,
        span: Span,
        message: String,
    ) -> &mut Diagnostic {
        let mut finding = Diagnostic::new(code, self.file, span, message);
        finding.severity = severity;
        self.found.push(finding);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    fn leave_out(&mut self, name: &str, span: Span) {
        self.left_out.entry(name.to_owned()).or_insert((span, 0)).1 += 1;
    }

    fn item(&mut self, item: &Json) -> Option<Draft> {
        let Value::Map(pairs) = &item.value else {
            let message = "an item of CSL-JSON is an object".to_owned();
            self.report(Code::WrongType, Severity::Error, item.span, message);
            return None;
        };
        let line = self.kind(item)?;
        let mut holders =
            Holders { has_parent: item.get("container-title").is_some(), ..Holders::default() };
        holders.own.insert("type".to_owned(), json!(line.kind));
        for (name, span, value) in pairs {
            if matches!(&value.value, Value::Null) || SILENT.contains(&name.as_str()) {
                continue;
            }
            self.variable(name, *span, value, &mut holders);
        }
        if let (Some(genre), false) = (line.genre, holders.own.contains_key("genre")) {
            holders.own.insert("genre".to_owned(), json!(genre));
        }

        let called = [item.get("citation-key"), item.get("id")];
        let called = called.into_iter().flatten().find_map(Json::text).unwrap_or_default().trim();
        let place = item.get("id").map_or_else(|| head_of(item.span), |id| id.span);
        let Holders { mut own, places, .. } = joined(holders, line);
        tidy(&mut own);
        // A title of the record's own is written in brackets, which are put around it wherever it is shown.
        if own.get("title-supplied") == Some(&json!(true))
            && let Some(Tree::String(title)) = own.get_mut("title")
            && let Some(inner) = title.strip_prefix('[').and_then(|title| title.strip_suffix(']'))
        {
            *title = inner.to_owned();
        }
        if !own.contains_key("title") {
            let message = format!("`{called}` has no `title`, and is not taken over");
            self.report(Code::MissingKey, Severity::Error, place, message)
                .help
                .push("give it one, your own in square brackets if it has none".to_owned());
            return None;
        }
        let mut draft = Draft::new(called, own, place);
        draft.places = places;
        Some(draft)
    }

    /// What stands for the type of an item.
    fn kind(&mut self, item: &Json) -> Option<&'static Type> {
        let Some(kind) = item.get("type") else {
            let message = "the item has no `type`, and is not taken over".to_owned();
            self.report(Code::MissingKey, Severity::Error, head_of(item.span), message);
            return None;
        };
        let word = kind.text().unwrap_or_default();
        let known = csl::of_csl(word);
        if known.is_none() {
            let names = csl::TYPES.iter().map(|line| line.csl);
            let message = format!("`{word}` is not a type of CSL; it becomes `misc`");
            let help = did_you_mean(word, names);
            self.report(Code::InvalidValue, Severity::Warning, kind.span, message)
                .help
                .extend(help);
        }
        known.or_else(|| csl::of_csl("document"))
    }

    fn variable(&mut self, name: &str, span: Span, value: &Json, holders: &mut Holders) {
        // What it was called before CSL 1.0.2.
        let name = match name {
            "event" => "event-title",
            "shortTitle" => "title-short",
            other => other,
        };
        let named = |variable: &&Variable| variable.csl == name;
        if let Some(variable) = csl::VARIABLES.iter().find(named) {
            let Some(text) = value.text() else {
                let message = format!("`{name}` is no text, and is left out");
                self.report(Code::WrongType, Severity::Warning, value.span, message);
                return;
            };
            let text = match variable.key.0 {
                key if is_prose(key) => prose(text),
                _ => clean(text),
            };
            let text = match name {
                "DOI" => draft::bare_doi(&text),
                "language" => text.replace('_', "-"),
                _ => text,
            };
            if !text.is_empty() {
                holders.put(variable.holder, variable.key, json!(text), value.span);
            }
        } else if let Some(variable) = csl::DATES.iter().find(named) {
            match date(value) {
                Ok(edtf) => {
                    holders.put(
                        variable.holder,
                        variable.key,
                        draft::date_value(&edtf),
                        value.span,
                    );
                }
                Err(reason) => {
                    let message = format!("`{name}` {reason}, and is left out");
                    self.report(Code::InvalidDate, Severity::Warning, value.span, message);
                }
            }
        } else if let Some((_, holder, group)) = csl::PERSONS.iter().find(|(csl, ..)| *csl == name)
        {
            let persons = self.persons(name, value);
            if !persons.is_empty() {
                put_persons(holders, *holder, *group, persons, value.span);
            }
        } else if name == "custom"
            && let Value::Map(pairs) = &value.value
        {
            for (name, span, value) in pairs {
                self.custom(name, *span, value, holders);
            }
        } else {
            self.leave_out(name, span);
        }
    }

    fn persons(&mut self, name: &str, value: &Json) -> Vec<Tree> {
        let Value::List(names) = &value.value else {
            let message = format!("`{name}` is no list of persons, and is left out");
            self.report(Code::WrongType, Severity::Warning, value.span, message);
            return Vec::new();
        };
        let mut persons = Vec::new();
        for one in names {
            match person(one) {
                Some(person) => persons.push(draft::person_value(&person)),
                None => {
                    let message = format!("a person of `{name}` has no name, and is left out");
                    self.report(Code::InvalidValue, Severity::Warning, one.span, message);
                }
            }
        }
        persons
    }

    /// A key of ours.
    fn custom(&mut self, name: &str, span: Span, value: &Json, holders: &mut Holders) {
        if !csl::CUSTOM.contains(&name) {
            self.leave_out(&format!("custom.{name}"), span);
            return;
        }
        let tree = tree(value);
        match name {
            "archived-url" => holders.put(Holder::Own, ("archived", Some("url")), tree, value.span),
            "archived-date" => {
                holders.put(Holder::Own, ("archived", Some("date")), tree, value.span);
            }
            _ => {
                let tree = match tree {
                    Tree::Array(mut items) if items.len() == 1 => items.remove(0),
                    other => other,
                };
                let known = csl::CUSTOM.iter().copied().find(|known| *known == name);
                holders.put(Holder::Own, (known.unwrap_or_default(), None), tree, value.span);
            }
        }
    }
}

/// The first byte, to point at what may be long.
fn head_of(span: Span) -> Span {
    Span::new(span.start as usize, span.start as usize + 1)
}

fn put_persons(
    holders: &mut Holders,
    holder: Holder,
    group: Group,
    mut persons: Vec<Tree>,
    span: Span,
) {
    let names = if persons.len() == 1 { persons.remove(0) } else { Tree::Array(persons) };
    match group {
        Group::Key(key) => holders.put(holder, (key, None), names, span),
        Group::Role(role) => {
            let (map, _) = holders.of(holder);
            let groups = map.entry("affiliated").or_insert_with(|| json!([]));
            if let Tree::Array(groups) = groups {
                groups.push(json!({"names": names, "role": role}));
            }
            holders.places.entry("affiliated".to_owned()).or_insert(span);
        }
    }
}

/// Puts what an entry appeared in, and its event, into the entry.
fn joined(mut holders: Holders, line: &Type) -> Holders {
    let with_type = |kind: &str, map: Map<String, Tree>| -> Tree {
        [("type".to_owned(), json!(kind))].into_iter().chain(map).collect::<Map<_, _>>().into()
    };
    let series = std::mem::take(&mut holders.series);
    if !series.is_empty() {
        let series = with_type("anthology", series);
        if holders.has_parent {
            holders.parent.insert("parent".to_owned(), series);
        } else {
            holders.own.insert("parent".to_owned(), series);
        }
    }
    let mut parents: Vec<Tree> = holders.own.shift_remove("parent").into_iter().collect();
    let event = std::mem::take(&mut holders.event);
    if !event.is_empty() {
        parents.insert(0, with_type("conference", event));
    }
    let parent = std::mem::take(&mut holders.parent);
    if !parent.is_empty() || line.is_told_by_parent {
        parents.insert(0, with_type(line.parent, parent));
    }
    match <[Tree; 1]>::try_from(parents) {
        Ok([one]) => drop(holders.own.insert("parent".to_owned(), one)),
        Err(several) if several.is_empty() => {}
        Err(several) => drop(holders.own.insert("parent".to_owned(), Tree::Array(several))),
    }
    holders
}

/// Keys whose values are numbers where they can be.
const NUMBERS: &[&str] =
    &["chapter", "edition", "issue", "page-range", "page-total", "volume", "volume-total"];

/// Takes out of maps what says no more than a text would.
fn tidy(entry: &mut Map<String, Tree>) {
    for (key, inner) in [("publisher", "name"), ("url", "value"), ("title", "value")] {
        let Some(Tree::Object(map)) = entry.get_mut(key) else { continue };
        if map.len() == 1
            && let Some(text) = map.shift_remove(inner)
        {
            entry.insert(key.to_owned(), text);
        }
    }
    // The address before the day on which it was looked at.
    if let Some(Tree::Object(url)) = entry.get_mut("url")
        && let Some(date) = url.shift_remove("date")
    {
        url.insert("date".to_owned(), date);
    }
    for key in NUMBERS {
        if let Some(Tree::String(text)) = entry.get(*key)
            && text.len() < 10
            && !text.starts_with('0')
            && let Ok(number) = text.parse::<u32>()
        {
            entry.insert((*key).to_owned(), json!(number));
        }
    }
    // When an address was looked at that is not known says nothing.
    if entry.get("url").is_some_and(|url| url.is_object() && url.get("value").is_none()) {
        entry.shift_remove("url");
    }
    if let Some(parent) = entry.get_mut("parent") {
        match parent {
            Tree::Object(parent) => tidy(parent),
            Tree::Array(parents) => {
                parents.iter_mut().filter_map(Tree::as_object_mut).for_each(tidy);
            }
            _ => {}
        }
    }
}

/// Whether what stands under a key is prose, in which braces and backslashes mean something.
fn is_prose(key: &str) -> bool {
    matches!(
        key,
        "title"
            | "publisher"
            | "organization"
            | "location"
            | "genre"
            | "note"
            | "archive"
            | "archive-location"
            | "call-number"
            | "abstract"
    )
}

/// A text with the marks of CSL-JSON taken out: what keeps its case is put in braces.
fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<bool> = Vec::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if let Some((tag, after)) = tag(rest, !open.is_empty()) {
            match tag {
                Tag::Open { keeps_case } => {
                    open.push(keeps_case);
                    out.push_str(if keeps_case { "{" } else { "" });
                }
                Tag::Close => out.push_str(if open.pop().unwrap_or_default() { "}" } else { "" }),
            }
            rest = after;
            continue;
        }
        let entity = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
        if let Some((name, meant)) = entity {
            out.push_str(meant);
            rest = &rest[name.len()..];
            continue;
        }
        if matches!(character, '{' | '}' | '\\') {
            out.push('\\');
        }
        out.push(character);
        rest = &rest[character.len_utf8()..];
    }
    for keeps_case in open {
        out.push_str(if keeps_case { "}" } else { "" });
    }
    clean(&out)
}

const ENTITIES: &[(&str, &str)] =
    &[("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")];

enum Tag {
    Open { keeps_case: bool },
    Close,
}

/// A mark that CSL-JSON lets stand in a text, and what follows it. One without its counterpart is text.
fn tag(text: &str, is_open: bool) -> Option<(Tag, &str)> {
    let inner = text.strip_prefix('<')?;
    let (name, after) = inner.split_once('>')?;
    let word = name.trim_start_matches('/').split(' ').next().unwrap_or_default();
    if !["i", "b", "em", "strong", "sub", "sup", "sc", "span"].contains(&word) {
        return None;
    }
    let is_whole =
        if name.starts_with('/') { is_open } else { after.contains(&format!("</{word}>")) };
    if !is_whole {
        return None;
    }
    let tag = if name.starts_with('/') {
        Tag::Close
    } else {
        Tag::Open { keeps_case: name.contains("nocase") }
    };
    Some((tag, after))
}

/// A person; `None` if there is no name.
fn person(name: &Json) -> Option<Person> {
    let part = |key: &str| {
        let text = clean(name.get(key)?.text()?);
        (!text.is_empty()).then_some(text)
    };
    let nothing = Person {
        name: String::new(),
        given_name: None,
        prefix: None,
        suffix: None,
        comma_suffix: false,
        alias: None,
    };
    if let Some(literal) = part("literal").or_else(|| name.text().map(clean)) {
        return Some(Person { name: literal, ..nothing });
    }
    let particles = [part("dropping-particle"), part("non-dropping-particle")];
    let prefix: Vec<_> = particles.into_iter().flatten().collect();
    let (family, given) = match (part("family"), part("given")) {
        (Some(family), given) => (family, given),
        (None, given) => (given?, None),
    };
    let comma_suffix = name.get("comma-suffix").is_some_and(is_set);
    Some(Person {
        name: family,
        given_name: given,
        prefix: (!prefix.is_empty()).then(|| prefix.join(" ")),
        suffix: part("suffix"),
        comma_suffix,
        alias: None,
    })
}

/// Whether a switch is on, in any of the ways in which that is written.
fn is_set(value: &Json) -> bool {
    match &value.value {
        Value::Bool(set) => *set,
        Value::Text(text) | Value::Number(text) => !matches!(text.as_str(), "" | "0" | "false"),
        Value::Null => false,
        Value::List(_) | Value::Map(_) => true,
    }
}

/// A date in EDTF, or what is wrong with it.
fn date(value: &Json) -> Result<String, String> {
    let checked = |edtf: String| match read_date(&edtf) {
        Ok(date) => Ok(date.edtf().to_owned()),
        Err(bad) => Err(format!("is no date: {}", bad.message)),
    };
    // Tools write the time of day too.
    let day = |text: &str| text.split('T').next().unwrap_or_default().trim().to_owned();
    if let Some(text) = value.text() {
        return checked(day(text));
    }
    let parts = value.get("date-parts").map(|parts| &parts.value);
    let Some(Value::List(parts)) = parts else {
        let text = ["raw", "literal"].iter().find_map(|key| value.get(key)?.text());
        return text.map_or_else(|| Err("is empty".to_owned()), |text| checked(day(text)));
    };
    let season = value.get("season").and_then(Json::text).and_then(season);
    let mark = if value.get("circa").is_some_and(is_set) { "~" } else { "" };
    let mut ends = Vec::new();
    for part in parts {
        let Value::List(numbers) = &part.value else { return Err("has no parts".to_owned()) };
        let numbers: Vec<i64> = numbers
            .iter()
            .map_while(|number| number.text()?.trim().parse().ok())
            .take_while(|number| *number != 0)
            .collect();
        let end = match (numbers.as_slice(), season) {
            ([], _) => "..".to_owned(),
            ([year, ..], _) if !(1..=9999).contains(year) => {
                return Err(format!("is of the year {year}, which no date here can be of"));
            }
            ([year], Some(season)) => format!("{year:04}-{season}{mark}"),
            ([year], None) => format!("{year:04}{mark}"),
            // Some tools count seasons as months, after the last one or as EDTF does.
            ([year, month @ (13..=16 | 21..=24)], _) => {
                let season = if *month > 20 { *month } else { month + 8 };
                format!("{year:04}-{season}{mark}")
            }
            ([year, month], _) => format!("{year:04}-{month:02}{mark}"),
            ([year, month, day, ..], _) => format!("{year:04}-{month:02}-{day:02}{mark}"),
        };
        ends.push(end);
    }
    if ends.is_empty() || ends.iter().all(|end| end == "..") {
        return Err("is empty".to_owned());
    }
    checked(ends.join("/"))
}

/// The number that EDTF has for a season.
fn season(text: &str) -> Option<u8> {
    let names = [
        ["1", "21", "spring"],
        ["2", "22", "summer"],
        ["3", "23", "autumn"],
        ["4", "24", "winter"],
    ];
    let text = text.trim().to_lowercase();
    let text = if text == "fall" { "autumn" } else { text.as_str() };
    (21..).zip(names).find(|(_, names)| names.contains(&text)).map(|(number, _)| number)
}

/// JSON without its places.
fn tree(value: &Json) -> Tree {
    match &value.value {
        Value::Null => Tree::Null,
        Value::Bool(set) => json!(set),
        Value::Number(text) | Value::Text(text) => json!(clean(text)),
        Value::List(items) => items.iter().map(tree).collect(),
        Value::Map(pairs) => {
            pairs.iter().map(|(key, _, value)| (key.clone(), tree(value))).collect()
        }
    }
}
