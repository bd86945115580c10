//! A new file of the record: the keys that it needs, and comments that teach the others.

use super::File;
use crate::config::Vocabulary;
use crate::model::{Date, Slug, slug_of_title};
use crate::yaml::scalar;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An operation.
    Operation,
    /// An outlet.
    Outlet,
    /// An agency.
    Agency,
    /// A platform.
    Platform,
    /// A page.
    Page,
}

impl Kind {
    /// The folder of its files, below `content/`; the first part of their addresses too, but for pages.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Operation => "operations",
            Self::Outlet => "outlets",
            Self::Agency => "agencies",
            Self::Platform => "platforms",
            Self::Page => "pages",
        }
    }
}

/// Why a file is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing of the title can be written in Latin letters.
    NoSlug,
    /// The title is empty.
    NoTitle,
}

/// Makes a new file. `id` stands in for what is made of the title and, for an operation, of its date.
///
/// # Errors
/// Says what about the title is in the way.
pub fn record(
    kind: Kind,
    title: &str,
    date: Option<&Date>,
    id: Option<&Slug>,
    vocabulary: &Vocabulary,
) -> Result<(Slug, File), Refused> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Refused::NoTitle);
    }
    let slug = match id {
        Some(id) => id.clone(),
        None => {
            let named = slug_of_title(title);
            if named.is_empty() {
                return Err(Refused::NoSlug);
            }
            let start = date.filter(|_| kind == Kind::Operation).and_then(start_of);
            let whole = start.map_or_else(|| named.clone(), |start| format!("{start}-{named}"));
            Slug::parse(&whole).map_err(|_| Refused::NoSlug)?
        }
    };
    let text = match kind {
        Kind::Operation => operation(title, date, vocabulary),
        Kind::Outlet => entity("outlet", "outlets", title, OUTLET),
        Kind::Agency => entity("agency", "agencies", title, AGENCY),
        Kind::Platform => entity("platform", "platforms", title, PLATFORM),
        Kind::Page => page(title),
    };
    Ok((slug.clone(), File { path: format!("content/{}/{slug}.md", kind.folder()), text }))
}

/// The year of a date, and the month if it has one, as the file's name begins: `2018-04`.
fn start_of(date: &Date) -> Option<String> {
    let start = date.edtf().split('/').find(|end| end.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut parts = start.split('-').map(|part| part.trim_end_matches(['~', '?', '%']));
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let year = parts.next().filter(is_number).filter(|year| year.len() == 4)?;
    let month = parts.next().filter(is_number).filter(|month| *month <= "12");
    Some(month.map_or_else(|| year.to_owned(), |month| format!("{year}-{month}")))
}

fn operation(title: &str, date: Option<&Date>, vocabulary: &Vocabulary) -> String {
    let title = scalar(title);
    let date = match date {
        Some(date) => date.edtf().to_owned(),
        None => {
            "unknown  # or 2026-03-01, 2026-03, 2026-03-01/2026-03-04, 2026~ (about)".to_owned()
        }
    };
    let first = |words: Option<&String>, or: &str| {
        words.map_or_else(
            || format!("{or}  # once it is a word of site.yaml's `vocabulary`"),
            Clone::clone,
        )
    };
    let kind = first(vocabulary.kinds.first().map(|(word, _)| word), "takedown");
    let role = vocabulary.roles.first().map_or("lead", |(word, _)| word);
    let fact = vocabulary.facts.first().map_or("arrests", |(word, _)| word);
    format!(
        "---
title: {title}
date: {date}
# A line or two for lists and search engines:
# description: …
# status: concluded  # or planned, ongoing
# kind: {kind}
#
# Whatever is said of a country, outlet, agency or figure names its sources, by their keys in `content/sources/`.
# countries:
#   - {{id: NL, role: {role}, sources: [some-source]}}
# outlets:  # the names of files in `content/outlets/`; `casefile new outlet \"Name\"` makes one
#   - {{id: [some-outlet, another-outlet], sources: [some-source]}}
# agencies:
#   - {{id: some-agency, role: {role}, sources: [some-source, another-source]}}
# facts:
#   {fact}: {{value: 3, sources: [some-source]}}
#
# The text stands below the next line. Every paragraph, list item, table row and block quote ends with its source:
#
#   Servers were seized in the Netherlands. [@some-source, para. 2]
---
"
    )
}

const OUTLET: &str = "\
# aliases: [Other spelling, تهجئة أخرى]  # any script
# parent: some-outlet  # the one that it belongs to
# kind: news-agency  # a word of site.yaml's `vocabulary`
# languages: [ar, en]
# country: NL
# active: 2014/2018  # from and until when
";

const AGENCY: &str = "\
# aliases: [Other name, Abbreviation]
# parent: some-agency  # the one that it is a part of
# kind: police  # a word of site.yaml's `vocabulary`
# country: NL
";

const PLATFORM: &str = "\
# aliases: [Other name]
# kind: messaging  # a word of site.yaml's `vocabulary`
";

fn entity(what: &str, list: &str, name: &str, keys: &str) -> String {
    let name = scalar(name);
    format!(
        "---
name: {name}
{keys}#
# Operations name it by the name of this file: `{list}: [{{id: this-file, sources: [some-source]}}]`.
# The text below the next line is what is known of the {what} itself; it cites as an operation's does.
---
"
    )
}

fn page(title: &str) -> String {
    let title = scalar(title);
    format!(
        "---
title: {title}
# description: …  # a line or two for search engines
# order: 1  # its place among its siblings
#
# The text stands below the next line, in Markdown. Here a claim may cite, `[@some-source]`, and need not.
---
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(title: &str, date: &str) -> String {
        let date = Date::parse(date).unwrap();
        let (slug, _) =
            record(Kind::Operation, title, Some(&date), None, &Vocabulary::default()).unwrap();
        slug.to_string()
    }

    #[test]
    fn the_name_of_an_operation_begins_with_its_year_and_month() {
        for (date, start) in [
            ("2018-04-25/2018-04-26", "2018-04-"),
            ("2018-04", "2018-04-"),
            ("2018-04?", "2018-04-"),
            ("2018", "2018-"),
            ("2018~", "2018-"),
            ("2018-21", "2018-"),
            ("../2018-04", "2018-04-"),
            ("201X", ""),
            ("unknown", ""),
        ] {
            assert_eq!(slug("Amaq", date), format!("{start}amaq"), "{date}");
        }
    }

    #[test]
    fn a_title_that_no_slug_can_be_made_of_is_refused() {
        let make = |title| record(Kind::Outlet, title, None, None, &Vocabulary::default());
        assert_eq!(make("—"), Err(Refused::NoSlug));
        assert_eq!(make("  "), Err(Refused::NoTitle));
    }
}
