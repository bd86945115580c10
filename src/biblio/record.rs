//! An entry of our YAML, read from the tree: every key checked where it stands.

use std::collections::BTreeMap;

use hayagriva::types::{
    self as csl, ChunkedString, EntryType, FormatString, Numeric, Person, PersonRole,
    PersonsWithRoles, StringChunk,
};
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};

use super::entry::{self, Entry, Part};
use super::{address, language};
use crate::diag::{Code, did_you_mean};
use crate::model::{self, Archived, Quote, Url, UrlStatus};
use crate::yaml::shape::{self, Map, Names, Shape};
use crate::yaml::{
    Field, FromNode, Located, MapOf, Node, OneOrMany, Place, RawRecord, Reading, Scalar, Written,
    raw,
};

/// An entry as far as it could be read; what it lacks is for the caller to say, at its key.
pub(super) struct Record {
    pub(super) entry: Entry,
    /// The type, `None` if it is not written.
    pub(super) sort: Field<Kind>,
    /// The required keys that are not there.
    pub(super) missing: Vec<&'static str>,
    pub(super) title_translated: Option<String>,
    pub(super) title_supplied: bool,
    pub(super) date: Option<model::Date>,
    pub(super) url: Option<Url>,
    pub(super) language: Option<String>,
    pub(super) origins: Vec<(String, Place)>,
    pub(super) wire: Option<String>,
    pub(super) archived: Option<Archived>,
    pub(super) url_status: UrlStatus,
    pub(super) quotes: Vec<Quote>,
}

raw! {
    /// A source: an entry of the bibliography, with Hayagriva's keys and a few of our own.
    struct RawEntry("a source") {
        /// What kind of thing it is.
        sort: Kind = "type" required "…",
        /// The title, as the source has it. What is in braces keeps its case in every style.
        title: Title = "title" required "…",
        /// Who wrote it: `Family, Given`, one or a list.
        author: Persons = "author",
        /// When it was published, in EDTF.
        date: Date = "date",
        /// What it appeared in: a newspaper, a journal, a book, a site.
        parent: OneOrMany<RawParent> = "parent",
        /// Where it is found, and when it was last looked at: `{value: https://…, date: 2024-06-20}`, or the address alone.
        url: Address = "url",
        /// The language that it is in, as a BCP 47 tag.
        language: Language = "language",
        /// Who published it, if no parent says so.
        publisher: Publisher = "publisher",
        /// The body that it was made for or at.
        organization: Text = "organization",
        /// Where it was published, held or given.
        location: Text = "location",
        /// What sort of its kind it is, such as `press release`.
        genre: Text = "genre",
        /// A remark, printed by some styles.
        note: Text = "note",
        /// Who edited it: `Family, Given`, one or a list.
        editor: Persons = "editor",
        /// Others who had a part in it, by role.
        affiliated: OneOrMany<Affiliated> = "affiliated",
        /// The issue of a journal or magazine.
        issue: Scalar = "issue",
        /// The chapter.
        chapter: Scalar = "chapter",
        /// The volume.
        volume: Scalar = "volume",
        /// How many volumes there are.
        volume_total: Number = "volume-total",
        /// The edition.
        edition: Scalar = "edition",
        /// The pages that it is on, such as `12-15`.
        page_range: Scalar = "page-range",
        /// How many pages it has.
        page_total: Number = "page-total",
        /// The stretch of a recording, such as `00:57-06:21`.
        time_range: Scalar = "time-range",
        /// How long it lasts, such as `01:42:21`.
        runtime: Scalar = "runtime",
        /// Its numbers in catalogues: `{doi: …, isbn: …}`, or the number alone.
        serial_number: SerialNumber = "serial-number",
        /// Hayagriva's other name for `serial-number`.
        serial: SerialNumber = "serial",
        /// The institution that keeps it. A copy of a web page is given by `archived`.
        archive: Text = "archive",
        /// Where that institution is.
        archive_location: Text = "archive-location",
        /// The number under which it is kept there.
        call_number: Text = "call-number",
        /// What it says, in short. No page shows it.
        summary: Text = "abstract",
        /// The title in the language of the site, if the source is in another.
        title_translated: Text = "title-translated",
        /// Whether the title is the site's own: it is shown in square brackets.
        title_supplied: bool = "title-supplied",
        /// Whose reporting it is: `own` (the publisher's, if nothing is said), a wire of `vocabulary.origins`, an agency's id, a source's key.
        origin: OneOrMany<Origin> = "origin",
        /// A word for the dispatch or release that it carries. Sources that share one count as one origin.
        wire: Word = "wire",
        /// A copy in an archive of the web, and when it was made.
        archived: ArchivedCopy = "archived",
        /// Whether the address still leads there: `live` if nothing is said.
        url_status: Status = "url-status",
        /// Passages that claims rest on.
        quotes: Vec<Located<Passage>> = "quotes",
    }

    /// A text with more to it.
    struct RawText("a text") {
        /// The text.
        value: Solid = "value" required "…",
        /// A short form of it.
        short: String = "short",
        /// Whether its case stays as it is in every style.
        verbatim: bool = "verbatim",
    }

    /// A person or body, in parts.
    struct RawPerson("a person") {
        /// The family name, or the only one.
        name: Solid = "name" required "…",
        /// The given name.
        given_name: String = "given-name",
        /// What stands before the family name, such as `van der`.
        prefix: String = "prefix",
        /// What stands after it, such as `Jr.`.
        suffix: String = "suffix",
        /// Whether a comma stands before the suffix.
        comma_suffix: bool = "comma-suffix",
        /// A pseudonym.
        alias: String = "alias",
    }

    /// Persons who had the same part in something.
    struct RawAffiliated("a group of persons") {
        /// Who they are.
        names: Persons = "names" required "…",
        /// What they did.
        role: Role = "role" required "…",
    }

    /// A publisher.
    struct RawPublisher("a publisher") {
        /// Its name.
        name: Text = "name",
        /// Where it is.
        location: Text = "location",
    }

    /// An address.
    struct RawUrl("an address") {
        /// The address, `http` or `https`.
        value: WebAddress = "value" required "https://…",
        /// When it was last looked at, in EDTF.
        date: Date = "date",
    }

    /// A copy in an archive of the web.
    struct RawCopy("an archived copy") {
        /// Its address, `http` or `https`.
        url: WebAddress = "url" required "https://…",
        /// When it was made, in EDTF.
        date: Date = "date",
    }

    /// A passage that claims rest on.
    struct RawPassage("a quote") {
        /// The words.
        text: String = "text" required "…",
        /// Where they stand, such as `para. 4`.
        locator: Scalar = "locator",
    }
}

