//! The built site in a real browser: runs each of `tests/browser/suites/` over the sites that it builds.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A test for each suite, so that each is told by name and can be run alone.
macro_rules! suites {
    ($($suite:ident: $promise:ident,)*) => {
        const SUITES: &[&str] = &[$(stringify!($suite)),*];
        $(
            #[test]
            #[ignore = "needs Chromium, Node and Java: see tests/README.md"]
            fn $promise() {
                run(stringify!($suite));
            }
        )*
    };
}

suites! {
    axe: axe_finds_nothing_on_any_page,
    claims: a_marker_leads_to_its_source_and_back,
    keyboard: every_page_can_be_used_from_the_keyboard,
    layout: every_page_fits_a_phone_and_a_finger,
    live: an_open_page_follows_what_is_saved,
    lists: lists_sort_and_filter_over_all_their_rows,
    media: every_page_heeds_dark_print_contrast_and_motion,
    no_script: everything_can_be_read_without_script,
    popover: a_marker_shows_its_reference_beside_it,
    quiet: no_page_asks_another_host_or_logs_anything,
    search: the_search_finds_claims_and_things,
    structure: every_page_has_landmarks_and_headings_in_order,
    valid: the_nu_checker_finds_no_error_on_any_page,
    xss: nothing_that_an_editor_writes_comes_alive,
}

#[test]
fn each_suite_has_its_test() {
    let files = fs::read_dir(Path::new(ROOT).join("tests/browser/suites")).unwrap();
    let files: BTreeSet<String> = files
        .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, SUITES.iter().map(|suite| (*suite).to_owned()).collect());
}

/// Runs one suite, and fails with what it prints.
fn run(suite: &str) {
    let folder = Path::new(ROOT).join("tests/browser");
    assert!(
        folder.join("node_modules/playwright-core").is_dir(),
        "the packages of the browser tests are missing: run `npm ci` in tests/browser"
    );
    let done = Command::new("node")
        .args(["--test-reporter=spec", &format!("suites/{suite}.mjs")])
        .current_dir(folder)
        .env("CASEFILE_SITES", sites())
        .env("CASEFILE", env!("CARGO_BIN_EXE_casefile"))
        .output()
        .expect("`node` could not be started: install Node 18 or later");
    let output = String::from_utf8_lossy(&done.stdout);
    // The reporter tells each failure twice: where it happens, and all of them at the end.
    let failures = output.split_once("failing tests:").map_or(&*output, |(_, failures)| failures);
    assert!(
        done.status.success(),
        "suites/{suite}.mjs\n{failures}{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// The folder of the built sites.
fn sites() -> &'static Path {
    static SITES: OnceLock<PathBuf> = OnceLock::new();
    SITES.get_or_init(|| {
        let sites = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
        let fixtures = Path::new(ROOT).join("tests/browser/sites");
        // Below a path, so that a link that leaves it is noticed.
        build(Path::new(ROOT), &sites.join("record"), "https://example.org/takedowns/");
        build(&fixtures.join("arabic"), &sites.join("arabic"), "https://example.org/");
        let odd = tempfile::tempdir().unwrap();
        copy(&fixtures.join("odd"), odd.path());
        write_many(odd.path());
        build(odd.path(), &sites.join("odd"), "https://example.org/");
        let _ = fs::remove_dir_all(sites.join("hostile"));
        for (name, text) in LIVE {
            let hostile = tempfile::tempdir().unwrap();
            copy(&fixtures.join("hostile"), hostile.path());
            let mut count = 0;
            plant(hostile.path(), text, &mut count);
            assert!(count > 100, "only {count} places were found");
            build(hostile.path(), &sites.join("hostile").join(name), "https://example.org/");
        }
        sites
    })
}

fn build(root: &Path, output: &Path, base_url: &str) {
    let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .args(["build", "--base-url", base_url, "--root"])
        .arg(root)
        .arg("--output-dir")
        .arg(output)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
}

/// Texts that would become live where they are not written as what they are. `%` stands for the number of a place.
const LIVE: &[(&str, &str)] = &[
    ("script", "<script data-planted>__xss(%)</script>"),
    ("double-quoted", "\"><img data-planted src=x onerror=__xss(%)>"),
    (
        "attribute",
        "'\" autofocus tabindex=1 onfocus=__xss(%) onmouseover=__xss(%) data-planted=\"1\" x='",
    ),
    (
        "unclosed",
        "</title></textarea></style></noscript></template></script>--><svg data-planted onload=__xss(%)>\
         <script>__xss(%)</script></svg>",
    ),
    (
        "cdata",
        "]]><script data-planted xmlns=\"http://www.w3.org/1999/xhtml\">__xss(%)</script><![CDATA[",
    ),
    (
        "undone-twice",
        "&lt;img data-planted src=x onerror=__xss(%)&gt;&#60;script data-planted&#62;__xss(%)&#60;/script&#62;",
    ),
    (
        "in-script",
        "\\u003cimg data-planted src=x onerror=__xss(%)\\u003e${__xss(%)}\");__xss(%);//');__xss(%);//`);__xss(%);//\u{2028}__xss(%)",
    ),
    ("template", "{{ throw(message=%) }}{% if true %}{# data-planted #}{% raw %}<b data-planted>"),
    (
        "elements",
        "<base data-planted href=\"javascript:__xss(%)//\"><meta data-planted http-equiv=refresh \
         content=\"0;url=javascript:__xss(%)\"><a data-planted href=javascript:__xss(%)>x</a>\
         <iframe data-planted srcdoc=\"<script>parent.__xss(%)</script>\"></iframe>",
    ),
    ("formula", "=HYPERLINK(\"javascript:__xss(%)\")<u data-planted>"),
    ("lines", "x\r\nx-planted: __xss(%)\n/* 302 https://planted.example/"),
];

/// Puts a text in the place of every `⟦…⟧` of the files of a folder, as the word in it says that it has to be written.
fn plant(folder: &Path, text: &str, count: &mut usize) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            plant(&path, text, count);
            continue;
        }
        let before = fs::read_to_string(&path).unwrap();
        let mut parts = before.split('⟦');
        let mut after = parts.next().unwrap().to_owned();
        for part in parts {
            let (kind, rest) = part.split_once('⟧').unwrap();
            *count += 1;
            // `{%` is a template's.
            let text = text.replace('%', &count.to_string()).replace(&format!("{{{count}"), "{%");
            after += &written(kind, &text);
            after += rest;
        }
        fs::write(path, after).unwrap();
    }
}

