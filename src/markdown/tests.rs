//! Bodies read and written, whole.

use std::cell::RefCell;
use std::fmt::Write as _;

use super::*;
use crate::text::Texts;

/// A body and what was found in it, after a line of front matter, so that spans must be shifted.
struct Read {
    texts: Texts,
    file: FileId,
    body: Body,
    findings: Vec<Diagnostic>,
    html: RawHtml,
}

const FRONT: &str = "---\n---\n";

fn read_as(markdown: &str, html: RawHtml) -> Read {
    let mut texts = Texts::default();
    let text = format!("{FRONT}{markdown}");
    let span = Span::new(FRONT.len(), text.len());
    let file = texts.add(SourceText {
        path: "a.md".into(),
        text,
        yaml: Span::default(),
        ..SourceText::default()
    });
    let (body, findings) = read(file, texts.get(file), span, html);
    Read { texts, file, body, findings, html }
}

fn read_body(markdown: &str) -> Read {
    read_as(markdown, RawHtml::Error)
}

/// Shows a cluster as `[1:key]`, a link's address as its destination.
struct Plainly<'b> {
    body: &'b Body,
    prose: bool,
    asked: RefCell<Vec<(usize, usize)>>,
}

impl Hooks for Plainly<'_> {
    fn claim(&self, ordinal: usize) -> Option<Frame> {
        let frame =
            Frame { attributes: format!(" id=\"c{ordinal}\""), end: format!("<end {ordinal}>") };
        (!self.prose).then_some(frame)
    }

    fn cluster(&self, claim: usize, cluster: usize) -> String {
        self.asked.borrow_mut().push((claim, cluster));
        let keys: Vec<_> =
            self.body.claims[claim].clusters[cluster].items.iter().map(|item| &*item.key).collect();
        format!("<{}>", keys.join(" "))
    }

    fn link(&self, ordinal: usize) -> Href {
        let address = self.body.links[ordinal].destination.clone();
        match address.strip_prefix("plain:") {
            Some(text) => Href::Plain { text: text.into() },
            None => {
                Href::To { external: address.starts_with("http"), text: "name".into(), address }
            }
        }
    }
}

impl Read {
    fn at(&self, span: Span) -> &str {
        &self.texts.get(self.file).text[span.range()]
    }

    /// Writes the body, which must be the same whether its marks are kept or searched for.
    fn write(&self, extent: Extent, prose: bool) -> String {
        let hooks = Plainly { body: &self.body, prose, asked: RefCell::default() };
        let write = |body: &Body, hooks: &Plainly| {
            write_html(self.texts.get(self.file), body, self.html, hooks, extent)
        };
        let html = write(&self.body, &hooks);
        let searched = Body { marks: None, ..self.body.clone() };
        let others = Plainly { body: &self.body, prose, asked: RefCell::default() };
        assert_eq!(write(&searched, &others), html);
        if extent == Extent::Whole {
            let all: usize = self.body.claims.iter().map(|claim| claim.clusters.len()).sum();
            assert_eq!(hooks.asked.borrow().len(), all, "{html}");
        }
        html
    }

    /// A line for each claim: its block, its text, its keys, its attributes.
    fn claims(&self) -> String {
        let mut shown = String::new();
        for claim in &self.body.claims {
            write!(shown, "{:?}: {}", claim.block, claim.text).unwrap();
            for item in claim.clusters.iter().flat_map(|cluster| &cluster.items) {
                write!(shown, " @{}", item.key).unwrap();
                assert_eq!(self.at(item.key_span), item.key);
            }
            for attribute in &claim.attributes {
                write!(shown, " {}", self.at(attribute.span)).unwrap();
            }
            shown.push('\n');
        }
        shown
    }

    /// A line for each finding: the words it is about, its code, its message.
    fn findings(&self) -> String {
        let mut shown = String::new();
        for finding in &self.findings {
            let at = self.at(finding.span).replace('\n', "⏎");
            writeln!(shown, "{at} | {}: {}", finding.code.as_str(), finding.message).unwrap();
        }
        shown
    }
}

#[track_caller]
fn assert_claims(markdown: &str, expected: &str) {
    let read = read_body(markdown);
    assert_eq!(read.findings(), "");
    assert_eq!(read.claims().trim_end(), expected.trim_end(), "{markdown}");
}

#[track_caller]
fn assert_findings(markdown: &str, expected: &str) {
    assert_eq!(read_body(markdown).findings().trim_end(), expected.trim_end(), "{markdown}");
}

