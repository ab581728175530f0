//! The server over real sockets on loopback.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::thread::{self, JoinHandle};

use super::*;
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::ContentHash;
use crate::output::{Content, Key, Made, Maker, Output, Promise};
use crate::path::OutputPath;

const PAGE: &str = "<!doctype html><title>a</title><body><p>Übung</body>";

/// More than the buffers between two sockets hold.
const LARGE: u64 = 30_000_000;

/// A running preview of a small site. `hear` takes what the build is to result in next.
struct Running {
    address: SocketAddr,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
    folder: tempfile::TempDir,
}

impl Running {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().to_owned();
        fs::create_dir(content.join("content")).unwrap();
        fs::write(content.join("film.mp4"), (0..=255).collect::<Vec<u8>>()).unwrap();
        fs::File::create(content.join("large.bin")).unwrap().set_len(LARGE).unwrap();
        let server = Server::start(options(&folder, 0)).unwrap();
        let (address, stop) = (server.address, server.stopper());
        let build = move |_: &Cancel, _: &Touched| {
            Some(Built { outputs: Some(site(&content)), root: "/stadt/".to_owned(), problems: Vec::new() })
        };
        let thread = Some(thread::spawn(move || server.run(build, holds)));
        let running = Self { address, stop, thread, folder };
        while running.get("/index.html", "").0.starts_with("HTTP/1.1 503") {
            thread::sleep(Duration::from_millis(5));
        }
        running
    }

    /// The head and the body of the answer to a GET with these further headers.
    fn get(&self, path: &str, headers: &str) -> (String, Vec<u8>) {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"))
    }

    fn ask(&self, request: &str) -> (String, Vec<u8>) {
        let mut client = TcpStream::connect(self.address).unwrap();
        client.set_read_timeout(Some(Duration::from_secs(8))).unwrap();
        client.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(answer.len());
        let body = answer.get(end + 4..).unwrap_or_default().to_vec();
        (String::from_utf8_lossy(&answer[..end]).into_owned(), body)
    }

    fn status(&self, path: &str) -> String {
        self.get(path, "").0.split(' ').nth(1).unwrap_or("none").to_owned()
    }

    /// A stream of events that has said hello.
    fn listen(&self) -> BufReader<TcpStream> {
        let mut client = TcpStream::connect(self.address).unwrap();
        client.set_read_timeout(Some(Duration::from_secs(8))).unwrap();
        client.write_all(b"GET /__fundus/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut events = BufReader::new(client);
        next_event(&mut events);
        events
    }
}

/// Finds every page in order.
fn holds(_: &Cancel) -> Option<Proof> {
    Some(Proof { holds: true, problems: Vec::new() })
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.stop();
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(ended.is_none_or(|ended| ended.is_ok()) || thread::panicking());
    }
}

fn options(folder: &tempfile::TempDir, port: u16) -> Options {
    Options {
        address: Ipv4Addr::LOCALHOST.into(),
        port,
        names: vec!["vorschau.example".to_owned()],
        watch: vec![folder.path().join("content")],
        poll: false,
        lang: MessageLang::De,
    }
}

/// The pages are as in `content`, where there is a file of their name.
fn site(folder: &std::path::Path) -> Outputs {
    let mut outputs = Outputs::default();
    for path in ["index.html", "konzepte/index.html", "konzepte/Übung 1.html"] {
        outputs.insert(Output::made(OutputPath::new(path).unwrap(), PAGE.as_bytes())).unwrap();
    }
    let style = fs::read(folder.join("content/style.css")).unwrap_or_default();
    outputs.insert(Output::made(OutputPath::new("style.css").unwrap(), style)).unwrap();
    for (path, hash) in [("film.mp4", Some(ContentHash::of(b"film"))), ("large.bin", None)] {
        let content = Content::File { from: folder.join(path), hash };
        outputs.insert(Output { path: OutputPath::new(path).unwrap(), source: None, content }).unwrap();
    }
    outputs
}

fn next_event(events: &mut BufReader<TcpStream>) -> String {
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).unwrap() > 0, "the stream has ended");
        if let Some(data) = line.strip_prefix("data: ") {
            return data.to_owned();
        }
    }
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or("none")
}

