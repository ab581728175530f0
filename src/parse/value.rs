//! From YAML nodes to typed values, by the model's word on each field.
//!
//! What a value refers to (terms, documents, files) stays a [`Name`] here. The same types hold the
//! resolved values later, with another `T`; so what is not resolved cannot be rendered.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::ops::Range;

use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::date::{BadDate, Day, Moment, Period};
use super::markdown::{self, Body};
use super::plain;
use crate::diagnostic::{At, Code, Diagnostic, Words, nearest, nearest_list};
use crate::discover::CONTENT;
use crate::lang::{Lang, MessageLang};
use crate::locale::weekday_name;
use crate::model::{DocType, Field, Kind, Labels, Model, Role};
use crate::path::SourcePath;
use crate::text::{fold, is_digits, is_web_address};
use crate::yaml::{self, Node};

/// What an editor wrote to name a term, a document or a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name(pub String);

/// How the values of a field are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Written {
    /// One value behind the key, or none of this document.
    #[default]
    Alone,
    /// In brackets: `[eltern, kinder]`.
    Row,
    /// Each on a line with a hyphen.
    Lines,
}

/// The values of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldValues<T> {
    /// Which field of the type (or group) it is.
    pub index: usize,
    /// Where its key stands.
    pub key: Range<usize>,
    /// How they are written.
    pub written: Written,
    /// The values, at least one.
    pub values: Vec<At<Value<T>>>,
}

/// The fields of a document or group, in the model's order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fields<T>(pub Vec<FieldValues<T>>);

/// A value of a field. `T` is what names become: [`Name`] after parse, a target after resolve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant holds what the kind of the same name promises")]
pub enum Value<T> {
    Text(String),
    Markdown(Box<Body>),
    Number(f64),
    Bool(bool),
    Date(Day),
    DateTime(Box<Moment>),
    Period(Period),
    Url(String),
    Email(String),
    Translated(Labels),
    Choice(String),
    /// A term, a document or a file.
    Link(T),
    Group(Fields<T>),
    Query(Box<Query<T>>),
}

/// What a page gathers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Query<T> {
    /// The heading; may be empty.
    pub title: Labels,
    /// The types, as indices in the model; empty for all.
    pub types: Vec<usize>,
    /// Conditions on fields; all must hold.
    pub filters: Vec<Filter<T>>,
    /// A document that the gathered ones refer to, through any field.
    pub about: Option<At<T>>,
    /// Past or upcoming.
    pub time: Option<Time>,
    /// The name of the field to sort by, and whether downwards; `None` for the type's own order.
    pub sort: Option<(String, bool)>,
    /// How many at most; 0 for all.
    pub limit: usize,
    /// How they are shown.
    pub show: Show,
    /// For a matrix: the names of the fields of rows and columns.
    pub matrix: Option<(String, String)>,
    /// For a table: the names of the fields that it shows; none for those that readers compare by anyway.
    pub columns: Vec<String>,
}

/// A condition of a [`Query`]: the field has one of the values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filter<T> {
    /// The field's name.
    pub field: String,
    /// The values.
    pub values: Vec<At<T>>,
}

/// The time of events that a query asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Time {
    /// Over before the day of the build.
    Past,
    /// On the day of the build or later, or not over yet.
    Upcoming,
}

/// How a query shows its documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the words are those of the front matter")]
pub enum Show {
    #[default]
    Cards,
    List,
    Table,
    Matrix,
    Timeline,
}

impl Show {
    const ALL: &[(&'static str, Self)] = &[
        ("cards", Self::Cards),
        ("list", Self::List),
        ("table", Self::Table),
        ("matrix", Self::Matrix),
        ("timeline", Self::Timeline),
    ];

    /// The way of showing with this word.
    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, show)| *show)
    }

    /// Every word.
    pub(super) fn words() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(word, _)| *word)
    }

    /// The word of the front matter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, show)| *show == self).map_or("", |(word, _)| word)
    }
}

impl<T> Default for Fields<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Fields<T> {
    /// The values of the field with this index; empty when the document does not have it.
    #[must_use]
    pub fn get(&self, index: usize) -> &[At<Value<T>>] {
        match self.0.binary_search_by_key(&index, |field| field.index) {
            Ok(found) => &self.0[found].values,
            Err(_) => &[],
        }
    }

    /// The first value of the field.
    #[must_use]
    pub fn first(&self, index: Option<usize>) -> Option<&Value<T>> {
        self.get(index?).first().map(|at| &at.value)
    }

