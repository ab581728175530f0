//! What a document says → messages about its language: mixed gender forms, addresses of persons, and what makes a text
//! in Leichte Sprache hard to read.
//!
//! Each check sees one document. A look at the bytes of the file tells whether there may be anything to say, and hardly
//! ever is there; only then the text is listened to ([`markdown::spoken`]), which tells running words from code,
//! addresses and quotations.

mod forms;
mod mail;
mod simple;

use std::ops::Range;

use super::document::Document;
use super::markdown::{self, Block};
use super::value::{Fields, Name, Value, is_public};
use crate::config::Gender;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DocType, Field, Role};
use crate::path::SourcePath;

/// More other places than these are not marked: who has seen some will find the rest.
const MOST_PLACES: usize = 4;

/// Words of a document that stand together.
struct Words {
    block: Block,
    /// Whether it is running text, and no name, source or number.
    is_prose: bool,
    /// Whether it is meant to be in Leichte Sprache.
    is_simple: bool,
}

/// Everything that a document says.
#[derive(Default)]
struct Said {
    words: Vec<Words>,
    /// Addresses of e-mail that are no running text, with their places.
    addresses: Vec<(String, Range<usize>)>,
}

/// Tells what is to be said about the language of a document whose file has this `text`, with a body from `start` on.
pub(super) fn check(
    document: &Document,
    text: &str,
    start: usize,
    doc_type: &DocType,
    agreed: Gender,
    problems: &mut Vec<Diagnostic>,
) {
    let is_german = document.lang.base() == "de";
    let is_simple = document.lang.is_simple();
    let has_forms = is_german && forms::may_be_told(text, agreed);
    let has_addresses = mail::may_be_told(text);
    let explained =
        doc_type.role(Role::DefinitionSimple).is_some_and(|role| !document.fields.get(role).is_empty());
    if !(has_forms || has_addresses || is_simple || (is_german && explained)) {
        return;
    }
    let file = &document.source.path;
    let mut said = Said::default();
    said.fields(document, text, &doc_type.fields, &document.fields, true);
    // For an explanation alone nobody need listen to the text.
    if has_forms || has_addresses || is_simple {
        said.listen(markdown::spoken(file, text, start, &document.lang), is_simple);
    }
    if has_forms {
        problems.extend(forms::check(file, &said.words, agreed));
    }
    if has_addresses {
        problems.extend(mail::check(file, &said));
    }
    if is_german {
        problems.extend(simple::check(file, &said.words));
    }
    if is_simple && !document.is_flawed {
        problems.extend(simple::check_review(file, &said.words, &document.head));
    }
}

impl Said {
    fn listen(&mut self, spoken: markdown::Spoken, is_simple: bool) {
        let words = |block| Words { block, is_prose: true, is_simple };
        self.words.extend(spoken.blocks.into_iter().map(words));
        let addresses = spoken.links.into_iter().filter_map(|link| {
            let address = link.target.strip_prefix("mailto:")?;
            Some((address.split('?').next().unwrap_or(address).to_owned(), link.span))
        });
        self.addresses.extend(addresses);
    }

    /// What stands in the `fields`, as they are `declared`, of the document itself or of a group.
    fn fields(
        &mut self,
        document: &Document,
        text: &str,
        declared: &[Field],
        fields: &Fields<Name>,
        is_top: bool,
    ) {
        let is_simple = document.lang.is_simple();
        for values in &fields.0 {
            let field = &declared[values.index];
            if !is_public(field, declared, fields) {
                continue;
            }
            let speaks = is_top
                && matches!(
                    field.role,
                    Some(Role::Title | Role::Summary | Role::Definition | Role::DefinitionSimple)
                );
            for at in &values.values {
                match &at.value {
                    Value::Text(value) => self.words.push(Words {
                        block: Block::plain(text, &at.span, value),
                        is_prose: speaks,
                        is_simple: speaks && (is_simple || field.role == Some(Role::DefinitionSimple)),
                    }),
                    Value::Email(address) => self.addresses.push((address.clone(), at.span.clone())),
                    Value::Markdown(_) => {
                        let value = written(text, &at.span);
                        let part =
                            markdown::Field { name: &field.name, value: &value, span: at.span.clone() };
                        let file = &document.source.path;
                        self.listen(markdown::spoken_field(file, text, &part, &document.lang), is_simple);
                    }
                    Value::Group(parts) => {
                        let crate::model::Kind::Group(declared) = &field.kind else { continue };
                        self.fields(document, text, declared, parts, false);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The Markdown that stands in the front matter as a value: without its mark, quotation marks and indentation.
fn written(text: &str, span: &Range<usize>) -> String {
    let value = text.get(span.clone()).unwrap_or_default();
    if let Some(quote) = ['"', '\''].into_iter().find(|quote| value.starts_with(*quote)) {
        return value.trim().trim_matches(quote).to_owned();
    }
    let lines = match value.split_once('\n') {
        Some((mark, lines)) if mark.starts_with(['|', '>']) => lines,
        _ => value,
    };
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let least = lines.lines().skip(1).chain(lines.lines().take(1)).filter(|line| !line.trim().is_empty());
    let least = least.map(indent).min().unwrap_or(0);
    lines.lines().map(|line| line.get(least..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// A message about the first of several places, which names some of the others.
fn at_places(
    code: Code,
    file: &SourcePath,
    places: impl IntoIterator<Item = Range<usize>>,
) -> Option<Diagnostic> {
    let mut places = places.into_iter();
    let first = Diagnostic::new(code).at(file, places.next()?);
    Some(places.take(MOST_PLACES).fold(first, |problem, place| problem.also(file, place)))
}

#[cfg(test)]
mod tests;
