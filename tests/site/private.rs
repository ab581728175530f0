//! What is private is published nowhere: not on its page, and not by way of what it names.

use fundus::model::{Kind, Role};

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

/// A value of this kind that gives itself away; `None` for numbers, days and names of what there is.
fn canary(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Text | Kind::Markdown | Kind::Translated | Kind::Reference { open: true, .. } => {
            Some("Kanarienvogel".to_owned())
        }
        Kind::Url => Some("https://kanarienvogel.example/".to_owned()),
        Kind::Email => Some("kanarienvogel@example.org".to_owned()),
        Kind::Date => Some("2026-03-14".to_owned()),
        Kind::File => Some("../bild.svg".to_owned()),
        Kind::Group(parts) if parts.iter().any(|part| part.required && canary(&part.kind).is_none()) => None,
        Kind::Group(parts) => {
            let parts: Vec<String> = parts
                .iter()
                .filter_map(|part| Some(format!("{}: {}", part.name, canary(&part.kind)?)))
                .collect();
            (!parts.is_empty()).then(|| format!("{{{}}}", parts.join(", ")))
        }
        _ => None,
    }
}

/// What a concept has to say.
const NEEDED: [(&str, &str); 3] =
    [("target_group", "eltern"), ("field", "jugendarbeit"), ("funding_program", "digitalpakt")];

/// What makes the address of a page cannot be kept from those who open it.
const ADDRESSES: [Option<Role>; 2] = [Some(Role::Title), Some(Role::Aliases)];

#[test]
fn whatever_the_program_does_with_a_field_it_does_not_with_a_private_one() {
    let model = Site::new("").build().build.config.model.clone();
    let mut config = "title = \"Ein Test\"\nurl = \"https://example.org/\"\n".to_owned();
    let mut documents = Vec::new();
    let mut fields = 0;
    for kind in &model.types {
        let start = if kind.role(Role::Start).is_some() { "start: 2027-03-14 14:00\n" } else { "" };
        let mut text = format!("---\ntitle: Ein Titel\n{start}");
        for field in kind.fields.iter().filter(|field| !ADDRESSES.contains(&field.role)) {
            let is_open = field.vocabulary().is_some_and(|index| model.vocabularies[index].open);
            let open = is_open.then(|| "Kanarienvogel".to_owned());
            let Some(value) = canary(&field.kind).or(open) else {
                let needed = NEEDED.iter().find(|(name, _)| field.required && field.name == *name);
                text.extend(needed.map(|(name, value)| format!("{name}: {value}\n")));
                continue;
            };
            config.push_str(&format!("[types.{}.own.{}]\nprivate = true\n", kind.id, field.name));
            text.push_str(&format!(
                "{}: {}\n",
                field.name,
                if field.many { format!("[{value}]") } else { value }
            ));
            fields += 1;
        }
        documents.push((
            format!("content/{}/x.md", kind.folders.first().unwrap_or(&kind.id)),
            text + "---\nText.\n",
        ));
    }
    assert!(fields > 60, "{fields}");
    let site = documents.iter().fold(
        Site::with_surroundings("").file("config.toml", config).file("content/bild.svg", "<svg/>"),
        |site, (path, text)| site.file(path, text),
    );
    let built = site.build();
    let mut leaks = Vec::new();
    for path in built.paths().map(str::to_owned).collect::<Vec<_>>() {
        let text = String::from_utf8_lossy(&built.bytes(&path)).to_lowercase();
        if path.contains(SECRET) || text.contains(SECRET) {
            leaks.push(path);
        }
    }
    assert_eq!(leaks, Vec::<String>::new());
}

#[test]
fn nobody_inherits_what_the_giver_keeps_to_itself() {
    let site = Site::with_surroundings(
        "-- config.toml --\ntitle = \"T\"\n[types.project.own.budget]\nkind = \"text\"\nprivate = true\n\
         [types.concept.own.budget]\nkind = \"text\"\ninherit = [\"project\"]\nfact = true\n",
    )
    .file(
        "content/projekte/p.md",
        "---\ntitle: P\nsummary: S.\nfunding_program: digitalpakt\nbudget: Kanarienvogel\n---\n",
    )
    .file(
        "content/konzepte/a.md",
        "---\ntitle: A\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nproject: p\n---\n",
    );
    assert!(!site.build().page("konzepte/a.html").to_lowercase().contains(SECRET));
}

#[test]
fn no_page_selects_by_what_is_private() {
    site(&[
        ("a", "title: A\nquery: {title: Q, where: {watched: Gamma}}\n"),
        ("b", "title: B\nwatched: [Gamma]\n"),
    ])
    .build()
    .says(
        "content/konzepte/a.md:7:36: error[bad-query]",
        "`watched` ist intern (`private`)",
        "`watched` is internal (`private`)",
    )
    .and_nothing_else();
}
