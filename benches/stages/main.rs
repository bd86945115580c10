//! The stages of a build, each alone, over a record of a thousand operations: time and allocations.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up should say so loudly")]

#[path = "../record/mod.rs"]
#[expect(dead_code, reason = "what a site of Hugo is made of is not asked for here")]
mod record;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use casefile::biblio::{self, Style};
use casefile::config::DEFAULT_STYLE;
use casefile::emit::{self, Emit};
use casefile::markdown::{self, Extent, Frame, Hooks, Href};
use casefile::read::{self, Content};
use casefile::render::{Options, Renderer};
use casefile::resolve::{self, Drafts, Ref};
use casefile::routes::Route;
use casefile::{Checked, Settings, check, check_site};
use divan::{AllocProfiler, Bencher, counter::ItemsCount};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: AllocProfiler<MiMalloc> = AllocProfiler::new(MiMalloc);

/// How many operations the record has.
const SIZE: usize = 1_000;

fn main() {
    divan::main();
}

fn root() -> &'static Path {
    static ROOT: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = ROOT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        record::write_content(&record::Record::of(SIZE), folder.path(), "{}").unwrap();
        folder
    });
    made.path()
}

fn content() -> Content {
    read::content(root(), &BTreeMap::new())
}

fn checked() -> &'static Checked {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    CHECKED.get_or_init(|| check_site(root(), &Settings::default()))
}

#[divan::bench]
fn read_files(bencher: Bencher) {
    root();
    bencher.counter(ItemsCount::new(SIZE)).bench(content);
}

#[divan::bench]
fn resolve_names(bencher: Bencher) {
    bencher
        .counter(ItemsCount::new(SIZE))
        .with_inputs(content)
        .bench_values(|content| resolve::site(content, Drafts::LeaveOut));
}

#[divan::bench]
fn check_all(bencher: Bencher) {
    let Checked { site, routes, .. } = checked();
    bencher.counter(ItemsCount::new(SIZE)).bench(|| check::check(site, routes, None, &|_, _| ()));
}

/// Finds claims, citations and links, on one thread.
#[divan::bench]
fn markdown_read(bencher: Bencher) {
    let site = &checked().site;
    bencher.counter(ItemsCount::new(SIZE)).bench(|| {
        for operation in &site.operations {
            let text = site.texts.get(operation.notes.file);
            let body = markdown::read(
                operation.notes.file,
                text,
                operation.notes.body.span,
                site.config.raw_html,
            );
            divan::black_box(body);
        }
    });
}

/// Writes HTML, on one thread, with nothing in the places that pages fill.
#[divan::bench]
fn markdown_write(bencher: Bencher) {
    struct Nothing;
    impl Hooks for Nothing {
        fn claim(&self, _: usize) -> Option<Frame> {
            Some(Frame::default())
        }
        fn cluster(&self, _: usize, _: usize) -> String {
            String::new()
        }
        fn link(&self, _: usize) -> Href {
            Href::Plain { text: String::new() }
        }
    }
    let site = &checked().site;
    bencher.counter(ItemsCount::new(SIZE)).bench(|| {
        for operation in &site.operations {
            let text = site.texts.get(operation.notes.file);
            let body = &operation.notes.body;
            let html = site.config.raw_html;
            divan::black_box(markdown::write_html(text, body, html, &Nothing, Extent::Whole));
        }
    });
}

/// Formats every source, on one thread.
#[divan::bench]
fn cite(bencher: Bencher) {
    let site = &checked().site;
    let style = Style::named(DEFAULT_STYLE).unwrap();
    bencher.counter(ItemsCount::new(site.sources.len())).bench(|| {
        for source in &site.sources {
            divan::black_box(biblio::format(
                &style,
                &site.config.language,
                &source.record,
                &source.entry,
            ));
        }
    });
}

/// Writes the fact sheet of every operation, on one thread; sources are formatted already.
#[divan::bench]
fn template(bencher: Bencher) {
    let Checked { site, routes, theme, .. } = checked();
    let style = Style::named(DEFAULT_STYLE).unwrap();
    let renderer = Renderer::new(site, routes, theme, &style, Options::default()).unwrap();
    bencher.counter(ItemsCount::new(SIZE)).bench(|| {
        for at in 0..site.operations.len() {
            divan::black_box(renderer.page(Route::Operation(Ref::new(at))).unwrap());
        }
    });
}

/// Writes four thousand files of 16 KiB into a folder that was not there.
#[divan::bench(max_time = Duration::from_secs(5))]
fn emit_files(bencher: Bencher) {
    let paths: Vec<String> = (0..4_000).map(|at| format!("pages/{at}/index.html")).collect();
    let parent = tempfile::tempdir().unwrap();
    let mut runs = 0;
    bencher
        .counter(ItemsCount::new(paths.len()))
        .with_inputs(|| {
            runs += 1;
            parent.path().join(runs.to_string())
        })
        .bench_local_values(|dir| {
            let emit =
                Emit { dir: &dir, force: false, protected: &[], inputs: &[], wait: Duration::ZERO };
            emit::write(&emit, &paths, |at| Ok::<_, ()>(vec![at as u8; 16 * 1024]), &|_| {})
                .unwrap()
        });
}
