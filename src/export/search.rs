//! The search index: where each word stands, and what stands there, in pieces that a reader loads as a query needs.
//!
//! What is found are things that have a page (an operation, an outlet, a source …), each with all that is said of
//! it, so that a query can have its words in several claims of one operation. A word's entry is
//!
//! ```text
//! word heads claims sketch
//! ```
//!
//! with the numbers of the things that have the word in their head (title, other names, date …) and of those that
//! have it in a claim ([`Places`]), and, for a word that is not too frequent, a character for each of the latter
//! whose six bits say in which of its claims (the ordinal's remainder by six): so a thing that has all words in one
//! claim can be told from one that has them here and there. The entry of `=2018` lists what is of that year.
//! Entries are sorted as scripts compare strings and parted by line ends.
//!
//! The same record gives the same bytes. `search.js` of the theme reads them.

#[expect(clippy::disallowed_types, reason = "see `Vocabulary`")]
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::Serialize;

use super::places::{Places, of_six};
use super::script::script;
use super::words::words;
use crate::model::Date;
use crate::render::Renderer;
use crate::resolve::{Site, Subject};
use crate::routes::{Pieces, Thing};

/// In more things than these no sketch is kept: so frequent a word says little about which of them is meant.
const SKETCHED: usize = 2_000;

/// The search of a site.
#[derive(Debug)]
pub struct Search<'a> {
    site: &'a Site,
    renderer: &'a Renderer<'a>,
    pieces: &'a Pieces,
    /// Made when a piece of it is first asked for.
    index: OnceLock<Index>,
    /// Whether somebody makes it.
    is_begun: AtomicBool,
    /// What there is of it until then, each of [`SHARE`] things.
    shares: Vec<Mutex<Share>>,
}

/// The things whose words are found at once: so many that to bring two such together is little beside it.
const SHARE: usize = 512;

/// The words of some things that stand one after the other.
#[derive(Debug)]
enum Share {
    /// Nobody has looked for them.
    Missing,
    /// They were found by who had come for the index and would have had to wait for it.
    Found(Words),
    /// They are in the index.
    Taken,
}

/// Words, and where they stand.
#[derive(Debug, Default)]
struct Words {
    words: Vec<String>,
    /// By thing: the place of a word in the list, the thing's number, and where in it the word stands.
    places: Vec<(u32, u32, u8)>,
}

impl<'a> Search<'a> {
    /// Readies the search of a site, whose index is cut into these pieces.
    pub fn new(site: &'a Site, renderer: &'a Renderer<'a>, pieces: &'a Pieces) -> Self {
        let things: usize = pieces.groups.iter().map(|group| group.things.len()).sum();
        let shares = (0..things.div_ceil(SHARE)).map(|_| Mutex::new(Share::Missing)).collect();
        let (index, is_begun) = (OnceLock::new(), AtomicBool::new(false));
        Self { site, renderer, pieces, index, is_begun, shares }
    }

