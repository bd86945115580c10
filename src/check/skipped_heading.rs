//! A heading that is more than one level below the one before it.
//!
//! Who listens to a page goes through it by its headings: a level that is missing sounds like a part that is missing.
//! The page's title is the heading of the first level, so a body starts with `##`.

use super::Checking;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for notes in site.subjects().filter_map(|subject| site.notes(subject)) {
        let mut above = 1;
        for heading in &notes.body.headings {
            // `#` is shown as `##` is: the title is the only one of its level.
            let level = heading.level.max(2);
            if level > above + 1 {
                let signs = |level: u8| "#".repeat(level.into());
                let message = if above == 1 {
                    format!("the first heading is `{}`", signs(level))
                } else {
                    format!("a heading `{}` follows one of `{}`", signs(level), signs(above))
                };
                checking.found.push(
                    Diagnostic::new(Code::SkippedHeading, notes.file, heading.span, message)
                        .help(format!("write it with `{}`", signs(above + 1))),
                );
            }
            above = level;
        }
    }
}
