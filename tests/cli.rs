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
        Self::done(self.command().args(args))
    }

    /// Runs the program there on a day that is given in seconds since 1970.
    fn run_on(&self, day: &str, args: &[&str]) -> (i32, String, String) {
        Self::done(self.command().args(args).env("SOURCE_DATE_EPOCH", day))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casefile"));
        command.current_dir(self.path());
        command.env_remove("SOURCE_DATE_EPOCH").env_remove("CLICOLOR_FORCE");
        command
    }

    fn done(command: &mut Command) -> (i32, String, String) {
        let done = command.output().unwrap();
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

/// Runs git in a folder, as somebody who works at noon of a day.
fn git(folder: &Path, day: &str, args: &[&str]) {
    let mut command = Command::new("git");
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "A")
            .env(format!("GIT_{who}_EMAIL"), "a@example.org");
        command.env(format!("GIT_{who}_DATE"), format!("{day}T12:00:00+00:00"));
    }
    let settings = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"];
    command.envs(settings.map(|name| (name, if cfg!(windows) { "NUL" } else { "/dev/null" })));
    let done = command.current_dir(folder).args(args).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn pages_say_when_their_files_were_last_changed_where_the_whole_history_is_there() {
    let folder = Folder::new();
    // The record need not be at the top of what the repository holds.
    let site = format!("{SITE}repository: https://example.com/us/record\n");
    folder.put("record/content/site.yaml", &site);
    folder.put("record/content/sources/s.yaml", SOURCES);
    folder.put("record/content/operations/one.md", ONE);
    folder.put("record/content/operations/two.md", ONE.replace("One", "Two"));
    let page = |root: &str, name: &str| {
        let path = format!("{root}/public/operations/{name}/index.html");
        fs::read_to_string(folder.path().join(path)).unwrap()
    };
    let build = |root: &str| {
        let (code, _, err) = folder.run(&["build", "-v", "--root", root]);
        assert_eq!(code, 0, "{err}");
        err
    };
    let said = "Last changed <time datetime=";

    let record = folder.path().join("record");
    assert!(build("record").contains("git tells of no history here"));
    assert!(!page("record", "one").contains(said));

    git(&record, "2024-02-01", &["init", "--quiet", ".."]);
    git(&record, "2024-02-01", &["add", "content"]);
    git(&record, "2024-02-01", &["commit", "--quiet", "-m", "Begin"]);
    folder.put("record/content/operations/two.md", ONE.replace("One", "Second"));
    git(&record, "2024-03-05", &["commit", "--quiet", "-a", "-m", "Rename"]);
    folder.put("record/content/operations/three.md", ONE.replace("One", "Three"));
    build("record");
    assert!(page("record", "one").contains(&format!("{said}\"2024-02-01\">1\u{a0}February 2024<")));
    assert!(page("record", "two").contains(&format!("{said}\"2024-03-05\">5\u{a0}March 2024<")));
    assert!(!page("record", "three").contains(said));

    let whole = format!("file://{}", folder.path().display());
    git(folder.path(), "2024-03-06", &["clone", "--quiet", "--depth", "1", &whole, "shallow"]);
    assert!(build("shallow/record").contains("this clone has only the latest commits"));
    assert!(!page("shallow/record", "one").contains(said));

    folder.put("record/content/site.yaml", SITE);
    assert!(!build("record").contains("last changed"));
    assert!(!page("record", "one").contains(said));
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
fn verbs_of_other_programs_lead_to_those_of_this_one() {
    for (other, here) in [("fix", "check --fix"), ("watch", "serve"), ("lint", "check")] {
        let done = Command::new(env!("CARGO_BIN_EXE_casefile")).arg(other).output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2));
        assert!(said.contains(&format!("'{here}'")), "{said}");
    }
}

#[test]
fn a_folder_without_content_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = Command::new(env!("CARGO_BIN_EXE_casefile"));
    let done = serve.args(["serve", "-p", "0"]).current_dir(&folder).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.starts_with("error: there is no folder `./content`: "), "{said}");
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
    assert!(err.contains("content/operations/two.md:2:8: error[invalid-utf8]"), "{err}");
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

