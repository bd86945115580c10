//! Every output path and what it is; no path twice.
//!
//! An address starts with `/` and, for a page, ends with it: `/operations/x/` is written to
//! `operations/x/index.html`.

mod data;
mod feeds;
mod hosts;
mod pieces;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic};
use crate::model::EntityKind;
use crate::resolve::{Country, Entity, Operation, Page, Ref, Site, Source, Subject};
use crate::text::{FileId, Span};

pub use data::{API, Answer, Api, Noun, ReferenceForm, Table};
pub use feeds::{Feed, FeedForm};
pub use hosts::{Host, sitemap_parts};
pub use pieces::{Group, Pieces, Thing, ThingKind};

/// The rows of a list that stand on one page.
pub const ROWS_PER_PAGE: usize = 100;

/// What the output folder holds beside the site; [`crate::emit`] refuses them.
const OUTPUT: [&str; 3] = [".casefile", ".casefile-lock", ".casefile-staging"];

/// A list of so many rows can be filtered; a shorter one is seen at a glance.
const FILTERED: usize = 10;

/// A list whose rows a script can filter and sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// `/operations/`
    Operations,
    /// `/countries/`
    Countries,
    /// `/outlets/`, `/agencies/`, `/platforms/`
    Entities(EntityKind),
    /// `/sources/`
    Sources,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 6] = [
        Self::Operations,
        Self::Countries,
        Self::Entities(EntityKind::Outlet),
        Self::Entities(EntityKind::Agency),
        Self::Entities(EntityKind::Platform),
        Self::Sources,
    ];

    /// The route of its first part.
    pub fn route(self) -> Route {
        match self {
            Self::Operations => Route::Operations(0),
            Self::Countries => Route::Countries(0),
            Self::Entities(kind) => Route::Entities(kind, 0),
            Self::Sources => Route::Sources(0),
        }
    }

    /// Whether its rows are there for a script.
    pub fn is_filtered(self, site: &Site) -> bool {
        self.rows(site) >= FILTERED
    }

    fn rows(self, site: &Site) -> usize {
        match self {
            Self::Operations => site.operations.len(),
            Self::Countries => site.countries.len(),
            Self::Entities(kind) => site.entities_of(kind).count(),
            Self::Sources => site.sources.len(),
        }
    }
}

/// What stands at an address. A `usize` is the ordinal, from 0, of a part of a long list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// `/`
    Home,
    /// `/operations/`
    Operations(usize),
    /// `/operations/<slug>/`
    Operation(Ref<Operation>),
    /// `/countries/`
    Countries(usize),
    /// `/countries/<cc>/`
    Country(Ref<Country>, usize),
    /// `/outlets/`, `/agencies/`, `/platforms/`
    Entities(EntityKind, usize),
    /// `/outlets/<id>/` …
    Entity(Ref<Entity>, usize),
    /// `/timeline/`
    Timeline(usize),
    /// `/years/<yyyy>/`: the ordinal of the year in [`Site::years`], then the part.
    Year(usize, usize),
    /// `/sources/`
    Sources(usize),
    /// `/sources/<key>/`
    Source(Ref<Source>, usize),
    /// `/disputed/`
    Disputed(usize),
    /// `/corrections/`
    Corrections(usize),
    /// `/data/`
    Data,
    /// `/search/`
    Search,
    /// `/search/index.js`: what the other two have to be asked for.
    SearchIndex,
    /// `/search/words/<n>.js`: where each word stands.
    SearchWords(usize),
    /// `/search/texts/<n>.js`: what stands there.
    SearchTexts(usize),
    /// `/operations/rows.js` …: all rows of a list.
    Rows(List),
    /// `/<page>/`
    Page(Ref<Page>),
    /// `/404.html`
    NotFound,
    /// An operation's old slug: the ordinal of the alias.
    OperationAlias(Ref<Operation>, usize),
    /// An entity's former id: its ordinal.
    EntityAlias(Ref<Entity>, usize),
    /// A file of the theme, by its ordinal.
    Asset(usize),
    /// A file of `static/`, by its ordinal in [`Site::static_files`].
    Static(usize),
    /// `/_redirects`
    Redirects,
    /// `/.nojekyll`
    NoJekyll,
    /// `/api/v1/…`
    Api(Api),
    /// `/api/v1/claims.csv` …
    Table(Table),
    /// `/sitemap.xml` …: what hosts and crawlers read.
    Host(Host),
    /// `/api/v1/sources.bib`, `/api/v1/sources.csl.json`: the bibliography.
    Bibliography(ReferenceForm),
    /// `/operations/<slug>/cite.bib`, `…/cite.csl.json`: a reference to the fact sheet.
    Cite(Ref<Operation>, ReferenceForm),
    /// `/atom.xml`, `/feed.json`, `/outlets/<id>/atom.xml` …
    Feed(Feed, FeedForm),
}

