//! The theme's words: as functions of its templates, and for what is written outside of them, once per claim.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::TemplateError;
use super::html::{Html, escaped};
use crate::model::{Date, language};
use crate::theme::{Piece, Theme, Word};

macro_rules! words {
    (plain: $($plain:ident)*; with_places: $($word:ident)*;) => {
        /// The words that are written outside templates, each under the name that it has in `i18n/`.
        #[derive(Debug, Default)]
        pub(super) struct Words {
            all: Arc<crate::theme::Words>,
            $(pub(super) $plain: String,)*
            $(pub(super) $word: Word,)*
        }

        impl Words {
            /// Takes out of a theme's words what is needed here.
            ///
            /// # Errors
            /// For a word that the theme does not have.
            pub(super) fn of(theme: &Theme) -> Result<Self, TemplateError> {
                let find = |name: &str| {
                    theme.words.get(name).cloned().ok_or_else(|| {
                        TemplateError::new(format!("the theme has no word `{name}`"))
                    })
                };
                Ok(Self {
                    all: Arc::new(theme.words.clone()),
                    $($plain: find(stringify!($plain))?.text().to_owned(),)*
                    $($word: find(stringify!($word))?,)*
                })
            }
        }
    };
}

words! {
    plain:
        home operations countries outlets agencies platforms timeline sources data disputed_claims corrections correction withdrawal search not_found
        own_statement uncited uncited_because permalink against
        disputed sources_disagree note contradicts contradicted_by
        record archived_undated dead usurped own own_reporting
        country_without_role outlet_without_role agency_without_role platform_without_role
        separator strong_separator;
    with_places:
        reports origins standing withdrawn said_by as_of
        accessed archived reporting
        about at_least more_than up_to fewer_than with_unit labelled;
}

impl Words {
    /// Whether they are written from right to left.
    pub(super) fn is_right_to_left(&self) -> bool {
        language::is_right_to_left(self.all.language())
    }

    /// A date as the site's language says it.
    pub(super) fn date(&self, date: &Date) -> String {
        date.in_words(&self.all.dates)
    }

    /// A word with a date in it.
    pub(super) fn dated(&self, word: &Word, date: &Date) -> String {
        word.dated(date, &self.all.dates)
    }

    /// A whole number as the site's language writes it.
    pub(super) fn number(&self, number: usize) -> String {
        self.all.number(number)
    }

    /// Appends a word in the form that goes with a number, which stands at its `{n}`.
    pub(super) fn write_count(&self, word: &Word, count: usize, out: &mut Html) {
        for piece in self.all.counted(word, count) {
            match piece {
                Piece::Text(text) => out.text(text),
                Piece::Place(_) => out.text(&self.number(count)),
            };
        }
    }

    /// Makes each word a function of the templates, `{{ reports(n=3) }}`, and the form of numbers a filter, `{{ 1200 | number }}`.
    pub(super) fn register(&self, templates: &mut Tera) {
        let all = Arc::clone(&self.all);
        templates
            .register_filter("number", move |value: usize, _: Kwargs, _: &State| all.number(value));
        for (name, word) in self.all.iter() {
            if word.places().is_empty() && !word.is_counted() {
                let value = Value::safe_string(&escaped(word.text()).0);
                let say = move |_: Kwargs, _: &State| -> Value { value.clone() };
                templates.register_function(name.to_owned(), say);
                continue;
            }
            let (all, word, name) = (Arc::clone(&self.all), word.clone(), name.to_owned());
            let say = {
                let name = name.clone();
                move |given: Kwargs, state: &State| say(&all, &name, &word, &given, state)
            };
            templates.register_function(name, say);
        }
    }
}

/// A word with what a template gives it. Text is escaped; what is HTML already, such as a link or a date, is not.
fn say(
    all: &crate::theme::Words,
    name: &str,
    word: &Word,
    given: &Kwargs,
    state: &State,
) -> TeraResult<Value> {
    let count = given.get::<&Value>("n")?.and_then(count_of);
    if word.is_counted() && count.is_none() {
        return Err(tera::Error::message(format!(
            "the word `{name}` depends on a number: give it as `n=…`"
        )));
    }
    let pieces = count.map_or_else(|| word.pieces(), |count| all.counted(word, count));
    let mut html = Html::default();
    for piece in pieces {
        match piece {
            Piece::Text(text) => html.text(text),
            Piece::Place(place) => {
                let value = given.get::<&Value>(place)?.ok_or_else(|| {
                    tera::Error::message(format!("the word `{name}` needs `{place}=…`"))
                })?;
                match count_of(value) {
                    Some(number) => html.text(&all.number(number)),
                    None => html.raw(&state.escape_if_needed(value)?),
                }
            }
        };
    }
    Ok(Value::safe_string(&html.0))
}

fn count_of(value: &Value) -> Option<usize> {
    value.as_i128().and_then(|number| usize::try_from(number).ok())
}

/// Writes a word, each of its places by what is given for it.
pub(super) fn write(word: &Word, out: &mut Html, mut place: impl FnMut(&str, &mut Html)) {
    for piece in word.pieces() {
        match piece {
            Piece::Text(text) => {
                out.text(text);
            }
            Piece::Place(name) => place(name, out),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use super::*;
    use crate::text::Texts;

    /// The words of the default theme in English.
    pub(in crate::render) fn english() -> Words {
        let found =
            crate::theme::find(Path::new("/nowhere"), "default", "en", &mut Texts::default());
        Words::of(&found.unwrap().0).unwrap()
    }

    #[test]
    fn the_default_theme_has_every_word_that_is_written_outside_templates() {
        assert_eq!(english().home, "Home");
    }
}
