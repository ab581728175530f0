//! The theme's texts: from `i18n/*.toml` to one complete set per language.
//!
//! A file holds tables of texts, `[search] placeholder = "…"`, which templates read as
//! `t.search.placeholder`. A text that depends on a number is a table of forms, `{ one = "{n} Seite",
//! other = "{n} Seiten" }`. German has every key, and a template that uses another one is told so
//! before any page is rendered.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use toml::de::{DeTable, DeValue};

use super::File;
use crate::diagnostic::{Code, Diagnostic, nearest_list};
use crate::lang::Lang;
use crate::path::SourcePath;
use crate::toml_table;

/// The texts of one language, by table and key.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<String, BTreeMap<String, Text>>);

/// One text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Text {
    /// As it stands.
    Plain(String),
    /// By the plural category of a number: `one`, `two`, `few`, `many`, `other`; `lang` names the
    /// language whose rules hold.
    Forms(BTreeMap<String, String>),
}

impl Texts {
    /// The text under `table.key`.
    #[must_use]
    pub fn get(&self, table: &str, key: &str) -> Option<&Text> {
        self.0.get(table)?.get(key)
    }

    /// The text under `table.key` when it has no forms; empty when there is none.
    #[must_use]
    pub fn plain(&self, table: &str, key: &str) -> String {
        match self.get(table, key) {
            Some(Text::Plain(text)) => text.clone(),
            _ => String::new(),
        }
    }

    /// Every key, as `table.key`, in order.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        self.0.iter().flat_map(|(table, texts)| texts.keys().map(move |key| format!("{table}.{key}")))
    }

    fn lay_over(&mut self, other: &Self) {
        for (table, texts) in &other.0 {
            let own = self.0.entry(table.clone()).or_default();
            own.extend(texts.iter().map(|(key, text)| (key.clone(), text.clone())));
        }
    }
}

