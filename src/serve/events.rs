//! What open pages are told: which edition is shown, and what is wrong with the content.

use std::io::{self, Write};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;

use super::overlay::Problem;

/// The time after which a silent stream says that it is still there, and so finds out whether its page is.
const BEAT: Duration = Duration::from_secs(15);

/// What open pages are told.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct State {
    /// The run of the program, which counts editions anew.
    start: String,
    /// The edition that is shown.
    pub(super) edition: u64,
    /// The last edition that differs from the one before it in more than styles.
    pub(super) pages: u64,
    /// What keeps the content from being shown.
    pub(super) problems: Vec<Problem>,
    /// How many more there are.
    pub(super) more: usize,
}

/// What pages are told, and the pages that wait for it.
#[derive(Debug)]
pub(super) struct Events {
    start: String,
    state: Mutex<(u64, State)>,
    changed: Condvar,
}

impl Events {
    #[expect(
        clippy::disallowed_methods,
        reason = "it tells one run from another, and reaches no page's own bytes"
    )]
    pub(super) fn new() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let start = format!("{:x}", since.as_nanos());
        let state = State { start: start.clone(), ..State::default() };
        Self { start, state: Mutex::new((0, state)), changed: Condvar::new() }
    }

    /// The run of the program.
    pub(super) fn start(&self) -> &str {
        &self.start
    }

    /// Changes what pages are told, and tells them.
    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state.1);
        state.0 += 1;
        self.changed.notify_all();
    }

    /// Tells a page, now and whenever something changes, until it is gone.
    pub(super) fn send(&self, out: &mut impl Write) -> io::Result<()> {
        let mut sent = None;
        loop {
            let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let waited = self.changed.wait_timeout_while(state, BEAT, |now| sent == Some(now.0));
            let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            let message = if timeout.timed_out() {
                ": still here\n\n".to_owned()
            } else {
                sent = Some(state.0);
                format!("data: {}\n\n", serde_json::to_string(&state.1)?)
            };
            drop(state);
            out.write_all(message.as_bytes())?;
            out.flush()?;
        }
    }
}
