//! Reads what somebody typed: words, phrases in quotation marks, and whether the last word is still open.
//!
//! A separable verb in two (`Wie melde ich mein Kind an?`) is one word again.
//!
//! Any text is a query. The browser reads it by the same rules (`parse` in `search.js`).

use super::irregular::SEPARABLE;
use super::stopwords::Stopwords;
use super::words::{self, Word};

/// Letters of a query that are read, and words of it that are searched.
const LETTERS: usize = 400;
const WORDS: usize = 16;

/// A query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The words to look for, each once.
    pub words: Vec<QueryWord>,
    /// Phrases: for each, the places in `words` and the distance from the phrase's beginning.
    pub phrases: Vec<Vec<(usize, u32)>>,
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryWord {
    /// As [`words::Word::form`] gives it.
    pub form: String,
    /// As typed.
    pub typed: String,
    /// Not finished: the last word, without a space after it.
    pub open: bool,
    /// Within quotation marks: only the word itself is meant.
    pub literal: bool,
    /// The prefix that stands apart at the end of the clause, when the word may be its verb.
    pub prefix: Option<&'static str>,
    /// The place of the word that stands before a preposition, when this one stands behind it: that of `Angebote` for
    /// `Väter` in `Angebote für Väter`.
    pub behind: Option<usize>,
}

/// What `text` asks for; `stopwords` carry no meaning unless nothing else is there.
#[must_use]
pub fn parse(text: &str, stopwords: &Stopwords) -> Query {
    let text: String = text.chars().take(LETTERS).collect();
    let all = words::words(&text);
    let is_stopword = stopwords.within(all.iter().map(|word| &*word.form));
    let has_content = all.iter().any(|word| !is_stopword(&word.form));
    let mut query = Query::default();
    let mut pieces = text.split(is_quotation_mark).enumerate().peekable();
    while let Some((at, piece)) = pieces.next() {
        let literal = at % 2 == 1;
        let is_last = pieces.peek().is_none();
        let mut phrase = Vec::new();
        let found = words::words(piece);
        let separated = if literal { Vec::new() } else { separated(piece, &found, &is_stopword) };
        let first = found.iter().position(|word| !(has_content && is_stopword(&word.form))).unwrap_or(0);
        // The last word, if it stands right before this one; and the one before the last preposition.
        let (mut last, mut behind) = (None, None);
        for (place, word) in found.iter().enumerate() {
            let before = last.take();
            if before.is_some() && !literal && stopwords.of_matters.iter().any(|one| **one == *word.form) {
                behind = before;
            }
            let is_prefix = separated.iter().any(|(_, prefix)| *prefix == place);
            if (has_content && (is_prefix || is_stopword(&word.form))) || query.words.len() >= WORDS {
                continue;
            }
            let open = is_last && !literal && word.end == piece.len();
            let typed = piece[word.start..word.end].to_owned();
            let prefix = separated.iter().find(|(verb, _)| *verb == place).and_then(|(_, prefix)| {
                SEPARABLE.iter().copied().find(|known| *known == found[*prefix].form)
            });
            let form = word.form.clone().into_owned();
            let number = query.add(QueryWord { form, typed, open, literal, prefix, behind });
            last = Some(number);
            phrase.push((number, u32::try_from(place - first).unwrap_or(0)));
        }
        if literal && !phrase.is_empty() {
            query.phrases.push(phrase);
        }
    }
    query
}

impl Query {
    /// The place of the word, new or known.
    fn add(&mut self, word: QueryWord) -> usize {
        match self.words.iter().position(|known| known.form == word.form) {
            Some(at) => {
                self.words[at].literal |= word.literal;
                at
            }
            None => {
                self.words.push(word);
                self.words.len() - 1
            }
        }
    }
}