impl Route {
    /// Where an old address leads; `None` for what is no old address.
    pub fn leads_to(self) -> Option<Self> {
        match self {
            Self::OperationAlias(at, _) => Some(Self::Operation(at)),
            Self::EntityAlias(at, _) => Some(Self::Entity(at, 0)),
            _ => None,
        }
    }

    /// The first part of the list that it is a part of; itself for what is no list.
    pub fn first_part(self) -> Self {
        match self {
            Self::Operations(_) => Self::Operations(0),
            Self::Countries(_) => Self::Countries(0),
            Self::Country(at, _) => Self::Country(at, 0),
            Self::Entities(kind, _) => Self::Entities(kind, 0),
            Self::Entity(at, _) => Self::Entity(at, 0),
            Self::Timeline(_) => Self::Timeline(0),
            Self::Year(at, _) => Self::Year(at, 0),
            Self::Sources(_) => Self::Sources(0),
            Self::Source(at, _) => Self::Source(at, 0),
            Self::Disputed(_) => Self::Disputed(0),
            Self::Corrections(_) => Self::Corrections(0),
            _ => self,
        }
    }
}

/// The table of all routes, sorted by address.
#[derive(Debug)]
pub struct Routes {
    entries: Arc<[(String, Route)]>,
    assets: Vec<String>,
    pieces: Option<Pieces>,
}

/// The pages of a list of so many rows; an empty list has one.
pub fn pages_for(rows: usize) -> usize {
    rows.div_ceil(ROWS_PER_PAGE).max(1)
}

impl Routes {
    /// Lists every route of a site. `assets` are the paths of the theme's files, which come out below `/assets/`.
    ///
    /// Two routes on one path, and paths that differ only by case, are findings; the first is kept.
    pub fn new(site: &Site, assets: Vec<String>) -> (Self, Vec<Diagnostic>) {
        let pieces = site.config.outputs.search.then(|| Pieces::of(site));
        let routes = listed(site, &assets, pieces.as_ref());
        let (entries, found) = in_order(site, with_addresses(site, &assets, routes));
        (Self { entries: entries.into(), assets, pieces }, found)
    }

    /// Every address with its route, sorted by address.
    pub fn entries(&self) -> &[(String, Route)] {
        &self.entries
    }

    /// Every page that search engines are to find, with its address, sorted by address.
    pub fn listed(&self) -> impl Iterator<Item = &(String, Route)> {
        self.entries.iter().filter(|(_, route)| hosts::is_listed(*route))
    }

    /// How the search index is cut; `None` if the site has none.
    pub fn pieces(&self) -> Option<&Pieces> {
        self.pieces.as_ref()
    }

    /// What stands at an address, given with or without its last `/` and `index.html`.
    pub fn at(&self, address: &str) -> Option<Route> {
        let address = address.strip_suffix("index.html").unwrap_or(address);
        let find = |address: &str| {
            let at = self.entries.binary_search_by(|entry| entry.0.as_str().cmp(address)).ok()?;
            Some(self.entries[at].1)
        };
        find(address).or_else(|| find(&format!("{address}/")))
    }

    /// The address of a route.
    pub fn address(&self, site: &Site, route: Route) -> String {
        address_in(site, &self.assets, route)
    }
}

/// The table as it was made the last time. A save rarely adds an address or takes one away.
#[derive(Debug, Default)]
pub struct Memory {
    listed: Vec<(String, Route)>,
    entries: Option<Arc<[(String, Route)]>>,
}

impl Memory {
    /// Gives what [`Routes::new`] does.
    pub fn routes(&mut self, site: &Site, assets: Vec<String>) -> (Routes, Vec<Diagnostic>) {
        let pieces = site.config.outputs.search.then(|| Pieces::of(site));
        let routes = listed(site, &assets, pieces.as_ref());
        let is_same = |(known, route): (&(String, Route), &Route)| {
            known.1 == *route && known.0 == address_in(site, &assets, *route)
        };
        let are_same = self.entries.is_some()
            && self.listed.len() == routes.len()
            && self.listed.par_iter().zip(&routes).all(is_same);
        if let Some(entries) = self.entries.clone().filter(|_| are_same) {
            return (Routes { entries, assets, pieces }, Vec::new());
        }
        let listed = with_addresses(site, &assets, routes);
        let (entries, found) = in_order(site, listed.clone());
        let entries: Arc<[_]> = entries.into();
        // A finding is about places in files, which any save may move.
        self.entries = found.is_empty().then(|| entries.clone());
        self.listed = listed;
        (Routes { entries, assets, pieces }, found)
    }
}

