//! A link inside the site that leads nowhere: to no page, no file, or no place on its page.
//!
//! Links to files and ids that are not there were found when they were resolved; what is left are
//! addresses (`/countries/nl/`) and the places after a `#`.

use super::Checking;
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::markdown::{Link, LinkKind};
use crate::resolve::{Notes, Site, Subject, Target, draft_link, meant_claim};
use crate::routes::{Route, Routes, file_of, route_of};
use crate::text::FileId;
use crate::yaml::Place;

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    for subject in site.subjects() {
        let Some(notes) = site.notes(subject) else { continue };
        for (link, target) in notes.body.links.iter().zip(&notes.targets) {
            if link.kind == LinkKind::Image {
                continue;
            }
            match target {
                Target::Path(path, fragment) => path_of_site(checking, notes, link, path, fragment),
                Target::Here(fragment) => place(checking, notes.file, link, subject, fragment),
                Target::Subject(other, fragment) => {
                    place(checking, notes.file, link, *other, fragment);
                }
                Target::Source(_) | Target::External(_) | Target::Hostile(_) | Target::Broken => {}
            }
        }
    }
    navigation(checking);
}

fn path_of_site(
    checking: &mut Checking<'_>,
    notes: &Notes,
    link: &Link,
    path: &str,
    fragment: &str,
) {
    let subject = match checking.routes.at(path) {
        Some(Route::Operation(at)) => Subject::Operation(at),
        Some(Route::Entity(at, 0)) => Subject::Entity(at),
        Some(Route::Country(at, 0)) => Subject::Country(at),
        Some(Route::Page(at)) => Subject::Page(at),
        // What the theme puts on the other pages is its own.
        Some(_) => return,
        None => {
            match left_out(checking.site, path) {
                Some(LeftOut::Draft(file)) => {
                    checking.found.push(draft_link(&file, notes.file, link.span));
                }
                Some(LeftOut::Lost) => {}
                None => {
                    let message = format!("nothing stands at `{path}`");
                    let help = nearest_address(checking.routes, path)
                        .map(|address| format!("did you mean `{address}`?"));
                    checking.found.push(finding(notes.file, link, message).maybe_help(help));
                }
            }
            return;
        }
    };
    place(checking, notes.file, link, subject, fragment);
}

/// Why nothing stands at an address, where that is not for the address to be blamed.
enum LeftOut {
    /// It is that of a draft, the file of this path.
    Draft(String),
    /// What would stand there could not be read.
    Lost,
}

fn left_out(site: &Site, address: &str) -> Option<LeftOut> {
    let inside = address.trim_matches('/');
    let folder = inside.split('/').next().unwrap_or_default();
    // Made of what is told in other files.
    let made_of = match folder {
        "years" | "countries" => "content/operations",
        "sources" => "content/sources",
        _ => "content/site.yaml",
    };
    let files =
        [format!("{inside}.md"), format!("pages/{inside}.md"), format!("pages/{inside}/index.md")]
            .map(|file| format!("content/{file}"));
    if site.has_lost(made_of) || files.iter().any(|file| site.is_lost(file)) {
        return Some(LeftOut::Lost);
    }
    files.into_iter().find(|file| site.left_out.contains(file)).map(LeftOut::Draft)
}

/// The address whose last part is much like that of a path, the parts before it being the same.
pub(super) fn nearest_address<'a>(routes: &'a Routes, path: &str) -> Option<&'a str> {
    fn parts(address: &str) -> Option<(&str, &str)> {
        address.trim_end_matches('/').rsplit_once('/')
    }
    let (folder, name) = parts(path)?;
    let beside =
        routes.entries().iter().filter_map(|(address, _)| Some((address, parts(address)?)));
    let beside = beside.filter(|(_, (other, _))| *other == folder);
    let meant = nearest(name, beside.clone().map(|(_, (_, name))| name))?;
    beside.into_iter().find(|(_, (_, name))| *name == meant).map(|(address, _)| address.as_str())
}

/// Checks a place on a subject's page: a claim, a heading, or a source in its list.
fn place(checking: &mut Checking<'_>, file: FileId, link: &Link, subject: Subject, fragment: &str) {
    let site = checking.site;
    if fragment.is_empty() || site.claim_named(subject, fragment).is_some() {
        return;
    }
    let headings = site.notes(subject).map_or(&[][..], |notes| &notes.body.headings);
    if headings.iter().any(|heading| heading.id == fragment) {
        return;
    }
    if let Some(key) = fragment.strip_prefix("src-") {
        let sources = match subject {
            Subject::Operation(at) => &site[at].sources,
            Subject::Entity(at) => &site[at].sources,
            Subject::Country(at) => &site[at].sources,
            Subject::Page(at) => &site[at].sources,
        };
        if sources.iter().any(|source| site[*source].record.key.as_str() == key) {
            return;
        }
    }
    let ids = site.claims_of(subject).map(|at| site.claims[at].record.id.as_str());
    let ids = ids.chain(headings.iter().map(|heading| heading.id.as_str()));
    let address = checking.routes.address(site, route_of(subject));
    let message = format!("`{address}` has no place `#{fragment}`");
    let finding = finding(file, link, message);
    checking.found.push(match meant_claim(fragment, ids.clone()) {
        Some(id) => {
            let edit = Place::Bytes(link.span).edit(file, site.texts.get(file), fragment, id);
            finding.fix(format!("write `{id}`"), edit)
        }
        None => finding.maybe_help(did_you_mean(fragment, ids)),
    });
}

fn navigation(checking: &mut Checking<'_>) {
    let site = checking.site;
    for entry in &site.config.navigation {
        let address = format!("/{}/", entry.value.trim_matches('/'));
        if checking.routes.at(&address).is_none() {
            match left_out(site, &address) {
                Some(LeftOut::Draft(file)) => {
                    let span = entry.place().span(site.texts.get(site.config.file));
                    checking.found.push(draft_link(&file, site.config.file, span));
                    continue;
                }
                Some(LeftOut::Lost) => continue,
                None => {}
            }
            let known =
                checking.routes.entries().iter().map(|(address, _)| address.trim_matches('/'));
            let message = format!(
                "the navigation names `{}`, and there is no `{}`",
                entry.value,
                file_of(&address)
            );
            checking.found.push(
                checking
                    .at(site.config.file, &entry.place(), Code::DeadLink, message)
                    .maybe_help(did_you_mean(entry.value.trim_matches('/'), known)),
            );
        }
    }
}

fn finding(file: FileId, link: &Link, message: String) -> Diagnostic {
    Diagnostic::new(Code::DeadLink, file, link.span, message)
}
