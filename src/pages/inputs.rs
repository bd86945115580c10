//! What a page is made of, as one number: while it is the same, so are the page's bytes, and they need not be made anew.
//!
//! Told for the pages that a large record is made of: those of operations, sources, entities, countries and years, their
//! lists, and the search index. Everything but the files of operations and of sources goes into all of their numbers: the
//! program, the theme, the settings, every other file, every address. Of those files only what a page can take from them:
//! of its own operation the whole; of a claim that is a guest all that goes with it wherever it stands; of what it only
//! names, dates or counts the front matter; of a source its file. So a number changes more often than the page does, and
//! never less: whatever a page reads of the record, it has by a reference that is followed here too.
//!
//! `tests/rebuild.rs` holds that no page is ever left as it was that should have changed.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::Pages;
use crate::markdown::Block;
use crate::model::About;
use crate::resolve::{Claim, Country, Dispute, Entity, Notes, Operation, Origin, Ref, Site};
use crate::resolve::{Source, Speaker, Subject, Target};
use crate::routes::{List, Pieces, ROWS_PER_PAGE, Route, Thing};
use crate::text::{FileId, SourceText};

/// What is read of a page's inputs, one after the other. Most are short, and digested at once faster than piece by piece.
#[derive(Default)]
struct Reading(Vec<u8>);

impl Reading {
    fn text(&mut self, text: &str) -> &mut Self {
        self.number(text.len());
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    /// Most are small, and every byte takes its time.
    fn number(&mut self, number: usize) -> &mut Self {
        match u8::try_from(number) {
            Ok(small) if small < u8::MAX => self.0.push(small),
            _ => {
                self.0.push(u8::MAX);
                self.0.extend_from_slice(&(number as u64).to_le_bytes());
            }
        }
        self
    }

    fn digest(&mut self, digest: u64) -> &mut Self {
        self.0.extend_from_slice(&digest.to_le_bytes());
        self
    }

    fn digests(&mut self, digests: impl ExactSizeIterator<Item = u64>) -> &mut Self {
        self.number(digests.len());
        for digest in digests {
            self.digest(digest);
        }
        self
    }

    /// A number is only ever asked to differ from that of the same thing in the last build, which 64 bits do. Another
    /// program may hash in another way, but has another number itself.
    fn end(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.0);
        hasher.finish()
    }
}

/// What is known of a file.
#[derive(Clone, Copy, Default)]
struct File {
    /// All of it.
    whole: u64,
    /// Its path and front matter: what names, dates and counts are taken from.
    head: u64,
}

impl File {
    fn of(file: &SourceText, changed: Option<String>) -> Self {
        let yaml = file.yaml.range();
        let part = |range: Range<usize>| file.text.get(range).unwrap_or_default();
        let head = Reading::default().text(&file.path).text(part(yaml.clone())).end();
        let mut whole = Reading::default();
        whole.digest(head).text(&changed.unwrap_or_default());
        whole.text(part(0..yaml.start)).text(part(yaml.end..file.text.len()));
        Self { whole: whole.end(), head }
    }
}

/// The digests of what pages share.
pub(super) struct Inputs<'a> {
    site: &'a Site,
    pieces: Option<&'a Pieces>,
    /// What goes into all.
    world: u64,
    /// Each file, by its id.
    files: Vec<File>,
    /// Each source as it is shown, which may name another that it takes from.
    lines: Vec<u64>,
    /// Each claim as it is shown on pages that it is a guest on.
    claims: Vec<u64>,
    /// Each operation with all that its claims and links show.
    operations: Vec<u64>,
    /// The front matter of each operation, newest first.
    newest: Vec<u64>,
    /// The same of all.
    heads: u64,
    /// All that lists say of sources.
    sources: u64,
    /// All that can be found, once it is asked for.
    found: OnceLock<u64>,
}

