//! Operations drawn in time: bars in lanes below an axis.
//!
//! Across, everything is in hundredths of a percent, so that a drawing is as wide as its page while its text is not
//! stretched. Where a page is narrower than [`NARROWEST`], a theme shows the list instead, which is there in any case.

use jiff::civil;
use serde::{Serialize, Serializer};

use super::here::Here;
use super::shell::Link;
use super::words::Words;
use crate::model::{Bound, Date, language};
use crate::resolve::{Operation, Ref, Subject};
use crate::routes::Route;

/// The operations that are drawn one by one; of more than that, a page counts those of each year.
const MOST: usize = 40;

/// The lanes that a drawing has at most, so that it is no taller than a screen.
const MOST_LANES: usize = 21;

/// The lanes that it has if shorter titles can help.
const GOOD_LANES: usize = 19;

/// The letters of a title that stand beside its bar, in the order in which they are tried.
const LETTERS: [usize; 5] = [60, 44, 36, 30, 24];

/// The width that a drawing is laid out for, in CSS pixels: on a wider page there is only more room.
const NARROWEST: i64 = 860;

/// The width of a drawing in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// The width of a day's tick, and of what is narrower.
const TICK: i64 = px(3);

/// The width that a pointer can hit.
const TARGET: i64 = px(24);

/// The height of a letter in CSS pixels, by default.
const LETTER: i64 = 14;

/// The room between what stands in one lane.
const ROOM: i64 = px(14);

/// The room between two words of the axis.
const AXIS_ROOM: i64 = px(44);

const fn px(pixels: i64) -> i64 {
    pixels * WHOLE / NARROWEST
}

/// Operations in time, as a template draws them.
#[derive(Debug, Serialize)]
pub(super) struct Lanes {
    /// How many lanes there are.
    lanes: usize,
    axis: Vec<Line>,
    items: Vec<Item>,
    /// The operations of which no date is known.
    undated: Vec<Link>,
}

/// A line of the axis with its word.
#[derive(Debug, Serialize)]
struct Line {
    x: Across,
    text: String,
}

/// An operation.
#[derive(Debug, Serialize)]
struct Item {
    href: String,
    title: String,
    when: String,
    /// The title, or its beginning.
    label: String,
    label_x: Across,
    /// Whether the label ends there, because there is no room behind it.
    label_ends: bool,
    /// Whether the label stands beside a tick and not above a bar.
    is_tick: bool,
    /// Its lane from the top, from 0.
    lane: usize,
    pieces: Vec<Piece>,
    /// What can be hit: where it starts and how wide it is.
    hit: [Across; 2],
}

/// A piece of a bar.
#[derive(Debug, Serialize)]
struct Piece {
    kind: Kind,
    /// `in` or `out` if it fades.
    fades: Option<&'static str>,
    x: Across,
    /// `None` for what is narrower than a tick and drawn as one.
    width: Option<Across>,
}

/// What a piece of a bar says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    /// It went on all this time.
    Sure,
    /// It was, started or ended some time in it.
    Possible,
    /// Nobody can say exactly from when.
    FadeIn,
    /// Nobody can say exactly until when.
    FadeOut,
    /// The same before what is only possible.
    PaleIn,
    /// The same after it.
    PaleOut,
}

/// A place or a length across a drawing, in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Across(i64);

impl Serialize for Across {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}.{:02}%", self.0 / 100, self.0 % 100))
    }
}

/// The time that a drawing shows, in days from a common one, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Axis {
    years: (i16, i16),
    start: i64,
    end: i64,
}

impl Axis {
    /// All of the years from one to another.
    fn new(first: i16, last: i16) -> Self {
        let start = day(new_year(first));
        Self { years: (first, last), start, end: day(new_year(last.saturating_add(1))) }
    }

    /// The years that hold every date; one more where an open end would have no room to be seen.
    fn around(dates: &[(Bound, Bound)]) -> Self {
        let years = |bound: &Bound| match bound {
            Bound::Within { first, last, .. } => Some((first.year(), last.year())),
            Bound::Open | Bound::Unknown => None,
        };
        let known = || dates.iter().flat_map(|(start, end)| [years(start), years(end)]).flatten();
        let first = known().map(|(first, _)| first).min().unwrap_or_default();
        let last = known().map(|(_, last)| last).max().unwrap_or_default();
        let starts_before = |(start, end): &(Bound, Bound)| {
            years(start).is_none() && years(end).is_some_and(|(year, _)| year == first)
        };
        let ends_after = |(start, end): &(Bound, Bound)| {
            years(end).is_none() && years(start).is_some_and(|(_, year)| year == last)
        };
        let before = i16::from(dates.iter().any(starts_before));
        let after = i16::from(dates.iter().any(ends_after));
        Self::new((first - before).max(0), last + after)
    }

