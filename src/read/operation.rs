//! An operation's front matter and body → an [`Operation`].

use super::claims::Uncited;
use super::lower::Lower;
use super::raw::{
    FactName, RawCited, RawCitedItem, RawCorrection, RawFactValue, RawOperation, RawRelated,
    RawStanding, RawValue,
};
use crate::config::label;
use crate::diag::Code;
use crate::markdown::Body;
use crate::model::{
    About, Cited, CitedItem, CitedList, Claim, Correction, Date, Fact, FactValue, Operation,
    Qualifier, Related, Relation, Status, Value, slug_of,
};
use crate::yaml::{Field, Located, MapOf, OneOrMany, Place, Written};

/// Lowers a file of `operations/`; `None` if it is no operation even when lenient.
pub(super) fn lower(lower: &mut Lower<'_>, mut body: Body) -> Option<Operation> {
    let slug = lower.file_slug();
    let raw: Option<RawOperation> = lower.front_matter_as();
    // A body's own faults are told even when its front matter cannot be read.
    let uncited = Uncited::in_record(lower.config.policy.uncited);
    let in_body = lower.body_claims(&mut body, uncited);
    let raw = raw?;
    lower.missing("the operation", &raw);
    let RawOperation {
        title,
        description,
        date,
        announced,
        status,
        kind,
        aliases,
        countries,
        outlets,
        agencies,
        platforms,
        facts,
        related,
        corrections,
        updated,
        stale_after,
        draft,
        extra: _,
    } = raw;

    let title = lower.filled(title, "title");
    let mut claims = Vec::new();
    let cited = vec![
        lower_list(lower, Cited::Countries, countries, &mut claims),
        lower_list(lower, Cited::Outlets, outlets, &mut claims),
        lower_list(lower, Cited::Agencies, agencies, &mut claims),
        lower_list(lower, Cited::Platforms, platforms, &mut claims),
    ];
    let facts = lower_facts(lower, facts.value().unwrap_or_default(), &mut claims);
    claims.extend(in_body);
    lower.name_claims(&mut claims, &mut body);
    let date = lower.date(date);
    let announced = lower.date(announced);
    let status = lower.word(status, Status::from_word);
    let aliases = lower.slugs(aliases);
    let related = lower_related(lower, related);
    let corrections = lower_corrections(lower, corrections);
    let updated = lower.date(updated);
    let stale_after = lower.located_date(stale_after);

    // What grew has room for more, and a large record has none to spare.
    claims.shrink_to_fit();
    // Only now, so that a bad name of the file hides nothing that is wrong in it.
    Some(Operation {
        slug: slug?,
        file: lower.file,
        // What is missing has its finding; the rest of the operation is still of use to other files.
        title: title.unwrap_or_default(),
        description: description.value(),
        date: date.or_else(|| Date::parse("unknown").ok())?,
        announced,
        status,
        kind: kind.good().map(|kind| (kind.value.0.clone(), kind.place())),
        aliases,
        cited,
        facts,
        related,
        corrections,
        updated,
        stale_after,
        draft: draft.value().unwrap_or(false),
        body: body.into(),
        claims: claims.into_iter().map(Into::into).collect(),
    })
}

fn lower_list<Id: Written>(
    lower: &mut Lower<'_>,
    list: Cited,
    field: Field<Vec<Located<RawCited<Id>>>>,
    claims: &mut Vec<Claim>,
) -> CitedList {
    let given = field.value().unwrap_or_default();
    let mut items = Vec::with_capacity(given.len());
    for Located { value: item, path } in given {
        let (ids, role, standing) = match item {
            RawCited::Bare(id) => {
                (vec![(Some(id.0), Place::Value(path))], Field::Missing, RawStanding::default())
            }
            RawCited::Item(item) => {
                let called = format_args!("an item of `{}`", list.key());
                lower.missing_at(&Place::Value(path.clone()), called, &*item);
                let RawCitedItem {
                    id,
                    role,
                    sources,
                    note,
                    claim,
                    disputed,
                    by,
                    as_of,
                    contradicts,
                    withdrawn,
                    uncited,
                } = *item;
                // Without an id, which has its finding, what else it says is checked all the same.
                let says_more = !role.is_missing() || !sources.is_missing();
                let ids: Vec<_> = match id.value() {
                    Some(ids) => {
                        let places = ids.0.iter().map(Located::place).collect::<Vec<_>>();
                        ids.0.into_iter().map(|id| Some(id.value.0)).zip(places).collect()
                    }
                    None if says_more => vec![(None, Place::Value(path))],
                    None => Vec::new(),
                };
                if let (Some(claim), true) = (claim.as_good(), ids.len() > 1) {
                    let message =
                        format!("one claim id, `{}`, for {} claims", claim.value.0, ids.len());
                    let finding = lower
                        .at(&claim.key_place(), Code::DuplicateId, message)
                        .help("each id of the list is a claim of its own: give them an item each");
                    lower.found.push(finding);
                }
                let standing = RawStanding {
                    sources,
                    note,
                    claim: if ids.len() > 1 { Field::Missing } else { claim },
                    disputed,
                    by,
                    as_of,
                    contradicts,
                    withdrawn,
                    uncited,
                };
                (ids, role, standing)
            }
        };
        let role = role.good().map(|role| (role.value.0.clone(), role.place()));
        for (id, place) in ids {
            let mut text = id.clone().unwrap_or_default();
            if list == Cited::Countries {
                // Kept even if it is none: its sources and its role are checked all the same.
                if let Some(code) = id.and_then(|id| lower.country(&id, &place)) {
                    text = code.to_string();
                }
            } else if id.is_some_and(|id| id.is_empty()) {
                let code = match list {
                    Cited::Agencies => Code::UnknownAgency,
                    Cited::Platforms => Code::UnknownPlatform,
                    Cited::Countries | Cited::Outlets => Code::UnknownOutlet,
                };
                let finding = lower.at(&place, code, "the `id` is empty");
                lower.found.push(finding);
            }
            let mut name = format!("{}-{}", list.singular(), slug_of(&text));
            if let Some((role, _)) = &role {
                name = format!("{name}-{}", slug_of(role));
            }
            let about = About::Cited(list, items.len());
            let claim = lower.front_claim(about, place.clone(), name, &standing);
            claims.push(claim);
            items.push(CitedItem { id: (text, place), role: role.clone() });
        }
    }
    CitedList { list, items }
}

