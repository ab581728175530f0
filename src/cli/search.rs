//! `fundus search`: what readers will find, asked in the terminal.
//!
//! The index is made of the content in memory, the very files that `build` writes, and opened again as
//! the browser opens them. So the answer is that of the texts as they are now, needs no build before,
//! and is the one that readers get.

use fundus::finder;
use fundus::lang::MessageLang;
use fundus::report::Form;
use fundus::search::answer::{Answer, Hit};
use fundus::search::explain::Reason;
use fundus::search::opened::{Opened, Shown};
use fundus::search::resolve::{Kind, Resolved};
use serde_json::{Value, json};

use super::args::SearchArgs;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, site};

pub(super) fn run(args: &SearchArgs, context: &Context) -> Result<Outcome, Failure> {
    let (site, problems) = site::resolved(context, &args.shown)?;
    let lang = site::lang(context, &site.config);
    if site::outcome(context, &problems) == Outcome::Failed {
        site::report(context, &problems, lang)?;
        return Ok(Outcome::Failed);
    }
    let files = finder::index(&site).files;
    let read = |name: &str| files.iter().find(|(path, _)| path == name).map(|(_, bytes)| bytes.as_slice());
    let index = Opened::open(read).ok_or_else(|| {
        Failure::new("Der Suchindex lässt sich nicht lesen.", "The search index cannot be read.")
    })?;
    let text = args.query.join(" ");
    let answer = index.answer(&text);
    let report = Report { index: &index, answer: &answer, text: &text, args, lang, width: context.width };
    let said = match context.form {
        Form::Json => report.json(),
        Form::Human => report.human(),
        Form::Short | Form::Annotations => report.short(),
    };
    if !said.is_empty() {
        console::out(&said)?;
    }
    Ok(Outcome::Fine)
}

/// What is said about an answer.
struct Report<'a> {
    index: &'a Opened,
    answer: &'a Answer,
    text: &'a str,
    args: &'a SearchArgs,
    lang: MessageLang,
    width: usize,
}

