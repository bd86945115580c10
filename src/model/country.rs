//! Countries: ISO 3166-1 alpha-2 codes and their names.

mod meant;
mod names;

use std::fmt;

use crate::yaml::{Written, shape};

pub use names::CountryNames;

/// An ISO 3166-1 alpha-2 code in capitals, or `XK` (Kosovo).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCountry {
    /// What is wrong, to stand after "`x` ".
    pub reason: String,
    /// The code that was meant, if that can be told.
    pub meant: Option<CountryCode>,
    /// Whether that is beyond doubt: another way to write the code, or the country's name.
    pub is_certain: bool,
    /// What to do about it: names `meant` with its country, or says what else to write.
    pub help: String,
}

impl CountryCode {
    /// Checks a text.
    ///
    /// # Errors
    /// Names what was meant for a name in any bundled language, a small-letter code, `UK`, `EU` and the like.
    pub fn parse(text: &str) -> Result<Self, InvalidCountry> {
        Self::assigned(text).ok_or_else(|| meant::explain(text))
    }

    /// The code, if the text is exactly one that is assigned.
    fn assigned(text: &str) -> Option<Self> {
        let code = Self(text.as_bytes().try_into().ok()?);
        names::row(code).map(|_| code)
    }

    /// Every code in alphabetical order: the 249 that ISO has assigned, and `XK`.
    pub fn all() -> impl Iterator<Item = Self> {
        names::codes().iter().copied()
    }

    /// The country whose name in a bundled language is most like a misspelt one.
    ///
    /// English names are preferred; in the others the first letter has to be right. `None` for
    /// words of three letters and fewer, and for those that are like no name.
    pub fn nearest(name: &str) -> Option<Self> {
        meant::nearest_to(name)
    }

    /// The code in capitals.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The code in small letters, as it stands in addresses.
    pub fn slug(&self) -> String {
        self.as_str().to_ascii_lowercase()
    }

    /// The ISO 3166-1 alpha-3 code, as other data sets use it; `XKK`, which is CLDR's, for Kosovo.
    pub fn alpha_3(self) -> &'static str {
        names::alpha_3(self)
    }
}

