//! Dates as EDTF writes them (ISO 8601-2:2019, annex A, levels 0 and 1).
//!
//! Read are days, months, years and intervals; `~ ? %` at the end of a date; `X` for digits that
//! are not known; seasons; open (`..`) and unknown (empty) ends. Times, years of other than four
//! digits and level 2 are not.

mod other_forms;
mod words;

use std::fmt;

use jiff::civil;

pub use words::DateWords;

use crate::yaml::{Shape, Written, shape};

/// The longest text: an interval of two days, both qualified.
const LONGEST: usize = "2018-04-25~/2018-04-26~".len();

/// A date, an interval, or `unknown`.
// Small and without a heap, since there are several for every claim.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Date {
    text: [u8; LONGEST],
    len: u8,
    form: Form,
}

/// One end of a date, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It is one of these days, if the date is right.
    Within {
        /// The earliest possible day.
        first: civil::Date,
        /// The latest possible day.
        last: civil::Date,
        /// Whether it is marked as approximate or uncertain.
        is_doubtful: bool,
    },
    /// There is none (`..`): it had always been so, or goes on.
    Open,
    /// There is one, and nobody knows when.
    Unknown,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDate {
    /// What is wrong, to stand after "`x` ": lower case, without the text itself.
    pub reason: String,
    /// Whether it is an interval that ends before it starts.
    pub reversed: bool,
    /// What to write instead, if that can be told.
    pub help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Unknown,
    Single(Point),
    /// At least one of them is a point.
    Interval(End, End),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    At(Point),
    /// `..`
    Open,
    /// Nothing.
    Unknown,
}

/// A time that has a name, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Point {
    extent: Extent,
    doubt: Doubt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// `20XX`, by its first year.
    Century(i16),
    /// `201X`, by its first year.
    Decade(i16),
    Year(i16),
    /// `2004-XX`
    SomeMonth(i16),
    /// `1985-XX-XX`
    SomeDayOfYear(i16),
    /// The season counts from 0, spring.
    Season(i16, u8),
    /// The month counts from 1.
    Month(i16, u8),
    /// `1985-04-XX`
    SomeDay(i16, u8),
    Day(i16, u8, u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    None,
    /// `~`
    Approximate,
    /// `?`
    Uncertain,
    /// `%`
    Both,
}

/// What keeps a text from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    /// It is not level 0 or 1.
    Form,
    NoSuchMonth,
    /// The month it would be in.
    NoSuchDay(i16, u8),
    /// An interval without any date.
    Boundless,
    Reversed,
}

impl Date {
    /// Reads EDTF, or `unknown`.
    ///
    /// # Errors
    /// Says what is wrong and, for common other forms (`26/04/2018`, `April 2018`), what to write.
    pub fn parse(text: &str) -> Result<Self, InvalidDate> {
        Self::read(text).map_err(|flaw| other_forms::explain(text, flaw))
    }

    fn read(text: &str) -> Result<Self, Flaw> {
        let form = match text.split_once('/') {
            None if text == "unknown" => Form::Unknown,
            None => Form::Single(Point::read(text)?),
            Some((start, end)) => {
                let (start, end) = (End::read(start)?, End::read(end)?);
                match (start.first(), end.last()) {
                    (None, None) => return Err(Flaw::Boundless),
                    (Some(first), Some(last)) if last < first => return Err(Flaw::Reversed),
                    _ => Form::Interval(start, end),
                }
            }
        };
        // What was read has at most this length.
        let mut kept = [0; LONGEST];
        let len = text.len().min(LONGEST);
        kept[..len].copy_from_slice(&text.as_bytes()[..len]);
        Ok(Self { text: kept, len: u8::try_from(len).unwrap_or_default(), form })
    }

    /// The date as it was written.
    pub fn edtf(&self) -> &str {
        std::str::from_utf8(&self.text[..usize::from(self.len)]).unwrap_or_default()
    }

    /// Whether it is `unknown`.
    pub fn is_unknown(&self) -> bool {
        self.form == Form::Unknown
    }

    /// The earliest possible day; `None` for an open or unknown start and for `unknown`.
    ///
    /// An `X` stands for any digit; `~` and `?` widen nothing. Seasons are the northern ones by
    /// whole months: spring is March to May, winter December to February of the next year.
    pub fn earliest(&self) -> Option<civil::Date> {
        match self.form {
            Form::Unknown => None,
            Form::Single(point) => Some(point.extent.first()),
            Form::Interval(start, _) => start.first(),
        }
    }

