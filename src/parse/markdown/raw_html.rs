//! HTML in a Markdown text: what of it is allowed, and how a tag is read.
//!
//! Nothing of a tag is copied to the output. An allowed tag is written anew from the static names
//! below, an attribute only with a checked and escaped value; everything else is left out. Which
//! tags may stand where, and that they are closed, is the writer's business.

use std::borrow::Cow;

use crate::text::decode_references;

/// An element that texts may use.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// What an element may contain and where it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Part of a line of text.
    Phrasing,
    /// Part of a line of text, without content.
    Void,
    /// A block whose content may be any number of Markdown blocks.
    Container,
    /// A block that ends with the HTML block at the latest.
    Block,
    /// A block without content.
    Rule,
}

/// Every allowed element, in alphabetical order.
const ELEMENTS: &[Element] = &[
    element("abbr", Kind::Phrasing),
    element("b", Kind::Phrasing),
    element("bdi", Kind::Phrasing),
    element("bdo", Kind::Phrasing),
    element("br", Kind::Void),
    element("cite", Kind::Phrasing),
    element("code", Kind::Phrasing),
    element("del", Kind::Phrasing),
    element("details", Kind::Container),
    element("dfn", Kind::Phrasing),
    element("div", Kind::Container),
    element("em", Kind::Phrasing),
    element("hr", Kind::Rule),
    element("i", Kind::Phrasing),
    element("ins", Kind::Phrasing),
    element("kbd", Kind::Phrasing),
    element("mark", Kind::Phrasing),
    element("p", Kind::Block),
    element("q", Kind::Phrasing),
    element("s", Kind::Phrasing),
    element("samp", Kind::Phrasing),
    element("small", Kind::Phrasing),
    element("span", Kind::Phrasing),
    element("strong", Kind::Phrasing),
    element("sub", Kind::Phrasing),
    element("summary", Kind::Block),
    element("sup", Kind::Phrasing),
    element("time", Kind::Phrasing),
    element("u", Kind::Phrasing),
    element("var", Kind::Phrasing),
    element("wbr", Kind::Void),
];

/// Elements that go with all that is in them.
const WITH_CONTENT: &[&str] = &[
    "applet",
    "audio",
    "canvas",
    "frameset",
    "head",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
    "xmp",
];

const fn element(name: &'static str, kind: Kind) -> Element {
    Element { name, kind }
}

/// The allowed element of this name (in lower case).
pub(super) fn allowed(name: &str) -> Option<&'static Element> {
    ELEMENTS.binary_search_by(|element| element.name.cmp(name)).ok().map(|index| &ELEMENTS[index])
}

/// The name, if it is one of an element that goes with all that is in it.
pub(super) fn goes_with_content(name: &str) -> Option<&'static str> {
    WITH_CONTENT.binary_search(&name).ok().map(|index| WITH_CONTENT[index])
}

/// What to write in Markdown instead of an element, as a code span; empty if there is nothing.
pub(super) fn markdown_for(name: &str) -> &'static str {
    match name {
        "a" | "audio" | "embed" | "iframe" | "object" | "video" => "`[…](…)`",
        "blockquote" => "`> …`",
        "dd" | "dl" | "dt" => "`: …`",
        "figcaption" | "figure" | "img" | "picture" | "svg" => "`![…](…)`",
        "h1" | "h2" => "`## …`",
        "h3" | "h4" | "h5" | "h6" => "`### …`",
        "li" | "ol" | "ul" => "`- …`",
        "pre" => "`` ``` ``",
        "strike" => "`~~…~~`",
        "table" | "tbody" | "td" | "th" | "thead" | "tr" => "`| … | … |`",
        _ => "",
    }
}

/// A tag, as far as it is of interest.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// The name in lower case.
    pub(super) name: String,
    /// Whether it is an end tag.
    pub(super) end: bool,
    /// The attributes: names in lower case, values as written.
    pub(super) attributes: Vec<(String, &'t str)>,
    /// The length of the tag in bytes.
    pub(super) length: usize,
}

/// Reads the tag with which `text` begins; `None` if it is none, or is not closed.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
    let rest = text.strip_prefix('<')?;
    let end = rest.starts_with('/');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let (name, mut rest) = rest.split_at(length);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some(Tag {
                name: name.to_ascii_lowercase(),
                end,
                attributes,
                length: text.len() - after.len(),
            });
        }
        let (attribute, after) = attribute(rest)?;
        attributes.push(attribute);
        rest = after;
    }
}

/// Reads an attribute: name, value, and what follows.
fn attribute(text: &str) -> Option<((String, &str), &str)> {
    let length =
        text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/' | '<' | '"' | '\''))?;
    if length == 0 {
        return None;
    }
    let (name, rest) = text.split_at(length);
    let Some(value) = rest.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start) else {
        return Some(((name.to_ascii_lowercase(), ""), rest));
    };
    let (value, rest) = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split_once(quote)?,
        _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '<'))?),
    };
    Some(((name.to_ascii_lowercase(), value), rest))
}

/// The attribute as it may stand in the output, ready to be escaped; `None` if it may not.
pub(super) fn allowed_attribute<'t>(
    element: &Element,
    name: &str,
    value: &'t str,
) -> Option<(&'static str, Cow<'t, str>)> {
    let is_tag =
        |value: &str| !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    match name {
        "lang" => is_tag(value).then_some(("lang", Cow::Borrowed(value))),
        "dir" => matches!(value, "ltr" | "rtl" | "auto").then(|| ("dir", Cow::Borrowed(value))),
        "title" => Some(("title", decode_references(value))),
        "datetime" => (element.name == "time").then(|| ("datetime", decode_references(value))),
        "open" => (element.name == "details").then_some(("open", Cow::Borrowed(""))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(ELEMENTS.is_sorted_by_key(|element| element.name));
        assert!(WITH_CONTENT.is_sorted());
        assert!(WITH_CONTENT.iter().all(|name| allowed(name).is_none()));
    }

    #[test]
    fn tags_are_read_as_browsers_read_them() {
        let tag = tag("<SPAN lang=uk title='a > b' hidden/>x").unwrap();
        assert_eq!((tag.name.as_str(), tag.end, tag.length), ("span", false, 36));
        let attributes: Vec<_> = tag.attributes.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(attributes, [("lang", "uk"), ("title", "a > b"), ("hidden", "")]);
        assert!(super::tag("</b >").is_some_and(|tag| tag.end));
        for text in ["<3", "< b>", "<b", "<b c=\"", "<b <i>", "<>", "<b ='x'>"] {
            assert_eq!(super::tag(text), None, "{text}");
        }
    }

    #[test]
    fn attributes_are_checked() {
        let span = allowed("span").unwrap();
        assert!(allowed_attribute(span, "onclick", "x").is_none());
        assert!(allowed_attribute(span, "style", "x").is_none());
        assert!(allowed_attribute(span, "lang", "uk\" onclick=\"x").is_none());
        assert_eq!(allowed_attribute(span, "title", "a &amp; b").unwrap().1, "a & b");
    }
}
