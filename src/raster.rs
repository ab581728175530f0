//! What the first bytes of a picture tell besides its size: whether a camera lay on its side, and
//! whether a smaller version can be made of it without a loss that shows.
//!
//! Pure: it sees bytes, and reads no file.

/// How many bytes of a file are looked at. What a camera writes comes first.
pub const HEAD: u64 = 64 * 1024;

/// The extensions of pictures made of dots that browsers show.
pub const SHOWN: [&str; 6] = ["avif", "gif", "jpeg", "jpg", "png", "webp"];

/// What the first bytes tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether browsers turn it by a quarter, so that its width is its height.
    pub is_turned: bool,
    /// Whether smaller versions can be made of it: a still JPEG or PNG, or a WebP as cameras make them.
    pub can_shrink: bool,
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

/// Looks at the first bytes of a file with this extension (lower case).
#[must_use]
pub fn look(extension: &str, head: &[u8]) -> Look {
    match extension {
        "jpg" | "jpeg" if head.starts_with(b"\xFF\xD8") => {
            Look { is_turned: matches!(orientation(head), Some(5..=8)), can_shrink: true }
        }
        "png" => Look { can_shrink: is_still_png(head), ..Look::default() },
        "webp" => Look { can_shrink: is_opaque_webp(head), ..Look::default() },
        _ => Look::default(),
    }
}

/// Exif's orientation of a JPEG, from 1 to 8.
fn orientation(jpeg: &[u8]) -> Option<u16> {
    let mut rest = jpeg.get(2..)?;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(4..2 + length)?;
        if let (0xE1, Some(tiff)) = (marker, segment.strip_prefix(b"Exif\0\0")) {
            return exif_orientation(tiff);
        }
        // The picture itself begins.
        if marker == 0xDA {
            return None;
        }
        rest = rest.get(2 + length..)?;
    }
}

/// The entry 0x0112 of the first directory of a TIFF structure.
fn exif_orientation(tiff: &[u8]) -> Option<u16> {
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
    short(place + 8)
}

/// A PNG without the chunk of an animation, which stands before the data.
fn is_still_png(head: &[u8]) -> bool {
    let data = head.windows(4).position(|name| name == b"IDAT").unwrap_or(head.len());
    head.starts_with(b"\x89PNG\r\n\x1A\n") && !head[..data].windows(4).any(|name| name == b"acTL")
}

/// A lossy WebP without transparency and animation.
fn is_opaque_webp(head: &[u8]) -> bool {
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
    use super::*;

    fn jpeg(tiff: &[u8]) -> Vec<u8> {
        let mut bytes = b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xE1".to_vec();
        bytes.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(tiff);
        bytes.extend(b"\xFF\xDA\0\x02");
        bytes
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
                assert_eq!(look("jpg", &jpeg(&tiff)), Look { is_turned, can_shrink: true }, "{orientation}");
            }
        }
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
        let whole = jpeg(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
        assert!(look("jpg", &whole).is_turned);
        for end in 0..whole.len() {
            let _ = look("jpg", &whole[..end]);
        }
        for tiff in [&b"MM\0*\xFF\xFF\xFF\xFF\0\x01"[..], b"II*\0\x08\0\0\0\xFF\xFF", b"XX", b""] {
            assert!(!look("jpg", &jpeg(tiff)).is_turned);
        }
        assert_eq!(look("jpg", b"GIF89a"), Look::default());
    }

    #[test]
    fn animations_and_transparent_pictures_stay_as_they_are() {
        let shrinks = |extension: &str, head: &[u8]| look(extension, head).can_shrink;
        assert!(shrinks("png", b"\x89PNG\r\n\x1A\n....IHDR....IDAT acTL"));
        assert!(!shrinks("png", b"\x89PNG\r\n\x1A\n....IHDR....acTL....IDAT"));
        assert!(shrinks("webp", b"RIFF....WEBPVP8 ........"));
        assert!(shrinks("webp", b"RIFF....WEBPVP8X....\x20......"));
        assert!(!shrinks("webp", b"RIFF....WEBPVP8X....\x10......"));
        assert!(!shrinks("webp", b"RIFF....WEBPVP8X....\x02......"));
        assert!(!shrinks("webp", b"RIFF....WEBPVP8L........"));
        assert!(!shrinks("gif", b"GIF89a") && !shrinks("png", b"<svg"));
    }
}
