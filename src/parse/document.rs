//! From the bytes of a Markdown file to a [`Document`]: encoding, front matter, body.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::tz::TimeZone;
use memchr::memchr;
use serde::{Deserialize, Serialize};

use super::address::Addresses;
use super::conflict;
use super::garbled;
use super::language;
use super::markdown::{self, Body, Text};
use super::meeting;
use super::value::{
    Fields, Filter, Name, Query, Reader, Show, Time, Value, bare, is_blank, labels, meant, repeated,
};
use crate::config::Gender;
use crate::diagnostic::{At, Code, Diagnostic, has_errors, nearest_list};
use crate::discover::DocumentSource;
use crate::hash::ContentHash;
use crate::lang::Lang;
use crate::model::{DocType, Field, Kind, Labels, Model, Role};
use crate::path::{OutputPath, SourcePath};
use crate::text::fold;
use crate::yaml::{self, Node};

/// A parsed document: everything that its own file says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// Where it comes from.
    pub source: DocumentSource,
    /// Its language.
    pub lang: Lang,
    /// Its type, as an index in the model.
    pub kind: usize,
    /// What its front matter says.
    pub fields: Fields<Name>,
    /// Its title as a name by which others may refer to it, see [`fold`]; empty without a title.
    pub title_name: String,
    /// The place of the front matter, for problems that belong to none of its lines.
    pub head: Range<usize>,
    /// Fields that may be written in the front matter but could not be read, or are misspelt; all of them
    /// when the whole front matter could not be read.
    pub unread_fields: Vec<usize>,
    /// Whether its front matter has errors, or nothing of it could be read: then it may mean to say what it does not.
    pub is_flawed: bool,
    /// Its text. Where a document is kept, it is kept without [`Body::text`]; see [`text_again`].
    #[serde(with = "markdown::without_text")]
    pub body: Body,
    /// The web addresses in its front matter and its text.
    pub addresses: Addresses,
    /// The fingerprint of its file.
    pub hash: ContentHash,
    /// The same with the line ends of Unix, where the file has others.
    unix_hash: Option<ContentHash>,
}

impl Document {
    /// Whether nothing but the text itself differs: then other pages show the same of both, and all that
    /// the text refers to is the same. Links may lead to headings that it no longer has.
    #[must_use]
    pub fn differs_in_text_only(&self, other: &Self) -> bool {
        let Self {
            source,
            lang,
            kind,
            fields,
            title_name: _,
            head,
            unread_fields,
            is_flawed,
            body,
            addresses,
            hash: _,
            unix_hash: _,
        } = self;
        (source, lang, kind, head) == (&other.source, &other.lang, &other.kind, &other.head)
            && (fields, unread_fields, is_flawed) == (&other.fields, &other.unread_fields, &other.is_flawed)
            && body.is_bound_like(&other.body)
            && addresses.are_like(&other.addresses)
    }

    /// The fingerprint of its text: the same whether git checks it out with the line ends of Windows or not.
    #[must_use]
    pub fn text_hash(&self) -> ContentHash {
        self.unix_hash.unwrap_or(self.hash)
    }
}

