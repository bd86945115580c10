//! Attribute blocks: `{#id .class key=value key="two words"}`.

use std::ops::{ControlFlow, Range};

use super::scan::Problem;
use super::stretch::Stretch;
use super::{Attribute, AttributeKind};
use crate::text::Span;

/// An attribute block as far as it could be read.
pub(super) struct Shape {
    /// The place behind its `}`, or behind its first attribute if there is none.
    pub(super) end: usize,
    /// The attributes; spans are bytes of the body.
    pub(super) attributes: Vec<Attribute>,
    /// What is wrong in it.
    pub(super) problems: Vec<Problem>,
}

/// Reads the attribute block that the brace at `open` begins; `None` if the brace is mere text.
///
/// `{#…` and `{.name` begin one wherever they stand. `{name=…` does if all of it can be read or nothing but
/// white space follows it. Other braces do only at the end, and only if something in them is an attribute.
/// `last` is the place of the brace that [`last_brace`] gives.
pub(super) fn read(stretch: &Stretch<'_>, open: usize, last: Option<usize>) -> Option<Shape> {
    let bytes = &stretch.bytes;
    let first = open + 1 + leading_space(&bytes[open + 1..]);
    let begins = Beginning::of(&bytes[first..]);
    if begins == Beginning::Text && last.is_none_or(|last| last < open) {
        return None;
    }
    let mut reader = Reader { stretch, at: first, attributes: Vec::new(), problems: Vec::new() };
    let mut first_end = None;
    let mut quote_open = false;
    let closed = loop {
        reader.at += leading_space(&bytes[reader.at..]);
        match bytes.get(reader.at) {
            Some(b'}') => break true,
            None | Some(b'{') => break false,
            Some(_) => quote_open = reader.token().is_break(),
        }
        if quote_open {
            break false;
        }
        first_end.get_or_insert(reader.at);
    };
    let Reader { at, attributes, mut problems, .. } = reader;
    if !closed {
        if begins == Beginning::Text {
            return None;
        }
        let end = first_end.unwrap_or(first);
        let not_closed = Problem {
            at: stretch.in_source(&(open..end)),
            message: "the attributes are not closed".into(),
            help: vec!["put a `}` at their end; `\\{` is a mere brace".into()],
        };
        let attributes = attributes.into_iter().take(1).collect();
        // A quotation mark that is missing hides the brace: that is the problem then.
        let problem = problems.pop().filter(|_| quote_open).unwrap_or(not_closed);
        return Some(Shape { end, attributes, problems: vec![problem] });
    }
    let end = at + 1;
    let is_block = match begins {
        Beginning::Sure => true,
        Beginning::Pair => problems.is_empty() || only_space(stretch, end),
        Beginning::Text => !attributes.is_empty() && only_space(stretch, end),
    };
    if attributes.is_empty() && problems.is_empty() {
        problems.push(Problem {
            at: stretch.in_source(&(open..end)),
            message: "the attributes are empty".into(),
            help: Vec::new(),
        });
    }
    is_block.then_some(Shape { end, attributes, problems })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Beginning {
    Sure,
    Pair,
    Text,
}

impl Beginning {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'#', ..] => Self::Sure,
            [b'.', next, ..] if next.is_ascii_alphabetic() || !next.is_ascii() => Self::Sure,
            _ => {
                let name = name_length(bytes);
                let after = &bytes[name..];
                let equals = after[leading_space(after)..].first() == Some(&b'=');
                if name > 0 && equals { Self::Pair } else { Self::Text }
            }
        }
    }
}

struct Reader<'s, 'a> {
    stretch: &'s Stretch<'a>,
    at: usize,
    attributes: Vec<Attribute>,
    problems: Vec<Problem>,
}

impl Reader<'_, '_> {
    /// Reads one attribute, or notes why it is none; goes forward in any case.
    ///
    /// Breaks where a quotation mark is not closed, since the end of the block is anybody's guess then.
    fn token(&mut self) -> ControlFlow<()> {
        let bytes = &self.stretch.bytes;
        let start = self.at;
        match bytes[start] {
            sign @ (b'#' | b'.') => {
                let end = start + 1 + word_length(&bytes[start + 1..]);
                self.at = end;
                let name = start + 1..end;
                let begins = bytes.get(name.start);
                let begins =
                    begins.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
                if name.is_empty() || !begins || bytes[name.clone()].contains(&b'=') {
                    let word = self.stretch.words(&(start..end));
                    self.problem(start..end, format!("`{word}` is no attribute"), "");
                    return ControlFlow::Continue(());
                }
                let text = self.stretch.words(&name);
                let kind =
                    if sign == b'#' { AttributeKind::Id(text) } else { AttributeKind::Class(text) };
                self.push(kind, start..end, name, end..end);
                ControlFlow::Continue(())
            }
            _ => self.pair(start),
        }
    }

