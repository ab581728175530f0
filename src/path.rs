//! Paths with a meaning: where something comes from, where it goes, and how a page links to it.
//!
//! Three types, so that the wrong one does not compile. All of them are relative and use `/` on every system. The two
//! paths never contain `.` or `..` as a segment; a link is made from one page to another, and so leads up by `../`.
//! Copies of a path share its text. This module knows nothing of the disk.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Deserializer, Serialize, de};

/// Where a file comes from, relative to the site's root folder: `content/konzepte/beratung.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SourcePath(Arc<str>);

/// Where an output goes, relative to the published folder: `konzepte/beratung.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OutputPath(Arc<str>);

/// A link as it stands in a page: relative, percent-encoded, `../konzepte/beratung.html#ziele`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Href(String);

/// A path that would leave its folder, is absolute or empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a path inside the folder")]
pub struct PathError(pub String);

/// Resolves `.` and `..` in `path` and rejects what would leave the folder or is absolute.
fn normalise(path: &str) -> Result<Cow<'_, str>, PathError> {
    // Nearly all paths are as they should be.
    if path.split('/').all(is_plain) {
        return Ok(Cow::Borrowed(path));
    }
    let outside = || PathError(path.to_owned());
    let unified = path.replace('\\', "/");
    if unified.starts_with('/') || unified.contains('\0') {
        return Err(outside());
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in unified.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop().ok_or_else(outside)?;
            }
            drive if is_drive(drive) => return Err(outside()),
            other => segments.push(other),
        }
    }
    if segments.is_empty() { Err(outside()) } else { Ok(Cow::Owned(segments.join("/"))) }
}

/// A drive letter (`C:`) would be absolute on Windows.
fn is_drive(segment: &str) -> bool {
    segment.len() == 2 && segment.ends_with(':')
}

/// Whether a segment names a file or folder and is written as it is kept.
fn is_plain(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..") && !segment.contains(['\\', '\0']) && !is_drive(segment)
}

/// Read again, a path is still one that stays in its folder.
impl<'de> Deserialize<'de> for SourcePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

