//! A checker for the HTML of a body: well-nested, nothing but harmless elements and attributes, no id
//! twice.

use std::collections::HashSet;

const VOID: &[&str] = &["br", "hr", "img", "input", "wbr"];

pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "fundus-media",
    "fundus-tabs",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

pub(super) const ATTRIBUTES: &[&str] = &[
    "alt",
    "aria-label",
    "checked",
    "class",
    "datetime",
    "dir",
    "disabled",
    "href",
    "id",
    "lang",
    "open",
    "play",
    "rel",
    "role",
    "scope",
    "start",
    "tabindex",
    "title",
    "type",
];

/// The greatest depth of the HTML, or what is wrong with it.
pub(super) fn check(html: &str) -> Result<usize, String> {
    let mut open: Vec<&str> = Vec::new();
    let mut ids: HashSet<&str> = HashSet::new();
    let mut deepest = 0;
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>']) {
        let tag = &rest[at..];
        let Some((tag, after)) = tag.strip_prefix('<').and_then(|tag| tag.split_once('>')) else {
            return Err(format!("a bare `>` or an open tag: {}", excerpt(tag)));
        };
        rest = after;
        if tag.matches('"').count() % 2 != 0 || tag.contains('<') {
            return Err(format!("a broken tag: {tag}"));
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("`</{name}>` closes what it did not open, before {}", excerpt(rest)));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !ELEMENTS.contains(&name) {
            return Err(format!("a strange tag: {tag}"));
        }
        check_attributes(attributes, &mut ids)?;
        if !VOID.contains(&name) {
            open.push(name);
            deepest = deepest.max(open.len());
        }
    }
    if open.is_empty() { Ok(deepest) } else { Err(format!("not closed: {open:?}")) }
}

fn check_attributes<'h>(mut attributes: &'h str, ids: &mut HashSet<&'h str>) -> Result<(), String> {
    while !attributes.is_empty() {
        let name = attributes.split([' ', '=']).next().unwrap_or_default();
        attributes = &attributes[name.len()..];
        if !ATTRIBUTES.contains(&name) {
            return Err(format!("a strange attribute: {name}"));
        }
        if let Some(value) = attributes.strip_prefix("=\"") {
            let (value, rest) = value.split_once('"').ok_or("an open value")?;
            attributes = rest;
            if name == "id" && !ids.insert(value) {
                return Err(format!("an id twice: {value}"));
            }
            if name == "href"
                && !["", "#", "http:", "https:", "mailto:", "tel:"].iter().any(|start| {
                    value == *start || !start.is_empty() && value.to_ascii_lowercase().starts_with(start)
                })
            {
                return Err(format!("a strange address: {value}"));
            }
        }
        attributes = attributes.strip_prefix(' ').unwrap_or(attributes);
    }
    Ok(())
}

/// The text between the tags.
pub(super) fn text(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

fn excerpt(html: &str) -> String {
    html.chars().take(60).collect()
}

#[test]
fn the_checker_sees_what_is_wrong() {
    assert_eq!(check("<p>a<br> <em title=\"b\">c</em></p>"), Ok(2));
    for html in [
        "<p>",
        "</p>",
        "<p><b></p></b>",
        "a > b",
        "<b \">",
        "<b id=\"a\"></b><b id=\"a\"></b>",
        "<b onclick=\"\"></b>",
        "<x></x>",
        "<a href=\"data:\"></a>",
    ] {
        assert!(check(html).is_err(), "{html}");
    }
}
