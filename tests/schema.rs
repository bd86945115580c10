//! Schema and reader agree: what the one refuses for its shape, the other does.
//!
//! References, dates and addresses beyond their pattern, and citations are the reader's alone.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use casefile::diag::{Code, Diagnostic};
use casefile::model::Date;
use casefile::read;
use casefile::schema::{Kind, Known, schema};
use casefile::text::{FileId, SourceText, Span, Texts};
use casefile::yaml::{self, Any, Node};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Findings about the shape of what is written, on which both have to agree.
const SHAPE: &[Code] = &[
    Code::UnknownKey,
    Code::WrongType,
    Code::MissingKey,
    Code::InvalidValue,
    Code::InvalidCountry,
    Code::InvalidKey,
    Code::InvalidSlug,
    Code::InvalidClaimId,
    Code::WithdrawnWithoutReason,
];

/// Findings of which a pattern sees some: `2018-13` is no date by its looks, `2018-02-30` by the calendar.
const PARTLY_SHAPE: &[Code] =
    &[Code::InvalidDate, Code::ReversedInterval, Code::InvalidUrl, Code::UnsafeScheme];

/// The schemas, ready to judge.
struct Judge(Vec<(Kind, Validator)>);

impl Judge {
    fn new(known: &Known) -> Self {
        let validator = |kind| jsonschema::draft202012::new(&schema(kind, known)).unwrap();
        Self(Kind::ALL.into_iter().map(|kind| (kind, validator(kind))).collect())
    }

    /// Why a schema refuses a value; `None` if it does not.
    fn refusal(&self, kind: Kind, value: &Value) -> Option<String> {
        let (_, validator) = self.0.iter().find(|(other, _)| *other == kind).unwrap();
        if validator.is_valid(value) {
            return None;
        }
        let error = validator.iter_errors(value).next().unwrap();
        Some(format!("{}: {error}", error.instance_path()))
    }
}

/// A document as JSON has it; `None` if it has what JSON has not: a key twice, a key that is no text, a tag, `.nan`.
fn to_json(node: &Node) -> Option<Value> {
    Some(match node {
        Node::Null => Value::Null,
        Node::Bool(value) => (*value).into(),
        Node::Int(number) => i64::try_from(*number).map_or_else(|_| json!(1e300), Value::from),
        Node::Float(number) => Value::Number(serde_json::Number::from_f64(*number)?),
        Node::Text(text) => text.as_str().into(),
        Node::List(items) => items.iter().map(to_json).collect::<Option<Vec<_>>>()?.into(),
        Node::Map(pairs) => {
            let mut object = Map::new();
            for (key, value) in pairs {
                let key = match key {
                    Node::Text(text) => text.clone(),
                    Node::Int(number) => number.to_string(),
                    _ => return None,
                };
                if object.insert(key, to_json(value)?).is_some() {
                    return None;
                }
            }
            object.into()
        }
        Node::Tagged(_) => return None,
    })
}

/// The kind of a file by its path.
fn kind_of(path: &str) -> Option<Kind> {
    let inside = path.strip_prefix("content/")?;
    let is = |end: &str| path.ends_with(end);
    match inside.split('/').next()? {
        "site.yaml" => Some(Kind::Site),
        "operations" if is(".md") => Some(Kind::Operation),
        "outlets" if is(".md") => Some(Kind::Outlet),
        "agencies" if is(".md") => Some(Kind::Agency),
        "platforms" if is(".md") => Some(Kind::Platform),
        "countries" if is(".md") => Some(Kind::Country),
        "pages" if is(".md") => Some(Kind::Page),
        "sources" if is(".yaml") || is(".yml") => Some(Kind::Sources),
        _ => None,
    }
}

/// The document of a file; `None` if it has none, or one that cannot be read or told in JSON.
fn document(file: FileId, source: &SourceText) -> Option<Value> {
    let is_cut_off = source.yaml == Span::default() && source.path.ends_with(".md");
    if is_cut_off {
        return None;
    }
    let (document, _) = yaml::read::<Any>(file, source);
    to_json(&document?.0)
}

/// A finding about the YAML of a file, and not about its name or body.
fn is_of_yaml(finding: &Diagnostic, source: &SourceText) -> bool {
    source.yaml.start <= finding.span.start && finding.span.end <= source.yaml.end
}

