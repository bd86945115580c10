//! What goes with the drafts that are left out.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::biblio::Entry;
use crate::model::Source;
use crate::text::Texts;

/// Removes the sources that drafts alone name: they would tell of what is not told yet.
pub(super) fn leave_out_sources(
    sources: &mut Vec<(Arc<Source>, Arc<Entry>)>,
    drafts: &BTreeSet<String>,
    texts: &Texts,
) {
    if drafts.is_empty() {
        return;
    }
    let keys: BTreeSet<&str> = sources.iter().map(|(source, _)| source.key.as_str()).collect();
    let texts = || texts.iter().map(|(_, file)| file);
    let in_drafts = texts().filter(|file| drafts.contains(&file.path));
    let mut only: BTreeSet<String> = in_drafts
        .flat_map(|file| keys_in(&file.text))
        .filter(|word| keys.contains(word))
        .map(str::to_owned)
        .collect();
    for origin in sources.iter().flat_map(|(source, _)| &source.origins) {
        only.remove(&origin.0);
    }
    let is_published = |path: &str| path.ends_with(".md") && !drafts.contains(path);
    for file in texts().filter(|file| is_published(&file.path)) {
        if only.is_empty() {
            return;
        }
        keys_in(&file.text).for_each(|word| {
            only.remove(word);
        });
    }
    sources.retain(|(source, _)| !only.contains(source.key.as_str()));
}

/// Everything in a text that may be a source's key.
pub fn keys_in(text: &str) -> impl Iterator<Item = &str> {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || "_:.+-".contains(c);
    let words = text.split(move |c| !is_of_key(c)).filter(|word| !word.is_empty());
    words.flat_map(|word| {
        // A full stop may end the sentence, and `source:` stand in front.
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let named = bare.strip_prefix("source:");
        [Some(word), Some(bare), named].into_iter().flatten()
    })
}
