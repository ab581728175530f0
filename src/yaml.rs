//! YAML text to a tree of [`Node`]s, each with its exact place; the only module that knows YAML.
//!
//! Scalars stay text, as written: whether `010` is a number is for the model to say, not for YAML.
//! Repeated keys are all kept, so that the reader can report them together with everything else.
//! Nesting, aliases and size are bounded; what exceeds a bound is one diagnostic, never a panic.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, MergeKeyPolicy, Spanned};

use crate::diagnostic::{Code, Diagnostic};
use crate::mistakes;
use crate::path::SourcePath;

/// How deep mappings and lists may be nested. Real front matter needs four levels.
const MAX_DEPTH: usize = 32;
/// How many events (scalars, starts and ends) one YAML text may have.
const MAX_EVENTS: usize = 200_000;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// What stands there.
    pub(crate) value: Value,
    /// The bytes of the file.
    pub(crate) span: Range<usize>,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing.
    Null,
    /// Text, number, truth value or date, as written (quotation marks removed).
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys with values, in order, repeated keys included.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// Parses the YAML in `source[range]`; spans are those of `source`.
///
/// # Errors
/// A diagnostic when the text is not YAML or exceeds a bound.
pub(crate) fn parse(file: &SourcePath, source: &str, range: Range<usize>) -> Result<Node, Diagnostic> {
    let text = &source[range.clone()];
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        with_snippet: false,
        budget: serde_yaml::budget! { max_depth: MAX_DEPTH, max_events: MAX_EVENTS, max_aliases: 100, max_anchors: 100 },
    };
    match serde_yaml::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => Ok(Node::from_raw(raw, text, range.start)),
        // Within a text of several lines a tab does no harm, so it is looked for only when something is wrong.
        Err(error) => Err(tab_in_indentation(file, text, range.start)
            .unwrap_or_else(|| explain(file, source, &range, &error))),
    }
}

/// What YAML leaves out of the values of `node` because they begin with `!` or go on with ` #`: `Café #zusammen`
/// is "Café". A comment that begins with a space is meant as one.
pub(crate) fn cut_values(file: &SourcePath, source: &str, node: &Node) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    push_cut_values(file, source, node, &mut problems);
    problems
}

fn push_cut_values(file: &SourcePath, source: &str, node: &Node, problems: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                match &value.value {
                    Value::Scalar(_) | Value::Null => problems.extend(cut_value(file, source, key)),
                    Value::List(_) | Value::Map(_) => push_cut_values(file, source, value, problems),
                }
            }
        }
        Value::List(items) => {
            for item in items {
                push_cut_values(file, source, item, problems);
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

/// What is left out of the line that begins with this key.
fn cut_value(file: &SourcePath, source: &str, key: &Node) -> Option<Diagnostic> {
    // Looked at first: a map in braces may have all its keys in one line.
    let before = source[..key.span.start].trim_end_matches([' ', '-']);
    let begins_line = before.is_empty() || before.ends_with('\n');
    let line = begins_line.then(|| line_range(source, key.span.start))?;
    let written = source.get(key.span.end..line.end)?;
    let written = written.trim_start_matches(['"', '\'', ' ']).strip_prefix(':')?.trim();
    let begins_word = |text: &str| text.starts_with(char::is_alphanumeric);
    let found = if let Some(tag) = written.strip_prefix('!') {
        begins_word(tag).then(|| written.split(' ').next().unwrap_or(written))?
    } else if written.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']) {
        return None;
    } else {
        let mut signs = written.match_indices('#').map(|(at, _)| at);
        let sign = signs.find(|&at| at == 0 || written[..at].ends_with([' ', '\t']))?;
        Some(&written[sign..]).filter(|rest| begins_word(&rest[1..]))?
    };
    let name = key.text()?;
    let words: Option<Vec<&str>> = written.split_whitespace().map(|word| word.strip_prefix('#')).collect();
    let fixed = match words {
        Some(words) if words.len() > 1 => format!("{name}: [{}]", words.join(", ")),
        _ => format!("{name}: {}", quoted(written)),
    };
    let at = line.start + source[line.clone()].rfind(found)?;
    let problem = Diagnostic::new(Code::CutValue).at(file, at..at + found.len());
    Some(problem.arg("key", name).arg("found", found).arg("fixed", fixed))
}

/// A text in quotation marks.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn tab_in_indentation(file: &SourcePath, text: &str, base: usize) -> Option<Diagnostic> {
    let mut at = base;
    for line in text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..blank].find('\t')
            && !line.trim().is_empty()
        {
            return Some(Diagnostic::new(Code::YamlTab).at(file, at + tab..at + tab + 1));
        }
        at += line.len();
    }
    None
}

