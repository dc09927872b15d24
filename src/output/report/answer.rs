//! Answers to the questions of a report, and how their figures are found.

use super::ask::Ask;
use crate::stats::query::Measure;
use crate::stats::summary::{Row, Summary};

/// An answered question; for a cross table with the answers by each key alone.
pub struct Answer {
    pub ask: Ask,
    pub summary: Summary,
    pub sides: Option<(Summary, Summary)>,
}

/// The total, or the only row.
pub fn whole(summary: &Summary) -> Option<&Row> {
    summary.total.as_ref().or(match summary.rows.as_slice() {
        [only] => Some(only),
        _ => None,
    })
}

pub fn cell(summary: &Summary, row: &Row, measure: Measure) -> Option<f64> {
    let at = summary.measures.iter().position(|m| *m == measure)?;
    row.cells[at]
}
