//! A kind, role or fact that the site's vocabulary does not have.
//!
//! Closed vocabularies keep one thing under one word, so that lists and counts hold.

use super::Checking;
use crate::config::{Words, label};
use crate::diag::{Code, did_you_mean, same_word};
use crate::model::Located;
use crate::text::FileId;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    // Without its settings the site has no vocabulary at all.
    if site.lost.contains("content/site.yaml") {
        return;
    }
    let vocabulary = &site.config.vocabulary;
    for operation in &site.operations {
        let record = &operation.record;
        if let Some(kind) = &record.kind {
            word(checking, record.file, kind, &vocabulary.kinds, Code::UnknownKind, "kind");
        }
        for item in record.cited.iter().flat_map(|list| &list.items) {
            if let Some(role) = &item.role {
                word(checking, record.file, role, &vocabulary.roles, Code::UnknownRole, "role");
            }
        }
        for fact in &record.facts {
            word(checking, record.file, &fact.name, &vocabulary.facts, Code::UnknownFact, "fact");
        }
    }
    for entity in &site.entities {
        let record = &entity.record;
        if let Some(kind) = &record.sort {
            word(checking, record.file, kind, &vocabulary.kinds, Code::UnknownKind, "kind");
        }
    }
}

fn word<T>(
    checking: &mut Checking<'_>,
    file: FileId,
    (word, place): &Located<String>,
    words: &Words<T>,
    code: Code,
    what: &str,
) {
    if label(words, word).is_some() {
        return;
    }
    let known = words.iter().map(|(known, _)| known.as_str());
    let message = format!("the vocabulary has no {what} `{word}`");
    let source = checking.site.texts.get(file);
    let finding = checking.at(file, place, code, message);
    checking.found.push(match same_word(word, known.clone()) {
        Some(same) => finding.fix(format!("write `{same}`"), place.edit(file, source, word, same)),
        None => finding.help(
            did_you_mean(word, known)
                .unwrap_or_else(|| format!("add it to `vocabulary.{what}s` in site.yaml")),
        ),
    });
}
