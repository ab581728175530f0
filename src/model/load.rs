//! From `builtin.toml` and a site's configuration to a [`Model`] free of contradictions.
//!
//! Layers of declarations in the same language are merged field by field: the built-in model, its labels in further
//! languages, and the site's configuration. Then names are looked
//! up and every contradiction is reported where it stands. A declaration that contradicts itself is
//! left out, so that the rest of the site can still be checked in the same run.

mod idle;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use indexmap::IndexMap;

use super::{Along, DocType, Field, Kind, Labels, Model, Role, VocabularyType};
use crate::diagnostic::{At, Code, Diagnostic, nearest_list};
use crate::lang::{Lang, MessageLang};
use crate::path::SourcePath;
use crate::text::slug;
use crate::toml_table::{self, Table};

const BUILTIN: &str = include_str!("builtin.toml");

/// What readers see of the built-in model, in languages that many of those speak who know little German.
const LABELS: [(&str, &str); 5] = [
    ("ar", include_str!("labels/ar.toml")),
    ("fa", include_str!("labels/fa.toml")),
    ("ru", include_str!("labels/ru.toml")),
    ("tr", include_str!("labels/tr.toml")),
    ("uk", include_str!("labels/uk.toml")),
];

/// Loads the built-in model and lays the model tables of `config` over it, taking them out of the
/// table. Problems are pushed; the result is always usable.
pub(crate) fn load(config: Option<&mut Table<'_>>, problems: &mut Vec<Diagnostic>) -> Model {
    let mut declared = Declarations::default();
    let model = ("builtin.toml".to_owned(), Lang::default(), BUILTIN);
    let labels = LABELS
        .iter()
        .filter_map(|(tag, text)| Some((format!("labels/{tag}.toml"), Lang::parse(tag)?, *text)));
    for (file, lang, text) in std::iter::once(model).chain(labels) {
        if let Ok(file) = SourcePath::new(&file) {
            let mut table = toml_table::parse(&file, text, problems);
            table.speak(&lang);
            declared.read(&mut table, problems);
            table.finish(problems);
        }
    }
    let builtin = declared.types.len();
    if let Some(table) = config {
        declared.read(table, problems);
    }
    let mut model = declared.build(problems);
    model.types.iter_mut().skip(builtin).for_each(|own| own.is_own = true);
    model
}

/// Where something was declared, for messages.
type Origin = Option<(SourcePath, Range<usize>)>;

#[derive(Default)]
struct Declarations {
    common: Vec<At<String>>,
    fields: IndexMap<String, FieldDeclaration>,
    types: IndexMap<String, TypeDeclaration>,
    vocabularies: IndexMap<String, VocabularyDeclaration>,
    origin: Origin,
}

#[derive(Clone, Default)]
struct FieldDeclaration {
    label: Option<Labels>,
    help: Option<Labels>,
    aliases: Option<Vec<String>>,
    kind: Option<At<String>>,
    vocabulary: Option<At<String>>,
    to: Option<Vec<At<String>>>,
    open: Option<bool>,
    choices: IndexMap<String, Labels>,
    group: IndexMap<String, FieldDeclaration>,
    many: Option<bool>,
    required: Option<bool>,
    facet: Option<bool>,
    fact: Option<bool>,
    inherit: Option<Vec<At<String>>>,
    role: Option<At<String>>,
    weight: Option<At<usize>>,
    schema: Option<String>,
    schema_values: IndexMap<String, At<String>>,
    schema_default: Option<String>,
    private: Option<bool>,
    private_unless: Option<At<String>>,
    hidden: Option<bool>,
    inverse: Option<Labels>,
    along: Option<At<String>>,
    origin: Origin,
    /// What the uppermost layer says, without those below it.
    said: Option<Box<Self>>,
}

#[derive(Default)]
struct TypeDeclaration {
    label: Option<Labels>,
    plural: Option<Labels>,
    folders: Option<Vec<At<String>>>,
    schema: Option<String>,
    sort: Option<At<String>>,
    /// Where `sort` stands.
    sort_origin: Origin,
    role: Option<At<String>>,
    sections: IndexMap<Lang, Vec<String>>,
    fields: Option<Vec<At<String>>>,
    required: Option<Vec<At<String>>>,
    own: IndexMap<String, FieldDeclaration>,
    origin: Origin,
}

#[derive(Default)]
struct VocabularyDeclaration {
    label: Option<Labels>,
    file: Option<String>,
    documents: Option<At<String>>,
    open: Option<bool>,
    origin: Origin,
}

fn texts(values: Vec<At<String>>) -> Vec<String> {
    values.into_iter().map(|at| at.value).collect()
}

/// Replaces `slot` when the upper layer says something.
fn lay<T>(slot: &mut Option<T>, upper: Option<T>) {
    if upper.is_some() {
        *slot = upper;
    }
}

fn lay_labels(slot: &mut Option<Labels>, upper: Option<Labels>) {
    match (slot.as_mut(), upper) {
        (Some(labels), Some(upper)) => labels.merge(&upper),
        (None, upper) => *slot = upper,
        (Some(_), None) => {}
    }
}

impl Declarations {
    fn read(&mut self, table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) {
        self.origin = Some((table.file().clone(), 0..0));
        if let Some(common) = table.texts("common_fields", problems) {
            self.common = common;
        }
        if let Some(mut fields) = table.table("fields", problems) {
            for (name, field) in fields.named_tables(problems) {
                self.fields.entry(name.value).or_default().read(field, problems);
            }
        }
        if let Some(mut types) = table.table("types", problems) {
            for (name, declared) in types.named_tables(problems) {
                self.types.entry(name.value).or_default().read(declared, problems);
            }
        }
        if let Some(mut vocabularies) = table.table("vocabularies", problems) {
            for (name, declared) in vocabularies.named_tables(problems) {
                self.vocabularies.entry(name.value).or_default().read(declared, problems);
            }
        }
    }

