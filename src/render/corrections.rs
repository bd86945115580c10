//! Every correction and withdrawal, newest first.

use serde::Serialize;

use super::TemplateError;
use super::here::Here;
use super::html::Html;
use super::list::{Parts, rows, when};
use super::shell::{About, Link};
use crate::resolve::CorrectionEntry;
use crate::routes::Route;

#[derive(Debug, Serialize)]
struct View {
    total: usize,
    entries: Vec<Entry>,
    parts: Option<Parts>,
}

#[derive(Debug, Serialize)]
struct Entry {
    when: Html,
    link: Link,
    claim: Option<Link>,
    is_withdrawal: bool,
    text: String,
}

pub(super) fn page(here: &Here, part: usize) -> Result<Vec<u8>, TemplateError> {
    let corrections = &here.site.corrections;
    let total = corrections.len();
    let entry = |entry: &CorrectionEntry| Entry {
        when: when(here.words, &entry.date),
        link: here.subject_link(entry.subject),
        claim: entry
            .claim
            .map(|claim| Link { href: here.to_claim(claim), text: here.mention(claim) }),
        is_withdrawal: entry.is_withdrawal,
        text: entry.text.clone(),
    };
    let view = View {
        total,
        entries: corrections[rows(part, total)].iter().map(entry).collect(),
        parts: here.parts(part, total, Route::Corrections),
    };
    let about = About { title: here.words.corrections.clone(), ..About::default() };
    here.renderer.write(here, "corrections.html", about, &view)
}
