//! A corpus of German concept documents for measuring: deterministic, of any size.
//!
//! The same number and seed give the same files on every machine. The words are common ones of the
//! field, joined to compounds as German does; the texts mean nothing.

use std::fmt::Write as _;
use std::path::Path;

const STEMS: &[(&str, &str)] = &[
    ("Jugend", ""),
    ("Eltern", ""),
    ("Familie", "n"),
    ("Bildung", "s"),
    ("Beratung", "s"),
    ("Schul", ""),
    ("Sprach", ""),
    ("Integration", "s"),
    ("Teilhabe", ""),
    ("Medien", ""),
    ("Stadtteil", ""),
    ("Quartier", "s"),
    ("Netzwerk", ""),
    ("Konzept", ""),
    ("Projekt", ""),
    ("Förder", ""),
    ("Träger", ""),
    ("Fachkräfte", ""),
    ("Sozial", ""),
    ("Arbeit", "s"),
    ("Hilfe", ""),
    ("Kinder", ""),
    ("Nachbarschaft", "s"),
    ("Lern", ""),
    ("Beruf", "s"),
    ("Orientierung", "s"),
    ("Gesundheit", "s"),
    ("Kultur", ""),
    ("Werkstatt", ""),
    ("Gruppe", "n"),
    ("Erziehung", "s"),
    ("Krise", "n"),
    ("Ehrenamt", "s"),
    ("Kurs", ""),
    ("Methode", "n"),
    ("Praxis", ""),
    ("Wirkung", "s"),
    ("Bedarf", "s"),
    ("Raum", ""),
    ("Verein", "s"),
];
const HEADS: &[&str] = &[
    "beratung",
    "arbeit",
    "konzept",
    "projekt",
    "angebot",
    "gruppe",
    "treff",
    "planung",
    "hilfe",
    "netz",
    "kurs",
    "förderung",
    "begleitung",
    "stelle",
    "gespräch",
    "leitfaden",
];
const SMALL: &[&str] = &[
    "der", "die", "das", "und", "in", "zu", "den", "mit", "für", "auf", "ist", "im", "nicht", "ein", "eine",
    "als", "auch", "es", "an", "werden", "aus", "hat", "dass", "sie", "nach", "bei", "um", "noch", "wie",
    "über",
];
const VERBS: &[&str] = &[
    "unterstützt",
    "begleitet",
    "fördert",
    "erprobt",
    "stärkt",
    "ermöglicht",
    "vernetzt",
    "plant",
    "öffnet",
    "verbindet",
    "prüft",
    "sichert",
];
const ADJECTIVES: &[&str] = &[
    "digitale",
    "soziale",
    "offene",
    "kommunale",
    "niedrigschwellige",
    "mehrsprachige",
    "aufsuchende",
    "berufliche",
    "nachhaltige",
    "barrierefreie",
];
const PEOPLE: &[&str] = &[
    "Sozialarbeiter*innen",
    "Berater:innen",
    "Jugendliche",
    "Eltern",
    "Fachkräfte",
    "Pat*innen",
    "Lehrkräfte",
    "Bewohner_innen",
];
const TARGETS: &[&str] = &[
    "kinder",
    "jugendliche",
    "eltern",
    "familien",
    "alleinerziehende",
    "gefluechtete",
    "ehrenamtliche",
    "fachkraefte",
    "lehrkraefte",
    "quartiersbewohner",
    "langzeitarbeitslose",
    "junge-erwachsene",
];
const FIELDS: &[&str] = &[
    "jugendarbeit",
    "jugendberufshilfe",
    "schulsozialarbeit",
    "familienbildung",
    "fruehe-hilfen",
    "erziehungsberatung",
    "quartiersarbeit",
    "medienbildung",
    "erwachsenenbildung",
    "migration-und-integration",
];
const PROGRAMS: &[&str] =
    &["react-eu", "esf-plus", "biwaq", "landesmittel", "kommunale-mittel", "stiftungsmittel"];

/// Xorshift64* (Vigna 2016): small, fast, the same everywhere.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(mixed).unwrap_or(0) % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn some<'a>(&mut self, words: &[&'a str], most: usize) -> Vec<&'a str> {
        let mut chosen: Vec<&str> = (0..=self.below(most)).map(|_| self.pick(words)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }
}

