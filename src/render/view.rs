//! The theme contract: what templates see.
//!
//! Every page is rendered with `site` ([`SiteView`], the same on every page of a language), `t` (the
//! theme's texts in the page's language), `page` ([`PageView`], what every page has), and what its
//! template is about:
//!
//! | template | names |
//! |---|---|
//! | `document.html`, `types/TYPE.html` | `document` |
//! | `home.html` | `document` (the folder's `index.md`), `list` (the newest), `index` (types and vocabularies) |
//! | `list.html` | `list` |
//! | `vocabulary.html` | `vocabulary` |
//! | `term.html` | `term` |
//! | `vocabularies.html`, `a-z.html`, `glossary.html`, `finder.html`, `not-found.html` | `index` |
//! | `reading-list.html` | nothing: the reader's browser fills it |
//! | `calendar.html` | `calendar` |
//! | `month.html` | `month` |
//! | `redirect.html` | `redirect` |
//! | `start.html` | `start` |
//! | `sheet.html` | `sheet` |
//! | `catalogue.html` | `catalogue`, in a preview only |
//!
//! These types are plain data, serialised for Tera; nothing is computed in templates, and no field of
//! a particular site appears here by name.
//!
//! Links: a `path` is percent-encoded and relative to the top of the site; a template writes
//! `{{ page.root }}{{ card.path }}`. An `href` is complete and stands as it is. Texts are plain and
//! are escaped by Tera; names that end in `html` are finished HTML (`| safe`).

use std::collections::BTreeMap;

use serde::Serialize;

use super::engine::Frozen;

/// The version of this contract. A theme states the one that it was written for in `theme.toml`.
pub const CONTRACT: u32 = 1;

/// What belongs to the site as a whole, in the language of the page.
#[derive(Debug, Default, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// One sentence that says what the site is.
    pub description: String,
    /// The language of that sentence, if it is not the page's; else empty.
    pub description_lang: String,
    /// The address under which the site is published, with a final `/`; empty if none is known.
    pub url: String,
    /// The path of the logo and its text alternative.
    pub logo: Option<ImageView>,
    /// The main menu.
    pub menu: Vec<LinkView>,
    /// The links of the foot of every page: imprint, privacy, accessibility, feedback.
    pub foot_menu: Vec<LinkView>,
    /// Style declarations computed from the configured accent colour, for `:root`; may be empty.
    pub accent_css: String,
    /// The page that finds everything (search and facets).
    pub finder_path: String,
    /// The page of the list that a reader keeps.
    pub reading_list_path: String,
    /// The home page.
    pub home_path: String,
    /// The style sheets to link, in order.
    pub styles: Vec<String>,
    /// The classic scripts to load with `defer`, in order.
    pub scripts: Vec<String>,
    /// The licence of the texts, unless a page says otherwise.
    pub license: Option<LicenseView>,
    /// `Offline-Stand 14. März 2026` in a copy to take along; empty on the published site.
    pub offline: String,
}

/// What every page has.
#[derive(Debug, Default, Serialize)]
pub struct PageView {
    /// `home`, `start`, `document`, `list`, `vocabulary`, `term`, `vocabularies`, `a-z`, `glossary`, `finder`,
    /// `reading-list`, `calendar`, `month`, `sheet`, `not-found`,
    /// `redirect`.
    pub kind: &'static str,
    /// The language tag for `lang`.
    pub lang: String,
    /// `ltr` or `rtl`, for `dir`.
    pub dir: &'static str,
    /// The page's own title.
    pub title: String,
    /// One or two sentences for the result lists of search engines.
    pub description: String,
    /// The page's own path.
    pub path: String,
    /// The path of the list or page of the main menu to which the page belongs; may be its own.
    pub section_path: String,
    /// What leads from this page to the top of the site: empty, `../`, …
    pub root: String,
    /// The full address, when the site's address is known.
    pub canonical: Option<String>,
    /// The full address of the picture that social media show; empty if none.
    pub social_image: String,
    /// The way from the home page to here, without the page itself.
    pub breadcrumbs: Vec<LinkView>,
    /// The same page in other languages.
    pub translations: Vec<TranslationView>,
    /// The feed that belongs to the page.
    pub feed: Option<LinkView>,
    /// Whether search engines are asked to stay away.
    pub noindex: bool,
    /// Structured data, finished JSON for a `<script type="application/ld+json">`; empty if none.
    pub json_ld: String,
}

