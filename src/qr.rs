//! QR codes as SVG, for addresses on paper.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// The modules of light space around a code that scanners rely on (ISO/IEC 18004, 6.3.8).
const QUIET: i32 = 4;

/// A text as a QR code with error correction level M: an `<svg>` of one path, which takes the colour of
/// its surroundings. Empty for a text that is empty or too long for any code.
pub(crate) fn svg(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return String::new() };
    let whole = code.size() + 2 * QUIET;
    let mut svg = format!(
        "<svg class=\"qr\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path stroke=\"#000\" d=\""
    );
    for y in 0..code.size() {
        // A row is a line as wide as a module; of each dark run, only its distance and length are told.
        let (mut x, mut end) = (0, None);
        while x < code.size() {
            let run = (x..code.size()).take_while(|&x| code.get_module(x, y)).count();
            let run = i32::try_from(run).unwrap_or_default();
            if run > 0 {
                let _ = match end {
                    None => write!(svg, "M{} {}.5h{run}", x + QUIET, y + QUIET),
                    Some(end) => write!(svg, "m{} 0h{run}", x - end),
                };
                end = Some(x + run);
            }
            x += run.max(1);
        }
    }
    svg.push_str("\"/></svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_quiet_zone() {
        let svg = svg("https://fundus.example.org/");
        // 27 characters at level M take version 3: 29 modules and 4 of light on each side.
        assert!(svg.starts_with("<svg class=\"qr\" viewBox=\"0 0 37 37\""), "{svg}");
        for (row, corner) in [(4, "M4 4.5h7m"), (26, "M4 26.5h7m"), (32, "M4 32.5h7m")] {
            assert!(svg.contains(corner), "{row}: {corner} in {svg}");
        }
        let first = svg.split("M4 4.5").nth(1).and_then(|rest| rest.split('M').next()).unwrap();
        let numbers =
            first.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u32>().ok());
        assert_eq!(numbers.sum::<u32>(), 29, "the first row reaches from corner to corner: {first}");
        assert_eq!(super::svg(""), "");
        assert_eq!(super::svg(&"x".repeat(3000)), "");
    }
}
