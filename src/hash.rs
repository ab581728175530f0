//! Fingerprints of bytes: equal hashes mean equal bytes.
//!
//! The only file that knows the hash function, and the format in which data is fed to it. Hashes are the same on every
//! machine, so they may stand in files that are compared byte for byte.

use std::fmt;
use std::io;

use serde::{Deserialize, Deserializer, Serialize, de};

/// The fingerprint of some bytes (BLAKE3, 256 bits).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentHash(blake3::Hash);

/// Takes bytes piece by piece and ends in their fingerprint.
#[derive(Clone, Default)]
pub struct Hasher(blake3::Hasher);

impl ContentHash {
    /// How many bytes it has.
    pub const BYTES: usize = blake3::OUT_LEN;

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The fingerprint of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes))
    }

    /// The fingerprint of plain data: of the names of its fields as well as of their values. What has a
    /// fingerprint of its own may stand for itself with that, where `is_human_readable` says no.
    #[must_use]
    pub fn of_data(data: &impl Serialize) -> Self {
        #[expect(clippy::expect_used, reason = "plain data can be written, and memory takes it")]
        Self::of(&rmp_serde::to_vec_named(data).expect("plain data"))
    }

    /// Its first four bytes: enough to say that two are different.
    #[must_use]
    pub fn short(&self) -> u32 {
        let [a, b, c, d, ..] = *self.0.as_bytes();
        u32::from_be_bytes([a, b, c, d])
    }

    /// Reads what [`fmt::Display`] writes; `None` for anything else.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        blake3::Hash::from_hex(hex).ok().map(Self)
    }
}

impl Hasher {
    /// Adds the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Adds a text of its own: where it begins and ends is part of the fingerprint.
    pub fn text(&mut self, text: &[u8]) {
        self.update(&(text.len() as u64).to_le_bytes());
        self.update(text);
    }

    /// Adds plain data, as [`ContentHash::of_data`] sees it.
    pub fn data(&mut self, data: &impl Serialize) {
        self.update(ContentHash::of_data(data).0.as_bytes());
    }

    /// The fingerprint of everything added so far.
    #[must_use]
    pub fn finish(&self) -> ContentHash {
        ContentHash(self.0.finalize())
    }
}

impl Serialize for ContentHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0.as_bytes())
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        blake3::Hash::from_slice(bytes).map(Self).map_err(de::Error::custom)
    }
}

/// So that `io::copy` can feed it; it never fails.
impl io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Sixty-four hexadecimal digits in lower case.
impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_hex())
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_hash_like_the_whole_and_survive_as_text() {
        let whole = ContentHash::of(b"Elternberatung");
        let mut hasher = Hasher::default();
        hasher.update(b"Eltern");
        hasher.update(b"beratung");
        assert_eq!(hasher.finish(), whole);
        assert_eq!(ContentHash::parse(&whole.to_string()), Some(whole));
        assert_eq!(ContentHash::parse("af13"), None);
    }
}
