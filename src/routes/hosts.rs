//! The addresses of what hosts and crawlers read.

use super::Route;
use crate::resolve::Site;

/// The most addresses that [a sitemap may have](https://www.sitemaps.org/protocol.html).
const PER_SITEMAP: usize = 50_000;

/// What a host or a crawler reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    /// `/sitemap.xml`, by 0: every page; or, where these are too many for one file, the index of the parts, which are
    /// `/sitemap-1.xml` and so on.
    Sitemap(usize),
    /// `/robots.txt`
    Robots,
    /// `/.well-known/security.txt`
    Security,
    /// `/_headers`
    Headers,
}

impl Host {
    pub(super) fn address(self) -> String {
        match self {
            Self::Sitemap(0) => "/sitemap.xml".into(),
            Self::Sitemap(part) => format!("/sitemap-{part}.xml"),
            Self::Robots => "/robots.txt".into(),
            Self::Security => "/.well-known/security.txt".into(),
            Self::Headers => "/_headers".into(),
        }
    }
}

/// What a site with these pages has of it. A file of `static/` takes the place of what is ours.
pub(super) fn all(site: &Site, pages: &[Route]) -> Vec<Host> {
    let listed = pages.iter().filter(|route| is_listed(**route)).count();
    let parts = sitemap_parts(listed).len();
    let mut all = vec![Host::Robots, Host::Headers];
    all.extend(site.config.security.as_ref().map(|_| Host::Security));
    let is_own = |host: &Host| {
        let address = host.address();
        site.static_files.iter().any(|(path, _)| path == address.trim_start_matches('/'))
    };
    all.retain(|host| !is_own(host));
    all.push(Host::Sitemap(0));
    if parts > 1 {
        all.extend((1..=parts).map(Host::Sitemap));
    }
    all
}

/// How so many addresses are cut into sitemaps.
pub fn sitemap_parts(addresses: usize) -> Vec<std::ops::Range<usize>> {
    let starts = (0..addresses.max(1)).step_by(PER_SITEMAP);
    starts.map(|start| start..(start + PER_SITEMAP).min(addresses)).collect()
}

/// Whether a route is a page that search engines are to find.
pub(super) fn is_listed(route: Route) -> bool {
    match route {
        Route::Home
        | Route::Operations(_)
        | Route::Operation(_)
        | Route::Countries(_)
        | Route::Country(..)
        | Route::Entities(..)
        | Route::Entity(..)
        | Route::Timeline(_)
        | Route::Year(..)
        | Route::Sources(_)
        | Route::Source(..)
        | Route::Disputed(_)
        | Route::Corrections(_)
        | Route::Data
        | Route::Search
        | Route::Page(_) => true,
        Route::SearchIndex
        | Route::SearchWords(_)
        | Route::SearchTexts(_)
        | Route::Rows(_)
        | Route::NotFound
        | Route::OperationAlias(..)
        | Route::EntityAlias(..)
        | Route::Asset(_)
        | Route::Static(_)
        | Route::Redirects
        | Route::NoJekyll
        | Route::Api(_)
        | Route::Table(_)
        | Route::Bibliography(_)
        | Route::Cite(..)
        | Route::Host(_)
        | Route::Feed(..) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sitemap_has_more_addresses_than_it_may() {
        assert_eq!(sitemap_parts(0), vec![0..0]);
        assert_eq!(sitemap_parts(50_000), vec![0..50_000]);
        assert_eq!(sitemap_parts(100_001), vec![0..50_000, 50_000..100_000, 100_000..100_001]);
    }
}
