//! From parsed documents to a [`Site`]: the only phase that sees everything.
//!
//! Names become targets, missing values are inherited, links find their pages, terms their documents,
//! and every page of the site gets its place. Works on metadata only and renders nothing. All problems
//! are pushed; whatever cannot be resolved is left out, so that the rest can still be checked.

mod fields;
mod files;
mod inherit;
mod links;
mod names;
mod pages;
mod related;
mod vocabularies;

use std::collections::HashMap;
use std::sync::Arc;

pub(crate) use self::pages::{calendar_page, catalogue_page, generated, month_page, months, part};

use jiff::civil::Date;
use rayon::prelude::*;

use self::fields::Lookup;
use self::files::Files;
use self::inherit::Inheritance;
use self::links::Links;
use self::names::{Held, Names};
use self::vocabularies::Terms;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, nearest_list};
use crate::discover::AssetSource;
use crate::model::{CANCELLED, MOVED, Model, Role};
use crate::parse::{Document, Fields, Value, VocabularySource, missing_field};
use crate::path::{OutputPath, SourcePath};
use crate::site::{
    Backlink, DocId, FieldLinks, LinkTarget, Related, Site, SiteDocument, Target, Vocabulary, visit_targets,
};
use crate::text::{Sorter, fold};

/// What was found and parsed, and what is known from outside of the content.
pub struct Input {
    /// The configuration.
    pub config: Arc<Config>,
    /// The documents to publish, ordered by source.
    pub documents: Vec<Arc<Document>>,
    /// The documents that are there and not published.
    pub waiting: Vec<Waiting>,
    /// The vocabularies.
    pub vocabularies: Vec<VocabularySource>,
    /// All other files, ordered by path.
    pub assets: Vec<AssetSource>,
    /// The day of the build.
    pub today: Date,
    /// The day of the last change of each source, as far as git knows it.
    pub changes: HashMap<SourcePath, Date>,
}

/// A document that is not published yet.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The document.
    pub document: Arc<Document>,
    /// Where it says so: there, or in its original.
    pub said_in: SourcePath,
    /// The day that it waits for; `None` for a draft.
    pub until: Option<Date>,
}

/// Resolves a site.
pub fn resolve(input: Input, problems: &mut Vec<Diagnostic>) -> Site {
    let config = Arc::clone(&input.config);
    let model = &config.model;
    let documents: Vec<&Document> = input.documents.iter().map(Arc::as_ref).collect();
    let outputs: Vec<OutputPath> = documents.iter().map(|document| output_of(document, &config)).collect();
    let waiting: Vec<&Document> = input.waiting.iter().map(|waiting| waiting.document.as_ref()).collect();
    let held = Held { names: Names::new(&waiting, model, &config.lang, None), waiting: &input.waiting };
    let names = Names::new(&documents, model, &config.lang, Some(&held));
    check_translations(&documents, &names, &config, problems);
    let originals: Vec<(DocId, &Document, OutputPath)> = documents
        .iter()
        .enumerate()
        .filter(|(_, document)| document.lang == config.lang)
        .map(|(index, document)| (DocId(index), *document, outputs[index].clone()))
        .collect();
    let mut terms = Terms::collect(model, &input.vocabularies, &originals, problems);

    let files = Files::new(&input.assets);
    let lookup = Lookup { model, names: &names, terms: &terms, files: &files };
    let resolved = in_parallel(&documents, problems, |document, problems| lookup.fields(document, problems));
    let mut inheritance = Inheritance::new(model, &documents, resolved);
    inheritance.run(&names, &config.lang, problems);
    let Inheritance { fields, inherited, .. } = inheritance;
    check_documents(model, &terms.vocabularies, &documents, &fields, problems);
    check_revisions(&input, &documents, &fields, problems);

    file_under_terms(&mut terms, &fields, &originals);
    group_by_type(&mut terms, &documents);
    let titles: Vec<&str> =
        documents.iter().zip(&fields).map(|(document, fields)| title(model, document, fields)).collect();
    let ranks = sorter(&config).ranks(&titles);
    let plan = pages::plan(&config, &documents, &outputs, &fields, &ranks, &terms.vocabularies);
    let generated: HashMap<OutputPath, ()> =
        plan.pages.iter().map(|page| (page.output.clone(), ())).collect();
    let links =
        Links { documents: &documents, outputs: &outputs, names: &names, files: &files, pages: &generated };
    let linked = in_parallel(&documents, problems, |document, problems| {
        let id = names.source(&document.source.path).unwrap_or(DocId(0));
        Linked {
            links: links.links(document, &document.body, problems),
            images: links.images(document, &document.body, problems),
            fields: field_links(&links, document, &fields[id.0], &inherited[id.0], problems),
        }
    });
    let (menu, foot_menu) = pages::menus(&config, &documents, &outputs, &plan, &generated, problems);
    check_logo(&config, &input.assets, problems);
    let related = relate(model, &documents, &fields);
    let backlinks = backlinks(&fields, &linked);
    let collections = collections(model, &documents, &fields);
    let glossary = glossary(model, &originals);

    let others = |id: DocId| names.variants(id).iter().copied().filter(|other| *other != id).collect();
    let translations: Vec<Vec<DocId>> = (0..documents.len()).map(|index| others(DocId(index))).collect();
    let site_documents = assemble(
        &input,
        outputs,
        ranks,
        fields,
        inherited,
        linked,
        translations,
        backlinks,
        related,
        collections,
    );
    let mut list_places = vec![None; documents.len()];
    for (number, list) in plan.lists.iter().enumerate() {
        for (place, id) in list.documents.iter().enumerate() {
            list_places[id.0] = Some((number, place));
        }
    }
    Site {
        list_places: Arc::new(list_places),
        today: input.today,
        documents: site_documents,
        vocabularies: Arc::new(terms.vocabularies),
        assets: Arc::new(input.assets),
        pages: Arc::new(plan.pages),
        menu,
        foot_menu,
        lists: Arc::new(plan.lists),
        glossary,
        away: Vec::new(),
        copy: None,
        config,
    }
}

