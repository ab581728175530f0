//! Why a command could not do its work.

use std::io::{Error, ErrorKind};

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

    /// What did not work, and why the system refused it, as far as that can be said in words.
    pub(super) fn system(de: &str, en: &str, error: &Error) -> Self {
        let (why_de, why_en) = match error.kind() {
            ErrorKind::PermissionDenied => ("Es fehlt das Recht dazu", "Rights are missing"),
            ErrorKind::NotFound => ("Datei oder Ordner gibt es nicht", "There is no such file or folder"),
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => (
                "Dort ist eine Datei, wo ein Ordner sein müsste",
                "There is a file where a folder would have to be",
            ),
            ErrorKind::IsADirectory => (
                "Dort ist ein Ordner, wo eine Datei sein müsste",
                "There is a folder where a file would have to be",
            ),
            ErrorKind::StorageFull => ("Der Datenträger ist voll", "The disk is full"),
            ErrorKind::ReadOnlyFilesystem => {
                ("Der Datenträger lässt nur Lesen zu", "The disk can only be read")
            }
            _ => return Self::new(format!("{de}: {error}."), format!("{en}: {error}.")),
        };
        Self::new(format!("{de}: {why_de}."), format!("{en}: {why_en}."))
    }

    /// The sentences in this language.
    pub(super) fn text(&self, lang: MessageLang) -> &str {
        match lang {
            MessageLang::De => &self.de,
            MessageLang::En => &self.en,
        }
    }
}
