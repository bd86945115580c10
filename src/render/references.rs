//! The sections of a page, and at its end the numbered list of sources with links back to where each is cited.

use serde::Serialize;

use super::here::{Here, fragment_link};
use super::html::Html;
use super::shell::Link;
use crate::resolve::{Ref, Source, Subject, in_order_of_reading};

/// How many sections a body has before its page lists them.
const WORTH_LISTING: usize = 3;

/// A source in the list at a page's end.
#[derive(Debug, Serialize)]
pub(super) struct Reference {
    id: String,
    line: Html,
    /// The links to the claims of this page that cite it.
    cited: Vec<String>,
}

impl Here<'_> {
    /// The sources of a subject's page, in the order of their numbers.
    pub(super) fn references(&self, subject: Subject) -> Vec<Reference> {
        let site = self.site;
        let claims = match subject {
            Subject::Operation(at) => site[at].claims.clone(),
            Subject::Entity(at) => site[at].claims.clone(),
            Subject::Country(at) => site[at].claims.clone(),
            Subject::Page(at) => site[at].claims.clone(),
        };
        let mut cited: Vec<(Ref<Source>, String)> = Vec::new();
        for claim in in_order_of_reading(&site.claims[claims]) {
            let href = fragment_link(&claim.record.id);
            cited.extend(claim.citations.iter().map(|citation| (citation.source, href.clone())));
        }
        // Stable: the links of one source stay in the order of its claims.
        cited.sort_by_key(|(source, _)| *source);
        let references = self.sources_of(subject).iter().map(|&at| {
            let mut line = Html::default();
            self.renderer.source_line(at).write_brief(self, at, &mut line);
            let start = cited.partition_point(|(source, _)| *source < at);
            let end = cited.partition_point(|(source, _)| *source <= at);
            Reference {
                id: format!("src-{}", site[at].record.key),
                line,
                cited: cited[start..end].iter().map(|(_, href)| href.clone()).collect(),
            }
        });
        references.collect()
    }

    /// The sections of a subject's own page; none if they can be taken in without a list.
    pub(super) fn contents(&self, subject: Subject) -> Vec<Link> {
        let headings = self.site.notes(subject).map_or(&[][..], |notes| &notes.body.headings);
        let sections = headings.iter().filter(|heading| heading.level <= 2);
        let links: Vec<_> = sections
            .map(|heading| Link { href: fragment_link(&heading.id), text: heading.text.clone() })
            .collect();
        if links.len() < WORTH_LISTING { Vec::new() } else { links }
    }
}
