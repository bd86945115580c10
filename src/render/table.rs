//! A list with all its rows, in the form that a script sorts and filters; and the choices that its form offers.
//!
//! `list.js` of the theme makes rows of it as the template has them: column by column, each known by its key.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::here::Here;
use super::{Renderer, sources};
use crate::model::{Date, EntityKind, language};
use crate::resolve::{Country, Entity, Operation, Ref, Site, Source, Subject};
use crate::routes::{List, Route};

/// A form offers so many choices from the start, the most frequent; the others once its data is there.
const CHOICES: usize = 100;

/// All rows of a list.
#[derive(Debug, Serialize)]
pub struct Table {
    /// What a row's cells are, in order. Some stand in no column and can be asked for all the same.
    keys: &'static [&'static str],
    /// What cells name, in the order in which a form offers it.
    names: Vec<Name>,
    /// The rows in the order of the list.
    rows: Vec<Vec<Cell>>,
}

/// Something that several rows name: text, link, and the word for it in an address where that is not the text.
#[derive(Debug, Serialize)]
struct Name(String, String, String);

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Cell {
    Text(String),
    Number(usize),
    /// Text and link.
    Link(String, String),
    /// Text and link; and the tag of the text's language.
    Foreign(String, String, String),
    /// Text, and the number that it is sorted by.
    Sorted(String, i64),
    /// Places in the list of names.
    Names(Vec<usize>),
}

/// What a form can ask for.
#[derive(Debug, Serialize)]
pub(super) struct Filters {
    /// The script with all rows.
    rows: String,
    /// The script that sorts and filters them.
    script: Option<String>,
    /// By key.
    choices: BTreeMap<&'static str, Vec<Choice>>,
}

#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    text: String,
    count: usize,
}

impl Renderer<'_> {
    /// All rows of a list.
    pub fn table(&self, list: List) -> Table {
        let here = Here::new(self, list.route());
        match list {
            List::Operations => here.operations_table(),
            List::Countries => here.countries_table(),
            List::Entities(kind) => here.entities_table(kind),
            List::Sources => here.sources_table(),
        }
    }
}

