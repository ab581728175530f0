//! Declarations of a site that change nothing → a problem for each, as whoever wrote it expects something of it.
//!
//! Looks at what the site says itself, not at what it takes over: a built-in field that a site makes private keeps
//! its place in the fact box, and nobody has to know that.

use super::{Declarations, FieldDeclaration, Kind, Origin, Role};
use crate::diagnostic::{Code, Diagnostic, nearest_list};
use crate::lang::MessageLang;
use crate::model::{DocType, Field, Labels};

/// A declaration that has no effect, with the reason in German and English.
pub(super) fn idle(origin: &Origin, key: &str, de: &str, en: &str) -> Diagnostic {
    let problem = Diagnostic::new(Code::ModelWithoutEffect).arg("key", key).arg_each("reason", de, en);
    match origin {
        Some((file, span)) => problem.at(file, span.clone()),
        None => problem,
    }
}

/// The roles by whose fields lists can be sorted, see `site::ListOrder`: by day, the newest first, or by title.
const SORTS: [Role; 4] = [Role::Title, Role::Date, Role::Start, Role::Period];

/// Reports a folder that cannot be, as all of them lie in `content`.
pub(super) fn check_folder(origin: &Origin, folder: &str, problems: &mut Vec<Diagnostic>) {
    if let Some(inside) = folder.strip_prefix("content/") {
        problems.push(idle(
            origin,
            "folders",
            &format!("Ordner stehen ohne `content/` da, dieser also als `{inside}`"),
            &format!("folders are written without `content/`, this one as `{inside}`"),
        ));
    }
}

/// Reports an order that a site asks for at `origin`, and for which a type with fields of these roles has nothing to go
/// by.
pub(super) fn check_sort(origin: &Origin, sort: Role, roles: &[Role], problems: &mut Vec<Diagnostic>) {
    let can_sort = |role: &Role| *role == Role::Title || roles.contains(role);
    if !SORTS.contains(&sort) || !can_sort(&sort) {
        let named = |role: &Role| Some(format!("`{}`", serde_json::to_value(role).ok()?.as_str()?));
        let possible: Vec<String> = SORTS.iter().filter(|role| can_sort(role)).filter_map(named).collect();
        let possible = possible.join(", ");
        problems.push(idle(
            origin,
            "sort",
            &format!("danach lassen sich Dokumente dieses Typs nicht ordnen, möglich sind {possible}"),
            &format!("documents of this type cannot be sorted by that, possible are {possible}"),
        ));
    }
}

/// Reports a field whose role another one of the type has, which comes before it.
pub(super) fn second_of_role(origin: &Origin, field: &Field, first: &Field, problems: &mut Vec<Diagnostic>) {
    problems.push(idle(
        origin,
        &field.name,
        &format!("dieselbe Rolle (`role`) hat bei diesem Typ schon die Angabe `{}`", first.name),
        &format!("with this type, the entry `{}` has the same `role` already", first.name),
    ));
}

/// Reports types, fields and vocabularies that no document can have.
pub(super) fn check(declared: &Declarations, types: &[DocType], problems: &mut Vec<Diagnostic>) {
    /// With the names that may have been meant.
    fn near<'n>(problem: Diagnostic, name: &str, known: impl Iterator<Item = &'n String>) -> Diagnostic {
        let others = known.map(String::as_str).filter(|other| *other != name);
        problem.arg("nearest", nearest_list(name, others))
    }
    let is_own = |origin: &Origin| is_in_same_file(origin, &declared.origin);
    for (id, kind) in &declared.types {
        // Whoever writes an empty list means that the type is not there.
        if kind.folders.is_none() && id != "page" {
            let problem = idle(
                &kind.origin,
                id,
                "der Typ hat keinen Ordner (`folders`), also ist kein Dokument von diesem Typ",
                "the type has no folder (`folders`), so no document is of this type",
            );
            problems.push(near(problem, id, declared.types.keys()));
        }
    }
    let is_listed = |name: &String| {
        let of_types = declared.types.values().flat_map(|kind| kind.fields.iter().flatten());
        let mut listed = declared.common.iter().chain(of_types).map(|listed| &listed.value);
        listed.any(|listed| listed == name) || declared.types.values().any(|kind| kind.own.contains_key(name))
    };
    let is_idle = |name: &String, field: &FieldDeclaration| is_own(&field.origin) && !is_listed(name);
    for (name, field) in declared.fields.iter().filter(|(name, field)| is_idle(name, field)) {
        let problem = idle(
            &field.origin,
            name,
            "kein Typ hat diese Angabe; ein Typ nennt sie unter `fields`, alle zusammen unter `common_fields`",
            "no type has this entry; a type names it in `fields`, all of them in `common_fields`",
        );
        problems.push(near(problem, name, declared.fields.keys()));
    }
    for (index, (id, vocabulary)) in declared.vocabularies.iter().enumerate() {
        let is_used = types.iter().any(|kind| kind.fields.iter().any(|field| uses(field, index)));
        if is_own(&vocabulary.origin) && !is_used {
            let problem = idle(
                &vocabulary.origin,
                id,
                "keine Angabe hat Begriffe dieses Vokabulars",
                "no entry has terms of this vocabulary",
            );
            problems.push(near(problem, id, declared.vocabularies.keys()));
        }
    }
    inheritance(declared, types, problems);
    check_funding(declared, types, problems);
}

