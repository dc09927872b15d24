//! Whole questions over small sets of records whose answers were worked out by hand.

mod any;
mod cases;
mod clusters;
mod compare;
mod completion;
mod course;
mod every_key;
mod hierarchy;
mod meetings;
mod pivot;
mod same;
mod staffing;
mod stored;
mod wholes;

use super::parse::{Words, parse};
use super::summary::*;
use super::{names, run};
use crate::frame::Tables;
use crate::lang::labels::Lang;
use crate::model::record::ArticleRecords;

/// The answer to `TOPIC --by KEYS --where CONDITIONS`, with further words set by `change`.
pub fn ask_with(records: &[ArticleRecords], topic: &str, by: &str, conditions: &[&str], change: impl Fn(&mut Words)) -> Summary {
    let mut words = Words {
        topic: Some(topic.into()),
        by: vec![by.into()],
        conditions: conditions.iter().map(|c| (*c).into()).collect(),
        ..Words::default()
    };
    change(&mut words);
    let tables = Tables::from_records(records).unwrap();
    run(&tables, &parse(&words).unwrap()).unwrap()
}

pub fn ask(records: &[ArticleRecords], topic: &str, by: &str, conditions: &[&str]) -> Summary {
    ask_with(records, topic, by, conditions, |_| {})
}

/// Rows as people read them: names of the keys, and the figures with `-` for none.
pub fn rows(summary: &Summary) -> Vec<String> {
    let told = |row: &Row| {
        let keys = row.keys.iter().zip(&summary.keys).map(|(v, k)| names::key_name(*k, v, summary.query.geo, Lang::Vi));
        let cells = row.cells.iter().map(|c| c.map_or("-".into(), |c| ((c * 100.0).round() / 100.0).to_string()));
        format!("{}: {}", keys.collect::<Vec<_>>().join(" | "), cells.collect::<Vec<_>>().join(" "))
    };
    let total = summary.total.iter().map(|t| told(&Row { keys: vec![], ..t.clone() }));
    summary.rows.iter().map(told).chain(total).collect()
}

/// Rows of a pivot: the names of the keys, then the first measure of each column, then that of the row itself behind a bar. The
/// last line holds the totals of the columns and of all.
pub fn wide(summary: &Summary) -> Vec<String> {
    let pivot = summary.pivot.as_ref().unwrap();
    let cell = |row: Option<&Row>| {
        let figure = row.and_then(|r| r.cells[0]);
        figure.map_or("-".into(), |c| ((c * 100.0).round() / 100.0).to_string())
    };
    let line = |name: String, cells: Vec<String>, own: Option<&Row>| format!("{name}: {} | {}", cells.join(" "), cell(own));
    let name = |row: &Row| {
        let keys = row.keys.iter().zip(&summary.keys).map(|(v, k)| names::key_name(*k, v, summary.query.geo, Lang::Vi));
        keys.collect::<Vec<_>>().join(" · ")
    };
    let heads = pivot.columns.iter().map(|v| names::key_name(pivot.key, v, summary.query.geo, Lang::Vi));
    let mut lines = vec![heads.collect::<Vec<_>>().join(", ")];
    for (row, cells) in summary.rows.iter().zip(&pivot.cells) {
        lines.push(line(name(row), cells.iter().map(|c| cell(c.as_ref())).collect(), Some(row)));
    }
    let totals: Vec<String> = pivot.column_totals.iter().map(|c| cell(Some(c))).collect();
    lines.push(line(String::new(), totals, summary.total.as_ref()));
    lines
}

/// How many records were left out for each reason.
pub fn left_out(summary: &Summary) -> Vec<(Reason, usize)> {
    summary.footer.left_out.iter().map(|l| (l.reason, l.record_ids.len())).collect()
}
