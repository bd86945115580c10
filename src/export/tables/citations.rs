//! `citations.csv`

use super::{joined, row};
use crate::export::api;
use crate::render::Renderer;

row! {
    /// A source of a claim.
    struct CitationRow {
        /// The claim's key: what `claims.csv` calls it.
        claim: String,
        /// The source's key: what `sources.csv` calls it.
        source: String,
        /// Which of the claim's sources it is, in the order cited, from 1.
        position: usize,
        /// Whether it is named against the claim, and not counted as support.
        contrary: bool,
        /// The words before it, such as `see also`.
        prefix: Option<String>,
        /// Where in the source, such as `para. 4`.
        locators: String,
        /// The passages of the source that the claim rests on, as far as that can be told; each is a line.
        quotes: String,
    }
}

/// The sources of all claims, in the order of the claims.
pub(in crate::export) fn rows(renderer: &Renderer) -> impl Iterator<Item = CitationRow> {
    let site = renderer.site();
    api::claims(site).into_iter().flat_map(move |at| {
        let key = api::key_of(site, at);
        let citations = api::citations_of(renderer, at).into_iter().enumerate();
        citations.map(move |(ordinal, cited)| {
            // A passage may be of several lines; here each is one.
            let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let quotes = cited.quotes.iter().map(|quote| line(&quote.text));
            CitationRow {
                claim: key.clone(),
                source: cited.source,
                position: ordinal + 1,
                contrary: cited.contrary,
                prefix: cited.prefix,
                locators: joined(&cited.locators),
                quotes: quotes.collect::<Vec<_>>().join("\n"),
            }
        })
    })
}
