//! Front matter as it is written: one definition for the reader and for the schema.

use super::claims::{RESERVED_PREFIXES, SPEAKERS};
use crate::diag::Code;
use crate::model::{
    CountryCode, Date, EntityKind, Qualifier, Relation, Slug, SourceKey, Status, date, language,
};
use crate::yaml::shape::{Names, Record, Shape, Text};
use crate::yaml::{
    Any, Field, Filled, FromNode, Located, MapOf, Node, OneOrMany, Raw, RawRecord, Reading, Scalar,
    Written, raw,
};

raw! {
    /// One operation: the front matter of its file.
    pub(super) struct RawOperation("an operation") {
        /// The operation's title.
        title: Raw<Filled> = "title" required "…",
        /// What happened, in a line or two: shown in lists and by search engines.
        description: String = "description",
        /// When it took place: a day, month, year or interval in EDTF, or `unknown`.
        date: Raw<Date> = "date" required "2018-04-25",
        /// When it was made known.
        announced: Raw<Date> = "announced",
        /// How far it is.
        status: Raw<Status> = "status",
        /// What kind of operation it is: a word of `vocabulary.kinds` in site.yaml.
        kind: Raw<KindName> = "kind",
        /// Slugs that the operation had before. Each leads to where it is now.
        aliases: OneOrMany<Raw<Slug>> = "aliases",
        /// The countries that took part or where something was done, each with its sources.
        countries: Vec<Located<RawCited<CountryCode>>> = "countries",
        /// The outlets that it was aimed at, each with its sources.
        outlets: Vec<Located<RawCited<OutletId>>> = "outlets",
        /// The agencies that took part, each with its sources.
        agencies: Vec<Located<RawCited<AgencyId>>> = "agencies",
        /// The online services that were used or that took part, each with its sources.
        platforms: Vec<Located<RawCited<PlatformId>>> = "platforms",
        /// Figures and short answers, each with its sources, by the words of `vocabulary.facts` in site.yaml.
        facts: MapOf<OneOrMany<RawFactValue>, FactName> = "facts",
        /// Operations that it belongs with.
        related: Vec<Located<RawRelated>> = "related",
        /// What was put right since it was first published.
        corrections: Vec<Located<RawCorrection>> = "corrections",
        /// When the text was last revised.
        updated: Raw<Date> = "updated",
        /// The day from which it should be looked at again: `check` says so then.
        stale_after: Raw<Date> = "stale-after",
        /// Whether it is left out of the site.
        draft: bool = "draft",
        /// Keys of your own. Nothing reads them.
        extra: Any = "extra",
    }

    /// An item of a cited list in its long form: each id of it is a claim.
    pub(super) struct RawCitedItem<Id>("an item of a cited list") {
        /// The id, or several of which the same is said.
        id: OneOrMany<Raw<Id>> = "id" required "…",
        /// The part that it had: a word of `vocabulary.roles` in site.yaml.
        role: Raw<RoleName> = "role",
        /// The keys of the sources that say so.
        sources: OneOrMany<Raw<SourceName>> = "sources",
        /// A remark, shown with the claim.
        note: String = "note",
        /// The claim's id. Others can then link to it and contradict it.
        claim: Raw<ClaimId> = "claim",
        /// Whether somebody disputes it.
        disputed: bool = "disputed",
        /// Who says so: `agency:europol`, `outlet:…`, `platform:…`, `source:…`, an id, or a name.
        by: Raw<Speaker> = "by",
        /// The time that it holds for, in EDTF.
        as_of: Raw<Date> = "as-of",
        /// The id of the claim that it contradicts: one of this file, or `operation#id`.
        contradicts: String = "contradicts",
        /// The day on which it was withdrawn, and why. It stays, struck through.
        withdrawn: Raw<WithdrawnText> = "withdrawn",
        /// Why it has no source. Shown with the claim.
        uncited: String = "uncited",
    }

    /// A value of a fact: a claim. Sources that agree stand under one value; those that do not have a value each.
    pub(super) struct RawFactValue("a value of a fact") {
        /// The figure, or a few words.
        value: RawValue = "value" required "…",
        /// How exact it is: `exactly` if nothing is said.
        qualifier: Raw<Qualifier> = "qualifier",
        /// What is counted, if it is not the unit that the vocabulary gives the fact.
        unit: String = "unit",
        /// The place that it holds for: a country's code, or any name.
        place: Scalar = "where",
        /// The time that it holds for, in EDTF.
        as_of: Raw<Date> = "as-of",
        /// What it covers.
        scope: String = "scope",
        /// The keys of the sources that say so.
        sources: OneOrMany<Raw<SourceName>> = "sources",
        /// A remark, shown with the claim.
        note: String = "note",
        /// The claim's id. Others can then link to it and contradict it.
        claim: Raw<ClaimId> = "claim",
        /// Whether somebody disputes it.
        disputed: bool = "disputed",
        /// Who says so: `agency:europol`, `outlet:…`, `platform:…`, `source:…`, an id, or a name.
        by: Raw<Speaker> = "by",
        /// The id of the claim that it contradicts: one of this file, or `operation#id`.
        contradicts: String = "contradicts",
        /// The day on which it was withdrawn, and why. It stays, struck through.
        withdrawn: Raw<WithdrawnText> = "withdrawn",
        /// Why it has no source. Shown with the claim.
        uncited: String = "uncited",
    }

    /// An operation that this one belongs with.
    pub(super) struct RawRelated("a related operation") {
        /// Its slug.
        operation: Raw<OperationSlug> = "operation" required "…",
        /// What this one is to it: `see-also` if nothing is said.
        relation: Raw<Relation> = "as",
    }

    /// Something that was put right.
    pub(super) struct RawCorrection("a correction") {
        /// The day.
        date: Raw<Date> = "date" required "…",
        /// The id of the claim that it is about.
        claim: String = "claim",
        /// What was changed, and why.
        text: String = "text" required "…",
    }

    /// An outlet, agency or platform: the front matter of its file.
    pub(super) struct RawEntity("an outlet, agency or platform") {
        /// Its name.
        name: Raw<Filled> = "name" required "…",
        /// Other names and spellings, in any script.
        aliases: OneOrMany<String> = "aliases",
        /// The id of what it is a part of.
        parent: Raw<Slug> = "parent",
        /// What kind of thing it is: a word of `vocabulary.kinds` in site.yaml.
        kind: Raw<KindName> = "kind",
        /// The languages that it publishes in, as BCP 47 tags.
        languages: OneOrMany<Raw<language::Tag>> = "languages",
        /// The country that it is of.
        country: Raw<CountryCode> = "country",
        /// From when to when it was active, in EDTF.
        active: Raw<Date> = "active",
        /// Ids that it had before. Each leads to where it is now.
        former_ids: OneOrMany<Raw<Slug>> = "former-ids",
        /// Whether it is left out of the site.
        draft: bool = "draft",
        /// Keys of your own. Nothing reads them.
        extra: Any = "extra",
    }

    /// Notes on a country: the front matter of their file, if it has one.
    pub(super) struct RawCountry("notes on a country") {
        /// Keys of your own. Nothing reads them.
        extra: Any = "extra",
    }

    /// A page: its front matter.
    pub(super) struct RawPage("a page") {
        /// The page's title.
        title: Raw<Filled> = "title" required "…",
        /// Where it stands among the pages: the smallest first.
        order: i64 = "order",
        /// What it is about, in a line or two: shown by search engines.
        description: String = "description",
        /// Whether it is left out of the site.
        draft: bool = "draft",
        /// Keys of your own. Nothing reads them.
        extra: Any = "extra",
    }
}

