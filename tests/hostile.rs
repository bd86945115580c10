//! Content that nobody means well with: it takes time and memory in proportion to its size, and is read or has a finding.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic;
use std::path::Path;
use std::process::Command;
use std::thread;

use targets::{TARGETS, Target, corpus};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Hands bytes to a target; if it fails, says which they were.
fn try_it((name, target): Target, bytes: &[u8], of: &str) {
    let done = panic::catch_unwind(|| target(bytes));
    assert!(done.is_ok(), "`{name}` fails on {of}: {:?}", String::from_utf8_lossy(bytes));
}

/// Calls back with each target and its corpus, all at once.
fn with_corpora(each: impl Fn(Target, Vec<(String, Vec<u8>)>) + Sync) {
    thread::scope(|scope| {
        for target in TARGETS {
            let each = &each;
            scope.spawn(move || each(*target, corpus(Path::new(ROOT), target.0)));
        }
    });
}

#[test]
fn every_text_of_the_corpus_is_read_or_has_its_findings() {
    with_corpora(|target, texts| {
        assert!(texts.len() > 1, "`{}` has no corpus", target.0);
        for (name, bytes) in texts {
            try_it(target, &bytes, &name);
        }
    });
}

#[test]
fn what_chance_makes_of_the_corpus_is_read_or_has_its_findings() {
    with_corpora(|target, texts| {
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
        for round in 0..400 {
            let bytes = chance.changed(&texts);
            try_it(target, &bytes, &format!("round {round}"));
        }
    });
}

#[test]
fn each_target_is_one_of_cargo_fuzz_too() {
    let folder = Path::new(ROOT).join("tests/fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "Cargo.toml lacks {name}");
        let file = fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(file.contains(&format!("targets::{name}(bytes)")), "{name}.rs");
    }
    assert_eq!(fs::read_dir(folder.join("fuzz_targets")).unwrap().count(), TARGETS.len());
}

/// Changes texts as if by chance, the same in each run.
struct Chance(u64);

/// What changes the meaning of what stands around it.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\t",
    " ",
    "\0",
    "\u{feff}",
    "\u{2028}",
    "é",
    "محمد",
    "𝒳",
    "\u{301}",
    "---\n",
    "- ",
    "> ",
    "|",
    "`",
    "```\n",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "{#",
    "[@",
    "[^",
    "[[",
    "]]",
    "!",
    "&",
    "*",
    "&a ",
    "*a",
    "<",
    "<!--",
    "</",
    "\\",
    "\"",
    "'",
    ":",
    ": ",
    ",",
    ";",
    "@",
    "#",
    "%",
    "~",
    "?",
    "..",
    "/",
    "X",
    "-0",
    "9999",
    "null",
    "true",
    "!!x ",
    "=",
    "$",
    "@article{",
    "\u{7f}",
    "&#0;",
    "http://",
    "javascript:",
    "  ",
    "1.",
    "=\"",
    "\u{202e}",
];

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        // Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end.max(1) as u64)).unwrap()
    }

    /// One of the texts, with a few changes.
    fn changed(&mut self, texts: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = texts[self.below(texts.len())].1.clone();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            let to = (at + self.below(40)).min(bytes.len());
            match self.below(6) {
                0 => drop(bytes.drain(at..to)),
                1 => {
                    let again = bytes[at..to].repeat(1 + self.below(8));
                    bytes.splice(at..at, again);
                }
                2 => {
                    let other = &texts[self.below(texts.len())].1;
                    let from = self.below(other.len() + 1);
                    let end = (from + self.below(60)).min(other.len());
                    let part = other[from..end].to_vec();
                    bytes.splice(at..to.min(at + 5), part);
                }
                3 if at < bytes.len() => bytes[at] = u8::try_from(self.below(256)).unwrap(),
                _ => {
                    let piece = PIECES[self.below(PIECES.len())];
                    bytes.splice(at..at, piece.bytes());
                }
            }
        }
        bytes
    }
}

/// A small site with something in it that nobody means well with.
struct Site(tempfile::TempDir);

const SETTINGS: &str = "title: T\nbase-url: https://example.org/\npolicy: {archive: allow}\n";
const FRONT: &str = "title: One\ndate: 2018\n";

