//! From the model to a JSON Schema (draft 2020-12) of the front matter.
//!
//! Text editors read it to offer names and values while somebody types, and to explain each entry.
//! It accepts the forms that the handbook recommends; parse understands a few more (labels instead
//! of keys, German dates), so a document that the schema accepts is always in good form. What one
//! file cannot tell stays open: whether a reference leads anywhere, whether a value is inherited.

use serde_json::{Map, Value, json};

use super::{DocType, Field, Kind, Labels, Model};
use crate::lang::MessageLang;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The terms that documents may name, by vocabulary in the model's order: each with its id and what
/// readers see. Empty where they are not known.
pub type KnownTerms = Vec<Vec<(String, Labels)>>;

/// The schema of one type's front matter; of any type, when none is given.
#[must_use]
pub fn json_schema(model: &Model, only: Option<usize>, terms: &KnownTerms, lang: MessageLang) -> Value {
    let writer = Writer { model, terms, lang };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(DRAFT));
    match only {
        Some(index) => schema.extend(writer.doc_type(&model.types[index])),
        None => {
            let title = match lang {
                MessageLang::De => "Kopfdaten eines Dokuments",
                MessageLang::En => "Front matter of a document",
            };
            let references = |kind: &DocType| json!({ "$ref": format!("#/$defs/{}", kind.id) });
            let definition = |kind: &DocType| (kind.id.clone(), Value::Object(writer.doc_type(kind)));
            schema.insert("title".to_owned(), json!(title));
            schema.insert("anyOf".to_owned(), model.types.iter().map(references).collect());
            schema.insert("$defs".to_owned(), Value::Object(model.types.iter().map(definition).collect()));
        }
    }
    Value::Object(schema)
}

struct Writer<'a> {
    model: &'a Model,
    terms: &'a KnownTerms,
    lang: MessageLang,
}

impl Writer<'_> {
    fn doc_type(&self, kind: &DocType) -> Map<String, Value> {
        let mut schema = self.object(kind.label.message(self.lang), &kind.fields);
        let demands: Vec<Value> = kind.fields.iter().filter_map(demand).collect();
        if !demands.is_empty() {
            schema.insert("allOf".to_owned(), Value::Array(demands));
        }
        schema
    }

    /// An object with these fields, under their names and their aliases, and no others.
    fn object(&self, title: &str, fields: &[Field]) -> Map<String, Value> {
        let mut properties = Map::new();
        for field in fields {
            let schema = self.field(field);
            for alias in &field.aliases {
                properties.insert(alias.clone(), schema.clone());
            }
            properties.insert(field.name.clone(), schema);
        }
        let mut object = Map::new();
        object.insert("title".to_owned(), json!(title));
        object.insert("type".to_owned(), json!("object"));
        object.insert("properties".to_owned(), Value::Object(properties));
        object.insert("additionalProperties".to_owned(), json!(false));
        object
    }

    fn field(&self, field: &Field) -> Value {
        let mut schema = Map::new();
        schema.insert("title".to_owned(), json!(field.label.message(self.lang)));
        let help = field.help.message(self.lang);
        if !help.is_empty() {
            schema.insert("description".to_owned(), json!(help));
        }
        let one = self.kind(&field.kind);
        if field.many {
            let list = json!({ "type": "array", "items": one.clone() });
            schema.insert("anyOf".to_owned(), json!([one, list]));
        } else if let Value::Object(one) = one {
            schema.extend(one);
        }
        Value::Object(schema)
    }

    fn kind(&self, kind: &Kind) -> Value {
        match kind {
            Kind::Text | Kind::Markdown => json!({ "type": ["string", "number"] }),
            Kind::Number => json!({ "type": "number" }),
            Kind::Bool => json!({ "type": "boolean" }),
            // A year alone is a number in YAML.
            Kind::Date => json!({ "type": ["string", "integer"], "examples": ["2026-03-14"] }),
            Kind::DateTime => json!({ "type": "string", "examples": ["2026-03-14 14:00"] }),
            Kind::Period => json!({ "type": ["string", "integer"], "examples": self.period_examples() }),
            Kind::Url => json!({ "type": "string", "format": "uri" }),
            Kind::Email => json!({ "type": "string", "format": "email" }),
            Kind::File | Kind::Reference { .. } => json!({ "type": "string" }),
            Kind::Translated => {
                let text = json!({ "type": "string" });
                json!({ "anyOf": [text.clone(), { "type": "object", "additionalProperties": text }] })
            }
            Kind::Choice(choices) => one_of(choices.iter(), self.lang),
            Kind::Term(index) => self.term(*index),
            Kind::Group(parts) => {
                let mut group = self.object("", parts);
                group.remove("title");
                let required: Vec<&str> =
                    parts.iter().filter(|part| part.required).map(|part| part.name.as_str()).collect();
                if !required.is_empty() {
                    group.insert("required".to_owned(), json!(required));
                }
                Value::Object(group)
            }
            Kind::Query => self.query(),
        }
    }

    fn period_examples(&self) -> [&'static str; 2] {
        match self.lang {
            MessageLang::De => ["2021-07 bis 2022-12", "ab 2021-07"],
            MessageLang::En => ["2021-07 to 2022-12", "from 2021-07"],
        }
    }

    /// A term: one of those that are known. Any word, when none are or when the vocabulary is open.
    fn term(&self, index: usize) -> Value {
        let known = self.terms.get(index).map_or(&[][..], Vec::as_slice);
        let known_terms = one_of(known.iter().map(|(id, label)| (id, label)), self.lang);
        let any = json!({ "type": "string" });
        match (known.is_empty(), self.model.vocabularies[index].open) {
            (true, _) => any,
            (false, true) => json!({ "anyOf": [known_terms, any] }),
            (false, false) => known_terms,
        }
    }

    fn query(&self) -> Value {
        let types: Vec<&str> = self.model.types.iter().map(|kind| kind.id.as_str()).collect();
        let one_type = json!({ "enum": types });
        json!({
            "type": "object",
            "properties": {
                "title": self.kind(&Kind::Translated),
                "type": { "anyOf": [one_type.clone(), { "type": "array", "items": one_type }] },
                "where": { "type": "object" },
                "about": { "type": "string" },
                "time": { "enum": ["past", "upcoming"] },
                "sort": { "type": "string", "examples": ["title", "-date"] },
                "limit": { "type": "integer", "minimum": 1 },
                "show": { "enum": ["cards", "list", "table", "matrix", "timeline"] },
                "rows": { "type": "string" },
                "columns": { "type": "string" },
            },
            "additionalProperties": false,
        })
    }
}

