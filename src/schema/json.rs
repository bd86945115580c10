//! A shape → JSON Schema 2020-12.

use std::collections::BTreeMap;

use serde_json::{Map as Object, Value, json};

use super::Known;
use crate::model::slug_of;
use crate::yaml::Shape;
use crate::yaml::shape::{Key, Map, Names, Record, Text};

/// Writes the schema of a shape. Records below its root, and the names that the content knows, are definitions of their own.
pub(super) struct Writer<'a> {
    known: &'a Known,
    /// The name of each record's definition by the record's id.
    names: BTreeMap<&'static str, String>,
    definitions: BTreeMap<String, Value>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(known: &'a Known) -> Self {
        Self { known, names: BTreeMap::new(), definitions: BTreeMap::new() }
    }

    /// The schema of a whole file, without its head.
    pub(super) fn root(&mut self, shape: &Shape) -> Object<String, Value> {
        match shape {
            Shape::Record(record) => self.record(record),
            Shape::Map(map) => self.map(map),
            _ => object(self.value(shape)),
        }
    }

    /// The definitions that the schema refers to, by name.
    pub(super) fn definitions(self) -> BTreeMap<String, Value> {
        self.definitions
    }

    fn value(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Any => json!({}),
            Shape::Bool => json!({"type": "boolean"}),
            Shape::Whole(least, most) => {
                json!({"type": "integer", "minimum": least, "maximum": most})
            }
            Shape::Number(None) => json!({"type": "number"}),
            Shape::Number(Some(least)) => json!({"type": "number", "minimum": least}),
            Shape::Text(text) => self.text(text, None),
            Shape::List(item) => json!({"type": "array", "items": self.value(item)}),
            Shape::Map(map) => self.map(map).into(),
            Shape::Record(record) => self.reference(record),
            Shape::OneOf(shapes) => self.one_of(shapes),
        }
    }

    /// A text, which can be written as a number if the keywords for numbers are given too.
    fn text(&mut self, text: &Text, number: Option<&Value>) -> Value {
        let number = number.and_then(Value::as_object);
        let mut schema = Object::new();
        let kind = match number.and_then(|number| number.get("type")) {
            Some(number) => json!(["string", number]),
            None => "string".into(),
        };
        schema.insert("type".to_owned(), kind);
        if !text.words.is_empty() {
            let words: Vec<_> = text.words.iter().map(|(word, _)| word.as_str()).collect();
            schema.insert("enum".to_owned(), words.into());
            if text.words.iter().any(|(_, meaning)| !meaning.is_empty()) {
                let meanings: Vec<_> = text.words.iter().map(|(_, meaning)| *meaning).collect();
                schema.insert("enumDescriptions".to_owned(), meanings.into());
            }
        }
        if let Some(pattern) = &text.pattern {
            schema.insert("pattern".to_owned(), pattern.as_str().into());
        }
        if let Some(refused) = &text.refused {
            schema.insert("not".to_owned(), json!({"type": "string", "pattern": refused}));
        }
        if let Some(longest) = text.longest {
            schema.insert("maxLength".to_owned(), longest.into());
        }
        for (keyword, value) in number.into_iter().flatten().filter(|(key, _)| *key != "type") {
            schema.insert(keyword.clone(), value.clone());
        }
        if !text.fault.is_empty() {
            // Not JSON Schema's own: editors show it in place of the pattern.
            schema.insert("patternErrorMessage".to_owned(), text.fault.into());
        }
        if !text.examples.is_empty() {
            schema.insert("examples".to_owned(), text.examples.into());
        }
        let schema = match text.names.and_then(|names| self.known(names)) {
            // Any other name passes too: which there are is for `check` to say, and a schema that
            // was written yesterday must not call wrong what is right today.
            Some(reference) => json!({"anyOf": [reference, schema]}),
            None => schema.into(),
        };
        match text.called {
            Some(name) => self.define(name, schema),
            None => schema,
        }
    }

    /// A reference to a definition, which is made if there is none like it.
    fn define(&mut self, called: &str, schema: Value) -> Value {
        let name = self.free_name(called, |known| *known == schema);
        let reference = reference_to(&name);
        self.definitions.insert(name, schema);
        reference
    }

    /// A reference to the names that the content knows; `None` if it knows none.
    fn known(&mut self, names: Names) -> Option<Value> {
        let known = self.known.of(names);
        if known.is_empty() {
            return None;
        }
        let name = definition_of(names);
        let definition = json!({
            "enum": known.keys().collect::<Vec<_>>(),
            "enumDescriptions": known.values().collect::<Vec<_>>(),
        });
        self.definitions.insert(name.to_owned(), definition);
        Some(reference_to(name))
    }

    fn one_of(&mut self, shapes: &[Shape]) -> Value {
        if let [Shape::Text(text), number @ (Shape::Number(_) | Shape::Whole(..))] = shapes
            && text.words.is_empty()
        {
            let number = self.value(number);
            return self.text(text, Some(&number));
        }
        json!({"anyOf": shapes.iter().map(|shape| self.value(shape)).collect::<Vec<_>>()})
    }

    fn map(&mut self, map: &Map) -> Object<String, Value> {
        let Map { keys, known, others, or_nothing } = map;
        let mut schema = object_or_nothing(*or_nothing);
        let mut properties = Object::new();
        for (key, about, shape) in known {
            properties.insert(key.clone(), described(self.value(shape), about));
        }
        if let (Some(names), Some(shape)) = (keys.names, others) {
            let value = self.value(shape);
            for (key, about) in self.known.of(names) {
                properties.insert(key.clone(), described(value.clone(), about));
            }
        }
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), properties.into());
        }
        let asked = object(self.text(&Text { names: None, called: None, ..keys.clone() }, None));
        if asked.len() > 1 {
            schema.insert("propertyNames".to_owned(), asked.into());
        }
        let others = others.as_ref().map_or(Value::Bool(false), |shape| self.value(shape));
        schema.insert("additionalProperties".to_owned(), others);
        schema
    }

    fn record(&mut self, record: &Record) -> Object<String, Value> {
        let mut schema = object_or_nothing(record.or_nothing);
        let mut properties = Object::new();
        for Key { name, about, required: _, shape } in &record.keys {
            properties.insert((*name).to_owned(), described(self.value(&shape()), about));
        }
        let required: Vec<_> =
            record.keys.iter().filter(|key| key.required.is_some()).map(|key| key.name).collect();
        schema.insert("properties".to_owned(), properties.into());
        if !required.is_empty() {
            schema.insert("required".to_owned(), required.into());
        }
        schema.insert("additionalProperties".to_owned(), false.into());
        schema
    }

    /// The name of a definition that is not there yet, or that will do.
    fn free_name(&self, called: &str, will_do: impl Fn(&Value) -> bool) -> String {
        let numbered = |number: usize| match number {
            1 => called.to_owned(),
            _ => format!("{called}-{number}"),
        };
        let is_free = |name: &String| {
            self.names.values().all(|taken| taken != name)
                && self.definitions.get(name).is_none_or(&will_do)
        };
        (1..).map(numbered).find(is_free).unwrap_or_default()
    }

    /// A reference to the definition of a record, which may hold records of its own kind.
    fn reference(&mut self, record: &Record) -> Value {
        let known = self.names.get(record.id).cloned();
        let name = known.unwrap_or_else(|| {
            let called = slug_of(without_article(record.called));
            let name = self.free_name(&called, |_| false);
            // Named before it is written, so that it can refer to itself.
            self.names.insert(record.id, name.clone());
            let schema = self.record(&Record { or_nothing: false, ..record.clone() });
            self.definitions.insert(name.clone(), described(schema.into(), record.about));
            name
        });
        let reference = reference_to(&name);
        // The same record may be asked for with and without leave to be nothing.
        if record.or_nothing { json!({"anyOf": [reference, {"type": "null"}]}) } else { reference }
    }
}

