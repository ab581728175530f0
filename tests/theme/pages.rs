//! Example pages, one at least for each template, from typed views: what the contract promises.

use fundus::lang::Lang;
use fundus::render::engine::Frozen;
use fundus::render::view::*;
use serde::Serialize;

fn s(text: &str) -> String {
    text.to_owned()
}

fn link(title: &str, path: &str) -> LinkView {
    LinkView { title: s(title), path: s(path), ..LinkView::default() }
}

fn count(title: &str, path: &str, count: usize) -> CountView {
    CountView { title: s(title), path: s(path), count, ..CountView::default() }
}

fn kind(id: &str, label: &str, plural: &str, path: &str) -> Frozen<TypeView> {
    let lang = String::new();
    Frozen::new(&TypeView { id: s(id), label: s(label), plural: s(plural), lang, path: s(path) })
}

fn concept() -> Frozen<TypeView> {
    kind("concept", "Konzept", "Konzepte", "konzepte/index.html")
}

fn workshop() -> Frozen<TypeView> {
    kind("workshop", "Veranstaltung", "Veranstaltungen", "veranstaltungen/index.html")
}

fn value(text: &str) -> ValueView {
    ValueView { text: s(text), ..ValueView::default() }
}

fn term(text: &str, path: &str) -> ValueView {
    ValueView { text: s(text), path: s(path), ..ValueView::default() }
}

fn fact(name: &str, label: &str, values: Vec<ValueView>) -> FactView {
    FactView { name: s(name), label: s(label), values, ..FactView::default() }
}

fn day(iso: &str, text: &str, day: &str, month: &str) -> DateView {
    DateView { iso: s(iso), until: s(""), text: s(text), day: s(day), month: s(month) }
}

/// The site of all example pages.
pub(crate) fn site() -> SiteView {
    SiteView {
        title: s("Fundus Soziale Arbeit digital"),
        description: s("Konzepte, die sich bewährt haben – zum Finden, Prüfen und Weiterverwenden."),
        url: s("https://fundus.example.org/"),
        menu: vec![
            link("Konzepte", "konzepte/index.html"),
            link("Projekte", "projekte/index.html"),
            link("Veranstaltungen", "veranstaltungen/index.html"),
            link("Glossar", "glossar/index.html"),
            link("A bis Z", "a-z.html"),
        ],
        foot_menu: vec![
            link("Impressum", "impressum.html"),
            link("Datenschutz", "datenschutz.html"),
            link("Barrierefreiheit", "barrierefreiheit.html"),
        ],
        finder_path: s("suche.html"),
        reading_list_path: s("merkliste.html"),
        home_path: s("index.html"),
        styles: vec![s("theme/style.css")],
        scripts: vec![s("theme/script.js")],
        license: Some(cc_by()),
        ..SiteView::default()
    }
}

fn cc_by() -> LicenseView {
    LicenseView { title: s("CC BY 4.0"), href: s("https://creativecommons.org/licenses/by/4.0/deed.de") }
}

pub(crate) fn page(kind: &'static str, path: &str, title: &str, lang: &Lang) -> PageView {
    PageView {
        kind,
        lang: lang.to_string(),
        dir: lang.direction(),
        title: s(title),
        description: s("Eine Seite zum Ansehen und Prüfen."),
        path: s(path),
        section_path: path
            .split_once('/')
            .map_or_else(String::new, |(folder, _)| format!("{folder}/index.html")),
        root: "../".repeat(path.matches('/').count()),
        canonical: Some(format!("https://fundus.example.org/{path}")),
        breadcrumbs: vec![link("Start", "index.html"), link("Konzepte", "konzepte/index.html")],
        translations: vec![
            TranslationView {
                lang: s("en"),
                dir: "ltr",
                name: s("English"),
                path: s("konzepte/elternberatung.en.html"),
            },
            TranslationView {
                lang: s("ar"),
                dir: "rtl",
                name: s("العربية"),
                path: s("konzepte/elternberatung.ar.html"),
            },
        ],
        feed: Some(link("Neue Konzepte", "konzepte/feed.xml")),
        json_ld: s("{\"@context\":\"https://schema.org\",\"@type\":\"WebPage\"}"),
        ..PageView::default()
    }
}

