//! The one table of what can be found.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal;)*) => {
        /// The name of a finding, said so that "allow ⟨name⟩" reads well.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name as it is shown and written in `site.yaml`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How bad it is when `site.yaml` says nothing.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, in a line.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// The text that [`Code::explanation`] is read from.
            pub(super) fn explanation_text(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("explain/", $name, ".md")),)*
                }
            }

            /// Finds a code by its name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }
        }
    };
}

impl Code {
    /// Whether it is an error whatever `site.yaml` says: something would be missing from the site, or stand
    /// in the place of something else.
    pub fn is_fixed(self) -> bool {
        matches!(
            self,
            Self::UnreadableFile
                | Self::InvalidUtf8
                | Self::InvalidSlug
                | Self::MissingFrontMatter
                | Self::YamlSyntax
                | Self::BibSyntax
                | Self::DuplicateId
                | Self::DuplicatePath
                | Self::AliasCollision
                | Self::UnknownStyle
                | Self::UnknownTheme
                | Self::TemplateError
        )
    }
}

codes! {
    // Files.
    UnreadableFile "unreadable-file" Error "A file or folder of the content could not be read.";
    InvalidUtf8 "invalid-utf8" Error "A file is not UTF-8 text.";
    InvalidSlug "invalid-slug" Error "A file's name is not usable as an address.";
    MisplacedFile "misplaced-file" Warning "A file lies where nothing reads it.";
    OutsideSymlink "outside-symlink" Error "A link leads out of the content folder.";
    MissingFrontMatter "missing-front-matter" Error "A Markdown file has no front matter between two lines of `---`.";
    // YAML.
    YamlSyntax "yaml-syntax" Error "The YAML cannot be read.";
    BibSyntax "bib-syntax" Error "A BibTeX entry cannot be read.";
    DuplicateKey "duplicate-key" Error "A key stands twice in one map.";
    UnknownKey "unknown-key" Error "A key is not one that is read here.";
    WrongType "wrong-type" Error "A value is of another kind than its key asks for.";
    MissingKey "missing-key" Error "A required key is not there.";
    InvalidValue "invalid-value" Error "A value is not one of those that its key allows.";
    // Values.
    InvalidDate "invalid-date" Error "A date is not EDTF, or no such day exists.";
    ReversedInterval "reversed-interval" Error "An interval ends before it starts.";
    InvalidCountry "invalid-country" Error "A country is not given by its ISO 3166-1 alpha-2 code in capitals.";
    InvalidKey "invalid-key" Error "A source's key has a character that no citation can name.";
    InvalidUrl "invalid-url" Error "An address is not a usable URL.";
    UnsafeScheme "unsafe-scheme" Error "A link has a scheme that is not allowed.";
    HostileDomain "hostile-domain" Error "A link leads to a domain that the site never links to.";
    // References.
    UnknownSource "unknown-source" Error "No source has the key.";
    UnknownOperation "unknown-operation" Error "No operation has the slug.";
    UnknownOutlet "unknown-outlet" Error "No outlet has the id.";
    UnknownAgency "unknown-agency" Error "No agency has the id.";
    UnknownPlatform "unknown-platform" Error "No platform has the id.";
    UnknownKind "unknown-kind" Error "The vocabulary has no such kind.";
    UnknownRole "unknown-role" Error "The vocabulary has no such role.";
    UnknownFact "unknown-fact" Error "The vocabulary has no such fact.";
    UnknownOrigin "unknown-origin" Error "An origin is neither `own`, a wire, an agency nor a source.";
    UnknownClaim "unknown-claim" Error "No claim has the id.";
    AmbiguousId "ambiguous-id" Error "An id names more than one thing.";
    AliasUsed "alias-used" Warning "An alias stands where the id is meant.";
    SharedAlias "shared-alias" Warning "Two entities share an alias.";
    AliasCollision "alias-collision" Error "An operation's old slug is one that is in use.";
    CircularParent "circular-parent" Error "An entity is its own ancestor.";
    CircularRelated "circular-related" Error "An operation is related to itself, or operations follow, or are part of, each other in a circle.";
    CircularOrigin "circular-origin" Error "A source is its own origin, by however many steps.";
    RepeatedEntry "repeated-entry" Warning "A list or a fact says the same thing twice.";
    // Claims.
    UncitedClaim "uncited-claim" Error "A claim has no source that supports it.";
    MisplacedCitation "misplaced-citation" Error "A citation stands where no claim is.";
    MalformedCluster "malformed-cluster" Error "A citation cluster cannot be read.";
    UnknownAttribute "unknown-attribute" Error "A claim has an attribute that is not known.";
    DuplicateAttribute "duplicate-attribute" Error "A claim has an attribute twice.";
    MalformedAttributes "malformed-attributes" Error "A claim's attributes cannot be read.";
    InvalidClaimId "invalid-claim-id" Error "A claim's id cannot be used as one.";
    DuplicateId "duplicate-id" Error "Two things have the same id.";
    UnexplainedDispute "unexplained-dispute" Warning "A claim is marked as disputed, and nothing says by what.";
    CrowdedClaim "crowded-claim" Error "A claim cites or names more than can stand beside it.";
    UnusedSource "unused-source" Warning "Nothing cites a source.";
    SelfCitation "self-citation" Error "A source is this site itself.";
    DuplicateUrl "duplicate-url" Warning "Two sources have the same address.";
    UnarchivedSource "unarchived-source" Warning "A source has no archived copy.";
    TooFewOrigins "too-few-origins" Error "A fact rests on fewer independent origins than the policy asks for.";
    WithdrawnWithoutReason "withdrawn-without-reason" Error "A withdrawn claim does not say when and why.";
    // Bodies.
    RawHtml "raw-html" Error "The Markdown contains HTML.";
    UnclosedCode "unclosed-code" Error "A code block has no end, so all that follows is code.";
    DeadLink "dead-link" Error "A link inside the site leads nowhere.";
    MissingImage "missing-image" Error "An image is not there.";
    MissingAltText "missing-alt-text" Warning "An image has no words for readers who do not see it.";
    EmptyLinkText "empty-link-text" Error "A link has no text.";
    SkippedHeading "skipped-heading" Warning "A heading is more than one level below the one before it.";
    UndefinedFootnote "undefined-footnote" Error "A footnote is used but not defined.";
    UnusedFootnote "unused-footnote" Error "A footnote is defined but not used.";
    ExcessCell "excess-cell" Error "A table's row has more cells than its header.";
    // Site.
    UnmetAssertion "unmet-assertion" Error "A figure of the record is less or more than `assert` asks for.";
    DuplicatePath "duplicate-path" Error "Two things would be written to one path.";
    DraftLink "draft-link" Error "A published page refers to a draft.";
    Stale "stale" Warning "A record is past the day on which it was to be looked at again.";
    UnknownStyle "unknown-style" Error "The citation style is not one that can be used.";
    UnknownTheme "unknown-theme" Error "The theme is not there.";
    TemplateError "template-error" Error "A template of the theme cannot be read.";
    UnknownToken "unknown-token" Error "The theme has no token of the name.";
    LowContrast "low-contrast" Warning "Text in a colour of the theme can hardly be told from its ground.";
    UntranslatedTheme "untranslated-theme" Warning "The theme lacks words in the site's language.";
}
