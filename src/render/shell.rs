//! What all pages share: head, navigation, breadcrumbs, foot.

use std::sync::PoisonError;

use serde::Serialize;
use tera::Value;

use super::here::Here;
use super::html::Html;
use super::list::when;
use super::{Renderer, forge};
use crate::model::{EntityKind, language};
use crate::routes::{Feed, FeedForm, Route, api_of};
use crate::text::FileId;

/// A link.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Link {
    pub(super) href: String,
    pub(super) text: String,
}

#[derive(Debug, Serialize)]
struct NavItem {
    href: String,
    text: String,
    /// The value of `aria-current`, empty for none: `page` on the page itself, `true` on those below it.
    current: &'static str,
}

/// What all pages share.
#[derive(Debug, Serialize)]
pub(super) struct Shell {
    /// What the page says as linked data, to stand in a script.
    linked_data: Html,
    language: String,
    direction: &'static str,
    site: String,
    site_description: String,
    title: String,
    description: Option<String>,
    canonical: String,
    /// The language with its territory, as Open Graph writes it: `en_GB`. `None` if there is no territory.
    locale: Option<String>,
    home: String,
    is_home: bool,
    /// Whether search engines are to leave the page out.
    is_unlisted: bool,
    /// The folder of the theme's assets, ending in `/`.
    assets: String,
    css: String,
    icon: Option<String>,
    script: Option<String>,
    /// The search page; `None` on itself and if there is none.
    search: Option<String>,
    /// Of [`NavItem`]s.
    navigation: Value,
    /// From the home page to the page before this one.
    breadcrumbs: Vec<Link>,
    publisher: Option<String>,
    publisher_url: Option<String>,
    license: Option<String>,
    /// Where the file that the page is made of can be seen and changed, and how it came about.
    file: Option<FileLinks>,
    corrections: String,
    /// The page that explains what can be taken away.
    data: String,
    /// What the page says, as JSON.
    json: Option<String>,
    /// The feed that goes with the page.
    feed: Option<FeedLinks>,
}

#[derive(Debug, Serialize)]
struct FeedLinks {
    atom: String,
    json: String,
}

#[derive(Debug, Serialize)]
struct FileLinks {
    source: String,
    history: String,
    /// When it was last changed, if that is known.
    changed: Option<Html>,
}

/// What a page says of itself to the shell.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) title: String,
    pub(super) description: Option<String>,
    /// The pages above it, the home page left out.
    pub(super) above: Vec<(Route, String)>,
    pub(super) file: Option<FileId>,
    pub(super) is_unlisted: bool,
}

