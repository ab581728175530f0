//! Calendar files (RFC 5545): one for each event, one for each series, one for the site.
//!
//! The same site makes the same bytes: stamp and revision of an event come from the day of its document's
//! last change. The rules of the time zone come along as the changes of clock that the events of the file
//! need. Only what is public of a document gets here.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::{Dst, TimeZone};

use crate::model::{Along, EventChange, Kind, Role};
use crate::output::Output;
use crate::parse::{Moment, Value};
use crate::path::OutputPath;
use crate::render::site_title;
use crate::site::{DocId, Site, Target};
use crate::text::fold;

/// The longest line in bytes, without its end.
const LINE: usize = 75;

/// The calendar of the whole site.
const WHOLE: &str = "kalender.ics";

/// Before all that a site may announce: the stamp of what has no day, so that one with a day is later.
const EPOCH: Date = jiff::civil::date(2000, 1, 1);

/// The calendar files of a site.
#[must_use]
pub fn outputs(site: &Site) -> Vec<Output> {
    let all = events(site);
    let mut outputs = Vec::new();
    for id in &all {
        outputs.extend(file(site, *id, &[*id]));
    }
    for (id, events) in all_series(site) {
        outputs.extend(file(site, id, &events));
    }
    if let (false, Ok(path)) = (all.is_empty(), OutputPath::new(WHOLE)) {
        outputs.push(Output::made(
            path,
            calendar(site, &site_title(site, &site.config.lang), &all).into_bytes(),
        ));
    }
    outputs
}

/// The calendar file of an event or a series: beside its page. `None` for what has none.
#[must_use]
pub fn path_of(site: &Site, id: DocId) -> Option<OutputPath> {
    // A translation has the dates of its original.
    let id = site.variant(id, &site.config.lang)?;
    let has_dates = start(site, id).is_some() || !series(site, id).is_empty();
    let page = site.document(id).output.as_str();
    has_dates.then(|| OutputPath::new(&format!("{}.ics", page.trim_end_matches(".html"))).ok()).flatten()
}

/// The calendar of the whole site; `None` without events.
#[must_use]
pub fn path_of_site(site: &Site) -> Option<OutputPath> {
    let has_events = (0..site.documents.len()).any(|index| start(site, DocId(index)).is_some());
    has_events.then(|| OutputPath::new(WHOLE).ok()).flatten()
}

/// Every series in the site's language with its events, by time.
pub fn all_series(site: &Site) -> impl Iterator<Item = (DocId, Vec<DocId>)> {
    let own = (0..site.documents.len()).map(DocId).filter(|id| {
        *site.document(*id).lang() == site.config.lang && site.type_of(*id).role(Role::Start).is_none()
    });
    own.map(|id| (id, series(site, id))).filter(|(_, events)| !events.is_empty())
}

/// The events that name a document as their series, by time; of each the variant for readers of its language.
#[must_use]
pub fn series(site: &Site, id: DocId) -> Vec<DocId> {
    let mut events: Vec<DocId> = site
        .referring(id)
        .iter()
        .filter(|backlink| {
            let field = backlink.field.map(|field| &site.type_of(backlink.from).fields[field]);
            field.is_some_and(|field| field.along == Some(Along::Naming))
        })
        .map(|backlink| backlink.from)
        .filter(|event| start(site, *event).is_some())
        .collect();
    events.sort_by_key(|event| start(site, *event).map(|start| &start.time));
    events.dedup();
    events
}

/// All events in the site's language, by time.
#[must_use]
pub fn events(site: &Site) -> Vec<DocId> {
    let lists = site.lists.iter().filter(|list| site.model().types[list.kind].role(Role::Start).is_some());
    let mut events: Vec<DocId> =
        lists.flat_map(|list| &list.documents).copied().filter(|id| start(site, *id).is_some()).collect();
    events.sort_by_key(|id| start(site, *id).map(|start| &start.time));
    events
}

fn start(site: &Site, id: DocId) -> Option<&Moment> {
    time(site, id, Role::Start)
}

fn time(site: &Site, id: DocId, role: Role) -> Option<&Moment> {
    match site.role(id, role)? {
        Value::DateTime(time) => Some(time),
        _ => None,
    }
}

