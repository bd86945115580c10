//! The figures of the record: how much there is, and how much of it wants a second look.
//!
//! `casefile stats` prints them and `assert` in site.yaml sets bounds to them; both take them from here.
//!
//! What was withdrawn still counts as a claim, and as nothing else: it says nothing any more.
//!
//! The record's number of **origins** is the one that a claim would have that cited every source which supports any
//! claim: sources that share a wire or an origin are one group, and so are two that a third, or a chain of them,
//! holds together. A paper that carries both AP and AFP makes one group of all who carry either. So the number never says that
//! more is independent than is, and it can fall when a source is added. The size of the largest group shows how
//! much hangs together.

use std::collections::BTreeMap;

use crate::config::Figure;
use crate::model::EntityKind;
use crate::resolve::{Claim, Country, Dispute, Entity, Operation, Ref, Site, Source};

/// The figures; what can be listed is, in the order of the record.
#[derive(Debug)]
pub struct Stats {
    /// How many operations there are.
    pub operations: usize,
    /// How many claims there are, on whatever page, withdrawn ones too.
    pub claims: usize,
    /// How many sources the claims name, each once for each claim, those against it too.
    pub citations: usize,
    /// How many sources there are.
    pub sources: usize,
    /// How many sources are in each group that is independent of the others, the largest first.
    pub origins: Vec<usize>,
    /// How many countries an operation or a file of notes names.
    pub countries: usize,
    /// How many outlets there are.
    pub outlets: usize,
    /// How many agencies there are.
    pub agencies: usize,
    /// How many platforms there are.
    pub platforms: usize,
    /// How many facts have values that disagree.
    pub disputed_facts: usize,
    /// How many claims are contradicted, or marked as disputed without another that contradicts them.
    pub disputed_claims: usize,
    /// How many claims contradict another.
    pub contradictions: usize,
    /// The claims that no source supports.
    pub uncited: Vec<Ref<Claim>>,
    /// The claims all of whose support is one group of reporting.
    pub single_origin: Vec<Ref<Claim>>,
    /// The claims that rest on what the operation's agencies say of themselves.
    pub self_reported: Vec<Ref<Claim>>,
    /// The claims that were withdrawn.
    pub withdrawn: Vec<Ref<Claim>>,
    /// The sources on the web without an archived copy.
    pub unarchived: Vec<Ref<Source>>,
    /// The operations that were to be looked at again; `None` if no day was given to judge that by.
    pub stale: Option<Vec<Ref<Operation>>>,
    /// How many drafts are left out.
    pub drafts: usize,
}

/// The figures of one country or entity.
#[derive(Debug)]
pub struct Part<T> {
    /// The country or entity.
    pub of: Ref<T>,
    /// How many operations name it.
    pub operations: usize,
    /// How many claims are about it.
    pub claims: usize,
    /// How many of them rest on one origin.
    pub single_origin: usize,
}

impl Stats {
    /// Counts. Operations are stale if the day they name is before `today`.
    pub fn new(site: &Site, today: Option<jiff::civil::Date>) -> Self {
        let claims_where = |is_meant: &dyn Fn(&Claim) -> bool| -> Vec<Ref<Claim>> {
            let standing = site.standing_claims();
            standing.filter(|(_, claim)| is_meant(claim)).map(|(at, _)| at).collect()
        };
        let withdrawn = site.claims.iter().enumerate();
        let withdrawn = withdrawn.filter(|(_, claim)| claim.record.withdrawn.is_some());
        let is_fact = |dispute: &&Dispute| matches!(dispute, Dispute::Fact { .. });
        let disputed_facts = site.disputes.iter().filter(is_fact).count();
        let unarchived = site.sources.iter().enumerate();
        let unarchived = unarchived.filter(|(_, source)| source.record.is_unarchived());
        let stale = |today| {
            let all = site.operations.iter().enumerate();
            all.filter(|(_, operation)| operation.record.stale_since(today).is_some())
                .map(|(at, _)| Ref::new(at))
                .collect()
        };
        Self {
            operations: site.operations.len(),
            claims: site.claim_count(),
            citations: site.claims.iter().map(|claim| claim.citations.len()).sum(),
            sources: site.sources.len(),
            origins: origins(site),
            countries: site.countries.len(),
            outlets: site.entities_of(EntityKind::Outlet).count(),
            agencies: site.entities_of(EntityKind::Agency).count(),
            platforms: site.entities_of(EntityKind::Platform).count(),
            disputed_facts,
            disputed_claims: site.disputes.len() - disputed_facts,
            contradictions: site.claims.iter().filter(|one| one.contradicts.is_some()).count(),
            uncited: claims_where(&|claim| claim.is_uncited),
            single_origin: claims_where(&is_single_origin),
            self_reported: claims_where(&|claim| claim.is_own_statement),
            withdrawn: withdrawn.map(|(at, _)| Ref::new(at)).collect(),
            unarchived: unarchived.map(|(at, _)| Ref::new(at)).collect(),
            stale: today.map(stale),
            drafts: site.left_out.len(),
        }
    }

