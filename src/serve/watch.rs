//! Changes on disk → "something may have changed". The only file that knows `notify`.
//!
//! An event says no more than that, and of which files: which files there are and what is in them is found
//! out by the next build. So the habits of editors (save by rename, swap files, safety copies) and of
//! version control need no understanding here, only that no change goes unnoticed and that nothing happens
//! when somebody merely reads.

use std::collections::BTreeSet;
use std::path::{self, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use std::{fs, io};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::discover::{Stamp, Touched, is_left_behind};

/// How often a drive is looked at that cannot tell of changes.
const POLL: Duration = Duration::from_millis(700);

/// How many folders above what is watched are asked whether it came or went: that of the site, and the one it is in.
const ABOVE: usize = 2;

/// Watches files and folders until it is dropped.
pub(super) struct Watch {
    eyes: Eyes,
    watched: Arc<Watched>,
    /// Set when a watched folder itself came, went or was replaced: then the watch on it is lost.
    uprooted: Arc<AtomicBool>,
    /// Why it looks at the drive again and again instead of being told, if nobody asked for that.
    polls_because: Option<String>,
}

enum Eyes {
    /// The system tells.
    Told(RecommendedWatcher),
    /// A thread looks, until this is dropped.
    Look { _end: Sender<()> },
}

/// What is watched.
struct Watched {
    /// As it was named, perhaps by links.
    named: Vec<PathBuf>,
    /// Where it really is, as systems report it.
    real: Mutex<Vec<PathBuf>>,
}

impl Watch {
    /// Calls `changed` with what may have changed in `roots`, files or folders that need not
    /// exist yet. With `poll`, looks at the drive instead of being told by it.
    ///
    /// # Errors
    /// When there is no thread to look.
    pub(super) fn start(
        roots: &[PathBuf],
        poll: bool,
        changed: impl Fn(Touched) + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let named: Vec<PathBuf> =
            roots.iter().map(|root| path::absolute(root).unwrap_or_else(|_| root.clone())).collect();
        let real = Mutex::new(named.iter().map(|root| real_path(root)).collect());
        let watched = Arc::new(Watched { named, real });
        if poll {
            return Self::looking(watched, changed);
        }
        match Self::told(Arc::clone(&watched), changed.clone()) {
            Ok(watch) => Ok(watch),
            // Too many folders for the system, or a drive that tells nothing.
            Err(error) => {
                Ok(Self { polls_because: Some(error.to_string()), ..Self::looking(watched, changed)? })
            }
        }
    }

    /// Why it polls although nobody asked for that.
    pub(super) fn polls_because(&self) -> Option<&str> {
        self.polls_because.as_deref()
    }

    /// Watches again what came back after it was gone, or is elsewhere by now.
    pub(super) fn renew(&mut self) {
        let Eyes::Told(watcher) = &mut self.eyes else { return };
        if self.uprooted.swap(false, Ordering::SeqCst) {
            let real: Vec<PathBuf> = self.watched.named.iter().map(|root| real_path(root)).collect();
            let before = std::mem::replace(&mut *self.watched.real(), real.clone());
            for root in &before {
                let _ = watcher.unwatch(root);
            }
            // What is not there is not watched; what is not there yet, the folder above will tell of.
            for folder in self.watched.above() {
                let _ = watcher.unwatch(&folder);
                let _ = watcher.watch(&folder, RecursiveMode::NonRecursive);
            }
            for root in &real {
                let _ = watcher.watch(root, RecursiveMode::Recursive);
            }
        }
    }

    /// Looks again and again in a thread.
    fn looking(watched: Arc<Watched>, changed: impl Fn(Touched) + Send + 'static) -> io::Result<Self> {
        let (end, ended) = channel::<()>();
        let places = watched.named.clone();
        let mut seen = Stamp::at(&places).hash;
        let look = move || {
            while ended.recv_timeout(POLL) == Err(RecvTimeoutError::Timeout) {
                let now = Stamp::at(&places).hash;
                if now != seen {
                    seen = now;
                    changed(Touched::Any);
                }
            }
        };
        thread::Builder::new().name("looking".into()).spawn(look)?;
        Ok(Self { eyes: Eyes::Look { _end: end }, watched, uprooted: Arc::default(), polls_because: None })
    }

    /// Lets the system tell.
    fn told(watched: Arc<Watched>, changed: impl Fn(Touched) + Send + 'static) -> notify::Result<Self> {
        let uprooted = Arc::new(AtomicBool::new(false));
        let (known, is_uprooted) = (Arc::clone(&watched), Arc::clone(&uprooted));
        let hear = move |event: notify::Result<Event>| {
            let effect = event.as_ref().map_or(Effect::Uprooted, |event| known.effect(event));
            match (effect, event) {
                (Effect::Changed, Ok(event)) => {
                    let matters = |path: &PathBuf| known.effect_at(path) == Effect::Changed;
                    changed(Touched::These(event.paths.into_iter().filter(matters).collect()));
                }
                (Effect::None, _) => {}
                _ => {
                    is_uprooted.store(true, Ordering::SeqCst);
                    changed(Touched::Any);
                }
            }
        };
        let mut watcher = notify::recommended_watcher(hear)?;
        for folder in watched.above() {
            watcher.watch(&folder, RecursiveMode::NonRecursive)?;
        }
        let roots: Vec<PathBuf> = watched.real().iter().filter(|root| root.is_dir()).cloned().collect();
        for root in &roots {
            watcher.watch(root, RecursiveMode::Recursive)?;
        }
        Ok(Self { eyes: Eyes::Told(watcher), watched, uprooted, polls_because: None })
    }
}

/// What an event means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    None,
    Changed,
    /// A watched folder itself changed, or events were lost.
    Uprooted,
}

