//! Reads what was typed by clap, and says in words of our own what was not understood.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _};

use fundus::lang::MessageLang;

use super::args::Typed;
use super::console::{self, System};
use super::failure::Failure;
use super::german;

/// What was typed; `None` when it was a wish for help or the version, which is fulfilled here.
///
/// # Errors
/// When it cannot be understood.
pub(super) fn parse(
    typed: Vec<OsString>,
    lang: MessageLang,
    system: &System,
) -> Result<Option<Typed>, Failure> {
    let bare = typed.len() < 2;
    let parsed =
        command(lang).try_get_matches_from(typed).and_then(|matches| Typed::from_arg_matches(&matches));
    let error = match parsed {
        Ok(typed) => return Ok(Some(typed)),
        Err(error) => error,
    };
    let text = |is_terminal| {
        let rendered = error.render();
        if system.colours(is_terminal) { rendered.ansi().to_string() } else { rendered.to_string() }
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            console::out(&text(system.out_is_terminal))?;
            Ok(None)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if bare => {
            console::remark(&text(system.err_is_terminal));
            Err(Failure::new("Es fehlt ein Befehl.", "A command is missing."))
        }
        _ => Err(not_understood(&error)),
    }
}

/// The whole command line, with help in this language.
pub(super) fn command(lang: MessageLang) -> Command {
    let flag = |name: &'static str, short, action| Arg::new(name).short(short).long(name).action(action);
    let command = Typed::command()
        .arg(flag("help", 'h', ArgAction::Help).global(true).help("Show this help"))
        .arg(flag("version", 'V', ArgAction::Version).help("Show the version"));
    let command = match lang {
        MessageLang::De => german::translate(command),
        MessageLang::En => ["help", "version"]
            .into_iter()
            .fold(command, |command, id| command.mut_arg(id, |arg| arg.help_heading("General options"))),
    };
    lay_out(command, "", lang)
}

/// Puts the parts of the help in order. clap's own layout has a few words that cannot be said in
/// another language, so the line of usage is written here.
fn lay_out(command: Command, above: &str, lang: MessageLang) -> Command {
    let (usage, options) = match lang {
        MessageLang::De => ("Aufruf", "OPTIONEN"),
        MessageLang::En => ("Usage", "OPTIONS"),
    };
    let name = format!("{above}{}", command.get_name());
    let mut line = format!("{name} [{options}]");
    for arg in command.get_positionals() {
        let value = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        line += &if arg.is_required_set() { format!(" {value}") } else { format!(" [{value}]") };
    }
    if command.has_subcommands() {
        line += &format!(" {}", command.get_subcommand_value_name().unwrap_or_default());
    }
    command
        .help_template(format!("{{about-with-newline}}\n{usage}: {line}\n\n{{all-args}}{{after-help}}"))
        .mut_args(|arg| {
            let has_value = arg.get_action().takes_values();
            arg.hide_possible_values(has_value).hide_default_value(has_value)
        })
        .mut_subcommands(|command| lay_out(command, &format!("{name} "), lang))
}

/// clap's error in plain words.
fn not_understood(error: &clap::Error) -> Failure {
    let text = |kind| strings(error, kind).join(", ");
    let argument = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    let (de, en) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand);
            (format!("Einen Befehl `{name}` gibt es nicht."), format!("There is no command `{name}`."))
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => (
            format!("Eine Option `{argument}` gibt es hier nicht."),
            format!("There is no option `{argument}` here."),
        ),
        ErrorKind::UnknownArgument => (
            format!("`{argument}` ist hier eine Angabe zu viel."),
            format!("`{argument}` is one argument too many here."),
        ),
        ErrorKind::InvalidValue if value.is_empty() => (
            format!("Hinter `{argument}` fehlt die Angabe."),
            format!("`{argument}` needs a value after it."),
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => (
            format!("`{value}` passt nicht zu `{argument}`."),
            format!("`{value}` does not go with `{argument}`."),
        ),
        ErrorKind::MissingRequiredArgument => {
            (format!("Es fehlt noch: {argument}."), format!("This is still missing: {argument}."))
        }
        ErrorKind::ArgumentConflict => {
            let others = strings(error, ContextKind::PriorArg);
            match others.first().filter(|other| **other != argument) {
                Some(other) => (
                    format!("`{argument}` geht nicht zusammen mit `{other}`."),
                    format!("`{argument}` does not go with `{other}`."),
                ),
                None => (
                    format!("`{argument}` darf nur einmal vorkommen."),
                    format!("`{argument}` may occur only once."),
                ),
            }
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("Es fehlt ein Befehl.".to_owned(), "A command is missing.".to_owned())
        }
        _ => ("Diese Eingabe ist nicht zu verstehen.".to_owned(), "This cannot be understood.".to_owned()),
    };
    let (help_de, help_en) = suggestion(error);
    Failure::new(format!("{de}\n{help_de}"), format!("{en}\n{help_en}"))
}