/// Parses the bytes of a document. Problems are pushed; there is always a document.
pub fn document(
    source: &DocumentSource,
    bytes: &[u8],
    model: &Model,
    site_lang: &Lang,
    zone: &TimeZone,
    problems: &mut Vec<Diagnostic>,
) -> Document {
    let lang = source.lang.clone().unwrap_or_else(|| site_lang.clone());
    // An `index.md` introduces its folder and is a page, whatever the folder holds.
    let kind = if source.is_introduction() { model.page() } else { model.type_of_folder(&source.folder) };
    let mut document = Document {
        source: source.clone(),
        lang,
        kind,
        fields: Fields::default(),
        title_name: String::new(),
        head: 0..0,
        unread_fields: (0..model.types[kind].fields.len()).collect(),
        is_flawed: true,
        body: Body::default(),
        addresses: Addresses::default(),
        hash: ContentHash::of(bytes),
        unix_hash: memchr(b'\r', bytes).map(|_| ContentHash::of(&without_returns(bytes))),
    };
    let file = &source.path;
    let first = problems.len();
    let Some(text) = decode(file, bytes, problems) else { return document };
    problems.extend(conflict::check(file, text));
    if problems.len() > first {
        return document;
    }
    let is_field = |name: &str| model.types[kind].field(name).is_some();
    let (head, body) = match split(file, text, is_field) {
        Ok(parts) => parts,
        Err(problem) => {
            problems.push(problem);
            return document;
        }
    };
    if head.is_none() {
        document.unread_fields.clear();
    }
    if let Some(head) = head {
        document.head = head.start..(head.start + 3).min(head.end);
        let reader =
            Reader { file, source: text, model, doc_type: &model.types[kind], lang: &document.lang, zone };
        problems.extend(garbled::check(file, text, head.clone()));
        match yaml::parse(file, text, head) {
            Ok(node) => {
                problems.extend(yaml::cut_values(file, text, &node));
                document.fields = reader.fields(&node, problems);
                document.title_name = fold(document.fields.text(model.types[kind].role(Role::Title)));
                document.unread_fields = unread(&node, &model.types[kind], &document.fields);
            }
            Err(problem) => {
                problems.push(problem);
                // Nothing could be read, which is not the same as nothing being there.
                document.unread_fields = (0..model.types[kind].fields.len()).collect();
            }
        }
    }
    check_aliases(&document, model, problems);
    document.addresses = Addresses::of(text, &model.types[kind].fields, &document.fields, body);
    meeting::check(&document, text, model, problems);
    document.is_flawed = has_errors(&problems[first..]);
    document.body = markdown::parse(file, text, body, &document.lang, problems);
    document
}

/// What is to be said of the language of a document, from the bytes that [`document`] parsed. `gender` is what the site
/// has agreed on gender forms.
#[must_use]
pub fn wording(document: &Document, bytes: &[u8], model: &Model, gender: Gender) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let kind = &model.types[document.kind];
    let Some(text) = decode(&document.source.path, bytes, &mut Vec::new()) else { return problems };
    let Ok((_, body)) = split(&document.source.path, text, |name| kind.field(name).is_some()) else {
        return problems;
    };
    language::check(document, text, body, kind, gender, &mut problems);
    problems
}

fn without_returns(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| *byte != b'\r').collect()
}

/// The text of a document once more, from the bytes that [`document`] parsed; problems are known since then.
#[must_use]
pub fn text_again(file: &SourcePath, bytes: &[u8], lang: &Lang) -> Text {
    let problems = &mut Vec::new();
    let Some(text) = decode(file, bytes, problems) else { return Text::default() };
    // A text whose front matter is not opened has an error, and is not parsed again.
    let Ok((_, body)) = split(file, text, |_| false) else { return Text::default() };
    markdown::parse(file, text, body, lang, problems).text.into_known()
}

/// Former addresses must be addresses of this site.
fn check_aliases(document: &Document, model: &Model, problems: &mut Vec<Diagnostic>) {
    let field = model.types[document.kind].role(Role::Aliases);
    for at in field.map(|index| document.fields.get(index)).unwrap_or_default() {
        if let Value::Text(alias) = &at.value
            && alias_output(alias).is_none()
        {
            problems.push(
                Diagnostic::new(Code::BadAlias)
                    .at(&document.source.path, at.span.clone())
                    .arg("value", alias),
            );
        }
    }
}

