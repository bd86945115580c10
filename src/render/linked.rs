//! What a page says as linked data: [JSON-LD](https://www.w3.org/TR/json-ld11/) in the words of [schema.org](https://schema.org/).
//!
//! A thing is known by the address of its page, the page itself by that and `#page`. On a fact sheet a source is named by its
//! address alone, which is relative since a page has a budget; what it is stands on its own page.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Serializer, Value, json};

use super::here::Here;
use super::html::Html;
use super::shell::About;
use crate::biblio::Entry;
use crate::markdown::first_that;
use crate::model::{Date, Status, UrlStatus};
use crate::resolve::{self, Country, Entity, Operation, Ref, Source, Speaker, Subject, defanged};
use crate::routes::{Api, ReferenceForm, Route, Table};

/// The page, and the thing that it is of.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Graph<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Graph<'a> {
    Page([Box<Page<'a>>; 1]),
    PageAndThing(Box<Page<'a>>, Value),
}

// Of these a record has as many as claims, so they are no maps of values.

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    #[serde(rename = "@type", serialize_with = "one_or_many")]
    kind: &'static [&'static str],
    #[serde(rename = "@id")]
    id: String,
    url: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadcrumb: Option<Crumbs<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_entity: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_part: Option<Vec<Claim>>,
}

#[derive(Serialize)]
struct Crumbs<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<Crumb<'a>>,
}

#[derive(Serialize)]
struct Crumb<'a> {
    name: &'a str,
    /// Where it leads; not for the page itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
}

/// A claim, where it is made and who makes it.
#[derive(Serialize)]
struct Claim {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    appearance: Vec<Id>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Value>,
}

/// What something is known by.
#[derive(Serialize)]
struct Id {
    #[serde(rename = "@id")]
    id: String,
}