    /// The first value of the field as text, if it is text.
    #[must_use]
    pub fn text(&self, index: Option<usize>) -> &str {
        match self.first(index) {
            Some(Value::Text(text) | Value::Choice(text) | Value::Url(text) | Value::Email(text)) => text,
            _ => "",
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What reading values needs to know.
pub(super) struct Reader<'a> {
    pub(super) file: &'a SourcePath,
    pub(super) source: &'a str,
    pub(super) model: &'a Model,
    pub(super) doc_type: &'a DocType,
    pub(super) lang: &'a Lang,
    pub(super) zone: &'a TimeZone,
}

impl Reader<'_> {
    /// Reads the front matter's mapping into fields of the document's type.
    pub(super) fn fields(&self, node: &Node, problems: &mut Vec<Diagnostic>) -> Fields<Name> {
        let entries = match &node.value {
            yaml::Value::Map(entries) => entries.as_slice(),
            yaml::Value::Null => &[],
            yaml::Value::Scalar(_) | yaml::Value::List(_) => {
                problems.push(Diagnostic::new(Code::YamlSyntax).at(self.file, node.span.clone()).arg_each(
                    "detail",
                    "erwartet werden Zeilen wie `title: …`",
                    "lines like `title: …` are expected",
                ));
                &[]
            }
        };
        let find = |name: &str| self.doc_type.field(name);
        let unknown = |key: &str, node: &Node| self.unknown_field(key, node);
        self.entries(entries, (&self.doc_type.fields, &self.doc_type.label), find, unknown, problems)
    }

    /// Reads the entries of something with these fields and this label.
    fn entries(
        &self,
        entries: &[(Node, Node)],
        (fields, of): (&[Field], &Labels),
        find: impl Fn(&str) -> Option<usize>,
        unknown: impl Fn(&str, &Node) -> Diagnostic,
        problems: &mut Vec<Diagnostic>,
    ) -> Fields<Name> {
        let mut found: Vec<FieldValues<Name>> = Vec::new();
        let mut seen: Vec<(usize, &Node)> = Vec::new();
        for (key, node) in entries {
            let name = key.text().unwrap_or_default();
            let Some(index) = find(name) else {
                problems.push(unknown(name, key));
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == index) {
                problems.push(duplicate_key(self.file, name, key, first));
                continue;
            }
            seen.push((index, key));
            let field = &fields[index];
            if is_blank(node) {
                problems.push(self.empty(field, name, node, of));
                continue;
            }
            let values = self.values(field, name, node, problems);
            if !values.is_empty() {
                found.push(FieldValues { index, key: key.span.clone(), written: self.manner(node), values });
            }
        }
        found.sort_by_key(|field| field.index);
        Fields(found)
    }

    fn unknown_field(&self, name: &str, key: &Node) -> Diagnostic {
        let label = &self.doc_type.label;
        let others: Vec<&DocType> =
            self.model.types.iter().filter(|other| other.field(name).is_some()).collect();
        // What is the very name of an entry of another type is rather that one than what readers call so here.
        let label_of = |field: &Field| format!("`{}`", field.name);
        let nearest = labelled(&self.doc_type.fields, name).filter(|_| others.is_empty()).map(label_of);
        let nearest = nearest.unwrap_or_else(|| nearest_list(name, self.doc_type.all_names()));
        let code = if others.is_empty() || !nearest.is_empty() {
            Code::UnknownField
        } else {
            Code::FieldOfOtherType
        };
        let diagnostic = Diagnostic::new(code)
            .at(self.file, key.span.clone())
            .arg("key", name)
            .arg_each("type", label.message(MessageLang::De), label.message(MessageLang::En))
            .arg("nearest", &nearest);
        if code == Code::FieldOfOtherType {
            let labels =
                |lang| others.iter().map(|other| other.label.message(lang)).collect::<Vec<_>>().join(", ");
            let folder = |other: &&DocType| match other.folders.first() {
                Some(folder) => format!("`{CONTENT}/{folder}/`"),
                None => format!("`{CONTENT}/`"),
            };
            let folders: Vec<String> = others.iter().map(folder).collect();
            diagnostic
                .arg_each("other", labels(MessageLang::De), labels(MessageLang::En))
                .arg("folders", folders.join(", "))
        } else if nearest.is_empty() {
            let allowed =
                self.doc_type.field_names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            diagnostic.arg("allowed", allowed)
        } else {
            diagnostic
        }
    }

    /// An entry without a value: one that is needed and that nothing else brings is as good as missing.
    fn empty(&self, field: &Field, key: &str, node: &Node, of: &Labels) -> Diagnostic {
        if field.required && field.inherit.is_empty() {
            return missing(self.file, node.span.clone(), field, of)
                .arg("key", key)
                .arg("filled", example(field, key));
        }
        self.empty_value(field, key, node)
    }

    fn empty_value(&self, field: &Field, key: &str, node: &Node) -> Diagnostic {
        let empty = Diagnostic::new(Code::EmptyValue).at(self.file, node.span.clone()).arg("key", key);
        with_dots(empty.arg("example", example(field, key)), field)
    }

    /// The values of one field; a single value counts as a list of one.
    fn values(
        &self,
        field: &Field,
        key: &str,
        node: &Node,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<At<Value<Name>>> {
        let nodes = match &node.value {
            yaml::Value::List(items) if field.many => items.iter().collect(),
            yaml::Value::List(items) if items.len() == 1 => vec![&items[0]],
            yaml::Value::List(items) => {
                let first = items.first().and_then(Node::text).map(|text| format!("{key}: {}", bare(text)));
                problems.push(
                    Diagnostic::new(Code::SingleValue)
                        .at(self.file, node.span.clone())
                        .arg("key", key)
                        .arg("example", first.unwrap_or_else(|| example(field, key))),
                );
                return Vec::new();
            }
            yaml::Value::Null | yaml::Value::Scalar(_) | yaml::Value::Map(_) => vec![node],
        };
        if let yaml::Value::Scalar(text) = &node.value {
            problems.extend(self.comma_list(field, key, text, node));
        }
        let is_item = matches!(node.value, yaml::Value::List(_));
        let first = problems.len();
        let values = nodes
            .into_iter()
            .filter_map(|node| {
                let value = self.value(field, (key, is_item), node, problems)?;
                Some(At { value, span: node.span.clone() })
            })
            .collect();
        propose_entries(self.manner(node), &mut problems[first..]);
        values
    }

    /// How the values at a node are written.
    fn manner(&self, node: &Node) -> Written {
        let is_row =
            || self.source[..node.span.end].get(node.span.start..).is_some_and(|text| text.starts_with('['));
        match node.value {
            yaml::Value::List(_) if is_row() => Written::Row,
            yaml::Value::List(_) => Written::Lines,
            yaml::Value::Null | yaml::Value::Scalar(_) | yaml::Value::Map(_) => Written::Alone,
        }
    }

    /// A text with commas in a field whose values hardly ever contain one. Whoever means it so writes a list of one.
    fn comma_list(&self, field: &Field, key: &str, text: &str, node: &Node) -> Option<Diagnostic> {
        let words = listed(text);
        let [first, others @ ..] = &words[..] else { return None };
        let lines = match (&field.kind, field.role) {
            (Kind::Term(vocabulary), _) if self.model.vocabularies[*vocabulary].open => {
                format!("`{key}: {}`", as_list(&words))
            }
            (Kind::Text, Some(Role::Synonyms | Role::Variant | Role::Abbreviation)) if field.many => {
                format!("`{key}: {}`", as_list(&words))
            }
            (Kind::Text, Some(Role::Abbreviation)) => {
                let variant = &self.doc_type.fields[self.doc_type.role(Role::Variant)?];
                format!("`{key}: {}`, `{}: {}`", bare(first), variant.name, as_list(others))
            }
            _ => return None,
        };
        let one = serde_json::Value::from(text.trim());
        Some(comma_list(text, lines).at(self.file, node.span.clone()).arg("key", key).arg("one", one))
    }

    /// The value at a node, which may be an item of a list.
    fn value(
        &self,
        field: &Field,
        (key, is_item): (&str, bool),
        node: &Node,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Value<Name>> {
        match &field.kind {
            Kind::Group(parts) => return self.group(field, parts, (key, is_item), node, problems),
            Kind::Query => return super::document::query(self, node, problems),
            Kind::Translated => return self.translated(field, key, node, problems),
            _ => {}
        }
        let Some(text) = node.text() else {
            let colon = self.unquoted_colon(field, (key, is_item), node);
            problems.push(colon.unwrap_or_else(|| self.wrong_kind(field, key, node)));
            return None;
        };
        let text = text.trim();
        if is_blank(node) {
            problems.push(self.empty_value(field, key, node));
            return None;
        }
        if field.kind == Kind::Text
            && let Some((found, plain)) = plain::unmarked(text)
        {
            let fixed = self.written((key, is_item), node.span.start, &quoted_text(&plain));
            problems.push(
                Diagnostic::new(Code::PlainField)
                    .at(self.file, node.span.clone())
                    .arg("key", key)
                    .arg("found", found)
                    .arg("fixed", fixed),
            );
        }
        self.scalar(field, key, text, node, problems)
    }

    /// A text with a colon, which YAML takes for a name with a value: `- Rückruf: bis Freitag`.
    fn unquoted_colon(&self, field: &Field, (key, is_item): (&str, bool), node: &Node) -> Option<Diagnostic> {
        let yaml::Value::Map(entries) = &node.value else { return None };
        let ([(name, value)], Kind::Text | Kind::Markdown) = (&entries[..], &field.kind) else { return None };
        let (start, name) = (name.span.start, name.text()?);
        let text = match &value.value {
            yaml::Value::Null => format!("{name}:"),
            yaml::Value::Scalar(text) => format!("{name}: {text}"),
            yaml::Value::List(_) | yaml::Value::Map(_) => return None,
        };
        // Whoever writes braces means a group.
        let is_group = self.source[..start].trim_end().ends_with('{');
        let end = value.span.end.max(start);
        (!is_group).then(|| {
            Diagnostic::new(Code::YamlColon)
                .at(self.file, start..start + self.source[start..end].trim_end().len())
                .arg("key", key)
                .arg("fixed", self.written((key, is_item), start, &quoted_text(&text)))
        })
    }

    /// How a value that begins at `start` is written: with its key, or as an entry of a list, with a hyphen or without.
    fn written(&self, (key, is_item): (&str, bool), start: usize, value: &str) -> String {
        match self.source[..start].trim_end().ends_with('-') {
            _ if !is_item => format!("{key}: {value}"),
            true => format!("- {value}"),
            false => value.to_owned(),
        }
    }

    /// The problem of a text that is no date, with the one that is meant.
    fn bad_date(
        &self,
        code: Code,
        error: BadDate,
        (field, key, text): (&Field, &str, &str),
        node: &Node,
    ) -> Diagnostic {
        let diagnostic =
            Diagnostic::new(code).at(self.file, node.span.clone()).arg("key", key).arg("value", text);
        match error {
            BadDate::Form => diagnostic,
            BadDate::Day(last) => diagnostic.arg("nearest", format!("`{last}`")).arg_each(
                "reason",
                "diesen Tag gibt es nicht",
                "there is no such day",
            ),
            BadDate::Month(exchanged) => diagnostic
                .arg("nearest", exchanged.map(|date| format!("`{date}`")).unwrap_or_default())
                .arg_each("reason", "diesen Monat gibt es nicht", "there is no such month"),
            BadDate::ShortYear(day) => diagnostic.arg("nearest", format!("`{day}`")).arg_each(
                "reason",
                "die Jahreszahl braucht vier Ziffern",
                "the year needs four digits",
            ),
            BadDate::Weekday(day, date) => {
                let named = |lang: Lang| weekday_name(date, &lang);
                let [de, en] = ["de", "en"].map(|tag| Lang::parse(tag).map(named).unwrap_or_default());
                diagnostic.arg("nearest", format!("`{day}`")).arg_each(
                    "reason",
                    format!("dieser Tag ist ein {de}"),
                    format!("that day is a {en}"),
                )
            }
            BadDate::Midnight(next) => diagnostic.arg("nearest", format!("`{next}`")).arg_each(
                "reason",
                "um 24 Uhr beginnt der nächste Tag",
                "the next day begins at midnight",
            ),
            BadDate::Skipped(later) => diagnostic.arg("nearest", format!("`{later}`")).arg_each(
                "reason",
                "in dieser Nacht wird die Uhr vorgestellt, und diese Uhrzeit gibt es nicht",
                "clocks are put forward that night, and there is no such time",
            ),
            BadDate::NoDay => diagnostic.arg_each("reason", "der Tag fehlt", "the day is missing"),
            BadDate::OnlyTime(_) => diagnostic.arg_each(
                "reason",
                "vor der Uhrzeit fehlt der Tag",
                "the day is missing before the time",
            ),
            BadDate::Range(start, end) => {
                let role = |role| self.doc_type.role(role).map(|index| &self.doc_type.fields[index].name);
                let lines = match (field.role, role(Role::End)) {
                    (Some(Role::Start), Some(other)) => format!("`{key}: {start}`, `{other}: {end}`"),
                    _ => format!("`{key}: {start}`"),
                };
                diagnostic.arg("nearest", lines).arg_each(
                    "reason",
                    "Beginn und Ende stehen jeweils in einer eigenen Zeile",
                    "start and end each have a line of their own",
                )
            }
        }
    }

    fn scalar(
        &self,
        field: &Field,
        key: &str,
        text: &str,
        node: &Node,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Value<Name>> {
        let bad_date = |code, error| self.bad_date(code, error, (field, key, text), node);
        let refuse = |code: Code| {
            Diagnostic::new(code).at(self.file, node.span.clone()).arg("key", key).arg("value", text)
        };
        let value = match &field.kind {
            Kind::Text => Ok(Value::Text(text.to_owned())),
            Kind::Markdown => {
                let part = markdown::Field { name: &field.name, value: text, span: node.span.clone() };
                let body = markdown::parse_field(self.file, self.source, &part, self.lang, problems);
                Ok(Value::Markdown(Box::new(body)))
            }
            Kind::Number => {
                let line = || Some(format!("{key}: {}", only_number(text, self.lang)?));
                number(text, self.lang)
                    .map(Value::Number)
                    .ok_or_else(|| self.wrong_kind_like(field, key, node, line()))
            }
            Kind::Bool => flag(text).map(Value::Bool).ok_or_else(|| self.wrong_kind(field, key, node)),
            Kind::Date => Day::parse(text).map(Value::Date).map_err(|error| {
                let problem = bad_date(Code::BadDate, error).arg("example", "2026-03-14");
                match Moment::parse(text, self.zone) {
                    Ok(time) => problem.arg("nearest", format!("`{key}: {}`", time.date())).arg_each(
                        "reason",
                        "hierher gehört nur der Tag",
                        "only the day belongs here",
                    ),
                    Err(_) => problem,
                }
            }),
            Kind::DateTime => Moment::parse(text, self.zone)
                .map(|moment| Value::DateTime(Box::new(moment)))
                .map_err(|error| {
                    let time =
                        if let BadDate::OnlyTime(time) = error { time } else { civil::time(14, 0, 0, 0) };
                    let example = format!("2026-03-14 {}", time.strftime("%H:%M"));
                    bad_date(Code::BadDate, error).arg("example", example)
                }),
            Kind::Period => self.period(text, node).map_err(|error| match error {
                Ok(diagnostic) => *diagnostic,
                Err(error) => bad_date(Code::BadPeriod, error),
            }),
            Kind::Url if is_web_address(text) => Ok(Value::Url(text.to_owned())),
            Kind::Url => {
                let nearest =
                    if text.starts_with("www.") { format!("`https://{text}`") } else { String::new() };
                Err(refuse(Code::BadUrl).arg("nearest", nearest))
            }
            Kind::Email if is_email(text) => Ok(Value::Email(text.to_owned())),
            Kind::Email => Err(refuse(Code::BadEmail)),
            Kind::Choice(choices) => match find_choice(choices, text) {
                Some(choice) => Ok(Value::Choice(choice)),
                None => Err(unknown_choice(refuse(Code::UnknownChoice), choices, text, field.many)),
            },
            Kind::Term(_) | Kind::Reference { .. } | Kind::File => Ok(Value::Link(Name(text.to_owned()))),
            Kind::Group(_) | Kind::Query | Kind::Translated => return None,
        };
        value.map_err(|problem| problems.push(problem)).ok()
    }

    fn period(&self, text: &str, node: &Node) -> Result<Value<Name>, Result<Box<Diagnostic>, BadDate>> {
        let period = Period::parse(text).map_err(Err)?;
        match (period.start, period.end) {
            (Some(start), Some(end)) if end.last() < start.date => Err(Ok(Box::new(
                Diagnostic::new(Code::EndBeforeStart)
                    .at(self.file, node.span.clone())
                    .arg("start", start.iso())
                    .arg("end", end.iso()),
            ))),
            _ => Ok(Value::Period(period)),
        }
    }

    fn group(
        &self,
        field: &Field,
        parts: &[Field],
        (key, is_item): (&str, bool),
        node: &Node,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Value<Name>> {
        let yaml::Value::Map(entries) = &node.value else {
            let kept = node.text().and_then(|text| filled_group(parts, text));
            let line =
                kept.map(|group| if is_item { format!("- {group}") } else { format!("{key}: {group}") });
            problems.push(self.wrong_kind_like(field, key, node, line));
            return None;
        };
        let find = |name: &str| {
            parts.iter().position(|part| part.name == name || part.aliases.iter().any(|alias| alias == name))
        };
        let names = || parts.iter().map(|part| part.name.as_str());
        let unknown = |name: &str, at: &Node| {
            let nearest = match labelled(parts, name) {
                Some(part) => format!("`{}`", part.name),
                None => nearest_list(name, names()),
            };
            let allowed = names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            Diagnostic::new(Code::UnknownField)
                .at(self.file, at.span.clone())
                .arg("key", name)
                .arg_each("type", field.label.message(MessageLang::De), field.label.message(MessageLang::En))
                .arg("allowed", if nearest.is_empty() { allowed } else { String::new() })
                .arg("nearest", nearest)
        };
        let fields = self.entries(entries, (parts, &field.label), find, unknown, problems);
        let meant: Vec<&str> = entries
            .iter()
            .filter_map(|(key, _)| match find(key.text()?) {
                Some(index) => Some(parts[index].name.as_str()),
                None => meant(key.text()?, names()),
            })
            .collect();
        for part in parts.iter().filter(|part| part.required) {
            // A part that is there and wrong, or misspelt, was told of where it stands.
            if !meant.contains(&part.name.as_str()) {
                let problem = missing(self.file, node.span.clone(), part, &field.label);
                problems.push(
                    problem.arg("key", &part.name).arg("group", key).arg("part", example(part, &part.name)),
                );
            }
        }
        self.check_order(parts, &fields, problems);
        Some(Value::Group(fields))
    }

    /// In a group with a start and an end, the end is not before the start.
    fn check_order(&self, parts: &[Field], fields: &Fields<Name>, problems: &mut Vec<Diagnostic>) {
        let day = |name: &str| {
            let index = parts.iter().position(|part| part.name == name)?;
            match fields.get(index).first() {
                Some(At { value: Value::Date(day), span }) => Some((*day, span.clone())),
                _ => None,
            }
        };
        if let (Some((start, _)), Some((end, span))) = (day("start"), day("end"))
            && end.last() < start.date
        {
            problems.push(
                Diagnostic::new(Code::EndBeforeStart)
                    .at(self.file, span)
                    .arg("start", start.iso())
                    .arg("end", end.iso()),
            );
        }
    }

    fn translated(
        &self,
        field: &Field,
        key: &str,
        node: &Node,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Value<Name>> {
        match labels(node, self.lang) {
            Some(labels) => Some(Value::Translated(labels)),
            None => {
                problems.push(self.wrong_kind(field, key, node));
                None
            }
        }
    }

    fn wrong_kind(&self, field: &Field, key: &str, node: &Node) -> Diagnostic {
        self.wrong_kind_like(field, key, node, None)
    }

    /// A value of another kind, with the line to write instead; without one, an example.
    fn wrong_kind_like(&self, field: &Field, key: &str, node: &Node, line: Option<String>) -> Diagnostic {
        let (de, en) = expected(&field.kind);
        let (found_de, found_en) = match &node.value {
            yaml::Value::Null => ("nichts", "nothing"),
            yaml::Value::Scalar(_) => ("ein Text", "a text"),
            yaml::Value::List(_) => ("eine Liste", "a list"),
            yaml::Value::Map(_) => ("eine Gruppe von Angaben", "a group of entries"),
        };
        Diagnostic::new(Code::WrongKind)
            .at(self.file, node.span.clone())
            .arg("key", key)
            .arg_each("expected", de, en)
            .arg_each("found", found_de, found_en)
            .arg("example", line.unwrap_or_else(|| example(field, key)))
    }
}

/// A required field that is not there; the whole file is its place where there is no front matter that it
/// could be added to. `term` is one that the field's vocabulary has, as an example.
pub(crate) fn missing_field(
    file: &SourcePath,
    span: Range<usize>,
    field: &Field,
    term: Option<&str>,
    of: &Labels,
) -> Diagnostic {
    let example = term.map_or_else(|| example(field, &field.name), |term| format!("{}: {term}", field.name));
    // Whoever has no front matter yet is told how to begin it.
    let name = if span == (0..0) { "first" } else { "example" };
    missing(file, span, field, of).arg("key", &field.name).arg(name, example)
}

/// Says what the three dots in the example of a text stand for; written as they are, they would count as empty.
fn with_dots(problem: Diagnostic, field: &Field) -> Diagnostic {
    let has_dots = matches!(field.kind, Kind::Text | Kind::Markdown | Kind::Translated);
    if has_dots { problem.arg("dots", "…") } else { problem }
}

fn missing(file: &SourcePath, span: Range<usize>, field: &Field, of: &Labels) -> Diagnostic {
    with_dots(Diagnostic::new(Code::MissingField), field)
        .at(file, span)
        .arg_each("label", field.label.message(MessageLang::De), field.label.message(MessageLang::En))
        .arg_each("type", of.message(MessageLang::De), of.message(MessageLang::En))
}

/// A number as people write it: `1.600` and `2,5` in German and most languages, `1,600` and `2.5` in English. What
/// cannot be grouped digits is a decimal, with a comma or a point.
pub(crate) fn number(text: &str, lang: &Lang) -> Option<f64> {
    let (group, decimal) = if lang.base() == "en" { (',', '.') } else { ('.', ',') };
    let (whole, fraction) = text.split_once(decimal).unwrap_or((text, ""));
    let mut groups = whole.strip_prefix('-').unwrap_or(whole).split(group);
    let is_first =
        |digits: &str| matches!(digits.len(), 1..=3) && !digits.starts_with('0') && is_digits(digits);
    let is_grouped = groups.next().is_some_and(is_first)
        && groups.clone().next().is_some()
        && groups.all(|digits| digits.len() == 3 && is_digits(digits));
    let plain =
        if is_grouped { format!("{}.{fraction}", whole.replace(group, "")) } else { text.replace(',', ".") };
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The one number in a text with words around it: `20` in `20 Personen`. `None` where there are several, or none.
fn only_number<'t>(text: &'t str, lang: &Lang) -> Option<&'t str> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','));
    let parts = parts.map(|part| part.trim_matches(['.', ','])).filter(|part| !part.is_empty());
    let mut numbers = parts.filter(|part| number(part, lang).is_some());
    numbers.next().filter(|_| numbers.next().is_none())
}

/// Yes or no.
pub(crate) fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "ja" | "yes" => Some(true),
        "false" | "nein" | "no" => Some(false),
        _ => None,
    }
}

/// Whether a text is a value of this kind, as far as the text alone can tell.
#[must_use]
pub fn reads(kind: &Kind, text: &str, lang: &Lang, zone: &TimeZone) -> bool {
    match kind {
        Kind::Number => number(text, lang).is_some(),
        Kind::Bool => flag(text).is_some(),
        Kind::Date => Day::parse(text).is_ok(),
        Kind::DateTime => Moment::parse(text, zone).is_ok(),
        Kind::Period => Period::parse(text).is_ok(),
        Kind::Url => is_web_address(text),
        Kind::Email => is_email(text),
        _ => true,
    }
}

/// Whether nothing was written, or only the dots that stand for something in examples.
pub(super) fn is_blank(node: &Node) -> bool {
    match &node.value {
        yaml::Value::Null => true,
        yaml::Value::Scalar(text) => matches!(text.trim(), "" | "…" | "..."),
        yaml::Value::List(_) | yaml::Value::Map(_) => false,
    }
}

/// The problems of keys that stand in a mapping for the second time.
pub(super) fn repeated(file: &SourcePath, entries: &[(Node, Node)]) -> Vec<Diagnostic> {
    let mut seen: HashMap<&str, &Node> = HashMap::new();
    let mut problems = Vec::new();
    for (key, _) in entries {
        let name = key.text().unwrap_or_default();
        match seen.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(key);
            }
            Entry::Occupied(first) => problems.push(duplicate_key(file, name, key, first.get())),
        }
    }
    problems
}

fn duplicate_key(file: &SourcePath, name: &str, key: &Node, first: &Node) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey)
        .at(file, key.span.clone())
        .also(file, first.span.clone())
        .arg("key", name)
}