    fn build(&self, problems: &mut Vec<Diagnostic>) -> Model {
        let type_names: Vec<&str> = self.types.keys().map(String::as_str).collect();
        let names = Names {
            types: &type_names,
            vocabularies: self.vocabularies.keys().map(String::as_str).collect(),
        };
        let vocabularies =
            self.vocabularies.iter().map(|(id, declared)| declared.build(id, &names, problems)).collect();
        let mut by_folder: HashMap<String, usize> = HashMap::new();
        let mut types = Vec::new();
        for (index, (id, declared)) in self.types.iter().enumerate() {
            for folder in declared.folders.iter().flatten() {
                if let Some(other) = by_folder.insert(folder.value.clone(), index) {
                    let (first, origin) = (type_names[other], declared.at(&folder.span));
                    problems.push(contradiction(
                        &origin,
                        &folder.value,
                        &format!("der Ordner gehört zu den Typen `{first}` und `{id}`"),
                        &format!("the folder belongs to the types `{first}` and `{id}`"),
                    ));
                }
                idle::check_folder(&declared.at(&folder.span), &folder.value, problems);
                if folder.value.split('/').any(|part| part.is_empty() || slug(part) != part) {
                    problems.push(contradiction(
                        &declared.at(&folder.span),
                        "folders",
                        &format!("`{}` ist kein Name eines Ordners, zum Beispiel `konzepte`", folder.value),
                        &format!("`{}` is no name of a folder, such as `konzepte`", folder.value),
                    ));
                }
            }
            types.push(self.build_type(id, declared, &names, problems));
        }
        idle::check(self, &types, problems);
        let own = || self.types.values().flat_map(|declared| &declared.own);
        let all: Vec<&str> =
            self.fields.keys().chain(own().map(|(name, _)| name)).map(String::as_str).collect();
        for (name, field) in self.fields.iter().chain(own()) {
            field.check_names(&all, problems);
            if let Some(opener) = &field.private_unless {
                problems.push(contradiction(
                    &field.at(&opener.span),
                    name,
                    "`private_unless` gibt es nur in einer Gruppe (`group`)",
                    "`private_unless` exists in a group (`group`) only",
                ));
            }
        }
        let page = type_names.iter().position(|&id| id == "page").unwrap_or(0);
        Model { types, vocabularies, by_folder, page }
    }

    fn build_type(
        &self,
        id: &str,
        declared: &TypeDeclaration,
        names: &Names<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> DocType {
        let mut fields: Vec<Field> = Vec::new();
        let listed = declared.fields.iter().flatten().chain(&self.common);
        for name in listed {
            if fields.iter().any(|field| field.name == name.value) {
                continue;
            }
            match self.field_of(declared, &name.value) {
                Some(field) => fields.extend(field.build(&name.value, names, problems)),
                None => problems.push(self.unknown_field(id, declared, name)),
            }
        }
        // A field that a site adds to a type needs no mention in the list as well.
        for name in declared.own.keys() {
            if !fields.iter().any(|field| &field.name == name)
                && let Some(field) = self.field_of(declared, name)
            {
                fields.extend(field.build(name, names, problems));
            }
        }
        for name in declared.required.iter().flatten() {
            match fields.iter_mut().find(|field| field.name == name.value) {
                Some(field) => field.required = true,
                None => {
                    let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                    problems.push(unknown_name(&declared.at(&name.span), &name.value, known));
                }
            }
        }
        if let Some(title) = fields.iter_mut().find(|field| field.role == Some(Role::Title)) {
            title.required = true;
        }
        keep_inheritance_through_references(&mut fields);
        declared.finish(id, fields, problems)
    }

    /// The problem of a name in the list of a type's fields that is none of these: it may belong to other types alone.
    fn unknown_field(&self, id: &str, declared: &TypeDeclaration, name: &At<String>) -> Diagnostic {
        let origin = declared.at(&name.span);
        let owners: Vec<(&str, &TypeDeclaration)> = (self.types.iter())
            .filter(|(_, kind)| kind.own.contains_key(&name.value))
            .map(|(id, kind)| (id.as_str(), kind))
            .collect();
        let Some(own) = owners.first().and_then(|(_, owner)| owner.own.get(&name.value)) else {
            let known = self.fields.keys().chain(declared.own.keys()).map(String::as_str);
            return unknown_name(&origin, &name.value, known);
        };
        let labels = |lang: MessageLang, marks: [&str; 2]| {
            let label = |(id, kind): &(&str, &TypeDeclaration)| {
                let label = kind.label.as_ref().map_or(*id, |label| label.message(lang));
                format!("{}{label}{}", marks[0], marks[1])
            };
            owners.iter().map(label).collect::<Vec<_>>().join(", ")
        };
        let lines =
            |lang| own.lines(lang).iter().map(|line| format!("`{line}`")).collect::<Vec<_>>().join(", ");
        contradiction(
            &origin,
            &name.value,
            &format!(
                "diese Angabe ist keine gemeinsame, sondern gehört nur zu {}",
                labels(MessageLang::De, ["„", "“"])
            ),
            &format!(
                "this entry is no shared one and belongs to {} only",
                labels(MessageLang::En, ["“", "”"])
            ),
        )
        .arg("kind", id)
        .arg("own", format!("[types.{id}.own.{}]", name.value))
        .arg_each("lines", lines(MessageLang::De), lines(MessageLang::En))
    }

    /// The declaration of a field of this type: the shared one with the type's own laid over it.
    fn field_of(&self, declared: &TypeDeclaration, name: &str) -> Option<FieldDeclaration> {
        match (self.fields.get(name), declared.own.get(name)) {
            (Some(shared), Some(own)) => {
                let mut merged = shared.clone();
                merged.lay(own.clone());
                Some(merged)
            }
            (shared, own) => own.or(shared).cloned(),
        }
    }
}

/// Shared fields name several references to inherit through; a type keeps those that it has.
fn keep_inheritance_through_references(fields: &mut [Field]) {
    let references: Vec<String> = fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Reference { .. }))
        .map(|field| field.name.clone())
        .collect();
    for field in fields {
        field.inherit.retain(|through| references.contains(through) && *through != field.name);
    }
}

