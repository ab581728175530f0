//! A resolved site: every document with its relations, every term, every page that will be.
//!
//! Plain data. Nothing changes it after resolve; it knows no templates and writes nothing. What is large is
//! shared, so that a site with other texts ([`Site::with_texts`]) costs little beside the one before.
//! Invariant: every id that occurs in it is an index into its own vectors.

mod order;
mod relations;

use std::collections::HashMap;
use std::sync::Arc;

pub(crate) use self::order::ListOrder;
pub use self::relations::{Backlink, Relations};

use jiff::civil::{Date, Time};

use crate::config::Config;
use crate::diagnostic::At;
use crate::discover::AssetSource;
use crate::lang::Lang;
use crate::model::{DocType, EventChange, Field, Kind, Labels, Model, Role};
use crate::parse::{Day, Document, FieldValues, Fields, Query, Value, is_public};
use crate::path::{OutputPath, SourcePath};

/// The first page of every site.
pub(crate) const HOME_PAGE: &str = "index.html";
/// The page on which readers search.
pub(crate) const FINDER_PAGE: &str = "suche.html";
/// The page of what a reader has marked.
pub(crate) const READING_LIST_PAGE: &str = "merkliste.html";
/// The page that lists the vocabularies.
pub(crate) const VOCABULARIES_PAGE: &str = "vokabulare/index.html";
/// The page that lists every document by its title.
pub(crate) const INDEX_PAGE: &str = "a-z.html";
/// The page that a server shows where there is none.
pub(crate) const NOT_FOUND_PAGE: &str = "404.html";

/// A document of the site: an index into [`Site::documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub usize);

/// A term: indices into [`Site::vocabularies`] and [`Vocabulary::terms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId {
    /// Which vocabulary.
    pub vocabulary: usize,
    /// Which of its terms.
    pub term: usize,
}

/// What a name in front matter turned out to mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A document, in the language of the one that refers to it where possible.
    Document(DocId),
    /// A term.
    Term(TermId),
    /// A file: an index into [`Site::assets`].
    Asset(usize),
    /// Something that has no page: the text itself.
    Text(String),
    /// A page that a selection has left behind: an index into [`Site::away`].
    Away(usize),
}

/// Everything that is known about a site before it is rendered.
#[derive(Clone, Debug)]
pub struct Site {
    /// What the site says about itself, and its model.
    pub config: Arc<Config>,
    /// The day on which it is built.
    pub today: Date,
    /// Its documents, ordered by source.
    pub documents: Vec<Arc<SiteDocument>>,
    /// Orders documents by their titles, as readers of the site's language expect.
    pub ranks: Arc<Vec<usize>>,
    /// Who refers to whom.
    pub relations: Arc<Relations>,
    /// Its vocabularies, in the model's order.
    pub vocabularies: Arc<Vec<Vocabulary>>,
    /// Its other files, ordered by path.
    pub assets: Arc<Vec<AssetSource>>,
    /// Every page, ordered by output.
    pub pages: Arc<Vec<Page>>,
    /// The main menu.
    pub menu: Vec<MenuLink>,
    /// The links at the foot of every page.
    pub foot_menu: Vec<MenuLink>,
    /// The lists of documents by type, for types that have any: sorted as the type demands.
    pub lists: Arc<Vec<TypeList>>,
    /// For each document, its list (an index into [`Site::lists`]) and its place there.
    pub list_places: Arc<Vec<Option<(usize, usize)>>>,
    /// The words that pages explain, with the document that does.
    pub glossary: HashMap<String, DocId>,
    /// What a selection has left behind and its pages still name; empty for the whole site.
    pub away: Vec<Away>,
    /// What it is when it is taken along; `None` for the site that is published.
    pub copy: Option<Copy>,
}

