//! The picture that other sites show with a link to a page (Open Graph): an index card with the page's
//! title, its type on the tab, and the site's name.
//!
//! Only a site that knows its own address has such pictures, as they are asked for by full address. Each
//! is a promise with a key, so that a picture is drawn once and again only when its words change. Of all
//! scripts, the font has the Latin one; a card whose title it cannot write shows the site's name.

mod canvas;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use self::canvas::{Canvas, Card, Colour, Lines, Pen, Strip, Text, knows};
use crate::diagnostic::Diagnostic;
use crate::hash::Hasher;
use crate::output::{Content, Key, Made, Maker, Output, Promise, Series};
use crate::path::OutputPath;
use crate::render::site_title;
use crate::site::{HOME_PAGE, Page, PageKind, Site};
use crate::theme::accent_ink;

/// The width of a picture in pixels, as the large networks ask for it.
pub(crate) const WIDTH: usize = 1200;
/// The height of a picture in pixels.
pub(crate) const HEIGHT: usize = 630;

/// The accent of the default theme (`styles/10-tokens.css`, `--palette-accent-ink`).
const ACCENT: [u8; 3] = [0x0b, 0x5a, 0x54];

/// Where the card lies, and where words begin on it.
const LEFT: usize = 64;
const TOP: usize = 124;
const BOTTOM: usize = HEIGHT - 64;
const MARGIN: usize = 48;

/// The sizes of a title, from that of a short one to the smallest.
const SIZES: [f32; 7] = [92.0, 84.0, 76.0, 68.0, 60.0, 52.0, 44.0];
/// How high the lines of a title may stand together.
const TITLE_HEIGHT: f32 = 300.0;
const LEADING: f32 = 1.14;

/// What stands on one picture.
struct Face {
    title: String,
    label: String,
}

type FaceOf = Box<dyn Fn(usize) -> Face + Send + Sync>;

/// Draws the pictures of a site.
struct Pictures {
    drawer: OnceLock<Drawer>,
    /// By the numbers of pages.
    face: FaceOf,
    site: String,
    accent: [u8; 3],
    seed: Hasher,
}

/// The picture of a page; pages of lists and terms share that of the home page. Without an address of its
/// own, and in a copy to take along, a site has none.
pub(crate) fn path(site: &Site, page: &Page) -> Option<OutputPath> {
    if site.config.url.is_empty() || site.copy.is_some() {
        return None;
    }
    let own = if has_own(page) { page.output.as_str() } else { HOME_PAGE };
    OutputPath::new(&format!("theme/social/{}.png", own.trim_end_matches(".html"))).ok()
}

fn has_own(page: &Page) -> bool {
    matches!(page.kind, PageKind::Document(_) | PageKind::Home(_))
}

/// A promise of each picture. `program` names the build of the program.
#[must_use]
pub fn outputs(site: &Arc<Site>, program: &str) -> Vec<Output> {
    let Some(maker) = maker(site, program) else { return Vec::new() };
    let own = site.pages.par_iter().enumerate().filter(|(_, page)| has_own(page));
    let promise = |(number, page)| {
        let content = Content::Promised(Promise::for_page(Series::Pictures, Arc::clone(&maker), number));
        Some(Output { path: path(site, page)?, source: None, content })
    };
    let mut pictures: Vec<Output> = own.filter_map(promise).collect();
    // That two documents want one page is a problem of theirs, and told there; pages stand in order.
    pictures.dedup_by(|one, other| one.path == other.path);
    pictures
}

/// Makes the picture of each page that has its own, see [`Series::Pictures`]; `None` for a site without any.
pub(crate) fn maker(site: &Arc<Site>, program: &str) -> Option<Arc<dyn Maker>> {
    if site.config.url.is_empty() || site.copy.is_some() {
        return None;
    }
    let name = site_title(site, &site.config.lang);
    let accent = site.config.accent.as_deref().and_then(accent_ink).unwrap_or(ACCENT);
    let mut seed = Hasher::default();
    seed.text(program.as_bytes());
    seed.text(name.as_bytes());
    seed.text(&accent);
    let whole = Arc::clone(site);
    let face: FaceOf = Box::new(move |number| face(&whole, &whole.pages[number]));
    Some(Arc::new(Pictures { drawer: OnceLock::new(), face, site: name, accent, seed }))
}

fn face(site: &Site, page: &Page) -> Face {
    match page.kind {
        PageKind::Document(id) => Face {
            title: site.document(id).title.clone(),
            label: site.type_of(id).label.get(&page.lang).to_owned(),
        },
        PageKind::Home(Some(id)) => Face { title: site.document(id).title.clone(), label: String::new() },
        _ => Face { title: site_title(site, &page.lang), label: String::new() },
    }
}

impl Pictures {
    fn draw(&self, face: &Face) -> Vec<u8> {
        let drawer = self.drawer.get_or_init(|| Drawer::new(&self.site));
        let tab = (!face.label.is_empty() && knows(&face.label)).then(|| drawer.tab(&face.label));
        let title = drawer.title(if knows(&face.title) { &face.title } else { &self.site });
        let strips: Vec<Strip> = tab.into_iter().chain(title).collect();
        drawer.card.png(&strips, self.accent)
    }
}

impl Maker for Pictures {
    fn key(&self, number: usize) -> Key {
        let face = (self.face)(number);
        let mut hasher = self.seed.clone();
        hasher.text(face.title.as_bytes());
        hasher.text(face.label.as_bytes());
        Key::of(hasher.finish())
    }

    fn make(&self, number: usize, known: Option<Key>) -> Result<Made, Box<Diagnostic>> {
        let key = self.key(number);
        if known == Some(key) {
            return Ok(Made::Known);
        }
        Ok(Made::New { bytes: self.draw(&(self.face)(number)), key })
    }

