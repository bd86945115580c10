//! Names in many languages: tables of tab-separated cells whose first line gives a language for each column of names.

/// A table of names, its rows sorted by their first cell.
pub(super) struct Names {
    /// How many cells of a row stand before its names.
    before: usize,
    languages: Vec<&'static str>,
    /// The cells of all rows, one row after the other.
    cells: Vec<&'static str>,
}

impl Names {
    /// Reads a table in which this many cells stand before the names; lines with `#` are about the table.
    pub(super) fn read(table: &'static str, before: usize) -> Self {
        let mut lines = table.lines().filter(|line| !line.starts_with('#'));
        let languages = lines.next().unwrap_or_default().split('\t').skip(before).collect();
        Self { before, languages, cells: lines.flat_map(|line| line.split('\t')).collect() }
    }

    /// The tags of the languages, English first.
    pub(super) fn languages(&self) -> &[&'static str] {
        &self.languages
    }

    /// The column of the language of a BCP 47 tag (`pt-BR`, then `pt`), else of English.
    pub(super) fn column(&self, tag: &str) -> usize {
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
            let found = self.languages.iter().position(|tag| tag.eq_ignore_ascii_case(named));
            match (found, wanted.rsplit_once('-')) {
                (Some(column), _) => return column,
                (None, Some((shorter, _))) => wanted = shorter,
                (None, None) => return 0,
            }
        }
    }

    /// The cells of each row, in order.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = &[&'static str]> {
        self.cells.chunks(self.before + self.languages.len())
    }

    /// The name in a column of a row; in English where the language has none.
    pub(super) fn name(&self, row: usize, column: usize) -> &'static str {
        let start = row * (self.before + self.languages.len()) + self.before;
        // CLDR leaves a name out now and then.
        let name = self.cells[start + column];
        if name.is_empty() { self.cells[start] } else { name }
    }
}
