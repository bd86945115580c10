//! What leads back: contradictions, parts, neighbours, mentions, citing claims, years, disputes, corrections.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::disputes;
use super::site::{Claim, Entity, Operation, Ref, Site, Speaker, Subject, Target, Year};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::model::{About, EntityKind, slug_of};
use crate::yaml::Place;

impl Site {
    /// Fills in all that leads back: contradictions, parts, mentions, citing claims, years, disputes, corrections.
    pub(super) fn link_back(&mut self, found: &mut Vec<Diagnostic>) {
        self.name_bare_links();
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
        let of_operations: Vec<_> = self.newest_first().map(|at| self[at].claims.clone()).collect();
        for at in of_operations.into_iter().flatten().chain(after..self.claims.len()) {
            for citation in self.claims[at].citations.iter() {
                self.sources[citation.source.index()].claims.push(Ref::new(at));
            }
        }
        (self.disputes, self.corrections) =
            rayon::join(|| disputes::disputes(self), || disputes::corrections(self));
    }

    /// Puts names in the texts of claims where `[[amaq]]` stands for one. A claim's id is made before of what was written,
    /// so it stays as it is when the name changes.
    fn name_bare_links(&mut self) {
        let named = self.claims.par_iter().enumerate();
        let named = named.filter_map(|(at, claim)| Some((at, self.with_names(claim)?)));
        for (at, text) in named.collect::<Vec<_>>() {
            Arc::make_mut(&mut self.claims[at].record).text = text;
        }
    }

    /// The text of a claim with names where a bare link stands for one; `None` if none does.
    fn with_names(&self, claim: &Claim) -> Option<String> {
        let About::Body(block) = claim.record.about else { return None };
        let notes = self.notes(claim.subject)?;
        let bare = &notes.body.claims[block].bare;
        if bare.is_empty() {
            return None;
        }
        let mut text = claim.record.text.clone();
        for (link, place) in bare.iter().rev() {
            let name = match notes.targets.get(*link) {
                Some(Target::Subject(subject, _)) => self.name_of(*subject),
                Some(Target::Source(source)) => &self[*source].record.title,
                _ => continue,
            };
            if text.get(place.clone()).is_some() {
                text.replace_range(place.clone(), name);
            }
        }
        Some(text)
    }

    fn link_contradictions(&mut self, found: &mut Vec<Diagnostic>) {
        let claims = self.claims.par_iter().enumerate();
        let contradicting = claims.filter(|(_, claim)| claim.record.contradicts.is_some());
        let contradicting: Vec<_> = contradicting.collect();
        if contradicting.is_empty() {
            return;
        }
        let slugs: BTreeMap<&str, usize> = self
            .operations
            .iter()
            .enumerate()
            .map(|(at, one)| (one.record.slug.as_str(), at))
            .collect();
        let old_slugs: BTreeMap<&str, usize> = self
            .operations
            .iter()
            .enumerate()
            .flat_map(|(at, one)| {
                one.record.aliases.iter().map(move |alias| (alias.0.as_str(), at))
            })
            .collect();
        let mut pairs = Vec::new();
        for (at, claim) in contradicting {
            let Some((target, place)) = claim.record.contradicts.as_deref() else { continue };
            let file = self.file_of(claim.subject);
            let range = match &target.operation {
                None => Some(self.claims_of(claim.subject)),
                Some(slug) => {
                    let at = slugs.get(slug.as_str()).or_else(|| {
                        let at = old_slugs.get(slug.as_str())?;
                        let canonical = &self.operations[*at].record.slug;
                        let message =
                            format!("`{slug}` is an old name of the operation `{canonical}`");
                        let span = place.span(self.texts.get(file));
                        found.push(
                            Diagnostic::new(Code::AliasUsed, file, span, message)
                                .help(format!("write `{canonical}#{}`", target.claim)),
                        );
                        Some(at)
                    });
                    at.map(|at| self.operations[*at].claims.clone())
                }
            };
            let span = |place: &Place| place.span(self.texts.get(file));
            let Some(range) = range else {
                let slug = target.operation.as_deref().unwrap_or_default();
                let path = format!("content/operations/{slug}.md");
                if self.is_lost(&path) {
                    continue;
                }
                if self.left_out.contains(&path) {
                    found.push(super::draft_link(&path, file, span(place)));
                    continue;
                }
                let message = format!("no operation has the slug `{slug}`");
                let help = did_you_mean(slug, slugs.keys().copied());
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
                    let finding = Diagnostic::new(Code::UnknownClaim, file, span(place), message);
                    found.push(match meant_claim(&target.claim, ids.clone()) {
                        Some(id) => {
                            let edit = place.edit(file, self.texts.get(file), &target.claim, id);
                            finding.fix(format!("write `{id}`"), edit)
                        }
                        None => finding.maybe_help(did_you_mean(&target.claim, ids)),
                    });
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
        let operations = self.operations.par_iter();
        let mentions = operations.flat_map_iter(|operation| self.mentions_in(operation));
        for (entity, claim) in mentions.collect::<Vec<_>>() {
            self.entities[entity.index()].mentions.push(claim);
        }
    }

    fn mentions_in(&self, operation: &Operation) -> Vec<(Ref<Entity>, Ref<Claim>)> {
        let notes = &operation.notes;
        let mut mentions = Vec::new();
        for at in operation.claims.clone() {
            let claim = &self.claims[at];
            let About::Body(block) = claim.record.about else { continue };
            let mut named: Vec<Ref<Entity>> = Vec::new();
            if let Some(Speaker::Entity(entity)) = claim.by {
                named.push(entity);
            }
            for link in &notes.body.claims[block].links {
                if let Some(Target::Subject(Subject::Entity(entity), _)) = notes.targets.get(*link)
                    && !named.contains(entity)
                {
                    named.push(*entity);
                }
            }
            mentions.extend(named.into_iter().map(|entity| (entity, Ref::new(at))));
        }
        mentions
    }
}

/// The claim that a malformed id is without doubt a way to write.
pub fn meant_claim<'a>(written: &str, ids: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let slug = written.is_ascii().then(|| slug_of(written)).filter(|slug| slug != written)?;
    ids.into_iter().find(|id| *id == slug)
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
