//! A source: what a claim stands on.

use super::{Date, Located, SourceKey};
use crate::text::FileId;
use crate::yaml::{Place, Written, shape};

/// An entry of the bibliography, as far as the record itself uses it.
///
/// What only the citation style needs is in `biblio`'s entry of the same key.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its key.
    pub key: SourceKey,
    /// The file it was read from.
    pub file: FileId,
    /// The place of its key.
    pub place: Place,
    /// Hayagriva's type in small letters, such as `article`.
    pub sort: String,
    /// Its title.
    pub title: String,
    /// Whether the title is ours, for want of one that was seen.
    pub title_supplied: bool,
    /// The title in the site's language.
    pub title_translated: Option<String>,
    /// BCP 47 tag of its language.
    pub language: Option<String>,
    /// Its authors as they are read: "Given Family".
    pub authors: Vec<String>,
    /// The paper, broadcaster or body that published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// Where it is to be found.
    pub url: Option<Url>,
    /// Whose reporting it is, as written; never empty (`own` is the default).
    pub origins: Vec<Located<String>>,
    /// The dispatch or release that it carries.
    pub wire: Option<String>,
    /// An archived copy.
    pub archived: Option<Archived>,
    /// What became of the address.
    pub url_status: UrlStatus,
    /// Passages that claims rest on.
    pub quotes: Vec<Quote>,
}

impl Source {
    /// Whether it is on the web and no archived copy of it is named.
    pub fn is_unarchived(&self) -> bool {
        self.url.is_some() && self.archived.is_none()
    }
}

/// An address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// The address, `http` or `https`.
    pub address: String,
    /// When it was last looked at.
    pub accessed: Option<Date>,
    /// Where it is written.
    pub place: Place,
}

/// An archived copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    /// Its address.
    pub address: String,
    /// When it was made.
    pub date: Option<Date>,
    /// Where it is written.
    pub place: Place,
}

/// What became of an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UrlStatus {
    /// It answers.
    #[default]
    Live,
    /// It does not.
    Dead,
    /// Someone else has it now.
    Usurped,
}

impl UrlStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Live, Self::Dead, Self::Usurped];

    /// The word in content and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Dead => "dead",
            Self::Usurped => "usurped",
        }
    }

    /// The status of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

impl Written for UrlStatus {
    fn text() -> shape::Text {
        shape::Text::words(Self::ALL.map(Self::as_str))
    }
}

/// A passage of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub locator: Option<String>,
}
