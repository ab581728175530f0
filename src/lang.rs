//! Languages of documents and pages.
//!
//! A [`Lang`] is a BCP 47 tag in lower case, as it stands in file names (`konzept.en.md`,
//! `konzept.de-simple.md`). What the program itself says, it says in one of two: [`MessageLang`].

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::slug;

/// The language of a document: `de`, `en`, `de-simple` (Leichte Sprache), `ar`, …
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang(Arc<str>);

/// The languages in which the program speaks to editors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MessageLang {
    /// German, the default.
    #[default]
    De,
    /// English.
    En,
}

/// Languages that a file name may carry before `.md` without being taken for a part of the slug.
/// A short list on purpose: `plan.neu.md` is a document called "plan.neu", not a translation.
const KNOWN: &[&str] = &[
    "ar",
    "bg",
    "ckb",
    "cs",
    "da",
    "de",
    "de-simple",
    "el",
    "en",
    "es",
    "et",
    "fa",
    "fi",
    "fr",
    "ga",
    "he",
    "hr",
    "hu",
    "hy",
    "it",
    "ja",
    "ka",
    "kmr",
    "ko",
    "ku",
    "lt",
    "lv",
    "mt",
    "nl",
    "pl",
    "ps",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "so",
    "sq",
    "sr",
    "sv",
    "ti",
    "tr",
    "uk",
    "ur",
    "vi",
    "zh",
];

/// What else people write before `.md`: three letters (ISO 639-2), a country, the German or English name, each with the
/// tag that is meant. What is a tag itself is not here: `uk` is Ukrainian.
const MEANT: &[(&str, &str)] = &[
    ("al", "sq"),
    ("alb", "sq"),
    ("albanisch", "sq"),
    ("ara", "ar"),
    ("arab", "ar"),
    ("arabic", "ar"),
    ("arabisch", "ar"),
    ("bul", "bg"),
    ("bulgarisch", "bg"),
    ("ces", "cs"),
    ("cz", "cs"),
    ("cze", "cs"),
    ("de-einfach", "de-simple"),
    ("de-leicht", "de-simple"),
    ("de-leichte-sprache", "de-simple"),
    ("de-ls", "de-simple"),
    ("deu", "de"),
    ("dk", "da"),
    ("dt", "de"),
    ("einfach", "de-simple"),
    ("einfache-sprache", "de-simple"),
    ("eng", "en"),
    ("englisch", "en"),
    ("farsi", "fa"),
    ("fas", "fa"),
    ("fra", "fr"),
    ("franzoesisch", "fr"),
    ("fre", "fr"),
    ("french", "fr"),
    ("gb", "en"),
    ("ger", "de"),
    ("german", "de"),
    ("gr", "el"),
    ("gre", "el"),
    ("griechisch", "el"),
    ("ita", "it"),
    ("italian", "it"),
    ("italienisch", "it"),
    ("kroatisch", "hr"),
    ("kur", "ku"),
    ("kurdisch", "ku"),
    ("leicht", "de-simple"),
    ("leichte-sprache", "de-simple"),
    ("ls", "de-simple"),
    ("per", "fa"),
    ("persisch", "fa"),
    ("pol", "pl"),
    ("polish", "pl"),
    ("polnisch", "pl"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rumaenisch", "ro"),
    ("rus", "ru"),
    ("russian", "ru"),
    ("russisch", "ru"),
    ("serbisch", "sr"),
    ("simple", "de-simple"),
    ("spa", "es"),
    ("spanisch", "es"),
    ("spanish", "es"),
    ("sqi", "sq"),
    ("tuerkisch", "tr"),
    ("tur", "tr"),
    ("turkish", "tr"),
    ("ua", "uk"),
    ("ukr", "uk"),
    ("ukrainian", "uk"),
    ("ukrainisch", "uk"),
    ("us", "en"),
];

impl Lang {
    /// The language with this tag, if it is one that fundus knows.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.to_lowercase();
        KNOWN.binary_search(&tag.as_str()).ok().map(|_| Self(tag.into()))
    }

    /// The language that somebody meant who wrote this instead of its tag: `eng`, `Englisch`, `en-US`.
    #[must_use]
    pub fn meant(text: &str) -> Option<Self> {
        let text = slug(text);
        let tag = MEANT.binary_search_by_key(&&*text, |(word, _)| word).map(|at| MEANT[at].1);
        let by_name = || Self::known().find(|lang| slug(lang.name()) == text);
        // With the country: it has two letters.
        let by_base = || {
            text.split_once('-')
                .filter(|(_, country)| {
                    country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_alphabetic())
                })
                .map(|(base, _)| base)
        };
        tag.ok().and_then(Self::parse).or_else(by_name).or_else(|| Self::parse(by_base()?))
    }

    /// Every language that fundus knows.
    pub fn known() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|tag| Self((*tag).into()))
    }

    /// The tag in lower case: `de`, `de-simple`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag without variant: `de` for `de-simple`.
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether this is a language for people who read with difficulty: Leichte Sprache.
    #[must_use]
    pub fn is_simple(&self) -> bool {
        self.0.ends_with("-simple")
    }

    /// What `lang` has to say of a text in this language on a page in the language `page`: nothing where readers of the
    /// page are read to in the same one (WCAG 2.2, success criterion 3.1.2).
    #[must_use]
    pub fn mark_on(&self, page: &Self) -> String {
        if self.base() == page.base() { String::new() } else { self.to_string() }
    }

    /// `rtl` for languages of right-to-left scripts, else `ltr`: the value of HTML's `dir`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        match self.base() {
            "ar" | "ckb" | "fa" | "he" | "ps" | "ur" => "rtl",
            _ => "ltr",
        }
    }

    /// The language's name in itself, as a language switch shows it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self.as_str() {
            "ar" => "العربية",
            "bg" => "Български",
            "ckb" => "کوردیی ناوەندی",
            "cs" => "Čeština",
            "da" => "Dansk",
            "de" => "Deutsch",
            "de-simple" => "Leichte Sprache",
            "el" => "Ελληνικά",
            "en" => "English",
            "es" => "Español",
            "et" => "Eesti",
            "fa" => "فارسی",
            "fi" => "Suomi",
            "fr" => "Français",
            "ga" => "Gaeilge",
            "he" => "עברית",
            "hr" => "Hrvatski",
            "hu" => "Magyar",
            "hy" => "Հայերեն",
            "it" => "Italiano",
            "ja" => "日本語",
            "ka" => "ქართული",
            "kmr" | "ku" => "Kurmancî",
            "ko" => "한국어",
            "lt" => "Lietuvių",
            "lv" => "Latviešu",
            "mt" => "Malti",
            "nl" => "Nederlands",
            "pl" => "Polski",
            "ps" => "پښتو",
            "pt" => "Português",
            "ro" => "Română",
            "ru" => "Русский",
            "sk" => "Slovenčina",
            "sl" => "Slovenščina",
            "so" => "Soomaali",
            "sq" => "Shqip",
            "sr" => "Српски",
            "sv" => "Svenska",
            "ti" => "ትግርኛ",
            "tr" => "Türkçe",
            "uk" => "Українська",
            "ur" => "اردو",
            "vi" => "Tiếng Việt",
            "zh" => "中文",
            other => other,
        }
    }

    /// The language in which the program speaks about a site in this language.
    #[must_use]
    pub fn message_lang(&self) -> MessageLang {
        if self.base() == "de" { MessageLang::De } else { MessageLang::En }
    }
}

