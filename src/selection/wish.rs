//! What somebody wants to take along, and the documents that this means.

use crate::diagnostic::{At, nearest};
use crate::discover::CONTENT;
use crate::lang::MessageLang;
use crate::model::{Along, DocType, Field, Kind, Role};
use crate::parse::{Filter, Period, Value, find_choice, flag, number};
use crate::query::{falls_in, meets};
use crate::site::{DocId, Site, Target, TermId};
use crate::text::{fold, fold_term, slug};

/// The word that stands for the type in a condition.
const TYPE: &str = "type";

/// What is to be taken along. Named documents add to each other; conditions narrow what was named, or
/// the whole site where nothing was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Collections and learning paths, by the names of their files.
    pub collections: Vec<String>,
    /// Events, by the names of their files.
    pub events: Vec<String>,
    /// Conditions, as typed: `target_group=eltern,jugendliche`.
    pub conditions: Vec<String>,
}

/// Why a wish cannot be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// A name that nothing has.
    Unknown {
        /// That there is no such thing, in German and English.
        said: [String; 2],
        /// The nearest names, or all where there are few.
        near: Vec<String>,
    },
    /// A name that several documents have.
    Ambiguous {
        /// As it was typed.
        name: String,
        /// Each of them with its folder.
        paths: Vec<String>,
    },
    /// A condition without `=`.
    Malformed(String),
    /// There is no document that fits so many conditions.
    Empty(usize),
}

/// The documents that a wish means.
pub(super) struct Chosen {
    /// Those that were named themselves.
    pub(super) named: Vec<DocId>,
    /// All of them, the named ones first.
    pub(super) documents: Vec<DocId>,
}

pub(super) fn choose(site: &Site, wish: &Wish) -> Result<Chosen, Unmet> {
    let mut named = Vec::new();
    for (names, role, what) in [
        (&wish.collections, Role::Items, ["Eine Sammlung", "collection"]),
        (&wish.events, Role::Start, ["Eine Veranstaltung", "event"]),
    ] {
        for name in names {
            named.push(find(site, name, |kind| kind.role(role).is_some(), what)?);
        }
    }
    let filters = wish
        .conditions
        .iter()
        .map(|condition| Condition::parse(site, condition))
        .collect::<Result<Vec<_>, _>>()?;
    let candidates = if named.is_empty() { originals(site).collect() } else { program(site, &named) };
    let fits = |id: &DocId| named.contains(id) || filters.iter().all(|filter| filter.holds(site, *id));
    let documents: Vec<DocId> = candidates.into_iter().filter(fits).collect();
    if documents.is_empty() { Err(Unmet::Empty(filters.len())) } else { Ok(Chosen { named, documents }) }
}

/// Documents in the site's language, those that introduce folders left out.
fn originals(site: &Site) -> impl Iterator<Item = DocId> {
    (0..site.documents.len()).map(DocId).filter(|id| {
        let document = site.document(*id);
        *document.lang() == site.config.lang && !document.parsed.source.is_introduction()
    })
}

/// The document with this name, of a type that fits.
fn find(site: &Site, name: &str, fits: impl Fn(&DocType) -> bool, what: [&str; 2]) -> Result<DocId, Unmet> {
    let of_type: Vec<DocId> = originals(site).filter(|id| fits(site.type_of(*id))).collect();
    match named(site, name, &of_type)[..] {
        [found] => Ok(found),
        [] => {
            let slugs = of_type.iter().map(|id| site.document(*id).parsed.source.slug.as_str());
            Err(match unknown(name, what, slugs) {
                Unmet::Unknown { said: [german, english], near } if near.is_empty() => Unmet::Unknown {
                    said: [
                        format!(
                            "{german}\nGemeint ist der Name der Datei im Ordner `{CONTENT}`, ohne `.md`; auch der Titel geht."
                        ),
                        format!(
                            "{english}\nMeant is the name of its file in the folder `{CONTENT}`, without `.md`; the title will do as well."
                        ),
                    ],
                    near,
                },
                unmet => unmet,
            })
        }
        ref several => Err(Unmet::Ambiguous {
            name: name.to_owned(),
            paths: several.iter().map(|id| place(site, *id)).collect(),
        }),
    }
}

