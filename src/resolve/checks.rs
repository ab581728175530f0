//! What only the resolved fields can tell of a document: what is missing, and what does not fit together; and what only
//! all documents together can tell: what is there twice, and what is no longer as it was archived.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::{self, Time};

use super::Input;
use super::names::Names;
use super::vocabularies::Terms;
use crate::diagnostic::{Code, Diagnostic, is_slip_of};
use crate::hash::ContentHash;
use crate::lang::Lang;
use crate::model::{DocType, EventChange, Kind, Model, Role};
use crate::parse::{Address, Document, Fields, Kept, Moment, Value, addresses, missing_field};
use crate::path::SourcePath;
use crate::site::{DocId, Target};
use crate::text::slug;

/// Rules of publicity that ask for more than the grant notice says, and of which sentences they want one.
///
/// ESF 2014–2020: regulation (EU) 1303/2013, annex XII 2.2, the emblem and the fund's name. ESF Plus: regulation
/// (EU) 2021/1060, annex IX, the emblem with the sentence spelled out.
const RULES: &[(&str, &[&str])] = &[
    ("esf-2014", &[]),
    ("esfplus-2021", &["inanziert von der Europäischen Union", "unded by the European Union"]),
];

/// All documents, once each has what others bring.
pub(super) struct Checks<'a> {
    input: &'a Input,
    names: &'a Names<'a>,
    terms: &'a Terms,
    documents: &'a [&'a Document],
    fields: &'a [Cow<'a, Fields<Target>>],
}

impl<'a> Checks<'a> {
    pub(super) fn new(
        input: &'a Input,
        names: &'a Names<'a>,
        terms: &'a Terms,
        documents: &'a [&'a Document],
        fields: &'a [Cow<'a, Fields<Target>>],
    ) -> Self {
        Self { input, names, terms, documents, fields }
    }

    /// What only the resolved fields can tell of a document.
    pub(super) fn document(&self, id: DocId, problems: &mut Vec<Diagnostic>) {
        let Self { input, documents, .. } = self;
        let (document, fields) = (documents[id.0], &self.fields[id.0]);
        // What an original would bring is not missing in an orphan, which is told to be one.
        if documents[self.original(id).0].lang == input.config.lang {
            self.required(id, problems);
        }
        let kind = &input.config.model.types[document.kind];
        check_times(kind, document, fields, problems);
        check_deadline(kind, document, fields, problems);
        check_revision(input, document, fields, problems);
        check_publicity(kind, document, fields, problems);
    }

    /// What a document translates, or itself.
    fn original(&self, id: DocId) -> DocId {
        self.names.in_lang(id, &self.input.config.lang)
    }

    /// Required fields are there.
    fn required(&self, id: DocId, problems: &mut Vec<Diagnostic>) {
        let document = self.documents[id.0];
        let kind = self.kind(id);
        for (index, field) in kind.fields.iter().enumerate() {
            let has_words = matches!(field.kind, Kind::Text | Kind::Markdown);
            // What a translation takes over is missing in its original.
            let is_due = field.required && (has_words || self.original(id) == id);
            if !is_due || !self.fields[id.0].get(index).is_empty() {
                continue;
            }
            // A value that is there and wrong was reported where it stands: here, or in the original.
            let was_told = |id: DocId| {
                let document = self.documents[id.0];
                document.unread_fields.contains(&index) || !document.fields.get(index).is_empty()
            };
            if ![id, self.original(id)].into_iter().any(|id| was_told(id) || self.may_inherit(id, index)) {
                let term = field.vocabulary().and_then(|index| self.terms.vocabularies[index].terms.first());
                let term = term.map(|term| term.id.as_str());
                let head = document.head.clone();
                problems.push(missing_field(&document.source.path, head, field, term, &kind.label));
            }
        }
    }

    /// Whether a document may inherit a field once errors are mended that are told elsewhere: in the front matter of
    /// one that it refers to, or in the reference.
    fn may_inherit(&self, id: DocId, index: usize) -> bool {
        let mut seen = HashSet::from([id]);
        let mut open = vec![(id, index)];
        while let Some((id, index)) = open.pop() {
            let (kind, document) = (self.kind(id), self.documents[id.0]);
            let name = &kind.fields[index].name;
            for through in kind.fields[index].inherit.iter().filter_map(|name| kind.field(name)) {
                let said = document.fields.get(through);
                let is_lost = document.is_flawed && document.unread_fields.contains(&through);
                if is_lost || self.fields[id.0].get(through).len() < said.len() {
                    return true;
                }
                // A name that may be the title of such a document.
                let values = self.fields[id.0].get(through);
                let is_open = matches!(kind.fields[through].kind, Kind::Reference { open: true, .. });
                if !is_open && values.iter().any(|at| matches!(at.value, Value::Link(Target::Text(_)))) {
                    return true;
                }
                let targets = values.iter().filter_map(|at| match &at.value {
                    Value::Link(Target::Document(target)) => Some([*target, self.original(*target)]),
                    _ => None,
                });
                for target in targets.flatten().filter(|target| seen.insert(*target)) {
                    let theirs = self.kind(target).fields.iter().position(|field| field.name == *name);
                    let Some(theirs) = theirs else { continue };
                    let giver = self.documents[target.0];
                    let is_missed =
                        self.kind(target).fields[theirs].required || !giver.fields.get(theirs).is_empty();
                    if giver.is_flawed || is_missed && self.fields[target.0].get(theirs).is_empty() {
                        return true;
                    }
                    open.push((target, theirs));
                }
            }
        }
        false
    }

    fn kind(&self, id: DocId) -> &DocType {
        &self.input.config.model.types[self.documents[id.0].kind]
    }
}

