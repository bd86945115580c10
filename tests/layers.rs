//! Imports point one way, and each package has one door.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its own sources should say so loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Packages that one module alone may use.
const DOORS: &[(&str, &str)] = &[
    ("annotate_snippets", "diag"),
    ("biblatex", "biblio"),
    ("ciborium", "biblio"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("csv", "export"),
    ("ctrlc", "serve"),
    ("deunicode", "model"),
    ("hayagriva", "biblio"),
    ("httparse", "serve"),
    ("notify", "serve"),
    ("pulldown_cmark", "markdown"),
    ("rusqlite", "export"),
    ("saphyr_parser", "yaml"),
    ("serde_yaml", "yaml"),
    ("similar", "cli"),
    ("syntect", "markdown"),
    ("tera", "render"),
    ("terminal_size", "cli"),
    ("walkdir", "read"),
];

/// The modules of `src/lib.rs` in the order of their `mod` lines, lowest first.
fn layers() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    let name = |line: &str| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned());
    lib.lines().filter_map(name).collect()
}

fn files_of(layer: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut pending = vec![Path::new("src").join(layer)];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let file = Path::new("src").join(layer).with_extension("rs");
    files.extend(file.exists().then_some(file));
    files.sort();
    files
}

/// The code of a file without its comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The names that follow `crate::`, alone or in braces.
fn used_modules(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let word = |text: &str| -> String {
            text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        match rest.strip_prefix('{') {
            None => used.insert(word(rest)),
            Some(list) => {
                let list = list.split("};").next().unwrap_or_default();
                used.extend(list.split(',').map(word));
                true
            }
        };
    }
    used
}

#[test]
fn a_module_uses_only_those_above_it() {
    let layers = layers();
    assert!(layers.len() > 10, "{layers:?}");
    let mut upward = Vec::new();
    for (level, layer) in layers.iter().enumerate() {
        let files = files_of(layer);
        assert!(!files.is_empty(), "no file of `{layer}` was found");
        for file in files {
            for used in used_modules(&code(&file)) {
                if layers.iter().position(|other| *other == used).is_some_and(|at| at > level) {
                    upward.push(format!("{}: `{layer}` uses `{used}`", file.display()));
                }
            }
        }
    }
    assert!(upward.is_empty(), "imports that point the wrong way:\n{}", upward.join("\n"));
}

#[test]
fn every_module_of_the_crate_is_a_layer() {
    let layers = layers();
    for entry in fs::read_dir("src").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_root = ["lib", "main"].contains(&name.as_str());
        assert!(is_root || layers.contains(&name), "`{name}` is not in src/lib.rs");
    }
}

#[test]
fn each_package_has_one_door() {
    let mut strays = Vec::new();
    for (package, door) in DOORS {
        let mut is_used = false;
        for layer in layers() {
            for file in files_of(&layer) {
                if code(&file).contains(&format!("{package}::")) {
                    is_used |= layer == *door;
                    if layer != *door {
                        strays.push(format!("{}: `{package}` belongs to `{door}`", file.display()));
                    }
                }
            }
        }
        assert!(is_used, "`{door}` does not use `{package}`: this list is out of date");
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn the_test_itself_sees_both_forms_of_an_import() {
    let code = "use crate::{text::Span, diag};\nlet x = crate::yaml::locate();";
    let used: Vec<_> = used_modules(code).into_iter().collect();
    assert_eq!(used, ["diag", "text", "yaml"]);
}
