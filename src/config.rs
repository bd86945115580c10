//! `content/site.yaml`: the site's settings, policies and vocabularies.

pub mod address;

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Level, did_you_mean};
use crate::markdown::RawHtml;
use crate::model::{Date, language};
use crate::text::{FileId, SourceText};
use crate::yaml::shape::{Map, Names, Shape, Text};
use crate::yaml::{
    self, Any, Field, Filled, FromNode, LARGEST, Located, MapOf, Node, Place, Raw, RawRecord,
    Reading, Scalar, Written, raw,
};
use address::Unusable;

raw! {
    /// `site.yaml`: what the site is called, what it asks of the record, and the words that the record may use.
    struct RawConfig("site.yaml") {
        /// The site's title.
        title: String = "title" required "…",
        /// What the site is, in a line or two.
        description: String = "description",
        /// The address of the site's home page. Used only where an address must be absolute, as in feeds.
        base_url: Raw<WebAddress> = "base-url",
        /// The language that the site is written in, as a BCP 47 tag.
        language: Raw<language::Tag> = "language",
        /// Who publishes the site.
        publisher: RawPublisher = "publisher",
        /// Where to report that the site is not safe: makes `/.well-known/security.txt`.
        security: RawSecurity = "security",
        /// The licence of the record: an SPDX id, such as `CC-BY-4.0`.
        license: String = "license",
        /// The theme: `default`, or a folder of `themes/`.
        theme: String = "theme",
        /// Settings of the theme, by name.
        theme_settings: MapOf<Scalar> = "theme-settings",
        /// How references are written: the name of a CSL style, or the path of a `.csl` file below `content/`.
        citation_style: String = "citation-style",
        /// The address of the repository. Turns on links to edit a page and to see its history.
        repository: Raw<WebAddress> = "repository",
        /// A link that opens a file in your editor, with `{path}`, `{line}` and `{column}` in it.
        editor_link: Raw<EditorLink> = "editor-link",
        /// Domains that the site never links to, with their subdomains.
        hostile_domains: Vec<Located<Raw<Filled>>> = "hostile-domains",
        /// What is asked of claims and sources.
        policy: RawPolicy = "policy",
        /// How bad each finding of `check` is, by its code.
        diagnostics: Levels = "diagnostics",
        /// The least and the most that the figures of the record may be. A build fails beyond them.
        assert: RawAssert = "assert",
        /// How Markdown is read.
        markdown: RawMarkdown = "markdown",
        /// The words that the record may use.
        vocabulary: RawVocabulary = "vocabulary",
        /// What the navigation lists, in order: names of index pages, such as `operations`, and paths of pages.
        navigation: Vec<Located<String>> = "navigation",
        /// What is written besides pages.
        outputs: RawOutputs = "outputs",
        /// Keys of your own. Nothing reads them.
        extra: Any = "extra",
    }

    /// Who publishes the site.
    struct RawPublisher("publisher") {
        /// The name.
        name: String = "name",
        /// The address of a page about them.
        url: Raw<WebAddress> = "url",
        /// How to reach them.
        contact: String = "contact",
    }

    /// What `/.well-known/security.txt` says.
    struct RawSecurity("security") {
        /// Whom to tell: an address that starts with `mailto:`, `https://` or `tel:`.
        contact: Raw<ContactAddress> = "contact" required "mailto:security@example.org",
        /// The last day on which this holds. `check` warns when it has passed.
        expires: Raw<Day> = "expires" required "2027-06-30",
        /// The address of the page that says how reports are dealt with.
        policy: Raw<WebAddress> = "policy",
    }

    /// What is asked of claims and sources.
    struct RawPolicy("policy") {
        /// What a claim without a source is: an `error`, a warning (`warn`), or prose (`allow`).
        uncited: Level = "uncited",
        /// What a source without an archived copy is: an `error`, a warning (`warn`), or fine (`allow`).
        archive: Level = "archive",
        /// The least number of independent origins, by fact.
        min_origins: MapOf<Count, FactName> = "min-origins",
    }

    /// The least and the most that the figures of the record may be; `stats` shows them.
    struct RawAssert("assert") {
        /// The least number of operations.
        min_operations: Count = "min-operations",
        /// The least number of claims.
        min_claims: Count = "min-claims",
        /// The least number of sources that claims name, each counted once for each claim that names it.
        min_citations: Count = "min-citations",
        /// The least number of sources.
        min_sources: Count = "min-sources",
        /// The least number of independent groups of reporting.
        min_origins: Count = "min-origins",
        /// The least number of countries.
        min_countries: Count = "min-countries",
        /// The least number of outlets.
        min_outlets: Count = "min-outlets",
        /// The least number of agencies.
        min_agencies: Count = "min-agencies",
        /// The least number of platforms.
        min_platforms: Count = "min-platforms",
        /// The most claims that no source supports.
        max_uncited: Count = "max-uncited",
        /// The most claims that rest on one origin.
        max_single_origin: Count = "max-single-origin",
        /// The most claims that rest on what the agencies say of themselves.
        max_self_reported: Count = "max-self-reported",
        /// The most sources without an archived copy.
        max_unarchived: Count = "max-unarchived",
        /// The most operations that were to be looked at again.
        max_stale: Count = "max-stale",
        /// The most files that are left out.
        max_drafts: Count = "max-drafts",
    }

    /// How Markdown is read.
    struct RawMarkdown("markdown") {
        /// What HTML in it is: an `error`, text (`escape`), or HTML (`allow`).
        raw_html: RawHtml = "raw-html",
    }

    /// The words that the record may use.
    struct RawVocabulary("vocabulary") {
        /// Kinds of operations, outlets, agencies and platforms, each with its label.
        kinds: MapOf<String> = "kinds",
        /// Parts that countries, outlets, agencies and platforms can have, each with its label.
        roles: MapOf<String> = "roles",
        /// Facts, each with its label and unit.
        facts: MapOf<FactKind> = "facts",
        /// Wires that reports come from, each with its name.
        origins: MapOf<String> = "origins",
    }

    /// A kind of fact, written out.
    struct RawFactKind("a kind of fact") {
        /// What it is called.
        label: String = "label" required "…",
        /// What is counted.
        unit: String = "unit",
        /// What one of it is called, where that is another word: `person` for `people`.
        unit_one: String = "unit-one",
    }

    /// What is written besides pages.
    struct RawOutputs("outputs") {
        /// Whether the record is written as JSON, and the bibliography for reference managers.
        api: bool = "api",
        /// Whether the record is written as tables.
        tables: bool = "tables",
        /// Which feeds are written.
        feeds: Feeds = "feeds",
        /// Whether the site can be searched.
        search: bool = "search",
    }
}

