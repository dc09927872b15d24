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
use crate::frame::{Tables, Told, collect};
use crate::output::export::behind::records;
use crate::output::export::workbook::Workbook;
use crate::output::export::{About, dictionary, question_json, write_frame};
use crate::output::format::Format;
use crate::output::table::summary::Options;
use crate::stats;
use crate::stats::parse::nearest;
use crate::stats::query::{Query, Topic};
use crate::stats::views::View;
use anyhow::Result;
use polars::prelude::{Column, DataFrame};
use serde_json::Value;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A table (meetings, staffing, progress, documents, quantities, articles), with --by a topic, all of them (all), or the facts
    /// that stats counts (meeting_facts, staffing_facts, progress_facts, document_facts, quantity_facts, fact_sources)
    #[arg(value_name = "TABLE|TOPIC", value_parser = Hinted(names), required_unless_present = "dictionary")]
    what: Option<String>,
    #[command(flatten)]
    grouping: Grouping,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    output: Output<Files>,
    /// CSV for a Vietnamese spreadsheet: byte order mark, semicolons, decimal comma
    #[arg(long)]
    excel: bool,
    /// Describe every column of every table instead: type, unit and meaning in both languages (md, csv or json)
    #[arg(long, conflicts_with_all = ["what", "excel", "by", "conditions"])]
    dictionary: bool,
}

const EXAMPLES: &str = "\
Examples:
  giaoban export meetings -o meetings.parquet
  giaoban export staffing -o staffing.csv --since 2017 --until 2021
  giaoban export meetings --by region,year -o meetings_by_region.csv --excel
  giaoban export progress --by province -o congress.xlsx     the figures, the records behind them, the sources
  giaoban export all -o briefing.xlsx --in \"Hà Nội\"          one sheet for each table
  giaoban export progress -o - --format jsonl | head -1
  giaoban export meeting_facts -o meetings.parquet            for giaoban stats --facts, and for other programs
  giaoban export --dictionary -o columns.csv";

#[derive(Debug, Clone, Default)]
struct Files;

impl Forms for Files {
    const ALL: &'static [Format] = Format::FILES;
    const USUAL: Option<Format> = Some(Format::Csv);
    const HELP: &'static str = "The file; without it, or with -, standard output";
}

/// What the dictionary is written as.
const DICTIONARY: &[Format] = &[Format::Markdown, Format::Csv, Format::Json];
/// Every table at once.
const ALL: &str = "all";

fn names() -> Vec<&'static str> {
    Table::ALL.iter().map(|t| t.name()).chain(["overview", ALL]).chain(View::ALL.iter().map(|v| v.name())).collect()
}

/// What is to be written.
enum Asked {
    /// The rows of a table, those that a question is about or all.
    Rows(Table, Option<Query>),
    Aggregate(Query),
    Facts(View),
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    if args.dictionary {
        return describe(session, &args.output);
    }
    let format = args.output.format()?;
    if args.excel && format != Format::Csv {
        return Err(WrongUsage(Told::new("error.export.excel", [])).into());
    }
    let asked = asked(session, &args)?;
    if asked.len() > 1 && format != Format::Xlsx {
        return Err(WrongUsage(Told::new("error.export.all", [])).into());
    }
    let mut sink = args.output.sink(session)?;
    let data = Data::open(session)?;
    if format == Format::Xlsx {
        sink.write_all(&data.with(|tables| workbook(tables, asked))?)?;
        return sink.finish().map(|()| Outcome::Done);
    }
    for one in asked {
        sink = match one {
            Asked::Aggregate(query) => {
                let summary = data.with(|tables| stats::run(tables, &query))?;
                write(session, &summary, format, Options::default(), args.excel, sink)?
            }
            Asked::Facts(view) => {
                let frame = data.with(|tables| view.frame(tables))?;
                let about = About { excel: args.excel, ..About::facts(view, view.note(&frame)?)? };
                write_frame(sink, format, &frame, &about)?
            }
            Asked::Rows(table, query) => {
                let frame = data.with(|tables| rows(tables, table, query.as_ref()))?;
                let about = About { excel: args.excel, ..About::table(table, chosen_by(query.as_ref())) };
                write_frame(sink, format, &frame, &about)?
            }
        };
    }
    sink.finish()?;
    Ok(Outcome::Done)
}