/// A copy of a site to take along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The documents for which a part was selected; empty for the whole site and where only
    /// conditions were given.
    pub chosen: Vec<DocId>,
    /// Whether it is the whole site.
    pub is_whole: bool,
    /// The pages of a facilitator's pack in their order; empty for any other copy.
    pub sheets: Vec<OutputPath>,
}

/// A sheet of a facilitator's pack for an event or a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// What it is, when and where, and what is in the pack.
    Cover(DocId),
    /// Times and methods, and the note for the facilitator.
    Agenda(DocId),
    /// A document to hand out.
    Handout(DocId),
    /// A list for those who take part.
    Participants(DocId),
    /// Questions with lines to write on.
    Feedback(DocId),
    /// Every handout on the published site.
    Links(DocId),
}

/// A page that stands on the published site only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// Its title.
    pub title: String,
    /// Its place on the published site.
    pub output: OutputPath,
}

/// A document with all that it says itself.
#[derive(Clone, Debug)]
pub struct SiteDocument {
    /// What its own file says.
    pub parsed: Arc<Document>,
    /// Where it goes.
    pub output: OutputPath,
    /// Its title.
    pub title: String,
    /// Its public fields, names resolved and inherited values filled in.
    pub fields: Fields<Target>,
    /// Which of the fields (by index) were inherited, and from whom.
    pub inherited: Vec<(usize, DocId)>,
    /// Where its links lead, by index in the body; `None` for links out of the site.
    pub links: Vec<Option<LinkTarget>>,
    /// Its images, by index in the body, as indices into [`Site::assets`].
    pub images: Vec<Option<usize>>,
    /// Where the links and images in its fields of Markdown lead.
    pub field_links: Vec<FieldLinks>,
    /// Where its private values lead.
    pub behind: Behind,
    /// The same document in other languages.
    pub translations: Vec<DocId>,
    /// The last change in substance: from front matter, else from git.
    pub updated: Option<Date>,
    /// The last change of any kind that is known: the later one of both.
    pub changed: Option<Date>,
}

/// Where the private values of a document lead. Nothing shows it; but when those change to which they lead, the
/// document may have to be resolved anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// The documents that it refers or links to.
    pub documents: Vec<DocId>,
    /// Whether it also links to pages that no document is the source of.
    pub has_pages: bool,
}

/// Where the links and images of one value of a field of Markdown lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldLinks {
    /// The field.
    pub field: usize,
    /// Which of its values.
    pub value: usize,
    /// As [`SiteDocument::links`], for that value.
    pub links: Vec<Option<LinkTarget>>,
    /// As [`SiteDocument::images`], for that value.
    pub images: Vec<Option<usize>>,
}

/// Where a link of a text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTarget {
    /// The page or file.
    pub output: OutputPath,
    /// What is asked of it: `q=video` of the search, `target_group=eltern` of a list.
    pub query: Option<String>,
    /// The place on it.
    pub fragment: Option<String>,
    /// The document, if it is one.
    pub document: Option<DocId>,
    /// The file, if it is one: an index into [`Site::assets`].
    pub asset: Option<usize>,
    /// Set where a selection has left the page behind: an index into [`Site::away`].
    pub away: Option<usize>,
}

/// A vocabulary with its terms.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// What readers see.
    pub label: Labels,
    /// What it is for.
    pub description: Labels,
    /// Its public address.
    pub uri: String,
    /// The page of all its terms.
    pub output: OutputPath,
    /// The file, if it has one.
    pub source: Option<SourcePath>,
    /// The terms in the order of the file; then those that documents brought.
    pub terms: Vec<Term>,
}

/// A term.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its name in front matter.
    pub id: String,
    /// What readers see.
    pub label: Labels,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// One sentence.
    pub description: Labels,
    /// A short code.
    pub notation: String,
    /// Its public address.
    pub uri: String,
    /// The broader term.
    pub broader: Option<usize>,
    /// The narrower terms.
    pub narrower: Vec<usize>,
    /// The document that is the page of this term.
    pub document: Option<DocId>,
    /// The term to use instead.
    pub replaced_by: Option<usize>,
    /// Its page.
    pub output: OutputPath,
    /// The documents that have this term or a narrower one, by type, then in the order of documents.
    pub documents: Vec<DocId>,
}

