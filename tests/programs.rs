//! What programs that others wrote read of a site, format by format: nothing that they take for an error, and what the
//! record says.
//!
//! They are in `programs/requirements.txt`, and `programs/read.py` says which reads what.

#![expect(clippy::unwrap_used, reason = "a site that cannot be built should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The sites that are read: the record, one in Arabic, and one whose texts would break out of each format.
const SITES: [(&str, &str); 3] =
    [("record", ""), ("arabic", "tests/browser/sites/arabic"), ("tricky", "tests/programs/tricky")];

/// The folder of each site, built once for all tests.
fn sites() -> &'static [PathBuf] {
    static BUILT: OnceLock<Vec<PathBuf>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs");
        let build = |(name, root): (&str, &str)| {
            let (root, output) = (Path::new(ROOT).join(root), folder.join(name));
            casefile(&root, &["build", "--output-dir", &output.to_string_lossy()]);
            output
        };
        SITES.map(build).into()
    })
}

fn casefile(root: &Path, arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .args(arguments)
        .arg("--root")
        .arg(root)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// What a program reads of the files of a format, by path, or what it says of one that it cannot read.
fn tried<T: DeserializeOwned>(format: &str, folder: &Path) -> Result<BTreeMap<String, T>, String> {
    let programs = Path::new(ROOT).join("tests/programs");
    let python = programs.join(".venv/bin/python");
    assert!(
        python.is_file(),
        "the programs are not installed: run `python3 -m venv .venv` and `.venv/bin/pip install -r requirements.txt` in \
         tests/programs"
    );
    let done = Command::new(python)
        .arg(programs.join("read.py"))
        .arg(format)
        .arg(folder)
        .output()
        .unwrap();
    if done.status.success() {
        Ok(serde_json::from_slice(&done.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&done.stderr).into_owned())
    }
}

/// The same where all files can be read, and there are some.
fn read<T: DeserializeOwned>(format: &str, folder: &Path) -> BTreeMap<String, T> {
    let all = tried(format, folder).unwrap_or_else(|error| panic!("{format}: {error}"));
    assert!(!all.is_empty(), "{format}: nothing in {}", folder.display());
    all
}

/// What the API says.
fn api(folder: &Path, path: &str) -> Value {
    let file = folder.join("api/v1").join(path);
    serde_json::from_slice::<Value>(&fs::read(file).unwrap()).unwrap()["result"].take()
}

fn rows(result: &Value) -> impl Iterator<Item = &Value> {
    result.as_array().unwrap().iter()
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}")).to_owned()
}

/// The sources of every claim, by its key.
fn cited(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let sources = |claim: &Value| rows(&claim["sources"]).map(|one| text(one, "source")).collect();
    rows(&api(folder, "claims.json")).map(|claim| (text(claim, "key"), sources(claim))).collect()
}

/// Fails with the first claim whose sources were not read as they were written.
#[track_caller]
fn assert_same(read: &BTreeMap<String, Vec<String>>, written: &BTreeMap<String, Vec<String>>) {
    for (claim, sources) in written {
        assert_eq!(read.get(claim), Some(sources), "{claim}");
    }
    assert_eq!(read.len(), written.len());
}

#[test]
#[ignore = "needs Python and tests/programs/requirements.txt"]
fn feeds_are_read_by_feedparser_and_atoma() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Entry {
        id: String,
        url: String,
        title: String,
        day: String,
    }
    for folder in sites() {
        let atom: BTreeMap<String, Vec<Entry>> = read("atom", folder);
        let json: BTreeMap<String, Vec<Entry>> = read("json_feed", folder);
        assert_eq!(atom.len(), json.len());
        for (path, entries) in &atom {
            assert_eq!(*entries, json[&path.replace("atom.xml", "feed.json")], "{path}");
        }
        let operations = api(folder, "operations/index.json");
        let titles: BTreeMap<String, String> = rows(&operations)
            .map(|operation| (text(operation, "permalink"), text(operation, "title")))
            .collect();
        assert!(!atom["atom.xml"].is_empty());
        for entry in &atom["atom.xml"] {
            assert_eq!(titles[&entry.id], entry.title);
        }
    }
}

#[test]
#[ignore = "needs Python and tests/programs/requirements.txt"]
fn the_description_of_the_api_is_read_by_openapi_spec_validator() {
    for folder in sites() {
        let read: BTreeMap<String, Vec<String>> = read("openapi", folder);
        assert!(read["api/v1/openapi.json"].contains(&"/claims.json".to_owned()));
    }
}

