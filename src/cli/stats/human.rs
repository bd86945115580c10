//! The figures for people: at most 80 columns where the content's own words allow it, names last so that no script
//! disturbs a column.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::super::counted;
use super::Figures;
use crate::diag::visible;
use crate::resolve::{Claim, Ref};
use crate::stats::{self, Part};
use crate::text::LineCol;

/// How much of a list is shown unless all is asked for.
const FIRST: usize = 10;

/// How many characters of a claim are shown.
const TEXT: usize = 74;

/// The figures, then what they count.
pub(super) fn of(figures: &Figures<'_>, all: bool) -> String {
    let mut page = Page { figures, all, text: String::new() };
    page.extent();
    page.lacks();
    page.parts();
    page.lists();
    page.text
}

struct Page<'a> {
    figures: &'a Figures<'a>,
    all: bool,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text += line.trim_end();
        self.text.push('\n');
    }

    fn figure(&mut self, name: &str, count: usize, note: &str) {
        self.line(&format!("{name:<14}{count:>8}  {note}"));
    }

    fn extent(&mut self) {
        let stats = &self.figures.stats;
        self.figure("operations", stats.operations, "");
        self.figure("claims", stats.claims, "");
        self.figure("citations", stats.citations, "");
        self.figure("sources", stats.sources, "");
        let largest = match stats.origins.first() {
            Some(&largest) if largest > 1 => format!("; the largest has {largest} sources"),
            Some(_) | None => String::new(),
        };
        let largest = format!("independent groups{largest}");
        self.figure("origins", stats.origins.len(), &largest);
        self.figure("countries", stats.countries, "");
        self.figure("outlets", stats.outlets, "");
        self.figure("agencies", stats.agencies, "");
        self.figure("platforms", stats.platforms, "");
        self.line("");
    }

    fn lacks(&mut self) {
        let stats = &self.figures.stats;
        let stale = stats.stale.as_ref().map_or(0, Vec::len);
        let today = format!("operations past their `stale-after` on {}", self.figures.today);
        self.figure("uncited", stats.uncited.len(), "claims without a source");
        self.figure("single-origin", stats.single_origin.len(), "claims that rest on one origin");
        let own = "claims on the agencies' own word alone";
        self.figure("self-reported", stats.self_reported.len(), own);
        self.figure("withdrawn", stats.withdrawn.len(), "claims that no longer stand");
        let disputed = format!(
            "{}, {}; {}",
            counted(stats.disputed_facts, "fact"),
            counted(stats.disputed_claims, "claim"),
            counted(stats.contradictions, "contradiction")
        );
        let disputes = stats.disputed_facts + stats.disputed_claims;
        self.figure("disputed", disputes, &disputed);
        let unarchived = "sources on the web without an archived copy";
        self.figure("unarchived", stats.unarchived.len(), unarchived);
        self.figure("stale", stale, &today);
        self.figure("drafts", stats.drafts, "files left out");
    }

    fn parts(&mut self) {
        let site = self.figures.site;
        let countries = stats::by_country(site);
        self.table("country", "countries", countries, |part| site[part.of].name.to_owned());
        let outlets = stats::by_outlet(site);
        self.table("outlet", "outlets", outlets, |part| site[part.of].record.name.clone());
    }

    /// Those with the most operations first.
    fn table<T>(
        &mut self,
        one: &str,
        many: &str,
        mut parts: Vec<Part<T>>,
        name: impl Fn(&Part<T>) -> String,
    ) {
        if parts.is_empty() {
            return;
        }
        // Stable: of equal ones those before by name stay before.
        parts.sort_by_key(|part| Reverse((part.operations, part.claims)));
        self.line("");
        self.line(&format!(
            "{:>10}  {:>8}  {:>13}  {one}",
            "operations", "claims", "single-origin"
        ));
        let shown = self.shown(parts.len());
        for part in &parts[..shown] {
            let Part { of: _, operations, claims, single_origin } = part;
            let name = visible(&name(part));
            self.line(&format!("{operations:>10}  {claims:>8}  {single_origin:>13}  {name}"));
        }
        self.more(parts.len(), &format!("more {many}"), "");
    }

    fn lists(&mut self) {
        let figures = self.figures;
        let (site, stats) = (figures.site, &figures.stats);
        let claim = |at: Ref<Claim>| {
            let record = &site[at].record;
            let (path, place) = figures.place_of(at);
            let mut entry = vec![line_of(path, place), short(&record.text)];
            entry.extend(record.uncited.as_ref().map(|reason| format!("uncited: {reason}")));
            let withdrawn = record.withdrawn.as_ref();
            entry.extend(withdrawn.map(|one| format!("withdrawn {}: {}", one.date, one.reason)));
            entry
        };
        self.list("Claims without a source", &stats.uncited, claim);
        if self.all {
            self.list("Claims that rest on one origin", &stats.single_origin, claim);
            self.list("Claims on the agencies' own word alone", &stats.self_reported, claim);
        }
        self.list("Withdrawn claims", &stats.withdrawn, claim);
        if self.all {
            self.list("Sources without an archived copy", &stats.unarchived, |at| {
                let record = &site[at].record;
                let (path, place) = figures.place(record.file, &record.place);
                vec![line_of(path, place), record.key.to_string()]
            });
        }
        let stale = stats.stale.as_deref().unwrap_or_default();
        self.list("Operations past their `stale-after`", stale, |at| {
            let record = &site[at].record;
            let Some((date, place)) = &record.stale_after else { return Vec::new() };
            let (path, place) = figures.place(record.file, place);
            vec![line_of(path, place), date.to_string()]
        });
        let drafts: Vec<&String> = site.left_out.iter().collect();
        self.list("Drafts left out", &drafts, |path| vec![path.clone()]);
    }

    /// A list: for each thing where it is, and below that what is to be said of it.
    fn list<T: Copy>(&mut self, title: &str, all: &[T], entry: impl Fn(T) -> Vec<String>) {
        if all.is_empty() {
            return;
        }
        self.line("");
        self.line(&format!("{title}:"));
        let shown = self.shown(all.len());
        for one in &all[..shown] {
            for (at, text) in entry(*one).iter().enumerate() {
                let indent = if at == 0 { "  " } else { "    " };
                self.line(&format!("{indent}{}", visible(text)));
            }
        }
        self.more(all.len(), "more", "  ");
    }

    fn shown(&self, total: usize) -> usize {
        if self.all { total } else { total.min(FIRST) }
    }

    fn more(&mut self, total: usize, what: &str, indent: &str) {
        let left = total - self.shown(total);
        if left > 0 {
            // A `String` takes whatever is written to it.
            let _ = writeln!(self.text, "{indent}… and {left} {what}: `--all` lists them");
        }
    }
}

fn line_of(path: &str, at: LineCol) -> String {
    format!("{path}:{}:{}", at.line, at.column)
}

/// The start of a text.
fn short(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((end, _)) => text[..end].trim_end().to_owned() + "…",
        None => text.to_owned(),
    }
}
