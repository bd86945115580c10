//! An operation that is past the day on which it was to be looked at again, and a `security.txt` that has expired.

use super::Checking;
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let Some(today) = checking.today else { return };
    for operation in &site.operations {
        let record = &operation.record;
        let Some((date, place)) = record.stale_since(today) else { continue };
        let message = format!("`{}` was to be looked at again after {date}", record.slug);
        checking.found.push(
            checking
                .at(record.file, place, Code::Stale, message)
                .help("go through its claims, then set a later day"),
        );
    }
    let Some(security) = &site.config.security else { return };
    let expires = &security.expires;
    if expires.value.latest().is_some_and(|last| last < today) {
        let message = format!("`security.txt` holds only until {}", expires.value);
        checking.found.push(
            checking
                .at(site.config.file, &expires.place(), Code::Stale, message)
                .help("make sure that `contact` still reaches someone, then set a later day"),
        );
    }
}
