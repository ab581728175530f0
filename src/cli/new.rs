//! `fundus new`: a new document of a type, with what the model requires of it.
//!
//! Somebody at a terminal is asked; otherwise the file says in comments what is missing. Nothing
//! that exists is overwritten.

use std::fs;
use std::path::Path;

use fundus::discover::{CONTENT, DocumentSource, is_document_name};
use fundus::lang::MessageLang;
use fundus::model::{DocType, Field, Kind, Model, Role};
use fundus::parse::reads;
use fundus::scaffold::{self, Answers};
use fundus::text::slug;

use super::args::NewArgs;
use super::context::Context;
use super::failure::Failure;
use super::interview::{Offer, Talk};
use super::known::{self, Known};
use super::{Outcome, console, doc_type, files, site};

/// The longest file name, so that whole paths stay short enough for a USB stick.
const LONGEST_SLUG: usize = 60;

pub(super) fn run(args: &NewArgs, context: &Context) -> Result<Outcome, Failure> {
    let known = known::read(context)?;
    let lang = site::lang(context, &known.config);
    let model = &known.config.model;
    let kind = &model.types[doc_type::find(&args.doc_type, model, &known.config.lang)?];
    let (mut say, mut hear) = (console::prompt, console::answer);
    let mut talk = context.asks.then_some(Talk { lang, say: &mut say, hear: &mut hear });

    let title = title(args, kind, talk.as_mut())?;
    let (path, folder, name) = path(&title, kind, &context.root)?;
    if let Some(other) = same(&known.sources, &folder, &name) {
        return Err(exists(&context.shown(other)));
    }
    if context.root.join(&path).exists() {
        return Err(exists(&context.shown(&path)));
    }
    let mut answers: Answers = kind.role(Role::Title).map(|index| (index, vec![title])).into_iter().collect();
    if let Some(talk) = &mut talk {
        ask(talk, kind, &known, &mut answers);
    }
    let text = scaffold::document(kind, &answers, &known.terms, &known.config.lang);
    if !files::create(&context.root.join(&path), &text)? {
        return Err(exists(&context.shown(&path)));
    }
    console::out(&context.shown(&path))?;
    if !context.quiet {
        console::remark(&missing(kind, &answers, lang));
    }
    Ok(Outcome::Fine)
}

fn exists(path: &str) -> Failure {
    Failure::new(
        format!(
            "Die Datei `{path}` gibt es schon; sie bleibt, wie sie ist.\nWählen Sie einen anderen Titel, oder schreiben Sie in dieser Datei weiter."
        ),
        format!(
            "The file `{path}` is already there; it stays as it is.\nChoose another title, or go on writing in that file."
        ),
    )
}

fn title(args: &NewArgs, kind: &DocType, talk: Option<&mut Talk<'_>>) -> Result<String, Failure> {
    let asked = || {
        let field = &kind.fields[kind.role(Role::Title)?];
        talk?.ask(field, &[], true, &|_| true).pop()
    };
    args.title.clone().or_else(asked).ok_or_else(|| {
        let name = &args.doc_type;
        Failure::new(
            format!("Es fehlt noch ein Titel.\nSchreiben Sie ihn dahinter: `fundus new {name} \"Elternberatung per Video\"`."),
            format!("A title is still missing.\nWrite it after the type: `fundus new {name} \"Counselling parents by video\"`."),
        )
    })
}

/// Where the document goes, below the site's folder: into the folder of its type that is already
/// there, else into the one that the model names first. With the folder and the name of its page.
fn path(title: &str, kind: &DocType, root: &Path) -> Result<(String, String, String), Failure> {
    let name = short(&slug(title));
    // `index` would introduce the folder and be no document of its type.
    if name == "index" || !is_document_name(&name) {
        return Err(Failure::new(
            format!(
                "Aus dem Titel „{title}“ lässt sich kein Dateiname bilden.\nWählen Sie einen, der mehr über den Inhalt sagt."
            ),
            format!(
                "No file name can be made from the title “{title}”.\nChoose one that says more about the content."
            ),
        ));
    }
    let there = kind.folders.iter().find_map(|folder| Some((folder, existing(root, folder)?)));
    let first = || kind.folders.first().map(|folder| (folder, format!("{CONTENT}/{folder}")));
    Ok(match there.or_else(first) {
        Some((folder, place)) => (format!("{place}/{name}.md"), folder.clone(), name),
        None => (format!("{CONTENT}/{name}.md"), String::new(), name),
    })
}

/// The folder below the site's own that has this name on the site: `content/Konzepte` is `konzepte` there.
fn existing(root: &Path, folder: &str) -> Option<String> {
    folder.split('/').try_fold(CONTENT.to_owned(), |above, part| {
        let is_folder = |name: &str| root.join(&above).join(name).is_dir();
        let is_listed = |name: &String| slug(name) == part && is_folder(name);
        let mut others: Vec<String> = fs::read_dir(root.join(&above))
            .ok()?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(is_listed)
            .collect();
        others.sort();
        let exact = others.iter().find(|name| *name == part).or(others.first())?;
        Some(format!("{above}/{exact}"))
    })
}

