//! A site → a smaller site of the documents that are taken.
//!
//! Everything is numbered anew. A reference to a document that stays behind becomes one to its page on
//! the published site.

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::Config;
use crate::discover::AssetSource;
use crate::lang::Lang;
use crate::parse::{Fields, Query, Value};
use crate::path::OutputPath;
use crate::resolve::{generated, in_language, list_places, months};
use crate::site::{
    Away, Behind, Copy, DocId, FieldLinks, LinkTarget, MenuLink, Page, PageKind, Relations, Site,
    SiteDocument, Target, Term, TermId, TypeList, Vocabulary, visit_targets,
};

/// The site of the documents that are marked in `taken`, made for those in `named`.
pub(super) fn narrow(site: Site, taken: &[bool], named: &[DocId]) -> Site {
    let mut numbers = Numbers::new(&site, taken);
    let config = with_name(&site);
    let Site {
        config: _,
        today,
        documents,
        ranks,
        vocabularies,
        assets,
        menu,
        foot_menu,
        lists,
        glossary,
        pages: whole_pages,
        ..
    } = site;
    let lists: Vec<TypeList> =
        Arc::unwrap_or_clone(lists).into_iter().filter_map(|list| numbers.list(list)).collect();
    let vocabularies: Vec<Vocabulary> = Arc::unwrap_or_clone(vocabularies)
        .into_iter()
        .enumerate()
        .map(|(number, vocabulary)| numbers.vocabulary(number, vocabulary))
        .collect();
    let kept: Vec<&SiteDocument> =
        documents.iter().zip(taken).filter(|(_, taken)| **taken).map(|(document, _)| &**document).collect();
    let months = months(&config, &lists, |id| &kept[id.0].fields);
    let mut pages = generated(&config, PageKind::Start, &lists, &vocabularies, &months);
    let spoken = whole_pages.iter().filter(|page| page.kind == PageKind::Finder).map(|page| &page.lang);
    let is_written = |lang: &&Lang| kept.iter().any(|document| document.lang() == *lang);
    pages.extend(spoken.filter(is_written).flat_map(|lang| in_language(&config, lang)));
    for (index, document) in documents.iter().enumerate() {
        if let Some(id) = numbers.documents[index] {
            let (output, lang) = (document.output.clone(), document.parsed.lang.clone());
            pages.push(Page { output, lang, kind: PageKind::Document(id) });
        }
    }
    pages.sort_by(|a, b| a.output.cmp(&b.output));
    numbers.pages = pages.iter().map(|page| (page.output.clone(), ())).collect();
    let documents: Vec<Arc<SiteDocument>> = documents
        .into_iter()
        .zip(taken)
        .filter(|(_, taken)| **taken)
        .map(|(document, _)| Arc::new(numbers.document(Arc::unwrap_or_clone(document))))
        .collect();
    let ranks = ranks.iter().zip(taken).filter(|(_, taken)| **taken).map(|(rank, _)| *rank).collect();
    let chosen = named.iter().filter_map(|id| numbers.documents[id.0]).collect();
    Site {
        today,
        ranks: Arc::new(ranks),
        list_places: Arc::new(list_places(&lists, documents.len())),
        relations: Arc::new(Relations::of(&documents, &config.model)),
        documents,
        vocabularies: Arc::new(vocabularies),
        assets: Arc::new(numbers.kept_assets(Arc::unwrap_or_clone(assets))),
        menu: numbers.menu(menu),
        foot_menu: numbers.menu(foot_menu),
        glossary: glossary
            .into_iter()
            .filter_map(|(word, id)| Some((word, numbers.documents[id.0]?)))
            .collect(),
        away: numbers.away,
        copy: Some(Copy { chosen, is_whole: false, sheets: Vec::new() }),
        pages: Arc::new(pages),
        lists: Arc::new(lists),
        config,
    }
}

/// The configuration, with the name that the site has from its home page, which stays behind.
fn with_name(site: &Site) -> Arc<Config> {
    let mut config = Arc::clone(&site.config);
    if let Some(home) = site.home().filter(|_| config.title.iter().next().is_none()) {
        let title = &mut Arc::make_mut(&mut config).title;
        for id in std::iter::once(home).chain(site.document(home).translations.iter().copied()) {
            let document = site.document(id);
            title.insert(document.lang().clone(), document.title.clone());
        }
    }
    config
}

/// The new number of everything; `None` for what stays behind.
struct Numbers {
    documents: Vec<Option<DocId>>,
    terms: Vec<Vec<Option<usize>>>,
    assets: Vec<Option<usize>>,
    /// Title and place of every document of the whole site.
    known: Vec<(String, OutputPath)>,
    /// Label and place of every term.
    known_terms: Vec<Vec<(String, OutputPath)>>,
    pages: HashMap<OutputPath, ()>,
    away: Vec<Away>,
    away_by_output: HashMap<OutputPath, usize>,
}

