//! Claims, from bodies and from front matter, and the ids that they have when the editor gives none.

use std::collections::{BTreeMap, BTreeSet};

use super::lower::Lower;
use super::raw::RawStanding;
use crate::diag::{Code, Diagnostic, Level, did_you_mean};
use crate::markdown::{self, Attribute, AttributeKind};
use crate::model::{self, About, By, Citation, Claim, ClaimRef, SourceKey, Withdrawal};
use crate::yaml::Place;

/// Keys of attributes, as far as they take a value.
const PAIRS: &[&str] = &["by", "as-of", "contradicts", "withdrawn", "uncited"];

/// Kinds of things that can say something.
pub(super) const SPEAKERS: &[&str] = &["agency", "outlet", "platform", "source"];

/// Starts of ids that a page keeps for itself.
pub(super) const RESERVED_PREFIXES: &[&str] = &["src-", "h-", "cite-", "fn-", "ui-"];

/// What a block without sources is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Uncited {
    /// A claim that lacks them.
    Claim,
    /// Prose.
    Prose,
}

impl Uncited {
    /// What the policy of the site makes of it in the record.
    pub(super) fn in_record(policy: Level) -> Self {
        match policy {
            Level::Error | Level::Warn => Self::Claim,
            Level::Allow => Self::Prose,
        }
    }
}