/// What is asked of `site.yaml`.
pub fn shape() -> Shape {
    RawConfig::shape()
}

/// An address of the web, `http` or `https`.
#[derive(Clone, Copy, Debug)]
enum WebAddress {}

impl Written for WebAddress {
    fn text() -> Text {
        Text {
            called: Some("web-address"),
            examples: &["https://example.org/"],
            ..Text::like(address::EXPRESSION)
        }
        .or("should be an address that starts with https:// or http://")
    }
}

/// An address that reaches someone.
#[derive(Clone, Copy, Debug)]
enum ContactAddress {}

impl Written for ContactAddress {
    fn text() -> Text {
        Text {
            examples: &["mailto:security@example.org", "https://example.org/security/"],
            ..Text::like("(?:mailto|https|tel):.+")
        }
        .or("should start with mailto:, https:// or tel:")
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug)]
enum Day {}

impl Written for Day {
    fn text() -> Text {
        // As far as a regular expression can tell it: every year has a 29 February.
        let days = concat!(
            "[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
            "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
        );
        Text { examples: &["2027-06-30"], ..Text::like(days) }
            .or("should be a day, such as 2027-06-30")
    }
}

/// A link that opens a file in an editor.
#[derive(Clone, Copy, Debug)]
enum EditorLink {}

