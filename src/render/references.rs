//! The numbered list of sources at a page's end, each with links back to where it is cited.

use serde::Serialize;

use super::here::{Here, fragment_link};
use super::html::Html;
use crate::resolve::{Ref, Source, Subject, in_order_of_reading};

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

    /// The body of a subject's own page.
    pub(super) fn body(&self, subject: Subject) -> Html {
        let Some(notes) = self.site.notes(subject) else { return Html::default() };
        let hooks = super::hooks::PageHooks { here: self, subject, notes };
        Html(crate::markdown::write_html(
            self.site.texts.get(notes.file),
            &notes.body,
            self.site.config.raw_html,
            &hooks,
            crate::markdown::Extent::Whole,
        ))
    }
}
