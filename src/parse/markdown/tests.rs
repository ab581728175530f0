//! The dialect as the handbook specifies it, and what holds for every text.

mod browser;
mod handbook;
mod hostile;
mod laws;
mod nesting;

use super::*;
use crate::path::SourcePath;

/// Parses a German text, with what it reports.
fn parsed(text: &str) -> (Body, Vec<Diagnostic>) {
    parsed_in("de", text)
}

fn parsed_in(lang: &str, text: &str) -> (Body, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let file = SourcePath::new("content/konzepte/text.md").unwrap();
    let body = parse(&file, text, 0, &Lang::parse(lang).unwrap(), &mut problems);
    (body, problems)
}

fn html(text: &str) -> String {
    parsed(text).0.text.html.clone()
}

fn codes(problems: &[Diagnostic]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code.as_str()).collect()
}

#[test]
fn spans_lead_to_the_file_behind_the_front_matter() {
    let text = "---\ntitle: Elternberater*innen\n---\n## Berater*innen\n\nDie Lehrer*innen [hier](a*b.md) ![](c.svg)\n";
    let mut problems = Vec::new();
    let file = SourcePath::new("content/a.md").unwrap();
    let body = parse(&file, text, 35, &Lang::default(), &mut problems);
    assert_eq!(&text[body.headings[0].span.clone()], "## Berater*innen");
    assert_eq!(&text[body.links[0].span.clone()], "[hier](a*b.md)");
    assert_eq!(body.links[0].target, "a*b.md");
    let places: Vec<_> = problems.iter().map(|problem| &text[problem.place.clone().unwrap().span]).collect();
    assert_eq!(places, ["[hier](a*b.md)", "![](c.svg)"]);
}

#[test]
fn cells_of_a_table_stand_apart_in_excerpts() {
    let (body, problems) = parsed("| Zeit | Thema |\n| --- | --- |\n| 9 Uhr | **Beginn** |\n| | Pause |\n");
    assert_eq!(codes(&problems), Vec::<&str>::new());
    assert_eq!(body.text.sections[0].text, "Zeit · Thema\n9 Uhr · Beginn\nPause");
    let (_, problems) = parsed("| | |\n| --- | --- |\n| 9 Uhr | Beginn |\n");
    assert_eq!(codes(&problems), ["table-without-header"]);
}

#[test]
fn a_table_that_has_no_room_on_paper_says_so() {
    let table = |cells: &[&str]| {
        let row = format!("| {} |\n", cells.join(" | "));
        format!("{}|{}\n{row}", row, " -------------------------------- |".repeat(cells.len()))
    };
    let address = "https://a.example/".to_owned() + &"x".repeat(90);
    let link = format!("[Anmeldung]({address})");
    for (cells, is_wide) in [
        (vec!["Standort", "Jugendamt", "Kindertagesbetreuungsbedarfsplanung"], false),
        (
            vec![
                "Ein langer Text aus vielen kurzen Wörtern, die sich auf Zeilen verteilen lassen und sollen";
                6
            ],
            false,
        ),
        (vec!["Standort"; 6], false),
        (vec!["Standort"; 12], true),
        (vec!["Anmeldung", address.as_str()], true),
        (vec!["Anmeldung", link.as_str()], false),
        (vec!["Rhein-Neckar-Kreis-und-Umgebung-mit-Odenwald"; 6], false),
    ] {
        let html = html(&table(&cells));
        assert_eq!(html.contains("<div class=\"table wide\" role"), is_wide, "{html}");
        assert_eq!(html.contains("<div class=\"table\" role"), !is_wide, "{html}");
    }
}

#[test]
fn fields_have_their_own_anchors_and_levels() {
    let text = "goal: |\n  ## Ziele\n\n  Siehe [hier](a.md)[^1]\n\n  [^1]: Fußnote\n";
    let value = "## Ziele\n\nSiehe [hier](a.md)[^1]\n\n[^1]: Fußnote\n";
    let mut problems = Vec::new();
    let field = Field { name: "goal", value, span: 6..text.len() };
    let body = parse_field(&SourcePath::new("a.md").unwrap(), text, &field, &Lang::default(), &mut problems);
    assert!(body.text.html.starts_with("<h3 id=\"goal-ziele\">Ziele</h3>"), "{}", body.text.html);
    assert!(body.text.html.contains("id=\"fnref:goal-1\""), "{}", body.text.html);
    assert_eq!(&text[problems[0].place.clone().unwrap().span], "[hier](a.md)");
}