/// The keys that are ours and that a parent cannot have.
const OURS: &[&str] =
    &["title-translated", "title-supplied", "origin", "wire", "archived", "url-status", "quotes"];

impl FromNode for Record {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let raw = RawEntry::from_node(node, reading)?;
        Some(lower(raw, None))
    }

    fn shape() -> Shape {
        RawEntry::shape()
    }
}

/// What is read as a parent: an entry with none of our keys.
#[derive(Clone, Debug)]
struct RawParent(Box<RawEntry>);

impl FromNode for RawParent {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let raw = RawEntry::from_node(node, reading)?;
        if let Node::Map(pairs) = node {
            for (ordinal, (key, _)) in pairs.iter().enumerate() {
                if let Node::Text(key) = key
                    && OURS.contains(&key.as_str())
                {
                    let known: Vec<_> =
                        RawEntry::KEYS.iter().copied().filter(|key| !OURS.contains(key)).collect();
                    reading.child(ordinal, |reading| reading.unknown_key(key, "a parent", &known));
                }
            }
        }
        Some(Self(Box::new(raw)))
    }

    fn shape() -> Shape {
        let mut record = RawEntry::record();
        record.keys.retain(|key| !OURS.contains(&key.name));
        for key in &mut record.keys {
            key.required = None;
        }
        Shape::Record(shape::Record {
            id: std::any::type_name::<Self>(),
            called: "a parent",
            about: "What a source appeared in: an entry with Hayagriva's keys alone.",
            or_nothing: true,
            ..record
        })
    }
}

