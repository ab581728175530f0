//! From `config.toml` to a [`Config`]: what a site says about itself, and its content model.
//!
//! Everything has a default, so that an empty file, or none, is enough. Unknown keys and values that
//! cannot be are diagnostics with a place; the result is always usable.

use jiff::tz::TimeZone;

use crate::diagnostic::{At, Code, Diagnostic, Severity, has_errors, nearest};
use crate::discover::is_pattern;
use crate::hash::ContentHash;
use crate::lang::Lang;
use crate::model::{self, Kind, Labels, Model, Role};
use crate::path::SourcePath;
use crate::search::exceptions::{self, Exceptions};
use crate::search::marker::Form;
use crate::text::is_web_address;
use crate::toml_table::{self, Table};

/// What a site says about itself.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file that all this comes from.
    pub file: SourcePath,
    /// The fingerprint of its text.
    pub hash: ContentHash,
    /// Its text.
    pub text: String,
    /// The site's name; empty when the home page's title serves.
    pub title: Labels,
    /// One sentence about the site.
    pub description: Labels,
    /// The address under which it is published, ending in `/`; empty when unknown.
    pub url: String,
    /// The language of documents whose file name gives none.
    pub lang: Lang,
    /// The zone of times in the content.
    pub time_zone: TimeZone,
    /// The name of the theme's folder in `themes/`.
    pub theme: Option<At<String>>,
    /// The accent colour as `#rrggbb`.
    pub accent: Option<String>,
    /// The logo's file below the content folder, and its text alternative.
    pub logo: Option<MenuImage>,
    /// The licence of texts that name none: a choice of the field with the role `license`.
    pub license: Option<String>,
    /// Where a source can be edited; `{path}` stands for the file.
    pub edit_url: String,
    /// How many documents a page of a list shows.
    pub page_size: usize,
    /// The main menu; `None` for the types that have documents.
    pub menu: Option<Vec<MenuItem>>,
    /// The links at the foot of every page; `None` for the pages that the law demands.
    pub foot_menu: Option<Vec<MenuItem>>,
    /// Patterns of files below the content folder that are left out.
    pub ignore: Vec<String>,
    /// What the search is to know about the site's words.
    pub search: Exceptions,
    /// How the site writes of people of all genders.
    pub gender: Gender,
    /// Whether an error may have changed how the content is meant. Then what seems to be wrong there tells nothing.
    pub in_doubt: bool,
    /// The content model.
    pub model: Model,
}

/// What a site has agreed on gender forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// Nothing but that a document has one form.
    #[default]
    Any,
    /// This form everywhere.
    Form(Form),
    /// No marker: words for people of all genders.
    Neutral,
    /// No marker: both words.
    Pairs,
    /// Nothing.
    Off,
}

impl Gender {
    /// The names in settings, the German ones first.
    const NAMES: &[(Self, &[&str])] = &[
        (Self::Form(Form::Star), &["stern", "star"]),
        (Self::Form(Form::Colon), &["doppelpunkt", "colon"]),
        (Self::Form(Form::Underscore), &["unterstrich", "underscore"]),
        (Self::Form(Form::Capital), &["binnen-i", "capital"]),
        (Self::Form(Form::Slash), &["schrägstrich", "schraegstrich", "slash"]),
        (Self::Neutral, &["neutral"]),
        (Self::Pairs, &["paar", "pairs"]),
        (Self::Off, &["off", "aus"]),
    ];

    /// What is called so.
    fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        Self::NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(gender, _)| *gender)
    }
}

/// An entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// The text; the page's title when empty.
    pub title: Labels,
    /// The page, below the content folder and without `.md`: `konzepte/index`, `impressum`.
    pub page: At<String>,
}

/// An image named in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuImage {
    /// The file below the content folder.
    pub file: At<String>,
    /// The text alternative.
    pub alt: String,
}

impl Config {
    /// The path at which the site stands on its host, encoded: `/`, or `/konzepte/`.
    #[must_use]
    pub fn root(&self) -> &str {
        let path = self.url.split_once("://").and_then(|(_, rest)| Some(&rest[rest.find('/')?..]));
        path.unwrap_or("/")
    }

