//! A request → its answer. Knows HTTP and the preview, but no socket.
//!
//! Only what is an output is ever served: the path of a request is looked up among the outputs,
//! letter by letter, and never joined to a folder. So no encoding leads out of the site.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::events::EVENTS_PATH;
use super::inject::{SCRIPT, SCRIPT_PATH, inject, notice};
use super::preview::Preview;
use super::range::Part;
use crate::hash::ContentHash;
use crate::lang::MessageLang;
use crate::media_type::media_type;
use crate::output::{Content, Made, Output, Outputs, Promise};
use crate::path::{OutputPath, percent_decode};
use crate::site::NOT_FOUND_PAGE;

/// What was asked.
pub(super) struct Request {
    pub(super) method: String,
    /// Path and query, or the whole address when a proxy asks.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
}

/// What is answered.
pub(super) enum Reply {
    Answer(Answer),
    /// A stream of news, for as long as the browser that shows this page wants it.
    Events(Option<OutputPath>),
}

/// An answer with all that stands in it.
pub(super) struct Answer {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Body,
    /// Only the head is wanted.
    head_only: bool,
}

enum Body {
    Bytes(Arc<[u8]>, Range<usize>),
    File(File, Range<u64>),
    /// Not made, as the browser has it.
    Known,
}

/// What a body is, before it is known which part of it is wanted.
struct Resource {
    body: Body,
    etag: String,
    media_type: &'static str,
}

impl Request {
    fn header(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }
}

/// Answers a request. `names` are further host names that are ours.
pub(super) fn answer(request: &Request, preview: &Preview, names: &[String], lang: MessageLang) -> Reply {
    let mut reply = reply(request, preview, names, lang);
    if let Reply::Answer(answer) = &mut reply {
        answer.head_only |= request.method == "HEAD";
    }
    reply
}

fn reply(request: &Request, preview: &Preview, names: &[String], lang: MessageLang) -> Reply {
    let (authority, target) = split_target(&request.target);
    let mut hosts = authority.into_iter().chain(request.all("Host")).peekable();
    if hosts.peek().is_some() && !hosts.all(|host| is_ours(host, names)) {
        return Answer::text("403 Forbidden", "This preview does not answer to that name.\n").into();
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        let answer = Answer::text("405 Method Not Allowed", "Only GET and HEAD.\n");
        return answer.with("Allow", "GET, HEAD").into();
    }
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    match path {
        // A page of another site may not count how often somebody saves.
        EVENTS_PATH if request.header("Sec-Fetch-Site").is_some_and(|site| site != "same-origin") => {
            Answer::text("403 Forbidden", "Only for pages of the preview.\n").into()
        }
        EVENTS_PATH if request.method == "GET" => Reply::Events(query.and_then(page_in)),
        SCRIPT_PATH => Resource::of_bytes(SCRIPT.as_bytes(), media_type("js")).answer(request).into(),
        _ => page(request, path, query, preview, lang).into(),
    }
}

/// The page that a browser shows, from the query of its request for news: `page=konzepte/a.html`.
fn page_in(query: &str) -> Option<OutputPath> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("page="))?;
    OutputPath::new(&percent_decode(value)).ok()
}

/// What the site has at this path.
fn page(request: &Request, path: &str, query: Option<&str>, preview: &Preview, lang: MessageLang) -> Answer {
    let (site, version) = preview.shown();
    let say = |status, [title, text]: [&str; 2]| {
        Resource::of_bytes(&notice(title, text, &version, lang), media_type("html")).answer_as(status)
    };
    let Some(site) = site else {
        return say("503 Service Unavailable", words_before_the_first_version(lang));
    };
    let known = request.header("If-None-Match");
    let resource = |output: &Output, page: &str| Resource::of(output, page, &version, known, lang);
    let not_found = || {
        let own = OutputPath::new(NOT_FOUND_PAGE).ok().and_then(|path| resource(site.get(&path)?, "").ok());
        let status = "404 Not Found";
        own.map_or_else(|| say(status, words_for_nothing(lang)), |page| page.answer_as(status))
    };
    match find_below(&site, path, &preview.root()) {
        Found::Output(output) => match resource(output, output.path.as_str()) {
            Ok(resource) => resource.answer(request),
            // A file that is to be copied has gone since the build; the next one will notice.
            Err(_) if !output.path.is_page() => not_found(),
            // It cannot be made, which is about to be found out: until then as it was when it could.
            Err(_) => {
                let proven = preview.proven();
                let before = proven.as_ref().and_then(|site| site.get(&output.path));
                match before.and_then(|output| resource(output, output.path.as_str()).ok()) {
                    Some(page) => page.answer(request),
                    None => say("500 Internal Server Error", words_for_what_cannot_be_made(lang)),
                }
            }
        },
        Found::Folder(mut location) => {
            if let Some(query) = query {
                location = format!("{location}?{query}");
            }
            // Not for ever: tomorrow another site is served on this port.
            Answer::text("302 Found", "").with("Location", location)
        }
        Found::Nothing => not_found(),
    }
}

