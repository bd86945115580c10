//! What a reader takes along to cite a page: an entry for BibTeX and one in CSL-JSON.
//!
//! The fields are those of [BibLaTeX's `@online`](https://ctan.org/pkg/biblatex) and of
//! [CSL-JSON's `webpage`](https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types).

use serde::Serialize;
use serde_json::json;

use super::here::Here;
use crate::biblio::{csl_date, tex, verbatim, written};
use crate::model::{Date, slug_of};
use crate::resolve::{Operation, Ref};

/// A page in the formats of reference managers.
#[derive(Debug, Serialize)]
pub(super) struct Citations {
    pub(super) bibtex: String,
    pub(super) csl_json: String,
}

/// The entries of an operation's page.
pub(super) fn of_operation(here: &Here, at: Ref<Operation>) -> Citations {
    let record = &here.site[at].record;
    of(here, record.slug.as_str(), &record.title, revised(here, at))
}

/// When an operation's page was last revised: what its file says, or else when the file last changed.
pub(super) fn revised<'a>(here: &Here<'a>, at: Ref<Operation>) -> Option<&'a Date> {
    let record = &here.site[at].record;
    let said = record.updated.as_ref().filter(|date| !date.is_unknown());
    said.or_else(|| here.renderer.history.last_change(&here.site.texts.get(record.file).path))
}

/// The entries of a page under a key.
fn of(here: &Here, key: &str, title: &str, date: Option<&Date>) -> Citations {
    let config = &here.site.config;
    let address = here.canonical();
    let publisher = config.publisher.name.as_deref();

    let mut fields = vec![("title", format!("{{{}}}", tex(title)))];
    fields.push(("maintitle", tex(&config.title)));
    fields.extend(publisher.map(|name| ("organization", tex(name))));
    fields.extend(date.map(|date| ("date", date.to_string())));
    fields.push(("url", verbatim(&address)));
    let bibtex = written("online", key, &fields);

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
    if let Some(issued) = date.and_then(csl_date) {
        entry["issued"] = issued;
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

    let mut fields = vec![("title", format!("{{{}}}", tex(&config.title)))];
    fields.extend(publisher.map(|name| ("publisher", tex(name))));
    fields.push(("url", verbatim(&address)));
    let bibtex = written("dataset", &key, &fields);

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
