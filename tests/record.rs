//! Holds the record of this repository to what its five first texts say and to the disagreements that it was
//! begun with: a statement or a variant that loses its claim fails a test.
//!
//! `tests/record/index.tsv` maps each to its claims.

#![expect(clippy::unwrap_used, reason = "an index that cannot be read should say so loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::resolve::{Claim, Site};
use casefile::{Checked, Settings, check_site};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const INDEX: &str = include_str!("record/index.tsv");

/// The first texts: the start of their rows, how many rows they have, and their source.
const TEXTS: &[(&str, usize, &str)] = &[
    ("000", 11, "aawsat-2024"),
    ("001", 15, "euronews-2019"),
    ("002", 15, "thenews-pk-2018"),
    ("003", 17, "technadu-2024"),
    ("004", 20, "france24-2018"),
];

/// How many disagreements there are, `C1` and so on.
const CONFLICTS: usize = 39;

/// A line of the index.
struct Entry {
    /// `001-05` or `C16`.
    id: &'static str,
    /// `⟨operation⟩#⟨claim⟩`.
    claims: Vec<&'static str>,
    /// The keys of the sources that stand behind the versions of a disagreement.
    sources: Vec<&'static str>,
}

fn index() -> Vec<Entry> {
    let lines = INDEX.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let mut columns = line.split('\t');
            let id = columns.next().unwrap();
            let mut words = || columns.next().unwrap_or("").split_whitespace().collect();
            Entry { id, claims: words(), sources: words() }
        })
        .collect()
}

fn checked() -> &'static Checked {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    CHECKED.get_or_init(|| check_site(Path::new(ROOT), &Settings::default()))
}

/// Every claim of an operation by `⟨operation⟩#⟨claim⟩`.
fn claims(site: &Site) -> BTreeMap<String, &Claim> {
    let mut claims = BTreeMap::new();
    for operation in &site.operations {
        for claim in &site.claims[operation.claims.clone()] {
            claims.insert(format!("{}#{}", operation.record.slug, claim.record.id), claim);
        }
    }
    claims
}

fn keys<'a>(site: &'a Site, claim: &Claim) -> BTreeSet<&'a str> {
    claim.citations.iter().map(|one| site[one.source].record.key.as_str()).collect()
}

#[test]
fn every_claim_of_the_index_is_in_the_record() {
    let claims = claims(&checked().site);
    let mut lost = Vec::new();
    for entry in index() {
        let gone = entry.claims.iter().filter(|claim| !claims.contains_key(**claim));
        lost.extend(gone.map(|claim| format!("{}: there is no claim {claim}", entry.id)));
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn every_statement_of_the_first_texts_has_a_claim_that_cites_its_text() {
    let site = &checked().site;
    let claims = claims(site);
    let entries: BTreeMap<&str, Entry> =
        index().into_iter().map(|entry| (entry.id, entry)).collect();
    let mut faults = Vec::new();
    for (text, rows, source) in TEXTS {
        for row in 1..=*rows {
            let id = format!("{text}-{row:02}");
            let Some(entry) = entries.get(id.as_str()) else {
                faults.push(format!("{id} is not in the index"));
                continue;
            };
            let mut cited = entry.claims.iter().filter_map(|claim| claims.get(*claim));
            if !cited.any(|claim| keys(site, claim).contains(source)) {
                faults.push(format!("{id}: none of its claims cites {source}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_version_of_every_disagreement_stands_among_the_disputed_with_its_sources() {
    let checked = checked();
    let site = &checked.site;
    let claims = claims(site);
    let shown = disputed_pages(checked);
    let entries: BTreeMap<&str, Entry> =
        index().into_iter().map(|entry| (entry.id, entry)).collect();
    let mut faults = Vec::new();
    for number in 1..=CONFLICTS {
        let id = format!("C{number}");
        let Some(entry) = entries.get(id.as_str()) else {
            faults.push(format!("{id} is not in the index"));
            continue;
        };
        if entry.claims.len() < 2 {
            faults.push(format!("{id} has fewer than two versions"));
        }
        for claim in &entry.claims {
            if !shown.contains(&format!(" data-claim=\"{claim}\"")) {
                faults.push(format!("{id}: {claim} is not on the disputed pages"));
            }
        }
        let cited: BTreeSet<&str> = entry
            .claims
            .iter()
            .filter_map(|claim| claims.get(*claim))
            .flat_map(|claim| keys(site, claim))
            .collect();
        let lost: Vec<_> = entry.sources.iter().filter(|key| !cited.contains(*key)).collect();
        if !lost.is_empty() || entry.sources.is_empty() {
            faults.push(format!("{id}: its versions do not cite {lost:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The HTML of all pages of disputes.
fn disputed_pages(checked: &Checked) -> String {
    let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
    let style = checked.style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, Options::default()).unwrap();
    let pages = Pages::new(Path::new(ROOT), site, routes, theme, &renderer);
    let paths = pages.paths().into_iter().enumerate();
    paths
        .filter(|(_, path)| path.starts_with("disputed/"))
        .map(|(at, _)| String::from_utf8(pages.bytes(at).unwrap()).unwrap())
        .collect()
}
