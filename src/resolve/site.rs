//! The linked site: every reference lands, and leads back.

use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Bound, Index, Range};
use std::sync::Arc;

use crate::biblio::Entry;
use crate::config::Config;
use crate::diag::Level;
use crate::markdown::Body;
use crate::model::{self, About, CountryCode, CountryNames, Date, EntityKind, Relation};
use crate::text::{FileId, Texts};

/// A reference that lands: the place of a `T` in its list of [`Site`].
pub struct Ref<T> {
    index: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    /// The reference to the thing at an index.
    pub fn new(index: usize) -> Self {
        Self { index: u32::try_from(index).unwrap_or(u32::MAX), kind: PhantomData }
    }

    /// The index.
    pub fn index(self) -> usize {
        self.index as usize
    }
}

// Derives would ask the same of `T`.
impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ref<T> {}
impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Ref<T> {}
impl<T> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ref<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{}", self.index)
    }
}

/// The whole record, linked. Nothing changes it once it is made.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The files as they were read.
    pub texts: Texts,
    /// Names of countries in the site's language.
    pub country_names: CountryNames,
    /// The operations, oldest first.
    pub operations: Vec<Operation>,
    /// The entities: outlets, agencies, platforms, each by name.
    pub entities: Vec<Entity>,
    /// The countries that an operation or a file of notes names, by name.
    pub countries: Vec<Country>,
    /// The sources, by key.
    pub sources: Vec<Source>,
    /// The pages, by path.
    pub pages: Vec<Page>,
    /// Every claim; those of one thing stand together, in the order written.
    pub claims: Vec<Claim>,
    /// The years that an operation touches, newest first.
    pub years: Vec<Year>,
    /// Everything that sources or claims do not agree on, by operation, newest first.
    pub disputes: Vec<Dispute>,
    /// Every correction and withdrawal, newest first.
    pub corrections: Vec<CorrectionEntry>,
    /// The files below `static/`: their paths there, with `/` between the parts.
    pub static_files: Vec<(String, FileId)>,
    /// The paths of files and folders that could not be read as what they are: what they hold may only seem to be missing.
    pub lost: BTreeSet<String>,
    /// The paths of drafts that were left out.
    pub left_out: BTreeSet<String>,
}

impl Site {
    /// The entities of one kind, with their references, by name.
    pub fn entities_of(&self, kind: EntityKind) -> impl Iterator<Item = (Ref<Entity>, &Entity)> {
        let all = self.entities.iter().enumerate();
        all.filter(move |(_, entity)| entity.record.kind == kind)
            .map(|(at, entity)| (Ref::new(at), entity))
    }

    /// The operations, newest first; those without any date stand last here too.
    pub fn newest_first(&self) -> impl Iterator<Item = Ref<Operation>> {
        let dated = self.operations.partition_point(|one| one.record.date.years().is_some());
        (0..dated).rev().chain(dated..self.operations.len()).map(Ref::new)
    }

    /// The last of some operations that has a date. They stand oldest first, those without one at the end.
    pub fn latest(
        &self,
        operations: &[(Ref<Operation>, Vec<Ref<Claim>>)],
    ) -> Option<Ref<Operation>> {
        operations.iter().map(|(at, _)| *at).rfind(|at| self.is_dated(*at))
    }

    /// Whether anything is known of when an operation was.
    pub fn is_dated(&self, at: Ref<Operation>) -> bool {
        self[at].record.date.years().is_some()
    }

    /// The notes (body, links, claims) of a subject; `None` for a country without any.
    pub fn notes(&self, subject: Subject) -> Option<&Notes> {
        match subject {
            Subject::Operation(at) => Some(&self[at].notes),
            Subject::Entity(at) => Some(&self[at].notes),
            Subject::Country(at) => self[at].notes.as_ref(),
            Subject::Page(at) => Some(&self[at].notes),
        }
    }
}

impl Site {
    /// Whether a value of front matter is mere prose: it has no source, and the policy lets that pass.
    /// Blocks of a body that are prose are no claims to begin with.
    pub fn is_prose(&self, claim: &Claim) -> bool {
        self.config.policy.uncited == Level::Allow
            && !claim.cites
            && claim.record.uncited.is_none()
            && !matches!(claim.record.about, About::Body(_))
    }

