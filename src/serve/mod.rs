//! Outputs → a preview in the browser that follows every save.
//!
//! Serves the outputs from memory, just as they would be written, with one script added to each page.
//! [`Server::run`] is the loop: build, show, wait for a change. Invariants: the last good version
//! stays until there is a better one; a build that was overtaken by a newer save is not shown; no
//! client, however slow, keeps another one or the loop waiting. What a build is, and what is said in
//! the terminal, is left to the caller.

mod answer;
mod door;
mod events;
mod http;
mod inject;
mod preview;
mod range;
mod watch;

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

pub use preview::{Problem, Proof};

use crate::discover::Touched;
use crate::lang::MessageLang;
use crate::output::Outputs;
use crate::path::encode_segment;
use http::{Desk, Http};
use preview::Preview;
use watch::Watch;

#[cfg(test)]
mod tests;

/// Many saves within this time are one: it is over when nothing has happened for `QUIET`, and at the
/// latest after `LATEST`.
const QUIET: Duration = Duration::from_millis(30);
const LATEST: Duration = Duration::from_millis(80);

/// Where saves never cease, a build is shown after this time although it was overtaken.
const OVERTAKEN: Duration = Duration::from_secs(2);

/// Somewhere far away where nobody is (RFC 5737 and 3849).
const DOCUMENTATION_V4: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const DOCUMENTATION_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);

/// How many ports are tried, beginning with the one that was asked for.
const PORTS: u16 = 20;

/// What to serve where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen at; by default this machine only.
    pub address: IpAddr,
    /// The port to listen at; where it is taken, one of the next. 0 lets the system choose.
    pub port: u16,
    /// Host names that are ours, besides `localhost` and bare addresses.
    pub names: Vec<String>,
    /// The files and folders that the site is made of; they need not exist yet.
    pub watch: Vec<PathBuf>,
    /// Look at the drive again and again: network drives do not tell of changes.
    pub poll: bool,
    /// The language of the preview's own texts.
    pub lang: MessageLang,
}

/// What a build resulted in.
#[derive(Debug)]
pub struct Built {
    /// The site; `None` when problems keep it from being published.
    pub outputs: Option<Outputs>,
    /// The path at which it stands on its host, where some of its links lead: `/`, or `/konzepte/`.
    pub root: String,
    /// The problems to show in the page.
    pub problems: Vec<Problem>,
}

/// Tells a build that its result is no longer wanted.
#[derive(Clone, Debug, Default)]
pub struct Cancel {
    stopped: Arc<AtomicBool>,
    /// Whether something was saved since the build began.
    overtaken: Arc<AtomicBool>,
    /// Whether that does not count, because builds have been overtaken for too long.
    persists: bool,
}

/// Ends a running server from another thread.
#[derive(Clone, Debug)]
pub struct Stop {
    signals: Sender<Signal>,
    cancel: Cancel,
}

/// A server that is ready to run. It answers from the start, with a page that says so until there is
/// something to show. Dropping it ends it.
pub struct Server {
    address: SocketAddr,
    asked_port: u16,
    preview: Arc<Preview>,
    watch: Watch,
    cancel: Cancel,
    stop: Sender<Signal>,
    signals: Receiver<Signal>,
    _http: Http,
}

#[derive(Debug)]
enum Signal {
    Changed(Touched),
    Stop,
}

/// Why there is no preview.
#[derive(Debug)]
pub enum ServeError {
    /// No free port was found, or the address is not one of this machine.
    Listen {
        /// The address and the first port that was tried.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The system cannot watch files, not even by looking again and again.
    Watch {
        /// What the system says.
        reason: String,
    },
}

impl Cancel {
    /// Whether the build may stop where it is.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.stopped.load(Ordering::SeqCst) || (self.overtaken.load(Ordering::SeqCst) && !self.persists)
    }
}