#[track_caller]
fn assert_html(markdown: &str, expected: &str) {
    assert_eq!(read_body(markdown).write(Extent::Whole, false).trim_end(), expected.trim_end());
}

#[test]
fn paragraphs_items_rows_and_quotes_are_claims() {
    assert_claims(
        "One. [@a]\n\n# Head\n\n- two [@b]\n  - three [@c]\n- \n\n| h | i |\n|---|---|\n| four | five [@d] |\n\n> six\n>\n> - seven [@e]\n\n---\n\n    code [@f]\n",
        "Paragraph: One. @a\nItem: two @b\nItem: three @c\nRow: four · five @d\nQuote: six seven @e",
    );
}

#[test]
fn an_item_is_one_claim_however_many_paragraphs_it_has() {
    assert_claims(
        "- one [@a]\n\n  two [@b] {#x}\n\n  - nested [@c]\n\n- last [@d]\n",
        "Item: one two @a @b #x\nItem: nested @c\nItem: last @d",
    );
    assert_claims("1. - a [@k]\n   - b [@k]\n", "Item: a @k\nItem: b @k");
    assert_claims("- a\n  > quote [@k]\n", "Item: a quote @k");
}

#[test]
fn a_line_that_leads_in_a_list_or_table_is_no_claim() {
    assert_claims(
        "Countries:\n\n- one [@a]\n- two:\n  - three [@b]\n",
        "Item: one @a\nItem: three @b",
    );
    assert_claims("**By country:**\n\n| h |\n|---|\n| x [@a] |\n", "Row: x @a");
    assert_claims("He said: [@a]\n\n> quoted [@b]\n", "Paragraph: He said: @a\nQuote: quoted @b");
    assert_claims("- Rows:\n\n  | h |\n  |---|\n  | x [@a] |\n", "Row: x @a");
}

#[test]
fn citations_outside_of_claims_are_reported_at_their_key() {
    assert_findings("# Head [@a]\n", "a | misplaced-citation: a citation stands in a heading");
    assert_findings(
        "Head [@a]\n===\n\nThese [@b]:\n\n- x\n",
        "a | misplaced-citation: a citation stands in a heading\nb | misplaced-citation: a citation stands in a line that only leads in a list or a table",
    );
    assert_findings(
        "See [the report [@a]](x.md) and ![a map [@b]](y.png).\n",
        "a | misplaced-citation: a citation stands in the text of a link\nb | misplaced-citation: a citation stands in the text of an image",
    );
    assert_findings(
        "Text[^1].\n\n[^1]: A note [@a].\n",
        "a | misplaced-citation: a citation stands in a footnote",
    );
    assert_findings(
        "| h [@a] |\n|---|\n| x |\n",
        "a | misplaced-citation: a citation stands in the header of a table",
    );
    assert_findings(
        "> quoted\n\n[@a, p. 3; @b]\n",
        "a | misplaced-citation: a citation stands alone, without a text to belong to",
    );
    assert_findings(
        "> # Head [@a]\n>\n> text\n",
        "a | misplaced-citation: a citation stands in a heading",
    );
}

#[test]
fn clusters_keep_prefixes_keys_and_locators() {
    let read = read_body("X [see @a-1, pp. 3–5, [sic]; but see -@b:c.d; @e p. 2] y [-@f].\n");
    assert_eq!(read.findings(), "");
    let [one, two] = &read.body.claims[0].clusters[..] else { panic!() };
    let shown: Vec<_> =
        one.items.iter().map(|item| [&*item.prefix, &*item.key, &*item.locator]).collect();
    assert_eq!(
        shown,
        [["see", "a-1", "pp. 3–5, [sic]"], ["but see", "b:c.d", ""], ["", "e", "p. 2"]]
    );
    assert_eq!(read.at(one.span), "[see @a-1, pp. 3–5, [sic]; but see -@b:c.d; @e p. 2]");
    assert_eq!(read.at(two.span), "[-@f]");
    assert_eq!(read.body.claims[0].text, "X y.");
}

#[test]
fn a_cluster_goes_on_in_the_next_line() {
    for (markdown, text) in [
        ("Text [see @a,\np. 3; @b] end", "Text end"),
        ("> Text [see @a,\n> p. 3; @b] end", "Text end"),
        ("> Text [see @a,\np. 3; @b] end", "Text end"),
        ("- Text [see @a,  \n  p. 3; @b] end", "Text end"),
        ("> - Text\t[see @a,\r\n>   p. 3; @b] end\r\n", "Text end"),
    ] {
        let read = read_body(markdown);
        assert_eq!(read.findings(), "", "{markdown}");
        let claim = &read.body.claims[0];
        assert_eq!(claim.text, text);
        assert_eq!(claim.clusters.len(), 1);
        assert_eq!(claim.clusters[0].items[0].locator, "p. 3");
        assert_eq!(claim.clusters[0].items[1].key, "b");
        let html = read.write(Extent::Whole, true);
        assert!(html.contains("<a b> end"), "{html}");
    }
}

