//! `casefile` turns a folder of Markdown and YAML into a static site in which every claim carries its sources.
//!
//! The modules are the pipeline, lowest first; each uses only those above it.
//!
//! 1. [`read`] takes the content from disk: text → [`yaml`] and [`markdown`] → records of the [`model`].
//! 2. [`resolve`] makes every name land: the linked [`Site`].
//! 3. [`routes`] lists every address, [`stats`] counts, and [`check`] looks for what is well formed and yet wrong.
//! 4. [`render`] writes pages, [`export`] what scripts and programs read; [`pages`] binds each address to one of the
//!    two, and [`emit`] writes them.
//! 5. [`fix`] does instead what findings say for certain, [`scaffold`] writes what an editor starts from, and [`serve`]
//!    shows pages without writing them.
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

pub mod scaffold;

pub mod serve;

pub mod cli;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use biblio::{Style, UnusableStyle};
use config::Config;
use diag::{Code, Diagnostic, Report};
use read::{Changes, Reader};
use render::Renderer;
use resolve::{Drafts, Memory, Site};
use routes::Routes;
use text::{SourceText, Span};
use theme::{Gaps, Theme};

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
    /// Who is told how far it has come.
    pub progress: Progress,
}

type Tell = dyn Fn(&'static str, usize, usize) + Send + Sync;

/// Who is told, from any thread, how far a stage has come: its name, how much is done, and of how much. Nobody by default.
#[derive(Clone, Default)]
pub struct Progress(Option<Arc<Tell>>);

impl Progress {
    /// Tells this.
    pub fn new(tell: impl Fn(&'static str, usize, usize) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    fn at(&self, stage: &'static str, done: usize, total: usize) {
        if let Some(tell) = &self.0 {
            tell(stage, done, total);
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.0.is_some()).finish()
    }
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

/// A site that was read and linked: all that its pages need, before anything is judged.
#[derive(Debug)]
pub struct Linked {
    /// The linked record.
    pub site: Site,
    /// Its addresses.
    pub routes: Routes,
    /// Its theme; empty if it cannot be used.
    pub theme: Theme,
    /// Its citation style; `None` if it cannot be used.
    pub style: Option<Style>,
    /// What is wrong so far, levels applied.
    pub report: Report,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Reads, links and checks the site below `root`. Writes nothing.
pub fn check_site(root: &Path, settings: &Settings) -> Checked {
    let mut watch = Stopwatch::start();
    let progress = |done, total| settings.progress.at("reading", done, total);
    let mut content = Reader::new(root).read(&Changes::Unknown, &settings.texts, &progress);
    move_to(&mut content.config, settings);
    watch.lap("read");
    let resolved = resolve::site(content, settings.drafts);
    watch.lap("resolve");
    checked(linked(root, settings, resolved, None, watch), settings)
}

/// Checks one site again and again while it is being written: what did not change is neither read nor linked again.
#[derive(Debug)]
pub struct Checker {
    root: PathBuf,
    settings: Settings,
    reader: Reader,
    memory: Memory,
    before: Before,
}

/// What a site was the last time, beside its records.
#[derive(Debug, Default)]
struct Before {
    routes: routes::Memory,
    /// The last templates that could all be used.
    usable: Option<Usable>,
}

/// What templates are judged by: they themselves, the words and the map.
#[derive(Debug)]
struct Usable {
    templates: Vec<(String, String)>,
    words: theme::Words,
    map: String,
}

impl Before {
    /// Whether a theme's templates are known to be such as can be used.
    fn can_use(&self, theme: &Theme) -> bool {
        self.usable.as_ref().is_some_and(|Usable { templates, words, map }| {
            (templates, words, map) == (&theme.templates, &theme.words, &theme.map)
        })
    }
}

impl Checker {
    /// Looks at nothing yet.
    pub fn new(root: &Path, settings: &Settings) -> Self {
        Self {
            root: root.to_owned(),
            settings: settings.clone(),
            reader: Reader::new(root),
            memory: Memory::default(),
            before: Before::default(),
        }
    }

    /// Reads and links what may have changed since it was last asked, and gives the whole.
    pub fn link(&mut self, changes: &Changes) -> Linked {
        let mut watch = Stopwatch::start();
        let mut content = self.reader.read(changes, &self.settings.texts, &|_, _| ());
        move_to(&mut content.config, &self.settings);
        watch.lap("read");
        let resolved = resolve::site_again(content, self.settings.drafts, &mut self.memory);
        watch.lap("resolve");
        linked(&self.root, &self.settings, resolved, Some(&mut self.before), watch)
    }

    /// Gives what [`check_site`] would.
    pub fn check(&mut self, changes: &Changes) -> Checked {
        checked(self.link(changes), &self.settings)
    }
}

/// Gives a site the address that the caller decides on.
fn move_to(config: &mut Config, settings: &Settings) {
    if let Some(base_url) = &settings.base_url {
        config.base_url = base_url.trim_end_matches('/').to_owned() + "/";
    }
}

fn linked(
    root: &Path,
    settings: &Settings,
    (mut site, found): (Site, Vec<Diagnostic>),
    before: Option<&mut Before>,
    mut watch: Stopwatch,
) -> Linked {
    let mut report = Report::default();
    report.extend(found);
    let theme = theme(root, &mut site, &mut report);
    let style = style(root, &site, &mut report);
    let assets = theme.assets.iter().map(|(path, _)| path.clone()).collect();
    watch.lap("theme");
    let mut unknown = Before::default();
    let is_again = before.is_some();
    let before = before.unwrap_or(&mut unknown);
    let (routes, found) =
        if is_again { before.routes.routes(&site, assets) } else { Routes::new(&site, assets) };
    report.extend(found);
    if !before.can_use(&theme) {
        let is_usable = templates(&mut site, &routes, &theme, style.as_ref(), &mut report);
        before.usable = (is_again && is_usable).then(|| Usable {
            templates: theme.templates.clone(),
            words: theme.words.clone(),
            map: theme.map.clone(),
        });
    }
    set_levels(&site, settings, &mut report);
    watch.lap("routes");

    Linked { site, routes, theme, style, report, timings: watch.laps }
}

fn checked(linked: Linked, settings: &Settings) -> Checked {
    let mut watch = Stopwatch::start();
    let Linked { site, routes, theme, style, mut report, mut timings } = linked;
    judge(&site, &routes, settings, &mut report);
    watch.lap("check");
    timings.append(&mut watch.laps);
    Checked { site, routes, theme, style, report, timings }
}

/// Adds what the checks find to what was found before, and puts all of it in order.
pub fn judge(site: &Site, routes: &Routes, settings: &Settings, report: &mut Report) {
    let progress = |done, total| settings.progress.at("checking", done, total);
    report.extend(check::check(site, routes, settings.today, &progress));
    // What could not be read as a whole is not edited either.
    report.take_fixes(|file| site.lost.contains(&site.texts.get(file).path));
    set_levels(site, settings, report);
    report.sort(&site.texts);
}

fn set_levels(site: &Site, settings: &Settings, report: &mut Report) {
    report.set_levels(|code| site.config.levels.get(&code).copied(), settings.strict);
}

fn theme(root: &Path, site: &mut Site, report: &mut Report) -> Theme {
    let Config { file, theme: name, language, language_place, .. } = &site.config;
    let file = *file;
    let mut meant = name.value.clone();
    let mut found = theme::find(root, &meant, language, &mut site.texts);
    if let Err(unusable) = &found {
        let span = name.place().span(site.texts.get(file));
        let known = unusable.known.iter().map(String::as_str);
        let nearest = diag::nearest(&name.value, known);
        let help = match nearest {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("there are: {}", unusable.known.join(", ")),
        };
        let reason = unusable.reason.clone();
        report.push(Diagnostic::new(Code::UnknownTheme, file, span, reason).help(help));
        // By the theme that was probably meant the rest can be judged; nothing is written with it.
        let Some(nearest) = nearest.filter(|nearest| *nearest != meant) else {
            return Theme::default();
        };
        meant = nearest.to_owned();
        found = theme::find(root, &meant, language, &mut site.texts);
    }
    let Ok((mut theme, found)) = found else { return Theme::default() };
    report.extend(found);
    report.extend(theme.set(&site.config.theme_settings, file, &site.texts));

    let message = match &theme.gaps {
        Gaps::None => return theme,
        Gaps::All => format!("the theme has no words in `{language}`, so English ones stand in"),
        Gaps::Some(words) => format!(
            "the theme lacks words in `{language}`, so English ones stand in: {}",
            words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    let code = language.split('-').next().unwrap_or_default();
    let span = language_place
        .as_ref()
        .map_or_else(Span::default, |place| place.span(site.texts.get(file)));
    let help = format!("write them in `themes/{meant}/i18n/{code}.yaml`");
    report.push(Diagnostic::new(Code::UntranslatedTheme, file, span, message).help(help));
    theme
}

/// Reads the templates, as a build does before it writes the first page; says whether all of them can be used.
fn templates(
    site: &mut Site,
    routes: &Routes,
    theme: &Theme,
    style: Option<&Style>,
    report: &mut Report,
) -> bool {
    // What templates are judged by does not depend on the style, which may be one that cannot be used.
    let usual = Style::named(config::DEFAULT_STYLE).ok();
    let Some(style) = style.or(usual.as_ref()) else { return false };
    let read = Renderer::new(site, routes, theme, style, render::Options::default());
    let Err(error) = read.map(drop) else { return true };
    let settings = site.config.file;
    let name = site.config.theme.place().span(site.texts.get(settings));
    for fault in &error.faults {
        let is_own = |(path, _): &&(String, String)| *path == fault.template;
        let own = theme
            .templates
            .iter()
            .find(is_own)
            .filter(|(path, _)| !path.starts_with(&format!("{}/", theme::DEFAULT)));
        let (file, span) = own.map_or((settings, name), |(path, text)| {
            let before: usize = text.split_inclusive('\n').take(fault.line - 1).map(str::len).sum();
            let line = text[before..].lines().next().unwrap_or_default();
            let indent = line.len() - line.trim_start().len();
            let span = Span::new(before + indent, before + line.trim_end().len().max(indent));
            let path = format!("themes/{}/templates/{path}", theme.name);
            (site.texts.add(SourceText { path, text: text.clone(), ..SourceText::default() }), span)
        });
        report.push(Diagnostic::new(Code::TemplateError, file, span, fault.to_string()));
    }
    if error.faults.is_empty() {
        report.push(Diagnostic::new(Code::TemplateError, settings, name, error.message));
    }
    false
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
