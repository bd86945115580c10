//! An operation that is related to itself, or that follows or is part of itself by way of others.
//!
//! A reader who goes from what came before to what came before that would never arrive.

use super::Checking;
use crate::diag::Code;
use crate::model::Relation;
use crate::resolve::{Operation, Ref, Site};

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for operation in &site.operations {
        let slug = &operation.record.slug;
        for related in &operation.record.related {
            let (other, place) = &related.operation;
            if other == slug.as_str() {
                let message = format!("`{slug}` is related to itself");
                checking.found.push(
                    checking
                        .at(operation.record.file, place, Code::CircularRelated, message)
                        .help("name another operation, or take this out"),
                );
            }
        }
    }
    for relation in [Relation::Follows, Relation::PartOf] {
        for (at, operation) in site.operations.iter().enumerate() {
            for (kind, other) in &operation.related {
                if *kind != relation
                    || other.index() == at
                    || !reaches(site, *other, Ref::new(at), relation)
                {
                    continue;
                }
                let slug = &site[*other].record.slug;
                let declared = &operation.record.related;
                let place = declared.iter().find(|one| one.operation.0 == slug.as_str());
                let Some(place) = place.map(|one| &one.operation.1) else { continue };
                let message = match relation {
                    Relation::Follows => {
                        format!("`{}` follows itself, by way of `{slug}`", operation.record.slug)
                    }
                    Relation::PartOf | Relation::SeeAlso => {
                        format!("`{}` is part of itself, by way of `{slug}`", operation.record.slug)
                    }
                };
                checking.found.push(
                    checking
                        .at(operation.record.file, place, Code::CircularRelated, message)
                        .help("take out one relation of the circle"),
                );
            }
        }
    }
}

/// Whether relations of one kind lead from an operation to another.
fn reaches(site: &Site, from: Ref<Operation>, to: Ref<Operation>, relation: Relation) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    let mut pending = vec![from];
    while let Some(at) = pending.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at) {
            let related = site[at].related.iter();
            pending.extend(related.filter(|(kind, _)| *kind == relation).map(|(_, other)| *other));
        }
    }
    false
}
