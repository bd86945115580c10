//! Whole builds into real folders.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use tempfile::TempDir;

use super::*;

/// A temporary folder with a site's root in it, and the output in that.
struct Bench {
    temp: TempDir,
    force: bool,
}

type Pages<'a> = &'a [(&'a str, &'a str)];

impl Bench {
    fn new() -> Self {
        let bench = Self { temp: tempfile::tempdir().unwrap(), force: false };
        fs::create_dir_all(bench.at("root/content")).unwrap();
        bench
    }

    fn at(&self, path: &str) -> PathBuf {
        let root = fs::canonicalize(self.temp.path()).unwrap();
        if path.is_empty() { root } else { root.join(path) }
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        put(&path, text);
    }

    fn emit_to<T>(&self, dir: &Path, then: impl FnOnce(&Emit<'_>) -> T) -> T {
        let (protected, inputs) = ([self.at("root")], [self.at("root/content")]);
        then(&Emit {
            dir,
            force: self.force,
            protected: &protected,
            inputs: &inputs,
            wait: Duration::ZERO,
        })
    }

    fn build_to(&self, dir: &Path, pages: Pages<'_>) -> Result<Written, String> {
        let paths: Vec<String> = pages.iter().map(|(path, _)| (*path).to_owned()).collect();
        // A page of the text `!` cannot be made.
        let render = |at: usize| match pages[at] {
            (path, "!") => Err(path.to_owned()),
            (_, text) => Ok(text.as_bytes().to_vec()),
        };
        self.emit_to(dir, |emit| write(emit, &paths, render, &|_| ())).map_err(
            |error| match error {
                Failure::Render(page) => format!("page {page}"),
                Failure::Error(error) => {
                    error.to_string().replace(&self.at("").display().to_string(), "~")
                }
            },
        )
    }

    fn build(&self, pages: Pages<'_>) -> Result<Written, String> {
        self.build_to(&self.at("root/public"), pages)
    }

    /// Every file below a folder, with its text; a folder without any as `folder/`.
    fn files(&self, folder: &str) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut rest = vec![self.at(folder)];
        while let Some(next) = rest.pop() {
            let entries: Vec<_> =
                fs::read_dir(&next).unwrap().map(|entry| entry.unwrap()).collect();
            let name = |path: &Path| {
                let path = path.strip_prefix(self.at(folder)).unwrap();
                path.to_str().unwrap().replace('\\', "/")
            };
            if entries.is_empty() {
                files.insert(format!("{}/", name(&next)), String::new());
            }
            for entry in entries {
                if entry.file_type().unwrap().is_dir() {
                    rest.push(entry.path());
                } else {
                    let text = fs::read_to_string(entry.path()).unwrap_or_default();
                    files.insert(name(&entry.path()), text);
                }
            }
        }
        files
    }

    /// The output is these files and the marker, and nothing is left beside it.
    #[track_caller]
    fn assert_output(&self, pages: Pages<'_>) {
        let mut files = self.files("root/public");
        assert!(files.remove(place::MARKER).is_some(), "no marker");
        let pages = pages.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        assert_eq!(files, pages.collect());
        self.assert_clean();
    }

    #[track_caller]
    fn assert_clean(&self) {
        if cfg!(unix) {
            let beside: Vec<_> = fs::read_dir(self.at("root"))
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .filter(|name| name != "content" && name != "public")
                .collect();
            assert!(beside.is_empty(), "{beside:?}");
        }
    }

    fn modified(&self) -> BTreeMap<String, SystemTime> {
        let time = |path: &str| fs::metadata(self.at("root/public").join(path)).unwrap().modified();
        let paths = self.files("root/public").into_keys().chain([String::new()]);
        paths.map(|path| (path.clone(), time(&path).unwrap())).collect()
    }
}

