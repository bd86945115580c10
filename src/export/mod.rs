//! What programs read: the API, tables, a database, the bibliography, feeds, the search index, the rows of lists, what hosts and
//! crawlers ask for. None of them knows of templates.

mod api;
mod bibliography;
mod feed;
mod formats;
mod headers;
mod places;
mod published;
mod robots;
mod rows;
mod script;
mod search;
mod security;
mod sitemap;
#[cfg(feature = "sqlite")]
mod sqlite;
mod tables;
mod words;
mod xml;

pub use api::api;
pub use bibliography::bibliography;
pub use feed::feed;
pub use formats::{FORMATS, Format, downloads};
pub use headers::headers;
pub use robots::robots;
pub use rows::rows;
pub use search::Search;
pub use security::security;
pub use sitemap::sitemap;
#[cfg(feature = "sqlite")]
pub use sqlite::sqlite;
pub use tables::table;
pub use words::words;
