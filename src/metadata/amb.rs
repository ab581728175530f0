//! A learning resource → its description by the "Allgemeines Metadatenprofil für Bildungsressourcen" (AMB) of the
//! DINI-AG-KIM, version 20231019 (<https://w3id.org/kim/amb/20231019/>).
//!
//! The profile is strict: it demands lists where one value would do, addresses from certain vocabularies, languages in
//! two letters, and days or times that are whole. What a document says otherwise is left out here and stays on its
//! page. `tests/site/amb.rs` holds the descriptions against the published schema.

use std::borrow::Cow;

use super::Metadata;
use super::json::{Object, object, write_object, write_text};
use super::said::{Node, Property, Said, choice_address, license_address, picture, two_letters};
use super::schema_org::{AMB_STYLE, others};
use crate::lang::Lang;
use crate::media_type::media_type;
use crate::model::Role;
use crate::parse::{Precision, Value};
use crate::path::encode_address;
use crate::site::{DocId, Page, Site, SiteDocument, Target, public_fields};

/// What documents of a type with this name in schema.org are besides learning resources, as AMB (section "type") knows
/// it; `None` for a type that schema.org does not derive from `LearningResource`.
pub(super) fn besides(schema: &str) -> Option<&'static str> {
    match schema {
        "LearningResource" => Some(""),
        "Course" => Some("Course"),
        "Quiz" => Some("Quiz"),
        _ => None,
    }
}

/// Whether everybody may use, change and share what is under this licence (<https://opendefinition.org/licenses/>).
pub(super) fn is_open_license(address: &str) -> bool {
    let rest = address.split_once("://creativecommons.org/").map_or("", |(_, rest)| rest);
    ["licenses/by/", "licenses/by-sa/", "publicdomain/"].iter().any(|open| rest.starts_with(open))
}

/// Whether AMB (section "license") knows the licence.
fn is_known_license(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    const KNOWN: &[&str] = &[
        "creativecommons.org/licenses/",
        "creativecommons.org/publicdomain/",
        "www.gnu.org/licenses/",
        "www.apache.org/licenses/",
        "opensource.org/licenses/MIT",
        "www.opensource.org/licenses/BSD",
    ];
    rest.is_some_and(|rest| KNOWN.iter().any(|known| rest.starts_with(known)))
}

/// The vocabularies from which AMB demands one address at least, or every one.
const SUBJECTS: &[&str] =
    &["https://w3id.org/kim/hochschulfaechersystematik/", "http://w3id.org/kim/schulfaecher/"];
const RESOURCE_TYPES: &[&str] = &["http://w3id.org/openeduhub/vocabs/new_lrt/", "https://w3id.org/kim/hcrt/"];
const AUDIENCES: &[&str] = &["http://purl.org/dcx/lrmi-vocabs/educationalAudienceRole/"];
const LEVELS: &[&str] = &["https://w3id.org/kim/educationalLevel/"];
const INTERACTIVITY: &[&str] = &["http://purl.org/dcx/lrmi-vocabs/interactivityType/"];

/// What those concepts are called there that the built-in model names (read on 2026-11-30).
const LABELS: &[(&str, &str, &str)] = &[
    ("https://w3id.org/kim/hochschulfaechersystematik/n208", "de", "Soziale Arbeit"),
    (
        "http://w3id.org/openeduhub/vocabs/new_lrt/477115fd-5042-4174-ac39-7c05f8a24766",
        "de",
        "Pädagogische Methode, Konzept",
    ),
    ("http://w3id.org/openeduhub/vocabs/new_lrt/44868358-7b1f-42e4-a6b9-c3889d9d2623", "de", "Checkliste"),
    ("http://w3id.org/openeduhub/vocabs/new_lrt/f61c6708-0427-4f0d-9c33-cec4253d2cad", "de", "Anleitung"),
    (
        "http://w3id.org/openeduhub/vocabs/new_lrt/6a15628c-0e59-43e3-9fc5-9a7f7fa261c4",
        "de",
        "Skript, Handout und Handreichung",
    ),
    ("https://w3id.org/kim/hcrt/worksheet", "de", "Arbeitsmaterial"),
    ("https://w3id.org/kim/hcrt/slide", "de", "Präsentation"),
    ("https://w3id.org/kim/hcrt/text", "de", "Textdokument"),
    ("http://purl.org/dcx/lrmi-vocabs/educationalAudienceRole/professional", "en", "professional"),
];

/// A concept of a vocabulary.
struct Concept<'s> {
    address: Cow<'s, str>,
    /// What it is called, with the language.
    label: Option<(&'s str, &'s str)>,
}

