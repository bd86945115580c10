//! How a raw record is read from a tree.

use super::shape::{Record, Shape};
use super::{Node, Part, Path, scalar};
use crate::diag::{Code, certain, did_you_mean};

/// Something that is wrong with the YAML, by the path that leads to it.
#[derive(Debug)]
pub struct Problem {
    /// The way to the pair, item or value.
    pub path: Path,
    /// Which part of it.
    pub part: Part,
    /// What was found.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// A few words under the place.
    pub label: String,
    /// What to do.
    pub help: Vec<String>,
    /// What stands there and what to write in its place, if that is certain: it is what the help says.
    pub instead: Option<(String, String)>,
}

/// Where the reading of a tree stands, and what was found so far.
#[derive(Debug, Default)]
pub struct Reading {
    steps: Vec<u32>,
    problems: Vec<Problem>,
}

/// Read from a node; what is wrong goes into the reading and gives `None`.
pub trait FromNode: Sized {
    /// Reads the value, noting every problem within it.
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self>;

    /// What the reading asks for.
    fn shape() -> Shape;
}

/// What the macro `raw!` gives every raw record.
pub trait RawRecord {
    /// The keys that are read, in the order of the fields.
    const KEYS: &[&str];

    /// The required keys that are not there, each with an example of its value.
    fn missing(&self) -> Vec<(&'static str, &'static str)>;

    /// What the record is, key by key.
    fn record() -> Record;
}

impl Reading {
    /// The path to the value that is being read.
    pub fn path(&self) -> Path {
        Path::from(self.steps.as_slice())
    }

    /// Reads a child of the value.
    pub fn child<T>(&mut self, ordinal: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        self.steps.push(u32::try_from(ordinal).unwrap_or(u32::MAX));
        let value = read(self);
        self.steps.pop();
        value
    }

    /// Notes that the value is wrong; an empty help is none.
    pub fn problem(&mut self, code: Code, message: impl Into<String>, help: &str) {
        let help = if help.is_empty() { Vec::new() } else { vec![help.to_owned()] };
        self.add(Part::Value, code, message.into(), String::new(), help);
    }

    /// Notes that the value is of the wrong kind.
    pub fn wrong_type<T>(&mut self, expected: &str, node: &Node) -> Option<T> {
        let message = format!("expected {expected}, found {}", node.kind());
        let help = match node {
            Node::Null => vec!["give a value, or take the key out".to_owned()],
            Node::Tagged(_) => vec!["take the `!…` before it out".to_owned()],
            _ => Vec::new(),
        };
        self.add(Part::Value, Code::WrongType, message, format!("expected {expected}"), help);
        None
    }

    /// Notes that the value is no list.
    pub fn no_list<T>(&mut self, node: &Node) -> Option<T> {
        let expected = self.wrong_type("a list", node);
        let help = match node {
            Node::Map(_) => Some("put it in brackets, `[{…}]`, or start it with `- `".to_owned()),
            _ => short(node).map(|text| format!("put it in brackets, `[{text}]`")),
        };
        self.advise(help);
        expected
    }

    /// Notes that the value is no map of a record, which a value alone can stand for in an editor's mind where it is a claim.
    pub fn no_record<T>(&mut self, called: &str, keys: &[&str], node: &Node) -> Option<T> {
        let expected = self.wrong_type(&format!("a map ({called})"), node);
        let help = match keys {
            [first, rest @ ..] if rest.contains(&"sources") => {
                short(node).map(|text| format!("write it as `{{{first}: {text}, sources: [key]}}`"))
            }
            _ => None,
        };
        self.advise(help);
        expected
    }

    fn advise(&mut self, help: Option<String>) {
        if let Some(problem) = self.problems.last_mut() {
            problem.help.extend(help);
        }
    }

    /// Reads a map's key, which must be text or a whole number.
    pub fn key(&mut self, key: &Node) -> Option<String> {
        match key {
            Node::Text(key) => Some(key.clone()),
            Node::Int(number) => Some(number.to_string()),
            _ => {
                let message = format!("expected text as a key, found {}", key.kind());
                let help = vec!["put the key in quotes".to_owned()];
                self.add(Part::Key, Code::WrongType, message, String::new(), help);
                None
            }
        }
    }

    /// Notes that a key stands twice in its map.
    pub fn duplicate_key(&mut self, key: &str) {
        let help = vec!["keep one of the two".to_owned()];
        let message = format!("the key `{key}` stands twice");
        self.add(Part::Key, Code::DuplicateKey, message, "second time here".into(), help);
    }

    /// Notes a key that is not read here.
    pub fn unknown_key(&mut self, key: &str, record: &str, known: &[&str]) {
        let help = did_you_mean(key, known.iter().copied())
            .unwrap_or_else(|| format!("{record} has the keys {}", known.join(", ")));
        self.add_unknown_key(key, record, help);
    }

