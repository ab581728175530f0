//! The content model: which types of document there are, and which fields they have.
//!
//! `builtin.toml` declares the built-in model; a site's `config.toml` changes it in the same
//! language (`load`). Everything else asks the model: validation, fact box, facets, scaffolding,
//! JSON Schema, structured data. Nothing outside knows a field by its name; where the program needs
//! a certain meaning (the title, the start of an event), it asks for a [`Role`].
//!
//! Invariant: a [`Model`] is free of contradictions. Every vocabulary, type and field that it
//! mentions exists, every choice has choices, every inheritance leads through a reference.

mod load;
mod schema;

use std::collections::HashMap;

use foldhash::fast::FixedState;
use indexmap::IndexMap;
pub(crate) use load::load;
pub use schema::{KnownTerms, json_schema};
use serde::{Deserialize, Serialize};

use crate::diagnostic::nearest;
use crate::lang::{Lang, MessageLang};
use crate::text::{fold, slug};

/// A text in several languages, in the order in which they were declared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Labels(IndexMap<Lang, String>);

impl Labels {
    /// A text in one language.
    #[must_use]
    pub fn of(lang: Lang, text: &str) -> Self {
        Self(IndexMap::from([(lang, text.to_owned())]))
    }

    /// A name that is the same in every language, as nothing else is known.
    #[must_use]
    pub fn plain(name: &str) -> Self {
        Self::of(Lang::default(), name)
    }

    /// Sets the text of a language.
    pub fn insert(&mut self, lang: Lang, text: String) {
        self.0.insert(lang, text);
    }

    /// The text in this language, else in its base language, else in English (for a kind of German: in German), else
    /// in German, else the first.
    #[must_use]
    pub fn get(&self, lang: &Lang) -> &str {
        self.spoken(lang).map_or("", |(_, text)| text)
    }

    /// The same text with the language that it is in; `None` if there is no text at all.
    #[must_use]
    pub fn spoken(&self, lang: &Lang) -> Option<(&Lang, &str)> {
        let by_tag = |tag: &str| self.0.iter().find(|(known, _)| known.as_str() == tag);
        self.0
            .get_key_value(lang)
            .or_else(|| by_tag(lang.base()))
            .or_else(|| if lang.base() == "de" { by_tag("de") } else { by_tag("en") })
            .or_else(|| by_tag("de"))
            .or_else(|| self.0.iter().next())
            .map(|(lang, text)| (lang, text.as_str()))
    }

    /// What a page in this language has to say of the language of the text, see [`Lang::mark_on`].
    #[must_use]
    pub fn mark(&self, page: &Lang) -> String {
        self.spoken(page).map_or_else(String::new, |(lang, _)| lang.mark_on(page))
    }

    /// The text in the language of messages.
    #[must_use]
    pub fn message(&self, lang: MessageLang) -> &str {
        let tag = match lang {
            MessageLang::De => "de",
            MessageLang::En => "en",
        };
        Lang::parse(tag).map_or("", |lang| self.get(&lang))
    }

    /// Every text with its language.
    pub fn iter(&self) -> impl Iterator<Item = (&Lang, &str)> {
        self.0.iter().map(|(lang, text)| (lang, text.as_str()))
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes over every text of `other`.
    pub fn merge(&mut self, other: &Self) {
        self.0.extend(other.0.iter().map(|(lang, text)| (lang.clone(), text.clone())));
    }
}

/// A meaning of a field that the program itself acts upon, whatever the field is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant is the plain English word for the meaning")]
pub enum Role {
    Title,
    Summary,
    Tags,
    Synonyms,
    Aliases,
    Date,
    Updated,
    ReviewBy,
    Draft,
    Image,
    Author,
    License,
    Related,
    Order,
    Query,
    Search,
    Funding,
    FundingRules,
    FundingStatement,
    FundingLogos,
    Logo,
    Period,
    Start,
    End,
    EventStatus,
    Place,
    Online,
    Registration,
    Access,
    Recording,
    Items,
    Handouts,
    Agenda,
    FacilitatorNote,
    Capacity,
    Download,
    Version,
    Paper,
    Abbreviation,
    Variant,
    Definition,
    DefinitionSimple,
    ArchivedOn,
}

/// What the status of an event says of one that does not take place as it was announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventChange {
    /// It does not take place.
    Cancelled,
    /// It takes place at another time.
    Moved,
}

