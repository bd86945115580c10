//! What is to be done to the output, written down before it is begun.
//!
//! Each step can be done again after it was done, so a journal that a crash left is completed by
//! doing all of it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};

use rayon::prelude::*;

use super::Error;
use super::place::{MARKER, Place, is_content, is_page};
use super::tree::{Kind, Tree, folders, remove};

const FIRST: &str = "casefile journal 1";
/// The last line, since a journal that was cut could still be read.
const LAST: &str = "end";

/// What is to be done to the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// Whether everything that is there goes first.
    pub(super) replace: bool,
    /// Files and whole folders that come from the staging folder, none in another.
    pub(super) moves: Vec<String>,
    /// Files that go.
    pub(super) removes: Vec<String>,
}

impl Journal {
    /// Reads a journal; `None` if any of it is not as [`fmt::Display`] writes it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut journal = Self::default();
        if lines.next() != Some(FIRST) || lines.next_back() != Some(LAST) {
            return None;
        }
        for line in lines {
            match line.split_once(' ') {
                None if line == "replace" => journal.replace = true,
                // It may have come with a folder from anywhere, so it is held to what a page may do.
                Some(("move", path)) if is_page(path) => journal.moves.push(path.to_owned()),
                Some(("remove", path)) if is_page(path) => journal.removes.push(path.to_owned()),
                _ => return None,
            }
        }
        Some(journal)
    }

    /// Does all that is not done yet; the manifest comes last.
    pub(super) fn complete(&self, staged: &Tree, place: &Place) -> Result<(), Error> {
        let output = place.output();
        if self.replace {
            self.clear(output).map_err(|error| Error::io("empty", &place.named(""), &error))?;
        }
        self.moves.par_iter().try_for_each(|path| {
            put(path, staged, output)
                .map_err(|error| Error::io("write", &place.named(path), &error))
        })?;
        self.removes.par_iter().try_for_each(|path| {
            take(path, output).map_err(|error| Error::io("remove", &place.named(path), &error))
        })?;
        self.prune(output);
        put(MARKER, staged, output)
            .map_err(|error| Error::io("write", &place.named(MARKER), &error))
    }

    /// Removes everything but what is to be moved there, or was already.
    fn clear(&self, output: &Tree) -> io::Result<()> {
        for entry in fs::read_dir(output.root())? {
            let name = entry?.file_name();
            let moved = self.moves.iter().any(|path| name == **path);
            if is_content(&name) && !moved {
                remove(&output.root().join(name))?;
            }
        }
        Ok(())
    }

    /// Removes the folders that were left empty.
    fn prune(&self, output: &Tree) {
        let left: BTreeSet<&str> = self.removes.iter().flat_map(|path| folders(path)).collect();
        // Inner ones come after the ones that they are in.
        for folder in left.into_iter().rev() {
            if matches!(output.kind(folder), Ok(Kind::Folder)) {
                // Fails when it is not empty, which is the question.
                let _ = fs::remove_dir(output.at(folder));
            }
        }
    }
}

impl fmt::Display for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { replace, moves, removes } = self;
        writeln!(f, "{FIRST}")?;
        if *replace {
            writeln!(f, "replace")?;
        }
        moves.iter().try_for_each(|path| writeln!(f, "move {path}"))?;
        removes.iter().try_for_each(|path| writeln!(f, "remove {path}"))?;
        writeln!(f, "{LAST}")
    }
}

/// Renames a file or a folder into place, over whatever is there.
fn put(path: &str, staged: &Tree, output: &Tree) -> io::Result<()> {
    let new = staged.kind(path)?;
    if !matches!(new, Kind::File(_) | Kind::Folder) {
        // It is in place already.
        return Ok(());
    }
    for folder in folders(path) {
        let at = output.at(folder);
        match Kind::of(&at)? {
            Kind::Folder => continue,
            Kind::Absent => {}
            // Not `remove`, which would take the folder that another thread has made here since.
            Kind::File(_) | Kind::Other => fs::remove_file(&at)?,
        }
        fs::create_dir(&at).or_else(|error| match error.kind() {
            ErrorKind::AlreadyExists => Ok(()),
            _ => Err(error),
        })?;
    }
    let at = output.at(path);
    let old = Kind::of(&at)?;
    if old == Kind::Folder || new == Kind::Folder {
        remove(&at)?;
    }
    fs::rename(staged.at(path), at)
}

/// Removes a file, if it still is one.
fn take(path: &str, output: &Tree) -> io::Result<()> {
    match output.kind(path)? {
        Kind::File(_) | Kind::Other => remove(&output.at(path)),
        Kind::Absent | Kind::Folder => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let journal = Journal {
            replace: true,
            moves: vec!["a b/c".into(), "d".into()],
            removes: vec!["e".into()],
        };
        assert_eq!(Journal::parse(&journal.to_string()), Some(journal));
    }

    #[test]
    fn what_is_cut_or_leads_out_is_not_read() {
        for text in [
            "",
            "casefile journal 1\nmove a\n",
            "casefile journal 2\nend\n",
            "casefile journal 1\nremove ../a\nend\n",
            "casefile journal 1\nremove .casefile\nend\n",
            "casefile journal 1\nerase a\nend\n",
        ] {
            assert_eq!(Journal::parse(text), None, "{text}");
        }
    }
}