fn file(site: &Site, id: DocId, events: &[DocId]) -> Option<Output> {
    let path = path_of(site, id)?;
    let bytes = calendar(site, &site.document(id).title, events).into_bytes();
    Some(Output { source: Some(site.document(id).parsed.source.path.clone()), ..Output::made(path, bytes) })
}

fn calendar(site: &Site, name: &str, events: &[DocId]) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", concat!("-//fundus//fundus ", env!("CARGO_PKG_VERSION"), "//DE"));
    lines.add("CALSCALE", "GREGORIAN");
    lines.add("METHOD", "PUBLISH");
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    zone(site, events, &mut lines);
    for id in events {
        event(site, *id, &mut lines);
    }
    lines.add("END", "VCALENDAR");
    lines.0
}

fn event(site: &Site, id: DocId, lines: &mut Lines) {
    let (document, Some(start)) = (site.document(id), start(site, id)) else { return };
    let stamp = |day: Date| format!("{}T000000Z", day.strftime("%Y%m%d"));
    lines.add("BEGIN", "VEVENT");
    lines.text("UID", &uid(site, id));
    lines.add("DTSTAMP", &stamp(document.changed.unwrap_or(EPOCH)));
    if let Some(day) = document.changed {
        lines.add("LAST-MODIFIED", &stamp(day));
    }
    lines.add("SEQUENCE", &sequence(document.changed).to_string());
    when(site, start, time(site, id, Role::End), lines);
    let is_cancelled = site.event_change(id) == Some(EventChange::Cancelled);
    lines.add("STATUS", if is_cancelled { "CANCELLED" } else { "CONFIRMED" });
    // Some calendars do not show the status.
    let prefix = status(site, id).map(|status| format!("{status}: ")).unwrap_or_default();
    lines.text("SUMMARY", &format!("{prefix}{}", document.title));
    let description = description(site, id);
    if !description.is_empty() {
        lines.text("DESCRIPTION", &description);
    }
    let place = place(site, id);
    if !place.is_empty() {
        lines.text("LOCATION", &place);
    }
    let address = site.address(&document.output);
    if !address.is_empty() {
        lines.add("URL", &address);
    }
    lines.add("END", "VEVENT");
}

/// Cancelled or moved, in the words of the model, with a capital letter.
fn status(site: &Site, id: DocId) -> Option<String> {
    let key = site.event_change(id)?.choice();
    let kind = site.type_of(id);
    let field = &kind.fields[kind.role(Role::EventStatus)?];
    let Kind::Choice(choices) = &field.kind else { return None };
    let label = choices.get(key)?.get(&site.config.lang);
    let mut letters = label.chars();
    Some(letters.next()?.to_uppercase().chain(letters).collect())
}

/// The same for the document at this address of the site, whatever changes in it; a site without an address of its own
/// goes by its title, as two of them may have events of one name. On one host, several sites may have folders for
/// themselves.
fn uid(site: &Site, id: DocId) -> String {
    let page = site.document(id).output.as_str().trim_end_matches(".html");
    let folder = site.config.root().trim_start_matches('/');
    let address = &site.config.url;
    let host = address.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next()).unwrap_or_default();
    let host = if host.is_empty() { fold(&site_title(site, &site.config.lang)) } else { host.to_owned() };
    format!("{folder}{page}@{host}")
}

/// The number of a revision. A calendar takes the event with the greater number for the later one and, of
/// equal ones, that with the later stamp (RFC 5546, 2.1.5). So it must never fall, whatever changes in a
/// document, and it is made without a memory of what was published before. Then it may depend on nothing but
/// what never falls itself: the day of the last change. A number that also looked at the status would fall
/// when a cancelled event takes place after all, one that looked at the start would when it moves to an earlier
/// day. Where no such day is known, all revisions are alike; `check` asks for `updated` where it matters.
fn sequence(changed: Option<Date>) -> i32 {
    let since_epoch = changed.and_then(|day| EPOCH.until(day).ok());
    since_epoch.map_or(0, |span| span.get_days()).max(0)
}

