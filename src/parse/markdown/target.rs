//! What kind of address a link or image has, and whether a link's text says where it leads.

use std::borrow::Cow;

use crate::diagnostic::nearest;
use crate::media;
use crate::path::percent_decode;

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
    /// An address with a slip, with the one that is meant where that is certain: `https:/example.org`,
    /// `mailto:anna(at)example.org`, `06201 82-123`.
    Mistaken(Option<String>),
    /// A scheme that could run code or is none of ours.
    Unsafe,
}

/// Sorts an address. Browsers ignore control characters and blanks in the scheme, so they are no
/// disguise here either.
pub(super) fn classify(target: &str) -> Target<'_> {
    if target.trim().is_empty() {
        return Target::Missing;
    }
    if let Some(address) = target.strip_prefix("//") {
        let (server, path) = address.split_once('/').unwrap_or((address, ""));
        return match path.rsplit('/').next().filter(|_| !server.contains('.')) {
            // No host of the web has a name without a dot.
            Some(file) if !file.is_empty() => Target::Computer(file),
            _ => Target::Web(Cow::Owned(format!("https:{target}"))),
        };
    }
    if let Some(file) = on_a_computer(target) {
        return Target::Computer(file);
    }
    let Some(scheme) = scheme(target) else {
        if let Some(number) = phone(target) {
            return Target::Mistaken(Some(format!("tel:{number}")));
        }
        let is_windows = target.contains('\\');
        return if is_windows { Target::Backslashes(target.replace('\\', "/")) } else { Target::Local };
    };
    let rest = target.split_once(':').map_or("", |(_, rest)| rest);
    match scheme.as_str() {
        "http" | "https" => web(&scheme, target, rest),
        "mailto" => mail(rest),
        "tel" if !rest.contains(|c: char| c.is_ascii_digit()) => Target::Missing,
        "tel" if rest.contains(char::is_whitespace) => {
            Target::Mistaken(Some(format!("tel:{}", rest.replace(char::is_whitespace, ""))))
        }
        "tel" => Target::Contact,
        _ => match nearest(&scheme, ["https", "http"]).first() {
            Some(meant) if rest.starts_with("//") => Target::Mistaken(Some(format!("{meant}:{rest}"))),
            _ => Target::Unsafe,
        },
    }
}

/// Sorts an address of the web, whose `rest` stands behind the scheme.
fn web<'t>(scheme: &str, target: &'t str, rest: &str) -> Target<'t> {
    let address = rest.trim_start().trim_start_matches('/');
    if address.trim().is_empty() {
        return Target::Missing;
    }
    let (host, path) = address.split_at(address.find(['/', '?', '#']).unwrap_or(address.len()));
    if rest.len() == address.len() + 2 && !host.contains(char::is_whitespace) {
        return Target::Web(Cow::Borrowed(target));
    }
    let host = host.replace(char::is_whitespace, "");
    Target::Mistaken(Some(format!("{scheme}://{host}{}", path.replace(' ', "%20"))))
}

/// Sorts what stands behind `mailto:`. Without an address it is a mail to whomever the reader likes.
fn mail(rest: &str) -> Target<'static> {
    let (addresses, question) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    if addresses.trim().is_empty() {
        return if question.is_empty() { Target::Missing } else { Target::Contact };
    }
    let mut fixed = addresses.trim_start_matches('/').replace(char::is_whitespace, "");
    for (written, meant) in [("(at)", "@"), ("[at]", "@"), ("(dot)", "."), ("(punkt)", ".")] {
        fixed = fixed.replace(written, meant);
    }
    let is_mail = |address: &str| {
        let (name, host) = address.split_once('@').or_else(|| address.split_once("%40")).unwrap_or_default();
        !name.is_empty() && host.trim_matches('.').contains('.') && !host.contains('@')
    };
    if !fixed.split([',', ';']).filter(|address| !address.is_empty()).all(is_mail) {
        return Target::Mistaken(None);
    }
    if fixed == addresses {
        Target::Contact
    } else {
        Target::Mistaken(Some(format!("mailto:{fixed}{question}")))
    }
}

