//! Material to take along: what can be loaded, in which version, and to what it belongs.

use crate::site::Site;

#[test]
fn a_download_says_what_it_is_before_it_is_loaded() {
    let built = Site::body("")
        .sections(
            "\
-- content/material/bogen.md --
---
title: Bogen
file: bogen.pdf
print: a4-quer
version: \"1.1\"
history:
  - {version: \"1.1\", date: 2026-01-22, change: Feld ergänzt.}
  - {version: \"1.0\", change: Erste Fassung.}
belongs_to: a
---
- [ ] anderes: ____
-- content/material/leer.md --
---
title: Ohne Datei
belongs_to: a
---
-- content/material/bogen.pdf --
PDF
",
        )
        .build()
        .and_nothing_else()
        .shows(
            "material/bogen.html",
            &[
                "data-type=\"material\" data-paper=\"a4-quer\"",
                "href=\"../material/bogen.pdf\" download>Herunterladen: <span>bogen.pdf</span></a> <small>PDF, 4 Byte · Version 1.1</small>",
                "<h2 id=\"history\">Frühere Versionen</h2>",
                "<td>1.1</td><td><time datetime=\"2026-01-22\">22. Januar 2026</time></td><td>Feld ergänzt.</td>",
                "<td>1.0</td><td></td><td>Erste Fassung.</td>",
                "<a href=\"../konzepte/a.html\">Ein Konzept</a>",
            ],
        )
        .shows("konzepte/a.html", &["<h2>Material</h2>", "href=\"../material/bogen.html\""]);
    let plain = built.main("material/leer.html");
    assert!(!plain.contains("class=\"downloads\"") && plain.contains("data-paper=\"\""), "{plain}");
    assert!(!built.main("konzepte/a.html").contains("data-paper"), "a concept is no form");
}

#[test]
fn a_type_of_the_site_s_own_with_a_field_for_the_paper_is_a_form() {
    let built = Site::new(
        "\
-- config.toml --
[types.bogen]
label = \"Bogen\"
folders = [\"bogen\"]
[types.bogen.own.format]
label = \"Format\"
kind = \"choice\"
role = \"paper\"
choices = { a4-quer = \"A4 quer\" }
-- content/bogen/a.md --
---
title: A
format: a4-quer
---
-- content/bogen/b.md --
---
title: B
---
",
    )
    .build();
    built
        .shows("bogen/a.html", &["data-type=\"bogen\" data-paper=\"a4-quer\""])
        .shows("bogen/b.html", &["data-type=\"bogen\" data-paper=\"\""]);
}
