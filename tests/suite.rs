//! Runs `tests/suite/**/*.md`: small contents with the expected finding under the words it is about.
//!
//! `tests/README.md` says how a case is written. `UPDATE_EXPECT=1 cargo test --test suite` rewrites
//! the expectations; the diff is reviewed.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use casefile::diag::{Code, Diagnostic};
use casefile::fix::fix_site;
use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::text::Texts;
use casefile::{Checked, Settings, check_site};

/// Settings for cases that bring none.
const SITE: &str = "title: Test\nbase-url: https://example.org/\npolicy: {archive: allow}\n";

/// A fenced block: ```` ```md operations/one.md ````.
#[derive(Clone, Debug)]
struct Block {
    /// The lines from the opening fence to the closing one, as they stand in the suite.
    lines: Vec<String>,
    /// The path below `content/`, or the output path of an `html` block.
    path: String,
    is_html: bool,
    /// Whether it is a symbolic link, and its text the path that it leads to.
    is_link: bool,
}

impl Block {
    fn body(&self) -> &[String] {
        &self.lines[1..self.lines.len() - 1]
    }

    /// The file's bytes without the lines of expectations.
    fn bytes(&self) -> Vec<u8> {
        // `␦` stands for a byte that is no UTF-8.
        let text = self.text();
        let mut parts = text.split('␦');
        let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
        for part in parts {
            bytes.push(0xff);
            bytes.extend(part.as_bytes());
        }
        bytes
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for line in self.body().iter().filter(|line| !is_expectation(line)) {
            // `⟨101⟩` stands for the numbers to 101, each on such a line.
            let count = if line.contains("⟨101⟩") { 101 } else { 1 };
            for number in 1..=count {
                text += &line.replace("⟨101⟩", &number.to_string());
                text.push('\n');
            }
        }
        // `␍` and `␀` stand for what no editor shows.
        text.replace('␍', "\r").replace('␀', "\0").replace('␂', "\u{feff}")
    }
}

/// A line of carets with a finding, or a line of help, a fix or one of its edits below one.
fn is_expectation(line: &str) -> bool {
    let line = line.trim_start();
    let finding = line.trim_start_matches('^');
    (finding.len() < line.len()
        && [" error[", " warning["].iter().any(|start| finding.starts_with(start)))
        || ["= help: ", "= fix: ", "= edit: "].iter().any(|start| line.starts_with(start))
}

/// Text between blocks, or a block.
enum Piece {
    Text(String),
    Block(Block),
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let ticks = line.chars().take_while(|c| *c == '`').count();
        if ticks < 3 {
            pieces.push(Piece::Text(line.to_owned()));
            continue;
        }
        let fence = "`".repeat(ticks);
        let (kind, path) = line[ticks..].split_once(' ').unwrap_or((&line[ticks..], ""));
        let mut block = Block {
            lines: vec![line.to_owned()],
            path: path.to_owned(),
            is_html: kind == "html",
            is_link: kind == "link",
        };
        for line in lines.by_ref() {
            block.lines.push(line.to_owned());
            if line == fence {
                break;
            }
        }
        assert!(!block.path.is_empty(), "a block without a path: {line}");
        pieces.push(Piece::Block(block));
    }
    pieces
}

#[cfg(unix)]
fn link(target: &str, path: &Path) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

/// Cases with symbolic links are passed over where they need a right of their own.
#[cfg(not(unix))]
fn link(_: &str, _: &Path) {}

fn run(blocks: &[&Block], is_strict: bool) -> (tempfile::TempDir, Settings, Checked) {
    run_as(blocks, is_strict, |bytes| bytes)
}

/// Runs a case, its files' bytes changed by `save`.
fn run_as(
    blocks: &[&Block],
    is_strict: bool,
    save: impl Fn(Vec<u8>) -> Vec<u8>,
) -> (tempfile::TempDir, Settings, Checked) {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    fs::create_dir_all(&content).unwrap();
    fs::write(content.join("site.yaml"), SITE).unwrap();
    for block in blocks.iter().filter(|block| !block.is_html) {
        let path = content.join(&block.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if block.is_link {
            link(block.text().trim(), &path);
        } else {
            fs::write(path, save(block.bytes())).unwrap();
        }
    }
    let settings = Settings {
        strict: is_strict,
        // 2026-01-01, for `stale-after`.
        today: Some(casefile::model::today(Some(1_767_225_600))),
        ..Settings::default()
    };
    let checked = check_site(folder.path(), &settings);
    (folder, settings, checked)
}

/// The expectation of a finding: carets under its place, then its help, and what its fix edits.
fn expectation(texts: &Texts, finding: &Diagnostic) -> (usize, String) {
    let source = texts.get(finding.file);
    let start = source.line_col(finding.span.start as usize);
    let end = source.line_col(finding.span.end as usize);
    let line = source.text.lines().nth(start.line - 1).unwrap_or_default();
    let length = line.trim_start_matches('\u{feff}').chars().count() + 1;
    let end = if end.line == start.line { end.column } else { length };
    let carets = "^".repeat(end.saturating_sub(start.column).max(1));
    let indent = " ".repeat(start.column - 1);
    let severity = finding.severity.as_str();
    let mut text =
        format!("{indent}{carets} {severity}[{}]: {}", finding.code.as_str(), finding.message);
    for help in &finding.help {
        let name = if finding.is_fixed_by(help) { "fix" } else { "help" };
        write!(text, "\n{indent}= {name}: {help}").unwrap();
    }
    for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
        let file = texts.get(edit.file);
        let at = file.line_col(edit.span.start as usize);
        let place = match (edit.file == finding.file, at.line == start.line) {
            (true, true) => String::new(),
            (true, false) => format!("{}:{} ", at.line, at.column),
            (false, _) => format!("{}:{}:{} ", file.path, at.line, at.column),
        };
        let old = &file.text[edit.span.range()];
        write!(text, "\n{indent}= edit: {place}`{old}` → `{}`", edit.text).unwrap();
    }
    (start.line, text)
}

