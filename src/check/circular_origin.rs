//! A source whose reporting is its own, by way of itself: `a` takes from `b`, and `b` from `a`.
//!
//! Nobody could then say whose report it is, and a claim's count of independent origins would mean nothing.

use super::Checking;
use super::circles::circles;
use crate::diag::Code;
use crate::resolve::{Origin, Ref, Source};

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let next = site.sources.iter().map(|source| taken_from(source).map(Ref::index).collect());
    let circle = circles(&next.collect::<Vec<_>>());
    for (at, source) in site.sources.iter().enumerate() {
        let here = Ref::new(at);
        let record = &source.record;
        for other in taken_from(source).filter(|other| circle[other.index()] == circle[at]) {
            let key = site[other].record.key.as_str();
            let written = record.origins.iter().find(|(origin, _)| origin == key);
            let Some((_, place)) = written else { continue };
            let (message, help) = if other == here {
                let message = format!("the source `{key}` cannot be its own origin");
                (message, "write `own` for the publisher's own reporting")
            } else {
                let message = format!("`{}` is its own origin, by way of `{key}`", record.key);
                (message, "say in one of them whose reporting it is: `own`, a wire, an agency")
            };
            checking
                .found
                .push(checking.at(record.file, place, Code::CircularOrigin, message).help(help));
        }
    }
}

/// The sources that one takes its reporting from.
fn taken_from(source: &Source) -> impl Iterator<Item = Ref<Source>> {
    source.origins.iter().filter_map(|origin| match origin {
        Origin::Source(other) => Some(*other),
        Origin::Own | Origin::Wire(_) | Origin::Agency(_) => None,
    })
}
