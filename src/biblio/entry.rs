//! What a citation style needs of a source.

use hayagriva::types as csl;
use hayagriva::types::{ChunkKind, ChunkedString, EntryType, FormatString, Person, StringChunk};

use super::guard::Guarded;
use crate::model::{Date, Source};

/// What a citation style needs of a source, without what the page shows of it itself: addresses and when they were looked at.
///
/// Hayagriva's own entry takes a kilobyte, and another for each parent, most of it empty; one is made
/// when its source is formatted.
#[derive(Clone, Debug)]
pub struct Entry {
    kind: EntryType,
    parts: Box<[Part]>,
    parents: Box<[Entry]>,
}

macro_rules! parts {
    ($($part:ident($type:ty) $get:ident $set:ident;)*) => {
        /// A key of an entry that styles can print, with its value.
        #[derive(Clone, Debug)]
        pub(super) enum Part {
            $($part($type),)*
            /// A language's tag.
            Language(String),
        }

        impl Part {
            fn set(&self, entry: &mut hayagriva::Entry) {
                match self {
                    $(Self::$part(value) => entry.$set(value.clone().ready()),)*
                    // A tag that Hayagriva does not know tells it nothing.
                    Self::Language(tag) => {
                        if let Ok(language) = tag.parse() {
                            entry.set_language(language);
                        }
                    }
                }
            }

            pub(super) fn all_of(entry: &hayagriva::Entry) -> Vec<Self> {
                let mut parts = Vec::new();
                $(parts.extend(entry.$get().map(|value| Self::$part(value.to_owned().into())));)*
                parts
            }
        }
    };
}

/// What is set in an entry: the value itself, or what is in its box.
trait Ready<T> {
    fn ready(self) -> T;
}

impl<T: Guarded> Ready<T> for T {
    fn ready(self) -> T {
        self.guarded()
    }
}

impl<T: Guarded> Ready<T> for Box<T> {
    fn ready(self) -> T {
        (*self).guarded()
    }
}

type Number = Box<csl::MaybeTyped<csl::Numeric>>;

parts! {
    Title(FormatString) title set_title;
    Authors(Vec<Person>) authors set_authors;
    Date(csl::Date) date set_date;
    Editors(Vec<Person>) editors set_editors;
    Affiliated(Vec<csl::PersonsWithRoles>) affiliated set_affiliated;
    Publisher(Box<csl::Publisher>) publisher set_publisher;
    Location(FormatString) location set_location;
    Organization(FormatString) organization set_organization;
    Issue(Number) issue set_issue;
    Chapter(Number) chapter set_chapter;
    Volume(Number) volume set_volume;
    VolumeTotal(Box<csl::Numeric>) volume_total set_volume_total;
    Edition(Number) edition set_edition;
    PageRange(csl::MaybeTyped<csl::PageRanges>) page_range set_page_range;
    PageTotal(Box<csl::Numeric>) page_total set_page_total;
    Runtime(csl::MaybeTyped<csl::Duration>) runtime set_runtime;
    SerialNumber(csl::SerialNumber) serial_number set_serial_number;
    Archive(FormatString) archive set_archive;
    ArchiveLocation(FormatString) archive_location set_archive_location;
    CallNumber(FormatString) call_number set_call_number;
    Note(FormatString) note set_note;
    Genre(FormatString) genre set_genre;
}

/// Where the title starts in what a style makes of an entry.
///
/// These two stand in the tree as nodes of their own: no text that anyone wrote becomes one, see [`chunks`].
pub(super) const TITLE_START: &str = "title";
/// Where it ends.
pub(super) const TITLE_END: &str = "/title";

impl Entry {
    pub(super) fn new(kind: EntryType, parts: Vec<Part>, parents: Vec<Self>) -> Self {
        Self { kind, parts: parts.into(), parents: parents.into() }
    }

    /// Makes a newspaper of a periodical.
    pub(super) fn make_newspaper(&mut self) {
        if self.kind == EntryType::Periodical {
            self.kind = EntryType::Newspaper;
        }
    }

    /// Its own keys.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What it is a part of, nearest first.
    pub(super) fn parents(&self) -> &[Self] {
        &self.parents
    }

    /// Its own keys, then those of its parents.
    pub(super) fn parts_with_parents(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().chain(self.parents.iter().flat_map(|parent| &parent.parts))
    }

    pub(super) fn kind(&self) -> EntryType {
        self.kind
    }

    pub(super) fn title(&self) -> Option<String> {
        self.find(|part| match part {
            Part::Title(title) => Some(title.value.to_str().into_owned()),
            _ => None,
        })
    }

    /// The authors as they are read: "Given Family".
    pub(super) fn authors(&self) -> Vec<String> {
        let authors = self.find(|part| match part {
            Part::Authors(authors) => Some(authors.as_slice()),
            _ => None,
        });
        authors.unwrap_or_default().iter().map(|author| clean(&author.given_first(false))).collect()
    }

