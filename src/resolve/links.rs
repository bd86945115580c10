//! Where each link of a body leads.

use super::names::{Bare, Mention, Names};
use super::site::{Subject, Target};
use crate::config::Config;
use crate::config::address::{NoHost, cleaned, host_of, percent_decoded, scheme_of};
use crate::diag::{Code, Diagnostic, did_you_mean, longer};
use crate::markdown::{Body, Link, LinkKind};
use crate::model::{CountryCode, EntityKind};
use crate::text::{FileId, SourceText};
use crate::yaml::Place;

/// Schemes that name a record.
const NAMES: &[&str] = &["country", "outlet", "agency", "platform", "operation", "source"];

/// Resolves the links of one body.
pub(super) struct Links<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) config: &'a Config,
    pub(super) file: FileId,
    pub(super) source: &'a SourceText,
}

impl Links<'_> {
    /// The target of each link; what leads nowhere is [`Target::Broken`] and has a finding.
    pub(super) fn targets(&self, body: &Body, found: &mut Vec<Diagnostic>) -> Vec<Target> {
        body.links.iter().map(|link| self.target(link, found)).collect()
    }

    fn target(&self, link: &Link, found: &mut Vec<Diagnostic>) -> Target {
        let destination = cleaned(&link.destination);
        let destination = destination.trim();
        if link.kind == LinkKind::Wiki {
            return self.wiki(link, destination, found);
        }
        if destination.is_empty() {
            let message = "the link leads nowhere: its address is empty".to_owned();
            found.push(self.finding(link, Code::DeadLink, message));
            return Target::Broken;
        }
        if let Some(fragment) = destination.strip_prefix('#') {
            return Target::Here(decoded(fragment));
        }
        // Browsers take `\\` for `/`.
        if destination.replace('\\', "/").starts_with("//") {
            let message = format!("the link `{destination}` does not say its scheme");
            found.push(
                self.finding(link, Code::UnsafeScheme, message).help("write `https:` before it"),
            );
            return Target::Broken;
        }
        if let Some((scheme, rest)) = scheme_of(destination) {
            return self.with_scheme(link, &scheme.to_lowercase(), rest, destination, found);
        }
        let (path, fragment) = destination.split_once('#').unwrap_or((destination, ""));
        let path = path.split('?').next().unwrap_or_default();
        let (path, fragment) = (decoded(path), decoded(fragment));
        if path.starts_with('/') {
            return Target::Path(path, fragment);
        }
        self.relative(link, &path, fragment, found)
    }

    fn with_scheme(
        &self,
        link: &Link,
        scheme: &str,
        rest: &str,
        destination: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Target {
        match scheme {
            "http" | "https" | "mailto" if self.config.is_hostile(destination) => {
                let message = "the link names a domain that this site never links to";
                let shown = defanged(destination);
                found.push(
                    self.finding(link, Code::HostileDomain, message.to_owned())
                        .help(format!("write the address as text: `{shown}`")),
                );
                Target::Hostile(shown)
            }
            "http" | "https" if link.kind == LinkKind::Image => {
                let message =
                    "an image of another site is not loaded: nothing on a page leaves this site";
                found.push(
                    self.finding(link, Code::UnsafeScheme, message.to_owned())
                        .help("put a copy into `content/static/` and link to that"),
                );
                Target::Broken
            }
            "http" | "https" => match host_of(destination) {
                Ok(_) if is_plain(rest) => Target::External(destination.to_owned()),
                Err(NoHost::Character(character)) => {
                    let character = character.escape_debug();
                    let message =
                        format!("`{destination}` has `{character}` in its host, as no host has");
                    found.push(self.finding(link, Code::InvalidUrl, message));
                    Target::Broken
                }
                Ok(_) | Err(NoHost::Missing) => {
                    let message = format!("`{destination}` names no host");
                    let help = format!("write `{scheme}://`, the host, then the path");
                    found.push(self.finding(link, Code::InvalidUrl, message).help(help));
                    Target::Broken
                }
            },
            "mailto" => Target::External(destination.to_owned()),
            _ if NAMES.contains(&scheme) => self.named(link, scheme, rest, found),
            _ => {
                let message = format!("links with `{scheme}:` are not allowed");
                let help = did_you_mean(scheme, NAMES.iter().copied().chain(["https", "mailto"]))
                    .unwrap_or_else(|| {
                        "links may be relative, `https:`, `http:` or `mailto:`".to_owned()
                    });
                found.push(self.finding(link, Code::UnsafeScheme, message).help(help));
                Target::Broken
            }
        }
    }

    fn named(&self, link: &Link, scheme: &str, rest: &str, found: &mut Vec<Diagnostic>) -> Target {
        let (id, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (id, fragment) = (decoded(id), decoded(fragment));
        let place = Place::Bytes(link.span);
        let at = Mention { file: self.file, place: &place };
        let kind = EntityKind::ALL.into_iter().find(|kind| kind.as_str() == scheme);
        let target = match (scheme, kind) {
            (_, Some(kind)) => {
                let entity = self.names.entity(kind, &id, at, found);
                entity.map(|entity| Target::Subject(Subject::Entity(entity), fragment))
            }
            ("operation", _) => {
                let operation = self.names.operation(&id, at, found);
                operation.map(|operation| Target::Subject(Subject::Operation(operation), fragment))
            }
            ("source", _) => {
                let source = self.names.source(&id, at, found);
                if source.is_some() && !fragment.is_empty() {
                    let message = format!("a link to a source leads to no place `#{fragment}`");
                    let help =
                        "link to the claim on its own page, or take the place out".to_owned();
                    found.push(self.finding(link, Code::DeadLink, message).help(help));
                }
                source.map(Target::Source)
            }
            _ => self.country(link, &id, found).map(|country| Target::Subject(country, fragment)),
        };
        target.unwrap_or(Target::Broken)
    }

    fn country(&self, link: &Link, id: &str, found: &mut Vec<Diagnostic>) -> Option<Subject> {
        let code = match CountryCode::parse(id) {
            Ok(code) => code,
            Err(invalid) => {
                let help = match invalid.meant {
                    Some(code) => format!("write `country:{code}`"),
                    None => invalid.help,
                };
                let message = format!("`{id}` {}", invalid.reason);
                let meant = invalid.meant.filter(|_| invalid.is_certain);
                let place = Place::Bytes(link.span);
                let edit =
                    meant.and_then(|code| place.edit(self.file, self.source, id, code.as_str()));
                found.push(self.finding(link, Code::InvalidCountry, message).fix(help, edit));
                meant?
            }
        };
        let country = self.names.country(code);
        if country.is_none() && !self.names.has_lost("content/operations") {
            let message = format!("`{code}` has no page: no operation names the country");
            found.push(self.finding(link, Code::DeadLink, message).help(format!(
                "add notes on it as `content/countries/{}.md`, or take out the link",
                code.slug()
            )));
        }
        country.map(Subject::Country)
    }

    fn wiki(&self, link: &Link, destination: &str, found: &mut Vec<Diagnostic>) -> Target {
        if let Some((scheme, rest)) = scheme_of(destination)
            && NAMES.contains(&scheme)
        {
            return self.named(link, scheme, rest, found);
        }
        let (id, fragment) = destination.split_once('#').unwrap_or((destination, ""));
        match self.names.bare(id).as_slice() {
            [one] => match one {
                Bare::Operation(at) => {
                    Target::Subject(Subject::Operation(*at), fragment.to_owned())
                }
                Bare::Entity(_, at) => Target::Subject(Subject::Entity(*at), fragment.to_owned()),
                Bare::Source(at) => Target::Source(*at),
            },
            [] => {
                if let [kind] = self.names.kinds_with_alias(id).as_slice() {
                    let place = Place::Bytes(link.span);
                    let at = Mention { file: self.file, place: &place };
                    let entity = self.names.entity(*kind, id, at, found);
                    return entity.map_or(Target::Broken, |entity| {
                        Target::Subject(Subject::Entity(entity), fragment.to_owned())
                    });
                }
                if CountryCode::parse(id).is_ok() {
                    let country = self.country(link, id, found);
                    return country.map_or(Target::Broken, |country| {
                        Target::Subject(country, fragment.to_owned())
                    });
                }
                for file in Names::bare_files(id) {
                    if self.names.is_lost(&file) {
                        return Target::Broken;
                    }
                    if self.names.is_draft(&file) {
                        let place = Place::Bytes(link.span);
                        found.push(
                            self.names.draft(&file, Mention { file: self.file, place: &place }),
                        );
                        return Target::Broken;
                    }
                }
                if self.names.has_lost("content/sources") {
                    return Target::Broken;
                }
                let message = format!("nothing has the id `{id}`");
                let help = did_you_mean(id, self.names.bare_ids())
                    .or_else(|| {
                        let meant = longer(id, self.names.bare_ids())?;
                        Some(format!("did you mean `{meant}`?"))
                    })
                    .unwrap_or_else(|| {
                        "name an outlet, agency, platform or operation by its file, without `.md`, or a source by its key"
                            .to_owned()
                    });
                found.push(self.finding(link, Code::DeadLink, message).help(help));
                Target::Broken
            }
            several => {
                let ids: Vec<_> =
                    several.iter().map(|one| format!("`[[{}:{id}]]`", one.kind())).collect();
                let message = format!("`{id}` names more than one thing");
                found.push(
                    self.finding(link, Code::AmbiguousId, message)
                        .help(format!("write one of {}", ids.join(", "))),
                );
                Target::Broken
            }
        }
    }

    /// A link to another file, as editors and code hosts follow it.
    fn relative(
        &self,
        link: &Link,
        path: &str,
        fragment: String,
        found: &mut Vec<Diagnostic>,
    ) -> Target {
        let Some(file) = joined(&self.source.path, path) else {
            let message = format!("the link `{path}` leads out of the content folder");
            found.push(self.finding(link, Code::DeadLink, message));
            return Target::Broken;
        };
        if let Some(subject) = self.names.file(&file) {
            return Target::Subject(subject, fragment);
        }
        if let Some(inside) = file.strip_prefix("content/static/") {
            return Target::Path(format!("/{inside}"), fragment);
        }
        if self.names.is_lost(&file) {
            return Target::Broken;
        }
        if self.names.is_draft(&file) {
            let place = Place::Bytes(link.span);
            found.push(self.names.draft(&file, Mention { file: self.file, place: &place }));
            return Target::Broken;
        }
        let message = format!("there is no `{file}`");
        if link.kind == LinkKind::Image {
            let message = format!("there is no image `{file}`");
            found.push(
                self.finding(link, Code::MissingImage, message)
                    .help("put it into `content/static/` and write its path there, `/name.png`"),
            );
            return Target::Broken;
        }
        let help = if path.ends_with(".md") {
            match self.names.nearest_file(&file) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "check the path".to_owned(),
            }
        } else {
            "a file that is linked to belongs in `content/static/`; a page's address starts with `/`"
                .to_owned()
        };
        found.push(self.finding(link, Code::DeadLink, message).help(help));
        Target::Broken
    }

    fn finding(&self, link: &Link, code: Code, message: String) -> Diagnostic {
        Diagnostic::new(code, self.file, link.span, message)
    }
}

