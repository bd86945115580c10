//! Text in lines of a given width.

use super::console::Console;

/// The most columns of a line, in a pipe too.
pub(super) const WIDEST: usize = 80;

/// The columns of which fewer are not to be kept to.
pub(super) const NARROWEST: usize = 40;

/// The columns that what is printed can have.
pub(super) fn width_of(console: &Console) -> usize {
    console.width_of_output().unwrap_or(WIDEST).clamp(NARROWEST, WIDEST)
}

/// A text behind a head, its further lines indented as far; where there is little room beside that, all of it below.
pub(super) fn wrapped(head: &str, text: &str, width: usize) -> String {
    let mut shown = head.to_owned();
    let mut column = head.len();
    let mut indent = if head.contains("  ") { head.len() } else { 0 };
    if indent + 20 > width {
        indent = 4;
        column = indent;
        shown = format!("{}\n{}", head.trim_end(), " ".repeat(indent));
    }
    let mut is_first = true;
    for word in text.split(' ') {
        let length = word.chars().count();
        if !is_first && column + 1 + length > width {
            shown += &format!("\n{}", " ".repeat(indent));
            column = indent;
            is_first = true;
        }
        if !is_first {
            shown.push(' ');
            column += 1;
        }
        shown += word;
        column += length;
        is_first = false;
    }
    shown + "\n"
}
