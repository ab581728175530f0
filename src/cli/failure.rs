//! Why a command could not do its work.

use fundus::lang::MessageLang;

/// Wrong usage, a broken configuration, or a file that cannot be read or written, said in both
/// languages, because some failures happen before it is known which one is wanted.
#[derive(Debug)]
pub(super) struct Failure {
    de: String,
    en: String,
}

impl Failure {
    /// The same sentences in German and English. What to do about it may follow on further lines.
    pub(super) fn new(de: impl Into<String>, en: impl Into<String>) -> Self {
        Self { de: de.into(), en: en.into() }
    }

    /// The sentences in this language.
    pub(super) fn text(&self, lang: MessageLang) -> &str {
        match lang {
            MessageLang::De => &self.de,
            MessageLang::En => &self.en,
        }
    }
}