/// A link with its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// The text.
    pub title: String,
    /// Where to on this site.
    pub path: String,
    /// The language of the text, if it is not the page's; else empty.
    pub lang: String,
    /// Whether it leads to the page itself or to the section that the page belongs to.
    pub current: bool,
}

/// The same document in another language.
#[derive(Clone, Debug, Serialize)]
pub struct TranslationView {
    /// The language tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The language's name in itself.
    pub name: String,
    /// Where it stands.
    pub path: String,
}

/// An image of the site.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImageView {
    /// Where it stands.
    pub path: String,
    /// The text alternative; empty for an image that says nothing.
    pub alt: String,
    /// The caption.
    pub caption: String,
    /// Author and licence.
    pub credit: String,
    /// The language of these words, if it is not the page's (in a card: the card's); else empty.
    pub lang: String,
    /// The size in pixels; 0 when unknown.
    pub width: u32,
    /// The size in pixels; 0 when unknown.
    pub height: u32,
    /// Smaller versions of the picture of a document, narrowest first; none of one that is small itself, and of logos.
    pub versions: Vec<ImageVersionView>,
}

/// A smaller version of an image.
#[derive(Clone, Debug, Serialize)]
pub struct ImageVersionView {
    /// Where it stands.
    pub path: String,
    /// Its width in pixels.
    pub width: u32,
}

/// A licence.
#[derive(Clone, Debug, Serialize)]
pub struct LicenseView {
    /// `CC BY 4.0`
    pub title: String,
    /// The licence's own page; empty when there is none.
    pub href: String,
}

/// A day, for machines and for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// `2026-03-14` or `2026-03-14T14:00:00+01:00`.
    pub iso: String,
    /// For an event and the end of its registration, in the same form, when it is over: a day means its end. Else empty.
    pub until: String,
    /// `14. März 2026`, with `, 14:00 Uhr` if there is a time.
    pub text: String,
    /// `14`, for a calendar leaf.
    pub day: String,
    /// `Mär`, for a calendar leaf.
    pub month: String,
}

/// A type of document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TypeView {
    /// The model's name of it: `concept`.
    pub id: String,
    /// `Konzept`
    pub label: String,
    /// `Konzepte`
    pub plural: String,
    /// The language of both, if it is not the page's (in a card: the card's); else empty.
    pub lang: String,
    /// The list of its documents; empty when there is none.
    pub path: String,
}

/// A document as it stands in lists.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CardView {
    /// The title.
    pub title: String,
    /// The summary, else the definition; may be empty.
    pub summary: String,
    /// Where the document stands.
    pub path: String,
    /// The document's language, in which all of the card is.
    pub lang: String,
    /// `ltr` or `rtl`, for `dir`.
    pub dir: &'static str,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Frozen<TypeView>,
    /// The model's facts that let cards be compared (facet fields of the fact box).
    pub facts: Vec<FactView>,
    /// The day that counts for this type: start of an event, date of a news item.
    pub date: Option<DateView>,
    /// Whether `date` is the time of an event, which can be over; else it is a day of publication.
    pub event: bool,
    /// A period (`07/2021 – 12/2022`) for types that have one.
    pub period: String,
    /// Cancelled, moved, archived: a word to show before the title; else empty.
    pub flag: String,
    /// The image.
    pub image: Option<ImageView>,
    /// What the component `card_more` makes of all this: HTML that is the same on every page. Not there in
    /// a theme without that component.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_html: Option<String>,
}