impl Watched {
    fn real(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.real.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folders that tell when what is watched comes, goes or is replaced. Those of links are there twice: where the
    /// link is, and what it leads to.
    fn above(&self) -> BTreeSet<PathBuf> {
        let real = self.real();
        let all = self.named.iter().chain(&*real).flat_map(|root| root.ancestors().skip(1).take(ABOVE));
        all.filter(|folder| folder.is_dir()).map(Path::to_owned).collect()
    }

    fn effect(&self, event: &Event) -> Effect {
        if event.need_rescan() {
            return Effect::Uprooted;
        }
        match event.kind {
            // Reading is no change. Closing a file that was open for writing ends one.
            EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write) => Effect::None,
            _ => event.paths.iter().map(|path| self.effect_at(path)).max().unwrap_or(Effect::None),
        }
    }

    fn effect_at(&self, path: &Path) -> Effect {
        let real = self.real();
        let mut roots = self.named.iter().chain(&*real);
        if roots.clone().any(|root| root.starts_with(path)) {
            return Effect::Uprooted;
        }
        let matters = |path: &Path| {
            // Vim tries in a file of this name whether it may write.
            path.file_name().is_none_or(|name| name != "4913")
                && path.components().all(|part| !is_left_behind(&part.as_os_str().to_string_lossy()))
        };
        if roots.any(|root| path.strip_prefix(root).is_ok_and(matters)) {
            Effect::Changed
        } else {
            Effect::None
        }
    }
}

