//! `casefile check`

use clap::Args;

use super::console::{Console, MessageFormat, tally};
use super::{Global, Outcome, counted, diff, kept, settings, today, with_progress};
use crate::emit::{self, Replacement};
use crate::fix::{Fixed, FixedFile, fix_site};
use crate::{Settings, check_site};

/// Report every problem of the content, and write nothing
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile check
  casefile check --strict --message-format github
  casefile check --fix --dry-run")]
pub(super) struct Check {
    /// Make errors of warnings
    #[arg(long)]
    strict: bool,

    /// Check drafts too
    #[arg(long)]
    drafts: bool,

    /// How to show what is found
    #[arg(long, alias = "format", value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,

    /// Edit the files where it is certain what was meant
    #[arg(long)]
    fix: bool,

    /// Show on standard output what `--fix` would edit, and leave the files alone
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

impl Check {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        let today = Some(today()?);
        let settings = settings(self.drafts, self.strict, None);
        let settings = with_progress(Settings { today, ..settings }, console);
        let (checked, had_errors) = if self.fix {
            if self.dry_run && self.message_format.is_for_programs() {
                let message =
                    "`--dry-run` shows a diff on standard output, where the findings would go too";
                return Ok(Outcome::Misused(message));
            }
            let fixed = fix_site(&global.root, &settings);
            drop(settings);
            self.apply(&fixed, global, console)?;
            let had_errors = fixed.had_errors;
            (fixed.checked, had_errors)
        } else {
            let checked = check_site(&global.root, &settings);
            drop(settings);
            (checked, false)
        };
        let checked = kept(checked);
        let site = &checked.site;
        console.report(&checked.report, &site.texts, self.message_format)?;
        console.timings(&checked.timings);
        let is_broken = checked.report.has_errors() || (self.dry_run && had_errors);
        let fixable = checked.report.diagnostics().iter().filter(|one| one.fix.is_some()).count();
        let fixable = match fixable {
            0 => String::new(),
            _ if self.fix => String::new(),
            count => format!("; `--fix` edits {count} of them"),
        };
        console.say(&format!(
            "checked {}, {}, {}: {}{fixable}",
            counted(site.operations.len(), "operation"),
            counted(site.claim_count(), "claim"),
            counted(site.sources.len(), "source"),
            tally(&checked.report)
        ));
        // Where the files were left alone, what is wrong with them still is.
        if is_broken {
            return Ok(Outcome::Problems);
        }
        Ok(Outcome::Fine)
    }

    /// Writes what was fixed, or shows it, and says how much that is.
    fn apply(&self, fixed: &Fixed, global: &Global, console: &Console) -> Result<(), String> {
        if self.dry_run {
            for file in &fixed.files {
                console.diff(&diff::unified(file))?;
            }
        } else {
            let files: Vec<_> = fixed
                .files
                .iter()
                .map(|FixedFile { path, before, after }| Replacement {
                    path: global.root.join(path),
                    before,
                    after,
                })
                .collect();
            emit::replace(&files).map_err(|error| error.to_string())?;
        }
        if !fixed.files.is_empty() {
            console.say(&format!(
                "{} {} in {}",
                if self.dry_run { "would fix" } else { "fixed" },
                counted(fixed.count, "finding"),
                counted(fixed.files.len(), "file")
            ));
        }
        Ok(())
    }
}
