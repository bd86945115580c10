//! `casefile schema`

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use clap::Args;
use clap::builder::PossibleValue;

use super::console::Console;
use super::{Global, Outcome, counted, put};
use crate::diag::in_words;
use crate::read;
use crate::schema::{self, FOLDER, Kind, Known, Merged, SETTINGS};

/// Print JSON Schemas of what editors write, or wire them up for editors
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile schema --write
  casefile schema operation > operation.json")]
pub(super) struct Schema {
    /// What to print the schema of; without it all are printed, as one object with a key for each
    #[arg(value_enum)]
    kind: Option<Kind>,

    /// Write all of them into `content/.schema/`, with the names that the content knows, and tell VS Code of them
    #[arg(long, conflicts_with = "kind")]
    write: bool,
}

impl clap::ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(self.as_str().into())
    }
}

impl Schema {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        if self.write {
            return write(&global.root, console);
        }
        // What is printed is the same everywhere, whatever content lies there.
        let known = Known::default();
        let printed = match self.kind {
            Some(kind) => schema::schema(kind, &known),
            None => schema::all(&known),
        };
        match io::stdout().lock().write_all(schema::text(&printed).as_bytes()) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Outcome::Fine),
            Err(error) => Err(format!("failed to print the schema ({})", in_words(&error))),
            Ok(()) => Ok(Outcome::Fine),
        }
    }
}

/// Writes all of them, and tells VS Code, with nothing said.
pub(super) fn write_quietly(root: &Path) -> Result<(), String> {
    put_all(root)?;
    if let Merged::Changed(text) = schema::merged(None) {
        put_changed(&root.join(SETTINGS), &text)?;
    }
    Ok(())
}

fn write(root: &Path, console: &Console) -> Result<Outcome, String> {
    let content = root.join("content");
    if !content.is_dir() {
        return Err(format!(
            "there is no folder `{}`: run casefile in the folder that holds `content`, or name it with `--root`",
            content.display()
        ));
    }
    let written = put_all(root)?;
    console.say(&match written {
        0 => format!("the schemas in `{FOLDER}/` are up to date"),
        _ => format!("wrote {} into `{FOLDER}/`", counted(written, "schema")),
    });

    let path = root.join(SETTINGS);
    let settings = match fs::read_to_string(&path) {
        Ok(settings) => Some(settings),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            return Err(format!("failed to read `{}` ({})", path.display(), in_words(&error)));
        }
    };
    match schema::merged(settings.as_deref()) {
        Merged::Changed(text) => {
            put_changed(&path, &text)?;
            console.say(&format!("told VS Code of them in `{SETTINGS}`"));
        }
        Merged::Unchanged => console.say(&format!("VS Code knows of them by `{SETTINGS}`")),
        Merged::Unreadable => {
            let snippet = schema::snippet();
            console.say(&format!(
                "`{SETTINGS}` is not plain JSON, and was left alone; add to it:\n{snippet}"
            ));
        }
    }
    console.say(&format!(
        "in Neovim and others, a file's first line tells of its schema:\n  \
        content/site.yaml       {}\n  content/sources/*.yaml  {}",
        schema::hint("site.yaml"),
        schema::hint("sources/"),
    ));
    Ok(Outcome::Fine)
}

/// Writes the schemas that have changed; how many these are.
fn put_all(root: &Path) -> Result<usize, String> {
    let known = Known::in_content(&read::content(root, &BTreeMap::new()));
    let mut written = 0;
    for kind in Kind::ALL {
        let path = root.join(FOLDER).join(kind.as_str()).with_extension("json");
        written += usize::from(put_changed(&path, &schema::text(&schema::schema(kind, &known)))?);
    }
    Ok(written)
}

/// Writes a file whose text has changed; whether it has.
fn put_changed(path: &Path, text: &str) -> Result<bool, String> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    put(path, text.as_bytes())?;
    Ok(true)
}
