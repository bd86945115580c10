//! Pages: each a pure function of the site, its view and its template.
//!
//! A page's file makes a view, a struct of its own with all that its template needs and nothing else; so a
//! rename inside cannot break a theme. Templates choose words and order; what a claim's footer is made of
//! is in `claim`, since its hooks are fixed.

mod absolute;
mod cite;
mod claim;
mod corrections;
mod countries;
mod data;
mod disputed;
mod entities;
mod feed;
mod forge;
mod glance;
mod guests;
mod here;
mod home;
mod hooks;
mod html;
mod lanes;
mod linked;
mod list;
mod map;
mod not_found;
mod operation;
mod operations;
mod page;
mod redirect;
mod references;
mod search;
mod shell;
mod source_line;
mod sources;
mod table;
mod timeline;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{OnceLock, RwLock};

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::biblio::Style;
use crate::diag::did_you_mean;
use crate::model::{CountryCode, Date};
use crate::read::History;
use crate::resolve::{Country, Operation, Ref, Site, Source, Subject};
use crate::routes::{ReferenceForm, Route, Routes, Thing, route_of};
use crate::theme::{self, Theme};

use guests::Guests;
use here::Here;
use html::Html;
use map::Drawing;
use shell::About;
use source_line::SourceLine;
use words::Words;

pub use data::Download;
pub use table::Table;

/// The numbers of reports that most claims stay below.
const FEW: usize = 8;

/// How the site is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Links name `index.html`, so that the site also reads from disk.
    pub portable: bool,
}

/// Renders the HTML pages of a site.
pub struct Renderer<'a> {
    site: &'a Site,
    routes: &'a Routes,
    theme: &'a Theme,
    style: &'a Style,
    options: Options,
    templates: Tera,
    words: Words,
    drawing: Drawing,
    /// The paths of the theme's assets.
    assets: Vec<String>,
    /// The address and text of each item of the navigation.
    navigation: Vec<(String, String)>,
    /// The same as templates take it, by the folder of a page: it is the same for all that lie in one.
    menus: RwLock<BTreeMap<String, Value>>,
    /// When the files of the content were last changed.
    history: History,
    /// Each source's line, made when a page first needs it.
    lines: Vec<OnceLock<SourceLine>>,
    /// The body claims as they stand on other pages, made when one first needs one of their body.
    guests: Guests,
    /// How claims stand, in words, by their numbers of reports and of origins.
    standings: [[OnceLock<Html>; FEW]; FEW],
    /// The sources by publisher, made when the first part of their list is.
    by_publisher: OnceLock<Vec<Ref<Source>>>,
}

impl fmt::Debug for Renderer<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Renderer").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A template that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The template's name and line, what is wrong, and the address of the page that was being rendered.
    pub message: String,
    /// What is wrong at a line of a template, one by one; empty if it is at none.
    pub faults: Vec<Fault>,
}

/// What is wrong at a line of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The template's name.
    pub template: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { template, line, message } = self;
        write!(out, "template `{template}`, line {line}: {message}")
    }
}

impl TemplateError {
    /// What is wrong with a theme, at no line of a template.
    fn new(message: String) -> Self {
        Self { message, faults: Vec::new() }
    }