/// The page of a former address: `/alt/seite`, `alt/seite/` and `alt/seite.html` are pages, and `alt/seite.md` means
/// the page of that file. `None` for what is no address of this site.
#[must_use]
pub fn alias_output(alias: &str) -> Option<OutputPath> {
    let path = alias.trim().trim_start_matches('/');
    if path.contains(['?', '#', '\\', ':']) || path.split('/').any(|part| part == "..") {
        return None;
    }
    let output = if let Some(stem) = path.strip_suffix(".md") {
        OutputPath::new(&format!("{stem}.html")).ok()
    } else if path.ends_with(".html") || path.ends_with(".htm") {
        OutputPath::new(path).ok()
    } else {
        OutputPath::new(&format!("{}/index.html", path.trim_end_matches('/'))).ok()
    };
    output.filter(OutputPath::is_portable)
}

/// The fields that the front matter names, or means to, without a readable value.
fn unread(node: &Node, kind: &DocType, fields: &Fields<Name>) -> Vec<usize> {
    let entries = match &node.value {
        yaml::Value::Map(entries) => entries,
        yaml::Value::Null => return Vec::new(),
        // Nothing could be read, which is not the same as nothing being there.
        yaml::Value::Scalar(_) | yaml::Value::List(_) => return (0..kind.fields.len()).collect(),
    };
    let named = entries.iter().filter_map(|(key, value)| {
        let field = kind.field(meant(key.text()?, kind.all_names())?)?;
        // What others could have brought and did not is missing all the same.
        let is_missing = is_blank(value) && !kind.fields[field].inherit.is_empty();
        (!is_missing).then_some(field)
    });
    named.filter(|&index| fields.get(index).is_empty()).collect()
}

/// The text of a file; `None` with a diagnostic when it is not text.
pub(super) fn decode<'a>(
    file: &SourcePath,
    bytes: &'a [u8],
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a str> {
    // Before the encoding, which a Word document has none of.
    if let Some(at) = memchr(0, bytes) {
        problems.push(Diagnostic::new(Code::NulByte).at(file, at..at + 1));
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let at = error.valid_up_to();
            let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
            let length = error.error_len().unwrap_or(1);
            problems.push(Diagnostic::new(Code::InvalidUtf8).at(file, at..at + length).arg("line", line));
            None
        }
    }
}

/// Where the front matter stands (with its opening `---`, without the closing one) and where the
/// body begins. `is_field` tells what may stand there.
fn split(
    file: &SourcePath,
    text: &str,
    is_field: impl Fn(&str) -> bool,
) -> Result<(Option<Range<usize>>, usize), Diagnostic> {
    let whole = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // Empty lines and spaces before the first line do no harm.
    let start = text.len() - text[whole..].trim_start().len();
    let first = text[start..].lines().next().unwrap_or("");
    if first.trim_end() != "---" {
        let dashes = first.trim();
        let is_rule = dashes.chars().count() >= 1
            && dashes.chars().all(|c| matches!(c, '-' | '–' | '—' | '―' | '−'))
            && dashes.contains(|c| c != '-');
        let next = text[start + first.len()..].trim_start();
        if is_rule || is_edge(first) && begins_with_key(next) {
            return Err(Diagnostic::new(Code::WordProcessorDashes)
                .at(file, start..start + first.trim_end().len())
                .arg("found", dashes));
        }
        let problem = unopened(file, text, start).or_else(|| unbounded(file, text, start, is_field));
        return problem.map_or(Ok((None, whole)), Err);
    }
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.len();
        if at > start && line.trim_end() == "---" {
            return Ok((Some(start..at), end));
        }
        let is_typeset = !line.trim().is_empty() && line.trim().chars().all(|c| matches!(c, '–' | '—' | '―'));
        if at > start && (is_typeset || is_edge(line)) {
            let span = at..at + line.trim_end().len();
            return Err(Diagnostic::new(Code::WordProcessorDashes).at(file, span).arg("found", line.trim()));
        }
        at = end;
    }
    Err(Diagnostic::new(Code::UnclosedFrontMatter).at(file, start..start + 3))
}

/// Whether a line is made of hyphens alone, two of them or more.
fn is_edge(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 2 && line.bytes().all(|byte| byte == b'-')
}

