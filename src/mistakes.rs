//! What the parsers of YAML, TOML and templates complain of → what somebody did, in German and English.
//!
//! The parsers speak of tokens and indicators. Their messages are matched by a part that says which
//! mistake it is; the tests hold the two together by making each mistake. What is not in the tables
//! stays unsaid in YAML, where the message stands without it, is told in general in TOML, and passed on as it is in
//! templates.

/// A part of a parser's message, and the mistake behind it in German and English: a part of a
/// sentence, without a full stop.
type Mistakes = &'static [(&'static str, &'static str, &'static str)];

const YAML: Mistakes = &[
    (
        "unclosed bracket",
        "die Klammer, die hier beginnt, wird nicht geschlossen",
        "the bracket that begins here is not closed",
    ),
    (
        "did not find expected ','",
        "hier oder davor wird eine Klammer nicht geschlossen, oder es fehlt ein Komma",
        "here or before, a bracket is not closed, or a comma is missing",
    ),
    ("misplaced bracket", "hier steht eine Klammer zu viel", "there is a bracket too many here"),
    (
        "multiline quoted scalar",
        "davor wird ein Anführungszeichen nicht geschlossen",
        "before this, a quotation mark is not closed",
    ),
    (
        "scanning a quoted scalar",
        "hier oder davor wird ein Anführungszeichen nicht geschlossen",
        "here or before, a quotation mark is not closed",
    ),
    (
        "invalid trailing content after",
        "hinter dem schließenden Anführungszeichen steht noch etwas; kommt das Zeichen im Text selbst vor, umschließen Sie ihn mit der anderen Sorte (\" oder ')",
        "something stands after the closing quotation mark; if the mark is part of the text, put the text into the other sort (\" or ')",
    ),
    (
        "unknown escape character",
        "hinter einem `\\` steht ein Zeichen, das dort nicht vorkommt; schreiben Sie den Text in einfachen Anführungszeichen (')",
        "a `\\` is followed by a character that cannot stand there; put the text into single quotation marks (')",
    ),
    (
        "mapping values are not allowed",
        "die Zeile ist anders eingerückt als ihre Nachbarn",
        "the line is indented differently from its neighbours",
    ),
    (
        "did not find expected key",
        "die Zeile ist anders eingerückt als ihre Nachbarn",
        "the line is indented differently from its neighbours",
    ),
    (
        "did not find expected <document start>",
        "die Zeile ist anders eingerückt als die darüber",
        "the line is indented differently from those above",
    ),
    (
        "simple key expected ':'",
        "in dieser Zeile fehlt der Doppelpunkt nach dem Namen; setzt sie den Wert darüber fort, rücken Sie sie mit zwei Leerzeichen ein",
        "this line has no colon after the name; if it goes on with the value above, indent it by two spaces",
    ),
    (
        "unexpected character",
        "der Wert beginnt mit einem Zeichen, das hier eine eigene Bedeutung hat; setzen Sie ihn in Anführungszeichen",
        "the value begins with a character that has a meaning of its own here; put it into quotation marks",
    ),
    (
        "anchor",
        "ein Wert, der mit `*` oder `&` beginnt, braucht Anführungszeichen",
        "a value that begins with `*` or `&` needs quotation marks",
    ),
    (
        "block sequence entries are not allowed",
        "eine Liste mit Strichen beginnt in der Zeile unter dem Namen",
        "a list with hyphens begins on the line below the name",
    ),
    (
        "mapping keys are not allowed",
        "ein Wert, der mit `?` beginnt, braucht Anführungszeichen",
        "a value that begins with `?` needs quotation marks",
    ),
];