/// The path without links, as systems report it; of what does not exist, the folder's.
fn real_path(path: &Path) -> PathBuf {
    let of_parent = || Some(fs::canonicalize(path.parent()?).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(of_parent).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    /// How long a change may take to be told of on a machine that has much else to do.
    const PATIENCE: Duration = Duration::from_secs(20);

    /// A site's folder under watch.
    struct Site {
        folder: tempfile::TempDir,
        watch: Watch,
        changes: Receiver<Touched>,
        marks: Cell<usize>,
    }

    impl Site {
        fn new(poll: bool) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let at = |name: &str| folder.path().join(name);
            for name in ["content/konzepte", ".git"] {
                fs::create_dir_all(at(name)).unwrap();
            }
            fs::write(at("content/a.md"), "1").unwrap();
            fs::write(at("config.toml"), "").unwrap();
            let (sender, changes) = channel();
            let roots = [at("content"), at("config.toml"), at("themes")];
            let changed = move |touched| {
                let _ = sender.send(touched);
            };
            let watch = Watch::start(&roots, poll, changed).unwrap();
            Self { folder, watch, changes, marks: Cell::new(0) }
        }

        fn at(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// What is heard of what happened so far. Changes are told in their order, so a mark that is set now
        /// comes after them, however slow the machine is.
        fn heard(&self) -> Touched {
            let mark = |number| real_path(&self.at("content")).join(format!("mark-{number}.md"));
            let number = self.marks.get();
            self.marks.set(number + 1);
            fs::write(mark(number), "").unwrap();
            let mut heard = Touched::none();
            loop {
                match self.next() {
                    Touched::These(paths) if paths.contains(&mark(number)) => return heard,
                    Touched::These(mut paths) => {
                        paths.retain(|path| (0..number).all(|old| *path != mark(old)));
                        heard.extend(Touched::These(paths));
                    }
                    Touched::Any => heard = Touched::Any,
                }
            }
        }

        fn next(&self) -> Touched {
            self.changes.recv_timeout(PATIENCE).expect("a change")
        }

        #[track_caller]
        fn assert_heard(&self) {
            assert_ne!(self.heard(), Touched::none());
        }

        #[track_caller]
        fn assert_silent(&self) {
            assert_eq!(self.heard(), Touched::none());
        }

        /// Waits until it is told that a watched folder came or went, and watches again.
        fn renew(&mut self) {
            while self.next() != Touched::Any {}
            self.watch.renew();
            // What else is told of the same is no news any more.
            while self.changes.recv_timeout(Duration::from_millis(60)).is_ok() {}
        }
    }

    #[test]
    fn every_way_of_saving_is_heard() {
        let site = Site::new(false);
        fs::write(site.at("content/a.md"), "2").unwrap();
        site.assert_heard();
        // By rename, with a safety copy.
        fs::write(site.at("content/.a.md.new"), "3").unwrap();
        site.assert_silent();
        fs::rename(site.at("content/a.md"), site.at("content/a.md~")).unwrap();
        fs::rename(site.at("content/.a.md.new"), site.at("content/a.md")).unwrap();
        site.assert_heard();
        fs::write(site.at("config.toml"), "x").unwrap();
        site.assert_heard();
        // A whole folder comes in, and a file in it changes later.
        fs::create_dir_all(site.at("outside/neu/tief")).unwrap();
        site.assert_silent();
        fs::rename(site.at("outside/neu"), site.at("content/neu")).unwrap();
        site.assert_heard();
        fs::write(site.at("content/neu/tief/b.md"), "1").unwrap();
        site.assert_heard();
        fs::remove_dir_all(site.at("content/neu")).unwrap();
        site.assert_heard();
    }

    #[test]
    fn it_is_told_which_files_were_touched() {
        let site = Site::new(false);
        let file = real_path(&site.at("content/a.md"));
        fs::write(&file, "2").unwrap();
        let Touched::These(paths) = site.heard() else { panic!("one file") };
        assert!(!paths.is_empty() && paths.iter().all(|path| *path == file), "{paths:?}");
    }

    #[test]
    fn reading_and_scratch_files_are_not_heard() {
        let site = Site::new(false);
        fs::read(site.at("content/a.md")).unwrap();
        fs::read_dir(site.at("content")).unwrap().count();
        for name in ["content/.a.md.swp", "content/4913", "content/a.md~", ".git/index", "public.html"] {
            fs::write(site.at(name), "1").unwrap();
        }
        site.assert_silent();
    }

    #[test]
    fn folders_that_go_and_come_back_are_watched_again() {
        let mut site = Site::new(false);
        fs::rename(site.at("content"), site.at("elsewhere")).unwrap();
        site.renew();
        fs::create_dir_all(site.at("content/konzepte")).unwrap();
        site.renew();
        fs::write(site.at("content/konzepte/b.md"), "1").unwrap();
        site.assert_heard();
        // What has left is no longer ours.
        fs::write(site.at("elsewhere/a.md"), "3").unwrap();
        site.assert_silent();
        // A folder that was never there appears.
        fs::create_dir_all(site.at("themes/own")).unwrap();
        site.renew();
        fs::write(site.at("themes/own/style.css"), "1").unwrap();
        site.assert_heard();
    }

    /// Watches this folder, and tells each time whether a change of it is heard of.
    fn hearing(root: PathBuf) -> impl FnMut() -> bool {
        let (sender, changes) = channel();
        let changed = move |touched| {
            let _ = sender.send(touched);
        };
        let mut watch = Watch::start(&[root], false, changed).unwrap();
        move || {
            let heard = changes.recv_timeout(PATIENCE).is_ok();
            while changes.recv_timeout(Duration::from_millis(60)).is_ok() {}
            watch.renew();
            heard
        }
    }

    #[test]
    fn the_folder_of_the_site_may_go_and_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let (root, copy) = (folder.path().join("site"), folder.path().join("copy"));
        let fill = |root: &Path| {
            fs::create_dir_all(root.join("content")).unwrap();
            fs::write(root.join("content/a.md"), "1").unwrap();
        };
        fill(&root);
        fill(&copy);
        let mut hears = hearing(root.join("content"));
        fs::remove_dir_all(&root).unwrap();
        assert!(hears());
        fs::rename(&copy, &root).unwrap();
        assert!(hears());
        fs::write(root.join("content/a.md"), "2").unwrap();
        assert!(hears());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_may_lead_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["one", "two"] {
            fs::create_dir(at(name)).unwrap();
        }
        std::os::unix::fs::symlink(at("one"), at("content")).unwrap();
        let mut hears = hearing(at("content"));
        std::os::unix::fs::symlink(at("two"), at("new")).unwrap();
        fs::rename(at("new"), at("content")).unwrap();
        assert!(hears());
        fs::write(at("two/a.md"), "1").unwrap();
        assert!(hears());
    }

    #[test]
    fn looking_finds_every_save() {
        let site = Site::new(true);
        fs::write(site.at("content/konzepte/b.md"), "1").unwrap();
        assert_eq!(site.next(), Touched::Any);
        // In the same second, with the same length.
        fs::write(site.at("content/konzepte/b.md"), "2").unwrap();
        assert_eq!(site.next(), Touched::Any);
        fs::remove_file(site.at("config.toml")).unwrap();
        assert_eq!(site.next(), Touched::Any);
        assert_eq!(site.changes.recv_timeout(POLL * 2), Err(RecvTimeoutError::Timeout));
    }
}
