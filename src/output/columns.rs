//! The columns of figures of an answer, the same in tables for people and in files: measures, their changes, and in a pivot all of
//! this for each value of its key and once more for the sums.

use crate::stats::query::{Measure, Unit};
use crate::stats::summary::{Cell, KeyValue, Pivot, Row, Summary};

/// What of a measure a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Figure,
    /// In the unit of the measure; of percentages in percentage points.
    Change,
    ChangePercent,
}

/// Where a column's figures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The rows' own cells: all of them, or in a pivot the sums.
    Row,
    /// A column of the pivot.
    Pivot(usize),
}

/// One column of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    from: From,
    at: usize,
    pub measure: Measure,
    pub part: Part,
}

/// Every column of figures, from left to right. The sums of a pivot come last, where its cells have any.
pub fn columns(summary: &Summary) -> Vec<Column> {
    let froms: Vec<From> = match &summary.pivot {
        None => vec![From::Row],
        Some(pivot) => {
            let sums = pivot.row_totals.then_some(From::Row);
            (0..pivot.columns.len()).map(From::Pivot).chain(sums).collect()
        }
    };
    let of_measure = |from: From, at: usize, measure: Measure| {
        let parts: &[Part] = match (summary.query.compare, measure.unit()) {
            (None, _) => &[Part::Figure],
            (Some(_), Unit::Count) if !measure.is_signed() => &[Part::Figure, Part::Change, Part::ChangePercent],
            (Some(_), _) => &[Part::Figure, Part::Change],
        };
        parts.iter().map(move |part| Column { from, at, measure, part: *part })
    };
    let measures = || summary.measures.iter().enumerate();
    froms.into_iter().flat_map(|from| measures().flat_map(move |(at, m)| of_measure(from, at, *m))).collect()
}

impl Column {
    /// The figure in a row, by its position.
    pub fn of_row(&self, summary: &Summary, row: usize) -> Cell {
        match self.from {
            From::Row => self.of(summary.rows.get(row)?),
            From::Pivot(at) => self.of(summary.pivot.as_ref()?.cells.get(row)?.get(at)?.as_ref()?),
        }
    }

    /// The figure in the row of the total.
    pub fn of_total(&self, summary: &Summary) -> Cell {
        match self.from {
            From::Row => self.of(summary.total.as_ref()?),
            From::Pivot(at) => self.of(summary.pivot.as_ref()?.column_totals.get(at)?),
        }
    }

    fn of(&self, row: &Row) -> Cell {
        let change = || row.changes.get(self.at).copied().unwrap_or_default();
        match self.part {
            Part::Figure => row.cells.get(self.at).copied().flatten(),
            Part::Change => change().absolute,
            Part::ChangePercent => change().percent,
        }
    }

    /// The value of the pivot that heads the column; `None` for the rows' own cells.
    pub fn head<'s>(&self, summary: &'s Summary) -> Option<&'s KeyValue> {
        match (self.from, &summary.pivot) {
            (From::Pivot(at), Some(Pivot { columns, .. })) => columns.get(at),
            _ => None,
        }
    }

    /// Whether its figures are whole things, percentages or percentage points.
    pub const fn unit(&self) -> Unit {
        match (self.part, self.measure.unit()) {
            (Part::Figure, unit) => unit,
            (Part::ChangePercent, _) => Unit::Percent,
            (Part::Change, Unit::Count) => Unit::Count,
            (Part::Change, _) => Unit::Points,
        }
    }

    /// Whether its figures are written with their sign.
    pub const fn is_signed(&self) -> bool {
        !matches!(self.part, Part::Figure) || self.measure.is_signed()
    }
}