    /// How many claims there are.
    pub fn claim_count(&self) -> usize {
        self.claims.iter().filter(|claim| !self.is_prose(claim)).count()
    }

    /// The claims that stand: those that were not withdrawn.
    pub fn standing_claims(&self) -> impl Iterator<Item = (Ref<Claim>, &Claim)> {
        let all = self.claims.iter().enumerate();
        all.filter(|(_, claim)| claim.record.withdrawn.is_none() && !self.is_prose(claim))
            .map(|(at, claim)| (Ref::new(at), claim))
    }

    /// The file of a subject; for a country without notes the settings.
    pub fn file_of(&self, subject: Subject) -> FileId {
        self.notes(subject).map_or(self.config.file, |notes| notes.file)
    }

    /// The range in [`Site::claims`] of a subject's claims.
    pub fn claims_of(&self, subject: Subject) -> Range<usize> {
        match subject {
            Subject::Operation(at) => self[at].claims.clone(),
            Subject::Entity(at) => self[at].claims.clone(),
            Subject::Country(at) => self[at].claims.clone(),
            Subject::Page(at) => self[at].claims.clone(),
        }
    }

    /// The sources that a subject's page numbers, from 1.
    pub fn sources_of(&self, subject: Subject) -> &[Ref<Source>] {
        match subject {
            Subject::Operation(at) => &self[at].sources,
            Subject::Entity(at) => &self[at].sources,
            Subject::Country(at) => &self[at].sources,
            Subject::Page(at) => &self[at].sources,
        }
    }

    /// Whether a file, or a folder that it would lie in, could not be read.
    pub fn is_lost(&self, path: &str) -> bool {
        is_lost(&self.lost, path)
    }

    /// Whether a folder, something in it, or what it lies in could not be read.
    pub fn has_lost(&self, folder: &str) -> bool {
        has_lost(&self.lost, folder)
    }

    /// Everything that has a body: operations, entities, countries, pages.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> {
        let operations = (0..self.operations.len()).map(|at| Subject::Operation(Ref::new(at)));
        let entities = (0..self.entities.len()).map(|at| Subject::Entity(Ref::new(at)));
        let countries = (0..self.countries.len()).map(|at| Subject::Country(Ref::new(at)));
        let pages = (0..self.pages.len()).map(|at| Subject::Page(Ref::new(at)));
        operations.chain(entities).chain(countries).chain(pages)
    }

    /// The name of a subject, as a link to it reads.
    pub fn name_of(&self, subject: Subject) -> &str {
        match subject {
            Subject::Operation(at) => &self[at].record.title,
            Subject::Entity(at) => &self[at].record.name,
            Subject::Country(at) => self[at].name,
            Subject::Page(at) => &self[at].record.title,
        }
    }

    /// The passages of a source that a claim rests on, as far as that can be told: at a cited locator, or in the claim's
    /// own words.
    pub fn passages<'a>(
        &'a self,
        claim: &'a Claim,
        cited: &'a Citation,
    ) -> impl Iterator<Item = &'a model::Quote> {
        let is_cited = |quote: &&model::Quote| {
            let at_locator = quote.locator.as_ref().is_some_and(|at| cited.locators.contains(at));
            let words = quote.text.trim_end_matches(['.', ',']);
            // To search a text takes its time, even where there is no room for what is looked for.
            let has_room = words.len() <= claim.record.text.len();
            at_locator || (has_room && claim.record.text.contains(words))
        };
        self[cited.source].record.quotes.iter().filter(is_cited)
    }

    /// The part of an operation that a claim of a cited list is about: a country or an entity.
    pub fn part_of(&self, claim: Ref<Claim>) -> Option<Subject> {
        let Subject::Operation(operation) = self[claim].subject else { return None };
        let operation = &self[operation];
        let country = operation.countries.iter().find(|part| part.claim == claim);
        country.map(|part| Subject::Country(part.country)).or_else(|| {
            let entity = operation.entities.iter().find(|part| part.claim == claim);
            entity.map(|part| Subject::Entity(part.entity))
        })
    }

    /// The claim of a subject by its id.
    pub fn claim_named(&self, subject: Subject, id: &str) -> Option<Ref<Claim>> {
        self.claims_of(subject).find(|at| self.claims[*at].record.id == id).map(Ref::new)
    }
}

