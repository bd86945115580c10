//! The addresses of what programs take away.

use crate::model::EntityKind;
use crate::resolve::{Country, Entity, Operation, Ref, Site, Source};

/// Where all of it stands.
pub const API: &str = "/api/v1/";

/// A file of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Api {
    /// `openapi.json`: what there is.
    OpenApi,
    /// `schemas/<answer>.json`
    Schema(Answer),
    /// `operations/index.json` …
    Index(Noun),
    /// `operations/<slug>.json`
    Operation(Ref<Operation>),
    /// `countries/<cc>.json`
    Country(Ref<Country>),
    /// `outlets/<id>.json` …
    Entity(Ref<Entity>),
    /// `sources/<key>.json`
    Source(Ref<Source>),
    /// `claims.json`
    Claims,
}

/// A table, as CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// `operations.csv`
    Operations,
    /// `claims.csv`
    Claims,
    /// `citations.csv`
    Citations,
    /// `sources.csv`
    Sources,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 4] = [Self::Operations, Self::Claims, Self::Citations, Self::Sources];

    /// The name of its file.
    pub fn file(self) -> &'static str {
        match self {
            Self::Operations => "operations.csv",
            Self::Claims => "claims.csv",
            Self::Citations => "citations.csv",
            Self::Sources => "sources.csv",
        }
    }

    pub(super) fn address(self) -> String {
        format!("{API}{}", self.file())
    }
}

/// A form that reference managers read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceForm {
    /// BibLaTeX.
    Bib,
    /// CSL-JSON.
    Csl,
}

impl ReferenceForm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Bib, Self::Csl];

    /// What the name of a file ends with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Bib => "bib",
            Self::Csl => "csl.json",
        }
    }
}

/// What the API has an index of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noun {
    /// Operations.
    Operations,
    /// Countries.
    Countries,
    /// Outlets, agencies or platforms.
    Entities(EntityKind),
    /// Sources.
    Sources,
}

impl Noun {
    /// Every noun.
    pub const ALL: [Self; 6] = [
        Self::Operations,
        Self::Countries,
        Self::Entities(EntityKind::Outlet),
        Self::Entities(EntityKind::Agency),
        Self::Entities(EntityKind::Platform),
        Self::Sources,
    ];

    /// Its folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Countries => "countries",
            Self::Entities(kind) => kind.folder(),
            Self::Sources => "sources",
        }
    }
}

/// What a file of the API can answer: each has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// All operations.
    Operations,
    /// An operation.
    Operation,
    /// All countries.
    Countries,
    /// A country.
    Country,
    /// All outlets, agencies or platforms.
    Entities,
    /// An outlet, agency or platform.
    Entity,
    /// All sources.
    Sources,
    /// A source.
    Source,
    /// All claims.
    Claims,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Self; 9] = [
        Self::Operations,
        Self::Operation,
        Self::Countries,
        Self::Country,
        Self::Entities,
        Self::Entity,
        Self::Sources,
        Self::Source,
        Self::Claims,
    ];

    /// The stem of its schema's file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Operation => "operation",
            Self::Countries => "countries",
            Self::Country => "country",
            Self::Entities => "entities",
            Self::Entity => "entity",
            Self::Sources => "sources",
            Self::Source => "source",
            Self::Claims => "claims",
        }
    }
}

impl Api {
    /// Every file of a site's API.
    pub fn all(site: &Site) -> Vec<Self> {
        let mut all = vec![Self::OpenApi, Self::Claims];
        all.extend(Answer::ALL.map(Self::Schema));
        all.extend(Noun::ALL.map(Self::Index));
        all.extend((0..site.operations.len()).map(|at| Self::Operation(Ref::new(at))));
        all.extend((0..site.countries.len()).map(|at| Self::Country(Ref::new(at))));
        all.extend((0..site.entities.len()).map(|at| Self::Entity(Ref::new(at))));
        all.extend((0..site.sources.len()).map(|at| Self::Source(Ref::new(at))));
        all
    }

    pub(super) fn address(self, site: &Site) -> String {
        match self {
            Self::OpenApi => format!("{API}openapi.json"),
            Self::Schema(answer) => format!("{API}schemas/{}.json", answer.as_str()),
            Self::Index(noun) => format!("{API}{}/index.json", noun.folder()),
            Self::Operation(at) => format!("{API}operations/{}.json", site[at].record.slug),
            Self::Country(at) => format!("{API}countries/{}.json", site[at].code.slug()),
            Self::Entity(at) => {
                let record = &site[at].record;
                format!("{API}{}/{}.json", record.kind.folder(), record.id)
            }
            Self::Source(at) => format!("{API}sources/{}.json", site[at].slug),
            Self::Claims => format!("{API}claims.json"),
        }
    }
}