#[test]
fn what_looks_like_a_cluster_but_cites_nothing_is_text() {
    for markdown in [
        "A bare @name stays.",
        r"Not \[@key] this.",
        "A `[@key]` in code.",
        "    [@key]",
        "```\n[@key] {#x}\n```",
        "Mail [user@example.org](mailto:user@example.org).",
        "Write [mail me @ home] or [a@b].",
        "[x](http://example.org/[@a]{#b})",
        "<https://example.org/[@a]>",
        "![x](a.png) and @name",
        r"[the \@europol account](x.md)",
        "[ref]\n\n[ref]: http://example.org/[@a]{.b}",
    ] {
        let read = read_body(markdown);
        assert_eq!(read.findings(), "", "{markdown}");
        assert!(read.body.claims.iter().all(|claim| claim.clusters.is_empty()), "{markdown}");
    }
}

#[test]
fn html_hides_citations_and_is_reported_itself() {
    let read = read_as("<i title=\"[@a]\">x</i>\n\n<div>\n[@b]\n</div>\n", RawHtml::Error);
    assert_eq!(
        read.findings(),
        "<i title=\"[@a]\"> | raw-html: HTML is not allowed here\n<div> | raw-html: HTML is not allowed here\n"
    );
    assert!(read.body.claims[0].clusters.is_empty());
    assert_findings(
        "a <!-- todo --> b\n\n  <!-- to\ndo -->\n",
        "<!-- todo --> | raw-html: HTML is not allowed here\n<!-- to⏎do --> | raw-html: HTML is not allowed here",
    );
    assert_findings("a < b and 3 > 2, <3\n", "");
}

#[test]
fn every_form_of_a_cluster_is_read_or_reported() {
    assert_claims("x [@a][@b]", "Paragraph: x @a @b");
    assert_claims("x [text][@b]", "Paragraph: x [text] @b");
    assert_claims("[@a]: x", "Paragraph: : x @a");
    assert_claims("[@a]: x\n[@a]: y [@b]", "Paragraph: : x: y @a @a @b");
    assert_claims("x [@a][]", "Paragraph: x [] @a");
    assert_claims("Stop![@a]", "Paragraph: Stop! @a");
}

#[test]
fn malformed_clusters_are_reported() {
    for (markdown, expected) in [
        (
            "x [@a](y)",
            "[@a] | malformed-cluster: a citation is followed by `(`, as the text of a link is",
        ),
        (
            "x ![@a](y)",
            "[@a] | malformed-cluster: a citation is followed by `(`, as the text of a link is",
        ),
        ("x [@a, p. 3", "[@a | malformed-cluster: the citation is not closed"),
        ("x [see @a, p. 3", "[see @a | malformed-cluster: the citation is not closed"),
        ("- x [@a, p. 3\n- y]", "[@a | malformed-cluster: the citation is not closed"),
        ("x [@a, p. `3]`", "[@a | malformed-cluster: the citation is not closed"),
        ("x [@]", "@ | malformed-cluster: no key follows the `@`"),
        ("x [@ a]", "@ | malformed-cluster: no key follows the `@`"),
        ("x [-@]", "@ | malformed-cluster: no key follows the `@`"),
        ("x [@ñ]", "@ | malformed-cluster: no key follows the `@`"),
        ("x [@a @b]", "b | malformed-cluster: two sources stand in one part of the citation"),
        ("x [@a, @b]", "b | malformed-cluster: two sources stand in one part of the citation"),
        ("x [@a,@b]", "b | malformed-cluster: two sources stand in one part of the citation"),
        ("x [@a;]", "; | malformed-cluster: a part of the citation is empty"),
        ("x [;@a]", "[ | malformed-cluster: a part of the citation is empty"),
        ("x [@a; p. 3]", "p. 3 | malformed-cluster: `p. 3` names no source"),
        ("x [@a,]", ", | malformed-cluster: nothing stands after the comma"),
        ("x [@a/b]", "/ | malformed-cluster: `/` cannot follow the key `a`"),
        ("x [@a.]", ". | malformed-cluster: `.` cannot follow the key `a`"),
        ("x [@aé]", "é | malformed-cluster: `é` cannot follow the key `a`"),
        ("x [[@a]]", "[[@a]] | malformed-cluster: a citation stands in two pairs of brackets"),
        ("x [@a [@b]]", "b | malformed-cluster: two sources stand in one part of the citation"),
    ] {
        assert_findings(markdown, expected);
        let read = read_body(markdown);
        assert!(read.body.links.is_empty(), "{markdown}");
        read.write(Extent::Whole, false);
    }
}

