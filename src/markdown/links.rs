//! Where the destination of a link is written.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

/// Returns the bytes of the destination: between the parentheses, in the definition, or between `<` and `>`.
///
/// `link` are the bytes of the whole link, `text_end` where its text ends. Where the destination
/// is not to be found, the whole link.
pub(super) fn written(
    source: &str,
    kind: LinkType,
    link: &Range<usize>,
    text_end: usize,
    definition: Option<&Range<usize>>,
) -> Range<usize> {
    let found = match kind {
        LinkType::Autolink | LinkType::Email => Some(link.start + 1..link.end - 1),
        LinkType::Inline => after(source, "](", text_end..link.end),
        _ => definition.and_then(|at| {
            let label_end = label_end(&source.as_bytes()[at.clone()])?;
            after(source, "]:", at.start + label_end..at.end)
        }),
    };
    found.unwrap_or_else(|| link.clone())
}

/// The destination with its scheme, where the form of the link implies one.
pub(super) fn destination(kind: LinkType, destination: &CowStr<'_>) -> String {
    match kind {
        LinkType::Email => format!("mailto:{destination}"),
        _ => destination.to_string(),
    }
}

/// The bracket that closes the label of a definition.
fn label_end(definition: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match definition.get(at)? {
            b'\\' => at += 2,
            b']' => return Some(at),
            _ => at += 1,
        }
    }
}

/// The destination behind `sign`, which stands in `range`.
fn after(source: &str, sign: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = source.get(range.clone())?;
    let from = text.find(sign)? + sign.len();
    // It may stand on the next line, of a quote even.
    let from = from + (text[from..].len() - text[from..].trim_start_matches(is_between).len());
    let rest = &text.as_bytes()[from..];
    let (from, length) = if rest.first() == Some(&b'<') {
        (from + 1, rest[1..].iter().position(|&byte| byte == b'>')?)
    } else {
        (from, bare_length(rest))
    };
    Some(range.start + from..range.start + from + length)
}

fn is_between(character: char) -> bool {
    character.is_ascii_whitespace() || character == '>'
}

/// The length of a destination that is not in angle brackets.
fn bare_length(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            byte if byte.is_ascii_whitespace() => break,
            _ => {}
        }
        at += 1;
    }
    at.min(bytes.len())
}
