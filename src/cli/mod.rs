//! From what was typed to what is done.
//!
//! [`args`] is what was typed, [`Context`] what it means; each command has a file of its own. A
//! command writes what it was asked for to standard output and remarks to standard error; when it
//! cannot do its work it returns a [`Failure`], which is said here. Every text is there in German and
//! English.

mod archive;
mod args;
mod build;
mod check;
mod clock;
mod completions;
mod console;
mod context;
mod doc_type;
mod explain;
mod export;
mod failure;
mod files;
mod german;
mod init;
mod interrupt;
mod interview;
mod known;
mod new;
mod pack;
mod pdf;
mod schema;
mod search;
mod serve;
mod site;
mod theme;
mod typed;
mod usage;

use std::ffi::OsString;

use fundus::lang::MessageLang;

use args::Command;
pub(crate) use console::System;
use context::Context;
use failure::Failure;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Fine,
    /// The content has problems that keep it from being published.
    Problems,
    /// The command could not do its work: wrong usage, a broken configuration, a file that cannot be
    /// read or written.
    Failed,
}

/// Does what was typed.
pub(crate) fn run(typed: Vec<OsString>, system: &System) -> Outcome {
    let lang = context::language(&typed, system);
    dispatch(typed, lang, system).unwrap_or_else(|failure| {
        console::failure(&failure, lang);
        Outcome::Failed
    })
}

fn dispatch(typed: Vec<OsString>, lang: MessageLang, system: &System) -> Result<Outcome, Failure> {
    let Some(typed) = usage::parse(typed, lang, system)? else { return Ok(Outcome::Fine) };
    let mut context = Context::new(typed.global, lang, system);
    if !matches!(typed.command, Command::Init(_)) {
        context.look_above();
    }
    match typed.command {
        Command::Init(args) => init::run(&args, context),
        Command::New(args) => new::run(&args, &context),
        Command::Build(args) => build::run(&args, &context),
        Command::Check(args) => check::run(&args, &context),
        Command::Export(args) => export::run(&args, &context),
        Command::Schema(args) => schema::run(&args, &context),
        Command::Theme(args) => theme::run(&args, &context),
        Command::Serve(args) => serve::run(&args, &context),
        Command::Search(args) => search::run(&args, &context),
        Command::Archive(args) => archive::run(&args, &context),
        Command::Explain(args) => explain::run(&args, &context),
        Command::Completions(args) => completions::run(&args, &context),
    }
}
