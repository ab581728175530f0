//! A type of document, by whatever name people have for it.

use fundus::diagnostic::nearest;
use fundus::model::{DocType, Model};
use fundus::text::fold;

use super::failure::Failure;

/// The type that is called so: by its name in the model (`concept`), what readers see (`Konzept`,
/// `Konzepte`), or a folder (`konzepte`). Letter case and umlauts do not matter.
///
/// # Errors
/// When there is none; the nearest or all that there are are named.
pub(super) fn find(name: &str, model: &Model) -> Result<usize, Failure> {
    let wanted = fold(name);
    let is_called = |kind: &DocType| names(kind).any(|known| fold(known) == wanted);
    model.types.iter().position(is_called).ok_or_else(|| {
        let typed_names: Vec<String> = model.types.iter().flat_map(names).map(fold).collect();
        let (de, en) = match nearest(&wanted, typed_names.iter().map(String::as_str)).first() {
            Some(near) => (format!("Meinten Sie `{near}`?"), format!("Did you mean `{near}`?")),
            None => {
                let all: Vec<_> = model.types.iter().map(|kind| format!("`{}`", kind.id)).collect();
                let all = all.join(", ");
                (format!("Möglich sind: {all}."), format!("Possible values: {all}."))
            }
        };
        Failure::new(
            format!("Einen Typ `{name}` gibt es nicht.\n{de}"),
            format!("There is no type `{name}`.\n{en}"),
        )
    })
}

fn names(kind: &DocType) -> impl Iterator<Item = &str> {
    let labels = kind.label.iter().chain(kind.plural.iter()).map(|(_, label)| label);
    std::iter::once(kind.id.as_str()).chain(labels).chain(kind.folders.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fundus::lang::MessageLang;

    #[test]
    fn a_type_is_found_by_any_of_its_names() {
        let model = Model::builtin();
        for name in ["funding_program", "Förderprogramm", "foerderprogramme", "FÖRDERPROGRAMME"] {
            assert_eq!(find(name, &model).unwrap(), model.type_index("funding_program").unwrap(), "{name}");
        }
    }

    #[test]
    fn an_unknown_type_leads_to_the_nearest_or_to_all() {
        let model = Model::builtin();
        let said = |name| find(name, &model).unwrap_err().text(MessageLang::De).to_owned();
        assert_eq!(said("konzpet"), "Einen Typ `konzpet` gibt es nicht.\nMeinten Sie `konzept`?");
        assert!(
            said("xyz").starts_with("Einen Typ `xyz` gibt es nicht.\nMöglich sind: `concept`, `project`, ")
        );
    }
}
