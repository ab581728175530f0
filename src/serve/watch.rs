//! Changes on disk → "something may have changed". The only file that knows `notify`.
//!
//! An event says no more than that, and of which files: which files there are and what is in them is found
//! out by the next build. So the habits of editors (save by rename, swap files, safety copies) and of
//! version control need no understanding here, only that no change goes unnoticed and that nothing happens
//! when somebody merely reads.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::discover::Touched;

/// How often a drive is looked at that cannot tell of changes.
const POLL: Duration = Duration::from_millis(700);

/// Watches files and folders until it is dropped.
pub(super) struct Watch {
    watcher: Box<dyn Watcher + Send>,
    watched: Arc<Watched>,
    /// Set when a watched folder itself came, went or was replaced: then the watch on it is lost.
    uprooted: Arc<AtomicBool>,
    /// Why it looks at the drive again and again instead of being told, if nobody asked for that.
    polls_because: Option<String>,
}

/// What is watched and what of it does not matter.
struct Watched {
    roots: Vec<PathBuf>,
    ignored: Vec<PathBuf>,
}

impl Watch {
    /// Calls `changed` with what may have changed in `roots`, files or folders that need not
    /// exist yet, except in `ignored`. With `poll`, looks at the drive instead of being told by it.
    ///
    /// # Errors
    /// When the system cannot watch at all.
    pub(super) fn start(
        roots: &[PathBuf],
        ignored: &[PathBuf],
        poll: bool,
        changed: impl Fn(Touched) + Clone + Send + 'static,
    ) -> Result<Self, String> {
        let real = |paths: &[PathBuf]| paths.iter().map(|path| real_path(path)).collect();
        let watched = Arc::new(Watched { roots: real(roots), ignored: real(ignored) });
        if poll {
            return Self::with::<PollWatcher>(watched, changed).map_err(|error| error.to_string());
        }
        match Self::with::<RecommendedWatcher>(Arc::clone(&watched), changed.clone()) {
            Ok(watch) => Ok(watch),
            // Too many folders for the system, or a drive that tells nothing.
            Err(error) => {
                let mut watch =
                    Self::with::<PollWatcher>(watched, changed).map_err(|error| error.to_string())?;
                watch.polls_because = Some(error.to_string());
                Ok(watch)
            }
        }
    }

    /// Why it polls although nobody asked for that.
    pub(super) fn polls_because(&self) -> Option<&str> {
        self.polls_because.as_deref()
    }

    /// Watches again what came back after it was gone.
    pub(super) fn renew(&mut self) {
        if self.uprooted.swap(false, Ordering::SeqCst) {
            for root in self.watched.roots.clone() {
                // What is not there is not watched; what is not there yet, its parent will tell of.
                let _ = self.watcher.unwatch(&root);
                let _ = self.watcher.watch(&root, RecursiveMode::Recursive);
            }
        }
    }

    fn with<W: Watcher + Send + 'static>(
        watched: Arc<Watched>,
        changed: impl Fn(Touched) + Send + 'static,
    ) -> notify::Result<Self> {
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
        let mut watcher = W::new(hear, Config::default().with_poll_interval(POLL))?;
        for root in &watched.roots {
            // The parent tells when the root itself comes, goes or is replaced.
            if let Some(parent) = root.parent().filter(|parent| parent.is_dir()) {
                watcher.watch(parent, RecursiveMode::NonRecursive)?;
            }
        }
        for root in watched.roots.iter().filter(|root| root.is_dir()) {
            watcher.watch(root, RecursiveMode::Recursive)?;
        }
        Ok(Self { watcher: Box::new(watcher), watched, uprooted, polls_because: None })
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
        if self.ignored.iter().any(|ignored| path.starts_with(ignored)) {
            return Effect::None;
        }
        if self.roots.iter().any(|root| root.starts_with(path)) {
            return Effect::Uprooted;
        }
        let inside = self.roots.iter().filter_map(|root| path.strip_prefix(root).ok());
        let matters = |path: &Path| path.components().all(|part| !is_scratch(part));
        if inside.into_iter().any(matters) { Effect::Changed } else { Effect::None }
    }
}

