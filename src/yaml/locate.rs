//! From a path in a document to the bytes it leads to.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, Span as Marked};

use super::{Part, Path};
use crate::text::{Positions, SourceText, Span};

/// Returns the bytes of a key or value in a file's YAML.
///
/// A list or map is pointed at by what stands of it on its first line. A path that goes on inside an alias (`*x`)
/// gives the alias; one that leads nowhere gives the last step that was found, at least the start of
/// the YAML. The file is scanned when the first place in it is asked for.
pub fn locate(source: &SourceText, path: &Path, part: Part) -> Span {
    let positions = source.positions.get_or_init(|| scan(source));
    let steps = path.steps();
    let known = (0..=steps.len()).rev().find_map(|length| positions.get(&steps[..length]));
    let start = Span::new(source.yaml.start as usize, source.yaml.start as usize);
    let (key, value) = known.copied().unwrap_or((start, start));
    match part {
        Part::Key => key,
        Part::Value => value,
    }
}

/// A list or map that the scan is inside of.
struct Open {
    is_map: bool,
    /// Where it starts, and the key it belongs to.
    start: Marked,
    key: Option<Marked>,
    /// The ordinal of the child that comes next.
    ordinal: u32,
    /// The key of that child, once it was read.
    next_key: Option<Marked>,
}

/// Finds the key and value of every path in the file's YAML, as far as it can be read.
///
/// The parser of the values takes a tab for a space in places where the one used here does not. Where
/// that is in the way, the scan looks at a text with spaces in their stead, of the same length.
fn scan(source: &SourceText) -> Positions {
    let yaml = &source.text[source.yaml.range()];
    let bytes = Bytes::new(yaml);
    let shift = source.yaml.start as usize;
    let (mut best, mut is_whole) = scan_as(yaml, &bytes, shift);
    for tabs in [Tabs::AfterWords, Tabs::All] {
        if is_whole || !yaml.contains('\t') {
            break;
        }
        let (positions, is_whole_now) = scan_as(&tabs.to_spaces(yaml), &bytes, shift);
        if is_whole_now || positions.len() > best.len() {
            (best, is_whole) = (positions, is_whole_now);
        }
    }
    best
}

/// Which tabs are to be spaces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tabs {
    /// Those that something stands before in their line. The others may belong to a text that is
    /// written as a block, and would change how deep that is indented.
    AfterWords,
    All,
}

impl Tabs {
    fn to_spaces(self, yaml: &str) -> String {
        let mut spaced = String::with_capacity(yaml.len());
        for line in yaml.split_inclusive('\n') {
            let indent = match self {
                Self::AfterWords => line.len() - line.trim_start_matches([' ', '\t']).len(),
                Self::All => 0,
            };
            spaced.push_str(&line[..indent]);
            spaced.push_str(&line[indent..].replace('\t', " "));
        }
        spaced
    }
}

/// Scans `parsed` for the places in the text of `bytes`, of which it is a copy with other spaces;
/// also tells whether it could be read to its end.
fn scan_as(parsed: &str, bytes: &Bytes<'_>, shift: usize) -> (Positions, bool) {
    let mut positions = BTreeMap::new();
    let mut open: Vec<Open> = Vec::new();
    // How deep the scan is in a key that is itself a list or map: nothing has a path in there.
    let mut in_key = 0_usize;
    let mut parser = Parser::new_from_str(parsed);
    let mut note = |open: &[Open], key: Option<Marked>, start: Marked, end: Marked| {
        let path: Box<[u32]> = open.iter().map(|one| one.ordinal).collect();
        let value = bytes.first_line(start, end);
        let key = key.map(|key| bytes.key(key));
        // A value that is not written has no place of its own.
        let value = if start.is_empty() && start == end { key.unwrap_or(value) } else { value };
        positions.insert(path, (key.unwrap_or(value).shifted(shift), value.shifted(shift)));
    };
    let mut is_whole = true;
    let mut last = None;
    while let Some(event) = parser.next_event() {
        let Ok((event, mark)) = event else {
            is_whole = false;
            break;
        };
        let starts = matches!(event, Event::SequenceStart(..) | Event::MappingStart(..));
        let ends = matches!(event, Event::SequenceEnd | Event::MappingEnd);
        let is_scalar = matches!(event, Event::Scalar(..) | Event::Alias(_));
        if !starts && !ends && !is_scalar {
            continue;
        }
        last = Some(mark);
        if in_key > 0 {
            in_key = if starts { in_key + 1 } else { in_key - usize::from(ends) };
            continue;
        }
        if ends {
            let Some(done) = open.pop() else { break };
            note(&open, done.key, done.start, mark);
            advance(&mut open);
            continue;
        }
        let mut key = None;
        if let Some(top) = open.last_mut().filter(|top| top.is_map) {
            if top.next_key.is_none() {
                top.next_key = Some(mark);
                in_key = usize::from(starts);
                continue;
            }
            key = top.next_key;
        }
        if starts {
            let is_map = matches!(event, Event::MappingStart(..));
            open.push(Open { is_map, start: mark, key, ordinal: 0, next_key: None });
        } else {
            note(&open, key, mark, mark);
            advance(&mut open);
        }
    }
    // What was begun and has no end can be pointed at as well.
    while let Some(cut) = open.pop() {
        note(&open, cut.key, cut.start, last.unwrap_or(cut.start));
    }
    (positions, is_whole)
}

