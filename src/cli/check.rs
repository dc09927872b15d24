//! What in the data does not hold.

use super::Outcome;
use super::data::Data;
use super::messages::WrongUsage;
use super::output::{Forms, Output};
use super::question::{Filters, Grouping, words};
use super::session::Session;
use super::verify;
use crate::audit::{Asked, Finding, Severity, check_asked};
use crate::frame::schema::Table;
use crate::lang::labels::{fill, label};
use crate::output::export::{About, write_frame};
use crate::output::format::Format;
use crate::output::highlight::clean_line;
use crate::output::number::format_count;
use crate::stats::parse::parse;
use anyhow::Result;
use polars::prelude::{Column, DataFrame};
use serde_json::json;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  giaoban check
  giaoban check --format csv -o findings.csv
  giaoban check --in \"Hà Nội\" --since 2020 --where kind=congress
  giaoban check --strict && giaoban report      go on only when no error was found
  giaoban check --dataset                       whether the files are as they were written")]
pub struct Args {
    #[command(flatten)]
    filters: Filters,
    /// Exit with 1 when there are errors
    #[arg(long)]
    strict: bool,
    /// Check the files of the dataset instead: each against the checksum and the rows it was written with
    #[arg(long, conflicts_with_all = ["strict", "output", "format", "builtin", "Filters"])]
    dataset: bool,
    #[command(flatten)]
    output: Output<Findings>,
}

#[derive(Debug, Clone, Default)]
struct Findings;

impl Forms for Findings {
    const ALL: &'static [Format] = &[Format::Table, Format::Json, Format::Csv];
    const USUAL: Option<Format> = Some(Format::Table);
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    if args.dataset {
        return verify::run(session);
    }
    let format = args.output.format()?;
    let asked = asked(session, &args.filters)?;
    let mut sink = args.output.sink(session)?;
    let data = Data::open(session)?;
    let found = data.with(|tables| check_asked(tables, asked.as_ref()))?;
    match format {
        Format::Json => {
            let list: Vec<_> = found.iter().map(|f| finding_json(session, f)).collect();
            serde_json::to_writer_pretty(&mut sink, &list)?;
            sink.write_all(b"\n")?;
        }
        Format::Csv => sink = write_frame(sink, Format::Csv, &frame(session, &found)?, &About::default())?,
        _ => sink.write_all(text(session, &found, args.output.style(session).color).as_bytes())?,
    }
    sink.finish()?;
    let errors = found.iter().any(|f| f.severity == Severity::Error);
    Ok(if args.strict && errors { Outcome::Failed } else { Outcome::Done })
}

/// The question of each table that has all keys of the filters; none where everything is asked for. A key that no table has, or a
/// value that no table knows, is wrong usage.
fn asked(session: &Session, filters: &Filters) -> Result<Option<Asked>> {
    if !filters.any() {
        return Ok(None);
    }
    let mut asked = Vec::new();
    let mut refused = Vec::new();
    for table in Table::RECORDS {
        match parse(&words(session, Some(table.name()), &Grouping::default(), filters)) {
            Ok(query) => asked.push((*table, query)),
            Err(error) => refused.push(error),
        }
    }
    if asked.is_empty() {
        // What is wrong with a value says more than that a topic lacks its key.
        let at = refused.iter().position(|error| error.key != "error.query.key").unwrap_or(0);
        return Err(WrongUsage(refused.swap_remove(at)).into());
    }
    Ok(Some(asked))
}

fn text(session: &Session, found: &[Finding], color: bool) -> String {
    let mut text = String::new();
    for finding in found {
        let severity = label(session.lang, &format!("check.severity.{}", finding.severity.slug())).to_string();
        let severity = match (color, finding.severity) {
            (true, Severity::Error) => format!("\u{1b}[1;31m{severity}\u{1b}[0m"),
            (true, Severity::Warning) => format!("\u{1b}[1;33m{severity}\u{1b}[0m"),
            _ => severity,
        };
        text += &format!("{severity}: {}\n", clean_line(&finding.text(session.lang)));
        if let Some(evidence) = &finding.evidence {
            text += &format!("    “{}”\n", clean_line(evidence));
        }
        text += &format!("    {}\n", finding.record_ids.join(" "));
    }
    let count = |s| format_count(found.iter().filter(|f| f.severity == s).count() as f64, session.lang);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    text += &fill(session.lang, "check.summary", &[("errors", &errors), ("warnings", &warnings), ("notes", &notes)]);
    text.push('\n');
    text
}

fn finding_json(session: &Session, finding: &Finding) -> serde_json::Value {
    json!({
        "severity": finding.severity.slug(),
        "code": finding.code,
        "table": finding.table.name(),
        "record_ids": finding.record_ids,
        "text": finding.text(session.lang),
        "evidence": finding.evidence,
    })
}

fn frame(session: &Session, found: &[Finding]) -> Result<DataFrame> {
    let column = |name: &'static str, value: &dyn Fn(&Finding) -> String| {
        Column::new(name.into(), found.iter().map(value).collect::<Vec<_>>())
    };
    Ok(DataFrame::new_infer_height(vec![
        column("severity", &|f| f.severity.slug().to_string()),
        column("code", &|f| f.code.to_string()),
        column("table", &|f| f.table.name().to_string()),
        column("record_ids", &|f| f.record_ids.join(" ")),
        column("text", &|f| f.text(session.lang)),
        column("evidence", &|f| f.evidence.clone().unwrap_or_default()),
    ])?)
}
