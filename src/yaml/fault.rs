//! Why a text is not YAML, in an editor's words.

use super::locate;

/// Why a text is not YAML.
#[derive(Debug)]
pub(super) struct SyntaxError {
    /// The byte of the text at which it shows.
    pub(super) offset: usize,
    /// What is wrong.
    pub(super) message: String,
    /// What to do, where that is known.
    pub(super) help: Option<&'static str>,
}

const QUOTE: &str = "put the text in quotes";
const NO_TABS: &str = "indent with spaces";
const ESCAPES: &str = "write `\\\\` for a backslash, or put the text in single quotes";
const CLOSE: &str = "close it with the same mark; within '…' an apostrophe is written twice";
const COLUMN: &str =
    "start each key of a map in the same column, and write nothing after a closing quote";
const BRACKET: &str = "close it, or put text that starts with it in quotes";
const LEVELS: &str = "take lists and maps out of each other";

/// What a part of the parser's message means, and what to do. The first that fits is taken.
const MEANINGS: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "a `:` cannot stand here",
        "put text that contains `: ` in quotes, and start each key of a map in the same column",
    ),
    ("recursion limit exceeded", TOO_DEEP, LEVELS),
    ("repetition limit exceeded", "its `*…` repeat too much", "write out what they stand for"),
    (
        "more than one document",
        "a second document starts here",
        "take out the `---` or `...` before it: a file holds one document",
    ),
    ("while scanning an alias", "a text cannot start with `*`", QUOTE),
    ("while scanning an anchor", "a text cannot start with `&`", QUOTE),
    ("directive", "a line cannot start with `%`", QUOTE),
    ("a tag", "a text cannot start with `!`", QUOTE),
    ("tag handle", "a text cannot start with `!`", QUOTE),
    ("invalid value: ", "the value is not what the `!!…` before it says", "take the `!!…` out"),
    (
        "block sequence entries are not allowed",
        "a list cannot start here",
        "start the list on the next line, or put the text in quotes",
    ),
    ("mapping keys are not allowed", "a `?` cannot stand here", QUOTE),
    ("found unexpected end of stream", "a quotation mark is not closed", CLOSE),
    ("found unexpected document indicator", "a quotation mark is not closed", CLOSE),
    ("found unknown escape character", "nothing is written with this `\\…`", ESCAPES),
    ("did not find expected hexadecimal number", "nothing is written with this `\\…`", ESCAPES),
    ("invalid Unicode character escape", "nothing is written with this `\\…`", ESCAPES),
    ("found a tab character", "a tab cannot stand here", NO_TABS),
    (
        "while scanning a block scalar",
        "nothing can follow `|` or `>` here",
        "start the text on the next line, indented",
    ),
    (
        "could not find expected ':'",
        "the line before this has no `:` after its key",
        "write `key: value`, and indent the lines of a text that goes on",
    ),
    (
        "did not find expected '-' indicator",
        "this is no item of the list above",
        "start each item with `- ` in the same column",
    ),
    ("did not find expected key", "a key should stand here", COLUMN),
    (
        "did not find expected ',' or ']'",
        "a `,` or `]` is missing before this",
        "put text that contains `,`, `[`, `]`, `{` or `}` in quotes",
    ),
    (
        "did not find expected ',' or '}'",
        "a `,` or `}` is missing before this",
        "put text that contains `,`, `[`, `]`, `{` or `}` in quotes",
    ),
    (
        "did not find expected node content",
        "a value should stand here",
        "give one, or put text that contains `,`, `[`, `]`, `{` or `}` in quotes",
    ),
    ("did not find expected <document start>", "this does not belong to what stands above", COLUMN),
    ("found unexpected ':'", "a `:` cannot stand here", QUOTE),
];

/// With fewer brackets than these the parser is not slow, however they stand.
const MANY_BRACKETS: usize = 1000;

/// The lists and maps that may stand in each other: three times as many as anybody needs, and few enough that each may be read
/// within the one that it stands in.
pub(super) const DEEPEST: usize = 32;

const TOO_DEEP: &str = "lists and maps stand too deep in each other";