impl Default for Lang {
    fn default() -> Self {
        Self("de".into())
    }
}

impl TryFrom<String> for Lang {
    type Error = String;

    fn try_from(tag: String) -> Result<Self, String> {
        Self::parse(&tag).ok_or_else(|| format!("`{tag}` is not a language tag that fundus knows"))
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> Self {
        String::from(&*lang.0)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_of_languages_are_understood() {
        assert!(MEANT.is_sorted());
        for (word, tag) in MEANT {
            assert!(Lang::parse(tag).is_some() && Lang::parse(word).is_none(), "{word}");
        }
        for (word, tag) in [
            ("eng", "en"),
            ("Türkisch", "tr"),
            ("en-US", "en"),
            ("Türkçe", "tr"),
            ("de-AT", "de"),
            ("de-leicht", "de-simple"),
        ] {
            assert_eq!(Lang::meant(word), Lang::parse(tag), "{word}");
        }
        for word in ["neu", "it-beratung", "it-24"] {
            assert_eq!(Lang::meant(word), None, "{word}");
        }
    }

    #[test]
    fn the_list_of_languages_is_sorted_and_named() {
        assert!(KNOWN.is_sorted());
        for tag in KNOWN {
            let lang = Lang::parse(tag).unwrap();
            assert_ne!(lang.name(), lang.as_str(), "{tag} has no name of its own");
        }
    }

    #[test]
    fn direction_follows_the_script() {
        assert_eq!(Lang::parse("ar").unwrap().direction(), "rtl");
        assert_eq!(Lang::parse("kmr").unwrap().direction(), "ltr");
        assert_eq!(Lang::parse("neu"), None);
    }
}
