//! The handbook: its examples are run, and what it tells of the command line and of findings is what the program tells.

#![expect(clippy::unwrap_used, reason = "an example that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "examples are written to temporary folders")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use casefile::diag::{Code, ExampleFile, Severity};

const FOLDER: &str = "content/pages/handbook";

/// The site that the examples of a page stand in.
const SITE: &[(&str, &str)] = &[
    (
        "content/site.yaml",
        "\
title: A record
base-url: https://record.example/
policy: {archive: allow}
diagnostics: {unused-source: allow}
vocabulary:
  kinds: {takedown: Server takedown, website: Website}
  roles: {lead: Led the operation, servers-seized: Servers seized}
  facts: {arrests: Arrests, servers: Servers}
  origins: {wire-service: The Wire Service}
",
    ),
    (
        "content/sources/press.yaml",
        "\
example-2026: {type: article, title: A report, date: 2026-03-02}
other-2026: {type: article, title: Another, date: 2026-03-03}
",
    ),
    ("content/outlets/example-outlet.md", "---\nname: Example Outlet\n---\n"),
    ("content/agencies/example-police.md", "---\nname: Example Police\n---\n"),
    (
        "content/operations/2026-02-first.md",
        "---\ntitle: The first\ndate: 2026-02\n---\n\nIt was the first. [@example-2026]\n",
    ),
];

/// What a block of code in a page is.
struct Block<'a> {
    kind: &'a str,
    path: &'a str,
    text: &'a str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (info, after) = after.split_once('\n').unwrap();
        let (text, after) = after.split_once("\n```").unwrap();
        let (kind, path) = info.split_once(' ').unwrap_or((info, ""));
        blocks.push(Block { kind, path, text });
        rest = after;
    }
    blocks
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn casefile(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casefile")).args(arguments).current_dir(root).output().unwrap()
}

/// The arguments of a command, of which quotes hold some together.
fn arguments(line: &str) -> Vec<&str> {
    line.split('"')
        .enumerate()
        .flat_map(|(at, piece)| match at % 2 {
            0 => piece.split_whitespace().collect(),
            _ => vec![piece],
        })
        .collect()
}

/// Runs the examples of a page; gives what went wrong.
fn run(page: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in SITE {
        put(folder.path(), path, text);
    }
    let blocks = blocks(page);
    for block in &blocks {
        match block.kind {
            "markdown" | "yaml" | "html" if block.path.is_empty() => {
                problems.push(format!("an example has no path: {}", block.text));
            }
            "markdown" | "yaml" | "html" => {
                put(folder.path(), block.path, &format!("{}\n", block.text));
            }
            // What other programs read.
            "console" | "text" | "nginx" | "dockerfile" => {}
            other => problems.push(format!("nothing runs `{other}`")),
        }
    }
    for command in blocks.iter().filter(|block| block.kind == "console") {
        for line in command.text.lines().filter_map(|line| line.strip_prefix("$ casefile")) {
            let done = casefile(folder.path(), &arguments(line));
            if !done.status.success() {
                problems
                    .push(format!("`casefile{line}`: {}", String::from_utf8_lossy(&done.stderr)));
            }
        }
    }
    let checked = casefile(folder.path(), &["check", "--strict"]);
    if !checked.status.success() {
        problems.push(String::from_utf8_lossy(&checked.stderr).into_owned());
    }
    problems
}

#[test]
fn every_example_of_the_handbook_does_what_the_handbook_says() {
    let mut problems = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(FOLDER).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        // These two are made from the program, and their examples are run by other tests.
        if ["command-line.md", "diagnostics.md"].contains(&name.as_str()) {
            continue;
        }
        count += 1;
        let page = fs::read_to_string(&path).unwrap();
        problems.extend(run(&page).into_iter().map(|problem| format!("{name}: {problem}")));
    }
    assert!(count >= 10, "{count} pages");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_test_itself_sees_an_example_that_is_wrong() {
    let wrong =
        "\n```markdown content/operations/x.md\n---\ntitle: X\ndate: 2018\n---\n\nUncited.\n```\n";
    assert!(run(wrong)[0].contains("uncited-claim"));
    assert!(run("\n```console\n$ casefile stats --jsom\n```\n")[0].contains("--jsom"));
    assert!(run("\n```yaml\na: b\n```\n")[0].contains("no path"));
}

/// Compares a page with what the program says; `UPDATE_EXPECT=1` writes it.
fn is_up_to_date(name: &str, expected: &str) {
    let path = Path::new(FOLDER).join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, expected).unwrap();
    }
    let page = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        page == expected,
        "{name} is out of date: `UPDATE_EXPECT=1 cargo test --test handbook` writes it"
    );
}

#[test]
fn the_handbook_has_the_command_line_as_the_program_tells_it() {
    let help = |verb: &[&str]| {
        let done = casefile(Path::new("."), &[verb, &["--help"]].concat());
        let text = String::from_utf8(done.stdout).unwrap();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    };
    let whole = help(&[]);
    let mut page = "\
---
title: Command line
order: 10
description: Every verb and its options, as the program itself tells them.
---

"
    .to_owned();
    writeln!(page, "```text\n{}\n```", whole.trim_end()).unwrap();
    let verbs = whole.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = verbs.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    for verb in names.filter(|name| !name.is_empty() && *name != "help") {
        writeln!(page, "\n## {verb}\n\n```text\n{}\n```", help(&[verb]).trim_end()).unwrap();
    }
    is_up_to_date("command-line.md", &page);
}

#[test]
fn the_handbook_explains_every_finding() {
    let mut page = "\
---
title: Findings
order: 11
description: Everything that can be found in content, with a wrong and a right example of each.
---

A finding has a code, and `site.yaml` sets how bad it is: `diagnostics: {stale: error, unused-source: allow}`. `casefile explain` says the same as this page.

| code | is | found |
|---|---|---|
"
    .to_owned();
    for code in Code::ALL {
        let (name, meaning) = (code.as_str(), code.meaning().replace('|', "\\|"));
        writeln!(page, "| [`{name}`](#h-{name}) | {} | {meaning} |", level(*code)).unwrap();
    }
    page += "\n## One by one\n";
    for code in Code::ALL {
        let explanation = code.explanation();
        let (name, meaning, why) = (code.as_str(), explanation.meaning, explanation.why);
        writeln!(page, "\n### {name}\n\n{meaning}\n\n{why}\n\nWrong:\n").unwrap();
        page += &examples(&explanation.wrong);
        page += "\nRight:\n\n";
        page += &examples(&explanation.right);
    }
    is_up_to_date("diagnostics.md", &page);
}

fn level(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "an error",
        Severity::Warning => "a warning",
    }
}

/// The files of an example, each in a fence that is longer than any in it.
fn examples(files: &[ExampleFile]) -> String {
    let example = |file: &ExampleFile| {
        let mut fence = "```".to_owned();
        while file.text.contains(&fence) {
            fence.push('`');
        }
        let kind = if file.kind == "md" { "markdown" } else { file.kind };
        format!("`{}`\n\n{fence}{kind}\n{}\n{fence}\n", file.path, file.text.trim_end())
    };
    files.iter().map(example).collect::<Vec<_>>().join("\n")
}