/// One line of the fact box.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FactView {
    /// The field's name in the model, for themes that style one field.
    pub name: String,
    /// The field's label.
    pub label: String,
    /// The language of the label, if it is not the page's (in a card: the card's); else empty.
    pub lang: String,
    /// Its values.
    pub values: Vec<ValueView>,
    /// Where the value was inherited from, if it is not the document's own.
    pub from: Option<LinkView>,
    /// Of a part of a group: whether its value says nothing without the label, as a number or a day does.
    pub labelled: bool,
}

/// One value of a fact.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ValueView {
    /// The text; for a group, empty.
    pub text: String,
    /// The language of the text, if it is not the page's (in a card: the card's); else empty.
    pub lang: String,
    /// A page of this site that the value leads to; else empty.
    pub path: String,
    /// An address outside of the site, `mailto:` included; else empty.
    pub href: String,
    /// What follows the text in small print: a role, a type and size of a file; else empty.
    pub note: String,
    /// A machine-readable form of a date for `<time datetime>`; else empty.
    pub datetime: String,
    /// Whether the value is a file to take along; then `path` leads to it and `note` says type and size.
    pub download: bool,
    /// The parts of a group, each with its label.
    pub parts: Vec<FactView>,
}

/// `document`: a document's page.
#[derive(Debug, Default, Serialize)]
pub struct DocumentView {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Frozen<TypeView>,
    /// The title.
    pub title: String,
    /// The summary, else the definition; may be empty.
    pub summary: String,
    /// The body.
    pub body_html: String,
    /// Fields that are neither in the fact box nor elsewhere on the page, after the body: Markdown,
    /// steps, phases, agendas, measures, corrections.
    pub sections: Vec<SectionView>,
    /// The headings of the body, nested.
    pub toc: Vec<TocView>,
    /// The fact box.
    pub facts: Vec<FactView>,
    /// The image on top.
    pub image: Option<ImageView>,
    /// Who pays, and what must be said about it.
    pub funding: Option<FundingView>,
    /// The day that counts for this type.
    pub date: Option<DateView>,
    /// The last change.
    pub updated: Option<DateView>,
    /// What an event's visitors need to know; `None` for other documents.
    pub event: Option<EventView>,
    /// Files to take along, each with type and size.
    pub downloads: Vec<ValueView>,
    /// The version of what can be taken along; else empty.
    pub version: String,
    /// Whether it is of a type that is printed to be written on: one with a field for the paper.
    pub is_form: bool,
    /// The paper that the page is made for, as the model names it (`a4-quer`); else empty.
    pub paper: String,
    /// The calendar file of an event or a series; else empty.
    pub calendar_path: String,
    /// Cancelled, moved, archived: a word to show before the title; else empty.
    pub flag: String,
    /// A sentence about the state of the document (archived, event cancelled); else empty.
    pub notice: String,
    /// Reading time in minutes, at least 1.
    pub reading_minutes: usize,
    /// Tags.
    pub tags: Vec<ValueView>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The licence of this page.
    pub license: Option<LicenseView>,
    /// How to cite it, one line.
    pub citation: String,
    /// What the page gathers by its queries.
    pub gathered: Vec<GatheredView>,
    /// The items of a collection, in order.
    pub items: Vec<Frozen<CardView>>,
    /// The events of a series, latest first; then `items` does not name them again.
    pub dates: Vec<Frozen<CardView>>,
    /// Documents that refer to this one, grouped by type and role.
    pub backlinks: Vec<GroupView>,
    /// Related documents, each with the reason.
    pub related: Vec<RelatedView>,
    /// The collections that it belongs to, with its neighbours there.
    pub paths: Vec<PathView>,
    /// The previous document of its list.
    pub previous: Option<LinkView>,
    /// The next document of its list.
    pub next: Option<LinkView>,
    /// Where the source can be edited on the forge; empty when not configured, and in copies.
    pub edit_href: String,
    /// In a copy of a part of the site: what the document leads to on the published site.
    pub online: Vec<OnlineView>,
}

