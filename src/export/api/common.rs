//! What several things have: dates, links, labels.

use crate::config::{Config, label};
use crate::export::published::{Address, Day, published};
use crate::model;
use crate::render::Renderer;
use crate::resolve::{Claim, Ref, Site, Subject, defanged};
use crate::routes::{Api, Route};

use super::claim::key_of;

published! {
    /// A date, which can be approximate, uncertain, open or an interval.
    struct Date {
        /// The date as an editor wrote it, in EDTF (ISO 8601-2:2019, level 1): `2018-04-25`, `2018-04`, `2018~`, `2018-04-25/2018-04-26`; `unknown` if it is not known.
        edtf: String,
        /// The earliest day that it can be; null if it has no known start.
        earliest: Option<Day>,
        /// The latest day that it can be; null if it has no known end.
        latest: Option<Day>,
    }

    /// A thing of the record by its name.
    struct Link {
        /// Its id, unique among things of its kind.
        id: String,
        /// Its name or title.
        name: String,
        /// The address of its page.
        permalink: Address,
    }

    /// A claim in short.
    struct ClaimLink {
        /// Its key, unique in the record: what `claims.json` calls it.
        key: String,
        /// Its address.
        permalink: Address,
        /// What it says, as plain text.
        text: String,
    }

    /// An operation that a country or an outlet, agency or platform had a part in.
    struct PartIn {
        /// The operation.
        operation: Link,
        /// When it took place.
        date: Date,
        /// The claims that it had a part in it.
        claims: Vec<ClaimLink>,
    }
}

impl Date {
    pub(super) fn new(date: &model::Date) -> Self {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| Day(day.to_string()));
        Self {
            edtf: date.edtf().to_owned(),
            earliest: day(date.earliest()),
            latest: day(date.latest()),
        }
    }
}

impl Link {
    pub(super) fn new(renderer: &Renderer, subject: Subject) -> Self {
        Self {
            id: id_of(renderer.site(), subject),
            name: renderer.name_of(subject).to_owned(),
            permalink: Address(renderer.subject_permalink(subject)),
        }
    }
}

impl ClaimLink {
    pub(super) fn new(renderer: &Renderer, at: Ref<Claim>) -> Self {
        Self {
            key: key_of(renderer.site(), at),
            permalink: Address(renderer.claim_permalink(at)),
            text: renderer.statement(at),
        }
    }
}

impl PartIn {
    /// The operations that something had a part in.
    pub(super) fn all(
        renderer: &Renderer,
        operations: &[(Ref<crate::resolve::Operation>, Vec<Ref<Claim>>)],
    ) -> Vec<Self> {
        let part = |(at, claims): &(Ref<crate::resolve::Operation>, Vec<Ref<Claim>>)| Self {
            operation: Link::new(renderer, Subject::Operation(*at)),
            date: Date::new(&renderer.site()[*at].record.date),
            claims: claims.iter().map(|claim| ClaimLink::new(renderer, *claim)).collect(),
        };
        operations.iter().map(part).collect()
    }
}

/// What a claim can belong to.
#[derive(Clone, Copy, Debug)]
pub(in crate::export) enum SubjectType {
    Operation,
    Outlet,
    Agency,
    Platform,
    Country,
    Page,
}

impl SubjectType {
    const ALL: [Self; 6] =
        [Self::Operation, Self::Outlet, Self::Agency, Self::Platform, Self::Country, Self::Page];

    pub(in crate::export) fn of(site: &Site, subject: Subject) -> Self {
        match subject {
            Subject::Operation(_) => Self::Operation,
            Subject::Entity(at) => match site[at].record.kind {
                model::EntityKind::Outlet => Self::Outlet,
                model::EntityKind::Agency => Self::Agency,
                model::EntityKind::Platform => Self::Platform,
            },
            Subject::Country(_) => Self::Country,
            Subject::Page(_) => Self::Page,
        }
    }

    pub(in crate::export) fn as_str(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Outlet => "outlet",
            Self::Agency => "agency",
            Self::Platform => "platform",
            Self::Country => "country",
            Self::Page => "page",
        }
    }
}

crate::export::published::words! { SubjectType }

/// The id of a subject: the last part of its address, or a page's path.
pub(in crate::export) fn id_of(site: &Site, subject: Subject) -> String {
    match subject {
        Subject::Operation(at) => site[at].record.slug.to_string(),
        Subject::Entity(at) => site[at].record.id.to_string(),
        Subject::Country(at) => site[at].code.slug(),
        Subject::Page(at) => site[at].record.path.clone(),
    }
}

/// The address of a file of the API.
pub(super) fn api_address(renderer: &Renderer, file: Api) -> Address {
    Address(renderer.permalink(Route::Api(file)))
}

/// The label of a word of a vocabulary; a word that it does not have stands for itself.
pub(super) fn label_of(words: &crate::config::Words<String>, word: &str) -> String {
    label(words, word).map_or(word, String::as_str).to_owned()
}

/// An address as it is shown: one of a hostile domain is written so that nothing links to it.
pub(in crate::export) fn shown(config: &Config, address: &str) -> String {
    if config.is_hostile(address) { defanged(address) } else { address.to_owned() }
}
