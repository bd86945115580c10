//! The default theme's weight, and what a theme of one's own is told.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::fmt::Write;
use std::fs;
use std::process::Command;

/// Writes a site to a folder, builds it; gives the folder, the exit code and standard error.
fn build(files: &[(&str, &str)]) -> (tempfile::TempDir, i32, String) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .args(["build", "--output-dir", "out"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    (folder, done.status.code().unwrap(), String::from_utf8(done.stderr).unwrap())
}

const SITE: &str = "title: Test\nbase-url: https://example.org/\ntheme: plain\n";
const OPERATION: &str = "---\ntitle: One\ndate: 2018\n---\n";

#[test]
fn a_fact_sheet_of_ten_claims_with_two_sources_each_weighs_at_most_30_kb() {
    let mut sources = String::new();
    for n in 0..20 {
        let address = format!("https://www.paper{n}.example/en/20180427-police-seize-servers-{n}");
        writeln!(
            sources,
            "paper{n}-2018:\n  type: article\n  title: European and US police seize servers used by a propaganda outlet\n  \
             author: \"Writer{n}, Given\"\n  date: 2018-04-27\n  url: {{value: \"{address}\", date: 2024-06-20}}\n  \
             archived: {{url: \"https://web.archive.org/web/20240620/{address}\", date: 2024-06-20}}\n  \
             parent: {{type: newspaper, title: The Paper {n}}}"
        )
        .unwrap();
    }
    let two = |claim: usize| format!("[paper{}-2018, paper{}-2018]", 2 * claim, 2 * claim + 1);
    let mut operation = format!(
        "---\ntitle: Takedown of Amaq and three allied outlets\n\
         description: Two-day seizure of servers behind media outlets, coordinated by Europol.\n\
         date: 2018-04-25/2018-04-26\nstatus: concluded\nkind: takedown\n\
         countries: [{{id: BE, role: lead, sources: {}}}, {{id: NL, sources: {}}}]\n\
         outlets: [{{id: amaq, sources: {}}}]\nfacts: {{arrests: {{value: 8, sources: {}}}}}\n---\n",
        two(0),
        two(1),
        two(2),
        two(3)
    );
    for claim in 4..10 {
        let (first, second) = (2 * claim, 2 * claim + 1);
        writeln!(
            operation,
            "\nServers were seized in the Netherlands, Canada and the United States. \
             [@paper{first}-2018; @paper{second}-2018, para. 4]"
        )
        .unwrap();
    }
    let site = "title: Takedowns on record\nbase-url: https://example.org/\n\
        vocabulary: {kinds: {takedown: Server takedown}, roles: {lead: Led the operation}, facts: {arrests: Arrests}}\n\
        navigation: [operations, countries, outlets, agencies, platforms, timeline, sources, disputed]\n";
    let (folder, code, error) = build(&[
        ("content/site.yaml", site),
        ("content/sources/s.yaml", &sources),
        ("content/outlets/amaq.md", "---\nname: Amaq\n---\n"),
        ("content/operations/one.md", &operation),
    ]);
    assert_eq!(code, 0, "{error}");
    let html = fs::read_to_string(folder.path().join("out/operations/one/index.html")).unwrap();
    assert_eq!(html.matches("data-reports=\"2\"").count(), 10);
    assert_eq!(html.matches(">archived ").count(), 20);
    assert!(html.len() <= 30_000, "{} bytes", html.len());

    let weight =
        |path: &str| fs::metadata(folder.path().join("out/assets").join(path)).unwrap().len();
    assert!(weight("style.css") <= 25_000);
    let scripts = ["site.js", "redirect.js", "search.js", "list.js"];
    assert!(scripts.into_iter().map(weight).sum::<u64>() <= 15_000);
}

#[test]
fn a_list_of_ten_rows_offers_choices_with_their_counts_and_a_shorter_one_does_not() {
    let mut files = vec![
        (
            "content/site.yaml".to_owned(),
            SITE.replace("theme: plain\n", "policy: {archive: allow}\n"),
        ),
        (
            "content/sources/s.yaml".to_owned(),
            "a-2018: {type: article, title: A, date: 2018}\n".into(),
        ),
    ];
    let countries = ["BE", "NL", "NL", "[BE, NL]", "FR", "FR", "FR", "FR", "FR"];
    let operation = |at: usize, ids: &str| {
        let text = format!(
            "---\ntitle: Operation {at}\ndate: {}\ncountries: [{{id: {ids}, sources: [a-2018]}}]\n---\n",
            2010 + at % 3
        );
        (format!("content/operations/op-{at}.md"), text)
    };
    files.extend(countries.iter().enumerate().map(|(at, ids)| operation(at, ids)));
    fn read(folder: &tempfile::TempDir, path: &str) -> Option<String> {
        fs::read_to_string(folder.path().join("out/operations").join(path)).ok()
    }
    let built = |files: &[(String, String)]| {
        let files: Vec<_> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (folder, code, error) = build(&files);
        assert_eq!(code, 0, "{error}");
        folder
    };
    let short = built(&files);
    assert!(!read(&short, "index.html").unwrap().contains("ui-filters"));
    assert_eq!(read(&short, "rows.js"), None);

    files.push(operation(9, "BE"));
    let long = built(&files);
    let html = read(&long, "index.html").unwrap();
    assert!(html.contains("data-rows=\"rows.js\""));
    assert!(html.contains("<script src=\"../assets/list.js\" defer></script>"));
    for choice in [
        "\"be\">Belgium (3)<",
        "\"fr\">France (5)<",
        "\"nl\">Netherlands (3)<",
        "\"2010\">2010 (4)<",
    ] {
        assert!(html.contains(choice), "{choice}");
    }
    assert!(!html.contains("name=\"outlet\""));
    let rows = read(&long, "rows.js").unwrap();
    let names =
        r#""names":[["Belgium","../countries/be/","be"],["France","../countries/fr/","fr"],"#;
    assert!(rows.contains(names), "{rows}");
    let newest = r#""rows":[[["Operation 8","op-8/"],["2012",10],[],[1],[],[1],[],[3]],"#;
    assert!(rows.contains(newest), "{rows}");
    assert_eq!(rows.matches("Operation ").count(), 10);
}

#[test]
fn a_template_that_cannot_be_read_is_told_with_its_line() {
    let (_, code, error) = build(&[
        ("content/site.yaml", SITE),
        ("content/operations/one.md", OPERATION),
        ("themes/plain/templates/home.html", "<p>\n{% if %}\n"),
    ]);
    assert_ne!(code, 0);
    assert!(error.contains("template `home.html`, line 2: "), "{error}");
}

#[test]
fn a_template_that_fails_is_told_with_its_line_and_the_page() {
    let (_, code, error) = build(&[
        ("content/site.yaml", SITE),
        ("content/operations/one.md", OPERATION),
        ("themes/plain/templates/operation.html", "<h1>{{ page.title }}</h1>\n{{ page.tilte }}\n"),
    ]);
    assert_ne!(code, 0);
    assert!(error.contains("template `operation.html`, line 2: "), "{error}");
    assert!(error.contains("on `/operations/one/`"), "{error}");
}

#[test]
fn a_themes_own_templates_escape_what_they_write() {
    let (folder, code, error) = build(&[
        ("content/site.yaml", SITE),
        ("content/operations/one.md", "---\ntitle: <b>One</b>\ndate: 2018\n---\n"),
        ("themes/plain/templates/operation.html", "<h1>{{ page.title }}</h1>"),
    ]);
    assert_eq!(code, 0, "{error}");
    let html = fs::read_to_string(folder.path().join("out/operations/one/index.html")).unwrap();
    assert_eq!(html, "<h1>&lt;b&gt;One&lt;/b&gt;</h1>");
}
