//! Films and recordings: their players, and what must lie beside them.

use fundus::export::{Copy, Form};

use crate::site::{Built, Site};

const CAPTIONS: &str = "WEBVTT\n\n00:00.000 --> 00:00.050\nGuten Tag & \"willkommen\".\n";

/// A tenth of a second of silence.
fn wav() -> Vec<u8> {
    const SAMPLES: u32 = 800;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + SAMPLES).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend([8000_u32.to_le_bytes(), 8000_u32.to_le_bytes()].concat());
    bytes.extend(b"\x01\0\x08\0data");
    bytes.extend(SAMPLES.to_le_bytes());
    bytes.resize(bytes.len() + SAMPLES as usize, 0x80);
    bytes
}

fn site(text: &str) -> Site {
    Site::body(text).file("content/konzepte/film.mp4", [0; 2000]).file("content/konzepte/ton.wav", wav())
}

const BOTH: &str = "![Ein Film](film.mp4 \"Die Anmeldung\")\n\n![Ein Gespräch](ton.wav)\n";

#[test]
fn a_film_has_captions_a_text_and_a_download() {
    let main = site(BOTH)
        .file("content/konzepte/film.de.vtt", CAPTIONS)
        .file("content/konzepte/film.uk.vtt", CAPTIONS)
        .file("content/konzepte/film.en.md.vtt", "no language, no words")
        .file(
            "content/konzepte/film.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"360\"/>",
        )
        .file("content/konzepte/ton.txt", "Erster Absatz.\n\nZweiter.\n")
        .build()
        .and_nothing_else_in("konzepte/a.html");
    for expected in [
        "<video controls playsinline preload=\"none\" src=\"film.mp4\" aria-label=\"Ein Film\" poster=\"film.svg\" width=\"640\" height=\"360\">",
        "<track kind=\"captions\" srclang=\"de\" label=\"Deutsch\" src=\"data:text/vtt;charset=utf-8,WEBVTT%0A%0A00:00.000%20--%3E",
        "<track kind=\"subtitles\" srclang=\"uk\"",
        "<figcaption>Die Anmeldung <a class=\"media-file\" href=\"film.mp4\" download>Herunterladen</a> <span class=\"download-info\">(MP4, 2 KB)</span>",
        "<p><span data-at=\"0\">0:00</span> Guten Tag &amp; &quot;willkommen&quot;.</p>",
        "<audio controls preload=\"none\" src=\"ton.wav\" aria-label=\"Ein Gespräch\"></audio>",
        "<figcaption>Ein Gespräch <a class=\"media-file\" href=\"ton.wav\"",
        "<p>Erster Absatz.</p>\n<p>Zweiter.</p>",
    ] {
        assert!(main.contains(expected), "no {expected} in {main}");
    }
    assert_eq!(main.matches("<track").count(), 2);
}

#[test]
fn what_is_said_must_be_there_to_read() {
    site(BOTH)
        .build()
        .says(
            "content/konzepte/a.md:8:1: warning[missing-captions]",
            "die Datei `film.de.vtt`",
            "the file `film.de.vtt`",
        )
        .says(
            "content/konzepte/a.md:10:1: warning[missing-transcript]",
            "als `ton.de.txt`",
            "as `ton.de.txt`",
        )
        .and_nothing_else();
    site("![Ein Film](film.mp4)\n")
        .file("content/konzepte/film.vtt", "1\n00:00:00,000 --> 00:00:01,000\nKein WebVTT.\n")
        .file("content/konzepte/film.txt", "Ein Text ersetzt keine Untertitel.")
        .build()
        .says(
            "content/konzepte/a.md:8:1: warning[missing-captions]",
            "In `film.vtt` stehen keine lesbaren Untertitel",
            "no readable captions in `film.vtt`",
        )
        .and_nothing_else();
}

#[test]
fn within_a_line_a_film_is_a_link_and_a_missing_one_is_told() {
    let main = site("Als ![Film](film.mp4) und ![so](fehlt.mp4).\n\n![Fehlt](fehlt.mp4)\n")
        .build()
        .says("content/konzepte/a.md:8:27: error[broken-link]", "`fehlt.mp4`", "`fehlt.mp4`")
        .says("content/konzepte/a.md:10:1: error[missing-image]", "`fehlt.mp4`", "`fehlt.mp4`")
        .and_nothing_else_in("konzepte/a.html");
    assert!(
        main.contains("Als <a href=\"film.mp4\">Film</a> <span class=\"download-info\">(MP4, 2 KB)</span>"),
        "{main}"
    );
}

#[test]
fn one_file_holds_the_film_once() {
    let site = site(BOTH)
        .file("content/konzepte/film.de.vtt", CAPTIONS)
        .file("content/konzepte/film.png", b"no picture")
        .file("content/konzepte/ton.txt", "Text.");
    let built = site.build();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("mappe.html");
    let copy = Copy::new(&built.build.outputs, &built.build.site, "mappe");
    copy.write(Form::Single, &target, None, false).unwrap();
    let html = std::fs::read_to_string(target).unwrap();
    assert_eq!(html.matches("src=\"data:video/mp4;base64,").count(), 1);
    assert_eq!(html.matches("src=\"data:audio/wav;base64,").count(), 1);
    assert_eq!(html.matches("poster=\"data:image/png;base64,").count(), 1);
    assert_eq!(html.matches("href=\"data:video").count(), 0, "not a second time for the download");
}

#[test]
fn a_film_is_told_in_the_language_of_the_page() {
    let built = site(BOTH)
        .file("content/konzepte/a.en.md", "---\ntitle: A concept\nsummary: One.\n---\n![A talk](ton.wav)\n")
        .file("content/konzepte/film.de.vtt", CAPTIONS)
        .file("content/konzepte/ton.txt", "Auf Deutsch.")
        .file("content/konzepte/ton.en.txt", "In English.")
        .build();
    assert!(built.main("konzepte/a.html").contains("<p>Auf Deutsch.</p>"));
    let english = built.main("konzepte/a.en.html");
    assert!(english.contains("<p>In English.</p>") && english.contains("Download"), "{english}");
}

impl Built {
    /// The inside of a page of a site about which everything was said.
    #[track_caller]
    fn and_nothing_else_in(self, path: &str) -> String {
        let main = self.main(path);
        self.and_nothing_else();
        main
    }
}
