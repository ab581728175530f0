//! The links and images of texts: where each leads, or what is wrong with it.

use super::files::{Files, relative_link, source_at};
use super::names::{Names, quoted};
use super::pages::has_page;
use super::vocabularies::Terms;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::discover::{AssetSource, CONTENT, below_content};
use crate::lang::Lang;
use crate::media::{self, Kind, Media};
use crate::model::Model;
use crate::parse::markdown::{Body, Image, Link, LinkKind};
use crate::parse::{Document, Fields, Value};
use crate::path::{OutputPath, percent_decode};
use crate::raster::{Fault, SHOWN};
use crate::site::{
    Behind, DocId, FieldLinks, HOME_PAGE, LinkTarget, Page, SiteDocument, Target, visit_targets,
};
use crate::text::slug;

/// Of a page with more headings than these, only the first are compared with a broken anchor.
const MAX_COMPARED: usize = 200;

/// What looking links up needs.
pub(super) struct Links<'a> {
    pub(super) model: &'a Model,
    pub(super) documents: &'a [&'a Document],
    pub(super) outputs: &'a [OutputPath],
    /// By document, which of its fields were inherited, and from whom.
    pub(super) inherited: &'a [Vec<(usize, DocId)>],
    pub(super) names: &'a Names<'a>,
    pub(super) files: &'a Files<'a>,
    pub(super) terms: &'a Terms,
    /// All pages, ordered by place: also those that no document is the source of.
    pub(super) pages: &'a [Page],
}

/// Where the links and images of a document lead: of its text, and of its fields; and all that is private.
#[derive(Default)]
pub(super) struct Linked {
    pub(super) links: Vec<Option<LinkTarget>>,
    pub(super) images: Vec<Option<usize>>,
    pub(super) fields: Vec<FieldLinks>,
    pub(super) behind: Behind,
}

