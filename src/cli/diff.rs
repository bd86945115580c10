//! What would change in a file, as `diff -u` and `git diff` show it.

use similar::TextDiff;

use crate::fix::FixedFile;

/// The change of a file, as `git apply` and `patch -p1` take it in.
pub(super) fn unified(file: &FixedFile) -> String {
    let FixedFile { path, before, after } = file;
    let diff = TextDiff::from_lines(before.as_str(), after.as_str());
    diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_line_is_part_of_the_change_and_an_end_without_it_is_told() {
        let file = FixedFile {
            path: "content/a.md".into(),
            before: "\u{feff}a\r\nb\r\nUK".into(),
            after: "\u{feff}a\r\nb\r\nGB".into(),
        };
        assert_eq!(
            unified(&file),
            "--- a/content/a.md\n+++ b/content/a.md\n@@ -1,3 +1,3 @@\n \u{feff}a\r\n b\r\n\
             -UK\n\\ No newline at end of file\n+GB\n\\ No newline at end of file\n"
        );
    }
}
