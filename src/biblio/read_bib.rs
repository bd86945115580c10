//! A BibTeX or BibLaTeX file → sources.

use std::collections::BTreeMap;

use biblatex::{
    Bibliography, ChunksExt, Pair, ParseErrorKind, RawBibliography, RawChunk, RawEntry, Spanned,
    Token,
};
use hayagriva::types::{ChunkKind, EntryType, FormatString};

use super::bib_pieces::{self, Fault, Piece};
use super::entry::{self, Entry, Part};
use super::record::{BadDate, read_date};
use super::{address, language, read_yaml};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::model::{Archived, Date, Source, SourceKey, Url, UrlStatus};
use crate::text::{FileId, SourceText, Span};
use crate::yaml::Place;

/// Reads a BibTeX or BibLaTeX file; our keys are fields of the same names.
///
/// Returns every entry that can be used, in the order written, and all that is wrong with the others. Fields that are not known
/// are no findings, unless they are all but called as one of ours: these files come from reference managers.
pub fn read_bib(file: FileId, source: &SourceText) -> (Vec<(Source, Entry)>, Vec<Diagnostic>) {
    read(file, source, false)
}

/// Reads one to take its sources over: an entry whose key no citation can name has one made of it, and is no finding.
pub(super) fn read_foreign(
    file: FileId,
    source: &SourceText,
) -> (Vec<(Source, Entry)>, Vec<Diagnostic>) {
    read(file, source, true)
}

fn read(
    file: FileId,
    source: &SourceText,
    is_foreign: bool,
) -> (Vec<(Source, Entry)>, Vec<Diagnostic>) {
    let mut reader = Reader { file, found: Vec::new(), strings: BTreeMap::new(), is_foreign };
    let pieces = bib_pieces::pieces(&source.text);
    let is = |piece: &&Piece, kind: &str| piece.kind.eq_ignore_ascii_case(kind);
    for piece in pieces.iter().filter(|piece| is(piece, "string")) {
        reader.string(piece);
    }
    let ignored = ["string", "preamble", "comment"];
    let raw: Vec<_> = pieces
        .iter()
        .filter(|piece| !ignored.iter().any(|kind| is(piece, kind)))
        .filter_map(|piece| reader.parse(piece))
        .collect();

    let mut by_key: BTreeMap<&str, &Raw> = BTreeMap::new();
    let mut entries = Vec::new();
    for entry in &raw {
        let key = entry.raw.key.v;
        if let Some(first) = by_key.get(key) {
            let message = format!("two entries have the key `{key}`");
            let finding = Diagnostic::new(Code::DuplicateId, file, entry.key(), message)
                .label("second time here")
                .also(file, first.key(), "first time here")
                .help("rename one of the two");
            reader.found.push(finding);
        } else {
            by_key.insert(key, entry);
            entries.push(entry);
        }
    }
    let mut sources = Vec::new();
    for entry in entries {
        // Data that others take over, not a source.
        if !entry.raw.kind.v.eq_ignore_ascii_case("xdata") {
            sources.extend(reader.lower(entry, &by_key));
        }
    }
    (sources, reader.found)
}

/// The fields that nothing reads, each with the place where it stands first and how often it stands there.
pub(super) fn bib_left_out(source: &SourceText) -> Vec<(String, Span, usize)> {
    let mut left_out: BTreeMap<String, (Span, usize)> = BTreeMap::new();
    for piece in bib_pieces::pieces(&source.text).iter().filter(|piece| piece.fault.is_none()) {
        let Ok(raw) = RawBibliography::parse(piece.text) else { continue };
        for field in raw.entries.iter().flat_map(|entry| &entry.v.fields) {
            let name = field.key.v.to_lowercase();
            if LEFT_OUT.contains(&name.as_str()) {
                let span = field.key.span.start + piece.start..field.key.span.end + piece.start;
                left_out.entry(name).or_insert((span.into(), 0)).1 += 1;
            }
        }
    }
    left_out.into_iter().map(|(name, (span, count))| (name, span, count)).collect()
}

/// Fields that reference managers write and that have no place here.
///
/// What they keep for themselves (`file`, `date-added`) and what other fields say too (`shortjournal`) is not among them.
const LEFT_OUT: &[&str] = &[
    "abstract",
    "collaborator",
    "eventdate",
    "keywords",
    "library",
    "origdate",
    "origlocation",
    "origpublisher",
    "origtitle",
    "related",
    "reprinttitle",
    "series",
    "shorthand",
    "titleaddon",
    "type",
];

/// An entry as it was written.
struct Raw<'a> {
    raw: RawEntry<'a>,
    /// Where the text starts that its spans are counted from.
    start: usize,
    length: usize,
}

