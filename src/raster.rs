//! What a picture tells before its dots begin: its size where it is a JPEG, whether a camera lay on its side, and
//! whether a smaller version can be made of it without a loss that shows.
//!
//! Pure: it sees bytes, and opens no file.

use std::io::{BufRead, Read, Seek};

/// How many of the first bytes of a WebP are looked at.
const HEAD: u64 = 8 * 1024;

/// How many of the first bytes tell [`Fault::of`] what a file is.
pub const SIGNATURE: u64 = 16;

/// The extensions of pictures made of dots that browsers show.
pub const SHOWN: [&str; 6] = ["avif", "gif", "jpeg", "jpg", "png", "webp"];

/// What a picture tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Width and height as they are stored, of a JPEG.
    pub size: Option<(u32, u32)>,
    /// Exif's orientation, from 1 to 8, of what browsers turn by it.
    pub orientation: Option<u8>,
    /// Whether smaller versions can be made of it: a still JPEG or PNG, or a WebP as cameras make them.
    pub can_shrink: bool,
}

impl Look {
    /// Whether browsers turn it by a quarter, so that its width is its height.
    #[must_use]
    pub fn is_turned(&self) -> bool {
        matches!(self.orientation, Some(5..=8))
    }
}

/// Why browsers do not show what is called a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// As telephones save photos (ISO/IEC 23008-12); few browsers show it.
    Heic,
    /// As scanners save pages; hardly any browser shows it.
    Tiff,
    /// Something else, or damaged.
    NoPicture,
}

impl Fault {
    /// The fault of a file with this extension (lower case) and these first bytes; `is_measured` tells whether they gave
    /// a width and a height. `None` for what browsers show, and for what is not called a picture.
    #[must_use]
    pub fn of(extension: &str, head: &[u8], is_measured: bool) -> Option<Self> {
        const BRANDS: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
        match extension {
            "heic" | "heif" => return Some(Self::Heic),
            "tif" | "tiff" => return Some(Self::Tiff),
            _ if !SHOWN.contains(&extension) => return None,
            _ => {}
        }
        let brand = head.get(4..12).and_then(|head| head.strip_prefix(b"ftyp"));
        if brand.is_some_and(|brand| BRANDS.contains(&brand)) {
            Some(Self::Heic)
        } else if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
            Some(Self::Tiff)
        } else {
            (!is_measured).then_some(Self::NoPicture)
        }
    }
}

/// Looks at a file with this extension (lower case), from its beginning. Browsers go by what is in it; versions bear its
/// name, so that they are made only of what is called right.
#[must_use]
pub fn look(extension: &str, file: &mut (impl BufRead + Seek)) -> Look {
    let mut head = Vec::new();
    // What was read before an error is looked at all the same.
    let _ = file.by_ref().take(HEAD).read_to_end(&mut head);
    let (mut look, extensions) = if head.starts_with(b"\xFF\xD8") {
        (look_at_jpeg(file), &["jpg", "jpeg"][..])
    } else if head.starts_with(PNG) {
        (look_at_png(file), &["png"][..])
    } else {
        (Look { can_shrink: is_opaque_webp(&head), ..Look::default() }, &["webp"][..])
    };
    look.can_shrink &= extensions.contains(&extension);
    look
}

/// What stands before the picture of a JPEG, wherever it stands: profiles of printers take half a megabyte, and between
/// the parts there may be bytes that fill.
fn look_at_jpeg(file: &mut (impl BufRead + Seek)) -> Look {
    let mut look = Look { can_shrink: true, ..Look::default() };
    // A file that is cut off has told what it had to tell.
    let _ = read_jpeg(file, &mut look);
    look
}

fn read_jpeg(file: &mut (impl BufRead + Seek), look: &mut Look) -> Option<()> {
    file.seek(std::io::SeekFrom::Start(2)).ok()?;
    loop {
        let marker = marker(file)?;
        match marker {
            // Alone, without a length.
            0x01 | 0xD0..=0xD8 => continue,
            // The picture itself begins, or there is none.
            0xD9 | 0xDA => return None,
            _ => {}
        }
        let length = u16::from_be_bytes(bytes(file)?).checked_sub(2)?;
        match marker {
            0xC0..=0xCF if ![0xC4, 0xC8, 0xCC].contains(&marker) => {
                let [_, high, low, wide, narrow] = bytes(file)?;
                let number = |high, low| u32::from(u16::from_be_bytes([high, low]));
                let size = (number(wide, narrow), number(high, low));
                look.size = look.size.or(Some(size).filter(|(width, height)| *width > 0 && *height > 0));
                skip(file, length.checked_sub(5)?.into())?;
            }
            0xE1 if look.orientation.is_none() => {
                let segment = some_bytes(file, length.into())?;
                look.orientation = segment.strip_prefix(b"Exif\0\0").and_then(exif_orientation);
            }
            _ => skip(file, length.into())?,
        }
    }
}

