//! The German help: clap's command, its own words included, said in German.
//!
//! The English help stands as comments in `args`. A test holds that nothing is left untranslated.

use clap::Command;

/// A command's name, what it does, and examples.
const COMMANDS: &[(&str, &str, &str)] = &[
    (
        "fundus",
        "Macht aus einem Ordner mit Markdown-Texten eine Website, auf der Konzepte gefunden, verstanden und weiterverwendet werden.",
        "",
    ),
    (
        "init",
        "Eine kleine Website zum Weiterschreiben anlegen; Vorhandenes bleibt, wie es ist",
        "fundus init unsere-konzepte",
    ),
    (
        "new",
        "Ein neues Dokument anlegen: fragt nach dem Nötigen und überschreibt nichts",
        "fundus new konzept \"Elternberatung per Video\"\nfundus new veranstaltung",
    ),
    ("build", "Die Website in den Ordner public schreiben", "fundus build --strict"),
    ("check", "Nach Problemen suchen, ohne etwas zu schreiben", "fundus check --format short"),
    ("serve", "Die Website im Browser zeigen und jeder Änderung folgen", "fundus serve --open"),
    (
        "search",
        "Eine Anfrage beantworten wie die Suche der Website, nach dem Stand der Texte von jetzt",
        "fundus search Beratung Eltern\nfundus search --explain '\"frühe Hilfen\" ASD'",
    ),
    (
        "export",
        "Die Website oder einen Teil davon zum Mitnehmen packen: als Ordner, als ZIP-Datei oder als eine einzige HTML-Datei",
        "fundus export\nfundus export --collection lernpfad-netzpaten --to single\nfundus export --where zielgruppe=eltern,familien --output E:\\konzepte\nfundus export --pack --workshop bildungsnetz-treffen-2027",
    ),
    (
        "schema",
        "Das JSON-Schema der Kopfdaten ausgeben, mit dem Textprogramme Namen und Werte vorschlagen",
        "fundus schema konzept > konzept.schema.json",
    ),
    (
        "theme",
        "Die Dateien zeigen, aus denen das Aussehen der Website besteht, und kopieren, was Sie ändern wollen",
        "fundus theme\nfundus theme components/card/card.html\nfundus theme --copy components/site_foot/site_foot.html",
    ),
    (
        "archive",
        "Den Stand archivierter Dokumente festhalten, damit jede spätere Änderung auffällt",
        "fundus archive\nfundus archive content/meldungen/2023-02-28-pilotprojekt.md",
    ),
    (
        "explain",
        "Eine Meldung erklären: warum es die Regel gibt, ein falsches und ein richtiges Beispiel",
        "fundus explain unknown-term",
    ),
    (
        "completions",
        "Ein Skript ausgeben, mit dem die Shell Befehle und Optionen vervollständigt",
        "fundus completions bash > ~/.local/share/bash-completion/completions/fundus",
    ),
];

