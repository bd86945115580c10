//! Names → records: the linked site, both ways.
//!
//! In steps: drafts are left out and every list gets its order; names are collected; each file's claims and
//! links are resolved, in parallel; then what leads back is filled in.

mod claims;
mod disputes;
mod links;
mod names;
mod origins;
mod site;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::biblio::Entry;
use crate::config::{Config, label};
use crate::diag::{Code, Diagnostic};
use crate::markdown::Body;
use crate::model::{self, About, Cited, CountryCode, CountryNames, EntityKind, slug_of};
use crate::read::Content;
use crate::text::{FileId, Texts};
use crate::yaml::Place;

use claims::Claims;
use links::Links;
use names::{Mention, Names, Records};
use origins::Origins;

pub use links::defanged;
pub use site::{
    Citation, Claim, CorrectionEntry, Country, CountryPart, Dispute, Entity, EntityPart, Notes,
    Operation, Origin, Page, Ref, Site, Source, Speaker, Subject, Target, Year,
};

/// What becomes of drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out.
    #[default]
    LeaveOut,
    /// They are part of the site.
    Include,
}

/// Links everything that was read.
///
/// A name that leads nowhere is a finding, and what it stands in goes without it.
pub fn site(content: Content, drafts: Drafts) -> (Site, Vec<Diagnostic>) {
    let Content {
        config,
        texts,
        mut operations,
        mut entities,
        countries: mut country_notes,
        mut pages,
        sources,
        static_files,
        lost,
        mut found,
    } = content;

    let mut left_out = BTreeSet::new();
    if drafts == Drafts::LeaveOut {
        let mut keep = |is_draft: bool, file: FileId| {
            if is_draft {
                left_out.insert(texts.get(file).path.clone());
            }
            !is_draft
        };
        operations.retain(|one| keep(one.draft, one.file));
        entities.retain(|one| keep(one.draft, one.file));
        pages.retain(|one| keep(one.draft, one.file));
    }
    operations.sort_by_cached_key(|one| (one.date.sort_key(), one.slug.clone()));
    entities.sort_by_cached_key(|one| (one.kind, names::folded(&one.name), one.id.clone()));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    country_notes.sort_by_key(|notes| notes.code);
    let (sources, entries) = unique_sources(sources, &texts, &mut found);

    let country_names = CountryNames::in_language(&config.language);
    let mut codes: BTreeSet<CountryCode> = country_notes.iter().map(|notes| notes.code).collect();
    for operation in &operations {
        let ids = operation.cited(Cited::Countries).iter();
        codes.extend(ids.filter_map(|item| CountryCode::parse(&item.id.0).ok()));
    }
    let mut codes: Vec<CountryCode> = codes.into_iter().collect();
    codes.sort_by_cached_key(|code| names::folded(country_names.name(*code)));
    let country_files: Vec<_> =
        country_notes.iter().map(|notes| (notes.code, notes.file)).collect();

    let names = Names::new(&Records {
        texts: &texts,
        operations: &operations,
        entities: &entities,
        countries: &codes,
        country_files: &country_files,
        pages: &pages,
        sources: &sources,
        drafts: left_out,
        lost: lost.clone(),
    });
    shared_aliases(&entities, &texts, &mut found);
    let origins = Origins::new(&sources, &names, &config, &texts, &mut found);
    let parents: Vec<Option<Ref<Entity>>> = entities
        .iter()
        .map(|entity| {
            let (parent, place) = entity.parent.as_ref()?;
            let at = Mention { file: entity.file, place };
            names.entity(entity.kind, parent.as_str(), at, &mut found)
        })
        .collect();

    let linker = Linker {
        names: &names,
        origins: &origins,
        texts: &texts,
        config: &config,
        parents: &parents,
    };
    let linked_operations: Vec<LinkedOperation> = operations
        .par_iter()
        .enumerate()
        .map(|(at, operation)| linker.operation(Ref::new(at), operation, &country_names, &entities))
        .collect();
    let linked_entities: Vec<Linked> = entities
        .par_iter()
        .enumerate()
        .map(|(at, one)| {
            linker.file(Subject::Entity(Ref::new(at)), one.file, &one.body, &one.claims, &[])
        })
        .collect();
    let linked_notes: Vec<(CountryCode, Linked)> = country_notes
        .iter()
        .filter_map(|one| {
            let subject = Subject::Country(names.country(one.code)?);
            Some((one.code, linker.file(subject, one.file, &one.body, &one.claims, &[])))
        })
        .collect();
    let linked_pages: Vec<Linked> = pages
        .iter()
        .enumerate()
        .map(|(at, one)| {
            linker.file(Subject::Page(Ref::new(at)), one.file, &one.body, &one.claims, &[])
        })
        .collect();

    let Origins { shown, kin, .. } = origins;
    let mut site = Site {
        country_names,
        operations: Vec::new(),
        entities: Vec::new(),
        countries: codes
            .iter()
            .map(|code| Country {
                code: *code,
                name: country_names.name(*code),
                notes: None,
                claims: 0..0,
                sources: Vec::new(),
                operations: Vec::new(),
            })
            .collect(),
        sources: sources
            .into_iter()
            .zip(entries)
            .zip(shown.into_iter().zip(kin))
            .map(|((record, entry), (origins, kin))| Source {
                slug: slug_of(record.key.as_str()),
                record,
                entry,
                claims: Vec::new(),
                kin,
                origins,
            })
            .collect(),
        pages: Vec::new(),
        claims: Vec::new(),
        years: Vec::new(),
        disputes: Vec::new(),
        corrections: Vec::new(),
        static_files,
        lost,
        config,
        texts,
    };

    for (record, linked) in operations.into_iter().zip(linked_operations) {
        site.add_operation(record, linked, &mut found);
    }
    for ((record, linked), parent) in entities.into_iter().zip(linked_entities).zip(parents) {
        let (notes, claims, sources) =
            site.add_file(record.file, record.body.clone(), linked, &mut found);
        let record = model::Entity { body: Body::default(), claims: Vec::new(), ..record };
        site.entities.push(Entity {
            record,
            notes,
            claims,
            sources,
            parent,
            children: Vec::new(),
            operations: Vec::new(),
            mentions: Vec::new(),
        });
    }
    for (notes, (code, linked)) in country_notes.into_iter().zip(linked_notes) {
        let (notes, claims, sources) = site.add_file(notes.file, notes.body, linked, &mut found);
        if let Some(country) = site.countries.iter_mut().find(|country| country.code == code) {
            (country.notes, country.claims, country.sources) = (Some(notes), claims, sources);
        }
    }
    for (record, linked) in pages.into_iter().zip(linked_pages) {
        let (notes, claims, sources) =
            site.add_file(record.file, record.body.clone(), linked, &mut found);
        let record = model::Page { body: Body::default(), claims: Vec::new(), ..record };
        site.pages.push(Page { record, notes, claims, sources });
    }
    site.link_back(&mut found);
    (site, found)
}

