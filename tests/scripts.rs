//! The theme's scripts do what the program does. Needs Node: `cargo test --test scripts -- --include-ignored`.

use std::fs;
use std::process::Command;

/// Reads `site.js` as a browser would, and writes the words of each text of `words.tsv` on a line.
const WORDS: &str = r##"
const fs = require("fs");
const nothing = () => {};
globalThis.window = globalThis;
globalThis.addEventListener = nothing;
globalThis.MutationObserver = class { observe() {} disconnect() {} };
globalThis.document = { documentElement: { classList: { add: nothing } } };
(0, eval)(fs.readFileSync("themes/default/assets/site.js", "utf8"));
for (const line of fs.readFileSync("tests/words.tsv", "utf8").trimEnd().split("\n")) {
  if (!line.startsWith("#")) console.log(casefile.words(line.split("\t")[0]).join(" "));
}
"##;

#[test]
#[ignore = "needs Node"]
fn the_scripts_find_the_words_that_the_index_has() {
    let done = Command::new("node").args(["-e", WORDS]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let found = String::from_utf8(done.stdout).unwrap();
    let vectors = fs::read_to_string("tests/words.tsv").unwrap();
    let vectors = vectors.lines().filter(|line| !line.starts_with('#'));
    let expected: Vec<&str> = vectors.map(|line| line.split_once('\t').unwrap().1).collect();
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
}
