//! Small transformations of text that several phases need: slugs, sorting, escaping, dates in words.

use std::cmp::Ordering;
use std::fmt::Write as _;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use jiff::Zoned;
use jiff::civil::Date;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use crate::lang::Lang;

/// The slug of a text: ASCII lower case, digits and single hyphens, the German way (ä→ae, ß→ss).
/// Empty when nothing remains.
#[must_use]
pub fn slug(text: &str) -> String {
    let is_slug = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    // Nearly all names of files are slugs already.
    if text.split('-').all(|word| !word.is_empty() && word.bytes().all(is_slug)) {
        return text.to_owned();
    }
    let mut slug = String::with_capacity(text.len());
    for character in text.nfc() {
        let german = match character {
            'ä' | 'Ä' => "ae",
            'ö' | 'Ö' => "oe",
            'ü' | 'Ü' => "ue",
            'ß' | 'ẞ' => "ss",
            _ => "",
        };
        if !german.is_empty() {
            slug.push_str(german);
        } else if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if character.is_ascii() {
            hyphen(&mut slug);
        } else {
            let ascii = deunicode::deunicode_char(character).unwrap_or("-");
            for letter in ascii.chars() {
                if letter.is_ascii_alphanumeric() {
                    slug.push(letter.to_ascii_lowercase());
                } else {
                    hyphen(&mut slug);
                }
            }
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// A key under which two spellings of a name are the same: the slug, or the lower-cased text where a
/// script leaves no slug.
#[must_use]
pub fn fold(text: &str) -> String {
    let folded = slug(text);
    if folded.is_empty() { text.trim().to_lowercase() } else { folded }
}

/// Sorts texts as readers of a language expect: in German by DIN 5007-1, `ä` as `a`.
pub struct Sorter(CollatorBorrowed<'static>);

impl Sorter {
    /// The order of this language; of the root locale where there is no data for it.
    #[must_use]
    pub fn new(lang: &Lang) -> Self {
        let locale =
            lang.base().parse::<icu_locale_core::Locale>().unwrap_or(icu_locale_core::Locale::UNKNOWN);
        let collator = Collator::try_new(locale.into(), CollatorOptions::default()).or_else(|_| {
            Collator::try_new(icu_locale_core::Locale::UNKNOWN.into(), CollatorOptions::default())
        });
        #[expect(clippy::expect_used, reason = "the data of the root locale is compiled in")]
        Self(collator.expect("collation data is compiled in"))
    }

    /// Compares two texts; equal in the language's eyes, they are ordered by their bytes.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.0.compare(a, b).then_with(|| a.cmp(b))
    }

    /// For each text its place among all of them; equal texts keep their order.
    #[must_use]
    pub fn ranks(&self, texts: &[&str]) -> Vec<usize> {
        let key = |text: &&str| {
            let mut key = Vec::with_capacity(2 * text.len());
            // Writing into memory cannot fail.
            let Ok(()) = self.0.write_sort_key_to(text, &mut key);
            key
        };
        let keys: Vec<Vec<u8>> = texts.par_iter().map(key).collect();
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.par_sort_unstable_by_key(|at| (&keys[*at], texts[*at], *at));
        let mut ranks = vec![0; texts.len()];
        order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank);
        ranks
    }

    /// As [`Sorter::ranks`], where only the texts at the places `changed` are others than those of which the ranks
    /// were `before`.
    #[must_use]
    pub fn ranks_again(&self, texts: &[&str], before: &[usize], changed: &[usize]) -> Vec<usize> {
        let mut order = vec![0; texts.len()];
        before.iter().enumerate().for_each(|(at, rank)| order[*rank] = at);
        order.retain(|at| !changed.contains(at));
        for at in changed {
            let place = order.partition_point(|other| {
                self.compare(texts[*other], texts[*at]).then(other.cmp(at)) == Ordering::Less
            });
            order.insert(place, *at);
        }
        let mut ranks = vec![0; texts.len()];
        order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank);
        ranks
    }

    /// Sorts items by the text that `text` gives for them.
    pub fn sort_by<T>(&self, items: &mut [T], text: impl Fn(&T) -> &str) {
        items.sort_by(|a, b| self.compare(text(a), text(b)));
    }
}

/// The letter under which an index lists a text: `A` for `Äpfel`, `#` for digits and signs.
#[must_use]
pub fn index_letter(text: &str) -> String {
    let Some(first) = text.chars().find(|character| character.is_alphanumeric()) else {
        return "#".to_owned();
    };
    if first.is_numeric() {
        return "#".to_owned();
    }
    let base = first.nfd().next().unwrap_or(first);
    let base = if base == 'ß' { 'S' } else { base };
    base.to_uppercase().collect()
}

/// Escapes text for HTML content and double-quoted attributes.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Base 64 with padding (RFC 4648, section 4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_usize, |word, &byte| word << 8 | usize::from(byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let used = place <= chunk.len();
            encoded.push(if used { ALPHABET[word >> (18 - 6 * place) & 63] as char } else { '=' });
        }
    }
    encoded
}

const MONTHS_DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS_DE: [&str; 7] = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];

/// A day in words: `14. März 2026`, `14 March 2026`; ISO 8601 for other languages.
#[must_use]
pub fn date_in_words(date: Date, lang: &Lang) -> String {
    let month = usize::from(date.month().unsigned_abs()) - 1;
    match lang.base() {
        "de" => format!("{}. {} {}", date.day(), MONTHS_DE[month], date.year()),
        "en" => format!("{} {} {}", date.day(), MONTHS_EN[month], date.year()),
        _ => date.to_string(),
    }
}

