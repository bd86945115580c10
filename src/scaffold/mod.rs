//! What an editor starts from: a new site, a new file of each kind, sources from elsewhere.
//!
//! Everything here is text, to be written by whoever asked for it; nothing is written here.

mod record;
mod site;
mod sources;

pub use record::{Kind, Refused, record};
pub use site::{bare, example};
pub use sources::{Addition, Placed, new_source, path_by_year, place};

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path from the site's root, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
}
