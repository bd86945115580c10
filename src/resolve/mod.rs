//! Names → records: the linked site, both ways.
//!
//! In steps: drafts are left out and every list gets its order; names are collected; each file's claims and
//! links are resolved, in parallel; then what leads back is filled in.

mod back;
mod changed;
mod claims;
mod disputes;
mod drafts;
mod linker;
mod links;
mod memory;
mod names;
mod origins;
mod site;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::biblio::Entry;
use crate::diag::{Code, Diagnostic};
use crate::markdown::Body;
use crate::model::{self, About, Cited, CountryCode, CountryNames, EntityKind, slug_of};
use crate::read::Content;
use crate::text::{FileId, Texts};

use linker::{Linked, LinkedOperation, Linker};
use memory::Surroundings;
use names::{Mention, Names, Records};
use origins::Origins;

pub use back::meant_claim;
pub(crate) use claims::in_order_of_reading;
pub use drafts::keys_in;
pub use links::defanged;
pub use memory::Memory;
pub(crate) use names::draft_link;
pub use site::{
    Citation, Claim, CorrectionEntry, Country, CountryPart, Dispute, Entity, EntityPart, Notes,
    Operation, Origin, Page, Ref, RelatedAs, Site, Source, Speaker, Subject, Target, Year,
};

/// How many operations are linked at once.
const BATCH: usize = 1024;

/// What becomes of drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out.
    #[default]
    LeaveOut,
    /// They are part of the site.
    Include,
}

/// The claims of each of some records: taken out of those that nobody else has, shared with those that are kept to be
/// linked again.
macro_rules! claims_of {
    ($records:ident) => {
        $records
            .iter_mut()
            .map(|one| match Arc::get_mut(one) {
                Some(own) => std::mem::take(&mut own.claims),
                None => one.claims.clone(),
            })
            .collect::<Vec<_>>()
    };
}

/// Links everything that was read.
///
/// A name that leads nowhere is a finding, and what it stands in goes without it.
pub fn site(content: Content, drafts: Drafts) -> (Site, Vec<Diagnostic>) {
    linked(content, drafts, None)
}

/// Links everything that was read, and only anew what is not as it was the last time.
pub fn site_again(
    content: Content,
    drafts: Drafts,
    memory: &mut Memory,
) -> (Site, Vec<Diagnostic>) {
    linked(content, drafts, Some(memory))
}

