//! Takes text apart into words as people mean them, German gender markers included.
//!
//! A word is a run of letters, digits and marks. `Sozialarbeiter*innen`, `-:innen`, `_innen`, `/-innen`,
//! `·innen`, `(innen)` and `Innen` all become `sozialarbeiterinnen`, marked as a gender form, also inside
//! a compound (`Teilnehmer:innenzahl`). A hyphen stays (`online-beratung`): it shows where a compound
//! divides. An apostrophe goes. Scripts that write without spaces give one word per character. The browser
//! divides a query by the same rules (`words` in `search.js`); a test compares the two.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// Longer runs of letters are no words; the rest of such a run is ignored.
const LONGEST: usize = 64;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// Lower case and composed, markers removed, umlauts and hyphens kept: `online-beratung`.
    pub form: Cow<'t, str>,
    /// Written with a gender marker.
    pub marked: bool,
    /// Begins with a capital.
    pub capital: bool,
    /// Where the word begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A word as it is written. Everything else about it follows from that, so who reads many words need not
/// find it out anew for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling<'t> {
    /// The letters, markers removed: `Online-Beratung`.
    pub letters: Cow<'t, str>,
    /// Whether a marker stood between them.
    pub joined: bool,
    /// Where the word begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// What may stand between two parts of a word.
enum Join {
    /// A gender marker: so many bytes of marker before and after the suffix, and the suffix.
    Gender { before: usize, suffix: usize, after: usize },
    /// A hyphen of so many bytes.
    Hyphen(usize),
    /// An apostrophe of so many bytes.
    Apostrophe(usize),
    /// An English possessive, so many bytes, not part of the word.
    Possessive(usize),
}

/// The words of `text` in their order.
#[must_use]
pub fn words(text: &str) -> Vec<Word<'_>> {
    spellings(text).filter_map(Spelling::word).collect()
}

/// What is written in `text`, in order; see [`is_word`] for which of them are words.
pub fn spellings(text: &str) -> impl Iterator<Item = Spelling<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(character) = text[at..].chars().next() {
            let start = at;
            if is_spaceless(character) {
                at += character.len_utf8();
                let letters = Cow::Borrowed(&text[start..at]);
                return Some(Spelling { letters, joined: false, start, end: at });
            }
            if is_letter(character) {
                let spelling = spelling(text, start);
                at = spelling.end;
                return Some(spelling);
            }
            at += character.len_utf8();
        }
        None
    })
}

/// Whether letters are a word: marks alone are none.
#[must_use]
pub fn is_word(letters: &str) -> bool {
    letters.chars().any(|letter| letter.is_alphanumeric() || is_spaceless(letter))
}

impl<'t> Spelling<'t> {
    /// The word that is written so, if it is one.
    fn word(self) -> Option<Word<'t>> {
        let Self { letters, joined, start, end } = self;
        is_word(&letters).then(|| Word {
            marked: joined || has_inner_capital(&letters),
            capital: is_capital(&letters),
            form: normal_form(letters),
            start,
            end,
        })
    }
}

/// The word that begins at `start`, as it is written.
fn spelling(text: &str, start: usize) -> Spelling<'_> {
    // Nearly all words are one run of letters and need no copy.
    let mut letters = Cow::Borrowed("");
    let mut joined = false;
    let mut at = start;
    loop {
        let run = &text[at..at + run_of_letters(&text[at..])];
        if letters.is_empty() {
            letters = Cow::Borrowed(run);
        } else {
            letters.to_mut().push_str(run);
        }
        at += run.len();
        match join(&letters, &text[at..]) {
            Some(Join::Gender { before, suffix, after }) => {
                joined = true;
                letters.to_mut().push_str(&text[at + before..at + before + suffix]);
                at += before + suffix + after;
            }
            Some(Join::Hyphen(length)) => {
                letters.to_mut().push('-');
                at += length;
            }
            Some(Join::Apostrophe(length)) => at += length,
            Some(Join::Possessive(length)) => {
                at += length;
                break;
            }
            None => break,
        }
    }
    Spelling { letters, joined, start, end: at }
}

/// Whether letters begin with a capital.
#[must_use]
pub fn is_capital(letters: &str) -> bool {
    letters.chars().next().is_some_and(char::is_uppercase)
}

