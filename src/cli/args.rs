//! What can be typed. The comments are the English help; `german` has the German one.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Turns a folder of Markdown texts into a website where concepts are found, understood and reused.
#[derive(Debug, Parser)]
#[command(name = "fundus", version, disable_help_flag = true, disable_version_flag = true)]
#[command(disable_help_subcommand = true, arg_required_else_help = true, subcommand_value_name = "COMMAND")]
pub(super) struct Typed {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The flags that every command has.
#[derive(Debug, Args)]
#[command(next_help_heading = "General options")]
pub(super) struct Global {
    /// The site's folder; without it, the current one or the nearest above it that is a site
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(super) root: Option<PathBuf>,

    /// The configuration; without it, config.toml in the site's folder
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,

    /// The language of messages: de or en; without it, that of the site
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub(super) lang: Option<LangChoice>,

    /// The form of messages: human, short (one line each), json, or annotations (for the forge)
    #[arg(long, global = true, value_name = "FORM", default_value = "human")]
    pub(super) format: FormChoice,

    /// Say problems only, no progress and no summary
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,

    /// Warnings count like errors
    #[arg(long, global = true)]
    pub(super) strict: bool,

    /// Colours: auto (on a terminal), always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColourChoice,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init(InitArgs),
    New(NewArgs),
    Build(BuildArgs),
    Check(CheckArgs),
    Serve(ServeArgs),
    Search(SearchArgs),
    Export(ExportArgs),
    Schema(SchemaArgs),
    Theme(ThemeArgs),
    Archive(ArchiveArgs),
    Explain(ExplainArgs),
    Completions(CompletionsArgs),
}

/// Make a small site, to be written over; nothing that exists is changed
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  fundus init our-concepts")]
pub(super) struct InitArgs {
    /// The folder of the new site; without it, the current one
    #[arg(value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
}

/// Make a new document: asks for what it needs, and never overwrites
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fundus new concept \"Counselling parents by video\"\n  fundus new workshop"
)]
pub(super) struct NewArgs {
    /// The type, such as concept, project or workshop
    #[arg(value_name = "TYPE")]
    pub(super) doc_type: String,
    /// The title; without it, you are asked
    pub(super) title: Option<String>,
}

/// Build the site into the folder public
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  fundus build --strict")]
pub(super) struct BuildArgs {
    /// The folder to publish into; without it, public in the site's folder
    #[arg(long, short, value_name = "FOLDER")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) shown: Shown,
    /// Say where the time went
    #[arg(long)]
    pub(super) timings: bool,
    /// Say of each file that is written why it is
    #[arg(long = "explain")]
    pub(super) reasons: bool,
}

/// Which of the documents are shown, and on which day.
#[derive(Debug, Default, Args)]
pub(super) struct Shown {
    /// Include drafts
    #[arg(long)]
    pub(super) drafts: bool,
    /// Include documents whose day of publication is still to come
    #[arg(long)]
    pub(super) future: bool,
    /// Take this day for today, such as 2027-03-14
    #[arg(long, value_name = "DAY")]
    pub(super) at: Option<String>,
}

/// Look for problems and write nothing
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  fundus check --format short")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) shown: Shown,
    /// Say where the time went
    #[arg(long)]
    pub(super) timings: bool,
}

/// Record how archived documents are, so that each later change is noticed
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  fundus archive\n  fundus archive content/news/2023-02-28-pilot.md")]
pub(super) struct ArchiveArgs {
    /// Documents that were changed or removed on purpose
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
}

/// Print the JSON Schema of the front matter, with which text editors offer names and values
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  fundus schema concept > concept.schema.json")]
pub(super) struct SchemaArgs {
    /// The type, such as concept; without it, all types
    #[arg(value_name = "TYPE")]
    pub(super) only: Option<String>,
}

/// Show the files that the look of the site is made of, and copy those that you want to change
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fundus theme\n  fundus theme components/card/card.html\n  fundus theme --copy components/site_foot/site_foot.html"
)]
pub(super) struct ThemeArgs {
    /// The file, such as components/card/card.html; without it, all are listed
    #[arg(value_name = "FILE")]
    pub(super) file: Option<String>,
    /// Copy the file into the folder of the site's own look; nothing that exists is changed
    #[arg(long, requires = "file")]
    pub(super) copy: bool,
}

