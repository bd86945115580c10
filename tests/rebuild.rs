//! A rebuild gives exactly the folder that a clean build gives, and touches nothing that stays as it is.
//!
//! A small record is changed at random, a few things at a time, and built into the folder of the build before. The
//! changes are the same in each run.

#![expect(clippy::unwrap_used, reason = "a record that cannot be built should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "records are written to temporary folders")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use casefile::emit::{self, Emit, Written};
use casefile::pages::Pages;
use casefile::render::{Options, Renderer};
use casefile::{Settings, check_site};

/// How often the record is changed and built.
const ROUNDS: usize = 64;

/// How often one is whose lists have several parts.
const LONG_ROUNDS: usize = 8;

/// The operations of that one.
const LONG: usize = 104;

/// How many things are changed at most between two builds.
const CHANGES: usize = 3;

/// `SplitMix64`: the same numbers each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn pick<'a, T>(&mut self, all: &'a mut [T]) -> &'a mut T {
        let at = self.below(all.len());
        &mut all[at]
    }
}

/// A record that can be changed in any way and is well formed after it.
struct Record {
    title: String,
    language: &'static str,
    style: &'static str,
    outputs: &'static str,
    role: String,
    operations: Vec<Operation>,
    outlets: Vec<Outlet>,
    sources: Vec<Source>,
    /// The paths of pages and files of `static/`, with their texts.
    others: BTreeMap<String, String>,
    /// What no other thing has been called yet.
    next: usize,
}

struct Operation {
    /// What others know it by, whatever it is called.
    name: usize,
    /// What it follows, contradicts, links to: names, some of which nothing has any more.
    others: [usize; 3],
    slug: String,
    aliases: Vec<String>,
    title: String,
    date: String,
    country: &'static str,
    is_draft: bool,
    is_disputed: bool,
    body: Vec<String>,
    /// What stands below it.
    ending: &'static str,
}

struct Outlet {
    id: String,
    name: String,
    parent: bool,
}

struct Source {
    title: String,
    publisher: &'static str,
    date: String,
    /// More of its entry.
    rest: String,
}

const COUNTRIES: &[&str] = &["NL", "DE", "FR", "US", "XK"];
const DATES: &[&str] =
    &["2018-04-25", "2018-04", "2019", "201X", "unknown", "2018-12-30/2019-01-02", "2020~"];

/// What can stand below a body. What a claim is like on other pages may lie in what stands beside it, below or before it:
/// these differ in that alone.
const ENDINGS: &[&str] = &[
    "",
    "- An item. [@s3] {#item}\n- Another. [@s4] {#other}\n",
    "- An item. [@s3] {#item}\n\n- Another. [@s4] {#other}\n",
    "See [that][x]. [@s3] {#end}\n\n[x]: https://example.org/x\n",
    "See [that][x]. [@s3] {#end}\n\n[x]: https://example.org/y\n",
    "A claim. [@s3] {#end as-of=2019 by=\"Somebody\"}\n",
    "A claim. [@s3] {#end as-of=2020 by=\"Somebody\"}\n",
    "First. [@s3] {#first}\n\nSecond. [@s4] {#second}\n",
    "First. [@s4] {#first}\n\nSecond. [@s4] {#second}\n",
];

const PUBLISHERS: &[&str] = &["The Example", "The Sample", "An Agency"];

impl Record {
    fn new() -> Self {
        let mut record = Self {
            title: "Rebuilt".into(),
            language: "en",
            style: "iso-690-author-date",
            outputs: "{}",
            role: "Led it".into(),
            operations: Vec::new(),
            outlets: Vec::new(),
            sources: Vec::new(),
            others: BTreeMap::new(),
            next: 0,
        };
        for at in 0..5 {
            record.sources.push(Source {
                title: format!("Report {at}"),
                publisher: PUBLISHERS[at % 3],
                date: "2018-05-01".into(),
                rest: String::new(),
            });
        }
        for _ in 0..3 {
            record.add_outlet();
        }
        for _ in 0..5 {
            record.add_operation(DATES[record.next % 3]);
        }
        record.others.insert("pages/about.md".into(), "---\ntitle: About\n---\n\nAbout.\n".into());
        record.others.insert("static/a.txt".into(), "a".into());
        record
    }

