//! Articles in, records out: into the dataset, or into a file.

use super::Outcome;
use super::feed::{Fed, feed};
use super::interrupt::Interrupt;
use super::messages::WrongUsage;
use super::output::{Forms, Output};
use super::progress::Progress;
use super::question::Hinted;
use super::room::Room;
use super::session::{Session, say, shown};
use super::sink::Sink;
use crate::frame::build::{Source, build_table};
use crate::frame::schema::Table;
use crate::frame::wide::Shape;
use crate::frame::{Counts, Dataset, Item, ReadArticle, Told, Writer};
use crate::input::{Columns, Format as Given, Input, InputError, InputId, Options, Problem, RawArticle};
use crate::lang::labels::fill;
use crate::model::record::ArticleRecords;
use crate::output::export::{About, BatchStream, Writer as TableWriter};
use crate::output::format::Format;
use crate::output::number::format_count;
use crate::pipeline::extract;
use anyhow::Result;
use rayon::prelude::*;
use std::ffi::OsString;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files, folders (read recursively) or - for standard input: plain text, HTML, JSONL, JSON, CSV (also .gz, .zst) or Parquet
    #[arg(required_unless_present_any = ["rebuild", "from"], value_name = "INPUT", value_hint = clap::ValueHint::AnyPath)]
    inputs: Vec<OsString>,
    #[command(flatten)]
    output: Output<Records>,
    /// What standard input holds, where its first bytes do not tell: text, html, jsonl, json, csv or arrow (a stream of record batches)
    #[arg(long, value_name = "FORMAT", value_parser = Hinted(given_words), hide_possible_values = true)]
    from: Option<String>,
    /// Write the records to standard output: jsonl, csv, parquet or arrow (a stream of record batches: all tables, or that of --table)
    #[arg(long, value_name = "FORMAT", value_parser = Hinted(to_words), hide_possible_values = true, conflicts_with_all = ["output", "format"])]
    to: Option<String>,
    /// The table that a CSV, Parquet or Arrow file holds: meetings, staffing, progress, documents, quantities, articles
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// Refuse longer articles
    #[arg(long, value_name = "BYTES", default_value_t = Options::default().max_article_bytes)]
    max_article_bytes: usize,
    /// Write what could not be read, all of it, as JSONL
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    errors: Option<PathBuf>,
    /// Read every article of the dataset again, after an update of the program or when a table is damaged
    #[arg(long, conflicts_with_all = ["inputs", "output", "format", "from", "to", "table", "errors"])]
    rebuild: bool,
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
  cat news.jsonl | giaoban extract - --text-column content
  giaoban extract --from arrow --to arrow        record batches in, record batches out (Spark: see spark/README.md)";

fn given_words() -> Vec<&'static str> {
    GIVEN.iter().map(|(word, _)| *word).collect()
}

fn to_words() -> Vec<&'static str> {
    Format::RECORDS.iter().map(|format| format.word()).collect()
}

#[derive(Debug, Clone, Default)]
struct Records;

impl Forms for Records {
    const ALL: &'static [Format] = Format::RECORDS;
    const USUAL: Option<Format> = Some(Format::Jsonl);
    const HELP: &'static str = "Write the records to this file, or - for standard output, not into the dataset";
}

/// What standard input can be said to hold.
const GIVEN: &[(&str, Given)] = &[
    ("text", Given::Text),
    ("html", Given::Html),
    ("jsonl", Given::JsonLines),
    ("json", Given::Json),
    ("csv", Given::Csv),
    ("arrow", Given::Arrow),
];