impl EventChange {
    /// What a choice of the field with the role [`Role::EventStatus`] means; `None` for one that changes nothing.
    #[must_use]
    pub fn of(choice: &str) -> Option<Self> {
        [Self::Cancelled, Self::Moved].into_iter().find(|change| change.choice() == choice)
    }

    /// The choice that says so.
    #[must_use]
    pub fn choice(self) -> &'static str {
        match self {
            Self::Cancelled => "abgesagt",
            Self::Moved => "verschoben",
        }
    }
}

/// Where the search shows a document that does not stand among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchPlace {
    /// Behind others that fit as well.
    Behind,
    /// Nowhere.
    Nowhere,
}

impl SearchPlace {
    /// What a choice of the field with the role [`Role::Search`] means; `None` for one that changes nothing.
    #[must_use]
    pub fn of(choice: &str) -> Option<Self> {
        match choice {
            "hinten" => Some(Self::Behind),
            "nein" => Some(Self::Nowhere),
            _ => None,
        }
    }
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line or paragraph of plain text.
    Text,
    /// Text in the Markdown dialect.
    Markdown,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A day.
    Date,
    /// A day with a time, in the site's time zone.
    DateTime,
    /// From a day, month or year to another; either end may be open.
    Period,
    /// An address on the web.
    Url,
    /// An e-mail address.
    Email,
    /// A file in the content folder, relative to the document.
    File,
    /// A text by language.
    Translated,
    /// What a page gathers; see `parse::Query`.
    Query,
    /// One of the given keys.
    Choice(IndexMap<String, Labels>),
    /// A term of the vocabulary with this index in [`Model::vocabularies`].
    Term(usize),
    /// Another document.
    Reference {
        /// The types (indices in [`Model::types`]) that may be meant; empty for any.
        to: Vec<usize>,
        /// Whether plain text is accepted for something that has no page.
        open: bool,
    },
    /// Fields of its own.
    Group(Vec<Field>),
}

/// A field of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name in front matter.
    pub name: String,
    /// What readers and editors see.
    pub label: Labels,
    /// A sentence for editors.
    pub help: Labels,
    /// Other names accepted in front matter.
    pub aliases: Vec<String>,
    /// What it holds.
    pub kind: Kind,
    /// Whether several values are allowed.
    pub many: bool,
    /// Whether a document must have it, be it by inheritance.
    pub required: bool,
    /// Whether readers can filter by it.
    pub facet: bool,
    /// Whether the fact box shows it.
    pub fact: bool,
    /// The reference fields of the same type through which a missing value is taken over, in order.
    pub inherit: Vec<String>,
    /// What the program does with it.
    pub role: Option<Role>,
    /// Its weight in the search; 0 means it is not searched. What is shown in words has 1 if nothing else is said.
    pub weight: u8,
    /// The property of schema.org that it maps to.
    pub schema: Option<String>,
    /// By choice, the address of what is meant by it in a vocabulary that others know.
    pub schema_values: IndexMap<String, String>,
    /// Such an address that holds where no value has one.
    pub schema_default: Option<String>,
    /// Whether it is kept out of everything that is published.
    pub private: bool,
    /// The sibling that must be true for this part of a group to be published.
    pub private_unless: Option<String>,
    /// Whether it is evaluated but never shown.
    pub hidden: bool,
    /// How the other end of the reference calls this relation.
    pub inverse: Labels,
    /// What comes along through this field when documents are taken to a workshop.
    pub along: Option<Along>,
}

/// What comes along through a reference when a document is taken to a workshop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Along {
    /// What the field names: a project comes along with its concepts.
    Named,
    /// The documents whose field names a chosen one: its material, the events of a series.
    Naming,
}

/// A type of document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocType {
    /// The name in configuration and queries.
    pub id: String,
    /// Whether the site itself has made it up.
    pub is_own: bool,
    /// One of them.
    pub label: Labels,
    /// Many of them.
    pub plural: Labels,
    /// The folders below `content/` whose documents are of this type; the first is the one that
    /// `fundus new` uses.
    pub folders: Vec<String>,
    /// The schema.org type.
    pub schema: Option<String>,
    /// The field by which lists are sorted.
    pub sort: Role,
    /// Whether its documents are the glossary, whose terms are explained on other pages.
    pub glossary: bool,
    /// The headings that `fundus new` proposes, by language.
    pub sections: IndexMap<Lang, Vec<String>>,
    /// Its fields, in the order of the fact box.
    pub fields: Vec<Field>,
    by_name: HashMap<String, usize, FixedState>,
    by_role: HashMap<Role, usize, FixedState>,
}

