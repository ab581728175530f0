//! A document → what it says, by the properties to which the model maps its fields; and what its values lead to.
//!
//! Only of what is published: fields that are private or hidden have no property here.

use std::borrow::Cow;

use super::Metadata;
use crate::diagnostic::At;
use crate::lang::Lang;
use crate::model::{DocType, Field, Kind, Role};
use crate::parse::{Fields, Value};
use crate::path::encode_address;
use crate::site::{DocId, Site, Target, TermId, public_fields};

/// A property of schema.org that is written otherwise than most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    About,
    Assesses,
    Audience,
    CompetencyRequired,
    Contributor,
    Creator,
    DateCreated,
    DateModified,
    DatePublished,
    Description,
    Duration,
    EducationalLevel,
    EventAttendanceMode,
    EventStatus,
    Funder,
    HasPart,
    Image,
    InteractivityType,
    IsBasedOn,
    IsPartOf,
    Keywords,
    LearningResourceType,
    License,
    Location,
    Logo,
    Name,
    Organizer,
    Provider,
    Publisher,
    SuperEvent,
    Teaches,
    TemporalCoverage,
    Url,
    /// Any other.
    Other,
}

const KNOWN: &[(&str, Property)] = &[
    ("about", Property::About),
    ("assesses", Property::Assesses),
    ("audience", Property::Audience),
    ("competencyRequired", Property::CompetencyRequired),
    ("contributor", Property::Contributor),
    ("creator", Property::Creator),
    ("dateCreated", Property::DateCreated),
    ("dateModified", Property::DateModified),
    ("datePublished", Property::DatePublished),
    ("description", Property::Description),
    ("duration", Property::Duration),
    ("educationalLevel", Property::EducationalLevel),
    ("eventAttendanceMode", Property::EventAttendanceMode),
    ("eventStatus", Property::EventStatus),
    ("funder", Property::Funder),
    ("hasPart", Property::HasPart),
    ("image", Property::Image),
    ("interactivityType", Property::InteractivityType),
    ("isBasedOn", Property::IsBasedOn),
    ("isPartOf", Property::IsPartOf),
    ("keywords", Property::Keywords),
    ("learningResourceType", Property::LearningResourceType),
    ("license", Property::License),
    ("location", Property::Location),
    ("logo", Property::Logo),
    ("name", Property::Name),
    ("organizer", Property::Organizer),
    ("provider", Property::Provider),
    ("publisher", Property::Publisher),
    ("superEvent", Property::SuperEvent),
    ("teaches", Property::Teaches),
    ("temporalCoverage", Property::TemporalCoverage),
    ("url", Property::Url),
];

/// The properties of a type's fields, by index; `None` for one that is not published or maps to nothing.
pub(super) fn properties(kind: &DocType) -> Vec<Option<Property>> {
    let mut properties = vec![None; kind.fields.len()];
    for (index, field) in public_fields(kind) {
        properties[index] = field.schema.as_deref().map(|name| {
            let known = KNOWN.binary_search_by_key(&name, |(name, _)| name);
            known.map_or(Property::Other, |at| KNOWN[at].1)
        });
    }
    properties
}

/// What a document says in a field.
#[derive(Clone, Copy)]
pub(super) struct Given<'s> {
    pub(super) property: Property,
    pub(super) field: &'s Field,
    values: &'s [At<Value<Target>>],
}

impl<'s> Given<'s> {
    /// The property's name.
    pub(super) fn name(&self) -> &'s str {
        self.field.schema.as_deref().unwrap_or_default()
    }

    pub(super) fn values(self) -> impl Iterator<Item = (&'s Field, &'s Value<Target>)> {
        self.values.iter().map(move |at| (self.field, &at.value))
    }
}

/// What a document says, in the order of its fields.
pub(super) struct Said<'s> {
    pub(super) all: Vec<Given<'s>>,
}

impl<'s> Said<'s> {
    /// What the document says of a property.
    pub(super) fn of(&self, property: Property) -> impl Iterator<Item = (&'s Field, &'s Value<Target>)> {
        let given = self.all.iter().copied().filter(move |given| given.property == property);
        given.flat_map(Given::values)
    }

    /// The first text among the values of a property; empty without one.
    pub(super) fn text(&self, property: Property) -> &'s str {
        let text = |(_, value): (_, &'s Value<Target>)| match value {
            Value::Text(text) | Value::Url(text) => Some(text.as_str()),
            _ => None,
        };
        self.of(property).find_map(text).unwrap_or_default()
    }

    /// What the values of a property lead to.
    pub(super) fn targets(&self, property: Property) -> impl Iterator<Item = &'s Target> {
        self.of(property).filter_map(|(_, value)| match value {
            Value::Link(target) => Some(target),
            _ => None,
        })
    }
}