impl<'a> Raw<'a> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let (start, end) = (range.start.min(self.length), range.end.min(self.length));
        Span::new(self.start + start, self.start + end.max(start))
    }

    fn key(&self) -> Span {
        self.span(self.raw.key.span.clone())
    }

    fn field(&self, name: &str) -> Option<&Pair<'a>> {
        self.raw.fields.iter().find(|field| field.key.v.eq_ignore_ascii_case(name))
    }

    fn value(&self, field: &Pair) -> Span {
        // Without the braces or quotation marks, if it is one piece.
        match field.value.v.as_slice() {
            [only] => self.span(only.span.clone()),
            _ => self.span(field.value.span.clone()),
        }
    }
}

/// A field's text and its place.
struct Text {
    text: String,
    span: Span,
}

struct Reader {
    file: FileId,
    found: Vec<Diagnostic>,
    /// What `@string` defines, written out.
    strings: BTreeMap<String, String>,
    /// Whether the entries are to be taken over, and may be called what they like.
    is_foreign: bool,
}

/// The longest text that a `@string` may stand for.
const MAX_STRING: usize = 64 * 1024;

/// How many fields of one entry are left out before it is given up; each costs another reading.
const MAX_UNREADABLE: usize = 50;

/// How many entries one may take fields from.
const MAX_PARENTS: usize = 16;

impl Reader {
    fn report(&mut self, code: Code, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(code, self.file, span, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    fn parse<'a>(&mut self, piece: &Piece<'a>) -> Option<Raw<'a>> {
        let mut raw = self.parse_piece(piece)?;
        let Spanned { v: raw, .. } = raw.entries.pop()?;
        let entry = Raw { raw, start: piece.start, length: piece.text.len() };
        let mut seen = BTreeMap::new();
        for field in &entry.raw.fields {
            let name = field.key.v.to_lowercase();
            if let Some(first) = seen.get(&name) {
                let (second, first) = (entry.span(field.key.span.clone()), *first);
                let file = self.file;
                let finding = self.report(
                    Code::DuplicateKey,
                    second,
                    format!("the field `{}` stands twice", field.key.v),
                );
                finding.labels.push(crate::diag::Label {
                    file,
                    span: first,
                    text: "first time here".into(),
                });
                finding.help.push("keep one of the two".into());
            } else {
                seen.insert(name, entry.span(field.key.span.clone()));
            }
        }
        Some(entry)
    }

