//! The template engine: a theme and the data of a page become HTML.
//!
//! The only file that knows Tera. Every complaint of Tera leaves here as a [`Diagnostic`] with the
//! template as its place. What does not change from page to page is turned into Tera's values once
//! ([`Shared`]) and costs a page nothing but a reference.
//!
//! Filters beyond Tera's own: `fill`, which puts numbers and names into a text of the theme, `json`, and a `safe` that takes
//! no name that does not exist.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use super::calls;
use super::view::SiteView;
use crate::diagnostic::{Code, Diagnostic, nearest_list};
use crate::discover::THEMES;
use crate::hash::ContentHash;
use crate::lang::Lang;
use crate::locale::plural_category;
use crate::mistakes;
use crate::path::SourcePath;
use crate::theme::{DEFAULT, Example, QUOTES, Template, Texts, Theme};

/// How many bytes nearly every page has room in.
const ROOM: usize = 32 * 1024;

/// A theme's templates, ready to render.
pub struct Engine {
    tera: Tera,
    sources: Sources,
}

/// What all pages of one language have in common: `site` and `t`.
pub struct Shared(Context);

/// Data that many pages show, turned into the engine's values once: a page that shows it again pays
/// for a reference, not for its fields. To whoever writes a template it looks like a `T`; in the
/// fingerprint of a page it stands with its own.
pub struct Frozen<T> {
    value: Value,
    hash: ContentHash,
    of: PhantomData<T>,
}

/// Where the templates stand, to turn Tera's names and positions into places.
struct Sources(BTreeMap<String, (SourcePath, String)>);

/// A position in a template as Tera prints it.
struct Report<'a> {
    message: &'a str,
    template: &'a str,
    line: usize,
    column: usize,
    width: usize,
}

impl Engine {
    /// Compiles the theme's templates. Syntax errors, unknown filters, components and templates, and
    /// templates that include themselves go to `problems`; with any of them there is no engine.
    #[must_use]
    pub fn new(theme: &Theme, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let templates: Vec<Template<'_>> = theme.templates().collect();
        let mut tera = Tera::new();
        tera.register_filter("fill", fill);
        tera.register_filter("safe", safe);
        tera.register_filter("json", json);
        let sources = Sources(
            templates.iter().map(|t| (t.name.to_owned(), (t.file.clone(), t.source.to_owned()))).collect(),
        );
        match tera.add_raw_templates(templates.iter().map(|t| (t.name, t.source))) {
            Ok(()) => Some(Self { tera, sources }),
            Err(error) => {
                let syntax_errors = sources.syntax_errors();
                problems.extend(if syntax_errors.is_empty() {
                    sources.diagnose(&error)
                } else {
                    syntax_errors
                });
                None
            }
        }
    }

    /// The template for a document of this type: its own, if the theme has one.
    #[must_use]
    pub fn document_template(&self, type_id: &str) -> String {
        let own = format!("types/{type_id}.html");
        if self.tera.contains_template(&own) { own } else { "document.html".to_owned() }
    }

    /// Renders a template, in UTF-8. `names` is a struct or a map whose fields are the names that the template
    /// sees beside those of `shared`.
    ///
    /// # Errors
    /// The first problem, with the template as its place and without the page, so that the same
    /// problem of many pages is one.
    pub fn render(
        &self,
        template: &str,
        shared: &Shared,
        names: &impl Serialize,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut page = Vec::with_capacity(ROOM);
        let context = shared.with(names);
        context
            .and_then(|context| self.tera.render_to(template, &context, &mut page))
            .map_err(|error| self.first_problem(&error))?;
        Ok(page)
    }

    /// Renders a component in one of its states. `names` are what a page would bring along. The
    /// component is the one that the example names, else `component`.
    ///
    /// # Errors
    /// As [`Engine::render`].
    pub fn render_example(
        &self,
        component: &str,
        example: &Example,
        shared: &Shared,
        names: &impl Serialize,
    ) -> Result<String, Box<Diagnostic>> {
        let component = example.component.as_deref().unwrap_or(component);
        let rendered = shared.with(names).and_then(|implicit| {
            let args = Context::from_serialize(&example.args)?;
            self.tera.render_component_with_implicits(
                component,
                &args,
                &implicit,
                example.body.as_deref(),
                true,
            )
        });
        rendered.map_err(|error| self.first_problem(&error))
    }

