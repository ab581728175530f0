//! Days, points in time and periods, as editors write them.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use crate::lang::Lang;
use crate::locale::{
    date_in_words, day_in_words, moment_in_words, month_in_words, month_meant, weekday_named,
};
use crate::text::is_digits;

/// How exactly a [`Day`] is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Precision {
    /// `2021`
    Year,
    /// `2021-07`
    Month,
    /// `2021-07-14`
    Day,
}

/// A day, or a month or year as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day {
    /// The first day that is meant.
    pub date: Date,
    /// How exactly it is known.
    pub precision: Precision,
}

/// From one day to another; either end may be open, not both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The beginning.
    pub start: Option<Day>,
    /// The end.
    pub end: Option<Day>,
}

/// A point in time, or a day as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// When it is, in the zone of the site; of a whole day its first instant.
    pub time: Zoned,
    /// Whether a day was given without a time of day.
    pub is_day: bool,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BadDate {
    /// It has no form of a date.
    Form,
    /// The month has no such day; its last one.
    Day(String),
    /// There is no such month; the date with day and month exchanged, if there is that.
    Month(Option<String>),
    /// The year has two digits; the date with four.
    ShortYear(String),
    /// A month or year instead of a day.
    NoDay,
    /// A time of day without a day.
    OnlyTime(Time),
    /// Beginning and end in one.
    Range(String, String),
    /// The day is another day of the week than the text says; the date without it, and the day.
    Weekday(String, Date),
    /// The end of a day as `24:00`; the beginning of the next one.
    Midnight(String),
    /// A time of day that is left out when clocks are put forward; an hour later.
    Skipped(String),
}

impl BadDate {
    /// The same of a day with this time of day, so that a proposal keeps it.
    fn at(self, time: Option<Time>) -> Self {
        let add = |day: String| match time {
            Some(time) => format!("{day} {}", time.strftime("%H:%M")),
            None => day,
        };
        match self {
            Self::Day(day) => Self::Day(add(day)),
            Self::Month(day) => Self::Month(day.map(add)),
            Self::ShortYear(day) => Self::ShortYear(add(day)),
            Self::Weekday(day, date) => Self::Weekday(add(day), date),
            Self::Form
            | Self::NoDay
            | Self::OnlyTime(_)
            | Self::Range(..)
            | Self::Midnight(_)
            | Self::Skipped(_) => self,
        }
    }
}

/// Reads a day as front matter writes it.
///
/// # Errors
/// When it is none, with the day that was meant where that can be told.
pub fn day(text: &str) -> Result<Date, Option<String>> {
    match Day::parse(text) {
        Ok(Day { date, precision: Precision::Day }) => Ok(date),
        Err(BadDate::Day(meant) | BadDate::ShortYear(meant) | BadDate::Weekday(meant, _)) => Err(Some(meant)),
        Err(BadDate::Month(meant)) => Err(meant),
        _ => Err(None),
    }
}

impl Day {
    /// Reads `2026-03-14`, `2026-03`, `2026`, `14.03.2026`, `03/2026`, `14. März 2026`, `14 March 2026` or `März 2026`.
    /// The day of the week may stand before a day, as pages show it.
    pub(crate) fn parse(text: &str) -> Result<Self, BadDate> {
        if let Some((weekday, rest)) = after_weekday(text) {
            let day = Self::parse(rest)?;
            return match day.precision {
                Precision::Day if day.date.weekday() == weekday => Ok(day),
                Precision::Day => Err(BadDate::Weekday(day.iso(), day.date)),
                Precision::Year | Precision::Month => Err(BadDate::Form),
            };
        }
        match text.split_whitespace().collect::<Vec<_>>()[..] {
            [day, month, year] => {
                if let Some(month) = month_meant(month) {
                    return Self::parse(&format!("{}.{month}.{year}", day.trim_end_matches('.')));
                }
            }
            [month, year] => {
                if let Some(month) = month_meant(month) {
                    return Self::parse(&format!("{month}.{year}"));
                }
            }
            _ => {}
        }
        let number = |part: &str| part.parse::<i16>().ok().filter(|_| is_digits(part)).ok_or(BadDate::Form);
        let parts: Vec<&str> = text.trim().split(['-', '.', '/']).map(str::trim).collect();
        let (year, month, day) = match parts[..] {
            [year] if year.len() == 4 => (number(year)?, None, None),
            [year, month] if year.len() == 4 => (number(year)?, Some(number(month)?), None),
            [month, year] if year.len() == 4 => (number(year)?, Some(number(month)?), None),
            [year, month, day] if year.len() == 4 => {
                (number(year)?, Some(number(month)?), Some(number(day)?))
            }
            [day, month, year] if year.len() == 4 => {
                (number(year)?, Some(number(month)?), Some(number(day)?))
            }
            [day, month, year] if year.len() == 2 && day.len() <= 2 && text.contains('.') => {
                let day = Self::new(2000 + number(year)?, Some(number(month)?), Some(number(day)?))?;
                return Err(BadDate::ShortYear(day.iso()));
            }
            _ => return Err(BadDate::Form),
        };
        Self::new(year, month, day)
    }

