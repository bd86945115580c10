//! One address under two keys: one report would count as two.
//!
//! Addresses that differ in what makes no difference to a server are the same: the scheme, a `www.`, capitals in the
//! host, the usual port, a `/` at the end, a place on the page.

use std::collections::BTreeMap;

use super::Checking;
use crate::config::address;
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let mut first_with = BTreeMap::new();
    for source in &site.sources {
        let record = &source.record;
        let Some(url) = &record.url else { continue };
        let Some(address) = address::compared(&url.address) else { continue };
        match first_with.get(&address) {
            None => {
                first_with.insert(address, record);
            }
            Some(first) => {
                let message = format!("`{}` and `{}` have the same address", first.key, record.key);
                checking.found.push(
                    checking
                        .at(record.file, &url.place, Code::DuplicateUrl, message)
                        .help(format!("cite `{}` in both places and take this one out", first.key)),
                );
            }
        }
    }
}
