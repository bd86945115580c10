//! The default theme's weight, and what a theme of one's own is told.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
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

/// A site with a theme of its own.
const SITE: &str = "title: Test\nbase-url: https://example.org/\ntheme: plain\n";
const OPERATION: &str = "---\ntitle: One\ndate: 2018\n---\n";

/// Builds a site with the fact sheet that the theme is weighed by: ten claims, two sources each; gives its folder.
fn build_ten_claims() -> tempfile::TempDir {
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
    folder
}

#[test]
fn a_fact_sheet_of_ten_claims_with_two_sources_each_weighs_at_most_30_kb() {
    let folder = build_ten_claims();
    let html = fs::read_to_string(folder.path().join("out/operations/one/index.html")).unwrap();
    assert_eq!(html.matches("data-reports=\"2\"").count(), 10);
    assert_eq!(html.matches(">archived ").count(), 20);
    assert!(html.len() <= 30_000, "{} bytes", html.len());
}

#[test]
fn the_style_weighs_at_most_25_kb_and_all_scripts_at_most_15_kb() {
    let folder = build_ten_claims();
    // The shards of a search index are data, and are not among the assets.
    let assets = fs::read_dir(folder.path().join("out/assets")).unwrap().map(|file| {
        let path = file.unwrap().path();
        assert!(path.is_file(), "{} is not weighed", path.display());
        path
    });
    let [mut styles, mut scripts] = [Vec::new(), Vec::new()];
    for path in assets {
        let size = fs::metadata(&path).unwrap().len();
        let kind = path.extension().unwrap().to_string_lossy().into_owned();
        let of = (path.file_name().unwrap().to_string_lossy().into_owned(), size);
        match kind.as_str() {
            "css" => styles.push(of),
            "js" => scripts.push(of),
            _ => {}
        }
    }
    let weight = |files: &[(String, u64)]| files.iter().map(|(_, size)| size).sum::<u64>();
    assert!(weight(&styles) <= 25_000, "{} bytes: {styles:?}", weight(&styles));
    assert!(weight(&scripts) <= 15_000, "{} bytes: {scripts:?}", weight(&scripts));

    // And a page loads nothing else.
    let html = fs::read_to_string(folder.path().join("out/operations/one/index.html")).unwrap();
    let weighed: Vec<_> = styles.iter().chain(&scripts).map(|(name, _)| name.as_str()).collect();
    let is_weighed = |tag: &str| {
        let name = tag.split("/assets/").nth(1).and_then(|rest| rest.split('"').next());
        name.is_some_and(|name| weighed.contains(&name))
    };
    let loads = |tag: &&str| {
        let starts = ["script", "style", "link rel=\"stylesheet\""];
        starts.iter().any(|start| tag.starts_with(start)) && !tag.contains("application/ld+json")
    };
    let loading: Vec<_> = html.split(['<', '>']).filter(loads).collect();
    assert!(loading.len() >= 2 && loading.iter().all(|tag| is_weighed(tag)), "{loading:?}");
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
    let newest = r#""rows":[[["Operation 8","op-8/"],["2012",10],[],[],[],[1],[],[3]],"#;
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
fn a_word_that_is_not_there_is_told_with_its_template_and_line_before_anything_is_written() {
    let (folder, code, error) = build(&[
        ("content/site.yaml", SITE),
        ("content/operations/one.md", OPERATION),
        ("themes/plain/templates/page.html", "<p>\n{{ corections() }}\n{{ motto() }}"),
    ]);
    assert_ne!(code, 0);
    let first =
        "template `page.html`, line 2: there is no word `corections`; did you mean `corrections`?";
    let second = "template `page.html`, line 3: there is no word `motto`; add it to the theme's `i18n/en.yaml`";
    assert!(error.contains(first) && error.contains(second), "{error}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_theme_changes_words_and_adds_its_own() {
    let (folder, code, error) = build(&[
        ("content/site.yaml", SITE),
        ("content/operations/one.md", OPERATION),
        (
            "themes/plain/i18n/en.yaml",
            "words: {corrections: Errata & more, greeting: \"Hi, {who}!\"}",
        ),
        (
            "themes/plain/templates/operation.html",
            "{{ corrections() }} {{ greeting(who=\"<\") }} {{ greeting(who=page.when) }} {{ 12345 | number }}",
        ),
    ]);
    assert_eq!(code, 0, "{error}");
    let read = |path: &str| fs::read_to_string(folder.path().join("out").join(path)).unwrap();
    assert_eq!(
        read("operations/one/index.html"),
        "Errata &amp; more Hi, &lt;! Hi, <time datetime=\"2018\">2018</time>! 12,345"
    );
    assert!(read("corrections/index.html").contains("<h1>Errata &amp; more</h1>"));
}

#[test]
fn a_word_that_lacks_what_it_is_to_say_is_told_with_the_page() {
    for (template, message) in [
        ("{{ reports() }}", "the word `reports` depends on a number: give it as `n=…`"),
        ("{{ cited_at(n=1) }}", "the word `cited_at` needs `places=…`"),
    ] {
        let (_, code, error) = build(&[
            ("content/site.yaml", SITE),
            ("content/operations/one.md", OPERATION),
            ("themes/plain/templates/operation.html", template),
        ]);
        assert_ne!(code, 0);
        assert!(error.contains(message) && error.contains("line 1"), "{error}");
    }
}

#[test]
fn a_language_that_the_theme_lacks_is_a_warning_and_english_on_the_page() {
    let site = format!("{SITE}language: pt-BR\n");
    let (folder, code, error) = build(&[
        ("content/site.yaml", &site),
        ("content/operations/one.md", OPERATION),
        ("themes/plain/i18n/en.yaml", ""),
    ]);
    assert_eq!(code, 0, "{error}");
    assert!(
        error.contains(
            "warning[untranslated-theme]: the theme has no words in `pt-BR`, so English ones stand in"
        ),
        "{error}"
    );
    assert!(error.contains("write them in `themes/plain/i18n/pt.yaml`"), "{error}");
    let html = fs::read_to_string(folder.path().join("out/operations/index.html")).unwrap();
    assert!(html.contains("<html lang=\"pt-BR\">") && html.contains("<h1>Operations</h1>"));
}

#[test]
fn a_theme_replaces_a_block_and_inherits_the_rest() {
    let (folder, code, error) = build(&[
        ("content/site.yaml", SITE),
        ("content/operations/one.md", OPERATION),
        (
            "themes/plain/templates/base.html",
            "{% extends \"default/base.html\" %}\n{% block head %}{{ super() }}\n\
             <link rel=\"stylesheet\" href=\"{{ shell.assets }}ours.css\">{% endblock head %}",
        ),
        (
            "themes/plain/templates/operation.html",
            "{% extends \"default/operation.html\" %}\n{% block kind %}{{ super() }} ours{% endblock kind %}",
        ),
        ("themes/plain/assets/ours.css", "h1{color:red}"),
    ]);
    assert_eq!(code, 0, "{error}");
    let read = |path: &str| fs::read_to_string(folder.path().join("out").join(path)).unwrap();
    let operation = read("operations/one/index.html");
    // The default's page, in the theme's base, with its block.
    assert!(operation.contains("<link rel=\"stylesheet\" href=\"../../assets/ours.css\">"));
    assert!(operation.contains("class=\"sheet ours\"") && operation.contains("<h1>One</h1>"));
    assert!(read("index.html").contains("href=\"assets/ours.css\""));
    assert_eq!(read("assets/ours.css"), "h1{color:red}");
    assert!(read("assets/style.css").contains(".claim"));
}

#[test]
fn a_theme_replaces_one_component_or_one_asset() {
    let (folder, code, error) = build(&[
        ("content/site.yaml", SITE),
        ("content/operations/one.md", OPERATION),
        (
            "themes/plain/templates/ours.html",
            "{% component operations_table(rows, caption: string, sorts: bool) %}<p>{{ rows | length }} {{ caption }}</p>\
             {% endcomponent operations_table %}",
        ),
        ("themes/plain/assets/style.css", "body{margin:0}"),
        ("themes/plain/theme.yaml", "name: Plain\ncolours: {paper: {light: \"#fff\"}}\n"),
    ]);
    assert_eq!(code, 0, "{error}");
    let read = |path: &str| fs::read_to_string(folder.path().join("out").join(path)).unwrap();
    assert!(read("operations/index.html").contains("<p>1 Operations</p>"));
    let style = read("assets/style.css");
    assert!(
        style.contains(":root{--paper:#ffffff;--raised:#f5f2ea;")
            && style.ends_with("body{margin:0}")
    );
}

/// The fenced blocks of the guide that name a file: path and text.
fn examples(guide: &str) -> Vec<(&str, String)> {
    let mut examples = Vec::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        let Some(fence) = line.strip_prefix("```") else { continue };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some((_, path)) = fence.split_once(' ') {
            examples.push((path, text.join("\n")));
        }
    }
    examples
}

#[test]
fn every_example_of_the_guide_works() {
    let guide = fs::read_to_string("themes/README.md").unwrap();
    let examples = examples(&guide);
    assert_eq!(examples.len(), 8);
    let outlet = "---\nname: One\n---\n";
    let operation = "---\ntitle: One\ndate: 2018\noutlets: [{id: one, uncited: so}, {id: two, uncited: so}]\n---\n";
    let mut files = vec![
        ("content/operations/one.md", operation),
        ("content/outlets/one.md", outlet),
        ("content/outlets/two.md", outlet),
        ("content/pages/about.md", "---\ntitle: About\n---\n\nText.\n"),
    ];
    files.extend(examples.iter().map(|(path, text)| (*path, text.as_str())));
    let (folder, code, error) = build(&files);
    assert_eq!(code, 0, "{error}");
    assert!(!error.contains("warning"), "{error}");
    let read = |path: &str| fs::read_to_string(folder.path().join("out").join(path)).unwrap();
    for (path, expected) in [
        ("about/index.html", "<p>Welcome to A record. 1,200 pages read, 1,200 in all.</p>"),
        ("about/index.html", "<link rel=\"stylesheet\" href=\"../assets/ours.css\">"),
        ("about/index.html", ">Errata</a>"),
        ("operations/one/index.html", "<p class=\"seal\">One</p>\n<section class=\"cite-page\""),
        ("operations/index.html", ">One</a> + <a "),
        ("assets/style.css", "--accent:#8a1c1c;"),
        ("assets/style.css", "--seal:#f0a8d8;"),
        ("assets/style.css", "--seal-size:4rem;"),
        ("assets/ours.css", "var(--seal)"),
    ] {
        assert!(read(path).contains(expected), "{path} lacks {expected}\n{}", read(path));
    }
}

#[test]
fn the_guide_names_everything_that_templates_use_and_every_block() {
    let guide = fs::read_to_string("themes/README.md").unwrap();
    let row = |name: &str, nth: usize| {
        let start = format!("| `{name}` |");
        let row = guide.lines().filter(|line| line.starts_with(&start)).nth(nth);
        row.map(str::to_owned)
    };
    let shell =
        guide.split("`shell` is the same").nth(1).unwrap().split("`page` is").next().unwrap();
    let word = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut count = 0;
    for entry in fs::read_dir("themes/default/templates").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        for used in text.split("shell.").skip(1).map(word) {
            assert!(shell.contains(&format!("`{used}`")), "{name}: shell.{used}");
        }
        if name == "components.html" || name == "base.html" {
            continue;
        }
        // These have a row for their blocks before.
        let has_blocks = ["home.html", "operation.html", "page.html"].contains(&name.as_str());
        let view = row(&name, usize::from(has_blocks)).expect(&name);
        for used in text.split([' ', '{']).filter_map(|part| part.strip_prefix("page.")).map(word) {
            count += 1;
            assert!(view.contains(&format!("`{used}`")), "{name}: page.{used}");
        }
        for block in text.split("block ").skip(1).map(word) {
            let of_base = ["head", "kind", "main"].contains(&block.as_str());
            let is_named = row(&name, 0).is_some_and(|row| row.contains(&format!("`{block}`")));
            assert!(of_base || is_named, "{name}: block {block}");
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn a_theme_yaml_is_read_like_content() {
    let (_, code, error) = build(&[
        ("content/site.yaml", SITE),
        ("content/operations/one.md", OPERATION),
        (
            "themes/plain/theme.yaml",
            "min-version: 99.0.0\ncolors: {}\ncolours: {ink: {light: \"#ccc\"}, Sky: {light: \"#000\"}}\n",
        ),
    ]);
    assert_eq!(code, 1);
    for finding in [
        "themes/plain/theme.yaml:1:14",
        "the theme asks for casefile 99.0.0 or newer",
        "unknown key `colors` in theme.yaml",
        "did you mean `colours`?",
        "text in `ink` on `paper` has a contrast of 1.5 to 1, where 4.5 is needed",
        "`Sky` cannot be the name of a token",
    ] {
        assert!(error.contains(finding), "{finding}\n{error}");
    }
}

/// What a reader sees or hears of a template as it stands: its text without what is put in, and the attributes that are read out.
fn own_words(template: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) =
        rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min()
    {
        text.push_str(&rest[..at]);
        let end = match &rest[at..at + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        // A string may hold what ends it.
        let mut quoted = false;
        let inside = rest[at + 2..].char_indices().find(|(place, letter)| {
            quoted ^= *letter == '"' && end != "#}";
            !quoted && rest[at + 2 + place..].starts_with(end)
        });
        rest = &rest[at + 2 + inside.unwrap().0 + 2..];
    }
    text.push_str(rest);
    let mut words = Vec::new();
    for (n, piece) in text.split('<').enumerate() {
        let (tag, seen) = if n == 0 { ("", piece) } else { piece.split_once('>').unwrap() };
        words.push(seen.trim().to_owned());
        let is_for_programs = |name: &str| {
            ["key", "sorts", "group"].map(|data| format!("data-{data}")).contains(&name.to_owned())
        };
        for attribute in tag.split("\" ").filter_map(|one| one.split_once("=\"")) {
            let name = attribute.0.rsplit(' ').next().unwrap();
            let is_read = ["title", "alt", "aria-label", "placeholder"].contains(&name)
                || name.starts_with("data-") && !is_for_programs(name);
            if is_read {
                words.push(attribute.1.trim_end_matches('"').to_owned());
            }
        }
    }
    words.retain(|words| words.chars().any(char::is_alphabetic));
    words
}

#[test]
fn the_templates_have_no_words_of_their_own() {
    assert_eq!(own_words("<p title=\"One {{ two() }}\">{{ f(a=\"}}\") }}</p>"), ["One "]);
    assert_eq!(own_words("<p data-x=\"{} of {}\">a</p>"), ["a", "{} of {}"]);
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let mut found = Vec::new();
    for file in fs::read_dir(templates).unwrap() {
        let path = file.unwrap().path();
        // What these two hold goes into tags.
        let is_of_tags = |line: &&str| {
            line.starts_with("{% block kind %}") || line.starts_with("{%- set english %}")
        };
        let text = fs::read_to_string(&path).unwrap();
        let text: Vec<&str> = text.lines().filter(|line| !is_of_tags(line)).collect();
        let mut words = own_words(&text.join("\n"));
        words.retain(|words| !["BibTeX", "CSL-JSON", "openapi.json"].contains(&words.as_str()));
        found.extend(words.into_iter().map(|words| format!("{}: {words}", path.display())));
    }
    assert!(found.is_empty(), "{found:#?}");
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

#[test]
fn pages_of_a_folder_are_listed_in_their_order_and_lead_to_each_other() {
    let page = |title: &str, order: &str| format!("---\ntitle: {title}\n{order}---\n\nText.\n");
    let pages = [
        ("handbook/index", page("Handbook", "")),
        ("handbook/last", page("Last", "")),
        ("handbook/first", page("First", "order: 1\n")),
        ("handbook/second/index", page("Second", "order: 2\n")),
        ("handbook/second/inner", page("Inner", "")),
        ("handbook-of-others", page("Others", "")),
    ];
    let paths: Vec<_> = pages.iter().map(|(path, _)| format!("content/pages/{path}.md")).collect();
    let mut files = vec![("content/site.yaml", "title: Test\nbase-url: https://example.org/\n")];
    files.extend(paths.iter().map(String::as_str).zip(pages.iter().map(|(_, text)| text.as_str())));
    let (folder, code, error) = build(&files);
    assert_eq!(code, 0, "{error}");
    let links = |page: &str| {
        let html = fs::read_to_string(folder.path().join(format!("out/{page}index.html"))).unwrap();
        let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_owned();
        let links = main.split("<a ").skip(1).map(|link| link.split("</a>").next().unwrap());
        links
            .map(|link| link.replace("rel=\"prev\" ", "").replace("rel=\"next\" ", ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        links("handbook/"),
        ["href=\"first/\">First", "href=\"second/\">Second", "href=\"last/\">Last"]
    );
    assert_eq!(links("handbook/first/"), ["href=\"../second/\">Next: Second"]);
    assert_eq!(
        links("handbook/second/"),
        [
            "href=\"inner/\">Inner",
            "href=\"../first/\">Previous: First",
            "href=\"../last/\">Next: Last"
        ]
    );
    assert_eq!(links("handbook/second/inner/"), [""; 0]);
    assert_eq!(links("handbook-of-others/"), [""; 0]);
}