    /// A figure that can have a bound; `None` if it could not be judged.
    pub fn figure(&self, figure: Figure) -> Option<usize> {
        let count = match figure {
            Figure::Operations => self.operations,
            Figure::Claims => self.claims,
            Figure::Citations => self.citations,
            Figure::Sources => self.sources,
            Figure::Origins => self.origins.len(),
            Figure::Countries => self.countries,
            Figure::Outlets => self.outlets,
            Figure::Agencies => self.agencies,
            Figure::Platforms => self.platforms,
            Figure::Uncited => self.uncited.len(),
            Figure::SingleOrigin => self.single_origin.len(),
            Figure::SelfReported => self.self_reported.len(),
            Figure::Unarchived => self.unarchived.len(),
            Figure::Stale => return self.stale.as_ref().map(Vec::len),
            Figure::Drafts => self.drafts,
        };
        Some(count)
    }
}

fn is_single_origin(claim: &Claim) -> bool {
    claim.origins == 1
}

/// The sizes of the groups of sources that are independent of one another, the largest first.
fn origins(site: &Site) -> Vec<usize> {
    let mut sizes: BTreeMap<Ref<Source>, usize> = BTreeMap::new();
    for first in site.sources.iter().filter_map(|source| source.group) {
        *sizes.entry(first).or_default() += 1;
    }
    let mut sizes: Vec<usize> = sizes.into_values().collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes
}

/// The figures of each country, by name: the claims of its parts in operations and of its notes.
pub fn by_country(site: &Site) -> Vec<Part<Country>> {
    let all = site.countries.iter().enumerate();
    all.map(|(at, country)| {
        let parts = country.operations.iter().flat_map(|(_, claims)| claims).copied();
        let notes = country.claims.clone().map(Ref::new);
        part(site, Ref::new(at), country.operations.len(), parts.chain(notes))
    })
    .collect()
}

/// The figures of each outlet, by name: the claims of its parts in operations, of its notes, and those of operations
/// that link to it or quote it.
pub fn by_outlet(site: &Site) -> Vec<Part<Entity>> {
    site.entities_of(EntityKind::Outlet)
        .map(|(at, outlet)| {
            let parts = outlet.operations.iter().flat_map(|(_, claims)| claims).copied();
            let notes = outlet.claims.clone().map(Ref::new);
            let claims = parts.chain(notes).chain(outlet.mentions.iter().copied());
            part(site, at, outlet.operations.len(), claims)
        })
        .collect()
}

fn part<T>(
    site: &Site,
    of: Ref<T>,
    operations: usize,
    claims: impl Iterator<Item = Ref<Claim>>,
) -> Part<T> {
    let mut part = Part { of, operations, claims: 0, single_origin: 0 };
    for claim in claims.map(|at| &site[at]).filter(|claim| !site.is_prose(claim)) {
        part.claims += 1;
        if claim.record.withdrawn.is_none() && is_single_origin(claim) {
            part.single_origin += 1;
        }
    }
    part
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]
mod tests {
    use std::fs;

    use super::*;
    use crate::resolve::{self, Drafts};

    const SITE: &str =
        "title: Test\npolicy: {archive: allow}\nvocabulary: {origins: {ap: AP, afp: AFP}}\n";

