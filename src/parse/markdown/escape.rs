//! Text into HTML: escaping for text, attributes and addresses.
//!
//! Everything that reaches the output from a source passes through here or through the typesetter;
//! tags and attribute names are always our own.

/// What a byte of text must become in HTML, in text as in attributes. `None` for bytes that stay.
pub(super) const fn replacement(byte: u8) -> Option<&'static str> {
    match byte {
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'&' => Some("&amp;"),
        b'"' => Some("&quot;"),
        // HTML does not allow these control characters, not even as references.
        0..=8 | 11 | 14..=31 => Some("\u{fffd}"),
        _ => None,
    }
}

/// Appends `text`, escaped for text and for attributes in double quotes.
pub(super) fn push(html: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(escaped) = replacement(byte) {
            html.push_str(&text[from..at]);
            html.push_str(escaped);
            from = at + 1;
        }
    }
    html.push_str(&text[from..]);
}

/// Appends an address, percent-encoded where RFC 3986 demands it and escaped for an attribute.
/// Percent signs stay as they are: what is encoded already is not encoded again.
pub(super) fn push_address(html: &mut String, address: &str) {
    for byte in address.bytes() {
        match byte {
            b'&' => html.push_str("&amp;"),
            b'\'' => html.push_str("&#39;"),
            b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'?' | b'#' | b'[' | b']' | b'@' | b'!' | b'$'
            | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b'%' => html.push(byte as char),
            _ if byte.is_ascii_alphanumeric() => html.push(byte as char),
            _ => html.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_taken_for_markup() {
        let mut html = String::new();
        push(&mut html, "a < b > \"c\" & \0ü");
        assert_eq!(html, "a &lt; b &gt; &quot;c&quot; &amp; \u{fffd}ü");
    }

    #[test]
    fn addresses_are_encoded_once() {
        let mut html = String::new();
        push_address(&mut html, "https://x.org/ä b?c=1&d=%20\"<");
        assert_eq!(html, "https://x.org/%C3%A4%20b?c=1&amp;d=%20%22%3C");
    }
}
