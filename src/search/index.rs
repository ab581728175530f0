//! Makes the files of the index from documents.
//!
//! Documents are asked for when they are looked at, once for their words and once for what results show
//! of them, and never kept: what stays of a document in between are the numbers of its words.
//!
//! The root names every other chunk; a chunk's name carries a hash of its content, so that a browser may
//! keep it for ever. The same documents give the same bytes, on any number of threads.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::bytes::{self, Column, Packer};
use super::input::{Document, FacetValue, Settings};
use super::reading::{Reader, Reading, section_place};
use super::vocabulary::Gathering;
use super::{blocks, facets, postings, stopwords, terms};

/// The format's number; the browser refuses another.
pub const FORMAT: u32 = 2;
/// The name of the file that names all others.
pub const ROOT: &str = "root.js";

/// A file of the index: its path within the index's folder, and its bytes.
pub type File = (String, Vec<u8>);

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

/// Documents that are read in a row, from the least to the most: so many that hardly a word is new to them,
/// and so few that all processors are at work. The index does not depend on it.
const ROW: (usize, usize) = (32, 1024);
/// Rows for each processor, at least, if there are documents enough.
const ROWS: usize = 4;

/// The index of `count` documents in the order of their titles. `document` gives each of them, the same
/// one each time it is asked.
#[must_use]
pub fn index(count: usize, document: impl Fn(usize) -> Document + Sync, settings: &Settings) -> Vec<File> {
    let mut gathering = Gathering::new(&settings.lang);
    let mut heads: Vec<Head> = Vec::with_capacity(count);
    let mut words = Vec::with_capacity(count);
    let length = (count / (ROWS * rayon::current_num_threads())).clamp(ROW.0, ROW.1);
    let rows: Vec<(Vec<Head>, Reading)> = (0..count.div_ceil(length))
        .into_par_iter()
        .map(|row| {
            let mut reader = Reader::default();
            let heads = (row * length..count.min((row + 1) * length)).map(|at| {
                let document = document(at);
                reader.read(&document);
                Head::of(document)
            });
            (heads.collect(), reader.finish())
        })
        .collect();
    for (row, reading) in rows {
        words.extend(gathering.add(reading, row.iter().map(|head| head.lang.as_str())));
        heads.extend(row);
    }
    let vocabulary = gathering.finish(settings);
    let sections: Vec<usize> = heads.iter().map(|head| head.sections).collect();
    let postings = postings::invert(words, &sections, &vocabulary);
    let (term_chunks, shelves) = terms::chunks(&vocabulary, &postings, count);
    drop(postings);
    let blocks = blocks::blocks(count, &document, &vocabulary);
    drop(vocabulary);

    let firsts: Vec<Value> =
        term_chunks.iter().map(|chunk| json!([chunk.first, chunk.first_class])).collect();
    let block_starts: Vec<u32> = blocks.iter().map(|(start, _)| *start).collect();
    let mut chunks = Vec::new();
    let mut push = |name: String, content: Vec<Column>| chunks.push(Chunk { name, content });
    for (at, chunk) in term_chunks.into_iter().enumerate() {
        push(format!("t{at}"), chunk.terms);
        push(format!("p{at}"), chunk.positions);
    }
    for (at, (_, block)) in blocks.into_iter().enumerate() {
        push(format!("d{at}"), vec![Column::Text(block.into_bytes())]);
    }
    let values: Vec<&[FacetValue]> = heads.iter().map(|head| head.facets.as_slice()).collect();
    push("f".to_owned(), vec![Column::Text(facets::chunk(&settings.facets, &values))]);
    push("o".to_owned(), vec![Column::Text(dates(&heads))]);
    let letters: Vec<String> = shelves.iter().map(|shelf| shelf.first.clone()).collect();
    for (at, shelf) in shelves.into_iter().enumerate() {
        push(format!("v{at}"), vec![Column::Text(shelf.content)]);
    }

    let mut files: Vec<File> = chunks.par_iter().map_init(Packer::new, file).collect();
    let root = json!({
        "format": FORMAT,
        "documents": count,
        "lang": settings.lang,
        "stopwords": stopwords::lists(&languages(&heads, &settings.lang)),
        "terms": firsts,
        "blocks": block_starts,
        "shelves": letters,
        "hashes": files.iter().map(|(path, _)| hash_in(path)).collect::<String>(),
    });
    files.push((ROOT.to_owned(), format!("fundusChunk(\"root\",{root})\n").into_bytes()));
    files
}

/// Letters of the hash in a file's name.
const HASH: usize = 6;

fn file(packer: &mut Packer, chunk: &Chunk) -> File {
    let script = packer.script(&chunk.name, &chunk.content);
    let hash = blake3::hash(&script).to_hex();
    (format!("{}-{}.js", chunk.name, &hash[..HASH]), script)
}

fn hash_in(path: &str) -> &str {
    path.rsplit_once('-').map_or("", |(_, rest)| rest.trim_end_matches(".js"))
}

fn languages<'l>(heads: &'l [Head], main: &'l str) -> Vec<&'l str> {
    let mut all = vec![main];
    all.extend(heads.iter().map(|head| head.lang.as_str()));
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
