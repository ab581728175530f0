//! Makes the files of the index from documents and their readings.
//!
//! The root names every other chunk; a chunk's name carries a hash of its content, so that a browser may
//! keep it for ever. The same documents give the same bytes, on any number of threads.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::bytes::{self, Column};
use super::input::{Document, Settings};
use super::postings;
use super::reading::{Reading, section_place};
use super::{blocks, facets, stopwords, terms, vocabulary};

/// The format's number; the browser refuses another.
pub const FORMAT: u32 = 1;
/// The name of the file that names all others.
pub const ROOT: &str = "root.js";

/// A file of the index: its path within the index's folder, and its bytes.
pub type File = (String, Vec<u8>);

/// A chunk before it has its script.
struct Chunk {
    name: String,
    content: Vec<Column>,
}

/// The index of `documents` (in the order of their titles), each with its reading.
#[must_use]
pub fn index(documents: &[(&Document, &Reading)], settings: &Settings) -> Vec<File> {
    let (inputs, readings): (Vec<&Document>, Vec<&Reading>) = documents.iter().copied().unzip();
    let langs: Vec<&str> = inputs.iter().map(|document| document.lang.as_str()).collect();
    let sections: Vec<usize> =
        inputs.iter().map(|document| section_place(document, document.sections.len())).collect();
    let vocabulary = vocabulary::gather(&readings, &langs, settings);
    let postings = postings::invert(&readings, &sections, &vocabulary);
    let (term_chunks, whole) = terms::chunks(&vocabulary, &postings, inputs.len());
    let blocks = blocks::blocks(&inputs, &vocabulary);

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
    push("f".to_owned(), vec![Column::Text(facets::chunk(&settings.facets, &inputs))]);
    push("v".to_owned(), vec![Column::Text(whole)]);
    push("o".to_owned(), vec![Column::Text(dates(&inputs))]);

    let mut files: Vec<File> = chunks.par_iter().map(file).collect();
    let root = json!({
        "format": FORMAT,
        "documents": inputs.len(),
        "lang": settings.lang,
        "stopwords": stopwords::lists(&langs_with(&langs, &settings.lang)),
        "terms": firsts,
        "blocks": block_starts,
        "hashes": files.iter().map(|(path, _)| hash_in(path)).collect::<String>(),
    });
    files.push((ROOT.to_owned(), format!("fundusChunk(\"root\",{root})\n").into_bytes()));
    files
}

/// Letters of the hash in a file's name.
const HASH: usize = 6;

fn file(chunk: &Chunk) -> File {
    let script = bytes::script(&chunk.name, &chunk.content);
    let hash = blake3::hash(&script).to_hex();
    (format!("{}-{}.js", chunk.name, &hash[..HASH]), script)
}

fn hash_in(path: &str) -> &str {
    path.rsplit_once('-').map_or("", |(_, rest)| rest.trim_end_matches(".js"))
}

fn langs_with<'l>(langs: &[&'l str], main: &'l str) -> Vec<&'l str> {
    let mut all = vec![main];
    all.extend(langs);
    all.sort_unstable();
    all.dedup();
    all
}

/// The day of each document, 0 for none, for sorting.
fn dates(documents: &[&Document]) -> Vec<u8> {
    let mut content = Vec::with_capacity(documents.len() * 2);
    for document in documents {
        match document.date {
            Some(day) => {
                bytes::put(&mut content, 1);
                bytes::put_signed(&mut content, day);
            }
            None => bytes::put(&mut content, 0),
        }
    }
    content
}
