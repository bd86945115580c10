//! The words of a text, as the search index has them: without accents, in small letters, each script's variants of a
//! letter as one.
//!
//! The theme's `site.js` does the same to what a reader types. What both make of a text is in `tests/words.tsv`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Calls back with each word of a text, in order.
///
/// A word is a run of letters, digits and marks; Chinese and Japanese, which put nothing between words, are taken
/// character by character. A single Latin letter is no word: it is what an apostrophe or initials leave behind.
pub fn words(text: &str, mut each: impl FnMut(&str)) {
    let text = ungrouped(text);
    let mut word = String::new();
    // What is not ASCII is decomposed a run at a time: no mark of it goes over an ASCII letter, which stays as it is.
    let mut rest = &*text;
    while !rest.is_empty() {
        let is_ascii = rest.is_ascii();
        let (ascii, after) =
            if is_ascii { (rest, "") } else { split_at_first(rest, |byte| !byte.is_ascii()) };
        let (other, after) = split_at_first(after, |byte| byte.is_ascii());
        rest = after;
        ascii_words(ascii, &mut word, &mut each);
        other_words(other, &mut word, &mut each);
    }
    end(&mut word, &mut each);
}

/// A text in two, before the first such byte.
fn split_at_first(text: &str, is_such: impl Fn(u8) -> bool) -> (&str, &str) {
    text.split_at(text.bytes().position(is_such).unwrap_or(text.len()))
}

/// Ends a word.
fn end(word: &mut String, each: &mut impl FnMut(&str)) {
    let is_letter = word.len() == 1 && word.as_bytes()[0].is_ascii_lowercase();
    if !word.is_empty() && !is_letter {
        each(word);
    }
    word.clear();
}

/// Goes on with a word in ASCII; the last one may not be at its end.
fn ascii_words(text: &str, word: &mut String, each: &mut impl FnMut(&str)) {
    let mut rest = text;
    while !rest.is_empty() {
        let (run, after) = split_at_first(rest, |byte| !STANDS_IN_WORDS[byte as usize]);
        if !run.is_empty() {
            // Kana or Han before it.
            if word.chars().next().is_some_and(is_word_of_its_own) {
                end(word, each);
            }
            let start = word.len();
            word.push_str(run);
            word[start..].make_ascii_lowercase();
        }
        if after.is_empty() {
            return;
        }
        end(word, each);
        rest = split_at_first(after, |byte| STANDS_IN_WORDS[byte as usize]).1;
    }
}

/// The letters and digits of ASCII.
static STANDS_IN_WORDS: [bool; 256] = {
    let mut stands = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        stands[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    stands
};

/// The same for what is not ASCII, which can become that when it is decomposed.
fn other_words(text: &str, word: &mut String, each: &mut impl FnMut(&str)) {
    for character in text.nfkd().flat_map(char::to_lowercase) {
        if is_dropped(character) {
            continue;
        }
        if is_word_of_its_own(character) {
            end(word, each);
            word.push(character);
            continue;
        }
        let is_mark = is_combining_mark(character);
        // A mark belongs to what it stands on.
        if !is_mark && word.chars().next().is_some_and(is_word_of_its_own) {
            end(word, each);
        }
        if is_mark || character.is_alphabetic() || character.is_numeric() {
            push_folded(word, character);
        } else {
            end(word, each);
        }
    }
}

/// A text with the digits of each number together, so that who looks for 26000 finds "26,000" too.
fn ungrouped(text: &str) -> Cow<'_, str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    let digit_from = |at: usize| text[at..].bytes().position(|byte| byte.is_ascii_digit());
    while let Some(start) = digit_from(at).map(|found| at + found) {
        let (groups, end) = number_at(&text[start..]);
        at = start + end;
        let is_within = text[..start].ends_with(is_part) || text[at..].starts_with(is_part);
        if groups > 1 && !is_within {
            out.push_str(&text[done..start]);
            out.extend(text[start..at].chars().filter(char::is_ascii_digit));
            done = at;
        }
        at += text[at..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// The number that a text starts with, in groups of three digits: how many groups, and where it ends.
fn number_at(text: &str) -> (usize, usize) {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(text);
    let mut groups = 1;
    if end > 3 {
        return (groups, end);
    }
    while let Some(separator) = text[end..].chars().next().filter(|c| SEPARATORS.contains(c)) {
        let after = end + separator.len_utf8();
        if digits(&text[after..]) != 3 {
            break;
        }
        end = after + 3;
        groups += 1;
    }
    (groups, end)
}

/// What stands between groups of digits.
const SEPARATORS: [char; 7] = [',', '.', '\'', '’', '\u{a0}', '\u{2009}', '\u{202f}'];

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
