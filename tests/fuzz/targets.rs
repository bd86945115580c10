//! What is made of texts that anybody may have written, and what holds of it whatever they are.
//!
//! Each of [`TARGETS`] takes any bytes. `cargo fuzz` calls it with those that lead somewhere new, `tests/hostile.rs` with
//! the corpus and with what chance makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use casefile::biblio::{self, Addresses, Style};
use casefile::diag::{self, Diagnostic, Look, Report};
use casefile::markdown::{self, Body, Extent, Frame, Hooks, Href, RawHtml};
use casefile::model::Date;
use casefile::resolve::Drafts;
use casefile::routes::Routes;
use casefile::text::{SourceText, Span, Texts};
use casefile::{check, config, export, read, resolve};

/// A name, which is that of a folder of the corpus, and what is done with the bytes.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const TARGETS: &[Target] = &[
    ("attributes", attributes),
    ("bib", bib),
    ("body", body),
    ("cluster", cluster),
    ("csl_json", csl_json),
    ("edtf", edtf),
    ("front_matter", front_matter),
    ("site_yaml", site_yaml),
    ("sources_yaml", sources_yaml),
    ("words", words),
];

/// A text as a file that is read.
fn source(path: &str, bytes: &[u8]) -> SourceText {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut source = SourceText::default();
    source.path = path.to_owned();
    source.yaml = Span::new(0, text.len());
    source.text = text;
    source
}

/// What is found lies in the text, between characters, and can be shown in every form.
fn assert_findings(found: Vec<Diagnostic>, texts: &Texts) {
    for finding in &found {
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        let places = [(finding.file, finding.span)].into_iter();
        let places = places.chain(finding.labels.iter().map(|label| (label.file, label.span)));
        for (file, span) in places.chain(edits.map(|edit| (edit.file, edit.span))) {
            let text = &texts.get(file).text;
            assert!(text.get(span.range()).is_some(), "{finding:?} lies in no text of {text:?}");
        }
        assert!(!finding.message.is_empty() && finding.message.len() < 100_000, "{finding:?}");
    }
    let mut report = Report::default();
    report.extend(found);
    report.sort(texts);
    let mut out = Vec::new();
    let narrow = Look { color: true, width: Some(40) };
    diag::write_human(&report, texts, narrow, &mut out).unwrap();
    diag::write_short(&report, texts, &mut out).unwrap();
    diag::write_github(&report, texts, &mut out).unwrap();
    diag::write_json(&report, texts, &mut out).unwrap();
    diag::write_sarif(&report, texts, &mut out).unwrap();
    assert!(std::str::from_utf8(&out).is_ok());
}

/// A small site, whose one operation is read from a text.
fn operation(text: String) {
    static ROOT: OnceLock<tempfile::TempDir> = OnceLock::new();
    let root = ROOT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let path = folder.path().join("content").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        put("site.yaml", "title: T\nbase-url: https://example.org/\nhostile-domains: [bad.example]\nvocabulary: {facts: {arrests: Arrests}}\n");
        put("sources/s.yaml", "a: {type: article, title: A, date: 2018, url: \"https://example.com/\"}\nb: {type: web, title: B, origin: a}\n");
        put("outlets/amaq.md", "---\nname: Amaq\naliases: [Amak]\n---\n");
        put("agencies/europol.md", "---\nname: Europol\n---\n");
        put("operations/one.md", "");
        put("operations/two.md", "---\ntitle: Two\ndate: 2018\n---\n\nText. [@a] {#t}\n");
        folder
    });
    let texts = BTreeMap::from([("content/operations/one.md".to_owned(), text)]);
    let content = read::content(root.path(), &texts);
    let (site, mut found) = resolve::site(content, Drafts::Include);
    let (routes, more) = Routes::new(&site, Vec::new());
    found.extend(more);
    found.extend(check::check(&site, &routes, None, &|_, _| ()));
    assert_findings(found, &site.texts);
}

/// The front matter of an operation.
pub(crate) fn front_matter(bytes: &[u8]) {
    operation(format!("---\n{}\n---\n\nText. [@a]\n", String::from_utf8_lossy(bytes)));
}

/// The body of an operation, and its HTML.
pub(crate) fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert_html(&source("content/operations/one.md", bytes));
    operation(format!("---\ntitle: One\ndate: 2018\n---\n{text}"));
}

/// What stands in the brackets of a citation.
pub(crate) fn cluster(bytes: &[u8]) {
    body(format!("Text. [{}]\n", String::from_utf8_lossy(bytes)).as_bytes());
}

/// What stands in the braces at a claim's end.
pub(crate) fn attributes(bytes: &[u8]) {
    body(format!("Text. [@a] {{{}}}\n", String::from_utf8_lossy(bytes)).as_bytes());
}

/// A date.
pub(crate) fn edtf(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(date) = Date::parse(text) else { return };
    assert_eq!(
        Date::parse(date.edtf()).as_ref(),
        Ok(&date),
        "{text:?} is read, and not as it is written then"
    );
    if let (Some(earliest), Some(latest)) = (date.earliest(), date.latest()) {
        assert!(earliest <= latest, "{text:?} ends before it begins");
    }
    if let Some((first, last)) = date.years() {
        assert!(first <= last, "{text:?}");
    }
    let (first, last) = date.sort_key();
    assert!(first <= last, "{text:?} is sorted by an end before its beginning");
    assert!(!date.words().trim().is_empty(), "{text:?} has no words");
    let _ = (date.html_datetime(), date.kind(), date.bounds());
}

