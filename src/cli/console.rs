//! The terminal, the environment and the clock: the only place that asks or writes them.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

use fundus::lang::MessageLang;

use super::failure::Failure;

/// What the program finds when it starts.
#[derive(Clone, Debug)]
pub(crate) struct System {
    /// The variables that matter here, as far as they are set to something.
    variables: BTreeMap<&'static str, String>,
    /// Whether somebody can answer questions.
    pub(super) asks: bool,
    /// Whether standard output is a terminal.
    pub(super) out_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub(super) err_is_terminal: bool,
    /// The columns of the terminal.
    pub(super) width: usize,
}

const VARIABLES: &[&str] = &["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "TERM"];

/// Chromium and its kin, by the names of their programs.
const BROWSERS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge"];

/// The columns that are filled when the output is no terminal.
const USUAL_WIDTH: usize = 100;

impl System {
    pub(crate) fn read() -> Self {
        let set = |name: &&'static str| {
            let value = std::env::var_os(*name)?.to_string_lossy().into_owned();
            (!value.is_empty()).then_some((*name, value))
        };
        Self {
            variables: VARIABLES.iter().filter_map(set).collect(),
            asks: io::stdin().is_terminal() && io::stderr().is_terminal(),
            out_is_terminal: io::stdout().is_terminal(),
            err_is_terminal: io::stderr().is_terminal(),
            width: terminal_size::terminal_size().map_or(USUAL_WIDTH, |(width, _)| width.0.into()),
        }
    }

    /// A system with these variables and no terminal.
    #[cfg(test)]
    pub(super) fn with_variables(variables: &[(&'static str, &str)]) -> Self {
        Self {
            variables: variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
            asks: false,
            out_is_terminal: false,
            err_is_terminal: false,
            width: USUAL_WIDTH,
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Whether colours are welcome on a stream, where nothing else was asked for.
    pub(super) fn colours(&self, is_terminal: bool) -> bool {
        is_terminal && self.variable("NO_COLOR").is_none() && self.variable("TERM") != Some("dumb")
    }
}

/// A browser of the family that can print: the one that `FUNDUS_CHROMIUM` names, else the first on the
/// path.
pub(super) fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("FUNDUS_CHROMIUM").filter(|named| !named.is_empty()) {
        return Some(PathBuf::from(named)).filter(|named| named.is_file());
    }
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let places = BROWSERS.iter().flat_map(|name| {
        folders.iter().map(move |folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
    });
    places.into_iter().find(|place| place.is_file())
}

/// Writes what was asked for to standard output. A reader that has seen enough and closed the pipe
/// is no failure.
pub(super) fn out(text: &str) -> Result<(), Failure> {
    match write(io::stdout().lock(), text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(
            format!("Die Ausgabe lässt sich nicht schreiben: {error}."),
            format!("The output cannot be written: {error}."),
        )),
        _ => Ok(()),
    }
}

/// Writes a remark to standard error, where it disturbs no output. There is nobody left to tell when
/// this fails.
pub(super) fn remark(text: &str) {
    let _ = write(io::stderr().lock(), text);
}

/// Shows a passing state in the last line of the terminal, in the place of the one before; nothing takes
/// it away.
pub(super) fn progress(text: &str) {
    const TO_START_AND_CLEAR: &str = "\r\u{1b}[2K";
    prompt(&format!("{TO_START_AND_CLEAR}{text}"));
}

/// Says something and leaves the line open for an answer.
pub(super) fn prompt(text: &str) {
    let mut stream = io::stderr().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// Says why the command could not do its work.
pub(super) fn failure(failure: &Failure, lang: MessageLang) {
    let word = match lang {
        MessageLang::De => "Fehler",
        MessageLang::En => "error",
    };
    remark(&format!("{word}: {}", failure.text(lang)));
}

fn write(mut stream: impl io::Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        stream.write_all(b"\n")?;
    }
    stream.flush()
}

/// Reads an answer; `None` at the end of the input.
pub(super) fn answer() -> Option<String> {
    let mut line = String::new();
    match io::stdin().read_line(&mut line) {
        Ok(1..) => Some(line.trim().to_owned()),
        _ => None,
    }
}
