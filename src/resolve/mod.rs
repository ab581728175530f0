//! From parsed documents to a [`Site`]: the only phase that sees everything.
//!
//! Names become targets, missing values are inherited, links find their pages, terms their documents,
//! and every page of the site gets its place. Works on metadata only and renders nothing. All problems
//! are pushed; whatever cannot be resolved is left out, so that the rest can still be checked. What is [`Known`]
//! from the site before is taken over.

mod checks;
mod fields;
mod files;
mod inherit;
mod known;
mod links;
mod names;
mod pages;
mod vocabularies;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

pub(crate) use self::checks::is_told_together;
pub use self::known::Known;
pub use self::names::Index;
pub(crate) use self::pages::{
    calendar_page, catalogue_page, generated, in_language, month_page, months, part,
};

use jiff::civil::Date;
use rayon::prelude::*;

use self::checks::{Checks, check_together};
use self::fields::Lookup;
use self::files::Files;
use self::inherit::{Inheritance, Resolved};
use self::links::{Linked, Links};
use self::names::{Held, Names};
use self::pages::Planned;
use self::vocabularies::Terms;
use crate::archive::Archive;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, nearest_list};
use crate::discover::{AssetSource, CONTENT, below_content};
use crate::lang::Lang;
use crate::locale::Sorter;
use crate::model::{Model, Role};
use crate::parse::{Document, Fields, Value, VocabularySource};
use crate::path::{OutputPath, SourcePath};
use crate::site::{DocId, Relations, Site, SiteDocument, Target, TypeList, divide};
use crate::text::fold;

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
    /// Which documents are archived, and how they were then.
    pub archive: Archive,
    /// All other files, ordered by path.
    pub assets: Arc<Vec<AssetSource>>,
    /// The day of the build.
    pub today: Date,
    /// The languages in which the theme speaks.
    pub spoken: BTreeSet<Lang>,
    /// The day of the last change of each source, as far as git knows it.
    pub changes: Arc<HashMap<SourcePath, Date>>,
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
    resolve_again(input, None, &mut Index::default(), problems)
}

/// Resolves a site. What is `known` of the site before is not resolved again; `index` is that of the documents
/// before, and then of these.
pub fn resolve_again(
    input: Input,
    known: Option<Known<'_>>,
    index: &mut Index,
    problems: &mut Vec<Diagnostic>,
) -> Site {
    let config = Arc::clone(&input.config);
    let model = &config.model;
    let documents: Vec<&Document> = input.documents.iter().map(Arc::as_ref).collect();
    let outputs: Vec<OutputPath> = match &known {
        Some(known) => known.outputs().cloned().collect(),
        None => documents.iter().map(|document| output_of(document, &config)).collect(),
    };
    let waiting: Vec<&Document> = input.waiting.iter().map(|waiting| waiting.document.as_ref()).collect();
    let of_waiting = Index::of(&waiting);
    let held =
        Held { names: Names::new(&waiting, &of_waiting, model, &config.lang, None), waiting: &input.waiting };
    match &known {
        Some(known) => known.rename(index, &documents),
        None => *index = Index::of(&documents),
    }
    let names = Names::new(&documents, index, model, &config.lang, Some(&held));
    let originals: Vec<(DocId, &Document, &OutputPath)> = documents
        .iter()
        .enumerate()
        .filter(|(_, document)| document.lang == config.lang)
        .map(|(index, document)| (DocId(index), *document, &outputs[index]))
        .collect();
    let mut terms = Terms::collect(model, &config.lang, &input.vocabularies, &originals, problems);
    let before = known.and_then(|known| known.with_terms(&terms));
    problems.extend(before.iter().flat_map(|known| known.problems(&names)).cloned());
    let anew: Vec<DocId> = match &before {
        Some(known) => known.anew(),
        None => (0..documents.len()).map(DocId).collect(),
    };
    check_translations(&documents, &anew, &names, &config, problems);

    let files = Files::new(&input.assets);
    let lookup = Lookup { model, names: &names, terms: &terms, files: &files };
    let own =
        in_parallel(&documents, &anew, problems, |_, document, problems| lookup.fields(document, problems));
    let resolved = with_known(own, before.as_ref(), documents.len());
    let mut inheritance = Inheritance::new(model, &documents, resolved);
    inheritance.run(&names, &config.lang, problems);
    let Inheritance { fields, inherited, .. } = inheritance;
    let checks = Checks::new(&input, &names, &terms, &documents, &fields);
    anew.iter().for_each(|id| checks.document(*id, problems));

    // From here on nothing but what is published has values: what no later step has, none can show.
    let (fields, private) = divided(model, &documents, fields);
    let all: Vec<&Fields<Target>> = fields.iter().map(Cow::as_ref).collect();
    check_together(&input, &documents, &all, problems);
    let ranks = || ranks(&config, &documents, &all, before.as_ref(), &anew);
    let (ranks, ()) = rayon::join(ranks, || match &before {
        Some(known) => terms.file_again(known.site(), &anew, &documents, &all, &config.lang),
        None => terms.file(&originals, &documents, &all),
    });
    let vocabularies = &terms.vocabularies;
    let planned = Planned {
        config: &config,
        spoken: &input.spoken,
        documents: &documents,
        outputs: &outputs,
        fields: &all,
        ranks: &ranks,
        vocabularies,
    };
    let plan = match &before {
        Some(known) => planned.plan_again(known.site(), &anew),
        None => planned.plan(),
    };
    let links = Links {
        model,
        documents: &documents,
        outputs: &outputs,
        inherited: &inherited,
        names: &names,
        files: &files,
        terms: &terms,
        pages: &plan.pages,
    };
    let unlinked = unlinked(before.as_ref(), &links, &anew);
    let linked = in_parallel(&documents, &unlinked, problems, |id, _, problems| {
        let behind = before.as_ref().and_then(|known| known.document(id)).map(|known| known.behind.clone());
        links.of(id, all[id.0], behind.ok_or(&private[id.0]), problems)
    });
    let (menu, foot_menu) = pages::menus(&config, &documents, &outputs, &names, &plan, problems);
    check_logo(&config, &input.assets, problems);
    let glossary = glossary(model, &originals, &all);
    let rows = outputs.iter().zip(fields).zip(inherited);
    let linked = unlinked.into_iter().zip(linked);
    let documents = assemble(&input, &names, before.as_ref().map(Known::site), rows, linked);
    Site {
        list_places: Arc::new(list_places(&plan.lists, documents.len())),
        relations: relations(&documents, model, before.as_ref(), &anew),
        ranks,
        today: input.today,
        documents,
        vocabularies: Arc::new(terms.vocabularies),
        assets: input.assets,
        pages: plan.pages,
        menu,
        foot_menu,
        lists: plan.lists,
        glossary,
        away: Vec::new(),
        copy: None,
        config,
    }
}

