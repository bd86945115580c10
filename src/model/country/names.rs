//! The table of codes and names.

use std::sync::OnceLock;

use super::CountryCode;

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
        let tag = tag.to_ascii_lowercase();
        let mut wanted = match tag.as_str() {
            "zh-tw" | "zh-hk" | "zh-mo" => "zh-hant",
            "sh" => "sr-latn",
            tag => tag,
        };
        loop {
            let named = match wanted {
                "no" | "nn" => "nb",
                "iw" => "he",
                "in" => "id",
                wanted => wanted,
            };
            let languages = &table().languages;
            if let Some(column) = languages.iter().position(|tag| tag.eq_ignore_ascii_case(named)) {
                return Self { column };
            }
            match wanted.rsplit_once('-') {
                Some((shorter, _)) => wanted = shorter,
                None => return Self { column: 0 },
            }
        }
    }

    /// The tags of the languages that there are names in, English first.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        table().languages.iter().copied()
    }

    /// A country's name as it stands in a list ("Netherlands").
    pub fn name(&self, code: CountryCode) -> &'static str {
        let Some(row) = row(code) else { return "" };
        let table = table();
        let names = &table.names[row * table.languages.len()..];
        // CLDR leaves a name out now and then.
        if names[self.column].is_empty() { names[0] } else { names[self.column] }
    }
}

/// The codes, sorted; names and alpha-3 codes are found by a code's place among them.
struct Table {
    languages: Vec<&'static str>,
    codes: Vec<CountryCode>,
    alpha_3: Vec<&'static str>,
    names: Vec<&'static str>,
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
        let mut lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        let languages: Vec<_> = lines.next().unwrap_or_default().split('\t').skip(2).collect();
        let mut table = Table { languages, codes: vec![], alpha_3: vec![], names: vec![] };
        for line in lines {
            let mut cells = line.split('\t');
            let code = cells.next().unwrap_or_default().as_bytes();
            table.codes.extend(code.try_into().map(CountryCode));
            table.alpha_3.extend(cells.next());
            table.names.extend(cells);
        }
        table
    })
}
