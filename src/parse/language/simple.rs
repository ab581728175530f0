//! What makes a text in Leichte Sprache hard to read: long sentences, the passive, the genitive, long words, and nobody
//! who has read it before.
//!
//! These are rules of writing, and German is no simple language to a program: only what is sure is told. Where a word
//! may be something else (`der Eltern`, `wird vergessen` as a future), nothing is said.

use std::ops::Range;

use super::{Words, at_places};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::search::compound::Splitter;
use crate::search::lexicon;

/// A sentence with more words than these is too long.
const MOST_WORDS: usize = 15;

/// A word of so many letters is too long, unless something divides it.
const LONG_WORD: usize = 14;

/// More words than these are not named in one message.
const MOST_NAMED: usize = 5;

/// Part of a block: a word, or a sentence.
type Part<'a> = (&'a Words, Range<usize>);

/// The messages about what is in Leichte Sprache.
pub(super) fn check(file: &SourcePath, words: &[Words]) -> Vec<Diagnostic> {
    let blocks: Vec<&Words> =
        words.iter().filter(|words| words.is_simple && !words.block.is_quoted).collect();
    if blocks.is_empty() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    problems.extend(long_sentences(file, &blocks));
    for (code, find) in [
        (Code::SimplePassive, passive as fn(&str) -> Vec<Range<usize>>),
        (Code::SimpleGenitive, genitive as fn(&str) -> Vec<Range<usize>>),
    ] {
        let found: Vec<Part<'_>> = blocks
            .iter()
            .flat_map(|words| find(&words.block.text).into_iter().map(move |part| (*words, part)))
            .collect();
        let Some((words, first)) = found.first() else { continue };
        let shown = words.block.text[first.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        problems.extend(at_places(code, file, places(&found)).map(|problem| problem.arg("found", shown)));
    }
    problems.extend(long_words(file, &blocks));
    problems
}

fn places(found: &[Part<'_>]) -> impl Iterator<Item = Range<usize>> {
    found.iter().map(|(words, part)| words.block.place(part))
}

/// The message about a document in Leichte Sprache that does not say whether somebody has checked it. `head` is where
/// it begins.
pub(super) fn check_review(file: &SourcePath, words: &[Words], head: &Range<usize>) -> Option<Diagnostic> {
    let is_said = words.iter().any(|words| {
        words.block.text.split(|c: char| !c.is_alphabetic()).any(|word| {
            let word = word.to_lowercase();
            word.starts_with("prüf") || word.starts_with("geprüft")
        })
    });
    (!is_said).then(|| Diagnostic::new(Code::SimpleUnreviewed).at(file, head.clone()))
}

// ---------------------------------------------------------------- sentences

/// The sentences of a text: what a full stop, a question mark or an exclamation mark ends.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, sign) in text.match_indices(['.', '!', '?']) {
        let end = at + sign.len();
        // `z. B.` divides a sentence in two, so that it is taken for shorter than it is.
        if text[end..].chars().next().is_none_or(|next| next.is_whitespace() || "“«)\"".contains(next)) {
            found.push(start..end);
            start = end;
        }
    }
    found.retain_mut(|part| {
        part.start += text[part.clone()].len() - text[part.clone()].trim_start().len();
        part.start < part.end
    });
    found
}

