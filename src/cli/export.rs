//! `fundus export`: a copy of the site, or of a part of it, to take along.

use std::path::{Path, PathBuf};

use fundus::discover::{CONTENT, THEMES};
use fundus::export::{Copy, ExportError, Form, Packed};
use fundus::lang::{Lang, MessageLang};
use fundus::locale::size_in_words;
use fundus::pipeline::{CONFIG, Prepared};
use fundus::progress::Stage;
use fundus::selection::{self, Unmet, Wish};
use fundus::site::Site;
use fundus::text::slug;
use fundus::write::WriteError;

use super::args::{ExportArgs, FormOfCopy};
use super::clock::Clock;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, interrupt, site};

/// How many of the largest files the summary names.
const LARGEST: usize = 5;

pub(super) fn run(args: &ExportArgs, context: &Context) -> Result<Outcome, Failure> {
    if args.pack {
        return super::pack::run(args, context);
    }
    let clock = Clock::start(context);
    let limit = args.max_size.as_deref().map(size).transpose()?;
    let prepared = site::prepare(context, &clock)?;
    let wish = wish(args);
    let lang = site::lang(context, &prepared.site.config);
    let mut build = select(prepared, &wish)?.finish(&context.root);
    let name = name(&build.site, &wish);
    let (form, target) = target(args, &name, context)?;
    clock.clear();
    site::report(context, &build.problems, lang)?;
    let outcome = site::outcome(context, &build.problems);
    if outcome != Outcome::Fine {
        return Ok(outcome);
    }
    clock.begins(Stage::Write);
    let copy = Copy::new(&build.outputs, &build.site, &name);
    let written = interrupt::to_the_end(lang, || copy.write(form, &target, limit, args.force));
    clock.clear();
    let packed = match written {
        Ok(packed) => packed,
        // What shows only when a page is made.
        Err(ExportError::Write(WriteError::Problems(problems))) => {
            build.problems = problems;
            site::report(context, &build.problems, lang)?;
            return Ok(site::outcome(context, &build.problems));
        }
        Err(error) => return Err(refusal(&error)),
    };
    if !context.quiet {
        let seconds = clock.seconds();
        console::remark(&summary(&copy, &packed, &target, seconds, lang));
    }
    Ok(Outcome::Fine)
}

pub(super) fn wish(args: &ExportArgs) -> Wish {
    Wish {
        collections: args.collection.clone(),
        events: args.workshop.clone(),
        conditions: args.condition.clone(),
    }
}

/// Puts the site that was asked for in the place of the whole one.
fn select(prepared: Prepared, wish: &Wish) -> Result<Prepared, Failure> {
    let is_whole = *wish == Wish::default();
    prepared
        .replace(|site| if is_whole { Ok(selection::whole(site)) } else { selection::part(site, wish) })
        .map_err(|unmet| refused(&unmet))
}

/// Says why there is nothing to select.
pub(super) fn refused(unmet: &Unmet) -> Failure {
    Failure::new(unmet.message(MessageLang::De), unmet.message(MessageLang::En))
}

/// The name of the copy: what it is of, and its day.
pub(super) fn name(site: &Site, wish: &Wish) -> String {
    let named: Vec<&String> = wish.collections.iter().chain(&wish.events).chain(&wish.conditions).collect();
    let words: Vec<String> = named.iter().map(|word| slug(word)).filter(|word| !word.is_empty()).collect();
    let what = if words.is_empty() { slug(title(site)) } else { words.join("-") };
    // Long enough to tell copies apart, short enough for a stick.
    let what: String = what.chars().take(60).collect();
    let what = if what.is_empty() { "fundus".to_owned() } else { what.trim_end_matches('-').to_owned() };
    format!("{what}-{}", site.today)
}

fn title(site: &Site) -> &str {
    site.config.title.get(&site.config.lang)
}

/// How the copy is packed, and where it goes: as typed, or as the name of the target tells.
fn target(args: &ExportArgs, name: &str, context: &Context) -> Result<(Form, PathBuf), Failure> {
    let typed = args.target.as_deref();
    let ends = |end: &str| {
        typed.and_then(Path::extension).is_some_and(|extension| extension.eq_ignore_ascii_case(end))
    };
    if args.to.is_none() && ends("pdf") {
        return Err(Failure::new(
            "Als PDF gibt es nur die Mappe für die Leitung.\nSo geht es: fundus export --pack --workshop NAME --output handout.pdf. Eine Kopie der Website ist ein Ordner, oder ihr Name endet auf .zip oder .html.",
            "Only the facilitator's pack is there as PDF.\nLike this: fundus export --pack --workshop NAME --output handout.pdf. A copy of the site is a folder, or its name ends in .zip or .html.",
        ));
    }
    if let (Some(form), Some(typed)) = (args.to, typed) {
        named_as_packed(form, typed)?;
    }
    let form = match args.to {
        Some(FormOfCopy::Folder) => Form::Folder,
        Some(FormOfCopy::Zip) => Form::Zip,
        Some(FormOfCopy::Single) => Form::Single,
        None if ends("html") || ends("htm") => Form::Single,
        None if typed.is_none() || ends("zip") => Form::Zip,
        None => Form::Folder,
    };
    let target = typed.map_or_else(
        || match form {
            Form::Folder => PathBuf::from(name),
            Form::Zip => PathBuf::from(format!("{name}.zip")),
            Form::Single => PathBuf::from(format!("{name}.html")),
        },
        Path::to_owned,
    );
    outside(&target, context)?;
    Ok((form, target))
}

