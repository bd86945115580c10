//! The page that is being written: where its links start, and which claims it has shown.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::Renderer;
use super::words::Words;
use crate::resolve::{Claim, Ref, Site, Source, Subject};
use crate::routes::{Route, relative, route_of};

/// The page that is being written.
pub(super) struct Here<'a> {
    pub(super) renderer: &'a Renderer<'a>,
    pub(super) site: &'a Site,
    pub(super) words: &'a Words,
    /// Its address.
    pub(super) address: String,
    /// What leads to the home page: `../../`, or the site's path on its host.
    pub(super) root: String,
    /// Whether a host shows the page at any depth, so that no link can be relative.
    is_anywhere: bool,
    /// Whether claims stand beside those that they contradict, so that nothing need name these.
    pub(super) is_side_by_side: bool,
    /// Whose page it is, if it is one thing's own.
    pub(super) subject: Option<Subject>,
    /// The claims whose ids are on the page already.
    shown: RefCell<BTreeSet<Ref<Claim>>>,
}

impl<'a> Here<'a> {
    pub(super) fn new(renderer: &'a Renderer<'a>, route: Route) -> Self {
        let address = renderer.routes.address(renderer.site, route);
        let is_anywhere = route == Route::NotFound;
        let root = if is_anywhere {
            renderer.site.config.base_path().to_owned()
        } else {
            "../".repeat(address.matches('/').count().saturating_sub(1))
        };
        let subject = match route {
            Route::Operation(at) => Some(Subject::Operation(at)),
            Route::Entity(at, 0) => Some(Subject::Entity(at)),
            Route::Country(at, 0) => Some(Subject::Country(at)),
            Route::Page(at) => Some(Subject::Page(at)),
            _ => None,
        };
        Self {
            renderer,
            site: renderer.site,
            words: &renderer.words,
            address,
            root,
            is_anywhere,
            is_side_by_side: matches!(route, Route::Disputed(_)),
            subject,
            shown: RefCell::default(),
        }
    }

    /// The link to a route.
    pub(super) fn to(&self, route: Route) -> String {
        self.to_place(&self.renderer.routes.address(self.site, route), "")
    }

    /// The link to the page of a subject, or to a place on it.
    pub(super) fn to_subject(&self, subject: Subject, fragment: &str) -> String {
        if self.subject == Some(subject) && !fragment.is_empty() {
            return fragment_link(fragment);
        }
        self.to_place(&self.renderer.routes.address(self.site, route_of(subject)), fragment)
    }

    /// The link to an address of the site, which starts with `/`, or to a place on it.
    pub(super) fn to_place(&self, address: &str, fragment: &str) -> String {
        let mut link = String::with_capacity(address.len() + 16);
        if self.is_anywhere {
            link.push_str(&self.root);
            push_encoded(&mut link, address.trim_start_matches('/'));
        } else {
            let portable = self.renderer.options.portable;
            push_encoded(&mut link, &relative(&self.address, address, portable));
        }
        if !fragment.is_empty() {
            link.push_str(&fragment_link(fragment));
        }
        link
    }

    /// The address of this page with scheme and host.
    pub(super) fn canonical(&self) -> String {
        self.renderer.absolute(&self.address)
    }

    /// The link to a claim: on this page if it is at home here.
    pub(super) fn to_claim(&self, at: Ref<Claim>) -> String {
        let claim = &self.site[at];
        self.to_subject(claim.subject, &claim.record.id)
    }

    /// Whether a claim is shown here for the first time, so that its id is free.
    pub(super) fn shows_first(&self, at: Ref<Claim>) -> bool {
        self.shown.borrow_mut().insert(at)
    }

    /// Whether a claim has been shown here.
    pub(super) fn has_shown(&self, at: Ref<Claim>) -> bool {
        self.shown.borrow().contains(&at)
    }

    /// The sources that a subject's page numbers, from 1.
    pub(super) fn sources_of(&self, subject: Subject) -> &'a [Ref<Source>] {
        let site: &'a Site = self.site;
        match subject {
            Subject::Operation(at) => &site[at].sources,
            Subject::Entity(at) => &site[at].sources,
            Subject::Country(at) => &site[at].sources,
            Subject::Page(at) => &site[at].sources,
        }
    }

    /// The name of a subject, as a link to it reads.
    pub(super) fn name_of(&self, subject: Subject) -> &'a str {
        let site: &'a Site = self.site;
        match subject {
            Subject::Operation(at) => &site[at].record.title,
            Subject::Entity(at) => &site[at].record.name,
            Subject::Country(at) => site[at].name,
            Subject::Page(at) => &site[at].record.title,
        }
    }
}

/// The link to a place on the same page.
pub(super) fn fragment_link(fragment: &str) -> String {
    let mut link = String::with_capacity(fragment.len() + 1);
    link.push('#');
    push_encoded(&mut link, fragment);
    link
}

/// Appends a path or a fragment; what cannot stand in one is written in hexadecimal.
fn push_encoded(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%?".contains(&byte) {
            out.push(byte.into());
        } else {
            let hex = |digit: u8| char::from_digit(digit.into(), 16).unwrap_or('0');
            out.push('%');
            out.push(hex(byte >> 4).to_ascii_uppercase());
            out.push(hex(byte & 15).to_ascii_uppercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_keeps_what_a_key_is_made_of() {
        assert_eq!(fragment_link("src-a:b.c+d_e-1"), "#src-a:b.c+d_e-1");
        assert_eq!(fragment_link("é \""), "#%C3%A9%20%22");
    }
}
