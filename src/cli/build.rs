//! `fundus build`: from the folder of the site to the published folder.

use std::time::Instant;

use fundus::diagnostic::has_errors;
use fundus::lang::MessageLang;
use fundus::write::{WriteError, WriteReport, write};

use super::args::BuildArgs;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, site};

pub(super) fn run(args: &BuildArgs, context: &Context) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let mut build = site::build(context, args.drafts)?;
    let lang = site::lang(context, &build.config);
    let (target, shown) = match &args.output {
        Some(folder) => (folder.clone(), folder.display().to_string()),
        None => (context.root.join("public"), context.shown("public")),
    };
    let mut report = None;
    if site::outcome(context, &build.problems) == Outcome::Fine {
        match write(&build.outputs, &target) {
            Ok(done) => report = Some(done),
            Err(WriteError::Problems(problems)) => build.problems.extend(problems),
            Err(error) => {
                site::report(context, &build.problems, lang)?;
                return Err(Failure::new(error.message(MessageLang::De), error.message(MessageLang::En)));
            }
        }
    } else {
        // All problems in one run: also those of pages that will not be written.
        build = build.proved();
    }
    site::report(context, &build.problems, lang)?;
    if !context.quiet {
        console::remark(&match &report {
            Some(report) => summary(report, &shown, start.elapsed().as_secs_f64(), lang),
            None => unchanged(&shown, has_errors(&build.problems), lang),
        });
    }
    Ok(site::outcome(context, &build.problems))
}

/// Why nothing was written.
fn unchanged(target: &str, has_errors: bool, lang: MessageLang) -> String {
    match (lang, has_errors) {
        (MessageLang::De, true) => format!("Es wurde nichts geschrieben; {target} bleibt, wie es ist."),
        (MessageLang::En, true) => format!("Nothing was written; {target} stays as it is."),
        (MessageLang::De, false) => {
            format!(
                "Mit --strict zählen Warnungen wie Fehler: Es wurde nichts geschrieben; {target} bleibt, wie es ist."
            )
        }
        (MessageLang::En, false) => {
            format!(
                "With --strict, warnings count like errors: nothing was written; {target} stays as it is."
            )
        }
    }
}

/// What was written.
fn summary(report: &WriteReport, target: &str, seconds: f64, lang: MessageLang) -> String {
    let WriteReport { written, unchanged, removed } = *report;
    let total = written + unchanged;
    let seconds = format!("{seconds:.2} s");
    match lang {
        MessageLang::De => {
            let files = if total == 1 { "1 Datei".to_owned() } else { format!("{total} Dateien") };
            let changes = changes(written, removed, ["geschrieben", "entfernt", "alles wie zuvor"]);
            format!("Fertig: {files} in {target} ({changes}; {}).", seconds.replace('.', ","))
        }
        MessageLang::En => {
            let files = if total == 1 { "1 file".to_owned() } else { format!("{total} files") };
            let changes = changes(written, removed, ["written", "removed", "all as before"]);
            format!("Done: {files} in {target} ({changes}; {seconds}).")
        }
    }
}

fn changes(written: usize, removed: usize, words: [&str; 3]) -> String {
    let [written_word, removed_word, none] = words;
    match (written, removed) {
        (0, 0) => none.to_owned(),
        (_, 0) => format!("{written} {written_word}"),
        (0, _) => format!("{removed} {removed_word}"),
        _ => format!("{written} {written_word}, {removed} {removed_word}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_said_without_zeros() {
        let said = |written, unchanged, removed, lang| {
            summary(&WriteReport { written, unchanged, removed }, "public", 0.357, lang)
        };
        assert_eq!(
            said(3, 62, 1, MessageLang::De),
            "Fertig: 65 Dateien in public (3 geschrieben, 1 entfernt; 0,36 s)."
        );
        assert_eq!(
            said(0, 65, 0, MessageLang::De),
            "Fertig: 65 Dateien in public (alles wie zuvor; 0,36 s)."
        );
        assert_eq!(said(1, 0, 0, MessageLang::En), "Done: 1 file in public (1 written; 0.36 s).");
    }
}