    fn new(year: i16, month: Option<i16>, day: Option<i16>) -> Result<Self, BadDate> {
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        };
        let small = |value: Option<i16>| i8::try_from(value.unwrap_or(1)).unwrap_or(i8::MAX);
        match Date::new(year, small(month), small(day)) {
            Ok(date) => Ok(Self { date, precision }),
            Err(_) => Err(match Date::new(year, small(month), 1) {
                Ok(first) if small(day) > 0 => BadDate::Day(first.last_of_month().to_string()),
                Ok(_) => BadDate::Form,
                Err(_) => {
                    let exchanged = day.and_then(|day| Date::new(year, small(Some(day)), small(month)).ok());
                    BadDate::Month(exchanged.map(|date| date.to_string()))
                }
            }),
        }
    }

    /// `2026-03-14`, `2026-03` or `2026`.
    #[must_use]
    pub fn iso(&self) -> String {
        let date = self.date;
        match self.precision {
            Precision::Year => format!("{:04}", date.year()),
            Precision::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Precision::Day => date.to_string(),
        }
    }

    /// `14. März 2026`, `März 2026` or `2026`.
    #[must_use]
    pub fn in_words(&self, lang: &Lang) -> String {
        match self.precision {
            Precision::Year => self.date.year().to_string(),
            Precision::Month => month_in_words(self.date, lang),
            Precision::Day => date_in_words(self.date, lang),
        }
    }

    /// The last day that is meant: that of the month or year, or the day itself.
    #[must_use]
    pub fn last(&self) -> Date {
        match self.precision {
            Precision::Year => self.date.last_of_year(),
            Precision::Month => self.date.last_of_month(),
            Precision::Day => self.date,
        }
    }
}

impl Period {
    /// Reads `2021-07 bis 2022-12`, `2021-07 to 2022-12`, `2021-07 – 2022-12`, `ab 2021-07`,
    /// `from 2021-07`, `bis 2022`, `until 2022`, or a single day, month or year.
    pub(crate) fn parse(text: &str) -> Result<Self, BadDate> {
        let text = text.trim();
        for word in ["ab ", "seit ", "from ", "since "] {
            if let Some(start) = text.strip_prefix(word) {
                return Ok(Self { start: Some(Day::parse(start)?), end: None });
            }
        }
        for word in ["bis ", "until ", "to "] {
            if let Some(end) = text.strip_prefix(word) {
                return Ok(Self { start: None, end: Some(Day::parse(end)?) });
            }
        }
        for between in [" bis ", " to ", " until ", " – ", " — ", " - ", "–", "-"] {
            if let Some((start, end)) = text.rsplit_once(between)
                && ["heute", "jetzt", "today", "now", "present"].contains(&end.trim().to_lowercase().as_str())
            {
                return Ok(Self { start: Some(Day::parse(start)?), end: None });
            }
        }
        for between in [" bis ", " to ", " – ", " — ", " - ", "–", "/", "-"] {
            if let Some((start, end)) = text.split_once(between)
                // `2021-07` is a month.
                && (between != "-" || (start.trim().len(), end.trim().len()) == (4, 4))
                && let (Ok(start), Ok(end)) = (Day::parse(start), Day::parse(end))
            {
                return Ok(Self { start: Some(start), end: Some(end) });
            }
        }
        // Report the end that is wrong, if the form is right.
        for between in [" bis ", " to ", " – "] {
            if let Some((start, end)) = text.split_once(between) {
                Day::parse(start)?;
                Day::parse(end)?;
            }
        }
        let day = Day::parse(text)?;
        Ok(Self { start: Some(day), end: Some(day) })
    }