    /// What a reader calls the publisher: the paper, blog or site that carries the piece; else who published it; else the body
    /// that it was made for.
    pub(super) fn publisher(&self) -> Option<String> {
        let carries = |parent: &&Self| {
            matches!(
                parent.kind,
                EntryType::Newspaper
                    | EntryType::Periodical
                    | EntryType::Blog
                    | EntryType::Web
                    | EntryType::Thread
            )
        };
        let carrier = self.parents.iter().filter(carries).find_map(Self::title);
        let named = |entry: &Self| {
            entry.find(|part| match part {
                Part::Publisher(publisher) => {
                    publisher.name().map(|name| name.value.to_str().into_owned())
                }
                _ => None,
            })
        };
        let body = |entry: &Self| {
            entry.find(|part| match part {
                Part::Organization(name) => Some(name.value.to_str().into_owned()),
                _ => None,
            })
        };
        carrier
            .or_else(|| named(self))
            .or_else(|| self.parents.iter().find_map(named))
            .or_else(|| body(self))
            .or_else(|| self.parents.iter().find_map(body))
    }

    fn find<'a, T>(&'a self, what: impl Fn(&'a Part) -> Option<T>) -> Option<T> {
        self.parts.iter().find_map(what)
    }

    /// Hayagriva's entry, its title marked and dressed as the source asks: a supplied one in square brackets, a translation after it.
    pub(super) fn to_hayagriva(&self, source: &Source) -> hayagriva::Entry {
        let mut entry = self.plain(source.key.as_str());
        let title = entry.title().cloned().unwrap_or_else(|| source.title.clone().into());
        entry.set_title(FormatString {
            value: dressed(&title.value, source),
            short: title.short.map(|short| Box::new(dressed(&short, source))),
        });
        entry
    }

    pub(super) fn plain(&self, key: &str) -> hayagriva::Entry {
        let mut entry = hayagriva::Entry::new(key, self.kind);
        for part in &self.parts {
            part.set(&mut entry);
        }
        entry.set_parents(self.parents.iter().map(|parent| parent.plain(key)).collect());
        entry
    }
}

impl From<&hayagriva::Entry> for Entry {
    fn from(entry: &hayagriva::Entry) -> Self {
        let parts = Part::all_of(entry);
        let parents = entry.parents().iter().map(Self::from).collect();
        Self::new(*entry.entry_type(), parts, parents)
    }
}

impl Part {
    /// Every text of the part, to be changed in place.
    pub(super) fn texts_mut(&mut self) -> Vec<&mut FormatString> {
        match self {
            Self::Title(text)
            | Self::Location(text)
            | Self::Organization(text)
            | Self::Archive(text)
            | Self::ArchiveLocation(text)
            | Self::CallNumber(text)
            | Self::Note(text)
            | Self::Genre(text) => vec![text],
            _ => Vec::new(),
        }
    }
}

/// A title with its marks, and around and after them what the source asks for.
fn dressed(title: &ChunkedString, source: &Source) -> ChunkedString {
    let mut chunks = Vec::new();
    // Verbatim, so that no style changes the case of a word for having a bracket before it.
    let bracket = |text: &str| source.title_supplied.then(|| StringChunk::verbatim(text));
    chunks.extend(bracket("["));
    chunks.push(StringChunk::math(TITLE_START));
    chunks.extend(title.0.iter().cloned());
    chunks.push(StringChunk::math(TITLE_END));
    chunks.extend(bracket("]"));
    if let Some(translated) = &source.title_translated {
        chunks.push(StringChunk::verbatim(format!(" [{translated}]")));
    }
    ChunkedString(chunks)
}

/// A text as Hayagriva's YAML means it: what is in braces keeps its case; `\{`, `\}`, `\$` and `\\` are the characters.
///
/// A dollar sign is one, where Hayagriva takes it for the start of Typst's mathematics, and a brace without its
/// match is one too: news is about money more often than about formulas.
pub(super) fn chunks(text: &str) -> ChunkedString {
    let text = clean(text);
    if !text.contains(['{', '}', '\\']) {
        return StringChunk::normal(text).into();
    }
    let matched = matched_braces(&text);
    let mut chunks = ChunkedString::new();
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        let next = text[at + character.len_utf8()..].chars().next();
        if !escaped && character == '\\' && next.is_some_and(|c| "\\{}$".contains(c)) {
            escaped = true;
            continue;
        }
        if !escaped && matched.binary_search(&at).is_ok() {
            depth = if character == '{' { depth + 1 } else { depth - 1 };
            continue;
        }
        escaped = false;
        let kind = if depth > 0 { ChunkKind::Verbatim } else { ChunkKind::Normal };
        chunks.push_char(character, kind);
    }
    chunks
}

/// The bytes at which a brace stands that has its match, in order.
fn matched_braces(text: &str) -> Vec<usize> {
    let mut matched = Vec::new();
    let mut open = Vec::new();
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if escaped {
            escaped = false;
            continue;
        }
        match byte {
            b'\\' => {
                escaped = text[at + 1..].starts_with(['\\', '{', '}', '$']);
            }
            b'{' => open.push(at),
            b'}' => {
                if let Some(start) = open.pop() {
                    matched.extend([start, at]);
                }
            }
            _ => {}
        }
    }
    matched.sort_unstable();
    matched
}