/// The texts of each language: the default theme's with the site's laid over them. `templates` is the
/// text of all templates, in which a site's new keys must occur.
pub(super) fn merge(
    default: Vec<(Lang, File)>,
    own: Vec<(Lang, File)>,
    templates: &str,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<Lang, Texts> {
    let mut merged: BTreeMap<Lang, Texts> = BTreeMap::new();
    for (lang, file) in default {
        merged.insert(lang.clone(), read(&lang, &file, problems).0);
    }
    let known: Vec<String> =
        merged.get(&Lang::default()).map(|texts| texts.keys().collect()).unwrap_or_default();
    for (lang, file) in own {
        let (texts, places) = read(&lang, &file, problems);
        for (key, span) in places {
            if !known.contains(&key) && !is_used(&key, templates) {
                let nearest = nearest_list(&key, known.iter().map(String::as_str));
                let problem = Diagnostic::new(Code::UnusedThemeText).at(&file.source, span).arg("key", &key);
                problems.push(problem.arg("nearest", nearest));
            }
        }
        merged.entry(lang).or_default().lay_over(&texts);
    }
    merged
}

/// The texts for a page in `lang`, without gaps.
pub(super) fn complete(texts: &BTreeMap<Lang, Texts>, lang: &Lang) -> Texts {
    let mut complete = Texts::default();
    let english = (lang.base() != "de").then_some("en");
    // The tag of Kurmanji in particular and that of Kurdish in general are both in use.
    let macrolanguage = (lang.base() == "kmr").then_some("ku");
    let sources = [Some("de"), english, macrolanguage, Some(lang.base()), Some(lang.as_str())];
    for source in sources.into_iter().flatten().filter_map(Lang::parse) {
        if let Some(texts) = texts.get(&source) {
            complete.lay_over(texts);
        }
    }
    complete
}

/// The languages that have texts where there is a file for each of these.
pub(super) fn spoken(files: impl Iterator<Item = Lang>) -> BTreeSet<Lang> {
    let mut spoken: BTreeSet<Lang> = files.collect();
    if let Some((kurdish, kurmanji)) = Lang::parse("ku").zip(Lang::parse("kmr"))
        && spoken.contains(&kurdish)
    {
        spoken.insert(kurmanji);
    }
    spoken
}

/// Reports every `t.table.key` of a template that no language has.
pub(super) fn check_uses(template: &File, texts: &BTreeMap<Lang, Texts>, problems: &mut Vec<Diagnostic>) {
    let source = template.text();
    for (at, _) in source.match_indices("t.") {
        let before = source[..at].chars().next_back();
        let end = source[at..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
        let path = &source[at + 2..end.map_or(source.len(), |length| at + length)];
        let (Some((table, key)), false) = (path.split_once('.'), before.is_some_and(is_of_name)) else {
            continue;
        };
        let is_code = source[..at].rfind(['{', '}']).is_some_and(|brace| source[brace..].starts_with('{'));
        if is_code && !texts.values().any(|texts| texts.get(table, key).is_some()) {
            let known: Vec<String> = texts.values().flat_map(Texts::keys).collect();
            let nearest = nearest_list(path, known.iter().map(String::as_str));
            let problem = Diagnostic::new(Code::ThemeText).at(&template.source, at..at + 2 + path.len());
            problems.push(problem.arg("key", path).arg("nearest", nearest));
        }
    }
}

/// Whether templates show the text with this key. A longer key that begins like it is another one.
fn is_used(key: &str, templates: &str) -> bool {
    let path = format!("t.{key}");
    templates.match_indices(&path).any(|(at, _)| {
        let before = templates[..at].chars().next_back();
        let after = templates[at + path.len()..].chars().next();
        !before.is_some_and(is_of_name) && !after.is_some_and(|c| c != '.' && is_of_name(c))
    })
}

/// Whether a name goes on with this character, so that `list.title` is no use of `t`.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.')
}

/// Every key of a file as `table.key`, with its place.
type Places = Vec<(String, std::ops::Range<usize>)>;

/// Reads one file, with the place of each key. What is neither a text nor a table of forms is
/// reported and left out.
fn read(lang: &Lang, file: &File, problems: &mut Vec<Diagnostic>) -> (Texts, Places) {
    let mut texts = Texts::default();
    let mut places = Vec::new();
    let Ok(root) = DeTable::parse(file.text()) else {
        problems.extend(toml_table::syntax(&file.source, file.text()));
        return (texts, places);
    };
    for (table, value) in root.get_ref() {
        let DeValue::Table(entries) = value.get_ref() else {
            problems.push(misshapen(&file.source, table.get_ref(), value.span()));
            continue;
        };
        for (key, value) in entries {
            let name = format!("{}.{}", table.get_ref(), key.get_ref());
            let Some(text) = text_of(lang, value.get_ref()) else {
                problems.push(misshapen(&file.source, &name, value.span()));
                continue;
            };
            texts.0.entry(table.get_ref().to_string()).or_default().insert(key.get_ref().to_string(), text);
            places.push((name, key.span()));
        }
    }
    (texts, places)
}

fn text_of(lang: &Lang, value: &DeValue<'_>) -> Option<Text> {
    match value {
        DeValue::String(text) => Some(Text::Plain(text.to_string())),
        DeValue::Table(entries) => {
            let mut forms = BTreeMap::from([("lang".to_owned(), lang.base().to_owned())]);
            for (category, form) in entries {
                let DeValue::String(form) = form.get_ref() else { return None };
                forms.insert(category.get_ref().to_string(), form.to_string());
            }
            forms.contains_key("other").then_some(Text::Forms(forms))
        }
        _ => None,
    }
}

fn misshapen(file: &SourcePath, key: &str, span: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::new(Code::ConfigSyntax).at(file, span).arg_each(
        "detail",
        format!("`{key}` ist ein Text oder eine Tabelle von Formen mit `other`"),
        format!("`{key}` must be a text, or a table of forms with `other`"),
    )
}
