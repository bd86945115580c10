//! Files that were not there before.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::Error;

/// Writes a file that is not there, and the folders that it lies in.
///
/// # Errors
/// Says why it could not be done; that the file is there already is a reason, and it is then left as it is.
pub fn create(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::io("write", folder, &error))?;
    }
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Error::new(format!(
                "`{}` is there already, and was left as it is",
                path.strip_prefix(".").unwrap_or(path).display()
            )));
        }
        Err(error) => return Err(Error::io("write", path, &error)),
    };
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| {
        // Half a file would be taken for a whole one.
        let _ = fs::remove_file(path);
        Error::io("write", path, &error)
    })
}
