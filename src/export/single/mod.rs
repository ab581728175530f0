//! Outputs → one HTML file that holds every page, style, script, image and the search.
//!
//! Each page's `<main>` stands in the file, and the style shows the one that the address names after
//! `#`: `#konzepte/video.html`, or a place on it, `#konzepte/video.html#ziele`. So it works without
//! JavaScript, as in the preview of a mail on a phone; the script adds titles and the search. Head and
//! foot are those of the first page.

mod files;
mod images;
mod shares;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use self::files::{Files, Turn, is_beside_player, is_player};
use self::images::{Images, data_url, one_width, with_files};
use self::shares::Shares;
use self::tags::{Piece, Tag, pieces};
use super::{ExportError, bytes};
use crate::output::{Content, Output, Outputs};
use crate::path::{OutputPath, percent_decode};
use crate::text::decode_references;
use crate::theme::terse;

const STYLE: &str = include_str!("single.css");
const SCRIPT: &str = include_str!("single.js");

/// The page that is shown first, whose head and foot are everybody's.
const FIRST: &str = "index.html";

/// How many bytes of a drawing are more than it takes to refer to it.
const WORTH_SHARING: usize = 400;

/// Attributes that name ids of the same page.
const ID_LISTS: &[&str] =
    &["for", "headers", "list", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls"];

/// What each output takes of the file.
pub(super) type Sizes = BTreeMap<OutputPath, u64>;

/// The bytes of a file that shows one page at a time, and what each output takes of them. Before it is written, `fits` is
/// asked about what is surely in it: films need not be read to know that they are too large.
pub(super) fn single(
    outputs: &Outputs,
    fits: impl FnOnce(Sizes) -> Result<(), ExportError>,
) -> Result<(Vec<u8>, Sizes), ExportError> {
    let pages = outputs.iter().filter(|output| is_page(output));
    let pages = pages.map(Page::read).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = pages.iter().find(|page| page.path.as_str() == FIRST) else {
        return Ok((Vec::new(), BTreeMap::new()));
    };
    let mut file = File::new(outputs, &pages);
    file.files.count(outputs, &first.path, &first.before);
    pages.iter().for_each(|page| file.files.count(outputs, &page.path, &page.main));
    file.files.count(outputs, &first.path, &first.after);
    fits(file.least(&pages))?;
    file.head(first, &pages, STYLE)?;
    for page in pages.iter().filter(|page| !page.main.is_empty()) {
        file.page(page, "main")?;
    }
    file.chrome(first, &first.after)?;
    file.foot()?;
    Ok((file.html.into_bytes(), file.shares.into_sizes()))
}

/// The bytes of a file that shows its pages one below the other, in this order, and needs no script.
/// What is not in it is linked to on the site with the address `url`.
pub(super) fn flow(outputs: &Outputs, order: &[OutputPath], url: &str) -> Result<Vec<u8>, ExportError> {
    let pages = order.iter().filter_map(|path| outputs.get(path));
    let pages = pages.map(Page::read).collect::<Result<Vec<_>, _>>()?;
    let mut file = File { is_paper: true, url, ..File::new(outputs, &pages) };
    let Some(first) = pages.first() else { return Ok(Vec::new()) };
    file.head(first, &pages, "")?;
    file.html.push_str("<main>\n");
    for page in &pages {
        file.page(page, "div")?;
    }
    file.html.push_str("</main>\n</body>\n</html>\n");
    Ok(file.html.into_bytes())
}

/// A page taken apart.
struct Page {
    path: OutputPath,
    lang: String,
    dir: String,
    title: String,
    /// From the doctype to the start of the body.
    head: String,
    /// Before, in, and after `<main>`; an address that only leads on has no `main`.
    before: String,
    main: String,
    after: String,
}

impl Page {
    fn read(output: &Output) -> Result<Self, ExportError> {
        let bytes = bytes(output)?;
        let html = String::from_utf8_lossy(&bytes);
        let between = |text: &str, from: &str, to: &str| {
            let start = text.find(from).map_or(0, |at| at + from.len());
            let end = text[start..].find(to).map_or(text.len(), |at| start + at);
            text[start..end].to_owned()
        };
        let head = between(&html, "<head>", "</head>");
        let body = &html[html.find("<body").unwrap_or(html.len())..];
        let body = &body[body.find('>').map_or(0, |at| at + 1)..];
        let is_redirect = head.contains("http-equiv=\"refresh\"");
        let (before, rest) = body.split_once("<main").unwrap_or((body, ""));
        let (main, after) = rest.rsplit_once("</main>").unwrap_or((rest, ""));
        let main = main.split_once('>').map_or("", |(_, main)| main);
        let html_tag = pieces(&html).find_map(|piece| match piece {
            Piece::Start(tag) if tag.name == "html" => Some(tag),
            _ => None,
        });
        let of_html = |name| html_tag.as_ref().and_then(|tag| tag.get(name)).unwrap_or_default().to_owned();
        Ok(Self {
            path: output.path.clone(),
            lang: of_html("lang"),
            dir: of_html("dir"),
            title: between(&head, "<title>", "</title>"),
            before: before.to_owned(),
            main: if is_redirect { String::new() } else { main.to_owned() },
            after: after.split("</body>").next().unwrap_or_default().to_owned(),
            head,
        })
    }
}

/// The parts of a link, as they stand in the attribute.
struct Parts<'l> {
    path: &'l str,
    query: Option<&'l str>,
    fragment: Option<&'l str>,
}