    fn name(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    fn add_operation(&mut self, date: &str) {
        let name = self.name();
        let [last, first] = [self.operations.last(), self.operations.first()]
            .map(|one| one.map_or(0, |one: &Operation| one.name));
        self.operations.push(Operation {
            name,
            others: [0, last, first],
            slug: format!("operation-{name}"),
            aliases: Vec::new(),
            title: format!("Operation {name}"),
            date: date.into(),
            country: COUNTRIES[name % COUNTRIES.len()],
            is_draft: false,
            is_disputed: name.is_multiple_of(4),
            body: vec![format!("Servers number {name} were seized.")],
            ending: "",
        });
    }

    fn add_outlet(&mut self) {
        let name = self.name();
        let id = format!("outlet-{name}");
        self.outlets.push(Outlet { id, name: format!("Outlet {name}"), parent: false });
    }

    /// Changes one thing; says which.
    fn change(&mut self, random: &mut Random) -> String {
        let name = self.name();
        let kind = random.below(33);
        match kind {
            0 | 1 => {
                let operation = random.pick(&mut self.operations);
                let sentence = random.pick(&mut operation.body);
                let _ = write!(sentence, " So it was said, {name}.");
            }
            2 | 27 | 28 => random.pick(&mut self.operations).title = format!("Title & <{name}>"),
            3 => random.pick(&mut self.operations).date = random.one_of(DATES).into(),
            4 => random.pick(&mut self.operations).country = random.one_of(COUNTRIES),
            5 => random.pick(&mut self.operations).body.push(format!("More, {name}.")),
            6 => {
                let body = &mut random.pick(&mut self.operations).body;
                body.truncate(body.len().max(2) - 1);
            }
            7 => {
                let operation = random.pick(&mut self.operations);
                operation.is_draft = !operation.is_draft;
            }
            8 => {
                let operation = random.pick(&mut self.operations);
                operation.is_disputed = !operation.is_disputed;
            }
            9 | 10 => self.add_operation(random.one_of(DATES)),
            11 if self.operations.len() > 3 => {
                let at = random.below(self.operations.len());
                self.operations.remove(at);
            }
            12 => {
                // Its old address leads to the new one, or to nothing.
                let operation = random.pick(&mut self.operations);
                let old = std::mem::replace(&mut operation.slug, format!("renamed-{name}"));
                if name.is_multiple_of(2) {
                    operation.aliases.push(old);
                }
            }
            13 => {
                // It changes its place in every list.
                let source = random.pick(&mut self.sources);
                source.title = format!("A report, {name}");
                source.publisher = random.one_of(PUBLISHERS);
            }
            14 => random.pick(&mut self.sources).date = format!("20{}", 10 + name % 10),
            15 => {
                let (title, date) = (format!("New {name}"), "2020".into());
                let (publisher, rest) = (random.one_of(PUBLISHERS), String::new());
                self.sources.push(Source { title, publisher, date, rest });
            }
            16 => random.pick(&mut self.outlets).name = format!("Renamed {name}"),
            17 => self.add_outlet(),
            18 if self.outlets.len() > 2 => {
                let at = 1 + random.below(self.outlets.len() - 1);
                self.outlets.remove(at);
            }
            19 => {
                let outlet = random.pick(&mut self.outlets[1..]);
                outlet.parent = !outlet.parent;
            }
            20 => match random.below(5) {
                0 => self.title = format!("Rebuilt {name}"),
                1 => self.language = random.one_of(&["en", "fr", "ar"]),
                2 => self.style = random.one_of(&["iso-690-author-date", "apa", "ieee"]),
                3 => {
                    let all = ["{}", "{api: false, tables: false}", "{feeds: none, search: false}"];
                    self.outputs = random.one_of(&all);
                }
                _ => self.role = format!("Role {name}"),
            },
            23 | 24 => {
                let other = random.pick(&mut self.operations).name;
                let operation = random.pick(&mut self.operations);
                operation.others[name % 3] = if operation.name == other { 0 } else { other };
            }
            25 => {
                // Whose reporting it is, and so how many origins its claims have.
                let at = 1 + random.below(self.sources.len() - 1);
                let taken = random.below(at);
                let rests = ["".into(), ", wire: w".into(), format!(", origin: s{taken}")];
                self.sources[at].rest = rests[random.below(3)].clone();
            }
            26 => random.pick(&mut self.sources).rest = ", quotes: [{text: Servers}]".into(),
            30 | 31 => {
                let ending = random.one_of(ENDINGS);
                random.pick(&mut self.operations).ending = ending;
            }
            // What was a file becomes a folder, and the other way round.
            21 => {
                let (there, gone) = [("a", "a/b"), ("a/b", "a")][name % 2];
                self.others.remove(&format!("pages/{gone}.md"));
                let page = format!("---\ntitle: Page {name}\n---\n\nA page.\n");
                self.others.insert(format!("pages/{there}.md"), page);
            }
            22 => {
                let (there, gone) = [("c", "c/d"), ("c/d", "c")][name % 2];
                self.others.remove(&format!("static/{gone}"));
                self.others.insert(format!("static/{there}"), name.to_string());
            }
            _ => {
                let at = random.below(self.others.len());
                let path = self.others.keys().nth(at).unwrap().clone();
                self.others.remove(&path);
                self.others.insert(format!("static/{name}.txt"), "new".into());
            }
        }
        format!("{kind}")
    }

    /// The files of the content.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut put = |path: &str, text: &str| {
            files.insert(path.to_owned(), text.to_owned());
        };
        let Self { title, language, style, outputs, role, .. } = self;
        put(
            "site.yaml",
            &format!(
                "title: {title}\nbase-url: https://example.org/\nlanguage: {language}\n\
                 citation-style: {style}\noutputs: {outputs}\npolicy: {{archive: allow}}\n\
                 diagnostics: {{unused-source: allow}}\n\
                 vocabulary: {{roles: {{lead: {role}}}, facts: {{arrests: Arrests}}}}\n"
            ),
        );
        for (path, text) in &self.others {
            put(path, text);
        }
        let mut sources = String::new();
        for (at, Source { title, publisher, date, rest }) in self.sources.iter().enumerate() {
            let _ = writeln!(
                sources,
                "s{at}: {{type: article, title: \"{title}\", date: {date}, parent: {{type: newspaper, title: {publisher}}}{rest}}}"
            );
        }
        put("sources/all.yaml", &sources);
        for (at, outlet) in self.outlets.iter().enumerate() {
            let mut text = format!("---\nname: {}\n", outlet.name);
            if outlet.parent && at > 0 {
                let _ = writeln!(text, "parent: {}", self.outlets[0].id);
            }
            put(&format!("outlets/{}.md", outlet.id), &(text + "---\n"));
        }
        for (at, operation) in self.operations.iter().enumerate() {
            let outlet = &self.outlets[at % self.outlets.len()].id;
            let source = at % self.sources.len();
            let Operation { title, date, country, aliases, is_draft, .. } = operation;
            let known = |name: usize| {
                let known = self.operations.iter().filter(|one| !one.is_draft);
                known.filter(|one| one.name == name).map(|one| one.slug.as_str()).next()
            };
            let [follows, contradicts, links_to] = operation.others.map(known);
            let related = follows.map(|slug| format!("{{operation: {slug}, as: follows}}"));
            let mut text = format!(
                "---\nrelated: [{}]\ntitle: \"{title}\"\ndate: {date}\ndraft: {is_draft}\naliases: [{}]\n\
                 countries: [{{id: {country}, role: lead, sources: [s{source}]}}]\n\
                 outlets: [{{id: {outlet}, sources: [s0]}}]\n\
                 facts: {{arrests: [{{value: {at}, sources: [s1]}}, {{value: 9, sources: [s2]}}]}}\n\
                 ---\n",
                related.unwrap_or_default(),
                aliases.join(", ")
            );
            for (ordinal, sentence) in operation.body.iter().enumerate() {
                let disputed = if operation.is_disputed { " .disputed" } else { "" };
                let id = format!("{{#claim-{ordinal}{disputed}}}");
                let other = links_to.filter(|_| ordinal == 0 && at % 2 == 0);
                let other = other.map(|slug| format!(" After [[operation:{slug}]]."));
                let other = other.unwrap_or_default();
                let _ =
                    write!(text, "\n[[outlet:{outlet}]]: {sentence}{other} [@s{source}] {id}\n");
            }
            if let Some(slug) = contradicts {
                let _ = write!(text, "\nNo. [@s{source}] {{contradicts={slug}#claim-0}}\n");
            }
            if let Some(slug) = links_to {
                let _ = write!(text, "\nSee [[operation:{slug}]]. [@s{source}]\n");
            }
            let _ = write!(text, "\n{}", operation.ending);
            put(&format!("operations/{}.md", operation.slug), &text);
        }
        files
    }

    /// Makes the content what the record is now.
    fn write(&self, root: &Path) {
        let content = root.join("content");
        let files = self.files();
        let before = if content.exists() { tree(&content) } else { BTreeMap::new() };
        // Some file systems are slow for minutes after a file is removed, so that none is without need.
        for path in before.keys().filter(|path| !files.contains_key(*path)) {
            fs::remove_file(content.join(path)).unwrap();
            let folder = content.join(path);
            let _ = fs::remove_dir(folder.parent().unwrap());
        }
        for (path, text) in &files {
            let is_same = before.get(path).is_some_and(|(bytes, _)| bytes == text.as_bytes());
            if !is_same {
                let path = content.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
        }
    }
}