    /// Renders a component that needs nothing of a page. `args` is a struct or a map of its arguments.
    ///
    /// `None` if the theme has no such component, or something is wrong with it: then a page that renders
    /// it tells what.
    pub fn render_apart(&self, component: &str, args: &impl Serialize, shared: &Shared) -> Option<String> {
        let args = Context::from_serialize(args).ok()?;
        self.tera.render_component_with_implicits(component, &args, &shared.0, None, true).ok()
    }

    fn first_problem(&self, error: &tera::Error) -> Box<Diagnostic> {
        let problem = self.sources.diagnose(error).into_iter().next();
        Box::new(problem.unwrap_or_else(|| complaint(Code::TemplateRender, &error.to_string())))
    }
}

impl Shared {
    /// What the pages of one language share.
    #[must_use]
    pub fn new(site: &SiteView, texts: &Texts) -> Self {
        let mut context = Context::new();
        context.insert("site", site);
        context.insert("t", texts);
        Self(context)
    }

    fn with(&self, names: &impl Serialize) -> tera::TeraResult<Context> {
        let mut context = Context::from_serialize(names)?;
        context.extend(self.0.clone());
        Ok(context)
    }
}

impl<T: Serialize> Frozen<T> {
    /// Freezes `data`.
    pub fn new(data: &T) -> Self {
        Self { value: Value::from_serializable(data), hash: ContentHash::of_data(data), of: PhantomData }
    }
}

impl<T> Clone for Frozen<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), hash: self.hash, of: PhantomData }
    }
}

impl<T> fmt::Debug for Frozen<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frozen({})", self.value)
    }
}

impl<T: Default + Serialize> Default for Frozen<T> {
    fn default() -> Self {
        Self::new(&T::default())
    }
}

impl<T> Serialize for Frozen<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            self.value.serialize(serializer)
        } else {
            self.hash.serialize(serializer)
        }
    }
}