impl<'a> Inputs<'a> {
    /// Digests a site; `None` if the program or the citation style cannot be told from others.
    pub(super) fn of(pages: &Pages<'a>) -> Option<Self> {
        let Pages { site, routes, renderer, .. } = pages;
        let texts: Vec<_> = site.texts.iter().collect();
        let digest = |(_, file): &(FileId, &SourceText)| {
            File::of(file, renderer.last_change(&file.path).map(ToString::to_string))
        };
        // The program is larger than many records.
        let (program, files): (_, Vec<File>) =
            rayon::join(program, || texts.par_iter().map(digest).collect());

        let mut inputs = Self {
            site,
            pieces: routes.pieces(),
            world: 0,
            files,
            lines: Vec::new(),
            claims: Vec::new(),
            operations: Vec::new(),
            newest: Vec::new(),
            heads: 0,
            sources: 0,
            found: OnceLock::new(),
        };
        inputs.world = inputs.world(pages, program?)?;
        // Each is made of the ones before.
        inputs.lines = site.sources.par_iter().map(|source| inputs.line_of(source)).collect();
        inputs.claims = site.claims.par_iter().map(|claim| inputs.claim_of(claim)).collect();
        inputs.operations = (0..site.operations.len())
            .into_par_iter()
            .map(|at| inputs.shown_of(Subject::Operation(Ref::new(at))))
            .collect();
        inputs.newest = site.newest_first().map(|at| inputs.head(at)).collect();
        inputs.heads = Reading::default().digests(inputs.newest.iter().copied()).end();
        let mut sources = Reading::default();
        for (source, line) in site.sources.iter().zip(&inputs.lines) {
            sources.digest(*line).number(source.claims.len());
        }
        inputs.sources = sources.end();
        Some(inputs)
    }

