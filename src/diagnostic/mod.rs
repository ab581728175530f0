//! Problems, and how they are said.
//!
//! A [`Diagnostic`] is data: a stable [`Code`], a place, and named arguments. Its words, in German
//! and English, stand in `catalogue.toml`, one entry per code, which `fundus explain` and the
//! handbook print as well. Every phase pushes diagnostics and goes on; nothing here prints or exits.
//!
//! A hint of the catalogue is said only when every argument that it names was given, so "Meinten
//! Sie …?" appears just when there is something to propose.

mod catalogue;
mod nearest;

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

pub use catalogue::{Entry, Wording, entry};
pub use nearest::{Candidates, is_slip_of, nearest, nearest_list};
use serde::{Deserialize, Serialize};

use crate::lang::MessageLang;
use crate::path::SourcePath;

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site is not published until this is mended.
    Error,
    /// The site is published; with `--strict` it is not.
    Warning,
    /// The site is published, always: what is to be said is not in the hand of who writes the texts.
    Note,
}

/// A place in a file of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file.
    pub file: SourcePath,
    /// The spot as a range of bytes in the file; empty at 0 when the file as a whole is meant.
    pub span: Range<usize>,
}

impl Place {
    /// What places are ordered by.
    fn key(&self) -> (&SourcePath, usize, usize) {
        (&self.file, self.span.start, self.span.end)
    }
}

/// A value read from a file, and the bytes of the file that hold it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Range<usize>,
}

/// One problem, ready to be said in any language and form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem it is.
    pub code: Code,
    /// Where it is; `None` for problems of no single file.
    pub place: Option<Place>,
    /// Other places that belong to it, such as the first of two definitions.
    pub others: Vec<Place>,
    /// What the wording fills in, by name.
    pub args: Vec<(&'static str, Words)>,
}

/// An argument of a message: the same in every language, or said in each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Words {
    /// A name, a value, a place: as it stands in the file.
    Same(String),
    /// A label or a part of a sentence.
    Each {
        /// In German.
        de: String,
        /// In English.
        en: String,
    },
}

impl Words {
    /// The words in this language.
    #[must_use]
    pub fn say(&self, lang: MessageLang) -> &str {
        match (self, lang) {
            (Self::Same(text), _) | (Self::Each { de: text, .. }, MessageLang::De) => text,
            (Self::Each { en, .. }, MessageLang::En) => en,
        }
    }
}

impl Diagnostic {
    /// The files in which its places are.
    pub fn files(&self) -> impl Iterator<Item = &SourcePath> {
        self.place.iter().chain(&self.others).map(|place| &place.file)
    }

    /// A problem of this kind, without a place yet.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, place: None, others: Vec::new(), args: Vec::new() }
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, file: &SourcePath, span: Range<usize>) -> Self {
        self.place = Some(Place { file: file.clone(), span });
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn also(mut self, file: &SourcePath, span: Range<usize>) -> Self {
        self.others.push(Place { file: file.clone(), span });
        self
    }

    /// Gives the wording an argument. An empty value counts as not given.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.args.push((name, Words::Same(value)));
        }
        self
    }

    /// Gives the wording an argument that is said differently in German and English. Empty texts count as not given.
    #[must_use]
    pub fn arg_each(mut self, name: &'static str, de: impl Into<String>, en: impl Into<String>) -> Self {
        let (de, en) = (de.into(), en.into());
        if !de.is_empty() || !en.is_empty() {
            self.args.push((name, Words::Each { de, en }));
        }
        self
    }

    /// The weight of its code.
    #[must_use]
    pub fn severity(&self) -> Severity {
        entry(self.code).severity
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self, lang: MessageLang) -> String {
        entry(self.code).wording(lang).message.fill_all(&self.args, lang)
    }

    /// What stands at the marked spot, where the message leaves that unclear.
    #[must_use]
    pub fn label(&self, lang: MessageLang) -> Option<String> {
        entry(self.code).wording(lang).label.as_ref()?.fill(&self.args, lang)
    }

    /// What stands at the other places.
    #[must_use]
    pub fn also_label(&self, lang: MessageLang) -> Option<String> {
        entry(self.code).wording(lang).also.as_ref()?.fill(&self.args, lang)
    }

    /// What to do about it, a sentence each.
    #[must_use]
    pub fn hints(&self, lang: MessageLang) -> Vec<String> {
        entry(self.code).wording(lang).hints.iter().filter_map(|hint| hint.fill(&self.args, lang)).collect()
    }
}

