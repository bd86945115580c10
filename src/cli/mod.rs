//! The command line: one file per verb.

mod build;
mod check;
mod completions;
mod console;
mod diff;
mod explain;
mod export;
mod import;
mod init;
mod man;
mod new;
mod schema;
mod serve;
mod stats;
mod wrapped;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::address::{self, Unusable};
use crate::emit;
use crate::model;
use crate::resolve::Drafts;
use crate::{Checked, Progress, Settings};
use console::Console;

/// Turns a folder of Markdown and YAML into a site in which every claim carries its sources
#[derive(Debug, Parser)]
#[command(
    name = "casefile",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "\
First steps:
  casefile init my-record                                     Start a site
  cd my-record
  casefile serve                                              Show it, and follow what you save
  casefile new source \"Police seize servers\" --date 2026-03-02
  casefile new operation \"Seizure of a propaganda site\" --date 2026-03-01
  casefile check                                              Say what is wrong, where, and what to do"
)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,

    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Build(build::Build),
    Serve(serve::Serve),
    Check(check::Check),
    Explain(explain::Explain),
    Export(export::Export),
    Stats(stats::Stats),
    Schema(schema::Schema),
    New(new::New),
    Init(init::Init),
    Import(import::Import),
    #[command(alias = "completion")]
    Completions(completions::Completions),
    Man(man::Man),
}

/// Flags of every verb.
#[derive(Debug, Args)]
struct Global {
    /// The folder that holds `content`
    #[arg(short, long, global = true, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Say nothing but what is wrong
    #[arg(short, long, global = true)]
    quiet: bool,

    /// Say more: what was read and written
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,

    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,

    /// How many threads to use [default: one for each core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,

    /// Show how long each stage took
    #[arg(long, global = true)]
    timings: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Runs the program: parses the arguments, does what they ask, and gives the exit code.
///
/// 0 is fine, 1 is for problems found and failed runs, 2 for arguments that make no sense.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(mut error) => {
            suggest(&mut error);
            // What cannot be printed, to a closed pipe, cannot be reported either.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let Cli { verb, global } = cli;
    let console = Console::new(&global);
    if let Err(message) = start_threads(&verb, &global) {
        console.error(&message);
        return ExitCode::FAILURE;
    }
    let done = match verb {
        Verb::Build(build) => build.run(&global, &console),
        Verb::Serve(serve) => serve.run(&global, &console),
        Verb::Check(check) => check.run(&global, &console),
        Verb::Explain(explain) => explain.run(&console),
        Verb::Export(export) => export.run(&global, &console),
        Verb::Stats(stats) => stats.run(&global, &console),
        Verb::Schema(schema) => schema.run(&global, &console),
        Verb::New(new) => new.run(&global, &console),
        Verb::Init(init) => init.run(&global, &console),
        Verb::Import(import) => import.run(&global, &console),
        Verb::Completions(completions) => completions.run(&console),
        Verb::Man(man) => man.run(&console),
    };
    match done {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::FAILURE,
        Ok(Outcome::Misused(message)) => {
            console.error(message);
            ExitCode::from(2)
        }
        Err(message) => {
            console.error(&message);
            ExitCode::FAILURE
        }
    }
}

/// Starts the threads that read, check and write a site.
///
/// Started when they are first needed, they would bring the program down where the system gives none.
fn start_threads(verb: &Verb, global: &Global) -> Result<(), String> {
    let reads_no_site = matches!(
        verb,
        Verb::Explain(_) | Verb::Schema(_) | Verb::Init(_) | Verb::Completions(_) | Verb::Man(_)
    );
    if reads_no_site && global.jobs.is_none() {
        return Ok(());
    }
    let pool = rayon::ThreadPoolBuilder::new();
    let (pool, wanted) = match global.jobs {
        Some(jobs) => (pool.num_threads(jobs.into()), format!("{jobs} threads")),
        None => (pool, "threads to work on".to_owned()),
    };
    pool.build_global().map_err(|error| {
        let help = "end other programs, or ask for fewer with `--jobs 1`";
        format!("failed to start {wanted} ({error}): {help}")
    })
}

/// Says what a verb is called here that other programs have.
fn suggest(error: &mut clap::Error) {
    let Some(ContextValue::String(verb)) = error.get(ContextKind::InvalidSubcommand) else {
        return;
    };
    let here = match verb.as_str() {
        "fix" => "check --fix",
        "lint" | "validate" | "verify" | "test" => "check",
        "server" | "watch" | "preview" | "dev" => "serve",
        "add" | "create" => "new",
        "generate" | "compile" | "publish" => "build",
        _ => return,
    };
    let here = ContextValue::Strings(vec![here.to_owned()]);
    error.insert(ContextKind::SuggestedSubcommand, here);
}

/// How a run ended that did what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing stands in the way.
    Fine,
    /// Errors were found and shown.
    Problems,
    /// Nothing was done: these arguments make no sense together.
    Misused(&'static str),
}

/// A checked site, there until the program ends. To give back its memory bit by bit, just before all of it is given back
/// at once, took a fifth of the time that a check takes.
fn kept(checked: Checked) -> &'static mut Checked {
    Box::leak(Box::new(checked))
}

/// What `build` and `check` decide about a site.
fn settings(drafts: bool, strict: bool, base_url: Option<String>) -> Settings {
    Settings {
        drafts: if drafts { Drafts::Include } else { Drafts::LeaveOut },
        base_url,
        strict,
        today: None,
        texts: BTreeMap::new(),
        progress: Progress::default(),
    }
}

/// The same, with how far it has come on the terminal for as long as they are there.
fn with_progress(settings: Settings, console: &Console) -> Settings {
    let line = console.progress();
    let progress = Progress::new(move |stage, done, total| line.at(stage, done, total));
    Settings { progress, ..settings }
}

/// Says so where a root has no content.
fn require_content(root: &Path) -> Result<(), String> {
    let folder = root.join("content");
    if folder.is_dir() {
        return Ok(());
    }
    Err(format!(
        "there is no folder `{}`: run casefile in the folder that holds `content`, or name it with `--root`; `casefile init` makes a site",
        folder.display()
    ))
}

/// The day that `stale-after` is judged by: that of `SOURCE_DATE_EPOCH`, or today's.
fn today() -> Result<jiff::civil::Date, String> {
    Ok(model::today(source_date_epoch()?))
}

/// The seconds since 1970 that stand for now, if the environment gives them.
fn source_date_epoch() -> Result<Option<i64>, String> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = value.to_str().and_then(|value| value.trim().parse().ok());
    match seconds {
        Some(seconds) => Ok(Some(seconds)),
        None => Err(format!(
            "`SOURCE_DATE_EPOCH` is `{}`, and should be a number of seconds since 1970",
            value.display()
        )),
    }
}

/// The address that `-u` gives, as one in site.yaml is read.
fn site_address(text: &str) -> Result<String, String> {
    address::site_address(text).map_err(|unusable| {
        let Unusable { code: _, message, help } = unusable;
        format!("{message}; {help}")
    })
}

/// Writes a file, whatever was there before.
fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    emit::overwrite(path, bytes).map_err(|error| error.to_string())
}

/// "1 page", "2 pages".
fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
