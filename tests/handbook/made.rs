//! The parts of the handbook that are made from the program.

use fundus::diagnostic::{Code, Severity, entry};
use fundus::lang::MessageLang;
use fundus::model::{DocType, Field, Kind, Labels, Model};

use super::root;

/// Holds that in a chapter, between a heading and the next of its level, just `made` stands; with
/// `UPDATE` it is put there.
fn assert_made(chapter: &str, heading: &str, made: &str) {
    let file = root().join(format!("content/handbuch/{chapter}.md"));
    let text = std::fs::read_to_string(&file).unwrap();
    let start =
        text.find(&format!("\n{heading}\n")).expect("the chapter has the heading") + heading.len() + 2;
    let end = text[start..].find("\n## ").map_or(text.len(), |at| start + at + 1);
    let made = format!("\n{}\n", made.trim_end());
    let made = if end == text.len() { made } else { format!("{made}\n") };
    if text[start..end] == made {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, format!("{}{made}{}", &text[..start], &text[end..])).unwrap();
        return;
    }
    let differing = text[start..end].lines().zip(made.lines()).find(|(written, wanted)| written != wanted);
    panic!(
        "{chapter}.md, “{heading}”, is not what the program says: {differing:#?}\nUPDATE=1 cargo test --test handbook"
    );
}

#[test]
fn every_message_is_explained() {
    let mut codes: Vec<Code> = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.as_str());
    let made: String = codes
        .into_iter()
        .map(|code| {
            let entry = entry(code);
            let wording = entry.wording(MessageLang::De);
            let severity = match entry.severity {
                Severity::Error => "Fehler",
                Severity::Warning => "Warnung",
            };
            let message = wording.message.pattern();
            format!("### {code}\n\n**{severity}:** {message}\n\n{}\n\n", wording.explain.trim())
        })
        .collect();
    assert_made("meldungen", "## Die Meldungen von A bis Z", &made);
}

#[test]
fn every_type_and_field_is_described() {
    let model = Model::builtin();
    let common: Vec<&str> = model.types[model.page()]
        .field_names()
        .filter(|name| model.types.iter().all(|kind| kind.field(name).is_some()))
        .collect();
    let page = &model.types[model.page()];
    let shared = page.fields.iter().filter(|field| common.contains(&field.name.as_str()));
    let mut made = format!(
        "### Jedes Dokument\n\nDiese Angaben gibt es bei jedem Typ. Nötig ist nur `title`.\n\n{}",
        table(&model, shared)
    );
    for kind in &model.types {
        let own = kind.fields.iter().filter(|field| !common.contains(&field.name.as_str()));
        made += &format!("\n### {}\n\n{}\n\n{}", german(&kind.label), about(kind), table(&model, own));
    }
    assert_made("inhaltsmodell", "## Typen und Angaben", &made);
}

#[test]
fn every_vocabulary_is_described() {
    let model = Model::builtin();
    let mut made = "| Liste | Name im Modell | Woher die Begriffe kommen |\n| --- | --- | --- |\n".to_owned();
    for vocabulary in &model.vocabularies {
        let from = match vocabulary.documents {
            Some(kind) => format!("die Dokumente vom Typ {}", german(&model.types[kind].label)),
            None => format!("`content/vokabulare/{}.yaml`", vocabulary.file),
        };
        let open = if vocabulary.open { "; jedes andere Wort ist erlaubt" } else { "" };
        made += &format!("| {} | `{}` | {from}{open} |\n", german(&vocabulary.label), vocabulary.id);
    }
    assert_made("inhaltsmodell", "## Begriffslisten", &made);
}

fn german(labels: &Labels) -> &str {
    labels.message(MessageLang::De)
}

fn codes<'a>(names: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(between)
}

/// Where documents of the type lie, what they need, and what their headings are.
fn about(kind: &DocType) -> String {
    let mut about = format!("Name im Modell: `{}`. ", kind.id);
    let folders: Vec<String> = kind.folders.iter().map(|folder| format!("content/{folder}")).collect();
    about += &if folders.is_empty() {
        "Alle Dokumente, deren Ordner zu keinem anderen Typ gehört.".to_owned()
    } else {
        format!("Ordner: {}.", codes(folders.iter().map(String::as_str), " oder "))
    };
    let required = kind.fields.iter().filter(|field| field.required).map(|field| field.name.as_str());
    about += &format!(" Nötig: {}.", codes(required, ", "));
    if let Some((_, sections)) = kind.sections.iter().find(|(lang, _)| lang.as_str() == "de") {
        about += &format!(" Übliche Abschnitte: {}.", sections.join(", "));
    }
    about
}

fn table<'a>(model: &Model, fields: impl Iterator<Item = &'a Field>) -> String {
    let mut table = "| Angabe | Bedeutung | Wert | Übernommen über |\n| --- | --- | --- | --- |\n".to_owned();
    for field in fields {
        let names = std::iter::once(&field.name).chain(&field.aliases).map(String::as_str);
        let help = german(&field.help).replace('|', "\\|");
        let meaning = format!("**{}.** {help}", german(&field.label));
        let through = codes(field.inherit.iter().map(String::as_str), ", ");
        table += &format!(
            "| {} | {} | {} | {through} |\n",
            codes(names, ", "),
            meaning.trim_end(),
            value(model, field)
        );
    }
    table.replace("|  |", "| |")
}

/// What kind of value the field has, in words.
fn value(model: &Model, field: &Field) -> String {
    let mut words = match &field.kind {
        Kind::Text => "Text".to_owned(),
        Kind::Markdown => "Text in Markdown".to_owned(),
        Kind::Number => "Zahl".to_owned(),
        Kind::Bool => "`true` oder `false`".to_owned(),
        Kind::Date => "Datum".to_owned(),
        Kind::DateTime => "Datum mit Uhrzeit".to_owned(),
        Kind::Period => "Zeitraum".to_owned(),
        Kind::Url => "Webadresse".to_owned(),
        Kind::Email => "E-Mail-Adresse".to_owned(),
        Kind::File => "Datei".to_owned(),
        Kind::Translated => "Text je Sprache".to_owned(),
        Kind::Query => "Abfrage, siehe [Sammelseiten](sammelseiten.md)".to_owned(),
        Kind::Term(vocabulary) => {
            format!("Begriff aus „{}“", german(&model.vocabularies[*vocabulary].label))
        }
        Kind::Choice(choices) => {
            let choices = choices.iter().map(|(key, label)| match german(label) {
                label if label == key => format!("`{key}`"),
                label => format!("`{key}` ({label})"),
            });
            format!("Auswahl: {}", choices.collect::<Vec<_>>().join(", "))
        }
        Kind::Reference { to, open } => {
            let types: Vec<&str> = to.iter().map(|&kind| german(&model.types[kind].label)).collect();
            let types = if types.is_empty() { "beliebiges Dokument".to_owned() } else { types.join(", ") };
            format!("Verweis: {types}{}", if *open { ", oder einfacher Text" } else { "" })
        }
        Kind::Group(parts) => {
            let parts = parts.iter().map(|part| {
                let needed = if part.required { ", nötig" } else { "" };
                format!("`{}` ({}{needed})", part.name, german(&part.label))
            });
            format!("Gruppe: {}", parts.collect::<Vec<_>>().join(", "))
        }
    };
    if field.many {
        words += "; mehrere möglich";
    }
    if field.private {
        words += "; nur für die Redaktion";
    }
    words
}
