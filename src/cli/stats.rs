//! Aggregates as a table, or for another program.

use super::Outcome;
use super::messages::WrongUsage;
use super::output::{Output, Views};
use super::question::{Filters, Grouping, Hinted, Source, ask, detail, topic_words};
use super::session::Session;
use super::sink::Sink;
use crate::frame::Told;
use crate::output::export::{About, question_json, summary_frame, summary_json, write_frame};
use crate::output::format::Format;
use crate::output::table::summary as view;
use crate::stats::summary::Summary;
use anyhow::Result;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// What is counted [default: overview: meetings, cuts and congress completion side by side]
    #[arg(value_name = "TOPIC", value_parser = Hinted(topic_words))]
    topic: Option<String>,
    #[command(flatten)]
    grouping: Grouping,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    source: Source,
    /// List the facts behind each row, and the records that were not added with their ids
    #[arg(long)]
    explain: bool,
    /// Draw the first measure as bars
    #[arg(long)]
    bars: bool,
    #[command(flatten)]
    output: Output<Views>,
}

const EXAMPLES: &str = "\
Examples:
  giaoban stats                                        the overview by region
  giaoban stats meetings --by kind,level
  giaoban stats staffing --by province --since 2017 --until 2021
  giaoban stats progress --by subject --where activity=congress
  giaoban stats meetings --by month --in \"Hà Nội\" --bars
  giaoban stats meetings --by region --pivot year
  giaoban stats progress --by month --where activity=congress --compare previous
  giaoban stats staffing --by province --where subject=staff --measure cut,target,distance
  giaoban stats --by province --geo 2025 --format csv -o overview.csv
  giaoban stats meetings --by province,year --facts meetings.parquet

Facts are counted, not mentions. What is left out is told under the table; --explain lists it, and giaoban show ID
gives the sentence behind each id.";

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let format = args.output.format()?;
    let query = ask(session, args.topic.as_deref(), &args.grouping, &args.filters)?;
    if args.bars && query.pivot.is_some() {
        return Err(WrongUsage(Told::new("error.stats.bars", [])).into());
    }
    let sink = args.output.sink(session)?;
    let summary = args.source.answer(session, &query, detail(format, args.explain))?;
    let options = view::Options { style: args.output.style(session), bars: args.bars, explain: args.explain };
    write(session, &summary, format, options, false, sink)?.finish()?;
    Ok(Outcome::Done)
}

/// Writes an answer in any format.
pub fn write(
    session: &Session,
    summary: &Summary,
    format: Format,
    options: view::Options,
    excel: bool,
    mut sink: Sink,
) -> Result<Sink> {
    match format {
        Format::Table => sink.write_all(view::text(summary, session.lang, options).as_bytes())?,
        Format::Markdown => sink.write_all(view::markdown(summary, session.lang, options.explain).as_bytes())?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut sink, &summary_json(summary))?;
            sink.write_all(b"\n")?;
        }
        format => {
            let about = About { excel, ..About::aggregate(question_json(&summary.query)) };
            return write_frame(sink, format, &summary_frame(summary)?, &about);
        }
    }
    Ok(sink)
}