/// What the parser would not place, or take too long to find.
pub(super) fn before_parsing(text: &str) -> Option<SyntaxError> {
    if let Some((offset, c)) = text.char_indices().find(|&(_, c)| !is_allowed(c)) {
        let (message, help) = match c {
            '\0' => ("there is a NUL character".to_owned(), None),
            _ => {
                let message = format!("there is a control character, U+{:04X}", u32::from(c));
                (message, Some("take it out"))
            }
        };
        return Some(SyntaxError { offset, message, help });
    }
    let many = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count() >= MANY_BRACKETS;
    // The parser would tell too, after a time that grows with the square of the depth.
    if many { locate::too_deep(text, DEEPEST).map(at_depth) } else { None }
}

/// That lists and maps stand too deep in each other, once that is known.
pub(super) fn too_deep(text: &str) -> SyntaxError {
    // What `*…` stand for is deeper than anything that is written.
    at_depth(locate::too_deep(text, DEEPEST).unwrap_or_default())
}

fn at_depth(offset: usize) -> SyntaxError {
    SyntaxError { offset, message: TOO_DEEP.into(), help: Some(LEVELS) }
}

/// Whether the parser takes a character at all.
fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}'
        | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// What the parser says, and the line and column, from 1, that it gives.
pub(super) fn of_parser(text: &str, said: &str, place: Option<(usize, usize)>) -> SyntaxError {
    // The parser counts lines and columns in characters; its index wavers with line ends.
    let offset = |(line, column)| offset_of(text, line, column);
    let at = place.map(offset);
    let error = |at: Option<usize>, message: String, help| SyntaxError {
        offset: at.unwrap_or(0),
        message,
        help,
    };
    let rest = at.map_or("", |at| &text[at..]);
    if said.contains("cannot start any token") {
        return match rest.chars().next() {
            Some('\t') => error(at, "a tab cannot stand here".into(), Some(NO_TABS)),
            Some(c) => error(at, format!("a text cannot start with `{c}`"), Some(QUOTE)),
            None => error(at, "a value should stand here".into(), None),
        };
    }
    if said.contains("unknown anchor") {
        let is_name = |c: &char| c.is_alphanumeric() || "-_".contains(*c);
        let name: String = rest.chars().skip(1).take_while(is_name).collect();
        let message = format!("nothing above is named `&{name}`");
        return error(at, message, Some("put text that starts with `*` in quotes"));
    }
    // The end of the file, or of the front matter, says nothing of where it was begun.
    if said.contains("did not find expected ',' or '") && rest.trim().is_empty() {
        let at = place_said_last(said).map(offset).or(at);
        let sign = at.and_then(|at| text[at..].chars().next()).filter(|c| "[{".contains(*c));
        if let Some(sign) = sign {
            let close = if sign == '[' { ']' } else { '}' };
            return error(at, format!("no `{close}` closes this `{sign}`"), Some(BRACKET));
        }
    }
    let found = MEANINGS.iter().find(|(part, ..)| said.contains(part));
    let Some(&(_, message, help)) = found else {
        let message = said.split(" at line ").next().unwrap_or(said).to_owned();
        return error(at, message, None);
    };
    let at = match help {
        // The parser gives the end of the file; where the text began comes last.
        CLOSE => place_said_last(said).map(offset).or(at),
        _ if at.is_none() && said.contains("more than one document") => {
            locate::second_document(text)
        }
        _ if at.is_none() => locate::first_alias(text),
        _ => at,
    };
    error(at, message.to_owned(), Some(help))
}

/// The last "at line 1 column 2" of a message.
fn place_said_last(said: &str) -> Option<(usize, usize)> {
    let (line, column) = said.rsplit_once(" at line ")?.1.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// The byte at a line and column, both from 1, columns in characters.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let mut rest = text;
    for _ in 1..line {
        // What the parser takes for the end of a line: more than an editor does.
        let end = rest.find(['\r', '\n', '\u{85}', '\u{2028}', '\u{2029}']).unwrap_or(rest.len());
        let after = &rest[end..];
        let length = if after.starts_with("\r\n") {
            2
        } else {
            after.chars().next().map_or(0, char::len_utf8)
        };
        rest = &after[length..];
    }
    let start = text.len() - rest.len();
    let in_line = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |at| at.0);
    start + in_line
}

#[cfg(test)]
mod tests {
    use super::DEEPEST;
    use crate::yaml::Node;
    use crate::yaml::node::parse;

