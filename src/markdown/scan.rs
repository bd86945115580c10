//! What `casefile` adds to Markdown, found in the source text: clusters, attributes, wiki links.
//!
//! pulldown-cmark would read some of it as its own: `[@a](x)` as a link, `[@a]: x` as a definition, the `|` in a
//! cluster as the end of a cell. So each is found here, and commas stand for it when the body is parsed.

use std::borrow::Cow;
use std::ops::Range;

use super::attributes::{self, Shape};
use super::cluster::{is_citation, key_end, read_contents};
use super::stretch::{Stretch, push_unescaped, stretches, with_commas};
use super::{Attribute, CiteItem};
use crate::text::Span;

/// A body in which commas stand for every mark.
pub(super) struct Marked<'a> {
    /// The body as written.
    pub(super) source: &'a str,
    /// The body for the parser, of the same length.
    pub(super) text: Cow<'a, str>,
    /// What the commas stand for, in the order of the text.
    pub(super) marks: Vec<Mark>,
    /// `[^n]` that no definition answers.
    pub(super) undefined_notes: Vec<Range<usize>>,
}

/// A cluster, an attribute block or a wiki link; all ranges and spans are bytes of the body.
pub(super) struct Mark {
    /// From the opening bracket or brace to the closing one.
    pub(super) at: Range<usize>,
    /// Which of them it is.
    pub(super) kind: MarkKind,
}

/// What a mark is.
pub(super) enum MarkKind {
    /// `[@key]`; with a problem, the items are those that could be read.
    Cluster { items: Vec<CiteItem>, problem: Option<Problem> },
    /// `{#id}`; with problems, the attributes are those that could be read.
    Attributes { attributes: Vec<Attribute>, problems: Vec<Problem> },
    /// `[[destination|text]]`; the text is empty if there is none.
    Wiki { destination: String, at: Range<usize>, text: String },
}

/// What is wrong with a mark.
#[derive(Debug)]
pub(super) struct Problem {
    /// The bytes of the body.
    pub(super) at: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: Vec<String>,
}

impl<'a> Marked<'a> {
    /// Where the marks are, in a file in which the body starts there, if [`Self::at`] can put them back: a usual body's
    /// are clusters and attributes without fault, each on a line.
    pub(super) fn spans(&self, start: usize) -> Option<Box<[Span]>> {
        let is_usual = |mark: &Mark| match &mark.kind {
            MarkKind::Cluster { problem, .. } => problem.is_none(),
            MarkKind::Attributes { problems, .. } => problems.is_empty(),
            MarkKind::Wiki { .. } => false,
        };
        let is_usual = self.undefined_notes.is_empty()
            && self.marks.iter().all(is_usual)
            && with_commas(self.source, self.marks.iter().map(|mark| mark.at.clone())) == self.text;
        let span = |mark: &Mark| Span::from(mark.at.clone()).shifted(start);
        is_usual.then(|| self.marks.iter().map(span).collect())
    }

    /// A body with its marks, of which is known where they are: to search for them takes as long as to parse it. What they
    /// say is left out.
    pub(super) fn at(source: &'a str, spans: &[Span], start: usize) -> Self {
        let mark = |span: &Span| {
            let at = span.start as usize - start..span.end as usize - start;
            let kind = if source.as_bytes().get(at.start) == Some(&b'{') {
                MarkKind::Attributes { attributes: Vec::new(), problems: Vec::new() }
            } else {
                MarkKind::Cluster { items: Vec::new(), problem: None }
            };
            Mark { at, kind }
        };
        let marks: Vec<Mark> = spans.iter().map(mark).collect();
        let text = with_commas(source, marks.iter().map(|mark| mark.at.clone()));
        Marked { source, text, marks, undefined_notes: Vec::new() }
    }
}

