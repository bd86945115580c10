//! Dates in words.

use super::{Doubt, End, Extent, Form, Point};

/// How a language says dates; `{name}` is where a part goes.
pub(super) struct Words {
    pub(super) months: [&'static str; 12],
    seasons: [&'static str; 4],
    day: &'static str,
    day_of_month: &'static str,
    day_of_year: &'static str,
    month: &'static str,
    season: &'static str,
    /// The season that ends in the year after.
    winter: &'static str,
    /// A year from 1000 on.
    year: &'static str,
    year_of_three_digits: &'static str,
    year_before_1: &'static str,
    decade: &'static str,
    /// After a word: "since the 2010s".
    the_decade: &'static str,
    some_time_in: &'static str,
    some_day: &'static str,
    some_month: &'static str,
    some_day_of_year: &'static str,
    about: &'static str,
    possibly: &'static str,
    possibly_about: &'static str,
    /// Between numbers or single words.
    close_range: &'static str,
    /// Between what has spaces of its own.
    wide_range: &'static str,
    /// Between what is not alike.
    from_to: &'static str,
    since: &'static str,
    until: &'static str,
    from_unknown_end: &'static str,
    until_unknown_start: &'static str,
    unknown: &'static str,
}

/// All English words that a date can have.
pub(super) const ENGLISH: Words = Words {
    months: [
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
    ],
    seasons: ["spring", "summer", "autumn", "winter"],
    day: "{day}\u{a0}{month} {year}",
    day_of_month: "{day}",
    day_of_year: "{day}\u{a0}{month}",
    month: "{month} {year}",
    season: "{season} {year}",
    winter: "{season} {year}–{next}",
    year: "{year}",
    year_of_three_digits: "AD\u{a0}{year}",
    year_before_1: "1\u{a0}BC",
    decade: "{year}s",
    the_decade: "the {year}s",
    some_time_in: "some time in {start}–{end}",
    some_day: "{date} (day not known)",
    some_month: "{date} (month not known)",
    some_day_of_year: "{date} (month and day not known)",
    about: "about {date}",
    possibly: "possibly {date}",
    possibly_about: "possibly about {date}",
    close_range: "{start}–{end}",
    wide_range: "{start} – {end}",
    from_to: "from {start} to {end}",
    since: "since {date}",
    until: "until {date}",
    from_unknown_end: "from {date}, end not known",
    until_unknown_start: "until {date}, start not known",
    unknown: "unknown date",
};

impl Words {
    pub(super) fn date(&self, form: Form) -> String {
        match form {
            Form::Single(point) => self.point(point, false),
            Form::Interval(End::At(start), End::At(end)) => self.between(start, end),
            Form::Interval(End::At(start), End::Open) => self.with(self.since, start),
            Form::Interval(End::At(start), End::Unknown) => self.with(self.from_unknown_end, start),
            Form::Interval(End::Open, End::At(end)) => self.with(self.until, end),
            Form::Interval(End::Unknown, End::At(end)) => self.with(self.until_unknown_start, end),
            Form::Unknown | Form::Interval(End::Open | End::Unknown, End::Open | End::Unknown) => {
                self.unknown.to_owned()
            }
        }
    }

    /// "June 2018" in [`ENGLISH`].
    pub(super) fn month_of_year(&self, year: i16, month: u8) -> String {
        fill(self.month, &[("month", self.name_of(month)), ("year", &self.year(year))])
    }

    fn between(&self, start: Point, end: Point) -> String {
        if start == end {
            return self.point(start, false);
        }
        let (template, first) = match (start, end) {
            (
                Point { doubt: Doubt::None, extent: from },
                Point { doubt: Doubt::None, extent: to },
            ) => match (from, to) {
                (Extent::Day(year, month, day), Extent::Day(same_year, same_month, _))
                    if (year, month) == (same_year, same_month) =>
                {
                    let day = day.to_string();
                    (self.close_range, fill(self.day_of_month, &[("day", &day)]))
                }
                (Extent::Day(year, month, day), Extent::Day(same_year, ..))
                    if year == same_year =>
                {
                    let parts = [("day", &*day.to_string()), ("month", self.name_of(month))];
                    (self.wide_range, fill(self.day_of_year, &parts))
                }
                (Extent::Month(year, month), Extent::Month(same_year, _)) if year == same_year => {
                    (self.close_range, self.name_of(month).to_owned())
                }
                (Extent::Day(..), Extent::Day(..)) | (Extent::Month(..), Extent::Month(..)) => {
                    (self.wide_range, self.point(start, false))
                }
                (Extent::Year(_), Extent::Year(_)) => (self.close_range, self.point(start, false)),
                _ => (self.from_to, self.point(start, true)),
            },
            _ => (self.from_to, self.point(start, true)),
        };
        fill(template, &[("start", &first), ("end", &self.point(end, true))])
    }

    fn with(&self, template: &str, point: Point) -> String {
        fill(template, &[("date", &self.point(point, true))])
    }

    /// A point by itself, or after other words.
    fn point(&self, point: Point, after_words: bool) -> String {
        let template = match point.doubt {
            Doubt::None => return self.extent(point.extent, after_words),
            Doubt::Approximate => self.about,
            Doubt::Uncertain => self.possibly,
            Doubt::Both => self.possibly_about,
        };
        fill(template, &[("date", &self.extent(point.extent, true))])
    }

    fn extent(&self, extent: Extent, after_words: bool) -> String {
        match extent {
            Extent::Century(start) => self.some_time_in(start, start + 99),
            // "2000s" would be read as the century.
            Extent::Decade(start) if start % 100 == 0 || start < 1000 => {
                self.some_time_in(start, start + 9)
            }
            Extent::Decade(year) => {
                let decade = if after_words { self.the_decade } else { self.decade };
                fill(decade, &[("year", &year.to_string())])
            }
            Extent::Year(year) => self.year(year),
            Extent::SomeMonth(year) => fill(self.some_month, &[("date", &self.year(year))]),
            Extent::SomeDayOfYear(year) => {
                fill(self.some_day_of_year, &[("date", &self.year(year))])
            }
            Extent::Season(year, season) => {
                let template = if season == 3 { self.winter } else { self.season };
                let season = self.seasons[usize::from(season) % 4];
                let (year, next) = (self.year(year), self.year(year + 1));
                fill(template, &[("season", season), ("year", &year), ("next", &next)])
            }
            Extent::Month(year, month) => self.month_of_year(year, month),
            Extent::SomeDay(year, month) => {
                fill(self.some_day, &[("date", &self.month_of_year(year, month))])
            }
            Extent::Day(year, month, day) => {
                let (day, year) = (day.to_string(), self.year(year));
                fill(self.day, &[("day", &day), ("month", self.name_of(month)), ("year", &year)])
            }
        }
    }

    fn some_time_in(&self, start: i16, end: i16) -> String {
        let (start, end) = (self.year(start), self.year(end));
        fill(self.some_time_in, &[("start", &start), ("end", &end)])
    }

    fn year(&self, year: i16) -> String {
        let template = match year {
            ..1 => self.year_before_1,
            1..1000 => self.year_of_three_digits,
            1000.. => self.year,
        };
        fill(template, &[("year", &year.to_string())])
    }

    fn name_of(&self, month: u8) -> &'static str {
        self.months[usize::from(month.clamp(1, 12)) - 1]
    }
}

/// Puts each part in place of its name in braces.
fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.extend(parts.iter().find(|part| part.0 == name).map(|part| part.1));
        rest = after;
    }
    filled.push_str(rest);
    filled
}
