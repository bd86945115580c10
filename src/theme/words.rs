//! A theme's words in the site's language, from the files of its `i18n/`.
//!
//! English is the measure: it says which words there are and what stands in them. Another language gives
//! the same words; what it leaves out is English on the page.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::model::{Date, DateWords, plural};
use crate::text::{FileId, SourceText, Span, Texts};
use crate::yaml::{self, FromNode, Located, MapOf, Node, Place, Reading, Shape, raw};

/// The language that every theme has.
pub const BASE: &str = "en";

/// What a template cannot call a word by: its language has the names for itself.
const RESERVED: &[&str] = &[
    "and",
    "block",
    "break",
    "component",
    "continue",
    "elif",
    "else",
    "endblock",
    "extends",
    "false",
    "filter",
    "for",
    "if",
    "in",
    "include",
    "is",
    "loop",
    "none",
    "not",
    "or",
    "range",
    "raw",
    "set",
    "super",
    "throw",
    "true",
];

raw! {
    /// A file of `i18n/` as it is written.
    struct RawWords("a file of words") {
        /// The words by name.
        words: MapOf<Word> = "words",
        /// How dates are said.
        dates: MapOf<Word> = "dates",
        /// How numbers are written.
        numbers: RawNumbers = "numbers",
    }

    /// How numbers are written.
    struct RawNumbers("numbers") {
        /// What stands between groups of three digits.
        group: String = "group",
        /// The digits from which a number is written in groups.
        least_digits: i64 = "least-digits",
    }
}

/// A theme's words in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// BCP 47 tag of the site's language.
    language: String,
    /// The language whose rules the forms follow: English, if the words are.
    counting: String,
    words: BTreeMap<String, Word>,
    /// How dates are said.
    pub dates: DateWords,
    group: String,
    least_digits: usize,
}

/// A text, or one for each form of a number, with places for what is put into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    forms: Vec<(String, Form)>,
    /// The items of a list: months, seasons.
    list: Vec<String>,
}

/// A text cut at its places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Form {
    text: String,
    pieces: Vec<Piece>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What stands there.
    Text(String),
    /// The name of a place, `name` for `{name}`.
    Place(String),
}

impl Words {
    /// BCP 47 tag of the site's language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The word of a name.
    pub fn get(&self, name: &str) -> Option<&Word> {
        self.words.get(name)
    }

    /// All words by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Word)> {
        self.words.iter().map(|(name, word)| (name.as_str(), word))
    }

    /// The pieces of a word in the form that goes with a count.
    pub fn counted<'a>(&self, word: &'a Word, count: usize) -> &'a [Piece] {
        word.form(plural::form_of(&self.counting, count))
    }

    /// A whole number as the language writes it: "12,345".
    pub fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        if digits.len() < self.least_digits || self.group.is_empty() {
            return digits;
        }
        let mut written = String::with_capacity(digits.len() + 4);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                written.push_str(&self.group);
            }
            written.push(digit);
        }
        written
    }
}

impl Word {
    /// The text of a word that has no places.
    pub fn text(&self) -> &str {
        self.find("other").map_or("", |form| &form.text)
    }

    /// The pieces of a word that does not depend on a number.
    pub fn pieces(&self) -> &[Piece] {
        self.form("other")
    }

    /// The text with its places filled, those that nothing is given for with nothing.
    pub fn filled(&self, given: &[(&str, &str)]) -> String {
        fill(self.pieces(), given)
    }

    /// The text with a date at its `{date}`, in the form that goes with that kind of date.
    pub fn dated(&self, date: &Date, words: &DateWords) -> String {
        fill(self.form(date.kind()), &[("date", &date.in_words(words))])
    }

    /// The names of its places, sorted.
    pub fn places(&self) -> Vec<&str> {
        self.find("other").map_or_else(Vec::new, Form::places)
    }

    /// Whether it has forms for different numbers.
    pub fn is_counted(&self) -> bool {
        self.forms.len() > 1 && !self.places().contains(&"date")
    }

    fn form(&self, name: &str) -> &[Piece] {
        self.find(name).or_else(|| self.find("other")).map_or(&[], |form| &form.pieces)
    }

    fn find(&self, name: &str) -> Option<&Form> {
        self.forms.iter().find(|(known, _)| known == name).map(|(_, form)| form)
    }

    /// The text of each form.
    fn texts(&self) -> Vec<(String, String)> {
        self.forms.iter().map(|(name, form)| (name.clone(), form.text.clone())).collect()
    }
}