/// Where the links and images of a document lead: of its text, and of its fields.
struct Linked {
    links: Vec<Option<LinkTarget>>,
    images: Vec<Option<usize>>,
    fields: Vec<FieldLinks>,
}

/// Where the Markdown of a document's fields leads. What was inherited was written in another folder.
fn field_links(
    links: &Links<'_>,
    document: &Document,
    fields: &Fields<Target>,
    inherited: &[(usize, DocId)],
    problems: &mut Vec<Diagnostic>,
) -> Vec<FieldLinks> {
    let mut found = Vec::new();
    for given in &fields.0 {
        let from = inherited.iter().find(|(field, _)| *field == given.index);
        let written_in = from.map_or(document, |(_, from)| links.documents[from.0]);
        let texts = given.values.iter().filter_map(|at| match &at.value {
            Value::Markdown(body) => Some(body),
            _ => None,
        });
        for (value, body) in texts.enumerate() {
            found.push(FieldLinks {
                field: given.index,
                value,
                links: links.links(written_in, body, problems),
                images: links.images(written_in, body, problems),
            });
        }
    }
    found
}

/// Applies `work` to every document in parallel; results and problems keep the documents' order.
fn in_parallel<T: Send>(
    documents: &[&Document],
    problems: &mut Vec<Diagnostic>,
    work: impl Fn(&Document, &mut Vec<Diagnostic>) -> T + Sync,
) -> Vec<T> {
    let done: Vec<(T, Vec<Diagnostic>)> = documents
        .par_iter()
        .map(|document| {
            let mut found = Vec::new();
            let result = work(document, &mut found);
            (result, found)
        })
        .collect();
    done.into_iter()
        .map(|(result, found)| {
            problems.extend(found);
            result
        })
        .collect()
}

/// The place of a document: that of its source, `.en` before `.html` for other languages.
fn output_of(document: &Document, config: &Config) -> OutputPath {
    let key = names::key(document);
    let path = if document.lang == config.lang {
        format!("{key}.html")
    } else {
        format!("{key}.{}.html", document.lang)
    };
    #[expect(clippy::expect_used, reason = "folder and slug are made of ASCII letters, digits and hyphens")]
    OutputPath::new(&path).expect("a path made of slugs")
}

/// A translation needs an original.
fn check_translations(
    documents: &[&Document],
    names: &Names<'_>,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) {
    for (index, document) in documents.iter().enumerate().filter(|(_, known)| known.lang != config.lang) {
        let variants = names.variants(DocId(index));
        let original = variants.iter().any(|id| documents[id.0].lang == config.lang);
        if !original {
            let expected = format!("{}/{}.md", document.source.path.folder(), document.source.slug);
            let mut near = names.nearest(&document.source.slug, &[document.kind]);
            near.retain(|id| documents[id.0].source.slug != document.source.slug);
            problems.push(
                Diagnostic::new(Code::OrphanTranslation)
                    .at(&document.source.path, document.head.clone())
                    .arg("lang", &document.lang)
                    .arg("expected", expected)
                    .arg("nearest", names.slugs(&near)),
            );
        }
    }
}

