//! Countries.

use super::claim::{Claim, claims_of};
use super::common::{PartIn, api_address};
use crate::export::published::{Address, published};
use crate::render::Renderer;
use crate::resolve::{self, Ref, Subject};
use crate::routes::{Api, Route};

published! {
    /// A country in short.
    struct CountryRow {
        /// Its id: its code in small letters.
        id: String,
        /// The address of its page.
        permalink: Address,
        /// The address of all that is known of it, as JSON.
        api: Address,
        /// Its code in ISO 3166-1 alpha-2; `XK` for Kosovo.
        code: String,
        /// Its code in ISO 3166-1 alpha-3; `XKK` for Kosovo.
        alpha_3: String,
        /// Its name in the site's language.
        name: String,
        /// How many operations it took part in.
        operation_count: usize,
    }

    /// A country with its part in operations and with the notes on it.
    struct Country {
        + row: CountryRow,
        /// The operations that it took part in, oldest first.
        operations: Vec<PartIn>,
        /// The claims of the notes on it.
        claims: Vec<Claim>,
    }
}

/// A country in short.
pub(in crate::export) fn row(renderer: &Renderer, at: Ref<resolve::Country>) -> CountryRow {
    let country = &renderer.site()[at];
    CountryRow {
        id: country.code.slug(),
        permalink: Address(renderer.permalink(Route::Country(at, 0))),
        api: api_address(renderer, Api::Country(at)),
        code: country.code.to_string(),
        alpha_3: country.code.alpha_3().to_owned(),
        name: country.name.to_owned(),
        operation_count: country.operations.len(),
    }
}

/// A country with its part in operations and with the notes on it.
pub(super) fn whole(renderer: &Renderer, at: Ref<resolve::Country>) -> Country {
    Country {
        row: row(renderer, at),
        operations: PartIn::all(renderer, &renderer.site()[at].operations),
        claims: claims_of(renderer, Subject::Country(at)),
    }
}
