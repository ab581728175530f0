//! `fundus export --pack`: the sheets that somebody needs who leads a workshop.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use fundus::export::{self, ExportError, Packed};
use fundus::lang::MessageLang;
use fundus::selection;

use super::args::ExportArgs;
use super::clock::Clock;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, pdf, site};

pub(super) fn run(args: &ExportArgs, context: &Context) -> Result<Outcome, Failure> {
    if args.collection.len() + args.workshop.len() != 1 {
        return Err(Failure::new(
            "Eine Mappe ist für eine Veranstaltung oder eine Sammlung.\nSo geht es: fundus export --pack --workshop NAME, oder --collection NAME",
            "A pack is for one event or one collection.\nLike this: fundus export --pack --workshop NAME, or --collection NAME",
        ));
    }
    let clock = Clock::start(context);
    let prepared = site::prepare(context, &clock)?;
    let wish = super::export::wish(args);
    let lang = site::lang(context, &prepared.site.config);
    let prepared = prepared
        .replace(|site| selection::pack(site, &wish))
        .map_err(|unmet| super::export::refused(&unmet))?;
    let build = prepared.finish(&context.root).proved();
    let html = target(args, || super::export::name(&build.site, &wish));
    super::export::outside(&html, context)?;
    let paper = html.with_extension("pdf");
    if !args.force && paper.exists() {
        return Err(super::export::failed(&ExportError::Exists(paper)));
    }
    clock.clear();
    site::report(context, &build.problems, lang)?;
    let outcome = site::outcome(context, &build.problems);
    if outcome != Outcome::Fine {
        return Ok(outcome);
    }
    let packed = export::pack(&build.outputs, &build.site, &html, args.force)
        .map_err(|error| super::export::failed(&error))?;
    let printed = print(&html, &paper)?;
    if !context.quiet {
        console::remark(&summary(&packed, &html, printed.then_some(&paper), lang));
    }
    Ok(Outcome::Fine)
}

/// Where the HTML goes, and the PDF beside it.
fn target(args: &ExportArgs, name: impl Fn() -> String) -> PathBuf {
    let usual = || PathBuf::from(format!("{}-mappe.html", name()));
    args.target.as_deref().map_or_else(usual, page)
}

/// The name that somebody has typed as that of a page: what stands behind its last dot may be a part of a day.
fn page(typed: &Path) -> PathBuf {
    let ending = typed.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
    if ["html", "htm", "pdf"].contains(&&*ending) {
        return typed.with_extension("html");
    }
    let mut name = typed.as_os_str().to_owned();
    name.push(".html");
    name.into()
}

/// Whether the machine could print the sheets.
fn print(html: &Path, paper: &Path) -> Result<bool, Failure> {
    let Some(browser) = console::chromium() else { return Ok(false) };
    let failed = |error| {
        let (browser, html) = (browser.display(), html.display());
        Failure::new(
            format!(
                "`{browser}` hat kein PDF gemacht: {error}.\nDie Mappe liegt als `{html}` bereit; drucken Sie sie aus einem Browser."
            ),
            format!(
                "`{browser}` made no PDF: {error}.\nThe pack is there as `{html}`; print it from a browser."
            ),
        )
    };
    let made = pdf::print(&browser, html).map_err(failed)?;
    export::place(&made, paper).map_err(|error| super::export::failed(&error))?;
    Ok(true)
}

fn summary(packed: &Packed, html: &Path, paper: Option<&PathBuf>, lang: MessageLang) -> String {
    let size = super::export::in_words(packed.bytes, lang);
    let (sheets, html) = (packed.files, html.display());
    let done = match lang {
        MessageLang::De => format!("Fertig: {html}, {size}, {sheets} Teile."),
        MessageLang::En => format!("Done: {html}, {size}, {sheets} parts."),
    };
    let then = match (paper, lang) {
        (Some(paper), MessageLang::De) => format!("Zum Drucken: {}", paper.display()),
        (Some(paper), MessageLang::En) => format!("To print: {}", paper.display()),
        (None, MessageLang::De) => {
            "Ein PDF gibt es nicht, weil hier kein Chromium zu finden ist. Öffnen Sie die Datei in einem Browser und drucken Sie sie von dort, oder nennen Sie das Programm in der Umgebungsvariable FUNDUS_CHROMIUM.".to_owned()
        }
        (None, MessageLang::En) => {
            "There is no PDF, as no Chromium was found here. Open the file in a browser and print it from there, or name the program in the environment variable FUNDUS_CHROMIUM.".to_owned()
        }
    };
    format!("{done}\n{then}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_ending_is_replaced() {
        let of = |typed: &str| page(Path::new(typed)).display().to_string();
        assert_eq!(of("out/mappe-14.4.2027"), "out/mappe-14.4.2027.html");
        assert_eq!(of("mappe.PDF"), "mappe.html");
        assert_eq!(of("mappe.html"), "mappe.html");
        assert_eq!(of("mappe"), "mappe.html");
    }
}