/// What only all documents together tell of each of them; `fields` are the published ones.
pub(super) fn check_together(
    input: &Input,
    documents: &[&Document],
    fields: &[&Fields<Target>],
    problems: &mut Vec<Diagnostic>,
) {
    check_copies(documents, problems);
    check_folders(&input.config.model, documents, problems);
    check_addresses(input, documents, problems);
    check_abbreviations(input, documents, fields, problems);
    check_archive(input, documents, fields, problems);
}

/// Whether [`check_together`] tells it, so that it may come or go with a change of another document.
pub(crate) fn is_told_together(code: Code) -> bool {
    matches!(
        code,
        Code::CopiedDocument
            | Code::MisnamedFolder
            | Code::PrivateLinkShown
            | Code::DuplicateAbbreviation
            | Code::ArchiveChanged
            | Code::ArchiveMissing
            | Code::ArchiveUnrecorded
    )
}

/// Documents become pages in a folder whose name is nearly that of a type, or the name of the type itself.
fn check_folders(model: &Model, documents: &[&Document], problems: &mut Vec<Diagnostic>) {
    let folders = || model.types.iter().flat_map(|kind| &kind.folders);
    let mut seen = HashSet::new();
    for document in documents.iter().filter(|document| document.kind == model.page()) {
        let source = &document.source;
        let folder = source.folder.split('/').next().unwrap_or_default();
        if folder.is_empty() || !seen.insert(folder) || folders().any(|known| known == folder) {
            continue;
        }
        let named = |kind: &&DocType| {
            kind.label.iter().chain(kind.plural.iter()).any(|(_, label)| slug(label) == folder)
        };
        let by_name = model.types.iter().find(named).and_then(|kind| kind.folders.first());
        let nearest = by_name.or_else(|| folders().find(|known| is_slip_of(folder, known)));
        if let Some(nearest) = nearest {
            let problem = Diagnostic::new(Code::MisnamedFolder).at(&source.path, 0..0);
            problems.push(problem.arg("folder", folder).arg("nearest", nearest));
        }
    }
}

/// Nobody means to publish a document twice.
fn check_copies(documents: &[&Document], problems: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<(ContentHash, &Lang), &SourcePath> = HashMap::with_capacity(documents.len());
    let nothing = ContentHash::of(b"");
    for document in documents.iter().filter(|document| document.hash != nothing) {
        let path = &document.source.path;
        match seen.entry((document.hash, &document.lang)) {
            Entry::Vacant(entry) => {
                entry.insert(path);
            }
            Entry::Occupied(first) => {
                problems.push(Diagnostic::new(Code::CopiedDocument).at(path, 0..0).arg("other", first.get()));
            }
        }
    }
}

