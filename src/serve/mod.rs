//! Serves the site from the table of pages, without writing it, and keeps open pages as the content is.
//!
//! Each version of the site that can be shown is an `edition`, which renders what it is asked for. A `watch` says
//! when files change; they are then read again, and the next edition takes the place of the last. Pages hear of it over
//! a stream of `events`; where there are errors they keep the last good edition, and show the errors above it.

mod answer;
mod edition;
mod events;
mod hosts;
mod http;
mod overlay;
mod types;
mod watch;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::diag::Report;
use crate::read::History;
use crate::resolve::Site;
use crate::routes::Routes;
use crate::{Checker, Linked, Settings, judge};
use answer::Answer;
use edition::Edition;
use events::Events;
use hosts::Hosts;
use watch::{Changes, Watch};

/// How many ports are tried after the one that was asked for.
const PORTS: u16 = 100;

/// A place to listen at.
#[derive(Debug)]
pub struct Listener {
    listener: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Listens at a port, or at the next that is free.
    ///
    /// # Errors
    /// Where the system lets nothing listen at the address, or no port is free.
    pub fn bind(interface: IpAddr, port: u16) -> io::Result<Self> {
        let mut last = None;
        for port in port..=port.saturating_add(PORTS) {
            match TcpListener::bind((interface, port)) {
                Ok(listener) => {
                    let address = listener.local_addr()?;
                    return Ok(Self { listener, address });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The address of the home page. Where every interface is listened at, it is that of this machine for itself.
    pub fn url(&self) -> String {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}/", SocketAddr::new(ip, self.port()))
    }
}

/// What came of reading the content.
#[derive(Debug)]
pub struct Read<'a> {
    /// What was read.
    pub site: &'a Site,
    /// What is wrong with it.
    pub report: &'a Report,
    /// How long it took until it could be shown.
    pub time: Duration,
    /// Whether it is the first time.
    pub is_first: bool,
}

/// What is told while the site is served.
#[derive(Debug)]
pub enum News<'a> {
    /// The content was read.
    Read(Read<'a>),
    /// Something went wrong that is not in the content.
    Failed(String),
}

/// Who is told; from any thread.
pub type Tell = Arc<dyn Fn(News) + Send + Sync>;

/// Serves the site below `root` until the program is interrupted.
///
/// # Errors
/// Where the system does not let the files be watched.
pub fn serve(
    root: &Path,
    settings: &Settings,
    listener: Listener,
    tell: Tell,
) -> Result<(), String> {
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Who is not listening any more has stopped.
        let _ = stop.send(());
    })
    .map_err(|error| format!("failed to listen for Ctrl-C ({error})"))?;

    // Before anything is read, so that no change is missed.
    let watch = Watch::start(root)?;
    let server = Arc::new(Server {
        hosts: Hosts::of(listener.address),
        shown: Mutex::default(),
        is_shown: Condvar::new(),
        events: Events::new(),
        reading: AtomicU64::new(0),
        judged: AtomicU64::new(0),
    });
    let answering = Arc::clone(&server);
    let no_thread = |error| format!("failed to start a thread ({error})");
    thread::Builder::new()
        .spawn(move || http::listen(&listener.listener, &answering))
        .map_err(no_thread)?;
    let (root, settings) = (root.to_owned(), settings.clone());
    let checker = Checker::new(&root, &settings);
    let reader = Reader {
        root,
        settings,
        server,
        tell,
        editions: 0,
        has_read: false,
        checker,
        history: None,
    };
    thread::Builder::new().spawn(move || reader.run(watch)).map_err(no_thread)?;
    // Whatever is being read or sent ends with the program.
    let _ = stopped.recv();
    Ok(())
}

/// What the threads share that answer requests.
struct Server {
    hosts: Hosts,
    shown: Mutex<Shown>,
    is_shown: Condvar,
    events: Events,
    /// How often the content was read.
    reading: AtomicU64,
    /// The last reading that was judged.
    judged: AtomicU64,
}

/// What is shown.
#[derive(Clone, Default)]
enum Shown {
    /// Nothing has been read yet.
    #[default]
    Nothing,
    /// There are errors, and there was nothing before them.
    Broken,
    Edition(Arc<Edition>),
}

impl Server {
    /// Answers for a path, as soon as there is anything to show.
    fn answer(&self, path: &str) -> Answer {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        while matches!(*shown, Shown::Nothing) {
            shown = self.is_shown.wait(shown).unwrap_or_else(PoisonError::into_inner);
        }
        let now = shown.clone();
        drop(shown);
        match now {
            Shown::Edition(edition) => edition.ask(path),
            Shown::Nothing | Shown::Broken => Answer::broken(self.events.start()),
        }
    }

