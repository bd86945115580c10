//! Feeds: Atom as an XML parser reads it, JSON Feed, and what both say of the record.

#![expect(clippy::unwrap_used, reason = "a site that cannot be built should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::resolve::{Citation, Claim, Site, Speaker};
use casefile::{Checked, Settings, check_site};
use roxmltree::{Document, Node};
use serde_json::Value;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The sites whose feeds are looked at: the record, one in Arabic, and the one below.
const SITES: [&str; 2] = ["", "tests/browser/sites/arabic"];

/// Every file of a site by its path.
type Files = BTreeMap<String, String>;

struct Built {
    checked: Checked,
    feeds: Files,
    pages: Files,
}

fn built() -> &'static [Built] {
    static BUILT: OnceLock<Vec<Built>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let hostile = hostile("");
        let roots = SITES.iter().map(|site| root.join(site)).chain([hostile.path().to_owned()]);
        roots.map(|root| build(&root)).collect()
    })
}

fn build(root: &Path) -> Built {
    let checked = check_site(root, &Settings::default());
    assert!(!checked.report.has_errors(), "{}", root.display());
    let (mut feeds, mut others) = (Files::new(), Files::new());
    {
        let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
        let style = checked.style.as_ref().unwrap();
        let renderer = Renderer::new(site, routes, theme, style, Options::default()).unwrap();
        let pages = Pages::new(root, site, routes, theme, &renderer);
        for (at, path) in pages.paths().into_iter().enumerate() {
            let is_feed = path.ends_with("atom.xml") || path.ends_with("feed.json");
            if is_feed || path.ends_with(".html") {
                let text = String::from_utf8(pages.bytes(at).unwrap()).unwrap();
                if is_feed {
                    feeds.insert(path, text)
                } else {
                    others.insert(path, text)
                };
            }
        }
    }
    Built { checked, feeds, pages: others }
}

/// A site whose every text would break out of XML if it could, with settings added.
fn hostile(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let site = format!(
        "title: \"A </title><script> & ]]>\"\nbase-url: https://example.org/below/\npolicy: {{archive: allow}}\n\
         markdown: {{raw-html: allow}}\n{settings}"
    );
    let operation = "---\ntitle: \"<b>One</b> & \\x07 \\\"two\\\"\"\ndescription: \"</p><script>alert(1)</script>\"\ndate: 2018-04-25/2018-04-26\n\
        updated: 2024-07-01\ncountries: [{id: NL, sources: [a-2018]}]\noutlets: [{id: amaq, sources: [a-2018]}]\n\
        corrections: [{date: 2024-07-01, text: First <b>.}, {date: 2024-07-01~, text: Second.}, {date: \"2024-07-01?\", text: Third.}]\n---\n\n\
        Servers <br> & <b>more. [@a-2018; but see @b-2018, p. 2] {#servers}\n\n\
        It was not so. [@b-2018] {#gone withdrawn=\"2024-07-02: It <was> not\"}\n\n\
        It was over. [@a-2018] {by=\"A <spokesman>\" as-of=2018-04-27 contradicts=servers}\n";
    let undated =
        "---\ntitle: Undated\ndate: unknown\noutlets: [{id: amaq, sources: [a-2018]}]\n---\n";
    for (path, text) in [
        ("site.yaml", site.as_str()),
        (
            "sources/s.yaml",
            "a-2018: {type: web, title: \"<i>A</i> & ]]> \\x01\", url: \"https://a.example/?a=1&b=2\"}\n\
             b-2018: {type: web, title: B, language: fr, url: \"https://b.example/\"}\n",
        ),
        ("outlets/amaq.md", "---\nname: \"Amaq & <co>\"\n---\n"),
        ("operations/one.md", operation),
        ("operations/two.md", undated),
    ] {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Node<'a, 'a> {
    let mut named = node.children().filter(|child| child.has_tag_name((ATOM, name)));
    let first = named.next().unwrap_or_else(|| panic!("no {name}"));
    assert!(named.next().is_none(), "two of {name}");
    first
}

fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    child(node, name).text().unwrap_or_default()
}

/// The addresses that a part of an entry leads to.
fn links<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = &'a str> {
    node.descendants().filter_map(|node| node.attribute("href"))
}

/// Whether a text is a time of RFC 3339, and a day of the calendar.
fn is_time(text: &str) -> bool {
    text.strip_suffix("T00:00:00Z").is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
}

fn atom(built: &Built) -> impl Iterator<Item = (&str, Document<'_>)> {
    let feeds = built.feeds.iter().filter(|(path, _)| path.ends_with(".xml"));
    feeds.map(|(path, text)| {
        let document = Document::parse(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path.as_str(), document)
    })
}

