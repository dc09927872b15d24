//! Lines over time: every period from the first to the last, also those without a figure.

use super::asked::{Asked, Made};
use super::series::limit;
use super::{periods, table, wording};
use crate::output::chart::error::ChartError;
use crate::output::chart::model::{Body, Lines, Series};
use crate::stats::summary::KeyValue;

pub fn line(asked: &Asked<'_>) -> Result<Made, ChartError> {
    let summary = asked.summary;
    let Some(at) = summary.keys.iter().position(|&k| periods::is_time(k)) else { return Err(asked.needs("time_key")) };
    if summary.keys.len() > 2 {
        return Err(asked.needs("at_most_two_keys"));
    }
    let time = summary.keys[at];
    let measure = table::main_measure(summary);
    let (periods, unplaced) = periods::periods(summary, at)?;
    let table = table::table(summary, measure, (summary.keys.len() == 2).then_some(1 - at))?;
    limit(table.series.len())?;
    let series = table.series.iter().enumerate().map(|(s, key)| Series {
        name: table.series_key.map_or_else(|| asked.joined(&[], &[]), |k| asked.key_name(k, key)),
        values: periods
            .iter()
            .map(|period| {
                let row = table.rows.iter().position(|r| r[0] == KeyValue::Slug(period.clone()));
                asked.value(row.and_then(|r| table.cells[r][s]), measure)
            })
            .collect(),
    });
    let series: Vec<Series> = series.filter(|s| s.values.iter().any(|v| v.number.is_some())).collect();
    let periods = periods.into_iter().map(|p| asked.key_name(time, &KeyValue::Slug(p)).text).collect();
    let note = (unplaced > 0).then(|| wording::counted(asked.lang, "chart.note.no_period", unplaced));
    Ok((
        Body::Lines(Lines { periods, series, unit: measure.unit(), lang: asked.lang }),
        vec![measure],
        note.into_iter().collect(),
    ))
}
