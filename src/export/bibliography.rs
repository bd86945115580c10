//! The bibliography, as reference managers read it.

use crate::biblio::{self, Addresses};
use crate::render::Renderer;
use crate::resolve::{Site, Source};
use crate::routes::ReferenceForm;

/// The bytes of the bibliography: every source, by key.
pub fn bibliography(renderer: &Renderer, form: ReferenceForm) -> Vec<u8> {
    let site = renderer.site();
    let mut out = String::new();
    match form {
        ReferenceForm::Bib => {
            for source in &site.sources {
                out += &biblio::bibtex(&source.record, &source.entry, addresses(site, source));
                out += "\n\n";
            }
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
        // An item is a line, so that they can be compared.
        ReferenceForm::Csl => {
            out.push('[');
            for (ordinal, source) in site.sources.iter().enumerate() {
                out.push_str(if ordinal == 0 { "\n" } else { ",\n" });
                let item = biblio::csl_json(&source.record, &source.entry, addresses(site, source));
                out += &item.to_string();
            }
            out.push_str("\n]\n");
        }
    }
    out.into_bytes()
}

/// The addresses of a source that the site links to.
fn addresses<'a>(site: &Site, source: &'a Source) -> Addresses<'a> {
    Addresses::of(&source.record, |url| !site.config.is_hostile(url))
}