/// Says what is wrong in the words of the most common mistakes, else in those of the parser.
fn explain(file: &SourcePath, source: &str, range: &Range<usize>, error: &serde_yaml::Error) -> Diagnostic {
    let detail = error.to_string();
    let text = &source[range.clone()];
    // Of a syntax error the parser tells the place in characters alone.
    let characters = error.location().and_then(|location| usize::try_from(location.span().offset()).ok());
    let offset = text.char_indices().nth(characters.unwrap_or(0)).map_or(text.len(), |(at, _)| at);
    let at = range.start + offset;
    if detail.contains("budget") || detail.contains("limit") || detail.contains("recursion") {
        return Diagnostic::new(Code::YamlLimit).at(file, at..at).arg("limit", MAX_DEPTH);
    }
    if let Some((key, line, fixed)) = unquoted_colon(source, range) {
        return Diagnostic::new(Code::YamlColon).at(file, line).arg("key", key).arg("fixed", fixed);
    }
    // What is missed at the end of the text is missed in its last line.
    let at = if line_range(source, at).is_empty() {
        range.start + source[range.start..at].trim_end().len()
    } else {
        at
    };
    let line = line_range(source, at);
    if let Some((line, de, en)) = slip(source, range.start, &line, &detail) {
        return Diagnostic::new(Code::YamlSyntax).at(file, line).arg_each("detail", de, en);
    }
    let problem = Diagnostic::new(Code::YamlSyntax).at(file, line);
    match mistakes::yaml(&detail) {
        Some((de, en)) => problem.arg_each("detail", de, en),
        None => problem,
    }
}

/// The line around `at`, without its end.
fn line_range(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find(['\r', '\n']).map_or(text.len(), |length| at + length);
    start..end
}

/// A slip of the hand in the line in which the parser complains, or above it: its line, and what is wrong in German
/// and English.
fn slip(
    source: &str,
    start: usize,
    line: &Range<usize>,
    detail: &str,
) -> Option<(Range<usize>, String, String)> {
    let mut at = line.end;
    let lines = source[start..line.end].split('\n').rev().map(|text| {
        let range = at - text.len()..at;
        at = range.start.saturating_sub(1);
        (text.trim_end(), range.start..range.start + text.trim_end().len())
    });
    if detail.contains("did not find expected ','") || detail.contains("illegal placement of ':'") {
        let count = |text: &str, signs: [char; 2]| text.matches(signs).count();
        let mut open = lines.filter(|(text, _)| count(text, ['[', '{']) > count(text, [']', '}']));
        let (de, en) = mistakes::yaml("unclosed bracket")?;
        return open.next().map(|(_, line)| (line, de.to_owned(), en.to_owned()));
    }
    if !(detail.contains("mapping values are not allowed") || detail.contains("simple key expected")) {
        return None;
    }
    // The parser notices it in the same line or in the next one.
    let mut near = lines.filter(|(text, _)| !text.is_empty()).take(2);
    near.find_map(|(text, line)| Some((line, missing_space(text)?))).map(|(line, (sign, fixed))| {
        let de = format!("nach `{sign}` fehlt das Leerzeichen; schreiben Sie `{fixed}`");
        let en = format!("the space after `{sign}` is missing; write `{fixed}`");
        (line, de, en)
    })
}