/// Reports a type of the site whose documents refer to funded ones and show nothing of that: what brings the funding
/// along to others has no field there in which it could stand.
fn check_funding(declared: &Declarations, types: &[DocType], problems: &mut Vec<Diagnostic>) {
    for ((id, said), kind) in declared.types.iter().zip(types) {
        if !is_in_same_file(&said.origin, &declared.origin) || kind.role(Role::Funding).is_some() {
            continue;
        }
        let is_funded = |to: &usize| types[*to].role(Role::Funding).is_some();
        // What a built-in type has by itself is not for the site to mend.
        let is_said = |name: &str| {
            let own = said.own.get(name).is_some_and(|own| is_in_same_file(&own.origin, &declared.origin));
            own || said.fields.iter().flatten().any(|listed| listed.value == name)
        };
        let brings = |name: &str| {
            let field = kind.fields.iter().find(|field| field.name == name)?;
            let Kind::Reference { to, .. } = &field.kind else { return None };
            (is_said(name) && to.iter().any(is_funded)).then_some(field)
        };
        let funding = declared.fields.iter().filter(|(_, field)| {
            field.role.as_ref().is_some_and(|role| super::parse_role(&role.value) == Some(Role::Funding))
        });
        for (name, field) in funding {
            let through = field.inherit.iter().flatten().find_map(|through| brings(&through.value));
            let Some(through) = through else { continue };
            let listed =
                said.fields.iter().flatten().map(|listed| listed.value.as_str()).chain([name.as_str()]);
            let listed: Vec<String> = listed.map(|name| format!("\"{name}\"")).collect();
            let problem = Diagnostic::new(Code::UnfundedType)
                .arg_each("type", kind.label.message(MessageLang::De), kind.label.message(MessageLang::En))
                .arg("kind", id)
                .arg("key", name)
                .arg("through", &through.name)
                .arg("line", format!("fields = [{}]", listed.join(", ")));
            problems.push(match &said.origin {
                Some((file, span)) => problem.at(file, span.clone()),
                None => problem,
            });
        }
    }
}

/// Whether both were declared in one file.
pub(super) fn is_in_same_file(one: &Origin, other: &Origin) -> bool {
    one.as_ref().map(|(file, _)| file) == other.as_ref().map(|(file, _)| file)
}

/// Whether a field, or a part of it, holds terms of a vocabulary.
fn uses(field: &Field, vocabulary: usize) -> bool {
    match &field.kind {
        Kind::Group(parts) => parts.iter().any(|part| uses(part, vocabulary)),
        _ => field.vocabulary() == Some(vocabulary),
    }
}

/// Reports fields that are inherited through what leads to no document that has them.
fn inheritance(declared: &Declarations, types: &[DocType], problems: &mut Vec<Diagnostic>) {
    let has = |kind: &DocType, name: &str| kind.fields.iter().any(|field| field.name == name);
    let leads = |kind: &DocType, name: &str, through: &str| {
        let field = |name: &str| kind.fields.iter().find(|field| field.name == name);
        let is_kept = field(name).is_some_and(|field| field.inherit.iter().any(|kept| kept == through));
        let Some(Kind::Reference { to, .. }) = field(through).map(|field| &field.kind) else { return false };
        let to_any = to.is_empty() && types.iter().any(|kind| has(kind, name));
        is_kept && (to_any || to.iter().any(|to| has(&types[*to], name)))
    };
    let shared = declared.fields.iter().map(|field| (None, field));
    let own = declared.types.iter().enumerate();
    let own = own.flat_map(|(at, (_, kind))| kind.own.iter().map(move |field| (Some(at), field)));
    for (of, (name, field)) in shared.chain(own) {
        let said = field.said.as_ref().filter(|said| is_in_same_file(&said.origin, &declared.origin));
        let Some(said) = said else { continue };
        for through in said.inherit.iter().flatten() {
            let mut concerned = types.iter().enumerate().filter(|(at, _)| of.is_none_or(|of| of == *at));
            // A name that no type has is reported as such.
            let exists = types.iter().any(|kind| has(kind, &through.value));
            if exists && !concerned.any(|(_, kind)| leads(kind, name, &through.value)) {
                problems.push(idle(
                    &said.at(&through.span),
                    name,
                    &format!("`{}` ist hier kein Verweis auf Dokumente, die `{name}` haben", through.value),
                    &format!("`{}` is no reference here to documents that have `{name}`", through.value),
                ));
            }
        }
    }
}