#[test]
fn a_cluster_that_the_parser_loses_is_reported() {
    assert_findings(
        "[Note [@a]]: text\n",
        "[@a] | malformed-cluster: this cannot be read where it stands",
    );
}

#[test]
fn what_could_be_read_of_a_malformed_cluster_still_cites() {
    let read = read_body("x [@a; @b @c]");
    assert_eq!(read.claims(), "Paragraph: x @a @b\n");
}

#[test]
fn attributes_end_a_claim() {
    let read =
        read_body("Text [@a] {#big-hole by=\"Rob \\\"R\\\" Wainwright\" .disputed as-of=2018}\n");
    assert_eq!(read.findings(), "");
    let claim = &read.body.claims[0];
    assert_eq!(claim.text, "Text");
    let shown: Vec<_> = claim
        .attributes
        .iter()
        .map(|attribute| {
            (attribute.kind.clone(), read.at(attribute.name_span), read.at(attribute.value_span))
        })
        .collect();
    assert_eq!(
        shown,
        [
            (AttributeKind::Id("big-hole".into()), "big-hole", ""),
            (
                AttributeKind::Pair("by".into(), "Rob \"R\" Wainwright".into()),
                "by",
                r#"Rob \"R\" Wainwright"#
            ),
            (AttributeKind::Class("disputed".into()), "disputed", ""),
            (AttributeKind::Pair("as-of".into(), "2018".into()), "as-of", "2018"),
        ]
    );
    assert_claims("> quoted [@a]\n{#x}", "Quote: quoted @a #x");
    assert_claims("> quoted [@a]\n>\n> again {.x}", "Quote: quoted again @a .x");
    assert_claims("- item {#x}\n  - nested {#y}\n", "Item: item #x\nItem: nested #y");
    assert_claims("| h | i |\n|--|--|\n| a | b {#x} |\n| c {#y}\n", "Row: a · b #x\nRow: c #y");
    assert_claims("Text\n{#x\ny=\"1 2\"}", "Paragraph: Text #x y=\"1 2\"");
    assert_claims("**Text {#x}**", "Paragraph: Text #x");
    assert_claims("Text [@a]{#x}  \n", "Paragraph: Text @a #x");
}

#[test]
fn other_braces_are_text() {
    for markdown in [
        "a {foo} b",
        "the set {a, b}",
        "{}",
        "{...}",
        "{.}",
        r"Text \{#x}",
        "f{x = 1, 2} = 3",
        "`{#x}`",
        "a { b",
        "} {",
        "{x=1 2 3} then",
        "{:.class}",
    ] {
        assert_findings(markdown, "");
        let read = read_body(markdown);
        assert!(read.body.claims[0].attributes.is_empty(), "{markdown}");
    }
}

#[test]
fn attributes_anywhere_else_are_reported() {
    for (markdown, expected) in [
        ("a {#x} b", "{#x} | malformed-attributes: attributes stand before the end of the claim"),
        (
            "a {#x} [@a]",
            "{#x} | malformed-attributes: attributes stand before the end of the claim",
        ),
        (
            "a {#x} {.y}",
            "{#x} | malformed-attributes: attributes stand before the end of the claim",
        ),
        (
            "a {by=\"x\"} b",
            "{by=\"x\"} | malformed-attributes: attributes stand before the end of the claim",
        ),
        ("# Head {#x}", "{#x} | malformed-attributes: attributes stand in a heading"),
        (
            "These: {#x}\n\n- a",
            "{#x} | malformed-attributes: attributes stand in a line that only leads in a list or a table",
        ),
        (
            "a\n\n{#x}",
            "{#x} | malformed-attributes: attributes stand alone, without a text to belong to",
        ),
        (
            "| h | i |\n|--|--|\n| a {#x} | b |",
            "{#x} | malformed-attributes: attributes stand before the end of the claim",
        ),
        ("[a {#x}](b)", "{#x} | malformed-attributes: attributes stand in the text of a link"),
        (
            "- a {#x}\n\n  b",
            "{#x} | malformed-attributes: attributes stand before the end of the claim",
        ),
    ] {
        assert_findings(markdown, expected);
    }
}

