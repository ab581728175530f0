//! A vocabulary → SKOS (W3C Recommendation of 2009-08-18), in Turtle (RDF 1.1, 2014-02-25) and in JSON-LD 1.1
//! (2020-07-16), as `SkoHub` Vocabs and other systems read it.
//!
//! What `SkoHub` demands (<https://github.com/skohub-io/shapes>, read on 2026-11-30) always holds: each text has a language,
//! each concept one preferred label in each, a scheme has a title and at least one top concept. Addresses are those that
//! the vocabulary gives, else those of its pages; so there is no SKOS without the address of the site, and none in
//! copies to take along, whose readers have no use for it. Depends on vocabularies and on documents that are terms.

use std::fmt::Write as _;
use std::sync::Arc;

use super::json::{Object, object, write_object, write_text};
use crate::lang::Lang;
use crate::model::Role;
use crate::output::Output;
use crate::path::{OutputPath, encode_address};
use crate::site::{Site, Term, Vocabulary};

/// The files of a vocabulary: Turtle, then JSON-LD. `None` for a vocabulary that has none.
pub(crate) fn files(site: &Site, number: usize) -> Option<[OutputPath; 2]> {
    let vocabulary = &site.vocabularies[number];
    if site.config.url.is_empty() || site.copy.is_some() || vocabulary.terms.is_empty() {
        return None;
    }
    let page = vocabulary.output.as_str().strip_suffix("/index.html")?;
    let [turtle, json_ld] = ["ttl", "jsonld"].map(|ending| OutputPath::new(&format!("{page}.{ending}")).ok());
    Some([turtle?, json_ld?])
}

/// A promise of the files of each vocabulary.
pub(crate) fn outputs(site: &Arc<Site>) -> Vec<Output> {
    let mut outputs = Vec::new();
    for number in 0..site.vocabularies.len() {
        let Some([turtle, json_ld]) = files(site, number) else { continue };
        for (path, write) in [(turtle, turtle_of as fn(&Scheme<'_>) -> String), (json_ld, json_ld_of)] {
            let site = Arc::clone(site);
            outputs.push(Output::later(path, move || write(&Scheme::new(&site, number)).into_bytes()));
        }
    }
    outputs
}

/// Texts, each with its language; at most one in each where the property has only one.
type Texts<'s> = Vec<(&'s Lang, &'s str)>;

/// A vocabulary.
struct Scheme<'s> {
    address: String,
    title: Texts<'s>,
    description: Texts<'s>,
    license: &'s str,
    /// Whether the addresses of all terms begin with its own.
    is_namespace: bool,
    concepts: Vec<Concept<'s>>,
}

/// A term. Other terms are named by their places in the scheme.
struct Concept<'s> {
    address: String,
    label: Texts<'s>,
    synonyms: Texts<'s>,
    definition: Texts<'s>,
    notation: &'s str,
    broader: Option<usize>,
    narrower: &'s [usize],
    replaced_by: Option<usize>,
}

impl<'s> Scheme<'s> {
    fn new(site: &'s Site, number: usize) -> Self {
        let vocabulary: &Vocabulary = &site.vocabularies[number];
        let address = match vocabulary.uri.as_str() {
            "" => site.address(&vocabulary.output),
            own => encode_address(own),
        };
        let concepts: Vec<Concept<'_>> =
            vocabulary.terms.iter().map(|term| Concept::new(site, term)).collect();
        let is_within = |concept: &Concept<'_>| concept.address.starts_with(&address);
        let license = site.config.license.as_deref().and_then(|key| {
            let mut types = site.model().types.iter();
            types.find_map(|kind| kind.fields[kind.role(Role::License)?].schema_values.get(key))
        });
        Self {
            title: vocabulary.label.iter().filter(|(_, text)| !text.is_empty()).collect(),
            description: vocabulary.description.iter().filter(|(_, text)| !text.is_empty()).collect(),
            license: license.map_or("", String::as_str),
            is_namespace: address.ends_with(['/', '#']) && concepts.iter().all(is_within),
            address,
            concepts,
        }
    }

    /// What the addresses of all terms begin with; empty if they have nothing in common.
    fn namespace(&self) -> &str {
        if self.is_namespace { &self.address } else { "" }
    }

    fn tops(&self) -> impl Iterator<Item = &str> {
        self.concepts.iter().filter(|concept| concept.broader.is_none()).map(|concept| &*concept.address)
    }

