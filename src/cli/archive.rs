//! `fundus archive`: records how archived documents are, so that each later change is noticed.
//!
//! What is archived and not recorded yet is recorded; what has changed or is gone only where it is named, as then
//! somebody has meant it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fundus::archive::{ARCHIVE, Archive, Departure};
use fundus::diagnostic::{Code, Diagnostic, has_errors};
use fundus::discover::CONTENT;
use fundus::hash::ContentHash;
use fundus::lang::MessageLang;
use fundus::model::Role;
use fundus::path::SourcePath;
use fundus::site::{DocId, Site};

use super::args::{ArchiveArgs, Shown};
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, files, site, typed};

/// How many documents were recorded for the first time, recorded anew, and taken off the record.
#[derive(Default)]
struct Done {
    new: usize,
    again: usize,
    gone: usize,
}

pub(super) fn run(args: &ArchiveArgs, context: &Context) -> Result<Outcome, Failure> {
    let everything = Shown { drafts: true, future: true, at: None };
    let (site, mut problems) = site::resolved(context, &everything)?;
    let lang = site::lang(context, &site.config);
    problems.retain(|problem| {
        !matches!(problem.code, Code::ArchiveChanged | Code::ArchiveMissing | Code::ArchiveUnrecorded)
    });
    if has_errors(&problems) {
        site::report(context, &problems, lang)?;
        return Ok(site::outcome(context, &problems));
    }
    let named: Vec<SourcePath> =
        args.files.iter().map(|file| source(file, context)).collect::<Result<_, _>>()?;
    let mut archive = recorded(&context.root)?;
    let before = archive.text();
    let hashes: BTreeMap<&SourcePath, ContentHash> = site
        .documents
        .iter()
        .map(|document| (&document.parsed.source.path, document.parsed.text_hash()))
        .collect();
    let archived: BTreeSet<&SourcePath> = archived(&site).collect();
    let known = archive.clone();
    let departures = known.departures(&hashes, archived.iter().copied());
    if let Some(right) = named.iter().find(|path| !departures.iter().any(|(departed, _)| departed == path)) {
        return Err(in_order(right, &hashes, &archived));
    }
    let (mut done, mut open) = (Done::default(), Vec::new());
    for (path, departure) in departures {
        // Who takes a document back from the archive takes it off the record.
        let now = hashes.get(path).copied().filter(|_| archived.contains(&path));
        match departure {
            Departure::Unrecorded => done.new += 1,
            _ if !named.contains(path) => {
                open.push(known.problem(path, departure));
                continue;
            }
            _ if now.is_some() => done.again += 1,
            _ => done.gone += 1,
        }
        archive.record(path, now);
    }
    if archive.text() != before {
        files::replace(&context.root.join(ARCHIVE), &archive.text())?;
    }
    site::report(context, &open, lang)?;
    if !context.quiet && (done.any() || open.is_empty()) {
        console::remark(&done.in_words(context, lang));
    }
    Ok(site::outcome(context, &open))
}

/// The documents that are archived.
fn archived(site: &Site) -> impl Iterator<Item = &SourcePath> {
    let is_archived = |id: &usize| site.role(DocId(*id), Role::ArchivedOn).is_some();
    (0..site.documents.len()).filter(is_archived).map(|id| &site.documents[id].parsed.source.path)
}

/// What is recorded so far.
fn recorded(root: &Path) -> Result<Archive, Failure> {
    let (place, mut problems) = (root.join(ARCHIVE), Vec::<Diagnostic>::new());
    let file = SourcePath::new(ARCHIVE).ok().filter(|_| place.exists());
    let Some(file) = file else { return Ok(Archive::default()) };
    let bytes = fs::read(&place).map_err(|error| {
        let place = place.display();
        Failure::system(
            &format!("`{place}` ist nicht zu lesen"),
            &format!("`{place}` cannot be read"),
            &error,
        )
    })?;
    Ok(Archive::parse(file, &bytes, &mut problems))
}

/// The document that somebody names by a path.
fn source(file: &Path, context: &Context) -> Result<SourcePath, Failure> {
    typed::source(file, &context.root, &["", CONTENT]).ok_or_else(|| {
        let file = file.display();
        Failure::new(
            format!("`{file}` ist kein Pfad in der Website."),
            format!("`{file}` is no path in the site."),
        )
    })
}

/// Why there is nothing to record of a document.
fn in_order(
    path: &SourcePath,
    hashes: &BTreeMap<&SourcePath, ContentHash>,
    archived: &BTreeSet<&SourcePath>,
) -> Failure {
    if !hashes.contains_key(path) {
        return Failure::new(
            format!("Ein Dokument `{path}` gibt es nicht, und im Archivverzeichnis steht es nicht."),
            format!("There is no document `{path}`, and the record of the archive does not have it."),
        );
    }
    if !archived.contains(&path) {
        return Failure::new(
            format!(
                "`{path}` ist nicht archiviert.\nErgänzen Sie in den Kopfdaten `archived_on` mit dem Tag."
            ),
            format!("`{path}` is not archived.\nAdd `archived_on` with the day to its front matter."),
        );
    }
    Failure::new(
        format!("`{path}` steht so im Archivverzeichnis, wie es ist."),
        format!("The record of the archive has `{path}` as it is."),
    )
}

impl Done {
    fn any(&self) -> bool {
        self.new + self.again + self.gone > 0
    }

    fn in_words(&self, context: &Context, lang: MessageLang) -> String {
        let place = context.shown(ARCHIVE);
        let Self { new, again, gone } = *self;
        match lang {
            MessageLang::De if !self.any() => "Am Archivverzeichnis ist nichts zu ändern.".to_owned(),
            MessageLang::De => format!(
                "{place}: {new} neu festgehalten, {again} mit neuem Stand, {gone} herausgenommen. Geben Sie die Datei mit ins Git."
            ),
            MessageLang::En if !self.any() => {
                "Nothing is to be changed in the record of the archive.".to_owned()
            }
            MessageLang::En => format!(
                "{place}: {new} recorded, {again} recorded anew, {gone} taken off. Commit the file as well."
            ),
        }
    }
}