    /// The site of some files below `content/`, which must be without any finding.
    fn site(files: &[(&str, &str)]) -> Site {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [("site.yaml", SITE)].iter().chain(files) {
            let path = folder.path().join("content").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let content = crate::read::content(folder.path(), &BTreeMap::new());
        let (site, found) = resolve::site(content, Drafts::LeaveOut);
        assert_eq!(found, []);
        site
    }

    fn ids(site: &Site, claims: &[Ref<Claim>]) -> Vec<String> {
        claims.iter().map(|at| site[*at].record.id.clone()).collect()
    }

    fn operation(body: &str) -> String {
        format!("---\ntitle: One\ndate: 2018\n---\n\n{body}\n")
    }

    fn sizes_of_origins(sources: &str, body: &str) -> Vec<usize> {
        let files = [("sources/s.yaml", sources), ("operations/one.md", &operation(body))];
        Stats::new(&site(&files), None).origins
    }

    const CHAIN: &str = "
a: {type: article, title: A, origin: ap, parent: {type: newspaper, title: First}}
b: {type: article, title: B, origin: [ap, afp], parent: {type: newspaper, title: Second}}
c: {type: article, title: C, origin: afp, parent: {type: newspaper, title: Third}}
d: {type: article, title: D, parent: {type: newspaper, title: Fourth}}
";

    #[test]
    fn sources_that_hang_together_by_others_are_one_origin_of_the_record() {
        assert_eq!(sizes_of_origins(CHAIN, "One. [@a]\n\nTwo. [@c; @d]"), [1, 1, 1]);
        assert_eq!(sizes_of_origins(CHAIN, "One. [@a]\n\nTwo. [@c; @d]\n\nThree. [@b]"), [3, 1]);
    }

    #[test]
    fn the_record_counts_as_a_claim_that_cites_all_of_it() {
        let all = operation("All. [@d; @c; @b; @a]");
        let site = site(&[("sources/s.yaml", CHAIN), ("operations/one.md", &all)]);
        assert_eq!(site.claims[0].origins, Stats::new(&site, None).origins.len());
        assert_eq!(site.claims[0].origins, 2);
    }

    #[test]
    fn a_source_that_supports_nothing_is_no_origin() {
        let body = "One. [@a; but see @d]\n\nTwo. [@c] {withdrawn=\"2019-01-01: Wrong.\"}";
        assert_eq!(sizes_of_origins(CHAIN, body), [1]);
        assert_eq!(sizes_of_origins(CHAIN, "None. {uncited=\"Nobody says so.\"}"), [0; 0]);
    }

    #[test]
    fn what_was_withdrawn_is_a_claim_and_nothing_else() {
        let body = "One. [@a] {#one}\n\nTwo. [@a] {#two withdrawn=\"2019-01-01: Wrong.\"}\n\nThree. {#three uncited=\"So.\"}\n\nFour. {#four uncited=\"So.\" withdrawn=\"2019-01-01: Wrong.\"}";
        let site = site(&[("sources/s.yaml", CHAIN), ("operations/one.md", &operation(body))]);
        let stats = Stats::new(&site, None);
        assert_eq!((stats.claims, stats.citations), (4, 2));
        assert_eq!(ids(&site, &stats.single_origin), ["one"]);
        assert_eq!(ids(&site, &stats.uncited), ["three"]);
        assert_eq!(ids(&site, &stats.withdrawn), ["two", "four"]);
    }

    #[test]
    fn disputes_are_counted_as_facts_claims_and_contradictions() {
        let one = "---
title: One
date: 2018
facts:
  arrests: [{value: 1, sources: [a]}, {value: 2, sources: [c]}]
---

So. [@a] {#so}

Not so. [@c] {contradicts=so}

Nor so. [@d] {contradicts=so}

Perhaps. [@a] {.disputed}
";
        let site = site(&[("sources/s.yaml", CHAIN), ("operations/one.md", one)]);
        let stats = Stats::new(&site, None);
        let disputed = (stats.disputed_facts, stats.disputed_claims, stats.contradictions);
        assert_eq!(disputed, (1, 2, 2));
    }

    #[test]
    fn the_figures_of_countries_and_outlets_are_those_of_claims_about_them() {
        let one = "---
title: One
date: 2018
countries: [{id: NL, sources: [a]}, {id: NL, role: lead, sources: [a, c]}, {id: BE, sources: [a, d]}]
outlets: [{id: amaq, sources: [a]}]
---

The [agency](outlet:amaq) went silent. [@a; @d]

Nobody was arrested. [@a]
";
        let two = "---\ntitle: Two\ndate: 2019\ncountries: [{id: NL, sources: [d]}]\n---\n";
        let site = site(&[
            ("sources/s.yaml", CHAIN),
            ("operations/one.md", one),
            ("operations/two.md", two),
            ("countries/nl.md", "---\n---\n\nIt has many servers. [@d]\n"),
            ("outlets/amaq.md", "---\nname: Amaq\n---\n\nIt is well known. [@d]\n"),
        ]);
        let figures = |part: &Part<Country>| {
            let code = site[part.of].code.to_string();
            (code, part.operations, part.claims, part.single_origin)
        };
        let by_country: Vec<_> = by_country(&site).iter().map(figures).collect();
        assert_eq!(by_country, [("BE".to_owned(), 1, 1, 0), ("NL".to_owned(), 2, 4, 3)]);
        let by_outlet: Vec<_> = by_outlet(&site)
            .iter()
            .map(|part| (part.operations, part.claims, part.single_origin))
            .collect();
        assert_eq!(by_outlet, [(1, 3, 2)]);
    }

    #[test]
    fn what_is_stale_is_known_only_on_a_day() {
        let one = operation("One. [@a]").replace("date: 2018", "date: 2018\nstale-after: 2025-06");
        let site = site(&[("sources/s.yaml", CHAIN), ("operations/one.md", &one)]);
        let stale = |today| Stats::new(&site, today).figure(Figure::Stale);
        assert_eq!(stale(None), None);
        assert_eq!(stale(Some(jiff::civil::date(2025, 6, 30))), Some(0));
        assert_eq!(stale(Some(jiff::civil::date(2025, 7, 1))), Some(1));
    }
}
