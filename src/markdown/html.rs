//! A body as HTML. Everything an author wrote is escaped; what the hooks give is written as it is.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::claims::{Outline, Place, outline};
use super::escape::escape;
use super::highlight::highlighted;
use super::nodes::{Kind, Node, nodes};
use super::notes::{Notes, label};
use super::scan::{Marked, scan};
use super::{Block, Body, Extent, Frame, Hooks, Href, RawHtml};
use crate::text::SourceText;

/// Writes a body as HTML.
///
/// A paragraph claim becomes `<div class="claim" …><p>…</p>END</div>`; an item, row or quote carries the frame on its
/// own `li`, `tr` or `blockquote`, `END` inside (for a row in its last cell; for an item before its nested lists).
pub fn write_html(
    source: &SourceText,
    body: &Body,
    html: RawHtml,
    hooks: &dyn Hooks,
    extent: Extent,
) -> String {
    match extent {
        Extent::Whole => parsed(source, body, html, hooks, |parsed| Writer::new(parsed).whole()),
        Extent::Claim(claim) => {
            write_claims(source, body, html, hooks, &[claim]).pop().unwrap_or_default()
        }
    }
}

/// Writes several claims of a body, each as [`Extent::Claim`] does; the body is parsed once for all of them.
pub fn write_claims(
    source: &SourceText,
    body: &Body,
    html: RawHtml,
    hooks: &dyn Hooks,
    claims: &[usize],
) -> Vec<String> {
    parsed(source, body, html, hooks, |parsed| {
        claims.iter().map(|&claim| Writer::new(parsed).guest(claim)).collect()
    })
}

/// Writes a body whole as [`write_html`] does and, with hooks of their own, claims of it as
/// [`super::write_claims`] does; the body is parsed once for all of them.
pub fn write_both(
    source: &SourceText,
    body: &Body,
    html: RawHtml,
    hooks: &dyn Hooks,
    (claims, hooks_of_claims): (&[usize], &dyn Hooks),
) -> (String, Vec<String>) {
    parsed(source, body, html, hooks, |parsed| {
        let whole = Writer::new(parsed).whole();
        let parsed = Parsed { hooks: hooks_of_claims, ..parsed };
        (whole, claims.iter().map(|&claim| Writer::new(parsed).guest(claim)).collect())
    })
}

/// A body and all that is needed to write it.
#[derive(Clone, Copy)]
struct Parsed<'n> {
    nodes: &'n [Node<'n>],
    marked: &'n Marked<'n>,
    outline: &'n Outline,
    body: &'n Body,
    html: RawHtml,
    hooks: &'n dyn Hooks,
}

/// Parses a body for `write`, which may go over it more than once.
fn parsed<T>(
    source: &SourceText,
    body: &Body,
    html: RawHtml,
    hooks: &dyn Hooks,
    write: impl FnOnce(Parsed<'_>) -> T,
) -> T {
    let text = source.text.get(body.span.range()).unwrap_or_default();
    let marked = match &body.marks {
        Some(spans) => Marked::at(text, spans, body.span.start as usize),
        None => scan(text),
    };
    let nodes = nodes(&marked, true);
    let outline = outline(&nodes.list, &marked, html);
    write(Parsed { nodes: &nodes.list, marked: &marked, outline: &outline, body, html, hooks })
}

/// A block that is being written.
enum Open {
    /// A paragraph; with what ends its claim, if it is one.
    Paragraph(Option<String>),
    Item {
        /// Whether its text goes into paragraphs even if it is tight.
        framed: bool,
        /// Whether such a paragraph is open.
        paragraph: bool,
        /// What ends its claim, and the node before which that is written.
        end: Option<(usize, String)>,
    },
    Quote(Option<String>),
    Table {
        alignments: Vec<Alignment>,
        column: usize,
        head: bool,
        has_body: bool,
    },
    Row(Option<String>),
    Other,
}

/// What is known of the footnotes while they are written.
struct WrittenNotes {
    notes: Notes,
    /// The number of each label, from 1.
    numbers: BTreeMap<String, usize>,
    /// By number: the nodes of the definition, and how often it was referred to.
    order: Vec<(Range<usize>, usize)>,
}

struct Writer<'n> {
    nodes: &'n [Node<'n>],
    marked: &'n Marked<'n>,
    outline: &'n Outline,
    body: &'n Body,
    html: RawHtml,
    hooks: &'n dyn Hooks,
    out: String,
    open: Vec<Open>,
    /// What closes each open link.
    links: Vec<String>,
    next_claim: usize,
    next_heading: usize,
    /// Not on a page where the claim is a guest.
    notes: Option<WrittenNotes>,
    guest: bool,
}