struct Names<'a> {
    types: &'a [&'a str],
    vocabularies: Vec<&'a str>,
}

/// A contradiction of this declaration, with the reason in German and English.
fn contradiction(origin: &Origin, key: &str, de: &str, en: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::ModelContradiction).arg("key", key).arg_each("reason", de, en);
    match origin {
        Some((file, span)) => diagnostic.at(file, span.clone()),
        None => diagnostic,
    }
}

fn unknown_name<'a>(origin: &Origin, name: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let allowed = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let diagnostic = Diagnostic::new(Code::ConfigUnknownName)
        .arg("name", name)
        .arg("nearest", nearest_list(name, known))
        .arg("allowed", allowed);
    match origin {
        Some((file, span)) => diagnostic.at(file, span.clone()),
        None => diagnostic,
    }
}

impl FieldDeclaration {
    fn read(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let mut upper = Self {
            origin: Some((table.file().clone(), table.span.clone())),
            label: table.labels("label", problems),
            help: table.labels("help", problems),
            aliases: table.texts("aliases", problems).map(texts),
            kind: table.text("kind", problems),
            vocabulary: table.text("vocabulary", problems),
            to: table.texts("to", problems),
            open: table.flag("open", problems),
            many: table.flag("many", problems),
            required: table.flag("required", problems),
            facet: table.flag("facet", problems),
            fact: table.flag("fact", problems),
            inherit: table.texts("inherit", problems),
            role: table.text("role", problems),
            weight: table.number("weight", 0, problems),
            schema: table.text("schema", problems).map(|at| at.value),
            schema_default: table.text("schema_default", problems).map(|at| at.value),
            private: table.flag("private", problems),
            private_unless: table.text("private_unless", problems),
            hidden: table.flag("hidden", problems),
            inverse: table.labels("inverse", problems),
            along: table.text("along", problems),
            ..Self::default()
        };
        if let Some(mut choices) = table.table("choices", problems) {
            upper.choices = choices.named_labels(problems).into_iter().collect();
        }
        if let Some(mut values) = table.table("schema_values", problems) {
            upper.schema_values = values.named_texts(problems).into_iter().collect();
        }
        if let Some(mut group) = table.table("group", problems) {
            for (name, part) in group.named_tables(problems) {
                let mut declared = Self::default();
                declared.read(part, problems);
                upper.group.insert(name.value, declared);
            }
        }
        table.finish(problems);
        let said = Some(Box::new(upper.clone()));
        self.lay(Self { said, ..upper });
    }

    fn lay(&mut self, upper: Self) {
        lay_labels(&mut self.label, upper.label);
        lay_labels(&mut self.help, upper.help);
        lay(&mut self.aliases, upper.aliases);
        lay(&mut self.kind, upper.kind);
        lay(&mut self.vocabulary, upper.vocabulary);
        lay(&mut self.to, upper.to);
        lay(&mut self.open, upper.open);
        for (key, label) in upper.choices {
            self.choices.entry(key).or_default().merge(&label);
        }
        for (name, part) in upper.group {
            self.group.entry(name).or_default().lay(part);
        }
        lay(&mut self.many, upper.many);
        lay(&mut self.required, upper.required);
        lay(&mut self.facet, upper.facet);
        lay(&mut self.fact, upper.fact);
        lay(&mut self.inherit, upper.inherit);
        lay(&mut self.role, upper.role);
        lay(&mut self.weight, upper.weight);
        lay(&mut self.schema, upper.schema);
        self.schema_values.extend(upper.schema_values);
        lay(&mut self.schema_default, upper.schema_default);
        lay(&mut self.private, upper.private);
        lay(&mut self.private_unless, upper.private_unless);
        lay(&mut self.hidden, upper.hidden);
        lay_labels(&mut self.inverse, upper.inverse);
        lay(&mut self.along, upper.along);
        lay(&mut self.origin, upper.origin);
        lay(&mut self.said, upper.said);
    }

    /// Reports names of fields that there are not: those to inherit through, which are among `all`, and in a group
    /// those that open a private part.
    fn check_names(&self, all: &[&str], problems: &mut Vec<Diagnostic>) {
        let parts: Vec<&str> = self.group.keys().map(String::as_str).collect();
        let mut check = |name: &At<String>, known: &[&str]| {
            if !known.contains(&name.value.as_str()) {
                problems.push(unknown_name(&self.at(&name.span), &name.value, known.iter().copied()));
            }
        };
        self.inherit.iter().flatten().for_each(|name| check(name, all));
        for part in self.group.values() {
            part.private_unless.iter().for_each(|name| check(name, &parts));
        }
    }

