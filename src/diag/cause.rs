//! Why the system would not do something, in words.

use std::io;

/// The system's words without its number, in lower case like the sentence around them: "permission denied".
pub fn in_words(cause: &io::Error) -> String {
    let words = cause.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
