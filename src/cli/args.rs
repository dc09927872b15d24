//! What was typed.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Parser)]
#[command(
    name = "giaoban",
    version = concat!(env!("CARGO_PKG_VERSION"), " (data ", env!("GIAOBAN_DATA_VERSION"), ")"),
    about = "Turns Vietnamese news on administrative and Party-organisation work into statistics that can be checked",
    after_help = EXAMPLES,
    max_term_width = 120,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  giaoban extract news/                       articles in a folder → records in ./giaoban-data
  giaoban stats --by region                   meetings, cuts and congress completion side by side
  giaoban stats staffing --by province
  giaoban chart meetings --by region -o meetings.png
  giaoban show m1f0c2a9b7e34                  the sentence behind a record

Without a dataset the data that comes with the program is used. Each command has examples: giaoban stats --help";

/// Options that every command takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Language of what people read [env: GIAOBAN_LANG] [default: from LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_enum, value_name = "vi|en", hide_possible_values = true)]
    pub lang: Option<LangWord>,
    /// Folder of the dataset [env: GIAOBAN_DATA] [default: ./giaoban-data]
    #[arg(long, global = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// Use the data that comes with the program
    #[arg(long, global = true, conflicts_with = "data")]
    pub builtin: bool,
    /// Memory that a question or a write may take (500MB, 2GB) [env: GIAOBAN_MEMORY] [default: no limit]
    #[arg(long, global = true, value_name = "SIZE")]
    pub memory: Option<String>,
    /// Print long tables on a terminal whole, not a screen at a time
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Say more: causes of errors, every bad input
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Colours in the terminal
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: ColorWord,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangWord {
    Vi,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWord {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles, write their records into the dataset or to a file
    Extract(super::extract::Args),
    /// Show every record in the text of its article
    Annotate(super::annotate::Args),
    /// Aggregates as a table
    Stats(super::stats::Args),
    /// Aggregates as a picture
    Chart(super::chart::Args),
    /// Records or aggregates as a file for other tools
    Export(super::export::Args),
    /// The whole briefing: page, Markdown, charts, tables
    Report(super::report::Args),
    /// What in the data does not hold
    Check(super::check::Args),
    /// One record or fact: its sentence, its sources, its rule
    Show(super::show::Args),
    /// SQL over the record tables
    Sql(super::sql::Args),
    /// Look a place up: province, district, region, mergers
    Places(super::places::Args),
    /// The defaults: data folder, language, geography, and where each comes from
    Config(super::config::Args),
    /// Completions for a shell
    Completions(super::shell::CompletionArgs),
    /// Manual pages
    Man(super::shell::ManArgs),
}