#[expect(clippy::disallowed_methods, reason = "what is not written through `emit` is the subject")]
fn put(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

fn written(files: usize, changed: usize, removed: usize, bytes: u64) -> Written {
    Written { files, changed, removed, bytes }
}

const SITE: Pages<'_> = &[("index.html", "home"), ("a/index.html", "a"), ("a/b/index.html", "b")];

#[test]
fn a_file_that_is_made_of_what_it_was_made_of_is_not_made_again() {
    let bench = Bench::new();
    let dir = bench.at("root/public");
    let paths = ["a", "b"].map(str::to_owned);
    // Gives what was made.
    let build = |texts: [&str; 2], keys: &[Option<u128>]| {
        let made = Mutex::new(Vec::new());
        let render = |at: usize| {
            made.lock().unwrap().push(at);
            Ok::<_, String>(texts[at].as_bytes().to_vec())
        };
        let written = bench.emit_to(&dir, |emit| write_known(emit, &paths, keys, render, &|_| ()));
        assert!(written.is_ok());
        let mut made = made.into_inner().unwrap();
        made.sort_unstable();
        made
    };
    assert_eq!(build(["one", "two"], &[Some(1), None]), [0, 1]);
    assert_eq!(build(["one", "two"], &[Some(1), None]), [1]);
    assert_eq!(build(["one", "two"], &[Some(1), Some(2)]), [1], "what it is made of is news");
    assert_eq!(build(["one", "two"], &[Some(1), Some(2)]), [0; 0]);
    assert_eq!(build(["ONE", "two"], &[Some(3), Some(2)]), [0]);
    bench.assert_output(&[("a", "ONE"), ("b", "two")]);
    fs::remove_file(bench.at("root/public/b")).unwrap();
    put(&bench.at("root/public/a"), "c");
    assert_eq!(build(["ONE", "two"], &[Some(3), Some(2)]), [0, 1], "somebody changed them");
    bench.assert_output(&[("a", "ONE"), ("b", "two")]);
}

#[test]
fn a_first_build_writes_every_page() {
    let bench = Bench::new();
    assert_eq!(bench.build(SITE), Ok(written(3, 3, 0, 6)));
    bench.assert_output(SITE);
}

#[test]
fn an_empty_folder_is_written_to() {
    let bench = Bench::new();
    fs::create_dir(bench.at("root/public")).unwrap();
    assert_eq!(bench.build(SITE), Ok(written(3, 3, 0, 6)));
    bench.assert_output(SITE);
}

#[test]
fn folders_on_the_way_to_the_output_are_made() {
    let bench = Bench::new();
    bench.build_to(&bench.at("some/where/else"), SITE).unwrap();
    assert_eq!(bench.files("some/where/else").len(), 4);
}

#[test]
fn a_rebuild_without_a_change_touches_nothing() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    let before = bench.modified();
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(bench.build(SITE), Ok(written(3, 0, 0, 6)));
    assert_eq!(bench.modified(), before);
    bench.assert_output(SITE);
}

#[test]
fn only_a_changed_page_is_rewritten() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    let before = bench.modified();
    std::thread::sleep(Duration::from_millis(20));
    let site: Pages<'_> = &[("index.html", "home"), ("a/index.html", "A"), ("a/b/index.html", "b")];
    assert_eq!(bench.build(site), Ok(written(3, 1, 0, 6)));
    let after = bench.modified();
    let touched: Vec<_> =
        before.iter().filter(|(path, time)| after[*path] != **time).map(|(path, _)| path).collect();
    assert_eq!(touched, ["", ".casefile", "a/index.html"]);
    bench.assert_output(site);
}

#[test]
fn a_page_that_is_no_more_goes_with_the_folders_that_held_nothing_else() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    assert_eq!(bench.build(&SITE[..1]), Ok(written(1, 0, 2, 4)));
    bench.assert_output(&SITE[..1]);
}

#[test]
fn a_file_that_no_build_wrote_is_left_alone() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    bench.put("root/public/a/b/CNAME", "mine");
    bench.build(&SITE[..1]).unwrap();
    bench.assert_output(&[("index.html", "home"), ("a/b/CNAME", "mine")]);
}