    /// What is said of a text, after the line and what stands at the place.
    fn said(text: &str) -> String {
        let error = parse(text).expect_err("a fault");
        let line = text[..error.offset].matches('\n').count() + 1;
        let rest: String = text[error.offset..].chars().take(3).collect();
        format!("{line} {rest:?} {}", error.message)
    }

    #[test]
    fn the_words_are_an_editor_s() {
        let cases = [
            ("a: b: c", r#"1 ": c" a `:` cannot stand here"#),
            ("a: @b", r#"1 "@b" a text cannot start with `@`"#),
            ("a: `b`", r#"1 "`b`" a text cannot start with ```"#),
            ("a: **b**", r#"1 "*b*" a text cannot start with `*`"#),
            ("a: *b", r#"1 "*b" nothing above is named `&b`"#),
            ("a: 'b\nc: d\n", r#"1 "'b\n" a quotation mark is not closed"#),
            ("a: \"b\\c\"", r#"1 "\\c\"" nothing is written with this `\…`"#),
            ("a: [b, c\nd: e\n", r#"2 ": e" a `,` or `]` is missing before this"#),
            ("a: [b, c\n", r#"1 "[b," no `]` closes this `[`"#),
            ("a: {b: [c], d: e\n", r#"1 "{b:" no `}` closes this `{`"#),
            ("a: 'b' c\nd: e", r#"1 "c\nd" a key should stand here"#),
            ("a: b\nc\nd: e", r#"3 "d: " the line before this has no `:` after its key"#),
            ("a: - b", r#"1 "- b" a list cannot start here"#),
            ("a: 1\n---\nb: 2\n", r#"2 "---" a second document starts here"#),
            ("a: b\u{7}", r#"1 "\u{7}" there is a control character, U+0007"#),
            ("%a", r#"1 "" a line cannot start with `%`"#),
            ("a: !!bool x", r#"1 "!!b" the value is not what the `!!…` before it says"#),
            ("a: b\u{85}c\nd: e", r#"2 "d: " the line before this has no `:` after its key"#),
        ];
        for (text, expected) in cases {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn values_that_repeat_each_other_without_end_are_refused_where_the_first_does() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for at in 1..9 {
            let before = format!("*a{}", at - 1);
            text += &format!("a{at}: &a{at} [{}]\n", [before.as_str(); 9].join(", "));
        }
        assert_eq!(said(&text), r#"2 "*a0" its `*…` repeat too much"#);
    }

    #[test]
    fn what_is_nested_too_deep_is_refused_at_once() {
        let deep = "lists and maps stand too deep in each other";
        for levels in [200, 40_000] {
            for open in ["[", "{a: ", "{? [", "\t["] {
                let said = said(&format!("a: {}", open.repeat(levels)));
                assert!(said.ends_with(deep), "{open} {said}");
            }
        }
        assert!(said(&"- ".repeat(1000)).ends_with(deep));
    }

    #[test]
    fn brackets_in_text_are_not_nested() {
        let many = "[{".repeat(2000);
        for text in [
            format!("a: '{many}'"),
            format!("a: \"{many}\""),
            format!("a: |\n  {many}\n  \t{many}\n"),
            format!("a: b{many}"),
            format!("# {many}\na: b"),
            format!("a: [{}]", "[{}], ".repeat(2000)),
        ] {
            assert!(matches!(parse(&text), Ok(Node::Map(_))), "{}", &text[..20]);
        }
    }

    #[test]
    fn as_many_lists_and_maps_as_may_stand_in_each_other_are_read_and_one_more_is_not() {
        let deep = |levels: usize| format!("a: {}1{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&deep(DEEPEST - 1)).is_ok());
        let open = "lists and maps stand too deep in each other";
        assert_eq!(said(&deep(DEEPEST)), format!(r#"1 "[1]" {open}"#));
        let dashes = format!("a:\n {}b", "- ".repeat(DEEPEST));
        assert_eq!(said(&dashes), format!(r#"2 "- b" {open}"#));
    }

    #[test]
    fn a_long_text_that_repeats_is_refused_before_it_is_there_as_often() {
        let long = "x".repeat(100_000);
        let some =
            |times: usize| format!("a: &a {long}\nb: [{}]", ["*a"; 50_000][..times].join(", "));
        assert!(parse(&some(10)).is_ok());
        assert!(said(&some(50_000)).ends_with("its `*…` repeat too much"));
    }
}
