//! Smaller versions of large pictures, so that a phone need not load what a camera made.
//!
//! Each is a promise whose key is the fingerprint of the picture, so it is made once and again only when
//! the picture changes. A version is upright and carries the colour profile where it has the colours of that, and
//! nothing else that a camera writes: no place, no time, no name. A picture that cannot be read stands in for its
//! versions. All versions of a picture are made when the first is wanted, so that it is read and decoded once.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, Limits, RgbaImage,
};

use crate::diagnostic::Diagnostic;
use crate::discover::{self, AssetSource, FileState};
use crate::hash::{ContentHash, Hasher};
use crate::model::Role;
use crate::output::{Content, Key, Made, Maker, Output, Promise};
use crate::path::{OutputPath, SourcePath};
use crate::raster;
use crate::site::{Site, Target, visit_targets};

/// Pictures that are wider get smaller versions.
const LARGE: u32 = 1000;
/// How wide the versions are, in pixels.
const WIDTHS: [u32; 3] = [480, 960, 1440];
/// A version saves little unless the picture is wider by this much.
const WIDER: f32 = 1.2;
/// Larger files are nobody's pictures for the web; they stay as they are.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// Pictures of more pixels stay as they are: decoding them takes too much memory.
const MAX_PIXELS: u64 = 64 * 1024 * 1024;
/// What a decoded picture may take of memory.
const MAX_MEMORY: u64 = 4 * MAX_PIXELS;
/// What versions may take of memory that nobody has asked for yet.
const MAX_KEPT: usize = 64 * 1024 * 1024;
/// The quality of a JPEG: as good as it can be while the version is smaller than the picture.
const QUALITIES: [u8; 4] = [80, 68, 54, 40];

/// How wide a picture stands in the text, as the default theme sets it.
pub(crate) const SIZES: &str = "(min-width: 46rem) 41rem, 92vw";

/// A smaller version of a picture.
pub(crate) struct Version {
    /// Its width in pixels.
    pub(crate) width: u32,
    /// Where it stands.
    pub(crate) path: OutputPath,
}

/// The versions of a picture, narrowest first.
pub(crate) fn versions(asset: &AssetSource) -> Vec<Version> {
    let Some((width, height)) = asset.size.filter(|(width, _)| asset.can_shrink && *width > LARGE) else {
        return Vec::new();
    };
    if asset.bytes > MAX_BYTES || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Vec::new();
    }
    #[expect(clippy::cast_precision_loss, reason = "widths of pictures")]
    let saves = |smaller: u32| width as f32 >= smaller as f32 * WIDER;
    let path = asset.output.as_str();
    // Of a lossy WebP there is a JPEG: it is the smallest of what can be written. One of the same name may lie beside it.
    let path = if path.ends_with(".webp") { format!("{path}.jpg") } else { path.to_owned() };
    let version =
        |width: u32| Some(Version { width, path: OutputPath::new(&format!("theme/w{width}/{path}")).ok()? });
    WIDTHS.into_iter().filter(|&smaller| saves(smaller)).filter_map(version).collect()
}

/// The versions of a picture for the attribute `srcset` on this page; empty when there is only one.
pub(crate) fn srcset(page: &OutputPath, asset: &AssetSource) -> String {
    let mut set = String::new();
    for Version { width, path } in versions(asset) {
        let _ = write!(set, "{} {width}w, ", page.href(&path, None));
    }
    if let Some((width, _)) = asset.size.filter(|_| !set.is_empty()) {
        let _ = write!(set, "{} {width}w", page.href(&asset.output, None));
    }
    set
}

/// A promise of each version of the pictures that pages show. `program` names the build of the program.
#[must_use]
pub fn outputs(root: &Path, site: &Site, program: &str) -> Vec<Output> {
    let mut sources = Vec::new();
    let mut jobs = Vec::new();
    let mut places = Vec::new();
    for asset in shown(site).into_iter().map(|index| &site.assets[index]) {
        let versions = versions(asset);
        let widths = versions.iter().map(|version| version.width).collect();
        for Version { width, path } in versions {
            jobs.push(Job { source: sources.len(), width });
            places.push((asset.path.clone(), path));
        }
        sources.push(Source { path: asset.path.clone(), widths, known: Mutex::default() });
    }
    let mut seed = Hasher::default();
    seed.text(program.as_bytes());
    let shrinker = Shrinker { root: root.to_owned(), sources, jobs, seed, kept: AtomicUsize::new(0) };
    let shrinker: Arc<dyn Maker> = Arc::new(shrinker);
    let promise = |(number, (source, path)): (usize, (SourcePath, OutputPath))| Output {
        path,
        source: Some(source),
        content: Content::Promised(Promise::new(Arc::clone(&shrinker), number)),
    };
    places.into_iter().enumerate().map(promise).collect()
}