#[test]
fn a_page_that_cannot_be_made_leaves_everything_as_it_was() {
    let bench = Bench::new();
    let broken: Pages<'_> = &[("z", "z"), ("a/index.html", "!"), ("index.html", "!"), ("new", "n")];
    assert_eq!(bench.build(broken), Err("page a/index.html".into()));
    assert!(!bench.at("root/public").exists());
    bench.assert_clean();

    bench.build(SITE).unwrap();
    let before = bench.modified();
    for _ in 0..20 {
        assert_eq!(bench.build(broken), Err("page a/index.html".into()));
    }
    // That of the folder itself changes, since the staging folder is first made in it.
    let after = bench.modified();
    assert!(before.iter().all(|(path, time)| path.is_empty() || after[path] == *time));
    bench.assert_output(SITE);
}

#[test]
fn a_page_that_cannot_be_written_leaves_everything_as_it_was() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    // Both a file and a folder.
    let error = bench.build(&[("index.html", "new"), ("x", "x"), ("x/y", "y")]).unwrap_err();
    assert!(error.starts_with("failed to write `~/root/public/x"), "{error}");
    bench.assert_output(SITE);
}

#[test]
fn paths_that_lead_out_or_stand_twice_are_refused() {
    let bench = Bench::new();
    for path in ["../x", "/x", "", "a//b", ".casefile", ".casefile-staging/x"] {
        let error = bench.build(&[("index.html", "home"), (path, "x")]).unwrap_err();
        assert!(error.starts_with("no file can be named `"), "{error}");
    }
    assert_eq!(
        bench.build(&[("a", "1"), ("b", ""), ("a", "2")]),
        Err("two pages would be written to `~/root/public/a`".into())
    );
    assert!(!bench.at("root/public").exists());
}

#[test]
fn a_folder_that_casefile_did_not_write_is_replaced_only_by_force() {
    let mut bench = Bench::new();
    bench.put("root/public/thesis.doc", "years of work");
    bench.put("root/public/a/notes", "more");
    bench.put("root/public/.git", "gitdir: elsewhere");
    assert_eq!(
        bench.build(SITE),
        Err("`~/root/public` holds files that casefile did not write; \
             replace it with `-f`, or choose another folder with `-o`"
            .into())
    );
    assert_eq!(bench.files("root/public").len(), 3);
    bench.assert_clean();

    bench.force = true;
    bench.build(SITE).unwrap();
    let mut site = SITE.to_vec();
    site.push((".git", "gitdir: elsewhere"));
    bench.assert_output(&site);
}

#[test]
fn a_worktree_with_nothing_but_git_in_it_is_empty() {
    let bench = Bench::new();
    bench.put("root/public/.git", "gitdir: elsewhere");
    bench.build(&[("a", "a")]).unwrap();
    bench.assert_output(&[("a", "a"), (".git", "gitdir: elsewhere")]);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let mut bench = Bench::new();
    bench.put("root/public", "text");
    bench.force = true;
    assert_eq!(
        bench.build(SITE),
        Err("`~/root/public` is a file, and the site needs a folder; choose another one with `-o`"
            .into())
    );
}

