//! What the search is told about a site, and the index's files among the outputs.
//!
//! Turns documents and overviews into the search's own plain input: texts with the model's weights, sections with
//! their anchors, facets from every field that the model marks as one. Private fields never get here.
//! How words are analysed and the index is laid out is the business of `search`.

mod facets;
mod labels;
mod overviews;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::lang::Lang;
use crate::locale::day_in_words;
use crate::model::{Field, Kind, Role, SearchPlace};
use crate::output::Output;
use crate::parse::markdown::{Body, Section};
use crate::parse::{Fields, Value};
use crate::path::OutputPath;
use crate::search::index::{self, Exchanged, Index, State};
use crate::search::input::{self, Settings};
use crate::site::{DocId, LinkTarget, Site, Target, day_of, public_fields};
use facets::Facets;
pub use labels::{FacetLabels, Label, Words, labels};
use overviews::Overview;

/// The folder of the index in the site.
const FOLDER: &str = "search";

/// The weight of the day of an event: that of a summary.
const DAY: u8 = 2;

/// The search index of a site.
#[must_use]
pub fn index(site: &Site) -> Index {
    let facets = Facets::of(site);
    let pages = pages(site);
    index::index(pages.len(), |at| pages[at].document(site, &facets), &settings(site, &facets))
}

/// The search index of a site of which only the texts of the documents `changed` are others than before, from the
/// state that the index before has left. `None` if it has to be made as a whole.
#[must_use]
pub fn exchange(site: &Site, changed: &[DocId], state: State) -> Option<Exchanged> {
    let facets = Facets::of(site);
    let pages = pages(site);
    let is_changed = |page: &Page| matches!(page, Page::Document { id, .. } if changed.contains(id));
    let places = pages.iter().enumerate().filter(|(_, page)| is_changed(page)).map(|(at, _)| at);
    let whole = |at: usize| pages[at].document(site, &facets);
    state.exchange(&places.collect::<Vec<_>>(), whole, &settings(site, &facets))
}

/// What addresses call the facets of a site.
#[must_use]
pub fn filters(site: &Site) -> Vec<String> {
    Facets::of(site).facets.into_iter().map(|facet| facet.id).collect()
}

fn settings(site: &Site, facets: &Facets) -> Settings {
    Settings {
        lang: site.config.lang.to_string(),
        langs: langs(site),
        facets: facets.facets.clone(),
        synonyms: synonyms(site),
        exceptions: site.config.search.clone(),
    }
}

/// What results are said to be in, where it is not what all are in.
fn langs(site: &Site) -> BTreeMap<String, (String, &'static str)> {
    let named = |lang: &Lang| (lang.to_string(), (lang.name().to_owned(), lang.direction()));
    let langs: BTreeMap<_, _> = site.documents.iter().map(|document| named(document.lang())).collect();
    if langs.len() > 1 { langs } else { BTreeMap::new() }
}

/// The file that names the others.
#[must_use]
pub fn entry() -> Option<OutputPath> {
    place(index::ROOT)
}

/// The files of an index, where they stand in the site.
#[must_use]
pub fn outputs(files: Vec<index::File>) -> Vec<Output> {
    files.into_iter().filter_map(|(name, bytes)| Some(Output::made(place(&name)?, bytes))).collect()
}

/// The files of an index that was made from the one before, and which of them may be others than before. Should
/// one of the others be wanted all the same, the whole index is made.
#[must_use]
pub fn exchanged(site: &Arc<Site>, files: Vec<(String, Option<Vec<u8>>)>) -> (Vec<Output>, Vec<OutputPath>) {
    let whole = Arc::new(LazyLock::new({
        let site = Arc::clone(site);
        move || index(&site).files.into_iter().collect::<HashMap<_, _>>()
    }));
    let mut new = Vec::new();
    let outputs = files.into_iter().filter_map(|(name, bytes)| {
        let path = place(&name)?;
        Some(match bytes {
            Some(bytes) => {
                new.push(path.clone());
                Output::made(path, bytes)
            }
            None => {
                let whole = Arc::clone(&whole);
                Output::later(path, move || whole.get(&name).cloned().unwrap_or_default())
            }
        })
    });
    (outputs.collect(), new)
}

fn place(name: &str) -> Option<OutputPath> {
    OutputPath::new(&format!("{FOLDER}/{name}")).ok()
}

/// A page that readers may find.
#[derive(Clone, Copy, Debug)]
enum Page {
    Document { id: DocId, is_behind: bool },
    Overview(Overview),
}

impl Page {
    fn document(self, site: &Site, facets: &Facets) -> input::Document {
        match self {
            Self::Document { id, is_behind } => document(site, id, is_behind, facets),
            Self::Overview(overview) => overviews::document(site, overview, facets),
        }
    }
}

