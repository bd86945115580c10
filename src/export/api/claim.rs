//! Claims: what is said, on which sources, and what became of it.

use super::common::{Date, SubjectType, id_of, label_of};
use crate::config::label;
use crate::export::published::{Address, Word, published, words};
use crate::model::{self, About, EntityKind, Qualifier};
use crate::render::Renderer;
use crate::resolve::{self, Ref, Site, Subject};

published! {
    /// A claim: the unit that carries sources.
    struct Claim {
        /// Its key, unique in the record: the path of its page and its id, as `operations/2018-04-amaq#servers-seized`. Stays as it is when the site moves.
        key: String,
        /// Its id, unique on its page.
        id: String,
        /// Its address.
        permalink: Address,
        /// What it belongs to: the page that it stands on.
        subject: Thing,
        /// What it is: a passage of `text`, a `part` that someone or something had in an operation, or a `fact` with a value.
        r#type: Word<ClaimType>,
        /// What it says, as plain text in the site's language.
        text: String,
        /// What it says, as HTML; links have scheme and host, and numbers link to the sources at the end of its page.
        html: String,
        /// Who or what had the part; null unless `type` is `part`.
        part: Option<Thing>,
        /// The role that it had, a word of the site's vocabulary; null if none is given, and unless `type` is `part`.
        role: Option<String>,
        /// The role in words.
        role_label: Option<String>,
        /// The fact, a word of the site's vocabulary; null unless `type` is `fact`.
        fact: Option<String>,
        /// The fact in words.
        fact_label: Option<String>,
        /// The fact's value, a number as YAML reads it, always text; null unless `type` is `fact`.
        value: Option<String>,
        /// The value as a number; null if it is none.
        number: Option<serde_json::Number>,
        /// How exact the value is; null unless `type` is `fact`.
        qualifier: Option<Word<Qualifier>>,
        /// What is counted.
        unit: Option<String>,
        /// The place that the value holds for: a country's code in capitals, or a name.
        place: Option<String>,
        /// What the value covers.
        scope: Option<String>,
        /// The time that the claim holds for.
        as_of: Option<Date>,
        /// Who says so, if it is not the record itself.
        by: Option<Speaker>,
        /// A remark of the editor.
        note: Option<String>,
        /// How many sources support it; those named against it are not counted.
        reports: usize,
        /// How many independent groups these sources fall into: sources that carry one dispatch, or take from one another, are one.
        origins: usize,
        /// Its sources, each once, in the order in which they are cited.
        sources: Vec<Citation>,
        /// Whether all of its support is what the operation's own agencies say.
        own_statement: bool,
        /// Whether it is disputed in any way: marked so, contradicting, contradicted, or a value that disagrees with another.
        disputed: bool,
        /// Whether an editor marked it as disputed.
        marked_disputed: bool,
        /// Whether it is a value of a fact that another value disagrees with.
        disagrees: bool,
        /// The key of the claim that it contradicts.
        contradicts: Option<String>,
        /// The keys of the claims that contradict it.
        contradicted_by: Vec<String>,
        /// When and why it was withdrawn; null for a claim that stands.
        withdrawn: Option<Withdrawal>,
        /// Whether no source supports it.
        uncited: bool,
        /// Why no source supports it, if an editor gave a reason.
        uncited_reason: Option<String>,
    }

    /// A thing with a page of its own.
    struct Thing {
        /// What it is.
        r#type: Word<SubjectType>,
        /// Its id, unique among things of its type.
        id: String,
        /// Its name or title.
        name: String,
        /// The address of its page.
        permalink: Address,
    }

    /// Who says so.
    struct Speaker {
        /// What they are: an outlet, agency or platform of the record, a source, or anyone else, by `name`.
        r#type: Word<SpeakerType>,
        /// The id of the outlet, agency or platform, or the source's key; null for a mere name.
        id: Option<String>,
        /// Their name.
        name: String,
    }

    /// One source of a claim.
    struct Citation {
        /// The source's key.
        source: String,
        /// Whether it is named against the claim, and not counted as support.
        contrary: bool,
        /// The words before it, such as `see also`.
        prefix: Option<String>,
        /// Where in the source, such as `para. 4`; one for each place that is named.
        locators: Vec<String>,
        /// The passages of the source that the claim rests on, as far as that can be told.
        quotes: Vec<Quote>,
    }

    /// A passage of a source.
    struct Quote {
        /// The words, in the source's language.
        text: String,
        /// Where they stand.
        locator: Option<String>,
    }

    /// When and why a claim was withdrawn.
    struct Withdrawal {
        /// When.
        date: Date,
        /// Why.
        reason: String,
    }
}

