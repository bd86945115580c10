//! `casefile stats`

mod human;
mod json;

use clap::Args;

use super::console::{Console, MessageFormat, tally};
use super::{Global, Outcome, kept, settings, today, with_progress};
use crate::diag::{Report, Severity};
use crate::resolve::{Claim, Ref, Site};
use crate::stats;
use crate::text::{FileId, LineCol};
use crate::yaml::Place;
use crate::{Checked, Settings, check_site};

/// Show the figures of the record, and what in it wants a second look
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile stats
  casefile stats --json | jq .figures.claims")]
pub(super) struct Stats {
    /// Print JSON, with everything that is listed
    #[arg(long)]
    json: bool,

    /// List everything that is counted, and not the first of what wants a look
    #[arg(long, conflicts_with = "json")]
    all: bool,

    /// Count drafts too
    #[arg(long)]
    drafts: bool,
}

impl Stats {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        let today = today()?;
        let settings = settings(self.drafts, false, None);
        let settings = with_progress(Settings { today: Some(today), ..settings }, console);
        let Checked { site, report, timings, .. } = kept(check_site(&global.root, &settings));
        drop(settings);

        // Warnings are for `check`: most of them are among the figures.
        let errors = report.diagnostics().iter().filter(|one| one.severity == Severity::Error);
        let mut shown = Report::default();
        shown.extend(errors.cloned());
        console.report(&shown, &site.texts, MessageFormat::Human)?;

        let figures = Figures { site, report, today, stats: stats::Stats::new(site, Some(today)) };
        // What is all about nothing would only hide why.
        if figures.is_empty() && !self.json {
            console.error(&tally(&shown));
            return Ok(Outcome::Problems);
        }
        console.print(&if self.json {
            json::of(&figures)?
        } else {
            human::of(&figures, self.all)
        })?;
        console.timings(timings);
        if !report.has_errors() {
            return Ok(Outcome::Fine);
        }
        console.error(&match site.lost.len() {
            0 => tally(&shown),
            1 => format!("{}: a file that cannot be read is not counted", tally(&shown)),
            lost => format!("{}: {lost} files that cannot be read are not counted", tally(&shown)),
        });
        Ok(Outcome::Problems)
    }
}

/// What is printed, one way or the other.
struct Figures<'a> {
    site: &'a Site,
    report: &'a Report,
    today: jiff::civil::Date,
    stats: stats::Stats,
}

impl Figures<'_> {
    /// Whether there is no content at all.
    fn is_empty(&self) -> bool {
        !self.site.lost.is_empty() && self.stats.operations == 0 && self.stats.sources == 0
    }

    /// A place as an editor names it.
    fn place(&self, file: FileId, place: &Place) -> (&str, LineCol) {
        let text = self.site.texts.get(file);
        (&text.path, text.line_col(place.span(text).start as usize))
    }

    fn place_of(&self, claim: Ref<Claim>) -> (&str, LineCol) {
        let claim = &self.site[claim];
        self.place(self.site.file_of(claim.subject), &claim.record.place)
    }
}