/// All pages that readers may find: documents in the order of their titles, then overviews.
fn pages(site: &Site) -> Vec<Page> {
    let mut ids: Vec<DocId> = (0..site.documents.len()).map(DocId).collect();
    ids.par_sort_by_key(|id| site.ranks[id.0]);
    let folders = search_places(site);
    let documents = ids.into_iter().filter_map(|id| match search_place(site, id, &folders) {
        None => Some(Page::Document { id, is_behind: false }),
        Some(SearchPlace::Behind) => Some(Page::Document { id, is_behind: true }),
        Some(SearchPlace::Nowhere) => None,
    });
    documents.chain(overviews::of(site).map(Page::Overview)).collect()
}

/// Where the documents of folders stand whose introductions say so.
fn search_places(site: &Site) -> HashMap<&str, &str> {
    let introductions = (0..site.documents.len()).map(DocId).filter_map(|id| {
        let source = &site.document(id).parsed.source;
        let choice = site.role_text(id, Role::Search);
        let speaks_for_others = source.is_introduction() && !source.folder.is_empty();
        (speaks_for_others && !choice.is_empty()).then_some((source.folder.as_str(), choice))
    });
    introductions.collect()
}

/// Where a document stands: as it says itself, else as the introduction of its folder or of the next one above says.
fn search_place(site: &Site, id: DocId, folders: &HashMap<&str, &str>) -> Option<SearchPlace> {
    let own = Some(site.role_text(id, Role::Search)).filter(|choice| !choice.is_empty());
    let folder = site.document(id).parsed.source.folder.as_str();
    let above = std::iter::successors(Some(folder), |folder| folder.rsplit_once('/').map(|(above, _)| above));
    own.or_else(|| above.filter_map(|folder| folders.get(folder)).copied().next()).and_then(SearchPlace::of)
}

/// A document as the search sees it.
fn document(site: &Site, id: DocId, is_behind: bool, facets: &Facets) -> input::Document {
    let document = site.document(id);
    let kind = site.type_of(id);
    let lang = document.lang();
    let body = &document.parsed.body;
    let mut fields = Vec::new();
    for (index, field) in public_fields(kind) {
        if field.weight == 0 || matches!(field.role, Some(Role::Title | Role::Summary)) {
            continue;
        }
        let mut found = document.field_links.iter().filter(|found| found.field == index);
        for at in document.fields.get(index) {
            let text = match &at.value {
                Value::Markdown(body) => {
                    whole_text(site, body, found.next().map_or(&[], |found| &found.links))
                }
                value => plain(site, field, value, lang),
            };
            if !text.is_empty() {
                fields.push(input::Field { weight: field.weight, text });
            }
        }
    }
    // Who looks for an event may know no more than when it is, and writes that in words or in numbers.
    if let Some(Value::DateTime(start)) = site.role(id, Role::Start) {
        let date = start.date();
        let words = day_in_words(date, lang);
        let text = format!("{words}\n{}\n{}", date.strftime("%d.%m.%Y"), date.strftime("%-d.%-m.%Y"));
        fields.push(input::Field { weight: DAY, text });
    }
    let day = site.role(id, Role::Start).or_else(|| site.role(id, Role::Date)).and_then(day_of);
    input::Document {
        lang: lang.to_string(),
        address: document.output.encoded(),
        title: document.title.clone(),
        kind: kind.label.get(lang).to_owned(),
        summary: site.gist(id).to_owned(),
        fields,
        sections: body
            .text
            .sections
            .iter()
            .map(|section| {
                let heading = section.heading.and_then(|index| body.headings.get(index));
                input::Section {
                    anchor: heading.map(|heading| heading.id.clone()).unwrap_or_default(),
                    heading: heading.map(|heading| heading.text.clone()).unwrap_or_default(),
                    text: text(site, body, &document.links, section),
                }
            })
            .collect(),
        date: day.or(document.updated).map(days),
        is_dated: day.is_some(),
        is_behind,
        facets: facets.values(site, id),
    }
}

/// The plain text of a section. A link without a text of its own has the title of the page to which it leads.
fn text(site: &Site, body: &Body, targets: &[Option<LinkTarget>], section: &Section) -> String {
    section.titled(|link| {
        let target = targets.get(link).and_then(Option::as_ref);
        let title = target.and_then(|target| site.title_of(target));
        title.or_else(|| body.links.get(link).map(|link| link.target.as_str()))
    })
}

/// The plain text of Markdown, with these targets of its links.
fn whole_text(site: &Site, body: &Body, targets: &[Option<LinkTarget>]) -> String {
    body.text.sections.iter().map(|section| text(site, body, targets, section)).collect::<Vec<_>>().join("\n")
}