/// The byte of the first list or map that stands in more than `deepest` others.
pub(super) fn too_deep(yaml: &str, deepest: usize) -> Option<usize> {
    let spaced = Tabs::AfterWords.to_spaces(yaml);
    let mut depth = 0_usize;
    let mut parser = Parser::new_from_str(&spaced);
    let found = loop {
        match parser.next_event()? {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), mark)) => {
                depth += 1;
                if depth > deepest {
                    break mark.start;
                }
            }
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => depth = depth.saturating_sub(1),
            Ok(_) => {}
            // The parser looks ahead: it may be at its own limit, 255, before it tells of the first.
            Err(error) if error.info().contains("recursion limit") => break *error.marker(),
            Err(_) => return None,
        }
    };
    Some(Bytes::new(yaml).at(found.index()))
}

/// The byte at which a second document starts.
pub(super) fn second_document(yaml: &str) -> Option<usize> {
    let mut count = 0;
    place_of(yaml, |event| {
        count += usize::from(matches!(event, Event::DocumentStart(_)));
        count == 2
    })
}

/// The byte of the first `*…`.
pub(super) fn first_alias(yaml: &str) -> Option<usize> {
    place_of(yaml, |event| matches!(event, Event::Alias(_)))
}

fn place_of(yaml: &str, mut is_it: impl FnMut(&Event<'_>) -> bool) -> Option<usize> {
    let events = Parser::new_from_str(yaml).map_while(Result::ok);
    let (_, mark) = events.into_iter().find(|(event, _)| is_it(event))?;
    Some(Bytes::new(yaml).at(mark.start.index()))
}

fn advance(open: &mut [Open]) {
    if let Some(top) = open.last_mut() {
        top.ordinal += 1;
        top.next_key = None;
    }
}

/// Turns the parser's places, which count characters, into bytes.
struct Bytes<'a> {
    text: &'a str,
    /// The byte of each character, empty if every character is one byte.
    of_character: Vec<usize>,
}

impl<'a> Bytes<'a> {
    fn new(text: &'a str) -> Self {
        let of_character =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|at| at.0).collect() };
        Self { text, of_character }
    }

    fn at(&self, index: usize) -> usize {
        let byte =
            if self.of_character.is_empty() { Some(&index) } else { self.of_character.get(index) };
        byte.map_or(self.text.len(), |byte| (*byte).min(self.text.len()))
    }

    /// What stands on the first line from the start of one mark to the end of another.
    fn first_line(&self, start: Marked, end: Marked) -> Span {
        let (start, end) = (self.at(start.start.index()), self.at(end.end.index()));
        let text = &self.text[start..end.max(start)];
        let value = without_properties(text);
        let (start, text) = (start + (text.len() - value.len()), value);
        let length = text.lines().next().unwrap_or_default().trim_end().len();
        Span::new(start, start + length)
    }

    /// A key, without the colon that the parser counts in when the value starts on another line.
    fn key(&self, mark: Marked) -> Span {
        let span = self.first_line(mark, mark);
        let text = &self.text[span.range()];
        let is_quoted = text.starts_with(['"', '\'']);
        let text = if is_quoted { text } else { text.trim_end_matches(':').trim_end() };
        Span::new(span.start as usize, span.start as usize + text.len())
    }
}