    /// The script that says how the index is cut.
    pub fn index(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Start {
            things: usize,
            starts: String,
            groups: Vec<(&'static str, usize, usize, usize, usize)>,
        }
        let groups = self.pieces.groups.iter().map(|group| {
            let kind = group.kind.as_str();
            (kind, group.first, group.things.len(), group.per_piece, group.first_piece)
        });
        let groups: Vec<_> = groups.collect();
        let things = groups.iter().map(|group| group.2).sum();
        script(&Start { things, starts: front_coded(&self.made().starts), groups })
    }

    /// The script of a piece of words.
    pub fn words(&self, piece: usize) -> Vec<u8> {
        let Index { entries, cuts, .. } = self.made();
        let range = cuts.get(piece).copied().zip(cuts.get(piece + 1).copied());
        let text = range.map_or("", |(start, end)| &entries[start..end]);
        // No character of an entry needs escaping: neither of a word's nor of a list's.
        format!("casefile(\"{}\")\n", text.replace('\n', "\\n")).into_bytes()
    }

    /// The script of a piece of texts.
    pub fn texts(&self, piece: usize) -> Vec<u8> {
        let things = self.pieces.things_of(piece).iter();
        let texts = things.map(|thing| {
            Found::new(self.site, self.renderer, *thing, self.renderer.from_search(*thing)).row()
        });
        script(&texts.collect::<Vec<_>>())
    }

    fn made(&self) -> &Index {
        if self.index.get().is_none() && self.is_begun.swap(true, Ordering::Relaxed) {
            self.help();
        }
        self.index.get_or_init(|| {
            let mut vocabulary = Vocabulary::default();
            for (at, share) in self.shares.iter().enumerate() {
                let mut share = share.lock().unwrap_or_else(PoisonError::into_inner);
                let words = match std::mem::replace(&mut *share, Share::Taken) {
                    Share::Found(words) => words,
                    Share::Missing | Share::Taken => self.share(at),
                };
                vocabulary.add(words);
            }
            Index::cut(vocabulary.sorted(), self.pieces.words)
        })
    }

    /// Finds words for who makes the index, who begins at the other end.
    fn help(&self) {
        for (at, share) in self.shares.iter().enumerate().rev() {
            let Ok(mut share) = share.try_lock() else { return };
            match *share {
                Share::Missing => *share = Share::Found(self.share(at)),
                Share::Found(_) => {}
                Share::Taken => return,
            }
        }
    }

    /// The words of the things of a share.
    fn share(&self, at: usize) -> Words {
        let mut numbers = Numbers::default();
        let mut places: Vec<(u32, u32, u8)> = Vec::new();
        // For each word the last of its places, counted from 1.
        let mut last: Vec<usize> = Vec::new();
        let things = self.pieces.groups.iter().flat_map(|group| &group.things);
        for (number, thing) in things.enumerate().skip(at * SHARE).take(SHARE) {
            let number = number as u32;
            let found = Found::new(self.site, self.renderer, *thing, String::new());
            found.places(|word, bit| {
                let word = numbers.number(word);
                if word as usize == last.len() {
                    last.push(0);
                }
                let last = &mut last[word as usize];
                match last.checked_sub(1).and_then(|at| places.get_mut(at)) {
                    Some((_, thing, bits)) if *thing == number => *bits |= bit,
                    _ => {
                        places.push((word, number, bit));
                        *last = places.len();
                    }
                }
            });
        }
        Words { words: numbers.words(), places }
    }
}

/// Where each word stands.
#[derive(Debug)]
struct Index {
    /// The entries, one after the other.
    entries: String,
    /// Where in them each piece starts, and the end of the last.
    cuts: Vec<usize>,
    /// For each piece a text that its words are not less than, and those of the pieces before are.
    starts: Vec<String>,
}

impl Index {
    /// Writes the entries out and cuts them into pieces of about one size.
    fn cut(sorted: Vec<(String, Entry)>, pieces: usize) -> Self {
        let mut entries = String::new();
        let mut ends = Vec::with_capacity(sorted.len());
        let mut names = Vec::with_capacity(sorted.len());
        // Each is dropped once it is written.
        for (word, entry) in sorted {
            entry.write(&word, &mut entries);
            ends.push(entries.len());
            names.push(word);
        }
        let (mut cuts, mut starts) = (vec![0], vec![String::new()]);
        for (at, pair) in names.windows(2).enumerate() {
            // What is left, over the pieces that are left: a frequent word's long entry makes none of them empty.
            let (start, left) = (cuts[cuts.len() - 1], pieces.saturating_sub(cuts.len()));
            if left > 0 && ends[at] - start >= (entries.len() - start) / (left + 1) {
                cuts.push(ends[at]);
                starts.push(shortest_between(&pair[0], &pair[1]));
            }
        }
        // Of a record of few words some pieces are empty.
        cuts.resize(pieces + 1, entries.len());
        Self { entries, cuts, starts }
    }
}

/// Set in the bits of a word that stands in a thing's head; the lower six are its claims.
const HEAD: u8 = 1 << 6;

/// A word's entry.
#[derive(Debug, Default)]
struct Entry {
    heads: Places,
    claims: Places,
    sketch: String,
}

impl Entry {
    fn push(&mut self, number: u32, bits: u8) {
        if bits & HEAD != 0 {
            self.heads.push(number);
        }
        if bits & !HEAD != 0 {
            self.claims.push(number);
            self.sketch.push(of_six(bits & !HEAD));
        }
    }

