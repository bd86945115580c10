//! The output folder: where it really is, whether it may be written to, and what stands beside it.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::tree::{Kind, Tree, is_plain};
use super::{Emit, Error};

/// The manifest. A folder that has it is ours.
pub(super) const MARKER: &str = ".casefile";
/// Stands beside the output while it is written to, with the output's name before it; or in it,
/// where beside it is another file system or forbidden ground.
pub(super) const LOCK: &str = ".casefile-lock";
/// Stands where [`LOCK`] does.
pub(super) const STAGING: &str = ".casefile-staging";

/// Whether a page can have this path.
pub(super) fn is_page(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    is_plain(path) && ![MARKER, LOCK, STAGING].contains(&first)
}

/// Whether an entry of the output folder counts when it is asked whether somebody's files are in
/// it. A worktree's `.git` does not: a site that is published from a branch is written beside it.
pub(super) fn is_content(name: &OsStr) -> bool {
    ![MARKER, LOCK, STAGING, ".git"].iter().any(|ours| name == *ours)
}

/// What the output folder is before anything is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is not there.
    Absent,
    /// There is nothing in it.
    Empty,
    /// An earlier build wrote it.
    Marked,
    /// Somebody else wrote it.
    Foreign,
}

/// The output folder.
#[derive(Debug)]
pub(super) struct Place {
    /// As messages name it.
    named: PathBuf,
    /// Where it is, links followed.
    output: Tree,
    parent: PathBuf,
    name: OsString,
}

impl Place {
    /// Finds the folder, and refuses one that must not be written to whatever is in it.
    pub(super) fn find(options: &Emit<'_>) -> Result<Self, Error> {
        let named = options.dir.to_owned();
        let dir = real(&named).map_err(|error| Error::io("open", &named, &error))?;
        let (Some(parent), Some(name)) = (dir.parent(), dir.file_name()) else {
            return Err(Error::new(format!(
                "refusing to write the site to `{}`, which is all of the disk; choose another folder with `-o`",
                named.display()
            )));
        };

        if dir.iter().any(|part| part == ".git") {
            return Err(Error::new(format!(
                "refusing to write the site to `{}`, which belongs to Git; choose another folder with `-o`",
                named.display()
            )));
        }

        let home = std::env::home_dir();
        let outer = options.protected.iter().chain(options.inputs).chain(&home);
        // What is not there needs no protection.
        let held = outer.filter(|it| fs::canonicalize(it).is_ok_and(|it| it.starts_with(&dir)));
        let around = options
            .inputs
            .iter()
            .filter(|it| fs::canonicalize(it).is_ok_and(|it| dir.starts_with(it)));
        let refused = held.map(|it| ("is or holds", it)).chain(around.map(|it| ("lies in", it)));
        if let Some((how, what)) = refused.into_iter().next() {
            return Err(Error::new(format!(
                "refusing to write the site to `{}`, which {how} `{}`; choose another folder with `-o`",
                named.display(),
                what.display()
            )));
        }

        let (parent, name) = (parent.to_owned(), name.to_owned());
        Ok(Self { named, output: Tree::new(dir), parent, name })
    }

    pub(super) fn output(&self) -> &Tree {
        &self.output
    }

    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// The path, for a message, of something in the output.
    pub(super) fn named(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.named.clone() } else { self.named.join(path) }
    }

    /// `.public.casefile-lock`, beside the output.
    pub(super) fn beside(&self, what: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(what);
        self.parent.join(name)
    }

    /// `public/.casefile-lock`, in the output.
    pub(super) fn inside(&self, what: &str) -> PathBuf {
        self.output.at(what)
    }

    pub(super) fn state(&self) -> Result<State, Error> {
        let failed = |error| Error::io("read", &self.named, &error);
        match Kind::of(self.output.root()).map_err(failed)? {
            Kind::Absent => return Ok(State::Absent),
            Kind::Folder => {}
            Kind::File(_) | Kind::Other => {
                return Err(Error::new(format!(
                    "`{}` is a file, and the site needs a folder; choose another one with `-o`",
                    self.named.display()
                )));
            }
        }
        if matches!(self.output.kind(MARKER).map_err(failed)?, Kind::File(_)) {
            return Ok(State::Marked);
        }
        for entry in fs::read_dir(self.output.root()).map_err(failed)? {
            if is_content(&entry.map_err(failed)?.file_name()) {
                return Ok(State::Foreign);
            }
        }
        Ok(State::Empty)
    }

    /// The text of the manifest, empty if it cannot be read.
    pub(super) fn manifest_text(&self) -> String {
        fs::read_to_string(self.output.at(MARKER)).unwrap_or_default()
    }

    pub(super) fn foreign(&self) -> Error {
        Error::new(format!(
            "`{}` holds files that casefile did not write; \
             replace it with `-f`, or choose another folder with `-o`",
            self.named.display()
        ))
    }

    pub(super) fn busy(&self) -> Error {
        Error::new(format!(
            "another build is writing to `{}`; wait for its end, or choose another folder with `-o`",
            self.named.display()
        ))
    }

    pub(super) fn in_the_way(&self, page: &str, stranger: &str) -> Error {
        Error::new(format!(
            "`{}` is to be a page, but is a folder with a file that casefile did not write, `{}`; \
             move that away, or replace it with `-f`",
            self.named(page).display(),
            self.named(stranger).display()
        ))
    }

    pub(super) fn not_ours(&self, path: &str) -> Error {
        Error::new(format!(
            "`{}` is to be written, but casefile did not write what is there; \
             move that away, or replace it with `-f`",
            self.named(path).display()
        ))
    }

    pub(super) fn no_page(&self, path: &str) -> Error {
        Error::new(format!("no file can be named `{}`", self.named(path).display()))
    }

    pub(super) fn two_pages(&self, path: &str) -> Error {
        Error::new(format!("two pages would be written to `{}`", self.named(path).display()))
    }
}

/// The path with every link in it followed, also where its end is not there yet.
fn real(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::CurDir => {}
            // No link is left in what it takes back, so what it says is what the system does.
            Component::ParentDir => {
                real.pop();
            }
            Component::Prefix(_) | Component::RootDir => real.push(component),
            Component::Normal(_) => {
                real.push(component);
                if Kind::of(&real)? != Kind::Absent {
                    real = fs::canonicalize(&real)?;
                }
            }
        }
    }
    Ok(real)
}