    /// The first and the last day; the earliest and the latest that there are where an end is open.
    #[must_use]
    pub fn days(&self) -> (Date, Date) {
        (self.start.map_or(Date::MIN, |day| day.date), self.end.map_or(Date::MAX, |day| day.last()))
    }

    /// `Juli 2021 – Dezember 2022`, `seit Juli 2021`, `bis 2022`; in languages whose words we do not know, `2021 –`.
    #[must_use]
    pub fn in_words(&self, lang: &Lang) -> String {
        let (since, until, dash) = match lang.base() {
            "de" => ("seit ", "bis ", ""),
            "en" => ("since ", "until ", ""),
            _ => ("", "– ", " –"),
        };
        match (&self.start, &self.end) {
            (Some(start), Some(end)) if start == end => start.in_words(lang),
            (Some(start), Some(end)) => format!("{} – {}", start.in_words(lang), end.in_words(lang)),
            (Some(start), None) => format!("{since}{}{dash}", start.in_words(lang)),
            (None, Some(end)) => format!("{until}{}", end.in_words(lang)),
            (None, None) => String::new(),
        }
    }

    /// ISO 8601: `2021-07/2022-12`, with `..` for an open end.
    #[must_use]
    pub fn iso(&self) -> String {
        let end = |day: &Option<Day>| day.as_ref().map_or_else(|| "..".to_owned(), Day::iso);
        format!("{}/{}", end(&self.start), end(&self.end))
    }
}

impl Moment {
    /// Reads a day with a time (`2026-03-14 14:00`, `2026-03-14T14:00`, `14. März 2026, 14 Uhr`) or a day alone, in
    /// the given zone; or what a program has written with a zone of its own, `2026-03-14T13:00:00Z`.
    pub(crate) fn parse(text: &str, zone: &TimeZone) -> Result<Self, BadDate> {
        let text = without_unit(text);
        let (weekday, text) = after_weekday(text).map_or((None, text), |(day, rest)| (Some(day), rest));
        let moment = range(text, zone).map_or_else(|| Self::single(text, zone), Err)?;
        if weekday.is_some_and(|weekday| weekday != moment.date().weekday()) {
            return Err(BadDate::Weekday(moment.written(), moment.date()));
        }
        Ok(moment)
    }

    /// As [`Moment::parse`], of a text that is no range.
    fn single(text: &str, zone: &TimeZone) -> Result<Self, BadDate> {
        if text.ends_with('Z') || text.contains('+') {
            let instant: Timestamp = text.parse().map_err(|_| BadDate::Form)?;
            return Ok(Self { time: instant.to_zoned(zone.clone()), is_day: false });
        }
        // `12.03.26` is rather a day.
        if let Ok(time) = clock(text)
            && text.matches('.').count() < 2
        {
            return Err(BadDate::OnlyTime(time));
        }
        // The day ends when the next one begins.
        if let Some((day, "24:00" | "24.00" | "24")) = text.rsplit_once(['T', ' ']) {
            let next = Self::single(&format!("{day} 00:00"), zone)?.date().tomorrow();
            return Err(next.map_or(BadDate::Form, |next| BadDate::Midnight(format!("{next} 00:00"))));
        }
        let (day, time) = match text.rsplit_once(['T', ' ']) {
            // The last word of a day in words is its year.
            Some((_, year)) if year.len() == 4 && is_digits(year) => (text, None),
            Some((day, time)) => {
                let day = day.trim_end();
                let before = [" um", " at"].iter().find_map(|word| day.strip_suffix(word));
                (before.unwrap_or(day).trim_end(), Some(clock(time)?))
            }
            None => (text, None),
        };
        let day = Day::parse(day.trim_end_matches(',')).map_err(|error| error.at(time))?;
        if day.precision != Precision::Day {
            return Err(BadDate::NoDay);
        }
        let start = zone.to_ambiguous_zoned(day.date.to_datetime(time.unwrap_or(Time::midnight())));
        let is_skipped = matches!(start.offset(), AmbiguousOffset::Gap { .. }) && time.is_some();
        let moment = Self { time: start.compatible().map_err(|_| BadDate::Form)?, is_day: time.is_none() };
        if is_skipped { Err(BadDate::Skipped(moment.written())) } else { Ok(moment) }
    }

