//! Every record in the text of its article.

use super::Outcome;
use super::messages::WrongUsage;
use super::session::{Session, say};
use super::sink::Sink;
use crate::frame::Told;
use crate::input::{Input, Options, articles};
use crate::model::article::Article;
use crate::output::annotate::{Mark, marks, page_end, page_start, section, terminal};
use crate::pipeline::extract;
use anyhow::Result;
use serde_json::json;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

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
    /// Write to this file, not to standard output
    #[arg(long, short, value_name = "FILE", default_value = "-", hide_default_value = true)]
    output: PathBuf,
    /// text, jsonl or html [default: by the name of the file, else text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Lines,
    Page,
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let format = choose(args.format.as_deref(), &args.output).map_err(WrongUsage)?;
    let color = args.output == Path::new("-") && session.color_on_stdout();
    let mut sink = Sink::open(&args.output)?;
    let inputs: Vec<Input> = args.inputs.iter().map(Input::from).collect();
    let (mut bad, mut first) = (false, true);
    if format == Format::Page {
        sink.write_all(page_start(session.lang).as_bytes())?;
    }
    for item in articles(&inputs, &Options::default()) {
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
        let marks = marks(&article, &extract(&article), session.lang)?;
        match format {
            Format::Page => sink.write_all(section(&article, &marks, session.lang).as_bytes())?,
            Format::Lines => marks.iter().try_for_each(|m| writeln!(sink, "{}", line(&article, m)))?,
            Format::Text => {
                if !first {
                    sink.write_all(b"\n")?;
                }
                sink.write_all(terminal(&article, &marks, color, session.lang).as_bytes())?;
            }
        }
        first = false;
    }
    if format == Format::Page {
        sink.write_all(page_end().as_bytes())?;
    }
    sink.finish()?;
    Ok(if bad { Outcome::Failed } else { Outcome::Done })
}

fn choose(word: Option<&str>, path: &Path) -> Result<Format, Told> {
    let of = |word: &str| match word.to_ascii_lowercase().as_str() {
        "text" | "txt" => Some(Format::Text),
        "jsonl" | "ndjson" => Some(Format::Lines),
        "html" | "htm" => Some(Format::Page),
        _ => None,
    };
    let has = "text, jsonl, html";
    match (word, path.extension()) {
        (Some(word), _) => of(word).ok_or_else(|| Told::new("error.format.word", [("word", &word), ("has", &has)])),
        (None, None) => Ok(Format::Text),
        (None, Some(ending)) => of(&ending.to_string_lossy())
            .ok_or_else(|| Told::new("error.format.name", [("file", &path.display()), ("has", &has)])),
    }
}

fn line(article: &Article, mark: &Mark) -> serde_json::Value {
    json!({
        "id": article.id,
        "article_id": article.article_id,
        "table": mark.table.name(),
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
