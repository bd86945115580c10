//! Every finding is explained, and its examples are run: the wrong one gives it and nothing else, the right one nothing.

#![expect(clippy::unwrap_used, reason = "an example that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "examples are written to temporary folders")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use casefile::diag::{Code, ExampleFile};
use casefile::{Settings, check_site};

/// The site that the examples stand in.
const SITE: &[(&str, &str)] = &[
    (
        "site.yaml",
        "\
title: Test
base-url: https://example.org/
policy: {archive: allow}
hostile-domains: [outlet.invalid]
vocabulary:
  kinds: {takedown: Server takedown}
  roles: {lead: Led the operation}
  facts: {arrests: Arrests}
  origins: {afp: Agence France-Presse}
",
    ),
    (
        "sources/press.yaml",
        "\
afp-2018: {type: article, title: A report, date: 2018-04-27}
dpa-2018: {type: article, title: Another, date: 2018-04-28}
",
    ),
    ("outlets/amaq.md", "---\nname: Amaq\naliases: [Aamaq]\n---\n"),
    ("agencies/europol.md", "---\nname: Europol\n---\n"),
    ("platforms/telegram.md", "---\nname: Telegram\n---\n"),
    (
        "operations/2018-04-amaq.md",
        "\
---
title: Takedown of Amaq
date: 2018-04-25
---

Servers were seized. [@afp-2018; @dpa-2018] {#seized}
",
    ),
];

fn put(content: &Path, file: &ExampleFile) {
    let path = content.join(file.path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    if file.kind == "link" {
        #[cfg(unix)]
        std::os::unix::fs::symlink(file.text.trim(), path).unwrap();
        return;
    }
    let mut text = String::new();
    for line in file.text.split_inclusive('\n') {
        let count = if line.contains("⟨101⟩") { 101 } else { 1 };
        text.extend((1..=count).map(|number| line.replace("⟨101⟩", &number.to_string())));
    }
    let mut bytes = Vec::new();
    for (at, part) in text.split('␦').enumerate() {
        bytes.extend((at > 0).then_some(0xff));
        bytes.extend(part.as_bytes());
    }
    fs::write(path, bytes).unwrap();
}

/// What is found in the site with an example: the code and the place of each finding.
fn found(example: &[ExampleFile]) -> Vec<(Code, String)> {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    for (path, text) in SITE {
        put(&content, &ExampleFile { kind: "", path, text });
    }
    for file in example {
        put(&content, file);
    }
    let today = Some(casefile::model::today(Some(1_767_225_600)));
    let checked = check_site(folder.path(), &Settings { today, ..Settings::default() });
    let texts = &checked.site.texts;
    let findings = checked.report.diagnostics().iter();
    findings
        .map(|one| (one.code, format!("{}: {}", texts.get(one.file).path, one.message)))
        .collect()
}

fn is_runnable(example: &[ExampleFile]) -> bool {
    cfg!(unix) || example.iter().all(|file| file.kind != "link")
}

#[test]
fn the_site_of_the_examples_is_clean() {
    assert_eq!(found(&[]), []);
}

#[test]
fn a_wrong_example_gives_its_finding_and_no_other() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let example = code.explanation().wrong;
        assert!(!example.is_empty(), "{code:?}");
        let found = if is_runnable(&example) { found(&example) } else { continue };
        if found.is_empty() || found.iter().any(|(other, _)| other != code) {
            wrong.push(format!("{}: {found:?}", code.as_str()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_right_example_gives_no_finding() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let example = code.explanation().right;
        assert!(!example.is_empty(), "{code:?}");
        let found = found(&example);
        if !found.is_empty() {
            wrong.push(format!("{}: {found:?}", code.as_str()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_is_explained_and_nothing_else_is() {
    let files: BTreeSet<String> = fs::read_dir("src/diag/explain")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let codes: BTreeSet<String> =
        Code::ALL.iter().map(|code| format!("{}.md", code.as_str())).collect();
    assert_eq!(files, codes);
    for code in Code::ALL {
        let explanation = code.explanation();
        assert!(explanation.meaning.ends_with('.'), "{code:?}");
        assert!(explanation.why.ends_with('.'), "{code:?}");
    }
}

fn run(args: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_casefile")).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

#[test]
fn an_explanation_reads_at_eighty_columns() {
    let (code, list, _) = run(&["explain"]);
    assert_eq!(code, 0);
    let mut shown = vec![("the list", list)];
    for code in Code::ALL {
        shown.push((code.as_str(), run(&["explain", code.as_str()]).1));
    }
    for (name, text) in shown {
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{name}: {line}");
            assert_eq!(line.trim_end(), line, "{name}");
        }
    }
}

#[test]
fn an_explanation_is_shown_with_its_examples_and_its_level() {
    let (code, out, err) = run(&["explain", "duplicate-key"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "\
duplicate-key: A key stands twice in one map.

A key stands twice in one map, or a field twice in one BibTeX entry.

Why it matters

Only one of the two can be meant, and the other would be lost without a word.

Wrong

  content/operations/one.md

    ---
    title: One
    date: 2018-04-25
    title: Two
    ---

    Servers were seized. [@afp-2018]

Right

  content/operations/one.md

    ---
    title: One
    date: 2018-04-25
    ---

    Servers were seized. [@afp-2018]

It is an error. In `site.yaml`, `diagnostics: {duplicate-key: warn}` makes a
warning of it, and `allow` lets it pass.
"
    );
}

#[test]
fn all_codes_are_listed_with_their_level_and_meaning() {
    let (code, out, _) = run(&["explain"]);
    assert_eq!(code, 0);
    for code in Code::ALL {
        let mut lines = out.lines().filter_map(|line| line.strip_prefix(code.as_str()));
        let line = lines.find(|rest| rest.starts_with(' ')).unwrap();
        assert!(line.trim_start().starts_with(code.severity().as_str()), "{line}");
    }
}

#[test]
fn an_unknown_code_is_told_with_the_one_that_was_probably_meant() {
    let (code, out, err) = run(&["explain", "unknwon-source"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("no finding is called `unknwon-source`"), "{err}");
    assert!(err.contains("did you mean `unknown-source`?"), "{err}");
    assert_eq!(run(&["explain", "error[unknown-source]"]).0, 0);
}