#[test]
fn every_atom_feed_is_xml_with_unique_ids_times_and_absolute_links() {
    for built in built() {
        let base = &built.checked.site.config.base_url;
        let mut count = 0;
        for (path, document) in atom(built) {
            let feed = document.root_element();
            assert!(feed.has_tag_name((ATOM, "feed")), "{path}");
            assert!(is_time(text(feed, "updated")), "{path}");
            assert!(!text(feed, "title").is_empty(), "{path}");
            assert!(!text(child(feed, "author"), "name").is_empty(), "{path}");
            let links = feed.children().filter(|node| node.has_tag_name((ATOM, "link")));
            let own = links.clone().find(|link| link.attribute("rel") == Some("self")).unwrap();
            assert_eq!(own.attribute("href").unwrap(), format!("{base}{path}"));
            let mut ids = BTreeSet::from([text(feed, "id").to_owned()]);
            let mut last = "9999".to_owned();
            for entry in feed.children().filter(|node| node.has_tag_name((ATOM, "entry"))) {
                let id = text(entry, "id");
                assert!(id.starts_with(base.as_str()), "{path}: {id}");
                assert!(ids.insert(id.to_owned()), "{path}: {id} stands twice");
                let updated = text(entry, "updated");
                assert!(is_time(updated) && updated <= last.as_str(), "{path}: {updated}");
                last = updated.to_owned();
                let content = child(entry, "content");
                assert_eq!(content.attribute("type"), Some("xhtml"));
                let div = content.first_element_child().unwrap();
                assert!(div.has_tag_name((XHTML, "div")), "{path}");
                for node in div.descendants().filter(Node::is_element) {
                    assert_eq!(node.tag_name().namespace(), Some(XHTML), "{path}");
                    assert!(!["script", "style", "img"].contains(&node.tag_name().name()));
                    let href = node.attribute("href").unwrap_or("https://");
                    let is_absolute = href.starts_with("https://") || href.starts_with("http://");
                    assert!(is_absolute, "{path}: {href}");
                }
                count += 1;
            }
        }
        assert!(count >= 3, "{count}");
    }
}

#[test]
fn a_json_feed_says_what_the_atom_feed_beside_it_says() {
    for built in built() {
        for (path, document) in atom(built) {
            let json = &built.feeds[&path.replace("atom.xml", "feed.json")];
            let json: Value = serde_json::from_str(json).unwrap();
            assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
            let feed = document.root_element();
            assert_eq!(json["title"], text(feed, "title"));
            assert_eq!(json["home_page_url"], text(feed, "id"));
            let entries: Vec<_> =
                feed.children().filter(|node| node.has_tag_name((ATOM, "entry"))).collect();
            let items = json["items"].as_array().unwrap();
            assert_eq!(items.len(), entries.len(), "{path}");
            for (item, entry) in items.iter().zip(entries) {
                assert_eq!(item["id"], text(entry, "id"));
                assert_eq!(item["date_modified"], text(entry, "updated"));
                let content = item["content_html"].as_str().unwrap();
                let claims =
                    entry.descendants().filter(|node| node.attribute("class") == Some("claim"));
                assert_eq!(content.matches("<div class=\"claim\">").count(), claims.count());
            }
        }
    }
}

/// A claim away from its sources has all the same who says so, as of when, and what says otherwise.
fn assert_state(site: &Site, claim: &Claim, said: Node, permalink: &str) {
    let text: String =
        said.descendants().filter(Node::is_text).map(|node| node.text().unwrap()).collect();
    let speaker = claim.by.as_ref().map(|speaker| match speaker {
        Speaker::Entity(at) => &site[*at].record.name,
        Speaker::Name(name) => name,
        Speaker::Source(at) => {
            let source = &site[*at].record;
            source.publisher.as_ref().unwrap_or(&source.title)
        }
    });
    let reason = claim.record.withdrawn.as_ref().map(|withdrawal| &withdrawal.reason);
    let parts = [speaker, claim.record.note.as_ref(), reason, claim.record.uncited.as_ref()];
    for part in parts.into_iter().flatten() {
        assert!(text.contains(part.as_str()), "{permalink}: {part} is not in {text}");
    }
    if let Some(date) = &claim.record.as_of {
        assert!(text.contains(&date.edtf()[..4]), "{permalink}: {text}");
    }
    let others = claim.contradicts.iter().chain(&claim.contradicted_by);
    for other in others.filter(|other| site[**other].subject == claim.subject) {
        let id = format!("#{}", site[*other].record.id);
        assert!(links(said).any(|link| link.ends_with(&id)), "{permalink}: no link to {id}");
    }
    assert_eq!(
        said.descendants().any(|node| node.attribute("class") == Some("is-own")),
        claim.is_own_statement,
        "{permalink}"
    );
}

