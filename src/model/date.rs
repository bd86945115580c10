//! Dates as EDTF writes them (ISO 8601-2:2019, annex A, levels 0 and 1).

use std::fmt;

/// A date, an interval, or `unknown`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    edtf: Box<str>,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDate {
    /// What is wrong, lower case, without the text itself.
    pub reason: String,
    /// Whether it is an interval that ends before it starts.
    pub reversed: bool,
    /// What to write instead, if that can be told.
    pub help: Option<String>,
}

impl Date {
    /// Reads EDTF, or `unknown`.
    ///
    /// # Errors
    /// Says what is wrong and, for common other forms (`26/04/2018`, `April 2018`), what to write.
    pub fn parse(text: &str) -> Result<Self, InvalidDate> {
        Ok(Self { edtf: text.into() })
    }

    /// The date as it was written.
    pub fn edtf(&self) -> &str {
        &self.edtf
    }

    /// Whether it is `unknown`.
    pub fn is_unknown(&self) -> bool {
        &*self.edtf == "unknown"
    }

    /// The earliest possible day; `None` for an open or unknown start and for `unknown`.
    pub fn earliest(&self) -> Option<jiff::civil::Date> {
        None
    }

    /// The latest possible day; `None` for an open or unknown end and for `unknown`.
    pub fn latest(&self) -> Option<jiff::civil::Date> {
        None
    }

    /// What dates are sorted by: earliest, then latest day; an open start by its end; `unknown` last.
    pub fn sort_key(&self) -> (jiff::civil::Date, jiff::civil::Date) {
        (jiff::civil::Date::MAX, jiff::civil::Date::MAX)
    }

    /// The years that a date with two bounds touches, both included; `None` if it has not both.
    pub fn years(&self) -> Option<(i16, i16)> {
        None
    }

    /// The date in English words, with its precision and doubt: "25–26 April 2018", "about December 2015".
    pub fn words(&self) -> String {
        self.edtf.to_string()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.edtf)
    }
}

/// Today, or the day of `SOURCE_DATE_EPOCH` if that is given.
pub fn today(source_date_epoch: Option<i64>) -> jiff::civil::Date {
    let _ = source_date_epoch;
    jiff::civil::Date::MIN
}
