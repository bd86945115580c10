//! Text as HTML: the one place that escapes.

/// Appends text so that nothing in it is read as HTML, in an element's content or a quoted attribute.
///
/// A NUL, which no HTML can hold, becomes U+FFFD.
pub fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = first_to_escape(rest.as_bytes()) {
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

/// Where the first byte is that something else stands for.
fn first_to_escape(bytes: &[u8]) -> Option<usize> {
    // A lane is looked at as a whole, without a branch: that is a few instructions for all of its bytes.
    const LANE: usize = 16;
    let is_clean = |lane: &&[u8]| !lane.iter().fold(false, |any, byte| any | is_escaped(*byte));
    let start = bytes.chunks_exact(LANE).take_while(is_clean).count() * LANE;
    let found = bytes[start..].iter().position(|byte| ESCAPED[*byte as usize]);
    found.map(|at| start + at)
}

/// Whether something else stands for a byte.
const fn is_escaped(byte: u8) -> bool {
    (byte == b'&')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'"')
        | (byte == b'\'')
        | (byte == 0)
}

static ESCAPED: [bool; 256] = {
    let mut escaped = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        escaped[byte] = is_escaped(byte as u8);
        byte += 1;
    }
    escaped
};
