//! Every problem that an editor can cause: its place, its name, and the way out in both languages.

use crate::site::{Built, Site};

const A: &str = "content/konzepte/a.md";

/// The problem at this line and column of the concept `a.md`.
fn at(place: &str) -> String {
    let (position, code) = place.split_once(' ').unwrap();
    format!("{A}:{position}: error[{code}]")
}

fn warning(place: &str) -> String {
    at(place).replace("error[", "warning[")
}

/// Builds a concept whose lines after the title are `lines`; the first is line 3.
fn concept(lines: &str) -> Built {
    let all =
        ["summary: Eines.", "target_group: eltern", "field: familienbildung", "funding_program: digitalpakt"];
    let key = |line: &str| line.split(':').next().unwrap().to_owned();
    let given: Vec<String> = lines.lines().map(key).collect();
    let rest: Vec<&str> = all.into_iter().filter(|line| !given.contains(&key(line))).collect();
    Site::concept(&format!("title: Ein Konzept\n{lines}{}\n", rest.join("\n")), "Text.\n").build()
}

#[test]
fn a_correct_site_has_no_problems() {
    concept("").and_nothing_else();
    Site::body("## Ziele\n\nText mit [Ziel](#ziele) und [Programm](../foerderprogramme/digitalpakt.md).\n")
        .build()
        .and_nothing_else();
}

#[test]
fn misspelt_key() {
    concept("titel: X\n")
        .says(&at("3:1 unknown-field"), "Meinten Sie `title`?", "Did you mean `title`?")
        .and_nothing_else();
    concept("zielgrupe: eltern\n").says(
        &at("3:1 unknown-field"),
        "Eine Angabe `zielgrupe` gibt es für den Typ „Konzept“ nicht. Meinten Sie",
        "There is no entry `zielgrupe` for the type “Concept”. Did you mean",
    );
    concept("start: 2026-03-14 14:00\n").says(
        &at("3:1 field-of-other-type"),
        "gehört zum Typ „Veranstaltung“",
        "belongs to the type “Event”",
    );
}

#[test]
fn a_misspelt_key_of_a_required_field_is_one_problem() {
    let rest = "summary: S.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\n";
    Site::concept(&format!("titel: A\n{rest}"), "")
        .build()
        .says(&at("2:1 unknown-field"), "Meinten Sie `title`?", "Did you mean `title`?")
        .and_nothing_else();
    let aliases = rest.replace("target_group", "Zielgrupe");
    Site::concept(&format!("title: A\n{aliases}"), "")
        .build()
        .says(&at("4:1 unknown-field"), "Meinten Sie `zielgruppe`", "Did you mean `zielgruppe`")
        .and_nothing_else();
    // What is like no required field stands for none.
    Site::concept(&format!("farbe: A\n{rest}"), "")
        .build()
        .says(&at("2:1 unknown-field"), "`farbe`", "`farbe`")
        .says(&at("1:1 missing-field"), "„Titel“", "“Title”")
        .and_nothing_else();
    concept("image: {file: bild.svg, altt: X}\n")
        .says(&at("3:25 unknown-field"), "Meinten Sie `alt`?", "Did you mean `alt`?")
        .says(&at("3:15 missing-file"), "bild.svg", "bild.svg")
        .and_nothing_else();
}

#[test]
fn a_required_field_with_nothing_behind_it_is_missing() {
    concept("summary:\n")
        .says(
            &at("3:8 missing-field"),
            "„Kurzbeschreibung“ (`summary`) fehlt; „Konzept“ braucht sie. Der Name steht schon da, aber nichts dahinter. Schreiben Sie zum Beispiel: `summary: ",
            "The name is there, but nothing follows it. Write for example: `summary: ",
        )
        .and_nothing_else();
    concept("duration:\n")
        .says(&warning("3:9 empty-value"), "Hinter `duration` steht noch nichts.", "`duration`")
        .and_nothing_else();
    // The dots of an example are no value.
    concept("summary: \"…\"\ntags: [Medien, \"...\"]\nimage: {file: a.svg, alt: \"…\"}\n")
        .says(&at("3:10 missing-field"), "(`summary`)", "(`summary`)")
        .says(&warning("4:16 empty-value"), "`tags`", "`tags`")
        .says(&at("5:27 missing-field"), "(`alt`)", "(`alt`)");
    // Another document could have brought it.
    concept("funding_program:\n")
        .says(&warning("3:16 empty-value"), "`funding_program`", "`funding_program`")
        .says(&at("1:1 missing-field"), "(`funding_program`)", "(`funding_program`)")
        .and_nothing_else();
}