#[test]
fn running_text_is_marked_for_the_glossary() {
    let (body, _) = parsed(
        "## Kein Titel\n\nDer ASD \"hilft\" *schnell* [nicht hier](a.md) `oder hier`.[^1]\n\n| Kopf |\n|--|\n| Zelle |\n\n<p>Absatz <abbr title=\"x\">Kürzel</abbr></p>\n\n[^1]: Note",
    );
    let prose: Vec<_> = body
        .text
        .prose
        .iter()
        .map(|range| &body.text.html[range.start as usize..range.end as usize])
        .filter(|text| text.len() > 1)
        .collect();
    assert_eq!(prose, ["Der ASD „hilft“ ", "schnell", "Zelle", "Absatz ", "Note"]);
}

#[test]
fn sections_hold_plain_text() {
    let (body, _) = parsed(
        "Vorab \"x\".[^1]\n\n## Erstens\n\n- a *b*\n- c\n\n| d | e |\n|--|--|\n| f | g |\n\n##\n\nweiter ![Bild](b.svg)\n\n## Zweitens & mehr\n\n[^1]: Note.",
    );
    let sections: Vec<_> =
        body.text.sections.iter().map(|section| (section.heading, section.text.as_str())).collect();
    assert_eq!(
        sections,
        [(None, "Vorab „x“.\nNote."), (Some(0), "a b\nc\nd · e\nf · g\nweiter Bild"), (Some(1), "")]
    );
    assert_eq!(body.headings[1].text, "Zweitens & mehr");
    assert_eq!(body.text.words, 12);
}

#[test]
fn a_link_without_text_has_the_title_of_its_target_in_plain_text() {
    let (body, _) =
        parsed("Siehe [[eins]] und [so](b.md).[^1]\n\n## Zu [[zwei]]\n\nEnde.\n\n[^1]: [[drei]].");
    let title = |link: usize| Some(if link == 0 { "Die erste Seite" } else { "Die dritte" });
    let texts: Vec<String> = body.text.sections.iter().map(|section| section.titled(title)).collect();
    assert_eq!(texts, ["Siehe Die erste Seite und so.\nDie dritte.", "Ende."]);
    assert_eq!(body.headings[0].text, "Zu zwei");
    assert_eq!(
        body.text.sections[0].titled(|link| (link > 0).then_some("Die dritte")),
        "Siehe 0 und so.\nDie dritte."
    );
}

#[test]
fn repeated_marks_of_a_footnote_have_their_own_ways_back() {
    let html = html("a[^x] b[^x] c[^y]\n\n[^y]: Y[^z]\n[^x]: X\n[^z]: Z\n");
    for id in ["fnref:1", "fnref:1-2", "fnref:2", "fnref:3", "fn:1", "fn:2", "fn:3"] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id} in {html}");
        assert!(html.contains(&format!("href=\"#{id}\"")), "{id} in {html}");
    }
}

#[test]
fn tables_under_one_heading_have_different_names() {
    let table = "| a |\n|---|\n| b |\n\n";
    let html = html(&format!("{table}## Ablauf & Zeit\n\n{table}{table}"));
    assert!(
        html.contains("aria-label=\"Ablauf &amp; Zeit\"")
            && html.contains("aria-label=\"Ablauf &amp; Zeit (2)\""),
        "{html}"
    );
}

#[test]
fn braces_that_are_no_anchor_stay() {
    assert_eq!(html("## Menge {a, b}\n"), "<h2 id=\"menge-a-b\">Menge {a, b}</h2>\n");
    assert_eq!(html("## Ziel {#a-1}\n"), "<h2 id=\"a-1\">Ziel</h2>\n");
    assert_eq!(html("## Ziel {#Äö!}\n"), "<h2 id=\"aeoe\">Ziel</h2>\n");
}

#[test]
fn callouts_end_their_title_with_the_line() {
    assert_eq!(
        html("> [!Tipp] *a\n> b* c\n> d"),
        "<div class=\"callout callout-tip\" role=\"note\">\n<p class=\"callout-title\"><em>a\nb</em> c</p>\n<p>d</p>\n</div>\n"
    );
    assert_eq!(html("> [!NOTE](x.md) a").matches("callout").count(), 0);
    assert_eq!(html("> [!NOTE]\n> ---\n").matches("callout").count(), 0);
    assert!(html("> [!NOTE]\n> - a").contains("</p>\n<ul>"));
}