/// The field that readers know under this name.
fn labelled<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    let name = fold(name);
    fields.iter().find(|field| field.label.iter().any(|(_, label)| fold(label) == name))
}

/// The name that somebody wrote, or else meant: the first one that the message about it proposes.
pub(super) fn meant<'a>(written: &str, names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let mut known = names.clone();
    known.find(|name| *name == written).or_else(|| nearest(written, names).first().copied())
}

/// A text in the language `lang`, or a mapping of texts by language.
pub(super) fn labels(node: &Node, lang: &Lang) -> Option<Labels> {
    match &node.value {
        yaml::Value::Scalar(text) => Some(Labels::of(lang.clone(), text)),
        yaml::Value::Map(entries) => {
            let mut labels = Labels::default();
            for (tag, text) in entries {
                labels.insert(Lang::parse(tag.text()?)?, text.text()?.to_owned());
            }
            Some(labels)
        }
        _ => None,
    }
}

/// The words that a text lists with commas; none when it does not.
pub(crate) fn listed(text: &str) -> Vec<&str> {
    let words: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 { words } else { Vec::new() }
}

/// A list to propose in the place of words with commas, in backticks: what each of them means, or itself. Empty when
/// none of them means anything.
pub(crate) fn proposed_list(words: &[&str], means: impl Fn(&str) -> Option<String>) -> String {
    let meant: Vec<Option<String>> = words.iter().map(|word| means(word)).collect();
    if meant.iter().all(Option::is_none) {
        return String::new();
    }
    let words = meant.into_iter().zip(words).map(|(meant, word)| meant.unwrap_or_else(|| (*word).to_owned()));
    format!("`{}`", as_list(&words.collect::<Vec<_>>()))
}

