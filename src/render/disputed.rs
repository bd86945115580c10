//! Everything that is not agreed on, each version beside the others.

use serde::Serialize;

use super::TemplateError;
use super::claim::{Saying, guest_prefix};
use super::here::Here;
use super::html::Html;
use super::list::{Parts, rows, when};
use super::shell::{About, Link};
use crate::resolve::{Dispute, Subject};
use crate::routes::Route;

#[derive(Debug, Serialize)]
struct View {
    total: usize,
    pages: Vec<Page>,
    parts: Option<Parts>,
}

/// The disputes of one page.
#[derive(Debug, Serialize)]
struct Page {
    /// Its id on this page.
    id: String,
    link: Link,
    when: Option<Html>,
    disputes: Vec<Versions>,
}

/// The versions of one thing.
#[derive(Debug, Serialize)]
struct Versions {
    /// The fact that the values are of; `None` for a sentence.
    label: Option<String>,
    claims: Vec<Html>,
}

pub(super) fn page(here: &Here, part: usize) -> Result<Vec<u8>, TemplateError> {
    let site = here.site;
    let total = site.disputes.len();
    let mut pages: Vec<(Subject, Page)> = Vec::new();
    for dispute in &site.disputes[rows(part, total)] {
        let (subject, versions) = match dispute {
            Dispute::Fact { operation, fact, values } => {
                let name = site[*operation].record.facts.get(*fact).map(|fact| &fact.name.0);
                let claims = values.iter().map(|&value| here.claim("div", value, Saying::Value));
                let label = name.map(|name| here.fact_label(name).to_owned());
                (Subject::Operation(*operation), Versions { label, claims: claims.collect() })
            }
            Dispute::Claim { claim, against } => {
                let all = [*claim].into_iter().chain(against.iter().copied());
                let claims = all.map(|claim| here.claim("div", claim, Saying::Whole)).collect();
                (site[*claim].subject, Versions { label: None, claims })
            }
        };
        if pages.last().is_none_or(|(last, _)| *last != subject) {
            let when = match subject {
                Subject::Operation(at) => Some(when(here.words, &site[at].record.date)),
                Subject::Entity(_) | Subject::Country(_) | Subject::Page(_) => None,
            };
            let disputes = Vec::new();
            // No claim of this page has such an id: they go on after it.
            let id = guest_prefix(site, subject) + "--";
            pages.push((subject, Page { id, link: here.subject_link(subject), when, disputes }));
        }
        if let Some((_, page)) = pages.last_mut() {
            page.disputes.push(versions);
        }
    }
    let view = View {
        total,
        pages: pages.into_iter().map(|(_, page)| page).collect(),
        parts: here.parts(part, total, Route::Disputed),
    };
    let about = About { title: here.words.disputed_claims.clone(), ..About::default() };
    here.renderer.write(here, "disputed.html", about, &view)
}