impl Numbers {
    fn new(site: &Site, taken: &[bool]) -> Self {
        let name = |term: &Term| (term.label.get(&site.config.lang).to_owned(), term.output.clone());
        let kept =
            || site.documents.iter().zip(taken).filter(|(_, taken)| **taken).map(|(document, _)| &**document);
        Self {
            documents: numbered(taken.iter().copied()).map(|number| number.map(DocId)).collect(),
            terms: terms(site, taken, kept()),
            assets: assets(site, kept()),
            known: site.documents.iter().map(|known| (known.title.clone(), known.output.clone())).collect(),
            known_terms: site
                .vocabularies
                .iter()
                .map(|known| known.terms.iter().map(name).collect())
                .collect(),
            pages: HashMap::new(),
            away: Vec::new(),
            away_by_output: HashMap::new(),
        }
    }

    /// Notes that a page of the published site is named.
    fn away(&mut self, title: &str, output: &OutputPath) -> usize {
        *self.away_by_output.entry(output.clone()).or_insert_with(|| {
            self.away.push(Away { title: title.to_owned(), output: output.clone() });
            self.away.len() - 1
        })
    }

    fn away_document(&mut self, id: DocId) -> usize {
        let (title, output) = self.known[id.0].clone();
        self.away(&title, &output)
    }

    fn target(&mut self, target: &Target) -> Target {
        match target {
            Target::Document(id) => match self.documents[id.0] {
                Some(id) => Target::Document(id),
                None => Target::Away(self.away_document(*id)),
            },
            Target::Term(id) => match self.terms[id.vocabulary][id.term] {
                Some(term) => Target::Term(TermId { term, ..*id }),
                // Only a query can name a term that no document here has.
                None => {
                    let (label, output) = self.known_terms[id.vocabulary][id.term].clone();
                    Target::Away(self.away(&label, &output))
                }
            },
            Target::Asset(index) => self.assets[*index].map_or_else(|| target.clone(), Target::Asset),
            Target::Text(_) | Target::Away(_) => target.clone(),
        }
    }

    fn fields(&mut self, fields: Fields<Target>) -> Fields<Target> {
        let mut fields = fields;
        for given in &mut fields.0 {
            for at in &mut given.values {
                match &mut at.value {
                    Value::Link(target) => *target = self.target(target),
                    Value::Group(parts) => *parts = self.fields(std::mem::take(parts)),
                    Value::Query(query) => self.query(query),
                    _ => {}
                }
            }
        }
        fields
    }

    fn query(&mut self, query: &mut Query<Target>) {
        let filters = query.filters.iter_mut().flat_map(|filter| &mut filter.values);
        for at in filters.chain(&mut query.about) {
            at.value = self.target(&at.value);
        }
    }

    fn link(&mut self, link: Option<LinkTarget>, text: &str) -> Option<LinkTarget> {
        let mut link = link?;
        let id = link.document.take();
        link.document = id.and_then(|id| self.documents[id.0]);
        link.asset = link.asset.and_then(|asset| self.assets[asset]);
        if link.asset.is_none() && !self.pages.contains_key(&link.output) {
            link.away = Some(match id {
                Some(id) => self.away_document(id),
                None => self.away(text, &link.output),
            });
        }
        Some(link)
    }

    fn links(
        &mut self,
        links: Vec<Option<LinkTarget>>,
        texts: &[crate::parse::markdown::Link],
    ) -> Vec<Option<LinkTarget>> {
        let text = |index: usize| texts.get(index).map_or("", |link| link.text.as_str());
        links.into_iter().enumerate().map(|(index, link)| self.link(link, text(index))).collect()
    }

    fn images(&self, images: Vec<Option<usize>>) -> Vec<Option<usize>> {
        images.into_iter().map(|image| self.assets[image?]).collect()
    }

    fn field_links(&mut self, fields: &Fields<Target>, found: FieldLinks) -> FieldLinks {
        let mut texts = fields.get(found.field).iter().filter_map(|at| match &at.value {
            Value::Markdown(body) => Some(body.links.as_slice()),
            _ => None,
        });
        let texts = texts.nth(found.value).unwrap_or_default();
        FieldLinks { links: self.links(found.links, texts), images: self.images(found.images), ..found }
    }