fn lower(raw: RawEntry, child: Option<EntryType>) -> Record {
    let missing = raw.missing().into_iter().map(|(key, _)| key).collect();
    let RawEntry {
        sort,
        title,
        author,
        date,
        parent,
        url,
        language,
        publisher,
        organization,
        location,
        genre,
        note,
        editor,
        affiliated,
        issue,
        chapter,
        volume,
        volume_total,
        edition,
        page_range,
        page_total,
        // No style prints it.
        time_range: _,
        runtime,
        serial_number,
        serial,
        archive,
        archive_location,
        call_number,
        // Some styles, ISO 690 among them, would print all of it.
        summary: _,
        title_translated,
        title_supplied,
        origin,
        wire,
        archived,
        url_status,
        quotes,
    } = raw;

    let kind = match (sort.as_good(), child) {
        (Some(sort), _) => sort.value.0,
        (None, Some(child)) => entry::default_parent(child),
        (None, None) => EntryType::Misc,
    };
    let parents: Vec<Record> = parent
        .value()
        .unwrap_or_default()
        .0
        .into_iter()
        .map(|parent| lower(*parent.value.0, Some(kind)))
        .collect();
    let own_date = date.value().map(|date| date.0);
    let language = language.value().map(|language| language.0);

    let mut parts = Vec::new();
    let text = |field: Field<Text>| field.value().and_then(Text::filled);
    let persons = |field: Field<Persons>| {
        field.value().map(|persons| persons.0).filter(|persons| !persons.is_empty())
    };
    let number = |field: Field<Scalar>| field.value().map(|Scalar(text)| maybe_typed(&text));
    parts.extend(title.value().and_then(|title| title.0.filled()).map(Part::Title));
    parts.extend(persons(author).map(Part::Authors));
    parts.extend(own_date.as_ref().and_then(entry::to_hayagriva_date).map(Part::Date));
    parts.extend(persons(editor).map(Part::Editors));
    let affiliated: Vec<_> =
        affiliated.value().unwrap_or_default().0.into_iter().map(|group| group.value.0).collect();
    if !affiliated.is_empty() {
        parts.push(Part::Affiliated(affiliated));
    }
    parts.extend(publisher.value().map(|publisher| Part::Publisher(Box::new(publisher.0))));
    parts.extend(text(location).map(Part::Location));
    parts.extend(text(organization).map(Part::Organization));
    parts.extend(number(issue).map(|issue| Part::Issue(Box::new(issue))));
    parts.extend(number(chapter).map(|chapter| Part::Chapter(Box::new(chapter))));
    parts.extend(number(volume).map(|volume| Part::Volume(Box::new(volume))));
    parts.extend(volume_total.value().map(|total| Part::VolumeTotal(Box::new(total.0))));
    parts.extend(number(edition).map(|edition| Part::Edition(Box::new(edition))));
    parts.extend(page_range.value().map(|Scalar(text)| Part::PageRange(maybe_typed(&text))));
    parts.extend(page_total.value().map(|total| Part::PageTotal(Box::new(total.0))));
    parts.extend(runtime.value().map(|Scalar(text)| Part::Runtime(maybe_typed(&text))));
    let serials = serial_number.value().or_else(|| serial.value());
    parts.extend(serials.map(|numbers| Part::SerialNumber(numbers.0)));
    parts.extend(text(archive).map(Part::Archive));
    parts.extend(text(archive_location).map(Part::ArchiveLocation));
    parts.extend(text(call_number).map(Part::CallNumber));
    parts.extend(text(note).map(Part::Note));
    parts.extend(text(genre).map(Part::Genre));
    parts.extend(language.clone().map(Part::Language));

    let date = own_date.or_else(|| parents.iter().find_map(|parent| parent.date));
    let parents = parents.into_iter().map(|parent| parent.entry).collect();
    let plain = |text: Text| text.filled().map(|text| text.value.to_str().into_owned());
    let origins = origin.value().unwrap_or_default().0;
    Record {
        entry: Entry::new(kind, parts, parents),
        sort,
        missing,
        title_translated: title_translated.value().and_then(plain),
        title_supplied: title_supplied.value().unwrap_or_default(),
        date,
        url: url.value().map(|address| address.0),
        language,
        origins: origins
            .into_iter()
            .map(|origin| {
                let place = origin.place();
                (origin.value.0.0, place)
            })
            .collect(),
        wire: wire.value().map(|wire| wire.0),
        archived: archived.value().map(|copy| copy.0),
        url_status: url_status.value().map(|status| status.0).unwrap_or_default(),
        quotes: quotes.value().unwrap_or_default().into_iter().map(|quote| quote.value.0).collect(),
    }
}

