//! A source on the web of which no archived copy is named.
//!
//! Pages vanish; what a claim stood on could then no longer be read. `policy.archive` decides how bad that is.

use super::Checking;
use crate::diag::{Code, Level, Severity};

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    // Without its settings the site's policy is not known.
    if site.lost.contains("content/site.yaml") {
        return;
    }
    let severity = match site.config.policy.archive {
        Level::Allow => return,
        Level::Warn => Severity::Warning,
        Level::Error => Severity::Error,
    };
    for source in &site.sources {
        let record = &source.record;
        if record.is_unarchived() {
            let message = format!("the source `{}` has no archived copy", record.key);
            let mut finding = checking
                .at(record.file, &record.place, Code::UnarchivedSource, message)
                .help("add `archived: {url: …, date: …}`, or set `policy: {archive: allow}`");
            finding.severity = severity;
            checking.found.push(finding);
        }
    }
}