fn fill(pieces: &[Piece], given: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Place(place) => {
                text.extend(given.iter().find(|(name, _)| name == place).map(|(_, what)| *what));
            }
        }
    }
    text
}

impl Form {
    /// Cuts a text at its places; `None` for a brace that is no place's.
    fn read(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from_brace) = rest.split_at(at);
            let (name, after) = from_brace.strip_prefix('{')?.split_once('}')?;
            if name.is_empty()
                || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            {
                return None;
            }
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Place(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Some(Self { text: text.to_owned(), pieces })
    }

    fn places(&self) -> Vec<&str> {
        let places = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Place(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        });
        let mut places: Vec<_> = places.collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

impl FromNode for Word {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        match node {
            Node::Text(_) => {
                let form = Form::from_node(node, reading)?;
                Some(Self { forms: vec![("other".to_owned(), form)], ..Self::default() })
            }
            Node::Map(_) => {
                let forms = <MapOf<Form>>::from_node(node, reading)?.0;
                if !forms.iter().any(|(name, _)| name == "other") {
                    reading.problem(
                        Code::MissingKey,
                        "a word with forms has none for `other`",
                        "add `other: …`, which stands for every number that has no form of its own",
                    );
                    return None;
                }
                let forms = forms.into_iter().map(|(name, form)| (name, form.value));
                Some(Self { forms: forms.collect(), ..Self::default() })
            }
            Node::List(_) => {
                let items = Vec::<Located<String>>::from_node(node, reading)?;
                let list = items.into_iter().map(|item| item.value).collect();
                Some(Self { list, ..Self::default() })
            }
            _ => reading.wrong_type("a text, or a map with a text for each form", node),
        }
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![Form::shape(), <MapOf<Form>>::shape(), <Vec<Located<String>>>::shape()])
    }
}

impl FromNode for Form {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let text = String::from_node(node, reading)?;
        let form = Self::read(&text);
        if form.is_none() {
            let message = format!("`{text}` has a brace that is no place's");
            reading.problem(
                Code::InvalidValue,
                message,
                "write a place as `{name}`, in small letters",
            );
        }
        form
    }

    fn shape() -> Shape {
        Shape::text()
    }
}

/// A file of words: its path from the site's root, and its text.
pub(super) struct WordFile {
    pub(super) tag: String,
    pub(super) path: String,
    pub(super) text: String,
}

/// Puts together the words of a language: of English, then of the language, then of its region, each from the
/// default theme first. What comes later stands in front of what came before.
pub(super) fn gather(
    language: &str,
    embedded: &[(&str, &str)],
    own: Vec<WordFile>,
    texts: &mut Texts,
) -> (Words, Gaps, Vec<Diagnostic>) {
    let mut gathering = Gathering::default();
    let mut own: Vec<Option<WordFile>> = own.into_iter().map(Some).collect();
    // Of the program's own files only tests could tell what is wrong; they have no place on disk.
    let mut unseen = Texts::default();
    let mut has_language = false;
    for tag in chain(language) {
        let is_base = tag == BASE;
        let mut add = |path: String, text: String, is_seen: bool| {
            let yaml = Span::new(0, text.len());
            let texts = if is_seen { &mut *texts } else { &mut unseen };
            let file = texts.add(SourceText { path, text, yaml, ..SourceText::default() });
            gathering.add(file, texts.get(file), is_base, is_seen);
        };
        if let Some((_, text)) = embedded.iter().find(|(known, _)| known.eq_ignore_ascii_case(&tag))
        {
            add(String::new(), (*text).to_owned(), false);
            has_language |= !is_base;
        }
        let of_tag = own
            .iter_mut()
            .find(|file| file.as_ref().is_some_and(|file| file.tag.eq_ignore_ascii_case(&tag)));
        if let Some(file) = of_tag.and_then(Option::take) {
            add(file.path, file.text, true);
            has_language |= !is_base;
        }
    }
    let gaps = if is_english(language) {
        Gaps::None
    } else if has_language {
        let of_base = |(name, _): &(&String, &(Word, bool))| (*name).clone();
        let missing: Vec<_> = gathering
            .words
            .iter()
            .chain(&gathering.dates)
            .filter(|(_, (_, is_base))| *is_base)
            .map(|pair| of_base(&pair))
            .collect();
        if missing.is_empty() { Gaps::None } else { Gaps::Some(missing) }
    } else {
        Gaps::All
    };
    let Gathering { words, dates, group, least_digits, found } = gathering;
    let list = |name: &str| dates.get(name).map_or_else(Vec::new, |(word, _)| word.list.clone());
    let words = Words {
        counting: if gaps == Gaps::All { BASE } else { language }.to_owned(),
        language: language.to_owned(),
        words: words.into_iter().map(|(name, (word, _))| (name, word)).collect(),
        dates: DateWords::new(list("months"), list("seasons"), |name| {
            dates.get(name).map_or_else(Vec::new, |(word, _)| word.texts())
        }),
        group: group.unwrap_or_default(),
        least_digits,
    };
    (words, gaps, found)
}