/// The description of a document on its page; `besides` is what it is besides a learning resource.
pub(super) fn document(meta: &Metadata, site: &Site, id: DocId, page: &Page, besides: &str) -> String {
    let document = site.document(id);
    let said = meta.said(site, id);
    let writer = Writer { meta, site, id, document, lang: document.lang(), said };
    let lang = two_letters(writer.lang);
    object(|json| {
        json.list("@context", [true, false], |out, is_profile| match is_profile {
            true => write_text(out, "https://w3id.org/kim/amb/context.jsonld"),
            false => write_object(out, |json| json.text("@language", lang)),
        });
        json.text("id", &site.address(&document.output));
        let types = ["LearningResource", besides];
        json.list("type", types.into_iter().filter(|name| !name.is_empty()), write_text);
        json.text("name", &document.title);
        json.text("description", site.gist(id));
        json.list("inLanguage", [lang], write_text);
        writer.subject(json);
        writer.rights(json);
        writer.people(json);
        writer.dates(json);
        let own = writer.said.of(Property::Image).find_map(|(field, value)| picture(site, field, value));
        let of_page = || Some(format!("{}{}", site.config.url, crate::picture::path(site, page)?.encoded()));
        json.text("image", &own.or_else(of_page).unwrap_or_default());
        writer.relations(json);
        writer.files(json);
        json.list("mainEntityOfPage", [()], |out, ()| writer.about_itself(out));
        others(meta, site, writer.lang, &writer.said, &AMB_STYLE, WRITTEN, json);
    })
}

/// What is written by its own rules, or not at all.
const WRITTEN: &[Property] = &[
    Property::About,
    Property::Assesses,
    Property::Audience,
    Property::CompetencyRequired,
    Property::Contributor,
    Property::Creator,
    Property::DateCreated,
    Property::DateModified,
    Property::DatePublished,
    Property::Description,
    Property::Duration,
    Property::EducationalLevel,
    Property::Funder,
    Property::HasPart,
    Property::Image,
    Property::InteractivityType,
    Property::IsBasedOn,
    Property::IsPartOf,
    Property::Keywords,
    Property::LearningResourceType,
    Property::License,
    Property::Logo,
    Property::Name,
    Property::Provider,
    Property::Publisher,
    Property::Teaches,
    Property::Url,
];

struct Writer<'s> {
    meta: &'s Metadata,
    site: &'s Site,
    id: DocId,
    document: &'s SiteDocument,
    lang: &'s Lang,
    said: Said<'s>,
}

impl<'s> Writer<'s> {
    /// What it is about, of which kind, for whom, and what can be learned with it.
    fn subject(&self, json: &mut Object<'_>) {
        json.list("keywords", self.keywords(), write_text);
        let mut about = self.concepts(Property::About, SUBJECTS);
        about.extend(self.foreign(Property::About));
        write_concepts(json, "about", about);
        for (name, property, schemes) in [
            ("learningResourceType", Property::LearningResourceType, RESOURCE_TYPES),
            ("audience", Property::Audience, AUDIENCES),
            ("educationalLevel", Property::EducationalLevel, LEVELS),
        ] {
            write_concepts(json, name, self.concepts(property, schemes));
        }
        if let Some(concept) = self.concepts(Property::InteractivityType, INTERACTIVITY).into_iter().next() {
            let mut one = String::new();
            write_concept(&mut one, &concept);
            json.json("interactivityType", &one);
        }
        for (name, property) in [
            ("teaches", Property::Teaches),
            ("assesses", Property::Assesses),
            ("competencyRequired", Property::CompetencyRequired),
        ] {
            write_concepts(json, name, self.competencies(property));
        }
    }