/// Answer a query as the site's search would, from the texts as they are now
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fundus search counselling parents\n  fundus search --explain '\"early help\" ASD'"
)]
pub(super) struct SearchArgs {
    /// What to look for; phrases in quotation marks
    #[arg(required = true, value_name = "QUERY")]
    pub(super) query: Vec<String>,
    /// How many results are shown
    #[arg(long, short = 'n', value_name = "NUMBER", default_value_t = 10)]
    pub(super) limit: usize,
    /// Say how each word was understood and what the place of each result rests on
    #[arg(long)]
    pub(super) explain: bool,
    #[command(flatten)]
    pub(super) shown: Shown,
}

/// Show the site in the browser and follow every change
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  fundus serve --open")]
pub(super) struct ServeArgs {
    /// Open the browser
    #[arg(long)]
    pub(super) open: bool,
    /// The port; where it is taken, the next free one is used
    #[arg(long, short, value_name = "PORT", default_value_t = 4000)]
    pub(super) port: u16,
    /// The address to listen at; 0.0.0.0 shows the site to the whole network
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) address: IpAddr,
    /// Answer to this computer name as well
    #[arg(long, value_name = "NAME")]
    pub(super) allow_host: Vec<String>,
    /// Look for changes again and again, for network drives that do not tell of them
    #[arg(long)]
    pub(super) poll: bool,
    /// The link that opens a file in an editor, with {path}, {line} and {column}
    #[arg(long, value_name = "LINK", default_value = "vscode://file/{path}:{line}:{column}")]
    pub(super) editor: String,
    #[command(flatten)]
    pub(super) shown: Shown,
}

/// Pack the site, or a part of it, to take it along: a folder, a ZIP file, or one single HTML file
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fundus export\n  fundus export --collection learning-path-neighbours --to single\n  fundus export --where target_group=parents,families --output E:\\concepts"
)]
pub(super) struct ExportArgs {
    /// A collection or learning path with all that belongs to it; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(super) collection: Vec<String>,
    /// An event with all that belongs to it; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(super) workshop: Vec<String>,
    /// Only documents that have one of the values; repeated, all conditions must hold
    #[arg(long = "where", value_name = "FIELD=VALUE,…")]
    pub(super) condition: Vec<String>,
    /// A pack for the facilitator of one event or collection, to print: cover, agenda, handouts, list of
    /// participants, feedback sheet; with a Chromium at hand also as PDF
    #[arg(long, conflicts_with_all = ["condition", "to", "max_size"])]
    pub(super) pack: bool,
    /// The form: folder, zip or single (one HTML file); without it, as the name of --output ends, else zip
    #[arg(long, value_name = "FORM")]
    pub(super) to: Option<FormOfCopy>,
    /// Where the copy goes; without it, a name with the day in the current folder
    #[arg(long = "output", short = 'o', value_name = "PATH")]
    pub(super) target: Option<PathBuf>,
    /// Refuse a copy that is larger, such as 20MB, and say what takes the most room
    #[arg(long, value_name = "SIZE")]
    pub(super) max_size: Option<String>,
    /// Replace what stands there from an earlier time
    #[arg(long)]
    pub(super) force: bool,
}

/// Explain a message: why there is such a rule, a wrong and a right example
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  fundus explain unknown-term")]
pub(super) struct ExplainArgs {
    /// The code in square brackets behind “error” or “warning”; without it, all are listed
    pub(super) code: Option<String>,
}

/// Print a script that lets your shell complete commands and options
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  fundus completions bash > ~/.local/share/bash-completion/completions/fundus"
)]
pub(super) struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormOfCopy {
    Folder,
    Zip,
    Single,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangChoice {
    De,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormChoice {
    Human,
    Short,
    Json,
    Annotations,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourChoice {
    Auto,
    Always,
    Never,
}
