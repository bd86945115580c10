//! A site that is checked again and again, as little of it as will do, is always what it would be if it were checked anew.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use casefile::diag::write_json;
use casefile::pages::Pages;
use casefile::read::Changes;
use casefile::render::{Options, Renderer};
use casefile::{Checked, Checker, Settings, check_site};

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

const KEYS: &[&str] = &["a", "b", "c", "d", "e", "e", "f", "nobody-has-it"];

fn operation(random: &mut Random) -> String {
    let mut text = format!(
        "---\ntitle: Title {}\ndate: 20{}-0{}-1{}\n",
        random.below(9),
        10 + random.below(8),
        1 + random.below(9),
        random.below(9)
    );
    if random.once_in(4) {
        text += &format!("aliases: [old-{}]\n", random.below(4));
    }
    if random.once_in(8) {
        text += "draft: true\n";
    }
    for (list, ids) in [
        ("countries", &["NL", "BE", "FR", "XX"][..]),
        ("outlets", &["out-1", "out-2", "other-1", "no-outlet"]),
        ("agencies", &["police", "old-police"]),
    ] {
        if !random.once_in(3) {
            let (id, key) = (random.one_of(ids), random.one_of(KEYS));
            text += &format!("{list}:\n  - {{id: {id}, role: lead, sources: [{key}]}}\n");
        }
    }
    if random.once_in(2) {
        let (one, other) = (random.below(3), random.below(3));
        text += &format!(
            "facts:\n  arrests: [{{value: {one}, sources: [a]}}, {{value: {other}, sources: [b]}}]\n"
        );
    }
    if random.once_in(3) {
        text += &format!("related: [{{operation: op-{}, as: follows}}]\n", random.below(7));
    }
    if random.once_in(20) {
        text += "titel: [\n";
    }
    text += "---\n\n## What happened\n\n";
    for number in 0..random.below(4) {
        let said = random.one_of(&[
            "Servers were seized",
            "See [[out-1]]",
            "See [it](op-1.md#c1)",
            "As [that](../outlets/out-2.md)",
            "As [told](/years/2012/)",
        ]);
        let more = random.one_of(&[
            "",
            "{.disputed}",
            "{#c1}",
            "{contradicts=op-2#c1}",
            "{by=police}",
            "{withdrawn=\"2020: wrong\"}",
        ]);
        let (key, other) = (random.one_of(KEYS), random.one_of(KEYS));
        text += &match random.below(4) {
            0 => format!("{said} {number}. {more}\n\n"),
            1 => format!("{said} {number}. [@{key}; but see @{other}] {more}\n\n"),
            _ => format!("{said} {number}. [@{key}; @{other}] {more}\n\n"),
        };
    }
    text
}

fn sources(keys: &[&str], random: &mut Random) -> String {
    let mut text = String::new();
    for key in keys {
        if random.once_in(12) {
            continue;
        }
        let origin = random.one_of(&["own", "afp", "police", "a", "nothing-known"]);
        text += &format!(
            "{key}:\n  type: article\n  title: Report {}\n  date: 2019\n  origin: {origin}\n  \
             url: https://example.com/{key}\n  parent: {{type: newspaper, title: Paper {}}}\n",
            random.below(5),
            random.below(3)
        );
    }
    text
}

fn settings(random: &mut Random) -> String {
    let uncited = random.one_of(&["error", "warn", "allow"]);
    format!(
        "title: Site {}\npolicy: {{archive: allow, uncited: {uncited}}}\nvocabulary:\n  roles: {{lead: Lead}}\n  \
         facts: {{arrests: Arrests{}}}\n  origins: {{afp: AFP}}\n",
        random.below(2),
        random.below(2)
    )
}

/// A file that an editor might save, or take away: its path below the root, and its text.
fn save(random: &mut Random) -> (String, Option<Vec<u8>>) {
    let number = random.below(7);
    let (path, text) = match random.below(16) {
        0..7 => (format!("operations/op-{number}.md"), operation(random)),
        7 => ("sources/one.yaml".to_owned(), sources(&["a", "b", "c"], random)),
        8 => ("sources/two.yaml".to_owned(), sources(&["d", "e", "c"], random)),
        9 => {
            let (name, other) = (random.below(2), random.below(2));
            let text =
                format!("---\nname: Outlet {name}\naliases: [other-{other}]\n---\nKnown. [@a]\n");
            (format!("outlets/out-{}.md", 1 + random.below(2)), text)
        }
        10 => {
            let text = "---\nname: Police\nformer-ids: [old-police]\n---\n";
            ("agencies/police.md".to_owned(), text.to_owned())
        }
        11 => {
            let text =
                format!("---\ntitle: About {}\n---\n\nSee [[op-{number}]].\n", random.below(3));
            (random.one_of(&["pages/about.md", "pages/more/about.md"]).to_owned(), text)
        }
        12 => ("countries/nl.md".to_owned(), format!("Notes {number}. [@b]\n")),
        13 => ("site.yaml".to_owned(), settings(random)),
        14 => {
            let path =
                ["static/note.txt", "static/deep/a.css", "stray.md", "operations/.hidden.md"];
            (random.one_of(&path).to_owned(), format!("{number}"))
        }
        _ => (
            "sources/three.bib".to_owned(),
            format!("@misc{{f, title = {{F {number}}}, year = 2019}}\n"),
        ),
    };
    let is_removed = random.once_in(7) && path != "site.yaml";
    let mut bytes = text.into_bytes();
    if random.once_in(40) {
        bytes.push(0xff);
    }
    (format!("content/{path}"), (!is_removed).then_some(bytes))
}

