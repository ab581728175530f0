//! Makes the files of the index from documents.
//!
//! Documents are asked for when they are looked at, once for their words and once for what results show
//! of them, and never kept: what stays of a document in between are the numbers of its words.
//!
//! The root names every other chunk; a chunk's name carries a hash of its content, so that a browser may
//! keep it for ever. The same documents give the same bytes, on any number of threads.
//!
//! Where the texts of a few documents change and no word means something else for that, [`State::exchange`] gives
//! the same files from the [`State`] that the index before has left: only chunks that differ are packed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::bytes::{self, Column, Packer};
use super::gathering::{Exchange, Gathering};
use super::input::{Document, FacetValue, Settings};
use super::moves::Moves;
use super::postings::{self, Meaning, Postings};
use super::reading::{Reader, Reading, Words, section_place};
use super::rows::Rows;
use super::stopwords::Stopwords;
use super::vocabulary::Vocabulary;
use super::{blocks, facets, terms};
use crate::hash::{ContentHash, Hasher};

/// The format's number; the browser refuses another.
pub const FORMAT: u32 = 5;
/// The name of the file that names all others.
pub const ROOT: &str = "root.js";

/// A file of the index: its path within the index's folder, and its bytes.
pub type File = (String, Vec<u8>);

/// The index of a site.
#[derive(Debug)]
pub struct Index {
    /// Its files.
    pub files: Vec<File>,
    /// What it leaves for the index of the same site with other texts.
    pub state: State,
}

/// An index that was made from the one before.
#[derive(Debug)]
pub struct Exchanged {
    /// Its files; those without bytes are the ones that the index before had under this name.
    pub files: Vec<(String, Option<Vec<u8>>)>,
    /// As [`Index::state`].
    pub state: State,
}

/// What an index leaves for the next one.
#[derive(Debug, Serialize, Deserialize)]
pub struct State {
    gathering: Gathering,
    vocabulary: Vocabulary,
    postings: Postings,
    /// What results show of each document.
    entries: Rows,
    /// The chunks by which results are narrowed down and sorted: facets and days.
    #[serde(with = "bytes::whole")]
    facets: Vec<u8>,
    #[serde(with = "bytes::whole")]
    dates: Vec<u8>,
    languages: Vec<String>,
    /// The names of the files, without the root, and the fingerprints of what is in them before it is compressed.
    files: Vec<(String, ContentHash)>,
}

/// More documents than these are not exchanged one by one.
pub const FEW: usize = 16;

/// A file of the index in the making: its name, the fingerprint of what is in it, and its bytes unless the index
/// before has the same.
type Packed = (String, ContentHash, Option<Vec<u8>>);

/// A chunk before it has its script.
struct Chunk {
    name: String,
    content: Vec<Column>,
}

/// What is kept of a document while the index is made.
struct Head {
    lang: String,
    sections: usize,
    date: Option<i32>,
    facets: Vec<FacetValue>,
}

/// Rows of documents that were read and not yet counted, by their number.
type ReadRows = Mutex<BTreeMap<usize, (Vec<Head>, Reading)>>;

/// What is known of the documents that were counted.
struct Counted {
    gathering: Gathering,
    heads: Vec<Head>,
    words: Vec<Words>,
    /// How many rows they were.
    rows: usize,
}

/// Documents that are read in a row, from the least to the most: so many that hardly a word is new to them,
/// and so few that all processors are at work. The index does not depend on it.
const ROW: (usize, usize) = (32, 1024);
/// Rows for each processor, at least, if there are documents enough.
const ROWS: usize = 4;

