//! The web addresses in a document → those that it keeps private, and those that everybody can read, with their places.
//!
//! An address is found wherever a host and a path stand, whether it is a link or not. Two of them lead to the same
//! place where host and path are the same: letter case, `www.`, a slash at the end, a fragment and a password do not
//! count, and of the rest of a query only what both of them say. A host alone is nobody's secret.

use std::ops::Range;

use memchr::memchr;
use serde::{Deserialize, Serialize};

use super::value::{Fields, Name, Value, is_public};
use crate::model::{Field, Kind};
use crate::path::percent_decode;

/// What parts of a query are called that let somebody in and do not say where.
pub(super) const PASSWORDS: &[&str] = &["pwd", "passwd", "password", "passcode", "passwort", "jwt", "token"];

/// The addresses of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    /// Those that everybody can read, in the order of the file.
    pub shown: Vec<Address>,
    /// Those that stand in private fields.
    pub kept: Vec<Kept>,
}

/// An address of the web.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Host and path as they are compared.
    pub place: String,
    /// What follows the question mark.
    query: String,
    /// Where it stands in the file.
    pub span: Range<usize>,
}

/// An address that a document keeps private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The address.
    pub address: Address,
    /// Where it is written: `join_url`, or `online: {join_url: …}`.
    pub key: String,
    /// What has to be true beside it for it to be published; empty where nothing can.
    pub opener: String,
}

impl Addresses {
    /// The addresses of a text whose front matter says `fields`, and whose body begins at `body`.
    pub(super) fn of(text: &str, declared: &[Field], fields: &Fields<Name>, body: usize) -> Self {
        let mut addresses = Self::default();
        addresses.visit(text, (declared, fields), None, false);
        addresses.shown.sort_by_key(|address| address.span.start);
        let comments = comments(text, body);
        let is_read = |span: &Range<usize>| {
            let next = comments.partition_point(|comment| comment.end <= span.start);
            comments.get(next).is_none_or(|comment| comment.start > span.start)
        };
        addresses.shown.extend(spans(text, body..text.len()).filter(is_read).filter_map(|at| find(text, at)));
        addresses
    }

    fn visit(
        &mut self,
        text: &str,
        (declared, fields): (&[Field], &Fields<Name>),
        group: Option<&str>,
        is_hidden: bool,
    ) {
        for values in &fields.0 {
            let field = &declared[values.index];
            let is_hidden = is_hidden || !is_public(field, declared, fields);
            for at in &values.values {
                match (&at.value, &field.kind) {
                    (Value::Group(parts), Kind::Group(declared)) => {
                        self.visit(text, (declared, parts), Some(&field.name), is_hidden);
                    }
                    (Value::Url(url), _) if is_hidden => {
                        let key = group.map(|group| format!("{group}: {{{}: …}}", field.name));
                        self.kept.extend(Address::of(url, at.span.clone()).map(|address| Kept {
                            address,
                            key: key.unwrap_or_else(|| field.name.clone()),
                            opener: field.private_unless.clone().unwrap_or_default(),
                        }));
                    }
                    _ if is_hidden => {}
                    _ => self
                        .shown
                        .extend(spans(text, at.span.clone()).filter_map(|address| find(text, address))),
                }
            }
        }
    }

    /// Whether both have the same addresses, wherever in the file they stand.
    #[must_use]
    pub fn are_like(&self, other: &Self) -> bool {
        let same = |one: &Address, other: &Address| (&one.place, &one.query) == (&other.place, &other.query);
        let same_kept = |one: &Kept, other: &Kept| {
            same(&one.address, &other.address) && (&one.key, &one.opener) == (&other.key, &other.opener)
        };
        let (shown, kept) = (&self.shown, &self.kept);
        shown.len() == other.shown.len()
            && kept.len() == other.kept.len()
            && shown.iter().zip(&other.shown).all(|(one, other)| same(one, other))
            && kept.iter().zip(&other.kept).all(|(one, other)| same_kept(one, other))
    }
}

/// The addresses in a text of which everything is shown.
#[must_use]
pub fn addresses(text: &str) -> Vec<Address> {
    spans(text, 0..text.len()).filter_map(|at| find(text, at)).collect()
}

impl Address {
    /// An address that stands at `span`; `None` for a host alone.
    fn of(text: &str, span: Range<usize>) -> Option<Self> {
        let text = text.split_once("://").map_or(text, |(_, rest)| rest);
        let text = text.split('#').next().unwrap_or_default();
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let place = percent_decode(place).to_lowercase();
        let place = place.strip_prefix("www.").unwrap_or(&place).trim_end_matches('/');
        place.contains('/').then(|| Self {
            place: place.to_owned(),
            query: query.replace("&amp;", "&"),
            span,
        })
    }

    /// Whether this address, which has the same place as `other`, leads where that one leads.
    #[must_use]
    pub fn leads_like(&self, other: &Self) -> bool {
        let (mut is_told, mut is_same) = (false, false);
        for (name, value) in self.naming() {
            is_told = true;
            match other.naming().find(|(theirs, _)| *theirs == name) {
                Some((_, theirs)) if theirs == value => is_same = true,
                Some(_) => return false,
                None => {}
            }
        }
        // `/j/98765` names a room by itself, and `/join` does not.
        let room = self.place.rsplit('/').next().unwrap_or_default();
        !is_told || is_same || room.contains(|c: char| c.is_ascii_digit())
    }