/// A number if it reads as one, else the text; it cannot fail.
fn maybe_typed<T: std::str::FromStr>(text: &str) -> csl::MaybeTyped<T> {
    let text = entry::clean(text);
    text.parse().map_or_else(|_| csl::MaybeTyped::String(text.clone()), csl::MaybeTyped::Typed)
}

/// The type of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind(pub(super) EntryType);

impl FromNode for Kind {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let word = String::from_node(node, reading)?;
        let small = word.trim().to_lowercase();
        let found = entry::KINDS.iter().find(|(name, _)| *name == small);
        if found.is_none() {
            let names = || entry::KINDS.iter().map(|(name, _)| *name);
            let help = did_you_mean(&word, names())
                .unwrap_or_else(|| format!("types are {}", names().collect::<Vec<_>>().join(", ")));
            let message = format!("`{word}` is not a type of source");
            reading.problem(Code::InvalidValue, message, &help);
        }
        found.map(|(_, kind)| Self(*kind))
    }

    fn shape() -> Shape {
        // Hayagriva takes capitals for small letters.
        let any_case = |name: &str| -> String {
            name.chars().map(|c| format!("[{}{c}]", c.to_ascii_uppercase())).collect()
        };
        let names: Vec<_> = entry::KINDS.iter().map(|(name, _)| any_case(name)).collect();
        Shape::OneOf(vec![
            Shape::Text(shape::Text::words(entry::KINDS.iter().map(|(name, _)| *name))),
            Shape::Text(
                shape::Text::like(&format!(r"\s*(?:{})\s*", names.join("|")))
                    .or("should be a type of source, such as article, report, video or web"),
            ),
        ])
    }
}

/// A text as Hayagriva has it: plain, or with a short form.
#[derive(Clone, Debug)]
pub(super) struct Text(FormatString);

impl Text {
    /// The text, unless nothing stands in it.
    pub(super) fn filled(self) -> Option<FormatString> {
        Some(self.0).filter(|text| !text.value.is_empty())
    }
}

impl FromNode for Text {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let Node::Map(_) = node else {
            let text = String::from_node(node, reading)?;
            return Some(Self(FormatString { value: entry::chunks(&text), short: None }));
        };
        let raw = RawText::from_node(node, reading)?;
        missing(&raw, "the text", reading);
        let RawText { value, short, verbatim } = raw;
        let verbatim = verbatim.value().unwrap_or_default();
        let chunks = |text: String| -> ChunkedString {
            if verbatim {
                StringChunk::verbatim(entry::clean(&text)).into()
            } else {
                entry::chunks(&text)
            }
        };
        let short = short.value().map(|text| Box::new(chunks(text)));
        Some(Self(FormatString { value: chunks(value.value()?.0), short }))
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![Shape::text(), Shape::of_record(RawText::record())])
    }
}

/// Says which required keys of a record are not there.
fn missing(record: &impl RawRecord, called: &str, reading: &mut Reading) {
    for (key, example) in record.missing() {
        let message = format!("{called} has no `{key}`");
        reading.problem(Code::MissingKey, message, &format!("add `{key}: {example}`"));
    }
}

/// Text of which something is left when white space, control characters and braces are taken out.
#[derive(Clone, Debug)]
struct Solid(String);

impl Solid {
    fn is(text: &str) -> bool {
        text.chars().any(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '{' | '}'))
    }

    fn text() -> shape::Text {
        let pattern = Some(r"[^\s\x00-\x1f\x7f-\x9f{}]".to_owned());
        shape::Text { pattern, ..shape::Text::default() }.or("should not be empty")
    }
}

impl FromNode for Solid {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let text = String::from_node(node, reading)?;
        if !Self::is(&text) {
            reading.problem(Code::InvalidValue, "the text is empty", "write it");
            return None;
        }
        Some(Self(text))
    }

    fn shape() -> Shape {
        Shape::Text(Self::text())
    }
}

/// A title: a text that is not empty.
#[derive(Clone, Debug)]
struct Title(Text);