fn lower_facts(
    lower: &mut Lower<'_>,
    facts: MapOf<OneOrMany<RawFactValue>, FactName>,
    claims: &mut Vec<Claim>,
) -> Vec<Fact> {
    let mut lowered: Vec<Fact> = Vec::with_capacity(facts.0.len());
    for (name, values) in facts.0 {
        // Filled in here, so that a value which spells it out is compared with one which does not.
        let default_unit =
            label(&lower.config.vocabulary.facts, &name).and_then(|kind| kind.unit.clone());
        let place = values.key_place();
        let given = values.value.0;
        let mut fact =
            Fact { name: (name.clone(), place), values: Vec::with_capacity(given.len()) };
        for Located { value: raw, path } in given {
            let called = format_args!("a value of the fact `{name}`");
            lower.missing_at(&Place::Value(path.clone()), called, &raw);
            let RawFactValue {
                value,
                qualifier,
                unit,
                place,
                as_of,
                scope,
                sources,
                note,
                claim,
                disputed,
                by,
                contradicts,
                withdrawn,
                uncited,
            } = raw;
            // Without a value the rest is checked all the same.
            let value = value.good().unwrap_or_else(|| Located {
                value: RawValue { text: String::new(), is_number: false },
                path,
            });
            let qualifier = lower.word(qualifier, Qualifier::from_word).unwrap_or_default();
            let as_of = lower.date(as_of);
            let standing = RawStanding {
                sources,
                note,
                claim,
                disputed,
                by,
                as_of: Field::Missing,
                contradicts,
                withdrawn,
                uncited,
            };
            let mut id = format!("fact-{}", slug_of(&name));
            if qualifier != Qualifier::Exactly {
                id = format!("{id}-{}", qualifier.as_str());
            }
            let value_slug = slug_of(&value.value.text);
            if !value_slug.is_empty() {
                id = format!("{id}-{value_slug}");
            }
            let about = About::Fact(lowered.len(), fact.values.len());
            let mut claim = lower.front_claim(about, value.place(), id, &standing);
            claim.as_of = as_of.map(Box::new);
            claims.push(claim);
            fact.values.push(FactValue {
                value: Value { text: value.value.text, is_number: value.value.is_number },
                qualifier,
                unit: unit.value().or_else(|| default_unit.clone()),
                place: place.value().map(|place| place.0),
                as_of,
                scope: scope.value(),
            });
        }
        lowered.push(fact);
    }
    lowered
}

fn lower_related(lower: &mut Lower<'_>, field: Field<Vec<Located<RawRelated>>>) -> Vec<Related> {
    let mut related = Vec::new();
    for Located { value: raw, path } in field.value().unwrap_or_default() {
        lower.missing_at(&Place::Value(path), "a related operation", &raw);
        let RawRelated { operation, relation } = raw;
        // One that is not known has its finding; the operation is looked for all the same.
        let relation = lower.word(relation, Relation::from_word).unwrap_or(Relation::SeeAlso);
        if let Some(operation) = operation.good() {
            let place = operation.place();
            related.push(Related { operation: (operation.value.0, place), relation });
        }
    }
    related
}

fn lower_corrections(
    lower: &mut Lower<'_>,
    field: Field<Vec<Located<RawCorrection>>>,
) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for Located { value: raw, path } in field.value().unwrap_or_default() {
        lower.missing_at(&Place::Value(path), "a correction", &raw);
        let RawCorrection { date, claim, text } = raw;
        // Without a date or a text, which have their findings, the claim is looked for all the same.
        let Some(date) = lower.date(date).or_else(|| Date::parse("unknown").ok()) else { continue };
        let claim = claim.good().map(|claim| (claim.value.clone(), claim.place()));
        corrections.push(Correction { date, claim, text: text.value().unwrap_or_default() });
    }
    corrections
}
