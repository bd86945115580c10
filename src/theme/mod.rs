//! Finds a theme: a folder of `themes/`, or the default that is embedded in the program.
//!
//! A theme is a folder with `templates/*.html`, `assets/**`, `words.txt` and `map.txt`. What a folder does not have
//! is taken from the default, so that a theme can be one changed style sheet.

mod embedded;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The name of the theme that is embedded in the program.
const DEFAULT: &str = "default";

/// A theme: templates and assets, read once.
#[derive(Debug, Default)]
pub struct Theme {
    /// The templates: name (`operation.html`) and text.
    pub templates: Vec<(String, String)>,
    /// The assets: path below `/assets/` and bytes, sorted by path.
    pub assets: Vec<(String, Vec<u8>)>,
    /// The words that no template can hold, since they are written for each claim: lines of `name: text`.
    ///
    /// Several texts one after the other; of two lines for one name the first counts.
    pub words: Vec<String>,
    /// The map of the world: lines of `code: outline`.
    pub map: String,
}

/// Why a theme cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusableTheme {
    /// What is wrong.
    pub reason: String,
    /// The themes that there are.
    pub known: Vec<String>,
}

/// Finds a theme by its name: `<root>/themes/<name>/`, whose files stand in front of the embedded default's.
///
/// # Errors
/// For a name that is neither a folder nor `default`, and for files that cannot be read.
pub fn find(root: &Path, name: &str) -> Result<Theme, UnusableTheme> {
    let themes = root.join("themes");
    let unusable = |reason: String| UnusableTheme { reason, known: known(&themes) };
    // A path would let a site read templates from anywhere on the machine that builds it.
    if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', ':', '\0']) {
        return Err(unusable(format!("`{name}` is not the name of a folder")));
    }
    let folder = themes.join(name);
    let is_there = folder.is_dir();
    if !is_there && name != DEFAULT {
        return Err(unusable(format!("there is no theme `{name}`")));
    }

    let mut templates: BTreeMap<String, String> =
        embedded::TEMPLATES.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    let mut assets: BTreeMap<String, Vec<u8>> =
        embedded::ASSETS.iter().map(|(path, bytes)| sent(path, bytes)).collect();
    let mut words = vec![embedded::WORDS.to_owned()];
    let mut map = embedded::MAP.to_owned();

    if is_there {
        let failed = |(path, error): (String, io::Error)| {
            unusable(format!(
                "failed to read `themes/{name}/{path}` ({})",
                crate::diag::in_words(&error)
            ))
        };
        for (path, bytes) in files(&folder, "templates").map_err(failed)? {
            let text = String::from_utf8(bytes)
                .map_err(|_| unusable(format!("`themes/{name}/templates/{path}` is not UTF-8")))?;
            templates.insert(path, text);
        }
        let own = files(&folder, "assets").map_err(failed)?;
        // The default theme's files are the same wherever they are read from.
        let is_default = name == DEFAULT;
        assets.extend(
            own.into_iter().map(
                |(path, bytes)| {
                    if is_default { sent(&path, &bytes) } else { (path, bytes) }
                },
            ),
        );
        let text = |name: &str| match fs::read_to_string(folder.join(name)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed((name.to_owned(), error))),
        };
        if let Some(text) = text("words.txt")? {
            words.insert(0, text);
        }
        if let Some(text) = text("map.txt")? {
            map = text;
        }
    }
    Ok(Theme {
        templates: templates.into_iter().collect(),
        assets: assets.into_iter().collect(),
        words,
        map,
    })
}

/// An asset of the default theme as it is sent: a script without indentation and lines of comment, which are for those
/// who change it. No text of one runs over several lines.
fn sent(path: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let script = std::str::from_utf8(bytes).ok().filter(|_| path.ends_with(".js"));
    let Some(script) = script else { return (path.to_owned(), bytes.to_vec()) };
    let mut text = String::with_capacity(script.len());
    for line in script.lines().map(str::trim_start) {
        if !line.is_empty() && !line.starts_with("//") {
            text.push_str(line);
            text.push('\n');
        }
    }
    (path.to_owned(), text.into_bytes())
}

