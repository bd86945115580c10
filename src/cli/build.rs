//! `casefile build`

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;

use super::console::{Console, MessageFormat, tally};
use super::{Global, Outcome, counted, kept, settings, site_address, with_progress};
use crate::check_site;
use crate::emit::{self, Emit, Failure};
use crate::pages::Pages;
use crate::read::History;
use crate::render::{self, Renderer};
use crate::resolve::Site;

/// How long to wait for another build that writes to the same folder.
const WAIT: Duration = Duration::from_secs(10);

/// Check everything, then write the site
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile build
  casefile build --strict --base-url https://example.org/record/
  casefile build --portable --output-dir /media/usb/record")]
pub(super) struct Build {
    /// Where to write the site [default: `public` in the root]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,

    /// The address of the site, in place of `base-url`
    #[arg(short = 'u', long, value_name = "URL", value_parser = site_address)]
    base_url: Option<String>,

    /// Include drafts
    #[arg(long)]
    drafts: bool,

    /// Make errors of warnings
    #[arg(long)]
    strict: bool,

    /// Name `index.html` in links, so that the site also reads from disk
    #[arg(long)]
    portable: bool,

    /// Replace a folder or a file that casefile did not write
    #[arg(short, long)]
    force: bool,

    /// How to show what is found
    #[arg(long, alias = "format", value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

impl Build {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        let start = Instant::now();
        let root = &global.root;
        let settings =
            with_progress(settings(self.drafts, self.strict, self.base_url.clone()), console);
        let checked = kept(check_site(root, &settings));
        drop(settings);
        console.report(&checked.report, &checked.site.texts, self.message_format)?;
        if checked.report.has_errors() {
            console.timings(&checked.timings);
            console.error(&format!("{}: nothing was written", tally(&checked.report)));
            return Ok(Outcome::Problems);
        }
        // Without a style there is an error in the report, unless its level was lowered.
        let style = checked.style.as_ref().ok_or("the citation style cannot be used")?;

        let before = Instant::now();
        let options = render::Options { portable: self.portable };
        let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
        let renderer = Renderer::new(site, routes, theme, style, options)
            .map_err(|error| error.to_string())?
            .with_history(history(root, site, console));
        let pages = Pages::new(root, site, routes, theme, &renderer);
        let paths = pages.paths();
        let dir = self.output_dir.clone().unwrap_or_else(|| root.join("public"));
        let progress = console.progress();
        let written = emit::write_known(
            &Emit {
                dir: &dir,
                force: self.force,
                protected: std::slice::from_ref(root),
                inputs: &[root.join("content"), root.join("themes")],
                wait: WAIT,
            },
            &paths,
            &pages.keys(),
            |ordinal| pages.bytes(ordinal),
            &|done| progress.at("rendering", done, paths.len()),
        )
        .map_err(|failure| match failure {
            Failure::Render(error) => error.to_string(),
            Failure::Error(error) => error.to_string(),
        })?;
        drop(progress);

        checked.timings.push(("write", before.elapsed()));
        console.timings(&checked.timings);
        console.detail(&format!(
            "{} changed, {} removed, {} bytes in all",
            counted(written.changed, "file"),
            counted(written.removed, "file"),
            written.bytes
        ));
        let html = paths.iter().filter(|path| path.ends_with(".html")).count();
        let warnings = match tally(&checked.report).as_str() {
            "no problems" => String::new(),
            tally => format!(" ({tally})"),
        };
        console.say(&format!(
            "wrote {}, {}, {} to {} in {:.2} s{warnings}",
            counted(html, "page"),
            counted(site.claim_count(), "claim"),
            counted(site.sources.len(), "source"),
            dir.strip_prefix(".").unwrap_or(&dir).display(),
            start.elapsed().as_secs_f64()
        ));
        Ok(Outcome::Fine)
    }
}

/// When files were last changed, if their history is linked to; asking git for it takes time.
fn history(root: &Path, site: &Site, console: &Console) -> History {
    if site.config.repository.is_none() {
        return History::None;
    }
    let history = History::of_content(root);
    match history {
        History::Known(_) => {}
        History::CutShort => console.say(
            "pages do not say when they were last changed: this clone has only the latest commits; `git fetch --unshallow` gets the others",
        ),
        History::None => console.detail(
            "pages do not say when they were last changed: git tells of no history here",
        ),
    }
    history
}
