//! Reading TOML with exact places: every unknown key and every wrong value becomes a diagnostic.
//!
//! [`parse`] gives a [`Table`]; its readers take a key out, check the value's kind, and report what
//! does not fit. At the end, [`Table::finish`] reports the keys that nobody asked for. This is the
//! only module that knows the `toml` crate's types.

use std::ops::Range;

use toml::de::{DeTable, DeValue, Error};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::diagnostic::{At, Code, Diagnostic, nearest_list};
use crate::lang::Lang;
use crate::mistakes;
use crate::model::Labels;
use crate::path::SourcePath;

/// One table of a TOML file, from which keys are taken one by one.
pub(crate) struct Table<'a> {
    file: &'a SourcePath,
    name: String,
    entries: Vec<(String, Range<usize>, Entry<'a>)>,
    asked: Vec<&'static str>,
    /// The language of texts that name none.
    lang: Lang,
    /// The place of the table's header or of the key that holds it.
    pub(crate) span: Range<usize>,
}

/// The file whose first lines hold what is true of the whole site.
const CONFIG: &str = "config.toml";

/// What such lines may say, above the first heading in brackets.
const ABOVE: &[&str] = &[
    "title",
    "description",
    "url",
    "lang",
    "time_zone",
    "theme",
    "accent",
    "license",
    "edit_url",
    "page_size",
    "ignore",
];

/// German words for settings.
const GERMAN: &[(&str, &str)] = &[
    ("adresse", "url"),
    ("akzent", "accent"),
    ("akzentfarbe", "accent"),
    ("bearbeiten", "edit_url"),
    ("beschreibung", "description"),
    ("datei", "file"),
    ("farbe", "accent"),
    ("farben", "accent"),
    ("fusszeile", "foot_menu"),
    ("hauptfarbe", "accent"),
    ("lizenz", "license"),
    ("menue", "menu"),
    ("name", "title"),
    ("seite", "page"),
    ("sprache", "lang"),
    ("suche", "search"),
    ("titel", "title"),
    ("untertitel", "description"),
    ("webadresse", "url"),
    ("zeitzone", "time_zone"),
];

type Entry<'a> = At<DeValue<'a>>;

/// Parses a TOML text. Of a text that is none, the first mistake is reported, from which most others follow; the table
/// is then what could be made of it.
pub(crate) fn parse<'a>(file: &'a SourcePath, text: &'a str, problems: &mut Vec<Diagnostic>) -> Table<'a> {
    let (table, errors) = DeTable::parse_recoverable(text);
    problems.extend(problem(file, text, &errors));
    Table::new(file, String::new(), table.into_inner(), 0..0, Lang::default())
}

/// The problem of a text that is no TOML; `None` if it is.
pub(crate) fn syntax(file: &SourcePath, text: &str) -> Option<Diagnostic> {
    problem(file, text, &DeTable::parse_recoverable(text).1)
}

fn problem(file: &SourcePath, text: &str, errors: &[Error]) -> Option<Diagnostic> {
    let span = |error: &Error| error.span().unwrap_or(0..0);
    let first = errors.iter().min_by_key(|error| span(error).start)?;
    let (at, said) = (span(first), first.message());
    let (marked, rest) = (text.get(at.clone()).unwrap_or_default(), text.get(at.start..).unwrap_or_default());
    let is_text = said.starts_with("invalid ") && said.contains(" string");
    // Behind a bracket that nobody closes, everything is said to be wrong. Quotation marks may have swallowed its end.
    let is_bracket = |error: &Error| {
        ["unclosed array,", "unclosed inline table"].iter().any(|said| error.message().starts_with(said))
    };
    let bracket = if errors.iter().any(is_bracket) && !is_text { unclosed(text) } else { None };
    let (span, (de, en)) = match bracket.filter(|bracket| *bracket < at.start) {
        Some(bracket) => {
            let line = text[bracket..].lines().next().unwrap_or_default().trim_end();
            let said = if line.starts_with('[') { "unclosed array" } else { "unclosed inline table" };
            (bracket..bracket + line.len(), mistakes::toml(said, ""))
        }
        // A name without a value has an empty one, which the parser finds no quotation marks around.
        None if is_text && rest.starts_with('}') => (at, mistakes::toml("missing assignment", "")),
        None => (at, mistakes::toml(said, marked)),
    };
    Some(Diagnostic::new(Code::ConfigSyntax).at(file, span).arg_each("detail", de, en))
}

