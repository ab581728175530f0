//! The catalogue of a theme: a page that shows every component in every state.
//!
//! It is made of the components' fixtures and so proves them at the same time: what does not render
//! here does not render anywhere. Where the page stands is left to the command that asks for it.

use serde::Serialize;

use super::engine::{Engine, Shared};
use super::view::PageView;
use crate::diagnostic::Diagnostic;
use crate::theme::Theme;

/// A component with its examples.
#[derive(Serialize)]
struct ComponentView<'a> {
    name: &'a str,
    about: String,
    examples: Vec<ExampleView>,
}

/// A component in one of its states.
#[derive(Serialize)]
struct ExampleView {
    title: String,
    html: String,
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

/// The catalogue as the page `page`. Examples that do not render are left out and reported.
pub fn catalogue(
    theme: &Theme,
    engine: &Engine,
    shared: &Shared,
    page: &PageView,
    problems: &mut Vec<Diagnostic>,
) -> Option<String> {
    let mut components = Vec::new();
    for fixtures in theme.fixtures(problems) {
        let mut examples = Vec::new();
        for example in fixtures.examples {
            match engine.render_example(fixtures.component, &example, shared, &Around { page }) {
                Ok(html) => {
                    let is_item = html.trim_start().starts_with("<li");
                    examples.push(ExampleView {
                        title: example.title,
                        html,
                        is_framed: example.framed,
                        is_item,
                    });
                }
                Err(problem) => problems.push(*problem),
            }
        }
        components.push(ComponentView { name: fixtures.component, about: fixtures.about, examples });
    }
    let rendered = engine.render("catalogue.html", shared, &Names { page, catalogue: components });
    rendered.map_err(|problem| problems.push(*problem)).ok()
}
