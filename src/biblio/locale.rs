//! The words and date forms of a language, as styles use them.

use hayagriva::archive::LOCALES;
use hayagriva::citationberg::{Locale, LocaleCode};

/// The locale of a language, and American English for what it lacks.
#[derive(Debug)]
pub(super) struct Locales {
    pub(super) code: LocaleCode,
    pub(super) files: Vec<Locale>,
}

impl Locales {
    /// Finds the locale nearest to a tag: the same, the usual one of its language, any of its language, American English.
    pub(super) fn of(language: &str) -> Self {
        let tag = LocaleCode(with_usual_case(language));
        let base = format!("{}-", tag.0.split('-').next().unwrap_or_default());
        let bytes_of = |wanted: &LocaleCode| {
            LOCALES.iter().find(|bytes| code_of(bytes).is_some_and(|code| code == wanted.0))
        };
        let found = bytes_of(&tag)
            .or_else(|| bytes_of(&tag.fallback()?))
            .or_else(|| bytes_of(&LocaleCode(base.trim_end_matches('-').to_owned())))
            .or_else(|| {
                LOCALES
                    .iter()
                    .find(|bytes| code_of(bytes).is_some_and(|code| code.starts_with(&base)))
            });
        let english = LocaleCode::en_us();
        let fallback = bytes_of(&english).filter(|bytes| Some(*bytes) != found);
        let files = found.into_iter().chain(fallback);
        let files: Vec<Locale> =
            files.filter_map(|bytes| ciborium::de::from_reader(*bytes).ok()).collect();
        let code = files.first().and_then(|locale| locale.lang.clone()).unwrap_or(english);
        Self { code, files }
    }
}

/// The language of an encoded locale, read without decoding the rest: all 63 take a quarter of a second in a debug build.
///
/// The first pair of each has it: a map's head, a key of nine bytes, the value with its length.
fn code_of(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.get(1..)?.strip_prefix(b"\x69@xml:lang")?;
    let length = usize::from(rest.first()?.checked_sub(0x60)?);
    std::str::from_utf8(rest.get(1..1 + length)?).ok()
}

/// A tag in the case that BCP 47 recommends: `sr-Latn-RS`.
fn with_usual_case(tag: &str) -> String {
    let part = |(ordinal, part): (usize, &str)| match (ordinal, part.len()) {
        (0, _) => part.to_lowercase(),
        (_, 2) => part.to_uppercase(),
        (_, 4) => {
            let mut letters = part.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().collect::<String>() + &letters.as_str().to_lowercase()
            })
        }
        _ => part.to_lowercase(),
    };
    tag.split('-').enumerate().map(part).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locale_says_its_language_first() {
        for bytes in LOCALES {
            assert!(code_of(bytes).is_some_and(|code| code.len() >= 2));
        }
    }

    #[test]
    fn a_language_gets_its_nearest_locale() {
        for (language, expected) in [
            ("en", "en-US"),
            ("en-gb", "en-GB"),
            ("nl", "nl-NL"),
            ("nl-BE", "nl-NL"),
            ("ar-EG", "ar"),
            ("sr-latn-rs", "sr-Latn-RS"),
            ("hi", "hi-IN"),
            ("xx", "en-US"),
            ("", "en-US"),
        ] {
            assert_eq!(Locales::of(language).code.0, expected, "{language}");
        }
    }
}
