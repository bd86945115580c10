//! A claim marked as disputed of which nothing says by what: a reader is warned, and cannot follow it.

use super::Checking;
use crate::diag::{Code, Diagnostic};
use crate::model::About;
use crate::resolve::Claim;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for claim in &site.claims {
        if !claim.record.disputed || is_explained(claim) {
            continue;
        }
        let help = match claim.record.about {
            About::Body(_) => {
                "name the claim that says otherwise, `contradicts=id`, or cite who does: `[but see @key]`"
            }
            About::Cited(..) | About::Fact(..) => {
                "name the claim that says otherwise, `contradicts: id`, or say who does: `note: …`"
            }
        };
        let message = "the claim is marked as disputed, and nothing says by what";
        let (file, span) = (site.file_of(claim.subject), checking.first_line(claim));
        let finding = Diagnostic::new(Code::UnexplainedDispute, file, span, message).help(help);
        checking.found.push(finding);
    }
}

fn is_explained(claim: &Claim) -> bool {
    claim.record.contradicts.is_some()
        || !claim.contradicted_by.is_empty()
        || claim.disagrees
        || claim.record.note.is_some()
        || claim.record.withdrawn.is_some()
        || claim.cites_against
}
