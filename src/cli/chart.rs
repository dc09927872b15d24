//! Aggregates as a picture: PNG or SVG.

use super::Outcome;
use super::messages::WrongUsage;
use super::output::{Forms, Output};
use super::question::{Filters, Grouping, Hinted, Source, ask, detail, topic_words};
use super::session::Session;
use crate::frame::Told;
use crate::output::chart::{self, ChartKind, Size, focus, plan, render};
use crate::output::format::Format;
use crate::output::highlight::clean_line;
use crate::stats::parse::nearest;
use anyhow::Result;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// What is counted [default: overview]
    #[arg(value_name = "TOPIC", value_parser = Hinted(topic_words))]
    topic: Option<String>,
    #[command(flatten)]
    grouping: Grouping,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output<Pictures>,
    /// What is drawn
    #[arg(long, value_name = "KIND", default_value = "auto", value_parser = Hinted(kind_words))]
    kind: String,
    /// Width in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = 1280)]
    width: u32,
    /// Height in pixels [default: as high as the rows need]
    #[arg(long, value_name = "PIXELS")]
    height: Option<u32>,
    /// Pixels of a PNG for each of these: 2 for print
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    scale: f64,
    /// Another title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  giaoban chart meetings --by region -o meetings.png
  giaoban chart progress --by province --where activity=congress -o congress.svg
  giaoban chart staffing --by province --where subject=staff --kind bullet -o cuts.png --scale 2
  giaoban chart meetings --by month --kind line --since 2020 -o course.svg
  giaoban chart meetings --by province --kind tiles --geo 2025 -o map.svg";

#[derive(Debug, Clone, Default)]
struct Pictures;

impl Forms for Pictures {
    const ALL: &'static [Format] = &[Format::Png, Format::Svg];
    const USUAL: Option<Format> = None;
    const FILE_NEEDED: bool = true;
    const HELP: &'static str = "The picture: a file that ends in .png or .svg, or - with --format";
}

fn kind_words() -> Vec<&'static str> {
    ChartKind::ALL.iter().map(|k| k.word()).collect()
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let format = match args.output.format()? {
        Format::Svg => chart::Format::Svg,
        _ => chart::Format::Png,
    };
    let kind = choose_kind(&args.kind).map_err(WrongUsage)?;
    let query = ask(session, args.topic.as_deref(), &args.grouping, &args.filters)?;
    if let Some(compare) = query.compare {
        return Err(WrongUsage(Told::new("error.chart.compare", [("word", &compare.word())])).into());
    }
    let mut sink = args.output.sink(session)?;
    let about = detail(Format::Png, false);
    let mut summary = args.source.answer(session, &query, about)?;
    let focus = focus(&summary.long(), session.lang);
    if let Some(focus) = &focus {
        summary = args.source.answer(session, &focus.query, about)?;
    }
    let mut plan = plan(&summary.long(), kind, session.lang)?;
    plan.notes.splice(0..0, focus.map(|f| f.note));
    if let Some(title) = args.title {
        plan.title = clean_line(&title);
    }
    let size = Size { width: args.width, height: args.height, scale: args.scale, ..Size::default() };
    sink.write_all(&render(&plan, format, size)?)?;
    sink.finish()?;
    Ok(Outcome::Done)
}

fn choose_kind(word: &str) -> Result<ChartKind, Told> {
    let kinds = kind_words();
    ChartKind::from_word(word).ok_or_else(|| match nearest(word, &kinds) {
        Some(near) => Told::new("error.chart.kind_near", [("word", &word), ("near", &near), ("has", &kinds.join(", "))]),
        None => Told::new("error.chart.kind", [("word", &word), ("has", &kinds.join(", "))]),
    })
}