/// Whether a path is one of those that were lost, or lies below one.
pub(super) fn is_lost(lost: &BTreeSet<String>, path: &str) -> bool {
    if lost.is_empty() {
        return false;
    }
    let above = path.match_indices('/').map(|(at, _)| &path[..at]);
    above.chain([path]).any(|path| lost.contains(path))
}

/// Whether one of the paths that were lost is a folder, lies in it, or is what it lies in.
pub(super) fn has_lost(lost: &BTreeSet<String>, folder: &str) -> bool {
    let next = lost.range::<str, _>((Bound::Included(folder), Bound::Unbounded)).next();
    is_lost(lost, folder) || next.is_some_and(|path| path.starts_with(folder))
}

macro_rules! index {
    ($($list:ident: $type:ty,)*) => {$(
        impl Index<Ref<$type>> for Site {
            type Output = $type;
            fn index(&self, at: Ref<$type>) -> &$type {
                &self.$list[at.index()]
            }
        }
    )*};
}
index! {
    operations: Operation,
    entities: Entity,
    countries: Country,
    sources: Source,
    pages: Page,
    claims: Claim,
}

/// What a claim belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An operation.
    Operation(Ref<Operation>),
    /// An outlet, agency or platform.
    Entity(Ref<Entity>),
    /// A country.
    Country(Ref<Country>),
    /// A page.
    Page(Ref<Page>),
}

/// A body with what its links and blocks turned out to be.
#[derive(Clone, Debug)]
pub struct Notes {
    /// The file it stands in.
    pub file: FileId,
    /// The body.
    pub body: Arc<Body>,
    /// Where each of the body's links leads.
    pub targets: Vec<Target>,
    /// For each block that can be a claim: the claim, or `None` if it is prose.
    pub claims: Vec<Option<Ref<Claim>>>,
}

/// Where a link leads. A fragment is given without `#`; empty means none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A thing that has a page of its own, and a place on it.
    Subject(Subject, String),
    /// A source's page.
    Source(Ref<Source>),
    /// A path of this site, starting with `/`, and a place on it. `routes` knows whether it is there.
    Path(String, String),
    /// A place on the same page.
    Here(String),
    /// Another site or a mail address.
    External(String),
    /// An address of a hostile domain, as it is shown: `hxxps://outlet[.]invalid`.
    Hostile(String),
    /// Nothing: a finding says so.
    Broken,
}

/// An operation, linked.
#[derive(Debug)]
pub struct Operation {
    /// What its file tells. Its claims are in [`Site::claims`], linked.
    pub record: Arc<model::Operation>,
    /// Its body.
    pub notes: Notes,
    /// Its claims in [`Site::claims`]: those of the cited lists, the facts, then the body.
    pub claims: Range<usize>,
    /// The countries that took part, in the order written.
    pub countries: Vec<CountryPart>,
    /// The outlets, agencies and platforms, in the order written.
    pub entities: Vec<EntityPart>,
    /// For each fact, for each value, its claim.
    pub facts: Vec<Vec<Ref<Claim>>>,
    /// For each fact, the ordinals of values that disagree with another.
    pub disagreeing: Vec<Vec<usize>>,
    /// Every source, in the order in which the page first cites it: the first is number 1.
    pub sources: Vec<Ref<Source>>,
    /// What it is to others, as declared here.
    pub related: Vec<(Relation, Ref<Operation>)>,
    /// What others are to it: the inverse of their `related`.
    pub related_by: Vec<(Relation, Ref<Operation>)>,
    /// The operation before it in time among those that share an outlet.
    pub previous: Option<Ref<Operation>>,
    /// The operation after it in time among those that share an outlet.
    pub next: Option<Ref<Operation>>,
}