/// Those of the documents that are called so: by the name of their file, with its folders where the name has some;
/// else by their title.
fn named(site: &Site, name: &str, documents: &[DocId]) -> Vec<DocId> {
    let path = name.trim_end_matches(".md").trim_matches('/');
    let wanted = path.split('/').map(slug).collect::<Vec<_>>().join("/");
    let is_at = |id: &DocId| {
        let place = place(site, *id);
        let rest = place.strip_suffix(wanted.as_str()).filter(|_| !wanted.is_empty());
        rest.is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    let found: Vec<DocId> = documents.iter().copied().filter(is_at).collect();
    // The folder `content` need not be said.
    match path.strip_prefix(CONTENT).and_then(|rest| rest.strip_prefix('/')) {
        Some(below) if found.is_empty() => return named(site, below, documents),
        _ if !found.is_empty() => return found,
        _ => {}
    }
    let title = fold(name);
    documents.iter().copied().filter(|id| fold(&site.document(*id).title) == title).collect()
}

/// Where a document stands below `content`, as names of it are read: `veranstaltungen/2026/auftakt`.
fn place(site: &Site, id: DocId) -> String {
    let source = &site.document(id).parsed.source;
    let folder = if source.folder.is_empty() { String::new() } else { format!("{}/", source.folder) };
    folder + &source.slug
}

/// A name that there is not, with the nearest ones; where none is near and there are few, all of them.
fn unknown<'a>(
    name: &str,
    [german, english]: [&str; 2],
    known: impl Iterator<Item = &'a str> + Clone,
) -> Unmet {
    let said = [format!("{german} `{name}` gibt es nicht."), format!("There is no {english} `{name}`.")];
    Unmet::Unknown { said, near: near(name, known) }
}

/// The nearest of the known names: those that are spelt alike, else those that the name is a part of;
/// where there are few, all.
fn near<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    const FEW: usize = 12;
    let wanted = fold(name);
    let mut near = nearest(&wanted, known.clone());
    if near.is_empty() && !wanted.is_empty() {
        near = known.clone().filter(|one| one.contains(&wanted)).take(FEW).collect();
    }
    if near.is_empty() && known.clone().count() <= FEW {
        near = known.collect();
    }
    near.into_iter().map(str::to_owned).collect()
}

/// What belongs to the named documents as their program: the items of collections and of what is
/// among them, the events of a series, and what their texts lead to.
fn program(site: &Site, named: &[DocId]) -> Vec<DocId> {
    let mut found = named.to_vec();
    for &id in named {
        let document = site.document(id);
        let mut linked: Vec<DocId> = document.links_within().filter_map(|link| link.document).collect();
        if let Some(field) = site.type_of(id).role(Role::Related) {
            linked.extend(documents(document.targets(field)));
        }
        linked.retain(|id| !site.document(*id).parsed.source.is_introduction());
        add(&mut found, linked);
    }
    let mut at = 0;
    while at < found.len() {
        let id = found[at];
        at += 1;
        if let Some(items) = site.type_of(id).role(Role::Items) {
            add(&mut found, documents(site.document(id).targets(items)).collect());
            add(&mut found, events(site, id));
        }
    }
    found
}

fn documents<'a>(targets: impl Iterator<Item = &'a Target>) -> impl Iterator<Item = DocId> {
    targets.filter_map(|target| match target {
        Target::Document(id) => Some(*id),
        _ => None,
    })
}

/// The events that name a collection as their series.
fn events(site: &Site, collection: DocId) -> Vec<DocId> {
    let names = |backlink: &&crate::site::Backlink| {
        let kind = site.type_of(backlink.from);
        let field = backlink.field.map(|field| &kind.fields[field]);
        kind.role(Role::Start).is_some() && field.is_some_and(|field| field.along == Some(Along::Naming))
    };
    site.relations.backlinks(collection).iter().filter(names).map(|backlink| backlink.from).collect()
}