fn card(title: &str, summary: &str, target: &str) -> CardView {
    CardView {
        title: s(title),
        summary: s(summary),
        path: s("konzepte/elternberatung.html"),
        kind: concept(),
        facts: vec![
            fact("target_group", "Zielgruppe", vec![value(target)]),
            fact("setting", "Setting", vec![value("digital"), value("hybrid")]),
            fact("maturity", "Reife", vec![value("erprobt")]),
        ],
        ..CardView::default()
    }
}

fn cards() -> Vec<Frozen<CardView>> {
    let cards = [
        card(
            "Elternberatung per Video",
            "Wie eine Beratungsstelle ein Videogespräch für Eltern so anbietet, dass es vertraulich bleibt und auf dem Smartphone gelingt.",
            "Eltern",
        ),
        card("Lerncafé 50 plus", "Zweimal im Monat Zeit für Fragen am eigenen Gerät.", "Ältere ab 50"),
        CardView {
            title: s("Vertraulich beraten am Bildschirm"),
            kind: workshop(),
            date: Some(day("2026-12-03T14:00:00+01:00", "3. Dezember 2026, 14:00 Uhr", "3", "Dez")),
            event: true,
            flag: s("Abgesagt"),
            ..card(
                "",
                "Anderthalb Stunden über Räume, Einwilligung und den Umgang mit Störungen.",
                "Fachkräfte",
            )
        },
        CardView {
            kind: kind("project", "Projekt", "Projekte", "projekte/index.html"),
            period: s("07/2021 – 12/2022"),
            ..card(
                "Weinheimer Bildungskette sozial & digital",
                "Eine Bildungsplattform für digitale soziale Arbeit.",
                "Fachkräfte der Jugendberufshilfe und des Integrationsmanagements",
            )
        },
    ];
    cards.iter().map(Frozen::new).collect()
}

fn facts() -> Vec<FactView> {
    vec![
        fact("kind", "Art", vec![value("Angebot")]),
        fact(
            "target_group",
            "Zielgruppe",
            vec![term("Fachkräfte der Elternberatung", "zielgruppen/elternberatung-fachkraefte.html")],
        ),
        fact(
            "secondary_target_group",
            "Auch für",
            vec![
                term("Eltern", "zielgruppen/eltern.html"),
                term("Alleinerziehende", "zielgruppen/alleinerziehende.html"),
            ],
        ),
        fact(
            "field",
            "Handlungsfeld",
            vec![
                term("Familienbildung", "handlungsfelder/familienbildung.html"),
                term("Frühe Hilfen", "handlungsfelder/fruehe-hilfen.html"),
            ],
        ),
        fact(
            "goal",
            "Ziel",
            vec![
                value(
                    "Eltern erreichen die Beratung auch dann, wenn Anfahrt, Schichtdienst oder ein krankes Kind dagegensprechen.",
                ),
                value("Das Gespräch am Bildschirm ist so vertraulich wie das im Beratungszimmer."),
            ],
        ),
        fact("setting", "Setting", vec![value("digital")]),
        fact(
            "duration",
            "Dauer",
            vec![value("30 bis 40 Minuten je Gespräch; Einführung im Team etwa drei Wochen")],
        ),
        fact("maturity", "Reife", vec![value("erprobt")]),
        FactView {
            from: Some(link("Weinheimer Bildungskette sozial & digital", "projekte/weinheim.html")),
            ..fact(
                "funding_program",
                "Förderprogramm",
                vec![term("REACT-EU", "foerderprogramme/react-eu.html")],
            )
        },
        fact(
            "partner",
            "Partner",
            vec![ValueView {
                parts: vec![
                    fact(
                        "organisation",
                        "Organisation",
                        vec![term("Integration Central", "organisationen/integration-central.html")],
                    ),
                    fact("role", "Rolle", vec![value("Durchführung")]),
                ],
                ..ValueView::default()
            }],
        ),
        fact(
            "file",
            "Datei",
            vec![ValueView {
                note: s("PDF, 82 KB"),
                download: true,
                ..term("Checkliste Videoberatung", "material/checkliste.pdf")
            }],
        ),
        fact(
            "start",
            "Beginn",
            vec![ValueView {
                datetime: s("2026-12-03T14:00:00+01:00"),
                ..value("3. Dezember 2026, 14:00 Uhr")
            }],
        ),
        fact(
            "url",
            "Website",
            vec![ValueView { href: s("https://www.example.org/"), ..value("www.example.org") }],
        ),
    ]
}