/// Something that has a name and perhaps an address.
pub(super) struct Node<'s> {
    /// The type of schema.org; empty if none is known.
    pub(super) schema: &'s str,
    pub(super) name: &'s str,
    /// Empty if none is known.
    pub(super) address: Cow<'s, str>,
    pub(super) document: Option<DocId>,
}

impl Metadata {
    /// What a document says, by property.
    pub(super) fn said<'s>(&self, site: &'s Site, id: DocId) -> Said<'s> {
        let document = site.document(id);
        let kind = document.parsed.kind;
        let (properties, fields) = (&self.kinds[kind].properties, &site.model().types[kind].fields);
        let given = document.fields.0.iter().filter_map(|given| {
            let property = properties[given.index]?;
            Some(Given { property, field: &fields[given.index], values: &given.values })
        });
        Said { all: given.collect() }
    }

    /// What a value leads to, in the words of a language.
    pub(super) fn node<'s>(&'s self, site: &'s Site, target: &'s Target, lang: &Lang) -> Node<'s> {
        let node = |schema, name, address| Node { schema, name, address, document: None };
        match target {
            Target::Document(id) => self.document_node(site, *id),
            Target::Term(id) => match site.term(*id).document {
                Some(document) => self.document_node(site, document),
                None => {
                    node("DefinedTerm", site.term(*id).label.get(lang), Cow::Borrowed(self.term(site, *id)))
                }
            },
            Target::Asset(index) => {
                let asset = &site.assets[*index];
                node("", asset.path.file_name(), site.address(&asset.output).into())
            }
            Target::Text(text) => node("", text, Cow::Borrowed("")),
            Target::Away(index) => {
                let away = &site.away[*index];
                node("", &away.title, site.address(&away.output).into())
            }
        }
    }

    /// A document to which another one leads.
    pub(super) fn document_node<'s>(&self, site: &'s Site, id: DocId) -> Node<'s> {
        let document = site.document(id);
        Node {
            schema: site.type_of(id).schema.as_deref().unwrap_or_default(),
            name: &document.title,
            address: site.address(&document.output).into(),
            document: Some(id),
        }
    }

    /// The address that names a term everywhere: its own, else that of its page; empty without either.
    pub(crate) fn term(&self, site: &Site, id: TermId) -> &str {
        self.terms[id.vocabulary][id.term].get_or_init(|| match site.term(id).uri.as_str() {
            "" => site.address(&site.term(id).output),
            own => encode_address(own),
        })
    }
}

/// The address of a choice in a vocabulary of others, if the model knows one.
pub(super) fn choice_address<'s>(field: &'s Field, value: &'s Value<Target>) -> Option<&'s str> {
    let Value::Choice(key) = value else { return None };
    field.schema_values.get(key).or(field.schema_default.as_ref()).map(String::as_str)
}

/// The picture of a group with a `file`: its address on the published site.
pub(super) fn picture(site: &Site, field: &Field, value: &Value<Target>) -> Option<String> {
    let (Kind::Group(parts), Value::Group(values)) = (&field.kind, value) else { return None };
    let file = parts.iter().position(|part| part.name == "file");
    let Value::Link(Target::Asset(asset)) = values.first(file)? else { return None };
    Some(site.address(&site.assets[*asset].output)).filter(|address| !address.is_empty())
}

/// The address of the licence of a document: its own, else the site's; `None` where no such address is known.
pub(crate) fn license_address(site: &Site, id: DocId) -> Option<&str> {
    let kind = site.type_of(id);
    let field = &kind.fields[kind.role(Role::License)?];
    let own = if field.hidden { "" } else { site.role_text(id, Role::License) };
    let key = if own.is_empty() { site.config.license.as_deref()? } else { own };
    field.schema_values.get(key).map(String::as_str)
}

/// The part of a group with this name, if it is shown.
pub(super) fn part<'s>(field: &Field, values: &'s Fields<Target>, name: &str) -> Option<&'s Value<Target>> {
    let Kind::Group(parts) = &field.kind else { return None };
    values.first(parts.iter().position(|part| part.name == name && !part.hidden))
}

/// A language in the two letters of ISO 639-1, as AMB demands it: Leichte Sprache is German, and the two kinds of
/// Kurdish are Kurdish.
pub(super) fn two_letters(lang: &Lang) -> &str {
    match lang.base() {
        "ckb" | "kmr" => "ku",
        base => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_in_order_to_be_found() {
        assert!(KNOWN.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn every_language_has_two_letters() {
        for lang in Lang::known() {
            assert_eq!(two_letters(&lang).len(), 2, "{lang}");
        }
    }
}
