//! What the record is made of: one file per noun, every field well formed.
//!
//! References are still names here, each with its place; `resolve` makes them land.

mod claim;
mod country;
pub mod date;
mod entity;
mod fact;
mod id;
pub mod language;
mod names;
mod operation;
mod page;
pub mod plural;
mod source;

pub use claim::{About, By, Citation, Cited, Claim, ClaimRef, Withdrawal};
pub use country::{CountryCode, CountryNames, InvalidCountry};
pub use date::{Bound, Date, DateWords, InvalidDate, today};
pub use entity::{Entity, EntityKind};
pub use fact::{Fact, FactValue, Qualifier, Value};
pub use id::{InvalidKey, InvalidSlug, Slug, SourceKey, slug_of, slug_of_title};
pub use operation::{CitedItem, CitedList, Correction, Operation, Related, Relation, Status};
pub use page::{CountryNotes, Page};
pub use source::{Archived, Quote, Source, Url, UrlStatus};

/// A thing and the place where it was written.
pub type Located<T> = (T, crate::yaml::Place);
