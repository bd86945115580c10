//! A claim that no source supports.
//!
//! It is what this program exists to find: a reader would have to take the editors' word for it. A claim
//! may say why it has no source, `uncited="reason"`, and the page then says so too. Pages let prose
//! stand; in the record `policy.uncited` decides.
//!
//! ```text
//! Servers were seized in the Netherlands.        ← no `[@key]`
//! ```

use super::Checking;
use crate::diag::{Code, Level, Severity};
use crate::model::About;
use crate::resolve::{Site, Subject};

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for claim in &site.claims {
        if !claim.is_uncited || claim.record.uncited.is_some() {
            continue;
        }
        let is_contrary_only = claim.cites;
        let policy = match claim.subject {
            // A page's block is a claim only if it cites or has attributes.
            Subject::Page(_) => Level::Allow,
            Subject::Operation(_) | Subject::Entity(_) | Subject::Country(_) => {
                site.config.policy.uncited
            }
        };
        if policy == Level::Allow && !is_contrary_only {
            continue;
        }
        let file = site.file_of(claim.subject);
        let span = checking.first_line(claim);
        let message = if is_contrary_only {
            "the claim has only sources against it"
        } else {
            "the claim has no source"
        };
        let help = match claim.record.about {
            About::Body(_) => {
                "cite what it stands on, `[@key]`, or say why it cannot be: `{uncited=\"reason\"}`"
            }
            About::Cited(..) => {
                "write it as `{id: …, sources: [key]}`, or say why it has none: `uncited: reason`"
            }
            About::Fact(..) => "add `sources: [key]`, or say why it has none: `uncited: reason`",
        };
        // A citation that lacks its brackets or its sign is text.
        let named = named_source(site, &claim.record.text);
        let help = named.map_or_else(|| help.to_owned(), |key| format!("did you mean `[@{key}]`?"));
        let mut finding = crate::diag::Diagnostic::new(Code::UncitedClaim, file, span, message)
            .label("no source")
            .help(help);
        if policy == Level::Warn {
            finding.severity = Severity::Warning;
        }
        checking.found.push(finding);
    }
}

/// The first word of a text that is a source's key, and more than a plain word.
fn named_source<'a>(site: &'a Site, text: &str) -> Option<&'a str> {
    let is_in_key = |c: char| c.is_ascii_alphanumeric() || "_:.+-".contains(c);
    text.split(|c| !is_in_key(c))
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|word| word.contains(|c: char| !c.is_ascii_alphabetic()))
        .find_map(|word| {
            let at = site.sources.binary_search_by(|one| one.record.key.as_str().cmp(word)).ok()?;
            Some(site.sources[at].record.key.as_str())
        })
}
