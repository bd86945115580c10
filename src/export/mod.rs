//! What programs read: the search index. None of it knows of templates.

mod places;
mod script;
mod search;
mod words;

pub use search::Search;
