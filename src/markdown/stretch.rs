//! The stretches of a body that hold inline text, and what in them is closed to us.
//!
//! Citations are looked for here and nowhere else: in paragraphs, headings, table rows and tight
//! list items; not in code, HTML, autolinks or the destinations of links. Where those are
//! only pulldown-cmark knows, so the body is parsed once for that, before anything is blanked.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::cluster::is_citation;
use super::nodes::options;

/// Stands in [`Stretch::bytes`] for each byte that is closed to us.
const CLOSED: u8 = 0;

/// One paragraph's, heading's, row's or tight item's inline text as one run of bytes.
///
/// The prefixes of continued lines (`> `, indentation) are left out, the lines joined by `\n`.
pub(super) struct Stretch<'a> {
    source: &'a str,
    /// The text; closed bytes are NUL.
    pub(super) bytes: Vec<u8>,
    /// Where each line starts, in `bytes` and in the source.
    lines: Vec<(usize, usize)>,
    /// Whether it is a table's row, in which `|` separates cells.
    pub(super) row: bool,
}

impl<'a> Stretch<'a> {
    fn new(source: &'a str, lines: &[Range<usize>], closed: &[Range<usize>], row: bool) -> Self {
        let mut stretch = Self { source, bytes: Vec::new(), lines: Vec::new(), row };
        for line in lines {
            if !stretch.lines.is_empty() {
                stretch.bytes.push(b'\n');
            }
            stretch.lines.push((stretch.bytes.len(), line.start));
            stretch.bytes.extend_from_slice(&source.as_bytes()[line.clone()]);
        }
        // Both lists are in the order of the text, but a link closes after the code inside it.
        for closed in closed {
            let mut number = lines.partition_point(|line| line.end <= closed.start);
            while let Some(line) = lines.get(number).filter(|line| line.start < closed.end) {
                let (flat, from) = stretch.lines[number];
                let part = closed.start.max(line.start)..closed.end.min(line.end);
                stretch.bytes[flat + part.start - from..flat + part.end - from].fill(CLOSED);
                number += 1;
            }
        }
        stretch
    }

    /// The bytes of the source that `range` stands for, prefixes of the lines between included.
    pub(super) fn in_source(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.to_source(range.start);
        let end = if range.is_empty() { start } else { self.to_source(range.end - 1) + 1 };
        start..end
    }

    /// The bytes of the source that `range` stands for, a range for each line.
    pub(super) fn lines_in_source(
        &self,
        range: &Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> + use<'_, 'a> {
        let Range { mut start, end } = *range;
        let mut number = self.line_of(start);
        std::iter::from_fn(move || {
            let (flat, source) = *self.lines.get(number).filter(|_| start < end)?;
            number += 1;
            let line_end =
                self.lines.get(number).map_or(usize::MAX, |&(flat, _)| flat - 1).min(end);
            let line = source + (start - flat)..source + (line_end - flat);
            start = line_end + 1;
            Some(line)
        })
    }

    /// The words that stand in `range`: white space folded, escapes undone, code and the like as written.
    pub(super) fn words(&self, range: &Range<usize>) -> String {
        let mut words = String::new();
        for line in self.lines_in_source(range) {
            for word in self.source[line].split_whitespace() {
                if !words.is_empty() {
                    words.push(' ');
                }
                push_unescaped(&mut words, word);
            }
        }
        words
    }

    /// The character at a place, closed or not.
    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        if at >= self.bytes.len() {
            return None;
        }
        self.source.get(self.to_source(at)..)?.chars().next()
    }

    fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|&(flat, _)| flat <= at).saturating_sub(1)
    }

    fn to_source(&self, at: usize) -> usize {
        let (flat, source) = self.lines[self.line_of(at)];
        source + (at - flat)
    }
}

/// Pushes `text` without the backslashes that keep punctuation from being read.
pub(super) fn push_unescaped(words: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        words.push_str(before);
        match after.chars().next() {
            Some(next) if next.is_ascii_punctuation() => {
                words.push(next);
                rest = &after[1..];
            }
            _ => {
                words.push('\\');
                rest = after;
            }
        }
    }
    words.push_str(rest);
}

/// Finds every stretch in which a bracket or brace stands, in the order of the text.
pub(super) fn stretches(source: &str) -> Vec<Stretch<'_>> {
    let neutral = without_citing_brackets(source);
    let mut collector = Collector { source, ..Collector::default() };
    for (event, at) in Parser::new_ext(&neutral, options(false)).into_offset_iter() {
        collector.event(&event, at);
    }
    collector.flush();
    collector.found
}