/// Stored articles that are read again at one time.
const REBUILT_TOGETHER: usize = 512;
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
    if args.rebuild {
        return rebuild(session);
    }
    let stdin = args.from.as_deref().map(given).transpose()?.unwrap_or_default();
    let inputs: Vec<Input> =
        if args.inputs.is_empty() { vec![Input::Stdin] } else { args.inputs.iter().map(Input::from).collect() };
    // Before anything is written: who reads the first of it may ask for the end at once.
    let interrupt = Interrupt::watch()?;
    let room = Room::within(session.settings.memory.value)?;
    let mut target = Target::open(session, room, &args.output, args.to.as_deref(), args.table.as_deref())?;
    let mut bad = Bad::new(session, args.errors)?;
    let mut progress = Progress::of(session, &inputs);
    let options = Options {
        max_article_bytes: args.max_article_bytes,
        columns: args.columns.columns(),
        stdin,
        meter: progress.meter.clone(),
    };
    let mut tally = Tally::default();
    let fed = feed(inputs, options, room.chunk, &interrupt, |chunk| {
        let items: Vec<Result<Work, InputError>> =
            chunk.into_par_iter().map(|item| item.and_then(|raw| target.work(raw))).collect();
        let (mut read, mut unread) = (Vec::with_capacity(items.len()), Vec::new());
        for item in items {
            match item {
                Ok(item) => read.push(item),
                Err(error) if target.holds(&error) => unread.push(error),
                Err(error) => bad.add(&error)?,
            }
        }
        read.iter().for_each(|work| tally.add(work));
        progress.add(read.len());
        unread.iter().try_for_each(|error| bad.note(error))?;
        target.take(read, &unread)
    });
    // What was read before a failure of the target is not lost: the dataset has its finished batches.
    if fed? == Fed::Interrupted {
        return target.interrupted(session);
    }
    let written = target.finish(bad.count > 0)?;
    drop(progress);
    bad.finish()?;
    if tally.articles > 0 {
        tally.tell(session, written.as_ref());
    }
    Ok(if bad.count > 0 { Outcome::Failed } else { Outcome::Done })
}

/// Reads the articles of the dataset again.
fn rebuild(session: &Session) -> Result<Outcome> {
    let dir = session.data_dir();
    if !Dataset::exists(&dir) {
        return Err(Told::new("error.dataset.none", [("dir", &dir.display())]).into());
    }
    let interrupt = Interrupt::watch()?;
    let mut tally = Tally::default();
    let counts = Writer::open(&dir)?.rebuild(|articles| {
        let mut batch = Vec::with_capacity(articles.len());
        let mut rest = articles.into_iter();
        // In pieces, so that Ctrl-C is seen soon.
        while !interrupt.is_asked() {
            let piece: Vec<_> = rest.by_ref().take(REBUILT_TOGETHER).collect();
            if piece.is_empty() {
                return Some(batch);
            }
            let read: Vec<ReadArticle> = piece.into_par_iter().map(|raw| read(raw, None)).collect();
            read.iter().for_each(|read| tally.add_all(&Tally::of(&read.records)));
            batch.extend(read);
        }
        None
    })?;
    match counts {
        Some(counts) => {
            tally.tell(session, Some(&(dir, counts)));
            Ok(Outcome::Done)
        }
        None => {
            say(&fill(session.lang, "extract.interrupted_unchanged", &[("file", &shown(&dir))]));
            Ok(Outcome::Interrupted)
        }
    }
}

fn given(word: &str) -> Result<Given> {
    let found = GIVEN.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|(_, given)| *given);
    let has = given_words().join(", ");
    Ok(found.ok_or_else(|| WrongUsage(Told::new("error.format.word", [("word", &word), ("has", &has)])))?)
}

fn read(raw: RawArticle, input: Option<InputId>) -> ReadArticle {
    let article = raw.finish();
    let records = extract(&article);
    ReadArticle { input, article, records }
}

/// Reads an article. One on which the program fails is told as one that cannot be read; the others go on.
fn read_guarded(raw: RawArticle, input: Option<InputId>) -> Result<Item, InputError> {
    let id = raw.id.clone();
    guarded(&id, || Item::Read(Box::new(read(raw, input))))
}

fn guarded<T>(id: &str, work: impl FnOnce() -> T) -> Result<T, InputError> {
    // Extraction changes nothing outside of itself, so that nothing is left half done.
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| InputError::new(id, Problem::Failed).of_article(Some(id.to_string())))
}

/// What has been done with an article.
enum Work {
    Item(Item),
    /// Its records as they are written, and how many they are: they take less room so, and nobody asks for them again.
    Line {
        line: String,
        tally: Tally,
    },
}

impl Work {
    fn item(&self) -> Option<&Item> {
        match self {
            Work::Item(item) => Some(item),
            Work::Line { .. } => None,
        }
    }

    fn into_item(self) -> Option<Item> {
        match self {
            Work::Item(item) => Some(item),
            Work::Line { .. } => None,
        }
    }

    fn line(&self) -> Option<&str> {
        match self {
            Work::Item(_) => None,
            Work::Line { line, .. } => Some(line),
        }
    }
}

