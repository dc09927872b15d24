//! Records or aggregates as a file for other tools.

use super::Outcome;
use super::data::Data;
use super::extract::parse_table;
use super::messages::WrongUsage;
use super::output::{Forms, Output};
use super::question::{Filters, Grouping, Hinted, ask};
use super::session::Session;
use super::stats::write;
use crate::frame::schema::Table;
use crate::frame::{Tables, Told};
use crate::output::export::write_frame;
use crate::output::format::Format;
use crate::output::table::summary::Options;
use crate::stats;
use crate::stats::facts::fact_id;
use crate::stats::parse::nearest;
use crate::stats::query::{Query, Topic};
use crate::stats::summary::Reason;
use anyhow::Result;
use polars::prelude::{Column, DataFrame, IntoLazy, col};
use rustc_hash::FxHashSet;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A table (meetings, staffing, progress, documents, quantities, articles), or with --by a topic
    #[arg(value_name = "TABLE|TOPIC", value_parser = Hinted(names))]
    what: String,
    #[command(flatten)]
    grouping: Grouping,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    output: Output<Files>,
    /// CSV for a Vietnamese spreadsheet: byte order mark, semicolons, decimal comma
    #[arg(long)]
    excel: bool,
}

const EXAMPLES: &str = "\
Examples:
  giaoban export meetings -o meetings.parquet
  giaoban export staffing -o staffing.csv --since 2017 --until 2021
  giaoban export meetings --by region,year -o meetings_by_region.csv --excel
  giaoban export progress -o - --format jsonl | head -1";

#[derive(Debug, Clone, Default)]
struct Files;

impl Forms for Files {
    const ALL: &'static [Format] = Format::FILES;
    const USUAL: Option<Format> = Some(Format::Csv);
    const FILE_NEEDED: bool = true;
    const HELP: &'static str = "The file; - is standard output";
}

fn names() -> Vec<&'static str> {
    Table::ALL.iter().map(|t| t.name()).chain(["overview"]).collect()
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let format = args.output.format()?;
    if args.excel && format != Format::Csv {
        return Err(WrongUsage(Told::new("error.export.excel", [])).into());
    }
    let what = args.what.as_str();
    if !names().contains(&what) {
        let has = names().join(", ");
        return Err(WrongUsage(match nearest(what, &names()) {
            Some(near) => Told::new("error.export.name_near", [("word", &what), ("near", &near), ("has", &has)]),
            None => Told::new("error.export.name", [("word", &what), ("has", &has)]),
        })
        .into());
    }
    if !args.grouping.by.is_empty() || args.grouping.pivot.is_some() || what == "overview" {
        let query = ask(Some(what), &args.grouping, &args.filters)?;
        let sink = args.output.sink()?;
        let data = Data::open(session)?;
        let summary = data.with(|tables| stats::run(tables, &query))?;
        write(session, &summary, format, Options::default(), args.excel, sink)?.finish()?;
        return Ok(Outcome::Done);
    }
    if let Some(option) = args.grouping.of_aggregates() {
        return Err(WrongUsage(Told::new("error.export.records", [("option", &option), ("what", &what)])).into());
    }
    let table = parse_table(what).map_err(WrongUsage)?;
    let query = match Topic::from_word(what) {
        Some(_) => ask(Some(what), &args.grouping, &args.filters)?,
        None if args.filters.any() => return Err(WrongUsage(Told::new("error.export.articles", [])).into()),
        None => Query::new(Topic::Overview),
    };
    let sink = args.output.sink()?;
    let data = Data::open(session)?;
    let frame = data.with(|tables| {
        let all = tables.get(table);
        Ok(match args.filters.any() {
            false => all.collect()?,
            true => all.semi_join(records(tables, table, query)?.lazy(), col("record_id"), col("record_id")).collect()?,
        })
    })?;
    write_frame(sink, format, &frame, args.excel)?.finish()?;
    Ok(Outcome::Done)
}

/// The ids of the records that a question is about: the same that `stats` counts or tells as left out.
fn records(tables: &Tables, table: Table, mut query: Query) -> Result<DataFrame> {
    query.by.clear();
    query.statements = true;
    let summary = stats::run(tables, &query)?;
    let facts: FxHashSet<&str> = summary.rows.iter().flat_map(|r| r.fact_ids.iter().map(String::as_str)).collect();
    let left: FxHashSet<&str> = summary
        .footer
        .left_out
        .iter()
        .filter(|l| l.reason != Reason::Undated)
        .flat_map(|l| l.record_ids.iter().map(String::as_str))
        .collect();
    let ids = tables.get(table).select([col("record_id")]).collect()?;
    let ids = ids.column("record_id")?.str()?.iter().flatten();
    let asked: Vec<&str> = ids.filter(|id| left.contains(id) || facts.contains(fact_id(id).as_str())).collect();
    Ok(DataFrame::new_infer_height(vec![Column::new("record_id".into(), asked)])?)
}
