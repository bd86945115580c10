//! Which name stands for which record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::site::{Country, Entity, Operation, Ref, Source, Subject, has_lost, is_lost};
use crate::diag::{Code, Diagnostic, Edit, did_you_mean, longer};
use crate::model::{self, CountryCode, EntityKind, Slug};
use crate::text::{FileId, Span, Texts};
use crate::yaml::Place;

/// Every name of the record. Drafts that are left out are known too, as what they are.
pub(super) struct Names<'a> {
    texts: &'a Texts,
    records: Records<'a>,
    operations: BTreeMap<&'a str, Ref<Operation>>,
    operation_aliases: BTreeMap<&'a str, Ref<Operation>>,
    entities: BTreeMap<(EntityKind, &'a str), Ref<Entity>>,
    entity_ids: Vec<&'a str>,
    entity_aliases: BTreeMap<(EntityKind, String), Vec<Ref<Entity>>>,
    countries: BTreeMap<CountryCode, Ref<Country>>,
    sources: BTreeMap<&'a str, Ref<Source>>,
    /// What was probably meant by keys that no source has: one that is gone may be cited often.
    meant_sources: Mutex<BTreeMap<String, Option<String>>>,
    /// What each file is, by path; made when a link first names one.
    files: OnceLock<Vec<(FileId, Subject)>>,
}

/// Where a name was written, for findings about it.
#[derive(Clone, Copy)]
pub(super) struct Mention<'a> {
    pub(super) file: FileId,
    pub(super) place: &'a Place,
}

/// The records that names stand for.
pub(super) struct Records<'a> {
    pub(super) texts: &'a Texts,
    pub(super) operations: &'a [Arc<model::Operation>],
    pub(super) entities: &'a [Arc<model::Entity>],
    pub(super) countries: &'a [CountryCode],
    pub(super) country_files: &'a [(CountryCode, FileId)],
    pub(super) pages: &'a [Arc<model::Page>],
    pub(super) sources: &'a [Arc<model::Source>],
    /// Paths of files that are drafts and left out.
    pub(super) drafts: BTreeSet<String>,
    /// Paths of files that could not be read: what they hold is not said to be missing.
    pub(super) lost: BTreeSet<String>,
}

/// A spelling as it is compared: NFC, small letters.
pub(super) fn folded(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).collect()
}

/// A finding that says that what is referred to is a draft.
pub(crate) fn draft_link(path: &str, file: FileId, span: Span) -> Diagnostic {
    Diagnostic::new(Code::DraftLink, file, span, format!("`{path}` is a draft"))
        .help("publish it, or take out what refers to it")
}

/// What to do about an id or slug that nothing has, given the path that its file would have.
fn to_add(id: &str, path: &str) -> String {
    match Slug::parse(id) {
        Ok(_) => format!("add it as `{path}`"),
        Err(_) => {
            let folder = path.strip_suffix(&format!("{id}.md")).unwrap_or(path);
            format!("write the name of a file in `{folder}`, without `.md`")
        }
    }
}

fn unknown_code(kind: EntityKind) -> Code {
    match kind {
        EntityKind::Outlet => Code::UnknownOutlet,
        EntityKind::Agency => Code::UnknownAgency,
        EntityKind::Platform => Code::UnknownPlatform,
    }
}

