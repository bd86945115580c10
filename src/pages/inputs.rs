//! What a page is made of, as one number: while it is the same, so are the page's bytes, and they need not be made anew.
//!
//! Told for the pages that a large record is made of: those of operations, sources, entities and countries. Everything
//! but the files of operations and of sources goes into all of their numbers: the program, the theme, the settings, every
//! other file, every address. Of those files only the ones that a page takes something from, as a whole. So a number
//! changes more often than the page does, and never less: whatever a page reads of the record, it has by a reference
//! that is followed here too.
//!
//! `tests/rebuild.rs` holds that no page is ever left as it was that should have changed.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::Pages;
use crate::resolve::{
    Claim, Country, Entity, Notes, Operation, Origin, Ref, Site, Source, Speaker,
};
use crate::resolve::{Subject, Target};
use crate::routes::Route;
use crate::text::{FileId, SourceText};

/// What is read of a page's inputs, one after the other.
struct Reading(blake3::Hasher);

impl Reading {
    fn new() -> Self {
        Self(blake3::Hasher::new())
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.number(text.len());
        self.0.update(text.as_bytes());
        self
    }

    fn number(&mut self, number: usize) -> &mut Self {
        self.0.update(&(number as u64).to_le_bytes());
        self
    }

    fn digest(&mut self, digest: u128) -> &mut Self {
        self.0.update(&digest.to_le_bytes());
        self
    }

    fn end(&self) -> u128 {
        let mut bytes = [0; 16];
        self.0.finalize_xof().fill(&mut bytes);
        u128::from_le_bytes(bytes)
    }
}

/// The digests of what pages share.
pub(super) struct Inputs<'a> {
    site: &'a Site,
    /// What goes into all.
    world: u128,
    /// Each file, by its id.
    files: Vec<u128>,
    /// Each operation with all that its claims show, wherever they stand.
    operations: Vec<u128>,
    /// Each source, entity and country with all that the parts of its page show, once one of them is asked for.
    sources: Vec<OnceLock<u128>>,
    entities: Vec<OnceLock<u128>>,
    countries: Vec<OnceLock<u128>>,
}

impl<'a> Inputs<'a> {
    /// Digests a site; `None` if the program or the citation style cannot be told from others.
    pub(super) fn of(pages: &Pages<'a>) -> Option<Self> {
        let Pages { site, routes, theme, renderer, .. } = pages;
        let texts: Vec<_> = site.texts.iter().collect();
        let digest = |(_, file): &(FileId, &SourceText)| {
            let mut reading = Reading::new();
            reading.text(&file.path).text(&file.text);
            let day = renderer.last_change(&file.path).map(ToString::to_string);
            reading.text(&day.unwrap_or_default()).end()
        };
        // The program is larger than many records.
        let (program, files): (_, Vec<u128>) =
            rayon::join(program, || texts.par_iter().map(digest).collect());

        let mut world = Reading::new();
        world.digest(program?);
        world.text(&format!("{theme:?}{:?}{:?}", site.config, renderer.options()));
        let style = &site.config.citation_style.value;
        if style.ends_with(".csl") {
            let content = pages.static_folder.parent().unwrap_or(Path::new(""));
            world.text(&fs::read_to_string(content.join(style)).ok()?);
        }
        for ((_, file), digest) in texts.iter().zip(&files) {
            let folder = file.path.split('/').nth(1);
            if !matches!(folder, Some("operations" | "sources")) {
                world.digest(*digest);
            }
        }
        for (address, _) in routes.entries() {
            world.text(address);
        }
        // How many origins a claim rests on is told from those of all its sources, and from what these take theirs from.
        for source in &site.sources {
            let record = &source.record;
            let publisher = record.publisher.as_deref().unwrap_or_default();
            world.text(record.key.as_str()).text(publisher);
            world.text(record.wire.as_deref().unwrap_or_default());
            for (origin, _) in &record.origins {
                world.text(origin);
            }
            world.number(record.origins.len());
        }
        let mut inputs = Self {
            site,
            world: world.end(),
            files,
            operations: Vec::new(),
            sources: vec![OnceLock::new(); site.sources.len()],
            entities: vec![OnceLock::new(); site.entities.len()],
            countries: vec![OnceLock::new(); site.countries.len()],
        };
        inputs.operations = (0..site.operations.len())
            .into_par_iter()
            .map(|at| inputs.shown_of(Subject::Operation(Ref::new(at))))
            .collect();
        Some(inputs)
    }