    fn address_of(&self, concept: usize) -> &str {
        &self.concepts[concept].address
    }
}

impl<'s> Concept<'s> {
    fn new(site: &'s Site, term: &'s Term) -> Self {
        let mut label: Texts<'s> = term.label.iter().filter(|(_, text)| !text.is_empty()).collect();
        let mut definition: Texts<'s> =
            term.description.iter().filter(|(_, text)| !text.is_empty()).collect();
        // Translations of the document that is the term call it by their titles.
        let translations = term.document.iter().flat_map(|id| &site.document(*id).translations);
        for id in translations {
            let document = site.document(*id);
            for (texts, text) in [(&mut label, &*document.title), (&mut definition, site.gist(*id))] {
                if !text.is_empty() && !texts.iter().any(|(lang, _)| *lang == document.lang()) {
                    texts.push((document.lang(), text));
                }
            }
        }
        // No synonym is a preferred label (SKOS, S13).
        let lang = &site.config.lang;
        let mut synonyms: Texts<'s> = Vec::new();
        for synonym in term.synonyms.iter().map(|synonym| (lang, synonym.as_str())) {
            if !synonym.1.is_empty() && !label.contains(&synonym) && !synonyms.contains(&synonym) {
                synonyms.push(synonym);
            }
        }
        Self {
            address: match term.uri.as_str() {
                "" => site.address(&term.output),
                own => encode_address(own),
            },
            label,
            synonyms,
            definition,
            notation: &term.notation,
            broader: term.broader,
            narrower: &term.narrower,
            replaced_by: term.replaced_by,
        }
    }
}

const PREFIXES: &str = "\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vann: <http://purl.org/vocab/vann/> .
";

fn turtle_of(scheme: &Scheme<'_>) -> String {
    let mut out = PREFIXES.to_owned();
    let mut node = Node::begin(&mut out, &scheme.address, "skos:ConceptScheme");
    node.texts("dct:title", &scheme.title);
    node.texts("dct:description", &scheme.description);
    if !scheme.license.is_empty() {
        node.addresses("dct:license", [scheme.license]);
    }
    node.plain("vann:preferredNamespaceUri", scheme.namespace());
    node.addresses("skos:hasTopConcept", scheme.tops());
    node.end();
    for concept in &scheme.concepts {
        let mut node = Node::begin(&mut out, &concept.address, "skos:Concept");
        node.texts("skos:prefLabel", &concept.label);
        node.texts("skos:altLabel", &concept.synonyms);
        node.texts("skos:definition", &concept.definition);
        node.plain("skos:notation", concept.notation);
        node.addresses("skos:broader", concept.broader.map(|broader| scheme.address_of(broader)));
        node.addresses("skos:narrower", concept.narrower.iter().map(|narrower| scheme.address_of(*narrower)));
        node.addresses("skos:inScheme", [&*scheme.address]);
        if concept.broader.is_none() {
            node.addresses("skos:topConceptOf", [&*scheme.address]);
        }
        if let Some(other) = concept.replaced_by {
            node.predicate("owl:deprecated").push_str("true");
            node.addresses("dct:isReplacedBy", [scheme.address_of(other)]);
        }
        node.end();
    }
    out
}

/// A node of Turtle that is being written.
struct Node<'o>(&'o mut String);

impl<'o> Node<'o> {
    fn begin(out: &'o mut String, address: &str, kind: &str) -> Self {
        let _ = write!(out, "\n<{address}> a {kind}");
        Self(out)
    }

    fn predicate(&mut self, name: &str) -> &mut String {
        let _ = write!(self.0, " ;\n  {name} ");
        self.0
    }

    fn texts(&mut self, name: &str, texts: &Texts<'_>) {
        self.list(name, texts.iter(), |out, (lang, text)| {
            literal(out, text);
            let _ = write!(out, "@{lang}");
        });
    }

    fn addresses<'a>(&mut self, name: &str, addresses: impl IntoIterator<Item = &'a str>) {
        self.list(name, addresses, |out, address| {
            let _ = write!(out, "<{address}>");
        });
    }

    fn plain(&mut self, name: &str, text: &str) {
        self.list(name, Some(text).filter(|text| !text.is_empty()), literal);
    }

    fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut String, T),
    ) {
        for (number, item) in items.into_iter().enumerate() {
            let out = if number == 0 { self.predicate(name) } else { &mut *self.0 };
            if number > 0 {
                out.push_str(", ");
            }
            write(out, item);
        }
    }

    fn end(self) {
        self.0.push_str(" .\n");
    }
}

