//! What is shown at present, and who is told when that changes.
//!
//! Invariant: once there is a good version of the site, there is always one; a failed build changes
//! only the problems beside it. Listeners get complete messages in order; one that does not take
//! them is let go, comes back by itself and then gets the present state.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde::Serialize;

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

/// Whether every page of a version can be made.
#[derive(Debug)]
pub struct Proof {
    /// Whether it can be shown as it is.
    pub holds: bool,
    /// All problems of the version.
    pub problems: Vec<Problem>,
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
    /// The last version of which every page can be made.
    proven: Option<Arc<Site>>,
    /// Counts the versions; 0 as long as there is none.
    version: u64,
    problems: Vec<Problem>,
    /// Where the site stands on its host.
    root: String,
    listeners: Vec<Listener>,
    closed: bool,
}

/// How a version differs from another one.
enum Change {
    /// In nothing.
    None,
    /// In these files, and perhaps in pages that nobody looks at.
    Files(Vec<OutputPath>),
    /// In many files.
    Many,
}

/// Somebody who looks at a page.
struct Listener {
    page: Option<OutputPath>,
    sender: SyncSender<Arc<str>>,
}

/// A good version of the site.
struct Site {
    outputs: Arc<Outputs>,
    /// What files that are copied, and those of which alone something is made, were like when the version was made.
    files: Arc<BTreeMap<OutputPath, (u64, SystemTime)>>,
}

/// An output as it was and as it is, where it was or is there.
type Pair<'a> = (Option<&'a Output>, Option<&'a Output>);

