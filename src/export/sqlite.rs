//! The record as a database of `SQLite`, with full-text search over claims: what Datasette and the like open as it is.
//!
//! Its tables have the columns of those that are written as CSV, with numbers as numbers and nothing where nothing is known.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use super::tables::{
    Column, Row, Value, citations, claims, countries, entities, operations, sources,
};
use crate::render::Renderer;

/// The bytes of a database. The same record gives the same bytes.
///
/// # Errors
/// Says what `SQLite` could not do: run out of memory, as far as we know.
pub fn sqlite(renderer: &Renderer) -> Result<Vec<u8>, String> {
    database(renderer).map_err(|error| format!("failed to make the database ({error})"))
}

fn database(renderer: &Renderer) -> rusqlite::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory()?;
    let transaction = connection.transaction()?;
    about(&transaction, renderer)?;
    fill(&transaction, "operations", "PRIMARY KEY (id)", operations(renderer))?;
    fill(&transaction, "countries", "PRIMARY KEY (id)", countries(renderer))?;
    fill(&transaction, "entities", "PRIMARY KEY (type, id)", entities(renderer))?;
    fill(&transaction, "sources", "PRIMARY KEY (key)", sources(renderer))?;
    fill(&transaction, "claims", "PRIMARY KEY (key)", claims(renderer))?;
    fill(
        &transaction,
        "citations",
        "PRIMARY KEY (claim, source), FOREIGN KEY (claim) REFERENCES claims (key), \
         FOREIGN KEY (source) REFERENCES sources (key)",
        citations(renderer),
    )?;
    // The index names claims by their rows, so a `VACUUM`, which may number these anew, wants a `rebuild` of it after.
    // Datasette finds it by these double quotes alone.
    transaction.execute_batch(
        "CREATE INDEX claims_of_subject ON claims (subject_type, subject_id);
         CREATE INDEX claims_of_part ON claims (part_type, part_id);
         CREATE INDEX claims_of_fact ON claims (fact);
         CREATE INDEX citations_of_source ON citations (source);
         CREATE VIRTUAL TABLE claims_fts USING fts5(
             text, subject_name, content=\"claims\", tokenize='unicode61 remove_diacritics 2'
         );
         INSERT INTO claims_fts (claims_fts) VALUES ('rebuild');
         INSERT INTO claims_fts (claims_fts) VALUES ('optimize');",
    )?;
    transaction.commit()?;
    Ok(connection.serialize("main")?.to_vec())
}

/// Whose record it is, and on which terms.
fn about(connection: &Connection, renderer: &Renderer) -> rusqlite::Result<()> {
    let config = &renderer.site().config;
    connection.execute_batch("CREATE TABLE record (name TEXT PRIMARY KEY, value TEXT)")?;
    let mut insert = connection.prepare("INSERT INTO record VALUES (?1, ?2)")?;
    for (name, value) in [
        ("title", Some(&config.title)),
        ("description", Some(&config.description)),
        ("address", Some(&config.base_url)),
        ("language", Some(&config.language)),
        ("publisher", config.publisher.name.as_ref()),
        ("license", config.license.as_ref()),
    ] {
        insert.execute((name, value))?;
    }
    Ok(())
}

/// Makes a table and fills it.
fn fill<R: Row>(
    connection: &Connection,
    name: &str,
    keys: &str,
    rows: impl Iterator<Item = R>,
) -> rusqlite::Result<()> {
    let columns: Vec<String> = R::COLUMNS.iter().map(declared).collect();
    connection.execute_batch(&format!("CREATE TABLE {name} ({}, {keys})", columns.join(", ")))?;
    let places = vec!["?"; columns.len()].join(", ");
    let mut insert = connection.prepare(&format!("INSERT INTO {name} VALUES ({places})"))?;
    for row in rows {
        insert.execute(params_from_iter(row.values()))?;
    }
    Ok(())
}

fn declared(column: &Column) -> String {
    format!("\"{}\" {}", column.written(), column.kind)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Nothing => Ok(ToSqlOutput::Borrowed(ValueRef::Null)),
            Self::Text(text) => Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))),
            Self::Number(number) => Ok(match number.as_i64() {
                Some(whole) => ToSqlOutput::from(whole),
                None => ToSqlOutput::from(number.as_f64().unwrap_or_default()),
            }),
            Self::Bool(is_so) => Ok(ToSqlOutput::from(*is_so)),
        }
    }
}