fn build(root: &Path, dir: &Path) -> Written {
    let checked = check_site(root, &Settings::default());
    let texts = &checked.site.texts;
    let first = checked.report.diagnostics().first();
    let first = first.map(|one| (texts.get(one.file).path.clone(), one.message.clone()));
    assert!(!checked.report.has_errors(), "the record is not well formed: {first:?}");
    let (site, routes, theme) = (&checked.site, &checked.routes, &checked.theme);
    let style = checked.style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, Options::default()).unwrap();
    let pages = Pages::new(root, site, routes, theme, &renderer);
    let (protected, wait) = (&[root.to_owned()], Duration::ZERO);
    let emit = Emit { dir, force: false, protected, inputs: &[], wait };
    let (paths, keys) = (pages.paths(), pages.keys());
    emit::write_known(&emit, &paths, &keys, |at| pages.bytes(at), &|_| {}).unwrap()
}

/// Every file below a folder, with its bytes and the time of its last change.
fn tree(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let (mut files, mut pending) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(folder_of) = pending.pop() {
        let mut is_empty = true;
        for entry in fs::read_dir(&folder_of).unwrap() {
            let path = entry.unwrap().path();
            is_empty = false;
            if path.is_dir() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                let changed = fs::metadata(&path).unwrap().modified().unwrap();
                files.insert(name, (fs::read(&path).unwrap(), changed));
            }
        }
        assert!(!is_empty || folder_of == folder, "{} is left empty", folder_of.display());
    }
    files
}