/// What a claim is.
#[derive(Clone, Copy, Debug)]
pub(in crate::export) enum ClaimType {
    Text,
    Part,
    Fact,
}

impl ClaimType {
    const ALL: [Self; 3] = [Self::Text, Self::Part, Self::Fact];

    fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Part => "part",
            Self::Fact => "fact",
        }
    }
}

/// What someone who says something is.
#[derive(Clone, Copy, Debug)]
pub(in crate::export) enum SpeakerType {
    Outlet,
    Agency,
    Platform,
    Source,
    Name,
}

impl SpeakerType {
    const ALL: [Self; 5] = [Self::Outlet, Self::Agency, Self::Platform, Self::Source, Self::Name];

    fn as_str(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Agency => "agency",
            Self::Platform => "platform",
            Self::Source => "source",
            Self::Name => "name",
        }
    }
}

words! { ClaimType, SpeakerType }

/// A claim's key: what tells it from every other claim of the record.
pub(in crate::export) fn key_of(site: &Site, at: Ref<resolve::Claim>) -> String {
    let claim = &site[at];
    let id = id_of(site, claim.subject);
    let folder = match claim.subject {
        Subject::Operation(_) => "operations",
        Subject::Entity(at) => site[at].record.kind.folder(),
        Subject::Country(_) => "countries",
        Subject::Page(_) => "pages",
    };
    format!("{folder}/{id}#{}", claim.record.id)
}

impl Thing {
    fn new(renderer: &Renderer, subject: Subject) -> Self {
        let site = renderer.site();
        Self {
            r#type: Word(SubjectType::of(site, subject)),
            id: id_of(site, subject),
            name: renderer.name_of(subject).to_owned(),
            permalink: Address(renderer.subject_permalink(subject)),
        }
    }
}