/// Sorts the sources by key; of two with one key the first is kept and the second a finding.
fn unique_sources(
    mut sources: Vec<(model::Source, Entry)>,
    texts: &Texts,
    found: &mut Vec<Diagnostic>,
) -> (Vec<model::Source>, Vec<Entry>) {
    // Stable: of equal keys the one in the first file stays first.
    sources.sort_by(|a, b| a.0.key.cmp(&b.0.key));
    let mut kept: Vec<model::Source> = Vec::with_capacity(sources.len());
    let mut entries = Vec::with_capacity(sources.len());
    for (source, entry) in sources {
        if let Some(first) = kept.last().filter(|last| last.key == source.key) {
            let span = |one: &model::Source| one.place.span(texts.get(one.file));
            let message = format!("two sources have the key `{}`", source.key);
            found.push(
                Diagnostic::new(Code::DuplicateId, source.file, span(&source), message)
                    .label("second time here")
                    .also(first.file, span(first), "first here")
                    .help("give one of them another key"),
            );
            continue;
        }
        kept.push(source);
        entries.push(entry);
    }
    (kept, entries)
}

/// Reports names that two entities of a kind share, where the later one declares it.
fn shared_aliases(entities: &[model::Entity], texts: &Texts, found: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<(EntityKind, String), usize> = BTreeMap::new();
    for (at, entity) in entities.iter().enumerate() {
        for own in [names::folded(&entity.name), entity.id.as_str().to_owned()] {
            taken.entry((entity.kind, own)).or_insert(at);
        }
    }
    for (at, entity) in entities.iter().enumerate() {
        for (alias, place) in &entity.aliases {
            let first = *taken.entry((entity.kind, names::folded(alias))).or_insert(at);
            if first != at {
                let other = &entities[first];
                let message = format!("`{alias}` is a name of `{}` too", other.id);
                let span = place.span(texts.get(entity.file));
                found.push(
                    Diagnostic::new(Code::SharedAlias, entity.file, span, message)
                        .help("where it is used it will not be clear which is meant"),
                );
            }
        }
    }
}

