//! The fact sheet of an operation.

use serde::Serialize;

use super::TemplateError;
use super::cite::{self, Citations};
use super::claim::{Saying, known};
use super::glance::{self, Line};
use super::here::Here;
use super::html::Html;
use super::list::when;
use super::references::Reference;
use super::shell::{About, Link};
use crate::model::{Cited, Date, EntityKind, Status};
use crate::resolve::{Claim, Operation, Ref, RelatedAs, Subject};
use crate::routes::{ReferenceForm, Route};

#[derive(Debug, Serialize)]
struct View {
    title: String,
    description: Option<String>,
    when: Html,
    announced: Option<Html>,
    status: Option<&'static str>,
    kind: Option<String>,
    glance: Vec<Line>,
    /// Whether items of it bear a mark that has to be explained.
    marks_disputes: bool,
    /// The cited lists that have items: countries, outlets, agencies, platforms.
    lists: Vec<List>,
    facts: Vec<Fact>,
    /// The sections of the body, if they are many.
    contents: Vec<Link>,
    body: Html,
    related: Vec<Related>,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    references: Vec<Reference>,
    corrections: Vec<Correction>,
    /// When it was last revised, if that is known.
    revised: Option<Html>,
    address: String,
    cite: Citations,
    /// The same as files, if they are written.
    cite_files: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct List {
    /// The list's key in content, such as `countries`.
    key: &'static str,
    roles: Vec<Role>,
}

#[derive(Debug, Serialize)]
struct Role {
    label: String,
    claims: Vec<Html>,
}

/// The values of a fact that answer the same question.
#[derive(Debug, Serialize)]
struct Fact {
    label: String,
    /// What the values are about, where others of the fact are about something else.
    question: Option<String>,
    disagrees: bool,
    claims: Vec<Html>,
}

#[derive(Debug, Serialize)]
struct Related {
    /// What this operation is to the other: `follows`, `followed-by`, `part-of`, `includes`, `see-also`.
    relation: &'static str,
    link: Link,
    when: Html,
}

#[derive(Debug, Serialize)]
struct Neighbour {
    link: Link,
    when: Html,
}

#[derive(Debug, Serialize)]
struct Correction {
    when: Html,
    text: String,
    claim: Option<Link>,
}

pub(super) fn page(here: &Here, at: Ref<Operation>) -> Result<Vec<u8>, TemplateError> {
    let site = here.site;
    let operation = &site[at];
    let record = &operation.record;
    let subject = Subject::Operation(at);
    let vocabulary = &site.config.vocabulary;

    // What the record relates to it is not named a second time for its date.
    let relations = || operation.related.iter().chain(&operation.related_by);
    let is_new = |other: &Ref<Operation>| relations().all(|(_, related)| related != other);
    let glance = glance::lines(here, operation);
    let view = View {
        title: record.title.clone(),
        description: record.description.clone(),
        when: when(here.words, &record.date),
        announced: record.announced.as_ref().map(|date| when(here.words, date)),
        status: record.status.map(Status::as_str),
        kind: record.kind.as_ref().map(|(kind, _)| known(&vocabulary.kinds, kind).to_owned()),
        marks_disputes: glance.iter().any(Line::marks_items),
        glance,
        lists: lists(here, operation),
        facts: facts(here, operation),
        contents: here.contents(subject),
        body: here.body(subject),
        related: related(here, operation),
        previous: operation.previous.filter(is_new).map(|other| neighbour(here, other)),
        next: operation.next.filter(is_new).map(|other| neighbour(here, other)),
        references: here.references(subject),
        corrections: corrections(here, operation),
        revised: cite::revised(here, at).map(|date| when(here.words, date)),
        address: here.canonical(),
        cite: cite::of_operation(here, at),
        cite_files: cite_files(here, at),
    };
    let about = About {
        title: record.title.clone(),
        description: record.description.clone(),
        above: vec![(Route::Operations(0), here.words.operations.clone())],
        file: Some(record.file),
        is_unlisted: false,
    };
    here.renderer.write(here, "operation.html", about, &view)
}

fn lists(here: &Here, operation: &Operation) -> Vec<List> {
    let countries = operation.countries.iter().map(|part| (part.role.as_deref(), part.claim));
    let entities = |kind: EntityKind| {
        let of_kind =
            move |part: &&crate::resolve::EntityPart| here.site[part.entity].record.kind == kind;
        let parts = operation.entities.iter().filter(of_kind);
        parts.map(|part| (part.role.as_deref(), part.claim)).collect::<Vec<_>>()
    };
    [
        (Cited::Countries, countries.collect()),
        (Cited::Outlets, entities(EntityKind::Outlet)),
        (Cited::Agencies, entities(EntityKind::Agency)),
        (Cited::Platforms, entities(EntityKind::Platform)),
    ]
    .into_iter()
    .filter(|(_, parts)| !parts.is_empty())
    .map(|(list, parts)| List { key: list.key(), roles: roles(here, list, &parts) })
    .collect()
}

/// The parts of a list by role, roles in the order in which they are first written.
fn roles(here: &Here, list: Cited, parts: &[(Option<&str>, Ref<Claim>)]) -> Vec<Role> {
    let mut order: Vec<Option<&str>> = Vec::new();
    for (role, _) in parts {
        if !order.contains(role) {
            order.push(*role);
        }
    }
    let of_role = |role: Option<&str>| Role {
        label: here.role(list, role).to_owned(),
        claims: parts
            .iter()
            .filter(|part| part.0 == role)
            .map(|part| here.claim("dd", part.1, Saying::Value))
            .collect(),
    };
    order.into_iter().map(of_role).collect()
}

fn facts(here: &Here, operation: &Operation) -> Vec<Fact> {
    let mut shown = Vec::new();
    for (ordinal, fact) in operation.record.facts.iter().enumerate() {
        // Values of different places, times or scopes answer different questions.
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, value) in fact.values.iter().enumerate() {
            let same =
                groups.iter_mut().find(|group| fact.values[group[0]].is_comparable_with(value));
            match same {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        let is_split = groups.len() > 1;
        for group in groups {
            let claim = |value: &usize| operation.facts[ordinal][*value];
            shown.push(Fact {
                label: here.fact_label(&fact.name.0).to_owned(),
                question: is_split
                    .then(|| here.question(&fact.name.0, &fact.values[group[0]]))
                    .filter(|question| !question.is_empty()),
                disagrees: group.iter().any(|value| here.site[claim(value)].disagrees),
                claims: group
                    .iter()
                    .map(|value| here.claim("dd", claim(value), Saying::Value))
                    .collect(),
            });
        }
    }
    shown
}

fn related(here: &Here, operation: &Operation) -> Vec<Related> {
    let related = |(relation, other): (RelatedAs, Ref<Operation>)| Related {
        relation: relation.as_str(),
        link: here.subject_link(Subject::Operation(other)),
        when: when(here.words, &here.site[other].record.date),
    };
    operation.relations().into_iter().map(related).collect()
}

fn cite_files(here: &Here, at: Ref<Operation>) -> Vec<Link> {
    let forms = ReferenceForm::ALL.into_iter().filter(|_| here.site.config.outputs.api);
    let link = |form: ReferenceForm| Link {
        href: here.to(Route::Cite(at, form)),
        text: format!("cite.{}", form.extension()),
    };
    forms.map(link).collect()
}

fn neighbour(here: &Here, other: Ref<Operation>) -> Neighbour {
    let date: &Date = &here.site[other].record.date;
    Neighbour { link: here.subject_link(Subject::Operation(other)), when: when(here.words, date) }
}

fn corrections(here: &Here, operation: &Operation) -> Vec<Correction> {
    let claim_named = |id: &str| {
        let claims = operation.claims.clone().map(Ref::<Claim>::new);
        let mut named = claims.filter(|claim| here.site[*claim].record.id == id);
        named.next().map(|claim| Link { href: here.to_claim(claim), text: here.mention(claim) })
    };
    let corrections = operation.record.corrections.iter().map(|correction| Correction {
        when: when(here.words, &correction.date),
        text: correction.text.clone(),
        claim: correction.claim.as_ref().and_then(|(id, _)| claim_named(id)),
    });
    corrections.collect()
}
