//! A source at an address that leads to a domain that the site never links to, or holds the name of one.
//!
//! The record is about such outlets; it must not send readers there, nor to a copy of what they wrote. An archived
//! copy has its own key, whose address is shown defanged: that is no finding.

use super::Checking;
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for source in &site.sources {
        let record = &source.record;
        let Some(url) = &record.url else { continue };
        if site.config.is_hostile(&url.address) {
            let message = format!(
                "the address of the source `{}` names a domain that this site never links to",
                record.key
            );
            checking.found.push(
                checking
                    .at(record.file, &url.place, Code::HostileDomain, message)
                    .help("cite a report about it, or put an archived copy under `archived:` and take `url` out"),
            );
        }
    }
}