/// Refuses a name whose ending says that the copy is packed otherwise: nobody could open it by a double click.
fn named_as_packed(form: FormOfCopy, target: &Path) -> Result<(), Failure> {
    let ending = target.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let said = match ending.as_deref() {
        Some("zip") => FormOfCopy::Zip,
        Some("html" | "htm") => FormOfCopy::Single,
        _ => return Ok(()),
    };
    if form == said {
        return Ok(());
    }
    let (name, right) = match form {
        FormOfCopy::Folder => ("folder", target.with_extension("")),
        FormOfCopy::Zip => ("zip", target.with_extension("zip")),
        FormOfCopy::Single => ("single", target.with_extension("html")),
    };
    let (target, right) = (target.display(), right.display());
    Err(Failure::new(
        format!(
            "`--to {name}` und der Name `{target}` passen nicht zusammen.\nSchreiben Sie `--output {right}`, oder lassen Sie `--to` weg."
        ),
        format!(
            "`--to {name}` and the name `{target}` do not go together.\nWrite `--output {right}`, or leave out `--to`."
        ),
    ))
}

/// What lies among the sources would become part of the site itself; and where the site itself lies, a thousand pages
/// are in the way.
pub(super) fn outside(target: &Path, context: &Context) -> Result<(), Failure> {
    let shown = target.display();
    // Perhaps those of another copy: a branch for the website that began as one of the sources.
    let has_sources = target.join(CONFIG).is_file() && target.join(CONTENT).is_dir();
    if has_sources || lies_in(&context.root, target) {
        return Err(Failure::new(
            format!(
                "In `{shown}` liegen die Texte einer Website; auch Entwürfe und Internes wären darin zu lesen. Wählen Sie mit --output einen Ordner für sich."
            ),
            format!(
                "The sources of a site lie in `{shown}`; drafts and internal notes could be read there as well. Choose a folder of its own with --output."
            ),
        ));
    }
    let Some(folder) = [CONTENT, THEMES].into_iter().find(|name| lies_in(target, &context.root.join(name)))
    else {
        return Ok(());
    };
    Err(Failure::new(
        format!(
            "`{shown}` liegt im Ordner `{folder}` und würde selbst zur Website gehören. Wählen Sie mit --output einen anderen Ort."
        ),
        format!(
            "`{shown}` lies in the folder `{folder}` and would become part of the site. Choose another place with --output."
        ),
    ))
}

/// Whether a path is a folder or lies below it; neither need exist.
fn lies_in(path: &Path, folder: &Path) -> bool {
    real(path).starts_with(real(folder))
}

/// A path without links, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = absolute.ancestors().find_map(|known| Some((known, known.canonicalize().ok()?)));
    match known {
        Some((known, real)) => real.join(absolute.strip_prefix(known).unwrap_or(Path::new(""))),
        None => absolute,
    }
}

/// A size as people write it: `20MB`, `1,5 GB`, `500 kB`, or bytes.
fn size(typed: &str) -> Result<u64, Failure> {
    let wrong = || {
        Failure::new(
            format!("`{typed}` ist keine Größe.\nSo sieht eine aus: 20MB, 1,5GB oder 500kB"),
            format!("`{typed}` is no size.\nOne looks like this: 20MB, 1.5GB or 500kB"),
        )
    };
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let digits = compact.trim_end_matches(|c: char| c.is_alphabetic());
    let factor = match compact[digits.len()..].trim_end_matches("ytes").trim_end_matches("yte") {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        _ => return Err(wrong()),
    };
    let number: f64 = digits.replace(',', ".").parse().map_err(|_| wrong())?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is checked")]
    let bytes = (number * factor) as u64;
    if bytes == 0 { Err(wrong()) } else { Ok(bytes) }
}

fn refusal(error: &ExportError) -> Failure {
    match error {
        ExportError::TooLarge { packed, limit } => {
            let said = |lang| too_large(packed, *limit, lang);
            Failure::new(said(MessageLang::De), said(MessageLang::En))
        }
        other => failed(other),
    }
}

pub(super) fn failed(error: &ExportError) -> Failure {
    match error {
        ExportError::Exists(path) => Failure::new(
            format!(
                "`{}` gibt es schon; es bleibt, wie es ist.\nMit --force wird es ersetzt, mit --output liegt die Kopie woanders.",
                path.display()
            ),
            format!(
                "`{}` exists already and stays as it is.\nWith --force it is replaced, with --output the copy goes elsewhere.",
                path.display()
            ),
        ),
        ExportError::Write(error) => {
            Failure::new(error.message(MessageLang::De), error.message(MessageLang::En))
        }
        ExportError::TooLarge { .. } => Failure::new("Die Kopie ist zu groß.", "The copy is too large."),
    }
}

