//! Addresses of video meetings in a document → a message where everybody could read them.
//!
//! Only types that have a place for such an address are looked through: there it stays hidden until a document says
//! that anybody may join. Where it is copied by hand (the place, the text, a note) fundus cannot know better.

use std::ops::Range;

use super::document::Document;
use super::value::{Fields, Name, Value, is_public};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Kind};

/// What the addresses of the usual services have in common.
const MARKS: &[&str] = &[
    "zoom.us/j/",
    "zoom.us/my/",
    "zoom.us/w/",
    "teams.microsoft.com/l/meetup-join",
    "teams.microsoft.com/meet/",
    "teams.live.com/meet/",
    "meet.google.com/",
    "meet.jit.si/",
    "webex.com/join/",
    "webex.com/meet/",
    "whereby.com/",
];

/// What a document says about who may read what.
#[derive(Default)]
struct Given {
    /// The places of what is not published.
    hidden: Vec<Range<usize>>,
    /// Whether it says that anybody may join.
    is_open: bool,
}

impl Given {
    fn visit(&mut self, declared: &[Field], fields: &Fields<Name>) {
        for values in &fields.0 {
            let field = &declared[values.index];
            let is_shown = is_public(field, declared, fields);
            self.is_open |= is_shown && field.private_unless.is_some();
            for at in &values.values {
                match (&at.value, &field.kind) {
                    _ if !is_shown => self.hidden.push(at.span.clone()),
                    (Value::Group(parts), Kind::Group(declared)) => self.visit(declared, parts),
                    _ => {}
                }
            }
        }
    }
}

/// Tells of join links that stand elsewhere than in the part that is `declared` for them.
pub(super) fn check(document: &Document, text: &str, declared: &[Field], problems: &mut Vec<Diagnostic>) {
    let Some((group, part, opener)) = declared.iter().find_map(place) else { return };
    let mut given = Given::default();
    given.visit(declared, &document.fields);
    if given.is_open {
        return;
    }
    for at in MARKS.iter().flat_map(|mark| text.match_indices(mark)).map(|(at, _)| at) {
        if given.hidden.iter().all(|span| !span.contains(&at)) {
            let span = address(text, at);
            problems.push(
                Diagnostic::new(Code::PublicJoinLink)
                    .at(&document.source.path, span.clone())
                    .arg("link", &text[span])
                    .arg("key", format!("{group}: {{{part}: …}}"))
                    .arg("opener", opener),
            );
        }
    }
}

/// The part of a group that is published only beside an opener, and holds an address: names of group, part and opener.
fn place(field: &Field) -> Option<(&str, &str, &str)> {
    let Kind::Group(parts) = &field.kind else { return None };
    let part = parts.iter().find(|part| part.kind == Kind::Url && part.private_unless.is_some())?;
    Some((&field.name, &part.name, part.private_unless.as_deref()?))
}

/// Where an address is of which this is a part.
fn address(text: &str, at: usize) -> Range<usize> {
    let is_end = |letter: char| letter.is_whitespace() || "\"'<>()[]{},".contains(letter);
    let start =
        text[..at].rfind(is_end).map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(is_end).map_or(text.len(), |length| at + length);
    start..end
}