/// Within a list, entries of it are proposed, and no other list: so that what is proposed can be put in the place of
/// what is marked.
pub(crate) fn propose_entries(written: Written, problems: &mut [Diagnostic]) {
    let between = match written {
        Written::Alone => return,
        Written::Row => ", ",
        Written::Lines => "`, `- ",
    };
    for problem in problems {
        for (name, words) in &mut problem.args {
            if let ("nearest", Words::Same(text)) = (*name, words)
                && let Some(list) = text.strip_prefix("`[").and_then(|text| text.strip_suffix("]`"))
            {
                let hyphen = if written == Written::Lines { "- " } else { "" };
                *text = format!("`{hyphen}{}`", list.replace(", ", between));
            }
        }
    }
}

/// That a text with commas is one value where several seem to be meant; `lines` says how these are written.
pub(crate) fn comma_list(text: &str, lines: String) -> Diagnostic {
    Diagnostic::new(Code::CommaList).arg("value", text.trim()).arg("nearest", lines)
}

fn as_list(words: &[impl AsRef<str>]) -> String {
    format!("[{}]", words.iter().map(|word| bare(word.as_ref())).collect::<Vec<_>>().join(", "))
}

/// A text as a value of YAML, in quotation marks.
fn quoted_text(text: &str) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    serde_json::Value::from(text.join(" ")).to_string()
}

