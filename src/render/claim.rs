//! The claim and its footer, the same wherever a claim is shown.
//!
//! Written here and not in a template: a page has dozens, a site hundreds of thousands.

use super::here::{Here, fragment_link};
use super::html::{Html, escaped};
use super::words;
use crate::config::label;
use crate::model::{About, Cited, CountryCode, FactValue, Qualifier, Quote, language};
use crate::resolve::{Citation, Claim, Ref, Site, Source, Speaker, Subject};
use crate::routes::Route;

/// More sources than this make a footer that a script may fold.
const LONG: usize = 4;

/// The publishers that a folded footer names.
const PUBLISHERS: usize = 3;

/// The longest text of a link to another claim, in characters.
const MENTION: usize = 90;

/// The longest passage that is quoted in a footer, in bytes; longer ones stand on the source's page.
const SHORT_QUOTE: usize = 300;

/// What of a claim of front matter is said, beside what its place on the page says already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saying {
    /// All of it: "Servers seized: Netherlands".
    Whole,
    /// The country, entity or value.
    Value,
    /// The role.
    Role,
}

impl Here<'_> {
    /// A claim as an element with its footer.
    pub(super) fn claim(&self, element: &str, at: Ref<Claim>, saying: Saying) -> Html {
        let mut html = Html(String::with_capacity(1024));
        self.write_claim(element, at, saying, &mut html);
        html
    }

    /// Claims as elements, one after the other.
    pub(super) fn claims(&self, claims: &[Ref<Claim>], saying: Saying) -> Html {
        let mut html = Html::default();
        for &at in claims {
            self.write_claim("div", at, saying, &mut html);
        }
        html
    }

    /// Appends a claim as an element with its footer.
    pub(super) fn write_claim(
        &self,
        element: &str,
        at: Ref<Claim>,
        saying: Saying,
        html: &mut Html,
    ) {
        let claim = &self.site[at];
        html.raw("<").raw(element);
        self.write_attributes(at, html);
        html.raw(">");
        match claim.record.about {
            About::Body(_) => self.renderer.guests.write(self, at, html),
            About::Cited(..) | About::Fact(..) => {
                let withdrawn = claim.record.withdrawn.is_some();
                html.raw(if withdrawn { "<p><s>" } else { "<p>" });
                self.write_saying(at, saying, html);
                html.raw(if withdrawn { "</s></p>" } else { "</p>" });
            }
        }
        self.write_end(at, html);
        html.raw("</").raw(element).raw(">\n");
    }

    /// The attributes of a claim's element, with a space before each.
    pub(super) fn write_attributes(&self, at: Ref<Claim>, out: &mut Html) {
        let claim = &self.site[at];
        let is_prose = self.site.is_prose(claim);
        out.raw(if is_prose { " class=\"prose" } else { " class=\"claim" });
        if claim.is_disputed() {
            out.raw(" disputed");
        }
        if claim.record.withdrawn.is_some() {
            out.raw(" withdrawn");
        }
        if claim.is_uncited && !is_prose {
            out.raw(" uncited");
        }
        if claim.is_own_statement {
            out.raw(" own-statement");
        }
        let is_home = self.subject == Some(claim.subject);
        let page = if is_home { String::new() } else { guest_prefix(self.site, claim.subject) };
        let id = &claim.record.id;
        if self.shows_first(at) {
            out.raw("\" id=\"").raw(&page).raw(if is_home { "" } else { "--" }).text(id);
        }
        if is_prose {
            out.raw("\"");
            return;
        }
        out.raw("\" data-claim=\"").raw(&page).raw(if is_home { "" } else { "#" });
        out.text(id).raw("\"");
    }

    /// What ends a claim, inside its element: its state, the link to it, its footer.
    pub(super) fn write_end(&self, at: Ref<Claim>, out: &mut Html) {
        let claim = &self.site[at];
        if self.site.is_prose(claim) {
            return;
        }
        self.write_state(at, claim, out);
        let is_home = self.subject == Some(claim.subject);
        let href = if is_home { fragment_link(&claim.record.id) } else { self.to_claim(at) };
        out.raw("<a class=\"permalink\" href=\"").text(&href);
        out.raw("\" aria-label=\"").text(&self.words.permalink).raw("\">#</a>");
        self.write_footer(claim, is_home, out);
    }

    /// Appends what is to be known of a claim beside its sources: withdrawn, disputed and by what, who says so, as of when.
    pub(super) fn write_state(&self, at: Ref<Claim>, claim: &Claim, out: &mut Html) {
        let words = self.words;
        let mut state = Html::default();
        let item = |state: &mut Html, class: &str, text: &str| {
            state.raw("<b class=\"is-").raw(class).raw("\">").text(text).raw("</b> ");
        };
        if let Some(withdrawal) = &claim.record.withdrawn {
            item(&mut state, "withdrawn", &words.dated(&words.withdrawn, &withdrawal.date));
            state.text(&withdrawal.reason).raw(" ");
        }
        if claim.record.disputed || claim.contradicts.is_some() || !claim.contradicted_by.is_empty()
        {
            item(&mut state, "disputed", &words.disputed);
        } else if claim.disagrees {
            item(&mut state, "disputed", &words.sources_disagree);
        }
        if let Some(speaker) = &claim.by {
            state.raw("<span>");
            words::write(&words.said_by, &mut state, |_, state| self.write_speaker(speaker, state));
            state.raw("</span> ");
        }
        // A fact's value says for itself when it holds.
        if let (Some(date), About::Cited(..) | About::Body(_)) =
            (&claim.record.as_of, claim.record.about)
        {
            let as_of = words.dated(&words.as_of, date);
            state.raw("<span>").text(&as_of).raw("</span> ");
        }
        if let Some(note) = &claim.record.note {
            state.raw("<span>").text(&words.note).raw(" ").text(note).raw("</span> ");
        }
        self.write_mentions(&words.contradicts, claim.contradicts.as_slice(), at, &mut state);
        self.write_mentions(&words.contradicted_by, &claim.contradicted_by, at, &mut state);
        if !state.0.is_empty() {
            out.raw("<p class=\"state\">").raw(state.0.trim_end()).raw("</p>");
        }
    }

    fn write_mentions(&self, word: &str, others: &[Ref<Claim>], at: Ref<Claim>, out: &mut Html) {
        if others.is_empty() || self.is_side_by_side {
            return;
        }
        out.raw("<span>").text(word);
        for (ordinal, &other) in others.iter().filter(|other| **other != at).enumerate() {
            out.text(if ordinal == 0 { " " } else { &self.words.strong_separator });
            out.link(&self.to_claim(other), &self.mention(other));
        }
        out.raw("</span> ");
    }

    /// A claim in a few words, for a link to it.
    pub(super) fn mention(&self, at: Ref<Claim>) -> String {
        let claim = &self.site[at];
        let text = match claim.record.about {
            About::Body(_) => claim.record.text.clone(),
            About::Cited(..) | About::Fact(..) => self.plain_saying(at),
        };
        let text = text.trim_end_matches('.');
        let mut ends = text.char_indices().map(|(at, _)| at).skip(MENTION);
        match ends.next() {
            None => text.to_owned(),
            Some(end) => {
                let cut = text[..end].rfind(' ').unwrap_or(end);
                format!("{}…", text[..cut].trim_end_matches([',', ';', '.', ' ']))
            }
        }
    }

    fn write_footer(&self, claim: &Claim, is_home: bool, out: &mut Html) {
        out.raw("<footer class=\"claim-sources\" data-reports=\"").number(claim.reports);
        out.raw("\" data-origins=\"").number(claim.origins).raw("\">");
        // Versions that stand side by side leave no room for more than their number.
        let is_long = claim.citations.len() > LONG || claim.disagrees;
        // The head of a fact sheet is to fit on a screen, so a script may fold all of its footers.
        let is_head = is_home && !matches!(claim.record.about, About::Body(_));
        let folds = !claim.citations.is_empty() && (is_long || is_head || self.is_side_by_side);
        out.raw(if folds { "<details open><summary>" } else { "<p>" });
        if claim.reports > 0 {
            self.write_standing(claim, out);
        }
        self.write_own_or_uncited(claim, out);
        if folds {
            self.write_publishers(claim, out);
        }
        out.raw(if folds { "</summary>" } else { "</p>" });
        if !claim.citations.is_empty() {
            // Numbers are those of the list at the end of the claim's own page, there and elsewhere: they are
            // what its markers say.
            let numbered = self.sources_of(claim.subject);
            out.raw("<ol>");
            for citation in claim.citations.iter() {
                self.write_citation(claim, citation, numbered, out);
            }
            out.raw("</ol>");
        }
        out.raw(if folds { "</details></footer>" } else { "</footer>" });
    }

    /// Appends that a claim is the agencies' own word, or that it stands on nothing and why.
    pub(super) fn write_own_or_uncited(&self, claim: &Claim, out: &mut Html) {
        let words = self.words;
        if claim.is_own_statement {
            out.raw(" <b class=\"is-own\">").text(&words.own_statement).raw("</b>");
        }
        if claim.is_uncited {
            let reason = claim.record.uncited.as_deref();
            let word = if reason.is_some() { &words.uncited_because } else { &words.uncited };
            out.raw(" <b class=\"is-uncited\">").text(word).raw("</b> ");
            out.text(reason.unwrap_or_default());
        }
    }

    /// Appends how many reports of how many origins there are. Most claims have few, which are put into words once.
    fn write_standing(&self, claim: &Claim, out: &mut Html) {
        let (words, reports, origins) = (self.words, claim.reports, claim.origins);
        let write = |out: &mut Html| {
            words::write(&words.standing, out, |place, out| match place {
                "reports" => words.write_count(&words.reports, reports, out),
                _ => words.write_count(&words.origins, origins, out),
            });
        };
        let known = self.renderer.standings.get(reports).and_then(|row| row.get(origins));
        let Some(known) = known else { return write(out) };
        let known = known.get_or_init(|| {
            let mut html = Html::default();
            write(&mut html);
            html
        });
        out.raw(&known.0);
    }

    /// Appends who published the first of the sources: what a folded footer still tells.
    fn write_publishers(&self, claim: &Claim, out: &mut Html) {
        let supporting = claim.citations.iter().filter(|citation| !citation.is_contrary);
        let mut names: Vec<&str> = Vec::new();
        for citation in supporting {
            let publisher = self.site[citation.source].record.publisher.as_deref();
            if let Some(name) = publisher.filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
        let is_cut = names.len() > PUBLISHERS;
        names.truncate(PUBLISHERS);
        if !names.is_empty() {
            out.raw(" <span>");
            for (ordinal, name) in names.iter().enumerate() {
                out.text(if ordinal == 0 { "" } else { &self.words.separator });
                out.name(name, self.words.is_right_to_left());
            }
            out.raw(if is_cut { " …</span>" } else { "</span>" });
        }
    }

    fn write_citation(
        &self,
        claim: &Claim,
        citation: &Citation,
        numbered: &[Ref<Source>],
        out: &mut Html,
    ) {
        let at = citation.source;
        let source = &self.site[at];
        out.raw("<li data-source=\"").text(source.record.key.as_str());
        out.raw(if citation.is_contrary { "\" data-contrary>" } else { "\">" });
        if let Some(number) = number_of(numbered, at) {
            out.raw("<b>").number(number).raw("</b> ");
        }
        if citation.is_contrary {
            out.raw("<strong>").text(&self.words.against).raw("</strong> ");
        } else if !citation.prefix.is_empty() {
            out.raw("<i>").text(&citation.prefix).raw("</i> ");
        }
        self.renderer.source_line(at).write(self, at, &citation.locators, out);
        let is_short = |quote: &&Quote| quote.text.len() <= SHORT_QUOTE;
        for quote in self.site.passages(claim, citation).filter(is_short).take(2) {
            self.write_quote(at, quote, out);
        }
        out.raw("</li>");
    }

    /// Appends a passage of a source in its language.
    pub(super) fn write_quote(&self, at: Ref<Source>, quote: &Quote, out: &mut Html) {
        out.raw(" <q");
        match &self.site[at].record.language {
            Some(language) if !language::is_same(language, &self.site.config.language) => {
                out.raw(" lang=\"").text(language).raw("\" dir=\"auto\">");
            }
            _ => {
                out.raw(">");
            }
        }
        out.text(&quote.text).raw("</q>");
        if let Some(locator) = &quote.locator {
            out.raw(" <span class=\"loc\">").text(locator).raw("</span>");
        }
    }

    fn write_speaker(&self, speaker: &Speaker, out: &mut Html) {
        match speaker {
            Speaker::Entity(at) => {
                out.link(&self.to_subject(Subject::Entity(*at), ""), self.speaker(speaker));
            }
            Speaker::Source(at) => {
                out.link(&self.to(Route::Source(*at, 0)), self.speaker(speaker));
            }
            Speaker::Name(name) => {
                out.text(name);
            }
        }
    }

    pub(super) fn speaker<'b>(&'b self, speaker: &'b Speaker) -> &'b str {
        match speaker {
            Speaker::Entity(at) => &self.site[*at].record.name,
            Speaker::Source(at) => {
                let source = &self.site[*at].record;
                source.publisher.as_ref().unwrap_or(&source.title)
            }
            Speaker::Name(name) => name,
        }
    }

    /// Appends what a claim of front matter says.
    pub(super) fn write_saying(&self, at: Ref<Claim>, saying: Saying, out: &mut Html) {
        let claim = &self.site[at];
        let Subject::Operation(operation) = claim.subject else { return };
        match claim.record.about {
            About::Cited(list, ordinal) => {
                let role = || {
                    let items = self.site[operation].record.cited(list);
                    let role = items.get(ordinal).and_then(|item| item.role.as_ref());
                    self.role(list, role.map(|(role, _)| role.as_str()))
                };
                let part = self.site.part_of(at);
                let link = |out: &mut Html| {
                    if let Some(subject) = part {
                        out.link(&self.to_subject(subject, ""), self.name_of(subject));
                    }
                };
                match saying {
                    Saying::Role => {
                        out.text(role());
                    }
                    Saying::Value => link(out),
                    Saying::Whole => {
                        words::write(&self.words.labelled, out, |place, out| match place {
                            "label" => {
                                out.text(role());
                            }
                            _ => link(out),
                        });
                    }
                }
            }
            About::Fact(fact, value) => {
                let Some(fact) = self.site[operation].record.facts.get(fact) else { return };
                let write_value = |out: &mut Html| {
                    if let Some(value) = fact.values.get(value) {
                        self.write_value(&fact.name.0, value, out);
                    }
                };
                if saying == Saying::Whole {
                    words::write(&self.words.labelled, out, |place, out| match place {
                        "label" => {
                            out.text(self.fact_label(&fact.name.0));
                        }
                        _ => write_value(out),
                    });
                } else {
                    write_value(out);
                }
            }
            About::Body(_) => {
                out.text(&claim.record.text);
            }
        }
    }

    /// What a claim says in plain words, with all that tells it from others.
    pub(super) fn statement(&self, at: Ref<Claim>) -> String {
        let claim = &self.site[at];
        if let (Subject::Operation(operation), About::Fact(fact, value)) =
            (claim.subject, claim.record.about)
            && let Some(fact) = self.site[operation].record.facts.get(fact)
            && let Some(value) = fact.values.get(value)
        {
            let name = &fact.name.0;
            return self.labelled(self.fact_label(name), &self.value_in_words(name, value));
        }
        self.plain_saying(at)
    }

    /// The same, with who says so.
    pub(super) fn saying(&self, at: Ref<Claim>) -> String {
        let claim = &self.site[at];
        let mut saying = self.statement(at);
        let said_by = |speaker| self.words.said_by.filled(&[("name", self.speaker(speaker))]);
        let speaker = claim.by.as_ref().map(said_by);
        for more in [claim.record.note.as_deref(), speaker.as_deref()].into_iter().flatten() {
            saying += &format!(" ({more})");
        }
        saying
    }

    fn plain_saying(&self, at: Ref<Claim>) -> String {
        let claim = &self.site[at];
        let Subject::Operation(operation) = claim.subject else { return claim.record.text.clone() };
        match claim.record.about {
            About::Cited(list, ordinal) => {
                let items = self.site[operation].record.cited(list);
                let role = items.get(ordinal).and_then(|item| item.role.as_ref());
                let role = self.role(list, role.map(|(role, _)| role.as_str()));
                let name = self.site.part_of(at).map_or("", |part| self.name_of(part));
                self.labelled(role, name)
            }
            About::Fact(fact, value) => {
                let Some(fact) = self.site[operation].record.facts.get(fact) else {
                    return claim.record.text.clone();
                };
                let value = fact.values.get(value);
                let figure =
                    value.map_or_else(String::new, |value| self.figure(&fact.name.0, value));
                self.labelled(self.fact_label(&fact.name.0), &figure)
            }
            About::Body(_) => claim.record.text.clone(),
        }
    }

    fn labelled(&self, label: &str, value: &str) -> String {
        self.words.labelled.filled(&[("label", label), ("value", value)])
    }

    /// A role in words, or what stands for one that is not given.
    pub(super) fn role<'b>(&'b self, list: Cited, role: Option<&'b str>) -> &'b str {
        let words = self.words;
        match role {
            Some(role) => known(&self.site.config.vocabulary.roles, role),
            None => match list {
                Cited::Countries => &words.country_without_role,
                Cited::Outlets => &words.outlet_without_role,
                Cited::Agencies => &words.agency_without_role,
                Cited::Platforms => &words.platform_without_role,
            },
        }
    }

    /// What a fact is called.
    pub(super) fn fact_label<'b>(&'b self, name: &'b str) -> &'b str {
        // A word that the vocabulary does not have, which a finding has told of, stands for itself.
        label(&self.site.config.vocabulary.facts, name).map_or(name, |kind| kind.label.as_str())
    }

    /// "more than 30 languages, Bulgaria": a value and what tells it apart.
    pub(super) fn value_in_words(&self, fact: &str, value: &FactValue) -> String {
        let mut text = self.figure(fact, value);
        for part in self.setting(value) {
            text += &self.words.separator;
            text += &part;
        }
        text
    }

    /// "more than 30 languages".
    fn figure(&self, fact: &str, value: &FactValue) -> String {
        let words = self.words;
        let qualifier = match value.qualifier {
            Qualifier::Exactly => None,
            Qualifier::About => Some(&words.about),
            Qualifier::AtLeast => Some(&words.at_least),
            Qualifier::MoreThan => Some(&words.more_than),
            Qualifier::UpTo => Some(&words.up_to),
            Qualifier::FewerThan => Some(&words.fewer_than),
        };
        let kind = label(&self.site.config.vocabulary.facts, fact);
        let unit = value.unit.as_deref().or_else(|| {
            // "dozens people" would be no English, nor would it be anything else.
            kind.filter(|_| value.value.is_number).and_then(|kind| kind.unit.as_deref())
        });
        // What is counted is written as numbers are; a number without a unit can be a year.
        let count = value.value.text.parse().ok().filter(|_| unit.is_some());
        let mut figure =
            count.map_or_else(|| value.value.text.clone(), |count| words.number(count));
        if let Some(unit) = unit {
            let one =
                kind.filter(|kind| value.value.text == "1" && kind.unit.as_deref() == Some(unit));
            let unit = one.and_then(|kind| kind.unit_one.as_deref()).unwrap_or(unit);
            figure = words.with_unit.filled(&[("value", &figure), ("unit", unit)]);
        }
        qualifier.map_or(figure.clone(), |qualifier| qualifier.filled(&[("value", &figure)]))
    }

    /// What tells values of one fact that answer different questions apart: "Bulgaria, as of 27 April 2018".
    pub(super) fn question(&self, fact: &str, value: &FactValue) -> String {
        // What the fact's kind counts goes without saying.
        let kind = label(&self.site.config.vocabulary.facts, fact);
        let usual = kind.and_then(|kind| kind.unit.as_ref());
        let unit = value.unit.clone().filter(|unit| Some(unit) != usual);
        self.setting(value).chain(unit).collect::<Vec<_>>().join(&self.words.separator)
    }

    /// Where, of what and when a value holds.
    fn setting(&self, value: &FactValue) -> impl Iterator<Item = String> {
        let place = value.place.as_deref().map(|place| match CountryCode::parse(place) {
            Ok(code) => self.site.country_names.name(code).to_owned(),
            Err(_) => place.to_owned(),
        });
        let as_of = value.as_of.as_ref().map(|date| self.words.dated(&self.words.as_of, date));
        [place, value.scope.clone(), as_of].into_iter().flatten()
    }

    fn write_value(&self, fact: &str, value: &FactValue, out: &mut Html) {
        let figure = self.figure(fact, value);
        out.raw(if value.value.is_number { "<b class=\"value\">" } else { "<b>" });
        out.text(&figure).raw("</b>");
        if let Some(place) = &value.place {
            out.text(&self.words.separator).raw("<span>");
            let country = CountryCode::parse(place).ok();
            let page = country.and_then(|code| self.renderer.country(code));
            match (country, page) {
                (_, Some(at)) => {
                    let subject = Subject::Country(at);
                    out.link(&self.to_subject(subject, ""), self.name_of(subject));
                }
                (Some(code), None) => {
                    out.text(self.site.country_names.name(code));
                }
                (None, None) => {
                    out.text(place);
                }
            }
            out.raw("</span>");
        }
        if let Some(scope) = &value.scope {
            out.text(&self.words.separator).raw("<span>").text(scope).raw("</span>");
        }
        if let Some(date) = &value.as_of {
            out.text(&self.words.separator)
                .raw("<span>")
                .text(&self.words.dated(&self.words.as_of, date))
                .raw("</span>");
        }
    }
}