    /// The latest possible day; `None` for an open or unknown end and for `unknown`.
    pub fn latest(&self) -> Option<civil::Date> {
        match self.form {
            Form::Unknown => None,
            Form::Single(point) => Some(point.extent.last()),
            Form::Interval(_, end) => end.last(),
        }
    }

    /// The start and the end; those of a date that is no interval are the same. `None` for `unknown`.
    pub fn bounds(&self) -> Option<(Bound, Bound)> {
        match self.form {
            Form::Unknown => None,
            Form::Single(point) => Some((End::At(point).bound(), End::At(point).bound())),
            Form::Interval(start, end) => Some((start.bound(), end.bound())),
        }
    }

    /// What dates are sorted by: earliest, then latest day; an open start by its end; `unknown` last.
    pub fn sort_key(&self) -> (civil::Date, civil::Date) {
        let end = self.latest().unwrap_or(civil::Date::MAX);
        (self.earliest().unwrap_or(end), end)
    }

    /// The years that a date is known to touch, first and last: of an interval that lacks one bound, the year
    /// of the other. `None` if it has neither.
    pub fn years(&self) -> Option<(i16, i16)> {
        let (first, last) = (self.earliest(), self.latest());
        Some((first.or(last)?.year(), last.or(first)?.year()))
    }

    /// Whether any part is marked as approximate, `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.has(|doubt| matches!(doubt, Doubt::Approximate | Doubt::Both))
    }

    /// Whether any part is marked as uncertain, `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.has(|doubt| matches!(doubt, Doubt::Uncertain | Doubt::Both))
    }

    /// Whether it is an interval whose start is open (`../2018`).
    pub fn has_open_start(&self) -> bool {
        matches!(self.form, Form::Interval(End::Open, _))
    }

    /// Whether it is an interval whose end is open: it goes on (`2018/..`).
    pub fn has_open_end(&self) -> bool {
        matches!(self.form, Form::Interval(_, End::Open))
    }

    /// Whether it is an interval of which nobody knows when it started (`/2018`).
    pub fn has_unknown_start(&self) -> bool {
        matches!(self.form, Form::Interval(End::Unknown, _))
    }

    /// Whether it is an interval of which nobody knows when it ended (`2018/`).
    pub fn has_unknown_end(&self) -> bool {
        matches!(self.form, Form::Interval(_, End::Unknown))
    }

    /// The value of `<time datetime>`: a day, month or year without doubt; `None` for anything
    /// else, as HTML has no form for it.
    pub fn html_datetime(&self) -> Option<String> {
        let Form::Single(Point { extent, doubt: Doubt::None }) = self.form else { return None };
        let (Extent::Year(year) | Extent::Month(year, _) | Extent::Day(year, ..)) = extent else {
            return None;
        };
        (year > 0).then(|| self.edtf().to_owned())
    }

    /// The date in English words, which findings are written in.
    pub fn words(&self) -> String {
        self.in_words(DateWords::english())
    }

    /// The date in words, with its precision and doubt: "25–26 April 2018", "about December 2015".
    ///
    /// Begins with a small letter where it does not begin with a name or number.
    pub fn in_words(&self, words: &DateWords) -> String {
        words.date(self.form)
    }

    /// What kind of date it is, one of [`DateWords::KINDS`]: `other` for an interval and for what is not sure.
    pub fn kind(&self) -> &'static str {
        match self.form {
            Form::Single(Point { extent, doubt: Doubt::None }) => words::kind_of(extent),
            _ => "other",
        }
    }

    fn has(&self, asked: impl Fn(Doubt) -> bool) -> bool {
        let at = |end: End| matches!(end, End::At(point) if asked(point.doubt));
        match self.form {
            Form::Unknown => false,
            Form::Single(point) => asked(point.doubt),
            Form::Interval(start, end) => at(start) || at(end),
        }
    }
}

/// A point without its doubt, as far as a regular expression can tell it: every year has a 29 February.
pub const EXTENT: &str = concat!(
    "(?:[0-9]{2}XX|[0-9]{3}X|[0-9]{4}(?:-(?:XX(?:-XX)?|2[1-4]",
    "|(?:0[13578]|1[02])(?:-(?:XX|0[1-9]|[12][0-9]|3[01]))?",
    "|(?:0[469]|11)(?:-(?:XX|0[1-9]|[12][0-9]|30))?",
    "|02(?:-(?:XX|0[1-9]|[12][0-9]))?))?)"
);

