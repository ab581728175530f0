//! `fundus completions`: the script that teaches a shell our commands and options.

use super::args::CompletionsArgs;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, usage};

pub(super) fn run(args: &CompletionsArgs, context: &Context) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut usage::command(context.lang), "fundus", &mut script);
    console::out(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}
