//! What `--message-format` prints: the same findings in every format.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::fs;
use std::process::Command;

use serde_json::Value;

/// A content with mistakes of many kinds: second places, several sentences of help, spans over lines, a file as
/// a whole, a byte order mark, carriage returns, letters of several bytes, characters that formats escape, fixes.
const FILES: &[(&str, &[u8])] = &[
    ("site.yaml", b"title: Test\nbase-url: https://example.org/\npolicy: {archive: warn}\n"),
    (
        "sources/s.yaml",
        b"afp-2018: {type: article, title: A report, url: \"https://a.example/100%25\"}\n",
    ),
    ("outlets/amaq.md", "---\nname: Amaq\naliases: [أعماق]\n---\n".as_bytes()),
    (
        "operations/one.md",
        "\u{feff}---\r\ntitle: Años\r\ndate: 2018-13\r\ncountries:\r\n  - {id: UK, sources: [afp-2018]}\r\n\
         outlets: [{id: أعماق, sources: [afp-2018]}]\r\n---\r\n\r\n\
         Ñandú: 100 % “sure”, they said. [@afp-2081] {#same}\r\n\r\n\
         Twice, and uncited {#same}\r\n\r\nOver [[@afp-2018,\r\nlines]].\r\n\r\n\
         A [dead, link](/nowhere/:x%y/). [@afp-2018]\r\n"
            .as_bytes(),
    ),
    ("operations/two, 50%: a.md", b"---\ntitle: Two\ndate: 2019\ntitel: Zwei\n---\n"),
    ("operations/three.md", b"---\ntitle: \xff\n---\n"),
];

/// A folder with those files.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in FILES {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What `check` prints in a format, and that it prints it where it should.
fn check(folder: &tempfile::TempDir, format: &str) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .args(["check", "--quiet", "--message-format", format])
        .current_dir(folder.path())
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1), "{format}");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(done.stdout), text(done.stderr));
    let (used, unused) = if ["human", "short"].contains(&format) { (err, out) } else { (out, err) };
    assert_eq!(unused, "", "{format}");
    used
}

/// A finding as every format can tell it; what a format leaves out is left out of what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    code: String,
    severity: String,
    message: String,
    file: String,
    start: Option<(u64, u64)>,
    end: Option<(u64, u64)>,
    help: Vec<String>,
    /// The title and each edit.
    fix: Option<(String, Vec<SeenEdit>)>,
}

/// The file, the region and the text that comes there.
type SeenEdit = (String, [u64; 4], String);

fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn numbers<const N: usize>(value: &Value, keys: [&str; N]) -> Option<[u64; N]> {
    let numbers = keys.map(|key| value[key].as_u64());
    assert!(numbers.iter().all(|one| one.is_some() == numbers[0].is_some()), "{value}");
    numbers[0].map(|_| numbers.map(Option::unwrap))
}

fn from_json(out: &str) -> Vec<Seen> {
    const REGION: [&str; 4] = ["line", "column", "end_line", "end_column"];
    let finding = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let place = numbers(&value, REGION);
        let edit = |edit: &Value| {
            let region = numbers(edit, REGION).unwrap();
            (string(&edit["file"]), region, string(&edit["replacement"]))
        };
        let fix = &value["fix"];
        Seen {
            code: string(&value["code"]),
            severity: string(&value["severity"]),
            message: string(&value["message"]),
            file: string(&value["file"]),
            start: place.map(|[line, column, ..]| (line, column)),
            end: place.map(|[.., line, column]| (line, column)),
            help: value["help"].as_array().unwrap().iter().map(string).collect(),
            fix: (!fix.is_null()).then(|| {
                let edits = fix["edits"].as_array().unwrap().iter().map(edit).collect();
                (string(&fix["title"]), edits)
            }),
        }
    };
    out.lines().map(finding).collect()
}

/// Takes `error[code]: message` apart.
fn headline(line: &str) -> (String, String, String) {
    let (severity, rest) = line.split_once('[').unwrap();
    let (code, message) = rest.split_once("]: ").unwrap();
    (severity.to_owned(), code.to_owned(), message.to_owned())
}

