//! All rows of a list, for the script that sorts and filters it.

use super::script::script;
use crate::render::Renderer;
use crate::routes::List;

/// The script with the rows of a list.
pub fn rows(renderer: &Renderer, list: List) -> Vec<u8> {
    script(&renderer.table(list))
}
