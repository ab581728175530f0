//! What is shown at present, and who is told when that changes.
//!
//! Invariant: once there is a good version of the site, there is always one; a failed build changes
//! only the problems beside it. Listeners get complete messages in order; one that does not take
//! them is let go, comes back by itself and then gets the present state.

use std::collections::BTreeMap;
use std::fs;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;
use serde::Serialize;

use crate::hash::ContentHash;
use crate::output::{Content, Output, Outputs};
use crate::path::OutputPath;

/// How many messages a listener may be behind.
const BEHIND: usize = 16;

/// How many listen at once; the first to come is the first to go.
const LISTENERS: usize = 60;

/// With more changed files than this, it is not worth telling which.
const CHANGES: usize = 200;

/// A problem as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What the terminal says of it, without colours.
    pub text: String,
    /// Opens the file in an editor.
    pub href: Option<String>,
    /// Whether it keeps the site from being published.
    pub error: bool,
}

/// What is shown at present.
pub(super) struct Preview {
    /// Tells the versions of this process from those of the one before on the same port.
    process: u32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    site: Option<Arc<Site>>,
    /// Counts the versions; 0 as long as there is none.
    version: u64,
    problems: Vec<Problem>,
    listeners: Vec<SyncSender<Arc<str>>>,
    closed: bool,
}

/// A good version of the site.
struct Site {
    outputs: Arc<Outputs>,
    /// What tells whether an output that is not held in memory differs from that of another version.
    marks: BTreeMap<OutputPath, Mark>,
}

/// What an output was, when its version was made.
#[derive(PartialEq, Eq)]
enum Mark {
    /// Length and time of a file that is copied.
    File(u64, SystemTime),
    /// What a promised output is made from.
    Key(ContentHash),
}

/// What listeners are told.
#[derive(Serialize)]
struct Message<'a> {
    version: &'a str,
    /// The version before, when this is news and not the present state.
    from: Option<&'a str>,
    /// The files that differ from the version before; `None` when there are many.
    changed: Option<Vec<&'a str>>,
    problems: &'a [Problem],
}

impl Preview {
    pub(super) fn new(process: u32) -> Self {
        Self { process, state: Mutex::default() }
    }

    /// The good version that is shown, and its name; empty before there is one.
    pub(super) fn shown(&self) -> (Option<Arc<Outputs>>, String) {
        let state = self.state();
        (state.site.as_ref().map(|site| Arc::clone(&site.outputs)), self.name(state.version))
    }

    /// Shows a new version, or, without one, the last good one beside these problems.
    pub(super) fn show(&self, outputs: Option<Outputs>, problems: Vec<Problem>) {
        let site = outputs.map(|outputs| Arc::new(Site::new(outputs)));
        let mut state = self.state();
        let before = self.name(state.version);
        let mut changed = Some(Vec::new());
        if let Some(site) = site {
            let old = state.site.replace(Arc::clone(&site));
            changed = old.and_then(|old| old.changes(&site));
            if changed.as_ref().is_none_or(|changed| !changed.is_empty()) {
                state.version += 1;
            }
        }
        state.problems = problems;
        let version = self.name(state.version);
        let changed = changed.as_ref().map(|paths| paths.iter().map(OutputPath::as_str).collect());
        let message =
            Message { version: &version, from: Some(&before), changed, problems: &state.problems }.encode();
        state.listeners.retain(|listener| listener.try_send(Arc::clone(&message)).is_ok());
    }

    /// The present state and, from now on, all news.
    pub(super) fn listen(&self) -> (Arc<str>, Receiver<Arc<str>>) {
        let mut state = self.state();
        let (sender, receiver) = sync_channel(BEHIND);
        let version = self.name(state.version);
        let message =
            Message { version: &version, from: None, changed: None, problems: &state.problems }.encode();
        if !state.closed {
            if state.listeners.len() == LISTENERS {
                state.listeners.remove(0);
            }
            state.listeners.push(sender);
        }
        (message, receiver)
    }