impl Here<'_> {
    /// The shell of this page.
    pub(super) fn shell(&self, about: About) -> Shell {
        let config = &self.site.config;
        let is_home = self.address == "/";
        let home = || Link { href: self.to(Route::Home), text: self.words.home.clone() };
        let linked_data = self.linked_data(&about);
        let breadcrumbs = if is_home {
            Vec::new()
        } else {
            let above = about.above.into_iter();
            let above = above.map(|(route, text)| Link { href: self.to(route), text });
            [home()].into_iter().chain(above).collect()
        };
        let file = about.file.and_then(|file| {
            let path = &self.site.texts.get(file).path;
            let (source, history) = forge::addresses(config.repository.as_deref()?, path);
            let changed = self.renderer.history.last_change(path);
            let changed = changed.map(|day| when(self.words, day));
            Some(FileLinks { source, history, changed })
        });
        let asset = |path: &str| {
            let is_there = self.renderer.has_asset(path);
            is_there.then(|| self.to_place(&format!("/assets/{path}"), ""))
        };
        Shell {
            linked_data,
            language: config.language.clone(),
            direction: direction(&config.language),
            site: config.title.clone(),
            site_description: config.description.clone(),
            title: about.title,
            description: about.description,
            canonical: self.canonical(),
            locale: locale(&config.language),
            home: home().href,
            is_home,
            is_unlisted: about.is_unlisted,
            assets: format!("{}assets/", self.root),
            css: self.to_place("/assets/style.css", ""),
            icon: asset("icon.svg"),
            script: asset("site.js"),
            search: (self.renderer.routes.pieces().is_some() && !self.is_search)
                .then(|| self.to(Route::Search)),
            navigation: self.menu(),
            breadcrumbs,
            publisher: config.publisher.name.clone(),
            publisher_url: config.publisher.url.clone(),
            license: config.license.clone(),
            file,
            corrections: self.to(Route::Corrections(0)),
            data: self.to(Route::Data),
            feed: Feed::of(self.site, self.route).map(|feed| FeedLinks {
                atom: self.to(Route::Feed(feed, FeedForm::Atom)),
                json: self.to(Route::Feed(feed, FeedForm::Json)),
            }),
            json: api_of(self.route)
                .filter(|_| config.outputs.api)
                .map(|file| self.to(Route::Api(file))),
        }
    }

    /// The navigation as it stands on this page.
    fn menu(&self) -> Value {
        let renderer = self.renderer;
        let leads_here = |(address, _): &(String, String)| address.starts_with(&self.address);
        // What lies in one folder has the same links, but for what they lead to.
        let folder = self.address.strip_suffix('/').and_then(|path| path.rsplit_once('/'));
        let folder = folder.filter(|_| !renderer.navigation.iter().any(leads_here));
        let Some((folder, _)) = folder else { return self.new_menu() };
        let menus = renderer.menus.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(menu) = menus.get(folder) {
            return menu.clone();
        }
        drop(menus);
        let menu = self.new_menu();
        let mut menus = renderer.menus.write().unwrap_or_else(PoisonError::into_inner);
        menus.entry(folder.to_owned()).or_insert(menu).clone()
    }

    fn new_menu(&self) -> Value {
        let items = self.renderer.navigation.iter().map(|(address, text)| NavItem {
            href: self.to_place(address, ""),
            text: text.clone(),
            current: if *address == self.address {
                "page"
            } else if self.address.starts_with(address.as_str()) && address != "/" {
                "true"
            } else {
                ""
            },
        });
        Value::from_serializable(&items.collect::<Vec<_>>())
    }

    /// The word for the index of a kind of entity.
    pub(super) fn kind_word(&self, kind: EntityKind) -> &str {
        match kind {
            EntityKind::Outlet => &self.words.outlets,
            EntityKind::Agency => &self.words.agencies,
            EntityKind::Platform => &self.words.platforms,
        }
    }
}

/// The language and the territory of a tag: `en_GB` for `en-GB`, `zh_TW` for `zh-Hant-TW`.
fn locale(tag: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let language = parts.next()?.to_ascii_lowercase();
    let is_territory =
        |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    // What follows a single letter is an extension and no territory.
    let territory = parts.take_while(|part| part.len() > 1).find(is_territory)?;
    Some(format!("{language}_{}", territory.to_ascii_uppercase()))
}

/// The direction in which a language is written.
fn direction(tag: &str) -> &'static str {
    if language::is_right_to_left(tag) { "rtl" } else { "ltr" }
}

/// What the navigation lists: each name that is an index page's or a page's, with its address and text.
pub(super) fn navigation(renderer: &Renderer) -> Vec<(String, String)> {
    let (site, words) = (renderer.site, &renderer.words);
    let mut items = Vec::new();
    for name in &site.config.navigation {
        let name = name.value.trim_matches('/');
        let index = match name {
            "home" => Some((Route::Home, &words.home)),
            "operations" => Some((Route::Operations(0), &words.operations)),
            "countries" => Some((Route::Countries(0), &words.countries)),
            "outlets" => Some((Route::Entities(EntityKind::Outlet, 0), &words.outlets)),
            "agencies" => Some((Route::Entities(EntityKind::Agency, 0), &words.agencies)),
            "platforms" => Some((Route::Entities(EntityKind::Platform, 0), &words.platforms)),
            "timeline" => Some((Route::Timeline(0), &words.timeline)),
            "sources" => Some((Route::Sources(0), &words.sources)),
            "disputed" => Some((Route::Disputed(0), &words.disputed_claims)),
            "corrections" => Some((Route::Corrections(0), &words.corrections)),
            "data" => Some((Route::Data, &words.data)),
            "search" if site.config.outputs.search => Some((Route::Search, &words.search)),
            _ => None,
        };
        if let Some((route, word)) = index {
            items.push((renderer.routes.address(site, route), word.clone()));
        } else if let Some(Route::Page(at)) = renderer.routes.at(&format!("/{name}/")) {
            let address = renderer.routes.address(site, Route::Page(at));
            items.push((address, site[at].record.title.clone()));
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_has_a_territory() {
        assert_eq!(locale("en-gb").as_deref(), Some("en_GB"));
        assert_eq!(locale("zh-Hant-TW").as_deref(), Some("zh_TW"));
        assert_eq!(locale("en"), None);
        assert_eq!(locale("de-u-co-phonebk"), None);
    }
}