    fn days(self) -> i64 {
        (self.end - self.start).max(1)
    }

    /// Where a day starts; what is outside lies on the edge.
    fn at(self, day: i64) -> i64 {
        (day.clamp(self.start, self.end) - self.start) * WHOLE / self.days()
    }

    /// The lines of years; of months, if there are one or two years only.
    fn lines(self, words: &Words) -> Vec<(i64, String)> {
        let (first, last) = self.years;
        let years = i64::from(last) - i64::from(first) + 1;
        let at = |year: i16, month: i8| {
            let date = civil::Date::new(year, month, 1).unwrap_or(civil::Date::MAX);
            self.at(day(date))
        };
        if years <= 2 {
            let step = if years == 1 { 3 } else { 6 };
            let months = (first..=last)
                .flat_map(|year| (1..=12).step_by(step).map(move |month| (year, month)));
            let word = |(year, month): (i16, i8)| {
                let said =
                    Date::parse(&format!("{year:04}-{month:02}")).map(|date| words.date(&date));
                (at(year, month), said.unwrap_or_default())
            };
            return months.map(word).collect();
        }
        let decades = std::iter::successors(Some(1), |decade| Some(decade * 10)).take(4);
        let mut steps = decades.flat_map(|decade| [decade, 2 * decade, 5 * decade]);
        let step = steps.find(|step| step * WHOLE / years >= AXIS_ROOM).unwrap_or(5000);
        let round = |year: &i16| i64::from(*year) % step == 0;
        (first..=last).filter(round).map(|year| (at(year, 1), format!("{year:04}"))).collect()
    }
}

fn new_year(year: i16) -> civil::Date {
    civil::Date::new(year, 1, 1).unwrap_or(civil::Date::MAX)
}

fn day(date: civil::Date) -> i64 {
    date.duration_since(civil::Date::constant(0, 1, 1)).as_hours() / 24
}

/// A kind of piece, where it starts and where it ends.
type Stretch = (Kind, i64, i64);

/// The pieces of a date's bar, from left to right, as they lie on the axis.
fn stretches((start, end): (Bound, Bound), axis: Axis) -> Vec<Stretch> {
    use Bound::{Open, Unknown, Within};
    use Kind::{FadeIn, FadeOut, PaleIn, PaleOut, Possible, Sure};

    // How far a doubtful date reaches beyond its name: half of what it names, and enough to be seen.
    let doubt = |first: civil::Date, last: civil::Date| {
        ((day(last) - day(first) + 1) / 2).max(axis.days() / 40)
    };
    // How far a bar reaches whose other end nobody knows.
    let somewhere = axis.days() / 12;
    let mut found = Vec::new();
    if let Within { first, last, is_doubtful: true } = start {
        let fades = if first == last { FadeIn } else { PaleIn };
        found.push((fades, day(first) - doubt(first, last), day(first)));
    }
    match (start, end) {
        (Within { first: from, last: sure, .. }, Within { first, last, .. }) if sure <= first => {
            found.push((Possible, day(from), day(sure)));
            found.push((Sure, day(sure), day(first) + 1));
            found.push((Possible, day(first) + 1, day(last) + 1));
        }
        // Such as one month: nothing is sure within it.
        (Within { first, .. }, Within { last, .. }) => {
            found.push((Possible, day(first), day(last) + 1));
        }
        (Within { first, last, .. }, Open | Unknown) => {
            let sure = day(last);
            found.push((Possible, day(first), sure));
            let until = if end == Open { axis.end } else { sure + 1 + somewhere };
            found.push((FadeOut, sure, until));
        }
        (Open | Unknown, Within { first, last, .. }) => {
            let sure = day(first) + 1;
            let since = if start == Open { axis.start } else { sure - somewhere };
            found.push((FadeIn, since, sure));
            found.push((Possible, sure, day(last) + 1));
        }
        (Open | Unknown, Open | Unknown) => {}
    }
    if let Within { first, last, is_doubtful: true } = end {
        let fades = if first == last { FadeOut } else { PaleOut };
        found.push((fades, day(last) + 1, day(last) + 1 + doubt(first, last)));
    }
    let mut pieces: Vec<Stretch> = Vec::new();
    for (kind, from, to) in found {
        if from < to && from < axis.end && to > axis.start {
            pieces.push((kind, axis.at(from), axis.at(to)));
        }
    }
    pieces
}

