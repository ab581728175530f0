//! A type of document, by whatever name people have for it.

use fundus::diagnostic::nearest;
use fundus::lang::{Lang, MessageLang};
use fundus::model::{DocType, Model, Role};
use fundus::text::fold;

use super::failure::Failure;

/// What people also call an event in German.
const EVENT: &[&str] = &["termin", "termine"];

/// The type that is called so: by its name in the model (`concept`), what readers see (`Konzept`,
/// `Konzepte`) in German, English or the language of the site, or a folder (`konzepte`). Letter case and umlauts do
/// not matter.
///
/// # Errors
/// When there is none; the nearest or all that there are are named.
pub(super) fn find(name: &str, model: &Model, lang: &Lang) -> Result<usize, Failure> {
    let wanted = fold(name);
    let is_called = |kind: &DocType| names(kind, lang).any(|known| fold(known) == wanted);
    let is_meant = |kind: &DocType| kind.role(Role::Start).is_some() && EVENT.contains(&wanted.as_str());
    let position = model.types.iter().position(is_called).or_else(|| model.types.iter().position(is_meant));
    position.ok_or_else(|| {
        let typed_names: Vec<String> =
            model.types.iter().flat_map(|kind| names(kind, lang)).map(fold).collect();
        let (de, en) = match nearest(&wanted, typed_names.iter().map(String::as_str)).first() {
            Some(near) => (format!("Meinten Sie `{near}`?"), format!("Did you mean `{near}`?")),
            None => {
                let all = |lang| {
                    let label = |kind: &DocType| format!("`{}`", kind.label.message(lang).to_lowercase());
                    model.types.iter().map(label).collect::<Vec<_>>().join(", ")
                };
                (
                    format!("Möglich sind: {}.", all(MessageLang::De)),
                    format!("Possible values: {}.", all(MessageLang::En)),
                )
            }
        };
        Failure::new(
            format!("Einen Typ `{name}` gibt es nicht.\n{de}"),
            format!("There is no type `{name}`.\n{en}"),
        )
    })
}

fn names<'a>(kind: &'a DocType, lang: &'a Lang) -> impl Iterator<Item = &'a str> {
    let labels = kind.label.iter().chain(kind.plural.iter());
    let labels = labels
        .filter(move |(known, _)| *known == lang || matches!(known.base(), "de" | "en"))
        .map(|(_, label)| label);
    std::iter::once(kind.id.as_str()).chain(labels).chain(kind.folders.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &str, model: &Model) -> Result<usize, Failure> {
        super::find(name, model, &Lang::default())
    }

    #[test]
    fn a_type_is_found_by_any_of_its_names() {
        let model = Model::builtin();
        for name in ["funding_program", "Förderprogramm", "foerderprogramme", "FÖRDERPROGRAMME"] {
            assert_eq!(find(name, &model).unwrap(), model.type_index("funding_program").unwrap(), "{name}");
        }
    }

    #[test]
    fn a_german_word_is_not_read_as_a_russian_one() {
        let model = Model::builtin();
        let index = |id| model.type_index(id).unwrap();
        assert_eq!(find("Termin", &model).unwrap(), index("workshop"));
        let russian = Lang::parse("ru").unwrap();
        assert_eq!(super::find("Термин", &model, &russian).unwrap(), index("term"));
    }

    #[test]
    fn an_unknown_type_leads_to_the_nearest_or_to_all() {
        let model = Model::builtin();
        let said = |name| find(name, &model).unwrap_err().text(MessageLang::De).to_owned();
        assert_eq!(said("konzpet"), "Einen Typ `konzpet` gibt es nicht.\nMeinten Sie `konzept`?");
        assert!(
            said("xyz").starts_with("Einen Typ `xyz` gibt es nicht.\nMöglich sind: `konzept`, `projekt`, ")
        );
    }
}
