//! `robots.txt`: everything may be read, and where all of it is listed.
//!
//! Crawlers look for it at the root of a host only; below a path it tells no one anything.

use crate::render::Renderer;
use crate::routes::{Host, Route};

/// The bytes of `robots.txt`.
pub fn robots(renderer: &Renderer) -> Vec<u8> {
    let sitemap = renderer.permalink(Route::Host(Host::Sitemap(0)));
    format!("User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n").into_bytes()
}
