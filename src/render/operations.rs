//! The index of operations, newest first.

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::list::{OperationRow, Parts, rows};
use super::shell::About;
use super::table::Filters;
use crate::routes::{List, Route};

#[derive(Debug, Serialize)]
struct View {
    total: usize,
    rows: Vec<OperationRow>,
    sorts: bool,
    filters: Option<Filters>,
    parts: Option<Parts>,
}

pub(super) fn page(here: &Here, part: usize) -> Result<Vec<u8>, TemplateError> {
    let total = here.site.operations.len();
    let here_shown = rows(part, total);
    let newest_first = here.site.newest_first().skip(here_shown.start).take(here_shown.len());
    let filters = here.filters(List::Operations, part);
    let view = View {
        total,
        rows: newest_first.map(|at| here.operation_row(at)).collect(),
        sorts: filters.is_some(),
        filters,
        parts: here.parts(part, total, Route::Operations),
    };
    let about = About { title: here.words.operations.clone(), ..About::default() };
    here.renderer.write(here, "operations.html", about, &view)
}