/// What [`Date::parse`] reads, as far as a regular expression can tell it: an interval may be reversed.
pub fn expression() -> String {
    let point = format!("{EXTENT}[~?%]?");
    format!(r"(?:unknown|{point}|(?:{point}|\.\.)?/{point}|{point}/(?:\.\.)?)")
}

impl Written for Date {
    fn text() -> shape::Text {
        shape::Text {
            called: Some("date"),
            fault: "should be a date in EDTF, such as 2018-04-25, 2018-04, 2018~, 201X, 2018-04-25/2018-04-26, or unknown",
            examples: &[
                "2018-04-25",
                "2018-04",
                "2018-04-25/2018-04-26",
                "2018~",
                "201X",
                "unknown",
            ],
            ..shape::Text::like(&expression())
        }
    }

    fn numbers() -> Option<Shape> {
        Some(Shape::Whole(1000, 9999))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.edtf())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Date({})", self.edtf())
    }
}

impl End {
    fn read(text: &str) -> Result<Self, Flaw> {
        match text {
            "" => Ok(Self::Unknown),
            ".." => Ok(Self::Open),
            text => Point::read(text).map(Self::At),
        }
    }

    fn first(self) -> Option<civil::Date> {
        match self {
            Self::At(point) => Some(point.extent.first()),
            Self::Open | Self::Unknown => None,
        }
    }

    fn last(self) -> Option<civil::Date> {
        match self {
            Self::At(point) => Some(point.extent.last()),
            Self::Open | Self::Unknown => None,
        }
    }

    fn bound(self) -> Bound {
        match self {
            Self::At(Point { extent, doubt }) => Bound::Within {
                first: extent.first(),
                last: extent.last(),
                is_doubtful: doubt != Doubt::None,
            },
            Self::Open => Bound::Open,
            Self::Unknown => Bound::Unknown,
        }
    }
}

impl Point {
    fn read(text: &str) -> Result<Self, Flaw> {
        let (text, doubt) = match text.as_bytes() {
            [.., b'~'] => (&text[..text.len() - 1], Doubt::Approximate),
            [.., b'?'] => (&text[..text.len() - 1], Doubt::Uncertain),
            [.., b'%'] => (&text[..text.len() - 1], Doubt::Both),
            _ => (text, Doubt::None),
        };
        Ok(Self { extent: Extent::read(text)?, doubt })
    }
}

impl Extent {
    fn read(text: &str) -> Result<Self, Flaw> {
        let mut parts = text.split('-');
        let year = parts.next().unwrap_or_default();
        let (month, day) = (parts.next(), parts.next());
        if parts.next().is_some() || year.len() != 4 {
            return Err(Flaw::Form);
        }
        let Some(year) = number(year) else {
            let (century, decade) = (year.strip_suffix("XX"), year.strip_suffix('X'));
            let century = century.and_then(number).map(|century: i16| Self::Century(century * 100));
            let decade = decade.and_then(number).map(|decade: i16| Self::Decade(decade * 10));
            return century.or(decade).filter(|_| month.is_none()).ok_or(Flaw::Form);
        };
        let two_digits = |part: &str| match number::<u8>(part) {
            Some(number) if part.len() == 2 => Ok(number),
            _ => Err(Flaw::Form),
        };
        match (month, day) {
            (None, _) => Ok(Self::Year(year)),
            (Some("XX"), None) => Ok(Self::SomeMonth(year)),
            (Some("XX"), Some("XX")) => Ok(Self::SomeDayOfYear(year)),
            (Some(month), day) => match (two_digits(month)?, day) {
                (month @ 1..=12, None) => Ok(Self::Month(year, month)),
                (month @ 1..=12, Some("XX")) => Ok(Self::SomeDay(year, month)),
                (month @ 1..=12, Some(day)) => {
                    let day = two_digits(day)?;
                    if (1..=days_in(year, month)).contains(&day) {
                        Ok(Self::Day(year, month, day))
                    } else {
                        Err(Flaw::NoSuchDay(year, month))
                    }
                }
                (season @ 21..=24, None) => Ok(Self::Season(year, season - 21)),
                // Seasons of a hemisphere, quarters and the like.
                (25..=41, None) => Err(Flaw::Form),
                (_, None) => Err(Flaw::NoSuchMonth),
                (_, Some(day)) => two_digits(day).and(Err(Flaw::NoSuchMonth)),
            },
        }
    }

