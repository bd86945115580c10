//! Pages around the record: about, methodology, notes on a country.

use std::sync::Arc;

use super::{Claim, CountryCode};
use crate::markdown::Body;
use crate::text::FileId;

/// A page of `content/pages`.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its path in `pages/` without `.md`, such as `handbook/dates`; `index` at the end stands for its folder.
    pub path: String,
    /// The file it was read from.
    pub file: FileId,
    /// Its title.
    pub title: String,
    /// A line or two for search engines.
    pub description: Option<String>,
    /// Its place among its siblings, smallest first; without one last, by title.
    pub order: Option<i64>,
    /// Whether it is left out of the site.
    pub draft: bool,
    /// The text.
    pub body: Arc<Body>,
    /// Its claims.
    pub claims: Vec<Arc<Claim>>,
}

/// Notes on a country.
#[derive(Clone, Debug)]
pub struct CountryNotes {
    /// The country.
    pub code: CountryCode,
    /// The file they were read from.
    pub file: FileId,
    /// The text.
    pub body: Arc<Body>,
    /// Its claims.
    pub claims: Vec<Arc<Claim>>,
}