/// A country's part in an operation.
#[derive(Clone, Debug)]
pub struct CountryPart {
    /// The country.
    pub country: Ref<Country>,
    /// Its role, a word of the vocabulary.
    pub role: Option<String>,
    /// The claim that it had it.
    pub claim: Ref<Claim>,
}

/// An outlet's, agency's or platform's part in an operation.
#[derive(Clone, Debug)]
pub struct EntityPart {
    /// The entity.
    pub entity: Ref<Entity>,
    /// Its role, a word of the vocabulary.
    pub role: Option<String>,
    /// The claim that it had it.
    pub claim: Ref<Claim>,
}

/// An outlet, agency or platform, linked.
#[derive(Debug)]
pub struct Entity {
    /// What its file tells.
    pub record: Arc<model::Entity>,
    /// Its notes.
    pub notes: Notes,
    /// The claims of its notes in [`Site::claims`].
    pub claims: Range<usize>,
    /// Every source its notes cite, numbered from 1 in the order first cited.
    pub sources: Vec<Ref<Source>>,
    /// What it belongs to.
    pub parent: Option<Ref<Entity>>,
    /// What belongs to it, by name.
    pub children: Vec<Ref<Entity>>,
    /// The operations that name it, oldest first, each with the claims of its part in it.
    pub operations: Vec<(Ref<Operation>, Vec<Ref<Claim>>)>,
    /// The body claims of operations that link to it or are said by it.
    pub mentions: Vec<Ref<Claim>>,
}

/// A country, linked.
#[derive(Debug)]
pub struct Country {
    /// Its code.
    pub code: CountryCode,
    /// Its name in the site's language.
    pub name: &'static str,
    /// Notes on it, if there are any.
    pub notes: Option<Notes>,
    /// The claims of its notes in [`Site::claims`].
    pub claims: Range<usize>,
    /// Every source its notes cite, numbered from 1 in the order first cited.
    pub sources: Vec<Ref<Source>>,
    /// The operations that it took part in, oldest first, each with the claims of its parts in it.
    pub operations: Vec<(Ref<Operation>, Vec<Ref<Claim>>)>,
}

/// A source, linked.
#[derive(Debug)]
pub struct Source {
    /// What the record uses of it.
    pub record: Arc<model::Source>,
    /// What the citation style uses of it.
    pub entry: Arc<Entry>,
    /// The last part of its page's address.
    pub slug: String,
    /// Every claim that cites it, contrary ones too, newest operation first.
    pub claims: Vec<Ref<Claim>>,
    /// Other sources that carry the same dispatch, that it takes from or that take from it, by key.
    pub kin: Vec<Ref<Source>>,
    /// Whose reporting it is, in words: "AFP", "own reporting".
    pub origins: Vec<Origin>,
    /// The first source, by key, of those that it is not independent of in the whole record, itself among them;
    /// `None` if it supports no claim that stands.
    pub group: Option<Ref<Source>>,
}

/// Whose reporting a source carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The publisher's own.
    Own,
    /// A wire of the vocabulary: its label.
    Wire(String),
    /// An agency.
    Agency(Ref<Entity>),
    /// Another source.
    Source(Ref<Source>),
}

/// A page, linked.
#[derive(Debug)]
pub struct Page {
    /// What its file tells.
    pub record: Arc<model::Page>,
    /// Its body.
    pub notes: Notes,
    /// Its claims in [`Site::claims`].
    pub claims: Range<usize>,
    /// Every source it cites, numbered from 1 in the order first cited.
    pub sources: Vec<Ref<Source>>,
}

/// A claim, linked.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What it belongs to.
    pub subject: Subject,
    /// What was written, but for its citations.
    pub record: Arc<model::Claim>,
    /// Its sources, each once, in the order first cited.
    pub citations: Arc<[Citation]>,
    /// Each mention of a source in a body: the ordinal of its cluster in the claim, and the source.
    pub markers: Arc<[(usize, Ref<Source>)]>,
    /// Whether it names sources at all, known or not.
    pub cites: bool,
    /// Whether it names some against itself, known or not.
    pub cites_against: bool,
    /// How many sources support it.
    pub reports: usize,
    /// How many independent groups those fall into.
    pub origins: usize,
    /// Whether every origin of every supporting source is an agency of the operation.
    pub is_own_statement: bool,
    /// Whether nothing supports it (a reason is given, or the policy lets it pass).
    pub is_uncited: bool,
    /// Who says so.
    pub by: Option<Speaker>,
    /// The claim that it contradicts.
    pub contradicts: Option<Ref<Claim>>,
    /// The claims that contradict it.
    pub contradicted_by: Vec<Ref<Claim>>,
    /// Whether it is a value of a fact that another value disagrees with.
    pub disagrees: bool,
}