    fn write(&self, word: &str, out: &mut String) {
        out.push('\n');
        out.push_str(word);
        out.push(' ');
        self.heads.write(out);
        out.push(' ');
        self.claims.write(out);
        if self.claims.count() <= SKETCHED {
            out.push(' ');
            out.push_str(&self.sketch);
        }
    }
}

/// The words met so far, by number.
#[derive(Default)]
#[expect(
    clippy::disallowed_types,
    reason = "asked for every word of the record; the order it has is never seen"
)]
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.0.get(word) {
            return *number;
        }
        let number = self.0.len() as u32;
        self.0.insert(word.to_owned(), number);
        number
    }

    /// The words, each at its number.
    fn words(self) -> Vec<String> {
        let mut words = vec![String::new(); self.0.len()];
        #[expect(clippy::iter_over_hash_type, reason = "each goes to the place of its number")]
        for (word, number) in self.0 {
            words[number as usize] = word;
        }
        words
    }
}

/// The words met so far, with their entries.
#[derive(Default)]
struct Vocabulary {
    numbers: Numbers,
    /// By number.
    entries: Vec<Entry>,
}

impl Vocabulary {
    /// Adds what stands in things that come after all that are in it.
    fn add(&mut self, Words { words, places }: Words) {
        let numbers: Vec<u32> = words.iter().map(|word| self.numbers.number(word)).collect();
        self.entries.resize_with(self.numbers.0.len(), Entry::default);
        for (word, thing, bits) in places {
            self.entries[numbers[word as usize] as usize].push(thing, bits);
        }
    }

    /// The words in the order of their UTF-16, which is how scripts compare them.
    fn sorted(self) -> Vec<(String, Entry)> {
        let mut sorted: Vec<_> = self.numbers.words().into_iter().zip(self.entries).collect();
        sorted.sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        sorted
    }
}

/// The shortest start of the second word that is greater than the first.
fn shortest_between(first: &str, second: &str) -> String {
    let same = first.chars().zip(second.chars()).take_while(|(a, b)| a == b).count();
    second.chars().take(same + 1).collect()
}

/// Texts in order, each without what it begins with as the one before does; how much that is stands first, a digit to
/// the base of 36. Parted by spaces.
fn front_coded(texts: &[String]) -> String {
    let mut coded = String::new();
    let mut before = "";
    for text in texts {
        let alike = text.char_indices().zip(before.chars()).take_while(|((_, a), b)| a == b);
        // In units of UTF-16, which is how scripts cut strings.
        let (mut same, mut end) = (0, 0);
        for ((at, character), _) in alike {
            if same + character.len_utf16() > 35 {
                break;
            }
            same += character.len_utf16();
            end = at + character.len_utf8();
        }
        coded.extend(char::from_digit(same as u32, 36));
        coded.push_str(&text[end..]);
        coded.push(' ');
        before = text;
    }
    coded.truncate(coded.trim_end().len());
    coded
}

/// A thing as it is found.
#[derive(Debug)]
struct Found {
    title: String,
    /// The tag of the title's language, if it is not the site's.
    language: Option<String>,
    href: String,
    /// What it is and when it was, in a few words.
    note: String,
    /// A line on it; other names.
    about: String,
    /// Other forms of the title. They are found and not shown.
    hidden: Vec<String>,
    years: Option<(i16, i16)>,
    passages: Vec<Passage>,
}

