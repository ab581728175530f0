//! From names to targets: every term, reference and file that front matter mentions is looked up.

use super::files::Files;
use super::links::unshown;
use super::names::{Names, Unfound, is_slug_like, quoted};
use super::vocabularies::Terms;
use crate::diagnostic::{At, Code, Diagnostic};
use crate::model::{Field, Kind, Model, Role};
use crate::parse::{
    Document, FieldValues, Fields, Filter, Name, Query, Value, among, comma_list, find_choice, flag,
    is_public, listed, number, propose_entries, proposed_list,
};
use crate::site::{DocId, Target, TermId};

/// What lookups need.
pub(super) struct Lookup<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names<'a>,
    pub(super) terms: &'a Terms,
    pub(super) files: &'a Files<'a>,
}

impl Lookup<'_> {
    /// The fields of a document with every name looked up; what is not found is reported and left
    /// out.
    pub(super) fn fields(&self, document: &Document, problems: &mut Vec<Diagnostic>) -> Fields<Target> {
        let kind = &self.model.types[document.kind];
        self.resolve(document, &kind.fields, &document.fields, problems)
    }

    fn resolve(
        &self,
        document: &Document,
        fields: &[Field],
        values: &Fields<Name>,
        problems: &mut Vec<Diagnostic>,
    ) -> Fields<Target> {
        let mut resolved = Vec::with_capacity(values.0.len());
        for given in &values.0 {
            let field = &fields[given.index];
            let first = problems.len();
            let values: Vec<At<Value<Target>>> = given
                .values
                .iter()
                .filter_map(|at| {
                    let value = self.value(document, field, at, problems)?;
                    Some(At { value, span: at.span.clone() })
                })
                .collect();
            propose_entries(given.written, &mut problems[first..]);
            if !values.is_empty() {
                let (key, written) = (given.key.clone(), given.written);
                resolved.push(FieldValues { index: given.index, key, written, values });
            }
        }
        Fields(resolved)
    }

    fn value(
        &self,
        document: &Document,
        field: &Field,
        at: &At<Value<Name>>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Value<Target>> {
        Some(match &at.value {
            Value::Text(text) => Value::Text(text.clone()),
            Value::Markdown(body) => Value::Markdown(body.clone()),
            Value::Number(number) => Value::Number(*number),
            Value::Bool(flag) => Value::Bool(*flag),
            Value::Date(day) => Value::Date(*day),
            Value::DateTime(time) => Value::DateTime(time.clone()),
            Value::Period(period) => Value::Period(*period),
            Value::Url(url) => Value::Url(url.clone()),
            Value::Email(mail) => Value::Email(mail.clone()),
            Value::Translated(labels) => Value::Translated(labels.clone()),
            Value::Choice(choice) => Value::Choice(choice.clone()),
            Value::Link(name) => {
                let name = At { value: name.clone(), span: at.span.clone() };
                Value::Link(self.target(document, field, &name, problems)?)
            }
            Value::Group(parts) => {
                let Kind::Group(fields) = &field.kind else { return None };
                let parts = self.resolve(document, fields, parts, problems);
                if matches!(field.role, Some(Role::Image | Role::FundingLogos | Role::Logo)) {
                    problems.extend(self.unshown(document, &parts));
                }
                Value::Group(parts)
            }
            Value::Query(query) => Value::Query(Box::new(self.query(document, query, problems))),
        })
    }

    /// The files of a picture that readers do not see.
    fn unshown(&self, document: &Document, parts: &Fields<Target>) -> Vec<Diagnostic> {
        let values = parts.0.iter().flat_map(|given| &given.values);
        values
            .filter_map(|at| {
                let Value::Link(Target::Asset(asset)) = &at.value else { return None };
                let asset = self.files.get(*asset);
                let problem = unshown(asset, asset.path.file_name())?;
                Some(problem.at(&document.source.path, at.span.clone()))
            })
            .collect()
    }

    /// What a name of this field means.
    fn target(
        &self,
        document: &Document,
        field: &Field,
        name: &At<Name>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Target> {
        let file = &document.source.path;
        let found = match &field.kind {
            Kind::Term(vocabulary) => self.term(document, field, *vocabulary, name, problems),
            Kind::Reference { to, open } => self.reference(document, field, to, *open, name, problems),
            Kind::File => self.files.find(file, &name.value.0).map(Target::Asset).ok_or_else(|| {
                let several = self.several(field, &name.value.0, |word| {
                    let is_there = self.files.find(file, word).is_some();
                    if is_there {
                        Some(word.to_owned())
                    } else {
                        self.files.nearest(file, word).into_iter().next()
                    }
                });
                Diagnostic::new(Code::MissingFile)
                    .arg("key", &field.name)
                    .arg("value", &name.value)
                    .arg("document", file)
                    .arg("nearest", several)
                    .arg("nearest", quoted(self.files.nearest(file, &name.value.0)))
            }),
            _ => return None,
        };
        found.map_err(|problem| problems.push(problem.at(file, name.span.clone()))).ok()
    }

    /// The list that a text with commas stands for, as a hint says it; empty where there may be one value only.
    fn several(&self, field: &Field, text: &str, means: impl Fn(&str) -> Option<String>) -> String {
        if field.many { proposed_list(&listed(text), means) } else { String::new() }
    }

    fn term(
        &self,
        document: &Document,
        field: &Field,
        vocabulary: usize,
        name: &At<Name>,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Target, Diagnostic> {
        let word = &name.value.0;
        let Some(term) = self.terms.find(vocabulary, word) else {
            // A document that is a term and waits for its day is none yet.
            let types: Vec<usize> = self.model.vocabularies[vocabulary].documents.into_iter().collect();
            if !types.is_empty()
                && let Err(unfound @ Unfound::Waits(_)) = self.names.find(word, &types, document)
            {
                return Err(self.names.problem(word, "", &types, &unfound));
            }
            // A word that is nobody's business becomes no term, which would have a page.
            let is_private = !is_public(field, &self.model.types[document.kind].fields, &document.fields);
            if self.terms.is_flawed(vocabulary) || self.terms.is_open(vocabulary) && is_private {
                return Ok(Target::Text(word.clone()));
            }
            return Err(self.terms.problem(vocabulary, word, self.model));
        };
        let terms = &self.terms.vocabularies[vocabulary].terms;
        let term = match terms[term].replaced_by {
            Some(replacement) => {
                problems.push(
                    Diagnostic::new(Code::RetiredTerm)
                        .at(&document.source.path, name.span.clone())
                        .arg("value", word)
                        .arg("replacement", format!("`{}`", terms[replacement].id)),
                );
                replacement
            }
            None => term,
        };
        Ok(Target::Term(TermId { vocabulary, term }))
    }

    fn reference(
        &self,
        document: &Document,
        field: &Field,
        types: &[usize],
        open: bool,
        name: &At<Name>,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Target, Diagnostic> {
        let word = &name.value.0;
        let slug_like = is_slug_like(word);
        match self.names.find(word, types, document) {
            Ok(id) => Ok(Target::Document(id)),
            // A slug-like word that is the name of a document, or nearly, is hardly meant to be read.
            Err(unfound)
                if open && !(slug_like && matches!(unfound, Unfound::Waits(_) | Unfound::Ambiguous(_))) =>
            {
                let mut near = if slug_like { self.names.nearest(word, types) } else { Vec::new() };
                if near.is_empty() {
                    near = self.names.spoken_of(word, types);
                }
                if !near.is_empty() {
                    problems.push(
                        Diagnostic::new(Code::PossiblyMeantReference)
                            .at(&document.source.path, name.span.clone())
                            .arg("value", word)
                            .arg("nearest", self.names.slugs(&near)),
                    );
                }
                // A name may contain a comma, but hardly between the names of documents.
                let words = if field.many { listed(word) } else { Vec::new() };
                let is_document = |word: &&str| self.names.find(word, types, document).is_ok();
                if !words.is_empty() && words.iter().all(is_document) {
                    let several = self.several(field, word, |word| self.slug_of(word, types, document));
                    problems.push(
                        comma_list(word, several)
                            .at(&document.source.path, name.span.clone())
                            .arg("key", &field.name),
                    );
                }
                Ok(Target::Text(word.clone()))
            }
            Err(Unfound::Unknown) if self.names.may_be_title(word, types) => Ok(Target::Text(word.clone())),
            Err(unfound) => {
                let problem = self.names.problem(word, &field.name, types, &unfound);
                let several = self.several(field, word, |word| self.slug_of(word, types, document));
                Err(if several.is_empty() {
                    match unfound {
                        Unfound::WrongType(found) => {
                            self.allowed_too(document, field, (types, found), problem)
                        }
                        _ => problem,
                    }
                } else {
                    Diagnostic::new(Code::UnknownReference)
                        .arg("value", word)
                        .arg("key", &field.name)
                        .arg("nearest", several)
                })
            }
        }
    }

    /// The problem of a reference to a document of the wrong type, with the setting that makes it a right one where the
    /// site itself has made up the type.
    fn allowed_too(
        &self,
        document: &Document,
        field: &Field,
        (types, found): (&[usize], DocId),
        problem: Diagnostic,
    ) -> Diagnostic {
        let (found, kind) = (self.names.kind(found), &self.model.types[document.kind]);
        let is_it = |known: &&Field| known.name == field.name && known.kind == field.kind;
        // A part of a group is declared with its group.
        if !self.model.types[found].is_own || !kind.fields.iter().any(|known| is_it(&known)) {
            return problem;
        }
        let having = self.model.types.iter().filter(|kind| kind.fields.iter().any(|known| is_it(&known)));
        let table = match having.count() {
            1 => format!("[types.{}.own.{}]", kind.id, field.name),
            _ => format!("[fields.{}]", field.name),
        };
        let all = types.iter().chain([&found]).map(|index| format!("\"{}\"", self.model.types[*index].id));
        problem.arg("table", table).arg("line", format!("to = [{}]", all.collect::<Vec<_>>().join(", ")))
    }

    /// The name of the document that a word means or comes nearest to.
    fn slug_of(&self, word: &str, types: &[usize], document: &Document) -> Option<String> {
        let found = self.names.find(word, types, document).ok();
        let id = found.or_else(|| self.names.nearest(word, types).into_iter().next())?;
        Some(self.names.slugs(&[id]).trim_matches('`').to_owned())
    }

    fn query(
        &self,
        document: &Document,
        query: &Query<Name>,
        problems: &mut Vec<Diagnostic>,
    ) -> Query<Target> {
        let filters = query
            .filters
            .iter()
            .map(|filter| Filter {
                field: filter.field.clone(),
                values: filter
                    .values
                    .iter()
                    .flat_map(|at| self.filter_values(document, (&query.types, &filter.field), at, problems))
                    .collect(),
            })
            .collect();
        let about =
            query.about.as_ref().and_then(|about| match self.names.find(&about.value.0, &[], document) {
                Ok(id) => Some(At { value: Target::Document(id), span: about.span.clone() }),
                Err(Unfound::Unknown) if self.names.may_be_title(&about.value.0, &[]) => None,
                Err(unfound) => {
                    let problem = self.names.problem(&about.value.0, "about", &[], &unfound);
                    problems.push(problem.at(&document.source.path, about.span.clone()));
                    None
                }
            });
        Query {
            title: query.title.clone(),
            types: query.types.clone(),
            filters,
            about,
            time: query.time,
            sort: query.sort.clone(),
            limit: query.limit,
            show: query.show,
            matrix: query.matrix.clone(),
            columns: query.columns.clone(),
        }
    }

    /// What a value of a filter means in the fields of that name that the types have. It need not mean something in
    /// each of them.
    fn filter_values(
        &self,
        document: &Document,
        (types, name): (&[usize], &str),
        at: &At<Name>,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<At<Target>> {
        let mut found: Vec<At<Target>> = Vec::new();
        let mut refused = Vec::new();
        // What none of them has is looked up all the same, so that a slip is found.
        let types = if self.model.fields_named(types, name).next().is_some() { types } else { &[] };
        for field in self.model.fields_named(types, name) {
            let mut said = Vec::new();
            match self.filter_value(document, field, at, &mut said) {
                Some(target) if found.contains(&target) => {}
                Some(target) => {
                    found.push(target);
                    problems.append(&mut said);
                }
                None if refused.is_empty() => refused = said,
                None => {}
            }
        }
        if found.is_empty() {
            problems.append(&mut refused);
        }
        found
    }

    /// A value of a filter: looked up as one of the field would be; texts, numbers and the keys of choices stay
    /// words.
    fn filter_value(
        &self,
        document: &Document,
        field: &Field,
        at: &At<Name>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<At<Target>> {
        let word = &at.value.0;
        let refuse = |code| {
            Diagnostic::new(code)
                .at(&document.source.path, at.span.clone())
                .arg("key", &field.name)
                .arg("value", word)
        };
        if field.private {
            problems.push(refuse(Code::BadQuery).arg("hidden", &field.name));
            return None;
        }
        let target = match &field.kind {
            Kind::Term(_) | Kind::Reference { .. } => {
                let value = self.target(document, field, at, problems)?;
                return Some(At { value, span: at.span.clone() });
            }
            Kind::Choice(choices) => find_choice(choices, word)
                .ok_or_else(|| among(refuse(Code::UnknownChoice), word, choices.keys().map(String::as_str))),
            Kind::Bool => flag(word)
                .map(|flag| flag.to_string())
                .ok_or_else(|| among(refuse(Code::BadQuery), word, ["true", "false"].into_iter())),
            Kind::Number => number(word, &document.lang)
                .map(|number| number.to_string())
                .ok_or_else(|| among(refuse(Code::BadQuery), word, ["1", "2.5"].into_iter())),
            Kind::Text | Kind::Url | Kind::Email => Ok(word.clone()),
            _ => Err(refuse(Code::BadQuery).arg_each(
                "fit",
                "Begriffe, Verweise, Auswahlen, Zahlen und Texte",
                "terms, references, choices, numbers and texts",
            )),
        };
        let target = target.map_err(|problem| problems.push(problem)).ok()?;
        Some(At { value: Target::Text(target), span: at.span.clone() })
    }
}
