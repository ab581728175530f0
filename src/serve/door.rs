//! Connections → complete requests, one on each, handed on to `tiny_http`.
//!
//! `tiny_http` 0.12 cannot stand at the front itself. It has no time-outs. Its pool lets a connection
//! wait behind one that never says anything, which browsers open in advance: 3 of 300 such pairs were
//! never answered. It fails on a large `Content-Length`, waits for itself on HTTP/2, and never accepts
//! again after running out of file descriptors. So the door accepts connections, waits for the head of the request with a limit
//! on time and length, and hands it to `tiny_http` on a connection of its own, without a body and
//! with `Connection: close`. Then each of its threads is free again at once. What the request means is
//! left to `answer`.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How many connections are attended to at once; further ones wait in the system's queue. Together
/// with [`ANSWERS`] it stays under the 1024 files that a process may usually open: a connection takes
/// one, an answer three more.
const CONNECTIONS: usize = 500;

/// How many requests are being answered at once, open event streams among them.
const ANSWERS: usize = 150;

/// How long a head may take to arrive, and how long it may be.
const HEAD_TIME: Duration = Duration::from_secs(5);
const HEAD_LENGTH: usize = 16 * 1024;

/// How long a client may take nothing of what it is sent.
const WRITE_TIME: Duration = Duration::from_secs(10);

/// How long an answer may take at least. When all seats are taken, the one that has taken longest beyond that ends.
const ANSWER_TIME: Duration = Duration::from_secs(2);

/// How long a client that got its answer may take to close the connection.
const CLOSING_TIME: Duration = Duration::from_millis(500);

/// How often a full house looks whether it is being closed, and the pause after a failure to accept.
const PAUSE: Duration = Duration::from_millis(50);

/// Headers that would keep a thread of `tiny_http` with the connection.
const WITHHELD: [&str; 6] =
    ["connection", "content-length", "expect", "keep-alive", "transfer-encoding", "upgrade"];

/// The open door; dropping it closes it.
pub(super) struct Door {
    address: SocketAddr,
    closing: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Door {
    /// Lets in who comes to `listener` and hands requests on to the address `inner`.
    pub(super) fn open(listener: TcpListener, inner: SocketAddr) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let closing = Arc::new(AtomicBool::new(false));
        let is_closing = Arc::clone(&closing);
        let accept = move || accept(&listener, inner, &is_closing);
        let thread = thread::Builder::new().name("door".into()).spawn(accept)?;
        Ok(Self { address, closing, thread: Some(thread) })
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        let mut wake = self.address;
        if wake.ip().is_unspecified() {
            wake.set_ip(match wake.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        // Only a connection ends the waiting for one.
        let woken = TcpStream::connect_timeout(&wake, CLOSING_TIME).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| woken) {
            // A thread that panicked has ended as well.
            let _ = thread.join();
        }
    }
}

fn accept(listener: &TcpListener, inner: SocketAddr, closing: &AtomicBool) {
    let connections = Seats::new(CONNECTIONS);
    let answers = Arc::new(Answers::new(ANSWERS));
    while !closing.load(Ordering::SeqCst) {
        let Some(seat) = connections.wait(PAUSE) else { continue };
        let Ok((client, _)) = listener.accept() else {
            thread::sleep(PAUSE);
            continue;
        };
        let answers = Arc::clone(&answers);
        // Where no thread can be had, the connection is closed by being dropped.
        let _ = thread::Builder::new().name("connection".into()).spawn(move || {
            // A client that went away is its own affair.
            let _ = attend(&Arc::new(client), inner, &answers);
            drop(seat);
        });
    }
}

/// Answers the one request of this connection.
fn attend(client: &Arc<TcpStream>, inner: SocketAddr, answers: &Answers) -> io::Result<()> {
    client.set_write_timeout(Some(WRITE_TIME))?;
    let head = match read_head(client)? {
        Head::Complete(head) => head,
        Head::Silent => return Ok(()),
        Head::Slow => return refuse(client, "408 Request Timeout"),
        Head::Long => return refuse(client, "431 Request Header Fields Too Large"),
    };
    if !is_http_1(&head) {
        return refuse(client, "505 HTTP Version Not Supported");
    }
    if !has_readable_host(&head) {
        return refuse(client, "400 Bad Request");
    }
    let Some(seat) = answers.begin(client) else { return refuse(client, "503 Service Unavailable") };
    let mut server = TcpStream::connect(inner)?;
    server.write_all(&rewrite(&head))?;
    server.shutdown(Shutdown::Write)?;
    io::copy(&mut server, &mut &**client)?;
    drop((server, seat));
    close(client)
}

fn refuse(mut client: &TcpStream, status: &str) -> io::Result<()> {
    write!(client, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
    close(client)
}

/// Waits for the client to close: ending before it has read all would take the answer from it.
fn close(mut client: &TcpStream) -> io::Result<()> {
    client.shutdown(Shutdown::Write)?;
    let deadline = Instant::now() + CLOSING_TIME;
    let mut piece = [0; 2048];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        client.set_read_timeout(Some(left))?;
        if client.read(&mut piece)? == 0 {
            return Ok(());
        }
    }
}

/// The head of a request: all up to the first empty line.
enum Head {
    Complete(Vec<u8>),
    /// Nothing came at all.
    Silent,
    /// It began and did not end in time.
    Slow,
    Long,
}

fn read_head(mut client: &TcpStream) -> io::Result<Head> {
    const END: &[u8] = b"\r\n\r\n";
    let deadline = Instant::now() + HEAD_TIME;
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(if head.is_empty() { Head::Silent } else { Head::Slow });
        }
        client.set_read_timeout(Some(left))?;
        let read = match client.read(&mut piece) {
            Ok(0) => return Ok(Head::Silent),
            Ok(read) => read,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let searched = head.len().saturating_sub(END.len() - 1);
        head.extend_from_slice(&piece[..read]);
        if let Some(end) = head[searched..].windows(END.len()).position(|window| window == END) {
            head.truncate(searched + end);
            return Ok(Head::Complete(head));
        }
        if head.len() > HEAD_LENGTH {
            return Ok(Head::Long);
        }
    }
}

