//! Which parts of a body are claims, and what belongs to each.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::nodes::{Kind, Node};
use super::plain::PlainText;
use super::scan::{MarkKind, Marked, bare_name};
use super::{Block, RawHtml};

/// What stands where in a list of nodes. All ranges are bytes of the body unless they say otherwise.
pub(super) struct Outline {
    /// The claims, in the order in which their blocks begin.
    pub(super) claims: Vec<ClaimShape>,
    pub(super) headings: Vec<HeadingShape>,
    pub(super) links: Vec<LinkShape>,
    /// What each mark is in its place.
    pub(super) places: Vec<Place>,
    /// What stands in table rows beyond the last column.
    pub(super) excess: Vec<Range<usize>>,
}

/// A claim and where it stands.
pub(super) struct ClaimShape {
    pub(super) block: Block,
    /// The nodes of its block, the first and the last being its start and its end.
    pub(super) nodes: Range<usize>,
    /// The node before which its end is written.
    pub(super) end_at: usize,
    pub(super) span: Range<usize>,
    pub(super) text: String,
    /// Its clusters and attribute blocks, by their ordinals among the marks.
    pub(super) clusters: Vec<usize>,
    pub(super) attributes: Option<usize>,
    pub(super) links: Vec<usize>,
    pub(super) bare: Vec<(usize, Range<usize>)>,
}

/// A heading outside lists and quotes.
pub(super) struct HeadingShape {
    /// The node that starts it.
    pub(super) node: usize,
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// A link, an image or a wiki link.
pub(super) struct LinkShape {
    /// The node that starts it.
    pub(super) node: usize,
    pub(super) text: String,
    /// Where its text ends.
    pub(super) text_end: usize,
}

/// What becomes of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It cites for a claim.
    Cluster { claim: usize, cluster: usize },
    /// It ends a claim.
    Attributes,
    /// It is a link.
    Link(usize),
    /// It could not be read at all, and stands in a claim.
    Broken,
    /// It stands where no claim takes it.
    Misplaced(Misplacement),
    /// The parser has come to no such text.
    Lost,
}

/// Where a citation or attributes cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misplacement {
    Heading,
    TableHead,
    Footnote,
    LinkText,
    ImageText,
    LeadIn,
    /// In a paragraph or item without any other text.
    Alone,
    /// Attributes before the end of a claim.
    BeforeEnd,
}

/// Finds the claims, headings and links.
pub(super) fn outline(nodes: &[Node<'_>], marked: &Marked<'_>, html: RawHtml) -> Outline {
    let mut walk = Walk {
        nodes,
        marked,
        html,
        candidates: Vec::new(),
        owners: Vec::new(),
        quotes: 0,
        notes: 0,
        heading: None,
        table_head: false,
        code: false,
        links: Vec::new(),
        images: 0,
        link_text: String::new(),
        row_end: 0,
        outline: Outline {
            claims: Vec::new(),
            headings: Vec::new(),
            links: Vec::new(),
            places: vec![Place::Lost; marked.marks.len()],
            excess: Vec::new(),
        },
    };
    for (ordinal, node) in nodes.iter().enumerate() {
        match &node.kind {
            Kind::Markdown(event) => walk.event(ordinal, event, &node.at),
            Kind::Mark(mark) => walk.mark(ordinal, *mark, &node.at),
        }
    }
    walk.finish()
}

/// A block that is a claim unless it is empty or leads in a list.
struct Candidate {
    block: Block,
    nodes: Range<usize>,
    span: Option<Range<usize>>,
    text: PlainText,
    /// An image or a wiki link shows something even without text.
    shows: bool,
    marks: Vec<(usize, usize)>,
    links: Vec<usize>,
    /// The links that show a bare id, and its bytes in the text.
    bare: Vec<(usize, Range<usize>)>,
    /// The last node of its own that shows or marks something.
    last: usize,
    /// The node after the last of its own.
    after: usize,
}

struct Walk<'n, 'a> {
    nodes: &'n [Node<'a>],
    marked: &'n Marked<'n>,
    html: RawHtml,
    candidates: Vec<Candidate>,
    /// For each open block, whose text its text is, and whether it is that candidate's own block.
    owners: Vec<(Option<usize>, bool)>,
    quotes: usize,
    notes: usize,
    heading: Option<(Option<HeadingShape>, PlainText)>,
    table_head: bool,
    code: bool,
    /// The open links, each with where its text starts in `link_text`, and whether it is an image.
    links: Vec<(usize, usize, bool)>,
    images: usize,
    link_text: String,
    /// The end of the last cell.
    row_end: usize,
    outline: Outline,
}

