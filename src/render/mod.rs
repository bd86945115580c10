//! Pages: each a pure function of the site, its view and its template.

use std::fmt;

use crate::biblio::Style;
use crate::resolve::Site;
use crate::routes::{Route, Routes};
use crate::theme::Theme;

/// How the site is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Links name `index.html`, so that the site also reads from disk.
    pub portable: bool,
}

/// Renders the HTML pages of a site.
#[derive(Debug)]
pub struct Renderer<'a> {
    site: &'a Site,
    routes: &'a Routes,
    style: &'a Style,
    options: Options,
}

/// A template that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The template's name and line, what is wrong, and the address of the page that was being rendered.
    pub message: String,
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
        theme: &Theme,
        style: &'a Style,
        options: Options,
    ) -> Result<Self, TemplateError> {
        let _ = theme;
        Ok(Self { site, routes, style, options })
    }

    /// The HTML of a route that is a page.
    ///
    /// # Errors
    /// Names the template, its line and the page.
    pub fn page(&self, route: Route) -> Result<Vec<u8>, TemplateError> {
        let _ = (self.site, self.routes, self.style, self.options, route);
        Ok(Vec::new())
    }
}
