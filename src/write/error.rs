//! Why the outputs could not be written, said so that an editor knows what to do.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::lang::MessageLang;

/// Why the outputs could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// Outputs cannot be made. Nothing was changed.
    Problems(Vec<Diagnostic>),
    /// Another run has been writing into the same folder for too long.
    Busy {
        /// The folder.
        target: PathBuf,
    },
    /// Files, folders or links that fundus did not write stand where outputs belong. Nothing was changed.
    Foreign {
        /// All of them, sorted.
        paths: Vec<PathBuf>,
    },
    /// A file that is to be copied cannot be read. Nothing was changed.
    Source {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The system refuses to write.
    Disk {
        /// The file or folder that could not be written, read or removed.
        path: PathBuf,
        /// What that means.
        cause: Cause,
        /// What the system says.
        error: io::Error,
    },
}

/// What keeps the system from writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The disk is full, or somebody's share of it.
    NoSpace,
    /// The disk can only be read.
    ReadOnly,
    /// Rights are missing; on Windows also a file that another program has open.
    Denied,
    /// A name is too long, or has a character that this disk does not take.
    BadName,
    /// There is a file where a folder should be.
    NotAFolder,
    /// There is a folder where a file should be.
    NotAFile,
    /// There is no folder for it, and none can be made.
    Gone,
    /// Anything else.
    Other,
}

impl WriteError {
    pub(crate) fn disk(path: &Path, error: io::Error) -> Self {
        let cause = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Cause::NoSpace,
            ErrorKind::ReadOnlyFilesystem => Cause::ReadOnly,
            ErrorKind::PermissionDenied | ErrorKind::ResourceBusy => Cause::Denied,
            ErrorKind::InvalidFilename => Cause::BadName,
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => Cause::NotAFolder,
            ErrorKind::IsADirectory => Cause::NotAFile,
            ErrorKind::NotFound => Cause::Gone,
            _ => Cause::Other,
        };
        Self::Disk { path: path.to_owned(), cause, error }
    }

    pub(crate) fn source(path: &Path, error: io::Error) -> Self {
        Self::Source { path: path.to_owned(), error }
    }

    /// What went wrong and what to do about it.
    #[must_use]
    pub fn message(&self, lang: MessageLang) -> String {
        let in_german = lang == MessageLang::De;
        match self {
            Self::Problems(problems) => {
                problems.iter().map(|problem| problem.message(lang)).collect::<Vec<_>>().join("\n")
            }
            Self::Busy { target } if in_german => format!(
                "In `{}` schreibt gerade ein anderer Lauf von fundus. Warten Sie, bis er fertig ist, oder beenden Sie ihn.",
                target.display()
            ),
            Self::Busy { target } => format!(
                "Another run of fundus is writing into `{}`. Wait until it is done, or end it.",
                target.display()
            ),
            Self::Foreign { paths } if in_german => format!(
                "Im Ausgabeordner steht im Weg, was nicht von fundus ist oder nicht mehr zu erkennen, weil die Liste \
                 `.fundus/manifest` dort fehlt oder beschädigt ist: {}. Es wurde nichts verändert. \
                 Verschieben oder löschen Sie es, oder wählen Sie einen anderen Ausgabeordner.",
                list(paths, "und weitere")
            ),
            Self::Foreign { paths } => format!(
                "Something stands in the way in the output folder that is not of fundus, or cannot be told any more as \
                 the list `.fundus/manifest` there is missing or damaged: {}. Nothing was changed. Move or delete it, or choose another output folder.",
                list(paths, "and more")
            ),
            Self::Source { path, error } if in_german => {
                let why = match error.kind() {
                    ErrorKind::NotFound => "Die Datei ist nicht mehr da".to_owned(),
                    ErrorKind::PermissionDenied => "Es fehlt das Recht, sie zu lesen".to_owned(),
                    _ => error.to_string(),
                };
                format!("`{}` lässt sich nicht lesen: {why}. Es wurde nichts verändert.", path.display())
            }
            Self::Source { path, error } => {
                format!("`{}` cannot be read: {error}. Nothing was changed.", path.display())
            }
            Self::Disk { path, cause, error } => {
                let what = if in_german { "lässt sich nicht schreiben" } else { "cannot be written" };
                let why = cause.words(lang).map_or_else(|| error.to_string(), str::to_owned);
                format!("`{}` {what}: {why}", path.display())
            }
        }
    }
}

