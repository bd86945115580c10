//! What a page tells the Markdown writer: the frames of claims, the markers of citations, where links lead.

use super::claim::number_of;
use super::here::{Here, fragment_link};
use super::html::Html;
use crate::markdown::{Frame, Hooks, Href};
use crate::resolve::{Notes, Subject, Target};
use crate::routes::Route;

/// The hooks for a body on a page, its own or one that some of its claims are guests on.
pub(super) struct PageHooks<'a> {
    pub(super) here: &'a Here<'a>,
    /// Whose body it is.
    pub(super) subject: Subject,
    pub(super) notes: &'a Notes,
}

impl Hooks for PageHooks<'_> {
    fn claim(&self, ordinal: usize) -> Option<Frame> {
        let at = (*self.notes.claims.get(ordinal)?)?;
        let (mut attributes, mut end) = (Html::default(), Html::default());
        self.here.write_attributes(at, &mut attributes);
        self.here.write_end(at, &mut end);
        Some(Frame { attributes: attributes.0, end: end.0 })
    }

    fn cluster(&self, claim: usize, cluster: usize) -> String {
        let here = self.here;
        let Some(Some(at)) = self.notes.claims.get(claim) else { return String::new() };
        let claim = &here.site[*at];
        let numbered = here.sources_of(self.subject);
        let mut markers = Html::default();
        for &(of, source) in claim.markers.iter() {
            if of != cluster {
                continue;
            }
            let Some(number) = number_of(numbered, source) else { continue };
            let key = &here.site[source].record.key;
            let href = here.to_subject(self.subject, &format!("src-{key}"));
            markers.raw("<a class=\"cite\" href=\"").text(&href).raw("\">[");
            markers.number(number).raw("]</a>");
        }
        markers.0
    }

    fn link(&self, ordinal: usize) -> Href {
        let here = self.here;
        let to = |address: String, text: &str| Href::To {
            address,
            text: text.to_owned(),
            external: false,
        };
        match self.notes.targets.get(ordinal) {
            Some(Target::Subject(subject, fragment)) => {
                to(here.to_subject(*subject, fragment), here.name_of(*subject))
            }
            Some(Target::Source(at)) => {
                to(here.to(Route::Source(*at, 0)), &here.site[*at].record.title)
            }
            Some(Target::Path(path, fragment)) => to(here.to_place(path, fragment), path),
            Some(Target::Here(fragment)) if here.subject == Some(self.subject) => {
                to(fragment_link(fragment), fragment)
            }
            Some(Target::Here(fragment)) => to(here.to_subject(self.subject, fragment), fragment),
            Some(Target::External(address)) => {
                Href::To { address: address.clone(), text: address.clone(), external: true }
            }
            Some(Target::Hostile(shown)) => Href::Plain { text: shown.clone() },
            Some(Target::Broken) | None => Href::Plain { text: String::new() },
        }
    }
}