const TOML: Mistakes = &[
    (
        COLON,
        "zwischen Name und Wert steht hier ein Gleichheitszeichen, kein Doppelpunkt",
        "an equals sign stands between name and value here, and no colon",
    ),
    (
        YES_OR_NO,
        "Ja heißt hier `true` und Nein `false`, ohne Anführungszeichen",
        "yes is `true` here and no is `false`, without quotation marks",
    ),
    (
        "string values must be quoted",
        "hier fehlt ein Wert, oder ein Text steht nicht in geraden Anführungszeichen (\"…\")",
        "a value is missing here, or a text is not in straight quotation marks (\"…\")",
    ),
    (
        "key with no value",
        "hinter dem Namen fehlt das Gleichheitszeichen; eine Überschrift steht in eckigen Klammern",
        "the equals sign after the name is missing; a heading stands in square brackets",
    ),
    ("invalid basic string", QUOTE_DE, QUOTE_EN),
    ("invalid literal string", QUOTE_DE, QUOTE_EN),
    ("invalid multi-line", QUOTE_DE, QUOTE_EN),
    (
        "unclosed array table",
        "der Überschrift fehlt die schließende Klammer `]]`",
        "the heading has no closing bracket `]]`",
    ),
    (
        "unclosed table",
        "der Überschrift fehlt die schließende Klammer `]`",
        "the heading has no closing bracket `]`",
    ),
    (
        "unclosed array",
        "der Liste, die hier beginnt, fehlt die schließende Klammer `]`",
        "the list that begins here has no closing bracket `]`",
    ),
    (
        "unclosed inline table",
        "zu der Klammer `{`, die hier steht, fehlt die schließende Klammer `}`",
        "the bracket `{` that stands here has no closing bracket `}`",
    ),
    (
        "unexpected `=` in array",
        "in eckigen Klammern stehen nur Werte; Namen mit Werten stehen in geschweiften: `{ de = \"…\" }`",
        "square brackets hold values only; names with values stand in curly ones: `{ en = \"…\" }`",
    ),
    ("missing key for inline table", NAME_DE, NAME_EN),
    ("missing assignment", NAME_DE, NAME_EN),
    ("missing array opening", BRACKET_DE, BRACKET_EN),
    ("missing inline table opening", BRACKET_DE, BRACKET_EN),
    ("invalid inline table element", BRACKET_DE, BRACKET_EN),
    ("missing table open", BRACKET_DE, BRACKET_EN),
    ("extra comma", "hier steht ein Komma zu viel", "there is a comma too many here"),
    (
        "extra assignment",
        "hier steht ein Gleichheitszeichen zu viel, oder davor fehlt ein Komma",
        "there is an equals sign too many here, or a comma is missing before it",
    ),
    ("extra `=`", "hier steht ein Gleichheitszeichen zu viel", "there is an equals sign too many here"),
    (
        "missing value",
        "hinter dem Gleichheitszeichen fehlt der Wert",
        "the value after the equals sign is missing",
    ),
    (
        "cannot extend value",
        "dieser Name hat weiter oben schon einen Wert und kann hier nicht noch mehr enthalten",
        "this name has a value further up already and cannot hold more here",
    ),
    (
        "invalid comment character",
        "in der Bemerkung steht ein unsichtbares Zeichen, das dort nicht vorkommt; schreiben Sie die Zeile neu",
        "the remark contains an invisible character that cannot stand there; write the line anew",
    ),
    ("duplicate key", "dieser Name kommt schon weiter oben vor", "this name occurs further up already"),
    (
        "unquoted keys cannot be empty",
        "vor dem Gleichheitszeichen fehlt der Name",
        "the name before the equals sign is missing",
    ),
    (
        "invalid unquoted key",
        "im Namen steht ein Zeichen, das dort nicht vorkommt; möglich sind a bis z, Ziffern, `-` und `_`",
        "the name contains a character that cannot stand there; possible are a to z, digits, `-` and `_`",
    ),
    (
        "unexpected key or value",
        "hier beginnt etwas Neues, ohne dass eine neue Zeile oder ein Komma davor steht",
        "something new begins here without a new line or a comma before it",
    ),
    (
        "escaped value",
        "hinter einem `\\` steht ein Zeichen, das dort nicht vorkommt; schreiben Sie `\\\\`",
        "a `\\` is followed by a character that cannot stand there; write `\\\\`",
    ),
    ("invalid date", "dieses Datum gibt es nicht", "there is no such date"),
    ("invalid boolean", QUOTES_DE, QUOTES_EN),
    ("invalid float", QUOTES_DE, QUOTES_EN),
    ("invalid integer", QUOTES_DE, QUOTES_EN),
    ("unexpected leading zero", "eine Zahl beginnt nicht mit 0", "a number does not begin with 0"),
    ("missing comma", "zwischen zwei Einträgen fehlt ein Komma", "a comma is missing between two entries"),
    (
        "unicode value",
        "hinter einem `\\` steht ein Zeichen, das dort nicht vorkommt; schreiben Sie `\\\\`",
        "a `\\` is followed by a character that cannot stand there; write `\\\\`",
    ),
    ("missing field `contract`", "die Zeile `contract = …` fehlt", "the line `contract = …` is missing"),
    ("missing field `name`", "die Zeile `name = …` fehlt", "the line `name = …` is missing"),
    (
        "unknown field",
        "diese Angabe gibt es hier nicht; löschen Sie die Zeile",
        "there is no such entry here; delete the line",
    ),
    (
        "invalid type",
        "der Wert ist von anderer Art als verlangt",
        "the value is of another kind than asked for",
    ),
];