/// What an editor changes in a file: one word at a time.
const SWAPS: &[(&str, &str)] = &[
    ("origin: own", "origin: afp"),
    ("origin: afp", "origin: police"),
    ("origin: police", "origin: own"),
    ("Paper 0", "Paper 1"),
    ("Paper 1", "Paper 0"),
    ("Report 1", "Report 2"),
    ("Title", "Headline"),
    ("date: 201", "date: 202"),
    ("aliases: [old-1]", "aliases: [old-2]"),
    ("aliases: [other-0]", "aliases: [other-1]"),
    ("aliases: [other-1]", "aliases: [other-0]"),
    ("Outlet", "Paper"),
    ("draft: true", "draft: false"),
    ("seized", "taken"),
    ("[@a", "[@b"),
    ("{#c1}", ""),
    ("Police", "Polizei"),
];

/// Everything that a site comes to: what is wrong with it, and its files.
fn outcome(root: &Path, checked: &Checked) -> (String, BTreeMap<String, Vec<u8>>) {
    let Checked { site, routes, theme, style, report, timings: _ } = checked;
    let mut found = Vec::new();
    write_json(report, &site.texts, &mut found).unwrap();
    let style = style.as_ref().unwrap();
    let renderer = Renderer::new(site, routes, theme, style, Options::default()).unwrap();
    let pages = Pages::new(root, site, routes, theme, &renderer);
    let files = pages.paths().into_iter().enumerate();
    let files = files.map(|(at, path)| (path, pages.bytes(at).unwrap())).collect();
    (String::from_utf8(found).unwrap(), files)
}

fn assert_same(root: &Path, again: &Checked, after: &str) {
    let anew = check_site(root, &Settings::default());
    let (found, files) = outcome(root, again);
    let (found_anew, files_anew) = outcome(root, &anew);
    assert_eq!(found, found_anew, "after {after}");
    let paths: Vec<_> = files.keys().collect();
    assert_eq!(paths, files_anew.keys().collect::<Vec<_>>(), "after {after}");
    for (path, bytes) in &files {
        let anew = &files_anew[path];
        assert!(
            bytes == anew,
            "`{path}` after {after}\n{}\n---- anew:\n{}",
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(anew)
        );
    }
}

#[test]
fn whatever_is_saved_the_site_is_what_it_would_be_if_it_were_checked_anew() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let mut random = Random(0x5eed_cafe_f00d_0001);
    let write = |path: &str, bytes: &Option<Vec<u8>>| {
        let path = root.join(path);
        match bytes {
            Some(bytes) => {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
            None => drop(fs::remove_file(path)),
        }
    };
    write("content/site.yaml", &Some(settings(&mut random).into_bytes()));
    for _ in 0..60 {
        let (path, bytes) = save(&mut random);
        write(&path, &bytes);
    }
    let mut checker = Checker::new(root, &Settings::default());
    assert_same(root, &checker.check(&Changes::Unknown), "the start");
    for step in 0..100 {
        let mut changed = BTreeSet::new();
        let saves = if random.once_in(6) { 1 + random.below(8) } else { 1 };
        for _ in 0..saves {
            let (path, mut bytes) = save(&mut random);
            if !random.once_in(3)
                && let Ok(text) = fs::read_to_string(root.join(&path))
            {
                let first = random.below(SWAPS.len());
                let mut swaps = SWAPS.iter().cycle().skip(first).take(SWAPS.len());
                if let Some((from, to)) = swaps.find(|(from, _)| text.contains(from)) {
                    bytes = Some(text.replacen(from, to, 1).into_bytes());
                }
            }
            write(&path, &bytes);
            changed.insert(path);
        }
        let after = format!("step {step}: {changed:?}");
        let changes = if random.once_in(12) { Changes::Unknown } else { Changes::Of(changed) };
        assert_same(root, &checker.check(&changes), &after);
    }
    // What a checkout of another branch does.
    let (content, away) = (root.join("content"), root.join("away"));
    fs::rename(content.join("operations"), &away).unwrap();
    let gone = Changes::Of(BTreeSet::from(["content/operations".to_owned()]));
    assert_same(root, &checker.check(&gone), "a folder was taken away");
    fs::rename(&away, content.join("operations")).unwrap();
    assert_same(root, &checker.check(&gone), "a folder came back");
}
