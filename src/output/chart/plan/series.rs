//! Series of a table: named, and no more than can be told apart.

use super::asked::Asked;
use super::table::Table;
use crate::output::chart::error::ChartError;
use crate::output::chart::model::Series;
use crate::output::chart::palette;
use crate::stats::query::Measure;
use crate::stats::summary::KeyValue;

/// The most series that can be told apart by colour.
pub const MOST_SERIES: usize = palette::SERIES.len();

pub fn limit(series: usize) -> Result<(), ChartError> {
    if series > MOST_SERIES { Err(ChartError::TooManySeries { found: series, most: MOST_SERIES }) } else { Ok(()) }
}

pub fn series(asked: &Asked<'_>, table: &Table, measure: Measure) -> Vec<Series> {
    let make = |(s, key): (usize, &KeyValue)| Series {
        name: table.series_key.map_or_else(|| asked.joined(&[], &[]), |k| asked.key_name(k, key)),
        values: table.cells.iter().map(|row| asked.value(row[s], measure)).collect(),
    };
    table.series.iter().enumerate().map(make).collect()
}
