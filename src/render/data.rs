//! The page that lists and explains what can be taken away.

use serde::Serialize;

use super::cite::{self, Citations};
use super::here::Here;
use super::html::Html;
use super::shell::{About, Link};
use super::{Renderer, TemplateError};
use crate::model::EntityKind;
use crate::routes::{Answer, Api, Noun, Route};

/// A file that can be taken away, in English: what is said of it is a part of the format, as its fields' names are.
#[derive(Clone, Debug)]
pub struct Download {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// Where it stands.
    pub route: Route,
    /// The columns of a table, each with what stands in it.
    pub columns: Vec<(&'static str, String)>,
}

#[derive(Debug, Serialize)]
struct View {
    /// Whether the site is in another language than what is said of files and columns.
    is_translated: bool,
    files: Vec<File>,
    tables: Vec<Table>,
    api: Option<ApiView>,
    address: String,
    cite: Citations,
}

#[derive(Debug, Serialize)]
struct File {
    name: &'static str,
    href: String,
    about: Html,
}

#[derive(Debug, Serialize)]
struct Table {
    name: &'static str,
    columns: Vec<Column>,
}

#[derive(Debug, Serialize)]
struct Column {
    name: &'static str,
    about: Html,
}

#[derive(Debug, Serialize)]
struct ApiView {
    /// The file that describes the others.
    description: Link,
    nouns: Vec<NounView>,
}

#[derive(Debug, Serialize)]
struct NounView {
    name: String,
    index: Link,
    /// The path of a file, with `{id}` in it.
    path: String,
    /// The schemas of the two.
    schemas: Vec<Link>,
}

impl Renderer<'_> {
    /// The page that lists and explains some files; what the site does not have is left out.
    ///
    /// # Errors
    /// Names the template, its line and the page.
    pub fn data(&self, downloads: &[Download]) -> Result<Vec<u8>, TemplateError> {
        let here = Here::new(self, Route::Data);
        let config = &self.site.config;
        let is_there = |download: &&Download| {
            self.routes.at(&self.routes.address(self.site, download.route)) == Some(download.route)
        };
        let present = || downloads.iter().filter(is_there);
        let file = |download: &Download| File {
            name: download.name,
            href: here.to(download.route),
            about: with_code(download.about),
        };
        let table = |download: &Download| Table {
            name: download.name,
            columns: download
                .columns
                .iter()
                .map(|(name, about)| Column { name, about: with_code(about) })
                .collect(),
        };
        let view = View {
            is_translated: config.language.split('-').next() != Some("en"),
            files: present().map(file).collect(),
            tables: present().filter(|one| !one.columns.is_empty()).map(table).collect(),
            api: config.outputs.api.then(|| api(&here)),
            address: self.absolute("/"),
            cite: cite::of_record(&here),
        };
        let about = About { title: here.words.data.clone(), ..About::default() };
        self.write(&here, "data.html", about, &view)
    }
}

/// Text as HTML; what stands in backticks is code.
fn with_code(text: &str) -> Html {
    let mut html = Html::default();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 0 {
            html.text(part);
        } else {
            html.raw("<code>").text(part).raw("</code>");
        }
    }
    html
}

fn api(here: &Here) -> ApiView {
    let link = |file: Api| {
        let route = Route::Api(file);
        let text = here.renderer.routes.address(here.site, route);
        Link { href: here.to(route), text }
    };
    let schema =
        |answer: Answer| Link { text: answer.as_str().to_owned(), ..link(Api::Schema(answer)) };
    let noun = |noun: Noun| {
        let (name, answers) = match noun {
            Noun::Operations => (&here.words.operations, [Answer::Operations, Answer::Operation]),
            Noun::Countries => (&here.words.countries, [Answer::Countries, Answer::Country]),
            Noun::Entities(kind) => {
                let name = match kind {
                    EntityKind::Outlet => &here.words.outlets,
                    EntityKind::Agency => &here.words.agencies,
                    EntityKind::Platform => &here.words.platforms,
                };
                (name, [Answer::Entities, Answer::Entity])
            }
            Noun::Sources => (&here.words.sources, [Answer::Sources, Answer::Source]),
        };
        let index = link(Api::Index(noun));
        NounView {
            name: name.clone(),
            path: index.text.replace("index", "{id}"),
            index,
            schemas: answers.map(schema).into(),
        }
    };
    ApiView { description: link(Api::OpenApi), nouns: Noun::ALL.map(noun).into() }
}
