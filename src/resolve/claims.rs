//! What a claim cites, who says it, and how many independent reports it stands on.

use std::sync::Arc;

use super::names::{Bare, Mention, Names};
use super::origins::Origins;
use super::site::{Citation, Claim, Entity, Origin, Ref, Source, Speaker, Subject};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::model::{self, About, By, EntityKind};
use crate::text::{FileId, Texts};

/// Links the claims of one file.
pub(super) struct Claims<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) origins: &'a Origins,
    pub(super) texts: &'a Texts,
    pub(super) file: FileId,
    pub(super) subject: Subject,
    /// The agencies of the operation and all that those belong to: none for other subjects.
    pub(super) agencies: &'a [Ref<Entity>],
    /// For each agency among the entities, what it belongs to.
    pub(super) parents: &'a [Option<Ref<Entity>>],
}

impl Claims<'_> {
    /// Links a claim; what it contradicts is left for when every claim is known.
    pub(super) fn link(&self, mut record: Arc<model::Claim>, found: &mut Vec<Diagnostic>) -> Claim {
        let mut citations: Vec<Citation> = Vec::with_capacity(record.citations.len());
        let mut markers: Vec<(usize, Ref<Source>)> = Vec::new();
        let (mut cites_for, mut cites_against) = (false, false);
        // Taken out if nobody else has them: linked, they are needed no more, and are many.
        let written = match Arc::get_mut(&mut record) {
            Some(own) => std::mem::take(&mut own.citations),
            None => record.citations.clone(),
        };
        for citation in written {
            let is_contrary = citation.is_contrary();
            *(if is_contrary { &mut cites_against } else { &mut cites_for }) = true;
            let (key, place) = &citation.key;
            let at = Mention { file: self.file, place };
            let Some(source) = self.names.source(key.as_str(), at, found) else { continue };
            markers.extend(citation.cluster.map(|cluster| (cluster, source)));
            let known = citations.iter_mut().find(|one| one.source == source);
            let locator = citation.locator;
            match known {
                Some(known) => {
                    if known.is_contrary != is_contrary {
                        let message =
                            format!("the claim cites `{key}` for itself and against itself");
                        let span = place.span(self.texts.get(self.file));
                        found.push(
                            Diagnostic::new(Code::RepeatedEntry, self.file, span, message).help(
                                "keep one of the two, or make a claim of what it says against this one",
                            ),
                        );
                    }
                    // It counts as support.
                    known.is_contrary &= is_contrary;
                    if !locator.is_empty() && !known.locators.contains(&locator) {
                        known.locators.push(locator);
                    }
                }
                None => citations.push(Citation {
                    source,
                    is_contrary,
                    prefix: citation.prefix,
                    locators: Some(locator).filter(|one| !one.is_empty()).into_iter().collect(),
                }),
            }
        }
        let support: Vec<Ref<Source>> =
            citations.iter().filter(|one| !one.is_contrary).map(|one| one.source).collect();
        let by = record
            .by
            .as_deref()
            .and_then(|(by, place)| self.speaker(by, Mention { file: self.file, place }, found));
        Claim {
            subject: self.subject,
            reports: support.len(),
            origins: self.origins.count(&support),
            is_own_statement: self.is_own_statement(&support),
            // A key that is not known is a finding of its own; the claim was meant to be cited.
            is_uncited: support.is_empty() && !cites_for,
            cites: cites_for || cites_against,
            cites_against,
            markers: markers.into(),
            by,
            contradicts: None,
            contradicted_by: Vec::new(),
            disagrees: false,
            citations: citations.into(),
            record,
        }
    }

    /// Whether every origin of every source is an agency of the operation or belongs to one.
    fn is_own_statement(&self, support: &[Ref<Source>]) -> bool {
        let is_ours = |origin: &Origin| match origin {
            Origin::Agency(agency) => {
                let mut at = Some(*agency);
                // As many steps as there are entities: a circle of parents is a finding, not a loop.
                for _ in 0..self.parents.len() {
                    let Some(agency) = at else { return false };
                    if self.agencies.contains(&agency) {
                        return true;
                    }
                    at = self.parents[agency.index()];
                }
                false
            }
            Origin::Own | Origin::Wire(_) | Origin::Source(_) => false,
        };
        !self.agencies.is_empty()
            && !support.is_empty()
            && support.iter().all(|source| {
                let origins = &self.origins.shown[source.index()];
                !origins.is_empty() && origins.iter().all(is_ours)
            })
    }

    fn speaker(&self, by: &By, at: Mention<'_>, found: &mut Vec<Diagnostic>) -> Option<Speaker> {
        match by {
            By::Name(name) => Some(Speaker::Name(name.clone())),
            By::Id { kind, id } => {
                match EntityKind::ALL.into_iter().find(|one| one.as_str() == kind) {
                    Some(kind) => self.names.entity(kind, id, at, found).map(Speaker::Entity),
                    None => self.names.source(id, at, found).map(Speaker::Source),
                }
            }
            By::Word { word, may_be_name } => {
                let meant: Vec<Bare> = self
                    .names
                    .bare(word)
                    .into_iter()
                    .filter(|one| !matches!(one, Bare::Operation(_)))
                    .collect();
                match meant.as_slice() {
                    [] if *may_be_name => Some(Speaker::Name(word.clone())),
                    [] if Names::bare_files(word).any(|file| self.names.is_lost(&file))
                        || self.names.has_lost("content/sources") =>
                    {
                        None
                    }
                    [] => {
                        let span = at.place.span(self.texts.get(at.file));
                        let message = format!("nothing has the id `{word}`");
                        let help = did_you_mean(word, self.names.bare_ids());
                        found.push(
                            Diagnostic::new(Code::InvalidValue, at.file, span, message)
                                .maybe_help(help)
                                .help(format!("a name is written in quotes: `by=\"{word}\"`")),
                        );
                        None
                    }
                    [Bare::Entity(_, entity)] => Some(Speaker::Entity(*entity)),
                    [Bare::Source(source)] => Some(Speaker::Source(*source)),
                    several => {
                        let ids: Vec<_> =
                            several.iter().map(|one| format!("`{}:{word}`", one.kind())).collect();
                        let span = at.place.span(self.texts.get(at.file));
                        let message = format!("`{word}` names more than one thing");
                        found.push(
                            Diagnostic::new(Code::AmbiguousId, at.file, span, message)
                                .help(format!("write one of {}", ids.join(", "))),
                        );
                        None
                    }
                }
            }
        }
    }
}

/// The sources of a page's claims, each once, in the order first cited: the body is read first.
pub(super) fn numbered(claims: &[Claim]) -> Vec<Ref<Source>> {
    let mut seen = std::collections::BTreeSet::new();
    let mut sources = Vec::new();
    for citation in in_order_of_reading(claims).flat_map(|claim| claim.citations.iter()) {
        if seen.insert(citation.source) {
            sources.push(citation.source);
        }
    }
    sources
}

/// Claims as they follow each other on their page: those of the body, then those of the front matter.
pub(crate) fn in_order_of_reading(claims: &[Claim]) -> impl Iterator<Item = &Claim> {
    let is_body = |claim: &&Claim| matches!(claim.record.about, About::Body(_));
    claims.iter().filter(is_body).chain(claims.iter().filter(move |claim| !is_body(claim)))
}
