//! Citation styles, bundled or of one's own.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::taxonomy::{
    NameVariable, NumberOrPageVariable, NumberVariable, StandardVariable, Variable,
};
use hayagriva::citationberg::{
    self as csl, Choose, ChooseBranch, ChooseMatch, CslMacro, ElseBranch, IndependentStyle, Layout,
    LayoutRenderingElement, Names, NamesChild, TextTarget,
};

use super::locale::Locales;
use crate::diag::did_you_mean;

/// A citation style that can make a bibliography.
#[derive(Debug)]
pub struct Style {
    csl: IndependentStyle,
    /// The same for sites in another language than the style's, if it brings words of its own language.
    abroad: Option<Box<IndependentStyle>>,
    /// Locales by the language that was asked for; a site has one.
    locales: RwLock<BTreeMap<String, Arc<Locales>>>,
}

/// Why a style cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusableStyle {
    /// What is wrong, in an editor's words.
    pub reason: String,
    /// What to do.
    pub help: Option<String>,
}

impl Style {
    /// Finds a bundled style by its name, such as `iso-690-author-date`.
    ///
    /// # Errors
    /// For a name that is not there, a dependent style, and one without a bibliography.
    pub fn named(name: &str) -> Result<Self, UnusableStyle> {
        let Some(style) = ArchivedStyle::by_name(name) else {
            let names = ArchivedStyle::all().iter().flat_map(|style| style.names());
            let help = did_you_mean(name, names.copied()).unwrap_or_else(|| {
                "common ones are `iso-690-author-date`, `apa`, `chicago-notes`, `mla`, `ieee` and `vancouver`; or give the path of a `.csl` file inside `content/`".to_owned()
            });
            let reason = format!("there is no citation style `{name}`");
            return Err(UnusableStyle { reason, help: Some(help) });
        };
        Self::of(style.get(), name)
    }

    /// Reads a CSL style.
    ///
    /// # Errors
    /// For text that is no CSL, a dependent style, and one without a bibliography.
    pub fn from_csl(text: &str) -> Result<Self, UnusableStyle> {
        let unusable = |reason: &str, help: Option<&str>| {
            Err(UnusableStyle { reason: reason.to_owned(), help: help.map(str::to_owned) })
        };
        if depth(text) > MAX_DEPTH {
            return unusable("the style's elements are nested too deeply to be read", None);
        }
        let Ok(style) = csl::Style::from_xml(text) else {
            let help = "take one from https://www.zotero.org/styles, or see https://docs.citationstyles.org";
            return unusable("the style is not a CSL style", Some(help));
        };
        let title = match &style {
            csl::Style::Independent(style) => style.info.title.value.clone(),
            csl::Style::Dependent(style) => style.info.title.value.clone(),
        };
        Self::of(style, title.trim())
    }

    fn of(style: csl::Style, name: &str) -> Result<Self, UnusableStyle> {
        let mut csl = match style {
            csl::Style::Independent(style) => style,
            csl::Style::Dependent(style) => {
                let parent = &style.parent_link.href;
                return Err(UnusableStyle {
                    reason: format!(
                        "the citation style `{name}` is a dependent one, which only names another"
                    ),
                    help: Some(format!("use the style that it names: {parent}")),
                });
            }
        };
        let Some(bibliography) = &mut csl.bibliography else {
            return Err(UnusableStyle {
                reason: format!("the citation style `{name}` makes no bibliography"),
                help: Some("use a style that does, such as `iso-690-author-date`".to_owned()),
            });
        };
        if expansion(&bibliography.layout, &csl.macros).is_none() {
            return Err(UnusableStyle {
                reason: format!(
                    "the macros of the citation style `{name}` use each other in a circle, or without end"
                ),
                help: None,
            });
        }

        // One source at a time has no number and no label, needs no order and no alignment, and nothing is cited in a text:
        // what Hayagriva would make of a citation only takes time.
        let unnumber = |elements: &mut Vec<_>| elements.iter_mut().for_each(without_number);
        unnumber(&mut bibliography.layout.elements);
        csl.macros.iter_mut().for_each(|part| unnumber(&mut part.children));
        let macros = csl.macros.clone();
        let mended = |elements: &mut Vec<_>| {
            elements.iter_mut().for_each(|element| mend(element, &macros));
        };
        mended(&mut bibliography.layout.elements);
        csl.macros.iter_mut().for_each(|part| mended(&mut part.children));
        bibliography.sort = None;
        bibliography.second_field_align = None;
        bibliography.subsequent_author_substitute = None;
        csl.citation.sort = None;
        csl.citation.layout = Layout::new(Vec::new(), csl::Formatting::default(), None, None);

        // Words that a style does not say the language of are those of its default language: the English ISO 690
        // would say "no date" on a French page.
        let has_words =
            csl.default_locale.is_some() && csl.locale.iter().any(|own| own.lang.is_none());
        let abroad = has_words.then(|| {
            let mut abroad = csl.clone();
            abroad.locale.retain(|own| own.lang.is_some());
            Box::new(abroad)
        });
        Ok(Self { csl, abroad, locales: RwLock::default() })
    }

