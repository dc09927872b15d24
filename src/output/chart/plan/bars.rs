//! Bars of one measure, and of several series beside or after each other.

use super::asked::{Asked, Made};
use super::series::{limit, series};
use super::{order, table};
use crate::output::chart::error::ChartError;
use crate::output::chart::model::{Bars, Body, Series};
use crate::output::number::format_percent;
use crate::stats::query::Measure;

pub fn bar(asked: &Asked<'_>) -> Result<Made, ChartError> {
    let measure = table::main_measure(asked.summary);
    let share = table::has_figures(asked.summary, Measure::Share) && measure != Measure::Share;
    let values = asked.summary.rows.iter().map(|row| {
        let mut value = asked.value(asked.cell(row, measure), measure);
        if let Some(share) = asked.cell(row, Measure::Share).filter(|_| share && value.number.is_some()) {
            value.text = format!("{} ({})", value.text, format_percent(share, asked.lang));
        }
        value
    });
    let name = asked.measure_name(measure);
    let series = vec![Series { name, values: values.collect() }];
    Ok((Body::Bars(Bars { rows: asked.row_names(), series, stacked: false, totals: vec![] }), vec![measure], vec![]))
}

/// Bars of several series: the values of the last key, or with one key the measures of one unit.
pub fn several(asked: &Asked<'_>, stacked: bool) -> Result<Made, ChartError> {
    let summary = asked.summary;
    if summary.keys.len() < 2 {
        if stacked {
            return Err(asked.needs("two_keys"));
        }
        let unit = table::main_measure(summary).unit();
        let measures: Vec<Measure> = summary.measures.iter().copied().filter(|m| m.unit() == unit).collect();
        let measures: Vec<Measure> = measures.into_iter().filter(|&m| table::has_figures(summary, m)).collect();
        if measures.len() < 2 {
            return Err(asked.needs("two_keys_or_measures"));
        }
        limit(measures.len())?;
        let series = measures.iter().map(|&m| Series { name: asked.measure_name(m), values: asked.values(m) });
        return Ok((
            Body::Bars(Bars { rows: asked.row_names(), series: series.collect(), stacked, totals: vec![] }),
            measures.clone(),
            vec![],
        ));
    }
    let measure = table::main_measure(summary);
    let mut table = table::table(summary, measure, table::series_key(summary))?;
    limit(table.series.len())?;
    if stacked && !table::stackable(summary, &table) {
        return Err(asked.needs("addable"));
    }
    if stacked {
        order::sort_table(summary, &mut table);
    }
    let series = series(asked, &table, measure);
    let rows = table.rows.iter().map(|v| asked.joined(v, &table.row_keys)).collect();
    let totals = if stacked { table.sums().into_iter().map(|sum| asked.value(sum, measure)).collect() } else { vec![] };
    Ok((Body::Bars(Bars { rows, series, stacked, totals }), vec![measure], vec![]))
}