enum Found<'a> {
    Output(&'a Output),
    /// The path of a folder without the slash at its end; this is the address with it.
    Folder(String),
    Nothing,
}

/// What the site has at this path, or at this path of its host: the links of the page for what is not found lead there, as
/// a host shows it at any address.
fn find_below<'a>(site: &'a Outputs, path: &str, root: &str) -> Found<'a> {
    let Some(path) = path.strip_prefix('/').map(percent_decode) else { return Found::Nothing };
    match find(site, &path) {
        Found::Nothing => {
            let root = percent_decode(root.trim_start_matches('/'));
            let below = path.strip_prefix(&*root).filter(|_| !root.is_empty());
            below.map_or(Found::Nothing, |below| find(site, below))
        }
        found => found,
    }
}

/// What the site has at this path below its top, decoded.
fn find<'a>(site: &'a Outputs, path: &str) -> Found<'a> {
    let exact = |path: &str| OutputPath::new(path).ok().filter(|exact| exact.as_str() == path);
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = if is_folder { format!("{path}index.html") } else { path.to_owned() };
    let Some(file) = exact(&file) else { return Found::Nothing };
    if let Some(output) = site.get(&file) {
        return Found::Output(output);
    }
    let index = exact(&format!("{file}/index.html"));
    match index.and_then(|index| site.get(&index)) {
        Some(_) if !is_folder => Found::Folder(format!("/{}/", file.encoded())),
        _ => Found::Nothing,
    }
}

const fn words_for_nothing(lang: MessageLang) -> [&'static str; 2] {
    match lang {
        MessageLang::De => ["Nicht gefunden", "Unter dieser Adresse gibt es keine Seite."],
        MessageLang::En => ["Not found", "There is no page at this address."],
    }
}

const fn words_for_what_cannot_be_made(lang: MessageLang) -> [&'static str; 2] {
    match lang {
        MessageLang::De => {
            ["Diese Seite lässt sich nicht zeigen", "Ist der Fehler behoben, erscheint sie hier von selbst."]
        }
        MessageLang::En => {
            ["This page cannot be shown", "When the error is mended, it appears here by itself."]
        }
    }
}

const fn words_before_the_first_version(lang: MessageLang) -> [&'static str; 2] {
    match lang {
        MessageLang::De => {
            ["Noch keine Vorschau", "Sobald es eine Fassung ohne Fehler gibt, erscheint sie hier von selbst."]
        }
        MessageLang::En => {
            ["No preview yet", "As soon as there is a version without errors, it appears here."]
        }
    }
}

/// Splits `http://host/path`, which proxies send, into host and path.
fn split_target(target: &str) -> (Option<&str>, &str) {
    let Some(rest) = target.strip_prefix("http://") else { return (None, target) };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    (Some(authority), if path.is_empty() { "/" } else { path })
}

/// Whether a `Host` means us. A foreign page can make its own name point to this machine ("DNS
/// rebinding") and would then be allowed to read what we serve; it cannot do so with a bare address
/// or with `localhost`.
fn is_ours(host: &str, names: &[String]) -> bool {
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name);
    if let Some(address) = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok();
    }
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.parse::<Ipv4Addr>().is_ok()
        || name == "localhost"
        || name.ends_with(".localhost")
        || names.iter().any(|ours| ours.eq_ignore_ascii_case(&name))
}

impl Resource {
    /// `page` and `version` as in [`inject`]; `known` is what the browser has.
    fn of(
        output: &Output,
        page: &str,
        version: &str,
        known: Option<&str>,
        lang: MessageLang,
    ) -> io::Result<Self> {
        let media_type = media_type(&output.path.extension());
        let made = match &output.content {
            Content::Promised(promise) if promise.file().is_some() => {
                return Self::of_picture(promise, known, media_type, lang);
            }
            Content::Bytes(bytes) => Ok(Arc::clone(bytes)),
            Content::Promised(promise) => promise.make().map(Arc::from),
            Content::File { from, hash } => return Self::of_file(from, *hash, media_type),
        };
        let bytes = made.map_err(|problem| io::Error::other(problem.message(lang)))?;
        if media_type.starts_with("text/html") {
            let page = inject(&bytes, page, version, lang);
            return Ok(Self::of_bytes(&page, media_type));
        }
        let etag = etag(ContentHash::of(&bytes));
        Ok(Self { body: Body::Bytes(Arc::clone(&bytes), 0..bytes.len()), etag, media_type })
    }