impl<'n> Writer<'n> {
    fn new(parsed: Parsed<'n>) -> Self {
        let Parsed { nodes, marked, outline, body, html, hooks } = parsed;
        Self {
            nodes,
            marked,
            outline,
            body,
            html,
            hooks,
            out: String::new(),
            open: Vec::new(),
            links: Vec::new(),
            next_claim: 0,
            next_heading: 0,
            notes: None,
            guest: false,
        }
    }

    fn whole(mut self) -> String {
        self.out.reserve(self.marked.source.len() * 2);
        let notes = Notes::of(self.nodes);
        self.notes = Some(WrittenNotes { notes, numbers: BTreeMap::new(), order: Vec::new() });
        self.nodes(0..self.nodes.len());
        self.footnotes();
        self.out
    }

    fn guest(mut self, claim: usize) -> String {
        let Some(claim) = self.outline.claims.get(claim) else { return self.out };
        self.guest = true;
        let inside = claim.nodes.start + 1..claim.nodes.end.saturating_sub(1);
        match claim.block {
            Block::Paragraph | Block::Quote => self.nodes(claim.nodes.clone()),
            Block::Item => {
                self.open.push(Open::Item { framed: true, paragraph: false, end: None });
                self.nodes(inside);
                self.close_paragraph();
            }
            Block::Row => {
                self.out.push_str("<p>");
                let mut is_first = true;
                let mut at = inside.start;
                while at < inside.end {
                    let cell = at + 1..self.behind(at) - 1;
                    at = cell.end + 1;
                    let start = self.out.len();
                    self.nodes(cell);
                    if self.out.len() > start && !std::mem::take(&mut is_first) {
                        self.out.insert_str(start, " · ");
                    }
                }
                self.out.push_str("</p>");
            }
        }
        self.out
    }

