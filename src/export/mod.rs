//! What programs read: the API, tables, a database, the search index, the rows of lists. None of them knows of templates.

mod api;
mod formats;
mod places;
mod published;
mod rows;
mod script;
mod search;
#[cfg(feature = "sqlite")]
mod sqlite;
mod tables;
mod words;

pub use api::api;
pub use formats::{FORMATS, Format, downloads};
pub use rows::rows;
pub use search::Search;
#[cfg(feature = "sqlite")]
pub use sqlite::sqlite;
pub use tables::table;
