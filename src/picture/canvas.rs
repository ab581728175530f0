//! A canvas of sixteen colours, and a pen that writes on it in the typeface of the headings.
//!
//! The only file that knows the crates of the font and of PNG. Sixteen colours are two pixels in a byte: paper, card, lines,
//! and for each of the two inks six steps from the card's white to the full tone, which smooth the
//! edges of letters.
//!
//! Most rows of a picture are those of an empty card, which are filtered once, as PNG wants it, for all pictures. What is
//! written on it stands on strips of rows, and only these are filtered for each. The crate `png` would filter all of
//! them, so the rows go at once to the crate that it compresses with itself.

use std::ops::Range;
use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, GlyphId, PxScale};
use fdeflate::Compressor;
use png::{BitDepth, ColorType, Encoder, EncodingError, chunk};

/// Vollkorn by Friedrich Althausen (SIL Open Font License, `themes/default/fonts/OFL.txt`), semibold,
/// cut down to the letters of German, its neighbours, Turkish and Kurmanji.
const FONT: &[u8] = include_bytes!("vollkorn-600.ttf");

/// How many steps each ink has.
const STEPS: u8 = 6;
const FIRST_INK: u8 = 4;
const FIRST_ACCENT: u8 = FIRST_INK + STEPS;

/// How many bytes nearly every picture has room in.
const ROOM: usize = 32 * 1024;

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

/// Pixels by their number in the palette, two in a byte, the left one in its upper half.
#[derive(Clone)]
pub(super) struct Canvas {
    /// Bytes of a row.
    stride: usize,
    bytes: Vec<u8>,
}

/// A canvas that many pictures begin with.
pub(super) struct Card {
    canvas: Canvas,
    /// Its rows, see [`filter`].
    filtered: Vec<u8>,
}

/// Rows of a card, from the first of them on, with what a picture has on them.
pub(super) struct Strip {
    first: usize,
    canvas: Canvas,
}

/// The font in one size and colour. A letter is drawn once and then stamped, at whole pixels.
pub(super) struct Pen {
    font: FontRef<'static>,
    /// Of the em square, in pixels.
    size: f32,
    colour: Colour,
    /// By number of the glyph.
    stamps: Box<[OnceLock<Stamp>]>,
}

/// A letter as a rectangle of pixels, with the way from where it is written to its upper left corner.
#[derive(Default)]
struct Stamp {
    left: i32,
    top: i32,
    /// Bytes of a row.
    stride: usize,
    /// The rows for an even column, and for an odd one.
    rows: [Vec<u8>; 2],
}

/// A text with its words measured, in widths of the em square, so that it can be broken into lines in any size.
pub(super) struct Text<'t> {
    words: Vec<(&'t str, f32)>,
    space: f32,
}

/// A text in lines, and how wide the widest of them is, in widths of the em square.
pub(super) struct Lines {
    pub(super) lines: Vec<String>,
    pub(super) width: f32,
}

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

    /// The number of an ink's tone for a pixel that is covered so far, from 0 to 1.
    fn tone(self, coverage: f32) -> u8 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to STEPS")]
        let step = (coverage.clamp(0.0, 1.0) * f32::from(STEPS)).round() as u8;
        if step == 0 { 0 } else { self.number() - STEPS + step }
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
    /// An empty canvas. Its width is even.
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { stride: width / 2, bytes: vec![0; width / 2 * height] }
    }

    /// Paints a rectangle between even columns.
    pub(super) fn fill(&mut self, columns: Range<usize>, rows: Range<usize>, colour: Colour) {
        for row in rows {
            let start = row * self.stride;
            self.bytes[start + columns.start / 2..start + columns.end / 2].fill(colour.number() * 0x11);
        }
    }

    /// Prints a letter whose upper left corner is there; what lies outside of the canvas is left out.
    fn print(&mut self, stamp: &Stamp, left: i32, top: i32) {
        let (Ok(first), Ok(odd)) = (usize::try_from(left.div_euclid(2)), usize::try_from(left.rem_euclid(2)))
        else {
            return;
        };
        if stamp.stride == 0 || first >= self.stride {
            return;
        }
        for (row, inks) in (top..).zip(stamp.rows[odd].chunks_exact(stamp.stride)) {
            let Ok(row) = usize::try_from(row) else { continue };
            let Some(bytes) = self.bytes.get_mut(row * self.stride..(row + 1) * self.stride) else { return };
            for (byte, ink) in bytes[first..].iter_mut().zip(inks) {
                // The darker one of each of the two pixels.
                *byte = (*byte & 0xf0).max(ink & 0xf0) | (*byte & 0x0f).max(ink & 0x0f);
            }
        }
    }

    fn row(&self, row: usize) -> &[u8] {
        &self.bytes[row * self.stride..(row + 1) * self.stride]
    }

    /// The canvas as what pictures begin with.
    pub(super) fn into_card(self) -> Card {
        let mut filtered = Vec::with_capacity(self.bytes.len() + self.bytes.len() / self.stride);
        filter(&self.bytes, &vec![0; self.stride], &mut filtered);
        Card { canvas: self, filtered }
    }
}