/// Letters in lower case, composed, without invisible characters, and of a long run only the beginning.
#[must_use]
pub fn normal_form(raw: Cow<'_, str>) -> Cow<'_, str> {
    // Nearly all words are German in letters that need no tables.
    if raw.len() <= LONGEST {
        let Some((from, _)) = raw.char_indices().find(|(_, letter)| small(*letter) != Some(*letter)) else {
            return raw;
        };
        if let Some(lower) = lower(&raw, from) {
            return Cow::Owned(lower);
        }
    }
    let visible = raw.chars().filter(|character| !is_invisible(*character));
    let lower: String = visible.collect::<String>().to_lowercase();
    let composed: String = if is_nfc_quick(lower.chars()) == unicode_normalization::IsNormalized::Yes {
        lower
    } else {
        lower.nfc().collect()
    };
    let short = composed.chars().count() <= LONGEST;
    Cow::Owned(if short { composed } else { composed.chars().take(LONGEST).collect() })
}

/// The word with small letters from the byte `from` on; `None` if it has others than German ones.
fn lower(raw: &str, from: usize) -> Option<String> {
    let mut lower = String::with_capacity(raw.len());
    lower.push_str(&raw[..from]);
    for letter in raw[from..].chars() {
        lower.push(small(letter)?);
    }
    Some(lower)
}

/// The small letter, of those that German is written in.
fn small(letter: char) -> Option<char> {
    match letter {
        'a'..='z' | '0'..='9' | '-' | 'ä' | 'ö' | 'ü' | 'ß' => Some(letter),
        'A'..='Z' => Some(letter.to_ascii_lowercase()),
        'Ä' => Some('ä'),
        'Ö' => Some('ö'),
        'Ü' => Some('ü'),
        _ => None,
    }
}

/// What joins the letters so far to `rest`, if anything does.
fn join(raw: &str, rest: &str) -> Option<Join> {
    let mut characters = rest.chars();
    let first = characters.next()?;
    let length = first.len_utf8();
    let after = &rest[length..];
    match first {
        '*' | ':' | '_' | '·' => gender(length, after, true),
        '/' => gender(
            length + usize::from(after.starts_with('-')),
            after.strip_prefix('-').unwrap_or(after),
            false,
        ),
        '(' => bracketed(after),
        '.' => suffix(after, "innen")
            .filter(|end| !continues(&after[*end..]))
            .map(|suffix| gender_join(length, suffix, 0)),
        '-' | '‐' | '‑' => hyphen(raw, length, after),
        '\'' | '’' | 'ʼ' => apostrophe(length, after),
        _ => None,
    }
}

fn gender_join(before: usize, suffix: usize, after: usize) -> Join {
    Join::Gender { before, suffix, after }
}

/// A marker and its ending; `-innen` may be followed by the rest of a compound where `inside` says so.
fn gender(before: usize, after: &str, inside: bool) -> Option<Join> {
    if let Some(end) = suffix(after, "innen")
        && (inside || !continues(&after[end..]))
    {
        return Some(gender_join(before, end, 0));
    }
    ["in", "r", "n", "e", "s"]
        .iter()
        .find_map(|ending| suffix(after, ending).filter(|end| !continues(&after[*end..])))
        .map(|end| gender_join(before, end, 0))
}

/// `(innen)`, `(in)`, `(r)`, and the plural of `Kurs(e)`.
fn bracketed(after: &str) -> Option<Join> {
    ["innen", "in", "nen", "en", "er", "r", "n", "e", "s"]
        .iter()
        .find_map(|ending| suffix(after, ending).filter(|end| after[*end..].starts_with(')')))
        .map(|end| gender_join(1, end, 1))
}

/// `Autor-innen` and `Autor-in` are gender forms, `Check-in` and `Online-Beratung` are not.
fn hyphen(raw: &str, length: usize, after: &str) -> Option<Join> {
    let ending = |ending| suffix(after, ending).filter(|end| !continues(&after[*end..]));
    if let Some(end) = ending("innen").or_else(|| ending("in").filter(|_| super::gender::is_agent(raw))) {
        return Some(gender_join(length, end, 0));
    }
    continues(after).then_some(Join::Hyphen(length))
}

fn apostrophe(length: usize, after: &str) -> Option<Join> {
    match suffix(after, "s") {
        Some(end) if !continues(&after[end..]) => Some(Join::Possessive(length + end)),
        _ => continues(after).then_some(Join::Apostrophe(length)),
    }
}

/// The length of `ending` when `text` begins with it, in small or capital letters.
fn suffix(text: &str, ending: &str) -> Option<usize> {
    text.get(..ending.len()).filter(|start| start.eq_ignore_ascii_case(ending)).map(str::len)
}

fn continues(text: &str) -> bool {
    text.chars().next().is_some_and(|character| is_letter(character) && !is_spaceless(character))
}

/// The bytes of letters at the start of `text`.
fn run_of_letters(text: &str) -> usize {
    let mut at = 0;
    loop {
        at += text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        match text[at..].chars().next() {
            Some(next) if !next.is_ascii() && is_letter_beyond_ascii(next) && !is_spaceless(next) => {
                at += next.len_utf8();
            }
            _ => return at,
        }
    }
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphanumeric() || (!character.is_ascii() && is_letter_beyond_ascii(character))
}

fn is_letter_beyond_ascii(character: char) -> bool {
    matches!(character, 'ä' | 'ö' | 'ü' | 'ß' | 'Ä' | 'Ö' | 'Ü')
        || character.is_alphanumeric()
        || is_combining_mark(character)
        || is_invisible(character)
}

/// Whether a character is only there to tell where a word may break.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// Han, Kana and Thai are written without spaces.
fn is_spaceless(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{e4f}' | '\u{20000}'..='\u{3ffff}')
}

/// `TeilnehmerInnen`: the capital inside is the gender marker.
#[must_use]
pub fn has_inner_capital(raw: &str) -> bool {
    if !raw.bytes().skip(1).any(|byte| byte == b'I') {
        return false;
    }
    ["Innen", "In"].iter().any(|ending| {
        raw.find(ending).is_some_and(|at| {
            at > 2
                && raw[..at].ends_with(char::is_lowercase)
                && (*ending == "Innen" || (raw.len() == at + 2 && super::gender::is_agent(&raw[..at])))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.form.into_owned()).collect()
    }

    #[test]
    fn every_gender_form_becomes_one_word() {
        for text in [
            "Sozialarbeiter*innen",
            "Sozialarbeiter:innen",
            "Sozialarbeiter_innen",
            "SozialarbeiterInnen",
            "Sozialarbeiter/-innen",
            "Sozialarbeiter/innen",
            "Sozialarbeiter(innen)",
            "Sozialarbeiter·innen",
            "Sozialarbeiter-innen",
            "Sozialarbeiter.innen",
        ] {
            let found = words(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((&*found[0].form, found[0].marked), ("sozialarbeiterinnen", true), "{text}");
            assert_eq!((found[0].start, found[0].end), (0, text.len()), "{text}");
        }
    }

    #[test]
    fn other_endings_and_places() {
        for (text, expected) in [
            ("Der*die Teilnehmer*in", vec!["der", "die", "teilnehmerin"]),
            (
                "jede*r Jugendliche(r), eine:n Beschäftigte/r",
                vec!["jeder", "jugendlicher", "einen", "beschäftigter"],
            ),
            ("Teilnehmer:innenzahl", vec!["teilnehmerinnenzahl"]),
            ("Kurs(e) und Frage(n)", vec!["kurse", "und", "fragen"]),
            ("Lehrer/Lehrerinnen", vec!["lehrer", "lehrerinnen"]),
            ("Check-in mit Autor-in", vec!["check-in", "mit", "autorin"]),
            ("um 10:30 Uhr: in Jena", vec!["um", "10", "30", "uhr", "in", "jena"]),
            ("und/oder", vec!["und", "oder"]),
            ("E-Mail, Online‑Beratung", vec!["e-mail", "online-beratung"]),
            ("Kinder- und Jugendhilfe", vec!["kinder", "und", "jugendhilfe"]),
            ("Jena's children’s geht’s O'Brien", vec!["jena", "children", "geht", "obrien"]),
            ("Eltern\u{ad}beratung", vec!["elternberatung"]),
            ("§ 13a SGB VIII", vec!["13a", "sgb", "viii"]),
            ("日本語 ok", vec!["日", "本", "語", "ok"]),
            ("❤️ 👩‍💻 <b>", vec!["b"]),
            ("ملفّ الوالدين", vec!["ملفّ", "الوالدين"]),
        ] {
            assert_eq!(forms(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_too_long_or_too_odd() {
        assert_eq!(forms(&"a".repeat(100_000))[0].len(), LONGEST);
        assert_eq!(forms("*:_/-·’()in(innen"), ["in", "innen"]);
        assert_eq!(forms(&"a*".repeat(1000)).len(), 1000);
    }
}