/// Where records go.
enum Target {
    Dataset {
        writer: Writer,
        batch: Vec<Item>,
        bytes: usize,
        /// Bytes of text that are written together.
        most: usize,
        counts: Counts,
    },
    Lines(Sink, PathBuf),
    Table(Table, Box<TableWriter<Sink>>, PathBuf),
    /// Handed on batch by batch, with what could not be read.
    Stream(Shape, Box<BatchStream<Sink>>),
}

impl Target {
    fn open(session: &Session, room: Room, output: &Output<Records>, to: Option<&str>, table: Option<&str>) -> Result<Self> {
        if to.is_none() && !output.is_named() {
            if let Some(word) = output.format_word().or(table) {
                return Err(WrongUsage(Told::new("error.extract.no_output", [("word", &word)])).into());
            }
            // An old, newer, damaged or locked dataset shows before the work.
            let mut writer = Writer::open(&session.data_dir())?;
            writer.merge_up_to(room.merged);
            let most = room.batch;
            return Ok(Target::Dataset { writer, batch: Vec::new(), bytes: 0, most, counts: Counts::default() });
        }
        let format = match to {
            Some(word) => Format::choose(Some(word), Path::new("-"), None, Format::RECORDS).map_err(WrongUsage)?,
            None => output.format()?,
        };
        let table = table.map(parse_table).transpose().map_err(WrongUsage)?;
        if to.is_some() && format == Format::Arrow {
            let shape = table.map_or_else(Shape::wide, Shape::of);
            let mut stream = BatchStream::new(output.sink_for(session, format)?, &shape)?;
            // Whoever reads may wait for the schema before the first article is sent.
            stream.flush()?;
            return Ok(Target::Stream(shape, Box::new(stream)));
        }
        let path = output.path().to_path_buf();
        Ok(match (format, table) {
            (Format::Jsonl, None) => Target::Lines(output.sink_for(session, format)?, path),
            (format, Some(table)) => {
                let about = About::table(table, serde_json::Value::Null);
                let writer = TableWriter::new(output.sink_for(session, format)?, format, &table.schema(), &about)?;
                Target::Table(table, Box::new(writer), path)
            }
            (format, None) => {
                return Err(WrongUsage(Told::new("error.extract.no_table", [("format", &format.word())])).into());
            }
        })
    }

    /// All that can be done with one article beside the others.
    fn work(&self, raw: RawArticle) -> Result<Work, InputError> {
        if !matches!(self, Target::Lines(..)) {
            return self.item(raw).map(Work::Item);
        }
        let id = raw.id.clone();
        guarded(&id, || {
            let records = read(raw, None).records;
            let mut line = String::with_capacity(1 << 12);
            records.write_json(&mut line);
            line.push('\n');
            Work::Line { line, tally: Tally::of(&records) }
        })
    }

    /// Reads an article, unless the dataset has it.
    fn item(&self, raw: RawArticle) -> Result<Item, InputError> {
        let known = match self {
            Target::Dataset { writer, .. } => writer.known().get(&raw),
            _ => None,
        };
        match known {
            Some(known) => Ok(Item::Unchanged(known)),
            None => {
                let input = raw.input_id();
                read_guarded(raw, Some(input))
            }
        }
    }

    /// Whether what could not be read goes where the records go. What ends an input is no matter of one article.
    fn holds(&self, error: &InputError) -> bool {
        let of_article = error.line.is_some() || error.article.is_some();
        of_article && matches!(self, Target::Stream(shape, _) if shape.holds_errors())
    }

    /// Takes what was read, and what could not be where it holds that.
    fn take(&mut self, works: Vec<Work>, unread: &[InputError]) -> Result<()> {
        let read = || works.iter().filter_map(Work::item).filter_map(Item::article);
        match self {
            Target::Dataset { batch, bytes, most, .. } => {
                *bytes += works.iter().filter_map(Work::item).map(Item::text_bytes).sum::<usize>();
                batch.extend(works.into_iter().filter_map(Work::into_item));
                if *bytes >= *most { self.store() } else { Ok(()) }
            }
            Target::Lines(sink, _) => {
                let mut lines = works.iter().filter_map(Work::line);
                Ok(lines.try_for_each(|line| sink.write_all(line.as_bytes()))?)
            }
            Target::Table(table, writer, _) => writer.write(&build_table(*table, &read().map(Source::of).collect::<Vec<_>>())?),
            Target::Stream(shape, stream) => {
                for batch in shape.batches(&read().map(Source::of).collect::<Vec<_>>())?.iter().chain(&shape.errors(unread)?) {
                    stream.write(batch)?;
                }
                stream.flush()
            }
        }
    }

