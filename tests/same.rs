//! The same content gives the same bytes, whatever the machine.
//!
//! What a build may depend on is the content, the theme, its flags and, for the days on which files were last changed, the
//! history that git has of them: the last test holds that, too.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Every file of a folder by its path, with its bytes.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A folder with all that is in it, in the order of the paths.
fn tree(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(at) = pending.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                files.insert(
                    path.strip_prefix(folder).unwrap().to_owned(),
                    fs::read(&path).unwrap(),
                );
            }
        }
    }
    files
}

#[track_caller]
fn assert_same(first: &Files, second: &Files, what: &str) {
    assert!(first.len() > 20, "{what}: only {} files were written", first.len());
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(first), names(second), "{what}: other files");
    let differ: Vec<_> = first.iter().filter(|(path, bytes)| second[*path] != **bytes).collect();
    let paths: Vec<_> = differ.iter().map(|(path, _)| path.display().to_string()).collect();
    assert!(paths.is_empty(), "{what}: other bytes in {}", paths.join(", "));
}

/// What one build has around it.
#[derive(Clone, Copy)]
struct Machine {
    threads: &'static str,
    environment: &'static [(&'static str, &'static str)],
    umask: &'static str,
    /// Whether the files were made in the order of their paths, or from the last to the first.
    is_backward: bool,
    /// The folder of the site, below one that is new for each machine.
    place: &'static str,
    /// Whether another site was built to the same folder before.
    is_rebuild: bool,
}

const USUAL: Machine = Machine {
    threads: "1",
    environment: &[("TZ", "UTC"), ("LC_ALL", "C")],
    umask: "022",
    is_backward: false,
    place: "site",
    is_rebuild: false,
};

/// A folder on a file system that lists a folder's files in the order in which they were made, or in its reverse,
/// where there is one that is known: elsewhere the order may be of the names alone.
fn temporary() -> tempfile::TempDir {
    let in_memory = Path::new("/dev/shm");
    if cfg!(target_os = "linux") && in_memory.is_dir() {
        return tempfile::tempdir_in(in_memory).unwrap();
    }
    tempfile::tempdir().unwrap()
}

