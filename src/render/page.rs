//! A page of `content/pages`.

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::html::Html;
use super::references::Reference;
use super::shell::{About, Link};
use crate::resolve::{Page, Ref, Subject};
use crate::routes::Route;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    description: Option<String>,
    /// Its sections, if they are many.
    contents: Vec<Link>,
    body: Html,
    references: Vec<Reference>,
}

pub(super) fn page(here: &Here, at: Ref<Page>) -> Result<Vec<u8>, TemplateError> {
    let record = &here.site[at].record;
    let subject = Subject::Page(at);
    let view = View {
        title: record.title.clone(),
        description: record.description.clone(),
        contents: here.contents(subject),
        body: here.body(subject),
        references: here.references(subject),
    };
    let about = About {
        title: record.title.clone(),
        description: record.description.clone(),
        above: above(here),
        file: Some(record.file),
        ..About::default()
    };
    here.renderer.write(here, "page.html", about, &view)
}

/// The pages of the folders that this page is in, outermost first.
fn above(here: &Here) -> Vec<(Route, String)> {
    let inner = here.address.trim_end_matches('/');
    let folders = inner.match_indices('/').map(|(at, _)| &inner[..=at]).filter(|path| *path != "/");
    let pages = folders.filter_map(|folder| match here.renderer.routes.at(folder)? {
        Route::Page(at) => Some((Route::Page(at), here.site[at].record.title.clone())),
        _ => None,
    });
    pages.collect()
}
