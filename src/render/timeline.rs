//! Operations in time: all of them by year, and the page of one year.

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::list::{OperationRow, Parts, rows};
use super::shell::{About, Link};
use crate::resolve::{Operation, Ref};
use crate::routes::Route;

#[derive(Debug, Serialize)]
struct Timeline {
    total: usize,
    years: Vec<YearRows>,
    parts: Option<Parts>,
}

/// The operations that begin in a year.
#[derive(Debug, Serialize)]
struct YearRows {
    /// The year, `None` where it is not known.
    year: Option<String>,
    href: Option<String>,
    rows: Vec<OperationRow>,
}

pub(super) fn page(here: &Here, part: usize) -> Result<Vec<u8>, TemplateError> {
    let site = here.site;
    let total = site.operations.len();
    let mut years: Vec<(Option<i16>, YearRows)> = Vec::new();
    for row in rows(part, total) {
        let at: Ref<Operation> = Ref::new(total - 1 - row);
        let date = &site[at].record.date;
        let year = date.earliest().or_else(|| date.latest()).map(jiff::civil::Date::year);
        if years.last().is_none_or(|(last, _)| *last != year) {
            let href = year
                .and_then(|year| site.years.iter().position(|known| known.year == year))
                .map(|at| here.to(Route::Year(at, 0)));
            let year_rows =
                YearRows { year: year.map(|year| format!("{year:04}")), href, rows: Vec::new() };
            years.push((year, year_rows));
        }
        if let Some((_, last)) = years.last_mut() {
            last.rows.push(here.operation_row(at));
        }
    }
    let view = Timeline {
        total,
        years: years.into_iter().map(|(_, rows)| rows).collect(),
        parts: here.parts(part, total, Route::Timeline),
    };
    let about = About { title: here.words.timeline.clone(), ..About::default() };
    here.renderer.write(here, "timeline.html", about, &view)
}

#[derive(Debug, Serialize)]
struct Year {
    year: String,
    total: usize,
    rows: Vec<OperationRow>,
    parts: Option<Parts>,
    before: Option<Link>,
    after: Option<Link>,
}

pub(super) fn year(here: &Here, at: usize, part: usize) -> Result<Vec<u8>, TemplateError> {
    let years = &here.site.years;
    let this = &years[at];
    let name = |at: usize| format!("{:04}", years[at].year);
    let link = |at: usize| Link { href: here.to(Route::Year(at, 0)), text: name(at) };
    let total = this.operations.len();
    let view = Year {
        year: name(at),
        total,
        rows: this.operations[rows(part, total)]
            .iter()
            .map(|operation| here.operation_row(*operation))
            .collect(),
        parts: here.parts(part, total, |part| Route::Year(at, part)),
        // Newest first.
        before: (at + 1 < years.len()).then(|| link(at + 1)),
        after: at.checked_sub(1).map(link),
    };
    let about = About {
        title: name(at),
        above: vec![(Route::Timeline(0), here.words.timeline.clone())],
        ..About::default()
    };
    here.renderer.write(here, "year.html", about, &view)
}