/// A text as a value of YAML: in quotation marks where it could be misread without them.
pub(super) fn bare(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || " -_./@".contains(c);
    if text.starts_with(char::is_alphanumeric) && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

/// A group in the place of a text, which stands in the part that it most likely belongs to; a time of day before it is
/// a part of its own. An address in the text is what matters of it; else it belongs where words are needed, or to the
/// part that the group begins with. `None` when it fits nowhere.
fn filled_group(parts: &[Field], text: &str) -> Option<String> {
    let is_clock = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.contains([':', '.'])
            && word.chars().all(|c| c.is_ascii_digit() || ":.-–".contains(c))
    };
    let time = parts.iter().position(|part| part.name == "time");
    let (clock, text) = match (time, text.trim().split_once(' ')) {
        (Some(time), Some((clock, rest))) if is_clock(clock) => {
            let rest = rest.trim_start().trim_start_matches("Uhr").trim_start_matches([':', ',', '-', '–']);
            (Some((time, clock)), rest.trim())
        }
        _ => (None, text.trim()),
    };
    let words = || {
        let marks = |c: char| "()<>[]\"„“,;:!?.".contains(c);
        text.split_whitespace().map(move |word| word.trim_matches(marks)).chain([text])
    };
    let found = |part: &Field| match &part.kind {
        Kind::Email => words().find(|word| is_email(word)),
        Kind::Url => words().find(|word| is_web_address(word)),
        Kind::File => Some(text).filter(|text| is_file_name(text)),
        _ => None,
    };
    let is_text = |part: &Field| matches!(part.kind, Kind::Text | Kind::Reference { open: true, .. });
    let leads = |(index, part): (usize, &Field)| {
        let is_first = parts[..index].iter().all(|before| before.name == "time") && part.name != "time";
        (is_text(part) && is_first).then_some(index)
    };
    let required = || parts.iter().position(|part| part.required && is_text(part));
    let fitting = parts.iter().enumerate().find_map(|(index, part)| Some((index, found(part)?)));
    let worded = || required().or_else(|| parts.iter().enumerate().find_map(leads));
    let (place, text) = fitting.or_else(|| Some((worded()?, text)))?;
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let parts = parts.iter().enumerate().filter_map(|(index, part)| {
        let value = match (&part.kind, clock) {
            (_, Some((time, clock))) if time == index => quoted(clock),
            (Kind::Text, _) if place == index => quoted(text),
            (Kind::Url, _) if place == index => text.to_owned(),
            (Kind::File, _) if place == index && text.contains(' ') => quoted(text),
            _ if place == index => bare(text),
            _ if part.required => return Some(example(part, &part.name)),
            _ => return None,
        };
        Some(format!("{}: {value}", part.name))
    });
    Some(format!("{{{}}}", parts.collect::<Vec<_>>().join(", ")))
}

