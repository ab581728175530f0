//! Reads documents into their words: which forms, where, how heavy.
//!
//! Pure and independent of all other documents, so that documents can be read in parallel, each thread some
//! of them in a row: hardly a word of a document is new, and what is known of a spelling is not found out
//! again. What a form means needs the whole site and is left to `vocabulary`.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::compound::Splitter;
use super::input::Document;
use super::words::{self, Spelling};
use super::{spelling, stopwords};

/// Weight of a title, a heading, a summary, and running text.
pub const TITLE: u8 = 6;
/// Weight of a title that is one word. Who asks for "Glossar" wants the page of this name, not one that explains how to
/// write a glossary and says the word more often.
pub const NAME: u8 = 3 * TITLE;
const HEADING: u8 = 3;
const SUMMARY: u8 = 2;
const TEXT: u8 = 1;
/// Texts of at least this weight keep their function words, for titles that have no others.
const KEEPS_STOPWORDS: u8 = 4;
/// Positions left free between two texts, so that no phrase reaches across. More than the function words
/// that may stand between two words of a phrase; a larger gap makes the index larger.
const GAP: u32 = 6;

/// The words of some documents.
#[derive(Debug, Default)]
pub struct Reading {
    /// Every form once, in order of appearance, with hyphens; see [`words::Word::form`].
    pub forms: Vec<Box<str>>,
    /// Every spelling once that a form does not tell, see [`spelling`].
    pub spellings: Vec<Box<str>>,
    /// The documents in their order.
    pub documents: Vec<Words>,
}

/// The words of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Each of its forms once, in order of appearance.
    pub forms: Vec<Form>,
    /// Every word that counts, in the order of the text.
    pub occurrences: Vec<Occurrence>,
    /// Words of running text, function words included.
    pub length: u32,
    /// Words of the title, without function words unless it has no others; 0 if the title is none that could be asked
    /// for by itself.
    pub title: u8,
    /// See [`Document::is_behind`].
    pub is_behind: bool,
}

impl Words {
    /// Gives the occurrences the numbers that forms have among those of the site, by their places in
    /// [`Reading::forms`]; then the forms themselves are not needed any more.
    pub fn number(&mut self, numbers: &[Option<u32>]) {
        for occurrence in &mut self.occurrences {
            occurrence.form = numbers[occurrence.form as usize].unwrap_or(occurrence.form);
        }
        self.forms = Vec::new();
    }
}

/// A form as a document writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Place in [`Reading::forms`].
    pub form: u32,
    /// Written with a gender marker somewhere.
    pub marked: bool,
    /// Written with a capital more often than not, beginnings of sentences aside.
    pub capital: bool,
    /// Written as a word at all, and not only meant (`kinderhilfe` of `Kinder- und Jugendhilfe`) or part of an address.
    pub written: bool,
    /// How it is written most often, if its letters do not tell: the place in [`Reading::spellings`].
    pub spelling: Option<u32>,
}

/// A word at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Place in [`Reading::forms`], or the number among the forms of the site.
    pub form: u32,
    /// Count of words before it, with gaps between texts.
    pub position: u32,
    /// 0 for what stands before the first heading, title and fields included.
    pub section: u16,
    /// Weight of the text.
    pub weight: u8,
}

/// Reads documents one after the other.
#[derive(Debug, Default)]
pub struct Reader {
    /// By the letters of a spelling.
    known: HashMap<Box<str>, Option<Known>, FixedState>,
    /// The place of each form in [`Reading::forms`].
    forms: HashMap<Box<str>, u32, FixedState>,
    /// The place of each spelling in [`Reading::spellings`].
    spellings: HashMap<Box<str>, u32, FixedState>,
    /// For each form, what the document at hand says of it.
    evidence: Vec<Evidence>,
    page: Page,
    reading: Reading,
    splitter: Splitter,
}

/// What follows from the letters of a word.
#[derive(Clone, Copy, Debug)]
struct Known {
    form: u32,
    capital: bool,
    marked: bool,
    is_stopword: [bool; 2],
    /// The spelling, if the form does not tell it.
    spelling: Option<u32>,
    /// See [`is_identifier`].
    is_identifier: bool,
}

