//! Texts made to hurt: time and memory stay in proportion to their length, the output stays shallow.
//!
//! The time limits are far above what a slow machine needs, and far below what anything quadratic does.

use std::time::{Duration, Instant};

use super::super::limits::MAX_DEPTH;
use super::{codes, nesting, parsed};

/// A browser's parser gives up nesting at 512 elements.
const DEEPEST: usize = 300;

fn survives(name: &str, text: &str) -> Vec<&'static str> {
    let before = Instant::now();
    let (body, problems) = parsed(text);
    let time = before.elapsed();
    assert!(time < Duration::from_secs(10), "{name} took {time:?}");
    let depth = nesting::check(&body.text.html).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
    assert!(depth <= DEEPEST, "{name} is {depth} deep");
    assert!(body.text.html.len() <= 40 * text.len() + 100_000, "{name} grows to {}", body.text.html.len());
    assert!(problems.len() <= 1_000, "{name} reports {}", problems.len());
    codes(&problems)
}

#[test]
fn deep_nesting_is_flattened_and_reported() {
    for (name, text) in [
        ("quotations", format!("{} a\n{}", ">".repeat(100_000), "b\n".repeat(100_000))),
        ("lists", format!("{}a\n{}", "- ".repeat(100_000), "b\n".repeat(100_000))),
        ("numbered lists", format!("{}a\n", "1. ".repeat(10_000))),
        ("indented lists", (0..1_500).map(|level| format!("{}- a\n", " ".repeat(2 * level))).collect()),
        ("emphasis", format!("{}{}", "*a ".repeat(10_000), " a*".repeat(10_000))),
        ("strong emphasis", format!("{}{}", "**a *b ".repeat(10_000), " b* a**".repeat(10_000))),
        ("elements", format!("a {}", "<b><i>".repeat(10_000))),
        ("containers", "<div>\n\n".repeat(10_000)),
    ] {
        let codes = survives(name, &text);
        let expected = if name == "elements" { "removed-html" } else { "too-deep" };
        assert!(codes.contains(&expected), "{name}: {codes:?}");
    }
}

/// Whatever begins just at the limit is either whole or flat.
#[test]
fn elements_at_the_limit_are_closed() {
    for block in [
        "[!NOTE] a\n{}b",
        "[!NOTE]\n{}\n{}b",
        "| a |\n{}|--|\n{}| b |",
        "- [ ] a\n{}\n{}- b",
        "![a](b \"t\")",
        "## a *b*",
        "```\n{}a",
        "<div>\n{}\n{}a",
        "a <b>*b* [c](d) ![e](f)",
        "a\n{}: b",
        "a[^1]",
    ] {
        for depth in MAX_DEPTH - 6..=MAX_DEPTH {
            let quote = ">".repeat(depth);
            let text = format!("{quote}{}\n\n[^1]: note\n", block.replace("{}", &quote));
            survives(&format!("{block} at {depth}"), &text);
        }
    }
}

#[test]
fn heaps_of_marks_take_no_longer_than_text() {
    for mark in [
        "[",
        "]",
        "*",
        "`",
        "_",
        "~",
        "![",
        "[[",
        "]]",
        "<",
        "<b>",
        "</b>",
        "<script>",
        "<!--",
        "&",
        "\"",
        "'",
        " 'a",
        "[^",
        "[^1]",
        "[a](",
        "[a][b]",
        "<a b=\"",
        "\\",
        "> [!NOTE]\n",
        "- [ ] a\n",
        "| a |\n|--|\n",
        "# a\n",
        "#\n",
        "a*b",
        "a*",
        "**a *b ",
        "**a:**b",
        "**\"",
        "** a",
        "-\u{a0}",
        "\n-\u{a0}a",
        "#\u{a0}",
        "`a ``b ",
        "[a](<b",
        "![a](b) ",
        "[[a]]",
        "<div>\n\n",
        "a\n: b\n\n",
        "--",
        "==a",
        "{a=",
        "**a **",
        "<http: ",
        "【†",
        "a\tb\n",
        "| a |\n\n",
        "– a\n",
        "(1) a\n",
        "```\n",
        "Ã¼",
        "\u{b}",
        "\u{c}",
        "...",
        "\u{ad}*",
        "$",
    ] {
        survives(mark, &mark.repeat(40_000 / mark.len()));
    }
}

#[test]
fn growth_by_reference_is_bounded() {
    let many = 3_000;
    survives("references", &format!("[a]: {}\n\n{}", "x".repeat(many), "[a] ".repeat(many)));
    survives("headings", &"## a\n\n".repeat(20_000));
    survives(
        "footnotes",
        &(0..many).map(|i| format!("[^{i}] [^{}]\n\n[^{i}]: [^{}]\n\n", many + i, i + 1)).collect::<String>(),
    );
    survives("tables", &format!("## {}\n\n{}", "x".repeat(many), "| a |\n|--|\n\n".repeat(many)));
    survives(
        "wide tables",
        &format!("{}\n{}\n{}", "|a".repeat(many), "|-".repeat(many), "|b\n".repeat(many)),
    );
    survives("code", &"```rust\nfn f(x: &str) { (((\n```\n\n".repeat(500));
    survives("a long line of code", &format!("```rust\n{}\n```\n", "(".repeat(500_000)));
}
