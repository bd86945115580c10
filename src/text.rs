//! The files as they were read.
//!
//! Everything that points into a file does so with a [`FileId`] and a byte
//! [`Span`]; lines and columns are counted here, when a finding is shown.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A file of the content folder, by its place in [`Texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The place in [`Texts`].
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

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
    /// Counted when the first is asked for, from then on the same: the text does not change.
    pub(crate) lines: OnceLock<Lines>,
}

impl SourceText {
    /// Returns the 1-based line and column of a byte offset.
    ///
    /// Columns count characters, as editors show them; a byte order mark is no
    /// character. An offset past the end gives the last position, one inside a
    /// character that character's.
    pub fn line_col(&self, offset: usize) -> LineCol {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_of(offset);
        let start = self.line_start(line);
        let before = &self.text[start..offset];
        let marks = (before.len() - before.trim_start_matches(BOM).len()) / BOM.len_utf8();
        let characters = self.characters_before(offset) - self.characters_before(start);
        LineCol { line: line + 1, column: characters - marks + 1 }
    }

    /// The line, from 0, that a byte is in.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.lines().starts.partition_point(|&start| start <= offset) - 1
    }

    /// The bytes of a line, from 0, with what ends it.
    pub(crate) fn line(&self, line: usize) -> Range<usize> {
        let end = self.lines().starts.get(line + 1).copied().unwrap_or(self.text.len());
        self.line_start(line)..end
    }

    fn line_start(&self, line: usize) -> usize {
        self.lines().starts[line]
    }

    fn characters_before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        let rest = &self.text.as_bytes()[step * STEP..offset];
        self.lines().characters[step] + characters(rest)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }
}

/// The byte order mark, which some editors put before a file's text.
pub(crate) const BOM: char = '\u{feff}';

/// The bytes from one count of characters to the next.
const STEP: usize = 512;

/// Where the lines of a text begin, so that a place is found by looking and not by counting: a
/// file may have as many findings as lines, or a line as many as words.
#[derive(Debug)]
pub(crate) struct Lines {
    /// The byte at which each line begins.
    starts: Vec<usize>,
    /// How many characters begin before each [`STEP`] bytes.
    characters: Vec<usize>,
}

impl Lines {
    fn new(text: &str) -> Self {
        let newlines = text.match_indices('\n');
        let starts = [0].into_iter().chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut count = 0;
        let steps = text.as_bytes().chunks_exact(STEP).map(|step| {
            count += characters(step);
            count
        });
        let characters = [0].into_iter().chain(steps).collect();
        Self { starts, characters }
    }
}

/// How many characters begin in these bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    let is_first = |byte: u8| byte & 0b1100_0000 != 0b1000_0000;
    bytes.iter().filter(|&&byte| is_first(byte)).count()
}

/// All files that were read.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    files: Vec<Arc<SourceText>>,
}

impl Texts {
    /// Keeps a file and gives the id by which it is found again.
    pub fn add(&mut self, file: SourceText) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file.into());
        id
    }

    /// The file of an id that [`Texts::add`] of this same value gave.
    pub fn get(&self, id: FileId) -> &SourceText {
        &self.files[id.0 as usize]
    }

    /// Puts another file in the place of one; who has a copy of these texts keeps the old one.
    pub fn replace(&mut self, id: FileId, file: SourceText) {
        self.files[id.0 as usize] = file.into();
    }

    /// Every file with its id, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceText)> {
        (0u32..).map(FileId).zip(self.files.iter().map(|file| &**file))
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
    fn a_place_in_a_long_text_is_where_counting_from_its_start_finds_it() {
        let text = "año 界 ".repeat(400) + "\n" + &"kurz\r\nñ\n".repeat(300) + "ende";
        let file = SourceText { text: text.clone(), ..SourceText::default() };
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..at];
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            let line = before.matches('\n').count() + 1;
            let column = before[line_start..].chars().count() + 1;
            assert_eq!(file.line_col(at), LineCol { line, column }, "byte {at}");
        }
    }

    #[test]
    fn every_place_of_a_large_text_is_found_without_counting_from_its_start() {
        let text = "words ".repeat(100_000) + &"- a line\n".repeat(100_000);
        let file = SourceText { text, ..SourceText::default() };
        // That it ends is the test.
        for at in (0..file.text.len()).step_by(10) {
            file.line_col(at);
        }
        assert_eq!(file.line_col(599_999), LineCol { line: 1, column: 600_000 });
        assert_eq!(file.line_col(usize::MAX), LineCol { line: 100_001, column: 1 });
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(at("\u{feff}ab", 3), (1, 1));
        assert_eq!(at("\u{feff}ab", 4), (1, 2));
    }
}
