//! A figure of the record that is less or more than `assert` in site.yaml asks for.
//!
//! Less: content may have gone missing. More: what wants a second look has piled up. While a file cannot be read
//! nothing is said, since the figures are not those of the record.

use super::Checking;
use crate::config::{Assert, Bound, Figure};
use crate::diag::Code;
use crate::stats::Stats;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    if site.config.asserts.is_empty() || !site.lost.is_empty() {
        return;
    }
    let stats = Stats::new(site, checking.today);
    for Assert { figure, bound, place } in &site.config.asserts {
        let Some(count) = stats.figure(*figure) else { continue };
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
