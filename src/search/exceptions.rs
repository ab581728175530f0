//! What a site says about its words: the table `[search]` of its configuration.
//!
//! ```toml
//! [search]
//! words = ["Netzpate"]                          # divide compounds with it
//! whole = ["Weinheim"]                          # never divide
//! synonyms = [["KI", "Künstliche Intelligenz"]] # mean the same
//! ```

use super::words::words;

/// Words that the analysis should know, leave alone, or take as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions {
    /// Nouns that compounds are made of, as [`form`] gives them.
    pub words: Vec<String>,
    /// Words that are not compounds, as [`form`] gives them.
    pub whole: Vec<String>,
    /// Groups of words or phrases that mean the same, as written.
    pub synonyms: Vec<Vec<String>>,
}

/// The form under which the analysis knows `written`; `None` when it is not one plain word.
#[must_use]
pub fn form(written: &str) -> Option<String> {
    match words(written).as_slice() {
        [word] if word.end - word.start == written.trim().len() && !word.form.contains('-') => {
            Some(word.form.clone().into_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn an_exception_is_one_plain_word() {
        assert_eq!(form("Netzpate").as_deref(), Some("netzpate"));
        for written in ["", "Netz Pate", "Netz-Pate", "…", "Netzpate!"] {
            assert_eq!(form(written), None, "{written}");
        }
    }
}