/// The index of `count` documents in the order of their titles. `document` gives each of them, the same
/// one each time it is asked.
#[must_use]
pub fn index(count: usize, document: impl Fn(usize) -> Document + Sync, settings: &Settings) -> Index {
    let length = (count / (ROWS * rayon::current_num_threads())).clamp(ROW.0, ROW.1);
    let (read, counted) = (Mutex::default(), Mutex::new(Counted::new(&settings.lang)));
    // Rows are begun in their order, so that they can be counted in it while others are read.
    (0..count.div_ceil(length)).par_bridge().for_each(|row| {
        let mut reader = Reader::default();
        let heads = (row * length..count.min((row + 1) * length)).map(|at| {
            let document = document(at);
            reader.read(&document);
            Head::of(document)
        });
        let heads = heads.collect();
        lock(&read).insert(row, (heads, reader.finish()));
        if let Ok(mut counted) = counted.try_lock() {
            counted.count(&read);
        }
    });
    let mut counted = counted.into_inner().unwrap_or_else(PoisonError::into_inner);
    counted.count(&read);
    let Counted { gathering, heads, words, rows: _ } = counted;
    let vocabulary = Vocabulary::of(&gathering, settings);
    let sections: Vec<usize> = heads.iter().map(|head| head.sections).collect();
    let classes = vocabulary.classes_of(&gathering);
    let average = postings::average(gathering.words(), count);
    let meaning = Meaning { vocabulary: &vocabulary, classes: &classes, average };
    let postings = postings::invert(words, &sections, meaning);
    let entries = blocks::entries(count, &document, &vocabulary);
    let values: Vec<&[FacetValue]> = heads.iter().map(|head| head.facets.as_slice()).collect();
    let mut state = State {
        gathering,
        vocabulary,
        postings,
        entries: entries.into_iter().collect(),
        facets: facets::chunk(&settings.facets, &values),
        dates: dates(&heads),
        languages: languages(&heads, &settings.lang),
        files: Vec::new(),
    };
    let files = state.files(settings);
    // Nothing was there before, so that every file is made.
    let files = files.into_iter().filter_map(|(name, bytes)| Some((name, bytes?))).collect();
    Index { files, state }
}

impl Counted {
    /// Nothing yet; `lang` is the site's main language.
    fn new(lang: &str) -> Self {
        Self { gathering: Gathering::new(lang), heads: Vec::new(), words: Vec::new(), rows: 0 }
    }

    /// Counts the next rows, as far as they were read.
    fn count(&mut self, read: &ReadRows) {
        loop {
            // Not locked while they are counted.
            let next = lock(read).remove(&self.rows);
            let Some((heads, reading)) = next else { return };
            self.rows += 1;
            self.words.extend(self.gathering.add(reading, heads.iter().map(|head| head.lang.as_str())));
            self.heads.extend(heads);
        }
    }
}

