//! What keeps text from tripping Hayagriva.
//!
//! It remembers how long a prefix is (`", "`, `"vol.\u{a0}"`), takes the space off its end when a text follows that starts with a
//! stop, a comma, a closing bracket or white space, and then slices at the length that it remembered: in the middle
//! of `é` in `.é`, which ends the program. A text that starts so gets a mark before it, which is taken out of what
//! comes back.

use hayagriva::types as csl;
use hayagriva::types::{ChunkedString, FormatString, MaybeTyped, Person};

/// The mark: it has no width, and is no space.
pub(super) const MARK: char = '\u{2060}';

/// A value whose texts can do no harm.
pub(super) trait Guarded {
    /// The same, its texts without white space at their start, and marked where they need it.
    fn guarded(self) -> Self;
}

impl Guarded for String {
    fn guarded(mut self) -> Self {
        let blank = self.len() - self.trim_start().len();
        self.drain(..blank);
        if self.starts_with(['.', ',', ']', ')']) {
            self.insert(0, MARK);
        }
        self
    }
}

impl Guarded for ChunkedString {
    fn guarded(mut self) -> Self {
        let is_blank = |chunk: &csl::StringChunk| chunk.value.trim_start().is_empty();
        let start = self.0.iter().position(|chunk| !is_blank(chunk)).unwrap_or(self.0.len());
        self.0.drain(..start);
        if let Some(first) = self.0.first_mut() {
            first.value = std::mem::take(&mut first.value).guarded();
        }
        self
    }
}

impl Guarded for FormatString {
    fn guarded(self) -> Self {
        let Self { value, short } = self;
        Self { value: value.guarded(), short: short.map(|short| Box::new(short.guarded())) }
    }
}

impl Guarded for Person {
    fn guarded(self) -> Self {
        let Self { name, given_name, prefix, suffix, comma_suffix, alias } = self;
        Self {
            name: name.guarded(),
            given_name: given_name.map(Guarded::guarded),
            prefix: prefix.map(Guarded::guarded),
            suffix: suffix.map(Guarded::guarded),
            comma_suffix,
            alias,
        }
    }
}

impl<T: Guarded> Guarded for Vec<T> {
    fn guarded(self) -> Self {
        self.into_iter().map(Guarded::guarded).collect()
    }
}

impl Guarded for csl::PersonsWithRoles {
    fn guarded(self) -> Self {
        Self { names: self.names.guarded(), role: self.role }
    }
}

impl Guarded for csl::Publisher {
    fn guarded(self) -> Self {
        let text = |text: Option<&FormatString>| text.cloned().map(Guarded::guarded);
        Self::new(text(self.name()), text(self.location()))
    }
}

impl Guarded for csl::Numeric {
    fn guarded(self) -> Self {
        let Self { value, prefix, suffix } = self;
        Self { value, prefix: prefix.map(|prefix| Box::new(prefix.guarded())), suffix }
    }
}

impl Guarded for csl::PageRanges {
    fn guarded(self) -> Self {
        use csl::PageRangesPart as Part;
        let part = |part| match part {
            Part::SinglePage(page) => Part::SinglePage(page.guarded()),
            Part::Range(start, end) => Part::Range(start.guarded(), end.guarded()),
            Part::EscapedRange(start, end) => Part::EscapedRange(start.guarded(), end.guarded()),
            Part::Ampersand | Part::Comma => part,
        };
        Self::new(self.ranges.into_iter().map(part).collect())
    }
}

impl<T: Guarded> Guarded for MaybeTyped<T> {
    fn guarded(self) -> Self {
        match self {
            Self::Typed(value) => Self::Typed(value.guarded()),
            Self::String(text) => Self::String(text.guarded()),
        }
    }
}

impl Guarded for csl::SerialNumber {
    fn guarded(self) -> Self {
        Self(self.0.into_iter().map(|(kind, number)| (kind, number.guarded())).collect())
    }
}

impl Guarded for csl::Date {
    fn guarded(self) -> Self {
        self
    }
}

impl Guarded for csl::Duration {
    fn guarded(self) -> Self {
        self
    }
}
