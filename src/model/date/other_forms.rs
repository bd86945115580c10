//! Dates as people write them, and what to write instead.
//!
//! Guesses freely: whatever is put together here is only proposed if it can be read.

use super::words::{DateWords, MONTHS};
use super::{Date, Flaw, InvalidDate, days_in};

/// Says what is wrong with a text that is no date, and what to write.
pub(super) fn explain(text: &str, flaw: Flaw) -> InvalidDate {
    let plain = plain(text);
    let (without_time, had_time) = without_time(&plain);
    let level_two = (flaw == Flaw::Form).then(|| level_two(text)).flatten();
    let mut instead = match &level_two {
        Some(instead) => instead.clone(),
        None => instead_of(&without_time),
    };
    // From a year to the same year (`2018-00`): nobody means that.
    instead.retain(|date| date.edtf().split_once('/').is_none_or(|(start, end)| start != end));
    let reason = match flaw {
        Flaw::Reversed => "ends before it starts".to_owned(),
        Flaw::Boundless => "has neither a start nor an end".to_owned(),
        Flaw::NoSuchMonth => "has a month that does not exist".to_owned(),
        Flaw::NoSuchDay(year, month) => {
            let (month_of_year, days) =
                (DateWords::english().month_of_year(year, month), days_in(year, month));
            format!("has a day that does not exist ({month_of_year} has {days} days)")
        }
        Flaw::Form if text.trim().is_empty() => "is no date".to_owned(),
        Flaw::Form if had_time => "has a time of day, which is not read".to_owned(),
        Flaw::Form if has_other_year(text.trim()) => {
            "has a year of other than four digits".to_owned()
        }
        Flaw::Form if level_two.is_some() => "is EDTF level 2, which is not read".to_owned(),
        Flaw::Form => "is not a date in EDTF".to_owned(),
    };
    let help = match (instead.as_slice(), flaw) {
        (_, Flaw::Reversed) => swapped(text).map(|swapped| format!("is `{swapped}` meant?")),
        ([], Flaw::NoSuchMonth) => {
            Some("months are 01 to 12, seasons 21 (spring) to 24 (winter)".to_owned())
        }
        ([], Flaw::NoSuchDay(..)) => None,
        ([], flaw) if flaw == Flaw::Boundless || text.trim().is_empty() => {
            Some("write `unknown` if the date is not known".to_owned())
        }
        ([], Flaw::Form | Flaw::Boundless) => Some(
            "write a day, month or year (`2018-04-26`, `2018-04`, `2018`) or an interval \
             (`2018-04-25/2018-04-26`), with `~` after it for about and `?` for uncertain"
                .to_owned(),
        ),
        ([one], _) => Some(format!("write `{}`", one.edtf())),
        (several, _) => {
            let one = |date: &Date| format!("`{}` for {}", date.edtf(), date.words());
            Some(format!("write {}", several.iter().map(one).collect::<Vec<_>>().join(" or ")))
        }
    };
    InvalidDate { reason, reversed: flaw == Flaw::Reversed, help }
}

/// An interval the other way round.
fn swapped(text: &str) -> Option<Date> {
    let (start, end) = text.split_once('/')?;
    Date::read(&format!("{end}/{start}")).ok()
}

/// What to write for a date of level 2, if it is one: nothing if there is nothing like it.
fn level_two(text: &str) -> Option<Vec<Date>> {
    if text.len() > 100 || !text.contains(|c: char| c.is_ascii_digit() || c == 'X') {
        return None;
    }
    // One or all of a set: the interval that holds them.
    let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    if let Some(set) = inside.or_else(|| text.strip_prefix('{')?.strip_suffix('}')) {
        let first = match set.strip_prefix("..") {
            Some(_) => "..",
            None => set.split(',').next()?.split("..").next()?.trim(),
        };
        let last = match set.strip_suffix("..") {
            Some(_) => "..",
            None => set.rsplit(',').next()?.rsplit("..").next()?.trim(),
        };
        return Some(Date::read(&format!("{first}/{last}")).ok().into_iter().collect());
    }
    let ends: Option<Vec<_>> = text.split('/').map(lowered).collect();
    let ends = ends.filter(|ends| ends.len() <= 2)?;
    Some(Date::read(&ends.join("/")).ok().filter(|date| date.edtf() != text).into_iter().collect())
}

/// A date or end of level 2 made one of level 1: marks at its end, digits unknown from the right.
fn lowered(end: &str) -> Option<String> {
    if end.is_empty() || end == ".." {
        return Some(end.to_owned());
    }
    let bare = end.replace(['~', '?', '%'], "");
    let mut parts: Vec<_> = bare.split('-').collect();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X');
    if !parts.iter().all(|part| digits(part)) || parts.len() > 3 {
        return None;
    }
    if parts[0].len() != 4 || parts[1..].iter().any(|part| part.len() != 2) {
        return None;
    }
    if parts[0].contains('X') {
        parts.truncate(1);
    } else if let Some(first) = parts.iter().position(|part| part.contains('X')) {
        parts[first..].fill("XX");
    }
    Some(parts.join("-") + mark_of(end))
}