/// What somebody needs to know who thinks of coming to an event.
#[derive(Debug, Default, Serialize)]
pub struct EventView {
    /// Where it is.
    pub places: Vec<ValueView>,
    /// What is public of a video conference: the service, and a link that everybody may use.
    pub online: Vec<ValueView>,
    /// Whether there is a video conference whose link follows upon registration.
    pub link_follows: bool,
    /// What is offered so that everybody can take part.
    pub access: Vec<ValueView>,
    /// What the model calls that.
    pub access_label: String,
    /// The language of that, if it is not the page's; else empty.
    pub access_lang: String,
    /// How to register.
    pub registration: Option<RegistrationView>,
    /// Recordings.
    pub recording: Vec<ValueView>,
    /// Whether it is called off.
    pub is_cancelled: bool,
    /// Its calendar file; may be empty.
    pub calendar_path: String,
}

/// How to register for an event.
#[derive(Debug, Default, Serialize)]
pub struct RegistrationView {
    /// The address of a form; else empty.
    pub form: String,
    /// A mail address; else empty.
    pub mail: String,
    /// `mailto:` with subject and text.
    pub mail_href: String,
    /// The last day.
    pub deadline: Option<DateView>,
    /// What else is said about it, such as the fee.
    pub notes: Vec<FactView>,
}

/// A page that stands on the published site only.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OnlineView {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// The address as a QR code: a finished `<svg>` without a text alternative.
    pub qr_svg: String,
}

/// `start`: the first page of a copy of a part of the site.
#[derive(Debug, Default, Serialize)]
pub struct StartView {
    /// What the copy was made for (an event, a learning path); empty where only conditions were given.
    pub documents: Vec<DocumentView>,
    /// What is in it, by type.
    pub groups: Vec<GroupView>,
    /// The published site; `None` when its address is not known.
    pub online: Option<OnlineView>,
}

/// `sheet`: a sheet of a facilitator's pack.
#[derive(Debug, Default, Serialize)]
pub struct SheetView {
    /// `cover`, `agenda`, `handout`, `participants`, `feedback`, `links`.
    pub kind: &'static str,
    /// The document to hand out; on the other sheets the event or collection that the pack is for.
    pub document: DocumentView,
    /// Where the document stands on the published site; `None` when its address is not known.
    pub online: Option<OnlineView>,
    /// On `cover`: what is handed out, in order.
    pub contents: Vec<LinkView>,
    /// On `agenda`: the steps.
    pub agenda: Option<SectionView>,
    /// On `agenda`: the note for the facilitator.
    pub note: Option<SectionView>,
    /// On `participants`: the numbers of the lines.
    pub rows: Vec<u16>,
    /// On `links`: the event or collection and every handout.
    pub links: Vec<OnlineView>,
}

/// A field that has a section of its own: either Markdown or values.
#[derive(Debug, Default, Serialize)]
pub struct SectionView {
    /// The field's name in the model, for themes that style one field.
    pub name: String,
    /// The anchor.
    pub id: String,
    /// The field's label.
    pub title: String,
    /// The language of the label, if it is not the page's; else empty.
    pub lang: String,
    /// Its text, if it is Markdown; else empty.
    pub html: String,
    /// Its values, in order; those of a group have `parts`.
    pub values: Vec<ValueView>,
    /// For groups: the labels of all parts, in the order of the model, for the head of a table. Then
    /// each value has a part of each name, with its label, and with empty `values` where nothing is given.
    pub columns: Vec<String>,
    /// Logos, which stand in the place of values.
    pub images: Vec<ImageView>,
    /// For groups with a title and a day: steps along time, which stand in the place of values.
    pub steps: Vec<StepView>,
}

/// Something with a time of its own, such as a phase of a project.
#[derive(Debug, Default, Serialize)]
pub struct StepView {
    /// When it is, in words; may be empty.
    pub when: String,
    /// What it is.
    pub title: String,
    /// What else is said of it.
    pub parts: Vec<FactView>,
}

/// An entry of the table of contents.
#[derive(Debug, Default, Serialize)]
pub struct TocView {
    /// The anchor.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Headings below it.
    pub children: Vec<TocView>,
}