fn asked(session: &Session, args: &Args) -> Result<Vec<Asked>> {
    let what = args.what.as_deref().unwrap_or_default();
    if !names().contains(&what) {
        let has = names().join(", ");
        return Err(WrongUsage(match nearest(what, &names()) {
            Some(near) => Told::new("error.export.name_near", [("word", &what), ("near", &near), ("has", &has)]),
            None => Told::new("error.export.name", [("word", &what), ("has", &has)]),
        })
        .into());
    }
    if what != ALL {
        return Ok(vec![asked_of(session, what, args)?]);
    }
    // A key or a condition that a topic does not have leaves that topic out; one that none has is wrong.
    let mut asked: Vec<Result<Asked>> = Table::RECORDS.iter().map(|table| asked_of(session, table.name(), args)).collect();
    if asked.iter().all(Result::is_err) {
        asked.truncate(1);
        return asked.into_iter().collect();
    }
    Ok(asked.into_iter().flatten().collect())
}

fn asked_of(session: &Session, what: &str, args: &Args) -> Result<Asked> {
    if let Some(view) = View::ALL.into_iter().find(|view| view.name() == what) {
        if args.filters.any() || !args.grouping.by.is_empty() || args.grouping.of_aggregates().is_some() {
            return Err(WrongUsage(Told::new("error.export.facts", [("what", &what)])).into());
        }
        return Ok(Asked::Facts(view));
    }
    let question = || ask(session, Some(what), &args.grouping, &args.filters);
    if !args.grouping.by.is_empty() || args.grouping.pivot.is_some() || what == Topic::Overview.word() {
        return Ok(Asked::Aggregate(question()?));
    }
    if let Some(option) = args.grouping.of_aggregates() {
        return Err(WrongUsage(Told::new("error.export.records", [("option", &option), ("what", &what)])).into());
    }
    let table = parse_table(what).map_err(WrongUsage)?;
    Ok(match (Topic::from_word(what), args.filters.any()) {
        (Some(_), true) => Asked::Rows(table, Some(question()?)),
        (None, true) => return Err(WrongUsage(Told::new("error.export.articles", [])).into()),
        (_, false) => Asked::Rows(table, None),
    })
}

fn rows(tables: &Tables, table: Table, query: Option<&Query>) -> Result<DataFrame> {
    match query {
        Some(query) => records(tables, table, query),
        None => Ok(collect(tables.get(table))?),
    }
}

/// The question that chose the rows of a table; null for all of them.
fn chosen_by(query: Option<&Query>) -> Value {
    query.map(question_json).unwrap_or(Value::Null)
}

fn workbook(tables: &Tables, asked: Vec<Asked>) -> Result<Vec<u8>> {
    let mut book = Workbook::new(tables.built_in)?;
    for one in asked {
        match one {
            Asked::Aggregate(query) => book.aggregate(tables, &query)?,
            Asked::Facts(view) => book.facts(view, view.frame(tables)?)?,
            Asked::Rows(table, query) => {
                let frame = rows(tables, table, query.as_ref())?;
                book.table(table, frame, chosen_by(query.as_ref()))?;
            }
        }
    }
    book.finish(tables)
}

/// The data dictionary.
fn describe(session: &Session, output: &Output<Files>) -> Result<Outcome> {
    let format = Format::choose(output.format_word(), output.path(), Some(Format::Markdown), DICTIONARY).map_err(WrongUsage)?;
    let mut sink = output.sink_for(session, format)?;
    let entries = dictionary::all()?;
    match format {
        Format::Csv => {
            let rows: Vec<[String; 8]> = dictionary::rows(&entries).collect();
            let column = |(at, name): (usize, &&str)| {
                let values: Vec<&str> = rows.iter().filter_map(|row| row.get(at)).map(String::as_str).collect();
                Column::new((*name).into(), values)
            };
            let frame = DataFrame::new(rows.len(), dictionary::HEADS.iter().enumerate().map(column).collect())?;
            sink = write_frame(sink, format, &frame, &About::default())?;
        }
        Format::Json => {
            serde_json::to_writer_pretty(&mut sink, &dictionary::json(&entries))?;
            sink.write_all(b"\n")?;
        }
        _ => sink.write_all(dictionary::markdown(&entries).as_bytes())?,
    }
    sink.finish()?;
    Ok(Outcome::Done)
}
