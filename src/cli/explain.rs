//! `casefile explain`

use std::io::{self, Write};

use clap::Args;

use super::Outcome;
use crate::diag::{Code, ExampleFile, Severity, did_you_mean};

/// The most columns of a line.
const WIDTH: usize = 80;

/// Say what a finding means, with a wrong and a right example
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The finding's code, such as `uncited-claim`; without it all of them are listed
    #[arg(value_name = "CODE", value_parser = code)]
    code: Option<Code>,
}

fn code(text: &str) -> Result<Code, String> {
    // It may be pasted with what stands around it: `error[uncited-claim]`.
    let name = text.rsplit('[').next().unwrap_or(text).split(']').next().unwrap_or(text);
    Code::from_name(name).ok_or_else(|| {
        let known = Code::ALL.iter().map(|code| code.as_str());
        let help = did_you_mean(name, known)
            .unwrap_or_else(|| "`casefile explain` lists all codes".to_owned());
        format!("no finding is called `{name}`; {help}")
    })
}

impl Explain {
    pub(super) fn run(&self) -> Outcome {
        let text = self.code.map_or_else(list, explanation);
        // What cannot be written, to a closed pipe, is dropped.
        let _ = io::stdout().lock().write_all(text.as_bytes());
        Outcome::Fine
    }
}

/// Every code, its level and what it means, in columns.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
    let mut text = String::new();
    for code in Code::ALL {
        let head = format!("{:width$}  {:7}  ", code.as_str(), code.severity().as_str());
        text += &wrapped(&head, code.meaning());
    }
    text + "\n`casefile explain CODE` says more, with an example.\n"
}

fn explanation(code: Code) -> String {
    let name = code.as_str();
    let explanation = code.explanation();
    let mut text = wrapped(&format!("{name}: "), code.meaning());
    text += &format!("\n{}\n\nWhy it matters\n\n{}\n", explanation.meaning, explanation.why);
    for (title, files) in [("Wrong", &explanation.wrong), ("Right", &explanation.right)] {
        text += &format!("\n{title}\n");
        for file in files {
            text += &example(file);
        }
    }
    let level = match (code.severity(), code.is_fixed()) {
        (_, true) => "It is always an error.".to_owned(),
        (Severity::Error, false) => format!(
            "It is an error. In `site.yaml`, `diagnostics: {{{name}: warn}}` makes a warning of it, and `allow` lets it pass."
        ),
        (Severity::Warning, false) => format!(
            "It is a warning. In `site.yaml`, `diagnostics: {{{name}: error}}` makes an error of it, and `allow` lets it pass."
        ),
    };
    text + "\n" + &wrapped("", &level)
}

/// A file of an example, indented below its path.
fn example(file: &ExampleFile) -> String {
    let ExampleFile { kind, path, text } = file;
    if *kind == "link" {
        return format!("\n  content/{path} -> {}\n", text.trim());
    }
    let mut shown = format!("\n  content/{path}\n\n");
    for line in text.lines() {
        shown += format!("    {line}").trim_end();
        shown.push('\n');
    }
    shown
}

/// A text behind a head, its further lines indented as far.
fn wrapped(head: &str, text: &str) -> String {
    let indent = if head.contains("  ") { head.len() } else { 0 };
    let mut shown = head.to_owned();
    let mut column = head.len();
    let mut is_first = true;
    for word in text.split(' ') {
        let length = word.chars().count();
        if !is_first && column + 1 + length > WIDTH {
            shown += &format!("\n{}", " ".repeat(indent));
            column = indent;
            is_first = true;
        }
        if !is_first {
            shown.push(' ');
            column += 1;
        }
        shown += word;
        column += length;
        is_first = false;
    }
    shown + "\n"
}
