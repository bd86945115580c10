//! What CSL-JSON calls things, and what they are called here: types for import and export, variables for import. That what
//! `write_csl` writes is read back by it, `tests/start.rs` holds.
//!
//! Types and variables are those of [CSL 1.0.2](https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types).
//! Hayagriva reads no CSL-JSON and has fewer types, so several of CSL's can be one of ours; a `genre` then keeps them apart.

use super::Entry;
use super::entry::{self, Part};

/// A type of CSL and what stands for it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Type {
    /// CSL's name.
    pub csl: &'static str,
    /// The type of our entry.
    pub kind: &'static str,
    /// The type of what it appeared in.
    pub parent: &'static str,
    /// Whether an entry is of this type only if it appeared in such a thing.
    pub is_told_by_parent: bool,
    /// The genre that tells it from others of the same type.
    pub genre: Option<&'static str>,
}

/// A variable of CSL and the key that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// CSL's name.
    pub csl: &'static str,
    /// Whose key it is.
    pub holder: Holder,
    /// The key, and the key inside it where its value is a map.
    pub key: (&'static str, Option<&'static str>),
}

/// Which entry holds a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The entry itself.
    Own,
    /// What it appeared in.
    Parent,
    /// What it appeared in if it appeared in anything, else the entry itself.
    Nearest,
    /// The series that what it appeared in belongs to.
    Series,
    /// The event that it was given at.
    Event,
}

const fn plain(csl: &'static str, kind: &'static str, parent: &'static str) -> Type {
    Type { csl, kind, parent, is_told_by_parent: false, genre: None }
}

const fn within(csl: &'static str, kind: &'static str, parent: &'static str) -> Type {
    Type { is_told_by_parent: true, ..plain(csl, kind, parent) }
}

const fn called(
    csl: &'static str,
    kind: &'static str,
    parent: &'static str,
    genre: &'static str,
) -> Type {
    Type { genre: Some(genre), ..plain(csl, kind, parent) }
}

/// Every type. A type of CSL is read by its first line; an entry is written as the line that tells most of it.
pub const TYPES: &[Type] = &[
    within("article-newspaper", "article", "newspaper"),
    within("article-journal", "article", "periodical"),
    // Nothing tells a magazine from a journal here.
    within("article-magazine", "article", "periodical"),
    within("paper-conference", "article", "proceedings"),
    within("paper-conference", "article", "conference"),
    within("post-weblog", "article", "blog"),
    within("post-weblog", "web", "blog"),
    plain("webpage", "web", "web"),
    // A site that carries articles is a paper to whoever cites it.
    within("article-newspaper", "article", "web"),
    called("review", "article", "periodical", "review"),
    called("review-book", "article", "periodical", "book review"),
    plain("article", "article", "periodical"),
    within("chapter", "chapter", "book"),
    plain("chapter", "chapter", "book"),
    plain("chapter", "anthos", "anthology"),
    within("entry-encyclopedia", "entry", "reference"),
    called("entry-dictionary", "entry", "reference", "dictionary entry"),
    plain("entry", "entry", "reference"),
    plain("book", "book", "anthology"),
    called("classic", "book", "anthology", "classic"),
    plain("collection", "anthology", "anthology"),
    plain("book", "proceedings", "anthology"),
    plain("book", "reference", "anthology"),
    plain("periodical", "periodical", "misc"),
    plain("periodical", "newspaper", "misc"),
    plain("thesis", "thesis", "misc"),
    plain("report", "report", "misc"),
    called("standard", "report", "misc", "standard"),
    plain("manuscript", "manuscript", "misc"),
    plain("patent", "patent", "misc"),
    plain("legal_case", "case", "periodical"),
    called("hearing", "case", "misc", "hearing"),
    plain("legislation", "legislation", "anthology"),
    called("bill", "legislation", "anthology", "bill"),
    called("regulation", "legislation", "anthology", "regulation"),
    called("treaty", "legislation", "anthology", "treaty"),
    plain("webpage", "blog", "web"),
    plain("webpage", "thread", "web"),
    plain("post", "post", "web"),
    within("broadcast", "video", "video"),
    within("broadcast", "audio", "audio"),
    plain("motion_picture", "video", "video"),
    plain("motion_picture", "scene", "video"),
    called("interview", "audio", "audio", "interview"),
    plain("song", "audio", "audio"),
    plain("graphic", "artwork", "exhibition"),
    within("figure", "artwork", "article"),
    called("map", "artwork", "exhibition", "map"),
    plain("performance", "performance", "misc"),
    plain("event", "exhibition", "misc"),
    plain("event", "conference", "misc"),
    plain("software", "repository", "misc"),
    called("dataset", "repository", "misc", "data set"),
    called("speech", "misc", "misc", "speech"),
    called("pamphlet", "misc", "misc", "pamphlet"),
    called("musical_score", "misc", "misc", "musical score"),
    called("personal_communication", "misc", "misc", "personal communication"),
    plain("document", "misc", "misc"),
    plain("document", "original", "misc"),
];