/// Whether a text begins as front matter does: with a name in small letters, a colon and a space.
fn begins_with_key(text: &str) -> bool {
    text.lines().next().and_then(|line| line.split_once(':')).is_some_and(|(key, value)| {
        key.starts_with(char::is_lowercase)
            && key.chars().all(|c| c.is_alphanumeric() || c == '_')
            && (value.is_empty() || value.starts_with(' '))
    })
}

/// The problem of front matter whose first line is missing, or that does not stand at the top.
fn unopened(file: &SourcePath, text: &str, start: usize) -> Option<Diagnostic> {
    let mut at = start;
    let lines: Vec<(usize, &str)> = text[start..]
        .split_inclusive('\n')
        .map(|line| {
            at += line.len();
            (at - line.len(), line.trim_end())
        })
        .collect();
    let mut edges = lines.iter().filter(|(_, line)| is_edge(line));
    let &(edge, _) = edges.next()?;
    let first = lines.first()?.1;
    let problem = Diagnostic::new(Code::UnopenedFrontMatter).at(file, start..start + first.len());
    if begins_with_key(first) {
        let head = text[start..edge].lines();
        let is_head = head.clone().count() > 1
            && head.clone().all(|line| {
                line.contains(':') || line.trim().is_empty() || line.starts_with([' ', '-', '#'])
            });
        return is_head.then(|| problem.arg("first", first));
    }
    // A rule of the text has an empty line below it.
    let below = text[edge..].split_once('\n')?.1;
    (begins_with_key(below) && edges.next().is_some()).then(|| problem.arg("above", first))
}

/// The problem of front matter that no line `---` bounds: the text begins with a field of its type.
fn unbounded(
    file: &SourcePath,
    text: &str,
    start: usize,
    is_field: impl Fn(&str) -> bool,
) -> Option<Diagnostic> {
    let is_entry = |line: &str| {
        let (key, value) = line.split_once(':').unwrap_or_default();
        is_field(key) && (value.trim().is_empty() || value.starts_with(' '))
    };
    let first = text[start..].lines().next()?.trim_end();
    let head: Vec<&str> = text[start..].lines().take_while(|line| !line.trim().is_empty()).collect();
    // One line with a capital may be a sentence: `Ziel: mehr Teilhabe`.
    let is_head = is_entry(first)
        && (first.starts_with(char::is_lowercase) || head.iter().skip(1).any(|line| is_entry(line)));
    let is_within = |line: &&&str| is_entry(line) || line.starts_with([' ', '-']);
    let last = head.iter().take_while(is_within).filter(|line| is_entry(line)).last()?;
    is_head.then(|| {
        Diagnostic::new(Code::UnopenedFrontMatter)
            .at(file, start..start + first.len())
            .arg("first", first)
            .arg("last", last.trim_end())
    })
}