fn add(found: &mut Vec<DocId>, more: Vec<DocId>) {
    for id in more {
        if !found.contains(&id) {
            found.push(id);
        }
    }
}

/// A condition with its names looked up.
enum Condition {
    /// The document is of one of these types.
    Type(Vec<usize>),
    /// Its field has one of these values, or says a time that has a day in common with one of these.
    Field(Filter<Target>, Vec<Period>),
}

/// What a value of a condition means in the fields of a name.
#[derive(Default)]
struct Meant {
    targets: Vec<Target>,
    times: Vec<Period>,
}

impl Condition {
    fn parse(site: &Site, typed: &str) -> Result<Self, Unmet> {
        let Some((field, values)) = typed.split_once('=') else {
            return Err(Unmet::Malformed(typed.to_owned()));
        };
        let (field, values) = (field.trim(), values.split(',').map(str::trim).filter(|one| !one.is_empty()));
        if values.clone().next().is_none() {
            return Err(Unmet::Malformed(typed.to_owned()));
        }
        if fold(field) == TYPE || fold(field) == "typ" {
            return values.map(|value| kind(site, value)).collect::<Result<_, _>>().map(Self::Type);
        }
        let fields: Vec<&Field> = site
            .model()
            .types
            .iter()
            .filter_map(|kind| Some(&kind.fields[kind.field(field)?]))
            .filter(|field| !field.private)
            .collect();
        let Some(first) = fields.first() else {
            return Err(unknown_field(site, field));
        };
        let mut wanted = Meant::default();
        for value in values {
            let Meant { targets, times } = meant(site, &fields, value)?;
            wanted.targets.extend(targets);
            wanted.times.extend(times);
        }
        let values = wanted.targets.into_iter().map(|value| At { value, span: 0..0 }).collect();
        Ok(Self::Field(Filter { field: first.name.clone(), values }, wanted.times))
    }

    fn holds(&self, site: &Site, id: DocId) -> bool {
        match self {
            Self::Type(kinds) => kinds.contains(&site.document(id).parsed.kind),
            Self::Field(filter, times) => {
                meets(site, id, filter) || times.iter().any(|time| falls_in(site, id, &filter.field, time))
            }
        }
    }
}

fn kind(site: &Site, name: &str) -> Result<usize, Unmet> {
    let types = &site.model().types;
    let wanted = fold(name);
    let is_called = |kind: &DocType| {
        let labels = kind.label.iter().chain(kind.plural.iter()).any(|(_, label)| fold(label) == wanted);
        kind.id == name || labels || kind.folders.contains(&wanted)
    };
    let known = types.iter().map(|kind| kind.id.as_str());
    types.iter().position(is_called).ok_or_else(|| {
        // People type the words that they read.
        let labels: Vec<String> = types
            .iter()
            .flat_map(|kind| kind.label.iter().chain(kind.plural.iter()))
            .map(|(_, label)| fold(label))
            .collect();
        match nearest(&wanted, labels.iter().map(String::as_str))[..] {
            [] => unknown(name, ["Einen Typ", "type"], known),
            [meant, ..] => unknown(name, ["Einen Typ", "type"], std::iter::once(meant)),
        }
    })
}

/// A field that there is not, with those that are called so, else the nearest ones by name, else by what they are called.
fn unknown_field(site: &Site, name: &str) -> Unmet {
    let fields = || site.model().types.iter().flat_map(|kind| &kind.fields).filter(|field| !field.private);
    let names = fields().flat_map(|field| std::iter::once(&field.name).chain(&field.aliases));
    let mut known: Vec<&str> = names.map(String::as_str).chain([TYPE]).collect();
    let labels = fields().flat_map(|field| field.label.iter().map(move |(_, label)| (fold(label), field)));
    let labels: Vec<(String, &Field)> = labels.collect();
    let wanted = fold(name);
    let mut meant = vec![wanted.as_str()];
    if !labels.iter().any(|(label, _)| *label == wanted) && nearest(&wanted, known.iter().copied()).is_empty()
    {
        meant = nearest(&wanted, labels.iter().map(|(label, _)| label.as_str()));
    }
    let named = labels.iter().filter(|(label, _)| meant.contains(&label.as_str()));
    let named: Vec<&str> = named.map(|(_, field)| field.name.as_str()).collect();
    if !named.is_empty() {
        known = named;
    }
    known.sort_unstable();
    known.dedup();
    unknown(name, ["Eine Angabe", "field"], known.into_iter())
}

