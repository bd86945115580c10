//! A theme's tokens: the colours, fonts and measures that a site may set, as custom properties of the style sheet.
//!
//! What becomes CSS is put together here from what was read, so that nothing else gets through.

use std::fmt::Write;

use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::text::{FileId, SourceText};
use crate::yaml::{self, Located, MapOf, Place, Scalar, raw};

/// The contrast that text needs, by WCAG 2.2 AA.
const ENOUGH: f64 = 4.5;

/// The luminance at which black and white stand out alike.
const MIDDLE: f64 = 0.179;

raw! {
    /// `theme.yaml` as it is written.
    struct RawTheme("theme.yaml") {
        /// What the theme is called.
        name: String = "name",
        /// The licence of the theme, an SPDX expression.
        license: String = "license",
        /// The oldest version of the program that it works with.
        min_version: String = "min-version",
        /// Colours by name, each in light and in dark.
        colours: MapOf<RawColour> = "colours",
        /// Lists of fonts by name.
        fonts: MapOf<String> = "fonts",
        /// Lengths by name.
        measures: MapOf<Scalar> = "measures",
        /// The colours that text has on each ground.
        contrast: Vec<Located<RawContrast>> = "contrast",
    }

    /// A colour.
    struct RawColour("a colour") {
        /// In the light scheme.
        light: String = "light",
        /// In the dark scheme.
        dark: String = "dark",
    }

    /// What has to be told apart.
    struct RawContrast("a contrast") {
        /// The grounds, by the names of their colours.
        on: Vec<Located<String>> = "on",
        /// What stands on them, by the names of its colours.
        text: Vec<Located<String>> = "text",
    }
}

/// The tokens of a theme, in the order in which they are written.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    all: Vec<Token>,
    /// Ground and text.
    contrasts: Vec<(String, String)>,
}

/// A value of the style sheet that has a name.
#[derive(Clone, Debug)]
struct Token {
    /// As a site sets it: `accent-dark` is the `--accent` of the dark scheme.
    name: String,
    kind: Kind,
    value: String,
    /// Where a theme of one's own or the site sets it.
    set: Option<(FileId, Place)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Light,
    Dark,
    Font,
    Measure,
}

