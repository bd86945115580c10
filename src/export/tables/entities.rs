//! The outlets, agencies and platforms, for a database.

use super::{joined, row};
use crate::export::api;
use crate::export::published::Words;
use crate::render::Renderer;
use crate::resolve::Ref;

row! {
    /// An outlet, agency or platform.
    struct EntityRow {
        /// What it is: `outlet`, `agency` or `platform`.
        r#type: &'static str,
        /// Its id, unique among things of its type.
        id: String,
        /// The address of its page.
        permalink: String,
        /// Its name.
        name: String,
        /// Other spellings of its name.
        aliases: String,
        /// What kind of outlet, agency or platform it is, a word of the site's vocabulary.
        kind: Option<String>,
        /// The id of what it belongs to, which is of its type.
        parent: Option<String>,
        /// The tags (BCP 47) of the languages that it publishes in.
        languages: String,
        /// The code of its country, ISO 3166-1 alpha-2.
        country: Option<String>,
        /// When it was active, in EDTF.
        active: Option<String>,
        /// How many operations name it.
        operations: usize,
    }
}

/// The outlets, agencies and platforms, each by name.
pub(in crate::export) fn rows(renderer: &Renderer) -> impl Iterator<Item = EntityRow> {
    (0..renderer.site().entities.len()).map(|at| {
        let entity = api::entity_row(renderer, Ref::new(at));
        EntityRow {
            r#type: entity.r#type.0.word(),
            id: entity.id,
            permalink: entity.permalink.0,
            name: entity.name,
            aliases: joined(&entity.aliases),
            kind: entity.kind,
            parent: entity.parent.map(|parent| parent.id),
            languages: joined(&entity.languages),
            country: entity.country,
            active: entity.active.map(|date| date.edtf),
            operations: entity.operation_count,
        }
    })
}