impl Walk<'_, '_> {
    fn event(&mut self, ordinal: usize, event: &Event<'_>, at: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(ordinal, tag, at),
            Event::End(tag) => self.end(ordinal, *tag, at),
            Event::Text(_) | Event::Code(_) if self.code => {}
            Event::Text(text) | Event::Code(text) => {
                self.touch(ordinal, at);
                let blank = matches!(event, Event::Text(_)) && text.trim().is_empty();
                self.text(text, (!blank).then_some(ordinal));
            }
            Event::SoftBreak | Event::HardBreak => self.text(" ", None),
            Event::InlineHtml(tag) => {
                self.touch(ordinal, at);
                if self.html == RawHtml::Escape {
                    self.text(tag, Some(ordinal));
                }
            }
            Event::FootnoteReference(_) => {
                self.touch(ordinal, at);
                self.text("", Some(ordinal));
            }
            _ => {}
        }
    }

    fn start(&mut self, ordinal: usize, tag: &Tag<'_>, at: &Range<usize>) {
        // Everything in a quote is one claim; nothing in a footnote is any.
        let opens = self.quotes == 0 && self.notes == 0;
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                self.touch(ordinal, &(at.start..at.start));
            }
            Tag::Link { .. } | Tag::Image { .. } => {
                self.touch(ordinal, &(at.start..at.start));
                let image = matches!(tag, Tag::Image { .. });
                let link = self.link(ordinal, at.start);
                self.links.push((link, self.link_text.len(), image));
                self.images += usize::from(image);
                if image {
                    self.shows(ordinal);
                }
            }
            Tag::BlockQuote(_) => {
                self.quotes += 1;
                let open = opens && self.owner().is_none();
                self.enter(open.then_some(Block::Quote), ordinal);
            }
            Tag::Item => self.enter(opens.then_some(Block::Item), ordinal),
            Tag::TableRow => self.enter(opens.then_some(Block::Row), ordinal),
            Tag::Paragraph => {
                let open = opens && self.owner().is_none();
                self.enter(open.then_some(Block::Paragraph), ordinal);
            }
            Tag::TableHead => {
                self.table_head = self.quotes == 0;
                let owner = self.owner().filter(|_| self.quotes > 0);
                self.owners.push((owner, false));
            }
            Tag::TableCell => {
                if let Some(owner) = self.owner() {
                    let Candidate { block, text, .. } = &mut self.candidates[owner];
                    if *block == Block::Row { text.cell() } else { text.space() }
                }
            }
            Tag::Heading { level, .. } => {
                let shape = (self.owners.is_empty() && self.notes == 0).then(|| HeadingShape {
                    node: ordinal,
                    level: *level as u8,
                    text: String::new(),
                    span: at.end..at.start,
                });
                let owner = self.owner().filter(|_| self.quotes > 0);
                self.owners.push((owner, false));
                self.heading = Some((shape, PlainText::default()));
                self.space();
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.code = true;
                self.owners.push((None, false));
            }
            Tag::FootnoteDefinition(_) => {
                self.notes += 1;
                self.owners.push((None, false));
            }
            _ => {}
        }
    }

    fn end(&mut self, ordinal: usize, tag: TagEnd, at: &Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.touch(ordinal, &(at.end..at.end));
            }
            TagEnd::Link | TagEnd::Image => {
                if let Some((link, start, image)) = self.links.pop() {
                    let mut text = PlainText::default();
                    text.push(&self.link_text[start..]);
                    self.outline.links[link].text = text.finish();
                    self.images -= usize::from(image);
                }
                if self.links.is_empty() {
                    self.link_text.clear();
                }
                self.touch(ordinal, &(at.end..at.end));
            }
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                self.leave(ordinal);
            }
            TagEnd::TableHead => {
                self.table_head = false;
                self.leave(ordinal);
            }
            TagEnd::TableCell => self.row_end = at.end,
            TagEnd::TableRow => {
                self.excess(at.end);
                self.leave(ordinal);
            }
            TagEnd::Heading(_) => {
                if let Some((Some(mut shape), text)) = self.heading.take() {
                    shape.text = text.finish();
                    if shape.span.is_empty() {
                        shape.span = at.start..at.start;
                    }
                    self.outline.headings.push(shape);
                }
                self.leave(ordinal);
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.code = false;
                self.leave(ordinal);
            }
            TagEnd::FootnoteDefinition => {
                self.notes -= 1;
                self.leave(ordinal);
            }
            TagEnd::Item | TagEnd::Paragraph => self.leave(ordinal),
            _ => {}
        }
    }

    fn mark(&mut self, ordinal: usize, mark: usize, at: &Range<usize>) {
        self.touch(ordinal, at);
        let kind = &self.marked.marks[mark].kind;
        if let MarkKind::Wiki { destination, text, .. } = kind {
            let link = self.link(ordinal, at.end);
            self.outline.links[link].text.clone_from(text);
            self.outline.places[mark] = Place::Link(link);
            self.shows(ordinal);
            if text.is_empty() {
                let name = bare_name(destination);
                self.text(&name, Some(ordinal));
                if let Some(owner) = self.owner() {
                    let Candidate { text, bare, .. } = &mut self.candidates[owner];
                    bare.extend(text.end_with(&name).map(|at| (link, at)));
                }
            } else {
                self.text(text, Some(ordinal));
            }
            return;
        }
        let misplacement = if self.notes > 0 {
            Some(Misplacement::Footnote)
        } else if self.images > 0 {
            Some(Misplacement::ImageText)
        } else if !self.links.is_empty() {
            Some(Misplacement::LinkText)
        } else if self.heading.is_some() {
            Some(Misplacement::Heading)
        } else if self.table_head {
            Some(Misplacement::TableHead)
        } else {
            None
        };
        let owner = self.owner().filter(|_| misplacement.is_none());
        let Some(owner) = owner else {
            let misplacement = misplacement.unwrap_or(Misplacement::Alone);
            self.outline.places[mark] = Place::Misplaced(misplacement);
            return;
        };
        let candidate = &mut self.candidates[owner];
        candidate.marks.push((mark, ordinal));
        candidate.last = ordinal;
        candidate.text.mark();
    }

    fn link(&mut self, node: usize, text_end: usize) -> usize {
        let link = self.outline.links.len();
        self.outline.links.push(LinkShape { node, text: String::new(), text_end });
        if let Some(owner) = self.owner() {
            self.candidates[owner].links.push(link);
        }
        link
    }

    fn owner(&self) -> Option<usize> {
        self.owners.last().and_then(|(owner, _)| *owner)
    }

    /// Enters a block, which becomes a candidate or belongs to the one around it.
    fn enter(&mut self, opens: Option<Block>, ordinal: usize) {
        self.space();
        let Some(block) = opens else {
            self.owners.push((self.owner(), false));
            return;
        };
        self.owners.push((Some(self.candidates.len()), true));
        self.candidates.push(Candidate {
            block,
            nodes: ordinal..ordinal + 1,
            span: None,
            text: PlainText::default(),
            shows: false,
            marks: Vec::new(),
            links: Vec::new(),
            bare: Vec::new(),
            last: ordinal,
            after: ordinal + 1,
        });
    }

    fn leave(&mut self, ordinal: usize) {
        let Some((Some(owner), own)) = self.owners.pop() else { return };
        let candidate = &mut self.candidates[owner];
        candidate.text.space();
        if own {
            candidate.nodes.end = ordinal + 1;
        } else {
            candidate.after = ordinal + 1;
        }
    }

    /// Widens whatever is open so that it holds an inline node.
    fn touch(&mut self, ordinal: usize, at: &Range<usize>) {
        if let Some(&(link, _, _)) = self.links.last() {
            let shape = &mut self.outline.links[link];
            shape.text_end = shape.text_end.max(at.end);
        }
        // An escaped character's event starts after its backslash.
        let escaped = at.start > 0
            && self.marked.source.as_bytes().get(at.start - 1) == Some(&b'\\')
            && !at.is_empty();
        let start = at.start - usize::from(escaped);
        if let Some((Some(shape), _)) = &mut self.heading {
            shape.span = shape.span.start.min(start)..shape.span.end.max(at.end);
        }
        if let Some(owner) = self.owner() {
            let candidate = &mut self.candidates[owner];
            let span = candidate.span.get_or_insert(start..at.end);
            span.end = span.end.max(at.end);
            candidate.after = ordinal + 1;
        }
    }

    /// Adds text to whatever is open; `shown` is its node if there is anything to see.
    fn text(&mut self, text: &str, shown: Option<usize>) {
        if !self.links.is_empty() {
            self.link_text.push_str(text);
        }
        if let Some((_, heading)) = &mut self.heading {
            heading.push(text);
        }
        if let Some(owner) = self.owner() {
            let candidate = &mut self.candidates[owner];
            candidate.text.push(text);
            candidate.last = shown.unwrap_or(candidate.last);
        }
    }

    fn shows(&mut self, ordinal: usize) {
        if let Some(owner) = self.owner() {
            self.candidates[owner].shows = true;
            self.candidates[owner].last = ordinal;
        }
    }

    fn space(&mut self) {
        if let Some(owner) = self.owner() {
            self.candidates[owner].text.space();
        }
    }

    /// Keeps what stands in a row after its last column: the parser drops it.
    fn excess(&mut self, row_end: usize) {
        let rest = self.marked.source.get(self.row_end..row_end).unwrap_or_default();
        let rest = rest.trim_start();
        let rest = rest.strip_prefix('|').unwrap_or(rest);
        let start = row_end - rest.trim_start().len();
        let rest = rest.trim();
        if !rest.is_empty() {
            let text = rest.strip_suffix('|').unwrap_or(rest).trim_end();
            let length = if text.is_empty() { rest.len() } else { text.len() };
            self.outline.excess.push(start..start + length);
        }
    }

    fn finish(mut self) -> Outline {
        for candidate in std::mem::take(&mut self.candidates) {
            let misplacement = if candidate.text.is_empty() && !candidate.shows {
                Some(Misplacement::Alone)
            } else if self.leads_in(&candidate) {
                Some(Misplacement::LeadIn)
            } else {
                None
            };
            match misplacement {
                Some(misplacement) => {
                    for (mark, _) in candidate.marks {
                        self.outline.places[mark] = Place::Misplaced(misplacement);
                    }
                }
                None => self.claim(candidate),
            }
        }
        self.outline
    }

    fn claim(&mut self, candidate: Candidate) {
        let claim = self.outline.claims.len();
        let mut clusters = Vec::new();
        let mut attributes = None;
        for &(mark, node) in &candidate.marks {
            self.outline.places[mark] = match &self.marked.marks[mark].kind {
                MarkKind::Cluster { items, problem: Some(_) } if items.is_empty() => Place::Broken,
                MarkKind::Cluster { .. } => {
                    clusters.push(mark);
                    Place::Cluster { claim, cluster: clusters.len() - 1 }
                }
                MarkKind::Attributes { .. } if node == candidate.last => {
                    attributes = Some(mark);
                    Place::Attributes
                }
                MarkKind::Attributes { .. } | MarkKind::Wiki { .. } => {
                    Place::Misplaced(Misplacement::BeforeEnd)
                }
            };
        }
        let end_at = self.end_at(&candidate);
        let Candidate { block, nodes, span, text, links, mut bare, .. } = candidate;
        let span = span.unwrap_or_default();
        for (_, at) in &mut bare {
            *at = text.finished(at.clone());
        }
        let text = text.finish();
        self.outline.claims.push(ClaimShape {
            block,
            nodes,
            end_at,
            span,
            text,
            clusters,
            attributes,
            links,
            bare,
        });
    }

    /// Whether it is a paragraph or an item that ends in a colon right before a list or a table.
    fn leads_in(&self, candidate: &Candidate) -> bool {
        let next = match candidate.block {
            Block::Paragraph => candidate.nodes.end,
            Block::Item => candidate.after,
            Block::Row | Block::Quote => return false,
        };
        candidate.text.ends_in_colon()
            && self.nodes.get(next).is_some_and(|node| {
                matches!(node.kind, Kind::Markdown(Event::Start(Tag::List(_) | Tag::Table(_))))
            })
    }

    /// Where the end of a claim is written: an item's before the lists and tables that follow its text.
    fn end_at(&self, candidate: &Candidate) -> usize {
        let last = candidate.nodes.end - 1;
        if candidate.block != Block::Item {
            return last;
        }
        let is_nested = |at: &usize| {
            matches!(
                self.nodes[*at].kind,
                Kind::Markdown(Event::Start(Tag::List(_) | Tag::Table(_)))
            )
        };
        (candidate.after..last).find(is_nested).unwrap_or(last)
    }
}