/// What a value lacks, and what to write.
type Unusable = (String, &'static str);

impl Tokens {
    /// Reads a `theme.yaml`, which stands in front of those before it. That of the program itself has no place on disk.
    pub(super) fn add(
        &mut self,
        file: FileId,
        source: &SourceText,
        is_own: bool,
    ) -> Vec<Diagnostic> {
        let (raw, mut found) = yaml::read::<RawTheme>(file, source);
        let RawTheme { name: _, license: _, min_version, colours, fonts, measures, contrast } =
            raw.unwrap_or_default();

        if let Some(asked) = min_version.good()
            && let Some((message, help)) = unmet(&asked.value)
        {
            let at = asked.place().span(source);
            found.push(Diagnostic::new(Code::InvalidValue, file, at, message).help(help));
        }
        let mut set = |name: String, kind: Kind, value: &Located<String>| {
            let place = is_own.then(|| (file, value.place()));
            if let Err((message, help)) = self.set(name, kind, &value.value, place) {
                let at = value.place().span(source);
                found.push(Diagnostic::new(Code::InvalidValue, file, at, message).help(help));
            }
        };
        for (name, colour) in colours.value().unwrap_or_default().0 {
            let RawColour { light, dark } = colour.value;
            if let Some(light) = light.good() {
                set(name.clone(), Kind::Light, &light);
            }
            if let Some(dark) = dark.good() {
                set(format!("{name}-dark"), Kind::Dark, &dark);
            }
        }
        for (name, font) in fonts.value().unwrap_or_default().0 {
            set(name, Kind::Font, &font);
        }
        for (name, Located { value: Scalar(value), path }) in measures.value().unwrap_or_default().0
        {
            set(name, Kind::Measure, &Located { value, path });
        }
        for RawContrast { on, text } in
            contrast.value().unwrap_or_default().into_iter().map(|pair| pair.value)
        {
            let text = text.value().unwrap_or_default();
            for ground in on.value().unwrap_or_default() {
                let pair = |text: &Located<String>| (ground.value.clone(), text.value.clone());
                self.contrasts.extend(text.iter().map(pair));
            }
        }
        found
    }

    /// Sets what a site's `theme-settings` set.
    pub(super) fn set_all(
        &mut self,
        settings: &[(String, Located<String>)],
        file: FileId,
        source: &SourceText,
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (name, value) in settings {
            let Some(kind) = self.find(name).map(|token| token.kind) else {
                let at = value.key_place().span(source);
                let known = self.all.iter().map(|token| token.name.as_str());
                let help = did_you_mean(name, known.clone())
                    .unwrap_or_else(|| format!("it has: {}", known.collect::<Vec<_>>().join(", ")));
                let message = format!("the theme has no token `{name}`");
                found.push(Diagnostic::new(Code::UnknownToken, file, at, message).help(help));
                continue;
            };
            let place = Some((file, value.place()));
            if let Err((message, help)) = self.set(name.clone(), kind, &value.value, place) {
                let at = value.place().span(source);
                found.push(Diagnostic::new(Code::InvalidValue, file, at, message).help(help));
            }
        }
        found
    }

    fn set(
        &mut self,
        name: String,
        kind: Kind,
        value: &str,
        set: Option<(FileId, Place)>,
    ) -> Result<(), Unusable> {
        let is_name = name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !is_name {
            let help = "write small letters, digits and `-`";
            return Err((format!("`{name}` cannot be the name of a token"), help));
        }
        let value = match kind {
            Kind::Light | Kind::Dark => colour(value)?,
            Kind::Font => font(value)?,
            Kind::Measure => measure(value)?,
        };
        match self.all.iter_mut().find(|token| token.name == name) {
            Some(token) => (token.value, token.set) = (value, set),
            None => self.all.push(Token { name, kind, value, set }),
        }
        Ok(())
    }

    fn find(&self, name: &str) -> Option<&Token> {
        self.all.iter().find(|token| token.name == name)
    }

    /// Text that can hardly be told from its ground, where a theme of one's own or the site has set one of the two:
    /// where, what is wrong, what to do.
    pub(super) fn low_contrasts(&self) -> Vec<(FileId, Place, String, &'static str)> {
        let mut found: Vec<(FileId, Place, String, &'static str)> = Vec::new();
        for end in ["", "-dark"] {
            for (ground, text) in &self.contrasts {
                // A colour that is the same in both is written once.
                let token =
                    |name: &str| self.find(&format!("{name}{end}")).or_else(|| self.find(name));
                let (Some(ground), Some(text)) = (token(ground), token(text)) else { continue };
                let (under, over) = (luminance(&ground.value), luminance(&text.value));
                let contrast = (under.max(over) + 0.05) / (under.min(over) + 0.05);
                if contrast >= ENOUGH {
                    continue;
                }
                let (set, help) = match (&text.set, &ground.set) {
                    (Some(set), _) if under > MIDDLE => (set, "take a darker colour"),
                    (Some(set), _) => (set, "take a lighter colour"),
                    (None, Some(set)) if under > over => (set, "take a lighter colour"),
                    (None, Some(set)) => (set, "take a darker colour"),
                    (None, None) => continue,
                };
                // One value, one finding: its first.
                if found.iter().any(|(file, place, ..)| (file, place) == (&set.0, &set.1)) {
                    continue;
                }
                // Rounded down, so that it never reads as enough.
                let contrast = (contrast * 10.0).floor() / 10.0;
                let message = format!(
                    "text in `{}` on `{}` has a contrast of {contrast:.1} to 1, where {ENOUGH} is needed",
                    text.name, ground.name
                );
                found.push((set.0, set.1.clone(), message, help));
            }
        }
        found
    }

    /// The tokens as custom properties.
    pub(super) fn css(&self) -> String {
        let mut css = String::from("/* The tokens of theme.yaml and of site.yaml */\n:root{");
        let mut dark = String::new();
        for Token { name, kind, value, set: _ } in &self.all {
            // Writing to a string cannot fail.
            let _ = match kind {
                Kind::Dark => {
                    write!(dark, "--{}:{value};", name.strip_suffix("-dark").unwrap_or(name))
                }
                Kind::Light | Kind::Font | Kind::Measure => write!(css, "--{name}:{value};"),
            };
        }
        css += "}\n";
        if !dark.is_empty() {
            let _ = writeln!(css, "@media (prefers-color-scheme:dark){{:root{{{dark}}}}}");
        }
        css
    }
}

/// A colour as `#` and six digits, small.
fn colour(text: &str) -> Result<String, Unusable> {
    let digits = text.trim().strip_prefix('#').unwrap_or_default();
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = digits.to_ascii_lowercase();
    match digits.len() {
        6 if is_hex => Ok(format!("#{digits}")),
        3 if is_hex => {
            Ok(digits.chars().fold("#".to_owned(), |all, digit| all + &digit.to_string().repeat(2)))
        }
        _ => {
            Err((format!("`{text}` is not a colour"), "write it as `#1c4a7e`, in quotation marks"))
        }
    }
}

/// A length as a number and its unit.
fn measure(text: &str) -> Result<String, Unusable> {
    let unusable = || {
        (
            format!("`{text}` is not a measure"),
            "write a number and `rem`, `em`, `ch` or `px`: `36rem`",
        )
    };
    let trimmed = text.trim();
    let unit = ["rem", "em", "ch", "px"].into_iter().find(|unit| trimmed.ends_with(unit));
    let unit = unit.ok_or_else(unusable)?;
    let number = trimmed.strip_suffix(unit).unwrap_or_default();
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = number.parse::<f64>().ok().filter(|value| is_plain && *value > 0.0);
    value
        .filter(|value| *value < 10_000.0)
        .map(|value| format!("{value}{unit}"))
        .ok_or_else(unusable)
}

/// A list of font families, those with spaces in quotation marks.
fn font(text: &str) -> Result<String, Unusable> {
    let help = "write names of fonts with commas between them: `Charter, \"Noto Serif\", serif`";
    let mut families = Vec::new();
    for family in text.split(',').map(str::trim) {
        let bare = ['"', '\'']
            .into_iter()
            .find_map(|mark| family.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)));
        let name = bare.unwrap_or(family);
        let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            && name.chars().any(char::is_alphanumeric);
        if !is_name {
            return Err((format!("`{family}` is not the name of a font"), help));
        }
        let is_word = !name.contains(' ') && !name.starts_with(|c: char| c.is_numeric());
        // A generic family in quotation marks would be a font of that name.
        let is_bare = bare.is_none() && is_word;
        families.push(if is_bare { name.to_owned() } else { format!("\"{name}\"") });
    }
    Ok(families.join(","))
}

