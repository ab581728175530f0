//! Objects of JSON, written from front to back, into one text that is finished for a page.
//!
//! What is empty is left out: most documents say little of what they could. No tree is made first, as every page of a
//! site has such an object.

use std::fmt::Write as _;

/// An object that is being written.
pub(super) struct Object<'o> {
    out: &'o mut String,
    is_empty: bool,
}

/// An object with these members.
pub(super) fn object(members: impl FnOnce(&mut Object<'_>)) -> String {
    let mut out = String::with_capacity(2048);
    write_object(&mut out, members);
    out
}

/// Adds an object with these members.
pub(super) fn write_object(out: &mut String, members: impl FnOnce(&mut Object<'_>)) {
    out.push('{');
    members(&mut Object { out, is_empty: true });
    out.push('}');
}

/// Adds a string. In a script, `</script>` would end the element, and `<!--<script>` would keep it from ending.
pub(super) fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| matches!(letter, '"' | '\\' | '<') || letter < ' ') {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            other => {
                let _ = write!(out, "\\u{other:04x}");
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

impl Object<'_> {
    /// Adds the name of a member, whose value follows.
    fn name(&mut self, name: &str) -> &mut String {
        if !self.is_empty {
            self.out.push(',');
        }
        self.is_empty = false;
        write_text(self.out, name);
        self.out.push(':');
        self.out
    }

    /// A text, unless it is empty.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            write_text(self.name(name), text);
        }
    }

    /// What is JSON already, unless it is empty.
    pub(super) fn json(&mut self, name: &str, json: &str) {
        if !json.is_empty() {
            self.name(name).push_str(json);
        }
    }

    /// An object with these members.
    pub(super) fn object(&mut self, name: &str, members: impl FnOnce(&mut Object<'_>)) {
        write_object(self.name(name), members);
    }

    /// A list of what is written of each item, unless there is none.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut String, T),
    ) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_none() {
            return;
        }
        let out = self.name(name);
        out.push('[');
        for (number, item) in items.enumerate() {
            if number > 0 {
                out.push(',');
            }
            write(out, item);
        }
        out.push(']');
    }

    /// As [`Object::list`], and one item without the list.
    pub(super) fn one_or_more<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut String, T),
    ) {
        let mut items = items.into_iter();
        let Some(first) = items.next() else { return };
        match items.next() {
            None => write(self.name(name), first),
            Some(second) => self.list(name, [first, second].into_iter().chain(items), write),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = "a\"b\\c\nd\te\u{1}f</script><!-- ä \u{2028} 😀";
        let json = object(|json| {
            json.text("name", text);
            json.text("empty", "");
            json.list("none", Vec::<&str>::new(), write_text);
            json.list("some", ["a", "b"], write_text);
            json.one_or_more("one", ["a"], write_text);
            json.object("in", |json| json.json("yes", "true"));
        });
        assert!(!json.contains('<'), "{json}");
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        let expected = serde_json::json!({
            "name": text, "some": ["a", "b"], "one": "a", "in": { "yes": true }
        });
        assert_eq!(read, expected);
    }
}
