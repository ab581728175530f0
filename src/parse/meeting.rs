//! Addresses of video meetings in a document → a message where everybody could read them.
//!
//! Types that have a place for such an address are looked through: there it stays hidden until a document says
//! that anybody may join. Where it is copied by hand (the place, the text, a note) fundus cannot know better. In a
//! document of another type only an address with a password is told, which nobody means for everybody.

use super::document::Document;
use super::value::{Fields, Name, Value, is_public};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Kind, Model};

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

/// Tells of join links that stand elsewhere than in the part that the document's type has for them.
pub(super) fn check(document: &Document, text: &str, model: &Model, problems: &mut Vec<Diagnostic>) {
    let declared = &model.types[document.kind].fields;
    let own = declared.iter().find_map(place);
    if own.is_some() && is_open(declared, &document.fields) {
        return;
    }
    let told = |link: &str, password: Option<&str>| {
        let problem = Diagnostic::new(Code::PublicJoinLink).arg("link", link);
        if let Some((group, part, opener)) = own {
            return Some(problem.arg("key", format!("{group}: {{{part}: …}}")).arg("opener", opener));
        }
        let fields = model.types.iter().flat_map(|kind| &kind.fields);
        let elsewhere = fields.filter_map(place).map(|(group, part, _)| format!("{group}: {{{part}: …}}"));
        let elsewhere = elsewhere.into_iter().next().unwrap_or_default();
        Some(problem.arg("password", password?).arg("elsewhere", elsewhere))
    };
    problems.extend(document.addresses.shown.iter().filter_map(|address| {
        let link = text.get(address.span.clone())?;
        MARKS.iter().find(|mark| link.contains(*mark))?;
        Some(told(link, address.password())?.at(&document.source.path, address.span.clone()))
    }));
}

/// Whether a document says that anybody may join.
fn is_open(declared: &[Field], fields: &Fields<Name>) -> bool {
    fields.0.iter().any(|values| {
        let field = &declared[values.index];
        let is_opened = field.private_unless.is_some() && is_public(field, declared, fields);
        let is_open_within = |value: &Value<Name>| match (value, &field.kind) {
            (Value::Group(parts), Kind::Group(declared)) => is_open(declared, parts),
            _ => false,
        };
        is_opened || values.values.iter().any(|at| is_open_within(&at.value))
    })
}

/// The part of a group that is published only beside an opener, and holds an address: names of group, part and opener.
fn place(field: &Field) -> Option<(&str, &str, &str)> {
    let Kind::Group(parts) = &field.kind else { return None };
    let part = parts.iter().find(|part| part.kind == Kind::Url && part.private_unless.is_some())?;
    Some((&field.name, &part.name, part.private_unless.as_deref()?))
}