/// Start and end: days where no time is given, else times of the site's zone.
fn when(site: &Site, start: &Moment, end: Option<&Moment>, lines: &mut Lines) {
    if start.is_day {
        let last = end.map_or(start.date(), Moment::date);
        lines.add("DTSTART;VALUE=DATE", &start.date().strftime("%Y%m%d").to_string());
        if let Ok(after) = last.checked_add(1.day()) {
            lines.add("DTEND;VALUE=DATE", &after.strftime("%Y%m%d").to_string());
        }
        return;
    }
    for (name, time) in [("DTSTART", Some(start)), ("DTEND", end)] {
        let Some(Moment { time, .. }) = time else { continue };
        match site.config.time_zone.iana_name() {
            Some(zone) if zone != "UTC" => {
                let time = time.with_time_zone(site.config.time_zone.clone());
                lines.add(&format!("{name};TZID={zone}"), &time.strftime("%Y%m%dT%H%M%S").to_string());
            }
            _ => {
                let time = time.with_time_zone(TimeZone::UTC);
                lines.add(name, &time.strftime("%Y%m%dT%H%M%SZ").to_string());
            }
        }
    }
}

/// The site's time zone: how the clock stands before the first event, and every change until after the
/// last.
fn zone(site: &Site, events: &[DocId], lines: &mut Lines) {
    let zone = &site.config.time_zone;
    let Some(name) = zone.iana_name().filter(|name| *name != "UTC") else { return };
    let times = || {
        events
            .iter()
            .flat_map(|id| [Role::Start, Role::End].map(|role| time(site, *id, role)))
            .flatten()
            .map(|moment| &moment.time)
    };
    let (Some(first), Some(last)) = (times().min(), times().max()) else { return };
    lines.add("BEGIN", "VTIMEZONE");
    lines.add("TZID", name);
    let before = zone.preceding(first.timestamp()).next();
    let from = before.as_ref().map_or(first.timestamp(), jiff::tz::TimeZoneTransition::timestamp);
    let until = last.checked_add(1.year()).map_or(last.timestamp(), |time| time.timestamp());
    let changes: BTreeSet<_> = before
        .iter()
        .map(jiff::tz::TimeZoneTransition::timestamp)
        .chain(zone.following(from).map(|change| change.timestamp()).take_while(|time| *time <= until))
        .collect();
    if changes.is_empty() {
        let offset = zone.to_offset(first.timestamp());
        observance(lines, "19700101T000000", offset, offset, "STANDARD", name);
    }
    for at in changes {
        let earlier = zone.to_offset(at.checked_sub(1.second()).unwrap_or(at));
        let info = zone.to_offset_info(at);
        let kind = if info.dst() == Dst::Yes { "DAYLIGHT" } else { "STANDARD" };
        // The change happens at a time of the clock that was valid before it.
        let local = earlier.to_datetime(at).strftime("%Y%m%dT%H%M%S").to_string();
        observance(lines, &local, earlier, info.offset(), kind, info.abbreviation());
    }
    lines.add("END", "VTIMEZONE");
}

fn observance(
    lines: &mut Lines,
    start: &str,
    from: jiff::tz::Offset,
    to: jiff::tz::Offset,
    kind: &str,
    name: &str,
) {
    let written = |offset: jiff::tz::Offset| {
        let minutes = offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
    };
    lines.add("BEGIN", kind);
    lines.add("DTSTART", start);
    lines.add("TZOFFSETFROM", &written(from));
    lines.add("TZOFFSETTO", &written(to));
    lines.add("TZNAME", name);
    lines.add("END", kind);
}

/// Where: the places, and the service of a video conference.
fn place(site: &Site, id: DocId) -> String {
    let kind = site.type_of(id);
    let document = site.document(id);
    let mut places: Vec<String> = Vec::new();
    if let Some(field) = kind.role(Role::Place) {
        places.extend(document.targets(field).filter_map(|target| name(site, target)));
    }
    places.extend(texts(site, id, Role::Online).into_iter().map(|(_, text)| text));
    places.join(", ")
}

