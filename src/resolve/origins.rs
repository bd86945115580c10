//! Which sources are independent of one another.
//!
//! Two sources that share a wire or an origin are not; `own` stands for the source's own publisher. A claim's
//! count of origins is the number of groups that its supporting sources fall into, the record's that of all
//! sources that support a claim.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::names::{Mention, Names, folded};
use super::site::{Origin, Ref, Source};
use crate::config::{Config, label};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::model;
use crate::text::Texts;

/// For each source, the numbers of the wires and origins it belongs to.
#[derive(Debug, Default)]
pub(super) struct Origins {
    tokens: Vec<Vec<u32>>,
    /// The origins as they are shown.
    pub(super) shown: Vec<Vec<Origin>>,
    /// Other sources of the same dispatch, or that one takes from the other.
    pub(super) kin: Vec<Vec<Ref<Source>>>,
}

impl Origins {
    /// Reads the origins of every source; one that is nothing known is a finding.
    pub(super) fn new(
        sources: &[Arc<model::Source>],
        names: &Names<'_>,
        config: &Config,
        texts: &Texts,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut by_wire: BTreeMap<&str, Vec<Ref<Source>>> = BTreeMap::new();
        let mut origins = Self::default();
        // Without its settings the site has no wires at all.
        let no_settings = names.is_lost("content/site.yaml");
        let mut takes_from = vec![Vec::new(); sources.len()];
        for (at, source) in sources.iter().enumerate() {
            let mut own_tokens = Vec::new();
            let mut shown = Vec::new();
            if let Some(wire) = &source.wire {
                own_tokens.push(format!("wire {wire}"));
                by_wire.entry(wire).or_default().push(Ref::new(at));
            }
            for (origin, place) in &source.origins {
                if origin == "own" {
                    let publisher = source.publisher.as_deref().map(folded);
                    own_tokens.push(match publisher {
                        Some(publisher) => format!("own {publisher}"),
                        None => format!("source {}", source.key),
                    });
                    shown.push(Origin::Own);
                } else if let Some(name) = label(&config.vocabulary.origins, origin) {
                    own_tokens.push(format!("origin {origin}"));
                    shown.push(Origin::Wire(name.clone()));
                } else if let Some(agency) = names.agency_of(origin) {
                    own_tokens.push(format!("agency {origin}"));
                    shown.push(Origin::Agency(agency));
                } else if let Some(other) = names.source_of(origin) {
                    own_tokens.push(format!("source {origin}"));
                    shown.push(Origin::Source(other));
                    // A source that names itself is reported with the circles.
                    if other.index() != at {
                        takes_from[at].push(other.index());
                    }
                } else if !no_settings {
                    let file = format!("content/agencies/{origin}.md");
                    if names.is_lost(&file) || names.has_lost("content/sources") {
                        continue;
                    }
                    if names.is_draft(&file) {
                        found.push(names.draft(&file, Mention { file: source.file, place }));
                        continue;
                    }
                    let known = config.vocabulary.origins.iter().map(|(word, _)| word.as_str());
                    let known = known.chain(["own"]).chain(names.agencies_and_sources());
                    let help = did_you_mean(origin, known).unwrap_or_else(|| {
                        "an origin is `own`, a wire of `vocabulary.origins`, an agency's id or a source's key".to_owned()
                    });
                    let span = place.span(texts.get(source.file));
                    let message =
                        format!("no wire of the vocabulary, agency or source is called `{origin}`");
                    found.push(
                        Diagnostic::new(Code::UnknownOrigin, source.file, span, message).help(help),
                    );
                }
            }
            let mut number = |token: String| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *numbers.entry(token).or_insert(next)
            };
            origins.tokens.push(own_tokens.into_iter().map(&mut number).collect());
            origins.shown.push(shown);
        }
        // What a source takes from another is the other's reporting, and so not independent of it.
        for (at, source) in sources.iter().enumerate() {
            if let Some(number) = numbers.get(&format!("source {}", source.key)) {
                origins.tokens[at].push(*number);
            }
        }
        let direct = origins.tokens.clone();
        for at in 0..sources.len() {
            let mut pending = takes_from[at].clone();
            let mut seen = BTreeSet::from([at]);
            while let Some(other) = pending.pop() {
                if seen.insert(other) {
                    origins.tokens[at].extend(&direct[other]);
                    pending.extend(&takes_from[other]);
                }
            }
        }
        origins.kin = vec![Vec::new(); sources.len()];
        for group in by_wire.values() {
            for one in group {
                origins.kin[one.index()].extend(group.iter().filter(|other| *other != one));
            }
        }
        for (at, others) in takes_from.iter().enumerate() {
            for other in others {
                origins.kin[at].push(Ref::new(*other));
                origins.kin[*other].push(Ref::new(at));
            }
        }
        for (at, kin) in origins.kin.iter_mut().enumerate() {
            kin.retain(|other| other.index() != at);
            kin.sort_unstable();
            kin.dedup();
        }
        origins
    }

    /// The number of independent groups among some sources.
    pub(super) fn count(&self, sources: &[Ref<Source>]) -> usize {
        match sources {
            [] | [_] => sources.len(),
            [..] => {
                let groups = self.groups(sources);
                groups.iter().enumerate().filter(|(at, group)| at == *group).count()
            }
        }
    }

    /// For each of some sources, the first of them that is in its group: sources are in one group if they share a
    /// wire or an origin, or if others lead from one to the other by such steps.
    pub(super) fn groups(&self, sources: &[Ref<Source>]) -> Vec<usize> {
        // Each leads to one before it, or is the first of its group.
        let mut before: Vec<usize> = Vec::with_capacity(sources.len());
        let mut first_with = BTreeMap::new();
        for (at, source) in sources.iter().enumerate() {
            before.push(at);
            for token in &self.tokens[source.index()] {
                let other = *first_with.entry(*token).or_insert(at);
                let (one, other) = (first(&mut before, at), first(&mut before, other));
                before[one.max(other)] = one.min(other);
            }
        }
        (0..sources.len()).map(|at| first(&mut before, at)).collect()
    }
}

/// The start of the way that leads back from a place; makes the way shorter for who comes next.
fn first(before: &mut [usize], mut at: usize) -> usize {
    while before[at] != at {
        before[at] = before[before[at]];
        at = before[at];
    }
    at
}
