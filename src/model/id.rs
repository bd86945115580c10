//! Names of things: slugs, which are addresses too, and the keys of sources.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::yaml::{Shape, Written, shape};

/// Names that Windows keeps for devices, and those that a folder of pages needs itself.
const RESERVED: &[&str] = &["index", "page", "con", "prn", "aux", "nul"];

/// An id that is an address too: `[a-z0-9]+(-[a-z0-9]+)*`, at most 100 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Box<str>);

/// Why a text is no slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSlug {
    /// What is wrong with it, to stand after "`x` ".
    pub reason: String,
    /// The nearest slug, if any of the text can be kept.
    pub nearest: Option<String>,
}

impl Slug {
    /// The longest slug, in bytes: folders of that name fit every file system.
    pub const MAX_BYTES: usize = 100;

    /// Checks a text.
    ///
    /// # Errors
    /// Says what is wrong and gives the nearest slug.
    pub fn parse(text: &str) -> Result<Self, InvalidSlug> {
        let nearest = |text: &str| Some(slug_of(text)).filter(|slug| !slug.is_empty());
        if text.is_empty() {
            return Err(InvalidSlug { reason: "is empty".into(), nearest: None });
        }
        let well_formed = text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if !well_formed {
            return Err(InvalidSlug {
                reason: "has something other than lower-case letters, digits and single hyphens between them".into(),
                nearest: nearest(text),
            });
        }
        if text.len() > Self::MAX_BYTES {
            return Err(InvalidSlug {
                reason: format!("is longer than {} letters", Self::MAX_BYTES),
                nearest: nearest(text),
            });
        }
        if is_reserved(text) {
            return Err(InvalidSlug {
                reason: "is a reserved name".into(),
                nearest: Some(format!("{text}-1")),
            });
        }
        Ok(Self(text.into()))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Written for Slug {
    fn text() -> shape::Text {
        shape::Text {
            called: Some("slug"),
            refused: Some(format!(r"^(?:{}|(?:com|lpt)[0-9])\n*$", RESERVED.join("|"))),
            longest: Some(Self::MAX_BYTES),
            fault: "should be small letters, digits and single hyphens between them",
            examples: &["2018-04-amaq"],
            ..shape::Text::like("[a-z0-9]+(?:-[a-z0-9]+)*")
        }
    }
}

fn is_reserved(text: &str) -> bool {
    RESERVED.contains(&text)
        || text
            .strip_prefix("com")
            .or_else(|| text.strip_prefix("lpt"))
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The slug nearest to a text: lower case, marks taken off letters, the rest made hyphens, cut at 100 bytes.
///
/// Empty if the text holds no Latin letter or digit.
pub fn slug_of(text: &str) -> String {
    let mut slug = String::new();
    for letter in text.nfkd().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if unicode_normalization::char::is_combining_mark(letter)
            || letter == '\''
            || letter == '’'
        {
            // `é` is e and a mark; an apostrophe leaves no gap.
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(Slug::MAX_BYTES);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A slug made of a title, in Latin letters whatever the script, with no word cut in two.
///
/// Never a reserved name. Empty if nothing in the title can be written in Latin letters.
pub fn slug_of_title(title: &str) -> String {
    // Marks first: a letter and its mark are one letter in every other script's romanization too.
    let mut latin = String::with_capacity(title.len());
    for character in title.nfc() {
        match character {
            // Signs that no Latin letter stands for, which would leave a gap in the word.
            'ع' | 'ء' | 'ʿ' | 'ʾ' | 'ь' | 'Ь' | 'ъ' | 'Ъ' => {}
            // The one vowel that Arabic writes, which the table leaves out.
            'ا' | 'أ' | 'آ' | 'ى' | 'ة' => latin.push('a'),
            'إ' => latin.push('i'),
            _ if character.is_ascii() => latin.push(character),
            _ => latin.push_str(deunicode::deunicode_char(character).unwrap_or(" ")),
        }
    }
    let slug = slug_of_words(&latin);
    if is_reserved(&slug) { format!("{slug}-1") } else { slug }
}

/// The longest slug that is made of a title: there is room for a date before it, and it can still be read.
const LONGEST_OF_TITLE: usize = 60;

fn slug_of_words(text: &str) -> String {
    let mut slug = String::new();
    let whole = slug_of(text);
    for word in whole.split('-') {
        if !slug.is_empty() && slug.len() + 1 + word.len() > LONGEST_OF_TITLE {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug.truncate(LONGEST_OF_TITLE);
    slug
}

/// What `[@key]` names: `[A-Za-z0-9][A-Za-z0-9_:.+-]*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceKey(Box<str>);

/// The first character that cannot stand in a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidKey {
    /// The character, `None` if the key is empty.
    pub character: Option<char>,
}

impl SourceKey {
    /// Checks a text.
    ///
    /// # Errors
    /// Gives the first character that does not fit.
    pub fn parse(text: &str) -> Result<Self, InvalidKey> {
        let first = text.chars().next().ok_or(InvalidKey { character: None })?;
        if !first.is_ascii_alphanumeric() {
            return Err(InvalidKey { character: Some(first) });
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || "_:.+-".contains(c);
        match text.chars().find(|&character| !fits(character)) {
            Some(character) => Err(InvalidKey { character: Some(character) }),
            None => Ok(Self(text.into())),
        }
    }

    /// A key for what nothing is known of.
    pub(crate) fn fallback() -> Self {
        Self("source".into())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Written for SourceKey {
    fn text() -> shape::Text {
        shape::Text {
            called: Some("source-key"),
            fault: "should be letters, digits and _ : . + -, a letter or digit first",
            examples: &["afp-2018-04-27"],
            ..shape::Text::like("[A-Za-z0-9][A-Za-z0-9_:.+-]*")
        }
    }

    fn numbers() -> Option<Shape> {
        Some(Shape::Number(Some(0)))
    }
}

impl fmt::Display for SourceKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_small_letters_digits_and_single_hyphens() {
        assert!(Slug::parse("2018-04-amaq").is_ok());
        for bad in ["", "Amaq", "a--b", "-a", "a-", "a_b", "é", "index", "com1", &"a".repeat(101)]
        {
            assert!(Slug::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_nearest_slug_keeps_what_it_can() {
        assert_eq!(slug_of("Fundación I'LAM — 2024"), "fundacion-ilam-2024");
        assert_eq!(slug_of("أعماق"), "");
        assert_eq!(Slug::parse("Al Bayan").unwrap_err().nearest.as_deref(), Some("al-bayan"));
    }

    #[test]
    fn a_title_in_any_script_has_a_slug() {
        for (title, slug) in [
            ("Fundación I'LAM — 2024", "fundacion-ilam-2024"),
            ("أعماق", "amaq"),
            ("Правда", "pravda"),
            ("Ελλάδα", "ellada"),
            ("Łódź, Straße, Øre", "lodz-strasse-ore"),
            ("東京", "dong-jing"),
            ("CON", "con-1"),
            ("Index", "index-1"),
            ("—", ""),
        ] {
            assert_eq!(slug_of_title(title), slug, "{title}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        let slug = slug_of_title(&"seizure of servers ".repeat(10));
        assert!(slug.len() <= LONGEST_OF_TITLE && slug.ends_with("-of-servers"), "{slug}");
        assert_eq!(slug_of_title(&"a".repeat(200)).len(), LONGEST_OF_TITLE);
    }

    #[test]
    fn a_key_starts_with_a_letter_or_digit() {
        assert!(SourceKey::parse("a:b.c+d_e-1").is_ok());
        assert_eq!(SourceKey::parse("_a").unwrap_err().character, Some('_'));
        assert_eq!(SourceKey::parse("a b").unwrap_err().character, Some(' '));
    }
}
