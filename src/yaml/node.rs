//! YAML as a tree: maps keep their order and their duplicate keys.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::fault::{self, SyntaxError};

/// A value as YAML 1.2's core schema reads it (`NO` is text, `010` is text).
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, its pairs in the order written.
    Map(Vec<(Node, Node)>),
    /// A value with a tag, such as `!x`: read nowhere.
    Tagged(String),
}

impl Node {
    /// What an editor would call it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Tagged(_) => "a tagged value",
        }
    }

    /// Whether more lists and maps than these stand in each other.
    fn is_deeper_than(&self, levels: usize) -> bool {
        let is_deeper = |inner: &Self| inner.is_deeper_than(levels.saturating_sub(1));
        match self {
            Self::List(items) => levels == 0 || items.iter().any(is_deeper),
            Self::Map(pairs) => {
                levels == 0 || pairs.iter().any(|(key, value)| is_deeper(key) || is_deeper(value))
            }
            Self::Null
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Float(_)
            | Self::Text(_)
            | Self::Tagged(_) => false,
        }
    }
}

/// What a tree may still take: a unit for each value, and one for each byte of its text.
///
/// What `*…` stand for is made as often as they stand there; the parser counts how often, not how much it is.
#[derive(Clone, Copy)]
struct Tree<'b>(&'b Cell<usize>);

impl Tree<'_> {
    fn take<E: de::Error>(self, node: Node) -> Result<Node, E> {
        let text = if let Node::Text(text) = &node { text.len() } else { 0 };
        let left = self.0.get().checked_sub(text + 1);
        self.0.set(left.ok_or_else(|| E::custom("repetition limit exceeded"))?);
        Ok(node)
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("YAML")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        self.take(Node::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.take(Node::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        self.take(Node::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        self.take(Node::Int(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        self.take(Node::Int(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        self.take(Node::Int(value))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        // Only a number of 39 digits is larger; nothing asks for one.
        self.take(Node::Int(i128::try_from(value).unwrap_or(i128::MAX)))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        self.take(Node::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        self.take(Node::Text(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Node, E> {
        self.take(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        self.take(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(pair) = pairs.next_entry_seed(self, self)? {
            map.push(pair);
        }
        self.take(Node::Map(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node, A::Error> {
        let (tag, value) = tagged.variant::<String>()?;
        value.newtype_variant_seed(self)?;
        self.take(Node::Tagged(tag))
    }
}

/// Reads one YAML document.
pub(super) fn parse(text: &str) -> Result<Node, SyntaxError> {
    if let Some(error) = fault::before_parsing(text) {
        return Err(error);
    }
    // Without `*…` no text has more than two units for each of its bytes.
    let left = Cell::new(text.len().saturating_mul(4).saturating_add(1 << 20));
    let root = Tree(&left).deserialize(serde_yaml::Deserializer::from_str(text));
    let root = root.map_err(|error| {
        let place = error.location().map(|at| (at.line(), at.column()));
        fault::of_parser(text, &error.to_string(), place)
    })?;
    if root.is_deeper_than(fault::DEEPEST) { Err(fault::too_deep(text)) } else { Ok(root) }
}