fn one_of<'a>(values: impl Iterator<Item = (&'a String, &'a Labels)>, lang: MessageLang) -> Value {
    let values: Vec<Value> =
        values.map(|(key, label)| json!({ "const": key, "title": label.message(lang) })).collect();
    json!({ "anyOf": values })
}

/// What a required field demands: that it is there under one of its names, or that the document
/// names one from which it can be inherited.
fn demand(field: &Field) -> Option<Value> {
    if !field.required {
        return None;
    }
    let names = std::iter::once(&field.name).chain(&field.aliases).chain(&field.inherit);
    let ways: Vec<Value> = names.map(|name| json!({ "required": [name] })).collect();
    Some(if ways.len() == 1 { ways[0].clone() } else { json!({ "anyOf": ways }) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(terms: &KnownTerms) -> Value {
        let model = Model::builtin();
        json_schema(&model, model.type_index("concept"), terms, MessageLang::De)
    }

    #[test]
    fn a_type_has_its_fields_under_all_their_names_and_no_others() {
        let schema = concept(&Vec::new());
        assert_eq!(schema["$schema"], DRAFT);
        assert_eq!(schema["title"], "Konzept");
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["properties"]["summary"]["title"], "Kurzbeschreibung");
        assert_eq!(schema["properties"]["zielgruppe"], schema["properties"]["target_group"]);
        assert!(schema["properties"].get("capacity").is_none());
    }

    #[test]
    fn what_is_required_may_be_inherited() {
        let demands = concept(&Vec::new())["allOf"].clone();
        let demands = demands.as_array().unwrap();
        assert!(demands.contains(&json!({ "required": ["title"] })), "{demands:?}");
        let field = json!({ "anyOf": [
            { "required": ["field"] }, { "required": ["handlungsfeld"] },
            { "required": ["handlungsfelder"] }, { "required": ["project"] },
        ] });
        assert!(demands.contains(&field), "{demands:?}");
    }

    #[test]
    fn terms_are_offered_as_far_as_they_are_known() {
        let model = Model::builtin();
        let vocabulary = model.vocabulary_index("target_group").unwrap();
        let mut terms = vec![Vec::new(); model.vocabularies.len()];
        terms[vocabulary].push(("eltern".to_owned(), Labels::plain("Eltern")));
        let offered = json!({ "anyOf": [{ "const": "eltern", "title": "Eltern" }] });
        assert_eq!(concept(&terms)["properties"]["target_group"]["anyOf"][0], offered);
        assert_eq!(
            concept(&Vec::new())["properties"]["target_group"]["anyOf"][0],
            json!({ "type": "string" })
        );
    }

    #[test]
    fn all_types_stand_side_by_side() {
        let model = Model::builtin();
        let schema = json_schema(&model, None, &Vec::new(), MessageLang::En);
        assert_eq!(schema["anyOf"].as_array().unwrap().len(), model.types.len());
        for kind in &model.types {
            assert_eq!(schema["$defs"][&kind.id]["type"], "object", "{}", kind.id);
        }
    }
}
