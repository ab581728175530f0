//! The templates of a theme → which component calls which, to find those that call each other in a circle.
//!
//! Looks at the text alone: where `{% component name(…) %}` begins and ends, and what is called between.

use std::collections::{HashSet, VecDeque};
use std::ops::Range;

use crate::path::SourcePath;

/// A component of a theme, and the components that it calls.
struct Component<'a> {
    name: &'a str,
    calls: Vec<Call<'a>>,
}

/// A call of a component, and where it stands.
#[derive(Clone)]
pub(super) struct Call<'a> {
    pub(super) name: &'a str,
    pub(super) file: &'a SourcePath,
    pub(super) span: Range<usize>,
}

impl<'a> Component<'a> {
    /// The components that a template defines.
    fn all(file: &'a SourcePath, source: &'a str) -> Vec<Self> {
        const START: &str = "component ";
        let is_tag = |at: &usize| source[..*at].trim_end().trim_end_matches('-').ends_with("{%");
        let starts = source.match_indices(START).map(|(at, _)| at).filter(is_tag);
        let component = |at: usize| {
            let body = at + START.len();
            let length = source[body..].find("endcomponent").unwrap_or(source.len() - body);
            Self {
                name: name_at(&source[body..]),
                calls: Call::all(file, source, body..body + length).collect(),
            }
        };
        starts.map(component).collect()
    }
}

impl<'a> Call<'a> {
    /// The calls in a part of a template: `{{ <name … /> }}` and `{% <name …> %}`.
    fn all(file: &'a SourcePath, source: &'a str, part: Range<usize>) -> impl Iterator<Item = Self> {
        source[part.clone()].match_indices('<').filter_map(move |(at, _)| {
            let at = part.start + at;
            let before = source[..at].trim_end().trim_end_matches('-');
            let name = name_at(&source[at + 1..]);
            let is_call = (before.ends_with("{{") || before.ends_with("{%")) && !name.is_empty();
            is_call.then(|| Self { name, file, span: at..at + 1 + name.len() })
        })
    }
}

/// The name with which a text begins.
fn name_at(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(text.len());
    &text[..end]
}

/// Calls of components that lead from one of them back to itself: the shortest way, first among those of which `is_first`
/// holds for a call; none where there is no circle.
pub(super) fn circle<'a>(
    templates: impl Iterator<Item = (&'a SourcePath, &'a str)>,
    is_first: impl Fn(&Call<'a>) -> bool,
) -> Vec<Call<'a>> {
    let components: Vec<Component<'a>> =
        templates.flat_map(|(file, source)| Component::all(file, source)).collect();
    let circles = components.iter().filter_map(|start| way_back(start, &components));
    let order = |circle: &Vec<&Call<'a>>| {
        let names: Vec<&str> = circle.iter().map(|call| call.name).collect();
        (!circle.iter().any(|call| is_first(call)), circle.len(), names)
    };
    circles.min_by_key(order).unwrap_or_default().into_iter().cloned().collect()
}

/// The shortest way of calls from a component back to itself.
fn way_back<'c, 'a>(start: &'c Component<'a>, components: &'c [Component<'a>]) -> Option<Vec<&'c Call<'a>>> {
    let mut seen = HashSet::new();
    let mut ways: VecDeque<Vec<&Call<'a>>> = start.calls.iter().map(|call| vec![call]).collect();
    while let Some(way) = ways.pop_front() {
        let last = way.last()?.name;
        if last == start.name {
            return Some(way);
        }
        let is_new = seen.insert(last);
        let called = components.iter().filter(|component| is_new && component.name == last);
        for call in called.flat_map(|component| &component.calls) {
            ways.push_back(way.iter().copied().chain([call]).collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_circle_is_found() {
        let file = |name: &str| SourcePath::new(name).unwrap();
        let (list, own) = (file("themes/default/list.html"), file("themes/own/a.html"));
        let templates = [
            (&list, "{% component list(x) %}{{ <list x={x} /> }}{% endcomponent %}"),
            (&list, "{% component leaf() %}<p>a < b</p>{% endcomponent %}"),
            (
                &own,
                "{%- component a() -%}{{- <leaf /> }}{% <b> %}{% </b> %}{% endcomponent %}{{ <a /> }}\
                 {% component b() %}{{ <c /> }}{% endcomponent %}{% component c() %}{{ <a /> }}{% endcomponent %}",
            ),
        ];
        let circle = |is_own: bool| {
            let found = circle(templates.into_iter(), |call| is_own && *call.file == own);
            let said = |call: &Call<'_>| {
                let source = templates.iter().rfind(|(file, _)| *file == call.file).unwrap().1;
                (call.name.to_owned(), source.get(call.span.clone()).map(str::to_owned))
            };
            found.iter().map(said).collect::<Vec<_>>()
        };
        let call = |name: &str| (name.to_owned(), Some(format!("<{name}")));
        assert_eq!(circle(true), [call("a"), call("b"), call("c")]);
        assert_eq!(circle(false)[0].0, "list");
    }
}
