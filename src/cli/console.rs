//! What is shown on the terminal: findings, progress, the last line.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};

use super::{Color, Global, counted};
use crate::diag::{
    Look, Report, Severity, in_words, printable, write_github, write_human, write_json,
    write_sarif, write_short,
};
use crate::text::Texts;

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum MessageFormat {
    /// With their source lines
    #[default]
    Human,
    /// One line each: `path:line:column: severity[code]: message`
    Short,
    /// One JSON object a line, on standard output
    Json,
    /// Annotations of GitHub Actions, on standard output
    Github,
    /// SARIF 2.1.0, on standard output
    Sarif,
}

impl MessageFormat {
    /// Whether programs read it: it goes to standard output, and nothing else does.
    pub(super) fn is_for_programs(self) -> bool {
        match self {
            Self::Human | Self::Short => false,
            Self::Json | Self::Github | Self::Sarif => true,
        }
    }
}

/// Writes to standard error. What cannot be written, to a closed pipe, cannot be reported either.
fn print(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// What came of writing to standard output, a reader that has seen enough aside.
fn unless_closed(written: io::Result<()>) -> Result<(), String> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("failed to write to standard output ({})", in_words(&error)))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Standard error, and how much to say there.
#[derive(Clone, Copy)]
pub(super) struct Console {
    choice: ColorChoice,
    quiet: bool,
    verbose: bool,
    timings: bool,
}

impl Console {
    pub(super) fn new(global: &Global) -> Self {
        let choice = match global.color {
            // Reads `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE`, and asks whether it is a terminal.
            Color::Auto => AutoStream::choice(&io::stderr()),
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { choice, quiet: global.quiet, verbose: global.verbose, timings: global.timings }
    }

    /// Says why the run failed.
    pub(super) fn error(&self, message: &str) {
        let (red, plain) = if self.has_color() { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        print(&format!("{red}error{plain}: {message}\n"));
    }

    /// Says how it went, unless it is to be quiet.
    pub(super) fn say(&self, message: &str) {
        if !self.quiet {
            print(&format!("{message}\n"));
        }
    }

    /// Says more, if that was asked for.
    pub(super) fn detail(&self, message: &str) {
        if self.verbose {
            print(&format!("{message}\n"));
        }
    }

    /// Shows how long each stage took, if that was asked for.
    pub(super) fn timings(&self, timings: &[(&'static str, Duration)]) {
        if self.timings {
            for (stage, time) in timings {
                print(&format!("{stage:>8} {:>9.1} ms\n", time.as_secs_f64() * 1000.0));
            }
        }
    }

    fn has_color(&self) -> bool {
        self.choice != ColorChoice::Never
    }

    /// Writes what was asked for to standard output. That its reader has seen enough is no failure.
    pub(super) fn print(&self, text: &str) -> Result<(), String> {
        self.print_bytes(text.as_bytes())
    }

    /// The same for the bytes of a file.
    pub(super) fn print_bytes(&self, bytes: &[u8]) -> Result<(), String> {
        let mut out = io::stdout().lock();
        unless_closed(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// Shows findings: on standard error for people, on standard output for programs.
    ///
    /// What cannot be written to standard error, or to a closed pipe, is dropped.
    pub(super) fn report(
        &self,
        report: &Report,
        texts: &Texts,
        format: MessageFormat,
    ) -> Result<(), String> {
        let out: Box<dyn Write> =
            if format.is_for_programs() { Box::new(io::stdout()) } else { Box::new(io::stderr()) };
        let mut out = io::BufWriter::new(out);
        let written = match format {
            MessageFormat::Human => write_human(report, texts, self.look(), &mut out),
            MessageFormat::Short => write_short(report, texts, &mut out),
            MessageFormat::Json => write_json(report, texts, &mut out),
            MessageFormat::Github => write_github(report, texts, &mut out),
            MessageFormat::Sarif => write_sarif(report, texts, &mut out),
        };
        let written = written.and_then(|()| out.flush());
        if format.is_for_programs() { unless_closed(written) } else { Ok(()) }
    }

    /// Shows a diff on standard output, to a terminal without what would act on it.
    pub(super) fn diff(&self, diff: &str) -> Result<(), String> {
        if io::stdout().is_terminal() { self.print(&printable(diff)) } else { self.print(diff) }
    }

    /// The columns of the terminal that standard output is, if it is one.
    pub(super) fn width_of_output(&self) -> Option<usize> {
        let (columns, _) = terminal_size::terminal_size_of(io::stdout())?;
        Some(columns.0.into())
    }

    fn look(&self) -> Look {
        let stderr = io::stderr();
        let width = stderr.is_terminal().then(|| terminal_size::terminal_size_of(stderr)).flatten();
        Look { color: self.has_color(), width: width.map(|(columns, _)| columns.0.into()) }
    }

    /// Shows how much is done, once a second has passed and only on a terminal.
    pub(super) fn progress(&self) -> ProgressLine {
        let is_shown = !self.quiet && io::stderr().is_terminal();
        ProgressLine { is_shown, start: Instant::now(), last: Mutex::new(None) }
    }
}

/// "3 errors, 1 warning"; "no problems" if there is nothing.
pub(super) fn tally(report: &Report) -> String {
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    match (errors, warnings) {
        (0, 0) => "no problems".to_owned(),
        (0, _) => counted(warnings, "warning"),
        (_, 0) => counted(errors, "error"),
        _ => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

/// A line that is written over and over, and taken away at the end.
pub(super) struct ProgressLine {
    is_shown: bool,
    start: Instant,
    last: Mutex<Option<Instant>>,
}

impl ProgressLine {
    /// Tells how many are done; may be called from any thread.
    pub(super) fn at(&self, verb: &str, done: usize, total: usize) {
        if !self.is_shown || self.start.elapsed() < Duration::from_secs(1) {
            return;
        }
        // Whoever finds it taken has nothing newer to say.
        let Ok(mut last) = self.last.try_lock() else { return };
        let now = Instant::now();
        if last.is_none_or(|last| now - last > Duration::from_millis(100)) {
            *last = Some(now);
            print(&format!("\r{verb} {done}/{total}\x1b[K"));
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.last.get_mut().is_ok_and(|last| last.is_some()) {
            print("\r\x1b[K");
        }
    }
}
