//! One file, written as a whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::diag::in_words;

/// Writes a file; who reads it meanwhile has all of the old one or all of the new one.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let failed =
        |error: io::Error| format!("failed to write `{}` ({})", path.display(), in_words(&error));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // Where the path is a link, what it leads to is written.
    let target = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let is_other = |kind: fs::Metadata| !kind.is_file() && !kind.is_dir();
    if fs::metadata(target).is_ok_and(is_other) {
        // A pipe or a device cannot be replaced.
        return File::options()
            .write(true)
            .open(target)
            .and_then(|mut file| file.write_all(bytes))
            .map_err(failed);
    }
    let mut part = target.clone().into_os_string();
    part.push(".part");
    File::create(&part)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&part, target))
        .inspect_err(|_| {
            let _ = fs::remove_file(&part);
        })
        .map_err(failed)
}
