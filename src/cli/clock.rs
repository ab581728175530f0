//! Where the time of a run goes: shown while it lasts, and told in the end.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use fundus::lang::MessageLang;
use fundus::progress::{News, Stage, Watcher};

use super::console;
use super::context::Context;

/// A run that is over sooner shows no progress.
const PATIENCE: Duration = Duration::from_millis(700);
/// The pause between two looks at the progress.
const BEAT: Duration = Duration::from_millis(100);

/// Takes the time of the stages of a run. When it goes, so does the progress that it shows.
pub(super) struct Clock(Arc<Mutex<State>>);

struct State {
    start: Instant,
    /// The stages so far, with the time at which each began.
    stages: Vec<(Stage, Instant)>,
    steps: usize,
    shown: Option<Instant>,
    /// The language in which progress is shown; `None` where nobody would see it.
    lang: Option<MessageLang>,
}

impl Clock {
    /// A clock that starts now. It shows progress if somebody sits at the terminal and wants to see it.
    pub(super) fn start(context: &Context) -> Self {
        let lang = (context.err_is_terminal && !context.quiet).then_some(context.lang);
        let start = Instant::now();
        let state = State { start, stages: Vec::new(), steps: 0, shown: None, lang };
        Self(Arc::new(Mutex::new(state)))
    }

    /// What tells the clock of a run.
    pub(super) fn watcher(&self) -> Watcher {
        let state = Arc::clone(&self.0);
        Watcher::new(move |news| state.lock().unwrap_or_else(PoisonError::into_inner).hear(news))
    }

    /// Notes that the run begins with this.
    pub(super) fn begins(&self, stage: Stage) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).hear(News::Begins(stage));
    }

    /// Takes the progress away, so that other things can be said.
    pub(super) fn clear(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.shown.take().is_some() {
            console::progress("");
        }
    }

    /// The time since the start, in seconds.
    pub(super) fn seconds(&self) -> f64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).start.elapsed().as_secs_f64()
    }

    /// A line for each stage with the time that it took.
    pub(super) fn timings(&self, lang: MessageLang) -> String {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = state.stages.iter().skip(1).map(|(_, begins)| *begins).chain([Instant::now()]);
        let mut lines = Vec::new();
        for ((stage, begins), end) in state.stages.iter().zip(ends) {
            lines.push((name(*stage, lang), end - *begins));
        }
        lines.push((if lang == MessageLang::De { "zusammen" } else { "in all" }, state.start.elapsed()));
        let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let line = |(name, time): &(&str, Duration)| {
            let time = format!("{:.3} s", time.as_secs_f64());
            let time = if lang == MessageLang::De { time.replace('.', ",") } else { time };
            format!("  {name:width$}  {time:>9}")
        };
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.clear();
    }
}

impl State {
    fn hear(&mut self, news: News) {
        let now = Instant::now();
        let total = match news {
            News::Begins(stage) => {
                self.stages.push((stage, now));
                self.steps = 0;
                None
            }
            News::Step(total) => {
                self.steps += 1;
                Some(total)
            }
        };
        let Some(lang) = self.lang.filter(|_| now - self.start > PATIENCE) else { return };
        if total.is_some() && self.shown.is_some_and(|shown| now - shown < BEAT) {
            return;
        }
        self.shown = Some(now);
        if let Some((stage, _)) = self.stages.last() {
            console::progress(&progress(*stage, self.steps, total, lang));
        }
    }
}

/// `Seiten schreiben: 1200 von 24000 …`
fn progress(stage: Stage, steps: usize, total: Option<usize>, lang: MessageLang) -> String {
    let name = name(stage, lang);
    match (total, lang) {
        (None, _) => format!("{name} …"),
        (Some(total), MessageLang::De) => format!("{name}: {steps} von {total} …"),
        (Some(total), MessageLang::En) => format!("{name}: {steps} of {total} …"),
    }
}

fn name(stage: Stage, lang: MessageLang) -> &'static str {
    let (german, english) = match stage {
        Stage::Discover => ("Dateien suchen", "find files"),
        Stage::Parse => ("Texte lesen", "read texts"),
        Stage::Resolve => ("Zusammenhänge finden", "find connections"),
        Stage::Prepare => ("Seiten und Suche vorbereiten", "prepare pages and search"),
        Stage::Write => ("Seiten bauen und schreiben", "build and write pages"),
    };
    if lang == MessageLang::De { german } else { english }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_told_with_its_time() {
        let start = Instant::now();
        let state = State { start, stages: Vec::new(), steps: 0, shown: None, lang: None };
        let clock = Clock(Arc::new(Mutex::new(state)));
        assert_eq!(clock.timings(MessageLang::En), "  in all    0.000 s");
        for stage in [Stage::Discover, Stage::Write] {
            clock.0.lock().unwrap().hear(News::Begins(stage));
        }
        let said = clock.timings(MessageLang::De);
        let names: Vec<&str> = said.lines().map(|line| line.trim().split("  ").next().unwrap()).collect();
        assert_eq!(names, ["Dateien suchen", "Seiten bauen und schreiben", "zusammen"]);
        assert!(said.contains("0,0"), "{said}");
    }

    #[test]
    fn progress_counts() {
        assert_eq!(progress(Stage::Prepare, 0, None, MessageLang::En), "prepare pages and search …");
        assert_eq!(
            progress(Stage::Write, 12, Some(24000), MessageLang::De),
            "Seiten bauen und schreiben: 12 von 24000 …"
        );
    }
}
