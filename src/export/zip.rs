//! Outputs → a ZIP file: one folder with everything in it, the same bytes on every machine.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use jiff::civil::Date;
use miniz_oxide::deflate::compress_to_vec;
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter, crc32};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{ExportError, Measure, by_pieces, bytes};
use crate::media;
use crate::output::{Content, Output, Outputs};
use crate::path::OutputPath;
use crate::write::WriteError;

/// The level at which more time saves little more space.
const LEVEL: u8 = 6;

/// What only loses time when it is compressed again, besides films and recordings.
const COMPRESSED: &[&str] = &[
    "jpg", "jpeg", "png", "gif", "webp", "avif", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "zip",
    "mov", "woff2",
];

/// How many files are packed at a time: enough for all cores, and few enough to be kept in memory.
const BATCH: usize = 64;

/// A ZIP file as far as it is written.
pub(super) struct Archive<'a, W: Write> {
    zip: ZipArchiveWriter<W>,
    name: &'a str,
    /// Where it goes, as messages name it.
    place: &'a Path,
    time: Option<UtcDateTime>,
}

/// A file that is ready to be put into the archive.
enum Entry<'o> {
    /// Packed already.
    Packed { measure: Measure, data: Vec<u8>, method: CompressionMethod, crc: u32 },
    /// Copied from the disk as it is, piece by piece.
    File(&'o Output, &'o Path),
}

impl<'a, W: Write> Archive<'a, W> {
    /// An archive whose files lie in the folder `name` and bear the date `day`.
    pub(super) fn new(into: W, name: &'a str, day: Date, place: &'a Path) -> Self {
        let month = (day.month().unsigned_abs(), day.day().unsigned_abs());
        let time = UtcDateTime::from_components(day.year().unsigned_abs(), month.0, month.1, 12, 0, 0, 0);
        Self { zip: ZipArchiveWriter::new(into), name, place, time }
    }

    /// Adds all outputs in their order. What they are measured at comes back.
    pub(super) fn add_all(&mut self, outputs: &Outputs) -> Result<Vec<Measure>, ExportError> {
        let all: Vec<&Output> = outputs.iter().collect();
        let mut measured = Vec::with_capacity(all.len() + 1);
        for batch in all.chunks(BATCH) {
            let entries = batch.par_iter().map(|output| entry(output)).collect::<Result<Vec<_>, _>>()?;
            for entry in entries {
                measured.push(self.put(entry)?);
            }
        }
        Ok(measured)
    }

    /// Adds an output.
    pub(super) fn add(&mut self, output: &Output) -> Result<Measure, ExportError> {
        self.put(entry(output)?)
    }

    pub(super) fn finish(self) -> Result<(), ExportError> {
        let flushed = self.zip.finish().and_then(|mut into| into.flush().map_err(rawzip::Error::from));
        flushed.map_err(|error| refused(self.place, error))
    }

    fn put(&mut self, entry: Entry<'_>) -> Result<Measure, ExportError> {
        match entry {
            Entry::Packed { measure, data, method, crc } => {
                let descriptor = DataDescriptorOutput::new(crc, measure.bytes);
                let written = self.write(&measure.path, method, &data, descriptor);
                written.map_err(|error| refused(self.place, error))?;
                Ok(measure)
            }
            Entry::File(output, from) => {
                let source = fs::File::open(from).map_err(|error| WriteError::source(from, error))?;
                self.copy(output, source).map_err(|error| refused(self.place, error))
            }
        }
    }

    fn write(
        &mut self,
        path: &OutputPath,
        method: CompressionMethod,
        data: &[u8],
        descriptor: DataDescriptorOutput,
    ) -> Result<(), rawzip::Error> {
        let path = format!("{}/{path}", self.name);
        let mut file = self.zip.new_file(path.as_str()).compression_method(method);
        if let Some(time) = self.time {
            file = file.last_modified(time);
        }
        let (mut writer, _) = file.start()?;
        writer.write_all(data).map_err(rawzip::Error::from)?;
        writer.finish(descriptor)?;
        Ok(())
    }

