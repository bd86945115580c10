//! What someone meant who did not write a code.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{CountryCode, CountryNames, InvalidCountry};
use crate::diag::nearest;

/// Says what is wrong with a text that is no code.
pub(super) fn explain(text: &str) -> InvalidCountry {
    let folded = fold(text);
    // `Áo` is Austria in Vietnamese, and not `AO`.
    let capitals = if text.is_ascii() { folded.to_ascii_uppercase() } else { String::new() };

    if let Some(&(_, reason, meant, help)) = OTHER_CODES.iter().find(|other| other.0 == capitals) {
        return match CountryCode::assigned(meant) {
            Some(code) => {
                // The others are parts of countries, and countries that are no more.
                let is_certain = matches!(&*capitals, "UK" | "EL" | "XKX");
                InvalidCountry { is_certain, ..meaning(code, reason) }
            }
            None => InvalidCountry { help: help.into(), ..unknown(reason) },
        };
    }
    if let Some(code) = CountryCode::assigned(&capitals) {
        let reason = if text.trim() == capitals {
            "has spaces around it"
        } else if text.trim().eq_ignore_ascii_case(&capitals) {
            "is not in capitals"
        } else {
            "is not two capitals"
        };
        return meaning(code, reason);
    }
    // `Nga` is Russia in Vietnamese, and `NGA` Nigeria.
    let is_name = text.starts_with(|first: char| first.is_uppercase()) && text != capitals;
    if let Some(code) = CountryCode::all().find(|code| code.alpha_3() == capitals && !is_name) {
        // In small letters some are words: `and`, `can`, `per`.
        let is_certain = text.trim() == capitals;
        let reason = "is a code of three letters, not of two";
        return InvalidCountry { is_certain, ..meaning(code, reason) };
    }
    let english = names().english.get(&folded);
    if let Some(named) = english.or_else(|| names().foreign.get(&folded)) {
        // The shortest names of all languages are words of others.
        let is_certain = (english.is_some() || folded.chars().count() > 3)
            && !NOT_THE_SAME.contains(&folded.as_str());
        return match named {
            Named::One(code) => {
                let reason = "is a country's name, not its code";
                InvalidCountry { is_certain, ..meaning(*code, reason) }
            }
            Named::Several => unknown("is a country's name, not its code"),
        };
    }
    match nearest_to(text) {
        Some(code) => InvalidCountry {
            help: format!("is {} meant?", in_words(code)),
            is_certain: false,
            ..meaning(code, "is no country's code")
        },
        None => unknown("is no country's code"),
    }
}

/// The country whose name is most like a misspelt one.
pub(super) fn nearest_to(name: &str) -> Option<CountryCode> {
    let folded = fold(name);
    if folded.chars().count() < 4 {
        return None;
    }
    let Names { english, foreign } = names();
    // Among thousands of names nearly every word is like some; a slip seldom spares the first letter.
    let initial = |name: &str| name.chars().next();
    let foreign_names = foreign.keys().filter(|name| initial(name) == initial(&folded));
    like(&folded, english.keys(), english).or_else(|| like(&folded, foreign_names, foreign))
}

/// Whose name is most like a folded one. More has to be alike than in a key: Chechnya is not Czechia.
fn like<'a>(
    folded: &str,
    candidates: impl Iterator<Item = &'a String>,
    names: &BTreeMap<String, Named>,
) -> Option<CountryCode> {
    let name = nearest(folded, candidates.map(String::as_str))?;
    let allowed = (folded.chars().count() / 5).max(1);
    match names.get(name)? {
        Named::One(code) if strsim::damerau_levenshtein(folded, name) <= allowed => Some(*code),
        Named::One(_) | Named::Several => None,
    }
}

fn meaning(code: CountryCode, reason: &str) -> InvalidCountry {
    let help = format!("write {}", in_words(code));
    InvalidCountry { reason: reason.into(), meant: Some(code), is_certain: true, help }
}

