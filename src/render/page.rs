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
    /// The pages in the folder that it stands for.
    pages: Vec<Row>,
    /// The pages before and after it in the folder that it is in.
    previous: Option<Link>,
    next: Option<Link>,
}

/// A page in the list of its folder.
#[derive(Debug, Serialize)]
struct Row {
    link: Link,
    description: Option<String>,
}

pub(super) fn page(here: &Here, at: Ref<Page>) -> Result<Vec<u8>, TemplateError> {
    let record = &here.site[at].record;
    let subject = Subject::Page(at);
    let (inside, beside) = folders(&record.path);
    let pages = pages_in(here, &inside).into_iter().map(|at| Row {
        link: here.subject_link(Subject::Page(at)),
        description: here.site[at].record.description.clone(),
    });
    // Beside the pages of the top folder there is everything else too: none is next.
    let siblings = if beside.is_empty() { Vec::new() } else { pages_in(here, beside) };
    let place = siblings.iter().position(|sibling| *sibling == at);
    let sibling = |place: Option<usize>| {
        let at = siblings.get(place?)?;
        Some(here.subject_link(Subject::Page(*at)))
    };
    let view = View {
        title: record.title.clone(),
        description: record.description.clone(),
        contents: here.contents(subject),
        body: here.body(subject),
        references: here.references(subject),
        pages: pages.collect(),
        previous: sibling(place.and_then(|place| place.checked_sub(1))),
        next: sibling(place.map(|place| place + 1)),
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

/// The folder that a page stands for and the one that it is in, each with a slash at its end.
fn folders(path: &str) -> (String, &str) {
    let name = path.strip_suffix("/index").unwrap_or(path);
    let beside = name.rfind('/').map_or("", |slash| &name[..=slash]);
    (format!("{name}/"), beside)
}

/// The pages that are right in a folder, in their order; those without one last, by title.
fn pages_in(here: &Here, folder: &str) -> Vec<Ref<Page>> {
    let all = &here.site.pages;
    let start = all.partition_point(|page| page.record.path.as_str() < folder);
    let inside = all[start..].iter().take_while(|page| page.record.path.starts_with(folder));
    let mut direct: Vec<_> = (start..)
        .zip(inside)
        .filter(|(_, page)| {
            let rest = &page.record.path[folder.len()..];
            rest != "index" && !rest.strip_suffix("/index").unwrap_or(rest).contains('/')
        })
        .map(|(at, page)| (page.record.order.unwrap_or(i64::MAX), &page.record.title, Ref::new(at)))
        .collect();
    direct.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    direct.into_iter().map(|(.., at)| at).collect()
}
