//! Which form of a text a number asks for: the cardinal plural rules of Unicode CLDR for whole numbers.

/// The plural category (`zero`, `one`, `two`, `few`, `many`, `other`) of `n` in the language with
/// this base tag. Languages that are not listed know `one` and `other`.
#[must_use]
pub fn plural_category(lang: &str, n: u64) -> &'static str {
    let (ones, tens) = (n % 10, n % 100);
    match lang {
        "ja" | "ko" | "vi" | "zh" => "other",
        "fr" | "fa" | "pt" | "hy" if n <= 1 => "one",
        "ti" if n <= 1 => "one",
        "be" | "hr" | "ru" | "sr" | "uk" if ones == 1 && tens != 11 => "one",
        "be" | "ru" | "uk" if (2..=4).contains(&ones) && !(12..=14).contains(&tens) => "few",
        "hr" | "sr" if (2..=4).contains(&ones) && !(12..=14).contains(&tens) => "few",
        "be" | "ru" | "uk" => "many",
        "pl" if n != 1 && (2..=4).contains(&ones) && !(12..=14).contains(&tens) => "few",
        "pl" if n != 1 => "many",
        "cs" | "sk" if (2..=4).contains(&n) => "few",
        "ar" if n == 0 => "zero",
        "ar" if n == 2 => "two",
        "ar" if (3..=10).contains(&tens) => "few",
        "ar" if tens >= 11 => "many",
        "hr" | "sr" => "other",
        _ if n == 1 => "one",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ask_for_the_forms_of_their_language() {
        let forms =
            |lang, numbers: &[u64]| numbers.iter().map(|&n| plural_category(lang, n)).collect::<Vec<_>>();
        assert_eq!(forms("de", &[0, 1, 2, 21]), ["other", "one", "other", "other"]);
        assert_eq!(forms("uk", &[1, 3, 5, 11, 21, 112]), ["one", "few", "many", "many", "one", "many"]);
        assert_eq!(
            forms("ar", &[0, 1, 2, 3, 11, 100, 103]),
            ["zero", "one", "two", "few", "many", "other", "few"]
        );
        assert_eq!(forms("pl", &[1, 2, 5, 22]), ["one", "few", "many", "few"]);
        assert_eq!(forms("fa", &[0, 1, 2]), ["one", "one", "other"]);
    }
}
