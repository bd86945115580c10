//! A link without a text: nobody sees it, and a screen reader reads out its address.

use super::Checking;
use crate::diag::{Code, Diagnostic};
use crate::markdown::LinkKind;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for notes in site.subjects().filter_map(|subject| site.notes(subject)) {
        let links = &notes.body.links;
        for (at, link) in links.iter().enumerate() {
            // `[[amaq]]` shows the name of what it leads to.
            if link.kind != LinkKind::Link || !is_blank(&link.text) {
                continue;
            }
            // What is wrong with an image in it is said of the image.
            let holds = |other: &crate::markdown::Link| {
                other.kind == LinkKind::Image && other.whole.end < link.whole.end
            };
            if links.get(at + 1).is_some_and(holds) {
                continue;
            }
            checking.found.push(
                Diagnostic::new(
                    Code::EmptyLinkText,
                    notes.file,
                    link.whole,
                    "the link has no text",
                )
                .help("write what it leads to between `[` and `]`"),
            );
        }
    }
}

/// Whether a text shows nothing.
pub(super) fn is_blank(text: &str) -> bool {
    // Joiners, marks of direction and their like have no width.
    let is_unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().all(is_unseen)
}
