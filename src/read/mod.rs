//! Disk → records: walk, split, read the YAML, lower to well-formed records, with findings on the way.

mod claims;
mod entity;
mod history;
mod lower;
mod operation;
mod page;
mod raw;
mod split;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::biblio::{self, Entry};
use crate::config::{self, Config};
use crate::diag::{Code, Diagnostic, Severity};
use crate::markdown;
use crate::model::{CountryNotes, Entity, Operation, Page, Source};
use crate::text::{BOM, FileId, SourceText, Span, Texts};

pub use history::History;
pub use raw::{country_shape, entity_shape, operation_shape, page_shape};

use lower::Lower;
use walk::{Kind, Problem, Walked};

/// How many files a thread takes at once. A file of sources takes as long as hundreds of others, and these files stand
/// together: in larger pieces one thread would be left alone with them.
const AT_ONCE: usize = 8;

/// Everything that was read, in the order of the files' paths.
#[derive(Debug)]
pub struct Content {
    /// The settings.
    pub config: Config,
    /// The files.
    pub texts: Texts,
    /// The operations.
    pub operations: Vec<Arc<Operation>>,
    /// The outlets, agencies and platforms.
    pub entities: Vec<Arc<Entity>>,
    /// Notes on countries.
    pub countries: Vec<Arc<CountryNotes>>,
    /// The pages.
    pub pages: Vec<Arc<Page>>,
    /// The sources.
    pub sources: Vec<(Arc<Source>, Arc<Entry>)>,
    /// Files below `static/`: their paths there, with `/` between the parts.
    pub static_files: Vec<(String, FileId)>,
    /// The paths of files that could not be read as what they are.
    pub lost: BTreeSet<String>,
    /// What is wrong so far.
    pub found: Vec<Diagnostic>,
}

/// What may be other than when it was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Nobody knows.
    Unknown,
    /// Files and folders, by their paths from the root, with `/` between the parts; what lies in a folder, too.
    Of(BTreeSet<String>),
}

/// One file's record.
#[derive(Clone, Debug)]
enum Record {
    Operation(Option<Arc<Operation>>),
    Entity(Option<Arc<Entity>>),
    Country(Option<Arc<CountryNotes>>),
    Page(Option<Arc<Page>>),
    Sources(Option<Vec<(Arc<Source>, Arc<Entry>)>>),
    Nothing,
}

impl Record {
    /// Whether the file could not be read as what it is.
    fn is_lost(&self) -> bool {
        match self {
            Self::Operation(record) => record.is_none(),
            Self::Entity(record) => record.is_none(),
            Self::Country(record) => record.is_none(),
            Self::Page(record) => record.is_none(),
            Self::Sources(sources) => sources.is_none(),
            Self::Nothing => true,
        }
    }
}

/// Reads the `content` folder below a site's root. What `instead` has for a path from the root is
/// read in place of the file.
pub fn content(root: &Path, instead: &BTreeMap<String, String>) -> Content {
    Reader::new(root).read(&Changes::Unknown, instead, &|_, _| ())
}

/// Reads a site's content, and what has changed of it, again and again. What is the same stays the very same record.
#[derive(Debug)]
pub struct Reader {
    root: PathBuf,
    /// Every file that was ever read, each in its place for good: records name it.
    texts: Texts,
    places: BTreeMap<String, FileId>,
    /// What the folder holds.
    walked: Option<Walked>,
    files: BTreeMap<String, Known>,
    settings: Option<Settings>,
}

/// A file as it was last read.
#[derive(Debug)]
struct Known {
    file: FileId,
    kind: Kind,
    /// Why its text is not to be used, and where that shows.
    problem: Option<(Problem, Span)>,
    /// Whether it has no record yet.
    is_new: bool,
    record: Record,
    found: Vec<Diagnostic>,
}

/// `site.yaml` as it was last read.
#[derive(Debug)]
struct Settings {
    config: Config,
    found: Vec<Diagnostic>,
}

