//! The chapter on Markdown of the handbook is the specification: each of its examples is run.
//!
//! An example is a fenced block in `markdown`, one in `html`, and perhaps one in `text` with the codes
//! of what is reported.

use super::super::{Body, HoleKind, TextKey};
use super::{codes, parsed};

const CHAPTER: &str = include_str!("../../../../content/handbuch/markdown.md");

/// A fenced block of the chapter.
struct Block<'a> {
    language: &'a str,
    text: String,
    line: usize,
}

fn blocks(chapter: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = chapter.lines().enumerate();
    while let Some((line, opening)) = lines.next() {
        let language = opening.trim_start_matches('`');
        let fence = &opening[..opening.len() - language.len()];
        if fence.len() >= 3 {
            let text = lines
                .by_ref()
                .map(|(_, text)| text)
                .take_while(|text| *text != fence)
                .map(|text| format!("{text}\n"))
                .collect();
            blocks.push(Block { language, text, line: line + 1 });
        }
    }
    blocks
}

#[test]
fn every_example_of_the_handbook_is_true() {
    let blocks = blocks(CHAPTER);
    let mut examples = 0;
    for (index, markdown) in blocks.iter().enumerate().filter(|(_, block)| block.language == "markdown") {
        let line = markdown.line;
        let expected = &blocks[index + 1];
        assert_eq!(expected.language, "html", "line {line}: no HTML follows");
        let (body, problems) = parsed(&markdown.text);
        assert_eq!(without_blank_lines(&filled(&body)), expected.text, "line {line}");
        let reported =
            blocks.get(index + 2).filter(|block| block.language == "text").map_or("", |block| &block.text);
        assert_eq!(codes(&problems).join("\n").trim(), reported.trim(), "line {line}");
        examples += 1;
    }
    assert!(examples >= 25);
}

fn without_blank_lines(html: &str) -> String {
    html.lines().filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

/// The HTML as a small site would fill it.
fn filled(body: &Body) -> String {
    body.text.fill(|kind, html| match kind {
        HoleKind::Href(link) => {
            let target = &body.links[link].target;
            let is_path = target.contains('.');
            let page = if is_path { target.replace(".md", ".html") } else { format!("{target}.html") };
            html.push_str(&format!(" href=\"{page}\""));
        }
        HoleKind::LinkText(_) => html.push_str("Elternberatung per Video"),
        HoleKind::DownloadInfo(link) => {
            let extension = body.links[link].target.rsplit('.').next().unwrap_or_default().to_uppercase();
            html.push_str(&format!(" ({extension}, 120 KB)"));
        }
        HoleKind::Image(image) => {
            html.push_str(&format!(" src=\"{}\" width=\"640\" height=\"480\"", body.images[image].target));
        }
        HoleKind::Media(image) => html.push_str(&format!("… {} …", body.images[image].target)),
        HoleKind::Text(key) => html.push_str(german(key)),
    })
}

fn german(key: TextKey) -> &'static str {
    match key {
        TextKey::CalloutNote => "Hinweis",
        TextKey::CalloutTip => "Tipp",
        TextKey::CalloutImportant => "Wichtig",
        TextKey::CalloutWarning => "Warnung",
        TextKey::CalloutCaution => "Achtung",
        TextKey::CalloutExample => "Beispiel",
        TextKey::Footnote => "Fußnote",
        TextKey::Footnotes => "Fußnoten",
        TextKey::FootnoteBack => "Zurück zu Fußnote",
        TextKey::TaskDone => "Erledigt",
        TextKey::TaskOpen => "Offen",
        TextKey::MediaPlay => "Ab hier abspielen",
        TextKey::Table => "Tabelle",
    }
}
