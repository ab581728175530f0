//! A style sheet → the files that it names with `url(…)`.
//!
//! Knows comments and strings, in which nothing is named, and no more of CSS than that.

use std::ops::Range;

/// A file that a style sheet names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Url<'a> {
    /// `url(…)` as a whole, as a range of bytes.
    pub(crate) whole: Range<usize>,
    /// The address as it is written, without quotation marks.
    pub(crate) address: &'a str,
}

/// Every `url(…)` in the order of the text.
pub(crate) fn urls(css: &str) -> Vec<Url<'_>> {
    const START: &str = "url(";
    let mut urls = Vec::new();
    let mut at = 0;
    while let Some(found) = css[at..].find(['/', '"', '\'', 'u', 'U']) {
        at += found;
        let rest = &css[at..];
        let is_url = rest.get(..START.len()).is_some_and(|start| start.eq_ignore_ascii_case(START));
        at += if let Some(comment) = rest.strip_prefix("/*") {
            comment.find("*/").map_or(rest.len(), |end| end + 4)
        } else if rest.starts_with(['"', '\'']) {
            string(rest)
        } else if is_url {
            let inside = &rest[START.len()..];
            let blank = inside.len() - inside.trim_start().len();
            let is_string = inside[blank..].starts_with(['"', '\'']);
            let text = blank + if is_string { string(&inside[blank..]) } else { 0 };
            let end = inside[text..].find(')').map_or(inside.len(), |end| text + end);
            let whole = at..(at + START.len() + end + 1).min(css.len());
            let length = whole.len();
            urls.push(Url { whole, address: inside[..end].trim().trim_matches(['"', '\'']) });
            length
        } else {
            1
        };
    }
    urls
}

/// The style sheet with another text in the place of each `url(…)` for which `other` gives one.
pub(crate) fn with_urls<E>(
    css: &str,
    mut other: impl FnMut(&str) -> Result<Option<String>, E>,
) -> Result<String, E> {
    let mut whole = String::with_capacity(css.len());
    let mut done = 0;
    for url in urls(css) {
        if let Some(other) = other(url.address)? {
            whole.push_str(&css[done..url.whole.start]);
            whole.push_str(&other);
            done = url.whole.end;
        }
    }
    whole.push_str(&css[done..]);
    Ok(whole)
}

/// The length of the string that `css` begins with, its quotation marks included.
pub(crate) fn string(css: &str) -> usize {
    let quote = css.as_bytes()[0];
    let mut is_escaped = false;
    let end = css.bytes().skip(1).position(|byte| {
        let ends = !is_escaped && (byte == quote || byte == b'\n');
        is_escaped = !is_escaped && byte == b'\\';
        ends
    });
    end.map_or(css.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_in_several_ways() {
        let css = "a{background:url(a.png), URL( 'b c.png' ) no-repeat}/* url(no.png) */\n\
            b{content:\"url(no.png)\";src:url(\"data:image/svg+xml,<a b='rgb(0,0,0)'/>\")}c{d:url()}e{f:url(open";
        let addresses: Vec<&str> = urls(css).iter().map(|url| url.address).collect();
        assert_eq!(addresses, ["a.png", "b c.png", "data:image/svg+xml,<a b='rgb(0,0,0)'/>", "", "open"]);
        assert_eq!(&css[urls(css)[1].whole.clone()], "URL( 'b c.png' )");
    }

    #[test]
    fn what_is_not_given_another_address_stays() {
        let other = |address: &str| Ok::<_, ()>((address == "b").then(|| "c".to_owned()));
        assert_eq!(with_urls("x url(a) url('b') y", other).unwrap(), "x url(a) c y");
    }
}