/// More bytes than these between two parts of a JPEG are none that fill.
const FILLING: usize = 64 * 1024;

/// The next marker of a JPEG, behind any number of bytes that fill.
fn marker(file: &mut impl BufRead) -> Option<u8> {
    let mut is_begun = false;
    for _ in 0..FILLING {
        match bytes(file)? {
            [0xFF] => is_begun = true,
            [0] => is_begun = false,
            [marker] if is_begun => return Some(marker),
            _ => {}
        }
    }
    None
}

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n";

/// What stands before the picture of a PNG.
fn look_at_png(file: &mut (impl BufRead + Seek)) -> Look {
    let mut look = Look { can_shrink: true, ..Look::default() };
    let mut read = || -> Option<()> {
        file.seek(std::io::SeekFrom::Start(PNG.len() as u64)).ok()?;
        loop {
            let [a, b, c, d, name @ ..] = bytes::<8>(file)?;
            let length = u32::from_be_bytes([a, b, c, d]).into();
            match &name {
                b"IDAT" | b"IEND" => return None,
                // An animation.
                b"acTL" => look.can_shrink = false,
                b"eXIf" => {
                    look.orientation = exif_orientation(&some_bytes(file, length)?);
                    skip(file, CHECKSUM)?;
                    continue;
                }
                _ => {}
            }
            skip(file, length + CHECKSUM)?;
        }
    };
    let _ = read();
    look
}

/// Behind each part of a PNG.
const CHECKSUM: u64 = 4;

fn bytes<const N: usize>(file: &mut impl Read) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// So many bytes, but no more than any Exif takes.
fn some_bytes(file: &mut impl Read, length: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = length.min(1 << 20);
    file.take(length).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == length).then_some(bytes)
}

/// Goes on behind so many bytes; what is read already is not read again.
fn skip(file: &mut (impl BufRead + Seek), length: u64) -> Option<()> {
    let there = file.fill_buf().ok()?.len();
    if let Some(length) = usize::try_from(length).ok().filter(|length| *length <= there) {
        file.consume(length);
        return Some(());
    }
    file.seek_relative(i64::try_from(length).ok()?).ok()
}

/// The entry 0x0112 of the first directory of a TIFF structure.
fn exif_orientation(tiff: &[u8]) -> Option<u8> {
    let is_big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let (first, second) = (usize::from(short(4)?), usize::from(short(6)?));
    let directory = if is_big { first << 16 | second } else { second << 16 | first };
    let entries = usize::from(short(directory)?);
    let mut places = (0..entries).map(|entry| directory + 2 + 12 * entry);
    let place = places.find(|&at| short(at) == Some(0x0112))?;
    short(place + 8).and_then(|value| u8::try_from(value).ok())
}

