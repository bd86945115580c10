//! Text as HTML: the one place that escapes.

/// Appends text so that nothing in it is read as HTML, in an element's content or a quoted attribute.
///
/// A NUL, which no HTML can hold, becomes U+FFFD.
pub fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| ESCAPES[byte as usize]) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => "\u{fffd}",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// The bytes that something else stands for.
static ESCAPES: [bool; 256] = {
    let mut escapes = [false; 256];
    escapes[b'&' as usize] = true;
    escapes[b'<' as usize] = true;
    escapes[b'>' as usize] = true;
    escapes[b'"' as usize] = true;
    escapes[b'\'' as usize] = true;
    escapes[0] = true;
    escapes
};
