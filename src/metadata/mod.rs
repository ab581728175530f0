//! A site → what other systems read of it, to find and reuse its concepts.
//!
//! Each page has at most one object of JSON-LD: a learning resource by the profile AMB (`amb`), anything else by
//! schema.org (`schema_org`). The vocabularies are also there as SKOS (`skos`), and learning resources under an open
//! licence in a sitemap of their own (`feed`). Everything follows from what the model says of types and fields (`schema`)
//! and what is published; there is nothing to be set. Identifiers are addresses: without the public address of the
//! site there is no AMB and no SKOS, and what remains is said without addresses.

mod amb;
mod json;
mod said;
mod schema_org;
pub(crate) mod skos;

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use self::said::{Property, properties};
use crate::lang::Lang;
use crate::render::site_title;
use crate::site::{DocId, Page, PageKind, Site};

/// What the metadata of a site's pages have in common.
#[derive(Debug)]
pub(crate) struct Metadata {
    /// By type of document.
    kinds: Vec<Mapping>,
    /// By vocabulary and term, the address that names it, once it is asked for.
    terms: Vec<Vec<OnceLock<String>>>,
    /// The name of the site in each language of its pages.
    names: HashMap<Lang, String>,
}

/// How the documents of a type are mapped.
#[derive(Debug)]
struct Mapping {
    /// What a learning resource is besides; `None` for what is none.
    resource: Option<&'static str>,
    /// By index of the field.
    properties: Vec<Option<Property>>,
}

impl Metadata {
    /// What the pages of a site in these languages have in common.
    pub(crate) fn new(site: &Site, langs: &BTreeSet<&Lang>) -> Self {
        let mapping = |kind: &crate::model::DocType| {
            let schema = kind.schema.as_deref().unwrap_or_default();
            Mapping { resource: amb::besides(schema), properties: properties(kind) }
        };
        let terms = site.vocabularies.iter();
        Self {
            kinds: site.model().types.iter().map(mapping).collect(),
            terms: terms
                .map(|vocabulary| vocabulary.terms.iter().map(|_| OnceLock::new()).collect())
                .collect(),
            names: langs.iter().map(|&lang| (lang.clone(), site_title(site, lang))).collect(),
        }
    }

    /// The object of JSON-LD for a page, finished for a script in it; empty for a page that is nothing by itself.
    pub(crate) fn page(&self, site: &Site, page: &Page) -> String {
        let has_address = !site.config.url.is_empty();
        match page.kind {
            PageKind::Document(id) | PageKind::Home(Some(id)) => {
                let kind = site.document(id).parsed.kind;
                match self.kinds[kind].resource {
                    Some(besides) if has_address => amb::document(self, site, id, page, besides),
                    _ if site.model().types[kind].schema.is_none() => String::new(),
                    _ => schema_org::document(self, site, id, page),
                }
            }
            PageKind::Vocabulary(number) if has_address => schema_org::vocabulary(site, number, &page.lang),
            PageKind::Term(id, 0) if has_address => schema_org::term(self, site, id, &page.lang),
            PageKind::Glossary(list) if has_address => schema_org::glossary(site, &site.lists[list], page),
            _ => String::new(),
        }
    }

    /// The name of the site.
    fn name(&self, lang: &Lang) -> &str {
        self.names.get(lang).map_or("", String::as_str)
    }
}

/// Whether a document is a learning resource under a licence by which everybody may use, change and share it.
pub(crate) fn is_open_resource(site: &Site, id: DocId) -> bool {
    let schema = site.type_of(id).schema.as_deref().unwrap_or_default();
    amb::besides(schema).is_some() && said::license_address(site, id).is_some_and(amb::is_open_license)
}