#[test]
fn an_entry_has_every_claim_of_its_operation_each_followed_by_its_sources() {
    for built in built() {
        let site = &built.checked.site;
        let document = Document::parse(&built.feeds["atom.xml"]).unwrap();
        let mut seen = 0;
        for operation in &site.operations {
            let id = format!("{}operations/{}/", site.config.base_url, operation.record.slug);
            let entries = document.descendants().filter(|node| node.has_tag_name((ATOM, "entry")));
            let mut entries = entries.filter(|entry| text(*entry, "id") == id);
            let Some(entry) = entries.next() else { continue };
            seen += 1;
            let claims: Vec<_> = entry
                .descendants()
                .filter(|node| node.attribute("class") == Some("claim"))
                .collect();
            assert_eq!(claims.len(), operation.claims.len(), "{id}");
            let sources: Vec<String> = entry
                .descendants()
                .filter(|node| node.has_tag_name((XHTML, "li")))
                .map(|line| links(line).last().unwrap().to_owned())
                .collect();
            let written: BTreeMap<&str, Vec<String>> = claims
                .iter()
                .map(|claim| {
                    let permalink = links(*claim).find(|link| link.contains('#')).unwrap();
                    let footer =
                        claim.children().find(|child| child.attribute("class") == Some("sources"));
                    (permalink, footer.into_iter().flat_map(links).map(str::to_owned).collect())
                })
                .collect();
            let said: BTreeMap<&str, Node> = claims
                .iter()
                .map(|claim| (links(*claim).find(|link| link.contains('#')).unwrap(), *claim))
                .collect();
            for claim in &site.claims[operation.claims.clone()] {
                let page = |citation: &Citation| {
                    format!("{}sources/{}/", site.config.base_url, site[citation.source].slug)
                };
                let cited: Vec<String> = claim.citations.iter().map(page).collect();
                let permalink = format!("{id}#{}", claim.record.id);
                assert_eq!(written[permalink.as_str()], cited, "{permalink}");
                assert!(cited.iter().all(|source| sources.contains(source)), "{permalink}");
                assert_state(site, claim, said[permalink.as_str()], &permalink);
            }
        }
        assert!(seen > 0);
    }
}

#[test]
fn what_the_record_knows_no_day_of_is_in_no_feed_and_each_correction_is_an_entry() {
    let built = built().last().unwrap();
    let feed = &built.feeds["outlets/amaq/atom.xml"];
    assert!(feed.contains("operations/one/") && !feed.contains("operations/two/"));
    let document = Document::parse(&built.feeds["corrections/atom.xml"]).unwrap();
    let entries = document.descendants().filter(|node| node.has_tag_name((ATOM, "entry")));
    let ids: Vec<_> = entries.map(|entry| text(entry, "id").to_owned()).collect();
    let page = "https://example.org/below/operations/one/#ui-correction-";
    assert_eq!(
        ids,
        ["2024-07-02", "2024-07-01", "2024-07-01-2", "2024-07-01-3"]
            .map(|day| format!("{page}{day}"))
    );
}

#[test]
fn an_entry_is_not_dated_ahead_of_what_it_tells_of() {
    let folder = hostile("");
    for (name, date) in [
        ("year", "2027"),
        ("month", "2026-11"),
        ("days", "2026-11-03/2026-11-05"),
        ("open", "2027-02-03/.."),
    ] {
        let text = format!(
            "---\ntitle: {name}\ndate: {date}\noutlets: [{{id: amaq, sources: [a-2018]}}]\n---\n"
        );
        fs::write(folder.path().join(format!("content/operations/{name}.md")), text).unwrap();
    }
    let built = build(folder.path());
    let document = Document::parse(&built.feeds["atom.xml"]).unwrap();
    let entries = document.descendants().filter(|node| node.has_tag_name((ATOM, "entry")));
    let days: Vec<_> =
        entries.map(|entry| (text(entry, "title"), &text(entry, "updated")[..10])).collect();
    let expected = [
        ("open", "2027-02-03"),
        ("year", "2027-01-01"),
        ("days", "2026-11-05"),
        ("month", "2026-11-01"),
    ];
    assert_eq!(days[..4], expected);
}

#[test]
fn a_page_links_to_its_feed_or_else_to_that_of_the_site() {
    let files = built().last().unwrap();
    for (page, feed) in [
        ("index.html", "atom.xml"),
        ("operations/one/index.html", "../../atom.xml"),
        ("outlets/amaq/index.html", "atom.xml"),
        ("countries/nl/index.html", "atom.xml"),
        ("corrections/index.html", "atom.xml"),
    ] {
        let html = &files.pages[page];
        let head =
            format!("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{feed}\">");
        assert!(
            html.contains(&head) && html.contains(&format!("<a href=\"{feed}\">Feed</a>")),
            "{page}"
        );
    }
}

#[test]
fn site_yaml_says_which_feeds_are_written() {
    let feeds = |which: &str| {
        let folder = hostile(&format!("outputs: {{feeds: {which}}}\n"));
        let built = build(folder.path());
        let links = built.pages["outlets/amaq/index.html"].matches("application/atom+xml").count();
        (built.feeds.into_keys().filter(|path| path.ends_with(".xml")).collect::<Vec<_>>(), links)
    };
    let site = ["atom.xml", "corrections/atom.xml"].map(str::to_owned).to_vec();
    assert_eq!(feeds("none"), (Vec::new(), 0));
    assert_eq!(feeds("site"), (site.clone(), 1));
    let (all, links) = feeds("all");
    assert_eq!((all.len(), links), (4, 1), "{all:?}");
}
