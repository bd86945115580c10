//! `operations.csv`

use super::{joined, row};
use crate::export::api::{self, Part};
use crate::model::Status;
use crate::render::Renderer;
use crate::resolve::Ref;

row! {
    /// An operation.
    struct OperationRow {
        /// Its id: the last part of its address.
        id: String,
        /// The address of its page.
        permalink: String,
        /// Its title.
        title: String,
        /// A line or two on it.
        description: Option<String>,
        /// When it took place, in EDTF (ISO 8601-2:2019, level 1); `unknown` if that is not known.
        date: String,
        /// The earliest day that this can be.
        earliest: Option<String>,
        /// The latest day that this can be.
        latest: Option<String>,
        /// When it was made known, in EDTF.
        announced: Option<String>,
        /// How far it is: `planned`, `ongoing` or `concluded`.
        status: Option<&'static str>,
        /// What kind of operation it is, a word of the site's vocabulary.
        kind: Option<String>,
        /// The codes (ISO 3166-1 alpha-2) of the countries that took part, each once.
        countries: String,
        /// The ids of the outlets that it was directed against.
        outlets: String,
        /// The ids of the agencies that took part.
        agencies: String,
        /// The ids of the platforms that were used or took part.
        platforms: String,
        /// How many claims there are on it.
        claims: usize,
        /// How many sources these cite.
        sources: usize,
        /// Whether any of its claims is disputed.
        disputed: bool,
        /// When the record of it was last revised, in EDTF.
        updated: Option<String>,
    }
}

/// The operations, oldest first.
pub(in crate::export) fn rows(renderer: &Renderer) -> impl Iterator<Item = OperationRow> {
    (0..renderer.site().operations.len()).map(|at| {
        let operation = api::operation_row(renderer, Ref::new(at));
        let countries = ids(&operation.countries);
        OperationRow {
            id: operation.id,
            permalink: operation.permalink.0,
            title: operation.title,
            description: operation.description,
            date: operation.date.edtf,
            earliest: operation.date.earliest.map(|day| day.0),
            latest: operation.date.latest.map(|day| day.0),
            announced: operation.announced.map(|date| date.edtf),
            status: operation.status.map(|status| Status::as_str(status.0)),
            kind: operation.kind,
            countries: joined(countries.iter().map(|id| id.to_ascii_uppercase())),
            outlets: joined(ids(&operation.outlets)),
            agencies: joined(ids(&operation.agencies)),
            platforms: joined(ids(&operation.platforms)),
            claims: operation.claim_count,
            sources: operation.source_count,
            disputed: operation.disputed,
            updated: operation.updated.map(|date| date.edtf),
        }
    })
}

/// The ids of parts, each once.
fn ids(parts: &[Part]) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for part in parts {
        if !ids.contains(&part.id.as_str()) {
            ids.push(&part.id);
        }
    }
    ids
}