    /// Copies a file into the archive without ever holding all of it.
    fn copy(&mut self, output: &Output, source: fs::File) -> Result<Measure, rawzip::Error> {
        let name = format!("{}/{}", self.name, output.path);
        let mut file = self.zip.new_file(name.as_str()).compression_method(CompressionMethod::STORE);
        if let Some(time) = self.time {
            file = file.last_modified(time);
        }
        let (mut writer, config) = file.start()?;
        let mut data = config.wrap(&mut writer);
        let mut hasher = Sha256::new();
        let size = by_pieces(source, |piece| {
            hasher.update(piece);
            data.write_all(piece)
        });
        let size = size.map_err(rawzip::Error::from)?;
        let (_, descriptor) = data.finish()?;
        writer.finish(descriptor)?;
        Ok(Measure::new(output, size, hasher))
    }
}

/// Whether a file with this extension is put in as it is. Films and recordings are, as they may be larger than memory.
fn is_compressed(extension: &str) -> bool {
    COMPRESSED.contains(&extension) || media::kind(extension).is_some()
}

fn entry(output: &Output) -> Result<Entry<'_>, ExportError> {
    let is_compressed = is_compressed(&output.path.extension());
    if let (Content::File { from, .. }, true) = (&output.content, is_compressed) {
        return Ok(Entry::File(output, from));
    }
    let plain = bytes(output)?;
    let mut measure = Measure::new(output, plain.len() as u64, Sha256::new().chain_update(&plain));
    let crc = crc32(&plain);
    let packed = if is_compressed { Vec::new() } else { compress_to_vec(&plain, LEVEL) };
    Ok(if is_compressed || packed.len() >= plain.len() {
        Entry::Packed { measure, data: plain.into_owned(), method: CompressionMethod::STORE, crc }
    } else {
        measure.packed = packed.len() as u64;
        Entry::Packed { measure, data: packed, method: CompressionMethod::DEFLATE, crc }
    })
}

fn refused(place: &Path, error: rawzip::Error) -> ExportError {
    let error = match error.into_kind() {
        rawzip::ErrorKind::IO(error) => error,
        other => io::Error::other(other.to_string()),
    };
    WriteError::disk(place, error).into()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn films_and_recordings_are_put_in_as_they_are() {
        for extension in ["mp4", "m4v", "ogv", "mov", "opus", "wav", "flac", "jpg"] {
            assert!(is_compressed(extension), "{extension}");
        }
        assert!(!is_compressed("html"));
    }

    fn zip(outputs: &Outputs, name: &str, day: Date) -> Result<Vec<u8>, ExportError> {
        let mut bytes = Vec::new();
        let mut archive = Archive::new(&mut bytes, name, day, Path::new("kopie.zip"));
        archive.add_all(outputs)?;
        archive.finish()?;
        Ok(bytes)
    }

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

    /// A disk on which there is room for so many bytes.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told_as_such_wherever_it_is_met() {
        let whole = zip(&outputs(), "mappe", Date::ZERO).unwrap().len();
        for room in 0..whole {
            let mut archive = Archive::new(Full(room), "mappe", Date::ZERO, Path::new("stick/kopie.zip"));
            let refused = archive.add_all(&outputs()).and_then(|_| archive.finish()).unwrap_err();
            let ExportError::Write(error) = refused else { panic!("{refused:?}") };
            let said = error.message(crate::lang::MessageLang::De);
            assert!(said.starts_with("`stick/kopie.zip`") && said.contains("Datenträger ist voll"), "{said}");
        }
    }

    #[test]
    fn the_same_files_make_the_same_archive() {
        let day = jiff::civil::date(2026, 11, 22);
        assert_eq!(zip(&outputs(), "mappe", day).unwrap(), zip(&outputs(), "mappe", day).unwrap());
    }
}
