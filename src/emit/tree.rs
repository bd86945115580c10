//! A folder, looked at without following a symbolic link.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What there is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    Absent,
    /// A folder.
    Folder,
    /// A file of so many bytes.
    File(u64),
    /// A link or a device: may be replaced, is never looked into.
    Other,
}

impl Kind {
    /// What there is at a path of the system, itself and not what a link leads to.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
        match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_dir() => Ok(Self::Folder),
            Ok(metadata) if metadata.is_file() => Ok(Self::File(metadata.len())),
            Ok(_) => Ok(Self::Other),
            Err(error) if matches!(error.kind(), NotFound | NotADirectory | InvalidFilename) => {
                Ok(Self::Absent)
            }
            Err(error) => Err(error),
        }
    }
}

/// A folder and what is in it, by paths with `/` between their parts.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    root: PathBuf,
}

impl Tree {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The path by which the system knows one of ours.
    pub(super) fn at(&self, path: &str) -> PathBuf {
        // Part by part, since a Windows path that was canonicalised takes no `/`.
        let mut at = self.root.clone();
        at.extend(path.split('/'));
        at
    }

    /// What there is at a path; nothing, if a link or a file stands where one of its folders should.
    pub(super) fn kind(&self, path: &str) -> io::Result<Kind> {
        for folder in folders(path) {
            if Kind::of(&self.at(folder))? != Kind::Folder {
                return Ok(Kind::Absent);
            }
        }
        Kind::of(&self.at(path))
    }

    /// Whether there is a file of just these bytes.
    pub(super) fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        // Only one of this length is read.
        matches!(self.kind(path), Ok(Kind::File(len)) if len == bytes.len() as u64)
            && fs::read(self.at(path)).is_ok_and(|there| there == bytes)
    }
}

/// The folders that a path lies in, outermost first.
pub(super) fn folders(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether a path lies in a folder, at any depth.
pub(super) fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a path stays in the folder that it is taken from, on every system.
pub(super) fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| {
        let mut components = Path::new(part).components();
        let whole = matches!(components.next(), Some(Component::Normal(it)) if it == part);
        whole && components.next().is_none() && !part.contains(char::is_control)
    })
}

/// Removes whatever is at a path, a folder with all that is in it, a link without what it leads to.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match Kind::of(path)? {
        Kind::Absent => Ok(()),
        Kind::Folder => fs::remove_dir_all(path),
        // Windows has links that only count as folders.
        Kind::File(_) | Kind::Other => fs::remove_file(path)
            .or_else(|error| if cfg!(windows) { fs::remove_dir(path) } else { Err(error) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_path_stays_in_its_folder() {
        for path in ["a", "a/b.c", ".well-known/x", "a b/ñ", "a..b"] {
            assert!(is_plain(path), "{path}");
        }
        for path in ["", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a\nb", "\0"] {
            assert!(!is_plain(path), "{path}");
        }
    }

    #[test]
    fn the_folders_of_a_path_come_outermost_first() {
        assert_eq!(folders("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(folders("a").count(), 0);
    }
}