/// The file as far as it is written.
struct File<'a> {
    outputs: &'a Outputs,
    /// Whether it is made to be printed.
    is_paper: bool,
    /// Where pages stand that are not in the file; empty when nothing is known of them.
    url: &'a str,
    images: Images,
    files: Files,
    shares: Shares,
    /// The style sheets and scripts that are in the file.
    there: BTreeSet<OutputPath>,
    /// The styles that pages carry in their heads, as far as they are in the file.
    styles: BTreeSet<String>,
    /// What is drawn in the file, and the number by which it is drawn again.
    drawn: BTreeMap<String, usize>,
    /// What runs when everything is there.
    scripts: String,
    html: String,
}

impl<'a> File<'a> {
    fn new(outputs: &'a Outputs, pages: &[Page]) -> Self {
        let mut images = Images::default();
        for page in pages {
            images.count(outputs, &page.path, &page.main);
        }
        Self {
            outputs,
            is_paper: false,
            url: "",
            images,
            files: Files::default(),
            shares: Shares::default(),
            there: BTreeSet::new(),
            styles: BTreeSet::new(),
            drawn: BTreeMap::new(),
            scripts: String::new(),
            html: String::new(),
        }
    }

    /// What pages, pictures and files take at least. Nothing is read for it.
    fn least(&self, pages: &[Page]) -> Sizes {
        let mut sizes: Sizes = pages.iter().map(|page| (page.path.clone(), page.main.len() as u64)).collect();
        for path in self.images.paths().chain(self.files.paths()) {
            let Some(output) = self.outputs.get(path) else { continue };
            let bytes = match &output.content {
                Content::File { from, .. } => fs::metadata(from).map_or(0, |metadata| metadata.len()),
                Content::Bytes(bytes) => bytes.len() as u64,
                Content::Promised(_) => 0,
            };
            // As Base64 writes them: four letters for three bytes.
            sizes.insert(path.clone(), bytes.div_ceil(3) * 4);
        }
        sizes
    }

    /// Everything before the pages, with what the heads of the others bring.
    fn head(&mut self, first: &Page, others: &[Page], style: &str) -> Result<(), ExportError> {
        let _ = write!(
            self.html,
            "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n",
            first.lang, first.dir
        );
        let mut is_dropped = false;
        let mut is_style = false;
        for piece in pieces(&first.head) {
            match piece {
                Piece::Start(tag) if tag.name == "style" => is_style = true,
                Piece::Other(text) if is_style => self.style(text),
                Piece::End("style", _) => is_style = false,
                Piece::Start(tag) if tag.name == "link" => self.link(&first.path, tag)?,
                Piece::Start(tag) if tag.name == "script" && tag.has("src") => {
                    self.script(&first.path, &tag)?;
                    is_dropped = true;
                }
                Piece::End("script", _) if is_dropped => is_dropped = false,
                Piece::Start(tag) => tag.write(&mut self.html),
                Piece::End(_, text) | Piece::Other(text) => self.html.push_str(text),
            }
        }
        for page in others {
            self.brought(page)?;
        }
        self.html.push_str("<style>");
        self.html.push_str(style);
        self.images.write_style(self.outputs, &mut self.html, &mut self.shares)?;
        self.html.push_str("</style>\n</head>\n<body>\n");
        self.chrome(first, &first.before)
    }

