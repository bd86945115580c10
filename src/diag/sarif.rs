//! SARIF 2.1.0, the form in which code hosts and security dashboards exchange findings.

use std::io::{self, Write};

use serde::Serialize;

use super::json::write_value;
use super::region::Region;
use super::{Code, Diagnostic, Edit, Fix, Label, Report, Severity};
use crate::text::{FileId, LineCol, Texts};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes all findings as one log, on one line.
///
/// Paths are relative to the site's root, with what no URI has percent-encoded.
///
/// # Errors
/// Passes on what writing to `out` gives.
pub fn write_sarif(report: &Report, texts: &Texts, out: &mut dyn Write) -> io::Result<()> {
    let results = report.diagnostics().iter().map(|one| Outcome::new(one, texts)).collect();
    let driver = Driver {
        name: "casefile",
        version: env!("CARGO_PKG_VERSION"),
        rules: Code::ALL.iter().copied().map(Rule::new).collect(),
    };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    write_value(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, out)
}

// The published form, as far as it is used: names are those of the standard.

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'a str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Message<'a>,
    default_configuration: Configuration<'a>,
}

#[derive(Serialize)]
struct Configuration<'a> {
    level: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Remedy<'a>>,
}

#[derive(Serialize)]
struct Message<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Lines>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Lines {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Remedy<'a> {
    description: Message<'a>,
    artifact_changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Option<Lines>,
    inserted_content: Message<'a>,
}

impl<'a> Rule<'a> {
    fn new(code: Code) -> Self {
        Self {
            id: code.as_str(),
            short_description: code.meaning().into(),
            default_configuration: Configuration { level: level(code.severity()) },
        }
    }
}

impl<'a> Outcome<'a> {
    fn new(diagnostic: &'a Diagnostic, texts: &'a Texts) -> Self {
        let Diagnostic { code, severity, file, span, message, label, labels, help, fix } =
            diagnostic;
        // Whoever shows results shows this text, and not every one shows the fixes.
        let mut text = message.clone();
        for help in help {
            text += if diagnostic.is_fixed_by(help) { "\nfix: " } else { "\nhelp: " };
            text += help;
        }
        let place = Region::new(texts, *file, *span);
        let related = labels.iter().enumerate().map(|(at, Label { file, span, text })| {
            Location::new(Some(at), Region::new(texts, *file, *span), text)
        });
        Self {
            rule_id: code.as_str(),
            // The rules are the whole table, in its order.
            rule_index: *code as usize,
            level: level(*severity),
            message: Message { text: text.into() },
            locations: [Location::new(None, place, label)],
            related_locations: related.collect(),
            fixes: fix.iter().map(|fix| Remedy::new(fix, texts)).collect(),
        }
    }
}

impl<'a> Location<'a> {
    fn new(id: Option<usize>, region: Region<'_>, text: &'a str) -> Self {
        Self {
            id,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(region.file) },
                region: region.ends.map(Lines::from),
            },
            message: (!text.is_empty()).then(|| text.into()),
        }
    }
}

impl<'a> Remedy<'a> {
    fn new(Fix { title, edits }: &'a Fix, texts: &'a Texts) -> Self {
        let mut files: Vec<FileId> = edits.iter().map(|edit| edit.file).collect();
        files.sort_unstable();
        files.dedup();
        let changes = files.into_iter().map(|file| {
            let here = edits.iter().filter(|edit| edit.file == file);
            Change {
                artifact_location: ArtifactLocation { uri: uri(&texts.get(file).path) },
                replacements: here
                    .map(|Edit { file, span, text }| Replacement {
                        deleted_region: Region::new(texts, *file, *span).ends.map(Lines::from),
                        inserted_content: text.as_str().into(),
                    })
                    .collect(),
            }
        });
        Self { description: title.as_str().into(), artifact_changes: changes.collect() }
    }
}

impl<'a> From<&'a str> for Message<'a> {
    fn from(text: &'a str) -> Self {
        Self { text: text.into() }
    }
}

impl From<(LineCol, LineCol)> for Lines {
    fn from((start, end): (LineCol, LineCol)) -> Self {
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A path as a reference relative to the root.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(byte.into());
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{SourceText, Span};

    #[test]
    fn a_result_names_its_rule_its_places_and_what_to_do() {
        let mut texts = Texts::default();
        let (path, text) = ("content/a ñ.md".to_owned(), "ñ UK\nx\n".to_owned());
        let file = texts.add(SourceText { path, text, ..SourceText::default() });
        let path = "content/b.md".to_owned();
        let empty = texts.add(SourceText { path, ..SourceText::default() });
        let mut report = Report::default();
        report.push(
            Diagnostic::new(Code::InvalidCountry, file, Span::new(3, 5), "`UK` is none")
                .label("here")
                .also(file, Span::new(6, 7), "")
                .help("look")
                .fix("write `GB`", [Edit { file, span: Span::new(3, 5), text: "GB".into() }]),
        );
        report.push(Diagnostic::new(Code::Stale, empty, Span::default(), "old"));
        let mut out = Vec::new();
        write_sarif(&report, &texts, &mut out).unwrap();
        let log: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), Code::ALL.len());
        let [first, second] = run["results"].as_array().unwrap().as_slice() else { panic!() };
        for result in [first, second] {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
        let text = "`UK` is none\nhelp: look\nfix: write `GB`";
        let region = |line: usize, start: usize, end: usize| {
            serde_json::json!({
                "startLine": line, "startColumn": start, "endLine": line, "endColumn": end
            })
        };
        let artifact = serde_json::json!({"uri": "content/a%20%C3%B1.md"});
        assert_eq!(
            *first,
            serde_json::json!({
                "ruleId": "invalid-country",
                "ruleIndex": Code::InvalidCountry as usize,
                "level": "error",
                "message": {"text": text},
                "locations": [{
                    "physicalLocation": {"artifactLocation": artifact, "region": region(1, 3, 5)},
                    "message": {"text": "here"},
                }],
                "relatedLocations": [{
                    "id": 0,
                    "physicalLocation": {"artifactLocation": artifact, "region": region(2, 1, 2)},
                }],
                "fixes": [{
                    "description": {"text": "write `GB`"},
                    "artifactChanges": [{
                        "artifactLocation": artifact,
                        "replacements": [{
                            "deletedRegion": region(1, 3, 5),
                            "insertedContent": {"text": "GB"},
                        }],
                    }],
                }],
            })
        );
        assert_eq!(second["level"], "warning");
        assert_eq!(
            second["locations"][0]["physicalLocation"],
            serde_json::json!({"artifactLocation": {"uri": "content/b.md"}})
        );
    }
}
