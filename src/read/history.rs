//! When files were last changed, as the repository that they lie in tells it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::model::Date;

/// What a repository tells of the content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum History {
    /// Nothing: there is no repository, or no git to read it.
    #[default]
    None,
    /// Only its latest commits are there, so that what is older would seem to be of the first of them.
    CutShort,
    /// The day of each file's last commit, by path from the root. Files that were never committed have none.
    Known(BTreeMap<String, Date>),
}

impl History {
    /// Asks git for the history of `<root>/content`. The one thing that is not read from the content itself; it depends
    /// on no clock, and is the same in every full clone.
    pub fn of_content(root: &Path) -> Self {
        // An empty path is where casefile runs.
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        match git(root, ["rev-parse", "--is-shallow-repository"]).as_deref().map(str::trim) {
            Some("false") => {}
            Some("true") => return Self::CutShort,
            _ => return Self::None,
        }
        let log = [
            "-c",
            "core.quotePath=false",
            "-c",
            "log.showSignature=false",
            "log",
            "--no-renames",
            "--name-only",
            "--relative",
            // The day on which it was written, where its author was: moving a commit does not change it.
            "--format=format:%x00%as",
            "--",
            "content",
        ];
        git(root, log).map_or(Self::None, |log| Self::Known(last_days(&log)))
    }

    /// The day on which a file was last changed, if that is known.
    pub fn last_change(&self, path: &str) -> Option<&Date> {
        match self {
            Self::Known(days) => days.get(path),
            Self::None | Self::CutShort => None,
        }
    }
}

/// What git prints, if it does what it is asked to.
fn git<'a>(root: &Path, args: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let done = Command::new("git")
        .arg("--no-pager")
        .arg("-C")
        .arg(root)
        .args(args.into_iter().map(OsStr::new))
        // What a partial clone has left out is not worth fetching.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        // A hook of git that builds the site has these set for the repository that it is of.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

/// The latest day of each file in a log: a NUL and a day, then the paths that were changed, a line each.
fn last_days(log: &str) -> BTreeMap<String, Date> {
    let mut days: BTreeMap<String, &str> = BTreeMap::new();
    let mut day = "";
    for line in log.lines() {
        match line.strip_prefix('\0') {
            Some(of_commit) => day = of_commit,
            None if line.is_empty() => {}
            None => {
                let last = days.entry(line.to_owned()).or_insert(day);
                // Commits need not stand in the order of their authors' days.
                *last = (*last).max(day);
            }
        }
    }
    let read = |(path, day): (String, &str)| Some((path, Date::parse(day).ok()?));
    days.into_iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_counts_in_whatever_order_commits_stand() {
        let log = "\u{0}2024-02-01\ncontent/a.md\ncontent/b é.md\n\n\u{0}2024-03-01\ncontent/a.md\n\n\
            \u{0}2023-01-01\ncontent/a.md\ncontent/c.md\n";
        let days = last_days(log);
        let days: Vec<_> = days.iter().map(|(path, day)| (path.as_str(), day.edtf())).collect();
        assert_eq!(
            days,
            [
                ("content/a.md", "2024-03-01"),
                ("content/b é.md", "2024-02-01"),
                ("content/c.md", "2023-01-01"),
            ]
        );
    }
}
