//! What the last build wrote: the file `.casefile` in the output folder, which also marks it as ours.
//!
//! ```text
//! casefile output 2
//! 0 feed.xml
//! 12+8d66… about/index.html
//! ```
//!
//! Before the path stands how long the file is, and with `+` what it was made of, as a number, if that is known. No
//! digest of its bytes does: what they are the file itself tells.

use std::fmt;

use rayon::prelude::*;

use super::tree::is_plain;

/// The first line. Its number changes with the form; a manifest with another one is not read.
const FIRST: &str = "casefile output 2";

/// The files of one build, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest<'a> {
    entries: Vec<Entry<'a>>,
}

/// One file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) path: &'a str,
    pub(super) len: u64,
    /// What it was made of: see [`super::write_known`].
    pub(super) key: Option<u128>,
}

impl<'a> Manifest<'a> {
    /// Makes a manifest of entries that are sorted by path.
    pub(super) fn new(entries: Vec<Entry<'a>>) -> Self {
        Self { entries }
    }

    /// Reads a manifest; `None` if any of it is not as [`fmt::Display`] writes it.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let lines = text.strip_prefix(FIRST)?.strip_prefix('\n')?;
        let entries: Vec<_> = lines.par_lines().map(Entry::parse).collect::<Option<_>>()?;
        entries.is_sorted_by(|a, b| a.path < b.path).then_some(Self { entries })
    }

    pub(super) fn get(&self, path: &str) -> Option<&Entry<'a>> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        Some(&self.entries[at])
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &'a str> {
        self.entries.iter().map(|entry| entry.path)
    }
}

impl<'a> Entry<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (len, path) = line.split_once(' ')?;
        let (len, key) = match len.split_once('+') {
            None => (len, None),
            Some((len, key)) => (len, Some(u128::from_str_radix(key, 16).ok()?)),
        };
        // The folder may have come from anywhere, and what the manifest names is removed when it is stale.
        let path = Some(path).filter(|path| is_plain(path))?;
        Some(Self { path, len: len.parse().ok()?, key })
    }
}

impl fmt::Display for Manifest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST}")?;
        self.entries.iter().try_for_each(|Entry { path, len, key }| {
            write!(f, "{len}")?;
            key.map_or(Ok(()), |key| write!(f, "+{key:x}"))?;
            writeln!(f, " {path}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry<'_> {
        Entry { path, len: path.len() as u64, key: None }
    }

    #[test]
    fn what_is_written_is_read() {
        let manifest =
            Manifest::new(vec![entry("a b/c"), Entry { key: Some(u128::MAX / 3), ..entry("ñ") }]);
        let text = manifest.to_string();
        assert_eq!(Manifest::parse(&text), Some(manifest));
        assert_eq!(Manifest::parse("casefile output 2\n"), Some(Manifest::default()));
    }

    #[test]
    fn what_is_broken_of_another_form_or_leads_out_is_not_read() {
        for text in [
            "",
            "casefile output 2",
            "casefile output 3\n",
            "casefile output 2\nx a\n",
            "casefile output 2\n0 ../a\n",
            "casefile output 2\n0 /a\n",
            "casefile output 2\n0 b\n0 a\n",
            "casefile output 2\na\n",
            "casefile output 2\n0+ a\n",
            "casefile output 2\n0+g a\n",
        ] {
            assert_eq!(Manifest::parse(text), None, "{text}");
        }
    }
}
