//! What others than people read: hosts, crawlers, feed readers, reference managers, linked data.

#![expect(clippy::unwrap_used, reason = "a site that cannot be built should say so loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::{Settings, check_site};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The sites whose files are looked at: the record, one with what is odd, and one in Arabic.
const SITES: [&str; 3] = ["", "tests/browser/sites/odd", "tests/browser/sites/arabic"];

/// Every file of a site by its path.
type Files = BTreeMap<String, Vec<u8>>;

/// The sites, built once for all tests.
fn sites() -> &'static [Files] {
    static BUILT: OnceLock<Vec<Files>> = OnceLock::new();
    BUILT.get_or_init(|| SITES.iter().map(|site| build(&Path::new(ROOT).join(site))).collect())
}

fn build(root: &Path) -> Files {
    let checked = check_site(root, &Settings::default());
    let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
    let style = checked.style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, Options::default()).unwrap();
    let pages = Pages::new(root, site, routes, theme, &renderer);
    let paths = pages.paths().into_iter().enumerate();
    paths.map(|(at, path)| (path, pages.bytes(at).unwrap())).collect()
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("there is no {path}"))).unwrap()
}

#[test]
fn the_policy_of_a_page_is_that_of_its_header_but_for_what_only_a_header_can_say() {
    let base = fs::read_to_string("themes/default/templates/base.html").unwrap();
    let page = base.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
    let page = page.split('"').next().unwrap();
    let headers = text(&sites()[0], "_headers");
    let sent = headers.split_once("Content-Security-Policy: ").unwrap().1.lines().next().unwrap();
    assert_eq!(sent, format!("{page}; frame-ancestors 'none'"));
}
