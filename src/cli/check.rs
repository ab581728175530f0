//! `fundus check`: everything that `build` finds, and nothing is written.

use fundus::lang::MessageLang;

use super::args::CheckArgs;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, site};

pub(super) fn run(args: &CheckArgs, context: &Context) -> Result<Outcome, Failure> {
    let build = site::build(context, args.drafts)?.proved();
    site::report(context, &build.problems, site::lang(context, &build.config))?;
    if build.problems.is_empty() && !context.quiet {
        console::remark(match site::lang(context, &build.config) {
            MessageLang::De => "Alles in Ordnung.",
            MessageLang::En => "All is well.",
        });
    }
    Ok(site::outcome(context, &build.problems))
}