fn is_http_1(head: &[u8]) -> bool {
    let line = head.split(|&byte| byte == b'\r').next().unwrap_or_default();
    line.ends_with(b" HTTP/1.1") || line.ends_with(b" HTTP/1.0")
}

/// Whether `tiny_http` gets to see all names of the host, which decide whether there is an answer: it reads ASCII only.
fn has_readable_host(head: &[u8]) -> bool {
    let mut hosts = head
        .split(|&byte| byte == b'\n')
        .filter(|line| line.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"host:")));
    hosts.all(<[u8]>::is_ascii)
}

/// The head as `tiny_http` gets it: in ASCII, which is all that it reads, without a body to come, and
/// on a connection that ends with the answer.
fn rewrite(head: &[u8]) -> Vec<u8> {
    let mut lines = head.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut rewritten = Vec::with_capacity(head.len() + 32);
    for &byte in lines.next().unwrap_or_default() {
        if byte.is_ascii() {
            rewritten.push(byte);
        } else {
            rewritten.extend_from_slice(format!("%{byte:02X}").as_bytes());
        }
    }
    for line in lines.filter(|line| line.is_ascii()) {
        let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
        if !WITHHELD.iter().any(|withheld| name.eq_ignore_ascii_case(withheld.as_bytes())) {
            rewritten.extend_from_slice(b"\r\n");
            rewritten.extend_from_slice(line);
        }
    }
    rewritten.extend_from_slice(b"\r\nConnection: close\r\n\r\n");
    rewritten
}

/// The answers that are being given, by the order in which they began.
struct Answers {
    seats: Arc<Seats>,
    open: Mutex<BTreeMap<usize, (Instant, Arc<TcpStream>)>>,
    count: AtomicUsize,
}

/// An answer that is being given.
struct Answering<'a> {
    answers: &'a Answers,
    number: usize,
    _seat: Seat,
}

impl Answers {
    fn new(seats: usize) -> Self {
        Self { seats: Seats::new(seats), open: Mutex::default(), count: AtomicUsize::new(0) }
    }

    /// Takes a seat for this client, if need be that of one which has been at it for long; gives up in the end.
    fn begin(&self, client: &Arc<TcpStream>) -> Option<Answering<'_>> {
        let deadline = Instant::now() + HEAD_TIME;
        loop {
            if let Some(seat) = self.seats.wait(PAUSE) {
                let number = self.count.fetch_add(1, Ordering::SeqCst);
                self.open().insert(number, (Instant::now(), Arc::clone(client)));
                return Some(Answering { answers: self, number, _seat: seat });
            }
            if Instant::now() > deadline {
                return None;
            }
            self.end_longest();
        }
    }

    /// Ends the answer that has taken longest, if that is too long.
    fn end_longest(&self) {
        let mut open = self.open();
        if let Some(longest) = open.first_entry().filter(|first| first.get().0.elapsed() > ANSWER_TIME) {
            let (_, client) = longest.remove();
            // If it has ended by itself by now, so much the better.
            let _ = client.shutdown(Shutdown::Both);
        }
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<usize, (Instant, Arc<TcpStream>)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Answering<'_> {
    fn drop(&mut self) {
        self.answers.open().remove(&self.number);
    }
}

/// A number of seats to be taken and given back.
struct Seats {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A taken seat; dropping it gives it back.
struct Seat(Arc<Seats>);

impl Seats {
    fn new(free: usize) -> Arc<Self> {
        Arc::new(Self { free: Mutex::new(free), freed: Condvar::new() })
    }

    /// Takes a seat as soon as one is free; gives up after this time.
    fn wait(self: &Arc<Self>, patience: Duration) -> Option<Seat> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.freed.wait_timeout_while(free, patience, |free| *free == 0);
        let (mut free, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *free = free.checked_sub(1)?;
        Some(Seat(Arc::clone(self)))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiny_http_gets_heads_that_it_cannot_stumble_over() {
        let head = "GET /Übung.html HTTP/1.1\r\nHost: localhost\r\nCONTENT-LENGTH: 99999999999999999\r\n\
                    X-Name: Ü\r\nRange: bytes=0-1\r\nConnection: keep-alive";
        assert_eq!(
            String::from_utf8(rewrite(head.as_bytes())).unwrap(),
            "GET /%C3%9Cbung.html HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-1\r\nConnection: close\r\n\r\n"
        );
    }

    #[test]
    fn a_host_that_cannot_be_read_is_not_passed_over() {
        assert!(has_readable_host(b"GET / HTTP/1.1\r\nHOST: localhost\r\nX: \xc3\xbc"));
        assert!(!has_readable_host("GET / HTTP/1.1\r\nhost: böse.example\r\n".as_bytes()));
    }

    #[test]
    fn seats_are_given_back() {
        let seats = Seats::new(1);
        let seat = seats.wait(Duration::ZERO);
        assert!(seat.is_some());
        assert!(seats.wait(Duration::from_millis(1)).is_none());
        drop(seat);
        assert!(seats.wait(Duration::ZERO).is_some());
    }
}
