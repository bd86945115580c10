//! Pages → a folder, all of them or none.
//!
//! [`write()`] makes every page in parallel and compares it with the file that the last build wrote,
//! as its manifest tells. What changed goes to a staging folder; once all of that is written, a
//! journal is, and the files are renamed into place. So a page that cannot be made, or a full
//! disk, leaves the last good site as it was; a build that was killed half-way is completed by
//! the next one; and a file that did not change keeps its time stamp.
//!
//! [`replace()`] puts texts in the place of those of files of the content, [`create()`] adds files to it, [`overwrite()`]
//! writes one anywhere.
//!
//! Knows nothing of what a page is: it has a path, and bytes when they are asked for.

mod create;
mod error;
mod journal;
mod lock;
mod manifest;
mod overwrite;
mod place;
mod plan;
mod replace;
mod staging;
mod tree;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;

use lock::Lock;
use manifest::{Entry, Manifest};
use place::{Place, State};
use staging::Staging;
use tree::Still;

pub use create::create;
pub use error::{Error, Failure};
pub use overwrite::overwrite;
pub use replace::{Replacement, replace};

/// Where the output goes, and how.
#[derive(Clone, Copy, Debug)]
pub struct Emit<'a> {
    /// The output folder; messages name it as it stands here.
    pub dir: &'a Path,
    /// Whether files that casefile did not write may be replaced, and a folder without its marker.
    pub force: bool,
    /// Folders that the output may lie in, but never be or hold: the site's root.
    pub protected: &'a [PathBuf],
    /// Folders that are read, so that the output may not lie in them either: the content, the themes.
    pub inputs: &'a [PathBuf],
    /// How long to wait for another build that writes to the same folder.
    pub wait: Duration,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The files of the site.
    pub files: usize,
    /// Those of them that are new or have other bytes than before.
    pub changed: usize,
    /// The files of the last build that this one has no more.
    pub removed: usize,
    /// The bytes of all files of the site.
    pub bytes: u64,
}

