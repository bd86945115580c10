//! What describes the API: a document of the `OpenAPI` standard, 3.1.

use serde_json::{Map as Object, Value, json};

use super::envelope;
use crate::export::published::Definitions;
use crate::model::EntityKind;
use crate::render::Renderer;
use crate::routes::{API, Answer, Noun, ReferenceForm, Route, Table};

/// The document.
pub(super) fn document(renderer: &Renderer) -> Value {
    let site = renderer.site();
    let config = &site.config;
    let mut definitions = Definitions::new("#/components/schemas/");
    let mut paths = Object::new();
    for noun in Noun::ALL {
        let folder = noun.folder();
        let (all, one) = answers(noun);
        let names = names(noun);
        let summary = format!("All {}", names.several);
        let operation = answer(&mut definitions, all, &summary, names.several, names.tag);
        paths.insert(format!("/{folder}/index.json"), json!({ "get": operation }));

        let summary = format!("{} with all that is known of it", capital(names.one));
        let mut operation = answer(&mut definitions, one, &summary, names.one_id, names.tag);
        operation["responses"]["404"] = json!({ "description": "There is none of this id." });
        let id = json!([{
            "name": "id",
            "in": "path",
            "required": true,
            "description": "Its id, as the index gives it.",
            "schema": {"type": "string"},
        }]);
        paths.insert(
            format!("/{folder}/{{id}}.json"),
            json!({ "parameters": id, "get": operation }),
        );
    }
    let claims = answer(
        &mut definitions,
        Answer::Claims,
        "All claims with their sources, those of operations first",
        "claims",
        "Claims",
    );
    paths.insert("/claims.json".to_owned(), json!({ "get": claims }));

    for form in ReferenceForm::ALL {
        let path = format!("/sources.{}", form.extension());
        paths.insert(path, json!({ "get": of_bibliography(form) }));
    }
    if config.outputs.tables {
        for table in Table::ALL {
            paths.insert(format!("/{}", table.file()), json!({ "get": of_table(table) }));
        }
    }

    let mut info = json!({
        "title": config.title,
        "version": super::SCHEMA_VERSION,
        "description": format!(
            "{}\n\nThe files are static: they change when the record does. Every field is always there; \
             what is not known is null. Lists keep their order.",
            config.description
        ).trim(),
    });
    if let Some(license) = &config.license {
        info["license"] = json!({ "name": license });
        // What is no SPDX id can only be a name.
        if !license.contains(char::is_whitespace) {
            info["license"]["identifier"] = json!(license);
        }
    }
    if let Some(name) = &config.publisher.name {
        info["contact"] = json!({ "name": name });
        if let Some(url) = &config.publisher.url {
            info["contact"]["url"] = json!(url);
        }
    }
    let tags: Vec<_> =
        Noun::ALL.into_iter().map(|noun| names(noun).tag).chain(["Claims", "Tables"]).collect();
    json!({
        "openapi": "3.1.0",
        "info": info,
        "externalDocs": { "url": renderer.permalink(Route::Home) },
        "servers": [{ "url": format!("{}{}", renderer.permalink(Route::Home), API.trim_matches('/')) }],
        "tags": tags.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "paths": paths,
        "components": { "schemas": definitions.into_value() },
    })
}

fn answers(noun: Noun) -> (Answer, Answer) {
    match noun {
        Noun::Operations => (Answer::Operations, Answer::Operation),
        Noun::Countries => (Answer::Countries, Answer::Country),
        Noun::Entities(_) => (Answer::Entities, Answer::Entity),
        Noun::Sources => (Answer::Sources, Answer::Source),
    }
}

/// What a noun is called.
struct Names {
    tag: &'static str,
    several: &'static str,
    one: &'static str,
    one_id: &'static str,
}

fn names(noun: Noun) -> Names {
    let (tag, several, one, one_id) = match noun {
        Noun::Operations => ("Operations", "operations", "an operation", "operation"),
        Noun::Countries => ("Countries", "countries", "a country", "country"),
        Noun::Entities(EntityKind::Outlet) => ("Outlets", "outlets", "an outlet", "outlet"),
        Noun::Entities(EntityKind::Agency) => ("Agencies", "agencies", "an agency", "agency"),
        Noun::Entities(EntityKind::Platform) => {
            ("Platforms", "platforms", "a platform", "platform")
        }
        Noun::Sources => ("Sources", "sources", "a source", "source"),
    };
    Names { tag, several, one, one_id }
}

/// "An operation" of "an operation".
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn answer(
    definitions: &mut Definitions,
    answer: Answer,
    summary: &str,
    id: &str,
    tag: &str,
) -> Value {
    json!({
        "operationId": id,
        "summary": summary,
        "tags": [tag],
        "responses": {
            "200": {
                "description": summary,
                "content": {
                    "application/json": { "schema": envelope(answer, definitions) },
                },
            },
        },
    })
}

fn of_table(table: Table) -> Value {
    let (id, summary) = match table {
        Table::Operations => ("operations_table", "All operations as a table"),
        Table::Claims => ("claims_table", "All claims as a table"),
        Table::Citations => ("citations_table", "Which claim cites which source, as a table"),
        Table::Sources => ("sources_table", "All sources as a table"),
    };
    json!({
        "operationId": id,
        "summary": summary,
        "tags": ["Tables"],
        "responses": {
            "200": {
                "description": summary,
                "content": { "text/csv": { "schema": {"type": "string"} } },
            },
        },
    })
}

fn of_bibliography(form: ReferenceForm) -> Value {
    let (id, summary, media, kind) = match form {
        ReferenceForm::Bib => {
            ("bibliography_bib", "All sources for BibLaTeX", "application/x-bibtex", "string")
        }
        ReferenceForm::Csl => (
            "bibliography_csl",
            "All sources as CSL-JSON",
            "application/vnd.citationstyles.csl+json",
            "array",
        ),
    };
    json!({
        "operationId": id,
        "summary": summary,
        "tags": ["Sources"],
        "responses": {
            "200": {
                "description": summary,
                "content": { media: { "schema": {"type": kind} } },
            },
        },
    })
}
