//! What is private is published nowhere: not on its page, and not by way of what it names.

use crate::site::Site;

const MODEL: &str = "\
-- config.toml --
title = \"Ein Test\"
url = \"https://example.org/\"
[types.concept.own.watched]
label = \"Beobachtet\"
kind = \"term\"
vocabulary = \"tag\"
many = true
private = true
[types.concept.own.remarks]
label = \"Bemerkungen\"
kind = \"markdown\"
private = true
";

const SECRET: &str = "kanarienvogel";

/// A site with these concepts, each with its name and what its front matter says besides.
fn site(concepts: &[(&str, &str)]) -> Site {
    concepts.iter().fold(Site::with_surroundings(MODEL), |site, (name, more)| {
        let needed =
            "summary: Eines.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n";
        site.file(&format!("content/konzepte/{name}.md"), format!("---\n{needed}{more}---\n"))
    })
}

#[test]
fn a_private_word_makes_no_term_and_no_other_page_shows_it() {
    let secret = "title: A\ntags: [Tiere]\nwatched: [Kanarienvogel, Tiere]\nremarks: Der Kanarienvogel.\n";
    let site = site(&[("a", secret)]);
    let built = site.build();
    let mut texts = 0;
    for path in built.paths().map(str::to_owned).collect::<Vec<_>>() {
        assert!(!path.contains(SECRET), "{path}");
        let bytes = built.bytes(&path);
        if let Ok(text) = String::from_utf8(bytes) {
            assert!(!text.to_lowercase().contains(SECRET), "{path}");
            texts += 1;
        }
    }
    assert!(texts > 20, "{texts}");
    let found = site.run(&["search", "Kanarienvogel"], &[]);
    assert!(String::from_utf8(found.stdout).unwrap().contains("gibt es hier nichts"));
}

#[test]
fn what_only_a_private_field_names_does_not_say_so() {
    let site = site(&[
        ("a", "title: Alpha\ntags: [Beta]\nwatched: [Gamma]\nremarks: \"[Siehe](b.md)\"\n"),
        ("b", "title: Omega\ntags: [Gamma]\n"),
    ]);
    let built = site.build();
    assert!(!built.main("konzepte/b.html").contains("backlinks"), "no backlink from a private field");
    let term = built.main("vokabulare/schlagworte/gamma.html");
    assert!(term.contains("Omega") && !term.contains("Alpha"), "{term}");
    let out = site.run(&["export", "--where", "tags=beta", "--output", "kopie"], &[]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(site.root().join("kopie/konzepte/a.html").exists());
    assert!(!site.root().join("kopie/konzepte/b.html").exists());
}
