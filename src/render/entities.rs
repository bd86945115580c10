//! Outlets, agencies and platforms: their indexes and pages.

use serde::Serialize;

use super::TemplateError;
use super::claim::{Saying, known};
use super::countries::Part;
use super::here::Here;
use super::html::Html;
use super::lanes::Lanes;
use super::list::{Parts, rows, when};
use super::references::Reference;
use super::shell::{About, Link};
use super::table::Filters;
use super::timeline::YearCount;
use crate::model::{Date, EntityKind};
use crate::resolve::{Claim, Entity, Ref, Subject};
use crate::routes::{List, Route};

#[derive(Debug, Serialize)]
struct Index {
    title: String,
    total: usize,
    rows: Vec<Row>,
    filters: Option<Filters>,
    parts: Option<Parts>,
}

#[derive(Debug, Serialize)]
struct Row {
    href: String,
    name: String,
    kind: Option<String>,
    parent: Option<Link>,
    operations: usize,
    latest: Option<Html>,
}

pub(super) fn index(here: &Here, kind: EntityKind, part: usize) -> Result<Vec<u8>, TemplateError> {
    let all: Vec<_> = here.site.entities_of(kind).collect();
    let total = all.len();
    let row = |&(at, entity): &(Ref<Entity>, &Entity)| {
        let latest = here.site.latest(&entity.operations);
        Row {
            href: here.to(Route::Entity(at, 0)),
            name: entity.record.name.clone(),
            kind: kind_of(here, entity),
            parent: entity.parent.map(|parent| here.subject_link(Subject::Entity(parent))),
            operations: entity.operations.len(),
            latest: latest.map(|at| when(here.words, &here.site[at].record.date)),
        }
    };
    let title = here.kind_word(kind).to_owned();
    let view = Index {
        title: title.clone(),
        total,
        rows: all[rows(part, total)].iter().map(row).collect(),
        filters: here.filters(List::Entities(kind), part),
        parts: here.parts(part, total, |part| Route::Entities(kind, part)),
    };
    here.renderer.write(here, "entities.html", About { title, ..About::default() }, &view)
}

#[derive(Debug, Serialize)]
struct View {
    /// `outlet`, `agency` or `platform`.
    sort: &'static str,
    name: String,
    is_first_part: bool,
    aliases: Vec<String>,
    kind: Option<String>,
    parent: Option<Link>,
    children: Vec<Link>,
    languages: Vec<String>,
    country: Option<Country>,
    active: Option<Html>,
    total: usize,
    /// Its operations in time, if they can be told apart.
    lanes: Option<Lanes>,
    /// How many there are of each year if they cannot.
    years: Vec<YearCount>,
    operations: Vec<Part>,
    mentions: Vec<Mentions>,
    parts: Option<Parts>,
    notes: Html,
    references: Vec<Reference>,
}

#[derive(Debug, Serialize)]
struct Country {
    name: &'static str,
    href: Option<String>,
}

/// Claims of one page, under its name.
#[derive(Debug, Serialize)]
pub(super) struct Mentions {
    link: Link,
    when: Option<Html>,
    claims: Html,
}

pub(super) fn page(here: &Here, at: Ref<Entity>, part: usize) -> Result<Vec<u8>, TemplateError> {
    let entity = &here.site[at];
    let record = &entity.record;
    let subject = Subject::Entity(at);
    let total = entity.operations.len();
    let is_first_part = part == 0;
    let mentioned = entity.mentions.len();

    // The notes first: their claims are at home here.
    let notes = if is_first_part { here.body(subject) } else { Html::default() };
    let operations = here.parts_in(&entity.operations[rows(part, total)]);
    let (lanes, years) =
        if is_first_part { here.in_time(&entity.operations) } else { (None, Vec::new()) };
    let view = View {
        sort: record.kind.as_str(),
        name: record.name.clone(),
        is_first_part,
        aliases: record.aliases.iter().map(|(alias, _)| alias.clone()).collect(),
        kind: kind_of(here, entity),
        parent: entity.parent.map(|parent| here.subject_link(Subject::Entity(parent))),
        children: entity
            .children
            .iter()
            .map(|child| here.subject_link(Subject::Entity(*child)))
            .collect(),
        languages: record.languages.iter().map(|tag| here.language_name(tag)).collect(),
        country: record.country.map(|code| Country {
            name: here.site.country_names.name(code),
            href: here.renderer.country(code).map(|at| here.to(Route::Country(at, 0))),
        }),
        active: record.active.as_ref().map(|date: &Date| when(here.words, date)),
        total,
        lanes,
        years,
        operations,
        mentions: here.by_page(&entity.mentions[rows(part, mentioned)]),
        parts: here.parts(part, total.max(mentioned), |part| Route::Entity(at, part)),
        notes,
        references: if is_first_part { here.references(subject) } else { Vec::new() },
    };
    let about = About {
        title: record.name.clone(),
        above: vec![(Route::Entities(record.kind, 0), here.kind_word(record.kind).to_owned())],
        file: Some(record.file),
        ..About::default()
    };
    here.renderer.write(here, "entity.html", about, &view)
}

fn kind_of(here: &Here, entity: &Entity) -> Option<String> {
    let kinds = &here.site.config.vocabulary.kinds;
    entity.record.sort.as_ref().map(|(sort, _)| known(kinds, sort).to_owned())
}

impl Here<'_> {
    /// Claims under the names of the pages that they are at home on; those of one page stand together.
    ///
    /// A claim that this page has shown already is left out.
    pub(super) fn by_page(&self, claims: &[Ref<Claim>]) -> Vec<Mentions> {
        let mut pages: Vec<(Subject, Mentions)> = Vec::new();
        for &at in claims {
            if self.has_shown(at) {
                continue;
            }
            let subject = self.site[at].subject;
            if pages.last().is_none_or(|(last, _)| *last != subject) {
                let when = match subject {
                    Subject::Operation(at) => Some(when(self.words, &self.site[at].record.date)),
                    Subject::Entity(_) | Subject::Country(_) | Subject::Page(_) => None,
                };
                let claims = Html::default();
                pages.push((subject, Mentions { link: self.subject_link(subject), when, claims }));
            }
            if let Some((_, page)) = pages.last_mut() {
                self.write_claim("div", at, Saying::Whole, &mut page.claims);
            }
        }
        pages.into_iter().map(|(_, page)| page).collect()
    }
}