    fn prove(&self, _: usize, _: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>> {
        Ok(None)
    }
}

/// What all pictures are drawn with.
struct Drawer {
    /// A card on the ground, with the site's name.
    card: Card,
    titles: [Pen; SIZES.len()],
    tab: Pen,
}

impl Drawer {
    fn new(site: &str) -> Self {
        let mut card = Canvas::new(WIDTH, HEIGHT);
        card.fill(LEFT - 2..WIDTH - LEFT + 2, TOP - 2..BOTTOM + 2, Colour::Line);
        card.fill(LEFT..WIDTH - LEFT, TOP..BOTTOM, Colour::Surface);
        card.fill(LEFT - 2..WIDTH - LEFT + 2, TOP - 4..TOP + 2, Colour::Rule);
        if knows(site) {
            Pen::new(38.0, Colour::Accent).write(&mut card, site, (LEFT + MARGIN, BOTTOM - 40));
        }
        let titles = SIZES.map(|size| Pen::new(size, Colour::Ink));
        Self { card: card.into_card(), titles, tab: Pen::new(34.0, Colour::Accent) }
    }

    /// The tab above the card, as wide as its word.
    fn tab(&self, label: &str) -> Strip {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the width of a word")]
        let width = (self.tab.width(label) as usize + 48).next_multiple_of(2);
        let right = (LEFT + width).min(WIDTH - LEFT);
        let mut strip = self.card.strip(60..TOP - 4);
        strip.fill(LEFT - 2..right + 2, 60..TOP - 4, Colour::Line);
        strip.fill(LEFT..right, 62..TOP - 4, Colour::Surface);
        strip.write(&self.tab, label, (LEFT + 24, TOP - 22));
        strip
    }

    /// The title, in the largest size in which it fits; `None` for one without letters.
    fn title(&self, title: &str) -> Option<Strip> {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pixels")]
        let room = (WIDTH - 2 * (LEFT + MARGIN)) as f32;
        let text = Text::new(title);
        let fits = |pen: &Pen, text: &Lines| {
            #[expect(clippy::cast_precision_loss, reason = "a few lines")]
            let height = text.lines.len() as f32 * pen.size() * LEADING;
            height <= TITLE_HEIGHT && text.width * pen.size() <= room
        };
        let smallest = &self.titles[SIZES.len() - 1];
        let in_lines = |pen: &Pen| text.lines(room / pen.size());
        let (pen, Lines { lines, .. }) = self
            .titles
            .iter()
            .map(|pen| (pen, in_lines(pen)))
            .find(|(pen, text)| fits(pen, text))
            .unwrap_or_else(|| (smallest, in_lines(smallest)));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes in pixels")]
        let (first, step, depth) =
            ((pen.size() * 1.05) as usize, (pen.size() * LEADING) as usize, pen.depth().ceil() as usize);
        let baselines = (0..).map(|number| TOP + 32 + first + number * step);
        let lines: Vec<(usize, String)> =
            baselines.take_while(|baseline| *baseline < BOTTOM - 80).zip(lines).collect();
        let (last, _) = lines.last()?;
        let mut strip = self.card.strip(TOP + 2..last + depth);
        for (baseline, line) in lines {
            strip.write(pen, &line, (LEFT + MARGIN, baseline));
        }
        Some(strip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faces(titles: &'static [&str]) -> FaceOf {
        Box::new(|number| Face { title: titles[number].to_owned(), label: String::new() })
    }

    fn draw(title: &str, label: &str) -> Vec<u8> {
        let pictures = Pictures {
            drawer: OnceLock::new(),
            face: faces(&[]),
            site: "fundus".to_owned(),
            accent: ACCENT,
            seed: Hasher::default(),
        };
        pictures.draw(&Face { title: title.to_owned(), label: label.to_owned() })
    }

    #[test]
    fn a_picture_is_a_small_png_of_the_asked_size() {
        let png = draw("Elternberatung per Video", "Konzept");
        let size = imagesize::blob_size(&png).unwrap();
        assert_eq!((size.width, size.height), (WIDTH, HEIGHT));
        assert!(png.len() < 30_000, "{} bytes", png.len());
        assert_eq!(png, draw("Elternberatung per Video", "Konzept"), "the same words give the same bytes");
        assert_ne!(png, draw("Elternberatung im Café", "Konzept"));
        assert_ne!(png, draw("Elternberatung per Video", "Projekt"));
    }

    #[test]
    fn titles_of_any_length_and_script_are_drawn() {
        let long = "Kommunikationskonzept einer Bildungsstrategie für Haupt- und Ehrenamtliche ".repeat(9);
        assert_ne!(draw(&long, ""), draw("", ""));
        assert_ne!(draw(&"W".repeat(400), ""), draw("", ""));
        assert_eq!(draw("نيتز تايل", ""), draw("fundus", ""), "the site's name stands in");
    }

    #[test]
    fn titles_in_the_languages_of_the_theme_with_latin_letters_are_drawn() {
        for title in
            ["Herkes için dijital ağ: Işık, İş, Şehir, ÇĞ", "Tora dîjîtal ji bo her kesî, çêşî, ûŞ", "Straße"]
        {
            assert!(knows(title), "{title}");
        }
    }

    #[test]
    fn a_key_tells_what_is_drawn() {
        let pictures = Pictures {
            drawer: OnceLock::new(),
            face: faces(&["a", "b", "a"]),
            site: "fundus".to_owned(),
            accent: ACCENT,
            seed: Hasher::default(),
        };
        assert_ne!(pictures.key(0), pictures.key(1));
        assert_eq!(pictures.make(0, Some(pictures.key(0))).unwrap(), Made::Known);
        assert_eq!(pictures.key(0), pictures.key(2));
    }
}