    fn show(&self, shown: Shown) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = shown;
        self.is_shown.notify_all();
    }

    /// Says that there are errors, unless something good can stay.
    fn show_broken(&self) {
        if !self.is_showing() {
            self.show(Shown::Broken);
        }
    }

    /// Whether anything is shown that has no errors.
    fn is_showing(&self) -> bool {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(*shown, Shown::Edition(_))
    }
}

/// Reads the content whenever it changes.
struct Reader {
    root: PathBuf,
    settings: Settings,
    server: Arc<Server>,
    tell: Tell,
    /// How many editions there have been.
    editions: u64,
    /// Whether the content was read before.
    has_read: bool,
    checker: Checker,
    /// What git told of the files, once pages say it.
    history: Option<History>,
}

impl Reader {
    fn run(mut self, mut watch: Watch) {
        self.read(&Changes::unknown());
        while let Some(changes) = watch.next() {
            self.read(&changes);
        }
    }

    /// When files were last changed, if their history is linked to. A save changes nothing of it, so git is asked once.
    fn history(&mut self, site: &Site) -> History {
        if site.config.repository.is_none() {
            return History::None;
        }
        self.history.get_or_insert_with(|| History::of_content(&self.root)).clone()
    }

    /// Reads what changed; shows the site if its pages can be made, and what is wrong with it as soon as that is known.
    fn read(&mut self, changes: &Changes) {
        let are_styles = changes.are_styles;
        let start = Instant::now();
        let is_first = !std::mem::replace(&mut self.has_read, true);
        let reading = self.server.reading.fetch_add(1, Ordering::Relaxed) + 1;
        let Linked { site, routes, theme, style, report, timings } =
            self.checker.link(&changes.files);
        let telling = Telling {
            server: Arc::clone(&self.server),
            root: self.root.clone(),
            settings: self.settings.clone(),
            tell: Arc::clone(&self.tell),
            reading,
            is_first,
        };
        if report.has_errors() {
            self.server.show_broken();
            telling.judge(&site, &routes, report, start.elapsed());
            return;
        }
        self.editions += 1;
        let number = self.editions;
        let history = self.history(&site);
        let linked = Linked { site, routes, theme, style, report, timings };
        let (run, tell) = (self.server.events.start(), Arc::clone(&self.tell));
        let judge = move |site: &Site, routes: &Routes, report| {
            telling.judge(site, routes, report, start.elapsed());
        };
        match Edition::open(&self.root, linked, history, number, run, tell, judge) {
            Ok(edition) => {
                self.server.show(Shown::Edition(Arc::new(edition)));
                self.server.events.change(|state| {
                    state.edition = number;
                    if !are_styles {
                        state.pages = number;
                    }
                    // Whatever is still wrong is told in a moment, or was told already.
                    if self.server.judged.load(Ordering::Relaxed) != reading {
                        (state.problems, state.more) = (Vec::new(), 0);
                    }
                });
            }
            Err(message) => {
                self.server.show_broken();
                (self.tell)(News::Failed(message.clone()));
                let problems = vec![overlay::Problem::of(&message)];
                self.server.events.change(|state| (state.problems, state.more) = (problems, 0));
            }
        }
    }
}

/// Who is told what is wrong with the content.
struct Telling {
    server: Arc<Server>,
    root: PathBuf,
    settings: Settings,
    tell: Tell,
    /// Which reading it is about.
    reading: u64,
    is_first: bool,
}

impl Telling {
    /// Judges the site, and tells the terminal and open pages.
    fn judge(self, site: &Site, routes: &Routes, mut report: Report, time: Duration) {
        judge(site, routes, &self.settings, &mut report);
        let (problems, more) = overlay::problems(&report, site, &self.root);
        self.server.events.change(|state| {
            // What has been read again since is no longer of interest.
            if self.server.reading.load(Ordering::Relaxed) == self.reading {
                (state.problems, state.more) = (problems, more);
                self.server.judged.store(self.reading, Ordering::Relaxed);
            }
        });
        (self.tell)(News::Read(Read { site, report: &report, time, is_first: self.is_first }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_gives_the_next() {
        let first = Listener::bind(Ipv4Addr::LOCALHOST.into(), 0).unwrap();
        let second = Listener::bind(Ipv4Addr::LOCALHOST.into(), first.port()).unwrap();
        assert!(second.port() > first.port());
    }

    #[test]
    fn the_address_is_one_that_this_machine_can_open() {
        let url = |ip: IpAddr| {
            let listener = Listener::bind(ip, 0).unwrap();
            listener.url().replace(&listener.port().to_string(), "PORT")
        };
        assert_eq!(url(Ipv4Addr::LOCALHOST.into()), "http://127.0.0.1:PORT/");
        assert_eq!(url(Ipv4Addr::UNSPECIFIED.into()), "http://127.0.0.1:PORT/");
    }
}
