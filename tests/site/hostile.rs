//! Sites that mean harm, or suffered it: refused or neutralised, in bounded time, never a panic.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::scan::{self, Page};
use crate::site::{Built, Site};

/// What a small site may take at the very most, on a slow machine without optimisation.
const PATIENCE: Duration = Duration::from_secs(30);

fn in_time(site: &Site) -> Built {
    let start = Instant::now();
    let built = site.build();
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    built
}

fn concept(front_matter: &str) -> String {
    format!("---\ntitle: A\n{front_matter}\n---\nText.\n")
}

#[test]
fn yaml_bombs_and_towers_are_refused() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(bomb, "a{level}: &a{level} [{aliases}]");
    }
    let steps: String = (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let towers = [
        bomb,
        steps,
        format!("tags: {}{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("tags: {}{}", "{a: ".repeat(10_000), "}".repeat(10_000)),
        format!("tags: {}", "[".repeat(10_000)),
        format!("tags:\n{}x", "- ".repeat(10_000)),
        format!("? {}", "? ".repeat(10_000)),
        format!("tags: &a [{}]", "*a, ".repeat(10_000)),
        format!("title: {}", "!!str ".repeat(10_000)),
    ];
    for tower in &towers {
        let site = Site::with_surroundings("")
            .file("content/konzepte/a.md", format!("---\n{tower}\n---\n"))
            .file("content/vokabulare/digcomp.yaml", tower)
            .file("content/konzepte/b.md", concept("titel: X"));
        let built = in_time(&site);
        assert!(built.is_refused(), "{}", &tower[..100.min(tower.len())]);
        // The rest is checked all the same.
        assert_eq!(built.count("unknown-field"), 1, "{}", built.everything());
    }
}

#[test]
fn markdown_towers_are_bounded() {
    let towers = [
        "- ".repeat(10_000),
        "> ".repeat(10_000),
        ">".repeat(100_000),
        "1. ".repeat(10_000),
        "[".repeat(100_000),
        "![".repeat(50_000),
        format!("{}a{}", "[".repeat(10_000), "](b)".repeat(10_000)),
        "*a **b ".repeat(20_000),
        "<div>".repeat(10_000),
        "<b><i>".repeat(10_000),
        "`".repeat(100_000),
        (1..500).map(|n| "`".repeat(n) + "a").collect(),
        "[^a]: ".repeat(10_000),
        "[[".repeat(50_000),
        "> [!NOTE]\n".repeat(10_000),
        "&#x110000;&amp;&".repeat(20_000),
        format!("{}\n{}\n{}", "|a".repeat(2_000), "|-".repeat(2_000), "|b\n".repeat(2_000)),
        "# a\n".repeat(10_000),
        "<!--".repeat(30_000),
        "a*b".repeat(50_000),
        "```".repeat(20_000),
        "~~~\n".repeat(20_000),
        "\\".repeat(100_000),
        (0..1_000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect(),
    ];
    let site = towers.iter().enumerate().fold(Site::with_surroundings(""), |site, (number, tower)| {
        site.file(&format!("content/t{number}.md"), format!("---\ntitle: T\n---\n{tower}\n"))
    });
    let built = in_time(&site);
    assert!(built.count("too-deep") > 3, "{}", built.everything());
}

#[test]
fn files_beyond_any_size_are_not_read() {
    let site = Site::with_surroundings("");
    let grow = |path: &str| {
        let file = std::fs::File::create(site.root().join(path)).unwrap();
        file.set_len(50 * 1024 * 1024).unwrap();
    };
    grow("content/gross.md");
    grow("content/vokabulare/digcomp.yaml");
    in_time(&site).says("content/gross.md: error[too-large]", "Teilen Sie einen langen Text", "50 MB").says(
        "content/vokabulare/digcomp.yaml: error[too-large]",
        "50 MB",
        "16 MB",
    );
    grow("config.toml");
    in_time(&site).says("config.toml: error[too-large]", "50 MB", "16 MB").and_nothing_else();
}

#[cfg(unix)]
#[test]
fn links_of_the_file_system_stay_inside() {
    use std::os::unix::fs::symlink;
    let site = Site::with_surroundings("-- content/orte/a.md --\n---\ntitle: A\n---\n");
    let content = site.root().join("content");
    symlink(".", content.join("selbst")).unwrap();
    symlink("..", content.join("orte/hoch")).unwrap();
    symlink("/etc", content.join("aussen")).unwrap();
    symlink("/etc/passwd", content.join("orte/passwd.md")).unwrap();
    symlink("nirgends", content.join("orte/leer.md")).unwrap();
    symlink("b.md", content.join("orte/c.md")).unwrap();
    symlink("c.md", content.join("orte/b.md")).unwrap();
    let built = in_time(&site);
    assert!(built.is_refused());
    assert!(built.paths().all(|path| !path.contains("aussen") && !path.contains("passwd")));
    built
        .says("content/selbst: error[symlink-loop]", "im Kreis", "in a circle")
        .says("content/orte/hoch: error[symlink-loop]", "", "")
        .says("content/orte/b.md: error[symlink-loop]", "", "")
        .says("content/orte/c.md: error[symlink-loop]", "", "")
        .says("content/aussen: error[symlink-outside]", "`/etc`", "outside this site")
        .says("content/orte/passwd.md: error[symlink-outside]", "`/etc/passwd`", "Copy the file")
        .says("content/orte/leer.md: error[symlink-broken]", "auf `nirgends`", "nothing is there")
        .and_nothing_else();
}

#[test]
fn no_path_leaves_its_folder() {
    let aliases = [
        "../x.html",
        "/../x.html",
        "a/../../x.html",
        "..\\x.html",
        "C:\\x.html",
        "C:/x.html",
        "https://example.org/x.html",
        "javascript:alert(1)",
        "x.html?a",
        "x.html#a",
        "a\\0b.html",
        "con.html",
        "a/b?.html",
        "a<b>.html",
        "punkt./x.html",
    ];
    for alias in aliases {
        let site = Site::new("").file(
            "content/a.md",
            format!("---\ntitle: A\naliases: [\"{}\"]\n---\n", alias.replace('\\', "\\\\")),
        );
        let built = in_time(&site);
        assert_eq!(built.count("bad-alias"), 1, "{alias}: {}", built.everything());
    }
    let long = format!("---\ntitle: A\naliases: [{}]\n---\n", "a".repeat(300));
    assert_eq!(Site::new("").file("content/a.md", long).build().count("bad-alias"), 1);
    Site::body(
        "[a](../../config.toml) [b](/../../etc/passwd) ![c](../../../c.svg) [[../../../etc/passwd]] [d](%2e%2e/%2e%2e/x) [e](file:///etc/passwd) [f](..\\..\\x)\n",
    )
    .build()
    .says("content/konzepte/a.md:8:1: error[link-outside]", "`../../config.toml`", "out of the folder")
    .says("content/konzepte/a.md:8:24: error[link-outside]", "", "")
    .says("content/konzepte/a.md:8:47: error[missing-image]", "", "")
    .says("content/konzepte/a.md:8:68: error[unknown-reference]", "", "")
    .says("content/konzepte/a.md:8:92: error[link-outside]", "", "")
    .says("content/konzepte/a.md:8:113: error[local-path]", "", "")
    .says("content/konzepte/a.md:8:137: error[backslash-path]", "", "")
    .and_nothing_else();
    let file = "---\ntitle: A\nimage: {file: ../../../etc/passwd, alt: A}\n---\n";
    assert_eq!(Site::new("").file("content/a.md", file).build().count("missing-file"), 1);
    let config = "theme = \"../../etc\"\n[logo]\nfile = \"../../etc/passwd\"\n[[menu]]\npage = \"../../etc\"\n[vocabularies.tag]\nfile = \"../../../x\"\n";
    let built = in_time(&Site::body("").file("config.toml", config));
    assert!(built.count("missing-theme") == 1 && built.count("missing-file") == 1, "{}", built.everything());
    let config = "[types.page]\nfolders = [\"../x\", \"\"]\n";
    let built = in_time(&Site::body("").file("config.toml", config));
    assert_eq!(built.count("model-contradiction"), 2, "{}", built.everything());
}

#[test]
fn words_that_are_no_file_names_become_terms_with_a_page() {
    let tags = [
        "..",
        "../../../../x",
        "/",
        "../",
        "…",
        "\\u0000x",
        "???",
        "+",
        "++",
        "con",
        "index",
        "日本語",
        "🙂🙂",
        "C++",
        "C#",
        " ",
        "seite-2",
        ".html",
    ];
    let list: Vec<String> = tags.iter().map(|tag| format!("\"{tag}\"")).collect();
    let long = "ü".repeat(3_000);
    let front_matter = format!(
        "title: A\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\ntags: [{}, {long}]\n",
        list.join(", ")
    );
    let built = in_time(&Site::concept(&front_matter, ""));
    assert!(!built.is_refused(), "{}", built.everything());
    for path in built.paths() {
        assert!(path.split('/').all(|part| part.len() <= 200 && !part.starts_with('.')), "{path}");
    }
    let terms = built.paths().filter(|path| path.starts_with("vokabulare/schlagworte/")).count();
    assert!(terms >= 15, "{:?}", built.paths().collect::<Vec<_>>());
}

/// Texts that end an element, an attribute, a comment or a script where they are not escaped.
const EVIL: &str =
    "\\\"'><script>alert(1)</script><img src=x onerror=alert(1)><!--<script>]]>{{ 7*7 }}{% raw %}";

/// A site whose every field, name and setting tries to break out.
fn evil_site() -> Site {
    let e = EVIL;
    let document = |fields: &str| {
        format!(
            "---\ntitle: \"T{e}\"\nsummary: \"S{e}\"\ntags: [\"tag{e}\"]\nsynonyms: [\"syn{e}\"]\nauthor: [\"au{e}\"]\nsource: [\"so{e}\"]\ndate: 2026-01-01\n{fields}\n---\n## {e}\n\n{e}\n\n`{e}`\n\n| {e} |\n|---|\n| {e} |\n\nWort[^1] und Z{e}\n\n[^1]: {e}\n\n![{e}](b.svg \"{e}\")\n\n> [!NOTE] {e}\n> {e}\n\n```{e}\n{e}\n```\n"
        )
    };
    Site::new("")
        .file("content/index.md", document(""))
        .file("content/orte/b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>")
        .file("content/b.svg", "<svg/>")
        .file("content/konzepte/b.svg", "<svg/>")
        .file("content/glossar/b.svg", "<svg/>")
        .file("content/workshops/b.svg", "<svg/>")
        .file("content/foerderprogramme/b.svg", "<svg/>")
        .file("content/konzepte/a.md", document(&format!(
            "target_group: eltern\nfield: feld\nfunding_program: p\nduration: \"{e}\"\ngoal: [\"{e}\"]\nsteps: [\"{e}\"]\nplace: \"Ort{e}\"\ncarrier: \"Tr{e}\"\nexperience: \"{e}\"\nimage: {{file: b.svg, alt: \"{e}\", caption: \"{e}\", credit: \"{e}\"}}\nquery: [{{title: \"{e}\", type: concept}}, {{title: {{de: \"{e}\"}}, show: matrix, rows: target_group, columns: field}}]"
        )))
        .file("content/konzepte/b.md", document("target_group: eltern\nfield: feld\nfunding_program: p\nrelated: a"))
        .file("content/konzepte/a.en.md", document(""))
        .file("content/orte/o.md", document(&format!("address: \"{e}\"\nmember: [{{organisation: \"{e}\", role: \"{e}\"}}]")))
        .file("content/glossar/g.md", document(&format!("definition: \"{e}\"\nabbr: \"Z{e}\"\nvariant: [\"Wort\"]\ndefinition_simple: \"{e}\"")))
        .file("content/workshops/w.md", document(&format!(
            "start: 2026-12-01 10:00\nspeaker: [\"{e}\"]\nonline: {{provider: \"{e}\"}}\nregistration: {{fee: \"{e}\"}}"
        )))
        .file("content/foerderprogramme/p.md", document(&format!("statement: {{de: \"{e}\", en: \"{e}\"}}\nlogo: [{{file: b.svg, alt: \"{e}\"}}]\nround: \"{e}\"")))
        .file("content/vokabulare/zielgruppen.yaml", format!(
            "id: target_group\nlabel: {{de: \"{e}\"}}\ndescription: \"{e}\"\nterms:\n  - {{id: eltern, label: \"{e}\", synonyms: [\"{e}\"], description: \"{e}\", notation: \"{e}\", uri: \"https://example.org/a{{b}}|^c\"}}\n  - {{id: kinder, label: \"{e}\", broader: eltern}}\n"
        ))
        .file("content/vokabulare/handlungsfelder.yaml", format!("id: field\nterms:\n  - {{id: feld, label: \"{e}\"}}\n"))
        .file("config.toml", format!(
            "title = \"T{e}\"\ndescription = \"D{e}\"\nurl = \"https://example.org/\"\n[[menu]]\ntitle = \"M{e}\"\npage = \"konzepte/a\"\n[[foot_menu]]\ntitle = \"F{e}\"\npage = \"konzepte/b\"\n[logo]\nfile = \"b.svg\"\nalt = \"L{e}\"\n[types.concept]\nlabel = \"C{e}\"\nplural = \"CC{e}\"\n[fields.duration]\nlabel = \"F{e}\"\n[vocabularies.field]\nlabel = \"V{e}\"\n"
        ))
}

#[test]
fn no_text_becomes_markup() {
    let site = evil_site();
    let built = in_time(&site);
    let errors: Vec<_> = built.errors().collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    for path in built.paths().filter(|path| path.ends_with(".html")) {
        let html = built.page(path);
        let page = Page::read(&html);
        assert!(
            !page.scripts.iter().any(|script| script.contains("alert(1)") && !script.starts_with('{')),
            "{path}"
        );
        assert_eq!(page.handlers, Vec::<String>::new(), "{path}");
        assert!(!page.srcs.iter().any(|src| src == "x"), "{path}");
        assert!(!html.contains("{{ 7*7 }}49") && !html.contains(">49<"), "{path}");
        assert!(page.closes_its_body, "{path} ends within a script or comment");
        for json in page.scripts.iter().filter(|script| script.starts_with('{')) {
            assert!(serde_json::from_str::<serde_json::Value>(json).is_ok(), "{path}: {json}");
        }
        assert!(page.links().all(|link| !link.trim().to_lowercase().starts_with("javascript")), "{path}");
    }
    for path in built.paths().filter(|path| path.ends_with(".xml")) {
        scan::expect_xml(&built.page(path));
    }
}

#[test]
fn addresses_that_run_code_are_refused_everywhere() {
    for address in [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "java\\tscript:x",
    ] {
        let site = Site::new("")
            .file("content/organisationen/a.md", format!("---\ntitle: A\nurl: \"{address}\"\ncontact: \"{address}\"\nidentifier: [\"{address}\"]\n---\n"))
            .file("content/workshops/b.md", format!("---\ntitle: A\nsummary: S.\nstart: 2026-12-01\nrecording: \"{address}\"\nregistration: {{url: \"{address}\", mail: \"{address}\"}}\nonline: {{join_url: \"{address}\", public: true}}\n---\n"))
            .file("config.toml", format!("url = \"{address}\"\nedit_url = \"{address}{{path}}\"\n"));
        let built = in_time(&site);
        assert_eq!(built.count("bad-url"), 5, "{address}: {}", built.everything());
        assert_eq!(built.count("bad-email"), 2, "{address}: {}", built.everything());
        assert_eq!(built.count("config-value"), 2, "{address}: {}", built.everything());
    }
    // What ends an attribute or begins another line is no address either.
    for address in ["https://a.example/\\\"onclick=x", "https://a.example/\\nb", "https://a b", "https://"] {
        let site = Site::new("")
            .file("content/organisationen/a.md", format!("---\ntitle: A\nurl: \"{address}\"\n---\n"));
        assert_eq!(site.build().count("bad-url"), 1, "{address}");
    }
    let mail = Site::new("").file(
        "content/organisationen/a.md",
        "---\ntitle: A\ncontact: \"a@b.example?bcc=c@d.example\"\n---\n",
    );
    assert_eq!(mail.build().count("bad-email"), 1);
    let body = "[a](javascript:alert(1)) [b](<java\tscript:x>) <javascript:x> ![c](javascript:x)\n\n[d]\n\n[d]: javascript:alert(1)\n\n<a href=\"javascript:alert(1)\">e</a> <a href=\"JaVaScRiPt&colon;alert(1)\">f</a> <iframe src=\"https://a.example\"></iframe> <img src=x onerror=alert(1)>\n";
    let built = in_time(&Site::body(body)).despite_errors();
    let main = built.main("konzepte/a.html");
    let page = Page::read(&main);
    assert!(!page.links().any(|link| link.to_lowercase().contains("script:")), "{main}");
    assert!(page.handlers.is_empty() && !main.contains("<iframe"), "{main}");
    assert!(built.count("unsafe-link") >= 3 && built.count("removed-html") >= 1, "{}", built.everything());
}

#[cfg(unix)]
#[test]
fn strange_file_names() {
    use std::os::unix::ffi::OsStrExt as _;
    let page = "---\ntitle: A\n---\n";
    let image = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let site = Site::new("")
        .file("content/orte/a b (1).md", page)
        .file("content/orte/50 % für alle & mehr.svg", image)
        .file("content/orte/\"><img src=x onerror=alert(1)>.svg", image)
        .file("content/orte/zwei\nzeilen.svg", image)
        .file("content/orte/frage?.svg", image)
        .file("content/orte/aux.svg", image)
        .file("content/orte/nul.md", page)
        .file("content/orte/punkt..md", page)
        .file("content/orte/…….md", page)
        .file(&format!("content/orte/{}.md", "🙂".repeat(60)), page)
        .file("content/orte/.versteckt.md", page)
        .file("content/orte/#wirsindda.md", page)
        .file("content/orte\\b.md", page)
        .file(
            "content/orte/b.md",
            "---\ntitle: B\n---\n![Alles](<50 % für alle & mehr.svg>) [Seite](<a b (1).md>)\n",
        );
    std::fs::write(site.root().join("content").join(std::ffi::OsStr::from_bytes(b"kein-utf8-\xff.md")), page)
        .unwrap();
    let built = in_time(&site).despite_errors();
    assert_eq!(built.count("bad-file-name"), 9, "{}", built.everything());
    assert!(built.everything().contains("zum Beispiel in `frage.svg`"), "{}", built.everything());
    assert!(built.main("orte/wirsindda.html").contains("<h1"));
    let main = built.main("orte/b.html");
    assert!(main.contains("src=\"50%20%25%20f%C3%BCr%20alle%20%26%20mehr.svg\""), "{main}");
    assert!(main.contains("href=\"a-b-1.html\""), "{main}");
}

#[test]
fn huge_numbers_and_distant_dates() {
    let lines = [
        ("order: 1e308", 0),
        ("order: 1e999", 1),
        ("order: -1e308", 0),
        ("order: NaN", 1),
        ("order: 99999999999999999999999999", 0),
        ("date: 9999-12-31", 0),
        ("date: 0000-01-01", 0),
        ("date: 99999-01-01", 1),
        ("date: 2026-99999999999-01", 1),
        ("updated: -1-1-1", 1),
        ("query: [{limit: 99999999999999999999999}]", 1),
        ("query: [{limit: 18446744073709551615}]", 0),
    ];
    for (line, wrong) in lines {
        let site = Site::new("").file("content/orte/a.md", format!("---\ntitle: A\n{line}\n---\n"));
        let built = in_time(&site);
        assert_eq!(built.errors().count(), wrong, "{line}: {}", built.everything());
    }
    for (time, wrong) in [
        ("9999-12-31 23:59", 0),
        ("0000-01-01 00:00", 0),
        ("2026-03-29 02:30", 1),
        ("2026-01-01 25:00", 1),
        ("2026-01-01 10:00:99999", 1),
    ] {
        let site = Site::new("")
            .file("content/workshops/a.md", format!("---\ntitle: A\nsummary: S.\nstart: {time}\n---\n"));
        let built = in_time(&site);
        assert!(
            built.errors().count() == wrong || time.starts_with("9999"),
            "{time}: {}",
            built.everything()
        );
    }
    let config = Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file("config.toml", "page_size = 18446744073709551615\n");
    assert!(!in_time(&config).is_refused());
    let config = config.file("config.toml", "[fields.title]\nweight = 99999999999\n");
    assert_eq!(in_time(&config).count("model-contradiction"), 1);
}

#[test]
fn next_to_nothing() {
    for text in [
        "",
        "\u{feff}",
        "\n",
        "---",
        "---\n",
        "---\n---",
        "---\n---\n",
        "\u{feff}---\r\n---\r\n",
        "---\n\n\n---",
        "---\n#\n---\n",
        "---\nnull\n---\n",
        "---\n...\n---\n",
        "-",
        "\r",
        " ",
        "---\n- \n---",
        "---\n\"\"\n---",
    ] {
        let site = Site::new("")
            .file("content/index.md", text)
            .file("content/konzepte/a.md", text)
            .file("content/konzepte/a.en.md", text)
            .file("content/konzepte/index.md", text)
            .file("content/glossar/g.md", text)
            .file("content/vokabulare/zielgruppen.yaml", text)
            .file("config.toml", text.trim_matches(|c| "-.\"nul#".contains(c)))
            .file("themes/default/templates/home.html", text)
            .file("content/bild.svg", text);
        in_time(&site);
    }
}

#[test]
fn thousands_of_problems_are_all_told() {
    let keys: String = (0..10_000).map(|n| format!("k{n}: x\n")).collect();
    let links: String = (0..10_000).map(|n| format!("[Link Nummer {n}](x{n}.md)\n")).collect();
    let terms: Vec<String> = (0..10_000).map(|n| format!("t{n}")).collect();
    let site = Site::with_surroundings("")
        .file("content/a.md", format!("---\ntitle: A\n{keys}---\n"))
        .file("content/b.md", format!("---\ntitle: B\ntarget_group: [{}]\n---\n{links}", terms.join(", ")));
    let built = in_time(&site);
    assert_eq!(built.count("unknown-field"), 10_000);
    assert_eq!(built.count("broken-link"), 10_000);
    assert_eq!(built.count("unknown-term"), 10_000);
    let start = Instant::now();
    let short = site.run(&["check", "--format", "short"], &[]);
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert_eq!(String::from_utf8(short.stdout).unwrap().lines().count(), built.build.problems.len());
    let human = site.run(&["check"], &[]);
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert!(human.stdout.len() < 1_000_000, "{}", human.stdout.len());
}

#[test]
fn long_lines_take_no_longer_than_many() {
    let (dates, paths) = ("1-".repeat(200_000), "a/".repeat(400_000));
    let keys: String = (0..20_000).map(|n| format!("k{n}: x, ")).collect();
    let site = Site::with_surroundings("")
        .file("content/a.md", format!("---\ntitle: A\nupdated: {dates}1\n---\n"))
        .file("content/b.md", format!("---\ntitle: B\n---\n{paths}\n"))
        .file("content/c.md", format!("---\n{{title: C, {keys}summary: S}}\n---\n"));
    let built = in_time(&site);
    assert_eq!(
        (built.count("bad-date"), built.count("unknown-field")),
        (1, 20_000),
        "{}",
        built.everything()
    );
}

#[test]
fn chains_of_terms_and_of_inheritance_end() {
    let terms: String = (0..5_000).map(|n| format!("  - {{id: t{n}, broader: t{}}}\n", n + 1)).collect();
    let terms = format!("id: target_group\nterms:\n{terms}  - {{id: t5000}}\n");
    let built = in_time(&Site::body("").file("content/vokabulare/zielgruppen.yaml", terms));
    assert!(built.is_refused());

    let documents = (0..2_000).fold(Site::with_surroundings(""), |site, n| {
        let next = if n < 1_999 {
            format!("related: c{}", n + 1)
        } else {
            "funding_program: digitalpakt".to_owned()
        };
        site.file(
            &format!("content/konzepte/c{n}.md"),
            format!(
                "---\ntitle: C{n}\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\n{next}\n---\n"
            ),
        )
    });
    let site = documents.file("config.toml", "[fields.funding_program]\ninherit = [\"related\"]\n");
    in_time(&site);
}

#[test]
fn patterns_that_explode() {
    let pattern = "{a,b,c,d}".repeat(60);
    let site = Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file("config.toml", format!("ignore = [\"{pattern}\", \"{}\", \"**/x\"]\n", "**/".repeat(3_000)))
        .file("content/x", "privat");
    let built = in_time(&site);
    assert!(built.is_refused() || !built.paths().any(|path| path == "x"), "{}", built.everything());
}

/// Documents that are right, to be damaged.
const SEEDS: &[&str] = &[
    "---\ntitle: Elternberatung per Video\nsummary: \"Wie Beratung gelingt.\"\ntarget_group: [eltern, jugendliche]\nfield: familienbildung\nfunding_program: digitalpakt\ntags: [Video, \"Beratung\"]\nimage: {file: b.svg, alt: Bild}\nexperience: |\n  Gut: **sehr** gut.\n---\n## Ziele\n\nElternberater*innen[^1] und [Programm](../foerderprogramme/digitalpakt.md#x), [[digitalpakt]].\n\n[^1]: Fußnote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> [!NOTE] Hinweis\n> Text\n\n```rust\nfn main() {}\n```\n",
    "---\ntitle: Abend\nsummary: S.\nstart: 2026-03-14 14:00\nend: 14.03.2026 16:00\nregistration: {url: \"https://a.example\", deadline: 2026-03-01}\nquery:\n  - {type: concept, where: {target_group: eltern}, time: upcoming, sort: -date, limit: 3}\n---\n- [ ] a\n  1. b\n\nBegriff\n: Erklärung\n\n<details><summary>x</summary>y</details>\n",
    "id: target_group\nlabel: {de: Z, en: T}\nterms:\n  - {id: eltern, label: {de: Eltern}, synonyms: [a, b], broader: alle, notation: \"1\"}\n  - Kinder\n  - {id: alle, replaced_by: eltern}\n",
    "title = \"A\"\nurl = \"https://a.example/\"\naccent = \"#123456\"\n[[menu]]\npage = \"a\"\n[types.concept.own.neu]\nkind = \"choice\"\nchoices = { a = \"A\" }\nfacet = true\n[vocabularies.neu]\nopen = true\n",
];

/// What documents are damaged with.
const TOKENS: &[&[u8]] = &[
    b"---\n",
    b"\n",
    b": ",
    b"- ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"\"",
    b"\xff",
    b"\0",
    b"\t",
    b"\r\n",
    b"*",
    b"<",
    b">",
    b"&a",
    b"|",
    b"#",
    b"`",
    b"../",
    b"[[",
    b"[^1]",
    b"![](",
    b"'",
    b"=",
    b".",
    b"9999999999",
    b"\xef\xbb\xbf",
    b"\xc3\xbc",
    b"\xcc\x81",
    b"\xee\x80\x80",
    b"\xf0\x9f\x99\x82",
];

/// One change: at this place of the text, replace so many bytes by this.
fn change() -> impl Strategy<Value = (usize, usize, Vec<u8>)> {
    let token = proptest::sample::select(TOKENS).prop_map(<[u8]>::to_vec);
    (any::<usize>(), 0..12_usize, prop_oneof![3 => token, 1 => proptest::collection::vec(any::<u8>(), 0..12)])
}

fn damaged(seed: &str, changes: &[(usize, usize, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = seed.as_bytes().to_vec();
    for (at, length, new) in changes {
        let at = at % (bytes.len() + 1);
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, new.iter().copied());
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_it_panic(changes in proptest::collection::vec(proptest::collection::vec(change(), 0..6), 4), noise in proptest::collection::vec(any::<u8>(), 0..200)) {
        let files: Vec<Vec<u8>> = SEEDS.iter().zip(&changes).map(|(seed, changes)| damaged(seed, changes)).collect();
        let site = Site::with_surroundings("")
            .file("content/konzepte/a.md", &files[0])
            .file("content/workshops/w.md", &files[1])
            .file("content/vokabulare/zielgruppen.yaml", &files[2])
            .file("config.toml", &files[3])
            .file("content/konzepte/noise.md", &noise)
            .file("content/konzepte/b.svg", &noise)
            .file("content/vokabulare/digcomp.yaml", &noise);
        let built = site.build();
        prop_assert!(!built.everything().is_empty() || built.paths().count() > 10);
    }
}

#[cfg(unix)]
#[test]
fn of_a_theme_only_what_belongs_to_it_is_published() {
    let site = Site::new("-- content/index.md --\n---\ntitle: A\n---\n")
        .file("config.toml", "theme = \"eigen\"\n")
        .file("themes/eigen/theme.toml", "name = \"Eigen\"\ncontract = 1\n")
        .file("themes/eigen/static/.git/config", "[user]\n")
        .file("themes/eigen/static/bild.svg", "<svg/>")
        .file("geteilt/card.css", "p { color: red; }");
    let link = site.root().join("themes/eigen/components");
    std::os::unix::fs::symlink("../../geteilt", &link).unwrap();
    let built =
        site.build().says("themes/eigen/components: error[symlink-outside]", "`../../geteilt`", "outside");
    assert!(built.and_nothing_else().is_refused());
    std::fs::remove_file(link).unwrap();
    let built = site.build().and_nothing_else();
    assert!(built.paths().any(|path| path == "theme/bild.svg"));
    assert!(!built.paths().any(|path| path.contains(".git")), "a theme is often a clone");
    // The theme as a whole may lie elsewhere.
    std::fs::rename(site.root().join("themes/eigen"), site.root().join("anderswo")).unwrap();
    std::os::unix::fs::symlink("../anderswo", site.root().join("themes/eigen")).unwrap();
    assert!(site.build().and_nothing_else().paths().any(|path| path == "theme/bild.svg"));
}
