//! The whole briefing: a page, Markdown, charts and tables.

use super::Outcome;
use super::data::Data;
use super::messages::WrongUsage;
use super::question::{Filters, Grouping, words};
use super::session::Session;
use crate::frame::Told;
use crate::lang::labels::Lang;
use crate::output::highlight::clean_line;
use crate::output::report::{ReportOptions, build, write};
use crate::stats::parse::parse;
use anyhow::Result;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  giaoban report                                   the dataset's briefing in ./reports
  giaoban report -o q2 --since 2025-04 --until 2025-06 --title \"Giao ban quý II\"
  giaoban report -o hanoi --in \"Hà Nội\" --lang en

The briefing is in Vietnamese unless --lang says otherwise, whatever the locale: the same data gives the same files anywhere.")]
pub struct Args {
    /// The folder to write to
    #[arg(long, short, value_name = "DIR", default_value = "reports", value_hint = clap::ValueHint::DirPath)]
    output: PathBuf,
    /// The heading
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// From this day on
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Up to this day, included
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only in this province, district or region
    #[arg(long = "in", value_name = "PLACE")]
    place: Option<String>,
    /// Provinces as of before 1 July 2025 (63) or since (2025) [default: as the data needs]
    #[arg(long, value_name = "63|2025")]
    geo: Option<String>,
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let geo = args.geo.or_else(|| session.geo.clone());
    let geo_asked = geo.is_some();
    let filters = Filters { since: args.since, until: args.until, place: args.place, geo, ..Filters::default() };
    let query = parse(&words(session, None, &Grouping::default(), &filters)).map_err(WrongUsage)?;
    let lang = session.lang_asked.unwrap_or(Lang::Vi);
    let options = ReportOptions {
        title: args.title.as_deref().map(clean_line),
        since: query.since,
        until: query.until,
        place: query.place,
        geo: geo_asked.then_some(query.geo),
        ..ReportOptions::new(lang)
    };
    // A folder that cannot be made fails before the work.
    std::fs::create_dir_all(&args.output)
        .map_err(|e| Told::new("error.output.write", [("file", &args.output.display()), ("why", &e)]))?;
    let data = Data::open(session)?;
    let files = data.with(|tables| build(tables, &options))?;
    write(&args.output, &files)?;
    let page = args.output.join("report.html");
    session.note("report.done", &[("file", &page.display().to_string()), ("n", &files.len().to_string())]);
    Ok(Outcome::Done)
}
