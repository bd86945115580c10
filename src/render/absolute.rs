//! What exports take from pages: the words of claims and references, with addresses that hold anywhere.

use super::Renderer;
use super::claim::Saying;
use super::here::Here;
use super::html::Html;
use crate::model::About;
use crate::resolve::{Claim, Ref, Site, Source, Speaker, Subject};
use crate::routes::{Route, route_of};

impl<'a> Renderer<'a> {
    /// The site that is rendered.
    pub fn site(&self) -> &'a Site {
        self.site
    }

    /// The address of a route, with scheme and host.
    pub fn permalink(&self, route: Route) -> String {
        self.link_to(&self.routes.address(self.site, route))
    }

    /// The address of a subject's page, with scheme and host.
    pub fn subject_permalink(&self, subject: Subject) -> String {
        self.permalink(route_of(subject))
    }

    /// The address of a claim, with scheme and host.
    pub fn claim_permalink(&self, at: Ref<Claim>) -> String {
        Here::absolute(self).to_claim(at)
    }

    /// What a claim says in plain words, with all that tells it from others.
    pub fn statement(&self, at: Ref<Claim>) -> String {
        Here::absolute(self).statement(at)
    }

    /// What a claim says as HTML, without its footer; links have scheme and host.
    pub fn statement_html(&self, at: Ref<Claim>) -> String {
        let here = Here::absolute(self);
        let mut html = Html::default();
        match self.site[at].record.about {
            About::Body(_) => self.guests.write(&here, at, &mut html),
            About::Cited(..) | About::Fact(..) => {
                html.raw("<p>");
                here.write_saying(at, Saying::Whole, &mut html);
                html.raw("</p>");
            }
        }
        html.0.trim().to_owned()
    }

    /// The name of who says so.
    pub fn speaker(&self, speaker: &Speaker) -> String {
        Here::absolute(self).speaker(speaker).to_owned()
    }

    /// The name of a subject, as a link to it reads.
    pub fn name_of(&self, subject: Subject) -> &str {
        Here::absolute(self).name_of(subject)
    }

    /// A source's reference as plain text, in the site's citation style.
    pub fn reference(&self, at: Ref<Source>) -> &str {
        &self.source_line(at).text
    }
}
