//! A correction of a claim that is not there.

use super::Checking;
use crate::diag::{Code, did_you_mean};
use crate::resolve::{Ref, Subject, meant_claim};

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for (at, operation) in site.operations.iter().enumerate() {
        for correction in &operation.record.corrections {
            let Some((id, place)) = &correction.claim else { continue };
            if site.claim_named(Subject::Operation(Ref::new(at)), id).is_some() {
                continue;
            }
            let ids = operation.claims.clone().map(|at| site.claims[at].record.id.as_str());
            let message = format!("no claim of this file has the id `{id}`");
            let file = operation.record.file;
            let finding = checking.at(file, place, Code::UnknownClaim, message);
            checking.found.push(match meant_claim(id, ids.clone()) {
                Some(meant) => {
                    let edit = place.edit(file, site.texts.get(file), id, meant);
                    finding.fix(format!("write `{meant}`"), edit)
                }
                None => finding.maybe_help(did_you_mean(id, ids)),
            });
        }
    }
}