fn count(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn long_sentences(file: &SourcePath, blocks: &[&Words]) -> Option<Diagnostic> {
    let long = |words: &&&Words, part: &Range<usize>| count(&words.block.text[part.clone()]) > MOST_WORDS;
    let found: Vec<Part<'_>> = blocks
        .iter()
        .flat_map(|words| {
            let parts = sentences(&words.block.text).into_iter();
            parts.filter(move |part| long(&words, part)).map(move |part| (*words, part))
        })
        .collect();
    let (words, first) = found.first()?;
    let number = count(&words.block.text[first.clone()]);
    let problem = at_places(Code::SimpleLongSentence, file, places(&found))?;
    Some(problem.arg("count", number).arg("limit", MOST_WORDS))
}

// ---------------------------------------------------------------- passive

/// The forms of `werden` that the passive is made with.
const WERDEN: &[&str] = &[
    "werde", "werden", "werdet", "wird", "wirst", "worden", "wurde", "wurden", "wurdest", "wurdet", "würde",
    "würden",
];

/// What looks like a participle and is a quality, an adverb or an infinitive: `wird bekannt`, `wird gehen`.
const NO_PARTICIPLE: &[&str] = &[
    "bekannt",
    "beliebt",
    "berechtigt",
    "bereit",
    "berühmt",
    "bestimmt",
    "bewusst",
    "gebieten",
    "gebrauchen",
    "gedenken",
    "gefährden",
    "gefallen",
    "gehorchen",
    "gehören",
    "gelangen",
    "gelingen",
    "genesen",
    "genießen",
    "genügen",
    "geraten",
    "gerecht",
    "gesamt",
    "geschehen",
    "gestalten",
    "gestatten",
    "gewähren",
    "gewährleisten",
    "gewinnen",
    "gewohnt",
    "gewöhnen",
    "verliebt",
    "verrückt",
    "vertraut",
    "verwandt",
    "überhaupt",
];

/// What stands before the `ge-` of a participle.
const BEFORE_GE: &[&str] = &[
    "", "ab", "an", "auf", "aus", "bei", "bereit", "dar", "ein", "fest", "fort", "frei", "her", "heraus",
    "herunter", "hin", "hinaus", "hinein", "hoch", "kennen", "los", "mit", "nach", "statt", "teil", "vor",
    "vorbei", "weg", "weiter", "wieder", "zu", "zurück", "zusammen",
];

/// What takes the place of `ge-`.
const INSTEAD_OF_GE: &[&str] = &["be", "ent", "er", "ver", "zer", "über", "unter", "wider"];

/// Participles without `ge-` that end like infinitives and are hardly ever meant as such behind `werden`.
const WITHOUT_GE: &[&str] = &[
    "angeboten",
    "anerkannt",
    "beschlossen",
    "beschrieben",
    "besprochen",
    "betroffen",
    "entschieden",
    "übernommen",
    "unterschrieben",
    "verboten",
    "verschoben",
    "versprochen",
];

/// Whether a word is certainly a participle.
fn is_participle(word: &str) -> bool {
    if !word.starts_with(char::is_lowercase) || NO_PARTICIPLE.contains(&word) {
        return false;
    }
    if WITHOUT_GE.contains(&word) {
        return true;
    }
    let long = |stem: &str| stem.chars().count() >= 3;
    let with_ge =
        BEFORE_GE.iter().filter_map(|before| word.strip_prefix(before)?.strip_prefix("ge")).any(|rest| {
            let stem = rest.strip_suffix("en").or_else(|| rest.strip_suffix('t'));
            stem.is_some_and(|stem| long(stem) && !NO_PARTICIPLE.contains(&format!("ge{rest}").as_str()))
        });
    let without_ge = INSTEAD_OF_GE
        .iter()
        .filter_map(|before| word.strip_prefix(before))
        .any(|rest| rest.strip_suffix('t').is_some_and(long) && !rest.ends_with("haft"));
    with_ge || without_ge || word.ends_with("iert") && word.len() > 6
}

/// The places of the passive in a text: `wird … geprüft`, `geprüft wird`, `geprüft werden`.
fn passive(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for clause in clauses(text) {
        let words: Vec<Range<usize>> = words(text, &clause).collect();
        let word = |index: usize| &text[words[index].clone()];
        let is_werden = |index: usize| WERDEN.contains(&word(index).to_lowercase().as_str());
        let Some(last) = words.len().checked_sub(1) else { continue };
        let verb = (0..words.len()).find(|index| is_werden(*index));
        let Some(verb) = verb else { continue };
        if verb < last && is_participle(word(last)) {
            found.push(words[verb].start..words[last].end);
        } else if let Some(before) = verb.checked_sub(1)
            && is_participle(word(before))
        {
            found.push(words[before].start..words[verb].end);
        }
    }
    found
}

/// The clauses of a text, as far as signs and `und` tell.
fn clauses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut push = |end: usize, next: usize| {
        if start < end {
            found.push(start..end);
        }
        start = next;
    };
    for (at, sign) in text.match_indices([',', ';', ':', '.', '!', '?', '–', '(', ')', '„', '“', '\u{fffc}'])
    {
        push(at, at + sign.len());
    }
    push(text.len(), text.len());
    let divided = found.into_iter().flat_map(|clause| {
        let mut parts = Vec::new();
        let mut start = clause.start;
        for word in words(text, &clause) {
            if ["und", "oder", "aber", "denn"].contains(&&text[word.clone()]) {
                parts.push(start..word.start);
                start = word.end;
            }
        }
        parts.push(start..clause.end);
        parts
    });
    divided.collect()
}