    fn parse_piece<'a>(&mut self, piece: &Piece<'a>) -> Option<RawBibliography<'a>> {
        let first_line = piece.text.lines().next().unwrap_or_default().trim_end().len();
        let head = Span::new(piece.start, piece.start + first_line);
        match piece.fault {
            Some(Fault::Unclosed) => {
                let message = format!("no brace closes this `@{}`", piece.kind);
                self.report(Code::BibSyntax, head, message)
                    .help
                    .push("add the `}` that is missing at its end, or in one of its fields".into());
                return None;
            }
            Some(Fault::Parentheses) => {
                let message = format!("`@{}` is written with parentheses", piece.kind);
                self.report(Code::BibSyntax, head, message)
                    .help
                    .push("write it with braces: `@article{key, …}`".into());
                return None;
            }
            Some(Fault::Braces) => {
                let message = format!("`@{}` has too many braces to be read", piece.kind);
                self.report(Code::BibSyntax, head, message);
                return None;
            }
            None => {}
        }
        match RawBibliography::parse(piece.text) {
            Ok(raw) => Some(raw),
            Err(error) => {
                let at = |offset: usize| piece.start + offset.min(piece.text.len());
                let span = Span::new(at(error.span.start), at(error.span.end));
                let message = format!("the entry cannot be read ({})", words(&error.kind));
                self.report(Code::BibSyntax, span, message);
                None
            }
        }
    }

    fn string(&mut self, piece: &Piece) {
        let Some(raw) = self.parse_piece(piece) else { return };
        for pair in raw.abbreviations {
            let text = self.joined(&pair);
            if text.len() > MAX_STRING {
                let span = pair.key.span.start + piece.start..pair.key.span.end + piece.start;
                let message = format!("the text of `{}` is too long", pair.key.v);
                self.report(Code::BibSyntax, span.into(), message);
                continue;
            }
            self.strings.insert(pair.key.v.to_owned(), text);
        }
    }

    /// The pieces of a field put together, as written. Names that nothing defines stand for themselves.
    fn joined(&self, field: &Pair) -> String {
        let piece = |chunk: &Spanned<RawChunk>| match chunk.v {
            RawChunk::Normal(text) => text.to_owned(),
            RawChunk::Abbreviation(name) => {
                self.strings.get(name).cloned().unwrap_or_else(|| name.to_owned())
            }
        };
        field.value.v.iter().map(piece).collect()
    }

    /// A field that is no running text: its braces and escapes taken out; `None` if it is not there or empty.
    fn text(&self, entry: &Raw, name: &str) -> Option<Text> {
        let field = entry.field(name)?;
        let text = entry::clean(&unescaped(&self.joined(field)));
        (!text.is_empty()).then(|| Text { text, span: entry.value(field) })
    }

    /// Reports fields that are all but called as one of our own: nothing would read them.
    fn misspelt(&mut self, entry: &Raw) {
        for field in &entry.raw.fields {
            let name = field.key.v;
            let alone = |name: &str| name.to_lowercase().replace(['-', '_'], "");
            if OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) {
                continue;
            }
            let meant = OWN.iter().copied().find(|own| alone(own) == alone(name));
            if let Some(meant) = meant.or_else(|| nearest(name, OWN.iter().copied())) {
                let span = entry.span(field.key.span.clone());
                let message = format!("nothing reads the field `{name}`");
                let finding = self.report(Code::UnknownKey, span, message);
                finding.help.push(format!("did you mean `{meant}`?"));
            }
        }
    }

    fn lower(&mut self, entry: &Raw, all: &BTreeMap<&str, &Raw>) -> Option<(Source, Entry)> {
        self.misspelt(entry);
        let text_of_key = entry.raw.key.v;
        let key = match SourceKey::parse(text_of_key) {
            Ok(key) => Some(key),
            // Who takes it over gives it another, and says so.
            Err(_) if self.is_foreign => Some(SourceKey::fallback()),
            Err(invalid) => {
                let (message, help) = read_yaml::invalid_key(text_of_key, invalid.character);
                self.report(Code::InvalidKey, entry.key(), message).help.push(help);
                None
            }
        };
        let parents = self.parents(entry, all);
        let (tex, converted) = self.convert(entry, &parents);
        let text_of = |name: &str| {
            let chunks = tex.as_ref()?.get(name)?;
            let text = entry::clean(&untexed(&chunks.format_verbatim()));
            (!text.is_empty()).then_some(text)
        };

        let date = self.date(entry).or_else(|| parents.iter().find_map(|parent| self.date(parent)));
        let language = self.language(entry);
        let mut parts = converted.as_ref().map(Part::all_of).unwrap_or_default();
        for text in parts.iter_mut().flat_map(Part::texts_mut) {
            untex(text);
        }
        if let Some(subtitle) = text_of("subtitle") {
            for part in &mut parts {
                if let Part::Title(title) = part {
                    title.value.push_str(": ", ChunkKind::Normal);
                    title.value.push_str(&subtitle, ChunkKind::Normal);
                }
            }
        }
        parts.extend(date.as_ref().and_then(entry::to_hayagriva_date).map(Part::Date));
        parts.extend(language.clone().map(Part::Language));
        let kind = converted.as_ref().map_or(EntryType::Misc, |entry| *entry.entry_type());
        let mut above: Vec<Entry> =
            converted.iter().flat_map(hayagriva::Entry::parents).map(Entry::from).collect();
        let is_newspaper = text_of("entrysubtype").is_some_and(|kind| kind == "newspaper");
        if is_newspaper && kind == EntryType::Article {
            above.iter_mut().for_each(Entry::make_newspaper);
        }
        let csl = Entry::new(kind, parts, above);

        let title = csl.title().map(|title| entry::clean(&title)).filter(|title| !title.is_empty());
        if title.is_none() && entry.field("title").is_none() {
            let message = format!("source `{text_of_key}` has no `title`");
            self.report(Code::MissingKey, entry.key(), message)
                .help
                .push("add `title = {…}`; with `title-supplied = {true}` if it is your own".into());
        }
        let url = self.url(entry);
        let archived = self.address(entry, "archived-url").map(|(address, span)| Archived {
            address,
            date: self.date_of(entry, "archived-date"),
            place: Place::Bytes(span),
        });
        let place = Place::Bytes(entry.key());
        let title_supplied = self.is_true(entry, "title-supplied");
        let url_status = self.url_status(entry);
        let key = key?;
        let source = Source {
            title: title.unwrap_or_else(|| key.to_string()),
            file: self.file,
            sort: entry::kind_name(kind).to_owned(),
            title_supplied,
            title_translated: text_of("title-translated"),
            language,
            authors: csl.authors(),
            publisher: csl.publisher(),
            date,
            url,
            origins: self.origins(entry, &place),
            wire: self.text(entry, "wire").map(|wire| wire.text),
            archived,
            url_status,
            quotes: Vec::new(),
            place,
            key,
        };
        Some((source, csl))
    }

    /// The entries that one takes fields from by `crossref` and `xdata`, nearest first; none if they refer to each other in a circle.
    fn parents<'a, 'b>(
        &mut self,
        entry: &'b Raw<'a>,
        all: &BTreeMap<&str, &'b Raw<'a>>,
    ) -> Vec<&'b Raw<'a>> {
        for keys in LINKS.iter().filter_map(|name| self.text(entry, name)).collect::<Vec<_>>() {
            for key in keys_in(&keys.text).filter(|key| !all.contains_key(key)) {
                let message = format!("no entry of this file has the key `{key}`");
                let help = did_you_mean(key, all.keys().copied());
                self.report(Code::UnknownSource, keys.span, message).help.extend(help);
            }
        }
        let parents = self.reachable(entry, all);
        let is_in =
            |entry: &Raw, entries: &[&Raw]| entries.iter().any(|known| std::ptr::eq(*known, entry));
        let is_circular = is_in(entry, &parents);
        if is_circular || parents.len() > MAX_PARENTS {
            let at = LINKS.iter().find_map(|name| entry.field(name));
            let span = at.map_or(entry.key(), |field| entry.value(field));
            let own = entry.raw.key.v;
            let message = if is_circular {
                format!("`{own}` takes fields from itself, by way of others")
            } else {
                format!("`{own}` takes fields from more than {MAX_PARENTS} entries")
            };
            self.report(Code::InvalidValue, span, message);
            return Vec::new();
        }
        // A circle further up is reported where it is.
        let is_sound = |parent: &&Raw<'a>| !is_in(parent, &self.reachable(parent, all));
        if parents.iter().all(is_sound) { parents } else { Vec::new() }
    }

    /// What can be reached from an entry, itself included if it can; one more than are allowed at most.
    fn reachable<'a, 'b>(
        &self,
        entry: &Raw<'a>,
        all: &BTreeMap<&str, &'b Raw<'a>>,
    ) -> Vec<&'b Raw<'a>> {
        let links = |entry: &Raw| -> Vec<&'b Raw<'a>> {
            let keys = LINKS.iter().filter_map(|name| self.text(entry, name));
            keys.flat_map(|keys| {
                keys_in(&keys.text).filter_map(|key| all.get(key).copied()).collect::<Vec<_>>()
            })
            .collect()
        };
        let mut reached: Vec<&Raw> = Vec::new();
        let mut waiting = links(entry);
        while let Some(next) = waiting.pop() {
            let is_new = !reached.iter().any(|known| std::ptr::eq(*known, next));
            if is_new && reached.len() <= MAX_PARENTS {
                reached.push(next);
                waiting.extend(links(next));
            }
        }
        reached
    }

    /// Reads the fields of an entry and has Hayagriva make sense of them; a field that cannot be read is reported and left out.
    fn convert(
        &mut self,
        entry: &Raw,
        parents: &[&Raw],
    ) -> (Option<biblatex::Entry>, Option<hayagriva::Entry>) {
        let mut own = self.fields(entry);
        let mut unreadable = 0;
        loop {
            let (span, reason) = match self.resolved(entry, own.clone(), &[]) {
                Err(error) => (error.span, words(&error.kind)),
                Ok(None) => return (None, None),
                Ok(Some(alone)) => {
                    // The parents' faults are reported where they are read themselves.
                    let whole = match parents {
                        [] => None,
                        _ => self.resolved(entry, own.clone(), parents).ok().flatten(),
                    };
                    match hayagriva::Entry::try_from(whole.as_ref().unwrap_or(&alone)) {
                        Ok(converted) => return (Some(whole.unwrap_or(alone)), Some(converted)),
                        Err(_) if whole.is_some() => match hayagriva::Entry::try_from(&alone) {
                            Ok(converted) => return (Some(alone), Some(converted)),
                            Err(error) => (error.span, error.kind.to_string()),
                        },
                        Err(error) => (error.span, error.kind.to_string()),
                    }
                }
            };
            let holds = |field: &Pair| {
                field.value.span.start <= span.start && span.start <= field.value.span.end
            };
            unreadable += 1;
            let Some(bad) = own.iter().position(holds).filter(|_| unreadable <= MAX_UNREADABLE)
            else {
                let message = format!("the entry cannot be read ({reason})");
                self.report(Code::BibSyntax, entry.key(), message);
                return (None, None);
            };
            let bad = own.remove(bad);
            let message = format!("the field `{}` cannot be read ({reason})", bad.key.v);
            self.report(Code::BibSyntax, entry.span(span), message);
        }
    }

    /// The fields that are left to the reader of BibLaTeX.
    fn fields<'a>(&self, entry: &Raw<'a>) -> Vec<Pair<'a>> {
        let ours = |name: &str| OURS.iter().any(|ours| ours.eq_ignore_ascii_case(name));
        let mut fields = entry.raw.fields.clone();
        fields.retain(|field| {
            let is_address = field.key.v.eq_ignore_ascii_case("howpublished")
                && address_in(&self.joined(field)).is_some();
            !ours(field.key.v) && !is_address
        });
        fields
    }

    fn resolved<'a>(
        &self,
        entry: &Raw<'a>,
        own: Vec<Pair<'a>>,
        parents: &[&Raw<'a>],
    ) -> Result<Option<biblatex::Entry>, biblatex::ParseError> {
        let of = |entry: &Raw<'a>, mut fields: Vec<Pair<'a>>| {
            let is_link =
                |field: &Pair| LINKS.iter().any(|link| field.key.v.eq_ignore_ascii_case(link));
            fields.retain(|field| !parents.is_empty() || !is_link(field));
            let RawEntry { key, kind, fields: _ } = &entry.raw;
            Spanned::zero(RawEntry { key: key.clone(), kind: kind.clone(), fields })
        };
        let mut entries = vec![of(entry, own)];
        entries.extend(parents.iter().map(|parent| of(parent, self.fields(parent))));
        let mut abbreviations = BTreeMap::new();
        let fields = entries.iter().flat_map(|entry| &entry.v.fields);
        for chunk in fields.flat_map(|field| &field.value.v) {
            if let RawChunk::Abbreviation(name) = chunk.v
                && let Some(text) = self.strings.get(name)
            {
                let value = vec![Spanned::zero(RawChunk::Normal(text))];
                let pair = Pair::new(Spanned::zero(name), Spanned::zero(value));
                abbreviations.insert(name, pair);
            }
        }
        let abbreviations = abbreviations.into_values().collect();
        let raw = RawBibliography { preamble: String::new(), entries, abbreviations };
        Ok(Bibliography::from_raw(raw)?.get(entry.raw.key.v).cloned())
    }

    /// When it was published: `date`, else what `year`, `month` and `day` say.
    fn date(&mut self, entry: &Raw) -> Option<Date> {
        if entry.field("date").is_some() {
            return self.date_of(entry, "date");
        }
        let year = self.text(entry, "year")?;
        let is_year = year.text.len() == 4 && year.text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_year {
            // "In press", "n.d."; but a tool may have put a whole date there.
            return Date::parse(&year.text)
                .ok()
                .filter(|_| year.text.starts_with(|c: char| c.is_ascii_digit()));
        }
        let mut edtf = year.text;
        let mut span = year.span;
        if let Some(month) = self.text(entry, "month")
            && let Some(number) = month_of(&month.text)
        {
            edtf += &format!("-{number:02}");
            // `month = apr # "~27"` is a day too.
            let digits = month.text.trim_start_matches(|c: char| !c.is_ascii_digit());
            let in_month = month.text.starts_with(|c: char| c.is_alphabetic()).then_some(digits);
            let day = self.text(entry, "day");
            span = day.as_ref().map_or(month.span, |day| day.span);
            let day = day.map(|day| day.text).or_else(|| in_month.map(str::to_owned));
            if let Some(day) = day.and_then(|day| day.trim().parse::<u8>().ok()) {
                edtf += &format!("-{day:02}");
            }
        }
        self.checked_date(&Text { text: edtf, span })
    }

    fn date_of(&mut self, entry: &Raw, name: &str) -> Option<Date> {
        let text = self.text(entry, name)?;
        // Tools write the time of day too.
        let day = text.text.split('T').next().unwrap_or_default().to_owned();
        self.checked_date(&Text { text: day, ..text })
    }

    fn checked_date(&mut self, date: &Text) -> Option<Date> {
        match read_date(&date.text) {
            Ok(date) => Some(date),
            Err(BadDate { code, message, help }) => {
                self.report(code, date.span, message).help.extend(help);
                None
            }
        }
    }

    fn url(&mut self, entry: &Raw) -> Option<Url> {
        let found = match entry.field("url") {
            Some(_) => self.address(entry, "url"),
            None => {
                let field = entry.field("howpublished")?;
                let address = address_in(&self.joined(field))?;
                Some((address, entry.value(field)))
            }
        };
        let (address, span) = found?;
        Some(Url { address, accessed: self.date_of(entry, "urldate"), place: Place::Bytes(span) })
    }

    fn address(&mut self, entry: &Raw, name: &str) -> Option<(String, Span)> {
        let Text { text, span } = self.text(entry, name)?;
        let text = address_in(&text).unwrap_or(text);
        match address::check(&text) {
            Ok(()) => Some((text, span)),
            Err(address::Unusable { code, message, help }) => {
                self.report(code, span, message).help.push(help);
                None
            }
        }
    }

    /// The language's tag; a name that is in no table is as good as none.
    fn language(&self, entry: &Raw) -> Option<String> {
        ["language", "langid", "hyphenation"].iter().find_map(|name| {
            let text = self.text(entry, name)?.text;
            let first = text.split(" and ").next().unwrap_or_default().trim();
            language::code_of(first)
                .map(str::to_owned)
                .or_else(|| language::is_well_formed(first).then(|| first.to_owned()))
        })
    }

    fn is_true(&mut self, entry: &Raw, name: &str) -> bool {
        let Some(Text { text, span }) = self.text(entry, name) else { return false };
        if !matches!(text.as_str(), "true" | "false") {
            let message = format!("`{text}` is neither `true` nor `false`");
            self.report(Code::InvalidValue, span, message);
        }
        text == "true"
    }

    fn url_status(&mut self, entry: &Raw) -> UrlStatus {
        let Some(Text { text, span }) = self.text(entry, "url-status") else {
            return UrlStatus::default();
        };
        UrlStatus::from_word(&text).unwrap_or_else(|| {
            let names = || UrlStatus::ALL.iter().map(|status| status.as_str());
            let all: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            let message = format!("`{text}` is none of {}", all.join(", "));
            self.report(Code::InvalidValue, span, message)
                .help
                .extend(did_you_mean(&text, names()));
            UrlStatus::default()
        })
    }

    /// Whose reporting it is, each with its own place where it is written in one piece.
    fn origins(&self, entry: &Raw, key: &Place) -> Vec<(String, Place)> {
        let Some(field) = entry.field("origin") else {
            return vec![("own".to_owned(), key.clone())];
        };
        let mut origins = Vec::new();
        if let [only] = field.value.v.as_slice()
            && let RawChunk::Normal(text) = only.v
        {
            let mut at = only.span.start;
            for part in text.split(',') {
                let word = part.trim();
                let start = at + (part.len() - part.trim_start().len());
                let span = entry.span(start..start + word.len());
                let word = unescaped(word);
                if !word.is_empty() {
                    origins.push((word, Place::Bytes(span)));
                }
                at += part.len() + 1;
            }
        } else {
            let place = Place::Bytes(entry.value(field));
            let words = self.joined(field);
            let words = words.split(',').map(|word| entry::clean(&unescaped(word)));
            origins.extend(words.filter(|word| !word.is_empty()).map(|word| (word, place.clone())));
        }
        if origins.is_empty() {
            origins.push(("own".to_owned(), key.clone()));
        }
        origins
    }
}