    /// Lets all listeners go, for good.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.listeners.clear();
    }

    fn name(&self, version: u64) -> String {
        if version == 0 { String::new() } else { format!("{}-{version}", self.process) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Site {
    fn new(outputs: Outputs) -> Self {
        let all: Vec<&Output> = outputs.iter().collect();
        let marks =
            all.par_iter().filter_map(|output| Some((output.path.clone(), Mark::of(&output.content)?)));
        let marks = marks.collect();
        Self { outputs: Arc::new(outputs), marks }
    }

    /// The files that differ in `newer`; `None` when there are many.
    fn changes(&self, newer: &Self) -> Option<Vec<OutputPath>> {
        let gone = self.outputs.iter().filter(|old| newer.outputs.get(&old.path).is_none());
        let new = newer.outputs.iter().filter(|new| self.differs(newer, new));
        let mut changes: Vec<_> =
            gone.chain(new).map(|output| output.path.clone()).take(CHANGES + 1).collect();
        // What is made late was made for the older version, if it was made at all.
        changes.extend(newer.outputs.late_entry().filter(|_| !changes.is_empty()).cloned());
        (changes.len() <= CHANGES).then_some(changes)
    }

    fn differs(&self, newer: &Self, new: &Output) -> bool {
        let Some(old) = self.outputs.get(&new.path) else { return true };
        match (&old.content, &new.content) {
            (Content::Promised(_), Content::Promised(_)) => {
                self.marks.get(&new.path) != newer.marks.get(&new.path)
            }
            (Content::Bytes(old), Content::Bytes(new)) => !Arc::ptr_eq(old, new) && old != new,
            (Content::File { hash: Some(old), .. }, Content::File { hash: Some(new), .. }) => old != new,
            (Content::File { from: old, .. }, Content::File { from, .. }) => {
                old != from || self.marks.get(&new.path) != newer.marks.get(&new.path)
            }
            _ => true,
        }
    }
}

impl Mark {
    fn of(content: &Content) -> Option<Self> {
        match content {
            Content::Bytes(_) => None,
            Content::Promised(promise) => Some(Self::Key(promise.key())),
            Content::File { from, .. } => {
                let metadata = fs::metadata(from).ok()?;
                Some(Self::File(metadata.len(), metadata.modified().ok()?))
            }
        }
    }
}

impl Message<'_> {
    /// As a server-sent event.
    fn encode(&self) -> Arc<str> {
        // Text and numbers only: encoding cannot fail. JSON has no line break outside its strings.
        let json = serde_json::to_string(self).unwrap_or_default();
        format!("data: {json}\n\n").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::output::{Made, Maker, Promise};

    fn site(files: &[(&str, &str)]) -> Option<Outputs> {
        let mut outputs = Outputs::default();
        for (path, text) in files {
            outputs.insert(Output::made(OutputPath::new(path).unwrap(), text.as_bytes())).unwrap();
        }
        Some(outputs)
    }

    fn error() -> Vec<Problem> {
        vec![Problem { text: "a <b>\nc".into(), href: None, error: true }]
    }

    #[test]
    fn listeners_are_told_what_changed() {
        let preview = Preview::new(7);
        let (now, news) = preview.listen();
        assert_eq!(&*now, "data: {\"version\":\"\",\"from\":null,\"changed\":null,\"problems\":[]}\n\n");
        preview.show(site(&[("a.html", "1"), ("b.css", "2")]), Vec::new());
        preview.show(site(&[("a.html", "1"), ("b.css", "3"), ("c", "")]), Vec::new());
        preview.show(site(&[("a.html", "1"), ("b.css", "3"), ("c", "")]), Vec::new());
        let told: Vec<_> = news.try_iter().collect();
        assert!(told[0].contains(r#""version":"7-1","from":"","changed":null"#), "{}", told[0]);
        assert!(told[1].contains(r#""version":"7-2","from":"7-1","changed":["b.css","c"]"#), "{}", told[1]);
        assert!(told[2].contains(r#""version":"7-2","from":"7-2","changed":[]"#), "{}", told[2]);
    }

    #[test]
    fn the_last_good_version_stays_while_there_are_problems() {
        let preview = Preview::new(7);
        preview.show(site(&[("a.html", "1")]), Vec::new());
        preview.show(None, error());
        let (now, _) = preview.listen();
        assert!(now.contains(r#""version":"7-1""#) && now.contains(r#""text":"a <b>\nc""#), "{now}");
        assert!(preview.shown().0.unwrap().get(&OutputPath::new("a.html").unwrap()).is_some());
        preview.show(site(&[("a.html", "1")]), Vec::new());
        assert!(preview.listen().0.contains(r#""problems":[]"#));
    }

    #[test]
    fn a_copied_file_that_changes_on_disk_is_news() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("a.pdf");
        let copy = || {
            let mut outputs = Outputs::default();
            let content = Content::File { from: from.clone(), hash: None };
            let path = OutputPath::new("a.pdf").unwrap();
            outputs.insert(Output { path, source: None, content }).unwrap();
            Some(outputs)
        };
        let preview = Preview::new(7);
        fs::write(&from, "1").unwrap();
        preview.show(copy(), Vec::new());
        preview.show(copy(), Vec::new());
        assert_eq!(preview.shown().1, "7-1");
        fs::write(&from, "12").unwrap();
        preview.show(copy(), Vec::new());
        assert_eq!(preview.shown().1, "7-2");
    }

    #[test]
    fn who_does_not_listen_is_let_go_and_too_many_do_not_fit() {
        let preview = Preview::new(7);
        let (_, sleeping) = preview.listen();
        for _ in 0..=BEHIND {
            preview.show(None, Vec::new());
        }
        assert_eq!(sleeping.iter().count(), BEHIND);

        let crowd: Vec<_> = (0..=LISTENERS).map(|_| preview.listen().1).collect();
        preview.show(None, Vec::new());
        assert_eq!(crowd.iter().filter(|news| news.try_recv().is_ok()).count(), LISTENERS);
        preview.close();
        assert!(crowd.iter().all(|news| news.try_recv().is_err()));
        assert!(preview.listen().1.recv().is_err());
    }

    /// Promises a file whose text must not be made to know whether it changed.
    struct Key(&'static str);

    impl Maker for Key {
        fn key(&self, _: usize) -> ContentHash {
            ContentHash::of(self.0.as_bytes())
        }

        fn make(&self, _: usize, _: Option<ContentHash>) -> Result<Made, Box<Diagnostic>> {
            panic!("nobody has asked for the page")
        }
    }

    #[test]
    fn promises_are_compared_by_their_keys() {
        let version = |key| {
            let path = OutputPath::new("a.html").unwrap();
            let content = Content::Promised(Promise::new(Arc::new(Key(key)), 0));
            let mut outputs = Outputs::default();
            outputs.insert(Output { path, source: None, content }).unwrap();
            Site::new(outputs)
        };
        let changes = |old, new| version(old).changes(&version(new)).map_or(0, |changes| changes.len());
        assert_eq!(changes("one", "one"), 0);
        assert_eq!(changes("one", "two"), 1);
    }
}
