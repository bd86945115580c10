//! What the tests of this stage share.

use std::fmt::Write;

use super::{Entry, read_bib, read_yaml};
use crate::diag::Diagnostic;
use crate::model::Source;
use crate::text::{SourceText, Span, Texts};

type Read = (Vec<(Source, Entry)>, Vec<Diagnostic>);

fn texts(text: &str) -> Texts {
    let mut texts = Texts::default();
    texts.add(file(text));
    texts
}

fn file(text: &str) -> SourceText {
    SourceText {
        path: "sources".into(),
        text: text.into(),
        yaml: Span::new(0, text.len()),
        ..SourceText::default()
    }
}

/// Reads a YAML file.
pub(super) fn yaml(text: &str) -> Read {
    let texts = texts(text);
    let (id, source) = texts.iter().next().expect("the file");
    read_yaml(id, source)
}

/// Reads a BibTeX file.
pub(super) fn bib(text: &str) -> Read {
    let texts = texts(text);
    let (id, source) = texts.iter().next().expect("the file");
    read_bib(id, source)
}

/// Findings in the order of their places, a line each: code, place, the words under it, message.
pub(super) fn findings(text: &str, found: &[Diagnostic]) -> String {
    let file = file(text);
    let mut found: Vec<_> = found.iter().collect();
    found.sort_by_key(|finding| finding.span);
    let mut lines = String::new();
    for finding in found {
        let at = file.line_col(finding.span.start as usize);
        // `yaml::locate` takes the colon for a part of a key whose value starts on the next line.
        let under = text[finding.span.range()].trim_end_matches(':');
        let (code, message) = (finding.code.as_str(), &finding.message);
        writeln!(lines, "{code} at {}:{} `{under}`: {message}", at.line, at.column)
            .expect("memory");
    }
    lines
}
