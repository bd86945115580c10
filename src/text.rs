//! The files as they were read.
//!
//! Everything that points into a file does so with a [`FileId`] and a byte
//! [`Span`]; lines and columns are counted here, when a finding is shown.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// A file of the content folder, by its place in [`Texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in a file, from 0, end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// Makes a span from byte offsets. Offsets past 4 GiB are cut to that.
    pub fn new(start: usize, end: usize) -> Self {
        let cut = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end) }
    }

    /// The same range, for indexing a text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The span moved right by `by` bytes.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as an editor names it, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCol {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The key and the value of each path in a file's YAML; see `yaml::locate`.
pub(crate) type Positions = BTreeMap<Box<[u32]>, (Span, Span)>;

/// One file: its path and its whole text.
#[derive(Debug, Default)]
pub struct SourceText {
    /// The path from the site's root, with `/` between its parts.
    pub path: String,
    /// The text as it stands on disk, a byte order mark included.
    pub text: String,
    /// Where its YAML stands: the front matter of a Markdown file, all of a YAML file.
    pub yaml: Span,
    /// Found when the first is asked for: most files have no findings.
    pub(crate) positions: OnceLock<Positions>,
}

impl SourceText {
    /// Returns the 1-based line and column of a byte offset.
    ///
    /// Columns count characters, as editors show them; a byte order mark is no
    /// character. An offset past the end gives the last position, one inside a
    /// character that character's.
    pub fn line_col(&self, offset: usize) -> LineCol {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        LineCol {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1,
        }
    }
}

/// All files that were read.
#[derive(Debug, Default)]
pub struct Texts {
    files: Vec<SourceText>,
}

impl Texts {
    /// Keeps a file and gives the id by which it is found again.
    pub fn add(&mut self, file: SourceText) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file of an id that [`Texts::add`] of this same value gave.
    pub fn get(&self, id: FileId) -> &SourceText {
        &self.files[id.0 as usize]
    }

    /// Sets where the YAML of a file stands.
    pub fn set_yaml(&mut self, id: FileId, span: Span) {
        self.files[id.0 as usize].yaml = span;
    }

    /// Every file with its id, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceText)> {
        (0u32..).map(FileId).zip(&self.files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let file = SourceText {
            path: String::new(),
            text: text.into(),
            yaml: Span::default(),
            ..SourceText::default()
        };
        let LineCol { line, column } = file.line_col(offset);
        (line, column)
    }

    #[test]
    fn columns_count_characters_and_lines_end_at_newlines() {
        assert_eq!(at("añb\r\nc", 3), (1, 3));
        assert_eq!(at("añb\r\nc", 6), (2, 1));
        assert_eq!(at("a", 99), (1, 2));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(at("\u{feff}ab", 3), (1, 1));
        assert_eq!(at("\u{feff}ab", 4), (1, 2));
    }
}