impl Report<'_> {
    fn say<'t>(&self, de: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            MessageLang::De => de,
            MessageLang::En => en,
        }
    }

    /// The hits that are asked for, with what is shown of them.
    fn hits(&self) -> impl Iterator<Item = (&Hit, &Shown)> {
        let hits = self.answer.hits.iter().take(self.args.limit);
        hits.filter_map(|hit| Some((hit, self.index.shown.get(hit.document as usize)?)))
    }

    fn human(&self) -> String {
        let mut text = String::new();
        if self.args.explain {
            for (word, resolved) in self.answer.query.words.iter().zip(&self.answer.words) {
                text.push_str(&self.understood(&word.typed, resolved));
            }
            text.push('\n');
        }
        text.push_str(&self.head());
        if let Some(correction) = &self.answer.correction {
            let meant = self.say("Meinten Sie", "Did you mean");
            let quoted = match self.lang {
                MessageLang::De => format!("„{correction}“"),
                MessageLang::En => format!("“{correction}”"),
            };
            text.push_str(&format!("{meant} {quoted}?\n"));
        }
        let mut partial = false;
        for (place, (hit, shown)) in self.hits().enumerate() {
            if hit.partial && !partial {
                partial = true;
                let heading = self.say(
                    "Passt teilweise: Hier fehlt ein Teil der Wörter.",
                    "Partial matches: these lack some of the words.",
                );
                text.push_str(&format!("\n{heading}\n"));
            }
            text.push_str(&self.entry(place + 1, hit, shown));
        }
        text
    }

    fn head(&self) -> String {
        let (count, asked) = (self.answer.hits.len(), self.text);
        let shown = self.hits().count();
        match self.lang {
            MessageLang::De if count == 0 => format!("Zu „{asked}“ gibt es hier nichts.\n"),
            MessageLang::En if count == 0 => format!("There is nothing on “{asked}” here.\n"),
            MessageLang::De if shown < count => {
                format!("{count} Treffer für „{asked}“, die ersten {shown}:\n")
            }
            MessageLang::En if shown < count => {
                format!("{count} results for “{asked}”, the first {shown}:\n")
            }
            MessageLang::De => format!("{count} Treffer für „{asked}“:\n"),
            MessageLang::En if count == 1 => format!("1 result for “{asked}”:\n"),
            MessageLang::En => format!("{count} results for “{asked}”:\n"),
        }
    }

    fn entry(&self, place: usize, hit: &Hit, shown: &Shown) -> String {
        let mut entry = format!("\n{place:>3}. {} ({})\n     {}\n", shown.title, shown.kind, shown.address);
        for line in wrapped(&shown.summary, self.width.saturating_sub(5)) {
            entry.push_str(&format!("     {line}\n"));
        }
        if self.args.explain {
            let value = self.say("Wert", "Value");
            entry.push_str(&format!("     {value} {}\n", hit.score));
            for reason in self.index.explain(self.answer, hit) {
                entry.push_str(&format!("       {}\n", self.reason(&reason)));
            }
        }
        entry
    }

    fn reason(&self, reason: &Reason) -> String {
        let (word, forms) = (&reason.word, some(&reason.forms));
        let (strength, rarity, factor) = (reason.strength, reason.rarity, reason.factor);
        match self.lang {
            MessageLang::De => {
                format!("{word} → {forms}: Stärke {strength} × Seltenheit {rarity}, zu {factor} %")
            }
            MessageLang::En => {
                format!("{word} → {forms}: strength {strength} × rarity {rarity}, at {factor} %")
            }
        }
    }

    /// How a word of the query was understood.
    fn understood(&self, typed: &str, word: &Resolved) -> String {
        let kind = match word.kind {
            Kind::Exact => self.say("steht so da, auch in diesen Formen", "is there, also in these forms"),
            Kind::Parts => self.say("nach den Teilen des Wortes", "by the parts of the word"),
            Kind::Prefix => self.say("als Anfang dieser Wörter", "as the beginning of these words"),
            Kind::Inflection => self.say("als Form dieser Wörter", "as a form of these words"),
            Kind::Correction => self.say("als Tippfehler für", "as a typing error for"),
            Kind::Missing => self.say("kommt hier nicht vor", "does not occur here"),
        };
        let mut text = format!("{typed}: {kind}\n");
        for alternative in &word.alternatives {
            let forms = alternative.classes.iter().map(|class| some(&self.index.forms_of(*class)));
            let forms = forms.collect::<Vec<_>>().join(" + ");
            text.push_str(&format!("  {forms} ({} %)\n", alternative.factor));
        }
        text
    }

    /// A line for each hit, for other programs.
    fn short(&self) -> String {
        self.hits().map(|(_, shown)| format!("{}: {}\n", shown.address, shown.title)).collect()
    }

    fn json(&self) -> String {
        let words: Vec<Value> = self
            .answer
            .query
            .words
            .iter()
            .zip(&self.answer.words)
            .map(|(word, resolved)| json!({ "typed": word.typed, "understood": name(resolved.kind), "forms": resolved.forms }))
            .collect();
        let hits: Vec<Value> = self
            .hits()
            .map(|(hit, shown)| {
                let mut entry = json!({
                    "title": shown.title,
                    "path": shown.address,
                    "type": shown.kind,
                    "summary": shown.summary,
                    "partial": hit.partial,
                    "score": hit.score,
                });
                if self.args.explain {
                    entry["reasons"] = self.index.explain(self.answer, hit).iter().map(reason_json).collect();
                }
                entry
            })
            .collect();
        let report = json!({
            "query": self.text,
            "words": words,
            "correction": self.answer.correction,
            "total": self.answer.hits.len(),
            "hits": hits,
        });
        format!("{report:#}\n")
    }
}

fn reason_json(reason: &Reason) -> Value {
    json!({
        "word": reason.word,
        "forms": reason.forms,
        "factor": reason.factor,
        "strength": reason.strength,
        "rarity": reason.rarity,
    })
}

/// A way of understanding, as programs call it.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Exact => "exact",
        Kind::Parts => "parts",
        Kind::Prefix => "prefix",
        Kind::Inflection => "inflection",
        Kind::Correction => "correction",
        Kind::Missing => "missing",
    }
}

/// Forms of a class that are named before `…`.
const FORMS: usize = 4;

fn some(forms: &[String]) -> String {
    let more = if forms.len() > FORMS { ", …" } else { "" };
    forms.iter().take(FORMS).map(String::as_str).collect::<Vec<_>>().join(", ") + more
}

/// A text in lines of at most `width` characters, where its words allow it.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_wrapped_between_words() {
        assert_eq!(wrapped("Beratung für Eltern", 13), ["Beratung für", "Eltern"]);
        assert_eq!(wrapped("Elternberatungsstelle hier", 5), ["Elternberatungsstelle", "hier"]);
        assert_eq!(wrapped("", 5), Vec::<String>::new());
    }
}