    fn nodes(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.node(at);
        }
    }

    /// Writes a node; gives the next, which is not always the one behind it.
    fn node(&mut self, at: usize) -> usize {
        let nodes = self.nodes;
        if let Some(Open::Item { end: Some((end_at, _)), .. }) = self.open.last()
            && *end_at == at
        {
            self.end_item_claim();
        }
        match &nodes[at].kind {
            Kind::Mark(mark) => self.mark(*mark),
            Kind::Markdown(event) => match event {
                Event::Start(tag) => return self.start(at, tag),
                Event::End(tag) => self.end(at, *tag),
                Event::Text(text) => {
                    self.begin_inline();
                    escape(&mut self.out, text);
                }
                Event::Code(code) => {
                    self.begin_inline();
                    self.out.push_str("<code>");
                    escape(&mut self.out, code);
                    self.out.push_str("</code>");
                }
                Event::InlineHtml(tag) => {
                    self.begin_inline();
                    self.raw(tag);
                }
                Event::Html(text) => self.raw(text),
                Event::SoftBreak => self.out.push('\n'),
                Event::HardBreak => self.out.push_str("<br>\n"),
                Event::Rule => {
                    self.close_paragraph();
                    self.out.push_str("<hr>\n");
                }
                Event::FootnoteReference(written) => self.note_reference(written),
                Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
            },
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &Tag<'_>) -> usize {
        match tag {
            Tag::Emphasis => self.inline("<em>"),
            Tag::Strong => self.inline("<strong>"),
            Tag::Strikethrough => self.inline("<del>"),
            Tag::Link { link_type, title, .. } => {
                self.begin_inline();
                // The text of an autolink is its address.
                if matches!(link_type, LinkType::Autolink | LinkType::Email)
                    && let Some(Href::Plain { text }) = self.href_at(at)
                    && !text.is_empty()
                {
                    escape(&mut self.out, &text);
                    return self.behind(at);
                }
                self.link(at, title);
            }
            Tag::Image { title, .. } => {
                self.begin_inline();
                return self.image(at, title);
            }
            Tag::FootnoteDefinition(_) => return self.behind(at),
            Tag::List(_) | Tag::Table(_) if self.guest && self.is_in_guest_item() => {
                return self.behind(at);
            }
            Tag::CodeBlock(kind) => {
                self.close_paragraph();
                return self.code_block(at, kind);
            }
            _ => {
                self.close_paragraph();
                self.start_block(at, tag);
            }
        }
        at + 1
    }

    fn start_block(&mut self, at: usize, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                let frame = self.frame(at, Block::Paragraph);
                if let Some(frame) = &frame {
                    self.out.push_str("<div");
                    self.out.push_str(&frame.attributes);
                    self.out.push('>');
                }
                self.out.push_str("<p>");
                self.open.push(Open::Paragraph(frame.map(|frame| frame.end)));
            }
            Tag::BlockQuote(_) => {
                let end = self.framed_tag("blockquote", at, Block::Quote);
                self.out.push('\n');
                self.open.push(Open::Quote(end));
            }
            Tag::List(Some(1)) => self.other("<ol>\n"),
            Tag::List(Some(start)) => self.other(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.other("<ul>\n"),
            Tag::Item => {
                let end_at = self.outline.claims.get(self.next_claim).map(|claim| claim.end_at);
                let end = self.framed_tag("li", at, Block::Item);
                let framed = end.is_some();
                let end = end_at.zip(end);
                self.open.push(Open::Item { framed, paragraph: false, end });
            }
            Tag::Heading { level, .. } => {
                // The page's title is its only heading of the first level.
                let level = (*level as u8).max(2);
                self.out.push_str(&format!("<h{level}"));
                if self
                    .outline
                    .headings
                    .get(self.next_heading)
                    .is_some_and(|heading| heading.node == at)
                {
                    if let Some(heading) = self.body.headings.get(self.next_heading) {
                        self.out.push_str(" id=\"");
                        escape(&mut self.out, &heading.id);
                        self.out.push('"');
                    }
                    self.next_heading += 1;
                }
                self.other(">");
            }
            Tag::Table(alignments) => {
                self.out.push_str("<div class=\"table-scroll\" tabindex=\"0\"><table>\n");
                self.open.push(Open::Table {
                    alignments: alignments.clone(),
                    column: 0,
                    head: false,
                    has_body: false,
                });
            }
            Tag::TableHead => {
                if let Some(Open::Table { head, column, .. }) = self.open.last_mut() {
                    (*head, *column) = (true, 0);
                }
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                if let Some(Open::Table { column, has_body, .. }) = self.open.last_mut() {
                    *column = 0;
                    if !std::mem::replace(has_body, true) {
                        self.out.push_str("<tbody>\n");
                    }
                }
                let end = self.framed_tag("tr", at, Block::Row);
                self.open.push(Open::Row(end));
            }
            Tag::TableCell => self.cell(),
            Tag::HtmlBlock => {
                if self.html != RawHtml::Allow {
                    self.out.push_str("<p>");
                }
                self.open.push(Open::Other);
            }
            _ => self.open.push(Open::Other),
        }
    }

    fn end(&mut self, at: usize, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => return self.out.push_str("</em>"),
            TagEnd::Strong => return self.out.push_str("</strong>"),
            TagEnd::Strikethrough => return self.out.push_str("</del>"),
            TagEnd::Link => {
                let close = self.links.pop().unwrap_or_default();
                return self.out.push_str(&close);
            }
            TagEnd::TableHead => {
                if let Some(Open::Table { head, .. }) = self.open.last_mut() {
                    *head = false;
                }
                return self.out.push_str("</tr></thead>\n");
            }
            TagEnd::TableCell => return self.end_cell(at),
            TagEnd::Item => {
                self.end_item_claim();
                self.close_paragraph();
            }
            _ => self.close_paragraph(),
        }
        match (self.open.pop(), tag) {
            (Some(Open::Paragraph(None)), _) => self.out.push_str("</p>\n"),
            (Some(Open::Paragraph(Some(end))), _) => {
                self.out.push_str("</p>");
                self.out.push_str(&end);
                self.out.push_str("</div>\n");
            }
            (Some(Open::Quote(end)), _) => {
                self.out.push_str(&end.unwrap_or_default());
                self.out.push_str("</blockquote>\n");
            }
            (Some(Open::Table { has_body, .. }), _) => {
                self.out.push_str(if has_body {
                    "</tbody></table></div>\n"
                } else {
                    "</table></div>\n"
                });
            }
            (_, TagEnd::Item) => self.out.push_str("</li>\n"),
            (_, TagEnd::TableRow) => self.out.push_str("</tr>\n"),
            (_, TagEnd::List(true)) => self.out.push_str("</ol>\n"),
            (_, TagEnd::List(false)) => self.out.push_str("</ul>\n"),
            (_, TagEnd::Heading(level)) => {
                self.out.push_str(&format!("</h{}>\n", (level as u8).max(2)));
            }
            (_, TagEnd::HtmlBlock) if self.html != RawHtml::Allow => self.out.push_str("</p>\n"),
            _ => {}
        }
    }

    fn mark(&mut self, mark: usize) {
        self.begin_inline();
        match self.outline.places[mark] {
            Place::Cluster { claim, cluster } => {
                let markers = self.hooks.cluster(claim, cluster);
                // A marker goes with the word that it follows.
                if !markers.is_empty() && self.out.ends_with(' ') {
                    self.out.pop();
                    self.out.push('\u{a0}');
                }
                self.out.push_str(&markers);
            }
            Place::Attributes => {}
            Place::Link(link) => {
                let own = &self.outline.links[link].text;
                let (text, close) = match self.hooks.link(link) {
                    Href::To { address, text, external } if self.links.is_empty() => {
                        self.anchor(&address, "", external);
                        (text, "</a>")
                    }
                    Href::To { text, .. } | Href::Plain { text } => (text, ""),
                };
                escape(&mut self.out, if own.is_empty() { &text } else { own });
                self.out.push_str(close);
            }
            // There is a finding for each of these.
            Place::Broken | Place::Misplaced(_) | Place::Lost => {
                let source = &self.marked.source[self.marked.marks[mark].at.clone()];
                escape(&mut self.out, source);
            }
        }
    }

    /// The frame of the claim whose block starts at a node, if one does.
    fn frame(&mut self, at: usize, block: Block) -> Option<Frame> {
        let claim = self.outline.claims.get(self.next_claim)?;
        if self.guest || claim.nodes.start != at || claim.block != block {
            return None;
        }
        self.next_claim += 1;
        self.hooks.claim(self.next_claim - 1)
    }

    /// Opens an element that carries the frame itself; gives what ends its claim.
    fn framed_tag(&mut self, name: &str, at: usize, block: Block) -> Option<String> {
        let frame = self.frame(at, block);
        self.out.push('<');
        self.out.push_str(name);
        if let Some(frame) = &frame {
            self.out.push_str(&frame.attributes);
        }
        self.out.push('>');
        frame.map(|frame| frame.end)
    }

    fn end_item_claim(&mut self) {
        self.close_paragraph();
        if let Some(Open::Item { end, .. }) = self.open.last_mut()
            && let Some((_, end)) = end.take()
        {
            self.out.push_str(&end);
        }
    }

    fn other(&mut self, tag: &str) {
        self.out.push_str(tag);
        self.open.push(Open::Other);
    }

    fn inline(&mut self, tag: &str) {
        self.begin_inline();
        self.out.push_str(tag);
    }

    /// Opens a paragraph if the text of a framed tight item begins.
    fn begin_inline(&mut self) {
        if let Some(Open::Item { framed: true, paragraph, .. }) = self.open.last_mut()
            && !std::mem::replace(paragraph, true)
        {
            self.out.push_str("<p>");
        }
    }

    fn close_paragraph(&mut self) {
        if let Some(Open::Item { paragraph, .. }) = self.open.last_mut()
            && std::mem::replace(paragraph, false)
        {
            self.out.push_str("</p>\n");
        }
    }

    fn is_in_guest_item(&self) -> bool {
        matches!(self.open[..], [Open::Item { .. }])
    }

    fn raw(&mut self, html: &str) {
        if self.html == RawHtml::Allow {
            self.out.push_str(html);
        } else {
            escape(&mut self.out, html);
        }
    }

    /// The node behind the end of what starts at a node.
    fn behind(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (ordinal, node) in self.nodes.iter().enumerate().skip(at) {
            match node.kind {
                Kind::Markdown(Event::Start(_)) => depth += 1,
                Kind::Markdown(Event::End(_)) => {
                    depth -= 1;
                    if depth == 0 {
                        return ordinal + 1;
                    }
                }
                _ => {}
            }
        }
        self.nodes.len()
    }

    fn cell(&mut self) {
        let in_table = |open: &Open| matches!(open, Open::Table { .. });
        let table = self.open.iter_mut().rev().take(2).find(|open| in_table(open));
        let Some(Open::Table { alignments, column, head, .. }) = table else { return };
        let alignment = alignments.get(*column).copied().unwrap_or(Alignment::None);
        *column += 1;
        self.out.push_str(if *head { "<th scope=\"col\"" } else { "<td" });
        self.out.push_str(match alignment {
            Alignment::None => "",
            Alignment::Left => " class=\"align-left\"",
            Alignment::Center => " class=\"align-center\"",
            Alignment::Right => " class=\"align-right\"",
        });
        self.out.push('>');
    }

    fn end_cell(&mut self, at: usize) {
        match self.open.last_mut() {
            Some(Open::Row(end)) => {
                let is_last = matches!(
                    self.nodes.get(at + 1).map(|node| &node.kind),
                    Some(Kind::Markdown(Event::End(TagEnd::TableRow)))
                );
                if is_last && let Some(end) = end.take() {
                    self.out.push_str(&end);
                }
                self.out.push_str("</td>");
            }
            _ => self.out.push_str("</th>"),
        }
    }

    /// Where the link that starts at a node leads.
    fn href_at(&self, at: usize) -> Option<Href> {
        let link = self.outline.links.binary_search_by_key(&at, |link| link.node).ok()?;
        Some(self.hooks.link(link))
    }

    fn link(&mut self, at: usize, title: &str) {
        let is_empty = self.behind_is_next(at);
        let mut close = String::new();
        match self.href_at(at) {
            Some(Href::To { address, text, external }) => {
                self.anchor(&address, title, external);
                if is_empty {
                    escape(&mut self.out, &text);
                }
                close.push_str("</a>");
            }
            Some(Href::Plain { text }) if !text.is_empty() => {
                close.push_str(" (");
                escape(&mut close, &text);
                close.push(')');
            }
            Some(Href::Plain { .. }) | None => {}
        }
        self.links.push(close);
    }

    fn behind_is_next(&self, at: usize) -> bool {
        matches!(self.nodes.get(at + 1).map(|node| &node.kind), Some(Kind::Markdown(Event::End(_))))
    }

    fn anchor(&mut self, address: &str, title: &str, external: bool) {
        self.out.push_str("<a href=\"");
        escape(&mut self.out, address);
        self.out.push('"');
        self.title(title);
        self.out.push_str(if external { " class=\"external\">" } else { ">" });
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape(&mut self.out, title);
            self.out.push('"');
        }
    }

    fn image(&mut self, at: usize, title: &str) -> usize {
        let behind = self.behind(at);
        let mut alternative = String::new();
        for node in &self.nodes[at..behind] {
            match &node.kind {
                Kind::Markdown(Event::Text(text) | Event::Code(text)) => {
                    escape(&mut alternative, text);
                }
                Kind::Markdown(Event::SoftBreak | Event::HardBreak) => alternative.push(' '),
                Kind::Markdown(_) => {}
                Kind::Mark(mark) => {
                    let written = &self.marked.source[self.marked.marks[*mark].at.clone()];
                    escape(&mut alternative, written);
                }
            }
        }
        match self.href_at(at) {
            Some(Href::To { address, .. }) => {
                self.out.push_str("<img src=\"");
                escape(&mut self.out, &address);
                self.out.push_str("\" alt=\"");
                self.out.push_str(&alternative);
                self.out.push('"');
                self.title(title);
                self.out.push_str(" loading=\"lazy\">");
            }
            Some(Href::Plain { text }) => {
                self.out.push_str(&alternative);
                if !text.is_empty() {
                    self.out.push_str(" (");
                    escape(&mut self.out, &text);
                    self.out.push(')');
                }
            }
            None => self.out.push_str(&alternative),
        }
        behind
    }

    fn code_block(&mut self, at: usize, kind: &CodeBlockKind<'_>) -> usize {
        let behind = self.behind(at);
        let mut code = String::new();
        for node in &self.nodes[at..behind] {
            if let Kind::Markdown(Event::Text(text)) = &node.kind {
                code.push_str(text);
            }
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            escape(&mut self.out, language);
            self.out.push('"');
        }
        self.out.push('>');
        match highlighted(&code, language) {
            Some(html) => self.out.push_str(&html),
            None => escape(&mut self.out, &code),
        }
        self.out.push_str("</code></pre>\n");
        behind
    }

    fn note_reference(&mut self, written: &str) {
        let Some(written_notes) = &mut self.notes else { return };
        let WrittenNotes { notes, numbers, order } = written_notes;
        let label = label(written);
        let Some(note) = notes.definitions.get(&label) else { return };
        let number = *numbers.entry(label).or_insert_with(|| {
            order.push((note.nodes.clone(), 0));
            order.len()
        });
        let count = &mut order[number - 1].1;
        *count += 1;
        let id = note_reference_id(number, *count);
        self.begin_inline();
        self.out.push_str(&format!(
            "<sup><a class=\"footnote-ref\" role=\"doc-noteref\" id=\"{id}\" href=\"#fn-{number}\">{number}</a></sup>"
        ));
    }

    fn footnotes(&mut self) {
        let mut texts = Vec::new();
        // A footnote may refer to one that nothing else does, so the list can grow on the way.
        while let Some(nodes) = self.note(texts.len()) {
            let start = self.out.len();
            self.nodes(nodes.start + 1..nodes.end.saturating_sub(1));
            texts.push(self.out.split_off(start));
        }
        if texts.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (ordinal, text) in texts.iter().enumerate() {
            let number = ordinal + 1;
            self.out.push_str(&format!("<li id=\"fn-{number}\">\n{text}"));
            let references = self.notes.as_ref().map_or(0, |notes| notes.order[ordinal].1);
            for count in 1..=references {
                let id = note_reference_id(number, count);
                let sign = if count == 1 { String::new() } else { count.to_string() };
                self.out.push_str(&format!(
                    "<a class=\"footnote-back\" role=\"doc-backlink\" href=\"#{id}\">↩\u{fe0e}{sign}</a>\n"
                ));
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn note(&self, ordinal: usize) -> Option<Range<usize>> {
        self.notes.as_ref()?.order.get(ordinal).map(|(nodes, _)| nodes.clone())
    }
}

fn note_reference_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fn-ref-{number}") } else { format!("fn-ref-{number}-{count}") }
}
