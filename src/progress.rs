//! What a run is doing, for whoever wants to see it. Who listens, and what time it is, is left to the caller.

use std::fmt;
use std::sync::Arc;

/// What a run does, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reads configuration and theme, and finds the files of the site.
    Discover,
    /// Reads and understands the documents.
    Parse,
    /// Finds out how the documents belong together.
    Resolve,
    /// Prepares the pages and makes the search index.
    Prepare,
    /// Makes the pages and writes what has changed.
    Write,
}

/// News of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It begins with this, and is done with what it did before.
    Begins(Stage),
    /// Of so many pieces of work of the stage, one more is done.
    Step(usize),
}

/// Is told what a run does, from any of its threads; by default nobody.
#[derive(Clone, Default)]
pub struct Watcher(Option<Arc<dyn Fn(News) + Send + Sync>>);

impl Watcher {
    /// Tells `hear` of everything.
    #[must_use]
    pub fn new(hear: impl Fn(News) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hear)))
    }

    pub(crate) fn begins(&self, stage: Stage) {
        self.tell(News::Begins(stage));
    }

    pub(crate) fn tell(&self, news: News) {
        if let Some(hear) = &self.0 {
            hear(news);
        }
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Watcher" } else { "nobody" })
    }
}
