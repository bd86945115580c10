//! One build at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::Error;
use super::place::{LOCK, Place};
use super::tree::Kind;

const PAUSE: Duration = Duration::from_millis(20);

/// The right to write to an output folder. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    // Closed, and with that unlocked, when this is dropped.
    _file: File,
    #[cfg_attr(not(unix), expect(dead_code, reason = "the file stays where it is"))]
    path: PathBuf,
}

impl Lock {
    /// Waits for the lock; fails if another build holds it for longer than `wait`.
    pub(super) fn take(place: &Place, wait: Duration) -> Result<Self, Error> {
        let started = Instant::now();
        loop {
            let (file, path) = open(place)?;
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => return Ok(Self { _file: file, path }),
                // The build that held it removed it between our opening it and locking it.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if started.elapsed() >= wait => {
                    return Err(place.busy());
                }
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
                // Some network file systems have no locks. Better to write there unguarded than not at all.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { _file: file, path });
                }
                Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path, &error)),
            }
        }
    }
}

#[cfg(unix)]
impl Drop for Lock {
    fn drop(&mut self) {
        // Still locked: who opened it before this will find that it is gone, and open a new one.
        // Nothing is lost if it stays.
        let _ = fs::remove_file(&self.path);
    }
}

fn open(place: &Place) -> Result<(File, PathBuf), Error> {
    let open = |path: PathBuf| {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
        file.map_err(|error| Error::io("create", &path, &error)).map(|file| (file, path))
    };
    let is_there = matches!(Kind::of(place.output().root()), Ok(Kind::Folder));
    if !is_there {
        fs::create_dir_all(place.parent())
            .map_err(|error| Error::io("create", place.parent(), &error))?;
    }
    match open(place.beside(LOCK)) {
        Err(_) if is_there => open(place.inside(LOCK)),
        opened => opened,
    }
}

/// Whether a file that was opened is still the one that its path leads to.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let number = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(theirs)) => number(ours) == number(theirs),
        _ => false,
    }
}

/// Here the file is never removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