/// The text with commas for the brackets of what may be clusters, and for bars in those and in wiki links.
///
/// Else `[@a](x)` were a link, `[@a]: x` a definition, `[[a|b]]` two cells of a table's header, and what comes
/// after them read accordingly. Only the first parse sees this, so one comma too many does no harm.
fn without_citing_brackets(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let mut commas = Vec::new();
    let mut open: Vec<OpenBracket> = Vec::new();
    let mut bars: Vec<usize> = Vec::new();
    let mut blank_line = false;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' if blank_line => {
                commas.extend(open.drain(..).filter(|open| open.cites).map(|open| open.start));
                bars.clear();
            }
            b'\n' => blank_line = true,
            b' ' | b'\t' | b'\r' | b'>' => {}
            byte => {
                blank_line = false;
                match byte {
                    b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
                    b'[' => open.push(OpenBracket { start: at, cites: false, holds_citing: false }),
                    b']' => {
                        let Some(OpenBracket { start, cites, holds_citing }) = open.pop() else {
                            at += 1;
                            continue;
                        };
                        let is_wiki = start > 0
                            && bytes[start - 1] == b'['
                            && bytes.get(at + 1) == Some(&b']');
                        if cites || is_wiki {
                            let inside = bars.partition_point(|&bar| bar < start);
                            commas.extend(bars.drain(inside..));
                        }
                        // With commas inside, `[see [@a]]: x` would be a definition too.
                        let label = holds_citing && bytes.get(at + 1) == Some(&b':');
                        if cites || label {
                            commas.extend([start, at]);
                        }
                        if let Some(outer) = open.last_mut() {
                            outer.holds_citing |= cites || holds_citing;
                        }
                    }
                    b'|' if !open.is_empty() => bars.push(at),
                    b'@' if is_citation(bytes, at) => {
                        if let Some(bracket) = open.last_mut() {
                            bracket.cites = true;
                        }
                    }
                    _ => {}
                }
            }
        }
        at += 1;
    }
    commas.extend(open.iter().filter(|open| open.cites).map(|open| open.start));
    with_commas(source, commas.into_iter().map(|at| at..at + 1))
}

struct OpenBracket {
    start: usize,
    /// An `@` that cites stands right in it.
    cites: bool,
    /// A bracket inside it cites.
    holds_citing: bool,
}

/// The text with a comma for every byte of the ranges, which are whole characters.
///
/// Commas, because one is punctuation as brackets and braces are, so that emphasis and quotes beside it are
/// read alike; and no comma means anything to Markdown. White space would end paragraphs.
pub(super) fn with_commas(
    source: &str,
    ranges: impl IntoIterator<Item = Range<usize>>,
) -> Cow<'_, str> {
    let mut ranges = ranges.into_iter().peekable();
    if ranges.peek().is_none() {
        return Cow::Borrowed(source);
    }
    let mut bytes = source.as_bytes().to_vec();
    for range in ranges {
        bytes[range].fill(b',');
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(source), Cow::Owned)
}

#[derive(Default)]
struct Collector<'a> {
    source: &'a str,
    found: Vec<Stretch<'a>>,
    lines: Vec<Range<usize>>,
    closed: Vec<Range<usize>>,
    /// Where the text of each open link starts.
    links: Vec<usize>,
    /// The end of the last inline event.
    end: usize,
    /// A line break was the last event.
    broken: bool,
    row: bool,
    code: bool,
}

impl Collector<'_> {
    fn event(&mut self, event: &Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.flush();
                self.code = true;
            }
            Event::End(TagEnd::CodeBlock) => self.code = false,
            Event::Text(_) if self.code => {}
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                self.flush();
                self.row = true;
                self.lines.push(at);
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => self.flush(),
            Event::Start(Tag::TableCell) | Event::End(TagEnd::TableCell) => {}
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                self.reach(at.start..at.start);
                let bracket = if self.source.as_bytes()[at.start] == b'!' { 2 } else { 1 };
                self.links.push(at.start + bracket);
                if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    self.closed.push(at);
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let text_end = self.end.max(self.links.pop().unwrap_or(0));
                // What follows the text's own `]`, which stays open to be matched with its `[`.
                if text_end + 1 < at.end {
                    self.closed.push(text_end + 1..at.end);
                }
                self.reach(at.end..at.end);
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                self.reach(at.start..at.start);
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                self.reach(at.end..at.end);
            }
            Event::Text(_) => self.reach(at),
            Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                self.closed.push(at.clone());
                self.reach(at);
            }
            Event::SoftBreak | Event::HardBreak => self.broken = true,
            _ => self.flush(),
        }
    }

    fn reach(&mut self, at: Range<usize>) {
        if self.lines.is_empty() || (self.broken && !self.row) {
            // An escaped character's event starts after its backslash.
            let escaped = at.start > self.end && self.source.as_bytes()[at.start - 1] == b'\\';
            let start = at.start - usize::from(escaped);
            self.lines.push(start..at.end);
        } else if let Some(line) = self.lines.last_mut() {
            line.end = line.end.max(at.end);
        }
        self.end = self.end.max(at.end);
        self.broken = false;
    }

    fn flush(&mut self) {
        if self.lines.iter().any(|line| self.source[line.clone()].contains(['[', '{'])) {
            self.found.push(Stretch::new(self.source, &self.lines, &self.closed, self.row));
        }
        self.lines.clear();
        self.closed.clear();
        self.links.clear();
        self.broken = false;
        self.row = false;
    }
}
