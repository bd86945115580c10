//! What was made of each file the last time, so that a text that stayed is not read anew.

use std::collections::BTreeMap;

use super::Record;
use crate::diag::Diagnostic;
use crate::text::{FileId, SourceText};

/// The records of all files, for one who reads them again and again.
///
/// Whatever a record depends on is compared, text by text, so that what is remembered is what would be made.
#[derive(Debug, Default)]
pub struct Memory {
    /// The text of `site.yaml`, whose words and rules every record is read by.
    settings: String,
    files: BTreeMap<FileId, Remembered>,
}

#[derive(Debug)]
struct Remembered {
    path: String,
    text: String,
    record: Record,
    found: Vec<Diagnostic>,
}

impl Remembered {
    fn is_of(&self, source: &SourceText) -> bool {
        self.path == source.path && self.text == source.text
    }
}

impl Memory {
    /// Forgets everything if the settings are others.
    pub(super) fn begin(&mut self, settings: &str) {
        if self.settings != settings {
            self.files.clear();
            settings.clone_into(&mut self.settings);
        }
    }

    /// What was made of a file, if it stayed as it was and where it was.
    pub(super) fn of(
        &self,
        file: FileId,
        source: &SourceText,
    ) -> Option<(Record, Vec<Diagnostic>)> {
        // Places in a record name the file by its number, which is another when a file before it comes or goes.
        let known = self.files.get(&file).filter(|known| known.is_of(source))?;
        Some((known.record.clone(), known.found.clone()))
    }

    /// Remembers what was made of all files.
    pub(super) fn keep<'a>(
        &mut self,
        made: impl Iterator<Item = ((FileId, &'a SourceText), &'a (Record, Vec<Diagnostic>))>,
    ) {
        let mut last = std::mem::take(&mut self.files);
        for ((file, source), (record, found)) in made {
            let known = last.remove(&file).filter(|known| known.is_of(source));
            let known = known.unwrap_or_else(|| Remembered {
                path: source.path.clone(),
                text: source.text.clone(),
                record: record.clone(),
                found: found.clone(),
            });
            self.files.insert(file, known);
        }
    }
}