/// What one document keeps private, no other one publishes, nor itself in another place.
fn check_addresses(input: &Input, documents: &[&Document], problems: &mut Vec<Diagnostic>) {
    let waiting = input.waiting.iter().map(|waiting| &*waiting.document);
    let mut keepers: HashMap<&str, Vec<(&Document, &Kept)>> = HashMap::new();
    for document in documents.iter().copied().chain(waiting) {
        for kept in &document.addresses.kept {
            keepers.entry(&kept.address.place).or_default().push((document, kept));
        }
    }
    if keepers.is_empty() {
        return;
    }
    let mut tell = |file: &SourcePath, at: Range<usize>, shown: &Address| {
        let is_it = |kept: &Kept| kept.address.place == shown.place && kept.address.leads_like(shown);
        let all = keepers.get(&*shown.place).into_iter().flatten();
        let is_other = |keeper: &Document| keeper.source.path != *file;
        let found = all.filter(|(_, kept)| is_it(kept)).min_by_key(|(keeper, _)| is_other(keeper));
        let Some((keeper, kept)) = found else { return };
        problems.push(
            Diagnostic::new(Code::PrivateLinkShown)
                .at(file, at)
                .also(&keeper.source.path, kept.address.span.clone())
                .arg("link", &shown.place)
                .arg("keeper", &keeper.source.path)
                .arg("key", &kept.key)
                .arg("opener", &kept.opener),
        );
    };
    for document in documents {
        let shown = document.addresses.shown.iter();
        shown.for_each(|shown| tell(&document.source.path, shown.span.clone(), shown));
    }
    for file in &input.vocabularies {
        file.addresses.iter().for_each(|shown| tell(&file.path, shown.span.clone(), shown));
    }
    for address in addresses(&input.config.text) {
        tell(&input.config.file, address.span.clone(), &address);
    }
    for words in input.assets.iter().filter_map(|asset| asset.media.as_ref()).flat_map(|media| &media.words) {
        for address in words.paragraphs.iter().flat_map(|paragraph| addresses(&paragraph.text)) {
            // Of a paragraph, its place in the file is not known any more.
            tell(&words.source, 0..0, &address);
        }
    }
}

/// In a language, the glossary explains an abbreviation once.
fn check_abbreviations(
    input: &Input,
    documents: &[&Document],
    fields: &[&Fields<Target>],
    problems: &mut Vec<Diagnostic>,
) {
    let mut seen: HashMap<(&Lang, &str), (&SourcePath, &Range<usize>)> = HashMap::new();
    for (document, fields) in documents.iter().zip(fields) {
        let kind = &input.config.model.types[document.kind];
        let Some(index) = kind.role(Role::Abbreviation).filter(|_| kind.glossary) else { continue };
        for at in fields.get(index) {
            let Value::Text(word) = &at.value else { continue };
            let path = &document.source.path;
            match seen.entry((&document.lang, word)) {
                Entry::Vacant(entry) => drop(entry.insert((path, &at.span))),
                Entry::Occupied(first) if first.get().0 == path => {}
                Entry::Occupied(first) => {
                    let (other, span) = *first.get();
                    problems.push(
                        Diagnostic::new(Code::DuplicateAbbreviation)
                            .at(path, at.span.clone())
                            .also(other, span.clone())
                            .arg("value", word)
                            .arg("key", &kind.fields[index].name)
                            .arg("other", other),
                    );
                }
            }
        }
    }
}

/// What is archived has to be what it was, also where it is not published any more.
fn check_archive(
    input: &Input,
    documents: &[&Document],
    fields: &[&Fields<Target>],
    problems: &mut Vec<Diagnostic>,
) {
    let archive = &input.archive;
    if archive.is_none() {
        return;
    }
    let waiting = input.waiting.iter().map(|waiting| &*waiting.document);
    let all = documents.iter().copied().chain(waiting);
    let all = all.map(|document| (&document.source.path, document.text_hash())).collect();
    let is_archived = |(document, fields): &(&&Document, &&Fields<Target>)| {
        let field = input.config.model.types[document.kind].role(Role::ArchivedOn);
        fields.first(field).is_some()
    };
    let archived = documents.iter().zip(fields).filter(is_archived);
    let departures = archive.departures(&all, archived.map(|(document, _)| &document.source.path));
    problems.extend(departures.into_iter().map(|(path, departure)| archive.problem(path, departure)));
}

/// Start and end of an event both have a time of day or both have none, and the end comes after the start; whole
/// days may be the same one.
fn check_times(kind: &DocType, document: &Document, fields: &Fields<Target>, problems: &mut Vec<Diagnostic>) {
    let moment = |role: Role| {
        let index = kind.role(role)?;
        let at = fields.get(index).first()?;
        let Value::DateTime(moment) = &at.value else { return None };
        Some((&kind.fields[index].name, &**moment, &at.span))
    };
    let (Some(start), Some(end)) = (moment(Role::Start), moment(Role::End)) else { return };
    let without_time = |(name, moment, span): (&String, &Moment, &Range<usize>), other: &str, time: Time| {
        Diagnostic::new(Code::MissingTime)
            .at(&document.source.path, span.clone())
            .arg("key", name)
            .arg("other", other)
            .arg("example", format!("{} {}", moment.date(), time.strftime("%H:%M")))
    };
    let is_before = end.1.date() < start.1.date();
    match (start.1.is_day, end.1.is_day) {
        (false, true) if !is_before => {
            let later = start.1.time.time().saturating_add(2.hours());
            problems.push(without_time(end, start.0, later.max(civil::time(17, 0, 0, 0))));
        }
        (true, false) if !is_before => {
            let earlier = end.1.time.time().saturating_sub(2.hours());
            problems.push(without_time(start, end.0, earlier));
        }
        (is_day, _) if is_before || !is_day && end.1.time <= start.1.time => {
            let problem = Diagnostic::new(Code::EndBeforeStart)
                .at(&document.source.path, end.2.clone())
                .arg("start", start.1.written())
                .arg("end", end.1.written());
            let is_same = end.1.time == start.1.time;
            problems.push(if is_same { problem.arg("open", end.0) } else { problem });
        }
        _ => {}
    }
}

