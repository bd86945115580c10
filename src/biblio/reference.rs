//! A source in a style → its reference, as HTML of our own making and as text.

use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, VerticalAlign};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild,
    ElemChildren, Formatting,
};

use super::entry::{Entry, TITLE_END, TITLE_START};
use super::{Style, guard, language};
use crate::markdown::escape;
use crate::model::Source;

/// A formatted reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// Its HTML: text escaped, `i`, `b`, `sup`, `sub` and `span` with classes only; the title carries `lang` and `dir`
    /// where its language is not the site's. No links: the page adds them.
    pub html: String,
    /// The same as plain text.
    pub text: String,
}

/// Formats one source in a style, in the site's language.
///
/// A supplied title stands in square brackets; a translated title follows the title in square brackets. The number a numeric style
/// puts before an entry is left out, and so are the address and the day it was looked at: the page shows them itself.
pub fn format(style: &Style, language: &str, source: &Source, entry: &Entry) -> Reference {
    let locales = style.locales(language);
    let entry = entry.to_hayagriva(source);
    let render = || {
        // A driver of its own: a common one tells sources of one author and year apart by 2018a and 2018b.
        let mut driver = BibliographyDriver::new();
        driver.citation(CitationRequest::new(
            vec![CitationItem::with_entry(&entry)],
            style.csl(&locales),
            Some(locales.code.clone()),
            &locales.files,
            None,
        ));
        let rendered = driver.finish(BibliographyRequest::new(
            style.csl(&locales),
            Some(locales.code.clone()),
            &locales.files,
        ));
        rendered.bibliography?.items.into_iter().next()
    };
    // Hayagriva slices text by places that it worked out earlier; no way to make it miss is known.
    let item = std::panic::catch_unwind(std::panic::AssertUnwindSafe(render)).ok().flatten();

    let mut letters = Letters::default();
    if let Some(item) = &item {
        letters.read(&item.content);
    }
    if letters.all.iter().all(|letter| letter.character.is_whitespace()) {
        letters = Letters::plain(source);
    }
    let letters = tidied(letters.all, style.punctuates_in_quotes(&locales));
    let mark = Mark::of(language, source);
    Reference {
        html: html(&letters, language::is_right_to_left(language), mark.as_ref()),
        text: letters.iter().map(|letter| letter.character).collect(),
    }
}

/// The attributes of a title in another language.
struct Mark {
    /// Its language, if that is known.
    lang: Option<String>,
    /// Only where the direction changes.
    dir: Option<&'static str>,
}

impl Mark {
    fn of(site: &str, source: &Source) -> Option<Self> {
        // A title of our own is in our language, unless a translation of it is given.
        let is_ours = source.title_supplied && source.title_translated.is_none();
        let lang = source.language.clone();
        let lang = lang.filter(|lang| !is_ours && !language::is_same(lang, site));
        // Whatever language it is in, letters of the other direction would mix with what stands around them.
        let rtl = language::is_text_right_to_left(&source.title)
            .or_else(|| lang.as_deref().map(language::is_right_to_left));
        let dir = rtl
            .filter(|rtl| *rtl != language::is_right_to_left(site))
            .map(|rtl| if rtl { "rtl" } else { "ltr" });
        (lang.is_some() || dir.is_some()).then_some(Self { lang, dir })
    }
}

/// How a letter looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Look {
    italic: bool,
    bold: bool,
    small_caps: bool,
    align: VerticalAlign,
}