    /// The style as it is used with the locales of a language.
    pub(super) fn csl(&self, locales: &Locales) -> &IndependentStyle {
        let language = |code: &str| code.split('-').next().unwrap_or_default().to_owned();
        let at_home = self.csl.default_locale.as_ref().map(|code| language(&code.0));
        match &self.abroad {
            Some(abroad) if at_home != Some(language(&locales.code.0)) => abroad,
            _ => &self.csl,
        }
    }

    /// Whether a stop or comma goes inside the quotation marks before it.
    pub(super) fn punctuates_in_quotes(&self, locales: &Locales) -> bool {
        let own =
            self.csl(locales).locale.iter().filter(|own| {
                own.lang.as_ref().is_none_or(|lang| locales.code.0.starts_with(&lang.0))
            });
        own.chain(&locales.files)
            .find_map(|locale| locale.style_options?.punctuation_in_quote)
            .unwrap_or_default()
    }

    /// The locales of a language.
    pub(super) fn locales(&self, language: &str) -> Arc<Locales> {
        let known = self.locales.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(locales) = known.get(language) {
            return locales.clone();
        }
        drop(known);
        let locales = Arc::new(Locales::of(language));
        let mut known = self.locales.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(language.to_owned()).or_insert(locales).clone()
    }
}

/// How deep the elements of a style may be nested; those of the archive reach 20.
const MAX_DEPTH: usize = 100;

/// How many elements a bibliography may have once its macros are written out; Chicago's have half a million.
const MAX_ELEMENTS: usize = 5_000_000;

/// At least the depth to which the elements of an XML text are nested.
fn depth(xml: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !tag.ends_with('/') && !tag.starts_with(['!', '?']) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// How many elements a layout has once its macros are written out; `None` for endlessly many, or too many.
fn expansion(layout: &Layout, macros: &[CslMacro]) -> Option<usize> {
    let macros = macros.iter().rev().map(|part| (part.name.as_str(), part)).collect();
    let mut sizes = Sizes { macros, known: BTreeMap::new() };
    sizes.of_all(&layout.elements)
}

struct Sizes<'a> {
    macros: BTreeMap<&'a str, &'a CslMacro>,
    /// Sizes of macros; `None` for one that is being measured.
    known: BTreeMap<&'a str, Option<usize>>,
}

impl<'a> Sizes<'a> {
    fn of_all(&mut self, elements: &'a [LayoutRenderingElement]) -> Option<usize> {
        let mut total = 0_usize;
        for element in elements {
            total += self.of_one(element)?;
            if total > MAX_ELEMENTS {
                return None;
            }
        }
        Some(total)
    }

    fn of_one(&mut self, element: &'a LayoutRenderingElement) -> Option<usize> {
        let mut total = 1;
        if let LayoutRenderingElement::Text(text) = element
            && let TextTarget::Macro { name } = &text.target
        {
            total += self.of_macro(name)?;
        } else {
            for child in children_of(element, &[]) {
                total += self.of_one(child)?;
            }
        }
        Some(total)
    }

    fn of_macro(&mut self, name: &str) -> Option<usize> {
        let Some((&name, &part)) = self.macros.get_key_value(name) else { return Some(0) };
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        self.known.insert(name, None);
        let size = self.of_all(&part.children)?;
        self.known.insert(name, Some(size));
        Some(size)
    }
}

/// Replaces what prints an entry's number or label by a variable that is never set, so that a group around it goes too.
fn without_number(element: &mut LayoutRenderingElement) {
    let never = Variable::Standard(StandardVariable::Keyword);
    let is_number = |variable: Variable| {
        variable == Variable::Number(NumberVariable::CitationNumber)
            || variable == Variable::Standard(StandardVariable::CitationLabel)
    };
    let all = |elements: &mut Vec<_>| elements.iter_mut().for_each(without_number);
    match element {
        LayoutRenderingElement::Text(text) => {
            if let TextTarget::Variable { var, .. } = &mut text.target
                && is_number(*var)
            {
                *var = never;
            }
        }
        LayoutRenderingElement::Number(number) => {
            if is_number(number.variable.into()) {
                // A variable of Hayagriva's that it never fills, as above.
                number.variable = NumberOrPageVariable::Number(NumberVariable::SupplementNumber);
            }
        }
        LayoutRenderingElement::Group(group) => all(&mut group.children),
        LayoutRenderingElement::Choose(choose) => {
            all(&mut choose.if_.children);
            choose.else_if.iter_mut().for_each(|branch| all(&mut branch.children));
            choose.otherwise.iter_mut().for_each(|branch| all(&mut branch.children));
        }
        LayoutRenderingElement::Names(names) => {
            for child in &mut names.children {
                if let NamesChild::Substitute(substitute) = child {
                    all(&mut substitute.children);
                }
            }
        }
        LayoutRenderingElement::Date(_) | LayoutRenderingElement::Label(_) => {}
    }
}

