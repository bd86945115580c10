//! JSON as a tree in which everything has its place.

use crate::text::Span;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Json {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Json>),
    /// Each key with its place.
    Map(Vec<(String, Span, Json)>),
}

impl Json {
    /// The value of a key; of the last one, if it stands there more than once, as everywhere with JSON.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Value::Map(pairs) = &self.value else { return None };
        pairs.iter().rev().find(|(name, ..)| name == key).map(|(.., value)| value)
    }

    /// The text, or the number as it is written.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            _ => None,
        }
    }
}

/// Why a text is no JSON, and at which byte.
pub(super) struct NoJson {
    pub(super) at: usize,
    pub(super) reason: String,
}

/// Reads a text, from `start` on.
///
/// A well-kept parser judges the whole of it first (how deep it is among the rest), so that finding the places needs no
/// judgement of its own.
pub(super) fn parse(text: &str, start: usize) -> Result<Json, NoJson> {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(&text[start..]) {
        let line: usize = text[start..]
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let at = (start + line + error.column().saturating_sub(1)).min(text.len());
        let whole = error.to_string();
        let reason = whole.split(" at line ").next().unwrap_or_default();
        let reason = match reason {
            _ if error.is_eof() => "it ends before it is complete",
            "recursion limit exceeded" => "it is nested too deep",
            "trailing characters" => "something follows its end",
            other => other,
        };
        return Err(NoJson { at: text.floor_char_boundary(at), reason: reason.to_owned() });
    }
    let mut reader = Reader { text, at: start };
    reader.value().ok_or(NoJson { at: start, reason: "expected value".to_owned() })
}

/// Reads what is known to be JSON.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.get(self.at..)?;
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.text.as_bytes().get(self.at).copied()
    }

    fn value(&mut self) -> Option<Json> {
        let first = self.peek()?;
        let start = self.at;
        let value = match first {
            b'{' => Value::Map(self.pairs()?),
            b'[' => Value::List(self.items()?),
            b'"' => Value::Text(self.string()?),
            _ => {
                let word = self.word();
                match word.as_str() {
                    "null" => Value::Null,
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    _ => Value::Number(word),
                }
            }
        };
        Some(Json { span: Span::new(start, self.at), value })
    }

    fn pairs(&mut self) -> Option<Vec<(String, Span, Json)>> {
        let mut pairs = Vec::new();
        self.at += 1;
        while self.peek()? != b'}' {
            if self.peek()? == b',' {
                self.at += 1;
                self.peek()?;
            }
            let start = self.at;
            let key = self.string()?;
            let span = Span::new(start, self.at);
            // The colon.
            self.peek()?;
            self.at += 1;
            pairs.push((key, span, self.value()?));
        }
        self.at += 1;
        Some(pairs)
    }

    fn items(&mut self) -> Option<Vec<Json>> {
        let mut items = Vec::new();
        self.at += 1;
        while self.peek()? != b']' {
            if self.peek()? == b',' {
                self.at += 1;
            }
            items.push(self.value()?);
        }
        self.at += 1;
        Some(items)
    }

    fn string(&mut self) -> Option<String> {
        let start = self.at;
        let mut is_escaped = false;
        for (at, byte) in self.text.bytes().enumerate().skip(start + 1) {
            match byte {
                b'"' if !is_escaped => {
                    self.at = at + 1;
                    return serde_json::from_str(&self.text[start..=at]).ok();
                }
                b'\\' => is_escaped = !is_escaped,
                _ => is_escaped = false,
            }
        }
        None
    }

    fn word(&mut self) -> String {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| ",]} \t\r\n".contains(c)).unwrap_or(rest.len());
        self.at += end.max(1);
        rest[..end].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_its_place() {
        let text =
            "\u{feff}[ {\"a\\\"\" : [1.5e3, true,null , \"\\u00e9\\ud83d\\ude00\"], \"b\":{}} ]";
        let Ok(json) = parse(text, 3) else { panic!("no JSON") };
        let Value::List(items) = &json.value else { panic!("no list") };
        let list = items[0].get("a\"").expect("a");
        let Value::List(values) = &list.value else { panic!("no list") };
        let texts: Vec<_> = values.iter().map(|value| &text[value.span.range()]).collect();
        assert_eq!(texts, ["1.5e3", "true", "null", "\"\\u00e9\\ud83d\\ude00\""]);
        assert_eq!(values[3].text(), Some("é😀"));
        assert_eq!(&text[items[0].get("b").expect("b").span.range()], "{}");
    }

    #[test]
    fn what_is_no_json_says_where_and_why() {
        let reason = |text: &str| parse(text, 0).err().map(|no| (no.at, no.reason));
        assert_eq!(reason("[{]").map(|(at, _)| at), Some(2));
        assert_eq!(
            reason("[1").map(|(_, why)| why).as_deref(),
            Some("it ends before it is complete")
        );
        assert_eq!(
            reason("[] x").map(|(_, why)| why).as_deref(),
            Some("something follows its end")
        );
        let deep = "[".repeat(100_000);
        assert!(reason(&deep).is_some());
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        assert_eq!(reason(&deep).map(|(_, why)| why).as_deref(), Some("it is nested too deep"));
    }
}
