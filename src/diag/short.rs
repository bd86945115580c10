//! One line a finding, as compilers and `grep -n` print them.

use std::io::{self, Write};

use super::Report;
use crate::text::Texts;

/// Writes `path:line:col: error[code]: message`, a line each.
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
            file.path,
            at.line,
            at.column,
            diagnostic.severity.as_str(),
            diagnostic.code.as_str(),
            diagnostic.message
        )?;
    }
    Ok(())
}
