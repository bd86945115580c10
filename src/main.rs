//! The program: what the library does, for people at a terminal.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A record is a million small texts, read on all threads: this takes a fifth less time over them than the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    casefile::cli::run(std::env::args_os())
}