/// The claims and links of one file, with references that land.
struct Linked {
    claims: Vec<Claim>,
    targets: Vec<Target>,
    found: Vec<Diagnostic>,
}

/// An operation, with references that land; claims by their ordinal in the file.
struct LinkedOperation {
    linked: Linked,
    countries: Vec<(Ref<Country>, Option<String>, usize)>,
    entities: Vec<(Ref<Entity>, Option<String>, usize)>,
    related: Vec<(model::Relation, Ref<Operation>)>,
}

struct Linker<'a> {
    names: &'a Names<'a>,
    origins: &'a Origins,
    texts: &'a Texts,
    config: &'a Config,
    parents: &'a [Option<Ref<Entity>>],
}

impl Linker<'_> {
    fn file(
        &self,
        subject: Subject,
        file: FileId,
        body: &Body,
        claims: &[model::Claim],
        agencies: &[Ref<Entity>],
    ) -> Linked {
        let mut found = Vec::new();
        let links =
            Links { names: self.names, config: self.config, file, source: self.texts.get(file) };
        let targets = links.targets(body, &mut found);
        let linker = Claims {
            names: self.names,
            origins: self.origins,
            texts: self.texts,
            file,
            subject,
            agencies,
            parents: self.parents,
        };
        let claims = claims.iter().map(|claim| linker.link(claim.clone(), &mut found)).collect();
        Linked { claims, targets, found }
    }

    fn operation(
        &self,
        at: Ref<Operation>,
        operation: &model::Operation,
        country_names: &CountryNames,
        all: &[model::Entity],
    ) -> LinkedOperation {
        let mut found = Vec::new();
        let file = operation.file;
        let mut countries = Vec::new();
        let mut entities = Vec::new();
        // The claims of front matter come first, in this very order: each gives what it says, in plain words.
        let mut texts = Vec::new();
        for cited in &operation.cited {
            for item in &cited.items {
                let claim = texts.len();
                let role = item.role.as_ref().map(|(role, _)| role.clone());
                let kind = match cited.list {
                    Cited::Countries => None,
                    Cited::Outlets => Some(EntityKind::Outlet),
                    Cited::Agencies => Some(EntityKind::Agency),
                    Cited::Platforms => Some(EntityKind::Platform),
                };
                let name = if let Some(kind) = kind {
                    let mention = Mention { file, place: &item.id.1 };
                    let entity = self.names.entity(kind, &item.id.0, mention, &mut found);
                    entities.extend(entity.map(|entity| (entity, role.clone(), claim)));
                    entity.map_or(item.id.0.as_str(), |entity| all[entity.index()].name.as_str())
                } else {
                    let code = CountryCode::parse(&item.id.0).ok();
                    let country = code.and_then(|code| self.names.country(code));
                    countries.extend(country.map(|country| (country, role.clone(), claim)));
                    code.map_or("", |code| country_names.name(code))
                };
                texts.push(match &role {
                    Some(role) => {
                        let role = label(&self.config.vocabulary.roles, role).unwrap_or(role);
                        format!("{name}: {role}")
                    }
                    None => name.to_owned(),
                });
            }
        }
        for fact in &operation.facts {
            texts.extend(fact.values.iter().map(|value| self.fact_text(&fact.name.0, value)));
        }
        let mut agencies: Vec<Ref<Entity>> = Vec::new();
        for (entity, _, _) in &entities {
            if all[entity.index()].kind == EntityKind::Agency && !agencies.contains(entity) {
                agencies.push(*entity);
            }
        }
        let related = operation
            .related
            .iter()
            .filter_map(|related| {
                let (slug, place) = &related.operation;
                let mention = Mention { file, place };
                let other = self.names.operation(slug, mention, &mut found)?;
                Some((related.relation, other))
            })
            .collect();
        let mut linked =
            self.file(Subject::Operation(at), file, &operation.body, &operation.claims, &agencies);
        for (claim, text) in linked.claims.iter_mut().zip(texts) {
            claim.record.text = text;
        }
        linked.found.extend(found);
        LinkedOperation { linked, countries, entities, related }
    }

    /// What a value of a fact says, in plain words: "Languages: more than 30".
    fn fact_text(&self, name: &str, value: &model::FactValue) -> String {
        let kind = label(&self.config.vocabulary.facts, name);
        let mut text = format!("{}: ", kind.map_or(name, |kind| kind.label.as_str()));
        if value.qualifier != model::Qualifier::Exactly {
            text += &value.qualifier.as_str().replace('-', " ");
            text.push(' ');
        }
        text += &value.value.text;
        let unit = value.unit.as_ref().or_else(|| kind.and_then(|kind| kind.unit.as_ref()));
        for extra in [unit, value.place.as_ref(), value.scope.as_ref()].into_iter().flatten() {
            text.push(' ');
            text += extra;
        }
        text
    }
}