/// Reads one entry of a field of kind `query`.
pub(super) fn query(reader: &Reader<'_>, node: &Node, problems: &mut Vec<Diagnostic>) -> Option<Value<Name>> {
    let yaml::Value::Map(entries) = &node.value else {
        let named = node.text().unwrap_or_default().trim();
        let kind = reader.model.type_index(named).map(|index| format!("`{}`", reader.model.types[index].id));
        let kind = kind.unwrap_or_else(|| reader.model.types_labelled(named));
        let kind = kind.split('`').nth(1).unwrap_or("concept").to_owned();
        let problem = bad_query(reader, node, "query", "", std::iter::empty());
        problems.push(problem.arg("example", format!("query: [{{type: {kind}}}]")));
        return None;
    };
    let mut query = Query {
        title: Labels::default(),
        types: Vec::new(),
        filters: Vec::new(),
        about: None,
        time: None,
        sort: None,
        limit: 0,
        show: Show::default(),
        matrix: None,
        columns: Vec::new(),
    };
    problems.extend(repeated(reader.file, entries));
    let asked = entries.iter().filter(|(key, _)| key.text() == Some("type"));
    asked.for_each(|(_, value)| query.types = types(reader, value, problems));
    let asked = query.types.clone();
    let (mut rows, mut columns) = (None, None);
    for (key, value) in entries {
        let name = key.text().unwrap_or_default();
        match name {
            "title" => match labels(value, reader.lang) {
                Some(title) => query.title = title,
                None => problems.push(bad_query(reader, value, "title", "", std::iter::empty())),
            },
            "type" => {}
            "where" => query.filters = filters(reader, (value, &asked), problems),
            "about" => query.about = name_of(reader, value, "about", problems),
            "time" => query.time = time(reader, value, problems),
            "sort" => query.sort = sort(reader, (value, &asked), problems),
            "limit" => query.limit = limit(reader, value, problems),
            "show" => query.show = show(reader, value, problems),
            "rows" => rows = Some((key, value)),
            "columns" => columns = Some((key, value)),
            _ => problems.push(bad_query(reader, key, "query", name, QUERY_KEYS.iter().copied())),
        }
    }
    match (query.show, rows, columns) {
        (Show::Matrix, Some(rows), Some(columns)) => {
            let [rows, columns] = [rows, columns].map(|entry| {
                let axis = Axis::of(reader, entry, &asked, problems);
                axis.checked(reader, &asked, problems)
            });
            query.matrix = rows.zip(columns);
        }
        (Show::Table, None, Some((_, value))) => {
            query.columns = table_columns(reader, value, &asked, problems);
        }
        (Show::Matrix, rows, columns) => {
            problems.push(without_axes(reader, node, &query.types, [rows.is_some(), columns.is_some()]));
        }
        (_, rows, columns) => {
            for (key, _) in rows.into_iter().chain(columns) {
                let name = key.text().unwrap_or_default();
                let nothing = std::iter::empty();
                problems.push(bad_query(reader, key, name, "…", nothing).arg("needs", "show: matrix"));
            }
        }
    }
    Some(Value::Query(Box::new(query)))
}

/// The problem of a matrix that does not say what its rows or its columns are; `given` says which of them it does say.
fn without_axes(reader: &Reader<'_>, node: &Node, types: &[usize], given: [bool; 2]) -> Diagnostic {
    let missing =
        ["rows", "columns"].into_iter().zip(given).filter(|(_, given)| !given).map(|(name, _)| name);
    let missing: Vec<&str> = missing.collect();
    let possible = fields_that(reader, types, can_be_axis);
    let mut names = possible.iter().cycle();
    let lines = missing.iter().filter_map(|axis| Some(format!("`{axis}: {}`", names.next()?)));
    Diagnostic::new(Code::IncompleteMatrix)
        .at(reader.file, node.span.clone())
        .arg_each("missing", and(&missing, "und"), and(&missing, "and"))
        .arg("lines", lines.collect::<Vec<_>>().join(", "))
        .arg("allowed", possible.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
}

fn and(names: &[&str], word: &str) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(&format!(" {word} "))
}

/// The names of the fields of these types that may stand somewhere.
fn fields_that<'m>(reader: &Reader<'m>, types: &[usize], can_stand: fn(&Field) -> bool) -> BTreeSet<&'m str> {
    let kinds = reader.model.types.iter().enumerate();
    let asked = kinds.filter(|(index, _)| types.is_empty() || types.contains(index));
    let fields = asked.flat_map(|(_, kind)| &kind.fields).filter(|field| can_stand(field));
    fields.map(|field| field.name.as_str()).collect()
}

fn can_be_axis(field: &Field) -> bool {
    let is_of_groups = match &field.kind {
        Kind::Term(_) | Kind::Choice(_) => true,
        Kind::Reference { to, open } => !open && !to.is_empty(),
        _ => false,
    };
    is_of_groups && !field.private && !field.hidden
}

