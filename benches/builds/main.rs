//! Whole runs of the program over records of growing size: time, memory, and the ratio to the floor and to Hugo, all
//! measured in one run on one machine.
//!
//! `cargo bench --bench builds -- --help` says how; `benches/README.md` shows the tables.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that prints")]
#![expect(clippy::disallowed_methods, reason = "what is measured is written to folders of its own")]

mod floor;
mod hugo;
mod measure;
#[path = "../record/mod.rs"]
mod record;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use measure::{Kind, Table};
use record::Record;

// The allocator of the program, so that the floor has it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const HELP: &str = "\
Usage: cargo bench --bench builds -- [N…] [--in DIR]… [--runs K] [--hugo PROGRAM]

  N               how many operations a record has [default: 100 1000 10000]
  --in DIR        where to work, on a disk or in memory [default: the folder for temporary files]
  --runs K        how often each thing is run; the median is printed [default: 3]
  --hugo PROGRAM  build the same record with Hugo
  --all           build with all outputs too, not only those that peers have";

/// What Hugo writes too.
const OUTPUTS_OF_PEERS: &str = "{api: false, tables: false, feeds: site, search: true}";
const ALL_OUTPUTS: &str = "{}";

struct Options {
    sizes: Vec<usize>,
    folders: Vec<PathBuf>,
    runs: usize,
    hugo: Option<String>,
    all: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match *words.as_slice() {
        // What has to be measured, or would count as this program's memory, is a process of its own.
        ["floor", content, listing, output] => {
            floor::run(Path::new(content), Path::new(listing), Path::new(output))
        }
        ["record", size, root] => {
            record::write_content(&record(size), Path::new(root), ALL_OUTPUTS)
        }
        ["hugo", size, root] => hugo::write(&record(size), Path::new(root)),
        _ => match options(&words) {
            Some(options) => measure_all(&options),
            None => {
                println!("{HELP}");
                return ExitCode::SUCCESS;
            }
        },
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn record(size: &str) -> Record {
    Record::of(size.parse().unwrap_or_default())
}

fn options(words: &[&str]) -> Option<Options> {
    let mut options =
        Options { sizes: Vec::new(), folders: Vec::new(), runs: 3, hugo: None, all: false };
    let mut words = words.iter();
    while let Some(&word) = words.next() {
        match word {
            "--in" => options.folders.push(words.next()?.into()),
            "--runs" => options.runs = words.next()?.parse().ok()?,
            "--hugo" => options.hugo = Some((*words.next()?).to_owned()),
            "--all" => options.all = true,
            size => options.sizes.push(size.parse().ok()?),
        }
    }
    if options.sizes.is_empty() {
        options.sizes = vec![100, 1_000, 10_000];
    }
    if options.folders.is_empty() {
        options.folders.push(std::env::temp_dir());
    }
    Some(options)
}

fn measure_all(options: &Options) -> io::Result<()> {
    for folder in &options.folders {
        for &size in &options.sizes {
            // Removed at the very end: some file systems are slow for minutes after a large folder is gone.
            let folder = tempfile::Builder::new().prefix("casefile-bench-").tempdir_in(folder)?;
            measure_one(options, size, folder.path())?;
        }
    }
    Ok(())
}

fn measure_one(options: &Options, size: usize, folder: &Path) -> io::Result<()> {
    let own = std::env::current_exe()?;
    let run_own = |what: &str, root: &Path| -> io::Result<()> {
        let status = Command::new(&own).args([what, &size.to_string()]).arg(root).status()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(what.to_owned())) }
    };
    let (root, hugo_root) = (folder.join("record"), folder.join("hugo"));
    run_own("record", &root)?;
    if options.hugo.is_some() {
        run_own("hugo", &hugo_root)?;
    }
    let settings = fs::read_to_string(root.join("content/site.yaml"))?;
    let set_outputs = |outputs: &str| {
        let from = format!("outputs: {ALL_OUTPUTS}");
        fs::write(
            root.join("content/site.yaml"),
            settings.replace(&from, &format!("outputs: {outputs}")),
        )
    };
    let casefile = |verb: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casefile"));
        command.arg("--quiet").args(verb).arg("--root").arg(&root);
        command
    };
    let edited = edited(&root)?;
    let listing = folder.join("listing");

    let mut table = Table::default();
    for run in 0..options.runs {
        // What is compared is run in turns, so that whatever else the machine does meets all of it.
        set_outputs(OUTPUTS_OF_PEERS)?;
        let output = folder.join(format!("site-{run}"));
        let mut build = casefile(&["build"]);
        build.arg("--output-dir").arg(&output);
        table.add(Kind::Check, measure::run(&mut casefile(&["check"]), None)?);
        table.add(Kind::Build, measure::run(&mut build, Some(&output))?);
        fs::write(&listing, floor::listing(&output)?)?;

        let floor = folder.join(format!("floor-{run}"));
        let mut command = Command::new(&own);
        command.arg("floor").arg(root.join("content")).args([&listing, &floor]);
        table.add(Kind::Floor, measure::run(&mut command, Some(&floor))?);
        measure::done_with(&floor)?;

        table.add(Kind::Unchanged, measure::run(&mut build, None)?);
        let text = fs::read_to_string(&edited)?;
        fs::write(&edited, text.replacen("## What happened\n\n", "## What happened\n\nMore ", 1))?;
        table.add(Kind::OneChanged, measure::run(&mut build, None)?);
        fs::write(&edited, text)?;
        measure::done_with(&output)?;

        if let Some(program) = &options.hugo {
            let output = folder.join(format!("hugo-{run}"));
            let mut command = Command::new(program);
            command.arg("--quiet").arg("--source").arg(&hugo_root);
            command.arg("--destination").arg(&output);
            table.add(Kind::Hugo, measure::run(&mut command, Some(&output))?);
            measure::done_with(&output)?;
        }
        if options.all {
            set_outputs(ALL_OUTPUTS)?;
            let output = folder.join(format!("all-{run}"));
            let mut build = casefile(&["build"]);
            build.arg("--output-dir").arg(&output);
            table.add(Kind::AllOutputs, measure::run(&mut build, Some(&output))?);
            measure::done_with(&output)?;
        }
    }
    println!("\n{size} operations, {}, median of {}\n", measure::describe(folder)?, options.runs);
    println!("{table}");
    Ok(())
}

/// The file that is changed for a rebuild: the operation in the middle.
fn edited(root: &Path) -> io::Result<PathBuf> {
    let entries = fs::read_dir(root.join("content/operations"))?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    paths.sort();
    let middle = paths.len() / 2;
    Ok(paths.swap_remove(middle))
}
