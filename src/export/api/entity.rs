//! Outlets, agencies and platforms.

use super::claim::{Claim, claims_of};
use super::common::{ClaimLink, Date, Link, PartIn, api_address, label_of};
use crate::export::published::{Address, Word, published};
use crate::model::EntityKind;
use crate::render::Renderer;
use crate::resolve::{self, Ref, Subject};
use crate::routes::{Api, Route};

published! {
    /// An outlet, agency or platform in short.
    struct EntityRow {
        /// What it is.
        r#type: Word<EntityKind>,
        /// Its id, unique among things of its type.
        id: String,
        /// The address of its page.
        permalink: Address,
        /// The address of all that is known of it, as JSON.
        api: Address,
        /// Its name.
        name: String,
        /// Other spellings of its name, in any script.
        aliases: Vec<String>,
        /// What kind of outlet, agency or platform it is, a word of the site's vocabulary.
        kind: Option<String>,
        /// The kind in words.
        kind_label: Option<String>,
        /// What it belongs to.
        parent: Option<Link>,
        /// The tags (BCP 47) of the languages that it publishes in.
        languages: Vec<String>,
        /// The code of its country, ISO 3166-1 alpha-2.
        country: Option<String>,
        /// When it was active.
        active: Option<Date>,
        /// How many operations name it.
        operation_count: usize,
    }

    /// An outlet, agency or platform with its part in operations and with the notes on it.
    struct Entity {
        + row: EntityRow,
        /// Ids that it had before; their addresses lead to it.
        former_ids: Vec<String>,
        /// What belongs to it.
        children: Vec<Link>,
        /// The operations that name it, oldest first.
        operations: Vec<PartIn>,
        /// Claims in the texts of operations that link to it or that it makes.
        mentions: Vec<ClaimLink>,
        /// The claims of the notes on it.
        claims: Vec<Claim>,
    }
}

/// An outlet, agency or platform in short.
pub(in crate::export) fn row(renderer: &Renderer, at: Ref<resolve::Entity>) -> EntityRow {
    let site = renderer.site();
    let entity = &site[at];
    let record = &entity.record;
    EntityRow {
        r#type: Word(record.kind),
        id: record.id.to_string(),
        permalink: Address(renderer.permalink(Route::Entity(at, 0))),
        api: api_address(renderer, Api::Entity(at)),
        name: record.name.clone(),
        aliases: record.aliases.iter().map(|(alias, _)| alias.clone()).collect(),
        kind: record.sort.as_ref().map(|(kind, _)| kind.clone()),
        kind_label: record
            .sort
            .as_ref()
            .map(|(kind, _)| label_of(&site.config.vocabulary.kinds, kind)),
        parent: entity.parent.map(|parent| Link::new(renderer, Subject::Entity(parent))),
        languages: record.languages.clone(),
        country: record.country.map(|code| code.to_string()),
        active: record.active.as_ref().map(Date::new),
        operation_count: entity.operations.len(),
    }
}

/// An outlet, agency or platform with its part in operations and with the notes on it.
pub(super) fn whole(renderer: &Renderer, at: Ref<resolve::Entity>) -> Entity {
    let entity = &renderer.site()[at];
    let former = entity.record.former_ids.iter();
    let children = entity.children.iter();
    Entity {
        row: row(renderer, at),
        former_ids: former.map(|(id, _)| id.to_string()).collect(),
        children: children.map(|child| Link::new(renderer, Subject::Entity(*child))).collect(),
        operations: PartIn::all(renderer, &entity.operations),
        mentions: entity.mentions.iter().map(|claim| ClaimLink::new(renderer, *claim)).collect(),
        claims: claims_of(renderer, Subject::Entity(at)),
    }
}