/// A value without the anchor and the tag of YAML's own before it; they alone if nothing follows.
fn without_properties(text: &str) -> &str {
    let mut rest = text;
    // No plain text starts with these signs. A tag of another's is what would be wrong with the value.
    while rest.starts_with('&') || rest.starts_with("!!") {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let after = rest[end..].trim_start();
        if after.is_empty() {
            return text;
        }
        rest = after;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(yaml: &str, steps: &[u32], part: Part) -> String {
        let source = SourceText {
            text: yaml.to_owned(),
            yaml: Span::new(0, yaml.len()),
            ..SourceText::default()
        };
        yaml[locate(&source, &Path::from(steps), part).range()].to_owned()
    }

    #[test]
    fn a_path_leads_to_its_key_and_its_value() {
        let yaml = "título: x\na: {b: [1, 'zwei']}\nc:\n  - d: e\n    f: g\n";
        assert_eq!(found(yaml, &[0], Part::Key), "título");
        assert_eq!(found(yaml, &[1, 0, 1], Part::Value), "'zwei'");
        assert_eq!(found(yaml, &[1, 0], Part::Value), "[1, 'zwei']");
        assert_eq!(found(yaml, &[2], Part::Key), "c");
        assert_eq!(found(yaml, &[2, 0, 1], Part::Key), "f");
        assert_eq!(found(yaml, &[2, 0, 1], Part::Value), "g");
        assert_eq!(found(yaml, &[2, 0], Part::Value), "d: e");
    }

    #[test]
    fn what_is_inside_an_alias_is_found_at_the_alias() {
        let yaml = "a: &x {b: c}\nd: *x\n";
        assert_eq!(found(yaml, &[1, 0], Part::Value), "*x");
    }

    #[test]
    fn an_anchor_or_a_tag_is_not_part_of_what_it_stands_before() {
        let yaml = "a: &x b\nc: !!str &y d\ne: &z\n  f: g\nh: &w\ni: *x\n";
        assert_eq!(found(yaml, &[0], Part::Value), "b");
        assert_eq!(found(yaml, &[1], Part::Value), "d");
        assert_eq!(found(yaml, &[2], Part::Value), "f: g");
        assert_eq!(found(yaml, &[3], Part::Value), "&w");
        assert_eq!(found(yaml, &[4], Part::Value), "*x");
    }

    #[test]
    fn a_value_that_is_not_written_is_found_at_its_key() {
        assert_eq!(found("a:\nb: 1\n", &[0], Part::Value), "a");
    }

    #[test]
    fn a_tab_that_stands_for_a_space_hides_no_place() {
        assert_eq!(found("a:\tb\t\nc: d\n", &[0], Part::Value), "b");
        assert_eq!(found("- \ta: b\n- c:\td\n", &[1, 0], Part::Value), "d");
        let block = "a:\t1\nb: |\n  \tx\n  y\nc:\t2\n";
        assert_eq!(found(block, &[2], Part::Key), "c");
        assert_eq!(found("a: 1\nb: [f,\n\tg]\nc: 2\n", &[1, 1], Part::Value), "g");
        assert_eq!(found("a: 1\nb: [f,\n\tg]\nc: 2\n", &[2], Part::Value), "2");
    }

    #[test]
    fn what_cannot_be_found_is_pointed_at_where_its_parent_or_the_yaml_starts() {
        assert_eq!(found("a: {b: c, d: ]\n", &[0, 7], Part::Key), "a");
        let source = SourceText {
            text: "---\n]\n---\n".to_owned(),
            yaml: Span::new(4, 6),
            ..SourceText::default()
        };
        assert_eq!(locate(&source, &Path::from([3].as_slice()), Part::Key), Span::new(4, 4));
    }

    #[test]
    fn a_key_that_is_a_list_does_not_confuse_what_follows() {
        let yaml = "? [a, {b: c}]\n: d\ne: f\n";
        assert_eq!(found(yaml, &[0], Part::Value), "d");
        assert_eq!(found(yaml, &[1], Part::Key), "e");
    }
}
