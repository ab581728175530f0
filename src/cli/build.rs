//! `fundus build`: from the folder of the site to the published folder.

use std::time::Duration;

use fundus::cache::Cache;
use fundus::diagnostic::has_errors;
use fundus::discover::{Stamp, Tree};
use fundus::hash::ContentHash;
use fundus::lang::MessageLang;
use fundus::path::OutputPath;
use fundus::pipeline::{self, HeldBack, Options};
use fundus::write::{Reason, WriteError, WriteReport, Written, seal, sealed, write_watched};
use serde::{Deserialize, Serialize};

use super::args::BuildArgs;
use super::clock::Clock;
use super::context::Context;
use super::export::outside;
use super::failure::Failure;
use super::site::Said;
use super::{Outcome, console, interrupt, site};

/// What a run leaves behind for the next one that finds nothing changed.
#[derive(Serialize, Deserialize)]
struct Memory {
    said: Said,
    files: usize,
    held_back: HeldBack,
    due: Vec<String>,
    in_german: bool,
}

pub(super) fn run(args: &BuildArgs, context: &Context) -> Result<Outcome, Failure> {
    let clock = Clock::start(context);
    let (target, shown) = match &args.output {
        Some(folder) => (folder.clone(), folder.display().to_string()),
        None => (context.root.join("public"), context.shown("public")),
    };
    outside(&target, context)?;
    let options = site::options(context, &args.shown)?;
    // Opened before the walk: what changes later is too young to be trusted.
    let cache = Cache::open(&context.root, &options.program);
    let tree = Tree::walk(&context.root);
    let Stamp { hash, newest } = stamp(&tree, &options, context);
    if let Some(memory) =
        sealed(&target, hash).map_err(|error| failure(&error))?.and_then(|text| Memory::parse(&text))
    {
        return memory.repeat(args, context, &shown, &clock);
    }

    let options = Options { watcher: clock.watcher(), ..options };
    let (mut build, left) = pipeline::build_again(&context.root, &options, &cache, &tree);
    let lang = site::lang(context, &build.config);
    let mut published = None;
    if site::outcome(context, &build.problems) == Outcome::Fine {
        let write = || write_watched(&build.outputs, &target, &clock.watcher());
        let (written, kept) = interrupt::to_the_end(lang, || rayon::join(write, || left.keep(&cache)));
        match written {
            Ok(written) => published = Some((written, kept)),
            Err(WriteError::Problems(problems)) => build.problems.extend(problems),
            Err(error) => {
                clock.clear();
                site::report(context, &build.problems, lang)?;
                return Err(failure(&error));
            }
        }
    } else {
        // All problems in one run: also those of pages that will not be written.
        build = build.proved();
    }
    clock.clear();
    let said = Said::of(&build.problems, context, lang);
    said.say(context)?;
    let written = published.as_ref().map(|(written, _)| written);
    if let Some(written) = written.filter(|written| args.reasons && !written.reasons.is_empty()) {
        console::out(
            &written.reasons.iter().map(|(path, reason)| in_words(path, *reason, lang)).collect::<String>(),
        )?;
    }
    let due = site::due(&build.site, context);
    site::remark_held_back(build.held_back, context, lang);
    site::remark_due(&due, context, lang);
    if !context.quiet {
        console::remark(&match written {
            Some(written) => summary(&written.report, &shown, clock.seconds(), lang),
            None => unchanged(&shown, has_errors(&build.problems), lang),
        });
    }
    if args.timings {
        console::remark(&clock.timings(lang));
    }
    if let Some((Written { report, manifest, .. }, kept)) = published {
        kept.publish(&cache, manifest);
        if report.foreign == 0 {
            let in_german = lang == MessageLang::De;
            let files = report.written + report.unchanged;
            let memory = Memory { said, files, held_back: build.held_back, due, in_german };
            seal(&target, hash, newest, Duration::from_secs_f64(clock.seconds()), &memory.text());
        }
    }
    let outcome = site::outcome(context, &build.problems);
    // The process ends here, and the system takes a site back sooner than it is taken apart.
    std::mem::forget((build, left));
    Ok(outcome)
}

/// A line about a file that was written: `konzepte/a.html: das Dokument selbst`.
fn in_words(path: &OutputPath, reason: Reason, lang: MessageLang) -> String {
    let (german, english) = match reason {
        Reason::New => ("neu", "new"),
        Reason::Damaged => ("jemand hat sie geändert", "somebody has changed it"),
        Reason::Look => ("Aussehen, Einstellungen oder Programm", "theme, settings or program"),
        Reason::Own => ("das Dokument selbst", "the document itself"),
        Reason::Others => ("was sie von anderen Dokumenten zeigt", "what it shows of other documents"),
        Reason::Content => ("ihr Inhalt", "its content"),
    };
    format!("{path}: {}\n", if lang == MessageLang::De { german } else { english })
}

/// The key of all that the run depends on, what it says included.
fn stamp(tree: &Tree, options: &Options, context: &Context) -> Stamp {
    let Stamp { hash, newest } = pipeline::stamp(&context.root, tree, options);
    let key = format!("{hash} {}", context.key());
    Stamp { hash: ContentHash::of(key.as_bytes()), newest }
}

fn failure(error: &WriteError) -> Failure {
    Failure::new(error.message(MessageLang::De), error.message(MessageLang::En))
}

impl Memory {
    fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    fn text(&self) -> String {
        // Texts and numbers only: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn repeat(
        &self,
        args: &BuildArgs,
        context: &Context,
        shown: &str,
        clock: &Clock,
    ) -> Result<Outcome, Failure> {
        let lang = if self.in_german { MessageLang::De } else { MessageLang::En };
        self.said.say(context)?;
        site::remark_held_back(self.held_back, context, lang);
        site::remark_due(&self.due, context, lang);
        if !context.quiet {
            let report = WriteReport { unchanged: self.files, ..WriteReport::default() };
            console::remark(&summary(&report, shown, clock.seconds(), lang));
        }
        if args.timings {
            console::remark(&clock.timings(lang));
        }
        Ok(Outcome::Fine)
    }
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
    let WriteReport { written, unchanged, removed, .. } = *report;
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
            summary(&WriteReport { written, unchanged, removed, foreign: 0 }, "public", 0.357, lang)
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