/// Appends rows as PNG wants them: each as what it has more than the row above, byte by byte (PNG, 9.2, "Up"), after the
/// number of that filter. `above` is the row above the first.
fn filter<'r>(rows: &'r [u8], mut above: &'r [u8], filtered: &mut Vec<u8>) {
    const UP: u8 = 2;
    for row in rows.chunks_exact(above.len()) {
        filtered.push(UP);
        if row == above {
            filtered.resize(filtered.len() + row.len(), 0);
        } else {
            filtered.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(*above)));
        }
        above = row;
    }
}

impl Card {
    /// These rows, to be written on.
    pub(super) fn strip(&self, rows: Range<usize>) -> Strip {
        let stride = self.canvas.stride;
        let bytes = self.canvas.bytes[rows.start * stride..rows.end * stride].to_vec();
        Strip { first: rows.start, canvas: Canvas { stride, bytes } }
    }

    /// The card with strips, from above and apart from each other, as a PNG; `accent` is the colour of
    /// [`Colour::Accent`].
    pub(super) fn png(&self, strips: &[Strip], accent: [u8; 3]) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "the picture fits the format, and memory takes what is written"
        )]
        self.encode(strips, accent).expect("a picture")
    }

    fn encode(&self, strips: &[Strip], accent: [u8; 3]) -> Result<Vec<u8>, EncodingError> {
        let pixels = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let Canvas { stride, bytes } = &self.canvas;
        let mut png = Vec::with_capacity(ROOM);
        let mut encoder = Encoder::new(&mut png, pixels(stride * 2), pixels(bytes.len() / stride));
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Four);
        encoder.set_palette(palette(accent).concat());
        let mut zlib = Compressor::new(Vec::with_capacity(ROOM))?;
        let mut done = 0;
        let mut filtered = Vec::new();
        for Strip { first, canvas } in strips {
            zlib.write_data(&self.filtered[done * (stride + 1)..first * (stride + 1)])?;
            done = first + canvas.bytes.len() / stride;
            filtered.clear();
            filter(&canvas.bytes, self.canvas.row(first - 1), &mut filtered);
            // The row below is the card's again.
            filter(self.canvas.row(done), &canvas.bytes[canvas.bytes.len() - stride..], &mut filtered);
            zlib.write_data(&filtered)?;
            done += 1;
        }
        zlib.write_data(&self.filtered[done * (stride + 1)..])?;
        encoder.write_header()?.write_chunk(chunk::IDAT, &zlib.finish()?)?;
        Ok(png)
    }
}

impl Strip {
    /// Paints a rectangle between even columns; rows are those of the card.
    pub(super) fn fill(&mut self, columns: Range<usize>, rows: Range<usize>, colour: Colour) {
        self.canvas.fill(columns, rows.start - self.first..rows.end - self.first, colour);
    }

    /// Writes a line of text; `start` is where its baseline begins on the card, within the rows of the strip.
    pub(super) fn write(&mut self, pen: &Pen, text: &str, start: (usize, usize)) {
        pen.write(&mut self.canvas, text, (start.0, start.1 - self.first));
    }
}

/// Whether the font has every letter of a text.
pub(super) fn knows(text: &str) -> bool {
    let font = font();
    text.chars().all(|c| c.is_whitespace() || font.glyph_id(c) != GlyphId(0))
}

fn font() -> FontRef<'static> {
    #[expect(clippy::expect_used, reason = "the font is part of the program")]
    FontRef::try_from_slice(FONT).expect("a font")
}

impl Pen {
    /// A pen with the font of the headings; `size` is that of the em square in pixels.
    pub(super) fn new(size: f32, colour: Colour) -> Self {
        let font = font();
        let stamps = (0..font.glyph_count()).map(|_| OnceLock::new()).collect();
        Self { font, size, colour, stamps }
    }

    /// The size of the em square in pixels.
    pub(super) fn size(&self) -> f32 {
        self.size
    }

    /// How far below its baseline a line reaches, in pixels.
    pub(super) fn depth(&self) -> f32 {
        -self.font.descent_unscaled() / units(&self.font) * self.size
    }

    /// The crate measures fonts from the deepest to the highest letter, we by the em square.
    fn scale(&self) -> PxScale {
        PxScale::from(self.size * self.font.height_unscaled() / units(&self.font))
    }