impl<'a> Names<'a> {
    pub(super) fn new(records: Records<'a>) -> Self {
        let by_slug = |(at, operation): (usize, &'a Arc<model::Operation>)| {
            (operation.slug.as_str(), Ref::new(at))
        };
        let by_alias = |(at, operation): (usize, &'a Arc<model::Operation>)| {
            let aliases = operation.aliases.iter();
            aliases.map(move |(alias, _)| (alias.as_str(), Ref::new(at))).collect::<Vec<_>>()
        };
        let by_key =
            |(at, source): (usize, &'a Arc<model::Source>)| (source.key.as_str(), Ref::new(at));
        let operations = records.operations;
        let mut names = Self {
            texts: records.texts,
            operations: operations.par_iter().enumerate().map(by_slug).collect(),
            operation_aliases: operations.par_iter().enumerate().flat_map_iter(by_alias).collect(),
            entities: BTreeMap::new(),
            entity_ids: Vec::new(),
            entity_aliases: BTreeMap::new(),
            countries: BTreeMap::new(),
            sources: records.sources.par_iter().enumerate().map(by_key).collect(),
            meant_sources: Mutex::default(),
            files: OnceLock::new(),
            records,
        };
        for (at, entity) in names.records.entities.iter().enumerate() {
            let at = Ref::new(at);
            names.entities.insert((entity.kind, entity.id.as_str()), at);
            names.entity_ids.push(entity.id.as_str());
            let spellings = std::iter::once(entity.name.as_str())
                .chain(entity.aliases.iter().map(|(alias, _)| alias.as_str()))
                .chain(entity.former_ids.iter().map(|(id, _)| id.as_str()));
            for spelling in spellings {
                let same = names.entity_aliases.entry((entity.kind, folded(spelling))).or_default();
                if !same.contains(&at) {
                    same.push(at);
                }
            }
        }
        for (at, code) in names.records.countries.iter().enumerate() {
            names.countries.insert(*code, Ref::new(at));
        }
        names
    }

    /// What each file is, by path.
    fn files(&self) -> &[(FileId, Subject)] {
        self.files.get_or_init(|| {
            fn all<T>(
                files: impl Iterator<Item = FileId>,
                subject: fn(Ref<T>) -> Subject,
            ) -> impl Iterator<Item = (FileId, Subject)> {
                files.enumerate().map(move |(at, file)| (file, subject(Ref::new(at))))
            }
            let Records { operations, entities, country_files, pages, .. } = &self.records;
            let operations = all(operations.iter().map(|one| one.file), Subject::Operation);
            let entities = all(entities.iter().map(|one| one.file), Subject::Entity);
            let pages = all(pages.iter().map(|one| one.file), Subject::Page);
            let countries = country_files.iter().filter_map(|(code, file)| {
                Some((*file, Subject::Country(*self.countries.get(code)?)))
            });
            let mut files: Vec<_> =
                operations.chain(entities).chain(countries).chain(pages).collect();
            files.sort_unstable_by_key(|(file, _)| self.path(*file));
            files
        })
    }

    fn path(&self, file: FileId) -> &'a str {
        &self.texts.get(file).path
    }

