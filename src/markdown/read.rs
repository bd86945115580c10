//! A body's claims, headings and links as [`Body`], and everything that is wrong in it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::claims::{Misplacement, Outline, Place, outline};
use super::headings::HeadingIds;
use super::nodes::{Kind, Nodes, nodes};
use super::notes::Notes;
use super::scan::{Mark, MarkKind, Marked, Problem, scan};
use super::{Attribute, Body, CiteItem, Claim, Cluster, Heading, Link, LinkKind, RawHtml, links};
use crate::diag::{Code, Diagnostic};
use crate::text::{FileId, SourceText, Span};

/// See [`super::read()`].
pub(super) fn read(
    file: FileId,
    source: &SourceText,
    span: Span,
    html: RawHtml,
) -> (Body, Vec<Diagnostic>) {
    let text = source.text.get(span.range()).unwrap_or_default();
    let marked = scan(text);
    let nodes = nodes(&marked, false);
    let outline = outline(&nodes.list, &marked, html);
    let mut reader = Reader { file, start: span.start as usize, findings: Vec::new() };
    for (mark, place) in marked.marks.iter().zip(&outline.places) {
        reader.mark(mark, *place, &outline);
    }
    reader.cells(&outline);
    reader.notes(&marked, &nodes);
    reader.fences(text, &nodes);
    if html == RawHtml::Error {
        reader.html(text, &nodes);
    }
    let mut findings = reader.findings;
    findings.sort_by_key(|finding| finding.span);
    let mut body = body(span, &marked, &nodes, outline);
    body.shrink_to_fit();
    (body, findings)
}

fn body(span: Span, marked: &Marked<'_>, nodes: &Nodes<'_>, outline: Outline) -> Body {
    let start = span.start as usize;
    let place = |at: &Range<usize>| Span::from(at.clone()).shifted(start);
    let mut ids = HeadingIds::default();
    let mut definitions = nodes.definitions.iter().peekable();
    let link = |shape: super::claims::LinkShape| {
        let node = &nodes.list[shape.node];
        while definitions.peek().is_some_and(|(node, _)| *node < shape.node) {
            definitions.next();
        }
        let definition = definitions.peek().filter(|(node, _)| *node == shape.node);
        let (kind, destination, at) = match &node.kind {
            Kind::Mark(mark) => match &marked.marks[*mark].kind {
                MarkKind::Wiki { destination, at, .. } => {
                    (LinkKind::Wiki, destination.clone(), at.clone())
                }
                MarkKind::Cluster { .. } | MarkKind::Attributes { .. } => {
                    (LinkKind::Wiki, String::new(), node.at.clone())
                }
            },
            Kind::Markdown(event) => {
                let (kind, form, destination) = match event {
                    Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                        (LinkKind::Image, *link_type, links::destination(*link_type, dest_url))
                    }
                    Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                        (LinkKind::Link, *link_type, links::destination(*link_type, dest_url))
                    }
                    _ => (LinkKind::Link, pulldown_cmark::LinkType::Inline, String::new()),
                };
                let definition = definition.map(|(_, at)| at);
                let at = links::written(marked.source, form, &node.at, shape.text_end, definition);
                (kind, destination, at)
            }
        };
        Link { kind, destination, text: shape.text, span: place(&at), whole: place(&node.at) }
    };
    let links = outline.links.into_iter().map(link).collect();
    let claim = |shape: super::claims::ClaimShape| Claim {
        block: shape.block,
        span: place(&shape.span),
        text: shape.text,
        clusters: shape
            .clusters
            .iter()
            .filter_map(|&mark| cluster(&marked.marks[mark], start))
            .collect(),
        attributes: shape
            .attributes
            .map(|mark| attributes(&marked.marks[mark], start))
            .unwrap_or_default(),
        links: shape.links,
        bare: shape.bare,
    };
    let heading = |shape: super::claims::HeadingShape| Heading {
        level: shape.level,
        id: ids.id(&shape.text),
        text: shape.text,
        span: place(&shape.span),
    };
    Body {
        span,
        links,
        claims: outline.claims.into_iter().map(claim).collect(),
        headings: outline.headings.into_iter().map(heading).collect(),
        marks: marked.spans(start),
    }
}

fn cluster(mark: &Mark, start: usize) -> Option<Cluster> {
    let MarkKind::Cluster { items, .. } = &mark.kind else { return None };
    let shifted =
        |item: &CiteItem| CiteItem { key_span: item.key_span.shifted(start), ..item.clone() };
    Some(Cluster {
        span: Span::from(mark.at.clone()).shifted(start),
        items: items.iter().map(shifted).collect(),
    })
}

