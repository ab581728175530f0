//! An HTML file → a PDF, by a browser that the machine has.

use std::fs;
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
    fn new() -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("fundus-pdf-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // A browser may still be writing to its profile; the system clears this place as well.
        let _ = fs::remove_dir_all(&self.0);
    }
}
