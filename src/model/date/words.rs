//! Dates in words, in whatever language has them.

use std::sync::LazyLock;

use super::{Doubt, End, Extent, Form, Point};

/// A text by what kind of date stands in it: "since 2018" and "since the 2010s".
type Pattern = Vec<(String, Vec<Piece>)>;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// What stands there.
    Text(String),
    /// The name of the part that goes there, `name` for `{name}`.
    Place(String),
}

macro_rules! date_words {
    ($($(#[$meta:meta])* $name:ident,)*) => {
        /// How a language says dates.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct DateWords {
            months: Vec<String>,
            seasons: Vec<String>,
            $($(#[$meta])* $name: Pattern,)*
        }

        impl DateWords {
            /// The names of the texts, in the order in which they are best written.
            pub const TEXTS: &[&str] = &[$(stringify!($name),)*];

            /// Puts together how a language says dates, from its months, its seasons (spring first) and the texts by name.
            ///
            /// A text has a form for a kind of date, one of [`DateWords::KINDS`], or else the one called `other`.
            pub fn new(
                months: Vec<String>,
                seasons: Vec<String>,
                text: impl Fn(&str) -> Vec<(String, String)>,
            ) -> Self {
                Self { months, seasons, $($name: pattern(text(stringify!($name))),)* }
            }
        }
    };
}

date_words! {
    day,
    day_number,
    first_day_number,
    day_of_year,
    month,
    season,
    /// The season that ends in the year after.
    winter,
    /// A year from 1000 on.
    year,
    year_of_three_digits,
    year_before_1,
    decade,
    some_time_in,
    some_day,
    some_month,
    some_day_of_year,
    about,
    possibly,
    possibly_about,
    /// A date by itself where others stand around it, as in "from the 2010s to 2018".
    within,
    /// The same with its doubt, also after other words: "since about 2015".
    about_within,
    possibly_within,
    possibly_about_within,
    /// Between numbers or single words.
    close_range,
    /// Between what has spaces of its own.
    wide_range,
    /// Between what is not alike.
    from_to,
    since,
    until,
    from_unknown_end,
    until_unknown_start,
    unknown,
}

// A copy of what the default theme has, held to it by a test there.
static ENGLISH: LazyLock<DateWords> = LazyLock::new(|| {
    let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    DateWords::new(all(&MONTHS), all(&["spring", "summer", "autumn", "winter"]), |name| {
        let forms: &[(&str, &str)] = match name {
            "day" => &[("other", "{day}\u{a0}{month} {year}")],
            "day_number" | "first_day_number" => &[("other", "{day}")],
            "day_of_year" => &[("other", "{day}\u{a0}{month}")],
            "month" => &[("other", "{month} {year}")],
            "season" => &[("other", "{season} {year}")],
            "winter" => &[("other", "{season} {year}–{next}")],
            "year" => &[("other", "{year}")],
            "year_of_three_digits" => &[("other", "AD\u{a0}{year}")],
            "year_before_1" => &[("other", "1\u{a0}BC")],
            "decade" => &[("other", "{year}s")],
            "some_time_in" => &[("other", "some time in {start}–{end}")],
            "some_day" => &[("other", "{date} (day not known)")],
            "some_month" => &[("other", "{date} (month not known)")],
            "some_day_of_year" => &[("other", "{date} (month and day not known)")],
            "about" | "about_within" => {
                &[("decade", "about the {date}"), ("other", "about {date}")]
            }
            "possibly" | "possibly_within" => {
                &[("decade", "possibly the {date}"), ("other", "possibly {date}")]
            }
            "possibly_about" | "possibly_about_within" => {
                &[("decade", "possibly about the {date}"), ("other", "possibly about {date}")]
            }
            "within" => &[("decade", "the {date}"), ("other", "{date}")],
            "close_range" => &[("other", "{start}–{end}")],
            "wide_range" => &[("other", "{start} – {end}")],
            "from_to" => &[("other", "from {start} to {end}")],
            "since" => &[("decade", "since the {date}"), ("other", "since {date}")],
            "until" => &[("decade", "until the {date}"), ("other", "until {date}")],
            "from_unknown_end" => &[
                ("decade", "from the {date}, end not known"),
                ("other", "from {date}, end not known"),
            ],
            "until_unknown_start" => &[
                ("decade", "until the {date}, start not known"),
                ("other", "until {date}, start not known"),
            ],
            _ => &[("other", "unknown date")],
        };
        forms.iter().map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned())).collect()
    })
});

/// The English months.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl DateWords {
    /// What a text can have a form for: the kinds of date that can stand in it, and what stands for the rest.
    pub const KINDS: &[&str] = &["day", "month", "season", "year", "decade", "other"];

    /// English, which findings are written in.
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    pub(super) fn date(&self, form: Form) -> String {
        match form {
            Form::Single(point) => {
                self.point(point, &self.about, &self.possibly, &self.possibly_about)
            }
            Form::Interval(End::At(start), End::At(end)) => self.between(start, end),
            Form::Interval(End::At(start), End::Open) => self.with(&self.since, start),
            Form::Interval(End::At(start), End::Unknown) => {
                self.with(&self.from_unknown_end, start)
            }
            Form::Interval(End::Open, End::At(end)) => self.with(&self.until, end),
            Form::Interval(End::Unknown, End::At(end)) => self.with(&self.until_unknown_start, end),
            Form::Unknown | Form::Interval(End::Open | End::Unknown, End::Open | End::Unknown) => {
                fill(plain(&self.unknown), &[])
            }
        }
    }

    /// "June 2018".
    pub(super) fn month_of_year(&self, year: i16, month: u8) -> String {
        let parts = [("month", self.name_of(month)), ("year", &*self.year(year))];
        fill(plain(&self.month), &parts)
    }

    fn between(&self, start: Point, end: Point) -> String {
        if start == end {
            return self.date(Form::Single(start));
        }
        let is_sure = |point: Point| point.doubt == Doubt::None;
        let (template, first) = match (start.extent, end.extent) {
            _ if !is_sure(start) || !is_sure(end) => (&self.from_to, self.bound(start)),
            (Extent::Day(year, month, day), Extent::Day(same_year, same_month, _))
                if (year, month) == (same_year, same_month) =>
            {
                (&self.close_range, self.day_number(day))
            }
            (Extent::Day(year, month, day), Extent::Day(same_year, ..)) if year == same_year => {
                let parts = [("day", &*self.day_number(day)), ("month", self.name_of(month))];
                (&self.wide_range, fill(plain(&self.day_of_year), &parts))
            }
            (Extent::Month(year, month), Extent::Month(same_year, _)) if year == same_year => {
                (&self.close_range, self.name_of(month).to_owned())
            }
            (Extent::Day(..), Extent::Day(..)) | (Extent::Month(..), Extent::Month(..)) => {
                (&self.wide_range, self.extent(start.extent))
            }
            (Extent::Year(_), Extent::Year(_)) => (&self.close_range, self.extent(start.extent)),
            _ => (&self.from_to, self.bound(start)),
        };
        let last = if std::ptr::eq(template, &self.from_to) {
            self.bound(end)
        } else {
            self.extent(end.extent)
        };
        fill(plain(template), &[("start", &first), ("end", &last)])
    }

    /// One end of what is not alike: "the 2010s" in "from the 2010s to spring 2018".
    fn bound(&self, point: Point) -> String {
        self.with(&self.within, point)
    }

    /// A text with a point in it.
    fn with(&self, pattern: &Pattern, point: Point) -> String {
        // The words of the doubt come between, so that the kind of date does not matter any more.
        let kind = if point.doubt == Doubt::None { kind_of(point.extent) } else { "other" };
        let (about, possibly) = (&self.about_within, &self.possibly_within);
        let date = self.point(point, about, possibly, &self.possibly_about_within);
        fill(form(pattern, kind), &[("date", &date)])
    }

    fn point(&self, point: Point, about: &Pattern, possibly: &Pattern, both: &Pattern) -> String {
        let date = self.extent(point.extent);
        let pattern = match point.doubt {
            Doubt::None => return date,
            Doubt::Approximate => about,
            Doubt::Uncertain => possibly,
            Doubt::Both => both,
        };
        fill(form(pattern, kind_of(point.extent)), &[("date", &date)])
    }

    fn extent(&self, extent: Extent) -> String {
        let of = |pattern: &Pattern, date: String| fill(plain(pattern), &[("date", &date)]);
        match extent {
            Extent::Century(start) => self.some_time_in(start, start + 99),
            Extent::Decade(start) if is_long_decade(start) => self.some_time_in(start, start + 9),
            Extent::Decade(year) => fill(plain(&self.decade), &[("year", &year.to_string())]),
            Extent::Year(year) => self.year(year),
            Extent::SomeMonth(year) => of(&self.some_month, self.year(year)),
            Extent::SomeDayOfYear(year) => of(&self.some_day_of_year, self.year(year)),
            Extent::Season(year, season) => {
                let template = if season == 3 { &self.winter } else { &self.season };
                let season = self.seasons.get(usize::from(season)).map_or("", String::as_str);
                let (year, next) = (self.year(year), self.year(year + 1));
                fill(plain(template), &[("season", season), ("year", &year), ("next", &next)])
            }
            Extent::Month(year, month) => self.month_of_year(year, month),
            Extent::SomeDay(year, month) => of(&self.some_day, self.month_of_year(year, month)),
            Extent::Day(year, month, day) => {
                let (day, year) = (self.day_number(day), self.year(year));
                let parts = [("day", &*day), ("month", self.name_of(month)), ("year", &year)];
                fill(plain(&self.day), &parts)
            }
        }
    }

    fn some_time_in(&self, start: i16, end: i16) -> String {
        let (start, end) = (self.year(start), self.year(end));
        fill(plain(&self.some_time_in), &[("start", &start), ("end", &end)])
    }

    fn year(&self, year: i16) -> String {
        let pattern = match year {
            ..1 => &self.year_before_1,
            1..1000 => &self.year_of_three_digits,
            1000.. => &self.year,
        };
        fill(plain(pattern), &[("year", &year.to_string())])
    }

    fn day_number(&self, day: u8) -> String {
        let pattern = if day == 1 { &self.first_day_number } else { &self.day_number };
        fill(plain(pattern), &[("day", &day.to_string())])
    }

    fn name_of(&self, month: u8) -> &str {
        self.months.get(usize::from(month.clamp(1, 12)) - 1).map_or("", String::as_str)
    }
}