#[test]
#[ignore = "needs Python and tests/programs/requirements.txt"]
fn tables_are_read_by_the_csv_of_python_with_every_claim_and_every_source() {
    type Row = BTreeMap<String, String>;
    for folder in sites() {
        let tables: BTreeMap<String, Vec<Row>> = read("table", folder);
        for (path, read) in &tables {
            let mut reader = csv::Reader::from_path(folder.join(path)).unwrap();
            for (row, read) in reader.deserialize::<Row>().zip(read) {
                assert_eq!(*read, row.unwrap(), "{path}");
            }
        }
        let table = |name: &str| &tables[&format!("api/v1/{name}.csv")];
        let mut claims: BTreeMap<String, Vec<String>> =
            table("claims").iter().map(|row| (row["key"].clone(), Vec::new())).collect();
        for row in table("citations") {
            claims.get_mut(&row["claim"]).unwrap().push(row["source"].clone());
        }
        assert_same(&claims, &cited(folder));
        for (name, column, index, field) in [
            ("operations", "id", "operations/index.json", "id"),
            ("sources", "key", "sources/index.json", "key"),
        ] {
            let read: Vec<_> = table(name).iter().map(|row| row[column].clone()).collect();
            let written: Vec<_> = rows(&api(folder, index)).map(|row| text(row, field)).collect();
            assert_eq!(read, written, "{name}");
        }
    }
}

#[test]
#[ignore = "needs Python and tests/programs/requirements.txt"]
fn the_bibliography_is_read_by_bibtexparser_and_formatted_by_citeproc() {
    for folder in sites() {
        let bib: BTreeMap<String, BTreeMap<String, String>> = read("bibtex", folder);
        let csl: BTreeMap<String, BTreeMap<String, String>> = read("csl", folder);
        let keys: BTreeSet<_> =
            rows(&api(folder, "sources/index.json")).map(|source| text(source, "key")).collect();
        assert_eq!(bib["api/v1/sources.bib"].keys().cloned().collect::<BTreeSet<_>>(), keys);
        assert_eq!(csl["api/v1/sources.csl.json"].keys().cloned().collect::<BTreeSet<_>>(), keys);
        for source in rows(&api(folder, "sources/index.json")) {
            let reference = &csl["api/v1/sources.csl.json"][&text(source, "key")];
            // Other programs read markup of a few kinds in titles, and set quotes.
            let letters = |text: &str| text.replace(|letter: char| !letter.is_alphabetic(), "");
            let title = letters(&text(source, "title"));
            assert!(letters(reference).contains(&title), "{title}: {reference}");
        }
        let operations = api(folder, "operations/index.json").as_array().unwrap().len();
        // Each fact sheet has its own beside it.
        assert_eq!((bib.len(), csl.len()), (operations + 1, operations + 1));
    }
}

#[test]
#[ignore = "needs Python and tests/programs/requirements.txt"]
fn linked_data_is_read_by_rdflib_with_every_claim_and_every_source() {
    #[derive(serde::Deserialize)]
    struct Page {
        claims: BTreeMap<String, Vec<String>>,
        classes: BTreeSet<String>,
    }
    for folder in sites() {
        let pages: BTreeMap<String, Page> = read("linked", folder);
        let source_pages: BTreeMap<String, String> = rows(&api(folder, "sources/index.json"))
            .map(|source| (text(source, "key"), text(source, "permalink")))
            .collect();
        let claims = api(folder, "claims.json");
        let stands = |claim: &&Value| {
            claim["subject"]["type"] == "operation" && claim["withdrawn"].is_null()
        };
        let written: BTreeMap<String, Vec<String>> = rows(&claims)
            .filter(stands)
            .map(|claim| {
                let page = |one: &Value| source_pages[&text(one, "source")].clone();
                let mut sources: Vec<_> = rows(&claim["sources"]).map(page).collect();
                sources.sort();
                (text(claim, "permalink"), sources)
            })
            .collect();
        let mut read = BTreeMap::new();
        for page in pages.values() {
            read.extend(page.claims.clone());
        }
        assert_same(&read, &written);
        let is_on = |class: &str, path: &str| {
            pages[path].classes.contains(&format!("https://schema.org/{class}"))
        };
        assert!(is_on("Dataset", "index.html"));
        for operation in rows(&api(folder, "operations/index.json")) {
            let path = format!("operations/{}/index.html", text(operation, "id"));
            assert!(is_on("Event", &path) && is_on("BreadcrumbList", &path), "{path}");
        }
    }
}

