//! The default theme, carried in the program so that it works from any folder.
//!
//! A table written out, and a test that it lists every file: what is in the program is what this file says.

macro_rules! templates {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../themes/default/templates/", $name))),)*]
    };
}

macro_rules! assets {
    ($($path:literal,)*) => {
        &[$(($path, include_bytes!(concat!("../../themes/default/assets/", $path)).as_slice()),)*]
    };
}

macro_rules! words {
    ($($tag:literal,)*) => {
        &[$(($tag, include_str!(concat!("../../themes/default/i18n/", $tag, ".yaml"))),)*]
    };
}

/// The templates: name and text.
pub(super) const TEMPLATES: &[(&str, &str)] = templates![
    "base.html",
    "components.html",
    "corrections.html",
    "countries.html",
    "country.html",
    "data.html",
    "disputed.html",
    "entities.html",
    "entity.html",
    "home.html",
    "not_found.html",
    "operation.html",
    "operations.html",
    "page.html",
    "redirect.html",
    "search.html",
    "source.html",
    "sources.html",
    "timeline.html",
    "year.html",
];

/// The assets: path below `/assets/` and bytes.
pub(super) const ASSETS: &[(&str, &[u8])] =
    assets!["feed.css", "icon.svg", "list.js", "redirect.js", "search.js", "site.js", "style.css",];

/// The words: language and text, English first.
pub(super) const WORDS: &[(&str, &str)] = words!["en", "ar", "de", "es", "fr",];

/// The map of the world.
pub(super) const MAP: &str = include_str!("../../themes/default/map.txt");

/// The tokens.
pub(super) const TOKENS: &str = include_str!("../../themes/default/theme.yaml");
