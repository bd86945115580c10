//! rustc's form, for people at a terminal.
//!
//! The drawing is `annotate-snippets`', rustc's own renderer. Here each finding is cut down to
//! what that has to look at, so that ten thousand of them in one large file, or in one endless
//! line, cost no more than ten thousand in small ones.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Padding, Renderer, Snippet,
};

use super::visible::{picture, visible};
use super::{Diagnostic, Report, Severity};
use crate::text::{BOM, FileId, SourceText, Span, Texts};

/// The columns that source lines are trimmed to where there is no terminal: a report is the same in every log.
const WIDTH: usize = 120;

/// The columns of which less is not to be drawn in.
const NARROWEST: usize = 40;

/// Places in one file are drawn together when this many lines hold them all, and a span over more
/// lines is drawn as its first.
const LINES: usize = 40;

/// A place further than this many bytes into its line is named and not drawn.
const LONG: usize = 4 * 1024;

/// Second places beyond these are counted and not drawn.
const LABELS: usize = 8;

/// How a report is to look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Whether in colour.
    pub color: bool,
    /// The columns of the terminal, if it is one: sentences are then broken where it would break them,
    /// between words. In a pipe each is one line.
    pub width: Option<usize>,
}

/// Writes every finding with its source lines, labels and help, and an empty line after each.
///
/// Help that is also a fix is called one. Control characters, which could give orders to a terminal, are written as their pictures.
///
/// # Errors
/// Passes on what writing to `out` gives.
pub fn write_human(
    report: &Report,
    texts: &Texts,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = look.width.map(|width| width.max(NARROWEST));
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(width.unwrap_or(WIDTH));
    let mut files = BTreeMap::new();
    for diagnostic in report.diagnostics() {
        for file in diagnostic.labels.iter().map(|label| label.file).chain([diagnostic.file]) {
            files.entry(file).or_insert_with(|| File::new(file, texts));
        }
        writeln!(out, "{}\n", renderer.render(&[group(diagnostic, &files, width)]))?;
    }
    Ok(())
}

fn group<'a>(
    diagnostic: &Diagnostic,
    files: &'a BTreeMap<FileId, File<'_>>,
    width: Option<usize>,
) -> Group<'a> {
    let Diagnostic { code, severity, file, span, message, label, labels, help, fix: _ } =
        diagnostic;
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };

    let mut excerpts = vec![Excerpt::new(&files[file], *span, label)];
    for label in labels.iter().take(LABELS) {
        let other = Excerpt::new(&files[&label.file], label.span, &label.text);
        match excerpts.iter_mut().find(|excerpt| excerpt.is_near(&other)) {
            Some(excerpt) => excerpt.join(other),
            None => excerpts.push(other),
        }
    }

    let head = severity.as_str().len() + "[]: ".len() + code.as_str().len();
    let title = wrapped(&visible(message), width, head);
    let mut group = level.primary_title(title).id(code.as_str()).elements(
        excerpts.iter().enumerate().map(|(at, excerpt)| {
            let first = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            excerpt.element(first)
        }),
    );
    let unshown = labels.len().saturating_sub(LABELS);
    if excerpts.last().is_some_and(|excerpt| !excerpt.is_drawn())
        && (unshown > 0 || !help.is_empty())
    {
        // A drawing ends with the line that leads on to the help; a bare place does not.
        group = group.element(Padding);
    }
    if unshown > 0 {
        group = group.element(Level::NOTE.message(format!("and in {unshown} more places")));
    }
    let gutter = excerpts.iter().map(|excerpt| excerpt.lines.1 + 1).max().unwrap_or(1);
    let gutter = gutter.to_string().len();
    group.elements(help.iter().map(|help| {
        let name = if diagnostic.is_fixed_by(help) { "fix" } else { "help" };
        let before = gutter + " = : ".len() + name.len();
        Level::HELP.with_name(name).message(wrapped(&visible(help), width, before))
    }))
}

/// A sentence broken between words, so that with `indent` columns before each line it fits the terminal.
fn wrapped(text: &str, width: Option<usize>, indent: usize) -> String {
    // Where hardly a word fits beside the indent, the terminal's own breaks are as good.
    let Some(room) = width.and_then(|width| width.checked_sub(indent)).filter(|room| *room >= 20)
    else {
        return text.to_owned();
    };
    let mut lines = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > room {
            lines.push('\n');
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines
}

/// A file with its path as it is shown.
struct File<'a> {
    id: FileId,
    path: String,
    text: &'a str,
    source: &'a SourceText,
}

