//! The bytes of a chunk: numbers of variable length, and the envelope that makes them a script.
//!
//! `fundusChunk("t3","…")` holds base64 of a deflate stream. A browser runs it as a classic script, from a server or from
//! a file; under a server's own compression the base64 costs about one percent.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};

/// Appends `value` in groups of seven bits, the lowest first (LEB128).
pub fn put(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Appends a number that may be negative.
pub fn put_signed(bytes: &mut Vec<u8>, value: i32) {
    put(bytes, ((value << 1) ^ (value >> 31)).cast_unsigned());
}

/// Reads what [`put`] and its kin wrote; past the end, everything is zero or empty.
#[derive(Debug)]
pub struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    /// Reads from the beginning of `bytes`.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    /// The next number.
    pub fn number(&mut self) -> u32 {
        let mut value = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte();
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        value
    }

    /// The next number that may be negative.
    pub fn signed(&mut self) -> i32 {
        let value = self.number();
        (value >> 1).cast_signed() ^ -((value & 1).cast_signed())
    }

    /// The next `count` bytes, fewer at the end.
    pub fn take(&mut self, count: usize) -> &'b [u8] {
        let start = self.at.min(self.bytes.len());
        self.at = self.at.saturating_add(count);
        &self.bytes[start..self.at.min(self.bytes.len())]
    }

    /// How many bytes have been read.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether everything has been read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at >= self.bytes.len()
    }
}

/// Bytes that serde takes as a whole, and not as so many numbers.
pub mod whole {
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes them.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    /// Reads them, from a format that lends its bytes.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        <&[u8]>::deserialize(deserializer).map(<[u8]>::to_vec)
    }
}

/// Level of compression: the next one makes the index of 10,000 documents smaller by 0.4 percent and costs 1.7
/// percent of the time in which the whole site is built.
const LEVEL: i32 = 4;

/// A part of a chunk whose bytes are of one kind.
#[derive(Clone, Debug)]
pub enum Column {
    /// Text, or numbers that repeat: worth looking for what stood there before.
    Text(Vec<u8>),
    /// Numbers among which some are more frequent than others.
    Numbers(Vec<u8>),
}

/// Makes chunks' scripts. Kept from one chunk to the next, because its tables take longer to set up than
/// most columns to compress. The tables are too large for a stack that work in parallel divides.
pub struct Packer {
    text: Box<CompressorOxide>,
    numbers: Box<CompressorOxide>,
}

impl Packer {
    /// A packer at work on nothing yet.
    #[must_use]
    pub fn new() -> Self {
        const RAW: i32 = -15;
        let compressor = |strategy: CompressionStrategy| {
            Box::new(CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, strategy as i32)))
        };
        Self {
            text: compressor(CompressionStrategy::Default),
            numbers: compressor(CompressionStrategy::HuffmanOnly),
        }
    }

    /// A chunk's script. Each column is compressed by its own statistics; read again, they are one content.
    #[must_use]
    pub fn script(&mut self, name: &str, columns: &[Column]) -> Vec<u8> {
        let packed = self.pack(columns);
        let mut text = String::with_capacity(packed.len() * 4 / 3 + 40);
        let _ = write!(text, "fundusChunk({name:?},\"");
        STANDARD.encode_string(&packed, &mut text);
        text.push_str("\")\n");
        text.into_bytes()
    }

    /// A deflate stream of the columns. Every column ends at a whole byte, so that they can stand in a row.
    fn pack(&mut self, columns: &[Column]) -> Vec<u8> {
        const EMPTY_LAST_BLOCK: [u8; 2] = [3, 0];
        let mut packed = Vec::new();
        for column in columns {
            let (content, compressor) = match column {
                Column::Text(content) => (content, &mut self.text),
                Column::Numbers(content) => (content, &mut self.numbers),
            };
            compressor.reset();
            compress_to_output(compressor, content, TDEFLFlush::Sync, |bytes| {
                packed.extend_from_slice(bytes);
                true
            });
        }
        packed.extend(EMPTY_LAST_BLOCK);
        packed
    }
}

impl Default for Packer {
    fn default() -> Self {
        Self::new()
    }
}

/// The content of a chunk's script, if it is one.
#[must_use]
pub fn content(script: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(script).ok()?;
    let payload = text.trim_end().strip_suffix("\")")?.rsplit_once('"')?.1;
    miniz_oxide::inflate::decompress_to_vec(&STANDARD.decode(payload).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_scripts_survive_the_way() {
        let mut bytes = Vec::new();
        for value in [0, 1, 127, 128, 300, u32::MAX] {
            put(&mut bytes, value);
        }
        for value in [0, -1, 1, i32::MIN, i32::MAX] {
            put_signed(&mut bytes, value);
        }
        let (one, other) = bytes.split_at(4);
        let script =
            Packer::new().script("t1", &[Column::Numbers(one.to_vec()), Column::Text(other.to_vec())]);
        let read = content(&script).unwrap();
        let mut reader = Reader::new(&read);
        assert_eq!([0; 6].map(|_| reader.number()), [0, 1, 127, 128, 300, u32::MAX]);
        assert_eq!([0; 5].map(|_| reader.signed()), [0, -1, 1, i32::MIN, i32::MAX]);
        assert!(reader.is_empty());
        assert_eq!((reader.number(), reader.take(5).len()), (0, 0), "past the end");
        assert_eq!(content(b"rubbish"), None);
    }
}