    /// The style sheets and scripts that a page has beyond those that are there already.
    fn brought(&mut self, page: &Page) -> Result<(), ExportError> {
        let mut is_style = false;
        for piece in pieces(&page.head) {
            match piece {
                Piece::Start(tag) if tag.name == "style" => is_style = true,
                Piece::Other(text) if is_style => self.style(text),
                Piece::End("style", _) => is_style = false,
                Piece::Start(tag) if tag.name == "link" && tag.get("rel") == Some("stylesheet") => {
                    self.link(&page.path, tag)?;
                }
                Piece::Start(tag) if tag.name == "script" && tag.has("src") => {
                    self.script(&page.path, &tag)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A style sheet or an icon goes into the file, once; what leads elsewhere is left out.
    fn link(&mut self, page: &OutputPath, mut tag: Tag<'_>) -> Result<(), ExportError> {
        let Some(output) = self.target(page, tag.get("href").unwrap_or_default()).0 else { return Ok(()) };
        match tag.get("rel") {
            Some("stylesheet") if self.there.insert(output.path.clone()) => {
                let mark = self.shares.mark(self.html.len());
                let style = with_files(&text(output)?, &output.path, self.outputs, &mut self.shares)?;
                self.html.push_str("<style>");
                self.html.push_str(&style);
                self.html.push_str("</style>");
                self.shares.add_since(&mark, &output.path, self.html.len());
            }
            Some("icon") => {
                tag.set("href", data_url(output, &mut self.shares)?);
                tag.write(&mut self.html);
            }
            _ => {}
        }
        Ok(())
    }

    /// A style that stands in the head of a page, once.
    fn style(&mut self, style: &str) {
        if self.styles.insert(style.to_owned()) {
            let _ = write!(self.html, "<style>{style}</style>");
        }
    }

    fn script(&mut self, page: &OutputPath, tag: &Tag<'_>) -> Result<(), ExportError> {
        if let Some(output) = self.target(page, tag.get("src").unwrap_or_default()).0
            && self.there.insert(output.path.clone())
        {
            let script = text(output)?;
            self.shares.add(&output.path, script.len() as u64);
            self.scripts.push_str(&script);
            self.scripts.push('\n');
        }
        Ok(())
    }

    /// What stands around the pages.
    fn chrome(&mut self, first: &Page, html: &str) -> Result<(), ExportError> {
        self.rewrite(&first.path, html, false)
    }

    /// A page, held by this element.
    fn page(&mut self, page: &Page, element: &str) -> Result<(), ExportError> {
        let mark = self.shares.mark(self.html.len());
        let _ = write!(
            self.html,
            "<{element} id=\"{path}\" data-page=\"{path}\" data-title=\"{}\" lang=\"{}\" dir=\"{}\" tabindex=\"-1\">",
            page.title.replace('"', "&quot;"),
            page.lang,
            page.dir,
            path = page.path.encoded(),
        );
        self.rewrite(&page.path, &page.main, true)?;
        let _ = writeln!(self.html, "</{element}>");
        self.shares.add_since(&mark, &page.path, self.html.len());
        Ok(())
    }

    /// Scripts; those that are fetched when they are needed, and the index of the search, as texts.
    fn foot(&mut self) -> Result<(), ExportError> {
        let fetched = self
            .outputs
            .iter()
            .filter(|output| is_fetched(&output.path) && !self.there.contains(&output.path));
        for output in fetched {
            let script = text(output)?;
            self.shares.add(&output.path, script.len() as u64);
            let _ = writeln!(
                self.html,
                "<script type=\"text/plain\" id=\"{}\">{}</script>",
                output.path,
                inert(&script)
            );
        }
        let scripts = std::mem::take(&mut self.scripts);
        for script in [scripts.as_str(), &terse(SCRIPT)] {
            let _ = writeln!(self.html, "<script>{}</script>", inert(script));
        }
        self.html.push_str("</body>\n</html>\n");
        Ok(())
    }

    /// Writes `html` of a page with links, ids and images as they are in this file.
    fn rewrite(&mut self, page: &OutputPath, html: &str, is_page: bool) -> Result<(), ExportError> {
        let mut drawing = None;
        for piece in pieces(html) {
            match piece {
                Piece::Start(mut tag) => {
                    self.tag(page, &mut tag, is_page)?;
                    tag.write(&mut self.html);
                    if tag.name == "svg" {
                        drawing = Some(self.html.len());
                    }
                }
                Piece::End("svg", text) => {
                    if let Some(start) = drawing.take() {
                        self.draw(start);
                    }
                    self.html.push_str(text);
                }
                Piece::End(_, text) | Piece::Other(text) => self.html.push_str(text),
            }
        }
        Ok(())
    }

    /// What is drawn from `start` on stands in the file once: several pages may show the same QR code.
    fn draw(&mut self, start: usize) {
        let drawing = self.html.split_off(start);
        let next = self.drawn.len();
        let _ = match self.drawn.get(&drawing) {
            Some(number) => write!(self.html, "<use href=\"#_d{number}\"/>"),
            None if drawing.len() < WORTH_SHARING => write!(self.html, "{drawing}"),
            None => write!(self.html, "<g id=\"_d{next}\">{drawing}</g>"),
        };
        if drawing.len() >= WORTH_SHARING {
            self.drawn.entry(drawing).or_insert(next);
        }
    }

    fn tag(&mut self, page: &OutputPath, tag: &mut Tag<'_>, is_page: bool) -> Result<(), ExportError> {
        if is_page {
            let own = |id: &str| format!("{}#{id}", page.encoded());
            if let Some(id) = tag.get("id").map(own) {
                tag.set("id", id);
            }
            for name in ID_LISTS {
                if let Some(ids) = tag.get(name) {
                    let ids: Vec<String> = ids.split_ascii_whitespace().map(own).collect();
                    tag.set(name, ids.join(" "));
                }
            }
        }
        if is_beside_player(tag) && !self.is_paper {
            self.beside_player(page, tag);
        } else if let Some(href) = tag.get("href").map(ToOwned::to_owned) {
            self.href(page, tag, &href, is_page)?;
        }
        if tag.name == "form" && tag.has("action") {
            let target = self.address(page, tag.get("action").unwrap_or_default());
            tag.set("action", target.unwrap_or_default());
        }
        if tag.name == "img" {
            one_width(tag);
            if let Some(output) = self.target(page, tag.get("src").unwrap_or_default()).0 {
                self.images.place(output, tag, &mut self.shares)?;
                if self.is_paper && tag.has("loading") {
                    // It is there already, and a printer waits for nothing.
                    tag.set("loading", "eager".to_owned());
                }
            }
        }
        if is_player(tag) {
            self.player(page, tag)?;
        }
        Ok(())
    }

    /// Where a film is played a second time, the script brings it there, and the picture before it.
    fn player(&mut self, page: &OutputPath, tag: &mut Tag<'_>) -> Result<(), ExportError> {
        if self.is_paper {
            // Nothing plays there.
            tag.set("src", "data:,".to_owned());
        } else if let Some(output) = self.target(page, tag.get("src").unwrap_or_default()).0 {
            if let Turn::Leaves(_) = self.files.turn(output, tag) {
                tag.take("src");
                tag.take("poster");
                return Ok(());
            }
            tag.set("src", data_url(output, &mut self.shares)?);
        }
        if let Some(output) = self.target(page, tag.get("poster").unwrap_or_default()).0 {
            tag.set("poster", data_url(output, &mut self.shares)?);
        }
        Ok(())
    }

    /// The link below a player, which holds the film itself or, until the script brings it there, has it on another page.
    fn beside_player(&self, page: &OutputPath, tag: &mut Tag<'_>) {
        let film = self.target(page, tag.get("href").unwrap_or_default()).0;
        let elsewhere = film.and_then(|film| self.files.page_of(film)).filter(|holds| *holds != page);
        if elsewhere.is_none() {
            tag.set("hidden", String::new());
        }
        tag.take("download");
        tag.set("href", format!("#{}", elsewhere.map(OutputPath::encoded).unwrap_or_default()));
    }

    fn href(
        &mut self,
        page: &OutputPath,
        tag: &mut Tag<'_>,
        href: &str,
        is_page: bool,
    ) -> Result<(), ExportError> {
        if let Some(address) = self.address(page, href) {
            tag.set("href", address);
        } else if let Some(id) = href.strip_prefix('#') {
            if is_page {
                tag.set("href", format!("#{}#{id}", page.encoded()));
            }
        } else if let Some(path) = self.elsewhere(page, href) {
            tag.set("href", format!("{}{path}", self.url));
        } else if let Some(output) = self.target(page, href).0 {
            let name = output.path.file_name().to_owned();
            match self.files.turn(output, tag) {
                Turn::Holds => {
                    tag.set("href", data_url(output, &mut self.shares)?);
                    tag.set("download", name);
                }
                Turn::Leaves(held_by) => {
                    // Without a script it leads to a page, and that is not to be loaded down.
                    tag.take("download");
                    tag.set("href", format!("#{}", held_by.encoded()));
                    tag.set("data-name", name);
                }
            }
        }
        Ok(())
    }

    /// The address of a page in this file: `#konzepte/video.html#ziele`. A query names the page besides, as the search
    /// reads it from an address that is that of all pages.
    fn address(&self, page: &OutputPath, link: &str) -> Option<String> {
        let (output, Parts { query, fragment, .. }) = self.target(page, link);
        let path = output.filter(|output| is_page(output))?.path.encoded();
        // The codes of the path have to be there once the query is decoded; a plus sign would be read as a blank.
        let named = || path.replace('%', "%25").replace('+', "%2B");
        let query = query.map(|query| format!("?{query}&amp;_page={}", named())).unwrap_or_default();
        let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        Some(format!("{query}#{path}{fragment}"))
    }

    /// The path of what stands on the site and not in the file, with query and fragment.
    fn elsewhere(&self, page: &OutputPath, link: &str) -> Option<String> {
        let Parts { path, .. } = Parts::of(link);
        if self.url.is_empty() || path.is_empty() || path.contains(':') {
            return None;
        }
        let found = page.resolve(&percent_decode(&decode_references(path)))?;
        Some(found.encoded() + &link[path.len()..])
    }

    /// The output that a link of a page leads to, and the parts of the link.
    fn target<'l>(&self, page: &OutputPath, link: &'l str) -> (Option<&'a Output>, Parts<'l>) {
        target(self.outputs, page, link)
    }
}

/// The output that a link of a page leads to, and the parts of the link.
fn target<'a, 'l>(outputs: &'a Outputs, page: &OutputPath, link: &'l str) -> (Option<&'a Output>, Parts<'l>) {
    let parts = Parts::of(link);
    if parts.path.is_empty() || parts.path.contains(':') {
        return (None, parts);
    }
    let path = percent_decode(&decode_references(parts.path));
    (page.resolve(&path).and_then(|path| outputs.get(&path)), parts)
}

/// Whether an output is a page; a file of somebody's own is no page of ours, whatever is in it.
fn is_page(output: &Output) -> bool {
    output.path.extension() == "html" && !matches!(output.content, Content::File { .. })
}

impl<'l> Parts<'l> {
    fn of(link: &'l str) -> Self {
        let (rest, fragment) = match link.split_once('#') {
            Some((rest, fragment)) => (rest, Some(fragment)),
            None => (link, None),
        };
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        Self { path, query, fragment }
    }
}

/// Whether a script or style is fetched by a script when it is needed.
fn is_fetched(path: &OutputPath) -> bool {
    let is_search = path.as_str().starts_with("search/");
    let is_part = ["js", "css"].contains(&path.extension().as_str());
    let is_everywhere = ["script.js", "style.css"].contains(&path.file_name());
    is_search || path.folder() == "theme" && is_part && !is_everywhere
}

/// A script as it may stand in a page: `</script>` in a string would end the element.
fn inert(script: &str) -> String {
    script.replace("</script", "<\\/script")
}

/// The text of an output.
fn text(output: &Output) -> Result<String, ExportError> {
    Ok(String::from_utf8_lossy(&bytes(output)?).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str, head: &str, body: &str) -> String {
        format!(
            "<!doctype html>\n<html lang=\"de\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n{head}</head>\n<body class=\"x\">\n<header><a href=\"index.html\">Start</a></header>\n<main id=\"_content\">{body}</main>\n<footer>Fuß</footer>\n</body>\n</html>\n"
        )
    }

    fn made(files: &[(&str, &str)]) -> String {
        let mut outputs = Outputs::default();
        for (path, text) in files {
            let output = Output::made(OutputPath::new(path).unwrap(), text.as_bytes().to_vec());
            outputs.insert(output).unwrap();
        }
        String::from_utf8(single(&outputs, |_| Ok(())).unwrap().0).unwrap()
    }

    #[test]
    fn a_page_of_somebodys_own_is_a_file() {
        let own = tempfile::NamedTempFile::new().unwrap();
        fs::write(own.path(), page("Quiz", "<style>body{color:red}</style>", "Frage")).unwrap();
        let mut outputs = Outputs::default();
        let start = page("Eins", "", "<a href=\"quiz.html\">Quiz</a>").into_bytes();
        outputs.insert(Output::made(OutputPath::new("index.html").unwrap(), start)).unwrap();
        let (path, content) = (OutputPath::new("quiz.html").unwrap(), own.path().to_owned());
        let content = Content::File { from: content, hash: None };
        outputs.insert(Output { path, source: None, content }).unwrap();
        let html = String::from_utf8(single(&outputs, |_| Ok(())).unwrap().0).unwrap();
        assert!(!html.contains("color:red") && html.contains("href=\"data:text/html"), "{html}");
    }

    #[test]
    fn a_style_in_the_head_of_a_page_comes_along_once() {
        let (shared, own) = ("<style>:root{--a:b}</style>", "<style>.x{c:d}</style>");
        let html = made(&[
            ("index.html", &page("Eins", shared, "")),
            ("a.html", &page("Zwei", &format!("{shared}\n{own}"), "")),
            ("b.html", &page("Drei", own, "")),
        ]);
        assert_eq!((html.matches(shared).count(), html.matches(own).count()), (1, 1));
    }

    #[test]
    fn a_drawing_on_many_pages_is_in_the_file_once() {
        let large = format!("<svg class=\"qr\"><path d=\"{}\"/></svg>", "m1 0h2".repeat(100));
        let small = "<svg class=\"icon\"><path d=\"M0 0h1\"/></svg>";
        let html = made(&[
            ("a.html", &page("Eins", "", &format!("{large}{small}"))),
            ("index.html", &page("Zwei", "", &format!("<p>{large}</p>{small}"))),
        ]);
        assert_eq!(html.matches(&"m1 0h2".repeat(100)).count(), 1);
        assert!(
            html.contains("<svg class=\"qr\"><g id=\"_d0\"><path") && html.matches(small).count() == 2,
            "{html}"
        );
        assert!(html.contains("<p><svg class=\"qr\"><use href=\"#_d0\"/></svg></p>"), "{html}");
    }

    #[test]
    fn links_lead_to_pages_and_places_in_the_file() {
        let html = made(&[
            (
                "index.html",
                &page(
                    "Eins",
                    "<link rel=\"stylesheet\" href=\"theme/style.css\">",
                    "<a href=\"a/b.html#x%20y\">b</a><a href=\"#oben\">o</a><a href=\"a/b.html?q=1&amp;r=2#x\">f</a><a href=\"https://e.org/#z\">e</a><a href=\"a/c.pdf\">c</a>",
                ),
            ),
            (
                "a/b.html",
                &page(
                    "Zwei",
                    "",
                    "<h2 id=\"x y\">x</h2><label for=\"q\">q</label><a href=\"../index.html\">zurück</a>",
                ),
            ),
            ("ä+b.html", &page("Drei", "", "<a href=\"%C3%A4%2Bb.html?q=1\">selbst</a>")),
            ("a/c.pdf", "PDF"),
            (
                "theme/style.css",
                "p{color:red;background:url('b.svg') url(c/d.png), url(https://e.org/x.png)}",
            ),
            ("theme/b.svg", "<svg/>"),
            ("theme/c/d.png", "PNG"),
        ]);
        for expected in [
            "<style>p{color:red;background:url(\"data:image/svg+xml;base64,PHN2Zy8+\") url(\"data:image/png;base64,UE5H\"), url(https://e.org/x.png)}</style>",
            "<a href=\"#index.html\">Start</a>",
            "<main id=\"a/b.html\" data-page=\"a/b.html\" data-title=\"Zwei\" lang=\"de\"",
            "<a href=\"#a/b.html#x%20y\">",
            "<a href=\"?q=1&amp;r=2&amp;_page=a/b.html#a/b.html#x\">",
            "<main id=\"%C3%A4+b.html\"",
            "<a href=\"?q=1&amp;_page=%25C3%25A4%2Bb.html#%C3%A4+b.html\">",
            "<a href=\"#index.html#oben\">",
            "<a href=\"https://e.org/#z\">",
            "<a href=\"data:application/pdf;base64,UERG\" download=\"c.pdf\">",
            "<h2 id=\"a/b.html#x y\">",
            "<label for=\"a/b.html#q\">",
            "<a href=\"#index.html\">zurück</a>",
        ] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
        assert_eq!(html.matches("<footer>").count(), 1, "head and foot are everybody's");
    }

    #[test]
    fn a_file_that_is_wanted_often_is_in_the_file_once() {
        let film = "<video controls src=\"f.mp4\" poster=\"f.svg\"></video><a class=\"media-file\" href=\"f.mp4\" download>Film</a>";
        let html = made(&[
            ("index.html", &page("Eins", "", "<a href=\"f.mp4\">Film</a><a href=\"c.docx\">allein</a>")),
            (
                "a.html",
                &page("Zwei", "", &format!("<a href=\"b.pdf\" download>B</a><a href=\"b.pdf\">b</a>{film}")),
            ),
            ("b.html", &page("Drei", "", &format!("<a href=\"b.pdf\" download>B</a>{film}"))),
            ("b.pdf", "PDF"),
            ("c.docx", "DOCX"),
            ("f.mp4", "FILM"),
            ("f.svg", "<svg/>"),
        ]);
        for expected in [
            "<a href=\"data:application/pdf;base64,UERG\" download=\"b.pdf\" data-file=\"0\">B</a><a href=\"#a.html\" data-file=\"0\" data-name=\"b.pdf\">b</a>",
            "<video controls src=\"data:video/mp4;base64,RklMTQ==\" poster=\"data:image/svg+xml;base64,PHN2Zy8+\" data-file=\"1\"></video><a class=\"media-file\" href=\"#\" hidden=\"\">",
            "data-page=\"b.html\" data-title=\"Drei\" lang=\"de\" dir=\"ltr\" tabindex=\"-1\"><a href=\"#a.html\" data-file=\"0\" data-name=\"b.pdf\">B</a><video controls data-file=\"1\"></video><a class=\"media-file\" href=\"#a.html\">",
            "<a href=\"#a.html\" data-file=\"1\" data-name=\"f.mp4\">Film</a>",
            "<a href=\"data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,RE9DWA==\" download=\"c.docx\">",
        ] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
        for data in ["UERG", "RklMTQ==", "PHN2Zy8+", "RE9DWA=="] {
            assert_eq!(html.matches(data).count(), 1, "{data} in {html}");
        }
    }

    #[test]
    fn an_image_on_many_pages_is_in_the_file_once() {
        let image = "<img src=\"l.svg\" alt=\"Logo\" width=\"20\" height=\"10\">";
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        let html = made(&[
            ("index.html", &page("Eins", "", image)),
            ("b.html", &page("Zwei", "", image)),
            ("c.html", &page("Drei", "", "<img src=\"m.svg\" alt=\"\">")),
            ("l.svg", svg),
            ("m.svg", svg),
        ]);
        let data = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=";
        assert_eq!(html.matches(data).count(), 2, "once in the style, once where it stands alone: {html}");
        assert_eq!(html.matches("class=\"_i0\"").count(), 2);
        assert!(html.contains("alt=\"Logo\""));
    }
}
