//! From a path in a document to the bytes it leads to.

use saphyr_parser::{Event, Parser, Span as Marked};

use super::{Part, Path};
use crate::text::{SourceText, Span};

/// Returns the bytes of a key or value in a file's YAML.
///
/// A list or map is pointed at by what stands of it on its first line. A path that goes on inside an alias (`*x`)
/// gives the alias; one that leads nowhere gives the last step that was found.
pub fn locate(source: &SourceText, path: &Path, part: Part) -> Span {
    let yaml = &source.text[source.yaml.range()];
    let mut walk = Walk { parser: Parser::new_from_str(yaml), best: None };
    walk.document(path.steps(), part);
    let (start, end) =
        walk.best.map_or((0, 0), |marked| (marked.start.index(), marked.end.index()));
    // The parser counts characters.
    let byte = |index: usize| yaml.char_indices().nth(index).map_or(yaml.len(), |at| at.0);
    let (start, end) = (byte(start), byte(end));
    let text = &yaml[start..end.max(start)];
    let length = text.lines().next().unwrap_or_default().trim_end().len();
    Span::new(start, start + length).shifted(source.yaml.start as usize)
}

struct Walk<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    best: Option<Marked>,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Marked)> {
        self.parser.next_event()?.ok()
    }

    fn document(&mut self, steps: &[u32], part: Part) -> Option<()> {
        loop {
            let (event, marked) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                _ => return self.value(event, marked, steps, part, None),
            }
        }
    }

    /// Follows the steps into a value whose first event was read; `key` is the key it belongs to.
    fn value(
        &mut self,
        event: Event<'a>,
        marked: Marked,
        steps: &[u32],
        part: Part,
        key: Option<Marked>,
    ) -> Option<()> {
        let here = match (part, key) {
            (Part::Key, Some(key)) => key,
            _ => marked,
        };
        let Some((step, rest)) = steps.split_first() else {
            self.best = Some(here);
            // A collection's first event marks where it starts and no more; its end is at its last event.
            if here == marked
                && let Some(end) = self.skip(&event)
            {
                self.best = Some(Marked::new(here.start, end.end));
            }
            return Some(());
        };
        self.best = Some(marked);
        match event {
            Event::SequenceStart(..) => {
                for _ in 0..*step {
                    let (event, _) = self.next()?;
                    self.skip(&event);
                }
                let (event, marked) = self.next()?;
                self.value(event, marked, rest, part, None)
            }
            Event::MappingStart(..) => {
                for _ in 0..*step {
                    let (key, _) = self.next()?;
                    self.skip(&key);
                    let (value, _) = self.next()?;
                    self.skip(&value);
                }
                let (key_event, key) = self.next()?;
                self.skip(&key_event);
                let (event, marked) = self.next()?;
                // A value that is not written has no place of its own.
                let marked = if marked.is_empty() { key } else { marked };
                self.value(event, marked, rest, part, Some(key))
            }
            _ => None,
        }
    }

    /// Reads to the end of a value whose first event was read; gives the mark of its last event, if it has more than one.
    fn skip(&mut self, first: &Event<'a>) -> Option<Marked> {
        if !matches!(first, Event::SequenceStart(..) | Event::MappingStart(..)) {
            return None;
        }
        let mut depth = 1;
        loop {
            let (event, marked) = self.next()?;
            match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
                Event::SequenceEnd | Event::MappingEnd => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(marked);
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(yaml: &str, steps: &[u32], part: Part) -> String {
        let source = SourceText {
            path: String::new(),
            text: yaml.to_owned(),
            yaml: Span::new(0, yaml.len()),
        };
        yaml[locate(&source, &Path::from(steps), part).range()].to_owned()
    }

    #[test]
    fn a_path_leads_to_its_key_and_its_value() {
        let yaml = "título: x\na: {b: [1, 'zwei']}\nc:\n  - d: e\n    f: g\n";
        assert_eq!(found(yaml, &[0], Part::Key), "título");
        assert_eq!(found(yaml, &[1, 0, 1], Part::Value), "'zwei'");
        assert_eq!(found(yaml, &[1, 0], Part::Value), "[1, 'zwei']");
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
    fn a_value_that_is_not_written_is_found_at_its_key() {
        assert_eq!(found("a:\nb: 1\n", &[0], Part::Value), "a");
    }
}