impl From<Formatting> for Look {
    fn from(formatting: Formatting) -> Self {
        let align = match formatting.vertical_align {
            VerticalAlign::Baseline => VerticalAlign::None,
            align => align,
        };
        Self {
            italic: formatting.font_style == FontStyle::Italic,
            bold: formatting.font_weight == FontWeight::Bold,
            small_caps: formatting.font_variant == FontVariant::SmallCaps,
            align,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter {
    character: char,
    look: Look,
    in_title: bool,
}

/// What a style made, letter by letter.
#[derive(Default)]
struct Letters {
    all: Vec<Letter>,
    in_title: bool,
}

impl Letters {
    fn read(&mut self, children: &ElemChildren) {
        for child in &children.0 {
            match child {
                ElemChild::Text(text) => self.push(&text.text, text.formatting.into()),
                ElemChild::Link { text, url: _ } => self.push(&text.text, text.formatting.into()),
                ElemChild::Markup(mark) if mark == TITLE_START => self.in_title = true,
                ElemChild::Markup(mark) if mark == TITLE_END => self.in_title = false,
                ElemChild::Markup(text) => self.push(text, Look::default()),
                ElemChild::Elem(elem) => {
                    // A block of its own: a space keeps it from the text before it.
                    if elem.display.is_some() {
                        self.push(" ", Look::default());
                    }
                    self.read(&elem.children);
                    if elem.display.is_some() {
                        self.push(" ", Look::default());
                    }
                }
                ElemChild::Transparent { .. } => {}
            }
        }
    }

    fn push(&mut self, text: &str, look: Look) {
        let in_title = self.in_title;
        self.all.extend(text.chars().map(|character| Letter { character, look, in_title }));
    }

    /// Authors, title, publisher and date, for want of anything better.
    fn plain(source: &Source) -> Self {
        let mut letters = Self::default();
        let look = Look::default();
        if !source.authors.is_empty() {
            letters.push(&source.authors.join(", "), look);
            letters.push(". ", look);
        }
        letters.push(if source.title_supplied { "[" } else { "" }, look);
        letters.in_title = true;
        letters.push(&source.title, look);
        letters.in_title = false;
        letters.push(if source.title_supplied { "]" } else { "" }, look);
        if let Some(translated) = &source.title_translated {
            letters.push(&std::format!(" [{translated}]"), look);
        }
        letters.push(". ", look);
        let date = source.date.as_ref().map(crate::model::Date::words);
        let rest: Vec<String> = source.publisher.iter().cloned().chain(date).collect();
        letters.push(&rest.join(", "), look);
        letters.push(if rest.is_empty() { "" } else { "." }, look);
        letters
    }
}

/// Puts right what styles leave where a piece is missing, and what the marks around the title keep Hayagriva from: doubled spaces and
/// stops, empty brackets, a stop after the title's own, one that belongs inside its quotation marks.
fn tidied(letters: Vec<Letter>, punctuates_in_quotes: bool) -> Vec<Letter> {
    let mut tidy: Vec<Letter> = Vec::with_capacity(letters.len());
    for (at, letter) in letters.iter().enumerate() {
        let mut letter = *letter;
        if letter.character.is_whitespace() && !matches!(letter.character, '\u{a0}' | '\u{202f}') {
            letter.character = ' ';
        } else if letter.character.is_control() || letter.character == guard::MARK {
            continue;
        }
        if letter.in_title {
            tidy.push(letter);
            continue;
        }
        match letter.character {
            ' ' if tidy.last().is_none_or(|last| last.character == ' ') => {}
            '.' if is_ellipsis(&letters, at) => tidy.push(letter),
            '.' | ','
                if letters.get(at + 1).is_none_or(|next| !next.character.is_alphanumeric()) =>
            {
                stop(&mut tidy, letter, punctuates_in_quotes);
            }
            ')' | ']' => {
                let opening = if letter.character == ')' { '(' } else { '[' };
                let is_left_over =
                    |last: &mut Letter| " ,".contains(last.character) && !last.in_title;
                while tidy.pop_if(is_left_over).is_some() {}
                let is_empty = |last: &mut Letter| last.character == opening && !last.in_title;
                if tidy.pop_if(is_empty).is_none() {
                    tidy.push(letter);
                }
            }
            _ => tidy.push(letter),
        }
    }
    let is_left_over = |letter: &Letter| !letter.in_title && " ,;:".contains(letter.character);
    let mut cut = None;
    while let Some(last) = tidy.pop_if(|last| is_left_over(last)) {
        cut = cut.or(Some(last).filter(|last| last.character != ' '));
    }
    if let Some(cut) = cut {
        stop(&mut tidy, Letter { character: '.', ..cut }, punctuates_in_quotes);
    }
    let start = tidy.iter().position(|letter| !is_left_over(letter)).unwrap_or(tidy.len());
    tidy.drain(..start);
    tidy
}

/// Whether a stop is one of three or more.
fn is_ellipsis(letters: &[Letter], at: usize) -> bool {
    let is_stop = |letter: &&Letter| letter.character == '.' && !letter.in_title;
    let before = letters[..at].iter().rev().take_while(is_stop).take(2).count();
    let after = letters[at + 1..].iter().take_while(is_stop).take(2).count();
    before + after >= 2
}

/// Adds a stop or a comma, unless one stands there already.
fn stop(tidy: &mut Vec<Letter>, letter: Letter, punctuates_in_quotes: bool) {
    while tidy.pop_if(|last| last.character == ' ' && !last.in_title).is_some() {}
    let is_quote = |letter: &Letter| "”’»›\"'".contains(letter.character);
    let inside = tidy.iter().rposition(|letter| !is_quote(letter)).map_or(0, |last| last + 1);
    let (before, quotes) = tidy.split_at(inside);
    let Some(last) = before.last() else { return };
    let of_style = quotes.iter().position(|quote| !quote.in_title);
    let is_second = match (letter.character, last.character) {
        ('.', '.') => true,
        ('.', '?' | '!' | '…') => last.in_title,
        (',', ',') => true,
        (',', '?' | '!') => last.in_title && of_style.is_some() && punctuates_in_quotes,
        _ => false,
    };
    if is_second {
        return;
    }
    match of_style {
        // The title, or the bracket after it; other quotations Hayagriva sees to itself.
        Some(quote) if punctuates_in_quotes && (last.in_title || last.character == ']') => {
            tidy.insert(inside + quote, letter);
        }
        _ => tidy.push(letter),
    }
}

/// Writes the letters as HTML, escaped.
fn html(letters: &[Letter], is_rtl: bool, mark: Option<&Mark>) -> String {
    let mut html = String::with_capacity(letters.len() + 64);
    let mut rest = letters;
    while let Some(first) = rest.first() {
        let is_marked = mark.is_some();
        let same = |letter: &&Letter| !is_marked || letter.in_title == first.in_title;
        let run = &rest[..rest.iter().take_while(same).count()];
        rest = &rest[run.len()..];
        match mark.filter(|_| first.in_title) {
            Some(Mark { lang, dir }) => {
                html.push_str("<span");
                if let Some(lang) = lang {
                    html.push_str(" lang=\"");
                    escape(&mut html, lang);
                    html.push('"');
                }
                if let Some(dir) = dir {
                    html.push_str(" dir=\"");
                    html.push_str(dir);
                    html.push('"');
                }
                html.push('>');
                looks(run, None, &mut html);
                html.push_str("</span>");
            }
            None => looks(run, Some(is_rtl), &mut html),
        }
    }
    html
}

/// Writes letters with their looks; in a text of this direction, what is of the other stands apart.
fn looks(letters: &[Letter], is_rtl: Option<bool>, html: &mut String) {
    for run in letters.chunk_by(|a, b| a.look == b.look) {
        let Some(Letter { look, .. }) = run.first() else { continue };
        let align = match look.align {
            VerticalAlign::Sup => Some(("<sup>", "</sup>")),
            VerticalAlign::Sub => Some(("<sub>", "</sub>")),
            VerticalAlign::None | VerticalAlign::Baseline => None,
        };
        let tags = [
            look.italic.then_some(("<i>", "</i>")),
            look.bold.then_some(("<b>", "</b>")),
            look.small_caps.then_some(("<span class=\"small-caps\">", "</span>")),
            align,
        ];
        let tags = || tags.iter().flatten();
        tags().for_each(|(start, _)| html.push_str(start));
        match is_rtl {
            Some(is_rtl) => isolated(run, is_rtl, html),
            None => plain(run, html),
        }
        tags().rev().for_each(|(_, end)| html.push_str(end));
    }
}

/// Writes letters, and keeps each phrase of the other direction apart from what stands around it.
///
/// Names, years and titles of one direction would else be put in order together, whatever the style put between them
/// ([UAX #9](https://www.unicode.org/reports/tr9/)).
fn isolated(letters: &[Letter], is_rtl: bool, html: &mut String) {
    let direction = |letter: &Letter| {
        language::is_text_right_to_left(letter.character.encode_utf8(&mut [0; 4]))
    };
    let is_foreign = |letter: &Letter| direction(letter) == Some(!is_rtl);
    // Spaces, hyphens and apostrophes are within names; what a style puts between parts is not.
    let parts = |letter: &Letter| {
        let character = letter.character;
        character.is_ascii_digit() || ".,;:()[]،؛".contains(character)
    };
    let mut rest = letters;
    while let Some(start) = rest.iter().position(is_foreign) {
        let (before, from) = rest.split_at(start);
        let reach = from.iter().take_while(|one| direction(one) != Some(is_rtl) && !parts(one));
        let reach = reach.count();
        let is_blank = |letter: &&Letter| letter.character.is_whitespace();
        let end = reach - from[..reach].iter().rev().take_while(is_blank).count();
        plain(before, html);
        html.push_str("<bdi>");
        plain(&from[..end], html);
        html.push_str("</bdi>");
        rest = &from[end..];
    }
    plain(rest, html);
}

fn plain(letters: &[Letter], html: &mut String) {
    letters.iter().for_each(|letter| escape(html, letter.character.encode_utf8(&mut [0; 4])));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biblio::trial::{findings, yaml};

    fn formatted(style: &str, language: &str, text: &str) -> Reference {
        let (sources, found) = yaml(&std::format!("k: {text}\n"));
        assert_eq!(findings(text, &found), "");
        let (source, entry) = &sources[0];
        format(&Style::named(style).expect("a style"), language, source, entry)
    }

    /// The HTML in ISO 690, on an English site.
    fn html_of(text: &str) -> String {
        formatted("iso-690-author-date", "en", text).html
    }

    #[test]
    fn a_newspapers_article_names_paper_and_day_and_no_address() {
        assert_eq!(
            html_of(
                "{type: article, title: Police seize servers, author: 'Nasr, Wassim', date: 2018-04-27, url: {value: 'https://www.france24.com/x', date: 2024-06-20}, language: en, parent: {type: newspaper, title: France 24, url: 'https://www.france24.com/'}}"
            ),
            "NASR, Wassim, 2018. Police seize servers. <i>France 24</i>. 27 April 2018."
        );
    }

    #[test]
    fn an_article_without_an_author_keeps_its_date() {
        // Hayagriva said "no date", see `Style`.
        assert_eq!(
            html_of(
                "{type: article, title: Police seize servers, date: 2018-04-27, parent: {type: newspaper, title: France 24}}"
            ),
            "Police seize servers, 2018. <i>France 24</i>. 27 April 2018."
        );
    }

    #[test]
    fn an_english_style_says_its_words_in_the_language_of_the_site() {
        let text = "{type: article, title: Undated, parent: {type: newspaper, title: Paper}}";
        let text_in = |language: &str| formatted("iso-690-author-date", language, text).text;
        assert_eq!(text_in("en-GB"), "Undated, [no date]. Paper.");
        assert_eq!(text_in("fr"), "Undated, sans date. Paper.");
        assert_eq!(text_in("es-MX"), "Undated, sin fecha. Paper.");
        assert_eq!(text_in("de"), "Undated, ohne Datum. Paper.");
        assert_eq!(text_in("ar"), "Undated, دون تاريخ. Paper.");
    }

    #[test]
    fn a_title_in_letters_of_the_other_direction_is_kept_apart() {
        let html_in = |language: &str, title: &str| {
            let parent = "{type: newspaper, title: Paper}";
            let text =
                std::format!("{{type: article, title: '{title}', date: 2018, parent: {parent}}}");
            formatted("iso-690-author-date", language, &text).html
        };
        assert_eq!(
            html_in("ar", "One [2]"),
            "<span dir=\"ltr\">One [2]</span>, 2018. <i><bdi>Paper</bdi></i>. 2018."
        );
        assert_eq!(
            html_in("en", "قناة"),
            "<span dir=\"rtl\">قناة</span>, 2018. <i>Paper</i>. 2018."
        );
        assert_eq!(html_in("en", "One"), "One, 2018. <i>Paper</i>. 2018.");
    }

    #[test]
    fn a_name_in_letters_of_the_other_direction_is_kept_apart() {
        let html_in = |language: &str, author: &str| {
            let text =
                std::format!("{{type: web, title: '2018', author: '{author}', date: 2018-04}}");
            formatted("iso-690-author-date", language, &text).html
        };
        assert!(html_in("en", "الكاتب، أحمد").starts_with("<bdi>الكاتب</bdi>، <bdi>أحمد</bdi>"));
        assert!(html_in("en", "كاتب أول").starts_with("<bdi>كاتب أول</bdi>"));
        assert!(
            html_in("ar", "Writer, Ann B.").starts_with("<bdi>WRITER</bdi>, <bdi>Ann B</bdi>.")
        );
        assert!(!html_in("en", "Writer, Ann B.").contains("bdi"));
    }

    #[test]
    fn a_press_release_is_named_where_the_style_names_it() {
        let text = "{type: web, genre: Press release, title: Propaganda machine hit, author: Europol, publisher: Europol, date: 2018-04-27}";
        assert_eq!(html_of(text), "EUROPOL, 2018. Propaganda machine hit. 27 April 2018.");
        assert_eq!(
            formatted("apa", "en", text).html,
            "Europol. (2018, April 27). <i>Propaganda machine hit</i> [Press release]. Europol."
        );
    }

    #[test]
    fn a_report_names_place_and_publisher() {
        let text = "{type: report, title: 'Trend Report: who pays?', author: Europol, date: 2019, publisher: {name: Publications Office, location: Luxembourg}, serial-number: {doi: 10.2813/788404}}";
        assert_eq!(
            html_of(text),
            "EUROPOL, 2019. <i>Trend Report: who pays?</i> Luxembourg: Publications Office."
        );
        assert_eq!(
            formatted("apa", "en", text).text,
            "Europol. (2019). Trend Report: who pays? Publications Office. https://doi.org/10.2813/788404"
        );
    }

    #[test]
    fn an_arabic_title_says_so_and_its_translation_follows() {
        let text = "{type: article, title: الإرهاب, title-translated: Terrorism, language: ar, date: 2018-04, author: {name: السيد, given-name: أحمد}, parent: {type: newspaper, title: Asharq Al-Awsat}}";
        assert_eq!(
            html_of(text),
            "<bdi>السيد</bdi>, <bdi>أحمد</bdi>, 2018. <span lang=\"ar\" dir=\"rtl\">الإرهاب</span> [Terrorism]. <i>Asharq Al-Awsat</i>. April 2018."
        );
        assert_eq!(
            formatted("mla", "en", text).html,
            "<bdi>السيد</bdi>, <bdi>أحمد</bdi>. “<span lang=\"ar\" dir=\"rtl\">الإرهاب</span> [Terrorism].” <i>Asharq Al-Awsat</i>, Apr. 2018."
        );
        assert!(!formatted("mla", "ar", text).html.contains("lang="));
    }

    #[test]
    fn a_latin_title_on_a_site_written_from_right_to_left_says_its_direction() {
        let html = formatted("apa", "ar", "{type: web, title: Titre, language: fr}").html;
        assert!(html.contains("<span lang=\"fr\" dir=\"ltr\"><i>Titre</i></span>"), "{html}");
    }

    #[test]
    fn a_supplied_title_stands_in_brackets_and_is_in_our_language_unless_it_is_translated() {
        assert_eq!(
            html_of(
                "{type: video, title: Footage of the raid, title-supplied: true, language: ar, date: 2018-04}"
            ),
            "<i>[Footage of the raid], </i>2018. April 2018."
        );
        assert_eq!(
            html_of(
                "{type: article, title: Polizei schaltet Server ab, title-supplied: true, title-translated: Police switch off servers, language: de, date: 2024, parent: {type: newspaper, title: Welt}}"
            ),
            "[<span lang=\"de\">Polizei schaltet Server ab</span>] [Police switch off servers], 2024. <i>Welt</i>. 2024."
        );
    }

    #[test]
    fn what_an_author_writes_is_never_markup() {
        let reference = formatted(
            "apa",
            "en",
            r#"{type: web, title: "<script>alert('1')</script> & $x$ \"q\"", author: "<b>E</b>, O'", title-translated: "</span><i>", date: 2018}"#,
        );
        assert_eq!(
            reference.html,
            "&lt;b&gt;E&lt;/b&gt;, O. (2018). <i>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; $x$ &quot;q&quot; [&lt;/span&gt;&lt;i&gt;]</i>."
        );
        assert_eq!(
            reference.text,
            "<b>E</b>, O. (2018). <script>alert('1')</script> & $x$ \"q\" [</span><i>]."
        );
    }

    #[test]
    fn a_source_without_a_date_says_so() {
        assert_eq!(
            html_of(
                "{type: article, title: Undated, author: A, parent: {title: Journal, volume: 3, issue: 4}, page-range: 12-15}"
            ),
            "A, [no date]. Undated. <i>Journal</i>. Vol.\u{a0}3, no.\u{a0}4, p.\u{a0}12–15."
        );
    }

    #[test]
    fn many_authors_are_listed_as_the_style_has_it() {
        let text = "{type: article, title: Many, author: ['A, B', 'C, D', 'E, F', 'G, H', 'I, J', 'K, L', 'M, N'], date: 2020, parent: {title: Journal}}";
        assert_eq!(
            html_of(text),
            "A, B, C, D, E, F, G, H, I, J, K, L and M, N, 2020. Many. <i>Journal</i>. 2020."
        );
        assert_eq!(
            formatted("vancouver", "en", text).text,
            "A B, C D, E F, G H, I J, K L, et al. Many. Journal. 2020."
        );
    }

    #[test]
    fn a_title_that_ends_in_a_stop_gets_no_second_one() {
        for (title, expected) in [
            ("Who pays?", "Europol, “Who pays?” 2018."),
            ("Stop.", "Europol, “Stop.,” 2018."),
            ("It works...", "Europol, “It works...,” 2018."),
            ("‘Stop!’", "Europol, “‘Stop!’” 2018."),
        ] {
            let text = std::format!(
                "{{type: article, title: \"{title}\", author: Europol, date: 2018, parent: {{type: newspaper}}}}"
            );
            assert_eq!(formatted("ieee", "en", &text).text, expected);
        }
    }

    #[test]
    fn a_text_that_starts_with_a_stop_does_no_harm() {
        // Hayagriva ends the program on this one, see `guard`.
        let text = "{type: article, title: T, author: A, date: 2018, parent: {title: \"\\u00A0.é\", volume: .é, issue: \"]é\"}, page-range: )é}";
        assert_eq!(
            html_of(text),
            "A, 2018. T. <i>.é</i>. 2018. Vol.\u{a0}.é, no.\u{a0}]é, p.\u{a0})é."
        );
    }

    #[test]
    fn an_ellipsis_keeps_its_stops() {
        let text = "{type: web, title: T, author: A, date: 2018, note: 'wait... what..'}";
        assert_eq!(html_of(text), "A, 2018. T. 2018. wait... what.");
    }

    #[test]
    fn case_is_the_styles_but_for_what_is_in_braces() {
        let text = "{type: article, title: 'the fall of {iS} and of usa', parent: {type: newspaper, title: P}}";
        assert_eq!(formatted("mla", "en", text).text, "“The Fall of iS and of Usa.” P.");
        let other = text.replace("type: article", "type: article, language: nl");
        assert_eq!(formatted("mla", "en", &other).text, "“the fall of iS and of usa.” P.");
    }

    #[test]
    fn terms_are_in_the_sites_language() {
        let text = "{type: article, title: T, author: [A, B], date: 2018-05-02, parent: {type: newspaper, title: P}}";
        assert_eq!(
            formatted("iso-690-author-date", "nl", text).text,
            "A en B, 2018. T. P. 2 mei 2018."
        );
        assert_eq!(
            formatted("iso-690-author-date", "de-AT", text).text,
            "A und B, 2018. T. P. 2 Mai 2018."
        );
    }

    #[test]
    fn no_style_leaves_a_number_an_address_or_a_tag_that_is_not_ours() {
        let text = r#"
a: {type: article, title: "Title: of <x> & y?", author: ["Lee, Ann", Europol], date: 2018-04-27, url: {value: "https://example.org/zzz", date: 2024-01-02}, language: fr, title-translated: Tr, parent: {type: newspaper, title: Paper}}
b: {type: web, title: سؤال, language: ar, date: 2018~, url: "https://example.org/zzz"}
c: {type: report, title: Report, title-supplied: true, date: 2018-22, publisher: {name: P, location: L}, edition: 2, volume: IV, page-range: 3-5}
d: {type: case, title: A v B, organization: Court, date: 2018, note: a note, genre: g}
e: {type: video, title: V, affiliated: {names: "Doe, Jo", role: director}, runtime: "01:02:03"}
f: {type: post, title: p, author: "@x", date: 2018-01-01, parent: {type: web, title: Telegram}}
"#;
        let (sources, found) = yaml(text);
        assert_eq!(findings(text, &found), "");
        let allowed = [
            "i",
            "/i",
            "b",
            "/b",
            "sup",
            "/sup",
            "sub",
            "/sub",
            "/span",
            "span class=\"small-caps\"",
            "span lang=\"fr\"",
            "span lang=\"ar\" dir=\"rtl\"",
        ];
        for archived in hayagriva::archive::ArchivedStyle::all() {
            let name = archived.names()[0];
            let Ok(style) = Style::named(name) else { continue };
            for (source, entry) in &sources {
                let Reference { html, text } = format(&style, "en", source, entry);
                assert!(!text.contains("zzz") && !text.contains("2024"), "{name}: {text}");
                assert!(!text.contains("..") && !text.contains("()"), "{name}: {text}");
                assert!(
                    !text.starts_with(['1', '[']) || text.starts_with("[Report"),
                    "{name}: {text}"
                );
                let mut plain = String::new();
                for piece in html.split_inclusive('>') {
                    let (before, tag) = piece.split_once('<').unwrap_or((piece, ""));
                    plain += before;
                    let tag = tag.trim_end_matches('>');
                    assert!(tag.is_empty() || allowed.contains(&tag), "{name}: {html}");
                }
                let plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                assert_eq!(plain.replace("&#39;", "'").replace("&quot;", "\""), text, "{name}");
            }
        }
    }
}
