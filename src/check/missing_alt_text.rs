//! An image without words: who does not see it, or has images turned off, learns nothing of it.

use super::Checking;
use super::empty_link_text::is_blank;
use crate::diag::{Code, Diagnostic};
use crate::markdown::LinkKind;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for notes in site.subjects().filter_map(|subject| site.notes(subject)) {
        let images = notes.body.links.iter().filter(|link| link.kind == LinkKind::Image);
        for image in images.filter(|image| is_blank(&image.text)) {
            checking.found.push(
                Diagnostic::new(
                    Code::MissingAltText,
                    notes.file,
                    image.whole,
                    "the image has no text in its stead",
                )
                .help("say between `![` and `]` what is to be seen on it"),
            );
        }
    }
}
