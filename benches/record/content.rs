//! The record as an editor of casefile would have written it.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use super::{AGENCIES, Citation, Claim, Entity, KINDS, Operation, PLATFORMS, ROLES};
use super::{Record, Says, Source, Thing};

/// The sources that one file holds.
const SOURCES_OF_A_FILE: usize = 250;

/// Writes `content/` below a folder; `outputs` is what `site.yaml` says of them.
pub(crate) fn write_content(record: &Record, root: &Path, outputs: &str) -> io::Result<()> {
    let content = root.join("content");
    for folder in ["operations", "outlets", "agencies", "platforms", "sources", "pages"] {
        fs::create_dir_all(content.join(folder))?;
    }
    fs::write(content.join("site.yaml"), settings(outputs))?;
    fs::write(
        content.join("pages/about.md"),
        "---\ntitle: About\n---\n\nNothing here is true: the record was made to be measured.\n",
    )?;
    for at in 0..record.operations {
        let operation = record.operation(at);
        let path = content.join("operations").join(&operation.slug).with_extension("md");
        fs::write(path, file_of(record, &operation))?;
    }
    let entities = (0..record.outlets).map(|at| ("outlets", record.outlet(at)));
    let entities = entities.chain((0..AGENCIES).map(|at| ("agencies", record.agency(at))));
    let entities = entities.chain((0..PLATFORMS).map(|at| ("platforms", record.platform(at))));
    for (folder, Entity { id, name, alias }) in entities {
        let text = format!("---\nname: {name}\naliases: [{alias}]\n---\n");
        fs::write(content.join(folder).join(id).with_extension("md"), text)?;
    }
    for first in (0..record.sources).step_by(SOURCES_OF_A_FILE) {
        let last = (first + SOURCES_OF_A_FILE).min(record.sources);
        let text: String = (first..last).map(|at| entry_of(&record.source(at))).collect();
        fs::write(content.join("sources").join(format!("{first:06}.yaml")), text)?;
    }
    Ok(())
}

fn settings(outputs: &str) -> String {
    let words = |words: &[&str]| {
        words.iter().fold(String::new(), |all, word| format!("{all}    {word}: A {word}\n"))
    };
    format!(
        "title: A record to measure\ndescription: Made by the benches.\n\
         base-url: https://example.org/record/\nlicense: CC-BY-4.0\npolicy: {{archive: allow}}\n\
         diagnostics: {{unused-source: allow, unexplained-dispute: allow}}\noutputs: {outputs}\n\
         navigation: [operations, countries, outlets, agencies, platforms, timeline, sources]\nvocabulary:\n  kinds:\n{}  \
         roles:\n{}  facts:\n    arrests: {{label: Arrests, unit: people, unit-one: person}}\n  \
         origins: {{wire: The Wire}}\n",
        words(KINDS),
        words(ROLES)
    )
}

fn entry_of(source: &Source) -> String {
    let Source { key, kind, title, author, publisher, date, url, accessed, language, .. } = source;
    let mut entry = format!("{key}:\n  type: {kind}\n  title: {title}\n  date: {date}\n");
    if let Some(author) = author {
        let _ = writeln!(entry, "  author: \"{author}\"");
    }
    let _ = writeln!(entry, "  url: {{value: \"{url}\", date: {accessed}}}");
    let _ = writeln!(entry, "  language: {language}");
    let _ = writeln!(entry, "  parent: {{type: newspaper, title: {publisher}}}");
    if source.is_archived {
        let archive = format!("https://archive.example.net/{accessed}/{url}");
        let _ = writeln!(entry, "  archived: {{url: \"{archive}\", date: {accessed}}}");
    }
    if source.is_of_a_wire {
        entry.push_str("  origin: wire\n");
    }
    if let Some(quote) = &source.quote {
        let _ = writeln!(entry, "  quotes: [{{text: \"{quote}\", locator: para. 3}}]");
    }
    entry
}

fn file_of(record: &Record, operation: &Operation) -> String {
    let Operation { title, description, date, kind, follows, claims, .. } = operation;
    let mut text = format!(
        "---\ntitle: \"{title}\"\ndescription: {description}\ndate: {date}\nstatus: concluded\n\
         kind: {kind}\n"
    );
    let mut body = String::new();
    for claim in claims {
        let disputed = if claim.is_disputed { ", disputed: true" } else { "" };
        let rest = format!("claim: {}, sources: {}{disputed}", claim.id, keys(record, claim));
        let _ = match &claim.says {
            Says::Country(code, role) => {
                writeln!(text, "countries:\n  - {{id: {code}, role: {role}, {rest}}}")
            }
            Says::Outlet(at) => {
                writeln!(text, "outlets:\n  - {{id: {}, {rest}}}", record.outlet(*at).id)
            }
            Says::Agency(at, role) => {
                let id = record.agency(*at).id;
                writeln!(text, "agencies:\n  - {{id: {id}, role: {role}, {rest}}}")
            }
            Says::Arrests(count) => {
                writeln!(text, "facts:\n  arrests: {{value: {count}, {rest}}}")
            }
            Says::Words(before, thing, after) => {
                if claim.id == "claim-5" {
                    body.push_str("\n## What happened\n");
                } else if claim.id == "claim-7" {
                    body.push_str("\n## What followed\n");
                }
                let link = match thing {
                    Thing::Outlet(at) => link("outlet", &record.outlet(*at)),
                    Thing::Agency(at) => link("agency", &record.agency(*at)),
                    Thing::Platform(at) => link("platform", &record.platform(*at)),
                };
                let disputed = if claim.is_disputed { " .disputed" } else { "" };
                let clusters = clusters(record, &claim.citations);
                writeln!(body, "\n{before} {link} {after}. {clusters} {{#{}{disputed}}}", claim.id)
            }
        };
    }
    if let Some(slug) = follows {
        let _ = writeln!(text, "related:\n  - {{operation: {slug}, as: follows}}");
    }
    text + "---\n" + &body
}

fn link(kind: &str, entity: &Entity) -> String {
    format!("[{}]({kind}:{})", entity.name, entity.id)
}

fn keys(record: &Record, claim: &Claim) -> String {
    let keys = claim.citations.iter().map(|citation| record.source(citation.source).key);
    format!("[{}]", keys.collect::<Vec<_>>().join(", "))
}

fn clusters(record: &Record, citations: &[Citation]) -> String {
    let items = citations.iter().map(|citation| {
        let key = record.source(citation.source).key;
        match citation.paragraph {
            Some(paragraph) => format!("@{key}, para. {paragraph}"),
            None => format!("@{key}"),
        }
    });
    format!("[{}]", items.collect::<Vec<_>>().join("; "))
}
