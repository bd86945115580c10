//! What a page says as linked data: [JSON-LD](https://www.w3.org/TR/json-ld11/) in the words of [schema.org](https://schema.org/).
//!
//! A thing is known by the address of its page, the page itself by that and `#page`. On a fact sheet a source is named by its
//! address alone, which is relative since a page has a budget; what it is stands on its own page.

use serde_json::{Map, Value, json};

use super::here::Here;
use super::html::Html;
use super::shell::About;
use crate::biblio::Entry;
use crate::model::{Date, Status, UrlStatus};
use crate::resolve::{Claim, Country, Entity, Operation, Ref, Source, Speaker, Subject, defanged};
use crate::routes::{Api, ReferenceForm, Route, Table};

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
        let page = self.page(about, thing.is_some());
        let graph: Vec<Value> = [page].into_iter().chain(thing).collect();
        let document = json!({ "@context": "https://schema.org", "@graph": graph });
        Html(for_script(&document.to_string()))
    }

    fn page(&self, about: &About, is_of: bool) -> Value {
        let config = &self.site.config;
        let canonical = self.canonical();
        let mut page = Map::new();
        let mut set = |name: &str, value: Value| page.insert(name.to_owned(), value);
        set("@type", self.page_type());
        set("@id", json!(format!("{canonical}#page")));
        set("url", json!(canonical));
        set("name", json!(about.title));
        // An operation's is that of its event.
        if let Some(description) = about.description.as_ref().filter(|_| !is_of) {
            set("description", json!(description));
        }
        set("inLanguage", json!(config.language));
        if let Some(license) = license(config.license.as_deref()) {
            set("license", json!(license));
        }
        if let Some(name) = &config.publisher.name {
            set("publisher", organization(name, config.publisher.url.as_deref()));
        }
        if self.route != Route::Home {
            set("isPartOf", json!({ "@id": format!("{}#page", config.base_url) }));
            set("breadcrumb", self.crumbs(about));
        }
        if is_of {
            set("mainEntity", json!({ "@id": self.thing() }));
        }
        if let Route::Operation(at) = self.route {
            let operation = &self.site[at];
            if let Some(day) = self.site.changed(at).filter(|_| operation.record.updated.is_some())
            {
                set("dateModified", json!(day.to_string()));
            }
            let claims = operation.claims.clone().map(Ref::<Claim>::new);
            let stands = |at: &Ref<Claim>| {
                let claim = &self.site[*at];
                claim.record.withdrawn.is_none() && !self.site.is_prose(claim)
            };
            set("hasPart", claims.filter(stands).map(|at| self.claim_data(at)).collect());
        }
        Value::Object(page)
    }

    /// The pages above this one, and itself.
    fn crumbs(&self, about: &About) -> Value {
        let home = (Route::Home, &self.words.home);
        let above = about.above.iter().map(|(route, name)| (*route, name));
        let mut items: Vec<Value> = [home]
            .into_iter()
            .chain(above)
            .map(|(route, name)| json!({ "name": name, "item": self.renderer.permalink(route) }))
            .chain([json!({ "name": about.title })])
            .collect();
        for (at, item) in items.iter_mut().enumerate() {
            item["@type"] = json!("ListItem");
            item["position"] = json!(at + 1);
        }
        json!({ "@type": "BreadcrumbList", "itemListElement": items })
    }

    fn page_type(&self) -> Value {
        match self.route {
            Route::Home => json!("WebSite"),
            // Only a web page has breadcrumbs, only an article is cited as one.
            Route::Operation(_) | Route::Page(_) => json!(["WebPage", "Article"]),
            Route::Source(_, 0) | Route::Country(_, 0) | Route::Entity(_, 0) => json!("ItemPage"),
            Route::Search => json!("SearchResultsPage"),
            Route::NotFound | Route::Data => json!("WebPage"),
            _ => json!("CollectionPage"),
        }
    }

    /// What the thing that the page is of is known by.
    fn thing(&self) -> String {
        let canonical = self.canonical();
        if self.route == Route::Home { canonical + "#record" } else { canonical }
    }

    fn source_id(&self, at: Ref<Source>) -> Value {
        // Without `index.html`: it is the name of the source, however the site is read.
        json!({ "@id": format!("{}sources/{}/", self.root, self.site[at].slug) })
    }

    /// A claim, where it is made and who makes it.
    fn claim_data(&self, at: Ref<Claim>) -> Value {
        let claim = &self.site[at];
        let mut data = Map::new();
        let mut set = |name: &str, value: Value| data.insert(name.to_owned(), value);
        set("@type", json!("Claim"));
        set("@id", json!(format!("#{}", claim.record.id)));
        set("text", json!(self.harmless(self.statement(at))));
        let sources = |is_contrary: bool| -> Vec<Value> {
            let cited = claim.citations.iter().filter(|one| one.is_contrary == is_contrary);
            cited.map(|citation| self.source_id(citation.source)).collect()
        };
        for (name, sources) in [("appearance", sources(false)), ("citation", sources(true))] {
            if !sources.is_empty() {
                set(name, json!(sources));
            }
        }
        if let Some(speaker) = &claim.by {
            let mut author = json!({ "name": self.speaker(speaker) });
            if let Speaker::Entity(at) = speaker {
                author["@type"] = json!("Organization");
                author["@id"] = json!(self.renderer.subject_permalink(Subject::Entity(*at)));
            }
            set("author", author);
        }
        Value::Object(data)
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

/// The address of a licence's text, by its SPDX id.
fn license(id: Option<&str>) -> Option<String> {
    let is_id = |c: char| c.is_ascii_alphanumeric() || "-.+".contains(c);
    let id = id.filter(|id| !id.is_empty() && id.chars().all(is_id))?;
    Some(format!("https://spdx.org/licenses/{id}.html"))
}

/// The start and the end of a date as ISO 8601 has them; what is not sure is left out, and so is an end that is the start.
fn days(date: &Date) -> (Option<String>, Option<String>) {
    let plain = |end: &str| Date::parse(end).ok().and_then(|date| date.html_datetime());
    match date.edtf().split_once('/') {
        None => (plain(date.edtf()), None),
        Some((start, end)) => (plain(start), plain(end)),
    }
}

/// JSON in which nothing ends a script or a line.
fn for_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 64);
    for character in json.chars() {
        match character {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_script_ends_it() {
        assert_eq!(
            for_script("\"</script>&\u{2028}\u{2029}\""),
            r#""\u003c/script\u003e\u0026\u2028\u2029""#
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
        assert_eq!(license(Some("CC-BY-4.0")).as_deref(), Some(by));
        assert_eq!(license(Some("all rights reserved")), None);
    }
}
