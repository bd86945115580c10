//! What hosts read. The rest of it is in `suite/render/hosts.md`.

#![expect(clippy::unwrap_used, reason = "a site that cannot be built should say so loudly")]

use std::fs;
use std::path::Path;

use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::{Settings, check_site};

/// A file of the record, as it is built.
fn built(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checked = check_site(root, &Settings::default());
    let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
    let style = checked.style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, Options::default()).unwrap();
    let pages = Pages::new(root, site, routes, theme, &renderer);
    let at = pages.paths().iter().position(|known| known == path).unwrap();
    String::from_utf8(pages.bytes(at).unwrap()).unwrap()
}

#[test]
fn the_policy_of_a_page_is_that_of_its_header_but_for_what_only_a_header_can_say() {
    let base = fs::read_to_string("themes/default/templates/base.html").unwrap();
    let page = base.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
    let page = page.split('"').next().unwrap();
    let headers = built("_headers");
    let sent = headers.split_once("Content-Security-Policy: ").unwrap().1.lines().next().unwrap();
    assert_eq!(sent, format!("{page}; frame-ancestors 'none'"));
}
