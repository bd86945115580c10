//! One JSON object a line, for editors and scripts.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::region::Region;
use super::{Diagnostic, Edit, Fix, Label, Report};
use crate::text::Texts;

/// Writes each finding as an object on a line of its own.
///
/// Every key is in every object, always in the same order; what is not known is `null`. Lines and
/// columns count from 1, columns characters; an end is the place behind the last character.
///
/// # Errors
/// Passes on what writing to `out` gives.
pub fn write_json(report: &Report, texts: &Texts, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in report.diagnostics() {
        write_value(&Finding::new(diagnostic, texts), out)?;
    }
    Ok(())
}

/// Writes a value and ends the line.
pub(super) fn write_value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Printable))?;
    writeln!(out)
}

/// JSON in which nothing acts on a terminal, should it come to one.
struct Printable;

impl Formatter for Printable {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        // What JSON itself has to escape is no part of a fragment.
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| super::visible::acts(c)) {
            CompactFormatter.write_string_fragment(out, &rest[..at])?;
            write!(out, "\\u{:04x}", u32::from(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        CompactFormatter.write_string_fragment(out, rest)
    }
}

// The published form: its keys are named here and nowhere else.

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    label: Option<&'a str>,
    labels: Vec<OtherPlace<'a>>,
    help: &'a [String],
    fix: Option<Remedy<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct OtherPlace<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Remedy<'a> {
    title: &'a str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    replacement: &'a str,
}

impl<'a> Finding<'a> {
    fn new(diagnostic: &'a Diagnostic, texts: &'a Texts) -> Self {
        let Diagnostic { code, severity, file, span, message, label, labels, help, fix } =
            diagnostic;
        Self {
            code: code.as_str(),
            severity: severity.as_str(),
            message,
            place: Region::new(texts, *file, *span).into(),
            label: Some(label.as_str()).filter(|label| !label.is_empty()),
            labels: labels.iter().map(|label| OtherPlace::new(label, texts)).collect(),
            help,
            fix: fix.as_ref().map(|fix| Remedy::new(fix, texts)),
        }
    }
}

impl<'a> From<Region<'a>> for Place<'a> {
    fn from(Region { file, ends }: Region<'a>) -> Self {
        let (start, end) = ends.unzip();
        Self {
            file,
            line: start.map(|start| start.line),
            column: start.map(|start| start.column),
            end_line: end.map(|end| end.line),
            end_column: end.map(|end| end.column),
        }
    }
}

impl<'a> OtherPlace<'a> {
    fn new(Label { file, span, text }: &'a Label, texts: &'a Texts) -> Self {
        Self { place: Region::new(texts, *file, *span).into(), text }
    }
}

impl<'a> Remedy<'a> {
    fn new(Fix { title, edits }: &'a Fix, texts: &'a Texts) -> Self {
        let replacement = |Edit { file, span, text }: &'a Edit| Replacement {
            place: Region::new(texts, *file, *span).into(),
            replacement: text,
        };
        Self { title, edits: edits.iter().map(replacement).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::text::{FileId, SourceText, Span};

    fn json(texts: &Texts, diagnostic: Diagnostic) -> String {
        let mut report = Report::default();
        report.push(diagnostic);
        let mut out = Vec::new();
        write_json(&report, texts, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn file(texts: &mut Texts, text: &str) -> FileId {
        let (path, text) = ("content/a.md".to_owned(), text.to_owned());
        texts.add(SourceText { path, text, ..SourceText::default() })
    }

    #[test]
    fn every_key_is_there_in_one_order_and_columns_count_characters() {
        let mut texts = Texts::default();
        let a = file(&mut texts, "añ UK\n- x\n");
        let finding = Diagnostic::new(Code::InvalidCountry, a, Span::new(4, 6), "`UK` is none")
            .label("here")
            .also(a, Span::new(7, 8), "there")
            .help("look")
            .fix("write `GB`", [Edit { file: a, span: Span::new(4, 6), text: "GB".into() }]);
        assert_eq!(
            json(&texts, finding),
            concat!(
                r#"{"code":"invalid-country","severity":"error","message":"`UK` is none","#,
                r#""file":"content/a.md","line":1,"column":4,"end_line":1,"end_column":6,"#,
                r#""label":"here","labels":[{"file":"content/a.md","line":2,"column":1,"end_line":2,"#,
                r#""end_column":2,"text":"there"}],"help":["look","write `GB`"],"#,
                r#""fix":{"title":"write `GB`","edits":[{"file":"content/a.md","line":1,"column":4,"#,
                r#""end_line":1,"end_column":6,"replacement":"GB"}]}}"#,
                "\n"
            )
        );
    }

    #[test]
    fn what_is_not_known_is_null() {
        let mut texts = Texts::default();
        let a = file(&mut texts, "");
        let finding = Diagnostic::new(Code::UnreadableFile, a, Span::default(), "failed to read");
        assert_eq!(
            json(&texts, finding),
            concat!(
                r#"{"code":"unreadable-file","severity":"error","message":"failed to read","#,
                r#""file":"content/a.md","line":null,"column":null,"end_line":null,"end_column":null,"#,
                r#""label":null,"labels":[],"help":[],"fix":null}"#,
                "\n"
            )
        );
    }

    #[test]
    fn nothing_in_a_text_breaks_the_line_or_acts_on_a_terminal() {
        let mut texts = Texts::default();
        let a = file(&mut texts, "text");
        let message = "`\"\\\n\u{1b}[2J\u{9b}\u{2028}\u{202e}ñ`";
        let written = json(&texts, Diagnostic::new(Code::RawHtml, a, Span::default(), message));
        assert!(written.contains(r#"`\"\\\n\u001b[2J\u009b\u2028\u202eñ`"#), "{written}");
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["message"], message);
    }
}
