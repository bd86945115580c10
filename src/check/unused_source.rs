//! A source that nothing cites.
//!
//! Its page would be empty, and a reader would take it for something that the record stands on.
//! A source that another takes its reporting from (`origin: key`) is used. So may be one whose key stands in a file that
//! cannot be read as what it is, and any while the text of one is not to be had.

use std::collections::BTreeSet;

use super::Checking;
use crate::diag::Code;
use crate::resolve::{Origin, Ref, Site, keys_in};

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let Some(in_lost) = words_in_lost(site) else { return };
    let mut taken_from = BTreeSet::new();
    for source in &site.sources {
        for origin in &source.origins {
            if let Origin::Source(other) = origin {
                taken_from.insert(*other);
            }
        }
    }
    for (at, source) in site.sources.iter().enumerate() {
        let record = &source.record;
        if source.claims.is_empty()
            && !taken_from.contains(&Ref::new(at))
            && !in_lost.contains(record.key.as_str())
        {
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

/// Everything that may be a key in the files that could not be read as what they are; `None` if the text of one is not
/// to be had.
fn words_in_lost(site: &Site) -> Option<BTreeSet<&str>> {
    // Static files cite nothing.
    let mut left: BTreeSet<&str> = site.lost.iter().map(String::as_str).collect();
    left.retain(|path| !path.starts_with("content/static/"));
    let mut words = BTreeSet::new();
    for (_, file) in site.texts.iter() {
        if !left.remove(file.path.as_str()) {
            continue;
        }
        if file.text.is_empty() {
            return None;
        }
        words.extend(keys_in(&file.text));
    }
    left.is_empty().then_some(words)
}
