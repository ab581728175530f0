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
    if let Some(problem) = tab_in_indentation(file, text, range.start) {
        return Err(problem);
    }
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        with_snippet: false,
        budget: serde_yaml::budget! { max_depth: MAX_DEPTH, max_events: MAX_EVENTS, max_aliases: 100, max_anchors: 100 },
    };
    match serde_yaml::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => Ok(Node::from_raw(raw, text, range.start)),
        Err(error) => Err(explain(file, source, &range, &error)),
    }
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
    let problem = Diagnostic::new(Code::YamlSyntax).at(file, line_range(source, at));
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

/// The first line of the form `title: A: b`: the key, the spot of the value, and the line as it
/// should be. The parser notices the mistake lines later, so all lines are looked at.
fn unquoted_colon(source: &str, range: &Range<usize>) -> Option<(String, Range<usize>, String)> {
    let mut start = range.start;
    source[range.clone()].split_inclusive('\n').find_map(|text| {
        let at = start;
        start += text.len();
        let (key, value) = text.split_once(": ")?;
        let trimmed = value.trim();
        let quoted = trimmed.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']);
        if quoted || !(trimmed.contains(": ") || trimmed.ends_with(':')) || key.trim().contains([' ', '#']) {
            return None;
        }
        let escaped = trimmed.replace('\\', "\\\\").replace('"', "\\\"");
        let from = at + key.len() + 2 + (value.len() - value.trim_start().len());
        Some((key.trim().to_owned(), from..from + trimmed.len(), format!("{key}: \"{escaped}\"")))
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
        let span = raw.referenced.span();
        let number = |value: Option<u64>| usize::try_from(value.unwrap_or(0)).unwrap_or(0);
        let start = text.floor_char_boundary(number(span.byte_offset()));
        let end = text.floor_char_boundary(start + number(span.byte_len()));
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Text(text) => Value::Scalar(text),
            Raw::Typed => Value::Scalar(text[start..end].trim().to_owned()),
            Raw::List(items) => {
                Value::List(items.into_iter().map(|item| Self::from_raw(item, text, base)).collect())
            }
            Raw::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| (Self::from_raw(key, text, base), Self::from_raw(value, text, base)))
                    .collect(),
            ),
        };
        Self { value, span: base + start..base + end }
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
