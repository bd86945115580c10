//! Where a forge shows a file and its history.

use crate::config::address::host_of;

/// How a forge puts it between the repository's address and the file's path.
struct Forge {
    /// Its own host.
    host: &'static str,
    /// What the names of other hosts that run the same program start with.
    prefixes: &'static [&'static str],
    source: &'static str,
    history: &'static str,
}

/// `HEAD` stands for the main branch, whatever it is called: on Forgejo and Gitea since version 1.21.
const FORGES: &[Forge] = &[
    Forge {
        host: "gitlab.com",
        prefixes: &["gitlab."],
        source: "-/blob/HEAD",
        history: "-/commits/HEAD",
    },
    Forge {
        host: "codeberg.org",
        prefixes: &["forgejo.", "gitea.", "codeberg."],
        source: "src/branch/HEAD",
        history: "commits/branch/HEAD",
    },
];

/// The form of GitHub, which others read too.
const USUAL: Forge =
    Forge { host: "github.com", prefixes: &[], source: "blob/HEAD", history: "commits/HEAD" };

/// The addresses of a file and of its history.
pub(super) fn addresses(repository: &str, path: &str) -> (String, String) {
    let repository = repository.trim_end_matches('/');
    let repository = repository.strip_suffix(".git").unwrap_or(repository);
    let host = host_of(repository).unwrap_or_default();
    let runs = |forge: &&Forge| {
        host == forge.host || forge.prefixes.iter().any(|prefix| host.starts_with(prefix))
    };
    let forge = FORGES.iter().find(runs).unwrap_or(&USUAL);
    let path = encoded(path);
    let at = |form: &str| format!("{repository}/{form}/{path}");
    (at(forge.source), at(forge.history))
}

/// A path with what would end it, or mean something else in an address, encoded.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            '%' | '?' | '#' | ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                encoded += &format!("%{:02X}", u32::from(character));
            }
            _ => encoded.push(character),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_forge_has_its_own_form() {
        for (repository, source, history) in [
            ("https://github.com/us/record", "blob/HEAD", "commits/HEAD"),
            ("https://gitlab.com/us/group/record", "-/blob/HEAD", "-/commits/HEAD"),
            ("https://gitlab.example.org:8443/us/record", "-/blob/HEAD", "-/commits/HEAD"),
            ("https://codeberg.org/us/record", "src/branch/HEAD", "commits/branch/HEAD"),
            ("https://GITEA.example.org/us/record", "src/branch/HEAD", "commits/branch/HEAD"),
            ("https://example.com/gitlab.com/record", "blob/HEAD", "commits/HEAD"),
            ("https://notgitlab.com/us/record", "blob/HEAD", "commits/HEAD"),
        ] {
            let path = "content/pages/about.md";
            let expected =
                (format!("{repository}/{source}/{path}"), format!("{repository}/{history}/{path}"));
            assert_eq!(addresses(repository, path), expected);
        }
    }

    #[test]
    fn an_address_to_clone_from_leads_to_the_same_place() {
        let (source, _) = addresses("https://github.com/us/record.git/", "content/site.yaml");
        assert_eq!(source, "https://github.com/us/record/blob/HEAD/content/site.yaml");
    }

    #[test]
    fn a_name_with_signs_in_it_stays_one_path() {
        let (source, _) =
            addresses("https://github.com/us/record", "content/sources/a #1 100%.yaml");
        assert!(source.ends_with("/content/sources/a%20%231%20100%25.yaml"), "{source}");
    }
}