/// Funding and its publicity.
#[derive(Debug, Default, Serialize)]
pub struct FundingView {
    /// The rule set that holds: `esf-2014`, `esfplus-2021`, `none`.
    pub rules: String,
    /// The sentences to show, one per program.
    pub statements: Vec<ValueView>,
    /// The logos to show, in order.
    pub logos: Vec<ImageView>,
    /// The programs.
    pub programs: Vec<LinkView>,
}

/// What one query of a page brought together.
#[derive(Debug, Default, Serialize)]
pub struct GatheredView {
    /// The heading; may be empty.
    pub title: String,
    /// The language of the heading where it is not the page's; else empty.
    pub lang: String,
    /// The anchor.
    pub id: String,
    /// `cards`, `list`, `table`, `timeline`, `matrix`.
    pub show: String,
    /// The documents, where they stand in no table.
    pub cards: Vec<Frozen<CardView>>,
    /// For `table`: the table.
    pub table: Option<TableView>,
    /// For `matrix`: the table.
    pub matrix: Option<MatrixView>,
}

/// Documents side by side.
#[derive(Debug, Default, Serialize)]
pub struct TableView {
    /// The heads of the columns that follow that of the documents: fields, without values.
    pub columns: Vec<FactView>,
    /// The documents.
    pub rows: Vec<TableRowView>,
}

/// A document in a table.
#[derive(Debug, Default, Serialize)]
pub struct TableRowView {
    /// The document.
    pub card: Frozen<CardView>,
    /// Per column its values there, in the document's language; may be none.
    pub cells: Vec<Vec<ValueView>>,
}

/// A cross table of two fields.
#[derive(Debug, Default, Serialize)]
pub struct MatrixView {
    /// What the rows are.
    pub row_label: String,
    /// The language of that, if it is not the page's; else empty.
    pub row_lang: String,
    /// What the columns are.
    pub column_label: String,
    /// The columns' heads.
    pub columns: Vec<String>,
    /// The rows; a row without cells is a heading of the rows below it.
    pub rows: Vec<MatrixRowView>,
}

/// A row of a cross table.
#[derive(Debug, Default, Serialize)]
pub struct MatrixRowView {
    /// The row's head.
    pub title: String,
    /// Its page; else empty.
    pub path: String,
    /// Per column the documents; an empty cell is a gap.
    pub cells: Vec<Vec<LinkView>>,
    /// How many headings it stands below.
    pub depth: usize,
    /// Whether a part of the table begins with it: that of its heading, or one that belongs to none.
    pub begins: bool,
}

/// A titled group of documents.
#[derive(Debug, Default, Serialize)]
pub struct GroupView {
    /// The title.
    pub title: String,
    /// The documents.
    pub cards: Vec<Frozen<CardView>>,
    /// On `start`: the list of all of them; else empty.
    pub path: String,
    /// On `start`: how many there are in all; else 0.
    pub total: usize,
}

/// A related document.
#[derive(Debug, Default, Serialize)]
pub struct RelatedView {
    /// The document.
    pub card: Frozen<CardView>,
    /// Why: `Zielgruppe: Eltern`, `Projekt: …`
    pub reasons: Vec<String>,
}

/// A collection that the document belongs to.
#[derive(Debug, Default, Serialize)]
pub struct PathView {
    /// The collection.
    pub collection: LinkView,
    /// Which item this is, from 1.
    pub position: usize,
    /// How many there are.
    pub count: usize,
    /// The item before.
    pub previous: Option<LinkView>,
    /// The item after.
    pub next: Option<LinkView>,
}

/// `list`: the documents of a type (also `home` has `list` with the newest ones).
#[derive(Debug, Default, Serialize)]
pub struct ListView {
    /// The type.
    #[serde(rename = "type")]
    pub kind: Frozen<TypeView>,
    /// The introduction from the folder's `index.md`.
    pub intro_html: String,
    /// The documents of this page.
    pub cards: Vec<Frozen<CardView>>,
    /// The same by year, where the list goes by a day of publication; else empty.
    pub groups: Vec<ListYearView>,
    /// The months of the whole list by year, latest year first, where it goes by such a day and has several; else empty.
    pub years: Frozen<Vec<YearView>>,
    /// How many there are in all.
    pub total: usize,
    /// The pages of the list.
    pub pagination: PaginationView,
    /// Fields by which the list can be narrowed, as links to the terms' pages.
    pub facets: Frozen<Vec<FacetView>>,
    /// What an address may narrow it down by: the names of the search's facets.
    pub filters: Frozen<Vec<String>>,
    /// Where a list of events stands in the calendar; else empty.
    pub calendar_path: String,
}

