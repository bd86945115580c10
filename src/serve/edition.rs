//! One version of the site, from which pages are made when they are asked for.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::answer::{Answer, Answering};
use super::{News, Tell};
use crate::Linked;
use crate::diag::Report;
use crate::pages::Pages;
use crate::read::History;
use crate::render::{self, Renderer};
use crate::resolve::Site;
use crate::routes::Routes;

/// How many pages are made at once.
const THREADS: usize = 4;

/// How long an edition waits before it is judged: to look at all of it takes all processors, which first are for the pages
/// that are open.
const COURTESY: Duration = Duration::from_millis(60);

/// How long an edition stays that is no longer asked: to give back its memory takes a while, in which the next
/// should have the processor for itself.
const REST: Duration = Duration::from_millis(500);

/// A version of the site. Dropped, it still answers what it was asked before.
///
/// Pages borrow from the site that they show, so all of it lives on threads of its own, which are asked for
/// pages and end with it.
#[derive(Debug)]
pub(super) struct Edition {
    // One sender for all who ask.
    questions: Mutex<Sender<Question>>,
}

struct Question {
    path: String,
    answer: Sender<Answer>,
}

impl Edition {
    /// Opens a version of the site, and then has it judged.
    ///
    /// # Errors
    /// Where no page of it can be made, since the theme or the citation style cannot be used.
    pub(super) fn open(
        root: &Path,
        linked: Linked,
        history: History,
        number: u64,
        start: &str,
        tell: Tell,
        judge: impl FnOnce(&Site, &Routes, Report) + Send + 'static,
    ) -> Result<Self, String> {
        let (questions, asked) = mpsc::channel();
        let (opened, is_open) = mpsc::channel();
        let (root, start) = (root.to_owned(), start.to_owned());
        let living = thread::Builder::new().spawn(move || {
            let Linked { site, routes, theme, style, report, timings: _ } = linked;
            let (site, routes, theme) = (&site, &routes, &theme);
            let Some(style) = &style else {
                let _ = opened.send(Err("the citation style cannot be used".to_owned()));
                return;
            };
            let renderer = Renderer::new(site, routes, theme, style, render::Options::default());
            let renderer = match renderer {
                Ok(renderer) => renderer.with_history(history),
                Err(error) => {
                    let _ = opened.send(Err(error.to_string()));
                    return;
                }
            };
            let pages = Pages::new(&root, site, routes, theme, &renderer);
            let answering = Answering { site, routes, pages: &pages, number, start: &start };
            let asked = Mutex::new(asked);
            thread::scope(|scope| {
                let answer = || answer_all(&asked, &answering, &tell);
                let spawn = || thread::Builder::new().spawn_scoped(scope, answer);
                // One is enough to answer; the others only make it quicker.
                if let Err(error) = spawn() {
                    let _ = opened.send(Err(format!("failed to start a thread ({error})")));
                    return;
                }
                let _ = opened.send(Ok(()));
                for _ in 1..THREADS {
                    if spawn().is_err() {
                        break;
                    }
                }
                thread::sleep(COURTESY);
                judge(site, routes, report);
            });
            thread::sleep(REST);
        });
        living.map_err(|error| format!("failed to start a thread ({error})"))?;
        is_open.recv().map_err(|_| "a thread ended before its time".to_owned())??;
        Ok(Self { questions: Mutex::new(questions) })
    }

    /// Answers for a path.
    pub(super) fn ask(&self, path: &str) -> Answer {
        let (answer, answered) = mpsc::channel();
        let question = Question { path: path.to_owned(), answer };
        let questions = self.questions.lock().unwrap_or_else(PoisonError::into_inner);
        // Where nobody takes the question, nobody answers it.
        let _ = questions.send(question);
        drop(questions);
        answered.recv().unwrap_or_else(|_| Answer::text(500, "the page could not be made"))
    }
}

/// Answers one question after the other, until no more can come.
fn answer_all(asked: &Mutex<Receiver<Question>>, answering: &Answering, tell: &Tell) {
    loop {
        let question = asked.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Question { path, answer }) = question else { return };
        let (made, error) = answering.answer(&path);
        if let Some(error) = error {
            tell(News::Failed(error.to_string()));
        }
        // Who asked may be gone.
        let _ = answer.send(made);
    }
}
