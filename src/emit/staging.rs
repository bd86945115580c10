//! The folder in which the changes of a build are gathered.
//!
//! ```text
//! .public.casefile-staging/
//!   files/      the new and changed files, at their paths
//!   journal     once all of them are there
//! ```

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{OnceLock, PoisonError, RwLock};

use super::Error;
use super::journal::Journal;
use super::manifest::Manifest;
use super::place::{MARKER, Place, STAGING, State};
use super::tree::{Kind, Tree, folders, remove};

const FILES: &str = "files";
const JOURNAL: &str = "journal";

/// The changes of a build that is going on. Dropped before they are sealed, they are gone.
#[derive(Debug)]
pub(super) struct Staging<'a> {
    place: &'a Place,
    state: State,
    /// Made with the first change, so that a build without one touches nothing.
    folder: OnceLock<Result<PathBuf, Error>>,
    /// The folders in `files` that were made.
    made: RwLock<BTreeSet<String>>,
    /// Whether the journal is written, and this is no longer to be thrown away.
    sealed: bool,
}

/// Completes what an earlier build began, and removes what it left.
pub(super) fn recover(place: &Place) -> Result<(), Error> {
    for folder in [place.beside(STAGING), place.inside(STAGING)] {
        let kind = Kind::of(&folder).map_err(|error| Error::io("read", &folder, &error))?;
        if kind == Kind::Absent {
            continue;
        }
        if let Some(journal) = journal(&folder) {
            // If somebody has removed the whole output since, there is nothing to complete.
            if matches!(Kind::of(place.output().root()), Ok(Kind::Folder)) {
                journal.complete(&Tree::new(folder.join(FILES)), place)?;
            }
        }
        clean(&folder).map_err(|error| Error::io("remove", &folder, &error))?;
    }
    Ok(())
}

/// The journal in a staging folder, if all of it is there.
fn journal(folder: &Path) -> Option<Journal> {
    let tree = Tree::new(folder.to_owned());
    let is_real = |kind: io::Result<Kind>| matches!(kind, Ok(Kind::Folder | Kind::File(_)));
    // A link here would have files moved from where it leads.
    let all = is_real(Kind::of(folder)) && is_real(tree.kind(FILES)) && is_real(tree.kind(JOURNAL));
    all.then(|| fs::read_to_string(tree.at(JOURNAL)).ok())?.as_deref().and_then(Journal::parse)
}

/// Removes a staging folder, and first what could be taken for work to be done.
fn clean(folder: &Path) -> io::Result<()> {
    if Kind::of(folder)? == Kind::Folder {
        remove(&folder.join(JOURNAL))?;
    }
    remove(folder)
}

impl<'a> Staging<'a> {
    pub(super) fn new(place: &'a Place, state: State) -> Self {
        let (folder, made) = (OnceLock::new(), RwLock::default());
        Self { place, state, folder, made, sealed: false }
    }

    /// Adds a file.
    pub(super) fn add(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let files = self.files()?;
        let added = self.make_folders(&files, path).and_then(|()| create(&files.at(path), bytes));
        // The name that it will have, since nobody knows the staging folder.
        added.map(drop).map_err(|error| Error::io("write", &self.place.named(path), &error))
    }

    /// Makes what was added, which is all of the site, the output folder that was not there.
    pub(super) fn become_output(self, manifest: &Manifest<'_>) -> Result<(), Error> {
        write(&self.files()?.at(MARKER), manifest)
            .map_err(|error| Error::io("write", &self.place.named(MARKER), &error))?;
        let output = self.place.output().root();
        // Not flushed to the disk: if the machine stops now, no site is lost, and the next build
        // finds the files that are not whole by their length.
        fs::rename(self.files()?.root(), output)
            .map_err(|error| Error::io("create", &self.place.named(""), &error))
    }

    /// Writes down what is to be done. From here on there is no way back, but the next build can
    /// always go on.
    pub(super) fn seal(&mut self, journal: &Journal, manifest: &Manifest<'_>) -> Result<(), Error> {
        let files = self.files()?;
        write(&files.at(MARKER), manifest)
            .and_then(|file| file.sync_all())
            .map_err(|error| Error::io("write", &self.place.named(MARKER), &error))?;

        let folder = self.folder()?;
        let (part, whole) = (folder.join("journal.part"), folder.join(JOURNAL));
        create(&part, journal.to_string().as_bytes())
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&part, &whole))
            .map_err(|error| Error::io("write", &whole, &error))?;
        sync_folder(&folder);
        self.sealed = true;
        Ok(())
    }

    /// Brings what was added into place, and removes what the journal says.
    pub(super) fn commit(
        mut self,
        journal: &Journal,
        manifest: &Manifest<'_>,
    ) -> Result<(), Error> {
        self.seal(journal, manifest)?;
        journal.complete(&self.files()?, self.place)?;
        sync_folder(self.place.output().root());
        let folder = self.folder()?;
        clean(&folder).map_err(|error| Error::io("remove", &folder, &error))
    }

    fn folder(&self) -> Result<PathBuf, Error> {
        self.folder.get_or_init(|| self.make()).clone()
    }

    /// What was added, at its paths.
    pub(super) fn files(&self) -> Result<Tree, Error> {
        self.folder().map(|folder| Tree::new(folder.join(FILES)))
    }

    fn make(&self) -> Result<PathBuf, Error> {
        let (beside, inside) = (self.place.beside(STAGING), self.place.inside(STAGING));
        let folder = if self.state == State::Absent {
            fs::create_dir(&beside)
                .map_err(|error| Error::io("create", &self.place.named(""), &error))?;
            beside
        } else {
            fs::create_dir(&inside).map_err(|error| Error::io("create", &inside, &error))?;
            // What can be renamed from there can be renamed to there. A mounted folder, as
            // containers have for their output, is another file system than its neighbours.
            if fs::rename(&inside, &beside).is_ok() { beside } else { inside }
        };
        let files = folder.join(FILES);
        fs::create_dir(&files).map_err(|error| Error::io("create", &files, &error))?;
        Ok(folder)
    }

    /// Makes the folders of a path that were not made yet.
    fn make_folders(&self, files: &Tree, path: &str) -> io::Result<()> {
        let is_made = |folder: &str| {
            self.made.read().unwrap_or_else(PoisonError::into_inner).contains(folder)
        };
        let missing: Vec<_> = folders(path).rev().take_while(|folder| !is_made(folder)).collect();
        for folder in missing.into_iter().rev() {
            // Another thread may have made it since.
            fs::create_dir(files.at(folder)).or_else(|error| match error.kind() {
                ErrorKind::AlreadyExists => Ok(()),
                _ => Err(error),
            })?;
            let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
            made.insert(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if let Some(Ok(folder)) = self.folder.get()
            && !self.sealed
        {
            // What cannot be removed now is removed by the next build.
            let _ = remove(folder);
        }
    }
}

fn create(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Writes a manifest line by line: as a text a large one would have to be held twice.
fn write(path: &Path, manifest: &Manifest<'_>) -> io::Result<File> {
    let mut file = BufWriter::new(File::create(path)?);
    write!(file, "{manifest}")?;
    file.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Makes the names in a folder outlast a power failure, where the system lets one ask for that.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
