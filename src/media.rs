//! Films and recordings: what they are by their names, and the words that stand beside them.
//!
//! Beside `film.mp4` may lie `film.de.vtt` (captions), `film.de.txt` (a transcript) and
//! `film.jpg` (the picture shown before it plays). Captions are a transcript as well: their lines, put
//! together to paragraphs with the time at which each begins.
//!
//! Pure: it sees names and texts, and reads no file.

use crate::lang::Lang;
use crate::path::SourcePath;
use crate::text::decode_references;

/// What plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Moving pictures.
    Video,
    /// Sound alone.
    Audio,
}

/// What lies beside a film or recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// What plays.
    pub kind: Kind,
    /// What is said in it, by language; transcripts before captions.
    pub words: Vec<Words>,
    /// The picture that is shown before it plays.
    pub poster: Option<SourcePath>,
}

/// What is said, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The file.
    pub source: SourcePath,
    /// The language in its name, if there is one.
    pub lang: Option<Lang>,
    /// The captions as browsers read them; `None` for a transcript.
    pub captions: Option<String>,
    /// The text to read.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph of what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// When it begins, in milliseconds; `None` in a transcript, which does not say.
    pub at: Option<u32>,
    /// The words.
    pub text: String,
}

/// A caption.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cue {
    start: u32,
    end: u32,
    speaker: String,
    text: String,
}

/// A pause of so many milliseconds begins a paragraph.
const PAUSE: u32 = 3_000;
/// A paragraph of so many bytes ends with its sentence.
const LONG: usize = 300;

/// What a file with this extension (lower case) plays.
#[must_use]
pub fn kind(extension: &str) -> Option<Kind> {
    match extension {
        "mp4" | "m4v" | "webm" | "ogv" => Some(Kind::Video),
        "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "flac" => Some(Kind::Audio),
        _ => None,
    }
}

/// Whether a file with this extension can be shown before a film plays.
#[must_use]
pub fn is_poster(extension: &str) -> bool {
    matches!(extension, "jpg" | "jpeg" | "png" | "webp" | "avif" | "svg")
}

/// Whether a file with this extension says what a film says.
#[must_use]
pub fn is_words(extension: &str) -> bool {
    matches!(extension, "vtt" | "txt")
}

impl Media {
    /// What is said, in the first of these languages that there is, else in any.
    #[must_use]
    pub fn words_in(&self, langs: &[&Lang]) -> Option<&Words> {
        let in_lang =
            |lang: &Lang| self.words.iter().find(|words| words.lang.as_ref().is_none_or(|own| own == lang));
        langs.iter().find_map(|lang| in_lang(lang)).or(self.words.first())
    }

    /// Whether there are captions that a browser can show.
    #[must_use]
    pub fn has_captions(&self) -> bool {
        self.words.iter().any(|words| words.captions.is_some() && !words.paragraphs.is_empty())
    }

    /// Whether there is anything to read.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.words.iter().any(|words| !words.paragraphs.is_empty())
    }
}

impl Words {
    /// The words in a file beside a film. `lang` is the part of its name between the film's and the
    /// extension: `de` in `film.de.vtt`.
    #[must_use]
    pub fn read(source: SourcePath, lang: Option<Lang>, text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        if source.extension() == "vtt" {
            let paragraphs = paragraphs(&cues(&text));
            return Self { source, lang, captions: Some(text), paragraphs };
        }
        let blocks = text.split("\n\n").map(one_line).filter(|text| !text.is_empty());
        let paragraphs = blocks.map(|text| Paragraph { at: None, text }).collect();
        Self { source, lang, captions: None, paragraphs }
    }
}

/// The captions of a `WebVTT` text, in order; none if a browser would refuse it.
fn cues(text: &str) -> Vec<Cue> {
    let is_webvtt = text
        .strip_prefix("WEBVTT")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']));
    if !is_webvtt {
        return Vec::new();
    }
    text.split("\n\n").filter_map(cue).filter(|cue| !cue.text.is_empty()).collect()
}

/// The caption of a block: perhaps a name, the times, the words.
fn cue(block: &str) -> Option<Cue> {
    let mut lines = block.lines().skip_while(|line| !line.contains("-->"));
    let (start, rest) = lines.next()?.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    let words = lines.collect::<Vec<_>>().join("\n");
    Some(Cue {
        start: milliseconds(start.trim())?,
        end: milliseconds(end)?,
        speaker: speaker(&words),
        text: one_line(&plain(&words)),
    })
}

/// `00:01:02.500` or `01:02.500` in milliseconds.
fn milliseconds(time: &str) -> Option<u32> {
    let (clock, fraction) = time.split_once('.')?;
    let parts = clock.split(':').map(str::parse::<u32>).collect::<Result<Vec<_>, _>>().ok()?;
    if !(2..=3).contains(&parts.len()) || fraction.len() != 3 {
        return None;
    }
    let seconds = parts.iter().try_fold(0_u32, |sum, part| sum.checked_mul(60)?.checked_add(*part))?;
    seconds.checked_mul(1000)?.checked_add(fraction.parse().ok()?)
}

/// Who speaks: the name in `<v Anna>`, else nobody.
fn speaker(words: &str) -> String {
    let tag = words.split_once("<v").and_then(|(_, rest)| rest.split_once('>'));
    let name = tag.and_then(|(tag, _)| tag.split_once(char::is_whitespace));
    name.map(|(_, name)| one_line(&plain(name))).unwrap_or_default()
}