/// Sorts problems by file and position. What was met on several ways, such as a mistake in a template that others
/// call, is one problem that names all of them.
pub fn sort(problems: &mut Vec<Diagnostic>) {
    problems.sort_by(order);
    problems.dedup_by(|later, first| {
        let is_same = order(later, first).is_eq();
        if is_same {
            let others = std::mem::take(&mut later.others);
            let new: Vec<Place> = others.into_iter().filter(|place| !first.others.contains(place)).collect();
            first.others.extend(new);
            // In whatever order they were met.
            first.others.sort_by(|one, other| one.key().cmp(&other.key()));
        }
        is_same
    });
    // That a link had better not stand somewhere is nothing new where it must not.
    let places =
        |problem: &Diagnostic| Some(problem.place.clone()).filter(|_| problem.code == Code::PrivateLinkShown);
    let refused: Vec<Option<Place>> = problems.iter().filter_map(places).collect();
    problems.retain(|problem| problem.code != Code::PublicJoinLink || !refused.contains(&problem.place));
}

/// The order in which problems are reported.
fn order(one: &Diagnostic, other: &Diagnostic) -> Ordering {
    fn key(problem: &Diagnostic) -> impl Ord + '_ {
        (problem.place.as_ref().map(Place::key), problem.code, &problem.args)
    }
    key(one).cmp(&key(other))
}

/// Whether any of them keeps the site from being published.
#[must_use]
pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.severity() == Severity::Error)
}