impl Written for EditorLink {
    fn text() -> Text {
        Text {
            pattern: Some("^[A-Za-z][A-Za-z0-9+.-]*:".to_owned()),
            examples: &["vscode://file/{path}:{line}:{column}"],
            ..Text::default()
        }
        .or("should be a link such as vscode://file/{path}:{line}:{column}")
    }
}

/// A word of the vocabulary's facts.
#[derive(Clone, Copy, Debug)]
enum FactName {}

impl Written for FactName {
    fn text() -> Text {
        Text::name_of(Names::Facts)
    }
}

/// Levels of findings by their codes.
#[derive(Clone, Debug, Default)]
struct Levels(MapOf<Level>);

impl FromNode for Levels {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        MapOf::from_node(node, reading).map(Self)
    }

    fn shape() -> Shape {
        let level = |code: &Code| {
            let level = if code.is_fixed() { words(&LEVELS[..1]) } else { words(LEVELS) };
            (code.as_str().to_owned(), code.meaning(), level)
        };
        let known = Code::ALL.iter().map(level).collect();
        let keys = Text::default();
        Shape::Map(Box::new(Map { keys, known, others: None, or_nothing: true }))
    }
}

/// The citation style of a site that names none.
pub const DEFAULT_STYLE: &str = "iso-690-author-date";

/// A site's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file they were read from.
    pub file: FileId,
    /// The site's title.
    pub title: String,
    /// What the site is, in a line or two.
    pub description: String,
    /// The address of the site's home page, ending in `/`. Used only where an address must be absolute.
    pub base_url: String,
    /// BCP 47 tag of the site's language.
    pub language: String,
    /// Where that is written, if it is.
    pub language_place: Option<Place>,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Where to report that the site is not safe.
    pub security: Option<Security>,
    /// SPDX id of the record's licence.
    pub license: Option<String>,
    /// The theme's name.
    pub theme: Located<String>,
    /// Tokens of the theme that the site sets, by name.
    pub theme_settings: Vec<(String, Located<String>)>,
    /// The name of a CSL style, or the path of a `.csl` file inside `content/`.
    pub citation_style: Located<String>,
    /// The repository's address; turns on edit and history links.
    pub repository: Option<String>,
    /// The pattern of a link that opens a file in an editor.
    pub editor_link: Option<String>,
    /// Domains that are never linked to, with their subdomains; as hosts are compared.
    pub hostile_domains: Vec<String>,
    /// What is asked of claims and sources.
    pub policy: Policy,
    /// Levels by code.
    pub levels: BTreeMap<Code, Level>,
    /// What the figures of the record must be.
    pub asserts: Vec<Assert>,
    /// What becomes of HTML in Markdown.
    pub raw_html: RawHtml,
    /// The words that content may use.
    pub vocabulary: Vocabulary,
    /// What the navigation lists: names of index pages and paths of pages.
    pub navigation: Vec<Located<String>>,
    /// What is written besides pages.
    pub outputs: Outputs,
}

/// What is written besides pages.
#[derive(Clone, Copy, Debug)]
pub struct Outputs {
    /// The record as JSON, and the bibliography for reference managers.
    pub api: bool,
    /// The record as tables.
    pub tables: bool,
    /// Which feeds.
    pub feeds: Feeds,
    /// The search page and its index.
    pub search: bool,
}

/// Who publishes the site.
#[derive(Clone, Debug, Default)]
pub struct Publisher {
    /// The name.
    pub name: Option<String>,
    /// The address of a page about them.
    pub url: Option<String>,
    /// How to reach them.
    pub contact: Option<String>,
}

/// What `/.well-known/security.txt` says.
#[derive(Clone, Debug)]
pub struct Security {
    /// The address of whom to tell.
    pub contact: String,
    /// The last day on which this holds.
    pub expires: Located<Date>,
    /// The address of the page that says how reports are dealt with.
    pub policy: Option<String>,
}

/// What is asked of claims and sources.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What a claim without support is.
    pub uncited: Level,
    /// What a source without an archived copy is.
    pub archive: Level,
    /// The least number of independent origins by fact, with the place of the number.
    pub min_origins: Vec<(String, Located<usize>)>,
}

