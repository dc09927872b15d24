//! The order of rows: the largest first, what is no place or kind of its own last. Time, levels and terms keep their own order,
//! and so does what was sorted on purpose.

use super::periods::is_time;
use super::table::{self, Table};
use crate::output::chart::kind::ChartKind;
use crate::stats::query::{Key, Measure, Sort};
use crate::stats::summary::{Row, Summary};
use std::cmp::Ordering;

/// The summary in the order in which a chart of that kind has its rows.
pub fn for_chart(summary: &Summary, kind: ChartKind) -> Summary {
    let mut ordered = summary.clone();
    let measures = by_which(summary, kind);
    if !measures.is_empty() && by_size(summary, &summary.keys) {
        let figure = |row: &Row| measures.iter().find_map(|m| table::cell(summary, row, *m));
        ordered.rows.sort_by(|a, b| special(a).cmp(&special(b)).then_with(|| descending(figure(a), figure(b))));
    }
    ordered.rows.sort_by_key(|row| table::is_apart(summary, row));
    ordered
}

/// The figures by which a chart has its rows: of each row the first that it has; none where another order suits.
fn by_which(summary: &Summary, kind: ChartKind) -> Vec<Measure> {
    match kind {
        ChartKind::Bar => vec![table::main_measure(summary)],
        ChartKind::Completion => vec![Measure::Rate, Measure::StatedPercent],
        ChartKind::Bullet => vec![Measure::Cut, Measure::CutPercent, Measure::Target],
        ChartKind::Dumbbell => vec![Measure::Before, Measure::After],
        _ => vec![],
    }
}

/// The same for the rows of a table, by their sums.
pub fn sort_table(summary: &Summary, table: &mut Table) {
    if !by_size(summary, &table.row_keys) {
        return;
    }
    let sums = table.sums();
    let neutral = |at: usize| table.rows[at].iter().any(table::is_neutral);
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    order.sort_by(|&a, &b| neutral(a).cmp(&neutral(b)).then_with(|| descending(sums[a], sums[b])));
    table.rows = order.iter().map(|&at| table.rows[at].clone()).collect();
    table.cells = order.iter().map(|&at| table.cells[at].clone()).collect();
}

fn special(row: &Row) -> bool {
    row.keys.iter().any(table::is_neutral)
}

/// What has no figure comes last.
fn descending(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn by_size(summary: &Summary, keys: &[Key]) -> bool {
    summary.query.sort == Sort::Natural && !keys.iter().any(|k| is_time(*k) || matches!(k, Key::Level | Key::Term))
}
