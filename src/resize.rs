//! Smaller versions of large pictures, so that a phone need not load what a camera made.
//!
//! Each is a promise whose key is the fingerprint of the picture, so it is made once and again only when
//! the picture changes. A version is upright and carries the colour profile, and nothing else that a
//! camera writes: no place, no time, no name. A picture that cannot be read stands in for its versions.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, Limits};

use crate::diagnostic::Diagnostic;
use crate::discover::{self, AssetSource};
use crate::hash::Hasher;
use crate::model::Role;
use crate::output::{Content, Key, Made, Maker, Output, Promise};
use crate::path::{OutputPath, SourcePath};
use crate::site::{Site, Target, visit_targets};

/// Pictures that are wider get smaller versions.
const LARGE: u32 = 1000;
/// How wide the versions are, in pixels.
const WIDTHS: [u32; 3] = [480, 960, 1440];
/// A version saves little unless the picture is wider by this much.
const WIDER: f32 = 1.2;
/// Larger files are nobody's pictures for the web; they stay as they are.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// What decoding a picture may take of memory: 64 million pixels.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;
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
    let Some((width, _)) = asset.size.filter(|(width, _)| asset.can_shrink && *width > LARGE) else {
        return Vec::new();
    };
    if asset.bytes > MAX_BYTES {
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
    let mut jobs = Vec::new();
    let mut places = Vec::new();
    for asset in shown(site).into_iter().map(|index| &site.assets[index]) {
        for Version { width, path } in versions(asset) {
            jobs.push(Job { source: asset.path.clone(), width });
            places.push((asset.path.clone(), path));
        }
    }
    let mut seed = Hasher::default();
    seed.text(program.as_bytes());
    let shrinker: Arc<dyn Maker> = Arc::new(Shrinker { root: root.to_owned(), jobs, seed });
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

struct Job {
    source: SourcePath,
    width: u32,
}

/// Makes the versions of a site.
struct Shrinker {
    root: PathBuf,
    jobs: Vec<Job>,
    seed: Hasher,
}

impl Shrinker {
    fn key_of(&self, job: &Job, bytes: &[u8]) -> Key {
        let mut hasher = self.seed.clone();
        hasher.text(bytes);
        hasher.text(&job.width.to_le_bytes());
        Key::of(hasher.finish())
    }
}

impl Maker for Shrinker {
    fn key(&self, number: usize) -> Key {
        let job = &self.jobs[number];
        // What cannot be read has the key of nothing, and is told when it is made.
        self.key_of(job, &discover::read(&self.root, &job.source).unwrap_or_default())
    }

    fn make(&self, number: usize, known: Option<Key>) -> Result<Made, Box<Diagnostic>> {
        let job = &self.jobs[number];
        let source = discover::read(&self.root, &job.source)?;
        let key = self.key_of(job, &source);
        if known == Some(key) {
            return Ok(Made::Known);
        }
        let smaller = shrink(&source, job.width).ok().flatten();
        Ok(Made::New { bytes: smaller.unwrap_or(source), key })
    }

    fn prove(&self, _: usize, _: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>> {
        Ok(None)
    }
}

/// A picture of this width, in fewer bytes than `source` has; `None` if there is none.
fn shrink(source: &[u8], width: u32) -> ImageResult<Option<Vec<u8>>> {
    let mut reader = ImageReader::new(Cursor::new(source)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let format = reader.format();
    let mut decoder = reader.into_decoder()?;
    let profile = decoder.icc_profile()?;
    let turn =
        if format == Some(ImageFormat::Jpeg) { decoder.orientation()? } else { Orientation::NoTransforms };
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(turn);
    if picture.width() <= width {
        return Ok(None);
    }
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    let smaller = picture.resize_exact(width, height, FilterType::CatmullRom);
    let write = |quality| encode(&smaller, format, quality, profile.clone());
    if format == Some(ImageFormat::Png) {
        return Ok(Some(write(0)?).filter(|bytes| bytes.len() < source.len()));
    }
    let mut bytes = Vec::new();
    for quality in QUALITIES {
        bytes = write(quality)?;
        if bytes.len() < source.len() {
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
    profile: Option<Vec<u8>>,
) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    if format == Some(ImageFormat::Png) {
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, PngFilter::Adaptive);
        write_with(encoder, &in_eight_bits(picture), profile)?;
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        write_with(encoder, &DynamicImage::ImageRgb8(picture.to_rgb8()), profile)?;
    }
    Ok(bytes)
}

fn write_with(
    mut encoder: impl ImageEncoder,
    picture: &DynamicImage,
    profile: Option<Vec<u8>>,
) -> ImageResult<()> {
    if let Some(profile) = profile {
        // A format without profiles shows the picture all the same.
        let _ = encoder.set_icc_profile(profile);
    }
    picture.write_with_encoder(encoder)
}

fn in_eight_bits(picture: &DynamicImage) -> DynamicImage {
    match (picture.color().has_alpha(), picture.color().has_color()) {
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

    fn size(bytes: &[u8]) -> (usize, usize) {
        let size = imagesize::blob_size(bytes).unwrap();
        (size.width, size.height)
    }

    #[test]
    fn a_version_is_smaller_in_pixels_and_bytes_and_always_the_same() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let source = encoded(&picture(1200, 600), format);
            let version = shrink(&source, 480).unwrap().unwrap();
            assert_eq!(size(&version), (480, 240), "{format:?}");
            assert!(version.len() < source.len(), "{format:?}");
            assert_eq!(shrink(&source, 480).unwrap().unwrap(), version, "{format:?}");
        }
    }

    #[test]
    fn a_version_is_upright_and_tells_nothing_of_the_camera() {
        let source = from_camera(&encoded(&picture(1200, 800), ImageFormat::Jpeg), 6);
        assert!(source.windows(3).any(|bytes| bytes == b"GPS"));
        let version = shrink(&source, 400).unwrap().unwrap();
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
        let version = image::load_from_memory(&shrink(&source, 480).unwrap().unwrap()).unwrap();
        assert!(version.color().has_alpha());
    }

    #[test]
    fn a_broken_picture_does_no_harm() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let source = encoded(&picture(1100, 300), format);
            for end in (0..source.len()).step_by(source.len() / 40) {
                let _ = shrink(&source[..end], 480);
                let mut wrong = source.clone();
                wrong[end] ^= 0x5A;
                let _ = shrink(&wrong, 480);
            }
        }
        assert!(shrink(b"", 480).is_err() && shrink(b"\xFF\xD8\xFF", 480).is_err());
        // A PNG that claims to be larger than the memory.
        let bomb = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\xFF\xFF\xFF\0\xFF\xFF\xFF\x08\x06\0\0\0\0\0\0\0";
        assert!(shrink(bomb, 480).is_err());
    }

    #[test]
    fn only_large_pictures_have_versions() {
        let asset = |width: u32, name: &str, can_shrink: bool| AssetSource {
            path: SourcePath::new(&format!("content/b/{name}")).unwrap(),
            output: OutputPath::new(&format!("b/{name}")).unwrap(),
            bytes: 9,
            size: Some((width, 10)),
            can_shrink,
            fault: None,
            media: None,
        };
        let page = OutputPath::new("k/a.html").unwrap();
        assert_eq!(srcset(&page, &asset(1000, "a.jpg", true)), "");
        assert_eq!(srcset(&page, &asset(4000, "a.jpg", false)), "");
        assert_eq!(
            srcset(&page, &asset(1700, "a.webp", true)),
            "../theme/w480/b/a.webp.jpg 480w, ../theme/w960/b/a.webp.jpg 960w, ../b/a.webp 1700w"
        );
        assert!(
            srcset(&page, &asset(4000, "ä b.png", true)).starts_with("../theme/w480/b/%C3%A4%20b.png 480w, ")
        );
    }
}
