//! A claim that cites, or names, more things than fit beside it.
//!
//! It stands, with its footer, on the page of each of them: without a bound a file of some kilobytes would be a site of
//! gigabytes.

use super::Checking;
use crate::diag::{Code, Diagnostic};

/// The sources that a claim may cite, and the outlets, agencies and platforms that it may name.
const MOST: usize = 100;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let mut named = vec![0; site.claims.len()];
    for claim in site.entities.iter().flat_map(|entity| &entity.mentions) {
        named[claim.index()] += 1;
    }
    for (claim, named) in site.claims.iter().zip(named) {
        let cited = claim.citations.len();
        let (verb, count, things) = match (cited > MOST, named > MOST) {
            (true, _) => ("cites", cited, "sources"),
            (false, true) => ("names", named, "outlets, agencies and platforms"),
            (false, false) => continue,
        };
        let message = format!("the claim {verb} {count} {things}, and one can have {MOST} at most");
        let (file, span) = (site.file_of(claim.subject), checking.first_line(claim));
        let help = "make several claims of it, each with what it stands on";
        checking.found.push(Diagnostic::new(Code::CrowdedClaim, file, span, message).help(help));
    }
}
