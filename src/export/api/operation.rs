//! Operations.

use super::claim::{Claim, claims_of};
use super::common::{Date, Link, api_address, label_of};
use super::source::{SourceRow, row as source_row};
use crate::export::published::{Address, Word, published};
use crate::model::{EntityKind, Status};
use crate::render::Renderer;
use crate::resolve::{self, Ref, RelatedAs, Site, Subject};
use crate::routes::{Api, Route};

published! {
    /// An operation in short.
    struct OperationRow {
        /// Its id: the last part of its address.
        id: String,
        /// The address of its page.
        permalink: Address,
        /// The address of all that is known of it, as JSON.
        api: Address,
        /// Its title.
        title: String,
        /// A line or two on it.
        description: Option<String>,
        /// When it took place.
        date: Date,
        /// When it was made known.
        announced: Option<Date>,
        /// How far it is.
        status: Option<Word<Status>>,
        /// What kind of operation it is, a word of the site's vocabulary.
        kind: Option<String>,
        /// The kind in words.
        kind_label: Option<String>,
        /// The countries that took part, in the order written; one for each role.
        countries: Vec<Part>,
        /// The outlets that it was directed against.
        outlets: Vec<Part>,
        /// The agencies that took part.
        agencies: Vec<Part>,
        /// The platforms that were used or took part.
        platforms: Vec<Part>,
        /// How many claims there are on it.
        claim_count: usize,
        /// How many sources these cite.
        source_count: usize,
        /// Whether any of its claims is disputed.
        disputed: bool,
        /// When the record of it was last revised.
        updated: Option<Date>,
    }

    /// An operation with its claims and sources.
    struct Operation {
        + row: OperationRow,
        /// Ids that it had before; their addresses lead to it.
        former_ids: Vec<String>,
        /// Other operations that the record relates to it.
        related: Vec<Related>,
        /// The operation before it in time among those that share an outlet with it.
        previous: Option<Link>,
        /// The operation after it in time among those that share an outlet with it.
        next: Option<Link>,
        /// What was put right since it was first published.
        corrections: Vec<Correction>,
        /// Every claim: its parts, its facts, then its text, each in the order written.
        claims: Vec<Claim>,
        /// Every source that these cite, in the order in which its page numbers them, from 1.
        sources: Vec<SourceRow>,
    }

    /// A part that a country, an outlet, an agency or a platform had.
    struct Part {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// The role that it had, a word of the site's vocabulary.
        role: Option<String>,
        /// The role in words.
        role_label: Option<String>,
        /// The key of the claim that it had the part.
        claim: String,
    }

    /// An operation that another is related to.
    struct Related {
        /// What this one is to the other.
        relation: Word<RelatedAs>,
        /// The other one.
        operation: Link,
    }

    /// Something that was put right.
    struct Correction {
        /// When.
        date: Date,
        /// The key of the claim that it is about.
        claim: Option<String>,
        /// What was changed and why.
        text: String,
    }
}

crate::export::published::words! { RelatedAs }

/// An operation in short.
pub(in crate::export) fn row(renderer: &Renderer, at: Ref<resolve::Operation>) -> OperationRow {
    let site = renderer.site();
    let operation = &site[at];
    let record = &operation.record;
    let claims = || site.claims[operation.claims.clone()].iter();
    let kind = record.kind.as_ref().map(|(kind, _)| kind);
    let entities = |kind| {
        let of_kind =
            operation.entities.iter().filter(move |part| site[part.entity].record.kind == kind);
        let parts = of_kind.map(|part| {
            part_of(renderer, Subject::Entity(part.entity), part.role.as_deref(), part.claim)
        });
        parts.collect()
    };
    OperationRow {
        id: record.slug.to_string(),
        permalink: Address(renderer.permalink(Route::Operation(at))),
        api: api_address(renderer, Api::Operation(at)),
        title: record.title.clone(),
        description: record.description.clone(),
        date: Date::new(&record.date),
        announced: record.announced.as_ref().map(Date::new),
        status: record.status.map(Word),
        kind: kind.cloned(),
        kind_label: kind.map(|kind| label_of(&site.config.vocabulary.kinds, kind)),
        countries: operation
            .countries
            .iter()
            .map(|part| {
                part_of(renderer, Subject::Country(part.country), part.role.as_deref(), part.claim)
            })
            .collect(),
        outlets: entities(EntityKind::Outlet),
        agencies: entities(EntityKind::Agency),
        platforms: entities(EntityKind::Platform),
        claim_count: claims().filter(|claim| !site.is_prose(claim)).count(),
        source_count: operation.sources.len(),
        disputed: claims().any(resolve::Claim::is_disputed),
        updated: record.updated.as_ref().map(Date::new),
    }
}

/// An operation with its claims and sources.
pub(super) fn whole(renderer: &Renderer, at: Ref<resolve::Operation>) -> Operation {
    let site = renderer.site();
    let operation = &site[at];
    let record = &operation.record;
    let subject = Subject::Operation(at);
    let link = |other: Ref<resolve::Operation>| Link::new(renderer, Subject::Operation(other));
    Operation {
        row: row(renderer, at),
        former_ids: record.aliases.iter().map(|(slug, _)| slug.to_string()).collect(),
        related: operation
            .relations()
            .into_iter()
            .map(|(relation, other)| Related { relation: Word(relation), operation: link(other) })
            .collect(),
        previous: operation.previous.map(link),
        next: operation.next.map(link),
        corrections: record
            .corrections
            .iter()
            .map(|correction| Correction {
                date: Date::new(&correction.date),
                claim: correction
                    .claim
                    .as_ref()
                    .and_then(|(id, _)| site.claim_named(subject, id))
                    .map(|claim| super::key_of(site, claim)),
                text: correction.text.clone(),
            })
            .collect(),
        claims: claims_of(renderer, subject),
        sources: operation.sources.iter().map(|source| source_row(renderer, *source)).collect(),
    }
}

fn part_of(
    renderer: &Renderer,
    subject: Subject,
    role: Option<&str>,
    claim: Ref<resolve::Claim>,
) -> Part {
    let site: &Site = renderer.site();
    Part {
        id: super::common::id_of(site, subject),
        name: renderer.name_of(subject).to_owned(),
        role: role.map(str::to_owned),
        role_label: role.map(|role| label_of(&site.config.vocabulary.roles, role)),
        claim: super::key_of(site, claim),
    }
}
