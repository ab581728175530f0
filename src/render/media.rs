//! The player of a film or recording: what browsers bring themselves, its captions, a download, and what
//! is said in it as text.
//!
//! Captions stand in the page. Browsers load no captions from a file beside a page that was opened by
//! double-click.

use std::fmt::Write as _;

use super::body::Place;
use super::facts::file_note;
use crate::discover::AssetSource;
use crate::lang::Lang;
use crate::media::{Kind, Media, Words, clock};
use crate::parse::markdown::Image;
use crate::path::encode_segment;
use crate::site::Site;
use crate::text::escape_html;

/// Writes the player of the film that `image` names.
pub(super) fn player(site: &Site, place: &Place<'_>, image: &Image, asset: &AssetSource, html: &mut String) {
    let Some(media) = &asset.media else { return };
    let href = place.output.href(&asset.output, None).to_string();
    html.push_str("\n<figure>");
    match media.kind {
        Kind::Video => video(site, place, image, media, &href, html),
        Kind::Audio => {
            let (label, href) = (escape_html(&image.alt), escape_html(&href));
            let _ = write!(
                html,
                "<audio controls preload=\"none\" src=\"{href}\" aria-label=\"{label}\"></audio>"
            );
        }
    }
    caption(place, image, asset, &href, html);
    html.push_str("</figure>\n");
    if let Some(words) = media.words_in(&[place.lang, &site.config.lang]) {
        transcript(place, words, html);
    }
}

fn video(site: &Site, place: &Place<'_>, image: &Image, media: &Media, href: &str, html: &mut String) {
    let poster = media.poster.as_ref().and_then(|path| site.asset(path)).map(|(_, poster)| poster);
    // Without a picture of its own, the first one of the film is shown.
    let preload = if poster.is_some() { "none" } else { "metadata" };
    let _ = write!(
        html,
        "<video controls playsinline preload=\"{preload}\" src=\"{}\" aria-label=\"{}\"",
        escape_html(href),
        escape_html(&image.alt)
    );
    if let Some(poster) = poster {
        let source = place.output.href(&poster.output, None).to_string();
        let _ = write!(html, " poster=\"{}\"", escape_html(&source));
    }
    if let Some((width, height)) = poster.and_then(|poster| poster.size) {
        let _ = write!(html, " width=\"{width}\" height=\"{height}\"");
    }
    html.push('>');
    for words in &media.words {
        track(place, site, words, html);
    }
    html.push_str("</video>");
}

/// Captions are for those who do not hear, in the language of the page; others are translations.
fn track(place: &Place<'_>, site: &Site, words: &Words, html: &mut String) {
    let Some(captions) = words.captions.as_ref().filter(|_| !words.paragraphs.is_empty()) else { return };
    let lang = words.lang.as_ref().unwrap_or(&site.config.lang);
    let kind = if lang.base() == place.lang.base() { "captions" } else { "subtitles" };
    let _ = write!(
        html,
        "<track kind=\"{kind}\" srclang=\"{lang}\" label=\"{}\" src=\"data:text/vtt;charset=utf-8,{}\">",
        escape_html(lang.name()),
        encode_segment(captions)
    );
}

fn caption(place: &Place<'_>, image: &Image, asset: &AssetSource, href: &str, html: &mut String) {
    let title = if image.title.is_empty() { &image.alt } else { &image.title };
    let _ = write!(
        html,
        "<figcaption>{} <a class=\"media-file\" href=\"{}\" download>{}</a> <span class=\"download-info\">({})</span></figcaption>",
        escape_html(title),
        escape_html(href),
        escape_html(&place.texts.plain("body", "media_download")),
        escape_html(&file_note(&asset.path.extension(), asset.bytes, place.lang))
    );
}

fn transcript(place: &Place<'_>, words: &Words, html: &mut String) {
    if words.paragraphs.is_empty() {
        return;
    }
    let title = escape_html(&place.texts.plain("body", "media_transcript"));
    let _ = writeln!(html, "<details class=\"transcript\"><summary>{title}</summary>");
    let lang = words.lang.as_ref().filter(|lang| *lang != place.lang);
    let lang = lang.map_or_else(String::new, in_language);
    for paragraph in &words.paragraphs {
        let _ = write!(html, "<p{lang}>");
        if let Some(at) = paragraph.at {
            let _ = write!(html, "<span data-at=\"{}\">{}</span> ", at / 1000, clock(at));
        }
        html.push_str(&escape_html(&paragraph.text));
        html.push_str("</p>\n");
    }
    html.push_str("</details>\n");
}

fn in_language(lang: &Lang) -> String {
    format!(" lang=\"{lang}\" dir=\"{}\"", lang.direction())
}