#[test]
fn malformed_attributes_are_reported_and_the_others_kept() {
    for (markdown, expected) in [
        ("a {#x disputed}", "disputed | malformed-attributes: `disputed` is no attribute"),
        ("a {disputed #x}", "disputed | malformed-attributes: `disputed` is no attribute"),
        ("a {#x, .y}", ", | malformed-attributes: a comma stands between attributes"),
        ("a {#}", "# | malformed-attributes: `#` is no attribute"),
        ("a {#x by=}", "by | malformed-attributes: `by` has no value"),
        (
            "a {#x by=Rob Wainwright}",
            "Wainwright | malformed-attributes: `Wainwright` is no attribute",
        ),
        (
            "a {#x by=“Rob”}",
            "“ | malformed-attributes: `“` is not the quotation mark that attributes take",
        ),
        ("a {#x by=\"Rob}", "\" | malformed-attributes: the value of `by` is not closed"),
        ("a {#x", "{#x | malformed-attributes: the attributes are not closed"),
        ("a {#x by=\"b\".c}", ". | malformed-attributes: two attributes stand together"),
        ("a {by = \"x\"}", "by = | malformed-attributes: white space stands beside the `=`"),
    ] {
        assert_findings(markdown, expected);
    }
    assert_eq!(read_body("a {#x disputed}").claims(), "Paragraph: a #x\n");
}

#[test]
fn bars_in_clusters_and_wiki_links_split_no_cells() {
    let read = read_body(
        "| h | i |\n|---|---|\n| [[amaq|the agency]] | b [@a, p. 1|2] {by=\"x|y\"} |\n| [[b\\|c]] | |\n",
    );
    assert_eq!(read.findings(), "");
    assert_eq!(read.claims(), "Row: the agency · b @a by=\"x|y\"\nRow: c\n");
    assert_eq!(read.body.links[1].destination, "b");
}

#[test]
fn cells_beyond_the_last_column_are_reported() {
    let head = "| h | i |\n|---|---|\n";
    assert_findings(
        &format!("{head}| a | b | c [@x] {{#y}} |\n| a | b || \n| a \n"),
        "c [@x] {#y} | excess-cell: this cell is beyond the last column of the table\n| | excess-cell: this cell is beyond the last column of the table",
    );
    assert_findings(&format!("{head}| a \\| x | `b` |\na | b\n"), "");
}

#[test]
fn text_is_plain_and_as_written() {
    assert_claims(
        "\"Quoted\"  --\n*it's* `code` &amp; \\* ![alt *x*](a.png) [link](b.md)... cafe\u{301}",
        "Paragraph: \"Quoted\" -- it's code & * alt x link... café",
    );
}

#[test]
fn claims_span_their_own_text() {
    let read = read_body(
        "  - *One* [@a] {#x}\n    - b\n\n>  Two\n> three\n\n| h |\n|-|\n|  x |\n\n\\*four",
    );
    let spans: Vec<_> = read.body.claims.iter().map(|claim| read.at(claim.span)).collect();
    assert_eq!(spans, ["*One* [@a] {#x}", "b", "Two\n> three", "x", "\\*four"]);
}

#[test]
fn links_keep_their_destination_and_its_place() {
    let read = read_body(
        "[a *b*](country:NL \"T\") ![c](<d e.png>) <https://x.org/y> [f][g] [G] [[amaq]] [[outlet:amaq | the *agency*]] [](h(i)) <m@n.o> [&amp;](x&amp;y)\n\n[g]: ../outlets/amaq.md#x 'title'\n",
    );
    assert_eq!(read.findings(), "");
    let shown: Vec<_> = read
        .body
        .links
        .iter()
        .map(|link| (link.kind, &*link.destination, &*link.text, read.at(link.span)))
        .collect();
    assert_eq!(
        shown,
        [
            (LinkKind::Link, "country:NL", "a b", "country:NL"),
            (LinkKind::Image, "d e.png", "c", "d e.png"),
            (LinkKind::Link, "https://x.org/y", "https://x.org/y", "https://x.org/y"),
            (LinkKind::Link, "../outlets/amaq.md#x", "f", "../outlets/amaq.md#x"),
            (LinkKind::Link, "../outlets/amaq.md#x", "G", "../outlets/amaq.md#x"),
            (LinkKind::Wiki, "amaq", "", "amaq"),
            (LinkKind::Wiki, "outlet:amaq", "the *agency*", "outlet:amaq"),
            (LinkKind::Link, "h(i)", "", "h(i)"),
            (LinkKind::Link, "mailto:m@n.o", "m@n.o", "m@n.o"),
            (LinkKind::Link, "x&y", "&", "x&amp;y"),
        ]
    );
    assert_eq!(read.body.claims[0].links, (0..10).collect::<Vec<_>>());
}

