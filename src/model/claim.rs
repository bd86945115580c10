//! A claim: the unit that carries sources.

use super::{Date, Located, SourceKey};
use crate::yaml::Place;

/// A claim of a body or of front matter. What few claims have is in a box: a record has hundreds of thousands.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id, unique in its file: authored, or made from its text or its place.
    pub id: String,
    /// Whether the editor gave the id.
    pub authored: bool,
    /// What it says, in which part of the file.
    pub about: About,
    /// The first character of its text; in front matter its value.
    pub place: Place,
    /// The whole of it as plain text; for front matter made from its value.
    pub text: String,
    /// What it cites, in order; one entry per mention.
    pub citations: Vec<Citation>,
    /// Whether the editor marked it as disputed.
    pub disputed: bool,
    /// Who says so.
    pub by: Option<Box<Located<By>>>,
    /// The time it holds for.
    pub as_of: Option<Box<Date>>,
    /// The claim that it contradicts.
    pub contradicts: Option<Box<Located<ClaimRef>>>,
    /// When and why it was withdrawn.
    pub withdrawn: Option<Box<Withdrawal>>,
    /// Why it has no source, if the editor gave a reason.
    pub uncited: Option<String>,
    /// A remark of the editor (front matter only).
    pub note: Option<String>,
}

/// What a claim is, by the part of the file it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An item of a cited list, by its ordinal there.
    Cited(Cited, usize),
    /// A value of a fact, by the ordinals of the fact and the value.
    Fact(usize, usize),
    /// A block of the body, by its ordinal in `markdown::Body::claims`.
    Body(usize),
}

/// The four cited lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cited {
    /// `countries`
    Countries,
    /// `outlets`
    Outlets,
    /// `agencies`
    Agencies,
    /// `platforms`
    Platforms,
}

impl Cited {
    /// The list's key in front matter.
    pub fn key(self) -> &'static str {
        match self {
            Self::Countries => "countries",
            Self::Outlets => "outlets",
            Self::Agencies => "agencies",
            Self::Platforms => "platforms",
        }
    }

    /// One of the list, as it starts the ids of its claims.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Countries => "country",
            Self::Outlets => "outlet",
            Self::Agencies => "agency",
            Self::Platforms => "platform",
        }
    }
}

/// One mention of a source.
#[derive(Clone, Debug)]
pub struct Citation {
    /// Its key as written.
    pub key: Located<SourceKey>,
    /// The cluster it stands in, by its ordinal in the claim; `None` in front matter.
    pub cluster: Option<usize>,
    /// The words before it, such as `see also`.
    pub prefix: String,
    /// Where in the source, such as `para. 4`; empty if not given.
    pub locator: String,
}

impl Citation {
    /// Whether the source is named without being counted as support: `but see`, `contra`, `cf.`
    pub fn is_contrary(&self) -> bool {
        let prefix = self.prefix.trim().to_lowercase();
        ["but see", "contra", "cf.", "cf"].iter().any(|word| {
            prefix.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// `kind:id`, such as `agency:europol` or `source:key`.
    Id {
        /// The kind.
        kind: String,
        /// The id.
        id: String,
    },
    /// One word: an id of any kind if there is just one.
    Word {
        /// The word.
        word: String,
        /// Whether it may be a name too: it was in quotes.
        may_be_name: bool,
    },
    /// A name.
    Name(String),
}

/// A claim by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRef {
    /// The operation's slug; `None` for this file.
    pub operation: Option<String>,
    /// The claim's id.
    pub claim: String,
}

/// When and why a claim was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The day.
    pub date: Date,
    /// The reason.
    pub reason: String,
}