const fn own(csl: &'static str, key: &'static str) -> Variable {
    held(csl, Holder::Own, key)
}

const fn held(csl: &'static str, holder: Holder, key: &'static str) -> Variable {
    Variable { csl, holder, key: (key, None) }
}

const fn inside(
    csl: &'static str,
    holder: Holder,
    key: &'static str,
    inner: &'static str,
) -> Variable {
    Variable { csl, holder, key: (key, Some(inner)) }
}

/// Every text and number that is carried over. Dates and persons are in [`DATES`] and [`PERSONS`].
pub const VARIABLES: &[Variable] = &[
    own("title", "title"),
    inside("title-short", Holder::Own, "title", "short"),
    held("container-title", Holder::Parent, "title"),
    inside("container-title-short", Holder::Parent, "title", "short"),
    held("collection-title", Holder::Series, "title"),
    held("collection-number", Holder::Series, "volume"),
    held("event-title", Holder::Event, "title"),
    held("event-place", Holder::Event, "location"),
    held("volume", Holder::Nearest, "volume"),
    held("issue", Holder::Nearest, "issue"),
    own("edition", "edition"),
    own("chapter-number", "chapter"),
    own("page", "page-range"),
    own("number-of-pages", "page-total"),
    own("number-of-volumes", "volume-total"),
    inside("publisher", Holder::Own, "publisher", "name"),
    inside("publisher-place", Holder::Own, "publisher", "location"),
    own("authority", "organization"),
    own("genre", "genre"),
    own("dimensions", "runtime"),
    own("archive", "archive"),
    own("archive_location", "archive-location"),
    own("call-number", "call-number"),
    inside("DOI", Holder::Own, "serial-number", "doi"),
    inside("ISBN", Holder::Own, "serial-number", "isbn"),
    inside("ISSN", Holder::Nearest, "serial-number", "issn"),
    inside("PMID", Holder::Own, "serial-number", "pmid"),
    inside("PMCID", Holder::Own, "serial-number", "pmcid"),
    inside("number", Holder::Own, "serial-number", "serial"),
    inside("version", Holder::Own, "serial-number", "version"),
    inside("URL", Holder::Own, "url", "value"),
    own("language", "language"),
    own("note", "note"),
    own("abstract", "abstract"),
];

/// Every date that is carried over.
pub const DATES: &[Variable] = &[
    own("issued", "date"),
    inside("accessed", Holder::Own, "url", "date"),
    held("event-date", Holder::Event, "date"),
];

/// Every group of persons that is carried over; of those with a role, `affiliated` holds them.
pub const PERSONS: &[(&str, Holder, Group)] = &[
    ("author", Holder::Own, Group::Key("author")),
    ("editor", Holder::Own, Group::Key("editor")),
    ("container-author", Holder::Parent, Group::Key("author")),
    ("collection-editor", Holder::Series, Group::Key("editor")),
    ("translator", Holder::Own, Group::Role("translator")),
    ("compiler", Holder::Own, Group::Role("compiler")),
    ("composer", Holder::Own, Group::Role("composer")),
    ("contributor", Holder::Own, Group::Role("collaborator")),
    ("director", Holder::Own, Group::Role("director")),
    ("executive-producer", Holder::Own, Group::Role("executive-producer")),
    ("illustrator", Holder::Own, Group::Role("illustrator")),
    ("narrator", Holder::Own, Group::Role("narrator")),
    ("organizer", Holder::Own, Group::Role("organizer")),
    ("performer", Holder::Own, Group::Role("cast-member")),
    ("producer", Holder::Own, Group::Role("producer")),
    ("script-writer", Holder::Own, Group::Role("writer")),
    ("series-creator", Holder::Own, Group::Role("founder")),
];

