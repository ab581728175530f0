//! The published schema of AMB (`amb/README.md`), and what a description has to be like to keep to it.
//!
//! Knows the words of JSON Schema (draft 7) that the profile uses, and stops at any other. Formats are held to as well:
//! only so does "a date or a time" mean anything.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fancy_regex::Regex;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

/// The schema of the profile with all that it refers to, by their addresses.
pub(crate) struct Profile(BTreeMap<String, Value>);

const WHOLE: &str = "https://w3id.org/kim/amb/20231019/schemas/schema.json";

impl Profile {
    pub(crate) fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/amb");
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
        let schemas = files.map(|path| {
            let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            (schema["$id"].as_str().unwrap().to_owned(), schema)
        });
        Self(schemas.collect())
    }

    /// What in a description does not keep to the profile, each with its place.
    pub(crate) fn faults(&self, description: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(&self.0[WHOLE], description, "", &mut faults);
        faults
    }

    fn is_valid(&self, schema: &Value, value: &Value) -> bool {
        let mut faults = Vec::new();
        self.check(schema, value, "", &mut faults);
        faults.is_empty()
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        for (word, rule) in schema.as_object().unwrap() {
            let holds = match word.as_str() {
                "$ref" => {
                    self.check(&self.0[rule.as_str().unwrap()], value, at, faults);
                    continue;
                }
                "properties" => {
                    for (name, schema) in rule.as_object().unwrap() {
                        if let Some(member) = value.get(name) {
                            self.check(schema, member, &format!("{at}/{name}"), faults);
                        }
                    }
                    continue;
                }
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{at}/{number}"), faults);
                    }
                    continue;
                }
                "allOf" => {
                    rule.as_array().unwrap().iter().for_each(|schema| self.check(schema, value, at, faults));
                    continue;
                }
                "additionalProperties" => {
                    assert_eq!(rule, &Value::Bool(false));
                    let known = schema["properties"].as_object().unwrap();
                    value
                        .as_object()
                        .is_none_or(|members| members.keys().all(|name| known.contains_key(name)))
                }
                "oneOf" => self.count(rule, value) == 1,
                "anyOf" => self.count(rule, value) > 0,
                "contains" => {
                    value.as_array().is_none_or(|items| items.iter().any(|item| self.is_valid(rule, item)))
                }
                "type" => is_type(rule.as_str().unwrap(), value),
                "enum" => rule.as_array().unwrap().contains(value),
                "const" => rule == value,
                "minItems" => {
                    value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap())
                }
                "required" => {
                    let names = rule.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
                    value
                        .as_object()
                        .is_none_or(|members| names.clone().all(|name| members.contains_key(name)))
                }
                "pattern" => value
                    .as_str()
                    .is_none_or(|text| Regex::new(rule.as_str().unwrap()).unwrap().is_match(text).unwrap()),
                "format" => value.as_str().is_none_or(|text| is_format(rule.as_str().unwrap(), text)),
                "$id" | "$schema" | "title" | "description" | "default" | "examples" => continue,
                note if note.starts_with('_') => continue,
                other => panic!("the profile has `{other}`, which this test does not know"),
            };
            if !holds {
                faults.push(format!("{at}: {word} {rule}: {value}"));
            }
        }
    }

    /// How many of these schemas a value keeps to.
    fn count(&self, schemas: &Value, value: &Value) -> usize {
        schemas.as_array().unwrap().iter().filter(|schema| self.is_valid(schema, value)).count()
    }
}

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        other => panic!("the profile has the type `{other}`, which this test does not know"),
    }
}

fn is_format(name: &str, text: &str) -> bool {
    let fits = |pattern: &str| Regex::new(pattern).unwrap().is_match(text).unwrap();
    match name {
        // RFC 3986, with a scheme.
        "uri" => fits(r"^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$"),
        "date" => fits(r"^\d{4}-\d\d-\d\d$") && text.parse::<Date>().is_ok(),
        // RFC 3339, with a zone.
        "date-time" => {
            fits(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
                && text.parse::<Timestamp>().is_ok()
        }
        other => panic!("the profile has the format `{other}`, which this test does not know"),
    }
}

#[test]
fn what_does_not_keep_to_the_profile_is_found() {
    let profile = Profile::read();
    let sound = serde_json::json!({
        "@context": ["https://w3id.org/kim/amb/context.jsonld", { "@language": "de" }],
        "id": "https://a.example/a.html",
        "type": ["LearningResource"],
        "name": "A",
    });
    assert_eq!(profile.faults(&sound), Vec::<String>::new());
    for (name, wrong) in [
        ("@context", serde_json::json!("https://schema.org")),
        (
            "@context",
            serde_json::json!(["https://w3id.org/kim/amb/context.jsonld", { "@language": "de-simple" }]),
        ),
        ("id", serde_json::json!("konzepte/a.html")),
        ("type", serde_json::json!(["Event"])),
        ("type", serde_json::json!("LearningResource")),
        ("inLanguage", serde_json::json!(["de-simple"])),
        ("about", serde_json::json!([{ "id": "https://a.example/jugendarbeit" }])),
        ("audience", serde_json::json!([{ "id": "Eltern" }])),
        ("learningResourceType", serde_json::json!([{ "id": "https://a.example/methode" }])),
        ("license", serde_json::json!({ "id": "https://a.example/frei" })),
        ("creator", serde_json::json!([{ "name": "Wer" }])),
        ("datePublished", serde_json::json!("2026-03")),
        ("datePublished", serde_json::json!("2026-02-30")),
        ("dateModified", serde_json::json!("2026-03-14T14:00:00")),
        ("duration", serde_json::json!("90 Minuten")),
        ("isPartOf", serde_json::json!([{ "id": "https://a.example/p", "type": ["Project"] }])),
        (
            "encoding",
            serde_json::json!([{ "type": "MediaObject", "contentUrl": "https://a.example/a.pdf", "contentSize": "4 KB" }]),
        ),
    ] {
        let mut description = sound.clone();
        description[name] = wrong;
        assert_ne!(profile.faults(&description), Vec::<String>::new(), "{description}");
    }
    for name in ["@context", "id", "type", "name"] {
        let mut description = sound.clone();
        description.as_object_mut().unwrap().shift_remove(name);
        assert_ne!(profile.faults(&description), Vec::<String>::new(), "without {name}");
    }
}
