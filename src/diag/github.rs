//! Workflow commands, which GitHub Actions turns into annotations beside the lines of a change.

use std::io::{self, Write};

use super::region::Region;
use super::visible::{picture, visible};
use super::{Report, Severity};
use crate::text::Texts;

/// Writes each finding as `::error file=…,line=…::message`, its labels and help in further lines of the message.
///
/// Paths are taken to be those of the repository, so the site's root should be its root.
///
/// # Errors
/// Passes on what writing to `out` gives.
pub fn write_github(report: &Report, texts: &Texts, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in report.diagnostics() {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let Region { file, ends } = Region::new(texts, diagnostic.file, diagnostic.span);
        write!(out, "::{command} file={}", property(file))?;
        if let Some((start, end)) = ends {
            write!(out, ",line={},endLine={}", start.line, end.line)?;
            // Columns are refused where the lines differ.
            if start.line == end.line {
                write!(out, ",col={},endColumn={}", start.column, end.column)?;
            }
        }
        let code = diagnostic.code.as_str();
        let mut lines = vec![visible(&diagnostic.message)];
        if !diagnostic.label.is_empty() {
            lines.push(format!("here: {}", visible(&diagnostic.label)));
        }
        for label in &diagnostic.labels {
            let Region { file, ends } = Region::new(texts, label.file, label.span);
            let place = ends.map_or_else(
                || visible(file),
                |(start, _)| format!("{}:{}:{}", visible(file), start.line, start.column),
            );
            lines.push(match label.text.as_str() {
                "" => format!("see {place}"),
                text => format!("{place}: {}", visible(text)),
            });
        }
        for help in &diagnostic.help {
            let name = if diagnostic.is_fixed_by(help) { "fix" } else { "help" };
            lines.push(format!("{name}: {}", visible(help)));
        }
        writeln!(out, ",title={}::{}", property(code), data(&lines.join("\n")))?;
    }
    Ok(())
}

/// The text after a command's `::`, as the runner takes it apart.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which `:` and `,` would end too. Of a path only ends of lines have a form of their own there.
fn property(text: &str) -> String {
    let seen = |c| if matches!(c, '\r' | '\n') { c } else { picture(c) };
    data(&text.chars().map(seen).collect::<String>()).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Diagnostic, Edit};
    use crate::text::{SourceText, Span};

    fn github(
        path: &str,
        text: &str,
        finding: impl FnOnce(crate::text::FileId) -> Diagnostic,
    ) -> String {
        let mut texts = Texts::default();
        let (path, text) = (path.to_owned(), text.to_owned());
        let file = texts.add(SourceText { path, text, ..SourceText::default() });
        let mut report = Report::default();
        report.push(finding(file));
        let mut out = Vec::new();
        write_github(&report, &texts, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_finding_is_one_command_with_its_help_in_further_lines() {
        let found = github("content/a.md", "UK\nfar\n", |file| {
            Diagnostic::new(Code::InvalidCountry, file, Span::new(0, 2), "`UK` is none")
                .label("100 % wrong")
                .also(file, Span::new(3, 6), "and there")
                .fix("write `GB`", [Edit { file, span: Span::new(0, 2), text: "GB".into() }])
        });
        assert_eq!(
            found,
            "::error file=content/a.md,line=1,endLine=1,col=1,endColumn=3,title=invalid-country\
             ::`UK` is none%0Ahere: 100 %25 wrong%0Acontent/a.md:2:1: and there%0Afix: write `GB`\n"
        );
    }

    #[test]
    fn what_would_end_a_command_or_a_property_is_escaped() {
        let found = github("a,b:c%\r\n.md", "x", |file| {
            Diagnostic::new(Code::Stale, file, Span::new(0, 1), "a, b: 5 %\r\n::error::\u{1b}")
        });
        assert_eq!(
            found,
            "::warning file=a%2Cb%3Ac%25%0D%0A.md,line=1,endLine=1,col=1,endColumn=2,title=stale\
             ::a, b: 5 %25␍␊::error::␛\n"
        );
    }

    #[test]
    fn columns_are_left_out_over_lines_and_lines_where_there_is_no_text() {
        let found = |text: &str| {
            github("a.md", text, |file| Diagnostic::new(Code::RawHtml, file, Span::new(0, 4), "m"))
        };
        assert_eq!(found("a\nb\nc\n"), "::error file=a.md,line=1,endLine=3,title=raw-html::m\n");
        assert_eq!(found(""), "::error file=a.md,title=raw-html::m\n");
    }
}
