//! Disk → records: walk, split, read the YAML, lower to well-formed records, with findings on the way.

mod claims;
mod entity;
mod history;
mod lower;
mod memory;
mod operation;
mod page;
mod raw;
mod split;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use crate::biblio::{self, Entry};
use crate::config::{self, Config};
use crate::diag::{Code, Diagnostic, Severity};
use crate::markdown::{self, Body};
use crate::model::{CountryNotes, Entity, Operation, Page, Source};
use crate::text::{BOM, FileId, SourceText, Span, Texts};

pub use history::History;
pub use raw::{country_shape, entity_shape, operation_shape, page_shape};

use lower::Lower;
pub use memory::Memory;
use walk::{Kind, Walked};

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
    pub operations: Vec<Operation>,
    /// The outlets, agencies and platforms.
    pub entities: Vec<Entity>,
    /// Notes on countries.
    pub countries: Vec<CountryNotes>,
    /// The pages.
    pub pages: Vec<Page>,
    /// The sources.
    pub sources: Vec<(Source, Entry)>,
    /// Files below `static/`: their paths there, with `/` between the parts.
    pub static_files: Vec<(String, FileId)>,
    /// The paths of files that could not be read as what they are.
    pub lost: BTreeSet<String>,
    /// What is wrong so far.
    pub found: Vec<Diagnostic>,
}

/// One file's record.
#[derive(Clone, Debug)]
enum Record {
    Operation(Option<Box<Operation>>),
    Entity(Option<Box<Entity>>),
    Country(Option<Box<CountryNotes>>),
    Page(Option<Box<Page>>),
    Sources(Option<Vec<(Source, Entry)>>),
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
    content_again(root, instead, None)
}

/// The same; of a file that has the text that is remembered, nothing is made anew.
pub fn content_again(
    root: &Path,
    instead: &BTreeMap<String, String>,
    mut memory: Option<&mut Memory>,
) -> Content {
    let mut found = Vec::new();
    let mut lost = BTreeSet::new();
    let mut texts = Texts::default();
    let Walked { files, static_files, problems } = walk::walk(root);

    for problem in problems {
        if problem.code.severity() == Severity::Error {
            lost.insert(problem.path.clone());
        }
        let file = texts.add(SourceText {
            path: problem.path,
            text: String::new(),
            yaml: Span::default(),
            ..SourceText::default()
        });
        let mut diagnostic = Diagnostic::new(problem.code, file, Span::default(), problem.message);
        diagnostic.help.extend(problem.help);
        found.push(diagnostic);
    }

    let static_files = static_files
        .into_iter()
        .map(|path| {
            let file =
                SourceText { path: format!("content/static/{path}"), ..SourceText::default() };
            (path, texts.add(file))
        })
        .collect();

    let read: Vec<_> = files
        .par_iter()
        .with_max_len(AT_ONCE)
        .map(|file| match instead.get(&file.path) {
            Some(text) => (text.clone(), None),
            None => walk::text_of(root, &file.path),
        })
        .collect();
    let mut kinds = Vec::new();
    let mut settings = None;
    for (file, text) in files.into_iter().zip(read) {
        let (text, problem) = text;
        let is_broken = problem.is_some();
        // To the YAML parser, a byte order mark is the end of an empty document.
        let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let yaml = if is_broken { Span::default() } else { Span::new(start, text.len()) };
        let id = texts.add(SourceText { yaml, path: file.path, text, ..SourceText::default() });
        if let Some((problem, span)) = problem {
            lost.insert(problem.path);
            let mut diagnostic = Diagnostic::new(problem.code, id, span, problem.message);
            diagnostic.help.extend(problem.help);
            found.push(diagnostic);
        }
        match file.kind {
            Kind::Settings => settings = Some(id),
            // A file that could not be read has its finding; more of them would mislead.
            _ if is_broken => {}
            kind => kinds.push((id, kind)),
        }
    }

    let is_missing = settings.is_none();
    let is_reported = ["content", "content/site.yaml"].iter().any(|path| lost.contains(*path));
    let settings = settings.unwrap_or_else(|| {
        let path = "content/site.yaml".to_owned();
        texts.add(SourceText {
            path,
            text: String::new(),
            yaml: Span::default(),
            ..SourceText::default()
        })
    });
    let (config, in_config) = config::read(settings, texts.get(settings));
    if is_reported {
        // What is wrong with the file itself is all there is to say.
    } else if is_missing {
        lost.insert("content/site.yaml".to_owned());
        let message = "there is no `content/site.yaml`";
        found.push(
            Diagnostic::new(Code::UnreadableFile, settings, Span::default(), message)
                .help("run casefile in the folder that holds `content`, or name it with `--root`"),
        );
    } else {
        if in_config.iter().any(|finding| finding.code == Code::YamlSyntax) {
            lost.insert("content/site.yaml".to_owned());
        }
        found.extend(in_config);
    }

    // Front matter is cut off first, since places in it can only be found once its bounds are set.
    let bounds: Vec<_> = kinds
        .par_iter()
        .map(|(file, kind)| match kind {
            Kind::SourcesYaml | Kind::SourcesBib | Kind::Settings => None,
            _ => Some(split::split(&texts.get(*file).text)),
        })
        .collect();
    for ((file, _), split) in kinds.iter().zip(&bounds) {
        if let Some(split) = split {
            texts.set_yaml(*file, split.yaml);
        }
    }

    if let Some(memory) = &mut memory {
        memory.begin(&texts.get(settings).text);
    }
    let known = memory.as_deref();
    let lowered: Vec<(Record, Vec<Diagnostic>)> = kinds
        .par_iter()
        .zip(&bounds)
        .with_max_len(AT_ONCE)
        .map(|((file, kind), split)| {
            let known = known.and_then(|memory| memory.of(*file, texts.get(*file)));
            known.unwrap_or_else(|| record(*file, *kind, split.as_ref(), &texts, &config))
        })
        .collect();
    if let Some(memory) = memory {
        let files = kinds.iter().map(|(file, _)| (*file, texts.get(*file)));
        memory.keep(files.zip(&lowered));
    }

    let operations = kinds.iter().filter(|(_, kind)| *kind == Kind::Operation).count();
    let mut content = Content {
        config,
        texts,
        operations: Vec::with_capacity(operations),
        entities: Vec::new(),
        countries: Vec::new(),
        pages: Vec::new(),
        sources: Vec::new(),
        static_files,
        lost,
        found,
    };
    for ((file, _), (record, found)) in kinds.iter().zip(lowered) {
        content.found.extend(found);
        if record.is_lost() {
            content.lost.insert(content.texts.get(*file).path.clone());
        }
        match record {
            Record::Operation(operation) => content.operations.extend(operation.map(|one| *one)),
            Record::Entity(entity) => content.entities.extend(entity.map(|one| *one)),
            Record::Country(notes) => content.countries.extend(notes.map(|one| *one)),
            Record::Page(page) => content.pages.extend(page.map(|one| *one)),
            Record::Sources(sources) => content.sources.extend(sources.into_iter().flatten()),
            Record::Nothing => {}
        }
    }
    content
}

