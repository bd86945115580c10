//! The home page: what this is, how much of it there is, and what is new.

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::list::OperationRow;
use super::map::Map;
use super::shell::{About, Link};
use crate::routes::Route;

/// The operations on the home page.
const LATEST: usize = 8;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    description: String,
    totals: Totals,
    latest: Vec<OperationRow>,
    map: Option<Map>,
    years: Vec<Year>,
    operations: String,
    timeline: String,
    sources: String,
    countries: String,
    disputed: String,
    disputes: usize,
    about: Option<Link>,
}

#[derive(Debug, Serialize)]
struct Totals {
    operations: usize,
    claims: usize,
    sources: usize,
    countries: usize,
}

/// A year of the timeline strip.
#[derive(Debug, Serialize)]
struct Year {
    href: String,
    year: String,
    operations: usize,
    /// How many operations it has beside the fullest year, from 1 to 10.
    height: usize,
}

pub(super) fn page(here: &Here) -> Result<Vec<u8>, TemplateError> {
    let site = here.site;
    let fullest = site.years.iter().map(|year| year.operations.len()).max().unwrap_or(0).max(1);
    let years = site.years.iter().enumerate().rev().map(|(at, year)| Year {
        href: here.to(Route::Year(at, 0)),
        year: format!("{:04}", year.year),
        operations: year.operations.len(),
        height: (year.operations.len() * 10).div_ceil(fullest),
    });
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
        map: here.map(),
        years: years.collect(),
        operations: here.to(Route::Operations(0)),
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
