//! What kind of address a link or image has, and whether a link's text says where it leads.

use std::borrow::Cow;

use crate::media;

/// What kind of address it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target<'t> {
    /// A path or fragment of the site, to be resolved later.
    Local,
    /// A web address, complete with its scheme.
    Web(Cow<'t, str>),
    /// `mailto:` or `tel:`.
    Contact,
    /// None at all.
    Missing,
    /// A file on somebody's computer or in their network, with its name: `C:\Users\anna\Bogen.docx`,
    /// `\\server\Bogen.docx`.
    Computer(&'t str),
    /// A path of the site as Windows writes it, with the one that the web reads.
    Backslashes(String),
    /// A scheme that could run code or is none of ours.
    Unsafe,
}

/// Sorts an address. Browsers ignore control characters and blanks in the scheme, so they are no
/// disguise here either.
pub(super) fn classify(target: &str) -> Target<'_> {
    if target.trim().is_empty() {
        return Target::Missing;
    }
    if target.starts_with("//") {
        return Target::Web(Cow::Owned(format!("https:{target}")));
    }
    if let Some(file) = on_a_computer(target) {
        return Target::Computer(file);
    }
    let Some(scheme) = scheme(target) else {
        let is_windows = target.contains('\\');
        return if is_windows { Target::Backslashes(target.replace('\\', "/")) } else { Target::Local };
    };
    match scheme.as_str() {
        "http" | "https" => Target::Web(Cow::Borrowed(target)),
        "mailto" | "tel" => Target::Contact,
        _ => Target::Unsafe,
    }
}

/// The scheme in lower case, without what browsers ignore.
fn scheme(target: &str) -> Option<String> {
    let (scheme, _) = target.split_once(':')?;
    if scheme.contains(['/', '?', '#']) {
        return None;
    }
    let scheme: String = scheme.chars().filter(|&c| !is_ignored(c)).collect();
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    well_formed.then(|| scheme.to_ascii_lowercase())
}

/// Blanks, control characters and invisible marks.
fn is_ignored(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The name of the file where an address names one on a drive or in a network. Of the two backslashes before the
/// name of a server, Markdown leaves one.
fn on_a_computer(target: &str) -> Option<&str> {
    let is_drive = |(drive, path): (&str, &str)| {
        drive.len() == 1 && drive.as_bytes()[0].is_ascii_alphabetic() && path.starts_with(['\\', '/'])
    };
    if !target.starts_with("file:")
        && !target.starts_with('\\')
        && !target.split_once(':').is_some_and(is_drive)
    {
        return None;
    }
    target.rsplit(['\\', '/', ':']).next().filter(|name| !name.is_empty())
}

/// Whether a browser might take the name in a wikilink for an address that runs code. Other names may
/// well contain a colon: `[[Medien: ein Leitfaden]]`.
pub(super) fn runs_code(name: &str) -> bool {
    matches!(scheme(name).as_deref(), Some("javascript" | "vbscript" | "data"))
}

/// Whether a local address names a file to download: one with an extension, and not a page.
pub(super) fn is_download(target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or(target);
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, extension)) => {
            !stem.is_empty()
                && (1..=5).contains(&extension.len())
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && !matches!(extension.to_ascii_lowercase().as_str(), "md" | "html" | "htm")
        }
        None => false,
    }
}

/// Whether a local address names a film or a recording.
pub(super) fn is_media(target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or(target);
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| media::kind(&extension).is_some())
}

/// Link texts that say nothing about where the link leads, in German and English.
const VAGUE: &[&str] = &[
    "anklicken",
    "click",
    "click here",
    "continue",
    "da",
    "das",
    "dieser link",
    "dort",
    "download",
    "hier",
    "hier klicken",
    "here",
    "klick",
    "klicken",
    "klicken sie hier",
    "learn more",
    "lesen",
    "lesen sie mehr",
    "link",
    "mehr",
    "mehr dazu",
    "mehr erfahren",
    "mehr hier",
    "mehr infos",
    "mehr informationen",
    "mehr lesen",
    "more",
    "more info",
    "read more",
    "seite",
    "siehe hier",
    "this",
    "this link",
    "weiter",
    "weitere informationen",
    "weiterlesen",
    "zum link",
    "zur seite",
];

/// Whether a link's text leaves readers who hear only it without a clue.
pub(super) fn is_vague(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() || bare.len() <= 32 && VAGUE.contains(&bare.to_lowercase().as_str()) {
        return true;
    }
    let is_address = ["http://", "https://", "www."]
        .iter()
        .any(|start| bare.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start)));
    is_address && !bare.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_schemes_are_seen_through_disguises() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            " java\tscript:x",
            "\u{1}javascript:x",
            "java\u{ad}script:x",
            "java\u{200b}script :x",
            "vbscript:x",
            "data:text/html,x",
            "C:\\",
            "x:y",
            "ftp://x",
        ] {
            assert_eq!(classify(target), Target::Unsafe, "{target:?}");
        }
        assert!(runs_code(" Java\tScript: x") && !runs_code("Medien: ein Leitfaden"));
    }

    #[test]
    fn files_on_a_computer_are_known() {
        for (target, file) in [
            ("C:\\Users\\anna\\Bogen.docx", "Bogen.docx"),
            ("c:/Bogen 1.docx", "Bogen 1.docx"),
            ("file:///D:/Bogen.docx", "Bogen.docx"),
            ("file://server/Freigabe/Bogen.docx", "Bogen.docx"),
            ("\\server\\Freigabe\\Bogen.docx", "Bogen.docx"),
        ] {
            assert_eq!(classify(target), Target::Computer(file), "{target}");
        }
    }

    #[test]
    fn paths_of_windows_are_known_and_empty_ones() {
        assert_eq!(classify("..\\material\\a.pdf"), Target::Backslashes("../material/a.pdf".into()));
        assert_eq!(classify(" "), Target::Missing);
    }

    #[test]
    fn addresses_are_sorted() {
        assert_eq!(classify("//x.org/a"), Target::Web("https://x.org/a".into()));
        assert_eq!(classify("HTTPS://x.org"), Target::Web("HTTPS://x.org".into()));
        assert_eq!(classify("tel:+491234"), Target::Contact);
        for target in ["a.md", "../a/b.md#c:d", "#x:y", "a/b:c", "?a:b", "über:uns"] {
            assert_eq!(classify(target), Target::Local, "{target}");
        }
    }

    #[test]
    fn downloads_are_files_that_are_no_pages() {
        assert!(is_download("../material/bogen.pdf") && is_download("Bogen%201.DOCX#seite"));
        assert!(
            !is_download("a.md#x")
                && !is_download("a/")
                && !is_download("#v1.2")
                && !is_download(".htaccess")
                && !is_download("a.html")
        );
    }

    #[test]
    fn vague_texts() {
        for text in ["hier", "Hier.", "»mehr«", "https://example.org/a", "www.example.org", "", "→"] {
            assert!(is_vague(text), "{text}");
        }
        for text in ["Gesprächsleitfaden", "mehr über Weinheim", "hierzulande", "https ist sicher"] {
            assert!(!is_vague(text), "{text}");
        }
    }
}