impl Speaker {
    fn new(renderer: &Renderer, speaker: &resolve::Speaker) -> Self {
        let site = renderer.site();
        let name = renderer.speaker(speaker);
        let (r#type, id) = match speaker {
            resolve::Speaker::Entity(at) => {
                let record = &site[*at].record;
                let kind = match record.kind {
                    EntityKind::Outlet => SpeakerType::Outlet,
                    EntityKind::Agency => SpeakerType::Agency,
                    EntityKind::Platform => SpeakerType::Platform,
                };
                (kind, Some(record.id.to_string()))
            }
            resolve::Speaker::Source(at) => {
                (SpeakerType::Source, Some(site[*at].record.key.to_string()))
            }
            resolve::Speaker::Name(_) => (SpeakerType::Name, None),
        };
        Self { r#type: Word(r#type), id, name }
    }
}

impl Quote {
    pub(super) fn new(quote: &model::Quote) -> Self {
        Self { text: quote.text.clone(), locator: quote.locator.clone() }
    }
}

/// The sources of a claim.
pub(in crate::export) fn citations_of(
    renderer: &Renderer,
    at: Ref<resolve::Claim>,
) -> Vec<Citation> {
    let site = renderer.site();
    let claim = &site[at];
    let citation = |cited: &resolve::Citation| Citation {
        source: site[cited.source].record.key.to_string(),
        contrary: cited.is_contrary,
        prefix: Some(cited.prefix.clone()).filter(|prefix| !prefix.is_empty()),
        locators: cited.locators.clone(),
        quotes: site.passages(claim, cited).map(Quote::new).collect(),
    };
    claim.citations.iter().map(citation).collect()
}

/// The claims of a subject, in the order written; what is mere prose is none.
pub(super) fn claims_of(renderer: &Renderer, subject: Subject) -> Vec<Claim> {
    let site = renderer.site();
    let all = site.claims_of(subject).map(Ref::new);
    all.filter(|at| !site.is_prose(&site[*at])).map(|at| claim(renderer, at)).collect()
}

/// A claim.
pub(in crate::export) fn claim(renderer: &Renderer, at: Ref<resolve::Claim>) -> Claim {
    let site = renderer.site();
    let vocabulary = &site.config.vocabulary;
    let claim = &site[at];
    let record = &claim.record;

    let operation = match claim.subject {
        Subject::Operation(operation) => Some(&site[operation].record),
        Subject::Entity(_) | Subject::Country(_) | Subject::Page(_) => None,
    };
    let (mut r#type, mut role, mut fact) = (ClaimType::Text, None, None);
    match (record.about, operation) {
        (About::Cited(list, ordinal), Some(operation)) => {
            r#type = ClaimType::Part;
            let item = operation.cited(list).get(ordinal);
            role = item.and_then(|item| item.role.as_ref()).map(|(role, _)| role.clone());
        }
        (About::Fact(ordinal, value), Some(operation)) => {
            r#type = ClaimType::Fact;
            fact = operation
                .facts
                .get(ordinal)
                .and_then(|fact| Some((&fact.name.0, fact.values.get(value)?)));
        }
        (About::Cited(..) | About::Fact(..) | About::Body(_), _) => {}
    }
    let kind = fact.and_then(|(name, _)| label(&vocabulary.facts, name));
    let value = fact.map(|(_, value)| value);
    let usual_unit =
        || kind.filter(|_| value.is_some_and(|value| value.value.is_number))?.unit.clone();

    Claim {
        key: key_of(site, at),
        id: record.id.clone(),
        permalink: Address(renderer.claim_permalink(at)),
        subject: Thing::new(renderer, claim.subject),
        r#type: Word(r#type),
        text: renderer.statement(at),
        html: renderer.statement_html(at),
        part: site.part_of(at).map(|part| Thing::new(renderer, part)),
        role_label: role.as_deref().map(|role| label_of(&vocabulary.roles, role)),
        role,
        fact: fact.map(|(name, _)| name.clone()),
        fact_label: fact
            .map(|(name, _)| kind.map_or_else(|| name.clone(), |kind| kind.label.clone())),
        value: value.map(|value| value.value.text.clone()),
        number: value.and_then(|value| number_of(&value.value)),
        qualifier: value.map(|value| Word(value.qualifier)),
        unit: value.and_then(|value| value.unit.clone()).or_else(usual_unit),
        place: value.and_then(|value| value.place.clone()),
        scope: value.and_then(|value| value.scope.clone()),
        as_of: record
            .as_of
            .as_deref()
            .or(value.and_then(|value| value.as_of.as_ref()))
            .map(Date::new),
        by: claim.by.as_ref().map(|speaker| Speaker::new(renderer, speaker)),
        note: record.note.clone(),
        reports: claim.reports,
        origins: claim.origins,
        sources: citations_of(renderer, at),
        own_statement: claim.is_own_statement,
        disputed: claim.is_disputed(),
        marked_disputed: record.disputed,
        disagrees: claim.disagrees,
        contradicts: claim.contradicts.map(|other| key_of(site, other)),
        contradicted_by: claim.contradicted_by.iter().map(|other| key_of(site, *other)).collect(),
        withdrawn: record.withdrawn.as_ref().map(|withdrawal| Withdrawal {
            date: Date::new(&withdrawal.date),
            reason: withdrawal.reason.clone(),
        }),
        uncited: claim.is_uncited,
        uncited_reason: record.uncited.clone(),
    }
}

/// A value as a number, if it was written as one.
fn number_of(value: &model::Value) -> Option<serde_json::Number> {
    if !value.is_number {
        return None;
    }
    let whole = value.text.parse::<i64>().ok().map(serde_json::Number::from);
    whole.or_else(|| serde_json::Number::from_f64(value.text.parse().ok()?))
}
