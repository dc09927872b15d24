//! Articles in, records out: into the dataset, or into a file.

use super::Outcome;
use super::messages::WrongUsage;
use super::output::{Forms, Output};
use super::session::{Session, say, shown};
use super::sink::Sink;
use crate::frame::build::{Source, build_table};
use crate::frame::schema::Table;
use crate::frame::{Counts, Dataset, Told};
use crate::input::{Columns, Input, InputError, Options, RawArticle, raw_articles};
use crate::lang::labels::fill;
use crate::model::article::Article;
use crate::model::record::ArticleRecords;
use crate::output::export::Writer;
use crate::output::format::Format;
use crate::output::number::format_count;
use crate::pipeline::extract;
use anyhow::Result;
use rayon::prelude::*;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files, folders (read recursively) or - for standard input: plain text, HTML, JSONL, JSON, CSV (also .gz, .zst) or Parquet
    #[arg(required = true, value_name = "INPUT", value_hint = clap::ValueHint::AnyPath)]
    inputs: Vec<OsString>,
    #[command(flatten)]
    output: Output<Records>,
    /// The table that a CSV, Parquet or Arrow file holds: meetings, staffing, progress, documents, quantities, articles
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// Refuse longer articles
    #[arg(long, value_name = "BYTES", default_value_t = Options::default().max_article_bytes)]
    max_article_bytes: usize,
    /// Write what could not be read, all of it, as JSONL
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    errors: Option<PathBuf>,
    #[command(flatten)]
    columns: ColumnNames,
}

/// Names of the fields of JSON and CSV articles, where they are not the usual ones.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Columns of JSON, CSV and Parquet articles")]
pub struct ColumnNames {
    #[arg(long, value_name = "NAME", help = "Field with the article's own id")]
    id_column: Option<String>,
    #[arg(long, value_name = "NAME", help = "Field with the title")]
    title_column: Option<String>,
    #[arg(long, value_name = "NAME", help = "Field with the text")]
    text_column: Option<String>,
    #[arg(long, value_name = "NAME", help = "Field with the address")]
    url_column: Option<String>,
    #[arg(long, value_name = "NAME", help = "Field with the day of publication")]
    date_column: Option<String>,
    #[arg(long, value_name = "NAME", help = "Field with the name of the paper")]
    outlet_column: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  giaoban extract news/ more.jsonl               into the dataset ./giaoban-data
  giaoban extract news/ -o - | head -1           one object per article, as JSONL
  giaoban extract news/ -o meetings.csv --table meetings
  cat news.jsonl | giaoban extract - --text-column content";

#[derive(Debug, Clone, Default)]
struct Records;

impl Forms for Records {
    const ALL: &'static [Format] = Format::RECORDS;
    const USUAL: Option<Format> = Some(Format::Jsonl);
    const HELP: &'static str = "Write the records to this file, or - for standard output, not into the dataset";
}

/// Articles that are extracted together. Memory holds a few of these, whatever the corpus.
const CHUNK_ARTICLES: usize = 512;
const CHUNK_BYTES: usize = 4 << 20;
/// Text that goes into the dataset in one write.
const BATCH_BYTES: usize = 128 << 20;
/// Bad inputs that are told one by one.
const TOLD: usize = 10;

impl ColumnNames {
    fn columns(self) -> Columns {
        Columns {
            id: self.id_column,
            title: self.title_column,
            text: self.text_column,
            url: self.url_column,
            published: self.date_column,
            outlet: self.outlet_column,
        }
    }
}

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let inputs: Vec<Input> = args.inputs.iter().map(Input::from).collect();
    let mut target = Target::open(session, &args.output, args.table.as_deref())?;
    let mut bad = Bad::new(session, args.errors)?;
    let options = Options { max_article_bytes: args.max_article_bytes, columns: args.columns.columns() };
    let mut tally = Tally::default();
    let done = chunks(&inputs, &options, |chunk| {
        let items: Vec<Result<(Article, ArticleRecords), InputError>> = chunk
            .into_par_iter()
            .map(|item| {
                item.map(|raw| {
                    let article = raw.finish();
                    let records = extract(&article);
                    (article, records)
                })
            })
            .collect();
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Ok(pair) => read.push(pair),
                Err(error) => bad.add(&error)?,
            }
        }
        read.iter().for_each(|(_, records)| tally.add(records));
        target.take(read)
    });
    // What was read before a failure of the target is not lost: the dataset has its finished batches.
    done?;
    let written = target.finish()?;
    bad.finish()?;
    if tally.articles > 0 {
        tally.tell(session, written.as_ref());
    }
    Ok(if bad.count > 0 { Outcome::Failed } else { Outcome::Done })
}

