//! `claims.csv`

use super::{joined, row};
use crate::export::api;
use crate::export::published::Words;
use crate::model::Qualifier;
use crate::render::Renderer;

row! {
    /// A claim.
    struct ClaimRow {
        /// Its key, unique in the record: the path of its page and its id. What `citations.csv` calls it.
        key: String,
        /// Its address.
        permalink: String,
        /// What it belongs to: `operation`, `outlet`, `agency`, `platform`, `country` or `page`.
        subject_type: &'static str,
        /// The id of what it belongs to.
        subject_id: String,
        /// The name or title of what it belongs to.
        subject_name: String,
        /// What it is: a passage of `text`, a `part` that someone or something had in an operation, or a `fact` with a value.
        r#type: &'static str,
        /// What it says, in the site's language.
        text: String,
        /// What had the part: `country`, `outlet`, `agency` or `platform`.
        part_type: Option<&'static str>,
        /// The id of who or what had the part.
        part_id: Option<String>,
        /// The name of who or what had the part.
        part_name: Option<String>,
        /// The role, a word of the site's vocabulary.
        role: Option<String>,
        /// The fact, a word of the site's vocabulary.
        fact: Option<String>,
        /// The fact's value, a number as YAML reads it.
        value: Option<String>,
        /// The value as a number, if it is one.
        number: Option<serde_json::Number>,
        /// How exact the value is: `exactly`, `about`, `at-least`, `more-than`, `up-to` or `fewer-than`.
        qualifier: Option<&'static str>,
        /// What is counted.
        unit: Option<String>,
        /// The place that the value holds for: a country's code in capitals, or a name.
        place: Option<String>,
        /// What the value covers.
        scope: Option<String>,
        /// The time that the claim holds for, in EDTF.
        as_of: Option<String>,
        /// The name of who says so, if it is not the record itself.
        by: Option<String>,
        /// A remark of the editor.
        note: Option<String>,
        /// How many sources support it.
        reports: usize,
        /// How many independent groups these fall into.
        origins: usize,
        /// The keys of the sources that support it, in the order cited.
        sources: String,
        /// The keys of the sources that are named against it.
        contrary_sources: String,
        /// Whether all of its support is what the operation's own agencies say.
        own_statement: bool,
        /// Whether it is disputed in any way.
        disputed: bool,
        /// Whether it is a value of a fact that another value disagrees with.
        disagrees: bool,
        /// The key of the claim that it contradicts.
        contradicts: Option<String>,
        /// The keys of the claims that contradict it.
        contradicted_by: String,
        /// When it was withdrawn, in EDTF; empty for a claim that stands.
        withdrawn: Option<String>,
        /// Why it was withdrawn.
        withdrawn_reason: Option<String>,
        /// Whether no source supports it.
        uncited: bool,
        /// Why no source supports it, if an editor gave a reason.
        uncited_reason: Option<String>,
    }
}

/// The claims, those of operations first.
pub(in crate::export) fn rows(renderer: &Renderer) -> impl Iterator<Item = ClaimRow> {
    api::claims(renderer.site()).into_iter().map(|at| {
        let claim = api::claim(renderer, at);
        let cited = |contrary: bool| {
            let all = claim.sources.iter().filter(move |cited| cited.contrary == contrary);
            joined(all.map(|cited| &cited.source))
        };
        let (sources, contrary_sources) = (cited(false), cited(true));
        let (part_type, part_id, part_name) = match claim.part {
            Some(part) => (Some(part.r#type.0.word()), Some(part.id), Some(part.name)),
            None => (None, None, None),
        };
        let (withdrawn, withdrawn_reason) =
            claim.withdrawn.map(|one| (one.date.edtf, one.reason)).unzip();
        ClaimRow {
            key: claim.key,
            permalink: claim.permalink.0,
            subject_type: claim.subject.r#type.0.word(),
            subject_id: claim.subject.id,
            subject_name: claim.subject.name,
            r#type: claim.r#type.0.word(),
            text: claim.text,
            part_type,
            part_id,
            part_name,
            role: claim.role,
            fact: claim.fact,
            value: claim.value,
            number: claim.number,
            qualifier: claim.qualifier.map(|qualifier| Qualifier::as_str(qualifier.0)),
            unit: claim.unit,
            place: claim.place,
            scope: claim.scope,
            as_of: claim.as_of.map(|date| date.edtf),
            by: claim.by.map(|by| by.name),
            note: claim.note,
            reports: claim.reports,
            origins: claim.origins,
            sources,
            contrary_sources,
            own_statement: claim.own_statement,
            disputed: claim.disputed,
            disagrees: claim.disagrees,
            contradicts: claim.contradicts,
            contradicted_by: joined(&claim.contradicted_by),
            withdrawn,
            withdrawn_reason,
            uncited: claim.uncited,
            uncited_reason: claim.uncited_reason,
        }
    })
}
