//! What a reference manager takes of a source, in the terms that its formats share.

use hayagriva::types as csl;
use hayagriva::types::{ChunkKind, ChunkedString, EntryType, FormatString};

use super::entry::{Entry, Part};
use crate::model::{Date, Source, UrlStatus};

/// The addresses of a source that may be given away: none of a domain that the site does not link to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Addresses<'a> {
    /// Where it is to be found.
    pub url: Option<&'a str>,
    /// An archived copy.
    pub archived: Option<&'a str>,
}

impl<'a> Addresses<'a> {
    /// Those of a source that pass.
    pub fn of(source: &'a Source, passes: impl Fn(&str) -> bool) -> Self {
        // Whoever has a usurped address now is not who was cited.
        let url = source.url.as_ref().filter(|_| source.url_status != UrlStatus::Usurped);
        let url = url.map(|url| url.address.as_str());
        let archived = source.archived.as_ref().map(|copy| copy.address.as_str());
        Self { url: url.filter(|url| passes(url)), archived: archived.filter(|url| passes(url)) }
    }
}

/// A piece of a text, and whether it keeps its case in every style.
pub(super) type Chunk<'a> = (&'a str, bool);

/// A person or a body.
#[derive(Debug)]
pub(super) struct Name<'a> {
    pub(super) family: &'a str,
    /// `None` for a body, and for who has one name.
    pub(super) given: Option<&'a str>,
    pub(super) prefix: Option<&'a str>,
    pub(super) suffix: Option<&'a str>,
}

/// What carries a piece: a paper, a site, a book.
#[derive(Debug)]
pub(super) struct Carrier<'a> {
    pub(super) kind: EntryType,
    pub(super) title: Vec<Chunk<'a>>,
}

/// The fields of an entry; what only its parent has is its own here, as these formats have no parents.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    pub(super) kind: EntryType,
    pub(super) title: Vec<Chunk<'a>>,
    pub(super) carrier: Option<Carrier<'a>>,
    pub(super) authors: Vec<Name<'a>>,
    pub(super) editors: Vec<Name<'a>>,
    pub(super) publisher: Option<String>,
    pub(super) organization: Option<String>,
    pub(super) location: Option<String>,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) edition: Option<String>,
    pub(super) chapter: Option<String>,
    pub(super) pages: Option<String>,
    pub(super) page_total: Option<String>,
    pub(super) genre: Option<String>,
    pub(super) note: Option<String>,
    pub(super) serial: Vec<(&'a str, &'a str)>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(source: &'a Source, entry: &'a Entry) -> Self {
        let parts = || entry.parts_with_parents();
        let own = || entry.parts().iter();
        let text = |value: &FormatString| value.value.to_str().into_owned();
        let persons = |persons: &'a [csl::Person]| persons.iter().map(Name::of).collect();
        let title = own().find_map(|part| match part {
            Part::Title(title) => Some(chunks(&title.value)),
            _ => None,
        });
        let carrier = entry.parents().iter().find_map(|parent| {
            let title = parent.parts().iter().find_map(|part| match part {
                Part::Title(title) => Some(chunks(&title.value)),
                _ => None,
            })?;
            Some(Carrier { kind: parent.kind(), title })
        });
        macro_rules! first {
            ($parts:expr, $part:ident, $value:ident => $text:expr) => {
                $parts.find_map(|part| match part {
                    Part::$part($value) => Some($text),
                    _ => None,
                })
            };
        }
        let mut location = first!(parts(), Location, value => text(value));
        let publisher = parts().find_map(|part| match part {
            Part::Publisher(value) => {
                if let Some(place) = value.location() {
                    location.get_or_insert_with(|| text(place));
                }
                value.name().map(text)
            }
            _ => None,
        });
        Self {
            kind: entry.kind(),
            title: title.unwrap_or_else(|| vec![(source.title.as_str(), false)]),
            carrier,
            authors: first!(own(), Authors, value => persons(value)).unwrap_or_default(),
            editors: first!(parts(), Editors, value => persons(value)).unwrap_or_default(),
            publisher,
            organization: first!(parts(), Organization, value => text(value)),
            location,
            volume: first!(parts(), Volume, value => value.to_string()),
            issue: first!(parts(), Issue, value => value.to_string()),
            edition: first!(parts(), Edition, value => value.to_string()),
            chapter: first!(parts(), Chapter, value => value.to_string()),
            pages: first!(own(), PageRange, value => value.to_string()),
            page_total: first!(parts(), PageTotal, value => value.to_string()),
            genre: first!(own(), Genre, value => text(value)),
            note: first!(own(), Note, value => text(value)),
            serial: first!(parts(), SerialNumber, value => {
                value.0.iter().map(|(kind, number)| (kind.as_str(), number.as_str())).collect()
            })
            .unwrap_or_default(),
        }
    }

    /// The number of a kind, such as `doi`.
    pub(super) fn serial(&self, kind: &str) -> Option<&'a str> {
        let named = |(known, _): &&(&str, &str)| known.eq_ignore_ascii_case(kind);
        self.serial.iter().find(named).map(|(_, number)| *number)
    }
}

impl<'a> Name<'a> {
    fn of(person: &'a csl::Person) -> Self {
        Self {
            family: &person.name,
            given: person.given_name.as_deref(),
            prefix: person.prefix.as_deref(),
            suffix: person.suffix.as_deref(),
        }
    }

    /// The name in one piece, for who has no given one. What Hayagriva takes for a particle is a part of it: "Simon and" of a
    /// publisher's.
    pub(super) fn whole(&self) -> String {
        let pieces = self.prefix.into_iter().chain([self.family]).chain(self.suffix);
        pieces.collect::<Vec<_>>().join(" ")
    }
}

fn chunks(text: &ChunkedString) -> Vec<Chunk<'_>> {
    let chunk = |chunk: &'_ csl::StringChunk| chunk.kind != ChunkKind::Normal;
    text.0.iter().map(|one| (one.value.as_str(), chunk(one))).collect()
}

/// The ends of a date that are known, each without its doubt: `2018-04-25`, `2018-04`, `2018`, `2018-21`.
///
/// Digits that are not known are left out from the first of them on: of `2018-XX` the year is left, of `201X` nothing.
pub(super) fn ends(date: &Date) -> Vec<&str> {
    let known = |end: &'_ str| -> usize {
        let end = end.trim_end_matches(['~', '?', '%']);
        let cut = end.find('X').map_or(end.len(), |at| end[..at].trim_end_matches('-').len());
        if cut < 4 || date.is_unknown() { 0 } else { cut }
    };
    date.edtf().split('/').map(|end| &end[..known(end)]).filter(|end| !end.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_date_is_left_what_is_known() {
        let ends_of = |text: &str| ends(&Date::parse(text).unwrap()).join(" ");
        assert_eq!(ends_of("2018-04-25"), "2018-04-25");
        assert_eq!(ends_of("2018-04~/2018-05-01?"), "2018-04 2018-05-01");
        assert_eq!(ends_of("2018-XX-XX"), "2018");
        assert_eq!(ends_of("201X"), "");
        assert_eq!(ends_of("../2018"), "2018");
        assert_eq!(ends_of("unknown"), "");
    }
}