/// What a theme does not say in a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Gaps {
    /// It says everything.
    #[default]
    None,
    /// These words, by name.
    Some(Vec<String>),
    /// Everything.
    All,
}

/// English, then a language from its general tag to the one given: `en`, `pt`, `pt-BR`.
fn chain(language: &str) -> Vec<String> {
    let mut tags = vec![BASE.to_owned()];
    let ends = language.match_indices('-').map(|(at, _)| at).chain([language.len()]);
    tags.extend(ends.map(|end| language[..end].to_owned()));
    tags.dedup_by(|tag, before| tag.eq_ignore_ascii_case(before));
    tags
}

fn is_english(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|code| code.eq_ignore_ascii_case(BASE))
}

/// Words while files are added; each with whether it is the English one.
#[derive(Default)]
struct Gathering {
    words: BTreeMap<String, (Word, bool)>,
    dates: BTreeMap<String, (Word, bool)>,
    group: Option<String>,
    least_digits: usize,
    found: Vec<Diagnostic>,
}

impl Gathering {
    fn add(&mut self, file: FileId, source: &SourceText, is_base: bool, is_themes: bool) {
        let (raw, found) = yaml::read::<RawWords>(file, source);
        let before = self.found.len();
        self.found.extend(found);
        let RawWords { words, dates, numbers } = raw.unwrap_or_default();

        for (name, word) in words.value().unwrap_or_default().0 {
            if is_base && is_themes && !self.words.contains_key(&name) && !is_name(&name) {
                let at = word.key_place().span(source);
                let message = format!("`{name}` cannot be the name of a word");
                let help = "write small letters, digits and `_`, and no word that templates have for themselves";
                self.found.push(Diagnostic::new(Code::InvalidValue, file, at, message).help(help));
                continue;
            }
            // Only English can add a word: elsewhere it is a slip.
            let known = self.words.get(&name).map(|(word, _)| word);
            let is_good = match known {
                None if is_base => check_word(&name, &word, &word.value, file, source),
                None => Err(unknown(&name, &word, self.words.keys(), file, source)),
                Some(known) => check_word(&name, &word, known, file, source),
            };
            match is_good {
                Ok(()) => {
                    self.words.insert(name, (word.value, is_base));
                }
                Err(found) => self.found.push(*found),
            }
        }
        for (name, word) in dates.value().unwrap_or_default().0 {
            let known = self.dates.get(&name).map(|(word, _)| word);
            let is_good = match known {
                None if is_base && !is_themes => Ok(()),
                None => Err(unknown(&name, &word, self.dates.keys(), file, source)),
                Some(known) => check_forms(&name, &word, known, DateWords::KINDS, file, source),
            };
            match is_good {
                Ok(()) => {
                    self.dates.insert(name, (word.value, is_base));
                }
                Err(found) => self.found.push(*found),
            }
        }
        if let Some(RawNumbers { group, least_digits }) = numbers.value() {
            self.group = group.value().or_else(|| self.group.take());
            if let Some(least) = least_digits.value() {
                self.least_digits = usize::try_from(least).unwrap_or_default();
            }
        }
        // The program's own files are held to this by tests, and stand in no folder to point at.
        if !is_themes {
            self.found.truncate(before);
        }
    }
}

fn is_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase();
    name.bytes().next().is_some_and(is_letter)
        && name.bytes().all(|byte| is_letter(byte) || byte.is_ascii_digit() || byte == b'_')
        && !RESERVED.contains(&name)
}

fn unknown<'a>(
    name: &str,
    word: &Located<Word>,
    known: impl Iterator<Item = &'a String>,
    file: FileId,
    source: &SourceText,
) -> Box<Diagnostic> {
    let message = format!("the theme has no word `{name}`");
    let help = did_you_mean(name, known.map(String::as_str))
        .unwrap_or_else(|| format!("take it out, or add it to `i18n/{BASE}.yaml` first"));
    let at = word.key_place().span(source);
    Box::new(Diagnostic::new(Code::UnknownKey, file, at, message).help(help))
}

