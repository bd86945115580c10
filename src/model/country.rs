//! Countries: ISO 3166-1 alpha-2 codes and their names.

use std::fmt;

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
}

impl CountryCode {
    /// Checks a text.
    ///
    /// # Errors
    /// Names what was meant for a name in any bundled language, a small-letter code, `UK`, `EU` and the like.
    pub fn parse(text: &str) -> Result<Self, InvalidCountry> {
        let _ = text;
        Err(InvalidCountry { reason: String::new(), meant: None })
    }

    /// The code in capitals.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The code in small letters, as it stands in addresses.
    pub fn slug(&self) -> String {
        self.as_str().to_ascii_lowercase()
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

/// Names of countries in one language.
#[derive(Clone, Copy, Debug)]
pub struct CountryNames;

impl CountryNames {
    /// Names in the language of a BCP 47 tag (`pt-BR`, then `pt`), else in English.
    pub fn in_language(tag: &str) -> Self {
        let _ = tag;
        Self
    }

    /// A country's name as it stands in a list ("Netherlands").
    pub fn name(&self, code: CountryCode) -> &'static str {
        let _ = code;
        ""
    }
}