/// What of the shape no schema can say.
fn is_readers_alone(finding: &Diagnostic) -> bool {
    // What a host may be is more than a pattern says.
    finding.code == Code::InvalidValue && finding.message.ends_with("is not a domain")
}

/// Where the two disagree about files that were read, and how many documents were compared.
fn disagreements(texts: &Texts, found: &[Diagnostic], judge: &Judge) -> (Vec<String>, usize) {
    let mut by_file: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in found {
        by_file.entry(finding.file).or_default().push(finding);
    }
    let mut disagreements = Vec::new();
    let mut count = 0;
    for (file, source) in texts.iter() {
        let Some(kind) = kind_of(&source.path) else { continue };
        let Some(document) = document(file, source) else { continue };
        count += 1;
        let mut findings = by_file.remove(&file).unwrap_or_default();
        findings.retain(|finding| is_of_yaml(finding, source));
        let shape = findings.iter().find(|one| SHAPE.contains(&one.code) && !is_readers_alone(one));
        let partly =
            findings.iter().any(|one| PARTLY_SHAPE.contains(&one.code) || is_readers_alone(one));
        let (path, text) = (&source.path, &source.text);
        match (judge.refusal(kind, &document), shape) {
            (None, Some(finding)) => {
                let message = &finding.message;
                disagreements.push(format!("{path}: only the reader says: {message}\n{text}"));
            }
            (Some(why), None) if !partly => {
                disagreements.push(format!("{path}: only the schema says: {why}\n{text}"));
            }
            _ => {}
        }
    }
    (disagreements, count)
}

/// A site in a folder of its own: a path below `content/` and a text for each file.
fn site<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The files of each case of the suite, path and text.
fn cases() -> Vec<Vec<(String, String)>> {
    let mut pending = vec![PathBuf::from("tests/suite")];
    let mut all = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let mut cases: Vec<Vec<(String, String)>> = vec![Vec::new()];
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.starts_with("## ") {
                // Blocks above the first case belong to every case of the file.
                cases.push(cases[0].clone());
            }
            let ticks: String = line.chars().take_while(|c| *c == '`').collect();
            if ticks.len() < 3 {
                continue;
            }
            let (kind, path) = line[ticks.len()..].split_once(' ').unwrap();
            let is_expectation = |line: &&str| {
                let finding = line.trim_start().trim_start_matches('^');
                let is_finding = finding.starts_with(" error[") || finding.starts_with(" warning[");
                is_finding || line.trim_start().starts_with("= help: ")
            };
            let body: Vec<_> = lines.by_ref().take_while(|line| *line != ticks).collect();
            let body: String = body
                .into_iter()
                .filter(|line| !is_expectation(line))
                .flat_map(|l| [l, "\n"])
                .collect();
            let body = body.replace('␍', "\r").replace('␀', "\0").replace('␂', "\u{feff}");
            if kind != "html" {
                cases.last_mut().unwrap().push((path.to_owned(), body));
            }
        }
        all.extend(cases.into_iter().skip(1));
    }
    all
}