    fn stamp(&self, glyph: GlyphId) -> &Stamp {
        self.stamps[usize::from(glyph.0)].get_or_init(|| {
            let Some(outline) = self.font.outline_glyph(glyph.with_scale(self.scale())) else {
                return Stamp::default();
            };
            let bounds = outline.px_bounds();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some pixels")]
            let (left, top, width, height) =
                (bounds.min.x as i32, bounds.min.y as i32, bounds.width() as usize, bounds.height() as usize);
            let stride = width / 2 + 1;
            let mut rows = [vec![0; stride * height], vec![0; stride * height]];
            outline.draw(|x, y, coverage| {
                let (x, y) = (x as usize, y as usize);
                for (odd, bytes) in rows.iter_mut().enumerate() {
                    let half = if (x + odd) % 2 == 0 { 4 } else { 0 };
                    if let Some(byte) = bytes.get_mut(y * stride + (x + odd) / 2) {
                        *byte |= self.colour.tone(coverage) << half;
                    }
                }
            });
            Stamp { left, top, stride, rows }
        })
    }

    /// How wide a text is, in pixels.
    pub(super) fn width(&self, text: &str) -> f32 {
        run(&self.font, text, |_, _| ()) * self.size
    }

    /// Writes a line of text; `start` is where its baseline begins.
    pub(super) fn write(&self, canvas: &mut Canvas, text: &str, start: (usize, usize)) {
        let place = |place: usize| i32::try_from(place).unwrap_or(i32::MAX);
        run(&self.font, text, |glyph, way| {
            let stamp = self.stamp(glyph);
            #[expect(clippy::cast_possible_truncation, reason = "a place near the canvas")]
            let way = (way * self.size).round() as i32;
            let left = place(start.0).saturating_add(way).saturating_add(stamp.left);
            canvas.print(stamp, left, place(start.1).saturating_add(stamp.top));
        });
    }
}

/// The sides of the em square, in the units of a font.
fn units(font: &impl Font) -> f32 {
    font.units_per_em().unwrap_or(1000.0)
}

/// Calls `place` for each letter with the way from the beginning to it, and returns the whole way; in widths of the em
/// square.
fn run(font: &impl Font, text: &str, mut place: impl FnMut(GlyphId, f32)) -> f32 {
    let units = units(font);
    let mut way = 0.0;
    let mut last = None;
    for letter in text.chars() {
        let glyph = font.glyph_id(letter);
        way += last.map_or(0.0, |last| font.kern_unscaled(last, glyph));
        place(glyph, way / units);
        way += font.h_advance_unscaled(glyph);
        last = Some(glyph);
    }
    way / units
}

impl<'t> Text<'t> {
    /// A text in the font of the headings.
    pub(super) fn new(text: &'t str) -> Self {
        let font = font();
        let width = |text: &str| run(&font, text, |_, _| ());
        Self { words: text.split_whitespace().map(|word| (word, width(word))).collect(), space: width(" ") }
    }

    /// The text in lines of at most this width, in widths of the em square, as far as its words allow.
    pub(super) fn lines(&self, room: f32) -> Lines {
        let mut lines: Vec<String> = Vec::new();
        let (mut current, mut widest) = (0.0, 0.0_f32);
        for (word, width) in &self.words {
            match lines.last_mut() {
                Some(line) if current + self.space + width <= room => {
                    line.push(' ');
                    line.push_str(word);
                    current += self.space + width;
                }
                _ => {
                    lines.push((*word).to_owned());
                    current = *width;
                }
            }
            widest = widest.max(current);
        }
        Lines { lines, width: widest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_finds_every_pixel_again() {
        let mut canvas = Canvas::new(400, 120);
        canvas.fill(20..380, 10..110, Colour::Surface);
        canvas.fill(20..380, 10..12, Colour::Rule);
        let card = canvas.clone().into_card();
        let (pen, accent) = (Pen::new(60.0, Colour::Ink), [0x0b, 0x5a, 0x54]);
        let mut strips = [card.strip(30..60), card.strip(62..119)];
        strips[0].fill(30..60, 30..60, Colour::Accent);
        // Cut off at the end of the strip.
        strips[1].write(&pen, "Größe", (40, 110));
        for strip in &strips {
            let start = strip.first * canvas.stride;
            canvas.bytes[start..start + strip.canvas.bytes.len()].copy_from_slice(&strip.canvas.bytes);
        }
        for (strips, canvas) in [(&strips[..], &canvas), (&[], &card.canvas)] {
            let png = card.png(strips, accent);
            let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let frame = reader.next_frame(&mut pixels).unwrap();
            assert_eq!((frame.width, frame.height, frame.bit_depth), (400, 120, BitDepth::Four));
            assert!(pixels == canvas.bytes, "other pixels");
            assert_eq!(reader.info().palette.as_deref(), Some(&palette(accent).concat()[..]));
        }
    }
}
