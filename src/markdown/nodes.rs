//! A body as the list of pulldown-cmark's events, with the marks where commas stood for them.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::scan::{MarkKind, Marked};

/// What can be written in Markdown; smart punctuation only where it is shown.
pub(super) fn options(smart: bool) -> Options {
    let mut options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    options.set(Options::ENABLE_SMART_PUNCTUATION, smart);
    options
}

/// An event, or a mark by its ordinal in [`Marked::marks`].
pub(super) enum Kind<'a> {
    Markdown(Event<'a>),
    Mark(usize),
}

/// A part of a body.
pub(super) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    /// Its bytes in the body.
    pub(super) at: Range<usize>,
}

/// The parts of a body, in the order of the text.
pub(super) struct Nodes<'a> {
    pub(super) list: Vec<Node<'a>>,
    /// Where the definition of a reference link stands, by the ordinal of the link's start in the list.
    pub(super) definitions: Vec<(usize, Range<usize>)>,
}

/// Parses a body.
pub(super) fn nodes<'a>(marked: &'a Marked<'_>, smart: bool) -> Nodes<'a> {
    let mut nodes =
        Nodes { list: Vec::with_capacity(marked.text.len() / 16), definitions: Vec::new() };
    let mut in_code = false;
    let mut next_mark = 0;
    let mut events = Parser::new_ext(&marked.text, options(smart)).into_offset_iter();
    while let Some((event, at)) = events.next() {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
                if matches!(
                    link_type,
                    LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
                ) =>
            {
                if let Some(definition) = events.reference_definitions().get(id) {
                    nodes.definitions.push((nodes.list.len(), definition.span.clone()));
                }
            }
            Event::SoftBreak | Event::HardBreak if is_inside_mark(marked, next_mark, &at) => {
                continue;
            }
            Event::Text(text)
                if !in_code && text.len() == at.len() && touches_mark(marked, next_mark, &at) =>
            {
                next_mark = split(marked, next_mark, at, &mut nodes.list);
                continue;
            }
            _ => {}
        }
        nodes.list.push(Node { kind: Kind::Markdown(event), at });
    }
    nodes
}

fn is_inside_mark(marked: &Marked<'_>, next_mark: usize, at: &Range<usize>) -> bool {
    // The mark before the next one began on an earlier line.
    let mark = next_mark.checked_sub(1).and_then(|mark| marked.marks.get(mark));
    mark.is_some_and(|mark| mark.at.start < at.start && at.end <= mark.at.end)
}

fn touches_mark(marked: &Marked<'_>, next_mark: usize, at: &Range<usize>) -> bool {
    let before = next_mark.checked_sub(1).and_then(|mark| marked.marks.get(mark));
    before.is_some_and(|mark| mark.at.end > at.start)
        || marked.marks.get(next_mark).is_some_and(|mark| mark.at.start < at.end)
}

/// Pushes a text with its marks between; gives the ordinal of the next mark.
fn split<'a>(
    marked: &'a Marked<'_>,
    mut next: usize,
    at: Range<usize>,
    list: &mut Vec<Node<'a>>,
) -> usize {
    let mut start = at.start;
    // A text that goes on inside a mark, on another line.
    if let Some(mark) = next.checked_sub(1).and_then(|mark| marked.marks.get(mark)) {
        start = start.max(mark.at.end.min(at.end));
    }
    while let Some(mark) = marked.marks.get(next).filter(|mark| mark.at.start < at.end) {
        // A mark that no text came to stays without a node, and is reported for that.
        if mark.at.start >= start {
            push_text(marked, start..mark.at.start, list);
            if matches!(mark.kind, MarkKind::Attributes { .. }) {
                trim_end(list);
            }
            list.push(Node { kind: Kind::Mark(next), at: mark.at.clone() });
            start = mark.at.end.min(at.end);
        }
        next += 1;
    }
    push_text(marked, start..at.end, list);
    next
}

fn push_text<'a>(marked: &'a Marked<'_>, at: Range<usize>, list: &mut Vec<Node<'a>>) {
    if !at.is_empty() {
        let text = CowStr::Borrowed(&marked.text[at.clone()]);
        list.push(Node { kind: Kind::Markdown(Event::Text(text)), at });
    }
}

/// Takes away the white space before an attribute block, which shows nothing.
fn trim_end(list: &mut Vec<Node<'_>>) {
    while let Some(node) = list.last_mut() {
        match &mut node.kind {
            Kind::Markdown(Event::SoftBreak | Event::HardBreak) => {
                list.pop();
            }
            Kind::Markdown(Event::Text(CowStr::Borrowed(text))) => {
                *text = text.trim_end();
                if !text.is_empty() {
                    node.at.end = node.at.end.min(node.at.start + text.len());
                    break;
                }
                list.pop();
            }
            _ => break,
        }
    }
}
