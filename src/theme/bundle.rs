//! Many small files into one style sheet and one script.
//!
//! Styles are joined in the order of their names; a component's style stands in the cascade layer
//! `components`, so that what a site writes outside of layers always wins. Each component's script is
//! a block of its own, so that two of them may use the same names. Comments and indentation stay at
//! home. What few pages need is no part of either: the script is fetched by those pages, the style travels
//! in them.

use std::collections::BTreeMap;
use std::convert::Infallible;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::File;
use super::terse::terse;
use crate::css;

/// How the names of a script and of a style end that few pages need.
const LATE_SCRIPT: &str = ".late.js";
pub(super) const LATE_STYLE: &str = ".late.css";

/// `theme/style.css`.
pub(super) fn style(files: &BTreeMap<String, File>) -> String {
    let mut style = String::new();
    for (_, file) in files.iter().filter(|(path, _)| path.starts_with("styles/") && path.ends_with(".css")) {
        style.push_str(&rules(file));
    }
    style.push_str("@layer components{\n");
    for (path, file) in files.iter().filter(|(path, _)| path.starts_with("components/")) {
        if path.ends_with(".css") && !path.ends_with(LATE_STYLE) {
            style.push_str(&rules(file));
        }
    }
    style.push_str("}\n");
    with_fonts(&style, files)
}

/// `theme/script.js`.
pub(super) fn script(files: &BTreeMap<String, File>) -> String {
    let mut script = String::from("\"use strict\";\n");
    for (path, file) in files.iter().filter(|(path, _)| path.starts_with("components/")) {
        if path.ends_with(".js") && !path.ends_with(LATE_SCRIPT) {
            script.push_str(&block(file));
        }
    }
    script
}

/// The scripts `scripts/NAME.js`, which stand alone, by their names.
pub(super) fn scripts(files: &BTreeMap<String, File>) -> impl Iterator<Item = (&str, String)> {
    files.iter().filter_map(|(path, file)| {
        let name = path.strip_prefix("scripts/")?.strip_suffix(".js")?;
        Some((name, terse(file.text())))
    })
}

/// The scripts `components/NAME/NAME.late.js`, which are fetched as `theme/NAME.js` by pages that have an
/// element `<fundus-NAME>` or one whose first class is `NAME`; by the names of their components.
pub(super) fn late_scripts(files: &BTreeMap<String, File>) -> impl Iterator<Item = (&str, String)> {
    late(files, LATE_SCRIPT).map(|(name, file)| (name, format!("\"use strict\";\n{}", block(file))))
}

/// The styles `components/NAME/NAME.late.css`, for the heads of those pages.
pub(super) fn late_styles(files: &BTreeMap<String, File>) -> impl Iterator<Item = (&str, String)> {
    late(files, LATE_STYLE)
        .map(|(name, file)| (name, format!("@layer components{{{}}}", rules(file).trim_end())))
}

/// The files of components whose names end so, by what stands before.
fn late<'a>(files: &'a BTreeMap<String, File>, end: &str) -> impl Iterator<Item = (&'a str, &'a File)> {
    files.iter().filter_map(move |(path, file)| {
        let name = path.strip_prefix("components/")?.split_once('/')?.1.strip_suffix(end)?;
        Some((name, file))
    })
}

/// A script as a block of its own.
fn block(file: &File) -> String {
    format!("{{\n{}}}\n", terse(file.text()))
}

/// A style sheet as it is published.
fn rules(file: &File) -> String {
    close(&tight(&without_comments(file.text())))
}

/// Without indentation and empty lines.
fn tight(text: &str) -> String {
    let mut tight = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        tight.push_str(line);
        tight.push('\n');
    }
    tight
}

/// Rules and declarations without what only people need: blanks before `{` and after the colon of a
/// declaration, the semicolon before `}`, and the ends of lines that end in punctuation.
fn close(css: &str) -> String {
    let mut closed = String::with_capacity(css.len());
    for line in css.lines() {
        if line == "}" && closed.ends_with(';') {
            closed.pop();
        }
        let is_declaration = line.ends_with(';') && !line.starts_with('@');
        match line.split_once(": ") {
            Some((name, value)) if is_declaration && !name.contains(['"', '\'']) => {
                closed.extend([name, ":", value]);
            }
            // What stands in a string is none of it.
            _ if line.contains(['"', '\'']) => closed.push_str(line),
            _ => closed.push_str(&line.replace(" {", "{")),
        }
        if !line.ends_with(['{', '}', ';', ',']) {
            closed.push('\n');
        }
    }
    closed
}

/// Without `/* … */`, but for those in strings.
fn without_comments(css: &str) -> String {
    let mut rest = css;
    let mut kept = String::with_capacity(css.len());
    while let Some(at) = rest.find(['/', '"', '\'']) {
        let (before, found) = rest.split_at(at);
        kept.push_str(before);
        rest = match found.strip_prefix("/*") {
            Some(comment) => comment.split_once("*/").map_or("", |(_, after)| after),
            None => {
                let (whole, after) =
                    found.split_at(if found.starts_with('/') { 1 } else { css::string(found) });
                kept.push_str(whole);
                after
            }
        };
    }
    kept.push_str(rest);
    kept
}

/// Puts the fonts that `url("fonts/…")` names into the style sheet itself: opened by double-click,
/// a browser loads no font from another file.
fn with_fonts(style: &str, files: &BTreeMap<String, File>) -> String {
    let font = |address: &str| {
        let font = files.get(address).filter(|_| address.starts_with("fonts/"));
        Ok(font.map(|font| format!("url(data:font/woff2;base64,{})", STANDARD.encode(&font.bytes))))
    };
    let Ok(whole) = css::with_urls::<Infallible>(style, font);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_travels_inside_however_it_is_quoted() {
        let source = crate::path::SourcePath::new("themes/a/fonts/b.woff2").unwrap();
        let font = File { source, bytes: b"font".as_slice().into() };
        let files = BTreeMap::from([("fonts/b.woff2".to_owned(), font)]);
        for address in ["\"fonts/b.woff2\"", "'fonts/b.woff2'", "fonts/b.woff2"] {
            let style = with_fonts(&format!("a url({address}) url(fonts/c.woff2)"), &files);
            assert_eq!(style, "a url(data:font/woff2;base64,Zm9udA==) url(fonts/c.woff2)");
        }
    }

    #[test]
    fn rules_close_ranks() {
        let css = "@import x: y;\na,\nb:hover {\nc: d e;\nbackground:\nf: g,\nh;\n}\n";
        assert_eq!(close(css), "@import x: y;a,b:hover{c:d e;background:\nf: g,h}");
    }

    #[test]
    fn what_stands_in_strings_stays_as_it_is() {
        let css =
            ".a::before { content: \"/*\"; }\n.b { content: \"x {\"; }\n.c { content: '\\'/*' /* d */; }\n";
        let kept = without_comments(css);
        assert_eq!(kept, css.replace("/* d */", ""));
        assert!(close(&tight(&kept)).contains("\"x {\""));
        assert_eq!(close("content:\"Stand: \";\na: b;\n"), "content:\"Stand: \";a:b;");
        assert_eq!(without_comments("a: url(x/y) \"open\n/* b */c"), "a: url(x/y) \"open\nc");
    }

    #[test]
    fn comments_and_indentation_stay_at_home() {
        assert_eq!(tight(&without_comments("/* a */\na {\n  b: c; /* d */\n}\n/* open")), "a {\nb: c;\n}\n");
    }
}
