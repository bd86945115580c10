//! A `.bib` file → its entries, each by itself, so that one that is broken leaves the others alone.

/// An `@…{…}` of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// The byte of its `@`.
    pub(super) start: usize,
    /// From the `@` to the brace that closes it; to where the next one starts if none does.
    pub(super) text: &'a str,
    /// What stands between `@` and `{`.
    pub(super) kind: &'a str,
    /// What keeps it from being read.
    pub(super) fault: Option<Fault>,
}

/// What keeps a piece from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// No brace closes it.
    Unclosed,
    /// It is written with parentheses.
    Parentheses,
    /// It has more braces in or beside each other than anyone writes: reading them takes time that grows with their square.
    Braces,
}

/// How deep braces may be nested in a piece, and how many there may be.
const MAX_DEPTH: usize = 50;
const MAX_BRACES: usize = 4000;

/// Finds every piece. What is outside of them is a comment.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['@', '%']) {
        let start = at + found;
        if text[start..].starts_with('%') {
            at = text[start..].find('\n').map_or(text.len(), |end| start + end);
            continue;
        }
        let Some((kind, open)) = head(&text[start..]) else {
            at = start + 1;
            continue;
        };
        let open = start + open;
        let (end, fault) = if text[open..].starts_with('(') {
            (open + 1, Some(Fault::Parentheses))
        } else {
            end_of(text, open + 1)
        };
        pieces.push(Piece { start, text: &text[start..end], kind, fault });
        at = end;
    }
    pieces
}

/// The word after an `@` and the place of the brace or parenthesis that follows it.
fn head(text: &str) -> Option<(&str, usize)> {
    let word = text.get(1..)?;
    let word = &word[..word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len())];
    let rest = &text[1 + word.len()..];
    let rest_trimmed = rest.trim_start();
    let open = 1 + word.len() + rest.len() - rest_trimmed.len();
    (!word.is_empty() && rest_trimmed.starts_with(['{', '('])).then_some((word, open))
}

/// Where the piece ends whose brace was opened before `from`.
fn end_of(text: &str, from: usize) -> (usize, Option<Fault>) {
    let mut depth = 1;
    let mut braces = 0;
    let mut fault = None;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(from) {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match byte {
            b'\\' => escaped = true,
            b'{' => {
                depth += 1;
                braces += 1;
                if depth > MAX_DEPTH || braces > MAX_BRACES {
                    fault = Some(Fault::Braces);
                }
            }
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return (at + 1, fault);
                }
            }
            b'\n' => {
                let line = text[at + 1..].trim_start_matches([' ', '\t']);
                if line.starts_with('@') && head(line).is_some() {
                    return (at, Some(Fault::Unclosed));
                }
            }
            _ => {}
        }
    }
    (text.len(), Some(Fault::Unclosed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Option<Fault>)> {
        pieces(text).into_iter().map(|piece| (piece.text, piece.fault)).collect()
    }

    #[test]
    fn a_piece_ends_at_its_own_brace() {
        assert_eq!(
            found("mail me@example.org\n@a{x, t={b\\}c{d}}} % @z{}\n@b{y}"),
            [("@a{x, t={b\\}c{d}}}", None), ("@b{y}", None)]
        );
    }

    #[test]
    fn a_piece_without_its_brace_ends_where_the_next_starts() {
        assert_eq!(
            found("@a{x, t={b}\n\n  @b{y}"),
            [("@a{x, t={b}\n", Some(Fault::Unclosed)), ("@b{y}", None)]
        );
        assert_eq!(found("@a{"), [("@a{", Some(Fault::Unclosed))]);
    }

    #[test]
    fn endless_braces_are_not_read() {
        let deep = format!("@a{{x, t={}{}}}", "{".repeat(60), "}".repeat(60));
        assert_eq!(found(&deep), [(deep.as_str(), Some(Fault::Braces))]);
    }
}