impl Sources {
    /// What is wrong with the syntax of each template, seen by itself.
    fn syntax_errors(&self) -> Vec<Diagnostic> {
        let alone = |(name, (_, source)): (&String, &(SourcePath, String))| {
            let error = Tera::new().add_raw_template(name, source).err()?;
            matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| self.diagnose(&error))
        };
        self.0.iter().filter_map(alone).flatten().collect()
    }

    /// What Tera says, as diagnostics.
    fn diagnose(&self, error: &tera::Error) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                let problem = complaint(Code::TemplateSyntax, report.message());
                vec![self.at(problem, report.filename(), report.span().range.clone())]
            }
            ErrorKind::RenderingError(report) => {
                let problem =
                    self.render_problem(report.message(), report.filename(), report.span().range.clone());
                vec![self.called_from(problem, &error.to_string())]
            }
            ErrorKind::CircularInclude { include_chain, .. } => vec![self.recursion(include_chain)],
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let chain: Vec<String> =
                    std::iter::once(tpl.clone()).chain(inheritance_chain.iter().cloned()).collect();
                vec![self.recursion(&chain)]
            }
            ErrorKind::MissingParent { current, parent } => {
                vec![self.at(self.missing(parent), current, self.mention(current, parent))]
            }
            ErrorKind::TemplateNotFound(name) | ErrorKind::ComponentNotFound(name) => {
                vec![self.missing(name)]
            }
            ErrorKind::Msg(message) => self.reports(message),
            other => vec![complaint(Code::TemplateRender, &other.to_string())],
        }
    }

    /// Tera joins what it finds while loading into one message of printed reports; this takes them
    /// apart again.
    fn reports(&self, message: &str) -> Vec<Diagnostic> {
        if message.starts_with("Maximum render recursion depth") {
            return vec![self.component_recursion()];
        }
        let found: Vec<Diagnostic> = message
            .split("\n\n")
            .filter_map(|text| Report::parse(text, "error: "))
            .map(|report| self.at(self.load_problem(report.message), report.template, self.span(&report)))
            .collect();
        if found.is_empty() { vec![complaint(Code::TemplateRender, message)] } else { found }
    }

    fn load_problem(&self, message: &str) -> Diagnostic {
        let name = message
            .strip_prefix("Unknown template `")
            .or_else(|| message.strip_prefix("Unknown component `"));
        match name {
            Some(name) => self.missing(name.trim_end_matches('`')),
            None => complaint(Code::TemplateSyntax, message),
        }
    }

    /// A problem while rendering: an unknown name with the nearest ones, or anything else.
    fn render_problem(&self, message: &str, template: &str, span: Range<usize>) -> Diagnostic {
        let quoted = message.split('`').nth(1).unwrap_or_default();
        let available = message
            .split_once("Available ")
            .and_then(|(_, rest)| rest.split_once(": "))
            .map(|(_, list)| list);
        let unknown = if message.contains("is not defined") || message.contains("its value is undefined") {
            quoted
        } else if message.ends_with("but got `undefined`") {
            // A filter was given it; the span ends with its first name.
            let source = self.0.get(template).and_then(|(_, source)| source.get(span.start..));
            let is_name = |letter: char| letter.is_alphanumeric() || "_.".contains(letter);
            source.map_or("", |source| source.split(|letter| !is_name(letter)).next().unwrap_or_default())
        } else if message.starts_with("Tried to render a variable that is undefined") {
            self.0.get(template).and_then(|(_, source)| source.get(span.clone())).unwrap_or_default()
        } else {
            return self.at(complaint(Code::TemplateRender, message), template, span);
        };
        let available = available.unwrap_or_default();
        let problem = Diagnostic::new(Code::TemplateVariable)
            .arg("name", unknown)
            .arg("nearest", nearest_list(unknown, available.split(", ").filter(|name| !name.is_empty())))
            .arg("available", available);
        self.at(problem, template, span)
    }

    /// Adds the calls that led to the problem, which Tera tells in print only.
    fn called_from(&self, mut problem: Diagnostic, printed: &str) -> Diagnostic {
        for note in printed.split("\n\n").filter_map(Report::parse_note) {
            if let Some((file, _)) = self.0.get(note.template) {
                problem = problem.also(file, self.span(&note));
            }
        }
        problem
    }

    fn missing(&self, name: &str) -> Diagnostic {
        // A component is called without the ending of its file.
        let ending = if name.ends_with(".html") { "" } else { ".html" };
        let names = self.0.keys().map(|known| known.rsplit('/').next().unwrap_or(known));
        let nearest = nearest_list(name, names.map(|known| known.strip_suffix(ending).unwrap_or(known)));
        Diagnostic::new(Code::MissingTemplate).arg("name", name).arg("nearest", nearest)
    }

    /// Templates that call each other in a circle, told from the first in the alphabet: where Tera
    /// begins is a matter of chance.
    fn recursion(&self, chain: &[String]) -> Diagnostic {
        let mut chain = chain.to_vec();
        if chain.len() > 1 && chain.first() == chain.last() {
            chain.pop();
            let first = (0..chain.len()).min_by_key(|&at| &chain[at]).unwrap_or(0);
            chain.rotate_left(first);
            chain.push(chain[0].clone());
        }
        let problem = Diagnostic::new(Code::TemplateRecursion).arg("chain", chain.join(" → "));
        match &chain[..] {
            [.., caller, called] => self.at(problem, caller, self.mention(caller, called)),
            _ => problem,
        }
    }

    /// Components that call each other in a circle, told where the first of them calls the next. Tera notices the
    /// depth and not the circle. A component that may call itself, as a list of lists does, is none as long as its data
    /// end: so circles come first that go through the site's own theme.
    fn component_recursion(&self) -> Diagnostic {
        let built_in = format!("{THEMES}/{DEFAULT}/");
        let templates = self.0.values().map(|(file, source)| (file, source.as_str()));
        let circle = calls::circle(templates, |call| !call.file.as_str().starts_with(&built_in));
        let names = circle.last().into_iter().chain(&circle).map(|call| call.name);
        let chain = names.collect::<Vec<_>>().join(" → ");
        let problem = Diagnostic::new(Code::TemplateRecursion).arg("chain", chain);
        match circle.first() {
            Some(call) => problem.at(call.file, call.span.clone()),
            None => problem,
        }
    }

    fn at(&self, problem: Diagnostic, template: &str, span: Range<usize>) -> Diagnostic {
        match self.0.get(template) {
            Some((file, _)) => problem.at(file, span),
            None => problem,
        }
    }

    /// Where `template` names `other` in quotation marks.
    fn mention(&self, template: &str, other: &str) -> Range<usize> {
        let source = self.0.get(template).map_or("", |(_, source)| source);
        let found = QUOTES.iter().find_map(|quote| source.find(&format!("{quote}{other}{quote}")));
        found.map_or(0..0, |start| start..start + other.len() + 2)
    }

    /// The bytes that a printed position means.
    fn span(&self, report: &Report<'_>) -> Range<usize> {
        let source = self.0.get(report.template).map_or("", |(_, source)| source);
        let line_start: usize =
            source.split_inclusive('\n').take(report.line.saturating_sub(1)).map(str::len).sum();
        let line = source.get(line_start..).unwrap_or_default();
        let byte_of = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        let start = report.column.saturating_sub(1);
        line_start + byte_of(start)..line_start + byte_of(start + report.width)
    }
}

