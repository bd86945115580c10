//! The program: what the library does, for people at a terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    casefile::cli::run(std::env::args_os())
}