/// A block's path as findings name it: `../themes/…` stands beside the content.
fn shown(path: &str) -> String {
    path.strip_prefix("../").map_or_else(|| format!("content/{path}"), str::to_owned)
}

/// The block as it should stand, with the findings about its file.
fn expected(block: &Block, checked: &Checked) -> Vec<String> {
    let path = shown(&block.path);
    let texts = &checked.site.texts;
    let mut under: Vec<(usize, String)> = checked
        .report
        .diagnostics()
        .iter()
        .filter(|finding| texts.get(finding.file).path == path)
        .map(|finding| expectation(texts, finding))
        .collect();
    under.reverse();
    let mut lines = vec![block.lines[0].clone()];
    let kept = block.body().iter().filter(|line| !is_expectation(line));
    for (at, line) in kept.enumerate() {
        lines.push(line.clone());
        while under.last().is_some_and(|(line, _)| *line == at + 1) {
            let (_, text) = under.pop().unwrap();
            lines.extend(text.lines().map(str::to_owned));
        }
    }
    while let Some((_, text)) = under.pop() {
        lines.extend(text.lines().map(str::to_owned));
    }
    lines.push(block.lines.last().unwrap().clone());
    lines
}

/// What an `html` block asks for and the page does not have: each of its lines, in this order.
fn missing_html(block: &Block, root: &Path, checked: &Checked) -> Option<String> {
    let Some(style) = &checked.style else { return Some("there is no citation style".into()) };
    let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
    let renderer = match Renderer::new(site, routes, theme, style, Options::default()) {
        Ok(renderer) => renderer,
        Err(error) => return Some(error.to_string()),
    };
    let pages = Pages::new(root, site, routes, theme, &renderer);
    let Some(at) = pages.paths().iter().position(|path| *path == block.path) else {
        return Some(format!("there is no `{}`", block.path));
    };
    let bytes = match pages.bytes(at) {
        Ok(bytes) => bytes,
        Err(error) => return Some(error.to_string()),
    };
    let page = String::from_utf8(bytes).unwrap();
    let mut rest = page.as_str();
    for line in block.body().iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
        if let Some(absent) = line.strip_prefix("! ") {
            if page.contains(absent) {
                return Some(format!("`{}` has what it must not have: {absent}", block.path));
            }
            continue;
        }
        match rest.find(line) {
            Some(at) => rest = &rest[at + line.len()..],
            None => {
                return Some(format!(
                    "`{}` lacks, after what came before: {line}\n{page}",
                    block.path
                ));
            }
        }
    }
    None
}

/// What is left of the findings that have a fix once those are made. That nothing new is found is seen to there.
fn unfixed(root: &Path, settings: &Settings, checked: &Checked) -> Option<String> {
    let fixable = checked.report.diagnostics().iter().filter(|finding| finding.fix.is_some());
    let first = fixable.clone().next()?;
    let fixed = fix_site(root, settings);
    let left = fixed.checked.report.diagnostics().iter().find(|finding| finding.fix.is_some());
    match left {
        Some(left) => Some(format!("is not fixed: {}", left.message)),
        None if fixed.count < fixable.count() => Some(format!("is not counted: {}", first.message)),
        None => None,
    }
}

/// The name of each case and the ordinals of its blocks; first, without a name, those of every case of the file.
fn cases(pieces: &[Piece]) -> Vec<(String, Vec<usize>)> {
    let mut cases: Vec<(String, Vec<usize>)> = vec![(String::new(), Vec::new())];
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(line) if line.starts_with("## ") => {
                cases.push((line[3..].to_owned(), Vec::new()));
            }
            Piece::Text(_) => {}
            Piece::Block(_) => cases.last_mut().unwrap().1.push(at),
        }
    }
    cases
}

fn block_of(pieces: &[Piece], at: usize) -> &Block {
    match &pieces[at] {
        Piece::Block(block) => block,
        Piece::Text(_) => unreachable!("only blocks were listed"),
    }
}