impl Written for CountryCode {
    fn text() -> shape::Text {
        let english = CountryNames::in_language("en");
        let words = Self::all().map(|code| (code.to_string(), english.name(code))).collect();
        shape::Text { called: Some("country"), words, ..shape::Text::default() }
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{CountryCode, CountryNames};

    fn code(text: &str) -> CountryCode {
        CountryCode::parse(text).unwrap()
    }

    /// The code that was meant, the reason and the help.
    fn refusal(text: &str) -> (String, String, String) {
        let error = CountryCode::parse(text).unwrap_err();
        let meant = error.meant.map(|code| code.to_string()).unwrap_or_default();
        (meant, error.reason, error.help)
    }

    #[test]
    fn all_codes_are_read_and_nothing_else() {
        let all: Vec<_> = CountryCode::all().collect();
        assert_eq!(all.len(), 250);
        assert!(all.is_sorted());
        let letters = || (b'A'..=b'Z').map(char::from);
        let read = letters()
            .flat_map(|first| letters().map(move |second| format!("{first}{second}")))
            .filter_map(|text| CountryCode::parse(&text).ok())
            .collect::<Vec<_>>();
        assert_eq!(read, all);
        assert_eq!(code("NO").slug(), "no");
        assert_eq!(code("NL").alpha_3(), "NLD");
        assert_eq!(code("XK").to_string(), "XK");
    }

    #[test]
    fn a_text_that_is_no_code_names_the_one_that_was_meant() {
        let cases = [
            ("nl", "NL"),
            ("Nl", "NL"),
            (" NL", "NL"),
            ("no", "NO"),
            ("UK", "GB"),
            ("uk", "GB"),
            ("U.K.", "GB"),
            ("EL", "GR"),
            ("NLD", "NL"),
            ("gbr", "GB"),
            ("XKX", "XK"),
            ("Netherlands", "NL"),
            ("the Netherlands", "NL"),
            ("HOLLAND", "NL"),
            ("Great Britain", "GB"),
            ("England", "GB"),
            ("USA", "US"),
            ("U.S.", "US"),
            ("U.S.A.", "US"),
            ("America", "US"),
            ("Czech Republic", "CZ"),
            ("Macedonia", "MK"),
            ("Ivory Coast", "CI"),
            ("cote d'ivoire", "CI"),
            ("Burma", "MM"),
            ("Bosnia and Herzegovina", "BA"),
            ("Saint Lucia", "LC"),
            ("Turkey", "TR"),
            ("turkiye", "TR"),
            ("Democratic Republic of the Congo", "CD"),
            ("Palestine", "PS"),
            ("Deutschland", "DE"),
            ("ESPANA", "ES"),
            ("Osterreich", "AT"),
            ("Norge", "NO"),
            ("Полша", "PL"),
            ("Україна", "UA"),
            ("العراق", "IQ"),
            ("日本", "JP"),
            ("Hrvatska", "HR"),
            ("Nederlnds", "NL"),
            ("Netherlnads", "NL"),
            ("Nga", "RU"),
            ("NGA", "NG"),
            ("Usa", "US"),
            ("Deutshland", "DE"),
            ("Swedn", "SE"),
        ];
        for (text, meant) in cases {
            assert_eq!(refusal(text).0, meant, "{text}");
        }
    }

    #[test]
    fn a_text_that_means_no_one_country_names_none() {
        for text in
            ["", "?", "XX", "ZZ", "EU", "SU", "Atlantis", "Chechnya", "Kurdistan", "several", "Q"]
        {
            assert_eq!(refusal(text).0, "", "{text}");
        }
    }

    #[test]
    fn what_was_meant_is_certain_where_it_is_the_same_code_or_name() {
        let certain = |text| CountryCode::parse(text).unwrap_err().is_certain;
        for text in ["nl", " NL", "U.S.", "UK", "EL", "NLD", "Holland", "the Netherlands", "Polen"]
        {
            assert!(certain(text), "{text}");
        }
        // A slip, a small-letter code that is a word, a part of a country, a country that is no more.
        for text in
            ["Nederlnds", "and", "Nga", "FX", "DD", "ZR", "Zaire", "Gaza", "EU", "", "Atlantis"]
        {
            assert!(!certain(text), "{text}");
        }
    }

    #[test]
    fn a_refusal_says_what_is_wrong_and_what_to_write() {
        let cases = [
            ("nl", "is not in capitals", "write `NL` (Netherlands)"),
            (" NL ", "has spaces around it", "write `NL` (Netherlands)"),
            ("Holland", "is a country's name, not its code", "write `NL` (Netherlands)"),
            ("NLD", "is a code of three letters, not of two", "write `NL` (Netherlands)"),
            ("Nederlnds", "is no country's code", "is `NL` (Netherlands) meant?"),
            ("UK", "is not ISO's code of a country", "write `GB` (United Kingdom)"),
            (
                "BU",
                "is a code that is no longer in use (Burma, until 1989)",
                "write `MM` (Myanmar)",
            ),
            (
                "SU",
                "is a code that is no longer in use (Soviet Union, until 1992)",
                "write the codes of the countries that are there today",
            ),
            (
                "EU",
                "is no country (European Union)",
                "name the member states that took part, or list Europol or Eurojust under `agencies`",
            ),
            ("Europol", "is no country", "list it under `agencies`"),
            (
                "Atlantis",
                "is no country's code",
                "write two capitals of ISO 3166-1 alpha-2, such as `NL` for the Netherlands",
            ),
        ];
        for (text, reason, help) in cases {
            let (_, found_reason, found_help) = refusal(text);
            assert_eq!((&*found_reason, &*found_help), (reason, help), "{text}");
        }
    }

    #[test]
    fn a_name_is_given_in_the_language_of_the_site() {
        let cases = [
            ("en", "Netherlands"),
            ("en-GB", "Netherlands"),
            ("de", "Niederlande"),
            ("DE-at", "Niederlande"),
            ("pt-BR", "Países Baixos"),
            ("nn", "Nederland"),
            ("zh-TW", "荷蘭"),
            ("zh-Hant-HK", "荷蘭"),
            ("zh-Hans", "荷兰"),
            ("iw", "הולנד"),
            ("sr", "Холандија"),
            ("sr-Latn-RS", "Holandija"),
            ("tlh", "Netherlands"),
            ("", "Netherlands"),
        ];
        for (tag, name) in cases {
            assert_eq!(CountryNames::in_language(tag).name(code("NL")), name, "{tag}");
        }
        assert_eq!(CountryNames::in_language("pt").name(code("PL")), "Polônia");
        assert_eq!(CountryNames::in_language("pt-PT").name(code("PL")), "Polónia");
    }

    #[test]
    fn every_country_has_a_name_in_every_language() {
        for tag in CountryNames::languages() {
            let names = CountryNames::in_language(tag);
            for code in CountryCode::all() {
                assert_ne!(names.name(code), "", "{code} in {tag}");
                assert_eq!(names.name(code), names.name(code).trim(), "{code} in {tag}");
            }
        }
    }

    #[test]
    fn every_name_leads_to_the_country_that_has_it() {
        for tag in CountryNames::languages() {
            let names = CountryNames::in_language(tag);
            for code in CountryCode::all() {
                let name = names.name(code);
                let meant = CountryCode::parse(name).unwrap_err().meant;
                // `Kongo` is either, depending on the language.
                assert_eq!(meant.is_none(), name == "Kongo", "{name}, {code} in {tag}");
                assert!(meant.is_none_or(|meant| meant == code), "{name}, {code} in {tag}");
            }
        }
    }
}
