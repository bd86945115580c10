//! From what is there and what was staged to what is to be done.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use super::Error;
use super::journal::Journal;
use super::manifest::{Entry, Manifest};
use super::place::Place;
use super::tree::{Kind, Tree, folders, is_in};

/// Finds the steps that make the output of `last` that of `now`; `changed` are the files that are
/// `staged`, sorted.
///
/// # Errors
/// Without `force`, names what no build wrote and would be lost: a file in the place of a page or of one of its
/// folders, unless it has the page's bytes; a folder in the place of a page that holds such a file.
pub(super) fn plan(
    place: &Place,
    staged: &Tree,
    last: Option<&Manifest<'_>>,
    now: &Manifest<'_>,
    changed: &[&str],
    replace: bool,
    force: bool,
) -> Result<Journal, Error> {
    let output = place.output();
    // Of a manifest that cannot be read nothing is known but that the folder is ours.
    let (is_known, nothing) = (last.is_some(), Manifest::default());
    let last = last.unwrap_or(&nothing);
    let mut last_lowercase = None;
    let failed = |path: &str, error: io::Error| Error::io("read", &place.named(path), &error);

    let mut moves: Vec<String> = Vec::new();
    for &path in changed {
        if moves.last().is_some_and(|unit| is_in(path, unit)) {
            continue;
        }
        let unit = if replace {
            folders(path).next().unwrap_or(path)
        } else {
            unit(path, output).map_err(|error| failed(path, error))?
        };
        if !force {
            // The unit's own folders are real, so the question is only what it comes to the place of.
            match Kind::of(&output.at(unit)).map_err(|error| failed(unit, error))? {
                Kind::Folder => {
                    let stranger =
                        stranger(output, unit, last).map_err(|error| failed(unit, error))?;
                    if let Some(stranger) = stranger {
                        return Err(place.in_the_way(unit, &stranger));
                    }
                }
                Kind::File(len) if is_known && last.get(unit).is_none() => {
                    // Where `Foo` and `foo` are one file, it was written as the other.
                    let ours = last_lowercase.get_or_insert_with(|| lowercase(last.paths()));
                    let is_ours = ours.contains_key(&unit.to_lowercase());
                    let is_page = |entry: &Entry<'_>| {
                        let page = || fs::read(staged.at(unit));
                        entry.len == len && page().is_ok_and(|page| output.holds(unit, &page))
                    };
                    if !is_ours && !now.get(unit).is_some_and(is_page) {
                        return Err(place.not_ours(unit));
                    }
                }
                // A link loses nothing that it leads to.
                Kind::File(_) | Kind::Absent | Kind::Other => {}
            }
        }
        moves.push(unit.to_owned());
    }

    let mut removes = Vec::new();
    let stale = last.paths().filter(|path| now.get(path).is_none());
    let mut renamed = None;
    for path in stale {
        let kind = output.kind(path).map_err(|error| failed(path, error))?;
        if matches!(kind, Kind::Absent | Kind::Folder) {
            continue;
        }
        // Where `Foo` and `foo` are one file, the new `foo` is not to be removed as the old `Foo`.
        let renamed = renamed.get_or_insert_with(|| {
            lowercase(changed.iter().copied().filter(|path| last.get(path).is_none()))
        });
        let same = renamed.get(&path.to_lowercase());
        if same.is_some_and(|same| !matches!(output.kind(same), Ok(Kind::Absent))) {
            continue;
        }
        removes.push(path.to_owned());
    }
    Ok(Journal { replace, moves, removes })
}

/// What to move so that a file comes into place: the outermost of its folders that the output does
/// not have, or the file.
fn unit<'a>(path: &'a str, output: &Tree) -> io::Result<&'a str> {
    for folder in folders(path) {
        if Kind::of(&output.at(folder))? != Kind::Folder {
            return Ok(folder);
        }
    }
    Ok(path)
}

/// A file in a folder, at any depth, that the last build did not write.
fn stranger(output: &Tree, folder: &str, last: &Manifest<'_>) -> io::Result<Option<String>> {
    let mut rest = vec![folder.to_owned()];
    while let Some(folder) = rest.pop() {
        for entry in fs::read_dir(output.at(&folder))? {
            let entry = entry?;
            let name = entry.file_name();
            let path = format!("{folder}/{}", name.display());
            // A link counts as a file, whatever it leads to.
            if name.to_str().is_some() && entry.file_type()?.is_dir() {
                rest.push(path);
            } else if last.get(&path).is_none() {
                return Ok(Some(path));
            }
        }
    }
    Ok(None)
}

/// Paths by what they are in lower case.
fn lowercase<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeMap<String, &'a str> {
    paths.map(|path| (path.to_lowercase(), path)).collect()
}
