//! What holds for every text, tried on texts put together at random from everything that means
//! something to Markdown.

use proptest::prelude::*;

use super::super::{Body, HoleKind, LinkKind};
use super::{nesting, parsed, parsed_in};
use crate::diagnostic::Diagnostic;

/// Words and marks from which hostile and honest texts are made.
const PIECES: &[&str] = &[
    "Eltern",
    "Berater*innen",
    "**",
    "*",
    "***",
    "_",
    "__",
    "~~",
    "~",
    "`",
    "``",
    "```",
    "````",
    "[",
    "]",
    "(",
    ")",
    "[[",
    "]]",
    "|",
    "\\",
    "\\|",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "  ",
    "    ",
    "\t",
    "> ",
    ">",
    "- ",
    "1. ",
    "2) ",
    "\n3. Mai",
    "\n12. 05. 2026",
    "\n– a\n– b",
    "\n[x] ",
    "==x==",
    "{a=b}",
    "<o:p></o:p>",
    "\n[!HINWEIS]",
    "a\tb\nc\td\n",
    "](https:x y)",
    "fÃ¼r",
    "\u{b}",
    "\u{fffd}",
    "\n-\u{a0}",
    "**a:**b",
    "**a: **b",
    "+ ",
    "# ",
    "## ",
    "### ",
    "#### ",
    "---\n",
    "===\n",
    "| a | b |\n",
    "|---|--:|\n",
    "[^1]",
    "[^1]: ",
    "[^a*b]",
    "[^a*b]: ",
    "[!NOTE]",
    "[!TIPP] ",
    "> [!TAB] A\n",
    "\n\n> [!REITER]",
    "\n\n![a](b.mp4)",
    "[!x]",
    "![",
    "](",
    "](a.md)",
    "](b.pdf \"t\")",
    "](javascript:x)",
    "](https://x.org/a*b)",
    "![alt](bild.svg)",
    "![alt](bild.svg \"Titel\")",
    "[[seite]]",
    "[[seite|Text]]",
    "[[a\\|b]]",
    "[ ] ",
    "[x] ",
    ": ",
    ":",
    "<b>",
    "</b>",
    "<i title=\"x\">",
    "</i>",
    "<div>",
    "</div>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
    "<p>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<svg>",
    "</svg>",
    "<a href=x>",
    "<br>",
    "<hr>",
    "<span lang=uk onclick=x>",
    "<q>",
    "<abbr title=y>",
    "<",
    ">",
    "&amp;",
    "&lt;",
    "&quot;",
    "&#0;",
    "&",
    "\"",
    "'",
    "--",
    "---",
    "...",
    ".",
    "!",
    "{#id}",
    "{a b}",
    "{",
    "}",
    "ä",
    "ß",
    "漢",
    "\u{ad}",
    "\u{e000}",
    "\u{e001}",
    "\u{0}",
    "\u{7}",
    "\u{301}",
    "😀",
    "<https://x.org>",
    "<a@b.de>",
    "http://x.org",
    "x",
    "2*3",
    "$",
    "^",
];

