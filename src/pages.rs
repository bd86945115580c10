//! Binds each route to what renders it: the site as a table of files whose bytes are made when asked for.

mod inputs;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diag::in_words;
use crate::export::{self, Search};
use crate::render::{Renderer, TemplateError};
use crate::resolve::Site;
use crate::routes::{Host, Route, Routes, file_of};
use crate::theme::Theme;

use inputs::Inputs;

/// Every file of the site.
#[derive(Debug)]
pub struct Pages<'a> {
    site: &'a Site,
    routes: &'a Routes,
    theme: &'a Theme,
    renderer: &'a Renderer<'a>,
    static_folder: PathBuf,
    search: Option<Search<'a>>,
    /// The places of all files in the routes, in the order in which they are best made.
    order: Vec<usize>,
}

/// Why a file's bytes could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// A template failed.
    Template(TemplateError),
    /// A file of `static/` could not be read any more.
    Static(String),
}

impl fmt::Display for PageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(error) => error.fmt(out),
            Self::Static(message) => out.write_str(message),
        }
    }
}

impl<'a> Pages<'a> {
    /// Binds the routes of a site below `root`.
    pub fn new(
        root: &Path,
        site: &'a Site,
        routes: &'a Routes,
        theme: &'a Theme,
        renderer: &'a Renderer<'a>,
    ) -> Self {
        let static_folder = root.join("content/static");
        let search = routes.pieces().map(|pieces| Search::new(site, renderer, pieces));
        let entries = routes.entries();
        let mut order: Vec<usize> = (0..entries.len()).collect();
        // What takes longest first, so that no thread is left alone with it; then the fact sheets, whose bodies give
        // their claims for all other pages; last what has to wait for the first. Stable: the rest is by address.
        order.sort_by_key(|at| match entries[*at].1 {
            Route::SearchIndex => 0,
            Route::Operation(_) => 1,
            Route::SearchWords(_) => 3,
            _ => 2,
        });
        Self { site, routes, theme, renderer, static_folder, search, order }
    }

    /// The path of each file, relative, with `/` between its parts, in the order in which they are best made.
    pub fn paths(&self) -> Vec<String> {
        let entries = self.routes.entries();
        self.order.iter().map(|at| file_of(&entries[*at].0)).collect()
    }

    /// For each path a number that is the same as long as the file's bytes are; `None` for those that have to be made to be
    /// known.
    pub fn keys(&self) -> Vec<Option<u128>> {
        let Some(inputs) = Inputs::of(self) else { return vec![None; self.order.len()] };
        let key = |at: &usize| {
            let (address, route) = &self.routes.entries()[*at];
            inputs.page(address, *route)
        };
        self.order.par_iter().map(key).collect()
    }

    /// The bytes of the file with this ordinal in [`Pages::paths`].
    ///
    /// # Errors
    /// Names the template, its line and the page; or the file of `static/` that cannot be read.
    pub fn bytes(&self, ordinal: usize) -> Result<Vec<u8>, PageError> {
        self.bytes_of(self.routes.entries()[self.order[ordinal]].1)
    }

    /// The bytes of what a route leads to.
    ///
    /// # Errors
    /// As [`Pages::bytes`].
    pub fn bytes_of(&self, route: Route) -> Result<Vec<u8>, PageError> {
        match route {
            Route::Asset(at) => Ok(self.theme.assets[at].1.clone()),
            Route::Static(at) => {
                let (path, _) = &self.site.static_files[at];
                fs::read(self.static_folder.join(path)).map_err(|error| {
                    let cause = in_words(&error);
                    PageError::Static(format!("failed to read `content/static/{path}` ({cause})"))
                })
            }
            Route::SearchIndex => Ok(self.search.as_ref().map_or_else(Vec::new, Search::index)),
            Route::SearchWords(at) => {
                Ok(self.search.as_ref().map_or_else(Vec::new, |search| search.words(at)))
            }
            Route::SearchTexts(at) => {
                Ok(self.search.as_ref().map_or_else(Vec::new, |search| search.texts(at)))
            }
            Route::Rows(list) => Ok(export::rows(self.renderer, list)),
            Route::Data => self.renderer.data(&export::downloads()).map_err(PageError::Template),
            Route::Api(file) => Ok(export::api(self.renderer, file)),
            Route::Table(table) => Ok(export::table(self.renderer, table)),
            Route::Host(Host::Sitemap(part)) => {
                Ok(export::sitemap(self.renderer, self.routes, part))
            }
            Route::Host(Host::Robots) => Ok(export::robots(self.renderer)),
            Route::Host(Host::Headers) => Ok(export::headers(&self.site.config)),
            Route::Host(Host::Security) => Ok(export::security(&self.site.config)),
            Route::Bibliography(form) => Ok(export::bibliography(self.renderer, form)),
            Route::Cite(at, form) => Ok((self.renderer.cite(at, form) + "\n").into_bytes()),
            Route::Feed(feed, form) => Ok(export::feed(self.renderer, feed, form)),
            Route::NoJekyll => Ok(Vec::new()),
            Route::Redirects => Ok(self.renderer.redirects().into_bytes()),
            Route::Home
            | Route::Operations(_)
            | Route::Operation(_)
            | Route::Countries(_)
            | Route::Country(..)
            | Route::Entities(..)
            | Route::Entity(..)
            | Route::Timeline(_)
            | Route::Year(..)
            | Route::Sources(_)
            | Route::Source(..)
            | Route::Disputed(_)
            | Route::Corrections(_)
            | Route::Page(_)
            | Route::Search
            | Route::NotFound
            | Route::OperationAlias(..)
            | Route::EntityAlias(..) => self.renderer.page(route).map_err(PageError::Template),
        }
    }
}