/// A claim, or another paragraph.
#[derive(Debug)]
struct Passage {
    /// The claim's id.
    id: Option<String>,
    text: String,
    /// 1 for one that is disputed, 2 for one that was withdrawn.
    state: u8,
}

impl Found {
    /// A thing with the link to it, which only its text needs.
    fn new(site: &Site, renderer: &Renderer, thing: Thing, href: String) -> Self {
        let mut found = Self {
            title: String::new(),
            language: None,
            href,
            note: String::new(),
            about: String::new(),
            hidden: Vec::new(),
            years: None,
            passages: Vec::new(),
        };
        let note = |parts: [Option<String>; 2]| {
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        match thing {
            Thing::Subject(subject) => {
                found.passages = passages(site, renderer, subject);
                match subject {
                    Subject::Operation(at) => {
                        let record = &site[at].record;
                        let kind = record.kind.as_ref().map(|(kind, _)| renderer.kind(kind));
                        found.title.clone_from(&record.title);
                        found.note =
                            note([Some(renderer.date(&record.date)), kind.map(str::to_owned)]);
                        found.about = record.description.clone().unwrap_or_default();
                        found.years = record.date.years();
                    }
                    Subject::Entity(at) => {
                        let record = &site[at].record;
                        let kind = record.sort.as_ref().map(|(kind, _)| renderer.kind(kind));
                        let country = record.country.map(|code| site.country_names.name(code));
                        let aliases: Vec<_> =
                            record.aliases.iter().map(|(alias, _)| alias.as_str()).collect();
                        found.title.clone_from(&record.name);
                        found.note = note([kind, country].map(|part| part.map(str::to_owned)));
                        found.about = aliases.join(", ");
                    }
                    Subject::Country(at) => {
                        found.title = site[at].name.to_owned();
                        // Its two letters would be a word of the language: "is", "in", "no".
                        found.hidden = vec![site[at].code.alpha_3().to_owned()];
                    }
                    Subject::Page(at) => {
                        let page = &site[at];
                        found.title.clone_from(&page.record.title);
                        found.about = page.record.description.clone().unwrap_or_default();
                        let headings = page.notes.body.headings.iter();
                        found.hidden = headings.map(|heading| heading.text.clone()).collect();
                    }
                }
            }
            Thing::Source(at) => {
                let record = &site[at].record;
                let language = record.language.as_ref();
                found.title.clone_from(&record.title);
                found.language = language.filter(|tag| **tag != site.config.language).cloned();
                found.note =
                    note([record.publisher.clone(), record.date.as_ref().map(Date::words)]);
                found.about = record.authors.join(", ");
                found.hidden = vec![record.key.to_string()];
                found.hidden.extend(record.title_translated.clone());
                found.years = record.date.as_ref().and_then(Date::years);
                let quotes = record.quotes.iter();
                found.passages = quotes
                    .map(|quote| Passage { id: None, text: quote.text.clone(), state: 0 })
                    .collect();
            }
        }
        found
    }

    /// Calls back with each of its words, and a bit for where it stands: in its head, or in which of its claims.
    fn places(&self, mut each: impl FnMut(&str, u8)) {
        for head in self.heads() {
            words(head, |word| each(word, HEAD));
        }
        for year in self.years.into_iter().flat_map(|(first, last)| first..=last) {
            each(&format!("={year:04}"), HEAD);
        }
        for (ordinal, passage) in self.passages.iter().enumerate() {
            let bit = 1 << (ordinal % 6);
            words(&passage.text, |word| each(word, bit));
        }
    }

    fn heads(&self) -> impl Iterator<Item = &str> {
        let hidden = self.hidden.iter().map(String::as_str);
        [self.title.as_str(), &self.note, &self.about].into_iter().chain(hidden)
    }

    /// As it stands in a piece.
    fn row(self) -> impl Serialize {
        let passages: Vec<_> = self
            .passages
            .into_iter()
            .map(|Passage { id, text, state }| (text, id.unwrap_or_default(), state))
            .collect();
        (self.title, self.href, self.note, self.about, passages, self.language.unwrap_or_default())
    }
}

/// The claims of a subject, those of its body with the paragraphs between them.
fn passages(site: &Site, renderer: &Renderer, subject: Subject) -> Vec<Passage> {
    let sayings = renderer.sayings(subject);
    let claims = &site.claims[site.claims_of(subject)];
    let passage = |(claim, text): (&crate::resolve::Claim, String)| Passage {
        id: (!site.is_prose(claim)).then(|| claim.record.id.clone()),
        text,
        state: match () {
            () if claim.record.withdrawn.is_some() => 2,
            () if claim.is_disputed() => 1,
            () => 0,
        },
    };
    let mut passages: Vec<_> = claims.iter().zip(sayings).map(passage).collect();
    if let Some(notes) = site.notes(subject) {
        let blocks = notes.body.claims.iter().zip(&notes.claims);
        let prose =
            blocks.filter(|(_, claim)| claim.is_none()).map(|(block, _)| block.text.clone());
        passages.extend(prose.map(|text| Passage { id: None, text, state: 0 }));
    }
    passages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(words: &[(&str, u32)], pieces: usize) -> Index {
        let mut vocabulary = Vocabulary::default();
        for (word, places) in words {
            let places = (0..*places).map(|place| (0, place, 1)).collect();
            vocabulary.add(Words { words: vec![(*word).to_owned()], places });
        }
        Index::cut(vocabulary.sorted(), pieces)
    }

    #[test]
    fn entries_are_sorted_as_scripts_compare_strings() {
        // By its UTF-16 the letter beyond the first plane comes before the last ones in it.
        let index = index(&[("\u{ffdc}", 1), ("b", 1), ("\u{10400}", 1), ("=2018", 1)], 1);
        let found: Vec<_> =
            index.entries.lines().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(found, ["", "=2018", "b", "\u{10400}", "\u{ffdc}"]);
    }

    #[test]
    fn a_frequent_words_entry_leaves_no_piece_empty() {
        let mut all: Vec<(String, u32)> = (100..200).map(|n| (format!("w{n}"), 1)).collect();
        all.push(("a".into(), 3000));
        let all: Vec<(&str, u32)> =
            all.iter().map(|(word, places)| (word.as_str(), *places)).collect();
        let index = index(&all, 5);
        assert_eq!(index.cuts.len(), 6);
        assert!(index.cuts.is_sorted_by(|one, next| one < next), "{:?}", index.cuts);
        assert_eq!(index.starts.len(), 5);
    }

    #[test]
    fn a_piece_starts_with_as_little_of_a_word_as_tells_it_from_the_one_before() {
        assert_eq!(shortest_between("arrest", "arrested"), "arreste");
        assert_eq!(shortest_between("arrest", "server"), "s");
        assert_eq!(shortest_between("", "a"), "a");
    }

    #[test]
    fn of_each_start_only_what_is_new_is_written() {
        let starts = ["", "arre", "arro", "\u{10400}a", "\u{10400}b"].map(str::to_owned);
        assert_eq!(front_coded(&starts), "0 0arre 3o 0\u{10400}a 2b");
        let long = ["x".repeat(40), "x".repeat(41)];
        assert_eq!(front_coded(&long), format!("0{} z{}", "x".repeat(40), "x".repeat(6)));
    }

    #[test]
    fn fewer_words_than_pieces_leave_some_empty() {
        let index = index(&[("a", 1)], 3);
        assert_eq!(index.cuts, [0, index.entries.len(), index.entries.len(), index.entries.len()]);
    }
}