fn reference_to(definition: &str) -> Value {
    json!({"$ref": format!("#/$defs/{definition}")})
}

fn object_or_nothing(or_nothing: bool) -> Object<String, Value> {
    let kind = if or_nothing { json!(["object", "null"]) } else { json!("object") };
    Object::from_iter([("type".to_owned(), kind)])
}

fn object(value: Value) -> Object<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}

/// A schema with what it is for before it.
pub(super) fn described(schema: Value, about: &str) -> Value {
    let lines: Vec<_> = about.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return schema;
    }
    let text = lines.join(" ");
    let mut first = Object::new();
    if text.contains('`') {
        // Not JSON Schema's own: editors show it with its code set as code.
        first.insert("description".to_owned(), text.replace('`', "").into());
        first.insert("markdownDescription".to_owned(), text.into());
    } else {
        first.insert("description".to_owned(), text.into());
    }
    first.extend(object(schema));
    first.into()
}

/// `an outlet` without its `an`.
fn without_article(called: &str) -> &str {
    called.strip_prefix("a ").or_else(|| called.strip_prefix("an ")).unwrap_or(called)
}

fn definition_of(names: Names) -> &'static str {
    match names {
        Names::Kinds => "known-kinds",
        Names::Roles => "known-roles",
        Names::Facts => "known-facts",
        Names::Origins => "known-origins",
        Names::Operations => "known-operations",
        Names::Outlets => "known-outlets",
        Names::Agencies => "known-agencies",
        Names::Platforms => "known-platforms",
        Names::Sources => "known-sources",
    }
}