fn unknown(reason: &str) -> InvalidCountry {
    let help = "write two capitals of ISO 3166-1 alpha-2, such as `NL` for the Netherlands".into();
    InvalidCountry { reason: reason.into(), meant: None, is_certain: false, help }
}

fn in_words(code: CountryCode) -> String {
    format!("`{code}` ({})", CountryNames::in_language("en").name(code))
}

/// Whose name a text is. A few are of different countries in different languages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    One(CountryCode),
    Several,
}

/// Folded names.
struct Names {
    english: BTreeMap<String, Named>,
    foreign: BTreeMap<String, Named>,
}

fn names() -> &'static Names {
    static READ: OnceLock<Names> = OnceLock::new();
    READ.get_or_init(|| {
        let mut names = Names { english: BTreeMap::new(), foreign: BTreeMap::new() };
        for language in CountryNames::languages() {
            let map = if language == "en" { &mut names.english } else { &mut names.foreign };
            let in_language = CountryNames::in_language(language);
            for code in CountryCode::all() {
                add(map, in_language.name(code), code);
            }
        }
        for (code, others) in OTHER_NAMES {
            for name in others.split(", ") {
                if let Some(code) = CountryCode::assigned(code) {
                    add(&mut names.english, name, code);
                }
            }
        }
        names
    })
}

fn add(map: &mut BTreeMap<String, Named>, name: &str, code: CountryCode) {
    map.entry(fold(name))
        .and_modify(|named| {
            if *named != Named::One(code) {
                *named = Named::Several;
            }
        })
        .or_insert(Named::One(code));
}

/// A name without what two writers may do differently: case, accents, dots, `&`, "St.", "the".
fn fold(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.nfkd() {
        match letter {
            // Accents. The vowel signs of other scripts stay: without them Togo is Tonga in Hindi.
            '\u{300}'..='\u{36f}' => {}
            '.' | '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' => {}
            '&' => plain.push_str(" and "),
            'Ł' | 'ł' => plain.push('l'),
            'Ø' | 'ø' => plain.push('o'),
            'Đ' | 'đ' => plain.push('d'),
            'ı' => plain.push('i'),
            'ß' => plain.push_str("ss"),
            'Æ' | 'æ' => plain.push_str("ae"),
            letter if letter.is_alphanumeric() || is_combining_mark(letter) => {
                plain.extend(letter.to_lowercase());
            }
            _ => plain.push(' '),
        }
    }
    let words: Vec<_> =
        plain.split_whitespace().map(|word| if word == "st" { "saint" } else { word }).collect();
    match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest.join(" "),
        words => words.join(" "),
    }
}

const TODAY: &str = "write the codes of the countries that are there today";
const AGENCY: &str = "list it under `agencies`";
const EUROPEAN: &str =
    "name the member states that took part, or list Europol or Eurojust under `agencies`";

