//! An operation that says the same thing twice: of a country, of an outlet, as the value of a fact.
//!
//! A reader would count one claim as two. Sources that agree belong under one value. What a withdrawn claim said may
//! be said again, and so may what another person says.

use std::collections::BTreeMap;

use super::Checking;
use crate::diag::Code;
use crate::resolve::{Claim, Country, Entity, Operation, Ref};
use crate::text::FileId;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for operation in &site.operations {
        parts(checking, operation);
        for (fact, claims) in operation.record.facts.iter().zip(&operation.facts) {
            for (at, (value, claim)) in fact.values.iter().zip(claims).enumerate() {
                // One that is missing has its finding.
                if value.value.text.is_empty() {
                    continue;
                }
                let before = fact.values[..at].iter().zip(claims);
                let equal = before.filter(|(other, _)| *other == value).map(|(_, claim)| *claim);
                let what = || format!("the fact `{}` has this value twice", fact.name.0);
                repeated(checking, operation.record.file, *claim, equal, what);
            }
        }
        let mut related = BTreeMap::new();
        for one in &operation.record.related {
            let (slug, place) = &one.operation;
            if let Some(first) = related.insert((slug, one.relation.as_str()), place) {
                let file = operation.record.file;
                let message = format!("`{slug}` is listed twice as `{}`", one.relation.as_str());
                let first = first.span(site.texts.get(file));
                let finding = checking.at(file, place, Code::RepeatedEntry, message);
                checking.found.push(
                    finding
                        .label("second time here")
                        .also(file, first, "first time here")
                        .help("keep one of the two"),
                );
            }
        }
    }
}

/// What has a part in an operation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Country(Ref<Country>),
    Entity(Ref<Entity>),
}

/// The countries and entities of an operation.
fn parts(checking: &mut Checking<'_>, operation: &Operation) {
    let site = checking.site;
    let countries = operation.countries.iter();
    let countries = countries.map(|part| (Part::Country(part.country), &part.role, part.claim));
    let entities = operation.entities.iter();
    let entities = entities.map(|part| (Part::Entity(part.entity), &part.role, part.claim));
    let mut known: BTreeMap<_, Vec<Ref<Claim>>> = BTreeMap::new();
    for (part, role, claim) in countries.chain(entities) {
        let same = known.entry((part, role)).or_default();
        let what = || {
            let name = match part {
                Part::Country(at) => site[at].code.to_string(),
                Part::Entity(at) => site[at].record.id.to_string(),
            };
            match role {
                Some(role) => format!("`{name}` is listed twice as `{role}`"),
                None => format!("`{name}` is listed twice"),
            }
        };
        repeated(checking, operation.record.file, claim, same.iter().copied(), what);
        same.push(claim);
    }
}

/// Reports a claim if one of others, which are about the same, says no more and no less.
fn repeated(
    checking: &mut Checking<'_>,
    file: FileId,
    claim: Ref<Claim>,
    mut others: impl Iterator<Item = Ref<Claim>>,
    message: impl FnOnce() -> String,
) {
    let site = checking.site;
    let here = &site[claim];
    let is_same = |other: &Ref<Claim>| {
        let other = &site[*other];
        other.by == here.by
            && other.record.as_of == here.record.as_of
            && other.record.note == here.record.note
            && other.record.withdrawn.is_none()
            && here.record.withdrawn.is_none()
    };
    let same = others.find(is_same);
    let Some(first) = same else { return };
    let first = site[first].record.place.span(site.texts.get(file));
    let finding = checking.at(file, &here.record.place, Code::RepeatedEntry, message());
    checking.found.push(
        finding
            .label("second time here")
            .also(file, first, "first time here")
            .help("keep one, with all the sources"),
    );
}
