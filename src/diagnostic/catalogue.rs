//! The wording of every problem, read from `catalogue.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Code, Severity, Words};
use crate::lang::MessageLang;

/// What the catalogue says about one code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The weight of the problem.
    pub severity: Severity,
    de: Wording,
    en: Wording,
}

/// A code's texts in one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// What is wrong.
    pub message: Phrase,
    /// What stands at the marked spot, if there is more to say than the message does.
    #[serde(default)]
    pub label: Option<Phrase>,
    /// What stands at the other places that belong to the problem.
    #[serde(default)]
    pub also: Option<Phrase>,
    /// What to do about it.
    #[serde(default)]
    pub hints: Vec<Phrase>,
    /// The longer explanation of `fundus explain`, in Markdown.
    pub explain: String,
}

/// A text with `{name}` for each argument.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Phrase(String);

impl Phrase {
    /// The text with every `{name}` replaced; `None` when an argument is missing.
    #[must_use]
    pub fn fill(&self, args: &[(&'static str, Words)], lang: MessageLang) -> Option<String> {
        self.filled(args, lang, None)
    }

    /// The text with every `{name}` replaced, by `–` where nothing was given.
    #[must_use]
    pub fn fill_all(&self, args: &[(&'static str, Words)], lang: MessageLang) -> String {
        self.filled(args, lang, Some("–")).unwrap_or_default()
    }

    fn filled(
        &self,
        args: &[(&'static str, Words)],
        lang: MessageLang,
        missing: Option<&str>,
    ) -> Option<String> {
        let mut filled = String::with_capacity(self.0.len() + 32);
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}')?;
            let given = args.iter().find(|(known, _)| *known == name);
            let words = given.map(|(_, words)| words.say(lang)).or(missing)?;
            filled.push_str(before);
            // In German, a sentence behind a colon begins with a capital letter.
            let is_sentence = ["detail", "reason"].contains(&name) && before.ends_with(": ");
            let mut letters = words.chars();
            match letters.next().filter(|_| is_sentence && lang == MessageLang::De) {
                Some(first) => {
                    filled.extend(first.to_uppercase());
                    filled.push_str(letters.as_str());
                }
                None => filled.push_str(words),
            }
            rest = tail;
        }
        filled.push_str(rest);
        Some(filled)
    }

    /// The text with `…` in the place of every argument.
    #[must_use]
    pub fn pattern(&self) -> String {
        let mut parts = self.0.split('{');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + "…" + part.split_once('}').map_or("", |(_, rest)| rest))
    }

    /// The names of the arguments that it needs.
    #[cfg(test)]
    fn names(&self) -> std::collections::BTreeSet<&str> {
        self.0.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
    }
}

impl Entry {
    /// The texts in this language.
    #[must_use]
    pub fn wording(&self, lang: MessageLang) -> &Wording {
        match lang {
            MessageLang::De => &self.de,
            MessageLang::En => &self.en,
        }
    }
}

static CATALOGUE: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test parses it")]
    toml::from_str(include_str!("catalogue.toml")).expect("catalogue.toml is well-formed")
});

/// What the catalogue says about `code`.
#[must_use]
pub fn entry(code: Code) -> &'static Entry {
    #[expect(clippy::expect_used, reason = "a test looks every code up")]
    CATALOGUE.get(code.as_str()).expect("every code has an entry in catalogue.toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_worded_in_both_languages_with_the_same_arguments() {
        for &code in Code::ALL {
            let entry =
                CATALOGUE.get(code.as_str()).unwrap_or_else(|| panic!("{code} is not in the catalogue"));
            assert_eq!(entry.de.message.names(), entry.en.message.names(), "message of {code}");
            assert_eq!(entry.de.hints.len(), entry.en.hints.len(), "hints of {code}");
            for (de, en) in entry.de.hints.iter().zip(&entry.en.hints) {
                assert_eq!(de.names(), en.names(), "hints of {code}");
            }
            assert_eq!(entry.de.label.is_some(), entry.en.label.is_some(), "label of {code}");
            assert_eq!(entry.de.also.is_some(), entry.en.also.is_some(), "other places of {code}");
            assert!(!entry.de.explain.trim().is_empty() && !entry.en.explain.trim().is_empty(), "{code}");
        }
        let known: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        for name in CATALOGUE.keys() {
            assert!(known.contains(&name.as_str()), "catalogue entry {name} belongs to no code");
        }
    }
}