/// A panic of another thread ends the build anyway.
fn lock(rows: &ReadRows) -> MutexGuard<'_, BTreeMap<usize, (Vec<Head>, Reading)>> {
    rows.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// The index of the same documents, of which those at the places `changed`, ascending, have other texts now, as
    /// [`index`] makes it; `document` as there. `None` if they are too many, or if too many documents have a word
    /// that means something else now.
    #[must_use]
    pub fn exchange(
        mut self,
        changed: &[usize],
        document: impl Fn(usize) -> Document,
        settings: &Settings,
    ) -> Option<Exchanged> {
        if changed.len() > FEW {
            return None;
        }
        let mut documents: BTreeMap<usize, Document> =
            changed.iter().map(|at| (*at, document(*at))).collect();
        let Exchange { counts, mean_the_same } = self.count(&documents)?;
        if mean_the_same {
            for (form, documents, written) in counts {
                self.vocabulary.recount(&form, documents, written);
            }
        } else {
            for at in self.take_vocabulary(settings)? {
                documents.entry(at).or_insert_with(|| document(at));
            }
        }
        self.put(&documents);
        let files = self.files(settings);
        Some(Exchanged { files, state: self })
    }

    /// Counts the words that documents have now in place of those that they had; `None` if the average text is
    /// another one for that, which touches all postings.
    fn count(&mut self, documents: &BTreeMap<usize, Document>) -> Option<Exchange> {
        let mut reader = Reader::default();
        documents.values().for_each(|document| reader.read(document));
        let average = self.average();
        let places = documents.iter().map(|(at, document)| (*at, document.lang.as_str()));
        let exchange = self.gathering.exchange(&reader.finish(), places);
        (self.average() == average).then_some(exchange)
    }

    /// Puts what these documents give now in place of what they gave, by their places.
    fn put(&mut self, documents: &BTreeMap<usize, Document>) {
        let mut reader = Reader::default();
        documents.values().for_each(|document| reader.read(document));
        let words = self.gathering.again(reader.finish());
        let given: Vec<(u32, &Words, usize)> = documents
            .iter()
            .zip(&words)
            .map(|((at, document), words)| {
                let sections = section_place(document, document.sections.len());
                (u32::try_from(*at).unwrap_or(u32::MAX), words, sections)
            })
            .collect();
        let classes = self.vocabulary.classes_of(&self.gathering);
        let meaning = Meaning { vocabulary: &self.vocabulary, classes: &classes, average: self.average() };
        let count = self.entries.len();
        let entry = |document| blocks::entry_of(document, count, &self.vocabulary);
        let entries = documents.iter().map(|(at, document)| (*at, entry(document)));
        let (postings, entries) =
            rayon::join(|| self.postings.exchange(&given, meaning), || self.entries.exchange(entries));
        (self.postings, self.entries) = (postings, entries);
    }

    fn average(&self) -> u32 {
        postings::average(self.gathering.words(), self.entries.len())
    }

    /// Takes the vocabulary that the counts give now, and returns the documents with words that mean something else
    /// in it; `None` if they are many.
    fn take_vocabulary(&mut self, settings: &Settings) -> Option<BTreeSet<usize>> {
        let vocabulary = Vocabulary::of(&self.gathering, settings);
        let moves = Moves::between(&self.vocabulary, &vocabulary)?;
        let mut documents = BTreeSet::new();
        for document in moves.broken.iter().flat_map(|class| self.postings.documents(*class)) {
            documents.insert(document as usize);
            if documents.len() > FEW {
                return None;
            }
        }
        self.postings = self.postings.moved(&moves.origins);
        self.vocabulary = vocabulary;
        Some(documents)
    }

    /// The files of the index, and notes their names.
    fn files(&mut self, settings: &Settings) -> Vec<(String, Option<Vec<u8>>)> {
        let count = self.entries.len();
        let is_german = settings.lang.starts_with("de");
        let ((term_chunks, shelves), blocks) = rayon::join(
            || terms::chunks(&self.vocabulary, &self.postings, count, is_german),
            || blocks::blocks(&self.entries),
        );
        let firsts: Vec<Value> =
            term_chunks.iter().map(|chunk| json!([chunk.first, chunk.first_class])).collect();
        let block_starts: Vec<u32> = blocks.iter().map(|(start, _)| *start).collect();
        let letters: Vec<String> = shelves.iter().map(|shelf| shelf.first.clone()).collect();
        let mut chunks = Vec::new();
        let mut push = |name: String, content: Vec<Column>| chunks.push(Chunk { name, content });
        for (at, chunk) in term_chunks.into_iter().enumerate() {
            push(format!("t{at}"), chunk.terms);
            push(format!("p{at}"), chunk.positions);
        }
        for (at, (_, block)) in blocks.into_iter().enumerate() {
            push(format!("d{at}"), vec![Column::Text(block)]);
        }
        push("f".to_owned(), vec![Column::Text(self.facets.clone())]);
        push("o".to_owned(), vec![Column::Text(self.dates.clone())]);
        for (at, shelf) in shelves.into_iter().enumerate() {
            push(format!("v{at}"), vec![Column::Text(shelf.content)]);
        }
        let known: HashMap<&str, ContentHash> =
            self.files.iter().map(|(name, of)| (name.as_str(), *of)).collect();
        let packed: Vec<Packed> =
            chunks.par_iter().map_init(Packer::new, |packer, chunk| chunk.file(packer, &known)).collect();
        self.files = packed.iter().map(|(name, of, _)| (name.clone(), *of)).collect();
        let mut files: Vec<_> = packed.into_iter().map(|(name, _, bytes)| (name, bytes)).collect();
        let langs: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        let Stopwords { own, foreign, names, of_matters } =
            Stopwords::of(&settings.lang, &langs, |word| self.gathering.is_name(word));
        let stopwords = [own, foreign, names, of_matters].map(|list| list.join(" "));
        let root = json!({
            "format": FORMAT,
            "documents": count,
            "lang": settings.lang,
            "langs": settings.langs,
            "stopwords": stopwords,
            "terms": firsts,
            "blocks": block_starts,
            "shelves": letters,
            "hashes": files.iter().map(|(path, _)| hash_in(path)).collect::<String>(),
        });
        files.push((ROOT.to_owned(), Some(format!("fundusChunk(\"root\",{root})\n").into_bytes())));
        files
    }
}

/// Letters of the hash in a file's name.
pub(super) const HASH: usize = 6;

impl Chunk {
    /// Its file; without bytes if that is `known`.
    fn file(&self, packer: &mut Packer, known: &HashMap<&str, ContentHash>) -> Packed {
        let mut hasher = Hasher::default();
        for Column::Text(content) | Column::Numbers(content) in &self.content {
            hasher.text(content);
        }
        let hash = hasher.finish();
        let name = format!("{}-{}.js", self.name, &hash.to_string()[..HASH]);
        let is_known = known.get(&*name) == Some(&hash);
        let bytes = (!is_known).then(|| packer.script(&self.name, &self.content));
        (name, hash, bytes)
    }
}

fn hash_in(path: &str) -> &str {
    path.rsplit_once('-').map_or("", |(_, rest)| rest.trim_end_matches(".js"))
}