/// The first bracket that is closed nowhere.
fn unclosed(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for token in Source::new(text).lex() {
        let opener = match token.kind() {
            kind @ (TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket) => {
                open.push((kind, token.span().start()));
                continue;
            }
            TokenKind::RightSquareBracket => TokenKind::LeftSquareBracket,
            TokenKind::RightCurlyBracket => TokenKind::LeftCurlyBracket,
            _ => continue,
        };
        open.pop_if(|(kind, _)| *kind == opener);
    }
    open.first().map(|(_, at)| *at)
}

impl<'a> Table<'a> {
    fn new(file: &'a SourcePath, name: String, table: DeTable<'a>, span: Range<usize>, lang: Lang) -> Self {
        let entries = table
            .into_iter()
            .map(|(key, value)| {
                let (key_span, value_span) = (key.span(), value.span());
                let entry = At { value: value.into_inner(), span: value_span };
                (key.into_inner().into_owned(), key_span, entry)
            })
            .collect();
        Self { file, name, entries, asked: Vec::new(), lang, span }
    }

    /// From now on, texts that name no language are in this one. Without it, they are German.
    pub(crate) fn speak(&mut self, lang: &Lang) {
        self.lang = lang.clone();
    }

    /// The table that stands under `key` in this one.
    fn inner(&self, key: &str, table: DeTable<'a>, span: Range<usize>) -> Self {
        Self::new(self.file, self.path(key), table, span, self.lang.clone())
    }