/// Takes `path:line:column` apart, where numbers follow.
fn place(text: &str) -> (String, Option<(u64, u64)>) {
    let mut parts = text.rsplitn(3, ':');
    let (column, line, file) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>| part?.parse::<u64>().ok();
    match (file, number(line), number(column)) {
        (Some(file), Some(line), Some(column)) => (file.to_owned(), Some((line, column))),
        _ => (text.to_owned(), None),
    }
}

fn from_human(err: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    for line in err.lines() {
        if line.starts_with("error[") || line.starts_with("warning[") {
            let (severity, code, message) = headline(line);
            let (file, start, end, help, fix) = (String::new(), None, None, Vec::new(), None);
            seen.push(Seen { code, severity, message, file, start, end, help, fix });
        } else if let Some((_, at)) = line.split_once("--> ") {
            let last = seen.last_mut().unwrap();
            (last.file, last.start) = place(at);
        } else if let Some((_, help)) = line.split_once(" = help: ") {
            seen.last_mut().unwrap().help.push(help.to_owned());
        } else if let Some((_, fix)) = line.split_once(" = fix: ") {
            let last = seen.last_mut().unwrap();
            last.help.push(fix.to_owned());
            last.fix = Some((fix.to_owned(), Vec::new()));
        }
    }
    seen
}

fn from_short(err: &str) -> Vec<Seen> {
    let finding = |line: &str| {
        let at = line.find(": error[").or_else(|| line.find(": warning[")).unwrap();
        let (file, start) = place(&line[..at]);
        let (severity, code, message) = headline(&line[at + 2..]);
        Seen { code, severity, message, file, start, end: None, help: Vec::new(), fix: None }
    };
    err.lines().map(finding).collect()
}

/// Undoes the escapes as the runner of GitHub Actions does.
fn unescaped(text: &str) -> String {
    let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":");
    text.replace("%2C", ",").replace("%25", "%")
}

fn from_github(out: &str) -> Vec<Seen> {
    let finding = |line: &str| {
        let (command, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (severity, properties) = command.split_once(' ').unwrap();
        let property = |name: &str| {
            let mut pairs = properties.split(',').map(|pair| pair.split_once('=').unwrap());
            pairs.find(|pair| pair.0 == name).map(|pair| unescaped(pair.1))
        };
        let number = |name: &str| property(name).map(|number| number.parse::<u64>().unwrap());
        let pair = |line, column| Some((number(line)?, number(column).unwrap_or(0)));
        let data = unescaped(data);
        let mut lines = data.lines();
        let message = lines.next().unwrap().to_owned();
        let (mut help, mut fix) = (Vec::new(), None);
        for line in lines {
            if let Some(title) = line.strip_prefix("fix: ") {
                help.push(title.to_owned());
                fix = Some((title.to_owned(), Vec::new()));
            } else {
                help.extend(line.strip_prefix("help: ").map(str::to_owned));
            }
        }
        Seen {
            code: property("title").unwrap(),
            severity: severity.to_owned(),
            message,
            file: property("file").unwrap(),
            start: pair("line", "col"),
            end: pair("endLine", "endColumn"),
            help,
            fix,
        }
    };
    out.lines().map(finding).collect()
}

fn from_sarif(out: &str) -> Vec<Seen> {
    const REGION: [&str; 4] = ["startLine", "startColumn", "endLine", "endColumn"];
    let log: Value = serde_json::from_str(out).unwrap();
    let path = |uri: &Value| {
        let mut bytes = Vec::new();
        let uri = string(uri);
        let mut rest = uri.as_bytes().iter();
        while let Some(&byte) = rest.next() {
            let two: Vec<u8> =
                if byte == b'%' { rest.by_ref().take(2).copied().collect() } else { Vec::new() };
            let hex = std::str::from_utf8(&two).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap_or(byte));
        }
        String::from_utf8(bytes).unwrap()
    };
    let finding = |value: &Value| {
        let physical = &value["locations"][0]["physicalLocation"];
        let region = numbers(&physical["region"], REGION);
        let text = string(&value["message"]["text"]);
        let mut lines = text.lines();
        let message = lines.next().unwrap().to_owned();
        let sentence = |line: &str| line.split_once(": ").unwrap().1.to_owned();
        let edits = |change: &Value| -> Vec<_> {
            let file = path(&change["artifactLocation"]["uri"]);
            let replacements = change["replacements"].as_array().unwrap().iter();
            let edit = |one: &Value| {
                let region = numbers(&one["deletedRegion"], REGION).unwrap();
                (file.clone(), region, string(&one["insertedContent"]["text"]))
            };
            replacements.map(edit).collect()
        };
        let fix = &value["fixes"][0];
        Seen {
            code: string(&value["ruleId"]),
            severity: string(&value["level"]),
            message,
            file: path(&physical["artifactLocation"]["uri"]),
            start: region.map(|[line, column, ..]| (line, column)),
            end: region.map(|[.., line, column]| (line, column)),
            help: lines.map(sentence).collect(),
            fix: (!fix.is_null()).then(|| {
                let changes = fix["artifactChanges"].as_array().unwrap();
                (string(&fix["description"]["text"]), changes.iter().flat_map(edits).collect())
            }),
        }
    };
    log["runs"][0]["results"].as_array().unwrap().iter().map(finding).collect()
}