/// Whether what follows `https:` is two slashes and a host, as is told from a path on sight.
fn is_plain(rest: &str) -> bool {
    rest.strip_prefix("//").is_some_and(|rest| !rest.starts_with(['/', '\\']))
}

/// The path that a relative one leads to from a file; `None` if it leaves `content/`.
fn joined(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.len() < 2 {
                    return None;
                }
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Undoes percent-encoding; a text that is no UTF-8 after it is left as it was.
fn decoded(text: &str) -> String {
    String::from_utf8(percent_decoded(text)).unwrap_or_else(|_| text.to_owned())
}

/// An address that nothing will follow: `hxxps://outlet[.]invalid/x`, also where an archive's holds another.
pub fn defanged(address: &str) -> String {
    let mut shown = String::with_capacity(address.len() + 16);
    let mut rest = address;
    while let Some(character) = rest.chars().next() {
        let is_scheme = rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
        let (length, text) = match character {
            's' | 'S' if shown.ends_with("hxxp") => (1, "s"),
            _ if is_scheme => (4, "hxxp"),
            '.' | '。' | '．' | '｡' => (character.len_utf8(), "[.]"),
            _ => (character.len_utf8(), &rest[..character.len_utf8()]),
        };
        shown.push_str(text);
        rest = &rest[length..];
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_is_followed_from_its_file() {
        let from = "content/operations/a.md";
        assert_eq!(joined(from, "b.md").as_deref(), Some("content/operations/b.md"));
        assert_eq!(joined(from, "../outlets/x.md").as_deref(), Some("content/outlets/x.md"));
        assert_eq!(joined(from, "../../x.md"), None);
    }

    #[test]
    fn a_hostile_address_is_shown_so_that_nothing_follows_it() {
        assert_eq!(defanged("HTTPS://a.outlet.invalid/x.y"), "hxxps://a[.]outlet[.]invalid/x[.]y");
        assert_eq!(
            defanged("https://a.example/http://outlet。invalid"),
            "hxxps://a[.]example/hxxp://outlet[.]invalid"
        );
    }

    #[test]
    fn percent_signs_are_undone_where_they_are_utf8() {
        assert_eq!(decoded("a%20b%C3%A9%zz%ff"), "a%20b%C3%A9%zz%ff");
        assert_eq!(decoded("a%20b%C3%A9%"), "a bé%");
    }
}