fn suite_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut pending = vec![PathBuf::from("tests/suite")];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { pending.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

#[test]
fn every_case_has_the_findings_that_it_expects() {
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in suite_files() {
        let text = fs::read_to_string(&file).unwrap();
        let pieces = pieces(&text);
        let cases = cases(&pieces);
        let block = |at: &usize| block_of(&pieces, *at);
        let common: Vec<&Block> = cases[0].1.iter().map(block).collect();
        let mut rewritten: Vec<Vec<String>> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(line) => vec![line.clone()],
                Piece::Block(block) => block.lines.clone(),
            })
            .collect();
        for (name, own) in &cases[1..] {
            if cfg!(not(unix)) && own.iter().any(|at| block(at).is_link) {
                continue;
            }
            count += 1;
            let is_strict = name.ends_with("(strict)");
            let blocks: Vec<&Block> = common.iter().copied().chain(own.iter().map(block)).collect();
            let (folder, settings, checked) = run(&blocks, is_strict);
            if let Some(left) = unfixed(folder.path(), &settings, &checked) {
                wrong.push(format!("{}: {name}: {left}", file.display()));
            }
            for at in own {
                let block = block(at);
                if block.is_html {
                    if let Some(missing) = missing_html(block, folder.path(), &checked) {
                        wrong.push(format!("{}: {name}\n{missing}", file.display()));
                    }
                    continue;
                }
                let expected = expected(block, &checked);
                if expected != block.lines {
                    wrong.push(format!(
                        "{}: {name}: should read\n{}",
                        file.display(),
                        expected.join("\n")
                    ));
                }
                rewritten[*at] = expected;
            }
            // A finding about a file that the case does not show would go unseen.
            for finding in checked.report.diagnostics() {
                let path = &checked.site.texts.get(finding.file).path;
                let is_shown = own.iter().any(|at| shown(&block(at).path) == *path);
                if !is_shown {
                    wrong.push(format!(
                        "{}: {name}: {path}: {}[{}]: {}",
                        file.display(),
                        finding.severity.as_str(),
                        finding.code.as_str(),
                        finding.message
                    ));
                }
            }
        }
        if is_update {
            let text: Vec<String> = rewritten.into_iter().flatten().collect();
            fs::write(&file, text.join("\n") + "\n").unwrap();
        }
    }
    assert!(count > 0, "no case was found");
    assert!(wrong.is_empty(), "{} of {count} cases\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn every_code_has_a_case() {
    let texts: Vec<String> =
        suite_files().iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let has_case = |code: &&Code| {
        let shown = format!("[{}]: ", code.as_str());
        let mut lines = texts.iter().flat_map(|text| text.lines());
        lines.any(|line| is_expectation(line) && line.contains(&shown))
    };
    let without: Vec<_> = Code::ALL.iter().filter(|code| !has_case(code)).collect();
    assert!(without.is_empty(), "codes without a case: {without:?}");
}

#[test]
fn the_planted_site_has_one_mistake_of_each_kind() {
    let text = fs::read_to_string("tests/suite/planted.md").unwrap();
    let is_case = |piece: &Piece| matches!(piece, Piece::Text(line) if line.starts_with("## "));
    assert_eq!(pieces(&text).iter().filter(|piece| is_case(piece)).count(), 1);
    let findings = text.lines().filter(|line| is_expectation(line) && !line.contains("= help: "));
    let name = |line: &str| Some(line.split_once('[')?.1.split_once("]: ")?.0.to_owned());
    let mut planted: Vec<String> = findings.filter_map(name).collect();
    planted.sort();
    let mut codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(planted, codes);
}

/// Everything that was found: path, line and column of both ends, code and words.
fn told(checked: &Checked) -> Vec<String> {
    let findings = checked.report.diagnostics().iter();
    findings
        .map(|finding| {
            let source = checked.site.texts.get(finding.file);
            let at = |offset: u32| source.line_col(offset as usize);
            let (start, end) = (at(finding.span.start), at(finding.span.end));
            let (path, code, message) = (&source.path, finding.code.as_str(), &finding.message);
            format!("{path}:{start:?}-{end:?}: {code}: {message} {:?}", finding.help)
        })
        .collect()
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_no_finding_and_no_place() {
    let is_special = |text: &str| text.contains(['\r', '\0', '\u{feff}', '␦']);
    let as_windows_does = |bytes: Vec<u8>| {
        let Ok(text) = String::from_utf8(bytes) else { unreachable!("passed over") };
        format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
    };
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in suite_files() {
        let text = fs::read_to_string(&file).unwrap();
        let pieces = pieces(&text);
        let cases = cases(&pieces);
        for (name, own) in &cases[1..] {
            let blocks: Vec<&Block> =
                cases[0].1.iter().chain(own).map(|at| block_of(&pieces, *at)).collect();
            if blocks.iter().any(|block| block.is_link || is_special(&block.text())) {
                continue;
            }
            count += 1;
            let (_unix, _, expected) = run(&blocks, name.ends_with("(strict)"));
            let (_windows, _, found) = run_as(&blocks, name.ends_with("(strict)"), as_windows_does);
            let (expected, found) = (told(&expected), told(&found));
            if expected != found {
                let differing = expected.iter().zip(&found).find(|(a, b)| a != b);
                wrong.push(format!("{}: {name}: {differing:#?}", file.display()));
            }
        }
    }
    assert!(count > 100, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
