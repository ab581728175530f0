//! From a vocabulary's YAML file to its terms.
//!
//! ```yaml
//! id: target_group
//! label: {de: Zielgruppen, en: Target groups}
//! terms:
//!   - id: eltern
//!     label: {de: Eltern, en: Parents}
//!     synonyms: [Mütter, Väter]
//!     broader: familien
//!   - Kinder            # short for {id: kinder, label: Kinder}
//! ```

use std::ops::Range;

use super::address::{Address, addresses};
use super::conflict;
use super::document::decode;
use super::value::{labels, repeated};
use crate::diagnostic::{At, Code, Diagnostic, has_errors, nearest_list};
use crate::lang::Lang;
use crate::model::Labels;
use crate::path::SourcePath;
use crate::text::{fold_term, is_web_address, slug};
use crate::yaml::{self, Node, Value};

/// A vocabulary's file.
#[derive(Clone, Debug)]
pub struct VocabularySource {
    /// The file.
    pub path: SourcePath,
    /// The vocabulary that it says it is: its `id`, else the file's name.
    pub id: At<String>,
    /// What readers see; empty when the model's label serves.
    pub label: Labels,
    /// What it is for.
    pub description: Labels,
    /// Its public address.
    pub uri: String,
    /// The terms in the order of the file.
    pub terms: Vec<TermSource>,
    /// The web addresses in it.
    pub addresses: Vec<Address>,
    /// Whether it has errors: then it may have been meant to have other terms.
    pub is_flawed: bool,
}

impl VocabularySource {
    /// A file of which nothing is known.
    #[must_use]
    pub fn unread(path: &SourcePath) -> Self {
        let name = path.file_name().rsplit_once('.').map_or(path.file_name(), |(stem, _)| stem);
        Self {
            path: path.clone(),
            id: At { value: name.to_owned(), span: 0..0 },
            label: Labels::default(),
            description: Labels::default(),
            uri: String::new(),
            terms: Vec::new(),
            addresses: Vec::new(),
            is_flawed: true,
        }
    }
}

/// A term as its file declares it.
#[derive(Clone, Debug)]
pub struct TermSource {
    /// The name in front matter and addresses.
    pub id: At<String>,
    /// What readers see.
    pub label: Labels,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// The broader term.
    pub broader: Option<At<String>>,
    /// One sentence.
    pub description: Labels,
    /// A short code shown with the label.
    pub notation: String,
    /// The term's public address.
    pub uri: String,
    /// The term to use instead of this retired one.
    pub replaced_by: Option<At<String>>,
}

/// Parses a vocabulary, whose texts are in the language `lang` where they name none. Problems are pushed; what is
/// readable is kept.
pub fn vocabulary(
    path: &SourcePath,
    bytes: &[u8],
    lang: &Lang,
    problems: &mut Vec<Diagnostic>,
) -> VocabularySource {
    let mut vocabulary = VocabularySource::unread(path);
    let first = problems.len();
    let Some(text) = decode(path, bytes, problems) else { return vocabulary };
    problems.extend(conflict::check(path, text));
    if problems.len() > first {
        return vocabulary;
    }
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    vocabulary.addresses = addresses(text);
    match yaml::parse(path, text, start..text.len()) {
        Ok(node) => {
            problems.extend(yaml::cut_values(path, text, &node));
            Shape { path, lang, problems }.file(&node, &mut vocabulary);
        }
        Err(problem) => problems.push(problem),
    }
    vocabulary.is_flawed = has_errors(&problems[first..]);
    vocabulary
}

/// The problem of a short name that is read as if it were written otherwise.
pub(crate) fn respelt(written: &str, read: &str) -> Diagnostic {
    Diagnostic::new(Code::RespeltId).arg("value", written).arg("id", read)
}

/// Reads the file's shape and reports what does not belong there.
struct Shape<'a> {
    path: &'a SourcePath,
    lang: &'a Lang,
    problems: &'a mut Vec<Diagnostic>,
}

const FILE_KEYS: &[&str] = &["id", "label", "description", "uri", "terms"];
const TERM_KEYS: &[&str] =
    &["id", "label", "synonyms", "broader", "description", "notation", "uri", "replaced_by"];