/// What a figure of the record must be.
#[derive(Clone, Debug)]
pub struct Assert {
    /// Which figure.
    pub figure: Figure,
    /// How far it may go.
    pub bound: Bound,
    /// The place of the key that asks for it.
    pub place: Place,
}

/// How far a figure may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It may not be less: something would be missing.
    AtLeast(usize),
    /// It may not be more: too much would want a second look.
    AtMost(usize),
}

/// A figure that can have a bound; `stats` says what each counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Operations.
    Operations,
    /// Claims.
    Claims,
    /// Sources that claims name.
    Citations,
    /// Sources.
    Sources,
    /// Independent groups of reporting.
    Origins,
    /// Countries.
    Countries,
    /// Outlets.
    Outlets,
    /// Agencies.
    Agencies,
    /// Platforms.
    Platforms,
    /// Claims that no source supports.
    Uncited,
    /// Claims that rest on one origin.
    SingleOrigin,
    /// Claims that rest on what the agencies say of themselves.
    SelfReported,
    /// Sources without an archived copy.
    Unarchived,
    /// Operations that were to be looked at again.
    Stale,
    /// Files that are left out.
    Drafts,
}

impl RawAssert {
    fn asserts(self) -> Vec<Assert> {
        let Self {
            min_operations,
            min_claims,
            min_citations,
            min_sources,
            min_origins,
            min_countries,
            min_outlets,
            min_agencies,
            min_platforms,
            max_uncited,
            max_single_origin,
            max_self_reported,
            max_unarchived,
            max_stale,
            max_drafts,
        } = self;
        let least = [
            (Figure::Operations, min_operations),
            (Figure::Claims, min_claims),
            (Figure::Citations, min_citations),
            (Figure::Sources, min_sources),
            (Figure::Origins, min_origins),
            (Figure::Countries, min_countries),
            (Figure::Outlets, min_outlets),
            (Figure::Agencies, min_agencies),
            (Figure::Platforms, min_platforms),
        ];
        let most = [
            (Figure::Uncited, max_uncited),
            (Figure::SingleOrigin, max_single_origin),
            (Figure::SelfReported, max_self_reported),
            (Figure::Unarchived, max_unarchived),
            (Figure::Stale, max_stale),
            (Figure::Drafts, max_drafts),
        ];
        let assert = |figure, field: Field<Count>, bound: fn(usize) -> Bound| {
            let count = field.good()?;
            Some(Assert { figure, place: count.key_place(), bound: bound(count.value.0) })
        };
        let least = least.into_iter().filter_map(|(one, field)| assert(one, field, Bound::AtLeast));
        let most = most.into_iter().filter_map(|(one, field)| assert(one, field, Bound::AtMost));
        least.chain(most).collect()
    }
}

/// Words with their labels, in the order written.
pub type Words<T> = Vec<(String, T)>;

/// The words that content may use.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Kinds of operation.
    pub kinds: Words<String>,
    /// Roles of countries, agencies and the rest.
    pub roles: Words<String>,
    /// Facts.
    pub facts: Words<FactKind>,
    /// Wires that reports come from.
    pub origins: Words<String>,
}

/// What a word of a vocabulary stands for; `None` if it is not there.
pub fn label<'a, T>(words: &'a Words<T>, word: &str) -> Option<&'a T> {
    words.iter().find(|(known, _)| known == word).map(|(_, label)| label)
}

/// A kind of fact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactKind {
    /// What it is called.
    pub label: String,
    /// What is counted.
    pub unit: Option<String>,
    /// What one of it is called, where that is another word: "person" for "people".
    pub unit_one: Option<String>,
}

impl FromNode for FactKind {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        if let Node::Text(label) = node {
            return Some(Self { label: label.clone(), ..Self::default() });
        }
        let raw = RawFactKind::from_node(node, reading)?;
        for (key, example) in raw.missing() {
            let message = format!("a kind of fact has no `{key}`");
            reading.problem(Code::MissingKey, message, &format!("add `{key}: {example}`"));
        }
        let RawFactKind { label, unit, unit_one } = raw;
        Some(Self { label: label.value()?, unit: unit.value(), unit_one: unit_one.value() })
    }

    fn shape() -> Shape {
        Shape::OneOf(vec![Shape::text(), RawFactKind::shape()])
    }
}

