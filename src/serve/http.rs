//! The server: connections come in through the door, `tiny_http` reads the requests, `answer` answers.
//!
//! The only file that knows `tiny_http`. Every answer is written raw through `into_writer`, because
//! its own responses know no ranges and hold back events. A thread per request: the door bounds how
//! many there are.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::answer::{Reply, Request, answer};
use super::door::Door;
use super::events;
use super::preview::Preview;
use crate::lang::MessageLang;

/// The pause before another try when `tiny_http` has given up, which it does without file descriptors.
const PAUSE: Duration = Duration::from_millis(100);

/// What all requests are answered from.
pub(super) struct Desk {
    pub(super) preview: Arc<Preview>,
    /// Further host names that are ours.
    pub(super) names: Vec<String>,
    pub(super) lang: MessageLang,
}

/// The running server; dropping it stops it.
pub(super) struct Http {
    preview: Arc<Preview>,
    stopping: Arc<AtomicBool>,
    current: Current,
    door: Option<Door>,
    thread: Option<JoinHandle<()>>,
}

/// The `tiny_http` server that reads requests at present.
type Current = Arc<Mutex<Option<Arc<tiny_http::Server>>>>;

impl Http {
    /// Serves who comes to `listener`.
    pub(super) fn start(listener: TcpListener, desk: Desk) -> io::Result<Self> {
        let inner = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let door = Door::open(listener, inner.local_addr()?)?;
        let preview = Arc::clone(&desk.preview);
        let stopping = Arc::new(AtomicBool::new(false));
        let current = Current::default();
        let (is_stopping, running) = (Arc::clone(&stopping), Arc::clone(&current));
        let receive = move || receive(&inner, &Arc::new(desk), &running, &is_stopping);
        let thread = thread::Builder::new().name("requests".into()).spawn(receive)?;
        Ok(Self { preview, stopping, current, door: Some(door), thread: Some(thread) })
    }
}

impl Drop for Http {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        drop(self.door.take());
        self.preview.close();
        if let Some(server) = self.current.lock().unwrap_or_else(PoisonError::into_inner).take() {
            server.unblock();
        }
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended as well.
            let _ = thread.join();
        }
    }
}

fn receive(inner: &TcpListener, desk: &Arc<Desk>, current: &Current, stopping: &AtomicBool) {
    while !stopping.load(Ordering::SeqCst) {
        let Some(server) = start_reading(inner) else {
            thread::sleep(PAUSE);
            continue;
        };
        *current.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&server));
        // Stopping may have begun before there was a server to unblock.
        while !stopping.load(Ordering::SeqCst)
            && let Ok(request) = server.recv()
        {
            let desk = Arc::clone(desk);
            // Where no thread can be had, dropping the request answers it with an error.
            let _ = thread::Builder::new().name("answer".into()).spawn(move || {
                // A client that went away is its own affair.
                let _ = handle(request, &desk);
            });
        }
    }
}

fn start_reading(inner: &TcpListener) -> Option<Arc<tiny_http::Server>> {
    let listener = inner.try_clone().ok()?;
    tiny_http::Server::from_listener(listener, None).ok().map(Arc::new)
}

fn handle(request: tiny_http::Request, desk: &Desk) -> io::Result<()> {
    let headers = request.headers().iter();
    let asked = Request {
        method: request.method().to_string(),
        target: request.url().to_owned(),
        headers: headers.map(|header| (header.field.to_string(), header.value.to_string())).collect(),
    };
    match answer(&asked, &desk.preview, &desk.names, desk.lang) {
        Reply::Answer(answer) => answer.write(request.into_writer()),
        Reply::Events(page) => events::stream(request.into_writer(), &desk.preview, page),
    }
}