impl Here<'_> {
    /// What the form of a list offers; `None` for a short one, and below parts but the first.
    pub(super) fn filters(&self, list: List, part: usize) -> Option<Filters> {
        if part > 0 || !list.is_filtered(self.site) {
            return None;
        }
        let table = self.renderer.table(list);
        let rows = self.to(Route::Rows(list));
        let choices = table.keys.iter().enumerate().filter_map(|(at, key)| {
            let choices = table.choices(at);
            (!choices.is_empty()).then_some((*key, choices))
        });
        let has_script = self.renderer.has_asset("list.js");
        let script = has_script.then(|| self.to_place("/assets/list.js", ""));
        Some(Filters { rows, script, choices: choices.collect() })
    }

    fn operations_table(&self) -> Table {
        let site = self.site;
        let mut names = Names::default();
        let kinds = &site.config.vocabulary.kinds;
        let kind_names = names.add(kinds.iter().map(|(word, label)| named(label, word)));
        let countries = names.add((0..site.countries.len()).map(|at| {
            let country = Ref::new(at);
            self.name(Subject::Country(country), &site[country].code.slug())
        }));
        let entities = names.add((0..site.entities.len()).map(|at| {
            let entity = Ref::new(at);
            self.name(Subject::Entity(entity), site[entity].record.id.as_str())
        }));
        let years =
            names.add(site.years.iter().map(|year| named(&format!("{:04}", year.year), "")));
        let total = site.operations.len();
        let row = |(place, at): (usize, Ref<Operation>)| {
            let operation = &site[at];
            let record = &operation.record;
            let kind = record.kind.as_ref();
            let kind = kind.and_then(|(kind, _)| kinds.iter().position(|(word, _)| word == kind));
            let entities_of = |kind| {
                let parts = operation.entities.iter();
                let parts = parts.filter(|part| site[part.entity].record.kind == kind);
                Cell::names(parts.map(|part| entities + part.entity.index()))
            };
            let years_of = || {
                let (first, last) = record.date.years()?;
                let is_in = move |year: i16| (first..=last).contains(&year);
                let touched =
                    site.years.iter().enumerate().filter(move |(_, year)| is_in(year.year));
                Some(touched.map(|(at, _)| years + at))
            };
            let all = operation.countries.iter().map(|part| part.country);
            let name_of = |subject| match subject {
                Subject::Country(at) => Some(countries + at.index()),
                Subject::Entity(at) => Some(entities + at.index()),
                Subject::Operation(_) | Subject::Page(_) => None,
            };
            vec![
                Cell::Link(record.title.clone(), self.to(Route::Operation(at))),
                Cell::Sorted(self.words.date(&record.date), (total - place) as i64),
                Cell::names(kind.map(|kind| kind_names + kind)),
                Cell::names(leading(site, operation).into_iter().filter_map(name_of)),
                entities_of(EntityKind::Outlet),
                Cell::names(all.map(|at| countries + at.index())),
                entities_of(EntityKind::Agency),
                Cell::names(years_of().into_iter().flatten()),
            ]
        };
        Table {
            keys: &["title", "date", "kind", "lead", "outlet", "country", "agency", "year"],
            rows: site.newest_first().enumerate().map(row).collect(),
            names: names.0,
        }
    }

    fn countries_table(&self) -> Table {
        let site = self.site;
        let row = |(at, country): (usize, &Country)| {
            vec![
                Cell::Link(country.name.to_owned(), self.to(Route::Country(Ref::new(at), 0))),
                Cell::Number(country.operations.len()),
                self.dated(country.operations.first().map(|(at, _)| *at)),
                self.dated(site.latest(&country.operations)),
            ]
        };
        Table {
            keys: &["title", "operations", "first", "date"],
            rows: site.countries.iter().enumerate().map(row).collect(),
            names: Vec::new(),
        }
    }

    fn entities_table(&self, kind: EntityKind) -> Table {
        let site = self.site;
        let mut names = Names::default();
        let kinds = &site.config.vocabulary.kinds;
        let kind_names = names.add(kinds.iter().map(|(word, label)| named(label, word)));
        let mut codes: Vec<_> =
            site.entities_of(kind).filter_map(|(_, one)| one.record.country).collect();
        codes.sort_by_key(|code| (site.country_names.name(*code), *code));
        codes.dedup();
        let countries =
            names.add(codes.iter().map(|code| named(site.country_names.name(*code), &code.slug())));
        let row = |(at, entity): (Ref<Entity>, &Entity)| {
            let record = &entity.record;
            let sort = record.sort.as_ref();
            let sort = sort.and_then(|(sort, _)| kinds.iter().position(|(word, _)| word == sort));
            let country = record.country.and_then(|code| codes.iter().position(|one| *one == code));
            let parent = entity.parent.map(|parent| self.subject_link(Subject::Entity(parent)));
            vec![
                Cell::Link(record.name.clone(), self.to(Route::Entity(at, 0))),
                Cell::names(sort.map(|sort| kind_names + sort)),
                parent.map_or(Cell::NONE, |link| Cell::Link(link.text, link.href)),
                Cell::Number(entity.operations.len()),
                self.dated(site.latest(&entity.operations)),
                Cell::names(country.map(|country| countries + country)),
            ]
        };
        Table {
            keys: &["title", "kind", "parent", "operations", "date", "country"],
            rows: site.entities_of(kind).map(row).collect(),
            names: names.0,
        }
    }

    fn sources_table(&self) -> Table {
        let site = self.site;
        let order = self.renderer.by_publisher();
        let mut names = Names::default();
        // By what a reader sees, whatever the case.
        let sorted = |text: &str| (text.to_lowercase(), text.to_owned());
        let publisher_of = |at: &Ref<Source>| site[*at].record.publisher.as_deref().map(sorted);
        let publishers = numbered(order.iter().filter_map(publisher_of));
        let first_publisher =
            names.add(publishers.keys().map(|(_, publisher)| named(publisher, "")));
        let origins_of = |at: &Ref<Source>| -> Vec<_> {
            let origins = sources::origins(self, &site[*at]).into_iter();
            origins.map(|origin| (sorted(&origin.text), origin.href.unwrap_or_default())).collect()
        };
        let origins = numbered(order.iter().flat_map(origins_of));
        let first_origin = names.add(
            origins.keys().map(|((_, text), href)| Name(text.clone(), href.clone(), String::new())),
        );
        let touched = |at: &Ref<Source>| {
            let years = site[*at].record.date.as_ref().and_then(Date::years);
            // Newest first.
            years.into_iter().flat_map(|(first, last)| first..=last).map(Reverse)
        };
        let years = numbered(order.iter().flat_map(touched));
        let first_year =
            names.add(years.keys().map(|Reverse(year)| named(&format!("{year:04}"), "")));
        let row = |at: &Ref<Source>| {
            let source = &site[*at];
            let record = &source.record;
            let href = self.to(Route::Source(*at, 0));
            let is_foreign = |tag: &&String| !language::is_same(tag, &site.config.language);
            let foreign = record.language.as_ref().filter(is_foreign);
            let origins_of = origins_of(at).into_iter().filter_map(|origin| origins.get(&origin));
            let publisher = publisher_of(at).and_then(|publisher| publishers.get(&publisher));
            let years_of = touched(at).filter_map(|year| years.get(&year));
            vec![
                match foreign {
                    Some(tag) => Cell::Foreign(record.title.clone(), href, tag.clone()),
                    None => Cell::Link(record.title.clone(), href),
                },
                record
                    .date
                    .as_ref()
                    .map_or(Cell::NONE, |date| Cell::Sorted(self.words.date(date), day(date))),
                Cell::names(origins_of.map(|origin| first_origin + origin)),
                Cell::Number(source.claims.len()),
                Cell::names(publisher.map(|publisher| first_publisher + publisher)),
                Cell::names(years_of.map(|year| first_year + year)),
            ]
        };
        Table {
            keys: &["title", "date", "origin", "claims", "publisher", "year"],
            rows: order.iter().map(row).collect(),
            names: names.0,
        }
    }

    /// When an operation was. They are numbered oldest first.
    fn dated(&self, operation: Option<Ref<Operation>>) -> Cell {
        operation.map_or(Cell::NONE, |at| {
            Cell::Sorted(self.words.date(&self.site[at].record.date), at.index() as i64 + 1)
        })
    }

    fn name(&self, subject: Subject, word: &str) -> Name {
        let link = self.subject_link(subject);
        Name(link.text, link.href, word.to_owned())
    }
}