/// Texts that are taken for a country's code: each with what is wrong, the code that is meant,
/// and help if there is no such code. Capitals, as `fold` leaves them.
const OTHER_CODES: &[(&str, &str, &str, &str)] = &[
    // In use, but not ISO's.
    ("UK", "is not ISO's code of a country", "GB", ""),
    ("EL", "is not ISO's code of a country", "GR", ""),
    ("XKX", "is a code of three letters, not of two", "XK", ""),
    // Reserved by ISO for what is part of a country.
    ("AC", "is not ISO's code of a country", "SH", ""),
    ("CP", "is not ISO's code of a country", "FR", ""),
    ("CQ", "is not ISO's code of a country", "GG", ""),
    ("DG", "is not ISO's code of a country", "IO", ""),
    ("EA", "is not ISO's code of a country", "ES", ""),
    ("FX", "is not ISO's code of a country", "FR", ""),
    ("IC", "is not ISO's code of a country", "ES", ""),
    ("TA", "is not ISO's code of a country", "SH", ""),
    // No countries.
    ("EU", "is no country (European Union)", "", EUROPEAN),
    ("EZ", "is no country (euro area)", "", EUROPEAN),
    ("EUROPE", "is no country", "", EUROPEAN),
    ("EUROPEAN UNION", "is no country", "", EUROPEAN),
    ("UN", "is no country (United Nations)", "", AGENCY),
    ("UNITED NATIONS", "is no country", "", AGENCY),
    ("EUROPOL", "is no country", "", AGENCY),
    ("EUROJUST", "is no country", "", AGENCY),
    ("INTERPOL", "is no country", "", AGENCY),
    ("NATO", "is no country", "", AGENCY),
    // Withdrawn (ISO 3166-3).
    ("AN", "is a code that is no longer in use (Netherlands Antilles, until 2010)", "", TODAY),
    ("BU", "is a code that is no longer in use (Burma, until 1989)", "MM", ""),
    ("CS", "is a code that is no longer in use (Serbia and Montenegro, until 2006)", "", TODAY),
    ("DD", "is a code that is no longer in use (East Germany, until 1990)", "DE", ""),
    ("DY", "is a code that is no longer in use (Dahomey, until 1977)", "BJ", ""),
    ("HV", "is a code that is no longer in use (Upper Volta, until 1984)", "BF", ""),
    ("NH", "is a code that is no longer in use (New Hebrides, until 1980)", "VU", ""),
    ("NT", "is a code that is no longer in use (Neutral Zone, until 1993)", "", TODAY),
    ("RH", "is a code that is no longer in use (Southern Rhodesia, until 1980)", "ZW", ""),
    ("SU", "is a code that is no longer in use (Soviet Union, until 1992)", "", TODAY),
    ("TP", "is a code that is no longer in use (East Timor, until 2002)", "TL", ""),
    ("VD", "is a code that is no longer in use (North Vietnam, until 1977)", "VN", ""),
    ("YD", "is a code that is no longer in use (South Yemen, until 1990)", "YE", ""),
    ("YU", "is a code that is no longer in use (Yugoslavia, until 2003)", "", TODAY),
    ("ZR", "is a code that is no longer in use (Zaire, until 1997)", "CD", ""),
    ("SOVIET UNION", "is a country that is no longer there", "", TODAY),
    ("USSR", "is a country that is no longer there", "", TODAY),
    ("YUGOSLAVIA", "is a country that is no longer there", "", TODAY),
    ("CZECHOSLOVAKIA", "is a country that is no longer there", "", TODAY),
    ("SERBIA AND MONTENEGRO", "is a country that is no longer there", "", TODAY),
];

/// Of the names below, those of countries that are no more, and of parts of one: that the country of today is
/// meant is for the editor to say.
const NOT_THE_SAME: &[&str] = &[
    "east germany",
    "west germany",
    "england",
    "scotland",
    "wales",
    "northern ireland",
    "gaza",
    "gaza strip",
    "west bank",
    "north yemen",
    "south yemen",
    "rhodesia",
    "zaire",
];

