//! The theme's words for what is written outside templates: once per claim, where a template would be too slow.

use super::TemplateError;
use crate::theme::Theme;

macro_rules! words {
    ($($field:ident = $name:literal,)*) => {
        /// The words, each as the theme has it. `{}` in one is the place of a date, a number or a name.
        #[derive(Debug, Default)]
        pub(super) struct Words {
            $(pub(super) $field: String,)*
        }

        impl Words {
            /// Reads the words of a theme.
            ///
            /// # Errors
            /// For a line that is none of a known word.
            pub(super) fn of(theme: &Theme) -> Result<Self, TemplateError> {
                let mut words = Self::default();
                // The first text stands in front of the others.
                for text in theme.words.iter().rev() {
                    for (at, line) in text.lines().enumerate() {
                        let line = line.trim();
                        if line.is_empty() || line.starts_with('#') {
                            continue;
                        }
                        let (name, word) = line.split_once(':').unwrap_or((line, ""));
                        let field = match name.trim() {
                            $($name => &mut words.$field,)*
                            _ => {
                                let message = format!(
                                    "`words.txt`, line {}: no word is called `{}`", at + 1, name.trim()
                                );
                                return Err(TemplateError { message });
                            }
                        };
                        *field = word.trim().to_owned();
                    }
                }
                Ok(words)
            }

            #[cfg(test)]
            fn all(&self) -> Vec<(&'static str, &str)> {
                vec![$(($name, self.$field.as_str()),)*]
            }
        }
    };
}

words! {
    home = "home",
    operations = "operations",
    countries = "countries",
    outlets = "outlets",
    agencies = "agencies",
    platforms = "platforms",
    timeline = "timeline",
    sources = "sources",
    disputed_claims = "disputed-claims",
    corrections = "corrections",
    search = "search",
    not_found = "not-found",

    report = "report",
    reports = "reports",
    origin = "origin",
    origins = "origins",
    own_statement = "own-statement",
    uncited = "uncited",
    uncited_because = "uncited-because",
    permalink = "permalink",
    against = "against",

    disputed = "disputed",
    sources_disagree = "sources-disagree",
    withdrawn = "withdrawn",
    said_by = "said-by",
    as_of = "as-of",
    note = "note",
    contradicts = "contradicts",
    contradicted_by = "contradicted-by",

    record = "record",
    accessed = "accessed",
    archived = "archived",
    archived_undated = "archived-undated",
    dead = "dead",
    usurped = "usurped",
    reporting = "reporting",
    own_reporting = "own-reporting",
    own_origin = "own-origin",

    about = "about",
    at_least = "at-least",
    more_than = "more-than",
    up_to = "up-to",
    fewer_than = "fewer-than",

    country_without_role = "country-without-role",
    outlet_without_role = "outlet-without-role",
    agency_without_role = "agency-without-role",
    platform_without_role = "platform-without-role",
}

/// A word with something put in the place of `{}`.
pub(super) fn fill(word: &str, what: &str) -> String {
    word.replacen("{}", what, 1)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_default_theme_has_every_word() {
        let theme = crate::theme::find(Path::new("/nowhere"), "default").unwrap();
        let words = Words::of(&theme).unwrap();
        let missing: Vec<_> = words.all().into_iter().filter(|(_, word)| word.is_empty()).collect();
        assert_eq!(missing, []);
    }

    #[test]
    fn an_unknown_word_is_told_with_its_line() {
        let theme = Theme { words: vec!["# ours\nreprot: {} report".into()], ..Theme::default() };
        let error = Words::of(&theme).unwrap_err();
        assert_eq!(error.message, "`words.txt`, line 2: no word is called `reprot`");
    }
}