/// Not the parser's words: a colon in the place of the equals sign.
const COLON: &str = "colon";
/// Nor these: a word for `true` or `false`.
const YES_OR_NO: &str = "yes or no";

const QUOTE_DE: &str = "das schließende Anführungszeichen fehlt";
const QUOTE_EN: &str = "the closing quotation mark is missing";
const NAME_DE: &str =
    "in geschweiften Klammern steht vor jedem Wert ein Name mit Gleichheitszeichen: `{ de = \"…\" }`";
const NAME_EN: &str =
    "in curly brackets, a name and an equals sign stand before each value: `{ en = \"…\" }`";
const BRACKET_DE: &str = "zu der schließenden Klammer, die hier steht, fehlt die öffnende";
const BRACKET_EN: &str = "the closing bracket that stands here has no opening one";
const QUOTES_DE: &str =
    "dieser Wert ist so nicht zu lesen; ein Text steht in geraden Anführungszeichen (\"…\")";
const QUOTES_EN: &str =
    "this value cannot be read like this; a text stands in straight quotation marks (\"…\")";

/// In the words, `{0}` is the first name that the message quotes, `{1}` the second.
const TEMPLATES: Mistakes = &[
    (
        "Unexpected end of input",
        "sie hört mitten in einer Anweisung auf; am Ende fehlt etwas, meist `}}`, `%}`, `{% endif %}` oder `{% endfor %}`",
        "it ends in the middle of a statement; something is missing at the end, mostly `}}`, `%}`, `{% endif %}` or `{% endfor %}`",
    ),
    (
        "was expecting `elif`, `else` or `endif`",
        "ein `{% if … %}` wird nicht mit `{% endif %}` beendet",
        "an `{% if … %}` is not ended by `{% endif %}`",
    ),
    (
        "is missing its closing",
        "das schließende Anführungszeichen fehlt",
        "the closing quotation mark is missing",
    ),
    (
        "unexpected end of raw block",
        "ein `{% raw %}` wird nicht mit `{% endraw %}` beendet",
        "a `{% raw %}` is not ended by `{% endraw %}`",
    ),
    (
        "Unexpected character",
        "hier steht ein Zeichen, das in `{{ }}` und `{% %}` nicht vorkommt; Anführungszeichen müssen gerade sein (\"…\")",
        "a character stands here that cannot be in `{{ }}` and `{% %}`; quotation marks must be straight (\"…\")",
    ),
    (
        "Unknown tag",
        "diese Anweisung gibt es nicht, oder davor ist eine andere noch offen, wie `{% if … %}` ohne `{% endif %}`; möglich sind zum Beispiel `if`, `for`, `set`, `block` und `include`",
        "there is no such statement, or one before it is still open, like `{% if … %}` without `{% endif %}`; possible are for example `if`, `for`, `set`, `block` and `include`",
    ),
    ("Unknown filter", "den Filter `{0}` gibt es nicht", "there is no filter `{0}`"),
    ("Unknown test", "die Prüfung `is {0}` gibt es nicht", "there is no test `is {0}`"),
    ("Unknown function", "die Funktion `{0}` gibt es nicht", "there is no function `{0}`"),
    (
        "Unclosed component",
        "ein Baustein wird geöffnet und nicht geschlossen; er endet mit `{% </name> %}`",
        "a component is opened and not closed; it ends with `{% </name> %}`",
    ),
    (
        "in the opening tag, found",
        "der Name am Ende (`{1}`) ist ein anderer als der am Anfang (`{0}`)",
        "the name at the end (`{1}`) is not the one at the beginning (`{0}`)",
    ),
    (
        "already contains a block named",
        "den Block `{0}` gibt es in dieser Vorlage schon",
        "the template has a block `{0}` already",
    ),
    (
        "is not defined in any parent template",
        "den Block `{0}` gibt es in der Vorlage nicht, die hier erweitert wird; sein Inhalt würde nirgends erscheinen",
        "the template that is extended here has no block `{0}`; what is in it would appear nowhere",
    ),
    (
        "`extends` needs to be the first tag",
        "`{% extends … %}` muss ganz am Anfang der Vorlage stehen",
        "`{% extends … %}` must be at the very beginning of the template",
    ),
    (
        "This content would be ignored",
        "in einer Vorlage mit `{% extends … %}` zählt nur, was in einem `{% block … %}` steht",
        "in a template with `{% extends … %}`, only what is in a `{% block … %}` counts",
    ),
    (
        "reserved keyword",
        "dieser Name hat in Vorlagen eine eigene Bedeutung; wählen Sie einen anderen",
        "this name has a meaning of its own in templates; choose another",
    ),
    ("is defined more than once", "`{0}` wird zweimal angegeben", "`{0}` is given twice"),
    (
        "invalid field of `loop`",
        "`loop` kennt nur `index`, `index0`, `first`, `last` und `length`",
        "`loop` has `index`, `index0`, `first`, `last` and `length` only",
    ),
    (
        "can only be used in a for loop",
        "`break` und `continue` gibt es nur zwischen `{% for … %}` und `{% endfor %}`",
        "`break` and `continue` belong between `{% for … %}` and `{% endfor %}`",
    ),
    (
        "Unknown argument(s)",
        "der Baustein kennt die Angabe `{0}` nicht",
        "the component does not know the argument `{0}`",
    ),
    (
        "does not match expected type",
        "die Angabe `{0}` des Bausteins ist von anderer Art als verlangt (`{1}` statt `{2}`)",
        "the argument `{0}` of the component is of another kind than asked for (`{1}` instead of `{2}`)",
    ),
    ("Missing keyword argument", "es fehlt die Angabe `{0}`", "the argument `{0}` is missing"),
    ("Argument `", "dem Baustein fehlt die Angabe `{0}`", "the component lacks the argument `{0}`"),
    (
        "Key/value iteration is not possible",
        "`{% for name, wert in … %}` braucht Werte mit Namen, und hier sind keine",
        "`{% for key, value in … %}` needs values with names, and there are none here",
    ),
    (
        "Iteration not possible",
        "`{% for … %}` braucht eine Liste, und dies ist keine",
        "`{% for … %}` needs a list, and this is none",
    ),
    (
        "Cannot compare",
        "Werte verschiedener Art lassen sich nicht vergleichen (`{0}` mit `{1}`)",
        "values of different kinds cannot be compared (`{0}` with `{1}`)",
    ),
    (
        "Math operations can only",
        "gerechnet wird nur mit Zahlen, und dies ist keine (`{0}`)",
        "only numbers can be reckoned with, and this is none (`{0}`)",
    ),
    (
        "requires both operands to be numbers",
        "`+` zählt Zahlen zusammen; Texte verbindet `~`",
        "`+` adds numbers; texts are joined by `~`",
    ),
    ("Cannot divide by 0", "durch null lässt sich nicht teilen", "nothing can be divided by zero"),
    (
        "Invalid type for the value",
        "der Wert ist von anderer Art als der Filter oder die Prüfung verlangt (`{1}` statt `{0}`)",
        "the value is of another kind than the filter or test asks for (`{1}` instead of `{0}`)",
    ),
    (
        "but expected",
        "so geht es an dieser Stelle nicht weiter; oft fehlt davor `}}`, `%}`, eine Klammer oder ein Anführungszeichen",
        "it cannot go on like this here; often `}}`, `%}`, a bracket or a quotation mark is missing before it",
    ),
];