/// Everything that a value may mean in the fields of this name.
fn meant(site: &Site, fields: &[&Field], value: &str) -> Result<Meant, Unmet> {
    let wanted = fold(value);
    let mut meant = Meant::default();
    let mut known: Vec<&str> = Vec::new();
    for field in fields {
        match &field.kind {
            Kind::Term(vocabulary) => {
                let terms = &site.vocabularies[*vocabulary].terms;
                let wanted = fold_term(value);
                known.extend(terms.iter().map(|term| term.id.as_str()));
                let named = terms.iter().position(|term| fold_term(&term.id) == wanted).or_else(|| {
                    terms.iter().position(|term| {
                        let labels = term.label.iter().map(|(_, label)| label);
                        labels
                            .chain(term.synonyms.iter().map(String::as_str))
                            .any(|name| fold_term(name) == wanted)
                    })
                });
                let term = |term| Target::Term(TermId { vocabulary: *vocabulary, term });
                meant.targets.extend(named.map(term));
            }
            Kind::Choice(choices) => {
                known.extend(choices.keys().map(String::as_str));
                meant.targets.extend(find_choice(choices, value).map(Target::Text));
            }
            Kind::Reference { to, open } => {
                let fits = |id: &DocId| to.is_empty() || to.contains(&site.document(*id).parsed.kind);
                let fitting: Vec<DocId> = originals(site).filter(fits).collect();
                known.extend(fitting.iter().map(|id| site.document(*id).parsed.source.slug.as_str()));
                meant.targets.extend(named(site, value, &fitting).into_iter().map(Target::Document));
                if *open {
                    add_said(site, &field.name, &wanted, &mut meant, &mut known);
                }
            }
            Kind::Bool => {
                known.extend(["ja", "nein"]);
                meant.targets.extend(flag(value).map(|flag| Target::Text(flag.to_string())));
            }
            Kind::Number => {
                let number = number(value, &site.config.lang);
                meant.targets.extend(number.map(|number| Target::Text(number.to_string())));
            }
            Kind::Date | Kind::DateTime | Kind::Period => meant.times.extend(Period::parse(value).ok()),
            Kind::Text | Kind::Url | Kind::Email => {
                add_said(site, &field.name, &wanted, &mut meant, &mut known);
            }
            Kind::Markdown | Kind::Translated | Kind::File | Kind::Query | Kind::Group(_) => {}
        }
    }
    if meant.targets.is_empty() && meant.times.is_empty() {
        known.sort_unstable();
        known.dedup();
        return Err(meaningless(fields, value, &known));
    }
    meant.targets.sort();
    meant.targets.dedup();
    Ok(meant)
}

/// Adds the words that documents say in a field: all to `known`, those that are spelt like `wanted` to what is meant.
fn add_said<'s>(site: &'s Site, name: &str, wanted: &str, meant: &mut Meant, known: &mut Vec<&'s str>) {
    for id in originals(site) {
        let Some(field) = site.type_of(id).field(name) else { continue };
        for at in site.document(id).fields.get(field) {
            let (Value::Text(said) | Value::Url(said) | Value::Email(said) | Value::Link(Target::Text(said))) =
                &at.value
            else {
                continue;
            };
            known.push(said);
            if fold(said) == wanted {
                meant.targets.push(Target::Text(said.clone()));
            }
        }
    }
}