/// How a document writes a form.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    is_there: bool,
    marked: bool,
    /// For a capital, and against one.
    capital: u32,
    small: u32,
    /// How often it is a word of the text.
    written: u32,
    /// See [`Form::spelling`].
    spelling: Option<u32>,
}

/// The document at hand.
#[derive(Debug, Default)]
struct Page {
    /// The place of its language in the lists of stopwords.
    language: Option<usize>,
    forms: Vec<u32>,
    occurrences: Vec<Occurrence>,
    position: u32,
    /// Form and spelling of each word that is not written as its form.
    odd: Vec<(u32, u32)>,
    /// The words that end with a hyphen and wait for the one that completes them: `Kinder- und Jugendhilfe`.
    hanging: Vec<u32>,
    /// The last word that does not, for those that begin with one: `Familienbildung und -beratung`.
    whole: Option<u32>,
}

/// At which end of a word a hyphen stands for what it has in common with another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hanging {
    Nowhere,
    AtItsEnd,
    AtItsBeginning,
}

/// The number of a section: 0 is the part before the first heading, whether the document has one or not.
#[must_use]
pub fn section_place(document: &Document, at: usize) -> usize {
    let has_opening = document.sections.first().is_some_and(|section| section.heading.is_empty());
    if has_opening { at } else { at + 1 }
}

impl Reader {
    /// Reads the next document.
    pub fn read(&mut self, document: &Document) {
        self.page.language = stopwords::language(&document.lang);
        self.page.position = 0;
        let mut length = 0;
        let is_behind = document.is_behind;
        let title = if is_behind { 0 } else { self.words_of_title(&document.title) };
        let is_name = !is_behind && words::spellings(&document.title).count() == 1;
        self.text(&document.title, if is_name { NAME } else { TITLE }, 0);
        for field in &document.fields {
            self.text(&field.text, field.weight, 0);
        }
        self.text(&document.summary, SUMMARY, 0);
        for (at, section) in document.sections.iter().enumerate() {
            let place = u16::try_from(section_place(document, at)).unwrap_or(u16::MAX);
            self.text(&section.heading, HEADING, place);
            length += self.text(&section.text, TEXT, place);
        }
        self.choose_spellings();
        let forms = self.page.forms.drain(..).map(|form| {
            let evidence = std::mem::take(&mut self.evidence[form as usize]);
            let Evidence { is_there: _, marked, capital, small, written, spelling } = evidence;
            // Paths are made of nouns.
            Form { form, marked, capital: capital > small || small == 0, written: written > 0, spelling }
        });
        let occurrences = self.page.occurrences.as_slice().into();
        self.reading.documents.push(Words { forms: forms.collect(), occurrences, length, title, is_behind });
        self.page.occurrences.clear();
    }

    /// Notes of each form how the document writes it most often; of equals, the first by the alphabet.
    fn choose_spellings(&mut self) {
        self.page.odd.sort_unstable();
        for odd in self.page.odd.chunk_by(|one, other| one.0 == other.0) {
            let form = odd[0].0 as usize;
            let text = |spelling: Option<u32>| match spelling {
                Some(spelling) => &self.reading.spellings[spelling as usize],
                None => &self.reading.forms[form],
            };
            let plainly = (None, self.evidence[form].written as usize - odd.len());
            let same = odd.chunk_by(|one, other| one.1 == other.1);
            let choices = same.map(|same| (Some(same[0].1), same.len())).chain([plainly]);
            let most = choices.max_by(|(one, times), (other, often)| {
                times.cmp(often).then_with(|| text(*other).cmp(text(*one)))
            });
            self.evidence[form].spelling = most.and_then(|(spelling, _)| spelling);
        }
        self.page.odd.clear();
    }

    /// What was read.
    #[must_use]
    pub fn finish(self) -> Reading {
        self.reading
    }

    /// How many words that say something a title has; all, if none says anything.
    fn words_of_title(&mut self, title: &str) -> u8 {
        let known: Vec<Known> =
            words::spellings(title).filter_map(|spelling| self.look_up(&spelling)).collect();
        let language = self.page.language;
        let is_stopword = |known: &&Known| language.is_some_and(|language| known.is_stopword[language]);
        let stopwords = known.iter().filter(is_stopword).count();
        let count = if stopwords < known.len() { known.len() - stopwords } else { stopwords };
        u8::try_from(count).unwrap_or(u8::MAX)
    }