/// The relative luminance of a colour by WCAG, from 0 to 1.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let byte = colour.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let share = f64::from(byte.unwrap_or_default()) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

/// Why a version that is asked for is not this one or an older.
fn unmet(asked: &str) -> Option<(String, &'static str)> {
    let version = |text: &str| -> Option<Vec<u32>> {
        text.split('.').map(|part| part.parse().ok()).collect()
    };
    let this = env!("CARGO_PKG_VERSION");
    let Some(least) = version(asked) else {
        return Some((format!("`{asked}` is not a version"), "write it as `0.1.0`"));
    };
    (version(this)? < least).then(|| {
        let message = format!("the theme asks for casefile {asked} or newer, and this is {this}");
        (message, "take a newer casefile, or an older version of the theme")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Span, Texts};

    fn read(text: &str, is_own: bool, tokens: &mut Tokens) -> Vec<String> {
        let mut texts = Texts::default();
        let yaml = Span::new(0, text.len());
        let file = texts.add(SourceText { text: text.into(), yaml, ..SourceText::default() });
        let found = tokens.add(file, texts.get(file), is_own);
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn the_default_theme_is_sound_and_its_text_stands_out_in_light_and_dark() {
        let mut tokens = Tokens::default();
        assert_eq!(read(super::super::embedded::TOKENS, true, &mut tokens), [""; 0]);
        assert_eq!(tokens.contrasts.len(), 15);
        let named = |(ground, text): &(String, String)| {
            tokens.find(ground).is_some() && tokens.find(&format!("{text}-dark")).is_some()
        };
        assert!(tokens.contrasts.iter().all(named));
        let low: Vec<_> = tokens.low_contrasts().into_iter().map(|(.., text, _)| text).collect();
        assert_eq!(low, [""; 0]);
    }

    #[test]
    fn only_what_is_meant_becomes_css() {
        assert_eq!(colour("#ABC").unwrap(), "#aabbcc");
        assert_eq!(measure(" 36.50rem").unwrap(), "36.5rem");
        assert_eq!(font("Noto Serif, '2 Dumb', serif").unwrap(), "\"Noto Serif\",\"2 Dumb\",serif");
        for bad in ["red", "#12", "#12345g", "#fff;}body{display:none", "url(x)", "#ﬀﬀﬀ", ""]
        {
            assert!(colour(bad).is_err(), "{bad}");
        }
        for bad in
            ["36", "rem", "-1rem", "1e3px", "calc(1rem)", "1rem;x", "0px", "1..2em", "99999px"]
        {
            assert!(measure(bad).is_err(), "{bad}");
        }
        for bad in ["", "a,,b", "a;b", "\"a", "a\"b", "a\\62 ", "url(x)", "</style>", "--"] {
            assert!(font(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_theme_adds_tokens_and_sets_those_of_the_default() {
        let mut tokens = Tokens::default();
        let first = "colours: {ink: {light: '#111', dark: '#eee'}}\nmeasures: {text: 30rem}\n";
        let second =
            "colours: {ink: {light: '#222'}, glow: {light: '#ff0'}}\nfonts: {serif: Georgia}\n";
        assert_eq!(read(first, false, &mut tokens), [""; 0]);
        assert_eq!(read(second, true, &mut tokens), [""; 0]);
        assert_eq!(
            tokens.css(),
            "/* The tokens of theme.yaml and of site.yaml */\n\
             :root{--ink:#222222;--text:30rem;--glow:#ffff00;--serif:Georgia;}\n\
             @media (prefers-color-scheme:dark){:root{--ink:#eeeeee;}}\n"
        );
    }

    #[test]
    fn text_that_can_hardly_be_read_is_found_once_it_is_set() {
        let default = "colours: {paper: {light: '#fff', dark: '#000'}, ink: {light: '#000', dark: '#fff'}}\n\
            contrast: [{on: [paper], text: [ink]}]";
        let mut tokens = Tokens::default();
        read(default, false, &mut tokens);
        assert!(tokens.low_contrasts().is_empty());
        read("colours: {ink: {light: '#777', dark: '#757575'}}", true, &mut tokens);
        let found: Vec<_> = tokens.low_contrasts().into_iter().map(|low| (low.2, low.3)).collect();
        // Of 4.48 and 4.55, the first is not enough.
        assert_eq!(
            found,
            [(
                "text in `ink` on `paper` has a contrast of 4.4 to 1, where 4.5 is needed"
                    .to_owned(),
                "take a darker colour"
            )]
        );
    }

    #[test]
    fn a_theme_that_needs_a_newer_program_says_so() {
        assert_eq!(unmet("0.0.9"), None);
        assert_eq!(unmet(env!("CARGO_PKG_VERSION")), None);
        assert!(
            unmet("99.0.0").unwrap().0.starts_with("the theme asks for casefile 99.0.0 or newer")
        );
        assert_eq!(unmet("new").unwrap().0, "`new` is not a version");
    }
}