/// Names in English that CLDR does not have.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("AE", "UAE, Emirates"),
    ("BA", "Bosnia"),
    ("BN", "Brunei Darussalam"),
    ("BO", "Plurinational State of Bolivia"),
    ("BQ", "Bonaire, Sint Eustatius and Saba, Bonaire Sint Eustatius and Saba"),
    ("BS", "Commonwealth of the Bahamas"),
    ("BY", "Belorussia, Byelorussia"),
    ("CC", "Cocos Keeling Islands, Keeling Islands"),
    (
        "CD",
        "DRC, DR Congo, Congo DRC, Congo-Kinshasa, Democratic Republic of Congo, \
         Democratic Republic of the Congo, Zaire",
    ),
    ("CG", "Congo, Congo Republic, Republic of Congo, Republic of the Congo"),
    ("CI", "Ivory Coast"),
    ("CN", "PRC, Mainland China, People's Republic of China"),
    ("CV", "Cabo Verde"),
    ("CZ", "Czech Republic"),
    ("DE", "Federal Republic of Germany, East Germany, West Germany"),
    ("EH", "Sahrawi Republic"),
    ("FK", "Malvinas"),
    ("FM", "Federated States of Micronesia"),
    (
        "GB",
        "Britain, Great Britain, United Kingdom of Great Britain and Northern Ireland, England, \
         Scotland, Wales, Northern Ireland",
    ),
    ("GM", "Republic of The Gambia"),
    ("GR", "Hellas, Hellenic Republic"),
    ("HM", "Heard Island and McDonald Islands"),
    ("HK", "Hong Kong SAR, Hong Kong SAR China"),
    ("IE", "Eire, Republic of Ireland, Irish Republic"),
    ("IR", "Islamic Republic of Iran, Persia"),
    ("KG", "Kyrgyz Republic, Kirghizia"),
    ("KP", "DPRK, Democratic People's Republic of Korea"),
    ("KR", "Korea, ROK, Republic of Korea"),
    ("LA", "Lao, Lao People's Democratic Republic"),
    ("MD", "Republic of Moldova, Moldavia"),
    ("MK", "Macedonia, FYROM, FYR Macedonia, Republic of North Macedonia"),
    ("MM", "Burma, Myanmar (Burma)"),
    ("MO", "Macau, Macao SAR, Macao SAR China"),
    ("NL", "Holland, Nederlands, Kingdom of the Netherlands"),
    ("PN", "Pitcairn Islands"),
    (
        "PS",
        "Palestine, State of Palestine, West Bank, Gaza, Gaza Strip, Occupied Palestinian Territory",
    ),
    ("RU", "Russian Federation"),
    ("SA", "KSA, Kingdom of Saudi Arabia"),
    ("SH", "Saint Helena Ascension and Tristan da Cunha"),
    ("SK", "Slovak Republic"),
    ("ST", "Sao Tome"),
    ("SY", "Syrian Arab Republic"),
    ("SZ", "Swaziland"),
    ("TL", "East Timor"),
    ("TR", "Turkey"),
    ("TW", "Republic of China, Chinese Taipei, Formosa"),
    ("TZ", "United Republic of Tanzania"),
    ("US", "America, USA, United States of America, the States"),
    ("VA", "Holy See, Vatican"),
    ("VC", "Saint Vincent, Saint Vincent and the Grenadines"),
    ("VE", "Bolivarian Republic of Venezuela"),
    ("VN", "Viet Nam"),
    ("WS", "Western Samoa"),
    ("YE", "North Yemen, South Yemen"),
    ("ZW", "Rhodesia"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{CountryCode, NOT_THE_SAME, Named, OTHER_CODES, OTHER_NAMES, fold, names};

    #[test]
    fn every_code_that_is_said_to_be_meant_is_one() {
        for (other, _, meant, help) in OTHER_CODES {
            assert_eq!(CountryCode::assigned(meant).is_none(), meant.is_empty(), "{other}");
            assert_ne!(meant.is_empty(), help.is_empty(), "{other}");
            assert_eq!(fold(other).to_ascii_uppercase(), *other);
            assert!(CountryCode::assigned(other).is_none(), "{other}");
        }
        for name in NOT_THE_SAME {
            assert!(names().english.contains_key(*name), "{name}");
        }
        for (code, others) in OTHER_NAMES {
            let code = CountryCode::assigned(code).unwrap();
            for name in others.split(", ") {
                assert!(names().english.get(&fold(name)) == Some(&Named::One(code)), "{name}");
            }
        }
    }

    #[test]
    fn one_name_is_of_two_countries() {
        let several = |map: &BTreeMap<String, Named>| {
            let names = map.iter().filter(|(_, named)| **named == Named::Several);
            names.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(several(&names().foreign), ["kongo"]);
        assert_eq!(several(&names().english), [""; 0]);
    }

    #[test]
    fn names_are_compared_without_what_writers_do_differently() {
        assert_eq!(fold("The St. Kitts & Nevis"), "saint kitts and nevis");
        assert_eq!(fold("Côte d’Ivoire"), "cote divoire");
        assert_eq!(fold("ÅLAND"), fold("Aland"));
        assert_eq!(fold("the"), "the");
    }
}