    /// The day, in the zone of the site.
    #[must_use]
    pub fn date(&self) -> Date {
        self.time.date()
    }

    /// As it is written in front matter: `2026-03-14 14:00` or `2026-03-14`.
    #[must_use]
    pub fn written(&self) -> String {
        self.time.strftime(if self.is_day { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" }).to_string()
    }

    /// ISO 8601: `2026-03-14T14:00:00+01:00` or `2026-03-14`.
    #[must_use]
    pub fn iso(&self) -> String {
        self.time.strftime(if self.is_day { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%S%:z" }).to_string()
    }

    /// `Samstag, 14. März 2026, 14:00 Uhr` or `Samstag, 14. März 2026`.
    #[must_use]
    pub fn in_words(&self, lang: &Lang) -> String {
        if self.is_day { day_in_words(self.date(), lang) } else { moment_in_words(&self.time, lang) }
    }
}

/// A day with two times of day, `2026-03-14 14:00-16:00` or `… bis 16 Uhr`, as the problem that it is in one field.
fn range(text: &str, zone: &TimeZone) -> Option<BadDate> {
    let (start, end) =
        [" bis ", " to ", "–", "—", "-"].iter().find_map(|between| text.rsplit_once(between))?;
    let end = end.trim().trim_start_matches("um ");
    let is_midnight = matches!(end, "24" | "24:00" | "24.00");
    let end = if is_midnight { Time::midnight() } else { clock(end).ok()? };
    let start = Moment::single(without_unit(start), zone).ok().filter(|start| !start.is_day)?;
    let day = if is_midnight { start.date().tomorrow().ok()? } else { start.date() };
    let end = format!("{day} {}", end.strftime("%H:%M"));
    Some(BadDate::Range(start.written(), end))
}

/// A time of day without the word behind it: `14 Uhr`, `14h`.
fn without_unit(text: &str) -> &str {
    let text = text.trim().trim_end_matches("Uhr").trim_end();
    let before = text.strip_suffix('h').map(str::trim_end);
    // `14 March` ends with the same letter.
    before.filter(|before| before.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(text)
}

/// The day of the week that a text begins with, and what follows it: `Donnerstag, 11. März 2027`, `Do. den 11.3.2027`.
fn after_weekday(text: &str) -> Option<(Weekday, &str)> {
    let text = text.trim_start();
    if !text.starts_with(char::is_alphabetic) {
        return None;
    }
    let (word, rest) = text.split_at(text.find(|c: char| !c.is_alphabetic())?);
    let weekday = weekday_named(word)?;
    let rest = rest.trim_start_matches(['.', ',', ' ']);
    let article = ["den ", "der ", "dem ", "the "].iter().find_map(|article| rest.strip_prefix(article));
    Some((weekday, article.unwrap_or(rest).trim_start()))
}

/// A time of day: `14`, `9:30`, `14.00`, `14:00:00`.
fn clock(text: &str) -> Result<Time, BadDate> {
    let number = |part: &str| part.parse::<i8>().ok().filter(|_| is_digits(part) && part.len() <= 2);
    let [hour, minute, second] = match text.split([':', '.']).collect::<Vec<_>>()[..] {
        [hour] => [hour, "00", "00"],
        [hour, minute] => [hour, minute, "00"],
        [hour, minute, second] => [hour, minute, second],
        _ => return Err(BadDate::Form),
    };
    match (number(hour), number(minute), number(second)) {
        (Some(hour), Some(minutes), Some(seconds)) if minute.len() == 2 && second.len() == 2 => {
            Time::new(hour, minutes, seconds, 0).map_err(|_| BadDate::Form)
        }
        _ => Err(BadDate::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years() {
        let de = Lang::default();
        let words = |text: &str| Day::parse(text).unwrap().in_words(&de);
        assert_eq!(words("2021-09-22"), "22. September 2021");
        assert_eq!(words("22.09.2021"), "22. September 2021");
        assert_eq!(words("07/2021"), "Juli 2021");
        assert_eq!(words("14. März 2026"), "14. März 2026");
        assert_eq!(words("2 December 2026"), "2. Dezember 2026");
        assert_eq!(words("März 2026"), "März 2026");
        assert_eq!(Day::parse("12.03.26"), Err(BadDate::ShortYear("2026-03-12".to_owned())));
        assert_eq!(Day::parse("31. Februar 2026"), Err(BadDate::Day("2026-02-28".to_owned())));
        assert_eq!(words("2021"), "2021");
        assert_eq!(Day::parse("31.02.2026"), Err(BadDate::Day("2026-02-28".to_owned())));
        assert_eq!(Day::parse("2026-13-01"), Err(BadDate::Month(Some("2026-01-13".to_owned()))));
        assert_eq!(Day::parse("3/14/2026"), Err(BadDate::Month(Some("2026-03-14".to_owned()))));
        assert_eq!(Day::parse("2026-13"), Err(BadDate::Month(None)));
        assert_eq!(Day::parse("2026-02-00"), Err(BadDate::Form));
        assert_eq!(Day::parse("morgen"), Err(BadDate::Form));
        assert_eq!(Day::parse("14. März"), Err(BadDate::Form));
    }

    #[test]
    fn periods() {
        let de = Lang::default();
        let words = |text: &str| Period::parse(text).unwrap().in_words(&de);
        assert_eq!(words("2021-07 bis 2022-12"), "Juli 2021 – Dezember 2022");
        assert_eq!(words("07/2021 – 12/2022"), "Juli 2021 – Dezember 2022");
        assert_eq!(words("from 2019-01"), "seit Januar 2019");
        assert_eq!(words("2019–2022"), "2019 – 2022");
        assert_eq!(words("2021-2023"), "2021 – 2023");
        assert_eq!(words("2021-07"), "Juli 2021");
        assert_eq!(words("Januar 2021 bis Dezember 2022"), "Januar 2021 – Dezember 2022");
        assert_eq!(Period::parse("2021-07 bis 2022-13"), Err(BadDate::Month(None)));
        assert!(Period::parse("2021/22").is_err());
        assert!(Period::parse("irgendwann").is_err());
    }

    #[test]
    fn times_are_in_the_zone_of_the_site() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let iso = |text: &str| Moment::parse(text, &zone).map(|moment| moment.iso());
        assert_eq!(iso("2026-03-29 14:00").unwrap(), "2026-03-29T14:00:00+02:00");
        assert_eq!(iso("14.01.2026 9:30 Uhr").unwrap(), "2026-01-14T09:30:00+01:00");
        assert_eq!(iso("2026-03-14 25:00"), Err(BadDate::Form));
        assert_eq!(iso("2026-03"), Err(BadDate::NoDay));
        assert_eq!(iso("März 2026"), Err(BadDate::NoDay));
        assert_eq!(iso("16:00 Uhr"), Err(BadDate::OnlyTime(Time::constant(16, 0, 0, 0))));
        for text in ["2026-03-14T13:00:00.000Z", "2026-03-14T13:00:00Z", "2026-03-14T14:00:00+01:00"] {
            assert_eq!(iso(text).unwrap(), "2026-03-14T14:00:00+01:00", "{text}");
        }
        for text in ["2026-03-14 15:+5", "2026-03-14 15:5", "2026-03-14 15:05:00:00", "2026-03-14 15:05:00.5"]
        {
            assert_eq!(iso(text), Err(BadDate::Form), "{text}");
        }
        assert_eq!(iso("2026-03-29 02:30"), Err(BadDate::Skipped("2026-03-29 03:30".to_owned())));
    }

    #[test]
    fn days_with_times_are_read_as_people_write_them() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let read = |text: &str| Moment::parse(text, &zone).map(|moment| moment.written());
        for text in [
            "14.3.2027, 14:00 Uhr",
            "14.3.2027 14 Uhr",
            "14. März 2027 14 Uhr",
            "14. März 2027, um 14.00 Uhr",
            "14 March 2027 14:00",
            "2027-03-14T14:00",
        ] {
            assert_eq!(read(text).unwrap(), "2027-03-14 14:00", "{text}");
        }
        assert_eq!(read("14. März 2027").unwrap(), "2027-03-14");
        assert_eq!(read("14.03.27, 14 Uhr"), Err(BadDate::ShortYear("2027-03-14 14:00".to_owned())));
        assert_eq!(read("31.2.2027 14:00"), Err(BadDate::Day("2027-02-28 14:00".to_owned())));
        let range = BadDate::Range("2027-03-14 14:00".to_owned(), "2027-03-14 16:00".to_owned());
        for text in
            ["2027-03-14 14:00-16:00", "14.3.2027, 14:00 bis 16:00 Uhr", "14.3.2027 14:00 Uhr – 16 Uhr"]
        {
            assert_eq!(read(text), Err(range.clone()), "{text}");
        }
    }

    #[test]
    fn days_are_read_as_pages_show_them() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let read = |text: &str| Moment::parse(text, &zone).map(|moment| moment.written());
        for text in [
            "Donnerstag, 11. März 2027, 14:00 Uhr",
            "Donnerstag, den 11. März 2027, 14 Uhr",
            "Do, 11.03.2027, 14 Uhr",
            "Do. 11.3.2027 um 14h",
            "Thursday 11 March 2027, 14:00",
            "Thu 2027-03-11 14:00",
            "11. Mär. 2027, 14 h",
            "11 March 2027 at 14:00",
        ] {
            assert_eq!(read(text).unwrap(), "2027-03-11 14:00", "{text}");
        }
        for text in ["Donnerstag, 11. März 2027", "Do 11.03.2027", "Thursday 11 March 2027"] {
            assert_eq!(read(text).unwrap(), "2027-03-11", "{text}");
            assert_eq!(Day::parse(text).unwrap().iso(), "2027-03-11", "{text}");
        }
        let date = Date::constant(2027, 3, 11);
        assert_eq!(
            read("Fr, 11.03.2027, 14 Uhr"),
            Err(BadDate::Weekday("2027-03-11 14:00".to_owned(), date))
        );
        assert_eq!(Day::parse("Fr, 11.03.2027"), Err(BadDate::Weekday("2027-03-11".to_owned(), date)));
        assert_eq!(read("Do, 11.3.27, 14 Uhr"), Err(BadDate::ShortYear("2027-03-11 14:00".to_owned())));
        assert_eq!(read("2027-03-31 24:00"), Err(BadDate::Midnight("2027-04-01 00:00".to_owned())));
        let range = |end: &str| BadDate::Range("2027-03-11 14:00".to_owned(), end.to_owned());
        assert_eq!(read("Do, 11.3.2027, 14 bis 16 Uhr"), Err(range("2027-03-11 16:00")));
        assert_eq!(read("11.3.2027 14h-16h"), Err(range("2027-03-11 16:00")));
        assert_eq!(read("11.3.2027, 14 – 24 Uhr"), Err(range("2027-03-12 00:00")));
        assert_eq!(Day::parse("1. Febr. 2026").unwrap().iso(), "2026-02-01");
        for text in ["Do", "Donnerstag", "Do, März 2027", "Sommer 2027", "March", "h", "24:00"] {
            assert!(Moment::parse(text, &zone).is_err(), "{text}");
        }
        let words = |text: &str| Period::parse(text).unwrap().in_words(&Lang::default());
        for text in ["2021 bis heute", "2021 – heute", "2021-heute", "2021 to present", "seit 2021"] {
            assert_eq!(words(text), "seit 2021", "{text}");
        }
    }

    #[test]
    fn midnight_is_a_time_and_a_day_without_midnight_a_day() {
        let (berlin, cairo) = ("Europe/Berlin", "Africa/Cairo");
        for (text, zone, iso, words) in [
            ("2026-03-14 00:00", berlin, "2026-03-14T00:00:00+01:00", "Samstag, 14. März 2026, 00:00 Uhr"),
            ("2026-03-14", berlin, "2026-03-14", "Samstag, 14. März 2026"),
            ("2026-04-24", cairo, "2026-04-24", "Freitag, 24. April 2026"),
        ] {
            let moment = Moment::parse(text, &TimeZone::get(zone).unwrap()).unwrap();
            assert_eq!((moment.iso().as_str(), moment.in_words(&Lang::default()).as_str()), (iso, words));
        }
    }
}
