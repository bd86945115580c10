//! A source in one line, as it stands in footers and bibliographies: its reference, its links and what became of them.

use super::Renderer;
use super::here::Here;
use super::html::{Html, escaped};
use super::words::fill;
use crate::biblio;
use crate::config::{Config, host_of};
use crate::model::UrlStatus;
use crate::resolve::{Origin, Ref, Source};

/// The parts of a line that are the same on every page.
#[derive(Debug)]
pub(super) struct SourceLine {
    /// The formatted reference, its address made a link.
    reference: Html,
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

        let mut linked = Html(reference.html);
        let mut standing = Html::default();
        if let Some(url) = &record.url {
            match record.url_status {
                UrlStatus::Live | UrlStatus::Dead => link_address(&mut linked, &url.address),
                // Whoever has it now is not who was cited.
                UrlStatus::Usurped => {}
            }
            match record.url_status {
                UrlStatus::Live => {}
                UrlStatus::Dead => add(&mut standing, |html| html.text(&words.dead)),
                UrlStatus::Usurped => add(&mut standing, |html| html.text(&words.usurped)),
            }
            if let Some(accessed) = &url.accessed {
                let accessed = fill(&words.accessed, &accessed.words());
                add(&mut standing, |html| html.text(&accessed));
            }
        }
        if let Some(archived) = &record.archived {
            let word = match &archived.date {
                Some(date) => fill(&words.archived, &date.words()),
                None => words.archived_undated.clone(),
            };
            add(&mut standing, |html| {
                if names_hostile(&site.config, &archived.address) {
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
                    Origin::Own => words.own_reporting.as_str(),
                    Origin::Wire(label) => label,
                    Origin::Agency(agency) => &site[*agency].record.name,
                    Origin::Source(other) => site[*other].record.key.as_str(),
                })
                .collect();
            let reporting = fill(&words.reporting, &names.join(", "));
            add(&mut standing, |html| html.text(&reporting));
        }
        Self { reference: linked, standing, text: reference.text }
    }

    /// Appends the line: the reference, the locators, then the rest and the link to the source's page.
    pub(super) fn write(&self, here: &Here, at: Ref<Source>, locators: &[String], out: &mut Html) {
        out.raw(&self.reference.0);
        for locator in locators.iter().filter(|locator| !locator.is_empty()) {
            out.raw(" · <span class=\"loc\">").text(locator).raw("</span>");
        }
        if !self.standing.0.is_empty() {
            out.raw(" · ").raw(&self.standing.0);
        }
        out.raw(" · <a href=\"").text(&here.root).raw("sources/").text(&here.site[at].slug);
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

/// Makes the address in a formatted reference a link, which reads as its host: the whole of it would fill the margin.
///
/// Where the style prints no address, the link follows.
fn link_address(reference: &mut Html, address: &str) {
    let host = host_of(address).unwrap_or_default();
    let mut link = Html::default();
    link.external(address, host.strip_prefix("www.").unwrap_or(&host));
    let shown = escaped(address).0;
    if let Some(at) = reference.0.find(&shown) {
        reference.0.replace_range(at..at + shown.len(), &link.0);
    } else {
        reference.raw(" ").raw(&link.0);
    }
}

/// Whether an address is of a hostile domain or carries one, as an archive's does.
pub(super) fn names_hostile(config: &Config, address: &str) -> bool {
    let address = address.to_lowercase().replace("%2f", "/").replace("%3a", ":");
    let mut rest = address.as_str();
    while let Some(at) = rest.find("//") {
        if config.is_hostile(&rest[at..]) {
            return true;
        }
        rest = &rest[at + 2..];
    }
    // Some archives leave out the scheme.
    address.split('/').any(|part| config.is_hostile(&format!("//{part}")))
}

/// An address that nothing takes for one: `hxxps://outlet[.]invalid`.
fn defanged(address: &str) -> String {
    let shown = address.replacen("http", "hxxp", 1);
    shown.replace('.', "[.]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_a_reference_becomes_a_link() {
        let mut html = Html("Title. <i>Paper</i>. https://www.x.example/a?b=1&amp;c=2.".into());
        link_address(&mut html, "https://www.x.example/a?b=1&c=2");
        assert_eq!(
            html.0,
            "Title. <i>Paper</i>. <a href=\"https://www.x.example/a?b=1&amp;c=2\" \
             rel=\"noopener noreferrer\">x.example</a>."
        );
    }

    #[test]
    fn a_reference_without_an_address_is_followed_by_the_link() {
        let mut html = Html("Title.".into());
        link_address(&mut html, "https://x.example/");
        assert_eq!(
            html.0,
            "Title. <a href=\"https://x.example/\" rel=\"noopener noreferrer\">x.example</a>"
        );
    }
}