macro_rules! codes {
    ($($variant:ident = $name:literal,)*) => {
        /// The stable name of a kind of problem; `fundus explain NAME` tells more about it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each code is documented in catalogue.toml, for editors")]
        pub enum Code { $($variant,)* }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name as messages show it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

codes! {
    // Front matter
    UnclosedFrontMatter = "unclosed-front-matter",
    UnopenedFrontMatter = "unopened-front-matter",
    WordProcessorDashes = "word-processor-dashes",
    MergeConflict = "merge-conflict",
    YamlSyntax = "yaml-syntax",
    YamlTab = "yaml-tab",
    YamlColon = "yaml-colon",
    CutValue = "cut-value",
    YamlLimit = "yaml-limit",
    DuplicateKey = "duplicate-key",
    UnknownField = "unknown-field",
    FieldOfOtherType = "field-of-other-type",
    MissingField = "missing-field",
    WrongKind = "wrong-kind",
    SingleValue = "single-value",
    CommaList = "comma-list",
    EmptyValue = "empty-value",
    BadDate = "bad-date",
    MissingTime = "missing-time",
    BadPeriod = "bad-period",
    EndBeforeStart = "end-before-start",
    DeadlineAfterEvent = "deadline-after-event",
    UndatedChange = "undated-change",
    MissingPublicity = "missing-publicity",
    PublicJoinLink = "public-join-link",
    PrivateLinkShown = "private-link-shown",
    BadUrl = "bad-url",
    BadEmail = "bad-email",
    UnknownChoice = "unknown-choice",
    BadAlias = "bad-alias",
    MissingFile = "missing-file",
    // References and vocabularies
    UnknownTerm = "unknown-term",
    RetiredTerm = "retired-term",
    UnknownReference = "unknown-reference",
    AmbiguousReference = "ambiguous-reference",
    WrongReferenceType = "wrong-reference-type",
    WaitingTarget = "waiting-target",
    PossiblyMeantReference = "possibly-meant-reference",
    CircularInheritance = "circular-inheritance",
    CircularTerms = "circular-terms",
    CopiedVocabulary = "copied-vocabulary",
    DuplicateTerm = "duplicate-term",
    DuplicateLabel = "duplicate-label",
    DuplicateAbbreviation = "duplicate-abbreviation",
    RespeltId = "respelt-id",
    UnknownVocabulary = "unknown-vocabulary",
    MissingVocabulary = "missing-vocabulary",
    VocabularyShape = "vocabulary-shape",
    BadQuery = "bad-query",
    IncompleteMatrix = "incomplete-matrix",
    // Files
    InvalidUtf8 = "invalid-utf8",
    NulByte = "nul-byte",
    TooLarge = "too-large",
    Unreadable = "unreadable",
    ChangedMeanwhile = "changed-meanwhile",
    SymlinkLoop = "symlink-loop",
    SymlinkOutside = "symlink-outside",
    SymlinkTwice = "symlink-twice",
    SymlinkBroken = "symlink-broken",
    BadFileName = "bad-file-name",
    MisnamedFile = "misnamed-file",
    MisnamedFolder = "misnamed-folder",
    MisnamedTranslation = "misnamed-translation",
    SameOutput = "same-output",
    ReservedName = "reserved-name",
    TakenAlias = "taken-alias",
    CopiedDocument = "copied-document",
    ArchiveChanged = "archive-changed",
    ArchiveMissing = "archive-missing",
    ArchiveUnrecorded = "archive-unrecorded",
    ArchiveSyntax = "archive-syntax",
    CaseOnly = "case-only",
    OrphanTranslation = "orphan-translation",
    NoContent = "no-content",
    MissingHistory = "missing-history",
    // Markdown
    BrokenLink = "broken-link",
    EmptyMenuList = "empty-menu-list",
    BrokenAnchor = "broken-anchor",
    LinkOutside = "link-outside",
    UnsafeLink = "unsafe-link",
    LocalPath = "local-path",
    BackslashPath = "backslash-path",
    NoTarget = "no-target",
    BadAddress = "bad-address",
    Detour = "detour",
    MissingImage = "missing-image",
    UnshownImage = "unshown-image",
    MissingAlt = "missing-alt",
    ExternalImage = "external-image",
    EmbeddedImage = "embedded-image",
    RemovedHtml = "removed-html",
    TooDeep = "too-deep",
    UnknownFootnote = "unknown-footnote",
    UnknownCallout = "unknown-callout",
    UnderlinedText = "underlined-text",
    SkippedHeading = "skipped-heading",
    EmptyHeading = "empty-heading",
    TitleInBody = "title-in-body",
    VagueLinkText = "vague-link-text",
    TableWithoutHeader = "table-without-header",
    TableTooWide = "table-too-wide",
    SurplusCells = "surplus-cells",
    TextInTable = "text-in-table",
    TextTable = "text-table",
    ListNumbers = "list-numbers",
    UnclosedComment = "unclosed-comment",
    GarbledText = "garbled-text",
    ControlCharacter = "control-character",
    UnclosedCode = "unclosed-code",
    TextAsCode = "text-as-code",
    UnreadMarkup = "unread-markup",
    PlainField = "plain-field",
    Leftover = "leftover",
    IndentedText = "indented-text",
    WeakAlt = "weak-alt",
    UnusedFootnote = "unused-footnote",
    MissingCaptions = "missing-captions",
    MissingTranscript = "missing-transcript",
    RepeatedHeading = "repeated-heading",
    // Language
    MixedGenderForms = "mixed-gender-forms",
    GenderForm = "gender-form",
    PersonalEmail = "personal-email",
    SimpleLongSentence = "simple-long-sentence",
    SimplePassive = "simple-passive",
    SimpleGenitive = "simple-genitive",
    SimpleLongWord = "simple-long-word",
    SimpleUnreviewed = "simple-unreviewed",
    // Configuration
    ConfigSyntax = "config-syntax",
    ConfigUnknownKey = "config-unknown-key",
    ConfigUnknownName = "config-unknown-name",
    ConfigValue = "config-value",
    ModelContradiction = "model-contradiction",
    ModelWithoutEffect = "model-without-effect",
    UnfundedType = "unfunded-type",
    // Theme
    TemplateSyntax = "template-syntax",
    TemplateRender = "template-render",
    TemplateVariable = "template-variable",
    TemplateRecursion = "template-recursion",
    MissingTemplate = "missing-template",
    ThemeContract = "theme-contract",
    ThemeText = "theme-text",
    UnusedThemeText = "unused-theme-text",
    ThemeFile = "theme-file",
    ThemeAddress = "theme-address",
    MissingTheme = "missing-theme",
    UnusedTheme = "unused-theme",
}

impl Code {
    /// The code with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_said_only_with_its_arguments() {
        let bare = Diagnostic::new(Code::UnknownField).arg("key", "titel").arg("type", "Konzept");
        let helped = bare.clone().arg("nearest", "`title`");
        assert!(helped.message(MessageLang::De).contains("titel"));
        assert_eq!(helped.hints(MessageLang::De).len(), bare.hints(MessageLang::De).len() + 1);
        let term = Diagnostic::new(Code::UnknownTerm).arg("value", "elten").arg_each("collected", "", "");
        assert!(term.hints(MessageLang::De).iter().all(|hint| !hint.contains("Originalen")));
    }

    #[test]
    fn problems_are_ordered_by_file_and_position() {
        let file = |name: &str| SourcePath::new(name).unwrap();
        let a = Diagnostic::new(Code::BrokenLink).at(&file("a.md"), 9..10);
        let b = Diagnostic::new(Code::BadDate).at(&file("a.md"), 40..41);
        let c = Diagnostic::new(Code::BadDate).at(&file("b.md"), 0..1);
        let mut problems = vec![c.clone(), b.clone(), a.clone(), b.clone()];
        sort(&mut problems);
        assert_eq!(problems, vec![a, b, c]);
    }

    #[test]
    fn what_is_met_on_several_ways_is_one_problem() {
        let file = |name: &str| SourcePath::new(name).unwrap();
        let problem =
            |name: &str| Diagnostic::new(Code::TemplateRender).at(&file("a.html"), 0..9).arg("detail", name);
        let (list, term) = (file("list.html"), file("term.html"));
        let mut problems = vec![
            problem("x").also(&list, 1..2),
            problem("y").also(&list, 1..2),
            problem("x").also(&term, 3..4).also(&list, 1..2),
        ];
        sort(&mut problems);
        assert_eq!(
            problems,
            [problem("x").also(&list, 1..2).also(&term, 3..4), problem("y").also(&list, 1..2)]
        );
    }
}
