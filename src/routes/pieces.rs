//! Into which pieces the search index is cut, so that a reader loads just those that a query needs.
//!
//! The number of pieces is told from the amount of text alone: so every address is known before a word has been
//! read, and a server can answer for any page without having made the index.

use crate::markdown::Claim as Block;
use crate::model::EntityKind;
use crate::resolve::{Claim, Ref, Site, Source, Subject};

/// The bytes of text whose words fill one piece of about 8 kB.
const TEXT_PER_WORDS: usize = 28_000;

/// About the bytes of a piece of texts. One holds at least one thing, with all that is said of it.
const TEXTS: usize = 6_000;

/// What a search can find: a thing with a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An operation, an outlet, an agency, a platform, a country or a page.
    Subject(Subject),
    /// A source.
    Source(Ref<Source>),
}

/// The kinds of things, in the order in which they are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThingKind {
    /// Operations, oldest first.
    Operation,
    /// Outlets, agencies, platforms, by name.
    Entity(EntityKind),
    /// Countries, by name.
    Country,
    /// Sources, by key.
    Source,
    /// Pages, by path.
    Page,
}

impl ThingKind {
    /// Every kind, in the order in which things are numbered.
    pub const ALL: [Self; 7] = [
        Self::Operation,
        Self::Entity(EntityKind::Outlet),
        Self::Entity(EntityKind::Agency),
        Self::Entity(EntityKind::Platform),
        Self::Country,
        Self::Source,
        Self::Page,
    ];

    /// The word in addresses and in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Entity(kind) => kind.as_str(),
            Self::Country => "country",
            Self::Source => "source",
            Self::Page => "page",
        }
    }

    /// The things of this kind, in order.
    fn things(self, site: &Site) -> Vec<Thing> {
        fn all<T>(list: &[T], thing: impl Fn(Ref<T>) -> Thing) -> Vec<Thing> {
            (0..list.len()).map(|at| thing(Ref::new(at))).collect()
        }
        let subject = Thing::Subject;
        match self {
            Self::Operation => all(&site.operations, |at| subject(Subject::Operation(at))),
            Self::Entity(kind) => {
                site.entities_of(kind).map(|(at, _)| subject(Subject::Entity(at))).collect()
            }
            Self::Country => all(&site.countries, |at| subject(Subject::Country(at))),
            Self::Source => all(&site.sources, Thing::Source),
            Self::Page => all(&site.pages, |at| subject(Subject::Page(at))),
        }
    }
}

/// The things of one kind: their texts stand in pieces of as many things each.
#[derive(Clone, Debug)]
pub struct Group {
    /// The kind.
    pub kind: ThingKind,
    /// The things, in order.
    pub things: Vec<Thing>,
    /// The number of the first of them, counted over all groups from 0.
    pub first: usize,
    /// How many things a piece of their texts holds.
    pub per_piece: usize,
    /// The ordinal of their first piece of texts.
    pub first_piece: usize,
}

/// The cut of the index.
#[derive(Clone, Debug)]
pub struct Pieces {
    /// How many pieces the words are cut into.
    pub words: usize,
    /// How many pieces the texts are cut into.
    pub texts: usize,
    /// Every thing that can be found; a kind of which there is none is left out.
    pub groups: Vec<Group>,
}

impl Pieces {
    /// Cuts the index of a site.
    pub fn of(site: &Site) -> Self {
        let mut pieces = Self { words: 0, texts: 0, groups: Vec::new() };
        let (mut first, mut all_text) = (0, 0);
        for kind in ThingKind::ALL {
            let things = kind.things(site);
            if things.is_empty() {
                continue;
            }
            let text: usize = things.iter().map(|thing| weight(site, *thing)).sum();
            let per_piece = (TEXTS * things.len() / text.max(1)).max(1);
            let group = Group { kind, first, per_piece, first_piece: pieces.texts, things };
            first += group.things.len();
            all_text += text;
            pieces.texts += group.things.len().div_ceil(per_piece);
            pieces.groups.push(group);
        }
        pieces.words = all_text.div_ceil(TEXT_PER_WORDS);
        pieces
    }

    /// The things of a piece of texts.
    pub fn things_of(&self, piece: usize) -> &[Thing] {
        let group = self.groups.iter().rev().find(|group| group.first_piece <= piece);
        group.map_or(&[], |group| {
            let start = (piece - group.first_piece) * group.per_piece;
            let end = (start + group.per_piece).min(group.things.len());
            group.things.get(start..end).unwrap_or(&[])
        })
    }
}

/// About the bytes that a thing's text takes in the index.
fn weight(site: &Site, thing: Thing) -> usize {
    // A title's address, and what parts one text from the next.
    const THING: usize = 80;
    // A claim's id; and the role or the name of a fact before what it says.
    const CLAIM: usize = 40;
    let claims = |subject| -> usize {
        let claims = &site.claims[site.claims_of(subject)];
        claims.iter().map(|claim| claim.record.text.len() + CLAIM).sum()
    };
    let words = match thing {
        Thing::Subject(subject) => {
            claims(subject)
                + match subject {
                    Subject::Operation(at) => {
                        let record = &site[at].record;
                        record.title.len() + record.description.as_ref().map_or(0, String::len)
                    }
                    Subject::Entity(at) => {
                        let aliases = &site[at].record.aliases;
                        aliases.iter().map(|(alias, _)| alias.len()).sum()
                    }
                    Subject::Country(_) => 0,
                    // Prose is no claim.
                    Subject::Page(at) => {
                        let notes = &site[at].notes;
                        let blocks = notes.body.claims.iter().zip(&notes.claims);
                        let length = |(block, claim): (&Block, &Option<Ref<Claim>>)| {
                            claim.map_or(block.text.len(), |at| site[at].record.text.len())
                        };
                        blocks.map(length).sum()
                    }
                }
        }
        Thing::Source(at) => {
            let record = &site[at].record;
            let quotes: usize = record.quotes.iter().map(|quote| quote.text.len() + CLAIM).sum();
            record.title.len() + quotes
        }
    };
    THING + words
}
