//! What the program is built from: how many packages, for which Rust. `.deny.toml` says what each of them may be.

#![expect(clippy::unwrap_used, reason = "a test that cannot ask cargo should say so loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// As many packages as the whole tree may have, the program's own among them.
const MOST_PACKAGES: usize = 199;

fn cargo(args: &[&str]) -> String {
    let done = Command::new(env!("CARGO"))
        .args(args)
        .args(["--locked", "--offline"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// The target that this is built for: what others need need not be here.
fn host() -> String {
    let done = Command::new("rustc").arg("-vV").current_dir(ROOT).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    said.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// A version's first two numbers.
fn version(text: &str) -> (u32, u32) {
    let mut numbers = text.split('.').map(|number| number.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap_or(0))
}

fn manifest() -> String {
    fs::read_to_string(Path::new(ROOT).join("Cargo.toml")).unwrap()
}

/// The Rust that the manifest says is enough.
fn stated() -> String {
    let manifest = manifest();
    let line = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap();
    line.trim_matches('"').to_owned()
}

#[test]
fn the_program_is_built_from_fewer_than_two_hundred_packages() {
    // With every feature, on this system. What only tests use is not counted.
    let tree = cargo(&["tree", "--prefix=none", "--edges=normal,build", "--all-features"]);
    let packages: BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    assert!(packages.len() > 20, "{tree}");
    let count = packages.len();
    assert!(
        count <= MOST_PACKAGES,
        "{count} packages:\n{}",
        cargo(&["tree", "--edges=normal,build"])
    );
}

#[test]
fn no_package_needs_a_newer_rust_than_the_manifest_states() {
    let host = host();
    let metadata =
        cargo(&["metadata", "--format-version=1", "--all-features", "--filter-platform", &host]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 20, "{metadata}");
    let stated = stated();
    let newer: Vec<String> = packages
        .iter()
        .filter_map(|package| Some((package, package["rust_version"].as_str()?)))
        .filter(|(_, needed)| version(needed) > version(&stated))
        .map(|(package, needed)| format!("{} needs {needed}", package["name"]))
        .collect();
    assert!(newer.is_empty(), "the manifest states Rust {stated}: {}", newer.join(", "));
}

#[test]
fn the_readme_names_the_rust_that_the_manifest_states() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    assert!(readme.contains(&format!("These need Rust {} and", stated())));
}

#[test]
fn no_code_of_the_program_is_unsafe() {
    assert!(manifest().contains("\nunsafe_code = \"forbid\"\n"));
}
