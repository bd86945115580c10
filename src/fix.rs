//! What findings say for certain, done.
//!
//! The edits go into the texts in memory first, and the site is checked with those. What would bring a finding that
//! was not there before is not done; so every fix that is done makes a site with fewer findings, and
//! there is an end to it. Writing the files is left to others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diag::{Code, Diagnostic, Edit};
use crate::text::{FileId, Texts};
use crate::{Checked, Settings, check_site};

/// A site with its certain fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The site as it is with them.
    pub checked: Checked,
    /// The files that they change, by path.
    pub files: Vec<FixedFile>,
    /// How many findings they do away with.
    pub count: usize,
    /// Whether there were errors without them.
    pub had_errors: bool,
}

/// A file that fixes change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// The path from the site's root.
    pub path: String,
    /// Its text as it was read.
    pub before: String,
    /// Its text with the fixes.
    pub after: String,
}

/// Checks a site, applies every fix in memory that leaves nothing new to be found, and gives what comes of it.
pub fn fix_site(root: &Path, settings: &Settings) -> Fixed {
    let mut settings = settings.clone();
    let mut checked = check_site(root, &settings);
    let had_errors = checked.report.has_errors();
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    let mut count = 0;
    let mut refused: Vec<Refused> = Vec::new();
    loop {
        let mut batch = batch(&checked, &refused);
        if batch.is_empty() {
            break;
        }
        // Made smaller until it does no harm: then the rest has its turn, or the one that does is left out.
        loop {
            let texts = &checked.site.texts;
            let edited = edited(texts, &batch);
            let mut trial = settings.clone();
            trial.texts.extend(edited.iter().map(|(path, _, after)| (path.clone(), after.clone())));
            let after = check_site(root, &trial);
            let harmed = harmed(&checked, &after, &batch);
            if harmed.is_empty() {
                for one in &mut refused {
                    one.start = one.moved(&batch, texts);
                }
                for (path, text, _) in edited {
                    before.entry(path).or_insert(text);
                }
                count += batch.len();
                (settings, checked) = (trial, after);
                break;
            }
            match smaller(batch, &harmed, texts) {
                Smaller::Batch(smaller) => batch = smaller,
                Smaller::Culprits(culprits) => {
                    refused.extend(culprits.iter().map(|one| Refused::new(one, texts)));
                    break;
                }
            }
        }
    }
    let files = before.into_iter().filter_map(|(path, before)| {
        let after = settings.texts.remove(&path)?;
        (before != after).then_some(FixedFile { path, before, after })
    });
    Fixed { files: files.collect(), checked, count, had_errors }
}

/// What is left of a batch that does harm.
enum Smaller {
    /// To be tried next.
    Batch(Vec<Diagnostic>),
    /// Not to be done.
    Culprits(Vec<Diagnostic>),
}

/// Takes apart a batch that does harm in some files. The whole site is checked for each trial, so few are to
/// be needed however many fixes there are: harm is mostly done in the file that is edited.
fn smaller(batch: Vec<Diagnostic>, harmed: &BTreeSet<String>, texts: &Texts) -> Smaller {
    let files = |finding: &Diagnostic| -> BTreeSet<FileId> {
        finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.file).collect()
    };
    let is_suspect =
        |one: &Diagnostic| files(one).iter().any(|file| harmed.contains(&texts.get(*file).path));
    let (suspects, mut others): (Vec<_>, Vec<_>) = batch.into_iter().partition(is_suspect);
    if suspects.is_empty() {
        return if others.len() == 1 {
            Smaller::Culprits(others)
        } else {
            others.truncate(others.len() / 2);
            Smaller::Batch(others)
        };
    }
    if !others.is_empty() {
        return Smaller::Batch(others);
    }
    // One of each file: whichever does harm is found for all files at once.
    let total = suspects.len();
    let mut seen = BTreeSet::new();
    let first: Vec<_> = suspects
        .into_iter()
        .filter(|one| files(one).into_iter().all(|file| seen.insert(file)))
        .collect();
    if first.len() < total { Smaller::Batch(first) } else { Smaller::Culprits(first) }
}