    /// The tags, what the terms are called for whom it is and what it is about, and that it is in Leichte Sprache.
    fn keywords(&self) -> Vec<&'s str> {
        let mut keywords = Vec::new();
        let properties = [Property::Keywords, Property::About, Property::Audience];
        for (_, value) in properties.into_iter().flat_map(|property| self.said.of(property)) {
            let keyword = match value {
                Value::Text(text) | Value::Link(Target::Text(text)) => text.as_str(),
                Value::Link(Target::Term(id)) => self.site.term(*id).label.get(self.lang),
                _ => continue,
            };
            if !keywords.contains(&keyword) {
                keywords.push(keyword);
            }
        }
        if self.lang.is_simple() {
            keywords.push("Leichte Sprache");
        }
        keywords
    }

    /// The concepts of certain vocabularies that the values of a property name; without any, the one that the model
    /// gives in their place.
    fn concepts(&self, property: Property, schemes: &[&str]) -> Vec<Concept<'s>> {
        let is_of_scheme = |address: &&'s str| schemes.iter().any(|scheme| address.starts_with(scheme));
        let mut concepts: Vec<Concept<'s>> = Vec::new();
        let mut add = |address: &'s str, label| {
            if !concepts.iter().any(|known| known.address == address) {
                concepts.push(Concept { address: encoded(address), label });
            }
        };
        for (field, value) in self.said.of(property) {
            match value {
                Value::Link(Target::Term(id)) => {
                    let term = self.site.term(*id);
                    if is_of_scheme(&term.uri.as_str()) {
                        let label = term.label.spoken(self.lang);
                        add(&term.uri, label.map(|(lang, text)| (two_letters(lang), text)));
                    }
                }
                Value::Url(url) if is_of_scheme(&url.as_str()) => add(url, known_label(url)),
                _ => {
                    if let Some(address) = choice_address(field, value).filter(is_of_scheme) {
                        add(address, known_label(address));
                    }
                }
            }
        }
        if concepts.is_empty() {
            let fields = &self.site.type_of(self.id).fields;
            let mapped = self.meta.kinds[self.document.parsed.kind].properties.iter().zip(fields);
            let mut defaults = mapped
                .filter(|(mapped, _)| **mapped == Some(property))
                .filter_map(|(_, field)| field.schema_default.as_deref());
            if let Some(address) = defaults.find(is_of_scheme) {
                concepts.push(Concept { address: encoded(address), label: known_label(address) });
            }
        }
        concepts
    }

    /// The terms of a property that have an address of their own in a vocabulary which AMB does not demand.
    fn foreign(&self, property: Property) -> impl Iterator<Item = Concept<'s>> {
        let terms = self.said.targets(property).filter_map(|target| match target {
            Target::Term(id) => Some(self.site.term(*id)),
            _ => None,
        });
        let is_foreign =
            |uri: &str| !uri.is_empty() && !SUBJECTS.iter().any(|scheme| uri.starts_with(scheme));
        terms.filter(move |term| is_foreign(&term.uri)).map(|term| Concept {
            address: encoded(&term.uri),
            label: term.label.spoken(self.lang).map(|(lang, text)| (two_letters(lang), text)),
        })
    }

    /// Competencies, which may be of any vocabulary that has addresses.
    fn competencies(&self, property: Property) -> impl Iterator<Item = Concept<'s>> {
        self.said.targets(property).filter_map(|target| match target {
            Target::Term(id) => Some(Concept {
                address: Cow::Borrowed(self.meta.term(self.site, *id)),
                label: self
                    .site
                    .term(*id)
                    .label
                    .spoken(self.lang)
                    .map(|(lang, text)| (two_letters(lang), text)),
            }),
            _ => None,
        })
    }

    fn rights(&self, json: &mut Object<'_>) {
        if let Some(address) = license_address(self.site, self.id).filter(|address| is_known_license(address))
        {
            json.object("license", |json| json.text("id", address));
        }
        // What fundus publishes is there for everybody, without an account.
        json.json("isAccessibleForFree", "true");
        json.object("conditionsOfAccess", |json| {
            json.text("id", "http://w3id.org/kim/conditionsOfAccess/no_login");
            json.text("type", "Concept");
        });
    }

    /// Who has made it, published it and paid for it. Where nobody is named, it is the site that made it, as its page
    /// says where it tells how to cite it.
    fn people(&self, json: &mut Object<'_>) {
        let named = |property| self.said.of(property).filter_map(|(_, value)| self.party(value));
        let mut creators: Vec<Node<'s>> = named(Property::Creator).collect();
        if creators.is_empty() {
            creators.push(self.publisher());
        }
        json.list("creator", creators, |out, node| self.write_party(out, &node, "Organization"));
        let contributors = named(Property::Contributor).chain(named(Property::Provider));
        json.list("contributor", contributors, |out, node| self.write_party(out, &node, "Organization"));
        let mut publishers: Vec<Node<'s>> = named(Property::Publisher).collect();
        if publishers.is_empty() {
            publishers.push(self.publisher());
        }
        json.list("publisher", publishers, |out, node| self.write_party(out, &node, "Organization"));
        json.list("funder", named(Property::Funder), |out, node| {
            self.write_party(out, &node, "FundingScheme");
        });
        // A project is no work of which this one were a part: it has produced it (FAQ of the profile).
        let projects = self.parts_of().filter(|node| node.schema == "Project");
        json.list("producer", projects, |out, node| self.write_party(out, &node, "Project"));
    }

    /// The person, organisation or program that a value names.
    fn party(&self, value: &'s Value<Target>) -> Option<Node<'s>> {
        let node = match value {
            Value::Text(name) => Node { schema: "", name, address: Cow::Borrowed(""), document: None },
            Value::Link(target) => self.meta.node(self.site, target, self.lang),
            _ => return None,
        };
        Some(node).filter(|node| !node.name.is_empty())
    }

    /// The site as the one who publishes.
    fn publisher(&self) -> Node<'s> {
        Node {
            schema: "Organization",
            name: self.meta.name(self.lang),
            address: Cow::Borrowed(&self.site.config.url),
            document: None,
        }
    }

    /// Who it is, as AMB knows people, organisations and programs; `otherwise` if nothing else is known.
    fn write_party(&self, out: &mut String, node: &Node<'s>, otherwise: &str) {
        let kind = match node.schema {
            known @ ("Person" | "Organization") => known,
            "FundingScheme" if otherwise == "FundingScheme" => "FundingScheme",
            "" | "DefinedTerm" | "Project" => otherwise,
            _ => "Organization",
        };
        write_object(out, |json| {
            json.text("type", kind);
            json.text("id", self.identifier(node).unwrap_or(&node.address));
            json.text("name", node.name);
        });
    }

    /// The public identifier of an organisation, by which others know it.
    fn identifier(&self, node: &Node<'s>) -> Option<&'s str> {
        let kind = self.site.type_of(node.document?);
        let mapped = public_fields(kind).find(|(_, field)| field.schema.as_deref() == Some("sameAs"))?;
        match self.site.document(node.document?).fields.first(Some(mapped.0))? {
            Value::Url(url) if url.is_ascii() => Some(url),
            _ => None,
        }
    }

    fn dates(&self, json: &mut Object<'_>) {
        for (name, property) in
            [("dateCreated", Property::DateCreated), ("datePublished", Property::DatePublished)]
        {
            let day = self.said.of(property).find_map(|(_, value)| match value {
                Value::Date(day) if day.precision == Precision::Day => Some(day.iso()),
                Value::DateTime(time) => Some(time.iso()),
                _ => None,
            });
            json.text(name, &day.unwrap_or_default());
        }
        if let Some(day) = self.document.updated {
            json.text("dateModified", &day.to_string());
        }
        let duration = self.said.text(Property::Duration);
        if is_duration(duration) {
            json.text("duration", duration);
        }
    }

    /// What it is part of, by what it says itself.
    fn parts_of(&self) -> impl Iterator<Item = Node<'s>> {
        self.said.targets(Property::IsPartOf).map(|target| self.meta.node(self.site, target, self.lang))
    }

    fn relations(&self, json: &mut Object<'_>) {
        let node = |target| self.meta.node(self.site, target, self.lang);
        let based = self.said.targets(Property::IsBasedOn).map(node);
        json.list("isBasedOn", based, |out, node| self.write_resource(out, &node));
        let of_document = |id| self.meta.document_node(self.site, id);
        let within = self.parts_of().filter(|node| node.schema != "Project" && !node.address.is_empty());
        let collections = self.site.collections(self.id).into_iter().map(|(id, _)| of_document(id));
        json.list("isPartOf", distinct(within.chain(collections)), |out, node| {
            self.write_resource(out, &node);
        });
        let own = self.said.targets(Property::HasPart).map(node).filter(|node| !node.address.is_empty());
        let parts = self.parts().into_iter().map(of_document);
        json.list("hasPart", distinct(own.chain(parts)), |out, node| self.write_resource(out, &node));
        if *self.lang != self.site.config.lang
            && let Some(original) = self.site.variant(self.id, &self.site.config.lang)
        {
            json.object("translationOfWork", |json| json.text("id", &of_document(original).address));
        }
    }

    /// The learning resources that say of themselves to be part of this one.
    fn parts(&self) -> Vec<DocId> {
        let mut parts = Vec::new();
        for backlink in self.site.referring(self.id) {
            let mapping = &self.meta.kinds[self.site.document(backlink.from).parsed.kind];
            let property = backlink.field.and_then(|field| mapping.properties[field]);
            if mapping.resource.is_some() && property == Some(Property::IsPartOf) {
                parts.push(backlink.from);
            }
        }
        parts
    }

    /// Another work. Its type is given only where AMB knows it.
    fn write_resource(&self, out: &mut String, node: &Node<'s>) {
        write_object(out, |json| {
            json.text("id", &node.address);
            if let Some(besides) = besides(node.schema) {
                let types = ["LearningResource", besides];
                json.list("type", types.into_iter().filter(|name| !name.is_empty()), write_text);
            }
            json.text("name", node.name);
        });
    }

    /// What can be downloaded.
    fn files(&self, json: &mut Object<'_>) {
        let kind = self.site.type_of(self.id);
        let Some(index) = kind.role(Role::Download).filter(|index| !kind.fields[*index].hidden) else {
            return;
        };
        let files = self.document.targets(index).filter_map(|target| match target {
            Target::Asset(index) => Some(&self.site.assets[*index]),
            _ => None,
        });
        json.list("encoding", files, |out, asset| {
            write_object(out, |json| {
                json.text("type", "MediaObject");
                json.text("contentUrl", &self.site.address(&asset.output));
                let format = media_type(&asset.path.extension());
                json.text("encodingFormat", format.split(';').next().unwrap_or(format));
                json.text("contentSize", &asset.bytes.to_string());
            });
        });
    }

    /// Who provides this description.
    fn about_itself(&self, out: &mut String) {
        write_object(out, |json| {
            json.text("id", &self.site.address(&self.document.output));
            json.text("type", "WebContent");
            json.object("provider", |json| {
                json.text("id", &self.site.config.url);
                json.text("type", "Service");
                json.text("name", self.meta.name(self.lang));
            });
            if let Some(day) = self.document.changed {
                json.text("dateModified", &day.to_string());
            }
        });
    }
}