/// Writes the site: a file for each of `paths`, with the bytes that `render` gives for its ordinal.
///
/// Paths are relative, with `/` between their parts; `render` must be pure. A file of the last build
/// that has the same bytes is not touched; one that the last build wrote and `paths` lacks is
/// removed; one that no build wrote is left alone, and if a page is to come to its place, only
/// `force` replaces it. `progress` is told, from any thread, how many pages are done.
///
/// # Errors
/// The failure of the first page, in the order of `paths`, that could not be made or kept; or
/// what is wrong with the folder. The folder is then as it was, unless the failure came after the
/// first rename: then the next run completes what was begun.
pub fn write<E: Send>(
    options: &Emit<'_>,
    paths: &[String],
    render: impl Fn(usize) -> Result<Vec<u8>, E> + Sync,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Written, Failure<E>> {
    write_known(options, paths, &[], render, progress)
}

/// The same; a file that has the key here that it had in the last build is not made anew. Two files of one path and one key
/// must have the same bytes; the key of an ordinal beyond `keys` is none.
///
/// # Errors
/// As [`write()`].
pub fn write_known<E: Send>(
    options: &Emit<'_>,
    paths: &[String],
    keys: &[Option<u128>],
    render: impl Fn(usize) -> Result<Vec<u8>, E> + Sync,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Written, Failure<E>> {
    let place = Place::find(options)?;
    let order = order(&place, paths)?;
    // Held to the end, and dropped after the staging folder.
    let _lock = Lock::take(&place, options.wait)?;
    staging::recover(&place)?;

    let state = place.state()?;
    if state == State::Foreign && !options.force {
        return Err(place.foreign().into());
    }
    let text = if state == State::Marked { place.manifest_text() } else { String::new() };
    let before = Manifest::parse(&text);
    let nothing = Manifest::default();
    let last = before.as_ref().unwrap_or(&nothing);

    let staging = Staging::new(&place, state);
    let key_of = |at: usize| keys.get(at).copied().flatten();
    let still = Still::new(place.output());
    let known = |at: usize| {
        let (path, key) = (paths[at].as_str(), key_of(at)?);
        let entry = last.get(path).filter(|entry| entry.key == Some(key))?;
        // Somebody may have removed or cut the file since.
        still.has(path, entry.len).then_some(Page { len: entry.len, changed: false })
    };
    let pages = render_all(paths, known, render, progress, |path, bytes| {
        let changed = last.get(path).is_none() || !place.output().holds(path, bytes);
        if changed {
            staging.add(path, bytes)?;
        }
        Ok(Page { len: bytes.len() as u64, changed })
    })?;

    let changed: Vec<&str> =
        order.iter().filter(|&&at| pages[at].changed).map(|&at| &*paths[at]).collect();
    let entry = |&at: &usize| Entry { path: &paths[at], len: pages[at].len, key: key_of(at) };
    let now = Manifest::new(order.iter().map(entry).collect());
    let mut written = Written {
        files: paths.len(),
        changed: changed.len(),
        removed: 0,
        bytes: pages.iter().map(|page| page.len).sum(),
    };

    // Its keys are a part of the manifest: where they are new, it is written.
    if state == State::Marked && changed.is_empty() && *last == now {
        return Ok(written);
    }
    if state == State::Absent {
        staging.become_output(&now)?;
    } else {
        let replace = state == State::Foreign;
        let journal = plan::plan(
            &place,
            &staging.files()?,
            before.as_ref(),
            &now,
            &changed,
            replace,
            options.force,
        )?;
        written.removed = journal.removes.len();
        staging.commit(&journal, &now)?;
    }
    Ok(written)
}

/// The ordinals of `paths` in the order of the manifest.
fn order(place: &Place, paths: &[String]) -> Result<Vec<usize>, Error> {
    let mut order: Vec<usize> = (0..paths.len()).collect();
    order.par_sort_unstable_by_key(|&at| &paths[at]);
    let twice = order.windows(2).find(|pair| paths[pair[0]] == paths[pair[1]]).map(|pair| pair[0]);
    let bad = order.iter().copied().find(|&at| !place::is_page(&paths[at]));
    match (twice, bad) {
        (Some(at), _) => Err(place.two_pages(&paths[at])),
        (_, Some(at)) => Err(place.no_page(&paths[at])),
        (None, None) => Ok(order),
    }
}

/// What is known of a page once its bytes are kept.
struct Page {
    len: u64,
    changed: bool,
}

/// Makes and keeps every page, in parallel, and gives them in the order of `paths`, which is also that in which they are
/// begun: each thread takes the next.
fn render_all<E: Send>(
    paths: &[String],
    known: impl Fn(usize) -> Option<Page> + Sync,
    render: impl Fn(usize) -> Result<Vec<u8>, E> + Sync,
    progress: &(dyn Fn(usize) + Sync),
    keep: impl Fn(&str, &[u8]) -> Result<Page, Error> + Sync,
) -> Result<Vec<Page>, Failure<E>> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    // Pages before the first failure are still made, so that it is the same failure whichever
    // thread is fastest.
    let first = AtomicUsize::new(usize::MAX);
    let failure = Mutex::new(None);
    let made = rayon::broadcast(|_| {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= paths.len() || at > first.load(Ordering::Relaxed) {
                return made;
            }
            let page = known(at).map_or_else(
                || {
                    let bytes = render(at).map_err(Failure::Render)?;
                    keep(&paths[at], &bytes).map_err(Failure::Error)
                },
                Ok,
            );
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            match page {
                Ok(page) => made.push((at, page)),
                Err(error) => {
                    let mut failure = failure.lock().unwrap_or_else(PoisonError::into_inner);
                    if first.fetch_min(at, Ordering::Relaxed) > at {
                        *failure = Some(error);
                    }
                }
            }
        }
    });
    if let Some(failure) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(failure);
    }
    let mut pages: Vec<(usize, Page)> = made.into_iter().flatten().collect();
    pages.sort_unstable_by_key(|(at, _)| *at);
    Ok(pages.into_iter().map(|(_, page)| page).collect())
}
