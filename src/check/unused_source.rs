//! A source that nothing cites.
//!
//! Its page would be empty, and a reader would take it for something that the record stands on.
//! A source that another takes its reporting from (`origin: key`) is used. While a file cannot be read nothing is said:
//! it may be what cites them.

use std::collections::BTreeSet;

use super::Checking;
use crate::diag::Code;
use crate::resolve::Origin;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    if !site.lost.is_empty() {
        return;
    }
    let mut taken_from = BTreeSet::new();
    for source in &site.sources {
        for origin in &source.origins {
            if let Origin::Source(other) = origin {
                taken_from.insert(*other);
            }
        }
    }
    for (at, source) in site.sources.iter().enumerate() {
        if source.claims.is_empty() && !taken_from.contains(&crate::resolve::Ref::new(at)) {
            let record = &source.record;
            let message = format!("nothing cites the source `{}`", record.key);
            checking.found.push(
                checking
                    .at(record.file, &record.place, Code::UnusedSource, message)
                    .label("not cited")
                    .help("cite it where a claim stands on it, or take it out"),
            );
        }
    }
}