/// Words without tags, entities resolved.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    decode_references(&plain).into_owned()
}

fn one_line(text: &str) -> String {
    text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Captions as text to read: a paragraph ends when somebody else speaks, at a pause, and with its
/// sentence once it is long.
fn paragraphs(cues: &[Cue]) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut last: Option<&Cue> = None;
    for cue in cues {
        let is_same_speaker = last.is_some_and(|last| last.speaker == cue.speaker);
        let has_paused = last.is_some_and(|last| cue.start >= last.end.saturating_add(PAUSE));
        match paragraphs.last_mut() {
            Some(open) if is_same_speaker && !has_paused && !is_full(&open.text) => {
                // Captions that roll repeat the line before.
                if last.is_none_or(|last| last.text != cue.text) {
                    open.text.push(' ');
                    open.text.push_str(&cue.text);
                }
            }
            _ => {
                let is_named = !cue.speaker.is_empty() && !is_same_speaker;
                let name = if is_named { format!("{}: ", cue.speaker) } else { String::new() };
                paragraphs.push(Paragraph { at: Some(cue.start), text: name + &cue.text });
            }
        }
        last = Some(cue);
    }
    paragraphs
}

fn is_full(text: &str) -> bool {
    text.len() >= LONG && text.ends_with(['.', '!', '?', '…', '“', '"'])
}

/// A point in time as readers write it: `1:05`, `1:00:05`.
#[must_use]
pub fn clock(milliseconds: u32) -> String {
    let seconds = milliseconds / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Words {
        Words::read(SourcePath::new(name).unwrap(), Lang::parse("de"), text)
    }

    fn texts(words: &Words) -> Vec<(Option<u32>, &str)> {
        words.paragraphs.iter().map(|paragraph| (paragraph.at, paragraph.text.as_str())).collect()
    }

    #[test]
    fn captions_become_paragraphs() {
        let words = read(
            "a.de.vtt",
            "\u{feff}WEBVTT Kind: captions\r\n\r\nNOTE nur für uns\r\n\r\n1\r\n00:00.500 --> 00:02.000 line:0\r\n<v Anna>Guten <i>Tag</i>,\r\nich heiße A &amp; M&uuml;ller&#8230;\r\n\r\n00:00:02.000 --> 00:00:03.000\r\n<v Anna>Schön!\r\n\r\n00:03.000 --> 00:04.000\r\n<v.laut Ben Öz>Hallo.\r\n\r\n01:00:05.000 --> 01:00:06.000\r\n<v.laut Ben Öz>Später.\r\n",
        );
        assert_eq!(
            texts(&words),
            [
                (Some(500), "Anna: Guten Tag, ich heiße A & Müller… Schön!"),
                (Some(3000), "Ben Öz: Hallo."),
                (Some(3_605_000), "Später."),
            ]
        );
        assert!(words.captions.is_some_and(|text| text.starts_with("WEBVTT") && !text.contains('\r')));
    }

    #[test]
    fn a_long_paragraph_ends_with_its_sentence() {
        let mut text = String::from("WEBVTT\n");
        for second in 10..20 {
            text.push_str(&format!(
                "\n00:{second}.000 --> 00:{second}.900\n{} Ende {second}.\n",
                "Wort ".repeat(20)
            ));
        }
        let words = read("a.de.vtt", &text);
        assert_eq!(
            words.paragraphs.iter().map(|part| part.at).collect::<Vec<_>>(),
            [Some(10_000), Some(13_000), Some(16_000), Some(19_000)]
        );
    }

    #[test]
    fn what_no_browser_reads_has_no_words() {
        for text in [
            "",
            "WEBVTTX\n\n00:00.000 --> 00:01.000\nx",
            "1\n00:00:00,000 --> 00:00:01,000\nx",
            "WEBVTT\n\n0:0 --> 1\nx",
            "WEBVTT\n\n-->",
            "WEBVTT\n\n99999999:00:00.000 --> 99999999:00:01.000\nx",
        ] {
            assert_eq!(texts(&read("a.vtt", text)), [], "{text}");
        }
    }

    #[test]
    fn a_transcript_has_paragraphs_and_no_times() {
        let words = read("a.de.txt", "Erste\nZeile.\n\n\n  Zweiter   Absatz.\n");
        assert_eq!(texts(&words), [(None, "Erste Zeile."), (None, "Zweiter Absatz.")]);
        assert_eq!(words.captions, None);
    }

    #[test]
    fn the_language_of_the_reader_comes_first() {
        let words = |lang: &str| Words::read(SourcePath::new("a.txt").unwrap(), Lang::parse(lang), lang);
        let media = Media { kind: Kind::Audio, words: vec![words("en"), words("uk")], poster: None };
        let text = |langs: &[&str]| {
            let langs: Vec<Lang> = langs.iter().filter_map(|lang| Lang::parse(lang)).collect();
            media.words_in(&langs.iter().collect::<Vec<_>>()).unwrap().paragraphs[0].text.clone()
        };
        assert_eq!([text(&["uk", "en"]), text(&["tr", "en"]), text(&["tr"])], ["uk", "en", "en"]);
    }

    #[test]
    fn clocks() {
        assert_eq!([clock(0), clock(65_900), clock(3_605_000)], ["0:00", "1:05", "1:00:05"]);
    }
}
