//! `casefile serve` over HTTP: what it answers, whom it refuses, and what it tells open pages.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should say so loudly")]
#![expect(clippy::disallowed_methods, reason = "cases are written to temporary folders")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const SITE: &str = "title: Test\nbase-url: https://example.org/below/\npolicy: {archive: allow}\n\
                    editor-link: \"vscode://file/{path}:{line}:{column}\"\n";
const SOURCES: &str = "afp-2018: {type: article, title: A report, date: 2018-04-27}\n";
const ONE: &str =
    "---\ntitle: One\ndate: 2018\naliases: [old]\n---\n\nServers were seized. [@afp-2018]\n";

/// Long enough for a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// A site in a folder of its own, and the program that serves it.
struct Served {
    folder: tempfile::TempDir,
    program: Child,
    said: BufReader<ChildStderr>,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let line = |line: &&str| line.to_lowercase().starts_with(&format!("{name}:"));
        self.head.lines().find(line).map(|line| line[name.len() + 1..].trim())
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

fn put(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn command(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casefile"));
    command.current_dir(root).env_remove("SOURCE_DATE_EPOCH");
    command
}

impl Served {
    fn new() -> Self {
        Self::with(&[])
    }

    /// Serves a site with other files than usual.
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), "content/site.yaml", SITE);
        put(folder.path(), "content/sources/s.yaml", SOURCES);
        put(folder.path(), "content/operations/one.md", ONE);
        put(folder.path(), "content/static/a b.txt", "text");
        for (path, text) in files {
            put(folder.path(), path, text);
        }
        Self::of(folder, "0")
    }

    fn of(folder: tempfile::TempDir, port: &str) -> Self {
        let mut program = command(folder.path())
            .args(["serve", "--port", port])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(program.stderr.take().unwrap());
        let mut served = Self { folder, program, said, port: 0 };
        let line = served.line_with("serving http://127.0.0.1:");
        let (_, rest) = line.split_once("127.0.0.1:").unwrap();
        served.port = rest.split_once('/').unwrap().0.parse().unwrap();
        served
    }

    /// Reads what the program says up to a line that has some words.
    fn line_with(&mut self, words: &str) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.said.read_line(&mut line).unwrap(), 0, "never said `{words}`");
            if line.contains(words) {
                return line;
            }
        }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        put(self.root(), path, text);
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends a request as it is given, with `HOST` for the name that is the right one.
    fn send(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        let host = format!("127.0.0.1:{}", self.port);
        stream.write_all(request.replace("HOST", &host).as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"))
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        let request =
            format!("GET /_casefile/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).unwrap();
        Events(BufReader::new(stream))
    }
}

/// What an open page hears.
struct Events(BufReader<TcpStream>);

impl Events {
    fn next(&mut self) -> Value {
        let start = Instant::now();
        loop {
            // A stream that has nothing to tell still says that it is there.
            assert!(start.elapsed() < PATIENCE, "nothing was heard");
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the stream has ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The first from now on that is as it should be.
    fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let event = self.next();
            if is_it(&event) {
                return event;
            }
            assert!(start.elapsed() < PATIENCE, "last heard: {event}");
        }
    }
}

fn is_clean(event: &Value) -> bool {
    event["edition"].as_u64() > Some(0) && event["problems"].as_array().unwrap().is_empty()
}

fn has_problem(event: &Value) -> bool {
    !event["problems"].as_array().unwrap().is_empty()
}

/// A page without what only the server adds.
fn without_script(html: &str) -> String {
    let (before, rest) = html.split_once("<script src=\"/_casefile/live.js\"").unwrap();
    before.to_owned() + rest.split_once("</script>").unwrap().1
}

/// Holds what is served to what a build writes, file by file.
fn assert_is_as_built(served: &Served) {
    let built = tempfile::tempdir().unwrap();
    let url = format!("http://127.0.0.1:{}/", served.port);
    let done = command(served.root())
        .args(["build", "--base-url", &url, "--output-dir"])
        .arg(built.path().join("site"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let root = built.path().join("site");
    let mut pending = vec![root.clone()];
    let mut count = 0;
    while let Some(at) = pending.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            // Its own mark is no page of the site.
            if name.starts_with(".casefile") {
                continue;
            }
            let answer = served.get(&format!("/{}", name.replace(' ', "%20")));
            assert_eq!(answer.status, 200, "{name}");
            let bytes = fs::read(&path).unwrap();
            if name.ends_with(".html") {
                let html = String::from_utf8(bytes).unwrap();
                assert_eq!(without_script(&answer.text()), html, "{name}");
            } else {
                assert!(answer.body == bytes, "{name} is not as it was built");
            }
            count += 1;
        }
    }
    assert!(count > 20, "{count} files");
}

#[test]
fn every_file_of_a_build_is_served_as_it_was_built() {
    assert_is_as_built(&Served::new());
}

#[test]
fn pages_say_when_their_files_were_last_changed_as_in_a_build() {
    let folder = tempfile::tempdir().unwrap();
    let site = format!("{SITE}repository: https://example.com/us/record\n");
    put(folder.path(), "content/site.yaml", site);
    put(folder.path(), "content/sources/s.yaml", SOURCES);
    put(folder.path(), "content/operations/one.md", ONE);
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    for command in [
        "init --quiet",
        "add content",
        "commit --quiet --message Begin --date 2024-02-01T12:00:00Z",
    ] {
        let mut git = Command::new("git");
        git.current_dir(folder.path()).args(who).args(command.split(' '));
        assert!(git.status().unwrap().success(), "{command}");
    }
    let served = Served::of(folder, "0");
    assert!(served.get("/operations/one/").text().contains("<time datetime=\"2024-02-01\">"));
    assert_is_as_built(&served);
}

#[test]
fn a_page_an_asset_and_data_come_as_a_host_sends_them() {
    let served = Served::new();
    let page = served.get("/operations/one/");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let html = page.text();
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(html.contains(&format!("content=\"{policy}\"")), "the page states another policy");
    assert!(html.contains(&format!("href=\"http://127.0.0.1:{}/operations/one/\"", served.port)));

    for (path, kind) in [
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/assets/site.js?x=1", "text/javascript; charset=utf-8"),
        ("/api/v1/claims.json", "application/json"),
        ("/api/v1/claims.csv", "text/csv; charset=utf-8"),
        ("/a%20b.txt", "text/plain; charset=utf-8"),
        ("/_redirects", "text/plain; charset=utf-8"),
        ("/_casefile/live.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
}

#[test]
fn a_page_without_its_slash_and_an_old_address_lead_to_the_page() {
    let served = Served::new();
    for path in ["/operations/one", "/operations/one?q=1", "/operations/old/"] {
        let answer = served.get(path);
        assert_eq!(answer.status, 301, "{path}");
        assert_eq!(answer.header("location"), Some("/operations/one/"), "{path}");
    }
}

#[test]
fn what_is_not_in_the_table_is_not_found() {
    let served = Served::new();
    for path in [
        "/nothing",
        "/operations/one/nothing/",
        "/../content/site.yaml",
        "/%2e%2e/content/site.yaml",
        "/..%2fcontent%2fsite.yaml",
        "/assets/../../content/site.yaml",
        "/content/site.yaml",
        "//etc/passwd",
        "/operations",
    ] {
        let answer = served.get(path);
        let expected = if path == "/operations" { 301 } else { 404 };
        assert_eq!(answer.status, expected, "{path}");
        if expected == 404 {
            assert!(answer.text().contains("<html"), "{path} has no page");
        }
    }
}

#[test]
fn another_name_another_method_and_what_is_no_request_are_refused() {
    let served = Served::new();
    let status = |request: &str| served.send(request).status;
    let get = |host: &str| format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    assert_eq!(status(&get("HOST")), 200);
    assert_eq!(status(&get("example.org")), 403);
    assert_eq!(status(&get(&format!("example.org:{}", served.port))), 403);
    assert_eq!(status(&get("127.0.0.1:1")), 403);
    assert_eq!(status("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 403);
    assert_eq!(
        status("GET /_casefile/events HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"),
        403
    );
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer =
            served.send(&format!("{method} / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"));
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")));
    }
    assert_eq!(status("\u{1}\u{2}\r\n\r\n"), 400);
    assert_eq!(status("GET /%ff HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"), 400);
    let long = format!("GET / HTTP/1.1\r\nA: {}", "a".repeat(40_000));
    // The answer may be lost to a connection that is closed with something unread.
    let mut stream = served.connect();
    let _ = stream.write_all(long.as_bytes());
    let _ = stream.read_to_end(&mut Vec::new());
    assert_eq!(status(&get("HOST")), 200);
}

#[test]
fn a_head_is_an_answer_without_its_body() {
    let served = Served::new();
    let head = served.send("HEAD / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    let get = served.get("/");
    assert_eq!(head.status, 200);
    assert_eq!(head.header("content-length"), get.header("content-length"));
    assert!(head.body.is_empty());
}

#[test]
fn a_connection_takes_one_request_after_the_other() {
    let served = Served::new();
    let request = "GET /api/v1/claims.csv HTTP/1.1\r\nHost: HOST\r\n\r\n";
    let last = "GET / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";
    let answers = served.send(&format!("{request}{request}{last}"));
    let text = answers.head.clone() + "\r\n\r\n" + &answers.text();
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 3, "{text}");
}

#[test]
fn a_save_is_told_and_shown() {
    let served = Served::new();
    let mut events = served.events();
    let first = events.until(is_clean);
    served.put("content/operations/one.md", ONE.replace("seized", "closed"));
    let next = events.until(|event| event["pages"].as_u64() > first["pages"].as_u64());
    assert_eq!(next["start"], first["start"]);
    assert!(served.get("/operations/one/").text().contains("Servers were closed"));
    assert_is_as_built(&served);
}

#[test]
fn a_mistake_is_told_in_the_words_of_the_terminal_and_the_last_good_page_stays() {
    let served = Served::new();
    let mut events = served.events();
    let first = events.until(is_clean);
    served.put("content/operations/one.md", ONE.replace("afp-2018", "afp-2081"));
    let event = events.until(has_problem);
    assert_eq!(event["pages"], first["pages"]);
    let problem = &event["problems"][0];
    assert_eq!(problem["title"], "error[unknown-source]: no source has the key `afp-2081`");
    assert_eq!(problem["place"], "content/operations/one.md:7:24");
    let link = problem["link"].as_str().unwrap();
    assert!(link.starts_with("vscode://file/"), "{link}");
    assert!(link.ends_with("/content/operations/one.md:7:24"), "{link}");
    let text = problem["text"].as_str().unwrap();
    for part in ["7 | Servers were seized. [@afp-2081]", "^^^^^^^^", "did you mean `afp-2018`"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(served.get("/operations/one/").text().contains("Servers were seized"));

    served.put("content/operations/one.md", ONE);
    events.until(is_clean);
}

#[test]
fn what_the_checks_find_is_told_too_and_goes_when_it_is_mended() {
    let served = Served::new();
    let mut events = served.events();
    events.until(is_clean);
    served.put("content/operations/one.md", ONE.to_owned() + "\nNobody says this.\n");
    let event = events.until(has_problem);
    let title = event["problems"][0]["title"].as_str().unwrap();
    assert!(title.starts_with("error[uncited-claim]"), "{title}");
    // The page itself has the claim, since that is how it reads.
    assert!(served.get("/operations/one/").text().contains("Nobody says this."));
    served.put("content/operations/one.md", ONE);
    events.until(is_clean);
}

#[test]
fn a_site_that_begins_with_a_mistake_is_shown_once_that_is_gone() {
    let served = Served::with(&[("content/operations/two.md", "no front matter\n")]);
    let answer = served.get("/");
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("/_casefile/live.js"));
    let mut events = served.events();
    events.until(has_problem);
    fs::remove_file(served.root().join("content/operations/two.md")).unwrap();
    events.until(is_clean);
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn styles_are_told_apart_from_pages() {
    let css = "themes/mine/assets/extra.css";
    let served = Served::with(&[
        ("content/site.yaml", &(SITE.to_owned() + "theme: mine\n")),
        (css, "a { color: red }\n"),
    ]);
    let mut events = served.events();
    let first = events.until(is_clean);
    served.put(css, "a { color: blue }\n");
    let next = events.until(|event| event["edition"].as_u64() > first["edition"].as_u64());
    assert_eq!(next["pages"], first["pages"]);
    assert_eq!(served.get("/assets/extra.css").text(), "a { color: blue }\n");
}

#[test]
fn files_that_come_go_and_change_their_names_are_followed() {
    let served = Served::new();
    let mut events = served.events();
    events.until(is_clean);
    let root = served.root().to_owned();
    let two = ONE.replace("One", "Two").replace("old", "older");

    served.put("content/operations/two.md", &two);
    events.until(|_| served.get("/operations/two/").status == 200);
    fs::rename(root.join("content/operations/two.md"), root.join("content/operations/three.md"))
        .unwrap();
    events.until(|_| served.get("/operations/three/").status == 200);
    assert_eq!(served.get("/operations/two/").status, 404);
    fs::remove_file(root.join("content/operations/three.md")).unwrap();
    events.until(|_| served.get("/operations/three/").status == 404);

    // As editors save: a file beside it that takes its place.
    served.put("content/operations/one.md~", ONE.replace("seized", "taken"));
    fs::rename(root.join("content/operations/one.md~"), root.join("content/operations/one.md"))
        .unwrap();
    events.until(|_| served.get("/operations/one/").text().contains("were taken"));

    // A folder that was not there, with what is in it.
    served.put("content/pages/about/us.md", "---\ntitle: Us\n---\n");
    events.until(|_| served.get("/about/us/").status == 200);
    // All of it, as when another branch is checked out.
    fs::rename(root.join("content"), root.join("aside")).unwrap();
    events.until(has_problem);
    fs::rename(root.join("aside"), root.join("content")).unwrap();
    events.until(is_clean);
    served.put("content/operations/one.md", ONE.replace("seized", "sold"));
    events.until(|_| served.get("/operations/one/").text().contains("were sold"));
    assert_is_as_built(&served);
}

#[test]
fn after_any_edits_what_is_served_is_what_a_clean_build_writes() {
    let served = Served::with(&[
        ("content/outlets/amaq.md", "---\nname: Amaq\n---\n"),
        ("content/pages/about.md", "---\ntitle: About\n---\n\nText.\n"),
    ]);
    let path = |name: &str| served.root().join("content").join(name);
    // A fixed walk through a small space, so that a failure is one again.
    let mut seed = 7_u32;
    let mut pick = |of: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % of
    };
    for step in 0..24 {
        let n = pick(4);
        let operation = format!(
            "---\ntitle: Title {step}\ndate: {}\ncountries: [{{id: {}, sources: [afp-2018]}}]\n---\n\n\
             Seized by [[outlet:amaq|Amaq]], step {step}. [@afp-2018]\n",
            2000 + pick(3),
            ["NL", "BE", "DE"][pick(3) as usize]
        );
        match pick(7) {
            0 | 1 => served.put(&format!("content/operations/n-{n}.md"), operation),
            2 => {
                let _ = fs::remove_file(path(&format!("operations/n-{n}.md")));
                served.put("content/static/a b.txt", format!("step {step}"));
            }
            3 => {
                let sources = SOURCES.replace("A report", &format!("Report {step}"));
                served.put("content/sources/s.yaml", sources);
            }
            4 => served.put("content/outlets/amaq.md", format!("---\nname: Amaq {step}\n---\n")),
            5 => served.put("content/site.yaml", SITE.replace("Test", &format!("Test {step}"))),
            _ => {
                let _ =
                    fs::rename(path("operations/n-0.md"), path(&format!("operations/a-{n}.md")));
                served.put(&format!("content/static/{step}.txt"), "more");
            }
        }
        if step % 4 == 3 {
            // What is read after the edits has this file.
            served.put(&format!("content/static/mark-{step}.txt"), "");
            let start = Instant::now();
            while served.get(&format!("/mark-{step}.txt")).status != 200 {
                assert!(start.elapsed() < PATIENCE, "step {step} is never shown");
                std::thread::sleep(Duration::from_millis(10));
            }
            assert_is_as_built(&served);
        }
    }
}

#[test]
fn a_burst_of_a_thousand_files_ends_with_all_of_them() {
    let served = Served::new();
    let mut events = served.events();
    events.until(is_clean);
    for n in 0..1000 {
        let text = format!("---\ntitle: Number {n}\ndate: 2018\n---\n\nSeized. [@afp-2018]\n");
        served.put(&format!("content/operations/n-{n}.md"), text);
    }
    events.until(|_| served.get("/operations/n-999/").status == 200);
    for n in [0, 500, 998] {
        assert_eq!(served.get(&format!("/operations/n-{n}/")).status, 200);
    }
}

#[test]
fn pages_are_sent_while_many_streams_are_open() {
    let served = Served::new();
    let mut streams: Vec<_> = (0..40).map(|_| served.events()).collect();
    for stream in &mut streams {
        stream.until(is_clean);
    }
    assert_eq!(served.get("/").status, 200);
    served.put("content/operations/one.md", ONE.replace("seized", "closed"));
    for stream in &mut streams {
        stream.until(|event| event["edition"].as_u64() > Some(1));
    }
}

#[test]
fn a_port_in_use_gives_the_next_and_says_so() {
    let first = Served::new();
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "content/site.yaml", SITE);
    let port = first.port.to_string();
    let mut program =
        command(folder.path()).args(["serve", "-p", &port]).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(program.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let _ = program.kill();
    program.wait().unwrap();
    let says = format!("port {port} is in use, so this is port ");
    assert!(line.starts_with(&says), "{line}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_well() {
    let mut served = Served::new();
    served.events().until(is_clean);
    let id = served.program.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let start = Instant::now();
    while served.program.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < PATIENCE, "it goes on");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(served.program.wait().unwrap().code(), Some(0));
}