#[test]
fn the_same_mistakes_are_shown_the_same_in_every_format() {
    let folder = folder();
    let all = from_json(&check(&folder, "json"));
    let codes: Vec<_> = all.iter().map(|one| one.code.as_str()).collect();
    for code in ["unknown-source", "duplicate-id", "unarchived-source", "invalid-utf8"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
    assert!(all.iter().any(|one| one.fix.is_some()));
    assert!(all.iter().any(|one| one.start.is_some_and(|start| one.end.unwrap().0 > start.0)));

    assert_eq!(from_sarif(&check(&folder, "sarif")), all);

    let without_edits = |one: &Seen| {
        let fix = one.fix.clone().map(|(title, _)| (title, Vec::new()));
        Seen { fix, ..one.clone() }
    };
    let in_github: Vec<Seen> = all
        .iter()
        .map(without_edits)
        .map(|one| {
            // No columns over several lines.
            let lines = one.start.unzip().0 == one.end.unzip().0;
            let without = |place: Option<(u64, u64)>| place.map(|(line, _)| (line, 0));
            if lines {
                one
            } else {
                Seen { start: without(one.start), end: without(one.end), ..one }
            }
        })
        .collect();
    assert_eq!(from_github(&check(&folder, "github")), in_github);

    let without_end = |one: &Seen| Seen { end: None, ..without_edits(one) };
    let in_human: Vec<Seen> = all.iter().map(without_end).collect();
    assert_eq!(from_human(&check(&folder, "human")), in_human);

    let headline = |one: &Seen| {
        // What has no place is shown at the start of its file: the form has no other.
        Seen { start: one.start.or(Some((1, 1))), help: Vec::new(), fix: None, ..without_end(one) }
    };
    let in_short: Vec<Seen> = all.iter().map(headline).collect();
    assert_eq!(from_short(&check(&folder, "short")), in_short);
}

#[test]
fn sarif_is_valid_by_the_schema_of_the_standard() {
    let schema = fs::read_to_string("tests/schemas/sarif-2.1.0.json").unwrap();
    // A slip of the standard that its errata take back: a bracket that closes nothing.
    let schema = schema.replace("|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "|^[a-zA-Z]{2}-[a-zA-Z]{2}$");
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let log: Value = serde_json::from_str(&check(&folder(), "sarif")).unwrap();
    let errors: Vec<_> = schema
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");

    // The schema does say no.
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!schema.is_valid(&wrong));
    wrong = log;
    wrong["runs"][0]["columns"] = "bytes".into();
    assert!(!schema.is_valid(&wrong));
}

#[test]
fn a_clean_content_is_an_empty_report_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/site.yaml"), FILES[0].1).unwrap();
    let results = |format| {
        let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
            .args(["check", "--message-format", format])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{format}");
        String::from_utf8(done.stdout).unwrap()
    };
    assert_eq!((results("json"), results("github")), (String::new(), String::new()));
    let log: Value = serde_json::from_str(&results("sarif")).unwrap();
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn a_build_reports_in_every_format_too() {
    let folder = folder();
    let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
        .args(["build", "--message-format", "json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1));
    let out = String::from_utf8(done.stdout).unwrap();
    assert_eq!(out, check(&folder, "json"));
    assert!(String::from_utf8(done.stderr).unwrap().ends_with(": nothing was written\n"));
}
