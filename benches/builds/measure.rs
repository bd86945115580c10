//! A process, measured; and the table of those of one size.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What one run took, and what it wrote.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    wall: Duration,
    cpu: Duration,
    /// The most memory that it had, in bytes.
    memory: u64,
    files: u64,
    bytes: u64,
}

/// What is measured, in the order in which it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Floor,
    Build,
    AllOutputs,
    Unchanged,
    OneChanged,
    Check,
    Hugo,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Build => "`build`",
            Self::AllOutputs => "`build`, all outputs",
            Self::Unchanged => "again, nothing changed",
            Self::OneChanged => "again, one claim changed",
            Self::Check => "`check`",
            Self::Hugo => "Hugo",
        }
    }
}

/// All runs over a record of one size.
#[derive(Debug, Default)]
pub(crate) struct Table(BTreeMap<Kind, Vec<Measured>>);

impl Table {
    pub(crate) fn add(&mut self, kind: Kind, measured: Measured) {
        self.0.entry(kind).or_default().push(measured);
    }

    /// The run in the middle by its time.
    fn median(&self, kind: Kind) -> Option<Measured> {
        let mut runs = self.0.get(&kind)?.clone();
        runs.sort_by_key(|run| run.wall);
        runs.get(runs.len() / 2).copied()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |kind| self.median(kind).map(|run| run.wall.as_secs_f64());
        let (floor, build) = (seconds(Kind::Floor), seconds(Kind::Build));
        writeln!(
            out,
            "| | time | of the floor | of `build` | cpu / wall | memory | files | bytes | bytes a file |"
        )?;
        writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|")?;
        for &kind in self.0.keys() {
            let Some(run) = self.median(kind) else { continue };
            let wall = run.wall.as_secs_f64();
            let ratio =
                |to: Option<f64>| to.map_or_else(String::new, |to| format!("{:.2} ×", wall / to));
            write!(out, "| {} | {wall:.2} s | {} | {} ", kind.name(), ratio(floor), ratio(build))?;
            write!(out, "| {:.2} ", run.cpu.as_secs_f64() / wall)?;
            write!(out, "| {:.0} MiB ", run.memory as f64 / 1_048_576.0)?;
            let Some(each) = run.bytes.checked_div(run.files) else {
                writeln!(out, "| | | |")?;
                continue;
            };
            let megabytes = run.bytes as f64 / 1e6;
            writeln!(out, "| {} | {megabytes:.1} MB | {each} |", run.files)?;
        }
        Ok(())
    }
}

/// Runs a command, and counts what it wrote to a folder that was not there.
pub(crate) fn run(command: &mut Command, output: Option<&Path>) -> io::Result<Measured> {
    // What an earlier run left to be written to the disk is not this one's.
    Command::new("sync").status()?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit());
    let start = Instant::now();
    let done = command.spawn()?.wait4()?;
    let wall = start.elapsed();
    if !done.status.success() {
        return Err(io::Error::other(format!("{command:?}: {}", done.status)));
    }
    let (files, bytes) = output.map_or(Ok((0, 0)), size_of)?;
    let usage = done.rusage;
    Ok(Measured { wall, cpu: usage.utime + usage.stime, memory: usage.maxrss, files, bytes })
}

fn size_of(folder: &Path) -> io::Result<(u64, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let (more, larger) = size_of(&entry.path())?;
            files += more;
            bytes += larger;
        } else {
            files += 1;
            bytes += entry.metadata()?.len();
        }
    }
    Ok((files, bytes))
}

/// Removes an output that is in memory. On a disk it stays to the end.
pub(crate) fn done_with(output: &Path) -> io::Result<()> {
    if describe(output)? == "tmpfs" { fs::remove_dir_all(output) } else { Ok(()) }
}

/// The file system that a folder is on.
pub(crate) fn describe(folder: &Path) -> io::Result<String> {
    let output =
        Command::new("stat").args(["--file-system", "--format=%T"]).arg(folder).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