/// The routes of a site, in no order that matters.
fn listed(site: &Site, assets: &[String], pieces: Option<&Pieces>) -> Vec<Route> {
    let mut routes =
        vec![Route::Home, Route::Data, Route::NotFound, Route::Redirects, Route::NoJekyll];
    let list = |routes: &mut Vec<Route>, rows: usize, route: &dyn Fn(usize) -> Route| {
        routes.extend((0..pages_for(rows)).map(route));
    };
    list(&mut routes, site.operations.len(), &Route::Operations);
    list(&mut routes, site.operations.len(), &Route::Timeline);
    list(&mut routes, site.countries.len(), &Route::Countries);
    list(&mut routes, site.sources.len(), &Route::Sources);
    list(&mut routes, site.disputes.len(), &Route::Disputed);
    list(&mut routes, site.corrections.len(), &Route::Corrections);
    for kind in EntityKind::ALL {
        list(&mut routes, site.entities_of(kind).count(), &|part| Route::Entities(kind, part));
    }
    for (at, operation) in site.operations.iter().enumerate() {
        routes.push(Route::Operation(Ref::new(at)));
        let aliases = 0..operation.record.aliases.len();
        routes.extend(aliases.map(|alias| Route::OperationAlias(Ref::new(at), alias)));
    }
    for (at, entity) in site.entities.iter().enumerate() {
        // Its page has two lists, which are cut alike.
        let rows = entity.operations.len().max(entity.mentions.len());
        list(&mut routes, rows, &|part| Route::Entity(Ref::new(at), part));
        let former = 0..entity.record.former_ids.len();
        routes.extend(former.map(|alias| Route::EntityAlias(Ref::new(at), alias)));
    }
    for (at, country) in site.countries.iter().enumerate() {
        let rows = country.operations.len();
        list(&mut routes, rows, &|part| Route::Country(Ref::new(at), part));
    }
    for (at, source) in site.sources.iter().enumerate() {
        list(&mut routes, source.claims.len(), &|part| Route::Source(Ref::new(at), part));
    }
    for (at, year) in site.years.iter().enumerate() {
        list(&mut routes, year.operations.len(), &|part| Route::Year(at, part));
    }
    routes.extend((0..site.pages.len()).map(|at| Route::Page(Ref::new(at))));
    if let Some(pieces) = pieces {
        routes.extend([Route::Search, Route::SearchIndex]);
        routes.extend((0..pieces.words).map(Route::SearchWords));
        routes.extend((0..pieces.texts).map(Route::SearchTexts));
    }
    let filtered = List::ALL.into_iter().filter(|list| list.is_filtered(site));
    routes.extend(filtered.map(Route::Rows));
    if site.config.outputs.api {
        routes.extend(Api::all(site).into_iter().map(Route::Api));
        routes.extend(ReferenceForm::ALL.map(Route::Bibliography));
        let operations = (0..site.operations.len()).map(Ref::new);
        let cite = |at| ReferenceForm::ALL.map(|form| Route::Cite(at, form));
        routes.extend(operations.flat_map(cite));
    }
    if site.config.outputs.tables {
        routes.extend(Table::ALL.map(Route::Table));
    }
    let both = |feed| FeedForm::ALL.map(|form| Route::Feed(feed, form));
    routes.extend(feeds::all(site).into_iter().flat_map(both));
    routes.extend(hosts::all(site, &routes).into_iter().map(Route::Host));
    routes.extend((0..assets.len()).map(Route::Asset));
    routes.extend((0..site.static_files.len()).map(Route::Static));
    routes
}

fn with_addresses(site: &Site, assets: &[String], routes: Vec<Route>) -> Vec<(String, Route)> {
    routes.into_par_iter().map(|route| (address_in(site, assets, route), route)).collect()
}

