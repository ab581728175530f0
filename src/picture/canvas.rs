//! A canvas of sixteen colours, and a pen that writes on it in the typeface of the headings.
//!
//! The only file that knows the font crate. Sixteen colours are two pixels in a byte: paper, card, lines,
//! and for each of the two inks six steps from the card's white to the full tone, which smooth the
//! edges of letters.

use std::ops::Range;

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};

use super::png;

/// Vollkorn by Friedrich Althausen (SIL Open Font License, `themes/default/fonts/OFL.txt`), semibold,
/// cut down to the letters of German and its neighbours.
const FONT: &[u8] = include_bytes!("vollkorn-600.ttf");

/// How many steps each ink has.
const STEPS: u8 = 6;
const FIRST_INK: u8 = 4;
const FIRST_ACCENT: u8 = FIRST_INK + STEPS;

const WHITE: [u8; 3] = [0xff; 3];
const INK: [u8; 3] = [0x1e, 0x23, 0x21];

/// What a part of the picture is painted with; paper is where nothing is.
#[derive(Clone, Copy)]
pub(super) enum Colour {
    /// The card.
    Surface,
    /// The edge of the card.
    Line,
    /// The red line at the top of a card.
    Rule,
    /// Text.
    Ink,
    /// Text in the site's own colour.
    Accent,
}

/// Pixels by their number in the palette.
pub(super) struct Canvas {
    width: usize,
    pixels: Vec<u8>,
}

/// The font.
pub(super) struct Pen(FontRef<'static>);

impl Colour {
    /// The number in the palette of this colour at its full tone.
    fn number(self) -> u8 {
        match self {
            Self::Surface => 1,
            Self::Line => 2,
            Self::Rule => 3,
            Self::Ink => FIRST_INK + STEPS - 1,
            Self::Accent => FIRST_ACCENT + STEPS - 1,
        }
    }
}

fn palette(accent: [u8; 3]) -> Vec<[u8; 3]> {
    let mut palette = vec![[0xfb, 0xfa, 0xf6], WHITE, [0xdc, 0xd6, 0xc8], [0xb4, 0x48, 0x2c]];
    for ink in [INK, accent] {
        palette.extend((1..=STEPS).map(|step| mix(ink, step)));
    }
    palette
}

/// An ink on white, `step` of [`STEPS`].
fn mix(ink: [u8; 3], step: u8) -> [u8; 3] {
    ink.map(|channel| {
        let (missing, step, steps) = (u16::from(255 - channel), u16::from(step), u16::from(STEPS));
        255 - u8::try_from(missing * step / steps).unwrap_or(u8::MAX)
    })
}

impl Canvas {
    /// An empty canvas.
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { width, pixels: vec![0; width * height] }
    }

    /// Paints a rectangle.
    pub(super) fn fill(&mut self, columns: Range<usize>, rows: Range<usize>, colour: Colour) {
        for row in rows {
            let start = row * self.width;
            self.pixels[start + columns.start..start + columns.end].fill(colour.number());
        }
    }

    /// Puts ink on a pixel; what lies outside of the canvas is left out.
    fn ink(&mut self, column: i32, row: i32, coverage: f32, colour: Colour) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to STEPS")]
        let step = (coverage.clamp(0.0, 1.0) * f32::from(STEPS)).round() as u8;
        let (Ok(column), Ok(row)) = (usize::try_from(column), usize::try_from(row)) else { return };
        if step == 0 || column >= self.width {
            return;
        }
        if let Some(pixel) = self.pixels.get_mut(row * self.width + column) {
            *pixel = (*pixel).max(colour.number() - STEPS + step);
        }
    }

    /// The finished picture; `accent` is the colour of [`Colour::Accent`].
    pub(super) fn into_png(self, accent: [u8; 3]) -> Vec<u8> {
        png::encode(self.width, &self.pixels, &palette(accent))
    }
}

impl Pen {
    /// A pen with the font of the headings.
    pub(super) fn new() -> Self {
        #[expect(clippy::expect_used, reason = "the font is part of the program")]
        Self(FontRef::try_from_slice(FONT).expect("a font"))
    }

    /// Whether the font has every letter of a text.
    pub(super) fn knows(&self, text: &str) -> bool {
        text.chars().all(|c| c.is_whitespace() || self.0.glyph_id(c) != GlyphId(0))
    }

    /// The crate measures fonts from the deepest to the highest letter, we by the em square.
    fn scale(&self, size: f32) -> PxScale {
        PxScale::from(size * self.0.height_unscaled() / self.0.units_per_em().unwrap_or(1000.0))
    }

    /// Calls `place` for each letter with the way from the beginning to it, and returns the whole way.
    fn run(&self, text: &str, size: f32, mut place: impl FnMut(GlyphId, f32)) -> f32 {
        let font = self.0.as_scaled(self.scale(size));
        let mut way = 0.0;
        let mut last = None;
        for letter in text.chars() {
            let glyph = font.glyph_id(letter);
            way += last.map_or(0.0, |last| font.kern(last, glyph));
            place(glyph, way);
            way += font.h_advance(glyph);
            last = Some(glyph);
        }
        way
    }

    /// How wide a text is.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        self.run(text, size, |_, _| ())
    }

    /// Writes a line of text; `start` is where its baseline begins.
    pub(super) fn write(
        &self,
        canvas: &mut Canvas,
        text: &str,
        size: f32,
        start: (usize, usize),
        colour: Colour,
    ) {
        let scale = self.scale(size);
        #[expect(clippy::cast_precision_loss, reason = "a place on the canvas")]
        let (left, baseline) = (start.0 as f32, start.1 as f32);
        self.run(text, size, |glyph, way| {
            let placed = glyph.with_scale_and_position(scale, point(left + way, baseline));
            let Some(outline) = self.0.outline_glyph(placed) else { return };
            let bounds = outline.px_bounds();
            #[expect(clippy::cast_possible_truncation, reason = "a place near the canvas")]
            let (column, row) = (bounds.min.x as i32, bounds.min.y as i32);
            outline.draw(|x, y, coverage| {
                let offset = |start: i32, way: u32| start.saturating_add_unsigned(way);
                canvas.ink(offset(column, x), offset(row, y), coverage, colour);
            });
        });
    }

    /// A text in lines of at most this width, as far as its words allow.
    pub(super) fn lines(&self, text: &str, size: f32, room: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size) <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}
