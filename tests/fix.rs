//! `check --fix`: what it edits, what it leaves alone, and how the files are written.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::fs;
use std::path::Path;
use std::process::Command;

const SITE: &str = "title: Test\nbase-url: https://example.org/\npolicy: {archive: allow}\n";
const SOURCES: &str = "afp-2018: {type: article, title: A report, date: 2018-04-27}\n";
const OUTLET: &str = "---\nname: Amaq\naliases: [Aamaq]\n---\n";
const WRONG: &str = "\
---
titel: One
date: 2018
countries:
  - {id: UK, sources: [afp-2018]} # the United Kingdom
outlets: [{id: Aamaq, sources: [afp-2018]}]
---

It worked, by [[Aamaq]]. [@afp-2018] {#Big_Hole}

It did [not](#Big_Hole). [@afp-2018]
";
const RIGHT: &str = "\
---
title: One
date: 2018
countries:
  - {id: GB, sources: [afp-2018]} # the United Kingdom
outlets: [{id: amaq, sources: [afp-2018]}]
---

It worked, by [[amaq]]. [@afp-2018] {#big-hole}

It did [not](#big-hole). [@afp-2018]
";

/// A site in a folder of its own.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(operation: impl AsRef<[u8]>) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.put("content/site.yaml", SITE);
        folder.put("content/sources/s.yaml", SOURCES);
        folder.put("content/outlets/amaq.md", OUTLET);
        folder.put("content/operations/one.md", operation);
        folder
    }

    fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    fn one(&self) -> String {
        fs::read_to_string(self.path("content/operations/one.md")).unwrap()
    }

    /// Runs `check` with these flags; gives its exit code, standard output and standard error.
    fn check(&self, flags: &[&str]) -> (i32, String, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
            .args(["check", "--message-format", "short"])
            .args(flags)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    }

    /// Nothing lies in a folder but these files.
    #[track_caller]
    fn assert_files(&self, folder: &str, names: &[&str]) {
        let files = fs::read_dir(self.path(folder)).unwrap();
        let mut found: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
        found.sort();
        assert_eq!(found, names);
    }
}

/// What `git apply` would make of a file is what `--fix` makes of it.
fn applied(root: &Path, diff: &str) {
    use std::io::Write as _;
    let mut git = Command::new("git")
        .args(["apply", "-"])
        .current_dir(root)
        .env("GIT_CEILING_DIRECTORIES", root.parent().unwrap())
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    git.stdin.take().unwrap().write_all(diff.as_bytes()).unwrap();
    assert!(git.wait().unwrap().success());
}

#[test]
fn what_is_certain_is_edited_and_a_second_run_changes_nothing() {
    let folder = Folder::new(WRONG);
    let (code, out, err) = folder.check(&[]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.ends_with("4 errors, 2 warnings; `--fix` edits 6 of them\n"), "{err}");
    assert_eq!(folder.one(), WRONG);

    let (code, out, err) = folder.check(&["--fix"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert_eq!(
        err,
        "fixed 6 findings in 1 file\nchecked 1 operation, 4 claims, 1 source: no problems\n"
    );
    assert_eq!(folder.one(), RIGHT);
    folder.assert_files("content/operations", &["one.md"]);

    let before = fs::metadata(folder.path("content/operations/one.md")).unwrap().modified();
    let (code, _, err) = folder.check(&["--fix"]);
    assert_eq!((code, err.lines().count()), (0, 1), "{err}");
    let after = fs::metadata(folder.path("content/operations/one.md")).unwrap().modified();
    assert_eq!(before.unwrap(), after.unwrap());
}

#[test]
fn a_dry_run_shows_the_difference_and_writes_nothing() {
    let folder = Folder::new(WRONG);
    let (code, out, err) = folder.check(&["--fix", "--dry-run"]);
    assert_eq!(folder.one(), WRONG);
    // What is on the disk is as wrong as it was.
    assert_eq!(code, 1);
    assert!(err.starts_with("would fix 6 findings in 1 file\n"), "{err}");
    assert_eq!(
        out,
        "\
--- a/content/operations/one.md
+++ b/content/operations/one.md
@@ -1,11 +1,11 @@
 ---
-titel: One
+title: One
 date: 2018
 countries:
-  - {id: UK, sources: [afp-2018]} # the United Kingdom
-outlets: [{id: Aamaq, sources: [afp-2018]}]
+  - {id: GB, sources: [afp-2018]} # the United Kingdom
+outlets: [{id: amaq, sources: [afp-2018]}]
 ---
 
-It worked, by [[Aamaq]]. [@afp-2018] {#Big_Hole}
+It worked, by [[amaq]]. [@afp-2018] {#big-hole}
 
-It did [not](#Big_Hole). [@afp-2018]
+It did [not](#big-hole). [@afp-2018]
"
    );
}

#[test]
fn ends_of_lines_and_a_byte_order_mark_stay_as_they_are() {
    let windows = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    let folder = Folder::new(windows(WRONG));
    let (_, diff, _) = folder.check(&["--fix", "--dry-run"]);
    assert_eq!(folder.check(&["--fix"]).0, 0);
    assert_eq!(folder.one(), windows(RIGHT));

    folder.put("content/operations/one.md", windows(WRONG));
    if Command::new("git").arg("--version").output().is_ok() {
        applied(folder.0.path(), &diff);
        assert_eq!(folder.one(), windows(RIGHT));
    }
}

#[test]
fn what_is_left_is_reported_where_it_is_afterwards() {
    let folder = Folder::new(WRONG.replace("titel: One", "titel: One\ntags: [UK]"));
    let (code, _, err) = folder.check(&["--fix"]);
    assert_eq!(code, 1);
    assert_eq!(
        err,
        "\
fixed 6 findings in 1 file
content/operations/one.md:3:1: error[unknown-key]: unknown key `tags` in an operation
checked 1 operation, 4 claims, 1 source: 1 error
"
    );
}

#[test]
fn files_that_cannot_be_read_as_what_they_are_stay_as_they_are() {
    let broken = WRONG.replace("titel: One", "title: [One");
    for text in [broken.as_bytes(), b"\xff {#Big_Hole}", &WRONG.as_bytes()[4..]] {
        let folder = Folder::new(text);
        assert_eq!(folder.check(&["--fix"]).0, 1);
        let path = folder.path("content/operations/one.md");
        assert_eq!(fs::read(path).unwrap(), text, "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn what_would_bring_a_new_finding_is_not_done_and_the_rest_is() {
    // The claim's own id goes with the name: a link to it would lead nowhere.
    let wrong = WRONG.replace("(#Big_Hole)", "(#outlet-aamaq)");
    let folder = Folder::new(&wrong);
    let (code, _, err) = folder.check(&["--fix"]);
    assert_eq!(code, 0, "{err}");
    let right = RIGHT.replace("(#big-hole)", "(#outlet-aamaq)").replace("id: amaq", "id: Aamaq");
    assert_eq!(folder.one(), right);
    assert!(err.starts_with("fixed 4 findings in 1 file\n"), "{err}");
    assert!(err.contains("one.md:6:16: warning[alias-used]"), "{err}");
    let before = folder.one();
    folder.check(&["--fix"]);
    assert_eq!(folder.one(), before);
}

#[test]
fn harm_in_another_file_is_seen_too() {
    let folder = Folder::new(WRONG);
    let other = "---\ntitel: Two\ndate: 2018\n---\n\nBy [[Aamaq]], see [one](one.md#outlet-aamaq). [@afp-2018]\n";
    folder.put("content/operations/two.md", other);
    let (code, _, err) = folder.check(&["--fix"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(folder.one(), RIGHT.replace("id: amaq", "id: Aamaq"));
    let two = fs::read_to_string(folder.path("content/operations/two.md")).unwrap();
    assert_eq!(two, other.replace("titel", "title").replace("[[Aamaq]]", "[[amaq]]"));
    assert!(err.starts_with("fixed 7 findings in 2 files\n"), "{err}");
}

#[test]
fn what_the_settings_allow_is_not_edited() {
    let folder = Folder::new(WRONG);
    folder.put("content/site.yaml", format!("{SITE}diagnostics: {{alias-used: allow}}\n"));
    assert_eq!(folder.check(&["--fix"]).0, 0);
    assert!(folder.one().contains("[[Aamaq]]"), "{}", folder.one());
    assert!(folder.one().contains("id: GB"), "{}", folder.one());
}

#[test]
fn a_diff_and_findings_for_programs_do_not_share_standard_output() {
    let folder = Folder::new(WRONG);
    let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .args(["check", "--fix", "--dry-run", "--message-format", "json"])
        .current_dir(folder.0.path())
        .output()
        .unwrap();
    assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0));
    let err = String::from_utf8(done.stderr).unwrap();
    assert!(err.contains("`--dry-run`") && err.contains("standard output"), "{err}");
    assert_eq!(folder.check(&["--dry-run"]).0, 2);
    assert_eq!(folder.one(), WRONG);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new(WRONG);
    let one = folder.path("content/operations/one.md");
    let kept = folder.path("content/extra.md");
    fs::rename(&one, &kept).unwrap();
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../extra.md", &one).unwrap();
    folder.check(&["--fix"]);
    assert!(fs::symlink_metadata(&one).unwrap().is_symlink());
    assert_eq!(folder.one(), RIGHT);
    assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_file_that_may_not_be_written_is_named_and_stays_as_it_is() {
    let folder = Folder::new(WRONG);
    let one = folder.path("content/operations/one.md");
    let mut permissions = fs::metadata(&one).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&one, permissions).unwrap();
    let (code, _, err) = folder.check(&["--fix"]);
    assert_eq!(code, 1);
    assert!(
        err.contains("failed to write `./content/operations/one.md` (permission denied)"),
        "{err}"
    );
    assert_eq!(folder.one(), WRONG);
    folder.assert_files("content/operations", &["one.md"]);
}

#[test]
fn where_one_file_may_not_be_written_none_is() {
    let folder = Folder::new(WRONG);
    folder.put("content/operations/two.md", WRONG);
    let two = folder.path("content/operations/two.md");
    let mut permissions = fs::metadata(&two).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&two, permissions).unwrap();
    let (code, _, err) = folder.check(&["--fix"]);
    assert_eq!(code, 1);
    assert!(err.contains("two.md` (permission denied)") && !err.contains("fixed"), "{err}");
    assert_eq!(folder.one(), WRONG);
    folder.assert_files("content/operations", &["one.md", "two.md"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_read_by_two_names_is_edited_once() {
    let folder = Folder::new(WRONG);
    std::os::unix::fs::symlink("one.md", folder.path("content/operations/two.md")).unwrap();
    let (code, _, err) = folder.check(&["--fix"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(folder.one(), RIGHT);
}
