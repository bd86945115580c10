//! The files of the content folder, sorted by path, and what each is.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::diag::{Code, Diagnostic, did_you_mean, in_words};
use crate::model::EntityKind;
use crate::text::{FileId, Span};

/// What a file is, by where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Settings,
    Operation,
    Entity(EntityKind),
    Country,
    Page,
    SourcesYaml,
    SourcesBib,
}

/// A file to read; its path starts with `content/`.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: String,
    pub(super) kind: Kind,
}

/// A file or folder that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) path: String,
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Problem {
    /// The finding that tells it, at a place of a file.
    pub(super) fn at(&self, file: FileId, span: Span) -> Diagnostic {
        let Self { path: _, code, message, help } = self;
        Diagnostic::new(*code, file, span, message.clone()).maybe_help(help.clone())
    }
}

#[derive(Debug, Default)]
pub(super) struct Walked {
    pub(super) files: Vec<Found>,
    pub(super) static_files: Vec<String>,
    pub(super) problems: Vec<Problem>,
}

impl Walked {
    /// Whether something was found at a path, or in it.
    pub(super) fn has_in(&self, path: &str) -> bool {
        let files = self.files.iter().map(|file| file.path.as_str());
        let problems = self.problems.iter().map(|problem| problem.path.as_str());
        let is_in = |one: &str| {
            one.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let statics = self.static_files.iter();
        files.chain(problems).any(is_in)
            || statics.into_iter().any(|file| is_in(&format!("content/static/{file}")))
    }
}

/// Whether what stands at a path is looked at: it lies in the content folder, and neither it nor what it lies in is hidden.
pub(super) fn is_looked_at(path: &str) -> bool {
    let Some(inside) = path.strip_prefix("content") else { return false };
    inside.starts_with("/static/") || !inside.contains("/.")
}

const FOLDERS: &[&str] =
    &["operations", "outlets", "agencies", "platforms", "countries", "sources", "pages", "static"];

/// Walks `<root>/content`. Links are followed as long as they stay inside it.
pub(super) fn walk(root: &Path) -> Walked {
    let mut walked = Walked::default();
    let content = root.join("content");
    let real = fs::canonicalize(&content).ok();
    let mut entries = WalkDir::new(&content).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(|| "content".to_owned(), |at| shown(root, at));
                let reason = if error.loop_ancestor().is_some() {
                    "the link leads back to a folder that it lies in".to_owned()
                } else {
                    error.io_error().map_or_else(|| error.to_string(), in_words)
                };
                // The folder itself is named as it was looked for.
                let named =
                    if path == "content" { content.display().to_string() } else { path.clone() };
                let message = format!("failed to read `{named}` ({reason})");
                let help = (path == "content").then(|| {
                    "run casefile in the folder that holds `content`, or name it with `--root`"
                        .to_owned()
                });
                walked.problems.push(Problem { path, code: Code::UnreadableFile, message, help });
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        let path = shown(root, entry.path());
        if entry.path_is_symlink() {
            let target = fs::canonicalize(entry.path()).ok();
            let stays = target.zip(real.as_ref()).is_some_and(|(to, real)| to.starts_with(real));
            if !stays {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                let message = format!("the link `{path}` leads out of the content folder");
                let help = Some("copy what it leads to into the content folder".to_owned());
                walked.problems.push(Problem { path, code: Code::OutsideSymlink, message, help });
                continue;
            }
        }
        let Some(inside) = path.strip_prefix("content/").map(str::to_owned) else { continue };
        let name = entry.file_name().to_string_lossy();
        let in_static = inside.starts_with("static/");
        // `.schema`, `.DS_Store`, an editor's swap file; `static/.well-known` is meant.
        if name.starts_with('.') && !in_static {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.path().to_str().is_none() {
            let message = format!("the name of `{path}` is not UTF-8");
            walked.problems.push(Problem { path, code: Code::InvalidUtf8, message, help: None });
            continue;
        }
        if entry.file_type().is_dir() {
            continue;
        }
        if !entry.file_type().is_file() {
            let message = format!("`{path}` is no ordinary file");
            walked.problems.push(Problem { path, code: Code::UnreadableFile, message, help: None });
            continue;
        }
        if let Some(rest) = inside.strip_prefix("static/") {
            walked.static_files.push(rest.to_owned());
            continue;
        }
        match kind_of(&inside) {
            Ok(Some(kind)) => walked.files.push(Found { path, kind }),
            Ok(None) => {}
            Err(help) => {
                let message = format!("nothing reads `{path}`");
                let help = Some(help);
                walked.problems.push(Problem { path, code: Code::MisplacedFile, message, help });
            }
        }
    }
    walked.files.sort_by(|a, b| a.path.cmp(&b.path));
    walked.static_files.sort();
    walked
}

/// What a path below `content/` is; `None` for one that is read by name only.
fn kind_of(inside: &str) -> Result<Option<Kind>, String> {
    if inside == "site.yaml" {
        return Ok(Some(Kind::Settings));
    }
    let extension = inside.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    let extension = extension.map_or("", |(_, extension)| extension);
    if extension == "csl" {
        return Ok(None);
    }
    let Some((folder, rest)) = inside.split_once('/') else {
        return Err("the content folder itself holds only `site.yaml` and folders".into());
    };
    let kind = match folder {
        "operations" => Kind::Operation,
        "outlets" => Kind::Entity(EntityKind::Outlet),
        "agencies" => Kind::Entity(EntityKind::Agency),
        "platforms" => Kind::Entity(EntityKind::Platform),
        "countries" => Kind::Country,
        "pages" => Kind::Page,
        "sources" => {
            return match extension {
                "yaml" | "yml" => Ok(Some(Kind::SourcesYaml)),
                "bib" => Ok(Some(Kind::SourcesBib)),
                _ => Err("sources are `.yaml` or `.bib` files".into()),
            };
        }
        _ => {
            return Err(did_you_mean(folder, FOLDERS.iter().copied())
                .unwrap_or_else(|| format!("the folders are {}", FOLDERS.join(", "))));
        }
    };
    if extension != "md" {
        return Err(
            "files that are only linked to, such as images, belong in `content/static/`".into()
        );
    }
    if rest.contains('/') && kind != Kind::Page {
        return Err(format!("put it into `content/{folder}/` itself"));
    }
    Ok(Some(kind))
}

/// The path from the root with `/` between its parts.
fn shown(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// The text of a file, and why it is not to be used.
///
/// What is not UTF-8 is shown as `�`, so that the problem can point at the first of them.
pub(super) fn text_of(root: &Path, path: &str) -> (String, Option<(Problem, Span)>) {
    let bytes = match fs::read(root.join(path)) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("failed to read `{path}` ({})", in_words(&error));
            let path = path.to_owned();
            let problem = Problem { path, code: Code::UnreadableFile, message, help: None };
            return (String::new(), Some((problem, Span::default())));
        }
    };
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error,
    };
    let valid = error.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let problem = Problem {
        path: path.to_owned(),
        code: Code::InvalidUtf8,
        message: format!("`{path}` is not UTF-8 text"),
        help: Some("save it as UTF-8".to_owned()),
    };
    (text, Some((problem, Span::new(valid, valid + char::REPLACEMENT_CHARACTER.len_utf8()))))
}
