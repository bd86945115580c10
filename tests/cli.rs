//! The program itself: arguments, exit codes, what it prints and what it writes.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::fs;
use std::path::Path;
use std::process::Command;

const SITE: &str = "title: Test\nbase-url: https://example.org/\npolicy: {archive: allow}\n";
const SOURCES: &str = "afp-2018: {type: article, title: A report, date: 2018-04-27}\n";
const ONE: &str = "---\ntitle: One\ndate: 2018\n---\n\nServers were seized. [@afp-2018]\n";

/// A site in a folder of its own.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.put("content/site.yaml", SITE);
        folder.put("content/sources/s.yaml", SOURCES);
        folder.put("content/operations/one.md", ONE);
        folder
    }

    fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn has(&self, path: &str) -> bool {
        self.0.path().join(path).exists()
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the program there; gives its exit code, standard output and standard error.
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
            .args(args)
            .current_dir(self.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .env_remove("CLICOLOR_FORCE")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    }

    /// Every file of a folder with its bytes and the time it was last written.
    fn tree(&self, folder: &str) -> Vec<(String, Vec<u8>, std::time::SystemTime)> {
        let mut files = Vec::new();
        let mut pending = vec![self.path().join(folder)];
        while let Some(at) = pending.pop() {
            for entry in fs::read_dir(&at).unwrap() {
                let entry = entry.unwrap();
                if entry.path().is_dir() {
                    pending.push(entry.path());
                } else {
                    let time = entry.metadata().unwrap().modified().unwrap();
                    let path = entry.path().display().to_string();
                    files.push((path, fs::read(entry.path()).unwrap(), time));
                }
            }
        }
        files.sort();
        files
    }
}

#[test]
fn a_build_writes_the_site_and_says_so_in_one_line() {
    let folder = Folder::new();
    let (code, out, err) = folder.run(&["build"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(err.starts_with("wrote "), "{err}");
    assert!(err.contains(" pages, 1 claim, 1 source to public in "), "{err}");
    for path in ["index.html", "operations/one/index.html", "404.html", ".nojekyll"] {
        assert!(folder.has(&format!("public/{path}")), "{path}");
    }
}

#[test]
fn a_mistake_fails_the_build_and_leaves_the_last_site_as_it_was() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["build"]).0, 0);
    let before = folder.tree("public");
    folder.put("content/operations/one.md", ONE.replace("@afp-2018", "@afp-2081"));
    let (code, out, err) = folder.run(&["build"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(
        err,
        "\
error[unknown-source]: no source has the key `afp-2081`
 --> content/operations/one.md:6:24
  |
6 | Servers were seized. [@afp-2081]
  |                        ^^^^^^^^ unknown source
  |
  = help: did you mean `afp-2018`?

warning[unused-source]: nothing cites the source `afp-2018`
 --> content/sources/s.yaml:1:1
  |
1 | afp-2018: {type: article, title: A report, date: 2018-04-27}
  | ^^^^^^^^ not cited
  |
  = help: cite it where a claim stands on it, or take it out

error: 1 error, 1 warning: nothing was written
"
    );
    assert_eq!(folder.tree("public"), before);
}

#[test]
fn a_mistake_of_each_main_kind_is_found_in_one_run_and_nothing_is_written() {
    let folder = Folder::new();
    folder.put("content/outlets/amaq.md", "---\nname: Amaq\n---\n");
    folder.put("content/outlets/Bad Name.md", "---\nname: Bad\n---\n");
    folder.put("content/pages/operations.md", "---\ntitle: Taken\n---\n");
    folder.put(
        "content/operations/two.md",
        "---
titel: Two
title: Two
date: 2018-13
countries: [{id: UK, sources: [afp-2018]}]
outlets: [{id: amac, sources: [afp-2018]}]
agencies: [{id: europol, sources: [afp-2018]}]
related: [{operation: three}]
---

No source here.

A key that is not there. [@afp-1918] {#same}

Twice the id. [@afp-2018] {#same}

A [dead link](/nowhere/) and a footnote.[^1] [@afp-2018]
",
    );
    let (code, _, err) = folder.run(&["check", "--message-format", "short"]);
    assert_eq!(code, 1);
    let places = [
        "content/operations/two.md:2:1: error[unknown-key]",
        "content/operations/two.md:4:7: error[invalid-date]",
        "content/operations/two.md:5:18: error[invalid-country]",
        "content/operations/two.md:6:16: error[unknown-outlet]",
        "content/operations/two.md:7:17: error[unknown-agency]",
        "content/operations/two.md:8:23: error[unknown-operation]",
        "content/operations/two.md:11:1: error[uncited-claim]",
        "content/operations/two.md:13:28: error[unknown-source]",
        "content/operations/two.md:15:29: error[duplicate-id]",
        "content/operations/two.md:17:15: error[dead-link]",
        "content/operations/two.md:17:41: error[undefined-footnote]",
        "content/outlets/Bad Name.md:1:1: error[invalid-slug]",
        "content/pages/operations.md:1:1: error[duplicate-path]",
    ];
    let mut rest = err.as_str();
    for place in places {
        let at = rest.find(place).unwrap_or_else(|| panic!("no `{place}` in\n{err}"));
        rest = &rest[at..];
    }
    assert_eq!(folder.run(&["build"]).0, 1);
    assert!(!folder.has("public"));
}

#[test]
fn warnings_pass_unless_strict() {
    let folder = Folder::new();
    folder.put("content/sources/t.yaml", "unused: {type: article, title: Unused}\n");
    let (code, _, err) = folder.run(&["build"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("warning[unused-source]") && err.contains("(1 warning)"), "{err}");
    let (code, _, err) = folder.run(&["build", "--strict", "-o", "other"]);
    assert_eq!(code, 1);
    assert!(err.contains("error[unused-source]"), "{err}");
    assert!(!folder.has("other"));
}

#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["build"]).0, 0);
    let before = folder.tree("public/operations");
    assert_eq!(folder.run(&["build"]).0, 0);
    assert_eq!(folder.tree("public/operations"), before);
}

#[test]
fn drafts_are_left_out_unless_asked_for() {
    let folder = Folder::new();
    folder.put("content/operations/two.md", ONE.replace("title: One", "title: Two\ndraft: true"));
    assert_eq!(folder.run(&["build"]).0, 0);
    assert!(!folder.has("public/operations/two"));
    assert_eq!(folder.run(&["build", "--drafts"]).0, 0);
    assert!(folder.has("public/operations/two/index.html"));
}

#[test]
fn the_base_url_of_the_command_line_stands_before_that_of_the_settings() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["build", "--base-url", "https://example.net/sub"]).0, 0);
    let page = fs::read_to_string(folder.path().join("public/operations/one/index.html")).unwrap();
    assert!(page.contains("https://example.net/sub/operations/one/"), "{page}");
    assert!(!page.contains("example.org"), "{page}");
}