fn funding() -> FundingView {
    let logo = |name: &str, width| ImageView {
        path: format!("foerderprogramme/logos/{name}.svg"),
        alt: format!("Platzhalter für das Logo: {name}"),
        width,
        height: 60,
        ..ImageView::default()
    };
    FundingView {
        rules: s("esf-2014"),
        statements: vec![value(
            "Gefördert aus Mitteln des Europäischen Sozialfonds als Teil der Reaktion der Union auf die COVID-19-Pandemie (REACT-EU).",
        )],
        logos: vec![logo("Europäische Union", 90), logo("ESF in Baden-Württemberg", 160)],
        programs: vec![link("REACT-EU", "foerderprogramme/react-eu.html")],
    }
}

const BODY: &str = include_str!("body.html");

fn sections() -> Vec<SectionView> {
    vec![
        SectionView {
            name: s("data_protection"),
            id: s("datenschutz"),
            title: s("Datenschutz"),
            html: s("<p>Der Einwahllink wird für jedes Gespräch neu erzeugt.</p>"),
            ..SectionView::default()
        },
        SectionView {
            name: s("steps"),
            id: s("schritte"),
            title: s("Schritte"),
            values: vec![value("Dienst auswählen"), value("Im Team üben"), value("Ankündigen")],
            ..SectionView::default()
        },
        SectionView {
            name: s("phase"),
            id: s("phasen"),
            title: s("Phasen"),
            steps: vec![StepView {
                when: s("1. März 2023 – 31. August 2023"),
                title: s("Erhebung"),
                parts: vec![FactView { labelled: true, ..fact("families", "Familien", vec![value("140")]) }],
            }],
            ..SectionView::default()
        },
        SectionView {
            name: s("agenda"),
            id: s("ablauf"),
            title: s("Ablauf"),
            columns: vec![s("Titel"), s("Beginn"), s("Ende")],
            values: vec![ValueView {
                parts: vec![
                    fact("title", "Titel", vec![value("Erhebung")]),
                    fact(
                        "start",
                        "Beginn",
                        vec![ValueView { datetime: s("2023-03-01"), ..value("1. März 2023") }],
                    ),
                    fact("end", "Ende", vec![]),
                ],
                ..ValueView::default()
            }],
            ..SectionView::default()
        },
    ]
}

fn document() -> DocumentView {
    let toc = |id: &str, title: &str, children| TocView { id: s(id), title: s(title), children };
    DocumentView {
        kind: concept(),
        title: s("Elternberatung per Video"),
        summary: s(
            "Wie eine Beratungsstelle ein Videogespräch für Eltern so anbietet, dass es vertraulich bleibt, auf dem Smartphone gelingt und den Weg ins Haus nicht versperrt.",
        ),
        body_html: s(BODY),
        toc: vec![
            toc("ausgangslage", "Ausgangslage", vec![]),
            toc("ziele", "Ziele", vec![]),
            toc(
                "vorgehen",
                "Vorgehen",
                vec![
                    toc("vorbereiten", "Vorbereiten", vec![]),
                    toc("einladen", "Einladen", vec![]),
                    toc("beginnen", "Beginnen", vec![]),
                ],
            ),
            toc("erfahrungen", "Erfahrungen", vec![]),
            toc("material", "Material", vec![]),
        ],
        sections: sections(),
        facts: facts(),
        funding: Some(funding()),
        updated: Some(day("2026-02-18", "18. Februar 2026", "18", "Feb")),
        reading_minutes: 4,
        tags: vec![
            term("Digitale Beratung", "schlagworte/digitale-beratung.html"),
            term("Videokonferenz", "schlagworte/videokonferenz.html"),
        ],
        authors: vec![s("Bildungsbüro Weinheim")],
        license: Some(cc_by()),
        citation: s(
            "Bildungsbüro Weinheim: Elternberatung per Video. Fundus Soziale Arbeit digital, Stand 18. Februar 2026. https://fundus.example.org/konzepte/elternberatung.html",
        ),
        backlinks: vec![GroupView {
            title: s("Material"),
            cards: cards().into_iter().take(2).collect(),
            ..GroupView::default()
        }],
        related: cards()
            .into_iter()
            .skip(1)
            .map(|card| RelatedView {
                card,
                reasons: vec![s("Zielgruppe: Eltern"), s("Projekt: Weinheimer Bildungskette")],
            })
            .collect(),
        paths: vec![PathView {
            collection: link("Lernpfad für Netzpat*innen", "sammlungen/netzpaten.html"),
            position: 2,
            count: 5,
            previous: Some(link("Netzpaten ausbilden", "konzepte/netzpaten.html")),
            next: Some(link("Lerncafé 50 plus", "konzepte/lerncafe.html")),
        }],
        previous: Some(link("Digitale Sprechstunde im Quartier", "konzepte/sprechstunde.html")),
        next: Some(link("Erziehungsberatung hybrid", "konzepte/erziehungsberatung.html")),
        edit_href: s("https://forge.example.org/edit/elternberatung.md"),
        ..DocumentView::default()
    }
}