    /// Adds a text; returns the number of its words.
    fn text(&mut self, text: &str, weight: u8, section: u16) -> u32 {
        let before = self.page.position;
        let mut end_of_last = 0;
        let is_german = self.page.language == stopwords::language("de");
        for spelling in words::spellings(text) {
            let Some(known) = self.look_up(&spelling) else { continue };
            let between = &text.as_bytes()[end_of_last..spelling.start];
            let opens_sentence = end_of_last == 0 || between.iter().any(|byte| b".!?:\n".contains(byte));
            end_of_last = spelling.end;
            let page = &mut self.page;
            page.position += 1;
            let is_stopword = page.language.is_some_and(|language| known.is_stopword[language]);
            if opens_sentence {
                page.hanging.clear();
                page.whole = None;
            }
            if !is_stopword && is_german {
                for form in self.completed(known.form, hanging(text, &spelling)) {
                    let evidence = &mut self.evidence[form as usize];
                    if !evidence.is_there {
                        evidence.is_there = true;
                        self.page.forms.push(form);
                    }
                    evidence.capital += 4;
                    let position = self.page.position;
                    self.page.occurrences.push(Occurrence { form, position, section, weight });
                }
            }
            if weight < KEEPS_STOPWORDS && is_stopword {
                continue;
            }
            let is_in_path = !known.capital && is_in_path(text.as_bytes(), &spelling);
            let is_word = !is_in_path
                && !known.is_identifier
                && (known.capital || !is_in_address(text.as_bytes(), &spelling));
            if is_word && let Some(odd) = self.spelling(&known, &spelling, text) {
                self.page.odd.push((known.form, odd));
            }
            let page = &mut self.page;
            let evidence = &mut self.evidence[known.form as usize];
            if !evidence.is_there {
                evidence.is_there = true;
                page.forms.push(known.form);
            }
            evidence.marked |= known.marked || spelling.joined;
            evidence.written += u32::from(is_word);
            // A capital at the beginning of a sentence says little, a small letter anywhere else than in a path or a
            // name of the program says much.
            match (known.capital, opens_sentence) {
                (true, true) => evidence.capital += 1,
                (true, false) => evidence.capital += 4,
                (false, _) if is_in_path => {}
                (false, _) => evidence.small += 4,
            }
            let (form, position) = (known.form, page.position);
            page.occurrences.push(Occurrence { form, position, section, weight });
        }
        let count = self.page.position - before;
        self.page.position += GAP;
        count
    }

    /// The words that are completed by this one, or the one that it is completed to: `kinderhilfe` where `Kinder-` hangs
    /// before `Jugendhilfe`.
    fn completed(&mut self, form: u32, hanging: Hanging) -> Vec<u32> {
        let text = |form: u32| &*self.reading.forms[form as usize];
        let completed: Vec<String> = match hanging {
            Hanging::AtItsEnd => {
                self.page.hanging.push(form);
                return Vec::new();
            }
            Hanging::AtItsBeginning => {
                let first = self.page.whole.and_then(|whole| Some(self.parts(text(whole))?.0));
                first.map(|first| format!("{first}{}", text(form))).into_iter().collect()
            }
            Hanging::Nowhere if self.page.hanging.is_empty() => Vec::new(),
            Hanging::Nowhere => {
                let last = self.parts(text(form)).map_or("", |(_, last)| last);
                let waiting = self.page.hanging.iter().filter(|_| !last.is_empty());
                waiting.map(|waiting| format!("{}{last}", text(*waiting))).collect()
            }
        };
        self.page.hanging.clear();
        self.page.whole = Some(form).filter(|_| hanging == Hanging::Nowhere).or(self.page.whole);
        completed.iter().map(|text| self.form(text)).collect()
    }

