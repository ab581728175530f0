//! What stands in a page: its links, ids, headings and scripts, as a browser would find them.

use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// What was found in a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The addresses of links: `href` of `a`, `area` and of `link` but for `rel=canonical`.
    pub(crate) hrefs: Vec<String>,
    /// The addresses of what is loaded: `src` and `href` of style sheets and icons, `srcset`, `poster`.
    pub(crate) srcs: Vec<String>,
    /// Everything that can be linked to.
    pub(crate) ids: BTreeSet<String>,
    /// The texts of all scripts, data included.
    pub(crate) scripts: Vec<String>,
    /// Attributes that run code.
    pub(crate) handlers: Vec<String>,
    /// How many top headings there are.
    pub(crate) h1: usize,
    /// The language of the page.
    pub(crate) lang: String,
    /// The title of the page.
    pub(crate) title: String,
    /// Whether `</body>` was met outside of scripts and comments.
    pub(crate) closes_its_body: bool,
    inside: String,
}

#[derive(Default)]
struct Reader(RefCell<Page>);

impl Page {
    /// Reads a page.
    pub(crate) fn read(html: &str) -> Self {
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        // The tokenizer pauses after every script.
        while let html5ever::TokenizerResult::Script(()) = tokenizer.feed(&input) {}
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }

    /// Everything that leads or loads somewhere.
    pub(crate) fn links(&self) -> impl Iterator<Item = &str> {
        self.hrefs.iter().chain(&self.srcs).map(String::as_str)
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        let attribute =
            |name: &str| tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| a.value.to_string());
        if tag.kind == TagKind::EndTag {
            self.closes_its_body |= name == "body";
            self.inside.clear();
            return if name == "script" { TokenSinkResult::Script(()) } else { TokenSinkResult::Continue };
        }
        self.ids.extend(attribute("id"));
        let handlers = tag.attrs.iter().filter(|a| a.name.local.starts_with("on"));
        self.handlers.extend(handlers.map(|a| format!("<{name} {}={}>", a.name.local, a.value)));
        let rel = attribute("rel").unwrap_or_default();
        match name {
            "link" if matches!(rel.as_str(), "stylesheet" | "icon" | "preload" | "modulepreload") => {
                self.srcs.extend(attribute("href"));
            }
            "link" if rel == "canonical" => {}
            "a" | "area" | "link" | "use" => self.hrefs.extend(attribute("href")),
            "form" => self.hrefs.extend(attribute("action")),
            _ => {}
        }
        self.srcs.extend(["src", "poster"].into_iter().filter_map(attribute));
        for candidate in attribute("srcset").iter().flat_map(|set| set.split(',')) {
            self.srcs.extend(candidate.split_whitespace().next().map(str::to_owned));
        }
        self.h1 += usize::from(name == "h1");
        if name == "html" {
            self.lang = attribute("lang").unwrap_or_default();
        }
        self.inside = name.to_owned();
        if name == "script" {
            self.scripts.push(String::new());
            return TokenSinkResult::RawData(RawKind::ScriptData);
        }
        match name {
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "style" | "iframe" | "noembed" | "xmp" => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return page.tag(&tag),
            Token::CharacterTokens(text) if page.inside == "script" => {
                if let Some(script) = page.scripts.last_mut() {
                    script.push_str(&text);
                }
            }
            Token::CharacterTokens(text) if page.inside == "title" => page.title.push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Expects a well-formed XML text: every element is closed by its own name, and no text or attribute
/// holds a bare `<`, `&` or quote.
#[track_caller]
pub(crate) fn expect_xml(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some((text, after)) = rest.split_once('<') {
        expect_entities(text);
        let (tag, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{name} is closed");
        } else if !tag.starts_with('?') {
            let name = tag.split([' ', '/']).next().unwrap_or_default();
            let attributes = tag[name.len()..].trim_end_matches('/');
            assert!(!name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == ':'), "<{tag}>");
            assert!(!attributes.contains('<') && attributes.matches('"').count() % 2 == 0, "<{tag}>");
            expect_entities(attributes);
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "an element is never closed");
}

#[track_caller]
fn expect_entities(text: &str) {
    for after in text.split('&').skip(1) {
        let name = after.split_once(';').map_or(after, |(name, _)| name);
        assert!(["amp", "lt", "gt", "quot", "apos"].contains(&name) || name.starts_with('#'), "&{after}");
    }
}