    /// The field, or `None` when its declaration contradicts itself (which is reported).
    fn build(&self, name: &str, names: &Names<'_>, problems: &mut Vec<Diagnostic>) -> Option<Field> {
        let kind = self.build_kind(name, names, problems)?;
        if self.facet == Some(true)
            && matches!(kind, Kind::Group(_) | Kind::Markdown | Kind::Query | Kind::Translated | Kind::File)
        {
            problems.push(contradiction(
                &self.origin,
                name,
                "nach Angaben dieser Art lässt sich nicht filtern (`facet = true`)",
                "entries of this kind cannot be used for filtering (`facet = true`)",
            ));
            return None;
        }
        if matches!(kind, Kind::Group(_)) {
            self.check_parts(problems);
        }
        idle::check_options(self, name, &kind, problems);
        let role = self.build_role(name, problems);
        if let Some(role) = role {
            idle::check_role(self, name, role, &kind, problems);
        }
        let label = self.label.clone().unwrap_or_else(|| Labels::plain(name));
        let weight = self.build_weight(name, &kind, problems);
        Some(Field {
            name: name.to_owned(),
            label,
            help: self.help.clone().unwrap_or_default(),
            aliases: self.aliases.clone().unwrap_or_default(),
            kind,
            many: self.many.unwrap_or(false),
            required: self.required.unwrap_or(false),
            facet: self.facet.unwrap_or(false),
            fact: self.fact.unwrap_or(false),
            inherit: texts(self.inherit.clone().unwrap_or_default()),
            role,
            weight,
            // An empty text takes back what the type's shared field is mapped to.
            schema: self.schema.clone().filter(|schema| !schema.is_empty()),
            schema_values: self.build_schema_values(problems),
            schema_default: self.schema_default.clone(),
            private: self.private.unwrap_or(false),
            private_unless: self.private_unless.as_ref().map(|at| at.value.clone()),
            hidden: self.hidden.unwrap_or(false),
            inverse: self.inverse.clone().unwrap_or_default(),
            along: self.build_along(name, problems),
        })
    }

    /// Reports parts of a group that readers are to see and could not: they see each as a line or a cell, where what
    /// has a section of its own has no place.
    fn check_parts(&self, problems: &mut Vec<Diagnostic>) {
        let is_unseen = |field: &Self| field.private == Some(true) || field.hidden == Some(true);
        for (name, part) in self.group.iter().filter(|(_, part)| !is_unseen(self) && !is_unseen(part)) {
            let Some(kind) = &part.kind else { continue };
            let instead = match kind.value.as_str() {
                "markdown" => "text",
                "query" => "reference",
                _ => continue,
            };
            let (origin, kind) = (part.at(&kind.span), format!("`kind = \"{}\"`", kind.value));
            problems.push(contradiction(
                &origin,
                name,
                &format!(
                    "in einer Gruppe gibt es {kind} nicht; schreiben Sie `kind = \"{instead}\"`, oder machen Sie daraus \
                     eine Angabe außerhalb der Gruppe"
                ),
                &format!(
                    "a group has no {kind}; write `kind = \"{instead}\"`, or make it an entry outside of the group"
                ),
            ));
        }
    }

    /// The lines that declare the like of it for another type, apart from what concerns only its looks.
    fn lines(&self, lang: MessageLang) -> Vec<String> {
        let text =
            |key: &str, value: &Option<At<String>>| Some(format!("{key} = \"{}\"", value.as_ref()?.value));
        let label = self.label.as_ref().map(|label| format!("label = \"{}\"", label.message(lang)));
        let choice = |(key, label): (&String, &Labels)| format!("{key} = \"{}\"", label.message(lang));
        let choices: Vec<String> = self.choices.iter().map(choice).collect();
        let types: Vec<String> = self.to.iter().flatten().map(|to| format!("\"{}\"", to.value)).collect();
        let lines = [
            label,
            text("kind", &self.kind),
            text("role", &self.role),
            text("vocabulary", &self.vocabulary),
            (!types.is_empty()).then(|| format!("to = [{}]", types.join(", "))),
            (!choices.is_empty()).then(|| format!("choices = {{ {} }}", choices.join(", "))),
            (!self.group.is_empty()).then(|| "group = { … }".to_owned()),
            (self.many == Some(true)).then(|| "many = true".to_owned()),
        ];
        lines.into_iter().flatten().collect()
    }

    /// Without a word about it, the search finds what a page shows of its own in words. What other documents are called
    /// is that where it says something of this one, and not where they are listed.
    fn build_weight(&self, name: &str, kind: &Kind, problems: &mut Vec<Diagnostic>) -> u8 {
        let Some(weight) = &self.weight else {
            let is_shown = self.private != Some(true) && self.hidden != Some(true);
            let is_own = match kind {
                Kind::Text | Kind::Markdown | Kind::Choice(_) | Kind::Term(_) | Kind::Group(_) => true,
                Kind::Reference { .. } => self.fact == Some(true),
                _ => false,
            };
            return u8::from(is_shown && is_own);
        };
        u8::try_from(weight.value).unwrap_or_else(|_| {
            problems.push(contradiction(
                &self.at(&weight.span),
                name,
                &format!("`weight` ist höchstens {}", u8::MAX),
                &format!("`weight` is at most {}", u8::MAX),
            ));
            u8::MAX
        })
    }

    /// What choices are called elsewhere. A choice that there is not is reported.
    fn build_schema_values(&self, problems: &mut Vec<Diagnostic>) -> IndexMap<String, String> {
        for (key, address) in self.schema_values.iter().filter(|(key, _)| !self.choices.contains_key(*key)) {
            let known = self.choices.keys().map(String::as_str);
            problems.push(unknown_name(&self.at(&address.span), key, known));
        }
        self.schema_values.iter().map(|(key, address)| (key.clone(), address.value.clone())).collect()
    }