/// A vocabulary as the model declares it; its terms come from the content folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VocabularyType {
    /// The name in configuration and in the vocabulary's file.
    pub id: String,
    /// What readers see.
    pub label: Labels,
    /// The file in `content/vokabulare/`, without `.yaml`, and the folder of the terms' pages.
    pub file: String,
    /// The type whose documents are terms of this vocabulary.
    pub documents: Option<usize>,
    /// Whether every value is a term, without having been declared.
    pub open: bool,
}

/// The whole model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The types; the last resort for folders that belong to no type is [`Model::page`].
    pub types: Vec<DocType>,
    /// The vocabularies.
    pub vocabularies: Vec<VocabularyType>,
    by_folder: HashMap<String, usize>,
    page: usize,
}

impl DocType {
    /// The field with this name or alias; letter case does not count.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).or_else(|| self.by_name.get(&name.to_lowercase())).copied()
    }

    /// The field with this role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<usize> {
        self.by_role.get(&role).copied()
    }

    /// The names that front matter of this type may use, without aliases.
    pub fn field_names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// The names that front matter of this type may use, each followed by its aliases.
    pub fn all_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.fields.iter().flat_map(|field| {
            std::iter::once(field.name.as_str()).chain(field.aliases.iter().map(String::as_str))
        })
    }
}

impl Field {
    /// The vocabulary of a term field.
    #[must_use]
    pub fn vocabulary(&self) -> Option<usize> {
        match self.kind {
            Kind::Term(vocabulary) => Some(vocabulary),
            _ => None,
        }
    }

    /// Whether some of its values may be kept out of what is published.
    #[must_use]
    pub fn may_be_private(&self) -> bool {
        self.private || self.private_unless.is_some()
    }
}

impl VocabularyType {
    /// Whether a file belongs to this vocabulary: by the `id` that it gives, else by its name.
    #[must_use]
    pub fn is_in(&self, id: &str) -> bool {
        self.id == id || self.file == slug(id)
    }
}

impl Model {
    /// The index of the type with this name.
    #[must_use]
    pub fn type_index(&self, id: &str) -> Option<usize> {
        self.types.iter().position(|known| known.id == id)
    }

    /// The types that readers know by this name, or nearly, each in backticks, joined by commas.
    #[must_use]
    pub fn types_labelled(&self, name: &str) -> String {
        let labels = |kind: &DocType| -> Vec<String> {
            kind.label.iter().chain(kind.plural.iter()).map(|(_, label)| fold(label)).collect()
        };
        let labels: Vec<(String, &str)> = self
            .types
            .iter()
            .flat_map(|kind| labels(kind).into_iter().map(|label| (label, kind.id.as_str())))
            .collect();
        let name = fold(name);
        let near = nearest(&name, labels.iter().map(|(label, _)| label.as_str()));
        let best = near.first().map(|label| labels.iter().filter(move |(known, _)| known == label));
        let mut ids: Vec<&str> = best.into_iter().flatten().map(|(_, id)| *id).collect();
        ids.dedup();
        ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
    }

    /// The index of the vocabulary with this name.
    #[must_use]
    pub fn vocabulary_index(&self, id: &str) -> Option<usize> {
        self.vocabularies.iter().position(|known| known.id == id)
    }

    /// The fields with this name or alias that these types have; of all types when none is given.
    pub fn fields_named<'m>(&'m self, types: &'m [usize], name: &'m str) -> impl Iterator<Item = &'m Field> {
        let kinds = self.types.iter().enumerate();
        kinds
            .filter(|(index, _)| types.is_empty() || types.contains(index))
            .filter_map(|(_, kind)| kind.field(name).map(|index| &kind.fields[index]))
    }

    /// The type of documents in this folder below `content/`: that of the folder itself or of the
    /// nearest one above, else [`Model::page`].
    #[must_use]
    pub fn type_of_folder(&self, folder: &str) -> usize {
        let mut rest = folder;
        loop {
            if let Some(&found) = self.by_folder.get(rest) {
                return found;
            }
            match rest.rsplit_once('/') {
                Some((parent, _)) => rest = parent,
                None => return self.page,
            }
        }
    }

    /// The type of plain pages.
    #[must_use]
    pub fn page(&self) -> usize {
        self.page
    }

    /// The built-in model, as it is without any configuration.
    #[must_use]
    pub fn builtin() -> Self {
        load(None, &mut Vec::new())
    }
}
