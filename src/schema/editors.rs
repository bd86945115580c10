//! How editors learn of the schemas.

use serde_json::ser::PrettyFormatter;
use serde_json::{Map as Object, Serializer, Value, json};

use serde::Serialize;

/// The settings of VS Code's workspace, below the site's root.
pub const SETTINGS: &str = ".vscode/settings.json";

const KEY: &str = "yaml.schemas";

/// What has become of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// They name the schemas already.
    Unchanged,
    /// The text of the file as it is to be.
    Changed(String),
    /// They are not plain JSON, and so are better left alone.
    Unreadable,
}

/// Adds the schemas to the settings, whose text is given if they are there. What they hold stays, in its order.
pub fn merged(settings: Option<&str>) -> Merged {
    let text = settings.unwrap_or_default();
    let (bom, text) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", text),
    };
    let mut all = if text.trim().is_empty() {
        Object::new()
    } else {
        // VS Code lets comments stand in it, which would be lost.
        match serde_json::from_str(text) {
            Ok(all) => all,
            Err(_) => return Merged::Unreadable,
        }
    };
    let schemas = all.entry(KEY).or_insert_with(|| json!({}));
    let Value::Object(schemas) = schemas else { return Merged::Unreadable };
    let mut is_changed = false;
    for (schema, files) in associations() {
        // What an editor has made of it is theirs.
        if !schemas.contains_key(schema) {
            schemas.insert(schema.to_owned(), files);
            is_changed = true;
        }
    }
    if is_changed {
        Merged::Changed(format!("{bom}{}", pretty(&all.into(), indent_of(text))))
    } else {
        Merged::Unchanged
    }
}

/// What to add to settings that cannot be read.
pub fn snippet() -> String {
    let schemas: Object<String, Value> =
        associations().into_iter().map(|(schema, files)| (schema.to_owned(), files)).collect();
    pretty(&json!({KEY: schemas}), "  ")
}

/// The first line by which any editor with the YAML language server knows the schema of a file, given that
/// file's path below `content/`.
pub fn hint(inside: &str) -> String {
    let (up, kind) = match inside {
        "site.yaml" => ("", "site"),
        _ => ("../", "sources"),
    };
    format!("# yaml-language-server: $schema={up}.schema/{kind}.json")
}

fn associations() -> [(&'static str, Value); 2] {
    [
        ("./content/.schema/site.json", json!("content/site.yaml")),
        (
            "./content/.schema/sources.json",
            json!(["content/sources/**/*.yaml", "content/sources/**/*.yml"]),
        ),
    ]
}

/// The white space before the first key.
fn indent_of(text: &str) -> &str {
    let line = text.lines().skip(1).find(|line| !line.trim().is_empty()).unwrap_or("    ");
    let indent = &line[..line.len() - line.trim_start().len()];
    if indent.is_empty() { "    " } else { indent }
}

fn pretty(value: &Value, indent: &str) -> String {
    let mut bytes = Vec::new();
    let formatter = PrettyFormatter::with_indent(indent.as_bytes());
    // Memory takes all that is written, and a value of JSON can be written.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut bytes, formatter));
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_are_not_there_are_made() {
        let Merged::Changed(text) = merged(None) else { panic!("not made") };
        assert!(text.starts_with("{\n    \"yaml.schemas\": {\n"), "{text}");
        assert_eq!(merged(Some(&text)), Merged::Unchanged);
    }

    #[test]
    fn settings_keep_what_they_hold_its_order_and_their_indent() {
        let old =
            "{\n  \"z\": 1,\n  \"yaml.schemas\": {\"a.json\": \"b.yaml\"},\n  \"a\": [2]\n}\n";
        let Merged::Changed(text) = merged(Some(old)) else { panic!("not changed") };
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(
            lines[..4],
            ["{", "  \"z\": 1,", "  \"yaml.schemas\": {", "    \"a.json\": \"b.yaml\","]
        );
        assert!(text.ends_with("  \"a\": [\n    2\n  ]\n}\n"), "{text}");
    }

    #[test]
    fn an_association_that_somebody_changed_stays_theirs() {
        let Merged::Changed(text) = merged(None) else { panic!("not made") };
        let text = text.replace("\"content/site.yaml\"", "\"record/site.yaml\"");
        assert_eq!(merged(Some(&text)), Merged::Unchanged);
    }

    #[test]
    fn settings_with_comments_or_of_another_form_are_left_alone() {
        for text in ["{\n  // mine\n  \"a\": 1\n}", "[]", "{\"yaml.schemas\": []}", "{\"a\": 1,}"] {
            assert_eq!(merged(Some(text)), Merged::Unreadable, "{text}");
        }
    }

    #[test]
    fn a_hint_leads_from_its_file_to_the_schema() {
        assert_eq!(hint("site.yaml"), "# yaml-language-server: $schema=.schema/site.json");
        let sources = "# yaml-language-server: $schema=../.schema/sources.json";
        assert_eq!(hint("sources/2018.yaml"), sources);
    }
}