/// Whether a decade is better told by its first and last year: "2000s" would be read as the century.
fn is_long_decade(start: i16) -> bool {
    start % 100 == 0 || start < 1000
}

/// What kind of date a text has a form for.
pub(super) fn kind_of(extent: Extent) -> &'static str {
    match extent {
        Extent::Day(..) => "day",
        Extent::Month(..) | Extent::SomeDay(..) => "month",
        Extent::Season(..) => "season",
        Extent::Year(_) | Extent::SomeMonth(_) | Extent::SomeDayOfYear(_) => "year",
        Extent::Decade(start) if !is_long_decade(start) => "decade",
        Extent::Decade(_) | Extent::Century(_) => "other",
    }
}

/// Cuts the texts of a pattern at their places.
fn pattern(forms: Vec<(String, String)>) -> Pattern {
    forms.into_iter().map(|(kind, text)| (kind, pieces(&text))).collect()
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        pieces.extend((!before.is_empty()).then(|| Piece::Text(before.to_owned())));
        pieces.push(Piece::Place(name.to_owned()));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
    pieces
}

fn form<'a>(pattern: &'a Pattern, kind: &str) -> &'a [Piece] {
    let of = |kind: &str| pattern.iter().find(|(known, _)| known == kind);
    of(kind).or_else(|| of("other")).map_or(&[], |(_, pieces)| pieces)
}

fn plain(pattern: &Pattern) -> &[Piece] {
    form(pattern, "other")
}

/// Puts each part in its place.
fn fill(pieces: &[Piece], parts: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(32);
    for piece in pieces {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Place(name) => {
                filled.extend(parts.iter().find(|part| part.0 == name).map(|part| part.1));
            }
        }
    }
    filled
}
