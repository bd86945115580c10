//! The page that is being written: where its links start, and which claims it has shown.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::Renderer;
use super::guests::ROOT;
use super::words::Words;
use crate::model::language;
use crate::resolve::{Claim, Ref, Site, Source, Subject};
use crate::routes::{Route, relative, route_of};

/// The page that is being written.
pub(super) struct Here<'a> {
    pub(super) renderer: &'a Renderer<'a>,
    pub(super) site: &'a Site,
    pub(super) words: &'a Words,
    /// What it is.
    pub(super) route: Route,
    /// Its address.
    pub(super) address: String,
    /// What leads to the home page: `../../`, or the site's path on its host.
    pub(super) root: String,
    /// Whether links cannot be relative to the page: a host shows it at any depth, or it is no page yet.
    is_anywhere: bool,
    /// Whether links to pages name `index.html`.
    is_portable: bool,
    /// Whether claims stand beside those that they contradict, so that nothing need name these.
    pub(super) is_side_by_side: bool,
    /// Whether it is the search page.
    pub(super) is_search: bool,
    /// Whose page it is, if it is one thing's own.
    pub(super) subject: Option<Subject>,
    /// The claims whose ids are on the page already.
    shown: RefCell<BTreeSet<Ref<Claim>>>,
    /// The subject that was last linked to, with the link.
    last_link: RefCell<Option<(Subject, String)>>,
}

impl<'a> Here<'a> {
    pub(super) fn new(renderer: &'a Renderer<'a>, route: Route) -> Self {
        let address = renderer.routes.address(renderer.site, route);
        let (is_anywhere, root) = match route {
            Route::NotFound => (true, renderer.site.config.base_path().to_owned()),
            _ => (false, "../".repeat(address.matches('/').count().saturating_sub(1))),
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
            route,
            address,
            root,
            is_anywhere,
            is_portable: renderer.options.portable,
            is_side_by_side: matches!(route, Route::Disputed(_)),
            is_search: route == Route::Search,
            subject,
            shown: RefCell::default(),
            last_link: RefCell::default(),
        }
    }

    /// No page yet: links start with what a page puts its own way to the home page for.
    pub(super) fn of_guests(renderer: &'a Renderer<'a>) -> Self {
        Self {
            is_anywhere: true,
            root: ROOT.into(),
            subject: None,
            ..Self::new(renderer, Route::Home)
        }
    }

    /// A language as the site's language calls it.
    pub(super) fn language_name(&self, tag: &str) -> String {
        language::name_in(&self.site.config.language, tag)
    }

    /// No page of the site: links have scheme and host.
    pub(super) fn absolute(renderer: &'a Renderer<'a>) -> Self {
        Self {
            is_anywhere: true,
            // Where a claim is to be found does not depend on how the site is read.
            is_portable: false,
            root: renderer.site.config.base_url.clone(),
            subject: None,
            ..Self::new(renderer, Route::Home)
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
        // Links to one page come in rows: those of a claim's markers, of a group of claims.
        let mut last = self.last_link.borrow_mut();
        if last.as_ref().is_none_or(|(of, _)| *of != subject) {
            *last = Some((subject, self.to(route_of(subject))));
        }
        let mut link = last.as_ref().map_or_else(String::new, |(_, link)| link.clone());
        if !fragment.is_empty() {
            link.push('#');
            push_encoded(&mut link, fragment);
        }
        link
    }

    /// The link to an address of the site, which starts with `/`, or to a place on it.
    pub(super) fn to_place(&self, address: &str, fragment: &str) -> String {
        let mut link = String::with_capacity(self.root.len() + address.len() + 16);
        let portable = self.is_portable;
        // What lies in another folder is reached by way of the home page.
        if self.is_anywhere || (!self.root.is_empty() && folder(address) != folder(&self.address)) {
            link.push_str(&self.root);
            push_encoded(&mut link, address.trim_start_matches('/'));
            link.push_str(if portable && address.ends_with('/') { "index.html" } else { "" });
        } else {
            push_encoded(&mut link, &relative(&self.address, address, portable));
        }
        if !fragment.is_empty() {
            link.push_str(&fragment_link(fragment));
        }
        link
    }

    /// The address of this page with scheme and host.
    pub(super) fn canonical(&self) -> String {
        self.renderer.link_to(&self.address)
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
        site.sources_of(subject)
    }

    /// The name of a subject, as a link to it reads.
    pub(super) fn name_of(&self, subject: Subject) -> &'a str {
        let site: &'a Site = self.site;
        site.name_of(subject)
    }
}

impl Renderer<'_> {
    /// The link to an address of the site, with scheme and host.
    pub fn link_to(&self, address: &str) -> String {
        let mut link = self.site.config.base_url.clone();
        push_encoded(&mut link, address.trim_start_matches('/'));
        link
    }
}

/// The first folder of an address.
fn folder(address: &str) -> Option<&str> {
    address.strip_prefix('/')?.split_once('/').map(|(folder, _)| folder)
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
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !STANDS[byte as usize]) {
        out.push_str(&rest[..at]);
        let end = rest[at..].bytes().position(|byte| STANDS[byte as usize]);
        let end = end.map_or(rest.len(), |long| at + long);
        for byte in rest[at..end].bytes() {
            let hex = |digit: u8| char::from_digit(digit.into(), 16).unwrap_or('0');
            out.push('%');
            out.push(hex(byte >> 4).to_ascii_uppercase());
            out.push(hex(byte & 15).to_ascii_uppercase());
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
}

/// The bytes that stand for themselves in an address.
static STANDS: [bool; 256] = {
    let mut stands = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        stands[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let marks = b"-._~!$&'()*+,;=:@/%?";
    let mut at = 0;
    while at < marks.len() {
        stands[marks[at] as usize] = true;
        at += 1;
    }
    stands
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_keeps_what_a_key_is_made_of() {
        assert_eq!(fragment_link("src-a:b.c+d_e-1"), "#src-a:b.c+d_e-1");
        assert_eq!(fragment_link("é \""), "#%C3%A9%20%22");
    }
}