/// The documents of a year on a page of a list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListYearView {
    /// `2027`; empty for documents without a day.
    pub title: String,
    /// The documents.
    pub entries: Vec<ListEntryView>,
}

/// A document in a list that goes by a day.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListEntryView {
    /// Where the links to its month lead, `_2027-03`, if it is the first of the month; else empty.
    pub id: String,
    /// The document.
    pub card: Frozen<CardView>,
}

/// The pages of a long list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PaginationView {
    /// This page, from 1.
    pub current: usize,
    /// All pages; the title is the number. Empty when there is only one.
    pub pages: Vec<LinkView>,
    /// The page before.
    pub previous: Option<LinkView>,
    /// The page after.
    pub next: Option<LinkView>,
}

/// A field whose values lead to lists.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FacetView {
    /// The field's name in the model.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The language of the label where it is not the page's; else empty.
    pub lang: String,
    /// The page of all its values; else empty.
    pub path: String,
    /// The values that occur, with how often.
    pub values: Vec<CountView>,
}

/// A value and how many documents have it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CountView {
    /// The label.
    pub title: String,
    /// The language of the label where it is not the page's; else empty.
    pub lang: String,
    /// A short code shown with it (`§13`); else empty.
    pub notation: String,
    /// One sentence; else empty.
    pub description: String,
    /// Its page; else empty.
    pub path: String,
    /// How many documents.
    pub count: usize,
    /// How deep in the hierarchy, from 0.
    pub depth: usize,
}

/// `vocabulary`: all terms of a vocabulary.
#[derive(Debug, Default, Serialize)]
pub struct VocabularyView {
    /// The vocabulary's name in the model.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What it is for.
    pub description: String,
    /// The terms, parents before children.
    pub terms: Vec<CountView>,
    /// The vocabulary as SKOS in Turtle, for other systems; empty on a site without an address, and in a copy.
    pub turtle_path: String,
    /// The same in JSON-LD.
    pub json_ld_path: String,
}

/// `term`: the documents of a term.
#[derive(Debug, Default, Serialize)]
pub struct TermView {
    /// The vocabulary.
    pub vocabulary: LinkView,
    /// The term.
    pub label: String,
    /// A short code; else empty.
    pub notation: String,
    /// One sentence; else empty.
    pub description: String,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// Broader terms.
    pub broader: Vec<LinkView>,
    /// Narrower terms.
    pub narrower: Vec<CountView>,
    /// The documents, narrower terms' included, grouped by type.
    pub groups: Vec<GroupView>,
    /// How many there are in all.
    pub total: usize,
    /// The pages of the list.
    pub pagination: PaginationView,
}

/// `index`: the A–Z of everything, the glossary, the list of vocabularies.
#[derive(Debug, Default, Serialize)]
pub struct IndexView {
    /// The letters that have entries.
    pub letters: Vec<LetterView>,
    /// The vocabularies with their most used terms (page kind `vocabularies`, and on `home`).
    pub facets: Vec<FacetView>,
    /// What an address may narrow the search down by: the names of its facets (on `finder`).
    pub filters: Frozen<Vec<String>>,
    /// What the facets of the search are called in the page's language, where the index has it in that of the site (on
    /// `finder`, in another language).
    pub labels: Option<Vec<FacetLabelsView>>,
    /// For readers of other languages, what is said of the page in theirs (on `not-found`).
    pub others: Vec<OtherView>,
    /// The types with their lists, and how many documents each has (on `home`).
    pub types: Vec<CountView>,
    /// The introduction from the folder's `index.md`.
    pub intro_html: String,
}