/// Where an operation was put.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    lane: usize,
    pieces: Vec<Stretch>,
    label_x: i64,
    label_ends: bool,
    is_tick: bool,
}

/// Puts each date into the first lane in which neither its bar nor its label, of this width, meets another's.
fn lay_out(dates: &[((Bound, Bound), i64)], axis: Axis) -> Vec<Place> {
    let mut lanes: Vec<Vec<(i64, i64)>> = Vec::new();
    let mut places = Vec::new();
    for (date, label) in dates {
        let pieces = stretches(*date, axis);
        let start = pieces.first().map_or(0, |(_, start, _)| *start);
        let end = pieces.last().map_or(0, |(.., end)| *end).max(start + TICK);
        let is_tick = matches!(&pieces[..], [(_, from, to)] if to - from < TICK);
        let beside = if is_tick { px(7) } else { 0 };
        let label_ends = start + beside + label > WHOLE;
        let (from, to) = if label_ends {
            ((end - beside - label).min(start), end)
        } else {
            (start, end.max(start + beside + label))
        };
        let is_free = |lane: &Vec<(i64, i64)>| {
            lane.iter().all(|(other, until)| to + ROOM <= *other || until + ROOM <= from)
        };
        let lane = lanes.iter().position(is_free).unwrap_or(lanes.len());
        if lane == lanes.len() {
            lanes.push(Vec::new());
        }
        lanes[lane].push((from, to));
        let label_x = match (label_ends, is_tick) {
            (false, _) => start,
            // A tick is where its day starts.
            (true, true) => start,
            (true, false) => end.min(WHOLE),
        };
        places.push(Place { lane, pieces, label_x, label_ends, is_tick });
    }
    places
}

fn lanes_of(places: &[Place]) -> usize {
    places.iter().map(|place| place.lane + 1).max().unwrap_or_default()
}

/// A title, or its beginning up to a word's end.
fn shortened(title: &str, letters: usize) -> String {
    let Some((cut, _)) = title.char_indices().nth(letters) else { return title.to_owned() };
    let whole = &title[..cut];
    let words =
        whole.rfind(' ').filter(|space| *space > cut * 3 / 4).map_or(whole, |at| &whole[..at]);
    format!("{}…", words.trim_end_matches([',', ':', ';', '.', ' ']))
}

/// How wide a label is at most, in hundredths of a percent, whatever the font.
fn width(label: &str) -> i64 {
    // Of a pixel, where a letter has twelve.
    let tenths = label.chars().map(|letter| match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | '\'' | '|' | '!' | '(' | ')' | ' ' | 'f' | 't'
        | 'r' => 46,
        'm' | 'w' | 'M' | 'W' | '…' => 112,
        'A'..='Z' => 86,
        '\u{2e80}'.. => 130,
        _ => 74,
    });
    px(tenths.sum::<i64>() * LETTER / 120)
}

impl Here<'_> {
    /// Operations in time; `None` if they are too many to be told apart, or fewer than two are dated.
    ///
    /// In a year, only that year is drawn.
    pub(super) fn lanes(
        &self,
        operations: impl ExactSizeIterator<Item = Ref<Operation>>,
        year: Option<i16>,
    ) -> Option<Lanes> {
        if operations.len() > MOST {
            return None;
        }
        let (mut dated, mut bounds, mut undated) = (Vec::new(), Vec::new(), Vec::new());
        for at in operations {
            let record = &self.site[at].record;
            if let Some(date) = record.date.bounds() {
                dated.push(at);
                bounds.push(date);
            } else {
                undated.push(self.subject_link(Subject::Operation(at)));
            }
        }
        if dated.len() < 2 {
            return None;
        }
        let axis = year.map_or_else(|| Axis::around(&bounds), |year| Axis::new(year, year));
        let mut tries = LETTERS.iter().map(|letters| {
            let label = |at: &Ref<Operation>| shortened(&self.site[*at].record.title, *letters);
            let labels: Vec<String> = dated.iter().map(label).collect();
            let widths = labels.iter().map(|label| width(label));
            let dates: Vec<_> = bounds.iter().copied().zip(widths).collect();
            let places = lay_out(&dates, axis);
            (lanes_of(&places), places, labels)
        });
        let mut best = tries.next()?;
        for shorter in tries {
            if best.0 > GOOD_LANES {
                best = shorter;
            }
        }
        let (lanes, places, labels) = best;
        if lanes > MOST_LANES {
            return None;
        }
        let is_mirrored = language::is_right_to_left(&self.site.config.language);
        let lines = axis
            .lines(self.words)
            .into_iter()
            .map(|(x, text)| Line { x: mirrored(x, 0, is_mirrored), text });
        let items = dated.into_iter().zip(labels).zip(places).map(|((at, label), place)| {
            let record = &self.site[at].record;
            let pieces = place.pieces.iter().map(|&(kind, from, to)| {
                let kind = if is_mirrored { kind.mirrored() } else { kind };
                let is_tick = kind.fades().is_none() && to - from < TICK;
                Piece {
                    kind,
                    fades: kind.fades(),
                    x: mirrored(from, if is_tick { 0 } else { to - from }, is_mirrored),
                    width: (!is_tick).then_some(Across(to - from)),
                }
            });
            let start = place.pieces.first().map_or(0, |(_, start, _)| *start);
            let end = place.pieces.last().map_or(0, |(.., end)| *end);
            let hit = (end - start).max(TARGET);
            Item {
                href: self.to(Route::Operation(at)),
                title: record.title.clone(),
                when: self.words.date(&record.date),
                label,
                label_x: mirrored(place.label_x, 0, is_mirrored),
                label_ends: place.label_ends,
                is_tick: place.is_tick,
                lane: place.lane,
                pieces: pieces.collect(),
                hit: [mirrored(start.min(WHOLE - hit), hit, is_mirrored), Across(hit)],
            }
        });
        Some(Lanes { lanes, axis: lines.collect(), items: items.collect(), undated })
    }
}

