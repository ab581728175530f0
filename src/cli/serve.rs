//! `fundus serve`: the site in the browser, always as it was last saved.

use std::cell::RefCell;
use std::path;
use std::process::{self, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use fundus::diagnostic::{Diagnostic, Severity};
use fundus::discover::Touched;
use fundus::lang::MessageLang;
use fundus::pipeline;
use fundus::rebuild::Memory;
use fundus::report::{self, Form, View};
use fundus::serve::{Built, Cancel, Options, Problem, Proof, Server, editor_link};

use super::args::ServeArgs;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, site};

/// How many problems a page shows; the terminal has all.
const SHOWN: usize = 50;

/// How long a build may take to its end after Ctrl-C. It writes nothing that could be lost.
const FAREWELL: Duration = Duration::from_millis(600);

pub(super) fn run(args: &ServeArgs, context: &Context) -> Result<Outcome, Failure> {
    // A day that is none, or a folder, is not waited for.
    let config = site::options(context, &args.shown)?.config;
    // What is wrong with the configuration, the first build will say.
    let lang = site::lang(context, &pipeline::read_config(&context.root, &config, &mut Vec::new()));
    let watch = pipeline::places(&context.root, &config);
    let names = args.allow_host.clone();
    let options = Options { address: args.address, port: args.port, names, watch, poll: args.poll, lang };
    let server = Server::start(options)
        .map_err(|error| Failure::new(error.message(MessageLang::De), error.message(MessageLang::En)))?;
    end_on_ctrl_c(&server)?;
    console::out(&server.url())?;
    if !context.quiet {
        greet(args, &server, lang);
    }
    if args.open {
        open(&server.url(), lang);
    }
    let desk = RefCell::new(Desk { args, context, lang, memory: Memory::default(), problems: Vec::new() });
    let build = |_: &Cancel, touched: &Touched| Some(desk.borrow_mut().build(touched));
    server.run(build, |cancel| desk.borrow_mut().prove(cancel));
    Ok(Outcome::Fine)
}

fn end_on_ctrl_c(server: &Server) -> Result<(), Failure> {
    let stop = server.stopper();
    let end = move || {
        stop.stop();
        thread::sleep(FAREWELL);
        process::exit(0);
    };
    ctrlc::set_handler(end).map_err(|error| Failure::new(error.to_string(), error.to_string()))
}

/// Where the site is built again and again.
struct Desk<'a> {
    args: &'a ServeArgs,
    context: &'a Context,
    lang: MessageLang,
    memory: Memory,
    /// What was said of the last build.
    problems: Vec<Diagnostic>,
}

impl Desk<'_> {
    /// Builds the site, and says in the terminal what was found.
    fn build(&mut self, touched: &Touched) -> Built {
        let start = Instant::now();
        let Self { args, context, lang, .. } = *self;
        let build = match site::options(context, &args.shown) {
            Ok(options) => self.memory.build(&context.root, &options, touched),
            // The site's folder has gone; it may come back.
            Err(failure) => {
                console::failure(&failure, lang);
                let problem = Problem { text: failure.text(lang).to_owned(), href: None, error: true };
                return Built { outputs: None, root: String::new(), problems: vec![problem] };
            }
        };
        // Where nobody reads the terminal any more, the page still shows the problems.
        let _ = site::report(context, &build.problems, lang);
        let is_fine = site::outcome(context, &build.problems) == Outcome::Fine;
        if !context.quiet {
            let files = is_fine.then_some(build.outputs.len());
            console::remark(&summary(files, start.elapsed().as_secs_f64(), lang));
        }
        self.problems = build.problems;
        let root = build.config.root().to_owned();
        Built { outputs: is_fine.then_some(build.outputs), root, problems: self.in_page(&self.problems) }
    }

    /// Finds out whether every page of the last build can be made, and says what keeps them.
    fn prove(&mut self, cancel: &Cancel) -> Option<Proof> {
        let found = self.memory.prove(|| !cancel.is_cancelled())?;
        let _ = site::report(self.context, &found, self.lang);
        let holds = site::outcome(self.context, &found) == Outcome::Fine;
        let all: Vec<Diagnostic> = self.problems.iter().chain(&found).cloned().collect();
        Some(Proof { holds, problems: self.in_page(&all) })
    }

    /// The problems as the page shows them, first those that keep the site from being published.
    fn in_page(&self, problems: &[Diagnostic]) -> Vec<Problem> {
        // A page is covered by what its writer can mend.
        let is_for_writers = |problem: &&Diagnostic| problem.severity() != Severity::Note;
        let mut problems: Vec<&Diagnostic> = problems.iter().filter(is_for_writers).collect();
        problems.sort_by_key(|problem| !site::stops(self.context, problem));
        let shown = problems.iter().take(SHOWN);
        let mut shown: Vec<Problem> =
            shown.map(|problem| in_page(problem, self.args, self.context, self.lang)).collect();
        if let Some(rest @ [first, ..]) = problems.get(SHOWN..) {
            let text = match self.lang {
                MessageLang::De => format!("Und {} weitere: siehe im Terminal.", rest.len()),
                MessageLang::En => format!("And {} more: see the terminal.", rest.len()),
            };
            shown.push(Problem { text, href: None, error: site::stops(self.context, first) });
        }
        shown
    }
}