fn record(
    file: FileId,
    kind: Kind,
    split: Option<&split::Split>,
    texts: &Texts,
    config: &Config,
) -> (Record, Vec<Diagnostic>) {
    let source = texts.get(file);
    match kind {
        Kind::SourcesYaml => {
            let (sources, found) = biblio::read_yaml(file, source);
            let is_lost = found.iter().any(|finding| finding.code == Code::YamlSyntax);
            return (Record::Sources((!is_lost).then_some(sources)), found);
        }
        Kind::SourcesBib => {
            let (sources, found) = biblio::read_bib(file, source);
            return (Record::Sources(Some(sources)), found);
        }
        Kind::Settings => return (Record::Nothing, Vec::new()),
        Kind::Operation | Kind::Entity(_) | Kind::Country | Kind::Page => {}
    }
    let Some(split) = split else { return (Record::Nothing, Vec::new()) };
    let mut lower = Lower::new(file, source, config);
    if let Some(fault) = split.fault
        && !(fault == split::Fault::Missing && kind == Kind::Country)
    {
        lower.front_matter(fault);
        return (Record::Nothing, lower.found);
    }
    let (body, in_body) = markdown::read(file, source, split.body, config.raw_html);
    let body: Body = body;
    let record = match kind {
        Kind::Operation => Record::Operation(operation::lower(&mut lower, body).map(Box::new)),
        Kind::Entity(kind) => Record::Entity(entity::lower(&mut lower, kind, body).map(Box::new)),
        Kind::Country => Record::Country(page::lower_country(&mut lower, body).map(Box::new)),
        _ => Record::Page(page::lower(&mut lower, body).map(Box::new)),
    };
    lower.found.extend(in_body);
    (record, lower.found)
}
