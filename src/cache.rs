//! What a build leaves for the next run: documents as they were read, what was published, the state of the index.
//!
//! ```text
//! .fundus/documents-00 … 3f   parsed documents without their texts, each shard by itself
//! .fundus/published           what was written last, and from which of these documents
//! .fundus/search              the state of the search index then
//! .fundus/changes             the days of last changes, as of a commit
//! ```
//! The folder may be deleted at any time, in part or as a whole. Every file carries a fingerprint of its bytes
//! and the key of the program that made it (documents that of the configuration as well), so that what is damaged, cut off, or from another
//! program is not there. A file that cannot be written is missing the next time: nothing here ever fails a
//! build, and nothing changes what it gives.
//!
//! Of a document there is what others ask of it. Its text is read again from its file when somebody looks at it,
//! which after most edits is true of a few: so a build reads little, and leaves little behind.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};
use crate::discover::{self, FileState};
use crate::git::Changes;
use crate::hash::{ContentHash, Hasher};
use crate::output::Flaw;
use crate::parse::markdown::{LateText, Text};
use crate::parse::{self, Document};
use crate::path::SourcePath;
use crate::search::index::State;

/// The folder of the cache, below the site's root.
const FOLDER: &str = ".fundus";

/// Its time tells when a run began, and what is in it tells git that nothing of the folder is to be kept.
const SIGN: &str = ".gitignore";

/// Shards of documents, at most; and documents of a shard, about, before there are more shards.
const SHARDS: usize = 64;
const SHARD: usize = 128;

/// A document as its file was when it was read, with the problems of its source.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The document.
    pub document: Arc<Document>,
    /// The problems of its source.
    pub problems: Arc<[Diagnostic]>,
    /// What the file system says of the file as long as it is the same; `None` where it may change without
    /// another word.
    pub state: Option<FileState>,
}

/// Documents by their files.
pub type ByFile = HashMap<SourcePath, Parsed, FixedState>;

impl Parsed {
    /// Whether this is the very same document, read from a file in the same state.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.document, &other.document) && self.state == other.state
    }
}

/// Reads texts of documents from their files again.
#[derive(Debug)]
struct Texts {
    root: PathBuf,
    flaw: Flaw,
}

/// The folder in which builds of one program find what the one before has left.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    texts: Arc<Texts>,
    /// Of the program.
    key: ContentHash,
    /// When this run began, by the clock of the file system.
    start: Option<SystemTime>,
}

/// What was published last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// All that it was made from, except what is in the documents.
    pub around: ContentHash,
    /// Which documents it was made from, see [`fingerprint`].
    pub documents: ContentHash,
    /// The manifest of the folder to which it was written.
    pub manifest: ContentHash,
    /// The fingerprint of what its search index has left; `None` if that could not be kept.
    pub search: Option<ContentHash>,
}

/// One file of documents.
#[derive(Serialize, Deserialize)]
struct Shard<D> {
    /// The configuration by which they were parsed.
    config: ContentHash,
    documents: Vec<(Option<FileState>, D)>,
}

/// The fingerprint of all that these documents say.
#[must_use]
pub fn fingerprint<'d>(documents: impl IntoIterator<Item = &'d Document>) -> ContentHash {
    let mut hasher = Hasher::default();
    for document in documents {
        hasher.text(document.source.path.as_str().as_bytes());
        hasher.update(document.hash.as_bytes());
    }
    hasher.finish()
}

