//! Plain text, put together from the parts of a body.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A text whose white space is folded as it grows.
#[derive(Default)]
pub(super) struct PlainText {
    text: String,
    /// What parts the next word from the last.
    gap: Gap,
    /// A mark was the last thing that came.
    after_mark: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Space,
    Cell,
}

impl PlainText {
    /// Adds words as they stand.
    pub(super) fn push(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_whitespace() {
                self.space();
                rest = rest.trim_start();
                continue;
            }
            let end = word_length(rest);
            self.word(first, &rest[..end]);
            rest = &rest[end..];
        }
    }

    /// Adds white space: a line's or a paragraph's end.
    pub(super) fn space(&mut self) {
        if self.gap == Gap::None {
            self.gap = Gap::Space;
        }
        self.after_mark = false;
    }

    /// Begins a table's next cell.
    pub(super) fn cell(&mut self) {
        self.gap = Gap::Cell;
        self.after_mark = false;
    }

    /// Passes a citation or attributes, which leave no trace: `word [@key].` is `word.`
    pub(super) fn mark(&mut self) {
        self.after_mark = true;
    }

    /// Whether no word has come.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the last word ends in a colon.
    pub(super) fn ends_in_colon(&self) -> bool {
        self.text.ends_with([':', '：'])
    }

    /// The bytes of a word that came last, if it stands there as it came.
    pub(super) fn end_with(&self, word: &str) -> Option<Range<usize>> {
        let end = self.text.len();
        self.text.ends_with(word).then(|| end - word.len()..end)
    }

    /// Where bytes of the text are once it is in NFC. They start and end where no letter is put together.
    pub(super) fn finished(&self, at: Range<usize>) -> Range<usize> {
        let length = |end: usize| self.text[..end].nfc().map(char::len_utf8).sum::<usize>();
        if self.text.is_ascii() { at } else { length(at.start)..length(at.end) }
    }

    /// The text in NFC.
    pub(super) fn finish(self) -> String {
        if self.text.is_ascii() || is_nfc(&self.text) {
            self.text
        } else {
            self.text.nfc().collect()
        }
    }

    fn word(&mut self, first: char, word: &str) {
        let closes = self.after_mark && closes_sentence(first);
        if !self.text.is_empty() {
            match self.gap {
                Gap::Space if !closes => self.text.push(' '),
                Gap::Cell => self.text.push_str(" · "),
                Gap::None | Gap::Space => {}
            }
        }
        self.text.push_str(word);
        self.gap = Gap::None;
        self.after_mark = false;
    }
}

/// The bytes up to the first white space; but single spaces between ASCII words are taken along.
fn word_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_word = |byte: u8| (b'!'..=b'~').contains(&byte);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let single_space = byte == b' ' && bytes.get(at + 1).is_some_and(|&next| is_word(next));
        if !is_word(byte) && !single_space {
            break;
        }
        at += 1;
    }
    match bytes.get(at) {
        Some(byte) if !byte.is_ascii() => {
            let rest = &text[at..];
            at + rest.find(char::is_whitespace).unwrap_or(rest.len())
        }
        _ if at > 0 => at,
        // A control character is no white space.
        _ => text.find(char::is_whitespace).unwrap_or(text.len()),
    }
}

/// Whether no white space belongs before a character.
fn closes_sentence(character: char) -> bool {
    ".,;:!?)]}\"'”’»…%–—-/،؛؟۔。，、：；！？।".contains(character)
}

#[cfg(test)]
mod tests {
    use super::PlainText;

    fn joined(parts: &[&str]) -> String {
        let mut plain = PlainText::default();
        for part in parts {
            if *part == "[@]" { plain.mark() } else { plain.push(part) }
        }
        plain.finish()
    }

    #[test]
    fn a_citation_takes_the_space_before_it_along_if_punctuation_follows() {
        assert_eq!(joined(&["word ", "[@]", "."]), "word.");
        assert_eq!(joined(&["word ", "[@]", " next"]), "word next");
        assert_eq!(joined(&["word ", "[@]", " ", "[@]", ", next"]), "word, next");
        assert_eq!(joined(&["word", "[@]", "(note) "]), "word(note)");
        assert_eq!(joined(&["word ", "[@]", "(note)"]), "word (note)");
        assert_eq!(joined(&["mot ", "[@]", " !"]), "mot !");
    }

    #[test]
    fn two_spellings_of_one_letter_give_one_text() {
        assert_eq!(joined(&["cafe\u{301}"]), "café");
    }
}