/// The one mark that says what all marks of a text say.
fn mark_of(text: &str) -> &'static str {
    match (text.contains('~'), text.contains('?'), text.contains('%')) {
        (false, false, false) => "",
        (true, false, false) => "~",
        (false, true, false) => "?",
        _ => "%",
    }
}

/// Whether its year is before 0 or after 9999, in EDTF's form (`-0044`, `Y12018`) or any.
fn has_other_year(text: &str) -> bool {
    let digits = text.trim_start_matches(['Y', '-']);
    let year = digits.split(['-', '/']).next().unwrap_or_default();
    let is_number = year.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        && match year.len() {
            0..=2 => false,
            // Without hyphens they are a month and a day.
            4 | 6 | 8 => digits.len() < text.len(),
            _ => true,
        }
}

/// Small letters, single spaces, `-` for every hyphen and `–` for every dash.
fn plain(text: &str) -> String {
    // Nobody's date is longer; a paragraph under the wrong key is not worth taking apart.
    let text: String = text.chars().take(100).collect();
    let text: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            '\u{2010}' | '\u{2011}' | '\u{2212}' => Some('-'),
            '\u{2012}' | '—' | '―' => Some('–'),
            '"' | '\'' | '’' | '“' | '”' | '`' | '(' | ')' => None,
            letter => Some(letter),
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without a time of day, and whether there was one.
fn without_time(plain: &str) -> (String, bool) {
    let is_time = |word: &str| word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
    let is_zone = |word: &str| matches!(word, "utc" | "gmt" | "z" | "cet" | "cest" | "am" | "pm");
    let mut had_time = false;
    let mut kept = Vec::new();
    for word in plain.split(' ') {
        let (date, time) = match word.split_once('t') {
            Some((date, time))
                if date.ends_with(|c: char| c.is_ascii_digit())
                    && time.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                (date, Some(time))
            }
            _ => (word, None),
        };
        // The other end of an interval may follow: `2018-04-25T10:00/2018-04-26T11:00`.
        if let Some((_, other)) = time.and_then(|time| time.split_once('/')) {
            let other = other.split('t').next().unwrap_or_default();
            kept.push(format!("{date}/{other}"));
            had_time = true;
        } else if time.is_some() {
            kept.push(date.to_owned());
            had_time = true;
        } else if is_time(word) || had_time && is_zone(word) {
            had_time = true;
        } else {
            kept.push(word.to_owned());
        }
    }
    (kept.join(" "), had_time)
}

/// What can be meant by a plain text: two dates if day and month can be mistaken for each other.
fn instead_of(plain: &str) -> Vec<Date> {
    if matches!(plain, "unknown" | "n/a" | "na" | "none" | "tbd" | "tba" | "?" | "undated" | "n.d.")
    {
        return Date::read("unknown").into_iter().collect();
    }
    let single = one(plain).iter().filter_map(Loose::edtf).collect();
    for texts in [vec![single], intervals(plain)].into_iter().flatten() {
        let mut dates: Vec<_> = texts.iter().filter_map(|text| Date::read(text).ok()).collect();
        dates.dedup();
        if !dates.is_empty() {
            dates.truncate(2);
            return dates;
        }
    }
    Vec::new()
}

/// The intervals that a plain text may be: the readings of each way to part it.
fn intervals(plain: &str) -> Vec<Vec<String>> {
    let edtf = |text: &str| one(text).iter().filter_map(Loose::edtf).collect::<Vec<_>>();
    let until = |text: &str| edtf(text).iter().map(|end| format!("../{end}")).collect();
    let since = |text: &str| edtf(text).iter().map(|start| format!("{start}/..")).collect();

    let mut ways: Vec<Vec<String>> = Vec::new();
    for word in ["since ", "after ", "from "] {
        ways.extend(plain.strip_prefix(word).map(since));
    }
    for word in ["until ", "till ", "before ", "up to "] {
        ways.extend(plain.strip_prefix(word).map(until));
    }
    let (plain, to) = match plain.strip_prefix("between ") {
        Some(rest) => (rest, " and "),
        None => (plain.strip_prefix("from ").unwrap_or(plain), " to "),
    };
    for separator in [to, " until ", " till ", "–", "/", "..", " - ", "-"] {
        for (at, _) in plain.match_indices(separator) {
            let (start, end) = (plain[..at].trim(), plain[at + separator.len()..].trim());
            ways.push(match (start, end) {
                ("", end) => until(end),
                (start, "" | ".." | "now" | "today" | "present" | "ongoing") => since(start),
                (start, "?" | "unknown") => {
                    edtf(start).iter().map(|start| format!("{start}/")).collect()
                }
                (start, end) => between(&one(start), &one(end)),
            });
        }
    }
    ways
}

