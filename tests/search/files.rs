//! The files of the index: the same on every machine, and harmless when they are damaged.

use fundus::search::input::{Document, Settings};
use fundus::search::opened::Opened;

use crate::quality::GROWN;
use crate::site;

#[test]
fn the_number_of_threads_does_not_show() {
    let (documents, settings) = GROWN.site();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let one = alone.install(|| site::files(&documents, &settings));
    assert_eq!(one, site::files(&documents, &settings));
}

#[test]
fn names_are_safe_everywhere_and_the_root_names_all() {
    let (documents, settings) = GROWN.site();
    let files = site::files(&documents, &settings);
    for (path, _) in &files {
        assert!(
            path.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte)),
            "{path}"
        );
    }
    let opened = site::open(&files);
    assert_eq!(opened.shown.len(), documents.len());
    assert!(opened.shown.iter().zip(&documents).all(|(shown, document)| shown.title == document.title));
}

#[test]
fn a_damaged_index_gives_fewer_answers_and_no_panic() {
    let (documents, settings) = GROWN.site();
    let files = site::files(&documents, &settings);
    for (at, keep) in [(0, 40), (1, 60), (2, 0), (5, 200)] {
        let read = |path: &str| {
            let (place, (_, bytes)) = files.iter().enumerate().find(|(_, (name, _))| name == path)?;
            Some(if place == at { &bytes[..keep.min(bytes.len())] } else { bytes.as_slice() })
        };
        let opened = Opened::open(read).unwrap();
        for query in ["Beratung", "\"frühe Hilfen\"", "Elternberatung", "Sozailarbeiter"] {
            assert!(opened.answer(query).hits.len() <= documents.len());
        }
    }
    assert!(Opened::open(|_| None).is_none());
}

#[test]
fn an_empty_site_has_an_index_that_finds_nothing() {
    let opened = site::open(&site::files(&[], &GROWN.site().1));
    assert!(opened.answer("Beratung").hits.is_empty());
}

#[test]
fn what_is_to_stand_behind_stands_behind_what_fits_as_well() {
    let text = "== hilfe\n# Videoberatung\n> Videoberatung einstellen.\nVideoberatung.\n\
                == konzept\n# Elternarbeit\n> Beratung per Video.\nDie Videoberatung findet am Abend statt.\n\
                == blatt\n# Schmetterlinge\n> Für Videoberatung.\n";
    let (mut documents, _) = site::documents(text);
    let found = |documents: &[Document]| {
        let opened =
            site::open(&site::files(documents, &Settings { lang: "de".into(), ..Settings::default() }));
        let hits = opened.answer("Videoberatung").hits;
        hits.iter().map(|hit| documents[hit.document as usize].address.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(&documents)[0], "hilfe.html");
    documents.iter_mut().find(|document| document.address == "hilfe.html").unwrap().is_behind = true;
    assert_eq!(
        found(&documents),
        ["blatt.html", "hilfe.html", "konzept.html"],
        "behind a summary, before a mention"
    );
}
