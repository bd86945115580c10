//! A source that is this site itself: a claim cannot stand on itself.

use super::Checking;
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let without_scheme =
        |url: &str| url.split_once("://").map_or(url, |(_, rest)| rest).to_lowercase();
    let base = without_scheme(&site.config.base_url);
    for source in &site.sources {
        let record = &source.record;
        let Some(url) = &record.url else { continue };
        if (without_scheme(&url.address) + "/").starts_with(&base) {
            let message = format!("the source `{}` is an address of this site", record.key);
            checking.found.push(
                checking
                    .at(record.file, &url.place, Code::SelfCitation, message)
                    .help("cite what that page stands on"),
            );
        }
    }
}