/// The order of titles: as before, but for those that are others.
fn ranks(
    config: &Config,
    documents: &[&Document],
    fields: &[&Fields<Target>],
    before: Option<&Known<'_>>,
    anew: &[DocId],
) -> Arc<Vec<usize>> {
    let own = |id: DocId| title(&config.model, documents[id.0], fields[id.0]);
    let titles = || (0..documents.len()).map(DocId).map(own).collect::<Vec<&str>>();
    let sorter = sorter(config);
    let known = before.and_then(|known| known.ranks(&sorter, anew, own, titles));
    known.unwrap_or_else(|| Arc::new(sorter.ranks(&titles())))
}

/// The documents of which nobody knows where they lead: those that are resolved `anew`; and where the pages are others
/// than before, those that led to one which is gone.
fn unlinked(before: Option<&Known<'_>>, links: &Links<'_>, anew: &[DocId]) -> Vec<DocId> {
    if before.is_some_and(|known| std::ptr::eq(known.site().pages.as_slice(), links.pages)) {
        return anew.to_vec();
    }
    let document = |id: DocId| before.and_then(|known| known.document(id));
    let holds = |id: &DocId| document(*id).is_some_and(|known| links.hold(known));
    (0..links.documents.len()).map(DocId).filter(|id| !holds(id)).collect()
}

/// Who refers to whom: as before, if those that were resolved anew refer to the same.
fn relations(
    documents: &[Arc<SiteDocument>],
    model: &Model,
    before: Option<&Known<'_>>,
    anew: &[DocId],
) -> Arc<Relations> {
    let is_same =
        |site: &Site| anew.iter().all(|id| Relations::are_same(site.document(*id), &documents[id.0]));
    match before.map(Known::site).filter(|site| is_same(site)) {
        Some(site) => Arc::clone(&site.relations),
        None => Arc::new(Relations::of(documents, model)),
    }
}

/// The fields of each document, borrowed where they are known.
type Given<'a> = Vec<Cow<'a, Fields<Target>>>;

/// The fields of all documents: their own, and those that are known already.
fn with_known<'a>(
    own: Vec<Fields<Target>>,
    before: Option<&Known<'a>>,
    documents: usize,
) -> Vec<Resolved<'a>> {
    let mut own = own.into_iter();
    let resolved = |id: DocId| match before.and_then(|known| known.document(id)) {
        Some(known) => (Cow::Borrowed(&known.fields), known.inherited.clone()),
        None => (Cow::Owned(own.next().unwrap_or_default()), Vec::new()),
    };
    (0..documents).map(DocId).map(resolved).collect()
}

