//! A folder, looked at without following a symbolic link.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{PoisonError, RwLock};

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

/// A folder that nobody changes for a while, so that what its folders are is asked once and not for each of their files.
#[derive(Debug)]
pub(super) struct Still<'a> {
    tree: &'a Tree,
    /// The real folders in each folder that was looked into.
    folders: RwLock<BTreeMap<String, BTreeSet<OsString>>>,
}

impl<'a> Still<'a> {
    pub(super) fn new(tree: &'a Tree) -> Self {
        Self { tree, folders: RwLock::default() }
    }

    /// Whether there is a file of this length.
    pub(super) fn has(&self, path: &str, len: u64) -> bool {
        let is_in_folder = path.rsplit_once('/').is_none_or(|(folder, _)| self.is_folder(folder));
        is_in_folder && matches!(Kind::of(&self.tree.at(path)), Ok(Kind::File(now)) if now == len)
    }

    fn is_folder(&self, path: &str) -> bool {
        let (folder, name) = match path.rsplit_once('/') {
            Some((folder, _)) if !self.is_folder(folder) => return false,
            Some(parts) => parts,
            None => ("", path),
        };
        let name = OsStr::new(name);
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(folder) {
            return known.contains(name);
        }
        drop(known);
        let mut known = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have looked since.
        let known = known.entry(folder.to_owned()).or_insert_with(|| self.folders_in(folder));
        known.contains(name)
    }

    fn folders_in(&self, folder: &str) -> BTreeSet<OsString> {
        let folder = if folder.is_empty() { self.tree.root.clone() } else { self.tree.at(folder) };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let is_folder = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
        entries.filter(is_folder).map(|entry| entry.file_name()).collect()
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
    #[expect(clippy::disallowed_methods, reason = "files of a temporary folder")]
    fn a_file_is_there_only_in_real_folders_and_at_its_length() {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::new(folder.path().to_owned());
        fs::create_dir_all(tree.at("a/b")).unwrap();
        for path in ["a/b/c", "d"] {
            fs::write(tree.at(path), "12").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(tree.at("a"), tree.at("link")).unwrap();
        let still = Still::new(&tree);
        assert!(still.has("a/b/c", 2) && still.has("d", 2));
        assert!(!still.has("a/b/c", 3) && !still.has("a/b", 2) && !still.has("e/b/c", 2));
        assert!(!still.has("d/c", 2) && !still.has("a/c/c", 2));
        assert!(!still.has("link/b/c", 2), "a link was followed");
    }

    #[test]
    fn the_folders_of_a_path_come_outermost_first() {
        assert_eq!(folders("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(folders("a").count(), 0);
    }
}