#[test]
fn outputs_are_served_as_they_are_and_pages_with_the_script() {
    let server = Running::start();
    let (head, body) = server.get("/", "");
    let body = String::from_utf8(body).unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    assert_eq!(header(&head, "Content-Type"), "text/html; charset=utf-8");
    assert_eq!(header(&head, "Content-Length"), body.len().to_string());
    assert!(body.contains("<p>Übung<script src=\"/__fundus/preview.js\" data-page=\"index.html\""), "{body}");
    assert_eq!(server.get("/large.bin?x=1", "").1.len() as u64, LARGE);
    assert_eq!(server.get("/film.mp4", "").1, (0..=255).collect::<Vec<u8>>());
    assert_eq!(header(&server.get("/film.mp4", "").0, "Content-Type"), "video/mp4");
    assert_eq!(
        header(&server.get("/__fundus/preview.js", "").0, "Content-Type"),
        "text/javascript; charset=utf-8"
    );
    for path in ["/konzepte/", "/konzepte/%C3%9Cbung%201.html", "/konzepte/%c3%9cbung%201.html?x"] {
        assert_eq!(server.status(path), "200", "{path}");
    }
    let (head, _) = server.get("/konzepte?a=b", "");
    assert!(head.starts_with("HTTP/1.1 302") && header(&head, "Location") == "/konzepte/?a=b", "{head}");
}

