//! Languages by their BCP 47 tags: shape, direction, names, and the names that bibliographies give them.

mod names;

use crate::yaml::{Written, shape};

pub use names::name_in;

/// Whether a tag has the shape of BCP 47: a code of two or three letters, then subtags; or a private tag.
pub fn is_well_formed(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let code = matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let private = first.eq_ignore_ascii_case("x") && tag.len() > 2;
    let subtag =
        |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    (code || private) && parts.all(subtag)
}

/// The shape of a language's tag.
#[derive(Clone, Copy, Debug)]
pub enum Tag {}

impl Written for Tag {
    fn text() -> shape::Text {
        shape::Text {
            called: Some("language"),
            fault: "should be a BCP 47 tag such as en, ar or pt-BR",
            examples: &["en", "ar", "pt-BR"],
            ..shape::Text::like("(?:[A-Za-z]{2,3}|[xX]-[A-Za-z0-9]{1,8})(?:-[A-Za-z0-9]{1,8})*")
        }
    }
}

/// What to write instead of a tag that is none.
pub fn suggestion(text: &str) -> String {
    let dashed = text.trim().replace('_', "-");
    match code_of(text) {
        Some(code) => format!("write `{code}`"),
        None if dashed != text && is_well_formed(&dashed) => format!("write `{dashed}`"),
        None => "write a BCP 47 code such as `en`, `ar` or `pt-BR`".to_owned(),
    }
}

/// The code of a language by its English name or by babel's name, as `.bib` files give it.
pub fn code_of(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
}

const NAMES: &[(&str, &str)] = &[
    ("afrikaans", "af"),
    ("albanian", "sq"),
    ("american", "en-US"),
    ("arabic", "ar"),
    ("armenian", "hy"),
    ("australian", "en-AU"),
    ("austrian", "de-AT"),
    ("azerbaijani", "az"),
    ("basque", "eu"),
    ("bengali", "bn"),
    ("bosnian", "bs"),
    ("brazil", "pt-BR"),
    ("brazilian", "pt-BR"),
    ("british", "en-GB"),
    ("bulgarian", "bg"),
    ("canadian", "en-CA"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("estonian", "et"),
    ("farsi", "fa"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("georgian", "ka"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("icelandic", "is"),
    ("indonesian", "id"),
    ("irish", "ga"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("kurdish", "ku"),
    ("latin", "la"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("macedonian", "mk"),
    ("malay", "ms"),
    ("naustrian", "de-AT"),
    ("ngerman", "de"),
    ("norsk", "nb"),
    ("norwegian", "no"),
    ("nynorsk", "nn"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("slovak", "sk"),
    ("slovene", "sl"),
    ("slovenian", "sl"),
    ("somali", "so"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("swissgerman", "de-CH"),
    ("thai", "th"),
    ("turkish", "tr"),
    ("ukenglish", "en-GB"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("usenglish", "en-US"),
    ("uyghur", "ug"),
    ("uzbek", "uz"),
    ("vietnamese", "vi"),
];

/// Whether text in one language needs no mark of its own in a page of the other: one tag is the other with subtags.
pub fn is_same(a: &str, b: &str) -> bool {
    a.split('-').zip(b.split('-')).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

/// Whether a language is written from right to left: by its script if the tag names one, else by its usual script.
pub fn is_right_to_left(tag: &str) -> bool {
    let is_script = |part: &&str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic());
    if let Some(script) = tag.split('-').skip(1).find(is_script) {
        return SCRIPTS.iter().any(|known| known.eq_ignore_ascii_case(script));
    }
    let code = tag.split('-').next().unwrap_or_default();
    LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(code))
}

/// Whether a text is written from right to left, by its first letter; `None` if it has none.
pub fn is_text_right_to_left(text: &str) -> Option<bool> {
    let letter = text.chars().find(|letter| letter.is_alphabetic())?;
    Some(
        matches!(u32::from(letter), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff),
    )
}

const SCRIPTS: &[&str] =
    &["Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"];

const LANGUAGES: &[&str] = &[
    "ar", "arc", "arz", "ary", "apc", "acm", "afb", "azb", "bal", "bgn", "bqi", "brh", "ckb", "dv",
    "fa", "glk", "haz", "he", "iw", "khw", "ks", "lrc", "luz", "mzn", "nqo", "pes", "pnb", "prs",
    "ps", "pus", "sd", "sdh", "skr", "syr", "ug", "ur", "yi",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_code_and_subtags() {
        for good in ["en", "pt-BR", "zh-Hans-CN", "ckb", "x-klingon"] {
            assert!(is_well_formed(good), "{good}");
        }
        for bad in ["", "English", "en_US", "e", "en-", "-en", "ar-العربية", "en US"] {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }

    #[test]
    fn a_name_or_an_underscore_leads_to_the_tag() {
        assert_eq!(suggestion("Arabic"), "write `ar`");
        assert_eq!(suggestion("en_US"), "write `en-US`");
    }

    #[test]
    fn direction_follows_the_script_that_a_tag_names() {
        assert!(is_right_to_left("ar") && is_right_to_left("fa-IR") && is_right_to_left("az-Arab"));
        assert!(!is_right_to_left("en") && !is_right_to_left("ar-Latn"));
    }

    #[test]
    fn the_first_letter_gives_the_direction_of_a_text() {
        assert_eq!(is_text_right_to_left("«قناة» TV"), Some(true));
        assert_eq!(is_text_right_to_left("24 heures"), Some(false));
        assert_eq!(is_text_right_to_left("8–9 …"), None);
    }

    #[test]
    fn a_region_makes_no_other_language() {
        assert!(is_same("en", "en-GB") && is_same("EN-gb", "en"));
        assert!(!is_same("en", "ar") && !is_same("en-US", "en-GB"));
    }
}
