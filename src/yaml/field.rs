//! The building blocks of raw records.

use std::marker::PhantomData;

use super::raw::{FromNode, Reading};
use super::shape::{Map, Shape, Text};
use super::{Node, Path, Place};
use crate::diag::Code;

/// A value and the path to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The way to it.
    pub path: Path,
}

impl<T> Located<T> {
    /// The place of the value.
    pub fn place(&self) -> Place {
        Place::Value(self.path.clone())
    }

    /// The place of the key that the value belongs to.
    pub fn key_place(&self) -> Place {
        Place::Key(self.path.clone())
    }
}

impl<T: FromNode> FromNode for Located<T> {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let path = reading.path();
        Some(Self { value: T::from_node(node, reading)?, path })
    }

    fn shape() -> Shape {
        T::shape()
    }
}

/// A key's value, as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field<T> {
    /// The key is not there.
    #[default]
    Missing,
    /// The key is there; its value could not be read, and a problem says why.
    Bad,
    /// The value.
    Good(Located<T>),
}

impl<T> Field<T> {
    /// The value with its path, if it could be read.
    pub fn good(self) -> Option<Located<T>> {
        match self {
            Self::Good(located) => Some(located),
            Self::Missing | Self::Bad => None,
        }
    }

    /// The value alone, if it could be read.
    pub fn value(self) -> Option<T> {
        self.good().map(|located| located.value)
    }

    /// The value with its path, if it could be read.
    pub fn as_good(&self) -> Option<&Located<T>> {
        match self {
            Self::Good(located) => Some(located),
            Self::Missing | Self::Bad => None,
        }
    }

    /// Whether the key is not there at all.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

impl FromNode for String {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        match node {
            Node::Text(text) => Some(without_line_end(text)),
            Node::Int(_) | Node::Float(_) | Node::Bool(_) => {
                reading.problem(
                    Code::WrongType,
                    format!("expected text, found {}", node.kind()),
                    "put it in quotes",
                );
                None
            }
            Node::Null | Node::List(_) | Node::Map(_) | Node::Tagged(_) => {
                reading.wrong_type("text", node)
            }
        }
    }

    fn shape() -> Shape {
        Shape::text()
    }
}

/// A text without the line end that a block (`|`, `>`) has: nobody means it.
fn without_line_end(text: &str) -> String {
    text.trim_end_matches('\n').to_owned()
}

/// Text that may be written as a number, such as the year `2018`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar(pub String);

impl FromNode for Scalar {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        match node {
            Node::Text(text) => Some(Self(without_line_end(text))),
            Node::Int(number) => Some(Self(number.to_string())),
            Node::Float(number) => Some(Self(number.to_string())),
            Node::Null | Node::Bool(_) | Node::List(_) | Node::Map(_) | Node::Tagged(_) => {
                reading.wrong_type("text or a number", node)
            }
        }
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![Shape::text(), Shape::Number(None)])
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        match node {
            Node::Bool(value) => Some(*value),
            _ => reading.wrong_type("true or false", node),
        }
    }

    fn shape() -> Shape {
        Shape::Bool
    }
}

/// Text that is still to be read as a `T`.
///
/// What is asked of it is the `T`'s to say. Who lowers the record reads it, and says what is wrong with it.
#[derive(Clone, Debug)]
pub struct Raw<T>(pub String, PhantomData<T>);

/// What is written as text, or as a number.
pub trait Written {
    /// What is asked of the text.
    fn text() -> Text;

    /// The numbers that it can be written as, such as the year `2018`.
    fn numbers() -> Option<Shape> {
        None
    }
}

impl<T: Written> FromNode for Raw<T> {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let text = match T::numbers() {
            Some(_) => Scalar::from_node(node, reading)?.0,
            None => String::from_node(node, reading)?,
        };
        Some(Self(text, PhantomData))
    }

    fn shape() -> Shape {
        let text = Shape::Text(T::text());
        match T::numbers() {
            Some(numbers) => Shape::OneOf(vec![text, numbers]),
            None => text,
        }
    }
}

