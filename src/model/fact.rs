//! A fact: one question, and every value that a source gives.

use super::{Date, Located};
use crate::yaml::{Written, shape};

/// A fact of an operation.
#[derive(Clone, Debug)]
pub struct Fact {
    /// A word of the vocabulary, such as `arrests`.
    pub name: Located<String>,
    /// The values, in the order written.
    pub values: Vec<FactValue>,
}

/// One value of a fact; the claim that it is so is among the operation's.
#[derive(Clone, Debug, PartialEq)]
pub struct FactValue {
    /// The value.
    pub value: Value,
    /// How exact it is.
    pub qualifier: Qualifier,
    /// What is counted, if it is not the vocabulary's unit.
    pub unit: Option<String>,
    /// The place it holds for: a country code or any name.
    pub place: Option<String>,
    /// The time it holds for.
    pub as_of: Option<Date>,
    /// What it covers.
    pub scope: Option<String>,
}

/// A value, kept as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The text as written.
    pub text: String,
    /// Whether it was written as a number.
    pub is_number: bool,
}

/// How exact a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Qualifier {
    /// Just that.
    #[default]
    Exactly,
    /// Near that.
    About,
    /// That or more.
    AtLeast,
    /// More than that.
    MoreThan,
    /// That or less.
    UpTo,
    /// Less than that.
    FewerThan,
}

impl Qualifier {
    /// Every qualifier.
    pub const ALL: [Self; 6] =
        [Self::Exactly, Self::About, Self::AtLeast, Self::MoreThan, Self::UpTo, Self::FewerThan];

    /// The word in content and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exactly => "exactly",
            Self::About => "about",
            Self::AtLeast => "at-least",
            Self::MoreThan => "more-than",
            Self::UpTo => "up-to",
            Self::FewerThan => "fewer-than",
        }
    }

    /// The qualifier of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|qualifier| qualifier.as_str() == word)
    }
}

impl Written for Qualifier {
    fn text() -> shape::Text {
        shape::Text::words(Self::ALL.map(Self::as_str))
    }
}

impl FactValue {
    /// Whether the other value answers the same question: same place, time, unit and scope.
    pub fn is_comparable_with(&self, other: &Self) -> bool {
        self.place == other.place
            && self.as_of == other.as_of
            && self.unit == other.unit
            && self.scope == other.scope
    }

    /// Whether the two cannot both be the answer.
    pub fn disagrees_with(&self, other: &Self) -> bool {
        self.is_comparable_with(other)
            && (self.value.text != other.value.text || self.qualifier != other.qualifier)
    }
}