fn languages(heads: &[Head], main: &str) -> Vec<String> {
    let mut all = vec![main.to_owned()];
    all.extend(heads.iter().map(|head| head.lang.clone()));
    all.sort_unstable();
    all.dedup();
    all
}

impl Head {
    fn of(document: Document) -> Self {
        let sections = section_place(&document, document.sections.len());
        let Document { lang, date, facets, .. } = document;
        Self { lang, sections, date, facets }
    }
}

/// The day of each document, 0 for none, for sorting.
fn dates(heads: &[Head]) -> Vec<u8> {
    let mut content = Vec::with_capacity(heads.len() * 2);
    for head in heads {
        match head.date {
            Some(day) => {
                bytes::put(&mut content, 1);
                bytes::put_signed(&mut content, day);
            }
            None => bytes::put(&mut content, 0),
        }
    }
    content
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::search::input::Section;

    /// Words that meet: forms, compounds and their parts, families, irregular verbs, hyphens, gender forms, umlauts,
    /// capitals.
    const WORDS: &[&str] = &[
        "Beratung Beratungen beraten beratung Eltern Elternberatung Elternberatungsstelle Stelle",
        "Online-Beratung Onlineberatung On-line-beratung online Beratung und ASD",
        "Förderung Foerderung fördern förderung Fördern Förderungen Sprachförderung",
        "Quok*in Quokin Quoks Quokintreffen Pat*innen Patinnen treffen traf",
        "ging gehen Gang gang Museum Museen der Hilfe-Dienst",
        "Hilfe helfen Helfen Hilfeplan Hilfeplangespräch Gespräch ASD Dienst half",
        "WhatsApp Whatsapp whatsApp WLAN-Router Wlan-Router WLANRouter Pat*innen Pat:innen PatInnen Patinnen Wlanrouter",
        "Quarkel Quarkelwagen Wagen wagen quarkel Quarkelwagenfest Fest Festquarkel",
    ];

    /// A document with some of these words.
    fn document(title: usize, words: &[&str], text: &[usize]) -> Document {
        let word = |word: &usize| words[word % words.len()];
        let half = text.len() / 2;
        let section = |heading: &str, words: &[usize]| Section {
            anchor: heading.to_lowercase(),
            heading: heading.to_owned(),
            // Behind a full stop, a capital says little.
            text: words.iter().map(word).collect::<Vec<_>>().join(if title.is_multiple_of(3) {
                ". "
            } else {
                " "
            }),
        };
        Document {
            lang: if title.is_multiple_of(5) { "en" } else { "de" }.into(),
            address: format!("{title}.html"),
            title: format!("{title:02}"),
            is_behind: title.is_multiple_of(4),
            sections: vec![section("", &text[..half]), section("Teil", &text[half..])],
            ..Document::default()
        }
    }

    fn settings() -> Settings {
        let group = ["ASD", "Hilfe-Dienst", "Dienst der Hilfe"].map(str::to_owned).to_vec();
        Settings { lang: "de".into(), synonyms: vec![group], ..Settings::default() }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_index_of_other_texts_is_that_of_the_whole_site(
            words in prop::sample::select(WORDS),
            texts in prop::collection::vec(prop::collection::vec(0..8_usize, 0..6), 9),
            edits in prop::collection::vec((0..9_usize, 0..6_usize, 0..8_usize), 8),
        ) {
            let settings = settings();
            let words: Vec<&str> = words.split(' ').collect();
            let mut documents: Vec<Document> =
                texts.iter().enumerate().map(|(title, text)| document(title, &words, text)).collect();
            let mut texts = texts;
            let mut last = index(documents.len(), |at| documents[at].clone(), &settings);
            for (at, place, word) in edits {
                let text = &mut texts[at];
                // A word in place of another, or one more.
                match text.get_mut(place) {
                    Some(old) => *old = word,
                    None => text.push(word),
                }
                documents[at] = document(at, &words, text);
                let whole = index(documents.len(), |at| documents[at].clone(), &settings);
                let before: HashSet<&String> = last.files.iter().map(|(name, _)| name).collect();
                last.state = match last.state.exchange(&[at], |at| documents[at].clone(), &settings) {
                    Some(Exchanged { files, state }) => {
                        prop_assert_eq!(files.len(), whole.files.len());
                        for ((name, bytes), (wanted, content)) in files.iter().zip(&whole.files) {
                            prop_assert_eq!(name, wanted);
                            match bytes {
                                Some(bytes) => prop_assert!(bytes == content, "{}", name),
                                None => prop_assert!(before.contains(name), "{} is not known", name),
                            }
                        }
                        state
                    }
                    None => whole.state,
                };
                last.files = whole.files;
            }
        }
    }
}
