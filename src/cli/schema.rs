//! `fundus schema`: the JSON Schema of the front matter, for editors that offer names and values.

use fundus::model::json_schema;

use super::args::SchemaArgs;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console, doc_type, known, site};

pub(super) fn run(args: &SchemaArgs, context: &Context) -> Result<Outcome, Failure> {
    let known = known::read(context)?;
    let model = &known.config.model;
    let only =
        args.only.as_deref().map(|name| doc_type::find(name, model, &known.config.lang)).transpose()?;
    let schema = json_schema(model, only, &known.terms, site::lang(context, &known.config));
    console::out(&format!("{schema:#}"))?;
    Ok(Outcome::Fine)
}