impl Cause {
    fn words(self, lang: MessageLang) -> Option<&'static str> {
        let (german, english) = match self {
            Self::NoSpace => (
                "Der Datenträger ist voll. Schaffen Sie Platz und starten Sie noch einmal.",
                "The disk is full. Make room and start again.",
            ),
            Self::ReadOnly => (
                "Der Datenträger lässt nur Lesen zu. Wählen Sie einen anderen Ausgabeordner.",
                "The disk can only be read. Choose another output folder.",
            ),
            Self::Denied => (
                "Es fehlen die Rechte dazu, oder ein anderes Programm hat die Datei geöffnet.",
                "Rights are missing, or another program has the file open.",
            ),
            Self::BadName => (
                "Der Name ist zu lang oder hat ein Zeichen, das dieser Datenträger nicht zulässt. Benennen Sie die Quelldatei um.",
                "The name is too long, or has a character that this disk does not take. Rename the source file.",
            ),
            Self::NotAFolder => (
                "Dort ist eine Datei, wo ein Ordner sein müsste. Verschieben Sie sie, oder wählen Sie einen anderen Ausgabeordner.",
                "There is a file where a folder should be. Move it, or choose another output folder.",
            ),
            Self::NotAFile => (
                "Dort ist ein Ordner, wo eine Datei sein müsste. Wählen Sie einen anderen Namen.",
                "There is a folder where a file should be. Choose another name.",
            ),
            Self::Gone => (
                "Den Ordner dafür gibt es nicht, und er lässt sich nicht anlegen. Wählen Sie einen anderen Ort.",
                "There is no folder for it, and none can be made. Choose another place.",
            ),
            Self::Other => return None,
        };
        Some(match lang {
            MessageLang::De => german,
            MessageLang::En => english,
        })
    }
}

/// The first few of `paths` in backticks.
fn list(paths: &[PathBuf], more: &str) -> String {
    const SHOWN: usize = 5;
    let mut list: Vec<String> =
        paths.iter().take(SHOWN).map(|path| format!("`{}`", path.display())).collect();
    if paths.len() > SHOWN {
        list.push(format!("{more} ({})", paths.len() - SHOWN));
    }
    list.join(", ")
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(MessageLang::En))
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Source { error, .. } | Self::Disk { error, .. } => Some(error),
            Self::Problems(_) | Self::Busy { .. } | Self::Foreign { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Linux answers; other systems' numbers are mapped by the standard library alike.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_systems_answers_are_understood() {
        let answers = [
            (28, Cause::NoSpace),
            (122, Cause::NoSpace),
            (30, Cause::ReadOnly),
            (13, Cause::Denied),
            (1, Cause::Denied),
            (36, Cause::BadName),
            (20, Cause::NotAFolder),
            (21, Cause::NotAFile),
            (2, Cause::Gone),
            (5, Cause::Other),
        ];
        for (number, expected) in answers {
            let WriteError::Disk { cause, .. } =
                WriteError::disk(Path::new("public"), io::Error::from_raw_os_error(number))
            else {
                panic!("not a problem of the disk")
            };
            assert_eq!(cause, expected, "{number}");
        }
    }

    #[test]
    fn messages_name_the_file_and_not_too_many() {
        let error =
            WriteError::Foreign { paths: (0..9).map(|n| PathBuf::from(format!("public/{n}"))).collect() };
        let message = error.message(MessageLang::De);
        assert!(
            message.contains("`public/4`, und weitere (4)") && !message.contains("public/5"),
            "{message}"
        );
    }
}