/// What is asked of an operation's front matter.
pub fn operation_shape() -> Shape {
    RawOperation::shape()
}

/// What is asked of the front matter of an outlet, agency or platform.
pub fn entity_shape(kind: EntityKind) -> Shape {
    let about = match kind {
        EntityKind::Outlet => "An outlet: the front matter of its file.",
        EntityKind::Agency => "An agency: the front matter of its file.",
        EntityKind::Platform => "A platform: the front matter of its file.",
    };
    Shape::Record(Record { about, ..RawEntity::record() })
}

/// What is asked of the front matter of notes on a country.
pub fn country_shape() -> Shape {
    RawCountry::shape()
}

/// What is asked of a page's front matter.
pub fn page_shape() -> Shape {
    RawPage::shape()
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident $text:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(super) enum $name {}

        impl Written for $name {
            fn text() -> Text {
                $text
            }
        }
    )*};
}

names! {
    /// A word of the vocabulary's kinds.
    KindName Text::name_of(Names::Kinds);
    /// A word of the vocabulary's roles.
    RoleName Text::name_of(Names::Roles);
    /// A word of the vocabulary's facts.
    FactName Text::name_of(Names::Facts);
    /// An outlet's id, or one of its other names.
    OutletId Text::name_of(Names::Outlets);
    /// An agency's.
    AgencyId Text::name_of(Names::Agencies);
    /// A platform's.
    PlatformId Text::name_of(Names::Platforms);
    /// What a claim can be called.
    ClaimId Text {
        called: Some("claim-id"),
        refused: Some(format!(
            "^(?:{})|{}",
            RESERVED_PREFIXES.join("|"),
            Slug::text().refused.unwrap_or_default(),
        )),
        fault: "should be small letters, digits and single hyphens, and not start as the page's own ids do",
        examples: &["servers-seized"],
        ..Slug::text()
    };
    /// Who says something: not a kind of thing that says nothing.
    Speaker Text {
        called: Some("speaker"),
        // A kind that can say something and a colon; or nothing that reads as some other kind, a colon and an id.
        pattern: Some(format!(
            r"^\s*(?:{}):|^[^:]*[^:\s][^:]*$|^\s*(?:{id}+{other}[^:]*|{word}[^:]*)?:|^[^:]*:(?:\s*$|{id_or_colon}*(?:{word}|\s+\S))",
            SPEAKERS.join("|"),
            id = "[A-Za-z0-9_.+-]",
            id_or_colon = "[A-Za-z0-9_.+:-]",
            other = "[^A-Za-z0-9_.+:-]",
            word = r"[^A-Za-z0-9_.+:\s-]",
        )),
        fault: "should be a name, an id, or one of agency:…, outlet:…, platform:…, source:…",
        examples: &["agency:europol"],
        ..Text::default()
    };
    /// A day, and why.
    WithdrawnText Text {
        called: Some("withdrawal"),
        fault: "should be a day, a colon, and the reason",
        examples: &["2024-07-01: named the wrong town"],
        ..Text::like(&format!(r"\s*{}\s*:[\s\S]*\S[\s\S]*", date::expression()))
    };
}