impl Reader {
    /// Reads nothing yet.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            texts: Texts::default(),
            places: BTreeMap::new(),
            walked: None,
            files: BTreeMap::new(),
            settings: None,
        }
    }

    /// Reads what may have changed, and gives everything. What `instead` has for a path from the root is read in place
    /// of the file. `progress` is told, from any thread, how many files are done, and of how many.
    pub fn read(
        &mut self,
        changes: &Changes,
        instead: &BTreeMap<String, String>,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Content {
        let again = self.to_read_again(changes);
        let walked = match self.walked.take() {
            Some(walked) if again.is_some() => walked,
            _ => walk::walk(&self.root),
        };
        let mut found = Vec::new();
        let mut lost = BTreeSet::new();
        for problem in &walked.problems {
            if problem.code.severity() == Severity::Error {
                lost.insert(problem.path.clone());
            }
            let file = self.put(SourceText { path: problem.path.clone(), ..SourceText::default() });
            found.push(problem.at(file, Span::default()));
        }
        let static_files = walked.static_files.iter().map(|path| {
            let file = format!("content/static/{path}");
            (path.clone(), self.put(SourceText { path: file, ..SourceText::default() }))
        });
        let static_files = static_files.collect();

        self.take_in(&walked, again, instead);
        let config = self.settings(&mut lost, &mut found);
        self.lower(&config, progress);

        let mut content = Content {
            config,
            texts: self.texts.clone(),
            operations: Vec::new(),
            entities: Vec::new(),
            countries: Vec::new(),
            pages: Vec::new(),
            sources: Vec::new(),
            static_files,
            lost,
            found,
        };
        for (path, known) in &self.files {
            let Known { file, kind, problem, is_new: _, record, found } = known;
            if let Some((problem, span)) = problem {
                content.lost.insert(problem.path.clone());
                content.found.push(problem.at(*file, *span));
                // A file that could not be read has its finding; more of them would mislead.
                continue;
            }
            if *kind == Kind::Settings {
                continue;
            }
            content.found.extend(found.iter().cloned());
            if record.is_lost() {
                content.lost.insert(path.clone());
            }
            match record.clone() {
                Record::Operation(operation) => content.operations.extend(operation),
                Record::Entity(entity) => content.entities.extend(entity),
                Record::Country(notes) => content.countries.extend(notes),
                Record::Page(page) => content.pages.extend(page),
                Record::Sources(sources) => content.sources.extend(sources.into_iter().flatten()),
                Record::Nothing => {}
            }
        }
        self.walked = Some(walked);
        content
    }

    /// The files to read again, where no others can have come or gone; `None` if all has to be looked at.
    fn to_read_again(&self, changes: &Changes) -> Option<BTreeSet<String>> {
        let (Changes::Of(paths), Some(walked)) = (changes, &self.walked) else { return None };
        let mut again = BTreeSet::new();
        for path in paths.iter().filter(|path| walk::is_looked_at(path)) {
            let is_static = path.strip_prefix("content/static/").is_some_and(|inside| {
                walked.static_files.binary_search_by(|one| one.as_str().cmp(inside)).is_ok()
            });
            let is_known = is_static || self.files.contains_key(path);
            match fs::symlink_metadata(self.root.join(path)) {
                Ok(now) if is_known && now.is_file() => {
                    again.extend((!is_static).then(|| path.clone()));
                }
                // It came and went.
                Err(error)
                    if error.kind() == ErrorKind::NotFound && !is_known && !walked.has_in(path) => {
                }
                Ok(_) | Err(_) => return None,
            }
        }
        Some(again)
    }

    /// Puts a text in the place that its path has, or gets.
    fn put(&mut self, text: SourceText) -> FileId {
        match self.places.get(&text.path) {
            Some(file) => {
                self.texts.replace(*file, text);
                *file
            }
            None => {
                let path = text.path.clone();
                let file = self.texts.add(text);
                self.places.insert(path, file);
                file
            }
        }
    }

    /// Takes in the texts of files; those that are others than before are without a record from then on.
    fn take_in(
        &mut self,
        walked: &Walked,
        again: Option<BTreeSet<String>>,
        instead: &BTreeMap<String, String>,
    ) {
        let is_all = again.is_none();
        let again = again.unwrap_or_default();
        let looked_at: Vec<&walk::Found> =
            walked.files.iter().filter(|file| is_all || again.contains(&file.path)).collect();
        let read: Vec<_> = looked_at
            .par_iter()
            .with_max_len(AT_ONCE)
            .map(|found| {
                let (text, problem) = match instead.get(&found.path) {
                    Some(text) => (text.clone(), None),
                    None => walk::text_of(&self.root, &found.path),
                };
                // Front matter is cut off first, since places in it can only be found once its bounds are set.
                let yaml = match found.kind {
                    _ if problem.is_some() => Span::default(),
                    Kind::SourcesYaml | Kind::SourcesBib | Kind::Settings => {
                        // To the YAML parser, a byte order mark is the end of an empty document.
                        let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
                        Span::new(start, text.len())
                    }
                    Kind::Operation | Kind::Entity(_) | Kind::Country | Kind::Page => {
                        split::split(&text).yaml
                    }
                };
                (
                    SourceText { yaml, path: found.path.clone(), text, ..SourceText::default() },
                    problem,
                )
            })
            .collect();
        let mut before = if is_all { std::mem::take(&mut self.files) } else { BTreeMap::new() };
        for (found, (source, problem)) in looked_at.into_iter().zip(read) {
            let path = source.path.clone();
            let known = before.remove(&path).or_else(|| self.files.remove(&path));
            let known = known.filter(|known| {
                known.kind == found.kind
                    && known.problem == problem
                    && self.texts.get(known.file).text == source.text
            });
            let known = known.unwrap_or_else(|| {
                if found.kind == Kind::Settings {
                    self.settings = None;
                }
                Known {
                    file: self.put(source),
                    kind: found.kind,
                    problem,
                    is_new: true,
                    record: Record::Nothing,
                    found: Vec::new(),
                }
            });
            self.files.insert(path, known);
        }
        // What it said is said no more.
        if before.contains_key("content/site.yaml") {
            self.settings = None;
        }
        for known in before.values() {
            let path = self.texts.get(known.file).path.clone();
            self.texts.replace(known.file, SourceText { path, ..SourceText::default() });
        }
    }

    /// The settings, read again if their file is another. What is wrong with them, and whether they are there at all, is said.
    fn settings(&mut self, lost: &mut BTreeSet<String>, found: &mut Vec<Diagnostic>) -> Config {
        let path = "content/site.yaml";
        let file = self.files.get(path).map(|known| known.file);
        let is_missing = file.is_none();
        let is_broken = self.files.get(path).is_some_and(|known| known.problem.is_some());
        let is_reported = is_broken || ["content", path].iter().any(|path| lost.contains(*path));
        let file = file.unwrap_or_else(|| {
            self.put(SourceText { path: path.to_owned(), ..SourceText::default() })
        });
        let Settings { config, found: in_config } = self.settings.get_or_insert_with(|| {
            // Each record is read by them.
            for known in self.files.values_mut() {
                known.is_new = true;
            }
            let (config, found) = config::read(file, self.texts.get(file));
            Settings { config, found }
        });
        if is_reported {
            // What is wrong with the file itself is all there is to say.
        } else if is_missing {
            lost.insert(path.to_owned());
            let message = "there is no `content/site.yaml`";
            found.push(
                Diagnostic::new(Code::UnreadableFile, file, Span::default(), message).help(
                    "run casefile in the folder that holds `content`, or name it with `--root`",
                ),
            );
        } else {
            if in_config.iter().any(|finding| finding.code == Code::YamlSyntax) {
                lost.insert(path.to_owned());
            }
            found.extend(in_config.iter().cloned());
        }
        config.clone()
    }

    /// Makes the record of every file that has none yet.
    fn lower(&mut self, config: &Config, progress: &(dyn Fn(usize, usize) + Sync)) {
        let texts = &self.texts;
        let is_new = |known: &&mut Known| known.problem.is_none() && known.is_new;
        let mut new: Vec<&mut Known> = self.files.values_mut().filter(is_new).collect();
        let (total, done) = (new.len(), AtomicUsize::new(0));
        new.par_iter_mut().with_max_len(AT_ONCE).for_each(|known| {
            (known.record, known.found) = record(known.file, known.kind, texts, config);
            known.is_new = false;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        });
    }
}