#[test]
fn a_base_url_that_is_no_address_of_a_site_is_an_argument_that_makes_no_sense() {
    let folder = Folder::new();
    for url in ["nonsense", "", "javascript:alert(1)", "https://x/?q"] {
        let (code, _, err) = folder.run(&["build", "--base-url", url]);
        assert_eq!(code, 2, "{url}: {err}");
        assert!(err.contains("--base-url"), "{err}");
    }
    assert!(!folder.has("public"));
}

#[test]
fn a_folder_that_casefile_did_not_write_is_left_alone() {
    let folder = Folder::new();
    folder.put("public/mine.txt", "mine");
    let (code, _, err) = folder.run(&["build"]);
    assert_eq!(code, 1);
    assert!(err.starts_with("error: ") && err.contains("public"), "{err}");
    assert!(folder.has("public/mine.txt") && !folder.has("public/index.html"));
    for folder_of_content in ["content", "."] {
        let (code, _, err) = folder.run(&["build", "--force", "-o", folder_of_content]);
        assert_eq!(code, 1, "{err}");
        assert!(folder.has("content/site.yaml"));
    }
}

#[test]
fn another_folder_can_be_the_root() {
    let folder = Folder::new();
    folder.put("elsewhere/x", "");
    let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .args(["--root", "..", "build"])
        .current_dir(folder.path().join("elsewhere"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(folder.has("public/index.html"));
}

#[test]
fn a_root_without_content_says_where_to_look() {
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .arg("check")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{err}");
    assert!(err.contains("`content`") && err.contains("--root"), "{err}");
}

#[test]
fn files_that_are_no_text_are_named() {
    let folder = Folder::new();
    folder.put("content/operations/two.md", b"---\ntitle: \xff\n---\n");
    folder.put("content/operations/notes.txt", "x");
    folder.put("content/opreations/x.md", ONE);
    let (code, _, err) = folder.run(&["check", "--message-format", "short"]);
    assert_eq!(code, 1);
    assert!(err.contains("content/operations/two.md:1:1: error[invalid-utf8]"), "{err}");
    assert!(err.contains("content/operations/notes.txt:1:1: warning[misplaced-file]"), "{err}");
    assert!(err.contains("content/opreations/x.md:1:1: warning[misplaced-file]"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_content_folder_is_not_followed() {
    let folder = Folder::new();
    folder.put("secret.md", ONE);
    let link = |to: &str, at: &str| {
        std::os::unix::fs::symlink(folder.path().join(to), folder.path().join(at)).unwrap();
    };
    link("secret.md", "content/operations/two.md");
    link("content/operations", "content/pages");
    let (code, _, err) = folder.run(&["check", "--message-format", "short"]);
    assert_eq!(code, 1);
    assert!(err.contains("content/operations/two.md:1:1: error[outside-symlink]"), "{err}");
}

#[test]
fn static_files_are_copied_as_they_are() {
    let folder = Folder::new();
    folder.put("content/static/.well-known/security.txt", "Contact: mailto:x@example.org\n");
    folder.put("content/static/data.bin", [0, 255, 1]);
    assert_eq!(folder.run(&["build"]).0, 0);
    assert!(folder.has("public/.well-known/security.txt"));
    assert_eq!(fs::read(folder.path().join("public/data.bin")).unwrap(), [0, 255, 1]);
}

#[test]
fn arguments_that_make_no_sense_exit_with_2() {
    let folder = Folder::new();
    for args in [&["bild"][..], &["build", "--colour"], &[], &["check", "--jobs", "0"]] {
        assert_eq!(folder.run(args).0, 2, "{args:?}");
    }
    let (code, out, _) = folder.run(&["--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("build") && out.contains("check"), "{out}");
}

#[test]
fn colour_is_for_those_who_ask() {
    let folder = Folder::new();
    folder.put("content/operations/two.md", "---\ntitle: Two\n---\n");
    assert!(!folder.run(&["check"]).2.contains('\x1b'));
    assert!(folder.run(&["check", "--color", "always"]).2.contains("\x1b["));
}
