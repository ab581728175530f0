//! The catalogue of a theme: a page that shows every component in every state.
//!
//! It is made of the components' fixtures and so tries them at the same time: an example that does not
//! render says why in its own place, since it is nothing that a published site would miss.

use serde::Serialize;

use super::engine::{Engine, Shared};
use super::view::PageView;
use crate::diagnostic::Diagnostic;
use crate::lang::Lang;
use crate::theme::{Example, Fixtures};

/// A component with its examples.
#[derive(Serialize)]
struct ComponentView<'a> {
    name: &'a str,
    about: &'a str,
    examples: Vec<ExampleView<'a>>,
}

/// A component in one of its states.
#[derive(Serialize)]
struct ExampleView<'a> {
    title: &'a str,
    html: String,
    /// Why there is no `html`.
    problem: String,
    /// Whether the example stands in a window of its own.
    is_framed: bool,
    /// Whether the component is an item of a list and needs one around it.
    is_item: bool,
}

/// What the template sees.
#[derive(Serialize)]
struct Names<'a> {
    page: &'a PageView,
    catalogue: Vec<ComponentView<'a>>,
}

/// What a component sees of its page.
#[derive(Serialize)]
struct Around<'a> {
    page: &'a PageView,
}

/// The catalogue as the page `page`.
///
/// # Errors
/// What is wrong with its own template.
pub fn catalogue(
    fixtures: &[Fixtures],
    engine: &Engine,
    shared: &Shared,
    page: &PageView,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let lang = Lang::parse(&page.lang).unwrap_or_default().message_lang();
    let view = |component, example| {
        let rendered = engine.render_example(component, example, shared, &Around { page });
        let (html, problem) = match rendered {
            Ok(html) => (html, String::new()),
            Err(problem) => (String::new(), problem.message(lang)),
        };
        let Example { title, framed, .. } = example;
        let is_item = html.trim_start().starts_with("<li");
        ExampleView { title, html, problem, is_framed: *framed, is_item }
    };
    let components = fixtures.iter().map(|Fixtures { component, about, examples }| ComponentView {
        name: component,
        about,
        examples: examples.iter().map(|example| view(component, example)).collect(),
    });
    engine.render("catalogue.html", shared, &Names { page, catalogue: components.collect() })
}