/// A line such as `title:Lerncafé`, `-eltern` or `• eltern`: what lacks a space (an ordinary one), and the line as it
/// should be.
fn missing_space(line: &str) -> Option<(String, String)> {
    let text = line.trim_start();
    let indent = &line[..line.len() - text.len()];
    if let Some(entry) = text.strip_prefix(['-', '•', '–', '·']) {
        let entry = entry.trim();
        let is_entry = entry.starts_with(char::is_alphanumeric) && !text.starts_with("- ");
        return is_entry.then(|| ("-".to_owned(), format!("{indent}- {entry}")));
    }
    let (key, value) = text.split_once(':')?;
    let is_key = key.starts_with(char::is_alphabetic)
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let is_missing = !value.trim().is_empty() && !value.starts_with([' ', '\t', '/']);
    (is_key && is_missing).then(|| (format!("{key}:"), format!("{indent}{key}: {}", value.trim())))
}

/// The first line of the form `title: A: b`: the key, the spot of the value, and the line as it
/// should be. The parser notices the mistake lines later, so all lines are looked at.
fn unquoted_colon(source: &str, range: &Range<usize>) -> Option<(String, Range<usize>, String)> {
    let mut start = range.start;
    source[range.clone()].split_inclusive('\n').find_map(|text| {
        let at = start;
        start += text.len();
        let (key, value) = text.split_once(": ")?;
        let trimmed = value.trim();
        let is_quoted = trimmed.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']);
        if is_quoted || !(trimmed.contains(": ") || trimmed.ends_with(':')) || key.trim().contains([' ', '#'])
        {
            return None;
        }
        let from = at + key.len() + 2 + (value.len() - value.trim_start().len());
        Some((key.trim().to_owned(), from..from + trimmed.len(), format!("{key}: {}", quoted(trimmed))))
    })
}

