//! The [sitemap](https://www.sitemaps.org/protocol.html): every page, and when it last changed as far as the record says so.

use jiff::civil;

use super::xml::element;
use crate::render::Renderer;
use crate::resolve::{Claim, Ref, Site, Subject};
use crate::routes::{Host, Route, Routes, sitemap_parts};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A part of the sitemap, counted from 1; by 0 all of it, or the index of the parts where there are several.
pub fn sitemap(renderer: &Renderer, routes: &Routes, part: usize) -> Vec<u8> {
    let parts = sitemap_parts(routes.listed().count());
    let mut out = HEAD.to_owned();
    if part == 0 && parts.len() > 1 {
        out += &format!("<sitemapindex xmlns=\"{NAMESPACE}\">\n");
        for part in 1..=parts.len() {
            let address = renderer.permalink(Route::Host(Host::Sitemap(part)));
            out.push_str("<sitemap>\n");
            element(&mut out, "loc", &address);
            out.push_str("</sitemap>\n");
        }
        out.push_str("</sitemapindex>\n");
        return out.into_bytes();
    }
    let range = parts.get(part.saturating_sub(1)).cloned().unwrap_or_default();
    let all = changed_at_all(renderer.site());
    out += &format!("<urlset xmlns=\"{NAMESPACE}\">\n");
    for (_, route) in routes.listed().skip(range.start).take(range.len()) {
        out.push_str("<url>\n");
        element(&mut out, "loc", &renderer.permalink(*route));
        if let Some(day) = changed(renderer.site(), *route, all) {
            element(&mut out, "lastmod", &day.to_string());
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out.into_bytes()
}

fn changed_at_all(site: &Site) -> Option<civil::Date> {
    site.last_changed((0..site.operations.len()).map(Ref::new))
}

/// When what a page shows last changed; `all` is when anything did.
fn changed(site: &Site, route: Route, all: Option<civil::Date>) -> Option<civil::Date> {
    let of = |subject| site.last_changed(site.operations_of(subject));
    match route {
        Route::Operation(at) => site.changed(at),
        Route::Country(at, _) => of(Subject::Country(at)),
        Route::Entity(at, _) => of(Subject::Entity(at)),
        Route::Year(at, _) => site.last_changed(site.years[at].operations.iter().copied()),
        Route::Source(at, _) => {
            let operation = |claim: &Ref<Claim>| match site[*claim].subject {
                Subject::Operation(operation) => Some(operation),
                _ => None,
            };
            // The claims of one operation stand together.
            let mut operations: Vec<_> = site[at].claims.iter().filter_map(operation).collect();
            operations.dedup();
            site.last_changed(operations)
        }
        Route::Corrections(_) => site.corrections.iter().find_map(|entry| entry.date.earliest()),
        // What is written there is no part of the record's own history.
        Route::Page(_) | Route::Search | Route::Data => None,
        _ => all,
    }
}