/// The findings that can be fixed together: no two edit the same bytes.
fn batch(checked: &Checked, refused: &[Refused]) -> Vec<Diagnostic> {
    let texts = &checked.site.texts;
    // Where each edit begins and ends. As none touches another, only the last that begins before one's end can touch it.
    let mut taken: BTreeMap<(FileId, u32), u32> = BTreeMap::new();
    let mut batch = Vec::new();
    for finding in checked.report.diagnostics() {
        let Some(fix) = &finding.fix else { continue };
        let is_possible = |Edit { file, span, text: _ }: &Edit| {
            let before = taken.range(..=(*file, span.end)).next_back();
            texts.get(*file).text.get(span.range()).is_some()
                && before.is_none_or(|((other, _), end)| other != file || *end < span.start)
        };
        if fix.edits.iter().all(is_possible) && !refused.contains(&Refused::new(finding, texts)) {
            taken
                .extend(fix.edits.iter().map(|edit| ((edit.file, edit.span.start), edit.span.end)));
            batch.push(finding.clone());
        }
    }
    batch
}

/// A finding that would not be gone without another coming.
#[derive(PartialEq, Eq)]
struct Refused {
    path: String,
    code: Code,
    /// The byte that it begins at, which moves with what is edited before it.
    start: u32,
}

impl Refused {
    fn new(finding: &Diagnostic, texts: &Texts) -> Self {
        let path = texts.get(finding.file).path.clone();
        Self { path, code: finding.code, start: finding.span.start }
    }

    /// Where it begins after the edits of a batch.
    fn moved(&self, batch: &[Diagnostic], texts: &Texts) -> u32 {
        let edits =
            batch.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits);
        let before = edits
            .filter(|edit| edit.span.end <= self.start && texts.get(edit.file).path == self.path);
        let (gone, come) = before.fold((0, 0), |(gone, come), edit| {
            (gone + edit.span.range().len(), come + edit.text.len())
        });
        u32::try_from(self.start as usize + come - gone).unwrap_or(u32::MAX)
    }
}

/// The path of each file that a batch edits, its text, and that with the edits.
fn edited(texts: &Texts, batch: &[Diagnostic]) -> Vec<(String, String, String)> {
    let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in batch.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits) {
        edits.entry(edit.file).or_default().push(edit);
    }
    let files = edits.into_iter().map(|(file, mut edits)| {
        // From the end, so that the bytes before keep their places.
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let source = texts.get(file);
        let mut after = source.text.clone();
        for edit in edits {
            after.replace_range(edit.span.range(), &edit.text);
        }
        (source.path.clone(), source.text.clone(), after)
    });
    files.collect()
}

/// What a finding is known by when its place has moved.
type Name = (String, &'static str, String);

fn name(finding: &Diagnostic, texts: &Texts) -> Name {
    let path = texts.get(finding.file).path.clone();
    (path, finding.code.as_str(), finding.message.clone())
}

/// The files with findings that were not there before, or that should be gone.
fn harmed(before: &Checked, after: &Checked, batch: &[Diagnostic]) -> BTreeSet<String> {
    let counted = |checked: &Checked| {
        let mut names: BTreeMap<Name, usize> = BTreeMap::new();
        for finding in checked.report.diagnostics() {
            *names.entry(name(finding, &checked.site.texts)).or_default() += 1;
        }
        names
    };
    let mut left = counted(before);
    for finding in batch {
        if let Some(count) = left.get_mut(&name(finding, &before.site.texts)) {
            *count = count.saturating_sub(1);
        }
    }
    let is_new = |(name, count): &(Name, usize)| left.get(name).is_none_or(|left| count > left);
    counted(after).into_iter().filter(is_new).map(|((path, ..), _)| path).collect()
}
