//! The addresses of feeds.

use super::Route;
use crate::config::Feeds;
use crate::model::EntityKind;
use crate::resolve::{Country, Entity, Ref, Site};

/// What a feed tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feed {
    /// All operations.
    Site,
    /// All corrections and withdrawals.
    Corrections,
    /// The operations that an outlet, agency or platform had a part in.
    Entity(Ref<Entity>),
    /// Those that a country had a part in.
    Country(Ref<Country>),
}

/// What a feed is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedForm {
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedForm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Atom, Self::Json];

    /// The name of its file.
    pub fn file(self) -> &'static str {
        match self {
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }
}

impl Feed {
    /// The page that it goes with.
    pub fn page(self) -> Route {
        match self {
            Self::Site => Route::Home,
            Self::Corrections => Route::Corrections(0),
            Self::Entity(at) => Route::Entity(at, 0),
            Self::Country(at) => Route::Country(at, 0),
        }
    }

    /// The feed that goes with a page; that of the site if it has none of its own.
    pub fn of(site: &Site, page: Route) -> Option<Self> {
        let own = match page {
            Route::Entity(at, _) => Self::Entity(at),
            Route::Country(at, _) => Self::Country(at),
            Route::Corrections(_) => Self::Corrections,
            _ => Self::Site,
        };
        match site.config.outputs.feeds {
            Feeds::All => Some(own),
            Feeds::Site if own == Self::Corrections => Some(own),
            Feeds::Site => Some(Self::Site),
            Feeds::None => None,
        }
    }
}

/// Every feed of a site.
pub(super) fn all(site: &Site) -> Vec<Feed> {
    let mut all = Vec::new();
    if site.config.outputs.feeds != Feeds::None {
        all.extend([Feed::Site, Feed::Corrections]);
    }
    if site.config.outputs.feeds == Feeds::All {
        for kind in EntityKind::ALL {
            all.extend(site.entities_of(kind).map(|(at, _)| Feed::Entity(at)));
        }
        all.extend((0..site.countries.len()).map(|at| Feed::Country(Ref::new(at))));
    }
    all
}
