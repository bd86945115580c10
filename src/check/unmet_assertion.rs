//! A figure of the record that is less or more than `assert` in site.yaml asks for.
//!
//! Less: content may have gone missing. More: what wants a second look has piled up. While a file cannot be read
//! nothing is said, since the figures are not those of the record; unless they would be too low with it as well.

use super::Checking;
use crate::config::{Assert, Bound, Figure};
use crate::diag::Code;
use crate::resolve::Site;
use crate::stats::Stats;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    if site.config.asserts.is_empty() {
        return;
    }
    let stats = Stats::new(site, checking.today);
    for Assert { figure, bound, place } in &site.config.asserts {
        let Some(count) = stats.figure(*figure) else { continue };
        let is_certain = match bound {
            Bound::AtLeast(least) => {
                lost(site, *figure).is_some_and(|lost| lost == 0 || count + lost < *least)
            }
            Bound::AtMost(_) => site.lost.is_empty(),
        };
        if !is_certain {
            continue;
        }
        let (asked, help) = match *bound {
            Bound::AtLeast(least) if count < least => {
                (format!("at least {least}"), "look for what went missing, or ask for less")
            }
            Bound::AtMost(most) if count > most => {
                let asked = if most == 0 { "none".to_owned() } else { format!("at most {most}") };
                (asked, "`casefile stats --all` lists them")
            }
            Bound::AtLeast(_) | Bound::AtMost(_) => continue,
        };
        let [one, many] = nouns(*figure);
        let noun = if count == 1 { one } else { many };
        let message = format!("the record has {count} {noun}, and should have {asked}");
        let finding = checking.at(site.config.file, place, Code::UnmetAssertion, message);
        checking.found.push(finding.help(help));
    }
}

/// How many of what a figure counts could not be read; `None` if that cannot be told.
fn lost(site: &Site, figure: Figure) -> Option<usize> {
    let folder = match figure {
        Figure::Operations => "operations",
        Figure::Outlets => "outlets",
        Figure::Agencies => "agencies",
        Figure::Platforms => "platforms",
        _ => return site.lost.is_empty().then_some(0),
    };
    // A folder that could not be read may hold any number.
    let is_file = |path: &&String| path.ends_with(".md");
    if site.lost.iter().any(|path| !is_file(&path) && !path.starts_with("content/static/")) {
        return None;
    }
    let folder = format!("content/{folder}/");
    Some(site.lost.iter().filter(|path| path.starts_with(&folder)).count())
}

/// What a figure counts: one of them, and several.
fn nouns(figure: Figure) -> [&'static str; 2] {
    match figure {
        Figure::Operations => ["operation", "operations"],
        Figure::Claims => ["claim", "claims"],
        Figure::Citations => ["citation", "citations"],
        Figure::Sources => ["source", "sources"],
        Figure::Origins => ["independent origin", "independent origins"],
        Figure::Countries => ["country", "countries"],
        Figure::Outlets => ["outlet", "outlets"],
        Figure::Agencies => ["agency", "agencies"],
        Figure::Platforms => ["platform", "platforms"],
        Figure::Uncited => ["claim without a source", "claims without a source"],
        Figure::SingleOrigin => ["claim with a single origin", "claims with a single origin"],
        Figure::SelfReported => {
            ["claim on the agencies' own word alone", "claims on the agencies' own word alone"]
        }
        Figure::Unarchived => {
            ["source without an archived copy", "sources without an archived copy"]
        }
        Figure::Stale => {
            ["operation past its `stale-after`", "operations past their `stale-after`"]
        }
        Figure::Drafts => ["draft left out", "drafts left out"],
    }
}