/// A link of a menu.
#[derive(Clone, Debug)]
pub struct MenuLink {
    /// The text, in the languages of pages.
    pub title: Labels,
    /// Where to.
    pub output: OutputPath,
}

/// The documents of a type.
#[derive(Clone, Debug)]
pub struct TypeList {
    /// The type.
    pub kind: usize,
    /// The list's first page.
    pub output: OutputPath,
    /// The document that introduces it.
    pub intro: Option<DocId>,
    /// Its documents in their order.
    pub documents: Vec<DocId>,
}

/// A page that will be rendered.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it goes.
    pub output: OutputPath,
    /// Its language.
    pub lang: Lang,
    /// What it shows.
    pub kind: PageKind,
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// The home page in its language, with the document that introduces it.
    Home(Option<DocId>),
    /// The first page of a selection.
    Start,
    /// A document.
    Document(DocId),
    /// A part of a list (an index into [`Site::lists`]), counted from 0.
    List(usize, usize),
    /// The glossary: an index into [`Site::lists`].
    Glossary(usize),
    /// All vocabularies.
    Vocabularies,
    /// A vocabulary.
    Vocabulary(usize),
    /// A part of a term's documents, counted from 0.
    Term(TermId, usize),
    /// Everything from A to Z.
    Index,
    /// Search and facets.
    Finder,
    /// The list that a reader keeps.
    ReadingList,
    /// All events by time.
    Calendar,
    /// The events of a month, named by its first day.
    Month(Date),
    /// What a server shows for an address that does not exist.
    NotFound,
    /// A former address.
    Redirect(DocId),
    /// A sheet of a facilitator's pack.
    Sheet(Sheet),
    /// Every component of the theme in every state; only a preview has it.
    Catalogue,
}

impl Site {
    /// The site with other texts of some documents, of which everything else is the same: see
    /// [`Document::differs_in_text_only`].
    #[must_use]
    pub fn with_texts(&self, changed: &[(DocId, Arc<Document>)]) -> Self {
        let mut site = self.clone();
        for (id, parsed) in changed {
            Arc::make_mut(&mut site.documents[id.0]).parsed = Arc::clone(parsed);
        }
        site
    }