/// Text in which more stands than white space.
#[derive(Clone, Copy, Debug)]
pub enum Filled {}

impl Written for Filled {
    fn text() -> Text {
        Text::filled()
    }
}

/// The largest number that is read: JSON and JavaScript keep every whole one up to it apart.
pub const LARGEST: i64 = 999_999_999_999_999;

impl FromNode for i64 {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and not too large")]
        let number = match node {
            Node::Int(value) => Self::try_from(*value).ok(),
            Node::Float(value) if value.fract() != 0.0 || value.is_nan() => {
                let message = "expected a whole number, found a decimal number";
                reading.problem(Code::WrongType, message, "");
                return None;
            }
            // What not even 128 bits hold is no whole number to the YAML parser.
            Node::Float(value) => (value.abs() < 1e15).then_some(*value as Self),
            _ => return reading.wrong_type("a whole number", node),
        };
        let number = number.filter(|number| (-LARGEST..=LARGEST).contains(number));
        if number.is_none() {
            let help = "write one of at most 15 digits";
            reading.problem(Code::InvalidValue, "the number is too large", help);
        }
        number
    }

    fn shape() -> Shape {
        Shape::Whole(-LARGEST, LARGEST)
    }
}

/// Anything at all, as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Any(pub Node);

impl FromNode for Any {
    fn from_node(node: &Node, _: &mut Reading) -> Option<Self> {
        Some(Self(node.clone()))
    }

    fn shape() -> Shape {
        Shape::Any
    }
}

impl<T: FromNode> FromNode for Vec<Located<T>> {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        match node {
            Node::List(items) => Some(list(items, reading)),
            _ => reading.no_list(node),
        }
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

fn list<T: FromNode>(items: &[Node], reading: &mut Reading) -> Vec<Located<T>> {
    let one = |(ordinal, item)| reading.child(ordinal, |reading| Located::from_node(item, reading));
    items.iter().enumerate().filter_map(one).collect()
}

/// One value, or a list of them.
#[derive(Clone, Debug, PartialEq)]
pub struct OneOrMany<T>(pub Vec<Located<T>>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: FromNode> FromNode for OneOrMany<T> {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        match node {
            Node::List(items) => Some(Self(list(items, reading))),
            _ => Some(Self(vec![Located::from_node(node, reading)?])),
        }
    }

    fn shape() -> Shape {
        T::shape().or_many()
    }
}

/// A map whose keys are the editor's own, in the order written; what is asked of a key is for `K` to say.
///
/// The path of a key is that of its value, see [`Located::key_place`].
#[derive(Clone, Debug)]
pub struct MapOf<T, K = AnyKey>(pub Vec<(String, Located<T>)>, PhantomData<K>);

/// A key of which nothing is asked.
#[derive(Clone, Copy, Debug)]
pub enum AnyKey {}

impl Written for AnyKey {
    fn text() -> Text {
        Text::default()
    }
}

impl<T, K> Default for MapOf<T, K> {
    fn default() -> Self {
        Self(Vec::new(), PhantomData)
    }
}

impl<T: FromNode, K: Written> FromNode for MapOf<T, K> {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let pairs = match node {
            Node::Map(pairs) => pairs,
            Node::Null => return Some(Self::default()),
            _ => return reading.wrong_type("a map", node),
        };
        let mut seen = std::collections::BTreeSet::new();
        let mut map = Vec::new();
        for (ordinal, (key, value)) in pairs.iter().enumerate() {
            reading.child(ordinal, |reading| {
                let Some(key) = reading.key(key) else { return };
                if !seen.insert(key.clone()) {
                    return reading.duplicate_key(&key);
                }
                map.extend(Located::from_node(value, reading).map(|value| (key, value)));
            });
        }
        Some(Self(map, PhantomData))
    }

    fn shape() -> Shape {
        let (keys, others) = (K::text(), Some(T::shape()));
        Shape::Map(Box::new(Map { keys, known: Vec::new(), others, or_nothing: true }))
    }
}
