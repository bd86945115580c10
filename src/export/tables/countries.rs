//! The countries, for a database.

use super::row;
use crate::export::api;
use crate::render::Renderer;
use crate::resolve::Ref;

row! {
    /// A country.
    struct CountryRow {
        /// Its id: its code in small letters.
        id: String,
        /// The address of its page.
        permalink: String,
        /// Its code in ISO 3166-1 alpha-2.
        code: String,
        /// Its code in ISO 3166-1 alpha-3.
        alpha_3: String,
        /// Its name in the site's language.
        name: String,
        /// How many operations it took part in.
        operations: usize,
    }
}

/// The countries, by name.
pub(in crate::export) fn rows(renderer: &Renderer) -> impl Iterator<Item = CountryRow> {
    (0..renderer.site().countries.len()).map(|at| {
        let country = api::country_row(renderer, Ref::new(at));
        CountryRow {
            id: country.id,
            permalink: country.permalink.0,
            code: country.code,
            alpha_3: country.alpha_3,
            name: country.name,
            operations: country.operation_count,
        }
    })
}