/// The pictures in texts and at the head of documents, as indices of files.
fn shown(site: &Site) -> BTreeSet<usize> {
    let mut shown = BTreeSet::new();
    for document in &site.documents {
        let of_fields = document.field_links.iter().flat_map(|field| &field.images);
        shown.extend(document.images.iter().chain(of_fields).flatten());
        let kind = &site.model().types[document.parsed.kind];
        let head = kind.role(Role::Image);
        if document.fields.first(head).is_none() {
            continue;
        }
        visit_targets(&document.fields, &mut |field, target| {
            if let (true, Target::Asset(asset)) = (Some(field) == head, target) {
                shown.insert(*asset);
            }
        });
    }
    shown
}

/// A picture and its versions.
struct Source {
    path: SourcePath,
    widths: Vec<u32>,
    known: Mutex<Known>,
}

/// What is known of a picture as long as its file is in this state.
#[derive(Default)]
struct Known {
    state: Option<FileState>,
    hash: Option<ContentHash>,
    /// Versions that were made when another one was wanted, by their widths; what nobody has asked for yet. `None` where
    /// the picture stands in for one.
    made: BTreeMap<u32, Option<Vec<u8>>>,
}

struct Job {
    source: usize,
    width: u32,
}

/// Makes the versions of a site.
struct Shrinker {
    root: PathBuf,
    sources: Vec<Source>,
    jobs: Vec<Job>,
    seed: Hasher,
    /// How many bytes of versions wait for who asks for them.
    kept: AtomicUsize,
}

impl Shrinker {
    fn place(&self, source: &Source) -> PathBuf {
        self.root.join(source.path.as_str())
    }

    fn key_of(&self, hash: ContentHash, width: u32) -> Key {
        let mut hasher = self.seed.clone();
        hasher.text(hash.as_bytes());
        hasher.text(&width.to_le_bytes());
        Key::of(hasher.finish())
    }

    /// Does something with what is known of a picture. Who wants another version of it waits, as it is about to be made.
    fn with_known<T>(&self, source: &Source, then: impl FnOnce(&mut Known, FileState) -> T) -> T {
        let mut known = source.known.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at before the file is read: what changes after that is noticed the next time.
        let state = FileState::at(&self.place(source));
        if known.state != Some(state) || state.changed.is_none() {
            self.forget(&mut known);
        }
        then(&mut known, state)
    }

    fn forget(&self, known: &mut Known) {
        let Known { made, .. } = std::mem::take(known);
        self.kept.fetch_sub(made.values().flatten().map(Vec::len).sum(), Ordering::Relaxed);
    }

    /// Reads a picture, and notes what it is.
    fn read(
        &self,
        source: &Source,
        known: &mut Known,
        state: FileState,
    ) -> Result<(Vec<u8>, ContentHash), Diagnostic> {
        let bytes = discover::read(&self.root, &source.path)?;
        let hash = ContentHash::of(&bytes);
        if known.hash != Some(hash) {
            self.forget(known);
        }
        (known.state, known.hash) = (Some(state), Some(hash));
        Ok((bytes, hash))
    }

    /// The version of this width of a picture with these bytes. Where no other version waits, all are made.
    fn version(&self, source: &Source, known: &mut Known, bytes: Vec<u8>, width: u32) -> Vec<u8> {
        let has_room = self.kept.load(Ordering::Relaxed) < MAX_KEPT;
        let all = &source.widths[..];
        let widths = if known.made.is_empty() && has_room { all } else { &[width] };
        let mut wanted = None;
        for (made, smaller) in widths.iter().zip(shrink(&bytes, widths).unwrap_or_default()) {
            if *made == width {
                wanted = smaller;
            } else {
                self.kept.fetch_add(smaller.as_ref().map_or(0, Vec::len), Ordering::Relaxed);
                known.made.insert(*made, smaller);
            }
        }
        wanted.unwrap_or(bytes)
    }
}

