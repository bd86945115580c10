//! Text that is HTML already, kept apart from text that is not.

use std::fmt::Write;

use serde::{Serialize, Serializer};

use crate::markdown::escape;
use crate::model::language;

/// HTML: whatever came from content is escaped in it.
///
/// A template writes it as it is, and escapes every other text; so no template needs `| safe`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html(pub(super) String);

impl Html {
    /// Appends what is HTML.
    pub(super) fn raw(&mut self, html: &str) -> &mut Self {
        self.0.push_str(html);
        self
    }

    /// Appends text, escaped for an element's content or a quoted attribute.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(&mut self.0, text);
        self
    }

    /// Appends a name that may be in another script than what stands around it, kept apart where it is.
    pub(super) fn name(&mut self, name: &str, is_right_to_left: bool) -> &mut Self {
        match language::is_text_right_to_left(name) {
            Some(direction) if direction != is_right_to_left => {
                self.raw("<bdi>").text(name).raw("</bdi>")
            }
            _ => self.text(name),
        }
    }

    /// Appends a number.
    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{number}");
        self
    }

    /// Appends a link inside the site.
    pub(super) fn link(&mut self, href: &str, text: &str) -> &mut Self {
        self.raw("<a href=\"").text(href).raw("\">").text(text).raw("</a>")
    }

    /// Appends a link that leaves the site.
    ///
    /// The other site is not told which page the reader came from: `base.html` says so once for all.
    pub(super) fn external(&mut self, href: &str, text: &str) -> &mut Self {
        self.raw("<a href=\"").text(href).raw("\">");
        self.text(text).raw("</a>")
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Tera's own serializer takes its values as they are, with the mark that this one is safe.
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// Text as HTML.
pub(super) fn escaped(text: &str) -> Html {
    let mut html = Html(String::with_capacity(text.len()));
    html.text(text);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_element_or_attribute() {
        let html = escaped("<script>\"a\" & 'b'</script>");
        assert_eq!(html.0, "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;");
    }

    #[test]
    fn a_name_in_the_other_direction_is_kept_apart() {
        let mut html = Html::default();
        html.name("Amaq", false).raw(" ").name("Amaq", true).raw(" ").name("أعماق", false);
        assert_eq!(html.0, "Amaq <bdi>Amaq</bdi> <bdi>أعماق</bdi>");
    }

    #[test]
    fn numbers_are_written_as_digits() {
        let mut html = Html::default();
        html.number(0).raw(" ").number(1207);
        assert_eq!(html.0, "0 1207");
    }
}