#[test]
fn the_root_the_content_the_home_and_what_holds_them_are_refused_even_by_force() {
    let mut bench = Bench::new();
    bench.force = true;
    bench.put("root/content/a.md", "text");
    let home = std::env::home_dir().unwrap();
    for dir in [
        bench.at(""),
        bench.at("root"),
        bench.at("root/content"),
        bench.at("root/content/new"),
        bench.at("root/public/../content"),
        bench.at("root/nothing/../.."),
        home.clone(),
        home.parent().unwrap().to_owned(),
        home.ancestors().last().unwrap().to_owned(),
    ] {
        let error = bench.build_to(&dir, SITE).unwrap_err();
        assert!(error.starts_with("refusing to write the site to `"), "{error}");
    }
    assert_eq!(bench.files("").len(), 1);
    assert_eq!(
        bench.build_to(&bench.at("root/content/new"), SITE),
        Err("refusing to write the site to `~/root/content/new`, which lies in `~/root/content`; \
             choose another folder with `-o`"
            .into())
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_the_root_is_refused_and_one_to_a_folder_is_followed() {
    use std::os::unix::fs::symlink;

    let mut bench = Bench::new();
    bench.force = true;
    symlink(bench.at("root"), bench.at("link")).unwrap();
    assert!(bench.build_to(&bench.at("link"), SITE).is_err());
    assert!(bench.build_to(&bench.at("link/content"), SITE).is_err());

    fs::create_dir(bench.at("www")).unwrap();
    symlink(bench.at("www"), bench.at("root/public")).unwrap();
    bench.build(SITE).unwrap();
    assert!(bench.at("root/public").is_symlink());
    assert_eq!(bench.files("www").len(), 4);
    assert_eq!(bench.build(SITE), Ok(written(3, 0, 0, 6)));

    symlink(bench.at("nowhere"), bench.at("dangling")).unwrap();
    assert_eq!(
        bench.build_to(&bench.at("dangling"), SITE),
        Err("failed to open `~/dangling` (no such file or directory)".into())
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_the_output_is_replaced_and_never_followed() {
    use std::os::unix::fs::symlink;

    let bench = Bench::new();
    bench.build(SITE).unwrap();
    bench.put("other/index.html", "a");
    bench.put("other/b/index.html", "b");
    fs::remove_dir_all(bench.at("root/public/a")).unwrap();
    symlink(bench.at("other"), bench.at("root/public/a")).unwrap();
    fs::remove_file(bench.at("root/public/index.html")).unwrap();
    symlink(bench.at("other/index.html"), bench.at("root/public/index.html")).unwrap();

    // Stale files are not removed where the link leads …
    bench.build(&SITE[..2]).unwrap();
    bench.assert_output(&SITE[..2]);
    assert!(!bench.at("root/public/index.html").is_symlink());
    assert!(!bench.at("root/public/a").is_symlink());
    // … and nothing is written there.
    assert_eq!(bench.files("other"), [("b/index.html", "b"), ("index.html", "a")].map(own).into());
}

#[cfg(unix)]
fn own((path, text): (&str, &str)) -> (String, String) {
    (path.into(), text.into())
}

#[test]
fn a_page_may_become_a_folder_and_a_folder_a_page() {
    let bench = Bench::new();
    let before: Pages<'_> = &[("a", "file"), ("b/c/d", "deep"), ("b/e", "e"), ("z", "z")];
    let after: Pages<'_> = &[("a/x/y", "deep"), ("a/z", "z"), ("b", "file"), ("z", "z")];
    bench.build(before).unwrap();
    bench.build(after).unwrap();
    bench.assert_output(after);
    bench.build(before).unwrap();
    bench.assert_output(before);
}

#[test]
fn a_folder_with_a_file_that_no_build_wrote_becomes_a_page_only_by_force() {
    let mut bench = Bench::new();
    bench.build(SITE).unwrap();
    bench.put("root/public/a/b/mine", "mine");
    let site: Pages<'_> = &[("a", "page")];
    assert_eq!(
        bench.build(site),
        Err("`~/root/public/a` is to be a page, but is a folder with a file that casefile did not write, \
             `~/root/public/a/b/mine`; move that away, or replace it with `-f`"
            .into())
    );
    fs::remove_file(bench.at("root/public/a/b/mine")).unwrap();
    bench.assert_output(SITE);

    bench.put("root/public/a/b/mine", "mine");
    bench.force = true;
    bench.build(site).unwrap();
    bench.assert_output(site);
}

#[test]
fn a_file_that_no_build_wrote_is_replaced_only_by_force_or_by_its_own_bytes() {
    let site: Pages<'_> = &[("index.html", "i"), ("new/page", "n"), ("same/page", "s")];
    for (mine, named) in [("new/page", "new/page"), ("new", "new")] {
        let mut bench = Bench::new();
        bench.build(&[("index.html", "i")]).unwrap();
        bench.put(&format!("root/public/{mine}"), "mine");
        bench.put("root/public/same/page", "s");
        assert_eq!(
            bench.build(site),
            Err(format!(
                "`~/root/public/{named}` is to be written, but casefile did not write what is there; \
                 move that away, or replace it with `-f`"
            ))
        );
        assert_eq!(fs::read(bench.at(&format!("root/public/{mine}"))).unwrap(), b"mine");
        fs::remove_file(bench.at(&format!("root/public/{mine}"))).unwrap();
        bench.build(site).unwrap();
        bench.assert_output(site);

        let bench_of_force = Bench::new();
        bench_of_force.build(&[("index.html", "i")]).unwrap();
        bench_of_force.put(&format!("root/public/{mine}"), "mine");
        bench = bench_of_force;
        bench.force = true;
        bench.build(site).unwrap();
        bench.assert_output(site);
    }
}

#[test]
fn a_page_that_is_renamed_by_case_alone_is_there_under_its_new_name() {
    let bench = Bench::new();
    bench.build(&[("Foo/index.html", "same")]).unwrap();
    bench.build(&[("foo/index.html", "same")]).unwrap();
    assert_eq!(fs::read(bench.at("root/public/foo/index.html")).unwrap(), b"same");
    let is_one_name = bench.at("root/CONTENT").exists();
    assert_eq!(bench.at("root/public/Foo").exists(), is_one_name);
}

#[test]
fn a_file_that_somebody_removed_cut_or_changed_is_restored() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    fs::remove_dir_all(bench.at("root/public/a/b")).unwrap();
    let (path, text) = SITE[0];
    for (other, changed) in [(&text[1..], 2), (&text.replace('h', "x"), 1)] {
        bench.put(&format!("root/public/{path}"), other);
        assert_eq!(bench.build(SITE), Ok(written(3, changed, 0, 6)));
        bench.assert_output(SITE);
    }
}

#[test]
fn a_manifest_that_cannot_be_read_still_marks_the_folder_as_ours() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    for text in ["", "casefile output 999\nsomething new\n", "\0"] {
        bench.put("root/public/.casefile", text);
        assert_eq!(bench.build(SITE), Ok(written(3, 3, 0, 6)));
        bench.assert_output(SITE);
    }
}

#[test]
fn a_manifest_that_names_a_file_outside_removes_nothing() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    bench.put("root/content/a.md", "text");
    bench.put("root/public/.casefile", "casefile output 2\n0 ../content/a.md\n");
    bench.build(SITE).unwrap();
    bench.assert_output(SITE);
    assert!(bench.at("root/content/a.md").exists());
}

const NEXT: Pages<'_> = &[
    ("index.html", "changed"),
    ("a/index.html", "a"),
    ("a/b", "file now"),
    ("new/deep/page", "n"),
];

