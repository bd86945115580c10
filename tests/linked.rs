//! What pages hold as linked data.

#![expect(clippy::unwrap_used, reason = "a site that cannot be built should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::{Settings, check_site};
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What writers of XML and JSON may trip over, and what a body can hold.
const TRICKY: &[(&str, &str)] = &[
    (
        "site.yaml",
        "title: \"]]> </script> & <b>\"\ndescription: \"\\u2028 <!-- \\u000b\"\nbase-url: https://example.org/below/\nlicense: CC0-1.0\n\
         publisher: {name: \"A & B\", url: \"https://publisher.example/?a&b\"}\npolicy: {archive: allow}\nlanguage: en-GB\n",
    ),
    (
        "sources/s.yaml",
        "a-2018: {type: article, title: \"</script><!-- & ]]>\", author: \"<Roe>, J & J\", date: 2018~, url: \"https://a.example/?a=1&b='2'\", \
         archived: {url: \"https://archive.example/1\", date: 2024-06}, parent: {type: newspaper, title: \"P & Q\"}}\n\
         b-2018: {type: report, title: B, date: 2018-04/2018-05}\n",
    ),
    ("outlets/amaq.md", "---\nname: A & <B>\nformer-ids: [old]\n---\n"),
    (
        "operations/one.md",
        "---\ntitle: \"</script> & ]]> \\u2029\"\ndate: 2018-04-25/2018-04-26\naliases: [old]\noutlets: [{id: amaq, sources: [a-2018]}]\n\
         corrections:\n  - {date: 2024-07-01, claim: big, text: One & two.}\n  - {date: 2024-07-01, text: Three.}\n---\n\n\
         A line\\\nand a note.[^1] [@a-2018, p. <3>; but see @b-2018] {#big by=\"A <Name>\" as-of=2018-04}\n\n***\n\n![alt & text](/assets/icon.svg) [@b-2018]\n\n\
         | a | b |\n|---|--:|\n| c | [see](#big) [@b-2018] |\n\n3. three [@a-2018]\n\n```rust\nlet a = &\"<b>\";\n```\n\n\
         ~~gone~~ [@a-2018] {withdrawn=\"2024-08-01: no & no\"}\n\n[^1]: A note & [a link](https://b.example/?a&b).\n",
    ),
    ("operations/undated.md", "---\ntitle: Undated\ndate: unknown\n---\n"),
    ("operations/planned.md", "---\ntitle: Planned\ndate: 2099\nstatus: planned\n---\n"),
];