/// Writes what Hayagriva misreads so that it reads it.
///
/// Names that have a label or a substitute but no `name` of their own, as in Vancouver, it leaves out of a group: they get an
/// empty one, which means the same.
///
/// A substitute for missing names is written out as a choice where a date is printed in it. Hayagriva takes each variable
/// that a substitute asks for as printed, and asks whether there is a date before it prints it: the date of a source
/// without authors came out as "no date" in ISO 690. In a choice, nothing is taken as printed; a style
/// that prints dates in substitutes says itself what not to print again.
fn mend(element: &mut LayoutRenderingElement, macros: &[CslMacro]) {
    let all = |elements: &mut Vec<_>| {
        elements.iter_mut().for_each(|element| mend(element, macros));
    };
    match element {
        LayoutRenderingElement::Group(group) => all(&mut group.children),
        LayoutRenderingElement::Choose(choose) => {
            all(&mut choose.if_.children);
            choose.else_if.iter_mut().for_each(|branch| all(&mut branch.children));
            choose.otherwise.iter_mut().for_each(|branch| all(&mut branch.children));
        }
        LayoutRenderingElement::Names(names) => {
            let is_name = |child: &NamesChild| matches!(child, NamesChild::Name(_));
            if !names.children.is_empty() && !names.children.iter().any(is_name) {
                names.children.insert(0, NamesChild::Name(csl::Name::default()));
            }
            if let Some(choice) = choice_for(names, macros) {
                *element = LayoutRenderingElement::Choose(choice);
            }
        }
        LayoutRenderingElement::Text(_)
        | LayoutRenderingElement::Date(_)
        | LayoutRenderingElement::Number(_)
        | LayoutRenderingElement::Label(_) => {}
    }
}

/// The choice that prints what names with a substitute print; `None` if it has no date or cannot be told apart by who is named.
fn choice_for(names: &Names, macros: &[CslMacro]) -> Option<Choose> {
    let substitute = names.substitute()?;
    let prints_date = |element: &LayoutRenderingElement| {
        any_in(element, macros, &|inner| matches!(inner, LayoutRenderingElement::Date(_)))
    };
    if !substitute.children.iter().any(prints_date) {
        return None;
    }
    let (last, before) = substitute.children.split_last()?;
    let mut branches = Vec::new();
    for element in before {
        let mut named = Vec::new();
        collect_names(element, macros, &mut named);
        if named.is_empty() {
            return None;
        }
        branches.push(branch(named, element.clone()));
    }
    let mut alone = names.clone();
    alone.children.retain(|child| !matches!(child, NamesChild::Substitute(_)));
    Some(Choose {
        if_: branch(names.variable.clone(), LayoutRenderingElement::Names(alone)),
        else_if: branches,
        otherwise: Some(ElseBranch { children: vec![last.clone()] }),
    })
}

fn branch(named: Vec<NameVariable>, child: LayoutRenderingElement) -> ChooseBranch {
    ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: Some(named.into_iter().map(Variable::Name).collect()),
        match_: ChooseMatch::Any,
        children: vec![child],
    }
}

/// Whether a test holds for an element or anything that it prints, macros included. They are known not to be circular.
fn any_in(
    element: &LayoutRenderingElement,
    macros: &[CslMacro],
    test: &dyn Fn(&LayoutRenderingElement) -> bool,
) -> bool {
    test(element) || children_of(element, macros).any(|child| any_in(child, macros, test))
}

fn collect_names(
    element: &LayoutRenderingElement,
    macros: &[CslMacro],
    named: &mut Vec<NameVariable>,
) {
    if let LayoutRenderingElement::Names(names) = element {
        named.extend(
            names.variable.iter().filter(|name| !named.contains(name)).copied().collect::<Vec<_>>(),
        );
    }
    for child in children_of(element, macros) {
        collect_names(child, macros, named);
    }
}