/// Sorts routes by their addresses. What cannot stand where it would is left out, with a finding.
fn in_order(site: &Site, entries: Vec<(String, Route)>) -> (Vec<(String, Route)>, Vec<Diagnostic>) {
    // By file and then route, so that of two on one path the engine's own comes first.
    let with_file = |entry: (String, Route)| (file_of(&entry.0).to_lowercase(), entry);
    let mut files: Vec<(String, (String, Route))> =
        entries.into_par_iter().map(with_file).collect();
    files.par_sort_unstable_by(|(file, a), (other, b)| (file, a.1).cmp(&(other, b.1)));
    let mut found = Vec::new();
    files.retain(|(file, entry)| {
        let is_own = OUTPUT.iter().any(|own| file.split('/').next() == Some(own));
        if is_own {
            let (at, span) = place_of(site, entry.1).unwrap_or((site.config.file, Span::default()));
            let message = format!("a build keeps a file `{file}` of its own in the output");
            let finding = Diagnostic::new(Code::DuplicatePath, at, span, message);
            found.push(finding.help("give the file another name"));
        }
        !is_own
    });
    files.dedup_by(|(file, next), (first, kept)| {
        let is_taken = file == first;
        // The pages of the two collide as well, and that is one mistake.
        let is_said =
            matches!((next.1, kept.1), (Route::Api(Api::Source(_)), Route::Api(Api::Source(_))));
        if is_taken && !is_said {
            found.push(collision(site, next, kept));
        }
        is_taken
    });
    let clashing = clashing(&files);
    found.extend(
        clashing.iter().map(|(own, other)| collision(site, &files[*own].1, &files[*other].1)),
    );
    let kept = files.into_iter().enumerate().filter(|(at, _)| !clashing.contains_key(at));
    let mut entries: Vec<_> = kept.map(|(_, (_, entry))| entry).collect();
    entries.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
    (entries, found)
}

/// The files that stand where a folder is needed, or in what is a file: each with one that it cannot be beside. Of two
/// such, one is always of `static/`, since only that has files at such places.
fn clashing(files: &[(String, (String, Route))]) -> BTreeMap<usize, usize> {
    let mut clashing = BTreeMap::new();
    let is_static = |at: usize| matches!(files[at].1.1, Route::Static(_));
    for own in (0..files.len()).filter(|at| is_static(*at)) {
        let file = &files[own].0;
        let above = file.match_indices('/').find_map(|(slash, _)| {
            let path = &file[..slash];
            let at = files.binary_search_by(|(other, _)| other.as_str().cmp(path)).ok()?;
            (!is_static(at)).then_some(at)
        });
        if let Some(above) = above {
            clashing.insert(own, above);
            continue;
        }
        let folder = format!("{file}/");
        let inside = files.partition_point(|(other, _)| *other < folder);
        if files.get(inside).is_some_and(|(other, _)| other.starts_with(&folder)) {
            clashing.insert(own, inside);
        }
    }
    clashing
}

/// The file that an address is written to, with `/` between its parts.
pub fn file_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

/// The relative link from one address to another; both start with `/`.
///
/// With `portable` a page is named with its `index.html`, so that the link also works from disk.
pub fn relative(from: &str, to: &str, portable: bool) -> String {
    let base = &from[..=from.rfind('/').unwrap_or(0)];
    let same = base.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    // In bytes: two characters can share their first.
    let slash = base.as_bytes()[..same].iter().rposition(|byte| *byte == b'/');
    let common = slash.map_or(0, |at| at + 1);
    let up = base.as_bytes()[common..].iter().filter(|byte| **byte == b'/').count();
    let mut link = String::with_capacity(3 * up + to.len() - common + "index.html".len());
    for _ in 0..up {
        link.push_str("../");
    }
    link.push_str(&to[common..]);
    if portable && (to.ends_with('/') || to.is_empty()) {
        link.push_str("index.html");
    }
    // A first part with a colon would be read as a scheme.
    if link.is_empty() || link.split('/').next().is_some_and(|first| first.contains(':')) {
        link.insert_str(0, "./");
    }
    link
}