/// A record with one of each thing that `stats` counts.
fn folder_to_count() -> Folder {
    let folder = Folder::new();
    folder.put(
        "content/operations/two.md",
        "\
---
title: Two
date: 2019
stale-after: 2025-12-31
countries: [{id: NL, sources: [afp-2018]}]
---

Nobody was arrested. {#no-arrests uncited=\"Nobody says so.\"}

It went on. [@afp-2018] {#went-on withdrawn=\"2020-01-01: It did not.\"}
",
    );
    folder.put("content/operations/three.md", "---\ntitle: Three\ndate: 2020\ndraft: true\n---\n");
    folder
}

const NEW_YEAR_2026: &str = "1767225600";

#[test]
fn stats_shows_the_figures_and_what_wants_a_second_look() {
    let (code, out, err) = folder_to_count().run_on(NEW_YEAR_2026, &["stats"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "\
operations           2
claims               4
citations            3
sources              1
origins              1  independent groups
countries            1
outlets              0
agencies             0
platforms            0

uncited              1  claims without a source
single-origin        2  claims that rest on one origin
self-reported        0  claims on the agencies' own word alone
withdrawn            1  claims that no longer stand
disputed             0  0 facts, 0 claims; 0 contradictions
unarchived           0  sources on the web without an archived copy
stale                1  operations past their `stale-after` on 2026-01-01
drafts               1  files left out

operations    claims  single-origin  country
         1         1              1  Netherlands

Claims without a source:
  content/operations/two.md:8:1
    Nobody was arrested.
    uncited: Nobody says so.

Withdrawn claims:
  content/operations/two.md:10:1
    It went on.
    withdrawn 2020-01-01: It did not.

Operations past their `stale-after`:
  content/operations/two.md:4:14
    2025-12-31

Drafts left out:
  content/operations/three.md
"
    );
}

#[test]
fn stats_as_json_has_every_key_in_order_and_lists_all() {
    let (code, out, err) = folder_to_count().run_on(NEW_YEAR_2026, &["stats", "--json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        r#"{
  "judged_on": "2026-01-01",
  "errors": 0,
  "warnings": 1,
  "unread": [],
  "figures": {
    "operations": 2,
    "claims": 4,
    "citations": 3,
    "sources": 1,
    "origins": 1,
    "largest_origin": 1,
    "countries": 1,
    "outlets": 0,
    "agencies": 0,
    "platforms": 0,
    "uncited": 1,
    "single_origin": 2,
    "self_reported": 0,
    "withdrawn": 1,
    "disputed_facts": 0,
    "disputed_claims": 0,
    "contradictions": 0,
    "unarchived": 0,
    "stale": 1,
    "drafts": 1
  },
  "countries": [
    {
      "code": "NL",
      "name": "Netherlands",
      "operations": 1,
      "claims": 1,
      "single_origin": 1
    }
  ],
  "outlets": [],
  "uncited": [
    {
      "file": "content/operations/two.md",
      "line": 8,
      "column": 1,
      "claim": "no-arrests",
      "text": "Nobody was arrested.",
      "reason": "Nobody says so."
    }
  ],
  "single_origin": [
    {
      "file": "content/operations/one.md",
      "line": 6,
      "column": 1,
      "claim": "c-07045851",
      "text": "Servers were seized."
    },
    {
      "file": "content/operations/two.md",
      "line": 5,
      "column": 18,
      "claim": "country-nl",
      "text": "Netherlands"
    }
  ],
  "self_reported": [],
  "withdrawn": [
    {
      "file": "content/operations/two.md",
      "line": 10,
      "column": 1,
      "claim": "went-on",
      "text": "It went on.",
      "date": "2020-01-01",
      "reason": "It did not."
    }
  ],
  "unarchived": [],
  "stale": [
    {
      "file": "content/operations/two.md",
      "line": 4,
      "column": 14,
      "operation": "two",
      "stale_after": "2025-12-31"
    }
  ],
  "drafts": [
    "content/operations/three.md"
  ]
}
"#
    );
}

#[test]
fn stats_of_a_record_with_mistakes_shows_them_and_what_it_could_count_and_fails() {
    let folder = folder_to_count();
    folder.put("content/site.yaml", SITE.to_owned() + "assert: {max-uncited: 0}\n");
    let (code, out, err) = folder.run_on(NEW_YEAR_2026, &["stats"]);
    assert_eq!(code, 1);
    assert!(out.starts_with("operations           2\n"), "{out}");
    assert!(err.starts_with("error[unmet-assertion]: "), "{err}");
    assert!(err.ends_with("\nerror: 1 error\n"), "{err}");
    assert!(!err.contains("warning"), "{err}");
    assert_eq!(folder.run(&["build"]).0, 1);

    folder.put("content/operations/four.md", "---\ntitle: [\n---\n");
    let (code, out, err) = folder.run_on(NEW_YEAR_2026, &["stats", "--json"]);
    assert_eq!(code, 1);
    assert!(out.contains("\"errors\": 1,") && out.contains("\"operations\": 2,"), "{out}");
    assert!(out.contains("\"unread\": [\n    \"content/operations/four.md\"\n  ],"), "{out}");
    assert!(err.ends_with("error: 1 error: a file that cannot be read is not counted\n"), "{err}");
}

#[test]
fn stats_of_no_record_at_all_shows_no_figures() {
    let folder = Folder(tempfile::tempdir().unwrap());
    let (code, out, err) = folder.run(&["stats"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("`content`") && err.contains("--root"), "{err}");
}

#[test]
fn a_long_list_is_cut_unless_all_of_it_is_asked_for() {
    let folder = Folder::new();
    let claims: String = (10..23)
        .map(|number| format!("Claim {number}. {{uncited=\"Reason {number}.\"}}\n\n"))
        .collect();
    folder.put("content/operations/one.md", ONE.to_owned() + "\n" + &claims);
    let (_, out, _) = folder.run(&["stats"]);
    assert!(out.contains("uncited: Reason 19.\n  … and 3 more: `--all` lists them\n"), "{out}");
    assert!(!out.contains("Reason 20.") && !out.contains("one origin:"), "{out}");
    let (_, out, _) = folder.run(&["stats", "--all"]);
    assert!(out.contains("Reason 22.\n") && !out.contains("more:"), "{out}");
    let listed = "Claims that rest on one origin:\n  content/operations/one.md:6:1\n    Servers were seized.\n";
    assert!(out.contains(listed), "{out}");
}

#[test]
fn what_an_author_writes_cannot_give_orders_to_the_terminal() {
    let folder = Folder::new();
    folder.put(
        "content/operations/two.md",
        "---\ntitle: Two\ndate: 2019\nfacts: {arrests: {value: 1, uncited: \"\\e[2J\"}}\n---\n",
    );
    folder.put("content/outlets/x.md", "---\nname: \"X\\e[2J\"\n---\n");
    let (_, out, err) = folder.run(&["stats", "--all"]);
    assert!(out.contains("\n    uncited: ␛[2J\n") && out.contains("  X␛[2J\n"), "{out}{err}");
    assert!(!out.contains('\x1b'), "{out}");
}

#[test]
fn a_pipe_that_nobody_reads_any_more_changes_nothing() {
    let folder = Folder::new();
    let wrong = ONE.replace("@afp-2018", "@afp-2081");
    for (text, expected) in [(ONE, 0), (wrong.as_str(), 1)] {
        folder.put("content/operations/one.md", text);
        for args in [&["check", "--timings"][..], &["build", "-v"]] {
            let closed = || std::io::pipe().unwrap().1;
            let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
                .args(args)
                .current_dir(folder.path())
                .stdout(closed())
                .stderr(closed())
                .status()
                .unwrap();
            assert_eq!(done.code(), Some(expected), "{args:?}");
        }
    }
}

#[test]
fn a_template_that_cannot_be_read_is_a_problem_to_check_too() {
    let folder = Folder::new();
    folder.put("themes/mine/templates/operation.html", "<p>\n{{ 1 + }}\n");
    let site = fs::read_to_string(folder.path().join("content/site.yaml")).unwrap();
    folder.put("content/site.yaml", format!("{site}theme: mine\n"));
    let (code, _, errors) = folder.run(&["check"]);
    assert_eq!(code, 1);
    assert!(errors.contains("template `operation.html`, line 2"), "{errors}");
    assert!(!errors.contains("no problems"), "{errors}");
}

#[test]
fn an_export_is_the_bytes_that_a_build_writes_to_standard_output_or_to_a_file() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["build"]).0, 0);
    let (code, list, errors) = folder.run(&["export"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    // A line that is set in further goes on with what the one before says.
    let starts = list.lines().filter(|line| !line.starts_with("   "));
    let formats: Vec<&str> = starts.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(formats.len() > 10, "{list}");
    let built: Vec<String> = folder
        .tree("public")
        .into_iter()
        .map(|(_, bytes, _)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    for format in &formats {
        let (code, out, errors) = folder.run(&["export", format]);
        assert_eq!((code, errors.as_str()), (0, ""), "{format}");
        assert!(out.len() > 50 && built.contains(&out), "{format}: {out}");

        let path = format!("exports/{}", format.replace('/', "-"));
        let (code, nothing, errors) = folder.run(&["export", format, "-o", &path]);
        assert_eq!((code, nothing.as_str(), errors.as_str()), (0, "", ""), "{format}");
        assert_eq!(fs::read_to_string(folder.path().join(path)).unwrap(), out, "{format}");
    }
    let files = fs::read_dir(folder.path().join("exports")).unwrap().count();
    assert_eq!(files, formats.len(), "nothing else is left there");
}

#[test]
fn an_export_touches_no_file_beside_its_own() {
    let folder = Folder::new();
    for beside in ["c.csv.part", "c.csv~", "c.csv.tmp"] {
        folder.put(beside, "precious");
    }
    folder.put("c.csv", "old");
    assert_eq!(folder.run(&["export", "claims.csv", "-o", "c.csv"]).0, 0);
    for beside in ["c.csv.part", "c.csv~", "c.csv.tmp"] {
        assert_eq!(fs::read_to_string(folder.path().join(beside)).unwrap(), "precious");
    }
    assert!(fs::read_to_string(folder.path().join("c.csv")).unwrap().len() > 50);
}

#[cfg(unix)]
#[test]
fn what_an_export_replaces_keeps_its_permissions_and_a_link_leads_where_it_led() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new();
    folder.put("kept/c.csv", "old");
    let target = folder.path().join("kept/c.csv");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&target, folder.path().join("c.csv")).unwrap();
    assert_eq!(folder.run(&["export", "claims.csv", "-o", "c.csv"]).0, 0);
    assert!(fs::symlink_metadata(folder.path().join("c.csv")).unwrap().is_symlink());
    assert!(fs::read_to_string(&target).unwrap().len() > 50);
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);

    // One that must not be written says so, and stays.
    fs::set_permissions(&target, fs::Permissions::from_mode(0o440)).unwrap();
    let before = fs::read(&target).unwrap();
    let (code, _, errors) = folder.run(&["export", "sources.csv", "-o", "c.csv"]);
    assert_eq!(
        (code, errors.as_str()),
        (1, "error: failed to write `c.csv` (permission denied)\n")
    );
    assert_eq!(fs::read(&target).unwrap(), before);
}

#[test]
fn what_the_site_leaves_out_can_be_exported_still_and_with_another_address() {
    let folder = Folder::new();
    folder.put("content/site.yaml", format!("{SITE}outputs: {{api: false, tables: false}}\n"));
    let (code, out, errors) =
        folder.run(&["export", "claims.csv", "-u", "https://other.example/below"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.contains(",https://other.example/below/operations/one/#c-"), "{out}");
}

#[test]
fn a_mistake_in_the_content_exports_nothing_and_leaves_the_file_as_it_was() {
    let folder = Folder::new();
    folder.put("claims.csv", "old");
    folder.put("content/operations/two.md", "---\ntitle: Two\n---\n");
    for args in [&["export", "claims.csv"][..], &["export", "claims.csv", "-o", "claims.csv"]] {
        let (code, out, errors) = folder.run(args);
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(errors.contains("error[missing-key]"), "{errors}");
        assert!(errors.ends_with("error: 1 error: nothing was exported\n"), "{errors}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("claims.csv")).unwrap(), "old");
}

#[test]
fn a_database_is_written_to_a_file_if_the_program_can_write_one() {
    let folder = Folder::new();
    let (code, out, errors) = folder.run(&["export", "--sqlite", "record.db"]);
    assert_eq!(out, "");
    if cfg!(feature = "sqlite") {
        assert_eq!((code, errors.as_str()), (0, ""));
        let bytes = fs::read(folder.path().join("record.db")).unwrap();
        assert!(bytes.starts_with(b"SQLite format 3\0"));
    } else {
        assert_eq!(code, 2);
        let message = "this casefile was built without SQLite: build it with `--features sqlite`";
        assert!(errors.contains(message), "{errors}");
        assert!(!folder.has("record.db"));
    }
    for args in [&["claims.csv", "--sqlite", "x.db"][..], &["-o", "x"]] {
        let args: Vec<&str> = std::iter::once("export").chain(args.iter().copied()).collect();
        assert_eq!(folder.run(&args).0, 2, "{args:?}");
    }
}

#[test]
fn every_file_of_a_site_can_be_exported_by_its_path() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["build"]).0, 0);
    let paths = ["operations/one/cite.bib", "api/v1/operations/one.json", "/operations/one/"];
    for path in paths {
        let (code, out, errors) = folder.run(&["export", path]);
        assert_eq!((code, errors.as_str()), (0, ""), "{path}");
        let file = path.trim_start_matches('/');
        let index = if file.ends_with('/') { "index.html" } else { "" };
        let built = folder.path().join("public").join(format!("{file}{index}"));
        assert_eq!(out, fs::read_to_string(built).unwrap(), "{path}");
    }
    let (code, out, errors) = folder.run(&["export", "operations/one/cite.bob"]);
    assert_eq!((code, out.as_str()), (1, ""));
    let message =
        "the site has no file `operations/one/cite.bob`; did you mean `operations/one/cite.bib`?";
    assert!(errors.contains(message), "{errors}");
}

#[test]
fn a_format_that_is_not_there_is_told_with_the_one_that_was_meant() {
    let folder = Folder::new();
    let (code, out, errors) = folder.run(&["export", "claim.csv"]);
    assert_eq!((code, out.as_str()), (2, ""));
    let message = "there is no format `claim.csv`; did you mean `claims.csv`?";
    assert!(errors.contains(message), "{errors}");
    let (_, _, errors) = folder.run(&["export", "zzz"]);
    assert!(errors.contains("`casefile export` lists all formats"), "{errors}");
    let (_, help, _) = folder.run(&["export", "--help"]);
    assert!(help.contains("\n  claims.csv  "), "{help}");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_finds_no_room_is_a_failed_run() {
    let folder = Folder::new();
    for args in [
        &["explain"][..],
        &["explain", "stale"],
        &["export", "claims.csv"],
        &["schema"],
        &["stats", "--json"],
        &["check", "--message-format", "sarif"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
            .args(args)
            .current_dir(folder.path())
            .stdout(full)
            .output()
            .unwrap();
        let errors = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(1), "{args:?}");
        assert!(errors.contains("(no space left on device)"), "{args:?}: {errors}");
    }
}

#[test]
fn a_schema_is_printed_alone_or_with_all_others() {
    let folder = Folder::new();
    let (code, one, errors) = folder.run(&["schema", "sources"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let one: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(one["$id"], "urn:casefile:schema:sources");
    let (_, all, _) = folder.run(&["schema"]);
    let all: serde_json::Value = serde_json::from_str(&all).unwrap();
    assert_eq!(all["sources"], one);
    assert_eq!(all.as_object().unwrap().len(), 8);
    assert_eq!(folder.run(&["schema", "claim"]).0, 2);
    assert_eq!(folder.run(&["schema", "page", "--write"]).0, 2);
}

#[test]
fn schemas_are_written_once_and_are_no_part_of_the_site() {
    let folder = Folder::new();
    folder.put(".vscode/settings.json", "{\n  \"editor.rulers\": [100]\n}\n");
    let (code, printed, said) = folder.run(&["schema", "--write"]);
    assert_eq!((code, printed.as_str()), (0, ""), "{said}");
    assert!(said.contains("wrote 8 schemas into `content/.schema/`"), "{said}");
    assert!(said.contains("# yaml-language-server: $schema=../.schema/sources.json"), "{said}");
    let operation =
        fs::read_to_string(folder.path().join("content/.schema/operation.json")).unwrap();
    assert!(operation.contains("\"afp-2018\""), "names that the content knows are offered");
    let settings = fs::read_to_string(folder.path().join(".vscode/settings.json")).unwrap();
    assert!(settings.contains("\"editor.rulers\""), "{settings}");
    assert!(
        settings.contains("\"./content/.schema/site.json\": \"content/site.yaml\""),
        "{settings}"
    );

    let before = (folder.tree("content/.schema"), folder.tree(".vscode"));
    let (_, _, said) = folder.run(&["schema", "--write"]);
    assert!(said.contains("up to date"), "{said}");
    assert_eq!((folder.tree("content/.schema"), folder.tree(".vscode")), before);

    let (code, _, said) = folder.run(&["build", "--strict"]);
    assert_eq!(code, 0, "{said}");
    assert!(folder.tree("public").iter().all(|(path, ..)| !path.contains(".schema")));
}

#[test]
fn settings_that_are_not_plain_json_are_left_alone() {
    let folder = Folder::new();
    let settings = "{\n  // mine\n  \"editor.rulers\": [100]\n}\n";
    folder.put(".vscode/settings.json", settings);
    let (code, _, said) = folder.run(&["schema", "--write"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("not plain JSON") && said.contains("\"yaml.schemas\": {"), "{said}");
    let now = fs::read_to_string(folder.path().join(".vscode/settings.json")).unwrap();
    assert_eq!(now, settings);
}

#[test]
fn schemas_are_written_only_where_content_is() {
    let folder = Folder::new();
    let (code, _, said) = folder.run(&["schema", "--write", "--root", "content"]);
    assert_eq!(code, 1);
    assert!(said.contains("there is no folder `content/content`"), "{said}");
    assert!(!folder.has("content/.vscode"));
}
