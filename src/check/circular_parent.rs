//! An outlet, agency or platform that belongs to itself, by however many steps.

use super::Checking;
use super::circles::circles;
use crate::diag::Code;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let next = site.entities.iter().map(|one| one.parent.iter().map(|to| to.index()).collect());
    let circle = circles(&next.collect::<Vec<_>>());
    for (at, entity) in site.entities.iter().enumerate() {
        if let (Some(parent), Some((_, place))) = (entity.parent, &entity.record.parent)
            && circle[parent.index()] == circle[at]
        {
            let message = format!("`{}` is its own ancestor", entity.record.id);
            checking.found.push(
                checking
                    .at(entity.record.file, place, Code::CircularParent, message)
                    .help("take out one `parent` of the circle"),
            );
        }
    }
}