impl Claim {
    /// Whether it is marked as disputed, contradicts, is contradicted, or disagrees.
    pub fn is_disputed(&self) -> bool {
        self.record.disputed
            || self.contradicts.is_some()
            || !self.contradicted_by.is_empty()
            || self.disagrees
    }
}

/// One source of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The source.
    pub source: Ref<Source>,
    /// Whether it is named against the claim (`but see`) and not counted.
    pub is_contrary: bool,
    /// The words before its first mention, such as `see also`.
    pub prefix: String,
    /// Where in it, each mention's locator.
    pub locators: Vec<String>,
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// An outlet, agency or platform.
    Entity(Ref<Entity>),
    /// A source.
    Source(Ref<Source>),
    /// Anyone else, by name.
    Name(String),
}

/// The operations of one year.
#[derive(Clone, Debug)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// The operations that touch it, oldest first.
    pub operations: Vec<Ref<Operation>>,
}

/// Something that is not agreed on.
#[derive(Clone, Debug)]
pub enum Dispute {
    /// Values of one fact.
    Fact {
        /// The operation.
        operation: Ref<Operation>,
        /// The fact's ordinal.
        fact: usize,
        /// Its values that disagree.
        values: Vec<Ref<Claim>>,
    },
    /// A claim that is marked as disputed or contradicted.
    Claim {
        /// The claim.
        claim: Ref<Claim>,
        /// The claims that contradict it.
        against: Vec<Ref<Claim>>,
    },
}

/// A correction or a withdrawal.
#[derive(Clone, Debug)]
pub struct CorrectionEntry {
    /// The day.
    pub date: Date,
    /// The page it was made on.
    pub subject: Subject,
    /// The claim it is about.
    pub claim: Option<Ref<Claim>>,
    /// Whether the claim was withdrawn.
    pub is_withdrawal: bool,
    /// What was changed and why.
    pub text: String,
}

/// What one operation is to another, declared by either of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelatedAs {
    /// It comes after it.
    Follows,
    /// It comes before it.
    FollowedBy,
    /// It is a part of it.
    PartOf,
    /// The other is a part of it.
    Includes,
    /// The two belong together.
    SeeAlso,
}

impl RelatedAs {
    /// Every relation.
    pub const ALL: [Self; 5] =
        [Self::Follows, Self::FollowedBy, Self::PartOf, Self::Includes, Self::SeeAlso];

    /// The word in templates and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::FollowedBy => "followed-by",
            Self::PartOf => "part-of",
            Self::Includes => "includes",
            Self::SeeAlso => "see-also",
        }
    }
}

impl Operation {
    /// What it is to other operations: what it declares, then what these declare. Said by both, it is said once.
    pub fn relations(&self) -> Vec<(RelatedAs, Ref<Self>)> {
        let declared = self.related.iter().map(|&(relation, other)| {
            let related = match relation {
                Relation::Follows => RelatedAs::Follows,
                Relation::PartOf => RelatedAs::PartOf,
                Relation::SeeAlso => RelatedAs::SeeAlso,
            };
            (related, other)
        });
        let inverse = self.related_by.iter().map(|&(relation, other)| {
            let related = match relation {
                Relation::Follows => RelatedAs::FollowedBy,
                Relation::PartOf => RelatedAs::Includes,
                Relation::SeeAlso => RelatedAs::SeeAlso,
            };
            (related, other)
        });
        let mut all = Vec::new();
        for relation in declared.chain(inverse) {
            if !all.contains(&relation) {
                all.push(relation);
            }
        }
        all
    }
}