/// Fields that are read here, and some that no reference should print.
///
/// Dates among them because BibLaTeX's reader panics on some (`month = {April 300}`).
const OURS: &[&str] = &[
    "abstract",
    "annotation",
    "annote",
    "archived-date",
    "archived-url",
    "date",
    "day",
    "eventdate",
    "file",
    "hyphenation",
    "ids",
    "keywords",
    "langid",
    "language",
    "month",
    "origdate",
    "origin",
    "title-supplied",
    "url",
    "url-status",
    "urldate",
    "wire",
    "year",
];

/// Fields that are ours alone: what reference managers write is called otherwise.
const OWN: &[&str] = &[
    "archived-date",
    "archived-url",
    "origin",
    "title-supplied",
    "title-translated",
    "url-status",
    "wire",
];

/// Fields that name entries to take other fields from.
const LINKS: [&str; 2] = ["crossref", "xdata"];

fn keys_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|key| !key.is_empty())
}

/// A parser's complaint in an editor's words.
fn words(kind: &ParseErrorKind) -> String {
    let name = |token: Token| match token {
        Token::Identifier => "a name",
        Token::OpeningBrace => "an opening brace",
        Token::ClosingBrace => "a closing brace",
        Token::Comma => "a comma",
        Token::QuotationMark => "a quotation mark",
        Token::Equals => "an equals sign",
        Token::DecimalPoint => "a decimal point",
    };
    match kind {
        ParseErrorKind::UnexpectedEof => {
            "a brace, quotation mark or `$` is not closed, or a value is missing".to_owned()
        }
        ParseErrorKind::Expected(token) => format!("expected {}", name(*token)),
        ParseErrorKind::Unexpected(token) => format!("did not expect {} here", name(*token)),
        ParseErrorKind::UnknownAbbreviation(word) => {
            format!("no `@string` defines `{word}`; put text in braces")
        }
        ParseErrorKind::MalformedCommand => "a TeX command is not complete".to_owned(),
        other => other.to_string(),
    }
}

