//! A file, whatever was there before.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Error;

/// Writes a file, and the folders that it lies in; who reads it meanwhile has all of the old one or all of the new one.
///
/// What was there keeps its permissions, and a link stays a link. A pipe or a device is written to.
///
/// # Errors
/// Says why it could not be done. What was there is then as it was.
pub fn overwrite(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |cause: &io::Error| Error::io("write", path, cause);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| failed(&cause))?;
    }
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let written = match fs::metadata(&real) {
        Ok(old) if old.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(old) if old.permissions().readonly() => Err(io::ErrorKind::PermissionDenied.into()),
        Ok(old) if old.is_file() => put(&real, Some(old.permissions()), bytes),
        Ok(_) => File::options().write(true).open(&real).and_then(|mut file| file.write_all(bytes)),
        Err(_) => put(&real, None, bytes),
    };
    written.map_err(|cause| failed(&cause))
}

/// Writes a file beside its place, and renames it there.
pub(super) fn put(path: &Path, permissions: Option<Permissions>, bytes: &[u8]) -> io::Result<()> {
    let part = beside(path);
    let written = create(&part, bytes)
        .and_then(|()| permissions.map_or(Ok(()), |given| fs::set_permissions(&part, given)))
        .and_then(|()| fs::rename(&part, path));
    written.inspect_err(|_| {
        // What is left of it would only be in the way; that it cannot be removed is not what went wrong.
        let _ = fs::remove_file(&part);
    })
}

/// A name that nobody else gives, and that nothing of the content has: what begins with a dot is not read.
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