fn name(site: &Site, target: &Target) -> Option<String> {
    match target {
        Target::Document(id) => Some(site.document(*id).title.clone()),
        Target::Text(text) => Some(text.clone()),
        Target::Away(index) => Some(site.away[*index].title.clone()),
        Target::Term(_) | Target::Asset(_) => None,
    }
}

/// The summary, how to register, and what is offered to who needs it.
fn description(site: &Site, id: DocId) -> String {
    let mut text = site.role_text(id, Role::Summary).to_owned();
    for role in [Role::Registration, Role::Access] {
        let Some(field) = site.type_of(id).role(role) else { continue };
        let values = texts(site, id, role);
        if values.is_empty() {
            continue;
        }
        let label = site.type_of(id).fields[field].label.get(&site.config.lang);
        let values: Vec<String> = values
            .into_iter()
            .map(|(label, text)| if label.is_empty() { text } else { format!("{label} {text}") })
            .collect();
        let _ = write!(text, "\n\n{label}: {}", values.join(", "));
    }
    text.trim().to_owned()
}

/// The public texts of a field, each with the label of its part in a group.
fn texts(site: &Site, id: DocId, role: Role) -> Vec<(String, String)> {
    let kind = site.type_of(id);
    let Some(index) = kind.role(role) else { return Vec::new() };
    let field = &kind.fields[index];
    let lang = &site.config.lang;
    let one = |kind: &Kind, value: &Value<Target>| match (value, kind) {
        (Value::Text(text) | Value::Url(text) | Value::Email(text), _) => Some(text.clone()),
        (Value::Date(day), _) => Some(day.in_words(lang)),
        (Value::Choice(key), Kind::Choice(choices)) => Some(choices.get(key)?.get(lang).to_owned()),
        _ => None,
    };
    let mut found = Vec::new();
    for at in site.document(id).fields.get(index) {
        match (&at.value, &field.kind) {
            (Value::Group(parts), Kind::Group(declared)) => {
                for (part, given) in parts.0.iter().map(|given| (&declared[given.index], given)) {
                    if part.hidden {
                        continue;
                    }
                    let values = given.values.iter().filter_map(|at| one(&part.kind, &at.value));
                    found.extend(values.map(|text| (part.label.get(lang).to_owned(), text)));
                }
            }
            (value, kind) => found.extend(one(kind, value).map(|text| (String::new(), text))),
        }
    }
    found
}

/// The content lines of a file, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A line whose value needs no escaping.
    fn add(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut room = LINE;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE - 1;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A line whose value is text.
    fn text(&mut self, name: &str, text: &str) {
        let mut escaped = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\\' | ';' | ',' => escaped.extend(['\\', letter]),
                '\n' => escaped.push_str("\\n"),
                letter if letter.is_control() => {}
                letter => escaped.push(letter),
            }
        }
        self.add(name, &escaped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::testing::site;

    #[test]
    fn events_of_two_sites_on_one_host_are_not_taken_for_one() {
        let number = |url: &str| {
            let config = format!("title = \"A\"\nurl = \"{url}\"\n");
            let event = "---\ntitle: Fest\nstart: 2026-05-02\n---\n";
            let site = site(&[("config.toml", &config), ("content/veranstaltungen/fest.md", event)]);
            uid(&site, events(&site)[0])
        };
        assert_eq!(number("https://stadt.example"), "veranstaltungen/fest@stadt.example");
        assert_eq!(number("https://stadt.example:8080/jugend/"), "jugend/veranstaltungen/fest@stadt.example");
    }

    #[test]
    fn long_lines_are_folded_between_letters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"ä€𝄞".repeat(40));
        for line in lines.0.split_terminator("\r\n") {
            assert!(line.len() <= LINE, "{}", line.len());
        }
        let unfolded = lines.0.replace("\r\n ", "");
        assert_eq!(unfolded, format!("SUMMARY:{}\r\n", "ä€𝄞".repeat(40)));
    }

    #[test]
    fn text_is_escaped() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "a, b; c\\d\ne\u{7}");
        assert_eq!(lines.0, "SUMMARY:a\\, b\\; c\\\\d\\ne\r\n");
    }
}