impl Site {
    fn new() -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        site.put("content/site.yaml", SETTINGS);
        site.put("content/sources/s.yaml", "a: {type: article, title: A, date: 2018}\n");
        site.put("content/operations/one.md", format!("---\n{FRONT}---\n\nText. [@a]\n"));
        site
    }

    /// One with a file of its own.
    fn with(path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let site = Self::new();
        site.put(path, bytes);
        site
    }

    /// One with a body of its own.
    fn body(text: &str) -> Self {
        Self::with("content/operations/one.md", format!("---\n{FRONT}---\n\n{text}\n"))
    }

    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Runs the program, which may take so many seconds of a processor and so many MiB of memory; gives the exit code, and
    /// what is found, a line each.
    fn run(&self, verb: &str, seconds: u32, mebibytes: u32) -> (i32, String) {
        let limits =
            format!("ulimit -t {seconds} && ulimit -v {} && exec \"$@\"", mebibytes * 1024);
        let done = Command::new("sh")
            .args([
                "-c",
                &limits,
                "sh",
                env!("CARGO_BIN_EXE_casefile"),
                verb,
                "--message-format=short",
            ])
            .current_dir(self.0.path())
            .env("RUST_BACKTRACE", "0")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        let code = done.status.code();
        let start: String = said.chars().take(2000).collect();
        assert!(code == Some(0) || code == Some(1), "{verb}: {:?}: {start}", done.status);
        assert!(!said.contains("panicked"), "{verb}: {start}");
        (code.unwrap(), said)
    }

    /// A check finds this; a build leaves nothing.
    #[track_caller]
    fn finds(&self, expected: &str) {
        let (code, said) = self.run("check", 10, 1000);
        let start: String = said.chars().take(2000).collect();
        assert!(said.contains(expected), "no {expected} in {start}");
        assert_eq!(code, 1, "{start}");
        assert_eq!(self.run("build", 10, 1000).0, 1);
        assert!(!self.0.path().join("public").exists());
    }

    /// It is read as it is, and built.
    #[track_caller]
    fn is_built(&self) {
        let (code, said) = self.run("build", 30, 1500);
        assert_eq!(code, 0, "{}", said.chars().take(2000).collect::<String>());
    }
}

/// Lists that hold the one before nine times each.
fn bomb(indent: &str) -> String {
    let names: Vec<char> = ('b'..='j').collect();
    let mut text = format!("{indent}a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (before, name) in std::iter::once(&'a').chain(&names).zip(&names) {
        let list = vec![format!("*{before}"); 9].join(", ");
        text += &format!("{indent}{name}: &{name} [{list}]\n");
    }
    text
}

#[test]
fn values_that_stand_for_others_without_end_are_refused() {
    let finding = "yaml-syntax]: the YAML cannot be read (its `*…` repeat too much)";
    let front = format!("---\n{FRONT}extra:\n{}---\n\nText. [@a]\n", bomb("  "));
    Site::with("content/operations/one.md", front).finds(finding);
    Site::with("content/site.yaml", format!("{SETTINGS}extra:\n{}", bomb("  "))).finds(finding);
    Site::with("content/sources/s.yaml", bomb("")).finds(finding);
    let long = format!("x: &x \"{}\"\nz: [{}]\n", "y".repeat(100_000), ["*x"; 10_000].join(", "));
    Site::with("content/sources/s.yaml", long).finds(finding);
}