/// Reports options that the site gives a field, and that mean nothing for one of its kind.
pub(super) fn check_options(
    field: &FieldDeclaration,
    name: &str,
    kind: &Kind,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(said) = &field.said else { return };
    let is_reference = matches!(kind, Kind::Reference { .. });
    let belongs = [
        ("vocabulary", said.vocabulary.is_some(), matches!(kind, Kind::Term(_)), "term"),
        ("choices", !said.choices.is_empty(), matches!(kind, Kind::Choice(_)), "choice"),
        ("group", !said.group.is_empty(), matches!(kind, Kind::Group(_)), "group"),
        ("to", said.to.is_some(), is_reference, "reference"),
        ("open", said.open.is_some(), is_reference, "reference"),
        (
            "inverse",
            said.inverse.as_ref().is_some_and(|inverse| *inverse != Labels::default()),
            is_reference,
            "reference",
        ),
        ("along", said.along.is_some(), is_reference, "reference"),
    ];
    for (option, _, _, kind) in belongs.into_iter().filter(|(_, is_said, fits, _)| *is_said && !fits) {
        problems.push(idle(
            &said.origin,
            name,
            &format!("`{option}` gibt es nur bei `kind = \"{kind}\"`"),
            &format!("`{option}` exists with `kind = \"{kind}\"` only"),
        ));
    }
    let is_unseen = field.private == Some(true) || field.hidden == Some(true);
    let is_text = matches!(kind, Kind::Markdown | Kind::Query);
    let is_searched = matches!(
        kind,
        Kind::Text
            | Kind::Markdown
            | Kind::Choice(_)
            | Kind::Term(_)
            | Kind::Reference { .. }
            | Kind::Group(_)
    );
    let shows = [
        ("facet", said.facet == Some(true), false),
        ("fact", said.fact == Some(true), is_text),
        ("weight", said.weight.as_ref().is_some_and(|weight| weight.value > 0), !is_searched),
    ];
    for (option, _, is_other) in
        shows.into_iter().filter(|(_, is_said, other)| *is_said && (is_unseen || *other))
    {
        let (de, en) = match (is_unseen, option, is_other) {
            (true, ..) => (
                "was `private` oder `hidden` ist, zeigt die Website nicht",
                "the site does not show what is `private` or `hidden`",
            ),
            (_, "fact", _) => (
                "im Steckbrief steht nichts von dieser Art, sondern darunter",
                "the fact box shows nothing of this kind, which stands below it",
            ),
            _ => (
                "die Suche findet nur Wörter, und hier stehen keine",
                "the search finds words only, and there are none here",
            ),
        };
        problems.push(idle(&said.origin, name, &format!("`{option}`: {de}"), &format!("`{option}`: {en}")));
    }
    for (part, declared) in &field.group {
        let opener = declared
            .private_unless
            .as_ref()
            .and_then(|opener| Some((opener, field.group.get(&opener.value)?)));
        if let Some((opener, other)) = opener
            && other.kind.as_ref().is_some_and(|kind| kind.value != "bool")
        {
            problems.push(idle(
                &declared.at(&opener.span),
                part,
                &format!(
                    "`private_unless = \"{}\"` braucht dort `kind = \"bool\"`, also Ja oder Nein",
                    opener.value
                ),
                &format!(
                    "`private_unless = \"{}\"` needs `kind = \"bool\"` there, which is yes or no",
                    opener.value
                ),
            ));
        }
    }
}

/// Reports a role that means nothing for a field of this kind.
pub(super) fn check_role(
    field: &FieldDeclaration,
    name: &str,
    role: Role,
    kind: &Kind,
    problems: &mut Vec<Diagnostic>,
) {
    let (fits, wanted) = match role {
        Role::Title => (matches!(kind, Kind::Text), "text"),
        Role::Start | Role::End => (matches!(kind, Kind::DateTime), "datetime"),
        Role::Date => (matches!(kind, Kind::Date | Kind::DateTime | Kind::Period), "date"),
        Role::Updated | Role::ReviewBy | Role::ArchivedOn => (matches!(kind, Kind::Date), "date"),
        Role::Period => (matches!(kind, Kind::Period), "period"),
        Role::Draft => (matches!(kind, Kind::Bool), "bool"),
        Role::Order | Role::Capacity => (matches!(kind, Kind::Number), "number"),
        Role::Query => (matches!(kind, Kind::Query), "query"),
        Role::Items | Role::Related => (matches!(kind, Kind::Reference { .. }), "reference"),
        Role::Image | Role::Logo | Role::FundingLogos => (matches!(kind, Kind::Group(_)), "group"),
        Role::FundingStatement => (matches!(kind, Kind::Translated), "translated"),
        Role::EventStatus | Role::License | Role::Search => (matches!(kind, Kind::Choice(_)), "choice"),
        _ => return,
    };
    if !fits && let Some(said) = &field.role {
        problems.push(idle(
            &field.at(&said.span),
            name,
            &format!("die Rolle `{}` braucht `kind = \"{wanted}\"`", said.value),
            &format!("the role `{}` needs `kind = \"{wanted}\"`", said.value),
        ));
    }
}
