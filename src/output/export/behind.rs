//! What stands behind an answer: the records that its question is about, and the articles that they come from.

use crate::frame::schema::Table;
use crate::frame::{Tables, collect};
use crate::stats;
use crate::stats::facts::fact_id;
use crate::stats::query::{Query, Sort, Topic};
use crate::stats::summary::Reason;
use anyhow::Result;
use polars::prelude::*;
use rustc_hash::FxHashSet;

/// The rows of a table that a question is about: the same that `stats` counts or tells as left out.
///
/// # Errors
/// When the data cannot be read, or the question asks for a key that the table's topic does not have.
pub fn records(tables: &Tables, table: Table, query: &Query) -> Result<DataFrame> {
    let mut query = query.clone();
    query.by.clear();
    query.pivot = None;
    query.measures.clear();
    query.compare = None;
    query.sort = Sort::Natural;
    query.top = None;
    query.statements = true;
    if let Some(topic) = Topic::from_word(table.name()) {
        query.topic = topic;
    }
    let summary = stats::run(tables, &query)?;
    let facts: FxHashSet<&str> = summary.rows.iter().flat_map(|r| r.fact_ids.iter().map(String::as_str)).collect();
    let left: FxHashSet<&str> = summary
        .footer
        .left_out
        .iter()
        .filter(|l| l.reason != Reason::Undated)
        .flat_map(|l| l.record_ids.iter().map(String::as_str))
        .collect();
    let all = collect(tables.get(table))?;
    let asked: BooleanChunked = all
        .column("record_id")?
        .str()?
        .iter()
        .map(|id| id.map(|id| left.contains(id) || facts.contains(fact_id(id).as_str())))
        .collect();
    Ok(all.filter(&asked)?)
}

/// The articles of records, without their texts, in the order of the dataset.
///
/// # Errors
/// When the data cannot be read.
pub fn sources<'f>(tables: &Tables, frames: impl IntoIterator<Item = &'f DataFrame>) -> Result<DataFrame> {
    let mut ids: FxHashSet<String> = FxHashSet::default();
    for frame in frames {
        ids.extend(frame.column("article_id")?.str()?.iter().flatten().map(str::to_string));
    }
    let columns = ["article_id", "id", "outlet", "published", "date_from", "title", "url"].map(col);
    let all = collect(tables.get(Table::Articles).select(columns))?;
    let cited: BooleanChunked = all.column("article_id")?.str()?.iter().map(|id| id.map(|id| ids.contains(id))).collect();
    Ok(all.filter(&cited)?)
}
