//! An outlet, agency or platform that belongs to itself, by however many steps.

use super::Checking;
use crate::diag::Code;
use crate::resolve::Ref;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for (at, entity) in site.entities.iter().enumerate() {
        let here = Ref::new(at);
        let mut above = entity.parent;
        // At most as many steps as there are entities: the circle may be one that this entity only leads into.
        for _ in 0..site.entities.len() {
            match above {
                Some(parent) if parent != here => above = site[parent].parent,
                _ => break,
            }
        }
        if let (Some(parent), Some((_, place))) = (above, &entity.record.parent)
            && parent == here
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
