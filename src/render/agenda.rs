//! Events by time: the calendar, its months, and the dates of a series.
//!
//! Nothing here asks what day it is. Pages give each event's end, and the reader's clock tells what is
//! over.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::Renderer;
use super::engine::Frozen;
use super::view::{
    CalendarView, CardView, DayEventView, DayView, LinkView, MonthLinkView, MonthView, WeekdayView, YearView,
};
use crate::calendar;
use crate::lang::Lang;
use crate::locale::{capitalised, clock_in_words, month_in_words, month_name, short_weekday, weekday_name};
use crate::model::Role;
use crate::parse::Value;
use crate::resolve::{calendar_page, month_page};
use crate::site::{DocId, PageKind, Site, event_days};

/// How many events the calendar lists on one page; the months have them all.
const SHOWN: usize = 200;

/// All events, latest first.
pub(super) fn calendar(renderer: &Renderer, lang: &Lang) -> CalendarView {
    let site = &*renderer.site;
    let events = calendar::events(site);
    let latest = &events[events.len().saturating_sub(SHOWN)..];
    let file = calendar::path_of_site(site);
    let lists = site.lists.iter().filter(|list| site.model().types[list.kind].role(Role::Start).is_some());
    CalendarView {
        dates: dates(renderer, latest),
        has_more: latest.len() < events.len(),
        years: by_year(months(site).into_iter().map(|month| (month, month_page(month).encoded())), lang),
        lists: lists
            .map(|list| LinkView {
                title: site.model().types[list.kind].plural.get(lang).to_owned(),
                path: list.output.encoded(),
                ..LinkView::default()
            })
            .collect(),
        address: file.iter().filter(|_| site.copy.is_none()).map(|file| site.address(file)).collect(),
        calendar_path: file.map(|file| file.encoded()).unwrap_or_default(),
    }
}

/// Events that are given by time, latest first: without a script, what is to come is most likely found
/// at the top.
pub(super) fn dates(renderer: &Renderer, events: &[DocId]) -> Vec<Frozen<CardView>> {
    events.iter().rev().map(|id| renderer.card(*id).clone()).collect()
}

/// The months that have a page.
fn months(site: &Site) -> BTreeSet<Date> {
    let month = |kind: &PageKind| match kind {
        PageKind::Month(month) => Some(*month),
        _ => None,
    };
    site.pages.iter().filter_map(|page| month(&page.kind)).collect()
}

/// Months and their places by year, latest year first; they come earliest first.
pub(super) fn by_year(months: impl Iterator<Item = (Date, String)>, lang: &Lang) -> Vec<YearView> {
    let mut years: Vec<YearView> = Vec::new();
    for (month, path) in months {
        let title = month.year().to_string();
        if years.last().is_none_or(|year| year.title != title) {
            years.push(YearView { title, months: Vec::new() });
        }
        if let Some(year) = years.last_mut() {
            year.months.push(link(month, capitalised(&month_name(month, lang)), path));
        }
    }
    years.reverse();
    years
}

fn link(month: Date, title: String, path: String) -> MonthLinkView {
    MonthLinkView { title, path, iso: month.strftime("%Y-%m").to_string() }
}

/// `März 2027`
pub(super) fn month_title(month: Date, lang: &Lang) -> String {
    capitalised(&month_in_words(month, lang))
}

/// The weeks of a month with its events.
pub(super) fn month(renderer: &Renderer, month: Date, lang: &Lang) -> MonthView {
    let site = &*renderer.site;
    let months = months(site);
    let named = |month: &Date| link(*month, month_title(*month, lang), month_page(*month).encoded());
    let weekday = |day: &Date| WeekdayView {
        title: weekday_name(*day, lang),
        short: capitalised(&short_weekday(*day, lang)),
    };
    let events: Vec<DocId> = calendar::events(site)
        .into_iter()
        .filter(|id| {
            days(site, *id).is_some_and(|(first, last)| first <= month.last_of_month() && last >= month)
        })
        .collect();
    let monday = month.tomorrow().and_then(|day| day.nth_weekday(-1, Weekday::Monday)).unwrap_or(month);
    let days: Vec<Date> = monday.series(1.day()).take_while(|day| *day <= month.last_of_month()).collect();
    let mut weeks: Vec<Vec<DayView>> = days
        .chunks(7)
        .map(|week| week.iter().map(|date| day(renderer, &events, month, *date, lang)).collect())
        .collect();
    for week in &mut weeks {
        week.resize_with(7, DayView::default);
    }
    MonthView {
        weekdays: days.iter().take(7).map(weekday).collect(),
        weeks,
        previous: months.range(..month).next_back().map(named),
        next: months.range(month.last_of_month()..).next().map(named),
        calendar: LinkView {
            title: renderer.texts(lang).plain("calendar", "title"),
            path: calendar_page().encoded(),
            ..LinkView::default()
        },
    }
}

fn days(site: &Site, id: DocId) -> Option<(Date, Date)> {
    event_days(site.type_of(id), &site.document(id).fields)
}

/// A day of a month; one of the month before is empty.
fn day(renderer: &Renderer, events: &[DocId], month: Date, date: Date, lang: &Lang) -> DayView {
    if date < month {
        return DayView::default();
    }
    let site = &*renderer.site;
    let takes_place =
        |id: &&DocId| days(site, **id).is_some_and(|(first, last)| first <= date && date <= last);
    let event =
        |id: &DocId| DayEventView { time: begin(site, *id, date, lang), card: renderer.card(*id).clone() };
    DayView {
        iso: date.to_string(),
        day: date.day().to_string(),
        events: events.iter().filter(takes_place).map(event).collect(),
    }
}

/// The time at which an event begins on its first day; empty on others and for whole days.
fn begin(site: &Site, id: DocId, date: Date, lang: &Lang) -> String {
    match site.role(id, Role::Start) {
        Some(Value::DateTime(start)) if start.date() == date && !start.is_day => {
            clock_in_words(&start.time, lang)
        }
        _ => String::new(),
    }
}