#[test]
fn footnotes_must_be_defined_and_used() {
    assert_findings(
        "One[^1], two[^2] `[^3]` \\[^4].\n\n[^1]: note\n\n[^5]: unused [^5]\n\n[^1]: again\n",
        "[^2] | undefined-footnote: the footnote `[^2]` is not defined\n[^5] | unused-footnote: nothing refers to the footnote `[^5]`\n[^1] | duplicate-id: the footnote `[^1]` is defined twice",
    );
}

#[test]
fn footnotes_are_numbered_by_first_reference_and_written_last() {
    assert_html(
        "a[^b] c[^a] d[^b]\n\n[^a]: A\n\n[^b]: B\n",
        "<div id=\"c0\"><p>a<sup><a class=\"footnote-ref\" role=\"doc-noteref\" id=\"fn-ref-1\" href=\"#fn-1\">1</a></sup> c<sup><a class=\"footnote-ref\" role=\"doc-noteref\" id=\"fn-ref-2\" href=\"#fn-2\">2</a></sup> d<sup><a class=\"footnote-ref\" role=\"doc-noteref\" id=\"fn-ref-1-2\" href=\"#fn-1\">1</a></sup></p><end 0></div>\n\
        <section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
        <li id=\"fn-1\">\n<p>B</p>\n<a class=\"footnote-back\" role=\"doc-backlink\" href=\"#fn-ref-1\">↩\u{fe0e}</a>\n<a class=\"footnote-back\" role=\"doc-backlink\" href=\"#fn-ref-1-2\">↩\u{fe0e}2</a>\n</li>\n\
        <li id=\"fn-2\">\n<p>A</p>\n<a class=\"footnote-back\" role=\"doc-backlink\" href=\"#fn-ref-2\">↩\u{fe0e}</a>\n</li>\n</ol>\n</section>",
    );
}

#[test]
fn each_claim_is_framed_in_its_own_way() {
    assert_html("One [@a]. {#x}", "<div id=\"c0\"><p>One\u{a0}<a>.</p><end 0></div>");
    assert_html(
        "- one [@a]\n  - two\n- three\n\n  four\n",
        "<ul>\n<li id=\"c0\"><p>one\u{a0}<a></p>\n<end 0><ul>\n<li id=\"c1\"><p>two</p>\n<end 1></li>\n</ul>\n</li>\n<li id=\"c2\"><p>three</p>\n<p>four</p>\n<end 2></li>\n</ul>",
    );
    assert_html(
        "| h | i |\n|--|-:|\n| a | b [@k] |\n",
        "<div class=\"table-scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">h</th><th scope=\"col\" class=\"align-right\">i</th></tr></thead>\n<tbody>\n<tr id=\"c0\"><td>a</td><td class=\"align-right\">b\u{a0}<k><end 0></td></tr>\n</tbody></table></div>",
    );
    assert_html(
        "> one\n>\n> two [@k]\n",
        "<blockquote id=\"c0\">\n<p>one</p>\n<p>two\u{a0}<k></p>\n<end 0></blockquote>",
    );
    assert_html(
        "These:\n\n1. x\n",
        "<p>These:</p>\n<ol>\n<li id=\"c0\"><p>x</p>\n<end 0></li>\n</ol>",
    );
}

#[test]
fn prose_has_no_frame() {
    let read = read_body("One [@a].\n\n- two\n  - three\n\n| h |\n|--|\n| x |\n\n> q\n");
    assert_eq!(
        read.write(Extent::Whole, true),
        "<p>One\u{a0}<a>.</p>\n<ul>\n<li>two<ul>\n<li>three</li>\n</ul>\n</li>\n</ul>\n<div class=\"table-scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">h</th></tr></thead>\n<tbody>\n<tr><td>x</td></tr>\n</tbody></table></div>\n<blockquote>\n<p>q</p>\n</blockquote>\n"
    );
}