impl Lower<'_> {
    /// The claims of a body. Their ids are empty until [`Lower::name_claims`] gives them.
    ///
    /// They take their texts and citations out of their blocks: a large record has no room for two of each.
    pub(super) fn body_claims(
        &mut self,
        body: &mut markdown::Body,
        uncited: Uncited,
    ) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (ordinal, block) in body.claims.iter_mut().enumerate() {
            let is_prose = block.clusters.is_empty() && block.attributes.is_empty();
            if is_prose && uncited == Uncited::Prose {
                continue;
            }
            claims.push(self.body_claim(ordinal, block));
        }
        claims
    }

    fn body_claim(&mut self, ordinal: usize, block: &mut markdown::Claim) -> Claim {
        let mentions = block.clusters.iter().map(|cluster| cluster.items.len()).sum();
        let mut claim = Claim {
            id: String::new(),
            authored: false,
            about: About::Body(ordinal),
            place: Place::Bytes(block.span),
            text: std::mem::take(&mut block.text),
            citations: Vec::with_capacity(mentions),
            disputed: false,
            by: None,
            as_of: None,
            contradicts: None,
            withdrawn: None,
            uncited: None,
            note: None,
        };
        for (cluster, items) in std::mem::take(&mut block.clusters).into_iter().enumerate() {
            for item in items.items {
                let place = Place::Bytes(item.key_span);
                let Some(key) = self.source_key(&item.key, &place) else { continue };
                claim.citations.push(Citation {
                    key: (key, place),
                    cluster: Some(cluster),
                    prefix: item.prefix,
                    locator: item.locator,
                });
            }
        }
        let mut seen = BTreeSet::new();
        for attribute in &block.attributes {
            self.attribute(&mut claim, attribute, &mut seen);
        }
        claim
    }

    fn attribute<'a>(
        &mut self,
        claim: &mut Claim,
        attribute: &'a Attribute,
        seen: &mut BTreeSet<&'a str>,
    ) {
        let (name, value) = match &attribute.kind {
            AttributeKind::Id(id) => ("#", id.as_str()),
            AttributeKind::Class(class) => (class.as_str(), ""),
            AttributeKind::Pair(key, value) => (key.as_str(), value.as_str()),
        };
        let at_name = Place::Bytes(attribute.name_span);
        let at_value = Place::Bytes(attribute.value_span);
        if !seen.insert(name) {
            let what = if name == "#" { "an id".to_owned() } else { format!("`{name}`") };
            let message = format!("the claim has {what} twice");
            let finding =
                self.at(&at_name, Code::DuplicateAttribute, message).help("keep one of the two");
            self.found.push(finding);
            return;
        }
        match &attribute.kind {
            AttributeKind::Id(id) => {
                if let Some(id) = self.claim_id(id, &at_name) {
                    claim.id = id;
                    claim.authored = true;
                }
            }
            AttributeKind::Class(class) if class == "disputed" => claim.disputed = true,
            AttributeKind::Class(class) => {
                let known = PAIRS.contains(&class.as_str());
                let message = format!("a claim has no attribute `.{class}`");
                let finding = self.at(&at_name, Code::UnknownAttribute, message);
                let finding = if known {
                    finding.help(format!("write `{class}=\"…\"`"))
                } else {
                    finding.help(
                        did_you_mean(class, ["disputed"])
                            .unwrap_or_else(|| "the only class is `.disputed`".to_owned()),
                    )
                };
                self.found.push(finding);
            }
            AttributeKind::Pair(key, _) => match key.as_str() {
                "by" => {
                    let before = (attribute.value_span.start as usize).checked_sub(1);
                    let quote = before.and_then(|at| self.source.text.as_bytes().get(at));
                    claim.by = self.by(value, quote == Some(&b'"'), &at_value).map(Box::new);
                }
                "as-of" => claim.as_of = self.parse_date(value, &at_value).map(Box::new),
                "contradicts" => {
                    claim.contradicts = self.claim_ref(value, &at_value).map(Box::new);
                }
                "withdrawn" => claim.withdrawn = self.withdrawal(value, &at_value).map(Box::new),
                "uncited" => claim.uncited = self.reason(value, &at_value),
                _ => {
                    let message = format!("a claim has no attribute `{key}`");
                    let help = did_you_mean(key, PAIRS.iter().copied()).unwrap_or_else(|| {
                        format!("attributes are `#id`, `.disputed`, {}", PAIRS.join(", "))
                    });
                    let finding = self.at(&at_name, Code::UnknownAttribute, message).help(help);
                    self.found.push(finding);
                }
            },
        }
    }

    /// A claim of front matter, whose default id is `id`.
    pub(super) fn front_claim(
        &mut self,
        about: About,
        place: Place,
        id: String,
        standing: &RawStanding,
    ) -> Claim {
        let RawStanding {
            sources,
            note,
            claim,
            disputed,
            by,
            as_of,
            contradicts,
            withdrawn,
            uncited,
        } = standing;
        let keys = sources.as_good().map_or(&[][..], |sources| &sources.value.0);
        let mut citations = Vec::with_capacity(keys.len());
        for key in keys {
            let place = key.place();
            let Some(parsed) = self.source_key(&key.value.0, &place) else { continue };
            citations.push(Citation {
                key: (parsed, place),
                cluster: None,
                prefix: String::new(),
                locator: String::new(),
            });
        }
        let authored =
            claim.as_good().and_then(|claim| self.claim_id(&claim.value.0, &claim.place()));
        Claim {
            authored: authored.is_some(),
            id: authored.unwrap_or(id),
            about,
            place,
            text: String::new(),
            citations,
            disputed: disputed.as_good().is_some_and(|disputed| disputed.value),
            by: by.as_good().and_then(|by| self.by(&by.value.0, true, &by.place())).map(Box::new),
            as_of: self.date(as_of.clone()).map(Box::new),
            contradicts: contradicts
                .as_good()
                .and_then(|claim| self.claim_ref(&claim.value, &claim.place()))
                .map(Box::new),
            withdrawn: withdrawn
                .as_good()
                .and_then(|withdrawn| self.withdrawal(&withdrawn.value.0, &withdrawn.place()))
                .map(Box::new),
            uncited: uncited.as_good().and_then(|why| self.reason(&why.value, &why.place())),
            note: note.as_good().map(|note| note.value.clone()),
        }
    }

    fn source_key(&mut self, text: &str, place: &Place) -> Option<SourceKey> {
        match SourceKey::parse(text) {
            Ok(key) => Some(key),
            Err(invalid) => {
                let message = match invalid.character {
                    Some(character) => {
                        format!("`{text}` is no source's key: it holds `{character}`")
                    }
                    None => "a source's key is empty".to_owned(),
                };
                let finding = self.at(place, Code::InvalidKey, message);
                self.found.push(finding);
                None
            }
        }
    }

    /// An authored id or, with a finding, the one that it is without doubt a way to write; `None` if it is none.
    fn claim_id(&mut self, id: &str, place: &Place) -> Option<String> {
        let reserved = |id: &str| RESERVED_PREFIXES.iter().find(|prefix| id.starts_with(**prefix));
        let message = if let Some(prefix) = reserved(id) {
            format!("ids that start with `{prefix}` are the page's own")
        } else {
            match model::Slug::parse(id) {
                Ok(_) => return Some(id.to_owned()),
                Err(invalid) => format!("the id `{id}` {}", invalid.reason),
            }
        };
        let nearest = Some(model::slug_of(id)).filter(|nearest| {
            nearest != id && reserved(nearest).is_none() && model::Slug::parse(nearest).is_ok()
        });
        // Letters that a slug cannot have, or has no room for, are lost: what to put there is the editor's choice.
        let meant = nearest.clone().filter(|_| id.is_ascii() && id.len() <= model::Slug::MAX_BYTES);
        let edit = meant.as_ref().and_then(|to| place.edit(self.file, self.source, id, to));
        let finding = self.at(place, Code::InvalidClaimId, message);
        let finding = match nearest {
            Some(nearest) => finding.fix(format!("write `{nearest}`"), edit),
            None => finding,
        };
        self.found.push(finding);
        meant
    }

    fn by(&mut self, text: &str, may_be_name: bool, place: &Place) -> Option<model::Located<By>> {
        let text = text.trim();
        if text.is_empty() {
            let example = match place {
                Place::Bytes(_) => "write `by=\"Name\"` or `by=agency:europol`",
                Place::Key(_) | Place::Value(_) => "write `by: Name` or `by: agency:europol`",
            };
            let finding = self.at(place, Code::InvalidValue, "`by` names nobody").help(example);
            self.found.push(finding);
            return None;
        }
        let is_id = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_:.+-".contains(&b))
        };
        let by = match text.split_once(':') {
            Some((kind, id)) if SPEAKERS.contains(&kind) && is_id(id) => {
                By::Id { kind: kind.to_owned(), id: id.to_owned() }
            }
            Some((kind, id)) if is_id(kind) && is_id(id) => {
                let message = format!("a claim is not said by a `{kind}`");
                let help = did_you_mean(kind, SPEAKERS.iter().copied())
                    .unwrap_or_else(|| format!("kinds are {}", SPEAKERS.join(", ")));
                let finding = self.at(place, Code::InvalidValue, message).help(help);
                self.found.push(finding);
                return None;
            }
            _ if is_id(text) => By::Word { word: text.to_owned(), may_be_name },
            _ => By::Name(text.to_owned()),
        };
        Some((by, place.clone()))
    }

    fn claim_ref(&mut self, text: &str, place: &Place) -> Option<model::Located<ClaimRef>> {
        let text = text.trim();
        let reference = match text.split_once('#') {
            None => ClaimRef { operation: None, claim: text.to_owned() },
            Some(("", claim)) => ClaimRef { operation: None, claim: claim.to_owned() },
            Some((slug, claim)) => {
                ClaimRef { operation: Some(slug.to_owned()), claim: claim.to_owned() }
            }
        };
        if reference.claim.is_empty() {
            let finding = self
                .at(place, Code::UnknownClaim, "`contradicts` names no claim")
                .help("write the claim's id, or `operation#id`");
            self.found.push(finding);
            return None;
        }
        Some((reference, place.clone()))
    }

    fn withdrawal(&mut self, text: &str, place: &Place) -> Option<Withdrawal> {
        let (date, reason) = text.split_once(':').unwrap_or((text, ""));
        let (date, reason) = (date.trim(), reason.trim());
        // A reason alone, with a colon in it or not, is no date that was written wrong.
        let has_date = date == "unknown" || date.contains(|c: char| c.is_ascii_digit());
        let message = match (has_date, reason.is_empty()) {
            (true, false) => {
                let date = self.parse_date(date, place)?;
                return Some(Withdrawal { date, reason: reason.to_owned() });
            }
            (true, true) => "the withdrawal does not say why",
            (false, _) if text.trim().is_empty() => "the withdrawal does not say when and why",
            (false, _) => "the withdrawal does not say when",
        };
        let example = match place {
            Place::Bytes(_) => "withdrawn=\"2024-07-01: named the wrong town\"",
            Place::Key(_) | Place::Value(_) => "withdrawn: \"2024-07-01: named the wrong town\"",
        };
        let finding = self
            .at(place, Code::WithdrawnWithoutReason, message)
            .help(format!("write the day and the reason: `{example}`"));
        self.found.push(finding);
        None
    }

    fn reason(&mut self, text: &str, place: &Place) -> Option<String> {
        if text.trim().is_empty() {
            let example = match place {
                Place::Bytes(_) => "uncited=\"common knowledge\"",
                Place::Key(_) | Place::Value(_) => "uncited: common knowledge",
            };
            let finding = self
                .at(place, Code::UncitedClaim, "`uncited` gives no reason")
                .help(format!("say why there is no source: `{example}`"));
            self.found.push(finding);
        }
        // Kept even when empty: the claim has its finding, and one is enough.
        Some(text.trim().to_owned())
    }

    /// Gives every claim of a file its id, and reports authored ids that stand twice.
    ///
    /// Default ids give way: to authored ones, then to earlier ones. The attributes of the body have told all after it.
    pub(super) fn name_claims<'c>(
        &mut self,
        claims: impl IntoIterator<Item = &'c mut Claim>,
        body: &mut markdown::Body,
    ) {
        let mut claims: Vec<&mut Claim> = claims.into_iter().collect();
        let mut taken: BTreeMap<String, Place> = BTreeMap::new();
        for claim in &claims {
            if !claim.authored {
                continue;
            }
            let place = self.id_place(claim, body);
            if let Some(first) = taken.get(&claim.id) {
                self.keep_apart(&claim.id);
                let message = format!("two claims have the id `{}`", claim.id);
                let finding =
                    Diagnostic::new(Code::DuplicateId, self.file, place.span(self.source), message)
                        .label("second time here")
                        .also(self.file, first.span(self.source), "first here")
                        .help("give one of them another id");
                self.found.push(finding);
            } else {
                taken.insert(claim.id.clone(), place);
            }
        }
        // Equal texts share their hash and differ by a number; unequal ones get a longer hash.
        let mut hashes: BTreeMap<String, String> = BTreeMap::new();
        // The number to try next for an id that is taken: equal claims may be many.
        let mut next: BTreeMap<String, usize> = BTreeMap::new();
        for claim in &mut claims {
            if claim.authored {
                continue;
            }
            if let About::Body(_) = claim.about {
                let hash = blake3::hash(claim.text.as_bytes()).to_hex();
                let length = (8..hash.len())
                    .find(|length| {
                        let id = format!("c-{}", &hash[..*length]);
                        match hashes.get(&id) {
                            Some(text) => *text == claim.text,
                            None => !taken.contains_key(&id),
                        }
                    })
                    .unwrap_or(hash.len());
                claim.id = format!("c-{}", &hash[..length]);
                hashes.insert(claim.id.clone(), claim.text.clone());
            }
            if taken.contains_key(&claim.id) {
                let number = next.entry(claim.id.clone()).or_insert(2);
                let mut numbered = format!("{}-{number}", claim.id);
                while taken.contains_key(&numbered) {
                    *number += 1;
                    numbered = format!("{}-{number}", claim.id);
                }
                *number += 1;
                claim.id = numbered;
            }
            taken.insert(claim.id.clone(), claim.place.clone());
        }
        for block in &mut body.claims {
            block.attributes = Vec::new();
        }
    }

    /// Takes back that an id is to be made one which another claim has too.
    fn keep_apart(&mut self, id: &str) {
        for finding in self.found.iter_mut().filter(|one| one.code == Code::InvalidClaimId) {
            let taken = finding.fix.take_if(|fix| fix.edits.iter().any(|edit| edit.text == id));
            if let Some(fix) = taken {
                finding.help.retain(|help| *help != fix.title);
            }
        }
    }

    fn id_place(&self, claim: &Claim, body: &markdown::Body) -> Place {
        let About::Body(ordinal) = claim.about else { return claim.place.clone() };
        let attributes = body.claims.get(ordinal).map_or(&[][..], |block| &block.attributes);
        attributes
            .iter()
            .find(|attribute| matches!(attribute.kind, AttributeKind::Id(_)))
            .map_or_else(|| claim.place.clone(), |id| Place::Bytes(id.name_span))
    }
}