#[test]
fn tasks_are_marked_in_loose_lists_too() {
    let html = html("- [x] a\n\n- [ ] b\n");
    assert_eq!(html.matches("<li class=\"task\"><p><input type=\"checkbox\" disabled").count(), 2, "{html}");
}

#[test]
fn dates_at_the_beginning_of_lines_are_no_lists() {
    let (body, problems) = parsed(
        "3. Mai Elternabend\n17. Mai Sommerfest\n\n- 24. Juni\n\n```\n1. Mai\n```\n\n12. 05. 2026 Fest\n3. 06. 2026 Ende\n",
    );
    assert_eq!(
        body.text.html,
        "<p>3. Mai Elternabend<br>\n17. Mai Sommerfest</p>\n<ul>\n<li>24. Juni</li>\n</ul>\n<pre tabindex=\"0\"><code>1. Mai\n</code></pre>\n<p>12. 05. 2026 Fest<br>\n3. 06. 2026 Ende</p>\n"
    );
    assert!(body.text.sections[0].text.starts_with("3. Mai Elternabend\n17. Mai"));
    assert_eq!(codes(&problems), [""; 0]);
}

#[test]
fn bold_text_may_begin_and_end_within_a_word() {
    for (text, expected) in [
        ("**Ziel:**Die Eltern", "<p><strong>Ziel:</strong>Die Eltern</p>\n"),
        ("**Dauer: **zwei Wochen", "<p><strong>Dauer: </strong>zwei Wochen</p>\n"),
        ("**\"Zitat\"**Text", "<p><strong>„Zitat“</strong>Text</p>\n"),
        ("Das**(neue)**Haus", "<p>Das<strong>(neue)</strong>Haus</p>\n"),
        ("| **Ort:**Rathaus |\n|---|\n| `**Zeit:**10` |", ""),
        ("***Ziel:***Die", "<p><em><strong>Ziel:</strong></em>Die</p>\n"),
    ] {
        let (body, problems) = parsed(text);
        assert!(expected.is_empty() || body.text.html == expected, "{text}: {}", body.text.html);
        assert_eq!(codes(&problems), [""; 0], "{text}");
        assert_eq!(body.text.html.matches("**").count(), 2 * usize::from(text.contains('`')), "{text}");
    }
    let text = "**Ziel:**Die [hier](a.md) **Ort: **x ![](b.svg)";
    let places: Vec<_> =
        parsed(text).1.into_iter().map(|problem| &text[problem.place.unwrap().span]).collect();
    assert_eq!(places, ["[hier](a.md)", "![](b.svg)"]);
}

#[test]
fn lines_break_where_word_breaks_them() {
    let (body, problems) = parsed("Rathaus\u{b}\"Marktplatz\" 1\n\n## Titel\u{b}und mehr\n");
    assert_eq!(
        body.text.html,
        "<p>Rathaus<br>\n„Marktplatz“ 1</p>\n<h2 id=\"titel-und-mehr\">Titel\nund mehr</h2>\n"
    );
    assert_eq!(codes(&problems), [""; 0]);
}

#[test]
fn spaces_that_do_not_break_are_spaces_behind_marks() {
    assert_eq!(
        html("##\u{a0}Titel\n\n-\u{a0}Eins\n-\u{a0}Zwei [x](a.md)\n"),
        "<h2 id=\"titel\">Titel</h2>\n<ul>\n<li>Eins</li>\n<li>Zwei <a>x</a></li>\n</ul>\n"
    );
    assert_eq!(html("1.\u{a0}Mai"), "<p>1.\u{a0}Mai</p>\n");
}

#[test]
fn numbers_that_do_not_count_up_are_reported_once_for_a_list() {
    let marked = |text: &str| -> Vec<String> {
        let (_, problems) = parsed(text);
        assert!(codes(&problems).iter().all(|code| *code == "list-numbers"), "{text}");
        problems.into_iter().map(|problem| text[problem.place.unwrap().span].to_owned()).collect()
    };
    assert_eq!(marked("1. a\n15. b\n3. c\n4. d\n"), ["15."]);
    assert_eq!(marked("1. a\n   2) b\n   2) c\n2. d\n1. e\n"), ["1."]);
    assert_eq!(marked("- 2026. a\n- 3. b\n"), [""; 0]);
    for text in ["1. a\n1. b\n1. c\n", "1. a\n2. b\n3. c\n", "5) a\n6) b\n", "0. a\n1. b\n", "- a\n- b\n"] {
        assert_eq!(marked(text), [""; 0], "{text}");
    }
}

