//! The conditions of templates → names in them that the theme contract does not have.
//!
//! The engine takes a name that does not exist for an error, but in a condition for "no". Looked at is only what is
//! certain: paths that begin with a name of the contract (`document.summary`), as far as every value of that type has
//! its fields; neither what a template, or one that it extends, calls by such a name itself, nor templates that others
//! include, who may do that. Whoever asks whether something `is defined` knows what they ask.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::view::{
    CalendarView, DocumentView, IndexView, ListView, MonthView, PageView, RedirectView, SheetView, SiteView,
    StartView, TermView, VocabularyView,
};
use crate::diagnostic::{Code, Diagnostic, nearest_list};
use crate::theme::{QUOTES, Template};

/// Reports names in the conditions of these templates that there are not.
pub(super) fn check(templates: &[Template<'_>], problems: &mut Vec<Diagnostic>) {
    let contract = contract();
    let (parents, parts) = (called(templates, "extends"), called(templates, "include"));
    let of_parents: BTreeSet<&str> = (templates.iter().filter(|template| parents.contains(template.name)))
        .flat_map(|template| bound(template.source))
        .collect();
    for template in templates.iter().filter(|template| !parts.contains(template.name)) {
        let mut bound = bound(template.source);
        if calls(template, "extends").next().is_some() {
            bound.extend(&of_parents);
        }
        for (at, tag) in tags(template.source).filter(|(_, tag)| is_condition(tag)) {
            for (start, path) in paths(tag) {
                let (root, fields) = path.split_once('.').unwrap_or((path, ""));
                let is_asked = tag[start + path.len()..].trim_start().starts_with("is ");
                let Some(value) = contract.get(root).filter(|_| !bound.contains(root) && !is_asked) else {
                    continue;
                };
                if let Some((name, known)) = missing(value, fields) {
                    let known: Vec<&str> = known.keys().map(String::as_str).collect();
                    let place = at + start..at + start + path.len();
                    problems.push(
                        Diagnostic::new(Code::TemplateVariable)
                            .at(template.file, place)
                            .arg("name", path)
                            .arg("nearest", nearest_list(name, known.iter().copied()))
                            .arg("available", known.join(", ")),
                    );
                }
            }
        }
    }
}

/// The names of the templates that these templates extend or include.
fn called<'t>(templates: &[Template<'t>], by: &str) -> BTreeSet<&'t str> {
    let tags = templates.iter().flat_map(|template| calls(template, by));
    tags.flat_map(|tag| tag.split(QUOTES)).collect()
}

/// The tags with which a template extends or includes others.
fn calls<'t>(template: &Template<'t>, by: &str) -> impl Iterator<Item = &'t str> {
    tags(template.source).map(|(_, tag)| tag).filter(move |tag| words(tag).next() == Some(by))
}

/// What the names of the contract hold, with all fields that are always there.
fn contract() -> BTreeMap<&'static str, Value> {
    fn view<T: Default + Serialize>() -> Value {
        serde_json::to_value(T::default()).unwrap_or_default()
    }
    BTreeMap::from([
        ("site", view::<SiteView>()),
        ("page", view::<PageView>()),
        ("document", view::<DocumentView>()),
        ("list", view::<ListView>()),
        ("index", view::<IndexView>()),
        ("vocabulary", view::<VocabularyView>()),
        ("term", view::<TermView>()),
        ("calendar", view::<CalendarView>()),
        ("month", view::<MonthView>()),
        ("redirect", view::<RedirectView>()),
        ("start", view::<StartView>()),
        ("sheet", view::<SheetView>()),
    ])
}

/// The first of the fields that is not there, with those that are.
fn missing<'a, 'v>(
    value: &'v Value,
    fields: &'a str,
) -> Option<(&'a str, &'v serde_json::Map<String, Value>)> {
    let mut value = value;
    for name in fields.split('.').filter(|name| !name.is_empty()) {
        let known = value.as_object()?;
        match known.get(name) {
            Some(field) => value = field,
            None => return Some((name, known)),
        }
    }
    None
}

/// What stands between `{%` and `%}`, each with its place; comments and raw text are none.
fn tags(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let mut is_raw = false;
    std::iter::from_fn(move || {
        loop {
            let start = at + source[at..].find('{')?;
            let rest = &source[start..];
            if !is_raw && rest.starts_with("{#") {
                at = start + rest.find("#}")? + 2;
            } else if let Some(inside) = rest.strip_prefix("{%") {
                let tag = &inside[..inside.find("%}")?];
                at = start + tag.len() + 4;
                match words(tag).next() {
                    Some("raw") => is_raw = true,
                    Some("endraw") => is_raw = false,
                    _ if !is_raw => return Some((start + 2, tag)),
                    _ => {}
                }
            } else {
                at = start + 1;
            }
        }
    })
}

fn is_condition(tag: &str) -> bool {
    matches!(words(tag).next(), Some("if" | "elif"))
}

