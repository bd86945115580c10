//! Feeds: [Atom](https://www.rfc-editor.org/rfc/rfc4287) and [JSON Feed](https://www.jsonfeed.org/version/1.1/), what changed last
//! first.
//!
//! An entry is known by the address of its page, and dated by the record, never by the clock. What the record knows no
//! day of is in no feed.

use std::collections::BTreeMap;

use jiff::civil;
use serde_json::{Map as Object, Value, json};

use super::xml::{element, escape, holds};
use crate::config::Config;
use crate::model::language;
use crate::render::Renderer;
use crate::resolve::{Operation, Ref, Subject};
use crate::routes::{Feed, FeedForm, Route};

/// The most entries of a feed.
const ENTRIES: usize = 20;

/// What a feed of nothing was last changed on: Atom asks for a day, and there is none.
const NEVER: civil::Date = civil::date(1970, 1, 1);

/// An entry.
struct Entry {
    /// Its address, which never changes.
    id: String,
    /// Where it can be read.
    link: String,
    title: String,
    updated: civil::Date,
    summary: Option<String>,
    /// What it is, in a word.
    category: Option<String>,
    /// Its whole text, as XHTML.
    content: String,
}

/// The bytes of a feed.
pub fn feed(renderer: &Renderer, feed: Feed, form: FeedForm) -> Vec<u8> {
    let entries = match feed {
        Feed::Corrections => corrections(renderer),
        Feed::Site => {
            operations(renderer, (0..renderer.site().operations.len()).map(Ref::new).collect())
        }
        Feed::Entity(at) => {
            operations(renderer, renderer.site().operations_of(Subject::Entity(at)))
        }
        Feed::Country(at) => {
            operations(renderer, renderer.site().operations_of(Subject::Country(at)))
        }
    };
    match form {
        FeedForm::Atom => atom(renderer, feed, &entries),
        FeedForm::Json => json_feed(renderer, feed, &entries),
    }
}

fn operations(renderer: &Renderer, all: Vec<Ref<Operation>>) -> Vec<Entry> {
    let site = renderer.site();
    let dated = all.into_iter().filter_map(|at| Some((site.changed(at)?, at)));
    let mut dated: Vec<_> = dated.collect();
    // Of one day the one that took place last comes first.
    dated.sort_unstable_by(|a, b| b.cmp(a));
    dated.truncate(ENTRIES);
    let entry = |(updated, at): (civil::Date, Ref<Operation>)| {
        let record = &site[at].record;
        let address = renderer.permalink(Route::Operation(at));
        Entry {
            id: address.clone(),
            link: address,
            title: record.title.clone(),
            updated,
            summary: record.description.clone(),
            category: record.kind.as_ref().map(|(kind, _)| renderer.kind(kind).to_owned()),
            content: renderer.operation_in_feed(at),
        }
    };
    dated.into_iter().map(entry).collect()
}

fn corrections(renderer: &Renderer) -> Vec<Entry> {
    let site = renderer.site();
    let mut same: BTreeMap<(Subject, String), usize> = BTreeMap::new();
    let mut entries = Vec::new();
    for entry in &site.corrections {
        let Some(updated) = entry.date.earliest() else { continue };
        if entries.len() == ENTRIES {
            break;
        }
        let page = renderer.subject_permalink(entry.subject);
        let day = entry.date.edtf().replace('/', "--").replace(['~', '%', '?'], "");
        // A second one of a day is told from the first.
        let count = same.entry((entry.subject, day.clone())).or_default();
        *count += 1;
        let number = if *count > 1 { format!("-{count}") } else { String::new() };
        entries.push(Entry {
            id: format!("{page}#ui-correction-{day}{number}"),
            link: match entry.claim {
                Some(claim) => renderer.claim_permalink(claim),
                None => format!("{page}#ui-corrections"),
            },
            title: renderer.correction_title(entry),
            updated,
            summary: None,
            category: None,
            content: renderer.correction_in_feed(entry),
        });
    }
    entries
}

