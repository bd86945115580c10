//! An operation that says the same thing twice: of a country, of an outlet, as the value of a fact.
//!
//! A reader would count one claim as two. Sources that agree belong under one value. What a withdrawn claim said may
//! be said again, and so may what another person says.

use std::collections::BTreeMap;

use super::Checking;
use crate::diag::Code;
use crate::resolve::{Claim, Operation, Ref};
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
                let what = format!("the fact `{}` has this value twice", fact.name.0);
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

/// The countries and entities of an operation.
fn parts(checking: &mut Checking<'_>, operation: &Operation) {
    let site = checking.site;
    let countries = operation.countries.iter().map(|part| {
        let name = site[part.country].code.to_string();
        (0, part.country.index(), name, &part.role, part.claim)
    });
    let entities = operation.entities.iter().map(|part| {
        (1, part.entity.index(), site[part.entity].record.id.to_string(), &part.role, part.claim)
    });
    let mut known: BTreeMap<_, Vec<Ref<Claim>>> = BTreeMap::new();
    for (list, index, name, role, claim) in countries.chain(entities) {
        let same = known.entry((list, index, role)).or_default();
        let what = match role {
            Some(role) => format!("`{name}` is listed twice as `{role}`"),
            None => format!("`{name}` is listed twice"),
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
    message: String,
) {
    let site = checking.site;
    let says = |claim: &Claim| {
        (
            claim.by.clone(),
            claim.record.as_of,
            claim.record.note.clone(),
            claim.record.withdrawn.is_some(),
        )
    };
    let here = &site[claim];
    let same =
        others.find(|other| here.record.withdrawn.is_none() && says(&site[*other]) == says(here));
    let Some(first) = same else { return };
    let first = site[first].record.place.span(site.texts.get(file));
    let finding = checking.at(file, &here.record.place, Code::RepeatedEntry, message);
    checking.found.push(
        finding
            .label("second time here")
            .also(file, first, "first time here")
            .help("keep one, with all the sources"),
    );
}
