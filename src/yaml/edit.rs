//! The edit that puts another word in the place of one that was written.

use super::{Node, Place, node};
use crate::diag::Edit;
use crate::text::{FileId, SourceText, Span};

impl Place {
    /// The edit that writes `to` where `from` stands: all of the text at this place, or the one part of it
    /// between its start or a `:` and a `#` or its end (`outlet:from#claim`).
    ///
    /// `None` unless it stands there letter by letter. What YAML puts together from an alias, from escapes or
    /// from several lines is not edited, nor what an alias elsewhere repeats.
    pub fn edit(&self, file: FileId, source: &SourceText, from: &str, to: &str) -> Option<Edit> {
        let (text, is_plain) = match self {
            Self::Bytes(span) => (*span, false),
            Self::Key(_) | Self::Value(_) => verbatim(source, self.span(source))?,
        };
        let raw = source.text.get(text.range())?;
        let mut parts = raw.match_indices(from).filter(|(at, _)| {
            let (before, after) = (&raw[..*at], &raw[at + from.len()..]);
            (before.is_empty() || before.ends_with([':', '#']))
                && (after.is_empty() || after.starts_with('#'))
        });
        let (at, _) = parts.next().filter(|_| !from.is_empty())?;
        if parts.next().is_some() {
            return None;
        }
        let start = text.start as usize + at;
        let span = Span::new(start, start + from.len());
        // Bare, some words are not text: `null`, `2018`.
        let is_text = || matches!(node::parse(to), Ok(Node::Text(read)) if read == to);
        let text = if is_plain && span == text && !is_text() {
            format!("\"{to}\"")
        } else {
            to.to_owned()
        };
        Some(Edit { file, span, text })
    }
}

/// The bytes of a scalar that are its text as they stand, without its quotes, and whether it has none.
fn verbatim(source: &SourceText, span: Span) -> Option<(Span, bool)> {
    let raw = source.text.get(span.range())?;
    let before = source.text[source.yaml.start as usize..span.start as usize].trim_end();
    let mark = before.rsplit(|c: char| c.is_whitespace() || "[{,:".contains(c)).next();
    let mark = mark.unwrap_or_default();
    if raw.is_empty() || mark.starts_with(['&', '!']) {
        return None;
    }
    // In a text that is written as a block, quotes are letters.
    if mark.starts_with(['|', '>']) {
        return Some((span, false));
    }
    for (quote, escape) in [('"', '\\'), ('\'', '\'')] {
        if let Some(rest) = raw.strip_prefix(quote) {
            let inner =
                rest.strip_suffix(quote).filter(|inner| !inner.contains([quote, escape]))?;
            let start = span.start as usize + 1;
            return Some((Span::new(start, start + inner.len()), false));
        }
    }
    (!raw.starts_with(['*', '&', '!', '|', '>'])).then_some((span, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Texts;
    use crate::yaml::Path;

    /// The YAML after an edit of the value at a path.
    fn edited(yaml: &str, steps: &[u32], from: &str, to: &str) -> Option<String> {
        let mut texts = Texts::default();
        let (text, span) = (yaml.to_owned(), Span::new(0, yaml.len()));
        let file = texts.add(SourceText { text, yaml: span, ..SourceText::default() });
        let place = Place::Value(Path::from(steps));
        let edit = place.edit(file, texts.get(file), from, to)?;
        let mut yaml = yaml.to_owned();
        yaml.replace_range(edit.span.range(), &edit.text);
        Some(yaml)
    }

    #[test]
    fn a_word_is_edited_in_its_quotes_or_without() {
        for (yaml, expected) in [
            ("a: UK # x\n", "a: GB # x\n"),
            ("a: 'UK'\n", "a: 'GB'\n"),
            ("a: \"UK\"\n", "a: \"GB\"\n"),
            ("{a: UK}", "{a: GB}"),
            ("a: >-\n  UK\n", "a: >-\n  GB\n"),
            ("a: outlet:UK#x\n", "a: outlet:GB#x\n"),
        ] {
            assert_eq!(edited(yaml, &[0], "UK", "GB").as_deref(), Some(expected), "{yaml}");
        }
        assert_eq!(edited("a: [x, UK]", &[0, 1], "UK", "GB").as_deref(), Some("a: [x, GB]"));
    }

    #[test]
    fn a_word_that_would_be_no_text_is_put_in_quotes() {
        assert_eq!(edited("a: X\n", &[0], "X", "2018").as_deref(), Some("a: \"2018\"\n"));
        assert_eq!(edited("a: X\n", &[0], "X", "null").as_deref(), Some("a: \"null\"\n"));
        assert_eq!(edited("a: |-\n  X\n", &[0], "X", "1").as_deref(), Some("a: |-\n  1\n"));
        assert_eq!(edited("a: 'X'\n", &[0], "X", "null").as_deref(), Some("a: 'null'\n"));
        assert_eq!(edited("a: o:X\n", &[0], "X", "1").as_deref(), Some("a: o:1\n"));
    }

    #[test]
    fn what_does_not_stand_there_letter_by_letter_is_left_alone() {
        for (yaml, step, from) in [
            ("a: &x UK\nb: *x\n", 0, "UK"),
            ("a: &x UK\nb: *x\n", 1, "UK"),
            ("a: !t UK\n", 0, "UK"),
            ("a: \"U\\u004b\"\n", 0, "UK"),
            ("a: 'U''K'\n", 0, "U'K"),
            ("a: U\n  K\n", 0, "U K"),
            ("a: 'U\n  K'\n", 0, "U K"),
            ("a: |\n  UK\n", 0, "UK\n"),
            ("a: x#x\n", 0, "x"),
            ("a:\nb: a\n", 0, ""),
        ] {
            assert_eq!(edited(yaml, &[step], from, "GB"), None, "{yaml}");
        }
    }
}