#[test]
fn schema_and_reader_agree_on_every_case_of_the_suite() {
    let judge = Judge::new(&Known::default());
    let (mut wrong, mut count) = (Vec::new(), 0);
    for mut case in cases() {
        if case.iter().all(|(path, _)| path != "site.yaml") {
            case.push(("site.yaml".to_owned(), "title: Test\n".to_owned()));
        }
        let folder = site(case.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let content = read::content(folder.path(), &BTreeMap::new());
        let (more, compared) = disagreements(&content.texts, &content.found, &judge);
        wrong.extend(more);
        count += compared;
    }
    assert!(count > 100, "only {count} documents were compared");
    assert!(wrong.is_empty(), "{} of {count}\n\n{}", wrong.len(), wrong.join("\n"));
}

/// Documents in which every key of every record stands.
const WHOLE: &[(Kind, &str)] = &[
    (
        Kind::Operation,
        r#"
title: One
description: x
date: 2018-04-25/2018-04-26
announced: 2018
status: concluded
kind: takedown
aliases: [old-one, older-one]
countries:
  - NL
  - {id: [BE, CA]}
  - &item
    id: BE
    role: lead
    sources: [afp-2018, 2018]
    note: x
    claim: servers
    disputed: true
    by: agency:europol
    as-of: 2018~
    contradicts: two#claim
    withdrawn: "2024-07-01: wrong"
    uncited: known
outlets: [amaq, *item]
agencies: [europol, *item]
platforms: [telegram, *item]
facts:
  arrests:
    - value: 3
      qualifier: at-least
      unit: people
      where: NL
      as-of: 201X
      scope: x
      sources: afp-2018
      note: x
      claim: arrests
      disputed: false
      by: Rob Wainwright
      contradicts: servers
      withdrawn: "2024: x"
      uncited: x
  languages: {value: many}
related: [{operation: two, as: follows}]
corrections: [{date: 2024-07-01, claim: servers, text: x}]
updated: 2024-07-01
stale-after: 2026
draft: false
extra: {a: 1}
"#,
    ),
    (Kind::Outlet, ENTITY),
    (Kind::Agency, ENTITY),
    (Kind::Platform, ENTITY),
    (Kind::Country, "extra: {a: 1}"),
    (Kind::Page, "title: One\norder: 1\ndescription: x\ndraft: true\nextra: 1\n"),
    (
        Kind::Sources,
        r#"
afp-2018:
  type: article
  title: {value: Long, short: L, verbatim: true}
  author: ["Nasr, Wassim", {name: Berg, given-name: Jan, prefix: van der, suffix: Jr., comma-suffix: true, alias: B}]
  date: ~2018
  parent:
    type: newspaper
    title: Paper
    author: Body
    date: 2018
    parent: {title: deep}
    url: "https://example.org/"
    language: en
    publisher: P
    organization: O
    location: L
    genre: g
    note: n
    editor: E
    affiliated: {names: A, role: writer}
    issue: 3
    chapter: 4
    volume: IV
    volume-total: 7
    edition: 2nd
    page-range: 12-15
    page-total: 300
    time-range: 00:57-06:21
    runtime: "01:42:21"
    serial-number: "12"
    serial: 12
    archive: X
    archive-location: Y
    call-number: Z
    abstract: a
  url: {value: "https://example.org/x", date: 2024-06-20}
  language: pt-BR
  publisher: {name: P, location: {value: L}}
  organization: O
  location: L
  genre: g
  note: n
  editor: [E, {name: F}]
  affiliated: [{names: [A], role: cast-member}]
  issue: 3
  chapter: 4
  volume: 5
  volume-total: about 7 volumes
  edition: 2
  page-range: 12
  page-total: 10-12
  time-range: 1
  runtime: 2
  serial-number: {doi: 10.1/x, isbn: 1}
  serial: x
  archive: X
  archive-location: Y
  call-number: Z
  abstract: a
  title-translated: t
  title-supplied: true
  origin: [ap, own]
  wire: ap-1
  archived: {url: "https://archive.example/x", date: 2024}
  url-status: usurped
  quotes: [{text: x, locator: 4}]
b: {type: web, title: t}
"#,
    ),
    (
        Kind::Site,
        r#"
title: Test
description: x
base-url: https://example.org/takedowns/
language: en
publisher: {name: N, url: "https://example.org/", contact: c}
security: {contact: "mailto:a@example.org", expires: 2027-06-30, policy: "https://example.org/policy/"}
license: CC-BY-4.0
theme: default
theme-settings: {accent: red, width: 3}
citation-style: iso-690-author-date
repository: https://example.org/us
editor-link: "vscode://file/{path}:{line}:{column}"
hostile-domains: [outlet.invalid]
policy: {uncited: error, archive: warn, min-origins: {arrests: 2}}
diagnostics: {unarchived-source: allow, yaml-syntax: error}
assert:
  min-operations: 1
  min-claims: 0
  min-citations: 1
  min-sources: 1
  min-origins: 1
  min-countries: 1
  min-outlets: 1
  min-agencies: 1
  min-platforms: 1
  max-uncited: 1
  max-single-origin: 1
  max-self-reported: 1
  max-unarchived: 1
  max-stale: 1
  max-drafts: 1
markdown: {raw-html: escape}
vocabulary:
  kinds: {takedown: T}
  roles: {lead: L}
  facts: {arrests: {label: A, unit: people, unit-one: person}, data: D}
  origins: {ap: AP}
navigation: [operations]
outputs: {api: true, tables: true, feeds: site, search: false}
extra: [1]
"#,
    ),
];

const ENTITY: &str = r#"
name: One
aliases: [A, أعماق]
parent: two
kind: radio
languages: [ar, en]
country: NL
active: 2014/..
former-ids: old-one
draft: false
extra: {}
"#;

/// Values that each of a document's is replaced by: some of every type, and texts that some pattern refuses or only just does not.
fn replacements() -> Vec<Value> {
    let texts = [
        "",
        " ",
        "x",
        "Ä b",
        "{}",
        "{x}",
        "two words",
        "a, b",
        "a, b, c, d",
        ", ,",
        "true",
        // Dates.
        "unknown",
        "2018",
        "2018-13",
        "2018-12",
        "2018-00",
        "2018-21",
        "2018-25",
        "2018-02-30",
        "2018-02-32",
        "2018-XX",
        "2018-XX-XX",
        "2018-XX-01",
        "2018-04-XX",
        "20XX",
        "2XXX",
        "201X-04",
        "2018~",
        "~2018",
        "~2018~",
        "2018-04-25%/2018-04-26?",
        "../2018",
        "2018/..",
        "/2018",
        "2018/",
        "../..",
        "/",
        "2018/2017",
        "018",
        "~../2018",
        "~2018/",
        "~unknown",
        " 2018 ",
        "26/04/2018",
        "2018-4-5",
        "2018~~",
        // Ids.
        "a-b",
        "A-b",
        "a--b",
        "-a",
        "a_b",
        "_a",
        "index",
        "com1",
        "com12",
        "src-a",
        "h-",
        "src",
        "é",
        "a.b:c+d",
        // Countries and languages.
        "NL",
        "nl",
        "NO",
        "XK",
        "UK",
        "EU",
        "Holland",
        "pt-BR",
        "x-a",
        "x",
        "x-",
        "English",
        "en_US",
        "ckb",
        "en-",
        "zh-Hans-CN",
        "abcd",
        "en-abcdefghi",
        // Who says so, and why not.
        "agency:europol",
        "agency: the police",
        "police:europol",
        "police: europol",
        "police:",
        ":x",
        "a b:c",
        " police:x ",
        "Rob Wainwright",
        "name: a, b",
        "2024-07-01: x",
        "2024-07-01:",
        "2024-07-01",
        "2024-13: x",
        " 2024 : x",
        // Addresses.
        "https://example.org/",
        "http://example.org",
        "HTTPS://EXAMPLE.ORG/x?y#z",
        "ftp://example.org/",
        "example.org",
        "https://",
        "https:///x",
        "https://exa mple.org/",
        "javascript:alert(1)",
        "//example.org",
        "https:example.org",
        " https://example.org/ ",
        "vscode://file/{path}",
        "https://a/<b>",
        "https://a\\b",
        // Words.
        "article",
        "Article",
        " web ",
        "artcle",
        "error",
        "warn",
        "allow",
        "escape",
        "all",
        "none",
        "live",
        "dead",
        "planned",
        "at-least",
        "see-also",
        "follow",
        "translator",
        "cast-member",
        "Translator",
        "own",
        // Numbers.
        "3",
        "about 3",
        "3 pages",
        "3-5",
        "3, 5 & 7",
        "3 4",
        "three",
        "-3",
        "007",
        "3x4",
    ];
    let mut values: Vec<Value> = texts.into_iter().map(Value::from).collect();
    values.extend(["a".repeat(100), "a".repeat(101)].map(Value::from));
    // As a block (`|`) ends.
    values.extend(["2018\n", "a-b\n", "en\n", "https://example.org/\n", "\n"].map(Value::from));
    values.extend([
        json!(null),
        json!(true),
        json!(0),
        json!(7),
        json!(-1),
        json!(2018),
        json!(999),
        json!(10000),
        json!(1.0),
        json!(1.5),
        json!(2018.0),
        json!(1e300),
        json!(-1e300),
        json!(999_999_999_999_999_i64),
        json!(1_000_000_000_000_000_i64),
        json!(-999_999_999_999_999_i64),
        json!([]),
        json!(["x"]),
        json!([null]),
        json!([[]]),
        json!([{}]),
        json!({}),
        json!({"x": 1}),
        json!({"id": "NL"}),
        json!({"value": 1}),
        json!({"value": "x"}),
        json!({"name": "x"}),
        json!({"label": "x"}),
        json!({"url": "https://example.org/"}),
        json!(["NL", "NL"]),
        json!({"x": null}),
    ]);
    values
}

/// Every document that differs from one in one place: a value replaced, a key taken out, a key added.
///
/// Each has just one of the keys of its record beside those that are needed: small documents are quickly read.
fn mutants(kind: Kind, whole: &Value) -> Vec<Value> {
    let record = if kind == Kind::Sources { "/afp-2018" } else { "" };
    let keys = whole.pointer(record).unwrap().as_object().unwrap().keys();
    let mut mutants = Vec::new();
    let mut seen = BTreeSet::new();
    for own in keys {
        let mut document = whole.clone();
        let object = document.pointer_mut(record).unwrap().as_object_mut().unwrap();
        object.retain(|key, _| {
            key == own || ["title", "date", "type", "name"].contains(&key.as_str())
        });
        mutate(&document, "", &mut seen, &mut mutants);
    }
    mutants
}

fn mutate(document: &Value, pointer: &str, seen: &mut BTreeSet<String>, mutants: &mut Vec<Value>) {
    let at = document.pointer(pointer).unwrap();
    let mut with = |change: &dyn Fn(&mut Value)| {
        let mut mutant = document.clone();
        change(mutant.pointer_mut(pointer).unwrap());
        mutants.push(mutant);
    };
    // What stands at the same place in another document was there before.
    if seen.insert(pointer.to_owned()) {
        for value in replacements() {
            // Where a list or map is asked for, one text is as wrong as the other.
            if !(at.is_object() || at.is_array()) || !value.is_string() || value == "x" {
                with(&|at| *at = value.clone());
            }
        }
        for key in at.as_object().into_iter().flatten().map(|(key, _)| key) {
            with(&|at| {
                at.as_object_mut().unwrap().shift_remove(key);
            });
        }
        for key in ["unknown", "", "a b", "_a", "claims", "Title"].iter().filter(|_| at.is_object())
        {
            with(&|at| {
                let value = json!({"type": "web", "title": "t"});
                at.as_object_mut().unwrap().insert((*key).to_owned(), value);
            });
        }
    }
    let keys = at.as_object().into_iter().flatten().map(|(key, _)| key.clone());
    let ordinals = (0..at.as_array().map_or(0, Vec::len)).map(|ordinal| ordinal.to_string());
    for step in keys.chain(ordinals) {
        assert!(!step.contains(['~', '/']), "{step} is no step of a pointer");
        mutate(document, &format!("{pointer}/{step}"), seen, mutants);
    }
}

/// A file that is YAML as a whole.
fn source(path: &str, text: &str) -> SourceText {
    let mut source = SourceText::default();
    source.path = path.to_owned();
    source.text = text.to_owned();
    source.yaml = Span::new(0, text.len());
    source
}

fn parsed(text: &str) -> Value {
    let mut texts = Texts::default();
    texts.add(source("", text));
    let (file, source) = texts.iter().next().unwrap();
    let (document, found) = yaml::read::<Any>(file, source);
    assert!(found.is_empty(), "{found:?}");
    to_json(&document.unwrap().0).unwrap()
}

/// The path of a file of a kind that has a number.
fn path_of(kind: Kind, number: usize) -> String {
    match kind {
        Kind::Operation => format!("operations/n-{number}.md"),
        Kind::Outlet => format!("outlets/n-{number}.md"),
        Kind::Agency => format!("agencies/n-{number}.md"),
        Kind::Platform => format!("platforms/n-{number}.md"),
        // Notes that are on no country are read all the same.
        Kind::Country => format!("countries/n-{number}.md"),
        Kind::Page => format!("pages/n-{number}.md"),
        Kind::Sources => format!("sources/n-{number}.yaml"),
        Kind::Site => "site.yaml".to_owned(),
    }
}

/// Where the two disagree about a document of a kind and its mutants, and how many were compared.
fn disagreements_about(kind: Kind, text: &str) -> (Vec<String>, usize) {
    let judge = Judge::new(&Known::default());
    let whole = parsed(text);
    assert_eq!(judge.refusal(kind, &whole), None, "{kind:?}");
    let mut texts = Texts::default();
    let mut found = Vec::new();
    let mut files = Vec::new();
    for (number, mutant) in [whole.clone()].iter().chain(&mutants(kind, &whole)).enumerate() {
        let path = path_of(kind, number);
        // JSON is YAML.
        match kind {
            Kind::Site | Kind::Sources => {
                let file = texts.add(source(&format!("content/{path}"), &mutant.to_string()));
                let source = texts.get(file);
                found.extend(match kind {
                    Kind::Site => casefile::config::read(file, source).1,
                    _ => casefile::biblio::read_yaml(file, source).1,
                });
            }
            _ => files.push((path, format!("---\n{mutant}\n---\n"))),
        }
    }
    if !files.is_empty() {
        files.push(("site.yaml".to_owned(), "title: Test\n".to_owned()));
        let folder = site(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let content = read::content(folder.path(), &BTreeMap::new());
        (texts, found) = (content.texts, content.found);
    }
    disagreements(&texts, &found, &judge)
}

#[test]
fn schema_and_reader_agree_on_every_key_of_every_record() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    std::thread::scope(|scope| {
        let run = |(kind, text): &'static (Kind, &str)| {
            scope.spawn(move || disagreements_about(*kind, text))
        };
        for running in WHOLE.iter().map(run).collect::<Vec<_>>() {
            let (more, compared) = running.join().unwrap();
            wrong.extend(more);
            count += compared;
        }
    });
    assert!(count > 40_000, "only {count} documents were compared");
    wrong.truncate(40);
    assert!(wrong.is_empty(), "of {count}\n\n{}", wrong.join("\n"));
}