fn event() -> DocumentView {
    DocumentView {
        kind: workshop(),
        title: s("Vertraulich beraten am Bildschirm"),
        summary: s("Anderthalb Stunden über Räume, Einwilligung und den Umgang mit Störungen."),
        body_html: s("<p>Für alle, die schon einmal per Video beraten haben.</p>"),
        date: Some(day("2026-12-03T14:00:00+01:00", "3. Dezember 2026, 14:00 Uhr", "3", "Dez")),
        flag: s("Abgesagt"),
        notice: s("Diese Veranstaltung ist abgesagt. Ein neuer Termin steht noch nicht fest."),
        calendar_path: s("veranstaltungen/vertraulich.ics"),
        downloads: vec![ValueView {
            path: s("material/bogen.pdf"),
            note: s("PDF, 61 KB"),
            download: true,
            ..value("bogen.pdf")
        }],
        version: s("1.1"),
        is_form: true,
        paper: s("a4-quer"),
        facts: facts(),
        reading_minutes: 1,
        ..DocumentView::default()
    }
}

fn hub() -> DocumentView {
    let gathered = |title: &str, id: &str, show: &str| GatheredView {
        title: s(title),
        id: s(id),
        show: s(show),
        cards: cards(),
        ..GatheredView::default()
    };
    DocumentView {
        title: s("NetzTeil: alles auf einen Blick"),
        kind: kind("page", "Seite", "Seiten", ""),
        reading_minutes: 1,
        items: cards(),
        dates: cards(),
        gathered: vec![
            gathered("Als Karten", "karten", "cards"),
            gathered("Als Liste", "liste", "list"),
            GatheredView {
                table: Some(table()),
                cards: vec![],
                ..gathered("Als Tabelle", "tabelle", "table")
            },
            gathered("In der Zeit", "zeit", "timeline"),
            GatheredView { cards: vec![], ..gathered("Noch leer", "leer", "cards") },
            GatheredView { matrix: Some(matrix()), ..gathered("Kompetenzen", "matrix", "matrix") },
        ],
        ..DocumentView::default()
    }
}

fn table() -> TableView {
    let row = |card| TableRowView { card, cells: vec![vec![value("digital")], vec![]] };
    TableView {
        columns: vec![fact("setting", "Setting", vec![]), fact("effort", "Vorbereitungsaufwand", vec![])],
        rows: cards().into_iter().map(row).collect(),
    }
}

