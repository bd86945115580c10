//! Where a finding is, in the words of the formats that others read.

use crate::text::{FileId, LineCol, Span, Texts};

/// A stretch of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region<'a> {
    /// The path from the site's root.
    pub(super) file: &'a str,
    /// Where it begins, and the place behind its last character; `None` if it is the file as a whole,
    /// which has no text to point at.
    pub(super) ends: Option<(LineCol, LineCol)>,
}

impl<'a> Region<'a> {
    pub(super) fn new(texts: &'a Texts, file: FileId, span: Span) -> Self {
        let source = texts.get(file);
        let ends = (!source.text.is_empty()).then(|| {
            let at = |offset: u32| source.line_col(offset as usize);
            (at(span.start), at(span.end.max(span.start)))
        });
        Self { file: &source.path, ends }
    }
}
