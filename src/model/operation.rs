//! An operation: one file, one fact sheet.

use std::sync::Arc;

use super::{Cited, Claim, Date, Fact, Located, Slug};
use crate::markdown::Body;
use crate::text::FileId;
use crate::yaml::{Written, shape};

/// An operation as its file tells it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its slug, the file's stem.
    pub slug: Slug,
    /// The file it was read from.
    pub file: FileId,
    /// Its title.
    pub title: String,
    /// A line or two for lists and search engines.
    pub description: Option<String>,
    /// When it took place.
    pub date: Date,
    /// When it was made known.
    pub announced: Option<Date>,
    /// How far it is.
    pub status: Option<Status>,
    /// A word of the vocabulary's kinds.
    pub kind: Option<Located<String>>,
    /// Its old slugs.
    pub aliases: Vec<Located<Slug>>,
    /// The four cited lists.
    pub cited: Vec<CitedList>,
    /// What is known in figures and words.
    pub facts: Vec<Fact>,
    /// Operations that it belongs with.
    pub related: Vec<Related>,
    /// What was put right since it was first published.
    pub corrections: Vec<Correction>,
    /// When it was last revised.
    pub updated: Option<Date>,
    /// The day from which it should be looked at again.
    pub stale_after: Option<Located<Date>>,
    /// Whether it is left out of the site.
    pub draft: bool,
    /// The text.
    pub body: Arc<Body>,
    /// Every claim: those of the cited lists, the facts, then the body, each in the order written.
    pub claims: Vec<Arc<Claim>>,
}

impl Operation {
    /// The items of one of the cited lists.
    pub fn cited(&self, list: Cited) -> &[CitedItem] {
        self.cited.iter().find(|cited| cited.list == list).map_or(&[], |cited| &cited.items)
    }

    /// The day that has passed by which it was to be looked at again.
    pub fn stale_since(&self, today: jiff::civil::Date) -> Option<&Located<Date>> {
        let passed = |due: &&Located<Date>| due.0.latest().is_some_and(|last| last < today);
        self.stale_after.as_ref().filter(passed)
    }
}

/// How far an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It is to come.
    Planned,
    /// It goes on.
    Ongoing,
    /// It is over.
    Concluded,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Ongoing, Self::Concluded];

    /// The word in content and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Ongoing => "ongoing",
            Self::Concluded => "concluded",
        }
    }

    /// The status of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

impl Written for Status {
    fn text() -> shape::Text {
        shape::Text::words(Self::ALL.map(Self::as_str))
    }
}

/// One of the four cited lists.
#[derive(Clone, Debug)]
pub struct CitedList {
    /// Which.
    pub list: Cited,
    /// Its items, one per id.
    pub items: Vec<CitedItem>,
}

/// One id of a cited list: a claim that it took part, or was used or hit.
#[derive(Clone, Debug)]
pub struct CitedItem {
    /// The id: a country code for countries, else an entity's; empty if there is none, which is a finding.
    pub id: Located<String>,
    /// Its role, a word of the vocabulary.
    pub role: Option<Located<String>>,
}

/// Another operation and what this one is to it.
#[derive(Clone, Debug)]
pub struct Related {
    /// The other's slug.
    pub operation: Located<String>,
    /// What this one is to it.
    pub relation: Relation,
}

/// What one operation is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It comes after it.
    Follows,
    /// It is a part of it.
    PartOf,
    /// It belongs with it.
    SeeAlso,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 3] = [Self::Follows, Self::PartOf, Self::SeeAlso];

    /// The word in content and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::PartOf => "part-of",
            Self::SeeAlso => "see-also",
        }
    }

    /// The relation of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.as_str() == word)
    }
}

impl Written for Relation {
    fn text() -> shape::Text {
        shape::Text::words(Self::ALL.map(Self::as_str))
    }
}

/// Something that was put right.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The day.
    pub date: Date,
    /// The claim it is about.
    pub claim: Option<Located<String>>,
    /// What was changed and why.
    pub text: String,
}
