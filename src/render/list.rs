//! What lists share: their parts, their rows of operations, their dates.

use std::ops::Range;

use serde::Serialize;

use super::claim::known;
use super::here::Here;
use super::html::Html;
use super::shell::Link;
use super::table::leading;
use super::words::Words;
use crate::model::{Date, EntityKind};
use crate::resolve::{Operation, Ref, Subject};
use crate::routes::{ROWS_PER_PAGE, Route, pages_for};

/// The names that a row gives of those that took part; the rest is a number.
const NAMES: usize = 4;

/// The links from one part of a long list to the others; a short list has none.
#[derive(Debug, Serialize)]
pub(super) struct Parts {
    number: usize,
    total: usize,
    previous: Option<String>,
    next: Option<String>,
    first: String,
    last: String,
}

/// The rows of a list of so many that stand on one part of it.
pub(super) fn rows(part: usize, total: usize) -> Range<usize> {
    let start = (part * ROWS_PER_PAGE).min(total);
    start..(start + ROWS_PER_PAGE).min(total)
}

impl Here<'_> {
    /// The links to the parts of a list; `None` if it has only one.
    pub(super) fn parts(
        &self,
        part: usize,
        rows: usize,
        route: impl Fn(usize) -> Route,
    ) -> Option<Parts> {
        let total = pages_for(rows);
        (total > 1).then(|| Parts {
            number: part + 1,
            total,
            previous: part.checked_sub(1).map(|before| self.to(route(before))),
            next: (part + 1 < total).then(|| self.to(route(part + 1))),
            first: self.to(route(0)),
            last: self.to(route(total - 1)),
        })
    }

    /// A link to the page of a subject.
    pub(super) fn subject_link(&self, subject: Subject) -> Link {
        Link { href: self.to_subject(subject, ""), text: self.name_of(subject).to_owned() }
    }

    /// The row of an operation.
    pub(super) fn operation_row(&self, at: Ref<Operation>) -> OperationRow {
        let operation = &self.site[at];
        let record = &operation.record;
        let kinds = &self.site.config.vocabulary.kinds;

        let outlets = operation
            .entities
            .iter()
            .filter(|part| self.site[part.entity].record.kind == EntityKind::Outlet)
            .map(|part| Subject::Entity(part.entity));
        OperationRow {
            href: self.to(Route::Operation(at)),
            title: record.title.clone(),
            description: record.description.clone(),
            when: when(self.words, &record.date),
            kind: record.kind.as_ref().map(|(kind, _)| known(kinds, kind).to_owned()),
            leaders: self.names(leading(self.site, operation).into_iter()),
            outlets: self.names(outlets),
        }
    }

    fn names(&self, subjects: impl Iterator<Item = Subject>) -> Names {
        let mut distinct: Vec<Subject> = Vec::new();
        for subject in subjects {
            if !distinct.contains(&subject) {
                distinct.push(subject);
            }
        }
        let links = distinct.iter().take(NAMES).map(|subject| self.subject_link(*subject));
        Names { links: links.collect(), more: distinct.len().saturating_sub(NAMES) }
    }
}

/// A row of an operation.
#[derive(Debug, Serialize)]
pub(super) struct OperationRow {
    href: String,
    title: String,
    description: Option<String>,
    when: Html,
    kind: Option<String>,
    leaders: Names,
    outlets: Names,
}

/// The first of several names.
#[derive(Debug, Serialize)]
struct Names {
    links: Vec<Link>,
    /// How many more there are.
    more: usize,
}

/// A date in words, with its machine form.
///
/// HTML knows days, months and years; an interval or a doubtful date is no `time` to it.
pub(super) fn when(words: &Words, date: &Date) -> Html {
    let edtf = date.edtf();
    let digits = |part: &str, long: usize| {
        part.len() == long && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut parts = edtf.split('-');
    let is_plain = parts.next().is_some_and(|year| digits(year, 4))
        && edtf.len() <= 10
        && parts.all(|part| digits(part, 2))
        // Seasons are written as months 21 to 24.
        && edtf.get(5..7).is_none_or(|month| month < "13");
    let mut html = Html::default();
    if is_plain {
        html.raw("<time datetime=\"").text(edtf).raw("\">");
        html.text(&words.date(date)).raw("</time>");
    } else {
        html.raw("<span data-edtf=\"").text(edtf).raw("\">");
        html.text(&words.date(date)).raw("</span>");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::words::tests::english;

    #[test]
    fn a_long_list_is_cut_into_parts() {
        assert_eq!(rows(0, 0), 0..0);
        assert_eq!(rows(0, 250), 0..100);
        assert_eq!(rows(2, 250), 200..250);
        assert_eq!(rows(9, 250), 250..250);
    }

    #[test]
    fn only_what_html_knows_becomes_a_time() {
        let html = |edtf: &str| when(&english(), &Date::parse(edtf).unwrap()).0;
        assert!(html("2018").starts_with("<time datetime=\"2018\">"));
        assert!(html("2018-04-25").starts_with("<time datetime=\"2018-04-25\">25"));
        for edtf in ["2018-04-25/2018-04-26", "2018~", "201X", "2018-21", "unknown"] {
            assert!(html(edtf).starts_with("<span data-edtf="), "{edtf}");
        }
    }
}