/// The verbs of a text that may belong to a prefix at the end of their clause: the place of each, and of the
/// prefix. The verb is the first small word that has a meaning, or the first word at all.
fn separated(text: &str, found: &[Word<'_>], is_stopword: impl Fn(&str) -> bool) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for (place, word) in found.iter().enumerate() {
        let rest = &text[word.end..];
        let ends = rest.trim_start().chars().next().is_none_or(|next| ".,;:!?".contains(next));
        if ends && !word.capital && SEPARABLE.contains(&&*word.form) {
            let is_verb = |at: &usize| {
                let word = &found[*at];
                (!word.capital || *at == start)
                    && !is_stopword(&word.form)
                    && word.form.ends_with(['e', 't', 'n'])
            };
            pairs.extend((start..place).find(is_verb).map(|verb| (verb, place)));
        }
        if ends {
            start = place + 1;
        }
    }
    pairs
}

fn is_quotation_mark(character: char) -> bool {
    matches!(character, '"' | '„' | '“' | '”' | '«' | '»' | '‟')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stopwords(own: &[&str]) -> Stopwords {
        Stopwords { own: own.iter().map(|word| (*word).to_owned()).collect(), ..Stopwords::default() }
    }

    fn parsed(text: &str) -> Vec<(String, bool, bool)> {
        parse(text, &stopwords(&["wie", "ich", "zur", "über", "uns"]))
            .words
            .into_iter()
            .map(|word| (word.form, word.open, word.literal))
            .collect()
    }

    #[test]
    fn words_phrases_and_an_open_end() {
        let word = |form: &str, open, literal| (form.to_owned(), open, literal);
        assert_eq!(
            parsed("Wie erreiche ich Eltern"),
            [word("erreiche", false, false), word("eltern", true, false)]
        );
        assert_eq!(parsed("Eltern "), [word("eltern", false, false)]);
        assert_eq!(
            parsed("„Frühe Hilfen“ Berat"),
            [word("frühe", false, true), word("hilfen", false, true), word("berat", true, false)]
        );
        assert_eq!(
            parsed("Über uns"),
            [word("über", false, false), word("uns", true, false)],
            "nothing else is there"
        );
        assert_eq!(parsed("\"offen"), [word("offen", false, true)], "a quotation mark left open");
        let query = parse("\"Hilfe zur Erziehung\"", &stopwords(&["zur"]));
        assert_eq!(query.phrases, [[(0, 0), (1, 2)]]);
    }

    #[test]
    fn a_separated_verb_knows_its_prefix() {
        let prefixes = |text: &str| -> Vec<(String, Option<&str>)> {
            let stopwords = stopwords(&["wie", "ich", "den", "an", "ab", "mein", "für"]);
            parse(text, &stopwords).words.into_iter().map(|word| (word.form, word.prefix)).collect()
        };
        let word = |form: &str, prefix| (form.to_owned(), prefix);
        assert_eq!(prefixes("Wie melde ich mein Kind an?"), [word("melde", Some("an")), word("kind", None)]);
        assert_eq!(
            prefixes("Gebe ich den Antrag ab, nehme ich teil"),
            [word("gebe", Some("ab")), word("antrag", None), word("nehme", Some("teil"))]
        );
        assert_eq!(prefixes("Angebote für Eltern an"), [word("angebote", Some("an")), word("eltern", None)]);
        assert_eq!(prefixes("an Eltern"), [word("eltern", None)]);
    }

    #[test]
    fn what_stands_behind_a_preposition_is_the_matter() {
        let stopwords = Stopwords {
            of_matters: vec!["für".into(), "bei".into()],
            ..stopwords(&["für", "in", "bei", "was"])
        };
        let behind = |text: &str| -> Vec<Option<usize>> {
            parse(text, &stopwords).words.into_iter().map(|word| word.behind).collect()
        };
        assert_eq!(behind("Angebote für junge Väter"), [None, Some(0), Some(0)]);
        assert_eq!(behind("Hilfe für Eltern bei Schulden"), [None, Some(0), Some(1)]);
        assert_eq!(behind("Frauenhaus in Berlin"), [None, None], "a place is not the matter");
        assert_eq!(behind("Was für Väter"), [None]);
    }

    #[test]
    fn any_text_is_a_query() {
        for text in ["", "   ", "\"\"", "<script>", "*:_/-", "🙂", &"wort ".repeat(5000), "((((", "\u{0}"] {
            assert!(parse(text, &Stopwords::default()).words.len() <= WORDS, "{text}");
        }
    }
}
