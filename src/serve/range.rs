//! The `Range` header: which part of a file is wanted (RFC 9110, section 14).

use std::ops::Range;

use crate::text::is_digits;

/// What a `Range` header asks of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it: there is no such header, it is not understood, or asks for several parts, which a
    /// server may answer with the whole.
    Whole,
    /// These bytes; never empty.
    Bytes(Range<u64>),
    /// Nothing that the file has.
    Unsatisfiable,
}

impl Part {
    /// Reads the value of a `Range` header for a file of `length` bytes.
    pub(super) fn parse(header: Option<&str>, length: u64) -> Self {
        match header.and_then(|header| bounds(header, length)) {
            None => Self::Whole,
            Some(range) if range.is_empty() => Self::Unsatisfiable,
            Some(range) => Self::Bytes(range),
        }
    }
}

/// The bytes asked for, as far as the file has them; `None` for what is not understood.
fn bounds(header: &str, length: u64) -> Option<Range<u64>> {
    let (unit, range) = header.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    if first.is_empty() {
        return Some(length.saturating_sub(number(last)?)..length);
    }
    let first = number(first)?;
    if last.is_empty() {
        return Some(first..length);
    }
    let last = number(last)?;
    (first <= last).then(|| first..last.saturating_add(1).min(length))
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| is_digits(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_what_rfc_9110_says() {
        let bytes = |range: Range<u64>| Part::Bytes(range);
        let cases = [
            ("bytes=0-0", bytes(0..1)),
            ("bytes=2-4", bytes(2..5)),
            ("Bytes= 2-4 ", bytes(2..5)),
            ("bytes=5-", bytes(5..10)),
            ("bytes=5-99", bytes(5..10)),
            ("bytes=-3", bytes(7..10)),
            ("bytes=-99", bytes(0..10)),
            ("bytes=0-18446744073709551615", bytes(0..10)),
            ("bytes=10-", Part::Unsatisfiable),
            ("bytes=10-20", Part::Unsatisfiable),
            ("bytes=-0", Part::Unsatisfiable),
            ("bytes=4-2", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=1-x", Part::Whole),
            ("bytes=--1", Part::Whole),
            ("lines=1-2", Part::Whole),
            ("bytes", Part::Whole),
        ];
        for (header, expected) in cases {
            assert_eq!(Part::parse(Some(header), 10), expected, "{header}");
        }
        assert_eq!(Part::parse(None, 10), Part::Whole);
        assert_eq!(Part::parse(Some("bytes=0-"), 0), Part::Unsatisfiable);
    }
}