/// The mistake behind a message of the YAML parser, if it is a known one.
pub(crate) fn yaml(message: &str) -> Option<(&'static str, &'static str)> {
    find(YAML, message)
}

/// The mistake behind a message of the TOML parser about what is `marked`.
pub(crate) fn toml(message: &str, marked: &str) -> (&'static str, &'static str) {
    let message = match marked.to_lowercase().as_str() {
        "ja" | "nein" | "yes" | "no" | "wahr" | "falsch" => YES_OR_NO,
        colon if colon.starts_with(':') => COLON,
        _ => message,
    };
    find(TOML, message).unwrap_or((
        "so geht es an dieser Stelle nicht weiter; oft fehlt davor eine Klammer, ein Komma oder ein Anführungszeichen",
        "it cannot go on like this here; often a bracket, a comma or a quotation mark is missing before it",
    ))
}

/// The mistake behind a message about a template; the message itself, if it is not a known one.
pub(crate) fn template(message: &str) -> (String, String) {
    let Some((de, en)) = find(TEMPLATES, message) else { return (message.to_owned(), message.to_owned()) };
    let fill = |words: &str| {
        let quoted = message.split('`').skip(1).step_by(2).enumerate();
        quoted.fold(words.to_owned(), |words, (number, name)| words.replace(&format!("{{{number}}}"), name))
    };
    (fill(de), fill(en))
}