#[test]
fn a_rebuild_after_any_change_gives_what_a_clean_build_gives_and_touches_nothing_else() {
    change_and_build(Record::new(), ROUNDS);
}

#[test]
fn so_it_does_where_lists_have_several_parts() {
    let mut record = Record::new();
    while record.operations.len() < LONG {
        record.add_operation(DATES[record.next % DATES.len()]);
    }
    // All of one country, whose page then has parts; all claims that s0, s1 and s2 have to share give them some too.
    for operation in &mut record.operations {
        operation.country = COUNTRIES[0];
    }
    change_and_build(record, LONG_ROUNDS);
}

#[test]
fn what_stands_around_a_claim_changes_the_pages_that_it_is_a_guest_on() {
    let folder = tempfile::tempdir().unwrap();
    let (root, dir) = (folder.path(), folder.path().join("public"));
    let mut record = Record::new();
    for (at, ending) in ENDINGS.iter().enumerate() {
        record.operations[0].ending = ending;
        record.write(root);
        build(root, &dir);
        let clean_dir = root.join(format!("clean-{at}"));
        build(root, &clean_dir);
        let (again, clean) = (tree(&dir), tree(&clean_dir));
        assert_eq!(again.len(), clean.len(), "{ending}");
        for (path, (bytes, _)) in &again {
            assert!(*bytes == clean[path].0, "`{path}` is not as in a clean build: {ending}");
        }
    }
}

fn change_and_build(mut record: Record, rounds: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (root, dir) = (folder.path(), folder.path().join("public"));
    let mut random = Random(8);
    record.write(root);
    build(root, &dir);
    let mut before = tree(&dir);
    for round in 0..rounds {
        let mut changes = Vec::new();
        for _ in 0..=random.below(CHANGES) {
            changes.push(record.change(&mut random));
        }
        record.write(root);
        let clean_dir = root.join(format!("clean-{round}"));
        let written = build(root, &dir);
        build(root, &clean_dir);

        let (again, clean) = (tree(&dir), tree(&clean_dir));
        let here = format!("round {round}, changes {}", changes.join(", "));
        let paths = |files: &BTreeMap<String, _>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(paths(&again), paths(&clean), "{here}");
        let mut changed = 0;
        for (path, (bytes, time)) in &again {
            assert!(*bytes == clean[path].0, "`{path}` is not as in a clean build: {here}");
            // The manifest, which is written with any page.
            if path == ".casefile" {
                continue;
            }
            match before.get(path) {
                Some((old, old_time)) if old == bytes => {
                    assert_eq!(old_time, time, "`{path}` was touched: {here}");
                }
                _ => changed += 1,
            }
        }
        let removed = before.keys().filter(|path| !again.contains_key(*path)).count();
        assert_eq!((written.changed, written.removed), (changed, removed), "{here}");
        before = again;
    }
}
