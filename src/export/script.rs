//! Data as a script: a page can load it from anywhere that it can itself be read from, also from disk.

use serde::Serialize;

/// A script that hands a value to the page's own scripts.
pub(super) fn script(value: &impl Serialize) -> Vec<u8> {
    // Only a map with keys that are no strings could fail, and there is none.
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut script = String::with_capacity(json.len() + 16);
    script.push_str("casefile(");
    // Within JSON these stand in strings only. What a host shows as a page by mistake stays text.
    for piece in json.split_inclusive(['<', '\u{2028}', '\u{2029}']) {
        let last = piece.chars().next_back();
        let (text, escape) = match last {
            Some('<') => (piece.trim_end_matches('<'), "\\u003c"),
            Some('\u{2028}') => (piece.trim_end_matches('\u{2028}'), "\\u2028"),
            Some('\u{2029}') => (piece.trim_end_matches('\u{2029}'), "\\u2029"),
            _ => (piece, ""),
        };
        script.push_str(text);
        script.push_str(escape);
    }
    script.push_str(")\n");
    script.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_read_as_html_or_ends_a_line() {
        let bytes = script(&["</script><<b>", "a\u{2028}\"b\\"]);
        let text = String::from_utf8(bytes).unwrap();
        let expected = r#"casefile(["\u003c/script>\u003c\u003cb>","a\u2028\"b\\"])"#;
        assert_eq!(text, format!("{expected}\n"));
    }
}
