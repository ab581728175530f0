//! What can be wrong with a page as HTML, seen without a browser.

use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

const VOID: &[&str] = &["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

#[derive(Default)]
struct Checker(RefCell<State>);

#[derive(Default)]
struct State {
    open: Vec<String>,
    ids: BTreeSet<String>,
    wanted: Vec<String>,
    headings: usize,
    faults: Vec<String>,
}

/// The faults of a page: tags that do not nest, ids given twice, references to ids that do not exist,
/// images without `alt`, no `h1` or more than one.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(Checker::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut state = tokenizer.sink.0.into_inner();
    let mut faults = state.faults;
    faults.extend(state.open.drain(..).map(|tag| format!("<{tag}> is never closed")));
    faults
        .extend(state.wanted.iter().filter(|id| !state.ids.contains(*id)).map(|id| format!("no id `{id}`")));
    if state.headings != 1 {
        faults.push(format!("{} h1", state.headings));
    }
    faults
}

impl TokenSink for Checker {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => state.tag(&tag, line),
            Token::ParseError(error) => state.faults.push(format!("line {line}: {error}")),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn tag(&mut self, tag: &Tag, line: u64) {
        let name = tag.name.to_string();
        if tag.kind == TagKind::EndTag {
            match self.open.pop() {
                Some(open) if open == name => {}
                open => self.faults.push(format!("line {line}: </{name}> closes {open:?}")),
            }
            return;
        }
        let attribute =
            |name: &str| tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| a.value.to_string());
        if let Some(id) = attribute("id")
            && !self.ids.insert(id.clone())
        {
            self.faults.push(format!("line {line}: id `{id}` a second time"));
        }
        let fragment = attribute("href").and_then(|href| href.strip_prefix('#').map(str::to_owned));
        self.wanted.extend(fragment);
        for reference in ["for", "aria-labelledby", "aria-describedby", "popovertarget"] {
            self.wanted.extend(attribute(reference));
        }
        if name == "img" && attribute("alt").is_none() {
            self.faults.push(format!("line {line}: an image without alt"));
        }
        self.headings += usize::from(name == "h1");
        if !VOID.contains(&name.as_str()) && !tag.self_closing {
            self.open.push(name);
        }
    }
}