impl<'a> File<'a> {
    fn new(id: FileId, texts: &'a Texts) -> Self {
        let source = texts.get(id);
        Self { id, path: visible(&source.path), text: &source.text, source }
    }

    /// The line, from 0, that a byte is in.
    fn line_of(&self, offset: usize) -> usize {
        self.source.line_of(offset)
    }

    /// How many bytes of its line stand before a byte.
    fn depth_in_line(&self, offset: usize) -> usize {
        offset - self.source.line(self.line_of(offset)).start
    }

    /// The bytes of a line without what ends it, and that.
    fn line(&self, line: usize) -> (Range<usize>, &'a str) {
        let bytes = self.source.line(line);
        let whole = &self.text[bytes.clone()];
        let ending = ["\r\n", "\n"].into_iter().find(|ending| whole.ends_with(ending));
        (bytes.start..bytes.end - ending.map_or(0, str::len), ending.unwrap_or("\n"))
    }

    /// The end of so much after `from`, in its line, as can be seen at once.
    fn in_sight(&self, from: usize) -> usize {
        let (body, _) = self.line(self.line_of(from));
        let rest = &self.text[from.min(body.end)..body.end];
        rest.char_indices().nth(WIDTH).map_or(from.max(body.end), |(at, _)| from + at)
    }

    /// The bytes of a span, moved to whole characters and to what can be drawn of it.
    fn bytes(&self, span: Span) -> Range<usize> {
        let start = self.text.floor_char_boundary(span.start as usize);
        let end = self.text.ceil_char_boundary(span.end as usize).max(start);
        // What ends the last line is no part of what there is to see.
        let seen = self.text[start..end].trim_end_matches(['\r', '\n']);
        let end = start + seen.len();

        let (first, last) = (self.line_of(start), self.line_of(end));
        if first == last || last - first >= LINES || self.depth_in_line(end) > LONG {
            start..end.min(self.in_sight(start))
        } else {
            start..end
        }
    }
}

/// Some lines of a file and the places in them.
struct Excerpt<'a> {
    file: &'a File<'a>,
    /// The first line and the last, from 0.
    lines: (usize, usize),
    marks: Vec<(Range<usize>, String)>,
}

impl<'a> Excerpt<'a> {
    fn new(file: &'a File<'_>, span: Span, label: &str) -> Self {
        let bytes = file.bytes(span);
        let lines = (file.line_of(bytes.start), file.line_of(bytes.end));
        Self { file, lines, marks: vec![(bytes, visible(label))] }
    }

    /// Whether there is anything to draw, and little enough.
    fn is_drawn(&self) -> bool {
        let long =
            |(bytes, _): &(Range<usize>, String)| self.file.depth_in_line(bytes.start) > LONG;
        !self.file.text.is_empty() && !self.marks.iter().any(long)
    }

    fn is_near(&self, other: &Self) -> bool {
        let (first, last) = self.both(other);
        self.file.id == other.file.id && last - first < LINES && self.is_drawn() && other.is_drawn()
    }

    fn both(&self, other: &Self) -> (usize, usize) {
        (self.lines.0.min(other.lines.0), self.lines.1.max(other.lines.1))
    }

    fn join(&mut self, other: Self) {
        self.lines = self.both(&other);
        self.marks.extend(other.marks);
    }

    fn element(&self, first: AnnotationKind) -> Element<'a> {
        let (mark, _) = &self.marks[0];
        if !self.is_drawn() {
            let origin = Origin::path(&self.file.path);
            if self.file.text.is_empty() {
                return origin.into();
            }
            let at = self.file.source.line_col(mark.start);
            return origin.line(at.line).char_column(at.column).into();
        }