pub(super) fn hostile_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn check_laws(text: &str, body: &Body, problems: &[Diagnostic]) {
    if let Err(wrong) = nesting::check(&body.text.html) {
        panic!("{wrong}\n{text:?}\n{}", body.text.html);
    }
    assert!(body.text.holes.is_sorted_by_key(|hole| hole.at), "{text:?}");
    assert!(body.text.holes.iter().all(|hole| body.text.html.is_char_boundary(hole.at as usize)), "{text:?}");
    let mut end = 0;
    for range in &body.text.prose {
        assert!(range.start >= end && range.start < range.end, "{text:?}");
        let prose = &body.text.html[range.start as usize..range.end as usize];
        assert!(!prose.contains(['<', '>']), "{text:?}");
        assert!(!body.text.holes.iter().any(|hole| hole.at > range.start && hole.at < range.end), "{text:?}");
        end = range.end;
    }
    let spans = problems.iter().filter_map(|problem| problem.place.as_ref()).map(|place| &place.span);
    let spans = spans
        .chain(body.links.iter().map(|link| &link.span))
        .chain(body.images.iter().map(|image| &image.span));
    for span in spans.chain(body.headings.iter().map(|heading| &heading.span)) {
        assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
    }
    let hrefs =
        |index: usize| body.text.holes.iter().filter(|hole| hole.kind == HoleKind::Href(index)).count();
    for (index, link) in body.links.iter().enumerate() {
        assert_eq!(hrefs(index), usize::from(link.kind != LinkKind::External), "{text:?}");
    }
    assert!(body.text.sections.is_sorted_by_key(|section| section.heading), "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_for_every_text(text in hostile_text(), start in 0..40_usize) {
        let (body, problems) = parsed(&text);
        check_laws(&text, &body, &problems);
        let mut problems = Vec::new();
        let file = crate::path::SourcePath::new("a.md").unwrap();
        super::parse(&file, &text, start.min(text.len()), &super::Lang::default(), &mut problems);
        for place in problems.iter().filter_map(|problem| problem.place.as_ref()) {
            prop_assert!(text.get(place.span.clone()).is_some());
        }
    }

    #[test]
    fn parsing_is_a_function(text in hostile_text()) {
        prop_assert_eq!(parsed(&text), parsed(&text));
    }

    /// Every asterisk between letters is there in the end, whatever surrounds the word.
    #[test]
    fn gender_asterisks_survive_everywhere(
        words in prop::collection::vec("[A-Za-zäöüß]{1,8}\\*[a-zäöüß]{1,8}", 1..8),
        frames in prop::collection::vec(0..FRAMES.len(), 1..8),
    ) {
        let mut text = String::new();
        let mut expected = 0;
        for (word, &frame) in words.iter().zip(&frames) {
            text.push_str(&FRAMES[frame].replace('@', word));
            expected += FRAMES[frame].matches('@').count();
        }
        let (body, _) = parsed_in("de", &text);
        let shown = nesting::text(&body.text.html);
        prop_assert_eq!(shown.matches('*').count(), expected, "{}\n{}", text, body.text.html);
        for word in words.iter().take(frames.len()) {
            prop_assert!(shown.contains(word.as_str()), "{}\n{}", text, body.text.html);
        }
    }

    /// Where no asterisk stands between letters, the rule changes nothing.
    #[test]
    fn emphasis_works_as_ever(text in "[ab*_ .]{0,40}") {
        let text = text.replace("a*a", "a").replace("a*b", "a").replace("b*a", "a").replace("b*b", "a");
        prop_assume!(super::super::literal::replace(&text).is_none());
        let (body, _) = parsed_in("en", &text);
        let emphasis = ["<em>", "<strong>"].map(|tag| body.text.html.matches(tag).count());
        let mut expected = [0, 0];
        for event in pulldown_cmark::Parser::new(&text) {
            match event {
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::Emphasis) => expected[0] += 1,
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::Strong) => expected[1] += 1,
                _ => {}
            }
        }
        prop_assert_eq!(emphasis, expected, "{}", text);
    }
}

/// Surroundings of a word (`@`) in which its asterisk must survive as text of the page.
const FRAMES: &[&str] = &[
    "@ und @, @\n\n",
    "**@** und *@*\n\n",
    "**@ und @**\n\n",
    "## @ mit @\n\n",
    "[@](a.md)\n\n",
    "- @\n- @\n\n",
    "> @, @\n\n",
    "| @ |\n|---|\n| @ |\n\n",
    "`@` \n\n",
    "```text\n@\n```\n\n",
    "~~@~~ \"@\"\n\n",
    "[[x|@]]\n\n",
    "> [!NOTE] @\n> @\n\n",
    "Begriff @\n: Erklärung @\n\n",
    "(@) **fett** *kursiv* @.\n\n",
    "_@_ __@__\n\n",
];