    fn of(error: &tera::Error, theme: &Theme) -> Self {
        let faults = faults(error, theme);
        if faults.is_empty() {
            return Self::new(error.to_string());
        }
        let messages: Vec<_> = faults.iter().map(ToString::to_string).collect();
        Self { message: messages.join("\n"), faults }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl<'a> Renderer<'a> {
    /// Compiles the theme's templates.
    ///
    /// # Errors
    /// Names the template and line that cannot be read.
    pub fn new(
        site: &'a Site,
        routes: &'a Routes,
        theme: &'a Theme,
        style: &'a Style,
        options: Options,
    ) -> Result<Self, TemplateError> {
        let mut templates = Tera::new();
        // Whatever a theme calls its templates, what it writes is HTML.
        templates.autoescape_on([""]);
        // A theme's `operation.html` stands in front of `default/operation.html`, which it can extend.
        templates
            .set_fallback_prefixes([format!("{}/", theme::DEFAULT)])
            .map_err(|error| TemplateError::of(&error, theme))?;
        let words = Words::of(theme)?;
        words.register(&mut templates);
        templates
            .add_raw_templates(theme.templates.iter().map(|(name, text)| (name, text)))
            .map_err(|error| TemplateError::of(&error, theme))?;
        let mut renderer = Self {
            site,
            routes,
            theme,
            style,
            options,
            templates,
            words,
            drawing: Drawing::read(&theme.map)?,
            assets: theme.assets.iter().map(|(path, _)| path.clone()).collect(),
            navigation: Vec::new(),
            menus: RwLock::default(),
            history: History::None,
            lines: site.sources.iter().map(|_| OnceLock::new()).collect(),
            guests: Guests::new(site.claims.len()),
            standings: Default::default(),
            by_publisher: OnceLock::new(),
        };
        renderer.navigation = shell::navigation(&renderer);
        Ok(renderer)
    }

    /// Has pages say when their files were last changed, beside the link to the history.
    #[must_use]
    pub fn with_history(self, history: History) -> Self {
        Self { history, ..self }
    }

    /// How the site is written.
    pub fn options(&self) -> Options {
        self.options
    }

    /// When a file of the content was last changed, if pages say so.
    pub fn last_change(&self, path: &str) -> Option<&Date> {
        self.history.last_change(path)
    }

    /// The HTML of a route that is a page; nothing for one that is not.
    ///
    /// # Errors
    /// Names the template, its line and the page.
    pub fn page(&self, route: Route) -> Result<Vec<u8>, TemplateError> {
        let here = Here::new(self, route);
        match route {
            Route::Home => home::page(&here),
            Route::Operations(part) => operations::page(&here, part),
            Route::Operation(at) => operation::page(&here, at),
            Route::Countries(part) => countries::index(&here, part),
            Route::Country(at, part) => countries::page(&here, at, part),
            Route::Entities(kind, part) => entities::index(&here, kind, part),
            Route::Entity(at, part) => entities::page(&here, at, part),
            Route::Timeline(part) => timeline::page(&here, part),
            Route::Year(year, part) => timeline::year(&here, year, part),
            Route::Sources(part) => sources::index(&here, part),
            Route::Source(at, part) => sources::page(&here, at, part),
            Route::Disputed(part) => disputed::page(&here, part),
            Route::Corrections(part) => corrections::page(&here, part),
            Route::Page(at) => page::page(&here, at),
            Route::Search => search::page(&here),
            Route::NotFound => not_found::page(&here),
            Route::OperationAlias(at, _) => redirect::page(&here, Route::Operation(at)),
            Route::EntityAlias(at, _) => redirect::page(&here, Route::Entity(at, 0)),
            // Made by `data`, from what is exported.
            Route::Data
            | Route::SearchIndex
            | Route::SearchWords(_)
            | Route::SearchTexts(_)
            | Route::Rows(_)
            | Route::Asset(_)
            | Route::Static(_)
            | Route::Redirects
            | Route::NoJekyll
            | Route::Api(_)
            | Route::Table(_)
            | Route::Host(_)
            | Route::Bibliography(_)
            | Route::Cite(..)
            | Route::Feed(..) => Ok(Vec::new()),
        }
    }

    /// The text of `_redirects`: one line for each old address, in the form that hosts share.
    pub fn redirects(&self) -> String {
        redirect::table(self)
    }

    /// What the claims of a subject say, in plain words, in order.
    pub fn sayings(&self, subject: Subject) -> Vec<String> {
        let here = Here::new(self, route_of(subject));
        self.site.claims_of(subject).map(|at| here.saying(Ref::new(at))).collect()
    }

    /// The link from the search page to the page of a thing.
    pub fn from_search(&self, thing: Thing) -> String {
        let route = match thing {
            Thing::Subject(subject) => route_of(subject),
            Thing::Source(at) => Route::Source(at, 0),
        };
        Here::new(self, Route::Search).to(route)
    }

    /// A reference to an operation's page, in a form that reference managers read.
    pub fn cite(&self, at: Ref<Operation>, form: ReferenceForm) -> String {
        let written = cite::of_operation(&Here::new(self, Route::Operation(at)), at);
        match form {
            ReferenceForm::Bib => written.bibtex,
            ReferenceForm::Csl => written.csl_json,
        }
    }

    /// A date as the site's language says it.
    pub fn date(&self, date: &Date) -> String {
        self.words.date(date)
    }

    /// The label of a kind.
    pub fn kind<'b>(&'b self, kind: &'b str) -> &'b str {
        claim::known(&self.site.config.vocabulary.kinds, kind)
    }

    /// Writes a template with a view, as a page with a shell.
    fn write<V: Serialize>(
        &self,
        here: &Here,
        template: &str,
        about: About,
        view: &V,
    ) -> Result<Vec<u8>, TemplateError> {
        let mut context = Context::new();
        context.insert("shell", &here.shell(about));
        context.insert("page", view);
        self.write_bare(here, template, &context)
    }

    /// Writes a template that makes all of the page itself.
    fn write_bare(
        &self,
        here: &Here,
        template: &str,
        context: &Context,
    ) -> Result<Vec<u8>, TemplateError> {
        // Most pages have room in it: to grow it would be to copy it.
        let mut bytes = Vec::with_capacity(64 * 1024);
        self.templates.render_to(template, context, &mut bytes).map_err(|error| {
            let mut error = TemplateError::of(&error, self.theme);
            error.message = format!("{} (on `{}`)", error.message, here.address);
            error
        })?;
        Ok(bytes)
    }

    /// A source's line.
    fn source_line(&self, at: Ref<Source>) -> &SourceLine {
        self.lines[at.index()].get_or_init(|| SourceLine::new(self, at))
    }

    /// The country of a code, if it has a page.
    fn country(&self, code: CountryCode) -> Option<Ref<Country>> {
        self.site.countries.iter().position(|country| country.code == code).map(Ref::new)
    }

    fn has_asset(&self, path: &str) -> bool {
        self.assets.iter().any(|asset| asset == path)
    }

    /// An address with the site's scheme, host and path before it.
    fn absolute(&self, address: &str) -> String {
        format!("{}{}", self.site.config.base_url, address.trim_start_matches('/'))
    }
}

/// What an error is about, line by line.
fn faults(error: &tera::Error, theme: &Theme) -> Vec<Fault> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![Fault {
            template: report.filename().to_owned(),
            line: report.span().start_line,
            message: as_a_finding(report.message()),
        }],
        // What a template calls and is not there comes as reports that are text already.
        ErrorKind::Msg(reports) if reports.starts_with("error: ") => {
            reports.split("\n\n").map(|report| called(report, theme)).collect()
        }
        _ => Vec::new(),
    }
}

/// A message of the template language as findings are worded: in small letters, without a full stop.
fn as_a_finding(message: &str) -> String {
    let mut letters = message.trim_end_matches('.').chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// A report of what a template calls and is not there: `error: …`, then `--> file:line:column`.
fn called(report: &str, theme: &Theme) -> Fault {
    let mut lines = report.lines();
    let message = lines.next().unwrap_or_default().trim_start_matches("error: ");
    let place = lines.next().unwrap_or_default().trim_start_matches([' ', '-', '>']);
    let mut place = place.rsplitn(3, ':').skip(1);
    let (line, file) = (place.next().unwrap_or_default(), place.next().unwrap_or_default());
    let word = message.strip_prefix("Unknown function `").and_then(|rest| rest.strip_suffix('`'));
    let message = match word {
        Some(word) => {
            let known = theme.words.iter().map(|(name, _)| name);
            let help = did_you_mean(word, known)
                .unwrap_or_else(|| format!("add it to the theme's `i18n/{}.yaml`", theme::BASE));
            format!("there is no word `{word}`; {help}")
        }
        None => message.to_owned(),
    };
    Fault { template: file.to_owned(), line: line.parse().unwrap_or(1), message }
}
