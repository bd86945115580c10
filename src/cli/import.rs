//! `casefile import`

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{Console, MessageFormat, tally};
use super::{Global, Outcome, counted, new};
use crate::biblio::{self, Draft};
use crate::diag::{Report, in_words};
use crate::model::slug_of_title;
use crate::read::Content;
use crate::scaffold::{self, Placed};
use crate::text::{BOM, SourceText, Span};

/// Take sources over from BibTeX, BibLaTeX or CSL-JSON into a file of `content/sources/`
#[derive(Debug, Args)]
#[command(after_help = "\
Keys stay as they are where a citation can name them. What the record has already, by its address or DOI, is
left out. What has no place in a source is reported, at its line.

Examples:
  casefile import library.bib
  casefile import zotero.json --dry-run
  curl -LH 'Accept: application/vnd.citationstyles.csl+json' https://doi.org/10.1000/182 | casefile import -")]
pub(super) struct Import {
    /// A `.bib` file or one of CSL-JSON; `-` is standard input
    file: PathBuf,

    /// Show on standard output what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,

    /// How to show what is found
    #[arg(long, alias = "format", value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

/// A form in which citations come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Bib,
    Csl,
}

impl Import {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        if self.dry_run && self.message_format.is_for_programs() {
            let message =
                "`--dry-run` shows the sources on standard output, where the findings would go too";
            return Ok(Outcome::Misused(message));
        }
        let root = &global.root;
        let mut content = new::content(root)?;
        let stem = self.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.filter(|_| self.file.as_os_str() != "-").unwrap_or_default();
        let name = Some(slug_of_title(&stem)).filter(|name| !name.is_empty());
        let path = format!("content/sources/{}.yaml", name.as_deref().unwrap_or("imported"));
        let placed = read(&self.file, None, &mut content, |_| path.clone())?;
        let Placed { additions, keys, found } = placed;

        let mut report = Report::default();
        report.extend(found);
        report.sort(&content.texts);
        console.report(&report, &content.texts, self.message_format)?;
        for addition in &additions {
            if self.dry_run {
                let before = addition.before.as_deref().unwrap_or_default();
                console.print(addition.after.strip_prefix(before).unwrap_or(&addition.after))?;
            } else {
                new::write(root, addition)?;
            }
        }
        let verb = if self.dry_run { "would take over" } else { "took over" };
        let to = if keys.is_empty() { String::new() } else { format!(" into {path}") };
        console.say(&format!("{verb} {}{to}: {}", counted(keys.len(), "source"), tally(&report)));
        Ok(if report.has_errors() { Outcome::Problems } else { Outcome::Fine })
    }
}

/// Reads a file of citations, and says what is to be written of it where.
pub(super) fn read(
    path: &Path,
    form: Option<Form>,
    content: &mut Content,
    path_of: impl Fn(&Draft) -> String,
) -> Result<Placed, String> {
    let (name, bytes) = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        ("standard input".to_owned(), read.map(|_| bytes))
    } else {
        (path.display().to_string(), std::fs::read(path))
    };
    let bytes = bytes.map_err(|error| format!("failed to read `{name}` ({})", in_words(&error)))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| format!("`{name}` is not UTF-8 text: save it as UTF-8"))?;
    let form = form.unwrap_or_else(|| form_of(path, &text));
    let yaml = Span::new(0, text.len());
    let file = content.texts.add(SourceText { path: name, text, yaml, ..SourceText::default() });
    let source = content.texts.get(file);
    let (drafts, mut found) = match form {
        Form::Bib => biblio::drafts_of_bib(file, source),
        Form::Csl => biblio::drafts_of_csl(file, source),
    };
    if drafts.is_empty() && found.is_empty() {
        let name = &source.path;
        return Err(format!("no source is in `{name}`: give it BibTeX, BibLaTeX or CSL-JSON"));
    }
    let mut placed = scaffold::place(drafts, file, content, path_of)?;
    found.append(&mut placed.found);
    Ok(Placed { found, ..placed })
}

/// The form of a file, by its name, else by how it begins.
fn form_of(path: &Path, text: &str) -> Form {
    let extension = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    match extension.as_deref().and_then(|extension| extension.to_str()) {
        Some("bib" | "bibtex") => Form::Bib,
        Some("json") => Form::Csl,
        _ if text.trim_start_matches(BOM).trim_start().starts_with(['[', '{']) => Form::Csl,
        _ => Form::Bib,
    }
}