/// A closed set of words, each with what it stands for.
type Table<T> = &'static [(&'static str, T)];

const LEVELS: Table<Level> =
    &[("error", Level::Error), ("warn", Level::Warn), ("allow", Level::Allow)];

impl FromNode for Level {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        word(node, reading, LEVELS)
    }

    fn shape() -> Shape {
        words(LEVELS)
    }
}

const RAW_HTML: Table<RawHtml> =
    &[("error", RawHtml::Error), ("escape", RawHtml::Escape), ("allow", RawHtml::Allow)];

impl FromNode for RawHtml {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        word(node, reading, RAW_HTML)
    }

    fn shape() -> Shape {
        words(RAW_HTML)
    }
}

/// Which feeds are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feeds {
    /// Those of the site, and one of each country, outlet, agency and platform.
    All,
    /// That of all operations and that of all corrections.
    Site,
    /// None.
    None,
}

const FEEDS: Table<Feeds> = &[("all", Feeds::All), ("site", Feeds::Site), ("none", Feeds::None)];

impl FromNode for Feeds {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        word(node, reading, FEEDS)
    }

    fn shape() -> Shape {
        words(FEEDS)
    }
}

/// How many of something.
#[derive(Clone, Copy, Debug)]
struct Count(usize);

impl FromNode for Count {
    fn from_node(node: &Node, reading: &mut Reading) -> Option<Self> {
        let number = i64::from_node(node, reading)?;
        let count = usize::try_from(number).ok();
        if count.is_none() {
            let message = format!("`{number}` cannot be a count");
            reading.problem(Code::InvalidValue, message, "write 0 or more");
        }
        count.map(Self)
    }

    fn shape() -> Shape {
        Shape::Whole(0, LARGEST)
    }
}

