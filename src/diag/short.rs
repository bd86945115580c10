//! One line a finding, as compilers and `grep -n` print them.

use std::io::{self, Write};

use super::Report;
use super::visible::visible;
use crate::text::Texts;

/// Writes `path:line:col: error[code]: message`, a line each.
///
/// Control characters are written as their pictures: they could break the line, or give orders to
/// a terminal.
///
/// # Errors
/// Passes on what writing to `out` gives.
pub fn write_short(report: &Report, texts: &Texts, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in report.diagnostics() {
        let file = texts.get(diagnostic.file);
        let at = file.line_col(diagnostic.span.start as usize);
        writeln!(
            out,
            "{}:{}:{}: {}[{}]: {}",
            visible(&file.path),
            at.line,
            at.column,
            diagnostic.severity.as_str(),
            diagnostic.code.as_str(),
            visible(&diagnostic.message)
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Diagnostic};
    use crate::text::{SourceText, Span};

    #[test]
    fn a_finding_is_one_line_whatever_its_words_are() {
        let mut texts = Texts::default();
        let (path, text) = ("a\n.md".to_owned(), "ab\n".to_owned());
        let file = texts.add(SourceText { path, text, ..SourceText::default() });
        let message = "`x\r\ny\u{1b}[2J\u{85}\u{2028}z` is no date";
        let mut report = Report::default();
        report.push(Diagnostic::new(Code::InvalidDate, file, Span::new(1, 2), message));
        let mut out = Vec::new();
        write_short(&report, &texts, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a␊.md:1:2: error[invalid-date]: `x␍␊y␛[2J\u{fffd}\u{fffd}z` is no date\n"
        );
    }
}
