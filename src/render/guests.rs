//! Body claims as they stand on other pages: written once, for all pages that they are guests on.
//!
//! A claim is a guest on the page of each of its sources, of each entity it links to, among the disputed. To
//! parse its body for each of them would take longer than all else.

use std::sync::OnceLock;

use super::Renderer;
use super::here::Here;
use super::hooks::PageHooks;
use super::html::Html;
use crate::markdown;
use crate::model::About;
use crate::resolve::{Claim, Ref, Site, Subject};

/// What stands in a guest's links for the way from its page to the home page.
///
/// Just behind the quotation mark of an attribute nothing else puts it: content has no such mark that is not escaped.
pub(super) const ROOT: &str = "\u{fdd0}";
const ROOT_SIGN: char = '\u{fdd0}';

/// The insides of all body claims, each with those of its body once one of them is asked for.
#[derive(Debug)]
pub(super) struct Guests(Vec<OnceLock<Box<str>>>);

impl Guests {
    pub(super) fn new(claims: usize) -> Self {
        Self((0..claims).map(|_| OnceLock::new()).collect())
    }

    /// Appends the inside of a body's claim to a page.
    pub(super) fn write(&self, here: &Here, at: Ref<Claim>, out: &mut Html) {
        if self.0[at.index()].get().is_none() {
            self.fill(here.renderer, at);
        }
        let inside = self.0[at.index()].get().map_or("", |inside| inside);
        let mut parts = inside.split(ROOT_SIGN);
        let mut before = parts.next().unwrap_or_default();
        out.raw(before);
        for part in parts {
            // Elsewhere the sign is an author's.
            if before.ends_with('"') {
                out.text(&here.root);
            } else {
                out.0.push(ROOT_SIGN);
            }
            out.raw(part);
            before = part;
        }
    }

    fn fill(&self, renderer: &Renderer, at: Ref<Claim>) {
        let site = renderer.site;
        let subject = site[at].subject;
        let Some(notes) = site.notes(subject) else { return };
        let missing = self.missing(site, subject);
        let here = Here::of_guests(renderer);
        let hooks = PageHooks { here: &here, subject, notes };
        let insides = markdown::write_claims(
            site.texts.get(notes.file),
            &notes.body,
            site.config.raw_html,
            &hooks,
            &missing.ordinals,
        );
        self.keep(missing, insides);
    }

    /// The body claims of a subject that are not written yet.
    fn missing(&self, site: &Site, subject: Subject) -> Missing {
        let mut missing = Missing::default();
        for claim in site.claims_of(subject) {
            if let About::Body(ordinal) = site.claims[claim].record.about
                && self.0[claim].get().is_none()
            {
                missing.claims.push(claim);
                missing.ordinals.push(ordinal);
            }
        }
        missing
    }

    fn keep(&self, missing: Missing, insides: Vec<String>) {
        for (claim, inside) in missing.claims.into_iter().zip(insides) {
            // Two threads may have come here at once; they wrote the same.
            let _ = self.0[claim].set(inside.into_boxed_str());
        }
    }
}

/// Claims whose insides are to be written.
#[derive(Default)]
struct Missing {
    claims: Vec<usize>,
    /// Their ordinals in their body.
    ordinals: Vec<usize>,
}

impl Here<'_> {
    /// The body of a subject's own page. Parsed for it, the body gives its claims for other pages too.
    pub(super) fn body(&self, subject: Subject) -> Html {
        let (renderer, site) = (self.renderer, self.site);
        let Some(notes) = site.notes(subject) else { return Html::default() };
        let missing = renderer.guests.missing(site, subject);
        let there = Here::of_guests(renderer);
        let (whole, insides) = markdown::write_both(
            site.texts.get(notes.file),
            &notes.body,
            site.config.raw_html,
            &PageHooks { here: self, subject, notes },
            (&missing.ordinals, &PageHooks { here: &there, subject, notes }),
        );
        renderer.guests.keep(missing, insides);
        Html(whole)
    }
}