fn attributes(mark: &Mark, start: usize) -> Vec<Attribute> {
    let MarkKind::Attributes { attributes, .. } = &mark.kind else { return Vec::new() };
    let shifted = |attribute: &Attribute| Attribute {
        kind: attribute.kind.clone(),
        span: attribute.span.shifted(start),
        name_span: attribute.name_span.shifted(start),
        value_span: attribute.value_span.shifted(start),
    };
    attributes.iter().map(shifted).collect()
}

struct Reader {
    file: FileId,
    /// Where the body starts in the file.
    start: usize,
    findings: Vec<Diagnostic>,
}

impl Reader {
    fn push(
        &mut self,
        code: Code,
        at: &Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let span = Span::from(at.clone()).shifted(self.start);
        let at = self.findings.len();
        self.findings.push(Diagnostic::new(code, self.file, span, message));
        &mut self.findings[at]
    }

    fn mark(&mut self, mark: &Mark, place: Place, outline: &Outline) {
        let (code, problems): (_, &[Problem]) = match &mark.kind {
            MarkKind::Cluster { problem, .. } => (Code::MalformedCluster, problem.as_slice()),
            MarkKind::Attributes { problems, .. } => (Code::MalformedAttributes, problems),
            MarkKind::Wiki { .. } => (Code::DeadLink, &[]),
        };
        for problem in problems {
            let finding = self.push(code, &problem.at, problem.message.clone());
            finding.help.clone_from(&problem.help);
        }
        if !problems.is_empty() {
            return;
        }
        match place {
            Place::Cluster { .. } | Place::Attributes | Place::Link(_) | Place::Broken => {}
            Place::Misplaced(misplacement) => self.misplaced(mark, misplacement),
            // An excess cell is reported as such.
            Place::Lost if is_in_excess(outline, mark.at.start) => {}
            Place::Lost => {
                let finding = self.push(code, &mark.at, "this cannot be read where it stands");
                let help = "move it away from the brackets, code or table around it, or write `\\[` or `\\{`";
                finding.help.push(help.into());
            }
        }
    }

    fn misplaced(&mut self, mark: &Mark, misplacement: Misplacement) {
        if let MarkKind::Cluster { items, .. } = &mark.kind {
            let key = items.first().map_or(mark.at.clone(), |item| item.key_span.range());
            let finding = self.push(
                Code::MisplacedCitation,
                &key,
                format!("a citation stands {misplacement}"),
            );
            finding.label = "backs no claim here".into();
            finding.help.push(misplacement.help().into());
        } else {
            let message = format!("attributes stand {misplacement}");
            let finding = self.push(Code::MalformedAttributes, &mark.at, message);
            let help = "attributes end a claim: put them behind its last word and its citations; `\\{` is a mere brace";
            finding.help.push(help.into());
        }
    }

    fn cells(&mut self, outline: &Outline) {
        for cell in &outline.excess {
            let finding = self.push(
                Code::ExcessCell,
                cell,
                "this cell is beyond the last column of the table",
            );
            finding.label = "is not shown".into();
            finding
                .help
                .push("add a column to the header, or write `\\|` for a bar in a cell".into());
        }
    }

    fn notes(&mut self, marked: &Marked<'_>, nodes: &Nodes<'_>) {
        for at in &marked.undefined_notes {
            let note = &marked.source[at.clone()];
            let finding = self.push(
                Code::UndefinedFootnote,
                at,
                format!("the footnote `{note}` is not defined"),
            );
            finding.help.push(format!("add a line `{note}: …`, or write `\\[` for a mere bracket"));
        }
        let notes = Notes::of(&nodes.list);
        for note in notes.definitions.values().filter(|note| !note.used) {
            let written = &marked.source[note.at.clone()];
            let message = format!("nothing refers to the footnote `{written}`");
            let finding = self.push(Code::UnusedFootnote, &note.at, message);
            finding.help.push(format!("put `{written}` where it belongs, or take it out"));
        }
        for (label, at) in &notes.repeated {
            let written = &marked.source[at.clone()];
            let first = notes.definitions.get(label).map(|note| note.at.clone());
            let (file, start) = (self.file, self.start);
            let message = format!("the footnote `{written}` is defined twice");
            let finding = self.push(Code::DuplicateId, at, message);
            if let Some(first) = first {
                let span = Span::from(first).shifted(start);
                finding.labels.push(crate::diag::Label {
                    file,
                    span,
                    text: "first defined here".into(),
                });
            }
        }
    }