/// The words in a part of a text.
fn words<'t>(text: &'t str, part: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'t> {
    let end = part.end;
    let mut at = part.start;
    std::iter::from_fn(move || {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '·' | '•' | '‧' | '\u{ad}');
        let start = at + text[at..end].find(is_part)?;
        at = start + text[start..end].find(|c: char| !is_part(c)).unwrap_or(end - start);
        Some(start..at)
    })
}

// ---------------------------------------------------------------- genitive

/// Articles that are a genitive wherever a noun in `-s` follows.
const OF_ONE: &[&str] =
    &["des", "eines", "keines", "meines", "deines", "seines", "ihres", "unseres", "eures", "dieses", "jenes"];

/// The places of a sure genitive in a text: `des Amtes`, `des neuen Antrags`, `meines Kindes`.
fn genitive(text: &str) -> Vec<Range<usize>> {
    let all: Vec<Range<usize>> = words(text, &(0..text.len())).collect();
    let word = |index: usize| all.get(index).map_or("", |word| &text[word.clone()]);
    let is_near = |one: usize, other: usize| {
        all.get(other).is_some_and(|next| text[all[one].end..next.start].chars().all(char::is_whitespace))
    };
    let is_noun = |word: &str| word.starts_with(char::is_uppercase);
    let mut found = Vec::new();
    for index in 0..all.len() {
        let article = word(index).to_lowercase();
        if !OF_ONE.contains(&article.as_str()) || !is_near(index, index + 1) {
            continue;
        }
        let (next, after) = (word(index + 1), word(index + 2));
        let noun = if is_noun(next) {
            index + 1
        } else if next.ends_with("en") && is_near(index + 1, index + 2) && is_noun(after) {
            index + 2
        } else {
            continue;
        };
        // `des Europäischen Sozialfonds`: an adjective that is part of a name.
        let is_named = word(noun).ends_with("en") && is_near(noun, noun + 1) && is_noun(word(noun + 1));
        let noun = if is_named { noun + 1 } else { noun };
        let said = word(noun);
        // `dieses Haus` is none: behind the others it is the noun that tells.
        let shown = match noun - index {
            _ if article == "des" => true,
            1 => said.ends_with("es"),
            _ => said.ends_with('s'),
        };
        if shown && said != "Tages" {
            found.push(all[index].start..all[noun].end);
        }
    }
    found
}

// ---------------------------------------------------------------- long words

