//! The bibliography: Hayagriva YAML and BibTeX in, formatted references, BibTeX and CSL-JSON out; and what comes in other forms
//! as YAML of ours.
//!
//! Every key of an entry is checked by our own reader first, since Hayagriva ignores what it does not
//! know and one bad entry fails a whole file; then each entry is handed to it alone. Formatting
//! walks Hayagriva's element tree and writes runs of text: its own HTML output does not escape.

mod address;
mod bib_pieces;
pub mod csl;
mod draft;
mod entry;
mod fields;
mod guard;
mod json;
mod locale;
mod read_bib;
mod read_csl;
mod read_yaml;
mod record;
mod reference;
mod style;
mod write_bib;
mod write_csl;

#[cfg(test)]
mod trial;

use crate::model::language;

pub use draft::{Draft, bare_doi, drafts_of_bib};
pub use entry::Entry;
pub use fields::Addresses;
use read_bib::bib_left_out;
pub use read_bib::read_bib;
pub use read_csl::drafts_of_csl;
pub use read_yaml::{read_yaml, shape};
pub use reference::{Reference, format};
pub use style::{Style, UnusableStyle};
pub use write_bib::{bibtex, tex, verbatim, written};
pub use write_csl::{csl_json, date as csl_date};
