//! What `build`, `check` and the others have in common: building the site and saying its problems.

use std::fs;

use fundus::abbreviations;
use fundus::config::{self, Config};
use fundus::diagnostic::{Code, Diagnostic, Severity};
use fundus::lang::MessageLang;
use fundus::model::Role;
use fundus::parse::{self, Value};
use fundus::path::SourcePath;
use fundus::pipeline::{self, Build, CONFIG, HeldBack, Options, Prepared};
use fundus::progress::Watcher;
use fundus::report::{self, View};
use fundus::site::{DocId, Site};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::args::Shown;
use super::clock::Clock;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, typed};

/// Builds the site that the flags name, and tells the clock.
pub(super) fn build(context: &Context, shown: &Shown, clock: &Clock) -> Result<Build, Failure> {
    let options = Options { watcher: clock.watcher(), ..options(context, shown)? };
    Ok(pipeline::build(&context.root, &options))
}

/// The published part of the site that the flags name, resolved and not yet rendered; tells the clock.
pub(super) fn prepare(context: &Context, clock: &Clock) -> Result<Prepared, Failure> {
    let options = Options { watcher: clock.watcher(), ..options(context, &Shown::default())? };
    Ok(pipeline::prepare(&context.root, &options))
}

/// The content of the site that the flags name, without its pages, and all problems so far.
pub(super) fn resolved(context: &Context, shown: &Shown) -> Result<(Site, Vec<Diagnostic>), Failure> {
    Ok(pipeline::site(&context.root, &options(context, shown)?))
}

/// What the flags and the system say to a build.
pub(super) fn options(context: &Context, shown: &Shown) -> Result<Options, Failure> {
    if !context.root.is_dir() {
        let root = context.root.display();
        return Err(Failure::new(
            format!("Den Ordner `{root}` gibt es nicht."),
            format!("There is no folder `{root}`."),
        ));
    }
    let config = config_file(context)?;
    Ok(Options {
        today: shown.at.as_deref().map_or_else(|| Ok(today(context, &config)), day)?,
        config,
        drafts: shown.drafts,
        future: shown.future,
        program: program(),
        watcher: Watcher::default(),
    })
}

/// The day on which the site is built, where it is at home: servers that build at night keep another time.
pub(super) fn today(context: &Context, config: &SourcePath) -> Date {
    let text = fs::read_to_string(context.root.join(config.as_str())).unwrap_or_default();
    Timestamp::now().to_zoned(config::time_zone_of(config, &text)).date()
}

/// Reads a day as documents write it.
fn day(text: &str) -> Result<Date, Failure> {
    parse::day(text).map_err(|meant| {
        let example = meant.unwrap_or_else(|| "2027-03-14".to_owned());
        Failure::new(
            format!("`{text}` ist kein Tag. Schreiben Sie zum Beispiel `--at {example}`."),
            format!("`{text}` is no day. Write for example `--at {example}`."),
        )
    })
}

/// Says of the documents that are there and not shown how many there are, and how to see them.
pub(super) fn remark_held_back(held_back: HeldBack, context: &Context, lang: MessageLang) {
    for remark in held_back_in_words(held_back, lang) {
        if !context.quiet {
            console::remark(&remark);
        }
    }
}

/// The documents that somebody wanted to look through until a day that has passed, as a run names them: the longest
/// overdue first.
pub(super) fn due(site: &Site, context: &Context) -> Vec<String> {
    let day = |index: usize| match site.role(DocId(index), Role::ReviewBy)? {
        Value::Date(day) if day.date < site.today && site.documents[index].lang() == &site.config.lang => {
            Some((day.date, &site.documents[index].parsed.source.path))
        }
        _ => None,
    };
    let mut due: Vec<_> = (0..site.documents.len()).filter_map(day).collect();
    due.sort();
    due.iter().map(|(day, path)| format!("{} ({day})", context.shown(path.as_str()))).collect()
}

/// Reminds of documents that are [`due`].
pub(super) fn remark_due(due: &[String], context: &Context, lang: MessageLang) {
    /// More names are not said.
    const MOST: usize = 5;
    if due.is_empty() || context.quiet {
        return;
    }
    let named = due.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    let others = due.len().saturating_sub(MOST);
    let others = match (lang, others) {
        (_, 0) => String::new(),
        (MessageLang::De, 1) => " und 1 weiteres".to_owned(),
        (MessageLang::De, others) => format!(" und {others} weitere"),
        (MessageLang::En, 1) => " and 1 other".to_owned(),
        (MessageLang::En, others) => format!(" and {others} others"),
    };
    console::remark(&match lang {
        MessageLang::De => format!("Zu prüfen, denn der Tag bei `review_by` ist vorbei: {named}{others}."),
        MessageLang::En => {
            format!("To be looked through, as the day of `review_by` has passed: {named}{others}.")
        }
    });
}