#[test]
fn what_stands_deep_in_each_other_is_refused_in_yaml_and_read_in_markdown() {
    let finding =
        "yaml-syntax]: the YAML cannot be read (lists and maps stand too deep in each other)";
    let deep = |open: &str, close: &str, levels: usize| {
        format!("a: {}x{}\n", open.repeat(levels), close.repeat(levels))
    };
    let parent = "{type: web, title: x, parent: ";
    for text in [
        deep("[", "]", 10_000),
        deep("{a: ", "}", 10_000),
        deep("[", "", 10_000),
        format!("a:\n  {}x\n", "- ".repeat(10_000)),
        deep(parent, "}", 100),
        deep(parent, "}", 40),
    ] {
        Site::with("content/sources/s.yaml", text).finds(finding);
    }
    Site::with("content/sources/d.bib", format!("@article{{b, title = {}", "{".repeat(100_000)))
        .finds("bib-syntax]");

    for text in [
        "- ".repeat(10_000) + "x [@a]",
        "> ".repeat(10_000) + "x [@a]",
        (0..1500).map(|n| "  ".repeat(n) + "- x [@a]\n").collect(),
        "[".repeat(50_000) + " [@a]",
        format!("{}x {} [@a]", "[".repeat(20_000), "] ".repeat(20_000)),
        format!("{}x{} [@a]", "*".repeat(50_000), "*".repeat(50_000)),
        "*x ".repeat(20_000) + "[@a]",
        format!("{}x [@a]", "![".repeat(20_000)),
        (1..800).map(|n| "`".repeat(n) + " ").collect::<String>() + "[@a]",
    ] {
        Site::body(&text).is_built();
    }
    Site::body(&("{".repeat(50_000) + " [@a] {" + &"#".repeat(50_000)))
        .finds("malformed-attributes]");
    Site::body(&("[@a; ".repeat(20_000) + &"@a]".repeat(20_000))).finds("malformed-cluster]");
}

#[test]
fn what_is_long_or_much_takes_time_and_memory_in_proportion() {
    Site::body(&("x".repeat(1_000_000) + " [@a]")).is_built();
    Site::body(&("word ".repeat(100_000) + "[@a]")).is_built();
    Site::body(&"Text. [@a]\n\n".repeat(2000)).is_built();
    let title = format!("---\ntitle: {}\ndate: 2018\n---\n\nText. [@a]\n", "x".repeat(300_000));
    Site::with("content/operations/one.md", title).is_built();
    let cells = |cell: &str| "|".to_owned() + &format!("{cell}|").repeat(5000) + "\n";
    Site::body(&(cells("h") + &cells("-") + &cells("x [@a]"))).is_built();

    let images = Site::body(&("![x](y.png) ".repeat(20_000) + "[@a]"));
    assert_eq!(images.run("check", 20, 1000).1.matches("missing-image]").count(), 20_000);
    let notes = (0..2000).map(|n| format!("[^{n}]: x [^{}]\n\n", n + 1)).collect::<String>();
    Site::body(&format!("Text.[^0] [@a]\n\n{notes}")).finds("undefined-footnote]");
    let taken =
        (0..3000).map(|n| format!("@article{{b{n}, title = {{T}}, crossref = {{b{}}}}}\n", n + 1));
    Site::with("content/sources/d.bib", taken.collect::<String>())
        .finds("takes fields from more than 16 entries");
    let doubled =
        (0..60).map(|n| format!("@string{{s{} = s{n} # s{n}}}\n", n + 1)).collect::<String>();
    Site::with(
        "content/sources/d.bib",
        format!("@string{{s0 = \"x\"}}\n{doubled}@article{{b, title = s60}}\n"),
    )
    .finds("is too long");
}

#[test]
fn a_claim_that_would_stand_on_a_thousand_pages_is_found() {
    let named = |count: usize| {
        let links = (0..count).map(|n| format!("[o](outlet:o-{n})\n")).collect::<String>();
        let site = Site::body(&format!("{links}[@a]"));
        for n in 0..count {
            site.put(&format!("content/outlets/o-{n}.md"), format!("---\nname: O {n}\n---\n"));
        }
        site
    };
    named(100).is_built();
    named(1000).finds("crowded-claim]");
    let cited = |count: usize| {
        let markers = (0..count).map(|n| format!("[@s-{n}]\n")).collect::<String>();
        let site = Site::body(&format!("Text.\n{markers}\n\nText. [@a]"));
        let sources = (0..count).map(|n| format!("s-{n}: {{type: article, title: S}}\n"));
        site.put("content/sources/t.yaml", sources.collect::<String>());
        site
    };
    cited(100).is_built();
    cited(1000).finds("crowded-claim]");
}

