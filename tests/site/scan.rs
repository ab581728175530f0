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

/// The names of all elements of an XML text, with the text that each one begins with.
pub(crate) fn xml_names(xml: &str) -> Vec<(String, String)> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut found: Vec<(String, String)> = Vec::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                depth += 1;
                found.push((tag.name().as_ref().to_owned(), String::new()));
            }
            Event::Empty(tag) => {
                found.push((tag.name().as_ref().to_owned(), String::new()));
            }
            Event::End(_) => depth -= 1,
            Event::Text(text) => {
                if let Some((_, content)) = found.last_mut() {
                    content.push_str(&text);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "an element is never closed");
    found
}
