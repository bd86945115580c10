//! What can be taken away, one by one, under the names that `casefile export` and the data page call it by.

use super::tables::columns;
use crate::model::EntityKind;
use crate::render::Download;
use crate::routes::{Api, Feed, FeedForm, Host, Noun, ReferenceForm, Route, Table};

/// A file of the site that is worth taking away by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Its name.
    pub name: &'static str,
    /// What it holds, in a few words.
    pub about: &'static str,
    /// Where it stands: what is exported are the bytes that a build writes there.
    pub route: Route,
}

impl Format {
    const fn new(name: &'static str, about: &'static str, route: Route) -> Self {
        Self { name, about, route }
    }

    const fn index(name: &'static str, about: &'static str, noun: Noun) -> Self {
        Self::new(name, about, Route::Api(Api::Index(noun)))
    }

    const fn table(name: &'static str, about: &'static str, table: Table) -> Self {
        Self::new(name, about, Route::Table(table))
    }

    const fn feed(name: &'static str, about: &'static str, feed: Feed, form: FeedForm) -> Self {
        Self::new(name, about, Route::Feed(feed, form))
    }

    /// The format of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }
}

/// Every format, in the order in which they are listed.
pub const FORMATS: &[Format] = &[
    Format::new(
        "claims.json",
        "Every claim with its sources and with all that is known of it",
        Route::Api(Api::Claims),
    ),
    Format::index("operations.json", "The operations, in short", Noun::Operations),
    Format::index("countries.json", "The countries, in short", Noun::Countries),
    Format::index("outlets.json", "The outlets, in short", Noun::Entities(EntityKind::Outlet)),
    Format::index("agencies.json", "The agencies, in short", Noun::Entities(EntityKind::Agency)),
    Format::index(
        "platforms.json",
        "The platforms, in short",
        Noun::Entities(EntityKind::Platform),
    ),
    Format::index("sources.json", "The sources", Noun::Sources),
    Format::new(
        "openapi.json",
        "What describes the JSON files, for programs that make clients",
        Route::Api(Api::OpenApi),
    ),
    Format::feed(
        "atom.xml",
        "What changed last, in full, for feed readers (Atom); a country, outlet, agency and platform has one beside its page",
        Feed::Site,
        FeedForm::Atom,
    ),
    Format::feed("feed.json", "The same as JSON Feed", Feed::Site, FeedForm::Json),
    Format::feed(
        "corrections/atom.xml",
        "What was corrected and withdrawn, for feed readers (Atom)",
        Feed::Corrections,
        FeedForm::Atom,
    ),
    Format::feed(
        "corrections/feed.json",
        "The same as JSON Feed",
        Feed::Corrections,
        FeedForm::Json,
    ),
    Format::table("operations.csv", "The operations as a table", Table::Operations),
    Format::table("claims.csv", "The claims as a table", Table::Claims),
    Format::table("citations.csv", "Which claim cites which source, as a table", Table::Citations),
    Format::table("sources.csv", "The sources as a table", Table::Sources),
    Format::new(
        "sources.bib",
        "The bibliography, for LaTeX and reference managers; an operation has a `cite.bib` beside its page",
        Route::Bibliography(ReferenceForm::Bib),
    ),
    Format::new(
        "sources.csl.json",
        "The bibliography as CSL-JSON, for Zotero, Pandoc and others; an operation has a `cite.csl.json`",
        Route::Bibliography(ReferenceForm::Csl),
    ),
    Format::new(
        "sitemap.xml",
        "Every page, with the day on which it last changed, for crawlers",
        Route::Host(Host::Sitemap(0)),
    ),
];

/// Every format as the data page explains it.
pub fn downloads() -> Vec<Download> {
    let download = |format: &Format| Download {
        name: format.name,
        about: format.about,
        route: format.route,
        columns: match format.route {
            Route::Table(table) => columns(table),
            _ => Vec::new(),
        },
    };
    FORMATS.iter().map(download).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_and_each_route_stands_once() {
        for (at, format) in FORMATS.iter().enumerate() {
            let same = |other: &Format| other.name == format.name || other.route == format.route;
            assert_eq!(FORMATS.iter().position(same), Some(at), "{}", format.name);
        }
    }
}