/// The digits of a telephone number, if a whole address is one: `06201 82-123`, `+49 (0) 6201 82123`. The code of a town
/// is longer than the number of a month: `01/2026` is a folder.
fn phone(target: &str) -> Option<String> {
    const FEWEST_DIGITS: usize = 6;
    const SHORTEST_CODE: usize = 3;
    let number = target.trim().replace("(0)", "");
    let code = number.trim_start_matches('(').split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let is_number = (number.starts_with('+') || code.starts_with('0') && code.len() >= SHORTEST_CODE)
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '/' | '-' | '–' | '(' | ')' | '+'));
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (is_number && digits.len() >= FEWEST_DIGITS).then_some(digits)
}

/// The address to which another one only leads on: Outlook and Google put theirs before those in mails and in results.
pub(super) fn behind_detour(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let is_detour = host.ends_with(".safelinks.protection.outlook.com")
        || matches!(host, "www.google.com" | "www.google.de" | "google.com") && path.starts_with("url?");
    let (_, query) = path.split_once('?').filter(|_| is_detour)?;
    let given = |name: &str| {
        let values = query.split(['&', ';']).filter_map(|part| part.split_once('='));
        values.filter(|(key, _)| *key == name).map(|(_, value)| percent_decode(value)).next()
    };
    given("url").or_else(|| given("q")).filter(|address| address.starts_with("http"))
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
            ("//server/Freigabe/Bogen.docx", "Bogen.docx"),
        ] {
            assert_eq!(classify(target), Target::Computer(file), "{target}");
        }
    }

    #[test]
    fn slips_in_addresses_are_mended() {
        for (target, fixed) in [
            ("http:/example.org", "http://example.org"),
            ("https:example.org/a b", "https://example.org/a%20b"),
            ("https:///example.org", "https://example.org"),
            ("https://example .org", "https://example.org"),
            ("htps://example.org", "https://example.org"),
            ("ttp://example.org", "http://example.org"),
            ("mailto: a@example.org", "mailto:a@example.org"),
            ("mailto:a(at)example.org?subject=x", "mailto:a@example.org?subject=x"),
            ("tel:06201 1234", "tel:062011234"),
            ("06201 82-123", "tel:0620182123"),
            ("+49 (0) 6201/82123", "tel:+49620182123"),
            ("(06201) 82123", "tel:0620182123"),
        ] {
            assert_eq!(classify(target), Target::Mistaken(Some(fixed.to_owned())), "{target}");
        }
        assert_eq!(classify("mailto:a@example"), Target::Mistaken(None));
        for target in ["https://", "mailto:", "tel:"] {
            assert_eq!(classify(target), Target::Missing, "{target}");
        }
        for target in
            ["mailto:?subject=Tipp", "mailto:a@x.org,b@x.org", "mailto:a%40x.org", "tel:06201/12-34"]
        {
            assert_eq!(classify(target), Target::Contact, "{target}");
        }
        for target in ["0815.pdf", "2026-05-12", "01-02", "0815 Bogen", "01/2026", "01-02-2026"] {
            assert_eq!(classify(target), Target::Local, "{target}");
        }
        assert_eq!(classify("https://example.org/a b"), Target::Web("https://example.org/a b".into()));
    }

    #[test]
    fn the_address_behind_a_detour_is_known() {
        assert_eq!(
            behind_detour(
                "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=05"
            ),
            Some("https://example.org/a".to_owned())
        );
        assert_eq!(
            behind_detour("https://www.google.com/url?sa=t&q=https://example.org"),
            Some("https://example.org".to_owned())
        );
        for address in ["https://example.org/?url=https://a.org", "https://www.google.com/search?q=http", "x"]
        {
            assert_eq!(behind_detour(address), None, "{address}");
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
