//! What is not agreed on, and what was put right.

use std::cmp::Reverse;

use super::site::{CorrectionEntry, Dispute, Ref, Site, Subject};
use crate::model::Fact;

/// The ordinals of a fact's values that disagree with another of its values.
pub(super) fn disagreeing(fact: &Fact) -> Vec<usize> {
    let values = fact.values.iter().enumerate();
    values
        .filter(|(_, value)| fact.values.iter().any(|other| value.disagrees_with(other)))
        .map(|(at, _)| at)
        .collect()
}

/// Every dispute, newest operation first, facts before claims.
pub(super) fn disputes(site: &Site) -> Vec<Dispute> {
    let mut disputes = Vec::new();
    for at in site.newest_first() {
        let operation = &site[at];
        for (fact, values) in operation.disagreeing.iter().enumerate() {
            if !values.is_empty() {
                disputes.push(Dispute::Fact {
                    operation: at,
                    fact,
                    values: values.iter().map(|value| operation.facts[fact][*value]).collect(),
                });
            }
        }
        disputes.extend(disputed_claims(site, operation.claims.clone()));
    }
    let operations = site.operations.last().map_or(0, |last| last.claims.end);
    disputes.extend(disputed_claims(site, operations..site.claims.len()));
    disputes
}

/// Claims that others contradict, with those, and claims that are marked without a counterpart.
fn disputed_claims(site: &Site, range: std::ops::Range<usize>) -> impl Iterator<Item = Dispute> {
    range.filter_map(|at| {
        let claim = &site.claims[at];
        let is_alone = claim.record.disputed && claim.contradicts.is_none();
        if claim.contradicted_by.is_empty() && !is_alone {
            return None;
        }
        Some(Dispute::Claim { claim: Ref::new(at), against: claim.contradicted_by.clone() })
    })
}

/// Every correction and withdrawal, newest first, then in the order of operations and claims.
pub(super) fn corrections(site: &Site) -> Vec<CorrectionEntry> {
    let mut entries = Vec::new();
    for (at, operation) in site.operations.iter().enumerate() {
        let subject = Subject::Operation(Ref::new(at));
        for correction in &operation.record.corrections {
            let id = correction.claim.as_ref().map(|(id, _)| id.as_str());
            entries.push(CorrectionEntry {
                date: correction.date,
                subject,
                claim: id.and_then(|id| site.claim_named(subject, id)),
                is_withdrawal: false,
                text: correction.text.clone(),
            });
        }
    }
    for (at, claim) in site.claims.iter().enumerate() {
        if let Some(withdrawal) = &claim.record.withdrawn {
            entries.push(CorrectionEntry {
                date: withdrawal.date,
                subject: claim.subject,
                claim: Some(Ref::new(at)),
                is_withdrawal: true,
                text: withdrawal.reason.clone(),
            });
        }
    }
    entries.sort_by_key(|entry| Reverse(entry.date.sort_key()));
    entries
}
