//! Outlets, agencies and platforms: what an operation can name besides countries.

use std::sync::Arc;

use super::{Claim, CountryCode, Date, Located, Slug};
use crate::markdown::Body;
use crate::text::FileId;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityKind {
    /// A targeted media outlet: a brand, channel or site.
    Outlet,
    /// A police, judicial or EU agency.
    Agency,
    /// An online service that was used or took part.
    Platform,
}

impl EntityKind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Outlet, Self::Agency, Self::Platform];

    /// The word for one of them, as in `outlet:amaq`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Agency => "agency",
            Self::Platform => "platform",
        }
    }

    /// The folder of content and the first part of the address.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Outlet => "outlets",
            Self::Agency => "agencies",
            Self::Platform => "platforms",
        }
    }
}

/// An outlet, an agency or a platform.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its id, the file's stem.
    pub id: Slug,
    /// The file it was read from.
    pub file: FileId,
    /// Its name.
    pub name: String,
    /// Other spellings, in any script.
    pub aliases: Vec<Located<String>>,
    /// Ids it had before.
    pub former_ids: Vec<Located<Slug>>,
    /// The entity of the same kind that it belongs to.
    pub parent: Option<Located<Slug>>,
    /// A word for what sort of outlet, agency or platform it is.
    pub sort: Option<Located<String>>,
    /// BCP 47 tags of the languages it publishes in.
    pub languages: Vec<String>,
    /// Its country.
    pub country: Option<CountryCode>,
    /// When it was active.
    pub active: Option<Date>,
    /// Whether it is left out of the site.
    pub draft: bool,
    /// Its notes.
    pub body: Arc<Body>,
    /// The claims of its notes.
    pub claims: Vec<Arc<Claim>>,
}