/// A file of BibTeX, its references, and what an import makes of it.
pub(crate) fn bib(bytes: &[u8]) {
    let text = source("content/sources/s.bib", bytes);
    let mut texts = Texts::default();
    let file = texts.add(source("content/sources/s.bib", bytes));
    let (sources, found) = biblio::read_bib(file, &text);
    assert_findings(found, &texts);
    assert_references(&sources);
    assert_findings(biblio::drafts_of_bib(file, &text).1, &texts);
}

/// A file of sources, and its references.
pub(crate) fn sources_yaml(bytes: &[u8]) {
    let text = source("content/sources/s.yaml", bytes);
    let mut texts = Texts::default();
    let file = texts.add(source("content/sources/s.yaml", bytes));
    let (sources, found) = biblio::read_yaml(file, &text);
    assert_findings(found, &texts);
    assert_references(&sources);
}

/// Citations to import.
pub(crate) fn csl_json(bytes: &[u8]) {
    let text = source("citations.json", bytes);
    let mut texts = Texts::default();
    let file = texts.add(source("citations.json", bytes));
    assert_findings(biblio::drafts_of_csl(file, &text).1, &texts);
}

/// The settings.
pub(crate) fn site_yaml(bytes: &[u8]) {
    let text = source("content/site.yaml", bytes);
    let mut texts = Texts::default();
    let file = texts.add(source("content/site.yaml", bytes));
    let (_, found) = config::read(file, &text);
    assert_findings(found, &texts);
}

/// The words that the search index has of a text.
pub(crate) fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut count = 0;
    export::words(&text, |word| {
        count += 1;
        assert!(!word.is_empty(), "an empty word in {text:?}");
        // What a reader types is taken apart in the same way, and must then be found.
        let mut again = Vec::new();
        export::words(word, |word| again.push(word.to_owned()));
        assert!(again == [word], "`{word}` in {text:?} is {again:?} when it is typed");
    });
    assert!(count <= 18 * text.chars().count(), "{count} words in {text:?}");
}

/// The references of the first sources hold nothing that is live.
fn assert_references(sources: &[(casefile::model::Source, biblio::Entry)]) {
    static STYLE: OnceLock<Style> = OnceLock::new();
    let style = STYLE.get_or_init(|| Style::named("iso-690-author-date").unwrap());
    for (source, entry) in sources.iter().take(2) {
        let reference = biblio::format(style, "en", source, entry);
        assert_fragment(&reference.html);
        let all = Addresses::of(source, |_| true);
        let _ = (biblio::bibtex(source, entry, all), biblio::csl_json(source, entry, all));
    }
}

/// A page that knows nothing.
struct Bare<'b>(&'b Body);

impl Hooks for Bare<'_> {
    fn claim(&self, _: usize) -> Option<Frame> {
        Some(Frame::default())
    }

    fn cluster(&self, claim: usize, cluster: usize) -> String {
        format!("<a>{claim}.{cluster}</a>")
    }

    fn link(&self, ordinal: usize) -> Href {
        let link = &self.0.links[ordinal];
        Href::To { address: link.destination.clone(), text: link.text.clone(), external: true }
    }
}

/// The HTML of a body is well formed, has no element or attribute but those of Markdown, and each claim can stand alone.
fn assert_html(source: &SourceText) {
    let mut texts = Texts::default();
    let file = texts.add(self::source(&source.path, source.text.as_bytes()));
    let span = Span::new(0, source.text.len());
    for html in [RawHtml::Error, RawHtml::Escape] {
        let (body, found) = markdown::read(file, source, span, html);
        assert_findings(found, &texts);
        assert_fragment(&markdown::write_html(source, &body, html, &Bare(&body), Extent::Whole));
        let claims: Vec<usize> = (0..body.claims.len().min(8)).collect();
        for claim in markdown::write_claims(source, &body, html, &Bare(&body), &claims) {
            assert_fragment(&claim);
        }
    }
}

const ELEMENTS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "cite",
    "b",
];
const ATTRIBUTES: &[&str] = &[
    "alt",
    "class",
    "dir",
    "href",
    "id",
    "lang",
    "loading",
    "rel",
    "role",
    "aria-label",
    "aria-labelledby",
    "scope",
    "src",
    "start",
    "tabindex",
    "title",
];

/// Elements that are known, closed in their order, with attributes that are known and quoted.
fn assert_fragment(html: &str) {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let is_end = rest.starts_with('/');
        rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        assert!(ELEMENTS.contains(&name), "an element `{name}` in {html:?}");
        rest = after;
        while let Some(pair) = rest.strip_prefix(' ') {
            let (attribute, value) = pair.split_once("=\"").expect("an attribute without a value");
            assert!(ATTRIBUTES.contains(&attribute), "an attribute `{attribute}` in {html:?}");
            let (value, after) = value.split_once('"').expect("a value that does not end");
            assert!(!value.contains(['<', '>']), "a value {value:?} in {html:?}");
            rest = after;
        }
        rest = rest
            .strip_prefix('>')
            .unwrap_or_else(|| panic!("a tag of `{name}` does not end in {html:?}"));
        if is_end {
            assert_eq!(open.pop(), Some(name), "closed in another order in {html:?}");
        } else if !["br", "hr", "img"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open in {html:?}");
}

/// The corpus of a target: the file names and bytes, sorted.
pub(crate) fn corpus(root: &Path, name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = root.join("tests/fuzz/corpus").join(name);
    let mut seeds: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
        })
        .collect();
    seeds.sort();
    seeds
}
