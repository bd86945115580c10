//! JSON Schemas of all that an editor writes, from the shapes that the reader asks for.
//!
//! References, dates that only look like dates, and citations are the reader's alone; everything else a schema refuses
//! exactly when the reader does (`tests/schema.rs`).

mod editors;
mod json;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map as Object, Value};

use crate::biblio;
use crate::config;
use crate::model::EntityKind;
use crate::read::{self, Content};
use crate::yaml::Shape;
use crate::yaml::shape::Names;

pub use editors::{Merged, SETTINGS, hint, merged, snippet};

/// Where schemas are written, below the site's root.
pub const FOLDER: &str = "content/.schema";

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The front matter of operations.
    Operation,
    /// The front matter of outlets.
    Outlet,
    /// The front matter of agencies.
    Agency,
    /// The front matter of platforms.
    Platform,
    /// The front matter of notes on countries.
    Country,
    /// The front matter of pages.
    Page,
    /// The files of sources.
    Sources,
    /// `site.yaml`.
    Site,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Operation,
        Self::Outlet,
        Self::Agency,
        Self::Platform,
        Self::Country,
        Self::Page,
        Self::Sources,
        Self::Site,
    ];

    /// Its word on the command line, and the stem of its file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Outlet => "outlet",
            Self::Agency => "agency",
            Self::Platform => "platform",
            Self::Country => "country",
            Self::Page => "page",
            Self::Sources => "sources",
            Self::Site => "site",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Operation => "Front matter of an operation",
            Self::Outlet => "Front matter of an outlet",
            Self::Agency => "Front matter of an agency",
            Self::Platform => "Front matter of a platform",
            Self::Country => "Front matter of notes on a country",
            Self::Page => "Front matter of a page",
            Self::Sources => "Sources",
            Self::Site => "Settings of a site",
        }
    }

    fn shape(self) -> Shape {
        match self {
            Self::Operation => read::operation_shape(),
            Self::Outlet => read::entity_shape(EntityKind::Outlet),
            Self::Agency => read::entity_shape(EntityKind::Agency),
            Self::Platform => read::entity_shape(EntityKind::Platform),
            Self::Country => read::country_shape(),
            Self::Page => read::page_shape(),
            Self::Sources => biblio::shape(),
            Self::Site => config::shape(),
        }
    }
}

/// The names that the content knows, each with what it stands for: what editors offer.
#[derive(Clone, Debug, Default)]
pub struct Known(BTreeMap<Names, BTreeMap<String, String>>);

impl Known {
    /// The names of a site.
    pub fn in_content(content: &Content) -> Self {
        let vocabulary = &content.config.vocabulary;
        let mut known = Self::default();
        known.add(Names::Kinds, vocabulary.kinds.iter().cloned());
        known.add(Names::Roles, vocabulary.roles.iter().cloned());
        let facts = vocabulary.facts.iter().map(|(word, kind)| (word.clone(), kind.label.clone()));
        known.add(Names::Facts, facts);
        let operation =
            |one: &Arc<crate::model::Operation>| (one.slug.to_string(), one.title.clone());
        known.add(Names::Operations, content.operations.iter().map(operation));
        for (names, kind) in [
            (Names::Outlets, EntityKind::Outlet),
            (Names::Agencies, EntityKind::Agency),
            (Names::Platforms, EntityKind::Platform),
        ] {
            let entities = content.entities.iter().filter(|entity| entity.kind == kind);
            known.add(names, entities.map(|entity| (entity.id.to_string(), entity.name.clone())));
        }
        let sources: Vec<_> = content
            .sources
            .iter()
            .map(|(source, _)| (source.key.to_string(), source.title.clone()))
            .collect();
        let own = ("own".to_owned(), "The publisher's own reporting".to_owned());
        let agencies = known.of(Names::Agencies).clone();
        known.add(Names::Origins, sources.iter().cloned());
        known.add(Names::Origins, agencies);
        known.add(Names::Origins, vocabulary.origins.iter().cloned());
        known.add(Names::Origins, [own]);
        known.add(Names::Sources, sources);
        known
    }

    fn add(&mut self, names: Names, known: impl IntoIterator<Item = (String, String)>) {
        self.0.entry(names).or_default().extend(known);
    }

    fn of(&self, names: Names) -> &BTreeMap<String, String> {
        static NONE: BTreeMap<String, String> = BTreeMap::new();
        self.0.get(&names).unwrap_or(&NONE)
    }
}

/// The schema of a kind. Names that are known are offered; others pass too, since they are for `check` to judge.
pub fn schema(kind: Kind, known: &Known) -> Value {
    let mut writer = json::Writer::new(known);
    let shape = kind.shape();
    let body = writer.root(&shape);
    let definitions = writer.definitions();
    let about = match &shape {
        Shape::Record(record) => record.about,
        _ => "Sources by their keys, which are what claims cite.",
    };
    let mut schema = Object::new();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("$id".to_owned(), format!("urn:casefile:schema:{}", kind.as_str()).into());
    schema.insert("title".to_owned(), kind.title().into());
    if let Value::Object(described) = json::described(Value::Object(body), about) {
        schema.extend(described);
    }
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), Value::Object(definitions.into_iter().collect()));
    }
    schema.into()
}

/// The schemas of all kinds: an object with the word of each as its key.
pub fn all(known: &Known) -> Value {
    let one = |kind: Kind| (kind.as_str().to_owned(), schema(kind, known));
    Value::Object(Kind::ALL.into_iter().map(one).collect())
}

/// A schema, or several, as the text of a file.
pub fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}
