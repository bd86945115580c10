//! JSON with line ends where they help to read it, and nowhere else.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Where lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Nowhere.
    Line,
    /// After each field of the envelope and of its result, and after each item of a list that is one of those.
    Fields,
}

/// Appends a value.
pub(super) fn write(out: &mut Vec<u8>, value: &impl Serialize, layout: Layout) {
    let deepest = match layout {
        Layout::Line => 0,
        Layout::Fields => 3,
    };
    let mut serializer =
        Serializer::with_formatter(out, Lines { depth: 0, deepest, is_empty: true });
    // Only a map with keys that are no strings could fail, and there is none.
    let _ = value.serialize(&mut serializer);
}

struct Lines {
    depth: usize,
    /// Down to this depth each item of a list has its line; each field of an object down to the one above.
    deepest: usize,
    is_empty: bool,
}

impl Lines {
    fn begin(&mut self) {
        self.depth += 1;
        self.is_empty = true;
    }

    fn end<W: io::Write + ?Sized>(&mut self, out: &mut W, deepest: usize) -> io::Result<()> {
        self.depth -= 1;
        if self.is_empty || self.depth >= deepest {
            self.is_empty = false;
            return Ok(());
        }
        self.new_line(out)
    }

    fn value<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        first: bool,
        deepest: usize,
    ) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.is_empty = false;
        if self.depth > deepest { Ok(()) } else { self.new_line(out) }
    }

    fn new_line<W: io::Write + ?Sized>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b" "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin();
        out.write_all(b"[")
    }

    fn end_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, self.deepest)?;
        out.write_all(b"]")
    }

    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.value(out, first, self.deepest)
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin();
        out.write_all(b"{")
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, self.deepest.saturating_sub(1))?;
        out.write_all(b"}")
    }

    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.value(out, first, self.deepest.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_is_a_field_or_an_item_of_a_list_and_what_is_in_it_stays_on_it() {
        let value = json!({"total": 1, "result": {"id": "a", "none": [], "date": {"edtf": "2018"}, "claims": [{"a": [1, 2]}, {}]}});
        let mut out = Vec::new();
        write(&mut out, &value, Layout::Fields);
        let expected = r#"{
 "total":1,
 "result":{
  "id":"a",
  "none":[],
  "date":{"edtf":"2018"},
  "claims":[
   {"a":[1,2]},
   {}
  ]
 }
}"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        let mut line = Vec::new();
        write(&mut line, &value, Layout::Line);
        assert_eq!(line, value.to_string().into_bytes());
    }
}