impl Kind {
    fn fades(self) -> Option<&'static str> {
        match self {
            Self::FadeIn | Self::PaleIn => Some("in"),
            Self::FadeOut | Self::PaleOut => Some("out"),
            Self::Sure | Self::Possible => None,
        }
    }

    fn mirrored(self) -> Self {
        match self {
            Self::FadeIn => Self::FadeOut,
            Self::FadeOut => Self::FadeIn,
            Self::PaleIn => Self::PaleOut,
            Self::PaleOut => Self::PaleIn,
            Self::Sure | Self::Possible => self,
        }
    }
}

/// Where something of a width starts, seen from the left, on a page that is read from its left or its right.
fn mirrored(x: i64, width: i64, is_mirrored: bool) -> Across {
    Across(if is_mirrored { WHOLE - x - width } else { x })
}

#[cfg(test)]
mod tests {
    use super::Kind::{FadeIn, FadeOut, PaleIn, PaleOut, Possible, Sure};
    use super::*;
    use crate::render::words::tests::english;

    fn bounds(edtf: &str) -> (Bound, Bound) {
        Date::parse(edtf).unwrap().bounds().unwrap()
    }

    /// The pieces of a date in days from the first of an axis of whole years.
    fn pieces(edtf: &str, first: i16, last: i16) -> Vec<Stretch> {
        let axis = Axis::new(first, last);
        let days = |x: i64| (x * axis.days() + WHOLE / 2) / WHOLE;
        let pieces = stretches(bounds(edtf), axis);
        pieces.into_iter().map(|(kind, from, to)| (kind, days(from), days(to))).collect()
    }

    #[test]
    fn a_bar_is_as_wide_as_what_its_date_says() {
        assert_eq!(pieces("2018-04-25", 2018, 2018), [(Sure, 114, 115)]);
        assert_eq!(pieces("2018-04-25/2018-04-26", 2018, 2018), [(Sure, 114, 116)]);
        assert_eq!(pieces("2018-04", 2018, 2018), [(Possible, 90, 120)]);
        assert_eq!(pieces("2018", 2018, 2018), [(Possible, 0, 365)]);
        assert_eq!(pieces("2018-21", 2018, 2018), [(Possible, 59, 151)]);
    }

    #[test]
    fn an_interval_is_sure_between_its_ends_and_possible_within_them() {
        let (april, june) = ((Possible, 90, 119), (Possible, 152, 181));
        assert_eq!(pieces("2018-04/2018-06", 2018, 2018), [april, (Sure, 119, 152), june]);
        assert_eq!(pieces("2018-04/2018-04", 2018, 2018), [(Possible, 90, 120)]);
        assert_eq!(pieces("2018-04/2018-04-10", 2018, 2018), [(Possible, 90, 100)]);
    }

    #[test]
    fn a_doubtful_end_fades() {
        let april = [(PaleIn, 75, 90), (Possible, 90, 120), (PaleOut, 120, 135)];
        assert_eq!(pieces("2018-04~", 2018, 2018), april);
        assert_eq!(pieces("2018-04?", 2018, 2018), april);
        let day = [(FadeIn, 105, 114), (Sure, 114, 115), (FadeOut, 115, 124)];
        assert_eq!(pieces("2018-04-25~", 2018, 2018), day);
        let ended = [(Sure, 0, 115), (FadeOut, 115, 124)];
        assert_eq!(pieces("2018-01-01/2018-04-25%", 2018, 2018), ended);
    }