fn words<T>(words: &[(&'static str, T)]) -> Shape {
    Shape::Text(Text::words(words.iter().map(|(word, _)| *word)))
}

fn word<T: Copy>(node: &Node, reading: &mut Reading, words: Table<T>) -> Option<T> {
    let Node::Text(text) = node else { return reading.wrong_type("a word", node) };
    let found = words.iter().find(|(word, _)| word == text);
    if found.is_none() {
        let all: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        let message = format!("`{text}` is none of {}", all.join(", "));
        reading.problem(Code::InvalidValue, message, "");
    }
    found.map(|(_, value)| *value)
}

/// Reads `site.yaml`.
///
/// What is wrong or missing is a finding and takes its default, so that the rest of the content can be read and checked.
pub fn read(file: FileId, source: &SourceText) -> (Config, Vec<Diagnostic>) {
    let (raw, mut found) = yaml::read::<RawConfig>(file, source);
    // What is wrong with the syntax is all there is to say.
    let missing = raw.as_ref().map(RawRecord::missing).unwrap_or_default();
    let RawConfig {
        title,
        description,
        base_url,
        language,
        publisher,
        security,
        license,
        theme,
        theme_settings,
        citation_style,
        repository,
        editor_link,
        hostile_domains,
        policy,
        diagnostics,
        assert,
        markdown,
        vocabulary,
        navigation,
        outputs,
        extra: _,
    } = raw.unwrap_or_default();

    for (key, example) in missing {
        let at = source.yaml.start as usize;
        let message = format!("the site has no `{key}`");
        found.push(
            Diagnostic::new(Code::MissingKey, file, (at..at).into(), message)
                .help(format!("add `{key}: {example}` to site.yaml")),
        );
    }

    let base_url = base_url
        .good()
        .and_then(|url| {
            address::site_address(&url.value.0)
                .map_err(|unusable| found.push(finding(unusable, &url, file, source)))
                .ok()
        })
        .unwrap_or_else(|| "https://example.org/".to_owned());

    let language = language
        .good()
        .filter(|tag| {
            let is_tag = language::is_well_formed(&tag.value.0);
            if !is_tag {
                let unusable = Unusable {
                    code: Code::InvalidValue,
                    message: format!("`{}` is not a language's tag", tag.value.0),
                    help: language::suggestion(&tag.value.0),
                };
                found.push(finding(unusable, tag, file, source));
            }
            is_tag
        })
        .map(|tag| (tag.place(), tag.value.0));
    let (language_place, language) = language.unzip();

    let hostile_domains: Vec<String> = hostile_domains
        .value()
        .unwrap_or_default()
        .into_iter()
        .filter_map(|entry| {
            let domain = address::domain(&entry.value.0);
            if domain.is_none() {
                let message = match entry.value.0.trim() {
                    "" => "the domain is empty".to_owned(),
                    text => format!("`{text}` is not a domain"),
                };
                found.push(
                    Diagnostic::new(
                        Code::InvalidValue,
                        file,
                        entry.place().span(source),
                        message,
                    )
                    .help("write the domain alone: `outlet.example`; its subdomains are meant too"),
                );
            }
            domain
        })
        .collect();

    let mut levels = BTreeMap::new();
    for (name, level) in diagnostics.value().unwrap_or_default().0.0 {
        if let Some(code) = Code::from_name(&name) {
            if code.is_fixed() && level.value != Level::Error {
                let message = format!("`{name}` is always an error");
                let at = level.place().span(source);
                found.push(
                    Diagnostic::new(Code::InvalidValue, file, at, message)
                        .help("mend what it finds, and take this key out"),
                );
            } else {
                levels.insert(code, level.value);
            }
        } else {
            let known = Code::ALL.iter().map(|code| code.as_str());
            found.push(
                Diagnostic::new(
                    Code::UnknownKey,
                    file,
                    level.key_place().span(source),
                    format!("no finding is called `{name}`"),
                )
                .maybe_help(did_you_mean(&name, known)),
            );
        }
    }

    let (uncited, archive, min_origins) = match policy.value() {
        Some(RawPolicy { uncited, archive, min_origins }) => (uncited, archive, min_origins),
        None => (Field::Missing, Field::Missing, Field::Missing),
    };
    let policy = Policy {
        uncited: uncited.value().unwrap_or(Level::Error),
        archive: archive.value().unwrap_or(Level::Warn),
        min_origins: min_origins
            .value()
            .unwrap_or_default()
            .0
            .into_iter()
            .map(|(fact, Located { value: Count(value), path })| (fact, Located { value, path }))
            .collect(),
    };

    let asserts = assert.value().map_or_else(Vec::new, RawAssert::asserts);

    let editor_link = usable(editor_link, &mut found, file, source, address::check_editor_link);
    let mut good = |field: Field<Raw<WebAddress>>, whose: &str| {
        usable(field, &mut found, file, source, |text| address::check(text, whose))
    };
    let repository = good(repository, "a repository");
    let publisher = publisher.value().map_or_else(Publisher::default, |raw| {
        let RawPublisher { name, url, contact } = raw;
        let url = good(url, "a publisher");
        Publisher { name: name.value(), url, contact: contact.value() }
    });
    let security = security.good().and_then(|raw| self::security(raw, &mut found, file, source));

    let words = |field: Field<MapOf<String>>| -> Words<String> {
        let pairs = field.value().unwrap_or_default().0;
        pairs.into_iter().map(|(word, label)| (word, label.value)).collect()
    };
    let vocabulary = vocabulary.value().map_or_else(Vocabulary::default, |raw| {
        let RawVocabulary { kinds, roles, facts, origins } = raw;
        let facts = facts.value().unwrap_or_default().0;
        Vocabulary {
            kinds: words(kinds),
            roles: words(roles),
            facts: facts.into_iter().map(|(word, kind)| (word, kind.value)).collect(),
            origins: words(origins),
        }
    });

    let RawOutputs { api, tables, feeds, search } = outputs.value().unwrap_or_default();
    let outputs = Outputs {
        api: api.value().unwrap_or(true),
        tables: tables.value().unwrap_or(true),
        feeds: feeds.value().unwrap_or(Feeds::All),
        search: search.value().unwrap_or(true),
    };

    let or_default = |field: Field<String>, default: &str| {
        let missing = || Located { value: default.to_owned(), path: yaml::Path::default() };
        field.good().unwrap_or_else(missing)
    };
    let config = Config {
        file,
        title: title.value().unwrap_or_default(),
        description: description.value().unwrap_or_default(),
        base_url,
        language: language.unwrap_or_else(|| "en".to_owned()),
        language_place,
        publisher,
        security,
        license: license.value(),
        theme: or_default(theme, "default"),
        theme_settings: theme_settings
            .value()
            .unwrap_or_default()
            .0
            .into_iter()
            .map(|(name, Located { value: Scalar(value), path })| (name, Located { value, path }))
            .collect(),
        citation_style: or_default(citation_style, DEFAULT_STYLE),
        repository,
        editor_link,
        hostile_domains,
        policy,
        levels,
        asserts,
        raw_html: markdown.value().and_then(|raw| raw.raw_html.value()).unwrap_or_default(),
        vocabulary,
        navigation: navigation.value().unwrap_or_default(),
        outputs,
    };
    (config, found)
}

fn security(
    raw: Located<RawSecurity>,
    found: &mut Vec<Diagnostic>,
    file: FileId,
    source: &SourceText,
) -> Option<Security> {
    let missing = raw.value.missing();
    let place = raw.key_place();
    let RawSecurity { contact, expires, policy } = raw.value;
    let day = |text: &str| match Date::parse(text) {
        Ok(date) if date.kind() == "day" => Ok(date),
        Ok(_) => Err((format!("`{text}` is no day"), "write it as `2027-06-30`".to_owned())),
        Err(invalid) => Err((
            format!("`{text}` {}", invalid.reason),
            invalid.help.unwrap_or_else(|| "write it as `2027-06-30`".to_owned()),
        )),
    };
    let expires = expires.good().and_then(|at| {
        let unusable = |(message, help)| Unusable { code: Code::InvalidDate, message, help };
        day(&at.value.0)
            .map(|value| Located { value, path: at.path.clone() })
            .map_err(|wrong| found.push(finding(unusable(wrong), &at, file, source)))
            .ok()
    });
    let contact = usable(contact, found, file, source, address::check_contact);
    let policy = usable(policy, found, file, source, |text| address::check(text, "a policy"));
    for (key, example) in missing {
        let message = format!("`security` has no `{key}`");
        found.push(
            Diagnostic::new(Code::MissingKey, file, place.span(source), message)
                .help(format!("add `{key}: {example}`")),
        );
    }
    Some(Security { contact: contact?, expires: expires?, policy })
}

/// A text that passes a check; what does not is a finding.
fn usable<T>(
    field: Field<Raw<T>>,
    found: &mut Vec<Diagnostic>,
    file: FileId,
    source: &SourceText,
    check: impl Fn(&str) -> Result<(), Unusable>,
) -> Option<String> {
    let text = field.good()?;
    check(&text.value.0)
        .map_err(|unusable| found.push(finding(unusable, &text, file, source)))
        .ok()?;
    Some(text.value.0)
}

/// The finding about a value, at its place.
fn finding<T>(
    unusable: Unusable,
    at: &Located<T>,
    file: FileId,
    source: &SourceText,
) -> Diagnostic {
    let Unusable { code, message, help } = unusable;
    Diagnostic::new(code, file, at.place().span(source), message).help(help)
}

impl Config {
    /// Whether an address leads to a hostile domain or a subdomain of one, or holds the name of one.
    pub fn is_hostile(&self, address: &str) -> bool {
        address::names(address, &self.hostile_domains)
    }

    /// The path of the site's home page on its host, from `/` to `/`.
    pub fn base_path(&self) -> &str {
        let after_scheme = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[after_scheme..]
            .find('/')
            .map_or("/", |at| &self.base_url[after_scheme + at..])
    }
}