fn record(file: FileId, kind: Kind, texts: &Texts, config: &Config) -> (Record, Vec<Diagnostic>) {
    let source = texts.get(file);
    match kind {
        Kind::SourcesYaml => {
            let (sources, found) = biblio::read_yaml(file, source);
            let is_lost = found.iter().any(|finding| finding.code == Code::YamlSyntax);
            return (Record::Sources((!is_lost).then(|| shared(sources))), found);
        }
        Kind::SourcesBib => {
            let (sources, found) = biblio::read_bib(file, source);
            return (Record::Sources(Some(shared(sources))), found);
        }
        Kind::Settings => return (Record::Nothing, Vec::new()),
        Kind::Operation | Kind::Entity(_) | Kind::Country | Kind::Page => {}
    }
    let split = split::split(&source.text);
    let mut lower = Lower::new(file, source, config);
    if let Some(fault) = split.fault
        && !(fault == split::Fault::Missing && kind == Kind::Country)
    {
        lower.front_matter(fault);
        return (Record::Nothing, lower.found);
    }
    let (body, in_body) = markdown::read(file, source, split.body, config.raw_html);
    let record = match kind {
        Kind::Operation => Record::Operation(operation::lower(&mut lower, body).map(Arc::new)),
        Kind::Entity(kind) => Record::Entity(entity::lower(&mut lower, kind, body).map(Arc::new)),
        Kind::Country => Record::Country(page::lower_country(&mut lower, body).map(Arc::new)),
        _ => Record::Page(page::lower(&mut lower, body).map(Arc::new)),
    };
    lower.found.extend(in_body);
    (record, lower.found)
}

fn shared(sources: Vec<(Source, Entry)>) -> Vec<(Arc<Source>, Arc<Entry>)> {
    sources.into_iter().map(|(source, entry)| (source.into(), entry.into())).collect()
}
