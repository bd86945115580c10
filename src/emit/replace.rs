//! One file that was there before, with other text.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Error;

/// Puts a text in the place of a file's, whole or not at all.
///
/// The new file is written beside the old one and renamed over it, with its permissions; a link stays a link.
///
/// # Errors
/// Says why it could not be done, `before` not being the file's text any more among the reasons. The file
/// is then as it was.
pub fn replace(path: &Path, before: &str, after: &str) -> Result<(), Error> {
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
    let part = beside(&real);
    let written = create(&part, after.as_bytes())
        .and_then(|()| fs::set_permissions(&part, permissions))
        .and_then(|()| fs::rename(&part, &real));
    written.map_err(|cause| {
        // What is left of it would only be in the way; that it cannot be removed is not what went wrong.
        let _ = fs::remove_file(&part);
        failed(&cause)
    })
}

/// A name that nothing of the content has: what begins with a dot is not read.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.casefile-part"))
}

fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // One that an earlier run left is nobody's.
    let _ = fs::remove_file(path);
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