macro_rules! relative_path {
    ($name:ident) => {
        impl $name {
            /// The path, with `.` and `..` resolved.
            ///
            /// # Errors
            /// When the path is empty, absolute, or would leave its folder.
            pub fn new(path: &str) -> Result<Self, PathError> {
                normalise(path).map(|path| Self(path.into()))
            }

            /// The path as text, segments separated by `/`.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The folder part without a trailing `/`; empty at the top.
            #[must_use]
            pub fn folder(&self) -> &str {
                self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
            }

            /// The last segment.
            #[must_use]
            pub fn file_name(&self) -> &str {
                self.0.rsplit('/').next().unwrap_or(&self.0)
            }

            /// The last segment's extension in lower case, without the dot; empty without one.
            #[must_use]
            pub fn extension(&self) -> String {
                match self.file_name().rsplit_once('.') {
                    Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
                    _ => String::new(),
                }
            }

            /// `link` as seen from this file's folder; `None` when it would leave the top folder.
            #[must_use]
            pub fn resolve(&self, link: &str) -> Option<Self> {
                Self::new(&format!("{}/{link}", self.folder()).trim_start_matches('/').to_owned()).ok()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

relative_path!(SourcePath);
relative_path!(OutputPath);

impl OutputPath {
    /// Whether every file system takes the path as it is: also that of a USB stick, or of Windows,
    /// which refuses some signs and keeps some names for itself.
    #[must_use]
    pub fn is_portable(&self) -> bool {
        self.0.split('/').all(is_portable_name)
    }

    /// Whether it is a page that browsers show, by its name.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.0.ends_with(".html")
    }

    /// The prefix that leads from this page to the top of the site: empty, `../`, `../../`, …
    #[must_use]
    pub fn root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The link from this page to `target`, optionally to a `fragment` of it.
    #[must_use]
    pub fn href(&self, target: &Self, fragment: Option<&str>) -> Href {
        let common = common_folders(self.folder(), target.folder());
        let up = self.0.split('/').count() - 1 - common;
        let down = target.0.split('/').skip(common).map(encode_segment).collect::<Vec<_>>().join("/");
        let mut href = "../".repeat(up) + &down;
        if let Some(fragment) = fragment {
            href.push('#');
            href.push_str(&encode_segment(fragment));
        }
        Href(href)
    }

    /// The path percent-encoded, as it is appended to the site's address or to [`OutputPath::root`].
    #[must_use]
    pub fn encoded(&self) -> String {
        encode(&self.0, NOT_IN_PATH)
    }
}

impl Href {
    /// The link as text, ready for an attribute after HTML escaping.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Href {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The longest name of a file, in bytes, that leaves room for what a copy may add to it.
const MAX_NAME: usize = 200;

fn is_portable_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let device = |prefix: &str| {
        let number = stem.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix));
        number.is_some() && matches!(stem.as_bytes()[prefix.len()..], [b'1'..=b'9'])
    };
    let reserved = ["con", "prn", "aux", "nul"].iter().any(|word| stem.eq_ignore_ascii_case(word));
    name.len() <= MAX_NAME
        && !name.ends_with(['.', ' '])
        && !name.contains(|c: char| c.is_control() || "<>:\"|?*\\".contains(c))
        && !reserved
        && !device("com")
        && !device("lpt")
}

fn common_folders(from: &str, to: &str) -> usize {
    if from.is_empty() || to.is_empty() {
        return 0;
    }
    from.split('/').zip(to.split('/')).take_while(|(a, b)| a == b).count()
}

/// Percent-encodes what RFC 3986 does not allow in a path segment.
#[must_use]
pub fn encode_segment(segment: &str) -> String {
    encode(segment, NOT_IN_SEGMENT)
}

/// Percent-encodes what RFC 3986 does not allow in a query; what is encoded already stays.
#[must_use]
pub fn encode_query(query: &str) -> String {
    encode(query, NOT_IN_QUERY)
}

/// An address as RFC 3986 allows it: what it may not contain is percent-encoded, what is encoded already stays.
#[must_use]
pub fn encode_address(address: &str) -> String {
    encode(address, NOT_IN_ADDRESS)
}

/// What RFC 3986 does not allow in a segment of a path, in a path, in a query with codes, and in a whole address.
const NOT_IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');
const NOT_IN_PATH: &AsciiSet = &NOT_IN_SEGMENT.remove(b'/');
const NOT_IN_QUERY: &AsciiSet = &NOT_IN_PATH.remove(b'?').remove(b'&').remove(b'%');
const NOT_IN_ADDRESS: &AsciiSet = &NOT_IN_QUERY.remove(b'#');

fn encode(text: &str, other_than: &'static AsciiSet) -> String {
    utf8_percent_encode(text, other_than).to_string()
}

/// Decodes `%20` and the like; what is not valid UTF-8 afterwards stays as it was.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(path: &str) -> OutputPath {
        OutputPath::new(path).unwrap()
    }

    #[test]
    fn paths_cannot_leave_their_folder() {
        for bad in ["", ".", "/etc/passwd", "../x", "a/../../x", "C:/x", "a\0b", "..\\x"] {
            assert!(SourcePath::new(bad).is_err(), "{bad:?}");
        }
        assert_eq!(SourcePath::new("a/./b/../c.md").unwrap().as_str(), "a/c.md");
        assert_eq!(output("a/b.html").resolve("../../x"), None);
    }

    #[test]
    fn names_that_some_system_refuses() {
        for bad in ["a?.svg", "con.html", "x/AUX", "Com1.txt", "a.", "b /c", "a\nb", &"a".repeat(201)] {
            assert!(!output(bad).is_portable(), "{bad:?}");
        }
        for good in ["Übung 1 & 2.pdf", "konzepte/a.b.html", "com.html", "com12.html", "null.md", "(1)%.svg"]
        {
            assert!(output(good).is_portable(), "{good:?}");
        }
    }

    #[test]
    fn links_are_relative_and_end_in_a_file_name() {
        let page = output("konzepte/a.html");
        assert_eq!(page.href(&output("konzepte/b.html"), None).as_str(), "b.html");
        assert_eq!(page.href(&output("index.html"), None).as_str(), "../index.html");
        assert_eq!(page.href(&output("orte/x/y.html"), Some("ziele")).as_str(), "../orte/x/y.html#ziele");
        assert_eq!(output("index.html").href(&output("a/b.html"), None).as_str(), "a/b.html");
        assert_eq!(page.href(&output("Übung 1.pdf"), None).as_str(), "../%C3%9Cbung%201.pdf");
    }

    #[test]
    fn percent_decoding_reverses_encoding() {
        assert_eq!(percent_decode(&encode_segment("Übung 1%.pdf")), "Übung 1%.pdf");
        assert_eq!(percent_decode("100%"), "100%");
        assert_eq!(percent_decode("%FF"), "%FF");
        assert_eq!(percent_decode("50%+1.pdf"), "50%+1.pdf");
    }
}