    fn store(&mut self) -> Result<()> {
        let Target::Dataset { writer, batch, bytes, counts, .. } = self else { return Ok(()) };
        if batch.is_empty() {
            return Ok(());
        }
        let new = writer.update(std::mem::take(batch))?;
        *bytes = 0;
        *counts = Counts {
            added: counts.added + new.added,
            replaced: counts.replaced + new.replaced,
            unchanged: counts.unchanged + new.unchanged,
            articles: new.articles,
        };
        Ok(())
    }

    /// Makes everything stand; for the dataset, says what was done to it. A stream of which a part is missing gets no end mark.
    fn finish(mut self, failed: bool) -> Result<Option<(PathBuf, Counts)>> {
        self.store()?;
        match self {
            Target::Dataset { writer, counts, .. } => Ok(Some((writer.dir().to_path_buf(), counts))),
            Target::Lines(sink, _) => sink.finish().map(|()| None),
            Target::Table(_, writer, _) => writer.finish()?.finish().map(|()| None),
            Target::Stream(..) if failed => Ok(None),
            Target::Stream(_, stream) => stream.finish()?.finish().map(|()| None),
        }
    }

    /// Ends early: what was read stands in the dataset; a file is as it was before the run.
    fn interrupted(mut self, session: &Session) -> Result<Outcome> {
        self.store()?;
        match &self {
            Target::Dataset { writer, .. } => {
                let all = format_count(writer.articles()? as f64, session.lang);
                let values = [("dir", shown(writer.dir())), ("all", all)];
                let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                say(&fill(session.lang, "extract.interrupted", &values));
            }
            Target::Stream(..) => session.note("extract.interrupted_stream", &[]),
            Target::Lines(_, path) | Target::Table(_, _, path) => {
                say(&fill(session.lang, "extract.interrupted_unchanged", &[("file", &shown(path))]));
            }
        }
        Ok(Outcome::Interrupted)
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

    /// Says what could not be read.
    fn add(&mut self, error: &InputError) -> Result<()> {
        let count = if error.is_notice() { &mut self.notices } else { &mut self.count };
        *count += 1;
        let few = *count <= TOLD || self.session.verbose;
        if few && !(error.is_notice() && self.session.quiet) {
            say(&error.message(self.session.lang));
        }
        self.note(error)
    }

    /// Writes it into the file of all of them, where one was named.
    fn note(&mut self, error: &InputError) -> Result<()> {
        if let Some(sink) = &mut self.all {
            let message = error.message(self.session.lang);
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
    fn of(r: &ArticleRecords) -> Self {
        let records = [r.meetings.len(), r.staffing.len(), r.progress.len(), r.documents.len(), r.quantities.len()];
        Self { articles: 1, records }
    }

    fn add(&mut self, work: &Work) {
        match work {
            Work::Line { tally, .. } => self.add_all(tally),
            Work::Item(item) => match item.article() {
                Some(read) => self.add_all(&Self::of(&read.records)),
                None => self.articles += 1,
            },
        }
    }

    fn add_all(&mut self, other: &Tally) {
        self.articles += other.articles;
        self.records.iter_mut().zip(other.records).for_each(|(sum, n)| *sum += n);
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
        let (dir, all) = (shown(dir), n(counts.articles));
        let (added, replaced, unchanged) = (n(counts.added), n(counts.replaced), n(counts.unchanged));
        values.extend([
            ("dir", dir.as_str()),
            ("added", &added),
            ("replaced", &replaced),
            ("unchanged", &unchanged),
            ("all", &all),
        ]);
        session.note("extract.summary_dataset", &values);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_on_which_the_program_fails_is_told_by_its_id() {
        assert_eq!(guarded("tin-1", || 7), Ok(7));
        let error = guarded("tin-1", || -> usize { panic!("a defect") }).expect_err("told");
        assert_eq!((error.article_name().as_str(), error.label_key()), ("tin-1", "input.failed"));
        assert!(error.to_string().starts_with("tin-1: the program failed on this article"), "{error}");
    }
}