impl FromNode for Title {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        if let Node::Text(text) = node
            && !Solid::is(text)
        {
            reading.problem(Code::InvalidValue, "the title is empty", "write one");
            return None;
        }
        Text::from_node(node, reading).map(Self)
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![Solid::shape(), Shape::of_record(RawText::record())])
    }
}

/// One person or several.
#[derive(Clone, Debug)]
struct Persons(Vec<Person>);

impl FromNode for Persons {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let OneOrMany(persons) = OneOrMany::<OnePerson>::from_node(node, reading)?;
        Some(Self(persons.into_iter().map(|person| person.value.0).collect()))
    }

    fn shape() -> Shape {
        OneOrMany::<OnePerson>::shape()
    }
}

#[derive(Clone, Debug)]
struct OnePerson(Person);

impl FromNode for OnePerson {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        if let Node::Map(_) = node {
            let raw = RawPerson::from_node(node, reading)?;
            missing(&raw, "the person", reading);
            let RawPerson { name, given_name, prefix, suffix, comma_suffix, alias } = raw;
            let text = |field: Field<String>| {
                field.value().map(|text| entry::clean(&text)).filter(|text| !text.is_empty())
            };
            return Some(Self(Person {
                name: entry::clean(&name.value()?.0),
                given_name: text(given_name),
                prefix: text(prefix),
                suffix: text(suffix),
                comma_suffix: comma_suffix.value().unwrap_or_default(),
                alias: text(alias),
            }));
        }
        let name = entry::clean(&String::from_node(node, reading)?);
        if name.trim_matches([',', ' ']).is_empty() {
            reading.problem(Code::InvalidValue, "the name is empty", "write `Family, Given`");
            return None;
        }
        let Ok(person) = Person::from_strings(name.split(',').collect()) else {
            reading.problem(
                Code::InvalidValue,
                format!("`{name}` has too many commas for a name"),
                "write `Family, Given`, each person as an item of a list; write a body with commas in its name as `{name: \"…\"}`",
            );
            return None;
        };
        Some(Self(person))
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![
            Shape::Text(
                shape::Text {
                    called: Some("name"),
                    pattern: Some(r"[^\s,\x00-\x1f\x7f-\x9f]".to_owned()),
                    refused: Some(",[^,]*,[^,]*,".to_owned()),
                    examples: &["Nasr, Wassim"],
                    ..shape::Text::default()
                }
                .or("should be a name: Family, Given"),
            ),
            Shape::of_record(RawPerson::record()),
        ])
    }
}

#[derive(Clone, Debug)]
struct Affiliated(PersonsWithRoles);

impl FromNode for Affiliated {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let raw = RawAffiliated::from_node(node, reading)?;
        missing(&raw, "the group of persons", reading);
        let RawAffiliated { names, role } = raw;
        Some(Self(PersonsWithRoles::new(names.value()?.0, role.value()?.0)))
    }

    fn shape() -> Shape {
        RawAffiliated::shape()
    }
}

#[derive(Clone, Debug)]
struct Role(PersonRole);

const ROLES: &[&str] = &[
    "translator",
    "afterword",
    "foreword",
    "introduction",
    "annotator",
    "commentator",
    "holder",
    "compiler",
    "founder",
    "collaborator",
    "organizer",
    "cast-member",
    "composer",
    "producer",
    "executive-producer",
    "writer",
    "cinematography",
    "director",
    "illustrator",
    "narrator",
];

impl FromNode for Role {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let word = String::from_node(node, reading)?;
        let role = PersonRole::deserialize(StrDeserializer::<Error>::new(&word)).ok();
        if role.is_none() {
            let help = did_you_mean(&word, ROLES.iter().copied())
                .unwrap_or_else(|| format!("roles are {}", ROLES.join(", ")));
            let message = format!("`{word}` is not a role of a person");
            reading.problem(Code::InvalidValue, message, &help);
        }
        role.map(Self)
    }

    fn shape() -> Shape {
        Shape::Text(shape::Text::words(ROLES.iter().copied()))
    }
}

#[derive(Clone, Debug)]
struct Publisher(csl::Publisher);