/// Whether a text is rather the name of a file than a sentence: it has an ending as files have, or no spaces.
fn is_file_name(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_ending = (3..=4).contains(&ending.len())
        && ending.chars().all(|c| c.is_ascii_alphanumeric())
        && ending.starts_with(|c: char| c.is_ascii_alphabetic());
    text.contains('.') && (is_ending || !text.contains(char::is_whitespace))
}

/// Whether what `field`, one of the `declared`, says may be published, beside what the others say in `fields`.
pub(crate) fn is_public<T>(field: &Field, declared: &[Field], fields: &Fields<T>) -> bool {
    let is_true = |name: &str| {
        let index = declared.iter().position(|field| field.name == name);
        matches!(fields.first(index), Some(Value::Bool(true)))
    };
    !field.private && field.private_unless.as_deref().is_none_or(is_true)
}

/// The line of front matter that shows how a field is written.
#[must_use]
pub(crate) fn example(field: &Field, key: &str) -> String {
    let value = match &field.kind {
        Kind::Text | Kind::Markdown => "\"…\"".to_owned(),
        Kind::Number => "12".to_owned(),
        Kind::Bool => "true".to_owned(),
        Kind::Date => "2026-03-14".to_owned(),
        Kind::DateTime => "2026-03-14 14:00".to_owned(),
        Kind::Period => "2021-07 bis 2022-12".to_owned(),
        Kind::Url => "https://example.org/".to_owned(),
        Kind::Email => "buero@example.org".to_owned(),
        Kind::File => "bilder/beispiel.svg".to_owned(),
        Kind::Translated => "{de: \"…\", en: \"…\"}".to_owned(),
        Kind::Query => "[{type: concept, limit: 6}]".to_owned(),
        Kind::Choice(choices) => choices.keys().next().cloned().unwrap_or_default(),
        Kind::Term(_) => "…".to_owned(),
        Kind::Reference { .. } => "dateiname-ohne-md".to_owned(),
        Kind::Group(parts) => {
            let shown = parts.iter().filter(|part| !part.hidden).take(2);
            let parts: Vec<String> = shown.map(|part| example(part, &part.name)).collect();
            format!("{{{}}}", parts.join(", "))
        }
    };
    format!("{key}: {value}")
}

