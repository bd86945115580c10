//! The claims, links and parts of one file, with references that land.

use std::sync::Arc;

use super::claims::Claims;
use super::links::Links;
use super::names::{Mention, Names};
use super::origins::Origins;
use super::site::{Claim, Country, Entity, Operation, Ref, Subject, Target};
use crate::config::{Config, label};
use crate::diag::Diagnostic;
use crate::markdown::Body;
use crate::model::{self, Cited, CountryCode, CountryNames, EntityKind};
use crate::text::{FileId, Texts};

/// The claims and links of one file, with references that land.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    pub(super) claims: Vec<Claim>,
    pub(super) targets: Vec<Target>,
    pub(super) found: Vec<Diagnostic>,
}

/// An operation, with references that land; claims by their ordinal in the file.
#[derive(Clone, Debug)]
pub(super) struct LinkedOperation {
    pub(super) linked: Linked,
    pub(super) countries: Vec<(Ref<Country>, Option<String>, usize)>,
    pub(super) entities: Vec<(Ref<Entity>, Option<String>, usize)>,
    pub(super) related: Vec<(model::Relation, Ref<Operation>)>,
}

pub(super) struct Linker<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) origins: &'a Origins,
    pub(super) texts: &'a Texts,
    pub(super) config: &'a Config,
    pub(super) parents: &'a [Option<Ref<Entity>>],
}

impl Linker<'_> {
    pub(super) fn file(
        &self,
        subject: Subject,
        file: FileId,
        body: &Body,
        claims: Vec<Arc<model::Claim>>,
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
        let claims = claims.into_iter().map(|claim| linker.link(claim, &mut found)).collect();
        Linked { claims, targets, found }
    }

    pub(super) fn operation(
        &self,
        at: Ref<Operation>,
        operation: &model::Operation,
        claims: Vec<Arc<model::Claim>>,
        country_names: &CountryNames,
        all: &[Arc<model::Entity>],
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
                let name = if item.id.0.is_empty() {
                    // That there is no id has its finding.
                    ""
                } else if let Some(kind) = kind {
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
            self.file(Subject::Operation(at), file, &operation.body, claims, &agencies);
        for (claim, text) in linked.claims.iter_mut().zip(texts) {
            Arc::make_mut(&mut claim.record).text = text;
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
