//! News of the preview → a stream of server-sent events.

use std::io::{self, Write};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use super::preview::Preview;
use crate::path::OutputPath;

/// Where the events are served.
pub(super) const EVENTS_PATH: &str = "/__fundus/events";

/// A sign of life now and then shows which browsers have gone.
const BEAT: Duration = Duration::from_secs(15);

/// No length: the stream ends with the connection. A browser that lost it comes back in half a second.
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\
                    Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n\
                    retry: 500\n\n";

/// Tells the present state and then all news, until either side ends. `page` is what the browser shows.
pub(super) fn stream(mut client: impl Write, preview: &Preview, page: Option<OutputPath>) -> io::Result<()> {
    let (now, news) = preview.listen(page);
    client.write_all(HEAD.as_bytes())?;
    client.write_all(now.as_bytes())?;
    client.flush()?;
    loop {
        match news.recv_timeout(BEAT) {
            Ok(message) => client.write_all(message.as_bytes())?,
            Err(RecvTimeoutError::Timeout) => client.write_all(b":\n\n")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        client.flush()?;
    }
}
