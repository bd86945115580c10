//! What was linked before and would be linked the same again.
//!
//! How an operation is linked depends on its own record and on the names of all others: which there are, in which order, and
//! which sources are independent. A save rarely touches those. As long as they are what they were, an operation whose record is
//! the very same one need not be linked again.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::linker::LinkedOperation;
use crate::model::{CountryCode, Entity, Operation, Page, Source};
use crate::text::FileId;

/// All that the linking of an operation depends on besides its own record and the settings. A record that is read by other
/// settings is another record.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) operations: &'a [Arc<Operation>],
    pub(super) entities: &'a [Arc<Entity>],
    pub(super) pages: &'a [Arc<Page>],
    pub(super) country_files: &'a [(CountryCode, FileId)],
    pub(super) countries: &'a [CountryCode],
    pub(super) sources: &'a [Arc<Source>],
    pub(super) drafts: &'a BTreeSet<String>,
    pub(super) lost: &'a BTreeSet<String>,
}

/// How operations were linked the last time.
#[derive(Debug, Default)]
pub struct Memory {
    operations: Vec<Arc<Operation>>,
    entities: Vec<Arc<Entity>>,
    pages: Vec<Arc<Page>>,
    country_files: Vec<(CountryCode, FileId)>,
    countries: Vec<CountryCode>,
    sources: Vec<Arc<Source>>,
    drafts: BTreeSet<String>,
    lost: BTreeSet<String>,
    linked: Vec<LinkedOperation>,
}

/// A memory that holds in the present surroundings.
pub(super) struct Remembered<'a>(&'a Memory);

impl Memory {
    /// What is remembered, if the surroundings are what they were.
    pub(super) fn in_these(&self, now: &Surroundings<'_>) -> Option<Remembered<'_>> {
        let is_same = all_same(&self.operations, now.operations, is_named_as)
            && all_same(&self.entities, now.entities, is_known_as)
            && all_same(&self.pages, now.pages, |a, b| (a.file, &a.path) == (b.file, &b.path))
            && all_same(&self.sources, now.sources, is_independent_as)
            && self.country_files == now.country_files
            && self.countries == now.countries
            && self.drafts == *now.drafts
            && self.lost == *now.lost;
        is_same.then_some(Remembered(self))
    }

    /// Remembers how operations were linked: those that were linked anew, by their ordinals.
    pub(super) fn keep(&mut self, now: &Surroundings<'_>, anew: Vec<(usize, LinkedOperation)>) {
        let is_same = self.in_these(now).is_some();
        if is_same {
            for (at, linked) in anew {
                self.linked[at] = linked;
            }
        } else {
            self.linked = anew.into_iter().map(|(_, linked)| linked).collect();
        }
        self.operations = now.operations.to_vec();
        self.entities = now.entities.to_vec();
        self.pages = now.pages.to_vec();
        self.sources = now.sources.to_vec();
        if !is_same {
            self.country_files = now.country_files.to_vec();
            self.countries = now.countries.to_vec();
            self.drafts = now.drafts.clone();
            self.lost = now.lost.clone();
        }
    }
}

impl Remembered<'_> {
    /// How the operation at an ordinal is linked, if it is the very same record.
    pub(super) fn of(&self, at: usize, record: &Arc<Operation>) -> Option<LinkedOperation> {
        Arc::ptr_eq(&self.0.operations[at], record).then(|| self.0.linked[at].clone())
    }
}

/// Whether two lists hold the same records, or such that others see no difference.
fn all_same<T>(before: &[Arc<T>], now: &[Arc<T>], is_same: impl Fn(&T, &T) -> bool) -> bool {
    before.len() == now.len()
        && before.iter().zip(now).all(|(a, b)| Arc::ptr_eq(a, b) || is_same(a, b))
}

fn is_named_as(a: &Operation, b: &Operation) -> bool {
    let old =
        |one: &Operation| one.aliases.iter().map(|(slug, _)| slug.clone()).collect::<Vec<_>>();
    (a.file, &a.slug) == (b.file, &b.slug) && old(a) == old(b)
}

fn is_known_as(a: &Entity, b: &Entity) -> bool {
    let names = |one: &Entity| {
        let aliases = one.aliases.iter().map(|(alias, _)| alias.clone());
        let former = one.former_ids.iter().map(|(id, _)| id.to_string());
        let parent = one.parent.iter().map(|(id, _)| id.to_string());
        (aliases.collect::<Vec<_>>(), former.collect::<Vec<_>>(), parent.collect::<Vec<_>>())
    };
    (a.file, a.kind, &a.id, &a.name) == (b.file, b.kind, &b.id, &b.name) && names(a) == names(b)
}

fn is_independent_as(a: &Source, b: &Source) -> bool {
    let origins = |one: &Source| -> Vec<String> {
        one.origins.iter().map(|(origin, _)| origin.clone()).collect()
    };
    (&a.key, &a.wire, &a.publisher) == (&b.key, &b.wire, &b.publisher) && origins(a) == origins(b)
}