    fn build_along(&self, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Along> {
        let along = self.along.as_ref()?;
        let found = serde_json::from_value(serde_json::Value::String(along.value.clone())).ok();
        if found.is_none() {
            problems.push(contradiction(
                &self.at(&along.span),
                name,
                &format!("`along` ist `named` oder `naming`, nicht `{}`", along.value),
                &format!("`along` is `named` or `naming`, not `{}`", along.value),
            ));
        }
        found
    }

    fn build_role(&self, name: &str, problems: &mut Vec<Diagnostic>) -> Option<Role> {
        let role = self.role.as_ref()?;
        let found = parse_role(&role.value);
        if found.is_none() {
            problems.push(contradiction(
                &self.at(&role.span),
                name,
                &format!("eine Rolle `{}` gibt es nicht", role.value),
                &format!("there is no role `{}`", role.value),
            ));
        }
        found
    }

    fn build_kind(&self, name: &str, names: &Names<'_>, problems: &mut Vec<Diagnostic>) -> Option<Kind> {
        let Some(kind) = &self.kind else {
            return self.lacks(name, "kind", problems);
        };
        let built = match kind.value.as_str() {
            "text" => Kind::Text,
            "markdown" => Kind::Markdown,
            "number" => Kind::Number,
            "bool" => Kind::Bool,
            "date" => Kind::Date,
            "datetime" => Kind::DateTime,
            "period" => Kind::Period,
            "url" => Kind::Url,
            "email" => Kind::Email,
            "file" => Kind::File,
            "translated" => Kind::Translated,
            "query" => Kind::Query,
            "choice" if !self.choices.is_empty() => Kind::Choice(self.choices.clone()),
            "choice" => return self.lacks(name, "choices", problems),
            "term" => Kind::Term(self.term_vocabulary(name, names, problems)?),
            "reference" => Kind::Reference {
                to: self.reference_types(names, problems)?,
                open: self.open.unwrap_or(false),
            },
            "group" if !self.group.is_empty() => Kind::Group(
                self.group.iter().filter_map(|(part, field)| field.build(part, names, problems)).collect(),
            ),
            "group" => return self.lacks(name, "group", problems),
            other => {
                let origin = self.at(&kind.span);
                problems.push(unknown_name(&origin, other, KINDS.iter().copied()));
                return None;
            }
        };
        Some(built)
    }

    fn term_vocabulary(
        &self,
        name: &str,
        names: &Names<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let Some(vocabulary) = &self.vocabulary else {
            return self.lacks(name, "vocabulary", problems);
        };
        let found = names.vocabularies.iter().position(|&known| known == vocabulary.value);
        if found.is_none() {
            let known = names.vocabularies.iter().copied();
            problems.push(unknown_name(&self.at(&vocabulary.span), &vocabulary.value, known));
        }
        found
    }

    fn reference_types(&self, names: &Names<'_>, problems: &mut Vec<Diagnostic>) -> Option<Vec<usize>> {
        let mut types = Vec::new();
        for to in self.to.iter().flatten() {
            match names.types.iter().position(|&known| known == to.value) {
                Some(index) => types.push(index),
                None => {
                    problems.push(unknown_name(&self.at(&to.span), &to.value, names.types.iter().copied()));
                    return None;
                }
            }
        }
        Some(types)
    }

    /// Reports an option without which the declaration says nothing.
    fn lacks<T>(&self, name: &str, option: &str, problems: &mut Vec<Diagnostic>) -> Option<T> {
        problems.push(contradiction(
            &self.origin,
            name,
            &format!("die Zeile `{option} = …` fehlt"),
            &format!("the line `{option} = …` is missing"),
        ));
        None
    }

    fn at(&self, span: &Range<usize>) -> Origin {
        self.origin.as_ref().map(|(file, _)| (file.clone(), span.clone()))
    }
}

const KINDS: &[&str] = &[
    "text",
    "markdown",
    "number",
    "bool",
    "date",
    "datetime",
    "period",
    "url",
    "email",
    "file",
    "translated",
    "query",
    "choice",
    "term",
    "reference",
    "group",
];

/// The one role that a type may have.
const GLOSSARY: &str = "glossary";

fn parse_role(name: &str) -> Option<Role> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

impl TypeDeclaration {
    fn read(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        self.origin = Some((table.file().clone(), table.span.clone()));
        lay_labels(&mut self.label, table.labels("label", problems));
        lay_labels(&mut self.plural, table.labels("plural", problems));
        lay(&mut self.folders, table.texts("folders", problems));
        lay(&mut self.schema, table.text("schema", problems).map(|at| at.value));
        if let Some(sort) = table.text("sort", problems) {
            self.sort_origin = Some((table.file().clone(), sort.span.clone()));
            self.sort = Some(sort);
        }
        lay(&mut self.role, table.text("role", problems));
        lay(&mut self.fields, table.texts("fields", problems));
        lay(&mut self.required, table.texts("required", problems));
        if let Some(mut sections) = table.table("sections", problems) {
            self.sections.extend(sections.lists_by_lang(problems));
        }
        if let Some(mut own) = table.table("own", problems) {
            for (name, field) in own.named_tables(problems) {
                self.own.entry(name.value).or_default().read(field, problems);
            }
        }
        table.finish(problems);
    }