#[test]
fn typography_is_the_same_with_the_line_ends_of_windows() {
    let text = "Das ist 'ne gute Idee.\n\nDie Leut' sagen\n";
    assert_eq!(html(text).replace('\r', ""), html(&text.replace('\n', "\r\n")).replace('\r', ""));
    assert!(html(text).contains("’ne"), "{}", html(text));
}

#[test]
fn easy_language_keeps_its_lines() {
    assert_eq!(
        parsed_in("de-simple", "Das ist leicht.\nSehr leicht.").0.text.html,
        "<p>Das ist leicht.<br>\nSehr leicht.</p>\n"
    );
}

#[test]
fn links_do_not_nest() {
    let html = html("[a <https://example.org> b](c.md) [[d|e[^1]]]\n\n[^1]: f");
    assert!(nesting::check(&html).is_ok(), "{html}");
    assert!(!html.contains("<a href=\"https://example.org\"><a"), "{html}");
}

#[test]
fn raw_html_stays_in_its_place() {
    for (text, expected) in [
        ("a <b>b *c</b> d* e", "<p>a <b>b <em>c d</em> e</b></p>\n"),
        ("*a <b>b* c</b>", "<p><em>a <b>b</b></em> c</p>\n"),
        ("- <div>\n- b</div>\n", "<ul>\n<li><div>\n</div></li>\n<li>b</li>\n</ul>\n"),
        ("<details>\n\n> </details>\n", "<details>\n<blockquote>\n\n</blockquote>\n</details>"),
        ("a <div>b</div>", "<p>a b</p>\n"),
        ("<p>a<p>b<hr>c", "<p>a</p><p>b</p><hr>c"),
        (
            "<div title=\"a &amp; &quot;b\" title=c lang='uk'>x</div>",
            "<div title=\"a &amp; &quot;b\" lang=\"uk\">x</div>",
        ),
        ("<!-- a --> b\n\n<!-- <b>\n\nc -->\nd", " b\n\n<p>d</p>\n"),
        ("<svg><b>x</b></svg>y", "<p>y</p>\n"),
        ("<summary>x</summary>", "x"),
        ("<div>3 < 4 &euro; &lt;b&gt; &foo;</div>", "<div>3 &lt; 4 € &lt;b&gt; &amp;foo;</div>"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

/// The checker of nesting knows only harmless elements, attributes and addresses.
#[test]
fn nothing_dangerous_survives() {
    for text in [
        "<script>alert(1)</script>",
        "a <ScRiPt>alert(1)</sCrIpT > b",
        "<img src=x onerror=alert(1)>",
        "a <b onmouseover=\"alert(1)\">b</b>",
        "<iframe src=\"https://alert\"></iframe>",
        "<div style=\"background:url(alert)\">x</div>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<math><mi xlink:href=\"alert\">",
        "<style>alert</style>",
        "<textarea>alert</textarea>",
        "[x](javascript:alert(1))",
        "[x](&#106;avascript:alert)",
        "[x](JAVASCRIPT&colon;alert)",
        "[x](<\tjavascript:alert>)",
        "![x](data:image/svg+xml,alert)",
        "[x][y]\n\n[y]: vbscript:alert",
        "[[javascript:alert(1)|x]]",
        "<details ontoggle=alert open>x</details>",
    ] {
        let (body, problems) = parsed(text);
        assert_eq!(nesting::check(&body.text.html).map(|_| ()), Ok(()), "{text}");
        assert!(!body.text.html.contains("alert") && !problems.is_empty(), "{text} -> {}", body.text.html);
    }
    for text in [
        "<svg/onload=alert(1)>",
        "<javascript:alert(1)>",
        "[x](java\\\nscript:alert)",
        "<span title='\" onclick=alert \"'>x</span>",
    ] {
        assert_eq!(nesting::check(&html(text)).map(|_| ()), Ok(()), "{text}");
    }
}
