//! `fundus theme`: the files that the look of a site is made of, to be read, and copied where they are to be changed.

use std::borrow::Cow;

use fundus::config::Config;
use fundus::diagnostic::nearest_list;
use fundus::lang::MessageLang;
use fundus::pipeline::read_config;
use fundus::render::view::CONTRACT;
use fundus::theme::{self, DEFAULT, Theme};

use super::args::ThemeArgs;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, files, site};

/// What says which contract a theme keeps; each theme has its own.
const MANIFEST: &str = "theme.toml";

pub(super) fn run(args: &ThemeArgs, context: &Context) -> Result<Outcome, Failure> {
    // A configuration with problems has a theme all the same, and whoever repairs it may want to look it up.
    let config = read_config(&context.root, &site::config_file(context)?, &mut Vec::new());
    let lang = site::lang(context, &config);
    let Some(typed) = &args.file else {
        console::out(&list(context, &config, lang))?;
        if !context.quiet {
            console::remark(match lang {
                MessageLang::De => {
                    "`fundus theme DATEI` zeigt eine davon, mit `--copy` kopiert es sie in Ihren Ordner. Was dort schon liegt, hat ein *."
                }
                MessageLang::En => {
                    "`fundus theme FILE` shows one of them, with `--copy` it is copied into your folder. What is there already has a *."
                }
            });
        }
        return Ok(Outcome::Fine);
    };
    let (path, bytes) = find(typed)?;
    if args.copy {
        copy(path, bytes, context, &config, lang)?;
        return Ok(Outcome::Fine);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Failure::new(
            format!("`{path}` ist kein Text.\nMit `--copy` kopieren Sie die Datei in Ihren Ordner."),
            format!("`{path}` is no text.\nWith `--copy` the file is copied into your folder."),
        )
    })?;
    console::out(text.trim_end_matches('\n'))?;
    Ok(Outcome::Fine)
}

/// The files that can be replaced.
fn replaceable() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    theme::default_files().filter(|(path, _)| *path != MANIFEST && !path.ends_with(".txt"))
}

/// All files, each on a line, those of the site's own theme with a `*`; and what a component is for.
fn list(context: &Context, config: &Config, lang: MessageLang) -> String {
    let components = Theme::embedded().fixtures(&mut Vec::new());
    let about = |path: &str| {
        let name = path.strip_prefix("components/")?.strip_suffix(".html")?;
        // The examples of the default theme speak German.
        let found = components.iter().find(|one| name == format!("{0}/{0}", one.component));
        found.filter(|_| lang == MessageLang::De).map(|one| one.about.as_str())
    };
    let width = replaceable().map(|(path, _)| path.len()).max().unwrap_or_default();
    let lines = replaceable().map(|(path, _)| {
        let mark = if is_own(path, context, config) { '*' } else { ' ' };
        format!("{mark} {path:width$}  {}", about(path).unwrap_or_default()).trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether the site's own theme has this file.
fn is_own(path: &str, context: &Context, config: &Config) -> bool {
    name(config).is_some_and(|name| context.root.join("themes").join(name).join(path).exists())
}

/// The name of the site's own theme.
fn name(config: &Config) -> Option<&str> {
    config.theme.as_ref().map(|name| name.value.as_str()).filter(|name| *name != DEFAULT)
}

/// The file that is meant: typed as it is listed, with the folder of the theme before it, or by its name alone.
fn find(typed: &str) -> Result<(&'static str, &'static [u8]), Failure> {
    let typed = typed.replace('\\', "/");
    let is_meant = |path: &str| {
        path == typed || typed.ends_with(&format!("/{path}")) || path.ends_with(&format!("/{typed}"))
    };
    replaceable().find(|(path, _)| is_meant(path)).ok_or_else(|| {
        let near = nearest_list(&typed, replaceable().map(|(path, _)| path));
        let (de, en): (Cow<'_, str>, Cow<'_, str>) = if near.is_empty() {
            (
                "`fundus theme` ohne Datei zählt alle auf.".into(),
                "`fundus theme` without a file lists all of them.".into(),
            )
        } else {
            (format!("Meinten Sie {near}?").into(), format!("Did you mean {near}?").into())
        };
        Failure::new(
            format!("Eine Datei `{typed}` hat das mitgelieferte Aussehen nicht.\n{de}"),
            format!("The look that comes with the program has no file `{typed}`.\n{en}"),
        )
    })
}

/// Copies a file into the site's own theme, and says what a theme needs besides.
fn copy(
    path: &str,
    bytes: &[u8],
    context: &Context,
    config: &Config,
    lang: MessageLang,
) -> Result<(), Failure> {
    if path.starts_with("i18n/") {
        return Err(Failure::new(
            format!(
                "Eine Kopie von `{path}` ließe auch die Texte veralten, die Sie nicht ändern.\nSchreiben Sie nur die Zeilen, die Sie ändern, in eine neue Datei dieses Namens."
            ),
            format!(
                "With a copy of `{path}`, the texts that you do not change would go out of date as well.\nWrite only the lines that you change into a new file of that name."
            ),
        ));
    }
    let name = name(config).ok_or_else(|| {
        Failure::new(
            "Diese Website hat noch kein eigenes Aussehen.\nSchreiben Sie in `config.toml`, wie es heißen soll, in die Zeilen vor der ersten [eckigen Klammer]: `theme = \"musterstadt\"`.",
            "This site has no look of its own yet.\nWrite into `config.toml` how it is to be called, into the lines before the first [square bracket]: `theme = \"ourtown\"`.",
        )
    })?;
    let below = format!("themes/{name}");
    let manifest = format!("name = \"{name}\"\ncontract = {CONTRACT}\n");
    for (path, bytes, must_be_new) in [(path, bytes, true), (MANIFEST, manifest.as_bytes(), false)] {
        let file = format!("{below}/{path}");
        if files::create(&context.root.join(&file), bytes)? {
            console::out(&context.shown(&file))?;
        } else if must_be_new {
            let file = context.shown(&file);
            return Err(Failure::new(
                format!("`{file}` gibt es schon; die Datei bleibt, wie sie ist."),
                format!("`{file}` exists already; it stays as it is."),
            ));
        }
    }
    if !context.quiet {
        console::remark(match lang {
            MessageLang::De => {
                "Diese Datei gilt jetzt statt der mitgelieferten, auch nach einer neuen Version des Programms. Sehen Sie Änderungen mit `fundus serve` an."
            }
            MessageLang::En => {
                "This file now counts in place of the one that comes with the program, also with a new version. See changes with `fundus serve`."
            }
        });
    }
    Ok(())
}