fn children_of<'a>(
    element: &'a LayoutRenderingElement,
    macros: &'a [CslMacro],
) -> Box<dyn Iterator<Item = &'a LayoutRenderingElement> + 'a> {
    match element {
        LayoutRenderingElement::Text(text) => {
            let part = match &text.target {
                TextTarget::Macro { name } => macros.iter().find(|part| part.name == *name),
                _ => None,
            };
            Box::new(part.into_iter().flat_map(|part| &part.children))
        }
        LayoutRenderingElement::Group(group) => Box::new(group.children.iter()),
        LayoutRenderingElement::Choose(choose) => Box::new(
            choose
                .branches()
                .flat_map(|branch| &branch.children)
                .chain(choose.otherwise.iter().flat_map(|branch| &branch.children)),
        ),
        LayoutRenderingElement::Names(names) => {
            Box::new(names.substitute().into_iter().flat_map(|substitute| &substitute.children))
        }
        LayoutRenderingElement::Date(_)
        | LayoutRenderingElement::Number(_)
        | LayoutRenderingElement::Label(_) => Box::new(std::iter::empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(style: Result<Style, UnusableStyle>) -> (String, String) {
        let unusable = style.expect_err("a style that cannot be used");
        (unusable.reason, unusable.help.unwrap_or_default())
    }

    fn csl(macros: &str, layout: &str) -> String {
        format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Mine</title><id>x</id><updated>2020-01-01T00:00:00+00:00</updated></info>
{macros}
<citation><layout><text variable="title"/></layout></citation>
{layout}
</style>"#
        )
    }

    #[test]
    fn every_style_of_the_archive_but_one_can_be_used() {
        let unusable: Vec<_> = ArchivedStyle::all()
            .iter()
            .filter_map(|style| Style::named(style.names()[0]).err())
            .map(|unusable| unusable.reason)
            .collect();
        assert_eq!(unusable, ["the citation style `alphanumeric` makes no bibliography"]);
    }

    #[test]
    fn an_unknown_name_leads_to_the_nearest() {
        let (message, help) = reason(Style::named("iso-690-autor-date"));
        assert_eq!(message, "there is no citation style `iso-690-autor-date`");
        assert_eq!(help, "did you mean `iso-690-author-date`?");
    }

    #[test]
    fn a_style_of_ones_own_is_read() {
        let bibliography = r#"<bibliography><layout><text variable="citation-number" prefix="[" suffix="]"/><text variable="title"/></layout></bibliography>"#;
        assert!(Style::from_csl(&csl("", bibliography)).is_ok());
    }

    #[test]
    fn what_is_no_style_is_said_to_be_none() {
        assert_eq!(reason(Style::from_csl("")).0, "the style is not a CSL style");
        assert_eq!(reason(Style::from_csl("<html/>")).0, "the style is not a CSL style");
        assert_eq!(
            reason(Style::from_csl(&csl("", ""))).0,
            "the citation style `Mine` makes no bibliography"
        );
    }

    #[test]
    fn a_dependent_style_is_refused_with_its_parent() {
        let (message, help) = reason(Style::from_csl(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="en-US">
<info><title>Child</title><id>x</id><link href="http://www.zotero.org/styles/apa" rel="independent-parent"/><updated>2020-01-01T00:00:00+00:00</updated></info>
</style>"#,
        ));
        assert_eq!(
            message,
            "the citation style `Child` is a dependent one, which only names another"
        );
        assert_eq!(help, "use the style that it names: http://www.zotero.org/styles/apa");
    }

    #[test]
    fn a_style_that_never_ends_is_refused() {
        let layout = r#"<bibliography><layout><text macro="a0"/></layout></bibliography>"#;
        let circle = r#"<macro name="a0"><text macro="a1"/></macro><macro name="a1"><group><text macro="a0"/></group></macro>"#;
        let message =
            "the macros of the citation style `Mine` use each other in a circle, or without end";
        assert_eq!(reason(Style::from_csl(&csl(circle, layout))).0, message);
        let mut growing = String::new();
        for n in 0..40 {
            let next = n + 1;
            growing += &format!(
                r#"<macro name="a{n}"><text macro="a{next}"/><text macro="a{next}"/></macro>"#
            );
        }
        assert_eq!(reason(Style::from_csl(&csl(&growing, layout))).0, message);
        let deep = "<group>".repeat(20_000) + &"</group>".repeat(20_000);
        let layout = format!("<bibliography><layout>{deep}</layout></bibliography>");
        assert_eq!(
            reason(Style::from_csl(&csl("", &layout))).0,
            "the style's elements are nested too deeply to be read"
        );
    }
}
