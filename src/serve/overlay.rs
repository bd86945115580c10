//! What is wrong with the content, as a page shows it: the words of the terminal, and a link into the editor.

use std::path::Path;

use serde::Serialize;

use crate::diag::{Diagnostic, Look, Report, Severity, write_human};
use crate::resolve::Site;

/// The most that are shown at once; who mends them sees the next.
const MOST: usize = 20;

/// One thing that is wrong, in the three parts in which the terminal shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    /// `error[code]: message`
    title: String,
    /// `path:line:column`
    place: String,
    /// What opens the place in an editor, if `site.yaml` says how.
    link: Option<String>,
    /// The lines of the file, what is said about them, and help.
    text: String,
}

impl Problem {
    /// Something that is at no place of the content.
    pub(super) fn of(message: &str) -> Self {
        Self { title: format!("error: {message}"), ..Self::default() }
    }

    fn new(diagnostic: &Diagnostic, site: &Site, root: &Path) -> Self {
        let mut report = Report::default();
        report.push(diagnostic.clone());
        let mut shown = Vec::new();
        // Nothing keeps a text from being written to memory.
        let _ = write_human(&report, &site.texts, Look { color: false, width: None }, &mut shown);
        let shown = String::from_utf8_lossy(&shown);
        let (title, rest) = shown.split_once("--> ").unwrap_or((&shown, ""));
        let (place, text) = rest.split_once('\n').unwrap_or((rest, ""));
        Self {
            title: title.trim_end().to_owned(),
            place: place.to_owned(),
            link: link(diagnostic, site, root),
            text: text.trim_end().to_owned(),
        }
    }
}

/// The errors, as many as are shown, and the number of the rest.
pub(super) fn problems(report: &Report, site: &Site, root: &Path) -> (Vec<Problem>, usize) {
    let errors = || report.diagnostics().iter().filter(|one| one.severity == Severity::Error);
    let shown = errors().take(MOST).map(|one| Problem::new(one, site, root)).collect();
    (shown, errors().count().saturating_sub(MOST))
}

/// The link that opens a place in the editor of `site.yaml`.
fn link(diagnostic: &Diagnostic, site: &Site, root: &Path) -> Option<String> {
    let pattern = site.config.editor_link.as_ref()?;
    let source = site.texts.get(diagnostic.file);
    let path = std::path::absolute(root.join(&source.path)).ok()?;
    let place = source.line_col(diagnostic.span.start as usize);
    Some(filled(pattern, &path.to_string_lossy(), place.line, place.column))
}

fn filled(pattern: &str, path: &str, line: usize, column: usize) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'/' | b':' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => encoded.push(byte.into()),
            _ => encoded += &format!("%{byte:02X}"),
        }
    }
    let numbers = pattern.replace("{line}", &line.to_string());
    numbers.replace("{column}", &column.to_string()).replace("{path}", &encoded)
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn a_link_names_the_place_and_encodes_the_path() {
        let pattern = "vscode://file/{path}:{line}:{column}";
        assert_eq!(filled(pattern, "/a b/ñ.md", 3, 14), "vscode://file//a%20b/%C3%B1.md:3:14");
        assert_eq!(filled("x:{path}", "C:\\a#\\{line}.md", 3, 14), "x:C:/a%23/%7Bline%7D.md");
    }
}
