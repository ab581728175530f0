//! Outputs → a ZIP file: one folder with everything in it, the same bytes on every machine.

use std::io::Write as _;

use jiff::civil::Date;
use miniz_oxide::deflate::compress_to_vec;
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter, crc32};
use rayon::prelude::*;

use super::{ExportError, bytes};
use crate::output::{Output, Outputs};
use crate::path::OutputPath;
use crate::write::WriteError;

/// The level at which more time saves little more space.
const LEVEL: u8 = 6;

/// What only loses time when it is compressed again.
const COMPRESSED: &[&str] = &[
    "jpg", "jpeg", "png", "gif", "webp", "avif", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "zip",
    "mp3", "m4a", "ogg", "mp4", "webm", "woff2",
];

/// A file as it stands in the archive.
struct Entry {
    path: OutputPath,
    data: Vec<u8>,
    method: CompressionMethod,
    crc: u32,
    size: u64,
}

/// The bytes of the archive. Its files lie in the folder `name` and bear the date `day`.
pub(super) fn zip(outputs: &Outputs, name: &str, day: Date) -> Result<Vec<u8>, ExportError> {
    let all: Vec<&Output> = outputs.iter().collect();
    let entries = all.par_iter().map(|output| entry(output)).collect::<Result<Vec<_>, _>>()?;
    archive(&entries, name, day).map_err(|error| {
        let path = std::path::PathBuf::from(format!("{name}.zip"));
        WriteError::disk(&path, std::io::Error::other(error)).into()
    })
}

fn entry(output: &Output) -> Result<Entry, ExportError> {
    let plain = bytes(output)?;
    let (crc, size) = (crc32(&plain), plain.len() as u64);
    let path = output.path.clone();
    let is_compressed = COMPRESSED.contains(&path.extension().as_str());
    let packed = if is_compressed { Vec::new() } else { compress_to_vec(&plain, LEVEL) };
    Ok(if is_compressed || packed.len() >= plain.len() {
        Entry { path, data: plain.into_owned(), method: CompressionMethod::STORE, crc, size }
    } else {
        Entry { path, data: packed, method: CompressionMethod::DEFLATE, crc, size }
    })
}

fn archive(entries: &[Entry], name: &str, day: Date) -> Result<Vec<u8>, rawzip::Error> {
    let room: usize = entries.iter().map(|entry| entry.data.len() + 256).sum();
    let mut archive = ZipArchiveWriter::new(Vec::with_capacity(room));
    let time = UtcDateTime::from_components(
        day.year().unsigned_abs(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
        12,
        0,
        0,
        0,
    );
    for entry in entries {
        let path = format!("{name}/{}", entry.path);
        let mut file = archive.new_file(path.as_str()).compression_method(entry.method);
        if let Some(time) = time {
            file = file.last_modified(time);
        }
        let (mut writer, _) = file.start()?;
        writer.write_all(&entry.data).map_err(rawzip::Error::from)?;
        writer.finish(DataDescriptorOutput::new(entry.crc, entry.size))?;
    }
    archive.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn outputs() -> Outputs {
        let mut outputs = Outputs::default();
        for (path, text) in [("index.html", "x".repeat(5000)), ("material/Übung 1.pdf", "pdf".to_owned())] {
            outputs.insert(Output::made(OutputPath::new(path).unwrap(), text.into_bytes())).unwrap();
        }
        outputs
    }

    #[test]
    fn what_is_packed_is_what_comes_out() {
        let bytes = zip(&outputs(), "mappe", jiff::civil::date(2026, 11, 22)).unwrap();
        assert!(bytes.len() < 1000, "{}", bytes.len());
        let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
        let mut found = Vec::new();
        for entry in &mut archive.entries() {
            let entry = entry.unwrap();
            let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
            let file = archive.get_entry(entry.wayfinder()).unwrap();
            let data = match entry.compression_method() {
                CompressionMethod::DEFLATE => miniz_oxide::inflate::decompress_to_vec(file.data()).unwrap(),
                _ => file.data().to_vec(),
            };
            let mut checked = Vec::new();
            file.verifying_reader(&data[..]).read_to_end(&mut checked).unwrap();
            found.push((name, checked.len()));
        }
        let expected = [("mappe/index.html", 5000), ("mappe/material/Übung 1.pdf", 3)];
        assert_eq!(found, expected.map(|(name, size)| (name.to_owned(), size)));
    }

    #[test]
    fn the_same_files_make_the_same_archive() {
        let day = jiff::civil::date(2026, 11, 22);
        assert_eq!(zip(&outputs(), "mappe", day).unwrap(), zip(&outputs(), "mappe", day).unwrap());
    }
}
