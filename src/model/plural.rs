//! Which form of a word goes with a number, by the rules of the Unicode CLDR.

use super::language;

/// The forms that languages have, as the CLDR calls them.
pub const FORMS: &[&str] = &["zero", "one", "two", "few", "many", "other"];

/// The form that a count has in a language; in one that is not known here, the forms are those of English.
///
/// Counts are whole numbers. The forms that French, Italian, Portuguese and Spanish have for whole millions are left out:
/// what has them otherwise takes `other`.
pub fn form_of(tag: &str, count: usize) -> &'static str {
    let (ten, hundred) = (count % 10, count % 100);
    let is_teen = (11..=19).contains(&hundred);
    match (rule_of(tag), count) {
        (Rule::None, _) => "other",

        (Rule::One, 1) | (Rule::ZeroOrOne, 0 | 1) | (Rule::Hebrew, 1) => "one",
        (Rule::Hebrew, 2) => "two",

        (Rule::Arabic, 0) => "zero",
        (Rule::Arabic, 1) => "one",
        (Rule::Arabic, 2) => "two",
        (Rule::Arabic, _) if (3..=10).contains(&hundred) => "few",
        (Rule::Arabic, _) if hundred >= 11 => "many",

        (Rule::Icelandic | Rule::Russian | Rule::Serbian, _) if ten == 1 && hundred != 11 => "one",
        (Rule::Russian | Rule::Serbian, _) if (2..=4).contains(&ten) && !is_teen => "few",
        (Rule::Russian, _) => "many",

        (Rule::Polish | Rule::Czech | Rule::Romanian, 1) => "one",
        (Rule::Polish, _) if (2..=4).contains(&ten) && !is_teen => "few",
        (Rule::Polish, _) => "many",
        (Rule::Czech, 2..=4) => "few",
        (Rule::Romanian, _) if count == 0 || (1..=19).contains(&hundred) => "few",

        (Rule::Lithuanian, _) if ten == 1 && !is_teen => "one",
        (Rule::Lithuanian, _) if ten >= 2 && !is_teen => "few",

        (Rule::Latvian, _) if ten == 0 || is_teen => "zero",
        (Rule::Latvian, _) if ten == 1 => "one",

        (Rule::Slovene, _) if hundred == 1 => "one",
        (Rule::Slovene, _) if hundred == 2 => "two",
        (Rule::Slovene, _) if matches!(hundred, 3 | 4) => "few",

        (Rule::Irish, 1) | (Rule::Welsh, 1) | (Rule::Maltese, 1) => "one",
        (Rule::Irish, 2) | (Rule::Welsh, 2) | (Rule::Maltese, 2) => "two",
        (Rule::Irish, 3..=6) | (Rule::Welsh, 3) => "few",
        (Rule::Irish, 7..=10) | (Rule::Welsh, 6) => "many",
        (Rule::Welsh, 0) => "zero",
        (Rule::Maltese, _) if count == 0 || (3..=10).contains(&hundred) => "few",
        (Rule::Maltese, _) if is_teen => "many",

        _ => "other",
    }
}

/// The forms that a language has for whole numbers, in the order of [`FORMS`].
pub fn forms_of(tag: &str) -> Vec<&'static str> {
    let has = |form: &&&str| (0..=200).any(|count| form_of(tag, count) == **form);
    FORMS.iter().filter(has).copied().collect()
}

#[derive(Clone, Copy)]
enum Rule {
    None,
    One,
    ZeroOrOne,
    Arabic,
    Czech,
    Hebrew,
    Icelandic,
    Irish,
    Latvian,
    Lithuanian,
    Maltese,
    Polish,
    Romanian,
    Russian,
    Serbian,
    Slovene,
    Welsh,
}

fn rule_of(tag: &str) -> Rule {
    // European Portuguese alone has its own rule, which the CLDR calls `pt-PT`.
    if language::is_same(tag, "pt-PT") && tag.len() > 2 {
        return Rule::One;
    }
    match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "bm" | "bo" | "dz" | "id" | "in" | "ig" | "ii" | "ja" | "jv" | "km" | "ko" | "lo"
        | "ms" | "my" | "su" | "th" | "to" | "vi" | "wo" | "yo" | "zh" => Rule::None,
        "ak" | "am" | "as" | "bn" | "fa" | "ff" | "fr" | "gu" | "hi" | "hy" | "kn" | "ln"
        | "mg" | "pa" | "pcm" | "pt" | "si" | "ti" | "wa" | "zu" => Rule::ZeroOrOne,
        "ar" | "ars" => Rule::Arabic,
        "cs" | "sk" => Rule::Czech,
        "he" | "iw" => Rule::Hebrew,
        "is" | "mk" => Rule::Icelandic,
        "ga" => Rule::Irish,
        "lv" => Rule::Latvian,
        "lt" => Rule::Lithuanian,
        "mt" => Rule::Maltese,
        "pl" => Rule::Polish,
        "ro" | "mo" => Rule::Romanian,
        "be" | "ru" | "uk" => Rule::Russian,
        "bs" | "hr" | "sh" | "sr" => Rule::Serbian,
        "sl" => Rule::Slovene,
        "cy" => Rule::Welsh,
        _ => Rule::One,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_takes_the_form_that_its_language_asks_for() {
        for (tag, numbers) in [
            ("en", "0 other, 1 one, 2 other, 21 other"),
            ("fr-CA", "0 one, 1 one, 2 other"),
            ("pt", "0 one, 1 one, 2 other"),
            ("pt-PT", "0 other, 1 one, 2 other"),
            ("ja", "0 other, 1 other"),
            (
                "ar",
                "0 zero, 1 one, 2 two, 3 few, 10 few, 11 many, 99 many, 100 other, 102 other, 103 few, 111 many",
            ),
            ("ru", "0 many, 1 one, 2 few, 5 many, 11 many, 12 many, 21 one, 22 few, 111 many"),
            ("sr", "0 other, 1 one, 2 few, 5 other, 11 other, 21 one"),
            ("pl", "0 many, 1 one, 2 few, 12 many, 21 many, 22 few"),
            ("cs", "0 other, 1 one, 4 few, 5 other, 22 other"),
            ("ro", "0 few, 1 one, 2 few, 19 few, 20 other, 101 few"),
            ("lt", "0 other, 1 one, 2 few, 10 other, 11 other, 12 other, 21 one, 22 few"),
            ("lv", "0 zero, 1 one, 2 other, 10 zero, 11 zero, 21 one"),
            ("sl", "0 other, 1 one, 2 two, 3 few, 5 other, 101 one"),
            ("he", "1 one, 2 two, 3 other"),
            ("is", "1 one, 11 other, 21 one"),
            ("ga", "1 one, 2 two, 3 few, 7 many, 11 other"),
            ("cy", "0 zero, 1 one, 2 two, 3 few, 4 other, 6 many"),
            ("mt", "0 few, 1 one, 2 two, 3 few, 11 many, 20 other"),
        ] {
            for pair in numbers.split(", ") {
                let (count, form) = pair.split_once(' ').unwrap();
                assert_eq!(form_of(tag, count.parse().unwrap()), form, "{tag} {count}");
            }
        }
    }

    #[test]
    fn a_language_has_the_forms_that_some_number_takes() {
        assert_eq!(forms_of("en"), ["one", "other"]);
        assert_eq!(forms_of("ar"), FORMS);
        assert_eq!(forms_of("zh-Hant"), ["other"]);
    }
}