/// What tells a claim's page in its id on another's: `2018-04-amaq`, `outlet-amaq`.
pub(super) fn guest_prefix(site: &Site, subject: Subject) -> String {
    match subject {
        Subject::Operation(at) => site[at].record.slug.to_string(),
        Subject::Entity(at) => {
            let record = &site[at].record;
            format!("{}-{}", record.kind.as_str(), record.id)
        }
        Subject::Country(at) => format!("country-{}", site[at].code.slug()),
        // Escaped, since its path is a file's.
        Subject::Page(at) => {
            let path = site[at].record.path.replace('/', "-");
            escaped(&format!("page-{path}")).0
        }
    }
}

/// A word's label; a word that the vocabulary does not have, which a finding has told of, stands for itself.
pub(super) fn known<'a>(words: &'a crate::config::Words<String>, word: &'a str) -> &'a str {
    label(words, word).map_or(word, String::as_str)
}

/// A source's number in a list of them, from 1.
pub(super) fn number_of(numbered: &[Ref<Source>], source: Ref<Source>) -> Option<usize> {
    numbered.iter().position(|numbered| *numbered == source).map(|ordinal| ordinal + 1)
}

/// The text of a source's title in its own language.
pub(super) fn title_html(site: &Site, at: Ref<Source>) -> Html {
    let record = &site[at].record;
    let mut html = Html::default();
    match &record.language {
        Some(language) if !language::is_same(language, &site.config.language) => {
            html.raw("<span lang=\"").text(language).raw("\" dir=\"auto\">");
            html.text(&record.title).raw("</span>");
        }
        _ => {
            html.name(&record.title, language::is_right_to_left(&site.config.language));
        }
    }
    html
}
