//! The head of a fact sheet: who, where, against whom and with what result, each a link to its claim below.
//!
//! It says nothing of its own: what it names are the claims of the front matter, which stand further down with
//! their sources.

use serde::Serialize;

use super::here::{Here, fragment_link};
use crate::model::{Cited, EntityKind, FactValue};
use crate::resolve::{Claim, Operation, Ref, Subject};

/// The most that a line names; what is left is a number that leads to the whole.
const NAMES: usize = 8;

/// The letters that the values of a fact take at most; of longer ones, only the first are shown.
const LETTERS: usize = 90;

/// A line: a role or a fact, and who had it or what is said of it.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    label: String,
    items: Vec<Item>,
    /// The rest.
    more: Option<More>,
    /// Whether all of it is: then it is marked once.
    is_disputed: bool,
}

/// A name or a value.
#[derive(Debug, Serialize)]
struct Item {
    href: String,
    text: String,
    is_disputed: bool,
}

impl Line {
    /// Whether it marks some of its items alone.
    pub(super) fn marks_items(&self) -> bool {
        !self.is_disputed && self.items.iter().any(|item| item.is_disputed)
    }
}

/// What a line does not name, and the first of it.
#[derive(Debug, Serialize)]
struct More {
    href: String,
    count: usize,
}

/// The lines of an operation: the roles of countries, with the agencies that had the same; the outlets; the facts.
pub(super) fn lines(here: &Here, operation: &Operation) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut roles: Vec<Option<&str>> = Vec::new();
    for part in &operation.countries {
        if !roles.contains(&part.role.as_deref()) {
            roles.push(part.role.as_deref());
        }
    }
    // Who led is asked first, even where only an agency is said to have led.
    if !roles.contains(&Some("lead")) {
        roles.insert(0, Some("lead"));
    }
    let parts = |kind: EntityKind| {
        let of_kind =
            move |part: &&crate::resolve::EntityPart| here.site[part.entity].record.kind == kind;
        operation.entities.iter().filter(of_kind)
    };
    for role in roles {
        let countries = operation.countries.iter().filter(|part| part.role.as_deref() == role);
        let countries = countries.map(|part| (Subject::Country(part.country), part.claim));
        let agencies = parts(EntityKind::Agency).filter(|part| part.role.as_deref() == role);
        let agencies = agencies.map(|part| (Subject::Entity(part.entity), part.claim));
        let label = here.role(Cited::Countries, role).to_owned();
        lines.extend(line(here, label, countries.chain(agencies)));
    }
    let outlets = parts(EntityKind::Outlet).map(|part| (Subject::Entity(part.entity), part.claim));
    lines.extend(line(here, here.role(Cited::Outlets, None).to_owned(), outlets));
    lines.extend(facts(here, operation));
    lines
}

/// A line of names; `None` if there are none.
fn line(
    here: &Here,
    label: String,
    parts: impl Iterator<Item = (Subject, Ref<Claim>)>,
) -> Option<Line> {
    let item = |(subject, at)| item(here, at, here.name_of(subject).to_owned());
    cut(label, parts.map(item).collect(), usize::MAX)
}

fn item(here: &Here, at: Ref<Claim>, text: String) -> Item {
    let claim = &here.site[at];
    Item { href: fragment_link(&claim.record.id), text, is_disputed: claim.is_disputed() }
}

/// A line of the first items, in this many letters, but of one at least; `None` if there are none.
fn cut(label: String, mut items: Vec<Item>, letters: usize) -> Option<Line> {
    if items.is_empty() {
        return None;
    }
    let mut left = letters;
    let fits = |item: &&Item| {
        let length = item.text.chars().count();
        let fits = length <= left;
        left = left.saturating_sub(length);
        fits
    };
    let fitting = items.iter().take_while(fits).count().max(1);
    // One more name takes no more room than its number.
    let shown = if items.len() > NAMES + 1 { fitting.min(NAMES) } else { fitting };
    let rest = items.split_off(shown);
    let is_disputed = items.iter().chain(&rest).all(|item| item.is_disputed);
    let more = rest.first().map(|first| More { href: first.href.clone(), count: rest.len() });
    Some(Line { label, items, more, is_disputed })
}

fn facts(here: &Here, operation: &Operation) -> Vec<Line> {
    let mut lines = Vec::new();
    for (fact, claims) in operation.record.facts.iter().zip(&operation.facts) {
        let label = here.fact_label(&fact.name.0).to_owned();
        let values = || fact.values.iter().zip(claims);
        let text = |value: &FactValue| here.value_in_words(&fact.name.0, value);
        let items = values().map(|(value, at)| item(here, *at, text(value))).collect();
        lines.extend(cut(label, items, LETTERS));
    }
    lines
}
