//! The index of countries, and a country's page: its part in each operation, with what that stands on.

use serde::Serialize;

use super::TemplateError;
use super::claim::Saying;
use super::here::Here;
use super::html::Html;
use super::lanes::Lanes;
use super::list::{Parts, rows, when};
use super::map::Map;
use super::references::Reference;
use super::shell::About;
use super::table::Filters;
use super::timeline::YearCount;
use crate::model::Cited;
use crate::resolve::{Claim, Country, Operation, Ref, Subject};
use crate::routes::{List, Route};

/// The operations whose dates a list tells as well as a drawing of their years.
const FEW: usize = 10;

#[derive(Debug, Serialize)]
struct Index {
    total: usize,
    filters: Option<Filters>,
    /// Above the first part of the list.
    map: Option<Map>,
    rows: Vec<Row>,
    parts: Option<Parts>,
}

#[derive(Debug, Serialize)]
struct Row {
    href: String,
    name: &'static str,
    operations: usize,
    first: Option<Html>,
    latest: Option<Html>,
}

pub(super) fn index(here: &Here, part: usize) -> Result<Vec<u8>, TemplateError> {
    let total = here.site.countries.len();
    let row = |at: usize| {
        let country = &here.site.countries[at];
        let date = |at: Ref<Operation>| when(here.words, &here.site[at].record.date);
        Row {
            href: here.to(Route::Country(Ref::new(at), 0)),
            name: country.name,
            operations: country.operations.len(),
            first: country.operations.first().map(|(at, _)| date(*at)),
            latest: here.site.latest(&country.operations).map(date),
        }
    };
    let view = Index {
        total,
        filters: here.filters(List::Countries, part),
        map: if part == 0 { here.map() } else { None },
        rows: rows(part, total).map(row).collect(),
        parts: here.parts(part, total, Route::Countries),
    };
    let about = About { title: here.words.countries.clone(), ..About::default() };
    here.renderer.write(here, "countries.html", about, &view)
}

#[derive(Debug, Serialize)]
struct View {
    name: &'static str,
    code: String,
    is_first_part: bool,
    total: usize,
    /// Its operations in time, if they can be told apart.
    lanes: Option<Lanes>,
    /// How many there are of each year if they cannot.
    years: Vec<YearCount>,
    /// How often it had which role.
    roles: Vec<RoleTotal>,
    operations: Vec<Part>,
    parts: Option<Parts>,
    notes: Html,
    references: Vec<Reference>,
}

#[derive(Debug, Serialize)]
struct RoleTotal {
    label: String,
    operations: usize,
}

/// An operation with the claims of one country's or entity's part in it.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    href: String,
    title: String,
    when: Html,
    claims: Html,
}

pub(super) fn page(here: &Here, at: Ref<Country>, part: usize) -> Result<Vec<u8>, TemplateError> {
    let country = &here.site[at];
    let total = country.operations.len();
    let subject = Subject::Country(at);
    let is_first_part = part == 0;
    let (lanes, years) =
        if is_first_part { here.in_time(&country.operations) } else { (None, Vec::new()) };
    let view = View {
        name: country.name,
        code: country.code.to_string(),
        is_first_part,
        total,
        lanes,
        years,
        roles: role_totals(here, at),
        operations: here.parts_in(&country.operations[rows(part, total)]),
        parts: here.parts(part, total, |part| Route::Country(at, part)),
        notes: if is_first_part { here.body(subject) } else { Html::default() },
        references: if is_first_part { here.references(subject) } else { Vec::new() },
    };
    let about = About {
        title: country.name.to_owned(),
        above: vec![(Route::Countries(0), here.words.countries.clone())],
        file: country.notes.as_ref().map(|notes| notes.file),
        ..About::default()
    };
    here.renderer.write(here, "country.html", about, &view)
}

fn role_totals(here: &Here, at: Ref<Country>) -> Vec<RoleTotal> {
    let mut totals: Vec<(Option<&str>, usize)> = Vec::new();
    for (operation, _) in &here.site[at].operations {
        let mut had: Vec<Option<&str>> = Vec::new();
        for part in here.site[*operation].countries.iter().filter(|part| part.country == at) {
            let role = part.role.as_deref();
            if had.contains(&role) {
                continue;
            }
            had.push(role);
            match totals.iter_mut().find(|(known, _)| *known == role) {
                Some((_, total)) => *total += 1,
                None => totals.push((role, 1)),
            }
        }
    }
    // The order of the vocabulary, which an editor chose; what is not in it, last.
    let roles = &here.site.config.vocabulary.roles;
    totals.sort_by_key(|(role, _)| {
        let place = role.and_then(|role| roles.iter().position(|(known, _)| known == role));
        place.unwrap_or(usize::MAX)
    });
    let totals = totals.into_iter().map(|(role, operations)| RoleTotal {
        label: here.role(Cited::Countries, role).to_owned(),
        operations,
    });
    totals.collect()
}

impl Here<'_> {
    /// Some operations in time: each of them, or, where they are too many, how many there are of each year.
    pub(super) fn in_time(
        &self,
        operations: &[(Ref<Operation>, Vec<Ref<Claim>>)],
    ) -> (Option<Lanes>, Vec<YearCount>) {
        let all = || operations.iter().map(|(operation, _)| *operation);
        let lanes = self.lanes(all(), None);
        let years = if lanes.is_none() { self.years_of(all()) } else { Vec::new() };
        // A few operations, or one year, say no more than the dates of the list.
        let is_telling = operations.len() > FEW && years.len() > 1;
        (lanes, if is_telling { years } else { Vec::new() })
    }

    /// Operations with the claims of a part in each.
    pub(super) fn parts_in(&self, operations: &[(Ref<Operation>, Vec<Ref<Claim>>)]) -> Vec<Part> {
        let parts = operations.iter().map(|(operation, claims)| {
            let record = &self.site[*operation].record;
            Part {
                href: self.to(Route::Operation(*operation)),
                title: record.title.clone(),
                when: when(self.words, &record.date),
                claims: self.claims(claims, Saying::Role),
            }
        });
        parts.collect()
    }
}
