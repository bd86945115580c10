//! Code with its parts marked by CSS classes that begin with `hl-`, never by styles.

use std::sync::OnceLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Longer blocks are data more often than code, and take their time.
const LONGEST_BLOCK: usize = 64 * 1024;
/// The same for lines, on which patterns can take quadratic time.
const LONGEST_LINE: usize = 2000;

/// Returns the code as HTML, or `None` if its language is not known or it is too long.
pub(super) fn highlighted(code: &str, language: &str) -> Option<String> {
    // Loading takes 20 ms, which a site without code does not spend.
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    if language.is_empty() || code.len() > LONGEST_BLOCK {
        return None;
    }
    let syntaxes = SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines);
    let syntax = syntaxes.find_syntax_by_token(language)?;
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, style);
    for line in LinesWithEndings::from(code) {
        if line.len() > LONGEST_LINE {
            return None;
        }
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::highlighted;

    #[test]
    fn code_of_a_known_language_gets_classes_and_is_escaped() {
        let html = highlighted("let a = \"<b>\";\n", "rust").unwrap();
        assert!(html.contains("class=\"hl-"), "{html}");
        assert!(html.contains("&lt;b&gt;"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn code_of_an_unknown_language_is_left_alone() {
        assert_eq!(highlighted("a", "klingon"), None);
        assert_eq!(highlighted("a", ""), None);
    }
}
