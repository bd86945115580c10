//! The ids of headings.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::char::is_combining_mark;

/// Gives each heading of a body an id of its own.
#[derive(Default)]
pub(super) struct HeadingIds {
    taken: BTreeSet<String>,
    counts: BTreeMap<String, usize>,
}

impl HeadingIds {
    /// Returns `h-` and the slug of a text, with `-2`, `-3` … if it is taken.
    pub(super) fn id(&mut self, text: &str) -> String {
        let slug = format!("h-{}", slug(text));
        let count = self.counts.entry(slug.clone()).or_default();
        loop {
            *count += 1;
            let id = if *count == 1 { slug.clone() } else { format!("{slug}-{count}") };
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The letters and digits of any script, in lower case, with hyphens between.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for character in text.chars() {
        if !character.is_alphanumeric() && !is_combining_mark(character) {
            gap = true;
            continue;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        slug.extend(character.to_lowercase());
    }
    if slug.is_empty() { "section".into() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::HeadingIds;

    #[test]
    fn headings_keep_the_letters_of_their_script() {
        let mut ids = HeadingIds::default();
        assert_eq!(ids.id("What is known, and what not"), "h-what-is-known-and-what-not");
        assert_eq!(ids.id("  Été 2018 – «Amaq»"), "h-été-2018-amaq");
        assert_eq!(ids.id("وكالة أعماق"), "h-وكالة-أعماق");
        assert_eq!(ids.id("हिन्दी"), "h-हिन्दी");
        assert_eq!(ids.id("!!!"), "h-section");
    }

    #[test]
    fn equal_headings_get_different_ids() {
        let mut ids = HeadingIds::default();
        let texts = ["Notes", "Notes 2", "notes", "Notes", "notes 2"];
        let ids: Vec<_> = texts.iter().map(|text| ids.id(text)).collect();
        assert_eq!(ids, ["h-notes", "h-notes-2", "h-notes-3", "h-notes-4", "h-notes-2-2"]);
    }
}
