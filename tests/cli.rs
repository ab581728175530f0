//! The program as people run it: a real process in a folder of its own, with an empty environment.
//!
//! What can be tested without a process is tested where it stands.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder to run the program in.
struct Place {
    folder: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, args: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fundus"));
        command.args(args).current_dir(self.path()).env_clear().stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args))
    }
}

impl Run {
    fn of(mut command: Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code().expect("the program was not killed"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

#[test]
fn help_speaks_the_language_of_the_reader() {
    let place = Place::new();
    let german = place.run(&["--help"]);
    assert_eq!((german.code, german.err.as_str()), (0, ""));
    assert!(german.out.contains("Aufruf: fundus [OPTIONEN] BEFEHL"), "{}", german.out);
    for english in ["Usage", "Options:", "Commands", "possible values", "default"] {
        assert!(!german.out.contains(english), "{english} in {}", german.out);
    }

    let mut command = place.command(&["explain", "--help"]);
    command.env("LANG", "en_GB.UTF-8");
    let english = Run::of(command);
    assert!(english.out.contains("Usage: fundus explain [OPTIONS] [CODE]"), "{}", english.out);
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_was_meant() {
    let run = Place::new().run(&["explan"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(run.err, "Fehler: Einen Befehl `explan` gibt es nicht.\nMeinten Sie `explain`?\n");

    let bare = Place::new().run(&[]);
    assert_eq!(bare.code, 2);
    assert!(
        bare.err.contains("Befehle:") && bare.err.ends_with("Fehler: Es fehlt ein Befehl.\n"),
        "{}",
        bare.err
    );
}

#[test]
fn explain_tells_more_about_a_code() {
    let place = Place::new();
    let one = place.run(&["explain", "missing-alt"]);
    assert_eq!(one.code, 0);
    assert!(one.out.starts_with("Fehler[missing-alt]: Dem Bild `…` fehlt die Beschreibung"), "{}", one.out);

    let all = place.run(&["explain", "--lang", "en"]);
    assert!(all.out.lines().any(|line| line.starts_with("broken-link ")), "{}", all.out);

    let none = place.run(&["explain", "missing-alte"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("Meinten Sie `missing-alt`"), "{}", none.err);
}

#[test]
fn who_stands_deeper_in_a_site_means_the_site() {
    let place = Place::new();
    assert_eq!(place.run(&["init"]).code, 0);
    let within = |folder: &str, args: &[&str]| {
        let mut command = place.command(args);
        command.current_dir(place.path().join(folder));
        Run::of(command)
    };
    let new = within("content/konzepte", &["new", "konzept", "Neues Angebot", "--quiet"]);
    assert_eq!((new.code, new.out.trim()), (0, "../../content/konzepte/neues-angebot.md"), "{}", new.err);
    assert!(place.path().join("content/konzepte/neues-angebot.md").is_file());
    place.write("content/konzepte/neues-angebot.md", "---\ntitle: A\nlicence: cc0\n---\n");
    let check = within("content", &["check", "--format", "short"]);
    assert!(check.out.starts_with("../content/konzepte/neues-angebot.md:"), "{}", check.out);
    for (folder, args) in [("content", &["init"][..]), (".", &["init", "content/neu"])] {
        let init = within(folder, args);
        assert_eq!((init.code, init.out.as_str()), (2, ""));
        assert!(init.err.contains("liegt in den Texten der Website"), "{}", init.err);
    }
    assert!(!place.path().join("content/content").exists() && !place.path().join("content/neu").exists());
    // A folder beside the texts can become a site of its own, and then is one.
    place.write("beispiel/x.txt", "");
    assert_eq!(within("beispiel", &["init"]).code, 0);
    let own = within("beispiel", &["check"]);
    assert_eq!((own.code, own.out.as_str()), (0, ""), "{}", own.err);
}

#[test]
fn files_of_the_theme_are_listed_shown_and_copied() {
    let (place, card) = (Place::new(), "components/card/card.html");
    let list = place.run(&["theme"]);
    assert_eq!(list.code, 0);
    let line = |run: &Run| run.out.lines().find(|line| line.contains(card)).unwrap().to_owned();
    assert!(line(&list).contains("Ein Dokument in einer Liste"), "{}", line(&list));
    assert!(!list.out.contains("theme.toml") && !list.out.contains("OFL"), "{}", list.out);

    for typed in [card, "card.html", "themes\\default\\components\\card\\card.html"] {
        let shown = place.run(&["theme", typed]);
        assert_eq!(shown.code, 0, "{typed}");
        assert!(shown.out.contains("{% component card("), "{typed}: {}", shown.out);
    }
    let none = place.run(&["theme", "components/card/crad.html"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains(&format!("Meinten Sie `{card}`")), "{}", none.err);
    assert!(place.run(&["theme", "touch-icon.png"]).err.contains("kein Text"));

    let unnamed = place.run(&["theme", "--copy", card]);
    assert_eq!(unnamed.code, 2);
    assert!(unnamed.err.contains("`theme = \"musterstadt\"`"), "{}", unnamed.err);
    assert_eq!(place.run(&["init"]).code, 0);
    place.write("config.toml", &format!("theme = \"musterstadt\"\n{}", place.read("config.toml")));
    let copy = place.run(&["theme", "--copy", card]);
    let paths = format!("themes/musterstadt/{card}\nthemes/musterstadt/theme.toml\n");
    assert_eq!((copy.code, copy.out), (0, paths), "{}", copy.err);
    assert!(line(&place.run(&["theme"])).starts_with("* "));
    assert_eq!(place.run(&["theme", "--copy", "touch-icon.png"]).code, 0);
    let check = place.run(&["check", "--strict"]);
    assert_eq!((check.code, check.out.as_str()), (0, ""), "{}", check.err);

    let file = format!("themes/musterstadt/{card}");
    place.write(&file, "{% component card() %}{% endcomponent %}");
    let again = place.run(&["theme", "--copy", card]);
    assert!(again.code == 2 && again.err.contains("gibt es schon"), "{}", again.err);
    assert_eq!(place.read(&file), "{% component card() %}{% endcomponent %}");
    assert!(place.run(&["theme", "--copy", "i18n/de.toml"]).err.contains("nur die Zeilen"));
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = Place::new().run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("explain"), "{shell}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let place = Place::new();
    let mut command = place.command(&["explain"]);
    let output = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_new_site_is_in_good_order_in_both_languages() {
    for (lang, word) in [("de", "Alles in Ordnung."), ("en", "All is well.")] {
        let place = Place::new();
        let init = place.run(&["init", "--lang", lang]);
        assert_eq!(init.code, 0, "{init:?}");
        for path in init.out.lines() {
            assert!(place.path().join(path).is_file(), "{path}");
        }
        let check = place.run(&["check", "--strict"]);
        assert_eq!((check.code, check.out.as_str(), check.err.trim()), (0, "", word));
        assert_eq!(place.run(&["build"]).code, 0);
        assert!(place.path().join("public/index.html").is_file());
    }
}

#[test]
fn init_changes_nothing_that_is_there() {
    let place = Place::new();
    place.write("config.toml", "title = \"Meins\"\n");
    place.write("content/eigenes.md", "---\ntitle: Eigenes\n---\n");
    let init = place.run(&["init"]);
    assert_eq!((init.code, init.out.as_str()), (0, ".gitignore\n"));
    assert!(init.err.starts_with("Schon da und unverändert: content, config.toml\n"), "{}", init.err);
    assert_eq!(place.read("config.toml"), "title = \"Meins\"\n");
    assert!(!place.path().join("content/index.md").exists());

    let named = place.run(&["init", "unsere-konzepte"]);
    assert_eq!(named.code, 0);
    assert!(named.out.starts_with("unsere-konzepte/config.toml\n"), "{}", named.out);
    assert!(named.err.contains("`fundus build --root unsere-konzepte`"), "{}", named.err);
    assert_eq!(place.run(&["build", "--root", "unsere-konzepte", "--strict"]).code, 0);
    let again = place.run(&["init"]);
    assert_eq!((again.code, again.out.as_str()), (0, ""));
    assert!(again.err.ends_with("Es gibt nichts anzulegen.\n"), "{}", again.err);
}

#[test]
fn new_writes_a_document_and_never_over_one() {
    let place = Place::new();
    place.run(&["init"]);
    let new = place.run(&["new", "Konzept", "Größere Ängste: ernst nehmen"]);
    let path = "content/konzepte/groessere-aengste-ernst-nehmen.md";
    assert_eq!((new.code, new.out.trim()), (0, path));
    assert_eq!(
        new.err,
        "Noch auszufüllen: `summary`, `target_group`, `field`, `funding_program` und der Text.\n"
    );
    let text = place.read(path);
    assert!(text.starts_with("---\ntitle: \"Größere Ängste: ernst nehmen\"\n"), "{text}");

    let again = place.run(&["new", "concept", "Größere Ängste ernst nehmen!"]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert!(
        again.err.starts_with(&format!("Fehler: Die Datei `{path}` gibt es schon; sie bleibt")),
        "{}",
        again.err
    );
    assert_eq!(place.read(path), text);

    // A page of the same name, and the folder, whatever they are called.
    place.write("content/Über uns.md", "---\ntitle: Wir\n---\n");
    let same = place.run(&["new", "page", "Über uns"]);
    assert!(same.code == 2 && same.err.contains("`content/Über uns.md` gibt es schon"), "{}", same.err);
    place.write("content/Meldungen/alt.md", "---\ntitle: Alt\n---\n");
    let new = place.run(&["new", "news", "Neu"]);
    assert_eq!((new.code, new.out.trim()), (0, "content/Meldungen/neu.md"));
}

#[test]
fn a_new_document_is_complete_once_its_comments_are_filled_in() {
    let place = Place::new();
    place.run(&["init"]);
    let types =
        ["concept", "project", "workshop", "organisation", "funding_program", "material", "term", "news"];
    for name in types.into_iter().chain(["place", "collection", "page"]) {
        let path = place.run(&["new", name, "Neu"]).out.trim().to_owned();
        let text = place.read(&path);
        let (missing, rest) =
            text.split_once("\n# Diese Angaben sind freiwillig").unwrap_or((&text, "\n---\n"));
        let filled: String = missing
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|entry| entry.contains(": ")).unwrap_or(line))
            .flat_map(|line| [line, "\n"])
            .collect();
        // Dots are nothing yet.
        let filled = filled.replace("\"…\"", "Etwas");
        place.write(&path, &format!("{filled}# {rest}"));
    }
    let check = place.run(&["check", "--format", "short"]);
    assert_eq!((check.code, check.out.as_str()), (0, ""), "{}", check.err);
}

#[test]
fn what_is_archived_does_not_change_unnoticed() {
    let place = Place::new();
    let (one, other) = ("content/meldungen/eins.md", "content/meldungen/zwei.md");
    let news = |text: &str| {
        format!(
            "---\ntitle: Meldung {text}\nsummary: S.\ndate: 2024-03-12\narchived_on: 2025-01-01\n---\n{text}\n"
        )
    };
    place.write(one, &news("Eins."));
    place.write(other, &news("Zwei."));
    assert_eq!(place.run(&["check"]).code, 0, "who has no record is not asked for one");
    let told = |place: &Place, args: &[&str]| {
        let run = place.run(args);
        let all = format!("{}{}", run.out, run.err);
        let codes =
            all.match_indices("[archive-").map(|(at, _)| all[at + 1..].split(']').next().unwrap().to_owned());
        (run.code, codes.collect::<Vec<_>>())
    };
    let fine = (0, Vec::new());
    let first = place.run(&["archive"]);
    assert_eq!((first.code, first.out.as_str()), (0, ""));
    assert!(first.err.starts_with("content/archiv.lock: 2 neu festgehalten, 0 mit"), "{}", first.err);
    assert_eq!(told(&place, &["build", "--strict"]), fine);
    assert!(!place.path().join("public/archiv.lock").exists(), "it is not published");
    // git may check texts out with other line ends.
    place.write(one, &news("Eins.").replace('\n', "\r\n"));
    assert_eq!(told(&place, &["check", "--strict"]), fine);

    place.write(one, &news("Anders."));
    let changed = (1, vec!["archive-changed".to_owned()]);
    for args in [&["build"][..], &["check"], &["archive"]] {
        assert_eq!(told(&place, args), changed, "{args:?}");
    }
    assert!(place.read("public/meldungen/eins.html").contains("Eins."), "the page stays as it was");
    fs::remove_file(place.path().join(other)).unwrap();
    assert_eq!(told(&place, &["check"]), (1, vec!["archive-missing".to_owned(), changed.1[0].clone()]));
    assert_eq!(told(&place, &["archive", "meldungen/eins.md", other]), fine);
    let record = place.read("content/archiv.lock");
    assert!(record.contains(one) && !record.contains(other), "{record}");
    place.write(other, &news("Zwei."));
    assert_eq!(told(&place, &["check"]), (0, vec!["archive-unrecorded".to_owned()]));
    assert_eq!(told(&place, &["archive"]), fine);
    assert_eq!(
        place.run(&["archive", one]).err,
        format!("Fehler: `{one}` steht so im Archivverzeichnis, wie es ist.\n")
    );
    assert_eq!(place.run(&["archive", "x.md"]).code, 2);

    // From the folder of the document, and from the top of the drive.
    place.write(one, &news("Noch einmal anders."));
    let mut command = place.command(&["archive", "--root", "../..", "eins.md"]);
    command.current_dir(place.path().join("content/meldungen"));
    assert_eq!(Run::of(command).code, 0);
    place.write(one, &news("Und wieder."));
    let absolute = place.path().join(one).display().to_string();
    assert_eq!(told(&place, &["archive", &absolute]), fine);
    place.write("andere.toml", "title = \"Andere\"\n");
    let absolute = place.path().join("andere.toml").display().to_string();
    for config in [&absolute, "andere.toml", "./content/../andere.toml"] {
        assert_eq!(told(&place, &["check", "--config", config]), fine, "{config}");
    }
    assert_eq!(place.run(&["check", "--config", "/etc/hostname"]).code, 2);
}

#[test]
fn new_says_what_it_needs() {
    let place = Place::new();
    let no_title = place.run(&["new", "concept"]);
    assert_eq!(no_title.code, 2);
    assert!(no_title.err.starts_with("Fehler: Es fehlt noch ein Titel.\n"), "{}", no_title.err);
    let no_type = place.run(&["new", "projekct", "Neu"]);
    assert_eq!(no_type.err, "Fehler: Einen Typ `projekct` gibt es nicht.\nMeinten Sie `project`?\n");
    let device = place.run(&["new", "page", "Con"]);
    assert!(device.err.contains("kein Dateiname"), "{}", device.err);
    let no_name = place.run(&["new", "page", "???"]);
    assert!(no_name.err.contains("lässt sich kein Dateiname bilden"), "{}", no_name.err);
}

#[test]
fn schema_knows_the_terms_of_a_file_without_an_id() {
    let place = Place::new();
    place.write("content/vokabulare/zielgruppen.yaml", "terms:\n  - {id: eltern, label: Eltern}\n");
    let schema = place.run(&["schema", "konzept"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.out).unwrap();
    let term = &schema["properties"]["target_group"]["anyOf"][0];
    assert!(term.to_string().contains("\"eltern\""), "{term}");
}

#[test]
fn schema_knows_the_terms_of_the_site() {
    let place = Place::new();
    place.run(&["init"]);
    let schema = place.run(&["schema", "konzept"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.out).unwrap();
    let first = &schema["properties"]["funding_program"]["anyOf"][0]["anyOf"][0];
    assert_eq!(*first, serde_json::json!({ "const": "kommunale-mittel", "title": "Kommunale Mittel" }));
}

#[test]
fn exit_codes_tell_content_from_configuration() {
    let place = Place::new();
    place.run(&["init"]);
    assert_eq!(place.run(&["build"]).code, 0);
    let published = place.read("public/index.html");

    place.write("content/konzepte/neu.md", "---\ntitle: Neu\nzielgrupe: eltern\n---\n");
    let build = place.run(&["build"]);
    assert_eq!(build.code, 1);
    assert!(build.out.contains("Fehler[unknown-field]: Eine Angabe `zielgrupe`"), "{}", build.out);
    assert!(
        build.err.ends_with("Es wurde nichts geschrieben; public bleibt, wie es ist.\n"),
        "{}",
        build.err
    );
    assert_eq!(place.read("public/index.html"), published);

    // Whatever is wrong with the settings.
    for config in [
        "titel = 1\n",
        "title = {\n",
        "[types.concept.own.x]\nkind = \"markdwn\"\n",
        "[types.concept]\nfields = [\"gibtsnicht\"]\n",
        "[[menu]]\npage = \"gibtsnicht\"\n",
        "theme = \"gibtsnicht\"\n",
    ] {
        place.write("config.toml", config);
        let check = place.run(&["check"]);
        assert_eq!(check.code, 2, "{}", check.out);
    }
    place.write("config.toml", "[types.koncept]\nlabel = \"X\"\n");
    assert_eq!(place.run(&["check", "--strict"]).code, 2);
    assert_eq!(place.run(&["check", "--root", "nirgends"]).code, 2);
    assert_eq!(place.run(&["check", "--config", "andere.toml"]).code, 2);
    assert_eq!(Place::new().run(&["check"]).code, 2);
}

#[test]
fn a_build_knows_that_nothing_has_changed() {
    let place = Place::new();
    place.run(&["init"]);
    // Younger files could have changed meanwhile.
    std::thread::sleep(std::time::Duration::from_millis(2_200));
    place.run(&["build"]);
    let seal = || place.read("public/.fundus/seal").lines().next().map(str::to_owned);
    let first = seal();
    let again = place.run(&["build", "--timings"]);
    assert_eq!(seal(), first, "the key is that of the site, and not of the moment");
    assert!(!again.err.contains("Texte lesen"), "{}", again.err);
}

#[test]
fn a_site_is_not_built_among_its_sources() {
    let place = Place::new();
    place.run(&["init"]);
    place.run(&["init", "--root", "zweig"]);
    for (folder, words) in [
        ("content/öffentlich", "liegt im Ordner `content`"),
        ("themes/web", "liegt im Ordner `themes`"),
        (".", "liegen die Texte einer Website"),
        ("zweig", "liegen die Texte einer Website"),
    ] {
        let run = place.run(&["build", "--output", folder]);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains(words) && run.err.contains("--output"), "{}", run.err);
    }
    assert!(!place.path().join("content/öffentlich").exists() && !place.path().join("index.html").exists());
}

#[test]
fn warnings_count_only_when_it_is_strict() {
    let place = Place::new();
    place.run(&["init"]);
    place.write("content/seite.md", "---\ntitle: Seite\nsummary: Kurz.\n---\n\n##\n");
    let mild = place.run(&["check"]);
    assert_eq!((mild.code, mild.err.as_str()), (0, "1 Warnung in 1 Datei\n"));
    assert_eq!(place.run(&["check", "--strict"]).code, 1);
    let build = place.run(&["build", "--strict"]);
    assert!(build.err.contains("Mit --strict zählen Warnungen wie Fehler"), "{}", build.err);
    let quiet = place.run(&["check", "--quiet"]);
    assert_eq!(quiet.err, "");
    assert!(quiet.out.contains("Warnung[empty-heading]"), "{}", quiet.out);
}

#[test]
fn problems_come_in_every_form_with_paths_that_open() {
    let place = Place::new();
    place.run(&["init", "--root", "site"]);
    place.write("site/content/seite.md", "---\ntitle: Seite\nsummary: Kurz.\n---\n\n[hin](weg.md)\n");
    let said = |form: &str| place.run(&["check", "--root", "site", "--lang", "en", "--format", form]).out;
    let short = "site/content/seite.md:6:1: error[broken-link]: The link `weg.md` leads nowhere.\n";
    assert!(said("short").contains(short), "{}", said("short"));
    assert!(said("human").contains(" --> site/content/seite.md:6:1\n"), "{}", said("human"));
    let annotation = "::error file=site/content/seite.md,line=6,col=1,";
    assert!(said("annotations").contains(annotation), "{}", said("annotations"));
    for line in said("json").lines() {
        let problem: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(problem["file"], "content/seite.md");
    }
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let place = Place::new();
    place.run(&["init"]);
    place.write("content/seite.md", "---\ntitle: Seite\nsummary: Kurz.\n---\n\n##\n");
    assert!(!place.run(&["check"]).out.contains('\u{1b}'));
    assert!(place.run(&["check", "--color", "always"]).out.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn the_preview_answers_and_ends_at_once_with_ctrl_c() {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::TcpStream;
    use std::time::{Duration, Instant};

    let place = Place::new();
    fs::create_dir(place.path().join("content")).unwrap();
    fs::write(place.path().join("content/index.md"), "---\ntitle: Start\n---\n\nHallo\n").unwrap();
    let mut command = place.command(&["serve", "--port", "0"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let address = url.trim().strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
    assert!(address.starts_with("127.0.0.1:"), "{url}");

    let mut page = String::new();
    for _ in 0..1000 {
        let mut client = TcpStream::connect(&address).unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        page.clear();
        client.read_to_string(&mut page).unwrap();
        if page.starts_with("HTTP/1.1 200") {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(page.contains("Hallo") && page.contains("/__fundus/preview.js"), "{page}");
    assert!(!place.path().join("public").exists(), "a preview writes nothing");

    let begin = Instant::now();
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
}

#[test]
fn front_matter_that_cannot_be_read_is_one_problem() {
    let place = Place::new();
    place.run(&["init"]);
    place.write("content/konzepte/neu.md", "---\ntitle: Soziale Arbeit: digital\nsummary: Kurz.\n---\n");
    let said = place.run(&["check", "--format", "short"]).out;
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("content/konzepte/neu.md:2:8: error[yaml-colon]: "), "{said}");
}

#[test]
fn a_query_is_answered_from_the_texts_as_they_are() {
    let place = Place::new();
    place.run(&["init"]);
    place.write(
        "content/konzepte/video.md",
        "---\ntitle: Elternberatung per Video\nsummary: Beratung aus der Ferne.\n---\n\nNetzpatentreffen und Gespräche.\n",
    );
    // The page of a name comes before those that say it more often.
    place.write("content/orte/index.md", "---\ntitle: Orte\nsummary: Wo wir sind.\n---\n");
    place.write(
        "content/viel.md",
        "---\ntitle: Wie man hilft\nsummary: Orte.\n---\n\n## Orte\n\nOrte, Orte.\n\n## Neue Orte\n\nOrte.\n",
    );
    let named = place.run(&["search", "--format", "short", "--limit", "1", "Orte"]).out;
    assert!(named.contains("orte/index.html"), "{named}");

    place.write(
        "content/veranstaltungen/t.md",
        "---\ntitle: Treffen\nsummary: Kommen Sie.\nstart: 2027-03-14 14:00\n---\n",
    );
    for day in ["März 2027", "14.03.2027", "14.3.2027"] {
        let dated = place.run(&["search", "--format", "short", "--limit", "1", day]).out;
        assert_eq!(dated, "veranstaltungen/t.html: Treffen\n", "{day}");
    }

    let found = place.run(&["search", "Elternberatung", "Video"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    assert!(found.out.contains("1. Elternberatung per Video"), "{}", found.out);
    assert!(found.out.contains("konzepte/video.html"), "{}", found.out);

    let explained = place.run(&["search", "--lang", "en", "--explain", "Elternberattung"]).out;
    assert!(explained.contains("as a typing error for"), "{explained}");
    assert!(explained.contains("Did you mean “Elternberatung”?"), "{explained}");
    assert!(explained.contains("strength"), "{explained}");

    let nothing = place.run(&["search", "Autowerkstatt"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (0, "Zu „Autowerkstatt“ gibt es hier nichts.\n"));

    let short = place.run(&["search", "--format", "short", "--limit", "1", "Elternberatung"]).out;
    assert_eq!(short, "konzepte/video.html: Elternberatung per Video\n");
    let json = place.run(&["search", "--format", "json", "--limit", "1", "Elternberatung"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["hits"][0]["path"], "konzepte/video.html");
    assert_eq!(json["words"][0]["understood"], "exact");
    assert!(!place.path().join("public").exists(), "a query writes nothing");
}

#[test]
fn a_site_teaches_the_search_its_words() {
    let place = Place::new();
    place.run(&["init"]);
    place.write("content/seite.md", "---\ntitle: Kleeblatt\nsummary: Am Abend.\n---\n");
    let found = |place: &Place| place.run(&["search", "--format", "short", "Glücksbringer"]).out;
    assert_eq!(found(&place), "", "a word that nobody knows");
    let config = place.read("config.toml");
    place.write(
        "config.toml",
        &format!("{config}\n[search]\nsynonyms = [[\"Glücksbringer\", \"Kleeblatt\"]]\n"),
    );
    assert_eq!(found(&place), "seite.html: Kleeblatt\n");

    place.write("config.toml", &format!("{config}\n[search]\nsynonym = []\n"));
    let wrong = place.run(&["search", "--format", "short", "Glücksbringer"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.out.contains("config-unknown-key"), "{}", wrong.out);
}

/// A site with an event, for which a facilitator wants a pack.
fn with_an_event() -> Place {
    let place = Place::new();
    place.write("config.toml", "title = \"Bestand\"\n");
    place.write(
        "content/veranstaltungen/abend.md",
        "---\ntitle: Abend\nsummary: Eines.\nstart: 2027-03-11 18:00\n---\nText.\n",
    );
    place
}

#[test]
fn a_pack_without_a_browser_is_html_and_says_how_to_print() {
    let place = with_an_event();
    let args = ["export", "--pack", "--workshop", "abend", "--output", "mappe für alle.html"];
    let run = place.run(&args);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert!(run.err.contains("FUNDUS_CHROMIUM"), "{run:?}");
    assert!(place.read("mappe für alle.html").contains("<h1>Teilnahmeliste</h1>"));
    assert!(!place.path().join("mappe für alle.pdf").exists());
    assert_eq!(place.run(&args).code, 2, "what exists stays");

    let both = place.run(&["export", "--pack", "--workshop", "abend", "--workshop", "abend"]);
    assert!(both.code == 2 && both.err.contains("--pack --workshop NAME"), "{both:?}");
    let paper = place.run(&["export", "--workshop", "abend", "--output", "handout.pdf"]);
    assert!(paper.code == 2 && paper.err.contains("export --pack --workshop NAME"), "{paper:?}");
    assert!(!place.path().join("handout.pdf").exists());
    let unknown = place.run(&["export", "--pack", "--workshop", "abnd"]);
    assert!(unknown.code == 2 && unknown.err.contains("`abend`"), "{unknown:?}");
}

#[cfg(unix)]
#[test]
fn a_pack_is_printed_by_the_browser_that_is_named() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = with_an_event();
    let browser = place.path().join("browser");
    let named = |script: &str| {
        fs::write(&browser, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = place.command(&["export", "--pack", "--workshop", "abend", "--output", "m.html"]);
        command.arg("--force").env("FUNDUS_CHROMIUM", &browser);
        Run::of(command)
    };
    let prints = "for a in \"$@\"; do case $a in --print-to-pdf=*) printf '%%PDF %s' \"$*\" > \"${a#*=}\";; esac; done";
    let run = named(prints);
    assert_eq!(run.code, 0, "{run:?}");
    let pdf = place.read("m.pdf");
    assert!(pdf.contains("--export-tagged-pdf") && pdf.contains("--generate-pdf-document-outline"), "{pdf}");

    let run = named("exit 1");
    assert!(run.code == 2 && run.err.contains("m.html"), "{run:?}");
    assert_eq!(place.read("m.pdf"), pdf, "an earlier one stays");
    let left = fs::read_dir(place.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("fundus-new"));
    assert_eq!(left.count(), 0);
}

#[cfg(unix)]
#[test]
fn a_copy_is_not_named_as_what_it_is_not() {
    let place = Place::new();
    assert_eq!(place.run(&["init"]).code, 0);
    for (form, name, right) in [
        ("zip", "a.html", "a.zip"),
        ("single", "b.ZIP", "b.html"),
        ("folder", "c.zip", "c"),
        ("folder", "d.html", "d"),
    ] {
        let copy = place.run(&["export", "--to", form, "--output", name]);
        assert_eq!(copy.code, 2, "{form} {name}");
        assert!(copy.err.contains(&format!("`--output {right}`")), "{}", copy.err);
        assert!(!place.path().join(name).exists());
    }
    assert_eq!(place.run(&["export", "--to", "single", "--output", "e.htm"]).code, 0);
    assert_eq!(place.run(&["export", "--to", "folder", "--output", "f.v2"]).code, 0);
}

#[cfg(unix)]
#[test]
fn who_interrupts_a_build_finds_one_site_and_not_half_of_two() {
    const PAGES: usize = 1000;
    let place = Place::new();
    assert_eq!(place.run(&["init"]).code, 0);
    for number in 0..PAGES {
        let text = format!("---\ntitle: T{number}\n---\n");
        place.write(&format!("content/seiten/{number}.md"), &text);
    }
    assert_eq!(place.run(&["build", "--quiet"]).code, 0);
    let config = place.read("config.toml").replace("title =", "# title =");
    let pages = place.path().join("public/seiten");
    let has = |file: &Path, title: &str| fs::read_to_string(file).is_ok_and(|page| page.contains(title));
    for title in ["Zweite Fassung", "Dritte Fassung"] {
        place.write("config.toml", &format!("title = \"{title}\"\n{config}"));
        let mut build = place.command(&["build", "--quiet"]).stderr(Stdio::null()).spawn().unwrap();
        // A shell that is there already is the quickest to send a signal.
        let kill = format!("read go; kill -INT {}", build.id());
        let mut shell = Command::new("sh").args(["-c", &kill]).stdin(Stdio::piped()).spawn().unwrap();
        while !["0", "1", "10"].iter().any(|name| has(&pages.join(format!("{name}.html")), title)) {
            assert!(build.try_wait().unwrap().is_none_or(|status| status.success()));
        }
        drop(shell.stdin.take());
        shell.wait().unwrap();
        assert_eq!(build.wait().unwrap().code(), Some(0), "it ends as if nothing had been");
        let new = (0..PAGES).filter(|number| has(&pages.join(format!("{number}.html")), title)).count();
        assert_eq!(new, PAGES);
    }
}

#[test]
fn a_killed_export_leaves_no_half_archive_under_the_final_name() {
    use std::time::{Duration, Instant};

    let place = Place::new();
    place.write("config.toml", "title = \"Bestand\"\n");
    for number in 0..150 {
        let text =
            format!("---\ntitle: Seite {number}\nsummary: Eine.\n---\n{}\n", "Wort für Wort. ".repeat(200));
        place.write(&format!("content/seiten/s{number}.md"), &text);
    }
    let args = ["export", "--output", "kopie.zip", "--force"];
    // The first run may be slow for reasons of its own.
    let whole = (0..3)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(place.run(&args).code, 0);
            start.elapsed()
        })
        .min()
        .unwrap();
    let first = fs::read(place.path().join("kopie.zip")).unwrap();

    let mut killed = 0;
    for part in 1..=8_u32 {
        // Over an earlier copy, and where there is none.
        let is_there = part % 2 == 0;
        let _ = fs::remove_file(place.path().join("kopie.zip"));
        if is_there {
            fs::write(place.path().join("kopie.zip"), "früher").unwrap();
        }
        let mut command = place.command(&args);
        let mut run = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep((whole * part / 9).max(Duration::from_millis(1)));
        run.kill().unwrap();
        killed += u32::from(!run.wait().unwrap().success());
        match fs::read(place.path().join("kopie.zip")) {
            Ok(bytes) => assert!(bytes == first || is_there && bytes == "früher".as_bytes(), "{part}"),
            Err(_) => assert!(!is_there, "{part}"),
        }
    }
    assert!(killed > 3, "{killed} of 8 were killed in time");
    // What an earlier version left behind, what somebody else may need, and what another run is writing.
    let own = place.path().join("kopie.zip.fundus-new-notizen.txt");
    let busy = place.path().join("kopie.zip.fundus-new-1");
    fs::write(place.path().join("kopie.zip.fundus-new-999999"), "halb").unwrap();
    fs::write(&own, "Notizen").unwrap();
    let other_run = fs::File::create(&busy).unwrap();
    other_run.lock().unwrap();
    let run = place.run(&args);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(fs::read(place.path().join("kopie.zip")).unwrap() == first);
    let beside = || {
        let names = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().path());
        names.filter(|path| path.to_string_lossy().contains(".fundus-new-")).collect::<BTreeSet<_>>()
    };
    assert_eq!(beside(), BTreeSet::from([own.clone(), busy]));
    drop(other_run);
    assert_eq!(place.run(&args).code, 0);
    assert_eq!(beside(), BTreeSet::from([own]));
}

/// A site with a news of last year, one of the year 2100, and a draft.
fn dated() -> Place {
    let place = Place::new();
    place.write("config.toml", "title = \"Bestand\"\n");
    for (name, rest) in [
        ("alt", "date: 2025-03-01"),
        ("neu", "date: 2100-05-17"),
        ("entwurf", "date: 2025-02-01\ndraft: true"),
    ] {
        let text = format!("---\ntitle: Meldung {name}\nsummary: Eine.\n{rest}\n---\nText.\n");
        place.write(&format!("content/meldungen/{name}.md"), &text);
    }
    place
}

#[test]
fn what_somebody_wanted_to_look_through_is_named() {
    let place = Place::new();
    place.run(&["init"]);
    for (name, day) in [("alt", "2020-03-01"), ("älter", "2019-03-01"), ("neu", "2999-01-01")] {
        place.write(
            &format!("content/{name}.md"),
            &format!("---\ntitle: {name}\nreview_by: {day}\n---\nText.\n"),
        );
    }
    let said = "Zu prüfen, denn der Tag bei `review_by` ist vorbei: content/älter.md (2019-03-01), content/alt.md (2020-03-01).";
    for command in ["check", "build", "build"] {
        let run = place.run(&[command, "--strict"]);
        assert!(run.code == 0 && run.err.contains(said), "{command}: {run:?}");
    }
    assert!(!place.run(&["check", "--quiet"]).err.contains("Zu prüfen"));
    assert!(
        !place.run(&["check", "--at", "2019-03-01"]).err.contains("Zu prüfen"),
        "the day itself is in time"
    );
}

#[test]
fn abbreviations_that_nobody_explains_are_named_and_no_problem() {
    let place = Place::new();
    place.run(&["init"]);
    assert!(!place.run(&["check"]).err.contains("Abkürzungen"), "the first site explains its own");
    let page = |name: &str, text: &str| {
        place.write(&format!("content/{name}.md"), &format!("---\ntitle: {name}\n---\n{text}\n"));
    };
    page("eins", "Der BSD hilft mit HzE, auch als PDF, nach SGB VIII, im QNZ und bei der GmbH.");
    page("zwei", "Der Bezirkssozialdienst (BSD) kennt das QNZ und `XYZ`.");
    place.write(
        "content/glossar/hilfen.md",
        "---\ntitle: Hilfen zur Erziehung\nabbr: HzE\ndefinition: Hilfen.\n---\n",
    );
    let run = place.run(&["check", "--strict"]);
    let said = "Abkürzungen, die weder der Text noch das Glossar erklärt: QNZ (content/eins.md und 1 weitere), BSD (content/eins.md).";
    assert!(run.code == 0 && run.err.contains(said), "{run:?}");
    place.write("content/quartier.md", "---\ntitle: Quartiersnetz QNZ\n---\nText.\n");
    let run = place.run(&["check", "--lang", "en"]);
    assert!(
        run.err.contains("explains: BSD (content/eins.md)."),
        "what something is called is known: {run:?}"
    );
    assert!(!place.run(&["check", "--quiet"]).err.contains("Abkürzungen"));
}

#[test]
fn what_has_its_day_to_come_waits_for_it() {
    let place = dated();
    let has = |name: &str| place.path().join(format!("public/meldungen/{name}.html")).exists();
    let run = place.run(&["build"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!([has("alt"), has("neu"), has("entwurf")], [true, false, false]);
    assert!(run.err.contains("Nicht dabei: 1 Dokument im Entwurf (`--drafts` zeigt es)."), "{}", run.err);
    assert!(
        run.err.contains("Nicht dabei: 1 Dokument, dessen Tag noch kommt (`--future` zeigt es)."),
        "{}",
        run.err
    );
    // Also where nothing has changed and the last run is only repeated.
    assert_eq!(place.run(&["build"]).err.matches("Nicht dabei").count(), 2);

    for (flags, expected) in [
        (vec!["--future"], [true, true, false]),
        (vec!["--drafts"], [true, false, true]),
        (vec!["--at", "2100-05-16"], [true, false, false]),
        (vec!["--at", "17.05.2100"], [true, true, false]),
        (vec!["--at=2025-02-28"], [false, false, false]),
    ] {
        let run = place.run(&[vec!["build"], flags.clone()].concat());
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!([has("alt"), has("neu"), has("entwurf")], expected, "{flags:?}");
    }
    let run = place.run(&["build", "--at", "31.02.2027"]);
    assert_eq!((run.code, run.err.contains("`31.02.2027` ist kein Tag")), (2, true), "{run:?}");
}

#[test]
fn check_tells_of_language_and_builds_do_not() {
    let place = dated();
    let text = place.read("content/meldungen/alt.md");
    place.write(
        "content/meldungen/alt.md",
        &text.replace("Text.", "Berater*innen, Pat*innen und Kund:innen."),
    );
    let told = |args: &[&str]| {
        let run = place.run(args);
        (format!("{}{}", run.out, run.err).contains("mixed-gender-forms"), run.code)
    };
    assert_eq!(told(&["check"]), (true, 0));
    assert_eq!(told(&["check", "--strict"]), (true, 1));
    assert_eq!(told(&["build", "--strict"]), (false, 0));
}

#[test]
fn a_build_explains_why_it_writes_and_where_the_time_went() {
    let place = dated();
    let first = place.run(&["build", "--explain", "--timings", "--quiet"]);
    assert!(first.out.lines().any(|line| line == "meldungen/alt.html: neu"), "{}", first.out);
    for stage in ["Dateien suchen", "Seiten und Suche vorbereiten", "Seiten bauen und schreiben", "zusammen"]
    {
        assert!(first.err.lines().any(|line| line.trim().starts_with(stage)), "{stage} in {}", first.err);
    }
    let text = place.read("content/meldungen/alt.md");
    let explained = |lang: &str| place.run(&["build", "--explain", "--lang", lang]).out;
    place.write("content/meldungen/alt.md", &text.replace("Text.", "Ein anderer Text."));
    let out = explained("de");
    assert!(out.contains("meldungen/alt.html: das Dokument selbst\n"), "{out}");
    assert!(!out.contains("meldungen/index.html"), "the list does not show the text: {out}");
    place.write("content/meldungen/alt.md", &text.replace("Meldung alt", "Andere Meldung"));
    assert!(explained("en").contains("meldungen/index.html: what it shows of other documents\n"));
    place.write("config.toml", "title = \"Anders\"\n");
    assert!(explained("en").contains("meldungen/alt.html: theme, settings or program\n"));
    place.write("public/meldungen/alt.html", "von Hand");
    assert!(explained("de").contains("meldungen/alt.html: jemand hat sie geändert\n"));
    assert_eq!(explained("de"), "");
}