#[test]
#[ignore = "needs Python and tests/programs/requirements.txt"]
fn the_sitemap_is_read_by_ultimate_sitemap_parser_and_found_by_the_robotparser_of_python() {
    for folder in sites() {
        let pages: BTreeMap<String, Vec<String>> = read("sitemap", folder);
        let robots: BTreeMap<String, Vec<String>> = read("robots", folder);
        let home = robots["robots.txt"][0].strip_suffix("sitemap.xml").unwrap();
        for page in &pages["sitemap.xml"] {
            let path = page.strip_prefix(home).unwrap();
            assert!(folder.join(path).join("index.html").is_file(), "{page}");
        }
        for operation in rows(&api(folder, "operations/index.json")) {
            assert!(pages["sitemap.xml"].contains(&text(operation, "permalink")));
        }
    }
}

#[cfg(feature = "sqlite")]
#[test]
#[ignore = "needs Python and tests/programs/requirements.txt"]
fn the_database_is_read_by_datasette_with_every_claim_and_every_source() {
    #[derive(serde::Deserialize)]
    struct Database {
        rows: BTreeMap<String, Vec<Value>>,
        found: Vec<String>,
    }
    for ((name, root), folder) in SITES.into_iter().zip(sites()) {
        let databases = tempfile::tempdir().unwrap();
        let file = databases.path().join("record.db");
        casefile(&Path::new(ROOT).join(root), &["export", "--sqlite", &file.to_string_lossy()]);
        let read: BTreeMap<String, Database> = read("sqlite", databases.path());
        let database = &read["record.db"];
        let mut claims: BTreeMap<String, Vec<String>> =
            database.rows["claims"].iter().map(|row| (text(row, "key"), Vec::new())).collect();
        // It has rows in the order of their keys.
        let mut citations: Vec<&Value> = database.rows["citations"].iter().collect();
        citations.sort_by_key(|row| row["position"].as_u64());
        for row in citations {
            claims.get_mut(&text(row, "claim")).unwrap().push(text(row, "source"));
        }
        assert_same(&claims, &cited(folder));
        assert!(database.found.len() < claims.len(), "{name}: everything is found");
        assert_eq!(database.found.is_empty(), name == "arabic", "{name}");
    }
}

/// Something that is wrong in a file of each format, and what is said of it.
const BROKEN: &[(&str, &str, &str, &str, &str)] = &[
    ("atom", "atom.xml", "<entry>", "<entry>&nbsp;<", "SAXParseException"),
    ("json_feed", "feed.json", "\"version\"", "\"edition\"", "FeedParseError"),
    ("openapi", "api/v1/openapi.json", "\"paths\"", "\"ways\"", "OpenAPIValidationError"),
    ("table", "api/v1/claims.csv", ",fact,", ",\"fact\" ,", "expected after"),
    ("bibtex", "api/v1/sources.bib", "title = {", "title = {{", "aborted on line"),
    ("csl", "api/v1/sources.csl.json", "\"date-parts\":[[", "\"date-parts\":[[{},", "TypeError"),
    ("linked", "operations/one/index.html", "\"appearance\"", "\"appears\"", "not words of schema"),
    ("sitemap", "sitemap.xml", "</url>", "</uri>", "no pages"),
    ("robots", "robots.txt", "Disallow:", "Disallow: /", "nothing may be read"),
];

#[test]
#[ignore = "needs Python and tests/programs/requirements.txt"]
fn a_program_says_so_where_a_file_is_not_what_it_should_be() {
    let tricky = sites().last().unwrap();
    for (format, path, right, wrong, said) in BROKEN {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join(path);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        let whole = fs::read_to_string(tricky.join(path)).unwrap();
        fs::write(&copy, &whole).unwrap();
        assert!(tried::<Value>(format, folder.path()).is_ok(), "{format}");
        let broken = whole.replacen(right, wrong, 1);
        assert_ne!(broken, whole, "{format}: there is no {right}");
        fs::write(&copy, broken).unwrap();
        let error = tried::<Value>(format, folder.path()).expect_err(format);
        assert!(error.contains(path) && error.contains(said), "{format}: {error}");
    }
}
