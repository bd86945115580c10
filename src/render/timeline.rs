//! Operations in time: all of them by year, and the page of one year; how many there are of each year.

use std::collections::BTreeMap;

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::lanes::Lanes;
use super::list::{OperationRow, Parts, rows};
use super::shell::{About, Link};
use crate::resolve::{Operation, Ref};
use crate::routes::Route;

#[derive(Debug, Serialize)]
struct Timeline {
    total: usize,
    /// Above the first part, if they can be told apart.
    lanes: Option<Lanes>,
    /// Above the first part if they cannot.
    counts: Vec<YearCount>,
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
    let shown = rows(part, total);
    for at in site.newest_first().skip(shown.start).take(shown.len()) {
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
    let lanes = if part == 0 { here.lanes((0..total).map(Ref::new), None) } else { None };
    let counts = if part == 0 && lanes.is_none() { here.years() } else { Vec::new() };
    let view = Timeline {
        total,
        lanes,
        counts,
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
    lanes: Option<Lanes>,
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
        lanes: here.lanes(this.operations.iter().copied(), Some(this.year)),
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

/// How many operations there are of a year.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct YearCount {
    /// The year's page, if it is about just these operations.
    href: Option<String>,
    year: String,
    operations: usize,
    /// How many that is beside the fullest year, from 1 to 10.
    height: usize,
}

impl Here<'_> {
    /// How many operations touch each year, oldest first.
    pub(super) fn years(&self) -> Vec<YearCount> {
        let years = self.site.years.iter().enumerate().rev();
        let counts = years.map(|(at, year)| {
            (Some(self.to(Route::Year(at, 0))), year.year, year.operations.len())
        });
        heights(counts.collect())
    }

    /// How many of some operations touch each year, oldest first.
    pub(super) fn years_of(
        &self,
        operations: impl Iterator<Item = Ref<Operation>>,
    ) -> Vec<YearCount> {
        let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
        let years = operations.filter_map(|at| self.site[at].record.date.years());
        for year in years.flat_map(|(first, last)| first..=last) {
            *counts.entry(year).or_default() += 1;
        }
        heights(counts.into_iter().map(|(year, operations)| (None, year, operations)).collect())
    }
}

fn heights(counts: Vec<(Option<String>, i16, usize)>) -> Vec<YearCount> {
    let fullest = counts.iter().map(|(.., operations)| *operations).max().unwrap_or(0).max(1);
    let count = |(href, year, operations): (Option<String>, i16, usize)| YearCount {
        href,
        year: format!("{year:04}"),
        operations,
        height: (operations * 10).div_ceil(fullest),
    };
    counts.into_iter().map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::heights;

    #[test]
    fn the_fullest_year_is_the_highest_and_the_others_are_beside_it() {
        let counts = heights(vec![(None, 2017, 1), (None, 2018, 30), (None, 2019, 14)]);
        let heights: Vec<_> = counts.iter().map(|count| count.height).collect();
        assert_eq!(heights, [1, 10, 5]);
        assert_eq!(counts[0].year, "2017");
    }
}