impl Here<'_> {
    /// The linked data of this page, to stand in a `<script>`.
    pub(super) fn linked_data(&self, about: &About) -> Html {
        let thing = match self.route {
            Route::Home => Some(self.dataset()),
            Route::Operation(at) => Some(self.event(at)),
            Route::Source(at, 0) => Some(self.source(at)),
            Route::Country(at, 0) => Some(self.country(at)),
            Route::Entity(at, 0) => Some(self.entity(at)),
            _ => None,
        };
        let canonical = self.canonical();
        let page = Box::new(self.page(about, &canonical, thing.is_some()));
        let graph = match thing {
            Some(thing) => Graph::PageAndThing(page, thing),
            None => Graph::Page([page]),
        };
        Html(for_script(&Document { context: "https://schema.org", graph }))
    }

    fn page<'a>(&'a self, about: &'a About, canonical: &'a str, is_of: bool) -> Page<'a> {
        let config = &self.site.config;
        let publisher = &config.publisher;
        let is_home = self.route == Route::Home;
        let mut page = Page {
            kind: self.page_type(),
            id: format!("{canonical}#page"),
            url: canonical,
            name: &about.title,
            // An operation's is that of its event.
            description: about.description.as_deref().filter(|_| !is_of),
            in_language: &config.language,
            license: license(config.license.as_deref()),
            publisher: publisher
                .name
                .as_ref()
                .map(|name| organization(name, publisher.url.as_deref())),
            is_part_of: (!is_home).then(|| Id { id: format!("{}#page", config.base_url) }),
            breadcrumb: (!is_home).then(|| self.crumbs(about)),
            main_entity: is_of.then(|| Id { id: self.thing() }),
            date_modified: None,
            has_part: None,
        };
        if let Route::Operation(at) = self.route {
            let operation = &self.site[at];
            let changed = self.site.changed(at).filter(|_| operation.record.updated.is_some());
            page.date_modified = changed.map(|day| day.to_string());
            let claims = operation.claims.clone().map(Ref::<resolve::Claim>::new);
            let stands = |at: &Ref<resolve::Claim>| {
                let claim = &self.site[*at];
                claim.record.withdrawn.is_none() && !self.site.is_prose(claim)
            };
            page.has_part = Some(claims.filter(stands).map(|at| self.claim_data(at)).collect());
        }
        page
    }

    /// The pages above this one, and itself.
    fn crumbs<'a>(&'a self, about: &'a About) -> Crumbs<'a> {
        let home = (Route::Home, &self.words.home);
        let above = about.above.iter().map(|(route, name)| (*route, name));
        let items = [home]
            .into_iter()
            .chain(above)
            .map(|(route, name)| (name, Some(self.renderer.permalink(route))))
            .chain([(&about.title, None)])
            .enumerate()
            .map(|(at, (name, item))| Crumb { name, item, kind: "ListItem", position: at + 1 });
        Crumbs { kind: "BreadcrumbList", items: items.collect() }
    }

    fn page_type(&self) -> &'static [&'static str] {
        match self.route {
            Route::Home => &["WebSite"],
            // Only a web page has breadcrumbs, only an article is cited as one.
            Route::Operation(_) | Route::Page(_) => &["WebPage", "Article"],
            Route::Source(_, 0) | Route::Country(_, 0) | Route::Entity(_, 0) => &["ItemPage"],
            Route::Search => &["SearchResultsPage"],
            Route::NotFound | Route::Data => &["WebPage"],
            _ => &["CollectionPage"],
        }
    }

    /// What the thing that the page is of is known by.
    fn thing(&self) -> String {
        let canonical = self.canonical();
        if self.route == Route::Home { canonical + "#record" } else { canonical }
    }

    fn claim_data(&self, at: Ref<resolve::Claim>) -> Claim {
        let claim = &self.site[at];
        let sources = |is_contrary: bool| -> Vec<Id> {
            let cited = claim.citations.iter().filter(|one| one.is_contrary == is_contrary);
            // Without `index.html`: it is the name of the source, however the site is read.
            let id = |at: Ref<Source>| [&*self.root, "sources/", &self.site[at].slug, "/"].concat();
            cited.map(|citation| Id { id: id(citation.source) }).collect()
        };
        let author = claim.by.as_ref().map(|speaker| {
            let mut author = json!({ "name": self.speaker(speaker) });
            if let Speaker::Entity(at) = speaker {
                author["@type"] = json!("Organization");
                author["@id"] = json!(self.renderer.subject_permalink(Subject::Entity(*at)));
            }
            author
        });
        Claim {
            kind: "Claim",
            id: ["#", &claim.record.id].concat(),
            text: self.harmless(self.statement(at)),
            appearance: sources(false),
            citation: sources(true),
            author,
        }
    }

    /// A text with the addresses in it that the site does not link to as it shows them.
    fn harmless(&self, text: String) -> String {
        let config = &self.site.config;
        if config.hostile_domains.is_empty() {
            return text;
        }
        let is_hostile = |word: &str| word.contains("://") && config.is_hostile(word);
        let words = text.split_inclusive(char::is_whitespace);
        words.map(|word| if is_hostile(word) { defanged(word) } else { word.to_owned() }).collect()
    }

    fn event(&self, at: Ref<Operation>) -> Value {
        let operation = &self.site[at];
        let record = &operation.record;
        let mut event = json!({ "@type": "Event", "@id": self.thing(), "name": record.title });
        if let Some(description) = &record.description {
            event["description"] = json!(description);
        }
        let (start, end) = days(&record.date);
        for (name, day) in [("startDate", start), ("endDate", end)] {
            if let Some(day) = day {
                event[name] = json!(day);
            }
        }
        if record.status == Some(Status::Planned) {
            event["eventStatus"] = json!("https://schema.org/EventScheduled");
        }
        let mut countries: Vec<Ref<Country>> = Vec::new();
        for part in &operation.countries {
            if !countries.contains(&part.country) {
                countries.push(part.country);
            }
        }
        if !countries.is_empty() {
            let place = |at: &Ref<Country>| {
                let id = self.renderer.subject_permalink(Subject::Country(*at));
                json!({ "@type": "Country", "@id": id, "name": self.site[*at].name })
            };
            event["location"] = countries.iter().map(place).collect();
        }
        event
    }

    fn source(&self, at: Ref<Source>) -> Value {
        let source = &self.site[at];
        let record = &source.record;
        let config = &self.site.config;
        let mut data = json!({
            "@type": class_of(&source.entry),
            "@id": self.thing(),
            "name": record.title,
        });
        if !record.authors.is_empty() {
            data["author"] = record.authors.iter().map(|name| json!({ "name": name })).collect();
        }
        if let Some(publisher) = &record.publisher {
            data["publisher"] = organization(publisher, None);
        }
        if let Some(day) = record.date.as_ref().and_then(|date| days(date).0) {
            data["datePublished"] = json!(day);
        }
        if let Some(language) = &record.language {
            data["inLanguage"] = json!(language);
        }
        let is_linked = |address: &&String| !config.is_hostile(address);
        let url = record.url.as_ref().map(|url| &url.address);
        if let Some(url) = url.filter(is_linked).filter(|_| record.url_status != UrlStatus::Usurped)
        {
            data["url"] = json!(url);
        }
        let copy = record.archived.as_ref().map(|archived| &archived.address);
        if let Some(copy) = copy.filter(is_linked) {
            data["archivedAt"] = json!(copy);
        }
        data
    }

    fn country(&self, at: Ref<Country>) -> Value {
        let country = &self.site[at];
        json!({
            "@type": "Country",
            "@id": self.thing(),
            "name": country.name,
            "identifier": country.code.as_str(),
        })
    }

    fn entity(&self, at: Ref<Entity>) -> Value {
        let entity = &self.site[at];
        let record = &entity.record;
        let mut data = json!({
            "@type": "Organization",
            "@id": self.thing(),
            "name": record.name,
        });
        if !record.aliases.is_empty() {
            data["alternateName"] = record.aliases.iter().map(|(alias, _)| json!(alias)).collect();
        }
        if let Some(parent) = entity.parent {
            data["parentOrganization"] =
                json!({ "@id": self.renderer.subject_permalink(Subject::Entity(parent)) });
        }
        data
    }

    /// The record as a whole, with the files that it can be taken away in.
    fn dataset(&self) -> Value {
        let config = &self.site.config;
        let mut data = json!({
            "@type": "Dataset",
            "@id": self.thing(),
            "name": config.title,
            "url": self.canonical(),
            "isAccessibleForFree": true,
        });
        if !config.description.is_empty() {
            data["description"] = json!(config.description);
        }
        if let Some(license) = license(config.license.as_deref()) {
            data["license"] = json!(license);
        }
        if let Some(name) = &config.publisher.name {
            data["creator"] = organization(name, config.publisher.url.as_deref());
        }
        let files = [
            (Route::Api(Api::Claims), "application/json"),
            (Route::Table(Table::Claims), "text/csv"),
            (Route::Table(Table::Citations), "text/csv"),
            (Route::Table(Table::Operations), "text/csv"),
            (Route::Table(Table::Sources), "text/csv"),
            (Route::Bibliography(ReferenceForm::Bib), "application/x-bibtex"),
            (Route::Bibliography(ReferenceForm::Csl), "application/vnd.citationstyles.csl+json"),
        ];
        let download = |(route, format): (Route, &str)| {
            let address = self.renderer.routes.address(self.site, route);
            let is_there = self.renderer.routes.at(&address) == Some(route);
            is_there.then(|| {
                json!({
                    "@type": "DataDownload",
                    "encodingFormat": format,
                    "contentUrl": self.renderer.permalink(route),
                })
            })
        };
        let distribution: Vec<Value> = files.into_iter().filter_map(download).collect();
        if !distribution.is_empty() {
            data["distribution"] = json!(distribution);
        }
        data
    }
}