impl Site {
    /// Adds the claims of a file; gives its notes, the range of its claims and its sources.
    fn add_file(
        &mut self,
        file: FileId,
        body: Body,
        linked: Linked,
        found: &mut Vec<Diagnostic>,
    ) -> (Notes, std::ops::Range<usize>, Vec<Ref<Source>>) {
        let Linked { claims, targets, found: in_file } = linked;
        found.extend(in_file);
        let start = self.claims.len();
        let mut of_block = vec![None; body.claims.len()];
        for (ordinal, claim) in claims.iter().enumerate() {
            if let About::Body(block) = claim.record.about {
                of_block[block] = Some(Ref::new(start + ordinal));
            }
        }
        let sources = claims::numbered(&claims);
        self.claims.extend(claims);
        (Notes { file, body, targets, claims: of_block }, start..self.claims.len(), sources)
    }

    fn add_operation(
        &mut self,
        mut record: model::Operation,
        linked: LinkedOperation,
        found: &mut Vec<Diagnostic>,
    ) {
        let LinkedOperation { linked, countries, entities, related } = linked;
        let start = self.claims.len();
        let body = std::mem::take(&mut record.body);
        record.claims = Vec::new();
        let (notes, claims, sources) = self.add_file(record.file, body, linked, found);
        let mut facts: Vec<Vec<Ref<Claim>>> =
            record.facts.iter().map(|fact| Vec::with_capacity(fact.values.len())).collect();
        for at in claims.clone() {
            if let About::Fact(fact, _) = self.claims[at].record.about {
                facts[fact].push(Ref::new(at));
            }
        }
        let disagreeing: Vec<Vec<usize>> = record.facts.iter().map(disputes::disagreeing).collect();
        for (fact, values) in disagreeing.iter().enumerate() {
            for value in values {
                self.claims[facts[fact][*value].index()].disagrees = true;
            }
        }
        let countries = countries
            .into_iter()
            .map(|(country, role, claim)| CountryPart {
                country,
                role,
                claim: Ref::new(start + claim),
            })
            .collect();
        let entities = entities
            .into_iter()
            .map(|(entity, role, claim)| EntityPart {
                entity,
                role,
                claim: Ref::new(start + claim),
            })
            .collect();
        self.operations.push(Operation {
            record,
            notes,
            claims,
            countries,
            entities,
            facts,
            disagreeing,
            sources,
            related,
            related_by: Vec::new(),
            previous: None,
            next: None,
        });
    }

