//! The bibliography, and a source's page: its record, and every claim that rests on it.

use serde::Serialize;

use super::claim::title_html;
use super::entities::Mentions;
use super::here::Here;
use super::html::Html;
use super::list::{Parts, rows, when};
use super::shell::{About, Link};
use super::table::Filters;
use super::{Renderer, TemplateError};
use crate::config::Config;
use crate::model::{Date, UrlStatus};
use crate::resolve::{Origin, Ref, Source, Subject, defanged};
use crate::routes::{List, Route};

/// The sources that are named as not independent of one: a wire can have thousands of them.
const KIN: usize = 50;

#[derive(Debug, Serialize)]
struct Index {
    total: usize,
    publishers: Vec<Publisher>,
    filters: Option<Filters>,
    parts: Option<Parts>,
}

#[derive(Debug, Serialize)]
struct Publisher {
    name: Option<String>,
    sources: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    href: String,
    title: Html,
    when: Option<Html>,
    origins: Vec<OriginView>,
    claims: usize,
}

/// Whose reporting a source carries: one of the four.
#[derive(Debug, Serialize)]
pub(super) struct OriginView {
    is_own: bool,
    pub(super) text: String,
    pub(super) href: Option<String>,
}

pub(super) fn index(here: &Here, part: usize) -> Result<Vec<u8>, TemplateError> {
    let sources = &here.site.sources;
    let total = sources.len();
    let order = here.renderer.by_publisher();
    let mut publishers: Vec<Publisher> = Vec::new();
    for &at in &order[rows(part, total)] {
        let source = &here.site[at];
        if publishers.last().is_none_or(|last| last.name != source.record.publisher) {
            let name = source.record.publisher.clone();
            publishers.push(Publisher { name, sources: Vec::new() });
        }
        let row = Row {
            href: here.to(Route::Source(at, 0)),
            title: title_html(here.site, at),
            when: source.record.date.as_ref().map(|date| when(here.words, date)),
            origins: origins(here, source),
            claims: source.claims.len(),
        };
        if let Some(publisher) = publishers.last_mut() {
            publisher.sources.push(row);
        }
    }
    let view = Index {
        total,
        publishers,
        filters: here.filters(List::Sources, part),
        parts: here.parts(part, total, Route::Sources),
    };
    let about = About { title: here.words.sources.clone(), ..About::default() };
    here.renderer.write(here, "sources.html", about, &view)
}

impl Renderer<'_> {
    /// The sources by publisher, then date.
    pub(super) fn by_publisher(&self) -> &[Ref<Source>] {
        self.by_publisher.get_or_init(|| {
            let site = self.site;
            let mut order: Vec<Ref<Source>> = (0..site.sources.len()).map(Ref::new).collect();
            order.sort_by_cached_key(|at| {
                let record = &site[*at].record;
                let publisher = record.publisher.as_deref().map(str::to_lowercase);
                let date = record.date.as_ref().map(Date::sort_key);
                // Those without a publisher last.
                (publisher.is_none(), publisher, date.is_none(), date, record.key.clone())
            });
            order
        })
    }
}

#[derive(Debug, Serialize)]
struct View {
    title: Html,
    title_supplied: bool,
    title_translated: Option<String>,
    key: String,
    sort: String,
    reference: Html,
    authors: Vec<String>,
    publisher: Option<String>,
    when: Option<Html>,
    language: Option<String>,
    url: Option<Address>,
    accessed: Option<Html>,
    /// `live`, `dead` or `usurped`.
    url_status: &'static str,
    archived: Option<Address>,
    archived_on: Option<Html>,
    origins: Vec<OriginView>,
    wire: Option<String>,
    kin: Vec<Link>,
    more_kin: usize,
    quotes: Vec<Html>,
    is_first_part: bool,
    total: usize,
    pages: Vec<Mentions>,
    parts: Option<Parts>,
}

pub(super) fn page(here: &Here, at: Ref<Source>, part: usize) -> Result<Vec<u8>, TemplateError> {
    let source = &here.site[at];
    let record = &source.record;
    let total = source.claims.len();
    let config = &here.site.config;
    let quotes = record.quotes.iter().map(|quote| {
        let mut html = Html::default();
        here.write_quote(at, quote, &mut html);
        html
    });
    let kin = source.kin.iter().take(KIN).map(|&kin| Link {
        href: here.to(Route::Source(kin, 0)),
        text: here.renderer.source_line(kin).text.clone(),
    });
    let archived = record.archived.as_ref();
    let view = View {
        title: title_html(here.site, at),
        title_supplied: record.title_supplied,
        title_translated: record.title_translated.clone(),
        key: record.key.to_string(),
        sort: record.sort.clone(),
        reference: here.renderer.source_line(at).reference.clone(),
        authors: record.authors.clone(),
        publisher: record.publisher.clone(),
        when: record.date.as_ref().map(|date| when(here.words, date)),
        language: record.language.as_ref().map(|tag| here.language_name(tag)),
        url: record
            .url
            .as_ref()
            .filter(|_| record.url_status != UrlStatus::Usurped)
            .map(|url| Address::new(config, &url.address)),
        accessed: record
            .url
            .as_ref()
            .and_then(|url| url.accessed.as_ref())
            .map(|date| when(here.words, date)),
        url_status: record.url_status.as_str(),
        archived: archived.map(|archived| Address::new(config, &archived.address)),
        archived_on: archived
            .and_then(|archived| archived.date.as_ref())
            .map(|date| when(here.words, date)),
        origins: origins(here, source),
        wire: record.wire.clone(),
        kin: kin.collect(),
        more_kin: source.kin.len().saturating_sub(KIN),
        quotes: quotes.collect(),
        is_first_part: part == 0,
        total,
        pages: here.by_page(&source.claims[rows(part, total)]),
        parts: here.parts(part, total, |part| Route::Source(at, part)),
    };
    let about = About {
        title: record.title.clone(),
        above: vec![(Route::Sources(0), here.words.sources.clone())],
        file: Some(record.file),
        ..About::default()
    };
    here.renderer.write(here, "source.html", about, &view)
}

pub(super) fn origins(here: &Here, source: &Source) -> Vec<OriginView> {
    let view = |origin: &Origin| {
        let (text, href) = match origin {
            Origin::Own => (here.words.own_reporting.clone(), None),
            Origin::Wire(label) => (label.clone(), None),
            Origin::Agency(at) => {
                let link = here.subject_link(Subject::Entity(*at));
                (link.text, Some(link.href))
            }
            Origin::Source(at) => {
                let key = here.site[*at].record.key.to_string();
                (key, Some(here.to(Route::Source(*at, 0))))
            }
        };
        OriginView { is_own: *origin == Origin::Own, text, href }
    };
    source.origins.iter().map(view).collect()
}

/// An address as it is shown; one that names a hostile domain is defanged and leads nowhere.
#[derive(Debug, Serialize)]
struct Address {
    text: String,
    href: Option<String>,
}

impl Address {
    fn new(config: &Config, address: &str) -> Self {
        if config.is_hostile(address) {
            return Self { text: defanged(address), href: None };
        }
        Self { text: address.to_owned(), href: Some(address.to_owned()) }
    }
}
