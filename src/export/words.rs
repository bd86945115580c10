//! The words of a text, as the search index has them: without accents, in small letters, each script's variants of a
//! letter as one.
//!
//! The theme's `site.js` does the same to what a reader types. What both make of a text is in `tests/words.tsv`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Calls back with each word of a text, in order.
///
/// A word is a run of letters, digits and marks; Chinese and Japanese, which put nothing between words, are taken
/// character by character. A single Latin letter is no word: it is what an apostrophe or initials leave behind.
pub(super) fn words(text: &str, mut each: impl FnMut(&str)) {
    let mut word = String::new();
    let mut end = |word: &mut String| {
        let is_letter = word.len() == 1 && word.as_bytes()[0].is_ascii_lowercase();
        if !word.is_empty() && !is_letter {
            each(word);
        }
        word.clear();
    };
    if text.is_ascii() {
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                word.push(char::from(byte.to_ascii_lowercase()));
            } else {
                end(&mut word);
            }
        }
        return end(&mut word);
    }
    for character in text.nfkd().flat_map(char::to_lowercase) {
        if is_dropped(character) {
            continue;
        }
        if is_word_of_its_own(character) {
            end(&mut word);
            word.push(character);
            continue;
        }
        let is_mark = is_combining_mark(character);
        // A mark belongs to what it stands on.
        if !is_mark && word.chars().next().is_some_and(is_word_of_its_own) {
            end(&mut word);
        }
        if is_mark || character.is_alphabetic() || character.is_numeric() {
            push_folded(&mut word, character);
        } else {
            end(&mut word);
        }
    }
    end(&mut word);
}

/// Accents, vowel signs that are written or left out at will, and what only fills a line.
///
/// Marks of other scripts stay: there they are letters.
fn is_dropped(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{487}'
            | '\u{591}'..='\u{5bd}'
            | '\u{5bf}'..='\u{5c7}'
            | '\u{610}'..='\u{61a}'
            | '\u{640}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{6d6}'..='\u{6ed}'
    )
}

/// Kana and Han.
fn is_word_of_its_own(character: char) -> bool {
    matches!(
        character,
        '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

fn push_folded(word: &mut String, character: char) {
    let folded = match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        'ٱ' => "ا",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' | 'ہ' | 'ھ' => "ه",
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => {
            let digit = character as u32 & 15;
            return word.extend(char::from_digit(digit, 10));
        }
        _ => return word.push(character),
    };
    word.push_str(folded);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts with the words that they have: a line each, a tab between the two.
    const VECTORS: &str = include_str!("../../tests/words.tsv");

    #[test]
    fn texts_have_the_words_that_the_scripts_find_too() {
        let mut count = 0;
        for line in VECTORS.lines().filter(|line| !line.starts_with('#')) {
            let (text, expected) = line.split_once('\t').unwrap();
            let mut found: Vec<String> = Vec::new();
            words(text, |word| found.push(word.to_owned()));
            assert_eq!(found.join(" "), expected, "{text}");
            count += 1;
        }
        assert!(count > 20);
    }
}
