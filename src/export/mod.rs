//! What programs read: the API, tables, the search index, the rows of lists. None of them knows of templates.

mod api;
mod formats;
mod places;
mod published;
mod rows;
mod script;
mod search;
mod tables;
mod words;

pub use api::api;
pub use formats::{FORMATS, Format, downloads};
pub use rows::rows;
pub use search::Search;
pub use tables::table;
