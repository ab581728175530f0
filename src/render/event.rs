//! What somebody needs to know who thinks of coming: how to register, what is offered, and what came
//! of it afterwards.

use super::Renderer;
use super::document::{day, role_values};
use super::facts::{date_view, label};
use super::view::{DateView, EventView, FactView, RegistrationView, ValueView};
use crate::calendar;
use crate::locale::capitalised;
use crate::model::{EventChange, Field, Kind, Role};
use crate::parse::{Fields, Value};
use crate::path::encode_segment;
use crate::site::{DocId, Site, Target};
use crate::text::fill;

/// What the page of an event shows; `None` for other documents.
pub(super) fn event(renderer: &Renderer, id: DocId) -> Option<EventView> {
    let site = &*renderer.site;
    let Some(Value::DateTime(start)) = site.role(id, Role::Start) else { return None };
    let of = |role| role_values(site, id, role);
    let kind = site.type_of(id);
    let access = kind.role(Role::Access).map(|index| label(&kind.fields[index], site.document(id).lang()));
    let access = access.unwrap_or_default();
    Some(EventView {
        places: of(Role::Place),
        online: of(Role::Online)
            .into_iter()
            .flat_map(|value| value.parts)
            .flat_map(|part| part.values)
            .collect(),
        link_follows: link_follows(site, id),
        access: of(Role::Access),
        access_label: access.label,
        access_lang: access.lang,
        registration: registration(renderer, id, &start.in_words(site.document(id).lang())),
        recording: of(Role::Recording),
        is_cancelled: site.event_change(id) == Some(EventChange::Cancelled),
        calendar_path: calendar::path_of(site, id).map(|path| path.encoded()).unwrap_or_default(),
    })
}

/// When an event is, and that it is called off or moved, for lists that show nothing else of it; `None` for other
/// documents.
pub(crate) fn announcement(site: &Site, id: DocId) -> Option<String> {
    site.role(id, Role::Start)?;
    let time = day(site, id, site.document(id).lang())?.text;
    let change = site.event_change(id).and_then(|_| role_values(site, id, Role::EventStatus).pop());
    Some(match change {
        Some(change) => format!("{}: {time}", capitalised(&change.text)),
        None => time,
    })
}

/// The parts of a group as declared, with its values.
fn group(site: &Site, id: DocId, role: Role) -> Option<(&[Field], &Fields<Target>)> {
    let kind = site.type_of(id);
    let Kind::Group(parts) = &kind.fields[kind.role(role)?].kind else { return None };
    match site.role(id, role)? {
        Value::Group(values) => Some((parts, values)),
        _ => None,
    }
}

/// Whether people can join from afar, by a link that they get when they have registered.
fn link_follows(site: &Site, id: DocId) -> bool {
    let Some((_, values)) = group(site, id, Role::Online) else { return false };
    let has_link = |fields: &Fields<Target>| {
        fields.0.iter().flat_map(|given| &given.values).any(|at| matches!(at.value, Value::Url(_)))
    };
    !has_link(values)
}

/// The form, or a mail that needs a name only; until when; at what cost.
fn registration(renderer: &Renderer, id: DocId, time: &str) -> Option<RegistrationView> {
    let site = &*renderer.site;
    let document = site.document(id);
    let (parts, values) = group(site, id, Role::Registration)?;
    let mut view = RegistrationView::default();
    for given in &values.0 {
        let part = &parts[given.index];
        if part.hidden {
            continue;
        }
        for at in &given.values {
            match &at.value {
                Value::Url(url) => view.form.clone_from(url),
                Value::Email(mail) => {
                    let texts = renderer.texts(document.lang());
                    let filled = |text: &str| {
                        fill(text, |name| match name {
                            "title" => Some(document.title.clone()),
                            "time" => Some(time.to_owned()),
                            _ => None,
                        })
                    };
                    let subject = filled(&texts.plain("event", "mail_subject"));
                    let body = filled(&texts.plain("event", "mail_body"));
                    view.mail = mail.clone();
                    view.mail_href =
                        format!("mailto:{mail}?subject={}&body={}", mail_text(&subject), mail_text(&body));
                }
                Value::Date(day) => {
                    // Of a month, its last day counts.
                    let until = day.last().to_string();
                    view.deadline = Some(DateView { until, ..date_view(day, document.lang()) });
                }
                Value::Text(text) => view.notes.push(FactView {
                    values: vec![ValueView { text: text.clone(), ..ValueView::default() }],
                    ..label(part, document.lang())
                }),
                _ => {}
            }
        }
    }
    Some(view)
}

/// A text in an address of a mail (RFC 6068): `&` and `+` would be read as something else.
fn mail_text(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(|line| encode_segment(line).replace('+', "%2B").replace('=', "%3D")).collect();
    lines.join("%0D%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_says_what_was_written() {
        assert_eq!(mail_text("A & B: 1+1=2?\nÄ"), "A%20%26%20B:%201%2B1%3D2%3F%0D%0A%C3%84");
    }
}
