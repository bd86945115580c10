//! `casefile new`

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Args, ValueEnum};

use super::console::{Console, MessageFormat};
use super::import::{self, Form};
use super::{Global, Outcome};
use crate::emit::{self, Replacement};
use crate::model::{Date, Slug, SourceKey};
use crate::read::{self, Content};
use crate::scaffold::{self, Addition, Refused};

/// Write a new file of the record, with the keys that it needs and comments that teach the others
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile new operation \"Seizure of a propaganda site\" --date 2026-03-01
  casefile new outlet \"وكالة مثال\" --id example-agency
  casefile new source \"Police seize servers\" --date 2026-03-02 --edit
  casefile new source --from-bib citation.bib
  pbpaste | casefile new source --from-csl -")]
pub(super) struct New {
    /// What to write
    #[arg(value_enum)]
    kind: Kind,

    /// Its title, or the name of an outlet, agency or platform
    title: Option<String>,

    /// When it was, or when the source was published: 2026-03-01, 2026-03, 2026-03-01/2026-03-04
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<Date>,

    /// The name of its file, or the source's key, in place of one made of the title
    #[arg(long)]
    id: Option<String>,

    /// Open it in the editor that `VISUAL` or `EDITOR` names
    #[arg(long)]
    edit: bool,

    /// Take the source from a BibTeX file; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["title", "from_csl", "date", "id"])]
    from_bib: Option<PathBuf>,

    /// Take the source from CSL-JSON, as reference managers copy it; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["title", "date", "id"])]
    from_csl: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// An operation: content/operations/
    Operation,
    /// A media outlet: content/outlets/
    Outlet,
    /// An agency: content/agencies/
    Agency,
    /// An online service: content/platforms/
    Platform,
    /// A source: content/sources/, in the file of its year
    Source,
    /// A page: content/pages/
    Page,
    /// What needs no file, and is asked for all the same.
    #[value(hide = true)]
    Country,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|invalid| {
        let help = invalid.help.map(|help| format!("; {help}")).unwrap_or_default();
        format!("it {}{help}", invalid.reason)
    })
}

