//! A browser's parser repairs what is wrong with HTML. It finds nothing to repair in ours.

use proptest::prelude::*;

use super::laws::hostile_text;
use super::{nesting, parsed};

/// The HTML after a browser's parser has read and written it.
fn reread(html: &str) -> String {
    let mut reader = ammonia::Builder::empty();
    reader
        .tags(nesting::ELEMENTS.iter().copied().collect())
        .generic_attributes(nesting::ATTRIBUTES.iter().copied().collect())
        .link_rel(None);
    reader.clean(html).to_string()
}

/// The tags without their attributes, which may be written in more than one way.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|tag| tag.split(['>', ' ']).next()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn browsers_see_the_elements_that_we_wrote(text in hostile_text()) {
        let (body, _) = parsed(&text);
        let reread = reread(&body.text.html);
        prop_assert_eq!(tags(&body.text.html), tags(&reread), "{:?}\n{}\n{}", text, body.text.html, reread);
    }
}

#[test]
fn a_browser_repairs_what_is_wrong() {
    for html in ["<p><p>a</p></p>", "<p>a<div>b</div></p>", "<b><i>a</b></i>", "<table><p>a</p></table>"] {
        assert_ne!(tags(html), tags(&reread(html)), "{html}");
    }
}
