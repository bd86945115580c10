//! What the lowering of every record shares: where it stands, what it found, and the reading of single values.

use std::fmt::Display;

use super::split::Fault;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, did_you_mean, same_word};
use crate::model::{self, CountryCode, Date, Slug, language};
use crate::text::{FileId, SourceText, Span};
use crate::yaml::{self, Field, Filled, Located, OneOrMany, Place, Raw, RawRecord, Written};

/// The lowering of one file.
pub(super) struct Lower<'a> {
    pub(super) file: FileId,
    pub(super) source: &'a SourceText,
    pub(super) config: &'a Config,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Lower<'a> {
    pub(super) fn new(file: FileId, source: &'a SourceText, config: &'a Config) -> Self {
        Self { file, source, config, found: Vec::new() }
    }

    /// Makes a finding at a place of this file.
    pub(super) fn at(&self, place: &Place, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.file, place.span(self.source), message)
    }

    /// Reads the front matter. What is missing after this was said to be wrong already.
    pub(super) fn front_matter_as<T: yaml::FromNode>(&mut self) -> Option<T> {
        let (raw, found) = yaml::read(self.file, self.source);
        self.found.extend(found);
        raw
    }

    pub(super) fn front_matter(&mut self, fault: Fault) {
        let (message, help) = match fault {
            Fault::Missing => (
                "the file has no front matter",
                "start it with a line `---`, its keys, and a second line `---`",
            ),
            Fault::Unclosed => {
                ("the front matter has no end", "put a line `---` between the keys and the text")
            }
        };
        // The first line, past a byte order mark.
        let start = if self.source.text.starts_with('\u{feff}') { 3 } else { 0 };
        let length =
            self.source.text[start..].lines().next().map_or(0, |line| line.trim_end().len());
        let span = Span::new(start, start + length);
        self.found
            .push(Diagnostic::new(Code::MissingFrontMatter, self.file, span, message).help(help));
    }

    /// Says which required keys of the front matter are not there, at its start.
    pub(super) fn missing(&mut self, called: &str, record: &impl RawRecord) {
        let start = self.source.yaml.start as usize;
        self.missing_at(&Place::Bytes(Span::new(start, start)), called, record);
    }

    /// Says which required keys of a record are not there.
    pub(super) fn missing_at(
        &mut self,
        place: &Place,
        called: impl Display,
        record: &impl RawRecord,
    ) {
        for (key, example) in record.missing() {
            let message = format!("{called} has no `{key}`");
            let finding = self.at(place, Code::MissingKey, message);
            self.found.push(finding.help(format!("add `{key}: {example}`")));
        }
    }

    /// A text in which something must stand.
    pub(super) fn filled(&mut self, field: Field<Raw<Filled>>, key: &str) -> Option<String> {
        let text = field.good()?;
        if text.value.0.trim().is_empty() {
            let finding =
                self.at(&text.place(), Code::InvalidValue, format!("the `{key}` is empty"));
            self.found.push(finding);
            return None;
        }
        Some(text.value.0)
    }

    pub(super) fn date(&mut self, field: Field<Raw<Date>>) -> Option<Date> {
        self.located_date(field).map(|(date, _)| date)
    }

    pub(super) fn located_date(&mut self, field: Field<Raw<Date>>) -> Option<model::Located<Date>> {
        let text = field.good()?;
        let place = text.place();
        Some((self.parse_date(&text.value.0, &place)?, place))
    }

    pub(super) fn parse_date(&mut self, text: &str, place: &Place) -> Option<Date> {
        match Date::parse(text) {
            Ok(date) => Some(date),
            Err(invalid) => {
                let code =
                    if invalid.reversed { Code::ReversedInterval } else { Code::InvalidDate };
                let message = format!("`{text}` {}", invalid.reason);
                let finding = self.at(place, code, message).maybe_help(invalid.help);
                self.found.push(finding);
                None
            }
        }
    }

    /// The country of a code or, with a finding, the one that is meant beyond doubt.
    pub(super) fn country(&mut self, text: &str, place: &Place) -> Option<CountryCode> {
        match CountryCode::parse(text) {
            Ok(code) => Some(code),
            Err(invalid) => {
                let meant = invalid.meant.filter(|_| invalid.is_certain);
                let edit =
                    meant.and_then(|code| place.edit(self.file, self.source, text, code.as_str()));
                let finding = self
                    .at(place, Code::InvalidCountry, format!("`{text}` {}", invalid.reason))
                    .fix(invalid.help, edit);
                self.found.push(finding);
                meant
            }
        }
    }

    /// The tags of a list of languages; what is none is a finding.
    pub(super) fn languages(&mut self, field: Field<OneOrMany<Raw<language::Tag>>>) -> Vec<String> {
        let mut tags = Vec::new();
        for tag in field.value().unwrap_or_default().0 {
            if language::is_well_formed(&tag.value.0) {
                tags.push(tag.value.0);
                continue;
            }
            let message = format!("`{}` is not a language's tag", tag.value.0);
            let finding = self
                .at(&tag.place(), Code::InvalidValue, message)
                .help(language::suggestion(&tag.value.0));
            self.found.push(finding);
        }
        tags
    }

    /// The slugs of a list; what is none is a finding.
    pub(super) fn slugs(
        &mut self,
        field: Field<OneOrMany<Raw<Slug>>>,
    ) -> Vec<model::Located<Slug>> {
        let texts = field.value().unwrap_or_default().0;
        texts.into_iter().filter_map(|text| self.slug(&text)).collect()
    }

    pub(super) fn slug(&mut self, text: &Located<Raw<Slug>>) -> Option<model::Located<Slug>> {
        match Slug::parse(&text.value.0) {
            Ok(slug) => Some((slug, text.place())),
            Err(invalid) => {
                let message = format!("`{}` {}", text.value.0, invalid.reason);
                let help = invalid.nearest.map(|slug| format!("write `{slug}`"));
                let finding = self.at(&text.place(), Code::InvalidSlug, message).maybe_help(help);
                self.found.push(finding);
                None
            }
        }
    }

    /// The slug of the file itself: its stem, or if that is none what it should be, so that the rest is checked too.
    pub(super) fn file_slug(&mut self) -> Option<Slug> {
        let name = self.source.path.rsplit('/').next().unwrap_or_default();
        let stem = name.strip_suffix(".md").unwrap_or(name);
        match Slug::parse(stem) {
            Ok(slug) => Some(slug),
            Err(invalid) => {
                let message = format!("the name of the file, `{stem}`, {}", invalid.reason);
                let help = invalid.nearest.as_ref().map(|slug| format!("rename it to `{slug}.md`"));
                self.found.push(
                    Diagnostic::new(Code::InvalidSlug, self.file, Span::default(), message)
                        .maybe_help(help),
                );
                invalid.nearest.and_then(|slug| Slug::parse(&slug).ok())
            }
        }
    }

    /// One of a closed set of words.
    pub(super) fn word<T: Written>(
        &mut self,
        field: Field<Raw<T>>,
        from_word: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = field.good()?;
        let value = from_word(&text.value.0);
        if value.is_none() {
            let known = T::text().words;
            let known = || known.iter().map(|(word, _)| word.as_str());
            let words: Vec<_> = known().map(|word| format!("`{word}`")).collect();
            let message = format!("`{}` is none of {}", text.value.0, words.join(", "));
            let place = text.place();
            let same = same_word(&text.value.0, known());
            let edit =
                same.and_then(|same| place.edit(self.file, self.source, &text.value.0, same));
            let finding = self.at(&place, Code::InvalidValue, message);
            let finding = match same {
                Some(same) => finding.fix(format!("write `{same}`"), edit),
                None => finding.maybe_help(did_you_mean(&text.value.0, known())),
            };
            self.found.push(finding);
        }
        value
    }

    /// Texts with their places.
    pub(super) fn texts(field: Field<OneOrMany<String>>) -> Vec<model::Located<String>> {
        let texts = field.value().unwrap_or_default().0;
        texts.into_iter().map(|text| (text.value.clone(), text.place())).collect()
    }
}
