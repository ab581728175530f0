//! Large pictures are offered in several widths; what is published is made once.

use fundus::export::{Copy, Form};
use fundus::output::{Content, Made};
use fundus::path::OutputPath;

use crate::site::{Built, Site};

/// A picture of this width as a PNG, with noise that does not compress to nothing.
fn png(width: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| image::Rgb([(x * y % 251) as u8, (x % 17 * 15) as u8, (y % 13 * 19) as u8]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(width, width / 2, pixel);
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn site(text: &str) -> Site {
    Site::body(text)
        .file("content/konzepte/bilder/kurs.png", png(1200))
        .file("content/konzepte/bilder/klein.png", png(900))
        .file("content/konzepte/bilder/unbenutzt.png", png(1201))
}

const TEXT: &str =
    "![Ein Kurs](bilder/kurs.png)\n\n![Ein Tisch](bilder/klein.png)\n\n[Großes Bild](bilder/unbenutzt.png)\n";

fn versions(built: &Built) -> Vec<&str> {
    built.paths().filter(|path| path.starts_with("theme/w")).collect()
}

#[test]
fn pictures_in_a_text_are_offered_in_several_widths() {
    let site = site(TEXT);
    let built = site.build();
    assert_eq!(
        versions(&built),
        ["theme/w480/konzepte/bilder/kurs.png", "theme/w960/konzepte/bilder/kurs.png"]
    );
    let main = built.main("konzepte/a.html");
    let srcset = "srcset=\"../theme/w480/konzepte/bilder/kurs.png 480w, ../theme/w960/konzepte/bilder/kurs.png 960w, bilder/kurs.png 1200w\" sizes=";
    assert!(
        main.contains(&format!("src=\"bilder/kurs.png\" width=\"1200\" height=\"600\" {srcset}")),
        "{main}"
    );
    assert_eq!(main.matches("srcset").count(), 1);
    let small = built.bytes("theme/w480/konzepte/bilder/kurs.png");
    assert!(small.len() < png(1200).len());
    let size = imagesize::blob_size(&small).unwrap();
    assert_eq!((size.width, size.height), (480, 240));
}

#[test]
fn a_version_is_made_once_for_each_picture() {
    let make = |built: &Built, known| {
        let path = OutputPath::new("theme/w480/konzepte/bilder/kurs.png").unwrap();
        match &built.build.outputs.get(&path).unwrap().content {
            Content::Promised(promise) => (promise.key(), promise.make_unless(known).unwrap()),
            other => panic!("{other:?}"),
        }
    };
    let site = site(TEXT);
    let (key, made) = make(&site.build(), None);
    assert!(matches!(made, Made::New { key: again, .. } if again == key));
    assert_eq!(make(&site.build(), Some(key)).1, Made::Known, "of the same picture");
    let changed = site.file("content/konzepte/bilder/kurs.png", png(1300));
    assert_ne!(make(&changed.build(), Some(key)).0, key, "of another picture");
}

#[test]
fn the_picture_of_a_document_is_offered_in_several_widths() {
    let site = Site::concept(
        "title: A\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\nimage: {file: kurs.png, alt: Ein Kurs}\n",
        "",
    )
    .file("content/konzepte/kurs.png", png(2000));
    let built = site.build();
    assert_eq!(versions(&built).len(), 3);
    assert!(built.main("konzepte/a.html").contains("srcset=\"../theme/w480/konzepte/kurs.png 480w, ../theme/w960/konzepte/kurs.png 960w, ../theme/w1440/konzepte/kurs.png 1440w, ../konzepte/kurs.png 2000w\""));
}

#[test]
fn a_picture_that_is_none_stands_in_for_its_versions() {
    let mut broken = png(1200);
    broken.truncate(2000);
    let site = site(TEXT).file("content/konzepte/bilder/kurs.png", &broken);
    let built = site.build();
    assert_eq!(built.bytes("theme/w480/konzepte/bilder/kurs.png"), broken);
    built.and_nothing_else();
}

#[test]
fn one_file_holds_one_width() {
    let site = site(TEXT);
    let built = site.build();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("mappe.html");
    let copy = Copy::new(&built.build.outputs, &built.build.site, "mappe");
    copy.write(Form::Single, &target, None, false).unwrap();
    let html = std::fs::read_to_string(target).unwrap();
    let main = html.split("data-page=\"konzepte/a.html\"").nth(1).unwrap().split("</main>").next().unwrap();
    assert_eq!(main.matches("src=\"data:image/png;base64,").count(), 2);
    assert!(!main.contains("srcset") && !main.contains("sizes="));
    let wide = base64(&built.bytes("theme/w960/konzepte/bilder/kurs.png"));
    assert!(main.contains(&wide), "the version that is wide enough");
}

/// The beginning of the bytes in Base64, by another hand than the program's.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes[..3000].chunks(3) {
        let number = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        text.extend([18, 12, 6, 0].map(|shift| char::from(LETTERS[(number >> shift & 63) as usize])));
    }
    text
}

#[test]
fn the_logo_of_an_organisation_is_a_picture() {
    let site = Site::new("")
        .file(
            "content/organisationen/o.md",
            "---\ntitle: O\nlogo: {file: wappen.svg, alt: Wappen der Stadt}\n---\n",
        )
        .file(
            "content/organisationen/wappen.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"/>",
        );
    let built = site.build().and_nothing_else();
    let main = built.main("organisationen/o.html");
    assert!(main.contains("<img src=\"../organisationen/wappen.svg\" alt=\"Wappen der Stadt\""), "{main}");
    assert!(!main.contains("Bildbeschreibung"), "{main}");
}
