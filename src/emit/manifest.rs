//! What the last build wrote: the file `.casefile` in the output folder, which also marks it as ours.
//!
//! ```text
//! casefile output 1
//! af1349b9f5f9a1a6a0404dea36dcc949… 0 feed.xml
//! 13bd6c2ffeb8c19a3d3cf6d2d6a2e2a1…+8d66… 12 about/index.html
//! ```
//!
//! With `+` stands what a file was made of, as a number, if that is known.

use std::fmt;

use super::tree::is_plain;

/// The first line. Its number changes with the form; a manifest with another one is not read.
const FIRST: &str = "casefile output 1";

/// The files of one build, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest<'a> {
    entries: Vec<Entry<'a>>,
}

/// One file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) path: &'a str,
    pub(super) hash: blake3::Hash,
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
        let entries: Vec<_> = lines.lines().map(Entry::parse).collect::<Option<_>>()?;
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
        let (hash, rest) = line.split_once(' ')?;
        let (len, path) = rest.split_once(' ')?;
        let (hash, key) = match hash.split_once('+') {
            None => (hash, None),
            Some((hash, key)) => (hash, Some(u128::from_str_radix(key, 16).ok()?)),
        };
        // The folder may have come from anywhere, and what the manifest names is removed when it is stale.
        let path = Some(path).filter(|path| is_plain(path))?;
        Some(Self { path, hash: blake3::Hash::from_hex(hash).ok()?, len: len.parse().ok()?, key })
    }
}

impl fmt::Display for Manifest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST}")?;
        self.entries.iter().try_for_each(|Entry { path, hash, len, key }| {
            f.write_str(&hash.to_hex())?;
            key.map_or(Ok(()), |key| write!(f, "+{key:x}"))?;
            writeln!(f, " {len} {path}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry<'_> {
        Entry { path, hash: blake3::hash(path.as_bytes()), len: path.len() as u64, key: None }
    }

    #[test]
    fn what_is_written_is_read() {
        let manifest =
            Manifest::new(vec![entry("a b/c"), Entry { key: Some(u128::MAX / 3), ..entry("ñ") }]);
        let text = manifest.to_string();
        assert_eq!(Manifest::parse(&text), Some(manifest));
        assert_eq!(Manifest::parse("casefile output 1\n"), Some(Manifest::default()));
    }

    #[test]
    fn what_is_broken_of_another_form_or_leads_out_is_not_read() {
        let hash = blake3::hash(b"").to_hex();
        for text in [
            "".to_owned(),
            "casefile output 1".to_owned(),
            "casefile output 2\n".to_owned(),
            "casefile output 1\nx 0 a\n".to_owned(),
            format!("casefile output 1\n{hash} 0 ../a\n"),
            format!("casefile output 1\n{hash} 0 /a\n"),
            format!("casefile output 1\n{hash} 0 b\n{hash} 0 a\n"),
            format!("casefile output 1\n{hash} a\n"),
            format!("casefile output 1\n{hash}+ 0 a\n"),
            format!("casefile output 1\n{hash}+g 0 a\n"),
        ] {
            assert_eq!(Manifest::parse(&text), None, "{text}");
        }
    }
}