/// Begins the build of `NEXT` on top of whatever is there, up to the journal.
fn begin(bench: &Bench) {
    bench.emit_to(&bench.at("root/public"), |emit| {
        let place = Place::find(emit).unwrap();
        let state = place.state().unwrap();
        let text = place.manifest_text();
        let known = Manifest::parse(&text);
        let last = known.clone().unwrap_or_default();
        let mut staging = Staging::new(&place, state);
        let mut changed = Vec::new();
        let mut entries = Vec::new();
        for (path, text) in NEXT {
            if last.get(path).is_none() || !place.output().holds(path, text.as_bytes()) {
                staging.add(path, text.as_bytes()).unwrap();
                changed.push(*path);
            }
            entries.push(Entry { path, len: text.len() as u64, key: None });
        }
        entries.sort_by_key(|entry| entry.path);
        changed.sort_unstable();
        let now = Manifest::new(entries);
        let replace = state == State::Foreign;
        let journal = plan::plan(
            &place,
            &staging.files().unwrap(),
            known.as_ref(),
            &now,
            &changed,
            replace,
            replace,
        )
        .unwrap();
        staging.seal(&journal, &now).unwrap();
    });
}

/// Does by hand the first so many steps of what `begin` began, and no more.
fn go_on(bench: &Bench, steps: usize) {
    let staged = |path: &str| bench.at("root/.public.casefile-staging/files").join(path);
    let output = |path: &str| bench.at("root/public").join(path);
    let rename = |path: &str| {
        tree::remove(&output(path)).unwrap();
        fs::rename(staged(path), output(path)).unwrap();
    };
    let all: [&dyn Fn(); 6] = [
        &|| ["foreign", "a/b"].iter().for_each(|path| tree::remove(&output(path)).unwrap()),
        &|| if staged("a").join("index.html").exists() { rename("a") } else { rename("a/b") },
        &|| rename("index.html"),
        &|| rename("new"),
        &|| rename(".casefile"),
        &|| fs::remove_file(bench.at("root/.public.casefile-staging/journal")).unwrap(),
    ];
    all[..steps].iter().for_each(|step| step());
}

