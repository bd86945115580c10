//! What a terminal would obey, as something to look at.

/// A text of one line in which nothing acts on the terminal.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(picture).collect()
}

/// A character that is seen, for one that acts: control characters, those that turn the order of a
/// text around, and those that some take for the end of a line.
pub(super) fn picture(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    }
}

/// A text of several lines in which nothing acts on the terminal but tabs and the ends of lines.
pub fn printable(text: &str) -> String {
    let lines = |c| if matches!(c, '\n' | '\t') { c } else { picture(c) };
    text.replace("\r\n", "\n").chars().map(lines).collect()
}

/// Whether a character acts instead of being seen.
pub(super) fn acts(c: char) -> bool {
    picture(c) != c
}