    fn at(&self, span: &Range<usize>) -> Origin {
        self.origin.as_ref().map(|(file, _)| (file.clone(), span.clone()))
    }

    fn finish(&self, id: &str, fields: Vec<Field>, problems: &mut Vec<Diagnostic>) -> DocType {
        let mut by_name = HashMap::default();
        let mut by_role = HashMap::default();
        for (index, field) in fields.iter().enumerate() {
            for name in std::iter::once(&field.name).chain(&field.aliases) {
                if by_name.insert(name.clone(), index).is_some() {
                    problems.push(contradiction(
                        &self.origin,
                        name,
                        "zwei Angaben haben denselben Namen",
                        "two entries have the same name",
                    ));
                }
            }
            match field.role.map(|role| by_role.entry(role)) {
                Some(Entry::Occupied(first)) => {
                    idle::second_of_role(&self.origin, field, &fields[*first.get()], problems);
                }
                Some(Entry::Vacant(vacant)) => {
                    vacant.insert(index);
                }
                None => {}
            }
        }
        let sort = match &self.sort {
            Some(sort) => parse_role(&sort.value).unwrap_or_else(|| {
                problems.push(contradiction(
                    &self.sort_origin,
                    "sort",
                    &format!("eine Rolle `{}` gibt es nicht", sort.value),
                    &format!("there is no role `{}`", sort.value),
                ));
                Role::Title
            }),
            None => Role::Title,
        };
        let places: Vec<Role> = fields.iter().filter_map(|field| field.role).collect();
        if idle::is_in_same_file(&self.sort_origin, &self.origin) {
            idle::check_sort(&self.sort_origin, sort, &places, problems);
        }
        if let Some(role) = self.role.as_ref().filter(|role| role.value != GLOSSARY) {
            problems.push(unknown_name(&self.at(&role.span), &role.value, [GLOSSARY]));
        }
        let label = self.label.clone().unwrap_or_else(|| Labels::plain(id));
        DocType {
            id: id.to_owned(),
            is_own: false,
            plural: self.plural.clone().unwrap_or_else(|| label.clone()),
            label,
            folders: self.folders.iter().flatten().map(|at| at.value.clone()).collect(),
            schema: self.schema.clone(),
            sort,
            glossary: self.role.as_ref().is_some_and(|role| role.value == GLOSSARY),
            sections: self.sections.clone(),
            fields,
            by_name,
            by_role,
        }
    }
}

impl VocabularyDeclaration {
    fn read(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        self.origin = Some((table.file().clone(), table.span.clone()));
        lay_labels(&mut self.label, table.labels("label", problems));
        lay(&mut self.file, table.text("file", problems).map(|at| at.value));
        lay(&mut self.documents, table.text("documents", problems));
        lay(&mut self.open, table.flag("open", problems));
        table.finish(problems);
    }

