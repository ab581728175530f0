//! `fundus check`: everything that `build` finds and what is to be said of the language, and nothing is written.

use fundus::lang::MessageLang;
use fundus::{diagnostic, pipeline};

use super::args::CheckArgs;
use super::clock::Clock;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, site};

pub(super) fn run(args: &CheckArgs, context: &Context) -> Result<Outcome, Failure> {
    let clock = Clock::start(context);
    let mut build = site::build(context, &args.shown, &clock)?.proved();
    build.problems.extend(pipeline::wording(&context.root, &build.site));
    diagnostic::sort(&mut build.problems);
    clock.clear();
    let lang = site::lang(context, &build.config);
    site::report(context, &build.problems, lang)?;
    site::remark_held_back(build.held_back, context, lang);
    site::remark_due(&site::due(&build.site, context), context, lang);
    site::remark_unexplained(&build.site, context, lang);
    if build.problems.is_empty() && !context.quiet {
        console::remark(match lang {
            MessageLang::De => "Alles in Ordnung.",
            MessageLang::En => "All is well.",
        });
    }
    if args.timings {
        console::remark(&clock.timings(lang));
    }
    Ok(site::outcome(context, &build.problems))
}
