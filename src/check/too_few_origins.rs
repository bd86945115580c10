//! A value of a fact that rests on fewer independent origins than the policy asks for.
//!
//! Ten papers that carry one dispatch are one origin; `policy.min-origins: {arrests: 2}` asks for two.

use super::Checking;
use crate::diag::{Code, did_you_mean};

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    let floors = &site.config.policy.min_origins;
    for (fact, least) in floors {
        if crate::config::label(&site.config.vocabulary.facts, fact).is_none() {
            let known = site.config.vocabulary.facts.iter().map(|(word, _)| word.as_str());
            let message = format!("the vocabulary has no fact `{fact}`");
            checking.found.push(
                checking.at(site.config.file, &least.key_place(), Code::UnknownFact, message).help(
                    did_you_mean(fact, known).unwrap_or_else(|| {
                        "add it to `vocabulary.facts`, or take this out".to_owned()
                    }),
                ),
            );
        }
    }
    for operation in &site.operations {
        for (fact, claims) in operation.record.facts.iter().zip(&operation.facts) {
            let Some((_, least)) = floors.iter().find(|(name, _)| *name == fact.name.0) else {
                continue;
            };
            for claim in claims {
                let claim = &site[*claim];
                // Without any source it is an uncited claim already.
                if claim.is_uncited || claim.origins >= least.value {
                    continue;
                }
                let message = format!(
                    "`{}` rests on {} independent {}, and the policy asks for {}",
                    fact.name.0,
                    claim.origins,
                    if claim.origins == 1 { "origin" } else { "origins" },
                    least.value
                );
                checking.found.push(
                    checking
                        .at(
                            operation.record.file,
                            &claim.record.place,
                            Code::TooFewOrigins,
                            message,
                        )
                        .help("add a source whose reporting is its own"),
                );
            }
        }
    }
}
