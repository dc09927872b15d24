//! Facts of completion that stand, without the ids of their statements and articles.

use super::row::{self, Cells};
use super::{Made, read_facts};
use crate::frame::scan::{Batch, RowFile, Rows, Want};
use crate::frame::schema::Table;
use crate::stats::facts::Fact;
use crate::stats::load::{Loaded, Texts};
use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// A row by batch and row, which is also the order of the file.
pub type At = (u32, u32);

/// A row whose statements and articles have names made up from where it stands; only articles that say other facts too have their
/// own. The ids of a file take more than all its other columns.
struct Unnamed<'c, C> {
    row: &'c C,
    records: String,
    articles: String,
}

impl<C: Cells> Cells for Unnamed<'_, C> {
    fn text(&self, column: &str) -> Option<&str> {
        match column {
            "record_ids" => Some(&self.records),
            "article_ids" => Some(&self.articles),
            _ => self.row.text(column),
        }
    }

    fn number(&self, column: &str) -> Option<f64> {
        self.row.number(column)
    }
}

/// The columns of such a fact. When it was told decides only where it has no date.
pub fn columns(undated: bool) -> Vec<Want> {
    const IDS: [&str; 2] = ["record_ids", "article_ids"];
    let mut columns = row::columns(Table::Progress);
    columns.retain(|want| !IDS.contains(&want.name()) && (undated || want.name() != "published"));
    columns.extend([Want::Number("statements"), Want::Number("articles_own"), Want::Raw("articles_shared")]);
    columns
}

/// The cells of a row that may stand, kept as it is read: the file need not be read again for it.
#[derive(Clone)]
pub struct Kept(Vec<KeptCell>);

/// The name of its column, and what it holds as a text or a number.
#[derive(Clone)]
struct KeptCell {
    column: &'static str,
    text: Option<Box<str>>,
    number: Option<f64>,
}

impl Kept {
    /// Of a row of a batch: columns by their positions and names.
    pub fn read(batch: &Batch, columns: &[(usize, &'static str)], row: usize) -> Result<Self> {
        let cell = |(at, column): &(usize, &'static str)| {
            let values = batch.column(*at)?;
            Ok(KeptCell { column, text: values.text(row).map(Into::into), number: values.number(row) })
        };
        columns.iter().map(cell).collect::<Result<_>>().map(Self)
    }
}

impl Cells for Kept {
    fn text(&self, column: &str) -> Option<&str> {
        self.0.iter().find(|cell| cell.column == column)?.text.as_deref()
    }

    fn number(&self, column: &str) -> Option<f64> {
        self.0.iter().find(|cell| cell.column == column)?.number
    }
}

/// A row as a fact, counted and added as it is with its ids. `None` where it needs them: a part names its whole, and statements
/// contradict others.
fn fact(cells: &impl Cells, (batch, row): At, texts: &mut Texts) -> Result<Option<Fact>> {
    if cells.text("part_of").is_some() || cells.text("contradicted_by").is_some() {
        return Ok(None);
    }
    let count = |column| cells.number(column).map_or(0, |n| n as usize);
    let (statements, own) = (count("statements").max(1), count("articles_own"));
    let mut articles: Vec<String> = (0..own).map(|n| format!("{batch}:{row}:{n}")).collect();
    articles.extend(cells.text("articles_shared").into_iter().flat_map(|ids| ids.split(' ')).map(str::to_string));
    // Several statements of one article.
    let last = articles.last().cloned().unwrap_or_default();
    articles.resize(statements.max(articles.len()), last);
    let records: Vec<String> = (0..statements).map(|n| format!("{batch:08}:{row:08}:{n}")).collect();
    let unnamed = Unnamed { row: cells, records: records.join(" "), articles: articles.join(" ") };
    Ok(Some(row::fact(Table::Progress, &unnamed, texts)?.0))
}

/// Facts of rows that were kept; `None` where one needs its ids.
pub fn of_kept(rows: &BTreeMap<At, Kept>) -> Result<Option<Made>> {
    let mut loaded = Loaded::default();
    let facts = rows.iter().map(|(at, kept)| fact(kept, *at, &mut loaded.texts)).collect::<Result<Option<Vec<_>>>>()?;
    Ok(facts.map(|facts| Made { loaded, facts: vec![facts], ..Made::default() }))
}

/// Facts of some rows, counted and added as those with their ids are; `None` where a row needs them.
pub fn without_ids(file: &RowFile, rows: &BTreeMap<usize, Vec<u32>>, undated: bool) -> Result<Option<Made>> {
    let columns = columns(undated);
    if columns.iter().any(|want| !file.has(want.name())) {
        return Ok(None);
    }
    let needs_ids = AtomicBool::new(false);
    let made = read_facts(file, &columns, Rows::Some(rows), |row, number, texts| {
        let fact = fact(&row, (number as u32, row.row as u32), texts)?;
        needs_ids.fetch_or(fact.is_none(), Ordering::Relaxed);
        Ok(fact.map(|fact| (fact, None)))
    })?;
    Ok((!needs_ids.into_inner()).then_some(made))
}