    fn pair(&mut self, start: usize) -> ControlFlow<()> {
        let bytes = &self.stretch.bytes;
        let name = start..start + name_length(&bytes[start..]);
        let key = self.stretch.words(&name);
        let equals = name.end + leading_space(&bytes[name.end..]);
        if name.is_empty() || bytes.get(equals) != Some(&b'=') {
            let closed = bytes[start..].iter().take_while(|&&byte| byte == 0).count();
            self.at = start + word_length(&bytes[start..]).max(closed).max(1);
            let word = self.stretch.words(&(start..self.at));
            if word.starts_with(',') {
                self.problem(
                    start..self.at,
                    "a comma stands between attributes".into(),
                    "put a space between them",
                );
            } else {
                let help = format!(
                    "write `#{word}` for an id, `.{word}` for a mark, `name=value` for the rest"
                );
                let help = if name.is_empty() { String::new() } else { help };
                self.problem(start..self.at, format!("`{word}` is no attribute"), &help);
            }
            return ControlFlow::Continue(());
        }
        let space = leading_space(&bytes[equals + 1..]);
        let value = match bytes.get(equals + 1 + space) {
            Some(b'"') => equals + 1 + space,
            _ => equals + 1,
        };
        if value > name.end + 1 {
            let help = format!("write `{key}=`, without white space");
            self.problem(start..equals + 1, "white space stands beside the `=`".into(), &help);
        }
        match self.stretch.char_at(value) {
            Some('"') => {
                let inside = value + 1;
                let Some(length) = quoted_length(&bytes[inside..]) else {
                    self.at = inside;
                    self.problem(
                        value..inside,
                        format!("the value of `{key}` is not closed"),
                        "put a `\"` at its end",
                    );
                    return ControlFlow::Break(());
                };
                self.at = inside + length + 1;
                let text = self.stretch.words(&(inside..inside + length));
                self.push(
                    AttributeKind::Pair(key, text),
                    start..self.at,
                    name,
                    inside..inside + length,
                );
            }
            Some(quote @ ('“' | '”' | '„' | '«' | '\'' | '‘' | '’')) => {
                let rest = &bytes[value..];
                let length =
                    rest.iter().position(|byte| b"{}\n".contains(byte)).unwrap_or(rest.len());
                self.at = value + length.max(1);
                let help = format!("write `{key}=\"…\"`");
                self.problem(
                    value..value + quote.len_utf8(),
                    format!("`{quote}` is not the quotation mark that attributes take"),
                    &help,
                );
            }
            _ => {
                self.at = value + word_length(&bytes[value..]);
                if self.at == value {
                    let help = format!("write `{key}=value` or `{key}=\"two words\"`");
                    self.problem(name, format!("`{key}` has no value"), &help);
                    return ControlFlow::Continue(());
                }
                let text = self.stretch.words(&(value..self.at));
                self.push(AttributeKind::Pair(key, text), start..self.at, name, value..self.at);
            }
        }
        ControlFlow::Continue(())
    }

    fn push(
        &mut self,
        kind: AttributeKind,
        whole: Range<usize>,
        name: Range<usize>,
        value: Range<usize>,
    ) {
        let span = |range: Range<usize>| Span::from(self.stretch.in_source(&range));
        let value_span = if value.is_empty() {
            let end = span(whole.clone()).end as usize;
            Span::new(end, end)
        } else {
            span(value)
        };
        let attribute = Attribute { kind, span: span(whole), name_span: span(name), value_span };
        self.attributes.push(attribute);
        let bytes = &self.stretch.bytes;
        let apart =
            bytes.get(self.at).is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b'}');
        if !apart && !bytes[self.at..].starts_with(b",") {
            let rest = bytes[self.at + 1..].iter();
            let more = rest.take_while(|byte| (**byte & 0b1100_0000) == 0b1000_0000).count();
            self.problem(
                self.at..self.at + 1 + more,
                "two attributes stand together".into(),
                "put a space between them",
            );
        }
    }

    fn problem(&mut self, at: Range<usize>, message: String, help: &str) {
        let help = if help.is_empty() { Vec::new() } else { vec![help.to_owned()] };
        self.problems.push(Problem { at: self.stretch.in_source(&at), message, help });
    }
}

fn leading_space(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

fn name_length(bytes: &[u8]) -> usize {
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return 0;
    }
    bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)).count()
}

/// How far a word goes that is not quoted.
fn word_length(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| !byte.is_ascii_whitespace() && !b"{}\",`\0".contains(byte))
        .count()
}

fn quoted_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'"' => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The last closing brace, if no text follows it.
pub(super) fn last_brace(stretch: &Stretch<'_>) -> Option<usize> {
    let last = stretch.bytes.iter().rposition(|&byte| byte == b'}')?;
    only_space(stretch, last + 1).then_some(last)
}

/// Whether nothing follows but what shows no text.
fn only_space(stretch: &Stretch<'_>, from: usize) -> bool {
    let marks: &[u8] = if stretch.row { b"|*_~" } else { b"*_~" };
    stretch.bytes[from..].iter().all(|byte| byte.is_ascii_whitespace() || marks.contains(byte))
}