/// What a feed is called.
fn title(renderer: &Renderer, feed: Feed) -> String {
    let name = match feed {
        Feed::Site => return renderer.site().config.title.clone(),
        Feed::Corrections => renderer.corrections_title(),
        Feed::Entity(at) => renderer.name_of(Subject::Entity(at)),
        Feed::Country(at) => renderer.name_of(Subject::Country(at)),
    };
    format!("{name} · {}", renderer.site().config.title)
}

/// Who publishes it; Atom asks for a name.
fn author(config: &Config) -> &str {
    config.publisher.name.as_deref().unwrap_or(&config.title)
}

/// A day as [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) has a time: its start in UTC.
fn time(day: civil::Date) -> String {
    format!("{day}T00:00:00Z")
}

fn atom(renderer: &Renderer, feed: Feed, entries: &[Entry]) -> Vec<u8> {
    let config = &renderer.site().config;
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    if let Some(style) = renderer.feed_style(feed) {
        out.push_str("<?xml-stylesheet type=\"text/css\" href=\"");
        escape(&mut out, &style);
        out.push_str("\"?>\n");
    }
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    escape(&mut out, &config.language);
    out.push_str("\">\n");
    element(&mut out, "title", &title(renderer, feed));
    if feed == Feed::Site && !config.description.is_empty() {
        element(&mut out, "subtitle", &config.description);
    }
    let page = renderer.permalink(feed.page());
    element(&mut out, "id", &page);
    let latest = entries.iter().map(|entry| entry.updated).max();
    element(&mut out, "updated", &time(latest.unwrap_or(NEVER)));
    out.push_str("<author>\n");
    element(&mut out, "name", author(config));
    if let Some(address) = &config.publisher.url {
        element(&mut out, "uri", address);
    }
    out.push_str("</author>\n");
    let own = renderer.permalink(Route::Feed(feed, FeedForm::Atom));
    link(&mut out, "self", "application/atom+xml", &own);
    link(&mut out, "alternate", "text/html", &page);
    if let Some(license) = &config.license {
        element(&mut out, "rights", license);
    }
    let direction = if language::is_right_to_left(&config.language) { " dir=\"rtl\"" } else { "" };
    for entry in entries {
        out.push_str("<entry>\n");
        element(&mut out, "title", &entry.title);
        element(&mut out, "id", &entry.id);
        element(&mut out, "updated", &time(entry.updated));
        link(&mut out, "alternate", "text/html", &entry.link);
        if let Some(category) = &entry.category {
            out.push_str("<category term=\"");
            escape(&mut out, category);
            out.push_str("\"/>\n");
        }
        out.push_str("<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"");
        out.push_str(direction);
        out.push('>');
        out.extend(entry.content.chars().filter(|character| holds(*character)));
        out.push_str("</div></content>\n</entry>\n");
    }
    out.push_str("</feed>\n");
    out.into_bytes()
}

fn link(out: &mut String, relation: &str, media: &str, address: &str) {
    *out += &format!("<link rel=\"{relation}\" type=\"{media}\" href=\"");
    escape(out, address);
    out.push_str("\"/>\n");
}

fn json_feed(renderer: &Renderer, feed: Feed, entries: &[Entry]) -> Vec<u8> {
    let config = &renderer.site().config;
    let mut author = json!({ "name": author(config) });
    if let Some(address) = &config.publisher.url {
        author["url"] = json!(address);
    }
    let item = |entry: &Entry| {
        let mut item = Object::new();
        item.insert("id".into(), json!(entry.id));
        item.insert("url".into(), json!(entry.link));
        item.insert("title".into(), json!(entry.title));
        if let Some(summary) = &entry.summary {
            item.insert("summary".into(), json!(summary));
        }
        item.insert("content_html".into(), json!(entry.content));
        item.insert("date_modified".into(), json!(time(entry.updated)));
        if let Some(category) = &entry.category {
            item.insert("tags".into(), json!([category]));
        }
        Value::from(item)
    };
    let mut all = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title(renderer, feed),
        "home_page_url": renderer.permalink(feed.page()),
        "feed_url": renderer.permalink(Route::Feed(feed, FeedForm::Json)),
        "language": config.language,
        "authors": [author],
    });
    if feed == Feed::Site && !config.description.is_empty() {
        all["description"] = json!(config.description);
    }
    all["items"] = entries.iter().map(item).collect();
    format!("{all:#}\n").into_bytes()
}
