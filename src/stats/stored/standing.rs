//! Facts of completion that stand, without the ids of their statements and articles.

use super::row::{self, Cells};
use super::{Made, read_facts};
use crate::frame::scan::{RowFile, Rows, Want};
use crate::frame::schema::Table;
use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// A row whose statements and articles have names made up from where it stands; only articles that say other facts too have their
/// own. The ids of a file take more than all its other columns.
struct Unnamed<'c> {
    row: row::Row<'c>,
    records: String,
    articles: String,
}

impl Cells for Unnamed<'_> {
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

/// Facts of some rows, counted and added as those with their ids are. `None` where a row needs the ids: a part names its whole, and
/// statements contradict others.
pub fn without_ids(file: &RowFile, rows: &BTreeMap<usize, Vec<u32>>, undated: bool) -> Result<Option<Made>> {
    const IDS: [&str; 2] = ["record_ids", "article_ids"];
    let mut columns = row::columns(Table::Progress);
    // When a fact was told decides only where it has no date.
    columns.retain(|want| !IDS.contains(&want.name()) && (undated || want.name() != "published"));
    columns.extend([Want::Number("statements"), Want::Number("articles_own"), Want::Raw("articles_shared")]);
    if columns.iter().any(|want| !file.has(want.name())) {
        return Ok(None);
    }
    let needs_ids = AtomicBool::new(false);
    let made = read_facts(file, &columns, Rows::Some(rows), |row, number, texts| {
        let at = row.row;
        if row.text("part_of").is_some() || row.text("contradicted_by").is_some() {
            needs_ids.store(true, Ordering::Relaxed);
        }
        let count = |column| row.number(column).map_or(0, |n| n as usize);
        let (statements, own) = (count("statements").max(1), count("articles_own"));
        let mut articles: Vec<String> = (0..own).map(|n| format!("{number}:{at}:{n}")).collect();
        articles.extend(row.text("articles_shared").into_iter().flat_map(|ids| ids.split(' ')).map(str::to_string));
        // Several statements of one article.
        let last = articles.last().cloned().unwrap_or_default();
        articles.resize(statements.max(articles.len()), last);
        let records: Vec<String> = (0..statements).map(|n| format!("{number:08}:{at:08}:{n}")).collect();
        let cells = Unnamed { row, records: records.join(" "), articles: articles.join(" ") };
        Ok((row::fact(Table::Progress, &cells, texts)?.0, None))
    })?;
    Ok((!needs_ids.into_inner()).then_some(made))
}