/// The logo that the configuration names is a file of the content folder.
fn check_logo(config: &Config, assets: &[AssetSource], problems: &mut Vec<Diagnostic>) {
    let Some(logo) = &config.logo else { return };
    if !assets.iter().any(|asset| asset.output.as_str() == logo.file.value) {
        let known = assets.iter().map(|asset| asset.output.as_str());
        problems.push(
            Diagnostic::new(Code::MissingFile)
                .at(&config.file, logo.file.span.clone())
                .arg("key", "logo.file")
                .arg("value", &logo.file.value)
                .arg("nearest", nearest_list(&logo.file.value, known)),
        );
    }
}

/// What only the resolved fields can tell: required fields, and events that end before they start.
fn check_documents(
    model: &Model,
    vocabularies: &[Vocabulary],
    documents: &[&Document],
    fields: &[Fields<Target>],
    problems: &mut Vec<Diagnostic>,
) {
    for (document, fields) in documents.iter().zip(fields) {
        let kind = &model.types[document.kind];
        for (index, field) in kind.fields.iter().enumerate() {
            if !field.required || !fields.get(index).is_empty() {
                continue;
            }
            // A value that is there and wrong was reported where it stands.
            if document.fields.get(index).is_empty() && !document.unread_fields.contains(&index) {
                let term = field.vocabulary().and_then(|index| vocabularies[index].terms.first());
                let term = term.map(|term| term.id.as_str());
                let head = document.head.clone();
                problems.push(missing_field(&document.source.path, head, field, term, &kind.label));
            }
        }
        let time = |role: Role| {
            let values = kind.role(role).map(|index| fields.get(index)).unwrap_or_default();
            values.first().and_then(|at| match &at.value {
                Value::DateTime(time) => Some((time.clone(), at.span.clone())),
                _ => None,
            })
        };
        if let (Some((start, _)), Some((end, span))) = (time(Role::Start), time(Role::End))
            && end < start
        {
            let written = |time: &jiff::Zoned| time.strftime("%Y-%m-%d %H:%M").to_string();
            problems.push(
                Diagnostic::new(Code::EndBeforeStart)
                    .at(&document.source.path, span)
                    .arg("start", written(&start))
                    .arg("end", written(&end)),
            );
        }
    }
}

/// A calendar takes no notice of a change of which nobody knows the day. Events that are over are in nobody's
/// way any more.
fn check_revisions(
    input: &Input,
    documents: &[&Document],
    fields: &[Fields<Target>],
    problems: &mut Vec<Diagnostic>,
) {
    let model = &input.config.model;
    for (document, fields) in documents.iter().zip(fields).filter(|(own, _)| own.lang == input.config.lang) {
        let kind = &model.types[document.kind];
        let first = |role| kind.role(role).and_then(|index| fields.get(index).first());
        let (Some(status), Some(start)) = (first(Role::EventStatus), first(Role::Start)) else { continue };
        let Some(updated) = kind.role(Role::Updated) else { continue };
        let is_changed = matches!(&status.value, Value::Choice(key) if [CANCELLED, MOVED].contains(&&**key));
        let is_to_come = matches!(&start.value, Value::DateTime(start) if start.date() >= input.today);
        let is_known = !fields.get(updated).is_empty()
            || input.changes.contains_key(&document.source.path)
            || document.unread_fields.contains(&updated);
        if is_changed && is_to_come && !is_known {
            problems.push(
                Diagnostic::new(Code::UndatedChange)
                    .at(&document.source.path, status.span.clone())
                    .arg("line", format!("{}: {}", kind.fields[updated].name, input.today)),
            );
        }
    }
}

/// Lists every document under its terms and all broader ones.
fn file_under_terms(
    terms: &mut Terms,
    fields: &[Fields<Target>],
    originals: &[(DocId, &Document, OutputPath)],
) {
    for (id, ..) in originals {
        let mut found = Vec::new();
        visit_targets(&fields[id.0], &mut |_, target| {
            if let Target::Term(term) = target {
                found.push(*term);
            }
        });
        for term in found {
            let mut at = Some(term.term);
            while let Some(index) = at {
                let entry = &mut terms.vocabularies[term.vocabulary].terms[index];
                if entry.documents.last() != Some(id) {
                    entry.documents.push(*id);
                }
                at = entry.broader;
            }
        }
    }
}

/// By type in the model's order, so that a term's page shows the documents of a type together.
fn group_by_type(terms: &mut Terms, documents: &[&Document]) {
    for vocabulary in &mut terms.vocabularies {
        for term in &mut vocabulary.terms {
            term.documents.sort_by_key(|id| documents[id.0].kind);
        }
    }
}

fn relate(model: &Model, documents: &[&Document], fields: &[Fields<Target>]) -> Vec<Vec<Related>> {
    let profiles: Vec<related::Profile<'_>> = documents
        .iter()
        .zip(fields)
        .map(|(document, fields)| related::Profile {
            kind: document.kind,
            lang: document.lang.as_str(),
            fields,
            counts: document.source.slug != "index" && document.kind != model.page(),
        })
        .collect();
    related::related(model, &profiles)
}