impl Links<'_> {
    /// Whether the pages are still there to which a document led before, as far as no document is their source.
    pub(super) fn hold(&self, document: &SiteDocument) -> bool {
        let mut generated =
            document.links_within().filter(|link| link.document.is_none() && link.asset.is_none());
        generated.all(|link| has_page(self.pages, &link.output))
    }

    /// Where everything in a document leads. Of what is `behind` its public fields, either that is known or the
    /// values are.
    pub(super) fn of(
        &self,
        id: DocId,
        fields: &Fields<Target>,
        behind: Result<Behind, &Fields<Target>>,
        problems: &mut Vec<Diagnostic>,
    ) -> Linked {
        let document = self.documents[id.0];
        Linked {
            links: self.links(document, &document.body, problems),
            images: self.images(document, &document.body, problems),
            fields: self.fields(id, fields, problems),
            behind: behind.unwrap_or_else(|private| self.behind(id, private, problems)),
        }
    }

    /// Where the Markdown of a document's fields leads. What was inherited was written in another folder.
    fn fields(&self, id: DocId, fields: &Fields<Target>, problems: &mut Vec<Diagnostic>) -> Vec<FieldLinks> {
        let mut found = Vec::new();
        for given in &fields.0 {
            let written_in = self.documents[self.writer(id, given.index).0];
            let texts = given.values.iter().filter_map(|at| match &at.value {
                Value::Markdown(body) => Some(body),
                _ => None,
            });
            for (value, body) in texts.enumerate() {
                found.push(FieldLinks {
                    field: given.index,
                    value,
                    links: self.links(written_in, body, problems),
                    images: self.images(written_in, body, problems),
                });
            }
        }
        found
    }

    /// The document that says itself what another one has in a field.
    fn writer(&self, mut id: DocId, mut field: usize) -> DocId {
        let declared = |id: DocId| &self.model.types[self.documents[id.0].kind].fields;
        let giver = |id: DocId, field: usize| {
            let (_, from) = self.inherited[id.0].iter().find(|(known, _)| *known == field)?;
            let name = &declared(id)[field].name;
            Some((*from, declared(*from).iter().position(|known| known.name == *name)?))
        };
        while let Some(next) = giver(id, field) {
            (id, field) = next;
        }
        id
    }

    /// Where private values lead, and the links in them.
    fn behind(&self, id: DocId, private: &Fields<Target>, problems: &mut Vec<Diagnostic>) -> Behind {
        let mut behind = Behind::default();
        visit_targets(private, &mut |_, target| {
            if let Target::Document(id) = target {
                behind.documents.push(*id);
            }
        });
        for link in self.fields(id, private, problems).iter().flat_map(|found| &found.links).flatten() {
            behind.documents.extend(link.document);
            behind.has_pages |= link.document.is_none() && link.asset.is_none();
        }
        behind
    }

    /// The targets of a body's links, by index; `None` for links out of the site and broken ones.
    pub(super) fn links(
        &self,
        document: &Document,
        body: &Body,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Option<LinkTarget>> {
        body.links
            .iter()
            .map(|link| {
                let found = match link.kind {
                    LinkKind::External => return None,
                    LinkKind::Wiki => self.wiki(document, link),
                    LinkKind::Inline => self.inline(document, body, link),
                };
                let problem = match found {
                    Ok(target) => return Some(target),
                    Err(problem) => problem,
                };
                if !self.may_lead(document, link) {
                    problems.push(problem.at(&document.source.path, link.span.clone()));
                }
                None
            })
            .collect()
    }

    /// Whether a link that leads nowhere may lead somewhere once errors are mended that are told elsewhere: in the
    /// document that it means, or in the vocabulary of the term.
    fn may_lead(&self, document: &Document, link: &Link) -> bool {
        let (path, fragment) = link.parts();
        let is_unread =
            |id: DocId| self.documents[id.0].is_flawed && self.documents[id.0].body.headings.is_empty();
        if link.kind == LinkKind::Wiki {
            return match self.names.find(path, &[], document) {
                Ok(id) => fragment.is_some() && is_unread(id),
                Err(_) => self.names.may_be_title(path, &[]),
            };
        }
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let Some(source) = source_at(&document.source.path, path).filter(|_| !path.is_empty()) else {
            return false;
        };
        match self.names.source(&source) {
            Some(id) => fragment.is_some() && is_unread(self.names.in_lang(id, &document.lang)),
            None => self.terms.may_have_page(below_content(source.as_str()), self.model),
        }
    }

    /// The assets of a body's images, by index; `None` for broken ones.
    pub(super) fn images(
        &self,
        document: &Document,
        body: &Body,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Option<usize>> {
        let file = &document.source.path;
        body.images
            .iter()
            .map(|image| {
                let found = self.files.find(file, &image.target);
                if found.is_none() {
                    problems.push(
                        Diagnostic::new(Code::MissingImage)
                            .at(file, image.span.clone())
                            .arg("target", &image.target)
                            .arg("nearest", quoted(self.files.nearest(file, &image.target))),
                    );
                }
                if let Some(asset) = found.map(|index| self.files.get(index)) {
                    problems
                        .extend(asset.media.as_deref().and_then(|media| wordless(document, image, media)));
                    let problem = unshown(asset, &image.target).or_else(|| no_picture(asset, image));
                    problems.extend(problem.map(|problem| problem.at(file, image.span.clone())));
                }
                found
            })
            .collect()
    }

    fn wiki(&self, document: &Document, link: &Link) -> Result<LinkTarget, Diagnostic> {
        let (name, fragment) = link.parts();
        match self.names.find(name, &[], document) {
            Ok(id) => self.document(id, fragment),
            Err(unfound) => Err(self.names.problem(name, "[[…]]", &[], &unfound)),
        }
    }

    fn inline(&self, document: &Document, body: &Body, link: &Link) -> Result<LinkTarget, Diagnostic> {
        let (path, fragment) = link.parts();
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let found = self
            .place(document, body, path, fragment)
            .map_err(|problem| self.with_signs(document, &link.target).unwrap_or(problem))?;
        Ok(LinkTarget { query: query.filter(|query| !query.is_empty()).map(str::to_owned), ..found })
    }

    /// The problem of a link to a file in whose name are signs that mean something in addresses.
    fn with_signs(&self, document: &Document, target: &str) -> Option<Diagnostic> {
        let encoded = target.replace('#', "%23").replace('?', "%3F");
        let source = source_at(&document.source.path, &encoded).filter(|_| encoded != target)?;
        let is_there = self.names.source(&source).is_some() || self.files.at(&source).is_some();
        is_there.then(|| {
            Diagnostic::new(Code::BrokenLink)
                .arg("target", target)
                .arg("nearest", format!("`{encoded}`"))
                .arg_each("encoded", "`%23` statt `#` und `%3F` statt `?`", "`%23` for `#` and `%3F` for `?`")
        })
    }

    /// Where a path relative to a document and a fragment lead.
    fn place(
        &self,
        document: &Document,
        body: &Body,
        path: &str,
        fragment: Option<&str>,
    ) -> Result<LinkTarget, Diagnostic> {
        if path.is_empty() {
            let id = self.names.source(&document.source.path).unwrap_or(DocId(0));
            // A field stands on the page of its document.
            let page = document.source.path.to_string();
            let anchor = match self.anchor(body, &page, fragment) {
                Ok(anchor) => anchor,
                Err(_) => self.anchor(&document.body, &page, fragment)?,
            };
            return Ok(LinkTarget {
                output: self.outputs[id.0].clone(),
                query: None,
                fragment: anchor,
                document: Some(id),
                asset: None,
                away: None,
            });
        }
        let Some(source) = source_at(&document.source.path, path) else {
            return Err(Diagnostic::new(Code::LinkOutside).arg("target", path));
        };
        if let Some(id) = self.names.source(&source) {
            return self.document(self.names.in_lang(id, &document.lang), fragment);
        }
        if let Some(asset) = self.files.at(&source) {
            let output = self.files.get(asset).output.clone();
            let fragment = fragment.map(str::to_owned);
            return Ok(LinkTarget {
                output,
                query: None,
                fragment,
                document: None,
                asset: Some(asset),
                away: None,
            });
        }
        if let Some(problem) = self.names.waiting_source(&source, path) {
            return Err(problem);
        }
        // A page of the site that has no source of its own: a list, the A–Z, a term.
        let below = source.as_str().trim_start_matches(CONTENT).trim_start_matches('/');
        let index = format!("{below}/{HOME_PAGE}");
        for candidate in [below, index.trim_start_matches('/')] {
            if let Ok(output) = OutputPath::new(candidate)
                && has_page(self.pages, &output)
            {
                return Ok(LinkTarget {
                    output,
                    query: None,
                    fragment: fragment.map(str::to_owned),
                    document: None,
                    asset: None,
                    away: None,
                });
            }
        }
        Err(self.broken(document, path))
    }

    fn document(&self, id: DocId, fragment: Option<&str>) -> Result<LinkTarget, Diagnostic> {
        let target = self.documents[id.0];
        let fragment = self.anchor(&target.body, &target.source.slug, fragment)?;
        Ok(LinkTarget {
            output: self.outputs[id.0].clone(),
            query: None,
            fragment,
            document: Some(id),
            asset: None,
            away: None,
        })
    }

    /// The fragment, if the body has such a heading.
    fn anchor(&self, body: &Body, page: &str, fragment: Option<&str>) -> Result<Option<String>, Diagnostic> {
        let Some(fragment) = fragment else { return Ok(None) };
        if let Some(heading) = body.anchor(fragment) {
            return Ok(Some(heading.id.clone()));
        }
        let wanted = percent_decode(fragment);
        let known = body.headings.iter().take(MAX_COMPARED).map(|heading| heading.id.as_str());
        let near = nearest(&slug(&wanted), known).into_iter().map(|id| format!("#{id}"));
        Err(Diagnostic::new(Code::BrokenAnchor)
            .arg("anchor", &wanted)
            .arg("page", page)
            .arg("nearest", quoted(near)))
    }

    fn broken(&self, document: &Document, path: &str) -> Diagnostic {
        let wanted = percent_decode(path.rsplit('/').next().unwrap_or(path));
        let stem = wanted.trim_end_matches(".md").trim_end_matches(".html");
        // A translation that there is not: its original has the same name without the language.
        let original = stem.rsplit_once('.').filter(|(_, tag)| Lang::parse(tag).is_some());
        let stem = original.map_or(stem, |(stem, _)| stem);
        let source = source_at(&document.source.path, path);
        let folder = source.as_ref().map_or("", |source| below_content(source.folder()));
        let original =
            original.and_then(|_| self.names.key(format!("{folder}/{stem}").trim_start_matches('/')));
        let mut near = original.map_or_else(|| self.names.nearest(stem, &[]), |original| vec![original]);
        near.sort_by_key(|id| self.documents[id.0].source.folder != folder);
        let files =
            if original.is_some() { Vec::new() } else { self.files.nearest(&document.source.path, &wanted) };
        let near: Vec<String> = near
            .iter()
            .map(|id| relative_link(&document.source.path, &self.documents[id.0].source.path))
            .chain(files)
            .take(3)
            .collect();
        let nearest = outward(path).map_or_else(|| quoted(near), |address| format!("`{address}`"));
        Diagnostic::new(Code::BrokenLink).arg("target", path).arg("nearest", nearest).arg_each(
            "example",
            "[Das Projekt](../projekte/name.md)",
            "[The project](../projekte/name.md)",
        )
    }
}

/// An address on the web or for e-mail that lacks its beginning, with it.
fn outward(path: &str) -> Option<String> {
    let is_host = path.starts_with("www.") && !path.contains(char::is_whitespace);
    let is_mail = path
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !path.contains(['/', ' ']) && host.contains('.'));
    is_host.then(|| format!("https://{path}")).or_else(|| is_mail.then(|| format!("mailto:{path}")))
}

