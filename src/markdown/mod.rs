//! A body of Markdown → claims, headings, links and citations with their bytes; and later, HTML.
//!
//! [`read()`] finds everything in a body that the record needs. [`write_html`]
//! goes over the same text again when a page is rendered: parsing is cheaper
//! than keeping every body's tree. Both see the same things in the same order, so the
//! ordinals of [`Body`]'s lists are what the writer hands to its [`Hooks`].
//!
//! Knows nothing of operations, sources or addresses.

mod attributes;
mod claims;
mod cluster;
mod escape;
mod headings;
mod highlight;
mod html;
mod links;
mod nodes;
mod notes;
mod plain;
mod read;
mod scan;
mod stretch;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::text::{FileId, SourceText, Span};

pub use escape::{escape, first_that};
pub use html::{write_both, write_claims, write_html};

/// What a body holds, every list in the order of the text. All spans are bytes of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The bytes of the body in its file.
    pub span: Span,
    /// Every block that can be a claim, cited or not.
    pub claims: Vec<Claim>,
    /// The headings.
    pub headings: Vec<Heading>,
    /// Every link and image, outside and inside claims.
    pub links: Vec<Link>,
    /// The bytes of its clusters and attributes, so that it need not be searched for them again; `None` if it has to be.
    marks: Option<Box<[Span]>>,
}

impl Body {
    /// Gives back the room that is left where something grew: of a large record it would be a third.
    fn shrink_to_fit(&mut self) {
        self.claims.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
        for claim in &mut self.claims {
            claim.text.shrink_to_fit();
            claim.links.shrink_to_fit();
        }
        for link in &mut self.links {
            link.text.shrink_to_fit();
            link.destination.shrink_to_fit();
        }
    }
}

/// Which block a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph outside lists, tables and quotes.
    Paragraph,
    /// A list item, without its nested lists.
    Item,
    /// A row of a table's body.
    Row,
    /// A whole block quote.
    Quote,
}

/// A block that can be a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Which block it is.
    pub block: Block,
    /// From the first character of its text (after the bullet) to its last.
    pub span: Span,
    /// Its plain text in NFC: no clusters, attributes or marks; white space folded; cells joined by ` · `.
    pub text: String,
    /// Its citation clusters.
    pub clusters: Vec<Cluster>,
    /// Its attributes, well formed and known by shape only: names are checked by whoever lowers them.
    pub attributes: Vec<Attribute>,
    /// The ordinals in [`Body::links`] of the links inside it.
    pub links: Vec<usize>,
    /// The wiki links without text of their own: the ordinal of each, and the bytes of the text where its bare id stands.
    pub bare: Vec<(usize, Range<usize>)>,
}

/// A Pandoc citation cluster, `[see @a, p. 3; @b]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// From `[` to `]`.
    pub span: Span,
    /// What it cites, in order; never empty.
    pub items: Vec<CiteItem>,
}

/// One source in a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CiteItem {
    /// The key after the `@`.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Span,
    /// The words before the `@` (or `-@`), trimmed; empty if there are none.
    pub prefix: String,
    /// The words after the key and its comma, trimmed; empty if there are none.
    pub locator: String,
}

/// One attribute of a claim, from the block `{…}` at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// What kind it is, with its text.
    pub kind: AttributeKind,
    /// The bytes of the whole attribute.
    pub span: Span,
    /// The bytes of the name: after `#` or `.`, or before `=`.
    pub name_span: Span,
    /// The bytes of the value, without quotes; empty where there is none.
    pub value_span: Span,
}

/// The three forms of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// `#id`
    Id(String),
    /// `.class`
    Class(String),
    /// `key=value` or `key="two words"`, backslash escapes undone.
    Pair(String, String),
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its plain text.
    pub text: String,
    /// `h-` and a slug of the text, `-2`, `-3` added to equal ones.
    pub id: String,
    /// The bytes of its text.
    pub span: Span,
}

/// What kind of link it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](destination)`, a reference link or `<https://…>`.
    Link,
    /// `![alternative](destination)`.
    Image,
    /// `[[destination]]` or `[[destination|text]]`.
    Wiki,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which kind.
    pub kind: LinkKind,
    /// Where it leads, as written (entities and escapes undone).
    pub destination: String,
    /// Its text, plain; for a wiki link without text of its own empty.
    pub text: String,
    /// The bytes of the destination as written.
    pub span: Span,
    /// The bytes of all of it.
    pub whole: Span,
}

/// What to do with HTML in the Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RawHtml {
    /// It is a finding.
    #[default]
    Error,
    /// It is shown as text.
    Escape,
    /// It is passed through.
    Allow,
}

/// Finds everything in the bytes `span` of a file, its body.
///
/// Findings: malformed clusters and attributes, citations where no claim is, excess cells,
/// undefined and unused footnotes, raw HTML where it is not allowed.
pub fn read(
    file: FileId,
    source: &SourceText,
    span: Span,
    html: RawHtml,
) -> (Body, Vec<Diagnostic>) {
    read::read(file, source, span, html)
}

/// What a page knows that a body does not.
pub trait Hooks {
    /// How the claim with this ordinal in [`Body::claims`] is framed; `None` if it is prose.
    fn claim(&self, ordinal: usize) -> Option<Frame>;

    /// The HTML that stands for a cluster: `claim` is the ordinal of its claim, `cluster` its ordinal in it.
    fn cluster(&self, claim: usize, cluster: usize) -> String;

    /// Where the link with this ordinal in [`Body::links`] leads on this page, and its text if it has none of its own.
    fn link(&self, ordinal: usize) -> Href;
}

/// A claim's frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The attributes of the claim's element, escaped, with a space before each: ` class="claim" id="…"`.
    pub attributes: String,
    /// What stands at the end of the claim, inside its element: the HTML of its state and its footer.
    pub end: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Href {
    /// To this address (not escaped yet), with this text if the link has none of its own.
    To {
        /// The address.
        address: String,
        /// The text for a wiki link without one.
        text: String,
        /// Whether it leaves the site.
        external: bool,
    },
    /// Nowhere: the text is shown, without a link, followed by this text if it is not empty (a defanged address).
    Plain {
        /// What is shown.
        text: String,
    },
}

/// What of a body to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it, footnotes at the end.
    Whole,
    /// One claim by its ordinal, as the inside of its element (no frame, no footnote references), for a page it is a guest on.
    Claim(usize),
}
