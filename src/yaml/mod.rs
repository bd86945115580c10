//! YAML text → raw records, with every error kept.
//!
//! serde's derived structs stop at the first error and place it badly. So the
//! text becomes a tree of [`Node`]s first; the raw records are read from the
//! tree by [`FromNode`], which notes each [`Problem`] with the path of ordinals
//! that leads to it and goes on. Only a file with problems is scanned a second
//! time, to turn those paths into bytes ([`locate()`]).

mod edit;
mod fault;
mod field;
mod locate;
mod node;
#[macro_use]
mod raw;
pub mod shape;
mod write;

use crate::diag::{Code, Diagnostic};
use crate::text::{FileId, SourceText, Span};

pub use field::{Any, Field, Filled, LARGEST, Located, MapOf, OneOrMany, Raw, Scalar, Written};
pub use locate::locate;
pub use node::Node;
pub(crate) use raw::raw;
pub use raw::{FromNode, Problem, RawRecord, Reading};
pub use shape::Shape;
pub use write::{scalar, written};

/// The way from a document's root to a value: at each step the ordinal, from 0, of a map's pair or a list's item.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Box<[u32]>);

impl Path {
    /// The path to a child of the value that this one leads to.
    #[must_use]
    pub fn child(&self, ordinal: usize) -> Self {
        let ordinal = u32::try_from(ordinal).unwrap_or(u32::MAX);
        Self(self.0.iter().copied().chain([ordinal]).collect())
    }

    /// The ordinals, outermost first.
    pub fn steps(&self) -> &[u32] {
        &self.0
    }
}

impl From<&[u32]> for Path {
    fn from(steps: &[u32]) -> Self {
        Self(steps.into())
    }
}

/// Which part of a map's pair is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key. For a list's item and for the root the same as the value.
    Key,
    /// The value.
    Value,
}

/// Where something was written in its file: bytes that are known, or a way through the YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// These bytes.
    Bytes(Span),
    /// The key at the end of a path.
    Key(Path),
    /// The value at the end of a path.
    Value(Path),
}

impl Place {
    /// The bytes of the place. Scans the file's YAML where only the path is known.
    pub fn span(&self, source: &SourceText) -> Span {
        match self {
            Self::Bytes(span) => *span,
            Self::Key(path) => locate(source, path, Part::Key),
            Self::Value(path) => locate(source, path, Part::Value),
        }
    }
}

/// Reads the YAML of a file, [`SourceText::yaml`], into a raw record.
///
/// Returns what could be read, `None` only if the syntax is broken or the root has the wrong shape,
/// and every problem found on the way.
pub fn read<T: FromNode>(file: FileId, source: &SourceText) -> (Option<T>, Vec<Diagnostic>) {
    let root = match node::parse(&source.text[source.yaml.range()]) {
        Ok(root) => root,
        Err(error) => {
            let at = source.yaml.start as usize + error.offset;
            let at = at.min(source.yaml.end as usize);
            let mut diagnostic = Diagnostic::new(
                Code::YamlSyntax,
                file,
                Span::new(at, at),
                format!("the YAML cannot be read ({})", error.message),
            );
            diagnostic.help.extend(error.help.map(str::to_owned));
            return (None, vec![diagnostic]);
        }
    };
    let mut reading = Reading::default();
    let record = T::from_node(&root, &mut reading);
    let diagnostics = reading
        .into_problems()
        .into_iter()
        .map(|problem| {
            let span = locate(source, &problem.path, problem.part);
            let mut diagnostic = Diagnostic::new(problem.code, file, span, problem.message);
            diagnostic.label = problem.label;
            diagnostic.help = problem.help;
            if let Some((from, to)) = problem.instead
                && let Some(help) = diagnostic.help.pop()
            {
                let place = match problem.part {
                    Part::Key => Place::Key(problem.path),
                    Part::Value => Place::Value(problem.path),
                };
                diagnostic = diagnostic.fix(help, place.edit(file, source, &from, &to));
            }
            diagnostic
        })
        .collect();
    (record, diagnostics)
}