impl Cache {
    /// The cache of the site in the folder `root`, for the program named `program`. The folder is made if
    /// there is none.
    #[must_use]
    pub fn open(root: &Path, program: &str) -> Self {
        let folder = root.join(FOLDER);
        // Where no file can be written, no state of a file is trusted, and everything is read.
        let sign = folder.join(SIGN);
        let start = fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&sign, "*\n"))
            .and_then(|()| fs::metadata(&sign)?.modified())
            .ok();
        let texts = Arc::new(Texts { root: root.to_owned(), flaw: Flaw::default() });
        Self { folder, texts, key: ContentHash::of(program.as_bytes()), start }
    }

    /// When this run began, by the clock of the file system; `None` where nothing can be written.
    #[must_use]
    pub fn start(&self) -> Option<SystemTime> {
        self.start
    }

    /// Is told when the text of a document is asked for that is not in its file any more.
    #[must_use]
    pub fn flaw(&self) -> Flaw {
        Arc::clone(&self.texts.flaw)
    }

    /// The documents that were parsed by the configuration `config`, without those that had problems. Their texts are
    /// read when somebody looks at them, see [`Cache::flaw`].
    #[must_use]
    pub fn documents(&self, config: ContentHash) -> ByFile {
        let shards: Vec<Shard<Document>> = (0..SHARDS)
            .into_par_iter()
            .map_init(Vec::new, |buffer, number| Some(self.read(&shard_name(number), buffer)?.0))
            .flatten()
            .filter(|shard: &Shard<Document>| shard.config == config)
            .collect();
        let parsed = shards.into_iter().flat_map(|shard| shard.documents).map(|(state, mut document)| {
            document.body.text = Texts::of(&self.texts, &document);
            let path = document.source.path.clone();
            (path, Parsed { document: Arc::new(document), problems: [].into(), state })
        });
        parsed.collect()
    }

    /// The days of last changes, from git only if another commit is checked out than the last time.
    pub(crate) fn changes(&self) -> Changes {
        let known: Changes =
            self.read("changes", &mut Vec::new()).map(|(known, _)| known).unwrap_or_default();
        let last = known.head.clone();
        let changes = Changes::of(&self.texts.root, known);
        if changes.head != last {
            self.write("changes", &changes);
        }
        changes
    }

    /// What was published last.
    #[must_use]
    pub fn published(&self) -> Option<Published> {
        Some(self.read("published", &mut Vec::new())?.0)
    }

    /// Keeps these documents, parsed by the configuration `config`; those that are `known` are in the cache.
    pub fn keep_documents(&self, parsed: &[Parsed], known: &ByFile, config: ContentHash) {
        let clean: Vec<&Parsed> = parsed.iter().filter(|parsed| parsed.problems.is_empty()).collect();
        let count = shard_count(clean.len());
        let is_divided_alike = count == shard_count(known.len());
        let shard = |parsed: &Parsed| shard_of(&parsed.document.source.path, count);
        let mut shards: Vec<Vec<&Parsed>> = vec![Vec::new(); count];
        for parsed in clean {
            shards[shard(parsed)].push(parsed);
        }
        let mut known_in = vec![0; count];
        known.values().for_each(|parsed| known_in[shard(parsed)] += 1);
        let is_kept = |parsed: &&Parsed| {
            let path = &parsed.document.source.path;
            known.get(path).is_some_and(|known| known.is_same(parsed))
        };
        shards.into_par_iter().enumerate().for_each(|(number, documents)| {
            let is_same = documents.len() == known_in[number] && documents.iter().all(is_kept);
            if !(is_same && is_divided_alike) {
                let documents = documents.iter().map(|parsed| (parsed.state, &*parsed.document)).collect();
                self.write(&shard_name(number), &Shard { config, documents });
            }
        });
        if !is_divided_alike {
            (count..SHARDS).for_each(|number| self.remove(&shard_name(number)));
        }
    }

    /// Nothing is known of what was published.
    pub fn forget_published(&self) {
        self.remove("published");
    }

    /// The state of a search index, and the fingerprint by which [`Published`] knows whether it is its own.
    #[must_use]
    pub fn search(&self) -> Option<(State, ContentHash)> {
        self.read("search", &mut Vec::new())
    }

    /// Keeps the state of a search index; returns the fingerprint of what is kept, if it can be kept.
    pub fn keep_search(&self, search: &State) -> Option<ContentHash> {
        self.write("search", search)
    }

    /// Keeps what was published.
    pub fn keep_published(&self, published: &Published) {
        self.write("published", published);
    }

    /// Reads a file into the buffer, and what is in it with the fingerprint of that.
    fn read<T: DeserializeOwned>(&self, name: &str, buffer: &mut Vec<u8>) -> Option<(T, ContentHash)> {
        buffer.clear();
        File::open(self.folder.join(name)).and_then(|mut file| file.read_to_end(buffer)).ok()?;
        let (content, seal) = buffer.split_at_checked(buffer.len().checked_sub(ContentHash::BYTES)?)?;
        let mut hasher = self.hasher();
        hasher.update(content);
        let hash = hasher.finish();
        if seal != hash.as_bytes() {
            return None;
        }
        Some((postcard::from_bytes(content).ok()?, hash))
    }

    /// Writes a file, or removes the one that is there: better none than an old one. Returns the fingerprint of what
    /// is in it.
    fn write(&self, name: &str, content: &impl Serialize) -> Option<ContentHash> {
        // Should another run write into the same file, its fingerprint will not be right.
        let new = self.folder.join(format!("{name}-new"));
        let write = || -> io::Result<ContentHash> {
            let sealed = Sealed { file: File::create(&new)?, hasher: self.hasher() };
            let file = BufWriter::with_capacity(BUFFER, sealed);
            let file = postcard::to_io(content, file).map_err(io::Error::other)?;
            let Sealed { mut file, hasher } = file.into_inner()?;
            let hash = hasher.finish();
            file.write_all(hash.as_bytes())?;
            fs::rename(&new, self.folder.join(name))?;
            Ok(hash)
        };
        let hash = write().ok();
        if hash.is_none() {
            let _ = fs::remove_file(&new);
            self.remove(name);
        }
        hash
    }

    fn remove(&self, name: &str) {
        // What cannot be removed is old, which its key or what it is compared with tells.
        let _ = fs::remove_file(self.folder.join(name));
    }

    /// Takes the bytes of a file and gives the fingerprint that stands behind them.
    fn hasher(&self) -> Hasher {
        let mut hasher = Hasher::default();
        hasher.update(self.key.as_bytes());
        hasher
    }
}

