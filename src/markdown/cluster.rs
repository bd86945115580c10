//! Citation clusters: `[see @a, pp. 3–5; -@b]`.

use std::ops::Range;

use super::CiteItem;
use super::scan::Problem;
use super::stretch::Stretch;
use crate::text::Span;

/// What stands between the brackets of a cluster; spans are bytes of the body.
pub(super) struct Contents {
    /// What could be read, up to the problem.
    pub(super) items: Vec<CiteItem>,
    /// Why the rest could not be.
    pub(super) problem: Option<Problem>,
}

/// Whether the byte at `at` is an `@` that cites, if it stands in brackets.
///
/// It follows `[`, `;` or white space, a hyphen between them or not, and a key follows it. Directly after the bracket
/// it counts without a key too, so that `[@]` is reported and not printed.
pub(super) fn is_citation(bytes: &[u8], at: usize) -> bool {
    if bytes.get(at) != Some(&b'@') {
        return false;
    }
    let before = bytes[..at].strip_suffix(b"-").unwrap_or(&bytes[..at]);
    if before.last() == Some(&b'[') {
        return true;
    }
    let key_follows = bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
    key_follows
        && (before.is_empty()
            || before.ends_with(b";")
            || before.last().is_some_and(u8::is_ascii_whitespace)
            || before.ends_with("\u{a0}".as_bytes())
            || before.ends_with("\u{202f}".as_bytes()))
}

/// Reads what stands between the brackets of a cluster.
pub(super) fn read_contents(stretch: &Stretch<'_>, inside: Range<usize>) -> Contents {
    let mut contents = Contents { items: Vec::new(), problem: None };
    for part in parts(&stretch.bytes, inside) {
        let (item, problem) = read_item(stretch, &part);
        contents.items.extend(item);
        contents.problem = contents.problem.or(problem);
    }
    contents
}

/// The end of the key that follows the `@` at `at`; punctuation at its end belongs to the sentence.
pub(super) fn key_end(bytes: &[u8], at: usize) -> usize {
    let key = at + 1;
    let mut end = key;
    if bytes.get(key).is_some_and(u8::is_ascii_alphanumeric) {
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || b"_:.+-".contains(byte);
        end += bytes[key..].iter().take_while(|byte| is_key(byte)).count();
    }
    while end > key && b":.+-".contains(&bytes[end - 1]) {
        end -= 1;
    }
    end
}

/// The parts between the semicolons that stand in no bracket of their own.
fn parts(bytes: &[u8], inside: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = inside.start;
    let mut depth = 0_usize;
    let mut at = inside.start;
    while at < inside.end {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(start..inside.end);
    parts
}

/// Reads one part; an item may have a problem and still name its source.
fn read_item(stretch: &Stretch<'_>, part: &Range<usize>) -> (Option<CiteItem>, Option<Problem>) {
    let bytes = &stretch.bytes;
    let problem = |at: Range<usize>, message: String, help: String| {
        Some(Problem { at: stretch.in_source(&at), message, help: vec![help] })
    };
    let Some(sign) = unescaped(bytes, part).find(|&at| is_citation(bytes, at)) else {
        return (None, no_source(stretch, part));
    };
    let end = key_end(bytes, sign);
    if end == sign + 1 {
        let message = "no key follows the `@`".to_owned();
        let help = "write the key of a source, `[@key]`; `\\@` is a mere at sign";
        return (None, problem(sign..end, message, help.into()));
    }
    let hyphen = usize::from(sign > part.start && bytes[sign - 1] == b'-');
    let mut item = CiteItem {
        key: String::from_utf8_lossy(&bytes[sign + 1..end]).into_owned(),
        key_span: Span::from(stretch.in_source(&(sign + 1..end))),
        prefix: stretch.words(&(part.start..sign - hyphen)),
        locator: String::new(),
    };
    let rest = end..part.end;
    let second = unescaped(bytes, &rest).find(|&at| {
        let joined = bytes[at - 1].is_ascii_alphanumeric() || b"._-+".contains(&bytes[at - 1]);
        let joined = joined && !is_citation(bytes, at);
        bytes[at] == b'@' && !joined && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    });
    if let Some(second) = second {
        let second = second + 1..key_end(bytes, second);
        let message = "two sources stand in one part of the citation".to_owned();
        let (first, other) = (&item.key, stretch.words(&second));
        let help = format!("put a semicolon between them: `[@{first}; @{other}]`");
        return (Some(item), problem(second, message, help));
    }
    let next = if rest.is_empty() { None } else { stretch.char_at(end) };
    let comma = usize::from(next == Some(','));
    let locator = stretch.words(&(end + comma..part.end));
    let key = &item.key;
    let problem = match next {
        Some(',') if locator.is_empty() => {
            let help = format!("say where in the source, `[@{key}, p. 3]`, or take out the comma");
            problem(end..end + 1, "nothing stands after the comma".into(), help)
        }
        Some(next) if next != ',' && !next.is_whitespace() => {
            let message = format!("`{next}` cannot follow the key `{key}`");
            let help = format!(
                "a key is letters, digits and `_:.+-` between them; a place in the source follows a comma: `[@{key}, p. 3]`"
            );
            return (Some(item), problem(end..end + next.len_utf8(), message, help));
        }
        _ => None,
    };
    item.locator = locator;
    (Some(item), problem)
}

/// What is wrong with a part in which no `@` cites.
fn no_source(stretch: &Stretch<'_>, part: &Range<usize>) -> Option<Problem> {
    let words = stretch.words(part);
    let (at, message, help) = if words.is_empty() {
        (
            // The semicolon that has nothing beside it, or the bracket.
            part.start.saturating_sub(1)..part.start,
            "a part of the citation is empty".to_owned(),
            "take out the `;`, or name another source: `[@key; @other-key]`",
        )
    } else {
        (
            trimmed(&stretch.bytes, part),
            format!("`{words}` names no source"),
            "a place in the source follows its key and a comma: `[@key, p. 3]`; `\\;` is a mere semicolon",
        )
    };
    Some(Problem { at: stretch.in_source(&at), message, help: vec![help.into()] })
}

/// The places in `range` that no backslash stands before.
fn unescaped<'b>(bytes: &'b [u8], range: &Range<usize>) -> impl Iterator<Item = usize> + use<'b> {
    let mut escaped = false;
    range.clone().filter(move |&at| {
        let open = !escaped;
        escaped = open && bytes[at] == b'\\';
        open
    })
}

/// `range` without ASCII white space around it.
fn trimmed(bytes: &[u8], range: &Range<usize>) -> Range<usize> {
    let text = &bytes[range.clone()];
    let start = range.start + (text.len() - text.trim_ascii_start().len());
    start..start + text.trim_ascii().len()
}
