//! `casefile explain`

use clap::Args;

use super::Outcome;
use super::console::Console;
use super::wrapped::{width_of, wrapped};
use crate::diag::{Code, ExampleFile, Severity, did_you_mean};

/// Say what a finding means, with a wrong and a right example
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile explain
  casefile explain uncited-claim")]
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
    pub(super) fn run(&self, console: &Console) -> Result<Outcome, String> {
        let width = width_of(console);
        console.print(&self.code.map_or_else(|| list(width), |code| explanation(code, width)))?;
        Ok(Outcome::Fine)
    }
}

/// Every code, its level and what it means, in columns.
fn list(width: usize) -> String {
    let names = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
    let mut text = String::new();
    for code in Code::ALL {
        let head = format!("{:names$}  {:7}  ", code.as_str(), code.severity().as_str());
        text += &wrapped(&head, code.meaning(), width);
    }
    text + "\n" + &wrapped("", "`casefile explain CODE` says more, with an example.", width)
}

fn explanation(code: Code, width: usize) -> String {
    let name = code.as_str();
    let explanation = code.explanation();
    let mut text = wrapped(&format!("{name}: "), code.meaning(), width);
    text += &paragraphs(explanation.meaning, width);
    text += "\nWhy it matters\n";
    text += &paragraphs(explanation.why, width);
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
    text + "\n" + &wrapped("", &level, width)
}

/// Paragraphs with an empty line before each, their lines broken anew.
fn paragraphs(text: &str, width: usize) -> String {
    text.split("\n\n")
        .map(|one| "\n".to_owned() + &wrapped("", &one.replace('\n', " "), width))
        .collect()
}

/// A file of an example, indented below its path.
fn example(file: &ExampleFile) -> String {
    let ExampleFile { kind, path, text } = file;
    // What is beside the content is named from the site's folder too.
    let path = path.strip_prefix("../").map_or_else(|| format!("content/{path}"), str::to_owned);
    if *kind == "link" {
        return format!("\n  {path} -> {}\n", text.trim());
    }
    let mut shown = format!("\n  {path}\n\n");
    for line in text.lines() {
        shown += format!("    {line}").trim_end();
        shown.push('\n');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::super::wrapped::{NARROWEST, WIDEST};
    use super::*;

    #[test]
    fn what_is_said_fits_a_narrow_terminal_as_far_as_its_words_do() {
        for width in [NARROWEST, 60, WIDEST] {
            let texts = Code::ALL.iter().map(|code| {
                let all = explanation(*code, width);
                // An example stands as it is written.
                let (said, _) = all.split_once("\nWrong\n").unwrap();
                said.to_owned()
            });
            for line in texts
                .chain([list(width)])
                .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            {
                let is_word = line.trim().split(' ').count() == 1;
                assert!(line.chars().count() <= width || is_word, "{width}: {line}");
            }
        }
    }
}