fn compound(random: &mut Random) -> String {
    let mut word = String::new();
    for _ in 0..=random.below(2) {
        let (stem, link) = STEMS[random.below(STEMS.len())];
        if word.is_empty() {
            word.push_str(stem);
        } else {
            word.push_str(&stem.to_lowercase());
        }
        word.push_str(link);
    }
    word + random.pick(HEADS)
}

fn sentence(random: &mut Random) -> String {
    let words: Vec<String> = (0..6 + random.below(12))
        .map(|_| match random.below(10) {
            0..=4 => random.pick(SMALL).to_owned(),
            5..=6 => compound(random),
            7 => random.pick(ADJECTIVES).to_owned(),
            8 => random.pick(VERBS).to_owned(),
            _ => random.pick(PEOPLE).to_owned(),
        })
        .collect();
    let mut text = words.join(" ");
    if let Some(first) = text.chars().next() {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    text + "."
}

fn slug(number: usize) -> String {
    format!("konzept-{number:06}")
}

/// One document of about `words` words.
pub(crate) fn document(number: usize, count: usize, words: usize, seed: u64) -> String {
    let mut random = Random::new(seed ^ (number as u64).wrapping_mul(0x9E37));
    let mut text = format!("---\ntitle: \"{} {number}\"\n", compound(&mut random));
    let _ = writeln!(text, "summary: \"{} {}\"", sentence(&mut random), sentence(&mut random));
    let _ = writeln!(
        text,
        "date: 20{:02}-{:02}-{:02}",
        19 + random.below(7),
        1 + random.below(12),
        1 + random.below(28)
    );
    let _ = writeln!(text, "target_group: [{}]", random.some(TARGETS, 3).join(", "));
    let _ = writeln!(text, "field: [{}]", random.some(FIELDS, 2).join(", "));
    let _ = writeln!(text, "funding_program: [{}]\n---\n", random.pick(PROGRAMS));
    let mut written = 0;
    while written < words {
        match random.below(12) {
            0 | 1 => {
                let _ = writeln!(text, "## {} und {}\n", compound(&mut random), compound(&mut random));
            }
            2 => {
                for _ in 0..4 {
                    let _ = writeln!(text, "- {}", sentence(&mut random));
                }
                text.push('\n');
                written += 45;
            }
            3 => {
                text.push_str("| Phase | Inhalt | Dauer |\n|---|---|---|\n");
                for phase in 1..4 {
                    let _ = writeln!(
                        text,
                        "| {phase} | {} | {} Wochen |",
                        compound(&mut random),
                        1 + random.below(9)
                    );
                }
                text.push('\n');
                written += 20;
            }
            4 if count > 1 => {
                let _ = writeln!(
                    text,
                    "Siehe auch [{}]({}.md).\n",
                    compound(&mut random),
                    slug(random.below(count))
                );
                written += 4;
            }
            _ => {
                let paragraph: Vec<String> =
                    (0..3 + random.below(4)).map(|_| sentence(&mut random)).collect();
                let paragraph = paragraph.join(" ");
                written += paragraph.split(' ').count();
                let _ = writeln!(text, "{paragraph}\n");
            }
        }
    }
    text
}

/// Writes a site of `count` documents with its vocabularies into `root`.
pub(crate) fn write(root: &Path, count: usize, words: usize, seed: u64) -> std::io::Result<()> {
    let documents = root.join("content/konzepte");
    let vocabularies = root.join("content/vokabulare");
    std::fs::create_dir_all(&documents)?;
    std::fs::create_dir_all(&vocabularies)?;
    for number in 0..count {
        std::fs::write(documents.join(format!("{}.md", slug(number))), document(number, count, words, seed))?;
    }
    for (file, id, terms) in [
        ("zielgruppen", "target_group", TARGETS),
        ("handlungsfelder", "field", FIELDS),
        ("foerderprogramme", "funding_program", PROGRAMS),
    ] {
        let mut text = format!("id: {id}\nterms:\n");
        for term in terms {
            let _ = writeln!(text, "  - {{id: {term}, label: {term}}}");
        }
        std::fs::write(vocabularies.join(format!("{file}.yaml")), text)?;
    }
    std::fs::write(root.join("config.toml"), "title = \"Messung\"\nurl = \"https://messung.example.org/\"\n")
}
