//! Text as XML.

/// Appends text for an element's content or a quoted attribute. What no XML document can hold is left out.
pub(super) fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ if holds(character) => out.push(character),
            _ => {}
        }
    }
}

/// Whether a document can hold a character at all.
pub(super) fn holds(character: char) -> bool {
    matches!(character, '\t' | '\n')
        || !matches!(character, '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Appends an element that holds text, on a line of its own.
pub(super) fn element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_element_or_attribute_and_is_what_xml_can_hold() {
        let mut out = String::new();
        element(&mut out, "a", "<b>\"&'\u{0}\u{8}\u{ffff}\u{1f4f0}");
        assert_eq!(out, "<a>&lt;b&gt;&quot;&amp;'\u{1f4f0}</a>\n");
    }
}