    /// The content model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.config.model
    }

    /// The document with this id.
    #[must_use]
    pub fn document(&self, id: DocId) -> &SiteDocument {
        &self.documents[id.0]
    }

    /// The page at this place.
    #[must_use]
    pub fn page(&self, output: &OutputPath) -> Option<&Page> {
        let index = self.pages.binary_search_by(|page| page.output.cmp(output)).ok()?;
        Some(&self.pages[index])
    }

    /// Of the pages that are there once for each language, that which readers of this one get: in their language; else in
    /// English, as the texts of the theme are then; else in the language of the site.
    #[must_use]
    pub fn page_for_readers(&self, kind: &PageKind, lang: &Lang) -> Option<&Page> {
        let all: Vec<&Page> = self.pages.iter().filter(|page| page.kind == *kind).collect();
        let is_english = |page: &&&Page| page.lang.as_str() == "en" && lang.base() != "de";
        let own = all.iter().find(|page| page.lang == *lang);
        let near =
            || all.iter().find(is_english).or_else(|| all.iter().find(|page| page.lang == self.config.lang));
        own.or_else(near).copied()
    }

    /// The document itself or the translation of it that is in this language.
    #[must_use]
    pub fn variant(&self, id: DocId, lang: &Lang) -> Option<DocId> {
        let mut all = std::iter::once(id).chain(self.document(id).translations.iter().copied());
        all.find(|&variant| self.document(variant).lang() == lang)
    }

    /// The variant of a document that readers of this language get: that in their language, else the original.
    #[must_use]
    pub fn for_readers(&self, id: DocId, lang: &Lang) -> DocId {
        self.variant(id, lang).or_else(|| self.variant(id, &self.config.lang)).unwrap_or(id)
    }

    /// Whether both are the same document, in whichever languages.
    #[must_use]
    pub fn are_variants(&self, one: DocId, other: DocId) -> bool {
        one == other || self.document(one).translations.contains(&other)
    }

    /// Who refers to a document in whichever language, ordered by document. Of each that refers, this is the variant
    /// that readers of its language get, if that refers to it.
    #[must_use]
    pub fn referring(&self, id: DocId) -> Vec<Backlink> {
        let document = self.document(id);
        let is_for_readers =
            |link: &Backlink| link.from != id && self.for_readers(link.from, document.lang()) == link.from;
        let variants = std::iter::once(&id).chain(&document.translations);
        let all = variants.flat_map(|variant| self.relations.backlinks(*variant)).copied();
        let mut referring: Vec<Backlink> = all.filter(is_for_readers).collect();
        referring.sort_unstable();
        referring.dedup();
        referring
    }

    /// The collections in which a document stands in whichever language, with its place in each: those that readers
    /// of its language get.
    #[must_use]
    pub fn collections(&self, id: DocId) -> Vec<(DocId, usize)> {
        let document = self.document(id);
        let variants = std::iter::once(&id).chain(&document.translations);
        let all = variants.flat_map(|variant| self.relations.collections(*variant)).copied();
        let mut collections: Vec<(DocId, usize)> =
            all.filter(|(from, _)| self.for_readers(*from, document.lang()) == *from).collect();
        collections.sort_unstable();
        collections
    }

    /// The document on the first page, in the site's language.
    #[must_use]
    pub fn home(&self) -> Option<DocId> {
        let first = self.pages.binary_search_by(|page| page.output.as_str().cmp(HOME_PAGE)).ok()?;
        match self.pages[first].kind {
            PageKind::Home(document) => document,
            _ => None,
        }
    }

    /// The place of a document in a list.
    pub(crate) fn list_order(&self, id: DocId) -> ListOrder {
        ListOrder::of(self.type_of(id), &self.document(id).fields, self.ranks[id.0])
    }

    /// What a document says in a field. Of a vocabulary, what it says in other fields counts too ("also for"), as it does
    /// on the pages of the terms.
    pub fn values_in(&self, id: DocId, field: usize) -> impl Iterator<Item = &Value<Target>> {
        let declared = &self.type_of(id).fields;
        let vocabulary = declared[field].vocabulary();
        let counts = move |index: usize| {
            let other = &declared[index];
            index == field || vocabulary.is_some() && other.vocabulary() == vocabulary && !other.private
        };
        let given = self.document(id).fields.0.iter().filter(move |given| counts(given.index));
        given.flat_map(|given| &given.values).map(|at| &at.value)
    }

    /// What the status of an event says of one that does not take place as it was announced.
    #[must_use]
    pub fn event_change(&self, id: DocId) -> Option<EventChange> {
        EventChange::of(self.role_text(id, Role::EventStatus))
    }

    /// The document that stands on this page by itself or as its introduction.
    #[must_use]
    pub fn document_on(&self, page: &Page) -> Option<DocId> {
        match page.kind {
            PageKind::Document(id) => Some(id),
            PageKind::Home(intro) => intro,
            PageKind::List(list, _) | PageKind::Glossary(list) => self.lists[list].intro,
            PageKind::Start
            | PageKind::Vocabularies
            | PageKind::Vocabulary(_)
            | PageKind::Term(..)
            | PageKind::Index
            | PageKind::Finder
            | PageKind::ReadingList
            | PageKind::Calendar
            | PageKind::Month(_)
            | PageKind::NotFound
            | PageKind::Catalogue
            | PageKind::Redirect(_)
            | PageKind::Sheet(_) => None,
        }
    }

    /// The file with this source, and its index in [`Site::assets`].
    #[must_use]
    pub fn asset(&self, source: &SourcePath) -> Option<(usize, &AssetSource)> {
        let index = self.assets.binary_search_by(|asset| asset.path.cmp(source)).ok()?;
        Some((index, &self.assets[index]))
    }

    /// The term with this id.
    #[must_use]
    pub fn term(&self, id: TermId) -> &Term {
        &self.vocabularies[id.vocabulary].terms[id.term]
    }

    /// The type of a document.
    #[must_use]
    pub fn type_of(&self, id: DocId) -> &DocType {
        &self.model().types[self.document(id).parsed.kind]
    }

    /// The first value of the field with this role.
    #[must_use]
    pub fn role(&self, id: DocId, role: Role) -> Option<&Value<Target>> {
        self.document(id).fields.first(self.type_of(id).role(role))
    }

    /// The text of the field with this role; empty without one.
    #[must_use]
    pub fn role_text(&self, id: DocId, role: Role) -> &str {
        self.document(id).fields.text(self.type_of(id).role(role))
    }

    /// The text of the field with this role, if it is shown; else empty.
    #[must_use]
    pub fn shown_text(&self, id: DocId, role: Role) -> &str {
        let kind = self.type_of(id);
        let field = kind.role(role).filter(|field| !kind.fields[*field].hidden);
        self.document(id).fields.text(field)
    }

    /// What a document is about, in a sentence: its summary, else its definition; may be empty.
    #[must_use]
    pub fn gist(&self, id: DocId) -> &str {
        match self.shown_text(id, Role::Summary) {
            "" => self.shown_text(id, Role::Definition),
            summary => summary,
        }
    }

    /// Where a page stands on the published site; empty when the site's address is not known. Folders
    /// are addressed without their `index.html`.
    #[must_use]
    pub fn address(&self, output: &OutputPath) -> String {
        let url = &self.config.url;
        if url.is_empty() {
            return String::new();
        }
        let path = output.encoded();
        let folder = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        format!("{url}{}", folder.unwrap_or(&path))
    }

    /// The title of the page to which a link leads; `None` for a file, or a page of many documents.
    #[must_use]
    pub fn title_of(&self, link: &LinkTarget) -> Option<&str> {
        match (link.document, link.away) {
            (Some(id), _) => Some(&self.document(id).title),
            (None, away) => away.map(|index| self.away[index].title.as_str()),
        }
    }

    /// The list of this type.
    #[must_use]
    pub fn list_of(&self, kind: usize) -> Option<&TypeList> {
        self.lists.iter().find(|list| list.kind == kind)
    }
}