impl Texts {
    /// The text of a document, which is read when somebody looks at it.
    fn of(texts: &Arc<Self>, document: &Document) -> LateText {
        let texts = Arc::clone(texts);
        let (path, lang, hash) = (document.source.path.clone(), document.lang.clone(), document.hash);
        LateText::new(move || match texts.read(&path, hash) {
            Ok(bytes) => parse::text_again(&path, &bytes, &lang),
            Err(problem) => {
                // Whoever looks at the text notices nothing; whoever publishes asks for the flaw before.
                let _ = texts.flaw.set(problem);
                Text::default()
            }
        })
    }

    /// The bytes of a file, as long as they are the same.
    fn read(&self, path: &SourcePath, hash: ContentHash) -> Result<Vec<u8>, Diagnostic> {
        let bytes = discover::read(&self.root, path)?;
        if ContentHash::of(&bytes) == hash {
            Ok(bytes)
        } else {
            Err(Diagnostic::new(Code::ChangedMeanwhile).at(path, 0..0))
        }
    }
}

/// Bytes on their way into a file.
const BUFFER: usize = 1 << 18;

/// A file of which the fingerprint is taken while it is written.
struct Sealed {
    file: File,
    hasher: Hasher,
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn shard_name(number: usize) -> String {
    format!("documents-{number:02x}")
}

/// The number of shards for so many documents.
fn shard_count(documents: usize) -> usize {
    (documents / SHARD).next_power_of_two().min(SHARDS)
}

fn shard_of(path: &SourcePath, count: usize) -> usize {
    ContentHash::of(path.as_str().as_bytes()).short() as usize % count
}
