//! The text of an SVG → the size in which it is meant to be shown.
//!
//! Pure: it sees a text, and opens no file. What XML allows before and in the root element (comments, either kind of
//! quotation mark, line breaks) is read as browsers read it.

/// Width and height in pixels: `width` and `height` of the root element, else those of its `viewBox`.
#[must_use]
pub(crate) fn size(text: &str) -> Option<(u32, u32)> {
    let root = attributes(root(text)?);
    let of = |name: &str| root.iter().find(|(found, _)| *found == name).map(|(_, value)| value.trim());
    if let (Some(width), Some(height)) = (of("width").and_then(pixels), of("height").and_then(pixels)) {
        return Some((whole(width), whole(height)));
    }
    let is_between = |letter: char| letter.is_whitespace() || letter == ',';
    let numbers: Vec<f32> =
        of("viewBox")?.split(is_between).filter_map(|number| number.parse().ok()).collect();
    match numbers[..] {
        [_, _, width, height] => Some((whole(in_bounds(width)?), whole(in_bounds(height)?))),
        _ => None,
    }
}

/// What stands in the tag of the root element behind its name, and everything after.
fn root(text: &str) -> Option<&str> {
    let mut rest = &text[text.find('<')?..];
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!") {
            // A document type may declare things of its own in brackets.
            let is_own = rest.find('[').is_some_and(|at| rest.find('>').is_some_and(|end| at < end));
            if is_own { "]" } else { ">" }
        } else {
            break;
        };
        let after = &rest[rest.find(end)? + end.len()..];
        rest = &after[after.find('<')?..];
    }
    let name_end = rest.find(|letter: char| letter.is_whitespace() || ['/', '>'].contains(&letter))?;
    let (name, attributes) = rest[1..].split_at(name_end - 1);
    (name.rsplit(':').next() == Some("svg")).then_some(attributes)
}

/// The attributes at the beginning of this text, up to the end of the tag.
fn attributes(mut text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut next = || {
        text = text.trim_start();
        if text.starts_with(['/', '>']) {
            return None;
        }
        let (name, rest) = text.split_once('=')?;
        let rest = rest.trim_start();
        let mark = rest.chars().next().filter(|mark| ['"', '\''].contains(mark))?;
        let (value, after) = rest[1..].split_once(mark)?;
        text = after;
        Some((name.trim_end(), value))
    };
    while let Some(attribute) = next() {
        found.push(attribute);
    }
    found
}

/// A length in pixels; `None` for one that depends on what is around it.
fn pixels(length: &str) -> Option<f32> {
    const PER_INCH: f32 = 96.0;
    let unit_at = length.trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '%').len();
    let (number, unit) = length.split_at(unit_at);
    let factor = match &*unit.to_ascii_lowercase() {
        "" | "px" => 1.0,
        "in" => PER_INCH,
        "cm" => PER_INCH / 2.54,
        "mm" => PER_INCH / 25.4,
        "pt" => PER_INCH / 72.0,
        "pc" => PER_INCH / 6.0,
        _ => return None,
    };
    in_bounds(number.trim_end().parse::<f32>().ok()? * factor)
}

/// No picture is smaller or larger.
fn in_bounds(number: f32) -> Option<f32> {
    Some(number).filter(|number| *number >= 1.0 && *number < 1e5)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in 1..100000")]
fn whole(number: f32) -> u32 {
    number.round() as u32
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn the_size_stands_in_the_root_however_it_is_written() {
        for (text, expected) in [
            ("<svg width=\"40\" height=\"20\"/>", (40, 20)),
            ("<svg width='40px' height='20'/>", (40, 20)),
            ("<svg\n\twidth=\"40\"\n\theight = '20'>", (40, 20)),
            (
                "\u{feff}<?xml version='1.0'?>\n<!-- an <svg width='1' height='1'> -->\n<svg width='40' height='20'/>",
                (40, 20),
            ),
            ("<!DOCTYPE svg [ <!ENTITY a \"<svg>\"> ]>\n<svg:svg width='40' height='20'/>", (40, 20)),
            ("<!DOCTYPE svg PUBLIC \"x\" \"y\"><svg height='20' data-a='>' width='40'/>", (40, 20)),
            ("<svg width=\"10cm\" height=\"50mm\">", (378, 189)),
            ("<svg width=\"1in\" height=\"72pt\">", (96, 96)),
            ("<svg width=\"6pc\" height=\"96PX\">", (96, 96)),
            ("<svg width=\"100%\" height=\"5em\" viewBox=\"0 0 40,20\">", (40, 20)),
            ("<svg viewBox='-5\n-5  40.4\t20'>", (40, 20)),
        ] {
            assert_eq!(size(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_tells_no_size_has_none() {
        for text in [
            "",
            "<svg",
            "<svg>",
            "<svg width=\"40\"/>",
            "<svg width=\"40\" height=\"0\"/>",
            "<svg width='40' height='nan'/>",
            "<svg><svg width='40' height='20'/></svg>",
            "<html><svg width='40' height='20'/></html>",
            "<!-- <svg width='40' height='20'/>",
            "<svg stroke-width='40' line-height='20'/>",
            "<svg width=40 height=20>",
        ] {
            assert_eq!(size(text), None, "{text}");
        }
    }
}