/// Whether a file or folder of this name belongs to an editor or the system and not to the site.
fn is_scratch(part: Component<'_>) -> bool {
    let name = part.as_os_str().to_string_lossy();
    // `.git`, `.#lock`, `.x.swp`, `.~lock.x#`; `x~`; Emacs; vim's trial for write access; Office.
    name.starts_with(['.', '~'])
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(&*name, "4913" | "Thumbs.db" | "desktop.ini")
        || name.rsplit_once('.').is_some_and(|(_, extension)| matches!(extension, "swp" | "swx" | "tmp"))
}

/// The path without links, as systems report it; of what does not exist, the folder's.
fn real_path(path: &Path) -> PathBuf {
    let of_parent = || Some(fs::canonicalize(path.parent()?).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(of_parent).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    /// A site's folder under watch.
    struct Site {
        folder: tempfile::TempDir,
        watch: Watch,
        changes: Receiver<Touched>,
    }

    impl Site {
        fn new(poll: bool) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let at = |name: &str| folder.path().join(name);
            for name in ["content/konzepte", "content/public", ".git"] {
                fs::create_dir_all(at(name)).unwrap();
            }
            fs::write(at("content/a.md"), "1").unwrap();
            fs::write(at("config.toml"), "").unwrap();
            let (sender, changes) = channel();
            let roots = [at("content"), at("config.toml"), at("themes")];
            let changed = move |touched| {
                let _ = sender.send(touched);
            };
            let watch = Watch::start(&roots, &[at("content/public")], poll, changed).unwrap();
            Self { folder, watch, changes }
        }

        fn at(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// Whether a change is heard of within this time; later ones belong to the same.
        fn hears(&self, patience: Duration) -> bool {
            let heard = self.changes.recv_timeout(patience).is_ok();
            while self.changes.recv_timeout(Duration::from_millis(60)).is_ok() {}
            heard
        }

        /// What is heard of within some seconds.
        fn heard(&self) -> Touched {
            let mut touched = self.changes.recv_timeout(Duration::from_secs(5)).unwrap();
            while let Ok(more) = self.changes.recv_timeout(Duration::from_millis(60)) {
                touched.extend(more);
            }
            touched
        }

        #[track_caller]
        fn assert_heard(&self) {
            assert!(self.hears(Duration::from_secs(5)));
        }

        #[track_caller]
        fn assert_silent(&self) {
            assert!(!self.hears(Duration::from_millis(120)));
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
        fs::rename(site.at("content"), site.at("elsewhere")).unwrap();
        assert_eq!(site.heard(), Touched::Any);
    }

    #[test]
    fn reading_scratch_files_and_outputs_are_not_heard() {
        let site = Site::new(false);
        fs::read(site.at("content/a.md")).unwrap();
        fs::read_dir(site.at("content")).unwrap().count();
        for name in
            ["content/.a.md.swp", "content/4913", "content/a.md~", "content/public/a.html", ".git/index", "x"]
        {
            fs::write(site.at(name), "1").unwrap();
        }
        site.assert_silent();
    }

    #[test]
    fn folders_that_go_and_come_back_are_watched_again() {
        let mut site = Site::new(false);
        fs::rename(site.at("content"), site.at("elsewhere")).unwrap();
        site.assert_heard();
        site.watch.renew();
        fs::create_dir_all(site.at("content/konzepte")).unwrap();
        site.assert_heard();
        site.watch.renew();
        fs::write(site.at("content/konzepte/b.md"), "1").unwrap();
        site.assert_heard();
        // What has left is no longer ours.
        fs::write(site.at("elsewhere/a.md"), "3").unwrap();
        site.assert_silent();
        // A folder that was never there appears.
        fs::create_dir_all(site.at("themes/own")).unwrap();
        site.assert_heard();
        site.watch.renew();
        fs::write(site.at("themes/own/style.css"), "1").unwrap();
        site.assert_heard();
    }

    #[test]
    fn polling_hears_as_well() {
        let site = Site::new(true);
        fs::write(site.at("content/konzepte/b.md"), "1").unwrap();
        site.assert_heard();
    }
}