/// The number of a month by its German or English name.
pub(crate) fn month_named(name: &str) -> Option<usize> {
    let name = fold(name);
    let names = MONTHS_DE.iter().zip(MONTHS_EN);
    Some(names.into_iter().position(|(de, en)| fold(de) == name || fold(en) == name)? + 1)
}

/// A point in time in words: `Samstag, 14. März 2026, 14:00 Uhr`.
#[must_use]
pub fn time_in_words(time: &Zoned, lang: &Lang) -> String {
    format!("{}, {}", day_in_words(time.date(), lang), clock_in_words(time, lang))
}

/// A day in words with its weekday, in German: `Samstag, 14. März 2026`.
#[must_use]
pub fn day_in_words(day: Date, lang: &Lang) -> String {
    let date = date_in_words(day, lang);
    if lang.base() == "de" {
        let weekday = DAYS_DE[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())];
        format!("{weekday}, {date}")
    } else {
        date
    }
}

/// The time of day alone: `14:00 Uhr`, `14:00`.
#[must_use]
pub fn clock_in_words(time: &Zoned, lang: &Lang) -> String {
    let clock = format!("{:02}:{:02}", time.hour(), time.minute());
    if lang.base() == "de" { clock + " Uhr" } else { clock }
}

/// The text with each `{name}` replaced by its value; what has none stays, and what a value brings along is not looked at.
#[must_use]
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = after.split_once('}').and_then(|(name, tail)| Some((value(name)?, tail)));
        match found {
            Some((value, tail)) => {
                filled.push_str(&value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Whether a text can be an address on the web: `https://…` or `http://…`, without spaces and quotation marks.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.len() > 2
            && !rest.starts_with('/')
            && !rest.contains(|c: char| c.is_whitespace() || "<>\"'`".contains(c))
    })
}

/// A whole number with the language's grouping: `1.600`, `1,600`; other numbers as written.
#[must_use]
pub fn number_in_words(number: f64, lang: &Lang) -> String {
    if number.fract() != 0.0 || number.abs() >= 1e15 {
        let plain = number.to_string();
        return if lang.base() == "de" { plain.replace('.', ",") } else { plain };
    }
    let digits = format!("{:.0}", number.abs());
    let separator = if lang.base() == "de" { '.' } else { ',' };
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    if number < 0.0 { format!("−{grouped}") } else { grouped }
}

/// A file size in words: `812 KB`, `1,4 MB`.
#[must_use]
pub fn size_in_words(bytes: u64, lang: &Lang) -> String {
    let tenths = |unit: u64| {
        let tenths = (bytes * 10).div_ceil(unit);
        let mut text = (tenths / 10).to_string();
        if tenths < 100 && !tenths.is_multiple_of(10) {
            let _ = write!(text, "{}{}", if lang.base() == "de" { ',' } else { '.' }, tenths % 10);
        }
        text
    };
    match bytes {
        0..1_000 => format!("{bytes} Byte"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_folded_the_german_way() {
        assert_eq!(slug("Frühe Hilfen für Größere!"), "fruehe-hilfen-fuer-groessere");
        assert_eq!(slug("Elternberater*innen & Co."), "elternberater-innen-co");
        assert_eq!(slug("a\u{308}"), "ae");
        assert_eq!(slug("Čeština"), "cestina");
        assert_eq!(slug("…"), "");
    }

    #[test]
    fn german_sorting_puts_umlauts_beside_their_vowels() {
        let mut words = vec!["Zebra", "Äpfel", "Apfel", "Öl", "Ort"];
        Sorter::new(&Lang::default()).sort_by(&mut words, |word| word);
        assert_eq!(words, ["Apfel", "Äpfel", "Öl", "Ort", "Zebra"]);
        assert_eq!(index_letter("Äpfel"), "A");
        assert_eq!(index_letter("„Über“"), "U");
        assert_eq!(index_letter("50+"), "#");
    }

    #[test]
    fn other_titles_find_their_places_among_those_that_stay() {
        let sorter = Sorter::new(&Lang::default());
        let mut texts = vec!["Öl", "Apfel", "Zebra", "Apfel", "Ort"];
        let before = sorter.ranks(&texts);
        assert_eq!(before, [2, 0, 4, 1, 3]);
        assert_eq!(sorter.ranks_again(&texts, &before, &[]), before);
        (texts[2], texts[0]) = ("Äpfel", "Apfel");
        assert_eq!(sorter.ranks_again(&texts, &before, &[0, 2]), sorter.ranks(&texts));
        texts[4] = "Apfel";
        assert_eq!(sorter.ranks_again(&texts, &before, &[4, 2, 0]), sorter.ranks(&texts));
    }

    #[test]
    fn dates_numbers_and_sizes_in_words() {
        let de = Lang::default();
        let en = Lang::parse("en").unwrap();
        assert_eq!(date_in_words(jiff::civil::date(2021, 9, 22), &de), "22. September 2021");
        assert_eq!(date_in_words(jiff::civil::date(2021, 9, 22), &en), "22 September 2021");
        assert_eq!(number_in_words(1600.0, &de), "1.600");
        assert_eq!(number_in_words(160.0, &de), "160");
        assert_eq!(number_in_words(1600.0, &en), "1,600");
        assert_eq!(number_in_words(-1_800_000.0, &en), "−1,800,000");
        assert_eq!(number_in_words(2.5, &de), "2,5");
        assert_eq!(size_in_words(1_400_000, &de), "1,4 MB");
        assert_eq!(size_in_words(812, &de), "812 Byte");
    }

    #[test]
    fn a_text_is_filled_once() {
        let value = |name: &str| (name == "title").then(|| "a {time} {title}".to_owned());
        assert_eq!(fill("{title}: {time} {", value), "a {time} {title}: {time} {");
    }

    #[test]
    fn base64_as_in_the_rfc() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