/// The file of the API that says what a page says; `None` for a page that it has none of.
pub fn api_of(route: Route) -> Option<Api> {
    match route {
        Route::Operations(_) => Some(Api::Index(Noun::Operations)),
        Route::Operation(at) => Some(Api::Operation(at)),
        Route::Countries(_) => Some(Api::Index(Noun::Countries)),
        Route::Country(at, _) => Some(Api::Country(at)),
        Route::Entities(kind, _) => Some(Api::Index(Noun::Entities(kind))),
        Route::Entity(at, _) => Some(Api::Entity(at)),
        Route::Sources(_) => Some(Api::Index(Noun::Sources)),
        Route::Source(at, _) => Some(Api::Source(at)),
        Route::Home
        | Route::Timeline(_)
        | Route::Year(..)
        | Route::Disputed(_)
        | Route::Corrections(_)
        | Route::Data
        | Route::Search
        | Route::SearchIndex
        | Route::SearchWords(_)
        | Route::SearchTexts(_)
        | Route::Rows(_)
        | Route::Page(_)
        | Route::NotFound
        | Route::OperationAlias(..)
        | Route::EntityAlias(..)
        | Route::Asset(_)
        | Route::Static(_)
        | Route::Redirects
        | Route::NoJekyll
        | Route::Api(_)
        | Route::Table(_)
        | Route::Host(_)
        | Route::Bibliography(_)
        | Route::Cite(..)
        | Route::Feed(..) => None,
    }
}

/// The route of the page that a subject has to itself.
pub fn route_of(subject: Subject) -> Route {
    match subject {
        Subject::Operation(at) => Route::Operation(at),
        Subject::Entity(at) => Route::Entity(at, 0),
        Subject::Country(at) => Route::Country(at, 0),
        Subject::Page(at) => Route::Page(at),
    }
}

fn address_in(site: &Site, assets: &[String], route: Route) -> String {
    let part = |first: String, part: usize| {
        if part == 0 { first } else { format!("{first}page/{}/", part + 1) }
    };
    // Without `format!` where a page has dozens of them.
    match route {
        Route::Home => "/".into(),
        Route::Operations(at) => part("/operations/".into(), at),
        Route::Operation(at) => ["/operations/", site[at].record.slug.as_str(), "/"].concat(),
        Route::Countries(at) => part("/countries/".into(), at),
        Route::Country(country, at) => {
            part(format!("/countries/{}/", site[country].code.slug()), at)
        }
        Route::Entities(kind, at) => part(format!("/{}/", kind.folder()), at),
        Route::Entity(entity, at) => {
            let record = &site[entity].record;
            part(["/", record.kind.folder(), "/", record.id.as_str(), "/"].concat(), at)
        }
        Route::Timeline(at) => part("/timeline/".into(), at),
        Route::Year(year, at) => part(format!("/years/{:04}/", site.years[year].year), at),
        Route::Sources(at) => part("/sources/".into(), at),
        Route::Source(source, at) => part(["/sources/", &site[source].slug, "/"].concat(), at),
        Route::Disputed(at) => part("/disputed/".into(), at),
        Route::Corrections(at) => part("/corrections/".into(), at),
        Route::Page(at) => {
            let path = site[at].record.path.as_str();
            let folder =
                path.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/'));
            match folder {
                Some(folder) => format!("/{folder}"),
                None => format!("/{path}/"),
            }
        }
        Route::Data => "/data/".into(),
        Route::Search => "/search/".into(),
        Route::SearchIndex => "/search/index.js".into(),
        Route::SearchWords(at) => format!("/search/words/{at}.js"),
        Route::SearchTexts(at) => format!("/search/texts/{at}.js"),
        Route::Rows(list) => address_in(site, assets, list.route()) + "rows.js",
        Route::NotFound => "/404.html".into(),
        Route::OperationAlias(at, alias) => {
            format!("/operations/{}/", site[at].record.aliases[alias].0)
        }
        Route::EntityAlias(at, alias) => {
            let record = &site[at].record;
            format!("/{}/{}/", record.kind.folder(), record.former_ids[alias].0)
        }
        Route::Asset(at) => format!("/assets/{}", assets[at]),
        Route::Static(at) => format!("/{}", site.static_files[at].0),
        Route::Redirects => "/_redirects".into(),
        Route::NoJekyll => "/.nojekyll".into(),
        Route::Api(file) => file.address(site),
        Route::Table(table) => table.address(),
        Route::Host(host) => host.address(),
        Route::Bibliography(form) => format!("{API}sources.{}", form.extension()),
        Route::Cite(at, form) => {
            format!("/operations/{}/cite.{}", site[at].record.slug, form.extension())
        }
        Route::Feed(feed, form) => address_in(site, assets, feed.page()) + form.file(),
    }
}

