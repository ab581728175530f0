//! A file of a site's own theme → whether anything reads it where it lies, and where it belongs.

use std::collections::BTreeMap;

use super::{File, QUOTES, template_name, template_sources, text_language};
use crate::diagnostic::{Code, Diagnostic, nearest_list};

const FOLDERS: [&str; 7] = ["templates/", "components/", "styles/", "fonts/", "i18n/", "scripts/", "static/"];

/// What files of a theme end in, with the folder for files of this kind that belong to nothing else.
const ENDINGS: [(&str, Option<&str>); 22] = [
    ("html", None),
    ("toml", None),
    ("css", Some("styles/")),
    ("js", Some("scripts/")),
    // What other programs make styles and scripts of.
    ("scss", None),
    ("sass", None),
    ("less", None),
    ("ts", None),
    ("mjs", None),
    ("woff2", Some("fonts/")),
    ("woff", Some("fonts/")),
    ("ttf", Some("fonts/")),
    ("otf", Some("fonts/")),
    ("svg", Some("static/")),
    ("png", Some("static/")),
    ("jpg", Some("static/")),
    ("jpeg", Some("static/")),
    ("gif", Some("static/")),
    ("webp", Some("static/")),
    ("avif", Some("static/")),
    ("ico", Some("static/")),
    ("pdf", Some("static/")),
];

/// Reports a file of a site's theme that nothing uses: in a folder that nobody reads, of a kind that the folder does not
/// hold, or a template that neither the default theme knows nor another template calls. `known` are the paths of the
/// default theme, `files` all files.
pub(super) fn check(
    path: &str,
    file: &File,
    known: &[String],
    files: &BTreeMap<String, File>,
    problems: &mut Vec<Diagnostic>,
) {
    if known.iter().any(|other| other == path) {
        return;
    }
    let name = path.strip_prefix("templates/").filter(|name| name.ends_with(".html"));
    let called = |name: &str| {
        let sources = template_sources(files);
        QUOTES.iter().any(|quote| sources.contains(&format!("{quote}{name}{quote}")))
    };
    if let Some(name) = name.filter(|name| !name.starts_with("types/") && !called(name)) {
        let names = known.iter().filter_map(|other| other.strip_prefix("templates/"));
        let problem = Diagnostic::new(Code::MissingTemplate).at(&file.source, 0..0);
        problems.push(problem.arg("name", name).arg("nearest", nearest_list(name, names)));
    } else if !is_read(path) && is_part(path) {
        let place = place(path, known);
        let nearest = match place {
            Some(_) => String::new(),
            None => nearest_list(path, known.iter().map(String::as_str).chain(FOLDERS)),
        };
        let problem = Diagnostic::new(Code::ThemeFile).at(&file.source, 0..0).arg("name", path);
        problems.push(problem.arg("place", place.unwrap_or_default()).arg("nearest", nearest));
    }
}

/// Whether the program reads a file that lies here.
fn is_read(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let Some((folder, name)) = path.split_once('/') else { return path == "theme.toml" };
    match folder {
        "fonts" | "static" => true,
        "templates" => template_name(path).is_some(),
        "components" => {
            template_name(path).is_some()
                || ["css", "js"].contains(&ending)
                || name.ends_with("/fixtures.toml")
        }
        "styles" => ending == "css",
        "scripts" => ending == "js",
        "i18n" => text_language(path).is_some(),
        _ => false,
    }
}

/// Whether the file is meant as a part of the theme, and no note or licence.
fn is_part(path: &str) -> bool {
    let is_in_folder = FOLDERS.iter().any(|folder| path.starts_with(folder));
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let is_of_theme = ENDINGS.iter().any(|(known, _)| *known == ending);
    is_of_theme || path.contains('/') && !is_in_folder
}

/// Where the file belongs: to the one of the default theme that has its name, else by its ending.
fn place(path: &str, known: &[String]) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let named = |other: &&String| other.rsplit('/').next() == Some(name) && name != "fixtures.toml";
    if let Some(other) = known.iter().find(named) {
        return Some(other.clone());
    }
    let (stem, ending) = name.rsplit_once('.')?;
    match ending.to_lowercase().as_str() {
        "html" if path.contains("types/") => Some(format!("templates/types/{name}")),
        "toml" => text_language(&format!("i18n/{name}")).map(|_| format!("i18n/{stem}.toml")),
        ending => {
            let (_, folder) = ENDINGS.iter().find(|(known, _)| *known == ending)?;
            folder.map(|folder| format!("{folder}{name}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_sent_where_it_is_read() {
        let known = ["templates/base.html", "components/card/card.html", "components/card/fixtures.toml"];
        let known = known.map(str::to_owned);
        for (path, right) in [
            ("farben.css", Some("styles/farben.css")),
            ("css/farben.css", Some("styles/farben.css")),
            ("base.html", Some("templates/base.html")),
            ("template/card.html", Some("components/card/card.html")),
            ("types/project.html", Some("templates/types/project.html")),
            ("de.toml", Some("i18n/de.toml")),
            ("texts/tr.toml", Some("i18n/tr.toml")),
            ("components/card/logo.svg", Some("static/logo.svg")),
            ("templates/seite.css", Some("styles/seite.css")),
            ("styles/Schrift.WOFF2", Some("fonts/Schrift.WOFF2")),
            ("styles/seite.js", Some("scripts/seite.js")),
            ("styles/farben.scss", None),
            ("components/fixtures.toml", None),
            ("seite.html", None),
        ] {
            assert!(!is_read(path) && is_part(path), "{path}");
            assert_eq!(place(path, &known).as_deref(), right, "{path}");
        }
        for path in [
            "theme.toml",
            "styles/print/a.css",
            "components/card.css",
            "components/card/card.late.js",
            "components/own/fixtures.toml",
            "templates/types/project.html",
            "static/a.html",
            "i18n/de-simple.toml",
        ] {
            assert!(is_read(path), "{path}");
        }
        for path in ["README.md", "LICENSE", "styles/NOTES.txt"] {
            assert!(!is_part(path), "{path}");
        }
    }
}