/// What listeners are told.
#[derive(Serialize)]
struct Message<'a> {
    version: &'a str,
    /// The version before, when this is news and not the present state.
    from: Option<&'a str>,
    /// The files that differ from the version before, of pages only those that somebody looks at; `None`
    /// when there are many.
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

    /// Notes the path at which the site stands on its host.
    pub(super) fn stand_at(&self, root: &str) {
        root.clone_into(&mut self.state().root);
    }

    /// The path at which the site stands on its host; empty before that is known.
    pub(super) fn root(&self) -> String {
        self.state().root.clone()
    }

    /// The last version of which every page can be made.
    pub(super) fn proven(&self) -> Option<Arc<Outputs>> {
        self.state().proven.as_ref().map(|site| Arc::clone(&site.outputs))
    }

    /// Shows a new version, or, without one, the last good one beside these problems. One that nobody could prove
    /// before it was overtaken by problems may be none.
    pub(super) fn show(&self, outputs: Option<Outputs>, problems: Vec<Problem>) {
        let before = self.state().site.clone();
        let site = outputs.map(|outputs| Arc::new(Site::new(outputs, before.as_deref())));
        let mut state = self.state();
        // What goes is let go when everybody has been told.
        let is_unproven =
            |proven: &Arc<Site>| state.site.as_ref().is_some_and(|site| !Arc::ptr_eq(site, proven));
        let proven = state.proven.clone().filter(is_unproven);
        let _old = match site.or(proven) {
            Some(site) => self.turn_to(&mut state, &site, problems),
            None => {
                state.problems = problems;
                self.tell(&mut state, &Change::None);
                None
            }
        };
    }

    /// Notes whether every page of the version that is shown can be made. If not, the last one of which
    /// that is true is shown again.
    pub(super) fn settle(&self, Proof { holds, problems }: Proof) {
        let mut state = self.state();
        if holds {
            state.proven = state.site.clone();
        }
        match state.proven.clone().filter(|_| !holds) {
            Some(proven) => drop(self.turn_to(&mut state, &proven, problems)),
            None if state.problems != problems => {
                state.problems = problems;
                self.tell(&mut state, &Change::None);
            }
            None => {}
        }
    }

    /// Shows `site` instead of what is shown, which is returned.
    fn turn_to(&self, state: &mut State, site: &Arc<Site>, problems: Vec<Problem>) -> Option<Arc<Site>> {
        let old = state.site.replace(Arc::clone(site));
        let mut pages: Vec<&OutputPath> =
            state.listeners.iter().filter_map(|listener| listener.page.as_ref()).collect();
        pages.sort();
        pages.dedup();
        let change = old.as_ref().map_or(Change::Many, |old| old.change(site, &pages));
        state.problems = problems;
        self.tell(state, &change);
        old
    }

    /// Tells everybody what is shown now.
    fn tell(&self, state: &mut State, change: &Change) {
        let before = self.name(state.version);
        let changed = match change {
            Change::None => Some(Vec::new()),
            Change::Files(paths) => Some(paths.iter().map(OutputPath::as_str).collect()),
            Change::Many => None,
        };
        state.version += u64::from(!matches!(change, Change::None));
        let version = self.name(state.version);
        let message =
            Message { version: &version, from: Some(&before), changed, problems: &state.problems }.encode();
        state.listeners.retain(|listener| listener.sender.try_send(Arc::clone(&message)).is_ok());
    }

    /// The present state and, from now on, all news, for somebody who looks at this page.
    pub(super) fn listen(&self, page: Option<OutputPath>) -> (Arc<str>, Receiver<Arc<str>>) {
        let mut state = self.state();
        let (sender, receiver) = sync_channel(BEHIND);
        let version = self.name(state.version);
        let message =
            Message { version: &version, from: None, changed: None, problems: &state.problems }.encode();
        if !state.closed {
            if state.listeners.len() == LISTENERS {
                state.listeners.remove(0);
            }
            state.listeners.push(Listener { page, sender });
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
    /// The version after `before`.
    fn new(outputs: Outputs, before: Option<&Self>) -> Self {
        let state = |output: &Output| {
            let from = match &output.content {
                Content::File { from, .. } => Cow::Borrowed(from),
                Content::Promised(promise) => Cow::Owned(promise.file()?),
                Content::Bytes(_) => return None,
            };
            let metadata = fs::metadata(&*from).ok()?;
            Some((output.path.clone(), (metadata.len(), metadata.modified().ok()?)))
        };
        // Outputs are replaced one by one only where no file that is copied has changed.
        let files = match before.filter(|before| outputs.is_version_of(&before.outputs)) {
            Some(before) => Arc::clone(&before.files),
            None => Arc::new(outputs.iter().filter_map(state).collect()),
        };
        Self { outputs: Arc::new(outputs), files }
    }

    /// How `newer` differs; of pages, only those among `pages` are looked into.
    fn change(&self, newer: &Self, pages: &[&OutputPath]) -> Change {
        let mut files = Vec::new();
        let mut is_same = true;
        for (was, is) in self.pairs(newer) {
            let (output, differs) = match (was, is) {
                (Some(was), Some(is)) => (is, self.differs(newer, was, is, pages)),
                (Some(one), None) | (None, Some(one)) => (one, Some(true)),
                (None, None) => continue,
            };
            is_same &= differs == Some(false);
            if differs == Some(true) {
                files.push(output.path.clone());
            }
            if files.len() > CHANGES {
                return Change::Many;
            }
        }
        // What is made late was made for the older version, if it was made at all.
        let late = newer.outputs.late_entry().filter(|_| !self.outputs.is_late_alike(&newer.outputs));
        files.extend(late.filter(|_| !is_same).cloned());
        if is_same { Change::None } else { Change::Files(files) }
    }

    /// The outputs of both versions that may differ, by their paths.
    fn pairs<'a>(&'a self, newer: &'a Self) -> Box<dyn Iterator<Item = Pair<'a>> + 'a> {
        if newer.outputs.is_version_of(&self.outputs) {
            let replaced = newer.outputs.replaced_since(&self.outputs);
            return Box::new(replaced.map(|(was, is)| (Some(was), Some(is))));
        }
        if newer.outputs.has_places_of(&self.outputs) {
            let pairs = self.outputs.iter().zip(newer.outputs.iter());
            return Box::new(pairs.map(|(was, is)| (Some(was), Some(is))));
        }
        let (mut old, mut new) = (self.outputs.iter().peekable(), newer.outputs.iter().peekable());
        Box::new(std::iter::from_fn(move || {
            let order = match (old.peek(), new.peek()) {
                (Some(old), Some(new)) => old.path.cmp(&new.path),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return None,
            };
            let was = if order.is_le() { old.next() } else { None };
            let is = if order.is_ge() { new.next() } else { None };
            Some((was, is))
        }))
    }

    /// Whether an output differs; `None` for one that may, and that nobody looks at.
    fn differs(&self, newer: &Self, was: &Output, is: &Output, pages: &[&OutputPath]) -> Option<bool> {
        let path = &is.path;
        Some(match (&was.content, &is.content) {
            (Content::Promised(was), Content::Promised(is)) if was.is_same(is) => false,
            // What is made of many files is a page that somebody looks at, or belongs to no page.
            (Content::Promised(_), Content::Promised(promise))
                if !pages.contains(&&is.path)
                    && (promise.is_for_page() || is.path.is_page() || is.source.is_none()) =>
            {
                return None;
            }
            // It is compared as a copy of its file is: its key would read that while all requests wait.
            (Content::Promised(was), Content::Promised(is)) if is.file().is_some() => {
                was.file() != is.file() || self.files.get(path) != newer.files.get(path)
            }
            // A page of a file that was saved is another one, which is known sooner than how it differs.
            (Content::Promised(was), Content::Promised(is)) => was.own() != is.own() || was.key() != is.key(),
            (Content::Bytes(was), Content::Bytes(is)) => !Arc::ptr_eq(was, is) && was != is,
            (Content::File { hash: Some(was), .. }, Content::File { hash: Some(is), .. }) => was != is,
            (Content::File { from: was, .. }, Content::File { from, .. }) => {
                was != from || self.files.get(path) != newer.files.get(path)
            }
            _ => true,
        })
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
    use std::collections::HashSet;
    use std::path::PathBuf;

    use crate::diagnostic::Diagnostic;
    use crate::hash::ContentHash;
    use crate::output::{self, Made, Maker, Promise};
    use crate::path::SourcePath;

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
        let (now, news) = preview.listen(None);
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
        let (now, _) = preview.listen(None);
        assert!(now.contains(r#""version":"7-1""#) && now.contains(r#""text":"a <b>\nc""#), "{now}");
        assert!(preview.shown().0.unwrap().get(&OutputPath::new("a.html").unwrap()).is_some());
        preview.show(site(&[("a.html", "1")]), Vec::new());
        assert!(preview.listen(None).0.contains(r#""problems":[]"#));
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
        let (_, sleeping) = preview.listen(None);
        for _ in 0..=BEHIND {
            preview.show(None, Vec::new());
        }
        assert_eq!(sleeping.iter().count(), BEHIND);

        let crowd: Vec<_> = (0..=LISTENERS).map(|_| preview.listen(None).1).collect();
        preview.show(None, Vec::new());
        assert_eq!(crowd.iter().filter(|news| news.try_recv().is_ok()).count(), LISTENERS);
        preview.close();
        assert!(crowd.iter().all(|news| news.try_recv().is_err()));
        assert!(preview.listen(None).1.recv().is_err());
    }

    /// Promises a file whose text must not be made to know whether it changed.
    struct Key(&'static str);

    impl Maker for Key {
        fn key(&self, _: usize) -> output::Key {
            output::Key::of(ContentHash::of(self.0.as_bytes()))
        }

        fn make(&self, _: usize, _: Option<output::Key>) -> Result<Made, Box<Diagnostic>> {
            panic!("nobody has asked for the page")
        }

        fn prove(&self, _: usize, _: &HashSet<output::Key>) -> Result<Option<output::Key>, Box<Diagnostic>> {
            panic!("nobody has asked for a proof")
        }
    }

    fn promised(key: &'static str) -> Outputs {
        let content = Content::Promised(Promise::new(Arc::new(Key(key)), 0));
        let mut outputs = Outputs::default();
        outputs.insert(Output { path: page(), source: None, content }).unwrap();
        outputs
    }

    fn page() -> OutputPath {
        OutputPath::new("a.html").unwrap()
    }

    #[test]
    fn pages_are_compared_by_their_keys_where_somebody_looks_at_them() {
        let files = |old, new, pages: &[&OutputPath]| match Site::new(promised(old), None)
            .change(&Site::new(promised(new), None), pages)
        {
            Change::None => None,
            Change::Files(files) => Some(files.len()),
            Change::Many => panic!("one page at most"),
        };
        assert_eq!(files("one", "one", &[&page()]), None);
        assert_eq!(files("one", "two", &[&page()]), Some(1));
        assert_eq!(files("one", "two", &[]), Some(0), "another version, for those who come back");
    }

    /// Promises the page of a file that must not be looked into to know that it was saved.
    struct Own(u32);

    impl Maker for Own {
        fn key(&self, _: usize) -> output::Key {
            panic!("its own file tells")
        }

        fn own(&self, _: usize) -> u32 {
            self.0
        }

        fn make(&self, _: usize, _: Option<output::Key>) -> Result<Made, Box<Diagnostic>> {
            panic!("nobody has asked for the page")
        }

        fn prove(&self, _: usize, _: &HashSet<output::Key>) -> Result<Option<output::Key>, Box<Diagnostic>> {
            panic!("nobody has asked for a proof")
        }
    }

    /// Promises what is made of a file that must not be read to know whether it changed.
    struct Picture(PathBuf);

    impl Maker for Picture {
        fn key(&self, _: usize) -> output::Key {
            panic!("its file tells")
        }

        fn file(&self, _: usize) -> Option<PathBuf> {
            Some(self.0.clone())
        }

        fn make(&self, _: usize, _: Option<output::Key>) -> Result<Made, Box<Diagnostic>> {
            panic!("nobody has asked for the picture")
        }

        fn prove(&self, _: usize, _: &HashSet<output::Key>) -> Result<Option<output::Key>, Box<Diagnostic>> {
            panic!("nobody has asked for a proof")
        }
    }

    #[test]
    fn what_is_made_of_a_file_is_news_when_that_changes_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("a.jpg");
        let version = || {
            let content = Content::Promised(Promise::new(Arc::new(Picture(from.clone())), 0));
            let path = OutputPath::new("theme/w480/a.jpg").unwrap();
            let source = Some(SourcePath::new("content/a.jpg").unwrap());
            Some(Outputs::of(vec![Output { path, source, content }]).0)
        };
        let preview = Preview::new(7);
        fs::write(&from, "1").unwrap();
        preview.show(version(), Vec::new());
        preview.show(version(), Vec::new());
        assert_eq!(preview.shown().1, "7-1");
        fs::write(&from, "12").unwrap();
        preview.show(version(), Vec::new());
        assert_eq!(preview.shown().1, "7-2");
    }

    #[test]
    fn the_page_of_a_file_that_was_saved_is_told_of_at_once() {
        let version = |own| {
            let content = Content::Promised(Promise::new(Arc::new(Own(own)), 0));
            let (outputs, _) = Outputs::of(vec![Output { path: page(), source: None, content }]);
            Site::new(outputs, None)
        };
        let change = version(1).change(&version(2), &[&page()]);
        assert!(matches!(change, Change::Files(files) if files == [page()]));
    }

    #[test]
    fn a_version_that_cannot_be_made_gives_way_to_the_last_one_that_can() {
        let preview = Preview::new(7);
        let (_, news) = preview.listen(Some(page()));
        let settle =
            |holds| preview.settle(Proof { holds, problems: if holds { Vec::new() } else { error() } });
        preview.show(Some(promised("one")), Vec::new());
        settle(true);
        preview.show(Some(promised("two")), Vec::new());
        settle(false);
        let key = |outputs: &Outputs| match &outputs.get(&page()).unwrap().content {
            Content::Promised(promise) => promise.key(),
            _ => panic!("a promise"),
        };
        assert_eq!(key(&preview.shown().0.unwrap()), output::Key::of(ContentHash::of(b"one")));
        let told: Vec<_> = news.try_iter().collect();
        assert_eq!(told.len(), 3, "the same problems are not told twice");
        assert!(told[2].contains(r#""version":"7-3","from":"7-2","changed":["a.html"]"#), "{}", told[2]);
        assert!(told[2].contains("<b>"));
    }
}
