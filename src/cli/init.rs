//! `casefile init`

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::{Global, Outcome, counted, schema};
use crate::diag::in_words;
use crate::emit;
use crate::scaffold;

/// Start a new site: a small record that builds and checks clean, to be replaced bit by bit
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile init my-record && cd my-record && casefile build
  casefile init --bare")]
pub(super) struct Init {
    /// The folder, which is empty or not there yet [default: the root]
    dir: Option<PathBuf>,

    /// Write the settings and the folders alone, without an example
    #[arg(long)]
    bare: bool,
}

impl Init {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        let root = self.dir.as_ref().unwrap_or(&global.root);
        if let Some(name) = first_file(root)? {
            return Err(format!(
                "`{}` is not empty, there is `{name}` in it: name a new folder, `casefile init my-record`",
                root.display()
            ));
        }
        let files = if self.bare { scaffold::bare() } else { scaffold::example() };
        for file in &files {
            emit::create(&root.join(&file.path), &file.text).map_err(|error| error.to_string())?;
        }
        schema::write_quietly(root)?;
        let there = root.display();
        console.say(&format!("started a site in {there}: {}", counted(files.len(), "file")));
        let go = if root == Path::new(".") { String::new() } else { format!("  cd {there}\n") };
        console.say(&format!(
            "next:
{go}  casefile check             # says what is wrong, where, and what to do
  casefile serve             # shows the site, and follows what you save
  casefile build             # writes the site into public/
  casefile new source \"The title of a report\" --date 2026-03-02
  casefile new operation \"What happened\" --date 2026-03-01
what the site is called and asks for is in content/site.yaml; {}",
            if self.bare {
                "where things go is in README.md"
            } else {
                "the record in it is invented: read it, then take it out"
            }
        ));
        Ok(Outcome::Fine)
    }
}

/// A file of a folder, its repository aside; `None` if there is none, or no such folder.
fn first_file(root: &Path) -> Result<Option<String>, String> {
    let failed = |error: &std::io::Error| {
        format!("failed to read `{}` ({})", root.display(), in_words(error))
    };
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(|error| failed(&error))?.file_name();
        if name != ".git" {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names.into_iter().next())
}