/// What was probably meant, or what is possible, or where to read on.
fn suggestion(error: &clap::Error) -> (String, String) {
    let quoted = |kind| {
        let words: Vec<_> = strings(error, kind).iter().map(|word| format!("`{word}`")).collect();
        words.join(", ")
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = near.into_iter().map(quoted).find(|found| !found.is_empty());
    let possible = quoted(ContextKind::ValidValue);
    match near {
        Some(near) => (format!("Meinten Sie {near}?"), format!("Did you mean {near}?")),
        None if !possible.is_empty() => {
            (format!("Möglich sind: {possible}."), format!("Possible values: {possible}."))
        }
        None if let Some((de, en)) = example(&strings(error, ContextKind::InvalidArg).concat()) => {
            (format!("Zum Beispiel: {de}."), format!("For example: {en}."))
        }
        None => (
            "Mit `--help` dahinter erklärt jeder Befehl, was er erwartet.".to_owned(),
            "With `--help` after it, every command explains what it expects.".to_owned(),
        ),
    }
}

/// How a command is called with what it cannot do without.
fn example(argument: &str) -> Option<(&'static str, &'static str)> {
    match argument {
        "TYP" | "TYPE" => Some((
            "`fundus new konzept` oder `fundus new veranstaltung`",
            "`fundus new concept` or `fundus new workshop`",
        )),
        "ANFRAGE" | "QUERY" => Some(("`fundus search Eltern per Video`", "`fundus search parents by video`")),
        "SHELL" => Some(("`fundus completions bash`", "`fundus completions bash`")),
        _ => None,
    }
}

fn strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![without_brackets(text)],
        Some(ContextValue::Strings(texts)) => texts.iter().map(|text| without_brackets(text)).collect(),
        _ => Vec::new(),
    }
}

/// `<TYP>` as people write it: `TYP`; `--lang <SPRACHE>`: `--lang`.
fn without_brackets(text: &str) -> String {
    match text.split_once(" <") {
        Some((flag, _)) => flag.to_owned(),
        None => text.trim_start_matches('<').trim_end_matches("...").trim_end_matches('>').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(typed: &[&str]) -> Failure {
        let typed = std::iter::once("fundus").chain(typed.iter().copied()).map(OsString::from).collect();
        parse(typed, MessageLang::De, &System::with_variables(&[])).unwrap_err()
    }

    #[test]
    fn the_command_line_is_consistent() {
        command(MessageLang::De).debug_assert();
        command(MessageLang::En).debug_assert();
    }

    #[test]
    fn what_is_not_understood_is_said_in_plain_words() {
        let both = |typed: &[&str]| {
            let failure = failure(typed);
            [failure.text(MessageLang::De).to_owned(), failure.text(MessageLang::En).to_owned()]
        };
        let cases: &[(&[&str], &str, &str)] = &[
            (
                &["explan"],
                "Einen Befehl `explan` gibt es nicht.\nMeinten Sie `explain`?",
                "There is no command `explan`.\nDid you mean `explain`?",
            ),
            (
                &["explain", "--strickt"],
                "Eine Option `--strickt` gibt es hier nicht.\nMeinten Sie `--strict`?",
                "There is no option `--strickt` here.\nDid you mean `--strict`?",
            ),
            (
                &["explain", "a", "b"],
                "`b` ist hier eine Angabe zu viel.\nMit `--help` dahinter erklärt jeder Befehl, was er erwartet.",
                "`b` is one argument too many here.\nWith `--help` after it, every command explains what it expects.",
            ),
            (
                &["--lang", "fr", "explain"],
                "`fr` passt nicht zu `--lang`.\nMöglich sind: `de`, `en`.",
                "`fr` does not go with `--lang`.\nPossible values: `de`, `en`.",
            ),
            (
                &["explain", "--root"],
                "Hinter `--root` fehlt die Angabe.\nMit `--help` dahinter erklärt jeder Befehl, was er erwartet.",
                "`--root` needs a value after it.\nWith `--help` after it, every command explains what it expects.",
            ),
            (
                &["completions"],
                "Es fehlt noch: SHELL.\nZum Beispiel: `fundus completions bash`.",
                "This is still missing: SHELL.\nFor example: `fundus completions bash`.",
            ),
            (
                &["search"],
                "Es fehlt noch: ANFRAGE.\nZum Beispiel: `fundus search Eltern per Video`.",
                "This is still missing: ANFRAGE.\nFor example: `fundus search parents by video`.",
            ),
            (
                &["new"],
                "Es fehlt noch: TYP.\nZum Beispiel: `fundus new konzept` oder `fundus new veranstaltung`.",
                "This is still missing: TYP.\nFor example: `fundus new concept` or `fundus new workshop`.",
            ),
            (
                &["explain", "--lang", "de", "--lang", "en"],
                "`--lang` darf nur einmal vorkommen.\nMit `--help` dahinter erklärt jeder Befehl, was er erwartet.",
                "`--lang` may occur only once.\nWith `--help` after it, every command explains what it expects.",
            ),
        ];
        let [de, en] = both(&["export", "--pack", "--where", "zielgruppe=eltern"]);
        assert!(de.starts_with("`--pack` geht nicht zusammen mit `--where`.\n"), "{de}");
        assert!(en.starts_with("`--pack` does not go with `--where`.\n"), "{en}");
        for (typed, de, en) in cases {
            assert_eq!(both(typed), [*de, *en], "{typed:?}");
        }
    }
}