/// How large the copy would be, and without what it would be small enough.
fn too_large(packed: &Packed, limit: u64, lang: MessageLang) -> String {
    const SHOWN: usize = 10;
    let size = |bytes| in_words(bytes, lang);
    let (enclosed, rest) = packed.without(limit);
    let would_fit = rest <= limit;
    let list = if would_fit { enclosed } else { packed.largest(SHOWN) };
    let mut files: Vec<String> =
        list.iter().take(SHOWN).map(|(path, bytes)| format!("  {:>8}  {path}", size(*bytes))).collect();
    if list.len() > SHOWN {
        files.push(format!("  … {}", list.len() - SHOWN));
    }
    let folders = packed.folders();
    let folders: Vec<String> =
        folders.iter().take(LARGEST).map(|(name, bytes)| format!("{name} {}", size(*bytes))).collect();
    let (files, folders) = (files.join("\n"), folders.join(" · "));
    let (is, may, rest) = (size(packed.bytes), size(limit), size(rest));
    let (first, then) = match (lang, would_fit) {
        (MessageLang::De, true) => (
            format!("Die Kopie wäre {is} groß, erlaubt sind {may}. Es wurde nichts geschrieben."),
            format!(
                "Ohne diese Dateien wären es {rest}:\n{files}\nVerkleinern Sie sie, oder nehmen Sie sie heraus. Oder wählen Sie mit --collection, --workshop oder --where weniger aus."
            ),
        ),
        (MessageLang::De, false) => (
            format!("Die Kopie wäre {is} groß, erlaubt sind {may}. Es wurde nichts geschrieben."),
            format!(
                "Auch ohne Bilder und beigelegte Dateien wären es {rest}. Wählen Sie mit --collection, --workshop oder --where weniger aus.\nAm größten sind:\n{files}\nNach Ordnern: {folders}"
            ),
        ),
        (MessageLang::En, true) => (
            format!("The copy would take {is}; {may} are allowed. Nothing was written."),
            format!(
                "Without these files it would be {rest}:\n{files}\nMake them smaller, or take them out. Or select less with --collection, --workshop or --where."
            ),
        ),
        (MessageLang::En, false) => (
            format!("The copy would take {is}; {may} are allowed. Nothing was written."),
            format!(
                "Even without pictures and enclosed files it would be {rest}. Select less with --collection, --workshop or --where.\nThe largest files:\n{files}\nBy folder: {folders}"
            ),
        ),
    };
    format!("{first}\n{then}")
}

/// What was written, and what takes the most room.
fn summary(copy: &Copy, packed: &Packed, target: &Path, seconds: f64, lang: MessageLang) -> String {
    let size = |bytes| in_words(bytes, lang);
    let largest = packed.largest(LARGEST).into_iter();
    let largest: Vec<String> = largest.map(|(path, bytes)| format!("{path} ({})", size(bytes))).collect();
    let (files, bytes, place) = (packed.files, size(packed.bytes), target.display());
    let (largest, seconds) = (largest.join(", "), format!("{seconds:.2} s"));
    let long = copy.long_paths().count();
    match lang {
        MessageLang::De => {
            let long = if long == 0 {
                String::new()
            } else {
                format!(
                    "\nAchtung: {long} Pfade sind länger als 120 Zeichen; in einem tiefen Ordner kann Windows sie ablehnen."
                )
            };
            format!(
                "Fertig: {place}, {bytes}, {files} Dateien ({}).\nAm größten: {largest}.{long}",
                seconds.replace('.', ",")
            )
        }
        MessageLang::En => {
            let long = if long == 0 {
                String::new()
            } else {
                format!(
                    "\nNote: {long} paths are longer than 120 letters; in a deep folder, Windows may refuse them."
                )
            };
            format!("Done: {place}, {bytes}, {files} files ({seconds}).\nLargest: {largest}.{long}")
        }
    }
}

pub(super) fn in_words(bytes: u64, lang: MessageLang) -> String {
    let tag = match lang {
        MessageLang::De => "de",
        MessageLang::En => "en",
    };
    Lang::parse(tag).map_or_else(|| bytes.to_string(), |lang| size_in_words(bytes, &lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_as_people_write_them() {
        for (typed, bytes) in [
            ("20MB", 20_000_000),
            ("1,5 GB", 1_500_000_000),
            ("500kb", 500_000),
            ("12", 12),
            ("2 mbyte", 2_000_000),
        ] {
            assert_eq!(size(typed).unwrap(), bytes, "{typed}");
        }
        for wrong in ["", "MB", "0", "-1MB", "viel", "1.2.3MB", "3 TB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