fn matrix() -> MatrixView {
    let row = |title: &str, cells| MatrixRowView {
        title: s(title),
        path: s("kompetenzen/x.html"),
        cells,
        depth: 1,
        ..MatrixRowView::default()
    };
    MatrixView {
        row_lang: String::new(),
        row_label: s("Kompetenz"),
        column_label: s("Niveau"),
        columns: vec![s("Grundlegend"), s("Selbstständig"), s("Fortgeschritten"), s("Hoch spezialisiert")],
        rows: vec![
            MatrixRowView {
                title: s("1 Informations- und Datenkompetenz"),
                begins: true,
                ..MatrixRowView::default()
            },
            row(
                "1.1 Suchen und Filtern",
                vec![vec![link("Lerncafé 50 plus", "konzepte/lerncafe.html")], vec![], vec![], vec![]],
            ),
            row(
                "1.2 Bewerten",
                vec![
                    vec![],
                    vec![
                        link("Netzpaten ausbilden", "konzepte/netzpaten.html"),
                        link("Elternberatung per Video", "konzepte/elternberatung.html"),
                    ],
                    vec![],
                    vec![],
                ],
            ),
        ],
    }
}

fn facets() -> Vec<FacetView> {
    let mut young = count("Jugendliche", "zielgruppen/jugendliche.html", 7);
    young.depth = 1;
    vec![
        FacetView {
            name: s("target_group"),
            label: s("Zielgruppen"),
            lang: s(""),
            path: s("zielgruppen/index.html"),
            values: vec![
                count("Eltern", "zielgruppen/eltern.html", 9),
                young,
                count("Fachkräfte", "zielgruppen/fachkraefte.html", 21),
                count("Ältere ab 50", "zielgruppen/aeltere.html", 4),
            ],
        },
        FacetView {
            name: s("field"),
            label: s("Handlungsfelder"),
            lang: s(""),
            path: s("handlungsfelder/index.html"),
            values: vec![
                CountView {
                    notation: s("§ 13 SGB VIII"),
                    ..count("Jugendberufshilfe", "handlungsfelder/jugendberufshilfe.html", 3)
                },
                count("Familienbildung", "handlungsfelder/familienbildung.html", 5),
            ],
        },
    ]
}

fn filters() -> Frozen<Vec<String>> {
    Frozen::new(&vec![s("type"), s("target_group"), s("course.language")])
}

fn index() -> IndexView {
    let entry = |title: &str| EntryView {
        title: s(title),
        lang: s(""),
        path: s("konzepte/elternberatung.html"),
        note: s("Konzept"),
        definition: s("Der Dienst im Jugendamt, der Familien berät und Hilfen vermittelt."),
        abbreviation: s("ASD"),
    };
    IndexView {
        letters: vec![
            LetterView {
                letter: s("A"),
                id: s("a"),
                entries: vec![entry("Allgemeiner Sozialer Dienst"), entry("Alleinerziehende")],
            },
            LetterView { letter: s("B"), id: s("b"), entries: vec![entry("Beratung")] },
        ],
        facets: facets(),
        filters: filters(),
        types: vec![
            count("Konzepte", "konzepte/index.html", 22),
            count("Projekte", "projekte/index.html", 6),
            count("Veranstaltungen", "veranstaltungen/index.html", 8),
        ],
        intro_html: s("<p>Alles, was hier steht, in einer Liste.</p>"),
        ..IndexView::default()
    }
}

fn list() -> ListView {
    ListView {
        kind: concept(),
        intro_html: s(
            "<p>Konzepte beschreiben eine Arbeitsweise so genau, dass andere damit anfangen können.</p>",
        ),
        cards: cards(),
        groups: Vec::new(),
        years: Frozen::new(&Vec::new()),
        total: 22,
        pagination: PaginationView {
            current: 1,
            pages: vec![
                LinkView { current: true, ..link("1", "konzepte/index.html") },
                link("2", "konzepte/seite-2.html"),
            ],
            previous: None,
            next: Some(link("2", "konzepte/seite-2.html")),
        },
        facets: Frozen::new(&facets()),
        filters: filters(),
        calendar_path: s("kalender/index.html"),
    }
}

fn calendar() -> CalendarView {
    let month = |title: &str, iso: &str| MonthLinkView {
        title: s(title),
        path: format!("kalender/{iso}.html"),
        iso: s(iso),
    };
    CalendarView {
        dates: cards(),
        has_more: true,
        years: vec![
            YearView { title: s("2027"), months: vec![month("März", "2027-03")] },
            YearView { title: s("2026"), months: vec![month("Oktober", "2026-10"), month("Mai", "2026-05")] },
        ],
        lists: vec![link("Veranstaltungen", "veranstaltungen/index.html")],
        calendar_path: s("kalender.ics"),
        address: s("https://fundus.example.org/kalender.ics"),
    }
}