impl FromNode for Publisher {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        if let Node::Map(_) = node {
            let RawPublisher { name, location } = RawPublisher::from_node(node, reading)?;
            let text = |field: Field<Text>| field.value().and_then(Text::filled);
            return Some(Self(csl::Publisher::new(text(name), text(location))));
        }
        let name = Text::from_node(node, reading)?.filled()?;
        Some(Self(csl::Publisher::new(Some(name), None)))
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![Shape::text(), Shape::of_record(RawPublisher::record())])
    }
}

/// A number with nothing but a word before or after it.
#[derive(Clone, Debug)]
struct Number(Numeric);

impl FromNode for Number {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let Scalar(text) = Scalar::from_node(node, reading)?;
        let number = text.parse().ok();
        if number.is_none() {
            reading.problem(Code::InvalidValue, format!("`{text}` is not a number"), "");
        }
        number.map(Self)
    }

    fn shape() -> Shape {
        let number = "-?[0-9]{1,9}";
        let text = shape::Text::like(&format!(
            r"\s*[^0-9-]*0*{number}(?:\s*(?:[,&–]|-+)\s*{number})*\s*(?:[^0-9\s,&–-][^0-9\s]*)?"
        ));
        Shape::OneOf(vec![
            Shape::Text(text.or("should be a number, with at most a word before or after it")),
            Shape::Whole(-999_999_999, 999_999_999),
        ])
    }
}

/// Serial numbers by kind; one that has no kind is `serial`.
#[derive(Clone, Debug)]
struct SerialNumber(csl::SerialNumber);

impl FromNode for SerialNumber {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let mut numbers = BTreeMap::new();
        if let Node::Map(_) = node {
            for (kind, number) in MapOf::<Scalar>::from_node(node, reading)?.0 {
                numbers.insert(kind.to_lowercase(), entry::clean(&number.value.0));
            }
        } else {
            let Scalar(number) = Scalar::from_node(node, reading)?;
            numbers.insert("serial".to_owned(), entry::clean(&number));
        }
        Some(Self(csl::SerialNumber(numbers)))
    }

    fn shape() -> Shape {
        let keys = shape::Text { examples: &["doi", "isbn", "issn"], ..shape::Text::default() };
        Shape::OneOf(vec![
            Scalar::shape(),
            Shape::Map(Box::new(Map {
                keys,
                known: Vec::new(),
                others: Some(Scalar::shape()),
                or_nothing: false,
            })),
        ])
    }
}

/// A date as EDTF has it; Hayagriva's `~` before it is taken for one after it.
#[derive(Clone, Debug)]
struct Date(model::Date);

impl FromNode for Date {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let Scalar(text) = Scalar::from_node(node, reading)?;
        match read_date(&text) {
            Ok(date) => Some(Self(date)),
            Err(BadDate { code, message, help }) => {
                reading.problem(code, message, &help.unwrap_or_default());
                None
            }
        }
    }

    fn shape() -> Shape {
        let (point, date) = (model::date::EXTENT, model::date::expression());
        let marked = format!(r"~(?:(?:{point}[~?%]?|\.\.)?/)?{point}");
        let text = shape::Text {
            pattern: Some(format!(r"^\s*(?:{date}|{marked})\s*$")),
            ..<model::Date as Written>::text()
        };
        let numbers = <model::Date as Written>::numbers();
        Shape::OneOf([Shape::Text(text)].into_iter().chain(numbers).collect())
    }
}

/// What is wrong with a date, and what to do.
pub(super) struct BadDate {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Reads a date.
pub(super) fn read_date(text: &str) -> Result<model::Date, BadDate> {
    let trimmed = text.trim();
    let edtf = match trimmed.strip_prefix('~') {
        Some(date) => format!("{date}~"),
        None => trimmed.to_owned(),
    };
    model::Date::parse(&edtf).map_err(|invalid| {
        let model::InvalidDate { reason, reversed, help } = invalid;
        let code = if reversed { Code::ReversedInterval } else { Code::InvalidDate };
        BadDate { code, message: format!("`{trimmed}` {reason}"), help }
    })
}

/// Where a source is to be found, and when it was last looked at.
#[derive(Clone, Debug)]
struct Address(Url);

impl FromNode for Address {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        if let Node::Map(_) = node {
            let raw = RawUrl::from_node(node, reading)?;
            missing(&raw, "the address", reading);
            let RawUrl { value, date } = raw;
            let value = value.good()?;
            let place = value.place();
            let accessed = date.value().map(|date| date.0);
            return Some(Self(Url { address: value.value.0, accessed, place }));
        }
        let path = reading.path();
        let WebAddress(address) = WebAddress::from_node(node, reading)?;
        Some(Self(Url { address, accessed: None, place: Place::Value(path) }))
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![WebAddress::shape(), Shape::of_record(RawUrl::record())])
    }
}

