//! A new site.
//!
//! Its record is invented, down to the places where nobody lives, so that nobody is said to have done anything.

use super::File;

macro_rules! files {
    ($($path:literal from $source:literal;)*) => {
        &[$(($path, include_str!(concat!("site/", $source)))),*]
    };
}

const BARE: &[(&str, &str)] = files! {
    "content/site.yaml" from "site.bare.yaml";
    "README.md" from "README.bare.md";
    ".gitignore" from "gitignore";
};

const EXAMPLE: &[(&str, &str)] = files! {
    "content/site.yaml" from "content/site.yaml";
    "content/operations/2026-02-radio-nowhere.md" from "content/operations/2026-02-radio-nowhere.md";
    "content/operations/2026-03-radio-nowhere-again.md" from "content/operations/2026-03-radio-nowhere-again.md";
    "content/outlets/radio-nowhere.md" from "content/outlets/radio-nowhere.md";
    "content/agencies/example-police.md" from "content/agencies/example-police.md";
    "content/sources/2026.yaml" from "content/sources/2026.yaml";
    "content/pages/about.md" from "content/pages/about.md";
    "README.md" from "README.md";
    ".gitignore" from "gitignore";
    ".github/workflows/pages.yml" from "pages.yml";
    ".gitlab-ci.yml" from "gitlab-ci.yml";
};

/// Settings, and where things go.
pub fn bare() -> Vec<File> {
    files(BARE)
}

/// A small record with all that it takes to publish it.
pub fn example() -> Vec<File> {
    files(EXAMPLE)
}

fn files(files: &[(&str, &str)]) -> Vec<File> {
    let file = |(path, text): &(&str, &str)| File {
        path: (*path).to_owned(),
        // Line ends are those of the checkout that the program was built from.
        text: text.replace("\r\n", "\n").replace("{version}", env!("CARGO_PKG_VERSION")),
    };
    files.iter().map(file).collect()
}
