//! `casefile man`

use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man as Page;

use super::console::Console;
use super::{Cli, Outcome, counted, put};
use crate::diag::in_words;

/// Print the manual page, or write one for each verb
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile man | man -l -
  casefile man --output-dir ~/.local/share/man/man1")]
pub(super) struct Man {
    /// Write a page for the program and one for each verb into this folder
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self, console: &Console) -> Result<Outcome, String> {
        let mut program = Cli::command().disable_help_subcommand(true);
        program.build();
        let Some(folder) = &self.output_dir else {
            console.print(&page(&program, "casefile")?)?;
            return Ok(Outcome::Fine);
        };
        let mut pages = vec![("casefile".to_owned(), page(&program, "casefile")?)];
        for verb in program.get_subcommands() {
            let name = format!("casefile-{}", verb.get_name());
            let text = page(verb, &name)?;
            pages.push((name, text));
        }
        for (name, text) in &pages {
            put(&folder.join(format!("{name}.1")), text.as_bytes())?;
        }
        console.say(&format!(
            "wrote {} into {}",
            counted(pages.len(), "manual page"),
            folder.display()
        ));
        Ok(Outcome::Fine)
    }
}

fn page(command: &Command, name: &str) -> Result<String, String> {
    let mut text = Vec::new();
    Page::new(command.clone())
        .title(name.to_uppercase())
        .render(&mut text)
        .map_err(|error| format!("failed to make the manual page ({})", in_words(&error)))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