#[test]
#[ignore = "takes minutes: `.ci/run` runs it"]
fn what_is_huge_takes_time_and_memory_in_proportion() {
    let claims = Site::body(&"Text. [@a]\n\n".repeat(100_000));
    assert_eq!(claims.run("check", 60, 2500).0, 0);
    assert_eq!(claims.run("build", 300, 4000).0, 0);
    let rows = Site::body(&"- x [@a]\n".repeat(1_000_000));
    assert_eq!(rows.run("check", 120, 6000).0, 0);
    let unknown = Site::body(&"- x [@b]\n".repeat(100_000));
    assert_eq!(unknown.run("check", 60, 2500).0, 1);
    let line = Site::body(&("word ".repeat(20_000_000) + "[@a]"));
    assert_eq!(line.run("check", 60, 4000).0, 0);
    let zeros = Site::with("content/operations/one.md", vec![0; 100_000_000]);
    assert_eq!(zeros.run("check", 60, 2500).0, 1);
    let yaml =
        Site::with("content/sources/s.yaml", format!("a: \"{}\"\n", "x".repeat(100_000_000)));
    assert_eq!(yaml.run("check", 60, 4000).0, 1);
    let copied = Site::with("content/static/large.bin", vec![1; 100_000_000]);
    assert_eq!(copied.run("build", 60, 2500).0, 0);
}

#[test]
fn bytes_that_are_no_text_and_ends_of_lines_are_read_or_found_in_every_kind_of_file() {
    let files = [
        ("content/site.yaml", SETTINGS.to_owned()),
        ("content/sources/s.yaml", "a: {type: article, title: A, date: 2018}\n".to_owned()),
        ("content/sources/d.bib", "@article{d,\n  title = {D},\n  year = {2018}\n}\n".to_owned()),
        ("content/operations/one.md", format!("---\n{FRONT}---\n\nText. [@a]\n")),
        ("content/outlets/amaq.md", "---\nname: Amaq\n---\n\nText. [@a]\n".to_owned()),
        ("content/countries/nl.md", "---\nextra: {a: b}\n---\n\nText. [@a]\n".to_owned()),
        ("content/pages/about.md", "---\ntitle: About\n---\n\nText.\n".to_owned()),
    ];
    for (path, text) in files {
        let with = |bytes: Vec<u8>| Site::with(path, bytes);
        let middle = text.rfind([':', '{']).unwrap() + 2;
        let planted = |byte: u8| {
            let mut bytes = text.clone().into_bytes();
            bytes.insert(middle, byte);
            bytes
        };
        with(text.replace('\n', "\r\n").into_bytes()).is_built();
        with(format!("\u{feff}{text}").into_bytes()).is_built();
        with(planted(0xff)).finds("error[invalid-utf8]");
        // UTF-16, as an editor of Windows may save it.
        let wide = text.encode_utf16().flat_map(u16::to_le_bytes);
        with([0xff, 0xfe].into_iter().chain(wide).collect()).finds("error[invalid-utf8]");
        let is_yaml = path.ends_with(".yaml")
            || path.starts_with("content/op")
            || path.starts_with("content/ou");
        let (code, said) = with(planted(0)).run("build", 10, 1000);
        assert!(
            !is_yaml || (code == 1 && said.contains("there is a NUL character")),
            "{path}: {said}"
        );
        for bytes in
            [vec![], b"\n".to_vec(), b"---".to_vec(), b"---\n---".to_vec(), vec![0xef, 0xbb]]
        {
            with(bytes).run("build", 10, 1000);
        }
    }
}

#[cfg(unix)]
mod on_disk {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    fn pipe(site: &Site, path: &str) {
        let path = site.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    fn link(site: &Site, to: &str, path: &str) {
        let path = site.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&path);
        symlink(to, path).unwrap();
    }

