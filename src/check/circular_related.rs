//! An operation that is related to itself, or that follows or is part of itself by way of others.
//!
//! A reader who goes from what came before to what came before that would never arrive.

use super::Checking;
use super::circles::circles;
use crate::diag::Code;
use crate::model::Relation;
use crate::resolve::Operation;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for operation in &site.operations {
        let record = &operation.record;
        for related in &record.related {
            let (other, place) = &related.operation;
            if is_called(operation, other) {
                let message = format!("`{}` is related to itself", record.slug);
                checking.found.push(
                    checking
                        .at(record.file, place, Code::CircularRelated, message)
                        .help("name another operation, or take this out"),
                );
            }
        }
    }
    for relation in [Relation::Follows, Relation::PartOf] {
        let others = |operation: &Operation| -> Vec<usize> {
            let related = operation.related.iter().filter(|(kind, _)| *kind == relation);
            related.map(|(_, other)| other.index()).collect()
        };
        let circle = circles(&site.operations.iter().map(others).collect::<Vec<_>>());
        for (at, operation) in site.operations.iter().enumerate() {
            for (kind, other) in &operation.related {
                let is_of_circle = circle[other.index()] == circle[at] && other.index() != at;
                if *kind != relation || !is_of_circle {
                    continue;
                }
                let mut declared = operation.record.related.iter();
                let other = &site[*other];
                let place = declared
                    .find(|one| one.relation == relation && is_called(other, &one.operation.0));
                let Some(place) = place.map(|one| &one.operation.1) else { continue };
                let (slug, by) = (&operation.record.slug, &other.record.slug);
                let message = match relation {
                    Relation::Follows => format!("`{slug}` follows itself, by way of `{by}`"),
                    Relation::PartOf | Relation::SeeAlso => {
                        format!("`{slug}` is part of itself, by way of `{by}`")
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

/// Whether an operation has a slug or had it.
fn is_called(operation: &Operation, slug: &str) -> bool {
    let record = &operation.record;
    record.slug.as_str() == slug || record.aliases.iter().any(|(old, _)| old.as_str() == slug)
}
