//! A source → an item of [CSL-JSON](https://docs.citationstyles.org/en/stable/specification.html), by the schema of CSL 1.0.2.

use serde_json::{Map as Object, Value, json};

use super::Entry;
use super::fields::{Addresses, Chunk, Fields, Name, ends};
use crate::model::{Date, Source, UrlStatus};

/// A source as an item of CSL-JSON. What its model lacks stands in `custom`, under the names that it has in the record.
pub fn csl_json(source: &Source, entry: &Entry, addresses: Addresses) -> Value {
    let fields = Fields::of(source, entry);
    let mut item = Object::new();
    let mut add = |name: &str, value: Option<Value>| {
        item.extend(value.map(|value| (name.to_owned(), value)));
    };
    let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(Value::from);
    add("id", Some(json!(source.key.as_str())));
    add("type", Some(json!(entry.csl_type())));
    // A title of the record's own stands in brackets, as styles ask; there is no field that says it is one.
    let title = plain(&fields.title);
    add("title", Some(json!(if source.title_supplied { format!("[{title}]") } else { title })));
    add("author", names(&fields.authors));
    add("editor", names(&fields.editors));
    let carrier = fields.carrier.as_ref().map(|carrier| plain(&carrier.title));
    add("container-title", text(carrier.as_deref()));
    let publisher = fields.publisher.as_deref().or(fields.organization.as_deref());
    add("publisher", text(publisher));
    add("publisher-place", text(fields.location.as_deref()));
    add("issued", source.date.as_ref().and_then(date));
    add("language", text(source.language.as_deref()));
    add("genre", text(fields.genre.as_deref()));
    add("volume", text(fields.volume.as_deref()));
    add("issue", text(fields.issue.as_deref()));
    add("edition", text(fields.edition.as_deref()));
    add("chapter-number", text(fields.chapter.as_deref()));
    add("page", text(fields.pages.as_deref()));
    add("number-of-pages", text(fields.page_total.as_deref()));
    add("number", text(fields.serial("serial")));
    for (name, kind) in [("DOI", "doi"), ("ISBN", "isbn"), ("ISSN", "issn"), ("PMID", "pmid")] {
        add(name, text(fields.serial(kind)));
    }
    add("note", text(fields.note.as_deref()));
    add("URL", text(addresses.url.or(addresses.archived)));
    let accessed = source.url.as_ref().and_then(|url| url.accessed.as_ref());
    add("accessed", accessed.filter(|_| addresses.url.is_some()).and_then(date));

    let mut custom = Object::new();
    let mut add_own = |name: &str, value: Option<Value>| {
        custom.extend(value.map(|value| (name.to_owned(), value)));
    };
    add_own("title-translated", text(source.title_translated.as_deref()));
    add_own("title-supplied", source.title_supplied.then(|| json!(true)));
    let status = Some(source.url_status).filter(|status| *status != UrlStatus::Live);
    add_own("url-status", status.map(|status| json!(status.as_str())));
    add_own("archived-url", text(addresses.archived));
    let archived = source.archived.as_ref().and_then(|copy| copy.date.as_ref());
    add_own("archived-date", archived.map(|date| json!(date.edtf())));
    let origins: Vec<&str> = source.origins.iter().map(|(origin, _)| origin.as_str()).collect();
    add_own("origin", (origins != ["own"]).then(|| json!(origins)));
    add_own("wire", text(source.wire.as_deref()));
    if !custom.is_empty() {
        item.insert("custom".to_owned(), custom.into());
    }
    item.into()
}

fn plain(chunks: &[Chunk]) -> String {
    chunks.iter().map(|(text, _)| *text).collect()
}

fn names(names: &[Name]) -> Option<Value> {
    let name = |name: &Name| {
        let Some(given) = name.given else { return json!({ "literal": name.whole() }) };
        let mut all = json!({ "family": name.family, "given": given });
        if let Some(prefix) = name.prefix {
            all["non-dropping-particle"] = json!(prefix);
        }
        if let Some(suffix) = name.suffix {
            all["suffix"] = json!(suffix);
        }
        all
    };
    (!names.is_empty()).then(|| names.iter().map(name).collect())
}

/// A date as year, month and day, as far as they are known; what has not even a year stands as it was written.
pub fn date(date: &Date) -> Option<Value> {
    if date.is_unknown() {
        return None;
    }
    let numbers =
        |end: &str| end.split('-').filter_map(|part| part.parse().ok()).collect::<Vec<u16>>();
    let mut parts: Vec<Vec<u16>> = ends(date).into_iter().map(numbers).collect();
    if parts.is_empty() {
        return Some(json!({ "literal": date.edtf() }));
    }
    let mut season = None;
    for part in &mut parts {
        // A season is no month; only that of a date by itself has a place.
        if part.get(1).is_some_and(|month| *month > 12) {
            season = part.get(1).map(|season| season - 20);
            part.truncate(1);
        }
    }
    let mut value = json!({ "date-parts": parts });
    if let (Some(season), 1) = (season, parts.len()) {
        value["season"] = json!(season);
    }
    if date.is_approximate() || date.is_uncertain() {
        value["circa"] = json!(true);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_the_parts_that_are_known() {
        let of = |text: &str| date(&Date::parse(text).unwrap());
        assert_eq!(of("2018-04-25"), Some(json!({ "date-parts": [[2018, 4, 25]] })));
        assert_eq!(of("2018~"), Some(json!({ "date-parts": [[2018]], "circa": true })));
        assert_eq!(of("2018-22"), Some(json!({ "date-parts": [[2018]], "season": 2 })));
        assert_eq!(of("2018-04/2018-05"), Some(json!({ "date-parts": [[2018, 4], [2018, 5]] })));
        assert_eq!(of("2018-04/.."), Some(json!({ "date-parts": [[2018, 4]] })));
        assert_eq!(of("201X"), Some(json!({ "literal": "201X" })));
        assert_eq!(of("unknown"), None);
    }
}
