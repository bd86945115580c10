//! Finds a theme: a folder of `themes/`, or the default that is embedded in the program.
//!
//! A theme is a folder with `templates/*.html`, `assets/**`, `i18n/<language>.yaml`, `map.txt` and `theme.yaml`. What a folder does not have
//! is taken from the default, so that a theme can be one changed style sheet.

mod embedded;
mod tokens;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use crate::diag::{Code, Diagnostic};
use crate::text::{FileId, SourceText, Span, Texts};
use crate::yaml::Located;

pub use tokens::Tokens;
use words::WordFile;
pub use words::{BASE, Gaps, Piece, Word, Words};

/// The name of the theme that is embedded in the program.
pub const DEFAULT: &str = "default";

/// A theme: templates, assets and words, read once.
#[derive(Debug, Default)]
pub struct Theme {
    /// The name of its folder.
    pub name: String,
    /// The templates: name and text. Those of the default are called `default/operation.html`; one called
    /// `operation.html` stands in front of that.
    pub templates: Vec<(String, String)>,
    /// The assets: path below `/assets/` and bytes, sorted by path.
    pub assets: Vec<(String, Vec<u8>)>,
    /// The words in the site's language.
    pub words: Words,
    /// The words that are English, though the site's language is not.
    pub gaps: Gaps,
    /// The map of the world: lines of `code: outline`.
    pub map: String,
    /// What a site may set.
    pub tokens: Tokens,
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
/// Its words are those of a language. What is wrong with its files is found, and the files are added to the texts.
///
/// # Errors
/// For a name that is neither a folder nor `default`, and for files that cannot be read.
pub fn find(
    root: &Path,
    name: &str,
    language: &str,
    texts: &mut Texts,
) -> Result<(Theme, Vec<Diagnostic>), UnusableTheme> {
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

    let mut templates: BTreeMap<String, String> = embedded::TEMPLATES
        .iter()
        .map(|(name, text)| (format!("{DEFAULT}/{name}"), (*text).to_owned()))
        .collect();
    let mut assets: BTreeMap<String, Vec<u8>> =
        embedded::ASSETS.iter().map(|(path, bytes)| sent(path, bytes)).collect();
    let mut word_files = Vec::new();
    let mut map = embedded::MAP.to_owned();
    let mut own_tokens = None;

    if is_there {
        let failed = |(path, error): (String, io::Error)| {
            unusable(format!(
                "failed to read `themes/{name}/{path}` ({})",
                crate::diag::in_words(&error)
            ))
        };
        let utf8 = |path: &str, bytes| {
            String::from_utf8(bytes)
                .map(|text| text.trim_start_matches('\u{feff}').to_owned())
                .map_err(|_| unusable(format!("`themes/{name}/{path}` is not UTF-8")))
        };
        for (path, bytes) in files(&folder, "templates").map_err(failed)? {
            let text = utf8(&format!("templates/{path}"), bytes)?;
            // The default theme of this program's own repository is the one that is embedded.
            if templates.get(&format!("{DEFAULT}/{path}")) != Some(&text) {
                templates.insert(path, text);
            }
        }
        // The program's own files are the same wherever they are read from; what somebody wrote is sent as it was written.
        let is_embedded = |path: &str, bytes: &[u8]| embedded::ASSETS.contains(&(path, bytes));
        let own = files(&folder, "assets").map_err(failed)?;
        assets.extend(own.into_iter().filter(|(path, bytes)| !is_embedded(path, bytes)));
        for (path, bytes) in files(&folder, "i18n").map_err(failed)? {
            let Some(tag) = path.strip_suffix(".yaml") else { continue };
            let text = utf8(&format!("i18n/{path}"), bytes)?;
            let is_embedded = embedded::WORDS.contains(&(tag, text.as_str()));
            if !is_embedded {
                let path = format!("themes/{name}/i18n/{path}");
                word_files.push(WordFile { tag: tag.to_owned(), path, text });
            }
        }
        if let Some(bytes) = file(&folder, "map.txt").map_err(failed)? {
            map = utf8("map.txt", bytes)?;
        }
        if let Some(bytes) = file(&folder, "theme.yaml").map_err(failed)? {
            own_tokens = Some(utf8("theme.yaml", bytes)?);
        }
    }
    let (words, gaps, mut found) = words::gather(language, embedded::WORDS, word_files, texts);
    let mut tokens = Tokens::default();
    let mut add = |texts: &mut Texts, path: String, text: String, is_own: bool| {
        let yaml = Span::new(0, text.len());
        let file = texts.add(SourceText { path, text, yaml, ..SourceText::default() });
        tokens.add(file, texts.get(file), is_own)
    };
    // A test holds that nothing is wrong with the program's own.
    add(&mut Texts::default(), String::new(), embedded::TOKENS.to_owned(), false);
    if let Some(text) = own_tokens.filter(|text| text != embedded::TOKENS) {
        found.extend(add(texts, format!("themes/{name}/theme.yaml"), text, true));
    }
    let theme = Theme {
        name: name.to_owned(),
        templates: templates.into_iter().collect(),
        assets: assets.into_iter().collect(),
        words,
        map,
        tokens,
        gaps,
    };
    Ok((theme, found))
}

impl Theme {
    /// Sets what a site sets of the tokens, says where text can no longer be read, and writes the tokens in front of
    /// the style sheet.
    pub fn set(
        &mut self,
        settings: &[(String, Located<String>)],
        file: FileId,
        texts: &Texts,
    ) -> Vec<Diagnostic> {
        let mut found = self.tokens.set_all(settings, file, texts.get(file));
        for (file, place, message, help) in self.tokens.low_contrasts() {
            let at = place.span(texts.get(file));
            found.push(Diagnostic::new(Code::LowContrast, file, at, message).help(help));
        }
        if let Some((_, style)) = self.assets.iter_mut().find(|(path, _)| path == "style.css") {
            let tokens = self.tokens.css().into_bytes();
            style.splice(..0, tokens);
        }
        found
    }
}

/// An asset of the program as it is sent: without what is only for those who change it.
fn sent(path: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let text = std::str::from_utf8(bytes).ok();
    let sent = match (path.rsplit('.').next(), text) {
        (Some("js"), Some(text)) => sent_script(text).into_bytes(),
        (Some("css"), Some(text)) => sent_style(text).into_bytes(),
        _ => bytes.to_vec(),
    };
    (path.to_owned(), sent)
}

/// A style sheet without comments and indentation. Each comment has its lines for itself.
fn sent_style(style: &str) -> String {
    let mut text = String::with_capacity(style.len());
    let mut is_comment = false;
    for line in style.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !is_comment && !line.is_empty() {
            text.push_str(line);
            text.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    text
}

/// A script without indentation, comments, and spaces and ends of lines that only part what follows from itself.
///
/// No text of one runs over several lines or stands in single quotation marks, no comment begins with `/*`, and no
/// regular expression has a space or a quotation mark.
fn sent_script(script: &str) -> String {
    let mut text = String::with_capacity(script.len());
    for line in script.lines().map(str::trim) {
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if !text.ends_with(['{', '(', '[', ',', ';']) && !line.starts_with(['}', ')', ']', '.']) {
            text.push('\n');
        }
        let mut quote = None;
        for (at, character) in line.char_indices() {
            if quote.is_none() && line[at..].starts_with(" //") {
                break;
            }
            match quote {
                Some(open) => quote = Some(open).filter(|_| character != open),
                None if ['"', '`'].contains(&character) => quote = Some(character),
                None => {}
            }
            let parts_words = |neighbour: Option<char>| neighbour.is_some_and(is_of_word);
            let is_idle = character == ' '
                && quote.is_none()
                && !(parts_words(text.chars().next_back())
                    && parts_words(line[at + 1..].chars().next()));
            if !is_idle {
                text.push(character);
            }
        }
    }
    text.push('\n');
    text.trim_start().to_owned()
}

/// Whether a character can be part of a name or a number, or of an operator that a second one would change.
fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || ['_', '$', '+', '-', '\\'].contains(&character)
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

/// A file of a theme, if it has it. Links are not followed, and what is no file is not waited for.
fn file(theme: &Path, name: &str) -> Result<Option<Vec<u8>>, (String, io::Error)> {
    let path = theme.join(name);
    let read = match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_file() => fs::read(path).map(Some),
        Ok(_) => Err(io::Error::other("it is no ordinary file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    read.map_err(|error| (name.to_owned(), error))
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
#[expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]
mod tests {
    use super::*;
    use crate::model::{Date, DateWords};

    #[test]
    fn what_is_sent_of_the_programs_own_files_is_written_as_it_has_to_be() {
        for (path, bytes) in embedded::ASSETS {
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            for line in text.lines().map(str::trim) {
                let is_fine = if path.ends_with(".css") {
                    let begins = line.match_indices("/*").all(|(at, _)| at == 0);
                    let ends = line.match_indices("*/").all(|(at, _)| at + 2 == line.len());
                    begins && ends
                } else if path.ends_with(".js") && !line.starts_with("//") {
                    let code = line.split(" //").next().unwrap_or_default();
                    let is_whole =
                        ['"', '`'].iter().all(|mark| code.matches(*mark).count() % 2 == 0);
                    let escaped = [r#"\""#, r"\`", "'", "/*"];
                    is_whole && !escaped.iter().any(|text| code.contains(text))
                } else {
                    true
                };
                assert!(is_fine, "{path}: {line}");
            }
        }
    }

    #[test]
    fn what_somebody_wrote_in_the_place_of_an_asset_is_sent_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let assets = folder.path().join("themes/default/assets");
        fs::create_dir_all(&assets).unwrap();
        let own = "let a = 'b,  // c'; /* d */\n\n\tf();\n";
        for (name, text) in [("site.js", own.as_bytes()), ("list.js", bytes_of("list.js"))] {
            fs::write(assets.join(name), text).unwrap();
        }
        let (theme, plain) = (english(&folder, DEFAULT).unwrap(), english("", DEFAULT).unwrap());
        let sent = |theme: &Theme, name| {
            theme.assets.iter().find(|(path, _)| path == name).map(|(_, bytes)| bytes.clone())
        };
        assert_eq!(sent(&theme, "site.js").unwrap(), own.as_bytes());
        assert_eq!(sent(&theme, "list.js"), sent(&plain, "list.js"));
        assert!(sent(&plain, "list.js").unwrap().len() < bytes_of("list.js").len());
    }

    fn bytes_of(name: &str) -> &'static [u8] {
        embedded::ASSETS.iter().find(|(path, _)| *path == name).unwrap().1
    }

    fn english(root: impl AsRef<Path>, name: &str) -> Result<Theme, UnusableTheme> {
        let found = find(root.as_ref(), name, "en", &mut Texts::default());
        found.map(|(theme, found)| {
            assert_eq!(found, []);
            theme
        })
    }

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
        let words = embedded::WORDS.iter().map(|(tag, _)| format!("{tag}.yaml")).collect();
        assert_eq!(on_disk("templates"), sorted(templates));
        assert_eq!(on_disk("assets"), sorted(assets));
        assert_eq!(on_disk("i18n"), sorted(words));
    }

    #[test]
    fn english_dates_are_those_of_findings() {
        let theme = english("/nowhere", DEFAULT).unwrap();
        assert_eq!(theme.words.dates, *DateWords::english());
    }

    #[test]
    fn each_language_says_dates_in_its_own_way() {
        let dates = [
            "2018-04-01",
            "2018-04-25/2018-04-26",
            "2018-04-29/2018-05-02",
            "2018-04",
            "2015~",
            "2018-04-25~/..",
            "../2018-04-25",
            "201X/",
            "2015-24?",
            "2018/2019-05-03",
        ];
        for (language, expected) in [
            (
                "fr",
                "1er\u{a0}avril 2018; 25-26\u{a0}avril 2018; 29\u{a0}avril – 2\u{a0}mai 2018; avril 2018; vers 2015; \
                 depuis environ le 25\u{a0}avril 2018; jusqu’au 25\u{a0}avril 2018; \
                 à partir des années 2010, fin inconnue; peut-être hiver 2015-2016; 2018 – 3\u{a0}mai 2019",
            ),
            (
                "es",
                "1\u{a0}de\u{a0}abril de 2018; 25-26\u{a0}de\u{a0}abril de 2018; \
                 29\u{a0}de\u{a0}abril – 2\u{a0}de\u{a0}mayo de 2018; abril de 2018; hacia 2015; \
                 desde aproximadamente el 25\u{a0}de\u{a0}abril de 2018; hasta el 25\u{a0}de\u{a0}abril de 2018; \
                 desde la década de 2010, final desconocido; quizá invierno de 2015-2016; 2018 – 3\u{a0}de\u{a0}mayo de 2019",
            ),
            (
                "de",
                "1.\u{a0}April 2018; 25.–26.\u{a0}April 2018; 29.\u{a0}April – 2.\u{a0}Mai 2018; April 2018; um 2015; \
                 seit etwa 25.\u{a0}April 2018; bis zum 25.\u{a0}April 2018; 2010er Jahre und später, Ende unbekannt; \
                 vielleicht im Winter 2015/2016; 2018 bis 3.\u{a0}Mai 2019",
            ),
            (
                "ar",
                "1\u{a0}أبريل 2018; 25–26\u{a0}أبريل 2018; 29\u{a0}أبريل – 2\u{a0}مايو 2018; أبريل 2018; نحو 2015; \
                 منذ نحو 25\u{a0}أبريل 2018; حتى 25\u{a0}أبريل 2018; من عقد 2010، والنهاية غير معروفة; \
                 ربما شتاء 2015–2016; من 2018 إلى 3\u{a0}مايو 2019",
            ),
        ] {
            let theme = find(Path::new("/nowhere"), DEFAULT, language, &mut Texts::default());
            let words = theme.unwrap().0.words;
            let say = |edtf: &&str| Date::parse(edtf).unwrap().in_words(&words.dates);
            assert_eq!(dates.iter().map(say).collect::<Vec<_>>().join("; "), expected);
        }
    }

    #[test]
    fn a_script_of_the_default_theme_is_sent_without_comments_and_idle_spaces() {
        let script = "// Why.\n{\n\tlet a = \"x // y\"; // z\n\n\t// More.\n\tb = a + +c - -d\n\te(a, `x y`)\n}\n";
        let sent_as = "{let a=\"x // y\";b=a + +c - -d\ne(a,`x y`)}\n";
        assert_eq!(sent("a.js", script.as_bytes()).1, sent_as.as_bytes());
    }

    #[test]
    fn a_style_of_the_default_theme_is_sent_without_comments_and_indentation() {
        let style = "/* Why:\n   a { */\n@media print {\n  a { b: \"/*\"; }\n\n  /* c */\n}\n";
        assert_eq!(sent("a.css", style.as_bytes()).1, b"@media print {\na { b: \"/*\"; }\n}\n");
        assert_eq!(sent("a.svg", b"  <a/>").1, b"  <a/>");
    }

    #[test]
    fn a_name_is_no_path() {
        for name in ["", ".", "..", "../x", "a/b", "a\\b", "c:x"] {
            let unusable = english("/nowhere", name).unwrap_err();
            assert_eq!(unusable.reason, format!("`{name}` is not the name of a folder"));
        }
    }

    #[test]
    fn an_unknown_theme_is_told_with_those_that_there_are() {
        let unusable = english("/nowhere", "plain").unwrap_err();
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
        let theme = english(root.path(), "plain").unwrap();
        let css = theme.assets.iter().find(|(path, _)| path == "style.css").unwrap();
        assert!(css.1.is_empty());
        assert!(theme.assets.iter().any(|(path, _)| path == "img/a.svg"));
        assert!(theme.assets.iter().all(|(path, _)| path != ".hidden"));
        assert_eq!(theme.templates.len(), embedded::TEMPLATES.len());
    }
}
