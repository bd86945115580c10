//! Front matter and body of outlets, agencies and platforms → an [`Entity`].

use super::claims::Uncited;
use super::lower::Lower;
use super::raw::RawEntity;
use crate::markdown::Body;
use crate::model::{Entity, EntityKind};

/// Lowers a file of `outlets/`, `agencies/` or `platforms/`.
pub(super) fn lower(lower: &mut Lower<'_>, kind: EntityKind, mut body: Body) -> Option<Entity> {
    let id = lower.file_slug();
    let raw: Option<RawEntity> = lower.front_matter_as();
    let uncited = Uncited::in_record(lower.config.policy.uncited);
    let mut claims = lower.body_claims(&mut body, uncited);
    lower.name_claims(&mut claims, &mut body);
    let raw = raw?;
    let called = match kind {
        EntityKind::Outlet => "the outlet",
        EntityKind::Agency => "the agency",
        EntityKind::Platform => "the platform",
    };
    lower.missing(called, &raw);
    let RawEntity {
        name,
        aliases,
        parent,
        kind: sort,
        languages,
        country,
        active,
        former_ids,
        draft,
        extra: _,
    } = raw;
    let name = lower.filled(name, "name");
    let country = country.good().and_then(|text| lower.country(&text.value.0, &text.place()));
    let parent = parent.good().and_then(|text| lower.slug(&text));
    let former_ids = lower.slugs(former_ids);
    let languages = lower.languages(languages);
    let active = lower.date(active);
    // Only now, so that a bad name of the file hides nothing that is wrong in it.
    Some(Entity {
        kind,
        name: name.unwrap_or_else(|| id.as_ref().map_or_else(String::new, ToString::to_string)),
        id: id?,
        file: lower.file,
        aliases: Lower::texts(aliases),
        former_ids,
        parent,
        sort: sort.good().map(|sort| (sort.value.0.clone(), sort.place())),
        languages,
        country,
        active,
        draft: draft.value().unwrap_or(false),
        body: body.into(),
        claims: claims.into_iter().map(Into::into).collect(),
    })
}
