//! The figures of a summary as a table of rows and series.

use super::periods::is_time;
use crate::output::chart::error::ChartError;
use crate::stats::order::rank;
use crate::stats::query::{Key, Measure, Topic, Unit};
use crate::stats::summary::{Cell, KeyValue, Row, Summary, TotalOf};

/// Whether the value is no place, kind or period of its own.
pub fn is_neutral(value: &KeyValue) -> bool {
    !matches!(value, KeyValue::Province(_) | KeyValue::Slug(_))
}

/// Whether a row is of the whole country, a whole region or the Centre beside rows of places. Their figures are no part of the
/// others' and many times as large. Meetings are of one kind everywhere, and rates have one scale.
pub fn is_apart(summary: &Summary, row: &Row) -> bool {
    let wide =
        |r: &Row| r.keys.iter().any(|v| matches!(v, KeyValue::National | KeyValue::WholeRegion(_) | KeyValue::CentralBody));
    matches!(summary.query.topic, Topic::Overview | Topic::Staffing) && wide(row) && !summary.rows.iter().all(wide)
}

pub fn cell(summary: &Summary, row: &Row, measure: Measure) -> Cell {
    let at = summary.measures.iter().position(|&m| m == measure)?;
    row.cells.get(at).copied().flatten().filter(|n| n.is_finite())
}

pub fn has_figures(summary: &Summary, measure: Measure) -> bool {
    summary.rows.iter().any(|row| cell(summary, row, measure).is_some())
}

/// What a chart of one measure shows: the rate where there is one, else the first measure with figures.
pub fn main_measure(summary: &Summary) -> Measure {
    let mut with_figures = summary.measures.iter().copied().filter(|&m| has_figures(summary, m));
    if has_figures(summary, Measure::Rate) {
        return Measure::Rate;
    }
    with_figures.next().unwrap_or(Measure::Meetings)
}

/// The key whose values are series: the last of several.
pub fn series_key(summary: &Summary) -> Option<usize> {
    summary.keys.len().checked_sub(1).filter(|&last| last > 0)
}

/// One measure by rows and series.
pub struct Table {
    pub row_keys: Vec<Key>,
    pub rows: Vec<Vec<KeyValue>>,
    pub series_key: Option<Key>,
    pub series: Vec<KeyValue>,
    /// By row, then series.
    pub cells: Vec<Vec<Cell>>,
    unit: Unit,
}

impl Table {
    /// The sum of each row; none where it has no figure.
    pub fn sums(&self) -> Vec<Cell> {
        let sum = |row: &Vec<Cell>| row.iter().flatten().copied().reduce(|a, b| a + b);
        self.cells.iter().map(sum).collect()
    }

    /// Gives the series exactly `slugs` in their order, before those that are no slug.
    pub fn widen(&mut self, slugs: &[String]) {
        let others = self.series.iter().filter(|v| is_neutral(v)).cloned();
        let wide: Vec<KeyValue> = slugs.iter().cloned().map(KeyValue::Slug).chain(others).collect();
        let from: Vec<Option<usize>> = wide.iter().map(|v| self.series.iter().position(|old| old == v)).collect();
        for row in &mut self.cells {
            *row = from.iter().map(|at| at.and_then(|at| row[at])).collect();
        }
        self.series = wide;
    }
}

/// Whether the series of a table may be put after each other, and added: whole counts, none below nought, of things of one kind.
/// People and units, what was held and what is planned have no common sum; a meeting can be in several papers; figures of
/// different periods may overlap.
pub fn stackable(summary: &Summary, table: &Table) -> bool {
    let apart = matches!(table.series_key, Some(Key::Subject | Key::Activity | Key::Status | Key::Outlet));
    let overlapping = summary.footer.total_of.contains(&TotalOf::NoSumOfPeriods);
    let count = table.unit == Unit::Count && table.cells.iter().flatten().flatten().all(|&n| n >= 0.0);
    count && !apart && !overlapping
}

/// The figures of `measure` with the values of key `series_at` as series (one series without it). Rows and series stand in the
/// order in which the summary first has them, but series that are unknown, national or a rest come last.
pub fn table(summary: &Summary, measure: Measure, series_at: Option<usize>) -> Result<Table, ChartError> {
    let split = |row: &Row| {
        let mut keys = row.keys.clone();
        let series = series_at.filter(|&at| at < keys.len()).map_or(KeyValue::Unknown, |at| keys.remove(at));
        (keys, series)
    };
    let (mut rows, mut series): (Vec<Vec<KeyValue>>, Vec<KeyValue>) = (vec![], vec![]);
    for row in &summary.rows {
        let (keys, value) = split(row);
        if !rows.contains(&keys) {
            rows.push(keys);
        }
        if !series.contains(&value) {
            series.push(value);
        }
    }
    if let Some(key) = series_at.and_then(|at| summary.keys.get(at).copied()) {
        // Kinds, levels and the like in their own order; slugs of periods sort as text.
        let own = |v: &KeyValue| rank(key, v, summary.query.geo);
        let period = |v: &KeyValue| is_time(key).then(|| v.clone());
        series.sort_by_cached_key(|v| (is_neutral(v), own(v), period(v)));
    }
    let mut cells = vec![vec![None; series.len()]; rows.len()];
    for row in &summary.rows {
        let (keys, value) = split(row);
        let at = (rows.iter().position(|k| *k == keys), series.iter().position(|v| *v == value));
        if let (Some(r), Some(s)) = at {
            cells[r][s] = cell(summary, row, measure);
        }
    }
    if cells.iter().flatten().all(Option::is_none) {
        return Err(ChartError::NoFigures);
    }
    let mut row_keys = summary.keys.clone();
    let series_key = series_at.filter(|&at| at < row_keys.len()).map(|at| row_keys.remove(at));
    Ok(Table { row_keys, rows, series_key, series, cells, unit: measure.unit() })
}
