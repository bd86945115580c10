//! What feeds say: claims, each followed by its sources, as XHTML.
//!
//! Nothing here comes from a body's HTML, which need not be XML: a claim of a body is its plain text, as it is in the API.
//!
//! A claim is followed by the names of its sources alone, since many claims rest on the same few: what each is in full is told
//! once, at the end of the entry.

use super::Renderer;
use super::claim::Saying;
use super::here::Here;
use super::html::Html;
use crate::model::About;
use crate::resolve::{Citation, Claim, CorrectionEntry, Operation, Ref, Source};
use crate::routes::{Feed, FeedForm, Route};

impl Renderer<'_> {
    /// An operation with all its claims, those of its text first.
    pub fn operation_in_feed(&self, at: Ref<Operation>) -> String {
        let here = Here::absolute(self);
        let operation = &self.site[at];
        let mut html = Html::default();
        if let Some(description) = &operation.record.description {
            html.raw("<p>").text(description).raw("</p>");
        }
        let is_body = |at: &usize| matches!(self.site.claims[*at].record.about, About::Body(_));
        let body = operation.claims.clone().filter(is_body);
        let rest = operation.claims.clone().filter(|at| !is_body(at));
        for at in body.chain(rest) {
            here.claim_in_feed(Ref::new(at), &operation.sources, &mut html);
        }
        here.sources_in_feed(&operation.sources, &mut html);
        html.0
    }

    /// A correction or withdrawal, with the claim that it is about.
    pub fn correction_in_feed(&self, entry: &CorrectionEntry) -> String {
        let mut html = Html::default();
        html.raw("<p>").text(&entry.text).raw("</p>");
        if let Some(claim) = entry.claim {
            let here = Here::absolute(self);
            let cited = self.site[claim].citations.iter();
            let sources: Vec<_> = cited.map(|citation| citation.source).collect();
            here.claim_in_feed(claim, &sources, &mut html);
            here.sources_in_feed(&sources, &mut html);
        }
        html.0
    }

    /// What a correction is called, with what it was made on.
    pub fn correction_title(&self, entry: &CorrectionEntry) -> String {
        let words = &self.words;
        let label = if entry.is_withdrawal { &words.withdrawal } else { &words.correction };
        words.labelled.filled(&[("label", label), ("value", self.name_of(entry.subject))])
    }

    /// The title of the page of all corrections.
    pub fn corrections_title(&self) -> &str {
        &self.words.corrections
    }

    /// The link from a feed to the theme's style sheet for feeds, if it has one.
    pub fn feed_style(&self, feed: Feed) -> Option<String> {
        const SHEET: &str = "feed.css";
        let here = || Here::new(self, Route::Feed(feed, FeedForm::Atom));
        self.has_asset(SHEET).then(|| here().to_place(&format!("/assets/{SHEET}"), ""))
    }
}

impl Here<'_> {
    /// Appends a claim; `sources` are those of the entry, as they are numbered at its end.
    fn claim_in_feed(&self, at: Ref<Claim>, sources: &[Ref<Source>], html: &mut Html) {
        let claim = &self.site[at];
        let withdrawn = claim.record.withdrawn.is_some();
        html.raw("<div class=\"claim\"><p>");
        html.raw(if withdrawn { "<s>" } else { "" });
        match claim.record.about {
            About::Body(_) => {
                html.text(&claim.record.text);
            }
            About::Cited(..) | About::Fact(..) => self.write_saying(at, Saying::Whole, html),
        }
        html.raw(if withdrawn { "</s> " } else { " " });
        html.link(&self.to_claim(at), "#").raw("</p>");
        self.write_state(at, claim, html);
        if !self.site.is_prose(claim) {
            html.raw("<p class=\"sources\"><small>");
            self.write_own_or_uncited(claim, html);
            for (ordinal, citation) in claim.citations.iter().enumerate() {
                html.raw(if ordinal == 0 { " " } else { " · " });
                self.citation_in_feed(citation, sources, html);
            }
            html.raw("</small></p>");
        }
        html.raw("</div>\n");
    }

    /// Appends the name of a source with its number, what leads there, and where in it.
    fn citation_in_feed(&self, citation: &Citation, sources: &[Ref<Source>], html: &mut Html) {
        if citation.is_contrary {
            html.raw("<strong>").text(&self.words.against).raw("</strong> ");
        } else if !citation.prefix.is_empty() {
            html.raw("<i>").text(&citation.prefix).raw("</i> ");
        }
        if let Some(at) = sources.iter().position(|source| *source == citation.source) {
            html.raw("[").number(at + 1).raw("] ");
        }
        let source = &self.site[citation.source];
        let record = &source.record;
        let author = record.authors.first();
        let name = record.publisher.as_ref().or(author).unwrap_or(&record.title);
        html.raw("<a href=\"").text(&self.to(Route::Source(citation.source, 0))).raw("\">");
        html.name(name, self.words.is_right_to_left()).raw("</a>");
        for locator in citation.locators.iter().filter(|locator| !locator.is_empty()) {
            html.text(&self.words.separator).text(locator);
        }
    }

    /// Appends what sources are in full, numbered.
    fn sources_in_feed(&self, sources: &[Ref<Source>], html: &mut Html) {
        if sources.is_empty() {
            return;
        }
        html.raw("<h2>").text(&self.words.sources).raw("</h2><ol>");
        for at in sources {
            html.raw("<li>");
            self.renderer.source_line(*at).write_brief(self, *at, html);
            html.raw("</li>\n");
        }
        html.raw("</ol>");
    }
}
