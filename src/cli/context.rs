//! What the global flags mean, together with what the system says.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use fundus::discover::CONTENT;
use fundus::lang::MessageLang;
use fundus::pipeline::CONFIG;
use fundus::report::Form;

use super::args::{ColourChoice, FormChoice, Global, LangChoice};
use super::console::System;

/// What a command needs to know besides its own arguments.
#[derive(Debug)]
pub(super) struct Context {
    /// The site's folder.
    pub(super) root: PathBuf,
    /// The configuration, where it is not the one in the site's folder.
    pub(super) config: Option<PathBuf>,
    /// The language that was asked for; the site's own has to give way to it.
    pub(super) asked_lang: Option<MessageLang>,
    /// The language as long as that of the site is not known.
    pub(super) lang: MessageLang,
    /// The form of problems.
    pub(super) form: Form,
    /// Whether only problems are said.
    pub(super) quiet: bool,
    /// Whether warnings count like errors.
    pub(super) strict: bool,
    /// Whether standard output takes colours.
    pub(super) colour: bool,
    /// Whether standard error is a terminal.
    pub(super) err_is_terminal: bool,
    /// The columns of the terminal.
    pub(super) width: usize,
    /// Whether somebody can answer questions.
    pub(super) asks: bool,
}

impl Context {
    pub(super) fn new(typed: Global, lang: MessageLang, system: &System) -> Self {
        Self {
            root: typed.root.unwrap_or_else(|| PathBuf::from(".")),
            config: typed.config,
            asked_lang: typed.lang.map(message_lang),
            lang,
            form: match typed.format {
                FormChoice::Human => Form::Human,
                FormChoice::Short => Form::Short,
                FormChoice::Json => Form::Json,
                FormChoice::Annotations => Form::Annotations,
            },
            quiet: typed.quiet,
            strict: typed.strict,
            colour: match typed.color {
                ColourChoice::Auto => system.colours(system.out_is_terminal),
                ColourChoice::Always => true,
                ColourChoice::Never => false,
            },
            err_is_terminal: system.err_is_terminal,
            width: system.width,
            asks: system.asks,
        }
    }
}

/// The folder of the site in which a folder lies deeper down; `None` where a site begins in itself.
pub(super) fn site_above(folder: &Path) -> Option<&Path> {
    let has = |folder: &Path, name: &str| folder.join(name).exists();
    let is_site = |above: &&Path| {
        has(above, CONTENT) && (has(above, CONFIG) || folder.starts_with(above.join(CONTENT)))
    };
    if has(folder, CONTENT) || has(folder, CONFIG) {
        return None;
    }
    folder.ancestors().skip(1).find(is_site)
}

impl Context {
    /// For somebody who stands deeper in a site and named no folder: that of the site, as a way up.
    pub(super) fn look_above(&mut self) {
        if self.root != Path::new(".") {
            return;
        }
        let here = std::env::current_dir().unwrap_or_default();
        if let Some(below) = site_above(&here).and_then(|site| here.strip_prefix(site).ok()) {
            self.root = below.components().map(|_| "..").collect();
        }
    }

    /// What is the same in two calls that say the same of the same site.
    pub(super) fn key(&self) -> String {
        let Self {
            root,
            config,
            asked_lang,
            lang,
            form,
            quiet,
            strict,
            colour,
            err_is_terminal,
            width,
            asks,
        } = self;
        let site = (root, config, asked_lang, lang);
        format!("{site:?} {:?}", (form, quiet, strict, colour, err_is_terminal, width, asks))
    }

    /// A path below the site's folder, as it can be opened from where the reader stands.
    pub(super) fn shown(&self, below: &str) -> String {
        self.prefix() + below
    }

    /// What stands before such a path: nothing, or the site's folder with a `/`.
    pub(super) fn prefix(&self) -> String {
        let root = self.root.to_string_lossy().replace('\\', "/");
        if root == "." { String::new() } else { format!("{}/", root.trim_end_matches('/')) }
    }
}

fn message_lang(choice: LangChoice) -> MessageLang {
    match choice {
        LangChoice::De => MessageLang::De,
        LangChoice::En => MessageLang::En,
    }
}

/// The language in which to speak before anything else is known: that of `--lang`, which counts even
/// where the rest of the line cannot be understood; else that of the system; else German.
pub(super) fn language(typed: &[OsString], system: &System) -> MessageLang {
    asked(typed).or_else(|| of_system(system)).unwrap_or_default()
}

fn asked(typed: &[OsString]) -> Option<MessageLang> {
    let mut words = typed.iter().skip(1).filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match value {
            Some("de") => return Some(MessageLang::De),
            Some("en") => return Some(MessageLang::En),
            _ => {}
        }
    }
    None
}

/// The language of the environment, in the order of gettext. `C` and `POSIX` name no language.
fn of_system(system: &System) -> Option<MessageLang> {
    ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| {
        let locale = system.variable(name)?;
        let tag = locale.split([':', '.', '_', '@', '-']).next().unwrap_or_default();
        match tag.to_ascii_lowercase().as_str() {
            "" | "c" | "posix" => None,
            "de" => Some(MessageLang::De),
            _ => Some(MessageLang::En),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(typed: &[&str], variables: &[(&'static str, &str)]) -> MessageLang {
        let typed: Vec<OsString> = typed.iter().map(OsString::from).collect();
        language(&typed, &System::with_variables(variables))
    }

    #[test]
    fn the_flag_decides_then_the_system_then_german() {
        let (de, en) = (MessageLang::De, MessageLang::En);
        assert_eq!(spoken(&["fundus"], &[]), de);
        assert_eq!(spoken(&["fundus"], &[("LANG", "en_GB.UTF-8")]), en);
        assert_eq!(spoken(&["fundus"], &[("LANG", "fr_FR")]), en);
        assert_eq!(spoken(&["fundus"], &[("LANG", "en_GB"), ("LC_ALL", "de_AT.UTF-8")]), de);
        assert_eq!(spoken(&["fundus"], &[("LC_ALL", "C.UTF-8"), ("LANG", "en_US")]), en);
        assert_eq!(spoken(&["fundus", "--lang", "de", "built"], &[("LANG", "en")]), de);
        assert_eq!(spoken(&["fundus", "--lang=en", "--oops"], &[]), en);
        assert_eq!(spoken(&["fundus", "--", "--lang=en"], &[]), de);
    }
}