#[test]
fn head_is_get_without_the_body() {
    let server = Running::start();
    for path in ["/", "/film.mp4", "/none", "/konzepte"] {
        let (head, body) = server.ask(&format!("HEAD {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assert!(body.is_empty());
        assert_eq!(head, server.get(path, "").0);
    }
    let (head, _) =
        server.ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999\r\n\r\nx");
    assert!(head.starts_with("HTTP/1.1 405") && header(&head, "Allow") == "GET, HEAD", "{head}");
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let server = Running::start();
    for path in ["/", "/film.mp4", "/style.css"] {
        let tag = header(&server.get(path, "").0, "ETag").to_owned();
        for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
            let (head, body) = server.get(path, &format!("If-None-Match: {known}\r\n"));
            assert!(head.starts_with("HTTP/1.1 304") && body.is_empty(), "{path} {known}: {head}");
        }
        assert!(server.get(path, "If-None-Match: \"x\"\r\n").0.starts_with("HTTP/1.1 200"));
    }
}

#[test]
fn parts_of_a_film_can_be_had() {
    let server = Running::start();
    let part = |headers: &str| {
        let (head, body) = server.get("/film.mp4", headers);
        (head.split(' ').nth(1).unwrap().to_owned(), header(&head, "Content-Range").to_owned(), body)
    };
    let expected =
        |status: &str, range: &str, body: &[u8]| (status.to_owned(), range.to_owned(), body.to_vec());
    assert_eq!(part("Range: bytes=2-4\r\n"), expected("206", "bytes 2-4/256", &[2, 3, 4]));
    assert_eq!(part("Range: bytes=-2\r\n"), expected("206", "bytes 254-255/256", &[254, 255]));
    assert_eq!(part("Range: bytes=255-\r\n"), expected("206", "bytes 255-255/256", &[255]));
    assert_eq!(part("Range: bytes=256-\r\n"), expected("416", "bytes */256", &[]));
    assert_eq!(part("Range: bytes=0-1\r\nIf-Range: \"x\"\r\n").0, "200");
    let tag = header(&server.get("/film.mp4", "").0, "ETag").to_owned();
    assert_eq!(part(&format!("Range: bytes=0-1\r\nIf-Range: {tag}\r\n")).0, "206");
    assert_eq!(server.get("/large.bin", "Range: bytes=5-6\r\n").1, [0, 0]);
}

#[test]
fn no_encoding_leads_out_of_the_site() {
    let server = Running::start();
    fs::write(server.folder.path().join("secret.txt"), "secret").unwrap();
    let up = ["..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%c0%ae%c0%ae", "..%00", "%uff0e%uff0e"];
    let slash = ["/", "%2f", "%5c", "\\", "%252f", "%c0%af", "//"];
    for up in up {
        for slash in slash {
            for start in ["/", "/konzepte/", "/film.mp4/", "//", ""] {
                let path = format!("{start}{up}{slash}{up}{slash}secret.txt");
                let (head, body) = server.get(&path, "");
                assert!(!String::from_utf8_lossy(&body).contains("secret"), "{path}");
                assert!(head.starts_with("HTTP/1.1 4"), "{path}: {head}");
            }
        }
    }
    let absolute = server.folder.path().join("secret.txt").display().to_string();
    for path in [
        absolute.clone(),
        format!("/{absolute}"),
        format!("//localhost{absolute}"),
        format!("/%2f{absolute}"),
    ] {
        assert_eq!(server.status(&path), "404", "{path}");
    }
    for path in
        ["/konzepte/../index.html", "/./index.html", "/konzepte//", "/index.html/", "/Index.html", "/%FF"]
    {
        assert_eq!(server.status(path), "404", "{path}");
    }
}

#[test]
fn only_our_names_are_answered() {
    let server = Running::start();
    let port = server.address.port();
    let status = |host: &str| {
        let (head, body) = server.ask(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        let status = head.split(' ').nth(1).unwrap().to_owned();
        assert_eq!(status == "200", String::from_utf8_lossy(&body).contains("Übung"));
        status
    };
    for ours in
        ["localhost", "127.0.0.1", "[::1]", "LOCALHOST.", "a.localhost", "192.168.0.7", "Vorschau.example"]
    {
        assert_eq!(status(ours), "200", "{ours}");
        assert_eq!(status(&format!("{ours}:{port}")), "200", "{ours}");
    }
    for foreign in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "",
        "[::1].evil.example",
        "evil:80",
    ] {
        assert_eq!(status(foreign), "403", "{foreign:?}");
    }
    assert_eq!(status("localhost\r\nHost: evil.example"), "403");
    assert!(
        server
            .ask("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .0
            .starts_with("HTTP/1.1 403")
    );
    assert!(
        server
            .ask(&format!("GET http://localhost:{port}/ HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            .0
            .contains("200")
    );
    assert!(server.ask("GET / HTTP/1.0\r\n\r\n").0.starts_with("HTTP/1.1 200"));
    assert!(server.get("/__fundus/events", "Sec-Fetch-Site: cross-site\r\n").0.starts_with("HTTP/1.1 403"));
}

#[test]
fn nonsense_is_refused_and_harms_nobody() {
    let server = Running::start();
    for request in [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
    ] {
        let (head, _) = server.ask(request);
        assert!(head.starts_with("HTTP/1.1 4") || head.starts_with("HTTP/1.1 5"), "{request:?}: {head}");
    }
    let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(15_000));
    assert!(!server.ask(&long).0.contains("431"));
    assert!(server.ask(&format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(17_000))).0.contains("431"));
    assert_eq!(server.status("/"), "200");
}

/// Silent ones, as browsers open them in advance, ones that dribble, and ones that do not read.
#[test]
fn slow_clients_starve_nobody() {
    let server = Running::start();
    let mut slow: Vec<TcpStream> = (0..150).map(|_| TcpStream::connect(server.address).unwrap()).collect();
    for client in slow.iter_mut().skip(50) {
        client.write_all(b"GET /large.bin HTTP/1.1\r\nHost: local").unwrap();
    }
    for client in slow.iter_mut().skip(100) {
        client.write_all(b"host\r\n\r\n").unwrap();
    }
    let start = Barrier::new(200);
    let begin = Instant::now();
    thread::scope(|scope| {
        for _ in 0..200 {
            scope.spawn(|| {
                start.wait();
                assert_eq!(server.status("/konzepte/"), "200");
            });
        }
    });
    assert!(begin.elapsed() < Duration::from_secs(4), "{:?}", begin.elapsed());
}

/// More than there are seats take nothing of their answers, or never end what they say after it.
#[test]
fn who_is_at_it_for_long_gives_up_the_seat() {
    let server = Running::start();
    let ask = |path: &str| {
        let mut client = TcpStream::connect(server.address).unwrap();
        client.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
        client
    };
    let deaf: Vec<TcpStream> = (0..160).map(|_| ask("/large.bin")).collect();
    let talking: Vec<TcpStream> = (0..160).map(|_| ask("/")).collect();
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..20 {
                thread::sleep(Duration::from_millis(150));
                talking.iter().for_each(|mut client| drop(client.write(b"x")));
            }
        });
        for _ in 0..20 {
            scope.spawn(|| assert_eq!(server.status("/konzepte/"), "200"));
        }
    });
    drop(deaf);
}

