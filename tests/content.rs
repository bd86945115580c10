//! The record of this repository: clean and whole.

#![expect(clippy::unwrap_used, reason = "a test that cannot build the site should say so loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{OnceLock, mpsc};

use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::{Checked, Progress, Settings, check_site};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The record, read and checked once for all tests.
fn checked() -> &'static Checked {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    CHECKED.get_or_init(|| {
        let settings = Settings { strict: true, ..Settings::default() };
        check_site(Path::new(ROOT), &settings)
    })
}

#[test]
fn reading_and_checking_tell_how_far_they_have_come() {
    let (tell, hear) = mpsc::channel();
    let progress =
        Progress::new(move |stage, done, total| tell.send((stage, done, total)).unwrap());
    check_site(Path::new(ROOT), &Settings { progress, ..Settings::default() });
    let mut told = BTreeMap::<_, BTreeSet<_>>::new();
    for (stage, done, total) in hear {
        told.entry(stage).or_default().insert((done, total));
    }
    assert_eq!(told.keys().copied().collect::<Vec<_>>(), ["checking", "reading"]);
    for (stage, told) in &told {
        let (_, total) = told.last().unwrap();
        // Each file and each check once, and none that is not counted.
        assert!(*total > 20, "{stage}: {total}");
        assert_eq!(*told, (1..=*total).map(|done| (done, *total)).collect(), "{stage}");
    }
}

/// The site as a host would have it, built once for all tests.
fn site() -> &'static Files {
    static SITE: OnceLock<Files> = OnceLock::new();
    SITE.get_or_init(|| built(checked(), Options::default()))
}

/// Every file of a site by its path.
type Files = BTreeMap<String, Vec<u8>>;

fn built(checked: &Checked, options: Options) -> Files {
    let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
    let style = checked.style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, options).unwrap();
    let pages = Pages::new(Path::new(ROOT), site, routes, theme, &renderer);
    let paths = pages.paths().into_iter().enumerate();
    paths.map(|(at, path)| (path, pages.bytes(at).unwrap())).collect()
}

fn html_of(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
}

/// The values of an attribute, in order, entities undone.
fn values<'a>(html: &'a str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let undone = |value: &'a str| {
        value
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
    };
    html.split(&start).skip(1).map(|rest| undone(rest.split('"').next().unwrap())).collect()
}

/// The file that a link on a page leads to, and the place on it.
fn target(page: &str, link: &str) -> (String, String) {
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    if path.is_empty() {
        return (page.to_owned(), fragment.to_owned());
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => assert!(parts.pop().is_some(), "{link} on {page} climbs above the site"),
            _ => parts.push(part),
        }
    }
    if path.ends_with('/') || path.ends_with('.') {
        parts.push("index.html");
    }
    (parts.join("/"), fragment.to_owned())
}

fn decoded(fragment: &str) -> String {
    fragment.replace("%3A", ":").replace("%2B", "+")
}

fn assert_links_land(files: &Files) {
    let ids: BTreeMap<&str, BTreeSet<String>> = html_of(files)
        .map(|(path, html)| (path, values(html, "id").into_iter().collect()))
        .collect();
    let mut dead = Vec::new();
    let mut count = 0;
    // The page for what is not found has absolute links: a host shows it at any depth.
    for (page, html) in html_of(files).filter(|(page, _)| *page != "404.html") {
        for link in values(html, "href").into_iter().chain(values(html, "src")) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            count += 1;
            let (path, fragment) = target(page, &link);
            let has_place = || {
                fragment.is_empty()
                    || ids.get(path.as_str()).is_some_and(|ids| ids.contains(&decoded(&fragment)))
            };
            if !files.contains_key(&path) || !has_place() {
                dead.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(count > 1000, "only {count} links were found");
    assert!(dead.is_empty(), "{} dead links:\n{}", dead.len(), dead.join("\n"));
}

#[test]
fn the_record_has_no_findings() {
    let checked = checked();
    let mut shown = Vec::new();
    casefile::diag::write_short(&checked.report, &checked.site.texts, &mut shown).unwrap();
    assert!(shown.is_empty(), "{}", String::from_utf8_lossy(&shown));
    assert!(checked.site.operations.len() >= 2);
}

#[test]
fn every_link_inside_the_site_works() {
    assert_links_land(site());
}

#[test]
fn every_link_works_from_disk_when_portable() {
    let files = built(checked(), Options { portable: true });
    assert_links_land(&files);
    for (page, html) in html_of(&files).filter(|(page, _)| *page != "404.html") {
        for link in values(html, "href") {
            let is_folder = link.split('#').next().unwrap().ends_with('/');
            assert!(link.contains("://") || !is_folder, "{page}: {link} names a folder");
        }
    }
}

#[test]
fn every_claim_has_its_footer_with_its_sources() {
    let checked = checked();
    let record = &checked.site;
    let files = site();
    for operation in &record.operations {
        let path = format!("operations/{}/index.html", operation.record.slug);
        let html = std::str::from_utf8(&files[&path]).unwrap();
        for at in operation.claims.clone() {
            let claim = &record.claims[at];
            let id = &claim.record.id;
            let start =
                html.find(&format!(" id=\"{id}\" data-claim=\"{id}\"")).unwrap_or_else(|| {
                    panic!("{path} does not show the claim `{id}`");
                });
            let (before, footer) =
                html[start..].split_once("<footer class=\"claim-sources\"").unwrap();
            let claims_before = before.matches(" data-claim=").count();
            assert_eq!(claims_before, 1, "{path}: the footer after `{id}` is another's");
            let footer = footer.split("</footer>").next().unwrap();
            let expected =
                format!("data-reports=\"{}\" data-origins=\"{}\"", claim.reports, claim.origins);
            assert!(footer.contains(&expected), "{path}: `{id}` lacks {expected}");
            let keys: Vec<String> = claim
                .citations
                .iter()
                .map(|one| record[one.source].record.key.to_string())
                .collect();
            assert_eq!(values(footer, "data-source"), keys, "{path}: `{id}`");
        }
    }
}

#[test]
fn ids_are_unique_in_every_page() {
    for (page, html) in html_of(site()) {
        let mut seen = BTreeSet::new();
        for id in values(html, "id") {
            assert!(seen.insert(id.clone()), "{page}: the id `{id}` stands twice");
        }
    }
}

#[test]
fn nothing_on_a_page_is_inline_or_loaded_from_elsewhere() {
    for (page, html) in html_of(site()) {
        assert!(!html.contains(" style=\""), "{page} has an inline style");
        assert!(!html.contains("<style"), "{page} has an inline style sheet");
        assert!(html.contains("Content-Security-Policy"), "{page} has no policy");
        for source in values(html, "src") {
            assert!(!source.contains("//"), "{page} loads {source}");
        }
        for script in html.split("<script").skip(1) {
            let is_data = script.starts_with(" type=\"application/ld+json\">{");
            assert!(is_data || script.starts_with(" src="), "{page} has an inline script");
        }
    }
}