    fn document(&mut self, document: SiteDocument) -> SiteDocument {
        let parsed = Arc::clone(&document.parsed);
        let fields = self.fields(document.fields);
        let field_links = document.field_links.into_iter();
        SiteDocument {
            field_links: field_links.map(|found| self.field_links(&fields, found)).collect(),
            // Nothing is resolved again on a part of a site.
            behind: Behind::default(),
            fields,
            inherited: document
                .inherited
                .into_iter()
                .filter_map(|(field, from)| Some((field, self.documents[from.0]?)))
                .collect(),
            links: self.links(document.links, &parsed.body.links),
            images: self.images(document.images),
            translations: self.kept(document.translations),
            ..document
        }
    }

    fn kept(&self, ids: Vec<DocId>) -> Vec<DocId> {
        ids.into_iter().filter_map(|id| self.documents[id.0]).collect()
    }

    /// The list without its introduction, which speaks of the whole site.
    fn list(&self, list: TypeList) -> Option<TypeList> {
        let documents = self.kept(list.documents);
        (!documents.is_empty()).then_some(TypeList { documents, intro: None, ..list })
    }

    fn vocabulary(&self, number: usize, vocabulary: Vocabulary) -> Vocabulary {
        let numbers = &self.terms[number];
        let terms = vocabulary.terms.into_iter().zip(numbers).filter(|(_, number)| number.is_some());
        let terms = terms
            .map(|(term, _)| Term {
                broader: term.broader.and_then(|broader| numbers[broader]),
                narrower: term.narrower.iter().filter_map(|narrower| numbers[*narrower]).collect(),
                document: term.document.and_then(|id| self.documents[id.0]),
                replaced_by: term.replaced_by.and_then(|other| numbers[other]),
                documents: self.kept(term.documents),
                ..term
            })
            .collect();
        Vocabulary { terms, ..vocabulary }
    }

    fn menu(&self, menu: Vec<MenuLink>) -> Vec<MenuLink> {
        menu.into_iter().filter(|link| self.pages.contains_key(&link.output)).collect()
    }

    fn kept_assets(&self, assets: Vec<AssetSource>) -> Vec<AssetSource> {
        assets
            .into_iter()
            .zip(&self.assets)
            .filter(|(_, kept)| kept.is_some())
            .map(|(asset, _)| asset)
            .collect()
    }
}

/// Numbers from 0 for what is kept.
fn numbered(kept: impl Iterator<Item = bool>) -> impl Iterator<Item = Option<usize>> {
    kept.scan(0, |next, kept| {
        let number = kept.then_some(*next);
        *next += usize::from(kept);
        Some(number)
    })
}

/// The terms that kept documents have, those above them, and those whose page is a kept document.
fn terms<'a>(
    site: &Site,
    taken: &[bool],
    kept: impl Iterator<Item = &'a SiteDocument>,
) -> Vec<Vec<Option<usize>>> {
    let mut used: Vec<Vec<bool>> = site
        .vocabularies
        .iter()
        .map(|vocabulary| {
            vocabulary.terms.iter().map(|term| term.document.is_some_and(|id| taken[id.0])).collect()
        })
        .collect();
    for document in kept {
        visit_targets(&document.fields, &mut |_, target| {
            if let Target::Term(id) = target {
                used[id.vocabulary][id.term] = true;
            }
        });
    }
    for (used, vocabulary) in used.iter_mut().zip(site.vocabularies.iter()) {
        for term in 0..used.len() {
            let mut at = Some(term).filter(|&term| used[term]);
            while let Some(term) = at {
                used[term] = true;
                at = vocabulary.terms[term].broader;
            }
        }
    }
    used.into_iter().map(|used| numbered(used.into_iter()).collect()).collect()
}

/// The files that kept documents show or offer, and the site's logo.
fn assets<'a>(site: &Site, kept: impl Iterator<Item = &'a SiteDocument>) -> Vec<Option<usize>> {
    let is_logo =
        |asset: &AssetSource| site.config.logo.as_ref().is_some_and(|logo| asset.is_at(&logo.file.value));
    let mut used: Vec<bool> = site.assets.iter().map(is_logo).collect();
    for document in kept {
        let of_fields = document.field_links.iter().flat_map(|field| &field.images);
        for asset in document.images.iter().chain(of_fields).flatten() {
            used[*asset] = true;
        }
        for asset in document.links_within().filter_map(|link| link.asset) {
            used[asset] = true;
        }
        visit_targets(&document.fields, &mut |_, target| {
            if let Target::Asset(asset) = target {
                used[*asset] = true;
            }
        });
    }
    let shown = site.assets.iter().zip(used.clone()).filter(|(_, used)| *used);
    for poster in shown.filter_map(|(asset, _)| asset.media.as_ref()?.poster.as_ref()) {
        if let Some((index, _)) = site.asset(poster) {
            used[index] = true;
        }
    }
    numbered(used.into_iter()).collect()
}