    /// A compound without its last part, and that part.
    fn parts<'w>(&self, compound: &'w str) -> Option<(&'w str, &'w str)> {
        let (start, last) = match compound.rsplit_once('-') {
            Some((_, last)) => (compound.len() - last.len(), last),
            None => {
                let parts = self.splitter.split(compound);
                let last = *parts.last().filter(|_| parts.len() > 1)?;
                (compound.len() - last.len(), last)
            }
        };
        Some((&compound[..start], last))
    }

    /// What is known of a spelling; `None` if it is no word.
    fn look_up(&mut self, spelling: &Spelling<'_>) -> Option<Known> {
        let letters = &*spelling.letters;
        if let Some(known) = self.known.get(letters) {
            return *known;
        }
        let known = words::is_word(letters).then(|| {
            let form = words::normal_form(letters.into());
            let odd = spelling::odd(letters, &form);
            Known {
                spelling: odd.map(|odd| place(&odd, &mut self.spellings, &mut self.reading.spellings)),
                is_identifier: is_identifier(letters),
                capital: words::is_capital(letters),
                marked: words::has_inner_capital(letters),
                is_stopword: stopwords::lists_with(&form),
                form: self.form(&form),
            }
        });
        self.known.insert(letters.into(), known);
        known
    }

    /// How a word of the text is written, if its form does not tell.
    fn spelling(&mut self, known: &Known, spelling: &Spelling<'_>, text: &str) -> Option<u32> {
        let written = &text[spelling.start..spelling.end];
        if written.len() == spelling.letters.len() {
            return known.spelling;
        }
        // With something between the letters, which is rare.
        let odd = spelling::odd(written, &self.reading.forms[known.form as usize])?;
        Some(place(&odd, &mut self.spellings, &mut self.reading.spellings))
    }

    /// The place of a form, new or known.
    fn form(&mut self, form: &str) -> u32 {
        if let Some(place) = self.forms.get(form) {
            return *place;
        }
        self.evidence.push(Evidence::default());
        place(form, &mut self.forms, &mut self.reading.forms)
    }
}

/// The place of a text in a list in which each stands once, new or known.
fn place(text: &str, places: &mut HashMap<Box<str>, u32, FixedState>, list: &mut Vec<Box<str>>) -> u32 {
    if let Some(place) = places.get(text) {
        return *place;
    }
    let place = u32::try_from(list.len()).unwrap_or(u32::MAX);
    list.push(text.into());
    places.insert(text.into(), place);
    place
}

/// Whether a hyphen stands beside a word with no other word at its other side.
fn hanging(text: &str, spelling: &Spelling<'_>) -> Hanging {
    const HYPHENS: [char; 3] = ['-', '‐', '‑'];
    let ends =
        |text: &str| text.chars().next().is_none_or(|next| next.is_whitespace() || ",/)".contains(next));
    let begins = |text: &str| {
        text.chars().next_back().is_some_and(|before| before.is_whitespace() || "/(".contains(before))
    };
    if text[spelling.end..].strip_prefix(HYPHENS).is_some_and(ends) {
        return Hanging::AtItsEnd;
    }
    match text[..spelling.start].strip_suffix(HYPHENS).is_some_and(begins) {
        true => Hanging::AtItsBeginning,
        false => Hanging::Nowhere,
    }
}

/// Whether a word stands in something like `../projekte/netzteil.md` or `funding_program`.
fn is_in_path(text: &[u8], spelling: &Spelling<'_>) -> bool {
    let before = spelling.start.checked_sub(1).and_then(|at| text.get(at));
    let is_ending = text.get(spelling.end) == Some(&b'.')
        && text.get(spelling.end + 1).is_some_and(u8::is_ascii_lowercase);
    is_ending || [before, text.get(spelling.end)].into_iter().flatten().any(|byte| b"/_\\".contains(byte))
}

/// Whether letters are what documents and terms are called in files, `esf-2014` or `elternberatung-per-video`, and not
/// in a language.
fn is_identifier(letters: &str) -> bool {
    let is_plain = |letter: char| letter.is_lowercase() || letter.is_ascii_digit() || letter == '-';
    let hyphens = letters.bytes().filter(|byte| *byte == b'-').count();
    let has_digit = || letters.bytes().any(|byte| byte.is_ascii_digit());
    (hyphens > 1 || (hyphens == 1 && has_digit())) && letters.chars().all(is_plain)
}

