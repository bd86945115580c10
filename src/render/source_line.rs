//! A source in one line, as it stands in footers and bibliographies: its reference, its links and what became of them.

use super::Renderer;
use super::here::Here;
use super::html::Html;
use super::words;
use crate::biblio;
use crate::config::address::host_of;
use crate::model::UrlStatus;
use crate::resolve::{Origin, Ref, Source, defanged};

/// The parts of a line that are the same on every page.
#[derive(Debug)]
pub(super) struct SourceLine {
    /// The formatted reference, which has no address.
    pub(super) reference: Html,
    /// The link to it.
    link: Html,
    /// What became of the address, when it was last seen, the archived copy, whose reporting it is.
    standing: Html,
    /// The reference as plain text.
    pub(super) text: String,
}

impl SourceLine {
    /// Formats a source. Costs more than the rest of a page together, so it is done once per source.
    pub(super) fn new(renderer: &Renderer, at: Ref<Source>) -> Self {
        let site = renderer.site;
        let (source, words) = (&site[at], &renderer.words);
        let record = &source.record;
        let reference =
            biblio::format(renderer.style, &site.config.language, record, &source.entry);

        let (mut link, mut standing) = (Html::default(), Html::default());
        if let Some(url) = &record.url {
            // The whole address would fill the margin; its host says who answers there.
            let host = host_of(&url.address).unwrap_or_default();
            let host = host.strip_prefix("www.").unwrap_or(&host);
            if site.config.is_hostile(&url.address) {
                link.text(&defanged(&url.address));
            } else if record.url_status != UrlStatus::Usurped {
                // Whoever has a usurped address now is not who was cited.
                link.external(&url.address, host);
            }
            match record.url_status {
                UrlStatus::Live => {}
                UrlStatus::Dead => add(&mut standing, |html| html.text(&words.dead)),
                UrlStatus::Usurped => add(&mut standing, |html| html.text(&words.usurped)),
            }
            if let Some(accessed) = &url.accessed {
                let accessed = words.dated(&words.accessed, accessed);
                add(&mut standing, |html| html.text(&accessed));
            }
        }
        if let Some(archived) = &record.archived {
            let word = match &archived.date {
                Some(date) => words.dated(&words.archived, date),
                None => words.archived_undated.clone(),
            };
            add(&mut standing, |html| {
                if site.config.is_hostile(&archived.address) {
                    html.text(&word).raw(": ").text(&defanged(&archived.address))
                } else {
                    html.external(&archived.address, &word)
                }
            });
        }
        // That a report is its publisher's own goes without saying.
        if source.origins.iter().any(|origin| *origin != Origin::Own) {
            let names: Vec<_> = source
                .origins
                .iter()
                .map(|origin| match origin {
                    Origin::Own => words.own.as_str(),
                    Origin::Wire(label) => label,
                    Origin::Agency(agency) => &site[*agency].record.name,
                    Origin::Source(other) => {
                        let other = &site[*other].record;
                        other.publisher.as_deref().unwrap_or(&other.title)
                    }
                })
                .collect();
            add(&mut standing, |html| {
                words::write(&words.reporting, html, |_, html| {
                    for (ordinal, name) in names.iter().enumerate() {
                        html.text(if ordinal == 0 { "" } else { &words.separator });
                        html.name(name, words.is_right_to_left());
                    }
                });
                html
            });
        }
        Self { reference: Html(reference.html), link, standing, text: reference.text }
    }

    /// Appends the line as it stands in a footer: the reference, the locators, the links, its standing.
    pub(super) fn write(&self, here: &Here, at: Ref<Source>, locators: &[String], out: &mut Html) {
        self.write_with(here, at, locators, &[&self.link, &self.standing], out);
    }

    /// Appends the line as it stands in the list at a page's end, where the footers have told the rest, or in a feed, where
    /// the source's own page does.
    pub(super) fn write_brief(&self, here: &Here, at: Ref<Source>, out: &mut Html) {
        self.write_with(here, at, &[], &[&self.link], out);
    }

    fn write_with(
        &self,
        here: &Here,
        at: Ref<Source>,
        locators: &[String],
        rest: &[&Html],
        out: &mut Html,
    ) {
        out.raw(&self.reference.0);
        // Most styles end a reference with a stop, which separates enough.
        let mut separator = if self.reference.0.ends_with('.') { " " } else { " · " };
        for locator in locators.iter().filter(|locator| !locator.is_empty()) {
            out.raw(separator).raw("<span class=\"loc\">").text(locator).raw("</span>");
            separator = " · ";
        }
        for part in rest.iter().filter(|part| !part.0.is_empty()) {
            out.raw(separator).raw(&part.0);
            separator = " · ";
        }
        out.raw(separator).raw("<a href=\"").text(&here.root);
        out.raw("sources/").text(&here.site[at].slug);
        let index = if here.renderer.options.portable { "/index.html" } else { "/" };
        out.raw(index).raw("\">").text(&here.words.record).raw("</a>");
    }
}

fn add<'h>(html: &'h mut Html, what: impl FnOnce(&'h mut Html) -> &'h mut Html) {
    if !html.0.is_empty() {
        html.raw(" · ");
    }
    what(html);
}