/// An `http` or `https` address.
#[derive(Clone, Debug)]
struct WebAddress(String);

impl FromNode for WebAddress {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let text = String::from_node(node, reading)?;
        let text = text.trim();
        match address::check(text) {
            Ok(()) => Some(Self(text.to_owned())),
            Err(address::Unusable { code, message, help }) => {
                reading.problem(code, message, &help);
                None
            }
        }
    }

    fn shape() -> Shape {
        let expression = format!(r"\s*{}\s*", address::EXPRESSION);
        Shape::Text(
            shape::Text {
                called: Some("web-address"),
                examples: &["https://example.org/"],
                ..shape::Text::like(&expression)
            }
            .or("should be an address that starts with https:// or http://"),
        )
    }
}

#[derive(Clone, Debug)]
struct ArchivedCopy(Archived);

impl FromNode for ArchivedCopy {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        if let Node::Text(address) = node {
            let help = format!("write `archived: {{url: {address:?}, date: …}}`");
            reading.problem(Code::WrongType, "expected a map, found text", &help);
            return None;
        }
        let raw = RawCopy::from_node(node, reading)?;
        missing(&raw, "the archived copy", reading);
        let RawCopy { url, date } = raw;
        let url = url.good()?;
        let place = url.place();
        let date = date.value().map(|date| date.0);
        Some(Self(Archived { address: url.value.0, date, place }))
    }

    fn shape() -> Shape {
        RawCopy::shape()
    }
}

#[derive(Clone, Debug)]
struct Status(UrlStatus);

impl FromNode for Status {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let word = String::from_node(node, reading)?;
        let status = UrlStatus::from_word(&word);
        if status.is_none() {
            let names = || UrlStatus::ALL.iter().map(|status| status.as_str());
            let help = did_you_mean(&word, names()).unwrap_or_default();
            let all: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            let message = format!("`{word}` is none of {}", all.join(", "));
            reading.problem(Code::InvalidValue, message, &help);
        }
        status.map(Self)
    }

    fn shape() -> Shape {
        Shape::Text(UrlStatus::text())
    }
}

#[derive(Clone, Debug)]
struct Passage(Quote);

impl FromNode for Passage {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let raw = RawPassage::from_node(node, reading)?;
        missing(&raw, "the quote", reading);
        let RawPassage { text, locator } = raw;
        let locator = locator.value().map(|Scalar(locator)| locator);
        Some(Self(Quote { text: text.value()?, locator }))
    }

    fn shape() -> Shape {
        RawPassage::shape()
    }
}

#[derive(Clone, Debug)]
struct Language(String);

impl FromNode for Language {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let tag = String::from_node(node, reading)?;
        if !language::is_well_formed(&tag) {
            let message = format!("`{tag}` is not a language tag");
            reading.problem(Code::InvalidValue, message, &language::suggestion(&tag));
            return None;
        }
        Some(Self(tag))
    }

    fn shape() -> Shape {
        Shape::Text(language::Tag::text())
    }
}

/// Text that is a name of something: not empty.
#[derive(Clone, Debug)]
struct Word(String);

impl FromNode for Word {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let Scalar(word) = Scalar::from_node(node, reading)?;
        let word = word.trim();
        if word.is_empty() {
            let help = "give a value, or take the key out";
            reading.problem(Code::InvalidValue, "the value is empty", help);
            return None;
        }
        Some(Self(word.to_owned()))
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![Shape::Text(shape::Text::filled()), Shape::Number(None)])
    }
}

/// Whose reporting something is.
#[derive(Clone, Debug)]
struct Origin(Word);

impl FromNode for Origin {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        Word::from_node(node, reading).map(Self)
    }

    fn shape() -> Shape {
        let text = shape::Text { names: Some(Names::Origins), ..shape::Text::filled() };
        Shape::OneOf(vec![Shape::Text(text), Shape::Number(None)])
    }
}