fn expected(kind: &Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Text | Kind::Markdown => ("ein Text", "a text"),
        Kind::Number => ("eine Zahl", "a number"),
        Kind::Bool => ("`true` oder `false`", "`true` or `false`"),
        Kind::Date => ("ein Datum", "a date"),
        Kind::DateTime => ("ein Datum mit Uhrzeit", "a date with a time"),
        Kind::Period => ("ein Zeitraum", "a period"),
        Kind::Url => ("eine Webadresse", "a web address"),
        Kind::Email => ("eine E-Mail-Adresse", "an e-mail address"),
        Kind::File => ("der Name einer Datei", "the name of a file"),
        Kind::Translated => ("ein Text je Sprache", "a text for each language"),
        Kind::Query => ("eine Abfrage", "a query"),
        Kind::Choice(_) => ("eine der Auswahlmöglichkeiten", "one of the choices"),
        Kind::Term(_) => ("ein Begriff oder eine Liste von Begriffen", "a term or a list of terms"),
        Kind::Reference { .. } => ("der Dateiname eines Dokuments", "the file name of a document"),
        Kind::Group(_) => ("eine Gruppe von Angaben", "a group of entries"),
    }
}

/// A problem of a word that has to be one of these, with the nearest of them and all.
pub(crate) fn among<'a>(
    problem: Diagnostic,
    word: &str,
    words: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let allowed = words.clone().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    problem.arg("nearest", nearest_list(word, words)).arg("allowed", allowed)
}

