//! `casefile serve`

use std::net::IpAddr;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;

use super::console::{Console, MessageFormat, tally};
use super::{Global, Outcome, counted, require_content, settings};
use crate::diag::in_words;
use crate::serve::{self, Listener, News};

/// Show the site in a browser, and keep it as the content is
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  casefile serve                  Show the site at http://127.0.0.1:1111/
  casefile serve --open --drafts  Open it in a browser, with drafts
  casefile serve -p 8000          At another port; if that is in use, at the next that is free
  casefile serve -i 0.0.0.0       Let others of the network read it too, by this machine's address")]
pub(super) struct Serve {
    /// The port to listen at; the next one that is free, if it is in use
    #[arg(short, long, default_value_t = 1111)]
    port: u16,

    /// The address of the interface to listen at
    #[arg(short, long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    interface: IpAddr,

    /// Open the site in a browser
    #[arg(short = 'O', long)]
    open: bool,

    /// Include drafts
    #[arg(long)]
    drafts: bool,
}

impl Serve {
    pub(super) fn run(&self, global: &Global, console: &Console) -> Result<Outcome, String> {
        let Self { port, interface, open, drafts } = *self;
        // It would wait for it for good.
        require_content(&global.root)?;
        let listener = Listener::bind(interface, port).map_err(|error| {
            format!("failed to listen at port {port} of {interface} ({})", in_words(&error))
        })?;
        let (url, got) = (listener.url(), listener.port());
        if port != 0 && got != port {
            console.say(&format!("port {port} is in use, so this is port {got}"));
        }
        console.say(&format!("serving {url} (Ctrl-C ends it)"));
        if open && let Err(error) = open_in_browser(&url) {
            console.error(&format!("failed to open a browser ({error})"));
        }
        let settings = settings(drafts, false, Some(url));
        let (console, last) = (*console, Mutex::new(String::new()));
        let tell = move |news: News| tell(&console, &last, &news);
        serve::serve(&global.root, &settings, listener, Arc::new(tell))?;
        Ok(Outcome::Fine)
    }
}

/// Says what there is to say, and of findings only what was not said the last time.
fn tell(console: &Console, last: &Mutex<String>, news: &News) {
    match news {
        News::Failed(message) => console.error(message),
        News::Read(read) => {
            let findings = format!("{:?}", read.report.diagnostics());
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if *last != findings {
                // What cannot be written to standard error is dropped.
                let _ = console.report(read.report, &read.site.texts, MessageFormat::Human);
                *last = findings;
            }
            let verb = if read.is_first { "read" } else { "read again" };
            let what = counted(read.site.operations.len(), "operation");
            let time = read.time.as_millis();
            console.say(&format!("{verb} {what} in {time} ms: {}", tally(read.report)));
        }
    }
}

/// Has the system open an address.
fn open_in_browser(url: &str) -> Result<(), String> {
    let (program, before): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    Command::new(program)
        .args(before)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(drop)
        .map_err(|error| format!("`{program}`: {}", in_words(&error)))
}
