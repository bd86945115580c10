//! Front matter as it is written: one definition for the reader and, later, for the schema.

use crate::yaml::{Any, Field, FromNode, Located, MapOf, Node, OneOrMany, Reading, Scalar, raw};

raw! {
    /// An operation's front matter.
    pub(super) struct RawOperation("an operation") {
        title: String = "title",
        description: String = "description",
        date: Scalar = "date",
        announced: Scalar = "announced",
        status: String = "status",
        kind: String = "kind",
        aliases: OneOrMany<String> = "aliases",
        countries: Vec<Located<RawCited>> = "countries",
        outlets: Vec<Located<RawCited>> = "outlets",
        agencies: Vec<Located<RawCited>> = "agencies",
        platforms: Vec<Located<RawCited>> = "platforms",
        facts: MapOf<OneOrMany<RawFactValue>> = "facts",
        related: Vec<Located<RawRelated>> = "related",
        corrections: Vec<Located<RawCorrection>> = "corrections",
        updated: Scalar = "updated",
        stale_after: Scalar = "stale-after",
        draft: bool = "draft",
        extra: Any = "extra",
    }

    /// An item of a cited list in its long form.
    pub(super) struct RawCitedItem("an item of a cited list") {
        id: OneOrMany<String> = "id",
        role: String = "role",
        sources: OneOrMany<Scalar> = "sources",
        note: String = "note",
        claim: String = "claim",
        disputed: bool = "disputed",
        by: String = "by",
        as_of: Scalar = "as-of",
        contradicts: String = "contradicts",
        withdrawn: String = "withdrawn",
        uncited: String = "uncited",
    }

    /// A value of a fact.
    pub(super) struct RawFactValue("a value of a fact") {
        value: RawValue = "value",
        qualifier: String = "qualifier",
        unit: String = "unit",
        place: Scalar = "where",
        as_of: Scalar = "as-of",
        scope: String = "scope",
        sources: OneOrMany<Scalar> = "sources",
        note: String = "note",
        claim: String = "claim",
        disputed: bool = "disputed",
        by: String = "by",
        contradicts: String = "contradicts",
        withdrawn: String = "withdrawn",
        uncited: String = "uncited",
    }

    /// A related operation.
    pub(super) struct RawRelated("a related operation") {
        operation: Scalar = "operation",
        relation: String = "as",
    }

    /// A correction.
    pub(super) struct RawCorrection("a correction") {
        date: Scalar = "date",
        claim: String = "claim",
        text: String = "text",
    }

    /// The front matter of an outlet, an agency or a platform.
    pub(super) struct RawEntity("an outlet, agency or platform") {
        name: String = "name",
        aliases: OneOrMany<String> = "aliases",
        parent: String = "parent",
        kind: String = "kind",
        languages: OneOrMany<String> = "languages",
        country: String = "country",
        active: Scalar = "active",
        former_ids: OneOrMany<String> = "former-ids",
        draft: bool = "draft",
        extra: Any = "extra",
    }

    /// The front matter of notes on a country.
    pub(super) struct RawCountry("notes on a country") {
        extra: Any = "extra",
    }

    /// A page's front matter.
    pub(super) struct RawPage("a page") {
        title: String = "title",
        order: i64 = "order",
        description: String = "description",
        draft: bool = "draft",
        extra: Any = "extra",
    }
}

/// An item of a cited list: a bare id or the long form.
#[derive(Clone, Debug)]
pub(super) enum RawCited {
    Bare(String),
    Item(Box<RawCitedItem>),
}

impl FromNode for RawCited {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        match node {
            Node::Text(id) => Some(Self::Bare(id.clone())),
            Node::Map(_) => Some(Self::Item(Box::new(RawCitedItem::from_node(node, reading)?))),
            _ => reading.wrong_type("an id, or a map with `id` and `sources`", node),
        }
    }
}

/// A fact's value: text or a number.
#[derive(Clone, Debug)]
pub(super) struct RawValue {
    pub(super) text: String,
    pub(super) is_number: bool,
}

impl FromNode for RawValue {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let is_number = matches!(node, Node::Int(_) | Node::Float(_));
        Some(Self { text: Scalar::from_node(node, reading)?.0, is_number })
    }
}

/// The keys that every claim of front matter shares.
#[derive(Debug, Default)]
pub(super) struct RawStanding {
    pub(super) sources: Field<OneOrMany<Scalar>>,
    pub(super) note: Field<String>,
    pub(super) claim: Field<String>,
    pub(super) disputed: Field<bool>,
    pub(super) by: Field<String>,
    pub(super) as_of: Field<Scalar>,
    pub(super) contradicts: Field<String>,
    pub(super) withdrawn: Field<String>,
    pub(super) uncited: Field<String>,
}
