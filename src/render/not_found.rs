//! The page for an address that nothing stands at.

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::shell::About;
use crate::routes::Route;

#[derive(Debug, Serialize)]
struct View {
    home: String,
    operations: String,
    sources: String,
}

pub(super) fn page(here: &Here) -> Result<Vec<u8>, TemplateError> {
    let view = View {
        home: here.to(Route::Home),
        operations: here.to(Route::Operations(0)),
        sources: here.to(Route::Sources(0)),
    };
    let about =
        About { title: here.words.not_found.clone(), is_unlisted: true, ..About::default() };
    here.renderer.write(here, "not_found.html", about, &view)
}
