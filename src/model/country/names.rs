//! The table of codes and names.

use std::sync::OnceLock;

use super::CountryCode;
use crate::model::names::Names;

/// A row for each code, a column for each language; its head says where it is from.
const TABLE: &str = include_str!("../country_names.tsv");

/// Names of countries in one language.
#[derive(Clone, Copy, Debug)]
pub struct CountryNames {
    column: usize,
}

impl CountryNames {
    /// Names in the language of a BCP 47 tag (`pt-BR`, then `pt`), else in English.
    pub fn in_language(tag: &str) -> Self {
        Self { column: table().names.column(tag) }
    }

    /// The tags of the languages that there are names in, English first.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        table().names.languages().iter().copied()
    }

    /// A country's name as it stands in a list ("Netherlands").
    pub fn name(&self, code: CountryCode) -> &'static str {
        row(code).map_or("", |row| table().names.name(row, self.column))
    }
}

/// The codes, sorted; names and alpha-3 codes are found by a code's place among them.
struct Table {
    codes: Vec<CountryCode>,
    alpha_3: Vec<&'static str>,
    names: Names,
}

pub(super) fn codes() -> &'static [CountryCode] {
    &table().codes
}

/// The place of a code in the table; `None` if it is not assigned.
pub(super) fn row(code: CountryCode) -> Option<usize> {
    codes().binary_search(&code).ok()
}

pub(super) fn alpha_3(code: CountryCode) -> &'static str {
    row(code).map_or("", |row| table().alpha_3[row])
}

fn table() -> &'static Table {
    static READ: OnceLock<Table> = OnceLock::new();
    READ.get_or_init(|| {
        let names = Names::read(TABLE, 2);
        let code = |row: &[&str]| row[0].as_bytes().try_into().map(CountryCode).ok();
        let codes = names.rows().filter_map(code).collect();
        let alpha_3 = names.rows().map(|row| row[1]).collect();
        Table { codes, alpha_3, names }
    })
}