impl Stop {
    /// Ends the server: [`Server::run`] returns as soon as a running build does, which is told.
    pub fn stop(&self) {
        self.cancel.stopped.store(true, Ordering::SeqCst);
        // A server that has gone needs no signal.
        let _ = self.signals.send(Signal::Stop);
    }
}

impl Server {
    /// Opens the port and begins to watch.
    ///
    /// # Errors
    /// When no port can be opened or nothing can be watched.
    pub fn start(options: Options) -> Result<Self, ServeError> {
        let listen =
            |error| ServeError::Listen { address: SocketAddr::new(options.address, options.port), error };
        let listener = bind(options.address, options.port).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;

        let (stop, signals) = channel();
        let cancel = Cancel::default();
        let (told, overtaken) = (stop.clone(), Arc::clone(&cancel.overtaken));
        let changed = move |touched| {
            overtaken.store(true, Ordering::SeqCst);
            // The server has gone: nothing to tell any more.
            let _ = told.send(Signal::Changed(touched));
        };
        let watch = Watch::start(&options.watch, options.poll, changed)
            .map_err(|error| ServeError::Watch { reason: error.to_string() })?;

        let preview = Arc::new(Preview::new(process::id()));
        let desk = Desk { preview: Arc::clone(&preview), names: options.names, lang: options.lang };
        let http = Http::start(listener, desk).map_err(|error| ServeError::Listen { address, error })?;
        Ok(Self { address, asked_port: options.port, preview, watch, cancel, stop, signals, _http: http })
    }

    /// The address of the preview, to be opened on this machine.
    #[must_use]
    pub fn url(&self) -> String {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}/", SocketAddr::new(ip, self.address.port()))
    }

    /// The address of the preview for other devices in the network; `None` when it is for this machine, named as it was
    /// asked for, or in no network.
    #[must_use]
    pub fn url_in_the_network(&self) -> Option<String> {
        // No packet is sent: the system only tells which address it would send from.
        let (own, far): (IpAddr, IpAddr) = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => (ip.into(), DOCUMENTATION_V4.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => (ip.into(), DOCUMENTATION_V6.into()),
            _ => return None,
        };
        let socket = UdpSocket::bind((own, 0)).ok()?;
        socket.connect((far, 9)).ok()?;
        let ip = socket.local_addr().ok()?.ip();
        Some(format!("http://{}/", SocketAddr::new(ip, self.address.port())))
    }

    /// The port that was asked for, if it was taken and another one is used.
    #[must_use]
    pub fn taken_port(&self) -> Option<u16> {
        Some(self.asked_port).filter(|&port| port != 0 && port != self.address.port())
    }

    /// Why files are looked at again and again although nobody asked for that.
    #[must_use]
    pub fn polls_because(&self) -> Option<&str> {
        self.watch.polls_because()
    }

    /// What ends [`Server::run`] from another thread.
    #[must_use]
    pub fn stopper(&self) -> Stop {
        Stop { signals: self.stop.clone(), cancel: self.cancel.clone() }
    }

    /// Builds and shows the site at once and after every change, until it is stopped; what was shown,
    /// `prove` looks at afterwards. Who is cancelled returns `None`, and is called again soon. `build` is told
    /// which files were touched since the last site that could be shown.
    pub fn run(
        mut self,
        mut build: impl FnMut(&Cancel, &Touched) -> Option<Built>,
        mut prove: impl FnMut(&Cancel) -> Option<Proof>,
    ) {
        let mut overtaken_since: Option<Instant> = None;
        let mut touched = Touched::Any;
        loop {
            self.cancel.overtaken.store(false, Ordering::SeqCst);
            let persists = overtaken_since.is_some_and(|since| since.elapsed() > OVERTAKEN);
            let cancel = Cancel { persists, ..self.cancel.clone() };
            match build(&cancel, &touched).filter(|_| !cancel.is_cancelled()) {
                Some(built) => {
                    let is_shown = built.outputs.is_some();
                    if is_shown {
                        touched = Touched::none();
                        self.preview.stand_at(&built.root);
                    }
                    self.preview.show(built.outputs, built.problems);
                    overtaken_since = None;
                    if let Some(proof) = Some(&cancel).filter(|_| is_shown).and_then(&mut prove) {
                        self.preview.settle(proof);
                    }
                }
                None => overtaken_since = overtaken_since.or_else(|| Some(Instant::now())),
            }
            match self.wait() {
                Some(more) => touched.extend(more),
                None => return,
            }
            self.watch.renew();
        }
    }

    /// Waits for the end of the next bout of changes, and returns what was touched; `None` when it is to stop.
    fn wait(&self) -> Option<Touched> {
        let Ok(Signal::Changed(mut touched)) = self.signals.recv() else { return None };
        let latest = Instant::now() + LATEST;
        loop {
            let patience = QUIET.min(latest.saturating_duration_since(Instant::now()));
            match self.signals.recv_timeout(patience) {
                Ok(Signal::Changed(more)) => touched.extend(more),
                Ok(Signal::Stop) => return None,
                Err(_) => return Some(touched),
            }
        }
    }
}