/// A picture that readers do not see, named by `target`; where, is left to the caller.
pub(super) fn unshown(asset: &AssetSource, target: &str) -> Option<Diagnostic> {
    let problem = Diagnostic::new(Code::UnshownImage).arg("target", target);
    let format = |name: &str| (format!("es ist eine {name}-Datei"), format!("it is a {name} file"));
    let (de, en) = match asset.fault? {
        Fault::Heic => format("HEIC"),
        Fault::Tiff => format("TIFF"),
        Fault::NoPicture => {
            let (de, en) = ("die Datei ist kein Bild oder beschädigt", "the file is no picture, or damaged");
            return Some(problem.arg_each("reason", de, en).arg("again", target));
        }
    };
    Some(problem.arg_each("reason", de, en).arg_each("format", "JPEG oder PNG", "JPEG or PNG"))
}

/// A file in the place of a picture that is another kind of file.
fn no_picture(asset: &AssetSource, image: &Image) -> Option<Diagnostic> {
    /// Pictures of which nothing else is known.
    const PICTURES: [&str; 5] = ["svg", "bmp", "ico", "apng", "jfif"];
    const FILMS: [&str; 8] = ["mov", "avi", "wmv", "mkv", "mpg", "mpeg", "3gp", "flv"];
    let extension = asset.path.file_name().rsplit_once('.')?.1.to_lowercase();
    let extension = extension.as_str();
    if SHOWN.contains(&extension) || PICTURES.contains(&extension) || media::kind(extension).is_some() {
        return None;
    }
    let name = extension.to_uppercase();
    let problem = Diagnostic::new(Code::UnshownImage).arg("target", &image.target).arg_each(
        "reason",
        format!("es ist eine {name}-Datei"),
        format!("it is a {name} file"),
    );
    Some(if FILMS.contains(&extension) {
        problem.arg("film", "MP4")
    } else if image.target.contains(' ') {
        problem.arg("link", format!("[{}](<{}>)", image.alt, image.target))
    } else {
        problem.arg("link", format!("[{}]({})", image.alt, image.target))
    })
}

/// What is said in a film must be there to read.
fn wordless(document: &Document, image: &Image, media: &Media) -> Option<Diagnostic> {
    let (code, extension) = match media.kind {
        Kind::Video if !media.has_captions() => (Code::MissingCaptions, "vtt"),
        Kind::Audio if !media.has_words() => (Code::MissingTranscript, "txt"),
        Kind::Video | Kind::Audio => return None,
    };
    let stem = image.target.rsplit_once('.').map_or(image.target.as_str(), |(stem, _)| stem);
    let unreadable = media.words.iter().find(|words| words.paragraphs.is_empty());
    let problem = Diagnostic::new(code)
        .at(&document.source.path, image.span.clone())
        .arg("target", &image.target)
        .arg("expected", format!("{stem}.{}.{extension}", document.lang))
        .arg("unreadable", unreadable.map_or("", |words| words.source.file_name()));
    Some(problem)
}
