//! The figures as JSON, for other programs: README.md says what each key means.
//!
//! Structs of their own, so that a rename inside cannot change what others read. Every key is always there.

use serde::Serialize;

use super::Figures;
use crate::diag::Severity;
use crate::resolve::{Claim, Country, Entity, Ref};
use crate::stats::{self, Part};

#[derive(Debug, Serialize)]
struct Root<'a> {
    judged_on: String,
    errors: usize,
    warnings: usize,
    unread: Vec<&'a str>,
    figures: Counts,
    countries: Vec<CountryRow<'a>>,
    outlets: Vec<OutletRow<'a>>,
    uncited: Vec<UncitedRow<'a>>,
    single_origin: Vec<ClaimRow<'a>>,
    self_reported: Vec<ClaimRow<'a>>,
    withdrawn: Vec<WithdrawnRow<'a>>,
    unarchived: Vec<SourceRow<'a>>,
    stale: Vec<StaleRow<'a>>,
    drafts: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Counts {
    operations: usize,
    claims: usize,
    citations: usize,
    sources: usize,
    origins: usize,
    largest_origin: usize,
    countries: usize,
    outlets: usize,
    agencies: usize,
    platforms: usize,
    uncited: usize,
    single_origin: usize,
    self_reported: usize,
    withdrawn: usize,
    disputed_facts: usize,
    disputed_claims: usize,
    contradictions: usize,
    unarchived: usize,
    stale: usize,
    drafts: usize,
}

#[derive(Debug, Serialize)]
struct CountryRow<'a> {
    code: String,
    name: &'a str,
    operations: usize,
    claims: usize,
    single_origin: usize,
}

#[derive(Debug, Serialize)]
struct OutletRow<'a> {
    id: &'a str,
    name: &'a str,
    operations: usize,
    claims: usize,
    single_origin: usize,
}

#[derive(Debug, Serialize)]
struct ClaimRow<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    claim: &'a str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct UncitedRow<'a> {
    #[serde(flatten)]
    claim: ClaimRow<'a>,
    reason: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct WithdrawnRow<'a> {
    #[serde(flatten)]
    claim: ClaimRow<'a>,
    date: Option<String>,
    reason: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct SourceRow<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    source: &'a str,
    url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct StaleRow<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    operation: &'a str,
    stale_after: String,
}

/// The figures and everything they count that can be listed.
pub(super) fn of(figures: &Figures<'_>) -> Result<String, String> {
    let Figures { site, report, today, stats } = figures;
    let stale = stats.stale.as_deref().unwrap_or_default();
    let claims = |list: &[Ref<Claim>]| list.iter().map(|at| claim(figures, *at)).collect();
    let root = Root {
        judged_on: today.to_string(),
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        unread: site.lost.iter().map(String::as_str).collect(),
        figures: Counts {
            operations: stats.operations,
            claims: stats.claims,
            citations: stats.citations,
            sources: stats.sources,
            origins: stats.origins.len(),
            largest_origin: stats.origins.first().copied().unwrap_or_default(),
            countries: stats.countries,
            outlets: stats.outlets,
            agencies: stats.agencies,
            platforms: stats.platforms,
            uncited: stats.uncited.len(),
            single_origin: stats.single_origin.len(),
            self_reported: stats.self_reported.len(),
            withdrawn: stats.withdrawn.len(),
            disputed_facts: stats.disputed_facts,
            disputed_claims: stats.disputed_claims,
            contradictions: stats.contradictions,
            unarchived: stats.unarchived.len(),
            stale: stale.len(),
            drafts: stats.drafts,
        },
        countries: stats::by_country(site).iter().map(|part| country(figures, part)).collect(),
        outlets: stats::by_outlet(site).iter().map(|part| outlet(figures, part)).collect(),
        uncited: stats
            .uncited
            .iter()
            .map(|at| UncitedRow {
                claim: claim(figures, *at),
                reason: site[*at].record.uncited.as_deref(),
            })
            .collect(),
        single_origin: claims(&stats.single_origin),
        self_reported: claims(&stats.self_reported),
        withdrawn: stats
            .withdrawn
            .iter()
            .map(|at| {
                let withdrawal = site[*at].record.withdrawn.as_ref();
                WithdrawnRow {
                    claim: claim(figures, *at),
                    date: withdrawal.map(|one| one.date.to_string()),
                    reason: withdrawal.map(|one| one.reason.as_str()),
                }
            })
            .collect(),
        unarchived: stats
            .unarchived
            .iter()
            .map(|at| {
                let record = &site[*at].record;
                let (file, at) = figures.place(record.file, &record.place);
                SourceRow {
                    file,
                    line: at.line,
                    column: at.column,
                    source: record.key.as_str(),
                    url: record.url.as_ref().map(|url| url.address.as_str()),
                }
            })
            .collect(),
        stale: stale
            .iter()
            .filter_map(|at| {
                let record = &site[*at].record;
                let (date, place) = record.stale_after.as_ref()?;
                let (file, at) = figures.place(record.file, place);
                Some(StaleRow {
                    file,
                    line: at.line,
                    column: at.column,
                    operation: record.slug.as_str(),
                    stale_after: date.to_string(),
                })
            })
            .collect(),
        drafts: site.left_out.iter().map(String::as_str).collect(),
    };
    let text = serde_json::to_string_pretty(&root);
    text.map(|text| text + "\n").map_err(|error| format!("failed to write JSON ({error})"))
}

fn claim<'a>(figures: &'a Figures<'_>, claim: Ref<Claim>) -> ClaimRow<'a> {
    let (file, at) = figures.place_of(claim);
    let record = &figures.site[claim].record;
    ClaimRow { file, line: at.line, column: at.column, claim: &record.id, text: &record.text }
}

fn country<'a>(figures: &'a Figures<'_>, part: &Part<Country>) -> CountryRow<'a> {
    let country = &figures.site[part.of];
    CountryRow {
        code: country.code.to_string(),
        name: country.name,
        operations: part.operations,
        claims: part.claims,
        single_origin: part.single_origin,
    }
}

fn outlet<'a>(figures: &'a Figures<'_>, part: &Part<Entity>) -> OutletRow<'a> {
    let record = &figures.site[part.of].record;
    OutletRow {
        id: record.id.as_str(),
        name: &record.name,
        operations: part.operations,
        claims: part.claims,
        single_origin: part.single_origin,
    }
}