#[test]
fn what_a_killed_build_began_is_completed_by_the_next_whatever_that_comes_to() {
    for steps in 0..=6 {
        let bench = Bench::new();
        bench.build(SITE).unwrap();
        begin(&bench);
        go_on(&bench, steps);
        assert_eq!(bench.build(&[("index.html", "!")]), Err("page index.html".into()));
        bench.assert_output(NEXT);
        assert_eq!(bench.build(NEXT).unwrap().changed, 0, "{steps}");
    }
}

#[test]
fn what_a_killed_first_build_began_in_an_empty_or_foreign_folder_is_completed_too() {
    for (steps, foreign) in (0..=6).flat_map(|steps| [(steps, false), (steps, true)]) {
        let mut bench = Bench::new();
        fs::create_dir(bench.at("root/public")).unwrap();
        if foreign {
            bench.put("root/public/foreign/file", "text");
            bench.put("root/public/new/file", "text");
            bench.force = true;
        }
        begin(&bench);
        go_on(&bench, steps);
        bench.force = false;
        assert_eq!(bench.build(NEXT).unwrap().changed, 0, "{steps} {foreign}");
        bench.assert_output(NEXT);
    }
}

#[test]
fn what_a_killed_build_had_not_finished_gathering_is_thrown_away() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    for litter in ["root/.public.casefile-staging", "root/public/.casefile-staging"] {
        bench.put(&format!("{litter}/files/index.html"), "half a pa");
        bench.put(&format!("{litter}/journal.part"), "casefile journal 1\nmove index.html\nend\n");
        bench.put(&format!("{litter}/journal"), "casefile journal 1\nmove index.html\n");
        assert_eq!(bench.build(SITE).unwrap().changed, 0);
        bench.assert_output(SITE);
    }
}

#[test]
fn a_journal_whose_output_is_gone_is_thrown_away() {
    let bench = Bench::new();
    bench.build(SITE).unwrap();
    begin(&bench);
    fs::remove_dir_all(bench.at("root/public")).unwrap();
    bench.build(SITE).unwrap();
    bench.assert_output(SITE);
}

#[cfg(unix)]
#[test]
fn a_staging_folder_that_is_a_link_is_not_worked_from() {
    use std::os::unix::fs::symlink;

    let bench = Bench::new();
    bench.build(SITE).unwrap();
    bench.put("trap/journal", "casefile journal 1\nmove x\nend\n");
    bench.put("trap/files/x", "text");
    symlink(bench.at("trap"), bench.at("root/.public.casefile-staging")).unwrap();
    bench.build(SITE).unwrap();
    bench.assert_output(SITE);

    bench.put("root/.public.casefile-staging/journal", "casefile journal 1\nmove x\nend\n");
    symlink(bench.at("trap/files"), bench.at("root/.public.casefile-staging/files")).unwrap();
    bench.build(SITE).unwrap();
    bench.assert_output(SITE);
    assert_eq!(bench.files("trap").len(), 2);
}