#[test]
fn what_stands_in_for_a_page_knows_the_version() {
    let server = Running::start();
    let (head, body) = server.get("/fehlt.html", "");
    let body = String::from_utf8(body).unwrap();
    assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    let version = format!("data-page=\"\" data-version=\"{}-1\"", process::id());
    assert!(body.contains(&version), "{body}");
}

/// Promises a page that cannot be made.
struct Fails;

impl Maker for Fails {
    fn key(&self, _: usize) -> Key {
        Key::of(ContentHash::of(b""))
    }

    fn make(&self, _: usize, _: Option<Key>) -> Result<Made, Box<Diagnostic>> {
        Err(Box::new(Diagnostic::new(Code::TemplateRender)))
    }

    fn prove(&self, number: usize, _: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>> {
        self.make(number, None).map(|_| None)
    }
}

#[test]
fn a_page_that_cannot_be_made_stays_as_it_was() {
    let outputs = |content: Content| {
        let path = OutputPath::new("a.html").unwrap();
        let mut outputs = Outputs::default();
        outputs.insert(Output { path, source: None, content }).unwrap();
        Some(outputs)
    };
    let fails = || outputs(Content::Promised(Promise::new(Arc::new(Fails), 0)));
    let ask = |preview: &Preview| {
        let request = answer::Request { method: "GET".into(), target: "/a.html".into(), headers: Vec::new() };
        let answer::Reply::Answer(answer) = answer::answer(&request, preview, &[], MessageLang::De) else {
            panic!("a page");
        };
        let mut written = Vec::new();
        answer.write(&mut written).unwrap();
        String::from_utf8(written).unwrap()
    };
    let preview = Preview::new(7);
    preview.show(fails(), Vec::new());
    let answer = ask(&preview);
    assert!(answer.starts_with("HTTP/1.1 500") && answer.contains("data-version=\"7-1\""), "{answer}");

    preview.show(outputs(Content::Bytes(Arc::from(PAGE.as_bytes()))), Vec::new());
    preview.settle(Proof { holds: true, problems: Vec::new() });
    preview.show(fails(), Vec::new());
    let answer = ask(&preview);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("data-version=\"7-3\""), "{answer}");
    // Problems come before anybody has found out that it cannot be made.
    preview.show(None, Vec::new());
    let answer = ask(&preview);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("data-version=\"7-4\""), "{answer}");
    assert!(matches!(preview.shown().0.unwrap().iter().next().unwrap().content, Content::Bytes(_)));
}

/// Without the door, one of a hundred such pairs was never answered.
#[test]
fn a_connection_opened_in_advance_keeps_no_other_one_waiting() {
    let server = Running::start();
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(TcpStream::connect(server.address).unwrap());
        let begin = Instant::now();
        assert_eq!(server.status("/"), "200");
        assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    }
}