#[test]
fn a_claim_can_be_written_alone() {
    let read = read_body(
        "One[^1] [@a]. {#x}\n\n- two *[@b]*\n\n  more\n\n  > - q\n  >   - r\n\n  - three\n\n| h | i | j |\n|--|--|--|\n| x | | y [@c] |\n\n> # H\n> q\n\n[^1]: n\n",
    );
    assert_eq!(read.findings(), "");
    let alone: Vec<_> =
        (0..6).map(|claim| read.write(Extent::Claim(claim), false).trim().to_owned()).collect();
    let hooks = Plainly { body: &read.body, prose: false, asked: RefCell::default() };
    let together =
        write_claims(read.texts.get(read.file), &read.body, read.html, &hooks, &[0, 1, 2, 3, 4, 5]);
    assert_eq!(together.iter().map(|html| html.trim()).collect::<Vec<_>>(), alone);
    assert_eq!(
        alone,
        [
            "<p>One\u{a0}<a>.</p>",
            "<p>two <em><b></em></p>\n<p>more</p>\n<blockquote>\n<ul>\n<li>q<ul>\n<li>r</li>\n</ul>\n</li>\n</ul>\n</blockquote>",
            "<p>three</p>",
            "<p>x · y\u{a0}<c></p>",
            "<blockquote>\n<h2>H</h2>\n<p>q</p>\n</blockquote>",
            "",
        ]
    );
}

#[test]
fn headings_have_ids_and_leave_the_first_level_to_the_page() {
    let read = read_body("# One\n\n## One\n\n### *Two* & `x`\n\n> # In a quote\n");
    let shown: Vec<_> = read
        .body
        .headings
        .iter()
        .map(|heading| (heading.level, &*heading.text, &*heading.id, read.at(heading.span)))
        .collect();
    assert_eq!(
        shown,
        [
            (1, "One", "h-one", "One"),
            (2, "One", "h-one-2", "One"),
            (3, "Two & x", "h-two-x", "*Two* & `x`"),
        ]
    );
    assert_eq!(
        read.write(Extent::Whole, true),
        "<h2 id=\"h-one\">One</h2>\n<h2 id=\"h-one-2\">One</h2>\n<h3 id=\"h-two-x\"><em>Two</em> &amp; <code>x</code></h3>\n<blockquote>\n<h2>In a quote</h2>\n</blockquote>\n"
    );
}

#[test]
fn nothing_an_author_writes_becomes_html() {
    let markdown = "a <script>alert(1)</script> \"b\" 'c' [x](javascript:\"><script> \"t\\\"><script>\")\n\n<script>\nalert(2)\n</script>\n\n```\"><script>\n</code><script>\n```\n\n![\"><script>](y\"><script>)\n";
    for html in [RawHtml::Error, RawHtml::Escape] {
        let read = read_as(markdown, html);
        let written = read.write(Extent::Whole, false);
        assert!(!written.contains("<script"), "{written}");
    }
    let read = read_as("a <b>c</b>\n\n<!-- d -->\n", RawHtml::Allow);
    assert_eq!(read.findings(), "");
    assert_eq!(read.write(Extent::Whole, true), "<p>a <b>c</b></p>\n<!-- d -->\n");
    let read = read_as("a <b>c</b>\n\n<!-- d -->\n", RawHtml::Escape);
    assert_eq!(read.findings(), "");
    assert_eq!(read.body.claims[0].text, "a <b>c</b>");
    assert_eq!(
        read.write(Extent::Whole, true),
        "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;!-- d --&gt;\n</p>\n"
    );
}

#[test]
fn links_and_images_go_where_the_hooks_say() {
    assert_html(
        "[[amaq]] [[amaq|x]] [](y) [a](http://x.org/?a&b \"t\") [b](plain:hxxp://x[.]y) ![c](d.png) <plain:e>",
        "<div id=\"c0\"><p><a href=\"amaq\">name</a> <a href=\"amaq\">x</a> <a href=\"y\">name</a> \
         <a href=\"http://x.org/?a&amp;b\" title=\"t\" class=\"external\">a</a> \
         b (hxxp://x[.]y) <img src=\"d.png\" alt=\"c\" loading=\"lazy\"> e</p><end 0></div>",
    );
}

#[test]
fn punctuation_is_smart_in_text_only() {
    assert_html(
        "\"It's\" -- a... [@a] {by=\"x -- y\"}",
        "<div id=\"c0\"><p>“It’s” – a…\u{a0}<a></p><end 0></div>",
    );
}

#[test]
fn emphasis_beside_a_citation_is_read_as_beside_a_bracket() {
    assert_html(
        "*\"a\"*[@a] _b_[@b] **c [@c]** *[@d]* [@e]*e*",
        "<div id=\"c0\"><p><em>“a”</em><a> <em>b</em><b> <strong>c\u{a0}<c></strong> <em><d></em>\u{a0}<e><em>e</em></p><end 0></div>",
    );
}

