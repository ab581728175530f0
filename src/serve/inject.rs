//! What a previewed page has in addition: the script that keeps it up to date.
//!
//! It is added when a page is served and never stands in what is written. The script itself is a file
//! of its own, `preview.js`, so that it also runs under a policy that forbids inline scripts.

use crate::lang::MessageLang;
use crate::text::escape_html;

/// Where the script is served.
pub(super) const SCRIPT_PATH: &str = "/__fundus/preview.js";

/// The script.
pub(super) const SCRIPT: &str = include_str!("preview.js");

/// The page with the script in it. `page` is its path, empty for a page that is not of the site;
/// `version` the state of the site that it belongs to.
pub(super) fn inject(html: &[u8], page: &str, version: &str, lang: MessageLang) -> Vec<u8> {
    let tag = format!(
        "<script src=\"{SCRIPT_PATH}\" data-page=\"{}\" data-version=\"{version}\" data-lang=\"{}\"></script>",
        escape_html(page),
        tag_of(lang),
    );
    let end = end_of_body(html);
    [&html[..end], tag.as_bytes(), &html[end..]].concat()
}

/// A page of our own for when there is nothing of the site to show, with the script in it. `version` as in [`inject`].
pub(super) fn notice(title: &str, text: &str, version: &str, lang: MessageLang) -> Vec<u8> {
    let (title, text, tag) = (escape_html(title), escape_html(text), tag_of(lang));
    let html = format!(
        "<!doctype html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
         </head><body style=\"font: 1.1rem/1.5 system-ui, sans-serif; max-inline-size: 40rem; margin: 4rem auto; \
         padding: 0 1rem\"><main><h1>{title}</h1><p>{text}</p></main></body></html>\n"
    );
    inject(html.as_bytes(), "", version, lang)
}

/// Where the body ends; at the end of the page when it does not say so.
fn end_of_body(html: &[u8]) -> usize {
    const END: &[u8] = b"</body";
    html.windows(END.len()).rposition(|window| window.eq_ignore_ascii_case(END)).unwrap_or(html.len())
}

const fn tag_of(lang: MessageLang) -> &'static str {
    match lang {
        MessageLang::De => "de",
        MessageLang::En => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(html: &str) -> String {
        String::from_utf8(inject(html.as_bytes(), "a\"b.html", "7-1", MessageLang::De)).unwrap()
    }

    #[test]
    fn the_script_comes_last_in_the_body() {
        let script = "<script src=\"/__fundus/preview.js\" data-page=\"a&quot;b.html\" data-version=\"7-1\" \
                      data-lang=\"de\"></script>";
        assert_eq!(injected("<p>a</body></html>"), format!("<p>a{script}</body></html>"));
        assert_eq!(injected("<p>«</body>»</p></BODY>"), format!("<p>«</body>»</p>{script}</BODY>"));
        assert_eq!(injected("<p>a"), format!("<p>a{script}"));
    }
}
