//! Opens an index from its files, as the browser does, but all of it at once.
//!
//! The counterpart of `terms` and `index`: what they write is read here, so that the terminal answers from
//! the very bytes that readers get. Damaged files give an empty or smaller index.

use std::collections::HashMap;

use serde_json::Value;

use super::bytes::{self, Reader};
use super::fold::fold;
use super::index::{FORMAT, HASH, ROOT};
use super::postings::{strength, title};
use super::spelling::spell;
use super::stopwords::Stopwords;
use super::terms::{BOUND, ODD, PLAIN};

/// An index in memory.
#[derive(Debug, Default)]
pub struct Opened {
    /// Number of documents.
    pub documents: usize,
    /// Words without meaning of their own.
    pub stopwords: Stopwords,
    /// All forms, by folded spelling.
    pub forms: Vec<OpenedForm>,
    /// All classes.
    pub classes: Vec<OpenedClass>,
    /// Number of the vocabulary's shelves.
    pub shelves: usize,
    /// Real words that the site does not have and that look like slips, see [`super::strangers`].
    pub strangers: Vec<String>,
    /// For each chunk, where its forms and its classes begin.
    pub chunks: Vec<(usize, usize)>,
    /// What is shown of each document.
    pub shown: Vec<Shown>,
}

/// A form of the dictionary.
#[derive(Debug)]
pub struct OpenedForm {
    /// The spelling under which it is looked up.
    pub folded: String,
    /// Lower case, umlauts kept.
    pub text: String,
    /// As most documents write it, but for the capital at the beginning.
    pub spelling: String,
    /// Some document writes it as a word.
    pub written: bool,
    /// Shown with a capital.
    pub capital: bool,
    /// Stands before another part of a compound only.
    pub bound: bool,
    /// Its class.
    pub class: u32,
    /// The form of its class that most documents have.
    pub home: bool,
}

/// A class with its postings.
#[derive(Debug, Default)]
pub struct OpenedClass {
    /// Rarity, see [`super::terms::rarity`].
    pub rarity: u32,
    /// The classes of the parts of a compound, in order.
    pub parts: Vec<u32>,
    /// Classes that mean nearly the same and share no stem.
    pub kin: Vec<u32>,
    /// Documents, ascending.
    pub documents: Vec<u32>,
    /// Strength in each.
    pub strengths: Vec<u8>,
    /// Of how many words the title of each is that has it, see [`title`].
    pub titles: Vec<u8>,
    /// Divisions of each where it stands.
    pub divisions: Vec<u8>,
    /// Positions in each.
    pub positions: Vec<Vec<u32>>,
}

/// What the result list shows of a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Title.
    pub title: String,
    /// Path from the top of the site.
    pub address: String,
    /// What it is.
    pub kind: String,
    /// Summary.
    pub summary: String,
    /// Anchor, heading and text of its sections.
    pub sections: Vec<[String; 3]>,
}

