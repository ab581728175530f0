//! A page with what its elements need: the styles and scripts that only few pages have.
//!
//! Which of them a page needs shows when it is made: an element may come from a template or from the text
//! of a document. The style travels in the page, so that it costs no request; the script is fetched.

use std::fmt::Write as _;
use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

use crate::theme::Late;

/// How such an element begins, and how one does that is known by its class.
const ELEMENT: &str = "<fundus-";
const CLASS: &str = "class=\"";

/// Puts at the end of the page's head what its elements need. `root` leads from the page to the top of
/// the site.
pub(super) fn complete(mut html: Vec<u8>, root: &str, late: &[Late]) -> Vec<u8> {
    static STARTS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [ELEMENT, CLASS].map(Finder::new));
    let mut needed = vec![false; late.len()];
    for start in &*STARTS {
        for at in start.find_iter(&html) {
            let name = name(&html[at + start.needle().len()..]);
            late.iter()
                .zip(&mut needed)
                .filter(|(part, _)| part.name.as_bytes() == name)
                .for_each(|(_, is)| *is = true);
        }
    }
    let mut head = String::new();
    for (part, _) in late.iter().zip(needed).filter(|(_, is_needed)| *is_needed) {
        if let Some(style) = &part.style {
            let _ = writeln!(head, "<style>{style}</style>");
        }
        if let Some(script) = &part.script {
            let _ = writeln!(head, "<script src=\"{root}{script}\" defer></script>");
        }
    }
    if let Some(end) = memmem::find(&html, b"</head>") {
        html.splice(end..end, head.into_bytes());
    }
    html
}

/// The name at the start of `tag`.
fn name(tag: &[u8]) -> &[u8] {
    let is_of_name =
        |letter: &u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || b"-_".contains(letter);
    tag.split(|letter| !is_of_name(letter)).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_get_what_their_elements_need() {
        let part = |name: &str, style: Option<&str>, script: Option<&str>| Late {
            name: name.to_owned(),
            style: style.map(str::to_owned),
            script: script.map(str::to_owned),
        };
        let late = [
            part("media", Some("a{}"), Some("theme/media.js")),
            part("tab", Some("b{}"), None),
            part("tabs", Some("c{}"), None),
        ];
        let page = |head: &str, body: &str| format!("<head>x{head}</head><body>{body}</body>").into_bytes();
        let body = "<fundus-tabs>a</fundus-tabs><fundus-media class=\"m\"></fundus-media><fundus-tabs>";
        assert_eq!(
            complete(page("", body), "../", &late),
            page(
                "<style>a{}</style>\n<script src=\"../theme/media.js\" defer></script>\n<style>c{}</style>\n",
                body
            )
        );
        let body = "&lt;fundus-tabs> and <fundus-other> and <p class=\"tab-list tabs\">";
        assert_eq!(complete(page("", body), "", &late), page("", body));
        let room = [part("room_plan2", Some("d{}"), None)];
        let body = "<fundus-room_plan2></fundus-room_plan2>";
        assert_eq!(complete(page("", body), "", &room), page("<style>d{}</style>\n", body));
        let body = "<p class=\"tab other\">";
        assert_eq!(complete(page("", body), "", &late), page("<style>b{}</style>\n", body));
    }
}