/// Finds the marks of a body.
pub(super) fn scan(source: &str) -> Marked<'_> {
    let mut marked = Marked {
        source,
        text: Cow::Borrowed(source),
        marks: Vec::new(),
        undefined_notes: Vec::new(),
    };
    if !may_hold_marks(source) {
        return marked;
    }
    let mut covered = Vec::new();
    for stretch in stretches(source) {
        let last_brace = attributes::last_brace(&stretch);
        Scanner { stretch: &stretch, last_brace, marked: &mut marked, covered: &mut covered }.run();
    }
    marked.text = with_commas(source, covered);
    marked
}

fn may_hold_marks(source: &str) -> bool {
    source.contains('{')
        || (source.contains('[')
            && (source.contains('@') || source.contains("[[") || source.contains("[^")))
}

struct Bracket {
    open: usize,
    close: Option<usize>,
    /// The first `@` that cites and stands in no inner bracket.
    cites: Option<usize>,
}

struct Scanner<'s, 'a> {
    stretch: &'s Stretch<'a>,
    last_brace: Option<usize>,
    marked: &'s mut Marked<'a>,
    covered: &'s mut Vec<Range<usize>>,
}

impl Scanner<'_, '_> {
    fn run(mut self) {
        let stretch = self.stretch;
        let bytes = &stretch.bytes;
        let brackets = brackets(bytes);
        let mut at = 0;
        let mut next = 0;
        while let Some(found) = bytes[at..].iter().position(|byte| b"[{\\".contains(byte)) {
            at += found;
            at = match bytes[at] {
                b'\\' => {
                    at + 1 + usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation))
                }
                b'{' => self.attributes(at).unwrap_or(at + 1),
                _ => {
                    while brackets.get(next).is_some_and(|bracket| bracket.open < at) {
                        next += 1;
                    }
                    match brackets.get(next) {
                        Some(outer) if outer.open == at => {
                            self.bracket(outer, brackets.get(next + 1)).unwrap_or(at + 1)
                        }
                        _ => at + 1,
                    }
                }
            };
        }
    }

    /// Takes what a bracket opens; gives the place behind it.
    fn bracket(&mut self, outer: &Bracket, inner: Option<&Bracket>) -> Option<usize> {
        let bytes = &self.stretch.bytes;
        if outer.cites.is_some() {
            return Some(self.cluster(outer));
        }
        let close = outer.close?;
        let wrapped = inner.filter(|inner| {
            inner.open == outer.open + 1 && inner.close.is_some_and(|inner| inner + 1 == close)
        });
        match wrapped {
            Some(inner) if inner.cites.is_some() => {
                let problem = Problem {
                    at: self.stretch.in_source(&(outer.open..close + 1)),
                    message: "a citation stands in two pairs of brackets".into(),
                    help: vec!["write it in one: `[@key]`".into()],
                };
                let items = read_contents(self.stretch, inner.open + 1..close - 1).items;
                self.push(
                    outer.open..close + 1,
                    MarkKind::Cluster { items, problem: Some(problem) },
                );
                Some(close + 1)
            }
            // `[[1]](address)` is a link whose text is `[1]`.
            Some(inner) if bytes.get(close + 1) != Some(&b'(') => {
                self.wiki(inner.open + 1..close - 1).then_some(close + 1)
            }
            _ => {
                self.note(outer.open, close);
                None
            }
        }
    }

    fn cluster(&mut self, bracket: &Bracket) -> usize {
        let bytes = &self.stretch.bytes;
        let open = bracket.open;
        let Some(close) = bracket.close else {
            // Taken up to its first key, so that what comes after it is read.
            let sign = bracket.cites.unwrap_or(open);
            let end = key_end(bytes, sign);
            let items = read_contents(self.stretch, open + 1..end).items;
            let problem = Problem {
                at: self.stretch.in_source(&(open..end)),
                message: "the citation is not closed".into(),
                help: vec!["put a `]` at its end; `\\[` is a mere bracket".into()],
            };
            self.push(open..end, MarkKind::Cluster { items, problem: Some(problem) });
            return end;
        };
        let contents = read_contents(self.stretch, open + 1..close);
        let mut problem = contents.problem;
        if bytes.get(close + 1) == Some(&b'(') {
            problem.get_or_insert(Problem {
                at: self.stretch.in_source(&(open..close + 1)),
                message: "a citation is followed by `(`, as the text of a link is".into(),
                help: vec![
                    "put a space between them, or write `\\@` if it is a link's text and cites nothing".into(),
                ],
            });
        }
        self.push(open..close + 1, MarkKind::Cluster { items: contents.items, problem });
        close + 1
    }

    fn wiki(&mut self, inside: Range<usize>) -> bool {
        let bytes = &self.stretch.bytes[inside.clone()];
        if bytes.iter().any(|byte| b"[\0".contains(byte)) || matches!(bytes.first(), Some(b'^')) {
            return false;
        }
        let bar = bytes.iter().position(|&byte| byte == b'|');
        let end = inside.start + bar.unwrap_or(bytes.len());
        // In a table the bar may be escaped, as it must be elsewhere.
        let name = match bar {
            Some(bar) if bytes[..bar].ends_with(b"\\") => inside.start..end - 1,
            _ => inside.start..end,
        };
        let text = bar.map(|_| self.stretch.words(&(end + 1..inside.end))).unwrap_or_default();
        let start = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let name = (name.start + start).min(name.end)..name.end;
        let length = self.stretch.bytes[name.clone()].trim_ascii_end().len();
        let name = name.start..name.start + length;
        let destination = self.stretch.words(&name);
        if destination.is_empty() {
            return false;
        }
        let at = self.stretch.in_source(&name);
        let whole = inside.start - 2..inside.end + 2;
        self.push(whole, MarkKind::Wiki { destination, at, text });
        true
    }

    /// Keeps `[^n]` that is still here: pulldown-cmark has not found its definition.
    fn note(&mut self, open: usize, close: usize) {
        let bytes = &self.stretch.bytes;
        let label = &bytes[open + 1..close];
        let is_label = |byte: &u8| !byte.is_ascii_whitespace() && !b"[]\0".contains(byte);
        let Some((b'^', name)) = label.split_first() else { return };
        if !name.is_empty() && name.iter().all(is_label) && bytes.get(close + 1) != Some(&b'(') {
            self.marked.undefined_notes.push(self.stretch.in_source(&(open..close + 1)));
        }
    }

    fn attributes(&mut self, open: usize) -> Option<usize> {
        let Shape { end, attributes, problems } =
            attributes::read(self.stretch, open, self.last_brace)?;
        self.push(open..end, MarkKind::Attributes { attributes, problems });
        Some(end)
    }

    fn push(&mut self, flat: Range<usize>, kind: MarkKind) {
        self.covered.extend(self.stretch.lines_in_source(&flat));
        self.marked.marks.push(Mark { at: self.stretch.in_source(&flat), kind });
    }
}

/// Every bracket that no backslash stands before, in the order in which they open.
fn brackets(bytes: &[u8]) -> Vec<Bracket> {
    let mut brackets: Vec<Bracket> = Vec::new();
    let mut open = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'[' => {
                open.push(brackets.len());
                brackets.push(Bracket { open: at, close: None, cites: None });
            }
            b']' => {
                if let Some(number) = open.pop() {
                    brackets[number].close = Some(at);
                }
            }
            b'@' if is_citation(bytes, at) => {
                if let Some(&number) = open.last() {
                    brackets[number].cites.get_or_insert(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    brackets
}

/// The name a wiki link shows when it has no text of its own: its destination without the scheme.
pub(super) fn bare_name(destination: &str) -> String {
    let mut name = String::new();
    push_unescaped(&mut name, destination.split_once(':').map_or(destination, |(_, name)| name));
    name
}