/// A text with its braces taken out and its escaped characters as they are.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '{' | '}' => {}
            '\\' => {
                if let Some(escaped) = characters.next_if(|next| "%#&_{}~$\\: ".contains(*next)) {
                    plain.push(escaped);
                } else {
                    plain.push('\\');
                }
            }
            other => plain.push(other),
        }
    }
    plain.trim().to_owned()
}

/// The address in a text that is nothing but one, by itself or in `\url{…}`.
fn address_in(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text
        .strip_prefix("\\url")
        .map(|rest| rest.trim().trim_start_matches('{').trim_end_matches('}'));
    let address = unescaped(inner.unwrap_or(text));
    (address.starts_with("http") && address::check(&address).is_ok()).then_some(address)
}

/// The number of a month by its number, its English name or an abbreviation of that.
fn month_of(text: &str) -> Option<usize> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.trim().to_lowercase();
    if let Ok(number) = text.parse() {
        return (1..=12).contains(&number).then_some(number);
    }
    MONTHS.iter().position(|month| text.starts_with(month)).map(|month| month + 1)
}

fn untex(text: &mut FormatString) {
    let chunks =
        text.value.0.iter_mut().chain(text.short.iter_mut().flat_map(|short| &mut short.0));
    for chunk in chunks {
        // Mathematics is shown as it was written.
        if chunk.kind == ChunkKind::Math {
            chunk.kind = ChunkKind::Verbatim;
        } else {
            chunk.value = untexed(&chunk.value);
        }
        chunk.value.retain(|character| !character.is_control());
    }
}

