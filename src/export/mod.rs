//! What programs read: the search index, the rows of lists. One file each; none knows of templates.

mod places;
mod rows;
mod script;
mod search;
mod words;

pub use rows::rows;
pub use search::Search;