/// Nobody can register for an event that is over.
fn check_deadline(
    kind: &DocType,
    document: &Document,
    fields: &Fields<Target>,
    problems: &mut Vec<Diagnostic>,
) {
    let values = |role| kind.role(role).map(|index| fields.get(index)).unwrap_or_default();
    let day = |role| match &values(role).first()?.value {
        Value::DateTime(moment) => Some(moment.date()),
        _ => None,
    };
    let Some(start) = day(Role::Start) else { return };
    let last = day(Role::End).unwrap_or(start).max(start);
    for at in values(Role::Registration) {
        let Value::Group(parts) = &at.value else { continue };
        for at in parts.0.iter().flat_map(|part| &part.values) {
            if let Value::Date(deadline) = &at.value
                && deadline.date > last
            {
                problems.push(
                    Diagnostic::new(Code::DeadlineAfterEvent)
                        .at(&document.source.path, at.span.clone())
                        .arg("deadline", deadline.iso())
                        .arg("last", last),
                );
            }
        }
    }
}

/// A calendar takes no notice of a change of which nobody knows the day. Events that are over are in nobody's
/// way any more.
fn check_revision(
    input: &Input,
    document: &Document,
    fields: &Fields<Target>,
    problems: &mut Vec<Diagnostic>,
) {
    if document.lang != input.config.lang {
        return;
    }
    let kind = &input.config.model.types[document.kind];
    let first = |role| kind.role(role).and_then(|index| fields.get(index).first());
    let (Some(status), Some(start)) = (first(Role::EventStatus), first(Role::Start)) else { return };
    let Some(updated) = kind.role(Role::Updated) else { return };
    let is_changed = matches!(&status.value, Value::Choice(key) if EventChange::of(key).is_some());
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

/// A program has what its rules of publicity want on each page that it funds.
fn check_publicity(
    kind: &DocType,
    document: &Document,
    fields: &Fields<Target>,
    problems: &mut Vec<Diagnostic>,
) {
    let values = |role| kind.role(role).map(|index| fields.get(index)).unwrap_or_default();
    let Some(rules) = values(Role::FundingRules).first() else { return };
    let Value::Choice(name) = &rules.value else { return };
    let Some((_, sentences)) = RULES.iter().find(|(known, _)| known == name) else { return };
    let statements = values(Role::FundingStatement).iter().filter_map(|at| match &at.value {
        Value::Translated(labels) => Some(labels.iter().map(|(_, text)| text)),
        _ => None,
    });
    let statements: Vec<&str> = statements.flatten().filter(|text| !text.trim().is_empty()).collect();
    let logos = values(Role::FundingLogos);
    let says = |text: &str| sentences.iter().any(|sentence| text.contains(sentence));
    let is_said = sentences.is_empty()
        || statements.iter().any(|text| says(text))
        || logos.iter().any(|at| texts(&at.value).any(says));
    let of = |role| kind.role(role).map_or("", |index| &kind.fields[index].name);
    let mut miss = |field: &str, [de, en]: [&str; 2]| {
        problems.push(
            Diagnostic::new(Code::MissingPublicity)
                .at(&document.source.path, rules.span.clone())
                .arg("rules", name)
                .arg("key", field)
                .arg_each("missing", de, en),
        );
    };
    if logos.is_empty() {
        miss(of(Role::FundingLogos), ["ein Logo", "a logo"]);
    }
    if statements.is_empty() {
        miss(of(Role::FundingStatement), ["ein Förderhinweis", "a statement"]);
    } else if !is_said {
        miss(
            of(Role::FundingStatement),
            [
                "der Satz „Kofinanziert von der Europäischen Union“ oder „Finanziert von der Europäischen Union“",
                "the sentence “Co-funded by the European Union” or “Funded by the European Union”",
            ],
        );
    }
}

/// The texts in the parts of a group.
fn texts(value: &Value<Target>) -> impl Iterator<Item = &str> {
    let parts = if let Value::Group(parts) = value { parts.0.as_slice() } else { &[] };
    parts.iter().flat_map(|part| &part.values).filter_map(|at| match &at.value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}
