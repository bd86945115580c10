//! The record as JSON: a file for each thing, an index of each kind of thing, and all claims in one file.
//!
//! Every file but the two that describe the others is one envelope, `{schema_version, total, result}`. A field is always there, in
//! the order in which it is defined; what is not known is null. The structures are made for this alone, so that what
//! changes inside changes nothing that is published.

mod claim;
mod common;
mod country;
mod entity;
mod lines;
mod openapi;
mod operation;
mod source;

use serde::Serialize;
use serde_json::{Value, json};

use super::published::{Definitions, Described};
use crate::render::Renderer;
use crate::resolve::{Claim, Ref, Site};
use crate::routes::{Answer, Api, Noun};
use lines::Layout;

pub(super) use claim::{citations_of, claim, key_of};
#[cfg(feature = "sqlite")]
pub(super) use country::row as country_row;
#[cfg(feature = "sqlite")]
pub(super) use entity::row as entity_row;
pub(super) use operation::{Part, row as operation_row};
pub(super) use source::row as source_row;

/// The version of the format. The first number changes when a field goes or means something else, the second when
/// one is added.
const SCHEMA_VERSION: &str = "1.0.0";

/// The bytes of a file of the API.
pub fn api(renderer: &Renderer, file: Api) -> Vec<u8> {
    let site = renderer.site();
    match file {
        Api::OpenApi => document(&openapi::document(renderer)),
        Api::Schema(answer) => document(&schema(renderer, answer)),
        Api::Index(noun) => match noun {
            Noun::Operations => {
                list(refs(site.operations.len()), |at| operation::row(renderer, at))
            }
            Noun::Countries => list(refs(site.countries.len()), |at| country::row(renderer, at)),
            Noun::Entities(kind) => {
                let of_kind: Vec<_> = site.entities_of(kind).map(|(at, _)| at).collect();
                list(of_kind, |at| entity::row(renderer, at))
            }
            Noun::Sources => list(refs(site.sources.len()), |at| source::row(renderer, at)),
        },
        Api::Operation(at) => item(&operation::whole(renderer, at)),
        Api::Country(at) => item(&country::whole(renderer, at)),
        Api::Entity(at) => item(&entity::whole(renderer, at)),
        Api::Source(at) => item(&source::whole(renderer, at)),
        Api::Claims => list(claims(site), |at| claim(renderer, at)),
    }
}

/// Every claim, those of operations first, oldest first; what is mere prose is none.
pub(super) fn claims(site: &Site) -> Vec<Ref<Claim>> {
    refs(site.claims.len()).into_iter().filter(|at| !site.is_prose(&site[*at])).collect()
}

fn refs<T>(count: usize) -> Vec<Ref<T>> {
    (0..count).map(Ref::new).collect()
}

/// What every file holds.
#[derive(Serialize)]
struct Envelope<'a, T> {
    schema_version: &'static str,
    total: usize,
    result: &'a T,
}

/// A list in its envelope. Its items are made one after the other, each a line: so a large file takes little memory to
/// write, and can be searched and compared by lines.
fn list<T, U: Serialize>(refs: Vec<Ref<T>>, row: impl Fn(Ref<T>) -> U) -> Vec<u8> {
    let head = format!(
        "{{\n\"schema_version\":\"{SCHEMA_VERSION}\",\n\"total\":{},\n\"result\":[",
        refs.len()
    );
    let mut out = head.into_bytes();
    for (ordinal, at) in refs.into_iter().enumerate() {
        out.extend_from_slice(if ordinal == 0 { b"\n" } else { b",\n" });
        lines::write(&mut out, &row(at), Layout::Line);
    }
    out.extend_from_slice(b"\n]\n}\n");
    out
}

/// A thing in its envelope: each of its fields is a line, and so is each item of its lists.
fn item<T: Serialize>(result: &T) -> Vec<u8> {
    let mut out = Vec::new();
    let envelope = Envelope { schema_version: SCHEMA_VERSION, total: 1, result };
    lines::write(&mut out, &envelope, Layout::Fields);
    out.push(b'\n');
    out
}

fn document(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}

/// What an answer's `result` is.
fn result(answer: Answer, definitions: &mut Definitions) -> Value {
    match answer {
        Answer::Operations => Vec::<operation::OperationRow>::schema(definitions),
        Answer::Operation => operation::Operation::schema(definitions),
        Answer::Countries => Vec::<country::CountryRow>::schema(definitions),
        Answer::Country => country::Country::schema(definitions),
        Answer::Entities => Vec::<entity::EntityRow>::schema(definitions),
        Answer::Entity => entity::Entity::schema(definitions),
        Answer::Sources => Vec::<source::SourceRow>::schema(definitions),
        Answer::Source => source::Source::schema(definitions),
        Answer::Claims => Vec::<claim::Claim>::schema(definitions),
    }
}

/// The envelope of an answer.
fn envelope(answer: Answer, definitions: &mut Definitions) -> Value {
    json!({
        "type": "object",
        "required": ["schema_version", "total", "result"],
        "properties": {
            "schema_version": {
                "description": "The version of this format, by the rules of semantic versioning.",
                "type": "string",
                "pattern": "^1\\.[0-9]+\\.[0-9]+$",
            },
            "total": {
                "description": "How many things there are in `result`.",
                "type": "integer",
                "minimum": 0,
            },
            "result": result(answer, definitions),
        },
    })
}

/// The JSON Schema of an answer.
fn schema(renderer: &Renderer, answer: Answer) -> Value {
    let mut definitions = Definitions::new("#/$defs/");
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": renderer.permalink(crate::routes::Route::Api(Api::Schema(answer))),
    });
    let body = envelope(answer, &mut definitions);
    if let (Value::Object(schema), Value::Object(body)) = (&mut schema, body) {
        schema.extend(body);
        schema.insert("$defs".to_owned(), definitions.into_value());
    }
    schema
}