/// A folder with a content.
fn written(content: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in content {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Every file of a site by its path.
type Files = BTreeMap<String, Vec<u8>>;

/// The sites, built once for all tests: the record, the tricky one, and one in Arabic.
fn sites() -> &'static [Files] {
    static BUILT: OnceLock<[Files; 3]> = OnceLock::new();
    BUILT.get_or_init(|| {
        let root = Path::new(ROOT);
        let arabic = root.join("tests/browser/sites/arabic");
        [build(root), build(written(TRICKY).path()), build(&arabic)]
    })
}

fn build(root: &Path) -> Files {
    let checked = check_site(root, &Settings::default());
    let mut shown = Vec::new();
    casefile::diag::write_short(&checked.report, &checked.site.texts, &mut shown).unwrap();
    assert!(!checked.report.has_errors(), "{}", String::from_utf8_lossy(&shown));
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

/// The linked data of every page that has some, by path.
fn linked_data(files: &Files) -> Vec<(&str, Value)> {
    let mut all = Vec::new();
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        let html = text(files, path);
        let Some((_, rest)) = html.split_once("<script type=\"application/ld+json\">") else {
            assert!(html.contains("noindex") || html.contains("http-equiv=\"refresh\""), "{path}");
            continue;
        };
        let json = rest.split("</script>").next().unwrap();
        assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{path}");
        all.push((path.as_str(), json.parse().unwrap_or_else(|error| panic!("{path}: {error}"))));
    }
    all
}

fn has_type(node: &Value, name: &str) -> bool {
    node["@type"] == name || node["@type"].as_array().is_some_and(|all| all.contains(&name.into()))
}

#[test]
fn every_page_says_where_it_stands_and_every_fact_sheet_its_claims_with_their_sources() {
    let mut claims_in_all = 0;
    for files in sites() {
        let api: Value = text(files, "api/v1/claims.json").parse().unwrap();
        for (path, data) in linked_data(files) {
            assert_eq!(data["@context"], "https://schema.org");
            let graph = data["@graph"].as_array().unwrap();
            let page = &graph[0];
            let url = page["url"].as_str().unwrap();
            assert!(url.starts_with("https://"), "{path}");
            if path != "index.html" {
                let crumbs = page["breadcrumb"]["itemListElement"].as_array().unwrap();
                let positions: Vec<_> =
                    crumbs.iter().map(|crumb| crumb["position"].as_u64().unwrap()).collect();
                assert_eq!(positions, (1..=crumbs.len() as u64).collect::<Vec<_>>(), "{path}");
            }
            let Some(claims) = page["hasPart"].as_array() else { continue };
            assert!(
                graph.iter().any(|node| has_type(node, "Event") && node["@id"] == url),
                "{path}"
            );
            let stands = |claim: &&Value| {
                let permalink = claim["permalink"].as_str().unwrap();
                permalink.starts_with(&format!("{url}#")) && claim["withdrawn"].is_null()
            };
            let expected: Vec<&Value> =
                api["result"].as_array().unwrap().iter().filter(stands).collect();
            assert_eq!(claims.len(), expected.len(), "{path}");
            for (claim, expected) in claims.iter().zip(expected) {
                claims_in_all += 1;
                assert_eq!(
                    format!("{url}{}", claim["@id"].as_str().unwrap()),
                    expected["permalink"].as_str().unwrap()
                );
                let cited = |name: &str| claim[name].as_array().map_or(0, Vec::len);
                let sources = expected["sources"].as_array().unwrap();
                let contrary = sources.iter().filter(|source| source["contrary"] == true).count();
                assert_eq!(
                    (cited("appearance"), cited("citation")),
                    (sources.len() - contrary, contrary)
                );
                for source in claim["appearance"].as_array().into_iter().flatten() {
                    let page = source["@id"].as_str().unwrap().strip_prefix("../../").unwrap();
                    assert!(files.contains_key(&format!("{page}index.html")), "{path}: {page}");
                }
            }
        }
    }
    assert!(claims_in_all > 200, "{claims_in_all}");
}

#[test]
fn a_source_says_what_it_is_where_it_was_and_where_a_copy_is() {
    let all = linked_data(&sites()[1]);
    let (_, data) = all.iter().find(|(path, _)| path.contains("a-2018")).unwrap();
    let source = &data["@graph"][1];
    assert_eq!(source["@type"], "NewsArticle");
    assert_eq!(source["@id"], "https://example.org/below/sources/a-2018/");
    assert_eq!(source["name"], "</script><!-- & ]]>");
    assert_eq!(source["archivedAt"], "https://archive.example/1");
    assert_eq!(source["publisher"]["name"], "P & Q");
    // It was published about then.
    assert!(source["datePublished"].is_null());
}

#[test]
fn the_home_page_lists_the_files_of_the_record_that_are_there() {
    let distribution = |files: &Files| -> Vec<String> {
        let (_, data) =
            linked_data(files).into_iter().find(|(path, _)| *path == "index.html").unwrap();
        let dataset =
            data["@graph"].as_array().unwrap().iter().find(|node| has_type(node, "Dataset"));
        let files = dataset.unwrap()["distribution"].as_array().cloned().unwrap_or_default();
        let base = "https://example.org/below/";
        let path = |file: &Value| {
            file["contentUrl"].as_str().unwrap().strip_prefix(base).unwrap().to_owned()
        };
        files.iter().map(path).collect()
    };
    let with = |outputs: &str| {
        let mut content = TRICKY.to_vec();
        let settings = format!("{}outputs: {outputs}\n", content[0].1);
        content[0].1 = &settings;
        let files = build(written(&content).path());
        let listed = distribution(&files);
        assert!(listed.iter().all(|path| files.contains_key(path)), "{listed:?}");
        listed.len()
    };
    assert_eq!(with("{}"), 7);
    assert_eq!(with("{api: false}"), 4);
    assert_eq!(with("{tables: false}"), 3);
    assert_eq!(with("{api: false, tables: false}"), 0);
}