/// A text as it has to be written in a place so that it is read there as it is.
fn written(kind: &str, text: &str) -> String {
    let without = |marks: &[char]| text.replace(marks, "");
    match kind {
        // In double quotes, of YAML or of an attribute.
        "quoted" => {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"");
            text.replace('\r', "\\r").replace('\n', "\\n").replace('\u{2028}', "\\L")
        }
        // In double quotes within a line of Markdown.
        "attribute" => without(&['\r', '\n']).replace('\\', "\\\\").replace('"', "\\\""),
        // In Markdown: marks of its own are escaped, HTML is not.
        "plain" => {
            let text = without(&['\r', '\n']);
            text.chars().fold(String::new(), |mut text, mark| {
                if "{}[]`#$*_|\\&".contains(mark) {
                    text.push('\\');
                }
                text.push(mark);
                text
            })
        }
        // In code, where nothing can be escaped.
        "code" => without(&['\r', '\n', '`']),
        "prefix" => without(&['\r', '\n', '!', ';', '[', ']', '{', '}', '`', '@']),
        "address" => without(&[
            '\r', '\n', ' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}', '[', ']', '\u{2028}',
            '&', '#', '%',
        ]),
        "bib" => without(&['\r', '\n', '{', '}', '@', '\\', '%', '$', '#', '"', '&']),
        kind => panic!("nothing is known of `{kind}`"),
    }
}

/// Adds what would be tedious to keep as files: forty outlets in one operation, and lists of several parts.
fn write_many(root: &Path) {
    let content = root.join("content");
    let mut ids = Vec::new();
    for n in 1..=40 {
        ids.push(format!("outlet-{n}"));
        let text = format!("---\nname: Outlet number {n}\n---\n");
        fs::create_dir_all(content.join("outlets")).unwrap();
        fs::write(content.join(format!("outlets/outlet-{n}.md")), text).unwrap();
    }
    let long = content.join("operations/long.md");
    let text = fs::read_to_string(&long).unwrap();
    fs::write(&long, text.replace("OUTLETS", &format!("[{}]", ids.join(", ")))).unwrap();
    for n in 1..=120 {
        let text = format!(
            "---\ntitle: Operation number {n}\ndate: {}-{:02}\ncountries: [{{id: BE, sources: [nine-1]}}]\n---\n",
            1990 + n / 12,
            n % 12 + 1
        );
        fs::write(content.join(format!("operations/many-{n}.md")), text).unwrap();
    }
}