fn can_be_column(field: &Field) -> bool {
    !field.private && !field.hidden && !matches!(field.kind, Kind::Markdown | Kind::Query)
}

/// The columns of a table: the names of fields, each once.
fn table_columns(
    reader: &Reader<'_>,
    node: &Node,
    types: &[usize],
    problems: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut columns = Vec::new();
    for node in items(node) {
        let Some(name) = field_name(reader, (node, types), "columns", problems) else { continue };
        if !reader.model.fields_named(types, &name).any(can_be_column) {
            let possible = fields_that(reader, types, can_be_column);
            problems.push(bad_query(reader, node, "columns", &name, possible));
        } else if !columns.contains(&name) {
            columns.push(name);
        }
    }
    columns
}

/// The rows or the columns of a matrix as they are written.
struct Axis<'a> {
    key: &'a Node,
    value: &'a Node,
    /// The field that is named, if there is one of this name; else that has been reported.
    field: Option<String>,
}

impl<'a> Axis<'a> {
    fn of(
        reader: &Reader<'_>,
        (key, value): (&'a Node, &'a Node),
        types: &[usize],
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let name = key.text().unwrap_or_default();
        Self { key, value, field: field_name(reader, (value, types), name, problems) }
    }

    /// The field, if in one of these types its values can be told beforehand: terms, choices, or documents of a type.
    fn checked(self, reader: &Reader<'_>, types: &[usize], problems: &mut Vec<Diagnostic>) -> Option<String> {
        let field = self.field?;
        if reader.model.fields_named(types, &field).any(can_be_axis) {
            return Some(field);
        }
        let names = fields_that(reader, types, can_be_axis);
        let key = self.key.text().unwrap_or_default();
        let (de, en) = (
            "Begriffe eines Vokabulars, eine Auswahl oder Dokumente eines Typs",
            "terms of a vocabulary, choices or documents of a type",
        );
        problems.push(bad_query(reader, self.value, key, &field, names).arg_each("axis", de, en));
        None
    }
}

const QUERY_KEYS: &[&str] =
    &["title", "type", "where", "about", "time", "sort", "limit", "show", "rows", "columns"];

/// What is written behind `key`, which has to be one text.
fn name_of(reader: &Reader<'_>, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<At<Name>> {
    let Some(text) = node.text() else {
        problems.push(bad_query(reader, node, key, "", std::iter::empty()));
        return None;
    };
    Some(At { value: Name(text.to_owned()), span: node.span.clone() })
}

fn bad_query<'a>(
    reader: &Reader<'_>,
    node: &Node,
    key: &str,
    value: &str,
    allowed: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let allowed: Vec<&str> = allowed.into_iter().collect();
    let value = if value.is_empty() { node.text().unwrap_or_default().trim() } else { value };
    let list = allowed.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(Code::BadQuery)
        .at(reader.file, node.span.clone())
        .arg("key", key)
        .arg("value", if value.is_empty() { "–" } else { value })
        .arg("nearest", nearest_list(value, allowed))
        .arg("allowed", list)
}

fn items(node: &Node) -> Vec<&Node> {
    match &node.value {
        yaml::Value::List(items) => items.iter().collect(),
        _ => vec![node],
    }
}

fn types(reader: &Reader<'_>, node: &Node, problems: &mut Vec<Diagnostic>) -> Vec<usize> {
    let mut types = Vec::new();
    for item in items(node) {
        let name = item.text().unwrap_or_default();
        match reader.model.type_index(name) {
            Some(index) => types.push(index),
            None => {
                let known = reader.model.types.iter().map(|known| known.id.as_str());
                let problem = bad_query(reader, item, "type", name, known);
                problems.push(problem.arg("nearest", reader.model.types_labelled(name)));
            }
        }
    }
    types
}