impl Maker for Shrinker {
    fn key(&self, number: usize) -> Key {
        let Job { source, width } = &self.jobs[number];
        let source = &self.sources[*source];
        let hash = self.with_known(source, |known, state| {
            let read = |known: &mut Known| Some(self.read(source, known, state).ok()?.1);
            known.hash.or_else(|| read(known))
        });
        // What cannot be read has the key of nothing, and is told when it is made.
        self.key_of(hash.unwrap_or_else(|| ContentHash::of(b"")), *width)
    }

    fn file(&self, number: usize) -> Option<PathBuf> {
        Some(self.place(&self.sources[self.jobs[number].source]))
    }

    fn make(&self, number: usize, known: Option<Key>) -> Result<Made, Box<Diagnostic>> {
        let Job { source, width } = &self.jobs[number];
        let source = &self.sources[*source];
        self.with_known(source, |at, state| {
            let made = at.made.remove(width);
            self.kept.fetch_sub(made.iter().flatten().map(Vec::len).sum(), Ordering::Relaxed);
            if let Some(hash) = at.hash {
                let key = self.key_of(hash, *width);
                match &made {
                    _ if known == Some(key) => return Ok(Made::Known),
                    Some(Some(bytes)) => return Ok(Made::New { bytes: bytes.clone(), key }),
                    _ => {}
                }
            }
            let (bytes, hash) = self.read(source, at, state)?;
            let key = self.key_of(hash, *width);
            if known == Some(key) {
                return Ok(Made::Known);
            }
            let bytes = if made.is_some() { bytes } else { self.version(source, at, bytes, *width) };
            Ok(Made::New { bytes, key })
        })
    }

    fn prove(&self, _: usize, _: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>> {
        Ok(None)
    }
}

/// The picture in each of these widths, in fewer bytes than `source` has; `None` for one that does not exist.
fn shrink(source: &[u8], widths: &[u32]) -> ImageResult<Vec<Option<Vec<u8>>>> {
    let mut reader = ImageReader::new(Cursor::new(source)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let format = reader.format();
    let mut decoder = reader.into_decoder()?;
    // No decoder knows of the memory that the picture takes itself.
    if decoder.total_bytes() > MAX_MEMORY {
        return Ok(vec![None; widths.len()]);
    }
    let profile = decoder.icc_profile()?;
    let mut picture = upright(DynamicImage::from_decoder(decoder)?, source);
    let is_transparent = picture.color().has_alpha();
    if is_transparent {
        picture = DynamicImage::ImageRgba8(weigh(picture.into_rgba8()));
    }
    let version = |&width: &u32| {
        if picture.width() <= width {
            return Ok(None);
        }
        let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        let mut smaller = picture.resize_exact(width, height, FilterType::CatmullRom);
        if is_transparent {
            smaller = DynamicImage::ImageRgba8(unweigh(smaller.into_rgba8()));
        }
        write_smaller(&smaller, format, profile.as_deref(), source.len())
    };
    widths.iter().map(version).collect()
}

/// As browsers show it: they turn by Exif what [`raster`] looks at.
fn upright(mut picture: DynamicImage, source: &[u8]) -> DynamicImage {
    let turn = raster::look("", &mut Cursor::new(source)).orientation;
    if let Some(turn) = turn.and_then(Orientation::from_exif) {
        picture.apply_orientation(turn);
    }
    picture
}

/// Each colour as strong as it is seen, so that what is not seen does not show in the pixels that are made of several.
fn weigh(mut picture: RgbaImage) -> RgbaImage {
    for pixel in picture.pixels_mut() {
        let [colours @ .., alpha] = &mut pixel.0;
        for colour in colours {
            *colour = of_255(u32::from(*colour) * u32::from(*alpha), 255);
        }
    }
    picture
}

/// The colours of what [`weigh`] has weighed.
fn unweigh(mut picture: RgbaImage) -> RgbaImage {
    for pixel in picture.pixels_mut() {
        let [colours @ .., alpha] = &mut pixel.0;
        for colour in colours {
            *colour = of_255(u32::from(*colour) * 255, u32::from(*alpha));
        }
    }
    picture
}

/// The quotient, rounded, and no more than a colour can be; 0 of nothing.
fn of_255(dividend: u32, divisor: u32) -> u8 {
    let quotient = (dividend + divisor / 2).checked_div(divisor).unwrap_or(0);
    u8::try_from(quotient).unwrap_or(u8::MAX)
}

/// The bytes of a version, fewer than `most` where that is possible; `None` for a PNG that would not be smaller.
fn write_smaller(
    picture: &DynamicImage,
    format: Option<ImageFormat>,
    profile: Option<&[u8]>,
    most: usize,
) -> ImageResult<Option<Vec<u8>>> {
    let write = |quality| encode(picture, format, quality, profile);
    if format == Some(ImageFormat::Png) {
        return Ok(Some(write(0)?).filter(|bytes| bytes.len() < most));
    }
    let mut bytes = Vec::new();
    for quality in QUALITIES {
        bytes = write(quality)?;
        if bytes.len() < most {
            break;
        }
    }
    Ok(Some(bytes))
}

/// A PNG stays one; everything else becomes a JPEG.
fn encode(
    picture: &DynamicImage,
    format: Option<ImageFormat>,
    quality: u8,
    profile: Option<&[u8]>,
) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let is_png = format == Some(ImageFormat::Png);
    let picture = in_eight_bits(picture, is_png);
    if is_png {
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, PngFilter::Adaptive);
        write_with(encoder, &picture, profile)?;
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        write_with(encoder, &picture, profile)?;
    }
    Ok(bytes)
}