    /// Reads the configuration from the text of `file`. `problems` are those of reading the file.
    #[must_use]
    pub fn parse(file: SourcePath, text: &str, problems: &mut Vec<Diagnostic>) -> Self {
        let place = file.clone();
        let mut table = toml_table::parse(&place, text, problems);
        // What is made of a file that cannot be read is nobody's mistake.
        let is_unread = has_errors(problems);
        let mut of_rest = Vec::new();
        let problems = if is_unread { &mut of_rest } else { problems };
        let lang = lang(&mut table, problems);
        table.speak(&lang);
        let ignore = ignore(&mut table, problems);
        let model = model::load(Some(&mut table), problems);
        let in_doubt = is_unread || has_errors(problems);
        let mut config = Self {
            hash: ContentHash::of(text.as_bytes()),
            text: text.to_owned(),
            title: table.labels("title", problems).unwrap_or_default(),
            description: table.labels("description", problems).unwrap_or_default(),
            url: url(&mut table, problems),
            lang,
            time_zone: time_zone(&mut table, problems),
            theme: table.text("theme", problems),
            accent: accent(&mut table, problems),
            logo: logo(&mut table, problems),
            license: license(&mut table, &model, problems),
            edit_url: edit_url(&mut table, problems),
            page_size: table.number("page_size", 1, problems).map_or(24, |at| at.value),
            menu: menu(&mut table, "menu", problems),
            foot_menu: menu(&mut table, "foot_menu", problems),
            ignore,
            search: search(&mut table, problems),
            gender: gender(&mut table, problems),
            in_doubt,
            model,
            file,
        };
        // It may have been meant for the model.
        config.in_doubt |= table.holds_more();
        table.finish(problems);
        if config.in_doubt {
            // Nor is it known what has an effect.
            problems.retain(|problem| problem.severity() == Severity::Error);
        }
        config
    }
}

fn refuse(table: &Table<'_>, key: &str, at: &At<String>, reason: &str, problems: &mut Vec<Diagnostic>) {
    problems.push(
        Diagnostic::new(Code::ConfigValue)
            .at(table.file(), at.span.clone())
            .arg("key", key)
            .arg("reason", format!("`{}`", at.value))
            .arg("example", reason),
    );
}