/// The intervals that two ends can make; two ends written alike are read alike.
fn between(starts: &[Loose], ends: &[Loose]) -> Vec<String> {
    let alike = starts.len() == ends.len();
    let mut found = Vec::new();
    for (start_at, start) in starts.iter().enumerate() {
        for (end_at, end) in ends.iter().enumerate() {
            if alike && start_at != end_at {
                continue;
            }
            let (mut start, mut end) = (start.clone(), end.clone());
            start.complete(&mut end);
            if let (Some(start), Some(end)) = (start.edtf(), end.edtf()) {
                found.push(format!("{start}/{end}"));
            }
        }
    }
    found
}

/// A date of which parts may be missing: in "25–26 April 2018" the first is only a day.
#[derive(Clone, Debug, Default)]
struct Loose {
    year: Option<String>,
    month: Option<u8>,
    day: Option<u8>,
    /// A number of one or two digits that may be any of them.
    bare: Option<u8>,
    mark: &'static str,
}

impl Loose {
    /// Fills in, on both sides of an interval, what the other side says.
    fn complete(&mut self, end: &mut Self) {
        if let Some(bare) = end.bare.take() {
            if self.day.is_some() || self.bare.is_some() {
                end.day = Some(bare);
            } else if self.month.is_some() {
                end.month = Some(bare);
            } else if let Some(year) = self.year.as_deref().filter(|_| bare > 9) {
                // Nobody means that it went on for half a century (`2026-99`).
                end.year = year
                    .split_at_checked(2)
                    .filter(|(_, start)| {
                        start.parse().is_ok_and(|start| bare < 50_u8.saturating_add(start))
                    })
                    .map(|(century, _)| format!("{century}{bare}"));
            }
        }
        if let Some(bare) = self.bare.take() {
            self.day = Some(bare);
        }
        if end.year.is_none() || end.day.is_some() {
            end.month = end.month.or(self.month);
        }
        if self.month.is_none() && self.day.is_some() {
            self.month = end.month;
        }
        if end.year.is_none() {
            end.year.clone_from(&self.year);
        }
        if self.year.is_none() {
            self.year.clone_from(&end.year);
        }
    }

    fn edtf(&self) -> Option<String> {
        let year = self.year.as_ref().filter(|_| self.bare.is_none())?;
        match (self.month, self.day) {
            (Some(month), Some(day)) => Some(format!("{year}-{month:02}-{day:02}{}", self.mark)),
            (Some(month), None) => Some(format!("{year}-{month:02}{}", self.mark)),
            (None, None) => Some(format!("{year}{}", self.mark)),
            (None, Some(_)) => None,
        }
    }
}