fn linked(
    content: Content,
    drafts: Drafts,
    mut memory: Option<&mut Memory>,
) -> (Site, Vec<Diagnostic>) {
    let Content {
        config,
        texts,
        mut operations,
        mut entities,
        countries: mut country_notes,
        mut pages,
        mut sources,
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
        drafts::leave_out_sources(&mut sources, &left_out, &texts);
    }
    operations.par_sort_by_cached_key(|one| (one.date.sort_key(), one.slug.clone()));
    entities.sort_by_cached_key(|one| (one.kind, names::folded(&one.name), one.id.clone()));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    country_notes.sort_by_key(|notes| notes.code);
    let (sources, entries) = unique_sources(sources, &texts, &mut found);

    let country_names = CountryNames::in_language(&config.language);
    let named = operations.par_iter().fold(BTreeSet::new, |mut codes, operation| {
        let ids = operation.cited(Cited::Countries).iter();
        codes.extend(ids.filter_map(|item| CountryCode::parse(&item.id.0).ok()));
        codes
    });
    let mut codes = named.reduce(BTreeSet::new, |mut codes, mut others| {
        codes.append(&mut others);
        codes
    });
    codes.extend(country_notes.iter().map(|notes| notes.code));
    let mut codes: Vec<CountryCode> = codes.into_iter().collect();
    codes.sort_by_cached_key(|code| names::folded(country_names.name(*code)));
    let country_files: Vec<_> =
        country_notes.iter().map(|notes| (notes.code, notes.file)).collect();

    // Taken out where nobody else has them, since they are linked as they are.
    // What is remembered is shared, and never taken out.
    let claims_of_operations: Vec<_> = match &memory {
        Some(_) => vec![None; operations.len()],
        None => operations.par_iter_mut().map(own_claims).collect(),
    };
    let claims_of_entities = claims_of!(entities);
    let claims_of_notes = claims_of!(country_notes);
    let claims_of_pages = claims_of!(pages);

    let names = Names::new(Records {
        texts: &texts,
        operations: &operations,
        entities: &entities,
        countries: &codes,
        country_files: &country_files,
        pages: &pages,
        sources: &sources,
        drafts: left_out.clone(),
        lost: lost.clone(),
    });
    shared_aliases(&entities, &texts, &mut found);
    let mut origins = Origins::new(&sources, &names, &config, &texts, &mut found);
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
    let surroundings = Surroundings {
        operations: &operations,
        entities: &entities,
        pages: &pages,
        country_files: &country_files,
        countries: &codes,
        sources: &sources,
        drafts: &left_out,
        lost: &lost,
    };
    let remembered = memory.as_deref().and_then(|memory| memory.in_these(&surroundings));
    // As many as there will be: growing, the list would for a while be there twice, and it is most of the record.
    let of_operations = operations.par_iter().zip(&claims_of_operations);
    let of_operations = of_operations.map(|(one, own)| own.as_ref().unwrap_or(&one.claims).len());
    let of_others = [&claims_of_entities, &claims_of_notes, &claims_of_pages];
    let count = of_others.into_iter().flatten().map(Vec::len).sum::<usize>();
    let mut claims: Vec<Claim> = Vec::with_capacity(of_operations.sum::<usize>() + count);
    let mut linked_operations: Vec<Operation> = Vec::with_capacity(operations.len());
    let mut found_in_operations = Vec::new();
    let is_kept = memory.is_some();
    let mut unlinked = claims_of_operations.into_iter();
    let mut linked_anew = Vec::new();
    // Some at a time: what is linked takes the room of what was not, and both are large.
    for (batch, part) in operations.chunks(BATCH).enumerate() {
        let unlinked: Vec<_> = unlinked.by_ref().take(part.len()).collect();
        let linked: Vec<(LinkedOperation, Option<LinkedOperation>)> = part
            .par_iter()
            .zip(unlinked)
            .enumerate()
            .map(|(at, (one, own))| {
                let at = batch * BATCH + at;
                if let Some(linked) = remembered.as_ref().and_then(|known| known.of(at, one)) {
                    return (linked, None);
                }
                let claims = own.unwrap_or_else(|| one.claims.clone());
                let at = Ref::new(at);
                let linked = linker.operation(at, one, claims, &country_names, &entities);
                let kept = is_kept.then(|| linked.clone());
                (linked, kept)
            })
            .collect();
        let mut start = claims.len();
        let mut placed = Vec::with_capacity(linked.len());
        for (one, kept) in linked {
            linked_anew.extend(kept.map(|kept| (batch * BATCH + placed.len(), kept)));
            let count = one.linked.claims.len();
            placed.push((one, start));
            start += count;
        }
        let records = part.par_iter().zip(placed);
        let made = records.map(|(record, (one, start))| added(record.clone(), one, start));
        for (operation, mut own, mut found) in made.collect::<Vec<_>>() {
            claims.append(&mut own);
            linked_operations.push(operation);
            found_in_operations.append(&mut found);
        }
    }
    if let Some(memory) = &mut memory {
        memory.keep(&surroundings, linked_anew);
    }
    let linked_entities: Vec<Linked> = entities
        .par_iter()
        .zip(claims_of_entities)
        .enumerate()
        .map(|(at, (one, claims))| {
            linker.file(Subject::Entity(Ref::new(at)), one.file, &one.body, claims, &[])
        })
        .collect();
    let linked_notes: Vec<(CountryCode, Linked)> = country_notes
        .iter()
        .zip(claims_of_notes)
        .filter_map(|(one, claims)| {
            let subject = Subject::Country(names.country(one.code)?);
            Some((one.code, linker.file(subject, one.file, &one.body, claims, &[])))
        })
        .collect();
    let linked_pages: Vec<Linked> = pages
        .iter()
        .zip(claims_of_pages)
        .enumerate()
        .map(|(at, (one, claims))| {
            linker.file(Subject::Page(Ref::new(at)), one.file, &one.body, claims, &[])
        })
        .collect();

    let shown = std::mem::take(&mut origins.shown);
    let kin = std::mem::take(&mut origins.kin);
    let mut site = Site {
        country_names,
        operations: linked_operations,
        entities: Vec::with_capacity(entities.len()),
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
                group: None,
            })
            .collect(),
        pages: Vec::with_capacity(pages.len()),
        claims,
        years: Vec::new(),
        disputes: Vec::new(),
        corrections: Vec::new(),
        static_files,
        lost,
        left_out,
        config,
        texts,
    };

    found.append(&mut found_in_operations);
    for ((record, linked), parent) in entities.into_iter().zip(linked_entities).zip(parents) {
        let body = record.body.clone();
        let (notes, claims, sources) = site.add_file(record.file, body, linked, &mut found);
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
        let (notes, claims, sources) =
            site.add_file(notes.file, notes.body.clone(), linked, &mut found);
        if let Some(country) = site.countries.iter_mut().find(|country| country.code == code) {
            (country.notes, country.claims, country.sources) = (Some(notes), claims, sources);
        }
    }
    for (record, linked) in pages.into_iter().zip(linked_pages) {
        let body = record.body.clone();
        let (notes, claims, sources) = site.add_file(record.file, body, linked, &mut found);
        site.pages.push(Page { record, notes, claims, sources });
    }
    site.link_back(&mut found);
    site.group_sources(&origins);
    (site, found)
}