fn month() -> MonthView {
    let weekday = |(title, short): (&str, &str)| WeekdayView { title: s(title), short: s(short) };
    let names = [
        ("Montag", "Mo"),
        ("Dienstag", "Di"),
        ("Mittwoch", "Mi"),
        ("Donnerstag", "Do"),
        ("Freitag", "Fr"),
        ("Samstag", "Sa"),
        ("Sonntag", "So"),
    ];
    let event = |card: &Frozen<CardView>| DayEventView { time: s("14:00 Uhr"), card: card.clone() };
    let day = |number: i32| DayView {
        iso: format!("2027-02-{number:02}"),
        day: number.to_string(),
        events: if number == 11 { cards().iter().map(event).collect() } else { Vec::new() },
    };
    MonthView {
        weekdays: names.map(weekday).into(),
        weeks: (0..4).map(|week| (1..=7).map(|number| day(week * 7 + number)).collect()).collect(),
        previous: None,
        next: Some(MonthLinkView {
            title: s("März 2027"),
            path: s("kalender/2027-03.html"),
            iso: s("2027-03"),
        }),
        calendar: link("Kalender", "kalender/index.html"),
    }
}

fn term_page() -> TermView {
    TermView {
        vocabulary: link("Zielgruppen", "zielgruppen/index.html"),
        label: s("Fachkräfte"),
        notation: s("§ 72"),
        description: s(
            "Menschen, die in der sozialen Arbeit, der Bildung oder der Verwaltung beruflich tätig sind.",
        ),
        synonyms: vec![s("Profis"), s("Mitarbeiter*innen")],
        broader: vec![link("Alle", "zielgruppen/index.html")],
        narrower: vec![count("Elternberatung", "zielgruppen/eb.html", 4)],
        groups: vec![GroupView { title: s("Konzepte"), cards: cards(), ..GroupView::default() }],
        total: 4,
        pagination: PaginationView::default(),
    }
}

fn start() -> StartView {
    let online = OnlineView {
        title: s("Elternberatung per Video"),
        href: s("https://fundus.example.org/konzepte/elternberatung.html"),
        qr_svg: s(
            "<svg class=\"qr\" viewBox=\"0 0 9 9\" aria-hidden=\"true\"><path d=\"M1 1h7v7h-7z\"/></svg>",
        ),
    };
    StartView {
        documents: vec![hub()],
        groups: vec![GroupView {
            title: s("Konzepte"),
            cards: list().cards,
            path: s("konzepte/index.html"),
            total: 40,
        }],
        online: Some(online),
    }
}

fn sheet(kind: &'static str) -> SheetView {
    let online = || start().online;
    let section =
        |title: &str, html: &str| SectionView { title: s(title), html: s(html), ..SectionView::default() };
    SheetView {
        kind,
        document: event(),
        online: online(),
        contents: vec![link("Elternberatung per Video", "konzepte/elternberatung.html")],
        agenda: Some(SectionView {
            columns: vec![s("Zeit"), s("Titel")],
            values: vec![ValueView {
                parts: vec![
                    fact("time", "Zeit", vec![value("14:00")]),
                    fact("title", "Titel", vec![value("Ankommen")]),
                ],
                ..ValueView::default()
            }],
            ..section("Ablauf", "")
        }),
        note: Some(SectionView {
            id: s("hinweis"),
            ..section("Hinweis für die Leitung", "<p>Früh da sein.</p>")
        }),
        rows: vec![1, 2, 3],
        links: online().into_iter().collect(),
    }
}

/// The names that a template sees beside `site` and `t`.
#[derive(Default, Serialize)]
pub(crate) struct Names {
    page: PageView,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocumentView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<ListView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<IndexView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vocabulary: Option<VocabularyView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<TermView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<RedirectView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<StartView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar: Option<CalendarView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<MonthView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<SheetView>,
}