    #[test]
    fn an_open_end_goes_on_and_an_unknown_one_gets_lost() {
        assert_eq!(pieces("2018-12-01/..", 2018, 2019), [(FadeOut, 334, 730)]);
        assert_eq!(pieces("2018-12-01/", 2018, 2019), [(FadeOut, 334, 395)]);
        assert_eq!(pieces("../2018-12-01", 2018, 2019), [(FadeIn, 0, 335)]);
        assert_eq!(pieces("/2018-12-01", 2018, 2019), [(FadeIn, 275, 335)]);
        assert_eq!(pieces("../2018-12", 2018, 2019), [(FadeIn, 0, 335), (Possible, 335, 365)]);
    }

    #[test]
    fn what_is_outside_of_the_axis_is_cut() {
        assert_eq!(pieces("2017-12-01/2018-01-10", 2018, 2018), [(Sure, 0, 10)]);
        assert_eq!(pieces("2017-12~/2018-02-01", 2018, 2018), [(Sure, 0, 32)]);
    }

    #[test]
    fn an_axis_holds_every_date_and_room_for_open_ends() {
        let around = |dates: &[&str]| {
            let dates: Vec<_> = dates.iter().map(|edtf| bounds(edtf)).collect();
            Axis::around(&dates).years
        };
        assert_eq!(around(&["2018-04-25", "2016/2017"]), (2016, 2018));
        assert_eq!(around(&["2018-04-25", "2016/.."]), (2016, 2018));
        assert_eq!(around(&["2018-04-25/..", "2016"]), (2016, 2019));
        assert_eq!(around(&["/2018"]), (2017, 2018));
        assert_eq!(around(&["0000/9999", "../0000", "9999/.."]), (0, 10_000));
    }

    #[test]
    fn an_axis_has_as_many_words_as_there_is_room_for() {
        let words = |first, last| {
            let lines = Axis::new(first, last).lines(&english());
            lines.into_iter().map(|(_, word)| word).collect::<Vec<_>>()
        };
        let quarters = ["January 2018", "April 2018", "July 2018", "October 2018"];
        assert_eq!(words(2018, 2018), quarters);
        assert_eq!(words(2017, 2018).len(), 4);
        assert_eq!(words(2016, 2018), ["2016", "2017", "2018"]);
        assert_eq!(
            words(2003, 2026).join(" "),
            "2004 2006 2008 2010 2012 2014 2016 2018 2020 2022 2024 2026"
        );
        assert_eq!(words(0, 9999).len(), 10);
    }

    #[test]
    fn bars_and_labels_of_one_lane_do_not_meet() {
        let axis = Axis::new(2010, 2019);
        let dates = ["2010", "2010-06", "2011-02-01", "2019-12-30", "2019-12-31"];
        let dates: Vec<_> = dates.iter().map(|edtf| (bounds(edtf), px(100))).collect();
        let places = lay_out(&dates, axis);
        assert_eq!(lanes_of(&places), 3);
        let lanes: Vec<_> = places.iter().map(|place| place.lane).collect();
        assert_eq!(lanes, [0, 1, 2, 0, 1]);
        let ends: Vec<_> = places.iter().map(|place| place.label_ends).collect();
        assert_eq!(ends, [false, false, false, true, true]);
        let ticks: Vec<_> = places.iter().map(|place| place.is_tick).collect();
        assert_eq!(ticks, [false, false, true, true, true]);
    }

    #[test]
    fn a_long_title_is_cut_after_a_word() {
        assert_eq!(shortened("Takedown of Amaq", 34), "Takedown of Amaq");
        assert_eq!(
            shortened("Takedown of Amaq, and of three allied outlets", 34),
            "Takedown of Amaq, and of three…"
        );
        let long = "x".repeat(100);
        assert_eq!(shortened(&long, 34), format!("{}…", "x".repeat(34)));
        assert_eq!(shortened(&"ن".repeat(100), 34).chars().count(), 35);
    }

    #[test]
    fn a_page_that_is_read_from_its_right_has_its_past_there() {
        assert_eq!(mirrored(1000, 200, false), Across(1000));
        assert_eq!(mirrored(1000, 200, true), Across(8800));
        assert_eq!(FadeIn.mirrored(), FadeOut);
        assert_eq!(Possible.mirrored(), Possible);
    }
}
