//! What a reader takes along to cite a page: an entry for BibTeX and one in CSL-JSON.
//!
//! The fields are those of [BibLaTeX's `@online`](https://ctan.org/pkg/biblatex) and of
//! [CSL-JSON's `webpage`](https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types).

use serde::Serialize;
use serde_json::json;

use super::here::Here;
use crate::model::{Date, slug_of};

/// A page in the formats of reference managers.
#[derive(Debug, Serialize)]
pub(super) struct Citations {
    bibtex: String,
    csl_json: String,
}

/// The entries of a page under a key.
pub(super) fn of(here: &Here, key: &str, title: &str, updated: Option<&Date>) -> Citations {
    let config = &here.site.config;
    let address = here.canonical();
    let publisher = config.publisher.name.as_deref();
    // Only a day, month or year can be given; what is not exact stays out.
    let day = updated.map(Date::to_string).filter(|day| {
        day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && day.len() >= 4
    });

    let mut fields = vec![("title", format!("{{{}}}", for_bibtex(title)))];
    fields.push(("maintitle", for_bibtex(&config.title)));
    fields.extend(publisher.map(|name| ("organization", for_bibtex(name))));
    fields.extend(day.as_ref().map(|day| ("date", day.clone())));
    fields.push(("url", address.clone()));
    let fields: String =
        fields.iter().map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
    let bibtex = format!("@online{{{key},\n{fields}}}");

    let mut entry = json!({
        "id": key,
        "type": "webpage",
        "title": title,
        "container-title": config.title,
        "language": config.language,
        "URL": address,
    });
    if let Some(name) = publisher {
        entry["publisher"] = json!(name);
    }
    if let Some(day) = &day {
        let parts: Vec<i32> = day.split('-').filter_map(|part| part.parse().ok()).collect();
        entry["issued"] = json!({ "date-parts": [parts] });
    }
    Citations { bibtex, csl_json: format!("{:#}", json!([entry])) }
}

/// The entries of the record as a whole, by its home page.
///
/// The fields are those of `@dataset` and of `dataset`.
pub(super) fn of_record(here: &Here) -> Citations {
    let config = &here.site.config;
    let address = here.renderer.absolute("/");
    let publisher = config.publisher.name.as_deref();
    let key = slug_of(&config.title);

    let mut fields = vec![("title", format!("{{{}}}", for_bibtex(&config.title)))];
    fields.extend(publisher.map(|name| ("publisher", for_bibtex(name))));
    fields.push(("url", address.clone()));
    let fields: String =
        fields.iter().map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
    let bibtex = format!("@dataset{{{key},\n{fields}}}");

    let mut entry = json!({
        "id": key,
        "type": "dataset",
        "title": config.title,
        "language": config.language,
        "URL": address,
    });
    if let Some(name) = publisher {
        entry["publisher"] = json!(name);
    }
    Citations { bibtex, csl_json: format!("{:#}", json!([entry])) }
}

/// Text in which the characters that TeX reads as commands stand for themselves.
fn for_bibtex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tex_reads_as_a_command_stands_for_itself() {
        assert_eq!(
            for_bibtex("R&D: 50 % of {x}_1~\\"),
            "R\\&D: 50 \\% of \\{x\\}\\_1\\textasciitilde{}\\textbackslash{}"
        );
    }
}
