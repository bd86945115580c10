//! The [sitemap](https://www.sitemaps.org/protocol.html): every page, and when it last changed as far as the record says so.

use jiff::civil;

use super::xml::element;
use crate::render::Renderer;
use crate::resolve::{Operation, Ref, Site, Subject};
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
    let days = Days::of(renderer.site());
    // The parts of a list stand together, and have changed together.
    let mut last = None;
    out += &format!("<urlset xmlns=\"{NAMESPACE}\">\n");
    for (address, route) in routes.listed().skip(range.start).take(range.len()) {
        let first = route.first_part();
        let changed = match last {
            Some((of, changed)) if of == first => changed,
            _ => days.of_route(first),
        };
        last = Some((first, changed));
        out.push_str("<url>\n");
        element(&mut out, "loc", &renderer.link_to(address));
        if let Some(day) = changed {
            element(&mut out, "lastmod", &day.to_string());
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out.into_bytes()
}

/// When things last changed.
struct Days<'a> {
    site: &'a Site,
    /// By operation.
    operations: Vec<Option<civil::Date>>,
    /// When anything did.
    all: Option<civil::Date>,
}

impl<'a> Days<'a> {
    fn of(site: &'a Site) -> Self {
        let operations: Vec<_> =
            (0..site.operations.len()).map(|at| site.changed(Ref::new(at))).collect();
        let all = operations.iter().flatten().max().copied();
        Self { site, operations, all }
    }

    fn last(&self, operations: impl IntoIterator<Item = Ref<Operation>>) -> Option<civil::Date> {
        operations.into_iter().filter_map(|at| self.operations[at.index()]).max()
    }

    /// When what a page shows last changed.
    fn of_route(&self, route: Route) -> Option<civil::Date> {
        let site = self.site;
        match route {
            Route::Operation(at) => self.operations[at.index()],
            Route::Country(at, _) => self.last(site.operations_of(Subject::Country(at))),
            Route::Entity(at, _) => self.last(site.operations_of(Subject::Entity(at))),
            Route::Year(at, _) => self.last(site.years[at].operations.iter().copied()),
            Route::Source(at, _) => {
                let claims = site[at].claims.iter().map(|claim| site[*claim].subject);
                self.last(claims.filter_map(|subject| match subject {
                    Subject::Operation(operation) => Some(operation),
                    _ => None,
                }))
            }
            Route::Corrections(_) => {
                site.corrections.iter().find_map(|entry| entry.date.earliest())
            }
            // What is written there is no part of the record's own history.
            Route::Page(_) | Route::Search | Route::Data => None,
            _ => self.all,
        }
    }
}
