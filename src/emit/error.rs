//! What stands in the way, in words.

use std::fmt;
use std::io;
use std::path::Path;

use crate::diag::in_words;

/// Why the output could not be written: what is wrong around the site, never in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
}

impl Error {
    pub(super) fn new(message: String) -> Self {
        Self { message }
    }

    /// ``failed to write `public/x` (permission denied)``.
    pub(super) fn io(verb: &str, path: &Path, cause: &io::Error) -> Self {
        Self::new(format!("failed to {verb} `{}` ({})", path.display(), in_words(cause)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Why [`write()`](super::write()) failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure<E> {
    /// A page could not be made; this is what its renderer said.
    Render(E),
    /// The pages could not be written.
    Error(Error),
}

impl<E> From<Error> for Failure<E> {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_named_without_its_number() {
        let cause = io::Error::from_raw_os_error(if cfg!(windows) { 5 } else { 13 });
        let error = Error::io("write", Path::new("public/x"), &cause).to_string();
        let words = if cfg!(windows) { "access is denied." } else { "permission denied" };
        assert_eq!(error, format!("failed to write `public/x` ({words})"));
    }
}
