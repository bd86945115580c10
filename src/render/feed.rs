//! What feeds say: claims, each followed by its sources, as XHTML.
//!
//! Nothing here comes from a body's HTML, which need not be XML: a claim of a body is its plain text, as it is in the API.

use super::Renderer;
use super::claim::Saying;
use super::here::Here;
use super::html::Html;
use crate::model::About;
use crate::resolve::{Claim, CorrectionEntry, Operation, Ref};
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
            here.claim_in_feed(Ref::new(at), &mut html);
        }
        html.0
    }

    /// A correction or withdrawal, with the claim that it is about.
    pub fn correction_in_feed(&self, entry: &CorrectionEntry) -> String {
        let mut html = Html::default();
        html.raw("<p>").text(&entry.text).raw("</p>");
        if let Some(claim) = entry.claim {
            Here::absolute(self).claim_in_feed(claim, &mut html);
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
    fn claim_in_feed(&self, at: Ref<Claim>, html: &mut Html) {
        let claim = &self.site[at];
        let withdrawn = claim.record.withdrawn.as_ref();
        html.raw("<div class=\"claim\"><p>");
        html.raw(if withdrawn.is_some() { "<s>" } else { "" });
        match claim.record.about {
            About::Body(_) => {
                html.text(&claim.record.text);
            }
            About::Cited(..) | About::Fact(..) => self.write_saying(at, Saying::Whole, html),
        }
        html.raw(if withdrawn.is_some() { "</s> " } else { " " });
        if let Some(withdrawal) = withdrawn {
            let said = self.words.dated(&self.words.withdrawn, &withdrawal.date);
            html.raw("<b>").text(&said).raw("</b> ").text(&withdrawal.reason).raw(" ");
        } else if claim.is_disputed() {
            html.raw("<b>").text(&self.words.disputed).raw("</b> ");
        }
        if let Some(reason) = claim.record.uncited.as_ref().filter(|_| claim.is_uncited) {
            html.raw("<b>").text(&self.words.uncited_because).raw("</b> ").text(reason).raw(" ");
        }
        html.link(&self.to_claim(at), "#").raw("</p>");
        if !claim.citations.is_empty() {
            html.raw("<ol>");
            for citation in &claim.citations {
                html.raw("<li>");
                if citation.is_contrary {
                    html.raw("<strong>").text(&self.words.against).raw("</strong> ");
                } else if !citation.prefix.is_empty() {
                    html.raw("<i>").text(&citation.prefix).raw("</i> ");
                }
                let line = self.renderer.source_line(citation.source);
                line.write_located(self, citation.source, &citation.locators, html);
                html.raw("</li>");
            }
            html.raw("</ol>");
        }
        html.raw("</div>\n");
    }
}
