//! The shape of a value: what can be asked of it without the rest of the content.
//!
//! Each type that is read from YAML gives the shape that its reading asks for, so reader and schema have one definition.

/// The shape of a value.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Anything at all.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number from the first to the last of the two.
    Whole(i64, i64),
    /// Any number that is not less than this, if one is given.
    Number(Option<i64>),
    /// Text.
    Text(Text),
    /// A list.
    List(Box<Shape>),
    /// A map whose keys are the editor's own.
    Map(Box<Map>),
    /// A map of known keys.
    Record(Record),
    /// Any of these.
    OneOf(Vec<Shape>),
}

/// What is asked of a text.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// What such a text is called, if it is of a kind that is asked for in several places.
    pub called: Option<&'static str>,
    /// The words that it can be, each with what it means; any if there are none.
    pub words: Vec<(String, &'static str)>,
    /// A regular expression, as JavaScript has them, that finds something in it.
    pub pattern: Option<String>,
    /// A regular expression that finds nothing in it.
    pub refused: Option<String>,
    /// What an editor is told if one of the two is not so.
    pub fault: &'static str,
    /// The most characters.
    pub longest: Option<usize>,
    /// How it may look.
    pub examples: &'static [&'static str],
    /// Whose names it is one of; which there are, the content says.
    pub names: Option<Names>,
}

/// Things of the content that go by names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Names {
    /// Kinds of the vocabulary.
    Kinds,
    /// Roles of the vocabulary.
    Roles,
    /// Facts of the vocabulary.
    Facts,
    /// What a source's origin can be.
    Origins,
    /// Operations.
    Operations,
    /// Outlets.
    Outlets,
    /// Agencies.
    Agencies,
    /// Platforms.
    Platforms,
    /// Sources.
    Sources,
}

/// What is asked of a map whose keys are the editor's own.
#[derive(Clone, Debug)]
pub struct Map {
    /// What its keys are like.
    pub keys: Text,
    /// Keys whose value is of a shape of its own: the key, what it is for, the shape.
    pub known: Vec<(String, &'static str, Shape)>,
    /// The shape of the other values; `None` if there can be no others.
    pub others: Option<Shape>,
    /// Whether nothing at all will do where the map is asked for.
    pub or_nothing: bool,
}

/// What is asked of a map of known keys.
#[derive(Clone, Debug)]
pub struct Record {
    /// The one name by which it is told from every other.
    pub id: &'static str,
    /// What messages call it.
    pub called: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its keys.
    pub keys: Vec<Key>,
    /// Whether nothing at all will do where the record is asked for.
    pub or_nothing: bool,
}

/// A key of a record.
#[derive(Clone, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What it may look like, if the record needs it.
    pub required: Option<&'static str>,
    /// The shape of its value; asked for when it is needed, since a record may hold others of its kind.
    pub shape: fn() -> Shape,
}

impl Shape {
    /// Text, of which nothing more is asked.
    pub fn text() -> Self {
        Self::Text(Text::default())
    }

    /// A record, and not nothing at all.
    #[must_use]
    pub fn of_record(record: Record) -> Self {
        Self::Record(Record { or_nothing: false, ..record })
    }

    /// One value or a list of them.
    #[must_use]
    pub fn or_many(self) -> Self {
        Self::OneOf(vec![self.clone(), Self::List(Box::new(self))])
    }
}

impl Text {
    /// One of a closed set of words.
    pub fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words = words.into_iter().map(|word| (word.to_owned(), "")).collect();
        Self { words, ..Self::default() }
    }

    /// Text that a regular expression fits as a whole, but for the line end of a block.
    pub fn like(expression: &str) -> Self {
        Self { pattern: Some(format!(r"^(?:{expression})\n*$")), ..Self::default() }
    }

    /// Text in which more stands than white space.
    pub fn filled() -> Self {
        Self { pattern: Some(r"\S".to_owned()), fault: "should not be empty", ..Self::default() }
    }

    /// The same, and what an editor is told if it is not so.
    #[must_use]
    pub fn or(self, fault: &'static str) -> Self {
        Self { fault, ..self }
    }

    /// A name of something.
    pub fn name_of(names: Names) -> Self {
        Self { names: Some(names), ..Self::default() }
    }
}

impl Record {
    /// Whether a key must be there.
    pub fn needs_any_key(&self) -> bool {
        self.keys.iter().any(|key| key.required.is_some())
    }
}
