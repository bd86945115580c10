//! Names of languages.

use std::sync::OnceLock;

use crate::model::country::{CountryCode, CountryNames};
use crate::model::names::Names;

/// A row for each code, a column for each language; its head says where it is from.
const TABLE: &str = include_str!("../language_names.tsv");

/// A language's name in the language of another tag: "Portuguese (Brazil)" for `pt-BR`; the tag, if it has no name.
pub fn name_in(language: &str, tag: &str) -> String {
    let mut parts = tag.split('-');
    let code = parts.next().unwrap_or_default().to_ascii_lowercase();
    let names = table();
    let mut rows = names.rows();
    let Some(row) = rows.position(|row| row[0] == code) else { return tag.to_owned() };
    let name = names.name(row, names.column(language));
    let countries = CountryNames::in_language(language);
    let region = |part: &str| match CountryCode::parse(&part.to_ascii_uppercase()) {
        Ok(country) => countries.name(country).to_owned(),
        Err(_) => part.to_owned(),
    };
    let rest: Vec<_> = parts.map(region).collect();
    if rest.is_empty() { name.to_owned() } else { format!("{name} ({})", rest.join(", ")) }
}

fn table() -> &'static Names {
    static READ: OnceLock<Names> = OnceLock::new();
    READ.get_or_init(|| Names::read(TABLE, 1))
}

#[cfg(test)]
mod tests {
    use super::name_in;

    #[test]
    fn languages_are_named_in_the_language_of_the_site() {
        for (language, tag, name) in [
            ("en", "fr", "French"),
            ("de", "fr", "Französisch"),
            ("ar", "fr", "الفرنسية"),
            ("en-GB", "pt-BR", "Portuguese (Brazil)"),
            ("fr", "ZH-hant", "chinois (hant)"),
            ("xx", "nl", "Dutch"),
            ("en", "x-own", "x-own"),
            ("en", "tlh", "tlh"),
        ] {
            assert_eq!(name_in(language, tag), name, "{tag} in {language}");
        }
    }
}