/// Who refers to whom, through fields (inherited ones included) and links.
fn backlinks(fields: &[Fields<Target>], linked: &[Linked]) -> Vec<Vec<Backlink>> {
    let mut backlinks = vec![Vec::new(); fields.len()];
    for (index, (fields, linked)) in fields.iter().zip(linked).enumerate() {
        let from = DocId(index);
        visit_targets(fields, &mut |field, target| {
            if let Target::Document(id) = target {
                backlinks[id.0].push(Backlink { from, field: Some(field) });
            }
        });
        let of_fields = linked.fields.iter().flat_map(|field| &field.links);
        for id in linked.links.iter().chain(of_fields).flatten().filter_map(|link| link.document) {
            backlinks[id.0].push(Backlink { from, field: None });
        }
    }
    for (index, list) in backlinks.iter_mut().enumerate() {
        list.retain(|backlink| backlink.from.0 != index);
        list.sort_unstable();
        list.dedup();
    }
    backlinks
}

/// For each document, the collections whose items it is among, with its position.
fn collections(
    model: &Model,
    documents: &[&Document],
    fields: &[Fields<Target>],
) -> Vec<Vec<(DocId, usize)>> {
    let mut collections = vec![Vec::new(); documents.len()];
    for (index, document) in documents.iter().enumerate() {
        let Some(items) = model.types[document.kind].role(Role::Items) else { continue };
        let targets = fields[index].get(items).iter().filter_map(|at| match &at.value {
            Value::Link(Target::Document(id)) => Some(*id),
            _ => None,
        });
        for (position, id) in targets.enumerate() {
            collections[id.0].push((DocId(index), position));
        }
    }
    collections
}

/// The words that the glossary explains: titles, abbreviations and variants.
fn glossary(model: &Model, originals: &[(DocId, &Document, OutputPath)]) -> HashMap<String, DocId> {
    let mut words = HashMap::new();
    for (id, document, _) in originals {
        let kind = &model.types[document.kind];
        if !kind.glossary {
            continue;
        }
        for role in [Role::Title, Role::Abbreviation, Role::Variant, Role::Synonyms] {
            for at in kind.role(role).map(|index| document.fields.get(index)).unwrap_or_default() {
                if let Value::Text(word) = &at.value
                    && fold(word).len() >= 2
                {
                    words.entry(word.clone()).or_insert(*id);
                }
            }
        }
    }
    words
}

#[expect(clippy::too_many_arguments, reason = "each is one column of the table that is put together here")]
fn assemble(
    input: &Input,
    outputs: Vec<OutputPath>,
    ranks: Vec<usize>,
    fields: Vec<Fields<Target>>,
    inherited: Vec<Vec<(usize, DocId)>>,
    linked: Vec<Linked>,
    translations: Vec<Vec<DocId>>,
    backlinks: Vec<Vec<Backlink>>,
    related: Vec<Vec<Related>>,
    collections: Vec<Vec<(DocId, usize)>>,
) -> Vec<Arc<SiteDocument>> {
    let model = &input.config.model;
    let columns = outputs
        .into_iter()
        .zip(fields)
        .zip(inherited)
        .zip(linked)
        .zip(translations)
        .zip(backlinks)
        .zip(related)
        .zip(collections);
    input
        .documents
        .iter()
        .zip(columns)
        .zip(ranks)
        .map(|((parsed, row), rank)| {
            let (
                ((((((output, fields), inherited), linked), translations), backlinks), related),
                collections,
            ) = row;
            let kind = &model.types[parsed.kind];
            let written = match fields.first(kind.role(Role::Updated)) {
                Some(Value::Date(day)) => Some(day.date),
                _ => None,
            };
            let committed = input.changes.get(&parsed.source.path).copied();
            Arc::new(SiteDocument {
                updated: written.or(committed),
                changed: written.max(committed),
                parsed: Arc::clone(parsed),
                output,
                title: title(model, parsed, &fields).to_owned(),
                rank,
                fields,
                inherited,
                links: linked.links,
                images: linked.images,
                field_links: linked.fields,
                translations,
                backlinks,
                related,
                collections,
            })
        })
        .collect()
}

/// What a document is called: without a title, as its file.
fn title<'a>(model: &Model, document: &'a Document, fields: &'a Fields<Target>) -> &'a str {
    match fields.text(model.types[document.kind].role(Role::Title)) {
        "" => &document.source.slug,
        title => title,
    }
}

/// The order of titles in the site's language.
pub(crate) fn sorter(config: &Config) -> Sorter {
    Sorter::new(&config.lang)
}