/// The words of a value that readers may look for.
fn plain(site: &Site, field: &Field, value: &Value<Target>, lang: &Lang) -> String {
    match value {
        Value::Text(text) | Value::Link(Target::Text(text)) => text.clone(),
        Value::Markdown(body) => whole_text(site, body, &[]),
        Value::Choice(key) => match &field.kind {
            Kind::Choice(choices) => {
                choices.get(key).map(|labels| labels.get(lang).to_owned()).unwrap_or_default()
            }
            _ => String::new(),
        },
        Value::Link(Target::Term(id)) => site.term(*id).label.get(lang).to_owned(),
        Value::Link(Target::Document(id)) => site.document(*id).title.clone(),
        Value::Link(Target::Away(index)) => site.away[*index].title.clone(),
        Value::Group(values) => match &field.kind {
            Kind::Group(parts) => group(site, parts, values, lang),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// The words of what is shown of a group.
fn group(site: &Site, parts: &[Field], values: &Fields<Target>, lang: &Lang) -> String {
    let shown = parts.iter().enumerate().filter(|(_, part)| !part.hidden && !part.private && part.weight > 0);
    let words =
        shown.flat_map(|(index, part)| values.get(index).iter().map(|at| plain(site, part, &at.value, lang)));
    words.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Words that mean the same: a term's label with its synonyms, a glossary entry with its abbreviation
/// and other spellings.
fn synonyms(site: &Site) -> Vec<Vec<String>> {
    let mut groups = Vec::new();
    for term in site.vocabularies.iter().flat_map(|vocabulary| &vocabulary.terms) {
        if !term.synonyms.is_empty() {
            let label = term.label.get(&site.config.lang).to_owned();
            groups.push(std::iter::once(label).chain(term.synonyms.iter().cloned()).collect());
        }
    }
    for id in (0..site.documents.len()).map(DocId).filter(|id| site.type_of(*id).glossary) {
        let kind = site.type_of(id);
        let document = site.document(id);
        let mut group: Vec<String> = Vec::new();
        for role in [Role::Title, Role::Abbreviation, Role::Variant, Role::Synonyms] {
            for at in kind.role(role).map(|field| document.fields.get(field)).unwrap_or_default() {
                if let Value::Text(text) = &at.value
                    && !group.contains(text)
                {
                    group.push(text.clone());
                }
            }
        }
        if group.len() > 1 {
            groups.push(group);
        }
    }
    groups
}

/// Days since 1970-01-01, as the index counts them.
fn days(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::testing::site;

    #[test]
    fn a_document_stands_in_the_search_where_it_or_its_folder_says() {
        let page = |place: &str| format!("---\ntitle: T\nsummary: S.\nlicense: cc0\n{place}---\n");
        let behind = page("search: hinten\n");
        let files = [
            ("content/index.md", behind.clone()),
            ("content/a.md", page("")),
            ("content/b.md", page("suche: nein\n")),
            ("content/hilfe/index.md", behind),
            ("content/hilfe/c.md", page("")),
            ("content/hilfe/d.md", page("search: ja\n")),
            ("content/hilfe/e.md", page("search: nein\n")),
            ("content/hilfe/tief/f.md", page("")),
            ("content/hilfen/g.md", page("")),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let site = site(&files);
        let mut found: Vec<(&str, bool)> = pages(&site)
            .into_iter()
            .filter_map(|page| match page {
                Page::Document { id, is_behind } => Some((site.document(id).output.as_str(), is_behind)),
                Page::Overview(_) => None,
            })
            .collect();
        found.sort_unstable();
        let expected = [
            ("a.html", false),
            ("hilfe/c.html", true),
            ("hilfe/d.html", false),
            ("hilfe/index.html", true),
            ("hilfe/tief/f.html", true),
            ("hilfen/g.html", false),
            ("index.html", true),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_search_finds_what_a_page_shows_in_words() {
        let event = "---\ntitle: Treffen\nsummary: S.\nstart: 2026-03-14 14:00\naccess: [rollstuhl]\nplace: Rathaus\n\
                     speaker: Jugendring\nregistration: {fee: kostenfrei, mail: anmeldung@example.org}\n\
                     online: {provider: Konferenzdienst, join_url: https://geheim.example.org}\nlicense: cc0\n\
                     internal_note: Kanarienvogel\n---\n";
        let own = "[types.workshop.own.hint]\nkind = \"text\"\n[types.workshop.own.quiet]\nkind = \"text\"\nweight = 0\n";
        let event = event.replace("license:", "hint: Zweiter Hof\nquiet: Stille\nlicense:");
        let site = site(&[("config.toml", own), ("content/veranstaltungen/t.md", &event)]);
        let found = document(&site, DocId(0), false, &Facets::of(&site));
        let words: Vec<&str> = found.fields.iter().map(|field| field.text.as_str()).collect();
        for shown in [
            "mit Rollstuhl zugänglich",
            "Rathaus",
            "Jugendring",
            "kostenfrei",
            "Konferenzdienst",
            "Zweiter Hof",
        ] {
            assert!(words.contains(&shown), "{shown}: {words:?}");
        }
        let all = words.join(" ");
        for other in ["geheim", "CC0", "Kanarienvogel", "Stille", "anmeldung"] {
            assert!(!all.contains(other), "{other}: {all}");
        }
    }
}
