//! `fundus init`: a small site that works, to be written over.
//!
//! Nothing that is there is changed. A content folder that holds anything is left alone as a whole,
//! so that no example turns up among documents of one's own.

use std::path::Path;

use fundus::lang::MessageLang;

use super::args::InitArgs;
use super::context::{Context, site_above};
use super::failure::Failure;
use super::{Outcome, console, files};

const CONTENT: &str = "content";

/// The files of a new site, with their paths below its folder.
type Files = &'static [(&'static str, &'static str)];

const BOTH: Files = &[
    (".gitignore", include_str!("init/gitignore")),
    ("content/vokabulare/zielgruppen.yaml", include_str!("../../content/vokabulare/zielgruppen.yaml")),
    (
        "content/vokabulare/handlungsfelder.yaml",
        include_str!("../../content/vokabulare/handlungsfelder.yaml"),
    ),
    ("content/vokabulare/digcomp.yaml", include_str!("../../content/vokabulare/digcomp.yaml")),
];

const GERMAN: Files = &[
    ("config.toml", include_str!("init/de/config.toml")),
    ("content/index.md", include_str!("init/de/content/index.md")),
    (
        "content/konzepte/beispiel-elternsprechstunde.md",
        include_str!("init/de/content/konzepte/beispiel-elternsprechstunde.md"),
    ),
    (
        "content/foerderprogramme/kommunale-mittel.md",
        include_str!("init/de/content/foerderprogramme/kommunale-mittel.md"),
    ),
    ("content/impressum.md", include_str!("init/de/content/impressum.md")),
    ("content/datenschutz.md", include_str!("init/de/content/datenschutz.md")),
    ("content/barrierefreiheit.md", include_str!("init/de/content/barrierefreiheit.md")),
];

const ENGLISH: Files = &[
    ("config.toml", include_str!("init/en/config.toml")),
    ("content/index.md", include_str!("init/en/content/index.md")),
    (
        "content/concepts/example-evening-hour.md",
        include_str!("init/en/content/concepts/example-evening-hour.md"),
    ),
    ("content/programs/municipal-funds.md", include_str!("init/en/content/programs/municipal-funds.md")),
];

pub(super) fn run(args: &InitArgs, mut context: Context) -> Result<Outcome, Failure> {
    if let Some(folder) = &args.folder {
        context.root =
            if context.root == Path::new(".") { folder.clone() } else { context.root.join(folder) };
    }
    let context = &context;
    outside_of_content(context)?;
    let of_language = match context.lang {
        MessageLang::De => GERMAN,
        MessageLang::En => ENGLISH,
    };
    let has_content = holds_anything(&context.root.join(CONTENT));
    let (mut created, mut kept) = (Vec::new(), Vec::new());
    if has_content {
        kept.push(context.shown(CONTENT));
    }
    for (path, text) in of_language.iter().chain(BOTH) {
        if has_content && path.starts_with(CONTENT) {
            continue;
        }
        let shown = context.shown(path);
        if files::create(&context.root.join(path), text)? { created.push(shown) } else { kept.push(shown) }
    }
    if !created.is_empty() {
        console::out(&created.join("\n"))?;
    }
    if !context.quiet {
        console::remark(&remark(&created, &kept, context));
    }
    Ok(Outcome::Fine)
}

/// A site within the texts of another one would be taken for a part of these.
fn outside_of_content(context: &Context) -> Result<(), Failure> {
    let folder = std::path::absolute(&context.root).unwrap_or_default();
    match site_above(&folder).filter(|site| folder.starts_with(site.join(CONTENT))) {
        None => Ok(()),
        Some(site) => {
            let (folder, site) = (folder.display(), site.display());
            Err(Failure::new(
                format!(
                    "`{folder}` liegt in den Texten der Website `{site}`.\nWechseln Sie dorthin, oder nennen Sie einen Ordner außerhalb."
                ),
                format!(
                    "`{folder}` lies in the texts of the site `{site}`.\nGo there, or name a folder outside of it."
                ),
            ))
        }
    }
}

fn holds_anything(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// What was left alone, and what comes next.
fn remark(created: &[String], kept: &[String], context: &Context) -> String {
    let prefix = context.prefix();
    let root =
        if prefix.is_empty() { String::new() } else { format!(" --root {}", prefix.trim_end_matches('/')) };
    let home = context.shown("public/index.html");
    let next = match (context.lang, created.is_empty()) {
        (MessageLang::De, true) => "Es gibt nichts anzulegen.".to_owned(),
        (MessageLang::En, true) => "There is nothing to make.".to_owned(),
        (MessageLang::De, false) => format!(
            "Die Website ist angelegt. `fundus build{root}` baut sie; danach öffnen Sie {home} mit einem Doppelklick."
        ),
        (MessageLang::En, false) => format!(
            "The site is ready. `fundus build{root}` builds it; then open {home} with a double click."
        ),
    };
    let left_alone = match context.lang {
        MessageLang::De => "Schon da und unverändert",
        MessageLang::En => "Already there and unchanged",
    };
    if kept.is_empty() { next } else { format!("{left_alone}: {}\n{next}", kept.join(", ")) }
}
