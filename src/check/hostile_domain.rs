//! An address that leads to a domain that the site never links to, or holds the name of one: a source's, or one in a text.
//!
//! The record is about such outlets; it must not send readers there, nor to a copy of what they wrote. An archived
//! copy has its own key, whose address is shown defanged: that is no finding. Nor is a link here, which was found when it
//! was followed. An address in a text is no link on a page, but readers of feeds, mail and tables make one of it.

use super::Checking;
use crate::diag::{Code, Diagnostic};
use crate::resolve::defanged;
use crate::text::{BOM, FileId, SourceText, Span};

pub(super) fn check(checking: &mut Checking<'_>) {
    let site = checking.site;
    if site.config.hostile_domains.is_empty() {
        return;
    }
    for source in &site.sources {
        let record = &source.record;
        let Some(url) = &record.url else { continue };
        if site.config.is_hostile(&url.address) {
            let message = format!(
                "the address of the source `{}` names a domain that this site never links to",
                record.key
            );
            checking.found.push(
                checking
                    .at(record.file, &url.place, Code::HostileDomain, message)
                    .help("cite a report about it, or put an archived copy under `archived:` and take `url` out"),
            );
        }
    }
    for (file, source) in site.texts.iter() {
        let is_record = source.path.starts_with("content/") && source.path != "content/site.yaml";
        if is_record {
            in_text(checking, file, source);
        }
    }
}

/// Finds addresses that stand in the text of a file.
fn in_text(checking: &mut Checking<'_>, file: FileId, source: &SourceText) {
    let text = &source.text;
    let mut done = 0;
    for (at, _) in
        text.match_indices("://").filter(|(at, _)| text[..*at].ends_with(['p', 'P', 's', 'S']))
    {
        if at < done {
            continue;
        }
        let start = text[done..at].rfind(ends).map_or(done, |before| {
            done + before + text[done + before..].chars().next().map_or(0, char::len_utf8)
        });
        let end = text[at..].find(ends).map_or(text.len(), |after| at + after);
        done = end;
        let address = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let line = &text[text[..start].rfind('\n').map_or(0, |before| before + 1)..start];
        let is_data = source.yaml.range().contains(&start) || source.path.ends_with(".bib");
        if is_elsewhere(line, is_data) || !checking.site.config.is_hostile(address) {
            continue;
        }
        let span = Span::new(start, start + address.len());
        let message = "the address names a domain that this site never links to";
        checking.found.push(
            Diagnostic::new(Code::HostileDomain, file, span, message)
                .help(format!("write it so that nothing follows it: `{}`", defanged(address))),
        );
    }
}

/// Whether a character stands beside an address and never in one.
fn ends(character: char) -> bool {
    character.is_whitespace() || "\"'`<>()[]{}|“”„«»".contains(character)
}

/// Whether what follows on a line is no text: a comment, a key's address, where a link leads to.
fn is_elsewhere(line: &str, is_data: bool) -> bool {
    let before = line.trim_end_matches([' ', '"', '\'', '{', '<']);
    if is_data {
        let is_comment =
            line.trim_start_matches([BOM, ' ', '\t']).starts_with('#') || line.contains(" # ");
        let keys = ["url:", "archived:", "value:", "url =", "url="];
        is_comment || keys.iter().any(|key| before.ends_with(key))
    } else {
        line.ends_with('<') || before.ends_with("](") || before.ends_with("]:")
    }
}
