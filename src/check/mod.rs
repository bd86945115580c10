//! What is well formed and yet wrong: one check per file, named for what it finds.
//!
//! A check looks at the linked site and says what it finds; it changes nothing. What cannot even be
//! read or linked was found before, in `read` and `resolve`.

mod circles;
mod circular_origin;
mod circular_parent;
mod circular_related;
mod crowded_claim;
mod dead_link;
mod duplicate_url;
mod empty_link_text;
mod hostile_domain;
mod missing_alt_text;
mod missing_image;
mod repeated_entry;
mod self_citation;
mod skipped_heading;
mod stale;
mod too_few_origins;
mod unarchived_source;
mod uncited_claim;
mod unexplained_dispute;
mod unknown_claim;
mod unknown_word;
mod unmet_assertion;
mod unused_source;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic};
use crate::resolve::{Claim, Site};
use crate::routes::Routes;
use crate::text::{FileId, Span};
use crate::yaml::Place;

/// What every check is given.
pub(crate) struct Checking<'a> {
    site: &'a Site,
    routes: &'a Routes,
    today: Option<jiff::civil::Date>,
    found: Vec<Diagnostic>,
}

/// Runs every check. `today` is what `stale-after` is judged by; without it that is not judged.
/// `progress` is told, from any thread, how many are done, and of how many.
pub fn check(
    site: &Site,
    routes: &Routes,
    today: Option<jiff::civil::Date>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Diagnostic> {
    let checks: [fn(&mut Checking<'_>); _] = [
        circular_origin::check,
        circular_parent::check,
        circular_related::check,
        crowded_claim::check,
        dead_link::check,
        duplicate_url::check,
        empty_link_text::check,
        hostile_domain::check,
        missing_alt_text::check,
        missing_image::check,
        repeated_entry::check,
        self_citation::check,
        skipped_heading::check,
        stale::check,
        too_few_origins::check,
        unarchived_source::check,
        uncited_claim::check,
        unexplained_dispute::check,
        unknown_claim::check,
        unknown_word::check,
        unmet_assertion::check,
        unused_source::check,
    ];
    // Each looks at all of the site.
    let done = AtomicUsize::new(0);
    let found = checks.par_iter().flat_map_iter(|check| {
        let mut checking = Checking { site, routes, today, found: Vec::new() };
        check(&mut checking);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, checks.len());
        checking.found
    });
    found.collect()
}

impl Checking<'_> {
    /// Makes a finding at a place of a file.
    fn at(
        &self,
        file: FileId,
        place: &Place,
        code: Code,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, file, place.span(self.site.texts.get(file)), message)
    }

    /// Where a claim stands. It may fill a paragraph: its first line says enough.
    fn first_line(&self, claim: &Claim) -> Span {
        let source = self.site.texts.get(self.site.file_of(claim.subject));
        let span = claim.record.place.span(source);
        let text = &source.text[span.range()];
        let first = text.split(['\n', '\r']).next().unwrap_or_default().trim_end();
        Span::new(span.start as usize, span.start as usize + first.len())
    }
}
