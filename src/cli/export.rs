//! `casefile export`

use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{Console, MessageFormat, tally};
use super::wrapped::{WIDEST, width_of, wrapped};
use super::{Global, Outcome, kept, put, settings, site_address, with_progress};
use crate::check_site;
use crate::diag::did_you_mean;
use crate::export::{FORMATS, Format};
use crate::pages::Pages;
use crate::render::{self, Renderer};
use crate::routes::{Route, Routes};

/// Check everything, then print one file of the site that programs read
#[derive(Debug, Args)]
#[command(after_help = help())]
pub(super) struct Export {
    /// What to print: a format, or the path of a file of the site; without it all formats are listed
    #[arg(value_name = "FORMAT", value_parser = format)]
    format: Option<Named>,

    /// Write it to a file instead
    #[arg(short, long, value_name = "FILE", requires = "format")]
    output: Option<PathBuf>,

    /// Write all of it as a database with full-text search, for `sqlite3` and Datasette
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "output"])]
    sqlite: Option<PathBuf>,

    /// The address of the site, in place of `base-url`
    #[arg(short = 'u', long, value_name = "URL", value_parser = site_address)]
    base_url: Option<String>,

    /// Include drafts
    #[arg(long)]
    drafts: bool,

    /// Make errors of warnings
    #[arg(long)]
    strict: bool,
}

/// What is asked for by a name.
#[derive(Clone, Debug)]
enum Named {
    Format(&'static Format),
    Path(String),
}

fn format(name: &str) -> Result<Named, String> {
    if let Some(format) = Format::named(name) {
        return Ok(Named::Format(format));
    }
    // Whether there is such a file is known once the content was read.
    if name.contains('/') {
        return Ok(Named::Path(name.to_owned()));
    }
    let help = did_you_mean(name, FORMATS.iter().map(|format| format.name))
        .unwrap_or_else(|| "`casefile export` lists all formats".to_owned());
    Err(format!("there is no format `{name}`; {help}"))
}

/// What stands at a path of the site: `outlets/amaq/atom.xml`, `/outlets/amaq/`.
fn route_at(routes: &Routes, path: &str) -> Result<Route, String> {
    let path = path.trim_start_matches('/');
    let address = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
    routes.at(&address).ok_or_else(|| {
        let known = routes.entries().iter().map(|(address, _)| address.trim_start_matches('/'));
        let help = did_you_mean(path, known)
            .unwrap_or_else(|| "give the path of a file that `casefile build` writes".to_owned());
        format!("the site has no file `{path}`; {help}")
    })
}

fn help() -> String {
    format!(
        "Formats:\n{}\nExamples:\n  casefile export claims.csv > claims.csv\n  casefile export sources.csl.json\n  casefile export outlets/amaq/atom.xml",
        list(WIDEST)
    )
}

/// Every format with what it holds, in columns.
fn list(width: usize) -> String {
    let names = FORMATS.iter().map(|format| format.name.len()).max().unwrap_or_default();
    let line = |format: &Format| {
        let head = format!("  {:names$}  ", format.name);
        wrapped(&head, format.about, width)
    };
    FORMATS.iter().map(line).collect()
}

/// What is asked for.
enum Wanted<'a> {
    File(&'a Named),
    Sqlite(&'a Path),
}

#[cfg(feature = "sqlite")]
fn sqlite(renderer: &Renderer) -> Result<Vec<u8>, String> {
    crate::export::sqlite(renderer)
}

#[cfg(not(feature = "sqlite"))]
fn sqlite(_: &Renderer) -> Result<Vec<u8>, String> {
    // Refused before the content was read.
    Ok(Vec::new())
}

impl Export {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        let wanted = match (&self.format, &self.sqlite) {
            (Some(named), _) => Wanted::File(named),
            (None, Some(_)) if cfg!(not(feature = "sqlite")) => {
                return Ok(Outcome::Misused(
                    "this casefile was built without SQLite: build it with `--features sqlite`",
                ));
            }
            (None, Some(path)) => Wanted::Sqlite(path),
            (None, None) => {
                console.print(&list(width_of(console)))?;
                return Ok(Outcome::Fine);
            }
        };
        let root = &global.root;
        let settings =
            with_progress(settings(self.drafts, self.strict, self.base_url.clone()), console);
        let checked = kept(check_site(root, &settings));
        drop(settings);
        console.report(&checked.report, &checked.site.texts, MessageFormat::Human)?;
        console.timings(&checked.timings);
        if checked.report.has_errors() {
            console.error(&format!("{}: nothing was exported", tally(&checked.report)));
            return Ok(Outcome::Problems);
        }
        // Without a style there is an error in the report, unless its level was lowered.
        let style = checked.style.as_ref().ok_or("the citation style cannot be used")?;
        let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
        let renderer = Renderer::new(site, routes, theme, style, render::Options::default())
            .map_err(|error| error.to_string())?;
        let pages = Pages::new(root, site, routes, theme, &renderer);
        match wanted {
            Wanted::Sqlite(path) => put(path, &sqlite(&renderer)?)?,
            Wanted::File(named) => {
                let route = match named {
                    Named::Format(format) => format.route,
                    Named::Path(path) => route_at(routes, path)?,
                };
                let bytes = pages.bytes_of(route).map_err(|error| error.to_string())?;
                match &self.output {
                    Some(path) => put(path, &bytes)?,
                    None => console.print_bytes(&bytes)?,
                }
            }
        }
        Ok(Outcome::Fine)
    }
}
