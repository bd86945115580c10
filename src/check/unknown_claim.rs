//! A correction of a claim that is not there.

use super::Checking;
use crate::diag::{Code, did_you_mean};
use crate::resolve::{Ref, Subject};

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
            checking.found.push(
                checking
                    .at(operation.record.file, place, Code::UnknownClaim, message)
                    .maybe_help(did_you_mean(id, ids)),
            );
        }
    }
}