/// What Tera complains of, in words of ours where there are some.
fn complaint(code: Code, message: &str) -> Diagnostic {
    // Our sentences bring their own full stop.
    let (de, en) = mistakes::template(message.trim_end().trim_end_matches('.'));
    Diagnostic::new(code).arg_each("detail", de, en)
}

impl<'a> Report<'a> {
    /// Reads `error: MESSAGE`, ` --> TEMPLATE:LINE:COLUMN`, then the line with the spot underlined.
    fn parse(text: &'a str, intro: &str) -> Option<Self> {
        let (message, rest) = text.strip_prefix(intro)?.split_once('\n')?;
        let (_, place) = rest.split_once("--> ")?;
        Self::parse_place(message, place)
    }

    /// Reads `note: called from TEMPLATE:LINE:COLUMN`.
    fn parse_note(text: &'a str) -> Option<Self> {
        Self::parse_place("", text.strip_prefix("note: called from ")?)
    }

    fn parse_place(message: &'a str, place: &'a str) -> Option<Self> {
        let (place, picture) = place.split_once('\n')?;
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next()?.trim().parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        let width = picture.lines().last().unwrap_or_default().chars().filter(|&mark| mark == '^').count();
        Some(Self { message, template: parts.next()?, line, column, width: width.max(1) })
    }
}

/// `{{ document.body_html | safe }}`: HTML as it is. Tera's own filter of that name takes a name that does not exist for
/// an empty text.
fn safe(value: Value, _: Kwargs, _: &State<'_>) -> tera::TeraResult<Value> {
    if value.is_undefined() {
        let (expected_type, actual_type) = ("string".to_owned(), value.name().to_owned());
        return Err(tera::Error::new(ErrorKind::InvalidArgument { expected_type, actual_type }));
    }
    Ok(value.mark_safe())
}

/// `{{ t.finder | json | safe }}`: JSON that may stand in a script; `<` is written as an escape, so that
/// nothing in it ends the script.
#[expect(clippy::needless_pass_by_value, reason = "the signature that Tera asks of a filter")]
fn json(value: Value, _: Kwargs, _: &State<'_>) -> tera::TeraResult<String> {
    let json = serde_json::to_string(&value).map_err(|error| tera::Error::message(error.to_string()))?;
    Ok(json.replace('<', "\\u003c"))
}

/// `{{ text | fill(n=3) }}`: puts each argument in place of its `{name}`. Of a text with plural forms,
/// takes the one that the number `n` asks for.
#[expect(clippy::needless_pass_by_value, reason = "the signature that Tera asks of a filter")]
fn fill(text: Value, args: Kwargs, _: &State<'_>) -> tera::TeraResult<String> {
    let text = match text.as_str() {
        Some(plain) => plain,
        None => {
            let form = |name: &'static str| text.get_from_path(name).and_then(Value::as_str);
            let n = args.get::<u64>("n")?.unwrap_or_default();
            let lang = form("lang").and_then(Lang::parse).unwrap_or_default();
            let chosen = form(plural_category(n, &lang)).or_else(|| form("other"));
            chosen.ok_or_else(|| tera::Error::message("`fill` needs a text of the theme"))?
        }
    };
    let value = |wanted: &str| {
        let found = args.iter().find(|(name, _)| name.as_str() == Some(wanted));
        found.map(|(_, value)| value.to_string())
    };
    Ok(crate::text::fill(text, value))
}
