//! The page at an old address, and the table of all old addresses for hosts that read one.

use serde::Serialize;
use tera::Context;

use super::here::Here;
use super::{Renderer, TemplateError};
use crate::routes::Route;

#[derive(Debug, Serialize)]
struct View {
    language: String,
    title: String,
    href: String,
    canonical: String,
    script: Option<String>,
}

pub(super) fn page(here: &Here, target: Route) -> Result<Vec<u8>, TemplateError> {
    let renderer = here.renderer;
    let title = match target {
        Route::Operation(at) => &here.site[at].record.title,
        Route::Entity(at, _) => &here.site[at].record.name,
        _ => &here.site.config.title,
    };
    let view = View {
        language: here.site.config.language.clone(),
        title: title.clone(),
        href: here.to(target),
        canonical: renderer.absolute(&renderer.routes.address(here.site, target)),
        script: renderer.has_asset("redirect.js").then(|| here.to_place("/assets/redirect.js", "")),
    };
    let mut context = Context::new();
    context.insert("page", &view);
    renderer.write_bare(here, "redirect.html", &context)
}

/// One line for each old address: `/operations/old/ /operations/new/ 301`.
pub(super) fn table(renderer: &Renderer) -> String {
    let base = renderer.site.config.base_path().trim_end_matches('/');
    let mut table = String::new();
    for (address, route) in renderer.routes.entries() {
        let Some(target) = route.leads_to() else { continue };
        let target = renderer.routes.address(renderer.site, target);
        table += &format!("{base}{address} {base}{target} 301\n");
    }
    table
}