/// Listens at this port or, where it is taken, at one of the next.
fn bind(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    let mut result = TcpListener::bind((address, port));
    for next in (port.saturating_add(1)..=u16::MAX).take(usize::from(PORTS)) {
        match &result {
            Err(error) if error.kind() == ErrorKind::AddrInUse => result = TcpListener::bind((address, next)),
            _ => break,
        }
    }
    result
}

/// The address that opens a file in an editor: `{path}`, `{line}` and `{column}` of the template are
/// filled in, as in `vscode://file/{path}:{line}:{column}`. `path` is absolute; line and column count
/// from 1.
#[must_use]
pub fn editor_link(template: &str, path: &str, line: usize, column: usize) -> String {
    let path = path.replace('\\', "/");
    let encoded = path.trim_start_matches('/').split('/').map(encode_segment).collect::<Vec<_>>().join("/");
    template
        .replace("{line}", &line.to_string())
        .replace("{column}", &column.to_string())
        .replace("{path}", &encoded)
}

impl ServeError {
    /// What went wrong and what to do about it.
    #[must_use]
    pub fn message(&self, lang: MessageLang) -> String {
        match (self, lang) {
            (Self::Listen { address, error }, MessageLang::De) if error.kind() == ErrorKind::AddrInUse => {
                let (port, last) = (address.port(), address.port().saturating_add(PORTS));
                format!("Die Anschlüsse {port} bis {last} sind belegt. Wählen Sie mit --port einen anderen.")
            }
            (Self::Listen { address, error }, MessageLang::En) if error.kind() == ErrorKind::AddrInUse => {
                let (port, last) = (address.port(), address.port().saturating_add(PORTS));
                format!("The ports {port} to {last} are taken. Choose another one with --port.")
            }
            (Self::Listen { address, error }, lang) if error.kind() == ErrorKind::AddrNotAvailable => {
                let ip = address.ip();
                match lang {
                    MessageLang::De => format!("Dieser Rechner hat die Adresse {ip} nicht."),
                    MessageLang::En => format!("This machine does not have the address {ip}."),
                }
            }
            (Self::Listen { address, error }, MessageLang::De) => {
                format!("Unter {address} lässt sich keine Vorschau öffnen: {error}")
            }
            (Self::Listen { address, error }, MessageLang::En) => {
                format!("No preview can be opened at {address}: {error}")
            }
            (Self::Watch { reason }, MessageLang::De) => {
                format!("Änderungen an den Dateien lassen sich nicht verfolgen: {reason}")
            }
            (Self::Watch { reason }, MessageLang::En) => {
                format!("Changes of files cannot be followed: {reason}")
            }
        }
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(MessageLang::En))
    }
}

impl std::error::Error for ServeError {}
