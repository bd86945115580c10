//! A tree → YAML as an editor would write it: a key a line, what is inside a value on the same line.

use serde_json::Value;

use super::node::{self, Node};

/// The most columns that a list takes on one line.
const WIDEST: usize = 110;

/// Writes a map under a key: each of its keys on a line of its own, indented by two spaces.
///
/// Texts are quoted where they could be read as anything else, by readers of YAML 1.1 too.
pub fn written(key: &str, map: &serde_json::Map<String, Value>) -> String {
    let mut text = format!("{}:\n", scalar(key));
    for (key, value) in map {
        let line = format!("  {}: {}", scalar(key), flow(value));
        match value {
            Value::Array(items) if line.chars().count() > WIDEST && !items.is_empty() => {
                text += &format!("  {}:\n", scalar(key));
                for item in items {
                    text += &format!("    - {}\n", flow(item));
                }
            }
            _ => text += &format!("{line}\n"),
        }
    }
    text
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) => {
            let pairs = map.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A text as a scalar: as it stands where nothing else could be meant, else in double quotes.
pub fn scalar(text: &str) -> String {
    let is_simple = text.starts_with(|c: char| c.is_alphanumeric())
        && text.ends_with(|c: char| c.is_alphanumeric() || ".)".contains(c))
        && text.chars().all(|c| c.is_alphanumeric() || " -_./()+'’".contains(c));
    // What YAML 1.1 took for true and false.
    let is_word_of_old =
        ["yes", "no", "on", "off", "y", "n"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let is_read_as_text = || matches!(node::parse(text), Ok(Node::Text(read)) if read == text);
    if is_simple && !is_word_of_old && is_read_as_text() {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted += "\\n",
            '\t' => quoted += "\\t",
            // A byte order mark and the line breaks that only YAML 1.1 knew, beside what cannot be printed.
            '\u{feff}' | '\u{2028}' | '\u{2029}' => {
                quoted += &format!("\\u{:04x}", character as u32);
            }
            _ if character.is_control() => quoted += &format!("\\u{:04x}", character as u32),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_text_is_read_back_as_it_was() {
        let texts = [
            "plain",
            "no",
            "NO",
            "Null",
            "~",
            "2018",
            "1e3",
            "0x1f",
            "2018-04-27",
            "a: b",
            "a #b",
            "- a",
            "[a]",
            "{a}",
            "it's",
            "\"q\"",
            "\\",
            "a\nb",
            "\u{7f}\u{85}\u{feff}\u{2028}",
            "أعماق",
            "😀",
            "",
            " a",
            "a ",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "a,b",
            "a, b",
            "?",
            "true",
            ".inf",
            "1:30",
            "=",
            "<<",
            "ü",
            "50 %",
            "a:",
        ];
        for text in texts {
            let map = json!({"k": text, "l": [text, {"m": text}]});
            let Value::Object(map) = map else { panic!("a map") };
            let yaml = written(text, &map);
            let Ok(Node::Map(pairs)) = node::parse(&yaml) else { panic!("{yaml}") };
            let node = Node::Text(text.to_owned());
            assert_eq!(pairs[0].0, node, "{yaml}");
            let Node::Map(inner) = &pairs[0].1 else { panic!("{yaml}") };
            assert_eq!(inner[0].1, node, "{yaml}");
            let of_list = Node::Map(vec![(Node::Text("m".to_owned()), node.clone())]);
            assert_eq!(inner[1].1, Node::List(vec![node, of_list]), "{yaml}");
        }
    }

    #[test]
    fn what_is_plain_stands_without_quotes_and_a_long_list_has_a_line_for_each_item() {
        let Value::Object(map) = json!({
            "type": "article",
            "date": "2018-04-27",
            "parent": {"type": "newspaper", "title": "France 24"},
            "author": vec!["Nasr, Wassim"; 10],
        }) else {
            panic!("a map")
        };
        let yaml = written("france24-2018", &map);
        assert!(yaml.starts_with(
            "france24-2018:\n  type: article\n  date: 2018-04-27\n  parent: {type: newspaper, title: France 24}\n  author:\n    - \"Nasr, Wassim\"\n"
        ), "{yaml}");
    }
}
