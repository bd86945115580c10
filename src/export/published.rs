//! How a published structure is defined: once, for what is written, for its schema and for the page that explains it.

use std::collections::BTreeMap;

use serde_json::{Map as Object, Value, json};

/// What has a schema.
pub(super) trait Described {
    /// Its schema; that of a structure is a reference to a definition.
    fn schema(definitions: &mut Definitions) -> Value;
}

/// A structure with named fields, as `published!` makes it.
pub(super) trait Published {
    /// The name of its definition.
    const NAME: &str;
    /// What it is.
    const ABOUT: &str;

    /// Its fields, in the order in which they are written.
    fn fields() -> Vec<Field>;
}

/// A field of a structure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    name: &'static str,
    about: &'static str,
    schema: fn(&mut Definitions) -> Value,
}

impl Field {
    /// A field of a type; `name` is as Rust writes it.
    pub(super) fn of<T: Described>(name: &'static str, about: &'static str) -> Self {
        Self { name: name.trim_start_matches("r#"), about, schema: T::schema }
    }
}

/// The definitions that a document's schemas refer to.
#[derive(Debug)]
pub(super) struct Definitions {
    /// What a reference begins with.
    below: &'static str,
    /// Null while a definition is being made, so that it can refer to itself.
    made: BTreeMap<&'static str, Value>,
}

impl Definitions {
    /// None so far; references to them begin with `below`, such as `#/$defs/`.
    pub(super) fn new(below: &'static str) -> Self {
        Self { below, made: BTreeMap::new() }
    }

    /// A reference to a structure's definition, which is made if there is none yet.
    pub(super) fn reference<T: Published>(&mut self) -> Value {
        if !self.made.contains_key(T::NAME) {
            self.made.insert(T::NAME, Value::Null);
            let mut properties = Object::new();
            for Field { name, about, schema } in T::fields() {
                properties.insert(name.to_owned(), described(schema(self), about));
            }
            let definition = json!({
                "description": prose(T::ABOUT),
                "type": "object",
                "required": properties.keys().collect::<Vec<_>>(),
                "properties": properties,
            });
            self.made.insert(T::NAME, definition);
        }
        json!({ "$ref": format!("{}{}", self.below, T::NAME) })
    }

    /// All of them by name.
    pub(super) fn into_value(self) -> Value {
        self.made.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
    }
}

/// A schema with what it is for before it.
fn described(schema: Value, about: &str) -> Value {
    let mut all = Object::new();
    all.insert("description".to_owned(), prose(about).into());
    if let Value::Object(schema) = schema {
        all.extend(schema);
    }
    all.into()
}

/// The text of a comment: its lines are one.
pub(super) fn prose(comment: &str) -> String {
    comment.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Defines structures that are published as JSON. A line `+ field: Type` puts the fields of another structure first.
macro_rules! published {
    ($(
        $(#[doc = $about:literal])+
        struct $name:ident {
            $(+ $base:ident: $base_type:ty,)?
            $(
                $(#[doc = $for:literal])+
                $field:ident: $type:ty,
            )*
        }
    )*) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Debug, serde::Serialize)]
        pub(in crate::export) struct $name {
            $(#[serde(flatten)] pub(in crate::export) $base: $base_type,)?
            $($(#[doc = $for])+ pub(in crate::export) $field: $type,)*
        }

        impl $crate::export::published::Published for $name {
            const NAME: &str = stringify!($name);
            const ABOUT: &str = concat!($($about, "\n"),+);

            fn fields() -> Vec<$crate::export::published::Field> {
                use $crate::export::published::Field;

                #[allow(unused_mut, reason = "only those with another's fields before theirs add to it")]
                let mut fields: Vec<Field> = Vec::new();
                $(fields.extend(<$base_type as $crate::export::published::Published>::fields());)?
                fields.extend([
                    $(Field::of::<$type>(stringify!($field), concat!($($for, "\n"),+)),)*
                ]);
                fields
            }
        }

        impl $crate::export::published::Described for $name {
            fn schema(
                definitions: &mut $crate::export::published::Definitions,
            ) -> serde_json::Value {
                definitions.reference::<Self>()
            }
        }
    )*};
}
pub(super) use published;

impl Described for String {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string"})
    }
}

impl Described for bool {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "boolean"})
    }
}

impl Described for usize {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "integer", "minimum": 0})
    }
}

impl Described for serde_json::Number {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "number"})
    }
}

impl<T: Described> Described for Vec<T> {
    fn schema(definitions: &mut Definitions) -> Value {
        json!({"type": "array", "items": T::schema(definitions)})
    }
}

impl<T: Described> Described for Option<T> {
    fn schema(definitions: &mut Definitions) -> Value {
        let schema = T::schema(definitions);
        // A plain value keeps its keywords, which say nothing of null; words have to have it among them.
        match schema {
            Value::Object(mut schema) if schema.get("type").is_some_and(Value::is_string) => {
                if let Some(kind) = schema.remove("type") {
                    schema.insert("type".to_owned(), json!([kind, "null"]));
                }
                if let Some(Value::Array(words)) = schema.get_mut("enum") {
                    words.push(Value::Null);
                }
                schema.into()
            }
            schema => json!({"anyOf": [schema, {"type": "null"}]}),
        }
    }
}

/// A text of a form that JSON Schema has a name for.
macro_rules! formats {
    ($($(#[doc = $about:literal])+ $name:ident = $format:literal;)*) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Debug, serde::Serialize)]
        #[serde(transparent)]
        pub(super) struct $name(pub(super) String);

        impl Described for $name {
            fn schema(_: &mut Definitions) -> Value {
                json!({"type": "string", "format": $format})
            }
        }
    )*};
}
formats! {
    /// An address with its scheme and host.
    Address = "uri";
    /// A day, as `2018-04-25`.
    Day = "date";
}

/// One of the words of a closed set.
pub(super) trait Words: Copy {
    /// All of them.
    fn all() -> Vec<&'static str>;
    /// This one.
    fn word(self) -> &'static str;
}

/// A value that is published as its word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<T>(pub(super) T);

impl<T: Words> serde::Serialize for Word<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<T: Words> Described for Word<T> {
    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string", "enum": T::all()})
    }
}

macro_rules! words {
    ($($name:ty),* $(,)?) => {$(
        impl $crate::export::published::Words for $name {
            fn all() -> Vec<&'static str> {
                Self::ALL.into_iter().map(Self::as_str).collect()
            }

            fn word(self) -> &'static str {
                self.as_str()
            }
        }
    )*};
}
words! {
    crate::model::EntityKind,
    crate::model::Qualifier,
    crate::model::Relation,
    crate::model::Status,
    crate::model::UrlStatus,
}
pub(super) use words;
