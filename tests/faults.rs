//! What goes wrong around a build: it is killed, the disk is full, folders are read-only or vanish, others build too, clocks
//! jump, a template fails.
//!
//! Whatever it was, the next run leaves one whole site, the bytes of a build into an empty folder, and nothing beside it; and
//! what fails without a crash leaves the last good site as it was.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]
#![expect(clippy::print_stdout, reason = "how often what was met is no less than the result")]

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

const PROGRAM: &str = env!("CARGO_BIN_EXE_casefile");

/// Every file of a folder by its path, with its bytes.
type Files = BTreeMap<PathBuf, Vec<u8>>;

fn tree(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(at) = pending.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[track_caller]
fn assert_same(is: &Files, should: &Files, what: &str) {
    let mut differ: Vec<_> = should
        .iter()
        .filter(|(path, bytes)| is.get(*path) != Some(*bytes))
        .map(|(path, _)| path)
        .collect();
    differ.extend(is.keys().filter(|path| !should.contains_key(*path)));
    assert!(
        differ.is_empty(),
        "{what}: {} files differ, are missing or are left: {differ:?}",
        differ.len()
    );
}

/// Numbers that look drawn by lot, the same in each run.
struct Lots(u64);

impl Lots {
    fn below(&mut self, end: u64) -> u64 {
        // Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// A site that is now this, now that: the same site in three forms.
struct Site {
    folder: tempfile::TempDir,
    count: usize,
    /// What a build of each form into an empty folder gives.
    clean: Vec<Files>,
}

const FORMS: usize = 3;

impl Site {
    fn new(count: usize) -> Self {
        Self::of_forms(count, FORMS)
    }

    /// A site of which only the first forms will be needed.
    fn of_forms(count: usize, forms: usize) -> Self {
        let mut site = Self { folder: tempfile::tempdir().unwrap(), count, clean: Vec::new() };
        site.put(
            "content/sources/s.yaml",
            "a: {type: article, title: A report, date: 2018-04-27}\n",
        );
        for form in 0..forms {
            site.take(form);
            let out = site.folder.path().join("clean");
            site.run_well(&["build", "--output-dir", "clean"]);
            site.clean.push(tree(&out));
            fs::remove_dir_all(out).unwrap();
        }
        assert!(site.clean[0].len() > count);
        site
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Takes one of the forms. The second has another title, so that every page differs from the first; the third differs from that in
    /// one operation, lacks one and has a new one.
    fn take(&self, form: usize) {
        let title = if form == 0 { "First" } else { "Second" };
        self.put(
            "content/site.yaml",
            &format!(
                "title: {title}\nbase-url: https://example.org/\npolicy: {{archive: allow}}\n"
            ),
        );
        let operations = self.at("content/operations");
        let _ = fs::remove_dir_all(&operations);
        for n in 0..self.count {
            let name = match (n, form) {
                (1, 2) => "new".to_owned(),
                _ => format!("operation-{n}"),
            };
            let title = if (n, form) == (0, 2) { "Edited" } else { "One" };
            self.put(
                &format!("content/operations/{name}.md"),
                &format!("---\ntitle: {title}\ndate: 2018\ncountries: [{{id: BE, sources: [a]}}]\n---\n\nServers were seized. [@a]\n"),
            );
        }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args).current_dir(self.folder.path());
        command.env("RUST_BACKTRACE", "0");
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    #[track_caller]
    fn run_well(&self, args: &[&str]) {
        let done = self.run(args);
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn spawn(&self, args: &[&str]) -> Child {
        self.command(args).stderr(Stdio::null()).spawn().unwrap()
    }

    /// The next run, of a form: there is then that site, and nothing beside it.
    #[track_caller]
    fn assert_recovers(&self, form: usize, args: &[&str], what: &str) {
        self.take(form);
        self.run_well(&[&["build"], args].concat());
        assert_same(&tree(&self.at("public")), &self.clean[form], what);
        self.assert_no_litter(what);
    }

    #[track_caller]
    fn assert_no_litter(&self, what: &str) {
        let here = fs::read_dir(self.folder.path()).unwrap();
        let mut here: Vec<_> =
            here.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
        here.retain(|name| !["content", "public", "themes"].contains(&name.as_str()));
        assert!(here.is_empty(), "{what}: {here:?} is left");
    }
}

/// How far a build had come when it was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    /// Nothing was written yet, or all of it.
    Either,
    /// Pages were being written beside the site.
    Gathering,
    /// Files were being renamed into place.
    Committing,
}

/// Kills builds at moments drawn by lot, and lets the next one finish; gives how often each stage was reached.
fn kill_builds(rounds: usize, seed: u64) -> BTreeMap<Reached, usize> {
    let site = Site::new(40);
    let journal = site.at(".public.casefile-staging/journal");
    let mut lots = Lots(seed);
    let mut reached = BTreeMap::new();
    let start = Instant::now();
    site.assert_recovers(0, &[], "a first build");
    let took = start.elapsed();
    let mut last = Some(0);
    for round in 0..rounds {
        let what = format!("round {round}");
        // Often enough onto nothing, an empty folder, and what somebody else has written.
        let mut args: &[&str] = &[];
        if round % 5 == 0 {
            fs::remove_dir_all(site.at("public")).unwrap();
            last = None;
            match lots.below(3) {
                0 => {}
                1 => fs::create_dir(site.at("public")).unwrap(),
                _ => {
                    site.put("public/theirs/years-of-work.txt", "…");
                    args = &["--force"];
                }
            }
        }
        let before = site.at("public").exists().then(|| tree(&site.at("public")));
        let form = match last {
            Some(last) => (last + 1 + lots.below(2) as usize) % FORMS,
            None => lots.below(3) as usize,
        };
        site.take(form);
        let mut build = site.spawn(&[&["build"], args].concat());
        let limit = Duration::from_micros(lots.below(took.as_micros() as u64 * 5 / 4));
        if round % 2 == 0 {
            thread::sleep(limit);
        } else {
            // What is renamed takes little of a build's time, and most of the care.
            let deadline = Instant::now() + took * 4;
            while !journal.exists()
                && Instant::now() < deadline
                && build.try_wait().unwrap().is_none()
            {
                thread::sleep(Duration::from_micros(50));
            }
            thread::sleep(Duration::from_micros(lots.below(3000)));
        }
        build.kill().unwrap();
        build.wait().unwrap();

        let stage = match (journal.exists(), site.at(".public.casefile-staging").exists()) {
            (true, _) => Reached::Committing,
            (false, true) => Reached::Gathering,
            (false, false) => Reached::Either,
        };
        *reached.entry(stage).or_insert(0) += 1;
        if stage != Reached::Committing {
            let now = site.at("public").exists().then(|| tree(&site.at("public")));
            let is_old = now == before;
            let is_new = now.as_ref() == Some(&site.clean[form]);
            assert!(
                is_old || is_new,
                "{what}: killed while {stage:?}, and neither the last site nor the new one"
            );
        }
        let next = lots.below(3) as usize;
        site.assert_recovers(next, args, &format!("{what}, killed while {stage:?}"));
        last = Some(next);
    }
    reached
}

#[test]
fn a_build_that_was_killed_is_made_good_by_the_next() {
    kill_builds(12, 8);
}

#[test]
#[ignore = "takes minutes: `.ci/run` runs it"]
fn two_hundred_builds_that_were_killed_at_any_moment_are_made_good_by_the_next() {
    let reached = kill_builds(200, 88);
    println!("killed: {reached:?}");
    // Otherwise this would hold little.
    for stage in [Reached::Either, Reached::Gathering, Reached::Committing] {
        let count = reached.get(&stage).copied().unwrap_or_default();
        assert!(count >= 10, "only {count} of 200 builds were killed while {stage:?}: {reached:?}");
    }
}

#[test]
fn builds_of_two_sites_to_one_folder_at_once_leave_one_of_them_whole() {
    let one = Site::new(20);
    let other = Site::new(20);
    let public = one.at("public");
    for round in 0..4 {
        one.take(0);
        other.take(2);
        let builds: Vec<Child> = (0..4)
            .map(|n| {
                let site = if n % 2 == 0 { &one } else { &other };
                site.command(&["build", "--output-dir"])
                    .arg(&public)
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for build in builds {
            assert!(build.wait_with_output().unwrap().status.success());
        }
        let now = tree(&public);
        assert!(now == one.clean[0] || now == one.clean[2], "round {round}: neither is whole");
        one.assert_no_litter("two at once");
        if round % 2 == 0 {
            fs::remove_dir_all(&public).unwrap();
        }
    }
}

#[test]
fn folders_that_vanish_while_a_build_goes_on_fail_it_at_most() {
    let site = Site::new(30);
    let start = Instant::now();
    site.assert_recovers(0, &[], "a first build");
    let took = start.elapsed();
    let mut lots = Lots(16);
    let mut failed = 0;
    let mut form = 0;
    for round in 0..12 {
        let gone =
            ["public", ".public.casefile-staging", "content", "content/operations"][round % 4];
        form = (form + 1) % FORMS;
        site.take(form);
        let build = site.command(&["build"]).stderr(Stdio::piped()).spawn().unwrap();
        if gone == ".public.casefile-staging" {
            let deadline = Instant::now() + took * 4;
            while !site.at(gone).exists() && Instant::now() < deadline {
                thread::sleep(Duration::from_micros(50));
            }
        }
        // At once in the first four rounds, so that some builds are sure to miss it.
        let most = if round < 4 { 1 } else { took.as_micros() as u64 / 2 };
        thread::sleep(Duration::from_micros(lots.below(most)));
        let removed = fs::remove_dir_all(site.at(gone));
        let done = build.wait_with_output().unwrap();
        // What the build added while it went stays, perhaps without the mark that it is ours, and whoever
        // removes is told so.
        if removed.is_err_and(|error| error.kind() != ErrorKind::NotFound) && site.at(gone).exists()
        {
            fs::remove_dir_all(site.at(gone)).unwrap();
        }
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        let code = done.status.code();
        assert!([Some(0), Some(1)].contains(&code), "without `{gone}`: {code:?} {said}");
        assert!(code == Some(0) || said.contains("error"), "without `{gone}`: {said}");
        failed += usize::from(code == Some(1));
        site.put(
            "content/sources/s.yaml",
            "a: {type: article, title: A report, date: 2018-04-27}\n",
        );
        site.assert_recovers(form, &[], &format!("after `{gone}` had vanished"));
    }
    assert!(failed > 0, "every build was through before anything vanished");
}

#[test]
fn a_file_where_a_folder_should_be_fails_a_build_and_is_left_alone() {
    let site = Site::new(3);
    site.take(0);
    site.put("public", "mine");
    let done = site.run(&["build"]);
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(fs::read_to_string(site.at("public")).unwrap(), "mine");
    site.assert_no_litter("a file in the place of the output");
    fs::remove_file(site.at("public")).unwrap();

    site.assert_recovers(0, &[], "without the file");
    let aside = site.at("aside");
    fs::rename(site.at("content"), &aside).unwrap();
    site.put("content", "no folder");
    let done = site.run(&["build"]);
    assert_eq!(done.status.code(), Some(1));
    assert_same(&tree(&site.at("public")), &site.clean[0], "without content");
    fs::remove_file(site.at("content")).unwrap();
    fs::rename(aside, site.at("content")).unwrap();
    site.assert_recovers(1, &[], "with its content again");
}

/// Sets when every file below a folder was last changed.
fn date(folder: &Path, when: SystemTime) {
    for path in tree(folder).into_keys() {
        let file = fs::File::options().append(true).open(folder.join(path)).unwrap();
        file.set_modified(when).unwrap();
    }
}

#[test]
fn a_clock_that_jumps_changes_nothing_and_hides_no_edit() {
    let site = Site::new(10);
    site.assert_recovers(0, &[], "a first build");
    let day = Duration::from_secs(86_400);
    let (past, future) = (SystemTime::UNIX_EPOCH + day, SystemTime::UNIX_EPOCH + day * 60_000);
    for (content, output) in [(past, future), (future, past), (past, past), (future, future)] {
        for form in [1, 2, 0] {
            site.take(form);
            date(&site.at("content"), content);
            date(&site.at("public"), output);
            site.run_well(&["build"]);
            assert_same(&tree(&site.at("public")), &site.clean[form], "with other times");
            // What did not change is not touched, whatever its time.
            site.run_well(&["build"]);
            if form == 2 {
                let kept =
                    fs::metadata(site.at("public/operations/operation-5/index.html")).unwrap();
                assert_eq!(kept.modified().unwrap(), output);
            }
        }
    }
}

/// A theme whose fact sheet fails on operations of one title.
fn fail_on(site: &Site, title: &str) {
    let template = format!(
        "{{% extends \"default/operation.html\" %}}\n{{% block main %}}\n\
         {{% if page.title == \"{title}\" %}}{{{{ throw(message=\"not this one\") }}}}{{% endif %}}\n\
         {{{{ super() }}}}{{% endblock main %}}\n"
    );
    site.put("themes/own/templates/operation.html", &template);
}

/// A template that fails on the last of so many operations leaves the last good site.
fn fail_on_the_last_of(count: usize) {
    let site = Site::of_forms(count, 1);
    site.assert_recovers(0, &[], "a first build");
    let public = site.at("public");
    let changed = |path: &str| fs::metadata(public.join(path)).unwrap().modified().unwrap();
    let before = changed("index.html");

    site.take(1);
    let settings = fs::read_to_string(site.at("content/site.yaml")).unwrap();
    site.put("content/site.yaml", &format!("{settings}theme: own\n"));
    let slug = format!("operation-{}", count - 1);
    site.put(
        &format!("content/operations/{slug}.md"),
        "---\ntitle: The last\ndate: 2018\n---\n\nServers were seized. [@a]\n",
    );
    fail_on(&site, "The last");
    let done = site.run(&["build"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    for part in ["not this one", "`operation.html`, line 3", &slug] {
        assert!(said.contains(part), "{said} does not name `{part}`");
    }
    assert_same(&tree(&public), &site.clean[0], "after a template failed");
    assert_eq!(changed("index.html"), before);
    site.assert_no_litter("after a template failed");

    fail_on(&site, "No other");
    site.run_well(&["build"]);
    let page = fs::read_to_string(public.join(format!("operations/{slug}/index.html"))).unwrap();
    assert!(page.contains("Second"));
    site.assert_recovers(0, &[], "with the usual theme again");
}

#[test]
fn a_template_that_fails_on_one_page_leaves_the_last_good_site() {
    fail_on_the_last_of(60);
}

#[test]
#[ignore = "takes a minute: `.ci/run` runs it"]
fn a_template_that_fails_on_page_five_thousand_leaves_the_last_good_site() {
    fail_on_the_last_of(5000);
}

#[test]
#[cfg(unix)]
fn a_system_that_gives_no_threads_fails_a_build_and_leaves_the_last_good_site() {
    let site = Site::new(3);
    site.take(0);
    site.run_well(&["build"]);
    site.take(2);
    for args in [&["build"][..], &["check"], &["build", "--jobs", "2"]] {
        // No address space holds the stack of such a thread.
        let done = site.command(args).env("RUST_MIN_STACK", "70368744177664").output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{args:?}: {said}");
        assert!(said.starts_with("error: failed to start "), "{args:?}: {said}");
        assert!(said.contains(" threads "), "{args:?}: {said}");
        assert_same(&tree(&site.at("public")), &site.clean[0], "without threads");
    }
    site.assert_recovers(2, &[], "after a system without threads");
}

/// Runs a script of the shell that may mount, seen by nobody else. `$1` is the program, `$2` and `$3` are the roots of two
/// forms of a site, `$4` is a folder to mount on, `$5` one for notes.
fn with_mounts(site: &Site, script: &str) {
    let folder = site.folder.path();
    for (form, name) in [(0, "one"), (2, "other")] {
        site.take(form);
        for (path, bytes) in tree(&site.at("content")) {
            let path = folder.join(name).join("content").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        for (path, bytes) in &site.clean[form] {
            let path = folder.join("clean").join(name).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    for name in ["mounted", "notes"] {
        fs::create_dir(folder.join(name)).unwrap();
    }
    let run = |flags: &[&str], script: &str| {
        let mut command = Command::new("unshare");
        command.args(flags).args(["sh", "-c", script, "sh", PROGRAM]);
        command.args(["one", "other", "mounted", "notes"].map(|name| folder.join(name)));
        command.current_dir(folder).env("RUST_BACKTRACE", "0").output().unwrap()
    };
    // Root may mount; who is not becomes it in a name space, where the system lets them.
    let ways: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    let may = |way: &&&[&str]| run(way, "mount -t tmpfs none \"$4\"").status.success();
    let way = ways
        .iter()
        .find(may)
        .expect("nothing can be mounted here: run as root, or allow user name spaces");
    let done = run(way, script);
    assert!(
        done.status.success(),
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    print!("{}", String::from_utf8_lossy(&done.stdout));
}

/// What each script begins with: the last good site, and what holds after a build of the other fails.
const LAST_GOOD: &str = r#"
set -eu
program=$1 one=$2 other=$3 disk=$4 notes=$5
fails() { # words that the message has
  set +e
  "$program" build --root "$other" --output-dir "$disk/public" 2> "$notes/said"
  code=$?
  set -e
  [ "$code" = 1 ] || { echo "exit code $code: $(cat "$notes/said")"; exit 1; }
  grep -q "$1" "$notes/said" || { echo "said: $(cat "$notes/said")"; exit 1; }
  holds one
}
holds() { # the form that is there, with nothing beside it
  diff -r "$notes/../clean/$1" "$disk/public" > "$notes/diff" || { echo "not $1: $(head "$notes/diff")"; exit 1; }
  beside=$(ls -A "$disk" | grep -v '^public$' | grep -v '^filler$' || true)
  [ -z "$beside" ] || { echo "left: $beside"; exit 1; }
}
builds() { # the form that is to be built
  "$program" build --quiet --root "$notes/../$1" --output-dir "$disk/public"
  holds "$1"
}
"#;

#[test]
#[cfg(target_os = "linux")]
#[ignore = "mounts file systems: `.ci/run` runs it"]
fn a_full_disk_leaves_the_last_good_site() {
    let script = r#"
mount -t tmpfs -o size=64m none "$disk"
builds one
failed=0
# From no space at all to enough for all but the end.
for left in 0 4 32 128 256 512 640 768 896 1024 1152 1280 1408 1536 1664 1792 1920 2048 2560 3072 4096 8192; do
  free=$(df --output=avail -k "$disk" | tail -1)
  head -c $(( (free - left) * 1024 )) /dev/zero > "$disk/filler"
  if "$program" build --root "$other" --output-dir "$disk/public" 2> "$notes/said"; then
    holds other
    rm "$disk/filler"
    builds one
    echo "enough: $left KiB"
    break
  fi
  grep -q "no space left on device" "$notes/said" || { echo "said: $(cat "$notes/said")"; exit 1; }
  holds one
  failed=$((failed + 1))
  rm "$disk/filler"
done
[ "$failed" -ge 5 ] || { echo "only $failed builds met a full disk"; exit 1; }
# No room for another file, though for bytes.
used=$(df --output=iused "$disk" | tail -1)
for more in 0 1 5 20; do
  mount -o "remount,nr_inodes=$((used + more))" "$disk"
  fails "no space left on device"
done
mount -o remount,nr_inodes=100000 "$disk"
builds other
"#;
    with_mounts(&Site::new(30), &[LAST_GOOD, script].concat());
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "mounts file systems: `.ci/run` runs it"]
fn a_disk_that_may_only_be_read_leaves_the_last_good_site() {
    let script = r#"
mount -t tmpfs none "$disk"
builds one
mount -o remount,ro "$disk"
fails "read-only file system"
mount -o remount,rw "$disk"
builds other
# Only what is around the output: then all that is needed stands inside.
builds one
mount --bind "$disk/public" "$disk/public"
mount -o remount,ro,bind "$disk"
builds other
umount "$disk/public"
"$program" build --quiet --root "$notes/../one" --output-dir "$disk/public" 2> "$notes/said" && exit 1
grep -q "read-only file system" "$notes/said"
holds other
mount -o remount,rw,bind "$disk"
builds one
# What is read need not be writable.
mount --bind "$other" "$other"
mount -o remount,ro,bind "$other"
builds other
"#;
    with_mounts(&Site::new(10), &[LAST_GOOD, script].concat());
}