    /// The number of a page; `None` for one that is always made anew.
    pub(super) fn page(&self, address: &str, route: Route) -> Option<u128> {
        // The parts of a list can be hundreds, and are made of the same: it is read once for all of them.
        let of_all = match route {
            Route::Operation(at) => self.operation(at),
            Route::Source(at, _) => *self.sources[at.index()].get_or_init(|| self.source(at)),
            Route::Entity(at, _) => *self.entities[at.index()].get_or_init(|| self.entity(at)),
            Route::Country(at, _) => *self.countries[at.index()].get_or_init(|| self.country(at)),
            _ => return None,
        };
        Some(Reading::new().digest(self.world).text(address).digest(of_all).end())
    }

    fn operation(&self, at: Ref<Operation>) -> u128 {
        let operation = &self.site[at];
        let page = &mut Reading::new();
        page.digest(self.operations[at.index()]);
        for (relation, other) in operation.relations() {
            page.text(relation.as_str()).digest(self.file(self.site[other].record.file));
        }
        for other in [operation.previous, operation.next] {
            page.number(usize::from(other.is_some()));
            page.digest(other.map_or(0, |other| self.file(self.site[other].record.file)));
        }
        page.end()
    }

    fn source(&self, at: Ref<Source>) -> u128 {
        let source = &self.site[at];
        let page = &mut Reading::new();
        self.line(at, page);
        page.number(source.kin.len());
        for kin in &source.kin {
            self.line(*kin, page);
        }
        self.claims(&source.claims, page);
        page.end()
    }

    fn entity(&self, at: Ref<Entity>) -> u128 {
        let entity = &self.site[at];
        let page = &mut Reading::new();
        page.digest(self.shown_of(Subject::Entity(at)));
        self.parts(&entity.operations, page);
        self.claims(&entity.mentions, page);
        page.end()
    }

    fn country(&self, at: Ref<Country>) -> u128 {
        let page = &mut Reading::new();
        page.digest(self.shown_of(Subject::Country(at)));
        self.parts(&self.site[at].operations, page);
        page.end()
    }

    fn parts(&self, parts: &[(Ref<Operation>, Vec<Ref<Claim>>)], page: &mut Reading) {
        page.number(parts.len());
        for (operation, claims) in parts {
            page.digest(self.operations[operation.index()]);
            self.claims(claims, page);
        }
    }

    /// Claims that stand on the page of another.
    fn claims(&self, claims: &[Ref<Claim>], page: &mut Reading) {
        page.number(claims.len());
        for at in claims {
            let claim = &self.site[*at];
            let shown = match claim.subject {
                Subject::Operation(at) => self.operations[at.index()],
                subject => self.shown_of(subject),
            };
            page.digest(shown).text(&claim.record.id);
        }
    }

    /// A file with everything that its claims and links show, wherever they stand.
    fn shown_of(&self, subject: Subject) -> u128 {
        let site = self.site;
        let mut reading = Reading::new();
        reading.digest(self.file(site.file_of(subject)));
        for claim in &site.claims[site.claims_of(subject)] {
            for citation in claim.citations.iter() {
                self.line(citation.source, &mut reading);
            }
            if let Some(Speaker::Source(at)) = claim.by {
                self.line(at, &mut reading);
            }
            for other in claim.contradicts.iter().chain(&claim.contradicted_by) {
                let other = &site[*other];
                reading.text(&other.record.id).digest(self.file(site.file_of(other.subject)));
            }
            // A claim that another contradicts is marked, and so is one that is alone with its value.
            reading.number(claim.contradicted_by.len()).number(claim.origins);
        }
        if let Some(notes) = site.notes(subject) {
            self.targets(notes, &mut reading);
        }
        reading.end()
    }

    fn targets(&self, notes: &Notes, reading: &mut Reading) {
        for target in &notes.targets {
            match target {
                Target::Subject(Subject::Operation(at), _) => {
                    reading.digest(self.file(self.site[*at].record.file));
                }
                Target::Source(at) => self.line(*at, reading),
                Target::Subject(..)
                | Target::Path(..)
                | Target::Here(_)
                | Target::External(_)
                | Target::Hostile(_)
                | Target::Broken => {}
            }
        }
    }

    /// A source as it is shown, which may name another that it takes from.
    fn line(&self, at: Ref<Source>, reading: &mut Reading) {
        let source = &self.site[at];
        reading.text(source.record.key.as_str()).digest(self.file(source.record.file));
        for origin in &source.origins {
            if let Origin::Source(other) = origin {
                reading.digest(self.file(self.site[*other].record.file));
            }
        }
    }

    fn file(&self, file: FileId) -> u128 {
        self.files.get(file.index()).copied().unwrap_or_default()
    }
}

/// The program that runs: another one may write the same pages in another way.
fn program() -> Option<u128> {
    static PROGRAM: OnceLock<Option<u128>> = OnceLock::new();
    *PROGRAM.get_or_init(|| {
        let mut file = fs::File::open(std::env::current_exe().ok()?).ok()?;
        let mut reading = Reading::new();
        reading.0.update_reader(&mut file).ok()?;
        Some(reading.end())
    })
}