/// The ways in which a plain text can be one date.
fn one(plain: &str) -> Vec<Loose> {
    use Word::{Century, Day, Month, Nth, Number, Round, Season, Year};

    let mut text = plain.trim();
    if text.contains('/') && text.contains('-') {
        return vec![];
    }
    let mut marks = String::new();
    for (word, mark) in DOUBTS {
        if let Some(rest) = text.strip_prefix(word) {
            // `ca2018` and `c.2018`, but not `cairo`.
            if rest.starts_with(|c: char| !c.is_alphabetic())
                || !word.ends_with(char::is_alphabetic)
            {
                text = rest.trim_start_matches(['.', ' ']);
                marks.push_str(mark);
            }
        }
    }
    while let Some(mark) = text.chars().next_back().filter(|mark| matches!(mark, '~' | '?' | '%')) {
        marks.push(mark);
        text = text[..text.len() - 1].trim_end();
    }
    if text.ends_with(['-', '/']) {
        return vec![];
    }
    let mark = mark_of(&marks);
    let mut words: Vec<_> = text
        .split([' ', ',', '.', '-', '/', '_'])
        .filter(|word| !word.is_empty() && !matches!(*word, "of" | "the" | "in" | "on"))
        .filter(|word| !is_weekday(word))
        .map(Word::read)
        .collect();
    if !matches!(words.last(), Some(Century)) {
        for word in &mut words {
            if let Nth(day) = *word {
                *word = Number(day);
            }
        }
    }
    let dmy = |day, month, year: &str| Loose {
        year: Some(year.to_owned()),
        month: Some(month),
        day: Some(day),
        ..Loose::default()
    };
    let my = |month, year: &str| Loose {
        year: Some(year.to_owned()),
        month: Some(month),
        ..Loose::default()
    };
    let loose = match words.as_slice() {
        [Year(year), Number(month), Number(day)] if *month <= 12 => vec![dmy(*day, *month, year)],
        [Year(year), Number(day), Number(month)] => vec![dmy(*day, *month, year)],
        [Number(first), Number(second), Year(year)] => {
            vec![dmy(*first, *second, year), dmy(*second, *first, year)]
        }
        [Number(day), Month(month), Year(year)]
        | [Month(month), Number(day), Year(year)]
        | [Year(year), Month(month), Number(day)] => vec![dmy(*day, *month, year)],
        [Number(number), Year(year)] => {
            // The end of "April 25–26, 2018".
            let bare = Some(*number);
            vec![my(*number, year), Loose { year: Some(year.clone()), bare, ..Loose::default() }]
        }
        [Month(month) | Season(month), Year(year)]
        | [Year(year), Month(month) | Number(month) | Season(month)] => vec![my(*month, year)],
        [Year(year)] => vec![Loose { year: Some(year.clone()), ..Loose::default() }],
        [Number(day), Month(month)] | [Month(month), Number(day)] => {
            vec![Loose { month: Some(*month), day: Some(*day), ..Loose::default() }]
        }
        [Number(month), Number(day)] => {
            vec![Loose { month: Some(*month), day: Some(*day), ..Loose::default() }]
        }
        [Month(month) | Season(month)] => vec![Loose { month: Some(*month), ..Loose::default() }],
        [Number(number)] => vec![Loose { bare: Some(*number), ..Loose::default() }],
        [Round(century)] => ["0X", "XX"]
            .map(|end| Loose { year: Some(format!("{century}{end}")), ..Loose::default() })
            .to_vec(),
        [Day(text)] => vec![Loose { year: Some(text.clone()), ..Loose::default() }],
        [Nth(number @ 1..), Century] => {
            vec![Loose { year: Some(format!("{:02}XX", number - 1)), ..Loose::default() }]
        }
        _ => vec![],
    };
    loose.into_iter().map(|loose| Loose { mark, ..loose }).collect()
}

/// What stands before a date that is not sure.
const DOUBTS: [(&str, &str); 16] = [
    ("possibly", "?"),
    ("perhaps", "?"),
    ("probably", "?"),
    ("maybe", "?"),
    ("?", "?"),
    ("about", "~"),
    ("around", "~"),
    ("approximately", "~"),
    ("approx", "~"),
    ("roughly", "~"),
    ("circa", "~"),
    ("ca", "~"),
    ("c", "~"),
    ("~", "~"),
    ("≈", "~"),
    ("%", "%"),
];

/// A part of a date.
enum Word {
    /// Four digits, or fewer and `X`.
    Year(String),
    /// The first digits of "2000s", which is ten years to some and a hundred to others.
    Round(String),
    /// One or two digits.
    Number(u8),
    /// Six or eight digits, with the hyphens put in.
    Day(String),
    Month(u8),
    /// 21 to 24.
    Season(u8),
    /// A number as in "19th".
    Nth(u8),
    Century,
    Other,
}

impl Word {
    fn read(word: &str) -> Self {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = word.split_at(digits);
        match (digits, rest) {
            (4, "") => Self::Year(number.to_owned()),
            (4, "s") if number.ends_with("00") => Self::Round(number[..2].to_owned()),
            (4, "s") if number.ends_with('0') => Self::Year(format!("{}X", &number[..3])),
            (3, "x") => Self::Year(format!("{number}X")),
            (2, "xx") => Self::Year(format!("{number}XX")),
            (8, "") => Self::Day(format!("{}-{}-{}", &number[..4], &number[4..6], &number[6..])),
            (6, "") => Self::Day(format!("{}-{}", &number[..4], &number[4..])),
            (1 | 2, "") => number.parse().map_or(Self::Other, Self::Number),
            (1 | 2, "st" | "nd" | "rd" | "th") => number.parse().map_or(Self::Other, Self::Nth),
            (0, "century") => Self::Century,
            (0, "spring") => Self::Season(21),
            (0, "summer") => Self::Season(22),
            (0, "autumn" | "fall") => Self::Season(23),
            (0, "winter") => Self::Season(24),
            (0, name) => match (1..=12).find(|&month| is_month(name, month)) {
                Some(month) => Self::Month(month),
                None => Self::Other,
            },
            _ => Self::Other,
        }
    }
}

/// Whether a word is the English name of a month, or three letters and more of it.
fn is_month(word: &str, month: u8) -> bool {
    let name = MONTHS[usize::from(month) - 1];
    let beginning = name.get(..word.len().max(3));
    beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(word))
}

fn is_weekday(word: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .iter()
        .any(|day| word.len() >= 3 && day.starts_with(word))
}