type Chunk = Vec<Result<RawArticle, InputError>>;

/// Reads on a thread of its own and hands over chunks in order; stops reading when `work` fails.
fn chunks(inputs: &[Input], options: &Options, mut work: impl FnMut(Chunk) -> Result<()>) -> Result<()> {
    let articles = raw_articles(inputs, options);
    let (send, receive): (_, Receiver<Chunk>) = sync_channel(2);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let (mut chunk, mut bytes) = (Chunk::new(), 0);
            for item in articles {
                bytes += item.as_ref().map_or(0, |a| a.text.len());
                chunk.push(item);
                if (chunk.len() >= CHUNK_ARTICLES || bytes >= CHUNK_BYTES) && send.send(std::mem::take(&mut chunk)).is_err() {
                    return;
                }
                if chunk.is_empty() {
                    bytes = 0;
                }
            }
            // A receiver that has gone has said why.
            let _ = send.send(chunk);
        });
        // The receiver ends with this closure, also on an error, so that the reader never waits for ever.
        receive.into_iter().try_for_each(&mut work)
    })
}

/// Where records go.
enum Target {
    /// Opened with the first article, so that a run without any leaves no folder behind.
    Dataset {
        dir: PathBuf,
        open: Option<Dataset>,
        batch: Vec<(Article, ArticleRecords)>,
        bytes: usize,
        counts: Counts,
    },
    Lines(Sink),
    Table(Table, Box<Writer<Sink>>),
}

impl Target {
    fn open(session: &Session, output: &Output<Records>, table: Option<&str>) -> Result<Self> {
        if !output.is_named() {
            if let Some(word) = output.format_word().or(table) {
                return Err(WrongUsage(Told::new("error.extract.no_output", [("word", &word)])).into());
            }
            let dir = session.data_dir();
            // An old, newer, damaged or locked dataset shows before the work.
            let open = Dataset::exists(&dir).then(|| Dataset::open(&dir)).transpose()?;
            return Ok(Target::Dataset { dir, open, batch: Vec::new(), bytes: 0, counts: Counts::default() });
        }
        let format = output.format()?;
        let table = table.map(parse_table).transpose().map_err(WrongUsage)?;
        Ok(match (format, table) {
            (Format::Jsonl, None) => Target::Lines(output.sink()?),
            (format, Some(table)) => Target::Table(table, Box::new(Writer::new(output.sink()?, format, &table.schema(), false)?)),
            (format, None) => {
                return Err(WrongUsage(Told::new("error.extract.no_table", [("format", &format.word())])).into());
            }
        })
    }

    fn take(&mut self, read: Vec<(Article, ArticleRecords)>) -> Result<()> {
        match self {
            Target::Dataset { batch, bytes, .. } => {
                *bytes += read.iter().map(|(a, _)| a.text.len()).sum::<usize>();
                batch.extend(read);
                if *bytes >= BATCH_BYTES { self.store() } else { Ok(()) }
            }
            Target::Lines(sink) => {
                let lines: Vec<Vec<u8>> =
                    read.par_iter().map(|(_, records)| serde_json::to_vec(records)).collect::<Result<_, _>>()?;
                for line in lines {
                    sink.write_all(&line)?;
                    sink.write_all(b"\n")?;
                }
                Ok(())
            }
            Target::Table(table, writer) => {
                let sources: Vec<_> = read.iter().map(|(article, records)| Source { article: Some(article), records }).collect();
                writer.write(&build_table(*table, &sources)?)
            }
        }
    }