impl Term {
    /// Whether everything is the same as of `other` but the documents that have it.
    #[must_use]
    pub fn is_named_like(&self, other: &Self) -> bool {
        let Self { id, label, synonyms, description, notation, uri, .. } = self;
        let Self { broader, narrower, document, replaced_by, output, documents: _, .. } = self;
        (id, label, synonyms) == (&other.id, &other.label, &other.synonyms)
            && (description, notation, uri) == (&other.description, &other.notation, &other.uri)
            && (broader, narrower, document) == (&other.broader, &other.narrower, &other.document)
            && (replaced_by, output) == (&other.replaced_by, &other.output)
    }
}

impl SiteDocument {
    /// The document's language.
    #[must_use]
    pub fn lang(&self) -> &Lang {
        &self.parsed.lang
    }

    /// Every link within the site, those in fields of Markdown included.
    pub fn links_within(&self) -> impl Iterator<Item = &LinkTarget> {
        let fields = self.field_links.iter().flat_map(|field| &field.links);
        self.links.iter().chain(fields).flatten()
    }

    /// What a field asks to gather.
    pub fn queries(&self, field: usize) -> impl Iterator<Item = &Query<Target>> {
        self.fields.get(field).iter().filter_map(|at| match &at.value {
            Value::Query(query) => Some(query.as_ref()),
            _ => None,
        })
    }