    fn paths(&self) -> impl Iterator<Item = &'a str> {
        self.files().iter().map(|(file, _)| self.path(*file))
    }

    fn finding(&self, code: Code, at: Mention<'_>, message: String) -> Diagnostic {
        Diagnostic::new(code, at.file, at.place.span(self.texts.get(at.file)), message)
    }

    /// The edit that writes another name where one was mentioned.
    fn edit(&self, at: Mention<'_>, from: &str, to: &str) -> Option<Edit> {
        at.place.edit(at.file, self.texts.get(at.file), from, to)
    }

    /// The source of a key, or a finding.
    pub(super) fn source(
        &self,
        key: &str,
        at: Mention<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Ref<Source>> {
        let source = self.sources.get(key).copied();
        if source.is_none() && !self.has_lost("content/sources") {
            let help = self
                .meant_source(key)
                .unwrap_or_else(|| "add it to a file of `content/sources/`".to_owned());
            let message = format!("no source has the key `{key}`");
            found.push(
                self.finding(Code::UnknownSource, at, message).label("unknown source").help(help),
            );
        }
        source
    }

    /// "did you mean `x`?" for a key that no source has.
    fn meant_source(&self, key: &str) -> Option<String> {
        let known = self.meant_sources.lock().ok().and_then(|meant| meant.get(key).cloned());
        known.unwrap_or_else(|| {
            let help = did_you_mean(key, self.sources.keys().copied());
            if let Ok(mut meant) = self.meant_sources.lock() {
                meant.insert(key.to_owned(), help.clone());
            }
            help
        })
    }

    /// The source of a key.
    pub(super) fn source_of(&self, key: &str) -> Option<Ref<Source>> {
        self.sources.get(key).copied()
    }

    /// The agency of an id.
    pub(super) fn agency_of(&self, id: &str) -> Option<Ref<Entity>> {
        self.entities.get(&(EntityKind::Agency, id)).copied()
    }

    /// The country of a code that some operation or file names.
    pub(super) fn country(&self, code: CountryCode) -> Option<Ref<Country>> {
        self.countries.get(&code).copied()
    }

    /// The entity of an id or, with a warning, of another of its names; or a finding.
    pub(super) fn entity(
        &self,
        kind: EntityKind,
        id: &str,
        at: Mention<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Ref<Entity>> {
        if let Some(entity) = self.entities.get(&(kind, id)) {
            return Some(*entity);
        }
        let kind_word = kind.as_str();
        let id_of = |entity: &Ref<Entity>| self.entity_ids[entity.index()];
        match self.entity_aliases.get(&(kind, folded(id))).map_or(&[][..], Vec::as_slice) {
            [entity] => {
                let canonical = id_of(entity);
                let message = format!("`{id}` is another name of the {kind_word} `{canonical}`");
                // In `[[…]]` an id may be of several kinds where the alias was of one.
                let is_bare =
                    matches!(at.place, Place::Bytes(span) if span.range().len() == id.len());
                let to = if is_bare && self.bare(canonical).len() > 1 {
                    format!("{kind_word}:{canonical}")
                } else {
                    canonical.to_owned()
                };
                found.push(
                    self.finding(Code::AliasUsed, at, message)
                        .fix(format!("write `{to}`"), self.edit(at, id, &to)),
                );
                Some(*entity)
            }
            [] => {
                let path = format!("content/{}/{id}.md", kind.folder());
                if self.is_lost(&path) {
                    return None;
                }
                if self.records.drafts.contains(&path) {
                    found.push(self.draft(&path, at));
                    return None;
                }
                let ids = self.entities.keys().filter(|key| key.0 == kind).map(|key| key.1);
                let aliases = self.entity_aliases.keys().filter(|key| key.0 == kind);
                let help = did_you_mean(id, ids.clone())
                    .or_else(|| {
                        let alias = crate::diag::nearest(id, aliases.map(|key| key.1.as_str()))?;
                        let entity = self.entity_aliases.get(&(kind, alias.to_owned()))?.first()?;
                        Some(format!("did you mean `{}`?", id_of(entity)))
                    })
                    .or_else(|| longer(id, ids).map(|id| format!("did you mean `{id}`?")))
                    .unwrap_or_else(|| to_add(id, &path));
                let message = format!("no {kind_word} has the id `{id}`");
                found.push(self.finding(unknown_code(kind), at, message).help(help));
                None
            }
            several => {
                let ids: Vec<_> = several.iter().map(|one| format!("`{}`", id_of(one))).collect();
                let message = format!("`{id}` names more than one {kind_word}");
                found.push(
                    self.finding(Code::AmbiguousId, at, message)
                        .help(format!("write one of {}", ids.join(", "))),
                );
                None
            }
        }
    }

    /// The operation of a slug or, with a warning, of an old one; or a finding.
    pub(super) fn operation(
        &self,
        slug: &str,
        at: Mention<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Ref<Operation>> {
        if let Some(operation) = self.operations.get(slug) {
            return Some(*operation);
        }
        if let Some(operation) = self.operation_aliases.get(slug) {
            let canonical = self.operations.iter().find(|(_, one)| *one == operation);
            let canonical = canonical.map_or(slug, |(slug, _)| slug);
            let message = format!("`{slug}` is an old name of the operation `{canonical}`");
            found.push(
                self.finding(Code::AliasUsed, at, message)
                    .fix(format!("write `{canonical}`"), self.edit(at, slug, canonical)),
            );
            return Some(*operation);
        }
        let path = format!("content/operations/{slug}.md");
        if self.is_lost(&path) {
            return None;
        }
        if self.records.drafts.contains(&path) {
            found.push(self.draft(&path, at));
            return None;
        }
        let slugs = || self.operations.keys().copied();
        let help = did_you_mean(slug, slugs())
            .or_else(|| longer(slug, slugs()).map(|meant| format!("did you mean `{meant}`?")))
            .unwrap_or_else(|| to_add(slug, &path));
        let message = format!("no operation has the slug `{slug}`");
        found.push(self.finding(Code::UnknownOperation, at, message).help(help));
        None
    }

    /// What a file of the content folder is; its path starts with `content/`.
    pub(super) fn file(&self, path: &str) -> Option<Subject> {
        let files = self.files();
        let at = files.binary_search_by_key(&path, |(file, _)| self.path(*file)).ok()?;
        Some(files[at].1)
    }

    /// Whether a file could not be read as what it is.
    pub(super) fn is_lost(&self, path: &str) -> bool {
        is_lost(&self.records.lost, path)
    }

    /// Whether a folder, something in it, or what it lies in could not be read.
    pub(super) fn has_lost(&self, folder: &str) -> bool {
        has_lost(&self.records.lost, folder)
    }

    /// Whether a file is a draft that is left out.
    pub(super) fn is_draft(&self, path: &str) -> bool {
        self.records.drafts.contains(path)
    }

    /// The path of the file that was probably meant: one of this name in another folder, or of much the same in this one.
    pub(super) fn nearest_file(&self, path: &str) -> Option<&'a str> {
        let (folder, name) = path.rsplit_once('/')?;
        let files = || self.paths().filter_map(|path| path.rsplit_once('/'));
        let elsewhere = files().find(|(_, other)| *other == name);
        let stem = |name: &'a str| name.strip_suffix(".md").unwrap_or(name);
        let (folder, meant) = elsewhere.or_else(|| {
            let here = files().filter(|(other, _)| *other == folder).map(|(_, other)| stem(other));
            let wanted = name.strip_suffix(".md").unwrap_or(name);
            Some((folder, crate::diag::nearest(wanted, here)?))
        })?;
        let meant = meant.strip_suffix(".md").unwrap_or(meant);
        self.paths().find(|path| *path == format!("{folder}/{meant}.md"))
    }

    /// The id of every agency and the key of every source.
    pub(super) fn agencies_and_sources(&self) -> impl Iterator<Item = &'a str> {
        let agencies = self.entities.keys().filter(|key| key.0 == EntityKind::Agency);
        agencies.map(|key| key.1).chain(self.sources.keys().copied())
    }

    /// A finding that says that the file is a draft.
    pub(super) fn draft(&self, path: &str, at: Mention<'_>) -> Diagnostic {
        draft_link(path, at.file, at.place.span(self.texts.get(at.file)))
    }

    /// Everything that a bare id can stand for: operations, entities of each kind, sources.
    pub(super) fn bare(&self, id: &str) -> Vec<Bare> {
        let operations = self.operations.get(id).map(|at| Bare::Operation(*at));
        let entities = EntityKind::ALL
            .into_iter()
            .filter_map(|kind| self.entities.get(&(kind, id)).map(|at| Bare::Entity(kind, *at)));
        let sources = self.sources.get(id).map(|at| Bare::Source(*at));
        operations.into_iter().chain(entities).chain(sources).collect()
    }

    /// The paths of files that a bare id can stand for.
    pub(super) fn bare_files(id: &str) -> impl Iterator<Item = String> {
        let folders = EntityKind::ALL.into_iter().map(EntityKind::folder);
        let id = id.to_owned();
        folders.chain(["operations"]).map(move |folder| format!("content/{folder}/{id}.md"))
    }

    /// Every id that could be meant by a bare one.
    pub(super) fn bare_ids(&self) -> impl Iterator<Item = &'a str> {
        let entities = self.entities.keys().map(|key| key.1);
        self.operations.keys().copied().chain(entities).chain(self.sources.keys().copied())
    }

    /// The kinds of entity that have another name like this.
    pub(super) fn kinds_with_alias(&self, name: &str) -> Vec<EntityKind> {
        let name = folded(name);
        let has = |kind: &EntityKind| self.entity_aliases.contains_key(&(*kind, name.clone()));
        EntityKind::ALL.into_iter().filter(has).collect()
    }
}

/// What a bare id stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bare {
    Operation(Ref<Operation>),
    Entity(EntityKind, Ref<Entity>),
    Source(Ref<Source>),
}

impl Bare {
    /// The word that goes before the id to say which is meant.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Operation(_) => "operation",
            Self::Entity(kind, _) => kind.as_str(),
            Self::Source(_) => "source",
        }
    }
}
