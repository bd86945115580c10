//! `casefile check`

use clap::Args;

use super::console::{Console, MessageFormat, tally};
use super::{Global, Outcome, counted, settings, today};
use crate::render::{self, Renderer};
use crate::{Settings, check_site};

/// Report every problem of the content, and write nothing
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Make errors of warnings
    #[arg(long)]
    strict: bool,

    /// Check drafts too
    #[arg(long)]
    drafts: bool,

    /// How to show what is found
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

impl Check {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        let today = Some(today()?);
        let settings = Settings { today, ..settings(self.drafts, self.strict, None) };
        let checked = check_site(&global.root, &settings);
        let site = &checked.site;
        console.report(&checked.report, &site.texts, self.message_format);
        console.timings(&checked.timings);
        console.say(&format!(
            "checked {}, {}, {}: {}",
            counted(site.operations.len(), "operation"),
            counted(site.claim_count(), "claim"),
            counted(site.sources.len(), "source"),
            tally(&checked.report)
        ));
        if checked.report.has_errors() {
            return Ok(Outcome::Problems);
        }
        // A template that cannot be read would stop a build.
        if let Some(style) = &checked.style {
            let options = render::Options::default();
            Renderer::new(site, &checked.routes, &checked.theme, style, options)
                .map_err(|error| error.to_string())?;
        }
        Ok(Outcome::Fine)
    }
}