        let (source, spans) = self.source();
        let kinds = [first].into_iter().chain(std::iter::repeat(AnnotationKind::Context));
        Snippet::source(source)
            .path(&self.file.path)
            .line_start(self.lines.0 + 1)
            .annotations(self.marks.iter().zip(spans).zip(kinds).map(
                |(((_, label), span), kind)| {
                    kind.span(span).label((!label.is_empty()).then(|| label.clone()))
                },
            ))
            .into()
    }

    /// The lines as they are to be drawn, and where the marks are in them.
    fn source(&self) -> (String, Vec<Range<usize>>) {
        let mut source = String::new();
        let mut spans = vec![0..0; self.marks.len()];
        for line in self.lines.0..=self.lines.1 {
            let (body, ending) = self.file.line(line);
            let next = body.end + ending.len();
            let here = |&at: &usize| self.file.line_of(at) == line;
            let last = self.marks.iter().flat_map(|(mark, _)| [mark.start, mark.end]).filter(here);
            let end = self.file.in_sight(last.max().unwrap_or(body.start)).min(body.end);

            let base = source.len();
            source.push_str(&drawn(&self.file.text[body.start..end]));
            let len = source.len();
            // Both change characters one by one, so a drawn part is a part of what is drawn.
            let place = |at: usize| match at.checked_sub(body.end) {
                Some(past) => len + past.min(next - body.end),
                None => base + drawn(&self.file.text[body.start..at]).len(),
            };
            for ((mark, _), span) in self.marks.iter().zip(&mut spans) {
                if here(&mark.start) {
                    span.start = place(mark.start);
                }
                if here(&mark.end) {
                    span.end = place(mark.end);
                }
            }
            // Without an end of its own the last line could not be pointed at when it is empty.
            source.push_str(ending);
        }
        (source, spans)
    }
}

