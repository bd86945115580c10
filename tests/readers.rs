//! What hosts read. The rest of it is in `suite/render/hosts.md`.

#![expect(clippy::unwrap_used, reason = "a site that cannot be built should say so loudly")]

use std::fs;
use std::path::Path;

use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::{Settings, check_site};

/// `_headers` of the record below an address, and the path of each file on its host.
fn headers(base_url: &str) -> (String, Vec<String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let settings = Settings { base_url: Some(base_url.into()), ..Settings::default() };
    let checked = check_site(root, &settings);
    let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
    let style = checked.style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, Options::default()).unwrap();
    let pages = Pages::new(root, site, routes, theme, &renderer);
    let paths = pages.paths();
    let at = paths.iter().position(|path| path == "_headers").unwrap();
    let text = String::from_utf8(pages.bytes(at).unwrap()).unwrap();
    let base = site.config.base_path();
    (text, paths.iter().map(|path| format!("{base}{path}")).collect())
}

/// The rules of `_headers`: a path, and what is sent with each file that it matches.
fn rules(headers: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    let mut rules: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for line in headers.lines() {
        match line.strip_prefix("  ") {
            Some(header) => rules.last_mut().unwrap().1.push(header.split_once(": ").unwrap()),
            None => rules.push((line, Vec::new())),
        }
    }
    rules
}

/// Whether a rule is for a path. Hosts have `*` stand for whatever is there.
fn matches(rule: &str, path: &str) -> bool {
    match rule.split_once('*') {
        None => rule == path,
        Some((start, end)) => {
            let rest = path.strip_prefix(start);
            rest.is_some_and(|rest| rest.ends_with(end))
        }
    }
}

#[test]
fn a_host_sends_each_header_once_and_lets_other_sites_read_what_is_there_for_programs() {
    for base_url in ["https://example.org/", "https://example.org/below/"] {
        let (headers, paths) = headers(base_url);
        let rules = rules(&headers);
        // What Cloudflare takes: no more than a hundred rules, of one `*` each, in lines of 2,000 characters.
        assert!(rules.len() <= 100 && headers.lines().all(|line| line.len() <= 2_000));
        assert!(rules.iter().all(|(path, _)| path.matches('*').count() <= 1), "{headers}");
        for path in paths {
            let sent: Vec<&(&str, &str)> = rules
                .iter()
                .filter(|(rule, _)| matches(rule, &path))
                .flat_map(|(_, headers)| headers)
                .collect();
            let count = |name: &str| sent.iter().filter(|(header, _)| *header == name).count();
            assert!(sent.iter().all(|(header, _)| count(header) == 1), "{path}: {sent:?}");
            assert_eq!(count("Content-Security-Policy"), 1, "{path}");
            let is_feed = path.ends_with("/atom.xml") || path.ends_with("/feed.json");
            let is_open = is_feed || path.contains("/api/v1/");
            assert_eq!(count("Access-Control-Allow-Origin") == 1, is_open, "{path}");
        }
    }
}

#[test]
fn the_policy_of_a_page_is_that_of_its_header_but_for_what_only_a_header_can_say() {
    let base = fs::read_to_string("themes/default/templates/base.html").unwrap();
    let page = base.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
    let page = page.split('"').next().unwrap();
    let (headers, _) = headers("https://example.org/");
    let sent = headers.split_once("Content-Security-Policy: ").unwrap().1.lines().next().unwrap();
    assert_eq!(sent, format!("{page}; frame-ancestors 'none'"));
}
