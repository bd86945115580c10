//! The home page: what this is, how much of it there is, and what is new.

use std::cmp::Reverse;

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::lanes::Lanes;
use super::list::OperationRow;
use super::map::Map;
use super::shell::{About, Link};
use super::timeline::YearCount;
use crate::model::EntityKind;
use crate::resolve::{Entity, Ref, Subject};
use crate::routes::Route;

/// The operations on the home page.
const LATEST: usize = 6;

/// The outlets on the home page.
const OUTLETS: usize = 8;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    description: String,
    totals: Totals,
    latest: Vec<OperationRow>,
    /// The outlets that most operations were aimed at.
    outlets: Vec<Named>,
    map: Option<Map>,
    /// The operations in time, if they can be told apart.
    lanes: Option<Lanes>,
    years: Vec<YearCount>,
    operations: String,
    all_outlets: String,
    timeline: String,
    sources: String,
    countries: String,
    disputed: String,
    disputes: usize,
    about: Option<Link>,
}

/// An outlet, and how many operations were aimed at it.
#[derive(Debug, Serialize)]
struct Named {
    link: Link,
    operations: usize,
}

#[derive(Debug, Serialize)]
struct Totals {
    operations: usize,
    claims: usize,
    sources: usize,
    countries: usize,
}

pub(super) fn page(here: &Here) -> Result<Vec<u8>, TemplateError> {
    let site = here.site;
    let about = match here.renderer.routes.at("/about/") {
        Some(Route::Page(at)) => {
            Some(Link { href: here.to(Route::Page(at)), text: site[at].record.title.clone() })
        }
        _ => None,
    };
    let latest = site.newest_first().take(LATEST);
    let view = View {
        title: site.config.title.clone(),
        description: site.config.description.clone(),
        totals: Totals {
            operations: site.operations.len(),
            claims: site.claims.iter().filter(|claim| !claim.is_uncited).count(),
            sources: site.sources.len(),
            countries: site.countries.iter().filter(|one| !one.operations.is_empty()).count(),
        },
        latest: latest.map(|at| here.operation_row(at)).collect(),
        outlets: outlets(here),
        map: here.map(),
        lanes: here.lanes((0..site.operations.len()).map(Ref::new), None),
        years: here.years(),
        operations: here.to(Route::Operations(0)),
        all_outlets: here.to(Route::Entities(EntityKind::Outlet, 0)),
        timeline: here.to(Route::Timeline(0)),
        sources: here.to(Route::Sources(0)),
        countries: here.to(Route::Countries(0)),
        disputed: here.to(Route::Disputed(0)),
        disputes: site.disputes.len(),
        about,
    };
    let about = About {
        title: site.config.title.clone(),
        description: Some(site.config.description.clone()),
        ..About::default()
    };
    here.renderer.write(here, "home.html", about, &view)
}

/// The outlets that most operations were aimed at, by name where as many were.
fn outlets(here: &Here) -> Vec<Named> {
    let outlets = here.site.entities_of(EntityKind::Outlet);
    let mut named: Vec<_> = outlets.filter(|(_, outlet)| !outlet.operations.is_empty()).collect();
    named.sort_by_key(|(_, outlet)| Reverse(outlet.operations.len()));
    named.truncate(OUTLETS);
    let row = |(at, outlet): (Ref<Entity>, &Entity)| Named {
        link: here.subject_link(Subject::Entity(at)),
        operations: outlet.operations.len(),
    };
    named.into_iter().map(row).collect()
}
