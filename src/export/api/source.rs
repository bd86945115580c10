//! Sources.

use super::claim::Quote;
use super::common::{ClaimLink, Date, api_address, shown};
use crate::export::published::{Address, Word, published, words};
use crate::model::UrlStatus;
use crate::render::Renderer;
use crate::resolve::{self, Ref, Subject};
use crate::routes::{Api, Route};

published! {
    /// A source: what claims stand on.
    struct SourceRow {
        /// Its key: what claims cite.
        key: String,
        /// Its id: the last part of its page's address, made from its key.
        id: String,
        /// The address of its page.
        permalink: Address,
        /// The address of all that is known of it, as JSON.
        api: Address,
        /// What it is, as Hayagriva calls it: `article`, `web`, `report`, `video` and so on.
        r#type: String,
        /// Its title, in its own language.
        title: String,
        /// Whether the title is the record's own, for want of one.
        title_supplied: bool,
        /// The title in the site's language.
        title_translated: Option<String>,
        /// The tag (BCP 47) of its language.
        language: Option<String>,
        /// Its authors, as they are read.
        authors: Vec<String>,
        /// The paper, broadcaster or body that published it.
        publisher: Option<String>,
        /// When it was published.
        date: Option<Date>,
        /// Where it is to be found. An address of a domain that the site does not link to is written so that nothing does: `hxxps://outlet[.]example`.
        url: Option<String>,
        /// When it was last looked at there.
        accessed: Option<Date>,
        /// What became of the address; if it is `usurped`, someone else answers there now.
        url_status: Word<UrlStatus>,
        /// The address of an archived copy.
        archived_url: Option<String>,
        /// When the copy was made.
        archived: Option<Date>,
        /// Whose reporting it is.
        origins: Vec<Origin>,
        /// The dispatch or release that it carries; sources with the same one are not independent.
        wire: Option<String>,
        /// A reference to it as plain text, in the site's citation style.
        reference: String,
        /// How many claims name it, for or against them.
        claim_count: usize,
    }

    /// A source with its passages and the claims that name it.
    struct Source {
        + row: SourceRow,
        /// Passages that claims rest on.
        quotes: Vec<Quote>,
        /// The keys of other sources that carry the same dispatch, that it takes from, or that take from it.
        not_independent_of: Vec<String>,
        /// The claims that name it, newest operation first.
        claims: Vec<CitedBy>,
    }

    /// A claim that names a source.
    struct CitedBy {
        + claim: ClaimLink,
        /// Whether the source is named against it.
        contrary: bool,
        /// Where in the source.
        locators: Vec<String>,
    }

    /// Whose reporting a source carries.
    struct Origin {
        /// Its publisher's `own`, a `wire` such as AFP, what an `agency` said, or another `source`.
        r#type: Word<OriginType>,
        /// The agency's id or the source's key; null for the others.
        id: Option<String>,
        /// Its name; null for the publisher's own.
        name: Option<String>,
    }
}

/// What an origin is.
#[derive(Clone, Copy, Debug)]
pub(in crate::export) enum OriginType {
    Own,
    Wire,
    Agency,
    Source,
}

impl OriginType {
    const ALL: [Self; 4] = [Self::Own, Self::Wire, Self::Agency, Self::Source];

    fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Wire => "wire",
            Self::Agency => "agency",
            Self::Source => "source",
        }
    }
}

words! { OriginType }

impl Origin {
    fn new(renderer: &Renderer, origin: &resolve::Origin) -> Self {
        let site = renderer.site();
        let (r#type, id, name) = match origin {
            resolve::Origin::Own => (OriginType::Own, None, None),
            resolve::Origin::Wire(label) => (OriginType::Wire, None, Some(label.clone())),
            resolve::Origin::Agency(at) => {
                let name = renderer.name_of(Subject::Entity(*at)).to_owned();
                (OriginType::Agency, Some(site[*at].record.id.to_string()), Some(name))
            }
            resolve::Origin::Source(at) => {
                let record = &site[*at].record;
                (OriginType::Source, Some(record.key.to_string()), Some(record.title.clone()))
            }
        };
        Self { r#type: Word(r#type), id, name }
    }
}

/// A source.
pub(in crate::export) fn row(renderer: &Renderer, at: Ref<resolve::Source>) -> SourceRow {
    let site = renderer.site();
    let config = &site.config;
    let source = &site[at];
    let record = &source.record;
    let url = record.url.as_ref();
    let archived = record.archived.as_ref();
    SourceRow {
        key: record.key.to_string(),
        id: source.slug.clone(),
        permalink: Address(renderer.permalink(Route::Source(at, 0))),
        api: api_address(renderer, Api::Source(at)),
        r#type: record.sort.clone(),
        title: record.title.clone(),
        title_supplied: record.title_supplied,
        title_translated: record.title_translated.clone(),
        language: record.language.clone(),
        authors: record.authors.clone(),
        publisher: record.publisher.clone(),
        date: record.date.as_ref().map(Date::new),
        url: url.map(|url| shown(config, &url.address)),
        accessed: url.and_then(|url| url.accessed.as_ref()).map(Date::new),
        url_status: Word(record.url_status),
        archived_url: archived.map(|copy| shown(config, &copy.address)),
        archived: archived.and_then(|copy| copy.date.as_ref()).map(Date::new),
        origins: source.origins.iter().map(|origin| Origin::new(renderer, origin)).collect(),
        wire: record.wire.clone(),
        reference: renderer.reference(at).to_owned(),
        claim_count: source.claims.len(),
    }
}

/// A source with its passages and the claims that name it.
pub(super) fn whole(renderer: &Renderer, at: Ref<resolve::Source>) -> Source {
    let site = renderer.site();
    let source = &site[at];
    let cited_by = |claim: &Ref<resolve::Claim>| {
        let citation = site[*claim].citations.iter().find(|one| one.source == at);
        CitedBy {
            claim: ClaimLink::new(renderer, *claim),
            contrary: citation.is_some_and(|one| one.is_contrary),
            locators: citation.map(|one| one.locators.clone()).unwrap_or_default(),
        }
    };
    Source {
        row: row(renderer, at),
        quotes: source.record.quotes.iter().map(Quote::new).collect(),
        not_independent_of: source
            .kin
            .iter()
            .map(|other| site[*other].record.key.to_string())
            .collect(),
        claims: source.claims.iter().map(cited_by).collect(),
    }
}
