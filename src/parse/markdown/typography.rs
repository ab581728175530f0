//! Typewriter marks into the marks of the language: quotation marks, apostrophes, dashes, ellipsis.
//!
//! `"Hallo"` becomes „Hallo“ in German and “Hallo” in English; `geht's` gets a real apostrophe, `--`
//! an en dash, `---` an em dash, `...` an ellipsis. Which way a quotation mark turns is decided by
//! the characters around it in the source, looking through emphasis marks; what decides nothing
//! stays as typed. Code, addresses, escaped marks (`\"`) and entities never come here.

/// The quotation marks of a language, with the blanks that belong inside of them.
#[derive(Debug, PartialEq, Eq)]
struct Quotes {
    double: [&'static str; 2],
    single: [&'static str; 2],
}

/// Quotation marks by language, after the exemplar data of the Unicode CLDR.
fn quotes(language: &str) -> &'static Quotes {
    match language {
        "de" | "bg" | "cs" | "et" | "ka" | "lt" | "sk" | "sl" | "sq" | "sr" => {
            &Quotes { double: ["„", "“"], single: ["‚", "‘"] }
        }
        "hr" | "hu" | "pl" | "ro" => &Quotes { double: ["„", "”"], single: ["‚", "’"] },
        "fr" => &Quotes { double: ["«\u{a0}", "\u{a0}»"], single: ["“", "”"] },
        "el" | "es" | "hy" | "it" | "pt" => &Quotes { double: ["«", "»"], single: ["“", "”"] },
        "ru" | "uk" => &Quotes { double: ["«", "»"], single: ["„", "“"] },
        "ar" | "ckb" | "fa" | "ps" => &Quotes { double: ["«", "»"], single: ["‹", "›"] },
        "fi" | "sv" | "he" => &Quotes { double: ["”", "”"], single: ["’", "’"] },
        "ja" => &Quotes { double: ["「", "」"], single: ["『", "』"] },
        _ => &Quotes { double: ["“", "”"], single: ["‘", "’"] },
    }
}

const APOSTROPHE: &str = "’";

/// Replaces the marks of one text, block by block.
pub(super) struct Typesetter {
    quotes: &'static Quotes,
    double_open: bool,
    single_open: bool,
    closer: Closer,
}

/// How far a single mark that closes a quotation was looked for, and where the last one was found.
#[derive(Default)]
struct Closer {
    searched: usize,
    found: Option<usize>,
}

/// On which sides of a mark a word begins or ends, as CommonMark defines it for emphasis.
#[derive(Clone, Copy)]
struct Flanks {
    left: bool,
    right: bool,
}

impl Typesetter {
    /// For texts in this language (the tag without variant).
    pub(super) fn new(language: &str) -> Self {
        Self { quotes: quotes(language), double_open: false, single_open: false, closer: Closer::default() }
    }

    /// Forgets open quotations: no quotation reaches from one block into the next.
    pub(super) fn begin_block(&mut self) {
        self.double_open = false;
        self.single_open = false;
    }

    /// Whether a byte may begin something that is replaced.
    pub(super) const fn is_mark(byte: u8) -> bool {
        matches!(byte, b'"' | b'\'' | b'-' | b'.')
    }

    /// What the marks at `at` become, and how many bytes of `source` that replaces.
    pub(super) fn replace(&mut self, source: &str, at: usize) -> Option<(&'static str, usize)> {
        let bytes = source.as_bytes();
        match bytes.get(at)? {
            b'"' => self.double(source, at).map(|mark| (mark, 1)),
            b'\'' => self.single(source, at).map(|mark| (mark, 1)),
            b'.' => (run(bytes, at) == 3).then_some(("…", 3)),
            b'-' => match run(bytes, at) {
                2 if !is_option(source, at) => Some(("–", 2)),
                3 => Some(("—", 3)),
                _ => None,
            },
            _ => None,
        }
    }

    fn double(&mut self, source: &str, at: usize) -> Option<&'static str> {
        let flanks = flanks(source, at);
        let opens = match (flanks.left, flanks.right) {
            (false, false) => return None,
            (true, true) => !self.double_open,
            (left, _) => left,
        };
        // Seconds and inches: 5' 10", a 27"-Monitor.
        if !opens && !self.double_open && source[..at].ends_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.double_open = opens;
        Some(self.quotes.double[usize::from(!opens)])
    }