fn url(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> String {
    let Some(url) = table.text("url", problems) else { return String::new() };
    if !is_web_address(&url.value) {
        refuse(table, "url", &url, "url = \"https://konzepte.example.org/\"", problems);
        return String::new();
    }
    format!("{}/", url.value.trim_end_matches('/'))
}

fn edit_url(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> String {
    let Some(url) = table.text("edit_url", problems) else { return String::new() };
    if !is_web_address(&url.value) {
        refuse(
            table,
            "edit_url",
            &url,
            "edit_url = \"https://forge.example.org/_edit/main/{path}\"",
            problems,
        );
        return String::new();
    }
    url.value
}

fn lang(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Lang {
    let Some(tag) = table.text("lang", problems) else { return Lang::default() };
    Lang::parse(&tag.value).unwrap_or_else(|| {
        refuse(table, "lang", &tag, "lang = \"de\"", problems);
        Lang::default()
    })
}

/// The time zone that a configuration names, else the usual one; nothing else of it is read.
#[must_use]
pub fn time_zone_of(file: &SourcePath, text: &str) -> TimeZone {
    let problems = &mut Vec::new();
    time_zone(&mut toml_table::parse(file, text, problems), problems)
}

fn time_zone(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> TimeZone {
    let default = || TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
    let Some(name) = table.text("time_zone", problems) else { return default() };
    TimeZone::get(&name.value).unwrap_or_else(|_| {
        refuse(table, "time_zone", &name, "time_zone = \"Europe/Berlin\"", problems);
        default()
    })
}

fn accent(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let accent = table.text("accent", problems)?;
    let digits = accent.value.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(accent.value.to_lowercase());
    }
    refuse(table, "accent", &accent, "accent = \"#1d5f66\"", problems);
    None
}

/// The licence of texts that name none; it must be one of those that a text could name.
fn license(table: &mut Table<'_>, model: &Model, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let license = table.text("license", problems)?;
    let field = model.types.iter().find_map(|kind| Some(&kind.fields[kind.role(Role::License)?]));
    let Some(Kind::Choice(choices)) = field.map(|field| &field.kind) else { return Some(license.value) };
    if choices.contains_key(&license.value) {
        return Some(license.value);
    }
    let known = || choices.keys().map(String::as_str);
    let nearest = nearest(&license.value, known()).into_iter().next().or_else(|| known().next());
    let example = format!("license = \"{}\"", nearest.unwrap_or_default());
    refuse(table, "license", &license, &example, problems);
    None
}

fn logo(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<MenuImage> {
    let line = |file: &str| format!("logo = {{ file = {}, alt = \"…\" }}", serde_json::Value::from(file));
    let mut logo = table.table_or("logo", |file| Some(line(file)), problems)?;
    let is_given = logo.has("file");
    let file = logo.text("file", problems);
    if !is_given {
        problems.push(
            Diagnostic::new(Code::ConfigValue)
                .at(logo.file(), logo.span.clone())
                .arg("key", "logo")
                .arg_each("reason", "die Zeile `file = …` fehlt", "the line `file = …` is missing")
                .arg("example", "file = \"bilder/logo.svg\""),
        );
    }
    let alt = logo.text("alt", problems).map(|at| at.value).unwrap_or_default();
    logo.finish(problems);
    file.map(|file| MenuImage { file, alt })
}

fn menu(table: &mut Table<'_>, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Vec<MenuItem>> {
    let mut items = Vec::new();
    for mut entry in table.tables(key, problems)? {
        let title = entry.labels("title", problems).unwrap_or_default();
        match entry.text("page", problems) {
            Some(page) => items.push(MenuItem { title, page }),
            None => {
                let missing = At { value: key.to_owned(), span: entry.span.clone() };
                refuse(&entry, "page", &missing, "page = \"konzepte/index\"", problems);
            }
        }
        entry.finish(problems);
    }
    Some(items)
}

fn ignore(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut patterns = Vec::new();
    for pattern in table.texts("ignore", problems).unwrap_or_default() {
        if is_pattern(&pattern.value) {
            patterns.push(pattern.value);
        } else {
            refuse(table, "ignore", &pattern, "ignore = [\"*.docx\"]", problems);
        }
    }
    patterns
}

fn search(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Exceptions {
    const SYNONYMS: &str = "synonyms = [[\"KI\", \"Künstliche Intelligenz\"]]";
    let Some(mut own) = table.table("search", problems) else { return Exceptions::default() };
    let words = plain_words(&mut own, "words", "words = [\"Netzpate\"]", &[], problems);
    let whole = plain_words(&mut own, "whole", "whole = [\"Weinheim\"]", &words, problems);
    let mut synonyms = Vec::new();
    for group in own.text_lists("synonyms", problems) {
        let is_empty = |text: &String| text.trim().is_empty();
        if group.value.len() < 2 || group.value.iter().any(is_empty) {
            let shown = At { value: group.value.join(", "), span: group.span };
            refuse(&own, "synonyms", &shown, SYNONYMS, problems);
        } else {
            synonyms.push(group.value);
        }
    }
    own.finish(problems);
    Exceptions { words, whole, synonyms }
}

fn gender(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Gender {
    let Some(mut wording) = table.table("wording", problems) else { return Gender::default() };
    let gender = wording.text("gender", problems).and_then(|name| {
        let gender = Gender::parse(&name.value);
        if gender.is_none() {
            let names = || Gender::NAMES.iter().flat_map(|(_, names)| names.iter().copied());
            let nearest = nearest(&name.value, names()).into_iter().next().unwrap_or("stern");
            refuse(&wording, "gender", &name, &format!("gender = \"{nearest}\""), problems);
        }
        gender
    });
    wording.finish(problems);
    gender.unwrap_or_default()
}

/// A list of single words for the search. What is among `others` cannot stand here too.
fn plain_words(
    table: &mut Table<'_>,
    key: &'static str,
    example: &str,
    others: &[String],
    problems: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut forms = Vec::new();
    for word in table.texts(key, problems).unwrap_or_default() {
        match exceptions::form(&word.value).filter(|form| !others.contains(form)) {
            Some(form) => forms.push(form),
            None => refuse(table, key, &word, example, problems),
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Config, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let config = Config::parse(SourcePath::new("config.toml").unwrap(), text, &mut problems);
        (config, problems)
    }

    #[test]
    fn an_empty_configuration_is_enough() {
        let (config, problems) = parse("");
        assert_eq!(problems, Vec::new());
        assert_eq!(config.lang.as_str(), "de");
        assert_eq!(config.page_size, 24);
    }

    #[test]
    fn every_wrong_setting_is_reported_in_one_run() {
        let text = "titel = \"X\"\nurl = \"example.org\"\nlang = \"xx\"\ntime_zone = \"Berlin\"\naccent = \"blue\"\npage_size = 0\nignore = [\"[\"]\n[[menu]]\ntitle = \"X\"\n";
        let (_, problems) = parse(text);
        let lines: Vec<_> = problems
            .iter()
            .map(|problem| text[..problem.place.as_ref().unwrap().span.start].matches('\n').count() + 1)
            .collect();
        assert_eq!(lines, [3, 7, 2, 4, 5, 6, 8, 1]);
    }

    /// Each of these characters left out of a configuration, and some put in the place of others.
    #[test]
    fn a_slip_is_one_problem_and_told_in_german() {
        const RIGHT: &str = "title = { de = \"A\", en = \"B\" }\nlang = \"de\"\n\n[types.tandem]\nlabel = { de = \"Tandem\" }\nfolders = [\"tandems\"]\nfields = [\n  \"carrier\",\n  \"place\",\n]\n\n[types.tandem.own.kosten]\nkind = \"choice\"\nmany = true\nchoices = { a = \"A\", b = \"B\" }\n\n[[menu]]\npage = \"index\"\n";
        assert_eq!(parse(RIGHT).1, []);
        let marks = RIGHT.match_indices(['[', ']', '{', '}', '"', '=', ',']);
        let mut unread = 0;
        for ((at, mark), other) in marks.flat_map(|mark| ["", ":", "„", "}", "]"].map(|other| (mark, other)))
        {
            let text = format!("{}{other}{}", &RIGHT[..at], &RIGHT[at + mark.len()..]);
            let (config, problems) = parse(&text);
            let Some(problem) = problems.iter().find(|problem| problem.code == Code::ConfigSyntax) else {
                continue;
            };
            unread += 1;
            assert!(config.in_doubt && problems.len() == 1, "{text}\n{problems:?}");
            let said = problem.message(crate::lang::MessageLang::De);
            assert!(
                !["expected", "missing", "invalid", "string"].iter().any(|word| said.contains(word)),
                "{said}"
            );
            // Told where it was done, or further up, where a bracket stands that needs it.
            let start = problem.place.as_ref().unwrap().span.start;
            let is_near = text[at.min(start)..at.max(start)].matches('\n').count() <= 1;
            assert!(is_near || said.contains("schließende") || other.is_empty(), "{text}\n{said} {start}");
        }
        assert!(unread > 150, "{unread}");
    }

    #[test]
    fn a_bracket_that_is_not_closed_is_told_where_it_stands() {
        for (text, marked) in [
            ("title = { de = \"A\"\nlang = \"de\"\n[logo]\nfile = \"a\"\n", "{ de = \"A\""),
            ("ignore = [\"a\"\nlang = \"de\"\n[search]\nwords = [\"b\"]\n", "[\"a\""),
            ("ignore = [\"a\"}\nlang = \"de\"\n", "[\"a\"}"),
            ("ignore = [\n  \"a\",\n\n[logo]\nfile = \"a\"\n", "["),
            // The cause is another one.
            ("title = { de = \"A }\nlang = \"de\"\n", ""),
            ("title = a\nignore = [\"b\"\n", "a"),
            ("ignore = [\n  \"a\"\n  \"b\",\n]\n", ""),
            ("[logo\nfile = \"a\"\n", ""),
        ] {
            let (_, problems) = parse(text);
            let found: Vec<&str> =
                problems.iter().map(|problem| &text[problem.place.as_ref().unwrap().span.clone()]).collect();
            assert_eq!(found, [marked], "{text}");
        }
    }

    #[test]
    fn what_may_change_the_model_leaves_the_content_in_doubt() {
        for (text, in_doubt) in [
            ("", false),
            ("titel = \"A\"\nurl = \"example\"\n[search]\nwort = 1\n", false),
            ("[types.koncept]\nlabel = \"ohne Wirkung\"\n", false),
            ("title = \"A\n", true),
            ("lang = \"deutsch\"\n", true),
            ("ignore = [\"[\"]\n", true),
            ("[type.tandem]\nfolders = [\"tandems\"]\n", true),
            ("common_field = [\"title\"]\n", true),
            ("[types.tandem]\nfolder = [\"tandems\"]\n", true),
            ("[types.concept.own.x]\nkind = \"markdwn\"\n", true),
            ("[fields.title]\nmany = \"ja\"\n", true),
        ] {
            let (config, problems) = parse(text);
            assert_eq!(config.in_doubt, in_doubt, "{text}");
            // What is not told has a cause that is.
            assert!(!in_doubt || has_errors(&problems), "{text}");
        }
    }

    #[test]
    fn exceptions_of_the_search_are_words_and_groups() {
        let (config, problems) = parse(
            "[search]\nwords = [\"Netzpate\"]\nwhole = \"Weinheim\"\nsynonyms = [[\"KI\", \"Künstliche Intelligenz\"]]\n",
        );
        assert_eq!(problems, Vec::new());
        assert_eq!(
            (config.search.words.join(","), config.search.whole.join(",")),
            ("netzpate".into(), "weinheim".into())
        );
        assert_eq!(config.search.synonyms, [["KI", "Künstliche Intelligenz"]]);

        let text = "[search]\nwords = [\"Netz-Pate\", \"Kompass\"]\nwhole = [\"Kompass\"]\nsynonyms = [[\"allein\"], \"KI\"]\nwort = 1\n";
        let (config, problems) = parse(text);
        let found: Vec<&str> =
            problems.iter().map(|problem| &text[problem.place.as_ref().unwrap().span.clone()]).collect();
        assert_eq!(found, ["\"Netz-Pate\"", "\"Kompass\"", "\"KI\"", "[\"allein\"]", "wort"]);
        assert_eq!(config.search.words, ["kompass"]);
    }

    #[test]
    fn what_was_agreed_on_gender_forms_has_german_and_english_names() {
        for (text, expected) in [
            ("", Gender::Any),
            ("[wording]\n", Gender::Any),
            ("[wording]\ngender = \"stern\"\n", Gender::Form(Form::Star)),
            ("[wording]\ngender = \"Colon\"\n", Gender::Form(Form::Colon)),
            ("[wording]\ngender = \"Schrägstrich\"\n", Gender::Form(Form::Slash)),
            ("[wording]\ngender = \"neutral\"\n", Gender::Neutral),
            ("[wording]\ngender = \"paar\"\n", Gender::Pairs),
            ("[wording]\ngender = \"off\"\n", Gender::Off),
        ] {
            let (config, problems) = parse(text);
            assert_eq!((config.gender, problems), (expected, Vec::new()), "{text}");
        }
        let text = "[wording]\ngender = \"sternchen\"\ngendern = true\n";
        let (config, problems) = parse(text);
        let said: Vec<String> =
            problems.iter().flat_map(|problem| problem.hints(crate::lang::MessageLang::De)).collect();
        assert!(said.iter().any(|hint| hint.contains("gender = \"stern\"")), "{said:?}");
        assert_eq!((config.gender, problems.len()), (Gender::Any, 2));
    }

    #[test]
    fn the_zone_is_known_before_the_rest() {
        let file = SourcePath::new("config.toml").unwrap();
        let day =
            |text: &str| jiff::Timestamp::UNIX_EPOCH.to_zoned(time_zone_of(&file, text)).date().to_string();
        assert_eq!(day("title = \"T\"\ntime_zone = \"Pacific/Pago_Pago\"\n"), "1969-12-31");
        for text in ["", "time_zone = \"nirgends\"", "kein TOML"] {
            assert_eq!(day(text), "1970-01-01", "{text}");
        }
    }
}
