//! The record as content of Hugo, for the layouts in `benches/hugo`.
//!
//! What pages name is a term of a taxonomy, the bibliography is data, and claims are in the front matter, since Hugo
//! has no other place from which a page can show the claims of another.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

use crate::record::{AGENCIES, Entity, Operation, PLATFORMS, Record, Says, Thing};

/// Writes the site; its layouts are copied beside the content.
pub(crate) fn write(record: &Record, root: &Path) -> io::Result<()> {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/hugo"), root)?;
    let content = root.join("content");
    fs::create_dir_all(content.join("operations"))?;
    fs::create_dir_all(root.join("data"))?;
    fs::create_dir_all(root.join("static"))?;
    fs::write(root.join("static/style.css"), "body { max-width: 70rem }\n")?;
    for at in 0..record.operations {
        let operation = record.operation(at);
        let name = format!("{}.md", operation.slug);
        fs::write(content.join("operations").join(name), page_of(record, &operation))?;
    }
    let entities = (0..record.outlets).map(|at| ("outlets", record.outlet(at)));
    let entities = entities.chain((0..AGENCIES).map(|at| ("agencies", record.agency(at))));
    let entities = entities.chain((0..PLATFORMS).map(|at| ("platforms", record.platform(at))));
    for (kind, Entity { id, name, alias }) in entities {
        term(&content, kind, &id, &json!({"title": name, "alias": alias}))?;
    }
    let mut data = serde_json::Map::new();
    for at in 0..record.sources {
        let source = record.source(at);
        term(&content, "sources", &source.key, &json!({"title": source.title}))?;
        let archived = format!("https://archive.example.net/{}/{}", source.accessed, source.url);
        let entry = json!({
            "key": source.key, "type": source.kind, "title": source.title, "author": source.author,
            "publisher": source.publisher, "date": source.date, "url": source.url,
            "host": source.url.split('/').nth(2), "accessed": source.accessed,
            "language": source.language, "archived": source.is_archived.then_some(archived),
            "origin": source.is_of_a_wire.then_some("The Wire"), "quote": source.quote,
        });
        data.insert(source.key, entry);
    }
    fs::write(root.join("data/sources.json"), Value::Object(data).to_string())
}

/// A page with nothing but front matter. JSON is YAML too.
fn front_matter(value: &Value) -> String {
    format!("---\n{value}\n---\n")
}

fn term(content: &Path, kind: &str, id: &str, value: &Value) -> io::Result<()> {
    let folder = content.join(kind).join(id);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("_index.md"), front_matter(value))
}

fn page_of(record: &Record, operation: &Operation) -> String {
    let mut named: [BTreeSet<String>; 5] = Default::default();
    let [countries, outlets, agencies, platforms, sources] = &mut named;
    let mut claims = Vec::new();
    for claim in &operation.claims {
        let (mut says, mut of, mut names) = ("body", String::new(), String::new());
        let text = match &claim.says {
            Says::Country(code, role) => {
                (says, of) = ("country", code.to_lowercase());
                countries.insert(of.clone());
                format!("{role}: {code}")
            }
            Says::Outlet(at) => {
                let Entity { id, name, .. } = record.outlet(*at);
                (says, of) = ("outlet", id);
                outlets.insert(of.clone());
                name
            }
            Says::Agency(at, role) => {
                let Entity { id, name, .. } = record.agency(*at);
                (says, of) = ("agency", id);
                agencies.insert(of.clone());
                format!("{role}: {name}")
            }
            Says::Arrests(count) => format!("Arrests: {count} people"),
            Says::Words(before, thing, after) => {
                let (kind, entity, all) = match thing {
                    Thing::Outlet(at) => ("outlets", record.outlet(*at), &mut *outlets),
                    Thing::Agency(at) => ("agencies", record.agency(*at), &mut *agencies),
                    Thing::Platform(at) => ("platforms", record.platform(*at), &mut *platforms),
                };
                all.insert(entity.id.clone());
                names = entity.id;
                let mut text = format!("{before} [{}](/{kind}/{names}/) {after}.", entity.name);
                for citation in &claim.citations {
                    let key = record.source(citation.source).key;
                    let _ = write!(text, " [[{key}]](#src-{key})");
                }
                text
            }
        };
        let keys = claim.citations.iter().map(|citation| record.source(citation.source).key);
        let keys: Vec<_> = keys.collect();
        sources.extend(keys.iter().cloned());
        let heading = match claim.id.as_str() {
            "claim-5" => Some("What happened"),
            "claim-7" => Some("What followed"),
            _ => None,
        };
        let paragraphs: Vec<_> = claim.citations.iter().map(|one| one.paragraph).collect();
        claims.push(json!({
            "id": claim.id, "says": says, "of": of, "names": names, "text": text, "sources": keys,
            "paragraphs": paragraphs, "disputed": claim.is_disputed, "heading": heading,
        }));
    }
    front_matter(&json!({
        "title": operation.title, "description": operation.description, "date": operation.date,
        "day": operation.date, "kind": operation.kind, "follows": operation.follows,
        "countries": countries, "outlets": outlets, "agencies": agencies, "platforms": platforms,
        "sources": sources, "years": [operation.year.to_string()], "claims": claims,
    }))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
