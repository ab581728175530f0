//! An HTML file → a PDF, by a browser that the machine has.

use std::fs;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than a browser needs to start on a slow machine and print a thick folder.
const PATIENCE: Duration = Duration::from_secs(180);

/// How often to look whether the browser is done.
const GLANCE: Duration = Duration::from_millis(50);

const FLAGS: &[&str] = &[
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    // For screen readers, and for the list of contents beside the pages.
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
];

/// The PDF that the browser makes of `html`.
pub(super) fn print(browser: &Path, html: &Path) -> io::Result<Vec<u8>> {
    let room = Room::new()?;
    let (source, made) = (room.0.join("mappe.html"), room.0.join("mappe.pdf"));
    fs::copy(html, &source)?;
    // Browsers refuse their sandbox to the administrator and in containers; what they print here is
    // the site's own.
    for more in [&[][..], &["--no-sandbox"]] {
        run(browser, more, &room.0, &source, &made)?;
        if fs::metadata(&made).is_ok_and(|file| file.len() > 0) {
            return fs::read(&made);
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

fn run(browser: &Path, more: &[&str], room: &Path, source: &Path, made: &Path) -> io::Result<()> {
    let flag = |name: &str, path: &Path| {
        let mut flag = std::ffi::OsString::from(name);
        flag.push(path);
        flag
    };
    let mut child = Command::new(browser)
        .args(FLAGS)
        .args(more)
        .arg(flag("--user-data-dir=", &room.join("profile")))
        .arg(flag("--print-to-pdf=", made))
        .arg(source)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    wait(&mut child)
}

/// Waits for the end, but not for ever.
fn wait(child: &mut Child) -> io::Result<()> {
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Err(io::ErrorKind::TimedOut.into());
        }
        std::thread::sleep(GLANCE);
    }
    Ok(())
}

/// A folder of our own, which goes when nobody needs it.
struct Room(PathBuf);

impl Room {
    /// A new folder with a name that nobody can have prepared.
    fn new() -> io::Result<Self> {
        let random = RandomState::new().build_hasher().finish();
        Self::at(std::env::temp_dir().join(format!("fundus-pdf-{}-{random:016x}", std::process::id())))
    }

    /// A new folder in this place, for nobody else to look into.
    ///
    /// # Errors
    /// When something is there already, or the folder cannot be made.
    fn at(folder: PathBuf) -> io::Result<Self> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // A browser may still be writing to its profile; the system clears this place as well.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_new_and_for_nobody_else() {
        let (one, other) = (Room::new().unwrap(), Room::new().unwrap());
        assert_ne!(one.0, other.0);
        assert!(Room::at(one.0.clone()).is_err(), "what is there may be somebody else's");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&one.0).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o700);
        }
    }
}
