//! The search page: a form, and what to do without a script.

use std::collections::BTreeSet;

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::shell::{About, Link};
use crate::model::{Date, EntityKind};
use crate::routes::Route;

#[derive(Debug, Serialize)]
struct View {
    /// The script that says how the index is cut.
    index: String,
    /// The script of the page.
    script: Option<String>,
    /// The kinds of things that can be found: `operation`, `outlet` …
    kinds: Vec<&'static str>,
    /// The years of operations and sources, newest first.
    years: Vec<String>,
    /// Lists of all that can be found.
    lists: Vec<Link>,
}

pub(super) fn page(here: &Here) -> Result<Vec<u8>, TemplateError> {
    let site = here.site;
    let dates = site.operations.iter().map(|one| &one.record.date);
    let dates = dates.chain(site.sources.iter().filter_map(|one| one.record.date.as_ref()));
    let years: BTreeSet<i16> =
        dates.filter_map(Date::years).flat_map(|(first, last)| first..=last).collect();
    let groups = here.renderer.routes.pieces().map_or(&[][..], |pieces| &pieces.groups);
    let words = here.words;
    let mut lists = vec![
        (Route::Operations(0), &words.operations),
        (Route::Countries(0), &words.countries),
        (Route::Entities(EntityKind::Outlet, 0), &words.outlets),
        (Route::Entities(EntityKind::Agency, 0), &words.agencies),
        (Route::Entities(EntityKind::Platform, 0), &words.platforms),
        (Route::Timeline(0), &words.timeline),
        (Route::Sources(0), &words.sources),
    ];
    if !site.disputes.is_empty() {
        lists.push((Route::Disputed(0), &words.disputed_claims));
    }
    let has_script = here.renderer.has_asset("search.js");
    let view = View {
        index: here.to(Route::SearchIndex),
        script: has_script.then(|| here.to_place("/assets/search.js", "")),
        kinds: groups.iter().map(|group| group.kind.as_str()).collect(),
        years: years.iter().rev().map(|year| format!("{year:04}")).collect(),
        lists: lists
            .into_iter()
            .map(|(route, text)| Link { href: here.to(route), text: text.clone() })
            .collect(),
    };
    let about = About { title: words.search.clone(), ..About::default() };
    here.renderer.write(here, "search.html", about, &view)
}
