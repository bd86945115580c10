//! A source that nothing cites.
//!
//! Its page would be empty, and a reader would take it for something that the record stands on.
//! A source that another takes its reporting from (`origin: key`) is used. So may be one whose key stands in a file that
//! cannot be read as what it is, and any while the text of one is not to be had.

use std::collections::BTreeSet;

use super::Checking;
use crate::diag::Code;
use crate::resolve::Origin;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let lost: Vec<&str> = site
        .lost
        .iter()
        .filter(|path| !path.starts_with("content/static/"))
        .map(|path| {
            let file = site.texts.iter().find(|(_, file)| file.path == *path);
            file.map_or("", |(_, file)| file.text.as_str())
        })
        .collect();
    if lost.contains(&"") {
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
        let record = &source.record;
        if source.claims.is_empty()
            && !taken_from.contains(&crate::resolve::Ref::new(at))
            && !lost.iter().any(|text| text.contains(record.key.as_str()))
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