    /// Reports each fenced code block without an end: the claims after it would be taken for code.
    fn fences(&mut self, text: &str, nodes: &Nodes<'_>) {
        for node in &nodes.list {
            let Kind::Markdown(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))) = &node.kind
            else {
                continue;
            };
            let block = &text[node.at.clone()];
            let start = node.at.start + (block.len() - block.trim_start().len());
            let block = block.trim();
            let fence = block.chars().next().unwrap_or_default();
            let length = block.len() - block.trim_start_matches(fence).len();
            let last = block.lines().skip(1).last().unwrap_or_default();
            // In a quote or an item the last line starts with that one's own signs.
            let end = last.len() - last.trim_end_matches(fence).len();
            let is_end =
                last.trim_end_matches(fence).chars().all(|c| c == '>' || c.is_whitespace());
            if end < length || !is_end {
                let at = start..start + length;
                let finding = self.push(Code::UnclosedCode, &at, "the code block has no end");
                finding.help.push("close it with a line of the same signs as its first".into());
            }
        }
    }

    /// Reports each tag, but of a block and of a pair only the first.
    fn html(&mut self, text: &str, nodes: &Nodes<'_>) {
        let mut open: Vec<&str> = Vec::new();
        for node in &nodes.list {
            match &node.kind {
                Kind::Markdown(Event::Start(Tag::HtmlBlock)) => {
                    let block = text[node.at.clone()].trim_start();
                    let start = node.at.end - block.len();
                    let close = if block.starts_with("<!--") { "-->" } else { ">" };
                    let length = block.find(close).map_or(block.len(), |at| at + close.len());
                    self.tag(start..start + length);
                }
                Kind::Markdown(Event::InlineHtml(_)) => {
                    let tag = &text[node.at.clone()];
                    match tag.strip_prefix("</").map(tag_name) {
                        Some(name) => {
                            match open.iter().rev().take(32).position(|open| *open == name) {
                                Some(back) => open.truncate(open.len() - 1 - back),
                                None => self.tag(node.at.clone()),
                            }
                        }
                        None => {
                            self.tag(node.at.clone());
                            open.push(tag_name(&tag[1..]));
                        }
                    }
                }
                Kind::Markdown(Event::End(end)) if !is_inline(*end) => open.clear(),
                _ => {}
            }
        }
    }

    fn tag(&mut self, at: Range<usize>) {
        let finding = self.push(Code::RawHtml, &at, "HTML is not allowed here");
        finding.help.push("write it in Markdown, and `\\<` for a mere sign".into());
        finding.help.push(
            "or set `markdown: {raw-html: escape}` in `site.yaml` to show it as text, `allow` to pass it through".into(),
        );
    }
}

fn is_in_excess(outline: &Outline, at: usize) -> bool {
    let next = outline.excess.partition_point(|cell| cell.start <= at);
    next > 0 && outline.excess[next - 1].contains(&at)
}

fn tag_name(tag: &str) -> &str {
    let end = tag.find(|character: char| !character.is_ascii_alphanumeric() && character != '-');
    &tag[..end.unwrap_or(tag.len())]
}

fn is_inline(end: pulldown_cmark::TagEnd) -> bool {
    use pulldown_cmark::TagEnd::{Emphasis, Image, Link, Strikethrough, Strong};
    matches!(end, Emphasis | Strong | Strikethrough | Link | Image)
}

impl Misplacement {
    fn help(self) -> &'static str {
        match self {
            Self::Heading | Self::TableHead | Self::LeadIn => {
                "cite at the claims below it, each with its own sources"
            }
            Self::Footnote => "cite where the text itself says it: a footnote makes no claim",
            Self::LinkText | Self::ImageText => "move it behind the closing parenthesis",
            Self::Alone | Self::BeforeEnd => {
                "put it at the end of the text that the source backs, in the same paragraph"
            }
        }
    }
}

impl std::fmt::Display for Misplacement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Heading => "in a heading",
            Self::TableHead => "in the header of a table",
            Self::Footnote => "in a footnote",
            Self::LinkText => "in the text of a link",
            Self::ImageText => "in the text of an image",
            Self::LeadIn => "in a line that only leads in a list or a table",
            Self::Alone => "alone, without a text to belong to",
            Self::BeforeEnd => "before the end of the claim",
        })
    }
}