    /// What goes into all.
    fn world(&self, pages: &Pages<'_>, program: u64) -> Option<u64> {
        let Pages { site, routes, theme, renderer, .. } = pages;
        let mut world = Reading::default();
        world.digest(program);
        world.text(&format!("{theme:?}{:?}{:?}", site.config, renderer.options()));
        let style = &site.config.citation_style.value;
        if style.ends_with(".csl") {
            let content = pages.static_folder.parent().unwrap_or(Path::new(""));
            world.text(&fs::read_to_string(content.join(style)).ok()?);
        }
        for ((_, file), digest) in site.texts.iter().zip(&self.files) {
            let folder = file.path.split('/').nth(1);
            if !matches!(folder, Some("operations" | "sources")) {
                world.digest(digest.whole);
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
        Some(world.end())
    }

    /// The number of a page; `None` for one that is always made anew.
    pub(super) fn page(&self, address: &str, route: Route) -> Option<u128> {
        let page = &mut Reading::default();
        page.digest(self.world).text(address);
        match route {
            Route::Home => self.home(page),
            Route::Operation(at) => self.operation(at, page),
            Route::Source(at, part) => self.source(at, part, page),
            Route::Entity(at, part) => self.entity(at, part, page),
            Route::Country(at, part) => self.country(at, part, page),
            // Above the first part stands what is told of all.
            Route::Operations(0) | Route::Timeline(0) => {
                page.digest(self.heads);
            }
            Route::Operations(part) | Route::Timeline(part) => {
                page.number(self.newest.len());
                page.digests(on_part(&self.newest, part).iter().copied());
            }
            Route::Year(at, part) => {
                let operations = &self.site.years[at].operations;
                page.number(part).digests(operations.iter().map(|at| self.head(*at)));
            }
            Route::Disputed(part) => self.disputed(part, page),
            Route::Countries(_)
            | Route::Entities(..)
            | Route::Rows(List::Operations | List::Countries | List::Entities(_)) => {
                page.digest(self.heads);
            }
            Route::Sources(_) | Route::Rows(List::Sources) => {
                page.digest(self.sources);
            }
            Route::SearchIndex | Route::SearchWords(_) => {
                page.digest(*self.found.get_or_init(|| self.found()));
            }
            Route::SearchTexts(piece) => {
                let things = self.pieces?.things_of(piece).iter();
                page.digests(things.map(|thing| self.thing(*thing)));
            }
            _ => return None,
        }
        Some(page.end().into())
    }

    fn home(&self, page: &mut Reading) {
        let site = self.site;
        page.digest(self.heads);
        page.number(site.claims.iter().filter(|claim| !claim.is_uncited).count());
        page.number(site.disputes.len());
    }

    fn operation(&self, at: Ref<Operation>, page: &mut Reading) {
        let operation = &self.site[at];
        page.digest(self.operations[at.index()]);
        for (relation, other) in operation.relations() {
            page.text(relation.as_str()).digest(self.head(other));
        }
        for other in [operation.previous, operation.next] {
            page.number(usize::from(other.is_some()));
            page.digest(other.map_or(0, |other| self.head(other)));
        }
    }

    fn source(&self, at: Ref<Source>, part: usize, page: &mut Reading) {
        let source = &self.site[at];
        page.digest(self.line(at));
        page.digests(source.kin.iter().map(|kin| self.line(*kin)));
        page.number(source.claims.len());
        self.claims(on_part(&source.claims, part), page);
    }

    fn entity(&self, at: Ref<Entity>, part: usize, page: &mut Reading) {
        let entity = &self.site[at];
        page.number(entity.operations.len()).number(entity.mentions.len());
        if part == 0 {
            page.digest(self.shown_of(Subject::Entity(at)));
            page.digests(entity.operations.iter().map(|(at, _)| self.head(*at)));
        }
        self.parts(on_part(&entity.operations, part), page);
        self.claims(on_part(&entity.mentions, part), page);
    }

    fn country(&self, at: Ref<Country>, part: usize, page: &mut Reading) {
        let operations = &self.site[at].operations;
        if part == 0 {
            page.digest(self.shown_of(Subject::Country(at)));
        }
        // How often it had which role stands on each.
        page.digests(operations.iter().map(|(at, _)| self.head(*at)));
        self.parts(on_part(operations, part), page);
    }

    fn disputed(&self, part: usize, page: &mut Reading) {
        page.number(self.site.disputes.len());
        for dispute in on_part(&self.site.disputes, part) {
            match dispute {
                Dispute::Fact { operation, fact, values } => {
                    page.digest(self.head(*operation)).number(*fact);
                    self.claims(values, page);
                }
                Dispute::Claim { claim, against } => {
                    page.digest(self.claims[claim.index()]);
                    self.claims(against, page);
                }
            }
        }
    }

    fn parts(&self, parts: &[(Ref<Operation>, Vec<Ref<Claim>>)], page: &mut Reading) {
        page.number(parts.len());
        for (operation, claims) in parts {
            page.digest(self.head(*operation));
            self.claims(claims, page);
        }
    }

    fn claims(&self, claims: &[Ref<Claim>], page: &mut Reading) {
        page.digests(claims.iter().map(|at| self.claims[at.index()]));
    }

    /// Everything that can be found.
    fn found(&self) -> u64 {
        let things = self.pieces.iter().flat_map(|pieces| &pieces.groups);
        let things = things.flat_map(|group| &group.things);
        let digests: Vec<u64> = things.map(|thing| self.thing(*thing)).collect();
        Reading::default().digests(digests.into_iter()).end()
    }

    fn thing(&self, thing: Thing) -> u64 {
        match thing {
            Thing::Subject(Subject::Operation(at)) => self.operations[at.index()],
            Thing::Subject(subject) => self.shown_of(subject),
            Thing::Source(at) => self.line(at),
        }
    }

    /// A file with everything that its claims and links show, wherever they stand.
    fn shown_of(&self, subject: Subject) -> u64 {
        let site = self.site;
        let mut reading = Reading::default();
        reading.digest(self.file(site.file_of(subject)).whole);
        reading.digests(self.claims[site.claims_of(subject)].iter().copied());
        if let Some(notes) = site.notes(subject) {
            self.targets(&notes.targets, &mut reading);
        }
        reading.end()
    }

    /// A claim with the name and the date of its page, as it is shown on any.
    fn claim_of(&self, claim: &Claim) -> u64 {
        let site = self.site;
        let record = &claim.record;
        let reading = &mut Reading(Vec::with_capacity(1024));
        let file = self.file(site.file_of(claim.subject));
        reading.digest(file.head).text(&record.id);
        // One of front matter has all that its own record says from there.
        if let (About::Body(block), Some(notes)) = (record.about, site.notes(claim.subject)) {
            reading.text(&record.text);
            self.block(notes, block, file, reading);
            for text in [&record.note, &record.uncited] {
                reading.number(usize::from(text.is_some()));
                reading.text(text.as_deref().unwrap_or_default());
            }
            reading.text(record.as_of.as_ref().map_or("", |date| date.edtf()));
            reading.number(usize::from(record.withdrawn.is_some()));
            if let Some(withdrawal) = &record.withdrawn {
                reading.text(withdrawal.date.edtf()).text(&withdrawal.reason);
            }
            reading.number(usize::from(record.disputed));
        }
        match &claim.by {
            None => reading.number(0),
            // Its file goes into all.
            Some(Speaker::Entity(at)) => reading.number(1).number(at.index()),
            Some(Speaker::Source(at)) => reading.number(2).digest(self.line(*at)),
            Some(Speaker::Name(name)) => reading.number(3).text(name),
        };
        // The numbers are those of its own page.
        let numbered = site.sources_of(claim.subject);
        let number = |at: Ref<Source>| numbered.iter().position(|other| *other == at);
        let number = |at: Ref<Source>| number(at).map_or(0, |ordinal| ordinal + 1);
        reading.number(claim.citations.len());
        for citation in claim.citations.iter() {
            reading.digest(self.line(citation.source)).number(number(citation.source));
            reading.number(usize::from(citation.is_contrary)).text(&citation.prefix);
            reading.number(citation.locators.len());
            for locator in &citation.locators {
                reading.text(locator);
            }
        }
        reading.number(claim.markers.len());
        for (cluster, source) in claim.markers.iter() {
            reading.number(*cluster).number(number(*source));
        }
        for others in [claim.contradicts.as_slice(), &claim.contradicted_by] {
            reading.number(others.len());
            for other in others {
                let other = &site[*other];
                let head = self.file(site.file_of(other.subject)).head;
                // Its text may name what is no part of its file.
                reading.digest(head).text(&other.record.id).text(&other.record.text);
            }
        }
        let is = [
            claim.cites,
            claim.cites_against,
            claim.is_own_statement,
            claim.is_uncited,
            claim.disagrees,
        ];
        reading.0.extend(is.map(u8::from));
        reading.number(claim.reports).number(claim.origins).end()
    }

    /// The block of a body that is a claim.
    fn block(&self, notes: &Notes, block: usize, file: File, reading: &mut Reading) {
        let Some(block) = notes.body.claims.get(block) else { return };
        let text = &self.site.texts.get(notes.file).text;
        let body = text.get(notes.body.span.range()).unwrap_or_default();
        // What an item or a row is like may lie in what stands beside it, and what a link leads to anywhere below.
        let is_by_itself = block.block == Block::Paragraph && !body.contains("]:");
        if is_by_itself {
            reading.text(text.get(block.span.range()).unwrap_or_default());
        } else {
            reading.digest(file.whole);
        }
        reading.number(block.links.len());
        let targets = block.links.iter().filter_map(|link| notes.targets.get(*link));
        self.targets(targets, reading);
    }

    /// What is shown of things that links lead to.
    fn targets<'t>(&self, targets: impl IntoIterator<Item = &'t Target>, reading: &mut Reading) {
        for target in targets {
            match target {
                Target::Subject(Subject::Operation(at), _) => {
                    reading.digest(self.head(*at));
                }
                Target::Source(at) => {
                    reading.digest(self.line(*at));
                }
                Target::Subject(..)
                | Target::Path(..)
                | Target::Here(_)
                | Target::External(_)
                | Target::Hostile(_)
                | Target::Broken => {}
            }
        }
    }

    fn line_of(&self, source: &Source) -> u64 {
        let mut reading = Reading::default();
        reading.text(source.record.key.as_str()).digest(self.file(source.record.file).whole);
        for origin in &source.origins {
            if let Origin::Source(other) = origin {
                reading.digest(self.file(self.site[*other].record.file).whole);
            }
        }
        reading.end()
    }

    fn line(&self, at: Ref<Source>) -> u64 {
        self.lines[at.index()]
    }

    fn head(&self, at: Ref<Operation>) -> u64 {
        self.file(self.site[at].record.file).head
    }

    fn file(&self, file: FileId) -> File {
        self.files.get(file.index()).copied().unwrap_or_default()
    }
}

/// What stands on one part of a list.
fn on_part<T>(list: &[T], part: usize) -> &[T] {
    list.chunks(ROWS_PER_PAGE).nth(part).unwrap_or_default()
}

/// The program that runs: another one may write the same pages in another way.
fn program() -> Option<u64> {
    static PROGRAM: OnceLock<Option<u64>> = OnceLock::new();
    *PROGRAM.get_or_init(|| {
        let file = fs::File::open(std::env::current_exe().ok()?).ok()?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(file).ok()?;
        Some(Reading::default().text(&hasher.finalize().to_hex()).end())
    })
}
