//! What no generator can do without: the files are read, their YAML and Markdown parsed and nothing made of it, and as
//! many bytes written to as many files as a build writes, on all threads.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

/// Lists the files below a folder: length and path, one a line.
pub(crate) fn listing(folder: &Path) -> io::Result<String> {
    let mut lines = String::new();
    for path in files(folder)? {
        let name = path.strip_prefix(folder).map_err(io::Error::other)?;
        lines += &format!("{} {}\n", fs::metadata(&path)?.len(), name.display());
    }
    Ok(lines)
}

/// Does it: reads `content`, writes to `output` what a listing names.
pub(crate) fn run(content: &Path, listing: &Path, output: &Path) -> io::Result<()> {
    files(content)?.par_iter().try_for_each(|path| {
        let text = fs::read_to_string(path)?;
        let (yaml, body) =
            match text.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")) {
                Some(parts) => parts,
                None => (text.as_str(), ""),
            };
        let value: serde_yaml::Value = serde_yaml::from_str(yaml).map_err(io::Error::other)?;
        std::hint::black_box(value);
        let mut page = String::new();
        html::push_html(&mut page, Parser::new_ext(body, Options::all()));
        std::hint::black_box(page);
        Ok::<_, io::Error>(())
    })?;

    let listing = fs::read_to_string(listing)?;
    let mut folders: BTreeMap<PathBuf, Vec<(usize, PathBuf)>> = BTreeMap::new();
    let mut longest = 0;
    for line in listing.lines() {
        let (length, name) = line.split_once(' ').ok_or_else(|| io::Error::other("no listing"))?;
        let (length, path) = (length.parse().map_err(io::Error::other)?, output.join(name));
        longest = longest.max(length);
        let folder = path.parent().unwrap_or(output).to_owned();
        folders.entry(folder).or_default().push((length, path));
    }
    let bytes = b"<p>as many bytes</p>\n".repeat(longest / 21 + 1);
    folders.into_par_iter().try_for_each(|(folder, files)| {
        fs::create_dir_all(folder)?;
        files
            .par_iter()
            .try_for_each(|(length, path)| File::create(path)?.write_all(&bytes[..*length]))
    })
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut pending) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                pending.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}