fn write_concepts<'c>(json: &mut Object<'_>, name: &str, concepts: impl IntoIterator<Item = Concept<'c>>) {
    json.list(name, concepts, |out, concept| write_concept(out, &concept));
}

fn write_concept(out: &mut String, concept: &Concept<'_>) {
    write_object(out, |json| {
        json.text("id", &concept.address);
        json.text("type", "Concept");
        if let Some((lang, text)) = concept.label {
            json.object("prefLabel", |json| json.text(lang, text));
        }
    });
}

fn known_label(address: &str) -> Option<(&'static str, &'static str)> {
    LABELS.iter().find(|(known, ..)| *known == address).map(|(_, lang, text)| (*lang, *text))
}

fn encoded(address: &str) -> Cow<'_, str> {
    if address.is_ascii() { Cow::Borrowed(address) } else { Cow::Owned(encode_address(address)) }
}

/// Each work once.
fn distinct<'s>(nodes: impl Iterator<Item = Node<'s>>) -> Vec<Node<'s>> {
    let mut distinct: Vec<Node<'s>> = Vec::new();
    for node in nodes {
        if !distinct.iter().any(|known| known.address == node.address) {
            distinct.push(node);
        }
    }
    distinct
}

/// Whether a text is a duration of ISO 8601: `PT45M`, `P1DT2H`.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, hours) = rest.split_once('T').map_or((rest, None), |(days, hours)| (days, Some(hours)));
    // Whole numbers, each before a unit, in the order of units.
    let is_made_of = |mut text: &str, units: &str| {
        let mut units = units.chars();
        while !text.is_empty() {
            let digits = text.len() - text.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
            let Some(unit) = text[digits..].chars().next().filter(|_| digits > 0) else { return false };
            if !units.any(|known| known == unit) {
                return false;
            }
            text = &text[digits + unit.len_utf8()..];
        }
        true
    };
    (!days.is_empty() || hours.is_some())
        && is_made_of(days, if days.ends_with('W') { "YMW" } else { "YMD" })
        && hours.is_none_or(|hours| !hours.is_empty() && is_made_of(hours, "HMS"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_told_from_words() {
        for (text, expected) in [
            ("PT45M", true),
            ("P1DT2H30M", true),
            ("P2W", true),
            ("P1Y6M", true),
            ("P", false),
            ("PT", false),
            ("P1DT", false),
            ("PT30M2H", false),
            ("90 Minuten", false),
            ("P1,5D", false),
            ("", false),
        ] {
            assert_eq!(is_duration(text), expected, "{text}");
        }
    }

    #[test]
    fn licences_by_which_everybody_may_change_the_text_are_open() {
        for (address, is_open) in [
            ("https://creativecommons.org/licenses/by/4.0/", true),
            ("https://creativecommons.org/licenses/by-sa/4.0/", true),
            ("https://creativecommons.org/publicdomain/zero/1.0/", true),
            ("https://creativecommons.org/publicdomain/mark/1.0/", true),
            ("https://creativecommons.org/licenses/by-nc/4.0/", false),
            ("https://creativecommons.org/licenses/by-nd/4.0/", false),
            ("https://opensource.org/licenses/MIT", false),
        ] {
            assert_eq!(is_open_license(address), is_open, "{address}");
            assert!(is_known_license(address), "{address}");
        }
    }
}
