//! Footnotes: which are defined, and which are used.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::nodes::{Kind, Node};

/// The definitions of a body's footnotes.
#[derive(Default)]
pub(super) struct Notes {
    /// By label, as [`label`] makes it.
    pub(super) definitions: BTreeMap<String, Note>,
    /// The labels of definitions whose label is taken, and the label as written with its bytes.
    pub(super) repeated: Vec<(String, Range<usize>)>,
}

/// A definition.
pub(super) struct Note {
    /// Its nodes, the first and the last being its start and its end.
    pub(super) nodes: Range<usize>,
    /// `[^label]` in the body.
    pub(super) at: Range<usize>,
    /// Whether anything outside of it refers to it.
    pub(super) used: bool,
}

/// A label as labels are compared: without regard to case and white space.
pub(super) fn label(written: &str) -> String {
    let words: Vec<_> = written.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

impl Notes {
    /// Finds every definition, and whether it is used.
    pub(super) fn of(nodes: &[Node<'_>]) -> Self {
        let mut notes = Self::default();
        // The definitions that are open, each with its label if it is the first of that label.
        let mut open: Vec<Option<String>> = Vec::new();
        let mut references = Vec::new();
        for (ordinal, node) in nodes.iter().enumerate() {
            match &node.kind {
                Kind::Markdown(Event::Start(Tag::FootnoteDefinition(written))) => {
                    let at = node.at.start..(node.at.start + written.len() + 3).min(node.at.end);
                    let label = label(written);
                    let is_first = !notes.definitions.contains_key(&label);
                    if is_first {
                        let note = Note { nodes: ordinal..ordinal + 1, at, used: false };
                        notes.definitions.insert(label.clone(), note);
                    } else {
                        notes.repeated.push((label.clone(), at));
                    }
                    open.push(is_first.then_some(label));
                }
                Kind::Markdown(Event::End(TagEnd::FootnoteDefinition)) => {
                    if let Some(Some(label)) = open.pop()
                        && let Some(note) = notes.definitions.get_mut(&label)
                    {
                        note.nodes.end = ordinal + 1;
                    }
                }
                Kind::Markdown(Event::FootnoteReference(written)) => {
                    let label = label(written);
                    if open.last().is_none_or(|own| own.as_ref() != Some(&label)) {
                        references.push(label);
                    }
                }
                _ => {}
            }
        }
        for label in references {
            if let Some(note) = notes.definitions.get_mut(&label) {
                note.used = true;
            }
        }
        notes
    }
}