/// A part of a line, from its beginning, as it is drawn: as `SourceText::line_col` counts it.
fn drawn(text: &str) -> String {
    let tab_or_picture = |c| if c == '\t' { c } else { picture(c) };
    text.trim_start_matches(BOM).chars().map(tab_or_picture).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    fn texts(files: &[(&str, &str)]) -> Texts {
        let mut texts = Texts::default();
        for &(path, text) in files {
            texts.add(SourceText {
                path: path.into(),
                text: text.into(),
                yaml: Span::default(),
                ..SourceText::default()
            });
        }
        texts
    }

    fn id(texts: &Texts, ordinal: usize) -> FileId {
        texts.iter().nth(ordinal).unwrap().0
    }

    fn human(texts: &Texts, diagnostic: Diagnostic) -> String {
        let mut report = Report::default();
        report.push(diagnostic);
        let mut out = Vec::new();
        write_human(&report, texts, Look::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// A finding at `bytes` of a file `a.md`.
    fn at(text: &str, bytes: Range<usize>) -> String {
        let texts = texts(&[("a.md", text)]);
        let file = id(&texts, 0);
        human(&texts, Diagnostic::new(Code::RawHtml, file, bytes.into(), "message").label("label"))
    }

    /// `expected` begins on a line of its own, so that columns can be compared by eye.
    #[track_caller]
    fn assert_drawn(actual: &str, expected: &str) {
        assert_eq!(actual, expected.strip_prefix('\n').unwrap(), "\n{actual}");
    }

    #[test]
    fn a_finding_looks_as_rustc_s_do() {
        let line = "- Bulgaria blocked access to four servers. [@thenews-pk-2081]";
        let texts = texts(&[("content/operations/2018-04-amaq.md", &format!("\n{line}\n"))]);
        let start = 1 + line.find("thenews").unwrap();
        let finding = Diagnostic::new(
            Code::UnknownSource,
            id(&texts, 0),
            (start..start + 15).into(),
            "no source has the key `thenews-pk-2081`",
        )
        .label("unknown source")
        .help("did you mean `thenews-pk-2018` (content/sources/press.yaml:12)?")
        .help("a second sentence");
        assert_drawn(
            &human(&texts, finding),
            "
error[unknown-source]: no source has the key `thenews-pk-2081`
 --> content/operations/2018-04-amaq.md:2:46
  |
2 | - Bulgaria blocked access to four servers. [@thenews-pk-2081]
  |                                              ^^^^^^^^^^^^^^^ unknown source
  |
  = help: did you mean `thenews-pk-2018` (content/sources/press.yaml:12)?
  = help: a second sentence

",
        );
    }

    #[test]
    fn second_places_are_drawn_with_the_first_when_near_and_apart_when_far_or_elsewhere() {
        let text = format!("a: 1\nb: 2\na: 3\n{}z: 4\n", "\n".repeat(100));
        let texts = texts(&[("x.yaml", &text), ("y.yaml", "here\n")]);
        let (x, y) = (id(&texts, 0), id(&texts, 1));
        let mut finding = Diagnostic::new(Code::DuplicateKey, x, Span::new(10, 11), "twice")
            .label("again")
            .also(x, Span::new(0, 1), "first")
            .also(x, Span::new(text.len() - 5, text.len() - 4), "far")
            .also(y, Span::new(0, 4), "")
            .help("do");
        finding.severity = Severity::Warning;
        assert_drawn(
            &human(&texts, finding),
            "
warning[duplicate-key]: twice
   --> x.yaml:3:1
    |
  1 | a: 1
    | - first
  2 | b: 2
  3 | a: 3
    | ^ again
    |
   ::: x.yaml:104:1
    |
104 | z: 4
    | - far
    |
   ::: y.yaml:1:1
    |
  1 | here
    | ----
    |
    = help: do

",
        );
    }

    #[test]
    fn second_places_beyond_a_few_are_counted() {
        let texts = texts(&[("x.yaml", "word\n"), ("y.yaml", &"word\n".repeat(20))]);
        let mut finding =
            Diagnostic::new(Code::SharedAlias, id(&texts, 0), Span::new(0, 4), "shared");
        for line in 0..20 {
            finding = finding.also(id(&texts, 1), Span::new(line * 5, line * 5 + 4), "");
        }
        let drawn = human(&texts, finding);
        assert_eq!(drawn.matches("----").count(), LABELS);
        assert!(drawn.ends_with("  = note: and in 12 more places\n\n"), "{drawn}");
    }

    #[test]
    fn columns_count_characters_whatever_their_bytes_and_width() {
        assert_drawn(
            &at("añ\t界b\r\nc", 7..8),
            "
error[raw-html]: message
 --> a.md:1:5
  |
1 | añ    界b
  |         ^ label

",
        );
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_drawn(
            &at("\u{feff}ab", 4..5),
            "
error[raw-html]: message
 --> a.md:1:2
  |
1 | ab
  |  ^ label

",
        );
    }

    #[test]
    fn an_empty_span_points_between_characters_even_behind_the_last() {
        assert_drawn(
            &at("a", 1..1),
            "
error[raw-html]: message
 --> a.md:1:2
  |
1 | a
  |  ^ label

",
        );
        assert_drawn(
            &at("a\n", 2..2),
            "
error[raw-html]: message
 --> a.md:2:1
  |
2 |
  | ^ label

",
        );
    }

    #[test]
    fn a_file_without_text_is_only_named() {
        assert_drawn(
            &at("", 0..0),
            "
error[raw-html]: message
--> a.md

",
        );
        let texts = texts(&[("a.md", "")]);
        let finding =
            Diagnostic::new(Code::UnreadableFile, id(&texts, 0), Span::default(), "failed to read")
                .help("look at its permissions");
        assert_drawn(
            &human(&texts, finding),
            "
error[unreadable-file]: failed to read
--> a.md
 |
 = help: look at its permissions

",
        );
    }

    #[test]
    fn a_span_over_lines_is_drawn_beside_them_and_what_ends_its_last_is_no_part_of_it() {
        assert_drawn(
            &at("a x\r\nb\r\nc\r\n", 2..8),
            "
error[raw-html]: message
 --> a.md:1:3
  |
1 |   a x
  |  ___^
2 | | b
  | |_^ label

",
        );
        assert_drawn(
            &at(&"many\n".repeat(1000), 5..5000),
            "
error[raw-html]: message
 --> a.md:2:1
  |
2 | many
  | ^^^^ label

",
        );
    }

    #[test]
    fn a_long_line_is_trimmed_and_an_endless_one_is_not_drawn() {
        assert_drawn(
            &at(&"long words ".repeat(100), 500..505),
            "
error[raw-html]: message
 --> a.md:1:501
  |
1 | ...long words long words long words long words long words long words long words long words long words long words ...
  |                                                     ^^^^^ label

",
        );
        assert_drawn(
            &at(&"long words ".repeat(10_000), 100_000..100_005),
            "
error[raw-html]: message
--> a.md:1:100001

",
        );
    }

    #[test]
    fn nothing_in_a_text_reaches_the_terminal_as_an_order() {
        let texts = texts(&[("\u{1b}[2J.md", "a\u{1b}[31mb\u{9b}m\rc\u{202e}d\n")]);
        let span = Span::new(1, 6);
        let finding = Diagnostic::new(Code::RawHtml, id(&texts, 0), span, "a\u{1b}\nb")
            .label("\u{7}l")
            .help("\u{9d}h");
        assert_drawn(
            &human(&texts, finding),
            "
error[raw-html]: a␛␊b
 --> ␛[2J.md:1:2
  |
1 | a␛[31mb�m␍c�d
  |  ^^^^^ ␇l
  |
  = help: �h

",
        );
    }

    #[test]
    fn in_a_narrow_terminal_sentences_are_broken_between_words_and_lines_are_trimmed() {
        let line =
            format!("{}[@afp-2081] {}", "Servers were seized. ".repeat(6), "And ".repeat(20));
        let texts = texts(&[("content/operations/one.md", &line)]);
        let file = id(&texts, 0);
        let start = line.find("afp").unwrap();
        let span = Span::new(start, start + 8);
        let mut report = Report::default();
        let message = "no source has the key `afp-2081`, and none has one that is like it";
        report.push(
            Diagnostic::new(Code::UnknownSource, file, span, message)
                .label("unknown source")
                .help("add it to a file of `content/sources/`, where the others are")
                .fix("write `afp-2018`", [crate::diag::Edit { file, span, text: "x".into() }]),
        );
        let mut out = Vec::new();
        write_human(&report, &texts, Look { color: false, width: Some(60) }, &mut out).unwrap();
        let drawn = String::from_utf8(out).unwrap();
        assert_drawn(
            &drawn,
            "
error[unknown-source]: no source has the key `afp-2081`, and
                       none has one that is like it
 --> content/operations/one.md:1:129
  |
1 | ...re seized. [@afp-2081] And And And And And And And...
  |                 ^^^^^^^^ unknown source
  |
  = help: add it to a file of `content/sources/`, where the
          others are
  = fix: write `afp-2018`

",
        );
        assert!(drawn.lines().all(|line| line.chars().count() <= 60), "{drawn}");
    }

    #[test]
    fn color_is_only_there_when_asked_for() {
        let texts = texts(&[("a.md", "text\n")]);
        let mut report = Report::default();
        report.push(Diagnostic::new(Code::RawHtml, id(&texts, 0), Span::new(0, 4), "message"));
        let draw = |color| {
            let mut out = Vec::new();
            write_human(&report, &texts, Look { color, width: None }, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert!(draw(true).contains("\u{1b}["));
        assert!(!draw(false).contains('\u{1b}'));
    }

    #[test]
    fn every_span_of_any_text_is_drawn_at_its_line_and_column() {
        const PARTS: [&str; 14] = [
            "a",
            "b ",
            "ñ",
            "\t",
            "\n",
            "\r\n",
            "\r",
            "\u{feff}",
            "界",
            "\u{200d}",
            "\u{1b}",
            "\u{9b}",
            "e\u{301}",
            "                         ",
        ];
        let mut state = 1_u64;
        let mut below = |limit: usize| {
            // Knuth's linear congruential generator: the same texts on every run.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % limit
        };
        for _ in 0..4_000 {
            let text: String = (0..1 + below(12)).map(|_| PARTS[below(PARTS.len())]).collect();
            let texts = texts(&[("a.md", &text)]);
            let file = id(&texts, 0);
            let mut span = || {
                let start = below(text.len() + 2);
                Span::new(start, start + below(text.len() + 2))
            };
            let first = span();
            let finding = Diagnostic::new(Code::RawHtml, file, first, "message")
                .label("label")
                .also(file, span(), "other")
                .also(file, span(), "");
            let place = texts.get(file).line_col(first.start as usize);
            let drawn = human(&texts, finding);
            let expected = format!("--> a.md:{}:{}\n", place.line, place.column);
            assert!(drawn.contains(&expected), "{text:?} {first:?} {expected}\n{drawn}");
            assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}\n{drawn}");
        }
    }

    #[test]
    fn many_findings_in_a_large_file_with_an_endless_line_take_no_longer_each_than_one() {
        let text = format!("{}\n{}", "word ".repeat(20_000), "- a line of text\n".repeat(100_000));
        let texts = texts(&[("a.md", &text)]);
        let file = id(&texts, 0);
        let mut report = Report::default();
        for at in 0..2_000 {
            let start = at * 800;
            let finding = Diagnostic::new(Code::RawHtml, file, Span::new(start, start + 4), "m");
            report.push(finding.also(file, Span::new(at, text.len()), "far"));
        }
        // That it ends is the test: drawn whole, each of them would take as long as all do now.
        write_human(&report, &texts, Look::default(), &mut io::sink()).unwrap();
    }
}