/// The public values of each document, and those that are not. What is known has public ones only.
fn divided<'a>(
    model: &Model,
    documents: &[&Document],
    fields: Given<'a>,
) -> (Given<'a>, Vec<Fields<Target>>) {
    let divide = |(document, fields): (&&Document, Cow<'a, Fields<Target>>)| match fields {
        Cow::Borrowed(_) => (fields, Fields::default()),
        Cow::Owned(fields) => {
            let (public, private) = divide(&model.types[document.kind].fields, fields);
            (Cow::Owned(public), private)
        }
    };
    documents.iter().zip(fields).map(divide).unzip()
}

/// For each document its list and its place there.
pub(crate) fn list_places(lists: &[TypeList], documents: usize) -> Vec<Option<(usize, usize)>> {
    let mut places = vec![None; documents];
    for (number, list) in lists.iter().enumerate() {
        for (place, id) in list.documents.iter().enumerate() {
            places[id.0] = Some((number, place));
        }
    }
    places
}

/// Applies `work` to these documents in parallel; results and problems keep their order.
fn in_parallel<T: Send>(
    documents: &[&Document],
    ids: &[DocId],
    problems: &mut Vec<Diagnostic>,
    work: impl Fn(DocId, &Document, &mut Vec<Diagnostic>) -> T + Sync,
) -> Vec<T> {
    let done: Vec<(T, Vec<Diagnostic>)> = ids
        .par_iter()
        .map(|id| {
            let mut found = Vec::new();
            let result = work(*id, documents[id.0], &mut found);
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
    anew: &[DocId],
    names: &Names<'_>,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) {
    for id in anew.iter().filter(|id| documents[id.0].lang != config.lang) {
        let (document, variants) = (documents[id.0], names.variants(*id));
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
    if !assets.iter().any(|asset| asset.is_at(&logo.file.value)) {
        let known = assets.iter().map(|asset| below_content(asset.path.as_str()));
        problems.push(
            Diagnostic::new(Code::MissingFile)
                .at(&config.file, logo.file.span.clone())
                .arg("key", "logo.file")
                .arg("value", &logo.file.value)
                .arg("root", format!("{CONTENT}/"))
                .arg("nearest", nearest_list(&logo.file.value, known)),
        );
    }
}

/// The words that the glossary explains: titles, abbreviations and variants.
fn glossary(
    model: &Model,
    originals: &[(DocId, &Document, &OutputPath)],
    fields: &[&Fields<Target>],
) -> HashMap<String, DocId> {
    let mut words = HashMap::new();
    for (id, document, _) in originals {
        let kind = &model.types[document.kind];
        if !kind.glossary {
            continue;
        }
        for role in [Role::Title, Role::Abbreviation, Role::Variant, Role::Synonyms] {
            for at in kind.role(role).map(|index| fields[id.0].get(index)).unwrap_or_default() {
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

/// Puts the columns together that were found for each document; those that are not `linked` anew are as in the
/// site `before`.
fn assemble<'a>(
    input: &Input,
    names: &Names<'_>,
    before: Option<&Site>,
    rows: impl Iterator<Item = ((&'a OutputPath, Cow<'a, Fields<Target>>), Vec<(usize, DocId)>)>,
    linked: impl Iterator<Item = (DocId, Linked)>,
) -> Vec<Arc<SiteDocument>> {
    let model = &input.config.model;
    let others = |id: DocId| names.variants(id).iter().copied().filter(|other| *other != id).collect();
    let mut linked = linked.peekable();
    let row = |(index, (parsed, ((output, fields), inherited)))| {
        let parsed: &Arc<Document> = parsed;
        let anew = linked.next_if(|(id, _)| id.0 == index).map(|(_, linked)| linked);
        if let (Some(before), None) = (before, &anew) {
            return Arc::clone(&before.documents[index]);
        }
        let Linked { links, images, fields: field_links, behind } = anew.unwrap_or_default();
        let (output, fields): (&OutputPath, Cow<'_, Fields<Target>>) = (output, fields);
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
            output: output.clone(),
            title: title(model, parsed, &fields).to_owned(),
            fields: fields.into_owned(),
            inherited,
            links,
            images,
            field_links,
            behind,
            translations: others(DocId(index)),
        })
    };
    input.documents.iter().zip(rows).enumerate().map(row).collect()
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