#[test]
fn where_nothing_can_stand_beside_the_output_it_stands_in_it() {
    let bench = Bench::new();
    // With anything added to it, a name of this length is too long for every system.
    let name = format!("root/{}", "n".repeat(250));
    let dir = bench.at(&name);
    fs::create_dir(&dir).unwrap();
    bench.build_to(&dir, SITE).unwrap();
    bench.build_to(&dir, &SITE[..2]).unwrap();
    if cfg!(unix) {
        assert_eq!(
            bench.files(&name).into_keys().collect::<Vec<_>>(),
            [".casefile", "a/index.html", "index.html"]
        );
    }
}

#[test]
fn two_builds_do_not_write_to_one_folder_at_once() {
    let bench = Bench::new();
    let dir = bench.at("root/public");
    let held = bench
        .emit_to(&dir, |emit| Lock::take(&Place::find(emit).unwrap(), Duration::ZERO).unwrap());
    assert_eq!(
        bench.build(SITE),
        Err("another build is writing to `~/root/public`; \
             wait for its end, or choose another folder with `-o`"
            .into())
    );
    drop(held);
    bench.build(SITE).unwrap();
    bench.assert_output(SITE);
}

#[test]
fn builds_that_wait_for_each_other_all_succeed() {
    let bench = Bench::new();
    let dir = bench.at("root/public");
    let paths: Vec<String> = (0..50).map(|at| format!("{at}/index.html")).collect();
    std::thread::scope(|scope| {
        for build in 0..8_u8 {
            let (bench, dir, paths) = (&bench, &dir, &paths);
            scope.spawn(move || {
                bench.emit_to(dir, |emit| {
                    let emit = Emit { wait: Duration::from_secs(60), ..*emit };
                    let render = |_| Ok::<_, ()>(vec![build; 10]);
                    write(&emit, paths, render, &|_| ()).unwrap();
                });
            });
        }
    });
    let files = bench.files("root/public");
    let texts: Vec<_> = files.iter().filter(|(path, _)| *path != ".casefile").collect();
    assert_eq!(texts.len(), 50);
    assert!(texts.iter().all(|(_, text)| *text == texts[0].1), "two builds were mixed");
    bench.assert_clean();
}

#[test]
fn the_output_is_the_same_on_one_thread_and_on_many() {
    let pages: Vec<(String, String)> =
        (0..300).map(|at| (format!("{}/{at}.html", at % 7), format!("page {at}"))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (&**path, &**text)).collect();
    let outputs = [1, 8].map(|threads| {
        let bench = Bench::new();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bench.build(&pages)).unwrap();
        bench.files("root/public")
    });
    assert_eq!(outputs[0], outputs[1]);
}

#[test]
fn every_page_is_counted_as_it_is_done() {
    let bench = Bench::new();
    let dir = bench.at("root/public");
    let paths: Vec<String> = (0..100).map(|at| at.to_string()).collect();
    let (calls, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let progress = |done: usize| {
        calls.fetch_add(1, Ordering::Relaxed);
        most.fetch_max(done, Ordering::Relaxed);
    };
    bench.emit_to(&dir, |emit| {
        write(emit, &paths, |_| Ok::<_, ()>(Vec::new()), &progress).unwrap();
    });
    assert_eq!((calls.into_inner(), most.into_inner()), (100, 100));
}

#[test]
fn a_file_that_has_changed_since_it_was_read_is_not_replaced() {
    let bench = Bench::new();
    let path = bench.at("root/content/a.md");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    put(&path, "old");
    let replace = |before, after| replace(&[Replacement { path: path.clone(), before, after }]);
    assert_eq!(replace("old", "new"), Ok(()));
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    let error = replace("old", "newer").unwrap_err().to_string();
    assert!(error.ends_with("a.md` has changed since it was read: run again"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
}