fn long_words(file: &SourcePath, blocks: &[&Words]) -> Option<Diagnostic> {
    let splitter = Splitter::default();
    let mut found: Vec<(Part<'_>, String)> = Vec::new();
    for block in blocks {
        let text = block.block.text.as_str();
        for word in words(text, &(0..text.len())) {
            if let Some(divided) = divided(&splitter, &text[word.clone()]) {
                found.push(((block, word), divided));
            }
        }
    }
    let mut named: Vec<String> = Vec::new();
    for (_, divided) in &found {
        let shown = format!("`{divided}`");
        if named.len() < MOST_NAMED && !named.contains(&shown) {
            named.push(shown);
        }
    }
    let ((words, first), _) = found.first()?;
    let shown = words.block.text[first.clone()].to_owned();
    let problem = at_places(
        Code::SimpleLongWord,
        file,
        found.iter().map(|((words, part), _)| words.block.place(part)),
    )?;
    Some(problem.arg("found", shown).arg("replacement", named.join(", ")))
}

/// A long noun made of several words as it is easier to read: `Jugend-Amts-Leitung`; none for what is short, divided,
/// or not known to be made of several.
fn divided(splitter: &Splitter, word: &str) -> Option<String> {
    let is_plain = word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    if !is_plain || word.chars().count() < LONG_WORD || word.chars().skip(1).any(char::is_uppercase) {
        return None;
    }
    let lower = word.to_lowercase();
    let parts = splitter.split(&lower);
    // Behind a part that it knows the splitter may guess the last one: `Kaisers-Lautern`.
    let is_known = |part: &str| {
        lexicon::german().get(part).is_some_and(|known| known.last.is_some())
            || splitter.lemma(part).is_some()
    };
    if !parts.last().is_some_and(|last| is_known(last)) {
        return None;
    }
    let capital = |part: &&str| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    let parts: Vec<String> = (parts.len() > 1).then(|| parts.iter().filter_map(capital).collect())?;
    Some(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, find: fn(&str) -> Vec<Range<usize>>) -> Vec<&str> {
        find(text).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn sentences_end_at_their_signs() {
        let text = "Guten Tag. Wie geht es? Rufen Sie an!\nStand: 3 Treffen";
        assert_eq!(said(text, sentences), ["Guten Tag.", "Wie geht es?", "Rufen Sie an!"]);
        assert_eq!(said("Das kostet 3.50 Euro.", sentences), ["Das kostet 3.50 Euro."]);
        assert_eq!(count("Das – und das, 3 Mal: ja."), 6);
    }

    #[test]
    fn the_passive_is_told() {
        for (text, expected) in [
            ("Der Antrag wird vom Amt geprüft.", "wird vom Amt geprüft"),
            ("Sie werden eingeladen und bekommen Kaffee.", "werden eingeladen"),
            ("Das Geld wurde bezahlt.", "wurde bezahlt"),
            ("Wir sagen Bescheid, wenn der Antrag geprüft wird.", "geprüft wird"),
            ("Der Bogen muss ausgefüllt werden.", "ausgefüllt werden"),
            ("Der Kurs ist abgesagt worden.", "abgesagt worden"),
            ("Der Kurs wird finanziert.", "wird finanziert"),
            ("Hier wird nicht geraucht.", "wird nicht geraucht"),
            ("Ihnen wird geholfen.", "wird geholfen"),
            ("Das wird Ihnen vorgelesen.", "wird Ihnen vorgelesen"),
            ("Das Rauchen wird verboten.", "wird verboten"),
        ] {
            assert_eq!(said(text, passive), [expected], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_the_passive_is_not() {
        for text in [
            "Wir werden Ihnen helfen.",
            "Der Kurs wird gut.",
            "Sie werden bald gesund.",
            "Das wird Ihnen gefallen.",
            "Sie wird Lehrerin.",
            "Wir werden gehen.",
            "Das wird bekannt.",
            "Er wird alt und hat viel gesagt.",
            "Sie werden viel gewinnen.",
            "Das wird erst später klar.",
            "Er hat das gesagt.",
            "Wir haben den Antrag geprüft.",
            "Es wird kalt, wir haben geheizt.",
            "Sie werden schnell bereit.",
            "Wir werden den Antrag bekommen.",
            "Die Gruppe wird Ihnen gehören.",
        ] {
            assert_eq!(said(text, passive), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn the_genitive_is_told_where_it_is_sure() {
        for (text, expected) in [
            ("Die Adresse des Amtes steht hier.", "des Amtes"),
            ("Die Leitung des Jugend-Amts hilft.", "des Jugend-Amts"),
            ("Das Ende des neuen Antrags.", "des neuen Antrags"),
            ("Der Name meines Kindes.", "meines Kindes"),
            ("Die Fragen des Jungen.", "des Jungen"),
            ("Geld des Europäischen Sozialfonds", "des Europäischen Sozialfonds"),
            ("Der Plan unseres neuen Zentrums.", "unseres neuen Zentrums"),
        ] {
            assert_eq!(said(text, genitive), [expected], "{text}");
        }
        for text in [
            "Die Kinder der Eltern.",
            "Eines Tages kommt er.",
            "Wir mögen dieses Haus.",
            "Dieses Haus ist neu.",
            "Ihres ist neu. Seines auch.",
            "Das Wort „des“ allein.",
            "Des und das",
            "Er hat keines.",
            "Wir brauchen eines: Amts-Hilfe.",
            "Kommen Sie zu des",
            "Wir kennen dieses Zeugnis und jenes Ergebnis.",
        ] {
            assert_eq!(said(text, genitive), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn long_words_are_divided() {
        let splitter = Splitter::default();
        for (word, expected) in [
            ("Jugendamtsleitung", Some("Jugend-Amts-Leitung")),
            ("Beratungsstelle", Some("Beratungs-Stelle")),
            ("Elternberatung", Some("Eltern-Beratung")),
            ("Jugend-Amts-Leitung", None),
            ("Beratungs·stelle", None),
            ("Elternabend", None),
            ("Verantwortung", None),
            ("Entschuldigung", None),
            ("selbstverständlich", None),
            ("Weinheimerinnen", None),
            ("Kaiserslautern", None),
            ("Friedrichshafen", None),
            ("Recklinghausen", None),
            ("Sozialarbeiter", Some("Sozial-Arbeiter")),
            ("Ansprechpartnerin", Some("Ansprech-Partnerin")),
            ("Kindertagesstätten", Some("Kinder-Tages-Stätten")),
        ] {
            assert_eq!(divided(&splitter, word).as_deref(), expected, "{word}");
        }
    }
}
