//! Says how a query was understood and what each document's place rests on, for `fundus search --explain`.

use super::answer::{Answer, Hit};
use super::opened::Opened;

/// What one word of the query gave to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The word as typed.
    pub word: String,
    /// The forms of the class that was found, as the dictionary has them.
    pub forms: Vec<String>,
    /// What a hit of this kind is worth, in percent.
    pub factor: u32,
    /// How strong the class is in the document (up to [`super::postings::STRONGEST`]), and how rare it is.
    pub strength: u8,
    /// See [`super::terms::rarity`].
    pub rarity: u32,
}

impl Opened {
    /// What the place of `hit` in `answer` rests on: every class of every word that the document has.
    #[must_use]
    pub fn explain(&self, answer: &Answer, hit: &Hit) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for (word, resolved) in answer.query.words.iter().zip(&answer.words) {
            for alternative in &resolved.alternatives {
                for number in &alternative.classes {
                    let Some(class) = self.classes.get(*number as usize) else { continue };
                    let Ok(at) = class.documents.binary_search(&hit.document) else { continue };
                    reasons.push(Reason {
                        word: word.typed.clone(),
                        forms: self.forms_of(*number),
                        factor: alternative.factor,
                        strength: class.strengths.get(at).copied().unwrap_or(0),
                        rarity: class.rarity,
                    });
                }
            }
        }
        reasons
    }

    /// The forms of a class.
    #[must_use]
    pub fn forms_of(&self, class: u32) -> Vec<String> {
        self.forms.iter().filter(|form| form.class == class).map(|form| form.text.clone()).collect()
    }
}
