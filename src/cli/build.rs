//! `fundus build`: from the folder of the site to the published folder.

use std::time::Instant;

use fundus::lang::MessageLang;
use fundus::write::{WriteReport, write};

use super::args::BuildArgs;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, site};

pub(super) fn run(args: &BuildArgs, context: &Context) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let build = site::build(context, args.drafts)?;
    site::report(context, &build)?;
    let outcome = site::outcome(context, &build.problems);
    let lang = site::lang(context, &build);
    let target = args.output.clone().unwrap_or_else(|| context.root.join("public"));
    if outcome != Outcome::Fine {
        if !context.quiet {
            console::remark(unchanged(lang));
        }
        return Ok(outcome);
    }
    let report = write(&build.outputs, &target)
        .map_err(|error| Failure::new(error.message(MessageLang::De), error.message(MessageLang::En)))?;
    if !context.quiet {
        let seconds = start.elapsed().as_secs_f64();
        console::remark(&summary(&report, build.outputs.len(), &target.display().to_string(), seconds, lang));
    }
    Ok(Outcome::Fine)
}

fn unchanged(lang: MessageLang) -> &'static str {
    match lang {
        MessageLang::De => "Nichts wurde geschrieben; die veröffentlichte Website bleibt, wie sie war.",
        MessageLang::En => "Nothing was written; the published site stays as it was.",
    }
}

fn summary(report: &WriteReport, total: usize, target: &str, seconds: f64, lang: MessageLang) -> String {
    let (written, removed) = (report.written, report.removed);
    match lang {
        MessageLang::De => format!(
            "{total} Dateien in {target}: {written} geschrieben, {removed} entfernt, die übrigen unverändert ({seconds:.2} s)."
        ),
        MessageLang::En => format!(
            "{total} files in {target}: {written} written, {removed} removed, the others unchanged ({seconds:.2} s)."
        ),
    }
}