    fn first(self) -> civil::Date {
        match self {
            Self::Century(year)
            | Self::Decade(year)
            | Self::Year(year)
            | Self::SomeMonth(year)
            | Self::SomeDayOfYear(year) => day(year, 1, 1),
            Self::Season(year, season) => day(year, season_start(season), 1),
            Self::Month(year, month) | Self::SomeDay(year, month) => day(year, month, 1),
            Self::Day(year, month, of_month) => day(year, month, of_month),
        }
    }

    fn last(self) -> civil::Date {
        match self {
            Self::Century(year) => day(year + 99, 12, 31),
            Self::Decade(year) => day(year + 9, 12, 31),
            Self::Year(year) | Self::SomeMonth(year) | Self::SomeDayOfYear(year) => {
                day(year, 12, 31)
            }
            Self::Season(year, 3) => day(year + 1, 2, days_in(year + 1, 2)),
            Self::Season(year, season) => {
                let month = season_start(season) + 2;
                day(year, month, days_in(year, month))
            }
            Self::Month(year, month) | Self::SomeDay(year, month) => {
                day(year, month, days_in(year, month))
            }
            Self::Day(year, month, of_month) => day(year, month, of_month),
        }
    }
}

/// The month in which a season starts.
fn season_start(season: u8) -> u8 {
    3 + 3 * season
}

fn days_in(year: i16, month: u8) -> u8 {
    day(year, month, 1).days_in_month().unsigned_abs()
}

/// A day that is known to be there; the last of all where the winter of 9999 would leave the calendar.
fn day(year: i16, month: u8, of_month: u8) -> civil::Date {
    civil::Date::new(year, month.cast_signed(), of_month.cast_signed()).unwrap_or(civil::Date::MAX)
}

/// A number of digits and nothing else: `parse` alone would take a sign.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Today in UTC, or the day of `SOURCE_DATE_EPOCH` if that is given.
pub fn today(source_date_epoch: Option<i64>) -> civil::Date {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    let now = || jiff::Timestamp::try_from(std::time::SystemTime::now());
    match source_date_epoch {
        Some(seconds) => jiff::Timestamp::from_second(seconds),
        None => now(),
    }
    .unwrap_or(jiff::Timestamp::MAX)
    .to_zoned(jiff::tz::TimeZone::UTC)
    .date()
}