#[test]
fn a_save_is_told_at_once() {
    let server = Running::start();
    let mut events = server.listen();
    let at = |name: &str| server.folder.path().join("content").join(name);
    for text in ["1", "22", "333"] {
        // Whole or not at all: who reads while it is written would see another version.
        fs::write(at(".style.css.new"), text).unwrap();
        fs::rename(at(".style.css.new"), at("style.css")).unwrap();
        let saved = Instant::now();
        let mut news = next_event(&mut events);
        // The system may tell of one save at two times.
        while news.contains(r#""changed":[],"#) {
            news = next_event(&mut events);
        }
        assert!(saved.elapsed() < Duration::from_secs(2), "{:?}", saved.elapsed());
        assert!(news.contains(r#""changed":["style.css"]"#), "{news}");
        assert_eq!(server.get("/style.css", "").1, text.as_bytes());
    }
    // The first version and one for each save.
    let page = String::from_utf8(server.get("/", "").1).unwrap();
    assert!(page.contains("-4\" data-lang"), "{page}");
}

#[test]
fn many_saves_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(options(&folder, 0)).unwrap();
    let save = |name: &str| server.stop.send(Signal::Changed(Touched::These([name.into()].into()))).unwrap();
    for name in ["a.md", "b.md", "a.md", "c.md"] {
        save(name);
    }
    assert_eq!(server.wait(), Some(Touched::These(["a.md", "b.md", "c.md"].map(PathBuf::from).into())));
    save("d.md");
    assert_eq!(server.wait(), Some(Touched::These(["d.md"].map(PathBuf::from).into())));
    save("e.md");
    server.stopper().stop();
    assert_eq!(server.wait(), None);
}

#[test]
fn what_is_wrong_is_told_and_goes_when_it_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    fs::create_dir(&content).unwrap();
    let server = Server::start(options(&folder, 0)).unwrap();
    let (address, stop, preview) = (server.address, server.stopper(), Arc::clone(&server.preview));
    let watched = content.clone();
    let build = move |_: &Cancel, _: &Touched| {
        let broken = fs::read_to_string(watched.join("a.md")).unwrap_or_default() == "broken";
        let problem = Problem { text: "error: <b>".into(), href: None, error: true };
        Some(match broken {
            true => Built { outputs: None, root: String::new(), problems: vec![problem] },
            false => Built { outputs: Some(site(&watched)), root: String::new(), problems: Vec::new() },
        })
    };
    fs::write(content.join("a.md"), "broken").unwrap();
    let thread = Some(thread::spawn(move || server.run(build, holds)));
    let running = Running { address, stop, thread, folder };
    let mut events = running.listen();
    while !preview.listen(None).0.contains("error: <b>") {
        thread::sleep(Duration::from_millis(5));
    }
    let (head, body) = running.get("/any", "");
    assert!(
        head.starts_with("HTTP/1.1 503") && String::from_utf8(body).unwrap().contains("Noch keine Vorschau")
    );

    let save = |text: &str| {
        // As editors do it.
        fs::write(content.join(".a.md.new"), text).unwrap();
        fs::rename(content.join(".a.md.new"), content.join("a.md")).unwrap();
    };
    let until =
        |events: &mut BufReader<TcpStream>, wanted: &str| while !next_event(events).contains(wanted) {};
    save("mended");
    until(&mut events, r#""problems":[]"#);
    assert_eq!(running.status("/"), "200");
    save("broken");
    until(&mut events, r#""text":"error: <b>""#);
    assert_eq!(running.status("/"), "200", "the last good version stays");
    save("mended again");
    until(&mut events, r#""problems":[]"#);
}

#[test]
fn a_newer_save_cancels_an_older_build() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    fs::create_dir(&content).unwrap();
    let server = Server::start(options(&folder, 0)).unwrap();
    let (stop, preview) = (server.stopper(), Arc::clone(&server.preview));
    let (began, begins) = channel();
    let mut round = 0;
    let build = move |cancel: &Cancel, _: &Touched| {
        round += 1;
        began.send(round).unwrap();
        while round == 1 && !cancel.is_cancelled() {
            thread::sleep(Duration::from_millis(2));
        }
        let problem = Problem { text: format!("round {round}"), href: None, error: true };
        Some(Built { outputs: None, root: String::new(), problems: vec![problem] })
    };
    let thread = thread::spawn(move || server.run(build, holds));
    assert_eq!(begins.recv().unwrap(), 1);
    let (_, news) = preview.listen(None);
    fs::write(content.join("a.md"), "1").unwrap();
    assert_eq!(begins.recv_timeout(Duration::from_secs(5)).unwrap(), 2);
    let first = news.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(first.contains("round 2"), "an overtaken build was shown: {first}");
    stop.stop();
    thread.join().unwrap();
}

#[test]
fn a_taken_port_is_answered_with_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let first = Server::start(options(&folder, 0)).unwrap();
    let port = first.address.port();
    let second = Server::start(options(&folder, port)).unwrap();
    assert_eq!((first.taken_port(), second.taken_port()), (None, Some(port)));
    assert_eq!(second.url(), format!("http://127.0.0.1:{}/", second.address.port()));
    let elsewhere = Options { address: "203.0.113.7".parse().unwrap(), ..options(&folder, 0) };
    assert!(matches!(Server::start(elsewhere), Err(ServeError::Listen { .. })));
}

#[test]
fn the_end_comes_at_once_whoever_is_connected() {
    let mut server = Running::start();
    let mut events = server.listen();
    let _silent = TcpStream::connect(server.address).unwrap();
    let mut lazy = TcpStream::connect(server.address).unwrap();
    lazy.write_all(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let begin = Instant::now();
    server.stop.stop();
    server.thread.take().unwrap().join().unwrap();
    assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
    assert!(events.read_to_end(&mut Vec::new()).is_ok(), "the stream of events ends");
    assert!(TcpStream::connect(server.address).is_err(), "nobody is let in any more");
}

#[test]
fn links_open_the_file_at_the_line() {
    let vscode = "vscode://file/{path}:{line}:{column}";
    assert_eq!(
        editor_link(vscode, "/home/a b/{line}/ü.md", 3, 14),
        "vscode://file/home/a%20b/%7Bline%7D/%C3%BC.md:3:14"
    );
    assert_eq!(editor_link(vscode, "C:\\site\\a.md", 1, 1), "vscode://file/C:/site/a.md:1:1");
}

#[test]
fn what_leads_to_the_folder_of_the_site_on_its_host_is_found() {
    let server = Running::start();
    assert_eq!(server.status("/stadt/style.css"), "200");
    assert_eq!(server.status("/stadt/konzepte/"), "200");
    assert_eq!(header(&server.get("/stadt/konzepte", "").0, "Location"), "/konzepte/");
    for path in ["/stadt/nichts.html", "/stadt/stadt/style.css", "/stadtstyle.css", "/land/style.css"] {
        assert_eq!(server.status(path), "404", "{path}");
    }
}

/// Promises a version of a picture, and counts how often it is made.
#[derive(Default)]
struct Version(std::sync::atomic::AtomicUsize);

impl Maker for Version {
    fn key(&self, _: usize) -> Key {
        Key::of(ContentHash::of(b"picture"))
    }

    fn file(&self, _: usize) -> Option<PathBuf> {
        Some("a.jpg".into())
    }

    fn make(&self, number: usize, _: Option<Key>) -> Result<Made, Box<Diagnostic>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(Made::New { bytes: b"dots".to_vec(), key: self.key(number) })
    }

    fn prove(&self, _: usize, _: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>> {
        Ok(None)
    }
}

#[test]
fn a_picture_that_the_browser_has_is_not_made_again() {
    let maker = Arc::new(Version::default());
    let path = OutputPath::new("theme/w480/a.jpg").unwrap();
    let content = Content::Promised(Promise::new(Arc::clone(&maker) as Arc<dyn Maker>, 0));
    let preview = Preview::new(7);
    preview.show(Some(Outputs::of(vec![Output { path, source: None, content }]).0), Vec::new());
    let ask = |known: &str| {
        let headers = vec![("If-None-Match".to_owned(), known.to_owned())];
        let request = answer::Request { method: "GET".into(), target: "/theme/w480/a.jpg".into(), headers };
        let answer::Reply::Answer(answer) = answer::answer(&request, &preview, &[], MessageLang::De) else {
            panic!("a picture");
        };
        let mut written = Vec::new();
        answer.write(&mut written).unwrap();
        String::from_utf8(written).unwrap()
    };
    let first = ask("\"another\"");
    assert!(first.starts_with("HTTP/1.1 200") && first.ends_with("\r\n\r\ndots"), "{first}");
    let again = ask(header(&first, "ETag"));
    assert!(again.starts_with("HTTP/1.1 304") && !again.contains("Content-Length"), "{again}");
    assert_eq!(maker.0.load(Ordering::SeqCst), 1);
}