    fn store(&mut self) -> Result<()> {
        let Target::Dataset { dir, open, batch, bytes, counts } = self else { return Ok(()) };
        if batch.is_empty() {
            return Ok(());
        }
        let mut dataset = match open.take() {
            Some(dataset) => dataset,
            None => Dataset::create_or_open(dir)?,
        };
        let new = dataset.update(std::mem::take(batch))?;
        *bytes = 0;
        *counts = Counts { added: counts.added + new.added, replaced: counts.replaced + new.replaced, articles: new.articles };
        *open = Some(dataset);
        Ok(())
    }

    /// Makes everything stand; for the dataset, says what was done to it.
    fn finish(mut self) -> Result<Option<(PathBuf, Counts)>> {
        self.store()?;
        match self {
            Target::Dataset { dir, open, counts, .. } => Ok(open.map(|_| (dir, counts))),
            Target::Lines(sink) => sink.finish().map(|()| None),
            Target::Table(_, writer) => writer.finish()?.finish().map(|()| None),
        }
    }
}

pub fn parse_table(word: &str) -> Result<Table, Told> {
    Table::from_name(word).ok_or_else(|| {
        let has: Vec<&str> = Table::ALL.iter().map(|t| t.name()).collect();
        Told::new("error.table.name", [("word", &word), ("has", &has.join(", "))])
    })
}

/// What could not be read.
struct Bad<'s> {
    session: &'s Session,
    count: usize,
    notices: usize,
    all: Option<Sink>,
}

impl<'s> Bad<'s> {
    fn new(session: &'s Session, path: Option<PathBuf>) -> Result<Self> {
        Ok(Self { session, count: 0, notices: 0, all: path.map(|p| Sink::open(&p)).transpose()? })
    }

    fn add(&mut self, error: &InputError) -> Result<()> {
        let message = error.message(self.session.lang);
        let count = if error.is_notice() { &mut self.notices } else { &mut self.count };
        *count += 1;
        let few = *count <= TOLD || self.session.verbose;
        if few && !(error.is_notice() && self.session.quiet) {
            say(&message);
        }
        if let Some(sink) = &mut self.all {
            let line = serde_json::json!({
                "name": error.name, "line": error.line, "problem": error.label_key(), "message": message,
            });
            writeln!(sink, "{line}")?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        if self.count > TOLD && !self.session.verbose {
            let rest = (self.count - TOLD).to_string();
            say(&fill(self.session.lang, "extract.more_bad", &[("count", &rest)]));
        }
        self.all.take().map_or(Ok(()), Sink::finish)
    }
}

/// How many records of each table.
#[derive(Default)]
struct Tally {
    articles: usize,
    records: [usize; 5],
}

impl Tally {
    fn add(&mut self, r: &ArticleRecords) {
        self.articles += 1;
        let counts = [r.meetings.len(), r.staffing.len(), r.progress.len(), r.documents.len(), r.quantities.len()];
        self.records.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
    }

    fn tell(&self, session: &Session, dataset: Option<&(PathBuf, Counts)>) {
        let n = |count: usize| format_count(count as f64, session.lang);
        let [meetings, staffing, progress, documents, quantities] = self.records.map(n);
        let articles = n(self.articles);
        let mut values = vec![
            ("articles", articles.as_str()),
            ("meetings", &meetings),
            ("staffing", &staffing),
            ("progress", &progress),
            ("documents", &documents),
            ("quantities", &quantities),
        ];
        let Some((dir, counts)) = dataset else { return session.note("extract.summary", &values) };
        let (dir, added, replaced, all) = (shown(dir), n(counts.added), n(counts.replaced), n(counts.articles));
        values.extend([("dir", dir.as_str()), ("added", &added), ("replaced", &replaced), ("all", &all)]);
        session.note("extract.summary_dataset", &values);
    }
}