/// A text without the commands that its reader left in it (`\emph{…}`, `\url{…}`), and its ties as spaces.
fn untexed(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '~' => plain.push('\u{a0}'),
            '\\' if characters.peek().is_some_and(char::is_ascii_alphabetic) => {
                while characters.next_if(char::is_ascii_alphabetic).is_some() {}
                match characters.peek() {
                    Some('{') => {
                        characters.next();
                        depth += 1;
                    }
                    Some(' ') => {
                        characters.next();
                    }
                    _ => {}
                }
            }
            '}' if depth > 0 => depth -= 1,
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use crate::biblio::trial::{bib, findings};
    use crate::model::Date;

    const AP: &str = "@string{ap = \"Associated Press\"}
@online{ap-2018,
  author       = {Baldor, Lolita C. and {U.S. Department of Defense}},
  title        = {{IS} sites seized --- \\emph{again}},
  subtitle     = {A {\\'E}tude},
  organization = ap,
  date         = {2018-04-27},
  url          = {https://example.org/a_b--c%20d},
  urldate      = {2024-06-20},
  langid       = {english},
  origin       = {ap, own},
  wire         = {ap-2018-04-27},
  archived-url = {https://web.archive.org/web/2018/https://example.org/},
  archived-date = {2018-05-01},
  url-status   = {dead},
  title-translated = {Re-{IS}},
  title-supplied = {true},
  keywords     = {a, b},
}";

    #[test]
    fn a_field_of_ours_is_read_like_the_key_of_the_same_name() {
        let (sources, found) = bib(AP);
        assert_eq!(findings(AP, &found), "");
        let (source, _) = &sources[0];
        assert_eq!(source.key.as_str(), "ap-2018");
        assert_eq!(source.sort, "web");
        assert_eq!(source.title, "IS sites seized — again: A Étude");
        assert_eq!(source.title_translated.as_deref(), Some("Re-IS"));
        assert!(source.title_supplied);
        assert_eq!(source.authors, ["Lolita C. Baldor", "U.S. Department of Defense"]);
        assert_eq!(source.publisher.as_deref(), Some("Associated Press"));
        assert_eq!(source.date.as_ref().map(Date::edtf), Some("2018-04-27"));
        assert_eq!(source.language.as_deref(), Some("en"));
        let url = source.url.as_ref().expect("an address");
        assert_eq!(url.address, "https://example.org/a_b--c%20d");
        assert_eq!(url.accessed.as_ref().map(Date::edtf), Some("2024-06-20"));
        let archived = source.archived.as_ref().expect("a copy");
        assert_eq!(archived.address, "https://web.archive.org/web/2018/https://example.org/");
        assert_eq!(archived.date.as_ref().map(Date::edtf), Some("2018-05-01"));
        assert_eq!(source.url_status.as_str(), "dead");
        assert_eq!(source.wire.as_deref(), Some("ap-2018-04-27"));
        let file = crate::text::SourceText {
            path: String::new(),
            text: AP.to_owned(),
            yaml: crate::text::Span::default(),
            ..crate::text::SourceText::default()
        };
        let origins: Vec<_> = source
            .origins
            .iter()
            .map(|(origin, place)| (origin.as_str(), &AP[place.span(&file).range()]))
            .collect();
        assert_eq!(origins, [("ap", "ap"), ("own", "own")]);
    }

    #[test]
    fn a_broken_entry_leaves_the_others_alone() {
        let text = "@book{a, title = {A}}\n@book{b, title {B}}\n@book{c, title = {C}\n@book{d, title = {D}}\n@book(e, title = {E})\n@book{f, title = {F $5}}\n@book{g, title = undefined}\n";
        let (sources, found) = bib(text);
        let keys: Vec<_> = sources.iter().map(|(source, _)| source.key.as_str()).collect();
        assert_eq!(keys, ["a", "d", "f", "g"]);
        assert_eq!(
            findings(text, &found),
            "\
bib-syntax at 2:16 ``: the entry cannot be read (expected an equals sign)
bib-syntax at 3:1 `@book{c, title = {C}`: no brace closes this `@book`
bib-syntax at 5:1 `@book(`: `@book` is written with parentheses
bib-syntax at 6:23 ``: the field `title` cannot be read (a brace, quotation mark or `$` is not closed, or a value is missing)
bib-syntax at 7:18 `undefined`: the field `title` cannot be read (no `@string` defines `undefined`; put text in braces)
"
        );
    }

    #[test]
    fn what_is_wrong_is_found_where_it_is_written() {
        let text = "@online{a/b, title = {T}, date = {2018-04-27}}
@online{c, title = {T}, url = {www.example.org}, archived-url = {javascript:alert(1)}, url-status = {daed}}
@online{c, date = {2018}}
@online{d, date = {2018}, title-supplied = {yes}, title = {x}, title = {y}, crossref = {e}}
@online{, title = {x}}
";
        let (_, found) = bib(text);
        assert_eq!(
            findings(text, &found),
            "\
invalid-key at 1:9 `a/b`: the key `a/b` has `/` in it, so no citation can name it
invalid-url at 2:32 `www.example.org`: `www.example.org` is not a usable address: it has no scheme
unsafe-scheme at 2:66 `javascript:alert(1)`: `javascript:` is not a scheme that a source may have
invalid-value at 2:102 `daed`: `daed` is none of `live`, `dead`, `usurped`
duplicate-id at 3:9 `c`: two entries have the key `c`
invalid-value at 4:45 `yes`: `yes` is neither `true` nor `false`
duplicate-key at 4:64 `title`: the field `title` stands twice
unknown-source at 4:89 `e`: no entry of this file has the key `e`
invalid-key at 5:9 ``: a source's key is empty
"
        );
    }

    #[test]
    fn a_year_and_a_month_make_a_date() {
        for (fields, expected) in [
            ("year = 2018, month = apr", Some("2018-04")),
            ("year = {2018}, month = {April}, day = {7}", Some("2018-04-07")),
            ("year = 2018, month = 4 # {~27}", Some("2018")),
            ("year = 2018, month = apr # {~27}", Some("2018-04-27")),
            ("year = 2018, month = {April 300}", Some("2018-04")),
            ("year = {in press}", None),
            ("date = {2018-04-27T10:00:00Z}", Some("2018-04-27")),
            ("date = {2018-04/2018-05}", Some("2018-04/2018-05")),
        ] {
            let text = format!("@misc{{a, title = {{T}}, {fields}}}");
            let (sources, found) = bib(&text);
            assert_eq!(findings(&text, &found), "", "{fields}");
            let date = sources[0].0.date.as_ref().map(Date::edtf);
            assert_eq!(date, expected, "{fields}");
        }
    }

    #[test]
    fn a_chapter_takes_from_the_book_that_it_refers_to() {
        let text = "@inproceedings{a, title = {A}, crossref = {p}}
@proceedings{p, title = {Proceedings}, date = {2018}, publisher = {Press}}";
        let (sources, found) = bib(text);
        assert_eq!(findings(text, &found), "");
        assert_eq!(sources[0].0.publisher.as_deref(), Some("Press"));
        assert_eq!(sources[0].0.date.as_ref().map(Date::edtf), Some("2018"));
    }

    #[test]
    fn entries_that_refer_to_each_other_in_a_circle_are_found() {
        let text = "@book{a, title = {A}, crossref = {b}}
@book{b, title = {B}, crossref = {c}}
@book{c, title = {C}, xdata = {d, b}}
@xdata{d, publisher = {P}}";
        let (sources, found) = bib(text);
        assert_eq!(sources.len(), 3);
        assert_eq!(
            findings(text, &found),
            "\
invalid-value at 2:35 `c`: `b` takes fields from itself, by way of others
invalid-value at 3:32 `d, b`: `c` takes fields from itself, by way of others
"
        );
    }

    #[test]
    fn an_address_may_stand_in_howpublished_and_a_newspaper_says_so() {
        let text = "@article{a, title = {T}, journaltitle = {France 24}, entrysubtype = {newspaper}, howpublished = {\\url{https://example.org/x\\_y}}}";
        let (sources, found) = bib(text);
        assert_eq!(findings(text, &found), "");
        let (source, _) = &sources[0];
        assert_eq!(
            source.url.as_ref().map(|url| url.address.as_str()),
            Some("https://example.org/x_y")
        );
        assert_eq!(source.publisher.as_deref(), Some("France 24"));
    }

    #[test]
    fn definitions_that_grow_without_end_are_not_followed() {
        let mut text = "@string{a0 = \"0123456789\"}\n".to_owned();
        for n in 1..60 {
            let before = n - 1;
            text += &format!("@string{{a{n} = a{before} # a{before}}}\n");
        }
        text += "@string{x = y}\n@string{y = x}\n@misc{k, title = {T}, note = a59, year = x}";
        let (sources, found) = bib(&text);
        assert_eq!(sources.len(), 1);
        assert!(found.iter().any(|finding| finding.message == "the text of `a13` is too long"));
    }
}