impl Shape<'_> {
    fn wrong(&mut self, key: &str, span: Range<usize>, known: &[&str], de: &str, en: &str) {
        let diagnostic = Diagnostic::new(Code::VocabularyShape)
            .at(self.path, span)
            .arg("key", key)
            .arg("nearest", nearest_list(key, known.iter().copied()));
        self.problems.push(if de.is_empty() { diagnostic } else { diagnostic.arg_each("expected", de, en) });
    }

    fn file(&mut self, node: &Node, vocabulary: &mut VocabularySource) {
        let Value::Map(entries) = &node.value else {
            self.wrong(
                "terms",
                node.span.clone(),
                FILE_KEYS,
                "`id`, `label` und `terms`",
                "`id`, `label` and `terms`",
            );
            return;
        };
        self.problems.extend(repeated(self.path, entries));
        for (key, value) in entries {
            match key.text().unwrap_or_default() {
                "id" => {
                    if let Some(id) = self.text("id", value) {
                        vocabulary.id = id;
                    }
                }
                "label" => vocabulary.label = self.labels("label", value),
                "description" => vocabulary.description = self.labels("description", value),
                "uri" => vocabulary.uri = self.address("uri", value),
                "terms" => match &value.value {
                    Value::List(items) => {
                        vocabulary.terms = items.iter().filter_map(|item| self.term(item)).collect();
                    }
                    _ => self.wrong("terms", value.span.clone(), &[], "eine Liste", "a list"),
                },
                other => self.wrong(other, key.span.clone(), FILE_KEYS, "", ""),
            }
        }
    }

    fn term(&mut self, node: &Node) -> Option<TermSource> {
        let entries = match &node.value {
            Value::Scalar(text) => return Some(self.short(text, node)),
            Value::Map(entries) => entries,
            _ => {
                self.wrong("terms", node.span.clone(), TERM_KEYS, "`id` und `label`", "`id` and `label`");
                return None;
            }
        };
        self.problems.extend(repeated(self.path, entries));
        let mut term = self.short("", node);
        for (key, value) in entries {
            match key.text().unwrap_or_default() {
                "id" => {
                    if let Some(id) = self.text("id", value) {
                        // `1.1` and `60+` are names as they are.
                        let is_written_so = |c: char| c.is_ascii() && !c.is_whitespace() && !c.is_uppercase();
                        if !id.value.chars().all(is_written_so) {
                            let problem = respelt(&id.value, &fold_term(&id.value));
                            self.problems.push(problem.at(self.path, id.span.clone()));
                        }
                        term.id = id;
                    }
                }
                "label" => term.label = self.labels("label", value),
                "description" => term.description = self.labels("description", value),
                "synonyms" => term.synonyms = self.texts("synonyms", value),
                "broader" => term.broader = self.text("broader", value),
                "replaced_by" => term.replaced_by = self.text("replaced_by", value),
                "notation" => {
                    term.notation = self.text("notation", value).map_or_else(String::new, |at| at.value);
                }
                "uri" => term.uri = self.address("uri", value),
                other => self.wrong(other, key.span.clone(), TERM_KEYS, "", ""),
            }
        }
        if term.id.value.is_empty() {
            let label = term.label.iter().next().map(|(_, label)| slug(label)).unwrap_or_default();
            if label.is_empty() {
                self.wrong("id", node.span.clone(), &[], "`id: eltern`", "`id: eltern`");
                return None;
            }
            term.id.value = label;
        }
        if term.label.is_empty() {
            term.label = Labels::of(self.lang.clone(), &term.id.value);
        }
        Some(term)
    }

    /// A term of which only the label is given, or nothing yet.
    fn short(&self, label: &str, node: &Node) -> TermSource {
        let labels = if label.is_empty() { Labels::default() } else { Labels::of(self.lang.clone(), label) };
        TermSource {
            id: At { value: slug(label), span: node.span.clone() },
            label: labels,
            synonyms: Vec::new(),
            broader: None,
            description: Labels::default(),
            notation: String::new(),
            uri: String::new(),
            replaced_by: None,
        }
    }

    fn text(&mut self, key: &str, node: &Node) -> Option<At<String>> {
        match node.text() {
            Some(text) => Some(At { value: text.trim().to_owned(), span: node.span.clone() }),
            None => {
                self.wrong(key, node.span.clone(), &[], "ein Text", "a text");
                None
            }
        }
    }

    /// An address on the web, by which others name the vocabulary or term; empty for anything else.
    fn address(&mut self, key: &str, node: &Node) -> String {
        let address = self.text(key, node).map_or_else(String::new, |at| at.value);
        if !address.is_empty() && !is_web_address(&address) {
            self.wrong(
                key,
                node.span.clone(),
                &[],
                "eine Adresse, etwa `https://example.org/eltern`",
                "an address, such as `https://example.org/parents`",
            );
            return String::new();
        }
        address
    }

    fn texts(&mut self, key: &str, node: &Node) -> Vec<String> {
        let items = match &node.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![node],
        };
        items.into_iter().filter_map(|item| self.text(key, item).map(|at| at.value)).collect()
    }

    fn labels(&mut self, key: &str, node: &Node) -> Labels {
        labels(node, self.lang).unwrap_or_else(|| {
            self.wrong(
                key,
                node.span.clone(),
                &[],
                "ein Text je Sprache, `{de: …, en: …}`",
                "a text for each language, `{de: …, en: …}`",
            );
            Labels::default()
        })
    }
}