/// The class of schema.org that a source is of.
fn class_of(entry: &Entry) -> &'static str {
    match entry.csl_type() {
        "article-newspaper" => "NewsArticle",
        "article-journal" | "paper-conference" => "ScholarlyArticle",
        "article" | "article-magazine" | "entry" => "Article",
        "post-weblog" => "BlogPosting",
        "post" => "SocialMediaPosting",
        "webpage" => "WebPage",
        "report" => "Report",
        "thesis" => "Thesis",
        "book" => "Book",
        "chapter" => "Chapter",
        "legislation" => "Legislation",
        "manuscript" => "Manuscript",
        "motion_picture" => "VideoObject",
        "song" => "AudioObject",
        "graphic" => "VisualArtwork",
        "periodical" => "Periodical",
        "software" => "SoftwareSourceCode",
        _ => "CreativeWork",
    }
}

fn organization(name: &str, url: Option<&str>) -> Value {
    let mut data = json!({ "@type": "Organization", "name": name });
    if let Some(url) = url {
        data["url"] = json!(url);
    }
    data
}

/// The families of licences of texts and data in the [list of SPDX](https://spdx.org/licenses/): what their ids begin with.
const LICENCES: [&str; 12] = [
    "CC-", "CC0-", "ODbL-", "ODC-", "PDDL-", "OGL-", "GFDL-", "CDLA-", "DL-DE-", "NLOD-",
    "etalab-", "Apache-",
];