impl New {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        let kind = match self.kind {
            Kind::Operation => scaffold::Kind::Operation,
            Kind::Outlet => scaffold::Kind::Outlet,
            Kind::Agency => scaffold::Kind::Agency,
            Kind::Platform => scaffold::Kind::Platform,
            Kind::Page => scaffold::Kind::Page,
            Kind::Source => return self.source(global, console),
            Kind::Country => {
                return Ok(Outcome::Misused(
                    "a country needs no file: an operation names it by its code, `countries: [{id: NL, role: lead, sources: [key]}]`; what else is known of it can stand in `content/countries/nl.md`, below two lines of `---`",
                ));
            }
        };
        if self.from_bib.is_some() || self.from_csl.is_some() {
            return Ok(Outcome::Misused(
                "only a source is taken from a citation: `casefile new source`",
            ));
        }
        if self.date.is_some() && self.kind != Kind::Operation {
            return Ok(Outcome::Misused("only an operation and a source have a `--date`"));
        }
        let Some(title) = &self.title else {
            return Ok(Outcome::Misused("it needs a title: `casefile new operation \"Title\"`"));
        };
        let id = self.id.as_deref().map(Slug::parse).transpose().map_err(|invalid| {
            let help = invalid.nearest.map(|near| format!(": did you mean `{near}`?"));
            format!("the `--id` {}{}", invalid.reason, help.unwrap_or_default())
        })?;
        let root = &global.root;
        let content = content(root)?;
        let vocabulary = &content.config.vocabulary;
        let made = scaffold::record(kind, title, self.date.as_ref(), id.as_ref(), vocabulary);
        let (slug, file) = match made {
            Ok(made) => made,
            Err(Refused::NoTitle) => return Ok(Outcome::Misused("the title is empty")),
            Err(Refused::NoSlug) => {
                return Ok(Outcome::Misused(
                    "no name for the file can be made of this title: give one with `--id`",
                ));
            }
        };
        let path = root.join(&file.path);
        emit::create(&path, &file.text).map_err(|error| error.to_string())?;
        console.print(&format!("{}\n", file.path))?;
        let folder = kind.folder();
        console.say(&match self.kind {
            Kind::Operation => {
                let undated = if self.date.is_none() {
                    "; it is undated: with `--date 2026-03-01` its name would begin with the month"
                } else {
                    ""
                };
                format!(
                    "it will be at /operations/{slug}/{undated}\nwrite the text with a source for each paragraph, `[@key]`; `casefile check` says which has none"
                )
            }
            Kind::Page => format!(
                "it will be at /{slug}/\nname it in `navigation` of content/site.yaml to have it in the menu: {slug}"
            ),
            _ => format!(
                "it will be at /{folder}/{slug}/\nname it in an operation, `{folder}: [{{id: {slug}, sources: [key]}}]`, or link to it, `[[{slug}]]`"
            ),
        });
        self.open(&path)
    }

    fn source(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        let citation = match (&self.from_bib, &self.from_csl) {
            (Some(path), _) => Some((path.clone(), Some(Form::Bib))),
            (_, Some(path)) => Some((path.clone(), Some(Form::Csl))),
            // What is piped in is a citation.
            _ if self.title.is_none() && !io::stdin().is_terminal() => {
                Some((PathBuf::from("-"), None))
            }
            _ => None,
        };
        let root = &global.root;
        if let Some((path, form)) = citation {
            let mut content = content(root)?;
            let read = import::read(&path, form, &mut content, |draft| {
                scaffold::path_by_year(draft.year().as_deref())
            });
            let is_asked_for = self.from_bib.is_some() || self.from_csl.is_some();
            let placed = read.map_err(|message| match is_asked_for {
                true => message,
                // Whoever runs it without a terminal need not know that a citation could come in.
                false => format!("{message}; or give a title, `casefile new source \"Title\"`"),
            })?;
            let mut report = crate::diag::Report::default();
            report.extend(placed.found);
            report.sort(&content.texts);
            console.report(&report, &content.texts, MessageFormat::Human)?;
            for addition in &placed.additions {
                write(root, addition)?;
                console.print(&format!("{}\n", addition.path))?;
            }
            let keys: Vec<_> = placed.keys.iter().map(|key| format!("`[@{key}]`")).collect();
            if !keys.is_empty() {
                console.say(&format!(
                    "cite it with {}; until a claim does, `casefile check` warns of it",
                    keys.join(", ")
                ));
            }
            if report.has_errors() || placed.keys.is_empty() {
                return Ok(Outcome::Problems);
            }
            return match placed.additions.first() {
                Some(addition) => self.open(&root.join(&addition.path)),
                None => Ok(Outcome::Fine),
            };
        }
        let Some(title) = self.title.as_deref().filter(|title| !title.trim().is_empty()) else {
            return Ok(Outcome::Misused(
                "it needs a title, `casefile new source \"Title\"`, or a citation, `--from-bib` or `--from-csl`",
            ));
        };
        let id = self.id.as_deref().map(SourceKey::parse).transpose().map_err(|_| {
            "the `--id` of a source is letters, digits and `_:.+-`, a letter or digit first"
                .to_owned()
        })?;
        let content = content(root)?;
        let (key, addition) =
            scaffold::new_source(title, self.date.as_ref(), id.as_ref(), &content)?;
        write(root, &addition)?;
        console.print(&format!("{}\n", addition.path))?;
        console.say(&format!(
            "cite it with `[@{key}]`, or `sources: [{key}]` in front matter; until a claim does, `casefile check` warns of it"
        ));
        self.open(&root.join(&addition.path))
    }

    /// Opens a file in the editor, if that was asked for, and waits until it is closed.
    fn open(&self, path: &Path) -> Result<Outcome, String> {
        if !self.edit {
            return Ok(Outcome::Fine);
        }
        let named = ["VISUAL", "EDITOR"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty()));
        let Some(editor) = named else {
            return Err("no editor is known: set `VISUAL` or `EDITOR`".to_owned());
        };
        let mut words = words(&editor).into_iter();
        let program = words.next().unwrap_or_default();
        let status = Command::new(&program).args(words).arg(path).status().map_err(|error| {
            format!("failed to start the editor `{editor}` ({})", crate::diag::in_words(&error))
        })?;
        if status.success() {
            Ok(Outcome::Fine)
        } else {
            Err(format!("the editor `{editor}` failed"))
        }
    }
}

/// The words of a command; what is in quotes is one.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in command.chars() {
        match (character, quote) {
            ('"' | '\'', None) => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (_, Some(open)) if character == open => quote = None,
            (' ' | '\t', None) => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// The content below a root, which has to be there.
pub(super) fn content(root: &Path) -> Result<Content, String> {
    super::require_content(root)?;
    Ok(read::content(root, &BTreeMap::new()))
}

/// Writes what is to stand at the end of a file.
pub(super) fn write(root: &Path, addition: &Addition) -> Result<(), String> {
    let Addition { path, before, after } = addition;
    let path = root.join(path);
    let done = match before {
        None => emit::create(&path, after),
        Some(before) => emit::replace(&[Replacement { path, before, after }]),
    };
    done.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn an_editor_can_have_arguments_and_a_path_with_spaces() {
        assert_eq!(words("code --wait"), ["code", "--wait"]);
        assert_eq!(words("'/My Programs/ed' -x \"a b\""), ["/My Programs/ed", "-x", "a b"]);
    }
}