/// Sorts the sources by key; of two with one key the first is kept and the second a finding.
fn unique_sources(
    mut sources: Vec<(Arc<model::Source>, Arc<Entry>)>,
    texts: &Texts,
    found: &mut Vec<Diagnostic>,
) -> (Vec<Arc<model::Source>>, Vec<Arc<Entry>>) {
    // Stable: of equal keys the one in the first file stays first.
    sources.sort_by(|a, b| a.0.key.cmp(&b.0.key));
    let mut kept: Vec<Arc<model::Source>> = Vec::with_capacity(sources.len());
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
fn shared_aliases(entities: &[Arc<model::Entity>], texts: &Texts, found: &mut Vec<Diagnostic>) {
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

impl Site {
    /// Tells each source that supports a claim which others it is not independent of.
    ///
    /// One that supports none does not lead from one group to another: nothing rests on it.
    fn group_sources(&mut self, origins: &Origins) {
        let mut supports = vec![false; self.sources.len()];
        let citations = self.standing_claims().flat_map(|(_, claim)| claim.citations.iter());
        for citation in citations.filter(|one| !one.is_contrary) {
            supports[citation.source.index()] = true;
        }
        let supporting = (0..self.sources.len()).filter(|at| supports[*at]);
        let supporting: Vec<Ref<Source>> = supporting.map(Ref::new).collect();
        for (at, first) in origins.groups(&supporting).into_iter().enumerate() {
            self.sources[supporting[at].index()].group = Some(supporting[first]);
        }
    }

    /// Adds the claims of a file; gives its notes, the range of its claims and its sources.
    fn add_file(
        &mut self,
        file: FileId,
        body: Arc<Body>,
        mut linked: Linked,
        found: &mut Vec<Diagnostic>,
    ) -> (Notes, Range<usize>, Vec<Ref<Source>>) {
        let start = self.claims.len();
        self.claims.append(&mut linked.claims);
        let claims = start..self.claims.len();
        found.append(&mut linked.found);
        let of_file = &self.claims[claims.clone()];
        let (notes, sources) = notes_of(file, body, linked.targets, of_file, start);
        (notes, claims, sources)
    }
}

/// The claims of a record that nobody else has, taken out of it.
fn own_claims(record: &mut Arc<model::Operation>) -> Option<Vec<Arc<model::Claim>>> {
    Arc::get_mut(record).map(|own| std::mem::take(&mut own.claims))
}

/// The notes and the sources of a file whose claims stand from a place on.
fn notes_of(
    file: FileId,
    body: Arc<Body>,
    targets: Vec<Target>,
    claims: &[Claim],
    start: usize,
) -> (Notes, Vec<Ref<Source>>) {
    let mut of_block = vec![None; body.claims.len()];
    for (at, claim) in claims.iter().enumerate() {
        if let About::Body(block) = claim.record.about {
            of_block[block] = Some(Ref::new(start + at));
        }
    }
    let sources = claims::numbered(claims);
    (Notes { file, body, targets, claims: of_block }, sources)
}

/// An operation whose claims stand from a place on, with these claims and what was found.
fn added(
    record: Arc<model::Operation>,
    linked: LinkedOperation,
    start: usize,
) -> (Operation, Vec<Claim>, Vec<Diagnostic>) {
    let LinkedOperation { linked, countries, entities, related } = linked;
    let Linked { mut claims, targets, found } = linked;
    let (notes, sources) = notes_of(record.file, record.body.clone(), targets, &claims, start);
    let mut facts: Vec<Vec<Ref<Claim>>> =
        record.facts.iter().map(|fact| Vec::with_capacity(fact.values.len())).collect();
    for (at, claim) in claims.iter().enumerate() {
        if let About::Fact(fact, _) = claim.record.about {
            facts[fact].push(Ref::new(start + at));
        }
    }
    let disagreeing: Vec<Vec<usize>> = record.facts.iter().map(disputes::disagreeing).collect();
    for (fact, values) in disagreeing.iter().enumerate() {
        for value in values {
            claims[facts[fact][*value].index() - start].disagrees = true;
        }
    }
    let countries = countries.into_iter().map(|(country, role, claim)| CountryPart {
        country,
        role,
        claim: Ref::new(start + claim),
    });
    let entities = entities.into_iter().map(|(entity, role, claim)| EntityPart {
        entity,
        role,
        claim: Ref::new(start + claim),
    });
    let operation = Operation {
        record,
        notes,
        claims: start..start + claims.len(),
        countries: countries.collect(),
        entities: entities.collect(),
        facts,
        disagreeing,
        sources,
        related,
        related_by: Vec::new(),
        previous: None,
        next: None,
    };
    (operation, claims, found)
}