/// Reminds of abbreviations that nobody on the site explains.
pub(super) fn remark_unexplained(site: &Site, context: &Context, lang: MessageLang) {
    /// More of them are not named.
    const MOST: usize = 8;
    if context.quiet {
        return;
    }
    let found = abbreviations::unexplained(site);
    if found.is_empty() {
        return;
    }
    let named = found.iter().take(MOST).map(|unexplained| {
        let document = unexplained.documents.first().map(|id| &site.document(*id).parsed.source.path);
        let path = document.map_or_else(String::new, |path| context.shown(path.as_str()));
        match (unexplained.documents.len() - 1, lang) {
            (0, _) => format!("{} ({path})", unexplained.short),
            (more, MessageLang::De) => format!("{} ({path} und {more} weitere)", unexplained.short),
            (more, MessageLang::En) => format!("{} ({path} and {more} more)", unexplained.short),
        }
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let dots = if found.len() > MOST { ", …" } else { "." };
    console::remark(&match lang {
        MessageLang::De => format!(
            "Abkürzungen, die weder der Text noch das Glossar erklärt: {named}{dots} Schreiben Sie sie einmal aus: `Allgemeiner Sozialer Dienst (ASD)`."
        ),
        MessageLang::En => format!(
            "Abbreviations that neither the text nor the glossary explains: {named}{dots} Spell them out once: `Allgemeiner Sozialer Dienst (ASD)`."
        ),
    });
}

fn held_back_in_words(HeldBack { drafts, future }: HeldBack, lang: MessageLang) -> Vec<String> {
    let documents = |count: usize| match (lang, count) {
        (MessageLang::De, 1) => "1 Dokument".to_owned(),
        (MessageLang::De, _) => format!("{count} Dokumente"),
        (MessageLang::En, 1) => "1 document".to_owned(),
        (MessageLang::En, _) => format!("{count} documents"),
    };
    let mut words = Vec::new();
    if drafts > 0 {
        let said = documents(drafts);
        words.push(match (lang, drafts) {
            (MessageLang::De, 1) => format!("Nicht dabei: {said} im Entwurf (`--drafts` zeigt es)."),
            (MessageLang::De, _) => format!("Nicht dabei: {said} im Entwurf (`--drafts` zeigt sie)."),
            (MessageLang::En, 1) => format!("Left out: {said} in draft (`--drafts` shows it)."),
            (MessageLang::En, _) => format!("Left out: {said} in draft (`--drafts` shows them)."),
        });
    }
    if future > 0 {
        let said = documents(future);
        words.push(match (lang, future) {
            (MessageLang::De, 1) => {
                format!("Nicht dabei: {said}, dessen Tag noch kommt (`--future` zeigt es).")
            }
            (MessageLang::De, _) => {
                format!("Nicht dabei: {said}, deren Tag noch kommt (`--future` zeigt sie).")
            }
            (MessageLang::En, 1) => format!("Left out: {said} of a later day (`--future` shows it)."),
            (MessageLang::En, _) => format!("Left out: {said} of a later day (`--future` shows them)."),
        });
    }
    words
}

/// Names this very program: its version, and the length and time of its file, which tell two builds of
/// the same version apart.
fn program() -> String {
    let file = std::env::current_exe().and_then(fs::metadata).ok();
    let stamp = file.map(|file| (file.len(), file.modified().ok()));
    format!("{} {stamp:?}", env!("CARGO_PKG_VERSION"))
}

/// The configuration's file, relative to the site's folder.
pub(super) fn config_file(context: &Context) -> Result<SourcePath, Failure> {
    let Some(config) = &context.config else {
        return SourcePath::new(CONFIG).map_err(|error| Failure::new(error.to_string(), error.to_string()));
    };
    let outside = || {
        let name = config.display();
        Failure::new(
            format!("Die Einstellungen `{name}` sind im Ordner der Website nicht zu finden."),
            format!("The configuration `{name}` is not to be found in the site's folder."),
        )
    };
    let path = typed::source(config, &context.root, &[""]).ok_or_else(outside)?;
    if context.root.join(path.as_str()).is_file() { Ok(path) } else { Err(outside()) }
}

/// The language of messages: the one that was asked for, else that of the site.
pub(super) fn lang(context: &Context, config: &Config) -> MessageLang {
    context.asked_lang.unwrap_or_else(|| config.lang.message_lang())
}

/// Problems as they are said: all of them for standard output, and how many there are.
#[derive(Serialize, Deserialize)]
pub(super) struct Said {
    text: String,
    count: Option<String>,
}

impl Said {
    pub(super) fn of(problems: &[Diagnostic], context: &Context, lang: MessageLang) -> Self {
        let view = View { lang, colour: context.colour, width: context.width, root: &context.prefix() };
        let text = report::render(problems, context.form, &view, reader(context));
        Self { text, count: report::summary(problems, lang) }
    }

    pub(super) fn say(&self, context: &Context) -> Result<(), Failure> {
        if !self.text.is_empty() {
            console::out(&self.text)?;
        }
        if let Some(count) = self.count.as_ref().filter(|_| !context.quiet) {
            console::remark(count);
        }
        Ok(())
    }
}

/// Says all problems and how many there are.
pub(super) fn report(context: &Context, problems: &[Diagnostic], lang: MessageLang) -> Result<(), Failure> {
    Said::of(problems, context, lang).say(context)
}

/// Reads files of the site, to show the lines that problems are in.
pub(super) fn reader(context: &Context) -> impl Fn(&SourcePath) -> Option<Vec<u8>> {
    |file| fs::read(context.root.join(file.as_str())).ok()
}

/// Whether the problems keep the site from being published.
pub(super) fn outcome(context: &Context, problems: &[Diagnostic]) -> Outcome {
    let config = config_file(context).ok();
    // What is wrong in the configuration, and what cannot be read, is no matter of the content.
    let is_other = |problem: &Diagnostic| {
        problem.place.as_ref().is_some_and(|place| Some(&place.file) == config.as_ref())
            || matches!(problem.code, Code::ConfigSyntax | Code::NoContent | Code::Unreadable)
    };
    let stopping: Vec<_> = problems.iter().filter(|problem| stops(context, problem)).collect();
    match stopping.is_empty() {
        true => Outcome::Fine,
        false if stopping.into_iter().any(is_other) => Outcome::Failed,
        false => Outcome::Problems,
    }
}

/// Whether a problem keeps the site from being published.
pub(super) fn stops(context: &Context, problem: &Diagnostic) -> bool {
    match problem.severity() {
        Severity::Error => true,
        Severity::Warning => context.strict,
        Severity::Note => false,
    }
}