impl Opened {
    /// Opens the index whose files `read` gives by their path; `None` when the root is missing, damaged or of another format.
    #[must_use]
    pub fn open<'f>(read: impl Fn(&str) -> Option<&'f [u8]>) -> Option<Self> {
        let text = std::str::from_utf8(read(ROOT)?).ok()?;
        let root: Value =
            serde_json::from_str(text.trim().strip_prefix("fundusChunk(\"root\",")?.strip_suffix(')')?)
                .ok()?;
        if root["format"] != FORMAT {
            return None;
        }
        let names = Names::new(&root);
        let content = |name: &str| {
            names.path(name).and_then(|path| read(&path)).and_then(bytes::content).unwrap_or_default()
        };
        let list = |at: usize| -> Vec<String> {
            root["stopwords"][at].as_str().unwrap_or("").split_whitespace().map(str::to_owned).collect()
        };
        let mut opened = Self {
            documents: usize::try_from(root["documents"].as_u64()?).ok()?,
            stopwords: Stopwords { own: list(0), foreign: list(1), names: list(2), of_matters: list(3) },
            shelves: root["shelves"].as_array().map_or(0, Vec::len),
            ..Self::default()
        };
        let first_class = |chunk: &Value| u32::try_from(chunk[1].as_u64()?).ok();
        let first_classes: Vec<u32> =
            root["terms"].as_array()?.iter().map(first_class).collect::<Option<_>>()?;
        for chunk in 0..names.terms {
            let (terms, positions) = (content(&format!("t{chunk}")), content(&format!("p{chunk}")));
            opened.terms(chunk, &first_classes, &terms, &positions);
        }
        for block in 0..names.blocks {
            opened.block(&content(&format!("d{block}")));
        }
        for shelf in 0..opened.shelves {
            opened.shelf(&content(&format!("v{shelf}")));
        }
        Some(opened)
    }

    /// Reads the strangers of a shelf, which stand behind its forms.
    fn shelf(&mut self, shelf: &[u8]) {
        let mut reader = Reader::new(shelf);
        for _ in 0..reader.number() {
            if reader.is_empty() {
                return;
            }
            reader.number();
            let length = reader.number() as usize;
            reader.take(length);
            reader.number();
        }
        let length = reader.number() as usize;
        let strangers = String::from_utf8_lossy(reader.take(length)).into_owned();
        self.strangers.extend(strangers.split_whitespace().map(str::to_owned));
    }

    fn terms(&mut self, chunk: usize, first_classes: &[u32], terms: &[u8], positions: &[u8]) {
        let (first_form, first_class) = (self.forms.len(), self.classes.len());
        self.chunks.push((first_form, first_class));
        let mut reader = Reader::new(terms);
        let (forms, classes) = (reader.number(), reader.number());
        let class_in = |chunk: usize, at: u32| {
            first_classes.get(chunk).map_or(u32::MAX, |first| first.saturating_add(at))
        };
        let reference = |reader: &mut Reader| {
            let number = reader.number();
            let (half, is_elsewhere) = (number / 2, number % 2 == 1);
            if !is_elsewhere {
                return class_in(chunk, half);
            }
            let difference = half.div_ceil(2) as usize;
            let home =
                if half % 2 == 1 { chunk.checked_sub(difference) } else { chunk.checked_add(difference) };
            class_in(home.unwrap_or(usize::MAX), reader.number())
        };
        let mut text: Vec<u8> = Vec::new();
        for _ in 0..forms {
            if reader.is_empty() {
                return;
            }
            let head = reader.number() as usize;
            text.truncate(head / 8);
            let length = reader.number() as usize;
            text.extend_from_slice(reader.take(length));
            let text = String::from_utf8_lossy(&text).into_owned();
            let status = head / 2 % 4;
            let spelling = if status == ODD { spell(&text, &mut reader) } else { text.clone() };
            self.forms.push(OpenedForm {
                folded: fold(&text),
                text,
                spelling,
                written: [PLAIN, ODD].contains(&status),
                capital: head % 2 == 1,
                bound: status == BOUND,
                class: reference(&mut reader),
                home: false,
            });
        }
        let (mut counts, mut homes) = (Vec::new(), Vec::new());
        for _ in 0..classes {
            if reader.is_empty() {
                return;
            }
            counts.push(reader.number() as usize);
            let rarity = reader.number();
            homes.push(reader.number());
            let [parts, kin] = [(); 2].map(|()| {
                (0..reader.number())
                    .map_while(|_| (!reader.is_empty()).then(|| reference(&mut reader)))
                    .collect()
            });
            for _ in 0..reader.number() {
                let length = reader.number() as usize;
                reader.take(length);
            }
            self.classes.push(OpenedClass { rarity, parts, kin, ..OpenedClass::default() });
        }
        // Counts down to the form of each class that is its home.
        let mut homes: HashMap<u32, u32> = (class_in(chunk, 0)..).zip(homes).collect();
        for form in &mut self.forms[first_form..] {
            let left = homes.get(&form.class).copied();
            form.home = left == Some(0);
            left.and_then(|left| homes.insert(form.class, left.checked_sub(1).unwrap_or(u32::MAX)));
        }
        let own = &mut self.classes[first_class..];
        for (class, count) in own.iter_mut().zip(&counts) {
            let mut document = 0_u32;
            for _ in 0..(*count).min(self.documents) {
                document = document.wrapping_add(reader.number());
                class.documents.push(document);
            }
        }
        for (class, count) in own.iter_mut().zip(&counts) {
            let bytes = reader.take(*count);
            class.strengths = bytes.iter().map(|byte| strength(*byte)).collect();
            class.titles = bytes.iter().map(|byte| title(*byte)).collect();
        }
        for (class, count) in own.iter_mut().zip(&counts) {
            class.divisions = reader.take(*count).to_vec();
        }
        read_positions(own, positions);
    }

    fn block(&mut self, json: &[u8]) {
        let Ok(Value::Array(entries)) = serde_json::from_slice(json) else { return };
        let text = |value: &Value| value.as_str().unwrap_or("").replace('\u{ad}', "");
        self.shown.extend(entries.iter().map(|entry| {
            Shown {
                title: text(&entry[0]),
                address: text(&entry[1]),
                kind: text(&entry[2]),
                summary: text(&entry[5]),
                sections: entry[6]
                    .as_array()
                    .map(|sections| {
                        sections.iter().map(|section| [0, 1, 2].map(|at| text(&section[at]))).collect()
                    })
                    .unwrap_or_default(),
            }
        }));
    }
}

/// Reads the positions of the classes of a chunk.
fn read_positions(own: &mut [OpenedClass], positions: &[u8]) {
    let mut reader = Reader::new(positions);
    let counts: Vec<usize> =
        own.iter().flat_map(|class| &class.documents).map(|_| reader.number() as usize).collect();
    let all: usize = counts.iter().sum();
    let upper: Vec<u32> = (0..all.min(positions.len())).map(|_| reader.number()).collect();
    let mut steps = upper.into_iter().map(|upper| upper << 7 | u32::from(reader.byte()));
    let mut counts = counts.into_iter();
    for class in own {
        let of_posting = |count| {
            steps
                .by_ref()
                .take(count)
                .scan(0, |at, step| {
                    *at += step;
                    Some(*at)
                })
                .collect()
        };
        class.positions = counts.by_ref().take(class.documents.len()).map(of_posting).collect();
    }
}

/// The names of the files: the root lists their hashes in a fixed order.
struct Names {
    terms: usize,
    blocks: usize,
    hashes: String,
}

impl Names {
    fn new(root: &Value) -> Self {
        let count = |key: &str| root[key].as_array().map_or(0, Vec::len);
        Self {
            terms: count("terms"),
            blocks: count("blocks"),
            hashes: root["hashes"].as_str().unwrap_or("").to_owned(),
        }
    }

    fn path(&self, name: &str) -> Option<String> {
        let number = || name[1..].parse::<usize>().ok();
        let rest = self.terms * 2 + self.blocks;
        let at = match name.as_bytes().first()? {
            b't' => number()? * 2,
            b'p' => number()? * 2 + 1,
            b'd' => self.terms * 2 + number()?,
            b'f' => rest,
            b'o' => rest + 1,
            _ => rest + 2 + number()?,
        };
        Some(format!("{name}-{}.js", self.hashes.get(at * HASH..(at + 1) * HASH)?))
    }
}
