//! An image that is not there, or that is a page: a reader would see a broken picture.
//!
//! Paths from the file itself were looked at when links were resolved; what is left are addresses of the site.

use super::Checking;
use super::dead_link::nearest_address;
use crate::diag::{Code, Diagnostic};
use crate::markdown::LinkKind;
use crate::resolve::Target;
use crate::routes::Route;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for notes in site.subjects().filter_map(|subject| site.notes(subject)) {
        let links = notes.body.links.iter().zip(&notes.targets);
        for (image, target) in links.filter(|(link, _)| link.kind == LinkKind::Image) {
            let (message, help) = match target {
                Target::Broken | Target::Hostile(_) => continue,
                Target::Path(path, _) => match checking.routes.at(path) {
                    Some(Route::Static(_) | Route::Asset(_)) => continue,
                    Some(_) => not_an_image(&image.destination),
                    None => {
                        let help = match nearest_address(checking.routes, path) {
                            Some(address) => format!("did you mean `{address}`?"),
                            None => "put it into `content/static/`".to_owned(),
                        };
                        (format!("there is no image `{path}`"), help)
                    }
                },
                Target::Subject(..) | Target::Source(_) | Target::Here(_) | Target::External(_) => {
                    not_an_image(&image.destination)
                }
            };
            checking.found.push(
                Diagnostic::new(Code::MissingImage, notes.file, image.span, message).help(help),
            );
        }
    }
}

fn not_an_image(destination: &str) -> (String, String) {
    let help = "take out the `!` to link to it, or name a file of `content/static/`";
    (format!("`{destination}` is not an image"), help.to_owned())
}