/// A value that means nothing in these fields.
fn meaningless(fields: &[&Field], value: &str, known: &[&str]) -> Unmet {
    let name = fields.first().map(|field| field.name.as_str()).unwrap_or_default();
    let has = |fits: fn(&Kind) -> bool| fields.iter().any(|field| fits(&field.kind));
    let mut said = [
        format!("Den Wert `{value}` gibt es bei `{name}` nicht."),
        format!("`{name}` has no value `{value}`."),
    ];
    if has(|kind| matches!(kind, Kind::Date | Kind::DateTime | Kind::Period)) {
        said = [
            format!(
                "`{value}` ist keine Zeit, die `{name}` versteht.\nSo sieht eine aus: {name}=2026 oder {name}=2026-03 oder {name}=\"2026-03 bis 2026-06\""
            ),
            format!(
                "`{value}` is no time that `{name}` understands.\nOne looks like this: {name}=2026 or {name}=2026-03 or {name}=\"2026-03 to 2026-06\""
            ),
        ];
    } else if has(|kind| matches!(kind, Kind::Number)) {
        said = [
            format!("Bei `{name}` stehen Zahlen, und `{value}` ist keine."),
            format!("`{name}` holds numbers, and `{value}` is none."),
        ];
    } else if fields.iter().all(|field| {
        matches!(field.kind, Kind::Markdown | Kind::Translated | Kind::File | Kind::Query | Kind::Group(_))
    }) {
        said = [
            format!(
                "Nach `{name}` lässt sich nicht auswählen: Das geht bei Begriffen, Verweisen, Auswahlen, Zeiten, Zahlen, kurzen Texten, Ja und Nein."
            ),
            format!(
                "Nothing can be selected by `{name}`: that takes terms, references, choices, times, numbers, short texts, yes and no."
            ),
        ];
    }
    Unmet::Unknown { said, near: near(value, known.iter().copied()) }
}

impl Unmet {
    /// What is wrong and what to do about it.
    #[must_use]
    pub fn message(&self, lang: MessageLang) -> String {
        let quoted = |names: &[String], or: &str| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            match names.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} {or} {last}", rest.join(", ")),
                _ => names.concat(),
            }
        };
        match (self, lang) {
            (Self::Unknown { said: [said, _], near }, MessageLang::De) if near.is_empty() => said.clone(),
            (Self::Unknown { said: [_, said], near }, MessageLang::En) if near.is_empty() => said.clone(),
            (Self::Unknown { said: [said, _], near }, MessageLang::De) => {
                format!("{said}\nMeinten Sie {}?", quoted(near, "oder"))
            }
            (Self::Unknown { said: [_, said], near }, MessageLang::En) => {
                format!("{said}\nDid you mean {}?", quoted(near, "or"))
            }
            (Self::Ambiguous { name, paths }, MessageLang::De) => format!(
                "`{name}` heißt mehr als ein Dokument.\nSchreiben Sie den Ordner dazu: {}.",
                quoted(paths, "oder")
            ),
            (Self::Ambiguous { name, paths }, MessageLang::En) => format!(
                "More than one document is called `{name}`.\nWrite the folder as well: {}.",
                quoted(paths, "or")
            ),
            (Self::Malformed(typed), MessageLang::De) => {
                format!("`{typed}` ist keine Bedingung.\nSo sieht eine aus: target_group=eltern,jugendliche")
            }
            (Self::Malformed(typed), MessageLang::En) => {
                format!("`{typed}` is no condition.\nOne looks like this: target_group=eltern,jugendliche")
            }
            (Self::Empty(conditions), MessageLang::De) => {
                let several = "\nMehrere --where müssen alle zugleich zutreffen; nehmen Sie eines weg.";
                let hint = if *conditions > 1 { several } else { "" };
                format!("Dazu passt kein Dokument. Es wurde nichts geschrieben.{hint}")
            }
            (Self::Empty(conditions), MessageLang::En) => {
                let several = "\nSeveral --where must all hold at once; leave one out.";
                format!(
                    "No document fits. Nothing was written.{}",
                    if *conditions > 1 { several } else { "" }
                )
            }
        }
    }
}