/// A string of Turtle (RDF 1.1 Turtle, 6.4 and 6.5).
fn literal(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

const CONTEXT: &str = concat!(
    r#"{"id":"@id","type":"@type","@vocab":"http://www.w3.org/2004/02/skos/core#","#,
    r#""dct":"http://purl.org/dc/terms/","owl":"http://www.w3.org/2002/07/owl#","#,
    r#""vann":"http://purl.org/vocab/vann/","xsd":"http://www.w3.org/2001/XMLSchema#","#,
    r#""title":{"@id":"dct:title","@container":"@language"},"#,
    r#""description":{"@id":"dct:description","@container":"@language"},"#,
    r#""license":{"@id":"dct:license","@type":"@id"},"#,
    r#""preferredNamespaceUri":"vann:preferredNamespaceUri","#,
    r#""prefLabel":{"@container":"@language"},"altLabel":{"@container":"@language"},"#,
    r#""definition":{"@container":"@language"},"hasTopConcept":{"@type":"@id"},"#,
    r#""broader":{"@type":"@id"},"narrower":{"@type":"@id"},"inScheme":{"@type":"@id"},"#,
    r#""topConceptOf":{"@type":"@id"},"deprecated":{"@id":"owl:deprecated","@type":"xsd:boolean"},"#,
    r#""isReplacedBy":{"@id":"dct:isReplacedBy","@type":"@id"}}"#,
);

fn json_ld_of(scheme: &Scheme<'_>) -> String {
    let mut text = object(|json| {
        json.json("@context", CONTEXT);
        let nodes = std::iter::once(None).chain(scheme.concepts.iter().map(Some));
        json.list("@graph", nodes, |out, concept| {
            out.push('\n');
            write_object(out, |json| match concept {
                None => scheme_members(scheme, json),
                Some(concept) => concept_members(scheme, concept, json),
            });
        });
    });
    text.push('\n');
    text
}

fn scheme_members(scheme: &Scheme<'_>, json: &mut Object<'_>) {
    json.text("id", &scheme.address);
    json.text("type", "ConceptScheme");
    by_lang(json, "title", &scheme.title);
    by_lang(json, "description", &scheme.description);
    json.text("license", scheme.license);
    json.text("preferredNamespaceUri", scheme.namespace());
    json.list("hasTopConcept", scheme.tops(), write_text);
}

fn concept_members(scheme: &Scheme<'_>, concept: &Concept<'_>, json: &mut Object<'_>) {
    json.text("id", &concept.address);
    json.text("type", "Concept");
    by_lang(json, "prefLabel", &concept.label);
    if let Some((lang, _)) = concept.synonyms.first() {
        json.object("altLabel", |json| {
            json.list(lang.as_str(), concept.synonyms.iter().map(|(_, text)| *text), write_text);
        });
    }
    by_lang(json, "definition", &concept.definition);
    json.text("notation", concept.notation);
    json.text("broader", concept.broader.map_or("", |broader| scheme.address_of(broader)));
    json.list("narrower", concept.narrower.iter().map(|narrower| scheme.address_of(*narrower)), write_text);
    json.text("inScheme", &scheme.address);
    if concept.broader.is_none() {
        json.text("topConceptOf", &scheme.address);
    }
    if let Some(other) = concept.replaced_by {
        json.json("deprecated", "true");
        json.text("isReplacedBy", scheme.address_of(other));
    }
}

fn by_lang(json: &mut Object<'_>, name: &str, texts: &Texts<'_>) {
    if !texts.is_empty() {
        json.object(name, |json| texts.iter().for_each(|(lang, text)| json.text(lang.as_str(), text)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_turtle_hold_any_text() {
        let mut out = String::new();
        literal(&mut out, "a\"b\\c\nd\re\tf\u{1}g\u{7f}ä😀");
        assert_eq!(out, r#""a\"b\\c\nd\re\tf\u0001g\u007Fä😀""#);
    }

    #[test]
    fn the_context_is_json() {
        let context: serde_json::Value = serde_json::from_str(CONTEXT).unwrap();
        assert_eq!(context["prefLabel"]["@container"], "@language");
    }
}
