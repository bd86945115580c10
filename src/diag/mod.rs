//! Findings about the content: data first, shown later.
//!
//! A [`Diagnostic`] says what is wrong at which bytes of which file; a
//! [`Report`] collects all of a run; the modules below print one.

mod cause;
mod code;
mod explain;
mod github;
mod human;
mod json;
mod nearest;
mod region;
mod sarif;
mod short;
mod visible;

use crate::text::{FileId, Span, Texts};

pub use cause::in_words;
pub use code::Code;
pub use explain::{ExampleFile, Explanation};
pub use github::write_github;
pub use human::{Look, write_human};
pub use json::write_json;
pub use nearest::{certain, did_you_mean, longer, nearest, same_word};
pub use sarif::write_sarif;
pub use short::write_short;
pub use visible::printable;
pub(crate) use visible::visible;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not built.
    Error,
    /// The site is built, unless `--strict` asks otherwise.
    Warning,
}

impl Severity {
    /// The word that stands before a message.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A second place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file it is in.
    pub file: FileId,
    /// The bytes it is about.
    pub span: Span,
    /// What is to be seen there.
    pub text: String,
}

/// Edits that do what a finding asks for, where there is no doubt about what was meant.
///
/// All of them or none: what is renamed is renamed wherever it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What they do, as the help says it.
    pub title: String,
    /// The edits, never none; no two touch the same bytes.
    pub edits: Vec<Edit>,
}

/// Other text for some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The file it is in.
    pub file: FileId,
    /// The bytes that go.
    pub span: Span,
    /// What comes in their place.
    pub text: String,
}

/// One finding about the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was found, by name.
    pub code: Code,
    /// How bad it is; [`Report::set_levels`] may change it.
    pub severity: Severity,
    /// The file it is in.
    pub file: FileId,
    /// The bytes it is about; an empty span points between two characters.
    pub span: Span,
    /// What is wrong: lower case, no full stop, the author's words in backticks.
    pub message: String,
    /// A few words under the place itself; may be empty.
    pub label: String,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// What to do about it, a sentence each.
    pub help: Vec<String>,
    /// Edits that do it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Makes a finding of the code's own severity, without label or help.
    pub fn new(code: Code, file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            file,
            span,
            message: message.into(),
            label: String::new(),
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Adds the words under the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn also(mut self, file: FileId, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { file, span, text: text.into() });
        self
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds a line of help if there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help.extend(help);
        self
    }

    /// Adds a line of help, and the edits that do what it says; without edits it is help alone.
    #[must_use]
    pub fn fix(mut self, help: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        let title = help.into();
        let edits: Vec<Edit> = edits.into_iter().collect();
        self.fix = (!edits.is_empty()).then(|| Fix { title: title.clone(), edits });
        self.help(title)
    }

    /// Whether a line of help is what the fix does.
    pub fn is_fixed_by(&self, help: &str) -> bool {
        self.fix.as_ref().is_some_and(|fix| fix.title == help)
    }
}

/// What `site.yaml` asks of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Fails the build.
    Error,
    /// Is shown.
    Warn,
    /// Is dropped.
    Allow,
}

/// All findings of one run.
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds findings.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Applies the levels of `site.yaml`, then `--strict`, which makes errors of what is left.
    pub fn set_levels(&mut self, level_of: impl Fn(Code) -> Option<Level>, strict: bool) {
        self.diagnostics.retain_mut(|diagnostic| {
            match level_of(diagnostic.code) {
                Some(Level::Allow) => return false,
                Some(Level::Error) => diagnostic.severity = Severity::Error,
                Some(Level::Warn) => diagnostic.severity = Severity::Warning,
                None => {}
            }
            if strict {
                diagnostic.severity = Severity::Error;
            }
            true
        });
    }

    /// Takes back the fixes of what is found in, or would edit, some files.
    pub fn take_fixes(&mut self, of: impl Fn(FileId) -> bool) {
        for diagnostic in &mut self.diagnostics {
            diagnostic.fix.take_if(|fix| fix.edits.iter().any(|edit| of(edit.file)));
        }
    }

    /// Sorts by path, then place, then code, and drops what was found twice.
    pub fn sort(&mut self, texts: &Texts) {
        self.diagnostics.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.span, d.code.as_str());
            texts
                .get(a.file)
                .path
                .cmp(&texts.get(b.file).path)
                .then_with(|| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)))
        });
        self.diagnostics.dedup();
    }

    /// The findings, in order once [`Report::sort`] was called.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether anything stands in the way of a build.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}