/// Whether a word stands in something like `mailto:info@example.org`.
fn is_in_address(text: &[u8], spelling: &Spelling<'_>) -> bool {
    let rest = &text[spelling.end..];
    let is_before_colon =
        rest.first() == Some(&b':') && rest.get(1).is_some_and(|next| !next.is_ascii_whitespace());
    is_before_colon || rest.first() == Some(&b'@') || text[..spelling.start].last() == Some(&b'@')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::input::Section;

    #[test]
    fn small_letters_in_paths_make_no_noun_a_verb() {
        let capitals = |text: &str| {
            let section = Section { text: text.into(), ..Section::default() };
            let document = Document { lang: "de".into(), sections: vec![section], ..Document::default() };
            let mut reader = Reader::default();
            reader.read(&document);
            let reading = reader.finish();
            let forms = reading.documents[0].forms.iter().filter(|form| form.capital);
            forms.map(|form| reading.forms[form.form as usize].to_string()).collect::<Vec<_>>()
        };
        assert_eq!(
            capitals("Viele Projekte, siehe ../projekte/x und projekte/neu.md."),
            ["projekte", "x", "neu"]
        );
        assert_eq!(capitals("Sie projekte und beraten Eltern."), ["eltern"]);
    }

    #[test]
    fn a_document_becomes_weighted_words() {
        let document = Document {
            lang: "de".into(),
            title: "Beratung für Eltern".into(),
            summary: "Wir beraten Eltern.".into(),
            sections: vec![Section {
                anchor: "ziele".into(),
                heading: "Ziele".into(),
                text: "Die Eltern sind online.".into(),
            }],
            ..Document::default()
        };
        let mut reader = Reader::default();
        reader.read(&document);
        let reading = reader.finish();
        let [words] = &reading.documents[..] else { panic!("one document") };
        let forms: Vec<&str> = words.forms.iter().map(|form| &*reading.forms[form.form as usize]).collect();
        assert_eq!(
            forms,
            ["beratung", "für", "eltern", "beraten", "ziele", "online"],
            "stopwords only from the title"
        );
        let eltern = words.forms[2].form;
        let eltern: Vec<(u16, u8)> = words
            .occurrences
            .iter()
            .filter(|found| found.form == eltern)
            .map(|found| (found.section, found.weight))
            .collect();
        assert_eq!(eltern, [(0, 6), (0, 2), (1, 1)]);
        assert!(words.forms[2].capital && !words.forms[3].capital);
        assert_eq!((words.length, words.title), (4, 2));
    }

    #[test]
    fn hanging_hyphens_are_completed() {
        let forms = |text: &str| {
            let mut reader = Reader::default();
            reader.read(&Document { lang: "de".into(), summary: text.into(), ..Document::default() });
            reader.finish().forms.into_iter().map(String::from).collect::<Vec<_>>()
        };
        assert_eq!(forms("Kinder- und Jugendhilfe"), ["kinder", "und", "jugendhilfe", "kinderhilfe"]);
        assert!(
            forms("Sommer-, Herbst- oder Winterferien")
                .ends_with(&["sommerferien".into(), "herbstferien".into()])
        );
        assert!(forms("Familienbildung und -beratung").ends_with(&["familienberatung".into()]));
        assert!(forms("Online- und Telefon-Beratung").ends_with(&["onlineberatung".into()]));
        for text in
            ["Vor- und Nachteile", "Kinder- Ende. Jugendhilfe", "Eltern - Jugendhilfe", "Familienbildung -"]
        {
            assert!(
                forms(text).len() < 5 && !forms(text).contains(&"elternhilfe".into()),
                "{:?}",
                forms(text)
            );
        }
    }

    #[test]
    fn what_one_document_writes_says_nothing_of_the_next() {
        let mut reader = Reader::default();
        for text in ["Die Pat*innen helfen.", "Sie helfen Patinnen. Arbeiten"] {
            reader.read(&Document { lang: "de".into(), summary: text.into(), ..Document::default() });
        }
        let Reading { forms, documents, .. } = reader.finish();
        assert_eq!(
            forms.iter().map(|form| &**form).collect::<Vec<_>>(),
            ["die", "patinnen", "helfen", "sie", "arbeiten"]
        );
        let marked =
            |words: &Words| words.forms.iter().map(|form| (form.form, form.marked)).collect::<Vec<_>>();
        assert_eq!(marked(&documents[0]), [(1, true), (2, false)]);
        assert_eq!(marked(&documents[1]), [(2, false), (1, false), (4, false)]);
    }
}
