//! What can be taken away, one by one, under the names that `casefile export` and the data page call it by.

use crate::model::EntityKind;
use crate::routes::{Api, Noun, Route, Table};

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

    /// The format of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }
}

/// Every format, in the order in which they are listed.
pub const FORMATS: &[Format] = &[
    Format::new(
        "claims.json",
        "every claim with its sources and with all that is known of it",
        Route::Api(Api::Claims),
    ),
    Format::index("operations.json", "the operations, in short", Noun::Operations),
    Format::index("countries.json", "the countries, in short", Noun::Countries),
    Format::index("outlets.json", "the outlets, in short", Noun::Entities(EntityKind::Outlet)),
    Format::index("agencies.json", "the agencies, in short", Noun::Entities(EntityKind::Agency)),
    Format::index(
        "platforms.json",
        "the platforms, in short",
        Noun::Entities(EntityKind::Platform),
    ),
    Format::index("sources.json", "the sources", Noun::Sources),
    Format::new(
        "openapi.json",
        "what describes the JSON files, for programs that make clients",
        Route::Api(Api::OpenApi),
    ),
    Format::table("operations.csv", "the operations as a table", Table::Operations),
    Format::table("claims.csv", "the claims as a table", Table::Claims),
    Format::table("citations.csv", "which claim cites which source, as a table", Table::Citations),
    Format::table("sources.csv", "the sources as a table", Table::Sources),
];

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