fn find(mistakes: Mistakes, message: &str) -> Option<(&'static str, &'static str)> {
    let (_, de, en) = mistakes.iter().find(|(part, ..)| message.contains(part))?;
    Some((de, en))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic};
    use crate::lang::MessageLang;
    use crate::path::SourcePath;

    /// The problem of a text, and what it marks.
    fn in_yaml(text: &str) -> (Diagnostic, String) {
        let problem =
            crate::yaml::parse(&SourcePath::new("a.yaml").unwrap(), text, 0..text.len()).unwrap_err();
        let marked = text[problem.place.as_ref().unwrap().span.clone()].to_owned();
        (problem, marked)
    }

    #[test]
    fn mistakes_in_yaml_are_named_and_their_line_is_marked() {
        let cases = [
            ("a: b\ntags: [a\n", "tags: [a", "die Klammer, die hier beginnt, wird nicht geschlossen"),
            ("a: {b: c\nd: e\n", "a: {b: c", "die Klammer, die hier beginnt, wird nicht geschlossen"),
            ("x: y\na: [b, c\nd: e\n", "a: [b, c", "die Klammer, die hier beginnt, wird nicht geschlossen"),
            ("a:b\nc: d\n", "a:b", "nach `a:` fehlt das Leerzeichen; schreiben Sie `a: b`"),
            ("x: y\na:b\nc: d\n", "a:b", "nach `a:` fehlt das Leerzeichen"),
            ("a:\u{a0}b\nc: d\n", "a:\u{a0}b", "schreiben Sie `a: b`"),
            ("a: |\n  x:1\n  y\nÜber uns\n", "Über uns", "fehlt der Doppelpunkt"),
            ("a:\n-b\nc: d\n", "-b", "schreiben Sie `- b`"),
            ("a:\n• b\nc: d\n", "• b", "schreiben Sie `- b`"),
            ("a: [b, c]]\n", "a: [b, c]]", "eine Klammer zu viel"),
            ("a: \"b\nc: d\n", "c: d", "davor wird ein Anführungszeichen nicht geschlossen"),
            ("x: y\n\"a: b\n", "\"a: b", "ein Anführungszeichen nicht geschlossen"),
            ("a: 'it's'\n", "a: 'it's'", "hinter dem schließenden Anführungszeichen"),
            ("a: \"C:\\quelle\"\n", "a: \"C:\\quelle\"", "einfachen Anführungszeichen"),
            ("a: b\n c: d\n", " c: d", "anders eingerückt als ihre Nachbarn"),
            ("a:\n  - b\n c: d\n", " c: d", "anders eingerückt als ihre Nachbarn"),
            ("  a: b\nc: d\n", "c: d", "anders eingerückt als die darüber"),
            ("a: b\nÜber uns\nd: e\n", "Über uns", "fehlt der Doppelpunkt"),
            ("a: @x\n", "a: @x", "setzen Sie ihn in Anführungszeichen"),
            ("a: *innen\n", "a: *innen", "mit `*` oder `&` beginnt"),
            ("a: & Co\n", "a: & Co", "mit `*` oder `&` beginnt"),
            ("a: - b\n", "a: - b", "in der Zeile unter dem Namen"),
            ("a: ? b\n", "a: ? b", "mit `?` beginnt"),
        ];
        for (text, line, words) in cases {
            let (problem, marked) = in_yaml(text);
            assert_eq!((problem.code, marked.as_str()), (Code::YamlSyntax, line), "{text:?}");
            let hints = problem.hints(MessageLang::De);
            assert!(hints[0].to_lowercase().contains(&words.to_lowercase()), "{text:?}: {hints:?}");
        }
    }

    #[test]
    fn mistakes_in_toml_are_named() {
        let cases = [
            ("title = Meine Website\n", "geraden Anführungszeichen"),
            ("title = „Meine“\n", "geraden Anführungszeichen"),
            ("title \"x\"\n", "fehlt das Gleichheitszeichen"),
            ("title = \"x\n", "das schließende Anführungszeichen fehlt"),
            ("title = 'x\n", "das schließende Anführungszeichen fehlt"),
            ("[types\n", "fehlt die schließende Klammer `]`"),
            ("[[menu]\n", "fehlt die schließende Klammer `]]`"),
            ("x = [1, 2\n", "der Liste, die hier beginnt, fehlt"),
            ("x = {a = 1\n", "schließende Klammer `}`"),
            ("label: Kosten\n", "kein Doppelpunkt"),
            ("label = { de: \"Kosten\" }\n", "kein Doppelpunkt"),
            ("many = ja\n", "Ja heißt hier `true`"),
            ("x = [ a = 1 ]\n", "geraden Anführungszeichen"),
            ("x = [ \"a\" = 1 ]\n", "stehen nur Werte"),
            ("x = { \"a\" }\n", "vor jedem Wert ein Name"),
            ("x = { [1] }\n", "vor jedem Wert ein Name"),
            ("x = { a = ] }\n", "fehlt die öffnende"),
            ("x = { a = 1 ] }\n", "fehlt die öffnende"),
            ("x = }\n", "fehlt die öffnende"),
            ("x = { a = 1,, b = 2 }\n", "ein Komma zu viel"),
            ("x = [1,, 2]\n", "ein Komma zu viel"),
            ("x == 1\n", "ein Gleichheitszeichen zu viel"),
            ("x = { a = = 1 }\n", "ein Gleichheitszeichen zu viel"),
            ("x = 1\n[x.y]\n", "hat weiter oben schon einen Wert"),
            ("# \u{7}\n", "ein unsichtbares Zeichen"),
            ("x = \"\"\"a\n", "das schließende Anführungszeichen fehlt"),
            ("a = 1\na = 2\n", "kommt schon weiter oben vor"),
            ("= 3\n", "fehlt der Name"),
            ("größe = 1\n", "im Namen steht ein Zeichen"),
            ("a = \"1\" b = 2\n", "hier beginnt etwas Neues"),
            ("a = \"C:\\quelle\"\n", "hinter einem `\\` steht"),
            ("a = 2026-13-01\n", "dieses Datum gibt es nicht"),
        ];
        let file = SourcePath::new("config.toml").unwrap();
        for (text, words) in cases {
            let mut problems = Vec::new();
            crate::toml_table::parse(&file, text, &mut problems);
            let said = problems.first().map(|problem| problem.message(MessageLang::De)).unwrap_or_default();
            assert!(said.to_lowercase().contains(&words.to_lowercase()), "{text:?}: {said}");
        }
    }
}
