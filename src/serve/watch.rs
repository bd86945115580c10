//! When the files change that a site is made of.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::read;

/// The folders below the root that a site is made of.
const FOLDERS: &[&str] = &["content", "themes"];

/// How long it is quiet before what changed is read: an editor takes several steps to save a file.
const QUIET: Duration = Duration::from_millis(8);

/// How long it is quiet after a file was closed that was written: it is whole, and few editors do more.
const CLOSED: Duration = Duration::from_millis(2);

/// How long is waited for that at most: a thousand files that are put in place are still seen as they come.
const LONGEST: Duration = Duration::from_millis(500);

const CLOSED_AFTER_WRITING: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));

/// Waits for changes.
#[derive(Debug)]
pub(super) struct Watch {
    root: PathBuf,
    // Watches as long as it lives.
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Changes {
    /// Whether these are style sheets of a theme alone.
    pub(super) are_styles: bool,
    /// The files.
    pub(super) files: read::Changes,
}

impl Changes {
    /// What nobody knows: it may be anything.
    pub(super) fn unknown() -> Self {
        Self { are_styles: false, files: read::Changes::Unknown }
    }

    /// These changes and others.
    fn and(self, other: Self) -> Self {
        let files = match (self.files, other.files) {
            (read::Changes::Of(mut files), read::Changes::Of(others)) => {
                files.extend(others);
                read::Changes::Of(files)
            }
            _ => read::Changes::Unknown,
        };
        Self { are_styles: self.are_styles && other.are_styles, files }
    }
}

impl Watch {
    /// Watches the content and the themes below a root, there or yet to come.
    pub(super) fn start(root: &Path) -> Result<Self, String> {
        // As the system names it in what it tells.
        let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let failed = |error: notify::Error| {
            format!("failed to watch `{}` for changes ({error})", root.display())
        };
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender).map_err(failed)?;
        // Not what lies in it, which may be all of a home folder.
        watcher.watch(&root, RecursiveMode::NonRecursive).map_err(failed)?;
        for folder in FOLDERS.iter().map(|folder| root.join(folder)) {
            if folder.is_dir() {
                watcher.watch(&folder, RecursiveMode::Recursive).map_err(failed)?;
            }
        }
        Ok(Self { root, watcher, events })
    }

    /// Waits until something has changed and it is quiet again; `None` if nothing more can.
    pub(super) fn next(&mut self) -> Option<Changes> {
        let mut seen: Option<(Instant, Changes)> = None;
        let mut quiet = QUIET;
        loop {
            let event = match &seen {
                None => self.events.recv().ok()?,
                Some((since, _)) => {
                    let rest = LONGEST.saturating_sub(since.elapsed());
                    // What comes later waits for the next time, and is not taken now.
                    if rest.is_zero() {
                        return seen.map(|(_, changes)| changes);
                    }
                    match self.events.recv_timeout(quiet.min(rest)) {
                        Ok(event) => event,
                        Err(RecvTimeoutError::Timeout) => return seen.map(|(_, changes)| changes),
                        Err(RecvTimeoutError::Disconnected) => return None,
                    }
                }
            };
            let is_closed = event.as_ref().is_ok_and(|event| event.kind == CLOSED_AFTER_WRITING);
            if let Some(changed) = self.changed(event) {
                quiet = if is_closed && seen.as_ref().is_none_or(|(_, all)| *all == changed) {
                    CLOSED
                } else {
                    QUIET
                };
                seen = Some(match seen {
                    None => (Instant::now(), changed),
                    Some((since, changes)) => (since, changes.and(changed)),
                });
            }
        }
    }

    /// What an event changes of the site, if anything.
    fn changed(&mut self, event: notify::Result<Event>) -> Option<Changes> {
        // What was missed may be anything.
        let Ok(event) = event else { return Some(Changes::unknown()) };
        if event.need_rescan() {
            return Some(Changes::unknown());
        }
        let is_change = match event.kind {
            // That a file is read is no change; that one was written and closed is.
            EventKind::Access(_) => event.kind == CLOSED_AFTER_WRITING,
            EventKind::Any
            | EventKind::Create(_)
            | EventKind::Modify(_)
            | EventKind::Remove(_)
            | EventKind::Other => true,
        };
        if !is_change {
            return None;
        }
        let inside: Vec<_> =
            event.paths.iter().filter_map(|path| path.strip_prefix(&self.root).ok()).collect();
        let mut changed: Option<Changes> = None;
        for path in inside {
            let one = if FOLDERS.iter().any(|folder| path == Path::new(folder)) {
                // The folder itself came or went, and with it what was watched.
                let folder = self.root.join(path);
                let _ = self.watcher.unwatch(&folder);
                if folder.is_dir() {
                    let _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
                }
                Changes::unknown()
            } else if let Some(are_styles) = is_read(path) {
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                let files = read::Changes::Of(BTreeSet::from([parts.join("/")]));
                Changes { are_styles, files }
            } else {
                continue;
            };
            changed = Some(match changed {
                None => one,
                Some(before) => before.and(one),
            });
        }
        changed
    }
}

/// Whether a path below the root is one that a site is made of, and then whether it is a style sheet of a theme.
fn is_read(path: &Path) -> Option<bool> {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let (folder, rest) = parts.split_first()?;
    if !FOLDERS.contains(&&**folder) {
        return None;
    }
    let is_static = *folder == "content" && rest.first().is_some_and(|part| part == "static");
    // What editors keep beside a file; below `static` a dot is meant.
    let is_hidden = rest.iter().any(|part| part.starts_with('.')) && !is_static;
    // Vim asks by such a file whether it may write to a folder.
    let is_trial = rest.last().is_some_and(|name| name == "4913" || name.ends_with('~'));
    let is_style = *folder == "themes" && path.extension().is_some_and(|it| it == "css");
    (!is_hidden && !is_trial).then_some(is_style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_site_is_made_of_is_a_change() {
        let of = |path: &str| is_read(Path::new(path));
        assert_eq!(of("content/operations/a.md"), Some(false));
        assert_eq!(of("content/static/.well-known/x"), Some(false));
        assert_eq!(of("content/static/x.css"), Some(false));
        assert_eq!(of("themes/mine/assets/style.css"), Some(true));
        for other in [
            "public/index.html",
            "target/x",
            "content/operations/.a.md.swp",
            "content/operations/4913",
            "content/operations/a.md~",
            "content/.schema/site.json",
            "themes/.git/x.css",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
