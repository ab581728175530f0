//! Reads finished HTML tag by tag, so that attributes can be changed and everything else stays.
//!
//! No parser: it knows where tags, comments and the raw texts of scripts and styles begin and end, and
//! nothing of nesting. That is enough for pages that the theme's tests hold to be well-formed, and what
//! it does not understand it leaves as it stands.

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag, with its name.
    End(&'a str, &'a str),
    /// Text, a comment, a doctype, or what stands inside of a script or style.
    Other(&'a str),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name as written.
    pub(super) name: &'a str,
    /// Name and value (escaped as it stands in the file) of each attribute.
    pub(super) attributes: Vec<(&'a str, Option<String>)>,
    /// Whether it closes itself, as in SVG.
    pub(super) is_closed: bool,
}

impl Tag<'_> {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name)?.1.as_deref()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| *known == name)
    }

    pub(super) fn set(&mut self, name: &'static str, value: String) {
        match self.attributes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = Some(value),
            None => self.attributes.push((name, Some(value))),
        }
    }

    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.attributes.iter().position(|(known, _)| *known == name)?;
        self.attributes.remove(at).1
    }

    pub(super) fn write(&self, html: &mut String) {
        html.push('<');
        html.push_str(self.name);
        for (name, value) in &self.attributes {
            html.push(' ');
            html.push_str(name);
            if let Some(value) = value {
                html.push_str("=\"");
                html.push_str(value);
                html.push('"');
            }
        }
        html.push_str(if self.is_closed { "/>" } else { ">" });
    }
}

/// The pieces of `html`, in order.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    let mut raw: Option<&str> = None;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, length) = match raw.take() {
            Some(name) => raw_text(rest, name),
            None => piece(rest),
        };
        if let Piece::Start(tag) = &piece
            && ["script", "style"].contains(&tag.name)
        {
            raw = Some(if tag.name == "script" { "script" } else { "style" });
        }
        rest = &rest[length..];
        Some(piece)
    })
}

/// What stands before the end tag of a script or style.
fn raw_text<'a>(rest: &'a str, name: &str) -> (Piece<'a>, usize) {
    let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
    if end == 0 { piece(rest) } else { (Piece::Other(&rest[..end]), end) }
}

fn piece(rest: &str) -> (Piece<'_>, usize) {
    if let Some(after) = rest.strip_prefix("<!--") {
        let end = after.find("-->").map_or(rest.len(), |end| end + "<!---->".len());
        return (Piece::Other(&rest[..end]), end);
    }
    if let Some(after) = rest.strip_prefix("</")
        && after.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let name = after[..end - 2].trim_end_matches('>').trim();
        return (Piece::End(name, &rest[..end]), end);
    }
    if rest.strip_prefix('<').is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()))
        && let Some((tag, length)) = start_tag(rest)
    {
        return (Piece::Start(tag), length);
    }
    let end = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(at, _)| at);
    (Piece::Other(&rest[..end]), end)
}

fn start_tag(rest: &str) -> Option<(Tag<'_>, usize)> {
    let is_end = |c: char| c.is_ascii_whitespace() || c == '>' || c == '/';
    let name_end = 1 + rest[1..].find(is_end)?;
    let mut tag = Tag { name: &rest[1..name_end], attributes: Vec::new(), is_closed: false };
    let mut at = name_end;
    loop {
        at += rest[at..].find(|c: char| !c.is_ascii_whitespace())?;
        match rest.as_bytes()[at] {
            b'>' => return Some((tag, at + 1)),
            b'/' => {
                tag.is_closed = rest.as_bytes().get(at + 1) == Some(&b'>');
                at += 1;
            }
            _ => {
                let (name, value, next) = attribute(rest, at)?;
                tag.attributes.push((name, value));
                at = next;
            }
        }
    }
}

/// The attribute at `at`: its name, its value, and what comes after it.
fn attribute(rest: &str, at: usize) -> Option<(&str, Option<String>, usize)> {
    let is_end = |c: char| c.is_ascii_whitespace() || c == '>' || c == '=' || c == '/';
    let end = at + rest[at..].find(is_end)?.max(1);
    let name = rest.get(at..end)?;
    let equals = end + rest[end..].find(|c: char| !c.is_ascii_whitespace())?;
    if rest.as_bytes()[equals] != b'=' {
        return Some((name, None, end));
    }
    let start = equals + 1 + rest[equals + 1..].find(|c: char| !c.is_ascii_whitespace())?;
    let (value, next) = match rest.as_bytes()[start] {
        quote @ (b'"' | b'\'') => {
            let end = start + 1 + rest[start + 1..].find(char::from(quote))?;
            (&rest[start + 1..end], end + 1)
        }
        _ => {
            let end = start + rest[start..].find(|c: char| c.is_ascii_whitespace() || c == '>')?;
            (&rest[start..end], end)
        }
    };
    Some((name, Some(value.replace('"', "&quot;")), next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(html: &str) -> String {
        let mut out = String::new();
        for piece in pieces(html) {
            match piece {
                Piece::Start(tag) => tag.write(&mut out),
                Piece::End(_, text) | Piece::Other(text) => out.push_str(text),
            }
        }
        out
    }

    #[test]
    fn what_is_not_changed_stays() {
        for html in [
            "<!doctype html>\n<html lang=\"de\"><p>a < b &amp; c<br>x</p></html>",
            "<a href=\"x.html?a=1&amp;b=2\" download>y</a>",
            "<script>if (a < b && \"<p>\") {}</script><p>z",
            "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>",
            "<!-- <p id=\"x\"> --><p>ä</p>",
            "a <",
            "→ ä<b>→</b>",
            "<p",
            "",
        ] {
            assert_eq!(written(html), html);
        }
        assert_eq!(written("<p class='a\"b' id = x>"), "<p class=\"a&quot;b\" id=\"x\">");
    }
}