impl Cell {
    const NONE: Self = Self::Text(String::new());

    fn names(all: impl IntoIterator<Item = usize>) -> Self {
        let mut distinct = Vec::new();
        for name in all {
            if !distinct.contains(&name) {
                distinct.push(name);
            }
        }
        Self::Names(distinct)
    }
}

impl Table {
    /// The choices that the cells of one key leave, each with its number of rows.
    fn choices(&self, key: usize) -> Vec<Choice> {
        let mut counts = vec![0; self.names.len()];
        for row in &self.rows {
            if let Some(Cell::Names(names)) = row.get(key) {
                names.iter().for_each(|name| counts[*name] += 1);
            }
        }
        let mut most: Vec<usize> = counts.iter().copied().filter(|count| *count > 0).collect();
        most.sort_unstable_by(|one, other| other.cmp(one));
        let least = most.get(CHOICES).map_or(1, |count| count + 1);
        let offered = self.names.iter().zip(counts).filter(|(_, count)| *count >= least);
        let choice = |(Name(text, _, word), count): (&Name, usize)| Choice {
            value: if word.is_empty() { text.clone() } else { word.clone() },
            text: text.clone(),
            count,
        };
        offered.map(choice).collect()
    }
}

/// The names of a table as it grows.
#[derive(Default)]
struct Names(Vec<Name>);

impl Names {
    /// Adds some; gives the place of the first.
    fn add(&mut self, names: impl IntoIterator<Item = Name>) -> usize {
        let first = self.0.len();
        self.0.extend(names);
        first
    }
}

fn named(text: &str, word: &str) -> Name {
    Name(text.to_owned(), String::new(), word.to_owned())
}

/// The countries that led an operation, or else the agencies that did.
pub(super) fn leading(site: &Site, operation: &Operation) -> Vec<Subject> {
    let leads = |role: &Option<String>| role.as_deref() == Some("lead");
    let countries = operation.countries.iter().filter(|part| leads(&part.role));
    let mut leading: Vec<_> = countries.map(|part| Subject::Country(part.country)).collect();
    if leading.is_empty() {
        let is_agency = |at: Ref<Entity>| site[at].record.kind == EntityKind::Agency;
        let entities = operation.entities.iter();
        let agencies = entities.filter(|part| leads(&part.role) && is_agency(part.entity));
        leading.extend(agencies.map(|part| Subject::Entity(part.entity)));
    }
    leading
}

/// Distinct keys in order, each with its number from 0.
fn numbered<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let distinct: BTreeSet<K> = keys.collect();
    distinct.into_iter().enumerate().map(|(number, key)| (key, number)).collect()
}

/// A date's first day as a number that grows with it: 20180427.
fn day(date: &Date) -> i64 {
    let (day, _) = date.sort_key();
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
