//! The record as tables: CSV by RFC 4180, with a header, in UTF-8 without a byte order mark.
//!
//! What is a list in the API is one cell here, its items parted by `; `; what each claim cites is a table of its own. A cell that
//! a spreadsheet would take for a formula gets an apostrophe before it
//! ([CSV injection](https://owasp.org/www-community/attacks/CSV_Injection)).

mod citations;
mod claims;
#[cfg(feature = "sqlite")]
mod countries;
#[cfg(feature = "sqlite")]
mod entities;
mod operations;
mod sources;

use crate::render::Renderer;
use crate::routes::Table;

use super::published::prose;

pub(super) use citations::rows as citations;
pub(super) use claims::rows as claims;
#[cfg(feature = "sqlite")]
pub(super) use countries::rows as countries;
#[cfg(feature = "sqlite")]
pub(super) use entities::rows as entities;
pub(super) use operations::rows as operations;
pub(super) use sources::rows as sources;

/// A row of a table, as `row!` makes it.
pub(super) trait Row {
    /// Its columns, in order.
    const COLUMNS: &[Column];

    /// Its values, one for each column.
    fn values(self) -> Vec<Value>;
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// As Rust writes it.
    name: &'static str,
    /// What stands in it.
    about: &'static str,
    /// What a database calls such values.
    #[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only databases have types"))]
    pub(super) kind: &'static str,
}

/// What stands in a column.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Nothing,
    Text(String),
    Number(serde_json::Number),
    Bool(bool),
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
        Table::Operations => written(operations(renderer)),
        Table::Claims => written(claims(renderer)),
        Table::Citations => written(citations(renderer)),
        Table::Sources => written(sources(renderer)),
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
        let _ = writer.write_record(row.values().into_iter().map(Value::cell));
    }
    writer.into_inner().unwrap_or_default()
}

impl Column {
    /// Its name.
    pub(super) fn written(&self) -> &'static str {
        self.name.trim_start_matches("r#")
    }
}

impl Value {
    /// As it stands in a cell.
    fn cell(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => defused(text),
            Self::Number(number) => number.to_string(),
            Self::Bool(is_so) => is_so.to_string(),
        }
    }
}

/// A type that a column can have.
trait Cell {
    /// What a database calls it.
    const KIND: &'static str;

    fn value(self) -> Value;
}

impl Cell for String {
    const KIND: &'static str = "TEXT";

    fn value(self) -> Value {
        // Of a list that may be empty nothing is known to be in it.
        if self.is_empty() { Value::Nothing } else { Value::Text(self) }
    }
}

impl Cell for &'static str {
    const KIND: &'static str = "TEXT";

    fn value(self) -> Value {
        self.to_owned().value()
    }
}

impl Cell for usize {
    const KIND: &'static str = "INTEGER";

    fn value(self) -> Value {
        Value::Number(self.into())
    }
}

impl Cell for bool {
    const KIND: &'static str = "INTEGER";

    fn value(self) -> Value {
        Value::Bool(self)
    }
}

impl Cell for serde_json::Number {
    const KIND: &'static str = "NUMERIC";

    fn value(self) -> Value {
        Value::Number(self)
    }
}

impl<T: Cell> Cell for Option<T> {
    const KIND: &'static str = T::KIND;

    fn value(self) -> Value {
        self.map_or(Value::Nothing, Cell::value)
    }
}

/// A text that no spreadsheet takes for a formula; a plain number is none.
fn defused(mut text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(&text) {
        text.insert(0, '\'');
    }
    text
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
        pub(in crate::export) struct $name {
            $($(#[doc = $for])+ $field: $type,)*
        }

        impl $crate::export::tables::Row for $name {
            const COLUMNS: &[$crate::export::tables::Column] = &[
                $($crate::export::tables::Column {
                    name: stringify!($field),
                    about: concat!($($for, "\n"),+),
                    kind: <$type as $crate::export::tables::Cell>::KIND,
                },)*
            ];

            fn values(self) -> Vec<$crate::export::tables::Value> {
                vec![$($crate::export::tables::Cell::value(self.$field)),*]
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
            assert_eq!(defused(formula.to_owned()), format!("'{formula}"));
        }
    }

    #[test]
    fn a_plain_number_and_what_only_holds_such_a_sign_stay() {
        for plain in ["-5", "+30", "-1.25", "1-2", "a=b", "", "'=1", "../2018", "2018-04"] {
            assert_eq!(defused(plain.to_owned()), plain);
        }
    }
}