    /// Every target of a field, those in groups left out.
    pub fn targets(&self, field: usize) -> impl Iterator<Item = &Target> {
        self.fields.get(field).iter().filter_map(|at| match &at.value {
            Value::Link(target) => Some(target),
            _ => None,
        })
    }
}

/// The day that a value stands for, for sorting: the start of a period, the day of an event.
#[must_use]
pub fn day_of(value: &Value<Target>) -> Option<Date> {
    match value {
        Value::Date(day) => Some(day.date),
        Value::DateTime(time) => Some(time.date()),
        Value::Period(period) => period.start.or(period.end).map(|day: Day| day.date),
        _ => None,
    }
}

/// The first and the last day of an event; `None` for what has no start. What ends at midnight ends with the day before.
#[must_use]
pub fn event_days(kind: &DocType, fields: &Fields<Target>) -> Option<(Date, Date)> {
    let Some(Value::DateTime(start)) = fields.first(Some(kind.role(Role::Start)?)) else { return None };
    let last = match fields.first(kind.role(Role::End)) {
        Some(Value::DateTime(end)) => {
            let is_midnight = !end.is_day && end.time.time() == Time::midnight();
            let last = if is_midnight { end.date().yesterday().unwrap_or(end.date()) } else { end.date() };
            last.max(start.date())
        }
        _ => start.date(),
    };
    Some((start.date(), last))
}

/// Calls `visit` with every target, groups included, and the index of the field.
pub fn visit_targets(fields: &Fields<Target>, visit: &mut impl FnMut(usize, &Target)) {
    /// Of the parts of a group, `top` is the field that they stand in.
    fn within(top: Option<usize>, fields: &Fields<Target>, visit: &mut impl FnMut(usize, &Target)) {
        for given in &fields.0 {
            let top = top.unwrap_or(given.index);
            for at in &given.values {
                match &at.value {
                    Value::Link(target) => visit(top, target),
                    Value::Group(parts) => within(Some(top), parts, visit),
                    _ => {}
                }
            }
        }
    }
    within(None, fields, visit);
}

/// A field of a type that is published, with its index.
pub fn public_fields(kind: &DocType) -> impl Iterator<Item = (usize, &Field)> {
    kind.fields.iter().enumerate().filter(|(_, field)| !field.private && !field.hidden)
}

/// The values that are public, and those that are not. A group may have parts in both.
pub(crate) fn divide(declared: &[Field], fields: Fields<Target>) -> (Fields<Target>, Fields<Target>) {
    let mut public = Fields(Vec::with_capacity(fields.0.len()));
    let mut private = Fields::default();
    let is_open: Vec<bool> =
        fields.0.iter().map(|given| is_public(&declared[given.index], declared, &fields)).collect();
    for (given, is_open) in fields.0.into_iter().zip(is_open) {
        match &declared[given.index].kind {
            _ if !is_open => private.0.push(given),
            Kind::Group(parts) if parts.iter().any(Field::may_be_private) => {
                let (shown, hidden) = divide_groups(parts, given);
                public.0.push(shown);
                private.0.push(hidden);
            }
            _ => public.0.push(given),
        }
    }
    (public, private)
}

/// The public and the private parts of groups.
fn divide_groups(parts: &[Field], given: FieldValues<Target>) -> (FieldValues<Target>, FieldValues<Target>) {
    let FieldValues { index, key, written, values } = given;
    let (shown, hidden) = values
        .into_iter()
        .map(|At { value, span }| {
            let (shown, hidden) = match value {
                Value::Group(values) => divide(parts, values),
                _ => Default::default(),
            };
            let at = |parts| At { value: Value::Group(parts), span: span.clone() };
            (at(shown), at(hidden))
        })
        .unzip();
    (
        FieldValues { index, key: key.clone(), written, values: shown },
        FieldValues { index, key, written, values: hidden },
    )
}