#[test]
fn the_pattern_of_dates_knows_all_but_leap_years_and_reversed_intervals() {
    let judge = Judge::new(&Known::default());
    let join = |a: &[&str], b: &[&str]| -> Vec<String> {
        a.iter().flat_map(|a| b.iter().map(move |b| format!("{a}{b}"))).collect()
    };
    let years = ["2018", "201X", "20XX", "2XXX", "XXXX", "018", "20180", "-2018", "y2018"];
    let months = [
        "", "-00", "-01", "-02", "-09", "-10", "-12", "-13", "-20", "-21", "-24", "-25", "-41",
        "-XX", "-1",
    ];
    let days = [
        "", "-00", "-01", "-09", "-10", "-19", "-28", "-29", "-30", "-31", "-32", "-40", "-XX",
        "-X1", "-1", "-01-01",
    ];
    let doubts = ["", "~", "?", "%", "~?"];
    let months = join(&years, &months);
    let days = join(&months.iter().map(String::as_str).collect::<Vec<_>>(), &days);
    let mut texts = join(&days.iter().map(String::as_str).collect::<Vec<_>>(), &doubts);
    let ends = ["", "..", "2018", "2017-04~", "201X", "2018-13", "unknown", "~", "2018-04-25?"];
    let starts = join(&ends, &["/", "//", "-", "/ "]);
    texts.extend(join(&starts.iter().map(String::as_str).collect::<Vec<_>>(), &ends));
    let passes = |text: &str| match Date::parse(text) {
        Ok(_) => true,
        Err(invalid) => {
            invalid.reversed
                || invalid.reason.contains("February 2018 has 28 days") && text.contains("-29")
        }
    };
    let mut wrong = Vec::new();
    for text in &texts {
        let operation = json!({"title": "x", "date": text});
        // What Hayagriva writes before a date stands for what EDTF writes after it.
        let source = json!({"a": {"type": "web", "title": "t", "date": format!(" ~{text} ")}});
        if passes(text) != judge.refusal(Kind::Operation, &operation).is_none()
            || passes(&format!("{text}~")) != judge.refusal(Kind::Sources, &source).is_none()
        {
            wrong.push(text);
        }
    }
    assert!(texts.len() > 5_000);
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Where in a schema the keys are that it knows.
fn keys_of(at: &Value, pointer: &str, keys: &mut BTreeSet<String>) {
    let Value::Object(object) = at else { return };
    for (keyword, value) in object {
        if let ("properties", Value::Object(properties)) = (keyword.as_str(), value) {
            keys.extend(properties.keys().map(|key| format!("{pointer}/properties/{key}")));
        }
        keys_of(value, &format!("{pointer}/{keyword}"), keys);
        for (ordinal, item) in value.as_array().into_iter().flatten().enumerate() {
            keys_of(item, &format!("{pointer}/{keyword}/{ordinal}"), keys);
        }
    }
}

/// Where in a schema the keys are that a document has.
fn touched(schema: &Value, pointer: &str, value: &Value, keys: &mut BTreeSet<String>) {
    let at = |keyword: &str| schema.pointer(&format!("{pointer}/{keyword}"));
    if let Some(Value::String(reference)) = at("$ref") {
        touched(schema, reference.trim_start_matches('#'), value, keys);
    }
    for ordinal in 0..at("anyOf").and_then(Value::as_array).map_or(0, Vec::len) {
        touched(schema, &format!("{pointer}/anyOf/{ordinal}"), value, keys);
    }
    for item in value.as_array().into_iter().flatten() {
        touched(schema, &format!("{pointer}/items"), item, keys);
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        let known = format!("{pointer}/properties/{key}");
        if at(&format!("properties/{key}")).is_some() {
            touched(schema, &known, value, keys);
            keys.insert(known);
        } else {
            touched(schema, &format!("{pointer}/additionalProperties"), value, keys);
        }
    }
}

#[test]
fn the_whole_documents_have_every_key_of_the_schemas() {
    for (kind, text) in WHOLE {
        let schema = schema(*kind, &Known::default());
        let (mut keys, mut had) = (BTreeSet::new(), BTreeSet::new());
        keys_of(&schema, "", &mut keys);
        touched(&schema, "", &parsed(text), &mut had);
        keys.retain(|key| !key.contains("/diagnostics/"));
        let missing: Vec<_> = keys.difference(&had).collect();
        assert!(!keys.is_empty() && missing.is_empty(), "{kind:?}: {missing:#?}");
    }
}

#[test]
fn every_schema_is_one_by_the_schema_of_schemas() {
    for kind in Kind::ALL {
        let schema = schema(kind, &Known::default());
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        if let Err(error) = jsonschema::draft202012::meta::validate(&schema) {
            panic!("{kind:?}: {error}");
        }
    }
    assert!(!jsonschema::draft202012::meta::is_valid(&json!({"type": "text"})), "it judges");
}

#[test]
fn every_key_of_every_schema_is_described() {
    fn visit(value: &Value, path: &str, bare: &mut Vec<String>) {
        let Value::Object(object) = value else { return };
        if let Some(Value::Object(properties)) = object.get("properties") {
            for (key, property) in properties {
                let is_described =
                    property["description"].as_str().is_some_and(|text| text.ends_with('.'));
                bare.extend((!is_described).then(|| format!("{path}/{key}")));
            }
        }
        for (key, value) in object {
            visit(value, &format!("{path}/{key}"), bare);
        }
    }
    let mut bare = Vec::new();
    for kind in Kind::ALL {
        visit(&schema(kind, &Known::default()), kind.as_str(), &mut bare);
    }
    assert!(bare.is_empty(), "{bare:#?}");
}

#[test]
fn the_record_of_this_repository_fits_its_schemas() {
    let content = read::content(Path::new("."), &BTreeMap::new());
    for known in [Known::default(), Known::in_content(&content)] {
        let (wrong, count) = disagreements(&content.texts, &content.found, &Judge::new(&known));
        assert!(count > 30, "only {count} documents were compared");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn names_that_the_content_knows_are_offered_and_others_pass() {
    let content = read::content(Path::new("."), &BTreeMap::new());
    let known = Known::in_content(&content);
    let schema = schema(Kind::Operation, &known);
    let offered = |name: &str| schema["$defs"][name]["enum"].clone();
    let has = |name: &str, word: &str| offered(name).as_array().unwrap().contains(&word.into());
    assert!(has("known-kinds", "takedown") && has("known-roles", "lead"));
    assert!(has("known-outlets", "amaq") && has("known-agencies", "europol"));
    assert!(has("known-platforms", "telegram") && has("known-operations", "2018-04-amaq"));
    assert!(has("known-sources", "aawsat-2024"), "{}", offered("known-sources"));
    assert_eq!(schema["properties"]["facts"]["properties"]["arrests"]["description"], "Arrests");
    let judge = Judge::new(&known);
    let other = json!({"title": "x", "date": 2018, "kind": "new", "outlets": ["new"], "facts": {"new": {"value": 1}}});
    assert_eq!(judge.refusal(Kind::Operation, &other), None);
    assert!(
        judge.refusal(Kind::Operation, &json!({"title": "x", "date": 2018, "kind": 1})).is_some()
    );
}