    /// The file that the table stands in.
    pub(crate) fn file(&self) -> &'a SourcePath {
        self.file
    }

    /// Whether there is an entry of this name.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, ..)| name == key)
    }

    fn take(&mut self, key: &'static str) -> Option<(Range<usize>, Entry<'a>)> {
        self.asked.push(key);
        let index = self.entries.iter().position(|(name, ..)| name == key)?;
        let (_, key_span, entry) = self.entries.remove(index);
        Some((key_span, entry))
    }

    /// A value of another kind than the one that is shown by `example`.
    fn wrong(&self, key: &str, span: Range<usize>, example: &str, problems: &mut Vec<Diagnostic>) {
        self.wrong_shape(key, span, &format!("{key} = {example}"), problems);
    }

    /// Something of another kind than what is shown by `example`.
    fn wrong_shape(&self, key: &str, span: Range<usize>, example: &str, problems: &mut Vec<Diagnostic>) {
        problems.push(
            Diagnostic::new(Code::ConfigValue)
                .at(self.file, span)
                .arg("key", key)
                .arg_each("reason", "er ist von anderer Art", "it is of another kind")
                .arg("example", example),
        );
    }

    /// A text; a bare number is taken as written.
    pub(crate) fn text(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<At<String>> {
        let (_, entry) = self.take(key)?;
        match entry.value {
            DeValue::String(text) => Some(At { value: text.into_owned(), span: entry.span }),
            DeValue::Integer(number) => Some(At { value: number.as_str().to_owned(), span: entry.span }),
            _ => {
                self.wrong(key, entry.span, "\"…\"", problems);
                None
            }
        }
    }

    /// A whole number of at least `least`.
    pub(crate) fn number(
        &mut self,
        key: &'static str,
        least: usize,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<At<usize>> {
        let text = self.text(key, problems)?;
        match text.value.parse::<usize>() {
            Ok(value) if value >= least => Some(At { value, span: text.span }),
            _ => {
                problems.push(
                    Diagnostic::new(Code::ConfigValue)
                        .at(self.file, text.span)
                        .arg("key", key)
                        .arg("reason", format!("`{}`", text.value))
                        .arg("example", format!("{key} = {}", least + 1)),
                );
                None
            }
        }
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<bool> {
        let (_, entry) = self.take(key)?;
        if let DeValue::Boolean(flag) = entry.value {
            return Some(flag);
        }
        self.wrong(key, entry.span, "true", problems);
        None
    }

    /// A list of texts; a single text counts as a list of one.
    pub(crate) fn texts(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Vec<At<String>>> {
        let (_, entry) = self.take(key)?;
        let items = match entry.value {
            DeValue::String(text) => return Some(vec![At { value: text.into_owned(), span: entry.span }]),
            DeValue::Array(items) => items,
            _ => {
                self.wrong(key, entry.span, "[\"…\", \"…\"]", problems);
                return None;
            }
        };
        let mut texts = Vec::new();
        for item in items {
            let span = item.span();
            match item.into_inner() {
                DeValue::String(text) => texts.push(At { value: text.into_owned(), span }),
                _ => self.wrong(key, span, "\"…\"", problems),
            }
        }
        Some(texts)
    }

    /// A list of lists of texts, each with the place of its list.
    pub(crate) fn text_lists(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<At<Vec<String>>> {
        const EXAMPLE: &str = "[[\"…\", \"…\"]]";
        let Some((_, entry)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(items) = entry.value else {
            self.wrong(key, entry.span, EXAMPLE, problems);
            return Vec::new();
        };
        let mut lists = Vec::new();
        for item in items {
            let span = item.span();
            let texts = item.get_ref().as_array().map(|texts| {
                texts
                    .iter()
                    .map(|text| text.get_ref().as_str().map(str::to_owned))
                    .collect::<Option<Vec<_>>>()
            });
            match texts.flatten() {
                Some(value) => lists.push(At { value, span }),
                None => self.wrong(key, span, EXAMPLE, problems),
            }
        }
        lists
    }

    /// A text in the language of the table, or a table of texts by language.
    pub(crate) fn labels(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Labels> {
        let (_, entry) = self.take(key)?;
        self.labels_of(key, entry, problems)
    }

    fn labels_of(&self, key: &str, entry: Entry<'_>, problems: &mut Vec<Diagnostic>) -> Option<Labels> {
        let table = match entry.value {
            DeValue::String(text) => return Some(Labels::of(self.lang.clone(), &text)),
            DeValue::Table(table) => table,
            _ => {
                self.wrong(key, entry.span, "{ de = \"…\", en = \"…\" }", problems);
                return None;
            }
        };
        let mut labels = Labels::default();
        for (tag, text) in table {
            let tag_span = tag.span();
            match (Lang::parse(tag.get_ref()), text.get_ref().as_str()) {
                (Some(lang), Some(text)) => labels.insert(lang, text.to_owned()),
                _ => self.wrong(key, tag_span, "{ de = \"…\", en = \"…\" }", problems),
            }
        }
        Some(labels)
    }

    /// The table under this key.
    pub(crate) fn table(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Table<'a>> {
        self.table_or(key, |_| None, problems)
    }

    /// The same; `line` is what to write where a text stands in its place.
    pub(crate) fn table_or(
        &mut self,
        key: &'static str,
        line: impl Fn(&str) -> Option<String>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Table<'a>> {
        let (key_span, entry) = self.take(key)?;
        let line = entry.value.as_str().and_then(line);
        match entry.value {
            DeValue::Table(table) => Some(self.inner(key, table, key_span)),
            _ => {
                let line = line.unwrap_or_else(|| format!("[{}]", self.path(key)));
                self.wrong_shape(key, entry.span, &line, problems);
                None
            }
        }
    }

    /// The tables of a list of tables, `[[key]]`.
    pub(crate) fn tables(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Vec<Table<'a>>> {
        let (_, entry) = self.take(key)?;
        let DeValue::Array(items) = entry.value else {
            self.wrong_shape(key, entry.span, &format!("[[{}]]", self.path(key)), problems);
            return None;
        };
        let mut tables = Vec::new();
        for item in items {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => tables.push(self.inner(key, table, span)),
                _ => self.wrong_shape(key, span, &format!("[[{}]]", self.path(key)), problems),
            }
        }
        Some(tables)
    }

    /// Everything that is left, each a table of its own: for tables whose keys are names.
    pub(crate) fn named_tables(&mut self, problems: &mut Vec<Diagnostic>) -> Vec<(At<String>, Table<'a>)> {
        let mut tables = Vec::new();
        for (name, key_span, entry) in std::mem::take(&mut self.entries) {
            match entry.value {
                DeValue::Table(table) => {
                    let table = self.inner(&name, table, key_span.clone());
                    tables.push((At { value: name, span: key_span }, table));
                }
                _ => self.wrong_shape(&name, entry.span, &format!("[{}]", self.path(&name)), problems),
            }
        }
        tables
    }

    /// Everything that is left, each a label: for tables whose keys are names of choices.
    pub(crate) fn named_labels(&mut self, problems: &mut Vec<Diagnostic>) -> Vec<(String, Labels)> {
        let mut labels = Vec::new();
        for (name, _, entry) in std::mem::take(&mut self.entries) {
            if let Some(label) = self.labels_of(&name, entry, problems) {
                labels.push((name, label));
            }
        }
        labels
    }

    /// Everything that is left, each a text.
    pub(crate) fn named_texts(&mut self, problems: &mut Vec<Diagnostic>) -> Vec<(String, At<String>)> {
        let mut texts = Vec::new();
        for (name, key_span, entry) in std::mem::take(&mut self.entries) {
            match entry.value {
                DeValue::String(text) => {
                    texts.push((name, At { value: text.into_owned(), span: key_span }));
                }
                _ => self.wrong(&name, key_span, "\"…\"", problems),
            }
        }
        texts
    }

    /// Everything that is left, each a list of texts by language.
    pub(crate) fn lists_by_lang(&mut self, problems: &mut Vec<Diagnostic>) -> Vec<(Lang, Vec<String>)> {
        let mut lists = Vec::new();
        for (name, key_span, entry) in std::mem::take(&mut self.entries) {
            let texts = match &entry.value {
                DeValue::Array(items) => items
                    .iter()
                    .map(|item| item.get_ref().as_str().map(str::to_owned))
                    .collect::<Option<Vec<_>>>(),
                _ => None,
            };
            match (Lang::parse(&name), texts) {
                (Some(lang), Some(texts)) => lists.push((lang, texts)),
                _ => self.wrong(&name, key_span, "[\"…\", \"…\"]", problems),
            }
        }
        lists
    }

    /// Whether a table or a list is left that nobody asked for: more than a single value under a misspelt name.
    pub(crate) fn holds_more(&self) -> bool {
        self.entries.iter().any(|(.., entry)| matches!(entry.value, DeValue::Table(_) | DeValue::Array(_)))
    }

    /// Reports every key that was not asked for, with the nearest known one.
    pub(crate) fn finish(self, problems: &mut Vec<Diagnostic>) {
        for (name, span, entry) in &self.entries {
            let is_value = !matches!(entry.value, DeValue::Table(_));
            let is_above = !self.name.is_empty() && is_value && ABOVE.contains(&name.as_str());
            let meant =
                GERMAN.iter().find(|(german, _)| *german == name.to_lowercase()).map(|(_, meant)| *meant);
            let known = meant.filter(|meant| self.asked.contains(meant)).map(|meant| format!("`{meant}`"));
            let nearest = || nearest_list(name, self.asked.iter().copied());
            let allowed = self.asked.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            let table = if self.name.is_empty() { self.file.to_string() } else { format!("[{}]", self.name) };
            problems.push(
                Diagnostic::new(Code::ConfigUnknownKey)
                    .at(self.file, span.clone())
                    .arg("key", name)
                    .arg("table", table)
                    .arg("above", if is_above && self.file.as_str() == CONFIG { name.as_str() } else { "" })
                    .arg("nearest", known.unwrap_or_else(nearest))
                    .arg("allowed", allowed),
            );
        }
    }

    fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }
}
