//! `sources.csv`

use super::{joined, row};
use crate::export::api;
use crate::export::published::Words;
use crate::render::Renderer;
use crate::resolve::Ref;

row! {
    /// A source.
    struct SourceRow {
        /// Its key: what claims cite.
        key: String,
        /// The address of its page.
        permalink: String,
        /// What it is, as Hayagriva calls it: `article`, `web`, `report`, `video` and so on.
        r#type: String,
        /// Its title, in its own language.
        title: String,
        /// Whether the title is the record's own, for want of one.
        title_supplied: bool,
        /// The title in the site's language.
        title_translated: Option<String>,
        /// The tag (BCP 47) of its language.
        language: Option<String>,
        /// Its authors, as they are read.
        authors: String,
        /// The paper, broadcaster or body that published it.
        publisher: Option<String>,
        /// When it was published, in EDTF.
        date: Option<String>,
        /// The earliest day that this can be.
        earliest: Option<String>,
        /// The latest day that this can be.
        latest: Option<String>,
        /// Where it is to be found. An address of a domain that the site does not link to is written so that nothing does.
        url: Option<String>,
        /// When it was last looked at there, in EDTF.
        accessed: Option<String>,
        /// What became of the address: `live`, `dead`, or `usurped` if someone else answers there now.
        url_status: &'static str,
        /// The address of an archived copy.
        archived_url: Option<String>,
        /// When the copy was made, in EDTF.
        archived: Option<String>,
        /// Whose reporting it is: `own`, or the names of wires, agencies and other sources.
        origins: String,
        /// The dispatch or release that it carries; sources with the same one are not independent.
        wire: Option<String>,
        /// A reference to it, in the site's citation style.
        reference: String,
        /// How many claims name it, for or against them.
        claims: usize,
    }
}

/// The sources, by key.
pub(in crate::export) fn rows(renderer: &Renderer) -> impl Iterator<Item = SourceRow> {
    (0..renderer.site().sources.len()).map(|at| {
        let source = api::source_row(renderer, Ref::new(at));
        let (date, days) =
            source.date.map(|date| (date.edtf, (date.earliest, date.latest))).unzip();
        let (earliest, latest) = days.unwrap_or_default();
        let origins = source.origins.iter();
        SourceRow {
            key: source.key,
            permalink: source.permalink.0,
            r#type: source.r#type,
            title: source.title,
            title_supplied: source.title_supplied,
            title_translated: source.title_translated,
            language: source.language,
            authors: joined(&source.authors),
            publisher: source.publisher,
            date,
            earliest: earliest.map(|day| day.0),
            latest: latest.map(|day| day.0),
            url: source.url,
            accessed: source.accessed.map(|date| date.edtf),
            url_status: source.url_status.0.word(),
            archived_url: source.archived_url,
            archived: source.archived.map(|date| date.edtf),
            origins: joined(origins.map(|origin| origin.name.as_deref().unwrap_or("own"))),
            wire: source.wire,
            reference: source.reference,
            claims: source.claim_count,
        }
    })
}