fn check_word(
    name: &str,
    word: &Located<Word>,
    known: &Word,
    file: FileId,
    source: &SourceText,
) -> Result<(), Box<Diagnostic>> {
    // "Seen on 3 May" and "seen in May": a word with a date has forms for kinds of date.
    let is_dated = known.places().contains(&"date");
    let forms = if is_dated { DateWords::KINDS } else { plural::FORMS };
    check_forms(name, word, known, forms, file, source)
}

/// Whether a word has the shape and the places of the one that it stands in front of.
fn check_forms(
    name: &str,
    word: &Located<Word>,
    known: &Word,
    forms: &[&str],
    file: FileId,
    source: &SourceText,
) -> Result<(), Box<Diagnostic>> {
    let finding = |place: &Place, message: String, help: String| {
        Box::new(Diagnostic::new(Code::InvalidValue, file, place.span(source), message).help(help))
    };
    let Word { forms: written, list } = &word.value;
    if list.len() != known.list.len() {
        let message = match known.list.len() {
            0 => format!("`{name}` is a text, and not a list"),
            count => format!("`{name}` is a list of {count}"),
        };
        let help = "write it as `i18n/en.yaml` of the default theme does".to_owned();
        return Err(finding(&word.place(), message, help));
    }
    let places = known.places();
    for (ordinal, (form, text)) in written.iter().enumerate() {
        let is_only = written.len() == 1;
        let path = if is_only { word.path.clone() } else { word.path.child(ordinal) };
        if !forms.contains(&form.as_str()) {
            let message = format!("`{form}` is none of the forms {}", forms.join(", "));
            let help = "take it out, or call it as one of them".to_owned();
            return Err(finding(&Place::Key(path), message, help));
        }
        let has = text.places();
        // "One report" need not say its number.
        let stray = has.iter().find(|place| !places.contains(place));
        let lost = places.iter().find(|place| form == "other" && !has.contains(place));
        let there_are = || match places.as_slice() {
            [] => "nothing is put into it".to_owned(),
            places => {
                let all: Vec<_> = places.iter().map(|place| format!("`{{{place}}}`")).collect();
                format!("what can stand in it: {}", all.join(", "))
            }
        };
        if let Some(stray) = stray {
            let message = format!("`{name}` is not given a `{{{stray}}}`");
            return Err(finding(&Place::Value(path), message, there_are()));
        }
        if let Some(lost) = lost {
            let message = format!("`{name}` lacks its `{{{lost}}}`");
            return Err(finding(&Place::Value(path), message, there_are()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "words:\n  home: Home\n  part: \"Part {part} of {total}\"\n  \
        reports: {one: \"{n} report\", other: \"{n} reports\"}\n\
        dates: {months: [a, b], day: \"{day}\"}\nnumbers: {group: \",\", least-digits: 4}\n";

    fn words(language: &str, own: &[(&str, &str)]) -> (Words, Gaps, Vec<String>) {
        let own = own.iter().map(|(tag, text)| WordFile {
            tag: (*tag).to_owned(),
            path: format!("themes/x/i18n/{tag}.yaml"),
            text: (*text).to_owned(),
        });
        let mut texts = Texts::default();
        let (words, gaps, found) = gather(language, &[("en", ENGLISH)], own.collect(), &mut texts);
        let line = |finding: &Diagnostic| {
            let source = texts.get(finding.file);
            let at = source.line_col(finding.span.start as usize);
            let help = finding.help.join("; ");
            format!("{}:{}:{}: {} ({help})", source.path, at.line, at.column, finding.message)
        };
        let found = found.iter().map(line).collect();
        (words, gaps, found)
    }

    fn text(words: &Words, name: &str) -> String {
        words.get(name).unwrap().text().to_owned()
    }

    #[test]
    fn each_language_of_the_default_theme_says_every_word_with_its_places_in_every_form() {
        let embedded = crate::theme::embedded::WORDS;
        let (english, rest) = embedded.split_at(1);
        assert_eq!(english[0].0, BASE);
        assert!(rest.len() >= 4);
        for &(tag, text) in rest {
            let own = WordFile { tag: tag.into(), path: tag.into(), text: text.into() };
            let (words, gaps, found) = gather(tag, english, vec![own], &mut Texts::default());
            assert_eq!((gaps, found), (Gaps::None, vec![]), "{tag}");
            for (name, word) in words.iter().filter(|(_, word)| word.is_counted()) {
                let mut has: Vec<_> = word.forms.iter().map(|(form, _)| form.as_str()).collect();
                has.sort_by_key(|form| plural::FORMS.iter().position(|known| known == form));
                assert_eq!(has, plural::forms_of(tag), "{tag}: {name}");
            }
        }
    }

    #[test]
    fn a_region_falls_back_to_its_language_and_that_to_english() {
        let pt = "words: {home: Início, part: \"Parte {part} de {total}\"}";
        let (words, gaps, found) = words("pt-BR", &[("pt", pt), ("pt-br", "words: {home: Casa}")]);
        assert_eq!(found, [""; 0]);
        assert_eq!(text(&words, "home"), "Casa");
        assert_eq!(text(&words, "part"), "Parte {part} de {total}");
        assert_eq!(gaps, Gaps::Some(vec!["reports".into(), "day".into(), "months".into()]));
    }

    #[test]
    fn a_language_without_words_is_english_and_counts_as_english_does() {
        let (words, gaps, _) = words("fr", &[]);
        assert_eq!(gaps, Gaps::All);
        // To French, none would be one.
        let reports = words.get("reports").unwrap();
        assert_eq!(words.counted(reports, 0), reports.pieces());
        assert_ne!(words.counted(reports, 1), reports.pieces());
    }

    #[test]
    fn english_of_any_region_has_no_gaps() {
        for language in ["en", "EN", "en-GB"] {
            assert_eq!(words(language, &[]).1, Gaps::None);
        }
    }

    #[test]
    fn a_theme_adds_words_in_english_alone() {
        let (words, gaps, found) = words("en", &[("en", "words: {motto: Sine ira}")]);
        assert_eq!(
            (text(&words, "motto").as_str(), gaps, found.len()),
            ("Sine ira", Gaps::None, 0)
        );

        let (_, _, found) = self::words("fr", &[("fr", "words:\n  hme: Accueil\n  motto: x")]);
        assert_eq!(
            found,
            [
                "themes/x/i18n/fr.yaml:2:3: the theme has no word `hme` (did you mean `home`?)",
                "themes/x/i18n/fr.yaml:3:3: the theme has no word `motto` \
                 (take it out, or add it to `i18n/en.yaml` first)",
            ]
        );
    }

    #[test]
    fn a_word_keeps_its_places_and_its_forms() {
        let (_, _, found) = words(
            "fr",
            &[(
                "fr",
                "words:\n  home: Accueil {n}\n  part: \"Partie {part}\"\n  \
                 reports: {one: un, several: x, other: \"{n}\"}\ndates:\n  months: [a]\n",
            )],
        );
        assert_eq!(
            found,
            [
                "themes/x/i18n/fr.yaml:2:9: `home` is not given a `{n}` (nothing is put into it)",
                "themes/x/i18n/fr.yaml:3:9: `part` lacks its `{total}` \
                 (what can stand in it: `{part}`, `{total}`)",
                "themes/x/i18n/fr.yaml:4:22: `several` is none of the forms zero, one, two, few, many, other \
                 (take it out, or call it as one of them)",
                "themes/x/i18n/fr.yaml:6:11: `months` is a list of 2 \
                 (write it as `i18n/en.yaml` of the default theme does)",
            ]
        );
    }

    #[test]
    fn a_brace_that_is_no_place_is_found() {
        let (_, _, found) = words("en", &[("en", "words:\n  home: a {b\n  part: {one: x}\n")]);
        assert_eq!(
            found,
            [
                "themes/x/i18n/en.yaml:2:9: `a {b` has a brace that is no place's \
                 (write a place as `{name}`, in small letters)",
                "themes/x/i18n/en.yaml:3:9: a word with forms has none for `other` \
                 (add `other: …`, which stands for every number that has no form of its own)",
            ]
        );
    }

    #[test]
    fn a_word_is_not_called_as_the_language_of_templates_calls_something() {
        let (_, _, found) = words("en", &[("en", "words: {for: x, Über: x, a_2: x}")]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("`for` cannot be the name of a word"), "{found:?}");
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        let number = |numbers: &str, number| words("xx", &[("xx", numbers)]).0.number(number);
        assert_eq!(number("{}", 1_234_567), "1,234,567");
        assert_eq!(number("{}", 999), "999");
        assert_eq!(number("numbers: {group: \".\", least-digits: 5}", 1234), "1234");
        assert_eq!(number("numbers: {group: \".\", least-digits: 5}", 12345), "12.345");
        assert_eq!(number("numbers: {group: \"\"}", 12345), "12345");
    }
}
