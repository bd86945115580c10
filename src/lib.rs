//! `casefile` turns a folder of Markdown and YAML into a static site in which every claim carries its sources.
//!
//! The modules are the pipeline, lowest first; each uses only those above it.
//!
//! 1. [`read`] takes the content from disk: text → [`yaml`] and [`markdown`] → records of the [`model`].
//! 2. [`resolve`] makes every name land: the linked [`Site`].
//! 3. [`routes`] lists every address, [`stats`] counts, and [`check`] looks for what is well formed and yet wrong.
//! 4. [`render`] writes pages, [`export`] what scripts and programs read; [`pages`] binds each address to one of the
//!    two, and [`emit`] writes them.
//! 5. [`fix`] does instead what findings say for certain.
//!
//! Everything that is wrong with the content is a [`Diagnostic`]; all of them are
//! collected before anything is written.

// Each module has its own line so that their order, which `tests/layers.rs` holds, stays as it is.

pub mod text;

pub mod diag;

pub mod yaml;

pub mod markdown;

pub mod model;

pub mod config;

pub mod biblio;

pub mod read;

pub mod schema;

pub mod resolve;

pub mod routes;

pub mod stats;

pub mod check;

pub mod theme;

pub mod render;

pub mod export;

pub mod pages;

pub mod emit;

pub mod fix;

pub mod cli;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use biblio::{Style, UnusableStyle};
use diag::{Code, Diagnostic, Report};
use resolve::{Drafts, Site};
use routes::Routes;
use text::Span;
use theme::Theme;

/// What the caller decides about a site, beyond its content.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What becomes of drafts.
    pub drafts: Drafts,
    /// The address to use in place of `base-url`.
    pub base_url: Option<String>,
    /// Whether warnings are errors.
    pub strict: bool,
    /// The day that `stale-after` is judged by; `None` if it is not to be judged, since what is built must not
    /// depend on the clock.
    pub today: Option<jiff::civil::Date>,
    /// Texts to read in place of files, by path from the root.
    pub texts: BTreeMap<String, String>,
}

/// A site that was read, linked and checked.
#[derive(Debug)]
pub struct Checked {
    /// The linked record.
    pub site: Site,
    /// Its addresses.
    pub routes: Routes,
    /// Its theme; empty if it cannot be used.
    pub theme: Theme,
    /// Its citation style; `None` if it cannot be used.
    pub style: Option<Style>,
    /// Everything that is wrong with the content, sorted, levels applied.
    pub report: Report,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Reads, links and checks the site below `root`. Writes nothing.
pub fn check_site(root: &Path, settings: &Settings) -> Checked {
    let mut watch = Stopwatch::start();

    let mut content = read::content(root, &settings.texts);
    if let Some(base_url) = &settings.base_url {
        content.config.base_url = base_url.trim_end_matches('/').to_owned() + "/";
    }
    watch.lap("read");

    let (site, found) = resolve::site(content, settings.drafts);
    let mut report = Report::default();
    report.extend(found);
    watch.lap("resolve");

    let theme = theme(root, &site, &mut report);
    let style = style(root, &site, &mut report);
    let assets = theme.assets.iter().map(|(path, _)| path.clone()).collect();
    let (routes, found) = Routes::new(&site, assets);
    report.extend(found);
    watch.lap("routes");

    report.extend(check::check(&site, &routes, settings.today));
    // What could not be read as a whole is not edited either.
    report.take_fixes(|file| site.lost.contains(&site.texts.get(file).path));
    report.set_levels(|code| site.config.levels.get(&code).copied(), settings.strict);
    report.sort(&site.texts);
    watch.lap("check");

    Checked { site, routes, theme, style, report, timings: watch.laps }
}

fn theme(root: &Path, site: &Site, report: &mut Report) -> Theme {
    let name = &site.config.theme;
    theme::find(root, &name.value).unwrap_or_else(|unusable| {
        let file = site.config.file;
        let span = name.place().span(site.texts.get(file));
        let known = unusable.known.iter().map(String::as_str);
        let help = diag::did_you_mean(&name.value, known)
            .unwrap_or_else(|| format!("there are: {}", unusable.known.join(", ")));
        report.push(Diagnostic::new(Code::UnknownTheme, file, span, unusable.reason).help(help));
        Theme::default()
    })
}

fn style(root: &Path, site: &Site, report: &mut Report) -> Option<Style> {
    let name = &site.config.citation_style;
    let style = if name.value.ends_with(".csl") {
        let text = text_inside(&root.join("content"), &name.value);
        text.map_or_else(
            || {
                Err(UnusableStyle {
                    reason: format!("there is no `{}` in the content folder", name.value),
                    help: Some("give the path below `content/`".to_owned()),
                })
            },
            |text| Style::from_csl(&text),
        )
    } else {
        Style::named(&name.value)
    };
    style
        .map_err(|unusable| {
            let file = site.config.file;
            // A default that is not written down stands at the start of the file.
            let span = if name.path == yaml::Path::default() {
                Span::default()
            } else {
                name.place().span(site.texts.get(file))
            };
            report.push(
                Diagnostic::new(Code::UnknownStyle, file, span, unusable.reason)
                    .maybe_help(unusable.help),
            );
        })
        .ok()
}

/// The text of an ordinary file that lies inside a folder, links followed.
fn text_inside(folder: &Path, path: &str) -> Option<String> {
    let file = fs::canonicalize(folder.join(path)).ok()?;
    let is_inside = file.starts_with(fs::canonicalize(folder).ok()?);
    let is_file = fs::metadata(&file).ok()?.is_file();
    if is_inside && is_file { fs::read_to_string(file).ok() } else { None }
}

/// Measures how long each stage takes.
struct Stopwatch {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }
}