/// An argument's name in `args`, what stands for its value, and what it does.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    (
        "root",
        "ORDNER",
        "Der Ordner der Website; ohne Angabe der aktuelle oder der nächste darüber, der eine ist",
    ),
    ("config", "DATEI", "Die Einstellungen; ohne Angabe config.toml im Ordner der Website"),
    ("lang", "SPRACHE", "Die Sprache der Meldungen: de oder en; ohne Angabe die der Website"),
    (
        "format",
        "FORM",
        "Die Form der Meldungen: human (ausführlich), short (je eine Zeile), json oder annotations (für die Plattform)",
    ),
    ("quiet", "", "Nur Probleme melden, keinen Fortschritt und keine Zusammenfassung"),
    ("strict", "", "Warnungen zählen wie Fehler"),
    ("color", "WANN", "Farben: auto (am Bildschirm), always (immer) oder never (nie)"),
    ("collection", "NAME", "Eine Sammlung oder ein Lernpfad mit allem, was dazugehört; mehrfach möglich"),
    ("workshop", "NAME", "Eine Veranstaltung mit allem, was dazugehört; mehrfach möglich"),
    (
        "condition",
        "ANGABE=WERT,…",
        "Nur Dokumente, die einen der Werte haben; mehrfach angegeben, müssen alle Bedingungen zutreffen",
    ),
    (
        "to",
        "FORM",
        "Die Form: folder (Ordner), zip oder single (eine HTML-Datei); ohne Angabe nach der Endung von --output, sonst zip",
    ),
    (
        "max_size",
        "GRÖSSE",
        "Eine größere Kopie ablehnen, zum Beispiel 20MB, und sagen, was am meisten Platz braucht",
    ),
    ("target", "PFAD", "Wohin die Kopie kommt; ohne Angabe ein Name mit dem Tag im aktuellen Ordner"),
    (
        "pack",
        "",
        "Eine Mappe zum Drucken für die Leitung einer Veranstaltung oder Sammlung: Deckblatt, Ablauf, Handreichungen, Teilnahmeliste, Rückmeldebogen; mit einem Chromium auch als PDF",
    ),
    ("force", "", "Ersetzen, was von früher dort steht"),
    ("output", "ORDNER", "Der Ordner, in den geschrieben wird; ohne Angabe public im Ordner der Website"),
    ("drafts", "", "Auch Entwürfe einbeziehen"),
    ("future", "", "Auch Dokumente einbeziehen, deren Tag der Veröffentlichung noch kommt"),
    ("at", "TAG", "Diesen Tag für heute nehmen, zum Beispiel 2027-03-14"),
    ("timings", "", "Sagen, wie lange was gedauert hat"),
    ("reasons", "", "Von jeder geschriebenen Datei sagen, warum sie geschrieben wurde"),
    ("query", "ANFRAGE", "Wonach gesucht wird; Wortfolgen in Anführungszeichen"),
    ("limit", "ZAHL", "Wie viele Treffer gezeigt werden"),
    ("explain", "", "Zeigen, wie jedes Wort verstanden wurde und worauf der Platz jedes Treffers beruht"),
    ("open", "", "Den Browser öffnen"),
    ("port", "ANSCHLUSS", "Der Anschluss (Port); ist er belegt, der nächste freie"),
    ("address", "ADRESSE", "Die Adresse, unter der die Vorschau läuft; 0.0.0.0 zeigt sie dem ganzen Netz"),
    ("allow_host", "NAME", "Auch unter diesem Rechnernamen antworten"),
    ("poll", "", "Immer wieder nach Änderungen sehen, für Netzlaufwerke, die keine melden"),
    (
        "editor",
        "LINK",
        "Der Link, der eine Datei im Editor öffnet, mit {path} (Datei), {line} (Zeile) und {column} (Spalte)",
    ),
    ("help", "", "Diese Hilfe zeigen"),
    ("version", "", "Die Version zeigen"),
    ("doc_type", "TYP", "Der Typ, zum Beispiel konzept, projekt oder veranstaltung"),
    ("only", "TYP", "Der Typ, zum Beispiel konzept; ohne Angabe alle"),
    ("folder", "ORDNER", "Der Ordner der neuen Website; ohne Angabe der aktuelle"),
    (
        "file",
        "DATEI",
        "Die Datei, zum Beispiel components/card/card.html; ohne Angabe werden alle aufgezählt",
    ),
    ("copy", "", "Die Datei in den Ordner des eigenen Aussehens kopieren; Vorhandenes bleibt, wie es ist"),
    ("files", "DATEI", "Dokumente, die mit Absicht geändert oder entfernt wurden"),
    ("title", "TITEL", "Der Titel; ohne Angabe wird danach gefragt"),
    (
        "code",
        "CODE",
        "Der Code in eckigen Klammern hinter „Fehler“ oder „Warnung“; ohne Angabe werden alle aufgezählt",
    ),
    ("shell", "SHELL", "bash, zsh, fish, elvish oder powershell"),
];

/// The command and all below it, in German.
pub(super) fn translate(command: Command) -> Command {
    let (_, about, example) =
        COMMANDS.iter().find(|(name, ..)| *name == command.get_name()).unwrap_or(&("", "", ""));
    let example = match example.lines().count() {
        0 => String::new(),
        1 => format!("Beispiel:\n  {example}"),
        _ => format!("Beispiele:\n  {}", example.replace('\n', "\n  ")),
    };
    command
        .about(*about)
        .after_help(example)
        .subcommand_help_heading("Befehle")
        .subcommand_value_name("BEFEHL")
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                "Angaben"
            } else if arg.is_global_set() || arg.get_id() == "version" {
                "Allgemeine Optionen"
            } else {
                "Optionen"
            };
            let (_, value, help) =
                ARGUMENTS.iter().find(|(id, ..)| *id == arg.get_id().as_str()).unwrap_or(&("", "", ""));
            let arg = arg.help(*help).help_heading(heading);
            if value.is_empty() { arg } else { arg.value_name(*value) }
        })
        .mut_subcommands(translate)
}

#[cfg(test)]
mod tests {
    use super::super::usage::command;
    use super::*;
    use fundus::lang::MessageLang;

    fn assert_translated(command: &Command) {
        let name = command.get_name();
        assert!(COMMANDS.iter().any(|(known, ..)| *known == name), "{name} has no German help");
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            assert!(arg.get_help().is_some_and(|help| !help.to_string().is_empty()), "{name} {id}");
        }
        command.get_subcommands().for_each(assert_translated);
    }

    #[test]
    fn everything_is_said_in_german() {
        assert_translated(&command(MessageLang::De));
    }

    #[test]
    fn everything_is_said_in_english() {
        fn assert_said(command: &Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            assert!(command.get_arguments().all(|arg| arg.get_help().is_some()), "{}", command.get_name());
            command.get_subcommands().for_each(assert_said);
        }
        assert_said(&command(MessageLang::En));
    }
}
