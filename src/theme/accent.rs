//! One accent colour into a palette whose contrast is guaranteed.
//!
//! The hue and the colourfulness are the site's; the lightness is ours. It is moved in OKLCH (Björn
//! Ottosson, 2020: equal steps look equal) until text in the accent has a contrast of at least 7 : 1
//! (WCAG 2.2, AAA) on every background on which the theme puts it, in the light and in the dark scheme.

/// The contrast that text in the accent has on its backgrounds.
const CONTRAST: f64 = 7.0;

/// The darkest light and the lightest dark background of the default theme on which the accent
/// stands, beside its own tints (`styles/10-tokens.css`, `--palette-sand` and `--palette-coal-high`).
const LIGHT_GROUND: Rgb = [0xf3, 0xf0, 0xe8];
const DARK_GROUND: Rgb = [0x26, 0x2b, 0x2a];

type Rgb = [u8; 3];

/// Lightness, chroma, and hue in radians.
#[derive(Clone, Copy)]
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

/// The declarations that give a site's accent colour (`#rgb` or `#rrggbb`) to the palette; `None` when
/// `colour` is not of this form.
#[must_use]
pub fn accent_css(colour: &str) -> Option<String> {
    let accent = to_oklch(parse(colour)?);
    let tint = tint(accent);
    let shade = rgb(Oklch { lightness: 0.3, chroma: (accent.chroma * 0.5).min(0.05), ..accent });
    let ink = ink(accent, tint);
    let bright = Oklch { lightness: accent.lightness.max(0.74), chroma: accent.chroma.min(0.13), ..accent };
    let glow = readable(bright, &[DARK_GROUND, shade], 0.005);
    Some(format!(
        "--palette-accent-ink:{};--palette-accent-tint:{};--palette-accent-glow:{};--palette-accent-shade:{}",
        hex(ink),
        hex(tint),
        hex(glow),
        hex(shade)
    ))
}

/// The accent as it is written on light backgrounds; `None` when `colour` is no colour.
#[must_use]
pub(crate) fn accent_ink(colour: &str) -> Option<Rgb> {
    let accent = to_oklch(parse(colour)?);
    Some(ink(accent, tint(accent)))
}

fn tint(accent: Oklch) -> Rgb {
    rgb(Oklch { lightness: 0.945, chroma: (accent.chroma * 0.3).min(0.035), ..accent })
}

fn ink(accent: Oklch, tint: Rgb) -> Rgb {
    readable(Oklch { lightness: accent.lightness.min(0.5), ..accent }, &[LIGHT_GROUND, tint], -0.005)
}

/// Moves the lightness by `step` until the contrast with all of `grounds` suffices. Black and white
/// suffice, so this ends.
fn readable(mut colour: Oklch, grounds: &[Rgb], step: f64) -> Rgb {
    loop {
        let candidate = rgb(colour);
        let enough = grounds.iter().all(|&ground| contrast(candidate, ground) >= CONTRAST);
        if enough || !(0.0..=1.0).contains(&colour.lightness) {
            return candidate;
        }
        colour.lightness += step;
    }
}

fn parse(colour: &str) -> Option<Rgb> {
    let digits = colour.strip_prefix('#')?;
    let digit = |at: usize| u8::from_str_radix(digits.get(at..=at)?, 16).ok();
    match digits.len() {
        3 => Some([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17]),
        6 => Some([digit(0)? * 16 + digit(1)?, digit(2)? * 16 + digit(3)?, digit(4)? * 16 + digit(5)?]),
        _ => None,
    }
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The contrast ratio of WCAG 2.2, 1 to 21.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    fn luminance(colour: Rgb) -> f64 {
        let [red, green, blue] = colour.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn to_oklch(colour: Rgb) -> Oklch {
    let [red, green, blue] = colour.map(linear);
    let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
    let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
    let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
    let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
    let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
    let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
    Oklch { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
}

/// The nearest colour of sRGB that keeps lightness and hue: less colourful where need be.
fn rgb(colour: Oklch) -> Rgb {
    let mut chroma = colour.chroma;
    loop {
        let channels = linear_channels(Oklch { chroma, ..colour });
        let inside = channels.iter().all(|channel| (-0.0005..=1.0005).contains(channel));
        if inside || chroma <= 0.0 {
            return channels.map(gamma);
        }
        chroma -= 0.002;
    }
}

fn linear_channels(colour: Oklch) -> [f64; 3] {
    let (a, b) = (colour.chroma * colour.hue.cos(), colour.chroma * colour.hue.sin());
    let l = (colour.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (colour.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (colour.lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ]
}

fn gamma(channel: f64) -> u8 {
    let channel = channel.clamp(0.0, 1.0);
    let value =
        if channel <= 0.003_130_8 { channel * 12.92 } else { 1.055 * channel.powf(1.0 / 2.4) - 0.055 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 ..= 255")]
    let byte = (value * 255.0).round() as u8;
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The four colours of the declarations, in order: ink, tint, glow, shade.
    fn palette(colour: &str) -> Vec<Rgb> {
        let css = accent_css(colour).unwrap();
        css.split(';').map(|declaration| parse(declaration.split_once(':').unwrap().1).unwrap()).collect()
    }

    #[test]
    fn any_accent_is_readable_in_both_schemes() {
        for colour in
            ["#000", "#fff", "#f00", "#ff0", "#0f0", "#00f", "#e2001a", "#7a7a7a", "#0b5a54", "#ffcc00"]
        {
            let [ink, tint, glow, shade] = palette(colour)[..] else { panic!("four colours") };
            for (text, ground) in [(ink, LIGHT_GROUND), (ink, tint), (glow, DARK_GROUND), (glow, shade)] {
                assert!(contrast(text, ground) >= CONTRAST, "{colour}: {} on {}", hex(text), hex(ground));
            }
        }
    }

    #[test]
    fn the_conversion_there_and_back_changes_nothing() {
        for colour in ["#0b5a54", "#c2512f", "#123456", "#ffffff", "#000000"] {
            assert_eq!(hex(rgb(to_oklch(parse(colour).unwrap()))), colour);
        }
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for colour in ["", "#", "teal", "#12", "#12345", "#1234567", "#gggggg", "#ä12"] {
            assert_eq!(accent_css(colour), None, "{colour}");
        }
    }
}