    /// Fills in all that leads back: contradictions, parts, mentions, citing claims, years, disputes, corrections.
    fn link_back(&mut self, found: &mut Vec<Diagnostic>) {
        self.link_contradictions(found);
        for at in 0..self.entities.len() {
            if let Some(parent) = self.entities[at].parent {
                self.entities[parent.index()].children.push(Ref::new(at));
            }
        }
        let mut years: BTreeMap<i16, Vec<Ref<Operation>>> = BTreeMap::new();
        for at in 0..self.operations.len() {
            let here: Ref<Operation> = Ref::new(at);
            let operation = &self.operations[at];
            for part in &operation.countries {
                add_part(&mut self.countries[part.country.index()].operations, here, part.claim);
            }
            for part in &operation.entities {
                add_part(&mut self.entities[part.entity.index()].operations, here, part.claim);
            }
            if let Some((first, last)) = operation.record.date.years() {
                for year in first..=last {
                    years.entry(year).or_default().push(here);
                }
            }
            for (relation, other) in operation.related.clone() {
                self.operations[other.index()].related_by.push((relation, here));
            }
        }
        self.years =
            years.into_iter().rev().map(|(year, operations)| Year { year, operations }).collect();
        self.link_neighbours();
        self.link_mentions();
        // Newest operation first, its claims in the order of its page; then what is no operation's.
        let after = self.operations.last().map_or(0, |last| last.claims.end);
        let operations = self.operations.iter().rev().flat_map(|one| one.claims.clone());
        for at in operations.chain(after..self.claims.len()) {
            for citation in &self.claims[at].citations {
                self.sources[citation.source.index()].claims.push(Ref::new(at));
            }
        }
        self.disputes = disputes::disputes(self);
        self.corrections = disputes::corrections(self);
    }

    fn link_contradictions(&mut self, found: &mut Vec<Diagnostic>) {
        let slugs: BTreeMap<&str, usize> = self
            .operations
            .iter()
            .enumerate()
            .map(|(at, one)| (one.record.slug.as_str(), at))
            .collect();
        let mut pairs = Vec::new();
        for (at, claim) in self.claims.iter().enumerate() {
            let Some((target, place)) = &claim.record.contradicts else { continue };
            let file = self.file_of(claim.subject);
            let range = match &target.operation {
                None => Some(self.claims_of(claim.subject)),
                Some(slug) => {
                    slugs.get(slug.as_str()).map(|at| self.operations[*at].claims.clone())
                }
            };
            let span = |place: &Place| place.span(self.texts.get(file));
            let Some(range) = range else {
                let slug = target.operation.as_deref().unwrap_or_default();
                if self.lost.contains(&format!("content/operations/{slug}.md")) {
                    continue;
                }
                let message = format!("no operation has the slug `{slug}`");
                let help = crate::diag::did_you_mean(slug, slugs.keys().copied());
                found.push(
                    Diagnostic::new(Code::UnknownOperation, file, span(place), message)
                        .maybe_help(help),
                );
                continue;
            };
            let other = range.clone().find(|other| self.claims[*other].record.id == target.claim);
            match other {
                Some(other) if other == at => {
                    let message = "the claim contradicts itself";
                    found.push(Diagnostic::new(Code::UnknownClaim, file, span(place), message));
                }
                Some(other) => pairs.push((at, other)),
                None => {
                    let message = format!("no claim has the id `{}`", target.claim);
                    let ids = range.map(|one| self.claims[one].record.id.as_str());
                    let help = crate::diag::did_you_mean(&target.claim, ids);
                    found.push(
                        Diagnostic::new(Code::UnknownClaim, file, span(place), message)
                            .maybe_help(help),
                    );
                }
            }
        }
        for (at, other) in pairs {
            self.claims[at].contradicts = Some(Ref::new(other));
            self.claims[other].contradicted_by.push(Ref::new(at));
        }
    }