/// An operation's slug, which may look like a year.
#[derive(Clone, Copy, Debug)]
pub(super) enum OperationSlug {}

impl Written for OperationSlug {
    fn text() -> Text {
        Text::name_of(Names::Operations)
    }

    fn numbers() -> Option<Shape> {
        Some(Shape::Number(None))
    }
}

/// The key of a source that is cited.
#[derive(Clone, Copy, Debug)]
pub(super) enum SourceName {}

impl Written for SourceName {
    fn text() -> Text {
        Text { names: Some(Names::Sources), ..SourceKey::text() }
    }

    fn numbers() -> Option<Shape> {
        SourceKey::numbers()
    }
}

/// An item of a cited list: a bare id or the long form.
#[derive(Clone, Debug)]
pub(super) enum RawCited<Id> {
    Bare(Raw<Id>),
    Item(Box<RawCitedItem<Id>>),
}

impl<Id: Written> FromNode for RawCited<Id> {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        match node {
            Node::Text(_) => Some(Self::Bare(Raw::from_node(node, reading)?)),
            Node::Map(_) => Some(Self::Item(Box::new(RawCitedItem::from_node(node, reading)?))),
            _ => reading.wrong_type("an id, or a map with `id` and `sources`", node),
        }
    }

    fn shape() -> Shape {
        let called = match Id::text().names {
            Some(Names::Outlets) => "a cited outlet",
            Some(Names::Agencies) => "a cited agency",
            Some(Names::Platforms) => "a cited platform",
            _ => "a cited country",
        };
        let item = Record { called, ..RawCitedItem::<Id>::record() };
        Shape::OneOf(vec![Shape::Text(Id::text()), Shape::of_record(item)])
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
        let is_number = match node {
            Node::Int(_) => true,
            // `.inf` and `.nan`: numbers to YAML, and to nobody who counts.
            Node::Float(number) if !number.is_finite() => {
                let message = "expected text or a number, found a number without a value";
                reading.problem(Code::WrongType, message, "write a figure, or put it in quotes");
                return None;
            }
            Node::Float(_) => true,
            _ => false,
        };
        let text = Scalar::from_node(node, reading)?.0;
        if text.trim().is_empty() {
            reading.problem(Code::InvalidValue, "the value is empty", "write what is known");
            return None;
        }
        Some(Self { text, is_number })
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![Shape::Text(Text::filled()), Shape::Number(None)])
    }
}

/// The keys that every claim of front matter shares.
#[derive(Debug, Default)]
pub(super) struct RawStanding {
    pub(super) sources: Field<OneOrMany<Raw<SourceName>>>,
    pub(super) note: Field<String>,
    pub(super) claim: Field<Raw<ClaimId>>,
    pub(super) disputed: Field<bool>,
    pub(super) by: Field<Raw<Speaker>>,
    pub(super) as_of: Field<Raw<Date>>,
    pub(super) contradicts: Field<String>,
    pub(super) withdrawn: Field<Raw<WithdrawnText>>,
    pub(super) uncited: Field<String>,
}