fn collision(site: &Site, next: &(String, Route), kept: &(String, Route)) -> Diagnostic {
    // Pointed out where an editor can change it: in the later of the two, unless only the first has a file.
    let (file, span) = place_of(site, next.1)
        .or_else(|| place_of(site, kept.1))
        .unwrap_or((site.config.file, Span::default()));
    let (next_file, kept_file) = (file_of(&next.0), file_of(&kept.0));
    let what = if next_file == kept_file {
        format!("two things would be written to `{next_file}`")
    } else if next_file.to_lowercase() != kept_file.to_lowercase() {
        format!("`{next_file}` and `{kept_file}` cannot both be there: one is a folder, one a file")
    } else {
        format!(
            "`{next_file}` and `{kept_file}` differ only by case, which not every file system can tell apart",
        )
    };
    let code = match next.1 {
        Route::OperationAlias(..) | Route::EntityAlias(..) => Code::AliasCollision,
        _ => Code::DuplicatePath,
    };
    let mut diagnostic = Diagnostic::new(code, file, span, what);
    let other = match place_of(site, kept.1) {
        None => "the other is a page of the site itself".to_owned(),
        Some((other, _)) if other != file => format!("the other is {}", site.texts.get(other).path),
        Some((_, other)) if other == Span::default() => {
            "the other is this file's own page".to_owned()
        }
        Some((_, other)) => {
            let line = site.texts.get(file).line_col(other.start as usize).line;
            diagnostic = diagnostic.also(file, other, "the other one");
            format!("the other is in line {line}")
        }
    };
    diagnostic.help(other).help("rename one of the two")
}

fn place_of(site: &Site, route: Route) -> Option<(FileId, Span)> {
    let start = |file: FileId| Some((file, Span::default()));
    match route {
        Route::Operation(at) | Route::Api(Api::Operation(at)) | Route::Cite(at, _) => {
            start(site[at].record.file)
        }
        Route::Entity(at, _) | Route::Api(Api::Entity(at)) => start(site[at].record.file),
        Route::Page(at) => start(site[at].record.file),
        Route::Source(at, _) | Route::Api(Api::Source(at)) => {
            let record = &site[at].record;
            Some((record.file, record.place.span(site.texts.get(record.file))))
        }
        Route::OperationAlias(at, alias) => {
            let record = &site[at].record;
            Some((record.file, record.aliases[alias].1.span(site.texts.get(record.file))))
        }
        Route::EntityAlias(at, alias) => {
            let record = &site[at].record;
            Some((record.file, record.former_ids[alias].1.span(site.texts.get(record.file))))
        }
        Route::Country(at, _) | Route::Api(Api::Country(at)) => {
            site[at].notes.as_ref().and_then(|notes| start(notes.file))
        }
        Route::Home
        | Route::Operations(_)
        | Route::Countries(_)
        | Route::Entities(..)
        | Route::Timeline(_)
        | Route::Year(..)
        | Route::Sources(_)
        | Route::Disputed(_)
        | Route::Corrections(_)
        | Route::Data
        | Route::Search
        | Route::SearchIndex
        | Route::SearchWords(_)
        | Route::SearchTexts(_)
        | Route::Rows(_)
        | Route::NotFound
        | Route::Asset(_)
        | Route::Redirects
        | Route::NoJekyll
        | Route::Api(Api::OpenApi | Api::Schema(_) | Api::Index(_) | Api::Claims)
        | Route::Table(_)
        | Route::Host(_)
        | Route::Bibliography(_)
        | Route::Feed(..) => None,
        Route::Static(at) => start(site.static_files[at].1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_climb_as_far_as_they_must() {
        assert_eq!(relative("/operations/a/", "/operations/b/", false), "../b/");
        assert_eq!(relative("/operations/a/", "/operations/", false), "../");
        assert_eq!(relative("/operations/a/", "/", false), "../../");
        assert_eq!(relative("/", "/", false), "./");
        assert_eq!(relative("/", "/a/", false), "a/");
        assert_eq!(relative("/a/", "/a/", false), "./");
        assert_eq!(relative("/404.html", "/a/", false), "a/");
        assert_eq!(relative("/ab/", "/ac/", false), "../ac/");
    }

    #[test]
    fn a_portable_link_names_the_file() {
        assert_eq!(relative("/a/", "/", true), "../index.html");
        assert_eq!(relative("/a/", "/assets/x.css", true), "../assets/x.css");
    }

    #[test]
    fn a_page_is_written_to_the_index_of_its_folder() {
        assert_eq!(file_of("/"), "index.html");
        assert_eq!(file_of("/a/"), "a/index.html");
        assert_eq!(file_of("/404.html"), "404.html");
    }
}
