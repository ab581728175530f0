//! The parts of the handbook that are made from the program.

use std::collections::{BTreeMap, BTreeSet};

use fundus::config::Config;
use fundus::diagnostic::{Code, Severity, entry};
use fundus::lang::MessageLang;
use fundus::model::{DocType, Field, Kind, Labels, Model};
use fundus::path::SourcePath;
use fundus::render::view::{
    CalendarView, DocumentView, IndexView, ListView, MonthView, RedirectView, SheetView, StartView, TermView,
    VocabularyView,
};
use fundus::theme::Theme;
use serde::Serialize;

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
                Severity::Note => "Hinweis",
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

/// The roles of fields in the built-in model, each with the kind that it needs, and whether lists can be sorted by it.
#[test]
fn every_role_is_described() {
    let model = Model::builtin();
    let mut fields: BTreeMap<String, (&Field, Vec<&DocType>)> = BTreeMap::new();
    for kind in &model.types {
        for field in &kind.fields {
            let Some(role) = field.role else { continue };
            let name = serde_json::to_value(role).unwrap().as_str().unwrap().to_owned();
            fields.entry(name).or_insert_with(|| (field, Vec::new())).1.push(kind);
        }
    }
    let sorts = |name: &str, kind: &DocType| {
        let mut problems = Vec::new();
        let text = format!("[types.{}]\nsort = \"{name}\"\n", kind.id);
        let _ = Config::parse(SourcePath::new("config.toml").unwrap(), &text, &mut problems);
        problems.is_empty()
    };
    let sortable = fields.iter().filter(|(name, (_, kinds))| sorts(name, kinds[0]));
    let sortable = codes(sortable.map(|(name, _)| name.as_str()), ", ");
    let mut made = format!(
        "Was das Programm von einer Angabe wissen muss, sagt ihre Rolle (`role`), wie auch immer sie heißt. Soll eine \
         eigene Angabe die Stelle einer eingebauten einnehmen, bekommt sie deren Rolle und deren Art. Eine Rolle hat bei \
         einem Typ höchstens eine Angabe. Nach diesen Rollen lassen sich Listen ordnen (`sort` bei einem Typ): {sortable}; \
         nach einem Tag steht das Neueste oben.\n\n| Rolle | Eingebaute Angabe | Wert | Typen |\n| --- | --- | --- | --- |\n"
    );
    for (name, (field, kinds)) in &fields {
        let types = match kinds.len() == model.types.len() {
            true => "alle".to_owned(),
            false => kinds.iter().map(|kind| german(&kind.label)).collect::<Vec<_>>().join(", "),
        };
        made += &format!(
            "| `{name}` | `{}`: {} | {} | {types} |\n",
            field.name,
            german(&field.label),
            value(&model, field)
        );
    }
    assert_made("inhaltsmodell", "## Rollen", &made);
}

/// The components of the default theme by folder, each with what it is given.
#[test]
fn every_component_is_described() {
    let theme = Theme::embedded();
    let mut made = "In Klammern steht, was ein Baustein übergeben bekommt; was dort ein `=` hat, darf fehlen. Wie jeder \
        aussieht, zeigt die Seite `/stil/` der Vorschau.\n\n| Ordner | Bausteine | Wozu |\n| --- | --- | --- |\n"
        .to_owned();
    for fixtures in theme.fixtures(&mut Vec::new()) {
        let folder = format!("{}/", fixtures.component);
        let templates = theme.templates().filter(|template| template.name.starts_with(&folder));
        let components: Vec<String> = templates.flat_map(|template| components(template.source)).collect();
        let names = codes(components.iter().map(String::as_str), ", ");
        made += &format!("| `{}` | {names} | {} |\n", fixtures.component, fixtures.about);
    }
    assert_made("eigenes-aussehen", "## Die mitgelieferten Bausteine", &made);
}

/// `card(card, level = 3)` for each component that a template defines, without what a page brings along.
fn components(source: &str) -> Vec<String> {
    let signature = |text: &str| {
        let (name, rest) = text.split_once('(').unwrap();
        let mut given = Vec::new();
        for argument in rest.split_once(") ").unwrap().0.split(", ").filter(|one| !one.starts_with('@')) {
            let (name, rest) = argument.split_once(':').unwrap_or((argument, ""));
            let default = rest.split_once('=').map(|(_, default)| format!(" = {}", default.trim()));
            given.push(name.to_owned() + &default.unwrap_or_default());
        }
        format!("{name}({})", given.join(", "))
    };
    source.split("{% component ").skip(1).map(signature).collect()
}

/// Every template of the default theme that a site may write anew, with what it sees.
#[test]
fn every_template_is_described() {
    let chapter = std::fs::read_to_string(root().join("content/handbuch/eigenes-aussehen.md")).unwrap();
    let rows = chapter.lines().skip_while(|line| !line.starts_with("| Vorlage |")).skip(2);
    let rows: Vec<Vec<&str>> =
        rows.take_while(|line| line.starts_with('|')).map(|row| row.split(" | ").collect()).collect();
    let quoted =
        |cell: &str| -> BTreeSet<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let described: BTreeSet<String> = rows.iter().flat_map(|row| quoted(row[0])).collect();
    let theme = Theme::embedded();
    let names = theme.templates().map(|template| template.name);
    // A frame, and a page of the preview.
    let names = names.filter(|name| !name.contains('/') && !["base.html", "catalogue.html"].contains(name));
    let missing: Vec<&str> = names.filter(|name| !described.contains(*name)).collect();
    assert!(missing.is_empty(), "templates that the handbook does not name: {missing:?}");
    let contexts = contexts();
    for row in rows {
        let seen: BTreeSet<String> =
            quoted(row[1]).iter().flat_map(|name| contexts[name.as_str()].clone()).collect();
        let unknown: Vec<String> = quoted(row[2]).into_iter().filter(|name| !seen.contains(name)).collect();
        assert!(unknown.is_empty(), "{}: the templates do not see {unknown:?}", row[0]);
    }
}

/// What the names of templates hold.
fn contexts() -> BTreeMap<&'static str, BTreeSet<String>> {
    fn names(view: &impl Serialize) -> BTreeSet<String> {
        serde_json::to_value(view).unwrap().as_object().unwrap().keys().cloned().collect()
    }
    BTreeMap::from([
        ("document", names(&DocumentView::default())),
        ("list", names(&ListView::default())),
        ("index", names(&IndexView::default())),
        ("vocabulary", names(&VocabularyView::default())),
        ("term", names(&TermView::default())),
        ("calendar", names(&CalendarView::default())),
        ("month", names(&MonthView::default())),
        ("redirect", names(&RedirectView::default())),
        ("start", names(&StartView::default())),
        ("sheet", names(&SheetView::default())),
    ])
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
