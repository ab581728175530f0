//! Source code in colours: text and language to HTML with a dozen classes.
//!
//! A token gets a `<span>` with one of the classes in [`CLASSES`]; what has none stays plain. The
//! syntax definitions are loaded when the first fence with a language asks for them, and every
//! result is kept, because previews highlight the same code over and over.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape;
use crate::hash::{ContentHash, Hasher};

/// Longer code and longer lines stay plain, so that no text can keep the program busy for long.
const MAX_CODE: usize = 100_000;
const MAX_LINE: usize = 1_000;

/// How many bytes of HTML are kept before the memory is emptied.
const MAX_KEPT: usize = 8_000_000;

/// Scopes of the syntax definitions and the class that a theme colours; the first prefix that
/// matches counts, so particular scopes stand before general ones.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "hl-comment"),
    ("string", "hl-string"),
    ("constant.numeric", "hl-number"),
    ("constant", "hl-constant"),
    ("keyword.operator", "hl-operator"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("entity.name.function", "hl-function"),
    ("support.function", "hl-function"),
    ("variable.function", "hl-function"),
    ("entity.name.tag", "hl-tag"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("entity.name.section", "hl-heading"),
    ("markup.heading", "hl-heading"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
    ("entity.name", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("variable", "hl-variable"),
];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static SCOPES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    CLASSES.iter().filter_map(|&(scope, class)| Some((Scope::new(scope).ok()?, class))).collect()
});

static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Kept {
    html: HashMap<ContentHash, Option<Arc<str>>>,
    size: usize,
}

/// The code as HTML; `None` when the language is unknown or the code too long.
pub(super) fn highlight(code: &str, language: &str) -> Option<Arc<str>> {
    if code.len() > MAX_CODE || matches!(language, "" | "text" | "txt" | "plain") {
        return None;
    }
    let mut key = Hasher::default();
    key.update(language.as_bytes());
    key.update(b"\0");
    key.update(code.as_bytes());
    let key = key.finish();
    if let Some(known) = KEPT.lock().unwrap_or_else(PoisonError::into_inner).html.get(&key) {
        return known.clone();
    }
    let html: Option<Arc<str>> = paint(code, language).map(Arc::from);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.size > MAX_KEPT {
        *kept = Kept::default();
    }
    kept.size += code.len() + html.as_ref().map_or(0, |html| html.len());
    kept.html.insert(key, html.clone());
    html
}

fn paint(code: &str, language: &str) -> Option<String> {
    let syntax: &SyntaxReference = SYNTAXES.find_syntax_by_token(language)?;
    if code.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut out = Painter { html: String::with_capacity(2 * code.len()), class: None, blanks: String::new() };
    for line in code.split_inclusive('\n') {
        let mut from = 0;
        for (at, change) in state.parse_line(line, &SYNTAXES).ok()? {
            out.push(&line[from..at], &scopes);
            scopes.apply(&change).ok()?;
            from = at;
        }
        out.push(&line[from..], &scopes);
    }
    out.set(None);
    Some(out.html)
}

/// Writes tokens, joining neighbours of the same class.
struct Painter {
    html: String,
    class: Option<&'static str>,
    /// The blanks after the last token: within its span only if that goes on.
    blanks: String,
}

impl Painter {
    fn push(&mut self, text: &str, scopes: &ScopeStack) {
        let token = text.trim_end();
        if !token.is_empty() {
            self.set(class(scopes));
            escape::push(&mut self.html, token);
        }
        self.blanks.push_str(&text[token.len()..]);
    }

    /// Goes on with tokens of this class.
    fn set(&mut self, class: Option<&'static str>) {
        let changes = self.class != class;
        if changes && self.class.is_some() {
            self.html.push_str("</span>");
        }
        self.html.push_str(&self.blanks);
        self.blanks.clear();
        if let Some(class) = class.filter(|_| changes) {
            self.html.push_str("<span class=\"");
            self.html.push_str(class);
            self.html.push_str("\">");
        }
        self.class = class;
    }
}

/// The class of the innermost scope that has one.
fn class(scopes: &ScopeStack) -> Option<&'static str> {
    let class = |scope: &Scope| {
        SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|&(_, class)| class)
    };
    scopes.as_slice().iter().rev().find_map(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_get_classes_and_nothing_is_lost() {
        let html = highlight("# Titel\ntitle: \"a < b\"\norder: 12\n", "yaml").unwrap();
        assert_eq!(
            &*html,
            "<span class=\"hl-comment\"># Titel</span>\n<span class=\"hl-tag\">title</span>: \
             <span class=\"hl-string\">&quot;a &lt; b&quot;</span>\n<span class=\"hl-tag\">order</span>: \
             <span class=\"hl-number\">12</span>\n"
        );
    }

    #[test]
    fn unknown_languages_and_long_lines_stay_plain() {
        assert!(highlight("x", "klingonisch").is_none());
        assert!(highlight("x", "text").is_none());
        assert!(highlight(&"x".repeat(MAX_LINE + 1), "rust").is_none());
    }
}