fn put_all(folder: &Path, files: &Files, is_backward: bool) {
    let mut files: Vec<_> = files.iter().collect();
    if is_backward {
        files.reverse();
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Builds a site on a machine; gives what was written, and the order in which the system lists the operations.
fn build(files: &Files, machine: Machine) -> (Files, Vec<String>) {
    let Machine { threads, environment, umask, is_backward, place, is_rebuild } = machine;
    let folder = temporary();
    let root = folder.path().join(place);
    put_all(&root, files, is_backward);
    let operations = root.join("content/operations");
    let listed = fs::read_dir(&operations).unwrap();
    let listed = listed.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    let run = || {
        let mut command = if cfg!(unix) {
            let mut shell = Command::new("sh");
            shell.args(["-c", "umask \"$0\" && exec \"$@\"", umask]);
            shell.arg(env!("CARGO_BIN_EXE_casefile"));
            shell
        } else {
            Command::new(env!("CARGO_BIN_EXE_casefile"))
        };
        command.args(["build", "--output-dir", "out"]).current_dir(&root);
        command.env("RAYON_NUM_THREADS", threads).envs(environment.iter().copied());
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    if is_rebuild {
        let settings = root.join("content/site.yaml");
        let text = fs::read_to_string(&settings).unwrap();
        // Every page is another, and there is one that will have to go.
        fs::write(&settings, text.replacen("title: ", "title: Another ", 1)).unwrap();
        let stray = operations.join("stray.md");
        fs::write(&stray, "---\ntitle: Stray\ndate: 1999\n---\n").unwrap();
        run();
        fs::write(&settings, text).unwrap();
        fs::remove_file(stray).unwrap();
    }
    run();
    (tree(&root.join("out")), listed)
}

/// A small site with every type of page, a theme of its own, and files to copy.
fn small() -> Files {
    let site = Path::new(ROOT).join("tests/browser/sites/arabic");
    let mut files = tree(&site);
    for (path, bytes) in tree(&Path::new(ROOT).join("themes/default")) {
        files.insert(Path::new("themes/own").join(path), bytes);
    }
    let settings = files.get_mut(Path::new("content/site.yaml")).unwrap();
    settings.extend(b"theme: own\n");
    for name in ["a.txt", "b/c.txt", "b/a.txt", "z.txt"] {
        files.insert(Path::new("content/static").join(name), name.into());
    }
    // Many of a kind, alike in all by which a list could be sorted but their ids.
    let kinds = ["outlets", "agencies", "platforms", "pages"];
    for (kind, n) in kinds.iter().flat_map(|kind| (0..6).map(move |n| (kind, n))) {
        let name = if *kind == "pages" { "title" } else { "name" };
        let text = format!("---\n{name}: Alike\n---\n\nText. [@same-{n}]\n");
        files.insert(format!("content/{kind}/same-{n}.md").into(), text.into());
    }
    for n in 0..6 {
        let source =
            format!("same-{n}: {{type: article, title: Alike, date: 2018, wire: alike}}\n");
        files.insert(format!("content/sources/same-{n}.yaml").into(), source.into());
    }
    for n in 0..20 {
        let id = n % 6;
        let text = format!(
            "---\ntitle: Alike\ndate: 2018-04\n\
             outlets: [{{id: same-{id}, sources: [same-{id}]}}]\n\
             agencies: [{{id: same-{id}, sources: [same-0]}}]\n\
             platforms: [{{id: same-{id}, sources: [same-1]}}]\n\
             facts: {{arrests: [{{value: {n}, sources: [same-2]}}, {{value: 7, sources: [same-3]}}]}}\n\
             ---\n\nText. [@same-{id}; @same-5; @paper-2018]\n"
        );
        files.insert(format!("content/operations/same-{n}.md").into(), text.into());
    }
    files
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let files = small();
    let (one, _) = build(&files, USUAL);
    for threads in ["2", "7"] {
        let (many, _) = build(&files, Machine { threads, ..USUAL });
        assert_same(&one, &many, &format!("{threads} threads"));
    }
}

#[test]
fn the_order_of_the_files_on_disk_changes_no_byte() {
    let files = small();
    let (forward, listed) = build(&files, USUAL);
    let (backward, listed_backward) = build(&files, Machine { is_backward: true, ..USUAL });
    // Otherwise this would hold nothing.
    if cfg!(target_os = "linux") {
        assert_ne!(listed, listed_backward, "`/dev/shm` lists files in an order of its own");
    }
    assert_same(&forward, &backward, "made from the last to the first");
}

#[test]
fn the_zone_the_day_and_the_locale_change_no_byte() {
    let files = small();
    let (usual, _) = build(&files, USUAL);
    for environment in [
        &[("TZ", "Pacific/Kiritimati"), ("SOURCE_DATE_EPOCH", "0")],
        &[("TZ", "America/Adak"), ("SOURCE_DATE_EPOCH", "4102444799")],
        &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
        &[("LC_ALL", "ar_EG.UTF-8"), ("LANGUAGE", "ar")],
        &[("LC_ALL", ""), ("LANG", "sv_SE.ISO-8859-1")],
    ] {
        let (other, _) = build(&files, Machine { environment, ..USUAL });
        assert_same(&usual, &other, &format!("{environment:?}"));
    }
}

#[test]
fn the_umask_changes_no_byte() {
    let files = small();
    let (usual, _) = build(&files, USUAL);
    for umask in ["077", "000", "002"] {
        let (other, _) = build(&files, Machine { umask, ..USUAL });
        assert_same(&usual, &other, &format!("umask {umask}"));
    }
}

#[test]
fn the_place_of_the_site_changes_no_byte() {
    let files = small();
    let (usual, _) = build(&files, USUAL);
    for place in ["another/and deeper/place", "content", "ñ/<b>&\"'"] {
        let (other, _) = build(&files, Machine { place, ..USUAL });
        assert_same(&usual, &other, place);
    }
}

#[test]
fn what_was_built_before_changes_no_byte() {
    let files = small();
    let (fresh, _) = build(&files, USUAL);
    let (again, _) = build(&files, Machine { is_rebuild: true, ..USUAL });
    assert_same(&fresh, &again, "after another site");
}

#[test]
fn the_record_of_this_repository_is_the_same_on_machines_that_differ_in_everything() {
    let record = Path::new(ROOT).join("content");
    let files: Files = tree(&record)
        .into_iter()
        .map(|(path, bytes)| (Path::new("content").join(path), bytes))
        .collect();
    let (one, _) = build(&files, USUAL);
    let other = Machine {
        threads: "7",
        environment: &[
            ("TZ", "Asia/Tokyo"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("SOURCE_DATE_EPOCH", "1900000000"),
        ],
        umask: "077",
        is_backward: true,
        place: "some/where/else",
        is_rebuild: true,
    };
    let (other, _) = build(&files, other);
    assert_same(&one, &other, "another machine");
}

/// Runs git as somebody who works at noon of a day.
fn git(folder: &Path, day: &str, args: &[&str]) {
    let mut command = Command::new("git");
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "A")
            .env(format!("GIT_{who}_EMAIL"), "a@example.org")
            .env(format!("GIT_{who}_DATE"), format!("{day}T12:00:00+00:00"));
    }
    let settings = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"];
    command.envs(settings.map(|name| (name, if cfg!(windows) { "NUL" } else { "/dev/null" })));
    let done = command.current_dir(folder).args(args).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn every_whole_clone_gives_the_same_bytes_and_one_that_is_cut_short_only_lacks_the_days() {
    let folder = temporary();
    let at = |path: &str| folder.path().join(path);
    let mut files = small();
    let settings = files.get_mut(Path::new("content/site.yaml")).unwrap();
    settings.extend(b"repository: https://example.com/us/record\n");
    let first = at("first");
    put_all(&first, &files, false);
    git(&first, "2024-02-01", &["init", "--quiet"]);
    git(&first, "2024-02-01", &["add", "."]);
    git(&first, "2024-02-01", &["commit", "--quiet", "-m", "Begin"]);
    let one = first.join("content/operations/same-1.md");
    let text = fs::read_to_string(&one).unwrap();
    fs::write(&one, text.replace("Alike", "Alike one")).unwrap();
    git(&first, "2024-03-05", &["commit", "--quiet", "-a", "-m", "Rename"]);
    let url = format!("file://{}", first.display());
    git(folder.path(), "2025-01-01", &["clone", "--quiet", &url, "second"]);
    git(folder.path(), "2025-01-01", &["clone", "--quiet", "--depth=1", &url, "short"]);

    let build = |root: &str, zone: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_casefile"))
            .args(["build", "--output-dir", "out"])
            .current_dir(at(root))
            .env("TZ", zone)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        tree(&at(root).join("out"))
    };
    let (first, second) = (build("first", "America/Adak"), build("second", "Asia/Tokyo"));
    assert_same(&first, &second, "another clone");
    let short = build("short", "UTC");
    let has_day = |files: &Files| {
        let page = &files[Path::new("operations/same-1/index.html")];
        String::from_utf8_lossy(page).contains("2024-03-05")
    };
    assert!(has_day(&first) && !has_day(&short));
}
