//! A source that is this site itself: a claim cannot stand on itself.

use super::Checking;
use crate::config::address::compared;
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let Some(base) = compared(&site.config.base_url) else { return };
    let is_ours = |address: &str| {
        let address = compared(address);
        let rest = address.as_deref().and_then(|address| address.strip_prefix(base.as_str()));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    for source in &site.sources {
        let record = &source.record;
        let Some(url) = &record.url else { continue };
        if is_ours(&url.address) {
            let message = format!("the source `{}` is an address of this site", record.key);
            checking.found.push(
                checking
                    .at(record.file, &url.place, Code::SelfCitation, message)
                    .help("cite what that page stands on"),
            );
        }
    }
}