    fn build(&self, id: &str, names: &Names<'_>, problems: &mut Vec<Diagnostic>) -> VocabularyType {
        let documents = self.documents.as_ref().and_then(|documents| {
            let found = names.types.iter().position(|&known| known == documents.value);
            if found.is_none() {
                let origin = self.origin.as_ref().map(|(file, _)| (file.clone(), documents.span.clone()));
                problems.push(unknown_name(&origin, &documents.value, names.types.iter().copied()));
            }
            found
        });
        VocabularyType {
            id: id.to_owned(),
            label: self.label.clone().unwrap_or_else(|| Labels::plain(id)),
            // It becomes part of addresses.
            file: Some(slug(self.file.as_deref().unwrap_or(id)))
                .filter(|file| !file.is_empty())
                .unwrap_or_else(|| "begriffe".to_owned()),
            documents,
            open: self.open.unwrap_or(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_config(text: &str) -> (Model, Vec<Diagnostic>) {
        let file = SourcePath::new("config.toml").unwrap();
        let mut problems = Vec::new();
        let mut table = toml_table::parse(&file, text, &mut problems);
        let model = load(Some(&mut table), &mut problems);
        (model, problems)
    }

    #[test]
    fn the_builtin_model_is_free_of_contradictions() {
        let mut problems = Vec::new();
        let model = load(None, &mut problems);
        assert_eq!(problems, Vec::new());
        let concept = &model.types[model.type_index("concept").unwrap()];
        assert_eq!(concept.field("zielgruppe"), concept.field("target_group"));
        assert_eq!(concept.field("Förderprogramm"), concept.field("funding_program"));
        assert_eq!(model.type_of_folder("konzepte/eltern"), model.type_index("concept").unwrap());
        assert_eq!(model.type_of_folder("handbuch"), model.page());
    }

    /// A label that is the same in German and English may be a name.
    #[test]
    fn readers_find_every_label_in_their_language() {
        fn of_fields<'a>(fields: &'a [Field], found: &mut Vec<&'a Labels>) {
            for field in fields {
                found.extend([&field.label, &field.inverse]);
                match &field.kind {
                    Kind::Choice(choices) => found.extend(choices.values()),
                    Kind::Group(parts) => of_fields(parts, found),
                    _ => {}
                }
            }
        }
        let (model, problems) = with_config("");
        assert_eq!(problems, []);
        let mut labels: Vec<&Labels> =
            model.vocabularies.iter().map(|vocabulary| &vocabulary.label).collect();
        for kind in &model.types {
            labels.extend([&kind.label, &kind.plural]);
            of_fields(&kind.fields, &mut labels);
        }
        assert!(labels.len() > 200);
        let text = |labels: &Labels, tag: &str| {
            labels.iter().find(|(lang, _)| lang.as_str() == tag).map(|(_, text)| text.to_owned())
        };
        for label in labels.into_iter().filter(|label| text(label, "de") != text(label, "en")) {
            for (lang, _) in LABELS {
                assert!(text(label, lang).is_some_and(|text| !text.is_empty()), "{lang}: {label:?}");
            }
        }
    }

    #[test]
    fn a_site_adds_a_field_and_changes_a_label() {
        let (model, problems) = with_config(
            "[fields.target_group.label]\nde = \"Für wen\"\n[types.concept.own.costs]\nkind = \"text\"\nlabel = \"Kosten\"\n",
        );
        assert_eq!(problems, Vec::new());
        let concept = &model.types[model.type_index("concept").unwrap()];
        let target = &concept.fields[concept.field("target_group").unwrap()];
        assert_eq!(target.label.get(&Lang::default()), "Für wen");
        assert!(concept.field("costs").is_some());
    }

    #[test]
    fn a_group_has_no_part_that_nobody_would_see() {
        let group = |part: &str| {
            format!("[types.concept.own.x]\nkind = \"group\"\n[types.concept.own.x.group]\na = {part}\n")
        };
        for (kind, instead) in [("markdown", "text"), ("query", "reference")] {
            let (_, problems) = with_config(&group(&format!("{{ kind = \"{kind}\" }}")));
            let [problem] = &problems[..] else { panic!("{problems:?}") };
            let message = problem.message(MessageLang::De);
            assert_eq!(problem.code, Code::ModelContradiction);
            assert!(message.contains(&format!("schreiben Sie `kind = \"{instead}\"`")), "{message}");
        }
        // Where readers are to see nothing, nothing is missing.
        assert_eq!(with_config(&group("{ kind = \"markdown\", private = true }")).1, []);
        let hidden = group("{ kind = \"markdown\" }").replace("\"group\"\n", "\"group\"\nprivate = true\n");
        assert_eq!(with_config(&hidden).1, []);
    }

    #[test]
    fn what_changes_nothing_is_told() {
        for (text, said) in [
            ("[types.koncept]\nlabel = \"X\"\n", "keinen Ordner"),
            ("[types.koncept.own.x]\nkind = \"text\"\n", "Meinten Sie `concept`?"),
            ("[fields.target_grup]\nlabel = \"X\"\n", "Meinten Sie `target_group`?"),
            ("[vocabularies.target_grup]\nlabel = \"X\"\n", "Meinten Sie `target_group`?"),
            ("[types.a]\nfolders = [\"content/kurse\"]\n", "als `kurse`"),
            ("[types.concept]\nsort = \"capacity\"\n", "möglich sind `title`, `date`."),
            ("[types.concept]\nsort = \"start\"\n", "möglich sind `title`, `date`."),
            ("[types.workshop.own.x]\nkind = \"datetime\"\nrole = \"start\"\n", "schon die Angabe `start`"),
            ("[types.concept.own.x]\nkind = \"date\"\nrole = \"start\"\n", "braucht `kind = \"datetime\"`"),
            ("[types.concept.own.x]\nkind = \"text\"\nvocabulary = \"field\"\n", "bei `kind = \"term\"`"),
            ("[types.concept.own.x]\nkind = \"text\"\nopen = true\n", "bei `kind = \"reference\"`"),
            ("[types.concept.own.x]\nkind = \"text\"\nchoices = { a = \"A\" }\n", "bei `kind = \"choice\"`"),
            ("[types.concept.own.x]\nkind = \"number\"\nweight = 2\n", "die Suche findet nur Wörter"),
            ("[types.concept.own.x]\nkind = \"markdown\"\nfact = true\n", "im Steckbrief steht nichts"),
            (
                "[types.concept.own.x]\nkind = \"text\"\nfact = true\nprivate = true\n",
                "`private` oder `hidden`",
            ),
            (
                "[types.concept.own.x]\nkind = \"text\"\ninherit = [\"goal\"]\n",
                "`goal` ist hier kein Verweis",
            ),
            ("[types.concept.own.x]\nkind = \"text\"\ninherit = [\"project\"]\n", "die `x` haben"),
            (
                "[types.concept.own.x]\nkind = \"group\"\n[types.concept.own.x.group]\na = { kind = \"url\", private_unless = \"b\" }\nb = { kind = \"text\" }\n",
                "`kind = \"bool\"`",
            ),
        ] {
            let (_, problems) = with_config(text);
            let found: Vec<String> = problems
                .iter()
                .map(|problem| {
                    let lang = MessageLang::De;
                    assert_eq!(problem.code, Code::ModelWithoutEffect, "{text}");
                    format!("{} {}", problem.message(lang), problem.hints(lang).join(" "))
                })
                .collect();
            assert!(found.len() == 1 && found[0].contains(said), "{text}: {found:?}");
        }
        for text in [
            "[fields.target_group]\nprivate = true\n",
            "[fields.x]\nkind = \"text\"\ninherit = [\"project\"]\n[types.concept.own.x]\n[types.project.own.x]\n",
            "[types.kurs]\nfolders = [\"kurse\"]\nsort = \"date\"\n",
            "[types.news]\nfolders = []\n",
            "[types.workshop]\nfields = []\nrequired = []\n",
            "[types.concept]\nfields = [\"target_group\", \"field\", \"funding_program\"]\n\
             [types.workshop]\nfields = [\"start\"]\n[types.material]\nfields = []\n[types.collection]\nfields = []\n",
        ] {
            assert_eq!(with_config(text).1, [], "{text}");
        }
    }

    #[test]
    fn a_type_that_names_a_project_shows_who_pays() {
        let own = |fields: &str, more: &str| {
            with_config(&format!(
                "[types.standort]\nfolders = [\"pilotstandorte\"]\nfields = [{fields}]\n{more}"
            ))
        };
        let (_, problems) = own("\"carrier\", \"project\"", "");
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        assert_eq!(problem.code, Code::UnfundedType);
        let hints = problem.hints(MessageLang::De).join(" ");
        for said in [
            "unter `[types.standort]`: `fields = [\"carrier\", \"project\", \"funding_program\"]`",
            "`[types.standort.own.funding_program]` die Zeile `inherit = []`",
        ] {
            assert!(hints.contains(said), "{hints}");
        }
        assert_eq!(own("\"carrier\", \"project\", \"funding_program\"", "").1, []);
        assert_eq!(own("\"carrier\"", "").1, []);
        for id in with_config("").0.types.iter().map(|kind| &kind.id) {
            assert_eq!(with_config(&format!("[types.{id}]\nlabel = \"X\"\n")).1, [], "{id}");
        }
        // What a type takes over from elsewhere is for the site to say.
        let switched = "[types.standort.own.funding_program]\ninherit = []\n[types.standort.own.carrier]\ninherit = []\n";
        let (model, problems) = own("\"carrier\", \"project\", \"place\", \"funding_program\"", switched);
        assert_eq!(problems, []);
        let kind = &model.types[model.type_index("standort").unwrap()];
        let inherits = |name: &str| !kind.fields[kind.field(name).unwrap()].inherit.is_empty();
        assert_eq!(["carrier", "funding_program", "place"].map(inherits), [false, false, true]);
    }

    #[test]
    fn contradictions_are_reported_where_they_stand() {
        let text = "[types.concept.own.x]\nkind = \"term\"\nvocabulary = \"target_grup\"\n";
        let (_, problems) = with_config(text);
        assert_eq!(problems.len(), 1);
        let place = problems[0].place.as_ref().unwrap();
        assert_eq!(&text[place.span.clone()], "\"target_grup\"");
        for bad in [
            "[types.concept.own.x]\nkind = \"choice\"\n",
            "[types.concept.own.x]\nlabel = \"X\"\n",
            "[types.concept.own.x]\nkind = \"txet\"\n",
            "[types.concept.own.x]\nkind = \"reference\"\nto = [\"koncept\"]\n",
            "[types.a]\nfolders = [\"konzepte\"]\n",
            "[types.concept]\nrequired = [\"nothing\"]\n",
            "[types.concept.own.x]\nkind = \"text\"\nroll = \"title\"\n",
            "[types.concept.own.material]\nalong = \"both\"\n",
            "[types.concept]\nrole = \"glosary\"\n",
            "[types.concept.own.x]\nkind = \"text\"\ninherit = [\"projekt\"]\n",
            "[types.concept.own.x]\nkind = \"text\"\nweight = 300\n",
            "[types.concept.own.x]\nkind = \"text\"\nprivate_unless = \"public\"\n",
            "[types.concept.own.x]\nkind = \"group\"\n[types.concept.own.x.group]\na = { kind = \"url\", private_unless = \"ofen\" }\noffen = { kind = \"bool\" }\n",
        ] {
            assert_eq!(with_config(bad).1.len(), 1, "{bad}");
        }
    }

    #[test]
    fn the_handbook_says_which_fields_are_shared() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/handbuch/inhaltsmodell.md");
        let handbook = std::fs::read_to_string(path).unwrap();
        let said = handbook.split_once("Gemeinsam sind: ").unwrap().1.split_once('.').unwrap().0;
        let file = SourcePath::new("builtin.toml").unwrap();
        let mut declared = Declarations::default();
        declared.read(&mut toml_table::parse(&file, BUILTIN, &mut Vec::new()), &mut Vec::new());
        let common: Vec<&String> = declared.common.iter().map(|at| &at.value).collect();
        let shared = declared.fields.keys().filter(|name| !common.contains(name));
        assert_eq!(said, shared.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
    }

    #[test]
    fn a_field_of_another_type_is_declared_anew() {
        let (_, problems) = with_config(
            "[types.bogen]\nfolders = [\"boegen\"]\nfields = [\"print\", \"kind\", \"printt\"]\n",
        );
        let said: Vec<String> = problems
            .iter()
            .map(|problem| {
                let lang = MessageLang::De;
                format!("{} {} {}", problem.code, problem.message(lang), problem.hints(lang).join(" "))
            })
            .collect();
        assert_eq!(said.len(), 3, "{said:?}");
        for (said, parts) in said.iter().zip([
            [
                "model-contradiction",
                "gehört nur zu „Material“",
                "`[types.bogen.own.print]`, darunter in je einer Zeile `label = \"Druckformat\"`, `kind = \"choice\"`, `role = \"paper\"`, `choices = { a4-hoch =",
            ],
            ["model-contradiction", "nur zu „Konzept“, „Organisation“, ", "`[types.bogen.own.kind]`"],
            ["config-unknown-name", "`printt` gibt es nicht", "Möglich sind: `title`"],
        ]) {
            assert!(parts.iter().all(|part| said.contains(part)), "{said}");
        }
        // What it says is enough.
        let (model, problems) = with_config(
            "[types.bogen]\nfolders = [\"boegen\"]\nfields = [\"print\"]\n[types.bogen.own.print]\nkind = \"choice\"\nrole = \"paper\"\nchoices = { a4-hoch = \"A4 hoch\" }\n",
        );
        assert_eq!(problems, []);
        assert!(model.types[model.type_index("bogen").unwrap()].role(Role::Paper).is_some());
    }
}