/// The entries under a letter.
#[derive(Debug, Default, Serialize)]
pub struct LetterView {
    /// The letter, or `#`.
    pub letter: String,
    /// The anchor.
    pub id: String,
    /// The entries in the order of DIN 5007.
    pub entries: Vec<EntryView>,
}

/// What a facet of the search and its values are called.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FacetLabelsView {
    /// Its name in addresses.
    pub id: String,
    /// What it is called; `None` for what the index calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelView>,
    /// What its values are called, by their names in addresses; those that are not here, as in the index.
    pub terms: BTreeMap<String, LabelView>,
}

/// A text with its language.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LabelView {
    /// The text.
    pub text: String,
    /// The language, if it is not the page's; else empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lang: String,
}

/// What a page that is everybody's says to readers of another language.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OtherView {
    /// The language tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// What the page says.
    pub title: String,
    /// The way on: the search in that language, with its path.
    pub link: LinkView,
}

/// An entry of an index.
#[derive(Debug, Default, Serialize)]
pub struct EntryView {
    /// The title.
    pub title: String,
    /// The language of title and note, if it is not the page's; else empty.
    pub lang: String,
    /// The page.
    pub path: String,
    /// The type's label, or what a synonym leads to.
    pub note: String,
    /// The definition, in the glossary.
    pub definition: String,
    /// The abbreviation, in the glossary.
    pub abbreviation: String,
}

/// `calendar`: all events by time.
#[derive(Debug, Default, Serialize)]
pub struct CalendarView {
    /// The events, latest first.
    pub dates: Vec<Frozen<CardView>>,
    /// Whether there are earlier ones, which the pages of the months show.
    pub has_more: bool,
    /// The months with events by year, latest year first.
    pub years: Vec<YearView>,
    /// The lists of events, where they can be narrowed down.
    pub lists: Vec<LinkView>,
    /// The calendar file of the whole site.
    pub calendar_path: String,
    /// Its full address, to subscribe to; empty when the site's address is not known, and in copies.
    pub address: String,
}

/// The months of a year in which there is something.
#[derive(Debug, Default, Serialize)]
pub struct YearView {
    /// `2027`
    pub title: String,
    /// The months; the title is the month's name.
    pub months: Vec<MonthLinkView>,
}

/// A link to a month.
#[derive(Debug, Default, Serialize)]
pub struct MonthLinkView {
    /// `März`, or `März 2027` beside a month of another year.
    pub title: String,
    /// Its page.
    pub path: String,
    /// `2027-03`
    pub iso: String,
}

/// `month`: the events of a month.
#[derive(Debug, Default, Serialize)]
pub struct MonthView {
    /// The names of the days, from Monday.
    pub weekdays: Vec<WeekdayView>,
    /// The weeks, each of seven days.
    pub weeks: Vec<Vec<DayView>>,
    /// The month with events before this one.
    pub previous: Option<MonthLinkView>,
    /// The one after.
    pub next: Option<MonthLinkView>,
    /// The page of all events.
    pub calendar: LinkView,
}

/// The name of a day of the week.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WeekdayView {
    /// `Montag`
    pub title: String,
    /// `Mo`
    pub short: String,
}

/// A day of a month.
#[derive(Debug, Default, Serialize)]
pub struct DayView {
    /// `2027-03-14`
    pub iso: String,
    /// `14`; empty for a day of another month.
    pub day: String,
    /// What takes place on it.
    pub events: Vec<DayEventView>,
}

/// An event on a day.
#[derive(Debug, Default, Serialize)]
pub struct DayEventView {
    /// When it begins on this day: `14:00 Uhr`; empty if it lasts all day.
    pub time: String,
    /// The event.
    pub card: Frozen<CardView>,
}

/// `redirect`: a former address.
#[derive(Debug, Default, Serialize)]
pub struct RedirectView {
    /// The new place, relative to this page.
    pub href: String,
    /// The title of the page there.
    pub title: String,
}
