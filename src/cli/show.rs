//! One record or fact: its sentence, its article, its rule, its sources.

use super::Outcome;
use super::data::Data;
use super::session::Session;
use super::sink::Sink;
use crate::frame::schema::Table;
use crate::frame::{Tables, Told};
use crate::output::table::card::{FactView, SourceView, card};
use crate::output::table::row::RecordRow;
use crate::stats::facts::{Fact, fold};
use crate::stats::load::{Loaded, Statement};
use anyhow::Result;
use polars::prelude::{DataFrame, NamedFrom, Series, col, lit};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Ids of records (m…, s…, p…, d…, q…) or of facts (F…), or the beginning of one
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  giaoban show m1f0c2a9b7e34
  giaoban stats meetings --by kind --explain      lists the ids behind each number";

/// Near ids that are offered.
const OFFERED: usize = 5;

pub fn run(session: &Session, args: Args) -> Result<Outcome> {
    let data = Data::open(session)?;
    let mut shelf = Shelf::default();
    let mut texts = Vec::new();
    for id in &args.ids {
        texts.push(data.with(|tables| show(session, tables, &mut shelf, id))?);
    }
    let mut sink = Sink::paged(session.pager());
    sink.write_all(texts.join("\n").as_bytes())?;
    sink.finish()?;
    Ok(Outcome::Done)
}

/// Tables whose facts have been made, so that several ids cost one folding.
#[derive(Default)]
struct Shelf {
    folded: FxHashMap<Table, (Loaded, Vec<Fact>)>,
}

impl Shelf {
    fn get(&mut self, tables: &Tables, table: Table) -> Result<&(Loaded, Vec<Fact>)> {
        Ok(match self.folded.entry(table) {
            Entry::Occupied(made) => made.into_mut(),
            Entry::Vacant(place) => {
                let mut loaded = Loaded::articles(tables)?;
                let statements = loaded.statements(tables, table, None)?;
                let facts = fold(&loaded, statements);
                place.insert((loaded, facts))
            }
        })
    }
}

fn show(session: &Session, tables: &Tables, shelf: &mut Shelf, id: &str) -> Result<String> {
    let mut near: Vec<String> = Vec::new();
    let mut matches: Vec<(Table, usize, Option<String>)> = Vec::new();
    for table in tables_of(id) {
        let (loaded, facts) = shelf.get(tables, table)?;
        for (at, fact) in facts.iter().enumerate() {
            for candidate in ids(loaded, fact, id.starts_with('F')) {
                if candidate == id {
                    matches = vec![(table, at, Some(candidate))];
                    near.clear();
                    break;
                }
                if id.len() >= 4 && candidate.starts_with(id) {
                    near.push(candidate.clone());
                    matches.push((table, at, Some(candidate)));
                } else if alike(&candidate, id) {
                    near.push(candidate);
                }
            }
            if matches!(matches.as_slice(), [(_, _, Some(found))] if found == id) {
                break;
            }
        }
    }
    let [(table, at, Some(found))] = matches.as_slice() else {
        near.sort_unstable();
        near.dedup();
        near.truncate(OFFERED);
        return Err(match near.as_slice() {
            [] => Told::new("error.show.unknown", [("id", &id)]),
            near => Told::new("error.show.near", [("id", &id), ("near", &near.join(", "))]),
        }
        .into());
    };
    let (loaded, facts) = shelf.get(tables, *table)?;
    let fact = &facts[*at];
    let frames = Frames::read(tables, *table, loaded, fact)?;
    let view = FactView {
        id: fact.id(&loaded.texts),
        sources: frames.sources(loaded, &fact.members),
        contested: frames.sources(loaded, &fact.losers),
    };
    let mut all = view.sources.iter().chain(&view.contested);
    let asked = all.clone().find(|s| s.record.id() == found).or_else(|| all.next());
    let Some(asked) = asked else { return Err(Told::new("error.show.unknown", [("id", &id)]).into()) };
    let rule = asked.record.text("rule").and_then(|id| super::rules::find(id, session.lang));
    Ok(card(asked, Some(&view), rule.as_ref(), session.color_on_stdout(), session.lang))
}

/// The first letter of a record's id is that of its table; a fact may be of any.
fn tables_of(id: &str) -> Vec<Table> {
    let of = |t: &Table| id.starts_with('F') || id.chars().next().is_none_or(|c| t.name().starts_with(c));
    let tables: Vec<Table> = Table::RECORDS.iter().copied().filter(of).collect();
    if tables.is_empty() { Table::RECORDS.to_vec() } else { tables }
}

fn ids(loaded: &Loaded, fact: &Fact, of_fact: bool) -> Vec<String> {
    if of_fact {
        return vec![fact.id(&loaded.texts)];
    }
    fact.members.iter().chain(&fact.losers).map(|s| loaded.texts.get(s.record).to_string()).collect()
}

/// Whether an id was mistyped in at most two places.
fn alike(id: &str, typed: &str) -> bool {
    id.len() == typed.len() && id.bytes().zip(typed.bytes()).filter(|(a, b)| a != b).count() <= 2
}

/// The full rows of a fact's statements and of their articles.
struct Frames {
    table: Table,
    records: DataFrame,
    articles: DataFrame,
}

impl Frames {
    fn read(tables: &Tables, table: Table, loaded: &Loaded, fact: &Fact) -> Result<Self> {
        let all = || fact.members.iter().chain(&fact.losers);
        let of = |name: &str, ids: Vec<&str>| col(name).is_in(lit(Series::new("ids".into(), ids)).implode(false), false);
        let records: Vec<&str> = all().map(|s| loaded.texts.get(s.record)).collect();
        let mut articles: Vec<&str> = all().map(|s| loaded.texts.get(s.article)).collect();
        articles.dedup();
        let columns = ["article_id", "id", "title", "url", "outlet", "published", "published_basis"].map(col);
        Ok(Self {
            table,
            records: tables.get(table).filter(of("record_id", records)).collect()?,
            articles: tables.get(Table::Articles).filter(of("article_id", articles)).select(columns).collect()?,
        })
    }

    fn sources(&self, loaded: &Loaded, statements: &[Statement]) -> Vec<SourceView<'_>> {
        let find = |table, frame, column: &str, id: &str| {
            let rows = |frame: &DataFrame| frame.height();
            (0..rows(frame)).map(|at| RecordRow { table, frame, at }).find(|r| r.text(column) == Some(id))
        };
        let source = |(at, s): (usize, &Statement)| {
            let record = find(self.table, &self.records, "record_id", loaded.texts.get(s.record))?;
            let article = find(Table::Articles, &self.articles, "article_id", loaded.texts.get(s.article));
            let copy = statements[..at].iter().any(|e| e.article != s.article && loaded.copies(e.article, s.article));
            Some(SourceView { record, article, copy })
        };
        statements.iter().enumerate().filter_map(source).collect()
    }
}
