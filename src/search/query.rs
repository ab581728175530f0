//! Reads what somebody typed: words, phrases in quotation marks, and whether the last word is still open.
//!
//! Any text is a query. The browser reads it by the same rules (`parse` in `search.js`).

use super::words;

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
}

/// What `text` asks for; `stopwords` carry no meaning unless nothing else is there.
#[must_use]
pub fn parse(text: &str, stopwords: &[String]) -> Query {
    let text: String = text.chars().take(LETTERS).collect();
    let is_stopword = |form: &str| stopwords.iter().any(|stopword| stopword == form);
    let has_content = words::words(&text).iter().any(|word| !is_stopword(&word.form));
    let mut query = Query::default();
    let mut pieces = text.split(is_quotation_mark).enumerate().peekable();
    while let Some((at, piece)) = pieces.next() {
        let literal = at % 2 == 1;
        let is_last = pieces.peek().is_none();
        let mut phrase = Vec::new();
        let found = words::words(piece);
        let first = found.iter().position(|word| !(has_content && is_stopword(&word.form))).unwrap_or(0);
        for (place, word) in found.iter().enumerate() {
            if (has_content && is_stopword(&word.form)) || query.words.len() >= WORDS {
                continue;
            }
            let open = is_last && !literal && word.end == piece.len();
            let typed = piece[word.start..word.end].to_owned();
            let number = query.add(QueryWord { form: word.form.clone().into_owned(), typed, open, literal });
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

fn is_quotation_mark(character: char) -> bool {
    matches!(character, '"' | '„' | '“' | '”' | '«' | '»' | '‟')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Vec<(String, bool, bool)> {
        let stopwords = ["wie", "ich", "zur", "über", "uns"].map(str::to_owned);
        parse(text, &stopwords).words.into_iter().map(|word| (word.form, word.open, word.literal)).collect()
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
        let query = parse("\"Hilfe zur Erziehung\"", &["zur".to_owned()]);
        assert_eq!(query.phrases, [[(0, 0), (1, 2)]]);
    }

    #[test]
    fn any_text_is_a_query() {
        for text in ["", "   ", "\"\"", "<script>", "*:_/-", "🙂", &"wort ".repeat(5000), "((((", "\u{0}"] {
            assert!(parse(text, &[]).words.len() <= WORDS, "{text}");
        }
    }
}