/// Path, template and names of every example page.
pub(crate) fn all(lang: &Lang) -> Vec<(&'static str, &'static str, Names)> {
    let entry = |template, kind, path, title, names: Names| {
        (path, template, Names { page: page(kind, path, title, lang), ..names })
    };
    let of = |document: DocumentView| Names { document: Some(document), ..Names::default() };
    let indexed = || Names { index: Some(index()), ..Names::default() };
    let listed = || Names { list: Some(list()), ..Names::default() };
    let vocabulary = VocabularyView {
        id: s("target_group"),
        label: s("Zielgruppen"),
        description: s("Für wen etwas gedacht ist."),
        terms: facets().remove(0).values,
        turtle_path: s("vokabulare/zielgruppen.ttl"),
        json_ld_path: s("vokabulare/zielgruppen.jsonld"),
    };
    let redirect =
        RedirectView { href: s("konzepte/elternberatung.html"), title: s("Elternberatung per Video") };
    let home = DocumentView {
        title: s("Was sich bewährt hat, zum Weiterverwenden"),
        summary: s(
            "Konzepte, Material und Erfahrungen aus der digitalen sozialen Arbeit in Städten und Gemeinden.",
        ),
        ..DocumentView::default()
    };
    let sheet_page = |path, kind| {
        let names = Names { sheet: Some(sheet(kind)), ..Names::default() };
        entry("sheet.html", "sheet", path, "Vertraulich beraten", names)
    };
    let document_page = |path, title, view| entry("document.html", "document", path, title, of(view));
    vec![
        entry(
            "home.html",
            "home",
            "index.html",
            "Fundus Soziale Arbeit digital",
            Names { list: Some(list()), index: Some(index()), ..of(home) },
        ),
        document_page("konzepte/elternberatung.html", "Elternberatung per Video", document()),
        document_page("veranstaltungen/vertraulich.html", "Vertraulich beraten", event()),
        document_page("netzteil.html", "NetzTeil", hub()),
        document_page("leer.html", "Leer", DocumentView { title: s("Leer"), ..DocumentView::default() }),
        entry("list.html", "list", "konzepte/index.html", "Konzepte", listed()),
        entry(
            "vocabulary.html",
            "vocabulary",
            "zielgruppen/index.html",
            "Zielgruppen",
            Names { vocabulary: Some(vocabulary), ..Names::default() },
        ),
        entry(
            "term.html",
            "term",
            "zielgruppen/fachkraefte.html",
            "Fachkräfte",
            Names { term: Some(term_page()), ..Names::default() },
        ),
        entry("vocabularies.html", "vocabularies", "verzeichnisse.html", "Verzeichnisse", indexed()),
        entry("a-z.html", "a-z", "a-z.html", "A bis Z", indexed()),
        entry("glossary.html", "glossary", "glossar/index.html", "Glossar", indexed()),
        entry("finder.html", "finder", "suche.html", "Suche", indexed()),
        entry("reading-list.html", "reading-list", "merkliste.html", "Merkliste", Names::default()),
        entry(
            "calendar.html",
            "calendar",
            "kalender/index.html",
            "Kalender",
            Names { calendar: Some(calendar()), ..Names::default() },
        ),
        entry(
            "month.html",
            "month",
            "kalender/2027-02.html",
            "Februar 2027",
            Names { month: Some(month()), ..Names::default() },
        ),
        sheet_page("mappe/deckblatt.html", "cover"),
        sheet_page("mappe/ablauf.html", "agenda"),
        sheet_page("mappe/handreichung.html", "handout"),
        sheet_page("mappe/teilnahme.html", "participants"),
        sheet_page("mappe/rueckmeldung.html", "feedback"),
        sheet_page("mappe/im-netz.html", "links"),
        entry("not-found.html", "not-found", "404.html", "Seite nicht gefunden", indexed()),
        entry(
            "redirect.html",
            "redirect",
            "alt/elternberatung.html",
            "Umgezogen",
            Names { redirect: Some(redirect), ..Names::default() },
        ),
        entry(
            "start.html",
            "start",
            "start.html",
            "Werkstatt",
            Names { start: Some(start()), ..Names::default() },
        ),
    ]
}