/// The names of the themes there are, sorted.
fn known(themes: &Path) -> Vec<String> {
    let mut names = vec![DEFAULT.to_owned()];
    for entry in fs::read_dir(themes).into_iter().flatten().flatten() {
        if entry.path().is_dir()
            && let Ok(name) = entry.file_name().into_string()
        {
            names.push(name);
        }
    }
    names.sort();
    names.dedup();
    names
}

type Files = Vec<(String, Vec<u8>)>;

/// The files of a folder of a theme and of the folders in it, by their paths from there with `/` between the parts.
///
/// Hidden files are an editor's or the system's, not the theme's. Links are not followed: what a theme shows is in it.
fn files(theme: &Path, folder: &str) -> Result<Files, (String, io::Error)> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(below) = folders.pop() {
        let path = theme.join(folder).join(&below);
        let failed = |error| (format!("{folder}/{below}"), error);
        let entries = match fs::read_dir(&path) {
            Err(error) if below.is_empty() && error.kind() == io::ErrorKind::NotFound => break,
            other => other.map_err(failed)?,
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') {
                continue;
            }
            let name = format!("{below}{name}");
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                folders.push(name + "/");
            } else if kind.is_file() {
                let bytes = fs::read(entry.path()).map_err(failed)?;
                found.push((name, bytes));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_carries_each_file_of_the_default_theme() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let sorted = |mut paths: Vec<String>| {
            paths.sort();
            paths
        };
        let on_disk = |part: &str| {
            sorted(files(&folder, part).unwrap().into_iter().map(|(path, _)| path).collect())
        };
        let templates = embedded::TEMPLATES.iter().map(|(name, _)| (*name).to_owned()).collect();
        let assets = embedded::ASSETS.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(on_disk("templates"), sorted(templates));
        assert_eq!(on_disk("assets"), sorted(assets));
    }

    #[test]
    fn a_script_of_the_default_theme_is_sent_without_comments() {
        let script = "// Why.\n{\n\tlet a = \"x // y\"; // z\n\n\t// More.\n}\n";
        assert_eq!(sent("a.js", script.as_bytes()).1, b"{\nlet a = \"x // y\"; // z\n}\n");
        assert_eq!(sent("a.css", b"  a {}").1, b"  a {}");
    }

    #[test]
    fn a_name_is_no_path() {
        for name in ["", ".", "..", "../x", "a/b", "a\\b", "c:x"] {
            let unusable = find(Path::new("/nowhere"), name).unwrap_err();
            assert_eq!(unusable.reason, format!("`{name}` is not the name of a folder"));
        }
    }

    #[test]
    fn an_unknown_theme_is_told_with_those_that_there_are() {
        let unusable = find(Path::new("/nowhere"), "plain").unwrap_err();
        assert_eq!(unusable.reason, "there is no theme `plain`");
        assert_eq!(unusable.known, ["default"]);
    }

    #[test]
    fn a_themes_file_stands_in_front_of_the_default() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("themes/plain");
        fs::create_dir_all(folder.join("assets/img")).unwrap();
        let write = |path: &str| fs::File::create(folder.join(path)).unwrap();
        write("assets/style.css");
        write("assets/img/a.svg");
        write("assets/.hidden");
        let theme = find(root.path(), "plain").unwrap();
        let css = theme.assets.iter().find(|(path, _)| path == "style.css").unwrap();
        assert!(css.1.is_empty());
        assert!(theme.assets.iter().any(|(path, _)| path == "img/a.svg"));
        assert!(theme.assets.iter().all(|(path, _)| path != ".hidden"));
        assert_eq!(theme.templates.len(), embedded::TEMPLATES.len());
    }
}