/// The names of the fields that these types have; of all types when none is given.
fn field_names<'a>(reader: &'a Reader<'_>, types: &[usize]) -> Vec<&'a str> {
    let kinds = reader.model.types.iter().enumerate();
    let asked = kinds.filter(|(index, _)| types.is_empty() || types.contains(index));
    let mut names: Vec<&str> = asked.flat_map(|(_, kind)| kind.field_names()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The field that is named at `node`, as the value of `key` or below it, in a query for these types.
fn field_name(
    reader: &Reader<'_>,
    (node, types): (&Node, &[usize]),
    key: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<String> {
    field(reader, node.text().unwrap_or_default(), (node, types), key, problems)
}

/// The field called `name`; problems are said of `node`, which belongs to `key`, and name the fields of these types.
fn field(
    reader: &Reader<'_>,
    name: &str,
    (node, types): (&Node, &[usize]),
    key: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<String> {
    let known =
        reader.model.types.iter().find_map(|known| known.field(name).map(|index| &known.fields[index]));
    if known.is_none() {
        problems.push(bad_query(reader, node, key, name, field_names(reader, types)));
    }
    known.map(|field| field.name.clone())
}

fn filters(
    reader: &Reader<'_>,
    (node, types): (&Node, &[usize]),
    problems: &mut Vec<Diagnostic>,
) -> Vec<Filter<Name>> {
    let yaml::Value::Map(entries) = &node.value else {
        let problem = bad_query(reader, node, "where", "", std::iter::empty());
        problems.push(problem.arg("example", condition(reader, node.text().unwrap_or_default())));
        return Vec::new();
    };
    problems.extend(repeated(reader.file, entries));
    let mut filters = Vec::new();
    for (key, value) in entries {
        if let Some(field) = field_name(reader, (key, types), "where", problems) {
            let items = items(value);
            let values = items.iter().filter_map(|item| name_of(reader, item, &field, problems)).collect();
            filters.push(Filter { field, values });
        }
    }
    filters
}

/// How a condition is written, of what somebody has written as a text: `zielgruppe=eltern`.
fn condition(reader: &Reader<'_>, text: &str) -> String {
    let written = text.split_once(['=', ':']).and_then(|(name, value)| {
        let name = name.trim();
        let known = reader.model.types.iter().find_map(|known| Some(&known.fields[known.field(name)?]))?;
        let value = value.trim_matches(|c: char| c.is_whitespace() || "=\"'".contains(c));
        (!value.is_empty()).then(|| format!("{{{}: {}}}", known.name, bare(value)))
    });
    format!("where: {}", written.as_deref().unwrap_or("{target_group: eltern}"))
}

fn time(reader: &Reader<'_>, node: &Node, problems: &mut Vec<Diagnostic>) -> Option<Time> {
    match node.text() {
        Some("past") => Some(Time::Past),
        Some("upcoming") => Some(Time::Upcoming),
        other => {
            problems.push(bad_query(reader, node, "time", other.unwrap_or_default(), ["past", "upcoming"]));
            None
        }
    }
}

fn sort(
    reader: &Reader<'_>,
    (node, types): (&Node, &[usize]),
    problems: &mut Vec<Diagnostic>,
) -> Option<(String, bool)> {
    let text = node.text().unwrap_or_default();
    let (name, down) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
    field(reader, name, (node, types), "sort", problems).map(|field| (field, down))
}

fn limit(reader: &Reader<'_>, node: &Node, problems: &mut Vec<Diagnostic>) -> usize {
    let text = node.text().unwrap_or_default();
    text.parse().ok().filter(|limit| *limit > 0).unwrap_or_else(|| {
        problems.push(bad_query(reader, node, "limit", text, []).arg("number", "6"));
        0
    })
}

fn show(reader: &Reader<'_>, node: &Node, problems: &mut Vec<Diagnostic>) -> Show {
    let text = node.text().unwrap_or_default();
    Show::parse(text).unwrap_or_else(|| {
        problems.push(bad_query(reader, node, "show", text, Show::words()));
        Show::default()
    })
}
