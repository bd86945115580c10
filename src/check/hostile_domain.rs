//! A source at an address of a domain that the site never links to.
//!
//! The record is about such outlets; it must not send readers there. An archived copy whose address holds
//! one is shown defanged, which is no finding.

use super::Checking;
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for source in &site.sources {
        let record = &source.record;
        let Some(url) = &record.url else { continue };
        if site.config.is_hostile(&url.address) {
            let message = format!(
                "the source `{}` lies in a domain that this site never links to",
                record.key
            );
            checking.found.push(
                checking
                    .at(record.file, &url.place, Code::HostileDomain, message)
                    .help("cite a report about it, or an archived copy, instead"),
            );
        }
    }
}