#[test]
fn parts_of_groups_have_other_names_as_well() {
    let group = "\
[fields.registration_note]
kind = \"group\"
label = \"Hinweis\"
[fields.registration_note.group]
text = { kind = \"text\", label = \"Text\", required = true, aliases = [\"satz\"] }
[types.place]
fields = [\"registration_note\"]
";
    Site::new("")
        .file("config.toml", group)
        .file("content/orte/o.md", "---\ntitle: O\nregistration_note: {satz: Bitte klingeln.}\n---\n")
        .build()
        .and_nothing_else();
}

#[test]
fn a_folder_that_is_nearly_that_of_a_type_makes_pages() {
    let page = |folder: &str| format!("content/{folder}/a.md");
    for (folder, meant) in [
        ("konzept", "konzepte"),
        ("kozepte", "konzepte"),
        ("sammlung", "sammlungen"),
        ("projekt/x", "projekte"),
    ] {
        let top = folder.split('/').next().unwrap();
        Site::new("").file(&page(folder), "---\ntitle: A\n---\n").build().says(
            &format!("content/{folder}/a.md: note[misnamed-folder]"),
            &format!("Was im Ordner `{top}` liegt, sind gewöhnliche Seiten"),
            &format!("Did you mean `{meant}`?"),
        );
    }
    for folder in ["konzepte/konzept", "einstieg", "handbuch", "konzeption"] {
        let text = "---\ntitle: A\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n---\n";
        let text = if folder.starts_with("konzepte") { text } else { "---\ntitle: A\n---\n" };
        Site::with_surroundings("").file(&page(folder), text).build().and_nothing_else();
    }
}

#[test]
fn a_text_with_commas_is_proposed_as_a_list() {
    concept("tags: Medien, Eltern\n")
        .says(
            &warning("3:7 comma-list"),
            "Sind mehrere gemeint, schreiben Sie: `tags: [Medien, Eltern]`.",
            "write it in square brackets and quotation marks: `tags: [\"Medien, Eltern\"]`",
        )
        .and_nothing_else();
    concept("tags: [\"Medien, Eltern\"]\n").and_nothing_else();
    concept("setting: digital, hybrid\n")
        .says(&at("3:10 unknown-choice"), "Meinten Sie `[digital, hybrid]`?", "`[digital, hybrid]`")
        .and_nothing_else();
    concept("related: a, digitalpakt, nirgends\n")
        .says(
            &at("3:10 unknown-reference"),
            "Meinten Sie `[a, digitalpakt, nirgends]`?",
            "`[a, digitalpakt, nirgends]`",
        )
        .and_nothing_else();
    concept("carrier: Rathaus, Saal 2\n").and_nothing_else();
    // What is proposed takes the place of what is marked.
    concept("target_group: [eltern; jugendliche]\n")
        .says(&at("3:16 unknown-term"), "Meinten Sie `eltern, jugendliche`?", "`eltern, jugendliche`")
        .and_nothing_else();
    concept("target_group:\n  - eltern; jugendliche\n")
        .says(&at("4:5 unknown-term"), "Meinten Sie `- eltern`, `- jugendliche`?", "`- jugendliche`")
        .and_nothing_else();
    concept("setting: [digital; hybrid]\n")
        .says(&at("3:11 unknown-choice"), "Meinten Sie `digital, hybrid`?", "`digital, hybrid`")
        .and_nothing_else();
    concept("maturity: [erprobt, evaluiert]\n")
        .says(&at("3:11 single-value"), "`maturity: erprobt`", "`maturity: erprobt`")
        .and_nothing_else();
    Site::new("")
        .file(
            "content/glossar/kjp.md",
            "---\ntitle: Psychiatrie\nabbr: KJP, KJPP\nvariant: A, B\ndefinition: D.\n---\n",
        )
        .file(
            "content/workshops/w.md",
            "---\ntitle: W\nsummary: S.\nstart: 2027-03-14\naccess: Rollstuhl, Gebärdensprache\n---\n",
        )
        .file("content/material/m.md", "---\ntitle: M\nsummary: S.\nfile: bogen.docx, zwei.docx\n---\n")
        .file("content/material/bogen.docx", "")
        .file("content/material/zwei.docx", "")
        .build()
        .says(
            "content/glossar/kjp.md:3:7: warning[comma-list]",
            "`abbr: KJP`, `variant: [KJPP]`",
            "`abbr: KJP`",
        )
        .says("content/glossar/kjp.md:4:10: warning[comma-list]", "`variant: [A, B]`", "`variant: [A, B]`")
        .says("content/workshops/w.md:5:9: error[unknown-choice]", "`[rollstuhl, dgs]`", "`[rollstuhl, dgs]`")
        .says(
            "content/material/m.md:4:7: error[missing-file]",
            "`[bogen.docx, zwei.docx]`",
            "`[bogen.docx, zwei.docx]`",
        )
        .and_nothing_else();
}

#[test]
fn a_text_in_the_place_of_a_group_is_kept_in_the_example() {
    concept("image: bilder/x.jpg\n").says(
        &at("3:8 wrong-kind"),
        "`image: {file: bilder/x.jpg, alt: \"…\"}`",
        "`image: {file: bilder/x.jpg, alt: \"…\"}`",
    );
    Site::new("")
        .file("content/foerderprogramme/rlp.md", "---\ntitle: RLP\nlogo: Logos/Wappen RLP.JPG\n---\n")
        .build()
        .says(
            "content/foerderprogramme/rlp.md:3:7: error[wrong-kind]",
            "`logo: {file: \"Logos/Wappen RLP.JPG\", alt: \"…\"}`",
            "`logo: {file: \"Logos/Wappen RLP.JPG\", alt: \"…\"}`",
        );
    Site::new("")
        .file(
            "content/workshops/w.md",
            "---\ntitle: W\nsummary: S.\nstart: 2027-03-14\nregistration: anmeldung@example.org\nagenda:\n  - 14:00 Ankommen\n---\n",
        )
        .build()
        .says(
            "content/workshops/w.md:5:15: error[wrong-kind]",
            "`registration: {mail: anmeldung@example.org}`",
            "`registration: {mail: anmeldung@example.org}`",
        )
        .says(
            "content/workshops/w.md:7:5: error[wrong-kind]",
            "`- {time: \"14:00\", title: \"Ankommen\"}`",
            "`- {time: \"14:00\", title: \"Ankommen\"}`",
        )
        .and_nothing_else();
}

#[test]
fn what_is_not_published_yet_is_said_to_wait() {
    let site = "\
-- content/meldungen/bericht.md --
---
title: Der Bericht
summary: S.
date: 2027-03-14
---
-- content/meldungen/bericht.en.md --
---
title: The report
summary: S.
---
-- content/foerderprogramme/morgen.md --
---
title: Programm von morgen
draft: true
---
-- content/orte/haus.md --
---
title: Haus der Jugend
draft: true
---
-- content/projekte/p.md --
---
title: P
summary: S.
funding_program: morgen
place: [haus, Haus der Jugend]
related: bericht
---
[Ziele des Berichts](../meldungen/bericht.md#ziele), [[Der Bericht]], [English](../meldungen/bericht.en.md)
";
    let place = |position: &str| format!("content/projekte/p.md:{position}: error[waiting-target]");
    let built = Site::with_surroundings(site)
        .build()
        .says(
            &place("4:18"),
            "Das Dokument `morgen` ist noch ein Entwurf; so lange kann nichts darauf verweisen. Ist `content/foerderprogramme/morgen.md` fertig, löschen Sie dort die Zeile `draft: true`.",
            "The document `morgen` is still a draft",
        )
        .says(&place("5:9"), "`haus` ist noch ein Entwurf", "`haus` is still a draft")
        .says(
            &place("6:10"),
            "`bericht` erscheint erst am 14. März 2027; so lange kann nichts darauf verweisen. Schreiben Sie auch hier `date: 2027-03-14`",
            "`bericht` appears on 14 March 2027 only; until then nothing can refer to it. Write `date: 2027-03-14` here",
        )
        .says(&place("8:1"), "`../meldungen/bericht.md` erscheint erst am 14. März 2027", "on 14 March 2027")
        .says(&place("8:54"), "`Der Bericht` erscheint erst am 14. März 2027", "on 14 March 2027")
        .says(&place("8:71"), "geben Sie in `content/meldungen/bericht.md` einen früheren Tag an.", "on 14 March 2027")
        .and_nothing_else();
    assert_eq!(
        (built.build.held_back.drafts, built.build.held_back.future),
        (2, 2),
        "a translation waits too"
    );
}

#[test]
fn misspelt_term_with_the_nearest() {
    concept("target_group: [eltern, jugendlche]\n")
        .says(
            &at("3:24 unknown-term"),
            "Meinten Sie `jugendliche`? Die Begriffe der Liste stehen in `content/vokabulare/zielgruppen.yaml`",
            "Did you mean `jugendliche`?",
        )
        .and_nothing_else();
    concept("field:\n  - familienbildung\n  - Jugendarbiet\n").says(
        &at("5:5 unknown-term"),
        "Meinten Sie `jugendarbeit`?",
        "Did you mean `jugendarbeit`?",
    );
    concept("funding_program: digitalpackt\n").says(
        &at("3:18 unknown-term"),
        "Meinten Sie `digitalpakt`?",
        "Did you mean `digitalpakt`?",
    );
}

#[test]
fn misspelt_reference_with_the_nearest() {
    Site::concept(
        "title: A\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nproject: wienheim\nrelated: [digitalpackt]\nfunding_program: digitalpakt\n",
        "",
    )
    .sections(
        "-- content/projekte/weinheim.md --\n---\ntitle: Weinheim\nsummary: S.\nfunding_program: digitalpakt\n---\n",
    )
    .build()
    .says(&at("6:10 unknown-reference"), "Meinten Sie `weinheim`?", "Did you mean `weinheim`?")
    .says(&at("7:11 unknown-reference"), "Meinten Sie `digitalpakt`?", "Did you mean `digitalpakt`?")
    .and_nothing_else();
}

#[test]
fn reference_to_a_document_of_the_wrong_type() {
    concept("project: digitalpakt\n").says(
        &at("3:10 wrong-reference-type"),
        "`digitalpakt` ist vom Typ „Förderprogramm“; an dieser Stelle passt: Projekt.",
        "`digitalpakt` is of the type “Funding program”; what fits here is: Project.",
    );
}

#[test]
fn wrong_kind_of_value() {
    concept("draft: später\n").says(
        &at("3:8 wrong-kind"),
        "erwartet: `true` oder `false`. Hier steht ein Text. Schreiben Sie zum Beispiel: `draft: true`.",
        "expected after `draft`: `true` or `false`. This is a text. Write for example: `draft: true`.",
    );
    concept("order: zuerst\n").says(&at("3:8 wrong-kind"), "eine Zahl", "a number");
    concept("duration: {von: 1}\n").says(
        &at("3:11 wrong-kind"),
        "Hier steht eine Gruppe von Angaben",
        "This is a group of entries",
    );
    concept("maturity: erprobtt\n").says(
        &at("3:11 unknown-choice"),
        "Meinten Sie `erprobt`? Zur Auswahl stehen: `idee`, `erprobt`",
        "Did you mean `erprobt`?",
    );
    concept("contact: buero(at)example.org\n").says(
        &at("3:10 bad-email"),
        "bildungsbuero@example.org",
        "is not an e-mail address",
    );
    concept("image: {file: fehlt.svg, alt: X}\n").says(
        &at("3:15 missing-file"),
        "Die Datei `fehlt.svg`",
        "The file `fehlt.svg`",
    );
    Site::new("-- content/organisationen/a.md --\n---\ntitle: A\nurl: www.example.org\n---\n").build().says(
        "content/organisationen/a.md:3:6: error[bad-url]",
        "Meinten Sie `https://www.example.org`?",
        "Did you mean `https://www.example.org`?",
    );
}

#[test]
fn a_list_where_one_value_belongs_and_the_reverse() {
    concept("maturity: [idee, erprobt]\n")
        .says(
            &at("3:11 single-value"),
            "Ohne eckige Klammern sieht das so aus: `maturity: ",
            "takes one value only",
        )
        .and_nothing_else();
    concept("maturity: [idee]\ntarget_group: eltern\n").and_nothing_else();
}

#[test]
fn impossible_date_with_the_nearest() {
    concept("date: 31.02.2026\n")
        .says(
            &at("3:7 bad-date"),
            "Meinten Sie `2026-02-28`? Der Grund: Diesen Tag gibt es nicht.",
            "Did you mean `2026-02-28`?",
        )
        .and_nothing_else();
    concept("date: 2026-13-01\n").says(
        &at("3:7 bad-date"),
        "`2026-01-13`? Der Grund: Diesen Monat gibt es nicht.",
        "`2026-01-13`? The reason: there is no such month.",
    );
    concept("date: 2026-03-14 14:00\n").says(
        &at("3:7 bad-date"),
        "Meinten Sie `date: 2026-03-14`? Der Grund: Hierher gehört nur der Tag.",
        "Did you mean `date: 2026-03-14`?",
    );
    concept("date: morgen\n").says(
        &at("3:7 bad-date"),
        "zum Beispiel `date: 2026-03-14`.",
        "for example `date: 2026-03-14`.",
    );
    Site::new(
        "-- content/projekte/p.md --\n---\ntitle: P\nsummary: S.\nfunding_program: x\nperiod: 2021-07 bis 2022-13\n---\n",
    )
    .build()
    .says(
        "content/projekte/p.md:5:9: error[bad-period]",
        "Der Grund: Diesen Monat gibt es nicht. Schreiben Sie Anfang und Ende mit `bis`",
        "2021-07 to 2022-12",
    );
}

#[test]
fn duplicate_key_with_both_places() {
    let built = concept("tags: [a]\ntags: [b]\n").says(
        &at("4:1 duplicate-key"),
        "schreiben Sie sie als Liste in eine Zeile: `tags: [erster, zweiter]`",
        "write them as a list on one line",
    );
    let first = &built.build.problems[0].others[0];
    assert_eq!((first.file.as_str(), first.span.clone()), (A, 23..27));
    built.and_nothing_else();
    // By an alias it is the same entry, and an unreadable first value does not hide the second.
    concept("zielgruppe: eltern\ntarget_group: jugendliche\n").says(
        &at("4:1 duplicate-key"),
        "zum zweiten Mal",
        "for the second time",
    );
    concept("date: morgen\ndate: 2026-01-01\n").says(&at("4:1 duplicate-key"), "`date`", "`date`");
}

#[test]
fn missing_required_field() {
    Site::concept("title: A\n", "")
        .build()
        .says(
            &at("1:1 missing-field"),
            "Die Angabe „Kurzbeschreibung“ (`summary`) fehlt",
            "The entry “Summary” (`summary`) is missing",
        )
        .says(&at("1:1 missing-field"), "zum Beispiel: `target_group: eltern`", "`target_group: eltern`")
        .says(&at("1:1 missing-field"), "(`field`)", "(`field`)")
        .says(&at("1:1 missing-field"), "(`funding_program`)", "(`funding_program`)")
        .and_nothing_else();
    // What was written and cannot be read is not missing as well.
    concept("target_group: {a: b}\n").says(&at("3:15 wrong-kind"), "", "").and_nothing_else();
    // Without any front matter everything is missing.
    let bare = Site::with_surroundings("-- content/konzepte/a.md --\nNur Text.\n").build();
    assert_eq!(bare.count("missing-field"), 5, "{}", bare.everything());
    bare.says(
        "content/konzepte/a.md: error[missing-field]",
        "Beginnen Sie sie mit einer Zeile `---`",
        "Begin it with a line `---`",
    );
}

#[test]
fn unclosed_front_matter() {
    Site::with_surroundings("-- content/konzepte/a.md --\n---\ntitle: A\n\nText.\n")
        .build()
        .says(
            &at("1:1 unclosed-front-matter"),
            "Schreiben Sie unter die letzte Angabe eine Zeile, die nur aus `---` besteht.",
            "Write a line with nothing but `---` below the last entry.",
        )
        .and_nothing_else();
}

#[test]
fn tabs() {
    concept("tags:\n\t- a\n")
        .says(&at("4:1 yaml-tab"), "tippen Sie stattdessen zwei Leerzeichen", "type two spaces instead")
        .and_nothing_else();
}

#[test]
fn a_colon_in_a_value() {
    Site::concept("title: A: b\nsummary: S.\n", "")
        .build()
        .says(&at("2:8 yaml-colon"), "`title: \"A: b\"`", "`title: \"A: b\"`")
        .and_nothing_else();
}

#[test]
fn a_colon_in_an_entry_of_a_list() {
    concept("steps:\n  - Anmelden\n  - Rückruf: innerhalb von 3 Tagen\n")
        .says(
            &at("5:5 yaml-colon"),
            "Im Wert von `steps` steht ein Doppelpunkt",
            "Put the value into quotation marks: `- \"Rückruf: innerhalb von 3 Tagen\"`.",
        )
        .and_nothing_else();
    concept("steps: [Rückruf: bald]\n")
        .says(&at("3:9 yaml-colon"), "Anführungszeichen: `\"Rückruf: bald\"`.", "`\"Rückruf: bald\"`")
        .and_nothing_else();
    concept("summary:\n  Kurz: gut\n")
        .says(&at("4:3 yaml-colon"), "`summary: \"Kurz: gut\"`", "`summary: \"Kurz: gut\"`")
        .and_nothing_else();
    concept("steps:\n  - {a: b}\n").says(&at("4:5 wrong-kind"), "eine Gruppe von Angaben", "a group");
}

#[test]
fn marks_of_a_merge_are_one_problem() {
    let place = "<<<<<<< HEAD\nsummary: A.\n=======\nsummary: B.\n>>>>>>> main\n";
    concept(place)
        .says(
            &at("3:1 merge-conflict"),
            "Löschen Sie dann die Zeilen, die mit `<<<<<<<`, `=======`, `>>>>>>>` beginnen.",
            "Then delete the lines that begin with `<<<<<<<`, `=======`, `>>>>>>>`.",
        )
        .and_nothing_else();
    let text = place.replace("summary: ", "");
    let built = Site::body(&format!("## Ziele\n\n{text}\n{text}"))
        .build()
        .says(&at("10:1 merge-conflict"), "zwei Fassungen", "Two versions")
        .says(&at("16:1 merge-conflict"), "zwei Fassungen", "Two versions");
    assert_eq!(built.build.problems.len(), 2, "{:?}", built.build.problems);
    Site::body("Text.\n\n>>>>>>> main\n").build().says(
        &at("10:1 merge-conflict"),
        "Löschen Sie, was davon übrig ist: die Zeilen, die mit `>>>>>>>` beginnen.",
        "`>>>>>>>`",
    );
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file(
            "content/vokabulare/zielgruppen.yaml",
            "terms:\n<<<<<<< HEAD\n  - eltern\n=======\n  - väter\n>>>>>>> main\n",
        )
        .build()
        .says("content/vokabulare/zielgruppen.yaml:2:1: error[merge-conflict]", "zwei Fassungen", "Two")
        .and_nothing_else();
    Site::body("```\n<<<<<<< HEAD\nA\n=======\nB\n>>>>>>> main\n```\n").build().and_nothing_else();
}

#[test]
fn marks_of_markdown_in_plain_fields_are_told() {
    concept("summary: \"**Wichtig**: siehe [[test]] und [Seite](test.md)\"\ngoal: [\"- Strich\", Teilhabe]\n")
        .says(
            &warning("3:10 plain-field"),
            "`**Wichtig**` steht so auf der Seite: Bei `summary` gibt es nur Text, keine Links, Listen und Hervorhebungen. Schreiben Sie `summary: \"Wichtig: siehe test und Seite\"`.",
            "Write `summary: \"Wichtig: siehe test und Seite\"`.",
        )
        .says(&warning("4:8 plain-field"), "Schreiben Sie `\"Strich\"`.", "Write `\"Strich\"`.")
        .and_nothing_else();
    concept("summary: \"Wichtig: siehe test und Seite\"\ngoal: [\"Strich\", Teilhabe]\n").and_nothing_else();
    concept("summary: Für Pat*innen und Lehrer*innen [ab 18], 2 * 3 * 4\ngoal:\n  - jede*r und der*die\n")
        .and_nothing_else();
}

#[test]
fn a_query_that_is_a_text_is_shown_as_it_is_written() {
    let hub = |lines: &str| {
        Site::new("").file("content/sammlung.md", format!("---\ntitle: S\n{lines}---\n")).build()
    };
    hub("query:\n  - type: concept\n    where: zielgruppe=eltern\n").says(
        "content/sammlung.md:5:12: error[bad-query]",
        "`where: zielgruppe=eltern` nicht. Schreiben Sie zum Beispiel: `where: {target_group: eltern}`.",
        "Write for example: `where: {target_group: eltern}`.",
    );
    hub("query: konzepte\n").says(
        "content/sammlung.md:3:8: error[bad-query]",
        "`query: konzepte` nicht. Schreiben Sie zum Beispiel: `query: [{type: concept}]`.",
        "Write for example: `query: [{type: concept}]`.",
    );
    hub("query: [{type: concept, where: [eltern]}]\n").says(
        "content/sammlung.md:3:32: error[bad-query]",
        "`where: –` nicht. Schreiben Sie zum Beispiel: `where: {target_group: eltern}`.",
        "`where: {target_group: eltern}`",
    );
}

#[test]
fn dashes_of_a_word_processor() {
    for (dashes, line) in [("———", 1), ("–––", 1), ("—", 1), ("–-", 1), ("----", 1), ("--", 1)]
    {
        Site::with_surroundings("")
            .file(A, format!("{dashes}\ntitle: A\n{dashes}\n"))
            .build()
            .says(
                &at(&format!("{line}:1 word-processor-dashes")),
                "Ersetzen Sie die Zeile durch `---`",
                "Replace the line with `---`",
            )
            .and_nothing_else();
    }
    Site::with_surroundings("").file(A, "---\ntitle: A\n—\nText.\n").build().says(
        &at("3:1 word-processor-dashes"),
        "`—`",
        "`—`",
    );
    Site::with_surroundings("")
        .file(A, "---\ntitle: A\n----\nText.\n")
        .build()
        .says(&at("3:1 word-processor-dashes"), "`----`", "`----`")
        .and_nothing_else();
}

#[test]
fn front_matter_that_does_not_begin_the_file() {
    let head = "title: A\nsummary: S.\n---\nText.\n";
    Site::with_surroundings("")
        .file(A, head)
        .build()
        .says(
            &at("1:1 unopened-front-matter"),
            "Schreiben Sie über `title: A` eine Zeile",
            "above `title: A`",
        )
        .and_nothing_else();
    Site::with_surroundings("")
        .file(A, format!("Unser Konzept\n\n---\n{head}"))
        .build()
        .says(
            &at("1:1 unopened-front-matter"),
            "Darüber steht `Unser Konzept`",
            "`Unser Konzept` stands above",
        )
        .and_nothing_else();
    // A rule of a text is none.
    let built = Site::with_surroundings("").file(A, "Text.\n\n---\n\nname: x\n\n---\n").build();
    assert!(built.build.problems.iter().all(|problem| problem.code.as_str() == "missing-field"));
}

#[test]
fn other_faults_of_the_front_matter() {
    concept("tags: [a, b\n").says(
        &at("3:1 yaml-syntax"),
        "Die Klammer, die hier beginnt",
        "the bracket that begins here",
    );
    concept("tags: #Medien #Eltern\n").says(
        &warning("3:7 cut-value"),
        "Schreiben Sie `tags: [Medien, Eltern]`",
        "Write `tags: [Medien, Eltern]`",
    );
    concept("tags:\n").says(&warning("3:5 empty-value"), "löschen Sie die Zeile", "delete the line");
    Site::with_surroundings("-- content/konzepte/a.md --\n---\n- nur\n- eine Liste\n---\n").build().says(
        &at("2:1 yaml-syntax"),
        "Erwartet werden Zeilen wie `title: …`",
        "lines like `title: …` are expected",
    );
}

#[test]
fn files_that_are_no_text() {
    Site::with_surroundings("")
        .file(A, b"---\ntitle: Gr\xfc\xdfe\n---\n")
        .build()
        .says(&at("2:10 invalid-utf8"), "steht in Zeile 2", "line 2")
        .and_nothing_else();
    Site::with_surroundings("")
        .file(A, "---\ntitle: A\n---\nText\0\n")
        .build()
        .says(&at("4:5 nul-byte"), "Codierung „UTF-8“", "UTF-8")
        .and_nothing_else();
    Site::new("").file("content/vokabulare/zielgruppen.yaml", b"id: \xff").build().says(
        "content/vokabulare/zielgruppen.yaml:1:5: error[invalid-utf8]",
        "UTF-8",
        "UTF-8",
    );
    Site::new("").file("config.toml", b"title = \"\xe4\"").build().says(
        "config.toml:1:10: error[invalid-utf8]",
        "Zeile 1",
        "line 1",
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
    let concept = "---\ntitle: Ein Konzept\nsummary: Eines.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\n---\n## Ziele\n\nText.\n";
    let windows = format!("\u{feff}{}", concept.replace('\n', "\r\n"));
    let plain = Site::with_surroundings("").file(A, concept).build().and_nothing_else();
    let marked = Site::with_surroundings("").file(A, &windows).build().and_nothing_else();
    assert_eq!(plain.main("konzepte/a.html"), marked.main("konzepte/a.html"));
    // Places count from what people see.
    let misspelt = windows.replace("summary", "sumary");
    Site::with_surroundings("").file(A, misspelt).build().says(
        &at("3:1 unknown-field"),
        "`summary`",
        "`summary`",
    );
    Site::new("")
        .file("content/vokabulare/zielgruppen.yaml", "\u{feff}id: target_group\r\nterms:\r\n  - eltern\r\n")
        .file("content/index.md", "\u{feff}")
        .file("config.toml", "\u{feff}title = \"A\"\r\n")
        .build()
        .says("content/index.md: error[missing-field]", "(`title`)", "(`title`)")
        .and_nothing_else();
}

#[test]
fn broken_internal_links() {
    Site::body(
        "Ein [Programm](../foerderprogramme/digitalpackt.md) und\n[noch eines](b.md).\n[[digitalpackt]]\n",
    )
    .build()
    .says(
        &at("8:5 broken-link"),
        "Meinten Sie `../foerderprogramme/digitalpakt.md`?",
        "Did you mean `../foerderprogramme/digitalpakt.md`?",
    )
    .says(&at("9:1 broken-link"), "Der Link `b.md` führt ins Leere", "leads nowhere")
    .says(&at("10:1 unknown-reference"), "Meinten Sie `digitalpakt`?", "Did you mean `digitalpakt`?")
    .and_nothing_else();
}

#[test]
fn links_to_places_like_that_of_the_vocabularies() {
    let broken = ["/vokabulareübersicht.html", "/vokabularex/y.html", "/vokabulare/x/y.html"];
    let links = broken.map(|target| format!("[x]({target})\n")).concat();
    let built = Site::new("").file("content/seiten/a.md", format!("---\ntitle: A\n---\n{links}")).build();
    assert_eq!(built.count("broken-link"), broken.len(), "{}", built.everything());
}

#[test]
fn a_link_to_a_file_with_signs_of_addresses_in_its_name_is_proposed() {
    let build = |link: &str| {
        Site::body(&format!("[Bogen]({link})\n")).file("content/konzepte/Bogen#3.pdf", "%PDF").build()
    };
    build("Bogen#3.pdf").says(
        &at("8:1 broken-link"),
        "Meinten Sie `Bogen%233.pdf`? Im Namen der Datei stehen Zeichen, die in Links etwas anderes bedeuten.",
        "Did you mean `Bogen%233.pdf`?",
    );
    build("Bogen%233.pdf").and_nothing_else();
}

#[test]
fn broken_links_in_fields_of_markdown() {
    concept("experience: |\n  Siehe [Programm](../foerderprogramme/digitalpackt.md).\n").says(
        &at("4:9 broken-link"),
        "`../foerderprogramme/digitalpakt.md`",
        "Did you mean",
    );
    concept("experience: |\n  Siehe [Programm](../foerderprogramme/digitalpakt.md) und [[digitalpakt]].\n")
        .and_nothing_else()
        .shows(
            "konzepte/a.html",
            &["<a href=\"../foerderprogramme/digitalpakt.html\"", ">Programm</a> und", ">Digitalpakt</a>."],
        );
}

#[test]
fn broken_anchors_with_the_nearest_heading() {
    Site::body("## Ziele für Eltern\n\n[Ziele](#ziele-fuer-elter)\n\n[Fern](../foerderprogramme/digitalpakt.md#mittel)\n")
        .build()
        .says(
            &at("10:1 broken-anchor"),
            "Meinten Sie `#ziele-fuer-eltern`?",
            "Did you mean `#ziele-fuer-eltern`?",
        )
        .says(&at("12:1 broken-anchor"), "Auf der Seite `digitalpakt`", "The page `digitalpakt`")
        .and_nothing_else();
}

#[test]
fn missing_images_and_images_without_alternative() {
    Site::body("![Ein Raum](bilder/raum.svg)\n\n![](bilder/raun.svg)\n")
        .file("content/konzepte/bilder/raun.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .build()
        .says(&at("8:1 missing-image"), "Meinten Sie `bilder/raun.svg`?", "Did you mean `bilder/raun.svg`?")
        .says(
            &at("10:1 missing-alt"),
            "`![Zwei Frauen am Laptop im Lernzentrum](bilder/raun.svg)`",
            "bilder/raun.svg",
        )
        .and_nothing_else();
}

#[test]
fn two_sources_for_one_output() {
    let page = "---\ntitle: A\n---\n";
    let built =
        Site::new("").file("content/Über uns.md", page).file("content/ueber-uns.md", page).build().says(
            "content/Über uns.md: error[same-output]",
            "Diese Datei und `content/ueber-uns.md` ergeben dieselbe Seite: `ueber-uns.html`",
            "`content/ueber-uns.md`",
        );
    assert_eq!(built.count("same-output"), 1, "{}", built.everything());
    Site::new("").file("content/a.md", page).file("content/a.html", "x").build().says(
        "content/a.html: error[same-output]",
        "`content/a.md`",
        "`content/a.md`",
    );
    // Former addresses of two documents, and one that is the page of another.
    Site::new("")
        .file("content/a.md", "---\ntitle: A\naliases: [alt.html, b.html]\n---\n")
        .file("content/b.md", "---\ntitle: B\naliases: [alt.html]\n---\n")
        .build()
        .says("content/b.md:3:11: error[taken-alias]", "`alt.html`", "`content/a.md`")
        .says("content/a.md:3:21: error[taken-alias]", "`b.html`", "`content/b.md`")
        .and_nothing_else();
}

#[test]
fn a_document_that_wants_the_place_of_a_generated_page() {
    let page = "---\ntitle: A\n---\n";
    Site::new("").file("content/a-z.md", page).file("content/suche.md", page).build().says(
        "content/a-z.md: error[reserved-name]",
        "`a-z.html` macht fundus selbst",
        "makes `a-z.html` itself",
    );
    // Terms give way to them.
    concept("tags: [index, ..]\n").and_nothing_else();
}

#[test]
fn a_file_that_wants_the_place_of_a_generated_one() {
    let site = Site::new("-- config.toml --\ntitle = \"A\"\nurl = \"https://a.example/\"\n")
        .file("content/index.md", "---\ntitle: A\n---\n")
        .file("content/robots.txt", "User-agent: *\nDisallow: /intern/\n");
    let built = site.build().and_nothing_else();
    assert!(built.page("robots.txt").contains("/intern/"), "the site's own wins");
    let site = site.file("content/sitemap.xml", "x").file("content/404.html", "x");
    site.file("content/theme/style.css", "x")
        .build()
        .says("content/sitemap.xml: error[reserved-name]", "macht fundus selbst", "Rename this file")
        .says("content/404.html: error[reserved-name]", "`404.html`", "`404.html`")
        .says(
            "content/theme/style.css: error[reserved-name]",
            "gehört `style.css` in ein eigenes Theme",
            "theme of your own",
        )
        .and_nothing_else();
}

#[test]
fn names_that_differ_in_case_only() {
    Site::new("")
        .file("content/Bild.svg", "x")
        .file("content/bild.svg", "x")
        .file("content/konzepte/a.txt", "x")
        .file("content/Konzepte/b.txt", "x")
        .build()
        .says("content/bild.svg: error[case-only]", "`bild.svg` und `content/Bild.svg`", "`content/Bild.svg`")
        .says("content/konzepte/a.txt: error[case-only]", "`content/Konzepte/b.txt`", "capital");
}

#[test]
fn a_translation_of_nothing() {
    Site::with_surroundings("-- content/angebot.md --\n---\ntitle: A\n---\n-- content/angebote.en.md --\n---\ntitle: Offers\n---\n")
        .build()
        .says(
            "content/angebote.en.md:1:1: error[orphan-translation]",
            "(en) fehlt das Original `content/angebote.md`. Meinten Sie `angebot`?",
            "Did you mean `angebot`?",
        )
        .and_nothing_else();
}

#[test]
fn circular_inheritance() {
    let config = "[fields.funding_program]\ninherit = [\"related\"]\n";
    let concept = |other: &str| {
        format!(
            "---\ntitle: A\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nrelated: {other}\n---\n"
        )
    };
    Site::with_surroundings("")
        .file("config.toml", config)
        .file("content/konzepte/a.md", concept("b"))
        .file("content/konzepte/b.md", concept("c"))
        .file("content/konzepte/c.md", concept("a"))
        .build()
        .says(&at("1:1 circular-inheritance"), "a → b → c → a", "a → b → c → a");
}

#[test]
fn end_before_start() {
    let event = "---\ntitle: A\nsummary: S.\nstart: 2026-03-14 14:00\nend: 2026-03-14 12:00\n---\n";
    Site::new("")
        .file("content/workshops/a.md", event)
        .build()
        .says(
            "content/workshops/a.md:5:6: error[end-before-start]",
            "Das Ende (2026-03-14 12:00) liegt nicht nach dem Beginn (2026-03-14 14:00).",
            "The end (2026-03-14 12:00) is not after the start (2026-03-14 14:00).",
        )
        .and_nothing_else();
    let project = "---\ntitle: P\nsummary: S.\nfunding_program: digitalpakt\nperiod: 2022 bis 2021\nphase:\n  - {title: Eins, start: 2022-02-01, end: 2021-01-01}\n---\n";
    Site::with_surroundings("")
        .file("content/projekte/p.md", project)
        .build()
        .says("content/projekte/p.md:5:9: error[end-before-start]", "(2021)", "(2022)")
        .says("content/projekte/p.md:7:43: error[end-before-start]", "(2021-01-01)", "(2022-02-01)")
        .and_nothing_else();
}

#[test]
fn start_and_end_of_an_event_both_have_a_time_or_none() {
    let event = |start: &str, end: &str| {
        Site::new("")
            .file(
                "content/workshops/a.md",
                format!("---\ntitle: A\nsummary: S.\nstart: {start}\nend: {end}\n---\n"),
            )
            .build()
    };
    event("2026-04-20 14:00", "2026-04-22")
        .says(
            "content/workshops/a.md:5:6: error[missing-time]",
            "Bei `end` fehlt die Uhrzeit, während bei `start` eine steht",
            "`end: 2026-04-22 17:00`",
        )
        .and_nothing_else();
    event("2027-03-14", "2027-03-14 16:00")
        .says(
            "content/workshops/a.md:4:8: error[missing-time]",
            "`start: 2027-03-14 14:00`",
            "is missing after `start`, while there is one after `end`",
        )
        .and_nothing_else();
    event("2027-03-14 14:00", "16:30")
        .says(
            "content/workshops/a.md:5:6: error[bad-date]",
            "Vor der Uhrzeit fehlt der Tag",
            "`end: 2026-03-14 16:30`",
        )
        .and_nothing_else();
    event("2027-03-14 10:00", "2027-03-14 10:00")
        .says(
            "content/workshops/a.md:5:6: error[end-before-start]",
            "Steht noch nicht fest, wann es endet, lassen Sie `end` weg.",
            "leave out `end`",
        )
        .and_nothing_else();
    event("2027-03-14", "2027-03-14").and_nothing_else();
    event("2027-03-14 18:00", "2027-03-15 00:00").and_nothing_else();
}

#[test]
fn dates_that_mean_something_are_proposed_as_they_are_written() {
    let start = |start: &str| {
        Site::new("")
            .file("content/workshops/a.md", format!("---\ntitle: A\nsummary: S.\nstart: {start}\n---\n"))
            .build()
    };
    let place = "content/workshops/a.md:4:8: error[bad-date]";
    start("14.3.2027, 14:00 Uhr").and_nothing_else();
    start("14:00").says(
        place,
        "Der Grund: Vor der Uhrzeit fehlt der Tag.",
        "the day is missing before the time",
    );
    start("März 2027").says(place, "Der Grund: Der Tag fehlt.", "the day is missing");
    start("12.03.27").says(place, "Meinten Sie `2027-03-12`?", "the year needs four digits");
    start("14.3.2027, 14:00 bis 16:00 Uhr").says(
        place,
        "Meinten Sie `start: 2027-03-14 14:00`, `end: 2027-03-14 16:00`?",
        "start and end each have a line of their own",
    );
}

#[test]
fn dates_as_pages_show_them_are_read() {
    let event = |lines: &str| {
        Site::new("")
            .file("content/workshops/w.md", format!("---\ntitle: W\nsummary: S.\n{lines}---\n"))
            .build()
    };
    event("start: Donnerstag, 11. März 2027, 14 Uhr\nend: Do, 11.03.2027, 16h\n").and_nothing_else();
    event("start: Freitag, 11. März 2027, 14 Uhr\n")
        .says(
            "content/workshops/w.md:4:8: error[bad-date]",
            "Meinten Sie `2027-03-11 14:00`? Der Grund: Dieser Tag ist ein Donnerstag.",
            "Did you mean `2027-03-11 14:00`? The reason: that day is a Thursday.",
        )
        .and_nothing_else();
    event("start: 2027-03-11 14:00\nend: 2027-03-11 24:00\n")
        .says(
            "content/workshops/w.md:5:6: error[bad-date]",
            "Meinten Sie `2027-03-12 00:00`? Der Grund: Um 24 Uhr beginnt der nächste Tag.",
            "`2027-03-12 00:00`",
        )
        .and_nothing_else();
}

#[test]
fn join_links_that_everybody_could_read_are_told() {
    let link = "https://zoom.us/j/111?pwd=abc";
    let event = |rest: &str| {
        let text = format!("---\ntitle: A\nsummary: S.\nstart: 2027-03-14 14:00\n{rest}\n");
        Site::new("").file("content/workshops/a.md", text).build()
    };
    let told = |place: &str| format!("content/workshops/a.md:{place}: warning[public-join-link]");
    let other = link.replace("111", "222");
    event(&format!(
        "place: {link}\nonline: {{provider: Zoom, join_url: \"{other}\"}} # {link}\n---\nMit [Zoom]({link}).\n"
    ))
    .says(&told("5:8"), "Schreiben Sie ihn als `online: {join_url: …}`", "write `public: yes` beside it")
    .says(&told("8:12"), "`https://zoom.us/j/111?pwd=abc` ist ein Einwahllink", "is a join link")
    .and_nothing_else();
    event(&format!("place: {link}\nonline: {{join_url: \"{link}\", public: ja}}\n---")).and_nothing_else();
    Site::body("Offene Sprechstunde: https://zoom.us/j/111\n").build().and_nothing_else();
    Site::body(&format!("Offene Sprechstunde: {link}\n"))
        .build()
        .says(
            &warning("8:22 public-join-link"),
            "das Kennwort (`pwd=…`)",
            "With an event, it belongs to `online: {join_url: …}`",
        )
        .and_nothing_else();
}

#[test]
fn terms_that_nobody_could_tell_apart() {
    let site = |terms: &str| {
        Site::new("")
            .file("config.toml", "title = \"T\"\n[vocabularies.phase]\nfile = \"phasen\"\n[types.page.own.phase]\nkind = \"term\"\nvocabulary = \"phase\"\n")
            .file("content/index.md", "---\ntitle: A\n---\n")
            .file("content/vokabulare/phasen.yaml", format!("id: phase\nterms:\n{terms}"))
            .build()
    };
    let at = |place: &str| format!("content/vokabulare/phasen.yaml:{place}");
    let told = at("4:5: warning[duplicate-label]");
    let built = site("  - {id: aufbau, label: Aufbauphase}\n  - Aufbauphase\n").says(
        &told,
        "heißt in der Liste „phase“ schon ein anderer Begriff, `aufbau`. Wer „Aufbauphase“ schreibt, meint jetzt `aufbauphase`",
        "is called “Aufbauphase” already",
    );
    built.and_nothing_else();
    site("  - {id: a, label: {de: Aufbau, en: Setup}}\n  - {id: b, label: {de: Einrichten, en: Setup}}\n")
        .says(&at("4:10: warning[duplicate-label]"), "„Setup“", "`a`")
        .and_nothing_else();
    site("  - {id: a, label: Aufbau, replaced_by: b}\n  - {id: b, label: {de: Aufbau, en: Setup}}\n  - {id: c, label: {de: Setup}}\n  - {id: \"1.1\", label: X}\n")
        .and_nothing_else();
    site("  - {id: Test Phase, label: Testphase}\n")
        .says(
            &at("3:10: warning[respelt-id]"),
            "Schreiben Sie gleich `id: test-phase`",
            "read as `test-phase`",
        )
        .and_nothing_else();
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file("content/vokabulare/x.yaml", "id: Ziel Gruppen\nterms: []\n")
        .file("config.toml", "title = \"T\"\n[vocabularies.target_group]\nfile = \"ziel-gruppen\"\n")
        .build()
        .says(
            "content/vokabulare/x.yaml:1:5: warning[respelt-id]",
            "`id: Ziel Gruppen` wird als `target_group` gelesen",
            "Write `id: target_group`",
        )
        .and_nothing_else();
}

#[test]
fn an_abbreviation_is_explained_once_in_a_language() {
    let entry = |title: &str| format!("---\ntitle: {title}\nabbr: HzE\ndefinition: D.\n---\n");
    Site::new("")
        .file("content/glossar/a.md", entry("Hilfen zur Erziehung"))
        .file("content/glossar/b.md", entry("Hilfe zum Erwachsenwerden"))
        .file("content/glossar/a.en.md", entry("Help"))
        .build()
        .says(
            "content/glossar/b.md:3:7: warning[duplicate-abbreviation]",
            "„HzE“ erklärt im Glossar schon `content/glossar/a.md`",
            "`content/glossar/a.md` explains the abbreviation “HzE” already",
        )
        .and_nothing_else();
}

#[test]
fn nobody_registers_for_what_is_over() {
    let event = |rest: &str| {
        let text = format!("---\ntitle: A\nsummary: S.\nstart: 2027-03-14 14:00\n{rest}---\n");
        Site::new("").file("content/workshops/a.md", text).build()
    };
    event("registration: {deadline: 2027-04-10}\n")
        .says(
            "content/workshops/a.md:5:26: error[deadline-after-event]",
            "Der Anmeldeschluss (2027-04-10) liegt nach der Veranstaltung (bis 2027-03-14)",
            "(2027-04-10) is after the event (until 2027-03-14)",
        )
        .and_nothing_else();
    event("registration: {deadline: 2027-03-14}\n").and_nothing_else();
    event("end: 2027-06-14 16:00\nregistration: {deadline: 2027-04-10}\n").and_nothing_else();
    // Where the end is wrong, that is what is told.
    event("end: 2027-01-14 16:00\nregistration: {deadline: 2027-03-01}\n")
        .says("content/workshops/a.md:5:6: error[end-before-start]", "2027-01-14", "2027-01-14")
        .and_nothing_else();
}

#[test]
fn front_matter_without_any_bounds_is_one_problem() {
    let file = |text: &str| Site::with_surroundings("").file(A, text).build();
    for text in [
        "title: A\nsummary: S.\ntarget_group:\n  - eltern\n\nText: so.\n",
        "\u{feff}Title: A\nsummary: S.\ntarget_group:\n\nText.\n",
    ] {
        file(text)
            .says(
                &at("1:1 unopened-front-matter"),
                "eine Zeile, die nur aus `---` besteht. Schreiben Sie auch unter die letzte Angabe (`target_group:`)",
                "Write another such line below the last entry (`target_group:`)",
            )
            .and_nothing_else();
    }
    for text in ["Ziel: mehr Teilhabe\n", "Title: ein Wort\n\nsummary: S.\n", "ort: hier\n"] {
        let built = file(text);
        assert!(
            built.build.problems.iter().all(|problem| problem.code.as_str() == "missing-field"),
            "{text}"
        );
    }
}

#[test]
fn what_is_proposed_leads_to_no_other_mistake() {
    let event = |line: &str| {
        let text = format!("---\ntitle: A\nsummary: S.\nstart: 2027-03-14\n{line}\n---\n");
        Site::new("").file("content/workshops/a.md", text).build()
    };
    for (line, proposed) in [
        (
            "registration: Bitte per Mail an werkstatt@example.org.",
            "`registration: {mail: werkstatt@example.org}`",
        ),
        ("registration: Unter https://a.example/x", "`registration: {url: https://a.example/x}`"),
        ("registration: im Büro", "`registration: {url: https://example.org/, mail: buero@example.org}`"),
        ("online: Zoom", "`online: {provider: \"Zoom\"}`"),
        ("capacity: 20 Personen", "`capacity: 20`"),
        ("capacity: ca. 1.600", "`capacity: 1.600`"),
        ("capacity: 10 bis 20", "`capacity: 12`"),
    ] {
        let built = event(line);
        assert!(built.everything().contains(proposed), "{line}: {}", built.everything());
        assert_eq!(built.count("wrong-kind"), 1, "{line}");
    }
    Site::body("[Ein](../projekte/x.tr.md), [Zwei](../projekte/yy.md)\n")
        .file("content/projekte/x.md", "---\ntitle: X\nsummary: S.\nfunding_program: digitalpakt\n---\n")
        .file("content/projekte/yyy.md", "---\ntitle: Y\nsummary: S.\nfunding_program: digitalpakt\n---\n")
        .file("content/orte/x-tr.md", "---\ntitle: X\n---\n")
        .file("content/orte/yyx.md", "---\ntitle: Z\n---\n")
        .build()
        .says(&at("8:1 broken-link"), "Meinten Sie `../projekte/x.md`?", "`../projekte/x.md`?")
        .says(
            &at("8:29 broken-link"),
            "Meinten Sie `../projekte/yyy.md`, `../orte/yyx.md`?",
            "`../projekte/yyy.md`",
        )
        .and_nothing_else();
    let model = "title = \"T\"\n[types.standort]\nlabel = \"Pilotstandort\"\nfolders = [\"pilotstandorte\"]\n[types.standort.own.stand]\nkind = \"text\"\n";
    Site::new("")
        .file("config.toml", model)
        .file("content/Standorte/x.md", "---\ntitle: X\nstand: läuft\n---\n")
        .file("content/seiten/x.md", "---\ntitle: X\nKurzbeschreibung: läuft\n---\n")
        .build()
        .says(
            "content/Standorte/x.md:3:1: error[field-of-other-type]",
            "`stand` gehört zum Typ „Pilotstandort“, dieses Dokument ist aber vom Typ „Ort“. Der Ordner bestimmt den Typ. Gehört das Dokument nach `content/pilotstandorte/`",
            "belongs to the type “Pilotstandort”",
        )
        .says("content/seiten/x.md:3:1: error[unknown-field]", "Meinten Sie `summary`?", "`summary`?")
        .and_nothing_else();
}

#[test]
fn a_document_of_an_own_type_may_be_allowed() {
    let model = "title = \"T\"\n[types.bogen]\nlabel = \"Bogen\"\nfolders = [\"boegen\"]\n";
    let site = |more: &str, line: &str| {
        let needed = "title: A\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n";
        Site::concept(&format!("{needed}{line}\n"), "")
            .file("config.toml", format!("{model}{more}"))
            .file("content/boegen/b.md", "---\ntitle: B\n---\n")
            .build()
    };
    site("", "material: b")
        .says(
            &at("7:11 wrong-reference-type"),
            "schreiben Sie in `config.toml` unter `[fields.material]`: `to = [\"material\", \"bogen\"]`",
            "write in `config.toml` under `[fields.material]`",
        )
        .and_nothing_else();
    site("", "based_on: b").says(
        &at("7:11 wrong-reference-type"),
        "unter `[types.concept.own.based_on]`: `to = [\"concept\", \"material\", \"project\", \"bogen\"]`",
        "`[types.concept.own.based_on]`",
    );
    site("[fields.material]\nto = [\"material\", \"bogen\"]\n", "material: b").and_nothing_else();
    let built = site("", "project: digitalpakt");
    assert!(!built.everything().contains("config.toml"), "{}", built.everything());
}

#[test]
fn a_name_with_a_slip_may_mean_a_document() {
    let site = |value: &str| {
        let needed = "title: A\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n";
        Site::concept(&format!("{needed}{value}\n"), "")
            .file(
                "content/orte/kl.md",
                "---\ntitle: Stadt Kaiserslautern\nsynonyms: [Kaiserslautern, Lautre]\n---\n",
            )
            .file("content/orte/jugendhaus.md", "---\ntitle: Jugendhaus Nord\n---\n")
            .file("content/organisationen/presse.md", "---\ntitle: Pressestelle\n---\n")
            .build()
    };
    for (value, column, meant) in [
        ("place: Kaiserslauten", 8, "kl"),
        ("place: Stadt Kaiserslautren", 8, "kl"),
        ("place: Lautre", 8, "kl"),
        ("place: kaiserslauten", 8, "kl"),
        ("place: Jugenhaus Nord", 8, "jugendhaus"),
        ("place: jugendhauss", 8, "jugendhaus"),
        ("carrier: [Pressestele]", 11, "presse"),
    ] {
        let de = format!("das fast so heißt: `{meant}`");
        site(value)
            .says(&warning(&format!("7:{column} possibly-meant-reference")), &de, "with nearly that name")
            .and_nothing_else();
    }
    for value in ["place: Jugendhaus Süd", "place: Kaiserswerth", "carrier: Pressehaus", "place: Pressestele"]
    {
        site(value).and_nothing_else();
    }
}

#[test]
fn a_link_that_a_document_keeps_private_stands_in_no_other_place() {
    let link = "https://video.example.org/j/98765";
    let event = |name: &str, rest: &str| {
        let text = format!("---\ntitle: A\nsummary: S.\nstart: 2027-03-14 14:00\n{rest}\n");
        (format!("content/workshops/{name}.md"), text)
    };
    let keeper = event("a", &format!("online: {{provider: BBB, join_url: \"{link}/\"}}\n---\nText."));
    let site = |files: &[(String, String)]| {
        let site = Site::with_surroundings("").file(&keeper.0, &keeper.1);
        files.iter().fold(site, |site, (path, text)| site.file(path, text)).build()
    };
    let told = |file: &str, place: &str| format!("content/{file}.md:{place}: error[private-link-shown]");
    let other = event(
        "b",
        &format!(
            "goal: x\ninternal_note: {link}\nplace: Unter {link}.\n---\n<!-- {link} -->\nDa: [BBB]({link}?a=b), `video.example.org/j/98765`."
        )
        .replace("goal: x\n", ""),
    );
    let said = format!("`{}` hält diese Adresse unter `online: {{join_url: …}}` aber verborgen", keeper.0);
    site(&[other])
        .says(&told("workshops/b", "6:14"), &said, "write `public: yes` beside it")
        .says(&told("workshops/b", "9:11"), "video.example.org/j/98765", "Everybody can read")
        .says(&told("workshops/b", "9:52"), "Nehmen Sie die Adresse hier heraus", "Take the address out")
        .and_nothing_else();
    // What is published on purpose says so everywhere.
    let open = event("b", &format!("online: {{join_url: \"{link}\", public: ja}}\n---"));
    site(&[open]).says(&told("workshops/b", "5:21"), &said, "keeps this address hidden").and_nothing_else();
    let near = event("b", "---\nAnders: https://video.example.org/j/98766 und https://video.example.org/");
    site(&[near]).and_nothing_else();
    let model = "title = \"T\"\n[types.page.own.intern]\nkind = \"url\"\nprivate = true\n";
    let text =
        "---\ntitle: A\nintern: https://intern.example.org/x\nsummary: Siehe intern.example.org/x\n---\n";
    Site::new("")
        .file("config.toml", model)
        .file("content/a.md", text)
        .build()
        .says(
            "content/a.md:4:16: error[private-link-shown]",
            "unter `intern` aber",
            "Take the address out here.",
        )
        .and_nothing_else();
    // Nor in what is shown beside the documents.
    let file = |path: &str, text: String| (path.to_owned(), text);
    let beside = site(&[
        file("config.toml", format!("title = \"T\"\ndescription = \"Unter {link}\"\n")),
        file(
            "content/vokabulare/orte.yaml",
            format!("id: tag\nterms:\n  - {{id: bbb, label: BBB, description: {link}}}\n"),
        ),
        file("content/seiten/film.mp4", String::new()),
        file(
            "content/seiten/film.de.vtt",
            format!("WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nKommen Sie auf {link}\n"),
        ),
    ]);
    for place in ["config.toml:2:22", "content/vokabulare/orte.yaml:3:40", "content/seiten/film.de.vtt"] {
        let told = format!("{place}: error[private-link-shown]");
        assert!(beside.everything().contains(&told), "{told} in {}", beside.everything());
    }
    // What waits for its day keeps it as well; where it must not stand, nobody is told that it had better not.
    let draft = event("d", "draft: ja\nonline: {join_url: \"https://zoom.us/j/1\"}\n---");
    let own = event("c", "online: {join_url: \"https://zoom.us/j/1\"}\n---\nUnter zoom.us/j/1.");
    let said = "`content/workshops/c.md` hält";
    site(&[draft.clone(), own]).says(&told("workshops/c", "7:7"), said, "keeps").and_nothing_else();
    let page = ("content/seiten/s.md".to_owned(), "---\ntitle: S\n---\nhttps://zoom.us/j/1\n".to_owned());
    site(&[draft, page]).says(&told("seiten/s", "4:1"), "workshops/d.md` hält", "keeps").and_nothing_else();
}

#[test]
fn programs_have_what_their_rules_want() {
    let program = |rest: &str| {
        let text = format!("---\ntitle: P\nsummary: S.\n{rest}---\n");
        let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
        Site::new("")
            .file("content/foerderprogramme/p.md", text)
            .file("content/foerderprogramme/eu.svg", picture)
            .build()
    };
    let at = "content/foerderprogramme/p.md:4:11: error[missing-publicity]";
    let logo = |alt: &str| format!("logo: [{{file: eu.svg, alt: \"{alt}\"}}]\n");
    program("rule_set: esf-2014\n")
        .says(at, "gehört ein Logo", "Add it at `logo`")
        .says(at, "gehört ein Förderhinweis", "Add it at `statement`")
        .and_nothing_else();
    program(&format!("rule_set: esf-2014\nstatement: Gefördert durch den ESF\n{}", logo("Emblem")))
        .and_nothing_else();
    program(&format!("rule_set: esfplus-2021\nstatement: Mit freundlicher Hilfe\n{}", logo("Emblem")))
        .says(at, "gehört der Satz „Kofinanziert", "ask for the sentence “Co-funded")
        .and_nothing_else();
    let said = logo("Emblem, daneben: Kofinanziert von der Europäischen Union");
    program(&format!("rule_set: esfplus-2021\nstatement: Mit Hilfe der Stadt\n{said}")).and_nothing_else();
    program("rule_set: none\n").and_nothing_else();
}

#[test]
fn a_change_that_calendars_need_the_day_of() {
    let event = |rest: &str| {
        let start = if rest.contains("start") { "" } else { "start: 2027-03-14 14:00\n" };
        let text = format!("---\ntitle: A\nsummary: S.\n{start}{rest}---\n");
        Site::new("").file("content/workshops/a.md", text).build()
    };
    event("event_status: abgesagt\n")
        .says(
            "content/workshops/a.md:5:15: warning[undated-change]",
            "Ergänzen Sie den Tag, an dem Sie das geändert haben: `updated: 2026-11-22`.",
            "Add the day on which you changed it: `updated: 2026-11-22`.",
        )
        .and_nothing_else();
    event("event_status: verschoben\nupdated: 2026-11-20\n").and_nothing_else();
    event("event_status: geplant\n").and_nothing_else();
    event("event_status: abgesagt\nstart: 2026-03-14 14:00\n").and_nothing_else();
}

/// A site with a theme of its own of these files.
fn themed(files: &[(&str, &str)]) -> Built {
    let site = Site::new("-- content/index.md --\n---\ntitle: Start\n---\n")
        .file("config.toml", "theme = \"eigen\"\n")
        .file("themes/eigen/theme.toml", "name = \"Eigen\"\ncontract = 1\n");
    files.iter().fold(site, |site, (path, text)| site.file(&format!("themes/eigen/{path}"), text)).build()
}

#[test]
fn a_template_of_a_type_that_does_not_exist() {
    let template = "<h1>{{ document.title }}</h1>\n";
    themed(&[("templates/types/concept.html", template), ("templates/types/conzept.html", template)])
        .says(
            "themes/eigen/templates/types/conzept.html: warning[theme-file]",
            "`templates/types/concept.html`",
            "`templates/types/concept.html`",
        )
        .and_nothing_else();
}

#[test]
fn template_syntax() {
    themed(&[
        ("templates/document.html", "<main>\n{{ page.title }</main>\n"),
        ("templates/list.html", "{% if x %}"),
    ])
    .says("themes/eigen/templates/document.html:2:15: error[template-syntax]", "", "cannot be read")
    .says("themes/eigen/templates/list.html:1:9: error[template-syntax]", "", "")
    .and_nothing_else();
}

#[test]
fn unknown_template_variable_with_the_available_ones() {
    themed(&[(
        "templates/home.html",
        "{% extends \"base.html\" %}{% block main %}\n{{ page.titel }}{% endblock %}",
    )])
    .says(
        "themes/eigen/templates/home.html:2:9: error[template-variable]",
        "Meinten Sie `title`? Hier gibt es: ",
        "Did you mean `title`? Here there are: ",
    )
    .and_nothing_else();
}

#[test]
fn a_name_in_a_condition_that_the_templates_do_not_see() {
    themed(&[(
        "templates/home.html",
        "{% extends \"base.html\" %}{% block main %}\n{% if document.sumary %}<p>a</p>{% endif %}{% endblock %}",
    )])
    .says(
        "themes/eigen/templates/home.html:2:7: error[template-variable]",
        "Meinten Sie `summary`?",
        "Did you mean `summary`?",
    )
    .and_nothing_else();
}

#[test]
fn unknown_template_variable_that_would_be_html() {
    themed(&[(
        "templates/home.html",
        "{% extends \"base.html\" %}{% block main %}\n{{ document.body_htlm | safe }}{% endblock %}",
    )])
    .says(
        "themes/eigen/templates/home.html:2:4: error[template-variable]",
        "Die Vorlage verwendet `document.body_htlm`",
        "The template uses `document.body_htlm`",
    )
    .and_nothing_else();
}

#[test]
fn recursive_include() {
    themed(&[
        ("templates/not-found.html", "{% include \"home.html\" %}"),
        ("templates/home.html", "{% include \"not-found.html\" %}"),
    ])
    .says(
        "themes/eigen/templates/not-found.html:1:12: error[template-recursion]",
        "home.html → not-found.html → home.html",
        "→",
    );
}

#[test]
fn components_that_call_each_other_in_a_circle_are_named() {
    themed(&[
        ("components/card/card.html", "{% component card(card: map) %}{{ <extra card={card} /> }}{% endcomponent %}{% component cards(cards: array, typed: bool = true, level: integer = 3, ordered: bool = false) %}{% endcomponent %}{% component card_more(card: map) %}{% endcomponent %}"),
        ("components/extra/extra.html", "{% component extra(card: map) %}\n{{- <card card={card} /> }}{% endcomponent %}"),
        ("templates/home.html", "{{ <card card={page} /> }}"),
    ])
    .says(
        "themes/eigen/components/extra/extra.html:2:5: error[template-recursion]",
        "extra → card → extra",
        "extra → card → extra",
    );
}

#[test]
fn files_of_a_theme_in_a_wrong_place() {
    themed(&[
        ("farben.css", "a{}"),
        ("template/home.html", ""),
        ("styles/muster.svg", "<svg/>"),
        ("styles/farben.scss", ""),
        ("components/card/README.md", ""),
    ])
    .says(
        "themes/eigen/farben.css: warning[theme-file]",
        "nach `styles/farben.css`",
        "to `styles/farben.css`",
    )
    .says(
        "themes/eigen/template/home.html: warning[theme-file]",
        "`templates/home.html`",
        "`templates/home.html`",
    )
    .says("themes/eigen/styles/muster.svg: warning[theme-file]", "`static/muster.svg`", "`static/muster.svg`")
    .says("themes/eigen/styles/farben.scss: warning[theme-file]", "nicht verwendet", "not used")
    .and_nothing_else();
}

#[test]
fn a_theme_that_the_settings_do_not_name() {
    let site = Site::new("-- content/index.md --\n---\ntitle: Start\n---\n")
        .file("themes/default/styles/zz.css", "a{}")
        .file("themes/eigen/theme.toml", "name = \"Eigen\"\ncontract = 1\n");
    site.build()
        .says("themes/eigen: warning[unused-theme]", "`theme = \"eigen\"`", "`theme = \"eigen\"`")
        .and_nothing_else();
}

#[test]
fn files_that_a_style_names_and_nobody_has() {
    let style = "@font-face{src:url(fonts/haus.woff2)}\n\
        a{background:url('muster.svg')}b{background:url(../bilder/wappen.svg#a)}\n\
        c{background:url(\"mustr.svg\")}d{background:url(data:image/png;base64,aaaa) url(#x)}\n\
        e{src:url(fonts/hause.woff2)}f{background:url(../bilder/wapen.svg)}/* url(no.png) */\n";
    let site = Site::new("-- content/index.md --\n---\ntitle: Start\n---\n")
        .file("config.toml", "theme = \"eigen\"\n")
        .file("content/bilder/wappen.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        .file("themes/eigen/theme.toml", "name = \"Eigen\"\ncontract = 1\n")
        .file("themes/eigen/fonts/haus.woff2", "wOF2")
        .file("themes/eigen/static/muster.svg", "<svg/>")
        .file("themes/eigen/static/druck.css", "a{background:url(muster.svg) url(fonts/haus.woff2)}")
        .file("themes/eigen/components/card/card.late.css", "a{background:url(../theme/muster.svg)}")
        .file("themes/eigen/styles/zz.css", style);
    site.build()
        .says(
            "themes/eigen/styles/zz.css:3:14: warning[theme-address]",
            "Meinten Sie `muster.svg`?",
            "`muster.svg`?",
        )
        .says(
            "themes/eigen/styles/zz.css:4:7: warning[theme-address]",
            "`fonts/haus.woff2`?",
            "`fonts/haus.woff2`?",
        )
        .says(
            "themes/eigen/styles/zz.css:4:43: warning[theme-address]",
            "`../bilder/wappen.svg`?",
            "`../bilder/wappen.svg`?",
        )
        .says(
            "themes/eigen/static/druck.css:1:30: warning[theme-address]",
            "`fonts/haus.woff2`",
            "`fonts/haus.woff2`",
        )
        .says(
            "themes/eigen/components/card/card.late.css:1:14: warning[theme-address]",
            "`card.late.css` reist",
            "`card.late.css` travels",
        )
        .and_nothing_else();
}

#[test]
fn other_faults_of_themes() {
    Site::new(
        "-- content/index.md --\n---\ntitle: A\n---\n-- config.toml --\ntitle = \"A\"\ntheme = \"defalt\"\n",
    )
    .build()
    .says("config.toml:2:9: error[missing-theme]", "Meinten Sie `default`?", "Did you mean `default`?");
    themed(&[("templates/home.html", "{% extends \"bse.html\" %}")]).says(
        "themes/eigen/templates/home.html:1:12: error[missing-template]",
        "Meinten Sie `base.html`?",
        "Did you mean `base.html`?",
    );
    themed(&[("templates/home.html", "{{ <fact_bx facts={[]} title=\"x\" /> }}")]).says(
        "themes/eigen/templates/home.html:1:4: error[missing-template]",
        "Meinten Sie `fact_box`?",
        "Did you mean `fact_box`?",
    );
}

#[test]
fn faults_of_vocabularies() {
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n-- content/vokabulare/zielgruppen.yaml --\nid: target_group\nlable: X\nterms:\n  - {id: eltern, brooder: x}\n  - {id: eltern}\n  - {id: a, broader: b}\n  - {id: b, broader: a}\n  - {id: c, broader: elten}\n-- content/vokabulare/feld.yaml --\nid: fild\nterms: []\n")
        .build()
        .says("content/vokabulare/zielgruppen.yaml:2:1: error[vocabulary-shape]", "Meinten Sie `label`?", "`label`")
        .says("content/vokabulare/zielgruppen.yaml:4:18: error[vocabulary-shape]", "Meinten Sie `broader`?", "`broader`")
        .says("content/vokabulare/zielgruppen.yaml:5:10: error[duplicate-term]", "zum zweiten Mal", "second time")
        .says("content/vokabulare/zielgruppen.yaml:6:10: error[circular-terms]", "a → b → a", "a → b → a")
        .says("content/vokabulare/zielgruppen.yaml:8:22: error[unknown-term]", "Meinten Sie `eltern`?", "`eltern`")
        .says("content/vokabulare/feld.yaml:1:5: error[unknown-vocabulary]", "Meinten Sie `field`?", "`field`")
        .and_nothing_else();
}

#[test]
fn a_copy_of_a_vocabulary_is_one_problem() {
    let terms = "id: target_group\nlabel: Zielgruppen\nterms:\n  - {id: eltern}\n  - {id: familien}\n";
    let site = |copy: &str| {
        Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
            .file("content/vokabulare/zielgruppen.yaml", terms)
            .file("content/vokabulare/zielgruppen - Kopie.yaml", copy)
            .file("content/seite.md", "---\ntitle: S\n---\n")
            .build()
    };
    for copy in [terms.to_owned(), format!("{terms}  - {{id: neu, broader: eltern}}\n")] {
        site(&copy)
            .says(
                "content/vokabulare/zielgruppen - Kopie.yaml:1:5: error[copied-vocabulary]",
                "dieselben Begriffe wie `content/vokabulare/zielgruppen.yaml`",
                "the same terms as `content/vokabulare/zielgruppen.yaml`",
            )
            .and_nothing_else();
    }
    // A vocabulary may be in several files.
    site("id: target_group\nterms:\n  - {id: kinder}\n").and_nothing_else();
}

#[test]
fn a_term_that_comes_twice_stays_what_others_mean() {
    let twice = "id: target_group\nterms:\n  - {id: familien}\n  - {id: eltern, broader: familien}\n";
    let home = "-- content/index.md --\n---\ntitle: A\n---\n";
    let built = Site::new(home)
        .file("content/vokabulare/zielgruppen.yaml", format!("{twice}  - {{id: familien}}\n"))
        .build()
        .says("content/vokabulare/zielgruppen.yaml:5:10: error[duplicate-term]", "zum zweiten Mal", "second")
        .and_nothing_else();
    let earlier: Vec<_> = built.build.problems[0].others.iter().map(|place| place.span.start).collect();
    assert_eq!(earlier, [twice.find("familien").unwrap()], "the first of them is shown as well");
    Site::new(home)
        .file("content/vokabulare/zielgruppen.yaml", format!("{twice}  - {{id: familien}}\n  - {{id: c}}\n"))
        .build()
        .says("content/vokabulare/zielgruppen.yaml:5:10: error[duplicate-term]", "zum zweiten Mal", "second")
        .and_nothing_else()
        .shows(
            "vokabulare/zielgruppen/eltern.html",
            &["Gehört zu <a href=\"../../vokabulare/zielgruppen/familien.html\">"],
        );
}

#[test]
fn what_looks_like_markup_and_is_none() {
    Site::body("Siehe [Projekt](../projekte/das projekt.md).\n\n##Ziele\n\n• eins\n")
        .build()
        .says(
            &warning("8:7 unread-markup"),
            "`[Projekt](../projekte/das projekt.md)` steht so auf der Seite: Als Link ist es nicht zu erkennen. Schreiben Sie `[Projekt](<../projekte/das projekt.md>)`.",
            "cannot be recognised as a link. Write `[Projekt](<../projekte/das projekt.md>)`.",
        )
        .says(&warning("10:1 unread-markup"), "Als Überschrift", "as a heading. Write `## Ziele`.")
        .says(&warning("12:1 unread-markup"), "Schreiben Sie `- eins`.", "as a list")
        .and_nothing_else();
    Site::body("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 1 | 2 | |\n| `x\\|y` | 2 |\n")
        .build()
        .says(
            &at("10:1 surplus-cells"),
            "3 Zellen, die Tabelle aber nur 2 Spalten",
            "3 cells, but the table has 2",
        )
        .and_nothing_else();
    Site::body("Text.\n\n<!-- fertig -->\n\n<!-- offen\n\nVerloren.\n")
        .build()
        .says(&at("12:1 unclosed-comment"), "`-->`", "`-->`")
        .and_nothing_else();
}

#[test]
fn front_matter_may_stand_below_empty_lines() {
    Site::new("-- content/orte/a.md --\n\n \n---\ntitle: Ein Ort\n---\n")
        .build()
        .and_nothing_else()
        .shows("orte/a.html", &["<h1>Ein Ort</h1>"]);
    Site::new("-- content/orte/a.md --\n---\n- title\n---\n")
        .build()
        .says("content/orte/a.md:2:1: error[yaml-syntax]", "Zeilen wie `title: …`", "lines like")
        .and_nothing_else();
}

#[test]
fn values_as_people_write_them() {
    concept("draft: nein\nupdated: 14. März 2026\n").and_nothing_else();
    concept("duraton: 2\n").says(&at("3:1 unknown-field"), "Meinten Sie `duration`?", "`duration`?");
    concept("Schlagworte: Video\n").says(&at("3:1 unknown-field"), "Meinten Sie `tags`?", "`tags`?");
    concept("target_group: eltern und jugendliche\n").says(
        &at("3:15 unknown-term"),
        "Meinten Sie `[eltern, jugendliche]`?",
        "Did you mean `[eltern, jugendliche]`?",
    );
    concept("image: {file: a.jpg}\n").says(
        &at("3:8 missing-field"),
        "Ergänzen Sie bei `image` in den geschweiften Klammern oder eingerückt darunter zum Beispiel: `alt: \"…\"`.",
        "Add it to `image`",
    );
    Site::new("-- content/workshops/a.md --\n---\ntitle: A\nsummary: S.\nstart: 2027-03-11 14:00\nend: 2027-03-11\n---\n")
        .build()
        .says("content/workshops/a.md:5:6: error[missing-time]", "fehlt die Uhrzeit", "time of day is missing");
    Site::body("[Stadt](www.example.org) [Post](info@example.org)\n")
        .build()
        .says(&at("8:1 broken-link"), "Meinten Sie `https://www.example.org`?", "`https://www.example.org`?")
        .says(&at("8:26 broken-link"), "Meinten Sie `mailto:info@example.org`?", "`mailto:info@example.org`?")
        .and_nothing_else();
}

#[test]
fn pages_of_menus_and_text_in_angle_brackets() {
    Site::body("Der <Betrag> steht hier.\n").build().says(
        &warning("8:5 removed-html"),
        "Ist es kein HTML, sondern Text, schreiben Sie `\\<Betrag>`.",
        "If it is no HTML, but text, write `\\<Betrag>`.",
    );
    Site::new(
        "-- content/orte/o.md --\n---\ntitle: O\n---\n-- config.toml --\n[[menu]]\npage = \"orte/indx\"\n",
    )
    .build()
    .says(
        "config.toml:2:8: error[broken-link]",
        "Meinten Sie `orte/index`? `page` nennt eine Seite",
        "Did you mean `orte/index`? `page` names a page",
    )
    .and_nothing_else();
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file(
            "content/vokabulare/zielgruppen.yaml",
            "id: target_group\nterms:\n  - {id: a, label: A, label: B}\n",
        )
        .build()
        .says("content/vokabulare/zielgruppen.yaml:3:23: error[duplicate-key]", "`label`", "`label`")
        .and_nothing_else();
}

#[test]
fn files_that_only_look_like_texts_are_not_published() {
    let secret = "---\ntitle: A\ninternal_note: geheim\n---\n";
    let built = Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file("content/konzepte/a.md.txt", secret)
        .file("content/konzepte/b.markdown", secret)
        .file("content/vokabulare/zielgruppen.txt", "id: target_group\n")
        .file("content/material/liste.txt", "eins\n")
        .build()
        .says("content/konzepte/a.md.txt: error[misnamed-file]", "in `a.md`", "to `a.md`")
        .says("content/konzepte/b.markdown: error[misnamed-file]", "in `b.md`", "to `b.md`")
        .says(
            "content/vokabulare/zielgruppen.txt: error[misnamed-file]",
            "`zielgruppen.yaml`",
            "`zielgruppen.yaml`",
        )
        .and_nothing_else();
    let texts: Vec<&str> =
        built.paths().filter(|path| path.contains(".txt") || path.contains("b.mark")).collect();
    assert_eq!(texts, ["material/liste.txt"]);
}

#[test]
fn pictures_that_browsers_do_not_show_are_told() {
    let heic = b"\0\0\0\x24ftypheic\0\0\0\0mif1heic";
    let text = "---\ntitle: A\nimage: {file: b/foto.jpg, alt: Ein Haus, credit: Wir}\n---\n\n![Plan](b/plan.tif)\n\n![Leer](b/leer.png)\n";
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file("content/a.md", text)
        .file("content/b/foto.jpg", heic)
        .file("content/b/plan.tif", b"II*\0")
        .file("content/b/leer.png", b"")
        .file("content/b/ungenutzt.heic", heic)
        .build()
        .says("content/a.md:3:15: warning[unshown-image]", "Es ist eine HEIC-Datei", "it is a HEIC file")
        .says("content/a.md:6:1: warning[unshown-image]", "`b/plan.tif`", "it is a TIFF file")
        .says(
            "content/a.md:8:1: warning[unshown-image]",
            "kein Bild oder beschädigt",
            "no picture, or damaged",
        )
        .and_nothing_else();
}

#[test]
fn files_in_the_place_of_pictures_are_told() {
    let text =
        "---\ntitle: A\n---\n![Der Plan](b/plan.pdf)\n\n![Der Film](b/film.MOV)\n\n![Stern](b/stern.svg)\n";
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file("content/a.md", text)
        .file("content/b/plan.pdf", "%PDF-")
        .file("content/b/film.MOV", "x")
        .file("content/b/stern.svg", "<svg/>")
        .build()
        .says(
            "content/a.md:4:1: warning[unshown-image]",
            "Schreiben Sie `[Der Plan](b/plan.pdf)`",
            "Write `[Der Plan](b/plan.pdf)`",
        )
        .says("content/a.md:6:1: warning[unshown-image]", "Speichern Sie den Film als MP4", "as MP4")
        .and_nothing_else();
}

#[test]
fn addresses_that_are_none_on_the_web_tell_what_to_write() {
    let text = "[Bogen](<C:\\Users\\anna\\Bogen 1.docx>)\n\n[Bogen](\\\\server\\a\\Bogen.docx)\n\n\
                ![Plan](C:\\Plan.jpg)\n\n[Bogen](..\\material\\bogen.pdf)\n\n[Leitfaden]()\n\n![Plan]( )\n";
    Site::body(text)
        .build()
        .says(&at("8:1 local-path"), "schreiben Sie als Ziel `<Bogen 1.docx>`", "write `<Bogen 1.docx>` as")
        .says(&at("10:1 local-path"), "Der Link", "write `Bogen.docx` as the target")
        .says(&at("12:1 local-path"), "Das Bild `C:\\Plan.jpg`", "The image")
        .says(&at("14:1 backslash-path"), "Schreiben Sie als Ziel `../material/bogen.pdf`", "by `\\`")
        .says(&at("16:1 no-target"), "Der Link `[Leitfaden]()` hat kein Ziel", "The link `[Leitfaden]()` has")
        .says(&at("18:1 no-target"), "Das Bild `![Plan]( )`", "The image")
        .and_nothing_else();
}

#[test]
fn slips_in_addresses_tell_what_is_meant() {
    let safe = "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=05";
    let text = format!(
        "[Netz](//server/a/x.docx)\n\n[Web](https:/example.org)\n\n[Mail](mailto:a@example)\n\n\
         [Anrufen](06201/82123)\n\n[Tagung]({safe})\n\n![Plan](data:image/png;base64,{})\n\n\
         ![Raum](foto.jpg „Im „neuen“ Raum“)\n",
        "A".repeat(500)
    );
    Site::body(&text)
        .build()
        .says(&at("8:1 local-path"), "schreiben Sie als Ziel `x.docx`", "")
        .says(
            &at("10:1 bad-address"),
            "Schreiben Sie als Ziel `https://example.org`.",
            "Write `https://example.org` as",
        )
        .says(&at("12:1 bad-address"), "wie in `mailto:name@example.org`", "as in")
        .says(&at("14:1 bad-address"), "`tel:0620182123`", "`tel:0620182123`")
        .says(
            &warning("16:1 detour"),
            "Schreiben Sie als Ziel `https://example.org/a`.",
            "over `eur03.safelinks.",
        )
        .says(&at("18:1 embedded-image"), "AAA…` ist keine Datei", "beside this document")
        .says(&warning("20:1 unread-markup"), "`![Raum](foto.jpg \"Im „neuen“ Raum\")`", "an image")
        .and_nothing_else();
}

#[test]
fn entries_of_lists_by_other_signs_are_told() {
    Site::body(
        "– eins\n– zwei\n\na) eins\nb) zwei\n\n- [] offen\n- [x]fertig\n\n## ** fett **\n\n– eins\\\n– zwei\n",
    )
    .build()
    .says(&warning("8:1 unread-markup"), "Schreiben Sie `- eins`.", "as a list")
    .says(&warning("9:1 unread-markup"), "Schreiben Sie `- zwei`.", "")
    .says(
        &warning("11:1 unread-markup"),
        "Schreiben Sie `- a) eins`. Soll es wirklich so dastehen, schreiben Sie `a\\) eins`.",
        "",
    )
    .says(&warning("12:1 unread-markup"), "Schreiben Sie `- b) zwei`.", "")
    .says(
        &warning("14:1 unread-markup"),
        "Als Kästchen ist es nicht zu erkennen. Schreiben Sie `- [ ] offen`.",
        "a checkbox",
    )
    .says(
        &warning("15:1 unread-markup"),
        "Schreiben Sie `- [x] fertig`. Soll es wirklich so dastehen, schreiben Sie `- \\[x]fertig`.",
        "",
    )
    .says(&warning("17:4 unread-markup"), "Schreiben Sie `**fett**`.", "as emphasis")
    .and_nothing_else();
}

#[test]
fn tables_that_are_none_yet_are_told() {
    Site::body("Name\tOrt\nAnna\tBonn\nUwe\tKiel\n\n+---+---+\n| a | b |\n+---+---+\n\nText\n\n| c | d |\n|—|—|\n| 1 | 2 |\n")
        .build()
        .says(
            &warning("8:1 text-table"),
            "ihre Zeilen trennt nur ein Tabulator; auf der Seite laufen sie ineinander. Schreiben Sie die erste Zeile so: `| Name | Ort |`, darunter `| --- | --- |`, und",
            "its rows only have a tab between them",
        )
        .says(&warning("12:1 text-table"), "Löschen Sie die Zeilen, die mit `+` beginnen.", "`| a | b |`")
        .says(&warning("18:1 unread-markup"), "Schreiben Sie statt der Zeile darunter: `| --- | --- |`.", "in place of")
        .and_nothing_else();
    Site::body("| a | b |\n\n|---|---|\n\n| 1 | 2 |\n\nText\n\n| c | d |\n|---|---|\n| 1 | 2 |\nDer Eintritt ist frei.\n")
        .build()
        .says(&warning("8:1 text-table"), "Löschen Sie die leeren Zeilen", "Delete the empty lines")
        .says(&warning("19:1 text-in-table"), "Lassen Sie darüber eine Zeile leer.", "`| Der Eintritt ist frei. |`")
        .and_nothing_else();
    Site::body("| c |\n|---|\n| 1 |\nfrei\n\nEin\tTabulator\n").build().and_nothing_else();
}

#[test]
fn lines_below_a_text_that_make_a_heading_of_it_are_told() {
    Site::body("Der Kurs ist kostenlos.\n---\n\nZwei\nZeilen\n---\n\nErgebnis\n---\n\nAusblick\n===\n")
        .build()
        .says(&warning("8:1 underlined-text"), "lassen Sie darüber eine Zeile leer", "delete the hyphens")
        .says(&warning("11:1 underlined-text"), "beginnen Sie sie mit `##`", "")
        .says(&warning("18:1 title-in-body"), "Die Zeile `===` darunter löschen Sie", "Delete the line `===`")
        .and_nothing_else();
    let built = Site::body("# Ergebnis\n").build();
    assert!(!built.everything().contains("darunter"), "{}", built.everything());
}

#[test]
fn text_that_is_code_by_mistake_is_told() {
    Site::body("Text\n\n```\nCode\n\n## Ziele\n")
        .build()
        .says(&warning("10:1 unclosed-code"), "löschen Sie diese Zeile", "write a line ``` at its end")
        .and_nothing_else();
    Site::body("```markdown\n## Ziele\n\nText\n```\n")
        .build()
        .says(
            &warning("8:1 text-as-code"),
            "Löschen Sie die erste Zeile, ```markdown, und die letzte, ```.",
            "The whole text",
        )
        .and_nothing_else();
    Site::body("So:\n\n```markdown\n## Ziele\n```\n\n> ~~~\n> x\n> ~~~~\n\n- a\n\n  ```\n  b\n  ```\n")
        .build()
        .and_nothing_else();
}

#[test]
fn marks_of_other_programs_and_callouts_without_their_signs_are_told() {
    Site::body(
        "## Ziele :contentReference[oaicite:0]{index=0}\n\nKostenlos【4†source】<o:p></o:p>\n\n[TOC]\n\nSehr ==wichtig==\n\n\
         [!HINWEIS] Achtung\n\n> [HINWEIS]\n> Achtung\n\n> [Hinweis] zum Text\n",
    )
    .build()
    .says(&warning("8:10 leftover"), "ist ein Überbleibsel aus ChatGPT", "Delete `:contentReference[oaicite:0]{index=0}`.")
    .says(&warning("10:10 leftover"), "Löschen Sie `【4†source】`.", "")
    .says(&warning("10:20 leftover"), "aus Word", "from Word")
    .says(&warning("12:1 leftover"), "Löschen Sie `[TOC]`.", "")
    .says(&warning("14:6 leftover"), "schreiben Sie `<mark>wichtig</mark>`", "")
    .says(&warning("16:1 unread-markup"), "Schreiben Sie `> [!HINWEIS] Achtung`.", "a callout")
    .says(&warning("18:3 unread-markup"), "Schreiben Sie `[!HINWEIS]`.", "a callout")
    .and_nothing_else();
}

#[test]
fn a_footnote_whose_text_lacks_the_colon_is_told_once() {
    Site::body("Eins.[^1] Zwei.[^1] Drei.[^2]\n\n[^1] Ohne Doppelpunkt\n")
        .build()
        .says(
            &at("10:1 unknown-footnote"),
            "fehlt nur der Doppelpunkt: Schreiben Sie `[^1]:` und",
            "only the colon is missing",
        )
        .says(&at("8:26 unknown-footnote"), "ans Ende des Dokuments: `[^2]: Text der Fußnote`.", "")
        .and_nothing_else();
}

#[test]
fn characters_that_were_lost_on_the_way_are_told() {
    Site::concept(
        "title: FÃ¼r Eltern\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\n",
        "## GrÃ¶ÃŸe\n\nFÃ¼r `fÃ¼r`\n\nEin\u{c}Blatt, zwei\u{b}Zeilen\n",
    )
    .build()
    .says(&warning("2:8 garbled-text"), "Schreiben Sie `Für`.", "Write `Für`.")
    .says(&warning("8:4 garbled-text"), "`GrÃ¶ÃŸe`", "`Größe`")
    .says(&warning("12:4 control-character"), "(U+000C)", "(U+000C)")
    .and_nothing_else();
}

#[test]
fn indented_text_is_told_from_code() {
    let text = "\tViele Eltern erreichen uns abends.\n\n- Punkt\n\n        Ein Absatz zu dem Punkt.\n\nText\n\n\
                \t•\tPunkt\n\nText\n\n    title: Viele Eltern erreichen uns abends\n\nText\n\n    Nur drei Worte\n\n\
                Text\n\n    Eltern und Kinder = Familien heute\n\n```\nViele Eltern erreichen uns abends.\n```\n";
    Site::body(text)
        .build()
        .says(&warning("8:2 indented-text"), "Tabulator", "tab before the first word")
        .says(&warning("12:7 indented-text"), "", "")
        .says(&warning("16:2 indented-text"), "", "")
        .and_nothing_else();
}

#[test]
fn a_translation_under_another_name_is_no_page_of_its_own() {
    let page = |text: &str| format!("---\ntitle: A\n---\n{text}\n");
    let built = Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file("content/a.md", page("a.md"))
        .file("content/a.eng.md", page("a.eng.md"))
        .file("content/a.Türkisch.md", page("a.Türkisch.md"))
        .file("content/a.neu.md", page("a.neu.md"))
        .file("content/b.eng.md", page("b.eng.md"));
    built
        .build()
        .says("content/a.eng.md: error[misnamed-translation]", "in `a.en.md` (English)", "to `a.en.md`")
        .says("content/a.Türkisch.md: error[misnamed-translation]", "in `a.tr.md` (Türkçe)", "to `a.tr.md`")
        .and_nothing_else();
}

#[test]
fn a_site_without_documents_takes_the_place_of_none() {
    let empty = Site::new("-- content/vokabulare/schlagworte.yaml --\nid: tag\nterms: [Video]\n").build();
    assert_eq!(empty.count("no-content"), 1, "{}", empty.everything());
}

#[test]
fn mistakes_in_collections() {
    let query = |lines: &str| {
        let front_matter = format!("---\ntitle: A\nquery:\n  - type: place\n{lines}---\n");
        Site::new("").file("content/a.md", front_matter).build()
    };
    query("    sort: titel\n")
        .says(
            "content/a.md:5:11: error[bad-query]",
            "`sort: titel` nicht. Meinten Sie `title`?",
            "`sort: titel`",
        )
        .and_nothing_else();
    query("    sort: [title]\n    title: [a]\n    about: {a: b}\n")
        .says("content/a.md:5:11: error[bad-query]", "`sort: –`", "`sort: –`")
        .says("content/a.md:6:12: error[bad-query]", "`title: –`", "`title: –`")
        .says("content/a.md:7:12: error[bad-query]", "`about: –`", "`about: –`")
        .and_nothing_else();
    query("    show: matrix\n    rows: zielgruppe_\n    columns: kind\n")
        .says("content/a.md:6:11: error[bad-query]", "`rows: zielgruppe_`", "`rows: zielgruppe_`")
        .and_nothing_else();
    query("    show: matrix\n    rows: order\n    columns: setting\n")
        .says(
            "content/a.md:6:11: error[bad-query]",
            "In einer Matrix stehen unter `rows` Begriffe eines Vokabulars, eine Auswahl oder Dokumente eines Typs",
            "In a matrix, `rows` holds terms of a vocabulary, choices or documents of a type",
        )
        .says("content/a.md:7:14: error[bad-query]", "stehen unter `columns` Begriffe", "`columns` holds terms")
        .and_nothing_else();
    query("    where: {order: viele}\n")
        .says("content/a.md:5:20: error[bad-query]", "`order: viele`", "`order: viele`")
        .and_nothing_else();
    query("    show: table\n    columns: [kind, kindd]\n").says(
        "content/a.md:6:21: error[bad-query]",
        "Meinten Sie `kind`?",
        "`kind`",
    );
    query("    rows: target_group\n")
        .says(
            "content/a.md:5:5: error[bad-query]",
            "nur zusammen mit `show: matrix`",
            "together with `show: matrix`",
        )
        .and_nothing_else();
    query("    limit: 3\n    limit: 4\n    where: {tags: a, tags: b}\n")
        .says("content/a.md:6:5: error[duplicate-key]", "`limit`", "`limit`")
        .says("content/a.md:7:22: error[duplicate-key]", "`tags`", "`tags`");
    query("    where: {setting: praesens}\n").says(
        "content/a.md:5:22: error[unknown-choice]",
        "Meinten Sie `praesenz`?",
        "`praesenz`",
    );
    query("    where: {draft: vielleicht}\n")
        .says("content/a.md:5:20: error[bad-query]", "Möglich sind: `true`, `false`", "`true`, `false`")
        .and_nothing_else();
    query("    where: {start: 2027-03-11}\n")
        .says(
            "content/a.md:5:20: error[bad-query]",
            "nach der Zeit fragt `time: upcoming`",
            "`time: upcoming`",
        )
        .and_nothing_else();
    query("    where: {target_group: [[a]]}\n")
        .says("content/a.md:5:28: error[bad-query]", "`target_group: –`", "`target_group: –`")
        .and_nothing_else();
}

#[test]
fn mistakes_in_collections_are_told_with_what_is_missing() {
    let query = |lines: &str| {
        let model = "title = \"T\"\n[types.standort]\nlabel = \"Pilotstandort\"\nplural = \"Pilotstandorte\"\nfolders = [\"pilotstandorte\"]\nfields = [\"field\"]\n";
        let front_matter = format!("---\ntitle: A\nquery:\n{lines}---\n");
        Site::new("").file("config.toml", model).file("content/a.md", front_matter).build()
    };
    for name in ["Pilotstandort", "pilotstandorte", "Pilotstandrot"] {
        query(&format!("  - type: {name}\n"))
            .says(
                "content/a.md:4:11: error[bad-query]",
                "Meinten Sie `standort`?",
                "Did you mean `standort`?",
            )
            .and_nothing_else();
    }
    query("  - type: standort\n    limit: drei\n")
        .says(
            "content/a.md:5:12: error[bad-query]",
            "`limit: drei` nicht. Hier steht eine Zahl, zum Beispiel `limit: 6`.",
            "A number stands here",
        )
        .and_nothing_else();
    query("  - type: standort\n    show: matrix\n")
        .says(
            "content/a.md:4:5: error[incomplete-matrix]",
            "Zu `show: matrix` fehlt noch `rows` und `columns`. Ergänzen Sie in derselben Sammlung zum Beispiel `rows: field`, `columns: license`. Möglich sind: `field`, `license`, `tags`.",
            "still needs `rows` and `columns`",
        )
        .and_nothing_else();
    query("  - show: matrix\n    rows: field\n    type: standort\n")
        .says("content/a.md:4:5: error[incomplete-matrix]", "noch `columns`. Ergänzen", "needs `columns`.")
        .and_nothing_else();
    let built = query("  - where: {jahr: 2024}\n    type: standort\n");
    let said = built.everything();
    assert!(said.contains("`where: jahr` nicht. Möglich sind:") && said.contains("`field`"), "{said}");
    assert!(!said.contains("`start`") && !said.contains("`setting`"), "{said}");
}

#[test]
fn a_list_without_documents_is_left_out_of_the_menu() {
    let menu = "title = \"T\"\n[types.geraet]\nlabel = \"Gerät\"\nfolders = [\"geraete\"]\n[[menu]]\npage = \"index\"\n[[menu]]\npage = \"geraete/index\"\n";
    let site = Site::new("").file("config.toml", menu).file("content/index.md", "---\ntitle: Start\n---\n");
    let built = site.build();
    assert_eq!(built.build.site.menu.len(), 1);
    built
        .says(
            "config.toml:8:8: warning[empty-menu-list]",
            "Sie erscheint mit dem ersten Dokument in `content/geraete`",
            "appears with the first document in `content/geraete`",
        )
        .and_nothing_else();
    let built = site.file("content/geraete/g.md", "---\ntitle: G\n---\n").build();
    assert_eq!(built.build.site.menu.len(), 2);
    built.and_nothing_else();
}

#[test]
fn mistakes_in_the_configuration() {
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file(
            "config.toml",
            "titel = \"A\"\nurl = \"www.example.org\"\naccent = \"blau\"\n\npage_size = \"viele\"\nlicense = \"cc-bye\"\n\n[[menu]]\npage = \"impresum\"\n\n[logo]\nfile = \"fehlt.svg\"\nalt = \"Logo\"\n",
        )
        .file("content/impressum.md", "---\ntitle: Impressum\n---\n")
        .build()
        .says("config.toml:1:1: error[config-unknown-key]", "Meinten Sie `title`?", "Did you mean `title`?")
        .says("config.toml:2:7: error[config-value]", "`url = \"https://", "Write for example")
        .says("config.toml:3:10: error[config-value]", "`accent = \"#", "accent")
        .says("config.toml:5:13: error[config-value]", "page_size", "page_size")
        .says("config.toml:6:11: error[config-value]", "cc-bye", "cc-bye")
        .says("config.toml:9:8: error[broken-link]", "Meinten Sie `impressum`?", "`impressum`")
        .says("config.toml:12:8: error[missing-file]", "`fehlt.svg`", "`fehlt.svg`")
        .and_nothing_else();
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n-- config.toml --\ntitle = \"A\nurl = 1\n")
        .build()
        .says(
            "config.toml:1:11: error[config-syntax]",
            "Texte stehen in Anführungszeichen",
            "quotation marks",
        )
        .and_nothing_else();
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n-- config.toml --\nlang = \"deutsch\"\n")
        .build()
        .says("config.toml:1:8: error[config-value]", "`lang = \"de\"`", "lang")
        .and_nothing_else();
    Site::new("-- content/index.md --\n---\ntitle: A\n---\n-- config.toml --\n[types.page.own.farbe]\nkind = \"term\"\nvocabulary = \"feld\"\n[types.page.own.klang]\nkind = \"tekst\"\n[types.page.own.form]\nkind = \"choice\"\n[types.page.own.zahl]\nkind = \"number\"\nmany = \"ja\"\n")
        .build()
        .says("config.toml:3:14: error[config-unknown-name]", "Meinten Sie `field`?", "Did you mean `field`?")
        .says("config.toml:5:8: error[config-unknown-name]", "Möglich sind: `text`", "Possible values: `text`")
        .says("config.toml:6:17: error[model-contradiction]", "bei `form`: Die Zeile `choices = …` fehlt.", "is missing")
        .says("config.toml:10:8: error[config-value]", "Er ist von anderer Art. Schreiben Sie zum Beispiel: `many = true`", "`many = true`");
}

#[test]
fn settings_in_a_wrong_form_or_place_tell_what_to_write() {
    let build = |config: &str| {
        Site::new("-- content/index.md --\n---\ntitle: A\n---\n").file("config.toml", config).build()
    };
    build("logo = \"wappen.png\"\n")
        .says(
            "config.toml:1:8: error[config-value]",
            "`logo = { file = \"wappen.png\", alt = \"…\" }`",
            "`logo = { file = \"wappen.png\", alt = \"…\" }`",
        )
        .and_nothing_else();
    build("logo = { file = \"wappen.png\", alt = \"Wappen\" }\n")
        .says(
            "config.toml:1:17: error[missing-file]",
            "liegen unter `content/` und werden von dort aus genannt",
            "lie below `content/`",
        )
        .and_nothing_else();
    build("[logo]\nalt = \"Wappen\"\n")
        .says("config.toml:1:2: error[config-value]", "`file = …` fehlt", "`file = …` is missing")
        .and_nothing_else();
    build("title = \"A\"\n[search]\nwords = [\"Netzpate\"]\naccent = \"#123456\"\n")
        .says(
            "config.toml:4:1: error[config-unknown-key]",
            "Verschieben Sie die Zeile nach oben, über die erste Zeile in eckigen Klammern.",
            "move the line up, above the first line in square brackets.",
        )
        .and_nothing_else();
    build("farbe = \"#123456\"\nlizenz = \"cc-by\"\nbeschreibung = \"B\"\n")
        .says("config.toml:1:1: error[config-unknown-key]", "Meinten Sie `accent`?", "`accent`")
        .says("config.toml:2:1: error[config-unknown-key]", "Meinten Sie `license`?", "`license`")
        .says("config.toml:3:1: error[config-unknown-key]", "Meinten Sie `description`?", "`description`")
        .and_nothing_else();
}

#[test]
fn a_slip_in_the_configuration_is_not_told_of_the_content() {
    const CONFIG: &str = "title = \"T\"\n[types.tandem]\nlabel = { de = \"Tandem\" }\nfolders = [\"tandems\"]\nfields = [\"carrier\"]\n[types.tandem.own.kosten]\nlabel = { de = \"Kosten\" }\nkind = \"text\"\nmany = true\n[[menu]]\npage = \"tandems/index\"\n[logo]\nfile = \"fehlt.svg\"\n";
    let build = |config: &str| {
        Site::new("-- content/tandems/a.md --\n---\ntitle: A\nkosten: [a, b]\nkostn: c\n---\n[X](x.md)\n")
            .file("config.toml", config)
            .file("themes/eigen/templates/home.html", "{{ page.titel }}")
            .build()
    };
    build(CONFIG)
        .says("config.toml:13:8: error[missing-file]", "`fehlt.svg`", "`fehlt.svg`")
        .says("content/tandems/a.md:4:1: error[unknown-field]", "`kosten`", "`kosten`")
        .says("content/tandems/a.md:6:1: error[broken-link]", "`x.md`", "`x.md`")
        .says("themes/eigen: warning[unused-theme]", "eigen", "eigen")
        .and_nothing_else();
    for (right, wrong, place, de, en) in [
        (
            "\"tandems\"]",
            "\"tandems\"",
            "4:11: error[config-syntax]",
            "Liste, die hier beginnt",
            "the list that begins here",
        ),
        (
            "\"T\"",
            "{ de = \"A\", en = \"B\"",
            "1:9: error[config-syntax]",
            "schließende Klammer `}`",
            "closing bracket `}`",
        ),
        (
            "\"Kosten\" }",
            "\"Kosten\"",
            "7:9: error[config-syntax]",
            "schließende Klammer `}`",
            "closing bracket `}`",
        ),
        (
            "label = { de = \"Kosten\" }",
            "label: Kosten",
            "7:6: error[config-syntax]",
            "kein Doppelpunkt",
            "no colon",
        ),
        (
            "many = true",
            "many = ja",
            "9:8: error[config-syntax]",
            "Ja heißt hier `true`",
            "yes is `true` here",
        ),
        ("many = true", "many = \"ja\"", "9:8: error[config-value]", "`many = true`", "`many = true`"),
        (
            "[types.tandem]",
            "[type.tandem]",
            "2:2: error[config-unknown-key]",
            "Meinten Sie `types`?",
            "`types`",
        ),
        (
            "[types.tandem]",
            "[[types.tandem]]",
            "2:1: error[config-value]",
            "`[types.tandem]`",
            "`[types.tandem]`",
        ),
        ("\"text\"", "\"txet\"", "8:8: error[config-unknown-name]", "`text`", "`text`"),
        ("folders", "folder", "4:1: error[config-unknown-key]", "`folders`", "`folders`"),
    ] {
        build(&CONFIG.replace(right, wrong)).says(&format!("config.toml:{place}"), de, en).and_nothing_else();
    }
    Site::new("-- content/tandems/a.md --\n---\ntitle: A\nkosten: [a]\n---\n")
        .file("config.toml", b"title = \"\xff\"\n")
        .build()
        .says("config.toml:1:10: error[invalid-utf8]", "", "")
        .and_nothing_else();
}

#[test]
fn a_vocabulary_with_an_error_is_told_and_not_its_terms() {
    const TERMS: &str = "id: target_group\nterms:\n  - {id: eltern, label: Eltern}\n  - {id: kinder, label: Kinder, broader: eltern}\n";
    let build = |file: &str, terms: &str| {
        Site::concept(
            "title: A\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\nquery:\n  - where: {target_group: kinder}\n",
            "[Eltern](../vokabulare/zielgruppen/eltern.html)\n",
        )
        .file("content/konzepte/a.en.md", "---\ntitle: A\nsummary: S.\ntarget_group: kinder\n---\n")
        .file("content/vokabulare/zielgruppen.yaml", "id: andere\n")
        .file(file, terms)
        .build()
    };
    let file = "content/vokabulare/zielgruppen.yaml";
    build(file, TERMS).and_nothing_else();
    for (right, wrong, problem) in [
        ("terms:", "terms", "2:1: error[yaml-syntax]"),
        ("terms:", "termse:", "2:1: error[vocabulary-shape]"),
        ("eltern, label", "eltern, lable", "3:18: error[vocabulary-shape]"),
        ("{id: eltern, label: Eltern}", "[eltern]", "3:5: error[vocabulary-shape]"),
    ] {
        build(file, &TERMS.replace(right, wrong))
            .says(&format!("{file}:{problem}"), "", "")
            .and_nothing_else();
    }
    // A file that cannot say which vocabulary it is.
    Site::concept(
        "title: A\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\ntags: x\n",
        "",
    )
    .file("content/vokabulare/zielgruppen.yaml", "id: field\nterms: [familienbildung]\n")
    .file("content/vokabulare/handlungsfelder.yaml", "id: field\nterms: []\n")
    .file("content/vokabulare/wer.yaml", "id: target_group\nterms\n")
    .build()
    .says("content/vokabulare/wer.yaml:2:1: error[yaml-syntax]", "", "")
    .and_nothing_else();
}

#[test]
fn what_a_document_with_errors_would_give_is_not_missing() {
    const PROJECT: &str =
        "title: Ein Vorhaben\nsummary: S.\nfunding_program: digitalpakt\nfield: familienbildung";
    let build = |project: &str, reference: &str| {
        Site::concept(
            &format!(
                "title: A\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nproject: {reference}\n"
            ),
            "[Teil](../projekte/p.md#ein-teil) [[p]] [[Ein Vorhaben]]\n",
        )
        .file("content/konzepte/a.en.md", "---\ntitle: A\nsummary: S.\n---\n")
        .file("content/projekte/p.md", format!("---\n{project}\n---\n## Ein Teil\n"))
        .file("content/projekte/p.en.md", "---\ntitle: P\nsummary: S.\n---\n")
        .build()
    };
    let p = |problem: &str| format!("content/projekte/p.md:{problem}");
    for reference in ["p", "Ein Vorhaben", "[p, Ein Vorhaben]"] {
        build(PROJECT, reference).and_nothing_else();
        for (right, wrong, problem) in [
            ("title: Ein Vorhaben", "title: Ein Vorhaben: neu", "2:8: error[yaml-colon]"),
            ("funding_program: digitalpakt", "funding_program: {a: b}", "4:18: error[wrong-kind]"),
            ("funding_program: digitalpakt", "funding_program: digitalpkt", "4:18: error[unknown-term]"),
            ("funding_program", "funding_programme", "4:1: error[unknown-field]"),
            ("funding_program: digitalpakt\n", "", "1:1: error[missing-field]"),
            ("\nfield", "\n--\nfield", "5:1: error[word-processor-dashes]"),
        ] {
            build(&PROJECT.replace(right, wrong), reference).says(&p(problem), "", "").and_nothing_else();
        }
    }
    // The reference itself is wrong.
    build(PROJECT, "q").says(&at("6:10 unknown-reference"), "`q`", "`q`").and_nothing_else();
    // A warning is no cause.
    build(&PROJECT.replace("field: familienbildung", "goal:"), "p")
        .says("content/projekte/p.md:5:5: warning[empty-value]", "`goal`", "`goal`")
        .and_nothing_else();
    Site::concept(
        "title: A\nsummary: S.\ntarget_group: eltern\nfunding_program: digitalpakt\nproject: p\n",
        "",
    )
    .file("content/projekte/p.md", "---\ntitle: P\nsummary: S.\nfunding_program: digitalpakt\nfield:\n---\n")
    .build()
    .says("content/projekte/p.md:5:6: warning[empty-value]", "`field`", "`field`")
    .says(&at("1:1 missing-field"), "(`field`)", "(`field`)")
    .and_nothing_else();
    // Of a program with errors, not all names are known.
    concept("funding_program: Ein Programm\n")
        .says(&at("3:18 unknown-term"), "`Ein Programm`", "`Ein Programm`")
        .and_nothing_else();
    Site::concept(
        "title: A\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: Ein Programm\n",
        "",
    )
    .file("content/foerderprogramme/eines.md", "---\ntitle: Ein: Programm\nsummary: S.\n---\n")
    .build()
    .says("content/foerderprogramme/eines.md:2:8: error[yaml-colon]", "", "")
    .and_nothing_else();
}

#[test]
fn without_content_there_is_a_way_on() {
    Site::new("").build().says(
        "error[no-content]",
        "Mit `fundus init` entsteht eine kleine Website",
        "fundus init",
    );
}

#[test]
fn everything_is_reported_in_one_run() {
    let site = Site::with_surroundings(
        "-- content/konzepte/a.md --\n---\ntitel: A\nsummary: S.\ntarget_group: elten\nfield: {a: b}\ndate: 31.02.2026\ndate: 2026-01-01\nproject: x\n---\n[kaputt](b.md) ![](c.svg) [#](#x) [js](javascript:alert(1))\n\
         -- content/konzepte/b.en.md --\n---\ntitle: B\n---\n\
         -- content/konzepte/c.md --\n---\ntitle: A: b\n---\n\
         -- content/konzepte/d.md --\n———\n\
         -- content/konzepte/e.md --\n---\n\
         -- content/konzepte/f.md --\n---\ntags:\n\t- a\n---\n\
         -- content/workshops/g.md --\n---\ntitle: G\nstart: 2026-03-14 14:00\nend: 2026-03-13\n---\n\
         -- content/orte/A.md --\n---\ntitle: A\n---\n\
         -- config.toml --\ntitel = 1\ntheme = \"eigen\"\n\
         -- themes/eigen/theme.toml --\nname = \"E\"\ncontract = 1\n\
         -- themes/eigen/templates/home.html --\n{{ page.titel }}\n\
         -- themes/eigen/templates/list.html --\n{{ page.titel }}\n",
    )
    .file("content/konzepte/h.md", b"\xff")
    .file("content/konzepte/i.md", "\0")
    .file("content/orte/a.html", "x")
    .file("content/orte/B.txt", "x")
    .file("content/orte/b.txt", "x");
    let built = site.build();
    let codes: std::collections::BTreeSet<&str> =
        built.build.problems.iter().map(|problem| problem.code.as_str()).collect();
    for code in [
        "bad-date",
        "broken-anchor",
        "broken-link",
        "case-only",
        "config-unknown-key",
        "duplicate-key",
        "end-before-start",
        "invalid-utf8",
        "missing-alt",
        "missing-field",
        "missing-image",
        "nul-byte",
        "orphan-translation",
        "same-output",
        "template-variable",
        "unclosed-front-matter",
        "unknown-field",
        "unknown-reference",
        "unknown-term",
        "unsafe-link",
        "word-processor-dashes",
        "wrong-kind",
        "yaml-colon",
        "yaml-tab",
    ] {
        assert!(codes.contains(code), "no {code} in\n{}", built.everything());
    }
    // Ordered by file and place.
    let places: Vec<_> = built
        .build
        .problems
        .iter()
        .map(|problem| problem.place.as_ref().map(|place| (place.file.clone(), place.span.start)))
        .collect();
    assert!(places.is_sorted(), "{}", built.everything());
}

#[test]
fn a_broken_theme_hides_no_problem_of_the_texts() {
    let text = "---\ntitle: A\n---\n[x](fehlt.md)\n";
    for template in ["{% endfor %}", "{{ page.titel }}"] {
        Site::new("")
            .file("content/orte/ueber.md", text)
            .file("content/orte/Über.md", text)
            .file("themes/default/templates/document.html", template)
            .build()
            .says("content/orte/ueber.md:4:1: error[broken-link]", "", "")
            .says("content/orte/Über.md:4:1: error[broken-link]", "", "")
            .says(
                "content/orte/Über.md: error[same-output]",
                "`content/orte/ueber.md`",
                "both give the page",
            );
    }
}

#[test]
fn a_term_is_sent_to_the_originals_only_where_they_make_the_list() {
    let refused = concept("target_group: eltren\n");
    let said: String = refused.errors().collect();
    assert!(
        said.contains("Meinten Sie `eltern`?") && !said.contains("entsteht aus den Originalen"),
        "{said}"
    );
}

#[test]
fn two_programs_of_one_name_are_told() {
    let program =
        |title: &str| format!("---\ntitle: {title}\nsummary: S.\nstatement: {{de: Gefördert.}}\n---\n");
    Site::new("")
        .file("content/foerderprogramme/2014/esf.md", program("ESF 2014"))
        .file("content/foerderprogramme/2021/esf.md", program("ESF 2021"))
        .build()
        .says("content/foerderprogramme/2021/esf.md: error[duplicate-term]", "`esf`", "second time")
        .and_nothing_else();
}

#[test]
fn a_short_name_of_several_places_is_ambiguous() {
    let place = "---\ntitle: Rathaus\nsummary: S.\naddress: Markt 1\n---\n";
    Site::new("-- content/veranstaltungen/a.md --\n---\ntitle: A\nsummary: S.\nstart: 2026-03-14 14:00\nplace: rathaus\n---\n")
        .file("content/orte/a/rathaus.md", place)
        .file("content/orte/b/rathaus.md", place.replace("Rathaus", "Altes Rathaus"))
        .build()
        .says("content/veranstaltungen/a.md:5:8: error[ambiguous-reference]", "orte/a/rathaus", "orte/b/rathaus");
}

#[test]
fn a_copy_of_a_document_is_told() {
    let text = "---\ntitle: A\nsummary: S.\ndate: 2026-03-01\n---\nText.\n";
    let site = Site::new("")
        .file("content/meldungen/a.md", text)
        .file("content/meldungen/a - Kopie.md", text)
        .file("content/meldungen/b.md", text.replace("title: A", "title: B"));
    site.build()
        .says(
            "content/meldungen/a.md: warning[copied-document]",
            "`content/meldungen/a - Kopie.md`",
            "word for word",
        )
        .and_nothing_else();
}

#[test]
fn a_former_address_belongs_to_one_document() {
    let text =
        |title: &str| format!("---\ntitle: {title}\nsummary: S.\ndate: 2026-03-01\naliases: alt.md\n---\n");
    let site = Site::new("").file("content/meldungen/a.md", text("A"));
    assert!(
        site.build().and_nothing_else().page("alt.html").contains("meldungen/a.html"),
        "alt.md was its page"
    );
    site.file("content/meldungen/b.md", text("B"))
        .build()
        .says("content/meldungen/b.md:5:10: error[taken-alias]", "`alt.html` gehört schon", "belongs to")
        .and_nothing_else();
}

#[test]
fn a_text_that_begins_with_front_matter_is_a_document() {
    let draft = "---\r\ntitle: Elternabend\r\ndraft: true\r\n---\r\nVertraulich\r\n";
    let start = "-- content/index.md --\n---\ntitle: Start\n---\n";
    let site = Site::new(start).file("content/konzepte/elternabend.txt", draft).file("content/ohne", draft);
    let built = site.file("content/notiz.txt", "---\nnur ein Strich\n---\n").build();
    built
        .says(
            "content/konzepte/elternabend.txt: error[misnamed-file]",
            "in `elternabend.md`",
            "to `elternabend.md`",
        )
        .says("content/ohne: error[misnamed-file]", "in `ohne.md`", "to `ohne.md`")
        .and_nothing_else();
}

#[test]
fn a_slip_in_an_original_is_told_once() {
    let translation = "---\ntitle: A concept\nsummary: One.\n---\n";
    let broken = "---\ntitle: \"Ein Konzept\nsummary: Eines.\n---\n";
    let site = Site::new("").file("content/konzepte/a.md", broken);
    let alone = site.build().errors().count();
    let built = site.file("content/konzepte/a.en.md", translation).build();
    assert_eq!(built.errors().count(), alone, "{}", built.everything());
    let misspelt = Site::concept(
        "title: A\nsummary: S.\ntarget_group: eltren\nfield: jugendarbeit\nfunding_program: digitalpakt\n",
        "",
    );
    assert_eq!(misspelt.file("content/konzepte/a.en.md", translation).build().errors().count(), 1);
    Site::new("")
        .file("content/index.md", "---\ntitle: Start\n---\n")
        .file("content/konzepte/a.en.md", translation)
        .build()
        .says("content/konzepte/a.en.md:1:1: error[orphan-translation]", "", "")
        .and_nothing_else();
}