/// The document that has this page already, whatever its file is called.
fn same<'s>(sources: &'s [DocumentSource], folder: &str, name: &str) -> Option<&'s str> {
    let is_same =
        |source: &&DocumentSource| source.lang.is_none() && source.folder == folder && source.slug == name;
    sources.iter().find(is_same).map(|source| source.path.as_str())
}

/// The slug, cut after a whole word.
fn short(slug: &str) -> String {
    match slug.get(..LONGEST_SLUG) {
        Some(cut) if slug.len() > LONGEST_SLUG => {
            cut.rsplit_once('-').map_or(cut, |(words, _)| words).to_owned()
        }
        _ => slug.to_owned(),
    }
}

/// Asks for every field that the document must have. Where an open one could be taken over from
/// another document, asks for that document.
fn ask(talk: &mut Talk<'_>, kind: &DocType, known: &Known, answers: &mut Answers) {
    (talk.say)(match talk.lang {
        MessageLang::De => "\nMit der Eingabetaste lassen Sie eine Angabe vorerst offen.\n",
        MessageLang::En => "\nPress Enter to leave an entry open for now.\n",
    });
    for index in scaffold::needed(kind) {
        let givers = kind.fields[index].inherit.iter().filter_map(|name| kind.field(name));
        for index in std::iter::once(index).chain(givers) {
            if answers.iter().any(|(answered, _)| *answered == index) {
                break;
            }
            let field = &kind.fields[index];
            let Some((offers, open)) = offers(field, known, talk.lang) else { continue };
            let reads = |text: &str| reads(&field.kind, text, &known.config.lang, &known.config.time_zone);
            let values = talk.ask(field, &offers, open, &reads);
            if !values.is_empty() {
                answers.push((index, values));
                break;
            }
        }
    }
}

/// What may be answered, and whether other answers are welcome too; `None` for fields that are
/// easier to fill in in the file.
fn offers(field: &Field, known: &Known, lang: MessageLang) -> Option<(Vec<Offer>, bool)> {
    let model: &Model = &known.config.model;
    let offer = |value: &str, label: &str| Offer {
        value: value.to_owned(),
        label: label.to_owned(),
        others: Vec::new(),
    };
    match &field.kind {
        Kind::Choice(choices) => {
            Some((choices.iter().map(|(key, label)| offer(key, label.message(lang))).collect(), false))
        }
        Kind::Term(index) => {
            let terms = known.terms[*index].iter().zip(&known.synonyms[*index]);
            let terms = terms.map(|((id, label), synonyms)| {
                let labels = label.iter().map(|(_, label)| label.to_owned());
                Offer {
                    others: labels.chain(synonyms.iter().cloned()).collect(),
                    ..offer(id, label.message(lang))
                }
            });
            Some((terms.collect(), model.vocabularies[*index].open))
        }
        Kind::Reference { to, open } => {
            let fits = |kind: &usize| to.is_empty() || to.contains(kind);
            let documents = known.documents.iter().filter(|document| fits(&document.kind));
            Some((documents.map(|found| offer(&found.slug, found.title.message(lang))).collect(), *open))
        }
        Kind::Group(_) | Kind::Query | Kind::Translated => None,
        _ => Some((Vec::new(), true)),
    }
}

/// What is still to be filled in.
fn missing(kind: &DocType, answers: &Answers, lang: MessageLang) -> String {
    let answered = |field: &Field| answers.iter().any(|(index, _)| kind.fields[*index].name == field.name);
    // Whoever named a document to take values over from has answered for those as well.
    let given = |field: &Field| {
        field.inherit.iter().filter_map(|name| kind.field(name)).any(|index| answered(&kind.fields[index]))
    };
    let open: Vec<_> = scaffold::needed(kind)
        .into_iter()
        .map(|index| &kind.fields[index])
        .filter(|field| !answered(field) && !given(field))
        .map(|field| format!("`{}`", field.name))
        .collect();
    match (lang, open.is_empty()) {
        (MessageLang::De, true) => "Jetzt fehlt nur noch der Text.".to_owned(),
        (MessageLang::En, true) => "Now only the text is missing.".to_owned(),
        (MessageLang::De, false) => format!("Noch auszufüllen: {} und der Text.", open.join(", ")),
        (MessageLang::En, false) => format!("Still to be filled in: {} and the text.", open.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_after_a_word() {
        let long = "wie-wir-familien-in-der-weststadt-beim-uebergang-in-die-schule-begleiten";
        assert_eq!(short(long), "wie-wir-familien-in-der-weststadt-beim-uebergang-in-die");
        assert_eq!(short("kurz"), "kurz");
        assert_eq!(short(&"x".repeat(80)).len(), LONGEST_SLUG);
    }

    #[test]
    fn a_folder_is_found_by_its_name_on_the_site() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert_eq!(existing(root, "konzepte"), None);
        fs::create_dir_all(root.join("content/Über uns/Konzepte")).unwrap();
        assert_eq!(existing(root, "ueber-uns/konzepte").as_deref(), Some("content/Über uns/Konzepte"));
        assert_eq!(existing(root, "konzepte"), None);
    }
}