/// A licence: the address of its text if its SPDX id tells that, else its name.
fn license(id: Option<&str>) -> Option<Value> {
    let id = id.filter(|id| !id.is_empty())?;
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || "-.+".contains(c);
    let is_known = LICENCES.iter().any(|start| id.starts_with(start)) || id == "MIT";
    Some(if is_known && id.chars().all(is_of_id) {
        json!(format!("https://spdx.org/licenses/{id}.html"))
    } else {
        json!({ "@type": "CreativeWork", "name": id })
    })
}

/// The start and the end of a date as ISO 8601 has them; what is not sure is left out.
fn days(date: &Date) -> (Option<String>, Option<String>) {
    let plain = |end: &str| Date::parse(end).ok().and_then(|date| date.html_datetime());
    match date.edtf().split_once('/') {
        None => (plain(date.edtf()), None),
        Some((start, end)) => (plain(start), plain(end)),
    }
}

fn one_or_many<S: serde::Serializer>(all: &[&str], out: S) -> Result<S::Ok, S::Error> {
    match all {
        [one] => one.serialize(out),
        [..] => all.serialize(out),
    }
}

/// As JSON in which nothing ends a script or a line.
fn for_script(value: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(4 * 1024);
    // Nothing here fails: maps have texts for keys, and there is room in memory.
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, ForScript));
    written.ok().and_then(|()| String::from_utf8(bytes).ok()).unwrap_or_default()
}

struct ForScript;

/// Whether a byte may end a script or a line: the first of the two characters that end a line is that of a few others too.
#[inline]
fn may_end(byte: u8) -> bool {
    (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == 0xe2)
}

impl Formatter for ForScript {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = first_that(rest.as_bytes(), may_end) {
            let (before, from) = rest.split_at(at);
            let character = from.chars().next().unwrap_or_default();
            let end = character.len_utf8();
            out.write_all(before.as_bytes())?;
            match character {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    write!(out, "\\u{:04x}", u32::from(character))?;
                }
                _ => out.write_all(&from.as_bytes()[..end])?,
            }
            rest = &from[end..];
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_script_ends_it() {
        assert_eq!(
            for_script(&"</script>&“\u{2028}\u{2029}"),
            r#""\u003c/script\u003e\u0026“\u2028\u2029""#
        );
    }

    #[test]
    fn days_are_those_that_are_sure() {
        let days = |edtf: &str| {
            let (start, end) = days(&Date::parse(edtf).expect("a date"));
            format!("{} {}", start.unwrap_or_default(), end.unwrap_or_default())
        };
        assert_eq!(days("2018-04-25/2018-04-26"), "2018-04-25 2018-04-26");
        assert_eq!(days("2018-04"), "2018-04 ");
        assert_eq!(days("2018-04/.."), "2018-04 ");
        assert_eq!(days("2018~"), " ");
        assert_eq!(days("2018-21"), " ");
        assert_eq!(days("unknown"), " ");
    }

    #[test]
    fn a_licence_has_an_address_if_it_is_an_id() {
        let by = "https://spdx.org/licenses/CC-BY-4.0.html";
        assert_eq!(license(Some("CC-BY-4.0")), Some(json!(by)));
        let named = json!({ "@type": "CreativeWork", "name": "proprietary" });
        assert_eq!(license(Some("proprietary")), Some(named));
        assert_eq!(license(None), None);
    }
}