/// A problem as the terminal says it, with a link to the file.
fn in_page(problem: &Diagnostic, args: &ServeArgs, context: &Context, lang: MessageLang) -> Problem {
    let view = View { lang, colour: false, width: context.width, root: &context.prefix() };
    let one = std::slice::from_ref(problem);
    let text = report::render(one, Form::Human, &view, site::reader(context)).trim_end().to_owned();
    let (line, column) = report::position(problem, site::reader(context)).unwrap_or((1, 1));
    let file = problem.place.as_ref().filter(|_| !args.editor.is_empty());
    let href = file.and_then(|place| {
        // Not the canonical path, which begins with `\\?\` on Windows.
        let path =
            path::absolute(context.root.join(place.file.as_str())).ok().filter(|path| path.exists())?;
        Some(editor_link(&args.editor, path.to_str()?, line, column))
    });
    Problem { text, href, error: site::stops(context, problem) }
}

fn greet(args: &ServeArgs, server: &Server, lang: MessageLang) {
    if let Some(port) = server.taken_port() {
        console::remark(&match lang {
            MessageLang::De => format!("Der Anschluss {port} ist belegt, deshalb ein anderer."),
            MessageLang::En => format!("Port {port} is taken, so it is another one."),
        });
    }
    if !args.address.is_loopback() {
        console::remark(match lang {
            MessageLang::De => "Die Vorschau ist für alle im Netz zu sehen.",
            MessageLang::En => "Everybody in the network can see the preview.",
        });
        if let Some(url) = server.url_in_the_network() {
            console::remark(&match lang {
                MessageLang::De => format!("Andere Geräte, etwa ein Smartphone, finden sie unter {url}"),
                MessageLang::En => format!("Other devices, such as a phone, find it at {url}"),
            });
        }
    }
    if let Some(reason) = server.polls_because() {
        console::remark(&match lang {
            MessageLang::De => {
                format!("Das System meldet keine Änderungen ({reason}); es wird immer wieder nachgesehen.")
            }
            MessageLang::En => format!(
                "The system does not tell of changes ({reason}); they are looked for again and again."
            ),
        });
    }
    console::remark(match lang {
        MessageLang::De => "Beenden mit Strg+C.",
        MessageLang::En => "Ctrl+C ends it.",
    });
}

/// What a build came to; without files, it is not shown.
fn summary(files: Option<usize>, seconds: f64, lang: MessageLang) -> String {
    let seconds = format!("{seconds:.2} s");
    match (lang, files) {
        (MessageLang::De, Some(files)) => format!("{files} Dateien gebaut ({}).", seconds.replace('.', ",")),
        (MessageLang::De, None) => "Sind die Fehler behoben, zeigt die Vorschau den neuen Stand.".to_owned(),
        (MessageLang::En, Some(files)) => format!("{files} files built ({seconds})."),
        (MessageLang::En, None) => "When the errors are mended, the preview shows the new state.".to_owned(),
    }
}

/// Opens the browser as the desktop does it.
fn open(url: &str, lang: MessageLang) {
    let (program, args): (_, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(args).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let started = command.spawn();
    // It may end at once, or with the browser.
    let watch = move || {
        if !started.and_then(|mut opener| opener.wait()).is_ok_and(|status| status.success()) {
            console::remark(match lang {
                MessageLang::De => "Der Browser lässt sich nicht öffnen; rufen Sie die Adresse selbst auf.",
                MessageLang::En => "The browser cannot be opened; please go to the address yourself.",
            });
        }
    };
    // Without a thread, the browser opens all the same.
    let _ = thread::Builder::new().name("browser".into()).spawn(watch);
}