    /// The parts of the query that say where it leads.
    fn naming(&self) -> impl Iterator<Item = (&str, &str)> {
        let parts = self.query.split('&').filter(|part| !part.is_empty());
        parts
            .map(|part| part.split_once('=').unwrap_or((part, "")))
            .filter(|(name, _)| !PASSWORDS.contains(&name.to_lowercase().as_str()))
    }

    /// The part of the query that lets in whoever has the address.
    pub(super) fn password(&self) -> Option<&str> {
        let names = self.query.split('&').filter_map(|part| Some(part.split_once('=')?.0));
        names.into_iter().find(|name| PASSWORDS.contains(&name.to_lowercase().as_str()))
    }
}

fn find(text: &str, span: Range<usize>) -> Option<Address> {
    Address::of(&text[span.clone()], span)
}

/// Where comments stand in the body of a text, which nobody sees. One that does not end is none, rather than that
/// everything behind it is passed over.
fn comments(text: &str, body: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = body;
    while let Some(start) = text[at..].find("<!--").map(|start| at + start) {
        let Some(end) = text[start..].find("-->").map(|length| start + length) else { break };
        found.push(start..end);
        at = end;
    }
    found
}

/// Where addresses stand in a part of a text: a host, a slash and what follows, with the scheme if there is one.
fn spans(text: &str, part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut from = part.start;
    std::iter::from_fn(move || {
        while let Some(slash) = memchr(b'/', text.get(from..part.end)?.as_bytes()).map(|at| from + at) {
            from = slash + 1;
            if let Some(start) = host(&text[part.start..slash]).map(|at| part.start + at) {
                let rest = &text[slash..part.end];
                let rest = &rest[..rest.find(is_end).unwrap_or(rest.len())];
                from = slash + rest.trim_end_matches(['.', ';', ':', '!', '?', '*']).len().max(1);
                return Some(start..from);
            }
        }
        None
    })
}

/// Whether an address ends before this letter.
fn is_end(letter: char) -> bool {
    letter.is_whitespace() || "\"'<>()[]{},`|„“”«»\\".contains(letter)
}

/// Where the address begins whose host, and perhaps the number of a port, ends a text.
fn host(before: &str) -> Option<usize> {
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let until = digits.strip_suffix(':').filter(|_| digits.len() < before.len()).unwrap_or(before);
    let start = until.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-')).len();
    let (ahead, name) = until.split_at(start);
    let (label, ending) = name.rsplit_once('.')?;
    let is_host = label.starts_with(char::is_alphanumeric)
        && ending.chars().count() >= 2
        && ending.chars().all(char::is_alphabetic);
    // In `bilder/a.b/c`, no host begins.
    if !is_host || ahead.ends_with('/') && !ahead.ends_with("//") {
        return None;
    }
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        let at = start.checked_sub(scheme.len());
        at.and_then(|at| ahead.get(at..)).is_some_and(|text| text.eq_ignore_ascii_case(scheme))
    });
    Some(start - scheme.map_or(0, str::len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::of(text, 0..0).unwrap()
    }

    #[test]
    fn addresses_are_found_where_they_stand() {
        let found = |text: &str| -> Vec<String> {
            spans(text, 0..text.len()).map(|span| text[span].to_owned()).collect()
        };
        let text = "[Hier](https://video.example.org/j/98765?a=b) oder „video.example.org/j/98765“, Link:HTTP://x.example:8443/ä. \
                    Nicht ../a/b.md, bilder/a.alt/c.svg, 1.2/3, und/oder. <https://x.org/a,b>";
        assert_eq!(
            found(text),
            [
                "https://video.example.org/j/98765?a=b",
                "video.example.org/j/98765",
                "HTTP://x.example:8443/ä",
                "https://x.org/a"
            ]
        );
        assert_eq!(found("https://example.org und //"), Vec::<String>::new());
    }

    #[test]
    fn the_same_place_is_written_in_many_ways() {
        let kept = address("https://video.example.org/j/98765?pwd=x");
        for same in [
            "https://video.example.org/j/98765",
            "http://WWW.Video.example.org/J/98765/",
            "video.example.org/j/98765?pwd=y&amp;from=mail#start",
            "https://video.example.org/j/%398765",
        ] {
            let same = address(same);
            assert!(same.place == kept.place && kept.leads_like(&same), "{same:?}");
        }
        assert_ne!(address("https://video.example.org/j/98766").place, kept.place);
        let kept = address("https://video.example.org/join?id=1&lang=de");
        for (other, is_same) in [
            ("video.example.org/join?id=1", true),
            ("video.example.org/join?id=2&lang=de", false),
            ("video.example.org/join", false),
        ] {
            assert_eq!(kept.leads_like(&address(other)), is_same, "{other}");
        }
        assert_eq!(Address::of("https://video.example.org/", 0..0), None);
    }
}
