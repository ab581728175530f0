//! The site's own file for the search: words that the analysis should know, leave alone, or take as one.
//!
//! A TOML table with three lists, all optional:
//!
//! ```toml
//! words = ["Netzpate"]                          # divide compounds with it
//! whole = ["Weinheim"]                          # never divide
//! synonyms = [["KI", "Künstliche Intelligenz"]] # mean the same
//! ```

use serde::Deserialize;

/// What the site says about its words. Words are lower case after [`Exceptions::read`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Exceptions {
    /// Nouns that compounds are made of.
    pub words: Vec<String>,
    /// Words that are not compounds.
    pub whole: Vec<String>,
    /// Groups of words or phrases that mean the same.
    pub synonyms: Vec<Vec<String>>,
}

/// Why a site's file cannot be read, and where in it, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExceptionsError {
    /// What is wrong.
    pub message: String,
    /// Where, if it is known.
    pub span: Option<std::ops::Range<usize>>,
}

impl Exceptions {
    /// Reads the file's text.
    ///
    /// # Errors
    /// When the text is no TOML, or has other keys than the three.
    pub fn read(text: &str) -> Result<Self, ExceptionsError> {
        let mut read: Self = toml::from_str(text)
            .map_err(|error| ExceptionsError { message: error.message().to_owned(), span: error.span() })?;
        for word in read.words.iter_mut().chain(&mut read.whole) {
            *word = word.to_lowercase();
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_a_misspelt_key_is_an_error() {
        let read =
            Exceptions::read("words = ['Netzpate']\nsynonyms = [['KI', 'Künstliche Intelligenz']]").unwrap();
        assert_eq!(read.words, ["netzpate"]);
        assert_eq!(read.synonyms[0][1], "Künstliche Intelligenz");
        let error = Exceptions::read("\nwort = []").unwrap_err();
        assert_eq!(error.span, Some(1..5));
    }
}