    /// Before and after in time, among operations of one outlet. Undated ones are in no order.
    fn link_neighbours(&mut self) {
        let mut previous = vec![None; self.operations.len()];
        let mut next = vec![None; self.operations.len()];
        for outlet in self.entities.iter().filter(|one| one.record.kind == EntityKind::Outlet) {
            let dated: Vec<Ref<Operation>> = outlet
                .operations
                .iter()
                .map(|(operation, _)| *operation)
                .filter(|operation| !self.operations[operation.index()].record.date.is_unknown())
                .collect();
            for pair in dated.windows(2) {
                let (before, after) = (pair[0], pair[1]);
                let kept = &mut previous[after.index()];
                *kept = (*kept).max(Some(before));
                let kept = &mut next[before.index()];
                *kept = Some(kept.map_or(after, |one: Ref<Operation>| one.min(after)));
            }
        }
        for (operation, (previous, next)) in
            self.operations.iter_mut().zip(previous.into_iter().zip(next))
        {
            (operation.previous, operation.next) = (previous, next);
        }
    }

    /// The body claims of operations that link to an entity or are said by it.
    fn link_mentions(&mut self) {
        let mut mentions = Vec::new();
        for operation in &self.operations {
            let notes = &operation.notes;
            for at in operation.claims.clone() {
                let claim = &self.claims[at];
                let About::Body(block) = claim.record.about else { continue };
                let mut named: Vec<Ref<Entity>> = Vec::new();
                if let Some(Speaker::Entity(entity)) = claim.by {
                    named.push(entity);
                }
                for link in &notes.body.claims[block].links {
                    if let Some(Target::Subject(Subject::Entity(entity), _)) =
                        notes.targets.get(*link)
                        && !named.contains(entity)
                    {
                        named.push(*entity);
                    }
                }
                mentions.extend(named.into_iter().map(|entity| (entity, Ref::new(at))));
            }
        }
        for (entity, claim) in mentions {
            self.entities[entity.index()].mentions.push(claim);
        }
    }

    /// The file of a subject; for a country without notes the settings.
    pub fn file_of(&self, subject: Subject) -> FileId {
        self.notes(subject).map_or(self.config.file, |notes| notes.file)
    }

    /// The range in [`Site::claims`] of a subject's claims.
    pub fn claims_of(&self, subject: Subject) -> std::ops::Range<usize> {
        match subject {
            Subject::Operation(at) => self[at].claims.clone(),
            Subject::Entity(at) => self[at].claims.clone(),
            Subject::Country(at) => self[at].claims.clone(),
            Subject::Page(at) => self[at].claims.clone(),
        }
    }

    /// The claim of a subject by its id.
    pub fn claim_named(&self, subject: Subject, id: &str) -> Option<Ref<Claim>> {
        self.claims_of(subject).find(|at| self.claims[*at].record.id == id).map(Ref::new)
    }
}

/// Adds a claim to the last operation of a list, or the operation with it. Operations come in order.
fn add_part(
    parts: &mut Vec<(Ref<Operation>, Vec<Ref<Claim>>)>,
    operation: Ref<Operation>,
    claim: Ref<Claim>,
) {
    match parts.last_mut() {
        Some((last, claims)) if *last == operation => claims.push(claim),
        _ => parts.push((operation, vec![claim])),
    }
}
