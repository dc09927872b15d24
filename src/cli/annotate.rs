//! Every record, date and place in the text of its article.

use super::Outcome;
use super::output::{Forms, Output};
use super::progress::Progress;
use super::session::{Session, say};
use crate::input::{Input, Options, articles};
use crate::model::article::Article;
use crate::output::annotate::{Mark, marks, page_end, page_start, section, terminal};
use crate::output::format::Format;
use anyhow::Result;
use serde_json::json;
use std::ffi::OsString;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  giaoban annotate article.txt
  giaoban annotate news/ -o news.html           one page that opens anywhere
  giaoban annotate news/ --format jsonl | head")]
pub struct Args {
    /// Files, folders or - for standard input
    #[arg(required = true, value_name = "INPUT", value_hint = clap::ValueHint::AnyPath)]
    inputs: Vec<OsString>,
    #[command(flatten)]
    output: Output<Marked>,
}

#[derive(Debug, Clone, Default)]
struct Marked;

impl Forms for Marked {
    const ALL: &'static [Format] = &[Format::Text, Format::Jsonl, Format::Html];
    const USUAL: Option<Format> = Some(Format::Text);
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let format = args.output.format()?;
    let color = args.output.style(session).color;
    let mut sink = args.output.sink(session)?;
    let inputs: Vec<Input> = args.inputs.iter().map(Input::from).collect();
    let (mut bad, mut first) = (false, true);
    if format == Format::Html {
        sink.write_all(page_start(session.lang).as_bytes())?;
    }
    let mut progress = Progress::of(session, if args.output.to_stdout() { &[] } else { &inputs });
    let options = Options { meter: progress.meter.clone(), ..Options::default() };
    for item in articles(&inputs, &options) {
        let article = match item {
            Ok(article) => article,
            Err(error) => {
                bad |= !error.is_notice();
                if !(error.is_notice() && session.quiet) {
                    say(&error.message(session.lang));
                }
                continue;
            }
        };
        let marks = marks(&article, session.lang)?;
        match format {
            Format::Html => sink.write_all(section(&article, &marks, session.lang).as_bytes())?,
            Format::Jsonl => marks.iter().try_for_each(|m| writeln!(sink, "{}", line(&article, m)))?,
            _ => {
                if !first {
                    sink.write_all(b"\n")?;
                }
                sink.write_all(terminal(&article, &marks, color, session.lang).as_bytes())?;
            }
        }
        first = false;
        progress.add(1);
    }
    if format == Format::Html {
        sink.write_all(page_end().as_bytes())?;
    }
    sink.finish()?;
    Ok(if bad { Outcome::Failed } else { Outcome::Done })
}

fn line(article: &Article, mark: &Mark) -> serde_json::Value {
    json!({
        "id": article.id,
        "article_id": article.article_id,
        "table": mark.layer.name(),
        "record_id": mark.record_id,
        "start": mark.scalars.start,
        "end": mark.scalars.end,
        "text": article.text[mark.bytes.clone()],
        "brief": mark.brief,
        "rule": mark.rule,
        "year_basis": mark.year_basis,
        "place_basis": mark.place_basis,
    })
}