/// The words of a tag: names, and whatever else letters and digits make up.
fn words(tag: &str) -> impl Iterator<Item = &str> {
    tag.split(|letter: char| !is_of_name(letter)).filter(|word| !word.is_empty())
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The names that a template gives to something itself.
fn bound(source: &str) -> BTreeSet<&str> {
    let mut bound = BTreeSet::new();
    for (_, tag) in tags(source) {
        match words(tag).next() {
            Some("set" | "set_global") => bound.extend(words(tag).nth(1)),
            Some("for") => bound.extend(words(tag).skip(1).take_while(|word| *word != "in")),
            Some("component") => {
                let arguments = tag.split_once('(').map_or("", |(_, arguments)| arguments);
                let own = arguments.split(',').filter(|argument| !argument.trim_start().starts_with('@'));
                bound.extend(own.filter_map(|argument| words(argument).next()));
            }
            _ => {}
        }
    }
    bound
}

/// The paths in a tag (`document.summary`) with their places; strings are none.
fn paths(tag: &str) -> Vec<(usize, &str)> {
    let mut paths = Vec::new();
    let mut at = 0;
    while let Some(letter) = tag[at..].chars().next() {
        let rest = &tag[at..];
        at += match letter {
            '"' | '\'' | '`' => rest[1..].find(letter).map_or(rest.len(), |end| end + 2),
            _ if is_of_name(letter) => {
                let is_part = |letter: char| is_of_name(letter) || letter == '.';
                let path = &rest[..rest.find(|letter| !is_part(letter)).unwrap_or(rest.len())];
                // What follows a dot belongs to something else: `items[0].title`.
                if !tag[..at].ends_with('.') {
                    paths.push((at, path));
                }
                path.len()
            }
            _ => letter.len_utf8(),
        };
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;
    use crate::theme::Theme;

    /// What is reported of templates, each with its name: the marked text and the nearest names.
    fn found(templates: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<SourcePath> =
            templates.iter().map(|(name, _)| SourcePath::new(name).unwrap()).collect();
        let templates: Vec<Template<'_>> = (templates.iter().zip(&files))
            .map(|((name, source), file)| Template { name, file, source })
            .collect();
        let mut problems = Vec::new();
        check(&templates, &mut problems);
        let said = |problem: &Diagnostic| {
            let place = problem.place.as_ref().unwrap();
            let source = templates.iter().find(|template| *template.file == place.file).unwrap().source;
            let near = problem.args.iter().find(|(name, _)| *name == "nearest");
            let near = near.map_or("", |(_, near)| near.say(crate::lang::MessageLang::De));
            format!("{} {near}", &source[place.span.clone()])
        };
        problems.iter().map(said).collect()
    }

    #[test]
    fn the_default_theme_asks_for_what_there_is() {
        let theme = Theme::embedded();
        let mut problems = Vec::new();
        check(&theme.templates().collect::<Vec<_>>(), &mut problems);
        assert_eq!(problems, []);
    }

    #[test]
    fn a_misspelt_name_in_a_condition_is_found() {
        for (template, expected) in [
            ("{% if document.sumary %}a{% endif %}", "document.sumary `summary`"),
            ("{%- if not page.descripton -%}{% endif %}", "page.descripton `description`"),
            ("{% if page.title %}{% elif list.pagination.page %}{% endif %}", "list.pagination.page `pages`"),
            ("{% if page.kind == \"x\" and document.tipe.id %}{% endif %}", "document.tipe.id `type`"),
            (
                "{% component a(x, @page) %}{% if page.titel %}{% endif %}{% endcomponent %}",
                "page.titel `title`",
            ),
        ] {
            assert_eq!(found(&[("a.html", template)]), [expected], "{template}");
        }
    }

    #[test]
    fn what_may_be_there_is_left() {
        for template in [
            "{% if document.summary and site.logo.path or document.event.access_label %}{% endif %}",
            "{% if document.items[0].titel or x.document.titel %}{% endif %}",
            "{% if page.kind == \"document.titel\" %}{% endif %}{# {% if page.titel %} #}",
            "{% raw %}{% if page.titel %}{% endraw %}",
            "{% if document.colour is defined %}{% endif %}",
            "{% for document in start.documents %}{% if document.titel %}{% endif %}{% endfor %}",
            "{% set page = x %}{% if page.titel %}{% endif %}",
            "{% component a(term: map) %}{% if term.titel %}{% endif %}{% endcomponent %}",
        ] {
            assert_eq!(found(&[("a.html", template)]), Vec::<String>::new(), "{template}");
        }
        let included = ("b.html", "{% if list.titel %}{% endif %}");
        let includes = ("a.html", "{% for list in x %}{% include \"b.html\" %}{% endfor %}");
        assert_eq!(found(&[includes, included]), Vec::<String>::new());
        let child =
            ("c.html", "{% extends \"d.html\" %}{% block a %}{% if term.titel %}{% endif %}{% endblock %}");
        let parent = ("d.html", "{% set term = x %}{% block a %}{% endblock %}");
        assert_eq!(found(&[child, parent]), Vec::<String>::new());
    }
}
