//! Files in the folder of the site. Nothing that somebody has written is ever overwritten.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::failure::Failure;

/// Writes a file of ours anew, by way of another one beside it: it is the old one or the new one, never half of one.
///
/// # Errors
/// When the system refuses.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    // Hidden, so that it is no file of the site should the program be stopped here.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.new"));
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        let path = path.display();
        Failure::system(
            &format!("`{path}` lässt sich nicht schreiben"),
            &format!("`{path}` cannot be written"),
            &error,
        )
    })
}

/// Writes a new file and the folders above it; `false` when there is something at this place already,
/// which then stays as it is.
///
/// # Errors
/// When the system refuses.
pub(super) fn create(path: &Path, content: impl AsRef<[u8]>) -> Result<bool, Failure> {
    let refused = |error: io::Error| {
        let path = path.display();
        Failure::system(
            &format!("`{path}` lässt sich nicht anlegen"),
            &format!("`{path}` cannot be created"),
            &error,
        )
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(refused)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(content.as_ref()).map(|()| true).map_err(refused),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(refused(error)),
    }
}