/// What serde sees, before scalars are turned back into what was written.
enum Raw {
    Null,
    Text(String),
    /// A number or truth value: its text stands in the source.
    Typed,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl Node {
    fn from_raw(raw: Spanned<Raw>, text: &str, base: usize) -> Self {
        let range = |span: serde_yaml::Span| {
            let number = |value: Option<u64>| usize::try_from(value.unwrap_or(0)).unwrap_or(0);
            let start = text.floor_char_boundary(number(span.byte_offset()));
            start..text.floor_char_boundary(start + number(span.byte_len()))
        };
        let Range { start, end } = range(raw.referenced.span());
        // Of a `*name` the text stands where the `&name` does.
        let written = text[range(raw.defined.span())].trim();
        let value = match raw.value {
            // A German number.
            Raw::Null if matches!(written, "Null" | "NULL") => Value::Scalar(written.to_owned()),
            Raw::Null => Value::Null,
            Raw::Text(text) => Value::Scalar(text),
            Raw::Typed => Value::Scalar(written.to_owned()),
            Raw::List(items) => {
                Value::List(items.into_iter().map(|item| Self::from_raw(item, text, base)).collect())
            }
            Raw::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| {
                        (Self::from_raw(key, text, base).visible(), Self::from_raw(value, text, base))
                    })
                    .collect(),
            ),
        };
        Self { value, span: base + start..base + end }
    }

    /// A key without the invisible characters that come along when text is copied.
    fn visible(self) -> Self {
        match self.value {
            Value::Scalar(text) => {
                let text = text.trim_matches(['\u{200b}', '\u{2060}', '\u{feff}']).to_owned();
                Self { value: Value::Scalar(text), ..self }
            }
            _ => self,
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(text: &str) -> Result<Node, Diagnostic> {
        parse(&SourcePath::new("a.yaml").unwrap(), text, 0..text.len())
    }

    #[test]
    fn scalars_keep_their_text_and_their_place() {
        let text = "titel: Grüße\nnummer: 010\ndatum: 2026-03-14\ncode: \"2.10\"\nja: no\n";
        let Value::Map(entries) = node(text).unwrap().value else { panic!() };
        let values: Vec<_> =
            entries.iter().map(|(key, value)| (key.text().unwrap(), value.text().unwrap())).collect();
        assert_eq!(
            values,
            [("titel", "Grüße"), ("nummer", "010"), ("datum", "2026-03-14"), ("code", "2.10"), ("ja", "no")]
        );
        assert_eq!(&text[entries[0].1.span.clone()], "Grüße");
        assert_eq!(&text[entries[1].0.span.clone()], "nummer");
    }

    #[test]
    fn repeated_keys_are_kept() {
        let Value::Map(entries) = node("a: 1\na: 2\n").unwrap().value else { panic!() };
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn common_mistakes_get_their_own_code() {
        assert_eq!(node("a:\n\t- b\n").unwrap_err().code, Code::YamlTab);
        let text = "summary: x\ntitle: A: b\nfield: y\n";
        let colon = node(text).unwrap_err();
        assert_eq!(colon.code, Code::YamlColon);
        assert_eq!(&text[colon.place.clone().unwrap().span], "A: b");
        assert!(
            colon.hints(crate::lang::MessageLang::De).iter().any(|hint| hint.contains("title: \"A: b\""))
        );
        let text = "ä: ö\nb: }\nc: d\n";
        let bracket = node(text).unwrap_err();
        assert_eq!(bracket.code, Code::YamlSyntax);
        assert_eq!(&text[bracket.place.unwrap().span], "b: }");
    }

    fn values(text: &str) -> Vec<(String, String)> {
        let Value::Map(entries) = node(text).unwrap().value else { panic!() };
        let text = |node: &Node| node.text().unwrap_or("–").to_owned();
        entries.iter().map(|(key, value)| (text(key), text(value))).collect()
    }

    #[test]
    fn scalars_stay_text_whatever_they_mean_to_yaml() {
        let value = |text: &str| values(text).pop().unwrap();
        assert_eq!(value("title: &x 2024\nsummary: *x\n").1, "2024");
        assert_eq!(value("title: Null\n").1, "Null");
        assert_eq!([value("title: null\n").1, value("title: ~\n").1, value("title:\n").1], ["–"; 3]);
        assert_eq!(value("code: |\n  a\n  \tb\n").1, "a\n\tb\n");
        assert_eq!(value("\u{200b}title: a\n").0, "title");
    }

    #[test]
    fn values_that_yaml_cuts_are_told() {
        let cut = |text: &str| -> Vec<(String, String)> {
            let problems = cut_values(&SourcePath::new("a.yaml").unwrap(), text, &node(text).unwrap());
            let told = problems.into_iter().map(|problem| {
                let hints = problem.hints(crate::lang::MessageLang::De);
                (text[problem.place.unwrap().span].to_owned(), hints[0].clone())
            });
            told.collect()
        };
        for (text, lost, fixed) in [
            ("s: Café #zusammen da\n", "#zusammen da", "`s: \"Café #zusammen da\"`"),
            ("t: !Achtung Café\n", "!Achtung", "`t: \"!Achtung Café\"`"),
            ("t: #Medien #Eltern\n", "#Medien #Eltern", "`t: [Medien, Eltern]`"),
            ("a:\n  - b: x #y\n", "#y", "`b: \"x #y\"`"),
        ] {
            let told = cut(text);
            assert_eq!(told.len(), 1, "{text}");
            assert!(told[0].0 == lost && told[0].1.contains(fixed), "{text}: {told:?}");
        }
        for text in [
            "s: Café # ein Kommentar\n",
            "s: C#-Kurs\n",
            "s: \"a #b\"\n",
            "s: |\n  a #b\n  t: x #y\n",
            "s: a # b #c\n",
        ] {
            assert_eq!(cut(text), [], "{text}");
        }
    }

    #[test]
    fn hostile_yaml_is_refused_in_bounded_time() {
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        assert!(node(&deep).is_err());
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..30 {
            let references = vec![format!("*a{}", level - 1); 9].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{references}]\n"));
        }
        assert!(node(&bomb).is_err());
    }
}