    #[test]
    fn what_would_be_read_for_ever_is_not() {
        for path in [
            "content/site.yaml",
            "content/operations/one.md",
            "content/operations/two.md",
            "content/sources/s.yaml",
            "content/sources/d.bib",
            "content/pages/a/b.md",
            "content/static/pipe",
        ] {
            let site = Site::new();
            pipe(&site, path);
            site.finds(&format!("`{path}` is no ordinary file"));
            let site = Site::new();
            link(&site, "/dev/zero", path);
            site.finds(&format!("the link `{path}` leads out of the content folder"));
        }
        for path in ["theme.yaml", "map.txt"] {
            let site = Site::with("content/site.yaml", format!("{SETTINGS}theme: own\n"));
            pipe(&site, &format!("themes/own/{path}"));
            site.finds(&format!("failed to read `themes/own/{path}` (it is no ordinary file)"));
            link(&site, "/dev/zero", &format!("themes/own/{path}"));
            site.finds(&format!("failed to read `themes/own/{path}` (it is no ordinary file)"));
        }
        // What a theme shows is in it, so what is no file is not part of it.
        for path in ["templates/x.html", "assets/x.css", "i18n/en.yaml"] {
            let site = Site::with("content/site.yaml", format!("{SETTINGS}theme: own\n"));
            pipe(&site, &format!("themes/own/{path}"));
            site.is_built();
            link(&site, "/dev/zero", &format!("themes/own/{path}"));
            site.is_built();
        }
        let style = Site::with("content/site.yaml", format!("{SETTINGS}citation-style: a.csl\n"));
        pipe(&style, "content/a.csl");
        style.finds("`content/a.csl` is no ordinary file");
    }

    #[test]
    fn links_that_lead_in_circles_are_found() {
        for (to, path) in [
            ("..", "content/pages/up"),
            (".", "content/pages/here"),
            (".", "content/static/here"),
            ("../../content", "content/pages/all"),
            ("b.md", "content/pages/b.md"),
        ] {
            let site = Site::new();
            link(&site, to, path);
            site.finds("error[");
        }
        let site = Site::new();
        link(&site, "b.md", "content/pages/a.md");
        link(&site, "a.md", "content/pages/b.md");
        site.finds("error[");
        let site = Site::new();
        fs::create_dir_all(site.0.path().join("themes/own/assets")).unwrap();
        site.put("content/site.yaml", format!("{SETTINGS}theme: own\n"));
        link(&site, ".", "themes/own/assets/here");
        site.is_built();
    }

    #[test]
    fn names_that_no_page_can_have_are_found() {
        let text = format!("---\n{FRONT}---\n\nText. [@a]\n");
        let long = "x".repeat(251);
        for name in [
            "a\nb.md",
            "a b.md",
            "A.md",
            "ñ.md",
            "-a.md",
            "a..md",
            "con.md",
            "index.md",
            "a\u{202e}b.md",
            "a\tb.md",
            "'.md",
            "\"><b>.md",
            "a\\b.md",
            &format!("{long}.md"),
        ] {
            Site::with(&format!("content/operations/{name}"), &text).finds("error[");
        }
        // Two names of which some systems make one.
        let site = Site::with("content/pages/about.md", "---\ntitle: A\n---\n");
        site.put("content/pages/About.md", "---\ntitle: B\n---\n");
        site.finds("error[");
        let site = Site::with("content/static/logo.svg", "<svg/>");
        site.put("content/static/Logo.svg", "<svg/>");
        site.finds("error[");

        let name = OsStr::from_bytes(b"a\xff.md");
        for folder in ["operations", "pages", "static", "sources"] {
            let site = Site::new();
            let folder = site.0.path().join("content").join(folder);
            fs::create_dir_all(&folder).unwrap();
            // Some systems have no such names.
            if fs::write(folder.join(name), &text).is_ok() {
                site.finds("error[invalid-utf8]");
            }
        }
    }

    #[test]
    fn a_name_with_an_end_of_line_starts_no_line_of_what_is_found() {
        let text = format!("---\n{FRONT}---\n\nText. [@a]\n");
        let site = Site::with("content/operations/a\n::error file=x::y\u{1b}[31m.md", text);
        for format in ["human", "short", "json", "github", "sarif"] {
            let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
                .args(["check", "--message-format", format])
                .current_dir(site.0.path())
                .output()
                .unwrap();
            let said = [done.stdout, done.stderr].concat();
            let said = String::from_utf8(said).unwrap();
            assert_eq!(done.status.code(), Some(1), "{said}");
            assert!(!said.contains("\n::error file=x"), "{format}: {said}");
            assert!(!said.contains('\u{1b}'), "{format}: {said}");
        }
    }
}