/// A lossy WebP without transparency and animation.
fn is_opaque_webp(head: &[u8]) -> bool {
    if !head.starts_with(b"RIFF") {
        return false;
    }
    const ALPHA_OR_ANIMATION: u8 = 0x12;
    match head.get(12..16) {
        Some(b"VP8 ") => true,
        Some(b"VP8X") => {
            let is_lossless = head.windows(4).take(4096).any(|name| name == b"VP8L");
            head.get(20).is_some_and(|flags| flags & ALPHA_OR_ANIMATION == 0) && !is_lossless
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn look_at(bytes: &[u8]) -> Look {
        let extension = match bytes.first() {
            Some(0xFF) => "jpg",
            Some(0x89) => "png",
            _ => "webp",
        };
        look(extension, &mut Cursor::new(bytes))
    }

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], content].concat()
    }

    /// A JPEG of 20 by 10 with these segments before its Exif.
    fn jpeg(before: &[u8], tiff: &[u8]) -> Vec<u8> {
        let exif = segment(0xE1, &[b"Exif\0\0", tiff].concat());
        let frame = segment(0xC0, b"\x08\0\x0A\0\x14\x01\x01\x11\0");
        [b"\xFF\xD8", &segment(0xE0, b"ab")[..], before, &exif, &frame, b"\xFF\xDA\0\x02"].concat()
    }

    fn tiff(orientation: u8) -> Vec<u8> {
        [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..], &[orientation], b"\0\0"].concat()
    }

    fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let chunk = |(name, content): &(&[u8; 4], &[u8])| {
            [&u32::try_from(content.len()).unwrap().to_be_bytes()[..], *name, content, b"crc!"].concat()
        };
        [PNG.to_vec(), chunks.iter().flat_map(chunk).collect()].concat()
    }

    #[test]
    fn a_camera_on_its_side_is_noticed_in_both_byte_orders() {
        for (orientation, is_turned) in [(1, false), (3, false), (6, true), (8, true)] {
            let big = [
                b"MM\0*\0\0\0\x08\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\x01\x12\0\x03\0\0\0\x01\0",
                &[orientation][..],
                b"\0\0",
            ];
            let little = [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[orientation][..], b"\0\0\0"];
            for tiff in [big.concat(), little.concat()] {
                let look = look_at(&jpeg(b"", &tiff));
                assert_eq!((look.is_turned(), look.size), (is_turned, Some((20, 10))), "{orientation}");
                let look = look_at(&png(&[(b"IHDR", &[0; 13]), (b"eXIf", &tiff), (b"IDAT", b"")]));
                assert_eq!((look.is_turned(), look.can_shrink), (is_turned, true), "{orientation}");
            }
        }
        let late = look_at(&png(&[(b"IDAT", b"x"), (b"eXIf", &tiff(6))]));
        assert!(!late.is_turned(), "browsers have begun to show it");
    }

    #[test]
    fn what_stands_before_exif_may_be_long_and_filled() {
        let profile = segment(0xED, &[b'P'; 65000]).repeat(9);
        for before in [&profile[..], b"\xFF\xFF\xFF", b"\0\0"] {
            let look = look_at(&jpeg(before, &tiff(6)));
            assert_eq!((look.size, look.is_turned()), (Some((20, 10)), true), "{}", before.len());
        }
        let profile = vec![b'P'; 300_000];
        assert!(look_at(&png(&[(b"iCCP", &profile), (b"eXIf", &tiff(6)), (b"IDAT", b"")])).is_turned());
    }

    #[test]
    fn what_no_browser_shows_is_known_by_its_bytes() {
        let heic = b"\0\0\0\x24ftypheic\0\0\0\0mif1";
        assert_eq!(Fault::of("jpg", heic, true), Some(Fault::Heic));
        assert_eq!(Fault::of("heic", b"", false), Some(Fault::Heic));
        assert_eq!(Fault::of("png", b"II*\0", true), Some(Fault::Tiff));
        assert_eq!(Fault::of("jpg", b"<!doctype html>", false), Some(Fault::NoPicture));
        assert_eq!(Fault::of("avif", b"\0\0\0\x20ftypavif", true), None);
        assert_eq!(Fault::of("jpg", b"\x89PNG\r\n\x1A\n", true), None, "browsers look at the bytes, too");
        assert_eq!(Fault::of("pdf", b"", false), None);
    }

    #[test]
    fn what_is_cut_off_or_lies_does_no_harm() {
        let pictures =
            [jpeg(b"", &tiff(6)), png(&[(b"IHDR", &[0; 13]), (b"eXIf", &tiff(6)), (b"IDAT", b"")])];
        for whole in pictures {
            assert!(look_at(&whole).is_turned());
            for end in 0..whole.len() {
                let _ = look_at(&whole[..end]);
                let mut wrong = whole.clone();
                wrong[end] ^= 0xFF;
                let _ = look_at(&wrong);
            }
        }
        for tiff in [&b"MM\0*\xFF\xFF\xFF\xFF\0\x01"[..], b"II*\0\x08\0\0\0\xFF\xFF", b"XX", b""] {
            assert!(!look_at(&jpeg(b"", tiff)).is_turned());
        }
        assert_eq!(look_at(b"GIF89a"), Look::default());
        let endless = [b"\xFF\xD8", &vec![0; FILLING + 1][..], &jpeg(b"", &tiff(6))].concat();
        assert_eq!(look_at(&endless).size, None);
    }

    #[test]
    fn animations_and_transparent_pictures_stay_as_they_are() {
        let shrinks = |bytes: &[u8]| look_at(bytes).can_shrink;
        assert!(shrinks(&png(&[(b"IHDR", b""), (b"IDAT", b"acTL")])));
        assert!(!shrinks(&png(&[(b"IHDR", b""), (b"acTL", b""), (b"IDAT", b"")])));
        assert!(shrinks(b"RIFF....WEBPVP8 ........"));
        assert!(shrinks(b"RIFF....WEBPVP8X....\x20......"));
        assert!(!shrinks(b"RIFF....WEBPVP8X....\x10......"));
        assert!(!shrinks(b"RIFF....WEBPVP8X....\x02......"));
        assert!(!shrinks(b"RIFF....WEBPVP8L........"));
        assert!(!shrinks(b"GIF89a") && !shrinks(b"<svg"));
        let misnamed = look("png", &mut Cursor::new(jpeg(b"", &tiff(6))));
        assert!(misnamed.is_turned() && !misnamed.can_shrink);
    }
}