#[cfg(test)]
mod tests {
    use super::{Date, today};

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap_or_else(|error| panic!("`{text}` {}", error.reason))
    }

    fn days(text: &str) -> (String, String) {
        let day =
            |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        (day(date(text).earliest()), day(date(text).latest()))
    }

    /// Level 0, level 1, and what sets them apart from others.
    const DATES: &[(&str, &str, &str, &str)] = &[
        ("2018-04-26", "2018-04-26", "2018-04-26", "26\u{a0}April 2018"),
        ("2018-04", "2018-04-01", "2018-04-30", "April 2018"),
        ("2018", "2018-01-01", "2018-12-31", "2018"),
        ("2016-02", "2016-02-01", "2016-02-29", "February 2016"),
        ("2016-02-29", "2016-02-29", "2016-02-29", "29\u{a0}February 2016"),
        ("2015~", "2015-01-01", "2015-12-31", "about 2015"),
        ("2015-12~", "2015-12-01", "2015-12-31", "about December 2015"),
        ("2015?", "2015-01-01", "2015-12-31", "possibly 2015"),
        ("2015-12-03%", "2015-12-03", "2015-12-03", "possibly about 3\u{a0}December 2015"),
        ("201X", "2010-01-01", "2019-12-31", "2010s"),
        ("201X~", "2010-01-01", "2019-12-31", "about the 2010s"),
        ("20XX", "2000-01-01", "2099-12-31", "some time in 2000–2099"),
        ("200X", "2000-01-01", "2009-12-31", "some time in 2000–2009"),
        ("2004-XX", "2004-01-01", "2004-12-31", "2004 (month not known)"),
        ("1985-04-XX", "1985-04-01", "1985-04-30", "April 1985 (day not known)"),
        ("1985-XX-XX", "1985-01-01", "1985-12-31", "1985 (month and day not known)"),
        ("2018-21", "2018-03-01", "2018-05-31", "spring 2018"),
        ("2018-22", "2018-06-01", "2018-08-31", "summer 2018"),
        ("2018-23?", "2018-09-01", "2018-11-30", "possibly autumn 2018"),
        ("2015-24", "2015-12-01", "2016-02-29", "winter 2015–2016"),
        ("9999-24", "9999-12-01", "9999-12-31", "winter 9999–10000"),
        ("2018-04-25/2018-04-26", "2018-04-25", "2018-04-26", "25–26\u{a0}April 2018"),
        ("2018-04-26/2018-04-26", "2018-04-26", "2018-04-26", "26\u{a0}April 2018"),
        ("2018-04-29/2018-05-02", "2018-04-29", "2018-05-02", "29\u{a0}April – 2\u{a0}May 2018"),
        (
            "2017-12-30/2018-01-02",
            "2017-12-30",
            "2018-01-02",
            "30\u{a0}December 2017 – 2\u{a0}January 2018",
        ),
        ("2018-04/2018-06", "2018-04-01", "2018-06-30", "April–June 2018"),
        ("2017-12/2018-01", "2017-12-01", "2018-01-31", "December 2017 – January 2018"),
        ("2015/2018", "2015-01-01", "2018-12-31", "2015–2018"),
        ("2015~/2018~", "2015-01-01", "2018-12-31", "from about 2015 to about 2018"),
        ("2015~/2018-04", "2015-01-01", "2018-04-30", "from about 2015 to April 2018"),
        ("2018-04/2018-04-15", "2018-04-01", "2018-04-15", "from April 2018 to 15\u{a0}April 2018"),
        ("2018-04-15/2018-04", "2018-04-15", "2018-04-30", "from 15\u{a0}April 2018 to April 2018"),
        ("201X/2018-21", "2010-01-01", "2018-05-31", "from the 2010s to spring 2018"),
        (
            "2018-04-25~/2018-04-26%",
            "2018-04-25",
            "2018-04-26",
            "from about 25\u{a0}April 2018 to possibly about 26\u{a0}April 2018",
        ),
        ("2018/..", "2018-01-01", "", "since 2018"),
        ("201X/..", "2010-01-01", "", "since the 2010s"),
        ("../2018-04", "", "2018-04-30", "until April 2018"),
        ("2018/", "2018-01-01", "", "from 2018, end not known"),
        ("/2018", "", "2018-12-31", "until 2018, start not known"),
        ("0079-08-24", "0079-08-24", "0079-08-24", "24\u{a0}August AD\u{a0}79"),
        ("0000", "0000-01-01", "0000-12-31", "1\u{a0}BC"),
        ("unknown", "", "", "unknown date"),
    ];

    #[test]
    fn dates_are_kept_as_written_and_have_bounds_and_words() {
        for &(text, earliest, latest, words) in DATES {
            assert_eq!(date(text).edtf(), text);
            assert_eq!(date(text).to_string(), text);
            assert_eq!(days(text), (earliest.to_owned(), latest.to_owned()), "{text}");
            assert_eq!(date(text).words(), words, "{text}");
        }
    }

    #[test]
    fn a_date_is_small() {
        assert!(size_of::<Date>() <= 40, "{}", size_of::<Date>());
    }

    #[test]
    fn dates_are_sorted_by_earliest_day_then_latest_and_unknown_ones_last() {
        let sorted = [
            "201X",
            "../2017", // by its end
            "2017-12-31/2018",
            "2018-01-01",
            "2018-01",
            "2018",
            "2018/2019",
            "2018/..",
            "2018/",
            "2018-02",
            "2018-24",
            "/2018",
            "unknown",
        ];
        let keys = sorted.map(|text| date(text).sort_key());
        assert!(keys.is_sorted(), "{keys:?}");
    }

    #[test]
    fn a_date_touches_the_years_between_its_bounds_or_that_of_the_one_it_has() {
        assert_eq!(date("2018").years(), Some((2018, 2018)));
        assert_eq!(date("2017-12-30/2018-01").years(), Some((2017, 2018)));
        assert_eq!(date("2018-24").years(), Some((2018, 2019)));
        assert_eq!(date("201X").years(), Some((2010, 2019)));
        for text in ["2018/..", "../2018", "2018/", "/2018"] {
            assert_eq!(date(text).years(), Some((2018, 2018)), "{text}");
        }
        assert_eq!(date("unknown").years(), None);
    }

    #[test]
    fn only_a_plain_day_month_or_year_has_an_html_form() {
        for text in ["2018-04-26", "2018-04", "2018", "0001"] {
            assert_eq!(date(text).html_datetime().as_deref(), Some(text));
        }
        for text in
            ["2018~", "201X", "2018-21", "2018-XX", "2018/2019", "2018/..", "unknown", "0000"]
        {
            assert_eq!(date(text).html_datetime(), None, "{text}");
        }
    }

    #[test]
    fn doubt_and_open_ends_can_be_asked_for() {
        let asked = |text: &str| (date(text).is_approximate(), date(text).is_uncertain());
        assert_eq!(asked("2018"), (false, false));
        assert_eq!(asked("2018~"), (true, false));
        assert_eq!(asked("2017/2018?"), (false, true));
        assert_eq!(asked("2018%/.."), (true, true));
        assert_eq!(asked("unknown"), (false, false));
        assert!(date("../2018").has_open_start() && !date("/2018").has_open_start());
        assert!(date("2018/..").has_open_end() && !date("2018/").has_open_end());
        assert!(date("/2018").has_unknown_start() && date("2018/").has_unknown_end());
        assert!(!date("2018").has_open_end() && !date("unknown").has_unknown_end());
        assert!(date("unknown").is_unknown() && !date("2018/").is_unknown());
    }

    #[test]
    fn an_interval_may_not_end_before_it_starts() {
        for (text, swapped) in [
            ("2018/2017", "is `2017/2018` meant?"),
            ("2018-04-26/2018-04-25", "is `2018-04-25/2018-04-26` meant?"),
            ("2018-05-01/2018-04", "is `2018-04/2018-05-01` meant?"),
            ("202X/2019~", "is `2019~/202X` meant?"),
        ] {
            let error = Date::parse(text).unwrap_err();
            assert!(error.reversed, "{text}");
            assert_eq!(error.reason, "ends before it starts");
            assert_eq!(error.help.as_deref(), Some(swapped), "{text}");
        }
    }

    #[test]
    fn a_text_that_is_no_date_is_refused_with_a_reason() {
        const FORM: &str = "is not a date in EDTF";
        const LEVEL: &str = "is EDTF level 2, which is not read";
        const TIME: &str = "has a time of day, which is not read";
        const YEAR: &str = "has a year of other than four digits";
        const MONTH: &str = "has a month that does not exist";
        for (text, reason) in [
            ("", "is no date"),
            (" ", "is no date"),
            ("soon", FORM),
            ("2018-4-5", FORM),
            ("2018–2019", FORM),
            ("18", FORM),
            ("+2018", FORM),
            ("2018-+4", FORM),
            ("2018-04-", FORM),
            ("2018/2019/2020", FORM),
            ("..", FORM),
            ("../..", "has neither a start nor an end"),
            ("/", "has neither a start nor an end"),
            ("/..", "has neither a start nor an end"),
            ("2018-13", MONTH),
            ("2018-00", MONTH),
            ("2018-20-04", MONTH),
            ("2018-04-31", "has a day that does not exist (April 2018 has 30 days)"),
            ("2018-04-31~", "has a day that does not exist (April 2018 has 30 days)"),
            ("2018/2019-02-29", "has a day that does not exist (February 2019 has 28 days)"),
            ("2018-04-00", "has a day that does not exist (April 2018 has 30 days)"),
            ("2018-04-25T10:00", TIME),
            ("2018-04-25T10:00:00Z", TIME),
            ("2018-04-25 10:00", TIME),
            ("?2004-06", LEVEL),
            ("~2018", LEVEL),
            ("2004?-06", LEVEL),
            ("2004-06-~11", LEVEL),
            ("[2018,2019]", LEVEL),
            ("{2018..2020}", LEVEL),
            ("[..2018-04]", LEVEL),
            ("156X-12-25", LEVEL),
            ("1XXX", LEVEL),
            ("XXXX", LEVEL),
            ("2018-1X", LEVEL),
            ("1985-XX-04", LEVEL),
            ("2018-33", LEVEL),
            ("12018", YEAR),
            ("-0044", YEAR),
            ("Y170000002", YEAR),
            ("-2018-04", YEAR),
        ] {
            let error = Date::parse(text).unwrap_err();
            assert_eq!(error.reason, reason, "{text}");
            assert!(!error.reversed, "{text}");
        }
    }

    #[test]
    fn a_month_that_does_not_exist_is_not_the_end_of_an_interval_of_one_year() {
        let help = Date::parse("2018-00").unwrap_err().help;
        assert_eq!(help, Date::parse("2018-13").unwrap_err().help);
    }

    #[test]
    fn a_month_that_does_not_exist_is_not_the_end_of_an_interval_of_half_a_century() {
        let help = Date::parse("2018-00").unwrap_err().help;
        assert_eq!(help, Date::parse("2026-99").unwrap_err().help);
        assert_eq!(help, Date::parse("2018-68").unwrap_err().help);
        assert_eq!(Date::parse("2018-67").unwrap_err().help.unwrap(), "write `2018/2067`");
    }

    #[test]
    fn a_date_in_another_form_is_refused_with_the_one_to_write() {
        for (text, instead) in [
            ("26/04/2018", "2018-04-26"),
            ("04/26/2018", "2018-04-26"),
            ("26.4.2018", "2018-04-26"),
            ("26-04-2018", "2018-04-26"),
            ("26 April 2018", "2018-04-26"),
            ("26th of April, 2018", "2018-04-26"),
            ("Thursday, 26 Apr. 2018", "2018-04-26"),
            ("April 26, 2018", "2018-04-26"),
            ("26\u{a0}April 2018", "2018-04-26"),
            ("April 2018", "2018-04"),
            ("Sept. 2018", "2018-09"),
            ("04/2018", "2018-04"),
            ("2018-4-5", "2018-04-05"),
            ("2018/04/26", "2018-04-26"),
            ("2018.04.26", "2018-04-26"),
            ("2018/04", "2018-04"),
            ("2018-26-04", "2018-04-26"),
            ("20180426", "2018-04-26"),
            ("201804", "2018-04"),
            ("2018‑04‑26", "2018-04-26"),
            (" 2018-04-26 ", "2018-04-26"),
            ("2018-04-25T10:00", "2018-04-25"),
            ("2018-04-25 10:00:00 UTC", "2018-04-25"),
            ("2018-04-25T10:00/2018-04-26T11:00", "2018-04-25/2018-04-26"),
            ("2018-04-25 - 2018-04-26", "2018-04-25/2018-04-26"),
            ("2018-04-25-2018-04-26", "2018-04-25/2018-04-26"),
            ("2018-04-25/26", "2018-04-25/2018-04-26"),
            ("2018-04-29/05-02", "2018-04-29/2018-05-02"),
            ("2018-04/06", "2018-04/2018-06"),
            ("2018–2019", "2018/2019"),
            ("2018-2019", "2018/2019"),
            ("2018-19", "2018/2019"),
            ("2018 to 2019", "2018/2019"),
            ("from April 2018 to May 2019", "2018-04/2019-05"),
            ("between 2015 and 2018", "2015/2018"),
            ("25–26 April 2018", "2018-04-25/2018-04-26"),
            ("25-26 April 2018", "2018-04-25/2018-04-26"),
            ("April 25–26, 2018", "2018-04-25/2018-04-26"),
            ("29 April – 2 May 2018", "2018-04-29/2018-05-02"),
            ("30 December 2017 – 2 January 2018", "2017-12-30/2018-01-02"),
            ("April–June 2018", "2018-04/2018-06"),
            ("since 2018", "2018/.."),
            ("2018 - present", "2018/.."),
            ("2018–", "2018/.."),
            ("2018-", "2018/.."),
            ("2018/?", "2018/"),
            ("until April 2018", "../2018-04"),
            ("circa 2018", "2018~"),
            ("c. 2018", "2018~"),
            ("ca. April 2018", "2018-04~"),
            ("c2018", "2018~"),
            ("~2018", "2018~"),
            ("about 2018", "2018~"),
            ("2018 (?)", "2018?"),
            ("possibly about 2018", "2018%"),
            ("2018~?", "2018%"),
            ("?2004-06", "2004-06?"),
            ("2004?-06~", "2004-06%"),
            ("[2018,2019]", "2018/2019"),
            ("{2018..2020}", "2018/2020"),
            ("[..2018-04]", "../2018-04"),
            ("156X-12-25", "156X"),
            ("2018-1X", "2018-XX"),
            ("1985-XX-04", "1985-XX-XX"),
            ("201x", "201X"),
            ("2010s", "201X"),
            ("the 2010's", "201X"),
            ("20th century", "19XX"),
            ("spring 2018", "2018-21"),
            ("Fall 2018", "2018-23"),
            ("Unknown", "unknown"),
            ("n/a", "unknown"),
            ("?", "unknown"),
        ] {
            let error = Date::parse(text).unwrap_err();
            let help = error.help.as_deref().unwrap_or_default();
            assert_eq!(help, format!("write `{instead}`"), "{text}: {}", error.reason);
        }
    }

    #[test]
    fn a_date_that_can_be_read_in_two_ways_is_refused_with_both() {
        let help = |text: &str| Date::parse(text).unwrap_err().help.unwrap_or_default();
        assert_eq!(
            help("04/05/2018"),
            "write `2018-05-04` for 4\u{a0}May 2018 or `2018-04-05` for 5\u{a0}April 2018"
        );
        assert_eq!(help("04/04/2018"), "write `2018-04-04`");
        assert_eq!(
            help("2000s"),
            "write `200X` for some time in 2000–2009 or `20XX` for some time in 2000–2099"
        );
        assert_eq!(
            help("04/05/2018 - 05/05/2018"),
            "write `2018-05-04/2018-05-05` for 4–5\u{a0}May 2018 \
             or `2018-04-05/2018-05-05` for 5\u{a0}April – 5\u{a0}May 2018"
        );
    }

    #[test]
    fn a_text_that_is_nothing_like_a_date_is_refused_with_the_forms_there_are() {
        let help = |text: &str| Date::parse(text).unwrap_err().help;
        let forms = "write a day, month or year (`2018-04-26`, `2018-04`, `2018`) or an interval \
                     (`2018-04-25/2018-04-26`), with `~` after it for about and `?` for uncertain";
        for text in ["soon", "Q1 2018", "Cairo 2018", "12018", "XXXX", "2018-33"] {
            assert_eq!(help(text).as_deref(), Some(forms), "{text}");
        }
        let none = Some("write `unknown` if the date is not known".to_owned());
        assert_eq!(help(""), none);
        assert_eq!(help("../.."), none);
        assert_eq!(help("2018-04-31"), None);
        let months = "months are 01 to 12, seasons 21 (spring) to 24 (winter)";
        assert_eq!(help("2018-13").as_deref(), Some(months));
    }

    #[test]
    fn whatever_is_read_is_written_again_and_nothing_panics() {
        const ALPHABET: &[u8] = b"0129-/X~?%. ";
        // Knuth's MMIX generator: the high bits are random enough, and the same everywhere.
        let mut state = 42_u64;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or_default() % below
        };
        let (mut read, mut refused) = (0, 0);
        for round in 0..40_000 {
            // Chance alone seldom makes a date: every other text starts with a year.
            let mut text = if round % 2 == 0 { String::new() } else { "2019".to_owned() };
            for _ in text.len()..random(13) {
                text.push(char::from(ALPHABET[random(ALPHABET.len())]));
            }
            match Date::parse(&text) {
                Ok(date) => {
                    read += 1;
                    assert_eq!(date.edtf(), text);
                    assert!(!date.words().is_empty(), "{text}");
                    assert!(date.earliest() <= date.latest() || date.latest().is_none(), "{text}");
                    let (earliest, latest) = date.sort_key();
                    assert!(earliest <= latest, "{text}");
                }
                Err(error) => {
                    refused += 1;
                    assert!(!error.reason.is_empty(), "{text}");
                }
            }
        }
        assert!(read > 500 && refused > 500, "{read} {refused}");
    }

    #[test]
    fn no_text_in_another_script_panics() {
        for text in
            ["２０１８", "٢٠١٨", "2018年4月26日", "é", "c.é", "2018-é4", "é~", "İ 2018", "tİ2t2/é"]
        {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn today_is_the_day_of_the_epoch_that_is_given() {
        assert_eq!(today(Some(0)).to_string(), "1970-01-01");
        assert_eq!(today(Some(1_524_700_800)).to_string(), "2018-04-26");
        assert_eq!(today(Some(1_524_700_799)).to_string(), "2018-04-25");
        assert_eq!(today(Some(i64::MAX)).year(), 9999);
        assert!(today(None).year() >= 2026);
    }
}