#[test]
fn odd_input_is_survived() {
    let many = |part: &str, times: usize| part.repeat(times);
    let mut nested = String::new();
    for depth in 0..200 {
        nested.push_str(&"  ".repeat(depth));
        nested.push_str("- x [@a] {#b}\n");
    }
    let inputs = [
        String::new(),
        "\0 [@\0] {#\0}\0".into(),
        "[@a\u{feff}] \u{e000} \u{fffc} {#\u{e000}}".into(),
        "\r\r\n[@a\r\n\r\n]".into(),
        "وكالة [@a، ص. 3] {by=\"وكالة\"}".into(),
        "{\u{301}#x} {é=1} {#é} {é".into(),
        "[@a{#b}] {#b [@a]} [[@a|{#b}]]".into(),
        "[^[^1]][^1]\n\n[^1]: [^1]: [^1] [@a] {#x}".into(),
        "|[@a|\n|-|\n|[@b|c]|\n|{#x|y}|".into(),
        "[a](<[@b](c)> '[@d]') ![[@e]](f) [![g](h)](i)".into(),
        "\\".into(),
        "[\\".into(),
        "{\\".into(),
        "[@a, \\".into(),
        "{a=\"\\".into(),
        nested,
        many(">", 10_000),
        many("> ", 5_000) + "x [@a] {#x}",
        many("[", 10_000),
        many("[[", 5_000) + &many("]]", 5_000),
        many("[@a", 5_000),
        many("[@a ", 5_000) + &many("]", 5_000),
        many("{", 10_000),
        many("{#a ", 5_000) + "}",
        many("{a=\"", 5_000),
        many("{a=“ ", 5_000),
        many("{a ", 5_000) + "}",
        many("- ", 5_000) + "x [@a]",
        many("![", 5_000) + "x" + &many("](a)", 5_000),
        many("*[@a]", 5_000),
        many("`[@a]", 5_000),
        many("<a>", 3_000) + &many("</b>", 3_000),
        many("[^1]: ", 3_000),
        many("# a\n", 3_000),
        many("|", 5_000) + "\n" + &many("|-", 5_000) + "\n" + &many("|a", 6_000),
        many("[@a;", 3_000) + "]",
        many("- a:\n\n  - b\n", 1_000),
        many("\\", 10_001),
        many("x [@a]\n> ", 2_000),
    ];
    for input in inputs {
        for html in [RawHtml::Error, RawHtml::Escape, RawHtml::Allow] {
            let read = read_as(&input, html);
            read.write(Extent::Whole, false);
            read.write(Extent::Claim(0), false);
            let end = (FRONT.len() + input.len()) as u32;
            assert!(read.findings.iter().all(|finding| finding.span.end <= end));
        }
    }
}

#[test]
fn where_the_marks_of_a_usual_body_are_is_kept() {
    let keeps = |markdown: &str| read_body(markdown).body.marks.is_some();
    assert!(keeps(
        "## What\n\nText [@a, p. 3; @b] and [a link](outlet:x). {#c .disputed}\n\n- Item. [@a]\n"
    ));
    assert!(!keeps("Text. [@a,\np. 3]\n"));
    assert!(!keeps("Text of [[x]]. [@a]\n"));
}

#[test]
fn any_mix_of_signs_is_survived() {
    let parts = [
        "[", "]", "@a", "@", "{", "}", "#x", ".y", "k=", "\"", "|", "\n", "\n\n", "> ", "- ", "  ",
        "`", "```", "<b>", "(", ")", ":", "![", "[[", "]]", "[^1]", "[^1]: ", "*", "_", "\\", ";",
        ", p. 1", "é", "\r\n", "| - |", "# ", "-", "text", "    ", "\t", "<!--", "-->", "&amp;",
        "...", "'",
    ];
    // A linear congruential generator: the same mixes in every run.
    let mut state = 1_u64;
    for _ in 0..2_000 {
        let mut markdown = String::new();
        for _ in 0..24 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            markdown.push_str(parts[(state >> 33) as usize % parts.len()]);
        }
        let read = read_as(&markdown, RawHtml::Escape);
        read.claims();
        read.findings();
        for link in &read.body.links {
            read.at(link.span);
        }
        read.write(Extent::Whole, false);
        for claim in 0..read.body.claims.len() {
            read.at(read.body.claims[claim].span);
            read.write(Extent::Claim(claim), false);
        }
    }
}