/// The problem of a text that names no choice, with what it may mean; where there may be many, that may be a list.
fn unknown_choice(
    problem: Diagnostic,
    choices: &indexmap::IndexMap<String, Labels>,
    text: &str,
    many: bool,
) -> Diagnostic {
    let keys = || choices.keys().map(String::as_str);
    let words = if many { listed(text) } else { Vec::new() };
    let list = proposed_list(&words, |word| {
        let word_in = |labels: &Labels| labels.iter().any(|(_, label)| fold(label).contains(&fold(word)));
        let named = || choices.iter().find(|(_, labels)| word_in(labels)).map(|(key, _)| key.clone());
        find_choice(choices, word)
            .or_else(|| nearest(word, keys()).first().map(ToString::to_string))
            .or_else(named)
    });
    among(problem.arg("nearest", list), text, keys())
}

/// The choice that a text names by its key or a label.
pub(crate) fn find_choice(choices: &indexmap::IndexMap<String, Labels>, text: &str) -> Option<String> {
    if choices.contains_key(text) {
        return Some(text.to_owned());
    }
    let folded = fold(text);
    choices
        .iter()
        .find(|(key, labels)| fold(key) == folded || labels.iter().any(|(_, label)| fold(label) == folded))
        .map(|(key, _)| key.clone())
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let allowed = |c: char| c.is_alphanumeric() || "._+-".contains(c);
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && name.chars().all(allowed)
        && host.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_language_writes_them() {
        let read = |text, lang| number(text, &Lang::parse(lang).unwrap());
        for (text, value) in [
            ("12", 12.0),
            ("1.600", 1600.0),
            ("1.600.000", 1_600_000.0),
            ("1.600,5", 1600.5),
            ("-1.600", -1600.0),
            ("2,5", 2.5),
            ("2.5", 2.5),
            ("0.125", 0.125),
            ("1600", 1600.0),
        ] {
            assert_eq!(read(text, "de"), Some(value), "{text}");
        }
        assert_eq!(
            (read("1,600", "en"), read("1.600", "en"), read("2,5", "en")),
            (Some(1600.0), Some(1.6), Some(2.5))
        );
        for text in ["", "-", "viele", "1.60,5", "1.600.00", "1..600", "inf", "1,2,3"] {
            assert_eq!(read(text, "de"), None, "{text}");
        }
    }
}