    fn single(&mut self, source: &str, at: usize) -> Option<&'static str> {
        match flanks(source, at) {
            Flanks { left: false, right: false } => None,
            Flanks { left: true, right: false } if self.closes_later(source, at + 1) => {
                self.single_open = true;
                Some(self.quotes.single[0])
            }
            Flanks { left: false, right: true } if self.single_open => {
                self.single_open = false;
                Some(self.quotes.single[1])
            }
            Flanks { .. } => Some(APOSTROPHE),
        }
    }

    /// Whether a single mark after `from` in the same block can close a quotation. Remembers how far
    /// it looked, so that all searches together read the source once.
    fn closes_later(&mut self, source: &str, from: usize) -> bool {
        if self.closer.found.is_some_and(|found| found >= from) {
            return true;
        }
        if self.closer.searched > from && self.closer.found.is_none() {
            return false;
        }
        let bytes = source.as_bytes();
        let mut at = from.max(self.closer.searched);
        self.closer.found = None;
        while at < bytes.len() {
            match bytes[at] {
                b'\n' if bytes[at + 1..].starts_with(b"\n") || bytes[at + 1..].starts_with(b"\r\n") => break,
                b'\'' if matches!(flanks(source, at), Flanks { left: false, right: true }) => {
                    self.closer.found = Some(at);
                    break;
                }
                _ => at += 1,
            }
        }
        self.closer.searched = at + 1;
        self.closer.found.is_some()
    }
}

/// The length of the run of equal bytes that begins at `at`; 0 inside of a run.
fn run(bytes: &[u8], at: usize) -> usize {
    let byte = bytes[at];
    if at > 0 && bytes[at - 1] == byte {
        return 0;
    }
    bytes[at..].iter().take(4).take_while(|&&next| next == byte).count()
}

/// Whether two hyphens begin an option of a command (`--strict`) and not a thought.
fn is_option(source: &str, at: usize) -> bool {
    let before = source[..at].chars().next_back();
    before.is_none_or(char::is_whitespace) && source[at + 2..].starts_with(char::is_alphanumeric)
}

fn flanks(source: &str, at: usize) -> Flanks {
    let before = source[..at].chars().rev().take(5).find(|&c| !is_emphasis(c)).unwrap_or(' ');
    let after = source[at + 1..].chars().take(5).find(|&c| !is_emphasis(c)).unwrap_or(' ');
    Flanks {
        left: !is_blank(after) && (!is_punctuation(after) || is_blank(before) || is_punctuation(before)),
        right: !is_blank(before) && (!is_punctuation(before) || is_blank(after) || is_punctuation(after)),
    }
}

/// Marks of emphasis, and what may stand beside them for nothing (`literal`).
fn is_emphasis(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '\u{e000}'..'\u{f900}')
}

/// Blanks, and the bars between the cells of a table.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '|'
}

pub(super) fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '«' | '»' | '¿' | '¡' | '§')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(language: &str, source: &str) -> String {
        let mut typesetter = Typesetter::new(language);
        let mut set = String::new();
        let mut at = 0;
        while let Some(c) = source[at..].chars().next() {
            match typesetter.replace(source, at) {
                Some((mark, length)) => {
                    set.push_str(mark);
                    at += length;
                }
                None => {
                    set.push(c);
                    at += c.len_utf8();
                }
            }
        }
        set
    }

    #[test]
    fn quotation_marks_follow_the_language() {
        let text = "Sie sagte: \"Er rief 'Hallo' und ging.\"";
        assert_eq!(set("de", text), "Sie sagte: „Er rief ‚Hallo‘ und ging.“");
        assert_eq!(set("en", text), "Sie sagte: “Er rief ‘Hallo’ und ging.”");
        assert_eq!(set("fr", "\"Bonjour\""), "«\u{a0}Bonjour\u{a0}»");
    }

    #[test]
    fn quotation_marks_turn_the_right_way() {
        for (text, expected) in [
            ("**\"a\"** *\"b\"*", "**„a“** *„b“*"),
            ("\"**a**\", (\"b\"), \"c\"-Ruf", "„**a**“, („b“), „c“-Ruf"),
            ("|\"a\"|\"b\"|", "|„a“|„b“|"),
            ("[\"a\"](x) \"[b](y)\".", "[„a“](x) „[b](y)“."),
            ("„a\" und „b\"", "„a“ und „b“"),
            ("ein 27\"-Monitor, a \" b", "ein 27\"-Monitor, a \" b"),
        ] {
            assert_eq!(set("de", text), expected);
        }
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        assert_eq!(set("de", "geht's, Hans' Buch, 'ne Idee"), "geht’s, Hans’ Buch, ’ne Idee");
        assert_eq!(set("de", "'ne\n\n'Idee'"), "’ne\n\n‚Idee‘");
    }

    #[test]
    fn dashes_and_ellipses() {
        assert_eq!(
            set("de", "a -- b, 3--4, a---b, ..., a-b, ----, ...."),
            "a – b, 3–4, a—b, …, a-b, ----, ...."
        );
        assert_eq!(set("de", "fundus --strict"), "fundus --strict");
    }
}
