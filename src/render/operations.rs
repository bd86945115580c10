//! The index of operations, newest first.

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::list::{OperationRow, Parts, rows};
use super::shell::About;
use crate::resolve::Ref;
use crate::routes::Route;

#[derive(Debug, Serialize)]
struct View {
    total: usize,
    rows: Vec<OperationRow>,
    parts: Option<Parts>,
}

pub(super) fn page(here: &Here, part: usize) -> Result<Vec<u8>, TemplateError> {
    let total = here.site.operations.len();
    // They are kept oldest first.
    let newest_first = rows(part, total).map(|row| here.operation_row(Ref::new(total - 1 - row)));
    let view = View {
        total,
        rows: newest_first.collect(),
        parts: here.parts(part, total, Route::Operations),
    };
    let about = About { title: here.words.operations.clone(), ..About::default() };
    here.renderer.write(here, "operations.html", about, &view)
}