/// A text on one line: white space made single spaces, none at its ends, control characters left out.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        // No-break spaces are meant.
        if character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{202f}') {
            if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else if !character.is_control() {
            clean.push(character);
        }
    }
    clean.truncate(clean.trim_end_matches(' ').len());
    clean
}

/// A date as far as Hayagriva can tell it: of an interval its start, of a decade nothing.
pub(super) fn to_hayagriva_date(date: &Date) -> Option<csl::Date> {
    let ends = date.edtf().split('/');
    let known = |end: &&str| !matches!(*end, "" | ".." | "unknown");
    let end = ends.into_iter().find(known)?;
    let certain = end.trim_end_matches(['~', '?', '%']);
    let mut parts = certain.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut date = csl::Date::from_year(year);
    date.approximate = certain.len() < end.len();
    match parts.next().map(str::parse) {
        Some(Ok(month @ 1..=12_u8)) => {
            date.month = Some(month - 1);
            if let Some(Ok(day @ 1..=31_u8)) = parts.next().map(str::parse) {
                date.day = Some(day - 1);
            }
        }
        Some(Ok(season @ 21..=24)) => {
            date.season =
                hayagriva::citationberg::taxonomy::Season::try_from_csl_number(season - 20).ok();
        }
        _ => {}
    }
    Some(date)
}

macro_rules! kinds {
    ($($kind:ident $name:literal $parent:ident;)*) => {
        /// The types of an entry, as they are written.
        pub(super) const KINDS: &[(&str, EntryType)] = &[$(($name, EntryType::$kind)),*];

        /// The type that a parent has when none is written.
        pub(super) fn default_parent(child: EntryType) -> EntryType {
            match child {
                $(EntryType::$kind => EntryType::$parent,)*
                _ => EntryType::Misc,
            }
        }
    };
}

kinds! {
    Article "article" Periodical;
    Chapter "chapter" Book;
    Entry "entry" Reference;
    Anthos "anthos" Anthology;
    Report "report" Misc;
    Thesis "thesis" Misc;
    Web "web" Web;
    Scene "scene" Video;
    Artwork "artwork" Exhibition;
    Patent "patent" Misc;
    Case "case" Misc;
    Newspaper "newspaper" Misc;
    Legislation "legislation" Anthology;
    Manuscript "manuscript" Misc;
    Post "post" Post;
    Misc "misc" Misc;
    Performance "performance" Misc;
    Periodical "periodical" Misc;
    Proceedings "proceedings" Misc;
    Book "book" Misc;
    Blog "blog" Misc;
    Reference "reference" Misc;
    Conference "conference" Misc;
    Anthology "anthology" Misc;
    Repository "repository" Misc;
    Thread "thread" Misc;
    Video "video" Video;
    Audio "audio" Audio;
    Exhibition "exhibition" Misc;
    Original "original" Misc;
}

/// The name of an entry's type.
pub(super) fn kind_name(kind: EntryType) -> &'static str {
    KINDS.iter().find(|(_, known)| *known == kind).map_or("misc", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds_of(text: &str) -> Vec<(String, ChunkKind)> {
        chunks(text).0.into_iter().map(|chunk| (chunk.value, chunk.kind)).collect()
    }

    #[test]
    fn braces_keep_case_and_dollars_are_dollars() {
        assert_eq!(
            kinds_of("The {NATO} paid $5 and $6"),
            [
                ("The ".to_owned(), ChunkKind::Normal),
                ("NATO".to_owned(), ChunkKind::Verbatim),
                (" paid $5 and $6".to_owned(), ChunkKind::Normal),
            ]
        );
    }

    #[test]
    fn a_brace_without_its_match_or_escaped_is_a_brace() {
        assert_eq!(kinds_of("a } b { c"), [("a } b { c".to_owned(), ChunkKind::Normal)]);
        assert_eq!(
            kinds_of(r"a \{b\} \\ \$ \c"),
            [(r"a {b} \ $ \c".to_owned(), ChunkKind::Normal)]
        );
    }

    #[test]
    fn a_text_is_made_one_line() {
        assert_eq!(clean(" a\n b\t\u{0}c\u{a0}d "), "a b c\u{a0}d");
    }

    #[test]
    fn a_date_is_told_as_far_as_styles_can_tell_it() {
        let told = |edtf: &str| {
            to_hayagriva_date(&Date::parse(edtf).expect("a date")).map(|date| date.to_string())
        };
        assert_eq!(told("2018-04-27").as_deref(), Some("2018-04-27"));
        assert_eq!(told("2018~").as_deref(), Some("~2018"));
        assert_eq!(told("../2018-05").as_deref(), Some("2018-05"));
        assert_eq!(told("2018-04-25/2018-04-26").as_deref(), Some("2018-04-25"));
        assert_eq!(told("2018-XX-XX").as_deref(), Some("2018"));
        assert_eq!(told("201X"), None);
        assert_eq!(told("unknown"), None);
    }

    #[test]
    fn every_type_that_hayagriva_reads_is_in_the_table() {
        for (name, kind) in KINDS {
            assert_eq!(name.parse::<EntryType>().ok(), Some(*kind), "{name}");
        }
    }
}