    /// The key itself if it is known or, noting that it is not, the one that is meant without doubt: one of which
    /// the map has no other.
    pub fn known_key(
        &mut self,
        key: &str,
        record: &str,
        known: &[&'static str],
        pairs: &[(Node, Node)],
    ) -> Option<&'static str> {
        if let Some(known) = known.iter().find(|known| **known == key) {
            return Some(known);
        }
        let is_there = |key: &str| pairs.iter().any(|(other, _)| *other == Node::Text(key.into()));
        let at = certain(key, known.iter().copied())
            .and_then(|meant| known.iter().position(|known| *known == meant))
            .filter(|at| !is_there(known[*at]));
        let Some(at) = at else {
            self.unknown_key(key, record, known);
            return None;
        };
        self.add_unknown_key(key, record, format!("write `{}`", known[at]));
        if let Some(problem) = self.problems.last_mut() {
            problem.instead = Some((key.to_owned(), known[at].to_owned()));
        }
        Some(known[at])
    }

    fn add_unknown_key(&mut self, key: &str, record: &str, help: String) {
        let message = format!("unknown key `{key}` in {record}");
        self.add(Part::Key, Code::UnknownKey, message, "unknown key".into(), vec![help]);
    }

    fn add(&mut self, part: Part, code: Code, message: String, label: String, help: Vec<String>) {
        let (path, instead) = (self.path(), None);
        self.problems.push(Problem { path, part, code, message, label, help, instead });
    }

    /// Everything that was noted.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

/// A value as it is written within brackets, if it is one that an example can hold.
fn short(node: &Node) -> Option<String> {
    let text = match node {
        Node::Text(text) if text.contains([',', '[', ']', '{', '}']) => return None,
        Node::Text(text) => scalar(text),
        Node::Int(number) => number.to_string(),
        Node::Float(number) => number.to_string(),
        _ => return None,
    };
    (text.chars().count() <= 40).then_some(text)
}

/// Defines a raw record: a struct whose fields are [`Field`](super::Field)s, read from a map.
///
/// The text after the name is what messages call it; each field gives the key as it is written, and what it is
/// for: the line that editors show. `required "…"` follows a key that the record needs, with an example of its value; who lowers
/// the record says that it is [`missing`](RawRecord::missing), and of what.
///
/// Unknown and duplicate keys are problems; nothing at all reads as an empty map.
macro_rules! raw {
    ($(
        $(#[doc = $about:literal])+
        $vis:vis struct $name:ident $(<$param:ident>)? ($called:literal) {
            $(
                $(#[doc = $for:literal])+
                $field:ident: $type:ty = $key:literal $(required $example:literal)?,
            )*
        }
    )*) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        $vis struct $name $(<$param>)? {
            $($(#[doc = $for])+ $vis $field: $crate::yaml::Field<$type>,)*
        }

        impl $(<$param>)? Default for $name $(<$param>)? {
            fn default() -> Self {
                Self { $($field: $crate::yaml::Field::Missing,)* }
            }
        }

        impl $(<$param: $crate::yaml::Written>)? $crate::yaml::RawRecord for $name $(<$param>)? {
            const KEYS: &[&str] = &[$($key),*];

            fn missing(&self) -> Vec<(&'static str, &'static str)> {
                let required: &[(bool, &str, &str)] =
                    &[$($((self.$field.is_missing(), $key, $example),)?)*];
                let missing = required.iter().filter(|(is_missing, ..)| *is_missing);
                missing.map(|(_, key, example)| (*key, *example)).collect()
            }

            fn record() -> $crate::yaml::shape::Record {
                let keys: Vec<$crate::yaml::shape::Key> = vec![$($crate::yaml::shape::Key {
                    name: $key,
                    about: concat!($($for, "\n"),+),
                    required: [$($example,)?].first().copied(),
                    shape: <$type as $crate::yaml::FromNode>::shape,
                },)*];
                $crate::yaml::shape::Record {
                    id: std::any::type_name::<Self>(),
                    called: $called,
                    about: concat!($($about, "\n"),+),
                    or_nothing: keys.iter().all(|key| key.required.is_none()),
                    keys,
                }
            }
        }

        impl $(<$param: $crate::yaml::Written>)? $crate::yaml::FromNode for $name $(<$param>)? {
            fn from_node(
                node: &$crate::yaml::Node,
                reading: &mut $crate::yaml::Reading,
            ) -> Option<Self> {
                use $crate::yaml::{Field, Located, Node, RawRecord};

                let mut record = Self::default();
                let pairs = match node {
                    Node::Map(pairs) => pairs,
                    Node::Null => return Some(record),
                    _ => return reading.no_record($called, Self::KEYS, node),
                };
                for (ordinal, (key, value)) in pairs.iter().enumerate() {
                    reading.child(ordinal, |reading| {
                        let Some(key) = reading.key(key) else { return };
                        // Read as what is meant, so that what is wrong with it is found in the same run.
                        let read = reading.known_key(&key, $called, Self::KEYS, pairs);
                        match read.unwrap_or_default() {
                            $($key => {
                                if !record.$field.is_missing() {
                                    return reading.duplicate_key(&key);
                                }
                                record.$field = <Located<_> as $crate::yaml::FromNode>::from_node(value, reading)
                                    .map_or(Field::Bad, Field::Good);
                            })*
                            _ => {}
                        }
                    });
                }
                Some(record)
            }

            fn shape() -> $crate::yaml::Shape {
                $crate::yaml::Shape::Record(<Self as $crate::yaml::RawRecord>::record())
            }
        }
    )*};
}
pub(crate) use raw;
