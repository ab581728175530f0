//! Calendar files and what the page of an event tells who thinks of coming.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::site::{Built, Site};

fn events() -> Built {
    Site::with_surroundings(
        "\
-- config.toml --
title = \"Testbestand\"
url = \"https://bestand.example.org/\"
[types.workshop.own.registration.group]
kostenstelle = {kind = \"text\", hidden = true, label = \"Kostenstelle\"}
-- content/veranstaltungen/sommer.md --
---
title: \"Nach der Umstellung; mit Komma, und einem Titel, der länger ist als eine Zeile für Öffnungszeiten\"
summary: Erstens.
updated: 2026-05-01
start: 2027-03-28 14:00
end: 2027-03-28 17:00
place: Rathaus, Saal 2
series: reihe
online: {provider: BigBlueButton, join_url: \"https://video.example.org/geheim-42\"}
registration: {mail: anmeldung@example.org, deadline: 2027-03, fee: kostenfrei, kostenstelle: 4711-Geheim}
access: [dgs, kinderbetreuung]
---
-- content/veranstaltungen/winter.md --
---
title: Vor der Umstellung
summary: Zweitens.
updated: 2026-05-01
start: 2027-03-27 14:00
event_status: abgesagt
series: reihe
---
-- content/veranstaltungen/tage.md --
---
title: Zwei Tage
summary: Drittens.
start: 2026-10-24
end: 2026-10-25
event_status: verschoben
online: {provider: BigBlueButton, join_url: \"https://video.example.org/offen-45\", public: true}
registration: {url: \"https://formular.example.org/\"}
recording: https://video.example.org/aufzeichnung
---
-- content/sammlungen/reihe.md --
---
title: Reihe
---
",
    )
    .build()
}

fn unfolded(built: &Built, path: &str) -> String {
    built.page(path).replace("\r\n ", "")
}

#[test]
fn an_event_has_a_file_of_its_own() {
    let built = events();
    let file = unfolded(&built, "veranstaltungen/sommer.ics");
    for line in [
        "UID:veranstaltungen/sommer@bestand.example.org",
        "DTSTAMP:20260501T000000Z",
        "LAST-MODIFIED:20260501T000000Z",
        "SEQUENCE:9617",
        "DTSTART;TZID=Europe/Berlin:20270328T140000",
        "DTEND;TZID=Europe/Berlin:20270328T170000",
        "STATUS:CONFIRMED",
        "SUMMARY:Nach der Umstellung\\; mit Komma\\, und einem Titel\\, der länger ist als eine Zeile für Öffnungszeiten",
        "LOCATION:Rathaus\\, Saal 2\\, BigBlueButton",
        "DESCRIPTION:Erstens.\\n\\nAnmeldung: E-Mail anmeldung@example.org\\, Anmeldeschluss März 2027\\, Kosten kostenfrei\\n\\nBarrierefreiheit: Deutsche Gebärdensprache (DGS)\\, Kinderbetreuung",
        "URL:https://bestand.example.org/veranstaltungen/sommer.html",
        // The clock goes forward at two in the morning of that very day.
        "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST",
    ] {
        assert!(file.contains(&format!("\r\n{line}\r\n")), "{line} in {file}");
    }
}

#[test]
fn a_cancelled_event_is_said_to_be_so() {
    let file = unfolded(&events(), "veranstaltungen/winter.ics");
    for line in ["STATUS:CANCELLED", "SUMMARY:Abgesagt: Vor der Umstellung", "SEQUENCE:9617"] {
        assert!(file.contains(&format!("\r\n{line}\r\n")), "{line} in {file}");
    }
    assert!(!file.contains("DTEND"), "an end that nobody gave: {file}");
    let page = events().page("veranstaltungen/winter.html");
    assert!(page.contains("\"eventStatus\":\"https://schema.org/EventCancelled\""), "{page}");
}

/// Revision and stamp of an event with these lines, as a calendar compares them.
fn revision(lines: &str) -> (i32, String) {
    let event = format!("---\ntitle: A\nsummary: S.\n{lines}---\n");
    let built = Site::with_surroundings("").file("content/veranstaltungen/a.md", event).build();
    let file = unfolded(&built, "veranstaltungen/a.ics");
    let of = |name: &str| file.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
    (of("SEQUENCE:").parse().unwrap(), of("DTSTAMP:"))
}

#[test]
fn whatever_happens_to_an_event_its_revision_never_falls() {
    let history = [
        "start: 2027-06-10 14:00\n",
        "start: 2027-03-10 14:00\n",
        "start: 2027-03-10 14:00\nevent_status: verschoben\n",
        "start: 2026-12-10 14:00\nevent_status: abgesagt\n",
        "start: 2026-12-10 14:00\n",
        "start: 2026-12-10 14:00\ndate: 2026-03-01\n",
        "start: 2026-12-10 14:00\nupdated: 2026-11-20\n",
        "start: 2026-12-10 14:00\nupdated: 2026-11-20\nevent_status: abgesagt\n",
        "start: 2026-12-10 14:00\nupdated: 2026-11-20\nevent_status: geplant\n",
        "start: 2026-12-09 14:00\nupdated: 2026-11-21\nevent_status: geplant\n",
    ];
    let revisions = history.map(revision);
    assert!(revisions.is_sorted_by(|a, b| a.0 <= b.0 && a.1 <= b.1), "{revisions:?}");
    // A day that is told makes a later one of it, and so does a later day.
    assert!(revisions[5].0 < revisions[6].0 && revisions[8].0 < revisions[9].0, "{revisions:?}");
    assert_eq!(revisions[0], (0, "20000101T000000Z".to_owned()));
}

#[test]
fn days_without_a_time_are_whole_days() {
    let file = unfolded(&events(), "veranstaltungen/tage.ics");
    for line in ["DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261026", "SUMMARY:Verschoben: Zwei Tage"]
    {
        assert!(file.contains(&format!("\r\n{line}\r\n")), "{line} in {file}");
    }
}

#[test]
fn series_and_site_have_all_their_events_by_time() {
    let built = events();
    let uids = |path| {
        let file = unfolded(&built, path);
        file.lines().filter_map(|line| line.strip_prefix("UID:")).map(str::to_owned).collect::<Vec<_>>()
    };
    let of = |name: &str| format!("veranstaltungen/{name}@bestand.example.org");
    assert_eq!(uids("sammlungen/reihe.ics"), [of("winter"), of("sommer")]);
    assert_eq!(uids("kalender.ics"), [of("tage"), of("winter"), of("sommer")]);
}

#[test]
fn a_join_link_is_public_only_where_it_says_so() {
    let built = events();
    for output in built.build.outputs.iter() {
        let bytes = built.bytes(output.path.as_str());
        for secret in ["geheim-42", "4711-Geheim"] {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} in {}", output.path);
        }
    }
    let built = built.shows(
        "veranstaltungen/tage.html",
        &[
            "https://video.example.org/offen-45",
            "https://formular.example.org/",
            "https://video.example.org/aufzeichnung",
        ],
    );
    assert!(unfolded(&built, "veranstaltungen/tage.ics").contains("https://video.example.org/offen-45"));
}

#[test]
fn the_page_of_an_event_tells_how_to_come() {
    let built = events().shows(
        "veranstaltungen/sommer.html",
        &[
            "<dd>Deutsche Gebärdensprache (DGS)</dd><dd>Kinderbetreuung</dd>",
            "Den Link erhalten Sie nach der Anmeldung.",
            "href=\"mailto:anmeldung@example.org?subject=Anmeldung:%20Nach%20der%20Umstellung",
            "until=\"2027-03-31\" closes><time datetime=\"2027-03\">März 2027</time>",
            "href=\"../veranstaltungen/sommer.ics\" download",
        ],
    );
    let cancelled = built.main("veranstaltungen/winter.html");
    assert!(
        cancelled.contains("Diese Veranstaltung ist abgesagt.") && !cancelled.contains("mailto:"),
        "{cancelled}"
    );
    built.shows("sammlungen/reihe.html", &["href=\"../sammlungen/reihe.ics\" download"]);
}

#[test]
fn the_calendar_has_all_events_and_a_page_for_each_month() {
    let built = events();
    let pages: Vec<&str> = built.paths().filter(|path| path.starts_with("kalender/")).collect();
    assert_eq!(pages, ["kalender/2026-10.html", "kalender/2027-03.html", "kalender/index.html"]);
    let calendar = built.main("kalender/index.html");
    let places: Vec<usize> = ["sommer.html", "winter.html", "tage.html"]
        .iter()
        .map(|page| calendar.find(&format!("href=\"../veranstaltungen/{page}\"")).unwrap())
        .collect();
    assert!(places.is_sorted(), "latest first: {calendar}");
    let built = built
        .shows(
            "kalender/index.html",
            &[
                "href=\"../kalender.ics\" download",
                "https://bestand.example.org/kalender.ics",
                "<dt>2027</dt><dd><a href=\"../kalender/2027-03.html\">März</a></dd>",
                "until=\"2027-03-28T17:00:00+02:00\"><time datetime=\"2027-03-28T14:00:00+02:00\">",
                // Without an end, an event lasts until its day is over.
                "until=\"2027-03-27\"><time datetime=\"2027-03-27T14:00:00+01:00\">",
                "until=\"2026-10-25\"><time datetime=\"2026-10-24\">Samstag, 24. Oktober 2026 – Sonntag, 25. Oktober 2026</time>",
            ],
        )
        .shows(
            "kalender/2026-10.html",
            &["<h1>Oktober 2026</h1>", "<th scope=\"col\" abbr=\"Montag\">Mo</th>", "rel=\"next\" href=\"../kalender/2027-03.html\""],
        );
    let month = built.main("kalender/2026-10.html");
    assert_eq!(
        month.matches("href=\"../veranstaltungen/tage.html\"").count(),
        2,
        "on each of its days: {month}"
    );
    // The first of October 2026 is a Thursday.
    assert_eq!(month.split("data-day=\"2026-10-01\"").next().unwrap().matches("<td").count(), 4);
    assert_eq!(month.matches("<td").count() % 7, 0);
}

#[test]
fn the_menu_leads_to_the_calendar_when_there_is_one() {
    let built = events();
    let menu = built.page("index.html");
    assert_eq!(menu.matches("href=\"kalender/index.html\"").count(), 1, "{menu}");
    assert!(
        built
            .page("veranstaltungen/sommer.html")
            .contains("href=\"../kalender/index.html\" aria-current=\"true\"")
    );
    let config = "-- config.toml --\n[[menu]]\npage = \"kalender/index\"\n";
    let none = Site::with_surroundings(config).build().and_nothing_else();
    assert!(none.paths().all(|path| !path.starts_with("kalender")));
    assert!(!none.page("index.html").contains("kalender"));
}

#[test]
fn the_page_of_a_series_shows_its_dates_once() {
    let built = events().shows(
        "sammlungen/reihe.html",
        &["<h2 id=\"_dates\">Termine</h2>", "href=\"../sammlungen/reihe.xml\""],
    );
    let series = built.main("sammlungen/reihe.html");
    assert_eq!(series.matches("href=\"../veranstaltungen/sommer.html\"").count(), 1, "{series}");
    assert!(
        built
            .page("sammlungen/reihe.xml")
            .contains("https://bestand.example.org/veranstaltungen/sommer.html")
    );
}

/// What another reader of the format makes of a file: `UID start end status` of each event, in UTC by the
/// rules of the time zone that the file brings along.
const READER: &str = "\
import sys, icalendar, datetime
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
def read(zone):
    # Older versions always read the zone, newer ones look for one of the same name first.
    try: return zone.to_tz(lookup_tzid=False)
    except TypeError: return zone.to_tz()
zones = {zone['TZID']: read(zone) for zone in calendar.walk('VTIMEZONE')}
def shown(value):
    if value is None: return value
    zone, time = value.params.get('TZID'), value.dt
    if not zone: return time
    zone, time = zones[zone], time.replace(tzinfo=None)
    local = zone.localize(time) if hasattr(zone, 'localize') else time.replace(tzinfo=zone)
    return local.astimezone(datetime.timezone.utc).isoformat()
for event in calendar.walk('VEVENT'):
    print(event['UID'], shown(event['DTSTART']), shown(event.get('DTEND')), event['STATUS'], event['SUMMARY'], sep='|')
";

#[test]
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn another_program_reads_the_same_times() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let is_there = Command::new(&python)
        .args(["-c", "import icalendar"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !is_there {
        assert!(std::env::var_os("CI").is_none(), "the test needs Python with the package icalendar");
        eprintln!("skipped: {python} has no package icalendar (pip install icalendar)");
        return;
    }
    let mut reader = Command::new(python)
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(&events().bytes("kalender.ics")).unwrap();
    let output = reader.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let expected = [
        "veranstaltungen/tage@bestand.example.org|2026-10-24|2026-10-26|CONFIRMED|Verschoben: Zwei Tage",
        "veranstaltungen/winter@bestand.example.org|2027-03-27T13:00:00+00:00|None|CANCELLED|Abgesagt: Vor der Umstellung",
        "veranstaltungen/sommer@bestand.example.org|2027-03-28T12:00:00+00:00|2027-03-28T15:00:00+00:00|CONFIRMED|Nach der Umstellung; mit Komma, und einem Titel, der länger ist als eine Zeile für Öffnungszeiten",
    ];
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn feeds_say_when_events_are_and_that_one_is_called_off() {
    let built = events();
    let feed = built.page("sammlungen/reihe.xml");
    for summary in [
        "Sonntag, 28. März 2027, 14:00–17:00 Uhr. Erstens.",
        "Abgesagt: Samstag, 27. März 2027, 14:00 Uhr. Zweitens.",
    ] {
        assert!(feed.contains(&format!("<summary>{summary}</summary>")), "{summary} is not in {feed}");
    }
}

#[test]
fn what_ends_at_midnight_ends_with_the_day() {
    let event = |start: &str, end: &str| {
        let text = format!("---\ntitle: Fest\nsummary: S.\nstart: {start}\nend: {end}\n---\n");
        let built = Site::new("").file("content/veranstaltungen/fest.md", text).build();
        let months = built.paths().filter(|path| path.starts_with("kalender/20")).map(str::to_owned);
        months.collect::<Vec<_>>()
    };
    assert_eq!(event("2026-12-31 20:00", "2027-01-01 00:00"), ["kalender/2026-12.html"]);
    assert_eq!(
        event("2026-12-31 20:00", "2027-01-01 00:30"),
        ["kalender/2026-12.html", "kalender/2027-01.html"]
    );
    assert_eq!(event("2026-12-31", "2027-01-01"), ["kalender/2026-12.html", "kalender/2027-01.html"]);
}
