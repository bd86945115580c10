//! Files that were there before, with other texts.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::io;
use std::path::{Path, PathBuf};

use super::Error;
use super::overwrite::put;

/// A text to put in the place of a file's.
#[derive(Clone, Debug)]
pub struct Replacement<'a> {
    /// The file.
    pub path: PathBuf,
    /// Its text as it was read.
    pub before: &'a str,
    /// The text to be.
    pub after: &'a str,
}

/// Puts texts in the place of those of files, each whole or not at all.
///
/// A new file is written beside the old one and renamed over it, with its permissions; a link stays a link, and a file
/// that two paths lead to is written once. All files are looked at before the first is written, since what is written
/// to one may go with what is written to another.
///
/// # Errors
/// Says why it could not be done, `before` not being a file's text any more among the reasons. The file
/// is then as it was.
pub fn replace(files: &[Replacement<'_>]) -> Result<(), Error> {
    let mut ready: Vec<Ready<'_>> = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files {
        let one = Ready::new(file)?;
        if seen.insert(one.real.clone()) {
            ready.push(one);
        }
    }
    ready.into_iter().try_for_each(Ready::write)
}

/// A file that can be written, as far as looking tells.
struct Ready<'a> {
    path: &'a Path,
    real: PathBuf,
    permissions: Permissions,
    text: &'a str,
}

impl<'a> Ready<'a> {
    fn new(file: &'a Replacement<'_>) -> Result<Self, Error> {
        let Replacement { path, before, after } = file;
        let failed = |cause: &io::Error| Error::io("write", path, cause);
        let real = fs::canonicalize(path).map_err(|cause| failed(&cause))?;
        if fs::read(&real).map_err(|cause| failed(&cause))? != before.as_bytes() {
            let path = path.display();
            return Err(Error::new(format!("`{path}` has changed since it was read: run again")));
        }
        let permissions = fs::metadata(&real).map_err(|cause| failed(&cause))?.permissions();
        if permissions.readonly() {
            return Err(failed(&io::ErrorKind::PermissionDenied.into()));
        }
        Ok(Self { path, real, permissions, text: after })
    }

    fn write(self) -> Result<(), Error> {
        let Self { path, real, permissions, text } = self;
        put(&real, Some(permissions), text.as_bytes())
            .map_err(|cause| Error::io("write", path, &cause))
    }
}