fn write_with(
    mut encoder: impl ImageEncoder,
    picture: &DynamicImage,
    profile: Option<&[u8]>,
) -> ImageResult<()> {
    if let Some(profile) = profile.filter(|profile| is_of(profile, picture)) {
        // A format without profiles shows the picture all the same.
        let _ = encoder.set_icc_profile(profile.to_vec());
    }
    picture.write_with_encoder(encoder)
}

/// Whether a profile (ICC.1, 7.2.6) is one of the colours in which the picture is written: that of a printer means none
/// of them.
fn is_of(profile: &[u8], picture: &DynamicImage) -> bool {
    let colours: &[u8] = if picture.color().has_color() { b"RGB " } else { b"GRAY" };
    profile.get(16..20) == Some(colours)
}

fn in_eight_bits(picture: &DynamicImage, keeps_alpha: bool) -> DynamicImage {
    match (picture.color().has_alpha() && keeps_alpha, picture.color().has_color()) {
        (true, _) => DynamicImage::ImageRgba8(picture.to_rgba8()),
        (false, true) => DynamicImage::ImageRgb8(picture.to_rgb8()),
        (false, false) => DynamicImage::ImageLuma8(picture.to_luma8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Red above, blue below, with a little noise so that it does not compress to nothing.
    fn picture(width: u32, height: u32) -> DynamicImage {
        let pixel = |x: u32, y: u32| {
            let noise = u8::try_from((x * 7 + y * 13) % 31).unwrap();
            if y < height / 2 { image::Rgb([220 - noise, 10, 10]) } else { image::Rgb([10, 10, 220 - noise]) }
        };
        DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, pixel))
    }

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// The JPEG with what a camera writes: its orientation and a secret.
    fn from_camera(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        exif.extend(b"GPS 49.54N 8.57E");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], b"\xFF\xE1", &length, &exif, &jpeg[2..]].concat()
    }

    fn of_width(source: &[u8], width: u32) -> Vec<u8> {
        shrink(source, &[width]).unwrap().remove(0).unwrap()
    }

    fn size(bytes: &[u8]) -> (usize, usize) {
        let size = imagesize::blob_size(bytes).unwrap();
        (size.width, size.height)
    }

    #[test]
    fn a_version_is_smaller_in_pixels_and_bytes_and_always_the_same() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let source = encoded(&picture(1200, 600), format);
            let version = of_width(&source, 480);
            assert_eq!(size(&version), (480, 240), "{format:?}");
            assert!(version.len() < source.len(), "{format:?}");
            assert_eq!(of_width(&source, 480), version, "{format:?}");
        }
    }

    #[test]
    fn a_version_is_upright_and_tells_nothing_of_the_camera() {
        let source = from_camera(&encoded(&picture(1200, 800), ImageFormat::Jpeg), 6);
        assert!(source.windows(3).any(|bytes| bytes == b"GPS"));
        let version = of_width(&source, 400);
        assert_eq!(size(&version), (400, 600), "turned by a quarter");
        assert!(!version.windows(4).any(|bytes| bytes == b"Exif" || bytes == b"GPS "));
        let turned = image::load_from_memory(&version).unwrap().to_rgb8();
        let (left, right) = (turned.get_pixel(20, 300), turned.get_pixel(380, 300));
        assert!(left[2] > 150 && right[0] > 150, "what was above is at the right: {left:?} {right:?}");
    }

    #[test]
    fn transparency_stays() {
        let mut drawing = picture(1200, 600).to_rgba8();
        drawing.put_pixel(0, 0, image::Rgba([0, 0, 0, 0]));
        let source = encoded(&DynamicImage::ImageRgba8(drawing), ImageFormat::Png);
        let version = image::load_from_memory(&of_width(&source, 480)).unwrap();
        assert!(version.color().has_alpha());
    }

    #[test]
    fn what_is_not_seen_does_not_show_at_edges() {
        // A red disk on black that is transparent.
        let (middle, pixel) =
            (600_i64, |is_seen| image::Rgba(if is_seen { [255, 0, 0, 255] } else { [0; 4] }));
        let disk = RgbaImage::from_fn(1200, 1200, |x, y| {
            let (x, y) = (i64::from(x) - middle, i64::from(y) - middle);
            pixel(x * x + y * y < 400 * 400)
        });
        // Not compressed, so that the version is smaller.
        let mut source = Vec::new();
        let encoder =
            PngEncoder::new_with_quality(&mut source, CompressionType::Uncompressed, PngFilter::NoFilter);
        disk.write_with_encoder(encoder).unwrap();
        let smaller = image::load_from_memory(&of_width(&source, 480)).unwrap().into_rgba8();
        let edge: Vec<[u8; 4]> =
            smaller.pixels().map(|pixel| pixel.0).filter(|pixel| (8..248).contains(&pixel[3])).collect();
        assert!(edge.len() > 500, "{}", edge.len());
        assert!(edge.iter().all(|[red, ..]| *red > 230), "{:?}", edge.iter().min());
    }

    #[test]
    fn a_png_is_turned_as_browsers_turn_it() {
        let png = encoded(&picture(1200, 800), ImageFormat::Png);
        let exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let mut chunk = [&u32::try_from(exif.len()).unwrap().to_be_bytes()[..], b"eXIf", exif].concat();
        // Of the kind and the content, as all of PNG.
        let crc = chunk[4..].iter().fold(u32::MAX, |crc, byte| {
            (0..8)
                .fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
        });
        chunk.extend((!crc).to_be_bytes());
        let header = 8 + 25;
        let source = [&png[..header], &chunk, &png[header..]].concat();
        assert_eq!(size(&of_width(&source, 400)), (400, 600));
    }

    #[test]
    fn a_profile_goes_along_only_with_its_colours() {
        let profile = |space: &[u8; 4]| [&[0; 16][..], space, &[7; 600]].concat();
        let grey = DynamicImage::ImageLuma8(picture(1200, 600).into_luma8());
        let cases = [(&picture(1200, 600), b"RGB ", true), (&picture(1200, 600), b"CMYK", false)];
        for (picture, space, is_kept) in
            cases.into_iter().chain([(&grey, b"GRAY", true), (&grey, b"RGB ", false)])
        {
            let mut source = Vec::new();
            write_with_any(JpegEncoder::new_with_quality(&mut source, 95), picture, profile(space));
            let version = of_width(&source, 480);
            let found = version.windows(100).any(|bytes| bytes == [7; 100]);
            assert_eq!(found, is_kept, "{}", String::from_utf8_lossy(space));
        }
    }

    fn write_with_any(mut encoder: impl ImageEncoder, picture: &DynamicImage, profile: Vec<u8>) {
        encoder.set_icc_profile(profile).unwrap();
        picture.write_with_encoder(encoder).unwrap();
    }

    #[test]
    fn a_picture_is_decoded_only_where_there_is_memory_for_it() {
        // 26,000 by 26,000 pixels in a few bytes: nothing of it is decoded, and nothing fails.
        let mut claims = encoded(&picture(1200, 20), ImageFormat::Jpeg);
        let frame = claims.windows(2).position(|bytes| bytes == [0xFF, 0xC0]).unwrap();
        claims[frame + 5..frame + 9].copy_from_slice(&[0x65, 0x90, 0x65, 0x90]);
        assert_eq!(shrink(&claims, &[480, 960]).unwrap(), [None, None]);
    }

    /// Promises of all versions of a picture.
    fn shrinker(root: &Path, widths: &[u32]) -> Shrinker {
        let source = Source {
            path: SourcePath::new("a.jpg").unwrap(),
            widths: widths.to_vec(),
            known: Mutex::default(),
        };
        let jobs = widths.iter().map(|&width| Job { source: 0, width }).collect();
        Shrinker {
            root: root.to_owned(),
            sources: vec![source],
            jobs,
            seed: Hasher::default(),
            kept: AtomicUsize::new(0),
        }
    }

    #[test]
    fn all_versions_are_made_when_one_is_wanted_and_kept_until_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let source = encoded(&picture(1200, 600), ImageFormat::Jpeg);
        std::fs::write(folder.path().join("a.jpg"), &source).unwrap();
        let shrinker = shrinker(folder.path(), &[480, 960]);
        let made = |number: usize| match shrinker.make(number, None).unwrap() {
            Made::New { bytes, key } => {
                assert_eq!(key, shrinker.key(number));
                bytes
            }
            Made::Known => panic!("nothing is known"),
        };
        let waiting = || shrinker.sources[0].known.lock().unwrap().made.len();
        assert_eq!((size(&made(1)).0, waiting()), (960, 1));
        assert!(shrinker.kept.load(Ordering::Relaxed) > 0);
        assert_eq!((made(0), waiting()), (of_width(&source, 480), 0));
        assert_eq!(shrinker.kept.load(Ordering::Relaxed), 0);
        assert_eq!(shrinker.make(0, Some(shrinker.key(0))).unwrap(), Made::Known);
        // Another picture in the same file.
        let (_, key) = (made(0), shrinker.key(1));
        std::fs::write(folder.path().join("a.jpg"), encoded(&picture(1400, 600), ImageFormat::Jpeg)).unwrap();
        assert_ne!(shrinker.key(1), key);
        assert_eq!((waiting(), shrinker.kept.load(Ordering::Relaxed)), (0, 0));
    }

    #[test]
    fn a_broken_picture_does_no_harm() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let source = encoded(&picture(1100, 300), format);
            for end in (0..source.len()).step_by(source.len() / 40) {
                let _ = shrink(&source[..end], &[480]);
                let mut wrong = source.clone();
                wrong[end] ^= 0x5A;
                let _ = shrink(&wrong, &[480]);
            }
        }
        assert!(shrink(b"", &[480]).is_err() && shrink(b"\xFF\xD8\xFF", &[480]).is_err());
        // A PNG that claims to be larger than the memory.
        let bomb = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\xFF\xFF\xFF\0\xFF\xFF\xFF\x08\x06\0\0\0\0\0\0\0";
        assert!(shrink(bomb, &[480]).is_err());
    }

    #[test]
    fn only_large_pictures_have_versions() {
        let asset = |width: u32, name: &str, can_shrink: bool| AssetSource {
            path: SourcePath::new(&format!("content/b/{name}")).unwrap(),
            output: OutputPath::new(&format!("b/{name}")).unwrap(),
            bytes: 9,
            size: Some((width, if name == "plan.png" { 26_000 } else { 10 })),
            can_shrink,
            fault: None,
            media: None,
        };
        let page = OutputPath::new("k/a.html").unwrap();
        assert_eq!(srcset(&page, &asset(1000, "a.jpg", true)), "");
        assert_eq!(srcset(&page, &asset(4000, "a.jpg", false)), "");
        assert_eq!(srcset(&page, &asset(4000, "plan.png", true)), "", "of too many pixels");
        assert_eq!(
            srcset(&page, &asset(1700, "a.webp", true)),
            "../theme/w480/b/a.webp.jpg 480w, ../theme/w960/b/a.webp.jpg 960w, ../b/a.webp 1700w"
        );
        assert!(
            srcset(&page, &asset(4000, "ä b.png", true)).starts_with("../theme/w480/b/%C3%A4%20b.png 480w, ")
        );
    }
}
