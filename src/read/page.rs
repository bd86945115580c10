//! Pages, and notes on countries.

use super::claims::Uncited;
use super::lower::Lower;
use super::raw::{RawCountry, RawPage};
use crate::diag::{Code, Diagnostic};
use crate::markdown::Body;
use crate::model::{CountryCode, CountryNotes, Page, Slug};
use crate::text::Span;

/// Lowers a file of `pages/`. Its blocks without sources are prose.
pub(super) fn lower(lower: &mut Lower<'_>, mut body: Body) -> Option<Page> {
    let path = lower.source.path.strip_prefix("content/pages/").unwrap_or(&lower.source.path);
    let path = path.strip_suffix(".md").unwrap_or(path).to_owned();
    let is_index = |part: &str| part == "index" && path.ends_with("index");
    for part in path.split('/').filter(|part| !is_index(part)) {
        if let Err(invalid) = Slug::parse(part) {
            let message = format!("`{part}`, a part of the page's path, {}", invalid.reason);
            let help = invalid.nearest.map(|slug| format!("rename it to `{slug}`"));
            let at = Span::default();
            lower
                .found
                .push(Diagnostic::new(Code::InvalidSlug, lower.file, at, message).maybe_help(help));
        }
    }
    let raw: Option<RawPage> = lower.front_matter_as();
    let mut claims = lower.body_claims(&mut body, Uncited::Prose);
    lower.name_claims(&mut claims, &mut body);
    let raw = raw?;
    lower.missing("the page", &raw);
    let RawPage { title, order, description, draft, extra: _ } = raw;
    let title = lower.filled(title, "title");
    Some(Page {
        title: title.unwrap_or_else(|| path.clone()),
        path,
        file: lower.file,
        description: description.value(),
        order: order.value(),
        draft: draft.value().unwrap_or(false),
        body: body.into(),
        claims: claims.into_iter().map(Into::into).collect(),
    })
}

/// Lowers a file of `countries/`.
pub(super) fn lower_country(lower: &mut Lower<'_>, mut body: Body) -> Option<CountryNotes> {
    let name = lower.source.path.rsplit('/').next().unwrap_or_default();
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let mut code =
        CountryCode::parse(&stem.to_ascii_uppercase()).ok().filter(|code| code.slug() == stem);
    if code.is_none() {
        let message =
            format!("the name of the file, `{stem}`, is no country's code in small letters");
        let meant = CountryCode::parse(stem).or_else(|invalid| invalid.meant.ok_or(())).ok();
        let help = meant.map(|code| format!("rename it to `{}.md`", code.slug()));
        // What is meant, so that the notes are checked too.
        code = meant;
        lower.found.push(
            Diagnostic::new(Code::InvalidCountry, lower.file, Span::default(), message)
                .maybe_help(help),
        );
    }
    let raw: Option<RawCountry> = lower.front_matter_as();
    let uncited = Uncited::in_record(lower.config.policy.uncited);
    let mut claims = lower.body_claims(&mut body, uncited);
    lower.name_claims(&mut claims, &mut body);
    let RawCountry { extra: _ } = raw?;
    let claims = claims.into_iter().map(Into::into).collect();
    Some(CountryNotes { code: code?, file: lower.file, body: body.into(), claims })
}