    fn of_bytes(bytes: &[u8], media_type: &'static str) -> Self {
        let body = Body::Bytes(Arc::from(bytes), 0..bytes.len());
        Self { body, etag: etag(ContentHash::of(bytes)), media_type }
    }

    /// Decoding a picture takes longer than knowing which one it is.
    fn of_picture(
        promise: &Promise,
        known: Option<&str>,
        media_type: &'static str,
        lang: MessageLang,
    ) -> io::Result<Self> {
        let tag = etag(promise.key().whole);
        if known.is_some_and(|known| knows(known, &tag)) {
            return Ok(Self { body: Body::Known, etag: tag, media_type });
        }
        let made = promise.make_unless(None).map_err(|problem| io::Error::other(problem.message(lang)))?;
        let Made::New { bytes, key } = made else { return Err(io::Error::other("made unasked")) };
        let body = Body::Bytes(Arc::from(bytes.as_slice()), 0..bytes.len());
        Ok(Self { body, etag: etag(key.whole), media_type })
    }

    fn of_file(path: &Path, hash: Option<ContentHash>, media_type: &'static str) -> io::Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        let etag = hash.map_or_else(
            || {
                let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
                format!("\"{:x}-{:x}\"", metadata.len(), since.as_nanos())
            },
            etag,
        );
        Ok(Self { body: Body::File(file, 0..metadata.len()), etag, media_type })
    }

    /// The answer to a request for it: all of it, a part, or that the browser has it already.
    fn answer(self, request: &Request) -> Answer {
        if request.header("If-None-Match").is_some_and(|known| knows(known, &self.etag)) {
            let mut answer = self.answer_as("304 Not Modified");
            answer.head_only = true;
            return answer;
        }
        let may_be_part = request.header("If-Range").is_none_or(|known| known == self.etag);
        let range = request.header("Range").filter(|_| may_be_part && request.method == "GET");
        let length = self.body.length();
        match Part::parse(range, length) {
            Part::Whole => self.answer_as("200 OK"),
            Part::Bytes(part) => {
                let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                let mut answer = self.answer_as("206 Partial Content").with("Content-Range", range);
                answer.body.narrow(&part);
                answer
            }
            Part::Unsatisfiable => {
                let answer = Answer::text("416 Range Not Satisfiable", "");
                answer.with("Content-Range", format!("bytes */{length}"))
            }
        }
    }

    /// All of it under this status.
    fn answer_as(self, status: &'static str) -> Answer {
        let headers = vec![
            ("Content-Type", self.media_type.to_owned()),
            ("ETag", self.etag),
            ("Accept-Ranges", "bytes".to_owned()),
        ];
        Answer { status, headers, body: self.body, head_only: false }
    }
}

fn etag(hash: ContentHash) -> String {
    format!("\"{:.16}\"", hash.to_string())
}

/// Whether one of the tags in `If-None-Match` is this one. Weak tags are as good (RFC 9110, 13.1.2).
fn knows(header: &str, etag: &str) -> bool {
    let mut tags = header.split(',').map(str::trim);
    header.trim() == "*" || tags.any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

impl Body {
    const fn length(&self) -> u64 {
        match self {
            Self::Bytes(_, range) => (range.end - range.start) as u64,
            Self::File(_, range) => range.end - range.start,
            Self::Known => 0,
        }
    }

    fn narrow(&mut self, part: &Range<u64>) {
        match self {
            // A part of what is in memory has numbers that fit.
            Self::Bytes(_, range) => *range = part.start as usize..part.end as usize,
            Self::File(_, range) => *range = part.clone(),
            Self::Known => {}
        }
    }
}

impl Answer {
    fn text(status: &'static str, text: &str) -> Self {
        let headers = vec![("Content-Type", "text/plain; charset=utf-8".to_owned())];
        Self {
            status,
            headers,
            body: Body::Bytes(Arc::from(text.as_bytes()), 0..text.len()),
            head_only: false,
        }
    }

    /// Adds a header.
    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Writes the answer, which is the last one on this connection.
    pub(super) fn write(self, mut client: impl Write) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        for (name, value) in &self.headers {
            // No value holds a line break: they are made here, of encoded paths, numbers and hashes,
            // except for a query, which `tiny_http` has read up to the end of its line.
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !matches!(self.body, Body::Known) {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.length()));
        }
        head.push_str("Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n");
        head.push_str("Cross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\n");
        client.write_all(head.as_bytes())?;
        if !self.head_only {
            match self.body {
                Body::Bytes(bytes, range) => client.write_all(bytes.get(range).unwrap_or_default())?,
                Body::File(mut file, range) => {
                    file.seek(SeekFrom::Start(range.start))?;
                    io::copy(&mut file.take(range.end - range.start), &mut client)?;
                }
                Body::Known => {}
            }
        }
        client.flush()
    }
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}
