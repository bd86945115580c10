//! What an editor starts with: `init`, `new`, `import`, and what the program says of itself.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder of its own, away from this repository.
struct Folder(tempfile::TempDir);

/// What a run came to: exit code, standard output, standard error.
type Done = (i32, String, String);

impl Folder {
    /// An empty one.
    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// One with a site that has no record yet.
    fn bare() -> Self {
        let folder = Self::empty();
        assert_eq!(folder.run(&["init", "--bare"]).0, 0);
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casefile"));
        command.current_dir(self.0.path());
        for name in ["SOURCE_DATE_EPOCH", "CLICOLOR_FORCE", "VISUAL", "EDITOR"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, args: &[&str]) -> Done {
        self.run_with(args, "")
    }

    /// Runs the program with a text on its standard input.
    fn run_with(&self, args: &[&str], input: &str) -> Done {
        let mut command = self.command();
        command.args(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that reads nothing closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let done = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    }
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(name);
    path.display().to_string()
}

/// Compares a text with a file of the fixtures, or writes it there if `UPDATE_EXPECT` is set.
fn expect(name: &str, text: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(fixture(name), text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(fixture(name)).unwrap(), "{name}");
}

#[test]
fn a_new_site_checks_clean_and_builds_strictly() {
    let folder = Folder::empty();
    let (code, out, err) = folder.run(&["init", "my-record"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("next:\n  cd my-record\n"), "{err}");
    for path in [
        ".gitignore",
        ".github/workflows/pages.yml",
        ".gitlab-ci.yml",
        ".vscode/settings.json",
        "content/.schema/site.json",
        "content/pages/about.md",
    ] {
        assert!(folder.path("my-record").join(path).exists(), "{path}");
    }
    let (code, _, err) = folder.run(&["-r", "my-record", "check", "--strict", "--drafts"]);
    assert_eq!(
        (code, err.as_str()),
        (0, "checked 2 operations, 16 claims, 4 sources: no problems\n")
    );
    let (code, _, err) = folder.run(&["-r", "my-record", "build", "--strict"]);
    assert_eq!(code, 0, "{err}");
    let page = folder.read("my-record/public/operations/2026-02-radio-nowhere/index.html");
    assert!(page.contains("data-claim=\"servers-seized\""));
    // The workflows install this very version.
    for path in [".github/workflows/pages.yml", ".gitlab-ci.yml"] {
        let text = folder.read(&format!("my-record/{path}"));
        assert!(text.contains(concat!("casefile@", env!("CARGO_PKG_VERSION"))), "{path}");
        assert!(!text.contains("{version}"), "{path}");
    }
}

#[test]
fn a_bare_site_checks_clean_and_holds_no_record() {
    let folder = Folder::bare();
    let (code, _, err) = folder.run(&["check", "--strict"]);
    assert_eq!(
        (code, err.as_str()),
        (0, "checked 0 operations, 0 claims, 0 sources: no problems\n")
    );
    assert_eq!(folder.run(&["build", "--strict"]).0, 0);
}

#[test]
fn a_site_is_started_only_in_an_empty_folder_its_repository_aside() {
    let folder = Folder::empty();
    folder.put(".git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(folder.run(&["init"]).0, 0);
    let (code, _, err) = folder.run(&["init"]);
    assert_eq!(code, 1);
    assert_eq!(
        err,
        "error: `.` is not empty, there is `.github` in it: name a new folder, `casefile init my-record`\n"
    );
}

#[test]
fn what_new_writes_passes_check_but_for_a_source_that_nothing_cites_yet() {
    let folder = Folder::bare();
    for (args, path) in [
        (
            &["operation", "Захват «Правды»", "--date", "2018-04-25/2018-04-26"][..],
            "operations/2018-04-zakhvat-pravdy.md",
        ),
        (&["operation", "When nobody knows"], "operations/when-nobody-knows.md"),
        (&["outlet", "أعماق"], "outlets/amaq.md"),
        (&["outlet", "Ελληνικά: «νέα»"], "outlets/ellenika-nea.md"),
        (&["agency", "no"], "agencies/no.md"),
        (&["platform", "CON"], "platforms/con-1.md"),
        (&["platform", "X", "--id", "twitter"], "platforms/twitter.md"),
        (&["page", "Über: #uns"], "pages/uber-uns.md"),
        (&["source", "A report", "--date", "2026-03-02"], "sources/2026.yaml"),
        (&["source", "Another: report", "--date", "2026-03"], "sources/2026.yaml"),
        (&["source", "No day"], "sources/undated.yaml"),
    ] {
        let args: Vec<_> = ["new"].iter().chain(args).copied().collect();
        let (code, out, err) = folder.run(&args);
        assert_eq!((code, out), (0, format!("content/{path}\n")), "{err}");
        assert!(folder.path("content").join(path).exists(), "{path}");
    }
    let (code, _, err) = folder.run(&["check", "--message-format", "short"]);
    assert_eq!(
        (code, err.as_str()),
        (
            0,
            "\
content/sources/2026.yaml:1:1: warning[unused-source]: nothing cites the source `a-report-2026`
content/sources/2026.yaml:12:1: warning[unused-source]: nothing cites the source `another-report-2026`
content/sources/undated.yaml:1:1: warning[unused-source]: nothing cites the source `no-day`
checked 2 operations, 0 claims, 3 sources: 3 warnings
"
        )
    );
    assert_eq!(folder.run(&["build"]).0, 0);
}

/// Takes the mark off every comment that is a key, as an editor does who fills in the file.
fn uncommented(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(rest)
            if rest.trim_start().starts_with(|c: char| c.is_ascii_lowercase() || c == '-')
                && !rest.contains("example") =>
        {
            format!("{rest}\n")
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

#[test]
fn the_keys_in_comments_are_keys() {
    let folder = Folder::bare();
    for kind in ["operation", "outlet", "agency", "platform", "page"] {
        let (_, path, _) = folder.run(&["new", kind, "Title"]);
        let path = path.trim();
        let text = uncommented(&folder.read(path));
        folder.put(path, &text);
    }
    let (_, _, err) = folder.run(&["check", "--message-format", "short"]);
    for line in err.lines().filter(|line| line.contains("error[")) {
        // The examples name what is not there; nothing about them is malformed.
        assert!(line.contains("error[unknown-"), "{err}");
        assert!(!line.contains("error[unknown-key]"), "{err}");
    }
    assert!(err.contains("`some-source`") && err.contains("`some-agency`"), "{err}");
}

#[test]
fn new_overwrites_nothing_and_says_what_is_in_the_way() {
    let folder = Folder::bare();
    assert_eq!(folder.run(&["new", "outlet", "Amaq"]).0, 0);
    folder.put("content/outlets/amaq.md", "---\nname: Mine\n---\n");
    let (code, _, err) = folder.run(&["new", "outlet", "AMAQ"]);
    assert_eq!(
        (code, err.as_str()),
        (1, "error: `content/outlets/amaq.md` is there already, and was left as it is\n")
    );
    assert_eq!(folder.read("content/outlets/amaq.md"), "---\nname: Mine\n---\n");

    assert_eq!(folder.run(&["new", "source", "One"]).0, 0);
    let (code, _, err) = folder.run(&["new", "source", "One"]);
    let message = "error: the key `one` is taken, at content/sources/undated.yaml:1; give another with `--id`\n";
    assert_eq!((code, err.as_str()), (1, message));

    for (args, code) in [
        (&["new", "outlet", "—"][..], 2),
        (&["new", "outlet", " "], 2),
        (&["new", "outlet"], 2),
        (&["new", "outlet", "X", "--date", "2018"], 2),
        (&["new", "operation", "X", "--date", "2018-13"], 2),
        (&["new", "outlet", "X", "--id", "Not A Slug"], 1),
    ] {
        let (done, _, err) = folder.run(args);
        assert_eq!(done, code, "{args:?}: {err}");
    }
    let (code, _, err) = Folder::empty().run(&["new", "page", "X"]);
    assert!(code == 1 && err.contains("`casefile init` makes a site"), "{err}");
}

#[cfg(unix)]
#[test]
fn new_opens_the_editor_with_its_arguments() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::bare();
    folder.put("my editor", "#!/bin/sh\necho \"$@\" > edited\n");
    fs::set_permissions(folder.path("my editor"), fs::Permissions::from_mode(0o755)).unwrap();
    let editor = format!("'{}' --wait", folder.path("my editor").display());
    let mut command = folder.command();
    command.args(["new", "page", "About", "--edit"]).env("EDITOR", editor);
    assert!(command.status().unwrap().success());
    assert_eq!(folder.read("edited").trim(), "--wait ./content/pages/about.md");
    let (code, _, err) = folder.run(&["new", "page", "More", "--edit"]);
    assert_eq!(
        (code, err.lines().last().unwrap()),
        (1, "error: no editor is known: set `VISUAL` or `EDITOR`")
    );
}

#[test]
fn a_source_is_taken_from_a_pasted_citation() {
    let folder = Folder::bare();
    let item = r#"{"id": "post-2026", "type": "article-newspaper", "title": "One", "issued": {"date-parts": [[2026, 2]]}}"#;
    let (code, out, err) = folder.run_with(&["new", "source", "--from-csl", "-"], item);
    assert_eq!((code, out.as_str()), (0, "content/sources/2026.yaml\n"), "{err}");
    assert!(err.contains("cite it with `[@post-2026]`"), "{err}");
    let (code, _, err) =
        folder.run_with(&["new", "source"], "@book{kettles, title = {Kettles}, year = 2026}");
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        folder.read("content/sources/2026.yaml"),
        "\
post-2026:
  type: article
  title: One
  date: 2026-02
  parent: {type: newspaper}

kettles:
  type: book
  title: Kettles
  date: 2026
"
    );
    // Again there is nothing new in it.
    assert_eq!(folder.run_with(&["new", "source", "--from-csl", "-"], item).0, 1);
}

#[test]
fn every_type_of_csl_is_taken_over() {
    let text = fs::read_to_string(fixture("types.json")).unwrap();
    let items: serde_json::Value = serde_json::from_str(&text).unwrap();
    let schema = fs::read_to_string("tests/schemas/csl-data.json").unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    // Keys of ours stand in `custom`, which the schema leaves open.
    let errors: Vec<_> = validator.iter_errors(&items).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let all = schema["items"]["properties"]["type"]["enum"].as_array().unwrap();
    for kind in all {
        assert!(items.as_array().unwrap().iter().any(|item| item["type"] == *kind), "{kind}");
    }

    let folder = Folder::bare();
    folder.put("content/agencies/example-police.md", "---\nname: Example Police\n---\n");
    let (code, _, err) =
        folder.run(&["import", &fixture("types.json"), "--message-format", "short"]);
    let findings: Vec<_> = err
        .lines()
        .filter_map(|line| line.split_once("types.json:"))
        .map(|(_, rest)| rest)
        .collect();
    assert_eq!(
        (code, findings.as_slice()),
        (
            0,
            &[
                "106:5: warning[unknown-key]: `section` has no place in a source, and is left out",
                "392:5: warning[unknown-key]: `interviewer` has no place in a source, and is left out",
                "466:5: warning[unknown-key]: `scale` has no place in a source, and is left out",
                "622:5: warning[unknown-key]: `recipient` has no place in a source, and is left out",
            ][..]
        ),
        "{err}"
    );
    assert!(
        err.ends_with("took over 45 sources into content/sources/types.yaml: 4 warnings\n"),
        "{err}"
    );
    expect("types.yaml", &folder.read("content/sources/types.yaml"));

    // What was written is a bibliography without a fault, and is not taken over twice.
    let (code, _, err) = folder.run(&["check", "--message-format", "short"]);
    let other = err.lines().find(|line| {
        !line.contains("[unused-source]")
            && !line.contains("[unarchived-source]")
            && !line.starts_with("checked 0")
    });
    assert_eq!((code, other), (0, None));
    let before = folder.read("content/sources/types.yaml");
    let (_, _, err) = folder.run(&["import", &fixture("types.json")]);
    assert!(err.contains("took over 0 sources: "), "{err}");
    assert_eq!(folder.read("content/sources/types.yaml"), before);
}

#[test]
fn a_bib_file_is_taken_over_with_what_is_wrong_in_it_at_its_line() {
    let folder = Folder::bare();
    folder.put("content/agencies/example-police.md", "---\nname: Example Police\n---\n");
    folder.put("library.bib", &fs::read_to_string(fixture("library.bib")).unwrap());
    let (code, out, _) = folder.run(&["import", "library.bib", "--dry-run"]);
    assert_eq!(code, 1);
    assert!(!folder.path("content/sources").exists());
    let (code, _, err) = folder.run(&["import", "library.bib", "--message-format", "short"]);
    assert_eq!(code, 1);
    assert_eq!(
        err,
        "\
library.bib:10:3: warning[unknown-key]: the field `keywords` has no place in a source, and is left out 2 times
library.bib:39:10: warning[duplicate-url]: `again` is what `post2026` is, and is not taken over
library.bib:54:11: error[invalid-date]: `2026-02-31` has a day that does not exist (February 2026 has 28 days)
took over 5 sources into content/sources/library.yaml: 1 error, 2 warnings
"
    );
    let written = folder.read("content/sources/library.yaml");
    assert_eq!(written, out);
    expect("library.yaml", &written);
}

#[test]
fn a_library_that_is_taken_over_again_adds_nothing_whatever_its_keys_became() {
    let folder = Folder::bare();
    folder.put("content/sources/a.yaml", "taken: {type: web, title: Mine}\n");
    folder.put(
        "library.bib",
        "@misc{taken, title = {Theirs}}\n@misc{Müller:2025, title = {Bericht}}\n@misc{x/y, title = {Z}, url = {https://example.org/z}}\n",
    );
    let again = || folder.run(&["import", "library.bib", "--message-format", "short"]);
    let (code, _, err) = again();
    assert_eq!(
        (code, err.as_str()),
        (
            0,
            "\
library.bib:1:7: warning[duplicate-id]: the key `taken` is taken, so it is `taken-2` now
library.bib:2:7: warning[invalid-key]: no citation can name `Müller:2025`, so its key is `muller-2025` now
library.bib:3:7: warning[invalid-key]: no citation can name `x/y`, so its key is `x-y` now
took over 3 sources into content/sources/library.yaml: 3 warnings
"
        )
    );
    let written = folder.read("content/sources/library.yaml");
    let (code, _, err) = again();
    assert_eq!(
        (code, err.as_str()),
        (
            0,
            "\
library.bib:1:7: warning[duplicate-id]: `taken` is in the record already, and is not taken over
library.bib:2:7: warning[duplicate-id]: `Müller:2025` is in the record already, and is not taken over
library.bib:3:32: warning[duplicate-url]: `x/y` is what `x-y` is, and is not taken over
took over 0 sources: 3 warnings
"
        )
    );
    assert_eq!(folder.read("content/sources/library.yaml"), written);
}

#[test]
fn a_file_without_a_source_in_it_is_refused() {
    let folder = Folder::bare();
    for (name, text) in [("README.md", "# Not a library\n"), ("a.bib", ""), ("a.json", "[]")] {
        folder.put(name, text);
        let (code, _, err) = folder.run(&["import", name]);
        let message =
            format!("error: no source is in `{name}`: give it BibTeX, BibLaTeX or CSL-JSON\n");
        assert_eq!((code, err), (1, message));
    }
    let (code, _, err) = folder.run(&["new", "source"]);
    assert_eq!(code, 1);
    assert!(
        err.starts_with("error: no source is in `standard input`: ")
            && err.ends_with("; or give a title, `casefile new source \"Title\"`\n"),
        "{err}"
    );
}

#[test]
fn a_country_needs_no_file_and_whoever_asks_for_one_is_told_what_to_write() {
    let folder = Folder::bare();
    let (code, out, err) = folder.run(&["new", "country", "Netherlands"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("`countries: [{id: NL, role: lead, sources: [key]}]`"), "{err}");
    let (_, help, _) = folder.run(&["new", "--help"]);
    assert!(!help.contains("country"), "{help}");
}

#[test]
fn what_cannot_be_taken_over_from_csl_is_said_where_it_stands() {
    let folder = Folder::bare();
    folder.put("content/sources/a.yaml", "taken: {type: web, title: Another}\n");
    folder.put("odd.json", &fs::read_to_string(fixture("odd.json")).unwrap());
    let (code, _, err) = folder.run(&["import", "odd.json", "--message-format", "short"]);
    assert_eq!(code, 1);
    expect("odd.txt", &err);
    expect("odd.yaml", &folder.read("content/sources/odd.yaml"));

    for (text, message) in [
        ("[{]", "-:1:3: error[bib-syntax]: this is not CSL-JSON (key must be a string)"),
        ("[{\"id\": 1", "error[bib-syntax]: this is not CSL-JSON (it ends before it is complete)"),
    ] {
        let (code, _, err) = folder.run_with(&["import", "-", "--message-format", "short"], text);
        let message = message.replace("-:1", "standard input:1");
        assert!(code == 1 && err.contains(&message), "{err}");
    }
}

#[test]
fn a_file_that_cannot_be_written_on_is_left_alone() {
    let folder = Folder::bare();
    let flow = "{a: {type: web, title: A}}\n";
    folder.put("content/sources/undated.yaml", flow);
    let (code, _, err) = folder.run(&["new", "source", "B"]);
    assert_eq!(code, 1);
    assert!(
        err.starts_with("error: nothing can be put at the end of `content/sources/undated.yaml`"),
        "{err}"
    );
    assert_eq!(folder.read("content/sources/undated.yaml"), flow);
    // Line ends stay what they are.
    folder.put("content/sources/undated.yaml", "a: {type: web, title: A}\r\n");
    assert_eq!(folder.run(&["new", "source", "B"]).0, 0);
    let text = folder.read("content/sources/undated.yaml");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn every_shell_has_its_completions() {
    let folder = Folder::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, err) = folder.run(&["completions", shell]);
        assert_eq!((code, err.as_str()), (0, ""), "{shell}");
        assert!(out.contains("casefile") && out.contains("dry-run"), "{shell}");
        assert_eq!(folder.run(&["completion", shell]).1, out, "{shell}");
    }
}

#[test]
fn every_verb_has_a_manual_page_and_an_example() {
    let folder = Folder::empty();
    let (code, page, _) = folder.run(&["man"]);
    assert_eq!(code, 0);
    assert!(page.contains(".TH casefile 1") || page.contains(".TH CASEFILE 1"), "{page}");
    assert_eq!(folder.run(&["man", "--output-dir", "man"]).0, 0);
    assert_eq!(folder.run(&["man", "--output-dir", "man"]).0, 0);
    let (_, help, _) = folder.run(&["--help"]);
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let verbs: Vec<_> =
        commands.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    assert!(verbs.len() > 8, "{help}");
    for verb in verbs.into_iter().filter(|verb| !["", "help"].contains(verb)) {
        let page = folder.read(&format!("man/casefile-{verb}.1"));
        assert!(page.contains(&format!("casefile {verb}").replace('-', "\\-")), "{verb}");
        let (_, help, _) = folder.run(&[verb, "--help"]);
        assert!(
            help.contains("Examples:") && help.contains(&format!("  casefile {verb}")),
            "{verb}"
        );
    }
}

/// The sources of a folder as CSL-JSON.
fn exported(folder: &Folder) -> serde_json::Value {
    let (code, json, err) = folder.run(&["export", "sources.csl.json"]);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&json).unwrap()
}

#[test]
fn what_is_exported_as_csl_is_taken_over_and_exported_again_as_it_was() {
    let one = Folder::empty();
    assert_eq!(one.run(&["init"]).0, 0);
    one.put(
        "content/sources/more.yaml",
        "\
braces: {type: web, title: \"The {NATO} & \\\\{co\\\\} <b>\", title-supplied: true, wire: some-wire, url-status: dead}
dates: {type: report, title: Dates, date: 2026-22, author: {name: Berg, given-name: Jan, prefix: van der}}
interval: {type: video, title: Film, date: 2026-01/2026-02, origin: [own, example-wire]}
magazine: {type: article, title: In a site, parent: {type: web, title: Site}, language: ar, title-translated: T}
",
    );
    let first = exported(&one);
    let two = Folder::empty();
    assert_eq!(two.run(&["init"]).0, 0);
    fs::remove_file(two.path("content/sources/2026.yaml")).unwrap();
    let (code, _, err) = two.run_with(&["import", "-"], &first.to_string());
    assert_eq!(
        (code, err.as_str()),
        (0, "took over 8 sources into content/sources/imported.yaml: no problems\n")
    );
    assert_eq!(exported(&two), first);
}
