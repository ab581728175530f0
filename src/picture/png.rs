//! PNG with a palette of up to sixteen colours (PNG, third edition; W3C 2025).

/// How hard to press: these pictures are plain, so the first level takes a fifth of the time of the third
/// for a third more bytes.
const LEVEL: u8 = 1;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A picture whose pixels are numbers of colours, row after row, each row `width` long, which is even.
pub(super) fn encode(width: usize, pixels: &[u8], palette: &[[u8; 3]]) -> Vec<u8> {
    let rows = pixels.chunks_exact(width);
    let mut header = Vec::with_capacity(13);
    header.extend(number(width));
    header.extend(number(rows.len()));
    // Four bits a pixel, by palette; the only compression and filter there are; not interlaced.
    header.extend([4, 3, 0, 0, 0]);
    let mut packed = Vec::with_capacity(rows.len() * (width / 2 + 2));
    for row in rows {
        // No filter.
        packed.push(0);
        packed.extend(row.as_chunks::<2>().0.iter().map(|[left, right]| left << 4 | right));
    }
    let mut png = SIGNATURE.to_vec();
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"PLTE", palette.as_flattened());
    chunk(&mut png, *b"IDAT", &miniz_oxide::deflate::compress_to_vec_zlib(&packed, LEVEL));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    png.extend(number(data.len()));
    let checked = png.len();
    png.extend(name);
    png.extend(data);
    let sum = crc(&png[checked..]);
    png.extend(sum.to_be_bytes());
}

/// CRC-32 as in PNG, annex D.
fn crc(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    !bytes.iter().fold(u32::MAX, |sum, byte| TABLE[usize::from(sum.to_le_bytes()[0] ^ byte)] ^ (sum >> 8))
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut at: u32 = 0;
    while at < 256 {
        let mut value = at;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        table[at as usize] = value;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc(b"IEND"), 0xae42_6082);
    }

    #[test]
    fn pixels_come_back() {
        let png = encode(4, &[1, 2, 3, 4, 5, 6, 7, 8], &[[0; 3]; 9]);
        let data = png.windows(4).position(|name| name == b"IDAT").unwrap();
        let length = u32::from_be_bytes(png[data - 4..data].try_into().unwrap()) as usize;
        let packed = miniz_oxide::inflate::decompress_to_vec_zlib(&png[data + 4..][..length]).unwrap();
        assert_eq!(packed, [0, 0x12, 0x34, 0, 0x56, 0x78]);
    }
}
