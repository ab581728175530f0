//! The facilitator's pack: what is in it, in which order, and where its links lead.

use fundus::export;
use fundus::pipeline;
use fundus::selection::{self, Wish};

use crate::site::{Site, options};

fn site() -> Site {
    Site::with_surroundings(
        "\
-- config.toml --
title = \"Testbestand\"
url = \"https://bestand.example.org/\"
-- content/konzepte/a.md --
---
title: Konzept A
summary: Das erste.
target_group: eltern
field: familienbildung
funding_program: digitalpakt
internal_note: Rufen Sie intern-43@example.org an.
---
## Ziele

Mehr in [B](b.md#ziele) und in [C](c.md).
-- content/konzepte/b.md --
---
title: Konzept B
summary: Das zweite.
target_group: eltern
field: familienbildung
funding_program: digitalpakt
---
## Ziele

Mehr nicht.
-- content/konzepte/c.md --
---
title: Konzept C
summary: Das dritte.
target_group: eltern
field: familienbildung
funding_program: digitalpakt
---
-- content/material/bogen.md --
---
title: Bogen
belongs_to: a
file: bogen.pdf
---
-- content/material/bogen.pdf --
PDF
-- content/veranstaltungen/werkstatt.md --
---
title: Werkstatt
summary: Ein Nachmittag.
start: 2027-03-11 14:00
end: 2027-03-11 17:00
capacity: 12
online: {provider: BigBlueButton, join_url: \"https://video.example.org/geheim-42\"}
registration: {mail: anmeldung@example.org, deadline: 2027-03-01}
series: reihe
material: bogen
---
Wir arbeiten mit [Konzept A](../konzepte/a.md).
-- content/sammlungen/reihe.md --
---
title: Reihe
item: [a]
agenda:
  - {time: \"14:00\", title: Ankommen, method: Plenum}
  - {time: \"14:30\", title: Üben, item: b}
facilitator_note: Kommen Sie **früh**.
---
",
    )
}

fn packed(wish: &Wish) -> String {
    let site = site();
    let prepared = pipeline::prepare(site.root(), &options());
    let build = prepared.replace(|site| selection::pack(site, wish)).unwrap().finish(site.root());
    assert!(build.problems.is_empty(), "{:?}", build.problems);
    let file = site.root().join("mappe.html");
    export::pack(&build.outputs, &build.site, &file, false).unwrap();
    assert!(export::pack(&build.outputs, &build.site, &file, false).is_err(), "what exists stays");
    std::fs::read_to_string(file).unwrap()
}

fn workshop() -> Wish {
    Wish { events: vec!["werkstatt".to_owned()], ..Wish::default() }
}

fn collection() -> Wish {
    Wish { collections: vec!["reihe".to_owned()], ..Wish::default() }
}

fn titles(html: &str) -> Vec<&str> {
    html.split("<h1>").skip(1).map(|rest| rest.split("</h1>").next().unwrap()).collect()
}

#[test]
fn the_sheets_stand_in_the_order_of_their_use() {
    let html = packed(&workshop());
    // The agenda is that of the series; it names B, then comes the material, then what the text names.
    let expected = [
        "Werkstatt",
        "Ablauf",
        "Konzept B",
        "Bogen",
        "Konzept A",
        "Teilnahmeliste",
        "Rückmeldung",
        "Alles im Netz",
    ];
    assert_eq!(titles(&html), expected);
    for shown in [
        "Donnerstag, 11. März 2027, 14:00–17:00 Uhr",
        "<td>14:00</td><td>Ankommen</td><td>Plenum</td>",
        "Gefördert im Digitalpakt.",
        "<p class=\"sheet-registration\">Anmelden: <a href=\"mailto:anmeldung@example.org?",
    ] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    assert_eq!(html.matches("<th scope=\"row\">").count(), 12, "a line for each place");
    // On the cover, the three handouts, and once more each on the last sheet.
    assert_eq!(html.matches("<svg class=\"qr\"").count(), 1 + 3 + 4);
    let html = packed(&collection());
    assert!(html.contains("Kommen Sie <strong>früh</strong>."), "{html}");
    assert_eq!(titles(&html)[..4], ["Reihe", "Ablauf", "Konzept B", "Konzept A"]);
}

#[test]
fn links_lead_to_sheets_or_to_the_published_site() {
    let html = packed(&workshop());
    for shown in [
        "href=\"#konzepte/b.html#ziele\"",
        "id=\"konzepte/b.html#ziele\"",
        "href=\"https://bestand.example.org/konzepte/c.html\"",
        "href=\"https://bestand.example.org/foerderprogramme/digitalpakt.html\"",
        "href=\"https://bestand.example.org/material/bogen.pdf\"",
    ] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    let ids: Vec<&str> = html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for link in html.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let leads = link.strip_prefix('#').map_or(link.contains(':'), |id| ids.contains(&id));
        assert!(leads, "{link}");
    }
}

#[test]
fn nothing_runs_and_nothing_private_is_in_it() {
    for wish in [workshop(), collection()] {
        let html = packed(&wish);
        for absent in ["<script", "geheim-42", "intern-43", "src=\"http", "@import"] {
            assert!(!html.contains(absent), "{absent} in {html}");
        }
    }
}
