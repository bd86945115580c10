//! A record that holds less than `assert` in site.yaml asks for: content may have gone missing.

use super::Checking;
use crate::config::Assert;
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for (what, least, place) in &site.config.asserts {
        let (count, name) = match what {
            Assert::Operations => (site.operations.len(), "operation"),
            Assert::Claims => (site.claim_count(), "claim"),
            Assert::Sources => (site.sources.len(), "source"),
        };
        if count < *least {
            let plural = if count == 1 { "" } else { "s" };
            let message = format!(
                "the record holds {count} {name}{plural}, and at least {least} are asked for"
            );
            let finding = checking.at(site.config.file, place, Code::UnmetAssertion, message);
            checking.found.push(finding);
        }
    }
}
