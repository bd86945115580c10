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

/// The longest value that is shown beside more than [`FEW`] others, in characters; longer versions are counted.
const SHORT: usize = 28;

/// How many values are shown however long they are.
const FEW: usize = 3;

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
    cut(label, parts.map(item).collect())
}

fn item(here: &Here, at: Ref<Claim>, text: String) -> Item {
    let claim = &here.site[at];
    Item { href: fragment_link(&claim.record.id), text, is_disputed: claim.is_disputed() }
}

fn cut(label: String, mut items: Vec<Item>) -> Option<Line> {
    if items.is_empty() {
        return None;
    }
    // One more name takes no more room than its number.
    let rest = if items.len() > NAMES + 1 { items.split_off(NAMES) } else { Vec::new() };
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
        let is_long = |value: &FactValue| text(value).chars().count() > SHORT;
        let is_much = claims.len() > FEW;
        if is_much && values().filter(|(value, _)| is_long(value)).count() > 1 {
            let first = &here.site[claims[0]].record.id;
            let more = More { href: fragment_link(first), count: claims.len() };
            let is_disputed = claims.iter().any(|at| here.site[*at].disagrees);
            lines.push(Line { label, items: Vec::new(), more: Some(more), is_disputed });
            continue;
        }
        let items = values().map(|(value, at)| item(here, *at, text(value))).collect();
        lines.extend(cut(label, items));
    }
    lines
}
