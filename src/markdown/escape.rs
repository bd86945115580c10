//! Text as HTML: the one place that escapes.

/// Appends text so that nothing in it is read as HTML, in an element's content or a quoted attribute.
///
/// A NUL, which no HTML can hold, becomes U+FFFD.
pub fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = first_that(rest.as_bytes(), is_escaped) {
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

/// Where the first byte is of which something is true.
///
/// Bytes are looked at by lanes, each as a whole and without a branch: that is a few instructions for all of a lane.
#[inline]
pub fn first_that(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> Option<usize> {
    const LANE: usize = 16;
    let is_clean = |lane: &&[u8]| !lane.iter().fold(false, |any, byte| any | is_such(*byte));
    let start = bytes.chunks_exact(LANE).take_while(is_clean).count() * LANE;
    bytes[start..].iter().position(|byte| is_such(*byte)).map(|at| start + at)
}

/// Whether something else stands for a byte.
#[inline]
fn is_escaped(byte: u8) -> bool {
    (byte == b'&')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'"')
        | (byte == b'\'')
        | (byte == 0)
}
