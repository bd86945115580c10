//! `casefile completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::console::Console;
use super::{Cli, Outcome};

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile completions bash > ~/.local/share/bash-completion/completions/casefile
  casefile completions zsh > ~/.zfunc/_casefile    # with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc
  casefile completions fish > ~/.config/fish/completions/casefile.fish
  casefile completions powershell >> $PROFILE
  casefile completions elvish >> ~/.config/elvish/rc.elv")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, console: &Console) -> Result<Outcome, String> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "casefile", &mut script);
        console.print(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Fine)
    }
}