/// How persons stand in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Under a key of their own.
    Key(&'static str),
    /// In `affiliated`, with a role.
    Role(&'static str),
}

/// Keys of ours that CSL has no variable for: they stand in `custom`, under their own names.
pub const CUSTOM: &[&str] = &[
    "title-translated",
    "title-supplied",
    "origin",
    "wire",
    "archived-url",
    "archived-date",
    "url-status",
];

/// What stands here for a type of CSL.
pub fn of_csl(csl: &str) -> Option<&'static Type> {
    TYPES.iter().find(|line| line.csl == csl)
}

impl Entry {
    /// CSL's type: by the genre if it has one that tells, else by what it appeared in, else by its own type.
    pub fn csl_type(&self) -> &'static str {
        let kind = entry::kind_name(self.kind());
        let lines = || TYPES.iter().filter(|line| line.kind == kind);
        let parents: Vec<_> =
            self.parents().iter().map(|parent| entry::kind_name(parent.kind())).collect();
        let genre = self.genre().map(|genre| genre.to_lowercase());
        let by_genre =
            || lines().find(|line| line.genre.is_some() && line.genre == genre.as_deref());
        let by_parent =
            || lines().find(|line| line.is_told_by_parent && parents.contains(&line.parent));
        let by_kind = || lines().find(|line| !line.is_told_by_parent && line.genre.is_none());
        by_genre().or_else(by_parent).or_else(by_kind).map_or("document", |line| line.csl)
    }

    fn genre(&self) -> Option<String> {
        self.parts().iter().find_map(|part| match part {
            Part::Genre(genre) => Some(genre.value.to_str().into_owned()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biblio::trial::{findings, yaml};

    /// The types of CSL 1.0.2.
    const OF_CSL: &str = "article article-journal article-magazine article-newspaper bill book broadcast chapter \
        classic collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing \
        interview legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference patent \
        performance periodical personal_communication post post-weblog regulation report review review-book software \
        song speech standard thesis treaty webpage";

    #[test]
    fn every_type_of_csl_has_a_line_and_every_line_is_of_csl() {
        for csl in OF_CSL.split_whitespace() {
            assert!(of_csl(csl).is_some(), "{csl}");
        }
        for line in TYPES {
            assert!(OF_CSL.split_whitespace().any(|csl| csl == line.csl), "{}", line.csl);
        }
    }

    #[test]
    fn every_type_of_ours_is_written_as_one_of_csl() {
        for (kind, _) in entry::KINDS {
            assert!(TYPES.iter().any(|line| line.kind == *kind), "{kind}");
        }
        for line in TYPES {
            for name in [line.kind, line.parent] {
                assert!(entry::KINDS.iter().any(|(kind, _)| *kind == name), "{name}");
            }
        }
    }

    #[test]
    fn what_is_read_as_a_type_is_written_as_that_type_again() {
        for csl in OF_CSL.split_whitespace() {
            let line = of_csl(csl).expect("a line");
            let genre = line.genre.map(|genre| format!(", genre: {genre}")).unwrap_or_default();
            let parent = if line.is_told_by_parent {
                format!(", parent: {{type: {}, title: P}}", line.parent)
            } else {
                String::new()
            };
            let text = format!("a: {{type: {}, title: T{genre}{parent}}}\n", line.kind);
            let (sources, found) = yaml(&text);
            assert_eq!(findings(&text, &found), "");
            let again = sources[0].1.csl_type();
            // The one pair that nothing tells apart.
            let expected = if csl == "article-magazine" { "article-journal" } else { csl };
            assert_eq!(again, expected, "{text}");
        }
    }
}
