//! The record as tables: CSV by RFC 4180, with a header, in UTF-8 without a byte order mark.
//!
//! What is a list in the API is one cell here, its items parted by `; `; what each claim cites is a table of its own. A cell that
//! a spreadsheet would take for a formula gets an apostrophe before it
//! ([CSV injection](https://owasp.org/www-community/attacks/CSV_Injection)).

mod citations;
mod claims;
mod operations;
mod sources;

use crate::render::Renderer;
use crate::routes::Table;

use super::published::prose;

/// A row of a table, as `row!` makes it.
trait Row {
    /// Its columns, in order.
    const COLUMNS: &[Column];

    /// Its cells, one for each column.
    fn cells(&self) -> Vec<String>;
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
struct Column {
    /// As Rust writes it.
    name: &'static str,
    /// What stands in it.
    about: &'static str,
}

/// The columns of a table, each with what stands in it, in order.
pub(super) fn columns(table: Table) -> Vec<(&'static str, String)> {
    let columns = match table {
        Table::Operations => operations::OperationRow::COLUMNS,
        Table::Claims => claims::ClaimRow::COLUMNS,
        Table::Citations => citations::CitationRow::COLUMNS,
        Table::Sources => sources::SourceRow::COLUMNS,
    };
    columns.iter().map(|column| (column.written(), prose(column.about))).collect()
}

/// The bytes of a table.
pub fn table(renderer: &Renderer, table: Table) -> Vec<u8> {
    match table {
        Table::Operations => written(operations::rows(renderer)),
        Table::Claims => written(claims::rows(renderer)),
        Table::Citations => written(citations::rows(renderer)),
        Table::Sources => written(sources::rows(renderer)),
    }
}

/// Rows as CSV, each made when it is written.
fn written<R: Row>(rows: impl Iterator<Item = R>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .has_headers(false)
        .from_writer(Vec::new());
    // Neither a vector nor rows of one length can fail.
    let _ = writer.write_record(R::COLUMNS.iter().map(Column::written));
    for row in rows {
        let _ = writer.write_record(row.cells());
    }
    writer.into_inner().unwrap_or_default()
}

impl Column {
    fn written(&self) -> &'static str {
        self.name.trim_start_matches("r#")
    }
}

/// What can stand in a cell.
trait Cell {
    fn cell(&self) -> String;
}

impl Cell for String {
    fn cell(&self) -> String {
        defused(self)
    }
}

impl Cell for &str {
    fn cell(&self) -> String {
        defused(self)
    }
}

impl Cell for usize {
    fn cell(&self) -> String {
        self.to_string()
    }
}

impl Cell for bool {
    fn cell(&self) -> String {
        self.to_string()
    }
}

impl Cell for serde_json::Number {
    fn cell(&self) -> String {
        self.to_string()
    }
}

impl<T: Cell> Cell for Option<T> {
    fn cell(&self) -> String {
        self.as_ref().map_or_else(String::new, Cell::cell)
    }
}

/// A text that no spreadsheet takes for a formula; a plain number is none.
fn defused(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

/// Whether a text is digits with perhaps a sign and a fraction.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(fraction)
}

/// The items of a list in one cell.
fn joined<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let mut all = String::new();
    for item in items {
        if !all.is_empty() {
            all.push_str("; ");
        }
        all.push_str(item.as_ref());
    }
    all
}

/// Defines the row of a table: once for what is written and for the page that explains it.
macro_rules! row {
    (
        $(#[doc = $about:literal])+
        struct $name:ident {
            $(
                $(#[doc = $for:literal])+
                $field:ident: $type:ty,
            )*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug)]
        pub(super) struct $name {
            $($(#[doc = $for])+ $field: $type,)*
        }

        impl $crate::export::tables::Row for $name {
            const COLUMNS: &[$crate::export::tables::Column] = &[
                $($crate::export::tables::Column {
                    name: stringify!($field),
                    about: concat!($($for, "\n"),+),
                },)*
            ];

            fn cells(&self) -> Vec<String> {
                vec![$($crate::export::tables::Cell::cell(&self.$field)),*]
            }
        }
    };
}
use row;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_text() {
        for formula in
            ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\r=1", "-", "+.5", "-1.", "=", "-1e5"]
        {
            assert_eq!(defused(formula), format!("'{formula}"));
        }
    }

    #[test]
    fn a_plain_number_and_what_only_holds_such_a_sign_stay() {
        for plain in ["-5", "+30", "-1.25", "1-2", "a=b", "", "'=1", "../2018", "2018-04"] {
            assert_eq!(defused(plain), plain);
        }
    }
}
