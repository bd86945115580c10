//! One address under two keys: one report would count as two.

use std::collections::BTreeMap;

use super::Checking;
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let mut first_with = BTreeMap::new();
    for source in &site.sources {
        let record = &source.record;
        let Some(url) = &record.url else { continue };
        let address = url.address.split('#').next().unwrap_or_default().trim_end_matches('/');
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        match first_with.get(address) {
            None => {
                first_with.insert(address.to_owned(), record);
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
