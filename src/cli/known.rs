//! What a site already has that a new document may name: its model, its terms, its documents.
//!
//! Read without building the site, so that it is there at once; problems of documents do not matter
//! here, those of the configuration do.

use fundus::config::Config;
use fundus::diagnostic::has_errors;
use fundus::discover::{self, DocumentSource, Sources, discover};
use fundus::model::{KnownTerms, Labels, Role};
use fundus::parse;
use fundus::pipeline::read_config;

use super::context::Context;
use super::failure::Failure;
use super::site;

/// What was found in the site's folder.
pub(super) struct Known {
    /// What the site says about itself, and its model.
    pub(super) config: Config,
    /// The terms of each vocabulary of the model.
    pub(super) terms: KnownTerms,
    /// The other words for each of these terms.
    pub(super) synonyms: Vec<Vec<Vec<String>>>,
    /// The documents, without translations and introductions of folders.
    pub(super) documents: Vec<KnownDocument>,
    /// The files of all documents.
    pub(super) sources: Vec<DocumentSource>,
}

/// A document that can be referred to.
pub(super) struct KnownDocument {
    /// Its type, as an index in the model.
    pub(super) kind: usize,
    /// The name to refer to it by.
    pub(super) slug: String,
    /// What readers see.
    pub(super) title: Labels,
}

/// Looks through the site's folder.
///
/// # Errors
/// When the configuration cannot be used; its problems have been said then.
pub(super) fn read(context: &Context) -> Result<Known, Failure> {
    let mut problems = Vec::new();
    let config = read_config(&context.root, &site::config_file(context)?, &mut problems);
    if has_errors(&problems) {
        site::report(context, &problems, site::lang(context, &config))?;
        return Err(Failure::new(
            "Die Einstellungen der Website sind so nicht zu gebrauchen.",
            "The configuration of the site cannot be used as it is.",
        ));
    }
    let sources = discover(&context.root, &config.ignore, &mut problems);
    let documents = documents(context, &config, &sources);
    let (terms, synonyms) = terms(context, &config, &sources, &documents);
    Ok(Known { config, terms, synonyms, documents, sources: sources.documents })
}

fn documents(context: &Context, config: &Config, sources: &Sources) -> Vec<KnownDocument> {
    let originals =
        sources.documents.iter().filter(|source| source.lang.is_none() && !source.is_introduction());
    originals
        .filter_map(|source| {
            let bytes = discover::read(&context.root, &source.path).ok()?;
            let Config { model, lang, time_zone, .. } = config;
            let document = parse::document(source, &bytes, model, lang, time_zone, &mut Vec::new());
            let title = document.fields.text(model.types[document.kind].role(Role::Title));
            let title = Labels::plain(if title.is_empty() { &source.slug } else { title });
            Some(KnownDocument { kind: document.kind, slug: source.slug.clone(), title })
        })
        .collect()
}

/// The terms that stand in files, and the documents that are terms; and the other words for each.
fn terms(
    context: &Context,
    config: &Config,
    sources: &Sources,
    documents: &[KnownDocument],
) -> (KnownTerms, Vec<Vec<Vec<String>>>) {
    let mut terms: KnownTerms = vec![Vec::new(); config.model.vocabularies.len()];
    let mut synonyms = vec![Vec::new(); terms.len()];
    for path in &sources.vocabularies {
        let Ok(bytes) = discover::read(&context.root, path) else { continue };
        let file = parse::vocabulary(path, &bytes, &config.lang, &mut Vec::new());
        let declared = &config.model.vocabularies;
        if let Some(index) = declared.iter().position(|declared| declared.is_in(&file.id.value)) {
            for term in file.terms.into_iter().filter(|term| term.replaced_by.is_none()) {
                terms[index].push((term.id.value, term.label));
                synonyms[index].push(term.synonyms);
            }
        }
    }
    for (vocabulary, terms) in config.model.vocabularies.iter().zip(&mut terms) {
        let of_type = documents.iter().filter(|document| Some(document.kind) == vocabulary.documents);
        terms.extend(of_type.map(|document| (document.slug.clone(), document.title.clone())));
    }
    for (terms, synonyms) in terms.iter().zip(&mut synonyms) {
        synonyms.resize(terms.len(), Vec::new());
    }
    (terms, synonyms)
}
