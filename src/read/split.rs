//! A Markdown file → its front matter and its body.

use crate::text::Span;

/// Where the two parts stand, in bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// The lines between the two `---`; empty if there are none.
    pub(super) yaml: Span,
    /// All that follows.
    pub(super) body: Span,
    /// Why there is no front matter, if there is none.
    pub(super) fault: Option<Fault>,
}

/// Why there is no front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The file does not start with `---`.
    Missing,
    /// It starts with `---`, and no second one follows.
    Unclosed,
}

/// Splits a file's text. A byte order mark before the first `---` is passed over.
pub(super) fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let nothing = Span::new(start, start);
    if !is_fence(first) {
        let body = Span::new(start, text.len());
        return Split { yaml: nothing, body, fault: Some(Fault::Missing) };
    }
    let yaml_start = start + first.len();
    let mut at = yaml_start;
    for line in lines {
        if is_fence(line) {
            let body = Span::new(at + line.len(), text.len());
            return Split { yaml: Span::new(yaml_start, at), body, fault: None };
        }
        at += line.len();
    }
    Split { yaml: nothing, body: Span::new(text.len(), text.len()), fault: Some(Fault::Unclosed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (&str, &str, Option<Fault>) {
        let split = split(text);
        (&text[split.yaml.range()], &text[split.body.range()], split.fault)
    }

    #[test]
    fn front_matter_stands_between_two_rules() {
        assert_eq!(parts("---\na: 1\n---\nb"), ("a: 1\n", "b", None));
        assert_eq!(parts("\u{feff}---\r\na: 1\r\n---\r\nb"), ("a: 1\r\n", "b", None));
        assert_eq!(parts("---\n---"), ("", "", None));
    }

    #[test]
    fn a_file_without_both_rules_has_none() {
        assert_eq!(parts("a").2, Some(Fault::Missing));
        assert_eq!(parts("").2, Some(Fault::Missing));
        assert_eq!(parts("---\na: 1\n").2, Some(Fault::Unclosed));
    }
}
